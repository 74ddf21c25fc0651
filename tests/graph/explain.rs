//! Every triple leads back to the sentences it comes from.

use crate::synthetic::{ROWS, graph, sample, write};
use chancery::explain::{ExplainError, Source, Style, Target, explain, render};
use chancery::graph::{iri, pack};
use chancery::ontology::Ontology;
use chancery::store::Store;
use oxigraph::model::{GraphName, NamedOrBlankNode};

fn store() -> Store {
    let store = Store::in_memory(None).unwrap();
    store.put_pack(&pack(store.base(), Ontology::embedded(), ROWS.iter(), "00")).unwrap();
    store.put(&graph(store.base(), &sample())).unwrap();
    store
}

fn shown(store: &Store, terms: &[&str]) -> String {
    let target = Target::parse(store, terms).unwrap();
    render(&explain(store, &target, 20).unwrap(), Style::Plain)
}

#[test]
fn things_claims_and_triples_show_their_sentences() {
    let store = store();
    let thing = shown(&store, &["id/Agreement/green-harbour"]);
    insta::assert_snapshot!("thing", thing);
    let claim = store
        .quads()
        .iter()
        .map(|quad| quad.unwrap())
        .find(|quad| quad.predicate.as_str().ends_with("#attributedTo"))
        .map(|quad| quad.subject.to_string())
        .unwrap();
    insta::assert_snapshot!("claim", shown(&store, &[&claim]));
    let direct = shown(&store, &["id/Agreement/green-harbour", "cy:proposedBy", "id/Place/norland"]);
    insta::assert_snapshot!("direct", direct);
    let label = shown(&store, &["id/Agreement/green-harbour", "rdfs:label", "绿港协定"]);
    assert!(label.contains("[mention 绿港协定]举行会议。"), "{label}");
    let alias = shown(&store, &["id/Agreement/green-harbour", "skos:altLabel", "\"the Accord\"@en"]);
    assert!(alias.contains("[mention the Accord]") && !alias.contains("[mention 绿港协定]"), "{alias}");
}

/// All that the default graph says can be explained, with a sentence each, or by the thing that it describes.
#[test]
fn every_triple_of_the_default_graph_has_a_proof() {
    let store = store();
    for quad in store.quads().iter().map(|quad| quad.unwrap()) {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { panic!("a blank node") };
        let described = subject.as_str().contains("/p-") || store.base().is_period(subject.as_str());
        if quad.graph_name != GraphName::DefaultGraph || described {
            continue;
        }
        let target = Target::Triple(subject, quad.predicate, quad.object);
        let found = explain(&store, &target, 100).unwrap();
        assert!(!found.proofs.is_empty() && found.proofs.iter().all(|p| !p.sentence.text.is_empty()), "{target:?}");
    }
}

#[test]
fn places_are_cut_from_the_text_by_code_points() {
    let store = store();
    let (document, found) = write(&sample());
    let node = store.base().document(&document.id);
    let source = Source::read(&store, &node).unwrap().unwrap();
    let points = chancery::span::CodePoints::new(&document.text);
    for mention in &found.mentions {
        let (start, end) = points.span(mention.span);
        assert_eq!(source.words(start, end), Some(mention.span.of(&document.text)));
        let (from, to) = iri::char_range(iri::mention(&node, start, end).as_str()).unwrap();
        assert_eq!((from, to), (start, end));
        assert!(source.sentence(start, end).text.contains(mention.span.of(&document.text)));
    }
    assert_eq!(source.words(0, 1_000_000), None);
}

#[test]
fn what_is_not_there_is_said() {
    let store = store();
    let parse = |terms: &[&str]| Target::parse(&store, terms);
    assert!(matches!(parse(&["no iri"]), Err(ExplainError::NotAnIri(_))));
    assert!(matches!(parse(&["cy:a", "cy:b"]), Err(ExplainError::Arity)));
    let target = parse(&["id/Place/nowhere"]).unwrap();
    assert!(matches!(explain(&store, &target, 3), Err(ExplainError::Unknown(_))));
    let triple = parse(&["id/Place/norland", "cy:proposedBy", "id/Place/southmark"]).unwrap();
    assert!(matches!(explain(&store, &triple, 3), Err(ExplainError::Unknown(_))));
}
