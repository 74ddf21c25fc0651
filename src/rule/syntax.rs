//! The rule language's text: what a file consists of, and what can be wrong with it.
//!
//! Comes in: the text of a `*.rules` file. Goes out: [`Item`]s whose every part knows where it stands, and every problem at once. Nothing is
//! lost: the tokens keep comments and lines, so that [`format`](format()) can lay a file out anew.

mod format;
mod lex;
mod parse;
mod pattern;

pub use format::{format, width};
pub use parse::parse;

use crate::document::Lang;
use crate::lexicon::source::LexiconError;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The pack does not run.
    Error,
    /// It runs, and something in it is of no use or not as it seems.
    Warning,
}

/// Something that is wrong in a file of a pack, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub file: String,
    pub span: Span,
    pub level: Level,
    pub what: String,
    pub remedy: String,
}

impl Problem {
    /// Something that keeps the pack from running.
    pub fn error(file: &str, span: Span, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Problem { file: file.into(), span, level: Level::Error, what: what.into(), remedy: remedy.into() }
    }

    /// Something that is of no use.
    pub fn warning(file: &str, span: Span, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Problem { level: Level::Warning, ..Problem::error(file, span, what, remedy) }
    }

    /// A malformed place in a file of the lexicon; `text` is the file.
    pub fn of_lexicon(error: LexiconError, text: &str) -> Problem {
        let before = text.split_inclusive('\n').take(error.line - 1).map(str::len).sum::<usize>();
        let column = error.text.chars().take(error.column - 1).map(char::len_utf8).sum::<usize>();
        let at = before + column;
        Problem::error(&error.file, Span::new(at, at), error.reason, error.remedy)
    }

    /// Line and column, counted from 1, columns in characters; `text` is the file.
    pub fn line_column(&self, text: &str) -> (usize, usize) {
        let before = text.get(..self.span.start as usize).unwrap_or(text);
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (self.span.line(text), column)
    }

    /// `file:line:column`.
    pub fn place(&self, text: &str) -> String {
        let (line, column) = self.line_column(text);
        format!("{}:{line}:{column}", self.file)
    }
}

/// A name or string with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    pub text: String,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    Entity,
    Relation,
    Frame,
    Phrase,
    Context,
    Define,
}

/// One entity rule, relation rule, frame, phrase, context or macro.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    pub kind: ItemKind,
    pub name: Word,
    /// The class of a rule (`Proposal`), the language of a frame, phrase or context (`en`).
    pub of: Option<Word>,
    pub doc: Option<Word>,
    pub statements: Vec<(Statement, Span)>,
    pub span: Span,
    /// Some of it could not be read: what is left may serve others, but is no rule.
    #[serde(skip)]
    pub broken: bool,
}

impl Item {
    /// The language a frame, phrase or context is for.
    pub fn lang(&self) -> Option<Lang> {
        self.of.as_ref().and_then(|w| Lang::from_code(&w.text))
    }

    /// Whether it finds something, and has tests.
    pub fn is_rule(&self) -> bool {
        matches!(self.kind, ItemKind::Entity | ItemKind::Relation)
    }

    /// Whether it is of the figures of tables.
    pub fn of_cells(&self) -> bool {
        self.statements.iter().any(|(statement, _)| matches!(statement, Statement::Cells))
    }

    /// All patterns that it consists of.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.statements.iter().filter_map(|(statement, _)| match statement {
            Statement::Pattern(_, p) | Statement::Left(p) | Statement::Right(p) => Some(p),
            _ => None,
        })
    }

    /// All tests of single elements that stand outside of patterns.
    pub fn tests(&self) -> impl Iterator<Item = &Test> {
        self.statements.iter().flat_map(|(statement, _)| match statement {
            Statement::Trigger(tests) | Statement::Group(tests) => tests.iter().collect(),
            Statement::Role(role) => role.places.iter().filter_map(Place::test).collect(),
            _ => Vec::new(),
        })
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Statement {
    /// `en …`, `zh …`; the body of a macro or a phrase has no language of its own.
    Pattern(Option<Lang>, Pattern),
    Trigger(Vec<Test>),
    /// The figures of tables.
    Cells,
    Role(RoleStatement),
    Set {
        key: Word,
        value: Word,
        /// Only where this qualifier has this value.
        when: Option<(Word, Word)>,
    },
    /// `set KEY from @list.fact`
    #[serde(rename = "setFrom")]
    SetFrom {
        key: Word,
        fact: Word,
    },
    Require {
        key: Word,
        value: Word,
    },
    Forbid {
        key: Word,
        value: Word,
    },
    /// `attribute content to speaker onward zh silent en`: in these languages the rest of the passage too, and no claim of its own.
    Attribute {
        role: Word,
        to: Word,
        onward: Vec<Lang>,
        silent: Vec<Lang>,
    },
    Direct {
        subject: Word,
        property: Word,
        object: Word,
    },
    /// `refer head`, of an entity rule.
    Refer(Word),
    Frames(Vec<Word>),
    Voices(Vec<Word>),
    Left(Pattern),
    Right(Pattern),
    Group(Vec<Test>),
    /// The context holds for what its verb governs.
    Governs,
    When(Vec<Word>),
    Test {
        lang: Lang,
        text: Word,
        expected: Vec<Vec<Expectation>>,
    },
    Reject {
        lang: Lang,
        text: Word,
    },
}

/// One `name "value"` of a test; entity tests have no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expectation {
    pub name: Option<Word>,
    pub value: Word,
}

#[derive(Debug, Clone, Serialize)]
pub struct RoleStatement {
    pub name: Word,
    pub optional: bool,
    /// Classes, or `phrase`, `action`, `clause`, `trigger`.
    pub fillers: Vec<Word>,
    pub places: Vec<Place>,
    pub all: bool,
    /// A mention anywhere in the phrase will do, not only at its head.
    pub within: bool,
    pub property: Word,
}

/// Where a role's filler stands.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// A slot that frames capture, or `time`, `place`, `near`, `before`.
    Slot(Word),
    /// Behind a preposition.
    Behind(Test),
}

impl Place {
    fn test(&self) -> Option<&Test> {
        match self {
            Place::Slot(_) => None,
            Place::Behind(test) => Some(test),
        }
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pattern {
    Sequence(Vec<Pattern>),
    Either(Vec<Pattern>),
    Repeat { of: Box<Pattern>, min: u8, max: u8, lazy: bool },
    Named(Word, Box<Pattern>),
    Test(Test),
    Look { of: Box<Pattern>, behind: bool, negative: bool },
    Begin,
    End,
    Macro(Word),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Test {
    /// Words, split at spaces.
    Literal(Word),
    List(Word),
    /// Begins with a capital: a class.
    Class(Word),
    /// Begins in lower case: a part of speech, a shape, a chunk kind.
    Kind(Word),
    And(Box<Test>, Box<Test>),
    Not(Box<Test>),
}

/// Calls `f` with every part of a pattern, as written.
pub fn walk<'p>(pattern: &'p Pattern, f: &mut impl FnMut(&'p Pattern)) {
    f(pattern);
    match pattern {
        Pattern::Sequence(parts) | Pattern::Either(parts) => parts.iter().for_each(|p| walk(p, f)),
        Pattern::Repeat { of, .. } | Pattern::Named(_, of) | Pattern::Look { of, .. } => walk(of, f),
        Pattern::Test(_) | Pattern::Begin | Pattern::End | Pattern::Macro(_) => {}
    }
}

/// Calls `f` with every test of an item, in patterns and outside, and inside of other tests.
pub fn walk_tests<'i>(item: &'i Item, f: &mut impl FnMut(&'i Test)) {
    fn each<'t>(test: &'t Test, f: &mut impl FnMut(&'t Test)) {
        f(test);
        match test {
            Test::And(a, b) => {
                each(a, f);
                each(b, f);
            }
            Test::Not(a) => each(a, f),
            Test::Literal(_) | Test::List(_) | Test::Class(_) | Test::Kind(_) => {}
        }
    }
    item.tests().for_each(|test| each(test, f));
    for pattern in item.patterns() {
        walk(pattern, &mut |part| {
            if let Pattern::Test(test) = part {
                each(test, f);
            }
        });
    }
}
