//! Times in a text: dispatches to the language's grammar and makes a [`Value`] of what it found.
//!
//! Comes in: a place in a text. Goes out: the time expression that starts there, resolved against the document's date.

use super::calendar::plus_days;
use super::decimal::Exact;
use super::quantity::hedge;
use super::reader::Reader;
use super::resolve::{between, days_of, resolve};
use super::when::{Core, Grain, Modifier, When, first_of, midnight, plus_months};
use super::words::Cat;
use super::{Comparator, Time, Value, ValueKind};
use crate::document::Lang;
use crate::span::Span;
use jiff::civil::{Date, DateTime};

/// A time and the bare numbers inside it.
pub struct Found {
    pub value: Value,
    /// The text is a name with numerals in it (“十四五”), no value.
    pub name: bool,
    pub numbers: Vec<(Span, String)>,
}

/// The time that starts at `at`.
pub fn time(r: &Reader, at: usize) -> Option<Found> {
    let w = match r.lang {
        Lang::En => super::english_time::time(r, at)?,
        Lang::Zh => super::chinese_time::time(r, at)?,
    };
    Some(found(r, alone(r, w)))
}

/// A time that is known by its name only: 移动互联网时代, "modern times".
pub fn named(span: Span) -> Value {
    Value {
        span,
        hedged: span,
        full: span,
        kind: ValueKind::Time,
        number: None,
        unit: None,
        min: None,
        max: None,
        comparator: Comparator::Equal,
        missing: false,
        latent: false,
        stated: false,
        counted: None,
        product: None,
        time: Some(Time { timex: "XXXX".into(), ..Time::default() }),
    }
}

/// A text that is nothing but a time and its preposition ("in March") is that time as a whole.
fn alone(r: &Reader, w: When) -> When {
    let head = &r.text[..w.start];
    let short = r.lang == Lang::En
        && head.len() <= 12
        && w.start > 0
        && r.text[w.end..].trim_end_matches(['.', ' ']).is_empty();
    let mut words = head.split_whitespace().map(str::to_ascii_lowercase).peekable();
    let prepositions = |w: &String| {
        matches!(w.as_str(), "in" | "on" | "at" | "by" | "for" | "the" | "@" | "from" | "anytime" | "about")
    };
    if short && words.peek().is_some() && words.all(|w| prepositions(&w)) {
        return When { start: head.len() - head.trim_start().len(), core_start: w.core_start, ..w };
    }
    w
}

/// How far the sentence around a time is searched for words of the future, in bytes to either side.
const SENTENCE: usize = 160;

/// Whether a date without its year, or a weekday, is the last one and not the next: a sentence tells of what has been,
/// unless it has a word of the future.
fn behind(r: &Reader, w: &When) -> bool {
    let open = matches!(w.core, Core::Ymd { y: None, .. });
    open && told(r, w)
}

/// Whether what is said of a time that the sentence does not put into a year has been. What stands alone in its text is ahead.
pub fn told(r: &Reader, w: &When) -> bool {
    if matches!(w.modifier, Modifier::By | Modifier::Until)
        || r.text[..w.start].trim().is_empty() && r.text[w.end..].trim().len() <= 1
    {
        return false;
    }
    // "said Friday that it would": the day is that of the telling.
    let head = r.text[..w.start].trim_end().trim_end_matches(" on").trim_end();
    let verb = r.latin_before(head.len());
    if r.lang == Lang::En && (verb == "said" || verb == "told" || verb.len() > 5 && verb.ends_with("ed"))
        || w.modifier == Modifier::Since
            && ["since", "Since", "以来"].iter().any(|s| r.text[w.start..w.end].contains(s))
    {
        return true;
    }
    let stop = |c: char| matches!(c, '\n' | '。' | '；' | ';' | '!' | '?');
    let mut from = r.text.floor_char_boundary(w.start.saturating_sub(SENTENCE));
    from = r.text[from..w.start].rfind(stop).map_or(from, |at| from + at);
    from = r.text[from..w.start].rfind(". ").map_or(from, |at| from + at + 1);
    let to = r.text.floor_char_boundary(w.end + SENTENCE);
    let to = r.text[w.end..to].find(stop).map_or(to, |at| w.end + at);
    let to = r.text[w.end..to].find(". ").map_or(to, |at| w.end + at);
    !r.text[from..to].char_indices().any(|(at, _)| r.starts_word(from + at) && r.word(from + at, Cat::Future).is_some())
}

/// A year that stands for the unknown one, with a 29 February, which a range over it counts.
const ANY_YEAR: i16 = 2000;

/// The time from `a` to `z`. Where a sentence tells of the past and names no year, it is the last one that has begun.
pub fn joined(r: &Reader, at: usize, a: &When, z: &When) -> Option<Core> {
    // Without the text's date no year is known, but how long it is, if need be by a leap year.
    let open = |w: &When| matches!(w.core, Core::Ymd { y: None, .. }) && w.clock.is_none();
    if r.now.is_none() && open(a) && open(z) {
        let Core::Span { timex, grain, .. } = between(a, z, Some(midnight(first_of(ANY_YEAR, 1)?)))? else {
            return None;
        };
        return Some(Core::Span { timex, begin: None, end: None, grain });
    }
    let core = between(a, z, r.now)?;
    let told = || {
        let (now, Core::Span { timex, grain, .. }) = (r.now?, &core) else { return None };
        let whole = When { start: at, end: z.end, ..a.clone() };
        let (Core::Ymd { y: None, m: Some(from), d, .. }, Core::Ymd { y: None, m: Some(to), d: last, .. }) =
            (&a.core, &z.core)
        else {
            return None;
        };
        if !behind(r, &whole) {
            return None;
        }
        let year = |w: &When, y, m: i8, d: Option<i8>| When {
            core: Core::Ymd { y: Some(y), m: Some(m), d, wd: None },
            ..w.clone()
        };
        [now.year(), now.year() - 1].into_iter().find_map(|y| {
            let z = year(z, y, *to, *last);
            let begun = days_of(&z.core, r.now).is_some_and(|(first, ..)| first <= now.date());
            let a = year(a, if from > to { y - 1 } else { y }, *from, *d);
            match between(&a, &z, r.now).filter(|_| begun)? {
                Core::Span { begin, end, .. } => Some(Core::Span { timex: timex.clone(), begin, end, grain: *grain }),
                _ => None,
            }
        })
    };
    Some(told().unwrap_or(core))
}

/// The day from which the next one that fits is the last one seen from `now`.
fn back(now: Option<DateTime>, w: &When) -> Option<DateTime> {
    let now = now?;
    let (days, months) = match w.fields() {
        (_, None, None, _) => (-7, 0),
        (_, None, Some(_), _) => (8, -1),
        (_, Some(_), Some(_), _) => (31, -12),
        (_, Some(_), None, _) => (31 - i64::from(now.day()), -11),
    };
    let date = plus_days(plus_months(now.date(), months)?, days)?;
    Some(date.to_datetime(now.time()))
}

/// A quarter or half without its year that has not begun and of which a sentence tells what has been: that of the year before, as in a report of February
/// on the fourth quarter.
fn last_one(r: &Reader, w: When) -> When {
    let Core::Days { timex, begin: Some(begin), end: Some(end), grain: grain @ (Grain::Quarter | Grain::Half) } =
        &w.core
    else {
        return w;
    };
    // "next quarter", 下季度, 今年四季度: a year is told.
    let said = &r.text[w.start..w.end];
    let numbers = |c: char| c.is_ascii_digit() || matches!(c, '第' | '首' | '前' | '一' | '二' | '三' | '四');
    let own = match r.lang {
        Lang::En => !said.split_whitespace().any(|word| matches!(word, "next" | "this" | "current" | "coming")),
        Lang::Zh => said.starts_with(numbers) && !said.contains('年') || said.starts_with("下半年"),
    };
    let year = said.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
    let ahead = r.now.is_some_and(|now| *begin > now.date());
    if !own || year || !ahead || !told(r, &w) {
        return w;
    }
    let (Some(begin), Some(end)) = (plus_months(*begin, -12), plus_months(*end, -12)) else { return w };
    let timex = match timex.rsplit_once(',') {
        Some((_, length)) if !timex.contains('X') => format!("({begin},{end},{length}"),
        _ => timex.clone(),
    };
    let core = Core::Days { timex, begin: Some(begin), end: Some(end), grain: *grain };
    When { core, ..w }
}

/// The interval of a time that is told from an event; `over`: from its end ("the end of the Cold War").
fn told_from(time: &mut Time, w: &When, now: Option<DateTime>, (first, last): (&str, &str), over: bool) {
    let Some((begin, end)) = first_day(first).zip(day_after(last)) else { return };
    // What came after the text is not what it speaks of.
    if now.is_some_and(|now| now.date() < begin) {
        return;
    }
    let (begin, end) = (begin.to_string(), end.to_string());
    (time.begin, time.end_exclusive) = match w.modifier {
        Modifier::Since if !over => (Some(begin), None),
        Modifier::Since | Modifier::After => (Some(end), None),
        Modifier::Before | Modifier::Until => (None, Some(if over { end } else { begin })),
        // "during the pandemic": of what has an end that nobody has written down, a day is not all.
        _ if first == last => (Some(begin), None),
        _ => (Some(begin), Some(end)),
    };
    time.grain = Some(match first.len() {
        4 => "year",
        7 => "month",
        _ => "day",
    });
}

fn first_day(date: &str) -> Option<Date> {
    super::json::date(date).map(|d| d.date())
}

fn day_after(date: &str) -> Option<Date> {
    let first = first_day(date)?;
    match date.len() {
        4 => plus_months(first, 12),
        7 => plus_months(first, 1),
        _ => plus_days(first, 1),
    }
}

/// Where a time ends without the 's of what belongs to it: "last YEAR's budget", but "the 1990's".
fn without_possessive(r: &Reader, end: usize) -> usize {
    let stem = ["'s", "’s"].iter().find_map(|mark| r.text[..end].strip_suffix(mark));
    stem.filter(|stem| stem.ends_with(char::is_alphabetic)).map_or(end, str::len)
}

fn found(r: &Reader, w: When) -> Found {
    let w = last_one(r, w);
    // "annual", 每年: how often, not when.
    let often = matches!(&w.core, Core::Set { timex } if !(timex.starts_with("PX") || timex == "XXXX"));
    let often = often || w.core == Core::None && w.clock.is_none() && w.part.is_some();
    let mut time = resolve(&w, if behind(r, &w) { back(r.now, &w) } else { r.now });
    time.anchor = w.anchor.map(|(s, e)| Span::new(s, e));
    time.loose = w.loose;
    if let Some((s, e)) = w.anchor
        && let Some((first, last)) = r.events.and_then(|events| events.dates(&r.text[s..e], r.lang))
    {
        let over = r.word(s, Cat::Anchor).is_some_and(|(_, a)| a.num == 1);
        told_from(&mut time, &w, r.now, (&first, &last), over);
    }
    let number = match (&w.core, w.numbers.first()) {
        (Core::Length { .. }, Some((.., v))) if w.numbers.len() == 1 => Some(v.to_string()),
        _ => None,
    };
    let end = without_possessive(r, w.end);
    let span = Span::new(w.start, end);
    let full = Span::new(w.core_start.min(end), end);
    let hedge = matches!(w.core, Core::Length { .. }).then(|| hedge(r, w.core_start)).flatten();
    let hedge = hedge.filter(|(e, _)| w.core_start < w.start && w.numbers.first().is_some_and(|n| n.0 == r.blank(*e)));
    let value = Value {
        span,
        hedged: if hedge.is_some() { full } else { span },
        full,
        kind: ValueKind::Time,
        number,
        unit: None,
        min: None,
        max: None,
        comparator: hedge.map_or(Comparator::Equal, |(_, c)| c),
        missing: false,
        // 今天上午 and "today at 3 pm" are no vague today
        latent: w.latent || w.unmarked && w.part.is_none() && w.clock.is_none() || often,
        stated: false,
        counted: None,
        product: None,
        time: Some(time),
    };
    let numbers =
        w.numbers.iter().map(|(s, e, v): &(usize, usize, Exact)| (Span::new(*s, *e), v.to_string())).collect();
    Found { value, name: w.name, numbers }
}
