//! English dates in figures: `2024-03-05`, `3/5/2024`, `31.10.1974`, `22-Jan-2019`.
//!
//! Comes in: a place in a text. Goes out: the date that its digits are, or none where they are a number or a code.

use super::english_date::{century_of, counts, ends, month_at, plain_year, valid_day};
use super::reader::Reader;
use super::when::{Core, When};
use super::words::Cat;

/// `2024-03-05`, `3/5/2024`, `31.10.1974`, `2019/aug/01`, `22-Jan-2019`, `2/15`.
pub fn figures(r: &Reader, at: usize) -> Option<When> {
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
        let another = sep == '/'
            && r.char_at(end) == Some('-')
            && r.digits(end + 1, 1..=2).is_some_and(|(e, _)| r.char_at(e) == Some('/'));
        if matches!(r.char_at(end), Some('/' | '-'))
            && r.char_at(end + 1).is_some_and(|c| c.is_ascii_digit())
            && y.is_none()
            && !another
        {
            return None;
        }
        Some(When::ymd(at, end, y, Some(m8), d.map(|d| d as i8)))
    };
    // a month's name in the middle
    if let Some((e2, m, _)) = month_at(r, b).filter(|_| sep != ' ' && sep != '.') {
        if r.char_at(e2) == Some(sep)
            && let Some((e3, c)) = r.digits(e2 + 1, 1..=4)
        {
            return if n1 == 4 {
                done(e3, Some(a as i16), m as i64, Some(c))
            } else if e3 - e2 == 5 {
                done(e3, Some(c as i16), m as i64, Some(a))
            } else {
                None
            };
        }
        return if n1 == 4 { done(e2, Some(a as i16), m as i64, None) } else { None };
    }
    let (e2, c) = r.digits(b, 1..=4)?;
    let n2 = e2 - b;
    if n1 == 4 && (1000..=2199).contains(&a) && n2 <= 2 {
        // 2020/23/Sep
        if sep != ' '
            && r.char_at(e2) == Some(sep)
            && let Some((e3, m, _)) = month_at(r, e2 + 1)
        {
            return done(e3, Some(a as i16), m as i64, Some(c));
        }
        if (r.char_at(e2) == Some(sep) || sep == '.' && r.char_at(e2) == Some('-'))
            && let Some((e3, d)) = r.digits(e2 + 1, 1..=2)
            && let Some(w) = done(e3, Some(a as i16), c, Some(d)).filter(|_| sep != ' ' || n2 == 2 && e3 - e2 == 3)
        {
            return Some(w);
        }
        if matches!(sep, '-' | '/')
            && !(sep == '-' && r.text[b..].starts_with(|c: char| c != '0' && c != '1') && n2 == 2)
        {
            // "2019-20" is a fiscal year, "2015-03" a month.
            return done(e2, Some(a as i16), c, None);
        }
        return None;
    }
    if n1 <= 2 && n2 <= 2 {
        // 23-2020-September is read below; d/m/y and m/d/y here
        if r.char_at(e2) == Some(sep)
            && let Some((e3, y)) = r.digits(e2 + 1, 2..=4).filter(|(e, _)| e - e2 != 4)
        {
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
        if sep == ' '
            || sep == '.' && (!matches!(r.latin_before(at), "on" | "On" | "dated") || counts(r, e2) || n2 == 1)
        {
            return None;
        }
        let (m, d) = if a > 12 { (c, a) } else { (a, c) };
        if sep == '-' && !(n1 == 2 || n2 == 2) {
            return None;
        }
        let mut w = done(e2, None, m, Some(d))?;
        // "5/7, 2020"
        if r.char_at(e2) == Some(',')
            && let Some((e3, y)) = plain_year(r, r.blank(e2 + 1))
        {
            w.core = Core::Ymd { y: Some(y), m: Some(m as i8), d: Some(d as i8), wd: None };
            w.end = e3;
            return Some(w);
        }
        w.latent = sep == '-' || !(date_before(r, at) || time_after(r, e2));
        return Some(w);
    }
    // 12-2015, 12/2015; 23-2020-September
    if n1 <= 2 && n2 == 4 && (1000..=2199).contains(&c) && matches!(sep, '-' | '/') {
        if r.char_at(e2) == Some(sep)
            && let Some((e3, m, _)) = month_at(r, e2 + 1)
        {
            return done(e3, Some(c as i16), m as i64, Some(a));
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
    !word.is_empty()
        && (r.word(start, Cat::TimePrep).is_some_and(|(e, _)| e == head.len())
            || r.word(start, Cat::Weekday).is_some()
            || r.word(start, Cat::WeakWeekday).is_some()
            || word == "dated"
            || word == "date"
            || word == "happen"
            || word == "back")
}

fn time_after(r: &Reader, at: usize) -> bool {
    let b = r.blank(at);
    matches!(r.latin(b), "at" | "before" | "from") && b > at
        || r.char_at(b) == Some(',') && r.digits(r.blank(b + 1), 1..=2).is_some()
}
