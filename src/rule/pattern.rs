//! Patterns made ready to run by the [machine](super::machine).
//!
//! A [`Program`] is a small automaton over a lattice: elements (tokens or chunks) in a row, with longer edges where a word list, a class or
//! several words cover more than one. Most steps are one test of bits: what an element is stands in a [`Props`], what edges it may have in a
//! [`Labels`].

mod lattice;
mod program;
mod ways;

pub use program::{Ahead, Program};

pub use lattice::{
    ClassId, ClassSet, Ends, HAN, Label, Labels, Lattice, PartId, PartSet, Property, Props, Stance, Stances, WordsId,
};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

/// The farthest from its anchor that a pattern may reach, in elements.
pub const WINDOW: usize = 64;

/// What one step of a pattern asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// One of the first properties and none of the second.
    pub(super) some: Props,
    pub(super) none: Props,
    pub(super) rest: Option<Box<Rest>>,
}

/// What properties do not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

    /// Whether it is an edge of which nothing but properties is asked.
    pub(super) fn is_edge_with_props(&self) -> bool {
        matches!(self.rest(), [Check::Edge(_)])
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The head of a repetition: the steps behind it up to [`Step::Again`], none to so many times.
    Repeat(Box<Repeat>),
    /// The end of what is repeated: back to the head for the next round.
    Again {
        head: u16,
        stride: u16,
    },
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

/// How often steps are repeated that are more than one test of one element.
///
/// A run keeps one number for all repetitions that it is in: each round adds its repetition's stride, and leaving takes all of its rounds back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    pub most: u16,
    /// Few preferred.
    pub lazy: bool,
    /// The step behind the repetition.
    pub end: u16,
    /// What one round adds to the number of rounds.
    pub stride: u16,
    /// The strides of the repetitions around it, which count in larger steps, the nearest first.
    pub outer: SmallVec<[u16; 4]>,
}

impl Repeat {
    pub fn new(most: u16, lazy: bool, end: u16) -> Repeat {
        Repeat { most, lazy, end, stride: 1, outer: SmallVec::new() }
    }

    /// How many rounds of it a number of rounds says are done.
    #[inline]
    pub(super) fn done(&self, rounds: u16) -> u16 {
        self.outer.iter().rev().fold(rounds, |rounds, outer| rounds % outer) / self.stride
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct First {
    pub props: Props,
    pub labels: Labels,
    /// A match may need no element, or any will do.
    pub open: bool,
}

impl Default for First {
    fn default() -> First {
        First::OPEN
    }
}

impl First {
    const OPEN: First = First { props: Props::MAX, labels: Labels::ALL, open: true };

    /// What goes on where either does.
    fn or(self, other: First) -> First {
        let mut labels = self.labels;
        labels.insert(other.labels);
        First { props: self.props | other.props, labels, open: self.open || other.open }
    }

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
