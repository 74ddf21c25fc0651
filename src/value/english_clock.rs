//! English clock times and parts of the day.
//!
//! Comes in: a place in a text. Goes out: hour, minute and second as far as given: `3:18am`, `19h30`, "half past nine",
//! "seven thirty p.m.", "noon". A bare hour is read only where the caller knows that an hour must stand there.

use super::number::{Style, number};
use super::reader::Reader;
use super::when::Clock;
use super::words::{Cat, lower};

/// The clock time at `at`. `bare`: an hour alone is enough.
pub fn clock(r: &Reader, at: usize, bare: bool) -> Option<(usize, Clock)> {
    r.clock(at, bare, || any_clock(r, at, bare))
}

fn any_clock(r: &Reader, at: usize, bare: bool) -> Option<(usize, Clock)> {
    if let Some((end, c)) = r.word(at, Cat::Clock) {
        return Some((end, Clock { hour: c.num as i8, minute: None, second: None, sure: true }));
    }
    if let Some(hit) = past(r, at) {
        return Some(hit);
    }
    if r.char_at(at)?.is_ascii_digit() { figures(r, at, bare) } else { words(r, at, bare) }
}

fn apply(mut c: Clock, pm: bool) -> Option<Clock> {
    if c.sure && c.hour > 12 {
        // 15:00 pm
        return Some(c);
    }
    if c.hour > 12 {
        return None;
    }
    c.hour = c.hour % 12 + if pm { 12 } else { 0 };
    c.sure = true;
    Some(c)
}

/// am and pm after a time, also short: 9a, 9p, "11ish".
fn meridiem(r: &Reader, at: usize, c: Clock) -> Option<(usize, Clock)> {
    let b = r.blank(at);
    let (b, ish) = if r.text[at..].starts_with("ish") { (r.blank(at + 3), true) } else { (b, false) };
    if r.latin(b) == "ampm" {
        return Some((b + 4, c));
    }
    // "9.am"
    let d = if r.text[at..].starts_with(".am") || r.text[at..].starts_with(".pm") { at + 1 } else { b };
    if let Some((end, m)) = r.word(d, Cat::Meridiem) {
        // "a m" of "a market"
        return Some((end, apply(c, m.arg == "pm")?));
    }
    if let Some(x @ ("a" | "p" | "A" | "P")) = Some(r.latin(at)) {
        let pm = x.eq_ignore_ascii_case("p");
        return Some((at + 1, apply(c, pm)?));
    }
    ish.then_some((at + 3, c))
}

fn oclock(r: &Reader, at: usize) -> Option<usize> {
    let b = r.blank(at);
    let long = r.text.get(b..).unwrap_or("");
    for form in ["o'clock", "oclock", "o’clock", "o clock"] {
        if long.len() >= form.len()
            && long.is_char_boundary(form.len())
            && long[..form.len()].eq_ignore_ascii_case(form)
        {
            return Some(b + form.len());
        }
    }
    None
}

fn figures(r: &Reader, at: usize, bare: bool) -> Option<(usize, Clock)> {
    let (end, hour) = r.digits(at, 1..=4)?;
    let digits = end - at;
    let two = |at: usize| r.digits(at, 2..=2).filter(|(_, m)| *m < 60);
    let rest = r.text.get(end..).unwrap_or("");
    if digits <= 2 && hour <= 24 {
        let hour = hour as i8;
        let sure = hour > 12 || hour == 0;
        let sep = rest.chars().next();
        if let Some(s @ (':' | '.' | 'h' | '：')) = sep {
            if let Some((e, m)) = two(end + s.len_utf8()) {
                let mut c = Clock { hour, minute: Some(m as i8), second: None, sure: sure || s == 'h' };
                let mut e = e;
                if r.mark(e, ':').is_some()
                    && let Some((e2, sec)) = r.mark(e, ':').and_then(two)
                {
                    c.second = Some(sec as i8);
                    e = e2;
                }
                if let Some(hit) = meridiem(r, e, c) {
                    return Some(hit);
                }
                if s == '.' && !(bare && !counted(r, e) && r.latin_before(at).eq_ignore_ascii_case("at"))
                    || hour > 24
                    || r.in_word(e)
                    || r.char_at(e).is_some_and(|c| c.is_ascii_digit())
                {
                    return None;
                }
                return Some((e, c));
            }
            // "15h", "16 h" after "at"
            if s == 'h' && !r.in_word(end + 1) && bare {
                return Some((end + 1, Clock { hour, minute: None, second: None, sure: true }));
            }
        }
        let c = Clock { hour, minute: None, second: None, sure };
        if let Some(e) = oclock(r, end) {
            return Some(meridiem(r, e, c).unwrap_or((e, c)));
        }
        if let Some((e, k)) = meridiem(r, end, c) {
            let short = matches!(r.latin(end), "a" | "p" | "A" | "P");
            // "4a" alone is a label.
            let label = short && !bare && r.text[end..].starts_with(['a', 'A']);
            if !label && !r.text.as_bytes().get(e).is_some_and(u8::is_ascii_digit) {
                return Some((e, k));
            }
        }
        let stops = !matches!(sep, Some('/' | '%' | ':' | '-')) || sep == Some('-') && bare;
        let decimal = matches!(sep, Some('.' | ',')) && r.char_at(end + 1).is_some_and(|c| c.is_ascii_digit());
        if bare && stops && !decimal && !r.in_word(end) && hour <= 24 && (!counted(r, end)) {
            return Some((end, c));
        }
        return None;
    }
    // 1140 a.m., 0730
    if (digits == 4 || digits == 3) && hour / 100 <= 24 && hour % 100 < 60 && !rest.starts_with(['/', '.', ',', '-']) {
        let zero = digits == 4 && r.text[at..].starts_with('0');
        let c = Clock { hour: (hour / 100) as i8, minute: Some((hour % 100) as i8), second: None, sure: hour >= 1300 };
        if let Some((e, k)) = meridiem(r, end, c) {
            return Some((e, k));
        }
        // A four-digit figure that could be a year is one, unless "at" stands before.
        let year = digits == 4 && hour >= 1900;
        let at_word =
            r.latin_before(at).eq_ignore_ascii_case("at") || r.latin_before(at).eq_ignore_ascii_case("approximately");
        if bare && (zero || at_word) && !year && !r.in_word(end) {
            return Some((end, c));
        }
    }
    None
}

/// Whether something is counted after a figure, so that it is no hour.
fn counted(r: &Reader, at: usize) -> bool {
    let b = r.blank(at);
    [Cat::Percent, Cat::TimeUnit, Cat::Unit, Cat::Money, Cat::Scale, Cat::Noun, Cat::PPoint]
        .iter()
        .any(|c| r.word(b, *c).is_some())
        || b > at && r.latin(b).len() > 3 && r.latin(b).ends_with('s') && r.word(b, Cat::Weekday).is_none()
}

fn words(r: &Reader, at: usize, bare: bool) -> Option<(usize, Clock)> {
    let hour = |at: usize| {
        let hit = r
            .word(at, Cat::Digit)
            .filter(|(_, e)| e.num > 0)
            .or_else(|| r.word(at, Cat::Teen).filter(|(_, e)| e.num <= 12))?;
        Some((hit.0, hit.1.num as i8))
    };
    let (end, h) = hour(at)?;
    let c = Clock { hour: h, minute: None, second: None, sure: false };
    if let Some(e) = oclock(r, end) {
        return Some(meridiem(r, e, c).unwrap_or((e, c)));
    }
    if let Some(hit) = meridiem(r, end, c).filter(|_| r.blank(end) > end) {
        return Some(hit);
    }
    // "seven thirty", "twelve o three", "five-thirty", "six forty-three minutes"
    let b = match r.char_at(end) {
        Some('-') => end + 1,
        _ => r.blank(end),
    };
    if b > end {
        let zero = matches!(lower(r.latin(b)).as_str(), "o" | "oh" | "ou" | "zero");
        let m = if zero {
            r.word(r.blank(b + r.latin(b).len()), Cat::Digit).map(|(e, d)| (e, d.num))
        } else {
            number(r, b)
                .filter(|n| n.style == Style::Words && n.whole().is_some_and(|w| (10..60).contains(&w)) && !n.ordinal)
                .map(|n| (n.end, n.whole().unwrap_or(0)))
        };
        if let Some((e, m)) = m {
            let c = Clock { minute: Some(m as i8), ..c };
            let e2 = match r.latin(r.blank(e)) {
                "minutes" => r.blank(e) + 7,
                _ => e,
            };
            if let Some(hit) = meridiem(r, e2, c).filter(|_| r.blank(e2) > e2) {
                return Some(hit);
            }
            if bare || zero {
                return Some((e2, c));
            }
        }
    }
    (bare && !counted(r, end) && r.next(end, Cat::Hundred).is_none()).then_some((end, c))
}

/// "half past nine", "10 past 9", "a quarter past 3pm", "20 minutes to 2pm".
fn past(r: &Reader, at: usize) -> Option<(usize, Clock)> {
    let (end, minutes) = if let Some((e, _)) = r.word(at, Cat::Half) {
        (e, 30)
    } else {
        let b = r.word(at, Cat::Article).map_or(at, |(e, _)| r.blank(e));
        match r.word(b, Cat::Denominator).filter(|(_, d)| d.num == 4) {
            Some((e, _)) => (e, 15),
            None => {
                let n = number(r, at).filter(|n| {
                    n.whole().is_some_and(|w| (1..60).contains(&w))
                        && !n.ordinal
                        && (n.plain.is_some() || matches!(n.style, Style::Words | Style::Single))
                })?;
                let b = r.blank(n.end);
                let e = if matches!(r.latin(b), "minutes" | "minute" | "mins" | "min") {
                    b + r.latin(b).len()
                } else {
                    n.end
                };
                (e, n.whole()?)
            }
        }
    };
    let b = r.blank(end);
    let word = lower(r.latin(b));
    let back = match word.as_str() {
        "past" => false,
        "after" if minutes == 15 || minutes == 30 => false,
        "to" | "before" if r.text[at..end].contains("min") || r.text[at..end].contains("quarter") => true,
        _ => return None,
    };
    let c = r.blank(b + word.len());
    let (e, k) = clock_plain(r, c)?;
    if k.minute.is_some() {
        return None;
    }
    let mut k = Clock { minute: Some(minutes as i8), ..k };
    if back {
        k.minute = Some(60 - minutes as i8);
        k.hour = if k.hour == 0 { 23 } else { k.hour - 1 };
    }
    Some((e, k))
}

fn clock_plain(r: &Reader, at: usize) -> Option<(usize, Clock)> {
    if let Some((end, c)) = r.word(at, Cat::Clock) {
        return Some((end, Clock { hour: c.num as i8, minute: None, second: None, sure: true }));
    }
    if r.char_at(at)?.is_ascii_digit() { figures(r, at, true) } else { words(r, at, true) }
}

/// "in the morning", "this afternoon", "tonight", "late evening", "mornings": its end, TIMEX part, and whether after noon.
pub fn part_of_day(r: &Reader, at: usize) -> Option<(usize, &'static str, Option<bool>)> {
    if let Some((end, p)) = r.word(at, Cat::DayPart) {
        return Some((end, p.arg.trim_start_matches(|c: char| c.is_ascii_digit()), Some(true)));
    }
    let mut b = at;
    for _ in 0..4 {
        if let Some((end, p)) = r.word(b, Cat::Part) {
            let pm = match p.arg {
                "MO" => Some(false),
                "AF" | "EV" | "NI" | "MED" => Some(true),
                _ => None,
            };
            // Meals name a time only after a word of time.
            if matches!(p.arg, "MEL" | "MED") && b == at && !r.text[b..end].ends_with("time") {
                return None;
            }
            return Some((end, p.arg, pm));
        }
        let w = r.latin(b);
        let skip = matches!(
            lower(w).as_str(),
            "in" | "the"
                | "this"
                | "early"
                | "late"
                | "at"
                | "later"
                | "of"
                | "next"
                | "after"
                | "last"
                | "tomorrow"
                | "yesterday"
        );
        if !skip || matches!(lower(w).as_str(), "tomorrow" | "yesterday") {
            return None;
        }
        b = r.blank(b + w.len());
    }
    None
}
