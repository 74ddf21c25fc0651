//! `chancery rules`: what an author of rules sees.

use crate::{chancery, folder};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Runs `chancery rules …` in a folder with a cache of its own; gives (exit status, standard output, standard error).
fn rules(arguments: &[&str], within: &Path, cache: &Path) -> (i32, String, String) {
    let output =
        chancery().arg("rules").args(arguments).current_dir(within).env("XDG_CACHE_HOME", cache).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn empty() -> TempDir {
    tempfile::tempdir().unwrap()
}

const FAIR: &str = "entity Fair : cy:Event\n  en  it:(cap \"Fair\")\n  test en \"The Grain Fair opened.\" => \"Grain Fair\"\n  \
                    reject en \"It rained.\"\n";

#[test]
fn every_mistake_is_told_at_once() {
    let (status, out, err) =
        rules(&["check", "--all", "--pack", "broken"], Path::new("tests/fixtures"), empty().path());
    assert_eq!(status, 1);
    insta::assert_snapshot!("broken", format!("{out}{err}"));
}

#[test]
fn problems_for_tools_name_their_places() {
    let cache = empty();
    let (status, out, _) =
        rules(&["check", "--pack", "broken", "--format", "json"], Path::new("tests/fixtures"), cache.path());
    assert_eq!(status, 1);
    let problems: Vec<Value> = serde_json::from_str(&out).unwrap();
    let misspelt = problems.iter().find(|p| p["what"].as_str().unwrap().contains("cy:agnt")).unwrap();
    assert_eq!((misspelt["line"].as_u64(), misspelt["column"].as_u64()), (Some(11), Some(42)), "{misspelt}");
    assert_eq!((misspelt["endColumn"].as_u64(), misspelt["level"].as_str()), (Some(49), Some("error")));
}

/// What the program keeps in a cache folder under names that begin so.
fn kept(cache: &Path, begin: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(cache.join("chancery")).into_iter().flatten().flatten();
    entries.filter(|e| e.file_name().to_string_lossy().starts_with(begin)).map(|e| e.path()).collect()
}

#[test]
fn the_default_pack_is_clean() {
    let (status, out, err) = rules(&["check"], Path::new("."), empty().path());
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    let (status, out, err) = rules(&["check", "--pack", "."], Path::new("."), empty().path());
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
}

#[test]
fn what_was_checked_is_known_until_something_changes() {
    let (pack, cache) = (folder(&[("data/rules/fair.rules", FAIR)]), empty());
    let check = || rules(&["check", "--pack", "."], pack.path(), cache.path());
    let kept = || kept(cache.path(), "checked-").len();
    assert_eq!(check().0, 0);
    assert_eq!(kept(), 1);
    assert_eq!(check().0, 0);
    assert_eq!(kept(), 1);
    fs::write(pack.path().join("data/rules/fair.rules"), FAIR.replace("Grain Fair\"\n", "Oat Fair\"\n")).unwrap();
    let (status, out, _) = check();
    assert!(status == 1 && out.contains("does not find \"Oat Fair\""), "{out}");
    fs::write(pack.path().join("data/rules/fair.rules"), FAIR).unwrap();
    assert_eq!(check().0, 0);
    assert_eq!(kept(), 2);
    // What was kept and is no longer whole is not trusted.
    for file in fs::read_dir(cache.path().join("chancery")).unwrap() {
        fs::write(file.unwrap().path(), "[{").unwrap();
    }
    assert_eq!(check().0, 0);
    // A cache that cannot be written is no error.
    let (status, _, err) = rules(&["check", "--pack", "."], pack.path(), Path::new("/proc/nowhere"));
    assert_eq!((status, err.as_str()), (0, "No problems\n"));
}

#[test]
fn the_lexicon_of_a_pack_is_compiled_once() {
    let rows = "key\tclass\ten\tzh\tids\tfacts\tsource\nnorland\tPlace\tNorland\t\t\t\tcurated\n";
    let (pack, cache) = (folder(&[("data/lexicon/places.tsv", rows)]), empty());
    let mut found = Vec::new();
    for rows in [rows, rows, &rows.replace("Norland", "Sudland")] {
        fs::write(pack.path().join("data/lexicon/places.tsv"), rows).unwrap();
        let output = chancery()
            .args(["annotate", "--pack", ".", "-"])
            .current_dir(pack.path())
            .env("XDG_CACHE_HOME", cache.path())
            .write_stdin("Norland grows oats.")
            .output()
            .unwrap();
        // The rules of the default pack ask for word lists that this pack has not.
        found.push((output.status.success(), String::from_utf8(output.stderr).unwrap()));
    }
    assert!(found.iter().all(|(done, _)| !done));
    assert!(found[0].1.contains("no word list @"), "{}", found[0].1);
    assert_eq!(found[0], found[1]);
    assert_eq!(kept(cache.path(), "lexicon-").len(), 2);
}

#[test]
fn the_rules_of_a_pack_are_compiled_once() {
    let (pack, cache) = (folder(&[("data/rules/fair.rules", FAIR)]), empty());
    let annotate = |arguments: &[&str]| {
        let mut command = chancery();
        command.arg("annotate").args(arguments).arg("-").current_dir(pack.path()).env("XDG_CACHE_HOME", cache.path());
        let output = command.write_stdin("The Grain Fair opened in Kenya.").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    for arguments in [&["--pack", "."][..], &[]] {
        let before = kept(cache.path(), "rules-");
        let first = annotate(arguments);
        let after = kept(cache.path(), "rules-");
        let [made] = after.iter().filter(|path| !before.contains(path)).collect::<Vec<_>>()[..] else {
            panic!("{after:?}")
        };
        let whole = fs::read(made).unwrap();
        assert_eq!(annotate(arguments), first);
        assert_eq!(kept(cache.path(), "rules-").len(), before.len() + 1);
        // What a power cut left of it is not trusted, and made anew.
        for damaged in [&whole[..whole.len() / 2], &[], &vec![0; whole.len()]] {
            fs::write(made, damaged).unwrap();
            assert_eq!(annotate(arguments), first);
            assert_eq!(fs::read(made).unwrap(), whole);
        }
    }
}

#[test]
fn words_that_cannot_be_read_do_not_put_the_rules_that_ask_for_them_in_the_wrong() {
    let words = "list\tlang\tpos\twords\tfacts\nbarn\ten\tnoun\tgranary|silo|granary\t\n";
    let rule = FAIR.replace("cap \"Fair\"", "cap @barn");
    let unclosed = rule.replace("Fair :", "Barn :").replace("@barn)", "@barn");
    let pack = folder(&[
        ("data/words/barns.tsv", words),
        ("data/rules/fair.rules", &rule),
        ("data/rules/unclosed.rules", &unclosed),
        ("data/frames/en.rules", "phrase en\n  np\n"),
    ]);
    let (status, out, _) = rules(&["check", "--pack", ".", "--format", "json"], pack.path(), empty().path());
    assert_eq!(status, 1);
    let problems: Vec<Value> = serde_json::from_str(&out).unwrap();
    let files: Vec<&str> = problems.iter().map(|p| p["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["./data/rules/unclosed.rules", "./data/words/barns.tsv"], "{out}");
    assert!(problems[1]["what"].as_str().unwrap().contains("\"granary\" stands twice"), "{out}");
}

#[test]
fn an_error_of_the_lexicon_hides_no_other() {
    let things = "key\tclass\ten\tzh\tids\tfacts\tsource\nnorland\tPlace\tNorland\t\t\t\t\n";
    let words = "list\tlang\tpos\twords\tfacts\nbarn\ten\tnoun\tgranary|granary\t\nshed\ten\tnoun\n";
    let barns =
        "define Barn = cap @barn\n\n".to_owned() + &FAIR.replace("Fair :", "Barns :").replace("cap \"Fair\"", "%Barn");
    let sheds = FAIR.replace("Fair :", "Sheds :").replace("cap \"Fair\"", "cap @shed");
    let classless = FAIR.replace("cy:Event", "cy:Evnt");
    let listless = FAIR.replace("Fair :", "Stall :").replace("\"Fair\"", "@stall");
    let pack = folder(&[
        ("data/lexicon/things.tsv", things),
        ("data/words/barns.tsv", words),
        ("data/rules/barns.rules", &barns),
        ("data/rules/classless.rules", &classless),
        ("data/rules/listless.rules", &listless),
        ("data/rules/sheds.rules", &sheds),
        ("data/frames/en.rules", "phrase en\n  np\n"),
    ]);
    let (status, out, _) = rules(&["check", "--pack", ".", "--format", "json"], pack.path(), empty().path());
    assert_eq!(status, 1);
    let problems: Vec<Value> = serde_json::from_str(&out).unwrap();
    let told: Vec<(&str, &str)> = problems
        .iter()
        .filter(|p| p["level"] == "error")
        .map(|p| (p["file"].as_str().unwrap(), p["what"].as_str().unwrap()))
        .collect();
    let expected = [
        ("./data/lexicon/things.tsv", "no source"),
        ("./data/rules/classless.rules", "the ontology has no class \"Evnt\""),
        ("./data/rules/listless.rules", "no word list @stall"),
        ("./data/words/barns.tsv", "the name \"granary\" stands twice in this row"),
        ("./data/words/barns.tsv", "3 columns where the header has 5"),
    ];
    assert_eq!(told, expected, "{out}");
}

#[test]
fn of_very_many_problems_some_of_each_file_are_told() {
    let row = |n: usize| format!("barn-{n}\tPlace\tBarn {n}\t\t\t\t\n");
    let things = "key\tclass\ten\tzh\tids\tfacts\tsource\n".to_owned() + &(0..60).map(row).collect::<String>();
    let pack = folder(&[
        ("data/lexicon/things.tsv", things.as_str()),
        ("data/rules/fair.rules", &FAIR.replace("cy:Event", "cy:Evnt")),
    ]);
    let errors = |out: &str| out.matches(": error: ").count();
    let (_, out, err) = rules(&["check", "--pack", "."], pack.path(), empty().path());
    assert_eq!(errors(&out), 20, "{out}");
    let rest = "more (chancery rules check --all)\nThe words and names of a pack stand in place of those built in";
    assert!(out.contains("no class \"Evnt\"") && out.contains(rest), "{out}");
    let (_, all, _) = rules(&["check", "--all", "--pack", "."], pack.path(), empty().path());
    assert!(errors(&all) > 60 && err.contains(&format!("{} errors", errors(&all))), "{err}");
    let (status, _, err) = rules(&["why", "Fair", "Barn", "--pack", "."], pack.path(), empty().path());
    assert!(status != 0 && errors(&err) == 20, "{err}");
}

#[test]
fn a_pack_with_errors_extracts_nothing() {
    let broken = FAIR.replace("cy:Event", "cy:Evnt");
    let pack = folder(&[("data/rules/fair.rules", broken)]);
    let output = chancery()
        .args(["annotate", "--pack", ".", "-"])
        .current_dir(pack.path())
        .env("XDG_CACHE_HOME", pack.path())
        .write_stdin("The Grain Fair opened.")
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(err.contains("fair.rules:1:15: error: the ontology has no class \"Evnt\""), "{err}");
    assert!(err.contains("^^^^^^^\n") && err.contains("did you mean \"Event\"?"), "{err}");
}

#[test]
fn a_pack_brings_its_own_ontology_and_queries() {
    let ontology = "@prefix cy: <https://w3id.org/chancery/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n\
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
        cy:Jamboree a owl:Class ; rdfs:subClassOf cy:Gathering . cy:Gathering a owl:Class .\n";
    let rule = FAIR.replace("cy:Event", "cy:Jamboree");
    let query = "# title: All\n# question: Everything?\nSELECT ?s WHERE { ?s ?p ?o }\n";
    let pack = folder(&[
        ("ontology/own.ttl", ontology),
        ("data/rules/fair.rules", &rule),
        ("data/frames/en.rules", "phrase en\n  np\n"),
        ("queries/everything.rq", query),
        ("text.txt", "The Grain Fair opened."),
    ]);
    let run = |arguments: &[&str]| {
        let cache = pack.path().join("cache");
        let output = chancery().args(arguments).current_dir(pack.path()).env("XDG_CACHE_HOME", cache).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let graph = run(&["extract", "text.txt", "--pack", ".", "--dry-run"]);
    assert!(graph.contains("cy:Jamboree") && graph.contains("cy:Gathering"), "{graph}");
    assert!(run(&["query", "--list", "--pack", "."]).contains("everything"));
}

#[test]
fn the_queries_of_a_pack_are_checked_too() {
    let dir = folder(&[("queries/mine.rq", "# title: Mine\nSELECT ?x WHERE {\n"), ("data/rules/fair.rules", FAIR)]);
    let cache = empty();
    let (status, out, _) = rules(&["check", "--pack", "."], dir.path(), cache.path());
    assert!(status == 1 && out.contains("mine.rq:2:"), "{out}");
    let (_, json, _) = rules(&["check", "--pack", ".", "--format", "json"], dir.path(), cache.path());
    let problems: Vec<Value> = serde_json::from_str(&json).unwrap();
    assert!(problems.iter().any(|p| p["line"] == 2 && p["level"] == "error"), "{json}");
}

#[test]
fn a_rule_whose_test_fails_can_be_asked_about() {
    let failing = FAIR.replace("The Grain Fair opened.", "The grain fair opened.");
    let dir = folder(&[("data/rules/fair.rules", failing.as_str())]);
    let cache = empty();
    assert_eq!(rules(&["check", "--pack", "."], dir.path(), cache.path()).0, 1);
    let (status, out, err) = rules(&["why", "Fair", "The Grain Fair opened.", "--pack", "."], dir.path(), cache.path());
    assert!(status == 0 && out.contains("Grain Fair"), "{out}{err}");
}

#[test]
fn list_names_every_rule_and_its_place() {
    let pack = folder(&[("data/rules/fair.rules", FAIR)]);
    let (status, out, _) = rules(&["list", "--pack", "."], pack.path(), pack.path());
    assert_eq!(status, 0);
    let row = out.lines().find(|l| l.starts_with("Fair")).unwrap();
    assert_eq!(
        row.split_whitespace().collect::<Vec<_>>(),
        ["Fair", "cy:Event", "en", "1", "1", "./data/rules/fair.rules:1"]
    );
    let (_, out, _) = rules(&["list", "--format", "json"], pack.path(), pack.path());
    let all: Vec<Value> = serde_json::from_str(&out).unwrap();
    assert!(all.len() > 50 && all.iter().all(|r| r["tests"].as_u64() > Some(0)));
}

#[test]
fn show_tells_what_a_rule_comes_to() {
    let none = empty();
    let (status, out, _) = rules(&["show", "Proposal"], none.path(), none.path());
    assert_eq!(status, 0);
    for part in [
        "relation Proposal",
        "trigger    @propose",
        "  en  ",
        "  zh  ",
        "frame en   passive: object, subject",
        "time, optional",
    ] {
        assert!(out.contains(part), "{part:?} in\n{out}");
    }
    let (status, _, err) = rules(&["show", "Propsal"], none.path(), none.path());
    assert!(status == 2 && err.contains("did you mean \"Proposal\"?"), "{err}");
}

#[test]
fn the_parsed_pack_is_json() {
    let pack = folder(&[("data/rules/fair.rules", FAIR), ("data/frames/en.rules", "define Two = cap cap\n")]);
    let show = |arguments: &[&str]| -> Value {
        let all = [&["show", "--format", "json", "--pack", "."], arguments].concat();
        serde_json::from_str(&rules(&all, pack.path(), pack.path()).1).unwrap()
    };
    let whole = show(&[]);
    assert_eq!(whole.as_array().unwrap().len(), 2);
    let rule = &show(&["Fair"])[0];
    assert_eq!((&rule["kind"], &rule["of"]["text"]), (&"entity".into(), &"cy:Event".into()));
    assert_eq!(rule["statements"].as_array().unwrap().len(), 3);
    assert_eq!(show(&["%Two"])[0]["kind"], "define");
}

#[test]
fn a_new_rule_has_no_problems() {
    let (within, cache) = (empty(), empty());
    let run = |arguments: &[&str]| rules(arguments, within.path(), cache.path());
    for (kind, name, file) in
        [("entity", "TradeFair", "trade-fair.rules"), ("relation", "Decoration", "decoration.rules")]
    {
        let (status, out, err) = run(&["new", kind, name, "--pack", "own"]);
        assert_eq!((status, out.as_str(), err.as_str()), (0, &*format!("own/data/rules/{file}\n"), ""));
    }
    let (status, out, err) = run(&["check", "--pack", "own"]);
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    assert_eq!(run(&["fmt", "--check", "--pack", "own"]).0, 0);
    // Nothing is written over.
    let before = fs::read_to_string(within.path().join("own/data/rules/trade-fair.rules")).unwrap();
    assert_eq!(run(&["new", "relation", "TradeFair", "--pack", "own"]).0, 2);
    assert_eq!(run(&["new", "entity", "Trade-fair", "--pack", "own"]).0, 1);
    assert_eq!(run(&["new", "entity", "../escape", "--pack", "own"]).0, 2);
    assert_eq!(fs::read_to_string(within.path().join("own/data/rules/trade-fair.rules")).unwrap(), before);
}

#[test]
fn fmt_writes_what_it_must_and_nothing_else() {
    let untidy = FAIR.replace("  en  it", "    en it").replace("  test", "    test").replace("  reject", "    reject");
    let pack = folder(&[
        ("data/rules/fair.rules", FAIR),
        ("data/rules/untidy.rules", &untidy),
        ("data/rules/wrong.rules", "entity\n"),
    ]);
    let read = |name: &str| fs::read_to_string(pack.path().join("data/rules").join(name)).unwrap();
    let (status, out, err) = rules(&["fmt", "--check", "--pack", "."], pack.path(), pack.path());
    assert_eq!((status, out.as_str()), (1, "./data/rules/untidy.rules\n"));
    assert!(err.contains("wrong.rules:1:"), "{err}");
    assert_eq!(read("untidy.rules"), untidy);
    assert_eq!(rules(&["fmt", "data/rules/untidy.rules"], pack.path(), pack.path()).0, 0);
    assert_eq!(read("untidy.rules"), FAIR);
    assert_eq!((read("fair.rules").as_str(), read("wrong.rules").as_str()), (FAIR, "entity\n"));
}

#[test]
fn a_pack_with_words_of_its_own_needs_all_of_them() {
    let words = "list\tlang\tpos\twords\tfacts\nnet\ten\tnoun\tnet\t\n";
    let dir = folder(&[("p/data/words/mine.tsv", words)]);
    let (status, out, err) = rules(&["check", "--pack", "p"], dir.path(), empty().path());
    assert!(status == 1 && out.contains("copy all of the program's data/lexicon and data/words"), "{out} {err}");
}
