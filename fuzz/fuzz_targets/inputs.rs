//! Any bytes as a file of any name: its kind told, taken apart, rows and members read.
#![no_main]

use chancery::document::contain::protocol::Limits;
use chancery::document::input::{Input, Place, ReadOptions};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 9] = ["a.txt", "a.md", "a.json", "a.jsonl", "a.csv", "a.tsv", "a.zip", "a.tar", "a.gz"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let path = std::env::temp_dir().join(format!("chancery-fuzz-{}-{name}", std::process::id()));
    if std::fs::write(&path, rest).is_err() {
        return;
    }
    let limits = Limits { size: 1 << 20, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let input = Input { id: name.to_owned(), place: Place::File(path), description: None };
    for part in input.parts(&options) {
        let (origin, result) = part.read(&options);
        match result {
            Ok(document) => assert!(document.id == origin.id && !document.text.trim().is_empty()),
            Err(reason) => assert!(!reason.to_string().contains('\n'), "{reason}"),
        }
    }
});
