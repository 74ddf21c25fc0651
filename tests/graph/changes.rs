//! Differences between graphs: what a person is told, and a patch that makes one into the other.

use crate::synthetic::{Plan, Sentence, graph, sample};
use chancery::changes::{Changes, Kind, Side, Told};
use chancery::export::{Format, Graphs, Nif, export};
use chancery::graph::Base;
use chancery::import;
use chancery::ontology::Ontology;
use chancery::store::Store;
use oxigraph::model::{GraphName, NamedNode, Quad};
use std::collections::BTreeSet;
use std::fs;

fn store(plans: &[Plan]) -> Store {
    let store = Store::in_memory(None).unwrap();
    for plan in plans {
        store.put(&graph(store.base(), plan)).unwrap();
    }
    store
}

fn told(changes: &Changes) -> Told {
    changes.told(Ontology::embedded(), &Base::default())
}

fn quads(store: &Store) -> BTreeSet<String> {
    store.quads().iter().map(|quad| quad.unwrap().to_string()).collect()
}

/// The lines of a patch, applied.
fn patched(store: &Store, patch: &str) -> BTreeSet<String> {
    let mut quads = quads(store);
    let lines: Vec<&str> = patch.lines().collect();
    assert_eq!((lines.first(), lines.last()), (Some(&"TX ."), Some(&"TC .")));
    for line in &lines[1..lines.len() - 1] {
        let (mark, quad) = line.split_once(' ').unwrap();
        let quad = quad.strip_suffix(" .").unwrap().to_owned();
        match mark {
            "A" => assert!(quads.insert(quad), "{line}"),
            "D" => assert!(quads.remove(&quad), "{line}"),
            other => panic!("{other}"),
        }
    }
    quads
}

fn year(year: u16) -> Plan {
    let proposal = Sentence::Proposal { agent: 0, initiative: 3, alias: false, year: Some(year) };
    let chinese = Sentence::Chinese { row: (year % 5) as usize };
    Plan { id: "a.txt".to_owned(), sentences: vec![proposal, chinese] }
}

#[test]
fn the_same_graph_has_no_difference() {
    let sides = || (Side::Store(store(&[sample(), year(2020)])), Side::Store(store(&[year(2020), sample()])));
    let (old, new) = sides();
    let changes = Changes::between(&old, &new).unwrap();
    assert!(changes.is_empty());
    assert_eq!(told(&changes).text(9), "the same graph\n");
    // An export is the same graph as its store.
    let dir = tempfile::tempdir().unwrap();
    let original = store(&[sample()]);
    for format in Format::ALL {
        let file = dir.path().join(format!("graph.{format}")).with_extension(match format {
            Format::Turtle => "ttl",
            Format::RdfXml => "rdf",
            other => other.name(),
        });
        export(&original, format, &Graphs::Standard, Nif::Without, fs::File::create(&file).unwrap()).unwrap();
        for (old, new) in [
            (Side::File(file.clone()), Side::Store(original.clone())),
            (Side::Store(original.clone()), Side::File(file.clone())),
        ] {
            assert!(Changes::between(&old, &new).unwrap().is_empty(), "{format}");
        }
    }
}

#[test]
fn a_patch_makes_the_old_graph_new() {
    let before = store(&[sample(), year(2019)]);
    let after = store(&[year(2021), Plan { id: "b.txt".to_owned(), sentences: sample().sentences }]);
    let changes = Changes::between(&Side::Store(before.clone()), &Side::Store(after.clone())).unwrap();
    let mut patch = Vec::new();
    changes.write_patch(&mut patch).unwrap();
    let patch = String::from_utf8(patch).unwrap();
    assert_eq!(patched(&before, &patch), quads(&after));
    let mut again = Vec::new();
    changes.write_patch(&mut again).unwrap();
    assert_eq!(patch.as_bytes(), again);
}

#[test]
fn people_are_told_what_came_and_went() {
    let (before, after) = (store(&[sample(), year(2019)]), store(&[sample(), year(2021)]));
    let link = |object: &str| {
        let node = |iri: &str| NamedNode::new(iri).unwrap();
        let subject = after.base().known("Place", "norland");
        Quad::new(
            subject,
            node("http://www.w3.org/2002/07/owl#sameAs"),
            node(object),
            GraphName::from(after.base().links_graph()),
        )
    };
    after.quads().insert(&link("https://example.org/norland")).unwrap();
    let changes = Changes::between(&Side::Store(before), &Side::Store(after)).unwrap();
    let told = told(&changes);
    // The same sentence with another year: one change, and not a claim gone and one come.
    let [claim] = told.claims.as_slice() else { panic!("{:#?}", told.claims) };
    assert_eq!(claim.kind, Kind::Changed);
    assert!(claim.instead_of.as_deref().is_some_and(|iri| iri.contains("/claim/")));
    assert!(claim.name.starts_with("Proposal: agent Norland, initiative Green Harbour Accord"), "{}", claim.name);
    let facts: Vec<_> = claim.facts.iter().map(|f| (f.kind, f.property.as_str(), f.value.as_str())).collect();
    assert_eq!(facts, [(Kind::Added, "cy:time", "\"2021\""), (Kind::Removed, "cy:time", "\"2019\"")]);
    assert_eq!(told.documents.len(), 1);
    assert_eq!(told.documents[0].kind, Kind::Changed);
    let [link] = told.links.as_slice() else { panic!("{:?}", told.links) };
    assert_eq!(
        (link.kind, link.name.as_str()),
        (Kind::Added, "id/Place/norland owl:sameAs https://example.org/norland")
    );
    // The Chinese sentence named one thing; now it names another, which the sample names as well.
    let things: Vec<_> = told.things.iter().map(|thing| (thing.kind, thing.name.as_str())).collect();
    assert_eq!(things, [(Kind::Removed, "Tidal Plan")]);
    let text = told.text(50);
    for shown in ["claims: 0 added, 0 removed, 1 changed", "links: 1 added", "~ Proposal:", "quads: "] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
}

#[test]
fn blank_nodes_have_no_names() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        Side::File(path)
    };
    let begin = "@prefix : <http://example.org/> .\n";
    let old = file("old.ttl", &format!("{begin}:a :p _:x . _:x :q 1 ."));
    let same = file("same.ttl", &format!("{begin}:a :p [ :q 1 ] ."));
    let other = file("other.ttl", &format!("{begin}:a :p [ :q 2 ] ."));
    assert!(Changes::between(&old, &same).unwrap().is_empty());
    assert!(!Changes::between(&old, &other).unwrap().is_empty());
    let wrong = Changes::between(&old, &file("x.docx", ""));
    assert!(wrong.err().unwrap().to_string().contains(".ttl"));
    for none in ["none.ttl", "none.db"] {
        let told = import::read(&dir.path().join(none)).err().unwrap().to_string();
        assert!(told.contains("cannot read") && told.contains(none), "{told}");
    }
}
