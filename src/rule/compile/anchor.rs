//! Patterns with an anchor: what is tried only where a certain word, list or class stands.

use super::Compiler;
use crate::rule::machine::Anchored;
use crate::rule::pattern::{Program, Step};
use crate::rule::syntax::{Pattern, Test, Word};
use crate::span::Span;

/// The most anchored patterns that one written pattern may unfold to.
const UNFOLDED: usize = 24;

/// A pattern opened up to its top level.
#[derive(Clone)]
enum Flat {
    Piece(Pattern),
    Open(Word),
    Close(Word),
}

impl Compiler<'_> {
    pub(super) fn anchored(&mut self, pattern: &Pattern, span: Span) -> Vec<Anchored> {
        if !self.bounded(pattern, span) {
            return Vec::new();
        }
        let mut open = vec![self.flatten(pattern)];
        let mut done = Vec::new();
        while let Some(flat) = open.pop() {
            if let Some(at) = anchor(&flat) {
                let Flat::Piece(piece) = &flat[at] else { continue };
                let mut checks = Vec::new();
                for test in anchor_tests(piece) {
                    checks.extend(self.check(&test));
                }
                let left = self.half(&flat[..at], true);
                let right = self.half(&flat[at + 1..], false);
                done.push(Anchored { left, anchor: checks, right });
                continue;
            }
            // No anchor at the top: open the first alternatives up.
            let Some((n, parts)) = flat.iter().enumerate().find_map(|(n, f)| match f {
                Flat::Piece(Pattern::Either(parts)) => Some((n, parts.clone())),
                _ => None,
            }) else {
                self.problem(
                    span,
                    "this pattern has no anchor",
                    "let it contain a @list, a \"word\" or a Class that every match has",
                );
                continue;
            };
            if done.len() + open.len() + parts.len() > UNFOLDED {
                self.problem(
                    span,
                    format!("this pattern unfolds to more than {UNFOLDED}"),
                    "write it as several patterns",
                );
                continue;
            }
            for part in parts.iter().rev() {
                let mut next = flat[..n].to_vec();
                next.extend(self.flatten(part));
                next.extend_from_slice(&flat[n + 1..]);
                open.push(next);
            }
        }
        done
    }

    fn half(&mut self, flat: &[Flat], backward: bool) -> Program {
        let mut steps = Vec::new();
        let order: Vec<&Flat> = if backward { flat.iter().rev().collect() } else { flat.iter().collect() };
        for part in order {
            match part {
                Flat::Piece(pattern) => self.emit(pattern, backward, &mut steps),
                Flat::Open(name) => steps.push(Step::Open(self.rules.parts.intern(&name.text))),
                Flat::Close(name) => steps.push(Step::Close(self.rules.parts.intern(&name.text))),
            }
        }
        steps.push(Step::Match);
        self.steps += steps.len();
        Program::new(steps, backward).seeking()
    }

    fn flatten(&self, pattern: &Pattern) -> Vec<Flat> {
        match pattern {
            Pattern::Sequence(parts) => parts.iter().flat_map(|p| self.flatten(p)).collect(),
            Pattern::Named(name, of) => {
                let mut flat = vec![Flat::Open(name.clone())];
                flat.extend(self.flatten(of));
                flat.push(Flat::Close(name.clone()));
                flat
            }
            Pattern::Repeat { of, min, max, lazy } if *min >= 1 => {
                let mut flat = self.flatten(of);
                if *max > 1 {
                    flat.push(Flat::Piece(Pattern::Repeat { of: of.clone(), min: min - 1, max: max - 1, lazy: *lazy }));
                }
                flat
            }
            Pattern::Macro(name) => match self.macros.get(&name.text).and_then(|m| m.pattern) {
                Some(body) => self.flatten(body),
                None => Vec::new(),
            },
            other => vec![Flat::Piece(other.clone())],
        }
    }
}

/// What anchors a piece, if anything: the lists, words or classes of which each match has one.
fn anchor_tests(pattern: &Pattern) -> Vec<Test> {
    fn strong(test: &Test) -> bool {
        match test {
            Test::Literal(_) | Test::List(_) | Test::Class(_) => true,
            Test::And(a, b) => strong(a) || strong(b),
            _ => false,
        }
    }
    match pattern {
        Pattern::Test(test) if strong(test) => vec![test.clone()],
        Pattern::Either(parts) => {
            let tests: Vec<Vec<Test>> = parts.iter().map(anchor_tests).collect();
            if tests.iter().all(|t| !t.is_empty()) && parts.iter().all(|p| matches!(p, Pattern::Test(_))) {
                tests.concat()
            } else {
                Vec::new()
            }
        }
        _ => Vec::new(),
    }
}

/// The place of the anchor: the first list or words; else the first class.
fn anchor(flat: &[Flat]) -> Option<usize> {
    fn has_class(test: &Test) -> bool {
        match test {
            Test::Class(_) => true,
            Test::And(a, b) => has_class(a) || has_class(b),
            _ => false,
        }
    }
    let tests = |f: &Flat| match f {
        Flat::Piece(p) => anchor_tests(p),
        _ => Vec::new(),
    };
    let words = flat.iter().position(|f| {
        let tests = tests(f);
        !tests.is_empty() && !tests.iter().any(has_class)
    });
    words.or_else(|| flat.iter().position(|f| !tests(f).is_empty()))
}
