//! Gold is read as it stands or refused with every problem; what the program itself finds and writes is gold that it fulfils.

use super::{ALL, Cause, Gold, Measure, Report, compare, evaluate, read};
use crate::document::Document;
use crate::export::{Format, Graphs, Nif, export};
use crate::extract::Extractor;
use crate::graph;
use crate::ingest::activity;
use crate::ontology::Ontology;
use crate::store::Store;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::num::NonZeroUsize;

fn gold(text: &str) -> Result<Vec<Gold>, Vec<String>> {
    read([("g", text)], Ontology::embedded()).map_err(|all| all.iter().map(ToString::to_string).collect())
}

fn problems(text: &str) -> Vec<String> {
    gold(text).expect_err("there is something wrong")
}

fn measured(gold: &[Gold]) -> Report {
    evaluate(Extractor::embedded(), gold, NonZeroUsize::MIN, || {})
}

/// (gold, found, right) of all classes or types.
fn counts(report: &Report, measure: Measure, of: &str) -> (u64, u64, u64) {
    let figure = report.figures.iter().find(|f| (f.measure, &*f.of, &*f.lang) == (measure, of, ALL));
    figure.map_or((0, 0, 0), |f| (f.gold.unwrap_or(0), f.found, f.right))
}

#[test]
fn records_stand_one_after_another_in_any_layout() {
    let one = json!({"id": 1, "lang": "zh-Hans", "text": "😀北岭北岭", "date": "2031-05",
        "mentions": [{"id": "m", "text": "北岭", "nth": 2, "class": "Place", "entity": "e"}]});
    let two = json!({"id": "b", "text": "x", "claims": []});
    let pretty = serde_json::to_string_pretty(&one).unwrap();
    for text in [format!("{one}\n{two}\n"), format!("{pretty}\n\n{two}"), format!("[{pretty},\n {two}]\n")] {
        let read = gold(&text).unwrap();
        let mention = &read[0].mentions.as_ref().unwrap()[0];
        assert_eq!((mention.at.start, mention.at.end), (3, 5), "{text}");
        assert_eq!((read[0].lang, read[0].document.meta.date.as_deref()), (Some("zh"), Some("2031-05")));
        assert_eq!((&*read[1].document.id, read[1].lang, &read[1].mentions), ("b", None, &None));
    }
}

#[test]
fn every_problem_is_told_with_its_line() {
    let text = concat!(
        r#"{"id": "a", "text": "A 😀 cat.", "lang": "fr", "mentions": [{"id": "m1", "start": 4, "end": 7, "text": "at.", "class": "Place"},"#,
        r#" {"id": "m2", "text": "cat", "nth": 2, "class": "Plaze"}, {"id": "m3", "start": 0, "end": 99, "class": "Place"}],"#,
        r#" "claims": [{"type": "Influence", "roles": {"cause": "m3", "efect": "dog"}, "modality": "need"}]}"#,
        "\n{\"id\": \"b\", \"text\": }\n{\"id\": \"a\", \"text\": \"x\", \"mentions\": []}\n{\"id\": \"c\"}\n",
    );
    let told = problems(text);
    let expected = [
        ("g:1:", "claim 1 (Influence) has no role \"effect\""),
        ("g:1:", "modality cannot be \"need\"; did you mean \"needed\"?"),
        ("g:1:", "there is no role \"efect\"; did you mean \"effect\"?"),
        ("g:1:", "efect \"dog\" is no mention's id and stands nowhere in the text"),
        ("g:1:", "lang \"fr\" is no language that is read"),
        ("g:1:", "mention m1: 4..7 of the text is \"cat\", not \"at.\""),
        ("g:1:", "mention m2: no occurrence 2 of \"cat\" in the text, which has 1"),
        ("g:1:", "mention m2: the ontology has no class \"Plaze\"; did you mean \"Place\"?"),
        ("g:1:", "mention m3: 0..99 is no stretch of the text, which has 8 characters"),
        ("g:2:", "no JSON: expected value"),
        ("g:3:", "the id \"a\" is taken, by g:1"),
        ("g:4:", "text \"c\": has no \"text\""),
    ];
    for (line, what) in expected {
        assert!(told.iter().any(|t| t.starts_with(line) && t.contains(what)), "{what} is not among {told:#?}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    assert_eq!(problems("{\"id\": 1, \"text\": \"x\"}").len(), 1);
    assert!(problems("<urn:a> <urn:b> 1 .")[0].contains("no labelled text"));
}

const PREFIXES: &str = "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .
@prefix schema: <https://schema.org/> .
@prefix cy: <https://w3id.org/chancery/ontology#> .
<urn:text> nif:isString \"\"\"😀 Oats
from 北岭.\"\"\"@en .
";

#[test]
fn nif_counts_characters_and_knows_the_classes_of_others() {
    let good = "<urn:a> nif:referenceContext <urn:text> ; nif:beginIndex 12 ; nif:endIndex 14 ; nif:anchorOf \"北岭\" ;\n  \
                itsrdf:taClassRef schema:Thing , schema:Place ; itsrdf:taIdentRef <urn:north> .\n\
                <urn:word> nif:referenceContext <urn:text> ; nif:beginIndex 2 ; nif:endIndex 6 .\n";
    let read = gold(&format!("{PREFIXES}{good}")).unwrap();
    let mentions = read[0].mentions.as_ref().unwrap();
    assert_eq!((read.len(), mentions.len(), read[0].lang), (1, 1, Some("en")));
    let one = &mentions[0];
    assert_eq!((one.at.start, one.at.end, &*one.class, one.entity.as_deref()), (12, 14, "Place", Some("urn:north")));

    let bad = "<urn:a> nif:referenceContext <urn:text> ; nif:beginIndex 11 ; nif:endIndex 14 ; nif:anchorOf \"北岭\" ;\n  \
               itsrdf:taClassRef cy:Plaze .\n\
               <urn:b> nif:referenceContext <urn:none> ; nif:beginIndex 1 ; nif:endIndex 2 ; itsrdf:taClassRef cy:Place .\n\
               <urn:c> nif:referenceContext <urn:text> ; nif:beginIndex \"x\" ; itsrdf:taIdentRef <urn:north> .\n";
    let told = problems(&format!("{PREFIXES}{bad}"));
    let expected = [
        ("g:7:", "urn:a: 11..14 of the text is \" 北岭\", not \"北岭\""),
        ("g:7:", "urn:a: https://w3id.org/chancery/ontology#Plaze is no class"),
        ("g:9:", "urn:b: its context urn:none has no nif:isString"),
        ("g:10:", "urn:c has no itsrdf:taClassRef"),
        ("g:10:", "urn:c has no nif:beginIndex"),
    ];
    for (line, what) in expected {
        assert!(told.iter().any(|t| t.starts_with(line) && t.contains(what)), "{what} is not among {told:#?}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    assert!(problems("@prefix x: <urn:x> .\n\nx:a x:b\n  oats .")[0].starts_with("g:4: no Turtle"));
}

#[test]
fn what_is_exported_as_nif_is_found_again() {
    let extractor = Extractor::embedded();
    let store = Store::in_memory(None).unwrap();
    for (id, text) in
        [("a", "😀 The World Bank praised the Paris Agreement in 2031."), ("b", "2031年，肯尼亚支持《巴黎协定》。")]
    {
        let document = Document::from_text(id, text);
        let found = extractor.extract(&document);
        let built = graph::build(store.base(), extractor.ontology(), &document, &found, &activity(extractor));
        store.put(&built.unwrap()).unwrap();
    }
    let mut turtle = Vec::new();
    export(&store, Format::Turtle, &Graphs::Standard, Nif::With, &mut turtle).unwrap();
    let read = gold(&String::from_utf8(turtle).unwrap()).unwrap();
    let report = measured(&read);
    let (gold, found, right) = counts(&report, Measure::Mentions, ALL);
    assert!(gold >= 5 && gold == found && found == right, "{:#?}", report.errors);
    assert!(report.errors.iter().all(|e| e.cause != Cause::MergedEntity), "{:#?}", report.errors);
}

#[test]
fn a_report_compared_with_itself_differs_in_nothing() {
    let record = json!({"id": "a", "lang": "en", "text": "Kenya grows oats. Kenya exports oats.", "mentions": [
        {"id": "m1", "text": "Kenya", "class": "Place"}, {"id": "m2", "text": "Kenya", "nth": 2, "class": "Place"},
        {"id": "m3", "text": "oats", "class": "Person"}]});
    let report = measured(&gold(&record.to_string()).unwrap());
    let mut kept: Value = serde_json::to_value(&report).unwrap();
    let same = compare(&serde_json::from_value(kept.clone()).unwrap(), &report);
    assert!(same.figures.iter().all(|f| f.before == f.after) && same.figures.len() == report.figures.len());
    assert_eq!((same.won.len(), same.lost.len(), same.only_before, same.only_after), (0, 0, 0, 0));
    // Before, one was missed that is found now, and one was found that is missed now.
    kept["items"][1]["found"] = false.into();
    kept["items"][2]["found"] = true.into();
    kept["figures"].as_array_mut().unwrap().remove(0);
    let other = compare(&serde_json::from_value(kept).unwrap(), &report);
    assert_eq!((other.won.len(), other.won[0].start), (1, 18));
    assert_eq!((other.lost.len(), &*other.lost[0].said), (1, "oats"));
    assert_eq!(other.figures.iter().filter(|f| f.before.is_none()).count(), 1);
}

/// Parts of gold, right and wrong, in any order.
fn value() -> impl Strategy<Value = Value> {
    const WORDS: &[&str] =
        &["m1", "北岭", "😀", "World Bank", "Place", "Influence", "Observation", "cause", "", "needed"];
    const KEYS: &[&str] =
        &["id", "text", "nth", "start", "end", "class", "type", "roles", "cause", "effect", "modality", "mentions"];
    let leaf = prop_oneof![
        proptest::sample::select(WORDS).prop_map(Value::from),
        any::<i8>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(4, 24, 6, move |inner| {
        let object = proptest::collection::hash_map(proptest::sample::select(KEYS), inner.clone(), 0..6);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(Value::from),
            object.prop_map(|map| map.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<Value>()),
        ]
    })
}

/// A record with some of its parts replaced by others.
fn record() -> impl Strategy<Value = Value> {
    (value(), value(), proptest::option::of(value()), 0..3i32).prop_map(|(mention, claim, other, start)| {
        let mut record = json!({"id": "a", "text": "😀 The World Bank says 北岭 helps trade.", "mentions": [
            {"id": "m1", "text": "World Bank", "class": "Institution", "entity": "e"},
            {"id": "m2", "start": start + 22, "end": 24, "class": "Place"}, mention],
            "claims": [{"type": "Influence", "roles": {"cause": "m1", "effect": "trade"}, "attributed_to": "m1"}, claim]});
        if let Some(other) = other {
            record["claims"][0]["roles"]["effect"] = other;
        }
        record
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_is_measured_or_refused(record in record(), cut in 0..700usize) {
        let whole = record.to_string();
        let cut = whole.char_indices().map(|(i, _)| i).nth(cut).unwrap_or(whole.len());
        for text in [&whole, &whole[..cut], &format!("{}\n{whole}", &whole[..cut])] {
            match gold(text) {
                Ok(gold) => {
                    let report = measured(&gold);
                    for figure in &report.figures {
                        prop_assert!(figure.right <= figure.found && figure.gold.is_none_or(|gold| figure.right <= gold), "{figure:?}");
                    }
                }
                Err(problems) => prop_assert!(!problems.is_empty()),
            }
        }
    }

    #[test]
    fn any_turtle_is_read_or_refused(text in "(@prefix|nif:|<urn:[a-c]>|\"\"\"?|[ .;,\n]|[a-z0-9]|\\PC){0,60}", begin in any::<i8>(), end in any::<i8>()) {
        let _ = gold(&text);
        let _ = gold(&format!("{PREFIXES}{text}"));
        let span = format!("<urn:a> nif:referenceContext <urn:text> ; itsrdf:taClassRef cy:Place ; nif:beginIndex {begin} ; nif:endIndex {end} .");
        let read = gold(&format!("{PREFIXES}{span}"));
        prop_assert_eq!(read.is_ok(), (0..15).contains(&begin) && begin < end && end <= 15);
    }
}
