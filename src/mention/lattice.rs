//! One sentence's tokens with longer edges over them: words of lists, words of rules, names, values, finds of rules.
//!
//! Comes in: tokens, and edges as they are found. Goes out: the lattice on which token patterns run. Edges from one token, and to one boundary,
//! are chained through one array, and each token has its properties and labels as bits, so that most questions are one test.

use crate::rule::literals::Literals;
use crate::rule::pattern::{Ends, HAN, Label, Labels, Lattice, Property, Props};
use crate::span::Span;
use crate::text::{Shape, Token};

/// The most tokens an edge may have to count as lying over each of them.
const OVER: usize = 16;

/// An edge over tokens `start..end` of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    pub label: Label,
    pub start: u16,
    pub end: u16,
    /// What made it: a hit for a list, a candidate or mention for a class; for words, 1 where a pattern may have its anchor there.
    pub source: u32,
}

/// No edge.
const NONE: u32 = u32::MAX;

/// An edge, and those with the same start and with the same end that were added next.
#[derive(Debug, Clone, Copy)]
struct Link {
    edge: Edge,
    same_start: u32,
    same_end: u32,
}

/// The first and last edge of two chains: those that start at a boundary, and those that end there.
#[derive(Debug, Clone, Copy)]
struct Boundary {
    starts: (u32, u32),
    ends: (u32, u32),
}

const BARE: Boundary = Boundary { starts: (NONE, NONE), ends: (NONE, NONE) };

/// The tokens of a sentence and the edges over them.
#[derive(Debug)]
pub struct TokenLattice<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    links: Vec<Link>,
    /// How many of the links are words of rules; they come first, by start.
    words: usize,
    boundaries: Vec<Boundary>,
    marks: Vec<(Props, Labels)>,
}

impl<'t> TokenLattice<'t> {
    /// `text` is the text that the tokens' spans are of; `literals` are the words that rules ask for.
    pub fn new(text: &'t str, tokens: &'t [Token], literals: &Literals) -> Self {
        let mut lattice = TokenLattice {
            text,
            tokens,
            links: Vec::with_capacity(tokens.len() * 2),
            words: 0,
            boundaries: vec![BARE; tokens.len() + 1],
            marks: tokens.iter().map(|t| (props(t, text), Labels::default())).collect(),
        };
        for (at, token) in tokens.iter().enumerate() {
            literals.at(&text.as_bytes()[token.span.start as usize..], |id, length, word| {
                let end = token.span.start + length;
                let last = at + tokens[at..].iter().position(|t| t.span.end >= end).unwrap_or(tokens.len());
                if tokens.get(last).is_some_and(|t| t.span.end == end) {
                    let (label, start, end) = (Label::Words(id), at as u16, last as u16 + 1);
                    // Words that begin with part of what they mean ("A" of "A.") are no place to begin to look from.
                    let source = (word == 0 || word == token.span.len() as u32) as u32;
                    lattice.add(Edge { label, start, end, source });
                }
            });
        }
        lattice.words = lattice.links.len();
        lattice
    }

    /// The tokens that a span covers exactly; none where it begins or ends inside a token.
    pub fn tokens_of(&self, span: Span) -> Option<(u16, u16)> {
        let start = self.tokens.partition_point(|t| t.span.start < span.start);
        let end = start + self.tokens.get(start..)?.iter().position(|t| t.span.end >= span.end)?;
        let fits = self.tokens[start].span.start == span.start && self.tokens[end].span.end == span.end;
        fits.then_some((start as u16, end as u16 + 1))
    }

    /// Adds an edge; one that is there already is not added again.
    pub fn add(&mut self, edge: Edge) -> bool {
        let label = Labels::of(edge.label);
        let (start, end) = (edge.start as usize, edge.end as usize);
        let may = self.marks[start].1.meets(label);
        if may && self.starting(start).any(|e| e.label == edge.label && e.end == edge.end) {
            return false;
        }
        self.link(edge);
        self.marks[start..end].iter_mut().for_each(|(_, labels)| labels.insert(label));
        true
    }

    fn link(&mut self, edge: Edge) {
        let n = self.links.len() as u32;
        self.links.push(Link { edge, same_start: NONE, same_end: NONE });
        let starts = &mut self.boundaries[edge.start as usize].starts;
        match starts.1 {
            NONE => *starts = (n, n),
            last => {
                self.links[last as usize].same_start = n;
                starts.1 = n;
            }
        }
        let ends = &mut self.boundaries[edge.end as usize].ends;
        match ends.1 {
            NONE => *ends = (n, n),
            last => {
                self.links[last as usize].same_end = n;
                ends.1 = n;
            }
        }
    }

    /// Takes out all edges of classes.
    pub fn clear_classes(&mut self) {
        let links = std::mem::take(&mut self.links);
        self.links.reserve(links.len());
        self.boundaries.fill(BARE);
        self.marks.iter_mut().for_each(|(_, labels)| *labels = Labels::default());
        for link in links.iter().filter(|l| !matches!(l.edge.label, Label::Class(_))) {
            self.link(link.edge);
            let labels = &mut self.marks[link.edge.start as usize..link.edge.end as usize];
            labels.iter_mut().for_each(|(_, labels)| labels.insert(Labels::of(link.edge.label)));
        }
    }

    /// All edges but words of rules, in the order in which they were added.
    pub fn found(&self) -> impl Iterator<Item = &Edge> {
        self.links[self.words..].iter().map(|l| &l.edge)
    }

    /// The words of rules at which a pattern may have its anchor, by start.
    pub fn words(&self) -> impl Iterator<Item = &Edge> {
        self.links[..self.words].iter().map(|l| &l.edge).filter(|e| e.source == 1)
    }

    /// The edges that start at a token.
    pub fn starting(&self, at: usize) -> impl Iterator<Item = &Edge> {
        self.chain(self.boundaries[at].starts.0, |l| l.same_start)
    }

    fn chain(&self, first: u32, next: impl Fn(&Link) -> u32) -> impl Iterator<Item = &Edge> {
        let mut at = first;
        std::iter::from_fn(move || {
            let link = self.links.get(at as usize)?;
            at = next(link);
            Some(&link.edge)
        })
    }

    /// The first edge of a label over a token.
    pub fn over(&self, at: usize, label: Label) -> Option<&Edge> {
        if !self.marks[at].1.meets(Labels::of(label)) {
            return None;
        }
        let from = at.saturating_sub(OVER - 1);
        (from..=at).flat_map(|s| self.starting(s)).find(|e| e.label == label && e.end as usize > at)
    }

    /// The span from the first to the last of some tokens.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span { start: self.tokens[start].span.start, end: self.tokens[end - 1].span.end }
    }
}

/// What a token is.
fn props(token: &Token, text: &str) -> Props {
    let mut props = Property::Any.bit() | Property::Tag(token.tag).bit() | Property::Shape(token.shape).bit();
    match token.shape {
        Shape::Capital | Shape::Upper | Shape::Mixed if token.span.of(text).starts_with(char::is_uppercase) => {
            props |= Property::Capital.bit();
        }
        Shape::Han => {
            let count = token.span.of(text).chars().take(HAN as usize + 1).count() as u8;
            if (1..=HAN).contains(&count) {
                props |= Property::Han(count).bit();
            }
        }
        _ => {}
    }
    props
}

impl Lattice for TokenLattice<'_> {
    fn len(&self) -> usize {
        self.tokens.len()
    }

    #[inline]
    fn props(&self, at: usize) -> Props {
        self.marks[at].0
    }

    #[inline]
    fn labels(&self, at: usize) -> Labels {
        self.marks[at].1
    }

    fn covered(&self, at: usize, label: Label) -> bool {
        match label {
            // Words are asked whether they are just this token.
            Label::Words(_) => self.starting(at).any(|e| e.label == label && e.end as usize == at + 1),
            _ => self.over(at, label).is_some(),
        }
    }

    fn edges(&self, at: usize, label: Label, backward: bool, ends: &mut Ends) {
        if backward {
            let found = self.chain(self.boundaries[at].ends.0, |l| l.same_end).filter(|e| e.label == label);
            found.for_each(|e| ends.push(e.start));
            ends.sort_unstable();
        } else {
            self.starting(at).filter(|e| e.label == label).for_each(|e| ends.push(e.end));
            ends.sort_unstable_by(|a, b| b.cmp(a));
        }
    }
}
