//! A pack's own tests: every rule against its sentences.
//!
//! Comes in: an extractor. Goes out: a problem for each `test` that does not match as it says and each `reject` that does, with what was found instead.

use crate::document::Document;
use crate::extract::Extractor;
use crate::extraction::{Claim, Extraction, Modality};
use crate::rule::syntax::Problem;
use crate::rule::{NOTHING, RuleTest};

/// Runs all tests of the pack.
pub fn run(extractor: &Extractor) -> Vec<Problem> {
    extractor.rules().tests.iter().filter_map(|test| one(extractor, test)).collect()
}

fn one(extractor: &Extractor, test: &RuleTest) -> Option<Problem> {
    let rule = &extractor.rules().names[test.rule as usize];
    let mut document = Document::from_text("test", test.text.as_str());
    document.meta.lang = Some(test.lang);
    let found = extractor.extract(&document);
    let relation = extractor.rules().relations.iter().any(|r| r.rule == test.rule);
    let classes = &extractor.rules().classes;
    let nothing = extractor.rules().entities.iter().any(|e| e.rule == test.rule && classes.name(e.class) == NOTHING);
    let problem = |what: String| {
        let remedy = format!("found: {}", said(&found, &test.text, rule, relation));
        Some(Problem::error(&test.file, test.span, what, remedy))
    };
    // A rule that states nothing itself is known by what others state: whom that is credited to.
    let silent = extractor.rules().relations.iter().any(|r| r.rule == test.rule && r.silent.contains(&test.lang));
    let shows = |claim: &Claim<'_>| claim.rule == rule || silent && claim.qualifiers.attributed_to.is_some();
    let claims: Vec<&Claim<'_>> = found.claims.iter().filter(|c| shows(c)).collect();
    let texts: Vec<&str> = found.mentions.iter().filter(|m| m.rule == rule).map(|m| m.span.of(&test.text)).collect();
    match &test.expected {
        // What such a rule finds is not seen; that nothing else is found there is.
        _ if nothing => {
            let hidden = test.expected.iter().flatten().flatten().map(|(_, v)| v.as_str());
            let other =
                hidden.into_iter().find(|h| found.mentions.iter().any(|m| h.contains(m.span.of(&test.text))))?;
            problem(format!("{rule} does not keep {other:?} from being found"))
        }
        None if relation && !claims.is_empty() || !relation && !texts.is_empty() => {
            problem(format!("{rule} must not match this reject"))
        }
        None => None,
        Some(expected) if relation => {
            let missing = expected.iter().find(|claim| !claims.iter().any(|c| agrees(c, claim, &test.text)))?;
            let wanted: Vec<String> =
                missing.iter().map(|(k, v)| format!("{} {v:?}", k.as_deref().unwrap_or_default())).collect();
            problem(format!("{rule} does not state: {}", wanted.join(", ")))
        }
        Some(expected) => {
            let wanted = expected.iter().flatten().map(|(_, v)| v.as_str());
            let missing = wanted.into_iter().find(|v| !texts.contains(v))?;
            problem(format!("{rule} does not find {missing:?}"))
        }
    }
}

/// Whether a claim has these roles and qualifiers.
fn agrees(claim: &Claim<'_>, expected: &[(Option<String>, String)], text: &str) -> bool {
    expected.iter().all(|(name, value)| {
        let name = name.as_deref().unwrap_or_default();
        let role = claim.roles.iter().any(|r| r.name == name && r.filler.span.of(text) == value);
        role || qualifier(claim, name, text).is_some_and(|v| v == value)
    })
}

/// The value of a qualifier as tests write it.
fn qualifier<'c>(claim: &'c Claim<'_>, name: &str, text: &'c str) -> Option<&'c str> {
    let q = &claim.qualifiers;
    match name {
        "negated" => Some(if q.negated { "true" } else { "false" }),
        "modality" => Some(q.modality.name()),
        "polarity" => q.polarity,
        "comparator" => q.comparator.map(|c| c.name()),
        "change" => q.change,
        "figure" => q.figure,
        "kind" => q.kind,
        "relation" => q.relation,
        "status" => q.missing.then_some("missing"),
        "attributed_to" => q.attributed_to.as_ref().map(|f| f.span.of(text)),
        _ => None,
    }
}

/// What a rule found, for people.
fn said(found: &Extraction<'_>, text: &str, rule: &str, relation: bool) -> String {
    let mut parts: Vec<String> = Vec::new();
    if relation {
        for claim in found.claims.iter().filter(|c| c.rule == rule) {
            let mut roles: Vec<String> =
                claim.roles.iter().map(|r| format!("{} {:?}", r.name, r.filler.span.of(text))).collect();
            if claim.qualifiers.modality != Modality::Actual {
                roles.push(format!("modality {}", claim.qualifiers.modality.name()));
            }
            if claim.qualifiers.negated {
                roles.push("negated true".into());
            }
            parts.push(roles.join(", "));
        }
    }
    if parts.is_empty() {
        parts.extend(found.mentions.iter().map(|m| format!("{} {:?} ({})", m.class, m.span.of(text), m.rule)));
    }
    if parts.is_empty() { "nothing".into() } else { parts.join("; ") }
}
