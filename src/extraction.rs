//! What the extractor finds in one document: mentions, entities and claims.
//!
//! All spans are byte spans of the document's text as given. Names (`class`, role, rule, property) are those of the rule
//! pack and live as long as it does (`'p`).

use crate::document::Lang;
use crate::lexicon::Row;
use crate::span::Span;
use crate::value::{Comparator, Value};

/// Everything found in one document. Mentions by (start, longest first), claims by (trigger, rule, roles).
#[derive(Debug, Default)]
pub struct Extraction<'p> {
    /// The language of most of the text; `None` for an empty one.
    pub lang: Option<Lang>,
    /// Sentences, for showing proof.
    pub sentences: Vec<(Span, Lang)>,
    pub entities: Vec<Entity<'p>>,
    pub mentions: Vec<Mention<'p>>,
    pub claims: Vec<Claim<'p>>,
}

impl Extraction<'_> {
    /// The sentences that a span stands in; the span itself where it stands in none.
    pub fn around(&self, span: Span) -> Span {
        let first = self.sentences.partition_point(|(s, _)| s.end <= span.start);
        let last = self.sentences.partition_point(|(s, _)| s.start < span.end).max(first + 1);
        let within = self.sentences.get(first..last).unwrap_or_default();
        within.iter().map(|(s, _)| *s).reduce(Span::cover).unwrap_or(span)
    }
}

/// A thing that mentions refer to.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity<'p> {
    /// Local name of an ontology class: `Institution`, `Initiative`, …
    pub class: &'p str,
    /// The lexicon row, for a known thing.
    pub row: Option<&'p Row>,
    /// The normalised name, for a thing that no lexicon has.
    pub name: String,
    pub scope: Scope,
    /// Names the text gives it, proper names first, each once.
    pub labels: Vec<(Lang, String)>,
}

/// How far a name reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// A full proper name: the same name in another document is the same thing.
    Everywhere,
    /// "the Committee": this document's only.
    Document,
}

/// A span in the text with a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention<'p> {
    pub span: Span,
    pub class: &'p str,
    /// Into [`Extraction::entities`]; values (Quantity, Time) have none.
    pub entity: Option<u32>,
    /// Entity rule, `lexicon`, `value` or `alias`.
    pub rule: &'p str,
    pub value: Option<Box<Value>>,
}

/// What fills a role: a stretch of text, and the mention that it is, where it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filler {
    pub span: Span,
    /// Into [`Extraction::mentions`].
    pub mention: Option<u32>,
    /// Into [`Extraction::entities`]: the known concept or indicator that the words name, where they are no mention.
    pub known: Option<u32>,
    /// Its first letter is a capital only since a sentence begins with it.
    pub opens: bool,
}

impl Filler {
    pub fn new(span: Span, mention: Option<u32>) -> Filler {
        Filler { span, mention, known: None, opens: false }
    }
}

/// A role of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role<'p> {
    /// As the rule names it: `agent`, `effect`.
    pub name: &'p str,
    /// Prefixed name of the ontology property: `cy:agent`.
    pub property: &'p str,
    pub filler: Filler,
}

/// How the author stands to what is claimed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Modality {
    #[default]
    Actual,
    Predicted,
    Possible,
    Needed,
}

impl Modality {
    pub fn name(self) -> &'static str {
        match self {
            Modality::Actual => "actual",
            Modality::Predicted => "predicted",
            Modality::Possible => "possible",
            Modality::Needed => "needed",
        }
    }
}

/// What a claim's identity covers besides its roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Qualifiers<'p> {
    pub negated: bool,
    pub modality: Modality,
    /// Of an Influence: `positive`, `negative`.
    pub polarity: Option<&'p str>,
    pub comparator: Option<Comparator>,
    /// Of an Observation: `increase`, `decrease`.
    pub change: Option<&'p str>,
    /// Of an Observation with change and figure: the figure is the `level` that was reached, or the `difference`.
    pub figure: Option<&'p str>,
    /// Of an Interaction (PLOVER) or an Observation (`actual`, `target`, `forecast`, `pledge`).
    pub kind: Option<&'p str>,
    /// Of a Structure or an Instrument: `partOf`, `amends`, …
    pub relation: Option<&'p str>,
    /// The text's figure is missing.
    pub missing: bool,
    /// Who says so, where it is not the document's author.
    pub attributed_to: Option<Filler>,
}

/// What a sentence states.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim<'p> {
    /// Local name of an ontology class: `Influence`, `Observation`, …
    pub class: &'p str,
    /// From the first to the last of trigger and fillers.
    pub span: Span,
    pub trigger: Span,
    pub rule: &'p str,
    pub roles: Vec<Role<'p>>,
    pub qualifiers: Qualifiers<'p>,
    /// The triple a person would expect: (role name of the subject, property as `cy:proposedBy`, role name of the object).
    pub direct: Option<(&'p str, &'p str, &'p str)>,
}

impl<'p> Claim<'p> {
    /// The filler of a role; the first of several.
    pub fn role(&self, name: &str) -> Option<&Filler> {
        self.roles.iter().find(|r| r.name == name).map(|r| &r.filler)
    }
}
