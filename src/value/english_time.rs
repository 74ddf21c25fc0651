//! English times: dates, clock times, relative and fuzzy ones, lengths, sets, open and closed ranges.
//!
//! Comes in: a place in a text. Goes out: the longest time expression that starts there. Words are
//! `data/values/en/time.tsv` and `holidays.tsv`; dates in figures and names of days stand in `english_date`, clock times in
//! `english_clock`; here they are put together.

use super::decimal::Exact;
use super::english_clock::clock;
use super::english_date::date;
use super::english_length::{after_length, from_point, moved, pair, span_length, with_length};
use super::english_point::point;
use super::english_range::{from_for, range};
use super::number::{Style, number};
use super::reader::Reader;
use super::when::{Core, Grain, Modifier, When, length, longest, plus_length};
use super::words::{Cat, lower};

/// The time at `at`.
pub fn time(r: &Reader, at: usize) -> Option<When> {
    let c = r.char_at(at)?;
    if !(c.is_ascii_alphanumeric() || matches!(c, '<' | '>' | '@' | '\'' | '=')) || !r.starts_word(at) {
        return None;
    }
    let found = longest([
        set(r, at),
        prefixed(r, at),
        range(r, at),
        from_for(r, at),
        era(r, at),
        after_length(r, at),
        point(r, at, false),
        now_word(r, at),
    ]);
    found.filter(|w| !r.in_word(w.end)).map(|w| zone(r, w)).map(|w| onwards(r, w))
}

/// "3 P.M. PDT", "9 to 5 Beijing time": the zone belongs to the clock time; two letters ("PT") only as capitals.
pub fn zone(r: &Reader, w: When) -> When {
    let b = r.blank(w.end);
    let hours = w.clock.is_some() || matches!(w.core, Core::Span { grain, .. } if grain < Grain::Day);
    let stands = |e: usize| e - b > 2 || r.text[b..e].bytes().all(|c| c.is_ascii_uppercase());
    match r.word(b, Cat::TimeZone).filter(|(e, _)| hours && stands(*e)) {
        Some((end, _)) => When { end, ..w },
        None => w,
    }
}

/// "2015 onwards", "1 May 2016 or later": a point and all that comes after.
fn onwards(r: &Reader, w: When) -> When {
    let date = matches!(w.core, Core::Ymd { .. }) && matches!(w.modifier, Modifier::None | Modifier::Since);
    match r.next(w.end, Cat::OpenAfter).filter(|(_, o)| date && o.arg == "since") {
        Some((end, _)) => When { end, modifier: Modifier::Since, latent: false, ..w },
        None => w,
    }
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
            if word.is_empty()
                || i > 0 && [Cat::NotCounted, Cat::TimePrep, Cat::And, Cat::Of].iter().any(|c| r.word(e, *c).is_some())
            {
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
    let (end, _) = r.word(at, Cat::Every)?;
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
    let word = lower(r.latin(at));
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
        return Some(When {
            core_start: b,
            numbers,
            ..When::new(at, e, Core::Span { timex, begin, end: last, grain: l.grain })
        });
    }
    match word.as_str() {
        "in" => {
            let b = r.blank(at + 2);
            // "in about two years"
            let about = r.word(b, Cat::Before).filter(|(e, h)| h.arg == "about" && r.blank(*e) > *e);
            let b = about.map_or(b, |(e, _)| r.blank(e));
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
            let from = lower(r.latin(c));
            if !matches!(from.as_str(), "from" | "starting" | "beginning" | "since") {
                return None;
            }
            let f = r.blank(c + from.len());
            let p = point(r, f, true)
                .filter(|p| !p.latent)
                .or_else(|| clock(r, f, true).map(|(e, k)| When { clock: Some(k), ..When::new(f, e, Core::None) }))?;
            let start = if p.clock.is_none() && from == "starting" { b } else { at };
            Some(When { core_start: b, numbers, ..with_length(r, start, &p, &l)? })
        }
        "during" => anchored(r, at, r.blank(at + 6), Modifier::None),
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

/// "since the pandemic", "during the Cold War": a happening that the time is told from. When it was, the lexicon knows.
fn anchored(r: &Reader, at: usize, after: usize, modifier: Modifier) -> Option<When> {
    let b = if r.latin(after).eq_ignore_ascii_case("the") { r.blank(after + 3) } else { after };
    // One word ("crisis", "independence") names a time only after "since".
    let (end, _) =
        r.word(b, Cat::Anchor).filter(|(e, _)| modifier == Modifier::Since || r.text[b..*e].contains(' '))?;
    let core = Core::Days { timex: "XXXX".into(), begin: None, end: None, grain: Grain::Year };
    Some(When { modifier, anchor: Some((b, end)), ..When::new(at, end, core) })
}

/// Since, after, before, until, by, around: with a point.
pub fn open(r: &Reader, at: usize) -> Option<When> {
    if let Some((end, h)) =
        r.word(at, Cat::Before).filter(|(end, _)| !r.text[at..*end].starts_with(|c: char| c.is_ascii_alphabetic()))
    {
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
    let anchor = match o.arg {
        "since" if &r.text[at..end] != "from" => Some(Modifier::Since),
        "after" => Some(Modifier::After),
        "before" => Some(Modifier::Before),
        "until" => Some(Modifier::Until),
        _ => None,
    };
    if let Some(w) = anchor.and_then(|modifier| anchored(r, at, b, modifier)) {
        return Some(w);
    }
    let mut p = point(r, b, true).or_else(|| {
        let (e, c) = clock(r, b, matches!(o.arg, "by" | "before" | "after" | "until"))?;
        Some(When { clock: Some(c), ..When::new(b, e, Core::None) })
    })?;
    if p.latent && o.arg != "since" {
        return None;
    }
    let modifier = match o.arg {
        "since" => Modifier::Since,
        "after" => Modifier::After,
        "before" => Modifier::Before,
        "until" => Modifier::Until,
        "by" => Modifier::By,
        _ => p.modifier,
    };
    // "by 2030" is a time for a mention too, without its preposition; MS leaves "by 2030" so, "by the end of May" not.
    // "by the end of May" ends where May ends.
    let last = o.arg == "by" && matches!(p.modifier, Modifier::End | Modifier::Close);
    p.modifier =
        if p.modifier == Modifier::None || modifier == Modifier::Since || last { modifier } else { p.modifier };
    p.core_start = b;
    if o.arg == "by" && matches!(p.fields(), (Some(_), None, None, None)) {
        p.start = b;
        return Some(When { start: at, ..p });
    }
    // "from October" alone is October; "from 7:00 am" an open time.
    if r.latin(at).eq_ignore_ascii_case("from") && p.clock.is_none() && r.next(p.end, Cat::OpenAfter).is_none() {
        return None;
    }
    // "as of the end of 2023": the state at that time.
    if r.latin(at).eq_ignore_ascii_case("as") && matches!(p.modifier, Modifier::End | Modifier::Close) {
        return Some(When { start: at, ..p });
    }
    Some(When { start: at, ..p })
}
