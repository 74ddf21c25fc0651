//! English periods: quarters, halves, decades, weeks, fiscal years, their beginnings and ends.
//!
//! Comes in: a place in a text. Goes out: the period that starts there: "the first half of 2024", "the end of next week".

use super::calendar::plus_days;
use super::english_date::{century_of, date, ends, plain_year};
use super::number::number;
use super::reader::Reader;
use super::when::{
    Core, Grain, Modifier, When, day_core, decade_core, first_of, monday, months_core, plan_core, plus_months,
    week_core, week_of_year, weekend_core,
};
use super::words::{Cat, Entry, lower};

/// "the beginning of 2017", "mid-2020s", "early March", "the end of next week", "EOY".
pub fn fuzzy(r: &Reader, at: usize) -> Option<When> {
    let start = at;
    let by = r.latin(at) == "the" && r.latin_before(at).eq_ignore_ascii_case("by");
    let at = if by { r.blank(at + 3) } else { at };
    let short = r.latin(at);
    if let Some(m) = match short {
        "EOY" | "eoy" => Some((Modifier::End, Grain::Year)),
        "EOM" | "eom" => Some((Modifier::End, Grain::Month)),
        "BOY" => Some((Modifier::Start, Grain::Year)),
        "BOM" => Some((Modifier::Start, Grain::Month)),
        "EOD" | "eod" => Some((Modifier::End, Grain::Day)),
        _ => None,
    } {
        let core = present_unit(r, m.1)?;
        return Some(When { modifier: m.0, ..When::new(start, at + 3, core) });
    }
    let at = start;
    let (end, f) = r.word(at, Cat::Fuzzy)?;
    let b = r.blank(end);
    let modifier = match f.arg {
        "START" => Modifier::Start,
        "MID" => Modifier::Mid,
        _ => Modifier::End,
    };
    let phrase = &r.text[at..end];
    let long = phrase.ends_with("of") || phrase.ends_with("in") || phrase.ends_with("the");
    let b2 = if r.latin(b).eq_ignore_ascii_case("the") { r.blank(b + 3) } else { b };
    let b2 = if r.latin(b2) == "around" { r.blank(b2 + 6) } else { b2 };
    // the end of the year, the beginning of the week, the end of the day
    let mid = |u: &Entry| phrase.to_ascii_lowercase().starts_with("mid") && matches!(u.arg, "100Y" | "10Y");
    if let Some((e, u)) = r.word(b2, Cat::TimeUnit).filter(|(_, u)| long || mid(u)) {
        let grain = match u.arg {
            "Y" => Grain::Year,
            "M" => Grain::Month,
            "W" => Grain::Week,
            "D" => Grain::Day,
            "10Y" => Grain::Decade,
            "100Y" => Grain::Century,
            _ => return None,
        };
        if r.text[b2..e].ends_with('s') {
            return None;
        }
        let core = present_unit(r, grain)?;
        let w = When { modifier, ..When::new(at, e, core) };
        return Some(day_end(r, w));
    }
    if let Some((e, _)) = r.word(b2, Cat::Anchor).filter(|_| long) {
        let core = Core::Days { timex: "XXXX".into(), begin: None, end: None, grain: Grain::Year };
        return Some(When { modifier, anchor: Some((b2, e)), ..When::new(at, e, core) });
    }
    let w = date(r, b2).filter(|w| w.modifier == Modifier::None)?;
    // "late Friday" and the like are days; "early today"
    let day = w.is_day();
    if day && !(long || matches!(phrase.to_ascii_lowercase().as_str(), "early" | "late" | "later" | "mid" | "earlier"))
    {
        return None;
    }
    if !long && b2 > b {
        return None;
    }
    let w = When { start: at, core_start: at, modifier, latent: w.latent && !matches!(w.core, Core::Ymd { .. }), ..w };
    Some(day_end(r, w))
}

/// "the end of tomorrow": the last second of a day.
fn day_end(r: &Reader, w: When) -> When {
    if w.modifier == Modifier::End && w.is_day() && r.text[w.start..w.end].to_ascii_lowercase().contains("end of") {
        let timex = format!("{}T23:59:59", super::resolve::core_timex(&w.core));
        if let Some((d, e, _)) = super::resolve::days_of(&w.core, r.now) {
            return When {
                core: Core::Days { timex, begin: Some(d), end: Some(e), grain: Grain::Day },
                modifier: Modifier::None,
                ..w
            };
        }
        return When {
            core: Core::Days { timex, begin: None, end: None, grain: Grain::Day },
            modifier: Modifier::None,
            ..w
        };
    }
    w
}

fn present_unit(r: &Reader, grain: Grain) -> Option<Core> {
    let Some(now) = r.now.map(|n| n.date()) else {
        let timex = if grain == Grain::Month { "XXXX-XX" } else { "XXXX" };
        return Some(Core::Days { timex: timex.into(), begin: None, end: None, grain });
    };
    Some(match grain {
        Grain::Year => Core::Ymd { y: Some(now.year()), m: None, d: None, wd: None },
        Grain::Month => Core::Ymd { y: Some(now.year()), m: Some(now.month()), d: None, wd: None },
        Grain::Week => {
            let m = monday(now)?;
            week_core(Some(m))
        }
        Grain::Decade => decade_core(now.year() / 10 * 10),
        Grain::Century => months_core(Some(now.year() / 100 * 100), 1, 1200, Grain::Century),
        _ => day_core(Some(now), String::new()),
    })
}

/// "the first quarter of 2019", "Q3 2019", "2018Q4", "the first half of 2024", "H2".
pub fn quarter(r: &Reader, at: usize) -> Option<When> {
    // year first
    let (b, year_first) = match r.digits(at, 4..=4).filter(|(_, y)| (1900..=2199).contains(y)) {
        Some((e, y)) => {
            let c = match r.char_at(e) {
                Some('-') => e + 1,
                Some(' ') => r.blank(e),
                _ => e,
            };
            (c, Some(y as i16))
        }
        None => (at, None),
    };
    let (end, month, count, grain) = if let Some((e, q)) = r.word(b, Cat::Quarter) {
        (e, q.num as i8 * 3 - 2, 3, Grain::Quarter)
    } else {
        let (e, h) = r.word(b, Cat::HalfYear)?;
        (e, h.num as i8 * 6 - 5, 6, Grain::Half)
    };
    let word = &r.text[b..end];
    let short = word.len() <= 3;
    if let Some(y) = year_first {
        if !short && b == at {
            return None;
        }
        return Some(When::new(at, end, months_core(Some(y), month, count, grain)));
    }
    let mut c = r.blank(end);
    if r.char_at(c) == Some('-') {
        c += 1;
    }
    let of = matches!(r.latin(c), "of" | "in");
    let d = if of { r.blank(c + 2) } else { c };
    let d = if r.latin(d) == "the" && of { r.blank(d + 3) } else { d };
    if d > end {
        if let Some((e, y)) = plain_year(r, d) {
            return Some(When::new(at, e, months_core(Some(y), month, count, grain)));
        }
        if let Some((w, year)) = fiscal(r, d).and_then(|w| match w.core {
            Core::Days { begin: Some(begin), .. } => Some((w, begin.year())),
            _ => None,
        }) {
            return Some(When::new(at, w.end, months_core(Some(year), month, count, grain)));
        }
        if let Some((e, rel)) = r.word(d, Cat::Relative)
            && let Some((e2, _)) = r.next(e, Cat::TimeUnit).filter(|(_, u)| u.arg == "Y")
        {
            let y = r.now.map(|n| n.year() + rel.num as i16);
            return Some(When::new(at, e2, months_core(y, month, count, grain)));
        }
        if let Some((e, _)) = r.word(d, Cat::TimeUnit).filter(|(_, u)| u.arg == "Y" && of) {
            let mut w = When::new(at, e, months_core(None, month, count, grain));
            if let (Some(n), Core::Days { timex, grain, .. }) = (r.now, &w.core)
                && let Core::Days { begin, end, .. } = months_core(Some(n.year()), month, count, *grain)
            {
                w.core = Core::Days { timex: timex.clone(), begin, end, grain: *grain };
            }
            return Some(w);
        }
        // "the first half of the 20th century", "the second half of May"
        if of && grain == Grain::Half {
            if let Some(w) = date(r, d) {
                return Some(When {
                    start: at,
                    core_start: at,
                    modifier: if month == 1 { Modifier::Start } else { Modifier::End },
                    ..w
                });
            }
            return None;
        }
    }
    if grain == Grain::Half && !short {
        // "the second half" of anything
        return None;
    }
    let year = r.now.map(|n| n.year());
    let core = months_core(None, month, count, grain);
    let core = match (core, months_core(year, month, count, grain)) {
        (Core::Days { timex, .. }, Core::Days { begin, end, grain, .. }) => Core::Days { timex, begin, end, grain },
        (c, _) => c,
    };
    Some(When { latent: short && grain == Grain::Half, ..When::new(at, end, core) })
}

/// "the 1990s", "1990 s", "the 90s", "the nineties", "the 21st century".
pub fn decade(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    if let Some((end, d)) = r.word(b, Cat::Decade).filter(|_| the) {
        return Some(When::new(at, end, short_decade(d.num)));
    }
    if let Some((e, y)) = r.digits(b, 2..=4).filter(|(_, y)| y % 10 == 0) {
        let c = if r.text[e..].starts_with(" s") { e + 1 } else { e };
        let c =
            if r.char_at(c) == Some('\'') || r.char_at(c) == Some('’') { c + r.char_at(c)?.len_utf8() } else { c };
        if r.latin(c) == "s" || r.text[c..].starts_with('s') && !r.in_word(c + 1) {
            let end = c + 1;
            let digits = e - b;
            if digits == 4 && (1000..=2190).contains(&y) {
                return Some(When {
                    core_start: at,
                    ..When::new(if the { b } else { at }, end, decade_core(y as i16))
                });
            }
            if digits == 2 && (the || c > e) {
                return Some(When { core_start: at, ..When::new(b, end, short_decade(y)) });
            }
        }
    }
    let n = number(r, b).filter(|n| n.ordinal && n.whole().is_some_and(|w| (1..=22).contains(&w)))?;
    let (end, _) = r.next(n.end, Cat::TimeUnit).filter(|(_, u)| u.arg == "100Y")?;
    let year = (n.whole()? as i16 - 1) * 100;
    let core = if year > 0 {
        months_core(Some(year), 1, 1200, Grain::Century)
    } else {
        Core::Days { timex: "00".into(), begin: None, end: None, grain: Grain::Century }
    };
    Some(When { core_start: at, ..When::new(b, end, core) })
}

fn short_decade(y: i64) -> Core {
    let full = if y < 40 { 2000 + y } else { 1900 + y } as i16;
    match decade_core(full) {
        Core::Days { begin, end, grain, .. } => {
            Core::Days { timex: format!("(XX{y:02}-01-01,XX{:02}-01-01,P10Y)", (y + 10) % 100), begin, end, grain }
        }
        c => c,
    }
}

/// "fiscal year 2008", "the year 2019", "FY18".
pub fn fiscal(r: &Reader, at: usize) -> Option<When> {
    let (end, f) = r.word(at, Cat::Fiscal)?;
    let b = r.blank(end);
    let mut short = None;
    if let Some((e, y)) = r.digits(b, 2..=2).filter(|(e, _)| f.arg != "CY" && r.text[at..end].len() <= 2 && ends(r, *e))
    {
        short = Some((e, century_of(y)));
    }
    let (e, y) = short.or_else(|| plain_year(r, b))?;
    if f.arg == "CY" {
        let calendar = r.text[at..end].to_ascii_lowercase().starts_with("calendar");
        let start = if calendar { at } else { b };
        return Some(When { start, core_start: start, ..When::ymd(start, e, Some(y), None, None) })
            .filter(|_| calendar || b > end);
    }
    let begin = first_of(y, 1);
    let (e, written, months) = match second_year(r, e, y) {
        Some(end) => (end, format!("{}{y}-{:02}", f.arg, (y + 1) % 100), 24),
        None => (e, format!("{}{y}", f.arg), 12),
    };
    let end = begin.and_then(|b| plus_months(b, months));
    Some(When::new(at, e, Core::Days { timex: written, begin, end, grain: Grain::Year }))
}

/// The end of the second half of "2023-24", "2023/2024": a year that begins in one and ends in the next.
fn second_year(r: &Reader, at: usize, y: i16) -> Option<usize> {
    let b = r.char_at(at).filter(|c| matches!(c, '-' | '–' | '/')).map(|c| at + c.len_utf8())?;
    let next = i64::from(y) + 1;
    let (end, _) = r.digits(b, 2..=4).filter(|(_, n)| *n == next || *n == next % 100)?;
    ends(r, end).then_some(end)
}

/// "2022/23", "2022/2023": a season or a year of accounts.
pub fn split_year(r: &Reader, at: usize) -> Option<When> {
    let (e, y) = plain_year(r, at).filter(|(e, _)| r.char_at(*e) == Some('/'))?;
    let end = second_year(r, e, y)?;
    if matches!(r.char_before(at), Some('/' | '-' | '.')) || matches!(r.char_at(end), Some('/' | '-')) {
        return None;
    }
    Some(When::new(at, end, months_core(Some(y), 1, 24, Grain::Year)))
}

/// "the 14th Five-Year Plan period"; also "the 14th Five-Year Plan" after "during".
pub fn plan(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    if !r.char_at(b)?.is_ascii_digit() && r.mask(b) & (Cat::Ordinal.bit() | Cat::Ten.bit()) == 0 {
        return None;
    }
    let n = number(r, b).filter(|n| n.ordinal && n.whole().is_some_and(|w| (1..=40).contains(&w)))?;
    let (end, p) = r.next(n.end, Cat::Plan)?;
    let during = matches!(lower(r.latin_before(at)).as_str(), "during" | "throughout");
    (during || p.arg == "period")
        .then(|| When { core_start: at, ..When::new(b, end, plan_core(n.whole().unwrap_or(1))) })
}

/// "week 10", "the week of October 7th", "w/c Feb 4", "week 3 of 2027".
pub fn week(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    if r.text[b..].starts_with("w/c ") {
        let w = date(r, r.blank(b + 3)).filter(|w| w.is_day())?;
        return Some(When { start: at, core_start: at, ..w });
    }
    let word = lower(r.latin(b));
    if word == "weekend" || word == "week" {
        let end = b + word.len();
        let c = r.blank(end);
        if word == "week"
            && let Some((e, n)) = r.digits(c, 1..=2).filter(|(_, n)| (1..=53).contains(n) && c > end)
        {
            let of = r.blank(e);
            let (e, y) = if r.latin(of) == "of" {
                let d = r.blank(of + 2);
                match plain_year(r, d) {
                    Some((e, y)) => (e, Some(y)),
                    None => match r
                        .word(d, Cat::Relative)
                        .and_then(|(x, rel)| Some((r.next(x, Cat::TimeUnit).filter(|(_, u)| u.arg == "Y")?.0, rel.num)))
                    {
                        Some((e, n)) => (e, r.now.map(|t| t.year() + n as i16)),
                        None => (e, r.now.map(|t| t.year())),
                    },
                }
            } else {
                (e, r.now.map(|t| t.year()))
            };
            let m = y.and_then(|y| week_of_year(y, n as i8));
            let timex = y.map_or(format!("XXXX-W{n:02}"), |y| format!("{y:04}-W{n:02}"));
            return Some(When::new(
                b,
                e,
                Core::Days { timex, begin: m, end: m.and_then(|m| plus_days(m, 7)), grain: Grain::Week },
            ));
        }
        let phrase = lower(r.latin(c));
        let d = match phrase.as_str() {
            "of" | "starting" | "beginning" | "commencing" => r.blank(c + phrase.len()),
            _ => return if word == "weekend" && !the { weekend_alone(r, at, end) } else { None },
        };
        let d = if r.latin(d) == "on" { r.blank(d + 2) } else { d };
        let p = date(r, d).filter(|w| w.is_day())?;
        let (day, ..) = super::resolve::days_of(&p.core, r.now)?;
        let m = monday(day)?;
        if word == "weekend" {
            return Some(When::new(if the { at } else { b }, p.end, weekend_core(Some(m))));
        }
        if phrase == "of" {
            return Some(When::new(
                at,
                p.end,
                Core::Days {
                    timex: super::resolve::core_timex(&p.core),
                    begin: Some(day),
                    end: plus_days(day, 7),
                    grain: Grain::Week,
                },
            ));
        }
        return Some(When { start: at, core_start: at, ..p });
    }
    None
}

fn weekend_alone(r: &Reader, at: usize, end: usize) -> Option<When> {
    let m = monday(r.now?.date())?;
    (!r.in_word(end)).then(|| When { latent: true, ..When::new(at, end, weekend_core(Some(m))) })
}
