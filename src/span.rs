//! Byte spans into a text, and code-point offsets on the way out.
//!
//! Inside the program every place in a text is a [`Span`]: two byte offsets at character boundaries. What leaves the
//! program (JSON Lines, RFC 5147 fragments) counts Unicode code points instead; [`CodePoints`] converts.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A half-open range of bytes, `start <= end`, both at character boundaries of the text it was made for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// `start..end` in bytes.
    #[inline]
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start: start as u32, end: end as u32 }
    }

    /// The bytes covered.
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether no byte is covered.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text covered; empty where the span does not fit `text`.
    #[inline]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// Whether it covers just this word; most words are of another length, which is told first.
    #[inline]
    pub fn is(self, text: &str, word: &str) -> bool {
        self.len() == word.len() && self.of(text) == word
    }

    /// The line of `text` in which it begins, counted from 1.
    pub fn line(self, text: &str) -> usize {
        text.get(..self.start as usize).unwrap_or(text).matches('\n').count() + 1
    }

    /// Whether `other` lies inside, both ends included.
    #[inline]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether at least one byte is shared.
    #[inline]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that contains both.
    #[inline]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same range as `usize`, to index with.
    #[inline]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Every how many bytes [`CodePoints`] keeps a count.
const STRIDE: usize = 64;

/// Byte offsets of one text as code-point offsets: one pass to build, a short scan for each question.
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `i * STRIDE`; empty for ASCII, where both counts agree.
    before: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0u32;
            before.reserve(text.len() / STRIDE + 1);
            for block in text.as_bytes().chunks(STRIDE) {
                before.push(count);
                count += starts(block);
            }
            before.push(count);
        }
        CodePoints { text, before }
    }

    /// The code points before byte `offset`, which must be at a character boundary or the end of the text.
    pub fn at(&self, offset: u32) -> u32 {
        if self.before.is_empty() {
            return offset;
        }
        let offset = (offset as usize).min(self.text.len());
        let block = offset / STRIDE;
        self.before[block.min(self.before.len() - 1)] + starts(&self.text.as_bytes()[block * STRIDE..offset])
    }

    /// Both ends of a span.
    pub fn span(&self, span: Span) -> (u32, u32) {
        (self.at(span.start), self.at(span.end))
    }
}

/// The characters that begin in `bytes`.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_agree_with_counting(text in "\\PC{0,400}") {
            let points = CodePoints::new(&text);
            for (i, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(byte as u32), i as u32);
            }
            prop_assert_eq!(points.at(text.len() as u32) as usize, text.chars().count());
        }
    }
}
