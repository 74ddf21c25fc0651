//! The ontology and the constants agree, every term is explained in both languages, and no foreign term is made up.

use chancery::graph::unit_iri;
use chancery::ontology::{EMBEDDED, Ontology};
use chancery::value::ValueKind;
use chancery::vocab::{self, CY, SHAPES, class, owl, property, rdf, rdfs};
use oxigraph::model::{NamedNodeRef, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Predicate to objects of every term of ours.
fn terms() -> BTreeMap<String, BTreeMap<String, Vec<Term>>> {
    let mut terms: BTreeMap<String, BTreeMap<String, Vec<Term>>> = BTreeMap::new();
    for triple in &Ontology::parse(EMBEDDED).unwrap().triples {
        let subject = triple.subject.to_string();
        if let Some(local) = subject.strip_prefix(&format!("<{CY}")) {
            let local = local.trim_end_matches('>').to_owned();
            let about = terms.entry(local).or_default();
            about.entry(triple.predicate.as_str().to_owned()).or_default().push(triple.object.clone());
        }
    }
    terms
}

fn typed(about: &BTreeMap<String, Vec<Term>>, class: NamedNodeRef<'_>) -> bool {
    about.get(rdf::TYPE.as_str()).is_some_and(|types| types.contains(&class.into()))
}

#[test]
fn constants_and_ontology_agree_both_ways() {
    let local = |all: &[NamedNodeRef<'_>]| -> BTreeSet<String> {
        all.iter().filter_map(|n| vocab::local(n.as_str())).map(str::to_owned).collect()
    };
    let terms = terms();
    let classes: BTreeSet<String> =
        terms.iter().filter(|(_, about)| typed(about, owl::CLASS)).map(|(name, _)| name.clone()).collect();
    assert_eq!(classes, local(class::ALL));
    let kinds = [owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY, owl::ANNOTATION_PROPERTY];
    let properties: BTreeSet<String> = terms
        .iter()
        .filter(|(_, about)| kinds.iter().any(|kind| typed(about, *kind)))
        .map(|(name, _)| name.clone())
        .collect();
    assert_eq!(properties, local(property::ALL));
}

#[test]
fn every_term_is_explained_in_both_languages() {
    for (name, about) in terms() {
        for predicate in [rdfs::LABEL, rdfs::COMMENT] {
            let tags: BTreeSet<&str> = about
                .get(predicate.as_str())
                .into_iter()
                .flatten()
                .filter_map(|term| match term {
                    Term::Literal(literal) => literal.language(),
                    _ => None,
                })
                .collect();
            assert_eq!(tags, BTreeSet::from(["en", "zh-hans"]), "cy:{name} {predicate}");
        }
        let is_property = [owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY, owl::ANNOTATION_PROPERTY]
            .iter()
            .any(|kind| typed(&about, *kind));
        if is_property {
            for predicate in [rdfs::DOMAIN, rdfs::RANGE] {
                assert_eq!(about.get(predicate.as_str()).map(Vec::len), Some(1), "cy:{name} {predicate}");
            }
        }
    }
}

#[test]
fn what_the_ontology_names_of_itself_is_there() {
    let terms = terms();
    for (name, about) in &terms {
        for object in about.values().flatten() {
            if let Term::NamedNode(node) = object
                && let Some(local) = vocab::local(node.as_str())
            {
                assert!(terms.contains_key(local), "cy:{name} names cy:{local}");
            }
        }
    }
}

#[test]
fn every_claim_role_can_be_filled_by_a_phrase() {
    let ontology = Ontology::embedded();
    for (name, property) in &ontology.properties {
        let claim = |iri: &str| vocab::local(iri).is_some_and(|class| ontology.is_a(class, "Claim"));
        let thing = |iri: &str| vocab::local(iri).is_some_and(|class| ontology.is_a(class, "Entity"));
        let is_role = property.domain.as_deref().is_some_and(claim) && property.range.as_deref().is_some_and(thing);
        if let Some(class) = &property.phrase_class {
            let range = property.range.as_deref().and_then(vocab::local).unwrap();
            assert!(ontology.is_a(class, range), "cy:{name}: a phrase of class {class} does not fit {range}");
        } else {
            assert!(!is_role || name == "timeAnchor", "cy:{name} has no class for phrases");
        }
    }
}

/// The lists of published terms, which are no part of the repository.
fn published() -> Option<BTreeSet<String>> {
    let folder = PathBuf::from(std::env::var("CHANCERY_VOCAB").unwrap_or_else(|_| "/work/shared/vocab".to_owned()));
    let Ok(text) = std::fs::read_to_string(folder.join("terms.tsv")) else {
        println!("skipped: no list of published terms in {} (set CHANCERY_VOCAB)", folder.display());
        return None;
    };
    let live = |line: &&str| line.split('\t').nth(7) != Some("yes");
    Some(text.lines().filter(live).filter_map(|line| line.split('\t').nth(1)).map(str::to_owned).collect())
}

#[test]
fn foreign_terms_exist() {
    let Some(published) = published() else { return };
    for term in vocab::FOREIGN.iter().copied().flatten() {
        assert!(published.contains(term.as_str()), "{term} is not a published term, or deprecated");
    }
    let allowed = ["https://w3id.org/chancery/", "https://creativecommons.org/licenses/"];
    for triple in &Ontology::embedded().triples {
        let mut nodes = vec![triple.predicate.as_str()];
        match &triple.object {
            Term::NamedNode(node) => nodes.push(node.as_str()),
            Term::Literal(literal) => nodes.push(literal.datatype().as_str()),
            Term::BlankNode(_) => {}
        }
        for node in nodes {
            let ours = allowed.iter().any(|prefix| node.starts_with(prefix));
            assert!(ours || published.contains(node), "{node} is not a published term, or deprecated");
        }
    }
    for file in [include_str!("../../data/link/predicates.tsv"), include_str!("../../data/link/classes.tsv")] {
        let iris = file.lines().flat_map(|line| line.split('\t')).filter(|field| field.starts_with("http"));
        for iri in iris.filter(|iri| !iri.starts_with("http://www.wikidata.org/")) {
            assert!(published.contains(iri), "{iri} is not a published term, or deprecated");
        }
    }
    for (name, namespace) in vocab::PREFIXES {
        let known = published.iter().any(|iri| iri.starts_with(namespace));
        assert!(known || [CY, SHAPES].contains(namespace), "{name}: {namespace}");
    }
}

/// Each unit that the value layer can read is QUDT's or one of ours.
#[test]
fn units_of_the_data_exist() {
    let published = published();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/values");
    for (file, kind) in [("units.tsv", ValueKind::Dimension), ("currencies.tsv", ValueKind::Currency)] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let keys = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).flat_map(|line| {
            let mut columns = line.split('\t');
            let (key, shared) = (columns.next(), columns.nth(3).filter(|_| kind == ValueKind::Currency));
            // A name that several currencies have stands for one by convention, or is written as it is.
            let meant: Vec<&str> = shared.into_iter().flat_map(|meant| meant.split(" | ")).collect();
            let convention = meant.iter().any(|code| !code.contains('='));
            let codes = meant.into_iter().map(|code| code.rsplit('=').next().unwrap_or(code));
            key.filter(|_| !convention).into_iter().chain(codes)
        });
        for key in keys {
            let unit = unit_iri(kind, key);
            let ours = vocab::local(unit.as_str()).is_some_and(|name| Ontology::embedded().individuals.contains(name));
            let foreign = published.as_ref().is_none_or(|p| p.contains(unit.as_str()));
            assert!(ours || (vocab::local(unit.as_str()).is_none() && foreign), "{file}: {key} would be {unit}");
        }
    }
}
