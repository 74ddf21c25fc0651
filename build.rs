//! Compiles the default pack's lexicon into one block, so that a start costs nothing.
//!
//! The code is that of the library (`src/lexicon/compile.rs`), so that a pack given with `--pack` is read in the same way.
//! A malformed line stops the build and is named with file, line and column.

use std::path::Path;
use std::{env, fs, process};

/// The part of `src/lexicon` that needs nothing but `std`.
#[path = "src/lexicon"]
#[expect(unused, reason = "the library uses what is not used here")]
mod lexicon {
    pub mod compile;
    pub mod fold;
    pub mod inflect;
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
    let bytes = match lexicon::compile::compile(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))) {
        Ok(bytes) => bytes,
        Err(errors) => stop(&errors.iter().map(ToString::to_string).collect::<Vec<_>>()),
    };
    let Some(out) = env::var_os("OUT_DIR") else { stop(&["OUT_DIR is not set".into()]) };
    if let Err(error) = fs::write(Path::new(&out).join("lexicon.bin"), bytes) {
        stop(&[format!("lexicon.bin: {error}")]);
    }
}

fn stop(errors: &[String]) -> ! {
    for error in errors {
        println!("cargo::error={error}");
    }
    process::exit(1);
}
