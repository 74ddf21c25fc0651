//! Why a rule matches a sentence, or does not.
//!
//! Comes in: a text, and the rule that is asked for. Goes out: step by step, for people: the tokens, where the rule's anchor or trigger stands,
//! which frames were tried and what filled the roles, what was refused, what an overlap or a context changed, and what stands in the end.

mod tell;
mod words;

use crate::document::{Document, Lang};
use crate::extract::Extractor;
use crate::extraction::Extraction;
use crate::rule::compile::nearest;
use crate::rule::machine::Far;
use crate::rule::pattern::PartId;
use crate::rule::watch::{Contender, Passed, Place, Tried, Watch};
use crate::text::Text;
use thiserror::Error;

/// A question that cannot be answered.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum WhyError {
    #[error("no rule is named '{name}'; {near}")]
    Rule { name: String, near: String },
    #[error("there is no sentence to look at")]
    Empty,
}

/// One way in which a relation was tried around its trigger: a frame, or the relation's own pattern.
#[derive(Debug, Default)]
struct Way {
    frame: Option<u16>,
    /// The patterns of its sides, into [`crate::rule::Rules::sides`].
    patterns: [Option<u16>; 2],
    parts: Vec<(PartId, u16, u16)>,
    /// (role, fillers), as far as they were asked for.
    roles: Vec<(usize, Vec<Place>)>,
    contexts: Vec<usize>,
    /// Roles that two mentions could fill alike.
    ambiguous: Vec<(usize, [(u16, u16); 2])>,
    refused: Option<usize>,
    stated: usize,
}

/// One try of a rule.
#[derive(Debug)]
struct Try {
    tried: Tried,
    place: Place,
    far: Option<Far>,
    matched: Vec<(u16, u16)>,
    ways: Vec<Way>,
}

impl Try {
    fn stated(&self) -> bool {
        self.ways.iter().any(|way| way.stated > 0)
    }
}

/// All that rules did on a text.
#[derive(Debug, Default)]
struct Trace {
    tries: Vec<Try>,
    passed: Vec<(u16, Place, Passed)>,
    repeated: Vec<(u16, Place, u16)>,
    alone: Vec<(u16, Place)>,
    lost: Vec<(Contender, Contender)>,
}

impl Trace {
    fn way(&mut self) -> Option<&mut Way> {
        let last = self.tries.last_mut()?;
        if last.ways.is_empty() {
            last.ways.push(Way::default());
        }
        last.ways.last_mut()
    }
}

impl Watch for Trace {
    fn begin(&mut self, tried: Tried, place: Place) {
        self.tries.push(Try { tried, place, far: None, matched: Vec::new(), ways: Vec::new() });
    }

    fn failed(&mut self, far: impl FnOnce() -> Option<Far>) {
        if let Some(last) = self.tries.last_mut() {
            last.far = far();
        }
    }

    fn matched(&mut self, start: u16, end: u16) {
        if let Some(last) = self.tries.last_mut() {
            last.matched.push((start, end));
        }
    }

    fn frame(&mut self, frame: u16, parts: impl Iterator<Item = (PartId, u16, u16)>) {
        if let Some(last) = self.tries.last_mut() {
            last.ways.push(Way { frame: Some(frame), parts: parts.collect(), ..Way::default() });
        }
    }

    fn short(&mut self, frame: u16, parts: impl Iterator<Item = (PartId, u16, u16)>) {
        self.frame(frame, parts);
    }

    fn ways(&mut self, left: Option<u16>, right: Option<u16>) {
        if let Some(way) = self.way() {
            way.patterns = [left, right];
        }
    }

    fn role(&mut self, role: usize, fills: impl Iterator<Item = Place>) {
        if let Some(way) = self.way() {
            way.roles.push((role, fills.collect()));
        }
    }

    fn ambiguous(&mut self, role: usize, one: (u16, u16), other: (u16, u16)) {
        if let Some(way) = self.way() {
            way.ambiguous.push((role, [one, other]));
        }
    }

    fn refused(&mut self, condition: usize) {
        if let Some(way) = self.way() {
            way.refused = Some(condition);
        }
    }

    fn context(&mut self, context: usize) {
        if let Some(way) = self.way() {
            way.contexts.push(context);
        }
    }

    fn stated(&mut self, claims: usize) {
        if let Some(way) = self.way() {
            way.stated = claims;
        }
    }

    fn passed(&mut self, relation: u16, place: Place, why: Passed) {
        self.passed.push((relation, place, why));
    }

    fn repeated(&mut self, relation: u16, place: Place, by: u16) {
        self.repeated.push((relation, place, by));
    }

    fn alone(&mut self, relation: u16, place: Place) {
        self.alone.push((relation, place));
    }

    fn lost(&mut self, lost: Contender, kept: Contender) {
        self.lost.push((lost, kept));
    }
}

/// What was asked, and all that is known for the answer.
struct Why<'a> {
    extractor: &'a Extractor,
    document: &'a Document,
    text: Text<'a>,
    found: Extraction<'a>,
    trace: Trace,
    width: usize,
}

/// Tells why `rule` matches a text or not; without a rule, of all rules that the text's words trigger. Lines are at most `width` wide.
///
/// # Errors
/// Where the pack has no such rule, or the text no sentence.
pub fn why(
    extractor: &Extractor,
    rule: Option<&str>,
    text: &str,
    lang: Option<Lang>,
    width: usize,
) -> Result<String, WhyError> {
    let names = &extractor.rules().names;
    let number = match rule {
        None => None,
        Some(name) => Some(names.iter().position(|n| n == name).ok_or_else(|| WhyError::Rule {
            name: name.to_owned(),
            near: nearest(name, names.iter().map(String::as_str)),
        })? as u16),
    };
    let mut document = Document::from_text("why", text);
    document.meta.lang = lang;
    let mut trace = Trace::default();
    let found = extractor.extract_watched(&document, &mut trace);
    let text = extractor.read(&document);
    if text.sentences.is_empty() {
        return Err(WhyError::Empty);
    }
    let why = Why { extractor, document: &document, text, found, trace, width };
    Ok(match number {
        Some(rule) => why.of_rule(rule),
        None => why.of_all(),
    })
}
