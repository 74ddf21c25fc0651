//! Compiles the files of a lexicon into one block of bytes.
//!
//! Comes in: what `source.rs` read. Goes out: a block that `pack.rs` reads, the same bytes for the same files in any
//! order, and all errors. Shared with `build.rs`, which compiles the default pack; `--pack` runs the same code.

use super::fold::{fold, is_word};
use super::inflect::{self, Inflections};
use super::normal;
use super::pack::{Pack, flag};
use super::source::{self, LexiconError, Name, Sources, Strength};
use super::trie;
use std::collections::{BTreeMap, HashMap};

/// The list of strings that shut names out; `/` in them is a boundary that no name crosses.
const GUARD: &str = "guard";
/// Names this long or of several words are also found in capitals.
const CAPITALS_FROM: usize = 5;

/// Compiles what can be read of `(file name, text)` pairs. The errors are those of all files.
pub fn compile<'s>(files: impl IntoIterator<Item = (&'s str, &'s str)>) -> (Vec<u8>, Vec<LexiconError>) {
    let (mut sources, mut errors) = source::read(files);
    // Whatever order the folder was read in.
    sources.rows.sort_by_key(|row| row.key);
    sources.words.sort_by(|a, b| (a.list, a.lang, a.pos, a.facts).cmp(&(b.list, b.lang, b.pos, b.facts)));
    let mut forms = Forms::default();
    forms.rows(&sources, &mut errors);
    let lists = forms.words(&sources, &mut errors);
    (write(&sources, forms, &lists), errors)
}

/// A surface form: what it is looked for by, and all it can be.
#[derive(Default)]
struct Form {
    flags: u16,
    /// row << 1 | weak
    uses: Vec<u32>,
    /// (entry, lemma, inflections)
    words: Vec<(u32, String, Inflections)>,
}

/// By folded text, text as written, and whether its case counts.
#[derive(Default)]
struct Forms(HashMap<(String, String, bool), Form>);

impl Forms {
    fn form(&mut self, text: &str, cased: bool) -> &mut Form {
        let folded: String = text.chars().map(fold).collect();
        // Words of lists match in any case, so one writing of them is enough.
        let text = if cased { text.to_string() } else { folded.clone() };
        let form = self.0.entry((folded, text.clone(), cased)).or_default();
        if text.starts_with(is_word) {
            form.flags |= flag::WORD_START;
        }
        if text.ends_with(is_word) {
            form.flags |= flag::WORD_END;
        }
        form
    }

    fn rows(&mut self, sources: &Sources, errors: &mut Vec<LexiconError>) {
        for (id, row) in sources.rows.iter().enumerate() {
            for name in row.en.iter().chain(&row.zh).filter(|n| n.strength != Strength::Label) {
                if !name.text.chars().any(char::is_alphanumeric) {
                    errors.push(name.place.error(
                        format!("{:?} has neither letter nor digit", name.text),
                        "remove it, or mark it as a label only: ^",
                    ));
                    continue;
                }
                let form = self.form(name.text, true);
                let letters = name.text.chars().filter(|c| c.is_alphabetic()).count();
                form.flags |= flag::ROW;
                if name.text.chars().any(|c| c.is_lowercase() || c.is_uppercase()) {
                    form.flags |= flag::CASED;
                }
                if name.text.contains(char::is_lowercase) && (letters >= CAPITALS_FROM || name.text.contains(' ')) {
                    form.flags |= flag::CAPITALS;
                }
                let weak = u32::from(name.strength == Strength::Weak);
                match form.uses.iter_mut().find(|u| **u >> 1 == id as u32) {
                    Some(known) => *known &= !1 | weak,
                    None => form.uses.push((id as u32) << 1 | weak),
                }
            }
        }
    }

    /// Goes out: the names of the lists, sorted.
    fn words<'s>(&mut self, sources: &Sources<'s>, errors: &mut Vec<LexiconError>) -> Vec<&'s str> {
        let mut lists: Vec<&str> = sources.words.iter().map(|w| w.list).collect();
        lists.sort_unstable();
        lists.dedup();
        for (entry, line) in sources.words.iter().enumerate() {
            for Name { text, place, strength } in &line.words {
                if *strength != Strength::Strong {
                    errors.push(place.error("? and ^ are for names of things", "remove the mark"));
                    continue;
                }
                let all = match (line.lang, line.pos) {
                    ("en", "verb") => inflect::verb(text, &sources.irregular),
                    ("en", "noun") => inflect::noun(text, &sources.irregular),
                    _ if line.list == GUARD => vec![(text.replace('/', ""), Inflections::BASE)],
                    _ => vec![(text.to_string(), Inflections::BASE)],
                };
                let lemma = text.replace('*', "");
                for (word, inflections) in all {
                    let form = self.form(&word, false);
                    form.flags |= if line.lang == "en" { flag::EN } else { flag::ZH };
                    if line.list == GUARD {
                        form.flags |= flag::GUARD;
                    }
                    form.words.push((entry as u32, lemma.clone(), inflections));
                }
            }
        }
        lists
    }
}

/// Texts, each stored once.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Texts {
    fn add(&mut self, text: &str) -> (u32, u32) {
        let offset = match self.known.get(text) {
            Some(offset) => *offset,
            None => {
                let offset = self.bytes.len() as u32;
                self.bytes.extend(text.as_bytes());
                self.known.insert(text.to_string(), offset);
                offset
            }
        };
        (offset, text.len() as u32)
    }

    fn slice(&mut self, text: &str, out: &mut Vec<u8>) {
        let (offset, length) = self.add(text);
        put(out, &[offset, length]);
    }
}

fn put(out: &mut Vec<u8>, numbers: &[u32]) {
    for number in numbers {
        out.extend(number.to_le_bytes());
    }
}

fn write(sources: &Sources, forms: Forms, lists: &[&str]) -> Vec<u8> {
    let codes = codes(&forms);
    let mut forms: Vec<_> = forms.0.into_iter().collect();
    forms.sort_by(|(a, _), (b, _)| a.cmp(b));
    let folded: Vec<&String> = forms.iter().map(|((folded, ..), _)| folded).collect();
    let mut more = vec![false; folded.len()];
    let mut keys: Vec<(Vec<u16>, u32)> = Vec::new();
    for (id, text) in folded.iter().enumerate() {
        if id > 0 && folded[id - 1] == *text {
            more[id - 1] = true;
        } else {
            keys.push((text.chars().map(|c| codes.get(c as usize).copied().unwrap_or(0)).collect(), id as u32));
        }
    }
    keys.sort();
    let mut trie = Vec::new();
    for (base, parent) in trie::build(&keys) {
        put(&mut trie, &[base, parent]);
    }

    let mut texts = Texts::default();
    let (mut form_bytes, mut uses, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for (((_, text, _), form), more) in forms.iter_mut().zip(more) {
        let (offset, length) = texts.add(text);
        let flags = form.flags | if more { flag::MORE } else { 0 };
        put(&mut form_bytes, &[offset, length & 0xffff | u32::from(flags) << 16]);
        put(&mut form_bytes, &[uses.len() as u32 / 4, (words.len() / super::pack::WORD) as u32]);
        put(&mut uses, &form.uses);
        form.words.dedup();
        for (entry, lemma, inflections) in &form.words {
            let (offset, length) = texts.add(lemma);
            put(&mut words, &[*entry, offset, length & 0xffff | u32::from(inflections.0) << 16]);
        }
    }
    put(&mut form_bytes, &[0, 0, uses.len() as u32 / 4, (words.len() / super::pack::WORD) as u32]);

    let mut entries = Vec::new();
    for line in &sources.words {
        let list = lists.binary_search(&line.list).unwrap_or(0) as u32;
        let pos = ["verb", "noun", "adj", "adv", "word"].iter().position(|p| *p == line.pos).unwrap_or(4) as u32;
        let (offset, length) = texts.add(line.facts);
        put(&mut entries, &[list | u32::from(line.lang == "zh") << 16 | pos << 24, offset, length]);
    }
    let mut list_slices = Vec::new();
    for list in lists {
        texts.slice(list, &mut list_slices);
    }
    let mut rows = Vec::new();
    for row in &sources.rows {
        let names = |names: &[Name]| names.iter().map(|n| n.text).collect::<Vec<_>>().join("|");
        let (en, zh) = (names(&row.en), names(&row.zh));
        texts.slice(&[row.key, row.class, &en, &zh, row.ids, row.facts, row.source].join("\t"), &mut rows);
    }
    let mut label_bytes = Vec::new();
    for ((lang, name), (_, row)) in labels(sources) {
        let (offset, length) = texts.add(&name);
        put(&mut label_bytes, &[offset, length, row << 1 | lang]);
    }
    let code_bytes = codes.iter().flat_map(|c| c.to_le_bytes()).collect();
    Pack::write(&[code_bytes, trie, form_bytes, uses, words, entries, list_slices, rows, label_bytes, texts.bytes])
}

/// The classes of what a phrase names that is no mention; of two things with one name that of the first class is meant.
const NAMED_BY_PHRASES: [&str; 3] = ["Concept", "Metric", "Initiative"];

/// The names of what phrases may name: (0 for English or 1 for Chinese, normalised name), and (place of the class, row).
fn labels(sources: &Sources) -> BTreeMap<(u32, String), (usize, u32)> {
    let mut labels: BTreeMap<(u32, String), (usize, u32)> = BTreeMap::new();
    for (id, row) in (0..).zip(&sources.rows) {
        let Some(class) = NAMED_BY_PHRASES.iter().position(|class| *class == row.class) else { continue };
        let en = row.en.iter().map(|name| (0, normal::english(name.text)));
        let zh = row.zh.iter().map(|name| (1, normal::chinese(name.text)));
        for label in en.chain(zh) {
            let known = labels.entry(label).or_insert((class, id));
            *known = (*known).min((class, id));
        }
    }
    labels
}

/// The code of each character of the Basic Multilingual Plane: equal for equal ones, small for frequent ones.
fn codes(forms: &Forms) -> Vec<u16> {
    let mut count: BTreeMap<char, usize> = BTreeMap::new();
    for (folded, ..) in forms.0.keys() {
        for c in folded.chars() {
            *count.entry(c).or_default() += 1;
        }
    }
    let mut order: Vec<(char, usize)> = count.into_iter().collect();
    order.sort_by_key(|(c, n)| (std::cmp::Reverse(*n), *c));
    let code: BTreeMap<char, u16> = order.iter().zip(1..).map(|((c, _), code)| (*c, code)).collect();
    (0..0x10000).map(|c| char::from_u32(c).and_then(|c| code.get(&fold(c)).copied()).unwrap_or(0)).collect()
}
