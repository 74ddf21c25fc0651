//! What was found in one document, as RDF.
//!
//! Comes in: a [`Document`], its [`Extraction`] and the [`Activity`] that made it. Goes out: a [`DocumentGraph`], two sets
//! of triples that the store writes and can take back exactly:
//!
//! - **shared**: what the document yields to the default graph: types and names of things, claims, direct triples,
//!   periods. Several documents may yield the same triple; the default graph holds it once.
//! - **own**: what belongs to the document alone, for the graph that is named after it: metadata, text, mentions,
//!   evidence, the activity.
//!
//! # What it costs
//!
//! A quad of a named graph costs six index entries, one of the default graph three, so every quad has to earn its place:
//!
//! | of what | quads | why |
//! |---|---|---|
//! | a mention | 3 own | its type, the thing it refers to, the rule. A value instead of a thing: its class, and its reading if there is one: 3 or 4. Where it stands is in its IRI. |
//! | a thing in a document | 1 own a name | the names that this document yields, so that each can be taken back with it |
//! | a thing, once a store | types and names | shared by all documents |
//! | evidence for a claim | 4 own | its type, the claim, the rule, and one literal with the spans of trigger and fillers |
//! | a claim, once a store | 2 + roles + qualifiers shared | its type and modality; one a role or qualifier that it has. A figure has a comparator, a number or bounds, and a unit |
//! | a direct triple | 1 own, 1 shared | support for the shared one |
//! | a phrase in a role | 2 shared | its type and the words |
//! | a period | up to 7 shared, once a store | OWL-Time's interval with its two instants; years, months and days are literals and cost none |
//! | a document | about 15 own | metadata, text, bounds of sentences, activity |
//!
//! # How support is found
//!
//! The rule of retraction is that the default graph is the union of what each document yields. The store must tell, for a
//! triple that one document yielded, whether another one still does, without reading others' evidence. Three ways, each
//! one look into an index:
//!
//! 1. Triples **about a claim** follow from the claim's IRI, which is the hash of just these triples. They stay as long as
//!    any evidence supports the claim: is there a `cy:supports` quad with that object in another document's graph?
//! 2. **Names and direct triples** do not follow from an IRI (the words differ between documents and packs). They stand in the
//!    document's own graph too: is the same triple in another document's graph?
//! 3. The **type of a thing** and the **description of a phrase or period** follow from its IRI. They stay as long as a
//!    mention refers to it or a claim of the default graph points to it.
//!
//! The store's `retract` module carries this out.

mod claim;
mod document;
mod identifier;
pub mod iri;
mod pack;
mod triples;
mod value;

pub use identifier::{identifier, is_identifier};
pub use iri::Base;
pub use pack::{PackGraph, pack};
pub use triples::DocumentGraph;
pub use value::{period_iri, unit_iri};

use crate::document::{Document, Lang};
use crate::extraction::{Entity, Extraction, Scope};
use crate::ontology::Ontology;
use crate::span::{CodePoints, Span};
use crate::vocab::{class, property, rdf, rdfs, skos};
use oxigraph::model::{Literal, LiteralRef, NamedNode, NamedNodeRef, TermRef};
use std::collections::BTreeMap;

/// What makes an extraction what it is, besides the document. No clock, host, path or job count belongs here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activity {
    /// The program's version.
    pub program: String,
    /// SHA-256 of the rule pack, in hexadecimal digits.
    pub pack: String,
    /// The options that change what is found, as `key=value`, separated by spaces; also the encoding that was detected.
    pub options: String,
    /// Whether the graph has the document's text.
    pub texts: Texts,
    /// The hash of each rule of the pack, by its name.
    pub rules: BTreeMap<String, String>,
}

/// Whether a store keeps the texts that its proofs point into.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Texts {
    #[default]
    Kept,
    /// For texts that may not be copied, or are too large: sentences cannot be shown then.
    LeftOut,
}

/// What cannot be written as RDF.
#[derive(Debug, thiserror::Error)]
pub enum GraphError {
    #[error("{base} cannot be a base: {reason}; give an absolute IRI such as https://example.org/graph/")]
    Base { base: String, reason: String },
    #[error("a document needs an id; give one with --id")]
    NoId,
    #[error(
        "rule {rule} fills {property}, which the ontology does not have; add it to ontology/chancery.ttl or correct the rule"
    )]
    UnknownProperty { rule: String, property: String },
    #[error("the text could not be compressed")]
    Compress(#[source] std::io::Error),
    #[error("the text stored for the document is damaged: {0}; extract the document again")]
    Decompress(String),
}

/// The SHA-256 of all that a document's graph depends on. Where a store has the same for the document, nothing is to be
/// done. It can be computed before anything is extracted.
pub fn input_hash(document: &Document, activity: &Activity) -> String {
    document::input_hash(document, activity)
}

/// Writes what was found in a document as triples.
pub fn build(
    base: &Base,
    ontology: &Ontology,
    document: &Document,
    extraction: &Extraction<'_>,
    activity: &Activity,
) -> Result<DocumentGraph, GraphError> {
    if document.id.is_empty() {
        return Err(GraphError::NoId);
    }
    let mut builder = Builder::new(base, ontology, document, extraction);
    builder.document(activity)?;
    builder.mentions();
    builder.things();
    builder.claims()?;
    Ok(builder.graph.finish())
}

/// A literal in a language of ours. Tags are in lower case, as RDF 1.1 compares them and as SPARQL engines keep them;
/// exports write them as BCP 47 does.
fn words(text: &str, lang: Lang) -> Literal {
    let tag = match lang {
        Lang::En => "en",
        Lang::Zh => "zh-hans",
    };
    Literal::new_language_tagged_literal_unchecked(text, tag)
}

/// White space at the ends removed and every run of it inside made one space: the words, not how the lines fell. Control
/// characters count as white space; XML could not hold them.
fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let gap = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    for word in text.split(gap).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The work on one document.
struct Builder<'a, 'p> {
    base: &'a Base,
    ontology: &'a Ontology,
    source: &'a Document,
    found: &'a Extraction<'p>,
    points: CodePoints<'a>,
    /// The document's IRI.
    document: NamedNode,
    /// The IRI of each entity of the extraction.
    things: Vec<NamedNode>,
    graph: DocumentGraph,
}

impl<'a, 'p> Builder<'a, 'p> {
    fn new(base: &'a Base, ontology: &'a Ontology, source: &'a Document, found: &'a Extraction<'p>) -> Self {
        let things = found.entities.iter().map(|entity| thing_iri(base, &source.id, entity)).collect();
        Builder {
            base,
            ontology,
            source,
            found,
            points: CodePoints::new(&source.text),
            document: base.document(&source.id),
            things,
            graph: DocumentGraph::new(&source.id, base.document_graph(&source.id)),
        }
    }

    /// A triple of the document's graph.
    fn own<'o>(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<TermRef<'o>>) {
        self.graph.own(subject.as_ref(), predicate, object);
    }

    /// A triple of the default graph.
    fn share<'o>(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<TermRef<'o>>) {
        self.graph.share(subject.as_ref(), predicate, object);
    }

    /// A triple of the default graph that does not follow from an IRI: it stands in the document's graph as well.
    fn share_with_support(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: TermRef<'_>) {
        self.share(subject, predicate, object);
        self.own(subject, predicate, object);
    }

    /// The language of the sentence that holds a span; of the document where none does.
    fn lang_at(&self, span: Span) -> Lang {
        let after = self.found.sentences.partition_point(|(sentence, _)| sentence.start <= span.start);
        after
            .checked_sub(1)
            .map(|i| self.found.sentences[i].1)
            .or(self.found.lang)
            .or(self.source.meta.lang)
            .unwrap_or(Lang::En)
    }

    /// The words of a span, on one line.
    fn words_at(&self, span: Span) -> Literal {
        words(&collapse(span.of(&self.source.text)), self.lang_at(span))
    }

    /// Types and names of the things that the document mentions.
    fn things(&mut self) {
        let mut mentioned = vec![false; self.found.entities.len()];
        let known = self.found.claims.iter().flat_map(|c| &c.roles).filter_map(|r| r.filler.known);
        for entity in self.found.mentions.iter().filter_map(|m| m.entity).chain(known) {
            if let Some(seen) = mentioned.get_mut(entity as usize) {
                *seen = true;
            }
        }
        for (i, entity) in self.found.entities.iter().enumerate() {
            if mentioned[i] {
                let thing = self.things[i].clone();
                self.types(&thing, class_of(entity));
                self.names(&thing, entity);
            }
        }
    }

    /// The class of a thing and the classes above it.
    fn types(&mut self, thing: &NamedNode, class: &str) {
        let ontology = self.ontology;
        for name in ontology.types(class) {
            self.share(thing, rdf::TYPE, &crate::vocab::own(name));
        }
    }

    /// One `rdfs:label` a language (the lexicon's, else the first name in the text), every other name as `skos:altLabel`.
    fn names(&mut self, thing: &NamedNode, entity: &Entity<'p>) {
        for lang in [Lang::En, Lang::Zh] {
            let listed = entity.row.and_then(|row| row.label(lang)).map(collapse);
            let mut preferred = listed;
            for (_, name) in entity.labels.iter().filter(|(l, _)| *l == lang) {
                let name = collapse(name);
                if name.is_empty() || preferred.as_ref() == Some(&name) {
                    continue;
                }
                if preferred.is_none() {
                    preferred = Some(name);
                } else {
                    self.share_with_support(thing, skos::ALT_LABEL, (&words(&name, lang)).into());
                }
            }
            if let Some(name) = preferred {
                self.share_with_support(thing, rdfs::LABEL, (&words(&name, lang)).into());
            }
        }
    }

    /// A mention: what it is, what it refers to or says, and the rule that found it.
    fn mentions(&mut self) {
        let found = self.found;
        for mention in &found.mentions {
            let (start, end) = self.points.span(mention.span);
            let node = iri::mention(&self.document, start, end);
            self.own(&node, rdf::TYPE, class::MENTION);
            self.own(&node, property::RULE, LiteralRef::new_simple_literal(mention.rule));
            let thing = mention.entity.and_then(|i| self.things.get(i as usize)).cloned();
            if let Some(thing) = thing {
                self.own(&node, property::REFERS_TO, &thing);
                continue;
            }
            self.own(&node, property::MENTION_CLASS, &crate::vocab::own(mention.class));
            let Some(value) = &mention.value else { continue };
            if let Some(time) = &value.time {
                self.own(&node, property::TIMEX, LiteralRef::new_simple_literal(&time.timex));
            } else if let Some(number) = &value.number {
                self.own(&node, rdf::VALUE, &value::decimal(number));
            }
        }
    }
}

/// The class of a thing: that of its row, where it has one, for the row's IRI names it.
fn class_of<'a>(entity: &'a Entity<'_>) -> &'a str {
    entity.row.map_or(entity.class, |row| row.class.as_str())
}

/// The IRI of a thing: by its row, or by its name within its scope.
pub fn thing_iri(base: &Base, document: &str, entity: &Entity<'_>) -> NamedNode {
    match (entity.row, entity.scope) {
        (Some(row), _) => base.known(&row.class, &row.key),
        (None, Scope::Everywhere) => base.unknown(entity.class, "", &entity.name),
        (None, Scope::Document) => base.unknown(entity.class, document, &entity.name),
    }
}

/// The text that a document's graph holds as one literal.
pub fn text_of(literal: &str) -> Result<String, GraphError> {
    document::decompress(literal)
}
