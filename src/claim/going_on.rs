//! What is said of an indicator or a place that only the clause before names: "Exports came to $3 billion, up 5 percent"; 产值3亿元、增长5%、居全国第2位.
//!
//! Comes in: the claims of a sentence, some with a role at `before` that nothing fills yet. Goes out: those roles filled with what the claim is of that
//! ends right before; without the claims before which none ends, and without those whose figure is told by another.

use super::fill::Fill;
use super::{Finder, Stated};
use crate::document::Lang;
use crate::mention::Reading;
use crate::rule::watch::{self, Watch};
use crate::rule::{Relation, Role, RoleKind};
use crate::text::Tag;
use rustc_hash::FxHashMap;

/// How many words may stand between two such claims: a comma and "and".
const BETWEEN: u16 = 2;

/// How many words may hang on the figure of the first.
const HANGING: u16 = 6;

impl<'a, W: Watch> Finder<'a, '_, W> {
    /// Fills what is left open in the claims from `begin` on, from left to right, so that a row of them goes on with its first.
    pub(super) fn go_on(&mut self, begin: usize, reading: &Reading<'_>) {
        let rules = self.rules;
        let open = |claim: &Stated<'a>| {
            let roles = &rules.relations[claim.relation as usize].roles;
            let role = roles.iter().position(Role::goes_on).map(|n| n as u8)?;
            claim.roles.iter().all(|(r, _)| *r != role).then_some(role)
        };
        if !self.claims[begin..].iter().any(|claim| open(claim).is_some()) {
            return;
        }
        let (mut going_on, told): (Vec<_>, Vec<_>) =
            self.claims.drain(begin..).partition(|claim| open(claim).is_some());
        going_on.sort_by_key(|claim| claim.trigger);
        self.claims.extend(told);
        let mut ending = Ending::default();
        for n in begin..self.claims.len() {
            ending.add(&self.claims, n, &rules.relations);
        }
        for mut claim in going_on {
            let (start, end) = claim.trigger;
            let place = watch::Place { sentence: claim.sentence, start, end };
            if let Some(by) = ending.telling(&claim, &rules.relations) {
                self.watch.repeated(claim.relation, place, self.claims[by].relation);
                continue;
            }
            let Some(before) = ending.before(start, reading).map(|n| &self.claims[n]) else {
                self.watch.alone(claim.relation, place);
                continue;
            };
            let (relation, other) =
                (&rules.relations[claim.relation as usize], &rules.relations[before.relation as usize]);
            let taken = open(&claim).zip(topic(before, other));
            claim.roles.extend(taken);
            let scope = relation.roles.iter().position(|role| role.kind == RoleKind::Scope).map(|n| n as u8);
            if let (true, Some(scope)) = (relation.class == other.class, scope)
                && let (Some(of), None) = (before.filler(rules, RoleKind::Scope), claim.filler(rules, RoleKind::Scope))
            {
                claim.roles.push((scope, of));
            }
            claim.roles.sort_by_key(|(r, _)| *r);
            self.claims.push(claim);
            ending.add(&self.claims, self.claims.len() - 1, &rules.relations);
        }
    }
}

/// What a claim is of: its indicator, or what it ranks.
fn topic(claim: &Stated<'_>, relation: &Relation) -> Option<Fill> {
    let of = |kind: RoleKind| {
        let filled = claim.roles.iter().find(|(role, _)| relation.roles[usize::from(*role)].kind == kind);
        filled.map(|(_, fill)| *fill).filter(|fill| fill.sentence == claim.sentence)
    };
    of(RoleKind::Metric).or_else(|| of(RoleKind::Measure)).or_else(|| of(RoleKind::Subject))
}

/// The claims of a sentence that are of an indicator, by where they end and by where their figures begin.
#[derive(Default)]
struct Ending {
    at: FxHashMap<u16, usize>,
    figures: FxHashMap<u16, usize>,
}

impl Ending {
    fn add(&mut self, claims: &[Stated<'_>], n: usize, relations: &[Relation]) {
        let claim = &claims[n];
        let relation = &relations[claim.relation as usize];
        if !matches!(relation.class.as_str(), "Observation" | "Ranking") || topic(claim, relation).is_none() {
            return;
        }
        // When and where may be said anywhere in the sentence.
        let aside = |role: u8| {
            let kind = relation.roles[usize::from(role)].kind;
            matches!(kind, RoleKind::Time | RoleKind::Place | RoleKind::Scope)
        };
        let here = claim.roles.iter().filter(|(role, fill)| fill.sentence == claim.sentence && !aside(*role));
        let end = here.map(|(_, fill)| fill.end).fold(claim.trigger.1, u16::max);
        self.at.insert(end, n);
        self.figures.extend(figure(claim, relation).map(|start| (start, n)));
    }

    /// The claim that has the figure of another.
    fn telling(&self, claim: &Stated<'_>, relations: &[Relation]) -> Option<usize> {
        figure(claim, &relations[claim.relation as usize]).and_then(|start| self.figures.get(&start).copied())
    }

    /// The claim that ends right before a word; in English also before what hangs on its figure: "5 percent | of output in 2019, up …".
    fn before(&self, start: u16, reading: &Reading<'_>) -> Option<usize> {
        let tag = |at: u16| reading.tokens.tokens[usize::from(at)].tag;
        let joins = |at: &u16| matches!(tag(*at), Tag::Punctuation | Tag::Conjunction);
        let gap = (start.saturating_sub(BETWEEN)..start).rev().take_while(joins).min().unwrap_or(start);
        let hangs = |at: &u16| {
            use Tag::{Adjective, Determiner, Noun, Number, Preposition, Proper};
            matches!(tag(*at), Noun | Proper | Number | Adjective | Determiner | Preposition)
        };
        let hanging = match reading.lang() {
            Lang::En => (gap.saturating_sub(HANGING)..gap).rev().take_while(hangs).min().unwrap_or(gap),
            Lang::Zh => gap,
        };
        (hanging..=start).rev().find_map(|end| self.at.get(&end).copied())
    }
}

/// Where the figure or the rank of a claim begins.
fn figure(claim: &Stated<'_>, relation: &Relation) -> Option<u16> {
    let kind = |role: u8| relation.roles[usize::from(role)].kind;
    let told = claim.roles.iter().find(|(role, _)| matches!(kind(*role), RoleKind::Quantity | RoleKind::Rank));
    told.map(|(_, fill)| fill.start)
}
