//! Patterns made ready to run by the [machine](super::machine).
//!
//! A [`Program`] is a small automaton over a lattice: elements (tokens or chunks) in a row, with longer edges where a word list, a class or
//! several words cover more than one. Most steps are one test of bits: what an element is stands in a [`Props`], what edges it may have in a
//! [`Labels`].

mod lattice;

pub use lattice::{
    ClassId, ClassSet, Ends, HAN, Label, Labels, Lattice, PartId, PartSet, Property, Props, Stance, Stances, WordsId,
};

/// The farthest from its anchor that a pattern may reach, in elements.
pub const WINDOW: usize = 64;

/// What one step of a pattern asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// An edge: a list's word, a class, or text as written in the rule. It may cover more than one element.
    Edge(Label),
    /// An element with one of the first properties and none of the second.
    Props(Props, Props),
    And(Box<Check>, Box<Check>),
    Not(Box<Check>),
    /// One of several that need no edge.
    Or(Vec<Check>),
}

impl Check {
    /// One of these properties.
    pub fn some(props: Props) -> Check {
        Check::Props(props, 0)
    }

    /// The list, words or class that it needs, whatever else it asks: what may cover more than one element.
    pub fn label(&self) -> Option<Label> {
        match self {
            Check::Edge(label) => Some(*label),
            Check::And(a, b) => a.label().or_else(|| b.label()),
            Check::Props(..) | Check::Not(_) | Check::Or(_) => None,
        }
    }

    /// Adds what an element must have one of for the check to hold there; `false` where nothing can be said.
    fn needs(&self, props: &mut Props, labels: &mut Labels) -> bool {
        if let Some(label) = self.label() {
            labels.insert(Labels::of(label));
            return true;
        }
        match self {
            // One side of two is enough.
            Check::And(a, b) => a.needs(props, labels) || b.needs(props, labels),
            Check::Props(Props::MAX, _) => false,
            Check::Props(some, _) => {
                *props |= some;
                true
            }
            Check::Or(parts) => parts.iter().all(|part| part.needs(props, labels)),
            Check::Edge(_) | Check::Not(_) => false,
        }
    }
}

/// What is asked of one element, made ready: for most elements one test of bits does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// One of the first properties and none of the second.
    pub(super) some: Props,
    pub(super) none: Props,
    pub(super) rest: Option<Box<Rest>>,
}

/// What properties do not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// All must hold.
    checks: Vec<Check>,
    /// One of these properties an element must have for them to hold.
    pub(super) some: Props,
    /// The labels that must not be there, where nothing else is asked: an element that has none of them passes.
    pub(super) barred: Option<Labels>,
    /// The same as the checks, made ready.
    pub(super) tests: Vec<Test>,
}

/// A check made ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    Check(Check),
    /// One of several, each with its properties first.
    Either(Vec<Ask>),
}

impl Rest {
    fn new(checks: Vec<Check>) -> Option<Box<Rest>> {
        if checks.is_empty() {
            return None;
        }
        let barred = checks.iter().try_fold(Labels::default(), |mut all, check| match check {
            Check::Not(not) => match **not {
                Check::Edge(label) => {
                    all.insert(Labels::of(label));
                    Some(all)
                }
                _ => None,
            },
            _ => None,
        });
        let ready = |check: &Check| match check {
            Check::Or(parts) => Test::Either(parts.iter().cloned().map(Ask::new).collect()),
            other => Test::Check(other.clone()),
        };
        let tests: Vec<Test> = checks.iter().map(ready).collect();
        let some = tests.iter().fold(Props::MAX, |some, test| match test {
            Test::Either(asks) => some & asks.iter().fold(0, |any, ask| any | ask.props()),
            Test::Check(_) => some,
        });
        Some(Box::new(Rest { checks, some, barred, tests }))
    }
}

impl Ask {
    /// The same with what is asked of properties put together.
    pub fn new(check: Check) -> Ask {
        fn collect(check: Check, some: &mut Option<Props>, none: &mut Props, rest: &mut Vec<Check>) {
            match check {
                Check::And(a, b) => {
                    collect(*a, some, none, rest);
                    collect(*b, some, none, rest);
                }
                Check::Props(one, but) if some.is_none() => {
                    *some = Some(one);
                    *none |= but;
                }
                Check::Not(not) => match *not {
                    Check::Props(props, 0) => *none |= props,
                    other => rest.push(Check::Not(Box::new(other))),
                },
                other => rest.push(other),
            }
        }
        let (mut some, mut none, mut rest) = (None, 0, Vec::new());
        collect(check, &mut some, &mut none, &mut rest);
        Ask { some: some.unwrap_or(Props::MAX), none, rest: Rest::new(rest) }
    }

    /// One of these properties an element must have to pass.
    fn props(&self) -> Props {
        self.some & self.rest.as_ref().map_or(Props::MAX, |rest| rest.some)
    }

    fn rest(&self) -> &[Check] {
        self.rest.as_ref().map_or(&[], |rest| &rest.checks)
    }

    /// As people read it.
    pub fn check(&self) -> Check {
        let props = (self.some != Props::MAX || self.none != 0).then_some(Check::Props(self.some, self.none));
        let mut parts = self.rest().iter().cloned().rev();
        let Some(last) = parts.next() else { return props.unwrap_or(Check::some(Props::MAX)) };
        let rest = parts.fold(last, |all, part| Check::And(Box::new(part), Box::new(all)));
        match props {
            Some(props) => Check::And(Box::new(props), Box::new(rest)),
            None => rest,
        }
    }

    /// The list, words or class that it needs ([`Check::label`]).
    pub fn label(&self) -> Option<Label> {
        self.rest().iter().find_map(Check::label)
    }

    /// As [`Check::needs`].
    fn needs(&self, props: &mut Props, labels: &mut Labels) -> bool {
        if let Some(label) = self.label() {
            labels.insert(Labels::of(label));
            return true;
        }
        if self.some != Props::MAX {
            *props |= self.some;
            return true;
        }
        self.rest().iter().any(|check| check.needs(props, labels))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// One element.
    Check(Ask),
    /// An edge, the set of its label, and what else is asked of its first element.
    Edge(Label, Labels, Option<Box<Ask>>),
    /// As many elements as pass, none to so many; few preferred where `lazy`.
    Skip {
        check: Ask,
        most: u16,
        lazy: bool,
    },
    /// Both, the first preferred.
    Split(u16, u16),
    Jump(u16),
    Open(PartId),
    Close(PartId),
    Begin,
    End,
    /// A pattern that must (not) match from here in the direction of the program, or against it.
    Look {
        program: Box<Program>,
        negative: bool,
    },
    Match,
}

impl Step {
    /// One element, or an edge.
    pub fn of(check: Check) -> Step {
        if let Check::Edge(label) = check {
            return Step::Edge(label, Labels::of(label), None);
        }
        let ask = Ask::new(check);
        match ask.label() {
            Some(label) => Step::Edge(label, Labels::of(label), Some(Box::new(ask))),
            None => Step::Check(ask),
        }
    }
}

/// What the next element must have one of for a match to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct First {
    pub props: Props,
    pub labels: Labels,
    /// A match may need no element, or any will do.
    pub open: bool,
}

impl First {
    const OPEN: First = First { props: Props::MAX, labels: Labels::ALL, open: true };

    /// Whether a match may go on where an element with these properties and labels comes next; with none where none does.
    #[inline]
    pub(super) fn goes(&self, props: Props, labels: Labels) -> bool {
        self.open || self.props & props != 0 || self.labels.meets(labels)
    }

    /// Whether a match may go on from boundary `at`.
    #[inline]
    pub(super) fn may(&self, input: &impl Lattice, at: usize, backward: bool) -> bool {
        if self.open {
            return true;
        }
        let next = Next::of(input, at, backward);
        self.goes(next.props, next.labels)
    }
}

/// What comes next at a boundary.
#[derive(Debug, Clone, Copy)]
pub(super) struct Next {
    /// The boundary.
    pub at: usize,
    /// The element; none that there is at the end, and then it has no properties and labels.
    pub element: usize,
    pub props: Props,
    pub labels: Labels,
}

impl Next {
    #[inline]
    pub(super) fn of(input: &impl Lattice, at: usize, backward: bool) -> Next {
        let element = if backward { at.wrapping_sub(1) } else { at };
        if element < input.len() {
            Next { at, element, props: input.props(element), labels: input.labels(element) }
        } else {
            Next { at, element: usize::MAX, props: 0, labels: Labels::default() }
        }
    }
}

/// A pattern that runs in one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Program {
    pub(super) steps: Vec<Step>,
    pub backward: bool,
    /// For each step what goes on from it.
    pub(super) firsts: Vec<First>,
    /// Whether more than one way may lead to a step at one place: only those are remembered.
    pub(super) merges: Vec<bool>,
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
    pub(super) fn is_empty(&self) -> bool {
        matches!(self.steps.as_slice(), [Step::Match])
    }

    /// What a match must begin with.
    pub(super) fn first(&self) -> First {
        self.firsts.first().copied().unwrap_or(First::OPEN)
    }

    /// Whether a match from boundary `start` is possible by its first element.
    #[inline]
    pub(super) fn begins(&self, input: &impl Lattice, start: usize) -> bool {
        self.firsts.first().is_some_and(|first| first.may(input, start, self.backward))
    }

    /// Whether a match from boundary `start` is possible by its first element and by what it needs.
    #[inline]
    pub fn may(&self, input: &impl Lattice, start: usize) -> bool {
        if !self.begins(input, start) {
            return false;
        }
        if self.needs.is_empty() {
            return true;
        }
        let (has, marked) = input.within(start, self.backward);
        self.needs.iter().all(|need| {
            (has & need.props != 0 || marked.meets(need.labels))
                && (need.words.is_empty() || need.words.iter().any(|word| input.stands(*word)))
        })
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
