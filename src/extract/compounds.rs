//! Names inside English words with hyphens: "China-US trade", "the UN-backed talks", "non-EU members".
//!
//! Comes in: readings with their mentions, and claims. Goes out: a mention of each place and institution that stands for
//! itself in such a word, where no longer mention or indicator has it; what fills a role stays the same. Frames and rules
//! see the word as one, but for two names before what they have with each other, which are read apart ("China-US ties").

use crate::claim::Stated;
use crate::document::Lang;
use crate::lexicon::{Hit, Lexicon, RowId};
use crate::mention::{By, Found, Reading};
use crate::rule::pattern::ClassId;
use crate::rule::{RoleKind, Rules};
use crate::span::Span;
use crate::text::Text;
use rustc_hash::FxHashMap;

/// How many names or mentions before a place may reach over it.
const NEAR: usize = 8;

/// Marks them.
pub(super) fn mark(
    readings: &mut [Reading<'_>],
    claims: &mut [Stated<'_>],
    text: &Text<'_>,
    lexicon: &Lexicon,
    rules: &Rules,
) {
    let classes = ["Place", "Institution"].map(|name| rules.classes.id(name));
    let metric = |claim: &Stated<'_>| claim.filler(rules, RoleKind::Metric).map(|m| (m.sentence, m.end, m.start));
    let mut metrics: Vec<(u32, u16, u16)> = claims.iter().filter_map(metric).collect();
    metrics.sort_unstable();
    // Where the mentions of a sentence are now.
    let mut moved: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (n, reading) in (0..).zip(readings).filter(|(_, reading)| reading.lang() == Lang::En) {
        if !reading.sentence.span.of(reading.tokens.text).contains('-') {
            continue;
        }
        let hits = &text.hits[reading.sentence.hits.start as usize..reading.sentence.hits.end as usize];
        let names: Vec<Span> = hits.iter().filter(|hit| hit.name).map(|hit| hit.span).collect();
        let mut new: Vec<Found> = Vec::new();
        for hit in hits.iter().filter(|hit| hit.name) {
            let Some((start, end)) = inside(reading, hit.span, &names) else { continue };
            // "the EU-Ukraine Solidarity Lanes": part of a longer name.
            let behind = reading.tokens.tokens.get(usize::from(end)).map(|token| token.span.of(reading.tokens.text));
            if behind.is_some_and(|word| word.starts_with(char::is_uppercase)) {
                continue;
            }
            let Some((class, row)) = known(hit, lexicon, rules, &classes) else { continue };
            let behind = metrics.partition_point(|m| (m.0, m.1) <= (n, start));
            let measured = metrics[behind..].iter().take(NEAR).any(|m| m.0 == n && m.2 < end);
            let found = reading.found.partition_point(|found| found.span.start < hit.span.end);
            let near = reading.found[..found].iter().rev().take(NEAR).chain(new.last());
            if !measured && near.into_iter().all(|found| !found.span.overlaps(hit.span)) {
                new.push(Found { span: hit.span, start, end, class, by: By::Lexicon, row: Some(row), value: None });
            }
        }
        if !new.is_empty() {
            moved.insert(n, add(reading, new));
        }
    }
    let fills =
        claims.iter_mut().flat_map(|claim| claim.roles.iter_mut().map(|(_, fill)| fill).chain(&mut claim.attributed));
    for fill in fills {
        if let (Some(mention), Some(moved)) = (&mut fill.mention, moved.get(&fill.sentence)) {
            *mention = moved[*mention as usize];
        }
    }
}

/// The tokens that a name reaches into where it begins or ends at a hyphen inside one, and the rest of that word are names
/// too, or in small letters: "Trans-Pacific" has no "Pacific".
fn inside(reading: &Reading<'_>, name: Span, names: &[Span]) -> Option<(u16, u16)> {
    let tokens = &reading.tokens.tokens;
    let start = tokens.partition_point(|token| token.span.end <= name.start);
    let end = start + tokens[start..].iter().take_while(|token| token.span.start < name.end).count();
    let (first, last) = (tokens.get(start)?, tokens.get(end.checked_sub(1)?)?);
    if first.span.start == name.start && last.span.end == name.end {
        return None;
    }
    let bytes = reading.tokens.text.as_bytes();
    let hyphen = |at: u32| bytes.get(at as usize) == Some(&b'-');
    let cut =
        (first.span.start == name.start || hyphen(name.start - 1)) && (last.span.end == name.end || hyphen(name.end));
    let mut parts = parts(reading.tokens.text, first.span).into_iter().chain(parts(reading.tokens.text, last.span));
    let stands = |part: Span| {
        let small = part.of(reading.tokens.text).starts_with(|c: char| c.is_lowercase());
        let behind = names.partition_point(|name| name.start <= part.start);
        small || names[..behind].iter().rev().take(NEAR).any(|name| name.contains(part))
    };
    (cut && parts.all(stands)).then_some((start as u16, end as u16))
}

/// The parts of a word between its hyphens.
fn parts(text: &str, word: Span) -> Vec<Span> {
    let mut at = word.start;
    let parts = word.of(text).split('-').map(|part| {
        let span = Span { start: at, end: at + part.len() as u32 };
        at = span.end + 1;
        span
    });
    parts.collect()
}

/// The one place or institution that a name is of wherever it stands.
fn known(hit: &Hit, lexicon: &Lexicon, rules: &Rules, classes: &[Option<ClassId>]) -> Option<(ClassId, RowId)> {
    let mut rows = lexicon.form(hit.form).rows().filter(|used| !used.weak).filter_map(|used| {
        let class = rules.classes.id(&lexicon.row(used.row).class);
        class.filter(|class| classes.contains(&Some(*class))).map(|class| (class, used.row))
    });
    rows.next().filter(|_| rows.next().is_none())
}

/// Adds mentions in their places. Goes out: where those are now that were there before.
fn add(reading: &mut Reading<'_>, new: Vec<Found>) -> Vec<u32> {
    let before = reading.found.len();
    let old = std::mem::take(&mut reading.found).into_iter().zip(0..).map(|(found, n)| (found, Some(n)));
    let mut all: Vec<(Found, Option<usize>)> = old.chain(new.into_iter().map(|found| (found, None))).collect();
    all.sort_by_key(|(found, _)| (found.span.start, std::cmp::Reverse(found.span.end)));
    let mut moved = vec![0; before];
    for (at, (_, was)) in (0..).zip(&all) {
        if let Some(was) = was {
            moved[*was] = at;
        }
    }
    reading.found = all.into_iter().map(|(found, _)| found).collect();
    moved
}
