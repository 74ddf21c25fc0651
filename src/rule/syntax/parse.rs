//! Tokens -> items and statements.

use super::lex::{Kind, Lexeme, lex};
use super::{Expectation, Item, ItemKind, Place, Problem, RoleStatement, Statement, Test, Word};
use crate::document::Lang;
use crate::span::Span;

/// The deepest that groups, parts and `!` may nest.
const DEPTH: usize = 64;

/// Reads a file. Items of which something could not be read are marked.
pub fn parse(file: &str, text: &str) -> (Vec<Item>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut lexemes = lex(file, text, &mut problems);
    lexemes.retain(|l| l.kind != Kind::Comment);
    let mut items = Vec::new();
    let mut start = 0;
    while start < lexemes.len() {
        let mut end = start + 1;
        while end < lexemes.len() && lexemes[end].indent != Some(0) {
            end += 1;
        }
        let mut parser = Parser { file, text, lexemes: &lexemes[start..end], at: 0, depth: 0 };
        match parser.item(&mut problems) {
            Ok(item) => items.push(item),
            Err(problem) => problems.push(problem),
        }
        start = end;
    }
    (items, problems)
}

pub struct Parser<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub lexemes: &'a [Lexeme],
    pub at: usize,
    /// How many groups are open.
    depth: usize,
}

pub type Parsed<T> = Result<T, Problem>;

impl Parser<'_> {
    pub fn problem(&self, span: Span, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Problem::error(self.file, span, what, remedy)
    }

    pub fn peek(&self) -> Option<Lexeme> {
        self.lexemes.get(self.at).copied()
    }

    pub fn text_of(&self, lexeme: Lexeme) -> &str {
        lexeme.span.of(self.text)
    }

    pub fn is(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|l| l.kind == Kind::Symbol && self.text_of(l) == symbol)
    }

    pub fn eat(&mut self, symbol: &str) -> bool {
        let found = self.is(symbol);
        self.at += found as usize;
        found
    }

    pub fn here(&self) -> Span {
        match self.peek().or(self.lexemes.last().copied()) {
            Some(l) if self.at < self.lexemes.len() => l.span,
            Some(l) => Span { start: l.span.end, end: l.span.end },
            None => Span::default(),
        }
    }

    pub fn expect(&mut self, symbol: &str, why: &str) -> Parsed<()> {
        if self.eat(symbol) {
            return Ok(());
        }
        Err(self.problem(self.here(), format!("expected `{symbol}` {why}"), format!("write `{symbol}` here")))
    }

    pub fn take(&mut self, kind: Kind, what: &str) -> Parsed<Word> {
        match self.peek() {
            Some(l) if l.kind == kind => {
                self.at += 1;
                let raw = l.span.of(self.text);
                let text = match kind {
                    Kind::Text => unescaped(raw),
                    Kind::List | Kind::Macro => raw[1..].to_string(),
                    _ => raw.to_string(),
                };
                Ok(Word { text, span: l.span })
            }
            _ => Err(self.problem(self.here(), format!("expected {what}"), format!("write {what} here"))),
        }
    }

    pub fn name(&mut self, what: &str) -> Parsed<Word> {
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

    /// The languages behind a word; none where it does not stand here.
    fn langs_behind(&mut self, word: &str) -> Parsed<Vec<Lang>> {
        let mut langs = Vec::new();
        if self.peek().is_some_and(|l| self.text_of(l) == word) {
            self.at += 1;
            langs.push(self.lang()?);
            while self.peek().is_some_and(|l| Lang::from_code(self.text_of(l)).is_some()) {
                langs.push(self.lang()?);
            }
        }
        Ok(langs)
    }

    /// Runs `inner` one level deeper.
    pub fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEPTH {
            return Err(self.problem(
                self.here(),
                format!("more than {DEPTH} levels, one inside the other"),
                "give a part of it a name of its own: define NAME = …",
            ));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// An item; what is wrong with its statements goes to `problems`, each at once.
    fn item(&mut self, problems: &mut Vec<Problem>) -> Parsed<Item> {
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
            broken: false,
        };
        match kind {
            ItemKind::Define => {
                // A macro that cannot be read is still one that others may name.
                match self.body() {
                    Ok(body) => item.statements.push(body),
                    Err(problem) => {
                        problems.push(problem);
                        item.broken = true;
                    }
                }
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
        if all.get(start).is_some_and(|l| l.indent.is_none()) {
            return Err(self.problem(
                all[start].span,
                "this stands on the line of the item's head",
                "begin a new, indented line",
            ));
        }
        while start < all.len() {
            let indent = all[start].indent.unwrap_or(0);
            let mut end = start + 1;
            while end < all.len() && all[end].indent.is_none_or(|i| i > indent) {
                end += 1;
            }
            let mut inner =
                Parser { file: self.file, text: self.text, lexemes: &all[start..end], at: 0, depth: self.depth };
            if let Err(problem) = inner.add_to(&mut item) {
                problems.push(problem);
                item.broken = true;
            }
            start = end;
        }
        Ok(item)
    }

    /// Adds the statement that these tokens are to an item.
    fn add_to(&mut self, item: &mut Item) -> Parsed<()> {
        let span = self.lexemes[0].span.cover(self.lexemes[self.lexemes.len() - 1].span);
        let first = item.doc.is_none() && item.statements.is_empty() && item.kind != ItemKind::Phrase;
        if first && self.lexemes[0].kind == Kind::Text {
            item.doc = Some(self.take(Kind::Text, "a description")?);
            return self.done();
        }
        let statement = self.statement(item.kind)?;
        self.done()?;
        item.statements.push((statement, span));
        Ok(())
    }

    /// `= PATTERN`, of a macro.
    fn body(&mut self) -> Parsed<(Statement, Span)> {
        self.expect("=", "between the name of a macro and its pattern")?;
        let span = self.here();
        let pattern = self.pattern()?;
        self.done()?;
        Ok((Statement::Pattern(None, pattern), span))
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
            "cells" if item == ItemKind::Relation && self.peek().is_none() => Statement::Cells,
            "group" if item == ItemKind::Context => Statement::Group(self.tests()?),
            "governs" if item == ItemKind::Context => Statement::Governs,
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
                let onward = self.langs_behind("onward")?;
                let silent = self.langs_behind("silent")?;
                Statement::Attribute { role, to, onward, silent }
            }
            "direct" => {
                self.expect("?", "before a role")?;
                let subject = self.name("a role")?;
                let property = self.prefixed("a property such as cy:proposedBy")?;
                self.expect("?", "before a role")?;
                Statement::Direct { subject, property, object: self.name("a role")? }
            }
            "refer" => Statement::Refer(self.name("head, named, last or country")?),
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
}

/// What stands between the quotation marks of a text.
fn unescaped(raw: &str) -> String {
    let inner = raw.strip_prefix('"').unwrap_or(raw);
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.strip_suffix('"').unwrap_or(inner).chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|c| if c == 'n' { '\n' } else { c })),
            _ => out.push(c),
        }
    }
    out
}
