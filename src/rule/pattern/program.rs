//! Patterns as programs: steps, and what is known of them before they run.
//!
//! Comes in: the steps of a pattern as they are written. Goes out: a program that runs in one direction, with what must come next at each step, where ways
//! meet, and what no match does without, so that most programs need not be run.

use super::ways::{join, number};
use super::{Ask, First, Label, Labels, Lattice, Next, PartSet, Property, Props, Step};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

/// What stands on one side of a boundary: looked at once for all programs that are to run there.
#[derive(Debug, Clone, Copy)]
pub struct Ahead {
    /// The properties and labels of the next element, and those of all elements up to the end, or the begin.
    next: (Props, Labels),
    all: (Props, Labels),
}

impl Ahead {
    pub fn of(input: &impl Lattice, at: usize, backward: bool) -> Ahead {
        let next = Next::of(input, at, backward);
        Ahead { next: (next.props, next.labels), all: input.within(at, backward) }
    }
}

/// A pattern that runs in one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    pub(in crate::rule) steps: Vec<Step>,
    pub backward: bool,
    /// For each step what goes on from it.
    pub(in crate::rule) firsts: Vec<First>,
    /// For each step the number under which it is remembered, which [rounds](super::Repeat) add to; [`Program::PASSED`] where only one way leads to it
    /// at one place.
    pub(in crate::rule) marks: Vec<u16>,
    /// How many numbers there are.
    pub(in crate::rule) places: u16,
    /// What goes on from the first step.
    first: First,
    /// What no match does without: somewhere before or behind the place where it runs an element with one of these properties or labels.
    needs: SmallVec<[(Props, Labels); 2]>,
    /// Words and lists of which one of each row must stand, row by row, the shortest first; with whether it is the last of its row.
    words: Vec<(Label, bool)>,
}

impl Program {
    /// No number: nothing to remember.
    pub(in crate::rule) const PASSED: u16 = u16::MAX;

    pub fn new(mut steps: Vec<Step>, backward: bool) -> Program {
        join(&mut steps);
        let (marks, places) = number(&mut steps);
        let mut program = Program { steps, backward, marks, places, ..Program::default() };
        program.firsts = vec![First::OPEN; program.steps.len()];
        program.look_ahead(0, program.steps.len());
        program.first = program.at(0);
        program
    }

    /// Finds what goes on from some steps, once that is known of all behind them. Ways lead forward only, but for those to the next round: what is repeated
    /// is looked at as if it ended, and again when it is known how it begins.
    fn look_ahead(&mut self, from: usize, to: usize) {
        for pc in (from..to).rev() {
            match &self.steps[pc] {
                Step::Repeat(repeat) => {
                    let end = repeat.end as usize;
                    self.firsts[pc] = self.firsts[pc + 1].or(self.at(end));
                    self.firsts[end - 1] = self.firsts[pc];
                    self.look_ahead(pc + 1, end - 1);
                }
                // The last step of what is repeated: for now as if no round followed.
                Step::Again { .. } => self.firsts[pc] = self.at(pc + 1),
                _ => self.firsts[pc] = self.first_of(pc),
            }
        }
    }

    fn at(&self, pc: usize) -> First {
        self.firsts.get(pc).copied().unwrap_or(First::OPEN)
    }

    /// What goes on from a step, from what goes on from those behind it.
    fn first_of(&self, pc: usize) -> First {
        let asks = |check: &Ask| {
            let (mut props, mut labels) = (0, Labels::default());
            let asks = check.needs(&mut props, &mut labels);
            if asks { First { props, labels, open: false } } else { First::OPEN }
        };
        match &self.steps[pc] {
            Step::Check(check) => asks(check),
            Step::Skip { check, .. } => asks(check).or(self.at(pc + 1)),
            Step::Edge(_, labels, _) => First { props: 0, labels: *labels, open: false },
            Step::Split(a, b) => self.at(*a as usize).or(self.at(*b as usize)),
            Step::Jump(to) => self.at(*to as usize),
            Step::Open(_) | Step::Close(_) | Step::Look { .. } | Step::Begin | Step::End => self.at(pc + 1),
            Step::Repeat(_) | Step::Again { .. } | Step::Match => First::OPEN,
        }
    }

    /// The same, and looks for what no match does without: worth it where the input knows what it holds ([`Lattice::within`], [`Lattice::stands`]).
    pub fn seeking(mut self) -> Program {
        // Up to here a way leads past the steps.
        let mut past = 0;
        let mut rows = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let asks = matches!(step, Step::Check(_) | Step::Edge(..) | Step::Split(..) | Step::Repeat(_));
            let First { props, labels, open } = self.firsts[at];
            if asks && at >= past && !open && props & Property::Any.bit() == 0 {
                self.needs.push((props, labels));
                let mut words = Vec::new();
                if self.listed(at, &mut words) && !words.is_empty() {
                    rows.push(words);
                }
            }
            match step {
                Step::Split(a, b) => past = past.max(*a.max(b) as usize),
                Step::Jump(to) => past = past.max(*to as usize),
                Step::Repeat(repeat) => past = past.max(repeat.end as usize),
                _ => {}
            }
        }
        rows.sort_by_key(Vec::len);
        let lasts = rows.iter().flat_map(|row| (1..=row.len()).map(|n| (row[n - 1], n == row.len())));
        self.words = lasts.collect();
        self
    }

    /// Whether every way from a step goes on with one of some words and lists, and which.
    fn listed(&self, pc: usize, words: &mut Vec<Label>) -> bool {
        match self.steps.get(pc) {
            Some(Step::Edge(Label::Class(_), ..) | Step::Check(_) | Step::Skip { .. } | Step::Match) | None => false,
            Some(Step::Edge(label, ..)) => {
                words.push(*label);
                true
            }
            Some(Step::Split(a, b)) => self.listed(*a as usize, words) && self.listed(*b as usize, words),
            Some(Step::Jump(to)) => self.listed(*to as usize, words),
            Some(Step::Repeat(repeat)) => self.listed(pc + 1, words) && self.listed(repeat.end as usize, words),
            // Its head has told all.
            Some(Step::Again { .. }) => true,
            Some(Step::Open(_) | Step::Close(_) | Step::Look { .. } | Step::Begin | Step::End) => {
                self.listed(pc + 1, words)
            }
        }
    }

    /// Words and lists of which one must stand anywhere, the fewest that are known; none where it may match without.
    pub fn words(&self) -> impl Iterator<Item = Label> {
        let row = self.words.iter().position(|(_, last)| *last).map_or(0, |last| last + 1);
        self.words[..row].iter().map(|(word, _)| *word)
    }

    /// The names of the parts that it captures.
    pub fn parts(&self) -> PartSet {
        self.steps.iter().filter_map(|s| if let Step::Open(name) = s { Some(name) } else { None }).collect()
    }

    /// Whether it asks for nothing.
    #[inline]
    pub(in crate::rule) fn is_empty(&self) -> bool {
        matches!(self.steps.as_slice(), [Step::Match])
    }

    /// What a match must begin with.
    pub(in crate::rule) fn first(&self) -> First {
        self.first
    }

    /// Whether a match from boundary `start` is possible by its first element.
    #[inline]
    pub(in crate::rule) fn begins(&self, input: &impl Lattice, start: usize) -> bool {
        self.first.may(input, start, self.backward)
    }

    /// Whether a match from boundary `start` is possible by its first element and by what it needs; what stands nowhere shuts out most.
    #[inline]
    pub fn may(&self, input: &impl Lattice, start: usize) -> bool {
        (self.needs.is_empty() || self.stands(input) && self.met(input.within(start, self.backward)))
            && self.begins(input, start)
    }

    /// Whether a match is possible by what stands ahead.
    #[inline]
    pub fn may_ahead(&self, ahead: &Ahead) -> bool {
        self.first.goes(ahead.next.0, ahead.next.1) && self.met(ahead.all)
    }

    /// Whether elements that have these together may have all that no match does without.
    #[inline]
    fn met(&self, all: (Props, Labels)) -> bool {
        self.needs.iter().all(|(props, labels)| all.0 & props != 0 || all.1.meets(*labels))
    }

    /// Whether the words and lists stand anywhere that no match does without.
    pub fn stands(&self, input: &impl Lattice) -> bool {
        let mut found = false;
        for &(word, last) in &self.words {
            found = found || input.stands(word);
            if last && !std::mem::take(&mut found) {
                return false;
            }
        }
        true
    }
}
