//! What a store holds: its documents, and how many things and claims of each class.
//!
//! Counts are taken from the indexes when somebody asks; none are stored.

use super::{DEFAULT, Store, StoreError};
use crate::graph::iri;
use crate::vocab::{self, class, dcterms, property, rdf, schema};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::BTreeMap;

/// A document of a store, as far as it was described.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentInfo {
    pub id: String,
    pub iri: String,
    pub title: Option<String>,
    pub lang: Option<String>,
    pub date: Option<String>,
    pub publisher: Option<String>,
    pub source: Option<String>,
    pub sha256: Option<String>,
    /// SHA-256 of the pack with which it was read.
    pub pack: Option<String>,
    /// `Rule=hash` of the rules that found something in it.
    pub rules: Option<String>,
    /// The version of the program that read it.
    pub program: Option<String>,
}

/// What a store holds, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    pub base: String,
    pub documents: u64,
    /// Documents by (pack, program version): more than one entry means that some are stale.
    pub made_with: BTreeMap<(String, String), u64>,
    /// Documents in which a rule found something, by (rule, hash of the rule).
    pub found_by: BTreeMap<(String, String), u64>,
    /// Things by class (local name), narrower classes also in the wider.
    pub entities: BTreeMap<String, u64>,
    /// Claims by class.
    pub claims: BTreeMap<String, u64>,
    pub mentions: u64,
    /// All quads, the graph of the pack included.
    pub quads: u64,
    /// SHA-256 of the pack whose graph the store has.
    pub pack: Option<String>,
}

impl Store {
    /// All documents by id.
    pub fn documents(&self) -> Result<Vec<DocumentInfo>, StoreError> {
        let typed = self.quads.quads_for_pattern(None, Some(rdf::TYPE), Some(class::DOCUMENT.into()), None);
        let mut documents = Vec::new();
        for quad in typed {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(document), GraphName::NamedNode(graph)) =
                (quad.subject, quad.graph_name)
            {
                documents.push(self.describe(&document, &graph)?);
            }
        }
        documents.sort();
        Ok(documents)
    }

    /// One document by its id.
    pub fn document(&self, id: &str) -> Result<Option<DocumentInfo>, StoreError> {
        if !self.contains(id)? {
            return Ok(None);
        }
        self.describe(&self.base.document(id), &self.base.document_graph(id)).map(Some)
    }

    fn describe(&self, document: &NamedNode, graph: &NamedNode) -> Result<DocumentInfo, StoreError> {
        let activity = iri::activity(document);
        let read = |subject: &NamedNode, predicate: NamedNodeRef<'_>| self.value(subject, predicate, Some(graph));
        Ok(DocumentInfo {
            id: read(document, dcterms::IDENTIFIER)?.unwrap_or_default(),
            iri: document.as_str().to_owned(),
            title: read(document, dcterms::TITLE)?,
            lang: read(document, schema::IN_LANGUAGE)?,
            date: read(document, dcterms::ISSUED)?,
            publisher: read(document, property::PUBLISHER_NAME)?,
            source: read(document, dcterms::SOURCE)?,
            sha256: read(document, schema::SHA256)?,
            pack: read(&activity, property::PACK_HASH)?,
            rules: read(&activity, property::RULE_HASHES)?,
            program: read(&activity, property::PROGRAM_VERSION)?,
        })
    }

    /// The text of a document; `None` where the store has no such document.
    pub fn text(&self, document: &NamedNode) -> Result<Option<String>, StoreError> {
        let packed = self.value(document, property::TEXT, None)?;
        Ok(packed.map(|literal| crate::graph::text_of(&literal)).transpose()?)
    }

    /// The value of a property as text: a literal's value or an IRI. The first of several.
    pub(crate) fn value(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        graph: Option<&NamedNode>,
    ) -> Result<Option<String>, StoreError> {
        let graph = graph.map(Into::into);
        let found = self.quads.quads_for_pattern(Some(subject.into()), Some(predicate), None, graph).next();
        Ok(found.transpose()?.map(|quad| match quad.object {
            Term::NamedNode(node) => node.into_string(),
            Term::Literal(literal) => literal.value().to_owned(),
            Term::BlankNode(node) => node.to_string(),
        }))
    }

    /// Counts everything; one pass over the types and the documents.
    pub fn status(&self) -> Result<Status, StoreError> {
        let mut status = Status {
            base: self.base.as_str().to_owned(),
            pack: self.value(&self.base.pack_graph(), property::PACK_HASH, None)?,
            quads: u64::try_from(self.quads.len()?).unwrap_or(u64::MAX),
            ..Status::default()
        };
        for document in self.documents()? {
            status.documents += 1;
            let rules = document.rules.as_deref().unwrap_or_default();
            for (rule, hash) in rules.split(' ').filter_map(|one| one.split_once('=')) {
                *status.found_by.entry((rule.to_owned(), hash.to_owned())).or_default() += 1;
            }
            let made = (document.pack.unwrap_or_default(), document.program.unwrap_or_default());
            *status.made_with.entry(made).or_default() += 1;
        }
        for quad in self.quads.quads_for_pattern(None, Some(rdf::TYPE), None, Some(DEFAULT.as_ref())) {
            let quad = quad?;
            let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(class)) = (quad.subject, quad.object) else {
                continue;
            };
            let Some(name) = vocab::local(class.as_str()) else { continue };
            if self.base.is_claim(subject.as_str()) {
                *status.claims.entry(name.to_owned()).or_default() += 1;
            } else if self.base.is_thing(subject.as_str()) {
                *status.entities.entry(name.to_owned()).or_default() += 1;
            }
        }
        for quad in self.quads.quads_for_pattern(None, Some(rdf::TYPE), Some(class::MENTION.into()), None) {
            quad?;
            status.mentions += 1;
        }
        Ok(status)
    }
}
