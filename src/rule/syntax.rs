//! The rule language's text: tokens with places, and the parser from them to items.
//!
//! Comes in: the text of a `*.rules` file. Goes out: [`Item`]s whose every part knows where it stands, and every problem at once. Nothing is
//! lost: the spans of items, statements and parts are spans of the file, so that a formatter can put each comment back.

use crate::document::Lang;
use crate::lexicon::source::LexiconError;
use crate::span::Span;

/// Something that is wrong in a file of a pack, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    pub span: Span,
    pub what: String,
    pub remedy: String,
}

impl Problem {
    /// A malformed place in a file of the lexicon; `text` is the file.
    pub fn of_lexicon(error: LexiconError, text: &str) -> Problem {
        let before = text.split_inclusive('\n').take(error.line - 1).map(str::len).sum::<usize>();
        let column = error.text.chars().take(error.column - 1).map(char::len_utf8).sum::<usize>();
        let at = before + column;
        Problem { file: error.file, span: Span::new(at, at), what: error.reason, remedy: error.remedy }
    }

    /// `file:line:column`, counted from 1, columns in characters.
    pub fn place(&self, text: &str) -> String {
        let before = text.get(..self.span.start as usize).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("{}:{line}:{column}", self.file)
    }
}

/// A name or string with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    Entity,
    Relation,
    Frame,
    Phrase,
    Context,
    Define,
}

/// One entity rule, relation rule, frame, phrase, context or macro.
#[derive(Debug, Clone)]
pub struct Item {
    pub kind: ItemKind,
    pub name: Word,
    /// The class of a rule (`Proposal`), the language of a frame, phrase or context (`en`).
    pub of: Option<Word>,
    pub doc: Option<Word>,
    pub statements: Vec<(Statement, Span)>,
    pub span: Span,
}

impl Item {
    /// The language a frame, phrase or context is for.
    pub fn lang(&self) -> Option<Lang> {
        self.of.as_ref().and_then(|w| Lang::from_code(&w.text))
    }
}

#[derive(Debug, Clone)]
pub enum Statement {
    /// `en …`, `zh …`; the body of a macro or a phrase has no language of its own.
    Pattern(Option<Lang>, Pattern),
    Trigger(Vec<Test>),
    Role(RoleStatement),
    Set {
        key: Word,
        value: Word,
        /// Only where this qualifier has this value.
        when: Option<(Word, Word)>,
    },
    /// `set KEY from @list.fact`
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
    /// `attribute content to speaker onward zh`: in these languages the rest of the passage too.
    Attribute {
        role: Word,
        to: Word,
        onward: Vec<Lang>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    pub name: Option<Word>,
    pub value: Word,
}

#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub enum Place {
    /// A slot that frames capture, or `time`, `place`, `near`.
    Slot(Word),
    /// Behind a preposition.
    Behind(Test),
}

#[derive(Debug, Clone)]
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

#[derive(Debug, Clone, PartialEq, Eq)]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Text,
    List,
    Macro,
    Number,
    Symbol,
}

#[derive(Debug, Clone, Copy)]
struct Lexeme {
    kind: Kind,
    span: Span,
    /// Columns before it where it is the first of its line.
    indent: Option<u32>,
}

/// The most repetitions an unbounded repetition may have.
const UNBOUNDED: u8 = 12;

/// Reads a file. Items that have problems are left out.
pub fn parse(file: &str, text: &str) -> (Vec<Item>, Vec<Problem>) {
    let mut problems = Vec::new();
    let lexemes = lex(file, text, &mut problems);
    let mut items = Vec::new();
    let mut start = 0;
    while start < lexemes.len() {
        let mut end = start + 1;
        while end < lexemes.len() && lexemes[end].indent != Some(0) {
            end += 1;
        }
        let mut parser = Parser { file, text, lexemes: &lexemes[start..end], at: 0 };
        match parser.item() {
            Ok(item) => items.push(item),
            Err(problem) => problems.push(problem),
        }
        start = end;
    }
    (items, problems)
}

fn name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

fn lex(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Lexeme> {
    let mut lexemes = Vec::new();
    let mut line_start = 0;
    let mut first = true;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let mut end = at + c.len_utf8();
        let kind = match c {
            '\n' => {
                (line_start, first, at) = (end, true, end);
                continue;
            }
            c if c.is_whitespace() || c == '\u{feff}' => {
                at = end;
                continue;
            }
            '#' => {
                at = text[at..].find('\n').map_or(text.len(), |n| at + n);
                continue;
            }
            '"' => {
                let mut escaped = false;
                let close = text[end..].char_indices().take_while(|(_, c)| *c != '\n').find(|(_, c)| {
                    let closes = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    closes
                });
                match close {
                    Some((n, _)) => end += n + 1,
                    None => {
                        end = text[at..].find('\n').map_or(text.len(), |n| at + n);
                        problems.push(Problem {
                            file: file.into(),
                            span: Span::new(at, end),
                            what: "this quotation mark is never closed".into(),
                            remedy: "close it with \" on the same line; a quotation mark inside is written \\\"".into(),
                        });
                    }
                }
                Kind::Text
            }
            '@' | '%' => {
                end += text[end..].find(|c| !name_char(c)).unwrap_or(text.len() - end);
                if c == '@' { Kind::List } else { Kind::Macro }
            }
            c if c.is_ascii_digit() => {
                end += text[end..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - end);
                Kind::Number
            }
            c if c.is_ascii_alphabetic() => {
                end += text[end..].find(|c| !name_char(c)).unwrap_or(text.len() - end);
                if text[at..end].ends_with('-') && text[end..].starts_with('>') {
                    end -= 1;
                }
                Kind::Name
            }
            _ => {
                if text[at..].starts_with("->") || text[at..].starts_with("=>") {
                    end = at + 2;
                } else if !"()|?*+{},;&!:^$<>=".contains(c) {
                    problems.push(Problem {
                        file: file.into(),
                        span: Span::new(at, end),
                        what: format!("{c:?} is not part of the rule language"),
                        remedy: "put words of a language in quotation marks".into(),
                    });
                    at = end;
                    continue;
                }
                Kind::Symbol
            }
        };
        let indent = first.then(|| (at - line_start) as u32);
        first = false;
        lexemes.push(Lexeme { kind, span: Span::new(at, end), indent });
        at = end;
    }
    lexemes
}

struct Parser<'a> {
    file: &'a str,
    text: &'a str,
    lexemes: &'a [Lexeme],
    at: usize,
}

type Parsed<T> = Result<T, Problem>;

impl Parser<'_> {
    fn problem(&self, span: Span, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Problem { file: self.file.into(), span, what: what.into(), remedy: remedy.into() }
    }

    fn peek(&self) -> Option<Lexeme> {
        self.lexemes.get(self.at).copied()
    }

    fn text_of(&self, lexeme: Lexeme) -> &str {
        lexeme.span.of(self.text)
    }

    fn is(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|l| l.kind == Kind::Symbol && self.text_of(l) == symbol)
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let found = self.is(symbol);
        self.at += found as usize;
        found
    }

    fn here(&self) -> Span {
        match self.peek().or(self.lexemes.last().copied()) {
            Some(l) if self.at < self.lexemes.len() => l.span,
            Some(l) => Span { start: l.span.end, end: l.span.end },
            None => Span::default(),
        }
    }

    fn expect(&mut self, symbol: &str, why: &str) -> Parsed<()> {
        if self.eat(symbol) {
            return Ok(());
        }
        Err(self.problem(self.here(), format!("expected `{symbol}` {why}"), format!("write `{symbol}` here")))
    }

    fn take(&mut self, kind: Kind, what: &str) -> Parsed<Word> {
        match self.peek() {
            Some(l) if l.kind == kind => {
                self.at += 1;
                let raw = l.span.of(self.text);
                let text = match kind {
                    Kind::Text => raw.trim_matches('"').replace("\\\"", "\"").replace("\\\\", "\\"),
                    Kind::List | Kind::Macro => raw[1..].to_string(),
                    _ => raw.to_string(),
                };
                Ok(Word { text, span: l.span })
            }
            _ => Err(self.problem(self.here(), format!("expected {what}"), format!("write {what} here"))),
        }
    }

    fn name(&mut self, what: &str) -> Parsed<Word> {
        self.take(Kind::Name, what)
    }

    /// `cy:agent`
    fn prefixed(&mut self, what: &str) -> Parsed<Word> {
        let prefix = self.name(what)?;
        self.expect(":", "in a prefixed name such as cy:agent")?;
        let local = self.name("the local name behind the prefix")?;
        Ok(Word { text: format!("{}:{}", prefix.text, local.text), span: prefix.span.cover(local.span) })
    }

    fn lang(&mut self) -> Parsed<Lang> {
        let word = self.name("a language, en or zh")?;
        Lang::from_code(&word.text).ok_or_else(|| {
            self.problem(word.span, format!("no language {:?}", word.text), "the languages are en and zh")
        })
    }

    fn item(&mut self) -> Parsed<Item> {
        let first = self.name("an item: entity, relation, frame, phrase, context or define")?;
        let kind = match first.text.as_str() {
            "entity" => ItemKind::Entity,
            "relation" => ItemKind::Relation,
            "frame" => ItemKind::Frame,
            "phrase" => ItemKind::Phrase,
            "context" => ItemKind::Context,
            "define" => ItemKind::Define,
            other => {
                return Err(self.problem(
                    first.span,
                    format!("{other:?} is no item"),
                    "an item begins with entity, relation, frame, phrase, context or define; statements are indented",
                ));
            }
        };
        let last = self.lexemes.last().map_or(first.span, |l| l.span);
        let mut item = Item {
            kind,
            name: self.name("a name")?,
            of: None,
            doc: None,
            statements: Vec::new(),
            span: first.span.cover(last),
        };
        match kind {
            ItemKind::Define => {
                self.expect("=", "between the name of a macro and its pattern")?;
                let span = self.here();
                let pattern = self.pattern()?;
                self.done()?;
                item.statements.push((Statement::Pattern(None, pattern), span));
                return Ok(item);
            }
            ItemKind::Phrase => item.of = Some(item.name.clone()),
            ItemKind::Frame | ItemKind::Context => {
                self.expect(":", "before the language")?;
                item.of = Some(self.name("a language, en or zh")?);
            }
            ItemKind::Entity | ItemKind::Relation => {
                self.expect(":", "before the class")?;
                item.of = Some(self.prefixed("the class that the rule makes, such as cy:Event")?);
            }
        }
        if matches!(kind, ItemKind::Frame | ItemKind::Context | ItemKind::Phrase) && item.lang().is_none() {
            return Err(self.problem(
                item.of.as_ref().map_or(first.span, |w| w.span),
                "no such language",
                "the languages are en and zh",
            ));
        }
        let all = self.lexemes;
        let mut start = self.at;
        while start < all.len() {
            let Some(indent) = all[start].indent else {
                return Err(self.problem(
                    all[start].span,
                    "this stands on the line of the item's head",
                    "begin a new, indented line",
                ));
            };
            let mut end = start + 1;
            while end < all.len() && all[end].indent.is_none_or(|i| i > indent) {
                end += 1;
            }
            let mut inner = Parser { file: self.file, text: self.text, lexemes: &all[start..end], at: 0 };
            let span = all[start].span.cover(all[end - 1].span);
            if all[start].kind == Kind::Text
                && kind != ItemKind::Phrase
                && item.doc.is_none()
                && item.statements.is_empty()
            {
                item.doc = Some(inner.take(Kind::Text, "a description")?);
            } else {
                item.statements.push((inner.statement(kind)?, span));
            }
            inner.done()?;
            start = end;
        }
        Ok(item)
    }

    fn done(&self) -> Parsed<()> {
        if self.at < self.lexemes.len() {
            let found = self.text_of(self.lexemes[self.at]).to_string();
            return Err(self.problem(
                self.here(),
                format!("{found:?} is too much here"),
                "begin a new line for a new statement",
            ));
        }
        Ok(())
    }

    fn statement(&mut self, item: ItemKind) -> Parsed<Statement> {
        if item == ItemKind::Phrase {
            return Ok(Statement::Pattern(None, self.pattern()?));
        }
        let keyword = self.name("a statement")?;
        Ok(match keyword.text.as_str() {
            "en" | "zh" => Statement::Pattern(Lang::from_code(&keyword.text), self.pattern()?),
            "trigger" if !self.is("?") => Statement::Trigger(self.tests()?),
            "group" if item == ItemKind::Context => Statement::Group(self.tests()?),
            "set" => {
                let key = self.name("a qualifier, such as polarity")?;
                if self.peek().is_some_and(|l| self.text_of(l) == "from") {
                    self.at += 1;
                    Statement::SetFrom { key, fact: self.take(Kind::List, "@list.fact")? }
                } else {
                    let value = self.name("a value")?;
                    let mut when = None;
                    if self.peek().is_some_and(|l| self.text_of(l) == "when") {
                        self.at += 1;
                        when = Some((self.name("a qualifier")?, self.name("a value")?));
                    }
                    Statement::Set { key, value, when }
                }
            }
            "require" => Statement::Require { key: self.name("a qualifier")?, value: self.name("a value")? },
            "forbid" => Statement::Forbid { key: self.name("a qualifier or a role")?, value: self.name("a value")? },
            "attribute" => {
                let role = self.name("a role")?;
                let to = self.name("`to`")?;
                if to.text != "to" {
                    return Err(self.problem(to.span, "expected `to`", "write: attribute content to speaker"));
                }
                let to = self.name("a role")?;
                let mut onward = Vec::new();
                if self.peek().is_some_and(|l| self.text_of(l) == "onward") {
                    self.at += 1;
                    while self.at < self.lexemes.len() {
                        onward.push(self.lang()?);
                    }
                }
                Statement::Attribute { role, to, onward }
            }
            "direct" => {
                self.expect("?", "before a role")?;
                let subject = self.name("a role")?;
                let property = self.prefixed("a property such as cy:proposedBy")?;
                self.expect("?", "before a role")?;
                Statement::Direct { subject, property, object: self.name("a role")? }
            }
            "refer" => Statement::Refer(self.name("head, last or country")?),
            "frame" => Statement::Frames(self.names()?),
            "voice" => Statement::Voices(self.names()?),
            "when" => Statement::When(self.names()?),
            "left" => Statement::Left(self.pattern()?),
            "right" => Statement::Right(self.pattern()?),
            "test" => {
                let lang = self.lang()?;
                let text = self.take(Kind::Text, "the test's text in quotation marks")?;
                self.expect("=>", "between a test's text and what is expected")?;
                Statement::Test { lang, text, expected: self.expectations(item)? }
            }
            "reject" => {
                Statement::Reject { lang: self.lang()?, text: self.take(Kind::Text, "the text in quotation marks")? }
            }
            _ if item == ItemKind::Relation => Statement::Role(self.role(keyword)?),
            other => {
                return Err(self.problem(
                    keyword.span,
                    format!("no statement {other:?} here"),
                    "see data/README.md for the statements",
                ));
            }
        })
    }

    fn names(&mut self) -> Parsed<Vec<Word>> {
        let mut names = vec![self.name("a name")?];
        while self.at < self.lexemes.len() {
            self.eat(",");
            names.push(self.name("a name")?);
        }
        Ok(names)
    }

    fn tests(&mut self) -> Parsed<Vec<Test>> {
        let mut tests = vec![self.test()?];
        while self.eat("|") {
            tests.push(self.test()?);
        }
        Ok(tests)
    }

    fn expectations(&mut self, item: ItemKind) -> Parsed<Vec<Vec<Expectation>>> {
        let mut claims = vec![Vec::new()];
        loop {
            let name = match self.peek() {
                Some(l) if l.kind == Kind::Name && item == ItemKind::Relation => {
                    Some(self.name("a role or a qualifier")?)
                }
                _ => None,
            };
            let value = match self.peek() {
                Some(l) if l.kind == Kind::Name => self.name("a value")?,
                _ => self.take(Kind::Text, "a text in quotation marks")?,
            };
            if let Some(claim) = claims.last_mut() {
                claim.push(Expectation { name, value });
            }
            if self.eat(";") {
                claims.push(Vec::new());
            } else if !self.eat(",") {
                return Ok(claims);
            }
        }
    }

    fn role(&mut self, name: Word) -> Parsed<RoleStatement> {
        let optional = self.eat("?");
        let mut fillers = vec![self.name("what may fill the role: a class, phrase, action, clause or trigger")?];
        while self.eat("|") {
            fillers.push(self.name("a class, phrase, action, clause or trigger")?);
        }
        let mut places = Vec::new();
        let (mut all, mut within) = (false, false);
        while !self.is("->") {
            match self.peek() {
                Some(l) if self.text_of(l) == "at" || self.text_of(l) == "," => {
                    self.at += 1;
                    places.push(match self.peek() {
                        Some(l) if l.kind == Kind::Name => Place::Slot(self.name("a place")?),
                        _ => Place::Behind(self.test()?),
                    });
                }
                Some(l) if self.text_of(l) == "within" => {
                    within = true;
                    self.at += 1;
                }
                Some(l) if matches!(self.text_of(l), "each" | "all") => {
                    all = self.text_of(l) == "all";
                    self.at += 1;
                }
                _ => {
                    return Err(self.problem(
                        self.here(),
                        "a role is a name, fillers, `at` places, and `->` a property",
                        "write for example: agent Institution | Person at subject -> cy:agent",
                    ));
                }
            }
        }
        self.expect("->", "before the property")?;
        Ok(RoleStatement {
            name,
            optional,
            fillers,
            places,
            all,
            within,
            property: self.prefixed("a property such as cy:agent")?,
        })
    }

    fn pattern(&mut self) -> Parsed<Pattern> {
        let mut either = vec![self.sequence()?];
        while self.eat("|") {
            either.push(self.sequence()?);
        }
        Ok(if either.len() == 1 { either.remove(0) } else { Pattern::Either(either) })
    }

    fn sequence(&mut self) -> Parsed<Pattern> {
        let mut parts = Vec::new();
        while self.at < self.lexemes.len() && !self.is("|") && !self.is(")") {
            parts.push(self.repeated()?);
        }
        match parts.len() {
            0 => Err(self.problem(
                self.here(),
                "a pattern is missing here",
                "write a word, a @list, a Class or a part of speech",
            )),
            1 => Ok(parts.remove(0)),
            _ => Ok(Pattern::Sequence(parts)),
        }
    }

    fn repeated(&mut self) -> Parsed<Pattern> {
        let mut pattern = self.part()?;
        loop {
            let (min, max) = if self.eat("?") {
                (0, 1)
            } else if self.eat("*") {
                (0, UNBOUNDED)
            } else if self.eat("+") {
                (1, UNBOUNDED)
            } else if self.eat("{") {
                let open = self.here();
                let min = self.count()?;
                let max = if self.eat(",") { if self.is("}") { UNBOUNDED } else { self.count()? } } else { min };
                self.expect("}", "behind a number of repetitions")?;
                if max == 0 || min > max {
                    return Err(self.problem(
                        open,
                        "these bounds hold for nothing",
                        "write {least,most} with most at least 1",
                    ));
                }
                (min, max)
            } else {
                return Ok(pattern);
            };
            let lazy = self.eat("?");
            pattern = Pattern::Repeat { of: Box::new(pattern), min, max, lazy };
        }
    }

    fn count(&mut self) -> Parsed<u8> {
        let word = self.take(Kind::Number, "a number of repetitions")?;
        match word.text.parse() {
            Ok(n) if n <= 24 => Ok(n),
            _ => Err(self.problem(
                word.span,
                "more than 24 repetitions",
                "a bound of at most 24 keeps every rule linear",
            )),
        }
    }

    fn part(&mut self) -> Parsed<Pattern> {
        if self.eat("(") {
            let pattern = self.pattern()?;
            self.expect(")", "to close the group")?;
            return Ok(pattern);
        }
        if self.eat("^") {
            return Ok(Pattern::Begin);
        }
        if self.eat("$") {
            return Ok(Pattern::End);
        }
        let next = |n: usize| self.lexemes.get(self.at + n).map(|l| l.span.of(self.text));
        let negative = next(0) == Some("!") && matches!(next(1), Some("<" | ">")) && next(2) == Some("(");
        if negative || matches!(next(0), Some("<" | ">")) && next(1) == Some("(") {
            self.at += negative as usize;
            let behind = self.is("<");
            self.at += 2;
            let of = Box::new(self.pattern()?);
            self.expect(")", "to close what must stand beside the pattern")?;
            return Ok(Pattern::Look { of, behind, negative });
        }
        match self.peek() {
            Some(l) if l.kind == Kind::Macro => Ok(Pattern::Macro(self.take(Kind::Macro, "a macro")?)),
            Some(l) if l.kind == Kind::Name && next(1) == Some(":") => {
                let name = self.name("a name")?;
                self.at += 1;
                Ok(Pattern::Named(name, Box::new(self.part()?)))
            }
            _ => Ok(Pattern::Test(self.test()?)),
        }
    }

    fn test(&mut self) -> Parsed<Test> {
        let mut test = self.single()?;
        while self.eat("&") {
            test = Test::And(Box::new(test), Box::new(self.single()?));
        }
        Ok(test)
    }

    fn single(&mut self) -> Parsed<Test> {
        if self.eat("!") {
            return Ok(Test::Not(Box::new(self.single()?)));
        }
        match self.peek() {
            Some(l) if l.kind == Kind::Text => Ok(Test::Literal(self.take(Kind::Text, "words")?)),
            Some(l) if l.kind == Kind::List => Ok(Test::List(self.take(Kind::List, "a word list")?)),
            Some(l) if l.kind == Kind::Name => {
                let word = self.name("a class or a part of speech")?;
                let upper = word.text.starts_with(|c: char| c.is_ascii_uppercase());
                Ok(if upper { Test::Class(word) } else { Test::Kind(word) })
            }
            _ => Err(self.problem(
                self.here(),
                "expected something to match",
                "write a \"word\", a @list, a Class or a part of speech",
            )),
        }
    }
}
