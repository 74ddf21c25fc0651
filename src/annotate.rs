//! What was found in a text, as JSON for other programs: `chancery annotate`.
//!
//! Comes in: a document and its [`Extraction`]. Goes out: mentions and claims, sorted, ready to be serialised; offsets are
//! Unicode code points into the text as given, half open. The shape is stable, since tools are written against it.
//! What has its default (a claim that is actual, not negated, said by the author) is left out.

use crate::document::{Document, Lang};
use crate::extraction::{Claim, Extraction, Filler, Mention, Modality};
use crate::graph::{Base, period_iri, thing_iri};
use crate::span::{CodePoints, Span};
use crate::value::{self, Bound, Comparator, Value};
use rustc_hash::FxHashSet;
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::hash::Hash;

/// What was found in one text.
#[derive(Debug, Serialize)]
pub struct Annotation<'a> {
    /// The language of most of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'static str>,
    /// By start, the longest first.
    pub mentions: Vec<MentionOut<'a>>,
    /// By start, end, type and rule.
    pub claims: Vec<ClaimOut<'a>>,
}

/// A stretch of the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stretch<'a> {
    pub start: u32,
    pub end: u32,
    pub text: &'a str,
}

/// A mention; `entity` is the IRI of what it refers to, the same in both languages. That of a Time is its period by its days, or, where those are
/// not known, its words in this document.
#[derive(Debug, Serialize)]
pub struct MentionOut<'a> {
    #[serde(flatten)]
    pub stretch: Stretch<'a>,
    pub class: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<&'a str>,
    pub rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<ValueOut<'a>>,
}

/// What a value mention says. Decimals are strings, exact.
#[derive(Debug, Serialize)]
pub struct ValueOut<'a> {
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_inclusive: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_inclusive: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparator: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timex: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begin: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_exclusive: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
}

impl<'a> ValueOut<'a> {
    fn new(value: &'a Value) -> ValueOut<'a> {
        let number = |bound: &'a Option<Bound>| bound.as_ref().map(|b| b.value.as_str());
        let inclusive = |bound: &'a Option<Bound>| bound.as_ref().map(|b| b.inclusive);
        let time = value.time.as_ref();
        ValueOut {
            kind: value.kind.name(),
            value: value.number.as_deref(),
            unit: value.unit.as_deref(),
            min: number(&value.min),
            max: number(&value.max),
            min_inclusive: inclusive(&value.min),
            max_inclusive: inclusive(&value.max),
            comparator: (value.comparator != Comparator::Equal).then(|| value.comparator.name()),
            timex: time.map(|t| t.timex.as_str()),
            begin: time.and_then(|t| t.begin.as_deref()),
            end_exclusive: time.and_then(|t| t.end_exclusive.as_deref()),
            status: value.missing.then_some("missing"),
        }
    }
}

/// What fills a role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FillerOut<'a> {
    #[serde(flatten)]
    pub stretch: Stretch<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<&'a str>,
}

/// A claim. Qualifiers are named as in the graph.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ClaimOut<'a> {
    pub start: u32,
    pub end: u32,
    #[serde(rename = "type")]
    pub class: &'a str,
    pub rule: &'a str,
    pub roles: BTreeMap<&'a str, FillerOut<'a>>,
    /// Further fillers of a role that has several.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<&'a str, Vec<FillerOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparator: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<&'a str>,
    /// `missing`, where the text's figure is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub polarity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modality: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributed_to: Option<FillerOut<'a>>,
}

impl<'a> ClaimOut<'a> {
    /// What is stated, wherever it stands: a claim that a text repeats is given once, where it is made first.
    fn statement(&self) -> impl Hash + Eq + use<'a> {
        self.said(|_| true)
    }

    /// The same without where, when and for whom.
    fn core(&self) -> impl Hash + Eq + use<'a> {
        self.said(|role| !circumstance(role))
    }

    fn said<F: Fn(&str) -> bool>(&self, keep: F) -> impl Hash + Eq + use<'a, F> {
        let filler = |f: &FillerOut<'a>| f.entity.unwrap_or(f.stretch.text);
        let roles = self.roles.iter().filter(|(name, _)| keep(name));
        let roles: Vec<(&'a str, &'a str)> = roles.map(|(name, f)| (*name, filler(f))).collect();
        let more: Vec<&'a str> = self.more.values().flatten().map(filler).collect();
        let source = self.attributed_to.as_ref().map(filler);
        let figure = (self.comparator, self.change, self.figure, self.status);
        (self.class, roles, more, source, self.kind, self.relation, figure, self.polarity, self.modality, self.negated)
    }
}

/// Whether a role says only when, where or for which body: a president is one also where the country is not named again.
fn circumstance(role: &str) -> bool {
    matches!(role, "time" | "place" | "organisation")
}

/// What JSON Lines borrow from: the text with its offsets, and the IRIs of the entities.
pub struct Annotator<'a> {
    document: &'a Document,
    extraction: &'a Extraction<'a>,
    points: CodePoints<'a>,
    entities: Vec<String>,
    /// For each mention of a time what it is called by.
    times: Vec<Option<String>>,
}

impl<'a> Annotator<'a> {
    /// Prepares a document; entities get their IRIs under `base`.
    pub fn new(document: &'a Document, extraction: &'a Extraction<'a>, base: &Base) -> Annotator<'a> {
        let iri = |entity| thing_iri(base, &document.id, entity).into_string();
        Annotator {
            document,
            extraction,
            points: CodePoints::new(&document.text),
            entities: extraction.entities.iter().map(iri).collect(),
            times: extraction.mentions.iter().map(|mention| time_iri(document, extraction, mention, base)).collect(),
        }
    }

    /// The mentions and claims.
    pub fn annotation(&self) -> Annotation<'_> {
        let mut claims: Vec<_> = self.extraction.claims.iter().map(|claim| self.claim(claim)).collect();
        claims.sort();
        claims.dedup();
        let mut stated = FxHashSet::default();
        // A short form that is introduced again is so at another place of the text, which is all that this states.
        claims.retain(|claim| claim.class == "Alias" || stated.insert(claim.statement()));
        // Nor is one given that another states with its time, place or body.
        let placed = |claim: &ClaimOut<'_>| claim.roles.keys().any(|role| circumstance(role));
        let fuller: FxHashSet<_> = claims.iter().filter(|c| placed(c)).map(ClaimOut::core).collect();
        claims.retain(|claim| placed(claim) || !fuller.contains(&claim.core()));
        let times = self.times.iter().map(Option::as_deref);
        let mentions = self.extraction.mentions.iter().zip(times);
        let mut mentions: Vec<_> = mentions.map(|(mention, time)| self.mention(mention, time)).collect();
        mentions.sort_by_key(|m| (m.stretch.start, std::cmp::Reverse(m.stretch.end), m.class));
        Annotation { lang: self.extraction.lang.map(|lang| lang.code()), mentions, claims }
    }

    fn stretch(&self, span: Span) -> Stretch<'_> {
        let (start, end) = self.points.span(span);
        Stretch { start, end, text: span.of(&self.document.text) }
    }

    fn entity(&self, mention: &Mention<'_>) -> Option<&str> {
        self.entities.get(mention.entity? as usize).map(String::as_str)
    }

    fn mention<'s>(&'s self, mention: &'s Mention<'a>, time: Option<&'s str>) -> MentionOut<'s> {
        MentionOut {
            stretch: self.stretch(mention.span),
            class: mention.class,
            entity: self.entity(mention).or(time),
            rule: mention.rule,
            value: mention.value.as_deref().map(ValueOut::new),
        }
    }

    fn filler(&self, filler: &Filler) -> FillerOut<'_> {
        let mention = filler.mention.and_then(|m| self.extraction.mentions.get(m as usize));
        let known = || filler.known.and_then(|known| self.entities.get(known as usize).map(String::as_str));
        FillerOut { stretch: self.stretch(filler.span), entity: mention.map_or_else(known, |m| self.entity(m)) }
    }

    fn claim(&self, claim: &'a Claim<'a>) -> ClaimOut<'_> {
        let (start, end) = self.points.span(claim.span);
        let (mut roles, mut more) = (BTreeMap::new(), BTreeMap::<_, Vec<_>>::new());
        for role in &claim.roles {
            // A figure that the text has lost is no quantity: the claim's status says so.
            let value = role.filler.mention.and_then(|m| self.extraction.mentions.get(m as usize)?.value.as_ref());
            if role.name == "quantity" && value.is_some_and(|v| v.missing) {
                continue;
            }
            let filler = self.filler(&role.filler);
            match roles.get(role.name) {
                None => {
                    roles.insert(role.name, filler);
                }
                Some(_) => more.entry(role.name).or_default().push(filler),
            }
        }
        let q = &claim.qualifiers;
        ClaimOut {
            start,
            end,
            class: claim.class,
            rule: claim.rule,
            roles,
            more,
            kind: q.kind,
            relation: q.relation,
            comparator: q.comparator.map(|c| c.name()),
            change: q.change,
            figure: q.figure,
            status: q.missing.then_some("missing"),
            polarity: q.polarity,
            modality: (q.modality != Modality::Actual).then(|| q.modality.name()),
            negated: q.negated,
            attributed_to: q.attributed_to.as_ref().map(|filler| self.filler(filler)),
        }
    }
}

/// What a mention of a time is called by: its period in every document, or its words in this one.
fn time_iri(document: &Document, extraction: &Extraction<'_>, mention: &Mention<'_>, base: &Base) -> Option<String> {
    let time = mention.value.as_ref()?.time.as_ref()?;
    let words = || {
        let lang = extraction.lang.unwrap_or(Lang::En);
        base.phrase(mention.class, &document.id, lang, mention.span.of(&document.text))
    };
    Some(period_iri(base, time).unwrap_or_else(words).into_string())
}

/// The values of a document as `chancery values` gives them: by start, offsets in code points. Where the document does not
/// name its language, runs of lines are read in the language of their script.
pub fn values(document: &Document) -> Vec<Json> {
    let date = value::written(&document.meta);
    let context = value::Context { date, country: document.meta.country.as_deref(), events: None };
    let points = CodePoints::new(&document.text);
    let mut rows = Vec::new();
    for (span, lang) in blocks(&document.text, document.meta.lang) {
        let text = span.of(&document.text);
        let before = points.at(span.start);
        for mut row in value::json::rows(text, &value::read(text, lang, &context)) {
            for key in ["start", "end"] {
                if let Some(offset) = row.get(key).and_then(Json::as_u64) {
                    row[key] = (offset + u64::from(before)).into();
                }
            }
            rows.push(row);
        }
    }
    rows
}

/// Runs of lines in one language; lines without a letter go with what stands before them.
fn blocks(text: &str, lang: Option<Lang>) -> Vec<(Span, Lang)> {
    let whole = |lang| vec![(Span::new(0, text.len()), lang)];
    if let Some(lang) = lang {
        return whole(lang);
    }
    if text.is_ascii() {
        return whole(Lang::En);
    }
    let mut blocks: Vec<(Span, Lang)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at += line.len();
        let lang = if line.chars().any(is_han) {
            Some(Lang::Zh)
        } else {
            line.bytes().any(|b| b.is_ascii_alphabetic()).then_some(Lang::En)
        };
        match blocks.last_mut() {
            Some((last, known)) if lang.is_none_or(|lang| lang == *known) => last.end = span.end,
            _ => blocks.push((span, lang.unwrap_or(Lang::En))),
        }
    }
    blocks
}

fn is_han(c: char) -> bool {
    crate::lexicon::fold::is_han(c)
}
