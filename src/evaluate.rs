//! How good extraction is: texts labelled by people, against what is found in them.
//!
//! Comes in: [`Gold`] (`gold` and `nif` read it from files). Goes out: a [`Report`]: figures by class, type, role, rule and language; every
//! labelled item with whether it was found; every error with its sentence and its cause. `compare` tells what differs between two reports.
//!
//! | what | right when |
//! |---|---|
//! | mention, exact | class and both ends agree |
//! | mention, overlapping | the class agrees and a character is shared, one to one |
//! | same entity | of two mentions found exactly: both are one thing on both sides |
//! | claim | the type agrees and every required role is filled; of an Interaction also its kind, of an Observation also its quantity or that it has none |
//! | role | filled by at least half of the labelled filler, or of another mention of the same thing, by no more than about twice as much |
//! | qualifiers | of the claims found: modality, negation, source, and polarity of an Influence are as labelled |
//!
//! Matching is greedy in the order of the gold, one to one. Offsets are code points.

mod compare;
mod errors;
mod extent;
mod figures;
mod gold;
mod looks;
mod matching;
mod nif;
#[cfg(test)]
mod tests;

pub use compare::{Comparison, Difference, Kept, compare};
pub use errors::{Cause, Error};
pub use extent::Extent;
pub use figures::{ALL, Figure, Measure};
pub use gold::{Gold, Problem, read};

use crate::annotate::Annotator;
use crate::extract::Extractor;
use crate::graph::Base;
use crate::pipeline;
use figures::Counts;
use looks::Looks;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

/// How good extraction is on some gold.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Version of the program, and SHA-256 of the pack.
    pub program: &'static str,
    pub pack: String,
    pub documents: usize,
    /// Of the documents, each once.
    pub languages: Vec<String>,
    pub figures: Vec<Figure>,
    /// How many errors have a cause, by language and in all.
    pub causes: BTreeMap<Cause, BTreeMap<String, usize>>,
    /// By cause, then in the order of the gold.
    pub errors: Vec<Error>,
    pub items: Vec<Item>,
}

/// Whether a mention or claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Mention,
    Claim,
}

/// A labelled mention or claim, and whether it was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Item {
    pub document: String,
    pub kind: Kind,
    pub class: String,
    /// A mention's text; a claim's roles.
    pub said: String,
    /// Of a claim: its first role's filler.
    pub start: u32,
    pub end: u32,
    pub found: bool,
}

/// What one document adds to the report.
struct Outcome {
    lang: &'static str,
    counts: Counts,
    errors: Vec<Error>,
    items: Vec<Item>,
}

/// Measures `extractor` on all gold, `jobs` documents at a time; `done` is called as each is.
pub fn evaluate(extractor: &Extractor, gold: &[Gold], jobs: NonZeroUsize, mut done: impl FnMut()) -> Report {
    let (mut counts, mut errors, mut items) = (Counts::default(), Vec::new(), Vec::new());
    let mut languages: Vec<String> = Vec::new();
    pipeline::run(
        jobs,
        gold.iter(),
        |gold| one(extractor, gold),
        |outcome| {
            if !languages.iter().any(|l| l == outcome.lang) {
                languages.push(outcome.lang.to_owned());
            }
            counts.merge(outcome.counts);
            errors.extend(outcome.errors);
            items.extend(outcome.items);
            done();
            ControlFlow::Continue(())
        },
    );
    languages.sort();
    // Stable: what has one cause stays in the order of the gold.
    errors.sort_by_key(|e| e.cause);
    let mut causes: BTreeMap<Cause, BTreeMap<String, usize>> = BTreeMap::new();
    for error in &errors {
        let of = causes.entry(error.cause).or_default();
        *of.entry(ALL.to_owned()).or_default() += 1;
        *of.entry(error.lang.to_owned()).or_default() += 1;
    }
    Report {
        program: env!("CARGO_PKG_VERSION"),
        pack: extractor.pack_hash().to_owned(),
        documents: gold.len(),
        languages,
        figures: counts.figures(),
        causes,
        errors,
        items,
    }
}

fn one(extractor: &Extractor, gold: &Gold) -> Outcome {
    let mut looks = Looks::new(extractor.rules());
    let found = extractor.extract_watched(&gold.document, &mut looks);
    let base = Base::default();
    let annotator = Annotator::new(&gold.document, &found, &base);
    let annotation = annotator.annotation();
    let lang = gold.lang.or(annotation.lang).unwrap_or("mixed");
    let mut outcome = Outcome { lang, counts: Counts::new(lang), errors: Vec::new(), items: Vec::new() };
    let mut cases = errors::Cases::new(extractor, gold, &found, lang);
    if let Some(labelled) = &gold.mentions {
        let pairs = matching::mentions(labelled, &annotation.mentions);
        outcome.counts.mentions(labelled, &annotation.mentions, &pairs);
        cases.mentions(labelled, &annotation.mentions, &pairs);
        outcome.items.extend(labelled.iter().enumerate().map(|(n, m)| Item {
            document: gold.document.id.clone(),
            kind: Kind::Mention,
            class: m.class.clone(),
            said: cases.text(m.at),
            start: m.at.start,
            end: m.at.end,
            found: pairs.exact.of_gold[n].is_some(),
        }));
    }
    if let Some(labelled) = &gold.claims {
        let homes: Vec<Extent> = labelled.iter().map(|claim| cases.home(claim)).collect();
        let pairs = matching::claims(labelled, &annotation.claims, &homes);
        outcome.counts.claims(labelled, &annotation.claims, &pairs);
        cases.claims(labelled, &annotation, &pairs, &homes, &looks);
        outcome.items.extend(labelled.iter().enumerate().map(|(n, claim)| Item {
            document: gold.document.id.clone(),
            kind: Kind::Claim,
            class: claim.class.clone(),
            said: claim.said(),
            start: claim.place().start,
            end: claim.place().end,
            found: pairs.same.of_gold[n].is_some(),
        }));
    }
    outcome.errors = cases.errors;
    outcome
}
