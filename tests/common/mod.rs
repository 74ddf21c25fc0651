//! What tests and benchmarks of growth have in common: CPU time, generated rules, a text for them.

#![allow(dead_code, reason = "the test and the benchmark each use a part")]

use chancery::document::Document;
use chancery::extract::Extractor;
use chancery::pack::Pack;
use std::borrow::Cow;
use std::fmt::Write;
use std::fs;

/// Seconds that this thread has run: the kernel's (Linux), 0 where it does not say.
pub fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// CPU time of an extraction: the least of three.
pub fn seconds(extractor: &Extractor, document: &Document) -> f64 {
    let runs = (0..3).map(|_| {
        let begin = cpu();
        std::hint::black_box(extractor.extract(document));
        cpu() - begin
    });
    runs.fold(f64::INFINITY, f64::min)
}

/// A number in letters.
pub fn letters(mut n: usize) -> String {
    let mut text = String::new();
    loop {
        text.push(char::from(b'a' + (n % 26) as u8));
        n /= 26;
        if n == 0 {
            return text;
        }
    }
}

/// How many words of the text can be triggers.
const TRIGGERS: usize = 500;

/// A text in which each of the words that can be triggers stands so many times, in sentences of some 50 bytes.
pub fn text(times: usize) -> String {
    let mut text = String::new();
    for n in 0..times * TRIGGERS {
        let _ = write!(text, "The port of Ostrava {}ed the old harbour in spring. ", trigger(n, true));
    }
    text
}

/// The n-th trigger: one that the text has, or one that it has not though it begins alike.
fn trigger(n: usize, occurs: bool) -> String {
    if occurs { format!("mov{}", letters(n % TRIGGERS)) } else { format!("mox{}", letters(n)) }
}

/// A pack of so many generated rules with the default frames; half of the rules find names, half are relations.
pub fn generated(count: usize, occur: bool) -> Extractor {
    let mut rules = String::new();
    for n in 0..count {
        let word = trigger(n, occur);
        let _ = if n % 2 == 0 {
            writeln!(
                rules,
                "relation R{n} : cy:Proposal\n  \"Generated.\"\n  trigger \"{word}ed\"\n  agent phrase at subject -> cy:agent\n  \
                 initiative phrase at object -> cy:initiative"
            )
        } else {
            writeln!(rules, "entity E{n} : cy:Event\n  \"Generated.\"\n  en  it:(cap{{1,3}}) \"{word}ed\" det")
        };
    }
    let mut pack = Pack::embedded();
    pack.rules.retain(|(name, _)| name.starts_with("data/frames/"));
    pack.rules.push((Cow::Borrowed("generated.rules"), Cow::Owned(rules)));
    // Generated rules have no tests, which is a problem for a pack but not for running it.
    let (extractor, _) = Extractor::load(&pack);
    assert_eq!(extractor.rules().names.len(), count);
    extractor
}
