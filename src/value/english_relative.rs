//! English times that are relative to the text's own date, seasons and holidays: "last year", "next Tuesday", "Labor Day of last year".
//!
//! Comes in: a place in a text. Goes out: the date it means from the document's date on.

use super::calendar::{fixed_day, holiday, length_of, plus_days};
use super::decimal::Exact;
use super::english_date::{day_month, month_at, month_first, year_after};
use super::english_figures::figures;
use super::english_weekday::{week_day, weekday_at};
use super::reader::Reader;
use super::when::{
    Core, Grain, When, day_core, decade_core, first_of, length, monday, months_core, plus_length, plus_months,
    week_core, weekend_core,
};
use super::words::{Cat, lower};
use jiff::civil::Date;

/// "last year", "this quarter", "next Tuesday", "the following week", "this May", "today".
pub fn relative(r: &Reader, at: usize) -> Option<When> {
    if let Some((end, d)) = r.word(at, Cat::DayWord) {
        let word = r.text[at..end].to_ascii_lowercase();
        if word == "the day"
            && !(r.text[end..].trim_start_matches([' ']).starts_with(['.', '!']) && r.latin_before(at) == "for"
                || r.text[end..].trim().is_empty() && r.latin_before(at) == "for")
        {
            // "the day" means today only after "for".
            if let Some((e, sign)) = r.text[end..]
                .strip_prefix(" after")
                .map(|_| (end + 6, 1))
                .or_else(|| r.text[end..].strip_prefix(" before").map(|_| (end + 7, -1)))
                && !r.text[e..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == ' ')
            {
                let day = r.now.and_then(|n| plus_days(n.date(), sign));
                return Some(When::new(at, e, day_core(day, "XXXX-XX-XX".into())));
            }
            return None;
        }
        let day = r.now.and_then(|n| plus_days(n.date(), d.num));
        let core = match day {
            Some(_) => day_core(day, String::new()),
            None => Core::Days {
                timex: ["PAST_DAY", "PRESENT_DAY", "FUTURE_DAY"][(d.num.signum() + 1) as usize].into(),
                begin: None,
                end: None,
                grain: Grain::Day,
            },
        };
        return Some(When { unmarked: d.num == 0, ..When::new(at, end, core) });
    }
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    let start = if the { at } else { b };
    if let Some((end, rel)) = r.word(b, Cat::Relative) {
        let c = r.blank(end);
        let mut d = c;
        // "this past weekend"
        let mut num = rel.num;
        if let Some((e, other)) = r.word(c, Cat::Relative).filter(|_| rel.num == 0) {
            num = other.num;
            d = r.blank(e);
        }
        let word = lower(&r.text[b..end]);
        let w = past_decade(r, b, d, &word).or_else(|| relative_unit(r, b, d, num, &word))?;
        // MS drops "the" of "the following week", keeps that of "the next day".
        let quarter = matches!(w.core, Core::Days { grain: Grain::Quarter, .. }) || r.word(d, Cat::Holiday).is_some();
        let when = When { start: if the && (word != "next" || quarter) { b } else { start }, core_start: at, ..w };
        return Some(if the { When { start: when.start, ..when } } else { When { core_start: b, ..when } });
    }
    if the {
        // "the week", "the month", "the year" as the present one
        let (end, u) = r.word(b, Cat::TimeUnit)?;
        let alone = !r.text[end..].starts_with(' ') || r.text[end..].trim_start().is_empty();
        let prep = matches!(r.latin_before(at), "in" | "of" | "for" | "during") && r.latin_before(at) != "over";
        if alone && prep && matches!(u.arg, "W" | "M" | "2W") && !r.text[b..end].ends_with('s') {
            let w = relative_unit(r, b, b, 0, "this")?;
            return Some(When { start: at, core_start: at, latent: true, ..w });
        }
    }
    None
}

/// "the past decade", "the last century": so many years up to now; the next one is that of the calendar.
fn past_decade(r: &Reader, at: usize, c: usize, word: &str) -> Option<When> {
    if !matches!(word, "past" | "last") {
        return None;
    }
    let (end, u) =
        r.word(c, Cat::TimeUnit).filter(|(e, u)| matches!(u.arg, "10Y" | "100Y") && !r.text[..*e].ends_with('s'))?;
    let length = length(Exact::ONE, u.arg)?;
    let now = r.now?;
    let from = plus_length(now, &length, -1)?;
    let core = Core::Days {
        timex: format!("({},{},{})", from.date(), now.date(), length.timex),
        begin: Some(from.date()),
        end: Some(now.date()),
        grain: length.grain,
    };
    Some(When::new(at, end, core))
}

fn relative_unit(r: &Reader, at: usize, c: usize, num: i64, word: &str) -> Option<When> {
    let now = r.now.map(|n| n.date());
    let vague = matches!(word, "that" | "same");
    if let Some((end, u)) = r.word(c, Cat::TimeUnit).or_else(|| r.word(c, Cat::Weekly)) {
        let singular = !r.text[c..end].to_ascii_lowercase().ends_with('s') || r.text[c..end].ends_with("'s");
        if !singular || vague && !matches!(u.arg, "W" | "M" | "WE" | "Y") {
            return None;
        }
        let unknown = |t: &str, g| Core::Days { timex: t.into(), begin: None, end: None, grain: g };
        let days =
            |timex: String, b: Option<Date>, e: Option<Date>, grain| Core::Days { timex, begin: b, end: e, grain };
        let core = match u.arg {
            "Y" | "10Y" | "100Y" if vague => unknown("XXXX", Grain::Year),
            "Y" => match now {
                Some(n) => Core::Ymd { y: Some(n.year() + num as i16), m: None, d: None, wd: None },
                None => unknown("XXXX", Grain::Year),
            },
            "M" if vague => unknown("XXXX-XX", Grain::Month),
            "M" => match now.and_then(|n| first_of(n.year(), n.month())).and_then(|f| plus_months(f, num)) {
                Some(f) => Core::Ymd { y: Some(f.year()), m: Some(f.month()), d: None, wd: None },
                None => unknown("XXXX-XX", Grain::Month),
            },
            "W" if vague => unknown("XXXX-WXX", Grain::Week),
            "W" | "2W" => {
                match now.and_then(monday).and_then(|m| plus_days(m, if u.arg == "2W" { num * 14 } else { num * 7 })) {
                    Some(m) if u.arg == "W" => week_core(Some(m)),
                    Some(m) => days(format!("({m},{},P2W)", plus_days(m, 14)?), Some(m), plus_days(m, 14), Grain::Week),
                    None => unknown("XXXX-WXX", Grain::Week),
                }
            }
            "WE" if vague => unknown("XXXX-WXX-WE", Grain::Weekend),
            "WE" => match now.and_then(monday).and_then(|m| plus_days(m, num * 7)) {
                // A weekend begins on Friday evening.
                Some(m) => weekend_core(Some(m)),
                None => unknown("XXXX-WXX-WE", Grain::Weekend),
            },
            "D" => match now.and_then(|n| plus_days(n, num)) {
                Some(d) => day_core(Some(d), String::new()),
                None => unknown("XXXX-XX-XX", Grain::Day),
            },
            "3M" => match now {
                Some(n) => {
                    let f = plus_months(first_of(n.year(), (n.month() - 1) / 3 * 3 + 1)?, num * 3)?;
                    // "first quarter" of it: read elsewhere
                    months_core(Some(f.year()), f.month(), 3, Grain::Quarter)
                }
                None => unknown("XXXX-QX", Grain::Quarter),
            },
            "10Y" => match now {
                Some(n) => decade_core((n.year() / 10) * 10 + num as i16 * 10),
                None => unknown("XXX", Grain::Decade),
            },
            "100Y" => match now {
                Some(n) => months_core(Some((n.year() / 100) * 100 + num as i16 * 100), 1, 1200, Grain::Century),
                None => unknown("XX", Grain::Century),
            },
            "MIN" | "H" | "S" if num != 0 => {
                let l = super::when::length(Exact::ONE, u.arg)?;
                let n = r.now?;
                let other = super::when::plus_length(n, &l, num)?;
                let (b, e) = if num < 0 { (other, n) } else { (n, other) };
                let t = |d| super::resolve::instant_timex(d, Grain::Second);
                Core::Span {
                    timex: format!("({},{},{})", t(b), t(e), l.timex),
                    begin: Some(b),
                    end: Some(e),
                    grain: l.grain,
                }
            }
            _ => return None,
        };
        let mut w = When::new(at, end, core);
        w.latent = vague;
        // "next week Wednesday", "next week on Tuesday"
        if u.arg == "W" && !vague {
            let d = r.blank(end);
            let d = if r.latin(d) == "on" { r.blank(d + 2) } else { d };
            if let Some((e, day, weak)) = weekday_at(r, d).filter(|_| d > end)
                && (!weak || r.text[d..].starts_with(|c: char| c.is_ascii_uppercase()))
            {
                return Some(When::new(at, e, week_day(r, num, day)));
            }
        }
        // "next year's first quarter", "last year"
        if u.arg == "Y" && r.text[c..end].ends_with("'s") {
            let q = r.blank(end);
            let year = now.map(|n| n.year() + num as i16);
            if let Some((e, q)) = r.word(q, Cat::Quarter) {
                return Some(When::new(at, e, months_core(year, q.num as i8 * 3 - 2, 3, Grain::Quarter)));
            }
            if let Some((e, h)) = r.word(q, Cat::HalfYear) {
                return Some(When::new(at, e, months_core(year, h.num as i8 * 6 - 5, 6, Grain::Half)));
            }
        }
        return Some(w);
    }
    if let Some((end, d, weak)) = weekday_at(r, c) {
        if weak
            && !r.text[c..].starts_with(|c: char| c.is_ascii_uppercase())
            && !matches!(word, "next" | "last" | "this")
        {
            return None;
        }
        // "this friday 5/12"
        let b = r.blank(end);
        if let Some(w) = figures(r, b).or_else(|| month_first(r, b)).filter(|w| b > end && w.fields().2.is_some()) {
            return Some(When { core: w.core.clone(), latent: false, ..When::new(at, w.end, Core::None) });
        }
        if vague {
            return Some(When::new(c, end, Core::Ymd { y: None, m: None, d: None, wd: Some(d) }));
        }
        let day = now.and_then(|n| {
            let today = n.weekday().to_monday_one_offset() as i64;
            match (word, num) {
                ("last" | "past" | "previous", -1) => {
                    // The last one before today; MS "previous Monday" on Thursday is that of last week.
                    if word == "previous" {
                        plus_days(monday(n)?, -7 + d as i64 - 1)
                    } else {
                        plus_days(n, -((today - d as i64 - 1).rem_euclid(7) + 1))
                    }
                }
                ("next", 1) => plus_days(monday(n)?, 7 + d as i64 - 1),
                (_, 0) => {
                    let ahead = plus_days(monday(n)?, d as i64 - 1)?;
                    if ahead < n { plus_days(ahead, 7) } else { Some(ahead) }
                }
                (_, s) if s < 0 => plus_days(n, -((today - d as i64 - 1).rem_euclid(7) + 1)),
                _ => plus_days(n, (d as i64 - today - 1).rem_euclid(7) + 1),
            }
        });
        let mut w = When::new(at, end, day_core(day, format!("XXXX-WXX-{d}")));
        // "next Monday afternoon" goes on as a day does
        w.latent = false;
        return Some(w);
    }
    if let Some((end, m, _)) = month_at(r, c)
        .filter(|(_, _, weak)| (num != 0 || word == "this") && !(*weak && r.text[c..].starts_with('m') && num == 0))
    {
        if let Some(w) = month_first(r, c).filter(|w| w.fields().2.is_some() || w.fields().0.is_some()) {
            return Some(When { core: w.core.clone(), ..When::new(at, w.end, Core::None) });
        }
        let y = now.map(|n| match num {
            0 => n.year(),
            1 => {
                if n.month() >= m {
                    n.year() + 1
                } else {
                    n.year()
                }
            }
            _ => {
                if n.month() <= m {
                    n.year() - 1
                } else {
                    n.year()
                }
            }
        });
        return Some(When::ymd(at, end, y, Some(m), None));
    }
    if let Some(w) = day_month(r, c).filter(|_| !vague).or_else(|| figures(r, c).filter(|w| w.fields().2.is_some())) {
        return Some(When { core: w.core.clone(), ..When::new(at, w.end, Core::None) });
    }
    // "countries that fall within"
    let verb = |end: usize| word == "that" && r.latin(r.blank(end)).starts_with(|c: char| c.is_ascii_lowercase());
    if let Some((end, s)) = r.word(c, Cat::Season).filter(|(end, _)| !verb(*end)) {
        let core = season_core(now, s.arg, num)?;
        return Some(When::new(at, end, core));
    }
    if let Some(w) = holiday_at(r, c, num).filter(|_| !vague) {
        return Some(When { core: w.core.clone(), ..When::new(at, w.end, Core::None) });
    }
    None
}

/// Where a season of the year begins: astronomically, as almanacs have it.
fn season_start(year: i16, s: &str) -> Option<Date> {
    match s {
        "SP" => Date::new(year, 3, 20).ok(),
        "SU" => Date::new(year, 6, 21).ok(),
        "FA" => Date::new(year, 9, 23).ok(),
        _ => Date::new(year, 12, 21).ok(),
    }
}

fn season_core(now: Option<Date>, s: &str, num: i64) -> Option<Core> {
    let all = ["SP", "SU", "FA", "WI"];
    let Some(now) = now else {
        return Some(Core::Days {
            timex: if s.is_empty() { "XXXX".into() } else { format!("XXXX-{s}") },
            begin: None,
            end: None,
            grain: Grain::Season,
        });
    };
    if s.is_empty() {
        // the season that holds today, and its neighbours
        let mut starts: Vec<Date> = Vec::new();
        for y in [now.year() - 1, now.year(), now.year() + 1] {
            starts.extend(all.iter().filter_map(|s| season_start(y, s)));
        }
        let i = starts.iter().rposition(|s| *s <= now)? as i64 + num;
        let b = *starts.get(usize::try_from(i).ok()?)?;
        let e = *starts.get(usize::try_from(i + 1).ok()?)?;
        let name = all[usize::try_from(i.rem_euclid(4)).ok()?];
        return Some(Core::Days {
            timex: format!("{}-{name}", b.year()),
            begin: Some(b),
            end: Some(e),
            grain: Grain::Season,
        });
    }
    let y = now.year() + num as i16;
    let b = season_start(y, s)?;
    Some(Core::Days { timex: format!("{y:04}-{s}"), begin: Some(b), end: plus_months(b, 3), grain: Grain::Season })
}

/// "summer 2013", "spring of 2020", "winter".
pub fn season(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    let (end, s) = r.word(b, Cat::Season).filter(|(_, s)| !s.arg.is_empty())?;
    if let Some((e, y)) = year_after(r, end, false) {
        let begin = season_start(y, s.arg);
        let core = Core::Days {
            timex: format!("{y:04}-{}", s.arg),
            begin,
            end: begin.and_then(|b| plus_months(b, 3)),
            grain: Grain::Season,
        };
        return Some(When::new(at, e, core));
    }
    // "spring" and "fall" are other words as well.
    let word = lower(&r.text[b..end]);
    if matches!(word.as_str(), "spring" | "fall") || the {
        return None;
    }
    let core = Core::Days { timex: s.arg.into(), begin: None, end: None, grain: Grain::Season };
    Some(When { latent: true, ..When::new(at, end, core) })
}

/// "Christmas", "thanksgiving 2016", "Labor Day of last year", "independence day of this year".
pub fn named_day(r: &Reader, at: usize) -> Option<When> {
    let w = holiday_at(r, at, 0)?;
    Some(w)
}

fn holiday_at(r: &Reader, at: usize, num: i64) -> Option<When> {
    let (end, h) = r.word(at, Cat::Holiday)?;
    if let Some((e, y)) = year_after(r, end, false) {
        return Some(When::new(at, weekend_of(r, e).0, holiday_core(r, h.arg, Some(y), 0, weekend_of(r, e).1)));
    }
    let b = r.blank(end);
    let c = if matches!(r.latin(b), "of" | "in") { r.blank(b + 2) } else { b };
    if let Some((e, rel)) = r.word(c, Cat::Relative).filter(|_| c > b)
        && let Some((e2, _)) = r.next(e, Cat::TimeUnit).filter(|(_, u)| u.arg == "Y")
    {
        let y = r.now.map(|n| n.year() + rel.num as i16);
        return Some(When::new(at, e2, holiday_core(r, h.arg, y, 0, false)));
    }
    // "in 3 years", "9 months from now", "two years ago"
    if let Some((e, l, _)) = super::english_length::span_length(r, c).filter(|_| c > end) {
        let (sign, e) = if c > b {
            (1, e)
        } else {
            match r.next(e, Cat::Ago).or_else(|| r.next(e, Cat::Later)) {
                Some((e2, w)) => (w.num, e2),
                None => (0, e),
            }
        };
        if sign != 0
            && let Some(to) = r.now.and_then(|n| super::when::plus_length(n, &l, sign))
        {
            return Some(When::new(at, e, holiday_core(r, h.arg, Some(to.year()), 0, false)));
        }
    }
    let name_end = end;
    Some(When::new(at, name_end, holiday_core(r, h.arg, None, num, false)))
}

fn weekend_of(r: &Reader, at: usize) -> (usize, bool) {
    let b = r.blank(at);
    if r.latin(b) == "weekend" { (b + 7, true) } else { (at, false) }
}

/// A holiday of a year, or the one next to now: ahead (0, 1) or behind (-1).
pub fn holiday_core(r: &Reader, rule: &str, year: Option<i16>, num: i64, weekend: bool) -> Core {
    let open = fixed_day(rule);
    let timex_open = open.map(|(m, d)| format!("XXXX-{m:02}-{d:02}"));
    let named = |y: i16| holiday(rule, y);
    let day = match (year, r.now) {
        (Some(y), _) => named(y),
        (None, Some(now)) => {
            let today = now.date();
            let years = today.year() - 1..=today.year() + 2;
            if num < 0 {
                years.filter_map(named).rfind(|d| *d < today)
            } else {
                years.filter_map(named).find(|d| *d >= today)
            }
        }
        _ => None,
    };
    if weekend && let Some(m) = day.and_then(monday) {
        return weekend_core(Some(m));
    }
    let timex = match (year, num, timex_open, day) {
        (None, 0, Some(t), _) => t,
        (None, 0, None, Some(d)) => format!("XXXX-{:02}-{:02}", d.month(), d.day()),
        (_, _, _, Some(d)) => d.to_string(),
        (_, _, Some(t), None) => t,
        _ => "XXXX-XX-XX".into(),
    };
    let days = length_of(rule).1;
    Core::Days { timex, begin: day, end: day.and_then(|d| plus_days(d, days)), grain: Grain::Day }
}
