//! Patterns made ready to run, and the machine that runs them.
//!
//! A [`Program`] is a small automaton over a lattice: elements (tokens or chunks) in a row, with longer edges where a word list, a class or
//! several words cover more than one. The machine explores it depth first in order of preference and visits each pair of (instruction, position)
//! at most once, so that a match costs at most the length of the program times the length of its window, whatever the pattern and the text.

use crate::lexicon::ListId;
use crate::text::{ChunkKind, Shape, Tag, Voice};
use smallvec::SmallVec;

/// The farthest from its anchor that a pattern may reach, in elements.
pub const WINDOW: usize = 64;

/// A class of mentions, as the pack numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u16);

/// A name of a part of a pattern, as the pack numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId(pub u16);

/// How a verb group or another trigger stands: [`Voice`], or not a verb at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stance {
    Verb(Voice),
    Nominal,
    Adjective,
    Other,
}

/// One element's property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Property {
    Tag(Tag),
    Shape(Shape),
    /// Begins with a capital letter.
    Capital,
    /// Consists of so many Han characters.
    Han(u8),
    Any,
    Chunk(ChunkKind),
    Voice(Voice),
}

/// What one step of a pattern asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// Text, as written in the rule; `exact` where it has a capital letter.
    Words {
        text: String,
        exact: bool,
    },
    List(ListId),
    Class(ClassId),
    Property(Property),
    And(Box<Check>, Box<Check>),
    Not(Box<Check>),
}

impl Check {
    /// The list, words or class that it needs, whatever else it asks; itself where it needs none.
    pub fn primary(&self) -> &Check {
        self.spanning().unwrap_or(self)
    }

    /// The part that may cover more than one element.
    fn spanning(&self) -> Option<&Check> {
        match self {
            Check::Words { .. } | Check::List(_) | Check::Class(_) => Some(self),
            Check::And(a, b) => a.spanning().or_else(|| b.spanning()),
            Check::Property(_) | Check::Not(_) => None,
        }
    }
}

#[derive(Debug, Clone)]
pub enum Step {
    Check(Check),
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

/// A pattern that runs in one direction.
#[derive(Debug, Clone, Default)]
pub struct Program {
    pub steps: Vec<Step>,
    pub backward: bool,
}

/// A row of elements with longer edges.
pub trait Lattice {
    fn len(&self) -> usize;
    /// Whether element `at` has the property.
    fn property(&self, at: usize, property: Property) -> bool;
    /// Whether element `at` lies in an edge of the list or class, or is these words.
    fn covered(&self, at: usize, check: &Check) -> bool;
    /// The other ends of the edges for `check` that start at boundary `at`, or end there when `backward`.
    fn edges(&self, at: usize, check: &Check, backward: bool, ends: &mut SmallVec<[u16; 8]>);
}

/// A part found: its name and its elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub name: PartId,
    pub start: u16,
    pub end: u16,
}

#[derive(Debug, Clone, Copy)]
enum Event {
    Open(PartId, u16),
    Close(PartId, u16),
}

/// Which of several matches is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefer {
    /// The farthest end; among those the first in order of preference.
    Longest,
    /// The first in order of preference.
    First,
}

/// Room for runs, to be reused.
#[derive(Debug, Default)]
pub struct Machine {
    visited: Vec<u64>,
    trail: Vec<Event>,
    best: Option<usize>,
    best_trail: Vec<Event>,
}

impl Machine {
    /// Runs a program from boundary `start`. Gives the other end; the parts are kept until [`Machine::parts`].
    pub fn run(&mut self, program: &Program, input: &impl Lattice, start: usize, prefer: Prefer) -> Option<usize> {
        let window = WINDOW.min(if program.backward { start } else { input.len() - start });
        let bits = program.steps.len() * (window + 1);
        self.visited.clear();
        self.visited.resize(bits.div_ceil(64), 0);
        self.trail.clear();
        self.best_trail.clear();
        self.best = None;
        self.explore(program, input, 0, start, start, window, prefer);
        self.best
    }

    /// The parts of the last runs, `left` and `right` of an anchor put together.
    fn pair(events: &[Event], parts: &mut SmallVec<[Part; 8]>) {
        let mut open: SmallVec<[(PartId, u16); 8]> = SmallVec::new();
        for event in events {
            match *event {
                Event::Open(name, at) => open.push((name, at)),
                Event::Close(name, at) => {
                    if let Some(n) = open.iter().rposition(|(n, _)| *n == name) {
                        let (_, start) = open.remove(n);
                        parts.push(Part { name, start, end: at });
                    }
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn explore(
        &mut self,
        program: &Program,
        input: &impl Lattice,
        pc: usize,
        at: usize,
        origin: usize,
        window: usize,
        prefer: Prefer,
    ) -> bool {
        let distance = at.abs_diff(origin);
        if distance > window {
            return false;
        }
        let bit = pc * (window + 1) + distance;
        if self.visited[bit / 64] >> (bit % 64) & 1 == 1 {
            return false;
        }
        self.visited[bit / 64] |= 1 << (bit % 64);
        match &program.steps[pc] {
            Step::Match => {
                let better = self.best.is_none_or(|b| b.abs_diff(origin) < distance);
                if better {
                    self.best = Some(at);
                    self.best_trail.clone_from(&self.trail);
                }
                prefer == Prefer::First
            }
            Step::Jump(to) => self.explore(program, input, *to as usize, at, origin, window, prefer),
            Step::Split(a, b) => {
                self.explore(program, input, *a as usize, at, origin, window, prefer)
                    || self.explore(program, input, *b as usize, at, origin, window, prefer)
            }
            Step::Open(name) | Step::Close(name) => {
                let opens = matches!(program.steps[pc], Step::Open(_));
                self.trail.push(if opens { Event::Open(*name, at as u16) } else { Event::Close(*name, at as u16) });
                let done = self.explore(program, input, pc + 1, at, origin, window, prefer);
                self.trail.pop();
                done
            }
            Step::Begin => at == 0 && self.explore(program, input, pc + 1, at, origin, window, prefer),
            Step::End => at == input.len() && self.explore(program, input, pc + 1, at, origin, window, prefer),
            Step::Look { program: inner, negative } => {
                let found = Machine::default().run(inner, input, at, Prefer::First).is_some();
                found != *negative && self.explore(program, input, pc + 1, at, origin, window, prefer)
            }
            Step::Check(check) => {
                if let Some(words) = check.spanning() {
                    let mut ends = SmallVec::new();
                    input.edges(at, words, program.backward, &mut ends);
                    if !std::ptr::eq(words, check) {
                        // What else is asked is asked of the first element.
                        ends.retain(|end| holds(input, at.min(*end as usize), check));
                    }
                    for end in ends {
                        if self.explore(program, input, pc + 1, end as usize, origin, window, prefer) {
                            return true;
                        }
                    }
                    return false;
                }
                let (element, next) = match program.backward {
                    true if at > 0 => (at - 1, at - 1),
                    false if at < input.len() => (at, at + 1),
                    _ => return false,
                };
                holds(input, element, check) && self.explore(program, input, pc + 1, next, origin, window, prefer)
            }
        }
    }
}

/// Whether one element passes.
pub fn holds(input: &impl Lattice, at: usize, check: &Check) -> bool {
    match check {
        Check::Property(property) => input.property(at, *property),
        Check::And(a, b) => holds(input, at, a) && holds(input, at, b),
        Check::Not(a) => !holds(input, at, a),
        _ => input.covered(at, check),
    }
}

/// A pattern with an anchor: where `anchor` covers `a..b`, `left` runs backward from `a` and `right` forward from `b`.
#[derive(Debug, Clone)]
pub struct Anchored {
    pub left: Program,
    pub anchor: Vec<Check>,
    pub right: Program,
}

/// A find of an [`Anchored`] pattern: its elements and its parts, in order.
#[derive(Debug, Clone)]
pub struct Find {
    pub start: usize,
    pub end: usize,
    pub parts: SmallVec<[Part; 8]>,
}

impl Anchored {
    /// The longest match around one place of the anchor.
    pub fn find(&self, machine: &mut Machine, input: &impl Lattice, start: usize, end: usize) -> Option<Find> {
        let first = machine.run(&self.left, input, start, Prefer::Longest)?;
        let mut events: SmallVec<[Event; 16]> = machine.best_trail.iter().rev().copied().collect();
        let last = machine.run(&self.right, input, end, Prefer::Longest)?;
        events.extend(machine.best_trail.iter().copied());
        let mut parts = SmallVec::new();
        Machine::pair(&events, &mut parts);
        Some(Find { start: first, end: last, parts })
    }
}

/// The parts that a program alone captures, its first match in order of preference.
pub fn capture(machine: &mut Machine, program: &Program, input: &impl Lattice, start: usize) -> Option<Find> {
    let end = machine.run(program, input, start, Prefer::First)?;
    let mut events: SmallVec<[Event; 16]> = machine.best_trail.iter().copied().collect();
    if program.backward {
        events.reverse();
    }
    let mut parts = SmallVec::new();
    Machine::pair(&events, &mut parts);
    Some(Find { start: start.min(end), end: start.max(end), parts })
}
