//! The places of a sentence at which something can have its anchor.
//!
//! Comes in: a sentence's edges, as they are found, and the index of what begins at them. Goes out: for each turn in which rules run the places to try, in
//! the order of their edges. Words stand there from the begin and are looked at once for all turns; mentions are found from turn to turn.

use super::lattice::{Edge, TokenLattice};
use crate::rule::index::{Index, Start, UNSURE};
use crate::rule::machine::{Gate, holds};
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
}

impl Place {
    pub(super) fn new(edge: &Edge, start: &Start) -> Place {
        let open = start.rank == UNSURE && matches!(edge.label, Label::Words(_));
        let end = if open { edge.start } else { edge.end };
        Place { pattern: start.pattern, start: edge.start, end, rank: start.rank }
    }

    /// Where the anchor ends, if it stands here.
    #[inline]
    pub fn anchor_end(&self, tokens: &TokenLattice<'_>, checks: &[Check]) -> Option<u16> {
        if self.rank == UNSURE { anchor_end(tokens, checks, self.start, self.end) } else { Some(self.end) }
    }

    /// Whether something that a pattern must have on a side of its anchor is not there. The end of some words is not known yet.
    #[inline]
    pub fn shut(&self, gate: &Gate, tokens: &TokenLattice<'_>) -> bool {
        !gate.left(tokens, self.start as usize) || self.end > self.start && !gate.right(tokens, self.end as usize)
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
            Check::And(..) => holds(tokens, start as usize, check).then_some(found),
            _ => Some(found),
        }
    })
}

/// The places of one turn: at lists and classes in the order of their edges; at words by token, the patterns of a token ascending and each once.
#[derive(Debug, Default)]
struct Turn {
    found: Vec<Place>,
    words: Vec<Place>,
}

/// The places of one sentence after another.
#[derive(Debug)]
pub struct Places {
    turns: Vec<Turn>,
    /// How many edges of classes were looked at.
    seen: usize,
}

impl Places {
    /// For so many turns.
    pub fn new(turns: u16) -> Places {
        Places { turns: (0..turns).map(|_| Turn::default()).collect(), seen: 0 }
    }

    /// Takes the places at words and lists of a new sentence.
    pub fn begin(&mut self, tokens: &TokenLattice<'_>, index: &Index) {
        self.seen = 0;
        for turn in &mut self.turns {
            turn.found.clear();
            turn.words.clear();
        }
        for edge in tokens.lists() {
            for start in index.starts(edge.label) {
                self.turns[start.turn as usize].found.push(Place::new(edge, start));
            }
        }
        for edge in tokens.words() {
            for start in index.starts(edge.label) {
                insert(&mut self.turns[start.turn as usize].words, Place::new(edge, start));
            }
        }
    }

    /// Takes the places at mentions that were found since they were last taken.
    pub fn classes(&mut self, tokens: &TokenLattice<'_>, index: &Index) {
        for edge in tokens.classes(self.seen) {
            self.seen += 1;
            for start in index.starts(edge.label) {
                self.turns[start.turn as usize].found.push(Place::new(edge, start));
            }
        }
    }

    /// What is to be tried in a turn.
    pub fn of(&self, turn: u16) -> impl Iterator<Item = &Place> {
        let Turn { found, words } = &self.turns[turn as usize];
        found.iter().chain(words)
    }
}

/// Puts a place among those of its token; of two of one pattern that of the lower rank stays.
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
            if place.rank < same.rank {
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
        let place = |pattern, start, rank| Place { pattern, start, end: start + 1, rank };
        for (pattern, start, rank) in [(9, 0, 0), (4, 1, 1), (7, 1, 0), (2, 1, 0), (7, 1, 3), (4, 1, 0), (1, 2, 0)] {
            insert(&mut places, place(pattern, start, rank));
        }
        let wanted = [(9, 0), (2, 1), (4, 1), (7, 1), (1, 2)];
        assert_eq!(places, wanted.map(|(pattern, start)| place(pattern, start, 0)));
    }
}
