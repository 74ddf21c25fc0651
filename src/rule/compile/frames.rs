//! Frames and contexts.

use super::Compiler;
use super::names::stance;
use crate::rule::pattern::{Check, Label, Program, Stances};
use crate::rule::syntax::{Item, Pattern, Statement};
use crate::rule::{Context, Frame, Setting, Side, Value};
use crate::span::Span;

impl<'a> Compiler<'a> {
    /// One side of a frame or context; nothing where the pattern is out of bounds.
    fn side(&mut self, pattern: &Pattern, backward: bool, span: Span) -> Option<Program> {
        self.bounded(pattern, span).then(|| self.program(pattern, backward))
    }

    /// The number of one side of a frame; frames share sides that are the same.
    fn frame_side(&mut self, pattern: &Pattern, backward: bool, span: Span) -> Option<u16> {
        let program = self.side(pattern, backward, span)?;
        let known = self.rules.sides.iter().position(|s| s.program == program);
        let number = known.unwrap_or_else(|| {
            self.rules.sides.push(Side { parts: program.parts(), program });
            self.rules.sides.len() - 1
        });
        u16::try_from(number).ok()
    }

    pub(super) fn frame(&mut self, item: &'a Item) {
        let Some(lang) = item.lang() else { return };
        if !self.known.insert((Some(lang), &item.name.text)) {
            self.problem(
                item.name.span,
                format!("a second frame named {} for {lang}", item.name.text),
                "a language has one frame of a name; put the patterns of both into one",
            );
        }
        let mut frame = Frame { name: item.name.text.clone(), lang, ..Frame::default() };
        for (statement, span) in &item.statements {
            match statement {
                Statement::Voices(names) => {
                    for name in names {
                        match stance(&name.text) {
                            Some(stance) => frame.stances.insert(stance),
                            None => self.problem(
                                name.span,
                                format!("no voice {:?}", name.text),
                                "voices are active, passive, participle, gerund, infinitive, nominal, adjective, other",
                            ),
                        }
                    }
                }
                Statement::Left(pattern) => frame.left.extend(self.frame_side(pattern, true, *span)),
                Statement::Right(pattern) => frame.right.extend(self.frame_side(pattern, false, *span)),
                _ => self.problem(*span, "this statement has no place in a frame", "frames have voice, left and right"),
            }
        }
        if frame.stances.is_empty() {
            frame.stances = Stances::ALL;
        }
        self.rules.frames.push(frame);
    }

    pub(super) fn context(&mut self, item: &Item) {
        let Some(lang) = item.lang() else { return };
        let mut context = Context { lang, ..Context::default() };
        for (statement, span) in &item.statements {
            match statement {
                Statement::Set { key, value, when: None } => context.settings.push(Setting {
                    key: key.text.clone(),
                    value: Value::Fixed(value.text.clone()),
                    when: None,
                }),
                Statement::Group(tests) => {
                    for test in tests {
                        let check = self.check(test);
                        context.group.extend(check);
                    }
                }
                Statement::Left(pattern) => context.left.extend(self.side(pattern, true, *span)),
                Statement::Right(pattern) => context.right.extend(self.side(pattern, false, *span)),
                Statement::Governs => context.governs = true,
                Statement::When(words) => {
                    context.when_no =
                        words.iter().filter(|w| w.text != "no").map(|w| self.rules.parts.intern(&w.text)).collect();
                }
                _ => self.problem(
                    *span,
                    "this statement has no place in a context",
                    "contexts have set, group, left, right, governs and when",
                ),
            }
        }
        let sides: Vec<Vec<Label>> = context.left.iter().chain(&context.right).map(|p| p.words().collect()).collect();
        if sides.iter().all(|words| !words.is_empty()) {
            context.words = context.group.iter().filter_map(Check::label).chain(sides.concat()).collect();
        }
        self.rules.contexts.push(context);
    }
}
