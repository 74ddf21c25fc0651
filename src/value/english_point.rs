//! An English date with its time of day, in either order: "tomorrow at 8:00am", "10 to 12 on Friday morning".
//!
//! Comes in: a place in a text. Goes out: the point in time, or the hours of a day, that starts there.

use super::english_clock::{clock, part_of_day};
use super::english_date::date;
use super::english_length::{span_length, with_length};
use super::english_range::share;
use super::reader::Reader;
use super::resolve::between;
use super::when::{Clock, Core, Grain, When, day_core, longest};
use super::words::{Cat, lower};

/// A date with or without a time of day, in either order; `inner`: part of a larger expression, where less is enough.
pub fn point(r: &Reader, at: usize, inner: bool) -> Option<When> {
    let direct = date(r, at).map(|d| day_then_time(r, d));
    let clocked = time_then_day(r, at, inner);
    longest([direct, clocked])
}

/// "tomorrow at 8:00am", "Monday morning", "14 Feb from 9:30am for 7 hours".
fn day_then_time(r: &Reader, d: When) -> When {
    if !d.is_day() || d.clock.is_some() {
        return d;
    }
    let mut c = r.blank(d.end);
    if r.char_at(c) == Some(',') {
        c = r.blank(c + 1);
    }
    let gap = c > d.end;
    // "Tuesday morning", "tomorrow night", "in the morning"
    if let Some((end, part, pm)) = part_of_day(r, c).filter(|_| gap) {
        let with = When { end, part: Some(part), ..d.clone() };
        let mut e = r.blank(end);
        if matches!(r.char_at(e), Some('@')) {
            e = r.blank(e + 1);
        }
        let at = r.latin(e).eq_ignore_ascii_case("at");
        let f = if at { r.blank(e + 2) } else { e };
        if let Some((end, mut k)) = clock(r, f, at).filter(|_| f > end) {
            afternoon(&mut k, pm);
            // a range takes over: "morning from 10 to 12"
            return When { end, clock: Some(k), part: None, ..with };
        }
        if let Some(w) = day_range(r, &with, pm) {
            return w;
        }
        return with;
    }
    if let Some(w) = day_range(r, &d, None) {
        return w;
    }
    let word = lower(r.latin(c));
    let (f, at) = match word.as_str() {
        "at" | "around" | "about" | "before" | "by" | "after" => (r.blank(c + word.len()), true),
        "later" if r.latin(r.blank(c + 5)) == "than" => (r.blank(r.blank(c + 5) + 4), true),
        _ if matches!(r.char_at(c), Some('@')) => (r.blank(c + 1), true),
        _ if matches!(r.char_at(c), Some('-')) && !gap => (c + 1, false),
        _ => (c, false),
    };
    if let Some((end, mut k)) = clock(r, f, at && word != "after")
        .filter(|(end, k)| f > d.end && (at || k.sure || k.minute.is_some() || r.text[f..*end].ends_with("clock")))
    {
        // "next week after 2" is two times
        let mut end = end;
        if let Some((e, _, pm)) = in_the_part(r, end) {
            afternoon(&mut k, pm);
            end = e;
        }
        // "Oct 26 15:50:06 2016"
        if let Core::Ymd { y: None, m: Some(m), d: Some(day), wd } = d.core
            && let Some((e, y)) = r
                .digits(r.blank(end), 4..=4)
                .filter(|(e, y)| k.second.is_some() && (1900..2100).contains(y) && !r.in_word(*e))
        {
            return When {
                end: e,
                clock: Some(k),
                core: Core::Ymd { y: Some(y as i16), m: Some(m), d: Some(day), wd },
                ..d
            };
        }
        return When { end, clock: Some(k), ..d };
    }
    // "18 Dec for 10 days"
    if word == "for" || word == "from" {
        let e = r.blank(c + word.len());
        if word == "for" {
            if let Some((end, l, n)) = span_length(r, e)
                && let Some(w) = with_length(r, d.start, &d, &l).filter(|_| {
                    d.fields().1.is_some()
                        && d.fields().2.is_some()
                        && l.grain >= Grain::Hour
                        && r.text[d.start..].starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
                        && r.text[end..].trim().is_empty()
                })
            {
                return When { end, numbers: n, ..w };
            }
        } else if let Some((e2, k)) = clock(r, e, true) {
            let f = r.blank(e2);
            if r.latin(f) == "for"
                && let Some((end, l, _)) = span_length(r, r.blank(f + 3))
            {
                let p = When { clock: Some(k), ..d.clone() };
                if let Some(w) = with_length(r, d.start, &p, &l) {
                    return When { end, ..w };
                }
            }
        }
    }
    d
}

/// Hours of a day as a range: "Monday from 10am to 12pm", "tomorrow 9-11".
fn day_range(r: &Reader, d: &When, pm: Option<bool>) -> Option<When> {
    let mut c = r.blank(d.end);
    if r.char_at(c) == Some(',') {
        c = r.blank(c + 1);
    }
    if c == d.end {
        return None;
    }
    let word = lower(r.latin(c));
    let (f, open) = match word.as_str() {
        "from" | "between" => (r.blank(c + word.len()), true),
        "at" => (r.blank(c + 2), false),
        _ => (c, false),
    };
    let (e, mut k1) = clock(r, f, true)?;
    let g = r.blank(e);
    let (h, _) =
        if word == "between" { r.word(g, Cat::BetweenAnd).or_else(|| r.word(g, Cat::To)) } else { r.word(g, Cat::To) }?;
    let (end, mut k2) = clock(r, r.blank(h), true)?;
    let dash = !r.text[g..h].bytes().any(|b| b.is_ascii_alphabetic());
    let clear = k1.sure || k2.sure || k1.minute.is_some();
    if !open && !dash && word != "at" && !clear {
        return None;
    }
    // Dates and document numbers go on with another dash.
    if matches!(r.char_at(end), Some('/' | '-' | '.')) && r.char_at(end + 1).is_some_and(|c| c.is_ascii_digit())
        || r.next(end, Cat::Month).is_some()
    {
        return None;
    }
    let mut end = end;
    if let Some((e, _, pm)) = in_the_part(r, end) {
        afternoon(&mut k2, pm);
        end = e;
    }
    afternoon(&mut k1, pm);
    afternoon(&mut k2, pm);
    let mut a = When { clock: Some(k1), part: None, ..d.clone() };
    let mut z = When { clock: Some(k2), ..When::new(h, end, Core::None) };
    if !share(r, &mut a, &mut z) {
        return None;
    }
    let core = between(&a, &z, r.now)?;
    Some(When { core_start: d.core_start, ..When::new(d.start, end, core) })
}

pub fn afternoon(k: &mut Clock, pm: Option<bool>) {
    if let Some(pm) = pm {
        if pm && k.hour < 12 && !k.sure {
            k.hour += 12;
        } else if !pm && k.hour == 12 && !k.sure {
            k.hour = 0;
        }
        k.sure = true;
    }
}

/// "in the afternoon", "this evening", "tonight" after a clock time.
pub fn in_the_part(r: &Reader, at: usize) -> Option<(usize, &'static str, Option<bool>)> {
    let b = r.blank(at);
    if b == at {
        return None;
    }
    let word = lower(r.latin(b));
    if matches!(word.as_str(), "in" | "of") || r.word(b, Cat::DayPart).is_some() {
        return part_of_day(r, b);
    }
    None
}

/// "10am tomorrow", "at 3pm on Friday", "8 tonight", "in the morning at 7".
fn time_then_day(r: &Reader, at: usize, inner: bool) -> Option<When> {
    let word = lower(r.latin(at));
    let b = match word.as_str() {
        "at" | "by" => r.blank(at + 2),
        "around" | "about" => r.blank(at + word.len()),
        _ if r.char_at(at) == Some('@') => r.blank(at + 1),
        _ => at,
    };
    let prep = b > at;
    // a part of a day first
    if let Some((end, part, pm)) = part_of_day(r, b) {
        let mut w = When { part: Some(part), ..When::new(at, end, Core::None) };
        let this = (b..end)
            .find(|i| r.text.is_char_boundary(*i) && r.starts_word(*i) && r.latin(*i).eq_ignore_ascii_case("this"));
        if let Some((_, rel)) = r
            .word(this.unwrap_or(b), Cat::Relative)
            .or_else(|| r.word(b, Cat::DayPart).map(|(e, x)| (e, super::words::Entry { num: 0, ..x })))
        {
            w.core = today(r, rel.num).unwrap_or(Core::None);
        }
        let named = w.core != Core::None;
        if named && let Some(x) = day_range(r, &w, pm) {
            return Some(x);
        }
        let e = r.blank(end);
        let word = lower(r.latin(e));
        let at_word = matches!(word.as_str(), "at" | "around") || r.char_at(e) == Some('@');
        let f = if at_word { r.blank(e + word.len().max(1)) } else { e };
        if let Some((end, mut k)) =
            clock(r, f, at_word).filter(|(_, k)| f > end && (at_word || k.sure || k.minute.is_some() || named))
        {
            let ni = part == "NI" && !k.sure && k.hour < 5;
            afternoon(&mut k, if ni { Some(false) } else { pm });
            return Some(When { end, clock: Some(k), part: None, ..w });
        }
        if let Some(d) = following_day(r, end) {
            return Some(When { end: d.end, core: d.core, ..w });
        }
        // "the morning of 5 May"
        if let Some(d) = r.next(end, Cat::Of).and_then(|(e, _)| date(r, r.blank(e))).filter(|d| d.is_day() && !d.latent)
        {
            return Some(When { end: d.end, core: d.core, ..w });
        }
        if prep && !named && b > at && word != "at" && !inner && r.latin(at) != "at" {
            return None;
        }
        return Some(w);
    }
    let (end, mut k) =
        clock(r, b, prep && matches!(r.latin(at), "at" | "At") || r.char_at(at) == Some('@')).or_else(|| {
            clock(r, b, true).filter(|(e, _)| {
                r.next(*e, Cat::DayPart).is_some()
                    || prep && following_day(r, *e).is_some()
                    || bare_before_day(r, b, *e)
                    || r.next(*e, Cat::Relative).is_some_and(|(x, w)| w.num == 0 && r.next(x, Cat::Part).is_some())
            })
        })?;
    let mut w = When::new(at, end, Core::None);
    let mut loose = !(k.sure || k.minute.is_some() || r.text[..end].ends_with("ish"));
    if let Some((e, _, pm)) = in_the_part(r, end) {
        let this = r.word(r.blank(end), Cat::DayPart).is_some();
        afternoon(&mut k, pm);
        w.end = e;
        loose = false;
        if this {
            w.core = today(r, 0).unwrap_or(Core::None);
        }
    } else if let (Some((e, _, pm)), Some((_, rel))) =
        (part_of_day(r, r.blank(end)).filter(|_| r.blank(end) > end), r.word(r.blank(end), Cat::Relative))
    {
        afternoon(&mut k, pm);
        w.end = e;
        loose = false;
        w.core = today(r, rel.num).unwrap_or(Core::None);
    }
    w.clock = Some(k);
    // "at 2.30" needs "at"; a decimal number is none
    w.core_start = if prep { b } else { at };
    if w.core == Core::None
        && let Some(d) = following_day(r, w.end)
    {
        let mut k = k;
        if let Some(p) = d.part {
            afternoon(&mut k, Some(matches!(p, "AF" | "EV" | "NI")));
        }
        return Some(When { end: d.end, core: d.core, clock: Some(k), ..w });
    }
    if loose && !prep && !inner
        || loose
            && prep
            && matches!(r.char_at(w.end), Some('-' | '/' | '.'))
            && r.char_at(w.end + 1).is_some_and(|c| c.is_ascii_digit())
    {
        return None;
    }
    if prep && !matches!(r.latin(at), "at" | "At") && r.char_at(at) != Some('@') && loose {
        return None;
    }
    w.latent = loose;
    // MS leaves "at" out where the clock time stands alone and is plain.
    if prep && !loose && w.core == Core::None && r.char_at(at) != Some('@') && !r.text[b..end].contains('.') {
        w.start = b;
    }
    Some(w)
}

fn bare_before_day(r: &Reader, start: usize, end: usize) -> bool {
    let c = r.blank(end);
    let comma = if r.char_at(c) == Some(',') { r.blank(c + 1) } else { c };
    let figure = r.text[start..].starts_with(|c: char| c.is_ascii_digit())
        || r.char_before(end).is_some_and(|c| c.is_ascii_alphabetic());
    figure
        && (r.word(comma, Cat::DayPart).is_some()
            || r.word(c, Cat::DayWord).is_some_and(|(_, d)| d.num != 0 || r.latin(c) == "today")
                && r.text[start..end].len() <= 5
                && start == 0)
}

pub fn today(r: &Reader, offset: i64) -> Option<Core> {
    let d = super::calendar::plus_days(r.now?.date(), offset)?;
    Some(day_core(Some(d), String::new()))
}

/// The day after a clock time: "tomorrow", "on Friday", "of next week".
pub fn following_day(r: &Reader, at: usize) -> Option<When> {
    let mut b = r.blank(at);
    if r.char_at(b) == Some(',') {
        b = r.blank(b + 1);
    }
    if b == at {
        return None;
    }
    let on = r.latin(b).eq_ignore_ascii_case("on");
    let c = if on { r.blank(b + 2) } else { b };
    let d = date(r, c).filter(|d| d.is_day() && !d.latent)?;
    let mut d = d;
    if let Some((end, part, _)) = part_of_day(r, r.blank(d.end)).filter(|_| r.blank(d.end) > d.end) {
        d.end = end;
        d.part = Some(part);
    }
    Some(d)
}
