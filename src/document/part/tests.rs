//! Inputs of each kind, as the parts they yield.

use super::super::contain::protocol::Limits;
use super::super::input::gather;
use super::super::records::FieldNames;
use super::*;

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}

/// Every document of a folder: id, and its text or the reason why it has none.
fn read(dir: &tempfile::TempDir, options: &ReadOptions) -> Vec<(String, Result<Document, String>)> {
    let inputs = gather(&[dir.path().to_owned()], None).unwrap();
    let parts = inputs.found.iter().flat_map(|input| input.parts(options));
    parts
        .map(|part| part.read(options))
        .map(|(origin, result)| (origin.id, result.map_err(|e| e.to_string())))
        .collect()
}

#[test]
fn limits_defaults_and_titles() {
    let dir = folder(&[("a.md", b"# Harbour\ntext"), ("b.txt", b"# Harbour\ntext")]);
    let defaults = Metadata { country: Some("CN".into()), source: Some("elsewhere".into()), ..Metadata::default() };
    let limits = |size| Limits { size, ..Limits::default() };
    let options = ReadOptions { limits: limits(14), defaults, ..ReadOptions::default() };
    let found = read(&dir, &options);
    let markdown = found[0].1.as_ref().unwrap();
    assert_eq!(markdown.meta.title.as_deref(), Some("Harbour"));
    assert_eq!(markdown.meta.country.as_deref(), Some("CN"));
    assert_eq!(markdown.meta.source.as_deref(), Some("a.md"));
    assert_eq!(found[1].1.as_ref().unwrap().meta.title, None);
    let tight = ReadOptions { limits: limits(13), ..options };
    assert!(read(&dir, &tight)[0].1.as_ref().unwrap_err().contains("larger than 13 bytes"));
}

#[test]
fn records_have_ids_and_fail_alone() {
    let dir = folder(&[
        ("a.jsonl", b"{\"text\": \"One.\"}\n\n{\"id\": \"x/1\", \"text\": \"Two.\"}\n{\"id\": \"x/1\", \"text\": \"Three.\"}\n[]\n"),
        ("b.csv", b"name;body\nk;\"Four;\nfour.\"\nl;\n"),
        ("c.json", b"{\"text\": \"Five.\"}"),
        ("d.tsv", b"body\n"),
    ]);
    let found = read(&dir, &ReadOptions::default());
    let told: Vec<(&str, Result<&str, &str>)> = found
        .iter()
        .map(|(id, result)| (id.as_str(), result.as_ref().map(|d| d.text.as_str()).map_err(String::as_str)))
        .collect();
    assert_eq!(told[0], ("a.jsonl#1", Ok("One.")));
    assert_eq!(told[1], ("a.jsonl#x/1", Ok("Two.")));
    assert!(told[2].1.unwrap_err().contains("'a.jsonl#x/1'"));
    assert_eq!(told[3].0, "a.jsonl#5");
    assert_eq!(told[4], ("b.csv#1", Ok("Four;\nfour.")));
    assert!(told[5].1.is_err());
    assert_eq!(told[6], ("c.json", Ok("Five.")));
    assert_eq!((told[7].0, told[7].1.unwrap_err()), ("d.tsv", "it holds no document that is read"));
}

#[test]
fn a_record_longer_than_the_limit_is_passed_over() {
    let long = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"short\"}}\n", "x".repeat(300_000));
    let open = format!("text\n\"{}", "y".repeat(700_000));
    let dir = folder(&[("a.jsonl", long.as_bytes()), ("b.csv", open.as_bytes())]);
    let options = ReadOptions { limits: Limits { size: 1000, ..Limits::default() }, ..ReadOptions::default() };
    let found = read(&dir, &options);
    assert!(found[0].1.as_ref().unwrap_err().contains("larger than 1000"), "{found:?}");
    assert_eq!(found[1].1.as_ref().unwrap().text, "short");
    assert!(found[2].1.as_ref().unwrap_err().contains("larger than 1000"), "{found:?}");
}

#[test]
fn named_fields_are_used() {
    let dir = folder(&[("a.csv", "题,句,年\n港口,出口增长。,2021\n".as_bytes())]);
    let fields = FieldNames { text: vec!["句".into()], id: None, title: Some("题".into()), date: Some("年".into()) };
    let found = read(&dir, &ReadOptions { fields, ..ReadOptions::default() });
    let document = found[0].1.as_ref().unwrap();
    assert_eq!((document.meta.title.as_deref(), document.meta.date.as_deref()), (Some("港口"), Some("2021")));
}
