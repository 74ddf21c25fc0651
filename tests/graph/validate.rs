//! The shapes of our own graphs: what the program makes conforms, and each thing that could be wrong is found.

use crate::shacl::{lines, pyshacl};
use crate::synthetic::{ROWS, graph, sample};
use chancery::document::input::{ReadOptions, gather};
use chancery::export::{Format, Graphs, Nif, export};
use chancery::extract::Extractor;
use chancery::graph::{Base, Texts, pack};
use chancery::ingest::{Fate, Target, Told, ingest};
use chancery::ontology::Ontology;
use chancery::store::Store;
use chancery::triples::Triples;
use chancery::validate::{EMBEDDED, Report, data_of_files, data_of_store, default_shapes, validate};
use chancery::vocab::SHAPES;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};
use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

fn shapes() -> Triples {
    default_shapes(None).unwrap().into_iter().collect()
}

fn report(store: &Store) -> Report {
    validate(data_of_store(store, Ontology::embedded()).unwrap(), &shapes(), store.base()).unwrap()
}

/// Documents of a folder, one of so many, read by the default pack.
fn read(folder: &Path, one_of: usize) -> Store {
    let store = Store::in_memory(None).unwrap();
    let mut inputs = gather(&[folder.to_owned()], None).unwrap();
    let mut number = 0;
    inputs.found.retain(|_| {
        number += 1;
        number % one_of == 0
    });
    let two = NonZeroUsize::new(2).unwrap();
    let tell = |told: &Told<'_>| {
        assert!(matches!(told.fate, Fate::Added), "{:?}", told.fate);
        ControlFlow::Continue(())
    };
    ingest(
        Target::Store(&store),
        Extractor::embedded(),
        &inputs.found,
        &ReadOptions::default(),
        Texts::Kept,
        two,
        tell,
    )
    .unwrap();
    let extractor = Extractor::embedded();
    let rows: Vec<_> = extractor.lexicon().rows().map(|id| extractor.lexicon().row(id)).collect();
    store.put_pack(&pack(store.base(), Ontology::embedded(), rows.iter().copied(), extractor.pack_hash())).unwrap();
    store
}

#[test]
fn what_the_program_makes_conforms() {
    let store = Store::in_memory(None).unwrap();
    store.put_pack(&pack(store.base(), Ontology::embedded(), ROWS.iter(), "00")).unwrap();
    store.put(&graph(store.base(), &sample())).unwrap();
    let found = report(&store);
    assert!(found.conforms(), "{}", found.text(None, "en", 5));
    assert!(found.checked > 20, "{}", found.checked);
    let store = read(Path::new("data/samples"), 1);
    let found = report(&store);
    assert!(found.conforms(), "{}", found.text(Some(&store), "en", 5));
    assert!(found.checked > 1000, "{}", found.checked);
}

/// A part of the corpus, which is no part of the repository.
#[test]
fn the_corpus_conforms() {
    let folder = std::env::var_os("CHANCERY_CORPUS").map_or_else(|| "/work/shared/corpus".into(), PathBuf::from);
    for part in ["en", "zh", "mixed"] {
        if !folder.join(part).is_dir() {
            println!("skipped: no corpus in {} (set CHANCERY_CORPUS)", folder.display());
            return;
        }
        let store = read(&folder.join(part), 10);
        let found = report(&store);
        assert!(found.conforms(), "{}", found.text(Some(&store), "en", 5));
    }
}

#[test]
fn an_export_conforms_and_pyshacl_agrees() {
    let store = Store::in_memory(None).unwrap();
    store.put(&graph(store.base(), &sample())).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("graph.ttl");
    export(&store, Format::Turtle, &Graphs::Standard, Nif::With, fs::File::create(&file).unwrap()).unwrap();
    // Something of everything is wrong in the second one.
    let bad = dir.path().join("bad.ttl");
    let mut text = fs::read_to_string(&file).unwrap();
    for (right, wrong) in [
        ("cy:modality cy:modality-actual", "cy:modality cy:change-none"),
        ("@en", "@fr"),
        ("schema:minValue", "schema:maxValue"),
        ("cy:spans \"trigger", "cy:spans \"rigger"),
        ("cy:Mention", "cy:Evidence"),
        ("cy:cause", "cy:agent"),
        ("\"2020-06-30\"", "\"2019-06-30\""),
    ] {
        assert!(text.contains(right), "{right}");
        text = text.replace(right, wrong);
    }
    fs::write(&bad, text).unwrap();
    let (ontology, shapes_file) = (Path::new("ontology/chancery.ttl"), Path::new("ontology/shapes.ttl"));
    for file in [&file, &bad] {
        let data = data_of_files(std::slice::from_ref(file), Ontology::embedded()).unwrap();
        let found = lines(&validate(data, &shapes(), &Base::default()).unwrap());
        assert_eq!(found.is_empty(), file != &bad, "{found:#?}");
        if let Some(expected) = pyshacl(&[file, ontology], &[shapes_file]) {
            assert_eq!(found, expected);
        }
    }
}

/// A made-up graph in which nothing is wrong, as Turtle without prefixes.
const GOOD: &str = r#"
place:norland a cy:Place ; rdfs:label "Norland"@en ; cy:iso3166Country "XN" ; cy:m49 "004" .
person:lee a cy:Person ; rdfs:label "Lee"@en .
metric:trade a cy:Metric ; rdfs:label "trade"@en .
claim:00000000000000000000000000000001 a cy:Position ; cy:modality cy:modality-actual ; cy:person person:lee ; cy:title "mayor"@en .
claim:00000000000000000000000000000002 a cy:Observation ; cy:modality cy:modality-actual ; cy:metric metric:trade ;
  cy:comparator cy:comparator-range ; schema:minValue 2.0 ; schema:maxValue 3.0 ; qudt:hasUnit unit:PERCENT .
<doc/a#char=1,2;claim=0000000000000001> a cy:Evidence ; cy:supports claim:00000000000000000000000000000001 ; cy:rule "R" ; cy:spans "trigger=1,2" .
<doc/a#char=1,2;claim=0000000000000002> a cy:Evidence ; cy:supports claim:00000000000000000000000000000002 ; cy:rule "R" ; cy:spans "trigger=1,2" .
<time/2020-01-01--2020-02-01> a time:ProperInterval ; time:hasBeginning <time/2020-01-01--2020-02-01#begin> ;
  time:hasEnd <time/2020-01-01--2020-02-01#end> .
<time/2020-01-01--2020-02-01#begin> a time:Instant ; time:inXSDDate "2020-01-01"^^xsd:date .
<time/2020-01-01--2020-02-01#end> a time:Instant ; time:inXSDDate "2020-02-01"^^xsd:date .
<link/0> a owl:Axiom ; cy:decision cy:decision-linked ; owl:annotatedSource person:lee ; owl:annotatedProperty skos:closeMatch ;
  owl:annotatedTarget <https://names.example/1> ; sssom:mapping_justification <https://w3id.org/semapv/vocab/LexicalMatching> ;
  sssom:confidence 0.875e0 .
"#;

fn found_in(turtle: &str) -> BTreeSet<String> {
    let mut text = String::new();
    for (name, iri) in chancery::vocab::PREFIXES {
        text += &format!("@prefix {name}: <{iri}> .\n");
    }
    for class in ["place", "person", "metric"] {
        let name = format!("{}{}", class[..1].to_uppercase(), &class[1..]);
        text += &format!("@prefix {class}: <{}id/{name}/> .\n", Base::DEFAULT);
    }
    text += &format!("@prefix claim: <{0}claim/> .\n@base <{0}> .\n{turtle}", Base::DEFAULT);
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()).map(Result::unwrap);
    let ontology =
        Ontology::embedded().triples.iter().map(|t| t.clone().in_graph(oxigraph::model::GraphName::DefaultGraph));
    let data: Triples = quads.chain(ontology).collect();
    let report = validate(data, &shapes(), &Base::default()).unwrap();
    let name = |term: &Term| term.to_string().trim_matches(['<', '>']).trim_start_matches(SHAPES).to_owned();
    report.violations.iter().map(|violation| name(&violation.shape)).collect()
}

#[test]
fn each_fault_is_found_by_its_shape() {
    assert_eq!(found_in(GOOD), BTreeSet::new());
    for (right, wrong, shape) in [
        ("rdfs:label \"Norland\"@en", "rdfs:label \"Norland\"@en , \"Norlando\"@en", "Known"),
        ("; rdfs:label \"Lee\"@en", "", "Entity-label"),
        ("a cy:Person", "a cy:Person , cy:Place", "Person"),
        ("a cy:Place", "a cy:Place , cy:Agreement", "Agreement-type"),
        ("cy:person person:lee", "cy:person metric:trade", "Position-person"),
        ("cy:person person:lee ;", "", "Position-person"),
        ("cy:title \"mayor\"@en", "cy:title \"mayor\"", "Position-title"),
        ("cy:title \"mayor\"@en", "cy:title \"mayor\"@en ; cy:cause person:lee", "Position"),
        ("cy:title \"mayor\"@en", "cy:title \"mayor\"@en ; cy:negated false", "Claim-negated"),
        ("cy:title \"mayor\"@en", "cy:title \"mayor\"@en ; cy:time \"last year\"@en", "Claim-time"),
        ("cy:supports claim:00000000000000000000000000000001", "cy:supports place:norland", "Claim-evidence"),
        ("trigger=1,2", "1,2", "Evidence-spans"),
        ("schema:minValue 2.0", "schema:minValue 4.0", "Observation-minValue"),
        ("schema:minValue 2.0", "schema:minValue 2", "Observation-minValue"),
        ("schema:minValue 2.0 ;", "", "Observation"),
        ("comparator-range", "comparator-equal", "Observation"),
        ("schema:maxValue 3.0", "schema:maxValue 3.0 ; qudt:numericValue 2.5", "Observation"),
        ("schema:maxValue 3.0", "schema:maxValue 3.0 ; sdmx-attribute:obsStatus sdmx-code:obsStatus-M", "Observation"),
        ("unit:PERCENT", "unit:PERCENT , unit:NUM", "Observation-unit"),
        ("unit:PERCENT", "cy:unit-cubit", "Observation-unit"),
        ("qudt:hasUnit unit:PERCENT", "cy:counted \"ships\"@en", "Observation"),
        ("cy:comparator-range", "cy:kind-actual", "Observation-comparator"),
        ("\"XN\"", "\"Norland\"", "Coded-country"),
        ("\"004\"", "\"4\"", "Coded-m49"),
        ("cy:decision-linked", "cy:kind-actual", "Decision-decision"),
        ("skos:closeMatch", "rdfs:label", "Decision-property"),
        ("0.875e0", "1.5e0", "Decision-confidence"),
        ("owl:annotatedSource person:lee ;", "", "Decision-source"),
        ("\"2020-02-01\"^^xsd:date", "\"2019-02-01\"^^xsd:date", "End-order"),
        ("\"2020-02-01\"^^xsd:date", "\"2020-02\"^^xsd:gYearMonth", "Instant-date"),
        (
            "rdfs:label \"trade\"@en",
            "rdfs:label \"trade\"@en ; cy:promotes claim:00000000000000000000000000000001",
            "promotes-object",
        ),
    ] {
        assert!(GOOD.contains(right), "{right}");
        let found = found_in(&GOOD.replacen(right, wrong, 1));
        assert!(found.contains(shape), "{right} -> {wrong}: {found:?}");
    }
}

/// Every class has a shape, every shape a message in both languages, every property that data may have is in some shape.
#[test]
fn shapes_cover_the_ontology() {
    let quads: Vec<Quad> =
        RdfParser::from_format(RdfFormat::Turtle).for_slice(EMBEDDED.as_bytes()).map(Result::unwrap).collect();
    let ontology = Ontology::embedded();
    // A mention's class only, or unions that serve as domains.
    let without = ["Quantity", "Time", "Actor", "Group", "Occasion", "Timed", "Found"];
    for class in ontology.classes.keys().filter(|class| !without.contains(&class.as_str())) {
        let target = format!("<http://www.w3.org/ns/shacl#targetClass> <{}{class}>", chancery::vocab::CY);
        assert!(quads.iter().any(|quad| quad.to_string().contains(&target)), "no shape for cy:{class}");
    }
    let words: BTreeSet<String> =
        EMBEDDED.split(|c: char| !(c.is_alphanumeric() || ":-".contains(c))).map(str::to_owned).collect();
    for property in ontology.properties.keys() {
        assert!(words.contains(&format!("cy:{property}")), "no shape says anything of cy:{property}");
    }
    let named: BTreeSet<String> =
        quads.iter().map(|quad| quad.subject.to_string()).filter(|subject| subject.contains(SHAPES)).collect();
    assert!(named.len() > 100);
    for subject in named {
        let tags: BTreeSet<&str> = quads
            .iter()
            .filter(|quad| quad.subject.to_string() == subject && quad.predicate.as_str().ends_with("#message"))
            .filter_map(|quad| match &quad.object {
                Term::Literal(literal) => literal.language(),
                _ => None,
            })
            .collect();
        assert_eq!(tags, BTreeSet::from(["en", "zh-hans"]), "{subject}");
    }
}
