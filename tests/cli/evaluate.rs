//! `chancery evaluate`: figures that were counted by hand, errors with their causes, two reports compared.

use crate::{chancery, folder, run};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Rules that find fairs, boards, and who hosts what unless that is denied.
const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/fairs");

/// A sentence for each kind of error.
const ENGLISH: &str = "😀 The Harbour Board hosted the Grain Fair. The Wool Board may have hosted the Silk Fair. \
    The Tin Board praised the Oat Fair. The Iron Board hosted the Rye Fair and the opening. \
    The Salt Board hosted the Hay Fair. The council hosted the Fig Fair. The Elm Board never hosted the Ash Fair. \
    The Mint Board hosted the Nut Fair. The Grain Fair closed.";

fn gold() -> String {
    let mention = |id: &str, text: &str, class: &str| json!({"id": id, "text": text, "class": class});
    let hosting = |host: &str, event: &str| json!({"type": "Hosting", "roles": {"host": host, "event": event}});
    let mut again = mention("m15", "Grain Fair", "Event");
    again["nth"] = 2.into();
    let mut mentions = vec![
        mention("m1", "Harbour Board", "Institution"),
        json!({"id": "m2", "start": 31, "end": 41, "text": "Grain Fair", "class": "Event"}),
        mention("m3", "Wool Board", "Person"),
        mention("m4", "Silk", "Event"),
        mention("m5", "Tin Board", "Institution"),
        mention("m6", "Oat Fair", "Event"),
        mention("m7", "Iron Board", "Institution"),
        mention("m8", "Rye Fair", "Event"),
        mention("m9", "Salt Board", "Institution"),
        mention("m10", "Hay Fair", "Event"),
        mention("m11", "council", "Institution"),
        mention("m12", "Fig Fair", "Event"),
        mention("m13", "Elm Board", "Institution"),
        mention("m14", "Ash Fair", "Event"),
        again,
    ];
    mentions[1]["entity"] = "grain fair".into();
    mentions[14]["entity"] = "grain fair".into();
    let mut praised = hosting("m5", "m6");
    praised["trigger"] = "praised".into();
    let mut denied = hosting("m13", "m14");
    denied["negated"] = true.into();
    let claims = json!([
        hosting("m1", "m2"),
        hosting("m3", "m4"),
        praised,
        hosting("m7", "the opening"),
        {"type": "Participation", "roles": {"participant": "m9", "event": "m10"}},
        hosting("m11", "m12"),
        denied,
    ]);
    let english = json!({"id": "en", "lang": "en", "text": ENGLISH, "mentions": mentions, "claims": claims});
    let chinese = json!({"id": "zh", "lang": "zh", "text": "😀江口粮食商会主办江口粮食集市。",
        "mentions": [mention("m1", "江口粮食商会", "Institution"), mention("m2", "江口粮食集市", "Event")],
        "claims": [hosting("m1", "m2")]});
    format!("{english}\n{chinese}\n")
}

fn files() -> TempDir {
    folder(&[("gold.jsonl", gold())])
}

/// Runs `chancery evaluate` in a folder with the pack for tests.
fn evaluate(arguments: &[&str], within: &Path) -> (i32, String, String) {
    run(["evaluate", "--pack", PACK].iter().chain(arguments).copied(), within, "")
}

fn report(arguments: &[&str], within: &Path) -> Value {
    let (status, out, err) = evaluate(&[arguments, &["--format", "json"]].concat(), within);
    assert_eq!(status, 0, "{err}");
    serde_json::from_str(&out).unwrap()
}

/// Figures by measure, what and language.
fn figures(report: &Value) -> BTreeMap<[&str; 3], &Value> {
    let figures = report["figures"].as_array().unwrap().iter();
    figures.map(|f| (["measure", "of", "lang"].map(|key| f[key].as_str().unwrap()), f)).collect()
}

#[test]
fn figures_are_those_counted_by_hand() {
    let dir = files();
    let report = report(&["gold.jsonl", "--jobs", "2"], dir.path());
    let figures = figures(&report);
    let counted = |measure, of, lang| {
        let figure = figures[&[measure, of, lang]];
        ["gold", "found", "right"].map(|key| figure[key].as_u64().unwrap_or(0))
    };
    // Of the English events the first is there twice, Silk is cut short and the Nut Fair is not labelled.
    assert_eq!(counted("mentions", "Event", "en"), [8, 9, 7]);
    assert_eq!(counted("mentions-overlapping", "Event", "en"), [8, 9, 8]);
    // The council is not found; the Wool Board is labelled as a person and the Mint Board not at all.
    assert_eq!(counted("mentions", "Institution", "en"), [6, 7, 5]);
    assert_eq!(counted("mentions", "Person", "all"), [1, 0, 0]);
    assert_eq!(counted("mentions", "all", "all"), [17, 18, 14]);
    assert_eq!(counted("mentions", "all", "zh"), [2, 2, 2]);
    assert_eq!(counted("same-entity", "all", "all"), [1, 1, 1]);
    // Harbour and Wool; Iron, Salt and Mint are found otherwise than labelled.
    assert_eq!(counted("claims", "Hosting", "en"), [6, 5, 2]);
    assert_eq!(counted("claims", "all", "all"), [8, 6, 3]);
    // Of the Iron Board's claim the host is right and the event is not.
    assert_eq!(counted("roles", "Hosting host", "en"), [6, 5, 3]);
    assert_eq!(counted("roles", "Hosting event", "en"), [6, 5, 2]);
    assert_eq!(counted("qualifiers", "modality", "all"), [0, 3, 2]);
    assert_eq!(counted("qualifiers", "of the claim", "all"), [0, 3, 2]);
    assert_eq!(counted("claim-rules", "Hosts", "all"), [0, 6, 3]);
    assert_eq!(counted("mention-rules", "Board", "en"), [0, 7, 5]);
    let all = figures[&["claims", "all", "all"]];
    assert_eq!(["precision", "recall", "f1"].map(|key| all[key].as_f64().unwrap()), [0.5, 0.375, 0.4286]);
    assert_eq!(report["items"].as_array().unwrap().len(), 17 + 8);
}

#[test]
fn every_error_has_its_cause_and_its_sentence() {
    let dir = files();
    let (status, out, err) = evaluate(&["gold.jsonl", "--errors"], dir.path());
    assert_eq!((status, err.as_str()), (0, ""));
    insta::assert_snapshot!("errors", out);
    let (_, few, _) = evaluate(&["gold.jsonl", "--errors", "1"], dir.path());
    assert!(few.contains("spurious mention (2)") && few.contains("… and 1 more"), "{few}");
}

#[test]
fn a_report_is_compared_with_an_earlier_one() {
    let dir = files();
    let (status, out, _) = evaluate(&["gold.jsonl", "--json", "before.json"], dir.path());
    assert!(status == 0 && out.contains("claims by rule"), "{out}");
    let same = report(&["gold.jsonl", "--compare", "before.json"], dir.path());
    assert_eq!((&same["comparison"]["won"], &same["comparison"]["lost"]), (&json!([]), &json!([])));
    // A pack that does not know boards finds no hosts.
    let rules = std::fs::read_to_string(Path::new(PACK).join("data/rules/fairs.rules")).unwrap();
    let boards = rules.find("entity Board").unwrap()..rules.find("relation Hosts").unwrap();
    let without = rules.replace(&rules[boards.clone()], "").split("\nrelation").next().unwrap().to_owned();
    let pack = folder(&[("data/rules/fairs.rules", without)]);
    let arguments = ["evaluate", "gold.jsonl", "--compare", "before.json", "--pack", pack.path().to_str().unwrap()];
    let (status, out, err) = run(arguments, dir.path(), "");
    assert_eq!(status, 0, "{err}");
    let row = out.lines().find(|l| l.starts_with("claims ") && l.contains("Hosting") && l.contains("zh")).unwrap();
    let row: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(row, ["claims", "Hosting", "zh", "1.000", "0.000", "-1.000"]);
    assert!(out.contains("won (0)\n") && out.contains("lost (9)\n"), "{out}");
    assert!(out.contains("  zh · Hosting · event \"江口粮食集市\", host \"江口粮食商会\"\n"), "{out}");
    std::fs::write(dir.path().join("before.json"), "{}").unwrap();
    let (status, out, err) = evaluate(&["gold.jsonl", "--compare", "before.json"], dir.path());
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("before.json is no report of chancery evaluate --json"), "{err}");
}

#[test]
fn gold_may_be_nif() {
    let turtle = "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n\
        @prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .\n@prefix cy: <https://w3id.org/chancery/ontology#> .\n\
        <urn:t> a nif:Context ; nif:isString \"😀 The Grain Fair opened.\"@en .\n\
        <urn:t#1> nif:referenceContext <urn:t> ; nif:beginIndex 6 ; nif:endIndex 16 ; nif:anchorOf \"Grain Fair\" ;\n\
        itsrdf:taClassRef cy:Event ; itsrdf:taIdentRef <urn:fair> .\n";
    let dir =
        folder(&[("gold.ttl", turtle.to_owned()), ("bad.ttl", turtle.replace("16", "15")), ("gold.jsonl", gold())]);
    let both = report(&["gold.ttl", "gold.jsonl"], dir.path());
    let figures = figures(&both);
    assert_eq!((&both["documents"], &figures[&["mentions", "Event", "en"]]["right"]), (&json!(3), &json!(8)));
    // What is not labelled in the one is measured on the other alone.
    assert_eq!(figures[&["claims", "all", "en"]]["found"], 5);
    let (status, out, err) = evaluate(&["bad.ttl"], dir.path());
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.contains("bad.ttl:5: urn:t#1: 6..15 of the text is \"Grain Fai\", not \"Grain Fair\""), "{err}");
}

#[test]
fn wrong_gold_is_told_whole_and_nothing_is_measured() {
    let dir = folder(&[("gold.jsonl", gold().replace("Hosting", "Hostin").replace("Silk\"", "Silky\""))]);
    let (status, out, err) = evaluate(&["gold.jsonl"], dir.path());
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.contains("gold.jsonl:1: text \"en\": mention m4: \"Silky\" stands nowhere in the text"), "{err}");
    let types = err.matches("the ontology has no class \"Hostin\"; did you mean \"Hosting\"?").count();
    assert_eq!(types, 7, "{err}");
    assert_eq!(evaluate(&["none.jsonl"], dir.path()).0, 1);
    assert_eq!(evaluate(&[], dir.path()).0, 2);
}

/// The example of `data/README.md` is gold.
#[test]
fn the_documented_record_is_read() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/README.md")).unwrap();
    let example = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let (status, out, err) = run(["evaluate", "-", "--format", "json"], Path::new("."), example);
    assert_eq!(status, 0, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert!(report["items"].as_array().unwrap().iter().all(|item| item["found"] == true), "{}", report["items"]);
}

/// What `annotate` writes is gold once mentions have ids, and the program fulfils it.
#[test]
fn what_is_found_is_gold_that_is_fulfilled() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
    let mut gold = String::new();
    let mut found = 0;
    for file in
        std::fs::read_dir(samples).unwrap().flatten().filter(|f| f.path().extension().is_some_and(|e| e == "md"))
    {
        let text = std::fs::read_to_string(file.path()).unwrap();
        let record = json!({"id": file.file_name().to_str().unwrap(), "text": text});
        let (status, out, err) = run(["annotate", "--format", "jsonl", "-"], Path::new("."), format!("{record}\n"));
        assert_eq!(status, 0, "{err}");
        let mut answer: Value = serde_json::from_str(&out).unwrap();
        answer["text"] = text.into();
        let mut ids = BTreeMap::new();
        for (n, mention) in answer["mentions"].as_array_mut().unwrap().iter_mut().enumerate() {
            mention["id"] = format!("m{n}").into();
            ids.insert((mention["start"].as_u64(), mention["end"].as_u64()), mention["id"].clone());
        }
        let named = |filler: &mut Value| {
            let id = ids.get(&(filler["start"].as_u64(), filler["end"].as_u64()));
            *filler = id.cloned().unwrap_or_else(|| filler["text"].clone());
        };
        for claim in answer["claims"].as_array_mut().unwrap() {
            claim["roles"].as_object_mut().unwrap().values_mut().for_each(named);
            claim.get_mut("attributed_to").into_iter().for_each(named);
            found += 1;
        }
        gold.push_str(&format!("{answer}\n"));
    }
    assert!(found > 10, "{found} claims in the samples");
    let (status, out, err) = run(["evaluate", "-", "--format", "json"], Path::new("."), gold);
    assert_eq!(status, 0, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["errors"], json!([]), "{}", report["errors"]);
    assert!(report["figures"].as_array().unwrap().iter().all(|f| f["precision"] == 1.0));
}

/// The scorer that the project's figures come from, with its gold; neither is part of the repository.
fn scorer() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var("CHANCERY_BENCH").unwrap_or_else(|_| "/work/shared/bench".to_owned()));
    let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    if !python || !folder.join("score.py").is_file() || !folder.join("data/gold.jsonl").is_file() {
        println!(
            "skipped: no score.py with data/gold.jsonl in {} (set CHANCERY_BENCH), or no python3",
            folder.display()
        );
        return None;
    }
    Some(folder)
}

#[test]
fn figures_agree_with_the_scorer() {
    let Some(bench) = scorer() else { return };
    let dir = folder::<&str>(&[]);
    let table = dir.path().join("table.json");
    let binary = chancery().get_program().to_owned();
    let mut scored = Command::new("python3");
    scored.arg(bench.join("score.py")).arg("--bin").arg(binary).args(["gold", "--json"]).arg(&table);
    let scored = scored.output().unwrap();
    assert!(scored.status.success(), "{}", String::from_utf8_lossy(&scored.stderr));
    let table: BTreeMap<String, Value> = serde_json::from_slice(&std::fs::read(&table).unwrap()).unwrap();
    let (status, out, err) =
        run(["evaluate", bench.join("data/gold.jsonl").to_str().unwrap(), "--format", "json"], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    let figures = figures(&report);
    let mut compared = 0;
    for (name, row) in table.iter().filter(|(_, row)| row.as_object().is_some_and(|row| !row.is_empty())) {
        let words: Vec<&str> = name.split(' ').collect();
        let (measure, of) = match words[2..] {
            ["mention", "all", "exact"] => ("mentions", "all"),
            ["mention", "all", "overlap"] => ("mentions-overlapping", "all"),
            ["mention", class] => ("mentions", class),
            ["same-entity", "pairs"] => ("same-entity", "all"),
            ["claim", "qualifiers"] => ("qualifiers", "of the claim"),
            ["observation", "qualifiers"] => ("qualifiers", "of the figure"),
            ["claim", class] => ("claims", class),
            _ => panic!("the scorer has a row {name:?} that is not compared"),
        };
        let figure = figures[&[measure, of, words[1]]];
        let pairs = [
            ("gold", "gold"),
            ("P", "precision"),
            ("R", "recall"),
            ("F1", "f1"),
            ("cases", "found"),
            ("rate", "precision"),
        ];
        for (theirs, ours) in pairs {
            let Some(theirs) = row[theirs].as_f64() else { continue };
            let ours = figure[ours].as_f64().unwrap();
            assert!((theirs - ours).abs() < 1e-4, "{name}: {row} and {figure}");
        }
        compared += 1;
    }
    assert!(compared > 50, "{compared} rows compared");
}
