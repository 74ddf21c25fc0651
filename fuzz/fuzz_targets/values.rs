//! Any text read for numbers, units and times, in both languages.
#![no_main]

use chancery::document::Lang;
use chancery::value::{self, Context, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let context = Context { date: json::date("2024-05-17"), country: None, events: None };
    for lang in [Lang::En, Lang::Zh] {
        let read = value::read(text, lang, &context);
        for value in &read {
            assert!(text.get(value.span.range()).is_some_and(|t| !t.is_empty()), "{value:?}");
            assert!(text.get(value.hedged.range()).is_some() && text.get(value.full.range()).is_some(), "{value:?}");
        }
        drop(value::mentions(text, read));
    }
});
