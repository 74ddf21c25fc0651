//! Documents of every format from the command line into the store, and what becomes of what they say about themselves.

use crate::{folder, quads, run};
use std::path::Path;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats");

#[test]
fn a_folder_of_every_format_is_extracted_and_explained_without_the_files() {
    let dir = folder::<&str>(&[]);
    let store = dir.path().join("s");
    let (status, _, err) = run(["extract", FIXTURES, "--store", store.to_str().unwrap()], dir.path(), "");
    assert_eq!(status, 1, "two members and a line are broken on purpose: {err}");
    let quads = quads(&store);
    let about = |id: &str, words: &str| {
        assert!(quads.iter().any(|q| q.contains(&format!("/doc/{id}>")) && q.contains(words)), "{id}: {words}");
    };
    about("article.html", "issued> \"2021-03-03\"");
    about("article.html", "<https://example.org/news/ports>");
    about("decree.html", "\"港口委员会办公室\"");
    about("folder.zip%23en/note.md", "title> \"Ports’ day\"");
    about("rows.csv%23a-2", "2021-03-04");
    assert!(quads.iter().any(|q| q.contains("\"encoding=gb18030\"")), "the encoding is recorded");
    let (status, out, err) = run(
        ["explain", "id/Initiative/global-development-initiative", "--store", store.to_str().unwrap()],
        Path::new("/"),
        "",
    );
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("report.pdf") && out.contains("word.docx"), "{out}");
}

#[test]
fn texts_can_be_left_out() {
    let dir = folder(&[("t.txt", "China proposed the Global Development Initiative in 2021.")]);
    let (status, _, err) = run(["extract", "t.txt", "--no-text", "--store", "s"], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    assert!(!quads(&dir.path().join("s")).iter().any(|q| q.contains(" <https://w3id.org/chancery/ontology#text> ")));
    let (status, out, err) =
        run(["explain", "id/Initiative/global-development-initiative", "--store", "s"], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("left out of the store"), "{out}");
    let (_, _, err) = run(["extract", "t.txt", "--store", "s"], dir.path(), "");
    assert!(err.contains("1 replaced"), "{err}");
}

#[test]
fn a_file_of_its_name_describes_a_document() {
    let dir = folder(&[
        ("docs/a.txt", "Exports rose last year."),
        ("docs/a.txt.json", "{\"title\": \"Trade\", \"date\": \"2021-03-03\", \"url\": \"https://example.org/a\"}"),
        ("docs/b.txt", "Imports fell."),
        ("docs/b.txt.json", "[]"),
    ]);
    let (status, out, err) = run(["read", "docs"], dir.path(), "");
    assert_eq!(status, 1, "{err}");
    assert!(out.contains("title: \"Trade\"\ndate: 2021-03-03\n"), "{out}");
    assert!(err.contains("b.txt") && err.contains("b.txt.json"), "{err}");
}

#[test]
fn standard_input_is_any_format() {
    let dir = folder::<&str>(&[]);
    for (file, words) in [
        ("report.pdf", "Ports and Trade"),
        ("word.docx", "Harbour Council"),
        ("folder.zip", "粮食储备"),
        ("rows.csv", ""),
    ] {
        let bytes = std::fs::read(Path::new(FIXTURES).join(file)).unwrap();
        let (_, out, err) = run(["read", "-"], dir.path(), bytes);
        assert!(out.contains(words), "{file}: {out}{err}");
    }
}

#[test]
fn annotate_takes_every_format() {
    let dir = folder::<&str>(&[]);
    let path = format!("{FIXTURES}/word.docx");
    let (status, out, err) = run(["annotate", "--text", &path], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    let text: Vec<char> = answer["text"].as_str().unwrap().chars().collect();
    let mentions = answer["mentions"].as_array().unwrap();
    assert!(!mentions.is_empty());
    for mention in mentions {
        let (start, end) = (mention["start"].as_u64().unwrap() as usize, mention["end"].as_u64().unwrap() as usize);
        assert_eq!(text[start..end].iter().collect::<String>(), mention["text"].as_str().unwrap());
    }
}
