//! English dates with names of months, and years; other kinds of date stand in `english_figures`, `english_weekday`,
//! `english_nth`, `english_relative` and `english_period`.
//!
//! Comes in: a place in a text. Goes out: the longest date that starts there, without a time of day.

use super::decimal::Exact;
use super::english_figures::figures;
use super::english_nth::ordinal_of;
use super::english_period::{decade, fiscal, fuzzy, plan, quarter, split_year, week};
use super::english_relative::{named_day, relative, season};
use super::english_weekday::{counted_weekdays, weekday_first};
use super::number::{Style, number};
use super::reader::Reader;
use super::when::{Core, Grain, When, first_of, longest, plus_months};
use super::words::{Cat, lower};

/// The date at `at`.
pub fn date(r: &Reader, at: usize) -> Option<When> {
    r.date(at, || r.nested(|| any_date(r, at)))
}

fn any_date(r: &Reader, at: usize) -> Option<When> {
    if r.char_at(at)?.is_ascii_digit() {
        return longest([
            figures(r, at),
            day_month(r, at),
            year(r, at),
            decade(r, at),
            ordinal_of(r, at),
            quarter(r, at),
            counted_weekdays(r, at),
            split_year(r, at),
            plan(r, at),
            before_christ(r, at),
        ]);
    }
    longest([
        month_first(r, at),
        weekday_first(r, at),
        day_month(r, at),
        ordinal_of(r, at),
        counted_weekdays(r, at),
        relative(r, at),
        fuzzy(r, at),
        quarter(r, at),
        season(r, at),
        decade(r, at),
        named_day(r, at),
        week(r, at),
        fiscal(r, at),
        plan(r, at),
        spoken_year(r, at).map(|(end, y)| When::ymd(at, end, Some(y), None, None)),
    ])
}

/// The year at `at`, alone: a figure that counts nothing.
pub fn plain_year(r: &Reader, at: usize) -> Option<(usize, i16)> {
    let (end, y) = r.digits(at, 4..=4)?;
    if !(1000..=2199).contains(&y) || !ends(r, end) {
        return None;
    }
    Some((end, y as i16))
}

/// Whether a figure ends here: no letter, no decimal or further group.
pub fn ends(r: &Reader, end: usize) -> bool {
    match r.char_at(end) {
        Some(c) if c.is_ascii_alphanumeric() || c == '_' || c == '%' => false,
        Some('.' | ',') => !r.char_at(end + 1).is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    }
}

/// Two- or four-digit years after a month or a day.
pub fn year_after(r: &Reader, at: usize, short: bool) -> Option<(usize, i16)> {
    let mut b = r.blank(at);
    if matches!(r.char_at(b), Some(',')) {
        b = r.blank(b + 1);
    }
    let mut of = false;
    for w in ["of", "in"] {
        if r.latin(b).eq_ignore_ascii_case(w) {
            b = r.blank(b + 2);
            of = true;
        }
    }
    if r.latin(b).eq_ignore_ascii_case("the") && r.latin(r.blank(b + 3)).eq_ignore_ascii_case("year") {
        b = r.blank(r.blank(b + 3) + 4);
    }
    if b == at {
        return None;
    }
    if let Some((end, y)) = plain_year(r, b) {
        return Some((end, y));
    }
    if let Some((end, y)) = r
        .digits(b, 2..=2)
        .filter(|(e, _)| (short || of) && ends(r, *e) && !matches!(r.char_at(*e), Some(':' | '/' | '-')))
        && r.text[b - 1..].starts_with(' ')
        && r.next(end, Cat::Meridiem).is_none()
        && (of
            || short
                && r.char_before(b) == Some(' ')
                && !matches!(r.char_at(r.blank(end)), Some(c) if c.is_ascii_alphanumeric()))
    {
        return Some((end, century_of(y)));
    }
    // "nineteen hundred ninety three", "two thousand and fifteen"
    let n = number(r, b).filter(|n| n.style == Style::Words && !n.ordinal)?;
    if let Some(y) = n.whole().filter(|w| (1000..=2199).contains(w)) {
        return Some((n.end, y as i16));
    }
    spoken_year(r, b)
}

/// "nineteen ninety-seven", "twenty twenty-four".
fn spoken_year(r: &Reader, at: usize) -> Option<(usize, i16)> {
    if r.mask(at) & (Cat::Teen.bit() | Cat::Ten.bit()) == 0 {
        return None;
    }
    let n = number(r, at).filter(|n| n.style == Style::Words && !n.ordinal)?;
    let c = r.blank(n.end);
    let m = number(r, c)
        .filter(|m| m.style == Style::Words && c > n.end && m.whole().is_some_and(|w| (10..100).contains(&w)))?;
    let y = n.whole().filter(|w| (11..=21).contains(w))? * 100 + m.whole()?;
    Some((m.end, y as i16))
}

pub fn century_of(y: i64) -> i16 {
    (if y < 50 { 2000 + y } else { 1900 + y }) as i16
}

pub fn month_at(r: &Reader, at: usize) -> Option<(usize, i8, bool)> {
    if let Some((end, m)) = r.word(at, Cat::Month) {
        // "march", "august" in lower case are other words, unless the text has no capitals there.
        return Some((end, m.num as i8, false));
    }
    r.word(at, Cat::WeakMonth).map(|(end, m)| (end, m.num as i8, true))
}

pub fn valid_day(m: i8, d: i64) -> bool {
    (1..=31).contains(&d) && !(m == 2 && d > 30) && !(matches!(m, 4 | 6 | 9 | 11) && d > 30)
}

/// "15 April 2014", "15th of February", "the 1st of March", "second of Aug", "fifteen August".
pub fn day_month(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    let fraction = |n: super::number::Num| match r.word(b, Cat::Ordinal) {
        // "fourth of July" is no fraction
        Some((e, o)) if n.style == Style::Fraction => {
            super::number::Num { ordinal: true, ..super::number::Num::new(b, e, Exact::int(o.num), Style::Words) }
        }
        _ => n,
    };
    let n = number(r, b).map(fraction).filter(|n| {
        n.whole().is_some_and(|w| (1..=31).contains(&w)) && (n.plain.is_some() || n.ordinal || n.style == Style::Words)
    })?;
    if matches!(r.char_before(at), Some('$' | '.' | '/' | ':' | '€' | '£')) {
        return None;
    }
    let d = n.whole()?;
    let mut c = r.blank(n.end);
    // "the 15th day of June"
    if n.ordinal && r.latin(c) == "day" && r.next(c + 3, Cat::Of).is_some() {
        c = r.blank(c + 3);
    }
    let of = r.word(c, Cat::Of);
    if let Some((e, _)) = of {
        c = r.blank(e);
    }
    if matches!(r.char_at(c), Some('-' | '/')) && c == n.end {
        return None;
    }
    // 20 of this month, the 21st this month
    if let Some((e, rel)) = r
        .word(if r.latin(c) == "the" { r.blank(c + 3) } else { c }, Cat::Relative)
        .filter(|_| n.ordinal || of.is_some())
        && let Some((e2, _)) = r.next(e, Cat::TimeUnit).filter(|(_, u)| u.arg == "M")
    {
        let first = r.now.and_then(|t| first_of(t.year(), t.month())).and_then(|f| plus_months(f, rel.num));
        let core = match first {
            Some(f) => Core::Ymd { y: Some(f.year()), m: Some(f.month()), d: Some(d as i8), wd: None },
            None => Core::Ymd { y: None, m: None, d: Some(d as i8), wd: None },
        };
        return Some(When::new(at, e2, core));
    }
    if n.ordinal && of.is_some() && r.latin(c) == "every" && r.latin(r.blank(c + 5)) == "month" {
        return Some(When::ymd(at, r.blank(c + 5) + 5, None, None, Some(d as i8)));
    }
    if n.ordinal && of.is_some() && r.latin(c) == "the" && r.latin(r.blank(c + 3)) == "month" {
        let end = r.blank(c + 3) + 5;
        let core = match r.now {
            Some(t) => Core::Ymd { y: Some(t.year()), m: Some(t.month()), d: Some(d as i8), wd: None },
            None => Core::Ymd { y: None, m: None, d: Some(d as i8), wd: None },
        };
        return Some(When::new(at, end, core));
    }
    let (end, m, _) = month_at(r, c).filter(|(_, m, _)| valid_day(*m, d))?;
    let adjacent = c == n.end && !n.ordinal && n.plain.is_none();
    if adjacent {
        return None;
    }
    if n.style == Style::Words && !n.ordinal && d < 10 && of.is_none() {
        return None;
    }
    let (end, y) = match year_after(r, end, true) {
        Some((e, y)) => (e, Some(y)),
        None => (end, None),
    };
    let end =
        if r.text[..end].ends_with('.') && y.is_none() && r.text[end..].trim().is_empty() { end - 1 } else { end };
    Some(When::ymd(at, end, y, Some(m), Some(d as i8)))
}

/// "March 5, 2024", "March 2024", "march the 15th", "Dec/2018", "Oct/2", "July 13-15" (the range is read elsewhere).
pub fn month_first(r: &Reader, at: usize) -> Option<When> {
    let (end, m, weak) = month_at(r, at)?;
    let written = &r.text[at..end];
    let small = written.starts_with(|c: char| c.is_ascii_lowercase());
    if matches!(r.char_before(at), Some('$' | '#' | '@')) {
        return None;
    }
    // Dec/2018, Oct/2, Dec-2018
    if let Some(sep @ ('/' | '-')) = r.char_at(end) {
        if let Some((e, y)) = plain_year(r, end + 1) {
            return Some(When::ymd(at, e, Some(y), Some(m), None));
        }
        if sep == '/'
            && let Some((e, d)) = r.digits(end + 1, 1..=2).filter(|(_, d)| valid_day(m, *d))
        {
            // May/22(Tue)
            let e = match r.char_at(e) {
                Some('(') => match r.word(e + 1, Cat::Weekday).or_else(|| r.word(e + 1, Cat::WeakWeekday)) {
                    Some((x, _)) if r.char_at(x) == Some(')') => x + 1,
                    _ => e,
                },
                _ => e,
            };
            let (e, y) = match r.char_at(e) {
                Some('/') => plain_year(r, e + 1).map_or((e, None), |(e, y)| (e, Some(y))),
                _ => (e, None),
            };
            return Some(When::ymd(at, e, y, Some(m), Some(d as i8)));
        }
    }
    let b = r.blank(end);
    if let Some((e, y)) = spoken_year(r, b).filter(|_| b > end) {
        return Some(When::ymd(at, e, Some(y), Some(m), None));
    }
    // with a day
    let mut c = b;
    if r.latin(c).eq_ignore_ascii_case("the") {
        c = r.blank(c + 3);
    }
    if let Some(n) = number(r, c).filter(|n| {
        n.whole().is_some_and(|w| valid_day(m, w))
            && (n.plain.is_some_and(|p| p <= 2) || n.ordinal || n.style == Style::Words && !weak)
            && !counts(r, n.end)
    }) {
        let d = n.whole()?;
        // "December 16: a call" is a day, "December 16:30" none.
        let clock = matches!(r.char_at(n.end), Some('%'))
            || matches!(r.char_at(n.end), Some('.' | ':')) && r.char_at(n.end + 1).is_some_and(|c| c.is_ascii_digit())
            || r.next(n.end, Cat::Meridiem).is_some() && !n.ordinal;
        if !clock {
            let (e, y) = match year_after(r, n.end, n.ordinal || n.style == Style::Words) {
                Some((e, y)) => (e, Some(y)),
                None => (n.end, None),
            };
            // "Wed Oct 26 15:50:06 2016"
            return Some(When::ymd(at, e, y, Some(m), Some(d as i8)));
        }
    }
    if let Some((e, y)) = year_after(r, end, false) {
        return Some(When::ymd(at, e, Some(y), Some(m), None));
    }
    // "March after next": not the next one but the one after it
    if r.latin(b) == "after" && r.latin(r.blank(b + 5)) == "next" {
        let y = r.now.map(|n| n.year() + if n.month() < m { 1 } else { 2 });
        return Some(When::ymd(at, r.blank(b + 5) + 4, y, Some(m), None));
    }
    if r.latin(b) == "in"
        && let Some((e, l, _)) =
            super::english_length::span_length(r, r.blank(b + 2)).filter(|(_, l, _)| l.months % 12 == 0 && l.months > 0)
        && let Some(now) = r.now
    {
        let y = i16::try_from(i64::from(now.year()) + l.months / 12).ok()?;
        return Some(When::ymd(at, e, Some(y), Some(m), None));
    }
    // "October of last year", "March in 1 year"
    let of = if matches!(r.latin(b), "of" | "in") { r.blank(b + 2) } else { b };
    if of > end
        && let Some((e, rel)) = r.word(of, Cat::Relative)
        && let (Some((e2, _)), Some(now)) = (r.next(e, Cat::TimeUnit).filter(|(_, u)| u.arg == "Y"), r.now)
    {
        return Some(When::ymd(at, e2, Some(now.year() + rel.num as i16), Some(m), None));
    }
    // alone: "may" and "march" need a capital and a word of time
    let sure = !weak && (!small || !matches!(m, 3 | 8)) || before_month(r, at);
    let abbreviation = written.len() <= 4 && !weak && small && !before_month(r, at) && !matches!(m, 6 | 7);
    if !sure || abbreviation {
        return None;
    }
    let near = matches!(
        lower(r.latin_before(at)).as_str(),
        "in" | "on"
            | "since"
            | "from"
            | "until"
            | "till"
            | "by"
            | "during"
            | "through"
            | "of"
            | "last"
            | "next"
            | "early"
            | "late"
            | "mid"
            | "before"
            | "after"
    );
    if weak && !near && (small || m == 5) {
        return None;
    }
    let end = if written.ends_with('.') && r.text[end..].trim().is_empty() { end - 1 } else { end };
    // "March" as a name's part: "March Madness" is left alone as other names are.
    let end =
        if written.ends_with('.') && r.text[end..].trim().is_empty() && written.len() > 4 { end - 1 } else { end };
    Some(When::ymd(at, end, None, Some(m), None))
}

pub fn before_month(r: &Reader, at: usize) -> bool {
    let word = r.latin_before(at);
    r.is_behind(at, Cat::TimePrep) && !matches!(word, "to" | "over" | "as")
        || word == "the" && r.text[..at].trim_end().ends_with("in the")
}

/// Whether something is counted directly after: "May 100 people".
pub fn counts(r: &Reader, at: usize) -> bool {
    [Cat::Percent, Cat::Scale, Cat::PPoint, Cat::Money, Cat::Hundred].iter().any(|c| r.next(at, *c).is_some())
}

/// "221 BC": its years have no dates of our calendar.
fn before_christ(r: &Reader, at: usize) -> Option<When> {
    let (end, y) = r.digits(at, 1..=4)?;
    let (end, _) = r.next(end, Cat::Era).filter(|(_, e)| e.arg == "BC")?;
    let core = Core::Days { timex: format!("BC{y:04}"), begin: None, end: None, grain: Grain::Year };
    Some(When::new(at, end, core))
}

/// A year alone.
pub fn year(r: &Reader, at: usize) -> Option<When> {
    let (end, y) = plain_year(r, at)?;
    if matches!(r.char_before(at), Some('$' | '€' | '£' | '/' | '.' | '#'))
        || matches!(r.char_before(at), Some('-' | '–'))
            && r.char_before(at - 1).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-')
            && !r.text[..at].ends_with('–')
    {
        return None;
    }
    // "2017 april", "2018 AD"
    let b = r.blank(end);
    if let Some((e, m, _)) = month_at(r, b).filter(|_| b > end)
        && (r.digits(r.blank(e), 1..=2).is_none() || r.text[b..].starts_with(|c: char| c.is_ascii_lowercase()))
    {
        return Some(When::ymd(at, e, Some(y), Some(m), None));
    }
    let end = r.word(b, Cat::Era).filter(|(_, e)| e.arg == "AD").map_or(end, |(e, _)| e);
    // Round figures before a plural count; so do those outside the years that texts speak of.
    let plural = b > end && {
        let w = r.latin(b);
        w.len() > 3
            && w.ends_with('s')
            && !w.ends_with("ss")
            && r.word(b, Cat::NotCounted).is_none()
            && r.word(b, Cat::TimePrep).is_none()
    };
    let unit = [Cat::Percent, Cat::Unit, Cat::Money, Cat::Scale, Cat::TimeUnit, Cat::PPoint, Cat::Hundred, Cat::Dozen]
        .iter()
        .any(|c| r.word(b, *c).is_some());
    let years = (1900..=2100).contains(&y);
    let prep = matches!(
        lower(r.latin_before(at)).as_str(),
        "in" | "by" | "since" | "until" | "till" | "from" | "of" | "before" | "after" | "year" | "circa"
    );
    // "In 2021 countries agreed": behind such a word a year of our time counts nothing.
    let unit = unit || !(prep && years) && r.word(b, Cat::Noun).is_some();
    if unit || plural && (y % 100 == 0 || !years) || matches!(r.char_at(end), Some(':' | '/')) {
        return None;
    }
    if !years && !prep {
        let bracket = matches!(r.char_before(at), Some('(' | '–')) || r.char_before(at).is_none();
        let coming = (2100..=2199).contains(&y) && r.latin_before(at) == "in";
        if !bracket && !coming {
            return None;
        }
    }
    // "2030 Agenda", "2014 World Cup": a year before a name still is one; names are the lexicon's.
    Some(When::ymd(at, end, Some(y), None, None))
}
