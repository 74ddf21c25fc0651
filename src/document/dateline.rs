//! The date that a text bears, where nothing else tells it.
//!
//! Comes in: a text and its title. Goes out: the date at the end of the title, or the one that stands on a line of its own at the text's begin or its end,
//! as reports, letters and notices have it. Where two such lines give two dates, neither is taken: "last year" is better left open than told wrong.

use super::dates::{self, Moment};
use super::fields::{self, Fact};
use std::sync::LazyLock;

/// How many lines at the begin are looked at, blank ones aside: a letterhead may have some.
const HEAD: usize = 12;

/// The same at the end.
const TAIL: usize = 4;

/// The longest such line, in bytes.
const LONGEST: usize = 160;

/// The days of the week, as they stand beside dates (`data/documents/layout.tsv`).
static WEEKDAYS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let rows = include_str!("../../data/documents/layout.tsv").lines();
    rows.filter_map(|row| row.strip_prefix("weekday\t")).flat_map(|words| words.split('|')).collect()
});

/// The date of a text.
pub fn find(title: Option<&str>, text: &str) -> Option<Moment> {
    let of_title = title.and_then(|title| alone(title, |_| true));
    of_title.or_else(|| only(text.lines(), HEAD)).or_else(|| only(text.lines().rev(), TAIL))
}

/// The one date that some of the first lines are.
fn only<'t>(lines: impl Iterator<Item = &'t str>, most: usize) -> Option<Moment> {
    let mut dates = lines.filter(|line| !line.trim().is_empty()).take(most).filter_map(|line| alone(line, introduces));
    let first = dates.next()?;
    dates.all(|other| other == first).then_some(first)
}

/// The date, to the month at least, behind which nothing more is said in some words, and before which only what `may_precede`.
fn alone(words: &str, may_precede: impl Fn(&str) -> bool) -> Option<Moment> {
    let bare = |c: char| c.is_whitespace() || c.is_ascii_punctuation() || "（）【】《》〔〕—–－：，。、　".contains(c);
    if words.len() > LONGEST || !words.contains(|c: char| c.is_ascii_digit() || c == '年') {
        return None;
    }
    // "HB/2031/4/Add.1 19 April 2031": a document's number may look like a date.
    let number = |word: &str| word.contains('/') && word.starts_with(char::is_alphabetic);
    let words = words.trim().split_once(' ').filter(|(first, _)| number(first)).map_or(words, |(_, rest)| rest);
    let (moment, at) = dates::find(words)?;
    let (before, after) = (words[..at.start].trim_start_matches(bare).trim_end(), words[at.end..].trim_matches(bare));
    // 2023年3月5日在第三次会议上
    let follows = after.is_empty() || WEEKDAYS.contains(&after) || after.starts_with('在') && after.ends_with('上');
    (moment.0.len() >= "2024-03".len() && follows && may_precede(before)).then_some(moment)
}

/// Whether words before a date leave it the date of the text: none, what a date is called, a day of the week, a place.
fn introduces(before: &str) -> bool {
    let name = before.trim_end_matches(|c: char| c.is_ascii_punctuation() || "：，（—".contains(c)).trim_end();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let place = || before.ends_with([',', '，']) && name.split(' ').count() <= 4 && name.split(' ').all(capital);
    name.is_empty()
        || fields::label(name).is_some_and(|(fact, _)| fact == Fact::Date)
        || WEEKDAYS.contains(&name)
        || place()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(title: &str, text: &str) -> Option<String> {
        find(Some(title), text).map(|(date, _)| date)
    }

    #[test]
    fn a_line_that_is_a_date_is_the_texts() {
        for (text, expected) in [
            ("HARBOUR BOARD\n\nHB/2031/4/Add.1 19 April 2031\n\nThe board met in March 2030.", "2031-04-19"),
            ("# Ports and trade\n\nOslo, 3 May 2031\n\nDear members,", "2031-05-03"),
            ("海港报告\n\n（2031年3月5日在海港委员会第三次会议上）\n\n各位委员：", "2031-03-05"),
            ("Date: Friday, 7 March 2031\nTrade grew.", "2031-03-07"),
            ("海港通报\n2031年11月\n去年贸易增长。", "2031-11"),
            ("各港口：\n请于2032年1月前报送。\n海港局\n二〇三一年三月三日", "2031-03-03"),
            ("The ports agree.\n\nDone at the quay.\n\n3 March 2031", "2031-03-03"),
        ] {
            assert_eq!(date("Ports", text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(date("Harbour news (20310310)", "Trade grew.").as_deref(), Some("2031-03-10"));
    }

    #[test]
    fn a_date_that_something_is_said_of_is_not() {
        for text in [
            "Trade grew by 3 March 2031.",
            "截至 2031年3月",
            "Report on the meeting of 4 May 2031",
            "Timeline\n\nMarch 2031\n\nThe port opened.\n\nMay 2032\n\nIt closed.",
            "2031\n\nTrade grew.",
            "",
        ] {
            assert_eq!(date("Ports in 2031 and later", text), None, "{text}");
        }
    }
}
