//! Decisions about links, as the graph of links holds them.
//!
//! Comes in and goes out: a [`Link`]: a thing, what it could be, what was decided and why. As RDF it is a mapping of SSSOM,
//! which is an `owl:Axiom` about the triple it justifies; where the link stands, that triple is there too:
//!
//! ```turtle
//! institution:x-1f… skos:exactMatch <http://www.wikidata.org/entity/Q1> .
//!
//! <…/link/8c…> a owl:Axiom ; cy:decision cy:decision-linked ;
//!   owl:annotatedSource institution:x-1f… ; owl:annotatedProperty skos:exactMatch ;
//!   owl:annotatedTarget <http://www.wikidata.org/entity/Q1> ;
//!   sssom:confidence 0.973 ; sssom:mapping_justification <https://w3id.org/semapv/vocab/LexicalMatching> ;
//!   sssom:match_string "rivermouth council" ; sssom:object_label "Rivermouth Council" ;
//!   sssom:object_source <…/index/wikidata> ; sssom:object_source_version "1f0a…" .
//! ```
//!
//! That nothing was found has `sssom:NoTermFound` as its target, and the score of that.

use crate::graph::Base;
use crate::store::{Store, StoreError};
use crate::vocab::{dcterms, owl, property, qualifier, rdf, semapv, skos, sssom, xsd};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::BTreeMap;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// By the program: the link stands.
    Linked,
    /// By the program: people have to decide.
    Candidate,
    /// By the program: the index has no such thing.
    None,
    /// By a person: the link stands, or, without a target, there is none.
    Accepted,
    /// By a person: it is not so.
    Rejected,
}

impl Decision {
    const ALL: [Decision; 5] =
        [Decision::Linked, Decision::Candidate, Decision::None, Decision::Accepted, Decision::Rejected];

    /// As the ontology notes it.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Linked => "linked",
            Decision::Candidate => "candidate",
            Decision::None => "none",
            Decision::Accepted => "accepted",
            Decision::Rejected => "rejected",
        }
    }

    /// Whether a person decided.
    pub fn is_human(self) -> bool {
        matches!(self, Decision::Accepted | Decision::Rejected)
    }

    /// Whether the link stands.
    pub fn stands(self) -> bool {
        matches!(self, Decision::Linked | Decision::Accepted)
    }
}

/// How a thing and its target are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    Exact,
    Close,
    Broad,
    Narrow,
    Related,
}

impl Relation {
    const ALL: [(Relation, NamedNodeRef<'static>); 5] = [
        (Relation::Exact, skos::EXACT_MATCH),
        (Relation::Close, skos::CLOSE_MATCH),
        (Relation::Broad, skos::BROAD_MATCH),
        (Relation::Narrow, skos::NARROW_MATCH),
        (Relation::Related, skos::RELATED_MATCH),
    ];

    /// The property that says so.
    pub fn property(self) -> NamedNodeRef<'static> {
        Relation::ALL.iter().find(|(relation, _)| *relation == self).map_or(skos::EXACT_MATCH, |(_, p)| *p)
    }

    /// What a property says; `owl:sameAs` is an exact match.
    pub fn of(property: &str) -> Option<Relation> {
        if property == owl::SAME_AS.as_str() {
            return Some(Relation::Exact);
        }
        Relation::ALL.iter().find(|(_, p)| p.as_str() == property).map(|(relation, _)| *relation)
    }
}

/// How it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// By equal names.
    Lexical,
    /// By names that are nearly equal.
    Similar,
    /// By a person.
    Manual,
}

impl Method {
    const ALL: [(Method, NamedNodeRef<'static>); 3] = [
        (Method::Lexical, semapv::LEXICAL_MATCHING),
        (Method::Similar, semapv::LEXICAL_SIMILARITY),
        (Method::Manual, semapv::MANUAL_CURATION),
    ];

    /// The justification of SEMAPV.
    pub fn iri(self) -> NamedNodeRef<'static> {
        Method::ALL.iter().find(|(method, _)| *method == self).map_or(semapv::LEXICAL_MATCHING, |(_, iri)| *iri)
    }

    pub fn of(iri: &str) -> Option<Method> {
        Method::ALL.iter().find(|(_, known)| known.as_str() == iri).map(|(method, _)| *method)
    }
}

/// A decision about a thing and what it could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub thing: NamedNode,
    /// `None`: that it is nothing in the index.
    pub target: Option<NamedNode>,
    pub decision: Decision,
    pub relation: Relation,
    pub method: Method,
    /// 0 to 1, three places; a person gives none.
    pub score: Option<f64>,
    /// The label of the target, for people.
    pub label: String,
    /// The key by which it was found.
    pub matched: String,
    /// Name and version of the index.
    pub index: String,
    pub version: String,
}

impl Link {
    /// Its IRI: one decision a thing, target and index.
    pub fn iri(&self, base: &Base) -> NamedNode {
        let target = self.target.as_ref().map_or(sssom::NO_TERM_FOUND.as_str(), NamedNode::as_str);
        base.link(self.thing.as_str(), target, &self.index)
    }

    /// Its quads.
    pub fn quads(&self, base: &Base) -> Vec<Quad> {
        let graph = GraphName::from(base.links_graph());
        let node = self.iri(base);
        let target = self.target.clone().unwrap_or_else(|| sssom::NO_TERM_FOUND.into_owned());
        let mut quads = Vec::new();
        if self.decision.stands() && self.target.is_some() {
            quads.push(Quad::new(self.thing.clone(), self.relation.property(), target.clone(), graph.clone()));
        }
        let mut say = |predicate: NamedNodeRef<'_>, object: Term| {
            quads.push(Quad::new(node.clone(), predicate, object, graph.clone()));
        };
        say(rdf::TYPE, owl::AXIOM.into());
        say(property::DECISION, qualifier("decision", self.decision.name()).into());
        say(owl::ANNOTATED_SOURCE, self.thing.clone().into());
        say(owl::ANNOTATED_PROPERTY, self.relation.property().into());
        say(owl::ANNOTATED_TARGET, target.into());
        say(sssom::MAPPING_JUSTIFICATION, self.method.iri().into());
        if let Some(score) = self.score {
            say(sssom::CONFIDENCE, Literal::new_typed_literal(format!("{score:.3}"), xsd::DOUBLE).into());
        }
        if self.decision == Decision::Rejected {
            say(sssom::PREDICATE_MODIFIER, sssom::NEGATED_PREDICATE.into());
        }
        say(sssom::OBJECT_SOURCE, base.index(&self.index).into());
        let texts = [
            (sssom::OBJECT_LABEL, &self.label),
            (sssom::MATCH_STRING, &self.matched),
            (sssom::OBJECT_SOURCE_VERSION, &self.version),
        ];
        for (predicate, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            say(predicate, Literal::from(text.as_str()).into());
        }
        // The name of the index; its IRI has it encoded.
        let index = base.index(&self.index);
        quads.push(Quad::new(index, dcterms::TITLE, Literal::from(self.index.as_str()), graph));
        quads
    }
}

/// All decisions of a store, by their IRIs.
pub fn links(store: &Store) -> Result<BTreeMap<NamedNode, Link>, StoreError> {
    let graph = store.base().links_graph();
    let mut about: BTreeMap<NamedNode, BTreeMap<NamedNode, Term>> = BTreeMap::new();
    for quad in store.quads().quads_for_pattern(None, None, None, Some((&graph).into())) {
        let quad = quad?;
        if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
            about.entry(subject).or_default().insert(quad.predicate, quad.object);
        }
    }
    let text = |of: &BTreeMap<NamedNode, Term>, predicate: NamedNodeRef<'_>| {
        of.get(&predicate.into_owned()).map(|term| match term {
            Term::NamedNode(node) => node.as_str().to_owned(),
            Term::Literal(literal) => literal.value().to_owned(),
            Term::BlankNode(node) => node.as_str().to_owned(),
        })
    };
    let read = |of: &BTreeMap<NamedNode, Term>| -> Option<Link> {
        let decided = text(of, property::DECISION)?;
        let index = text(of, sssom::OBJECT_SOURCE).and_then(|iri| {
            let index = about.get(&NamedNode::new(iri).ok()?)?;
            text(index, dcterms::TITLE)
        });
        let target = NamedNode::new(text(of, owl::ANNOTATED_TARGET)?).ok()?;
        Some(Link {
            thing: NamedNode::new(text(of, owl::ANNOTATED_SOURCE)?).ok()?,
            target: (target != sssom::NO_TERM_FOUND).then_some(target),
            decision: Decision::ALL.into_iter().find(|d| qualifier("decision", d.name()).as_str() == decided)?,
            relation: Relation::of(&text(of, owl::ANNOTATED_PROPERTY)?)?,
            method: Method::of(&text(of, sssom::MAPPING_JUSTIFICATION)?)?,
            score: text(of, sssom::CONFIDENCE).and_then(|score| score.parse().ok()),
            label: text(of, sssom::OBJECT_LABEL).unwrap_or_default(),
            matched: text(of, sssom::MATCH_STRING).unwrap_or_default(),
            index: index.unwrap_or_default(),
            version: text(of, sssom::OBJECT_SOURCE_VERSION).unwrap_or_default(),
        })
    };
    Ok(about.iter().filter_map(|(node, of)| Some((node.clone(), read(of)?))).collect())
}

/// Makes the graph of links hold `new` in place of `old`, all or nothing. Returns whether that changed anything.
pub fn replace<'l>(
    store: &Store,
    old: impl IntoIterator<Item = &'l Link>,
    new: impl IntoIterator<Item = &'l Link>,
) -> Result<bool, StoreError> {
    let base = store.base();
    let quads =
        |links: &mut dyn Iterator<Item = &'l Link>| -> Vec<Quad> { links.flat_map(|l| l.quads(base)).collect() };
    let (old, new) = (quads(&mut old.into_iter()), quads(&mut new.into_iter()));
    let coming: rustc_hash::FxHashSet<&Quad> = new.iter().collect();
    let standing: rustc_hash::FxHashSet<&Quad> = old.iter().collect();
    let mut work = store.quads().start_transaction()?;
    let mut changed = false;
    // The name of an index stays: other links have it too.
    for quad in old.iter().filter(|q| !coming.contains(q) && q.predicate != dcterms::TITLE) {
        work.remove(quad);
        changed = true;
    }
    for quad in new.iter().filter(|q| !standing.contains(q)) {
        work.insert(quad);
        changed = true;
    }
    work.commit()?;
    store.flush()?;
    Ok(changed)
}
