//! Any rules on a text that has something of everything: whatever of them can run does so and ends.
#![no_main]

use chancery::document::Document;
use chancery::extract::Extractor;
use chancery::pack::Pack;
use libfuzzer_sys::fuzz_target;
use std::borrow::Cow;

const TEXT: &str = "Norland and the Bank of Ostrava (BO) launched \"three plans\" on 3 May 2021, which, the bank said, will raise \
    exports by more than 5 percent; the harbour was built by Mr Tan. 北岭国总理李明表示,江口银行将推动“绿色航运倡议”,出口增长5%以上。";

fuzz_target!(|text: &str| {
    let mut pack = Pack::embedded();
    pack.rules = vec![(Cow::Borrowed("fuzz.rules"), Cow::Owned(text.to_owned()))];
    let (extractor, _) = Extractor::load(&pack);
    let found = extractor.extract(&Document::from_text("fuzz", TEXT));
    for claim in &found.claims {
        assert!(TEXT.get(claim.span.range()).is_some(), "{claim:?}");
    }
    for mention in &found.mentions {
        assert!(TEXT.get(mention.span.range()).is_some_and(|t| !t.is_empty()), "{mention:?}");
    }
});
