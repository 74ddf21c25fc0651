//! Any text read with the default pack: what is found are stretches of it.
#![no_main]

use chancery::document::Document;
use chancery::extract::Extractor;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let found = Extractor::embedded().extract(&Document::from_text("fuzz", text));
    for mention in &found.mentions {
        assert!(text.get(mention.span.range()).is_some_and(|t| !t.is_empty()), "{mention:?}");
        assert!(mention.entity.is_none_or(|e| (e as usize) < found.entities.len()));
    }
    for claim in &found.claims {
        let fillers = claim.roles.iter().map(|r| &r.filler).chain(&claim.qualifiers.attributed_to);
        for filler in fillers {
            assert!(text.get(filler.span.range()).is_some(), "{claim:?}");
            assert!(filler.mention.is_none_or(|m| (m as usize) < found.mentions.len()));
        }
    }
});
