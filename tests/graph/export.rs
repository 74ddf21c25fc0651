//! Exports say the same in every format, to every reader, at every run.

use crate::run;
use crate::synthetic::{Plan, ROWS, Sentence, graph, sample};
use chancery::export::{Format, Graphs, Nif, export};
use chancery::graph::{Base, pack};
use chancery::ontology::Ontology;
use chancery::store::Store;
use oxigraph::io::{RdfFormat, RdfParser};
use std::collections::BTreeSet;

/// A store with two documents that share things, and the pack.
fn store() -> Store {
    let store = Store::in_memory(None).unwrap();
    let base = store.base().clone();
    store.put_pack(&pack(&base, Ontology::embedded(), ROWS.iter(), "00")).unwrap();
    let second = Plan {
        id: "报告/二.txt".to_owned(),
        sentences: vec![
            Sentence::Chinese { row: 0 },
            Sentence::Proposal { agent: 0, initiative: 3, alias: false, year: Some(2020) },
        ],
    };
    for plan in [sample(), second] {
        store.put(&graph(&base, &plan)).unwrap();
    }
    store
}

fn written(store: &Store, format: Format, graphs: &Graphs, nif: Nif) -> String {
    let mut out = Vec::new();
    let count = export(store, format, graphs, nif, &mut out).unwrap();
    assert!(count > 0);
    String::from_utf8(out).unwrap()
}

/// Lines of N-Triples or N-Quads with language tags in lower case, as RDF 1.1 compares them.
fn lines(text: &str) -> BTreeSet<String> {
    text.lines().filter(|l| !l.is_empty()).map(|l| l.replace("@zh-Hans", "@zh-hans")).collect()
}

fn read_back(text: &str, format: RdfFormat) -> BTreeSet<String> {
    let quads = RdfParser::from_format(format).for_slice(text.as_bytes());
    quads.map(|quad| format!("{} .", quad.unwrap())).collect()
}

const TRIPLES: [(Format, RdfFormat, &str); 3] = [
    (Format::Turtle, RdfFormat::Turtle, "turtle"),
    (Format::NTriples, RdfFormat::NTriples, "ntriples"),
    (Format::RdfXml, RdfFormat::RdfXml, "rdfxml"),
];

fn json_ld() -> RdfFormat {
    RdfFormat::from_extension("jsonld").unwrap()
}

#[test]
fn every_format_reads_back_the_same() {
    let store = store();
    for nif in [Nif::Without, Nif::With] {
        let expected = lines(&written(&store, Format::NTriples, &Graphs::Standard, nif));
        for (format, parser, _) in TRIPLES {
            let text = written(&store, format, &Graphs::Standard, nif);
            assert!(read_back(&text, parser) == expected, "{format}");
        }
        let text = written(&store, Format::JsonLd, &Graphs::Standard, nif);
        assert!(read_back(&text, json_ld()) == expected, "jsonld");
    }
    let expected: BTreeSet<String> = store.quads().iter().map(|quad| format!("{} .", quad.unwrap())).collect();
    for (format, parser) in [(Format::TriG, RdfFormat::TriG), (Format::NQuads, RdfFormat::NQuads)] {
        let text = written(&store, format, &Graphs::Standard, Nif::Without);
        assert!(read_back(&text, parser) == expected, "{format}");
    }
}

#[test]
fn exports_are_stable_sorted_and_in_blocks() {
    let store = store();
    for format in Format::ALL {
        let one = written(&store, format, &Graphs::Standard, Nif::Without);
        assert!(one == written(&store, format, &Graphs::Standard, Nif::Without), "{format}");
    }
    let turtle = written(&store, Format::Turtle, &Graphs::Standard, Nif::Without);
    let blocks: Vec<&str> = turtle
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with([' ', '@']))
        .filter_map(|l| l.split(' ').next())
        .collect();
    let subjects: BTreeSet<&str> = blocks.iter().copied().collect();
    assert_eq!(blocks.len(), subjects.len(), "one block a subject");
    for line in turtle.lines().filter(|l| l.starts_with("@prefix")) {
        let name = line.split([' ', ':']).nth(1).unwrap();
        assert!(
            turtle.contains(&format!(" {name}:"))
                || turtle.contains(&format!("\n{name}:"))
                || turtle.contains(&format!("^{name}:")),
            "{name} is not used"
        );
    }
    assert!(turtle.contains("\"绿港协定\"@zh-Hans"));
    let lines: Vec<&str> = turtle.lines().collect();
    let at = lines.iter().position(|l| l.starts_with("agreement:green-harbour a ")).expect("a short name for a thing");
    assert!(lines[at].contains("cy:Agreement , cy:Initiative"), "{}", lines[at]);
}

#[test]
fn graphs_can_be_chosen() {
    let store = store();
    let text = |names: &[&str]| {
        let graphs = Graphs::parse(&store, names).unwrap();
        written(&store, Format::NQuads, &graphs, Nif::Without)
    };
    assert!(text(&["default"]).lines().all(|l| !l.contains("/graph/")));
    assert!(text(&["doc:报告/二.txt"]).lines().all(|l| l.contains("/graph/doc/报告/二.txt> .")));
    assert!(Graphs::parse(&store, &["doc:none"]).is_err());
    assert!(Graphs::parse(&store, &["no iri"]).is_err());
    let base = Base::new(Base::DEFAULT).unwrap();
    assert!(text(&["pack"]).contains(base.known("Place", "southmark").as_str()));
    let standard = written(&store, Format::Turtle, &Graphs::Standard, Nif::Without);
    assert!(!standard.contains("cy:text ") && !standard.contains("owl:Class"));
}

#[test]
fn rapper_reads_them() {
    if run("rapper", &["--version"], "").is_none() {
        return;
    }
    let store = store();
    let again = |text: &str, from: &str, to: &str| {
        run("rapper", &["-q", "-i", from, "-o", to, "-", "http://x/"], text).unwrap()
    };
    // Its own writing of our N-Triples is what the others are held to: it escapes in its own way.
    let expected =
        lines(&again(&written(&store, Format::NTriples, &Graphs::Standard, Nif::With), "ntriples", "ntriples"));
    for (format, _, name) in TRIPLES {
        let found = lines(&again(&written(&store, format, &Graphs::Standard, Nif::With), name, "ntriples"));
        assert!(
            found == expected,
            "{format}: {:#?}",
            found.symmetric_difference(&expected).take(6).collect::<Vec<_>>()
        );
    }
    let expected = lines(&again(&written(&store, Format::NQuads, &Graphs::All, Nif::Without), "nquads", "nquads"));
    let found = lines(&again(&written(&store, Format::TriG, &Graphs::All, Nif::Without), "trig", "nquads"));
    assert!(found == expected, "trig: {:#?}", found.symmetric_difference(&expected).take(6).collect::<Vec<_>>());
}

/// Prints the triples or quads that rdflib reads, one a line.
const RDFLIB: &str = "
import sys
try:
    import rdflib
except ImportError:
    print('MISSING'); sys.exit(0)
d = rdflib.Dataset() if sys.argv[1] in ('nquads', 'trig') else rdflib.Graph()
d.parse(data=sys.stdin.buffer.read().decode('utf-8'), format=sys.argv[1])
rows = d.quads() if isinstance(d, rdflib.Dataset) else d
for row in rows:
    parts = [t.n3().lower() if isinstance(t, rdflib.Literal) and t.language else str(t) if not isinstance(t, rdflib.Literal) else repr((str(t), str(t.datatype))) for t in row if t is not None]
    print(parts)
";

#[test]
fn rdflib_reads_them() {
    let store = store();
    let read = |text: &str, format: &str| {
        // Lexical forms stay as they are written only where rdflib is told so.
        let script = format!(
            "try:\n    import rdflib; rdflib.NORMALIZE_LITERALS = False\nexcept ImportError:\n    pass\n{RDFLIB}"
        );
        run(&crate::python(), &["-c", &script, format], text)
            .filter(|out| out.trim() != "MISSING")
            .map(|out| out.lines().map(str::to_owned).collect::<BTreeSet<_>>())
    };
    let Some(expected) = read(&written(&store, Format::NTriples, &Graphs::Standard, Nif::Without), "nt") else {
        println!("skipped: rdflib is not installed");
        return;
    };
    for (format, name) in [(Format::Turtle, "turtle"), (Format::RdfXml, "xml"), (Format::JsonLd, "json-ld")] {
        let found = read(&written(&store, format, &Graphs::Standard, Nif::Without), name).unwrap();
        assert!(
            found == expected,
            "{format}: {:#?}",
            found.symmetric_difference(&expected).take(6).collect::<Vec<_>>()
        );
    }
    let expected = read(&written(&store, Format::NQuads, &Graphs::All, Nif::Without), "nquads").unwrap();
    let found = read(&written(&store, Format::TriG, &Graphs::All, Nif::Without), "trig").unwrap();
    assert!(found == expected, "trig: {:#?}", found.symmetric_difference(&expected).take(6).collect::<Vec<_>>());
}

/// One store as Turtle, as a reader sees it; `cargo insta review` shows what a change does to it.
#[test]
fn turtle_of_the_sample() {
    let store = Store::in_memory(None).unwrap();
    store.put(&graph(store.base(), &sample())).unwrap();
    insta::assert_snapshot!(written(&store, Format::Turtle, &Graphs::Standard, Nif::Without));
}
