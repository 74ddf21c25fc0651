//! What is counted in an English month or year: "the first Monday of this month", "last week of October 2014", "the 15th".
//!
//! Comes in: a place in a text. Goes out: the day, week or month that an ordinal picks.

use super::calendar::{nth_weekday, plus_days};
use super::english_date::{before_month, month_at, month_first, year};
use super::english_relative::relative;
use super::english_weekday::weekday_at;
use super::number::number;
use super::reader::Reader;
use super::when::{Core, Grain, When, day_core, first_of, iso_week, monday, months_core, plus_months, week_of_year};
use super::words::Cat;
use jiff::civil::Date;

/// "the first Monday of this month", "last week of October 2014", "the 15th", "the third month of 2021", "first ten days of last year".
pub fn ordinal_of(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    let last = r.latin(b).eq_ignore_ascii_case("last") || r.latin(b).eq_ignore_ascii_case("final");
    let (n_end, n) = if last {
        (b + r.latin(b).len(), -1)
    } else {
        let n = number(r, b).filter(|n| n.ordinal)?;
        (n.end, n.whole()?)
    };
    let mut c = r.blank(n_end);
    let mut n = n;
    // "second last week", "third last"
    if !last && r.latin(c) == "last" {
        n = -n;
        c = r.blank(c + 4);
    }
    // "first ten days", "last 3 weeks": a count after the ordinal
    let mut count = 1;
    if let Some(k) =
        number(r, c).filter(|k| !k.ordinal && k.whole().is_some_and(|w| (2..=90).contains(&w))).filter(|_| n.abs() == 1)
    {
        count = k.whole()?;
        c = r.blank(k.end);
    }
    let unit = r.word(c, Cat::TimeUnit);
    let wd = weekday_at(r, c);
    let (unit_end, code) = match (unit, wd) {
        (Some((e, u)), _) => (e, u.arg),
        (None, Some((e, ..))) => (e, "WD"),
        _ => {
            // "the 15th" alone
            if the
                && !last
                && n_end > b
                && (1..=31).contains(&n)
                && r.char_at(n_end - 1).is_some_and(|c| c.is_ascii_alphabetic())
                && r.text[b..].starts_with(|c: char| c.is_ascii_digit())
                && lonely(r, n_end)
            {
                return Some(When { latent: !before_month(r, at), ..When::ymd(at, n_end, None, None, Some(n as i8)) })
                    .filter(|w| !w.latent);
            }
            if !the
                && !last
                && (1..=31).contains(&n)
                && r.text[b..].starts_with(|c: char| c.is_ascii_digit())
                && before_month(r, at)
                && matches!(r.latin_before(at), "on" | "On")
                && lonely(r, n_end)
            {
                return Some(When::ymd(at, n_end, None, None, Some(n as i8)));
            }
            return None;
        }
    };
    let d = r.blank(unit_end);
    let word = r.latin(d);
    // "in the first nine months, exports rose": of the year
    if let (1, "M", 2..=12, Some(now)) = (n, code, count, r.now)
        && !matches!(word, "of" | "in" | "after" | "from" | "since")
        && before_month(r, at)
    {
        let Core::Days { begin, end, grain, .. } = months_core(Some(now.year()), 1, count, Grain::Month) else {
            return None;
        };
        let Core::Days { timex, .. } = months_core(None, 1, count, Grain::Month) else { return None };
        return Some(When { core_start: at, ..When::new(b, unit_end, Core::Days { timex, begin, end, grain }) });
    }
    if !matches!(word, "of" | "in") || d == unit_end {
        // "first Monday evening of next month"
        if let (Some((_, day, _)), Some((e, part, _))) = (wd, super::english_clock::part_of_day(r, d)) {
            let o = r.blank(e);
            if r.latin(o) == "of" {
                let p = period(r, r.blank(o + 2))?;
                let core = nth_of(&p, n, "WD", Some(day), 1, r.now.map(|n| n.year()))?;
                return Some(When { part: Some(part), core_start: at, ..When::new(b, p.end, core) });
            }
        }
        return None;
    }
    let e = r.blank(d + 2);
    let p = period(r, e)?;
    let core = nth_of(&p, n, code, wd.map(|w| w.1), count, r.now.map(|n| n.year()))?;
    Some(When::new(at, p.end, core))
}

/// Whether nothing follows an ordinal that it would qualify.
fn lonely(r: &Reader, at: usize) -> bool {
    let b = r.blank(at);
    let w = r.latin(b);
    b == at
        || w.is_empty()
        || matches!(
            w,
            "from"
                | "at"
                | "to"
                | "and"
                | "or"
                | "of"
                | "around"
                | "for"
                | "until"
                | "through"
                | "in"
                | "please"
                | "is"
                | "with"
        )
}

/// A month or year that something is counted in.
struct Frame {
    end: usize,
    y: Option<i16>,
    m: Option<i8>,
}

fn period(r: &Reader, at: usize) -> Option<Frame> {
    let b = if r.latin(at).eq_ignore_ascii_case("the") { r.blank(at + 3) } else { at };
    if let Some((e, u)) = r.word(b, Cat::TimeUnit).filter(|(_, u)| matches!(u.arg, "M" | "Y")) {
        let now = r.now?;
        return Some(Frame { end: e, y: Some(now.year()), m: (u.arg == "M").then(|| now.month()) });
    }
    let w = month_first(r, b).or_else(|| year(r, b)).or_else(|| relative(r, b)).or_else(|| {
        let (end, m, _) = month_at(r, b)?;
        Some(When::ymd(b, end, None, Some(m), None))
    })?;
    match w.core {
        Core::Ymd { y, m, d: None, wd: None } => Some(Frame { end: w.end, y, m }),
        _ => None,
    }
}

/// The `n`th of something in a month or year; where the year is open, its days are those of the year of `now`.
fn nth_of(p: &Frame, n: i64, code: &str, wd: Option<i8>, count: i64, now: Option<i16>) -> Option<Core> {
    let year = p.y.or(now);
    let days =
        |timex: String, b: Option<Date>, e: Option<Date>, grain| Some(Core::Days { timex, begin: b, end: e, grain });
    if n == 0 || n.abs() > 366 {
        return None;
    }
    match (code, p.m) {
        ("WD", Some(m)) => {
            let wd = wd?;
            let day = year.and_then(|y| nth_weekday(y, m, wd as i64, n as i8));
            let nth = if n < 0 { 5 } else { n };
            days(format!("XXXX-{m:02}-WXX-{wd}-#{nth}"), day, day.and_then(|d| plus_days(d, 1)), Grain::Day)
        }
        ("W", Some(m)) => {
            // A month's first week is the one that its first Thursday is in.
            let y = p.y.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
            let number = if n < 0 { 6 + n } else { n };
            let begin = year.and_then(|y| monday(nth_weekday(y, m, 4, n as i8)?));
            days(format!("{y}-{m:02}-W{number:02}"), begin, begin.and_then(|b| plus_days(b, 7)), Grain::Week)
        }
        ("WE", Some(m)) => {
            let sat = year.and_then(|y| nth_weekday(y, m, 6, n as i8)).and_then(monday);
            let timex =
                sat.filter(|_| p.y.is_some()).map_or("XXXX-WXX-WE".to_owned(), |s| format!("{}-WE", iso_week(s)));
            days(timex, sat.and_then(|s| plus_days(s, 4)), sat.and_then(|s| plus_days(s, 7)), Grain::Weekend)
        }
        ("W", None) => {
            let y = p.y?;
            if count > 1 {
                let (b, e) = if n > 0 {
                    let b = week_of_year(y, 1)?;
                    (b, plus_days(b, count * 7)?)
                } else {
                    let e = week_of_year(y + 1, 1)?;
                    (plus_days(e, -count * 7)?, e)
                };
                return days(format!("({b},{e},P{count}W)"), Some(b), Some(e), Grain::Week);
            }
            let m = if n > 0 {
                week_of_year(y, i8::try_from(n).ok()?)?
            } else {
                plus_days(week_of_year(y + 1, 1)?, n * 7)?
            };
            days(iso_week(m), Some(m), plus_days(m, 7), Grain::Week)
        }
        ("D", m) => {
            let y = p.y;
            let first = y.and_then(|y| first_of(y, m.unwrap_or(1)));
            let next = first.and_then(|f| plus_months(f, if m.is_some() { 1 } else { 12 }));
            if count > 1 {
                let (b, e) =
                    if n > 0 { (first?, plus_days(first?, count)?) } else { (plus_days(next?, -count)?, next?) };
                return days(format!("({b},{e},P{count}D)"), Some(b), Some(e), Grain::Day);
            }
            if y.is_none() && n > 0 {
                return Some(Core::Ymd { y: None, m, d: Some(i8::try_from(n).ok()?), wd: None });
            }
            if y.is_none() {
                let first = first_of(year?, m?)?;
                let day = plus_days(plus_months(first, 1)?, n).filter(|d| *d >= first)?;
                return days(
                    format!("XXXX-{:02}-{:02}", day.month(), day.day()),
                    Some(day),
                    plus_days(day, 1),
                    Grain::Day,
                );
            }
            let d = if n > 0 { plus_days(first?, n - 1)? } else { plus_days(next?, n)? };
            Some(day_core(Some(d), String::new()))
        }
        ("M", None) => {
            let y = p.y?;
            if count > 1 {
                let from = if n > 0 { 1 } else { 13 - count as i8 };
                return Some(months_core(Some(y), from.max(1), count.min(12), Grain::Month));
            }
            let m = if n > 0 { n } else { 13 + n };
            if !(1..=12).contains(&m) {
                return None;
            }
            Some(Core::Ymd { y: Some(y), m: Some(m as i8), d: None, wd: None })
        }
        _ => None,
    }
}
