//! One sentence's tokens with longer edges over them: words of lists, words of rules, names, values, finds of rules.
//!
//! Comes in: tokens, and edges as they are found. Goes out: the lattice on which token patterns run. Edges from one token, and to one boundary,
//! are chained through one array, and each token has its properties and labels as bits, so that most questions are one test. Classes have chains
//! of their own: what stands is settled only once all rules have run, and then they are put in anew.

use crate::rule::literals::Literals;
use crate::rule::pattern::{Ends, HAN, Label, Labels, Lattice, Property, Props};
use crate::span::Span;
use crate::text::{Shape, Tag, Token};

/// The most tokens an edge may have to count as lying over each of them. Titles of Chinese documents are this long.
const OVER: usize = 48;

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

/// Edges by where they start and end, in the order in which they were added.
#[derive(Debug)]
struct Chains {
    links: Vec<Link>,
    boundaries: Vec<Boundary>,
    /// How many tokens the longest has.
    longest: u16,
}

impl Chains {
    fn new(tokens: usize, room: usize) -> Chains {
        Chains { links: Vec::with_capacity(room), boundaries: vec![BARE; tokens + 1], longest: 1 }
    }

    #[inline]
    fn link(&mut self, edge: Edge) {
        let n = self.links.len() as u32;
        self.longest = self.longest.max(edge.end - edge.start);
        let starts = &mut self.boundaries[edge.start as usize].starts;
        match (std::mem::replace(&mut starts.1, n), self.links.as_mut_slice()) {
            (NONE, _) => starts.0 = n,
            (last, links) => links[last as usize].same_start = n,
        }
        let ends = &mut self.boundaries[edge.end as usize].ends;
        match (std::mem::replace(&mut ends.1, n), self.links.as_mut_slice()) {
            (NONE, _) => ends.0 = n,
            (last, links) => links[last as usize].same_end = n,
        }
        self.links.push(Link { edge, same_start: NONE, same_end: NONE });
    }

    fn clear(&mut self) {
        if !self.links.is_empty() {
            self.links.clear();
            self.boundaries.fill(BARE);
            self.longest = 1;
        }
    }

    #[inline]
    fn starting(&self, at: usize) -> impl Iterator<Item = &Edge> {
        self.chain(self.boundaries[at].starts.0, |l| l.same_start)
    }

    #[inline]
    fn ending(&self, at: usize) -> impl Iterator<Item = &Edge> {
        self.chain(self.boundaries[at].ends.0, |l| l.same_end)
    }

    #[inline]
    fn chain(&self, first: u32, next: impl Fn(&Link) -> u32) -> impl Iterator<Item = &Edge> {
        let mut at = first;
        std::iter::from_fn(move || {
            let link = self.links.get(at as usize)?;
            at = next(link);
            Some(&link.edge)
        })
    }
}

/// The tokens of a sentence and the edges over them.
#[derive(Debug)]
pub struct TokenLattice<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    /// Words of rules, by start, and behind them words of lists.
    known: Chains,
    /// How many of these are words of rules.
    words: usize,
    classes: Chains,
    marks: Vec<(Props, Labels)>,
    /// The marks of all tokens together.
    all: (Props, Labels),
    /// The words of rules and of lists that stand anywhere, a bit each.
    standing: [Bits; 2],
}

/// A set of numbers.
#[derive(Debug)]
struct Bits(Vec<u64>);

impl Bits {
    /// With room for the words and lists of most packs.
    fn new() -> Bits {
        Bits(Vec::with_capacity(32))
    }

    fn insert(&mut self, n: u16) {
        let (word, bit) = (n as usize / 64, n % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << bit;
    }

    #[inline]
    fn contains(&self, n: u16) -> bool {
        self.0.get(n as usize / 64).is_some_and(|word| word >> (n % 64) & 1 == 1)
    }
}

impl<'t> TokenLattice<'t> {
    /// `text` is the text that the tokens' spans are of; `literals` are the words that rules ask for.
    pub fn new(text: &'t str, tokens: &'t [Token], literals: &Literals) -> Self {
        let marks: Vec<_> = tokens.iter().map(|t| (props(t, text), Labels::default())).collect();
        let mut lattice = TokenLattice {
            text,
            tokens,
            known: Chains::new(tokens.len(), tokens.len() * 3),
            words: 0,
            classes: Chains::new(tokens.len(), tokens.len() / 4),
            all: (marks.iter().fold(0, |all, (props, _)| all | props), Labels::default()),
            marks,
            standing: [Bits::new(), Bits::new()],
        };
        for (at, token) in tokens.iter().enumerate() {
            literals.at(&text.as_bytes()[token.span.start as usize..], |id, length, word| {
                let end = token.span.start + length;
                let last = at + tokens[at..].iter().position(|t| t.span.end >= end).unwrap_or(tokens.len());
                if tokens.get(last).is_some_and(|t| t.span.end == end) {
                    let (label, start, end) = (Label::Words(id), at as u16, last as u16 + 1);
                    // Words that begin with part of what they mean ("A" of "A.") are no place to begin to look from.
                    let source = (word == 0 || word == token.span.len() as u32) as u32;
                    // They are looked up at each token once.
                    lattice.put(Edge { label, start, end, source });
                }
            });
        }
        lattice.words = lattice.known.links.len();
        lattice
    }

    /// The tokens that a span covers exactly; none where it begins or ends inside a token.
    pub fn tokens_of(&self, span: Span) -> Option<(u16, u16)> {
        self.tokens_from(self.tokens.partition_point(|t| t.span.start < span.start), span)
    }

    /// The same where `start` is the first token that does not begin before the span.
    #[inline]
    fn tokens_from(&self, start: usize, span: Span) -> Option<(u16, u16)> {
        if self.tokens.get(start)?.span.start != span.start {
            return None;
        }
        let end = start + self.tokens.get(start..)?.iter().position(|t| t.span.end >= span.end)?;
        (self.tokens[end].span.end == span.end).then_some((start as u16, end as u16 + 1))
    }

    /// As [`TokenLattice::tokens_of`] for spans one after another by start; `at` is kept between them, 0 at first.
    #[inline]
    pub fn tokens_on(&self, at: &mut usize, span: Span) -> Option<(u16, u16)> {
        while self.tokens.get(*at).is_some_and(|t| t.span.start < span.start) {
            *at += 1;
        }
        self.tokens_from(*at, span)
    }

    /// Adds an edge; one that is there already is not added again.
    pub fn add(&mut self, edge: Edge) -> bool {
        let start = edge.start as usize;
        let known = self.marks[start].1.meets(Labels::of(edge.label));
        if known && self.ends(start, edge.label).any(|end| end == edge.end) {
            return false;
        }
        self.put(edge);
        true
    }

    /// Adds an edge that is not there yet.
    #[inline]
    fn put(&mut self, edge: Edge) {
        match edge.label {
            Label::Class(_) => self.classes.link(edge),
            Label::List(id) => {
                self.standing[1].insert(id.0);
                self.known.link(edge);
            }
            Label::Words(id) => {
                self.standing[0].insert(id.0);
                self.known.link(edge);
            }
        }
        let label = Labels::of(edge.label);
        self.all.1.insert(label);
        self.marks[edge.start as usize..edge.end as usize].iter_mut().for_each(|(_, labels)| labels.insert(label));
    }

    /// The edges among which those of a label are.
    #[inline]
    fn chains(&self, label: Label) -> &Chains {
        if let Label::Class(_) = label { &self.classes } else { &self.known }
    }

    /// Takes out all edges of classes.
    pub fn clear_classes(&mut self) {
        self.classes.clear();
        self.marks.iter_mut().chain([&mut self.all]).for_each(|(_, labels)| labels.clear_classes());
    }

    /// The edges of lists, in the order in which they were added.
    pub fn lists(&self) -> impl Iterator<Item = &Edge> {
        self.known.links[self.words..].iter().map(|l| &l.edge)
    }

    /// The edges of classes but the first `seen`, in the order in which they were added.
    pub fn classes(&self, seen: usize) -> impl Iterator<Item = &Edge> {
        self.classes.links[seen..].iter().map(|l| &l.edge)
    }

    /// The words of rules at which a pattern may have its anchor, by start.
    pub fn words(&self) -> impl Iterator<Item = &Edge> {
        self.known.links[..self.words].iter().map(|l| &l.edge).filter(|e| e.source == 1)
    }

    /// The words of rules and lists that start at a token.
    pub fn starting(&self, at: usize) -> impl Iterator<Item = &Edge> {
        self.known.starting(at)
    }

    /// Whether what ends before token `end` and what begins at token `start` stand in a row: only what joins the members of a list is between them.
    pub fn in_row(&self, end: u16, start: u16) -> bool {
        let joins = |t: &Token| matches!(t.tag, Tag::Conjunction | Tag::Punctuation | Tag::Determiner);
        end < start && self.tokens[end as usize..start as usize].iter().all(joins)
    }

    /// Whether a hyphen without a space before it stands at a token.
    pub fn is_hyphen(&self, at: u16) -> bool {
        let token = self.tokens.get(usize::from(at));
        token.is_some_and(|t| !t.spaced && matches!(t.span.of(self.text), "-" | "–"))
    }

    /// Whether the tokens from `start` up to `end` are of a label as a whole.
    pub fn is(&self, start: u16, end: u16, label: Option<Label>) -> bool {
        label.is_some_and(|label| self.ends(start as usize, label).any(|e| e == end))
    }

    /// The ends of the edges of a label that start at a token.
    #[inline]
    pub fn ends(&self, at: usize, label: Label) -> impl Iterator<Item = u16> {
        self.chains(label).starting(at).filter(move |e| e.label == label).map(|e| e.end)
    }

    /// The first edge of a label over a token.
    pub fn over(&self, at: usize, label: Label) -> Option<&Edge> {
        if !self.marks[at].1.meets(Labels::of(label)) {
            return None;
        }
        let chains = self.chains(label);
        let from = (at + 1).saturating_sub(OVER.min(chains.longest as usize));
        (from..=at).flat_map(|s| chains.starting(s)).find(|e| e.label == label && e.end as usize > at)
    }

    /// The span from the first to the last of some tokens.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span { start: self.tokens[start].span.start, end: self.tokens[end - 1].span.end }
    }

    /// A token as it is written.
    pub fn word(&self, token: u16) -> &'t str {
        self.tokens[token as usize].span.of(self.text)
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
            // Three bytes each.
            let count = token.span.len() / 3;
            if (1..=HAN as usize).contains(&count) {
                props |= Property::Han(count as u8).bit();
            }
        }
        _ => {}
    }
    props
}

impl Lattice for TokenLattice<'_> {
    #[inline]
    fn len(&self) -> usize {
        self.marks.len()
    }

    #[inline]
    fn props(&self, at: usize) -> Props {
        self.marks[at].0
    }

    #[inline]
    fn labels(&self, at: usize) -> Labels {
        self.marks[at].1
    }

    /// Those of the whole sentence: more is asked for at most places than any of it has.
    #[inline]
    fn within(&self, _: usize, _: bool) -> (Props, Labels) {
        self.all
    }

    #[inline]
    fn stands(&self, label: Label) -> bool {
        match label {
            Label::Words(id) => self.standing[0].contains(id.0),
            Label::List(id) => self.standing[1].contains(id.0),
            Label::Class(_) => true,
        }
    }

    fn covered(&self, at: usize, label: Label) -> bool {
        match label {
            // Words are asked whether they are just this token.
            Label::Words(_) => self.ends(at, label).any(|end| end as usize == at + 1),
            _ => self.over(at, label).is_some(),
        }
    }

    fn edges(&self, at: usize, label: Label, backward: bool, ends: &mut Ends) {
        if backward {
            let found = self.chains(label).ending(at).filter(|e| e.label == label);
            found.for_each(|e| ends.push(e.start));
            ends.sort_unstable();
        } else {
            ends.extend(self.ends(at, label));
            ends.sort_unstable_by(|a, b| b.cmp(a));
        }
    }
}
