//! Proof: the sentences from which a thing, a claim or a triple comes, with the spans marked.
//!
//! Comes in: a [`Target`] and a store. Goes out: an [`Explanation`]: what it is, and for each place where a document says
//! so the sentence, the marks, the rule that found it, and who is credited. All of it is read from the store; no file is
//! opened and nothing is extracted again.

mod facts;
mod render;
mod source;

pub use render::{Style, marked, render};
pub use source::{Sentence, Source};

use crate::export::short_name;
use crate::graph::iri::char_range;
use crate::ontology::Ontology;

use crate::store::{Store, StoreError};
use crate::vocab::{self, class, property, rdf, rdfs, skos};
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An entity, a claim, a document, or a stretch of one.
    Node(NamedNode),
    Triple(NamedNode, NamedNode, Term),
}

/// What cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    #[error(
        "{0:?} is no IRI; give one as the graph has it (id/Place/china, claim/…), or three terms: SUBJECT PROPERTY OBJECT"
    )]
    NotAnIri(String),
    #[error("give one IRI, or three terms: SUBJECT PROPERTY OBJECT")]
    Arity,
    #[error("the store knows nothing of {0}")]
    Unknown(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Target {
    /// Reads what a user typed: full IRIs, prefixed names (`cy:proposedBy`, `place:china`, `a`), paths under the base (`id/Place/china`),
    /// and, as an object, `"words"@en` or plain words.
    pub fn parse<S: AsRef<str>>(store: &Store, terms: &[S]) -> Result<Target, ExplainError> {
        let node = |text: &str| node(store, text).ok_or_else(|| ExplainError::NotAnIri(text.to_owned()));
        match terms {
            [one] => Ok(Target::Node(node(one.as_ref())?)),
            [subject, predicate, object] => {
                let predicate = match predicate.as_ref() {
                    "a" => rdf::TYPE.into_owned(),
                    other => node(other)?,
                };
                let object = object.as_ref();
                let object = node(object).map_or_else(|_| literal(store, object), |node| Ok(node.into()))?;
                Ok(Target::Triple(node(subject.as_ref())?, predicate, object))
            }
            _ => Err(ExplainError::Arity),
        }
    }
}

fn node(store: &Store, text: &str) -> Option<NamedNode> {
    let text = text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(text);
    let base = store.base().as_str();
    if ["id/", "claim/", "doc/", "time/"].iter().any(|folder| text.starts_with(folder)) {
        return NamedNode::new(format!("{base}{text}")).ok();
    }
    if let Some((prefix, name)) = text.split_once(':') {
        if let Some((_, namespace)) = vocab::PREFIXES.iter().find(|(known, _)| *known == prefix) {
            return NamedNode::new(format!("{namespace}{name}")).ok();
        }
        // As exports write them: claim:04f9…, place:china.
        let class = || Ontology::embedded().classes.keys().find(|class| class.to_ascii_lowercase() == prefix);
        let folder = ["claim", "doc"].contains(&prefix).then(|| prefix.to_owned());
        if let Some(folder) = folder.or_else(|| Some(format!("id/{}", class()?))) {
            return NamedNode::new(format!("{base}{folder}/{name}")).ok();
        }
    }
    NamedNode::new(text).ok()
}

/// `"words"@en`, `"words"`, or words that the store has in some language.
fn literal(store: &Store, text: &str) -> Result<Term, ExplainError> {
    let (words, tag) = match text.strip_prefix('"').and_then(|t| t.rsplit_once('"')) {
        Some((words, rest)) => (words, rest.strip_prefix('@')),
        None => (text, None),
    };
    let tags = tag.map_or(vec!["en".to_owned(), "zh-hans".to_owned()], |tag| vec![tag.to_ascii_lowercase()]);
    for tag in &tags {
        let tagged = Literal::new_language_tagged_literal_unchecked(words, tag);
        let mut found = store.quads().quads_for_pattern(None, None, Some((&tagged).into()), None);
        if found.next().transpose().map_err(StoreError::from)?.is_some() {
            return Ok(tagged.into());
        }
    }
    Ok(Literal::from(words).into())
}

/// What a thing or claim is, and where it is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What was asked for, for people.
    pub heading: String,
    /// (what, value) pairs: types, names, roles, qualifiers, attribution, lexicon row.
    pub facts: Vec<(String, String)>,
    /// The places, by document and place. At most as many as were asked for.
    pub proofs: Vec<Proof>,
    /// How many places there are in all.
    pub total: usize,
}

/// One place in one document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proof {
    /// The document's id and title.
    pub document: String,
    pub title: Option<String>,
    /// The mention's or evidence's IRI.
    pub place: String,
    pub sentence: Sentence,
    /// What stands where.
    pub marks: Vec<Mark>,
    /// The rule that found it; `lexicon`, `value` or `alias` for a mention so found.
    pub rule: String,
    /// The claim, where the place is evidence for one: its IRI, for people.
    pub claim: Option<String>,
    /// Who is credited with it, where that is not the document's author.
    pub attributed_to: Option<String>,
}

/// A stretch of a document with what it is: `agent`, `trigger`, `mention`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Mark {
    /// Code points of the document.
    pub start: u32,
    pub end: u32,
    pub label: String,
}

/// Explains a target by at most `limit` places.
pub fn explain(store: &Store, target: &Target, limit: usize) -> Result<Explanation, ExplainError> {
    let work = Work { store };
    match target {
        Target::Node(node) => work.node(node, limit),
        Target::Triple(subject, predicate, object) => work.triple(subject, predicate, object, limit),
    }
}

/// Reads a store on behalf of one explanation.
struct Work<'s> {
    store: &'s Store,
}

impl Work<'_> {
    fn quads(
        &self,
        subject: Option<&NamedNode>,
        predicate: Option<&NamedNode>,
        object: Option<&Term>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Result<Vec<Quad>, StoreError> {
        let found = self.store.quads().quads_for_pattern(
            subject.map(Into::into),
            predicate.map(NamedNode::as_ref),
            object.map(Term::as_ref),
            graph,
        );
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn node(&self, node: &NamedNode, limit: usize) -> Result<Explanation, ExplainError> {
        let base = self.store.base();
        let mut explanation = Explanation { heading: self.name(node)?, ..Explanation::default() };
        let places = if base.is_claim(node.as_str()) {
            explanation.facts = self.claim_facts(node)?;
            self.evidence(node)?
        } else if base.is_thing(node.as_str()) {
            explanation.facts = self.thing_facts(node)?;
            self.mentions(node)?
        } else if char_range(node.as_str()).is_some() {
            BTreeSet::from([node.clone()])
        } else {
            explanation.facts = self.other_facts(node)?;
            BTreeSet::new()
        };
        self.prove(&mut explanation, places, limit)?;
        if explanation.facts.is_empty() && explanation.total == 0 {
            return Err(ExplainError::Unknown(node.to_string()));
        }
        Ok(explanation)
    }

    /// A name and a type follow from mentions; a claim's own triples from its evidence; a direct triple from the claims of the
    /// documents that yield it.
    fn triple(
        &self,
        subject: &NamedNode,
        predicate: &NamedNode,
        object: &Term,
        limit: usize,
    ) -> Result<Explanation, ExplainError> {
        let base = self.store.base();
        let shown = match object {
            Term::NamedNode(node) => self.name(node)?,
            other => other.to_string(),
        };
        let heading = format!("{} — {} — {shown}", self.name(subject)?, short_name(predicate.as_str(), base));
        let mut explanation = Explanation { heading, ..Explanation::default() };
        let known = self.quads(Some(subject), Some(predicate), Some(object), None)?;
        if known.is_empty() {
            return Err(ExplainError::Unknown(format!("{subject} {predicate} {object}")));
        }
        if known.iter().any(|quad| quad.graph_name == base.pack_graph().into()) {
            explanation.facts.push(("from".to_owned(), "the lexicon or ontology of the rule pack".to_owned()));
            explanation.facts.extend(self.row(subject)?);
        }
        if known.iter().any(|quad| quad.graph_name == base.links_graph().into()) {
            explanation.facts.push(("from".to_owned(), "a decision about a link".to_owned()));
            explanation
                .facts
                .extend(self.links(subject)?.into_iter().filter(|(_, told)| told.contains(&object.to_string())));
        }
        let documents: BTreeSet<String> = known
            .iter()
            .filter_map(|quad| match &quad.graph_name {
                GraphName::NamedNode(graph) if base.is_document_graph(graph.as_str()) => {
                    Some(graph.as_str().to_owned())
                }
                _ => None,
            })
            .collect();
        let places = if base.is_claim(subject.as_str()) {
            self.evidence(subject)?
        } else if *predicate == rdf::TYPE {
            self.mentions(subject)?
        } else if *predicate == rdfs::LABEL || *predicate == skos::ALT_LABEL {
            self.named(subject, object, &documents)?
        } else {
            self.claims_between(subject, object, &documents)?
        };
        self.prove(&mut explanation, places, limit)?;
        Ok(explanation)
    }

    /// The mentions of a thing; of one that only phrases speak of, the evidence for the claims in which they do.
    fn mentions(&self, thing: &NamedNode) -> Result<BTreeSet<NamedNode>, StoreError> {
        let refers = property::REFERS_TO.into_owned();
        let term = thing.clone().into();
        let mentions = self.quads(None, Some(&refers), Some(&term), None)?;
        if !mentions.is_empty() {
            return Ok(mentions.into_iter().filter_map(subject).collect());
        }
        let claims = self.quads(None, None, Some(&term), None)?.into_iter().filter_map(subject);
        let claims = claims.filter(|node| self.store.base().is_claim(node.as_str()));
        let evidence: Result<Vec<_>, _> = claims.map(|claim| self.evidence(&claim)).collect();
        Ok(evidence?.into_iter().flatten().collect())
    }

    /// The evidence for a claim.
    fn evidence(&self, claim: &NamedNode) -> Result<BTreeSet<NamedNode>, StoreError> {
        let supports = property::SUPPORTS.into_owned();
        Ok(self
            .quads(None, Some(&supports), Some(&claim.clone().into()), None)?
            .into_iter()
            .filter_map(subject)
            .collect())
    }

    /// The mentions in some documents whose words are a name; all mentions there where none has just these words, for the
    /// name is then the lexicon's.
    fn named(
        &self,
        thing: &NamedNode,
        name: &Term,
        documents: &BTreeSet<String>,
    ) -> Result<BTreeSet<NamedNode>, ExplainError> {
        let Term::Literal(name) = name else { return Ok(BTreeSet::new()) };
        let mut all = self.mentions(thing)?;
        all.retain(|place| documents.contains(&self.graph_of(place)));
        let mut sources = Sources::default();
        let mut exact = BTreeSet::new();
        for place in &all {
            let words = sources.of(self.store, place)?.and_then(|source| {
                let (start, end) = char_range(place.as_str())?;
                source.words(start, end).map(str::to_owned)
            });
            if words.is_some_and(|words| words.split_whitespace().eq(name.value().split_whitespace())) {
                exact.insert(place.clone());
            }
        }
        Ok(if exact.is_empty() { all } else { exact })
    }

    /// Evidence, in some documents, for actual claims of the author's own that have both terms in roles.
    fn claims_between(
        &self,
        subject_node: &NamedNode,
        object: &Term,
        documents: &BTreeSet<String>,
    ) -> Result<BTreeSet<NamedNode>, StoreError> {
        let pointing = |term: &Term| -> Result<BTreeSet<NamedNode>, StoreError> {
            let found = self.quads(None, None, Some(term), Some(GraphNameRef::DefaultGraph))?;
            Ok(found.into_iter().filter_map(subject).filter(|n| self.store.base().is_claim(n.as_str())).collect())
        };
        let both = &pointing(&subject_node.clone().into())? & &pointing(object)?;
        let mut places = BTreeSet::new();
        for claim in both {
            let about = self.quads(Some(&claim), None, None, Some(GraphNameRef::DefaultGraph))?;
            let plain = about.iter().all(|quad| {
                quad.predicate != property::NEGATED
                    && quad.predicate != property::ATTRIBUTED_TO
                    && (quad.predicate != property::MODALITY
                        || quad.object == Term::from(vocab::qualifier("modality", "actual")))
            });
            if plain {
                places.extend(self.evidence(&claim)?.into_iter().filter(|p| documents.contains(&self.graph_of(p))));
            }
        }
        Ok(places)
    }

    /// The graph of the document in which a place stands.
    fn graph_of(&self, place: &NamedNode) -> String {
        let base = self.store.base().as_str();
        let document = place.as_str().split("#char=").next().unwrap_or_default();
        format!("{base}graph/{}", document.strip_prefix(base).unwrap_or(document))
    }

    /// Reads the places and the sentences around them.
    fn prove(
        &self,
        explanation: &mut Explanation,
        places: BTreeSet<NamedNode>,
        limit: usize,
    ) -> Result<(), ExplainError> {
        let mut places: Vec<NamedNode> = places.into_iter().collect();
        places.sort_by_cached_key(|p| {
            let document = p.as_str().split("#char=").next().unwrap_or_default().to_owned();
            (document, char_range(p.as_str()), p.as_str().to_owned())
        });
        explanation.total = places.len();
        let mut sources = Sources::default();
        for place in places.iter().take(limit) {
            if let Some(source) = sources.of(self.store, place)?
                && let Some(proof) = self.proof(place, source)?
            {
                explanation.proofs.push(proof);
            }
        }
        Ok(())
    }

    fn proof(&self, place: &NamedNode, source: &Source) -> Result<Option<Proof>, StoreError> {
        let Some((start, end)) = char_range(place.as_str()) else { return Ok(None) };
        let about = self.quads(Some(place), None, None, None)?;
        let (mut rules, mut marks, mut claim) = (BTreeSet::new(), BTreeSet::new(), None);
        for quad in &about {
            match (quad.predicate.as_ref(), &quad.object) {
                (property::RULE, Term::Literal(rule)) => _ = rules.insert(rule.value().to_owned()),
                (property::SUPPORTS, Term::NamedNode(node)) => claim = Some(node.clone()),
                (property::SPANS, Term::Literal(spans)) => marks.extend(spans.value().split(' ').filter_map(mark)),
                (rdf::TYPE, Term::NamedNode(kind)) if *kind == class::MENTION => {
                    marks.insert(Mark { start, end, label: "mention".to_owned() });
                }
                _ => {}
            }
        }
        let mut attributed_to = None;
        if let Some(claim) = &claim {
            let by = property::ATTRIBUTED_TO.into_owned();
            let found = self.quads(Some(claim), Some(&by), None, Some(GraphNameRef::DefaultGraph))?;
            if let Some(Quad { object: Term::NamedNode(node), .. }) = found.first() {
                attributed_to = Some(self.name(node)?);
            }
        }
        // The attribution may stand outside the claim's own stretch.
        let from = marks.iter().map(|m| m.start).min().unwrap_or(start).min(start);
        let to = marks.iter().map(|m| m.end).max().unwrap_or(end).max(end);
        let sentence = if source.has_text() {
            source.sentence(from, to)
        } else {
            marks.clear();
            let text = format!("(characters {from} to {to}; the text was left out of the store)");
            Sentence { start: from, text }
        };
        Ok(Some(Proof {
            document: source.id.clone(),
            title: source.title.clone(),
            place: place.as_str().to_owned(),
            sentence,
            marks: marks.into_iter().collect(),
            rule: rules.into_iter().collect::<Vec<_>>().join(", "),
            claim: claim.map(|node| short_name(node.as_str(), self.store.base())),
            attributed_to,
        }))
    }
}

fn subject(quad: Quad) -> Option<NamedNode> {
    match quad.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

/// `agent=0,7` as a mark.
fn mark(text: &str) -> Option<Mark> {
    let (label, range) = text.split_once('=')?;
    let (start, end) = range.split_once(',')?;
    Some(Mark { start: start.parse().ok()?, end: end.parse().ok()?, label: label.to_owned() })
}

/// Documents that were read for one explanation; each text is unpacked once.
#[derive(Default)]
struct Sources(BTreeMap<String, Option<Source>>);

impl Sources {
    fn of(&mut self, store: &Store, place: &NamedNode) -> Result<Option<&Source>, StoreError> {
        let document = place.as_str().split("#char=").next().unwrap_or_default().to_owned();
        if !self.0.contains_key(&document) {
            let source = Source::read(store, &NamedNode::new_unchecked(document.clone()))?;
            self.0.insert(document.clone(), source);
        }
        Ok(self.0.get(&document).and_then(Option::as_ref))
    }
}
