//! Patterns as programs: steps, and what is known of them before they run.
//!
//! Comes in: the steps of a pattern as they are written. Goes out: a program that runs in one direction, with what must come next at each step, where ways
//! meet, and what no match does without, so that most programs need not be run.

use super::{Ask, First, Label, Labels, Lattice, Next, PartSet, Property, Props, Step};

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

    /// Whether there may be an element with one of some properties or labels.
    #[inline]
    pub fn has(&self, props: Props, labels: Labels) -> bool {
        self.all.0 & props != 0 || self.all.1.meets(labels)
    }
}

/// A pattern that runs in one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Program {
    pub(in crate::rule) steps: Vec<Step>,
    pub backward: bool,
    /// For each step what goes on from it.
    pub(in crate::rule) firsts: Vec<First>,
    /// Whether more than one way may lead to a step at one place: only those are remembered.
    pub(in crate::rule) merges: Vec<bool>,
    /// What must stand somewhere before or behind the place where it runs.
    needs: Vec<Need>,
}

/// What a match does not do without.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Need {
    /// An element with one of these properties or labels.
    props: Props,
    labels: Labels,
    /// One of these words and lists, where nothing else will do.
    words: Vec<Label>,
}

impl Program {
    pub fn new(mut steps: Vec<Step>, backward: bool) -> Program {
        join(&mut steps);
        let merges = merges(&steps);
        let mut program = Program { steps, backward, firsts: Vec::new(), merges, needs: Vec::new() };
        // Ways lead forward only: what goes on from a step is known once it is known of all behind it.
        program.firsts = vec![First::OPEN; program.steps.len()];
        for pc in (0..program.steps.len()).rev() {
            program.firsts[pc] = program.first_of(pc);
        }
        program
    }

    /// What goes on from a step, from what goes on from those behind it.
    fn first_of(&self, pc: usize) -> First {
        let at = |pc: usize| self.firsts.get(pc).copied().unwrap_or(First::OPEN);
        let either = |a: First, b: First| {
            let mut labels = a.labels;
            labels.insert(b.labels);
            First { props: a.props | b.props, labels, open: a.open || b.open }
        };
        let asks = |check: &Ask| {
            let (mut props, mut labels) = (0, Labels::default());
            let asks = check.needs(&mut props, &mut labels);
            if asks { First { props, labels, open: false } } else { First::OPEN }
        };
        match &self.steps[pc] {
            Step::Check(check) => asks(check),
            Step::Skip { check, .. } => either(asks(check), at(pc + 1)),
            Step::Edge(_, labels, _) => First { props: 0, labels: *labels, open: false },
            Step::Split(a, b) => either(at(*a as usize), at(*b as usize)),
            Step::Jump(to) => at(*to as usize),
            Step::Open(_) | Step::Close(_) | Step::Look { .. } | Step::Begin | Step::End => at(pc + 1),
            Step::Match => First::OPEN,
        }
    }

    /// The same, and looks for what no match does without: worth it where the input knows what it holds ([`Lattice::within`], [`Lattice::stands`]).
    pub fn seeking(mut self) -> Program {
        // Up to here a way leads past the steps.
        let mut past = 0;
        for (at, step) in self.steps.iter().enumerate() {
            let asks = matches!(step, Step::Check(_) | Step::Edge(..) | Step::Split(..));
            let First { props, labels, open } = self.firsts[at];
            if asks && at >= past && !open && props & Property::Any.bit() == 0 {
                let mut words = Vec::new();
                let listed = self.listed(at, &mut words);
                self.needs.push(Need { props, labels, words: if listed { words } else { Vec::new() } });
            }
            match step {
                Step::Split(a, b) => past = past.max(*a.max(b) as usize),
                Step::Jump(to) => past = past.max(*to as usize),
                _ => {}
            }
        }
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
            Some(Step::Open(_) | Step::Close(_) | Step::Look { .. } | Step::Begin | Step::End) => {
                self.listed(pc + 1, words)
            }
        }
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
        self.firsts.first().copied().unwrap_or(First::OPEN)
    }

    /// Whether a match from boundary `start` is possible by its first element.
    #[inline]
    pub(in crate::rule) fn begins(&self, input: &impl Lattice, start: usize) -> bool {
        self.firsts.first().is_some_and(|first| first.may(input, start, self.backward))
    }

    /// Whether a match from boundary `start` is possible by its first element and by what it needs.
    #[inline]
    pub fn may(&self, input: &impl Lattice, start: usize) -> bool {
        self.begins(input, start)
            && (self.needs.is_empty() || self.met(&Ahead::of(input, start, self.backward)) && self.stands(input))
    }

    /// Whether a match is possible by what stands ahead.
    #[inline]
    pub fn may_ahead(&self, ahead: &Ahead) -> bool {
        self.firsts.first().is_some_and(|first| first.goes(ahead.next.0, ahead.next.1)) && self.met(ahead)
    }

    #[inline]
    fn met(&self, ahead: &Ahead) -> bool {
        self.needs.iter().all(|need| ahead.has(need.props, need.labels))
    }

    /// Whether the words and lists stand anywhere that no match does without.
    pub fn stands(&self, input: &impl Lattice) -> bool {
        self.needs.iter().all(|need| need.words.is_empty() || need.words.iter().any(|word| input.stands(*word)))
    }
}

/// Makes one of runs of the same elements that stand side by side, which are written so where one may not be as long: looked at one inside the other they
/// would cost the product of their lengths.
fn join(steps: &mut [Step]) {
    let mut target = vec![false; steps.len() + 1];
    for step in steps.iter() {
        match step {
            Step::Split(a, b) => (target[*a as usize], target[*b as usize]) = (true, true),
            Step::Jump(to) => target[*to as usize] = true,
            _ => {}
        }
    }
    let mut head = None;
    for (pc, is_target) in target.into_iter().enumerate().take(steps.len()) {
        let (before, rest) = steps.split_at_mut(pc);
        let Step::Skip { check, most, lazy } = &rest[0] else {
            head = None;
            continue;
        };
        match head.map(|head: usize| &mut before[head]) {
            Some(Step::Skip { check: same, most: all, lazy: alike })
                if !is_target && (&*same, &*alike) == (check, lazy) =>
            {
                *all = all.saturating_add(*most);
                rest[0] = Step::Jump(pc as u16 + 1);
            }
            _ => head = Some(pc),
        }
    }
}

/// For each step whether it may be come to more than once at one place: by jumps, or over edges and repetitions of different lengths.
fn merges(steps: &[Step]) -> Vec<bool> {
    let mut ways = vec![0u8; steps.len()];
    let mut lead = |to: usize, by: u8| {
        if let Some(n) = ways.get_mut(to) {
            *n = n.saturating_add(by);
        }
    };
    for (pc, step) in steps.iter().enumerate() {
        match step {
            Step::Split(a, b) => {
                lead(*a as usize, 1);
                lead(*b as usize, 1);
            }
            Step::Jump(to) => lead(*to as usize, 1),
            Step::Match => {}
            Step::Edge(..) | Step::Skip { .. } => lead(pc + 1, 2),
            _ => lead(pc + 1, 1),
        }
    }
    ways.into_iter().map(|n| n > 1).collect()
}
