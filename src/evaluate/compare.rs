//! Two measurements of the same gold.

use super::figures::{Figure, Measure};
use super::{Item, Kind, Report};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What of an earlier report is needed to compare with.
#[derive(Debug, Deserialize)]
pub struct Kept {
    pub documents: usize,
    pub figures: Vec<Figure>,
    pub items: Vec<Item>,
}

/// A figure before and after: F1, or precision where there is no recall.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    pub measure: Measure,
    pub of: String,
    pub lang: String,
    /// None where nothing was counted.
    pub before: Option<f64>,
    pub after: Option<f64>,
}

impl Difference {
    /// After less before, what is none counted as nothing.
    pub fn difference(&self) -> f64 {
        self.after.unwrap_or(0.0) - self.before.unwrap_or(0.0)
    }
}

/// What differs between two reports.
#[derive(Debug, Serialize)]
pub struct Comparison {
    /// All of either.
    pub figures: Vec<Difference>,
    /// Labelled items that only the later one found, that only the earlier one did.
    pub won: Vec<Item>,
    pub lost: Vec<Item>,
    /// Labelled items that the gold of one of them does not have.
    pub only_before: usize,
    pub only_after: usize,
}

/// Compares a report with an earlier one.
pub fn compare(before: &Kept, after: &Report) -> Comparison {
    let values = |figures: &[Figure]| -> BTreeMap<(Measure, String, String), f64> {
        figures.iter().map(|f| ((f.measure, f.of.clone(), f.lang.clone()), f.value())).collect()
    };
    let (was, is) = (values(&before.figures), values(&after.figures));
    let keys: BTreeSet<_> = was.keys().chain(is.keys()).cloned().collect();
    let figures = keys.into_iter().map(|key| {
        let (before, after) = (was.get(&key).copied(), is.get(&key).copied());
        Difference { measure: key.0, of: key.1, lang: key.2, before, after }
    });
    let (old, new) = (numbered(&before.items), numbered(&after.items));
    let changed = |found: bool| {
        let both = new.iter().filter_map(|(key, item)| Some((*item, *old.get(key)?)));
        both.filter(|(is, was)| is.found == found && was.found != found).map(|(is, _)| is.clone()).collect()
    };
    Comparison {
        figures: figures.collect(),
        won: changed(true),
        lost: changed(false),
        only_before: old.keys().filter(|key| !new.contains_key(*key)).count(),
        only_after: new.keys().filter(|key| !old.contains_key(*key)).count(),
    }
}

/// What tells an item from others: document, place, kind, class and words, and which of several alike it is.
type Key<'i> = (&'i str, u32, u32, Kind, &'i str, &'i str, usize);

fn numbered(items: &[Item]) -> BTreeMap<Key<'_>, &Item> {
    let mut all: BTreeMap<Key<'_>, &Item> = BTreeMap::new();
    let mut seen: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for item in items {
        let mut key = (&*item.document, item.start, item.end, item.kind, &*item.class, &*item.said, 0);
        let count = seen.entry(key).or_default();
        key.6 = *count;
        *count += 1;
        all.insert(key, item);
    }
    all
}
