//! Where the time of an extraction goes: each stage alone, in MB of text a CPU-second, on the same text in one run.
//!
//! `cargo bench --bench extraction`, on the corpus beside the checkout, else the samples.

#[path = "../tests/common/mod.rs"]
mod common;

use chancery::document::Document;
use chancery::extract::Extractor;
use chancery::text::Text;
use chancery::{claim, mention, value};
use common::{corpus, cpu};
use std::hint::black_box;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The best of three passes, in MB a CPU-second.
fn rate(documents: &[Document], mut work: impl FnMut(&Document)) -> f64 {
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    let passes = (0..3).map(|_| {
        let start = cpu();
        documents.iter().for_each(&mut work);
        bytes as f64 / 1e6 / (cpu() - start)
    });
    passes.fold(0.0, f64::max)
}

fn main() {
    let extractor = Extractor::embedded();
    let (lexicon, rules) = (extractor.lexicon(), extractor.rules());
    let ready = claim::Ready::new(lexicon, rules);
    println!(
        "{:10} {:>8} {:>8} {:>8} {:>9} {:>8} {:>10}",
        "MB/CPU-s", "lexicon", "text", "values", "mentions", "claims", "extraction"
    );
    for (name, lang, documents) in corpus() {
        let hits = rate(&documents, |d| drop(black_box(lexicon.hits(&d.text, lang))));
        let text = rate(&documents, |d| drop(black_box(Text::read(&d.text, None, lexicon))));
        let context = value::Context::default();
        let values = rate(&documents, |d| drop(black_box(value::read(&d.text, lang, &context))));
        let texts: Vec<Text<'_>> = documents.iter().map(|d| Text::read(&d.text, None, lexicon)).collect();
        let mut at = texts.iter().cycle();
        let mentions = rate(&documents, |_| {
            at.next().map(|t| black_box(mention::find(t, lexicon, rules, &context, &mut ())));
        });
        let readings: Vec<_> = texts.iter().map(|t| (t, mention::find(t, lexicon, rules, &context, &mut ()))).collect();
        let mut at = readings.iter().cycle();
        let claims = rate(&documents, |_| {
            at.next().map(|(t, r)| black_box(claim::find(t, r, lexicon, rules, &ready, None, &mut ())));
        });
        let all = rate(&documents, |d| drop(black_box(extractor.extract(d))));
        println!("{name:10} {hits:8.1} {text:8.1} {values:8.1} {mentions:9.1} {claims:8.1} {all:10.1}");
    }
}
