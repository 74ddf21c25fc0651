//! The machine that runs patterns.
//!
//! Comes in: a [`Program`] and the row of elements that it is about. Goes out: where it matches, and the parts that it captures. The machine
//! explores a program depth first in order of preference and visits each pair of (step, position) at most once, so that a match costs at most
//! the length of the program times the length of its window, whatever the pattern and the text. Pairs are remembered only at steps to which more
//! than one way leads.

use super::pattern::{
    Ahead, Ask, Check, Ends, Labels, Lattice, Next, PartId, Program, Props, Rest, Step, Test, WINDOW,
};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

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

/// A way on that waits.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    step: u16,
    /// A boundary.
    at: u16,
    /// How many events of the trail lead there.
    events: u16,
    /// The rounds of repetitions done.
    rounds: u16,
}

/// Room for runs, to be reused.
#[derive(Debug, Default)]
pub struct Machine {
    /// The pairs of remembered step and distance that this run has visited, as bits; the words of them that are not 0.
    visited: Vec<u64>,
    touched: Vec<u32>,
    waiting: Vec<Waiting>,
    trail: Vec<Event>,
    best_trail: Vec<Event>,
    /// For programs inside programs.
    inner: Option<Box<Machine>>,
    /// Whether a run goes every way to its end, so that it can be told how far it came.
    patient: bool,
    /// Steps of a patient run that asked for something, and the boundaries at which they did.
    asked: Vec<(u16, u16)>,
}

impl Machine {
    /// Runs a program from boundary `start`. Gives the other end; the parts are kept until the next run.
    #[inline]
    pub fn run(&mut self, program: &Program, input: &impl Lattice, start: usize, prefer: Prefer) -> Option<usize> {
        // Who asks how far it came wants it to be begun.
        let may = if self.patient { program.begins(input, start) } else { program.may(input, start) };
        if !may {
            self.best_trail.clear();
            return None;
        }
        self.go(program, input, start, prefer)
    }

    /// The same where it is known what stands ahead of `start`.
    #[inline]
    pub fn follow(
        &mut self,
        program: &Program,
        input: &impl Lattice,
        ahead: &Ahead,
        start: usize,
        prefer: Prefer,
    ) -> Option<usize> {
        let may = program.may_ahead(ahead) && program.stands(input);
        if may { self.go(program, input, start, prefer) } else { None }
    }

    /// The same where it is known that the program [may](Program::may) match; apart, since most may not.
    #[inline(never)]
    fn go(&mut self, program: &Program, input: &impl Lattice, start: usize, prefer: Prefer) -> Option<usize> {
        self.best_trail.clear();
        if program.steps.len() == 1 {
            // Nothing but the end: half of the anchored patterns.
            return matches!(program.steps[0], Step::Match).then_some(start);
        }
        let window = WINDOW.min(if program.backward { start } else { input.len() - start });
        // Most runs visit few of many pairs: only those are taken back.
        for word in &self.touched {
            self.visited[*word as usize] = 0;
        }
        self.touched.clear();
        let words = (program.places as usize * (window + 1)).div_ceil(64);
        if self.visited.len() < words {
            self.visited.resize(words, 0);
        }
        self.trail.clear();
        self.waiting.clear();
        self.wait(0, start, 0);
        match self.patient {
            true => self.explore::<true>(program, input, start, window, prefer),
            false => self.explore::<false>(program, input, start, window, prefer),
        }
    }

    /// The parts that events open and close, in the order of their ends.
    fn pair<'e>(events: impl Iterator<Item = &'e Event>) -> SmallVec<[Part; 8]> {
        let mut parts = SmallVec::new();
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
        parts
    }

    /// Keeps a way on for later.
    #[inline]
    fn wait(&mut self, step: usize, at: usize, rounds: u16) {
        self.waiting.push(Waiting { step: step as u16, at: at as u16, events: self.trail.len() as u16, rounds });
    }

    fn explore<const PATIENT: bool>(
        &mut self,
        program: &Program,
        input: &impl Lattice,
        origin: usize,
        window: usize,
        prefer: Prefer,
    ) -> Option<usize> {
        let mut best: Option<usize> = None;
        let (backward, length) = (program.backward, program.steps.len());
        // Of one length, so that one look at a number does for all three.
        let (steps, firsts, marks) = (&program.steps[..length], &program.firsts[..length], &program.marks[..length]);
        // What comes next, looked at once for all steps that are taken there.
        let mut here = Next::of(input, origin, backward);
        'ways: while let Some(way) = self.waiting.pop() {
            let (mut pc, mut at, mut rounds) = (way.step as usize, way.at as usize, way.rounds);
            self.trail.truncate(way.events as usize);
            // One way on from here; others wait.
            'elements: loop {
                let distance = at.abs_diff(origin);
                if distance > window {
                    continue 'ways;
                }
                if here.at != at {
                    here = Next::of(input, at, backward);
                }
                // Step by step, up to one that leads to another element.
                loop {
                    if marks[pc] != Program::PASSED {
                        let bit = (marks[pc] + rounds) as usize * (window + 1) + distance;
                        let word = &mut self.visited[bit / 64];
                        if *word >> (bit % 64) & 1 == 1 {
                            continue 'ways;
                        }
                        if *word == 0 {
                            self.touched.push((bit / 64) as u32);
                        }
                        *word |= 1 << (bit % 64);
                    }
                    if PATIENT {
                        self.asked.push((pc as u16, at as u16));
                    }
                    match &steps[pc] {
                        Step::Match => {
                            if best.is_none_or(|b| b.abs_diff(origin) < distance) {
                                best = Some(at);
                                self.best_trail.clone_from(&self.trail);
                            }
                            if prefer == Prefer::First {
                                return best;
                            }
                            continue 'ways;
                        }
                        Step::Jump(to) => {
                            pc = *to as usize;
                            continue;
                        }
                        Step::Split(a, b) => {
                            let goes = |pc: u16| PATIENT || firsts[pc as usize].goes(here.props, here.labels);
                            pc = match (goes(*a), goes(*b)) {
                                (true, true) => {
                                    self.wait(*b as usize, at, rounds);
                                    *a as usize
                                }
                                (true, false) => *a as usize,
                                (false, true) => *b as usize,
                                (false, false) => continue 'ways,
                            };
                            continue;
                        }
                        Step::Repeat(repeat) => {
                            let goes = |pc: usize| PATIENT || firsts[pc].goes(here.props, here.labels);
                            let (done, end) = (repeat.done(rounds), repeat.end as usize);
                            // Those who leave forget how often they went around.
                            let left = rounds - done * repeat.stride;
                            let more = done < repeat.most && goes(pc + 1);
                            pc = match (more, goes(end), repeat.lazy) {
                                (true, true, false) => {
                                    self.wait(end, at, left);
                                    pc + 1
                                }
                                (true, true, true) => {
                                    self.wait(pc + 1, at, rounds);
                                    rounds = left;
                                    end
                                }
                                (true, false, _) => pc + 1,
                                (false, true, _) => {
                                    rounds = left;
                                    end
                                }
                                (false, false, _) => continue 'ways,
                            };
                            continue;
                        }
                        Step::Again { head, stride } => {
                            rounds += stride;
                            pc = *head as usize;
                            continue;
                        }
                        Step::Skip { check, most, lazy } => {
                            let next = &firsts[pc + 1];
                            let before = self.waiting.len();
                            for left in (0..=*most).rev() {
                                if PATIENT || next.goes(here.props, here.labels) {
                                    self.wait(pc + 1, at, rounds);
                                }
                                if PATIENT && left > 0 {
                                    self.asked.push((pc as u16, at as u16));
                                }
                                if left == 0 || !here.passes(input, check) {
                                    break;
                                }
                                at = here.beyond(backward);
                                here = Next::of(input, at, backward);
                            }
                            if *lazy {
                                self.waiting[before..].reverse();
                            }
                            continue 'ways;
                        }
                        Step::Open(name) => self.trail.push(Event::Open(*name, at as u16)),
                        Step::Close(name) => self.trail.push(Event::Close(*name, at as u16)),
                        Step::Begin if at == 0 => {}
                        Step::End if at == input.len() => {}
                        Step::Begin | Step::End => continue 'ways,
                        Step::Look { program: inner, negative } => {
                            if self.looks(inner, input, at) == *negative {
                                continue 'ways;
                            }
                        }
                        Step::Check(check) => {
                            if !here.passes(input, check) {
                                continue 'ways;
                            }
                            at = here.beyond(backward);
                            pc += 1;
                            continue 'elements;
                        }
                        Step::Edge(label, bits, also) => {
                            if !here.labels.meets(*bits) {
                                continue 'ways;
                            }
                            // What else is asked is asked of the first element.
                            if let (Some(check), false) = (also, backward)
                                && !passes(input, here.props, at, check)
                            {
                                continue 'ways;
                            }
                            let mut ends = Ends::new();
                            input.edges(at, *label, backward, &mut ends);
                            if let (Some(check), true) = (also, backward) {
                                ends.retain(|end| passes(input, input.props(*end as usize), *end as usize, check));
                            }
                            let Some((&first, rest)) = ends.split_first() else { continue 'ways };
                            rest.iter().rev().for_each(|&end| self.wait(pc + 1, end as usize, rounds));
                            at = first as usize;
                            pc += 1;
                            continue 'elements;
                        }
                    }
                    pc += 1;
                }
            }
        }
        best
    }

    fn looks(&mut self, program: &Program, input: &impl Lattice, at: usize) -> bool {
        // Most look at one element.
        if let [Step::Check(check), Step::Match] = program.steps.as_slice() {
            let element = if program.backward { at.wrapping_sub(1) } else { at };
            return element < input.len() && passes(input, input.props(element), element, check);
        }
        self.inner.get_or_insert_default().run(program, input, at, Prefer::First).is_some()
    }
}

impl Next {
    /// Whether there is an element that passes what is asked of it.
    #[inline]
    fn passes(&self, input: &impl Lattice, ask: &Ask) -> bool {
        self.element != usize::MAX && passes(input, self.props, self.element, ask)
    }

    /// The boundary beyond the element.
    #[inline]
    fn beyond(&self, backward: bool) -> usize {
        if backward { self.element } else { self.element + 1 }
    }
}

/// Whether one element, which has these properties, passes what is asked of it.
#[inline(always)]
fn passes(input: &impl Lattice, props: Props, at: usize, ask: &Ask) -> bool {
    if props & ask.some == 0 || props & ask.none != 0 {
        return false;
    }
    ask.rest.as_ref().is_none_or(|rest| props & rest.some != 0 && passes_rest(input, props, at, rest))
}

/// Whether one element passes what properties do not tell.
fn passes_rest(input: &impl Lattice, props: Props, at: usize, rest: &Rest) -> bool {
    rest.barred.is_some_and(|barred| !input.labels(at).meets(barred))
        || rest.tests.iter().all(|test| match test {
            Test::Check(check) => holds(input, at, check),
            Test::Either(asks) => asks.iter().any(|ask| passes(input, props, at, ask)),
        })
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
#[derive(Debug, Clone, Serialize, Deserialize)]
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
        if !self.right.may(input, end) || !self.left.may(input, start) {
            return None;
        }
        let (mut first, mut last) = (start, end);
        let mut events: SmallVec<[Event; 16]> = SmallVec::new();
        // Half of all patterns begin with their anchor.
        if !self.left.is_empty() {
            first = machine.go(&self.left, input, start, Prefer::Longest)?;
            events.extend(machine.best_trail.iter().rev().copied());
        }
        if !self.right.is_empty() {
            last = machine.go(&self.right, input, end, Prefer::Longest)?;
            events.extend(machine.best_trail.iter().copied());
        }
        Some(Find { start: first, end: last, parts: Machine::pair(events.iter()) })
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
        self.asked.clear();
        let found = self.run(program, input, start, Prefer::First);
        self.patient = false;
        if found.is_some() {
            return None;
        }
        // A program that was not even begun stopped at its first element.
        let began = program.begins(input, start);
        let silent = |step: &Step| {
            matches!(
                step,
                Step::Split(..) | Step::Jump(_) | Step::Repeat(_) | Step::Again { .. } | Step::Open(_) | Step::Close(_)
            )
        };
        // Of a skip only where it asked for one more.
        self.asked.retain(|(pc, _)| !silent(&program.steps[*pc as usize]));
        let distance = |at: u16| start.abs_diff(at as usize);
        let reached = if began { self.asked.iter().map(|(_, at)| distance(*at)).max().unwrap_or(0) } else { 0 };
        let at = if program.backward { start - reached } else { start + reached };
        let mut far = Far {
            at: at.wrapping_sub(program.backward as usize),
            backward: program.backward,
            wanted: Vec::new(),
            edge: false,
        };
        let mut asked: Vec<u16> =
            self.asked.iter().filter(|(_, at)| distance(*at) == reached).map(|(pc, _)| *pc).collect();
        if !began {
            asked = program.steps.iter().position(|step| !silent(step)).map(|pc| pc as u16).into_iter().collect();
        }
        asked.sort_unstable();
        asked.dedup();
        for pc in asked {
            let step = &program.steps[pc as usize];
            match step {
                Step::Check(check) | Step::Skip { check, .. } => far.wanted.push(check.check()),
                Step::Edge(_, _, Some(check)) => far.wanted.push(check.check()),
                Step::Edge(label, ..) => far.wanted.push(Check::Edge(*label)),
                Step::Begin | Step::End => far.edge = true,
                _ => {}
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

/// The parts that a program alone captures that [may](Program::may) match, in its first match in order of preference.
pub fn capture(
    machine: &mut Machine,
    program: &Program,
    input: &impl Lattice,
    start: usize,
) -> Option<SmallVec<[Part; 8]>> {
    machine.go(program, input, start, Prefer::First)?;
    let events = machine.best_trail.iter();
    Some(if program.backward { Machine::pair(events.rev()) } else { Machine::pair(events) })
}

#[cfg(test)]
mod tests;
