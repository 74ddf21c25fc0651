//! What frames capture around a trigger.
//!
//! Comes in: a place with what stands around it, and frames of the pack. Goes out: for each side of a frame the patterns that match there and the parts
//! that they capture. All rules that have their trigger at a place ask here, and what one of them has asked is known to the others: whether a pattern
//! may match, by what it must have, and, once that was not enough, what it captures.

use super::Surroundings;
use crate::rule::Rules;
use crate::rule::machine::{Machine, Part, capture};
use crate::rule::pattern::PartSet;
use crate::rule::watch::Watch;
use smallvec::SmallVec;

/// What a frame captured.
pub(super) type Parts = SmallVec<[Part; 8]>;

/// A side of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    Left,
    Right,
}

/// What is known of a side of a frame.
#[derive(Debug, Default)]
struct Side {
    /// The place for which it is known which patterns may match, and that for which it is known what they capture.
    glanced: u32,
    place: u32,
    /// The patterns that may match, into [`Rules::sides`], and the names of all parts that they can capture.
    open: SmallVec<[u16; 8]>,
    may: PartSet,
    /// The patterns that match; [`BARE`] alone where none does.
    ways: SmallVec<[u16; 8]>,
    /// The names of all parts that they capture.
    parts: PartSet,
}

/// No pattern.
const BARE: u16 = u16::MAX;

/// What is known of a pattern of a side.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// The sentence for which it is known whether the words stand that it needs.
    sentence: u32,
    stands: bool,
    /// The place for which the rest is known.
    place: u32,
    look: Look,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// It may match: not yet run.
    #[default]
    Open,
    Shut,
    Match,
}

/// Values by number of which few are ever asked for: a short text needs few frames of a pack.
#[derive(Debug)]
struct Sparse<T> {
    /// Where a value stands, counted from 1; 0 where it was not asked for.
    slots: Vec<u16>,
    values: Vec<T>,
}

impl<T: Default> Sparse<T> {
    fn new(numbers: usize) -> Sparse<T> {
        Sparse { slots: vec![0; numbers], values: Vec::new() }
    }

    #[inline]
    fn at(&mut self, n: u16) -> &mut T {
        let slot = &mut self.slots[n as usize];
        if *slot == 0 {
            self.values.push(T::default());
            *slot = self.values.len() as u16;
        }
        &mut self.values[*slot as usize - 1]
    }

    /// The value, if it was ever asked for.
    #[inline]
    fn get(&self, n: u16) -> Option<&T> {
        let slot = self.slots.get(n as usize)?.checked_sub(1)?;
        self.values.get(slot as usize)
    }
}

/// What is known of all frames of a pack at one place after another.
#[derive(Debug)]
pub(super) struct Frames<'a> {
    rules: &'a Rules,
    sides: Sparse<[Side; 2]>,
    known: Vec<Known>,
    /// What each pattern captures, where it matches.
    captured: Sparse<Parts>,
    /// Counts the sentences of a text.
    sentence: u32,
}

impl<'a> Frames<'a> {
    pub(super) fn new(rules: &'a Rules) -> Frames<'a> {
        let (frames, patterns) = (rules.frames.len(), rules.sides.len());
        let known = vec![Known::default(); patterns];
        Frames { rules, sides: Sparse::new(frames), known, captured: Sparse::new(patterns), sentence: 0 }
    }

    /// To be called before the places of another sentence.
    pub(super) fn turn(&mut self) {
        self.sentence += 1;
    }

    /// Whether a frame may capture one of each of some parts around a place, by what its patterns must have: to be asked before any is run.
    pub(super) fn may(&mut self, frame: u16, around: &Surroundings<'_, '_, '_>, parts: &[PartSet]) -> bool {
        let right = self.rules.frames[frame as usize].right_parts;
        let left = self.glance(frame, Hand::Left, around);
        if parts.iter().any(|p| !p.meets(left) && !p.meets(right)) {
            return false;
        }
        let right = self.glance(frame, Hand::Right, around);
        parts.iter().all(|p| p.meets(left) || p.meets(right))
    }

    /// Which patterns of one side may match.
    fn glance(&mut self, frame: u16, hand: Hand, around: &Surroundings<'_, '_, '_>) -> PartSet {
        let side = &mut self.sides.at(frame)[hand as usize];
        if std::mem::replace(&mut side.glanced, around.place) == around.place {
            return side.may;
        }
        side.open.clear();
        side.may = PartSet::default();
        let frame = &self.rules.frames[frame as usize];
        let patterns = if hand == Hand::Left { &frame.left } else { &frame.right };
        let ahead = &around.sides[hand as usize];
        for &n in patterns {
            let pattern = &self.rules.sides[n as usize];
            let known = &mut self.known[usize::from(n)];
            if std::mem::replace(&mut known.place, around.place) != around.place {
                let may = pattern.program.may_ahead(ahead);
                if may && std::mem::replace(&mut known.sentence, self.sentence) != self.sentence {
                    known.stands = pattern.program.stands(&around.seen);
                }
                known.look = if may && known.stands { Look::Open } else { Look::Shut };
            }
            if known.look != Look::Shut {
                side.open.push(n);
                side.may = side.may.union(pattern.parts);
            }
        }
        side.may
    }

    /// The names of the parts that one side captures, with every pattern that matches.
    pub(super) fn capture(
        &mut self,
        frame: u16,
        hand: Hand,
        around: &Surroundings<'_, '_, '_>,
        machine: &mut Machine,
        watch: &mut impl Watch,
    ) -> PartSet {
        self.glance(frame, hand, around);
        let side = &mut self.sides.at(frame)[hand as usize];
        if std::mem::replace(&mut side.place, around.place) == around.place {
            return side.parts;
        }
        side.ways.clear();
        side.parts = PartSet::default();
        watch.share();
        for &n in &side.open {
            let known = &mut self.known[usize::from(n)];
            if known.look == Look::Open {
                let find = capture(machine, &self.rules.sides[n as usize].program, &around.seen, around.from(hand));
                known.look = if find.is_some() { Look::Match } else { Look::Shut };
                if let Some(parts) = find {
                    *self.captured.at(n) = parts;
                }
            }
            if known.look == Look::Match {
                side.ways.push(n);
                self.captured.at(n).iter().for_each(|p| side.parts.insert(p.name));
            }
        }
        if side.ways.is_empty() {
            side.ways.push(BARE);
        }
        watch.shared();
        side.parts
    }

    fn side(&self, frame: u16, hand: Hand) -> Option<&Side> {
        self.sides.get(frame).map(|sides| &sides[hand as usize])
    }

    /// In how many ways a side matches; the one in which it captures nothing where it does not.
    pub(super) fn ways(&self, frame: u16, hand: Hand) -> usize {
        self.side(frame, hand).map_or(0, |side| side.ways.len())
    }

    /// The pattern with which a side matches in a way; none where none does.
    pub(super) fn pattern(&self, frame: u16, hand: Hand, way: usize) -> Option<u16> {
        self.side(frame, hand).and_then(|side| side.ways.get(way)).copied().filter(|n| *n != BARE)
    }

    /// What a side captures in a way.
    pub(super) fn way(&self, frame: u16, hand: Hand, way: usize) -> &[Part] {
        self.pattern(frame, hand, way).and_then(|n| self.captured.get(n)).map_or(&[], |parts| parts)
    }

    /// All that a side captures.
    pub(super) fn all(&self, frame: u16, hand: Hand) -> impl Iterator<Item = &Part> {
        (0..self.ways(frame, hand)).flat_map(move |way| self.way(frame, hand, way))
    }
}
