//! English ranges of time: "from May to September 2019", "2014-2018", "between 3 and 8 yesterday".
//!
//! Comes in: a place in a text. Goes out: both ends, each completed from the other.

use super::english_clock::{clock, part_of_day};
use super::english_date::{ends, plain_year, year_after};
use super::english_length::{span_length, with_length};
use super::english_point::{afternoon, following_day, in_the_part, point, today};
use super::english_time::zone;
use super::number::number;
use super::reader::Reader;
use super::resolve::days_of;
use super::time::joined;
use super::when::{Clock, Core, Grain, When, midnight};
use super::words::{Cat, lower};

/// "from 9 for 2.5 hours"
pub fn from_for(r: &Reader, at: usize) -> Option<When> {
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

/// Two times with a range mark between: "from May to September 2019", "2014-2018", "Monday 8-9am".
pub fn range(r: &Reader, at: usize) -> Option<When> {
    let word = lower(r.latin(at));
    let (open, b) = match word.as_str() {
        "from" | "between" => (true, r.blank(at + word.len())),
        "in" | "during" => (false, r.blank(at + word.len())),
        _ => (false, at),
    };
    let first = end_point(r, b, open, None)?;
    let c = r.blank(first.end);
    let between_and = word == "between";
    let (e, _) =
        if between_and { r.word(c, Cat::BetweenAnd).or_else(|| r.word(c, Cat::To))? } else { r.word(c, Cat::To)? };
    let mark = &r.text[c..e];
    let dash = !mark.bytes().any(|b| b.is_ascii_alphabetic());
    let d = r.blank(e);
    if !dash && (c == first.end || d == e) {
        return None;
    }
    let second =
        (if dash { last_year(r, &first, d) } else { None }).or_else(|| end_point(r, d, open || !dash, Some(&first)))?;
    let (mut a, mut z) = (first, second);
    // "2010-12": a month, not a range
    if dash
        && c == a.end
        && a.fields().0.is_some()
        && a.fields().1.is_none()
        && z.fields().0.is_none()
        && z.clock.is_none()
    {
        return None;
    }
    // "between 3 and 8 yesterday", "5 to 7 in the afternoon"
    if a.clock.is_some() && z.clock.is_some() && a.fields().1.is_none() && z.fields().1.is_none() {
        let (mut x, mut y) = (a.clone(), z.clone());
        let mut told = false;
        if let Some((e, _, pm)) = in_the_part(r, y.end).or_else(|| {
            part_of_day(r, r.blank(y.end))
                .filter(|_| r.blank(y.end) > y.end && r.latin(r.blank(y.end)).eq_ignore_ascii_case("this"))
        }) {
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
            y.core = if y.latent && matches!(y.core, Core::Ymd { m: None, y: None, wd: None, .. }) {
                Core::None
            } else {
                y.core
            };
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
    // "October 8-12, 2016"
    if let (Core::Ymd { y: ya @ None, m: Some(from), .. }, Core::Ymd { y: yz @ None, m: Some(to), d: Some(_), .. }) =
        (&mut a.core, &mut z.core)
        && let Some((e, y)) = year_after(r, z.end, false)
    {
        (*ya, *yz, z.end) = (Some(if from > to { y - 1 } else { y }), Some(y), e);
    }
    let core = joined(r, at, &a, &z)?;
    Some(When { core_start: b, part: None, ..When::new(at, z.end, core) })
}

/// The second year of "2019-2024", "2019–24".
fn last_year(r: &Reader, first: &When, at: usize) -> Option<When> {
    let (Some(from), None, None, None) = first.fields() else { return None };
    let two = |(end, y): (usize, i64)| {
        let from = i64::from(from);
        let joined = matches!(r.char_at(end), Some('-' | '/' | ':')) || !ends(r, end) || y <= from % 100;
        (!joined).then_some((end, (from / 100 * 100 + y) as i16))
    };
    let (end, y) = plain_year(r, at).or_else(|| r.digits(at, 2..=2).and_then(two))?;
    (from < y && first.end - first.start == 4).then(|| When::ymd(at, end, Some(y), None, None))
}

/// One end of a range: a point, a bare day number or hour.
fn end_point(r: &Reader, at: usize, open: bool, first: Option<&When>) -> Option<When> {
    if let Some(w) = point(r, at, true).filter(|w| !w.latent || open || first.is_some()) {
        return Some(if first.is_none() { zone(r, w) } else { w });
    }
    if let Some((end, _)) = r.word(at, Cat::NowWord).filter(|_| open) {
        return Some(When::new(at, end, Core::Instant { at: r.now?, grain: Grain::Second }));
    }
    if first.is_some() && r.latin(at).eq_ignore_ascii_case("date") {
        return Some(When::new(at, at + 4, Core::Instant { at: midnight(r.now?.date()), grain: Grain::Day }));
    }
    if let Some((end, c)) =
        clock(r, at, true).filter(|_| open || first.is_some_and(|f| f.clock.is_some() || f.is_day()))
    {
        let mut w = When { clock: Some(c), ..When::new(at, end, Core::None) };
        // "10 to 12 of June": the number may be a day as well.
        if c.minute.is_none()
            && let Some(n) = number(r, at).filter(|n| n.whole().is_some_and(|w| (1..=31).contains(&w)) && n.end == end)
        {
            w.core = Core::Ymd { y: None, m: None, d: n.whole().map(|x| x as i8), wd: None };
            w.latent = true;
        }
        return Some(w);
    }
    // 13 to 15 July: a bare day
    let b = if r.latin(at) == "the" { r.blank(at + 3) } else { at };
    let n = number(r, b)
        .filter(|n| n.whole().is_some_and(|w| (1..=31).contains(&w)) && (n.plain.is_some() || n.ordinal))?;
    let day = Core::Ymd { y: None, m: None, d: n.whole().map(|x| x as i8), wd: None };
    let hour =
        n.whole().filter(|h| *h <= 24).map(|h| Clock { hour: h as i8, minute: None, second: None, sure: h > 12 });
    Some(When { latent: true, clock: hour.filter(|_| !n.ordinal), ..When::new(at, n.end, day) })
}

/// Completes each end of a range from the other; whether they can be one range.
pub fn share(r: &Reader, a: &mut When, z: &mut When) -> bool {
    let (bare_a, bare_z) = (a.latent && a.clock.is_some(), z.latent && z.clock.is_some());
    let (_, ma, da, _) = a.fields();
    let (_, mz, ..) = z.fields();
    // Hours: "3-8pm", "Monday 8 to 9", "2:00 - 2:30 pm".
    let clock_a = a.clock.is_some() && (!bare_a || bare_z || z.clock.is_some() && mz.is_none());
    let clock_z = z.clock.is_some();
    if a.clock.is_some() && z.clock.is_some() && (clock_a && clock_z) && !(bare_a && mz.is_some() && z.clock.is_none())
    {
        // "from 13 to 15" are hours because no clock of twelve shows them.
        let sure = a.clock.zip(z.clock).is_some_and(|(x, y)| x.sure && y.sure);
        if bare_a && bare_z && a.part.is_none() && !sure {
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
            } else {
                let after_noon = x.sure && x.hour >= 12 && y.hour < 12;
                let backwards = !x.sure && y.hour < x.hour && y.hour + 12 > x.hour;
                if !y.sure && (after_noon || backwards) {
                    y.hour += 12;
                }
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
    if bare_a && (bare_z || z.clock.is_some()) {
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
        return true;
    }
    // "4-23 in next month": days of a resolved month
    if let Core::Ymd { y: None, m: None, d: Some(x), .. } = a.core
        && let Some((first, _, Grain::Day)) = days_of(&z.core, r.now)
    {
        a.core = Core::Ymd { y: Some(first.year()), m: Some(first.month()), d: Some(x), wd: None };
    }
    if let (Core::Ymd { y: None, m: None, d: Some(x), .. }, Some((first, _, _))) = (&z.core, days_of(&a.core, r.now)) {
        z.core = Core::Ymd { y: Some(first.year()), m: Some(first.month()), d: Some(*x), wd: None };
    }
    true
}
