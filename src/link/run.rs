//! A store's things against an index: for each a link, candidates, or nothing.
//!
//! Comes in: a store, an [`Index`]. Goes out: decisions in the graph of links; those that an earlier run made about the same
//! things with an index of that name are replaced. What people decided stands: an accepted link is not looked for again, a
//! rejected one not offered again. Things that documents no longer name keep their links.

use super::candidates::{How, find};
use super::decision::{Decision, Link, Method, Relation, links, replace};
use super::index::Index;
use super::score::{Scored, rounded, score};
use super::things::{Thing, World};
use crate::store::{Store, StoreError};
use oxigraph::model::NamedNode;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// From this score on a link stands,
const LINK: f64 = 0.75;
/// from this on as an exact match,
const EXACT: f64 = 0.9;
/// and from this on a candidate is worth a look.
const CANDIDATE: f64 = 0.1;
/// At most so many candidates of a thing.
const CANDIDATES: usize = 5;

/// What became of a thing.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Linked(Link),
    /// The best first.
    Candidates(Vec<Link>),
    Nothing(Link),
}

/// How many things met which outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    pub linked: usize,
    /// Things with candidates.
    pub undecided: usize,
    pub nothing: usize,
    /// Things that have an identifier of this kind, from the lexicon or a person.
    pub settled: usize,
    /// Things that only one document calls so.
    pub local: usize,
}

/// Decides about all things of a store, and writes the decisions where `mode` says so. `tell` hears of each, by IRI.
///
/// # Errors
/// Where the store cannot be read or written.
pub fn run(store: &Store, index: &Index, mode: Mode, mut tell: impl FnMut(&Outcome)) -> Result<Summary, StoreError> {
    let world = World::read(store)?;
    let known = links(store)?;
    let people = People::of(known.values());
    let ours = Namespaces::of(index);
    let mut summary = Summary::default();
    let mut found: Vec<(usize, Vec<Scored>)> = Vec::new();
    let mut taken: FxHashSet<&str> = people.accepted.values().flatten().copied().collect();
    for (number, thing) in world.things.iter().enumerate() {
        let others = thing.identifiers.iter().filter(|iri| ours.hold(iri));
        taken.extend(others.clone().map(String::as_str));
        if others.count() > 0 || people.has_settled(thing, index, &ours) {
            summary.settled += 1;
        } else if !thing.is_everywhere(store.base()) {
            summary.local += 1;
        } else {
            let mut candidates = find(index, thing);
            candidates.retain(|c| {
                let id = index.record(c.record).map(|r| r.id);
                id.is_some_and(|id| NamedNode::new(&id).is_ok() && !people.have_rejected(thing, &id))
            });
            found.push((number, score(&world, index, thing, &candidates)));
        }
    }
    let outcomes = decide(&world, index, &taken, &found);
    for outcome in &outcomes {
        match outcome {
            Outcome::Linked(_) => summary.linked += 1,
            Outcome::Candidates(_) => summary.undecided += 1,
            Outcome::Nothing(_) => summary.nothing += 1,
        }
        tell(outcome);
    }
    if mode == Mode::Write {
        let looked_at: FxHashSet<&NamedNode> = world.things.iter().map(|thing| &thing.iri).collect();
        let old = known
            .values()
            .filter(|l| !l.decision.is_human() && l.index == index.about().name && looked_at.contains(&l.thing));
        let new = outcomes.iter().flat_map(|outcome| match outcome {
            Outcome::Linked(link) | Outcome::Nothing(link) => std::slice::from_ref(link),
            Outcome::Candidates(links) => links,
        });
        // What a person decided about the same thing and target stands.
        let new = new.filter(|l| known.get(&l.iri(store.base())).is_none_or(|k| !k.decision.is_human()));
        replace(store, old, new)?;
    }
    Ok(summary)
}

/// Whether decisions are written, or only told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Write,
    Preview,
}

/// What people decided.
#[derive(Default)]
struct People<'l> {
    /// Thing -> targets; none for one that is nothing.
    accepted: FxHashMap<&'l str, Vec<&'l str>>,
    /// Things that are nothing in an index: thing, index.
    nothing: FxHashSet<(&'l str, &'l str)>,
    rejected: FxHashSet<(&'l str, &'l str)>,
}

impl<'l> People<'l> {
    fn of(links: impl Iterator<Item = &'l Link>) -> People<'l> {
        let mut people = People::default();
        for link in links {
            let thing = link.thing.as_str();
            match (link.decision, &link.target) {
                (Decision::Accepted, Some(target)) => people.accepted.entry(thing).or_default().push(target.as_str()),
                (Decision::Accepted, None) => _ = people.nothing.insert((thing, link.index.as_str())),
                (Decision::Rejected, Some(target)) => _ = people.rejected.insert((thing, target.as_str())),
                _ => {}
            }
        }
        people
    }

    fn has_settled(&self, thing: &Thing, index: &Index, ours: &Namespaces<'_>) -> bool {
        let iri = thing.iri.as_str();
        self.accepted.get(iri).is_some_and(|targets| targets.iter().any(|t| ours.hold(t)))
            || self.nothing.contains(&(iri, index.about().name.as_str()))
    }

    fn have_rejected(&self, thing: &Thing, target: &str) -> bool {
        self.rejected.contains(&(thing.iri.as_str(), target))
    }
}

/// What the ids of an index begin with.
struct Namespaces<'i>(&'i [String]);

impl<'i> Namespaces<'i> {
    fn of(index: &'i Index) -> Namespaces<'i> {
        Namespaces(&index.about().namespaces)
    }

    fn hold(&self, iri: &str) -> bool {
        self.0.iter().any(|namespace| iri.starts_with(namespace.as_str()))
    }
}

/// Decides by the scores of all things: a target that another thing has already, or would have by a better score, is only a
/// candidate, for then the two things are one, or one of the links is wrong; which, people have to say.
fn decide(world: &World, index: &Index, taken: &FxHashSet<&str>, found: &[(usize, Vec<Scored>)]) -> Vec<Outcome> {
    // Target -> the thing with the best score, the first of equal ones.
    let mut best: BTreeMap<u32, (f64, usize)> = BTreeMap::new();
    for (thing, scored) in found {
        if let Some(first) = scored.first().filter(|s| s.score >= LINK) {
            let entry = best.entry(first.record).or_insert((first.score, *thing));
            if first.score > entry.0 {
                *entry = (first.score, *thing);
            }
        }
    }
    let mut outcomes = Vec::with_capacity(found.len());
    for (number, scored) in found {
        let thing = &world.things[*number];
        let links: Vec<Link> = scored
            .iter()
            .take_while(|s| s.score >= CANDIDATE)
            .take(CANDIDATES)
            .filter_map(|s| candidate(thing, index, s))
            .collect();
        let sure =
            scored.first().filter(|s| s.score >= LINK && best.get(&s.record).is_some_and(|(_, thing)| thing == number));
        outcomes.push(match (sure, links.first()) {
            (Some(_), Some(first)) if first.target.as_ref().is_some_and(|t| !taken.contains(t.as_str())) => {
                let exact = first.score.is_some_and(|score| score >= EXACT) && first.method == Method::Lexical;
                let relation = if exact { Relation::Exact } else { Relation::Close };
                Outcome::Linked(Link { decision: Decision::Linked, relation, ..first.clone() })
            }
            (_, Some(_)) => Outcome::Candidates(links),
            (_, None) => {
                let rest = 1.0 - scored.iter().map(|s| s.score).sum::<f64>();
                Outcome::Nothing(Link {
                    thing: thing.iri.clone(),
                    target: None,
                    decision: Decision::None,
                    relation: Relation::Exact,
                    method: Method::Lexical,
                    score: Some(rounded(rest.clamp(0.0, 1.0))),
                    label: String::new(),
                    matched: String::new(),
                    index: index.about().name.clone(),
                    version: index.version().to_owned(),
                })
            }
        });
    }
    outcomes
}

fn candidate(thing: &Thing, index: &Index, scored: &Scored) -> Option<Link> {
    let record = index.record(scored.record)?;
    let similar = matches!(scored.best.how, How::Close(_));
    Some(Link {
        thing: thing.iri.clone(),
        label: record.shown.to_owned(),
        target: Some(NamedNode::new(record.id).ok()?),
        decision: Decision::Candidate,
        relation: Relation::Close,
        method: if similar { Method::Similar } else { Method::Lexical },
        score: Some(scored.score),
        matched: scored.best.key.clone(),
        index: index.about().name.clone(),
        version: index.version().to_owned(),
    })
}
