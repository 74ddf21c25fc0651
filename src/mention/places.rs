//! The places of a sentence at which something can have its anchor.
//!
//! Comes in: a sentence's edges, as they are found, and the index of what begins at them. Goes out: for each stratum of entity rules the places to try, in
//! the order of their edges (words and lists stand there from the begin, mentions are found from stratum to stratum); those of relations once all are found.

use super::lattice::{Edge, TokenLattice};
use crate::rule::index::{Anchors, Around, GATED, Gate, Start, UNSURE};
use crate::rule::machine::holds;
use crate::rule::pattern::{Check, Label, Labels, Lattice};

/// A pattern or relation, and the tokens of an edge at which it can have its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub pattern: u32,
    pub start: u16,
    /// As `start` where words begin that have yet to tell how far they reach.
    pub end: u16,
    /// That of its [`Start`].
    rank: u16,
    /// Whether what stands around it may let something be found.
    open: bool,
}

impl Place {
    fn new(edge: &Edge, start: &Start, open: bool) -> Place {
        let end = if ended(edge, start) { edge.end } else { edge.start };
        Place { pattern: start.pattern, start: edge.start, end, rank: start.rank, open }
    }

    /// Of several words at which one pattern may begin the least stands: one at which something may be found, then the lowest rank.
    #[inline]
    fn standing(&self) -> (bool, u16) {
        (!self.open, self.rank)
    }

    /// Where the anchor ends, if it stands here.
    #[inline]
    pub fn anchor_end(&self, tokens: &TokenLattice<'_>, checks: &[Check]) -> Option<u16> {
        let unsure = self.rank == UNSURE || self.rank == GATED && !self.open;
        if unsure { anchor_end(tokens, checks, self.start, self.end) } else { Some(self.end) }
    }

    /// Whether something that a pattern must have on a side of its anchor is not there. The end of some words is not known yet.
    #[inline]
    pub fn shut(&self, gate: &Gate, tokens: &TokenLattice<'_>) -> bool {
        let around = Around::of(tokens, self.start as usize, self.end as usize);
        !gate.opens(&around, self.end > self.start)
    }
}

/// Whether one of the checks holds at `start..end`; where words begin at `start`, the end of the first that stands there.
fn anchor_end(tokens: &TokenLattice<'_>, checks: &[Check], start: u16, end: u16) -> Option<u16> {
    checks.iter().find_map(|check| {
        let label = check.label()?;
        if end == start && !matches!(label, Label::Words(_)) {
            return None;
        }
        if !tokens.labels(start as usize).meets(Labels::of(label)) {
            return None;
        }
        let ends = tokens.ends(start as usize, label);
        let found = if end == start { ends.max()? } else { ends.into_iter().find(|e| *e == end)? };
        match check {
            Check::And(..) => holds_at(tokens, start as usize, check, label).then_some(found),
            _ => Some(found),
        }
    })
}

/// Whether a token passes at which an edge of a label begins; of words it is asked whether they are all of it.
fn holds_at(tokens: &TokenLattice<'_>, at: usize, check: &Check, label: Label) -> bool {
    match check {
        Check::Edge(Label::Words(_)) => holds(tokens, at, check),
        Check::Edge(edge) if *edge == label => true,
        Check::And(a, b) => holds_at(tokens, at, a, label) && holds_at(tokens, at, b, label),
        _ => holds(tokens, at, check),
    }
}

/// The places of one stratum: at lists and classes in the order of their edges; at words by token, the patterns of a token ascending and each once.
#[derive(Debug, Default)]
struct Stratum {
    found: Vec<Place>,
    words: Vec<Place>,
}

/// The places of entity patterns in one sentence after another.
#[derive(Debug)]
pub struct Places {
    strata: Vec<Stratum>,
    /// How many edges of classes were looked at.
    seen: usize,
}

impl Places {
    /// For so many strata.
    pub fn new(strata: u16) -> Places {
        Places { strata: (0..strata).map(|_| Stratum::default()).collect(), seen: 0 }
    }

    /// Takes the places at words and lists of a new sentence: all, or those at which something may be found yet.
    pub fn begin(&mut self, tokens: &TokenLattice<'_>, anchors: &Anchors, all: bool) {
        self.seen = 0;
        for stratum in &mut self.strata {
            stratum.found.clear();
            stratum.words.clear();
        }
        let around = |edge: &Edge| Around::before_classes(tokens, edge.start as usize, edge.end as usize);
        let strata = &mut self.strata;
        for edge in tokens.lists() {
            open(anchors, edge, around, all, |start, place| strata[start.stratum as usize].found.push(place));
        }
        for edge in tokens.words() {
            open(anchors, edge, around, all, |start, place| insert(&mut strata[start.stratum as usize].words, place));
        }
    }

    /// Takes the places at mentions that were found since they were last taken.
    pub fn classes(&mut self, tokens: &TokenLattice<'_>, anchors: &Anchors) {
        for edge in tokens.classes(self.seen) {
            self.seen += 1;
            for start in anchors.starts(edge.label) {
                let open = start.gate.lets(tokens.props(edge.start as usize));
                self.strata[start.stratum as usize].found.push(Place::new(edge, start, open));
            }
        }
    }

    /// What is to be tried in a stratum.
    pub fn of(&self, stratum: u16) -> impl Iterator<Item = &Place> {
        let Stratum { found, words } = &self.strata[stratum as usize];
        found.iter().chain(words)
    }
}

/// The places of relations in a sentence whose mentions stand, into `places`, which is empty: all, or those at which something may be found.
pub fn of_relations(tokens: &TokenLattice<'_>, anchors: &Anchors, all: bool, places: &mut Vec<Place>) {
    let around = |edge: &Edge| Around::of(tokens, edge.start as usize, edge.end as usize);
    for edge in tokens.words() {
        open(anchors, edge, around, all, |_, place| places.push(place));
    }
    // Of words of several lengths each is tried: what stands around one may let something be found and yet nothing be.
    places.sort_unstable_by_key(|place| (place.start, place.pattern, place.end, place.standing()));
    places.dedup_by_key(|place| (place.start, place.pattern, place.end));
    for edge in tokens.lists().chain(tokens.classes(0)) {
        open(anchors, edge, around, all, |_, place| places.push(place));
    }
}

/// Gives what can begin at an edge and its place; without what stands `around` shuts out, unless `all` is asked for.
#[inline]
fn open(
    anchors: &Anchors,
    edge: &Edge,
    around: impl FnOnce(&Edge) -> Around,
    all: bool,
    mut give: impl FnMut(&Start, Place),
) {
    if all {
        let around = around(edge);
        for start in anchors.starts(edge.label) {
            give(start, Place::new(edge, start, start.gate.opens(&around, ended(edge, start))));
        }
        return;
    }
    anchors.open(edge.label, || around(edge), |start| give(start, Place::new(edge, start, true)));
}

/// Whether the anchor ends where its edge does; words that begin it have yet to tell how far they reach.
#[inline]
fn ended(edge: &Edge, start: &Start) -> bool {
    start.rank != UNSURE || !matches!(edge.label, Label::Words(_))
}

/// Puts a place among those of its token; of two of one pattern one stays.
#[inline]
fn insert(places: &mut Vec<Place>, place: Place) {
    let key = |place: &Place| (place.start, place.pattern);
    if places.last().is_none_or(|last| key(last) < key(&place)) {
        places.push(place);
        return;
    }
    let at = places.len() - places.iter().rev().take_while(|other| key(other) > key(&place)).count();
    match at.checked_sub(1).map(|before| &mut places[before]) {
        Some(same) if key(same) == key(&place) => {
            if place.standing() < same.standing() {
                *same = place;
            }
        }
        _ => places.insert(at, place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_of_a_token_ascend_and_come_once() {
        let mut places = Vec::new();
        let place = |pattern, start, rank| Place { pattern, start, end: start + 1, rank, open: true };
        for (pattern, start, rank) in [(9, 0, 0), (4, 1, 1), (7, 1, 0), (2, 1, 0), (7, 1, 3), (4, 1, 0), (1, 2, 0)] {
            insert(&mut places, place(pattern, start, rank));
        }
        let wanted = [(9, 0), (2, 1), (4, 1), (7, 1), (1, 2)];
        assert_eq!(places, wanted.map(|(pattern, start)| place(pattern, start, 0)));
    }
}
