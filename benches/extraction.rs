//! Where the time of an extraction goes: each stage alone, in MB of text a CPU-second, on the same text in one run.
//!
//! `cargo bench --bench extraction [FILE…]`; without files the corpus beside the checkout, else the samples.

use chancery::document::{Document, Lang};
use chancery::extract::Extractor;
use chancery::text::Text;
use chancery::{claim, mention, value};
use std::fs;
use std::hint::black_box;
use std::path::Path;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Nanoseconds that this thread has run (Linux `/proc/thread-self/schedstat`).
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0.0)
}

/// The best of three passes, in MB a CPU-second.
fn rate(documents: &[Document], mut work: impl FnMut(&Document)) -> f64 {
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    let passes = (0..3).map(|_| {
        let start = cpu();
        documents.iter().for_each(&mut work);
        bytes as f64 * 1e3 / (cpu() - start)
    });
    passes.fold(0.0, f64::max)
}

fn read(folder: &Path, found: &mut Vec<Document>) {
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, found);
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.push(Document::from_text(path.display().to_string(), text));
        }
    }
}

fn main() {
    let extractor = Extractor::embedded();
    let (lexicon, rules) = (extractor.lexicon(), extractor.rules());
    let shared = Path::new("../shared/corpus");
    let sets = if shared.exists() {
        vec![("English", shared.join("en"), Lang::En), ("Chinese", shared.join("zh"), Lang::Zh)]
    } else {
        vec![("samples", Path::new("data/samples").to_path_buf(), Lang::En)]
    };
    println!(
        "{:10} {:>8} {:>8} {:>8} {:>9} {:>8} {:>10}",
        "MB/CPU-s", "lexicon", "text", "values", "mentions", "claims", "extraction"
    );
    for (name, folder, lang) in sets {
        let mut documents = Vec::new();
        read(&folder, &mut documents);
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
            at.next().map(|(t, r)| black_box(claim::find(t, r, lexicon, rules, &mut ())));
        });
        let all = rate(&documents, |d| drop(black_box(extractor.extract(d))));
        println!("{name:10} {hits:8.1} {text:8.1} {values:8.1} {mentions:9.1} {claims:8.1} {all:10.1}");
    }
}
