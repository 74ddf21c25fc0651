//! Each case of the table of bad input that concerns text files, and the exit status of each.

use crate::{folder, quads, run};

#[test]
fn files_that_are_no_texts_fail_alone_and_are_named() {
    let dir = folder(&[
        ("docs/good.txt", b"China proposed the Global Development Initiative in 2021.".as_slice()),
        ("docs/empty.txt", b""),
        ("docs/blank.txt", b" \r\n\t"),
        ("docs/binary.txt", b"\x01\x02ab\x00\x00rest"),
        ("docs/latin.txt", b"Export\x81 en 2021"),
        ("docs/office.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1old"),
        ("docs/front.md", b"---\ndate: yesterday\n---\nText.\n"),
        ("docs/large.txt", "长".repeat(700).as_bytes()),
        ("docs/half.txt", b"\xFF\xFEa\x00b"),
    ]);
    let (status, out, err) =
        run(["extract", "docs", "missing.txt", "--max-size", "2K", "--store", "s"], dir.path(), "");
    assert_eq!(status, 1, "{err}");
    assert_eq!(out, "");
    for (file, reason) in [
        ("empty.txt", "empty"),
        ("blank.txt", "empty"),
        ("binary.txt", "offset 4"),
        ("latin.txt", "offset 6"),
        ("office.docx", "save it as .docx"),
        ("front.md", "line 2"),
        ("large.txt", "larger than 2048 bytes"),
        ("half.txt", "UTF-16LE"),
        ("missing.txt", "nothing is there"),
    ] {
        let line =
            err.lines().find(|line| line.contains(file)).unwrap_or_else(|| panic!("{file} is not named in {err}"));
        assert!(line.contains(reason), "{line}");
    }
    assert!(quads(&dir.path().join("s")).iter().any(|quad| quad.contains("good.txt")), "the rest is done");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_and_a_link_in_a_circle_fail_alone() {
    let dir = folder(&[("docs/good.txt", "Text."), ("docs/a/b.txt", "Text.")]);
    std::os::unix::fs::symlink("..", dir.path().join("docs/a/up")).unwrap();
    std::os::unix::fs::symlink("nowhere", dir.path().join("docs/lost.txt")).unwrap();
    let (status, _, err) = run(["extract", "docs", "--store", "s"], dir.path(), "");
    assert_eq!(status, 1, "{err}");
    assert!(err.contains("up") && err.contains("lost.txt"), "{err}");
    let quads = quads(&dir.path().join("s"));
    assert!(quads.iter().any(|q| q.contains("good.txt")) && quads.iter().any(|q| q.contains("a/b.txt")));
}

#[test]
fn encodings_with_a_mark_are_read() {
    let text = "2021年，中国提出全球发展倡议。";
    let utf16: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let dir =
        folder(&[("a/t.txt", text.as_bytes()), ("b/t.txt", &utf16), ("c/t.txt", format!("\u{FEFF}{text}").as_bytes())]);
    let turtle = |sub: &str| {
        let (status, out, err) = run(["extract", sub, "--dry-run"], dir.path(), "");
        assert_eq!(status, 0, "{err}");
        out
    };
    // The graph is the same but for what says how the bytes were read.
    let found = |turtle: &str| -> Vec<String> {
        let lines = turtle.lines().filter(|line| !line.contains("cy:options") && !line.contains("cy:inputHash"));
        lines.map(str::to_owned).collect()
    };
    let (a, b) = (turtle("a"), turtle("b"));
    assert!(a.contains("全球发展倡议") && b.contains("encoding=UTF-16BE"), "{b}");
    assert_eq!(found(&a), found(&b));
    assert_eq!(a, turtle("c"));
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_written() {
    let dir = folder(&[("a/t.txt", "Text."), ("b/t.txt", "Text.")]);
    for (arguments, reason) in [
        (&["extract", "a", "b", "--store", "s"][..], "t.txt"),
        (&["extract", "-", "--store", "s"], "--id"),
        (&["extract", "a", "b/t.txt", "--id", "x", "--store", "s"], "--id"),
        (&["extract", "a", "--id", "../x", "--store", "s"], "../x"),
        (&["extract", "a"], "--store"),
        (&["extract", "a", "--store", "s", "--base", "no iri"], "no iri"),
        (&["extract", "a", "--store", "s", "--lang", "fr"], "lang"),
        (&["extract", "a", "--store", "s", "--jobs", "0"], "jobs"),
        (&["extract", "a**b", "--store", "s"], "a**b"),
        (&["query", "no-such-query", "--store", "s"], "no-such-query"),
        (&["nonsense"], "nonsense"),
    ] {
        let (status, out, err) = run(arguments.iter().copied(), dir.path(), "Text.");
        assert_eq!(status, 2, "{arguments:?}: {err}");
        assert!(err.contains(reason) && out.is_empty(), "{arguments:?}: {out}{err}");
        assert!(!dir.path().join("s").exists(), "{arguments:?} made a store");
    }
}

#[test]
fn standard_input_is_a_document_with_an_id() {
    let dir = folder::<&str>(&[]);
    let text = "---\ntitle: Note\ndate: 2021-09-22\n---\nChina proposed the Global Development Initiative.";
    let (status, _, err) = run(["extract", "-", "--id", "notes/one", "--store", "s"], dir.path(), text);
    assert_eq!(status, 0, "{err}");
    let quads = quads(&dir.path().join("s"));
    assert!(quads.iter().any(|q| q.contains("/doc/notes/one>") && q.contains("\"Note\"")));
}
