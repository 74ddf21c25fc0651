//! One sentence's chunks as a lattice for frames and contexts.
//!
//! Comes in: chunks, and the mentions that stand. Goes out: elements, where each mention lies in one element and a time that stands alone counts
//! as an adverb, so that it is nobody's subject.

use crate::mention::lattice::TokenLattice;
use crate::rule::pattern::{ClassId, Ends, Label, Labels, Lattice, Property, Props, Stance};
use crate::text::{Chunk, ChunkKind, Shape, Tag, Voice};
use smallvec::SmallVec;
use std::borrow::Cow;

/// A chunk, or several that a mention joins; tokens count from the begin of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element {
    pub kind: ChunkKind,
    pub voice: Voice,
    pub start: u16,
    pub end: u16,
    pub head: u16,
}

/// The elements of a sentence.
#[derive(Debug, Clone)]
pub struct Elements<'r, 't> {
    pub tokens: &'r TokenLattice<'t>,
    pub all: Vec<Element>,
    /// What each is, and the labels of edges over its tokens.
    marks: Vec<Mark>,
    /// For each boundary what the elements before it are together, and those behind it.
    before: Vec<Mark>,
    behind: Vec<Mark>,
}

type Mark = (Props, Labels);

/// What elements are together.
fn both(a: Mark, b: Mark) -> Mark {
    let mut labels = a.1;
    labels.insert(b.1);
    (a.0 | b.0, labels)
}

/// Properties of tokens that an element does not have from its head.
const OWN: Props = Property::Tag(Tag::Preposition).bit()
    | Property::Tag(Tag::Conjunction).bit()
    | Property::Tag(Tag::Relative).bit()
    | Property::Tag(Tag::Subordinator).bit()
    | Property::Tag(Tag::Adjective).bit()
    | Property::Tag(Tag::Adverb).bit()
    | Property::Shape(Shape::Mark).bit();

/// Whether a noun phrase is one word, its determiner aside.
fn is_bare(tokens: &TokenLattice<'_>, element: &Element) -> bool {
    let determined = tokens.tokens[element.start as usize].tag == Tag::Determiner;
    element.end - element.start <= 1 + determined as u16
}

/// Whether an aspect or a modal stands in a verb group: 促进了, 将促进.
fn is_finite(tokens: &TokenLattice<'_>, element: &Element) -> bool {
    let aspect = |at: u16| matches!(tokens.word(at), "了" | "着" | "过");
    let finite = |at: u16| tokens.tokens[at as usize].tag == Tag::Modal || aspect(at);
    (element.start..element.end).any(finite)
}

fn mark(tokens: &TokenLattice<'_>, element: &Element) -> Mark {
    let mut props = tokens.props(element.head as usize) & !OWN | Property::Chunk(element.kind).bit();
    props |= match element.kind {
        ChunkKind::Verb if is_finite(tokens, element) => Property::Voice(element.voice).bit() | Property::Finite.bit(),
        ChunkKind::Verb => Property::Voice(element.voice).bit(),
        ChunkKind::Preposition => Property::Tag(Tag::Preposition).bit(),
        ChunkKind::Conjunction => Property::Tag(Tag::Conjunction).bit(),
        ChunkKind::Clause => Property::Tag(Tag::Relative).bit() | Property::Tag(Tag::Subordinator).bit(),
        ChunkKind::Adjective => Property::Tag(Tag::Adjective).bit(),
        ChunkKind::Adverb => Property::Tag(Tag::Adverb).bit(),
        ChunkKind::Mark => Property::Shape(Shape::Mark).bit(),
        ChunkKind::Other => Property::Tag(Tag::Other).bit(),
        ChunkKind::Noun if is_bare(tokens, element) => Property::Bare.bit(),
        _ => 0,
    };
    // The head may lie outside where a mention cut the element.
    let mut labels = tokens.labels(element.head as usize);
    (element.start..element.end).for_each(|t| labels.insert(tokens.labels(t as usize)));
    (props, labels)
}

/// What the words around a mention are to it; tokens count from the begin of the sentence.
pub trait Outline {
    /// Whether a mention of a class that ends at a token, at the begin of a noun phrase, stands apart from the rest of it.
    fn apart(&self, class: ClassId, end: u16) -> bool;
    /// Whether a hyphen ties a mention that ends at a token to what stands behind it.
    fn tied(&self, end: u16) -> bool;
    /// Whether the word at a token, which stands before a mention, is its verb.
    fn governs(&self, at: u16) -> bool;
    /// Whether the tokens `from..to` behind a mention of a class are only its title, so that it is the head.
    fn titled(&self, class: ClassId, from: u16, to: u16) -> bool;
    /// The token that is the head of a mention of a class that lies over several chunks.
    fn head(&self, class: ClassId, start: u16, end: u16) -> u16;
}

/// Joins chunks under mentions. `mentions` are (first token, token behind the last, class), ascending; `time` is the class of times.
pub fn elements(
    chunks: &[Chunk],
    first_token: u32,
    mentions: &[(u16, u16, ClassId)],
    time: ClassId,
    outline: &impl Outline,
) -> Vec<Element> {
    let mut all: Vec<Element> = chunks
        .iter()
        .map(|c| Element {
            kind: c.kind,
            voice: c.voice,
            start: (c.start - first_token) as u16,
            end: (c.end - first_token) as u16,
            head: (c.head - first_token) as u16,
        })
        .collect();
    for &(start, end, class) in mentions {
        let mut first = all.partition_point(|e| e.end <= start);
        let mut last = all.partition_point(|e| e.start < end);
        if first >= last {
            continue;
        }
        // "… and repealing Directive B": no phrase of "repealing".
        if all[first].kind == ChunkKind::Noun && all[first].start + 1 == start && outline.governs(start - 1) {
            let (kind, voice) = (ChunkKind::Verb, Voice::Gerund);
            all.insert(first, Element { kind, voice, start: start - 1, end: start, head: start - 1 });
            (first, last) = (first + 1, last + 1);
            all[first].start = start;
            all[first].head = all[first].head.max(start);
        }
        let (a, b) = (all[first], all[last - 1]);
        // Another name in the same noun phrase stands for itself: "… Directive A Directive B".
        let next = mentions.partition_point(|&(s, _, _)| s < end);
        let another = mentions.get(next).is_some_and(|&(s, _, _)| s < b.end) && !outline.tied(end);
        let alone = a.start == start && b.end == end;
        // Beside a verb in its group it stands alone too: 连续多年 位居.
        let adverb = class == time && (alone || last - first == 1 && a.kind == ChunkKind::Verb);
        let kind = if adverb { ChunkKind::Adverb } else { ChunkKind::Noun };
        if last - first == 1 {
            if another && a.kind == ChunkKind::Noun && a.start == start && a.end > end {
                // 2026年 before a name dates what is said of it.
                let kind = if class == time && outline.apart(class, end) { ChunkKind::Adverb } else { kind };
                all[first] = Element { kind, end, head: end - 1, ..a };
                all.insert(first + 1, Element { start: end, head: a.head.max(end), ..a });
            } else if a.kind == ChunkKind::Noun && a.start == start && !alone && outline.apart(class, end) {
                // 2019年 before what it dates is an adverb; 2019年的 is not.
                split_out(&mut all, first, start, end, if class == time { ChunkKind::Adverb } else { ChunkKind::Noun });
            } else if a.kind == ChunkKind::Noun && class == time && b.end == end && !alone && outline.apart(class, end)
            {
                // 粮食产量连续八年…: behind a noun too.
                split_out(&mut all, first, start, end, ChunkKind::Adverb);
            } else if a.kind == ChunkKind::Noun || alone {
                all[first].kind = if alone { kind } else { ChunkKind::Noun };
                if a.head + 1 == end || !(start..end).contains(&a.head) && alone || outline.titled(class, end, a.end) {
                    all[first].head = end - 1;
                }
            } else {
                // "the start of the pandemic": the event inside a time is no element of its own.
                let outer = mentions.get(mentions.partition_point(|m| m.0 < a.start));
                let timed = outer.is_some_and(|m| m.2 == time && (m.0, m.1) == (a.start, a.end));
                if !timed {
                    split_out(&mut all, first, start, end, kind);
                }
            }
            continue;
        }
        let head = outline.head(class, start, end);
        let mut joined = Element { kind, voice: Voice::Active, start, end, head };
        let mut new: SmallVec<[Element; 3]> = SmallVec::new();
        if a.start < start {
            if a.kind == ChunkKind::Noun {
                joined.start = a.start;
            } else {
                new.push(Element { end: start, head: a.head.min(start - 1), ..a });
            }
        }
        let mut behind = None;
        if b.end > end {
            if b.kind == ChunkKind::Noun && !another {
                joined.end = b.end;
                if !outline.titled(class, end, b.end) {
                    joined.head = b.head;
                }
            } else {
                behind = Some(Element { start: end, head: b.head.max(end), ..b });
            }
        }
        if joined.start != start || joined.end != end {
            joined.kind = ChunkKind::Noun;
        }
        new.push(joined);
        new.extend(behind);
        all.splice(first..last, new);
    }
    all
}

/// Makes tokens `start..end` inside an element one of their own.
fn split_out(all: &mut Vec<Element>, at: usize, start: u16, end: u16, kind: ChunkKind) {
    let parts = parts(all[at], start, end, kind);
    all.splice(at..at + 1, parts);
}

/// An element in parts: what is before the tokens `start..end` in it, these, and what is behind them.
fn parts(old: Element, start: u16, end: u16, kind: ChunkKind) -> SmallVec<[Element; 3]> {
    let mut parts: SmallVec<[Element; 3]> = SmallVec::new();
    if old.start < start {
        parts.push(Element { end: start, head: old.head.min(start - 1), ..old });
    }
    parts.push(Element { kind, voice: Voice::Active, start, end, head: end - 1 });
    if old.end > end {
        parts.push(Element { start: end, head: old.head.max(end), ..old });
    }
    parts
}

/// Where a trigger stands among elements: they are split so that it has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trigger {
    /// Tokens.
    pub start: u16,
    pub end: u16,
    /// Elements.
    pub first: usize,
    pub last: usize,
    pub stance: Stance,
}

impl<'r, 't> Elements<'r, 't> {
    pub fn new(tokens: &'r TokenLattice<'t>, all: Vec<Element>) -> Self {
        let marks = all.iter().map(|e| mark(tokens, e)).collect();
        Elements::joined(tokens, all, marks, &[Mark::default()], &[Mark::default()])
    }

    /// The same with one element in parts.
    fn parted(&self, at: usize, parts: &[Element]) -> Self {
        let all = [&self.all[..at], parts, &self.all[at + 1..]].concat();
        let marked: SmallVec<[Mark; 3]> = parts.iter().map(|part| mark(self.tokens, part)).collect();
        let marks = [&self.marks[..at], &marked, &self.marks[at + 1..]].concat();
        Elements::joined(self.tokens, all, marks, &self.before[..=at], &self.behind[at + 1..])
    }

    /// From what is known of the first boundaries and of the last.
    fn joined(
        tokens: &'r TokenLattice<'t>,
        all: Vec<Element>,
        marks: Vec<Mark>,
        first: &[Mark],
        last: &[Mark],
    ) -> Self {
        let boundaries = marks.len() + 1;
        let mut before = Vec::with_capacity(boundaries);
        before.extend_from_slice(first);
        let mut joint = before[first.len() - 1];
        for &mark in &marks[first.len() - 1..] {
            joint = both(joint, mark);
            before.push(joint);
        }
        let open = boundaries - last.len();
        let mut behind = vec![Mark::default(); boundaries];
        behind[open..].copy_from_slice(last);
        let mut joint = behind[open];
        for n in (0..open).rev() {
            joint = both(joint, marks[n]);
            behind[n] = joint;
        }
        Elements { tokens, all, marks, before, behind }
    }

    /// The element with a token.
    pub fn at(&self, token: u16) -> usize {
        self.all.partition_point(|e| e.end <= token)
    }

    /// These elements with the trigger's tokens apart from the rest of their noun phrase.
    pub fn around(&self, start: u16, end: u16) -> Option<(Cow<'_, Elements<'r, 't>>, Trigger)> {
        let first = self.at(start);
        let one = *self.all.get(first)?;
        let alone = one.end >= end;
        let mut view = Cow::Borrowed(self);
        if alone && one.kind != ChunkKind::Verb && (one.start < start || one.end > end) {
            let mut parts = parts(one, start, end, one.kind);
            // Before a noun that is a trigger its owner leads: "NORWAY'S great contribution", "ITS great role", 各国的大力支持.
            let named = |t: u16| matches!(self.tokens.tokens[t as usize].tag, Tag::Noun | Tag::Proper | Tag::Pronoun);
            let owner = (one.start..start).rev().find_map(|t| match self.tokens.word(t) {
                "的" if t > one.start => named(t - 1).then_some(t - 1),
                _ => (self.is_possessive(t) || self.is_whose(t)).then_some(t),
            });
            if let Some(owner) = owner {
                parts[0].head = owner;
            }
            view = Cow::Owned(self.parted(first, &parts));
        }
        let (first, last) = (view.at(start), view.at(end - 1));
        let span = view.all.get(first..=last)?;
        let verb = span.iter().find(|e| e.kind == ChunkKind::Verb);
        let stance = match (verb, span[0].kind) {
            (Some(v), _) if span.len() > 1 || (start..end).contains(&v.head) => Stance::Verb(v.voice),
            (Some(_), _) => Stance::Other,
            (None, ChunkKind::Noun) => Stance::Nominal,
            (None, ChunkKind::Adjective) => Stance::Adjective,
            (None, _) => Stance::Other,
        };
        Some((view, Trigger { start, end, first, last: last + 1, stance }))
    }

    /// Whether a token is an English possessive ending.
    pub fn is_possessive(&self, token: u16) -> bool {
        let word = self.tokens.word(token);
        self.tokens.tokens[token as usize].tag == Tag::Particle && word.starts_with(['\'', '’'])
    }

    /// Whether a token is a pronoun that says whose something is.
    pub fn is_whose(&self, token: u16) -> bool {
        let word = self.tokens.word(token);
        self.tokens.tokens[token as usize].tag == Tag::Determiner
            && matches!(word, "its" | "their" | "our" | "his" | "her" | "my" | "your")
    }

    /// The words of an element.
    #[inline]
    pub fn word(&self, at: usize) -> &'t str {
        let element = &self.all[at];
        self.tokens.span(element.start as usize, element.end as usize).of(self.tokens.text)
    }

    /// Whether what ends with the head of an element is of a list.
    pub fn is_of(&self, at: usize, list: Label) -> bool {
        let element = &self.all[at];
        self.labels(at).meets(Labels::of(list))
            && (element.start..=element.head)
                .any(|t| self.tokens.ends(t as usize, list).any(|end| end == element.head + 1))
    }

    /// Whether an edge of a label lies over the head of an element.
    pub fn has(&self, at: usize, label: Label) -> bool {
        self.tokens.over(self.all[at].head as usize, label).is_some()
    }

    /// Whether tokens that end before `to` may stand for elements up to that with their last token.
    fn reach(&self, to: u16) -> Option<usize> {
        let last = self.at(to - 1);
        let element = self.all.get(last)?;
        (element.end == to || element.head < to || element.kind == ChunkKind::Verb).then_some(last)
    }

    /// The last elements under the edges of a label that begin in element `at`.
    fn beginning(&self, at: usize, label: Label) -> impl Iterator<Item = usize> {
        let labels = Labels::of(label);
        let tokens = self.all.get(at).map_or(0..0, |element| element.start..element.end);
        let open = tokens.filter(move |t| self.tokens.labels(*t as usize).meets(labels));
        let edges = open.flat_map(|token| self.tokens.starting(token as usize)).filter(move |e| e.label == label);
        edges.filter_map(|edge| self.reach(edge.end))
    }

    /// Elements covered by edges of a label that begin in element `at`.
    fn forward(&self, at: usize, label: Label, ends: &mut Ends) {
        for last in self.beginning(at, label) {
            if !ends.contains(&(last as u16 + 1)) {
                ends.push(last as u16 + 1);
            }
        }
        ends.sort_unstable_by(|a, b| b.cmp(a));
    }

    fn back(&self, at: usize, label: Label, starts: &mut Ends) {
        let Some(element) = at.checked_sub(1).and_then(|i| self.all.get(i)) else { return };
        for boundary in element.start + 1..=element.end {
            let mut froms = Ends::new();
            self.tokens.edges(boundary as usize, label, true, &mut froms);
            if froms.is_empty() || self.reach(boundary).is_none() {
                continue;
            }
            for from in froms {
                let first = self.at(from) as u16;
                if !starts.contains(&first) {
                    starts.push(first);
                }
            }
        }
        starts.sort_unstable();
    }
}

/// Elements seen from a trigger: one of them is who does what it says, some may tell what is done for it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'v, 'r, 't> {
    pub view: &'v Elements<'r, 't>,
    /// The element, or none that there is.
    pub doer: usize,
    /// The first element of the deed and the one behind its last; the same where there is none.
    pub deed: (usize, usize),
}

impl Lattice for Seen<'_, '_, '_> {
    #[inline]
    fn len(&self) -> usize {
        self.view.len()
    }

    #[inline]
    fn props(&self, at: usize) -> Props {
        let doer = if at == self.doer { Property::Doer.bit() } else { 0 };
        let deed = if self.deed.0 <= at && at < self.deed.1 { Property::Deed.bit() } else { 0 };
        self.view.props(at) | doer | deed
    }

    #[inline]
    fn labels(&self, at: usize) -> Labels {
        self.view.labels(at)
    }

    #[inline]
    fn within(&self, at: usize, backward: bool) -> (Props, Labels) {
        let (props, labels) = self.view.within(at, backward);
        let inside = if backward { self.doer < at } else { at <= self.doer && self.doer < self.len() };
        let (first, last) = self.deed;
        let told = first < last && if backward { first < at } else { at < last };
        let doer = if inside { Property::Doer.bit() } else { 0 };
        let deed = if told { Property::Deed.bit() } else { 0 };
        (props | doer | deed, labels)
    }

    #[inline]
    fn stands(&self, label: Label) -> bool {
        self.view.tokens.stands(label)
    }

    fn covered(&self, at: usize, label: Label) -> bool {
        self.view.covered(at, label)
    }

    fn edges(&self, at: usize, label: Label, backward: bool, ends: &mut Ends) {
        self.view.edges(at, label, backward, ends);
    }
}

impl Lattice for Elements<'_, '_> {
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

    #[inline]
    fn within(&self, at: usize, backward: bool) -> (Props, Labels) {
        if backward { self.before[at] } else { self.behind[at] }
    }

    #[inline]
    fn stands(&self, label: Label) -> bool {
        self.tokens.stands(label)
    }

    fn covered(&self, at: usize, label: Label) -> bool {
        match label {
            Label::Class(_) => self.has(at, label),
            _ => self.labels(at).meets(Labels::of(label)) && self.beginning(at, label).any(|last| last == at),
        }
    }

    fn edges(&self, at: usize, label: Label, backward: bool, ends: &mut Ends) {
        match label {
            Label::Class(_) => {
                let element = if backward { at.checked_sub(1) } else { Some(at) };
                if let Some(n) = element
                    && self.all.get(n).is_some_and(|e| e.kind != ChunkKind::Verb)
                    && self.has(n, label)
                {
                    ends.push(if backward { n as u16 } else { n as u16 + 1 });
                }
            }
            _ if backward => self.back(at, label, ends),
            _ => self.forward(at, label, ends),
        }
    }
}
