//! One sentence's tokens with longer edges over them: words of lists, names, values, finds of rules.

use crate::lexicon::ListId;
use crate::rule::pattern::{Check, ClassId, Lattice, Property};
use crate::span::Span;
use crate::text::{Shape, Token};
use smallvec::SmallVec;

/// What an edge says of the tokens under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    List(ListId),
    Class(ClassId),
}

/// An edge over tokens `start..end` of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    pub label: Label,
    pub start: u16,
    pub end: u16,
    /// What made it: a hit for a list, a candidate or mention for a class.
    pub source: u32,
}

/// The tokens of a sentence and the edges over them.
#[derive(Debug)]
pub struct TokenLattice<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    edges: Vec<Edge>,
    /// Edge numbers by first token, and by the boundary behind the last.
    starts: Vec<SmallVec<[u32; 4]>>,
    ends: Vec<SmallVec<[u32; 4]>>,
}

impl<'t> TokenLattice<'t> {
    /// `text` is the text that the tokens' spans are of.
    pub fn new(text: &'t str, tokens: &'t [Token]) -> Self {
        TokenLattice {
            text,
            tokens,
            edges: Vec::new(),
            starts: vec![SmallVec::new(); tokens.len() + 1],
            ends: vec![SmallVec::new(); tokens.len() + 1],
        }
    }

    /// The tokens that a span covers exactly; none where it begins or ends inside a token.
    pub fn tokens_of(&self, span: Span) -> Option<(u16, u16)> {
        let start = self.tokens.partition_point(|t| t.span.start < span.start);
        let end = self.tokens.partition_point(|t| t.span.end < span.end);
        let fits = self.tokens.get(start)?.span.start == span.start && self.tokens.get(end)?.span.end == span.end;
        (fits && start <= end).then_some((start as u16, end as u16 + 1))
    }

    /// Adds an edge; one that is there already is not added again.
    pub fn add(&mut self, edge: Edge) -> bool {
        let known = self.starts[edge.start as usize].iter().any(|&n| {
            let e = &self.edges[n as usize];
            e.label == edge.label && e.end == edge.end
        });
        if known {
            return false;
        }
        let n = self.edges.len() as u32;
        self.starts[edge.start as usize].push(n);
        self.ends[edge.end as usize].push(n);
        self.edges.push(edge);
        true
    }

    /// Takes out all edges of classes.
    pub fn clear_classes(&mut self) {
        let kept: Vec<Edge> = self.edges.iter().copied().filter(|e| matches!(e.label, Label::List(_))).collect();
        self.edges.clear();
        self.starts.iter_mut().chain(self.ends.iter_mut()).for_each(SmallVec::clear);
        for edge in kept {
            self.add(edge);
        }
    }

    pub fn edges_all(&self) -> &[Edge] {
        &self.edges
    }

    /// The edges that start at a token.
    pub fn starting(&self, at: usize) -> impl Iterator<Item = &Edge> {
        self.starts[at].iter().map(|&n| &self.edges[n as usize])
    }

    /// The edges over a token.
    pub fn over(&self, at: usize) -> impl Iterator<Item = &Edge> {
        let from = at.saturating_sub(15);
        (from..=at).flat_map(move |s| self.starting(s)).filter(move |e| e.end as usize > at)
    }

    /// The span from the first to the last of some tokens.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span { start: self.tokens[start].span.start, end: self.tokens[end - 1].span.end }
    }

    fn words(&self, at: usize, words: &str, exact: bool, backward: bool) -> Option<u16> {
        let first = |offset: u32| {
            let (a, b) = (self.text.as_bytes().get(offset as usize), words.as_bytes().first());
            a.zip(b).is_some_and(|(a, b)| a | 0x20 == b | 0x20)
        };
        let same = |piece: &str| if exact { piece == words } else { piece.eq_ignore_ascii_case(words) };
        if backward {
            let end = self.tokens.get(at.checked_sub(1)?)?.span.end;
            let start = end.checked_sub(words.len() as u32).filter(|s| first(*s))?;
            let piece = self.text.get(start as usize..end as usize)?;
            let first = self.tokens[..at].partition_point(|t| t.span.start < start);
            (same(piece) && self.tokens.get(first)?.span.start == start).then_some(first as u16)
        } else {
            let start = self.tokens.get(at).map(|t| t.span.start).filter(|s| first(*s))?;
            let end = start + words.len() as u32;
            let piece = self.text.get(start as usize..end as usize)?;
            let last = at + self.tokens[at..].partition_point(|t| t.span.end < end);
            (same(piece) && self.tokens.get(last)?.span.end == end).then_some(last as u16 + 1)
        }
    }
}

impl Lattice for TokenLattice<'_> {
    fn len(&self) -> usize {
        self.tokens.len()
    }

    fn property(&self, at: usize, property: Property) -> bool {
        let token = &self.tokens[at];
        match property {
            Property::Any => true,
            Property::Tag(tag) => token.tag == tag,
            Property::Shape(shape) => token.shape == shape,
            Property::Capital => {
                matches!(token.shape, Shape::Capital | Shape::Upper | Shape::Mixed)
                    && token.span.of(self.text).starts_with(char::is_uppercase)
            }
            Property::Han(n) => token.shape == Shape::Han && token.span.of(self.text).chars().count() == n as usize,
            Property::Chunk(_) | Property::Voice(_) => false,
        }
    }

    fn covered(&self, at: usize, check: &Check) -> bool {
        match check {
            Check::List(id) => self.over(at).any(|e| e.label == Label::List(*id)),
            Check::Class(id) => self.over(at).any(|e| e.label == Label::Class(*id)),
            Check::Words { text, exact } => self.words(at, text, *exact, false) == Some(at as u16 + 1),
            _ => false,
        }
    }

    fn edges(&self, at: usize, check: &Check, backward: bool, ends: &mut SmallVec<[u16; 8]>) {
        let label = match check {
            Check::List(id) => Label::List(*id),
            Check::Class(id) => Label::Class(*id),
            Check::Words { text, exact } => return ends.extend(self.words(at, text, *exact, backward)),
            _ => return,
        };
        let side = if backward { &self.ends[at] } else { &self.starts[at] };
        let found = side.iter().map(|&n| &self.edges[n as usize]).filter(|e| e.label == label);
        ends.extend(found.map(|e| if backward { e.start } else { e.end }));
        // The longest first: it is what is preferred.
        match backward {
            true => ends.sort_unstable(),
            false => ends.sort_unstable_by(|a, b| b.cmp(a)),
        }
    }
}
