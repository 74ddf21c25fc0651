//! What a publication shows, read from a store once: things with their names, claims with their evidence, documents with
//! their texts.
//!
//! The triples are kept sorted in memory, and the texts, for a claim shows its sentence on the page of each thing that it is
//! about. Everything else is looked up when its page is written.

use super::place;
use crate::explain::Source;
use crate::export::{Format, Graphs};
use crate::graph::iri::char_range;
use crate::ontology::Ontology;
use crate::store::{DocumentInfo, Store, StoreError};
use crate::triples::{Gathered, Id, Triples};
use crate::vocab::{self, property, rdf, rdfs, skos};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use std::collections::BTreeMap;

/// A store, ready to be shown.
pub(super) struct Site<'s> {
    pub store: &'s Store,
    pub ontology: &'s Ontology,
    /// The graph as Turtle exports have it.
    pub data: Triples,
    /// Ontology and lexicon.
    pub pack: Triples,
    pub documents: Vec<Document>,
    /// By IRI.
    document_of: BTreeMap<String, usize>,
    /// Things in the order of their IRIs.
    pub things: Vec<Thing>,
    /// Label of each term of the ontology by its local name: English, Chinese.
    labels: BTreeMap<String, (String, String)>,
    /// Properties by which a claim points to a thing.
    pub roles: Vec<(String, Id)>,
    /// Properties by which a thing points to a thing.
    pub direct: Vec<(String, Id)>,
}

/// A document with its text, where the store has it.
pub(super) struct Document {
    pub info: DocumentInfo,
    pub source: Option<Source>,
    /// Its page's folder.
    pub folder: String,
}

/// A thing that has a page.
pub(super) struct Thing {
    pub id: Id,
    pub iri: String,
    /// The local name of its class, as its IRI has it.
    pub class: String,
    /// Its page's folder.
    pub folder: String,
}

/// A place in a document where a claim is made.
pub(super) struct Evidence<'s> {
    pub document: &'s Document,
    pub start: u32,
    pub end: u32,
    pub rule: &'s str,
    pub spans: &'s str,
}

impl<'s> Site<'s> {
    pub(super) fn read(store: &'s Store, ontology: &'s Ontology) -> Result<Site<'s>, StoreError> {
        let base = store.base();
        let (mut data, mut pack) = (Gathered::default(), Gathered::default());
        let pack_graph = base.pack_graph().into();
        for quad in store.quads().iter() {
            let quad = quad?;
            if Graphs::Standard.holds(store, &quad, Format::Turtle)? {
                data.add(quad.clone());
            }
            if quad.graph_name == pack_graph {
                pack.add(quad);
            }
        }
        let (data, pack) = (data.finish(), pack.finish());
        let mut documents = Vec::new();
        let mut document_of = BTreeMap::new();
        for info in store.documents()? {
            let source = Source::read(store, &NamedNode::new_unchecked(&info.iri))?;
            let folder = place::folder(info.iri.strip_prefix(base.as_str()).unwrap_or(&info.iri));
            document_of.insert(info.iri.clone(), documents.len());
            documents.push(Document { info, source, folder });
        }
        let things = things(&data, base.as_str());
        let role = |(name, p): (&String, &crate::ontology::Property)| {
            let of_claims = p.domain.as_deref().and_then(vocab::local).is_some_and(|d| ontology.is_a(d, "Claim"));
            let of_things = p.domain.as_deref().and_then(vocab::local).is_some_and(|d| ontology.is_a(d, "Entity"));
            let id = data.id(&vocab::own(name).into())?;
            Some((name.clone(), id, of_claims, of_things))
        };
        let known: Vec<_> = ontology.properties.iter().filter_map(role).collect();
        let roles =
            known.iter().filter(|(_, _, of_claims, _)| *of_claims).map(|(n, id, ..)| (n.clone(), *id)).collect();
        let direct = known.iter().filter(|(.., of_things)| *of_things).map(|(n, id, ..)| (n.clone(), *id)).collect();
        let labels = labels(ontology);
        Ok(Site { store, ontology, data, pack, documents, document_of, things, labels, roles, direct })
    }

    /// The label of a term of the ontology in both languages; its local name where it has none.
    pub(super) fn label(&self, local: &str) -> (&str, &str) {
        self.labels.get(local).map_or(("", ""), |(en, zh)| (en.as_str(), zh.as_str()))
    }

    /// The text of a term's label: "person · 人物".
    pub(super) fn both(&self, local: &str) -> String {
        match self.label(local) {
            ("", "") => local.to_owned(),
            (en, zh) => format!("{en} · {zh}"),
        }
    }

    pub(super) fn thing(&self, iri: &str) -> Option<&Thing> {
        self.things.binary_search_by(|thing| thing.iri.as_str().cmp(iri)).ok().map(|at| &self.things[at])
    }

    pub(super) fn document(&self, iri: &str) -> Option<&Document> {
        self.document_of.get(iri).map(|at| &self.documents[*at])
    }

    /// Values of a property in the data, then in the pack, each once, sorted.
    pub(super) fn values(&self, iri: &str, property: NamedNodeRef<'_>) -> Vec<Term> {
        let subject: Term = NamedNode::new_unchecked(iri).into();
        let mut found: Vec<Term> = Vec::new();
        for graph in [&self.data, &self.pack] {
            if let (Some(subject), Some(property)) = (graph.id(&subject), graph.node(property)) {
                found.extend(graph.objects(subject, property).map(|id| graph.term(id).clone()));
            }
        }
        found.sort_by_cached_key(ToString::to_string);
        found.dedup();
        found
    }

    /// (language tag, words) of a property, sorted.
    pub(super) fn words(&self, iri: &str, property: NamedNodeRef<'_>) -> Vec<(String, String)> {
        let literal = |term| match term {
            Term::Literal(literal) => Some((literal.language().unwrap_or_default().to_owned(), literal.destruct().0)),
            _ => None,
        };
        let mut words: Vec<_> = self.values(iri, property).into_iter().filter_map(literal).collect();
        words.sort();
        words
    }

    /// The name of a thing in each language, English first; its IRI's last part where it has none.
    pub(super) fn names(&self, iri: &str) -> Vec<(String, String)> {
        let mut names = self.words(iri, rdfs::LABEL);
        names.dedup_by(|a, b| a.0 == b.0);
        if names.is_empty() {
            names.push((String::new(), iri.rsplit(['/', '#']).next().unwrap_or(iri).to_owned()));
        }
        names
    }

    /// All names of a thing that are not its label.
    pub(super) fn other_names(&self, iri: &str) -> Vec<(String, String)> {
        let labels = self.words(iri, rdfs::LABEL);
        let mut names = self.words(iri, skos::ALT_LABEL);
        names.retain(|name| !labels.contains(name));
        names
    }

    /// The name of a thing on one line.
    pub(super) fn name(&self, iri: &str) -> String {
        self.names(iri).into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(" · ")
    }

    /// The value of a literal property of a place in a document.
    fn literal(&self, node: Id, property: NamedNodeRef<'_>) -> Option<&str> {
        let first = self.data.objects(node, self.data.node(property)?).next()?;
        match self.data.term(first) {
            Term::Literal(literal) => Some(literal.value()),
            _ => None,
        }
    }

    /// Where a claim is made, by document and place.
    pub(super) fn evidence(&self, claim: Id) -> Vec<Evidence<'_>> {
        let Some(supports) = self.data.node(property::SUPPORTS) else { return Vec::new() };
        let places = self.data.subjects(supports, claim).filter_map(|node| {
            let Term::NamedNode(place) = self.data.term(node) else { return None };
            let (start, end) = char_range(place.as_str())?;
            let document = self.document(place.as_str().split("#char=").next()?)?;
            let rule = self.literal(node, property::RULE).unwrap_or_default();
            let spans = self.literal(node, property::SPANS).unwrap_or_default();
            Some(Evidence { document, start, end, rule, spans })
        });
        let mut places: Vec<Evidence<'_>> = places.collect();
        places.sort_by_key(|e| (&e.document.info.id, e.start, e.end));
        places
    }

    /// How often each document names a thing.
    pub(super) fn mentions(&self, thing: Id) -> Vec<(&Document, usize)> {
        let Some(refers) = self.data.node(property::REFERS_TO) else { return Vec::new() };
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for mention in self.data.subjects(refers, thing) {
            let Term::NamedNode(place) = self.data.term(mention) else { continue };
            let document = place.as_str().split("#char=").next().and_then(|iri| self.document_of.get(iri));
            if let Some(document) = document {
                *counts.entry(*document).or_default() += 1;
            }
        }
        counts.into_iter().map(|(document, count)| (&self.documents[document], count)).collect()
    }
}

/// The subjects under `{base}id/` that have a type in the data, by IRI.
fn things(data: &Triples, base: &str) -> Vec<Thing> {
    let begin = format!("{base}id/");
    let Some(of_type) = data.node(rdf::TYPE) else { return Vec::new() };
    let mut things: Vec<Thing> = data
        .rows()
        .chunk_by(|a, b| a[0] == b[0])
        .filter(|rows| rows.iter().any(|[_, predicate, _]| *predicate == of_type))
        .filter_map(|rows| {
            let Term::NamedNode(node) = data.term(rows[0][0]) else { return None };
            let rest = node.as_str().strip_prefix(&begin)?;
            let (class, _) = rest.split_once('/')?;
            let folder = place::folder(&format!("id/{rest}"));
            Some(Thing { id: rows[0][0], iri: node.as_str().to_owned(), class: class.to_owned(), folder })
        })
        .collect();
    things.sort_by(|a, b| a.iri.cmp(&b.iri));
    things
}

fn labels(ontology: &Ontology) -> BTreeMap<String, (String, String)> {
    let mut labels: BTreeMap<String, (String, String)> = BTreeMap::new();
    for triple in &ontology.triples {
        let (oxigraph::model::NamedOrBlankNode::NamedNode(subject), Term::Literal(label)) =
            (&triple.subject, &triple.object)
        else {
            continue;
        };
        if let Some(local) = vocab::local(subject.as_str())
            && triple.predicate == rdfs::LABEL
        {
            let entry = labels.entry(local.to_owned()).or_default();
            match label.language() {
                Some("en") => entry.0 = label.value().to_owned(),
                _ => entry.1 = label.value().to_owned(),
            }
        }
    }
    labels
}
