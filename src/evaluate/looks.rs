//! Where relation rules looked, and what became of it: the answer to "why was this claim not found?".

use super::extent::{Counted, Extent};
use crate::rule::watch::{Passed, Place, Tried, Watch};
use crate::rule::{Relation, Rules};
use crate::text::Text;

/// How far a rule came at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// No frame fitted.
    NoFrame,
    /// Nothing filled this role.
    Role(usize),
    /// Two mentions could fill this role alike.
    Ambiguous(usize),
    /// A condition of the rule did not hold.
    Refused,
    Passed(Passed),
    Stated,
}

/// A look of a rule at a place.
#[derive(Debug)]
struct Look {
    relation: u16,
    place: Place,
    /// Found by a pattern, which may begin anywhere, and not by its trigger.
    by_pattern: bool,
    end: End,
}

/// All looks of relation rules at one text.
#[derive(Debug)]
pub struct Looks<'r> {
    rules: &'r Rules,
    all: Vec<Look>,
    /// Whether what is told now is of the last look.
    open: bool,
}

impl<'r> Looks<'r> {
    pub fn new(rules: &'r Rules) -> Looks<'r> {
        Looks { rules, all: Vec::new(), open: false }
    }

    /// What rules of a class of claims saw in a sentence, or at some words of it: each in a few words. Empty where none looked.
    pub fn at(
        &self,
        class: &str,
        sentence: u32,
        words: &[Extent],
        text: &Text<'_>,
        counted: &Counted<'_>,
    ) -> Vec<String> {
        let mut seen: Vec<String> = Vec::new();
        for look in self.all.iter().filter(|look| look.place.sentence == sentence) {
            let relation = &self.rules.relations[look.relation as usize];
            let at = || place(look.place, text, counted).unwrap_or_default();
            let there = look.by_pattern || words.is_empty() || words.iter().any(|w| w.overlaps(at()));
            if relation.class != class || !there {
                continue;
            }
            let told = format!("{}: {}", self.rules.names[relation.rule as usize], ended(relation, look.end));
            if !seen.contains(&told) {
                seen.push(told);
            }
        }
        seen
    }

    fn end(&mut self, end: End) {
        if let Some(last) = self.all.last_mut().filter(|last| self.open && last.end != End::Stated) {
            last.end = end;
        }
    }
}

/// The tokens of a place in characters of the text as given.
fn place(place: Place, text: &Text<'_>, counted: &Counted<'_>) -> Option<Extent> {
    let sentence = text.sentences.get(place.sentence as usize)?;
    let token = |n: u16| text.tokens.get(sentence.tokens.start as usize + n as usize);
    let first = token(place.start)?.span;
    let last = token(place.end.max(place.start + 1) - 1)?.span;
    Some(counted.extent(text.original(first.cover(last))))
}

fn ended(relation: &Relation, end: End) -> String {
    let name = |role: usize| relation.roles.get(role).map_or("a role", |r| r.name.as_str());
    match end {
        End::NoFrame => "no frame fits".into(),
        End::Role(role) => format!("nothing fills {}", name(role)),
        End::Ambiguous(role) => format!("two could fill {} alike", name(role)),
        End::Refused => "a condition of it does not hold".into(),
        End::Passed(Passed::NoFiller) => "nothing in the sentence could fill a role".into(),
        End::Passed(Passed::InName) => "its word stands in a name".into(),
        End::Passed(Passed::InLonger) => "its word stands in a longer trigger".into(),
        End::Stated => "it states something else".into(),
    }
}

impl Watch for Looks<'_> {
    fn begin(&mut self, tried: Tried, place: Place) {
        let (relation, by_pattern) = match tried {
            Tried::Entity(_) => return self.open = false,
            Tried::Pattern(n) => (self.rules.relation_patterns[n as usize].relation, true),
            Tried::Trigger(n) | Tried::Cell(n) => (n, false),
        };
        self.open = true;
        self.all.push(Look { relation, place, by_pattern, end: End::NoFrame });
    }

    fn role(&mut self, role: usize, mut fills: impl Iterator<Item = Place>) {
        if fills.next().is_none() {
            self.end(End::Role(role));
        }
    }

    fn ambiguous(&mut self, role: usize, _: (u16, u16), _: (u16, u16)) {
        self.end(End::Ambiguous(role));
    }

    fn refused(&mut self, _: usize) {
        self.end(End::Refused);
    }

    fn stated(&mut self, _: usize) {
        self.end(End::Stated);
    }

    fn passed(&mut self, relation: u16, place: Place, why: Passed) {
        self.all.push(Look { relation, place, by_pattern: false, end: End::Passed(why) });
        self.open = false;
    }
}
