//! Chinese ranges of time: 从一月十日到十二日, 1985到89年9月, 三月和九月之间.
//!
//! Comes in: a place in a text. Goes out: both ends, each completed from the other.

use super::chinese_clock::clock;
use super::chinese_date::year_part;
use super::chinese_time::point;
use super::number::{Style, number};
use super::reader::Reader;
use super::resolve::days_of;
use super::time::joined;
use super::when::{Clock, Core, Grain, When};
use super::words::Cat;

/// 从一月十日到十二日, 1985到89年9月, 三月和九月之间.
pub fn range(r: &Reader, at: usize, inner: bool) -> Option<When> {
    let (b, open) = match r.word(at, Cat::From) {
        Some((e, _)) if !inner => (r.blank(e), true),
        _ => (at, false),
    };
    let first = bare_month(r, b).or_else(|| range_end(r, b, open, None))?;
    let mut c = r.blank(first.end);
    // 自2020-05-26起至2020-05-29止
    if let Some(e) = ["起", "开始"].iter().find_map(|w| r.text[c..].starts_with(*w).then(|| c + w.len())) {
        c = r.blank(e);
    }
    let (e, mark) = match r.word(c, Cat::To) {
        Some((e, _)) => (e, &r.text[c..e]),
        None => {
            let (e, _) = r.word(c, Cat::BetweenAnd)?;
            (e, &r.text[c..e])
        }
    };
    let d = r.blank(e);
    let second = range_end(r, d, open, Some(&first))?;
    let (mut a, mut z) = (first, second);
    let mut end = z.end;
    let closed = r.word(r.blank(end), Cat::BetweenEnd);
    if matches!(mark, "和" | "与" | "或") && closed.is_none() {
        return None;
    }
    if let Some((e, _)) = closed {
        end = e;
    }
    if !share(&mut a, &mut z) {
        return None;
    }
    let core = match joined(r, at, &a, &z) {
        Some(c) => c,
        // 2019年2月29日 does not exist; the text says so all the same.
        None => {
            let t = |w: &When| super::resolve::core_timex(&w.core);
            if !a.is_day()
                || !z.is_day()
                || a.fields().0.is_none()
                || days_of(&a.core, r.now).is_some() && days_of(&z.core, r.now).is_some()
            {
                return None;
            }
            Core::Span { timex: format!("({},{},PXD)", t(&a), t(&z)), begin: None, end: None, grain: Grain::Day }
        }
    };
    let mut w = When::new(at, end, core);
    // 期间, 止
    for t in ["期间", "止", "這段时间", "间"] {
        if r.text[w.end..].starts_with(t) {
            w.end += t.len();
            break;
        }
    }
    w.core_start = b;
    Some(w)
}

/// 2023年1 of 2023年1—10月: a year, and a number that the second end says what it is.
fn bare_month(r: &Reader, at: usize) -> Option<When> {
    let (end, y) = year_part(r, at)?;
    let n = number(r, r.blank(end)).filter(|n| n.whole().is_some_and(|w| (1..=12).contains(&w)) && !n.slashed)?;
    r.next(n.end, Cat::To)?;
    Some(When { latent: true, ..When::ymd(at, n.end, y, None, n.whole().map(|w| w as i8)) })
}

fn range_end(r: &Reader, at: usize, open: bool, first: Option<&When>) -> Option<When> {
    if let Some(w) = point(r, at).filter(|w| !w.latent || first.is_some() || open || r.digits(at, 4..=4).is_some()) {
        return Some(w);
    }
    if let Some((end, _)) = r.word(at, Cat::NowWord) {
        return Some(When::new(at, end, Core::Instant { at: r.now?, grain: Grain::Second }))
            .filter(|_| first.is_some());
    }
    if first.is_some_and(|f| f.clock.is_some()) {
        let (end, c) = clock(r, at, true)?;
        return Some(When { clock: Some(c), ..When::new(at, end, Core::None) });
    }
    // 2019年4月12-19日, 五到六点, 1985到89年9月
    let n = number(r, at).filter(|n| n.whole().is_some() && !n.slashed && n.style != Style::Vague)?;
    let v = n.whole()?;
    match first {
        Some(f) if f.fields().1.is_some() && f.fields().2.is_some() && (1..=31).contains(&v) => {
            Some(When::ymd(at, n.end, None, None, Some(v as i8)))
        }
        Some(_) => None,
        None => {
            if (1..=31).contains(&v) {
                // What it is, the second end says: 12-19日, 五到六点, 3月至5月.
                return Some(When { latent: true, ..When::ymd(at, n.end, None, None, Some(v as i8)) });
            }
            if (1900..2100).contains(&v) && n.plain == Some(4) {
                return Some(When { latent: true, ..When::ymd(at, n.end, Some(v as i16), None, None) });
            }
            None
        }
    }
}

/// Completes each end of a range from the other.
fn share(a: &mut When, z: &mut When) -> bool {
    // 五到六点: the bare number is an hour
    if a.latent && z.clock.is_some() && z.core == Core::None {
        let Some(d) = a.fields().2 else { return false };
        a.core = Core::None;
        let mut hour = d;
        if let Some(c) = z.clock {
            if c.sure && c.hour >= 12 && hour < 12 && hour + 12 <= c.hour {
                hour += 12;
            }
            a.clock = Some(Clock { hour, minute: None, second: None, sure: c.sure });
        }
        return hour <= 24;
    }
    if a.clock.is_some() && z.clock.is_some() {
        if let (Some(x), Some(y)) = (&mut a.clock, &mut z.clock)
            && x.sure
            && !y.sure
            && x.hour >= 12
            && y.hour < 12
            && y.hour + 12 >= x.hour
        {
            y.hour += 12;
        }
        if z.core == Core::None {
            z.core = a.core.clone();
        }
        return true;
    }
    if let (Core::Ymd { y: ya, m: ma, d: da, .. }, Core::Ymd { y: yz, m: mz, d: dz, .. }) = (&mut a.core, &mut z.core) {
        if a.latent && ma.is_none() && da.is_some() {
            // 12-19日 or 3至5月 or 3到5年
            if dz.is_some() {
                *ma = *mz;
            } else if mz.is_some() {
                *ma = *da;
                *da = None;
            } else {
                return false;
            }
        }
        if ma.is_none() && da.is_none() && ya.is_some() && yz.is_none() && mz.is_none() {
            return false;
        }
        if mz.is_none() && dz.is_some() {
            *mz = *ma;
        }
        let wraps = ma.zip(*mz).is_some_and(|(x, y)| x > y);
        if yz.is_none() {
            *yz = ya.map(|y| if wraps { y + 1 } else { y });
        } else if ya.is_none() && (ma.is_some() || da.is_some()) {
            *ya = yz.map(|y| if wraps { y - 1 } else { y });
        }
        return true;
    }
    if let (Core::Days { begin: Some(f), grain: Grain::Day, .. }, Core::Ymd { y, m, d, .. }) = (&a.core, &mut z.core)
        && m.is_none()
        && d.is_some()
    {
        *m = Some(f.month());
        *y = y.or(Some(f.year()));
    }
    !a.latent
}
