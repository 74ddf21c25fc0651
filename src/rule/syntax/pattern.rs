//! Patterns and the tests that they consist of.

use super::lex::Kind;
use super::parse::{Parsed, Parser};
use super::{Pattern, Test};

/// The most repetitions an unbounded repetition may have.
const UNBOUNDED: u8 = 12;

/// The most tests that `&` may join.
const CHAIN: usize = 64;

impl Parser<'_> {
    pub fn pattern(&mut self) -> Parsed<Pattern> {
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
        let pattern = self.deeper(Self::part)?;
        let (min, max) = if self.eat("?") {
            (0, 1)
        } else if self.eat("*") {
            (0, UNBOUNDED)
        } else if self.eat("+") {
            (1, UNBOUNDED)
        } else if self.eat("{") {
            let open = self.here();
            let min = self.count()?;
            let max = if self.eat(",") { if self.is("}") { UNBOUNDED.max(min) } else { self.count()? } } else { min };
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
        if self.is("?") || self.is("*") || self.is("+") || self.is("{") {
            return Err(self.problem(
                self.here(),
                "a repetition of a repetition",
                "put the first into a group: (a+){2}",
            ));
        }
        Ok(Pattern::Repeat { of: Box::new(pattern), min, max, lazy })
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
                Ok(Pattern::Named(name, Box::new(self.deeper(Self::part)?)))
            }
            _ => Ok(Pattern::Test(self.test()?)),
        }
    }

    pub fn test(&mut self) -> Parsed<Test> {
        let mut test = self.single()?;
        let mut parts = 1;
        while self.is("&") {
            if parts == CHAIN {
                return Err(self.problem(
                    self.here(),
                    format!("more than {CHAIN} tests of one element"),
                    "one element can be asked for less; make a word list of words that stand here",
                ));
            }
            parts += 1;
            self.at += 1;
            test = Test::And(Box::new(test), Box::new(self.single()?));
        }
        Ok(test)
    }

    fn single(&mut self) -> Parsed<Test> {
        if self.eat("!") {
            return Ok(Test::Not(Box::new(self.deeper(Self::single)?)));
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
