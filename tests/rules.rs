//! The default pack: no problem in any file, and every rule passes its own tests.

use chancery::check;
use chancery::pack::Pack;
use regex::Regex;
use std::fs;
use walkdir::WalkDir;

#[test]
fn the_pack_is_clean() {
    let pack = Pack::embedded();
    let (extractor, problems) = check::all(&pack);
    assert!(problems.is_empty(), "{}", check::told(&pack, &problems, check::SHOWN));
    assert!(extractor.rules().tests.len() > 100, "the pack has hardly any tests");
}

#[test]
fn the_lists_that_the_program_asks_for_are_known_to_the_check() {
    let asks = Regex::new(r#"list_id\("([^"]+)"\)"#).unwrap();
    for file in WalkDir::new("src").into_iter().flatten().filter(|f| f.path().extension().is_some_and(|e| e == "rs")) {
        let text = fs::read_to_string(file.path()).unwrap();
        let code = if file.file_name() == "tests.rs" { "" } else { text.split("#[cfg(test)]").next().unwrap() };
        for ask in asks.captures_iter(code) {
            assert!(check::ASKED.contains(&&ask[1]), "{} asks for @{}", file.path().display(), &ask[1]);
        }
    }
}
