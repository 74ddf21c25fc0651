//! Patterns -> programs.

use super::Compiler;
use super::names::property;
use crate::rule::pattern::{Check, ClassId, Label, Program, Repeat, Step};
use crate::rule::syntax::{Pattern, Test, walk};
use std::collections::BTreeSet;

impl Compiler<'_> {
    /// The classes that a pattern uses.
    pub(super) fn uses(&self, pattern: &Pattern, found: &mut Vec<ClassId>) {
        let mut seen = BTreeSet::new();
        let mut open = vec![pattern];
        while let Some(pattern) = open.pop() {
            walk(pattern, &mut |part| match part {
                Pattern::Macro(name) if seen.insert(name.text.as_str()) => {
                    open.extend(self.macros.get(&name.text).and_then(|m| m.pattern));
                }
                Pattern::Test(test) => self.test_uses(test, found),
                _ => {}
            });
        }
    }

    fn test_uses(&self, test: &Test, found: &mut Vec<ClassId>) {
        match test {
            Test::Class(word) => found.extend(self.rules.classes.id(&word.text)),
            Test::And(a, b) => {
                self.test_uses(a, found);
                self.test_uses(b, found);
            }
            Test::Not(a) => self.test_uses(a, found),
            _ => {}
        }
    }

    /// What a test asks; `None` where it names what there is not.
    pub(super) fn check(&mut self, test: &Test) -> Option<Check> {
        Some(match test {
            Test::Literal(word) => {
                let exact = word.text.chars().any(char::is_uppercase);
                Check::Edge(Label::Words(self.rules.literals.intern(&word.text, exact)))
            }
            Test::List(word) => Check::Edge(Label::List(self.lexicon.list_id(&word.text)?)),
            Test::Class(word) => Check::Edge(Label::Class(self.rules.classes.id(&word.text)?)),
            Test::Kind(word) => Check::some(property(&word.text)?.bit()),
            Test::And(a, b) => Check::And(Box::new(self.check(a)?), Box::new(self.check(b)?)),
            Test::Not(a) => Check::Not(Box::new(self.check(a)?)),
        })
    }

    pub(super) fn program(&mut self, pattern: &Pattern, backward: bool) -> Program {
        let mut steps = Vec::new();
        self.emit(pattern, backward, &mut steps);
        steps.push(Step::Match);
        self.steps += steps.len();
        Program::new(steps, backward).seeking()
    }

    pub(super) fn emit(&mut self, pattern: &Pattern, backward: bool, steps: &mut Vec<Step>) {
        let here = |steps: &Vec<Step>| steps.len() as u16;
        match pattern {
            Pattern::Sequence(parts) if backward => parts.iter().rev().for_each(|p| self.emit(p, backward, steps)),
            Pattern::Sequence(parts) => parts.iter().for_each(|p| self.emit(p, backward, steps)),
            Pattern::Either(parts) => {
                // Tests of one element that stand side by side are one question: all of them go on alike.
                let one = |part: &Pattern| matches!(part, Pattern::Test(test) if of_one(test));
                let groups: Vec<&[Pattern]> = parts.chunk_by(|a, b| one(a) && one(b)).collect();
                let mut jumps = Vec::new();
                for (n, group) in groups.iter().enumerate() {
                    let split = here(steps);
                    let last = n + 1 == groups.len();
                    if !last {
                        steps.push(Step::Split(split + 1, 0));
                    }
                    match group {
                        [part] => self.emit(part, backward, steps),
                        several => {
                            let tests =
                                several.iter().filter_map(|p| if let Pattern::Test(t) = p { Some(t) } else { None });
                            let checks: Vec<Check> = tests.filter_map(|test| self.check(test)).collect();
                            steps.push(Step::of(one_of(checks)));
                        }
                    }
                    if !last {
                        jumps.push(here(steps));
                        steps.push(Step::Jump(0));
                        steps[split as usize] = Step::Split(split + 1, here(steps));
                    }
                }
                for jump in jumps {
                    steps[jump as usize] = Step::Jump(here(steps));
                }
            }
            Pattern::Repeat { of, min, max, lazy } => {
                for _ in 0..*min {
                    self.emit(of, backward, steps);
                }
                if min == max {
                    return;
                }
                let (head, most) = (here(steps), (max - min) as u16);
                steps.push(Step::Jump(0));
                self.emit(of, backward, steps);
                if let [Step::Check(check)] = &steps[head as usize + 1..] {
                    let check = check.clone();
                    steps.truncate(head as usize);
                    steps.push(Step::Skip { check, most, lazy: *lazy });
                } else if most == 1 {
                    let (body, end) = (head + 1, here(steps));
                    steps[head as usize] = if *lazy { Step::Split(end, body) } else { Step::Split(body, end) };
                } else {
                    steps.push(Step::Again { head, stride: 1 });
                    steps[head as usize] = Step::Repeat(Box::new(Repeat::new(most, *lazy, here(steps))));
                }
            }
            Pattern::Named(name, of) => {
                let part = self.rules.parts.intern(&name.text);
                steps.push(if backward { Step::Close(part) } else { Step::Open(part) });
                self.emit(of, backward, steps);
                steps.push(if backward { Step::Open(part) } else { Step::Close(part) });
            }
            Pattern::Test(test) => {
                if let Some(check) = self.check(test) {
                    steps.push(Step::of(check));
                }
            }
            Pattern::Look { of, behind, negative } => {
                let program = Box::new(self.program(of, *behind));
                steps.push(Step::Look { program, negative: *negative });
            }
            Pattern::Begin => steps.push(Step::Begin),
            Pattern::End => steps.push(Step::End),
            Pattern::Macro(name) => {
                if let Some(body) = self.macros.get(&name.text).and_then(|m| m.pattern) {
                    self.emit(body, backward, steps);
                }
            }
        }
    }
}

/// Whether a test is of one element only, with no edge to follow.
fn of_one(test: &Test) -> bool {
    match test {
        Test::Kind(_) | Test::Not(_) => true,
        Test::And(a, b) => of_one(a) && of_one(b),
        Test::Literal(_) | Test::List(_) | Test::Class(_) => false,
    }
}

/// A check that passes where one of several does; properties are one set.
fn one_of(checks: Vec<Check>) -> Check {
    let (mut props, mut parts) = (0, Vec::new());
    for check in checks {
        match check {
            Check::Props(some, 0) => props |= some,
            other => parts.push(other),
        }
    }
    if parts.is_empty() {
        return Check::some(props);
    }
    if props != 0 {
        parts.insert(0, Check::some(props));
    }
    Check::Or(parts)
}
