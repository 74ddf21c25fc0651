//! A difference for people: by document, thing, claim and link.

use super::{Changes, Row};
use crate::export::short_name;
use crate::graph::Base;
use crate::ontology::Ontology;
use crate::triples::Id;
use crate::vocab::{self, class, owl, property, rdf, rdfs, skos, xsd};
use oxigraph::model::{NamedNodeRef, Term};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Added,
    Removed,
    Changed,
}

impl Kind {
    fn mark(self) -> char {
        match self {
            Kind::Added => '+',
            Kind::Removed => '-',
            Kind::Changed => '~',
        }
    }
}

/// A property and value that something has now, or had.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fact {
    pub kind: Kind,
    pub property: String,
    pub value: String,
}

/// A document, thing, claim or link that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub kind: Kind,
    pub iri: String,
    /// A claim that took the place of another: the other's IRI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<String>,
    /// Its name, or for a claim what it says.
    pub name: String,
    /// For what changed: how.
    pub facts: Vec<Fact>,
}

/// All changes, for people or as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    pub documents: Vec<Change>,
    pub things: Vec<Change>,
    pub claims: Vec<Change>,
    pub links: Vec<Change>,
    /// Quads that came and went, everything included.
    pub added: usize,
    pub removed: usize,
}

/// Properties that lead to other graphs.
const LINKS: [NamedNodeRef<'_>; 3] = [owl::SAME_AS, skos::EXACT_MATCH, skos::CLOSE_MATCH];

impl Changes {
    /// What the difference means. `ontology` tells what a claim is and what a thing; `base` shortens IRIs.
    pub fn told(&self, ontology: &Ontology, base: &Base) -> Told {
        let teller = Teller::new(self, ontology, base);
        let [documents, things, claims] = teller.subjects();
        Told { documents, things, claims, links: teller.links(), added: self.added.len(), removed: self.removed.len() }
    }
}

/// What a subject says: (property, value), graphs merged.
type Said = BTreeSet<(Id, Id)>;

struct Teller<'c> {
    changes: &'c Changes,
    ontology: &'c Ontology,
    base: &'c Base,
    of_type: Option<Id>,
    label: Option<Id>,
    supports: Option<Id>,
    /// What each side says of the subjects that changed.
    old: BTreeMap<Id, Said>,
    new: BTreeMap<Id, Said>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Document,
    Thing,
    Claim,
    Other,
}

impl<'c> Teller<'c> {
    fn new(changes: &'c Changes, ontology: &'c Ontology, base: &'c Base) -> Teller<'c> {
        let id =
            |node: NamedNodeRef<'_>| changes.terms.get_index_of(&Term::from(node)).and_then(|i| Id::try_from(i).ok());
        let supports = id(property::SUPPORTS);
        let rows = changes.removed.iter().chain(&changes.added);
        // Evidence is told of the claim that it supports.
        let touched: BTreeSet<Id> =
            rows.flat_map(|row| [Some(row[1]), (Some(row[2]) == supports).then_some(row[3])]).flatten().collect();
        let of = |rows: &[Row]| {
            let mut by: BTreeMap<Id, Said> = BTreeMap::new();
            for [_, subject, predicate, object] in rows.iter().filter(|row| touched.contains(&row[1])) {
                by.entry(*subject).or_default().insert((*predicate, *object));
            }
            by
        };
        let (old, new) = (of(&changes.old), of(&changes.new));
        let (of_type, label) = (id(rdf::TYPE), id(rdfs::LABEL));
        Teller { changes, ontology, base, of_type, label, supports, old, new }
    }

    /// What a subject is by its types.
    fn what(&self, said: &Said) -> What {
        for class in said.iter().filter(|(p, _)| Some(*p) == self.of_type).filter_map(|(_, o)| self.own(*o)) {
            if self.ontology.is_a(class, "Claim") {
                return What::Claim;
            }
            if self.ontology.is_a(class, "Entity") {
                return What::Thing;
            }
            if Some(class) == vocab::local(class::DOCUMENT.as_str()) {
                return What::Document;
            }
        }
        What::Other
    }

    /// The local name of a term of the ontology.
    fn own(&self, id: Id) -> Option<&str> {
        match self.changes.term(id) {
            Term::NamedNode(node) => vocab::local(node.as_str()),
            _ => None,
        }
    }

    /// Documents, things and claims.
    fn subjects(&self) -> [Vec<Change>; 3] {
        let none = Said::new();
        let (mut documents, mut things, mut claims) = (Vec::new(), Vec::new(), Vec::new());
        let all: BTreeSet<Id> = self.old.keys().chain(self.new.keys()).copied().collect();
        for subject in all {
            let (old, new) = (self.old.get(&subject).unwrap_or(&none), self.new.get(&subject).unwrap_or(&none));
            let (was, is) = (self.what(old), self.what(new));
            let kind = match (was, is) {
                (What::Other, _) => Kind::Added,
                (_, What::Other) => Kind::Removed,
                _ => Kind::Changed,
            };
            let into = match if is == What::Other { was } else { is } {
                What::Document => &mut documents,
                What::Thing => &mut things,
                What::Claim => &mut claims,
                What::Other => continue,
            };
            let mut facts = Vec::new();
            if kind == Kind::Changed {
                facts = self.facts(old, new);
                facts.extend(self.evidence(subject));
                if facts.is_empty() {
                    continue;
                }
            }
            let name = self.name(if is == What::Other { old } else { new }, subject);
            into.push((subject, Change { kind, iri: self.iri(subject), instead_of: None, name, facts }));
        }
        let claims = self.paired(claims);
        [documents, things, claims].map(|changes| {
            let mut changes: Vec<Change> = changes.into_iter().map(|(_, change)| change).collect();
            changes.sort_by(|a, b| (a.kind, &a.iri).cmp(&(b.kind, &b.iri)));
            changes
        })
    }

    /// What one side says and the other does not. Links are told apart.
    fn facts(&self, old: &Said, new: &Said) -> Vec<Fact> {
        let is_link = |predicate: Id| matches!(self.changes.term(predicate), Term::NamedNode(node) if LINKS.contains(&node.as_ref()));
        let mut facts = Vec::new();
        for (kind, these, those) in [(Kind::Removed, old, new), (Kind::Added, new, old)] {
            for (p, o) in these.difference(those).filter(|(p, _)| !is_link(*p)) {
                facts.push(Fact { kind, property: self.shown(*p), value: self.shown(*o) });
            }
        }
        facts.sort();
        facts
    }

    /// Places at which a claim is made now, or was.
    fn evidence(&self, claim: Id) -> Vec<Fact> {
        let mut facts = Vec::new();
        for (kind, rows) in [(Kind::Added, &self.changes.added), (Kind::Removed, &self.changes.removed)] {
            for [_, place, predicate, object] in rows {
                if Some(*predicate) == self.supports && *object == claim {
                    facts.push(Fact { kind, property: "evidence".to_owned(), value: self.place(*place) });
                }
            }
        }
        facts.sort();
        facts
    }

    /// The place of evidence without the claim that it names.
    fn place(&self, evidence: Id) -> String {
        let shown = self.shown(evidence);
        shown.split(";claim=").next().unwrap_or(&shown).to_owned()
    }

    /// The class of a claim, as one side has it.
    fn class(&self, side: &BTreeMap<Id, Said>, claim: Id) -> Option<Id> {
        side.get(&claim)?.iter().find(|(p, _)| Some(*p) == self.of_type).map(|(_, o)| *o)
    }

    /// A claim that stands where one of its class stood before becomes one change with it.
    fn paired(&self, claims: Vec<(Id, Change)>) -> Vec<(Id, Change)> {
        let places = |rows: &[Row]| {
            let mut of: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
            for [_, place, predicate, claim] in rows {
                if Some(*predicate) == self.supports {
                    of.entry(*claim).or_default().insert(self.place(*place));
                }
            }
            of
        };
        let (left, came) = (places(&self.changes.removed), places(&self.changes.added));
        // By class and place: the claims that were there. Of several, none is the one.
        let mut was: BTreeMap<(Option<Id>, &String), Vec<Id>> = BTreeMap::new();
        for (claim, _) in claims.iter().filter(|(_, change)| change.kind == Kind::Removed) {
            for place in left.get(claim).into_iter().flatten() {
                was.entry((self.class(&self.old, *claim), place)).or_default().push(*claim);
            }
        }
        let mut replaced: BTreeMap<Id, Id> = BTreeMap::new();
        let mut taken: BTreeSet<Id> = BTreeSet::new();
        for (claim, _) in claims.iter().filter(|(_, change)| change.kind == Kind::Added) {
            let class = self.class(&self.new, *claim);
            let before = came.get(claim).into_iter().flatten().find_map(|place| match was.get(&(class, place)) {
                Some(one) if one.len() == 1 && !taken.contains(&one[0]) => Some(one[0]),
                _ => None,
            });
            if let Some(before) = before {
                taken.insert(before);
                replaced.insert(*claim, before);
            }
        }
        let none = Said::new();
        let mut out = Vec::new();
        for (claim, mut change) in claims {
            if taken.contains(&claim) {
                continue;
            }
            if let Some(before) = replaced.get(&claim) {
                let (old, new) = (self.old.get(before).unwrap_or(&none), self.new.get(&claim).unwrap_or(&none));
                change.kind = Kind::Changed;
                change.instead_of = Some(self.iri(*before));
                change.facts = self.facts(old, new);
            }
            out.push((claim, change));
        }
        out
    }

    /// Links that came and went: thing, property, target.
    fn links(&self) -> Vec<Change> {
        let mut links = BTreeMap::new();
        for (kind, rows) in [(Kind::Removed, &self.changes.removed), (Kind::Added, &self.changes.added)] {
            for [_, subject, predicate, object] in rows {
                let Term::NamedNode(node) = self.changes.term(*predicate) else { continue };
                if LINKS.contains(&node.as_ref()) {
                    let name = format!("{} {} {}", self.shown(*subject), self.shown(*predicate), self.shown(*object));
                    let change = Change { kind, iri: self.iri(*subject), instead_of: None, name, facts: Vec::new() };
                    links.insert((kind, change.name.clone()), change);
                }
            }
        }
        links.into_values().collect()
    }

    fn iri(&self, id: Id) -> String {
        match self.changes.term(id) {
            Term::NamedNode(node) => node.as_str().to_owned(),
            other => other.to_string(),
        }
    }

    /// The label; for a claim its class and what fills its roles.
    fn name(&self, said: &Said, subject: Id) -> String {
        if self.what(said) != What::Claim {
            return self.titled(subject);
        }
        let class = said.iter().filter(|(p, _)| Some(*p) == self.of_type).find_map(|(_, o)| self.own(*o));
        let role = |(p, o): &(Id, Id)| {
            let name = self.own(*p).filter(|name| *name != "modality")?;
            Some(format!("{name} {}", self.titled(*o)))
        };
        let mut roles: Vec<String> = said.iter().filter_map(role).collect();
        roles.sort();
        format!("{}: {}", class.unwrap_or("Claim"), roles.join(", "))
    }

    /// The label of a thing where either side has one in its default graph, else its short IRI.
    fn titled(&self, id: Id) -> String {
        let sides = [&self.changes.new, &self.changes.old];
        sides.into_iter().find_map(|rows| self.label_in(rows, id)).unwrap_or_else(|| self.shown(id))
    }

    fn label_in(&self, rows: &[Row], subject: Id) -> Option<String> {
        let wanted = [0, subject, self.label?];
        let from = rows.partition_point(|row| row[..3] < wanted[..]);
        let names = rows[from..].iter().take_while(|row| row[..3] == wanted[..]);
        let literals = names.filter_map(|row| match self.changes.term(row[3]) {
            Term::Literal(literal) => Some((literal.language() != Some("en"), literal.value())),
            _ => None,
        });
        // English before others, then by the alphabet.
        literals.min().map(|(_, name)| name.to_owned())
    }

    fn shown(&self, id: Id) -> String {
        match self.changes.term(id) {
            Term::NamedNode(node) => short_name(node.as_str(), self.base),
            // A document's text, compressed.
            Term::Literal(literal) if literal.datatype() == xsd::BASE64_BINARY => {
                format!("({} characters of base64)", literal.value().len())
            }
            Term::Literal(literal) => match literal.language() {
                Some(tag) => format!("{:?}@{tag}", literal.value()),
                None => format!("{:?}", literal.value()),
            },
            other => other.to_string(),
        }
    }
}

impl Told {
    /// For people. `limit`: how many of each kind are shown.
    pub fn text(&self, limit: usize) -> String {
        let mut out = String::new();
        if self.added + self.removed == 0 {
            return "the same graph\n".to_owned();
        }
        let parts = [
            ("documents", &self.documents),
            ("things", &self.things),
            ("claims", &self.claims),
            ("links", &self.links),
        ];
        for (what, changes) in parts {
            let count = |kind| changes.iter().filter(|change| change.kind == kind).count();
            let (added, removed, changed) = (count(Kind::Added), count(Kind::Removed), count(Kind::Changed));
            if changes.is_empty() {
                continue;
            }
            let _ = writeln!(out, "{what}: {added} added, {removed} removed, {changed} changed");
            for change in changes.iter().take(limit) {
                let _ = writeln!(out, "{} {}", change.kind.mark(), change.name);
                for fact in &change.facts {
                    let _ = writeln!(out, "    {} {} {}", fact.kind.mark(), fact.property, fact.value);
                }
            }
            if let Some(more) = changes.len().checked_sub(limit).filter(|more| *more > 0) {
                let _ = writeln!(out, "  … and {more} more (--limit shows more)");
            }
            out.push('\n');
        }
        let _ = writeln!(out, "quads: {} added, {} removed", self.added, self.removed);
        out
    }
}
