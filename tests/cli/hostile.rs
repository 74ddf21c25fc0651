//! Files that are made to do harm: each fails alone, in one line, within its limits, and the rest is read.

use crate::{folder, run};
use std::io::Write;

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The one line about a file.
fn line<'e>(err: &'e str, file: &str) -> &'e str {
    let mut lines = err.lines().filter(|line| line.contains(file));
    let line = lines.next().unwrap_or_else(|| panic!("{file} is not named in {err}"));
    assert!(lines.next().is_none(), "{file} is named twice in {err}");
    line
}

#[test]
fn bombs_and_deep_nests_end_at_their_limits() {
    let zeros = vec![b' '; 32 << 20];
    let bomb = gzip(&zeros);
    let cut = &gzip("Exports rose.".repeat(9000).as_bytes())[..200];
    let mut nest = zip(&[("a.txt", b"Exports rose.")]);
    for _ in 0..6 {
        nest = zip(&[("inner.zip", &nest)]);
    }
    let deep_json = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let dir = folder(&[
        ("docs/bomb.txt.gz", bomb.as_slice()),
        ("docs/bombs.zip", &zip(&[("one.gz", &gzip(&bomb)), ("two.txt", b"Imports fell.")])),
        ("docs/cut.txt.gz", cut),
        ("docs/nest.zip", &nest),
        ("docs/deep.json", deep_json.as_bytes()),
        ("docs/good.txt", b"Exports rose by 5% in 2023."),
    ]);
    let (status, out, err) = run(["read", "docs", "--max-time", "30"], dir.path(), "");
    assert_eq!(status, 1, "{err}");
    assert!(out.contains("Exports rose by 5%"));
    assert!(
        line(&err, "bomb.txt.gz").ends_with("gz: it unpacks to more than 200 times its size (see --max-ratio)"),
        "{err}"
    );
    assert!(line(&err, "bombs.zip").contains("--max-ratio"), "{err}");
    let cut = line(&err, "cut.txt.gz");
    assert_eq!(cut.matches("it cannot be read: ").count(), 1, "no half of a text is taken for the whole: {err}");
    assert!(line(&err, "nest.zip").contains("--max-depth"), "{err}");
    assert!(line(&err, "deep.json").contains("--text-field"), "{err}");
}

#[test]
fn limits_of_memory_and_time_hold_and_are_told() {
    let page = format!("<html><body>{}", "<p>Exports rose.</p>".repeat(2_000_000));
    let dir = folder(&[("docs/page.html", page.as_bytes()), ("docs/small.html", b"<html><body><p>Exports rose.</p>")]);
    let deep = format!("<html><body>{}text", "<div>".repeat(300_000));
    std::fs::write(dir.path().join("docs/deep.html"), deep).unwrap();
    let (status, out, err) = run(["read", "docs", "--max-memory", "24M", "--max-time", "2"], dir.path(), "");
    assert_eq!(status, 1, "{out}{err}");
    assert!(line(&err, "page.html").contains("--max-memory"), "{err}");
    assert!(line(&err, "deep.html").contains("deep.html: "), "memory, stack or time, whichever ends first: {err}");
    assert!(out.contains("Exports rose."), "{err}");
}

#[test]
fn long_lines_and_many_small_ones_are_read() {
    let long = "出口增长，".repeat(400_000);
    let many = "Trade grew.\n".repeat(200_000);
    let odd = "Ex\u{200B}ports \u{202E}rose\u{202C} by 5%.\u{FEFF}\n\u{2066}In 2023\u{2069}.";
    let dir = folder(&[("long.txt", long.as_str()), ("many.md", &many), ("odd.txt", odd)]);
    let (status, out, err) = run(["read", "."], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    assert!(out.len() > long.len() + many.len());
}

#[test]
fn records_fail_alone() {
    let lines = "{\"id\": 1, \"text\": \"Exports rose.\"}\n{\"id\": 1, \"text\": \"Again.\"}\nnot JSON\n{\"id\": 2, \"title\": \"no text\"}\n";
    let dir = folder(&[("lines.jsonl", lines)]);
    let (status, out, err) = run(["read", "lines.jsonl"], dir.path(), "");
    assert_eq!((status, out.matches("Exports rose.").count()), (1, 1), "{err}");
    assert!(line(&err, "line 2").contains("'lines.jsonl#1'"), "{err}");
    assert!(line(&err, "line 3").contains("JSON") && line(&err, "line 4").contains("--text-field"), "{err}");
}
