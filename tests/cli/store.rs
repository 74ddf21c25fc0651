//! Stores: what goes in comes out, whatever the order, the number of jobs, or how often.

use crate::{chancery, folder, quads, run, whole};
use std::path::Path;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples");

fn extract(path: &str, store: &Path, more: &[&str]) -> String {
    let arguments = ["extract", path, "--store", store.to_str().unwrap()].into_iter().chain(more.iter().copied());
    let (status, out, err) = run(arguments, Path::new("."), "");
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    err
}

#[test]
fn turtle_is_the_same_at_any_number_of_jobs() {
    let turtle = |jobs: &str| {
        let (status, out, err) = run(["extract", SAMPLES, "--dry-run", "--jobs", jobs], Path::new("."), "");
        assert_eq!(status, 0, "{err}");
        out
    };
    let one = turtle("1");
    assert!(one.contains("@prefix cy: "), "{}", &one[..one.len().min(400)]);
    assert_eq!(one, turtle("4"));
    assert_eq!(one, turtle("1"));
}

#[test]
fn a_store_depends_on_its_documents_only() {
    let dir = tempfile::tempdir().unwrap();
    let (all, one_by_one) = (dir.path().join("all"), dir.path().join("one"));
    extract(SAMPLES, &all, &[]);
    let mut files: Vec<_> = std::fs::read_dir(SAMPLES).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for file in files.iter().rev() {
        extract(file.to_str().unwrap(), &one_by_one, &["--jobs", "1"]);
    }
    assert_eq!(quads(&all), quads(&one_by_one));
    let before = quads(&all);
    let summary = extract(SAMPLES, &all, &[]);
    assert!(summary.contains("skipped"), "{summary}");
    assert_eq!(before, quads(&all));
}

/// What is kept of a store with the default pack saves making it again, and changes nothing, also where a part of it is lost.
#[test]
fn a_new_store_begins_as_a_copy() {
    let dir = folder(&[("a.txt", "Kenya supports the Global Development Initiative.")]);
    let at = |name: &str| dir.path().join(name);
    let make = |store: &str| {
        let mut command = chancery();
        command.args(["extract", "a.txt", "--quiet", "--store", store]).current_dir(dir.path());
        let output = command.env("XDG_CACHE_HOME", at("cache")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        whole(&at(store))
    };
    let kept = || {
        let mut entries = std::fs::read_dir(at("cache/chancery")).unwrap().map(|entry| entry.unwrap().path());
        entries.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("store-")).unwrap()
    };
    let first = make("first");
    // A file that nobody but this test makes tells where a folder came from.
    std::fs::write(kept().join("mark"), "").unwrap();
    std::fs::create_dir(at("second")).unwrap();
    assert!(make("second") == first);
    assert!(at("second/mark").exists());
    let files = std::fs::read_dir(kept()).unwrap().map(|entry| entry.unwrap().path());
    std::fs::remove_file(files.max_by_key(|path| path.metadata().unwrap().len()).unwrap()).unwrap();
    assert!(make("third") == first);
    assert!(!at("third/mark").exists() && kept().exists());
    let mut left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["a.txt", "cache", "first", "second", "third"]);
}

/// A pack that has changed leaves in the store just what it says.
#[test]
fn a_store_holds_what_its_pack_says() {
    let dir = folder(&[("a.txt", "Kenya supports the Global Development Initiative.")]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pack = dir.path().join("pack");
    std::fs::create_dir(&pack).unwrap();
    let parts = ["data", "ontology", "queries"].map(|part| root.join(part));
    assert!(std::process::Command::new("cp").arg("-r").args(parts).arg(&pack).status().unwrap().success());
    let metrics = pack.join("data/lexicon/metrics.tsv");
    let rows = std::fs::read_to_string(&metrics).unwrap();
    std::fs::write(&metrics, rows + "hay-yield\tMetric\thay yield\t干草产量\t\t\tcurated\n").unwrap();
    let extract = |store: &str, more: &[&str]| {
        extract(dir.path().join("a.txt").to_str().unwrap(), &dir.path().join(store), more);
        whole(&dir.path().join(store))
    };
    let own = ["--pack", pack.to_str().unwrap()];
    let (plain, mine) = (extract("plain", &[]), extract("mine", &own));
    assert!(mine.iter().any(|quad| quad.contains("干草产量")) && plain != mine);
    assert!(extract("mine", &[]) == plain);
    assert!(extract("plain", &own) == mine);
}

#[test]
fn removing_and_replacing_leave_no_trace() {
    let dir = folder(&[
        ("d/a.txt", "China proposed the Global Development Initiative in 2021. China supports the United Nations."),
        ("d/b.txt", "The Global Development Initiative helps trade. China hosted the forum in Beijing."),
    ]);
    let [both, one] = ["both", "one"].map(|name| dir.path().join(name));
    let docs = dir.path().join("d");
    extract(docs.join("a.txt").to_str().unwrap(), &one, &[]);
    extract(docs.to_str().unwrap(), &both, &[]);
    assert_ne!(quads(&both), quads(&one));
    let (status, _, err) = run(["remove", "b.txt", "--store", both.to_str().unwrap()], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    assert_eq!(quads(&both), quads(&one));
    let (status, _, err) = run(["remove", "b.txt", "--store", both.to_str().unwrap()], dir.path(), "");
    assert_eq!(status, 1);
    assert!(err.contains("b.txt"), "{err}");
    // Change a document, and change it back.
    let text = std::fs::read(docs.join("a.txt")).unwrap();
    std::fs::write(docs.join("a.txt"), "Nothing but the weather.").unwrap();
    let summary = extract(docs.join("a.txt").to_str().unwrap(), &both, &[]);
    assert!(summary.contains("replaced"), "{summary}");
    assert_ne!(quads(&both), quads(&one));
    std::fs::write(docs.join("a.txt"), text).unwrap();
    extract(docs.join("a.txt").to_str().unwrap(), &both, &[]);
    assert_eq!(quads(&both), quads(&one));
}

#[test]
fn what_is_not_there_is_said() {
    let dir = folder(&[("a.txt", "Text.")]);
    for command in [&["status"][..], &["export", "--format", "nq"], &["remove", "x"], &["query", "documents"]] {
        let (status, out, err) = run(command.iter().copied().chain(["--store", "none"]), dir.path(), "");
        assert_eq!(status, 1, "{command:?} {out} {err}");
        assert!(err.contains("none"), "{err}");
        assert!(!dir.path().join("none").exists(), "{command:?} made a store");
    }
}

#[test]
fn the_reader_of_an_export_may_go() {
    let dir = tempfile::tempdir().unwrap();
    extract(SAMPLES, &dir.path().join("s"), &[]);
    let script = format!("'{}' export --format nq --store s | head -n 1", chancery().get_program().to_str().unwrap());
    let output = std::process::Command::new("bash")
        .args(["-o", "pipefail", "-c", &script])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty());
}

#[test]
fn completions_and_man_pages_come_from_the_commands() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let (status, out, _) = run(["completions", shell], dir.path(), "");
        assert!(status == 0 && out.contains("annotate"), "{shell}");
    }
    assert_eq!(run(["man", "pages"], dir.path(), "").0, 0);
    let page = std::fs::read_to_string(dir.path().join("pages/chancery-extract.1")).unwrap();
    assert!(page.contains("store"));
    let (_, help, _) = run(["--help"], dir.path(), "");
    for (hidden, shown) in [("completions", "extract"), ("man ", "query")] {
        assert!(!help.contains(&format!("  {hidden}")) && help.contains(shown), "{help}");
    }
}

#[test]
fn every_command_has_an_example() {
    let (_, help, _) = run(["--help"], Path::new("."), "");
    let commands = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let mut count = 0;
    // What is indented deeper continues the line above.
    let names = commands.filter_map(|line| line.strip_prefix("  ").filter(|l| !l.starts_with(' '))?.split(' ').next());
    for command in names.filter(|name| *name != "help") {
        let (status, help, _) = run([command, "--help"], Path::new("."), "");
        assert!(status == 0 && help.contains("Example"), "{command} has no example: {help}");
        count += 1;
    }
    assert!(count >= 8, "{help}");
}

#[test]
fn the_readme_tells_the_truth() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let sentence = readme.lines().find_map(|line| line.strip_prefix("> ")).unwrap();
    let shown = readme.split("```turtle\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let dir = folder(&[("brief.md", sentence)]);
    let (status, turtle, err) = run(["extract", "brief.md", "--dry-run"], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    for block in shown.trim_end().split("\n\n") {
        assert!(turtle.contains(block), "README shows\n{block}\nbut the program gives\n{turtle}");
    }
}

#[test]
fn an_answer_leads_back_to_its_sentence() {
    let dir = folder(&[("a.txt", "China proposed the Belt and Road Initiative in 2013.")]);
    extract(dir.path().join("a.txt").to_str().unwrap(), &dir.path().join("s"), &[]);
    let (status, out, err) = run(["query", "proposals", "--store", "s", "--format", "csv"], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    assert!(
        out.starts_with(
            "who,what,when,modality,according,document,claim\r\nChina,Belt and Road Initiative,2013,actual,,a.txt,"
        ),
        "{out}"
    );
    let triple = ["id/Initiative/belt-and-road-initiative", "cy:proposedBy", "id/Place/china"];
    let (status, out, err) = run(["explain"].into_iter().chain(triple).chain(["--store", "s"]), dir.path(), "");
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("a.txt") && out.contains("[agent China]"), "{out}");
    let (status, _, err) = run(["explain", "id/Place/atlantis", "--store", "s"], dir.path(), "");
    assert_eq!(status, 1);
    assert!(err.contains("atlantis"), "{err}");
}

#[test]
fn names_are_taken_as_others_write_them() {
    let dir = folder(&[("a.txt", "China proposed the Belt and Road Initiative in 2013.")]);
    extract(dir.path().join("a.txt").to_str().unwrap(), &dir.path().join("s"), &[]);
    let ask = |arguments: &[&str]| run(arguments.iter().copied().chain(["--store", "s"]), dir.path(), "");
    let (_, rows, _) = ask(&["query", "proposals", "--param", "name=CHINA", "--format", "csv"]);
    let claim = rows.trim_end().rsplit('/').next().unwrap();
    let (status, out, err) = ask(&["explain", &format!("claim:{claim}")]);
    assert!(status == 0 && out.contains("proposed"), "{out} {err}");
    assert_eq!(ask(&["explain", "place:china"]).0, 0);
    assert_eq!(ask(&["export", "--format", "n-quads"]).1, ask(&["export", "--format", "nq"]).1);
    assert_eq!(ask(&["query", "proposals", "--param", "name=Peru", "--format", "csv"]).1.lines().count(), 1);
    assert!(ask(&["query", "proposalz"]).2.contains("is it proposals?"));
}

#[test]
fn paragraphs_of_help_end_where_the_screen_does() {
    let (_, help, _) = run(["export", "--help"], Path::new("."), "");
    let told: Vec<&str> = help.lines().skip_while(|line| !line.starts_with("Output is sorted")).collect();
    assert!(told.len() > 4, "{help}");
    for pair in told.windows(2).filter(|pair| !pair[0].is_empty() && !pair[1].is_empty()) {
        let word = pair[1].split(' ').next().unwrap();
        assert!(pair[0].chars().count() + 1 + word.chars().count() > 100, "{help}");
    }
}
