//! The date that a text bears, where nothing else tells it.
//!
//! Comes in: a text and its title. Goes out: the date at the end of the title, or the one that stands at the text's begin or
//! its end as papers, reports, letters and notices have it: on a line with nothing but a place, a source, the number of an
//! issue or who adopted it; before the first words of a report; in brackets behind what a speech is called. Where two such
//! places give two dates, neither is taken ("last year" is better left open than told wrong), unless they are a few days
//! apart, as those of a speech and of its print are: the text is of the first.

use super::dates::{self, Moment};
use super::fields::{self, Fact};
use jiff::civil::Date;
use std::sync::LazyLock;

/// How many lines at the begin are looked at, blank ones aside: a letterhead may have some.
const HEAD: usize = 12;

/// The same at the end.
const TAIL: usize = 4;

/// The longest line that is nothing but a date and what stands beside it, in bytes.
const LONGEST: usize = 160;

/// How much of a line that goes on is looked at, in characters.
const OPENING: usize = 160;

/// How many days apart two dates may be and still be of one text.
const DAYS: i32 = 7;

/// The words of a kind by which one sees what stands beside a date (`data/documents/layout.tsv`).
fn layout(kind: &str) -> impl Iterator<Item = &'static str> {
    static ROWS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        include_str!("../../data/documents/layout.tsv").lines().filter_map(|row| row.split_once('\t')).collect()
    });
    ROWS.iter().filter(move |(name, _)| *name == kind).flat_map(|(_, words)| words.split('|'))
}

/// The date of a text.
pub fn find(title: Option<&str>, text: &str) -> Option<Moment> {
    let of_title = title.and_then(|title| alone(title, |_, after| behind(after)));
    of_title.or_else(|| only(text.lines(), HEAD)).or_else(|| only(text.lines().rev(), TAIL))
}

/// The one date that some of the first lines have.
fn only<'t>(lines: impl Iterator<Item = &'t str>, most: usize) -> Option<Moment> {
    let of_line = |line| alone(line, masthead).or_else(|| report(line)).or_else(|| speech(line));
    let lines = lines.filter(|line| !line.trim().is_empty()).take(most);
    let mut found: Vec<Moment> = lines.filter_map(of_line).collect();
    found.sort();
    let (first, last) = (found.first()?, found.last()?);
    if last.0.starts_with(&first.0) {
        // "March 2031" above, "5 March 2031" below
        return Some(last.clone());
    }
    let (one, other): (Date, Date) = (first.0.parse().ok()?, last.0.parse().ok()?);
    ((other - one).get_days() <= DAYS).then(|| first.clone())
}

/// The date of a line, to the month at least, beside which stands nothing but what `beside` allows before and behind it.
fn alone(line: &str, beside: impl Fn(&str, &str) -> bool) -> Option<Moment> {
    if line.len() > LONGEST || !line.contains(|c: char| c.is_ascii_digit() || c == '年') {
        return None;
    }
    // "HB/2031/4/Add.1 19 April 2031": a document's number may look like a date.
    let number = |word: &str| word.contains('/') && word.starts_with(char::is_alphabetic);
    let line = line.trim().split_once(' ').filter(|(first, _)| number(first)).map_or(line, |(_, rest)| rest);
    let (moment, at) = dates::find(line)?;
    let (before, mut after) = (line[..at.start].trim_start_matches(bare).trim_end(), line[at.end..].trim_end());
    let mut moment = moment;
    if adopted(after) {
        // （2031年3月1日委员会审议 2031年3月5日海港局发布）: what was done last made it what it is.
        moment = dates::read(after).unwrap_or(moment);
        after = "";
    }
    (moment.0.len() >= "2024-03".len() && beside(before, after)).then_some(moment)
}

/// White space and marks.
fn bare(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_punctuation() || "（）【】《》〔〕—–－·：，。、　".contains(c)
}

/// Whether what stands before and behind a date leaves it the date of the text.
fn masthead(before: &str, after: &str) -> bool {
    let end = |c: char| c.is_whitespace() || c.is_ascii_punctuation() || "：，（—–·".contains(c);
    let name = before.trim_end_matches(end);
    let place = |words: &str| words.ends_with([',', '，']) && is_name(words.trim_end_matches(end));
    // "Done at Oslo,"
    let issued = || {
        let rest = layout("issued").find_map(|word| before.strip_prefix(word))?.trim_start();
        let rest = ["in ", "at ", "on "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        Some(rest.trim_matches(bare).is_empty() || place(rest))
    };
    let label = || fields::label(name).is_some_and(|(fact, _)| fact == Fact::Date);
    let front =
        name.is_empty() || label() || layout("weekday").any(|day| day == name) || place(before) || sourced(name);
    behind(after) && (front || issued() == Some(true)) || paper(name, after)
}

/// Whether words behind a date leave it the date of the text: none, a day of the week, where a speech was held, a place, a
/// source.
fn behind(after: &str) -> bool {
    let name = after.trim_matches(bare);
    name.is_empty()
        || layout("weekday").any(|day| day == name)
        // 2023年3月5日在第三次会议上
        || name.starts_with('在') && name.ends_with('上')
        || after.trim_start().starts_with([',', '，']) && is_name(name)
        || sourced(name)
}

/// Whether a date stands between the name of a paper and the number of an issue or page, or behind both.
fn paper(before: &str, after: &str) -> bool {
    let parts = |words| str::split(words, |c: char| bare(c) && c != ' ' && c != '.' && c != '&').map(str::trim);
    let (mut numbered, mut named) = (false, 0);
    for part in parts(before).chain(parts(after)).filter(|part| !part.is_empty()) {
        match (issue(part), is_title(part)) {
            (true, _) => numbered = true,
            (false, true) => named += 1,
            _ => return false,
        }
    }
    numbered && named <= 2
}

/// Whether words are the number of an issue, a volume or a page: "Vol. 3", 第12期, 02版.
fn issue(part: &str) -> bool {
    let (mut named, mut numbered) = (false, false);
    let numerals = part.split(bare).filter(|piece| !piece.is_empty()).all(|piece| {
        let number = match layout("issue").any(|word| piece.eq_ignore_ascii_case(word)) {
            true => String::new(),
            false => {
                layout("issue").filter(|word| word.contains(is_han)).fold(piece.to_owned(), |n, w| n.replace(w, ""))
            }
        };
        named |= number.len() < piece.len();
        numbered |= !number.is_empty();
        number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十百〇零IVXLC".contains(c))
    });
    numerals && named && numbered
}

/// Whether words are like the name of a paper: capitals, or a few Chinese characters.
fn is_title(part: &str) -> bool {
    let small = |word: &str| ["of", "the", "and", "for", "on", "in", "&"].contains(&word);
    let capitals = |word: &str| word.starts_with(char::is_uppercase) || small(word);
    let latin = part.starts_with(char::is_uppercase) && part.split_whitespace().all(capitals);
    latin || part.chars().count() <= 12 && part.chars().all(is_han)
}

/// Whether words are like the name of a place: a few capitals, or a few Chinese characters.
fn is_name(words: &str) -> bool {
    let latin = || words.split(' ').count() <= 4 && words.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let han = || !words.is_empty() && words.chars().count() <= 6 && words.chars().all(is_han);
    latin() || han()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '〇')
}

/// Whether words name a source: "Source: Harbour News", 新闻频道 来源：海港报.
fn sourced(words: &str) -> bool {
    let Some((label, value)) = words.rsplit_once([':', '：']) else { return false };
    let label = label.split_whitespace().next_back().and_then(fields::label);
    value.chars().count() <= 20 && label.is_some_and(|(fact, _)| matches!(fact, Fact::Publisher | Fact::Source))
}

/// Whether words tell by whom a text was adopted on the date before them: 海港委员会第三次会议通过.
fn adopted(after: &str) -> bool {
    let after = after.trim_matches(bare);
    let han = |c: char| is_han(c) || c.is_ascii_digit() || c.is_whitespace();
    layout("adopted").any(|word| after.ends_with(word)) && after.chars().all(han)
}

/// The date of a report that begins with where it was written, and when: "OSLO, 3 May 2031 (Agency) – Trade grew",
/// 某社奥斯陆2031年5月3日电.
fn report(line: &str) -> Option<Moment> {
    let opening = opening(line);
    let (moment, at) = dates::find(opening).filter(|((date, _), _)| date.len() == "2024-03-05".len())?;
    let (before, after) = (opening[..at.start].trim(), opening[at.end..].trim_start());
    let wire = || layout("wire").any(|word| after.starts_with(word));
    if !before.is_empty() && before.chars().count() <= 16 && before.chars().all(is_han) && wire() {
        return Some(moment);
    }
    let agency = after.strip_prefix('(').and_then(|words| words.split_once(')'));
    let (between, text) = agency.map_or(after, |(_, rest)| rest).split_once(['-', '–', '—'])?;
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "-–—".contains(c));
    let between = between.trim();
    let place = |words: &str| is_name(words.trim_matches([',', ' ']));
    let front = place(before) || before.is_empty() && (agency.is_some() || place(between));
    // "Oslo, 3 May 2031 – 5 May 2031"
    let goes_on = !text.is_empty() && dates::find(text).is_none_or(|(_, at)| at.start > 0);
    (front && (between.is_empty() || between.starts_with(',') && place(between)) && goes_on).then_some(moment)
}

/// The date in brackets behind what a speech is called: 在海港大会上的讲话（2031年3月5日，奥斯陆）各位委员.
fn speech(line: &str) -> Option<Moment> {
    let opening = opening(line);
    opening.match_indices(['（', '(']).find_map(|(at, bracket)| {
        let (inside, _) = opening[at + bracket.len()..].split_once(['）', ')'])?;
        let named = layout("speech").any(|word| opening[..at].ends_with(word));
        alone(inside, |before, after| before.is_empty() && behind(after)).filter(|_| named)
    })
}

/// The begin of a line.
fn opening(line: &str) -> &str {
    let line = line.trim_start();
    line.char_indices().nth(OPENING).map_or(line, |(end, _)| &line[..end])
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
            ("Ports join hands\n\nDone at Harbour City, 3 March 2031\n\nThe ports agree.", "2031-03-03"),
            ("Vol. 3, No. 12 · 5 March 2031\n\nTrade grew.", "2031-03-05"),
            ("THE HARBOUR REVIEW\nThe Harbour Review | Volume IV, Issue 2 | March 2031\nTrade grew.", "2031-03"),
            ("海港周刊\n2031年3月5日　第12期（总第345期）\n去年贸易增长。", "2031-03-05"),
            ("港口通航\n《 海港日报 》（ 2031年03月05日 02 版）\n去年贸易增长。", "2031-03-05"),
            ("港口通航\n财经频道 来源：海港报 2031年3月5日 19:06\n去年贸易增长。", "2031-03-05"),
            ("港口通航\n发表时间：2031-03-05　　　来源：海港报\n去年贸易增长。", "2031-03-05"),
            ("Ports open\n\nOSLO, 5 March 2031 (Harbour News) – Trade grew last year.", "2031-03-05"),
            ("Ports open\n\nOSLO/BERGEN, March 5, 2031 -- Trade grew last year.", "2031-03-05"),
            ("Ports open\n\n5 March 2031, Oslo — Trade grew last year.", "2031-03-05"),
            ("港口通航\n\n　　海港社奥斯陆2031年3月5日电 去年贸易增长。", "2031-03-05"),
            ("在海港大会上的讲话（2031年3月5日，奥斯陆）各位委员：去年贸易增长。", "2031-03-05"),
            ("海港条例\n（2031年3月1日海港委员会审议批准 2031年3月5日海港局发布）\n第一条", "2031-03-05"),
            ("海港条例\n（2031年3月1日海港委员会审议批准\n2031年3月5日海港局发布）\n第一条", "2031-03-01"),
            ("讲话\n来源：海港报 2031年3月6日\n（2031年3月5日，奥斯陆）\n各位委员：", "2031-03-05"),
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
            "Oslo, 3 May 2031 – 5 May 2031",
            "3 May 2031 – The port opened",
            "As told in Vol. 3, No. 12 of 5 March 2031",
            "| Norway | March 2031 |",
            "Title: Ports in March 2031",
            "文件《在海港大会上的讲话》（2031年3月5日）指出，贸易增长。",
            "根据2031年3月5日海港委员会通过",
            "港口通航\n来源：海港报 2031年3月6日\n（2031年1月5日，奥斯陆）",
            "",
        ] {
            assert_eq!(date("Ports in 2031 and later", text), None, "{text}");
        }
    }
}
