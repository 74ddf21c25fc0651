//! The things of a store, as far as it matters for linking them.
//!
//! Comes in: a store. Goes out: its things with their names, classes, countries, years and identifiers, and which documents
//! name them: what a name alone does not tell, the company it keeps may. Phrases are no things, and what only one document
//! calls so ("the Committee") has no name that another graph could have.

use super::gather::{Kinds, Tongue, country, token};
use crate::document::Lang;
use crate::graph::{Base, is_identifier};
use crate::lexicon::name::normalised;
use crate::store::{Store, StoreError};
use crate::vocab::{dcterms, local, property, rdf, rdfs, skos};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// A name of a thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub tongue: Tongue,
    /// Whether it is the one by which the thing is shown.
    pub label: bool,
    pub text: String,
}

/// A thing that documents mention.
#[derive(Debug, Clone)]
pub struct Thing {
    pub iri: NamedNode,
    pub kinds: Kinds,
    /// Sorted: by language, the label first.
    pub names: Vec<Name>,
    /// Whether it has a lexicon row.
    pub known: bool,
    /// Countries it lies in or belongs to, as [`country`] and under each identifier.
    pub countries: Vec<u64>,
    pub begin: Option<i16>,
    pub end: Option<i16>,
    /// IRIs under which other graphs have it.
    pub identifiers: Vec<String>,
    /// Into [`World::documents`].
    pub documents: Vec<u32>,
}

/// A document, as company of the things it names.
#[derive(Debug, Clone, Default)]
pub struct Company {
    /// The year of its date.
    pub year: Option<i16>,
    /// Countries and things that it names, as [`token`]s, sorted; its publisher's country too.
    pub tokens: Vec<u64>,
}

/// All things of a store, by IRI, with their documents.
#[derive(Debug, Default)]
pub struct World {
    pub things: Vec<Thing>,
    pub documents: Vec<Company>,
    /// Every country that the lexicon has, under each of its identifiers, sorted.
    pub countries: Vec<u64>,
}

impl World {
    /// Reads a store.
    pub fn read(store: &Store) -> Result<World, StoreError> {
        let mut reader = Reader { store, things: BTreeMap::new(), countries: BTreeMap::new() };
        reader.types()?;
        reader.countries()?;
        reader.names()?;
        reader.rows()?;
        reader.finish()
    }

    /// The company of a thing: what the documents that name it name besides. Of a thing that stands everywhere, the first
    /// documents have to do.
    pub fn company<'w>(&'w self, thing: &'w Thing) -> impl Iterator<Item = &'w Company> {
        const ENOUGH: usize = 64;
        thing.documents.iter().take(ENOUGH).filter_map(|d| self.documents.get(*d as usize))
    }
}

/// A thing in the making.
#[derive(Default)]
struct Draft {
    kinds: Kinds,
    names: Vec<Name>,
    facts: Vec<(String, String)>,
    part_of: Vec<String>,
    identifiers: Vec<String>,
}

struct Reader<'s> {
    store: &'s Store,
    things: BTreeMap<String, Draft>,
    /// Code -> the country, under each of its identifiers.
    countries: BTreeMap<String, Vec<u64>>,
}

impl Reader<'_> {
    fn each(
        &self,
        predicate: Option<NamedNodeRef<'_>>,
        graph: Option<&GraphName>,
        mut take: impl FnMut(Quad),
    ) -> Result<(), StoreError> {
        let graph = graph.map(GraphName::as_ref);
        for quad in self.store.quads().quads_for_pattern(None, predicate, None, graph) {
            take(quad?);
        }
        Ok(())
    }

    /// The things, with their classes.
    fn types(&mut self) -> Result<(), StoreError> {
        let base = self.store.base();
        let mut things: BTreeMap<String, Draft> = BTreeMap::new();
        self.each(Some(rdf::TYPE), Some(&GraphName::DefaultGraph), |quad| {
            let Some(iri) = thing(base, &quad) else { return };
            if let Term::NamedNode(class) = &quad.object
                && let Some(kinds) = local(class.as_str()).and_then(Kinds::named)
            {
                let draft = things.entry(iri.to_owned()).or_default();
                draft.kinds = draft.kinds.with(kinds);
            }
        })?;
        self.things = things;
        Ok(())
    }

    /// The countries of the lexicon, whether documents name them or not: label sets say of a thing in which it lies, by the
    /// code or by any identifier.
    fn countries(&mut self) -> Result<(), StoreError> {
        let pack = GraphName::from(self.store.base().pack_graph());
        let mut coded = Vec::new();
        self.each(Some(property::ISO3166_COUNTRY), Some(&pack), |quad| coded.push(quad))?;
        for quad in coded {
            let (Term::Literal(code), NamedOrBlankNode::NamedNode(place)) = (quad.object, quad.subject) else {
                continue;
            };
            let mut tokens = vec![country(code.value())];
            for about in self.store.quads().quads_for_pattern(Some((&place).into()), None, None, Some(pack.as_ref())) {
                let about = about?;
                if let (Term::NamedNode(other), true) = (&about.object, is_identifier(about.predicate.as_ref())) {
                    tokens.push(token(other.as_str()));
                }
            }
            self.countries.insert(code.value().to_owned(), tokens);
        }
        Ok(())
    }

    /// What the documents call them.
    fn names(&mut self) -> Result<(), StoreError> {
        for (predicate, label) in [(rdfs::LABEL, true), (skos::ALT_LABEL, false)] {
            let mut found = Vec::new();
            self.each(Some(predicate), Some(&GraphName::DefaultGraph), |quad| found.push(quad))?;
            for quad in found {
                self.name(&quad, label);
            }
        }
        Ok(())
    }

    fn name(&mut self, quad: &Quad, label: bool) {
        if let (Some(iri), Term::Literal(name)) = (thing(self.store.base(), quad), &quad.object)
            && let Some(draft) = self.things.get_mut(iri)
        {
            let tongue = Tongue::of(name.language(), name.value());
            draft.names.push(Name { tongue, label, text: name.value().to_owned() });
        }
    }

    /// What the lexicon says of them, and which identifiers it gives.
    fn rows(&mut self) -> Result<(), StoreError> {
        let pack = GraphName::from(self.store.base().pack_graph());
        let mut quads = Vec::new();
        self.each(None, Some(&pack), |quad| {
            if thing(self.store.base(), &quad).is_some_and(|iri| self.things.contains_key(iri)) {
                quads.push(quad);
            }
        })?;
        for quad in quads {
            match quad.predicate.as_ref() {
                rdfs::LABEL => self.name(&quad, true),
                skos::ALT_LABEL => self.name(&quad, false),
                predicate => {
                    let Some(draft) = thing(self.store.base(), &quad).and_then(|iri| self.things.get_mut(iri)) else {
                        continue;
                    };
                    match (&quad.object, predicate) {
                        (Term::Literal(fact), property::FACT) => {
                            let pair = fact.value().split_once('=');
                            draft.facts.extend(pair.map(|(k, v)| (k.to_owned(), v.to_owned())));
                        }
                        (Term::Literal(code), property::ISO3166_COUNTRY) => {
                            draft.facts.push(("country".to_owned(), code.value().to_owned()));
                        }
                        (Term::NamedNode(whole), property::PART_OF) => draft.part_of.push(whole.as_str().to_owned()),
                        (Term::NamedNode(other), other_graph) if is_identifier(other_graph) => {
                            draft.identifiers.push(other.as_str().to_owned());
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    /// The documents, and all of it together.
    fn finish(self) -> Result<World, StoreError> {
        let number: FxHashMap<&str, u32> = self.things.keys().map(String::as_str).zip(0..).collect();
        let (documents, named) = self.documents(&number)?;
        let mut countries: Vec<u64> = self.countries.values().flatten().copied().collect();
        countries.sort_unstable();
        let mut world = World { things: Vec::with_capacity(self.things.len()), documents, countries };
        for ((iri, draft), documents) in self.things.iter().zip(named) {
            let mut thing = Thing {
                iri: NamedNode::new_unchecked(iri.clone()),
                kinds: draft.kinds,
                names: draft.names.clone(),
                known: !is_unknown(iri),
                countries: self.countries_of(iri),
                begin: year(&draft.facts, "begin"),
                end: year(&draft.facts, "end"),
                identifiers: draft.identifiers.clone(),
                documents,
            };
            thing.names.sort_by(|a, b| (a.tongue, !a.label, &a.text).cmp(&(b.tongue, !b.label, &b.text)));
            thing.names.dedup_by(|b, a| a.tongue == b.tongue && a.text == b.text);
            thing.identifiers.sort();
            world.things.push(thing);
        }
        // A document keeps company with what it names: under every identifier, and with its country.
        let mut tokens: Vec<FxHashSet<u64>> = vec![FxHashSet::default(); world.documents.len()];
        for thing in &world.things {
            for document in &thing.documents {
                if let Some(tokens) = tokens.get_mut(*document as usize) {
                    tokens.extend(thing.identifiers.iter().map(|iri| token(iri)));
                    tokens.extend(&thing.countries);
                }
            }
        }
        for (document, tokens) in world.documents.iter_mut().zip(tokens) {
            document.tokens.extend(tokens);
            document.tokens.sort_unstable();
            document.tokens.dedup();
        }
        Ok(world)
    }

    /// The country of a thing: its row's, or that of what it is part of.
    fn countries_of(&self, iri: &str) -> Vec<u64> {
        let (mut open, mut seen, mut found) = (vec![iri], FxHashSet::default(), Vec::new());
        while let Some(iri) = open.pop() {
            let Some(draft) = self.things.get(iri).filter(|_| seen.insert(iri)) else { continue };
            for (_, code) in draft.facts.iter().filter(|(key, _)| key == "country") {
                found.push(country(code));
                found.extend(self.countries.get(code).into_iter().flatten());
            }
            if found.is_empty() {
                open.extend(draft.part_of.iter().map(String::as_str));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The documents by IRI of their graph, and for each thing those that name it.
    fn documents(&self, number: &FxHashMap<&str, u32>) -> Result<(Vec<Company>, Vec<Vec<u32>>), StoreError> {
        let mut graphs: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        self.each(Some(property::REFERS_TO), None, |quad| {
            if let (GraphName::NamedNode(graph), Term::NamedNode(thing)) = (&quad.graph_name, &quad.object)
                && let Some(thing) = number.get(thing.as_str())
            {
                match graphs.get_mut(graph.as_str()) {
                    Some(things) => things.push(*thing),
                    None => _ = graphs.insert(graph.as_str().to_owned(), vec![*thing]),
                }
            }
        })?;
        let mut named = vec![Vec::new(); self.things.len()];
        let mut documents = Vec::with_capacity(graphs.len());
        for ((graph, mut things), document) in graphs.into_iter().zip(0u32..) {
            things.sort_unstable();
            things.dedup();
            for thing in things {
                named[thing as usize].push(document);
            }
            documents.push(self.company(&graph)?);
        }
        Ok((documents, named))
    }

    fn company(&self, graph: &str) -> Result<Company, StoreError> {
        let graph = NamedNode::new_unchecked(graph);
        let value = |predicate: NamedNodeRef<'_>| -> Result<Option<String>, StoreError> {
            let found = self.store.quads().quads_for_pattern(None, Some(predicate), None, Some((&graph).into())).next();
            Ok(found.transpose()?.and_then(|quad| match quad.object {
                Term::Literal(literal) => Some(literal.value().to_owned()),
                _ => None,
            }))
        };
        let year = value(dcterms::ISSUED)?.and_then(|date| date.get(..4)?.parse().ok());
        Ok(Company { year, tokens: value(property::COUNTRY)?.map(|code| country(&code)).into_iter().collect() })
    }
}

/// The thing that a quad is about; `None` for claims, phrases and things that only one document calls so.
fn thing<'q>(base: &Base, quad: &'q Quad) -> Option<&'q str> {
    let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return None };
    let iri = subject.as_str();
    (base.is_thing(iri) && !last_part(iri).starts_with("p-")).then_some(iri)
}

fn last_part(iri: &str) -> &str {
    iri.rsplit('/').next().unwrap_or_default()
}

/// Whether no lexicon row has it.
fn is_unknown(iri: &str) -> bool {
    last_part(iri)
        .strip_prefix("x-")
        .is_some_and(|hash| hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

impl Thing {
    /// Whether one of its names is a full proper name: then the hash in its IRI is that of the class and the name alone.
    pub fn is_everywhere(&self, base: &Base) -> bool {
        if self.known {
            return true;
        }
        let iri = self.iri.as_str();
        let class = iri.rsplit('/').nth(1).unwrap_or_default();
        let lang = |tongue| if tongue == Tongue::Chinese { Lang::Zh } else { Lang::En };
        let mut names = self.names.iter().map(|name| normalised(&name.text, lang(name.tongue)));
        names.any(|name| base.unknown(class, "", &name).as_str() == iri)
    }
}

/// The year of a fact.
fn year(facts: &[(String, String)], wanted: &str) -> Option<i16> {
    facts.iter().find(|(key, _)| key == wanted).and_then(|(_, date)| date.get(..4)?.parse().ok())
}

/// The ids of the documents that name a thing, sorted.
pub fn documents_naming(store: &Store, thing: &NamedNode) -> Result<Vec<String>, StoreError> {
    let mut graphs = std::collections::BTreeSet::new();
    for quad in store.quads().quads_for_pattern(None, Some(property::REFERS_TO), Some(thing.into()), None) {
        if let GraphName::NamedNode(graph) = quad?.graph_name {
            graphs.insert(graph);
        }
    }
    let id = |graph: &NamedNode| {
        let found = store.quads().quads_for_pattern(None, Some(dcterms::IDENTIFIER), None, Some(graph.into())).next();
        Ok(found.transpose()?.and_then(|quad| match quad.object {
            Term::Literal(id) => Some(id.value().to_owned()),
            _ => None,
        }))
    };
    let mut ids = graphs.iter().filter_map(|graph| id(graph).transpose()).collect::<Result<Vec<_>, StoreError>>()?;
    ids.sort();
    Ok(ids)
}
