//! `extract --to` and `load`: what goes through files is what goes straight into a store, and a broken file is seen.

use crate::{folder, quads, run, whole};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples");

fn ok(arguments: &[&str], folder: &Path) -> String {
    let (status, out, err) = run(arguments.iter().copied(), folder, "");
    assert_eq!((status, out.as_str()), (0, ""), "{arguments:?}: {err}");
    err
}

/// The files of a folder by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// The named graphs of documents in lines of quads.
fn graphs(lines: &[u8]) -> BTreeSet<String> {
    let lines = std::str::from_utf8(lines).unwrap().lines();
    let graph = |line: &str| line.strip_suffix(" .")?.rsplit_once(' ').map(|(_, graph)| graph.to_owned());
    lines.filter_map(graph).filter(|graph| graph.contains("/graph/doc/")).collect()
}

#[test]
fn files_give_the_store_that_documents_give() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    ok(&["extract", SAMPLES, "--store", "direct"], dir.path());
    let direct = quads(&at("direct"));
    for name in ["one/graph.nq", "one/graph.nq.zst", "three/graph.nq.zst"] {
        let shards = if name.starts_with("three") { "3" } else { "1" };
        let made = |folder: &str, jobs: &str| {
            fs::create_dir_all(at(folder).join(name).parent().unwrap()).unwrap();
            let to = format!("{folder}/{name}");
            let told = ok(&["extract", SAMPLES, "--to", &to, "--shards", shards, "--jobs", jobs], dir.path());
            assert!(told.contains("written"), "{told}");
            files(at(folder).join(name).parent().unwrap())
        };
        let (a, b) = (made("a", "1"), made("b", "4"));
        assert!(a == b, "{name} depends on the number of jobs");
    }
    let names: Vec<String> = files(&at("a/three")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["graph-1-of-3.nq.zst", "graph-2-of-3.nq.zst", "graph-3-of-3.nq.zst"]);
    for (store, files) in [
        ("x", vec!["a/one/graph.nq"]),
        ("y", vec!["a/one/graph.nq.zst"]),
        ("z", vec!["a/three/graph-3-of-3.nq.zst", "a/three/graph-1-of-3.nq.zst", "a/three/graph-2-of-3.nq.zst"]),
    ] {
        let load = [&["load"], files.as_slice(), &["--store", store]].concat();
        assert!(ok(&load, dir.path()).contains("added"));
        assert!(quads(&at(store)) == direct, "{files:?}");
        // Run again, nothing is done.
        let told = ok(&load, dir.path());
        assert!(told.contains("skipped") && !told.contains("added"), "{told}");
    }
    // The store is one like any other.
    let told = ok(&["extract", SAMPLES, "--store", "z"], dir.path());
    assert!(told.contains("skipped") && !told.contains("added"), "{told}");
}

#[test]
fn a_shard_holds_whole_documents() {
    let dir = tempfile::tempdir().unwrap();
    ok(&["extract", SAMPLES, "--to", "graph.nq", "--shards", "4"], dir.path());
    let mut seen = BTreeSet::new();
    for (name, lines) in files(dir.path()) {
        for graph in graphs(&lines) {
            assert!(seen.insert(graph.clone()), "{graph} is in {name} and in another one");
        }
    }
    assert_eq!(seen.len(), fs::read_dir(SAMPLES).unwrap().count());
}

/// Any engine can load the files, and what it makes of them is a store of ours.
#[test]
fn another_engine_loads_the_files() {
    let dir = tempfile::tempdir().unwrap();
    ok(&["extract", SAMPLES, "--to", "graph.nq"], dir.path());
    ok(&["extract", SAMPLES, "--store", "direct"], dir.path());
    let other = oxigraph::store::Store::open(dir.path().join("other")).unwrap();
    let file = fs::File::open(dir.path().join("graph.nq")).unwrap();
    other.load_from_reader(oxigraph::io::RdfFormat::NQuads, file).unwrap();
    other.flush().unwrap();
    drop(other);
    assert!(whole(&dir.path().join("other")) == whole(&dir.path().join("direct")));
}

#[test]
fn a_file_that_breaks_off_gives_its_whole_documents() {
    let dir = folder(&[
        ("d/a.txt", "China proposed the Global Development Initiative in 2021."),
        ("d/b.txt", "Kenya supports the Global Development Initiative. Exports rose by 5% in 2020."),
        ("d/c.txt", "Brazil hosted the forum in Brasilia."),
    ]);
    let at = |name: &str| dir.path().join(name);
    ok(&["extract", "d", "--store", "direct"], dir.path());
    let direct = quads(&at("direct"));
    for name in ["whole.nq", "whole.nq.zst"] {
        ok(&["extract", "d", "--to", name], dir.path());
        let whole = fs::read(at(name)).unwrap();
        // In the pack, in each of the documents, and in the last line.
        let from = whole.len() - if name.ends_with("zst") { 5_000 } else { 12_000 };
        let cuts = (0..9).map(|n| from + (whole.len() - from) * n / 9).chain([1000, whole.len() - 2]);
        let (mut some, store) = (0, format!("store-{name}"));
        for cut in cuts {
            fs::write(at("cut.nq"), &whole[..cut]).unwrap();
            let (status, _, err) = run(["load", "cut.nq", "--store", &store], dir.path(), "");
            assert_eq!(status, 1, "{cut} of {}: {err}", whole.len());
            assert!(err.contains("breaks off") && err.contains("cut.nq"), "{err}");
            let got = quads(&at(&store));
            let known = graphs(direct.join("\n").as_bytes());
            let loaded = graphs(got.join("\n").as_bytes());
            some += usize::from(!loaded.is_empty());
            for graph in &loaded {
                let of =
                    |lines: &[String]| lines.iter().filter(|l| l.contains(graph.as_str())).cloned().collect::<Vec<_>>();
                assert!(known.contains(graph) && of(&got) == of(&direct), "{graph} is not whole");
            }
        }
        assert!(some > 0, "no cut left a document");
        ok(&["load", name, "--store", &store], dir.path());
        assert!(quads(&at(&store)) == direct);
    }
}

#[test]
fn files_that_are_not_ours_are_told() {
    let dir = folder(&[
        ("d/a.txt", "Kenya supports the Global Development Initiative."),
        ("other.nq", "<a:b> <a:c> <a:d> .\n"),
    ]);
    let fails = |arguments: &[&str], status: i32, what: &str| {
        let (found, _, err) = run(arguments.iter().copied(), dir.path(), "");
        assert!(found == status && err.contains(what), "{arguments:?}: {found} {err}");
    };
    fails(&["load", "other.nq", "--store", "s"], 1, "was not written by chancery");
    fails(&["load", "none.nq", "--store", "s"], 1, "none.nq");
    fails(&["extract", "d", "--to", "graph.ttl"], 2, ".nq.zst");
    assert!(!dir.path().join("s").exists());
    ok(&["extract", "d", "--to", "a.nq", "--base", "https://example.org/a/"], dir.path());
    ok(&["extract", "d", "--to", "b.nq"], dir.path());
    fails(&["load", "a.nq", "b.nq", "--store", "s"], 1, "https://example.org/a/");
    // A quad of a graph that is not the document's, one that is no quad, a document under another's name.
    let lines = fs::read_to_string(dir.path().join("b.nq")).unwrap();
    let mark = lines.find("# document").unwrap();
    for (what, said) in [
        (lines.replace("# end", "<a:b> <a:c> <a:d> <a:e> .\n# end"), "another graph"),
        (lines.replace("# end", "<a:b> <a:c> .\n# end"), "a.txt"),
        (lines.replace("# end", "_:b <a:c> <a:d> .\n# end"), "blank node"),
        (lines.replace("# end 1", "# end 2"), "2"),
        (lines[..mark].to_owned() + &lines[mark..].replace("graph/doc/a.txt", "graph/doc/b.txt"), "its id"),
    ] {
        fs::write(dir.path().join("odd.nq"), what).unwrap();
        fails(&["load", "odd.nq", "--store", "s"], 1, said);
    }
    // What was wrong is not in the store.
    let held = graphs(quads(&dir.path().join("s")).join("\n").as_bytes());
    assert!(held.len() <= 1 && !held.iter().any(|graph| graph.contains("b.txt")), "{held:?}");
}

#[test]
fn a_report_says_what_became_of_each_document() {
    let dir = folder(&[
        ("d/a.txt", &b"Kenya supports the Global Development Initiative."[..]),
        ("d/b.txt", b""),
        ("d/c.bin", b"\x00\x01"),
        ("d/e.txt", b"Exports rose by 5% in 2020."),
    ]);
    let report = |store: &str, jobs: &str| -> Vec<serde_json::Value> {
        let arguments = ["extract", "d", "none.txt", "--store", store, "--report", "r.jsonl", "--jobs", jobs];
        assert_eq!(run(arguments, dir.path(), "").0, 1);
        let lines = fs::read_to_string(dir.path().join("r.jsonl")).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let first = report("s", "1");
    assert_eq!(first, report("t", "4"));
    let of = |path: &str, lines: &[serde_json::Value]| -> serde_json::Value {
        let line = lines.iter().find(|line| Path::new(line["path"].as_str().unwrap()) == Path::new(path));
        line.unwrap_or_else(|| panic!("{path} in {lines:?}")).clone()
    };
    let a = of("d/a.txt", &first);
    assert_eq!((a["id"].as_str(), a["fate"].as_str(), a["bytes"].as_u64()), (Some("a.txt"), Some("added"), Some(49)));
    assert!(a["mentions"].as_u64() >= Some(2) && a["claims"].as_u64() >= Some(1), "{a}");
    let b = of("d/b.txt", &first);
    assert!(b["fate"] == "failed" && b["reason"].as_str().unwrap().contains("empty"), "{b}");
    assert_eq!(of("none.txt", &first)["fate"], "failed");
    assert_eq!(first.len(), 5, "{first:?}");
    let again = report("s", "2");
    assert_eq!((&of("d/a.txt", &again)["fate"], of("d/a.txt", &again).get("claims")), (&"unchanged".into(), None));
}

/// A terminal is shown how far the work is, how fast, and what failed; nobody else is.
#[cfg(target_os = "linux")]
#[test]
fn progress_is_shown_on_a_terminal() {
    let dir = folder(&[("d/a.txt", "Kenya supports the Global Development Initiative."), ("d/b.txt", "")]);
    let program = crate::chancery().get_program().to_str().unwrap().to_owned();
    let command = format!("'{program}' extract d --store s --jobs 1");
    let shown = std::process::Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "typescript"])
        .current_dir(dir.path())
        .env("TERM", "xterm")
        .stdin(std::process::Stdio::null())
        .output();
    let Ok(shown) = shown else {
        eprintln!("skipped: there is no script(1) to make a terminal with");
        return;
    };
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    // How often it is drawn is not for us to say.
    assert!(
        shown.contains("1 documents")
            && shown.contains("it is empty")
            && shown.contains("B/s")
            && shown.contains("left"),
        "{shown:?}"
    );
    let (_, _, err) = run(["extract", "d", "--store", "t"], dir.path(), "");
    assert!(!err.contains("left;") && err.contains("1 added"), "{err}");
}
