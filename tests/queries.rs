//! Every saved query, asked of the sample documents, gives the answer that was recorded after it had been checked by eye.
//!
//! `tests/queries/NAME.expected` holds one or more blocks: a line `$ parameter=value …`, and the answer as CSV. To record
//! anew after a change, look at the difference with
//! `UPDATE_EXPECTED=1 cargo test --release --test queries && git diff tests/queries`.

use chancery::document::input::{ReadOptions, gather};
use chancery::extract::Extractor;
use chancery::graph::{Texts, pack};
use chancery::ingest::{Fate, Target, Told, ingest};
use chancery::query::{AnswerFormat, Other, Queries, Query};
use chancery::store::Store;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;

/// A store with the documents of a folder.
fn filled(folder: &Path) -> Store {
    let inputs = gather(&[folder.to_owned()], None).unwrap();
    assert!(inputs.found.len() >= 2 && inputs.failed.is_empty());
    let store = Store::in_memory(None).unwrap();
    let two = NonZeroUsize::new(2).unwrap();
    let tell = |told: &Told<'_>| {
        assert!(matches!(told.fate, Fate::Added), "{:?}", told.fate);
        ControlFlow::Continue(())
    };
    let extractor = Extractor::embedded();
    let (target, options) = (Target::Store(&store), ReadOptions::default());
    ingest(target, extractor, &inputs.found, &options, Texts::Kept, two, tell).unwrap();
    let rows: Vec<_> = extractor.lexicon().rows().map(|id| extractor.lexicon().row(id)).collect();
    store.put_pack(&pack(store.base(), extractor.ontology(), rows.iter().copied(), extractor.pack_hash())).unwrap();
    store
}

/// The parameters of each block of an expected answer.
fn blocks(expected: &str) -> Vec<Vec<(String, String)>> {
    let arguments = |line: &str| {
        let pairs = line.split_whitespace().map(|pair| pair.split_once('=').expect("parameter=value"));
        pairs.map(|(name, value)| (name.to_owned(), value.replace('_', " "))).collect()
    };
    expected.lines().filter_map(|line| line.strip_prefix('$')).map(arguments).collect()
}

fn answers(query: &Query, store: &Store, blocks: &[Vec<(String, String)>]) -> String {
    let mut out = String::new();
    for arguments in blocks {
        let mut csv = Vec::new();
        let others = query.needs.iter().map(|need| Other::read(store, Path::new(&need.file)).unwrap()).collect();
        let answer = query.run_with(store, arguments, others).unwrap_or_else(|e| panic!("{}: {e}", query.name));
        answer.write(AnswerFormat::Csv, None, &mut csv).unwrap();
        out.push('$');
        for (name, value) in arguments {
            let _ = write!(out, " {name}={}", value.replace(' ', "_"));
        }
        let _ = writeln!(out, "\n{}", String::from_utf8(csv).unwrap().replace("\r\n", "\n").trim_end());
    }
    out
}

#[test]
fn every_saved_query_gives_its_expected_answer() {
    let (store, queries) = (filled(Path::new("data/samples")), Queries::embedded().unwrap());
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for query in queries.iter() {
        let path = Path::new("tests/queries").join(format!("{}.expected", query.name));
        let expected = fs::read_to_string(&path).unwrap_or_default();
        let blocks = match blocks(&expected) {
            none if none.is_empty() => vec![Vec::new()],
            some => some,
        };
        let got = answers(query, &store, &blocks);
        if update {
            fs::write(&path, &got).unwrap();
        } else if got != expected {
            let line = got.lines().zip(expected.lines()).find(|(a, b)| a != b);
            wrong.push(format!(
                "{}: {}",
                query.name,
                line.map_or("more or fewer lines".into(), |(a, b)| format!("got {a}, expected {b}"))
            ));
        }
        // An expected answer that expects nothing would hide a query that finds nothing.
        if got.lines().filter(|line| !line.starts_with('$')).count() <= blocks.len() {
            wrong.push(format!("{}: finds nothing in the samples", query.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_saved_query_explains_itself_in_both_languages() {
    let queries = Queries::embedded().unwrap();
    assert!(queries.iter().count() >= 16);
    for query in queries.iter() {
        for lang in ["en", "zh"] {
            assert!(query.titles.contains_key(lang) && query.questions.contains_key(lang), "{}: {lang}", query.name);
        }
        assert!(query.parameters.iter().all(|p| !p.description.is_empty()), "{}", query.name);
    }
    let questions: BTreeSet<&str> = queries.iter().map(|query| query.question("en")).collect();
    assert_eq!(questions.len(), queries.iter().count());
}

/// The first columns of the answer of a saved query to texts of our own.
fn told(name: &str, texts: &[&str], columns: usize) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (n, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(format!("{n}.md")), text).unwrap();
    }
    let answer = answers(
        Queries::embedded().unwrap().get(name).unwrap(),
        &filled(folder.path()),
        &[vec![("lang".to_owned(), "en".to_owned())]],
    );
    let first = |line: &str| line.split(',').take(columns).collect::<Vec<_>>().join(",");
    answer.lines().skip(2).map(first).collect()
}

/// Figures without a subject contradict each other where one publisher gives both, and are nobody's in the answer too.
#[test]
fn a_figure_of_nobody_is_of_nobody() {
    let texts = ["Inflation was 5% in 2023. In 2024, inflation in Kenya was 3%.", "Inflation was 7% in 2023."];
    let texts = texts.map(|text| format!("---\npublisher: Bureau\n---\n{text}\n"));
    let rows = told("contradictions", &texts.each_ref().map(String::as_str), 9);
    assert_eq!(rows, ["Inflation rate,,2023,actual,5,,7,,PERCENT"]);
}

/// A sign and a Chinese name are one currency, so that figures of both languages are held against each other.
#[test]
fn a_dollar_is_a_dollar_in_both_languages() {
    let texts = ["Kenya's exports were $110 billion in 2023.", "2023年肯尼亚出口为900亿美元。"];
    let rows = told("contradictions", &texts, 9);
    assert_eq!(rows, ["Exports,Kenya,2023,actual,90000000000,,110000000000,,CCY_USD"]);
}

/// Figures of one place stand together, so that places are not mixed in one series.
#[test]
fn a_series_is_of_one_place() {
    let texts = [
        "In 2022 Kenya's exports grew by 5%. In 2021 Norway's exports grew by 3%.",
        "In 2020 Kenya's exports grew by 6%. In 2019 Norway's exports grew by 2%.",
    ];
    let expected = ["Exports,Kenya,2020", "Exports,Kenya,2022", "Exports,Norway,2019", "Exports,Norway,2021"];
    assert_eq!(told("figures", &texts, 3), expected);
}

#[test]
fn no_expected_answer_is_left_over() {
    let queries = Queries::embedded().unwrap();
    for entry in fs::read_dir("tests/queries").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(queries.get(name).is_ok(), "{} belongs to no query", path.display());
    }
}
