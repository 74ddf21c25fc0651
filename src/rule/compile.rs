//! Parsed items -> rules that run.
//!
//! Comes in: the items of a pack's files, its classes and its lexicon's list names. Goes out: [`Rules`], or every problem at once.

mod anchor;
mod frames;
mod macros;
pub mod names;
mod pattern;
mod rules;

pub use macros::used;
pub use names::{near, nearest};

use super::pattern::{PartId, WINDOW};
use super::syntax::{Item, ItemKind, Pattern, Problem, Statement, Test, Word, walk, walk_tests};
use super::{ClassIds, Names, Phrase, RuleTest, Rules};
use crate::document::Lang;
use crate::lexicon::{Lexicon, ListId};
use crate::span::Span;
use macros::Macros;
use names::{PROPERTIES, property};
use rustc_hash::FxHashSet;

/// The most steps of one pattern with its macros and repetitions written out.
const STEPS: usize = 4096;

/// The most steps of all patterns of a pack together, so that it has room in memory.
const ALL_STEPS: usize = 4_000_000;

/// The most rules, and the most words that rules ask for, that have numbers.
const NUMBERS: usize = u16::MAX as usize;

/// Items with the file they stand in.
pub type Files = Vec<(String, Vec<Item>)>;

/// Compiles a pack's items. `classes` are the local names of the ontology's classes.
pub fn compile(files: &Files, classes: &[&str], lexicon: &Lexicon) -> (Rules, Vec<Problem>) {
    let mut problems = Vec::new();
    let macros = Macros::new(files, &mut problems);
    let mut compiler = Compiler {
        lexicon,
        classes,
        macros,
        known: FxHashSet::default(),
        steps: 0,
        rules: Rules { classes: ClassIds::new(classes), ..Rules::default() },
        problems,
        file: "",
    };
    for (file, items) in files {
        compiler.file = file;
        for item in items {
            compiler.names(item);
            // Of a rule nothing is left out in silence.
            if !(item.broken && matches!(item.kind, ItemKind::Entity | ItemKind::Relation)) {
                compiler.item(item);
            }
        }
    }
    compiler.rules.index();
    (compiler.rules, compiler.problems)
}

struct Compiler<'a> {
    lexicon: &'a Lexicon,
    classes: &'a [&'a str],
    macros: Macros<'a>,
    /// The names so far, frames by language.
    known: FxHashSet<(Option<Lang>, &'a str)>,
    /// The steps of all programs so far.
    steps: usize,
    rules: Rules,
    problems: Vec<Problem>,
    file: &'a str,
}

impl<'a> Compiler<'a> {
    fn problem(&mut self, span: Span, what: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::error(self.file, span, what, remedy));
    }

    fn item(&mut self, item: &'a Item) {
        match item.kind {
            ItemKind::Define => {}
            ItemKind::Entity => self.entity(item),
            ItemKind::Relation => self.relation(item),
            ItemKind::Frame => self.frame(item),
            ItemKind::Phrase => {
                let Some(lang) = item.lang() else { return };
                for (statement, span) in &item.statements {
                    if let Statement::Pattern(_, pattern) = statement
                        && self.bounded(pattern, *span)
                    {
                        let program = self.program(pattern, false);
                        self.rules.phrases.push(Phrase { lang, program });
                    }
                }
            }
            ItemKind::Context => self.context(item),
        }
    }

    fn class_of(&mut self, item: &Item) -> String {
        let word = match &item.of {
            Some(word) => word.clone(),
            None => return String::new(),
        };
        let local = word.text.strip_prefix("cy:").unwrap_or(&word.text).to_string();
        if !self.classes.contains(&local.as_str()) && local != super::NOTHING {
            self.unknown_class(&word, &local);
        }
        local
    }

    fn unknown_class(&mut self, word: &Word, local: &str) {
        let near = nearest(local, self.classes.iter().copied());
        self.problem(word.span, format!("the ontology has no class {local:?}"), near);
    }

    /// Tests and rejects of a rule; a rule needs both in each language it speaks.
    fn tests(&mut self, item: &Item, rule: u16, langs: &[Lang]) {
        for lang in langs {
            let (mut tests, mut rejects) = (0, 0);
            for (statement, span) in &item.statements {
                match statement {
                    Statement::Test { lang: l, text, expected } if l == lang => {
                        tests += 1;
                        let expected = expected
                            .iter()
                            .map(|claim| {
                                claim
                                    .iter()
                                    .map(|e| (e.name.as_ref().map(|n| n.text.clone()), e.value.text.clone()))
                                    .collect()
                            })
                            .collect();
                        let (file, text) = (self.file.to_string(), text.text.clone());
                        self.rules.tests.push(RuleTest {
                            rule,
                            lang: *lang,
                            file,
                            span: *span,
                            text,
                            expected: Some(expected),
                        });
                    }
                    Statement::Reject { lang: l, text } if l == lang => {
                        rejects += 1;
                        let (file, text) = (self.file.to_string(), text.text.clone());
                        self.rules.tests.push(RuleTest { rule, lang: *lang, file, span: *span, text, expected: None });
                    }
                    _ => {}
                }
            }
            for (count, what) in [(tests, "test"), (rejects, "reject")] {
                if count == 0 {
                    self.problem(
                        item.name.span,
                        format!("{} has no `{what} {lang}`", item.name.text),
                        format!(
                            "add a sentence that must {}match: {what} {lang} \"…\"",
                            if what == "test" { "" } else { "not " }
                        ),
                    );
                }
            }
        }
    }

    /// The number of a rule of this name; `None` where there is no room for one.
    fn rule_name(&mut self, item: &'a Item) -> Option<u16> {
        if !self.known.insert((None, &item.name.text)) {
            self.problem(
                item.name.span,
                format!("a second rule named {}", item.name.text),
                "names are unique in a pack",
            );
        }
        let number = self.rules.names.len();
        if number >= NUMBERS || self.rules.literals.len() >= NUMBERS {
            let what = format!("more than {NUMBERS} rules, or words that rules ask for");
            self.problem(item.name.span, what, "put words into word lists: one rule with @list does for many");
            return None;
        }
        self.rules.names.push(item.name.text.clone());
        Some(number as u16)
    }

    /// Says of every name in an item's patterns and tests whether there is such a thing.
    fn names(&mut self, item: &Item) {
        for pattern in item.patterns() {
            walk(pattern, &mut |part| match part {
                Pattern::Macro(word) if self.macros.get(&word.text).is_none() => {
                    let near = nearest(&word.text, self.macros.names());
                    self.problem(word.span, format!("no macro %{}", word.text), near);
                }
                _ => {}
            });
        }
        walk_tests(item, &mut |test| match test {
            Test::List(word) if self.lexicon.list_id(&word.text).is_none() => {
                let lists = (0..self.lexicon.lists()).map(|id| self.lexicon.list_name(ListId(id as u16)));
                let near = nearest(&word.text, lists);
                self.problem(word.span, format!("no word list @{}", word.text), near);
            }
            Test::Class(word) if self.rules.classes.id(&word.text).is_none() => self.unknown_class(word, &word.text),
            Test::Kind(word) if property(&word.text).is_none() => {
                let near = nearest(&word.text, PROPERTIES.iter().map(|(n, _)| *n));
                self.problem(word.span, format!("no part of speech, shape or chunk {:?}", word.text), near);
            }
            _ => {}
        });
    }

    /// Whether a pattern is small enough to run.
    fn bounded(&mut self, pattern: &Pattern, span: Span) -> bool {
        let size = self.macros.size(pattern);
        if size.steps > STEPS {
            self.problem(
                span,
                format!("this pattern comes to more than {STEPS} steps with its macros and repetitions written out"),
                "repeat less inside of repetitions, or write it as several patterns",
            );
        } else if size.least > WINDOW {
            self.problem(
                span,
                format!("every match has at least {} elements, and a pattern sees {WINDOW}", size.least),
                "ask for less",
            );
        } else if self.steps > ALL_STEPS {
            let what = format!("the patterns before this one come to {ALL_STEPS} steps, and a pack holds no more");
            self.problem(span, what, "repeat less, and write word lists in place of alternatives");
        }
        size.steps <= STEPS && size.least <= WINDOW && self.steps <= ALL_STEPS
    }
}

/// The part every entity rule may name.
pub const IT: PartId = PartId(0);

impl Names {
    /// Parts, with [`IT`] first.
    pub fn with_it() -> Names {
        let mut names = Names::default();
        names.intern("it");
        names
    }
}
