//! What two packs find differently in the same documents.
//!
//! Comes in: a document as each pack reads it. Goes out: mentions and claims that only one of them has, each with its sentence and rule. What
//! both find by different rules is no difference.

use crate::document::Document;
use crate::extract::Extractor;
use crate::extraction::{Claim, Extraction};
use crate::span::{CodePoints, Span};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    Lost,
    Gained,
}

/// A mention or claim that one pack has and the other has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub change: Change,
    pub rule: String,
    /// The class of the mention or claim.
    pub class: String,
    /// What is said, in one line: a mention's text; a claim's roles and qualifiers.
    pub said: String,
    pub document: String,
    /// Code points of the document.
    pub start: u32,
    pub end: u32,
    pub sentence: String,
    /// Code points of the sentence that are marked.
    pub marks: Vec<(u32, u32)>,
}

/// How much a rule gained and lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    pub gained: u64,
    pub lost: u64,
}

/// What differs in one document, in the order of the text.
pub fn differences(old: &Extractor, new: &Extractor, document: &Document) -> Vec<Difference> {
    let (before, after) = (old.extract(document), new.extract(document));
    let points = CodePoints::new(&document.text);
    let (was, is) = (finds(&before, document), finds(&after, document));
    let known = |finds: &[Find<'_>]| finds.iter().map(|f| f.key.clone()).collect::<BTreeSet<_>>();
    let (old_keys, new_keys) = (known(&was), known(&is));
    let lost = was.iter().filter(|f| !new_keys.contains(&f.key)).map(|f| (Change::Lost, f, &before));
    let gained = is.iter().filter(|f| !old_keys.contains(&f.key)).map(|f| (Change::Gained, f, &after));
    let mut found: Vec<Difference> =
        lost.chain(gained).map(|(c, f, e)| difference(c, f, e, document, &points)).collect();
    found.sort_by(|a, b| (a.start, a.end, a.change, &a.said).cmp(&(b.start, b.end, b.change, &b.said)));
    found
}

/// The differences of each rule.
pub fn by_rule<'d>(all: impl IntoIterator<Item = &'d Difference>) -> BTreeMap<&'d str, Count> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for one in all {
        let count = counts.entry(&one.rule).or_default();
        match one.change {
            Change::Gained => count.gained += 1,
            Change::Lost => count.lost += 1,
        }
    }
    counts
}

/// A mention or claim, with what tells it from others.
struct Find<'e> {
    key: (u32, u32, String),
    rule: &'e str,
    class: &'e str,
    said: String,
    marks: Vec<Span>,
}

fn finds<'e>(found: &'e Extraction<'e>, document: &Document) -> Vec<Find<'e>> {
    let mentions = found.mentions.iter().map(|m| {
        let said = m.span.of(&document.text).to_owned();
        let key = (m.span.start, m.span.end, m.class.to_owned());
        Find { key, rule: m.rule, class: m.class, said, marks: vec![m.span] }
    });
    let claims = found.claims.iter().map(|claim| {
        let said = claim_said(claim, &document.text);
        let mut marks: Vec<Span> = claim.roles.iter().map(|r| r.filler.span).collect();
        marks.push(claim.trigger);
        Find {
            key: (claim.span.start, claim.span.end, format!("{} {said}", claim.class)),
            rule: claim.rule,
            class: claim.class,
            said,
            marks,
        }
    });
    mentions.chain(claims).collect()
}

/// A claim's roles, and the qualifiers that are not as usual, as tests write them.
pub fn claim_said(claim: &Claim<'_>, text: &str) -> String {
    let one =
        |name: &str, value: &str| format!("{name} \"{}\"", value.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut said: Vec<String> = claim.roles.iter().map(|r| one(r.name, r.filler.span.of(text))).collect();
    let q = &claim.qualifiers;
    if q.negated {
        said.push("negated \"true\"".into());
    }
    if q.modality != Default::default() {
        said.push(one("modality", q.modality.name()));
    }
    let named = [
        ("polarity", q.polarity),
        ("change", q.change),
        ("figure", q.figure),
        ("kind", q.kind),
        ("relation", q.relation),
    ];
    said.extend(named.iter().filter_map(|(name, value)| value.map(|v| one(name, v))));
    said.extend(q.comparator.filter(|c| *c != Default::default()).map(|c| one("comparator", c.name())));
    if q.missing {
        said.push("status \"missing\"".into());
    }
    said.extend(q.attributed_to.as_ref().map(|f| one("attributed_to", f.span.of(text))));
    said.join(", ")
}

fn difference(
    change: Change,
    find: &Find<'_>,
    found: &Extraction<'_>,
    document: &Document,
    points: &CodePoints<'_>,
) -> Difference {
    let all = find.marks.iter().copied().reduce(Span::cover).unwrap_or_default();
    // Fillers of a claim may stand in the sentence before.
    let sentence = found.around(all);
    let (begin, _) = points.span(sentence);
    let inside = |span: &Span| {
        let (start, end) = points.span(*span);
        (start.saturating_sub(begin), end.saturating_sub(begin))
    };
    let mut marks: Vec<(u32, u32)> = find.marks.iter().map(inside).collect();
    marks.sort_unstable();
    marks.dedup();
    let (start, end) = points.span(all);
    Difference {
        change,
        rule: find.rule.to_owned(),
        class: find.class.to_owned(),
        said: find.said.clone(),
        document: document.id.clone(),
        start,
        end,
        sentence: sentence.of(&document.text).to_owned(),
        marks,
    }
}
