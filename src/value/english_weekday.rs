//! English weekdays: "Tuesday, 5 March", "Friday the 26th", "Monday next week", "three Fridays from now".
//!
//! Comes in: a place in a text. Goes out: the day that the weekday names, as far as it is given.

use super::calendar::plus_days;
use super::english_date::{before_month, day_month, month_first};
use super::english_figures::figures;
use super::number::number;
use super::reader::Reader;
use super::when::{Core, Grain, When, day_core, monday};
use super::words::Cat;

/// "Monday", "Tuesday, 5 March", "Friday the 26th", "next Tuesday" is read as relative.
pub fn weekday_first(r: &Reader, at: usize) -> Option<When> {
    let (end, d, weak) = weekday_at(r, at)?;
    let wd = Some(d);
    let mut b = r.blank(end);
    if matches!(r.char_at(b), Some(',')) {
        b = r.blank(b + 1);
    }
    if b > end {
        if let Some(w) = month_first(r, b)
            .or_else(|| day_month(r, b))
            .or_else(|| figures(r, b))
            .filter(|w| w.fields().2.is_some() && !(w.latent && weak))
        {
            let (y, m, d, _) = w.fields();
            return Some(When { end: w.end, core: Core::Ymd { y, m, d, wd }, ..When::new(at, w.end, Core::None) });
        }
        let the = r.latin(b).eq_ignore_ascii_case("the");
        let c = if the { r.blank(b + 3) } else { b };
        if let Some(n) = number(r, c)
            .filter(|n| n.whole().is_some_and(|w| (1..=31).contains(&w)) && (n.ordinal || n.plain == Some(2)))
        {
            let bare = !n.ordinal;
            // "on Friday, the fourth decline": what the ordinal counts
            let counted = the && r.latin(r.blank(n.end)).len() > 3 && !before_day(r, r.blank(n.end));
            if counted {
                return Some(When::new(at, end, Core::Ymd { y: None, m: None, d: None, wd }));
            }
            if !(bare
                && (matches!(r.char_at(n.end), Some(':' | '-' | '.' | '/'))
                    || r.next(n.end, Cat::Meridiem).is_some()
                    || n.whole().is_some_and(|w| w <= 12)))
            {
                let day = n.whole().map(|x| x as i8);
                // "Friday the 26th" is found in the calendar; "Friday 26" leaves it open.
                if the
                    && let Some((date, ..)) =
                        super::resolve::days_of(&Core::Ymd { y: None, m: None, d: day, wd }, r.now)
                {
                    return Some(When::ymd(at, n.end, Some(date.year()), Some(date.month()), Some(date.day())));
                }
                let core = Core::Ymd { y: None, m: None, d: day, wd };
                let interval = super::resolve::days_of(&core, r.now);
                let core = match interval {
                    Some((b, e, _)) => {
                        Core::Days { timex: format!("XXXX-WXX-{d}"), begin: Some(b), end: Some(e), grain: Grain::Day }
                    }
                    None => Core::Ymd { y: None, m: None, d: None, wd },
                };
                return Some(When::new(at, n.end, core));
            }
        }
        // "Wednesday of next week", "tuesday of this week", "Monday next week"
        let c = if matches!(r.latin(b), "of" | "from") { r.blank(b + r.latin(b).len()) } else { b };
        let c = if r.latin(c) == "the" { r.blank(c + 3) } else { c };
        if let Some((e, rel)) = r.word(c, Cat::Relative)
            && let Some((e2, _)) = r.next(e, Cat::TimeUnit).filter(|(_, u)| u.arg == "W")
        {
            return Some(When::new(at, e2, week_day(r, rel.num, d)));
        }
        if r.latin(b) == "after" && r.latin(r.blank(b + 5)) == "next" {
            let e = r.blank(b + 5) + 4;
            let day = super::resolve::days_of(&Core::Ymd { y: None, m: None, d: None, wd }, r.now)
                .and_then(|(x, ..)| plus_days(x, 7));
            return Some(When::new(at, e, day_core(day, format!("XXXX-WXX-{d}"))));
        }
        // "Thursday, two years from now", "Saturday 3 days from now"
        if let Some((e, l, _)) = super::english_length::span_length(r, b)
            && r.next(e, Cat::Later).is_some_and(|(_, w)| w.num == 1)
        {
            let (e2, _) = r.next(e, Cat::Later)?;
            if let Some(to) = r.now.and_then(|n| super::when::plus_length(n, &l, 1)) {
                // That weekday of the week that begins there.
                let ahead = (d as i64 - to.date().weekday().to_monday_one_offset() as i64).rem_euclid(7);
                let back = monday(to.date()).and_then(|m| plus_days(m, d as i64 - 1));
                let day = if l.days % 7 == 0 && l.days > 0 { back } else { plus_days(to.date(), ahead) };
                return Some(When::new(at, e2, day_core(day, format!("XXXX-WXX-{d}"))));
            }
        }
    }
    if weak {
        let dot = r.text[at..end].ends_with('.');
        let capital = r.text[at..].starts_with(|c: char| c.is_ascii_uppercase());
        let alone = r.text[..at].trim().is_empty() && r.text[end..].trim().is_empty();
        if !(capital && matches!(d, 1..=5) || alone || dot && capital || before_month(r, at) && capital) {
            return None;
        }
    }
    Some(When::new(at, end, Core::Ymd { y: None, m: None, d: None, wd }))
}

/// Whether the word at `at` may follow a day that is told by its number.
fn before_day(r: &Reader, at: usize) -> bool {
    [Cat::TimePrep, Cat::Part, Cat::Open, Cat::And].iter().any(|c| r.word(at, *c).is_some()) || r.latin(at) == "please"
}

/// "three Fridays from now", "2 Thursdays ago".
pub fn counted_weekdays(r: &Reader, at: usize) -> Option<When> {
    let n = number(r, at).filter(|n| !n.ordinal && n.whole().is_some_and(|w| (1..100).contains(&w)))?;
    let (end, day, _) =
        weekday_at(r, r.blank(n.end)).filter(|(e, ..)| r.text[..*e].ends_with('s') || n.whole() == Some(1))?;
    let (end, to) = r
        .next(end, Cat::Ago)
        .or_else(|| r.next(end, Cat::Later))
        .filter(|(e, _)| r.latin(r.blank(end)) != "on" || *e == end)?;
    let weeks = n.whole()?;
    let fits = r.now.and_then(|now| {
        let today = now.date().weekday().to_monday_one_offset() as i64;
        let days = if to.num < 0 {
            -((today - day as i64 - 1).rem_euclid(7) + 1) - 7 * (weeks - 1)
        } else {
            (day as i64 - today - 1).rem_euclid(7) + 1 + 7 * (weeks - 1)
        };
        plus_days(now.date(), days)
    });
    let numbers = vec![(n.start, n.end, n.value)];
    Some(When { numbers, ..When::new(at, end, day_core(fits, format!("XXXX-WXX-{day}"))) })
}

pub fn weekday_at(r: &Reader, at: usize) -> Option<(usize, i8, bool)> {
    if let Some((end, d)) = r.word(at, Cat::Weekday) {
        return Some((end, d.num as i8, false));
    }
    r.word(at, Cat::WeakWeekday).map(|(end, d)| (end, d.num as i8, true))
}

/// A weekday of the week that is `offset` weeks from now.
pub fn week_day(r: &Reader, offset: i64, d: i8) -> Core {
    let day = r.now.and_then(|n| monday(n.date())).and_then(|m| plus_days(m, offset * 7 + d as i64 - 1));
    day_core(day, format!("XXXX-WXX-{d}"))
}
