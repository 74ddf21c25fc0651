//! What a node is, in words for people.
//!
//! Comes in: a thing, a claim or another node of the store. Goes out: its name, and facts as pairs of a heading and what stands under it.

use super::{Work, subject};
use crate::export::short_name;
use crate::graph::is_identifier;
use crate::store::StoreError;
use crate::vocab::{owl, property, rdf, rdfs, skos, sssom};
use oxigraph::model::{GraphNameRef, NamedNode, Term};
use std::collections::{BTreeMap, BTreeSet};

impl Work<'_> {
    /// A name for people: labels in both languages, or the short IRI.
    pub(super) fn name(&self, node: &NamedNode) -> Result<String, StoreError> {
        let label = rdfs::LABEL.into_owned();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for quad in self.quads(Some(node), Some(&label), None, None)? {
            if let Term::Literal(literal) = quad.object {
                let tag = literal.language().unwrap_or_default().to_owned();
                names.entry(tag).or_insert_with(|| literal.value().to_owned());
            }
        }
        if names.is_empty() {
            return Ok(short_name(node.as_str(), self.store.base()));
        }
        Ok(names.into_values().collect::<Vec<_>>().join(" · "))
    }

    pub(super) fn thing_facts(&self, thing: &NamedNode) -> Result<Vec<(String, String)>, StoreError> {
        let base = self.store.base();
        let mut facts = vec![("iri".to_owned(), thing.as_str().to_owned())];
        for quad in self.quads(Some(thing), None, None, Some(GraphNameRef::DefaultGraph))? {
            let value = match &quad.object {
                Term::NamedNode(node) if quad.predicate == rdf::TYPE => short_name(node.as_str(), base),
                Term::NamedNode(node) => self.name(node)?,
                other => other.to_string(),
            };
            facts.push((short_name(quad.predicate.as_str(), base), value));
        }
        facts[1..].sort();
        if facts.len() == 1 {
            facts.clear();
        }
        facts.extend(self.row(thing)?);
        facts.extend(self.links(thing)?);
        Ok(facts)
    }

    /// The lexicon row of a thing, from the graph of the pack.
    pub(super) fn row(&self, thing: &NamedNode) -> Result<Vec<(String, String)>, StoreError> {
        let pack = self.store.base().pack_graph();
        let mut facts = Vec::new();
        for quad in self.quads(Some(thing), None, None, Some((&pack).into()))? {
            let label = match quad.predicate.as_ref() {
                property::SOURCE => "lexicon row from",
                property::IDENTIFIER => "identifier",
                property::FACT => "lexicon fact",
                skos::ALT_LABEL => "also called",
                other if is_identifier(other) => "identifier",
                _ => continue,
            };
            let value = match &quad.object {
                // A code means nothing without its scheme.
                Term::Literal(literal) if label == "identifier" && quad.predicate != property::IDENTIFIER => {
                    format!("{} {}", short_name(quad.predicate.as_str(), self.store.base()), literal.value())
                }
                Term::Literal(literal) => literal.value().to_owned(),
                other => other.to_string(),
            };
            facts.push((label.to_owned(), value));
        }
        facts.sort();
        Ok(facts)
    }

    /// What was decided about links of a thing, from the graph of links: the target, by which property, and why.
    pub(super) fn links(&self, thing: &NamedNode) -> Result<Vec<(String, String)>, StoreError> {
        let graph = self.store.base().links_graph();
        let about = owl::ANNOTATED_SOURCE.into_owned();
        let mut facts = Vec::new();
        for quad in self.quads(None, Some(&about), Some(&thing.clone().into()), Some((&graph).into()))? {
            let Some(link) = subject(quad) else { continue };
            let value = |predicate| self.store.value(&link, predicate, Some(&graph));
            let target = value(owl::ANNOTATED_TARGET)?.unwrap_or_default();
            let by = value(owl::ANNOTATED_PROPERTY)?.unwrap_or_default();
            let decision = value(property::DECISION)?.unwrap_or_default();
            let decision = decision.rsplit('-').next().unwrap_or_default().to_owned();
            let base = self.store.base();
            let mut told = format!("{} <{target}>", short_name(&by, base));
            for (what, predicate) in [
                ("score", sssom::CONFIDENCE),
                ("name", sssom::MATCH_STRING),
                ("index version", sssom::OBJECT_SOURCE_VERSION),
            ] {
                if let Some(value) = value(predicate)? {
                    told.push_str(&format!(", {what} {value}"));
                }
            }
            facts.push((format!("link {decision}"), told));
        }
        facts.sort();
        Ok(facts)
    }

    pub(super) fn claim_facts(&self, claim: &NamedNode) -> Result<Vec<(String, String)>, StoreError> {
        let mut facts = Vec::new();
        for quad in self.quads(Some(claim), None, None, Some(GraphNameRef::DefaultGraph))? {
            let value = match &quad.object {
                Term::NamedNode(node) if self.store.base().is_thing(node.as_str()) => self.name(node)?,
                Term::NamedNode(node) => short_name(node.as_str(), self.store.base()),
                Term::Literal(literal) => literal.value().to_owned(),
                other => other.to_string(),
            };
            facts.push((short_name(quad.predicate.as_str(), self.store.base()), value));
        }
        // The type first, then by property.
        facts.sort_by_key(|(what, value)| (what != "rdf:type", what.clone(), value.clone()));
        if !facts.is_empty() {
            facts.insert(0, ("iri".to_owned(), claim.as_str().to_owned()));
        }
        Ok(facts)
    }

    /// All that is said of anything else: a term of the ontology, a document, a period.
    pub(super) fn other_facts(&self, node: &NamedNode) -> Result<Vec<(String, String)>, StoreError> {
        let base = self.store.base();
        let mut facts = BTreeSet::new();
        for quad in self.quads(Some(node), None, None, None)? {
            if quad.predicate == property::TEXT || quad.predicate == property::SENTENCES {
                continue;
            }
            let value = match &quad.object {
                Term::NamedNode(node) => short_name(node.as_str(), base),
                Term::Literal(literal) => literal.value().to_owned(),
                other => other.to_string(),
            };
            facts.insert((short_name(quad.predicate.as_str(), base), value));
        }
        Ok(facts.into_iter().collect())
    }
}
