//! English times: dates, clock times, relative and fuzzy ones, lengths, sets, open and closed ranges.
//!
//! Comes in: a place in a text. Goes out: the longest time expression that starts there. Words are
//! `data/values/en/time.tsv` and `holidays.tsv`; dates in figures and names of days stand in `english_date`, clock times in
//! `english_clock`; here they are put together.

use super::decimal::Exact;
use super::english_clock::{clock, part_of_day};
use super::english_date::date;
use super::english_number::count;
use super::number::{Num, Style, number};
use super::reader::Reader;
use super::when::{Clock, Core, Grain, Length, Modifier, When, between, days_of, join_lengths, length, midnight, plus_length, plus_months};
use super::words::Cat;
use jiff::civil::DateTime;

/// The time at `at`.
pub fn time(r: &Reader, at: usize) -> Option<When> {
    let c = r.char_at(at)?;
    if !(c.is_ascii_alphanumeric() || matches!(c, '<' | '>' | '@' | '\'' | '=')) || !r.starts_word(at) {
        return None;
    }
    let zone = |w: When| match r.word(r.blank(w.end), Cat::TimeZone) {
        // "P.M. PDT": an abbreviation in capitals belongs to the clock time.
        Some((e, _)) if w.clock.is_some() && e - r.blank(w.end) == 3 && r.text[..e].ends_with(|c: char| c.is_ascii_uppercase()) => When { end: e, ..w },
        _ => w,
    };
    let found = longest([set(r, at), prefixed(r, at), range(r, at), from_for(r, at), era(r, at), after_length(r, at), point(r, at, false), now_word(r, at)]);
    found.filter(|w| !r.in_word(w.end)).map(zone)
}

fn longest(found: impl IntoIterator<Item = Option<When>>) -> Option<When> {
    let mut best: Option<When> = None;
    for w in found.into_iter().flatten() {
        if best.as_ref().is_none_or(|b| w.end > b.end) {
            best = Some(w);
        }
    }
    best
}

/// "the new era", "the era of economic globalisation": a period that only its name bounds.
fn era(r: &Reader, at: usize) -> Option<When> {
    if !r.latin(at).eq_ignore_ascii_case("the") {
        return None;
    }
    let mut b = r.blank(at + 3);
    let mut named = false;
    if r.word(b, Cat::Period).is_none() {
        let word = r.latin(b);
        let end = b + word.len();
        let hyphen = if r.char_at(end) == Some('-') { end + 1 + r.latin(end + 1).len() } else { end };
        if word.len() < 3 || !word.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        b = r.blank(hyphen);
        named = true;
    }
    let (mut end, p) = r.word(b, Cat::Period)?;
    let core = || Core::Set { timex: "XXXX".into() };
    let of = r.blank(end);
    if r.latin(of) == "of" && p.num == 1 {
        // To the end of the noun phrase: three words at most.
        let mut e = r.blank(of + 2);
        for i in 0..3 {
            let word = r.latin(e);
            if word.is_empty() || i > 0 && [Cat::NotCounted, Cat::TimePrep, Cat::And, Cat::Of].iter().any(|c| r.word(e, *c).is_some()) {
                break;
            }
            end = e + word.len();
            let next = r.blank(end);
            if next == end {
                break;
            }
            e = next;
        }
        return Some(When::new(at, end, core()));
    }
    (named && p.num == 1).then(|| When::new(at, end, core()))
}

fn now_word(r: &Reader, at: usize) -> Option<When> {
    let (end, _) = r.word(at, Cat::NowWord)?;
    Some(present(r, at, end))
}

fn present(r: &Reader, at: usize, end: usize) -> When {
    let (begin, last) = (r.now, r.now);
    When::new(at, end, Core::Span { timex: "PRESENT_REF".into(), begin, end: last, grain: Grain::Second })
}

/// "every Monday", "each quarter", "daily", "once a week".
fn set(r: &Reader, at: usize) -> Option<When> {
    if let Some((end, s)) = r.word(at, Cat::Set) {
        return Some(When::new(at, end, Core::Set { timex: s.arg.into() }));
    }
    let (end, e) = r.word(at, Cat::Every)?;
    let _ = e;
    let word = &r.text[at..end];
    if word.eq_ignore_ascii_case("per") {
        return None;
    }
    let general = word.eq_ignore_ascii_case("any") || word.eq_ignore_ascii_case("all");
    let mut b = r.blank(end);
    let mut count = Exact::ONE;
    let mut numbers = Vec::new();
    if r.latin(b).eq_ignore_ascii_case("other") {
        b = r.blank(b + 5);
        count = Exact::int(2);
    } else if let Some(n) = number(r, b).filter(|n| !n.ordinal && n.style != Style::Vague) {
        count = n.value;
        numbers.push((n.start, n.end, n.value));
        b = r.blank(n.end);
    }
    if r.text[b..].starts_with("weekday") {
        return Some(When::new(at, b + 7, Core::Set { timex: "P1WD".into() }));
    }
    if let Some((end, u)) = r.word(b, Cat::TimeUnit) {
        if general && u.arg != "WE" {
            return None;
        }
        let l = length(count, u.arg)?;
        let timex = if u.arg == "WE" && !general { "XXXX-WXX-WE".to_owned() } else { l.timex };
        return Some(When { numbers, ..When::new(at, end, Core::Set { timex }) });
    }
    if general {
        return None;
    }
    if let Some((end, d)) = r.word(b, Cat::Weekday).or_else(|| r.word(b, Cat::WeakWeekday)) {
        return Some(When::new(at, end, Core::Set { timex: format!("XXXX-WXX-{}", d.num) }));
    }
    if let Some((end, m)) = r.word(b, Cat::Month) {
        return Some(When::new(at, end, Core::Set { timex: format!("XXXX-{:02}", m.num) }));
    }
    if let Some((end, p)) = r.word(b, Cat::Part) {
        return Some(When::new(at, end, Core::Set { timex: format!("T{}", p.arg) }));
    }
    None
}

/// Times with a word of time before them: "since 2013", "by the end of June", "in nine months", "within 5 days".
fn prefixed(r: &Reader, at: usize) -> Option<When> {
    let word = r.latin(at).to_ascii_lowercase();
    if let Some((end, _)) = r.word(at, Cat::Within) {
        let b = r.blank(end);
        let (e, l, numbers) = span_length(r, b)?;
        let now = r.now;
        let begin = now;
        let last = now.and_then(|n| plus_length(n, &l, 1));
        let timex = match (begin, last) {
            (Some(x), Some(y)) => pair(x, y, &l),
            _ => l.timex.clone(),
        };
        return Some(When { core_start: b, numbers, ..When::new(at, e, Core::Span { timex, begin, end: last, grain: l.grain }) });
    }
    match word.as_str() {
        "in" => {
            let b = r.blank(at + 2);
            let (e, l, numbers) = span_length(r, b).filter(|(_, l, _)| !l.vague)?;
            // "in two days from today", "in two years since 2011"
            if let Some(w) = from_point(r, at, e, &l, &numbers) {
                let today = r.text[..w.end].ends_with("today");
                return Some(When { core_start: b, start: if today { b } else { at }, ..w });
            }
            if r.now.is_none() {
                return Some(When { core_start: b, numbers, ..When::new(at, e, Core::Length { length: l }) });
            }
            Some(When { core_start: b, numbers, ..When::new(at, e, moved(r, &l, 1)?) })
        }
        "for" => {
            // "for 10 days from 18 December"
            let b = r.blank(at + 3);
            let (e, l, numbers) = span_length(r, b)?;
            let mut c = r.blank(e);
            if r.char_at(c) == Some(',') {
                c = r.blank(c + 1);
            }
            let from = r.latin(c).to_ascii_lowercase();
            if !matches!(from.as_str(), "from" | "starting" | "beginning" | "since") {
                return None;
            }
            let f = r.blank(c + from.len());
            let p = point(r, f, true).filter(|p| !p.latent).or_else(|| clock(r, f, true).map(|(e, k)| When { clock: Some(k), ..When::new(f, e, Core::None) }))?;
            let start = if p.clock.is_none() && from == "starting" { b } else { at };
            Some(When { core_start: b, numbers, ..with_length(r, start, &p, &l)? })
        }
        "on" => {
            let b = r.blank(at + 2);
            let (e, _) = r.word(b, Cat::Weekday)?;
            let of = r.latin(r.blank(e)) == "of";
            let d = date(r, b).filter(|d| of && d.end > e)?;
            Some(When { start: at, core_start: b, ..d })
        }
        _ => open(r, at),
    }
}

fn pair(x: DateTime, y: DateTime, l: &Length) -> String {
    if l.grain >= Grain::Day {
        format!("({},{},{})", x.date(), y.date(), l.timex)
    } else {
        let t = |d: DateTime| super::when::instant_timex(d, Grain::Second);
        format!("({},{},{})", t(x), t(y), l.timex)
    }
}

/// "from 9 for 2.5 hours"
fn from_for(r: &Reader, at: usize) -> Option<When> {
    if !r.latin(at).eq_ignore_ascii_case("from") {
        return None;
    }
    let b = r.blank(at + 4);
    let (e, k) = clock(r, b, true)?;
    let f = r.blank(e);
    if r.latin(f) != "for" {
        return None;
    }
    let (end, l, numbers) = span_length(r, r.blank(f + 3))?;
    let p = When { clock: Some(k), ..When::new(b, e, Core::None) };
    Some(When { end, core_start: b, numbers, ..with_length(r, at, &p, &l)? })
}

/// Since, after, before, until, by, around: with a point.
fn open(r: &Reader, at: usize) -> Option<When> {
    if let Some((end, h)) = r.word(at, Cat::Before).filter(|(end, _)| !r.text[at..*end].starts_with(|c: char| c.is_ascii_alphabetic())) {
        // ">= 2019"
        let b = r.blank(end);
        let p = date(r, b).filter(|p| p.fields().0.is_some())?;
        let modifier = if h.arg.starts_with("less") || h.arg == "at-most" { Modifier::Before } else { Modifier::Since };
        return Some(When { start: at, modifier, core_start: b, ..p });
    }
    let (end, o) = r.word(at, Cat::Open)?;
    let b = r.blank(end);
    if b == end || matches!(r.latin_before(at), "How" | "how" | "What" | "what") {
        return None;
    }
    if o.arg == "since" {
        let c = if r.latin(b).eq_ignore_ascii_case("the") { r.blank(b + 3) } else { b };
        if let Some((e, _)) = r.word(c, Cat::Anchor) {
            let core = Core::Days { timex: "XXXX".into(), begin: None, end: None, grain: Grain::Year };
            return Some(When { modifier: Modifier::Since, anchor: Some((c, e)), ..When::new(at, e, core) });
        }
    }
    let mut p = point(r, b, true).or_else(|| {
        let (e, c) = clock(r, b, matches!(o.arg, "by" | "before" | "after" | "until"))?;
        Some(When { clock: Some(c), ..When::new(b, e, Core::None) })
    })?;
    if p.latent && o.arg != "since" {
        return None;
    }
    let (modifier, keep) = match o.arg {
        "since" => (Modifier::Since, true),
        "after" => (Modifier::After, false),
        "before" => (Modifier::Before, false),
        "until" => (Modifier::Until, false),
        "by" => (Modifier::By, false),
        _ => (p.modifier, false),
    };
    // "by 2030" is a time for a mention too, without its preposition; MS leaves "by 2030" so, "by the end of May" not.
    p.modifier = if p.modifier == Modifier::None || modifier == Modifier::Since { modifier } else { p.modifier };
    p.core_start = if keep { at } else { b };
    if o.arg == "by" && matches!(p.fields(), (Some(_), None, None, None)) {
        p.start = b;
        return Some(When { start: at, ..p });
    }
    // "from October" alone is October; "from 7:00 am" an open time.
    if r.latin(at).eq_ignore_ascii_case("from") && p.clock.is_none() {
        return None;
    }
    Some(When { start: at, ..p })
}

/// A date moved by a length from now.
fn moved(r: &Reader, l: &Length, sign: i64) -> Option<Core> {
    let to = plus_length(r.now?, l, sign)?;
    Some(Core::Instant { at: to, grain: if l.seconds != 0 { Grain::Second } else { Grain::Day } })
}

/// Two times with a range mark between: "from May to September 2019", "2014-2018", "Monday 8-9am".
fn range(r: &Reader, at: usize) -> Option<When> {
    let word = r.latin(at).to_ascii_lowercase();
    let (open, b) = match word.as_str() {
        "from" | "between" => (true, r.blank(at + word.len())),
        "in" | "during" => (false, r.blank(at + word.len())),
        _ => (false, at),
    };
    let prep = b > at;
    let first = end_point(r, b, open, None)?;
    let c = r.blank(first.end);
    let between_and = word == "between";
    let (e, mark) = if between_and { r.word(c, Cat::BetweenAnd).or_else(|| r.word(c, Cat::To))? } else { r.word(c, Cat::To)? };
    let _ = mark;
    let mark = &r.text[c..e];
    let dash = !mark.bytes().any(|b| b.is_ascii_alphabetic());
    let d = r.blank(e);
    if !dash && (c == first.end || d == e) {
        return None;
    }
    let second = end_point(r, d, open || !dash, Some(&first))?;
    let (mut a, mut z) = (first, second);
    // "2010-12": a month, not a range
    if dash && c == a.end && a.fields().0.is_some() && a.fields().1.is_none() && z.fields().0.is_none() && z.clock.is_none() {
        return None;
    }
    // "between 3 and 8 yesterday", "5 to 7 in the afternoon"
    if a.clock.is_some() && z.clock.is_some() && a.fields().1.is_none() && z.fields().1.is_none() {
        let (mut x, mut y) = (a.clone(), z.clone());
        let mut told = false;
        if let Some((e, _, pm)) = in_the_part(r, y.end).or_else(|| part_of_day(r, r.blank(y.end)).filter(|_| r.blank(y.end) > y.end && r.latin(r.blank(y.end)).eq_ignore_ascii_case("this"))) {
            for k in [&mut x.clock, &mut y.clock].into_iter().flatten() {
                afternoon(k, pm);
            }
            let this = r.latin(r.blank(y.end)).eq_ignore_ascii_case("this");
            y.end = e;
            if this {
                y.core = today(r, 0).unwrap_or(Core::None);
            }
            told = true;
        } else if let Some(d) = following_day(r, y.end).filter(|_| z.core == Core::None || z.latent) {
            (y.end, y.core) = (d.end, d.core);
            told = true;
        }
        if told {
            x.core = if x.latent { Core::None } else { x.core };
            y.core = if y.latent && matches!(y.core, Core::Ymd { m: None, y: None, wd: None, .. }) { Core::None } else { y.core };
            (x.latent, y.latent) = (false, false);
            (a, z) = (x, y);
        }
    }
    if !share(r, &mut a, &mut z) {
        return None;
    }
    if word == "in" && a.fields().1.is_some() {
        return None;
    }
    let core = between(&a, &z, r.now)?;
    let core_start = if prep && matches!(word.as_str(), "in" | "during") { b } else { at };
    let start = if word == "in" || word == "during" { at } else { at };
    let _ = core_start;
    Some(When { core_start: b, part: None, ..When::new(start, z.end, core) })
}

/// One end of a range: a point, a bare day number or hour.
fn end_point(r: &Reader, at: usize, open: bool, first: Option<&When>) -> Option<When> {
    if let Some(w) = point(r, at, true).filter(|w| !w.latent || open || first.is_some()) {
        return Some(w);
    }
    if let Some((end, _)) = r.word(at, Cat::NowWord).filter(|_| open) {
        return Some(When::new(at, end, Core::Instant { at: r.now?, grain: Grain::Second }));
    }
    if first.is_some() {
        if r.latin(at).eq_ignore_ascii_case("date") {
            return Some(When::new(at, at + 4, Core::Instant { at: midnight(r.now?.date()), grain: Grain::Day }));
        }
    }
    if let Some((end, c)) = clock(r, at, true).filter(|_| open || first.is_some_and(|f| f.clock.is_some() || f.is_day())) {
        let mut w = When { clock: Some(c), ..When::new(at, end, Core::None) };
        // "10 to 12 of June": the number may be a day as well.
        if c.minute.is_none() && !c.sure {
            if let Some(n) = number(r, at).filter(|n| n.whole().is_some_and(|w| (1..=31).contains(&w)) && n.end == end) {
                w.core = Core::Ymd { y: None, m: None, d: n.whole().map(|x| x as i8), wd: None };
                w.latent = true;
            }
        }
        return Some(w);
    }
    // 13 to 15 July: a bare day
    let b = if r.latin(at) == "the" { r.blank(at + 3) } else { at };
    let n = number(r, b).filter(|n| n.whole().is_some_and(|w| (1..=31).contains(&w)) && (n.plain.is_some() || n.ordinal))?;
    let day = Core::Ymd { y: None, m: None, d: n.whole().map(|x| x as i8), wd: None };
    let hour = n.whole().filter(|h| *h <= 24).map(|h| Clock { hour: h as i8, minute: None, second: None, sure: h > 12 });
    Some(When { latent: true, clock: hour.filter(|_| !n.ordinal), ..When::new(at, n.end, day) })
}

/// Completes each end of a range from the other; whether they can be one range.
fn share(r: &Reader, a: &mut When, z: &mut When) -> bool {
    let (bare_a, bare_z) = (a.latent && a.clock.is_some(), z.latent && z.clock.is_some());
    let (_, ma, da, wa) = a.fields();
    let (_, mz, dz, _) = z.fields();
    // Hours: "3-8pm", "Monday 8 to 9", "2:00 - 2:30 pm".
    let clock_a = a.clock.is_some() && (!bare_a || bare_z || z.clock.is_some() && mz.is_none());
    let clock_z = z.clock.is_some();
    if a.clock.is_some() && z.clock.is_some() && (clock_a && clock_z) && !(bare_a && mz.is_some() && z.clock.is_none()) {
        if bare_a && bare_z && a.part.is_none() {
            return false;
        }
        if bare_a {
            a.core = Core::None;
        }
        if bare_z {
            z.core = Core::None;
        }
        if let (Some(x), Some(y)) = (&mut a.clock, &mut z.clock) {
            if !x.sure && y.sure && y.hour >= 12 && x.hour < 12 && x.hour + 12 <= y.hour {
                x.hour += 12;
            } else if !y.sure && x.sure && x.hour >= 12 && y.hour < 12 {
                y.hour += 12;
            } else if !x.sure && !y.sure && y.hour < x.hour && y.hour + 12 > x.hour {
                y.hour += 12;
            }
        }
        match (&a.core, &z.core) {
            (Core::None, Core::None) => {}
            (Core::None, _) => a.core = z.core.clone(),
            (_, Core::None) => z.core = a.core.clone(),
            _ => {}
        }
        a.part = None;
        z.part = None;
        return true;
    }
    if bare_a && bare_z || bare_a && z.clock.is_some() {
        return false;
    }
    if bare_a {
        a.clock = None;
    }
    if bare_z {
        z.clock = None;
        if a.clock.is_some() && a.is_day() && ma.is_some() && da.is_some() {
            return false;
        }
    }
    if let (Core::Ymd { y: ya, m: ma, d: da, .. }, Core::Ymd { y: yz, m: mz, d: dz, .. }) = (&mut a.core, &mut z.core) {
        if ma.is_none() && da.is_some() && mz.is_some() {
            *ma = *mz;
        }
        if mz.is_none() && dz.is_some() && ma.is_some() {
            *mz = *ma;
            // "April 27 to the third"
            if da.zip(*dz).is_some_and(|(x, y)| y < x) {
                *mz = ma.map(|m| if m == 12 { 1 } else { m + 1 });
            }
        }
        if ya.is_none() && yz.is_some() && (ma.is_some() || da.is_some()) {
            let wraps = ma.zip(*mz).is_some_and(|(x, y)| x > y);
            *ya = yz.map(|y| if wraps { y - 1 } else { y });
        } else if yz.is_none() && ya.is_some() && (mz.is_some() || dz.is_some()) {
            let wraps = ma.zip(*mz).is_some_and(|(x, y)| x > y);
            *yz = ya.map(|y| if wraps { y + 1 } else { y });
        }
        if da.is_some() && ma.is_none() || dz.is_some() && mz.is_none() {
            return false;
        }
        let _ = (wa, dz);
        return true;
    }
    // "4-23 in next month": days of a resolved month
    if let Core::Ymd { y: None, m: None, d: Some(x), .. } = a.core {
        if let Some((first, _, Grain::Day)) = days_of(&z.core, r.now) {
            a.core = Core::Ymd { y: Some(first.year()), m: Some(first.month()), d: Some(x), wd: None };
        }
    }
    if let (Core::Ymd { y: None, m: None, d: Some(x), .. }, Some((first, _, _))) = (&z.core, days_of(&a.core, r.now)) {
        z.core = Core::Ymd { y: Some(first.year()), m: Some(first.month()), d: Some(*x), wd: None };
    }
    true
}

/// A point with the length that follows or surrounds it: "14 Feb from 9:30am for 7 hours", "18 Dec for 10 days".
fn with_length(r: &Reader, at: usize, p: &When, l: &Length) -> Option<When> {
    let (first, _, _) = days_of(&p.core, r.now).or(if p.clock.is_some() { Some((r.now?.date(), r.now?.date(), Grain::Day)) } else { None })?;
    let begin = match &p.clock {
        Some(c) => super::when::clock_on(first, c)?.0,
        None => midnight(first),
    };
    let end = plus_length(begin, l, 1)?;
    let day = super::when::core_timex(&p.core);
    let timex = match &p.clock {
        Some(c) => format!("({day}{},{day}T{:02}:{:02}:{:02},{})", super::when::clock_timex(c), end.hour(), end.minute(), end.second(), hours(l)),
        None => format!("({},{},{})", first, end.date(), l.timex),
    };
    Some(When::new(at, p.end, Core::Span { timex, begin: Some(begin), end: Some(end), grain: l.grain }))
}

fn hours(l: &Length) -> String {
    let (h, m) = (l.seconds / 3600, l.seconds % 3600 / 60);
    match (h, m) {
        (0, m) => format!("PT{m}M"),
        (h, 0) => format!("PT{h}H"),
        (h, m) => format!("PT{h}H{m}M"),
    }
}

/// A length of time: "two years and 3 months", "half an hour", "an hour and a half", "a few days", "decades".
pub fn span_length(r: &Reader, at: usize) -> Option<(usize, Length, Vec<(usize, usize, Exact)>)> {
    let (mut end, mut total, mut numbers) = one_length(r, at)?;
    for _ in 0..5 {
        let b = r.blank(end);
        let mut c = b;
        if r.char_at(c) == Some(',') {
            c = r.blank(c + 1);
        }
        let and = r.word(c, Cat::And);
        if let Some((e, _)) = and {
            c = r.blank(e);
        }
        if c == end {
            break;
        }
        if let Some((e, l, n)) = one_length(r, c).filter(|(_, l, _)| l.grain < total.grain && !total.vague && !l.vague) {
            total = join_lengths(&total, &l)?;
            numbers.extend(n);
            end = e;
            continue;
        }
        // "1 hour thirty", "2 hours and 10"
        if total.grain == Grain::Hour && total.seconds > 0 {
            if let Some(n) = number(r, c).filter(|n| n.whole().is_some_and(|w| (10..60).contains(&w)) && !n.ordinal && r.text[n.end..].trim().is_empty()) {
                total = join_lengths(&total, &length(n.value, "MIN")?)?;
                end = n.end;
            }
        }
        break;
    }
    Some((end, total, numbers))
}

fn one_length(r: &Reader, at: usize) -> Option<(usize, Length, Vec<(usize, usize, Exact)>)> {
    if let Some((end, _)) = r.word(at, Cat::Few) {
        let (e, u) = r.next(end, Cat::TimeUnit)?;
        let few = r.word(at, Cat::Few)?.1.num;
        let mut l = length(Exact::int(few), u.arg)?;
        l.vague = !(few == 2 || r.text[at..end].ends_with("few"));
        if matches!(l.grain, Grain::Year | Grain::Decade | Grain::Month | Grain::Century) {
            l.vague = true;
        }
        return Some((e, l, Vec::new()));
    }
    let half_of = |end: usize| {
        let c = r.blank(end);
        let c = match r.word(c, Cat::Of) {
            Some((e, _)) => r.blank(e),
            None => c,
        };
        match r.word(c, Cat::Article) {
            Some((e, _)) => r.blank(e),
            None => c,
        }
    };
    let (n, style, start_unit) = if let Some((e, _)) = r.word(at, Cat::Article).filter(|(e, _)| r.next(*e, Cat::TimeUnit).is_some() || r.latin(r.blank(*e)) == "full") {
        let b = r.blank(e);
        let (_, u) = r.word(b, Cat::TimeUnit)?;
        if u.arg == "S" || u.arg == "N" {
            return None;
        }
        (Num::new(at, e, Exact::ONE, Style::Single), Style::Single, b)
    } else if r.latin(at).eq_ignore_ascii_case("another") {
        (Num::new(at, at + 7, Exact::ONE, Style::Single), Style::Single, r.blank(at + 7))
    } else {
        let n = number(r, at).filter(|n| !n.ordinal)?;
        let b = if n.style == Style::Fraction { half_of(n.end) } else { r.blank(n.end) };
        (n, n.style, b)
    };
    let mut b = start_unit;
    // "two additional minutes", "more than"
    let word = r.latin(b).to_ascii_lowercase();
    if matches!(word.as_str(), "additional" | "more" | "fewer" | "extra" | "full" | "consecutive" | "straight" | "successive" | "further" | "other" | "long" | "short") {
        b = r.blank(b + word.len());
    }
    let mut value = n.value;
    // "one and a quarter of hour", "two and quarter hours"
    if matches!(r.char_at(b), Some('-')) {
        b += 1;
    }
    if let Some((e, _)) = r.word(b, Cat::And) {
        let mut c = r.blank(e);
        let mut count = 1;
        if let Some((e, _)) = r.word(c, Cat::Article) {
            c = r.blank(e);
        } else if let Some(m) = number(r, c).filter(|m| m.whole().is_some_and(|w| w < 10) && m.end < r.text.len()) {
            count = m.whole()?;
            c = r.blank(m.end);
        }
        if let Some((e, d)) = r.word(c, Cat::Half).or_else(|| r.word(c, Cat::Denominator).filter(|(_, d)| matches!(d.num, 2..=4))) {
            value = value.add(Exact::ratio(count as i128, d.num as i128)?)?;
            b = half_of(e);
        }
    }
    if n.style == Style::Fraction {
        b = half_of(n.end);
    }
    let b = if r.word(b, Cat::Of).is_some() { half_of(b) } else { b };
    let hit = r.word(b, Cat::TimeUnit).or_else(|| r.word(b, Cat::TightTimeUnit).filter(|_| b == n.end && (n.style == Style::Figures || n.slashed)));
    let (mut end, u) = hit?;
    let tight = r.word(b, Cat::TimeUnit).is_none();
    if tight && u.arg == "Y" || u.arg == "N" && Exact::ONE.less_than(value) && !r.text[b..end].ends_with('s') {
        return None;
    }
    if u.arg == "3M" && style == Style::Single && n.style == Style::Single && !r.text[at..].starts_with("one") {
        // "a quarter" is a fraction or a coin.
        return None;
    }
    if style == Style::Vague || n.style == Style::Vague {
        let mut l = length(Exact::int(2), u.arg)?;
        l.vague = true;
        l.timex = l.timex.replace('2', "X");
        return Some((end, l, Vec::new()));
    }
    // "a second", "second" are ordinals; "90 day old" is an age.
    let c = r.blank(end);
    if r.joined(end, Cat::Age).is_some() || r.latin(c) == "old" {
        return None;
    }
    // "an hour and a half", "one year and a quarter"
    let and = r.word(c, Cat::And).map(|(e, _)| r.blank(e)).and_then(|x| r.word(x, Cat::Article).map(|(e, _)| r.blank(e)));
    if let Some((e, d)) = and.and_then(|x| r.word(x, Cat::Half).or_else(|| r.word(x, Cat::Denominator).filter(|(_, d)| d.num == 4))) {
        value = value.add(Exact::ratio(1, d.num as i128)?)?;
        end = e;
    }
    let l = length(value, u.arg)?;
    // "a year" has no number in it
    let article = r.word(at, Cat::Article).is_some() && n.style == Style::Single;
    Some((end, l, if article { Vec::new() } else { vec![(n.start, n.end, n.value)] }))
}

/// A length, alone or with what moves it: "two years ago", "3 days after tomorrow", "more than 2 weeks before today".
fn after_length(r: &Reader, at: usize) -> Option<When> {
    // "the past decades", "the next five years", "last two weeks", "10 previous weeks"
    if let Some(w) = relative_length(r, at) {
        return Some(w);
    }
    let (b, hedge) = match r.word(at, Cat::Before).filter(|(e, _)| r.blank(*e) > *e) {
        Some((e, h)) => (r.blank(e), Some(h.arg)),
        None => (at, None),
    };
    let plain = hedge.and_then(|_| span_length(r, at));
    let (b, hedge) = if plain.is_some() { (at, None) } else { (b, hedge) };
    let (end, l, numbers) = plain.or_else(|| span_length(r, b))?;
    if let Some(w) = from_point(r, at, end, &l, &numbers) {
        if hedge == Some("less-than") {
            if let (Core::Instant { at: to, .. }, Some(_)) = (&w.core, r.now) {
                let from = super::calendar::plus_days(to.date(), -l.days).map(midnight)?;
                let timex = format!("({},{},{})", from.date(), to.date(), l.timex);
                return Some(When { core: Core::Span { timex, begin: Some(from), end: Some(*to), grain: Grain::Day }, ..w });
            }
        }
        return Some(w);
    }
    let c = r.blank(end);
    if let Some((e, a)) = r.word(c, Cat::Ago).filter(|_| c > end).or_else(|| r.word(c, Cat::Later).filter(|(e, _)| c > end && &r.text[c..*e] != "on")) {
        let core = moved(r, &l, a.num).unwrap_or(Core::Length { length: l });
        return Some(When { numbers, ..When::new(at, e, core) });
    }
    let mut e = end;
    if let Some((e2, _)) = r.next(end, Cat::Tail) {
        e = e2;
    }
    // A hedge of a plain length is a matter of quantity; the span of the time is the length.
    let over = matches!(r.latin(at).to_ascii_lowercase().as_str(), "over" | "under" | "around" | "about");
    let core_start = if over && hedge.is_some() && r.latin(at).eq_ignore_ascii_case("over") { b } else { at };
    let start = b;
    Some(When { core_start, numbers, ..When::new(start, e, Core::Length { length: l }) })
}

/// "3 days after tomorrow", "two weeks from now", "5 days before new year", "2 weeks starting May 20th".
fn from_point(r: &Reader, at: usize, end: usize, l: &Length, numbers: &[(usize, usize, Exact)]) -> Option<When> {
    let c = r.blank(end);
    if c == end {
        return None;
    }
    let word = r.latin(c).to_ascii_lowercase();
    let (sign, mut d) = match word.as_str() {
        "after" | "from" => (1, r.blank(c + word.len())),
        "before" => (-1, r.blank(c + 6)),
        "since" => (1, r.blank(c + 5)),
        "starting" => (2, r.blank(c + 8)),
        _ => return None,
    };
    if sign == 2 && matches!(r.latin(d), "from" | "on") {
        d = r.blank(d + r.latin(d).len());
    }
    if word == "from" {
        if let Some((e, _)) = r.word(d, Cat::NowWord) {
            let core = moved(r, l, 1)?;
            return Some(When { numbers: numbers.to_vec(), ..When::new(at, e, core) });
        }
    }
    let p = point(r, d, true).filter(|p| !p.latent)?;
    if sign == 2 {
        let w = with_length(r, at, &p, l)?;
        return Some(When { numbers: numbers.to_vec(), ..w });
    }
    let (first, _, grain) = days_of(&p.core, r.now)?;
    if grain > Grain::Year {
        return None;
    }
    let to = plus_length(midnight(first), l, sign)?;
    let grain = if l.seconds != 0 { Grain::Second } else { Grain::Day };
    Some(When { numbers: numbers.to_vec(), ..When::new(at, p.end, Core::Instant { at: to, grain }) })
}

/// "the past decades", "next three years", "the last 2 weeks", "10 previous weeks": counted from now.
fn relative_length(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the") || r.latin(at) == "these";
    // "will last two hours"
    if r.latin(at).eq_ignore_ascii_case("last") && matches!(r.latin_before(at), "will" | "to" | "would" | "can" | "could" | "should" | "t" | "may" | "might" | "must" | "not" | "does") {
        return None;
    }
    let b = if the { r.blank(at + r.latin(at).len()) } else { at };
    let mut numbers = Vec::new();
    let (count, sign, d, vague, start) = if let Some((e, rel)) = r.word(b, Cat::Relative).filter(|(_, x)| x.num != 0) {
        let c = r.blank(e);
        // "past and future", "last few years"
        if let Some((e2, _)) = r.word(c, Cat::Few) {
            (Exact::int(r.word(c, Cat::Few)?.1.num), rel.num, r.blank(e2), true, at)
        } else if let Some(n) = count(r, c).filter(|n| !n.ordinal) {
            if n.style != Style::Vague {
                numbers.push((n.start, n.end, n.value));
            }
            (if n.style == Style::Vague { Exact::int(2) } else { n.value }, rel.num, r.blank(n.end), n.style == Style::Vague, at)
        } else {
            // plural alone: "the past years", "the coming decades"
            let (e2, u) = r.word(c, Cat::TimeUnit)?;
            let plural = r.text[c..e2].ends_with('s');
            if !plural {
                return None;
            }
            let mut l = length(Exact::int(2), u.arg)?;
            l.vague = true;
            l.timex = l.timex.replacen('2', "X", 1).replacen("X0Y", "XD", 1);
            return Some(When::new(at, e2, Core::Length { length: l }));
        }
    } else {
        let n = count(r, b).filter(|n| !n.ordinal && n.style != Style::Vague)?;
        let c = r.blank(n.end);
        let (e, rel) = r.word(c, Cat::Relative).filter(|(_, x)| x.num != 0)?;
        numbers.push((n.start, n.end, n.value));
        (n.value, rel.num, r.blank(e), false, at)
    };
    let _ = start;
    let mut d = d;
    let word = r.latin(d);
    if matches!(word, "full" | "consecutive") {
        d = r.blank(d + word.len());
    }
    let (end, u) = r.word(d, Cat::TimeUnit)?;
    // "13 last minute"
    let plural = r.text[d..end].ends_with('s');
    if !plural && Exact::ONE.less_than(count) && r.lang == crate::document::Lang::En && u.arg == "MIN" {
        return None;
    }
    let mut l = length(count, u.arg)?;
    // "the next day and 5 hours"
    let mut end = end;
    if let Some((e, _)) = r.next(end, Cat::And) {
        if let Some((e2, more, n)) = one_length(r, r.blank(e)).filter(|(_, m, n)| m.grain < l.grain && !n.is_empty()) {
            l = join_lengths(&l, &more)?;
            end = e2;
        }
    }
    if r.joined(end, Cat::Age).is_some() {
        return None;
    }
    let (begin, last) = match r.now {
        Some(now) => relative_ends(now, &l, u.arg, count, sign)?,
        None => return Some(When { numbers, core_start: at, ..When::new(at, end, Core::Length { length: l }) }),
    };
    let today = midnight(r.now?.date());
    let timex = match u.arg {
        // MS counts from the day itself.
        "W" | "M" | "Y" if sign < 0 => pair(plus_length(today, &l, -1)?, today, &l),
        "W" | "M" | "Y" => {
            let from = midnight(super::calendar::plus_days(today.date(), 1)?);
            pair(from, plus_length(from, &l, 1)?, &l)
        }
        "3M" => format!("({},{},P{}M)", begin.date(), last.date(), count.mul(Exact::int(3))?),
        _ => pair(begin, last, &l),
    };
    let _ = vague;
    // "in the last 2 weeks of 2021" is another matter: the point grammar reads it.
    let when = When::new(at, end, Core::Span { timex, begin: Some(begin), end: Some(last), grain: l.grain });
    let start = if the && !vague && !numbers.is_empty() { b } else { at };
    Some(When { start, core_start: at, numbers, ..when })
}

fn relative_ends(now: DateTime, l: &Length, code: &str, count: Exact, sign: i64) -> Option<(DateTime, DateTime)> {
    let today = midnight(now.date());
    if l.seconds != 0 {
        let other = plus_length(now, l, sign)?;
        return Some(if sign < 0 { (other, now) } else { (now, other) });
    }
    if code == "3M" {
        let first = super::when::first_of(now.year(), (now.month() - 1) / 3 * 3 + 1)?;
        let n = count.whole()?.checked_mul(3)?;
        return Some(if sign < 0 { (midnight(plus_months(first, n.checked_neg()?)?), midnight(first)) } else {
            let next = plus_months(first, 3)?;
            (midnight(next), midnight(plus_months(next, n)?))
        });
    }
    if code == "BD" {
        let mut day = now.date();
        let mut left = count.whole().filter(|n| *n < 1000)?;
        let mut first = None;
        while left > 0 {
            day = super::calendar::plus_days(day, sign)?;
            if day.weekday().to_monday_one_offset() <= 5 {
                left -= 1;
                first.get_or_insert(day);
            }
        }
        return Some(if sign < 0 { (midnight(day), today) } else { (midnight(super::calendar::plus_days(now.date(), 1)?), midnight(super::calendar::plus_days(day, 1)?)) });
    }
    // Whole weeks, months and years beside the present one.
    let unit = match code {
        "W" => super::when::monday(now.date()),
        "M" => super::when::first_of(now.year(), now.month()),
        "Y" => super::when::first_of(now.year(), 1),
        _ => None,
    };
    if let (Some(first), Some(_)) = (unit, count.whole()) {
        let next = plus_length(midnight(first), &length(Exact::ONE, code)?, 1)?;
        return Some(if sign < 0 { (plus_length(midnight(first), l, -1)?, midnight(first)) } else { (next, plus_length(next, l, 1)?) });
    }
    if sign < 0 {
        Some((plus_length(today, l, -1)?, today))
    } else {
        let from = midnight(super::calendar::plus_days(now.date(), 1)?);
        Some((from, plus_length(from, l, 1)?))
    }
}

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
    let word = r.latin(c).to_ascii_lowercase();
    let (f, at) = match word.as_str() {
        "at" | "around" | "about" | "before" | "by" | "after" => (r.blank(c + word.len()), true),
        "later" if r.latin(r.blank(c + 5)) == "than" => (r.blank(r.blank(c + 5) + 4), true),
        _ if matches!(r.char_at(c), Some('@')) => (r.blank(c + 1), true),
        _ if matches!(r.char_at(c), Some('-')) && !gap => (c + 1, false),
        _ => (c, false),
    };
    if let Some((end, mut k)) = clock(r, f, at && word != "after").filter(|(_, k)| f > d.end && (at || k.sure || k.minute.is_some())) {
        // "next week after 2" is two times
        let mut end = end;
        if let Some((e, _, pm)) = in_the_part(r, end) {
            afternoon(&mut k, pm);
            end = e;
        }
        // "Oct 26 15:50:06 2016"
        if let Core::Ymd { y: None, m: Some(m), d: Some(day), wd } = d.core {
            if let Some((e, y)) = r.digits(r.blank(end), 4..=4).filter(|(e, y)| k.second.is_some() && (1900..2100).contains(y) && !r.in_word(*e)) {
                return When { end: e, clock: Some(k), core: Core::Ymd { y: Some(y as i16), m: Some(m), d: Some(day), wd }, ..d };
            }
        }
        return When { end, clock: Some(k), ..d };
    }
    // "18 Dec for 10 days"
    if word == "for" || word == "from" {
        let e = r.blank(c + word.len());
        if word == "for" {
            if let Some((end, l, n)) = span_length(r, e) {
                if let Some(w) = with_length(r, d.start, &d, &l).filter(|_| d.fields().1.is_some() && d.fields().2.is_some() && l.grain >= Grain::Hour && r.text[d.start..].starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase()) && r.text[end..].trim().is_empty()) {
                    return When { end, numbers: n, ..w };
                }
            }
        } else if let Some((e2, k)) = clock(r, e, true) {
            let f = r.blank(e2);
            if r.latin(f) == "for" {
                if let Some((end, l, _)) = span_length(r, r.blank(f + 3)) {
                    let p = When { clock: Some(k), ..d.clone() };
                    if let Some(w) = with_length(r, d.start, &p, &l) {
                        return When { end, ..w };
                    }
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
    let word = r.latin(c).to_ascii_lowercase();
    let (f, open) = match word.as_str() {
        "from" | "between" => (r.blank(c + word.len()), true),
        "at" => (r.blank(c + 2), false),
        _ => (c, false),
    };
    let (e, mut k1) = clock(r, f, true)?;
    let g = r.blank(e);
    let (h, _) = if word == "between" { r.word(g, Cat::BetweenAnd).or_else(|| r.word(g, Cat::To)) } else { r.word(g, Cat::To) }?;
    let (end, mut k2) = clock(r, r.blank(h), true)?;
    let dash = !r.text[g..h].bytes().any(|b| b.is_ascii_alphabetic());
    if !open && !dash && word != "at" && !(k1.sure || k2.sure || k1.minute.is_some()) {
        return None;
    }
    // Dates and document numbers go on with another dash.
    if matches!(r.char_at(end), Some('/' | '-' | '.')) && r.char_at(end + 1).is_some_and(|c| c.is_ascii_digit()) || r.next(end, Cat::Month).is_some() {
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

fn afternoon(k: &mut Clock, pm: Option<bool>) {
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
fn in_the_part(r: &Reader, at: usize) -> Option<(usize, &'static str, Option<bool>)> {
    let b = r.blank(at);
    if b == at {
        return None;
    }
    let word = r.latin(b).to_ascii_lowercase();
    if matches!(word.as_str(), "in" | "of") || r.word(b, Cat::DayPart).is_some() {
        return part_of_day(r, b);
    }
    None
}

/// "10am tomorrow", "at 3pm on Friday", "8 tonight", "in the morning at 7".
fn time_then_day(r: &Reader, at: usize, inner: bool) -> Option<When> {
    let word = r.latin(at).to_ascii_lowercase();
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
        let this = (b..end).find(|i| r.text.is_char_boundary(*i) && r.starts_word(*i) && r.latin(*i).eq_ignore_ascii_case("this"));
        if let Some((_, rel)) = r.word(this.unwrap_or(b), Cat::Relative).or_else(|| r.word(b, Cat::DayPart).map(|(e, x)| (e, super::words::Entry { num: 0, ..x }))) {
            let day = r.now.and_then(|n| super::calendar::plus_days(n.date(), rel.num));
            w.core = day.map_or(Core::None, |d| Core::Days { timex: d.to_string(), begin: Some(d), end: super::calendar::plus_days(d, 1), grain: Grain::Day });
        }
        let named = w.core != Core::None;
        if named {
            if let Some(x) = day_range(r, &w, pm) {
                return Some(x);
            }
        }
        let e = r.blank(end);
        let word = r.latin(e).to_ascii_lowercase();
        let at_word = matches!(word.as_str(), "at" | "around") || r.char_at(e) == Some('@');
        let f = if at_word { r.blank(e + word.len().max(1)) } else { e };
        if let Some((end, mut k)) = clock(r, f, at_word).filter(|(_, k)| f > end && (at_word || k.sure || k.minute.is_some() || named)) {
            let ni = part == "NI" && !k.sure && k.hour < 5;
            afternoon(&mut k, if ni { Some(false) } else { pm });
            return Some(When { end, clock: Some(k), part: None, ..w });
        }
        if let Some(d) = following_day(r, end) {
            return Some(When { end: d.end, core: d.core, ..w });
        }
        if prep && !named && b > at && word != "at" && !inner && r.latin(at) != "at" {
            return None;
        }
        return Some(w);
    }
    let (end, mut k) = clock(r, b, prep && matches!(r.latin(at), "at" | "At") || r.char_at(at) == Some('@'))
        .or_else(|| clock(r, b, true).filter(|(e, _)| r.next(*e, Cat::DayPart).is_some() || following_day(r, *e).is_some() && prep || in_the_part(r, *e).is_some() && false || bare_before_day(r, b, *e)))?;
    let mut w = When::new(at, end, Core::None);
    let mut loose = !(k.sure || k.minute.is_some() || r.text[..end].ends_with("ish"));
    if let Some((e, p, pm)) = in_the_part(r, end) {
        let this = r.word(r.blank(end), Cat::DayPart).is_some();
        afternoon(&mut k, pm);
        w.end = e;
        loose = false;
        if this {
            w.core = today(r, 0).unwrap_or(Core::None);
        }
        let _ = p;
    } else if let Some((e, p, pm)) = part_of_day(r, r.blank(end)).filter(|_| r.blank(end) > end) {
        if let Some((_, rel)) = r.word(r.blank(end), Cat::Relative) {
            afternoon(&mut k, pm);
            w.end = e;
            loose = false;
            w.core = today(r, rel.num).unwrap_or(Core::None);
        }
        let _ = p;
    }
    w.clock = Some(k);
    // "at 2.30" needs "at"; a decimal number is none
    w.core_start = if prep { b } else { at };
    if w.core == Core::None {
        if let Some(d) = following_day(r, w.end) {
            let mut k = k;
            if let Some(p) = d.part {
                afternoon(&mut k, Some(matches!(p, "AF" | "EV" | "NI")));
            }
            return Some(When { end: d.end, core: d.core, clock: Some(k), ..w });
        }
    }
    if loose && !prep && !inner || loose && prep && matches!(r.char_at(w.end), Some('-' | '/' | '.')) && r.char_at(w.end + 1).is_some_and(|c| c.is_ascii_digit()) {
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
    let figure = r.text[start..].starts_with(|c: char| c.is_ascii_digit()) || r.char_before(end).is_some_and(|c| c.is_ascii_alphabetic());
    figure && (r.word(comma, Cat::DayPart).is_some() || r.word(c, Cat::DayWord).is_some_and(|(_, d)| d.num != 0 || r.latin(c) == "today") && r.text[start..end].len() <= 5 && start == 0)
}

fn today(r: &Reader, offset: i64) -> Option<Core> {
    let d = super::calendar::plus_days(r.now?.date(), offset)?;
    Some(Core::Days { timex: d.to_string(), begin: Some(d), end: super::calendar::plus_days(d, 1), grain: Grain::Day })
}

/// The day after a clock time: "tomorrow", "on Friday", "of next week".
fn following_day(r: &Reader, at: usize) -> Option<When> {
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
