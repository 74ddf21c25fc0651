//! Places in a text as gold and answers name them: in code points.

use crate::annotate::Stretch;
use crate::span::Span;
use memchr::memmem;
use std::ops::Range;

/// A stretch of a text in code points, half open, never empty in gold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extent {
    pub start: u32,
    pub end: u32,
}

impl Extent {
    pub fn new(start: u32, end: u32) -> Extent {
        Extent { start, end }
    }

    /// Whether at least one character is shared.
    pub fn overlaps(self, other: Extent) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Extent) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest that contains both.
    pub fn cover(self, other: Extent) -> Extent {
        Extent { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `found` fills what this labels: at least half of it, and not more than about twice as long.
    pub fn filled_by(self, found: Extent) -> bool {
        let long = |e: Extent| i64::from(e.end) - i64::from(e.start);
        let shared = i64::from(self.end.min(found.end)) - i64::from(self.start.max(found.start));
        2 * shared >= long(self) && long(found) <= 2 * long(self) + 6
    }
}

impl From<&Stretch<'_>> for Extent {
    fn from(stretch: &Stretch<'_>) -> Extent {
        Extent::new(stretch.start, stretch.end)
    }
}

/// Stretches in the order of the text, in which those that reach another are soon found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    sorted: Vec<Extent>,
    longest: u32,
}

impl FromIterator<Extent> for Places {
    fn from_iter<T: IntoIterator<Item = Extent>>(all: T) -> Places {
        let mut sorted: Vec<Extent> = all.into_iter().collect();
        sorted.sort_unstable();
        let longest = sorted.iter().map(|e| e.end - e.start).max().unwrap_or(0);
        Places { sorted, longest }
    }
}

impl Places {
    pub fn all(&self) -> &[Extent] {
        &self.sorted
    }

    /// The numbers of all that share a character with `at`, and perhaps some more.
    pub fn around(&self, at: Extent) -> Range<usize> {
        let begin = self.sorted.partition_point(|e| e.start + self.longest <= at.start);
        let end = self.sorted.partition_point(|e| e.start < at.end);
        begin..end.max(begin)
    }
}

/// A text whose characters are counted.
#[derive(Debug)]
pub struct Counted<'t> {
    pub text: &'t str,
    /// Byte offset of each character, and of the end.
    bytes: Vec<u32>,
}

impl<'t> Counted<'t> {
    pub fn new(text: &'t str) -> Counted<'t> {
        Counted { text, bytes: text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect() }
    }

    /// The bytes of a stretch; `None` where it does not lie in the text.
    pub fn span(&self, at: Extent) -> Option<Span> {
        let (start, end) = (self.bytes.get(at.start as usize)?, self.bytes.get(at.end as usize)?);
        (start <= end).then_some(Span { start: *start, end: *end })
    }

    /// The words of a stretch; nothing where it does not lie in the text.
    pub fn of(&self, at: Extent) -> &'t str {
        self.span(at).map_or("", |span| span.of(self.text))
    }

    /// A span of bytes in characters.
    pub fn extent(&self, span: Span) -> Extent {
        let at = |byte: u32| self.bytes.partition_point(|b| *b < byte) as u32;
        Extent::new(at(span.start), at(span.end))
    }

    /// Everywhere that `part` stands, overlapping places too.
    pub fn places<'s>(&'s self, part: &'s str) -> impl Iterator<Item = Extent> + 's {
        let finder = memmem::Finder::new(part);
        let next = move |from: u32| {
            let start = from as usize + finder.find(self.text.as_bytes().get(from as usize..)?)?;
            Some(Span::new(start, start + part.len()))
        };
        let first = if part.is_empty() { None } else { next(0) };
        let after = move |span: &Span| {
            let letter = self.text.get(span.start as usize..)?.chars().next()?;
            next(span.start + letter.len_utf8() as u32)
        };
        std::iter::successors(first, after).map(|span| self.extent(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_and_not_bytes() {
        let counted = Counted::new("😀 北岭北岭北 a");
        let places: Vec<Extent> = counted.places("北岭北").collect();
        assert_eq!(places, [Extent::new(2, 5), Extent::new(4, 7)]);
        assert_eq!(counted.of(places[1]), "北岭北");
        assert_eq!((counted.span(Extent::new(0, 10)), counted.span(Extent::new(5, 4))), (None, None));
        assert_eq!(counted.places("").count(), 0);
    }

    #[test]
    fn what_reaches_a_stretch_is_around_it() {
        let places: Places = [(8, 9), (0, 6), (4, 5), (9, 12)].map(|(a, b)| Extent::new(a, b)).into_iter().collect();
        let reach = |at: Extent| places.all()[places.around(at)].iter().filter(|e| e.overlaps(at)).count();
        for (start, end, count) in [(5, 6, 1), (4, 9, 3), (12, 13, 0), (8, 10, 2), (6, 8, 0)] {
            assert_eq!(reach(Extent::new(start, end)), count, "{start}..{end}");
        }
        assert_eq!(Places::default().around(Extent::new(0, 5)), 0..0);
    }

    #[test]
    fn half_of_a_filler_will_do_and_much_more_will_not() {
        let gold = Extent::new(10, 20);
        assert!(gold.filled_by(Extent::new(15, 30)) && !gold.filled_by(Extent::new(16, 30)));
        assert!(gold.filled_by(Extent::new(0, 26)) && !gold.filled_by(Extent::new(0, 27)));
        assert!(!gold.filled_by(Extent::new(30, 31)));
    }
}
