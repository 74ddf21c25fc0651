//! One pass over a text: where may a value start, what is it there, and what is none.
//!
//! Comes in: a text. Goes out: its values in order, an outer one before its parts. A place is tried only where a figure, a
//! sign or a word of the grammars stands; what was read is not read again, so that time grows with the text.

use super::begin::{BEGIN, may_start, starts, timely};
use super::code::code;
use super::lost::{lost, stripped};
use super::quantity::{hedge, quantity};
use super::reader::{Reader, digit_value};
use super::tables;
use super::time;
use super::words::{Cat, is_han};
use super::{Value, ValueKind};
use crate::document::Lang;
use crate::span::Span;
use jiff::civil::DateTime;

/// What is known about a text from outside it.
#[derive(Clone, Copy, Default)]
pub struct Context<'a> {
    /// When it was written: what "last year" and 去年 are relative to. Without it they stay unresolved.
    pub date: Option<DateTime>,
    /// The country whose texts it is of (ISO 3166), whose dollars "$5" is then. Without it, those of the United States.
    pub country: Option<&'a str>,
    /// Who knows when the events were that times are told from: "since the pandemic", 党的十八大以来.
    pub events: Option<&'a dyn Events>,
}

/// Knows when something was.
pub trait Events {
    /// The first and the last day, month or year (ISO 8601) of what `name` names; the last is that of the first where it took no longer.
    fn dates(&self, name: &str, lang: Lang) -> Option<(String, String)>;
}

/// All values of a text, by start, outer before inner.
pub fn read(text: &str, lang: Lang, context: &Context<'_>) -> Vec<Value> {
    let r = Reader::new(text, lang, context);
    // Chinese words in an English text are read as Chinese.
    let zh = (lang == Lang::En && !text.is_ascii() && text.chars().any(is_han))
        .then(|| Reader::new(text, Lang::Zh, context));
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        if b.is_ascii_alphabetic() {
            let (end, reach) = r.words.latin(text, at);
            let end = end + bytes[end..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
            if matches!(b | 0x20, b'h' | b'w')
                && let Some(end) = address(&r, at)
            {
                at = end;
                continue;
            }
            if reach & BEGIN != 0
                && r.starts_word(at)
                && starts(&r, at)
                && let Some(next) = value_at(&r, at, &mut out)
            {
                at = next.max(at + 1);
                continue;
            }
            // "Feb13", "10km": a word may end where digits begin.
            at = end;
        } else if b.is_ascii_digit() || b == WIDE && r.char_at(at).is_some_and(|c| digit_value(c).is_some()) {
            let end = r.digits_end(at);
            let reader = zh.as_ref().filter(|_| r.char_at(end).is_some_and(is_han)).unwrap_or(&r);
            if let Some(code) = code(reader, at) {
                at = code.max(end);
                continue;
            }
            match value_at(reader, at, &mut out) {
                Some(next) => at = next.max(end),
                // The rest of a word with figures in it is none of its own.
                None => at = end + dotted(&bytes[end..]),
            }
        } else if b < 0x80 {
            match if sign(&r, at, b) { value_at(&r, at, &mut out) } else { None } {
                Some(next) => at = next.max(at + 1),
                None => at += 1,
            }
        } else {
            let c = r.char_at(at).unwrap_or(' ');
            let r = zh.as_ref().filter(|_| is_han(c)).unwrap_or(&r);
            let reach = r.words.reach(c);
            if reach & Cat::Span.bit() != 0
                && let Some((start, end)) = age(r, at)
                && out.last().is_none_or(|v| v.full.end as usize <= start)
            {
                out.push(time::named(Span::new(start, end)));
                at = end;
                continue;
            }
            let begins = reach & BEGIN != 0 && starts(r, at) || !is_han(c) && may_start(c) && mark(r, at, c);
            match if begins { value_at(r, at, &mut out) } else { None } {
                Some(next) => at = next.max(at + c.len_utf8()),
                None => at += c.len_utf8(),
            }
        }
    }
    for unit in out.iter_mut().filter_map(|value| value.unit.as_mut()) {
        if let Some(meant) = tables::meant(unit, context.country) {
            *unit = meant;
        }
    }
    out
}

/// The first byte of full-width digits.
const WIDE: u8 = 0xef;

/// Whether a value may begin with the ASCII sign at `at`.
fn sign(r: &Reader, at: usize, b: u8) -> bool {
    let bytes = r.text.as_bytes();
    let next = r.blank(at + 1);
    if b == b'+' && r.char_at(at + 1).is_some_and(|c| c.is_ascii_digit()) && code(r, at + 1).is_some() {
        return false;
    }
    match b {
        b'.' => {
            let closed = r.char_before(at).is_some_and(|c| matches!(c, ')' | ']' | '”' | '’'));
            bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && r.starts_word(at) && !closed
        }
        b'-' if !r.starts_word(at) => false,
        b'%' if stripped(r, at) => true,
        b'$' | b'-' | b'+' | b'<' | b'>' | b'=' | b'~' | b'%' => r.char_at(next).is_some_and(|c| {
            let sign = !c.is_alphanumeric() && c != ' ';
            c.is_ascii_digit() || may_start(c) || sign || r.mask(next) & (BEGIN | Cat::Scale.bit()) != 0
        }),
        _ => false,
    }
}

/// Whether a value may begin with the sign `c` outside ASCII.
fn mark(r: &Reader, at: usize, c: char) -> bool {
    let next = at + c.len_utf8();
    match c {
        // A minus, where nothing stands before it that it would join.
        '–' => {
            let figure = r.char_at(next).is_some_and(|c| c.is_ascii_digit()) || r.word(next, Cat::Sign).is_some();
            figure && r.starts_word(at)
        }
        '“' => r.lang == Lang::Zh && r.mask(next) & (Cat::ZDigit.bit() | Cat::ZUnit.bit()) != 0,
        '％' => stripped(r, at),
        _ => true,
    }
}

/// The name of an age that ends with the word at `at`: 移动互联网时代. It is told from its end.
fn age(r: &Reader, at: usize) -> Option<(usize, usize)> {
    let (end, _) = r.word(at, Cat::Span)?;
    let mut start = at;
    for _ in 0..8 {
        let c = r.char_before(start).filter(|c| is_han(*c))?;
        let next = start - c.len_utf8();
        if r.word(next, Cat::Stop).is_some_and(|(e, _)| e == start)
            || matches!(c, '着' | '入' | '新' | '个' | '这' | '该')
        {
            break;
        }
        start = next;
        // 在 and 随着 and the like before it, or the beginning of a clause
        if !r.char_before(start).is_some_and(is_han) {
            break;
        }
    }
    (at - start >= 9).then_some((start, end))
}

/// How much of a word of letters, digits and inner dots goes on: versions, sections, addresses.
fn dotted(rest: &[u8]) -> usize {
    let mut n = 0;
    while let Some(b) = rest.get(n) {
        let inner = *b == b'.' && rest.get(n + 1).is_some_and(u8::is_ascii_digit);
        if !(b.is_ascii_alphanumeric() || inner) {
            break;
        }
        n += 1;
    }
    n
}

/// The end of a web address that starts at `at`.
fn address(r: &Reader, at: usize) -> Option<usize> {
    let rest = &r.text[at..];
    let web = ["http://", "https://", "www."]
        .iter()
        .any(|p| rest.len() >= p.len() && rest.as_bytes()[..p.len()].eq_ignore_ascii_case(p.as_bytes()));
    let end = rest.bytes().take_while(|b| b.is_ascii_graphic()).count();
    (web && r.starts_word(at)).then_some(at + end)
}

/// Reads what starts at `at`; where to go on.
fn value_at(r: &Reader, at: usize, out: &mut Vec<Value>) -> Option<usize> {
    let first = out.len();
    let time = if timely(r, at) { time::time(r, at) } else { None };
    if let Some(name) = time.as_ref().filter(|t| t.name) {
        return Some(name.value.full.end as usize);
    }
    // "the second to last" is longer than the ordinal in it.
    if let Some((end, _)) =
        r.word(at, Cat::Place).filter(|(e, _)| r.text[at..*e].contains(' ') && r.text[at..*e].contains("last"))
    {
        let span = Span::new(at, end);
        out.push(Value { kind: ValueKind::Ordinal, number: None, latent: true, ..number(span, String::new()) });
        return Some(end);
    }
    if let Some((end, _)) = r.word(at, Cat::Never).filter(|_| !lost(r, at)) {
        return match time.filter(|t| t.value.full.end as usize >= end) {
            Some(t) => Some(put_time(t, first, out)),
            None => Some(end),
        };
    }
    if time.is_none()
        && let Some(end) = hedged_length(r, at, out)
    {
        return Some(end);
    }
    let reading = quantity(r, at, out);
    if time.is_none()
        && out.len() == first
        && let Some((end, _)) = r.word(at, Cat::Place).filter(|_| r.lang == Lang::En)
    {
        let span = Span::new(at, end);
        out.push(Value { kind: ValueKind::Ordinal, number: None, latent: true, ..number(span, String::new()) });
        return Some(end);
    }
    match (time, reading) {
        (None, None) => None,
        (None, Some(q)) => Some(q.end),
        (Some(t), None) => Some(put_time(t, first, out)),
        (Some(t), Some(q)) => {
            let time_end = t.value.full.end as usize;
            if q.slashed && time_end == q.end {
                // 2/15 may be both.
                out.push(Value { latent: true, ..t.value });
                return Some(q.end);
            }
            if time_end >= q.end && (!t.value.latent || q.bare) {
                // 25分 may be money as well as time.
                let other = out[first..].first().filter(|v| v.latent && v.span == t.value.span).cloned();
                out.truncate(first);
                let end = put_time(t, first, out);
                out.extend(other);
                return Some(end);
            }
            Some(q.end)
        }
    }
}

/// "up to 60 days", 超过三年: a length of time and what bounds it.
fn hedged_length(r: &Reader, at: usize, out: &mut Vec<Value>) -> Option<usize> {
    let (end, comparator) = hedge(r, at)?;
    let b = r.blank(end);
    let t = time::time(r, b)
        .filter(|t| t.value.number.is_some() && t.numbers.first().is_some_and(|n| n.0.start as usize == b))?;
    let span = Span::new(at, t.value.full.end as usize);
    let first = out.len();
    let value = Value { hedged: span, full: span, comparator, ..t.value };
    Some(put_time(time::Found { value, ..t }, first, out))
}

fn put_time(t: time::Found, first: usize, out: &mut Vec<Value>) -> usize {
    let end = t.value.full.end as usize;
    out.insert(first, t.value);
    for (span, value) in t.numbers {
        out.push(number(span, value));
    }
    end
}

fn number(span: Span, value: String) -> Value {
    Value {
        span,
        hedged: span,
        full: span,
        kind: ValueKind::Number,
        number: Some(value),
        unit: None,
        min: None,
        max: None,
        comparator: super::Comparator::Equal,
        missing: false,
        latent: false,
        stated: false,
        counted: None,
        product: None,
        time: None,
    }
}
