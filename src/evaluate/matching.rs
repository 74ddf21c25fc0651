//! What of the found is what was labelled.
//!
//! Comes in: labelled mentions or claims and those found in the same text. Goes out: pairs of both, one to one.

use super::extent::{Extent, Places};
use super::gold::{Claim, Filler, Mention, REQUIRED};
use crate::annotate::{ClaimOut, FillerOut, MentionOut};
use std::collections::BTreeMap;

/// Labelled and found, one to one, each by its number.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    pub of_gold: Vec<Option<usize>>,
    pub of_found: Vec<Option<usize>>,
}

impl Pairs {
    pub fn new(gold: usize, found: usize) -> Pairs {
        Pairs { of_gold: vec![None; gold], of_found: vec![None; found] }
    }

    pub fn pair(&mut self, gold: usize, found: usize) {
        self.of_gold[gold] = Some(found);
        self.of_found[found] = Some(gold);
    }

    /// Pairs each of `gold` that has no partner with the first of what could be its own that has none and fits; gives the new pairs.
    pub fn greedy<'f>(
        &mut self,
        gold: impl IntoIterator<Item = usize>,
        could: impl Fn(usize) -> &'f [usize],
        fits: impl Fn(usize, usize) -> bool,
    ) -> Vec<(usize, usize)> {
        let mut new = Vec::new();
        for g in gold {
            if self.of_gold[g].is_some() {
                continue;
            }
            if let Some(&f) = could(g).iter().find(|f| self.of_found[**f].is_none() && fits(g, **f)) {
                self.pair(g, f);
                new.push((g, f));
            }
        }
        new
    }

    pub fn all(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.of_gold.iter().enumerate().filter_map(|(g, f)| Some((g, (*f)?)))
    }

    pub fn missed(&self) -> impl Iterator<Item = usize> + '_ {
        self.of_gold.iter().enumerate().filter(|(_, f)| f.is_none()).map(|(g, _)| g)
    }
}

/// Mentions, matched in two ways.
pub struct MentionPairs {
    pub exact: Pairs,
    pub overlapping: Pairs,
    /// The found that count, by place and class: what is found twice counts once.
    pub found: Vec<usize>,
    places: Places,
}

impl MentionPairs {
    /// The found that may overlap a stretch.
    pub fn around(&self, at: Extent) -> &[usize] {
        &self.found[self.places.around(at)]
    }
}

/// Matches mentions.
pub fn mentions(gold: &[Mention], found: &[MentionOut<'_>]) -> MentionPairs {
    let place = |f: &MentionOut<'_>| Extent::from(&f.stretch);
    let by_place: BTreeMap<(Extent, &str), usize> =
        found.iter().enumerate().map(|(n, f)| ((place(f), f.class), n)).collect();
    let mut exact = Pairs::new(gold.len(), found.len());
    for (g, mention) in gold.iter().enumerate() {
        if let Some(f) = by_place.get(&(mention.at, mention.class.as_str())) {
            exact.pair(g, *f);
        }
    }
    let mut order: Vec<usize> = (0..gold.len()).collect();
    order.sort_by_key(|g| (gold[*g].at, gold[*g].class.as_str()));
    let mut pairs = MentionPairs {
        exact,
        overlapping: Pairs::new(gold.len(), found.len()),
        found: by_place.values().copied().collect(),
        places: by_place.keys().map(|(at, _)| *at).collect(),
    };
    let mut overlapping = Pairs::new(gold.len(), found.len());
    let alike = |g: usize, f: usize| gold[g].class == found[f].class && gold[g].at.overlaps(place(&found[f]));
    overlapping.greedy(order, |g| pairs.around(gold[g].at), alike);
    pairs.overlapping = overlapping;
    pairs
}

/// Claims, matched; what is left over, as near as it comes.
pub struct ClaimPairs {
    /// Found as labelled, but perhaps for qualifiers and further roles.
    pub same: Pairs,
    /// Of the same type, in the same sentence, with a role right.
    pub near: Vec<(usize, usize)>,
    /// Of another type, in the same sentence, with all required fillers.
    pub other: Vec<(usize, usize)>,
    /// Found, and like nothing that is labelled.
    pub spurious: Vec<usize>,
}

/// Matches claims; each labelled one stands in its sentence of `homes`.
pub fn claims(gold: &[Claim], found: &[ClaimOut<'_>], homes: &[Extent]) -> ClaimPairs {
    let all: Vec<usize> = (0..found.len()).collect();
    let mut pairs = Pairs::new(gold.len(), found.len());
    let mut by_class: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    found.iter().enumerate().for_each(|(f, claim)| by_class.entry(claim.class).or_default().push(f));
    let of_class = |g: usize| by_class.get(gold[g].class.as_str()).map_or(&[][..], Vec::as_slice);
    pairs.greedy(0..gold.len(), of_class, |g, f| same(&gold[g], &found[f]));
    let same = pairs.clone();
    let at_home = |g: usize, f: usize| homes[g].overlaps(Extent::new(found[f].start, found[f].end));
    let mut near = Vec::new();
    for g in same.missed() {
        let alike = |f: usize| needed(&gold[g]).filter(|role| role_right(&gold[g], &found[f], role)).count();
        let open = of_class(g).iter().copied().filter(|f| pairs.of_found[*f].is_none());
        let best = open.filter(|f| at_home(g, *f)).map(|f| (std::cmp::Reverse(alike(f)), f)).min();
        if let Some((std::cmp::Reverse(1..), f)) = best {
            pairs.pair(g, f);
            near.push((g, f));
        }
    }
    let left: Vec<usize> = pairs.missed().collect();
    let other = pairs.greedy(left, |_| &all, |g, f| at_home(g, f) && other_type(&gold[g], &found[f]));
    let spurious = all.into_iter().filter(|f| pairs.of_found[*f].is_none()).collect();
    ClaimPairs { same, near, other, spurious }
}

/// The roles that a claim of this type must have right, apart from an Observation's quantity.
fn required(claim: &Claim) -> impl Iterator<Item = &str> {
    let known = REQUIRED.iter().find(|(class, _)| *class == claim.class).map(|(_, roles)| *roles);
    let own = claim.roles.keys().map(String::as_str).filter(move |_| known.is_none());
    known.unwrap_or_default().iter().copied().chain(own)
}

/// The labelled roles on which it depends whether the claim was found.
pub fn needed(claim: &Claim) -> impl Iterator<Item = &str> {
    let quantity = claim.class == "Observation" && claim.roles.contains_key("quantity");
    required(claim).chain(quantity.then_some("quantity"))
}

/// Whether what is found fills a role.
pub fn fills(gold: &Filler, found: Option<&FillerOut<'_>>) -> bool {
    found
        .map(|found| Extent::from(&found.stretch))
        .is_some_and(|found| gold.at.all()[gold.at.around(found)].iter().any(|at| at.filled_by(found)))
}

/// Whether a role that is labelled is found so.
pub fn role_right(gold: &Claim, found: &ClaimOut<'_>, role: &str) -> bool {
    gold.roles.get(role).is_some_and(|filler| fills(filler, found.roles.get(role)))
}

fn same(gold: &Claim, found: &ClaimOut<'_>) -> bool {
    let quantity =
        gold.class != "Observation" || gold.roles.contains_key("quantity") == found.roles.contains_key("quantity");
    gold.class == found.class
        && quantity
        && needed(gold).all(|role| role_right(gold, found, role))
        && kind_right(gold, found)
}

/// Whether an Interaction is of the kind labelled; of other claims the kind is a qualifier.
pub fn kind_right(gold: &Claim, found: &ClaimOut<'_>) -> bool {
    gold.class != "Interaction" || gold.qualifiers.get("kind").map(String::as_str) == found.kind
}

/// Whether a claim of another type has fillers, each its own, for all that this one needs.
fn other_type(gold: &Claim, found: &ClaimOut<'_>) -> bool {
    let mut taken: Vec<&str> = Vec::new();
    gold.class != found.class
        && required(gold).all(|role| {
            let Some(filler) = gold.roles.get(role) else { return false };
            let free = found.roles.iter().filter(|(name, _)| !taken.contains(name));
            let name = free.into_iter().find(|(_, f)| fills(filler, Some(f))).map(|(name, _)| *name);
            taken.extend(name);
            name.is_some()
        })
}

/// A qualifier as it is labelled and as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualified {
    pub name: &'static str,
    pub wanted: String,
    pub got: String,
    pub right: bool,
    /// Of the figure alone: comparator, change and kind of an Observation.
    pub of_figure: bool,
}

/// All qualifiers of a claim that was found.
pub fn qualifiers(gold: &Claim, found: &ClaimOut<'_>) -> Vec<Qualified> {
    let one = |name, wanted: &str, got: &str, of_figure| Qualified {
        name,
        wanted: wanted.to_owned(),
        got: got.to_owned(),
        right: wanted == got,
        of_figure,
    };
    let says = |name, default: &'static str, got: Option<&str>, of_figure| {
        one(name, gold.qualifier(name, default), got.unwrap_or(default), of_figure)
    };
    let mut all = vec![
        says("modality", "actual", found.modality, false),
        says("negated", "false", found.negated.then_some("true"), false),
    ];
    let source = gold.attributed_to.as_ref();
    let credited = found.attributed_to.as_ref();
    let right = source.map_or(credited.is_none(), |source| fills(source, credited));
    let wanted = source.map_or("the author", |s| s.said.as_str());
    all.push(Qualified {
        right,
        ..one("attributed_to", wanted, credited.map_or("the author", |f| f.stretch.text), false)
    });
    if gold.class == "Influence" {
        all.push(says("polarity", "positive", found.polarity, false));
    }
    if gold.class == "Observation" {
        all.push(says("comparator", "equal", found.comparator, true));
        all.push(says("change", "none", found.change, true));
        all.push(says("kind", "actual", found.kind, true));
    }
    all
}
