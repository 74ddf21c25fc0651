//! The rule pack as a graph: the ontology and the lexicon, so that a store explains itself.
//!
//! Comes in: an [`Ontology`], the lexicon's rows and the pack's hash. Goes out: triples for `{base}graph/pack`, which the
//! store replaces when the pack changes. The default graph has only what documents yield; a thing's other names,
//! identifiers and facts are looked up here.

use super::iri::Base;
use super::{collapse, words};
use crate::document::Lang;
use crate::lexicon::Row;
use crate::ontology::{Ontology, PropertyKind};
use crate::vocab::{self, dcterms, property, rdf, rdfs, skos};
use oxigraph::model::{Literal, NamedNode, Triple};
use rustc_hash::FxHashMap;

/// The triples of `{base}graph/pack`.
#[derive(Debug, Clone)]
pub struct PackGraph {
    /// `{base}graph/pack`.
    pub name: NamedNode,
    /// SHA-256 of the pack.
    pub hash: String,
    pub triples: Vec<Triple>,
}

/// Writes ontology and lexicon as triples. `hash` is the pack's, by which the store tells whether it has it already.
pub fn pack<'r>(
    base: &Base,
    ontology: &Ontology,
    rows: impl IntoIterator<Item = &'r Row, IntoIter: Clone>,
    hash: &str,
) -> PackGraph {
    let rows = rows.into_iter();
    let things: FxHashMap<&str, NamedNode> =
        rows.clone().map(|row| (row.key.as_str(), base.known(&row.class, &row.key))).collect();
    let mut triples = ontology.triples.clone();
    triples.push(Triple::new(base.pack_graph(), property::PACK_HASH, Literal::from(hash)));
    for row in rows {
        describe(base, ontology, row, &things, &mut triples);
    }
    PackGraph { name: base.pack_graph(), hash: hash.to_owned(), triples }
}

/// One row: types, names, identifiers, facts, and where it is from.
fn describe(
    base: &Base,
    ontology: &Ontology,
    row: &Row,
    things: &FxHashMap<&str, NamedNode>,
    triples: &mut Vec<Triple>,
) {
    let thing = &base.known(&row.class, &row.key);
    let mut say = |predicate: NamedNode, object: oxigraph::model::Term| {
        triples.push(Triple::new(thing.clone(), predicate, object));
    };
    for name in ontology.types(&row.class) {
        say(rdf::TYPE.into_owned(), vocab::own(name).into());
    }
    for (lang, names) in [(Lang::En, &row.en), (Lang::Zh, &row.zh)] {
        for (i, name) in names.iter().enumerate() {
            let predicate = if i == 0 { rdfs::LABEL } else { skos::ALT_LABEL };
            say(predicate.into_owned(), words(&collapse(name), lang).into());
        }
    }
    for (scheme, value) in &row.ids {
        let (predicate, object) = super::identifier(ontology, &row.class, scheme, value);
        say(predicate, object);
    }
    for (key, value) in &row.facts {
        if key == "replaces" {
            let former = value.strip_prefix("id/").map(|_| format!("{}{value}", base.as_str()));
            if let Ok(former) = NamedNode::new(former.unwrap_or_else(|| value.clone())) {
                say(dcterms::REPLACES.into_owned(), former.into());
                continue;
            }
        }
        let fits = |name: &str, target: &NamedNode| {
            let class = target.as_str().strip_prefix(base.as_str()).and_then(|path| path.split('/').nth(1));
            ontology.may_have(name, &row.class) && class.is_some_and(|class| ontology.may_lead_to(name, class))
        };
        match (object_property(ontology, key), things.get(value.as_str())) {
            (Some(name), Some(target)) if fits(&name, target) => say(vocab::own(&name), target.clone().into()),
            _ => say(property::FACT.into_owned(), Literal::from(format!("{key}={value}")).into()),
        }
    }
    say(property::SOURCE.into_owned(), Literal::from(row.source.as_str()).into());
}

/// The property that a fact's key names, written with capitals in place of hyphens: `part-of` is `cy:partOf`.
fn object_property(ontology: &Ontology, key: &str) -> Option<String> {
    let mut name = String::with_capacity(key.len());
    for (i, part) in key.split('-').enumerate() {
        let mut letters = part.chars();
        if i > 0 {
            name.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        }
        name.push_str(letters.as_str());
    }
    ontology.properties.get(&name).is_some_and(|p| p.kind == PropertyKind::Object).then_some(name)
}
