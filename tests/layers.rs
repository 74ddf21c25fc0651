//! The reading order of the library is its dependency order: a file uses only what stands above it in `lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library, in the order of `lib.rs`.
fn layers() -> Vec<String> {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).map(str::to_owned).collect()
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The modules named after `crate::` in a piece of code, groups in braces included.
fn named(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let word = |s: &str| s.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(s.len());
        match rest.strip_prefix('{') {
            None => found.push(&rest[..word(rest)]),
            Some(group) => {
                let (mut depth, mut start) = (0, true);
                for (i, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if start && c.is_alphabetic() => {
                            found.push(&group[i..i + word(&group[i..])]);
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    found
}

#[test]
fn no_file_uses_what_stands_below_it() {
    let layers = layers();
    assert!(layers.len() > 5, "lib.rs lists its modules one a line");
    let place = |name: &str| layers.iter().position(|layer| layer == name);
    let mut files = Vec::new();
    rust_files(Path::new("src"), &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let top = file.components().nth(1).unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let Some(own) = place(&top) else {
            assert!(["lib", "main", "cli"].contains(&top.as_str()), "{} is in no layer of lib.rs", file.display());
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        // Tests may build what they test from anything.
        let tests = file.file_name().is_some_and(|name| name == "tests.rs");
        let code = if tests { "" } else { text.split("#[cfg(test)]").next().unwrap() };
        for line in code.split_inclusive(';').filter(|line| !line.trim_start().starts_with("//")) {
            for name in named(line) {
                if place(name).is_some_and(|used| used > own) {
                    wrong.push(format!("{} uses crate::{name}, which stands below it", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn groups_are_seen() {
    assert_eq!(named("use crate::{a::{b, c}, d};"), ["a", "d"]);
    assert_eq!(named("let x: crate::graph::Base = crate::text::new();"), ["graph", "text"]);
}

#[test]
fn main_is_short() {
    assert!(fs::read_to_string("src/main.rs").unwrap().lines().count() <= 60);
}
