//! What tests and benchmarks have in common: CPU time, the corpus beside the checkout, generated rules, a text for them.

#![allow(dead_code, reason = "each test and benchmark uses a part")]

use chancery::document::{Document, Lang};
use chancery::extract::Extractor;
use chancery::pack::Pack;
use std::borrow::Cow;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Seconds that this thread has run: the kernel's (Linux), 0 where it does not say.
pub fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// Seconds of processor, all threads of this process, user and system (Linux), 0 where it does not say.
pub fn process_cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    // In hundredths of a second, as Linux has counted since ever.
    fields.iter().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The documents of a folder, those of folders in it included, in the order of their paths.
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

/// The corpus beside the checkout by language, else the samples.
pub fn corpus() -> Vec<(&'static str, Lang, Vec<Document>)> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/corpus"));
    let sets = match shared.into_iter().find(|folder| folder.exists()) {
        Some(shared) => vec![("English", Lang::En, shared.join("en")), ("Chinese", Lang::Zh, shared.join("zh"))],
        None => vec![("samples", Lang::En, Path::new("data/samples").to_path_buf())],
    };
    let documents = |folder: &Path| {
        let mut found = Vec::new();
        read(folder, &mut found);
        found
    };
    sets.into_iter().map(|(name, lang, folder)| (name, lang, documents(&folder))).collect()
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
