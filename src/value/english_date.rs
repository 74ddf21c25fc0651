//! English dates: in figures and with names, years, quarters, decades, weeks, holidays, and their relative forms.
//!
//! Comes in: a place in a text. Goes out: the longest date that starts there, without a time of day.

use super::calendar::{fixed_day, holiday, nth_weekday, plus_days};
use super::decimal::Exact;
use super::number::{Style, number};
use super::reader::Reader;
use super::when::{Core, Grain, Modifier, When, decade_core, first_of, iso_week, monday, months_core, plus_months, week_of_year};
use super::words::{Cat, Entry};
use jiff::civil::Date;

/// The date at `at`.
pub fn date(r: &Reader, at: usize) -> Option<When> {
    r.nested(|| any_date(r, at))
}

fn any_date(r: &Reader, at: usize) -> Option<When> {
    let c = r.char_at(at)?;
    let mut best: Option<When> = None;
    let mut offer = |w: Option<When>| {
        if let Some(w) = w {
            if best.as_ref().is_none_or(|b| w.end > b.end) {
                best = Some(w);
            }
        }
    };
    if c.is_ascii_digit() {
        offer(figures(r, at));
        offer(day_month(r, at));
        offer(year(r, at));
        offer(decade(r, at));
        offer(ordinal_of(r, at));
        offer(quarter(r, at));
    } else {
        offer(month_first(r, at));
        offer(weekday_first(r, at));
        offer(day_month(r, at));
        offer(ordinal_of(r, at));
        offer(relative(r, at));
        offer(fuzzy(r, at));
        offer(quarter(r, at));
        offer(season(r, at));
        offer(decade(r, at));
        offer(named_day(r, at));
        offer(week(r, at));
        offer(fiscal(r, at));
    }
    best
}

/// The year at `at`, alone: a figure that counts nothing.
fn plain_year(r: &Reader, at: usize) -> Option<(usize, i16)> {
    let (end, y) = r.digits(at, 4..=4)?;
    if !(1000..=2199).contains(&y) || !ends(r, end) {
        return None;
    }
    Some((end, y as i16))
}

/// Whether a figure ends here: no letter, no decimal or further group.
fn ends(r: &Reader, end: usize) -> bool {
    match r.char_at(end) {
        Some(c) if c.is_ascii_alphanumeric() || c == '_' || c == '%' => false,
        Some('.' | ',') => !r.char_at(end + 1).is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    }
}

/// Two- or four-digit years after a month or a day.
fn year_after(r: &Reader, at: usize, short: bool) -> Option<(usize, i16)> {
    let mut b = r.blank(at);
    if matches!(r.char_at(b), Some(',')) {
        b = r.blank(b + 1);
    }
    let mut of = false;
    for w in ["of", "in"] {
        if r.latin(b).eq_ignore_ascii_case(w) {
            b = r.blank(b + 2);
            of = true;
        }
    }
    if r.latin(b).eq_ignore_ascii_case("the") && r.latin(r.blank(b + 3)).eq_ignore_ascii_case("year") {
        b = r.blank(r.blank(b + 3) + 4);
    }
    if b == at {
        return None;
    }
    if let Some((end, y)) = plain_year(r, b) {
        return Some((end, y));
    }
    if let Some((end, y)) = r.digits(b, 2..=2).filter(|(e, _)| (short || of) && ends(r, *e) && !matches!(r.char_at(*e), Some(':' | '/' | '-'))) {
        if r.text[b - 1..].starts_with(' ') && !r.next(end, Cat::Meridiem).is_some() && (of || short && r.char_before(b) == Some(' ') && !matches!(r.char_at(r.blank(end)), Some(c) if c.is_ascii_alphanumeric())) {
            return Some((end, century_of(y)));
        }
    }
    // "nineteen hundred ninety three", "two thousand and fifteen"
    let n = number(r, b).filter(|n| n.style == Style::Words && !n.ordinal)?;
    if let Some(y) = n.whole().filter(|w| (1000..=2199).contains(w)) {
        return Some((n.end, y as i16));
    }
    let c = r.blank(n.end);
    let m = number(r, c).filter(|m| m.style == Style::Words && c > n.end && m.whole().is_some_and(|w| (10..100).contains(&w)))?;
    let y = n.whole().filter(|w| (11..=21).contains(w))? * 100 + m.whole()?;
    Some((m.end, y as i16))
}

fn century_of(y: i64) -> i16 {
    (if y < 50 { 2000 + y } else { 1900 + y }) as i16
}

fn month_at(r: &Reader, at: usize) -> Option<(usize, i8, bool)> {
    if let Some((end, m)) = r.word(at, Cat::Month) {
        // "march", "august" in lower case are other words, unless the text has no capitals there.
        return Some((end, m.num as i8, false));
    }
    r.word(at, Cat::WeakMonth).map(|(end, m)| (end, m.num as i8, true))
}

fn valid_day(m: i8, d: i64) -> bool {
    (1..=31).contains(&d) && !(m == 2 && d > 30) && !(matches!(m, 4 | 6 | 9 | 11) && d > 30)
}

/// `2024-03-05`, `3/5/2024`, `31.10.1974`, `2019/aug/01`, `22-Jan-2019`, `2/15`.
fn figures(r: &Reader, at: usize) -> Option<When> {
    let (e1, a) = r.digits(at, 1..=8)?;
    let dashed = r.char_before(at) == Some('-') && r.char_before(at - 1).is_some_and(|c| c.is_ascii_digit());
    if matches!(r.char_before(at), Some('/' | '.')) || dashed && r.char_at(e1) != Some('/') {
        return None;
    }
    let n1 = e1 - at;
    let mut sep_at = e1;
    let mut sep = r.char_at(e1)?;
    // "10 31 1974", "15 / 2"
    let spaced = sep == ' ';
    if spaced {
        let b = r.blank(e1);
        if r.char_at(b) == Some('/') {
            sep_at = r.blank(b + 1) - 1;
            sep = '/';
        }
    }
    if !matches!(sep, '-' | '/' | '.' | ' ') {
        return None;
    }
    let b = sep_at + 1;
    let done = |end: usize, y: Option<i16>, m: i64, d: Option<i64>| {
        let m8 = i8::try_from(m).ok()?;
        if !(1..=12).contains(&m) || d.is_some_and(|d| !valid_day(m8, d)) || !ends(r, end) {
            return None;
        }
        // More of a number: telephone numbers, versions, prices.
        let another = sep == '/' && r.char_at(end) == Some('-') && r.digits(end + 1, 1..=2).is_some_and(|(e, _)| r.char_at(e) == Some('/'));
        if matches!(r.char_at(end), Some('/' | '-')) && r.char_at(end + 1).is_some_and(|c| c.is_ascii_digit()) && y.is_none() && !another {
            return None;
        }
        Some(When::ymd(at, end, y, Some(m8), d.map(|d| d as i8)))
    };
    // a month's name in the middle
    if let Some((e2, m, _)) = month_at(r, b).filter(|_| sep != ' ' && sep != '.') {
        if r.char_at(e2) == Some(sep) {
            if let Some((e3, c)) = r.digits(e2 + 1, 1..=4) {
                return if n1 == 4 { done(e3, Some(a as i16), m as i64, Some(c)) } else if e3 - e2 == 5 { done(e3, Some(c as i16), m as i64, Some(a)) } else { None };
            }
        }
        return if n1 == 4 { done(e2, Some(a as i16), m as i64, None) } else { None };
    }
    let (e2, c) = r.digits(b, 1..=4)?;
    let n2 = e2 - b;
    if n1 == 4 && (1000..=2199).contains(&a) && n2 <= 2 {
        // 2020/23/Sep
        if sep != ' ' && r.char_at(e2) == Some(sep) {
            if let Some((e3, m, _)) = month_at(r, e2 + 1) {
                return done(e3, Some(a as i16), m as i64, Some(c));
            }
        }
        if r.char_at(e2) == Some(sep) || sep == '.' && r.char_at(e2) == Some('-') {
            if let Some((e3, d)) = r.digits(e2 + 1, 1..=2) {
                if let Some(w) = done(e3, Some(a as i16), c, Some(d)).filter(|_| sep != ' ' || n2 == 2 && e3 - e2 == 3) {
                    return Some(w);
                }
            }
        }
        if matches!(sep, '-' | '/') && !(sep == '-' && r.text[b..].starts_with(|c: char| c != '0' && c != '1') && n2 == 2) {
            // "2019-20" is a fiscal year, "2015-03" a month.
            return done(e2, Some(a as i16), c, None);
        }
        return None;
    }
    if n1 <= 2 && n2 <= 2 {
        // 23-2020-September is read below; d/m/y and m/d/y here
        if r.char_at(e2) == Some(sep) {
            if let Some((e3, y)) = r.digits(e2 + 1, 2..=4).filter(|(e, _)| e - e2 != 4) {
                let four = e3 - e2 == 5;
                let y16 = if four { y as i16 } else { century_of(y) };
                if four && !(1000..=2199).contains(&y) || sep == ' ' && !four {
                    return None;
                }
                // No two-digit year is sure of its century.
                let (m, d) = if a > 12 { (c, a) } else { (a, c) };
                if sep == '.' {
                    let (m, d) = if c <= 12 { (c, a) } else { (a, c) };
                    return done(e3, Some(y16), m, Some(d));
                }
                return done(e3, Some(y16), m, Some(d));
            }
        }
        if sep == ' ' || sep == '.' && (!matches!(r.latin_before(at), "on" | "On" | "dated") || counts(r, e2) || n2 == 1) {
            return None;
        }
        let (m, d) = if a > 12 { (c, a) } else { (a, c) };
        if sep == '-' && !(n1 == 2 || n2 == 2) {
            return None;
        }
        let mut w = done(e2, None, m, Some(d))?;
        // "5/7, 2020"
        if r.char_at(e2) == Some(',') {
            if let Some((e3, y)) = plain_year(r, r.blank(e2 + 1)) {
                w.core = Core::Ymd { y: Some(y), m: Some(m as i8), d: Some(d as i8), wd: None };
                w.end = e3;
                return Some(w);
            }
        }
        w.latent = sep == '-' || !(date_before(r, at) || time_after(r, e2));
        return Some(w);
    }
    // 12-2015, 12/2015; 23-2020-September
    if n1 <= 2 && n2 == 4 && (1000..=2199).contains(&c) && matches!(sep, '-' | '/') {
        if r.char_at(e2) == Some(sep) {
            if let Some((e3, m, _)) = month_at(r, e2 + 1) {
                return done(e3, Some(c as i16), m as i64, Some(a));
            }
        }
        return done(e2, Some(c as i16), a, None);
    }
    None
}

/// Whether a word of time stands before: on 5/12, from 10/1.
fn date_before(r: &Reader, at: usize) -> bool {
    let word = r.latin_before(at);
    let head = r.text[..at].trim_end();
    let start = head.len() - word.len();
    !word.is_empty() && (r.word(start, Cat::TimePrep).is_some_and(|(e, _)| e == head.len()) || r.word(start, Cat::Weekday).is_some() || r.word(start, Cat::WeakWeekday).is_some() || word == "dated" || word == "date" || word == "happen" || word == "back")
}

fn time_after(r: &Reader, at: usize) -> bool {
    let b = r.blank(at);
    matches!(r.latin(b), "at" | "before" | "from") && b > at || r.char_at(b) == Some(',') && r.digits(r.blank(b + 1), 1..=2).is_some()
}

/// "15 April 2014", "15th of February", "the 1st of March", "second of Aug", "fifteen August".
fn day_month(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    let fraction = |n: super::number::Num| match r.word(b, Cat::Ordinal) {
        // "fourth of July" is no fraction
        Some((e, o)) if n.style == Style::Fraction => super::number::Num { ordinal: true, ..super::number::Num::new(b, e, Exact::int(o.num), Style::Words) },
        _ => n,
    };
    let n = number(r, b).map(fraction).filter(|n| n.whole().is_some_and(|w| (1..=31).contains(&w)) && (n.plain.is_some() || n.ordinal || n.style == Style::Words))?;
    if matches!(r.char_before(at), Some('$' | '.' | '/' | ':' | '€' | '£')) {
        return None;
    }
    let d = n.whole()?;
    let mut c = r.blank(n.end);
    // "the 15th day of June"
    if n.ordinal && r.latin(c) == "day" && r.next(c + 3, Cat::Of).is_some() {
        c = r.blank(c + 3);
    }
    let of = r.word(c, Cat::Of);
    if let Some((e, _)) = of {
        c = r.blank(e);
    }
    if matches!(r.char_at(c), Some('-' | '/')) && c == n.end {
        return None;
    }
    // 20 of this month, the 21st this month
    if let Some((e, rel)) = r.word(if r.latin(c) == "the" { r.blank(c + 3) } else { c }, Cat::Relative).filter(|_| n.ordinal || of.is_some()) {
        if let Some((e2, _)) = r.next(e, Cat::TimeUnit).filter(|(_, u)| u.arg == "M") {
            let first = r.now.and_then(|t| first_of(t.year(), t.month())).and_then(|f| plus_months(f, rel.num));
            let core = match first {
                Some(f) => Core::Ymd { y: Some(f.year()), m: Some(f.month()), d: Some(d as i8), wd: None },
                None => Core::Ymd { y: None, m: None, d: Some(d as i8), wd: None },
            };
            return Some(When::new(at, e2, core));
        }
    }
    if n.ordinal && of.is_some() && r.latin(c) == "every" && r.latin(r.blank(c + 5)) == "month" {
        return Some(When::ymd(at, r.blank(c + 5) + 5, None, None, Some(d as i8)));
    }
    if n.ordinal && of.is_some() && r.latin(c) == "the" && r.latin(r.blank(c + 3)) == "month" {
        let end = r.blank(c + 3) + 5;
        let core = match r.now {
            Some(t) => Core::Ymd { y: Some(t.year()), m: Some(t.month()), d: Some(d as i8), wd: None },
            None => Core::Ymd { y: None, m: None, d: Some(d as i8), wd: None },
        };
        return Some(When::new(at, end, core));
    }
    let (end, m, _) = month_at(r, c).filter(|(_, m, _)| valid_day(*m, d))?;
    let adjacent = c == n.end && !n.ordinal && n.plain.is_none();
    if adjacent {
        return None;
    }
    if n.style == Style::Words && !n.ordinal && d < 10 && of.is_none() {
        return None;
    }
    let (end, y) = match year_after(r, end, true) {
        Some((e, y)) => (e, Some(y)),
        None => (end, None),
    };
    let end = if r.text[..end].ends_with('.') && y.is_none() && r.text[end..].trim().is_empty() { end - 1 } else { end };
    Some(When::ymd(at, end, y, Some(m), Some(d as i8)))
}

/// "March 5, 2024", "March 2024", "march the 15th", "Dec/2018", "Oct/2", "July 13-15" (the range is read elsewhere).
fn month_first(r: &Reader, at: usize) -> Option<When> {
    let (end, m, weak) = month_at(r, at)?;
    let written = &r.text[at..end];
    let lower = written.starts_with(|c: char| c.is_ascii_lowercase());
    if matches!(r.char_before(at), Some('$' | '#' | '@')) {
        return None;
    }
    // Dec/2018, Oct/2, Dec-2018
    if let Some(sep @ ('/' | '-')) = r.char_at(end) {
        if let Some((e, y)) = plain_year(r, end + 1) {
            return Some(When::ymd(at, e, Some(y), Some(m), None));
        }
        if sep == '/' {
            if let Some((e, d)) = r.digits(end + 1, 1..=2).filter(|(_, d)| valid_day(m, *d)) {
                // May/22(Tue)
                let e = match r.char_at(e) {
                    Some('(') => match r.word(e + 1, Cat::Weekday).or_else(|| r.word(e + 1, Cat::WeakWeekday)) {
                        Some((x, _)) if r.char_at(x) == Some(')') => x + 1,
                        _ => e,
                    },
                    _ => e,
                };
                let (e, y) = match r.char_at(e) {
                    Some('/') => plain_year(r, e + 1).map_or((e, None), |(e, y)| (e, Some(y))),
                    _ => (e, None),
                };
                return Some(When::ymd(at, e, y, Some(m), Some(d as i8)));
            }
        }
    }
    let b = r.blank(end);
    // with a day
    let mut c = b;
    if r.latin(c).eq_ignore_ascii_case("the") {
        c = r.blank(c + 3);
    }
    if let Some(n) = number(r, c).filter(|n| n.whole().is_some_and(|w| valid_day(m, w)) && (n.plain.is_some_and(|p| p <= 2) || n.ordinal || n.style == Style::Words && !weak) && !counts(r, n.end)) {
        let d = n.whole()?;
        let clock = matches!(r.char_at(n.end), Some(':' | '%')) || matches!(r.char_at(n.end), Some('.')) && r.char_at(n.end + 1).is_some_and(|c| c.is_ascii_digit()) || r.next(n.end, Cat::Meridiem).is_some() && !n.ordinal;
        if !clock && !(n.style == Style::Words && !n.ordinal && d < 4 && false) {
            let (e, y) = match year_after(r, n.end, n.ordinal || n.style == Style::Words) {
                Some((e, y)) => (e, Some(y)),
                None => (n.end, None),
            };
            // "Wed Oct 26 15:50:06 2016"
            return Some(When::ymd(at, e, y, Some(m), Some(d as i8)));
        }
    }
    if let Some((e, y)) = year_after(r, end, false) {
        return Some(When::ymd(at, e, Some(y), Some(m), None));
    }
    // "October of last year", "March in 1 year"
    let of = if matches!(r.latin(b), "of" | "in") { r.blank(b + 2) } else { b };
    if of > end {
        if let Some((e, rel)) = r.word(of, Cat::Relative) {
            if let (Some((e2, _)), Some(now)) = (r.next(e, Cat::TimeUnit).filter(|(_, u)| u.arg == "Y"), r.now) {
                return Some(When::ymd(at, e2, Some(now.year() + rel.num as i16), Some(m), None));
            }
        }
    }
    // alone: "may" and "march" need a capital and a word of time
    let sure = !weak && (!lower || !matches!(m, 3 | 8)) || before_month(r, at);
    let abbreviation = written.len() <= 4 && !weak && lower && !before_month(r, at) && !matches!(m, 6 | 7);
    if !sure || abbreviation || counts(r, end) && false {
        return None;
    }
    let near = matches!(r.latin_before(at).to_ascii_lowercase().as_str(), "in" | "on" | "since" | "from" | "until" | "till" | "by" | "during" | "through" | "of" | "last" | "next" | "early" | "late" | "mid" | "before" | "after");
    if weak && !near && (lower || m == 5) {
        return None;
    }
    let end = if written.ends_with('.') && r.text[end..].trim().is_empty() { end - 1 } else { end };
    // "March" as a name's part: "March Madness" is left alone as other names are.
    let end = if written.ends_with('.') && r.text[end..].trim().is_empty() && written.len() > 4 { end - 1 } else { end };
    Some(When::ymd(at, end, None, Some(m), None))
}

fn before_month(r: &Reader, at: usize) -> bool {
    let word = r.latin_before(at);
    let head = r.text[..at].trim_end().len();
    !word.is_empty() && r.word(head - word.len(), Cat::TimePrep).is_some_and(|(e, _)| e == head) && !matches!(word, "to" | "over" | "as") || word == "the" && r.text[..head].ends_with("in the")
}

/// Whether something is counted directly after: "May 100 people".
fn counts(r: &Reader, at: usize) -> bool {
    [Cat::Percent, Cat::Scale, Cat::PPoint, Cat::Money, Cat::Hundred].iter().any(|c| r.next(at, *c).is_some())
}

/// "Monday", "Tuesday, 5 March", "Friday the 26th", "next Tuesday" is read as relative.
fn weekday_first(r: &Reader, at: usize) -> Option<When> {
    let (end, d, weak) = weekday_at(r, at)?;
    let wd = Some(d);
    let mut b = r.blank(end);
    if matches!(r.char_at(b), Some(',')) {
        b = r.blank(b + 1);
    }
    if b > end {
        if let Some(w) = month_first(r, b).or_else(|| day_month(r, b)).or_else(|| figures(r, b)).filter(|w| w.fields().2.is_some() && !(w.latent && weak)) {
            let (y, m, d, _) = w.fields();
            return Some(When { end: w.end, core: Core::Ymd { y, m, d, wd }, ..When::new(at, w.end, Core::None) });
        }
        let the = r.latin(b).eq_ignore_ascii_case("the");
        let c = if the { r.blank(b + 3) } else { b };
        if let Some(n) = number(r, c).filter(|n| n.whole().is_some_and(|w| (1..=31).contains(&w)) && (n.ordinal || n.plain == Some(2))) {
            let bare = !n.ordinal;
            if !(bare && (matches!(r.char_at(n.end), Some(':' | '-' | '.' | '/')) || r.next(n.end, Cat::Meridiem).is_some() || n.whole().is_some_and(|w| w <= 12))) {
                let day = n.whole().map(|x| x as i8);
                // "Friday the 26th" is found in the calendar; "Friday 26" leaves it open.
                if the {
                    if let Some((date, ..)) = super::when::days_of(&Core::Ymd { y: None, m: None, d: day, wd }, r.now) {
                        return Some(When::ymd(at, n.end, Some(date.year()), Some(date.month()), Some(date.day())));
                    }
                }
                let core = Core::Ymd { y: None, m: None, d: day, wd };
                let interval = super::when::days_of(&core, r.now);
                let core = match interval {
                    Some((b, e, _)) => Core::Days { timex: format!("XXXX-WXX-{d}"), begin: Some(b), end: Some(e), grain: Grain::Day },
                    None => Core::Ymd { y: None, m: None, d: None, wd },
                };
                return Some(When::new(at, n.end, core));
            }
        }
        // "Wednesday of next week", "tuesday of this week", "Monday next week"
        let c = if matches!(r.latin(b), "of" | "from") { r.blank(b + r.latin(b).len()) } else { b };
        let c = if r.latin(c) == "the" { r.blank(c + 3) } else { c };
        if let Some((e, rel)) = r.word(c, Cat::Relative) {
            if let Some((e2, _)) = r.next(e, Cat::TimeUnit).filter(|(_, u)| u.arg == "W") {
                return Some(When::new(at, e2, week_day(r, rel.num, d)));
            }
        }
        if r.latin(b) == "after" && r.latin(r.blank(b + 5)) == "next" {
            let e = r.blank(b + 5) + 4;
            let day = super::when::days_of(&Core::Ymd { y: None, m: None, d: None, wd }, r.now).and_then(|(x, ..)| plus_days(x, 7));
            return Some(When::new(at, e, fixed(day, format!("XXXX-WXX-{d}"))));
        }
        // "Thursday, two years from now", "Saturday 3 days from now"
        if let Some((e, l, _)) = super::english_time::span_length(r, b) {
            if r.next(e, Cat::Later).is_some_and(|(_, w)| w.num == 1) {
                let (e2, _) = r.next(e, Cat::Later)?;
                if let Some(to) = r.now.and_then(|n| super::when::plus_length(n, &l, 1)) {
                    // That weekday of the week that begins there.
                    let ahead = (d as i64 - to.date().weekday().to_monday_one_offset() as i64).rem_euclid(7);
                    let back = monday(to.date()).and_then(|m| plus_days(m, d as i64 - 1));
                    let day = if l.days % 7 == 0 && l.days > 0 { back } else { plus_days(to.date(), ahead) };
                    return Some(When::new(at, e2, fixed(day, format!("XXXX-WXX-{d}"))));
                }
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
    let set = r.text[at..end].to_ascii_lowercase().ends_with("days") && r.text[at..end].len() > 6;
    let _ = set;
    Some(When::new(at, end, Core::Ymd { y: None, m: None, d: None, wd }))
}

fn weekday_at(r: &Reader, at: usize) -> Option<(usize, i8, bool)> {
    if let Some((end, d)) = r.word(at, Cat::Weekday) {
        return Some((end, d.num as i8, false));
    }
    r.word(at, Cat::WeakWeekday).map(|(end, d)| (end, d.num as i8, true))
}

fn fixed(day: Option<Date>, timex: String) -> Core {
    match day {
        Some(d) => Core::Days { timex: d.to_string(), begin: Some(d), end: plus_days(d, 1), grain: Grain::Day },
        None => Core::Days { timex, begin: None, end: None, grain: Grain::Day },
    }
}

/// A weekday of the week that is `offset` weeks from now.
fn week_day(r: &Reader, offset: i64, d: i8) -> Core {
    let day = r.now.and_then(|n| monday(n.date())).and_then(|m| plus_days(m, offset * 7 + d as i64 - 1));
    fixed(day, format!("XXXX-WXX-{d}"))
}

/// "last year", "this quarter", "next Tuesday", "the following week", "this May", "today".
fn relative(r: &Reader, at: usize) -> Option<When> {
    if let Some((end, d)) = r.word(at, Cat::DayWord) {
        let word = r.text[at..end].to_ascii_lowercase();
        if word == "the day" && !(r.text[end..].trim_start_matches([' ']).starts_with(['.', '!']) && r.latin_before(at) == "for" || r.text[end..].trim().is_empty() && r.latin_before(at) == "for") {
            // "the day" means today only after "for".
            if let Some((e, sign)) = r.text[end..].strip_prefix(" after").map(|_| (end + 6, 1)).or_else(|| r.text[end..].strip_prefix(" before").map(|_| (end + 7, -1))) {
                if !r.text[e..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == ' ') {
                    let day = r.now.and_then(|n| plus_days(n.date(), sign));
                    return Some(When::new(at, e, fixed(day, "XXXX-XX-XX".into())));
                }
            }
            return None;
        }
        let day = r.now.and_then(|n| plus_days(n.date(), d.num));
        let core = match day {
            Some(_) => fixed(day, String::new()),
            None => Core::Days { timex: ["PAST_DAY", "PRESENT_DAY", "FUTURE_DAY"][(d.num.signum() + 1) as usize].into(), begin: None, end: None, grain: Grain::Day },
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
        let word = r.text[b..end].to_ascii_lowercase();
        let w = relative_unit(r, b, d, num, &word)?;
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

fn relative_unit(r: &Reader, at: usize, c: usize, num: i64, word: &str) -> Option<When> {
    let now = r.now.map(|n| n.date());
    let vague = matches!(word, "that" | "same");
    if let Some((end, u)) = r.word(c, Cat::TimeUnit).or_else(|| r.word(c, Cat::Weekly)) {
        let singular = !r.text[c..end].to_ascii_lowercase().ends_with('s') || r.text[c..end].ends_with("'s");
        if !singular || vague && !matches!(u.arg, "W" | "M" | "WE" | "Y") {
            return None;
        }
        let unknown = |t: &str, g| Core::Days { timex: t.into(), begin: None, end: None, grain: g };
        let days = |timex: String, b: Option<Date>, e: Option<Date>, grain| Core::Days { timex, begin: b, end: e, grain };
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
            "W" | "2W" => match now.and_then(monday).and_then(|m| plus_days(m, if u.arg == "2W" { num * 14 } else { num * 7 })) {
                Some(m) if u.arg == "W" => days(iso_week(m), Some(m), plus_days(m, 7), Grain::Week),
                Some(m) => days(format!("({m},{},P2W)", plus_days(m, 14)?), Some(m), plus_days(m, 14), Grain::Week),
                None => unknown("XXXX-WXX", Grain::Week),
            },
            "WE" if vague => unknown("XXXX-WXX-WE", Grain::Weekend),
            "WE" => match now.and_then(monday).and_then(|m| plus_days(m, num * 7)) {
                // A weekend begins on Friday evening.
                Some(m) => days(format!("{}-WE", iso_week(m)), plus_days(m, 4), plus_days(m, 7), Grain::Weekend),
                None => unknown("XXXX-WXX-WE", Grain::Weekend),
            },
            "D" => match now.and_then(|n| plus_days(n, num)) {
                Some(d) => fixed(Some(d), String::new()),
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
                let t = |d| super::when::instant_timex(d, Grain::Second);
                Core::Span { timex: format!("({},{},{})", t(b), t(e), l.timex), begin: Some(b), end: Some(e), grain: l.grain }
            }
            _ => return None,
        };
        let mut w = When::new(at, end, core);
        w.latent = vague;
        // "next week Wednesday", "next week on Tuesday"
        if u.arg == "W" && !vague {
            let d = r.blank(end);
            let d = if r.latin(d) == "on" { r.blank(d + 2) } else { d };
            if let Some((e, day, weak)) = weekday_at(r, d).filter(|_| d > end) {
                if !weak || r.text[d..].starts_with(|c: char| c.is_ascii_uppercase()) {
                    return Some(When::new(at, e, week_day(r, num, day)));
                }
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
        if weak && !r.text[c..].starts_with(|c: char| c.is_ascii_uppercase()) && !matches!(word, "next" | "last" | "this") {
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
                    if word == "previous" { plus_days(monday(n)?, -7 + d as i64 - 1) } else { plus_days(n, -((today - d as i64 - 1).rem_euclid(7) + 1)) }
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
        let mut w = When::new(at, end, fixed(day, format!("XXXX-WXX-{d}")));
        // "next Monday afternoon" goes on as a day does
        w.latent = false;
        return Some(w);
    }
    if let Some((end, m, _)) = month_at(r, c).filter(|(_, _, weak)| (num != 0 || word == "this") && !(*weak && r.text[c..].starts_with('m') && num == 0)) {
        if let Some(w) = month_first(r, c).filter(|w| w.fields().2.is_some() || w.fields().0.is_some()) {
            return Some(When { core: w.core.clone(), ..When::new(at, w.end, Core::None) });
        }
        let y = now.map(|n| match num {
            0 => n.year(),
            1 => if n.month() >= m { n.year() + 1 } else { n.year() },
            _ => if n.month() <= m { n.year() - 1 } else { n.year() },
        });
        return Some(When::ymd(at, end, y, Some(m), None));
    }
    if let Some(w) = day_month(r, c).filter(|_| !vague).or_else(|| figures(r, c).filter(|w| w.fields().2.is_some())) {
        return Some(When { core: w.core.clone(), ..When::new(at, w.end, Core::None) });
    }
    if let Some((end, s)) = r.word(c, Cat::Season).or_else(|| (r.latin(c) == "season" || r.latin(c) == "seasons").then(|| (c + r.latin(c).len(), SEASON))) {
        let core = season_core(now, s.arg, num)?;
        return Some(When::new(at, end, core));
    }
    if let Some(w) = holiday_at(r, c, num).filter(|_| !vague) {
        return Some(When { core: w.core.clone(), ..When::new(at, w.end, Core::None) });
    }
    None
}

const SEASON: Entry = Entry::plain(Cat::Season);

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
        return Some(Core::Days { timex: if s.is_empty() { "XXXX".into() } else { format!("XXXX-{s}") }, begin: None, end: None, grain: Grain::Season });
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
        return Some(Core::Days { timex: format!("{}-{name}", b.year()), begin: Some(b), end: Some(e), grain: Grain::Season });
    }
    let y = now.year() + num as i16;
    let b = season_start(y, s)?;
    Some(Core::Days { timex: format!("{y:04}-{s}"), begin: Some(b), end: plus_months(b, 3), grain: Grain::Season })
}

/// "summer 2013", "spring of 2020", "winter".
fn season(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    let (end, s) = r.word(b, Cat::Season)?;
    if let Some((e, y)) = year_after(r, end, false) {
        let begin = season_start(y, s.arg);
        let core = Core::Days { timex: format!("{y:04}-{}", s.arg), begin, end: begin.and_then(|b| plus_months(b, 3)), grain: Grain::Season };
        return Some(When::new(at, e, core));
    }
    // "spring" and "fall" are other words as well.
    let word = r.text[b..end].to_ascii_lowercase();
    if matches!(word.as_str(), "spring" | "fall") || the {
        return None;
    }
    let core = Core::Days { timex: s.arg.into(), begin: None, end: None, grain: Grain::Season };
    Some(When { latent: true, ..When::new(at, end, core) })
}

/// "the beginning of 2017", "mid-2020s", "early March", "the end of next week", "EOY".
fn fuzzy(r: &Reader, at: usize) -> Option<When> {
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
        return Some(When { modifier: m.0, ..When::new(at, at + 3, core) });
    }
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
    if let Some((e, u)) = r.word(b2, Cat::TimeUnit).filter(|_| long) {
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
    if day && !(long || matches!(phrase.to_ascii_lowercase().as_str(), "early" | "late" | "later" | "mid" | "earlier")) {
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
        let timex = format!("{}T23:59:59", super::when::core_timex(&w.core));
        if let Some((d, e, _)) = super::when::days_of(&w.core, r.now) {
            return When { core: Core::Days { timex, begin: Some(d), end: Some(e), grain: Grain::Day }, modifier: Modifier::None, ..w };
        }
        return When { core: Core::Days { timex, begin: None, end: None, grain: Grain::Day }, modifier: Modifier::None, ..w };
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
            Core::Days { timex: iso_week(m), begin: Some(m), end: plus_days(m, 7), grain }
        }
        Grain::Decade => decade_core(now.year() / 10 * 10),
        Grain::Century => months_core(Some(now.year() / 100 * 100), 1, 1200, Grain::Century),
        _ => fixed(Some(now), String::new()),
    })
}

/// "the first quarter of 2019", "Q3 2019", "2018Q4", "the first half of 2024", "H2".
fn quarter(r: &Reader, at: usize) -> Option<When> {
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
        if let Some((e, rel)) = r.word(d, Cat::Relative) {
            if let Some((e2, _)) = r.next(e, Cat::TimeUnit).filter(|(_, u)| u.arg == "Y") {
                let y = r.now.map(|n| n.year() + rel.num as i16);
                return Some(When::new(at, e2, months_core(y, month, count, grain)));
            }
        }
        if let Some((e, _)) = r.word(d, Cat::TimeUnit).filter(|(_, u)| u.arg == "Y" && of) {
            let mut w = When::new(at, e, months_core(None, month, count, grain));
            if let (Some(n), Core::Days { timex, grain, .. }) = (r.now, &w.core) {
                if let Core::Days { begin, end, .. } = months_core(Some(n.year()), month, count, *grain) {
                    w.core = Core::Days { timex: timex.clone(), begin, end, grain: *grain };
                }
            }
            return Some(w);
        }
        // "the first half of the 20th century", "the second half of May"
        if of && grain == Grain::Half {
            if let Some(w) = date(r, d) {
                return Some(When { start: at, core_start: at, modifier: if month == 1 { Modifier::Start } else { Modifier::End }, ..w });
            }
            return None;
        }
    }
    if grain == Grain::Half && !short || short && word.starts_with(|c: char| c.is_ascii_lowercase()) && false {
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
fn decade(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    if let Some((end, d)) = r.word(b, Cat::Decade).filter(|_| the) {
        return Some(When::new(at, end, short_decade(d.num)));
    }
    if let Some((e, y)) = r.digits(b, 2..=4).filter(|(_, y)| y % 10 == 0) {
        let c = if r.text[e..].starts_with(" s") { e + 1 } else { e };
        let c = if r.char_at(c) == Some('\'') || r.char_at(c) == Some('’') { c + r.char_at(c)?.len_utf8() } else { c };
        if r.latin(c) == "s" || r.text[c..].starts_with('s') && !r.in_word(c + 1) {
            let end = c + 1;
            let digits = e - b;
            if digits == 4 && (1000..=2190).contains(&y) {
                return Some(When { core_start: at, ..When::new(if the { b } else { at }, end, decade_core(y as i16)) });
            }
            if digits == 2 && (the || c > e) {
                return Some(When { core_start: at, ..When::new(b, end, short_decade(y)) });
            }
        }
    }
    let n = number(r, b).filter(|n| n.ordinal && n.whole().is_some_and(|w| (1..=22).contains(&w)))?;
    let (end, _) = r.next(n.end, Cat::TimeUnit).filter(|(_, u)| u.arg == "100Y")?;
    let year = (n.whole()? as i16 - 1) * 100;
    let core = if year > 0 { months_core(Some(year), 1, 1200, Grain::Century) } else { Core::Days { timex: "00".into(), begin: None, end: None, grain: Grain::Century } };
    let core = match core {
        Core::Days { timex, begin, end, grain } => Core::Days { timex: timex.replace("P100Y", "P100Y"), begin, end, grain },
        c => c,
    };
    Some(When { core_start: at, ..When::new(b, end, core) })
}

fn short_decade(y: i64) -> Core {
    let full = if y < 40 { 2000 + y } else { 1900 + y } as i16;
    match decade_core(full) {
        Core::Days { begin, end, grain, .. } => Core::Days { timex: format!("(XX{y:02}-01-01,XX{:02}-01-01,P10Y)", (y + 10) % 100), begin, end, grain },
        c => c,
    }
}

/// A year alone.
fn year(r: &Reader, at: usize) -> Option<When> {
    let (end, y) = plain_year(r, at)?;
    if matches!(r.char_before(at), Some('$' | '€' | '£' | '/' | '.' | '#')) || matches!(r.char_before(at), Some('-' | '–')) && r.char_before(at - 1).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-') && !r.text[..at].ends_with('–') {
        return None;
    }
    // "2017 april", "2018 AD"
    let b = r.blank(end);
    if let Some((e, m, _)) = month_at(r, b).filter(|_| b > end) {
        if r.digits(r.blank(e), 1..=2).is_none() || r.text[b..].starts_with(|c: char| c.is_ascii_lowercase()) {
            return Some(When::ymd(at, e, Some(y), Some(m), None));
        }
    }
    let end = r.word(b, Cat::Era).filter(|(_, e)| e.arg == "AD").map_or(end, |(e, _)| e);
    // Round figures before a plural count; so do those outside the years that texts speak of.
    let plural = b > end && {
        let w = r.latin(b);
        w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") && r.word(b, Cat::NotCounted).is_none() && r.word(b, Cat::TimePrep).is_none()
    };
    let unit = [Cat::Percent, Cat::Unit, Cat::Money, Cat::Scale, Cat::TimeUnit, Cat::PPoint, Cat::Noun, Cat::Hundred, Cat::Dozen].iter().any(|c| r.word(b, *c).is_some());
    let years = (1900..=2100).contains(&y);
    if unit || plural && (y % 100 == 0 || !years) || matches!(r.char_at(end), Some(':' | '/')) {
        return None;
    }
    let prep = matches!(r.latin_before(at).to_ascii_lowercase().as_str(), "in" | "by" | "since" | "until" | "till" | "from" | "of" | "before" | "after" | "year" | "circa");
    if !years && !prep {
        let bracket = matches!(r.char_before(at), Some('(' | '–')) || r.char_before(at).is_none();
        if !bracket && !((2100..=2199).contains(&y) && r.latin_before(at) == "in") {
            return None;
        }
    }
    // "2030 Agenda", "2014 World Cup": a year before a name still is one; names are the lexicon's.
    Some(When::ymd(at, end, Some(y), None, None))
}

/// "fiscal year 2008", "the year 2019", "FY18".
fn fiscal(r: &Reader, at: usize) -> Option<When> {
    let (end, f) = r.word(at, Cat::Fiscal)?;
    let b = r.blank(end);
    let mut short = None;
    if let Some((e, y)) = r.digits(b, 2..=2).filter(|(e, _)| f.arg != "CY" && r.text[at..end].len() <= 2 && ends(r, *e)) {
        short = Some((e, century_of(y)));
    }
    let (e, y) = short.or_else(|| plain_year(r, b))?;
    if f.arg == "CY" {
        let calendar = r.text[at..end].to_ascii_lowercase().starts_with("calendar");
        let start = if calendar { at } else { b };
        return Some(When { start, core_start: start, ..When::ymd(start, e, Some(y), None, None) }).filter(|_| calendar || b > end);
    }
    let begin = first_of(y, 1);
    Some(When::new(at, e, Core::Days { timex: format!("{}{y}", f.arg), begin, end: begin.and_then(|b| plus_months(b, 12)), grain: Grain::Year }))
}

/// "week 10", "the week of October 7th", "w/c Feb 4", "week 3 of 2027".
fn week(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    if r.text[b..].starts_with("w/c ") {
        let w = date(r, r.blank(b + 3)).filter(|w| w.is_day())?;
        return Some(When { start: at, core_start: at, ..w });
    }
    let word = r.latin(b).to_ascii_lowercase();
    if word == "weekend" || word == "week" {
        let end = b + word.len();
        let c = r.blank(end);
        if word == "week" {
            if let Some((e, n)) = r.digits(c, 1..=2).filter(|(_, n)| (1..=53).contains(n) && c > end) {
                let of = r.blank(e);
                let (e, y) = if r.latin(of) == "of" {
                    let d = r.blank(of + 2);
                    match plain_year(r, d) {
                        Some((e, y)) => (e, Some(y)),
                        None => match r.word(d, Cat::Relative).and_then(|(x, rel)| Some((r.next(x, Cat::TimeUnit).filter(|(_, u)| u.arg == "Y")?.0, rel.num))) {
                            Some((e, n)) => (e, r.now.map(|t| t.year() + n as i16)),
                            None => (e, r.now.map(|t| t.year())),
                        },
                    }
                } else {
                    (e, r.now.map(|t| t.year()))
                };
                let m = y.and_then(|y| week_of_year(y, n as i8));
                let timex = y.map_or(format!("XXXX-W{n:02}"), |y| format!("{y:04}-W{n:02}"));
                return Some(When::new(b, e, Core::Days { timex, begin: m, end: m.and_then(|m| plus_days(m, 7)), grain: Grain::Week }));
            }
        }
        let phrase = r.latin(c).to_ascii_lowercase();
        let d = match phrase.as_str() {
            "of" | "starting" | "beginning" | "commencing" => r.blank(c + phrase.len()),
            _ => return if word == "weekend" && !the { weekend_alone(r, at, end) } else { None },
        };
        let d = if r.latin(d) == "on" { r.blank(d + 2) } else { d };
        let p = date(r, d).filter(|w| w.is_day())?;
        let (day, ..) = super::when::days_of(&p.core, r.now)?;
        let m = monday(day)?;
        if word == "weekend" {
            return Some(When::new(if the { at } else { b }, p.end, Core::Days { timex: format!("{}-WE", iso_week(m)), begin: plus_days(m, 4), end: plus_days(m, 7), grain: Grain::Weekend }));
        }
        if phrase == "of" {
            return Some(When::new(at, p.end, Core::Days { timex: super::when::core_timex(&p.core), begin: Some(day), end: plus_days(day, 7), grain: Grain::Week }));
        }
        return Some(When { start: at, core_start: at, ..p });
    }
    None
}

fn weekend_alone(r: &Reader, at: usize, end: usize) -> Option<When> {
    let m = monday(r.now?.date())?;
    let core = Core::Days { timex: format!("{}-WE", iso_week(m)), begin: plus_days(m, 4), end: plus_days(m, 7), grain: Grain::Weekend };
    (!r.in_word(end)).then(|| When { latent: true, ..When::new(at, end, core) })
}

/// "the first Monday of this month", "last week of October 2014", "the 15th", "the third month of 2021", "first ten days of last year".
fn ordinal_of(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the");
    let b = if the { r.blank(at + 3) } else { at };
    let last = r.latin(b).eq_ignore_ascii_case("last") || r.latin(b).eq_ignore_ascii_case("final");
    let (n_end, n) = if last {
        (b + r.latin(b).len(), -1)
    } else {
        let n = number(r, b).filter(|n| n.ordinal)?;
        (n.end, n.whole()?)
    };
    let mut c = r.blank(n_end);
    let mut n = n;
    // "second last week", "third last"
    if !last && r.latin(c) == "last" {
        n = -n;
        c = r.blank(c + 4);
    }
    // "first ten days", "last 3 weeks": a count after the ordinal
    let mut count = 1;
    if let Some(k) = number(r, c).filter(|k| !k.ordinal && k.whole().is_some_and(|w| (2..=90).contains(&w))).filter(|_| n.abs() == 1) {
        count = k.whole()?;
        c = r.blank(k.end);
    }
    let unit = r.word(c, Cat::TimeUnit);
    let wd = weekday_at(r, c);
    let (unit_end, code) = match (unit, wd) {
        (Some((e, u)), _) => (e, u.arg),
        (None, Some((e, ..))) => (e, "WD"),
        _ => {
            // "the 15th" alone
            if the && !last && n_end > b && (1..=31).contains(&n) && r.char_at(n_end - 1).is_some_and(|c| c.is_ascii_alphabetic()) && r.text[b..].starts_with(|c: char| c.is_ascii_digit()) && lonely(r, n_end) {
                return Some(When { latent: !before_month(r, at), ..When::ymd(at, n_end, None, None, Some(n as i8)) }).filter(|w| !w.latent);
            }
            if !the && !last && (1..=31).contains(&n) && r.text[b..].starts_with(|c: char| c.is_ascii_digit()) && before_month(r, at) && matches!(r.latin_before(at), "on" | "On") && lonely(r, n_end) {
                return Some(When::ymd(at, n_end, None, None, Some(n as i8)));
            }
            return None;
        }
    };
    let d = r.blank(unit_end);
    let word = r.latin(d);
    if !matches!(word, "of" | "in") || d == unit_end {
        // "first Monday evening of next month"
        if let (Some((_, day, _)), Some((e, part, _))) = (wd, super::english_clock::part_of_day(r, d)) {
            let o = r.blank(e);
            if r.latin(o) == "of" {
                let p = period(r, r.blank(o + 2))?;
                let core = nth_of(&p, n, "WD", Some(day), 1)?;
                return Some(When { part: Some(part), core_start: at, ..When::new(b, p.end, core) });
            }
        }
        return None;
    }
    let e = r.blank(d + 2);
    let p = period(r, e)?;
    let core = nth_of(&p, n, code, wd.map(|w| w.1), count)?;
    let start = if the && (code == "WD" || n == 1 && count == 1 && code == "W" && false) { at } else { at };
    Some(When { core_start: at, ..When::new(start, p.end, core) })
}

/// Whether nothing follows an ordinal that it would qualify.
fn lonely(r: &Reader, at: usize) -> bool {
    let b = r.blank(at);
    let w = r.latin(b);
    b == at || w.is_empty() || matches!(w, "from" | "at" | "to" | "and" | "or" | "of" | "around" | "for" | "until" | "through" | "in" | "please" | "is" | "with")
}

/// A month or year that something is counted in.
struct Frame {
    end: usize,
    y: Option<i16>,
    m: Option<i8>,
}

fn period(r: &Reader, at: usize) -> Option<Frame> {
    let b = if r.latin(at).eq_ignore_ascii_case("the") { r.blank(at + 3) } else { at };
    if let Some((e, u)) = r.word(b, Cat::TimeUnit).filter(|(_, u)| matches!(u.arg, "M" | "Y")) {
        let now = r.now?;
        return Some(Frame { end: e, y: Some(now.year()), m: (u.arg == "M").then(|| now.month()) });
    }
    let w = month_first(r, b).or_else(|| year(r, b)).or_else(|| relative(r, b)).or_else(|| {
        let (end, m, _) = month_at(r, b)?;
        Some(When::ymd(b, end, None, Some(m), None))
    })?;
    match w.core {
        Core::Ymd { y, m, d: None, wd: None } => Some(Frame { end: w.end, y, m }),
        _ => None,
    }
}

fn nth_of(p: &Frame, n: i64, code: &str, wd: Option<i8>, count: i64) -> Option<Core> {
    let days = |timex: String, b: Option<Date>, e: Option<Date>, grain| Some(Core::Days { timex, begin: b, end: e, grain });
    if n == 0 || n.abs() > 366 {
        return None;
    }
    match (code, p.m) {
        ("WD", Some(m)) => {
            let wd = wd?;
            let day = p.y.and_then(|y| nth_weekday(y, m, wd as i64, n as i8));
            let y = p.y.map_or("XXXX".into(), |y| format!("{y:04}"));
            let nth = if n < 0 { 5 } else { n };
            let _ = y;
            days(format!("XXXX-{m:02}-WXX-{wd}-#{nth}"), day, day.and_then(|d| plus_days(d, 1)), Grain::Day)
        }
        ("W", Some(m)) => {
            // A month's first week is the one that its first Thursday is in.
            let y = p.y.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
            let number = if n < 0 { 6 + n } else { n };
            let begin = p.y.and_then(|y| {
                if n > 0 {
                    let first = nth_weekday(y, m, 4, n as i8)?;
                    monday(first)
                } else {
                    monday(nth_weekday(y, m, 4, n as i8)?)
                }
            });
            days(format!("{y}-{m:02}-W{number:02}"), begin, begin.and_then(|b| plus_days(b, 7)), Grain::Week)
        }
        ("WE", Some(m)) => {
            let sat = p.y.and_then(|y| nth_weekday(y, m, 6, n as i8)).and_then(monday);
            let timex = sat.map_or("XXXX-WXX-WE".to_owned(), |s| format!("{}-WE", iso_week(s)));
            days(timex, sat.and_then(|s| plus_days(s, 4)), sat.and_then(|s| plus_days(s, 7)), Grain::Weekend)
        }
        ("W", None) => {
            let y = p.y?;
            if count > 1 {
                let (b, e) = if n > 0 {
                    let b = week_of_year(y, 1)?;
                    (b, plus_days(b, count * 7)?)
                } else {
                    let e = week_of_year(y + 1, 1)?;
                    (plus_days(e, -count * 7)?, e)
                };
                return days(format!("({b},{e},P{count}W)"), Some(b), Some(e), Grain::Week);
            }
            let m = if n > 0 { week_of_year(y, i8::try_from(n).ok()?)? } else { plus_days(week_of_year(y + 1, 1)?, n * 7)? };
            days(iso_week(m), Some(m), plus_days(m, 7), Grain::Week)
        }
        ("D", m) => {
            let y = p.y;
            let first = y.and_then(|y| first_of(y, m.unwrap_or(1)));
            let next = first.and_then(|f| plus_months(f, if m.is_some() { 1 } else { 12 }));
            if count > 1 {
                let (b, e) = if n > 0 { (first?, plus_days(first?, count)?) } else { (plus_days(next?, -count)?, next?) };
                return days(format!("({b},{e},P{count}D)"), Some(b), Some(e), Grain::Day);
            }
            if y.is_none() {
                return if n > 0 { Some(Core::Ymd { y: None, m, d: Some(i8::try_from(n).ok()?), wd: None }) } else { None };
            }
            let d = if n > 0 { plus_days(first?, n - 1)? } else { plus_days(next?, n)? };
            Some(fixed(Some(d), String::new()))
        }
        ("M", None) => {
            let y = p.y?;
            if count > 1 {
                let from = if n > 0 { 1 } else { 13 - count as i8 };
                return Some(months_core(Some(y), from.max(1), count.min(12), Grain::Month));
            }
            let m = if n > 0 { n } else { 13 + n };
            if !(1..=12).contains(&m) {
                return None;
            }
            Some(Core::Ymd { y: Some(y), m: Some(m as i8), d: None, wd: None })
        }
        _ => None,
    }
}

/// "Christmas", "thanksgiving 2016", "Labor Day of last year", "independence day of this year".
fn named_day(r: &Reader, at: usize) -> Option<When> {
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
    if let Some((e, rel)) = r.word(c, Cat::Relative).filter(|_| c > b) {
        if let Some((e2, _)) = r.next(e, Cat::TimeUnit).filter(|(_, u)| u.arg == "Y") {
            let y = r.now.map(|n| n.year() + rel.num as i16);
            return Some(When::new(at, e2, holiday_core(r, h.arg, y, 0, false)));
        }
    }
    // "in 3 years", "9 months from now", "two years ago"
    if let Some((e, l, _)) = super::english_time::span_length(r, c).filter(|_| c > end) {
        let (sign, e) = if c > b {
            (1, e)
        } else {
            match r.next(e, Cat::Ago).or_else(|| r.next(e, Cat::Later)) {
                Some((e2, w)) => (w.num, e2),
                None => (0, e),
            }
        };
        if sign != 0 {
            if let Some(to) = r.now.and_then(|n| super::when::plus_length(n, &l, sign)) {
                return Some(When::new(at, e, holiday_core(r, h.arg, Some(to.year()), 0, false)));
            }
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
            if num < 0 { years.filter_map(named).rfind(|d| *d < today) } else { years.filter_map(named).find(|d| *d >= today) }
        }
        _ => None,
    };
    if weekend {
        if let Some(m) = day.and_then(monday) {
            return Core::Days { timex: format!("{}-WE", iso_week(m)), begin: plus_days(m, 4), end: plus_days(m, 7), grain: Grain::Weekend };
        }
    }
    let timex = match (year, num, timex_open, day) {
        (None, 0, Some(t), _) => t,
        (None, 0, None, Some(d)) => format!("XXXX-{:02}-{:02}", d.month(), d.day()),
        (_, _, _, Some(d)) => d.to_string(),
        (_, _, Some(t), None) => t,
        _ => "XXXX-XX-XX".into(),
    };
    Core::Days { timex, begin: day, end: day.and_then(|d| plus_days(d, 1)), grain: Grain::Day }
}
