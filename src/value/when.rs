//! What a time expression means, in one shape for both languages: fields as precise as the text, and how they become
//! TIMEX3 and an interval of the calendar.
//!
//! Comes in: [`When`], filled by a language's grammar. Goes out: a [`Time`]: `timex`, first instant, first instant after.
//! What the text leaves open stays `X` in the timex and is resolved against the document's date for the interval only.

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

/// A length that was read: where it ends, how long it is, and the bare numbers inside.
pub type Read = (usize, Length, Vec<(usize, usize, Exact)>);

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
    /// A length from no day that is told ([`super::Time::loose`]).
    pub loose: bool,
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

/// The one that reaches farthest; of equal ones the first.
pub fn longest(found: impl IntoIterator<Item = Option<When>>) -> Option<When> {
    let mut best: Option<When> = None;
    for w in found.into_iter().flatten() {
        if best.as_ref().is_none_or(|b| w.end > b.end) {
            best = Some(w);
        }
    }
    best
}

/// A day as a core; `timex`: where the day is not known.
pub fn day_core(day: Option<Date>, timex: String) -> Core {
    let timex = day.map_or(timex, |d| d.to_string());
    Core::Days { timex, begin: day, end: day.and_then(|d| plus_days(d, 1)), grain: Grain::Day }
}

/// The week that a Monday begins.
pub fn week_core(monday: Option<Date>) -> Core {
    let timex = monday.map_or("XXXX-WXX".to_owned(), iso_week);
    Core::Days { timex, begin: monday, end: monday.and_then(|m| plus_days(m, 7)), grain: Grain::Week }
}

/// The weekend of the week that a Monday begins, from Friday evening on.
pub fn weekend_core(monday: Option<Date>) -> Core {
    let timex = monday.map_or("XXXX-WXX-WE".to_owned(), |m| format!("{}-WE", iso_week(m)));
    let day = |n| monday.and_then(|m| plus_days(m, n));
    Core::Days { timex, begin: day(4), end: day(7), grain: Grain::Weekend }
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

/// The years of a Five-Year Plan. The first began in 1953; from the sixth (1981) each follows the other.
pub fn plan_core(n: i64) -> Core {
    let first = match n {
        ..=2 => 1953 + (n - 1) * 5,
        3..=5 => 1966 + (n - 3) * 5,
        _ => 1981 + (n - 6) * 5,
    } as i16;
    months_core(Some(first), 1, 60, Grain::Year)
}

/// The decade that starts with a year.
pub fn decade_core(year: i16) -> Core {
    months_core(Some(year), 1, 120, Grain::Decade)
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
    let rough = |n: i64| {
        whole(n)
            .or_else(|| whole(n * 2).map(|x| x / 2))
            .or_else(|| whole(n * 4).map(|x| x / 4))
            .or_else(|| whole(n * 100).map(|x| x / 100))
            .unwrap_or(0)
    };
    let (timex, months, days, seconds, grain) = match unit {
        "Y" => {
            let grain = if count >= 100 {
                Grain::Century
            } else if count >= 10 {
                Grain::Decade
            } else {
                Grain::Year
            };
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
    let date = if !d1.is_empty() && !d2.is_empty() && order(&d2) < order(&d1) {
        format!("{d2}{d1}")
    } else {
        format!("{d1}{d2}")
    };
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
