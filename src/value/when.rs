//! What a time expression means, in one shape for both languages: fields as precise as the text, and how they become
//! TIMEX3 and an interval of the calendar.
//!
//! Comes in: [`When`], filled by a language's grammar. Goes out: a [`Time`]: `timex`, first instant, first instant after.
//! What the text leaves open stays `X` in the timex and is resolved against the document's date for the interval only.

use super::Time;
use super::calendar::plus_days;
use super::decimal::Exact;
use jiff::civil::{Date, DateTime};

/// A clock time as far as it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub hour: i8,
    pub minute: Option<i8>,
    pub second: Option<i8>,
    /// Morning or afternoon is known.
    pub sure: bool,
}

/// A length of time, in the units the text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// TIMEX3: `P3Y`, `PT2H30M`
    pub timex: String,
    pub months: i64,
    pub days: i64,
    /// Seconds; fractions of larger units that are no whole smaller unit are not kept.
    pub seconds: i64,
    pub grain: Grain,
    /// "years", 多年: no number is given.
    pub vague: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    Second,
    Minute,
    Hour,
    Part,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Season,
    Half,
    Year,
    Decade,
    Century,
}

impl Grain {
    pub fn name(self) -> &'static str {
        match self {
            Grain::Second => "second",
            Grain::Minute => "minute",
            Grain::Hour => "hour",
            Grain::Part => "part-of-day",
            Grain::Day => "day",
            Grain::Weekend => "weekend",
            Grain::Week => "week",
            Grain::Month => "month",
            Grain::Quarter => "quarter",
            Grain::Season => "season",
            Grain::Half => "half",
            Grain::Year => "year",
            Grain::Decade => "decade",
            Grain::Century => "century",
        }
    }
}

/// The calendar part of a time.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Core {
    /// Only a clock time or a part of the day.
    #[default]
    None,
    /// Year, month, day, weekday (Monday 1) as far as given.
    Ymd { y: Option<i16>, m: Option<i8>, d: Option<i8>, wd: Option<i8> },
    /// Whole days from `begin` up to `end`, with its own timex; `None`: not resolved.
    Days { timex: String, begin: Option<Date>, end: Option<Date>, grain: Grain },
    /// An instant that was computed.
    Instant { at: DateTime, grain: Grain },
    /// From one instant to another.
    Span { timex: String, begin: Option<DateTime>, end: Option<DateTime>, grain: Grain },
    /// A length of time or a set of times, and where it would begin.
    Length { length: Length },
    /// Repeated: `P1D`, `XXXX-WXX-1`.
    Set { timex: String },
}

/// A time expression in the text.
#[derive(Clone, Debug, Default)]
pub struct When {
    pub start: usize,
    pub end: usize,
    /// Without the preposition before it: what a mention covers.
    pub core_start: usize,
    pub core: Core,
    pub clock: Option<Clock>,
    /// `MO`, `AF`, `EV`, `NI` …
    pub part: Option<&'static str>,
    pub latent: bool,
    /// Too vague or too general to be marked as a mention: today, annual.
    pub unmarked: bool,
    /// A name that contains numerals and is no time: reading goes on behind it.
    pub name: bool,
    /// Bare numbers inside, of durations.
    pub numbers: Vec<(usize, usize, Exact)>,
    pub modifier: Modifier,
    pub anchor: Option<(usize, usize)>,
}

/// What the words around a time make of its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Modifier {
    #[default]
    None,
    Start,
    Mid,
    End,
    /// The last two months of a year: 年底.
    Close,
    Since,
    Before,
    After,
    Until,
    By,
}

impl When {
    pub fn new(start: usize, end: usize, core: Core) -> When {
        When { start, end, core_start: start, core, ..When::default() }
    }

    pub fn ymd(start: usize, end: usize, y: Option<i16>, m: Option<i8>, d: Option<i8>) -> When {
        When::new(start, end, Core::Ymd { y, m, d, wd: None })
    }

    pub fn fields(&self) -> (Option<i16>, Option<i8>, Option<i8>, Option<i8>) {
        match self.core {
            Core::Ymd { y, m, d, wd } => (y, m, d, wd),
            _ => (None, None, None, None),
        }
    }

    /// Whether a day is given, so that a clock time may follow.
    pub fn is_day(&self) -> bool {
        match &self.core {
            Core::Ymd { d, wd, .. } => d.is_some() || wd.is_some(),
            Core::Days { grain, .. } => *grain == Grain::Day,
            _ => false,
        }
    }
}

/// A calendar month later or earlier; the day is clipped to the month.
pub fn plus_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_months(months).ok()?).ok()
}

pub fn plus_seconds(at: DateTime, seconds: i64) -> Option<DateTime> {
    at.checked_add(jiff::Span::new().try_seconds(seconds).ok()?).ok()
}

/// The length later or, with `-1`, earlier.
pub fn plus_length(at: DateTime, l: &Length, sign: i64) -> Option<DateTime> {
    let date = plus_days(plus_months(at.date(), l.months.checked_mul(sign)?)?, l.days.checked_mul(sign)?)?;
    plus_seconds(date.to_datetime(at.time()), l.seconds.checked_mul(sign)?)
}

pub fn midnight(date: Date) -> DateTime {
    date.to_datetime(jiff::civil::Time::midnight())
}

/// The Monday of a date's week.
pub fn monday(date: Date) -> Option<Date> {
    plus_days(date, -(date.weekday().to_monday_zero_offset() as i64))
}

/// `2019-W32`
pub fn iso_week(monday: Date) -> String {
    let w = monday.iso_week_date();
    format!("{:04}-W{:02}", w.year(), w.week())
}

/// First day of ISO week `n` of a year.
pub fn week_of_year(year: i16, n: i8) -> Option<Date> {
    let first = monday(Date::new(year, 1, 4).ok()?)?;
    plus_days(first, (n as i64 - 1) * 7)
}

pub fn first_of(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok()
}

/// A run of months as a core: quarter, half, decade. `timex` in the form that carries both ends.
pub fn months_core(year: Option<i16>, month: i8, count: i64, grain: Grain) -> Core {
    let begin = year.and_then(|y| first_of(y, month));
    let end = begin.and_then(|b| plus_months(b, count));
    let length = if count % 12 == 0 { format!("P{}Y", count / 12) } else { format!("P{count}M") };
    let timex = match (begin, end) {
        (Some(b), Some(e)) => format!("({b},{e},{length})"),
        _ => {
            let last = month as i64 + count;
            let (m, y) = if last > 12 { (last - 12, "XXXX") } else { (last, "XXXX") };
            format!("(XXXX-{month:02}-01,{y}-{m:02}-01,{length})")
        }
    };
    Core::Days { timex, begin, end, grain }
}

/// The decade that starts with a year.
pub fn decade_core(year: i16) -> Core {
    months_core(Some(year), 1, 120, Grain::Decade)
}

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
fn resolve_ymd(y: Option<i16>, m: Option<i8>, d: Option<i8>, wd: Option<i8>, now: Option<Date>) -> Option<(Date, Date, Grain)> {
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
            (now.year()..now.year().saturating_add(8)).find_map(|y| Date::new(y, m, d).ok().filter(|x| recent(*x, now))).and_then(|date| Some((date, plus_days(date, 1)?, Grain::Day)))
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
    if grain >= Grain::Day { at.date().to_string() } else { format!("{}T{:02}:{:02}:{:02}", at.date(), at.hour(), at.minute(), at.second()) }
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
    let written = |at: DateTime| if grain >= Grain::Day && at.time() == jiff::civil::Time::midnight() { at.date().to_string() } else { format!("{}T{:02}:{:02}:{:02}", at.date(), at.hour(), at.minute(), at.second()) };
    match w.modifier {
        Modifier::Before | Modifier::Until => time.begin = Some(written(begin)),
        Modifier::By => {
            time.begin = now.map(written).or_else(|| Some(written(begin)));
            time.end_exclusive = Some(written(end));
        }
        Modifier::Since | Modifier::After => time.begin = Some(written(begin)),
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
            if !c.sure && c.hour < 12 && at <= now {
                if let Some(later) = plus_seconds(at, 12 * 3600).filter(|l| *l > now) {
                    at = later;
                }
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

/// The length of time with a unit's code (`Y`, `3M`, `W`, `D`, `H`, `MIN`, `S`, `10Y`, `WE`, `BD`).
pub fn length(value: Exact, code: &str) -> Option<Length> {
    let (count, unit) = match code {
        "MIN" | "S" | "H" | "WE" | "BD" | "N" => (1, code),
        _ => {
            let at = code.find(|c: char| c.is_ascii_alphabetic())?;
            (code[..at].parse().unwrap_or(1), &code[at..])
        }
    };
    let v = value.mul(Exact::int(count))?;
    let whole = |n: i64| v.mul(Exact::int(n)).and_then(|x| x.whole());
    let rough = |n: i64| whole(n).or_else(|| whole(n * 2).map(|x| x / 2)).or_else(|| whole(n * 4).map(|x| x / 4)).or_else(|| whole(n * 100).map(|x| x / 100)).unwrap_or(0);
    let (timex, months, days, seconds, grain) = match unit {
        "Y" => {
            let grain = if count >= 100 { Grain::Century } else if count >= 10 { Grain::Decade } else { Grain::Year };
            (format!("P{v}Y"), rough(12), 0, 0, grain)
        }
        "M" => match v.whole() {
            Some(m) => (format!("P{v}M"), m, 0, 0, if count == 3 { Grain::Quarter } else { Grain::Month }),
            None => (format!("P{v}M"), 0, rough(30), 0, Grain::Month),
        },
        "W" => (format!("P{v}W"), 0, rough(7), 0, Grain::Week),
        "WE" => (format!("P{v}WE"), 0, rough(7), 0, Grain::Weekend),
        "BD" => (format!("P{v}BD"), 0, rough(1), 0, Grain::Day),
        "D" | "N" => match v.whole() {
            Some(d) => (format!("P{v}D"), 0, d, 0, Grain::Day),
            None => (format!("P{v}D"), 0, 0, rough(86_400), Grain::Day),
        },
        "H" => (format!("PT{v}H"), 0, 0, rough(3600), Grain::Hour),
        "MIN" => (format!("PT{v}M"), 0, 0, rough(60), Grain::Minute),
        "S" => (format!("PT{v}S"), 0, 0, rough(1), Grain::Second),
        _ => return None,
    };
    Some(Length { timex, months, days, seconds, grain, vague: false })
}

/// Two lengths as one: `P1Y` and `P2D` are `P1Y2D`.
pub fn join_lengths(a: &Length, b: &Length) -> Option<Length> {
    let split = |t: &str| {
        let body = t.strip_prefix('P').unwrap_or(t);
        let (date, time) = body.split_once('T').unwrap_or((body, ""));
        (date.to_owned(), time.to_owned())
    };
    let ((d1, t1), (d2, t2)) = (split(&a.timex), split(&b.timex));
    let order = |s: &str| "YMWDHMS".find(s.chars().next_back().unwrap_or(' '));
    let date = if !d1.is_empty() && !d2.is_empty() && order(&d2) < order(&d1) { format!("{d2}{d1}") } else { format!("{d1}{d2}") };
    let time = format!("{t1}{t2}");
    let timex = if time.is_empty() { format!("P{date}") } else { format!("P{date}T{time}") };
    Some(Length {
        timex,
        months: a.months.checked_add(b.months)?,
        days: a.days.checked_add(b.days)?,
        seconds: a.seconds.checked_add(b.seconds)?,
        grain: a.grain.min(b.grain),
        vague: a.vague || b.vague,
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
                    Core::Ymd { y: None, m, d, wd } if m.is_some() || d.is_some() => day_timex(None, *m, Some(d.unwrap_or(1)), wd.filter(|_| d.is_none() && m.is_none())),
                    Core::Ymd { y: None, wd: Some(_), .. } => core_timex(&w.core),
                    Core::Instant { at, grain } => instant_timex(*at, *grain),
                    _ => date.to_string(),
                };
                let at = if let Core::Instant { at, grain } = &w.core { if *grain < Grain::Day { *at } else { midnight(date) } } else { midnight(date) };
                Some((timex, at, grain))
            }
        }
    };
    let day = |w: &When| if let Core::Instant { at, .. } = &w.core { When { core: Core::Instant { at: midnight(at.date()), grain: Grain::Day }, ..w.clone() } } else { w.clone() };
    let coarse = |w: &When| w.clock.is_none() && days_of(&w.core, now).is_some_and(|d| d.2 >= Grain::Day);
    let (a, b) = (&if coarse(b) { day(a) } else { a.clone() }, &if coarse(a) { day(b) } else { b.clone() });
    let grain_a = days_of(&a.core, now).map(|d| d.2);
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
    let _ = grain_a;
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
            Some((f, l, _)) if b.modifier != Modifier::End && gb >= Grain::Day => midnight(plus_days(last.date(), f.until(l).ok()?.get_days() as i64)?),
            _ => last,
        },
    };
    let end = if matches!(gb, Grain::Year | Grain::Month | Grain::Quarter) && b.modifier != Modifier::End && b.clock.is_none() {
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
