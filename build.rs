//! Compiles the default pack's lexicon into one block, so that a start costs nothing.
//!
//! The code is that of the library (`src/lexicon/compile.rs`), so that a pack given with `--pack` is read in the same way.
//! A malformed line stops the build and is named with file, line and column.

#[path = "src/text/compile.rs"]
mod words;

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fs, process};

/// The part of `src/lexicon` that needs nothing but `std`.
#[path = "src/lexicon"]
#[expect(unused, reason = "the library uses what is not used here")]
mod lexicon {
    pub mod compile;
    pub mod fold;
    pub mod inflect;
    pub mod normal;
    pub mod pack;
    pub mod source;
    pub mod trie;
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/lexicon");
    let mut files = Vec::new();
    for folder in ["data/lexicon", "data/words"] {
        println!("cargo:rerun-if-changed={folder}");
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "tsv")) {
            match fs::read_to_string(&path) {
                Ok(text) => files.push((path.display().to_string(), text)),
                Err(error) => stop(&[format!("{}: {error}", path.display())]),
            }
        }
    }
    files.sort();
    let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let (bytes, errors) = lexicon::compile::compile(files);
    if !errors.is_empty() {
        stop(&errors.iter().map(ToString::to_string).collect::<Vec<_>>());
    }
    let Some(out) = env::var_os("OUT_DIR") else { stop(&["OUT_DIR is not set".into()]) };
    if let Err(error) = fs::write(Path::new(&out).join("lexicon.bin"), bytes) {
        stop(&[format!("lexicon.bin: {error}")]);
    }
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    if let Err(error) = words::compile(&root, Path::new(&out)) {
        stop(&[format!("the dictionaries: {error}")]);
    }
    if let Err(error) = queries(Path::new(&out)) {
        stop(&[format!("the saved queries: {error}")]);
    }
    if let Err(error) = pack(Path::new(&out)) {
        stop(&[format!("the default pack: {error}")]);
    }
}

/// Writes the default pack's rule files, class names and hash as constants, for `src/extract.rs`.
fn pack(out: &Path) -> std::io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let mut rules = Vec::new();
    let mut hash = Sha256::new();
    for folder in
        ["data/frames", "data/rules", "data/lexicon", "data/words", "data/values", "data/lang", "data/link", "ontology"]
    {
        println!("cargo:rerun-if-changed={folder}");
        let mut paths = Vec::new();
        walk(Path::new(folder), &mut paths)?;
        paths.sort();
        // How a graph is validated or described changes nothing that is found.
        paths.retain(|path| folder != "ontology" || path.file_name().is_some_and(|name| name == "chancery.ttl"));
        for path in paths {
            hash.update(path.to_string_lossy().as_bytes());
            hash.update(fs::read(&path)?);
            if path.extension().is_some_and(|e| e == "rules") {
                rules.push(format!("({:?}, include_str!({:?})),", path, Path::new(&root).join(&path)));
            }
        }
    }
    let ontology = fs::read_to_string("ontology/chancery.ttl")?;
    let classes: Vec<String> = ontology
        .lines()
        .filter_map(|line| line.strip_prefix("cy:")?.split_once(" a owl:Class"))
        .map(|(name, _)| format!("{name:?},"))
        .collect();
    let hash: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    let text = format!(
        "pub const RULES: &[(&str, &str)] = &[{}];\npub const CLASSES: &[&str] = &[{}];\npub const HASH: &str = {hash:?};\n",
        rules.join("\n"),
        classes.join(" ")
    );
    fs::write(out.join("pack.rs"), text)
}

/// Writes the saved queries as constants, for `src/query.rs`.
fn queries(out: &Path) -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=queries");
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let mut paths = Vec::new();
    walk(Path::new("queries"), &mut paths)?;
    paths.retain(|path| path.extension().is_some_and(|e| e == "rq"));
    paths.sort();
    let entries: Vec<String> =
        paths.iter().map(|path| format!("({path:?}, include_str!({:?})),", Path::new(&root).join(path))).collect();
    let doc = "/// The saved queries that are built in: file and text.";
    fs::write(out.join("queries.rs"), format!("{doc}\nconst EMBEDDED: &[(&str, &str)] = &[{}];\n", entries.join("\n")))
}

/// The files under a folder.
fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { walk(&path, found)? } else { found.push(path) }
    }
    Ok(())
}

fn stop(errors: &[String]) -> ! {
    for error in errors {
        println!("cargo::error={error}");
    }
    process::exit(1);
}
