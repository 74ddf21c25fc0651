//! Days that have a name: holidays by rule, and the Chinese lunar calendar.
//!
//! Comes in: a rule of `holidays.tsv` and a year, or a lunar month and day. Goes out: a date of the common calendar.

use super::feast::{easter, hebrew, islamic};
use jiff::civil::{Date, Weekday};
use std::sync::OnceLock;

const LUNAR: &str = include_str!("../../data/values/lunar.tsv");
const FIRST: i16 = 1900;

fn table() -> &'static [u32] {
    static TABLE: OnceLock<Vec<u32>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let words = LUNAR.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace);
        words.filter_map(|w| u32::from_str_radix(w, 16).ok()).collect()
    })
}

/// The date some days later; `None` outside the calendar.
pub fn plus_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The months of a lunar year in order, as (number, leap, days).
fn months(year: i16) -> Option<Vec<(i8, bool, i64)>> {
    let code = *table().get(usize::try_from(year - FIRST).ok()?)?;
    let leap = (code & 0xf) as i8;
    let mut all = Vec::with_capacity(13);
    for m in 1..=12i8 {
        all.push((m, false, if code >> (16 - m as u32) & 1 == 1 { 30 } else { 29 }));
        if m == leap {
            all.push((m, true, if code >> 16 & 1 == 1 { 30 } else { 29 }));
        }
    }
    Some(all)
}

/// The first day of a lunar month and the first day after it.
pub fn lunar_month(year: i16, month: i8, leap: bool) -> Option<(Date, Date)> {
    static STARTS: OnceLock<Vec<Option<Date>>> = OnceLock::new();
    let starts = STARTS.get_or_init(|| {
        let mut day = Date::new(1900, 1, 31).ok();
        (0..table().len() as i16)
            .map(|i| {
                let here = day;
                let length = months(FIRST + i).map_or(0, |m| m.iter().map(|m| m.2).sum());
                day = day.and_then(|d| plus_days(d, length));
                here
            })
            .collect()
    });
    let mut day = (*starts.get(usize::try_from(year - FIRST).ok()?)?)?;
    for (m, l, days) in months(year)? {
        let end = plus_days(day, days)?;
        if m == month && l == leap {
            return Some((day, end));
        }
        day = end;
    }
    None
}

/// A day of the lunar calendar; 30 in a month of 29 days is its last.
pub fn lunar_day(year: i16, month: i8, leap: bool, day: i8) -> Option<Date> {
    let (start, end) = lunar_month(year, month, leap)?;
    let date = plus_days(start, day as i64 - 1)?;
    if date < end {
        Some(date)
    } else if day == 30 {
        plus_days(end, -1)
    } else {
        None
    }
}

fn weekday(n: i64) -> Option<Weekday> {
    Weekday::from_monday_one_offset(i8::try_from(n).ok()?).ok()
}

/// The `n`th weekday of a month, counted from the end where `n` is negative.
pub fn nth_weekday(year: i16, month: i8, day: i64, n: i8) -> Option<Date> {
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(n, weekday(day)?).ok()
}

/// A holiday's rule, and how many days it lasts: `*8` at its end.
pub fn length_of(rule: &str) -> (&str, i64) {
    match rule.split_once('*') {
        Some((rule, days)) => (rule, days.parse().unwrap_or(1)),
        None => (rule, 1),
    }
}

/// The day a holiday's rule names in a year.
pub fn holiday(rule: &str, year: i16) -> Option<Date> {
    let (rule, _) = length_of(rule);
    if let Some(rest) = rule.strip_prefix("nth:") {
        let (rest, plus) = rest.split_once('+').unwrap_or((rest, "0"));
        let mut parts = rest.split(':').filter_map(|p| p.parse::<i64>().ok());
        let (month, day, n) = (parts.next()?, parts.next()?, parts.next()?);
        return plus_days(nth_weekday(year, month as i8, day, n as i8)?, plus.parse().ok()?);
    }
    if let Some(offset) = rule.strip_prefix("easter") {
        return plus_days(easter(year, false)?, offset.parse().ok()?);
    }
    if let Some(offset) = rule.strip_prefix("orthodox") {
        return plus_days(easter(year, true)?, offset.parse().ok()?);
    }
    if let Some(rest) = rule.strip_prefix("hebrew:") {
        let (from, days) = rest.split_once(':')?;
        return hebrew(year, from, days.parse().ok()?);
    }
    if let Some(rest) = rule.strip_prefix("islamic:") {
        let (month, day) = rest.split_once(':')?;
        return islamic(year, month.parse().ok()?, day.parse().ok()?);
    }
    if let Some(rest) = rule.strip_prefix("lunar:") {
        let (month, day) = rest.split_once(':')?;
        // The last day of the year is the day before the next one.
        if day == "end" {
            return plus_days(lunar_day(year + 1, 1, false, 1)?, -1);
        }
        return lunar_day(year, month.parse().ok()?, false, day.parse().ok()?);
    }
    let (month, day) = rule.split_once('-')?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Month and day of a rule that names the same day every year.
pub fn fixed_day(rule: &str) -> Option<(i8, i8)> {
    let (month, day) = rule.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lunar_years_begin_where_they_did() {
        for (y, m, d) in [
            (1949, 1, 29),
            (1997, 2, 7),
            (2008, 2, 7),
            (2013, 2, 10),
            (2020, 1, 25),
            (2021, 2, 12),
            (2024, 2, 10),
            (2033, 1, 31),
        ] {
            assert_eq!(lunar_day(y, 1, false, 1), Date::new(y, m, d).ok());
        }
        assert_eq!(lunar_month(2020, 4, true).map(|m| m.0), Date::new(2020, 5, 23).ok());
    }

    #[test]
    fn movable_feasts() {
        let day = |rule, y| holiday(rule, y).map(|d| d.to_string());
        assert_eq!(day("easter+0", 2019).as_deref(), Some("2019-04-21"));
        assert_eq!(day("orthodox+0", 2018).as_deref(), Some("2018-04-08"));
        assert_eq!(day("nth:11:4:4", 2023).as_deref(), Some("2023-11-23"));
        assert_eq!(day("nth:5:1:-1", 2021).as_deref(), Some("2021-05-31"));
        assert_eq!(day("lunar:12:end", 2021).as_deref(), Some("2022-01-31"));
    }
}
