//! What a time expression says, resolved against the document's date: TIMEX3, first instant, first instant after.
//!
//! Comes in: [`When`]. Goes out: [`Time`]; what the text leaves open stays `X` in the timex.

use super::Time;
use super::calendar::plus_days;
use super::when::{Clock, Core, Grain, Modifier, When, first_of, midnight, plus_months, plus_seconds};
use jiff::civil::{Date, DateTime};

fn day_timex(y: Option<i16>, m: Option<i8>, d: Option<i8>, wd: Option<i8>) -> String {
    let year = y.map_or("XXXX".to_owned(), |y| if y < 0 { format!("XX{:02}", -y) } else { format!("{y:04}") });
    match (m, d, wd) {
        (None, None, Some(wd)) => format!("{year}-WXX-{wd}"),
        (None, None, None) => year,
        (m, None, _) => format!("{year}-{}", two(m)),
        (m, d, _) => format!("{year}-{}-{}", two(m), two(d)),
    }
}

fn two(n: Option<i8>) -> String {
    n.map_or("XX".to_owned(), |n| format!("{n:02}"))
}

/// The date the fields mean, seen from `now`: given ones as they are, open ones the next that fits; a date up to six weeks
/// ago is meant rather than one next year.
fn resolve_ymd(
    y: Option<i16>,
    m: Option<i8>,
    d: Option<i8>,
    wd: Option<i8>,
    now: Option<Date>,
) -> Option<(Date, Date, Grain)> {
    let recent = |date: Date, today: Date| plus_days(today, -30).is_some_and(|from| date >= from);
    match (y.filter(|y| *y > 0), m, d) {
        (Some(y), Some(m), Some(d)) => {
            let date = Date::new(y, m, d).ok()?;
            Some((date, plus_days(date, 1)?, Grain::Day))
        }
        (Some(y), Some(m), None) => {
            let date = first_of(y, m)?;
            Some((date, plus_months(date, 1)?, Grain::Month))
        }
        (Some(y), None, _) => {
            let date = first_of(y, 1)?;
            Some((date, first_of(y.checked_add(1)?, 1)?, Grain::Year))
        }
        (None, Some(m), Some(d)) => {
            let now = now?;
            for y in [now.year(), now.year().checked_add(1)?] {
                if let Ok(date) = Date::new(y, m, d) {
                    let fits = wd.is_none_or(|w| date.weekday().to_monday_one_offset() == w);
                    if recent(date, now) || wd.is_some() && fits {
                        return Some((date, plus_days(date, 1)?, Grain::Day));
                    }
                }
            }
            (now.year()..now.year().saturating_add(8))
                .find_map(|y| Date::new(y, m, d).ok().filter(|x| recent(*x, now)))
                .and_then(|date| Some((date, plus_days(date, 1)?, Grain::Day)))
        }
        (None, Some(m), None) => {
            let now = now?;
            let this = first_of(now.year(), m)?;
            let date = if plus_months(this, 1)? > plus_days(now, -30)? { this } else { first_of(now.year() + 1, m)? };
            Some((date, plus_months(date, 1)?, Grain::Month))
        }
        (None, None, Some(d)) => {
            let now = now?;
            let mut month = first_of(now.year(), now.month())?;
            for _ in 0..24 {
                if let Ok(date) = Date::new(month.year(), month.month(), d) {
                    let fits = wd.is_none_or(|w| date.weekday().to_monday_one_offset() == w);
                    if fits && (date >= now || wd.is_none() && plus_days(now, -7)? <= date) {
                        return Some((date, plus_days(date, 1)?, Grain::Day));
                    }
                }
                month = plus_months(month, 1)?;
            }
            None
        }
        (None, None, None) => {
            let (now, wd) = (now?, wd?);
            let ahead = (wd as i64 - now.weekday().to_monday_one_offset() as i64).rem_euclid(7);
            let date = plus_days(now, if ahead == 0 { 7 } else { ahead })?;
            Some((date, plus_days(date, 1)?, Grain::Day))
        }
    }
}

/// The calendar days of a core.
pub fn days_of(core: &Core, now: Option<DateTime>) -> Option<(Date, Date, Grain)> {
    match core {
        Core::Ymd { y, m, d, wd } => resolve_ymd(*y, *m, *d, *wd, now.map(|n| n.date())),
        Core::Days { begin, end, grain, .. } => Some((((*begin)?), (*end)?, *grain)),
        Core::Instant { at, grain } => Some((at.date(), plus_days(at.date(), 1)?, *grain)),
        Core::Span { begin, end, grain, .. } => Some(((*begin)?.date(), (*end)?.date(), *grain)),
        Core::None => now.and_then(|n| Some((n.date(), plus_days(n.date(), 1)?, Grain::Day))),
        _ => None,
    }
}

/// The timex of the calendar part.
pub fn core_timex(core: &Core) -> String {
    match core {
        Core::None => String::new(),
        Core::Ymd { y, m, d, wd } => day_timex(*y, *m, *d, *wd),
        Core::Days { timex, .. } | Core::Span { timex, .. } | Core::Set { timex } => timex.clone(),
        Core::Instant { at, grain } => instant_timex(*at, *grain),
        Core::Length { length } => length.timex.clone(),
    }
}

/// An instant as precise as `grain`.
pub fn instant_timex(at: DateTime, grain: Grain) -> String {
    if grain >= Grain::Day {
        at.date().to_string()
    } else {
        format!("{}T{:02}:{:02}:{:02}", at.date(), at.hour(), at.minute(), at.second())
    }
}

pub fn clock_timex(c: &Clock) -> String {
    let mut t = format!("T{:02}", c.hour);
    if let Some(m) = c.minute {
        t.push_str(&format!(":{m:02}"));
    }
    if let Some(s) = c.second {
        t.push_str(&format!(":{s:02}"));
    }
    t
}

/// The hours of a part of the day.
pub fn part_hours(part: &str) -> (i8, i8) {
    match part {
        "MO" => (4, 12),
        "AF" => (12, 19),
        "EV" => (18, 24),
        "NI" => (18, 24),
        "DT" => (8, 18),
        "MEL" => (12, 14),
        "MED" => (18, 21),
        "DAWN" => (4, 7),
        _ => (0, 24),
    }
}

/// First instant and length of a clock time on a day.
pub fn clock_on(date: Date, c: &Clock) -> Option<(DateTime, i64, Grain)> {
    let (date, hour) = if c.hour >= 24 { (plus_days(date, 1)?, c.hour - 24) } else { (date, c.hour) };
    let at = date.at(hour, c.minute.unwrap_or(0), c.second.unwrap_or(0), 0);
    let (length, grain) = match (c.minute, c.second) {
        (_, Some(_)) => (1, Grain::Second),
        (Some(_), None) => (60, Grain::Minute),
        _ => (3600, Grain::Hour),
    };
    Some((at, length, grain))
}

/// What a time expression says.
pub fn resolve(w: &When, now: Option<DateTime>) -> Time {
    let mut timex = core_timex(&w.core);
    if let Some(c) = &w.clock {
        if let Some(p) = w.part.filter(|_| c.hour < 0) {
            timex.push_str(&format!("T{p}"));
        } else {
            timex.push_str(&clock_timex(c));
        }
    } else if let Some(p) = w.part {
        timex.push_str(&format!("T{p}"));
    }
    let mut time = Time { timex, ..Time::default() };
    let (mut begin, mut end, grain) = match interval(w, now) {
        Some(found) => found,
        None => {
            time.grain = grain_of(w).map(Grain::name);
            return time;
        }
    };
    time.grain = Some(grain.name());
    if let Some((b, e)) = portion(w.modifier, begin, end, grain) {
        (begin, end) = (b, e);
    }
    let written = |at: DateTime| {
        if grain >= Grain::Day && at.time() == jiff::civil::Time::midnight() {
            at.date().to_string()
        } else {
            format!("{}T{:02}:{:02}:{:02}", at.date(), at.hour(), at.minute(), at.second())
        }
    };
    match w.modifier {
        Modifier::Before => time.end_exclusive = Some(written(begin)),
        // "until 2030" has the year in it, "until 2 p.m." not the hour.
        Modifier::Until => time.end_exclusive = Some(written(if grain >= Grain::Day { end } else { begin })),
        Modifier::By => {
            time.begin = now.map(written).or_else(|| Some(written(begin)));
            time.end_exclusive = Some(written(end));
        }
        Modifier::Since => time.begin = Some(written(begin)),
        Modifier::After => time.begin = Some(written(if grain > Grain::Day { end } else { begin })),
        _ => {
            time.begin = Some(written(begin));
            time.end_exclusive = Some(written(end));
        }
    }
    time
}

fn grain_of(w: &When) -> Option<Grain> {
    if w.clock.is_some() {
        return Some(Grain::Hour);
    }
    match &w.core {
        Core::Ymd { d: Some(_), .. } | Core::Ymd { wd: Some(_), .. } => Some(Grain::Day),
        Core::Ymd { m: Some(_), .. } => Some(Grain::Month),
        Core::Ymd { .. } => Some(Grain::Year),
        Core::Days { grain, .. } | Core::Instant { grain, .. } | Core::Span { grain, .. } => Some(*grain),
        Core::Length { length } => Some(length.grain),
        _ => None,
    }
}

fn interval(w: &When, now: Option<DateTime>) -> Option<(DateTime, DateTime, Grain)> {
    if let Core::Span { begin, end, grain, .. } = &w.core {
        return Some(((*begin)?, (*end)?, *grain));
    }
    if let Core::Instant { at, grain } = &w.core {
        let end = if *grain >= Grain::Day { midnight(plus_days(at.date(), 1)?) } else { plus_seconds(*at, 1)? };
        let at = if *grain >= Grain::Day { midnight(at.date()) } else { *at };
        return Some((at, end, *grain));
    }
    if matches!(w.core, Core::Length { .. } | Core::Set { .. }) {
        return None;
    }
    let (first, last, grain) = days_of(&w.core, now)?;
    if let Some(c) = &w.clock {
        let (mut at, length, grain) = clock_on(first, c)?;
        if w.core == Core::None {
            let now = now?;
            // The next time the clock shows it.
            if !c.sure
                && c.hour < 12
                && at <= now
                && let Some(later) = plus_seconds(at, 12 * 3600).filter(|l| *l > now)
            {
                at = later;
            }
            if at <= now {
                at = plus_seconds(at, 86_400)?;
            }
        }
        return Some((at, plus_seconds(at, length)?, grain));
    }
    if let Some(p) = w.part {
        let (from, to) = part_hours(p);
        let begin = midnight(first);
        return Some((plus_seconds(begin, from as i64 * 3600)?, plus_seconds(begin, to as i64 * 3600)?, Grain::Part));
    }
    Some((midnight(first), midnight(last), grain))
}

/// The part of an interval that "early", "the end of" mean: a third of a month, two months of a year.
fn portion(m: Modifier, begin: DateTime, end: DateTime, grain: Grain) -> Option<(DateTime, DateTime)> {
    let months = |d: DateTime, n| plus_months(d.date(), n).map(midnight);
    let days = |d: DateTime, n| plus_days(d.date(), n).map(midnight);
    // The end of a plan of five years is its last year.
    let whole = i64::from(end.year() - begin.year()) * 12;
    if grain == Grain::Year && whole > 12 {
        return match m {
            Modifier::Start => Some((begin, months(begin, 12)?)),
            Modifier::Mid => Some((months(begin, whole / 2 - 6)?, months(begin, whole / 2 + 6)?)),
            Modifier::End | Modifier::Close => Some((months(end, -12)?, end)),
            _ => None,
        };
    }
    Some(match (m, grain) {
        (Modifier::Start, Grain::Year) => (begin, months(begin, 3)?),
        (Modifier::Mid, Grain::Year) => (months(begin, 4)?, months(begin, 8)?),
        (Modifier::End, Grain::Year) => (months(begin, 8)?, end),
        (Modifier::Close, Grain::Year) => (months(begin, 10)?, end),
        (Modifier::Close, g) => return portion(Modifier::End, begin, end, g),
        (Modifier::Start, Grain::Month) => (begin, days(begin, 10)?),
        (Modifier::Mid, Grain::Month) => (days(begin, 10)?, days(begin, 20)?),
        (Modifier::End, Grain::Month) => (days(begin, 20)?, end),
        (Modifier::Start, Grain::Week) => (begin, days(begin, 3)?),
        (Modifier::End, Grain::Week) => (days(begin, 4)?, end),
        (Modifier::Start, Grain::Quarter) => (begin, months(begin, 1)?),
        (Modifier::End, Grain::Quarter) => (months(begin, 2)?, end),
        (Modifier::Start, Grain::Decade) => (begin, months(begin, 40)?),
        (Modifier::Mid, Grain::Decade) => (months(begin, 40)?, months(begin, 80)?),
        (Modifier::End, Grain::Decade) => (months(begin, 80)?, end),
        (Modifier::Start, Grain::Century) => (begin, months(begin, 240)?),
        (Modifier::Mid, Grain::Century) => (months(begin, 480)?, months(begin, 720)?),
        (Modifier::End, Grain::Century) => (months(begin, 960)?, end),
        _ => return None,
    })
}

/// The interval from one time to another: `(2016-01-12,2016-01-22,P10D)`.
pub fn between(a: &When, b: &When, now: Option<DateTime>) -> Option<Core> {
    let point = |w: &When, end: bool| -> Option<(String, DateTime, Grain)> {
        let clock = w.clock;
        let side = |begin: Date, last: Date| if end && matches!(w.modifier, Modifier::End) { last } else { begin };
        let (first, last, grain) = days_of(&w.core, now)?;
        let date = side(first, last);
        match clock {
            Some(c) => {
                let (at, _, grain) = clock_on(date, &c)?;
                let day = if w.core == Core::None { String::new() } else { core_timex(&w.core) };
                Some((format!("{day}{}", clock_timex(&c)), at, grain))
            }
            None => {
                let timex = match &w.core {
                    Core::Ymd { y: None, m, d, wd } if m.is_some() || d.is_some() => {
                        day_timex(None, *m, Some(d.unwrap_or(1)), wd.filter(|_| d.is_none() && m.is_none()))
                    }
                    Core::Ymd { y: None, wd: Some(_), .. } => core_timex(&w.core),
                    Core::Instant { at, grain } => instant_timex(*at, *grain),
                    _ => date.to_string(),
                };
                let at = if let Core::Instant { at, grain } = &w.core {
                    if *grain < Grain::Day { *at } else { midnight(date) }
                } else {
                    midnight(date)
                };
                Some((timex, at, grain))
            }
        }
    };
    let day = |w: &When| {
        if let Core::Instant { at, .. } = &w.core {
            When { core: Core::Instant { at: midnight(at.date()), grain: Grain::Day }, ..w.clone() }
        } else {
            w.clone()
        }
    };
    let coarse = |w: &When| w.clock.is_none() && days_of(&w.core, now).is_some_and(|d| d.2 >= Grain::Day);
    let (a, b) = (&if coarse(b) { day(a) } else { a.clone() }, &if coarse(a) { day(b) } else { b.clone() });
    // An open end on the later side of an open beginning: the next one after it.
    let (ta, begin, ga) = point(a, a.modifier == Modifier::End)?;
    let (tb, mut last, gb) = point(b, true)?;
    while last < begin && b.fields().0.is_none() && matches!(b.core, Core::Ymd { .. }) && b.fields().1.is_some() {
        last = midnight(plus_months(last.date(), 12)?);
        if last.year() > begin.year().saturating_add(2) {
            return None;
        }
    }
    if last < begin && b.core == Core::None {
        last = plus_seconds(last, if b.clock.is_some_and(|c| !c.sure && c.hour < 12) { 12 * 3600 } else { 86_400 })?;
    }
    let grain = ga.min(gb);
    let length = if grain < Grain::Day {
        let minutes = begin.duration_until(last).as_secs() / 60;
        if minutes < 0 {
            return None;
        }
        let (h, m) = (minutes / 60, minutes % 60);
        let s = begin.duration_until(last).as_secs() % 60;
        let mut t = String::from("PT");
        if h > 0 {
            t.push_str(&format!("{h}H"));
        }
        if m > 0 {
            t.push_str(&format!("{m}M"));
        }
        if s > 0 {
            t.push_str(&format!("{s}S"));
        }
        t
    } else {
        if last < begin {
            return None;
        }
        let months = (last.year() as i64 - begin.year() as i64) * 12 + last.month() as i64 - begin.month() as i64;
        match grain {
            Grain::Year if a.modifier == Modifier::None && b.modifier == Modifier::None => format!("P{}Y", months / 12),
            Grain::Year | Grain::Month | Grain::Quarter | Grain::Half => format!("P{months}M"),
            Grain::Week => format!("P{}W", (begin.date().until(last.date()).ok()?.get_days() / 7).max(1)),
            _ => format!("P{}D", begin.duration_until(last).as_secs() / 86_400),
        }
    };
    // The last day, month or year belongs to the range.
    let end = match (&b.core, b.clock) {
        (_, Some(_)) => last,
        (core, None) => match days_of(core, now) {
            Some((f, l, _)) if b.modifier != Modifier::End && gb >= Grain::Day => {
                midnight(plus_days(last.date(), f.until(l).ok()?.get_days() as i64)?)
            }
            _ => last,
        },
    };
    let end = if matches!(gb, Grain::Year | Grain::Month | Grain::Quarter)
        && b.modifier != Modifier::End
        && b.clock.is_none()
    {
        let months = match gb {
            Grain::Year => 12,
            Grain::Quarter => 3,
            _ => 1,
        };
        midnight(plus_months(last.date(), months)?)
    } else {
        end
    };
    Some(Core::Span { timex: format!("({ta},{tb},{length})"), begin: Some(begin), end: Some(end), grain })
}
