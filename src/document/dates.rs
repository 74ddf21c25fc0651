//! Dates as documents write them about themselves.
//!
//! Comes in: a few words ("2019年2月16日 16:30", "17 November 2023", "2023-11-17T21:08:27-05:00"). Goes out: an ISO 8601
//! date as precise as they are, and the time of day. Of what could be read in two ways (03/04/2024) only the year is. Times lose
//! their offset from UTC: it is the time of the place.

use jiff::civil::Date;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A date, and the time of day (`16:30:00`) where there is one.
pub type Moment = (String, Option<String>);

/// Years that documents of this kind can bear.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=2999;

static FIGURES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x) (?:^|[^0-9])
        (?P<all>
        (?: (?P<y>[12][0-9]{3}) \s* (?: [-/.年] \s* (?P<m>[0-9]{1,2}) (?: \s* [-/.月] \s* (?P<d>[0-9]{1,2}) )? )? [日月年]?
          | (?P<packed>[12][0-9]{7}) )
        (?: (?:\s|T|日|&nbsp;)* (?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?) )?
        )
        (?:[^0-9]|$)",
    )
    .ok()
});

static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x) (?: (?P<d1>[0-9]{1,2}) (?:st|nd|rd|th)? [\s-]+ (?P<m1>[A-Za-z]{3,9})\.? ,? [\s-]+ (?P<y1>[12][0-9]{3})
          | (?P<m2>[A-Za-z]{3,9})\.? \s+ (?: (?P<d2>[0-9]{1,2}) (?:st|nd|rd|th)? ,? \s+ )? (?P<y2>[12][0-9]{3}) )
        (?: [\s,]* (?:at\s+)? (?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?) )?",
    )
    .ok()
});

static HAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("(?P<y>[一二三四五六七八九〇○零]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?:(?P<d>[一二三四五六七八九十]{1,3})日)?").ok()
});

/// The first date in `words`.
pub fn read(words: &str) -> Option<Moment> {
    find(words).map(|(moment, _)| moment)
}

/// The first date in `words`, and where it stands in them (bytes).
pub fn find(words: &str) -> Option<(Moment, Range<usize>)> {
    // Long stretches are no dates, and nothing is gained by searching them.
    let words = words.char_indices().nth(120).map_or(words, |(end, _)| &words[..end]);
    // A year alone is the least that figures tell: a month written out beside it tells more.
    let figures = figures(words);
    match &figures {
        Some(((date, _), _)) if date.len() > 4 => figures,
        _ => named(words).or_else(|| han(words)).or(figures),
    }
}

fn figures(words: &str) -> Option<(Moment, Range<usize>)> {
    let found = FIGURES.as_ref()?.captures(words)?;
    let at = found.name("all")?.range();
    let clock = found.name("clock").and_then(|c| time(c.as_str()));
    if let Some(packed) = found.name("packed") {
        let (year, rest) = packed.as_str().split_at(4);
        let (month, day) = rest.split_at(2);
        return Some(((iso(year, Some(month), Some(day))?, clock), at));
    }
    let part = |name| found.name(name).map(|m| m.as_str());
    let day = part("d");
    Some(((iso(part("y")?, part("m"), day)?, clock.filter(|_| day.is_some())), at))
}

fn named(words: &str) -> Option<(Moment, Range<usize>)> {
    for found in WORDS.as_ref()?.captures_iter(words) {
        let part = |a, b| found.name(a).or_else(|| found.name(b)).map(|m| m.as_str());
        let (Some(month), Some(year)) = (part("m1", "m2").and_then(month), part("y1", "y2")) else { continue };
        let day = part("d1", "d2");
        if let Some(date) = iso(year, Some(&month.to_string()), day) {
            let clock = found.name("clock").and_then(|c| time(c.as_str())).filter(|_| day.is_some());
            return Some(((date, clock), found.get(0)?.range()));
        }
    }
    None
}

/// 二〇〇五年三月三日
fn han(words: &str) -> Option<(Moment, Range<usize>)> {
    let digit = |c: char| match c {
        '零' | '○' => Some(0),
        c => "〇一二三四五六七八九".chars().position(|d| d == c),
    };
    let number = |text: &str| match text.split_once('十') {
        Some((tens, ones)) => {
            let of = |text: &str, none| text.chars().next().map_or(Some(none), digit);
            Some((of(tens, 1)? * 10 + of(ones, 0)?).to_string())
        }
        None => text.chars().map(|c| digit(c).map(|d| d.to_string())).collect(),
    };
    let found = HAN.as_ref()?.captures(words)?;
    let part = |name| found.name(name).and_then(|part| number(part.as_str()));
    let date = iso(&part("y")?, part("m").as_deref(), part("d").as_deref())?;
    Some(((date, None), found.get(0)?.range()))
}

/// The number of an English month, written out or short.
fn month(name: &str) -> Option<i8> {
    let short = match name.get(..4) {
        Some(four) if four.eq_ignore_ascii_case("sept") && name.len() == 4 => "Sep",
        _ => name,
    };
    let form = if short.len() == 3 { "%Y %b %d" } else { "%Y %B %d" };
    Date::strptime(form, format!("2000 {short} 01")).ok().map(Date::month)
}

/// The date, if there is such a day.
fn iso(year: &str, month: Option<&str>, day: Option<&str>) -> Option<String> {
    let year: i16 = year.parse().ok().filter(|y| YEARS.contains(y))?;
    let Some(month) = month else { return Some(format!("{year:04}")) };
    let month: i8 = month.parse().ok()?;
    let Some(day) = day else {
        return Date::new(year, month, 1).ok().map(|_| format!("{year:04}-{month:02}"));
    };
    Date::new(year, month, day.parse().ok()?).ok().map(|date| date.strftime("%Y-%m-%d").to_string())
}

fn time(clock: &str) -> Option<String> {
    let padded = if clock.find(':') == Some(1) { format!("0{clock}") } else { clock.to_owned() };
    padded.parse::<jiff::civil::Time>().ok().map(|time| time.strftime("%H:%M:%S").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_pages() {
        for (words, date, clock) in [
            ("2019-02-16 16:30", "2019-02-16", Some("16:30:00")),
            ("2019年2月16日", "2019-02-16", None),
            ("发布时间：2019年02月16日 8:05", "2019-02-16", Some("08:05:00")),
            ("2023-11-17T21:08:27-05:00", "2023-11-17", Some("21:08:27")),
            ("2023/1/7", "2023-01-07", None),
            ("2023年11月", "2023-11", None),
            ("2023", "2023", None),
            ("20230310", "2023-03-10", None),
            ("17 November 2023", "2023-11-17", None),
            ("Fri, 17 Nov 2023 21:08:27 -0500", "2023-11-17", Some("21:08:27")),
            ("Published on Sept. 3, 2021", "2021-09-03", None),
            ("March 2021", "2021-03", None),
            ("D:20230310", "2023-03-10", None),
            ("二〇〇五年三月三日", "2005-03-03", None),
            ("一九九八年十二月二十一日", "1998-12-21", None),
            ("二〇二三年十月", "2023-10", None),
        ] {
            assert_eq!(read(words), Some((date.to_owned(), clock.map(str::to_owned))), "{words}");
        }
        for no in ["", "yesterday", "03/04/24", "2023-13-01", "chapter 12", "0000-00-00", "二〇〇五年十三月"] {
            assert_eq!(read(no), None, "{no}");
        }
    }
}
