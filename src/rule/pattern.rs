//! Patterns made ready to run, and the machine that runs them.
//!
//! A [`Program`] is a small automaton over a lattice: elements (tokens or chunks) in a row, with longer edges where a word list, a class or
//! several words cover more than one. The machine explores it depth first in order of preference and visits each pair of (instruction, position)
//! at most once, so that a match costs at most the length of the program times the length of its window, whatever the pattern and the text.
//! Most steps are one test of bits: what an element is stands in a [`Props`], what edges it may have in a [`Labels`].

use crate::lexicon::ListId;
use crate::text::{ChunkKind, Shape, Tag, Voice};
use smallvec::SmallVec;

/// The farthest from its anchor that a pattern may reach, in elements.
pub const WINDOW: usize = 64;

/// A class of mentions, as the pack numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u16);

/// A set of classes that may hold more than was put in: each sets one of 64 bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClassSet(u64);

impl ClassSet {
    /// Whether a class may be in both.
    #[inline]
    pub fn meets(self, other: ClassSet) -> bool {
        self.0 & other.0 != 0
    }
}

impl FromIterator<ClassId> for ClassSet {
    fn from_iter<I: IntoIterator<Item = ClassId>>(classes: I) -> ClassSet {
        ClassSet(classes.into_iter().fold(0, |set, class| set | 1 << (class.0 % 64)))
    }
}

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
    /// Consists of so many Han characters, 1 to [`HAN`].
    Han(u8),
    Any,
    /// A noun phrase of one word, its determiner aside.
    Bare,
    Chunk(ChunkKind),
    Voice(Voice),
}

/// The most Han characters that a pattern can count.
pub const HAN: u8 = 4;

/// A set of properties, one bit each: those an element has, or those of which one is asked for.
pub type Props = u64;

impl Property {
    /// Its bit.
    pub const fn bit(self) -> Props {
        let n = match self {
            Property::Tag(Tag::Name | Tag::Surnamed | Tag::Sounds) => Tag::Proper as u8,
            Property::Tag(tag) => tag as u8,
            Property::Shape(shape) => 24 + shape as u8,
            Property::Capital => 32,
            Property::Han(n) => 32 + n,
            Property::Any => 40,
            Property::Bare => 41,
            Property::Chunk(kind) => 44 + kind as u8,
            Property::Voice(voice) => 56 + voice as u8,
        };
        1 << n
    }
}

/// Words that a pattern asks for, as [`super::literals::Literals`] numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordsId(pub u16);

/// What an edge says of the elements under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    List(ListId),
    Class(ClassId),
    Words(WordsId),
}

/// A set of labels that may hold more than was put in: each label sets one of 128 bits. It says what need not be looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Labels(u128);

impl Labels {
    /// Every label.
    pub const ALL: Labels = Labels(u128::MAX);

    /// The set of one label.
    #[inline]
    pub const fn of(label: Label) -> Labels {
        let n = match label {
            Label::Class(id) => id.0 % 32,
            Label::Words(id) => 32 + id.0 % 48,
            Label::List(id) => 80 + id.0 % 48,
        };
        Labels(1 << n)
    }

    #[inline]
    pub fn insert(&mut self, other: Labels) {
        self.0 |= other.0;
    }

    /// Whether a label may be in both.
    #[inline]
    pub fn meets(self, other: Labels) -> bool {
        self.0 & other.0 != 0
    }
}

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

    /// The same with what is asked of properties put together, so that one test of bits does for it, and asked first.
    fn folded(self) -> Check {
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
        if !matches!(self, Check::And(..)) {
            return self;
        }
        let (mut some, mut none, mut rest) = (None, 0, Vec::new());
        collect(self, &mut some, &mut none, &mut rest);
        let first = (some.is_some() || none != 0).then(|| Check::Props(some.unwrap_or(Props::MAX), none));
        let mut parts = rest.into_iter().rev();
        let last = match parts.next() {
            Some(last) => parts.fold(last, |all, part| Check::And(Box::new(part), Box::new(all))),
            None => return first.unwrap_or(Check::some(Props::MAX)),
        };
        match first {
            Some(first) => Check::And(Box::new(first), Box::new(last)),
            None => last,
        }
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// One element.
    Check(Check),
    /// An edge, and what else is asked of its first element.
    Edge(Label, Option<Check>),
    /// As many elements as pass, none to so many; few preferred where `lazy`.
    Skip {
        check: Check,
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

/// What the next element must have one of for a match to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct First {
    props: Props,
    labels: Labels,
    /// A match may need no element, or any will do.
    open: bool,
}

impl First {
    const OPEN: First = First { props: Props::MAX, labels: Labels::ALL, open: true };

    /// Whether a match may go on from boundary `at`.
    #[inline]
    fn may(&self, input: &impl Lattice, at: usize, backward: bool) -> bool {
        if self.open {
            return true;
        }
        let element = if backward { at.wrapping_sub(1) } else { at };
        element < input.len() && (input.props(element) & self.props != 0 || input.labels(element).meets(self.labels))
    }
}

/// A pattern that runs in one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Program {
    steps: Vec<Step>,
    pub backward: bool,
    /// For each step what goes on from it.
    firsts: Vec<First>,
    /// For each there must be an element that has one of these properties or labels.
    needs: Vec<(Props, Labels)>,
}

/// A set of part names that may hold more than was put in: each name sets one of 64 bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PartSet(u64);

impl PartSet {
    #[inline]
    pub fn insert(&mut self, name: PartId) {
        self.0 |= 1 << (name.0 % 64);
    }

    /// Whether a name may be in both.
    #[inline]
    pub fn meets(self, other: PartSet) -> bool {
        self.0 & other.0 != 0
    }

    #[inline]
    pub fn union(self, other: PartSet) -> PartSet {
        PartSet(self.0 | other.0)
    }
}

impl<'p> FromIterator<&'p PartId> for PartSet {
    fn from_iter<I: IntoIterator<Item = &'p PartId>>(names: I) -> PartSet {
        let mut set = PartSet::default();
        names.into_iter().for_each(|n| set.insert(*n));
        set
    }
}

impl Program {
    pub fn new(steps: Vec<Step>, backward: bool) -> Program {
        let edge = |step: Step| match step {
            Step::Check(check) => match (check.label(), check.folded()) {
                (Some(label), check) => Step::Edge(label, Some(check).filter(|c| matches!(c, Check::And(..)))),
                (None, check) => Step::Check(check),
            },
            Step::Skip { check, most, lazy } => Step::Skip { check: check.folded(), most, lazy },
            step => step,
        };
        let steps: Vec<Step> = steps.into_iter().map(edge).collect();
        let mut program = Program { steps, backward, firsts: Vec::new(), needs: Vec::new() };
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
        let asks = |check: &Check| {
            let (mut props, mut labels) = (0, Labels::default());
            let asks = check.needs(&mut props, &mut labels);
            if asks { First { props, labels, open: false } } else { First::OPEN }
        };
        match &self.steps[pc] {
            Step::Check(check) => asks(check),
            Step::Skip { check, .. } => either(asks(check), at(pc + 1)),
            Step::Edge(label, _) => First { props: 0, labels: Labels::of(*label), open: false },
            Step::Split(a, b) => either(at(*a as usize), at(*b as usize)),
            Step::Jump(to) => at(*to as usize),
            Step::Open(_) | Step::Close(_) | Step::Look { .. } | Step::Begin | Step::End => at(pc + 1),
            Step::Match => First::OPEN,
        }
    }

    /// The same, and looks for what no match does without: worth it where the input knows what it holds ([`Lattice::within`]).
    pub fn seeking(mut self) -> Program {
        // Up to here a way leads past the steps.
        let mut past = 0;
        for (at, step) in self.steps.iter().enumerate() {
            let (mut props, mut labels) = (0, Labels::default());
            let asks = match step {
                Step::Check(check) => check.needs(&mut props, &mut labels),
                Step::Edge(label, _) => {
                    labels.insert(Labels::of(*label));
                    true
                }
                Step::Split(a, b) => {
                    past = past.max(*a.max(b) as usize);
                    false
                }
                Step::Jump(to) => {
                    past = past.max(*to as usize);
                    false
                }
                _ => false,
            };
            if asks && at >= past && props & Property::Any.bit() == 0 {
                self.needs.push((props, labels));
            }
        }
        self
    }

    /// The names of the parts that it captures.
    pub fn parts(&self) -> PartSet {
        self.steps.iter().filter_map(|s| if let Step::Open(name) = s { Some(name) } else { None }).collect()
    }

    /// Whether a match from boundary `start` is possible by its first element and by what it needs.
    #[inline]
    fn may(&self, input: &impl Lattice, start: usize) -> bool {
        if !self.firsts.first().is_some_and(|first| first.may(input, start, self.backward)) {
            return false;
        }
        if self.needs.is_empty() {
            return true;
        }
        let (has, marked) = input.within(start, self.backward);
        self.needs.iter().all(|(props, labels)| has & props != 0 || marked.meets(*labels))
    }
}

/// A row of elements with longer edges.
pub trait Lattice {
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The properties of element `at`.
    fn props(&self, at: usize) -> Props;
    /// The labels that edges over element `at` or from or to within it may have.
    fn labels(&self, at: usize) -> Labels;
    /// The properties and labels of all elements from boundary `at` to the end, or to the begin when `backward`; may be more.
    fn within(&self, _at: usize, _backward: bool) -> (Props, Labels) {
        (Props::MAX, Labels::ALL)
    }
    /// Whether element `at` lies in an edge of a list or class, or is these words.
    fn covered(&self, at: usize, label: Label) -> bool;
    /// The other ends of the edges that start at boundary `at`, or end there when `backward`; the longest first.
    fn edges(&self, at: usize, label: Label, backward: bool, ends: &mut Ends);
}

/// Ends of edges.
pub type Ends = SmallVec<[u16; 8]>;

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

/// What is left to do in a run.
#[derive(Debug, Clone, Copy)]
enum Task {
    /// Explore from this step at this boundary.
    Explore(u16, u16),
    /// Take back the last event of the trail.
    Forget,
}

/// Room for runs, to be reused.
#[derive(Debug, Default)]
pub struct Machine {
    visited: Vec<u64>,
    tasks: Vec<Task>,
    trail: Vec<Event>,
    best_trail: Vec<Event>,
    /// For programs inside programs.
    inner: Option<Box<Machine>>,
    /// Whether a run goes every way to its end, so that it can be told how far it came.
    patient: bool,
    /// Steps and boundaries of a patient run at which one more element was asked for.
    skipped: Vec<(u16, u16)>,
}

impl Machine {
    /// Runs a program from boundary `start`. Gives the other end; the parts are kept until the next run.
    pub fn run(&mut self, program: &Program, input: &impl Lattice, start: usize, prefer: Prefer) -> Option<usize> {
        self.best_trail.clear();
        if !program.may(input, start) {
            return None;
        }
        if program.steps.len() == 1 {
            // Nothing but the end: half of the anchored patterns.
            return matches!(program.steps[0], Step::Match).then_some(start);
        }
        let window = WINDOW.min(if program.backward { start } else { input.len() - start });
        let bits = program.steps.len() * (window + 1);
        self.visited.clear();
        self.visited.resize(bits.div_ceil(64), 0);
        self.trail.clear();
        self.tasks.clear();
        self.tasks.push(Task::Explore(0, start as u16));
        self.explore(program, input, start, window, prefer)
    }

    /// The parts that events open and close, in the order of their ends.
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

    fn explore(
        &mut self,
        program: &Program,
        input: &impl Lattice,
        origin: usize,
        window: usize,
        prefer: Prefer,
    ) -> Option<usize> {
        let mut best: Option<usize> = None;
        while let Some(task) = self.tasks.pop() {
            let Task::Explore(pc, at) = task else {
                self.trail.pop();
                continue;
            };
            let (mut pc, mut at) = (pc as usize, at as usize);
            // One way on from here; others wait as tasks.
            loop {
                let distance = at.abs_diff(origin);
                if distance > window {
                    break;
                }
                let bit = pc * (window + 1) + distance;
                if self.visited[bit / 64] >> (bit % 64) & 1 == 1 {
                    break;
                }
                self.visited[bit / 64] |= 1 << (bit % 64);
                match &program.steps[pc] {
                    Step::Match => {
                        if best.is_none_or(|b| b.abs_diff(origin) < distance) {
                            best = Some(at);
                            self.best_trail.clone_from(&self.trail);
                        }
                        if prefer == Prefer::First {
                            return best;
                        }
                        break;
                    }
                    Step::Jump(to) => {
                        pc = *to as usize;
                        continue;
                    }
                    Step::Split(a, b) => {
                        let goes = |pc: u16| program.firsts[pc as usize].may(input, at, program.backward);
                        let (first, second) = if self.patient { (true, true) } else { (goes(*a), goes(*b)) };
                        pc = match (first, second) {
                            (true, true) => {
                                self.tasks.push(Task::Explore(*b, at as u16));
                                *a as usize
                            }
                            (true, false) => *a as usize,
                            (false, true) => *b as usize,
                            (false, false) => break,
                        };
                        continue;
                    }
                    Step::Skip { check, most, lazy } => {
                        let next = &program.firsts[pc + 1];
                        let waiting = self.tasks.len();
                        for left in (0..=*most).rev() {
                            if self.patient || next.may(input, at, program.backward) {
                                self.tasks.push(Task::Explore(pc as u16 + 1, at as u16));
                            }
                            if self.patient && left > 0 {
                                self.skipped.push((pc as u16, at as u16));
                            }
                            let element = if program.backward { at.wrapping_sub(1) } else { at };
                            if left == 0 || element >= input.len() || !holds(input, element, check) {
                                break;
                            }
                            at = if program.backward { element } else { element + 1 };
                        }
                        if *lazy {
                            self.tasks[waiting..].reverse();
                        }
                        break;
                    }
                    Step::Open(name) => self.note(Event::Open(*name, at as u16)),
                    Step::Close(name) => self.note(Event::Close(*name, at as u16)),
                    Step::Begin if at == 0 => {}
                    Step::End if at == input.len() => {}
                    Step::Begin | Step::End => break,
                    Step::Look { program: inner, negative } => {
                        if self.looks(inner, input, at) == *negative {
                            break;
                        }
                    }
                    Step::Check(check) => {
                        let element = if program.backward { at.wrapping_sub(1) } else { at };
                        if element >= input.len() || !holds(input, element, check) {
                            break;
                        }
                        at = if program.backward { element } else { element + 1 };
                    }
                    Step::Edge(label, also) => {
                        let element = if program.backward { at.wrapping_sub(1) } else { at };
                        if element >= input.len() || !input.labels(element).meets(Labels::of(*label)) {
                            break;
                        }
                        // What else is asked is asked of the first element.
                        if let (Some(check), false) = (also, program.backward)
                            && !holds(input, at, check)
                        {
                            break;
                        }
                        let mut ends = Ends::new();
                        input.edges(at, *label, program.backward, &mut ends);
                        if let (Some(check), true) = (also, program.backward) {
                            ends.retain(|end| holds(input, *end as usize, check));
                        }
                        let Some((&first, rest)) = ends.split_first() else { break };
                        self.tasks.extend(rest.iter().rev().map(|&end| Task::Explore(pc as u16 + 1, end)));
                        at = first as usize;
                    }
                }
                pc += 1;
            }
        }
        best
    }

    /// Writes an event down until what follows from it has been explored.
    fn note(&mut self, event: Event) {
        self.trail.push(event);
        self.tasks.push(Task::Forget);
    }

    fn looks(&mut self, program: &Program, input: &impl Lattice, at: usize) -> bool {
        if !program.may(input, at) {
            return false;
        }
        // Most look at one element.
        if let [Step::Check(check), Step::Match] = program.steps.as_slice() {
            let element = if program.backward { at.wrapping_sub(1) } else { at };
            return element < input.len() && holds(input, element, check);
        }
        self.inner.get_or_insert_default().run(program, input, at, Prefer::First).is_some()
    }
}

/// Whether one element passes.
pub fn holds(input: &impl Lattice, at: usize, check: &Check) -> bool {
    match check {
        Check::Props(some, none) => {
            let props = input.props(at);
            props & some != 0 && props & none == 0
        }
        Check::And(a, b) => holds(input, at, a) && holds(input, at, b),
        Check::Not(a) => !holds(input, at, a),
        Check::Or(parts) => parts.iter().any(|part| holds(input, at, part)),
        Check::Edge(label) => input.labels(at).meets(Labels::of(*label)) && input.covered(at, *label),
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
    /// Whether a match around an anchor that begins at `start` is possible by the element before it.
    #[inline]
    pub fn may(&self, input: &impl Lattice, start: usize) -> bool {
        self.left.may(input, start)
    }

    /// The longest match around one place of the anchor.
    pub fn find(&self, machine: &mut Machine, input: &impl Lattice, start: usize, end: usize) -> Option<Find> {
        if !self.right.may(input, end) {
            return None;
        }
        let first = machine.run(&self.left, input, start, Prefer::Longest)?;
        let mut events: SmallVec<[Event; 16]> = machine.best_trail.iter().rev().copied().collect();
        let last = machine.run(&self.right, input, end, Prefer::Longest)?;
        events.extend(machine.best_trail.iter().copied());
        let mut parts = SmallVec::new();
        Machine::pair(&events, &mut parts);
        Some(Find { start: first, end: last, parts })
    }
}

/// How far a pattern came that did not match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Far {
    /// The element that did not fit; the number of elements where the input ended.
    pub at: usize,
    /// Before the anchor, not behind it.
    pub backward: bool,
    /// What would have gone on there: each is enough. Empty where something that stands beside it forbids the match.
    pub wanted: Vec<Check>,
    /// The begin or the end of the sentence would have gone on there.
    pub edge: bool,
}

impl Machine {
    /// How far a program came that has just found no match from `start`: asked again, since runs do not keep it.
    fn far(&mut self, program: &Program, input: &impl Lattice, start: usize) -> Option<Far> {
        self.patient = true;
        self.skipped.clear();
        let found = self.run(program, input, start, Prefer::First);
        self.patient = false;
        if found.is_some() {
            return None;
        }
        let window = WINDOW.min(if program.backward { start } else { input.len() - start });
        // A program that was not even begun stopped at its first element.
        let began = program.may(input, start);
        let visited = |pc: usize, distance: usize| {
            let bit = pc * (window + 1) + distance;
            let asked = |&(skip, at): &(u16, u16)| skip as usize == pc && start.abs_diff(at as usize) == distance;
            match program.steps[pc] {
                Step::Skip { .. } => self.skipped.iter().any(asked),
                _ => self.visited[bit / 64] >> (bit % 64) & 1 == 1,
            }
        };
        let asks = |step: &Step| !matches!(step, Step::Split(..) | Step::Jump(_) | Step::Open(_) | Step::Close(_));
        let steps = || program.steps.iter().enumerate().filter(|(_, step)| asks(step));
        let mut reached = 0;
        if began {
            reached = (0..=window).rev().find(|d| steps().any(|(pc, _)| visited(pc, *d))).unwrap_or(0);
        }
        let at = if program.backward { start - reached } else { start + reached };
        let mut far = Far {
            at: at.wrapping_sub(program.backward as usize),
            backward: program.backward,
            wanted: Vec::new(),
            edge: false,
        };
        for (pc, step) in steps() {
            if began && !visited(pc, reached) {
                continue;
            }
            match step {
                Step::Check(check) | Step::Edge(_, Some(check)) | Step::Skip { check, .. } => {
                    far.wanted.push(check.clone())
                }
                Step::Edge(label, None) => far.wanted.push(Check::Edge(*label)),
                Step::Begin | Step::End => far.edge = true,
                _ => {}
            }
            if !began {
                break;
            }
        }
        far.wanted.dedup();
        Some(far)
    }
}

impl Anchored {
    /// How far the pattern came around a place of the anchor where it found nothing; `None` where it does match.
    pub fn far(&self, machine: &mut Machine, input: &impl Lattice, start: usize, end: usize) -> Option<Far> {
        machine.far(&self.left, input, start).or_else(|| machine.far(&self.right, input, end))
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
