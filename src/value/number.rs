//! A number as one language writes it, before anybody asks what is counted.
//!
//! Comes in: a [`Reader`] and a place. Goes out: [`Num`], an exact value and how it was written. The two languages' own
//! grammars stand in `english_number` and `chinese_number`.

use super::decimal::Exact;
use super::reader::Reader;
use crate::document::Lang;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Digits, with or without scale words.
    Figures,
    /// Words or numeral characters.
    Words,
    /// One numeral character or "one", which is often no number at all.
    Single,
    /// "a third", 三分之一, `2/3`
    Fraction,
    /// "millions", 数十: no exact value is meant.
    Vague,
}

/// A number in the text.
#[derive(Clone, Copy, Debug)]
pub struct Num {
    pub start: usize,
    pub end: usize,
    pub value: Exact,
    pub style: Style,
    /// An unsaid remainder inside: 二十几万, 500多亿.
    pub open: bool,
    /// first, 25th
    pub ordinal: bool,
    /// A whole figure without separators, scale or suffix, and its digits: could be a year, an hour.
    pub plain: Option<usize>,
    /// The figure may be a date or a ratio: `2/15`.
    pub slashed: bool,
    /// Between which numbers, for 数十亿 and 八九亿.
    pub between: Option<(Exact, Exact)>,
}

impl Num {
    pub fn new(start: usize, end: usize, value: Exact, style: Style) -> Num {
        Num { start, end, value, style, open: false, ordinal: false, plain: None, slashed: false, between: None }
    }

    /// Of a whole number that fits.
    pub fn whole(&self) -> Option<i64> {
        self.value.whole()
    }
}

/// The number at `at`, cardinal or ordinal.
pub fn number(r: &Reader, at: usize) -> Option<Num> {
    r.number(at, || match r.lang {
        Lang::En => super::english_number::number(r, at),
        Lang::Zh => super::chinese_number::number(r, at),
    })
}
