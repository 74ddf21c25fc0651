//! Any text as a file of the lexicon: it is compiled and finds its own forms, or every problem has a line and column.
#![no_main]

use chancery::document::Lang;
use chancery::lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Lexicon::load([("data/words/fuzz.tsv", text)]) {
        Ok(lexicon) => {
            for form in lexicon.forms() {
                let form = lexicon.form(form);
                form.words().for_each(|w| w.facts().for_each(drop));
                form.rows().for_each(|r| assert!(lexicon.row_id(&lexicon.row(r.row).key).is_some()));
            }
            for lang in [Lang::En, Lang::Zh] {
                for hit in lexicon.hits(text, lang) {
                    assert!(text.get(hit.span.range()).is_some_and(|t| !t.is_empty()), "{hit:?}");
                }
            }
        }
        Err(errors) => {
            let lines = text.lines().count().max(1);
            assert!(errors.0.iter().all(|e| (1..=lines).contains(&e.line) && e.column > 0), "{errors:?}");
        }
    }
});
