//! Where patterns can begin to match, for all turns in which rules run: one look at an edge of a text does for all of them.
//!
//! Comes in: the anchors of patterns, as they are compiled. Goes out: for a label what can have its anchor at an edge of it, turn by turn.

use super::pattern::{Check, Label};

/// What can have its anchor at the edges of a label. In the order of turns, then of patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Start {
    /// When it is tried: see [`Rules::turns`](super::Rules::turns).
    pub turn: u16,
    /// A pattern or relation, as the turn numbers them.
    pub pattern: u32,
    /// Where nothing more is asked of the edge, so that it is the anchor. Of several words at one place that are, the lowest is.
    pub rank: u16,
}

/// The rank of an edge of which more is asked.
pub const UNSURE: u16 = u16::MAX;

/// For each label what can begin at its edges.
#[derive(Debug, Default)]
pub struct Index {
    lists: Vec<Vec<Start>>,
    classes: Vec<Vec<Start>>,
    words: Vec<Vec<Start>>,
}

impl Index {
    /// Enters a pattern that has its anchor where one of the checks holds.
    pub fn add(&mut self, turn: u16, pattern: u32, anchor: &[Check]) {
        let words = |check: &Check| matches!(check.label(), Some(Label::Words(_)));
        let plain = anchor.iter().filter(|check| words(check)).all(|check| matches!(check, Check::Edge(_)));
        for (place, check) in anchor.iter().enumerate() {
            let (row, n) = match check.label() {
                Some(Label::List(id)) => (&mut self.lists, id.0),
                Some(Label::Class(id)) => (&mut self.classes, id.0),
                Some(Label::Words(id)) => (&mut self.words, id.0),
                None => continue,
            };
            let n = n as usize;
            if row.len() <= n {
                row.resize_with(n + 1, Vec::new);
            }
            let rank = match check {
                Check::Edge(Label::Words(_)) if plain => u16::try_from(place).unwrap_or(UNSURE),
                Check::Edge(Label::List(_) | Label::Class(_)) => 0,
                _ => UNSURE,
            };
            match row[n].last_mut().filter(|last| (last.turn, last.pattern) == (turn, pattern)) {
                Some(start) => start.rank = start.rank.min(rank),
                None => row[n].push(Start { turn, pattern, rank }),
            }
        }
    }

    /// To be called when all patterns are entered.
    pub fn sort(&mut self) {
        self.lists.iter_mut().chain(&mut self.classes).chain(&mut self.words).for_each(|starts| starts.sort_unstable());
    }

    /// What can begin at an edge.
    #[inline]
    pub fn starts(&self, label: Label) -> &[Start] {
        let found = match label {
            Label::List(id) => self.lists.get(id.0 as usize),
            Label::Class(id) => self.classes.get(id.0 as usize),
            Label::Words(id) => self.words.get(id.0 as usize),
        };
        found.map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::ListId;
    use crate::rule::pattern::{Property, WordsId};

    #[test]
    fn an_edge_is_the_anchor_where_nothing_else_is_asked() {
        let (list, word) = (Label::List(ListId(1)), Label::Words(WordsId(0)));
        let noun = || Box::new(Check::some(Property::Any.bit()));
        let mut index = Index::default();
        index.add(1, 4, &[Check::Edge(list), Check::Edge(word)]);
        index.add(0, 7, &[Check::And(Box::new(Check::Edge(list)), noun())]);
        index.add(1, 2, &[Check::Edge(Label::Words(WordsId(3))), Check::Edge(word)]);
        index.sort();
        let start = |turn, pattern, rank| Start { turn, pattern, rank };
        assert_eq!(index.starts(list), [start(0, 7, UNSURE), start(1, 4, 0)]);
        assert_eq!(index.starts(word), [start(1, 2, 1), start(1, 4, 1)]);
        assert!(index.starts(Label::List(ListId(9))).is_empty());
    }
}
