//! Counts and what follows from them: precision, recall, F1.

use super::gold::{Claim, Mention};
use super::matching::{ClaimPairs, MentionPairs, qualifiers, role_right};
use crate::annotate::{ClaimOut, MentionOut};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::Hash;

/// All classes, types, roles or languages together.
pub const ALL: &str = "all";

/// Claims whose modality, negation, source and polarity are right; whose comparator, change and kind are.
const OF_CLAIM: &str = "of the claim";
const OF_FIGURE: &str = "of the figure";

/// What is counted, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// By class: both ends right.
    Mentions,
    /// By class: a character shared.
    MentionsOverlapping,
    /// Pairs of mentions that are one thing, of the mentions found exactly.
    SameEntity,
    /// By type.
    Claims,
    /// By type and role, of all claims.
    Roles,
    /// By qualifier, of the claims found.
    Qualifiers,
    /// What each rule found, exact.
    MentionRules,
    ClaimRules,
}

impl Measure {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Mentions => "mentions, exact",
            Measure::MentionsOverlapping => "mentions, overlapping",
            Measure::SameEntity => "same-entity pairs",
            Measure::Claims => "claims",
            Measure::Roles => "roles",
            Measure::Qualifiers => "qualifiers of claims found",
            Measure::MentionRules => "mentions by rule",
            Measure::ClaimRules => "claims by rule",
        }
    }

    /// Whether only what was found is counted, so that there is no recall.
    fn of_found(self) -> bool {
        matches!(self, Measure::Qualifiers | Measure::MentionRules | Measure::ClaimRules)
    }
}

/// One figure. Shares are rounded to four digits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub measure: Measure,
    /// A class, type, role, qualifier or rule, or all.
    pub of: String,
    /// A language of the gold, or all.
    pub lang: String,
    /// None where only what was found is counted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gold: Option<u64>,
    pub found: u64,
    pub right: u64,
    pub precision: f64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub recall: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub f1: Option<f64>,
}

impl Figure {
    /// F1; precision where there is no recall.
    pub fn value(&self) -> f64 {
        self.f1.unwrap_or(self.precision)
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    gold: u64,
    found: u64,
    right: u64,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.gold += other.gold;
        self.found += other.found;
        self.right += other.right;
    }
}

/// Counts by measure, what, and language.
#[derive(Debug, Default)]
pub struct Counts {
    lang: String,
    all: BTreeMap<(Measure, String, String), Count>,
}

impl Counts {
    /// For a text of this language.
    pub fn new(lang: &str) -> Counts {
        Counts { lang: lang.to_owned(), all: BTreeMap::new() }
    }

    pub fn merge(&mut self, other: Counts) {
        for (key, count) in other.all {
            self.all.entry(key).or_default().add(count);
        }
    }

    fn add(&mut self, measure: Measure, of: &str, gold: u64, found: u64, right: u64) {
        for lang in [self.lang.clone(), ALL.to_owned()] {
            self.all.entry((measure, of.to_owned(), lang)).or_default().add(Count { gold, found, right });
        }
    }

    /// For one class, type or role, and for all.
    fn add_both(&mut self, measure: Measure, of: &str, gold: u64, found: u64, right: u64) {
        self.add(measure, of, gold, found, right);
        self.add(measure, ALL, gold, found, right);
    }

    pub fn mentions(&mut self, gold: &[Mention], found: &[MentionOut<'_>], pairs: &MentionPairs) {
        for (measure, matched) in
            [(Measure::Mentions, &pairs.exact), (Measure::MentionsOverlapping, &pairs.overlapping)]
        {
            for (g, mention) in gold.iter().enumerate() {
                self.add_both(measure, &mention.class, 1, 0, matched.of_gold[g].is_some().into());
            }
            for f in &pairs.found {
                self.add_both(measure, found[*f].class, 0, 1, 0);
            }
        }
        for f in &pairs.found {
            self.add(Measure::MentionRules, found[*f].rule, 0, 1, pairs.exact.of_found[*f].is_some().into());
        }
        self.same_entity(gold, found, pairs);
    }

    /// Of `n` things alike there are n(n-1)/2 pairs, so that groups need not be paired out.
    fn same_entity(&mut self, gold: &[Mention], found: &[MentionOut<'_>], pairs: &MentionPairs) {
        let known: Vec<(Option<&str>, Option<&str>)> =
            pairs.exact.all().map(|(g, f)| (gold[g].entity.as_deref(), found[f].entity)).collect();
        let labelled = pairs_alike(known.iter().filter_map(|(g, _)| *g));
        let got = pairs_alike(known.iter().filter_map(|(_, f)| *f));
        let both = pairs_alike(known.iter().filter_map(|(g, f)| Some(((*g)?, (*f)?))));
        self.add(Measure::SameEntity, ALL, labelled, got, both);
    }

    pub fn claims(&mut self, gold: &[Claim], found: &[ClaimOut<'_>], pairs: &ClaimPairs) {
        for (g, claim) in gold.iter().enumerate() {
            self.add_both(Measure::Claims, &claim.class, 1, 0, pairs.same.of_gold[g].is_some().into());
        }
        for (f, claim) in found.iter().enumerate() {
            self.add_both(Measure::Claims, claim.class, 0, 1, 0);
            self.add(Measure::ClaimRules, claim.rule, 0, 1, pairs.same.of_found[f].is_some().into());
            for role in claim.roles.keys() {
                self.add_both(Measure::Roles, &format!("{} {role}", claim.class), 0, 1, 0);
            }
        }
        let mut partner = pairs.same.of_gold.clone();
        pairs.near.iter().for_each(|(g, f)| partner[*g] = Some(*f));
        for (claim, partner) in gold.iter().zip(partner) {
            for role in claim.roles.keys() {
                let right = partner.is_some_and(|f| role_right(claim, &found[f], role));
                self.add_both(Measure::Roles, &format!("{} {role}", claim.class), 1, 0, right.into());
            }
        }
        for (g, f) in pairs.same.all() {
            let all = qualifiers(&gold[g], &found[f]);
            let right = |of_figure| all.iter().all(|q| q.right || q.of_figure != of_figure);
            self.add(Measure::Qualifiers, OF_CLAIM, 0, 1, right(false).into());
            if all.iter().any(|q| q.of_figure) {
                self.add(Measure::Qualifiers, OF_FIGURE, 0, 1, right(true).into());
            }
            for q in &all {
                self.add(Measure::Qualifiers, q.name, 0, 1, q.right.into());
            }
        }
    }

    /// What is counted at all, in order.
    pub fn figures(&self) -> Vec<Figure> {
        let some = |c: &Count| c.gold + c.found > 0;
        self.all
            .iter()
            .filter(|(_, c)| some(c))
            .map(|((measure, of, lang), c)| figure(*measure, of, lang, *c))
            .collect()
    }
}

fn figure(measure: Measure, of: &str, lang: &str, c: Count) -> Figure {
    let share = |part: u64, of: u64| if of == 0 { 0.0 } else { part as f64 / of as f64 };
    let round = |x: f64| (x * 1e4).round() / 1e4;
    let with_recall = |x: f64| (!measure.of_found()).then(|| round(x));
    Figure {
        measure,
        of: of.to_owned(),
        lang: lang.to_owned(),
        gold: (!measure.of_found()).then_some(c.gold),
        found: c.found,
        right: c.right,
        precision: round(share(c.right, c.found)),
        recall: with_recall(share(c.right, c.gold)),
        // 2PR / (P + R)
        f1: with_recall(share(2 * c.right, c.found + c.gold)),
    }
}

/// How many pairs of these are alike.
fn pairs_alike<T: Eq + Hash>(all: impl Iterator<Item = T>) -> u64 {
    let mut groups: rustc_hash::FxHashMap<T, u64> = rustc_hash::FxHashMap::default();
    all.for_each(|one| *groups.entry(one).or_default() += 1);
    groups.into_values().map(|n| n * (n - 1) / 2).sum()
}
