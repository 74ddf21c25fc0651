//! Times in a text: dispatches to the language's grammar and makes a [`Value`] of what it found.
//!
//! Comes in: a place in a text. Goes out: the time expression that starts there, resolved against the document's date.

use super::decimal::Exact;
use super::reader::Reader;
use super::when::{Core, When, resolve};
use super::{Comparator, Value, ValueKind};
use crate::document::Lang;
use crate::span::Span;

/// A time and the bare numbers inside it.
pub struct Found {
    pub value: Value,
    /// The text is a name with numerals in it (“十四五”), no value.
    pub name: bool,
    pub numbers: Vec<(Span, String)>,
}

/// The time that starts at `at`.
pub fn time(r: &Reader, at: usize) -> Option<Found> {
    let w = match r.lang {
        Lang::En => super::english_time::time(r, at)?,
        Lang::Zh => super::chinese_time::time(r, at)?,
    };
    Some(found(r, w))
}

fn found(r: &Reader, w: When) -> Found {
    // "annual", 每年: how often, not when.
    let often = matches!(&w.core, Core::Set { timex } if !(timex.starts_with("PX") || timex == "XXXX"));
    let mut time = resolve(&w, r.now);
    time.anchor = w.anchor.map(|(s, e)| Span::new(s, e));
    let number = match (&w.core, w.numbers.first()) {
        (Core::Length { .. }, Some((.., v))) if w.numbers.len() == 1 => Some(v.to_string()),
        _ => None,
    };
    let span = Span::new(w.start, w.end);
    let value = Value {
        span,
        hedged: span,
        full: Span::new(w.core_start.min(w.end), w.end),
        kind: ValueKind::Time,
        number,
        unit: None,
        min: None,
        max: None,
        comparator: Comparator::Equal,
        missing: false,
        latent: w.latent || w.unmarked || often,
        counted: None,
        time: Some(time),
    };
    let numbers = w.numbers.iter().map(|(s, e, v): &(usize, usize, Exact)| (Span::new(*s, *e), v.to_string())).collect();
    Found { value, name: w.name, numbers }
}
