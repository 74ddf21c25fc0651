//! Where patterns can begin to match: one look at an edge of a text does for all of them.
//!
//! Comes in: the anchors of patterns, as they are compiled, and what must stand around them. Goes out: for a label what can have its anchor at an edge of
//! it. What must stand around it is kept beside it: most are shut out by their neighbours, and those are not gone to.

use super::machine::Anchored;
use super::pattern::{Ask, Check, First, Label, Labels, Lattice, Props};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// A set of properties and labels: what an element has, or what of it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Marks {
    props: Props,
    labels: Labels,
}

impl Marks {
    /// Has all, and is met by all.
    const ALL: Marks = Marks { props: Props::MAX, labels: Labels::ALL };
    /// What stands at every boundary, the ends of a sentence too; no property has this bit.
    const BOUNDARY: Props = 1 << 63;

    fn asked(first: First) -> Marks {
        if first.open { Marks::ALL } else { Marks { props: first.props, labels: first.labels } }
    }

    /// Those of an element, or of the end where there is none.
    #[inline]
    fn at(input: &impl Lattice, element: usize) -> Marks {
        if element < input.len() {
            Marks { props: input.props(element) | Marks::BOUNDARY, labels: input.labels(element) }
        } else {
            Marks { props: Marks::BOUNDARY, labels: Labels::default() }
        }
    }

    /// The same with every class that may be found yet.
    #[inline]
    fn classed(mut self) -> Marks {
        if self.props != Marks::BOUNDARY {
            self.labels.insert(Labels::CLASSED);
        }
        self
    }

    #[inline]
    fn meets(&self, other: &Marks) -> bool {
        (self.props & other.props != 0) | self.labels.meets(other.labels)
    }

    /// Each of them as a number below [`Marks::BITS`].
    #[inline]
    fn each(&self, mut f: impl FnMut(usize)) {
        let [low, high] = self.labels.bits();
        for (mut bits, from) in [(self.props, 0), (low, 64), (high, 128)] {
            while bits != 0 {
                f(from + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    const BITS: usize = 192;
}

/// What must stand on both sides of an anchor, and what its first element must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    before: Marks,
    behind: Marks,
    /// One of the first properties and none of the second.
    some: Props,
    none: Props,
}

impl Gate {
    /// That of what asks for nothing.
    pub const OPEN: Gate = Gate { before: Marks::ALL, behind: Marks::ALL, some: Props::MAX, none: 0 };

    pub fn new(pattern: &Anchored) -> Gate {
        let (before, behind) = (Marks::asked(pattern.left.first()), Marks::asked(pattern.right.first()));
        Gate { before, behind, ..Gate::OPEN }
    }

    /// The same for an anchor of which more is asked than its edge.
    fn asking(self, anchor: &Check) -> Gate {
        let Ask { some, none, .. } = Ask::new(anchor.clone());
        Gate { some, none, ..self }
    }

    /// The same where either of two will do that differ in what they ask of the anchor.
    fn or(self, other: Gate) -> Gate {
        Gate { some: self.some | other.some, none: self.none & other.none, ..self }
    }

    /// Whether what stands around an anchor lets a match be; what is behind says nothing where the end of the anchor is not known.
    #[inline]
    pub fn opens(&self, around: &Around, ended: bool) -> bool {
        self.own(around) & self.before.meets(&around.before) & (!ended | self.behind.meets(&around.behind))
    }

    /// Whether the anchor's first element lets a match be.
    #[inline]
    fn own(&self, around: &Around) -> bool {
        self.lets(around.first)
    }

    /// Whether an anchor may begin with an element that has these properties.
    #[inline]
    pub fn lets(&self, first: Props) -> bool {
        (self.some & first != 0) & (self.none & first == 0)
    }
}

/// What stands around some elements, and what the first of them is.
#[derive(Debug, Clone, Copy)]
pub struct Around {
    before: Marks,
    behind: Marks,
    first: Props,
}

impl Around {
    #[inline]
    pub fn of(input: &impl Lattice, start: usize, end: usize) -> Around {
        let (before, behind) = (Marks::at(input, start.wrapping_sub(1)), Marks::at(input, end));
        Around { before, behind, first: input.props(start) }
    }

    /// The same where classes have yet to be found.
    #[inline]
    pub fn before_classes(input: &impl Lattice, start: usize, end: usize) -> Around {
        let Around { before, behind, first } = Around::of(input, start, end);
        Around { before: before.classed(), behind: behind.classed(), first }
    }
}

/// What can have its anchor at the edges of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// A pattern or relation, as its kind numbers them.
    pub pattern: u32,
    /// Of an entity pattern: when it is tried.
    pub stratum: u16,
    /// Where nothing more is asked of the edge, so that it is the anchor. Of several words at one place that are, the lowest is.
    pub rank: u16,
    pub gate: Gate,
}

/// The rank of an edge of which more is asked.
pub const UNSURE: u16 = u16::MAX;

/// The rank of an edge of which only properties are asked besides, which its gate knows.
pub const GATED: u16 = UNSURE - 1;

/// What can begin at the edges of one label, in the order of strata, then of patterns.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Row {
    starts: Vec<Start>,
    /// Where they are many, by what may stand around them; made when first asked for.
    #[serde(skip)]
    sieve: OnceLock<Box<[Sieve]>>,
}

/// How many starts are looked at one by one.
const FEW: usize = 8;

/// Up to 64 starts by what must stand around their anchors.
#[derive(Debug)]
struct Sieve {
    before: Side,
    behind: Side,
}

/// For each mark of an element the starts that let it be on a side, a bit each, and those that ask nothing there.
#[derive(Debug)]
struct Side {
    any: u64,
    by: [u64; Marks::BITS],
}

impl Side {
    fn new(asked: impl Iterator<Item = Marks>) -> Side {
        let mut side = Side { any: 0, by: [0; Marks::BITS] };
        for (n, marks) in asked.enumerate() {
            if marks == Marks::ALL {
                side.any |= 1 << n;
            } else {
                marks.each(|mark| side.by[mark] |= 1 << n);
            }
        }
        side
    }

    #[inline]
    fn lets(&self, marks: &Marks) -> u64 {
        let mut open = self.any;
        marks.each(|mark| open |= self.by[mark]);
        open
    }
}

impl Row {
    /// Gives those that what stands around an edge lets be, in their order. `words`: the label, always the same for a row, is one of words, some of
    /// which have yet to tell how far they reach.
    #[inline]
    fn open(&self, words: bool, around: &Around, mut give: impl FnMut(&Start)) {
        let ended = |start: &Start| !words || start.rank != UNSURE;
        if self.starts.len() <= FEW {
            self.starts.iter().filter(|start| start.gate.opens(around, ended(start))).for_each(give);
            return;
        }
        let chunks = || self.starts.chunks(64);
        let sieve = |starts: &[Start]| Sieve {
            before: Side::new(starts.iter().map(|start| start.gate.before)),
            behind: Side::new(starts.iter().map(|start| if ended(start) { start.gate.behind } else { Marks::ALL })),
        };
        for (sieve, starts) in self.sieve.get_or_init(|| chunks().map(sieve).collect()).iter().zip(chunks()) {
            let mut open = sieve.before.lets(&around.before);
            if open != 0 {
                open &= sieve.behind.lets(&around.behind);
            }
            while open != 0 {
                let start = &starts[open.trailing_zeros() as usize];
                open &= open - 1;
                if start.gate.own(around) {
                    give(start);
                }
            }
        }
    }
}

/// For each label what can begin at its edges.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Anchors {
    lists: Vec<Row>,
    classes: Vec<Row>,
    words: Vec<Row>,
}

/// The anchors of all that runs over the tokens of a language.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Index {
    pub entities: Anchors,
    /// Relations written as patterns.
    pub patterns: Anchors,
    /// Relations, at their triggers.
    pub triggers: Anchors,
}

impl Index {
    /// To be called when all patterns are entered.
    pub fn sort(&mut self) {
        for anchors in [&mut self.entities, &mut self.patterns, &mut self.triggers] {
            let rows = anchors.lists.iter_mut().chain(&mut anchors.classes).chain(&mut anchors.words);
            rows.for_each(|row| row.starts.sort_unstable_by_key(|start| (start.stratum, start.pattern)));
        }
    }
}

impl Anchors {
    /// Enters a pattern that has its anchor where one of the checks holds.
    pub fn add(&mut self, stratum: u16, pattern: u32, anchor: &[Check], gate: Gate) {
        let words = |check: &Check| matches!(check.label(), Some(Label::Words(_)));
        let plain = anchor.iter().filter(|check| words(check)).all(|check| matches!(check, Check::Edge(_)));
        for (place, check) in anchor.iter().enumerate() {
            let (rows, n) = match check.label() {
                Some(Label::List(id)) => (&mut self.lists, id.0),
                Some(Label::Class(id)) => (&mut self.classes, id.0),
                Some(Label::Words(id)) => (&mut self.words, id.0),
                None => continue,
            };
            let n = n as usize;
            if rows.len() <= n {
                rows.resize_with(n + 1, Row::default);
            }
            let starts = &mut rows[n].starts;
            let rank = match check {
                Check::Edge(Label::Words(_)) if plain => u16::try_from(place).unwrap_or(UNSURE),
                Check::Edge(Label::List(_) | Label::Class(_)) => 0,
                _ if !words(check) && Ask::new(check.clone()).is_edge_with_props() => GATED,
                _ => UNSURE,
            };
            let gate = gate.asking(check);
            match starts.last_mut().filter(|last| (last.stratum, last.pattern) == (stratum, pattern)) {
                Some(start) => {
                    // One gate for two tells no longer which of them stands.
                    let both = if start.rank.min(rank) == GATED { UNSURE } else { start.rank.min(rank) };
                    (start.rank, start.gate) = (both, start.gate.or(gate));
                }
                None => starts.push(Start { pattern, stratum, rank, gate }),
            }
        }
    }

    #[inline]
    fn row(&self, label: Label) -> Option<&Row> {
        match label {
            Label::List(id) => self.lists.get(id.0 as usize),
            Label::Class(id) => self.classes.get(id.0 as usize),
            Label::Words(id) => self.words.get(id.0 as usize),
        }
    }

    /// What can begin at an edge.
    #[inline]
    pub fn starts(&self, label: Label) -> &[Start] {
        self.row(label).map_or(&[], |row| &row.starts)
    }

    /// Gives what of it can begin where what stands `around` the edge lets it.
    #[inline]
    pub fn open(&self, label: Label, around: impl FnOnce() -> Around, give: impl FnMut(&Start)) {
        if let Some(row) = self.row(label).filter(|row| !row.starts.is_empty()) {
            row.open(matches!(label, Label::Words(_)), &around(), give);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::ListId;
    use crate::rule::pattern::{Property, WordsId};
    use crate::text::Tag;

    #[test]
    fn many_starts_are_let_by_the_same_neighbours_as_one() {
        let (noun, verb) = (Property::Tag(Tag::Noun).bit(), Property::Tag(Tag::Verb).bit());
        let list = Labels::of(Label::List(ListId(3)));
        let marks = |props, labels| Marks { props, labels };
        let asked = [Marks::ALL, marks(noun, Labels::default()), marks(verb, list), marks(0, list)];
        let starts = (0..200u32).map(|pattern| {
            let (before, behind) = (asked[pattern as usize % 4], asked[pattern as usize / 4 % 4]);
            let gate = Gate { before, behind, some: if pattern % 3 == 0 { verb } else { Props::MAX }, none: 0 };
            Start { pattern, stratum: 0, rank: if pattern % 5 == 0 { UNSURE } else { 0 }, gate }
        });
        let rows = [(); 2].map(|()| Row { starts: starts.clone().collect(), sieve: OnceLock::new() });
        let ends = Marks { props: Marks::BOUNDARY, labels: Labels::default() };
        let sides = [ends, marks(noun | Marks::BOUNDARY, list), marks(verb | Marks::BOUNDARY, Labels::default())];
        for (before, behind, first, words) in
            sides.iter().flat_map(|a| sides.iter().flat_map(move |b| [(*a, *b, noun, false), (*a, *b, verb, true)]))
        {
            let around = Around { before, behind, first };
            let (row, mut open) = (&rows[usize::from(words)], Vec::new());
            row.open(words, &around, |start| open.push(start.pattern));
            let one = |start: &&Start| start.gate.opens(&around, !words || start.rank != UNSURE);
            assert_eq!(open, row.starts.iter().filter(one).map(|start| start.pattern).collect::<Vec<_>>());
            assert!(!open.is_empty());
        }
    }

    #[test]
    fn an_edge_is_the_anchor_where_nothing_else_is_asked() {
        let (list, word) = (Label::List(ListId(1)), Label::Words(WordsId(0)));
        let any = || Box::new(Check::some(Property::Any.bit()));
        let mut anchors = Anchors::default();
        anchors.add(1, 4, &[Check::Edge(list), Check::Edge(word)], Gate::OPEN);
        anchors.add(0, 7, &[Check::And(Box::new(Check::Edge(list)), any())], Gate::OPEN);
        anchors.add(1, 2, &[Check::Edge(Label::Words(WordsId(3))), Check::Edge(word)], Gate::OPEN);
        let mut index = Index { entities: anchors, ..Index::default() };
        index.sort();
        let start = |stratum, pattern, rank| Start { pattern, stratum, rank, gate: Gate::OPEN };
        let asking = |some| Gate { some, ..Gate::OPEN };
        let noun = Start { gate: asking(Property::Any.bit()), ..start(0, 7, GATED) };
        assert_eq!(index.entities.starts(list), [noun, start(1, 4, 0)]);
        assert_eq!(index.entities.starts(word), [start(1, 2, 1), start(1, 4, 1)]);
        assert!(index.entities.starts(Label::List(ListId(9))).is_empty());
    }
}
