//! Any text as a file of rules: every problem has a place in the file, and nothing else happens.
#![no_main]

use chancery::lexicon::Lexicon;
use chancery::rule::Rules;
use libfuzzer_sys::fuzz_target;

const CLASSES: &[&str] = &["Place", "Person", "Institution", "Event", "Proposal"];

fuzz_target!(|text: &str| {
    let (_, problems) = Rules::load([("fuzz.rules", text)].into_iter(), CLASSES, Lexicon::embedded());
    for problem in problems {
        assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
        assert!(problem.place(text).starts_with("fuzz.rules:"), "{problem:?}");
    }
});
