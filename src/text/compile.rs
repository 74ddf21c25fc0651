//! Compiles `data/lang` into tables the text layer reads in place: an open hash table of English words, a double-array
//! trie of Chinese words, and small tables as Rust constants. Nothing is left to do when the program starts.

#[path = "layout.rs"]
#[allow(dead_code, reason = "the program uses what the build script does not")]
mod layout;

use layout::{BASE_BITS, COST_BITS, COST_UNIT, EN_SLOT, En, HAN, PHRASE, Zh, given, hash, unpack};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The number of word occurrences that the counts of `data/lang/zh/words.tsv` are shares of.
const ZH_TOTAL: f64 = 60_101_967.0;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Writes `en_words.bin`, `en_text.bin`, `zh_trie.bin`, `zh_codes.bin`, `zh_names.bin` and `words.rs` into `out`.
pub fn compile(root: &Path, out: &Path) -> Result<()> {
    let data = root.join("data/lang");
    println!("cargo:rerun-if-changed=src/text/compile.rs");
    println!("cargo:rerun-if-changed=src/text/layout.rs");
    println!("cargo:rerun-if-changed={}", data.display());
    let mut code = String::new();
    english(&data.join("en"), out, &mut code)?;
    chinese(&data.join("zh"), out, &mut code)?;
    std::fs::write(out.join("words.rs"), code)?;
    Ok(())
}

/// The rows of a TSV file with their line numbers, comments left out.
fn rows(path: &Path) -> Result<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| l.split('\t').map(str::to_owned).collect())
        .collect())
}

fn english_class(name: &str, path: &str) -> Result<En> {
    let at = En::NAMES.iter().position(|n| *n == name).ok_or_else(|| format!("{path}: no class is named {name}"))?;
    Ok(En::ALL[at])
}

fn chinese_class(name: &str, path: &str) -> Result<Zh> {
    let at = Zh::NAMES.iter().position(|n| *n == name).ok_or_else(|| format!("{path}: no class is named {name}"))?;
    Ok(Zh::ALL[at])
}

/// What the second, third … class of a word costs where its row does not say.
const RANK: [u8; 8] = [0, 2, 4, 5, 6, 7, 8, 8];

/// Reads `N V=1 J`: classes with costs. Past tense and participle are told apart by what stands around them, not by which
/// is the more frequent, so they cost the same unless the row says other (`stood`); so does the base form where it is
/// written alike (`set`).
fn class_set(text: &str) -> Result<Vec<(u8, u8)>> {
    let mut set = Vec::new();
    for (rank, item) in text.split(' ').enumerate() {
        let (name, cost) = match item.split_once('=') {
            Some((name, cost)) => (name, cost.parse()?),
            None => (item, RANK[rank.min(7)]),
        };
        set.push((english_class(name, "data/lang/en")? as u8, cost));
    }
    let past = |c: u8| c == En::Past as u8 || c == En::Participle as u8;
    let base = |c: u8| c == En::Verb as u8;
    if let Some(least) = set.iter().filter(|c| past(c.0)).map(|c| c.1).min() {
        let least = set.iter().filter(|c| base(c.0)).map(|c| c.1).fold(least, u8::min);
        for ((class, cost), item) in set.iter_mut().zip(text.split(' ')) {
            if past(*class) && !item.contains('=') || base(*class) {
                *cost = least;
            }
        }
    }
    Ok(set)
}

/// A fixed group of words.
struct Phrase {
    words: Vec<String>,
    classes: Vec<u8>,
    number: bool,
}

fn phrases(dir: &Path) -> Result<Vec<Phrase>> {
    let mut out = Vec::new();
    for row in rows(&dir.join("phrases.tsv"))? {
        let [words, classes] = row.as_slice() else { return Err("phrases.tsv: two fields expected".into()) };
        let mut words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let number = words.last().is_some_and(|w| w == "#");
        if number {
            words.pop();
        }
        let classes: Result<Vec<u8>> = classes.split(' ').map(|c| Ok(english_class(c, "phrases.tsv")? as u8)).collect();
        let phrase = Phrase { words, classes: classes?, number };
        if phrase.words.len() != phrase.classes.len() {
            return Err(format!("phrases.tsv: as many classes as words expected: {:?}", phrase.words).into());
        }
        out.push(phrase);
    }
    Ok(out)
}

fn english(dir: &Path, out: &Path, code: &mut String) -> Result<()> {
    let mut words: BTreeMap<String, Vec<(u8, u8)>> = BTreeMap::new();
    for file in ["words.tsv", "closed.tsv", "own.tsv"] {
        for row in rows(&dir.join(file))? {
            let [word, tags] = row.as_slice() else {
                return Err(format!("{file}: two fields expected: {row:?}").into());
            };
            words.insert(word.clone(), class_set(tags)?);
        }
    }
    let mut phrases = phrases(dir)?;
    // Longer groups are tried before shorter ones.
    phrases.sort_by_key(|p| (p.words[0].clone(), std::cmp::Reverse(p.words.len()), !p.number, p.words.clone()));
    let mut sets: Vec<Vec<(u8, u8)>> = Vec::new();
    let mut set_number = |set: &Vec<(u8, u8)>| -> u16 {
        let at = sets.iter().position(|s| s == set).unwrap_or_else(|| {
            sets.push(set.clone());
            sets.len() - 1
        });
        at as u16
    };
    let slots = (words.len() * 2).next_power_of_two();
    let mut table = vec![0xFFu8; slots * EN_SLOT];
    let mut text = Vec::new();
    for (word, tags) in &words {
        let mut slot = hash(word.as_bytes()) as usize & (slots - 1);
        while table[slot * EN_SLOT..slot * EN_SLOT + 4] != [0xFF; 4] {
            slot = (slot + 1) & (slots - 1);
        }
        let at = slot * EN_SLOT;
        table[at..at + 4].copy_from_slice(&(text.len() as u32).to_le_bytes());
        table[at + 4..at + 6].copy_from_slice(&(word.len() as u16).to_le_bytes());
        let opens = phrases.iter().any(|p| p.words[0] == *word);
        let set = set_number(tags) | if opens { PHRASE } else { 0 };
        table[at + 6..at + 8].copy_from_slice(&set.to_le_bytes());
        text.extend_from_slice(word.as_bytes());
    }
    std::fs::write(out.join("en_words.bin"), table)?;
    std::fs::write(out.join("en_text.bin"), text)?;

    let mut suffixes: Vec<(String, u16)> = Vec::new();
    for row in rows(&dir.join("suffixes.tsv"))? {
        let [suffix, tags] = row.as_slice() else { return Err("suffixes.tsv: two fields expected".into()) };
        suffixes.push((suffix.clone(), set_number(&class_set(tags)?)));
    }
    suffixes.sort_by_key(|(s, _)| (std::cmp::Reverse(s.len()), s.clone()));
    writeln!(code, "/// Endings of unknown words by their last letter, longest first, with the set of their classes.")?;
    writeln!(code, "pub static EN_SUFFIXES: [&[(&str, u16)]; 26] = [")?;
    for letter in b'a'..=b'z' {
        let ending: Vec<_> = suffixes.iter().filter(|(s, _)| s.as_bytes().last() == Some(&letter)).collect();
        writeln!(code, "&{ending:?},")?;
    }
    writeln!(code, "];")?;
    writeln!(code, "/// Sets of classes with what each costs, the likeliest first.")?;
    writeln!(
        code,
        "pub static EN_SETS: &[&[(u8, u8)]] = &[{}];",
        sets.iter().map(|s| format!("&{s:?}")).collect::<Vec<_>>().join(", ")
    )?;

    writeln!(
        code,
        "/// Fixed groups: words, classes, whether a number must follow; by first word, the longest first."
    )?;
    writeln!(code, "pub static EN_PHRASES: &[(&[&str], &[u8], bool)] = &[")?;
    for p in &phrases {
        writeln!(code, "(&{:?}, &{:?}, {}),", p.words, p.classes, p.number)?;
    }
    writeln!(code, "];")?;

    let count = En::NAMES.len();
    let mut costs = vec![vec![6u8; count]; count];
    for row in rows(&dir.join("transitions.tsv"))? {
        let [before, list] = row.as_slice() else { return Err("transitions.tsv: two fields expected".into()) };
        let before = english_class(before, "transitions.tsv")? as usize;
        for pair in list.split(' ') {
            let (class, cost) = pair.split_once(':').ok_or("transitions.tsv: class:cost expected")?;
            if class == "*" {
                let named: Vec<&str> = list.split(' ').filter_map(|p| p.split_once(':')).map(|p| p.0).collect();
                for (i, name) in En::NAMES.iter().enumerate() {
                    if !named.contains(name) {
                        costs[before][i] = cost.parse()?;
                    }
                }
            } else {
                costs[before][english_class(class, "transitions.tsv")? as usize] = cost.parse()?;
            }
        }
    }
    // A power of two, so that a class needs no look whether it is one.
    let width = count.next_power_of_two();
    costs.iter_mut().for_each(|row| row.resize(width, 0));
    costs.resize(width, vec![0; width]);
    writeln!(
        code,
        "/// What it costs that a class (second) follows a class (first); wider than the classes are many."
    )?;
    writeln!(code, "pub static EN_TRANSITIONS: [[u8; {width}]; {width}] = {costs:?};")?;

    let mut governors: Vec<(String, bool)> = Vec::new();
    for row in rows(&dir.join("to.tsv"))? {
        let [word, when @ ("always" | "often")] = [row[0].as_str(), row.get(1).map_or("", String::as_str)] else {
            return Err(format!("to.tsv: a word, and always or often, expected: {row:?}").into());
        };
        governors.push((word.to_owned(), when == "always"));
    }
    governors.sort();
    writeln!(code, "/// Words behind which \"to\" is a preposition, sorted, and whether it always is.")?;
    writeln!(code, "pub static EN_GOVERNORS: &[(&str, bool)] = &{governors:?};")?;

    let mut abbreviations: Vec<(String, u8)> = Vec::new();
    for row in rows(&dir.join("abbreviations.tsv"))? {
        let [form, when] = row.as_slice() else { return Err("abbreviations.tsv: two fields expected".into()) };
        let when = ["always", "number", "name", "never"]
            .iter()
            .position(|w| w == when)
            .ok_or("abbreviations.tsv: always, number, name or never")?;
        abbreviations.push((form.clone(), when as u8));
    }
    abbreviations.sort();
    abbreviations.dedup_by(|a, b| a.0 == b.0);
    writeln!(
        code,
        "/// Abbreviations, sorted, with when their stop ends no sentence: 0 always, 1 before a number, 2 mostly, 3 never."
    )?;
    writeln!(code, "pub static EN_ABBREVIATIONS: &[(&str, u8)] = &{abbreviations:?};")?;
    Ok(())
}

fn chinese(dir: &Path, out: &Path, code: &mut String) -> Result<()> {
    let mut words: BTreeMap<Vec<u32>, (f64, u8)> = BTreeMap::new();
    for file in ["words.tsv", "own.tsv"] {
        for row in rows(&dir.join(file))? {
            let [word, seen, class] = row.as_slice() else {
                return Err(format!("{file}: three fields expected: {row:?}").into());
            };
            let key: Vec<u32> = word.chars().map(u32::from).collect();
            if key.iter().any(|c| !(HAN.0..HAN.1).contains(c)) {
                return Err(format!("{file}: {word} is not all Han characters").into());
            }
            if seen == "0" {
                words.remove(&key);
                continue;
            }
            let seen = match seen.as_str() {
                "-" => words.get(&key).map_or(300.0, |w| w.0),
                n => n.parse()?,
            };
            words.insert(key, (seen, chinese_class(class, file)? as u8));
        }
    }
    // Frequent characters get small codes, which packs the array.
    let mut use_of: BTreeMap<u32, u64> = BTreeMap::new();
    for word in words.keys() {
        for c in word {
            *use_of.entry(*c).or_default() += 1;
        }
    }
    let mut by_use: Vec<(u64, u32)> = use_of.into_iter().map(|(c, n)| (n, c)).collect();
    by_use.sort_by_key(|&(n, c)| (std::cmp::Reverse(n), c));
    let mut codes = vec![0u16; (HAN.1 - HAN.0) as usize];
    for (i, (_, c)) in by_use.iter().enumerate() {
        codes[(c - HAN.0) as usize] = i as u16 + 1;
    }
    let coded: Vec<(Vec<u32>, u32, u8)> = {
        let mut all: Vec<_> = words
            .iter()
            .map(|(w, (seen, class))| {
                let cost = (-(seen.max(0.5) / ZH_TOTAL).ln() * COST_UNIT)
                    .round()
                    .min(f64::from((1u32 << COST_BITS) - 1)) as u32;
                (w.iter().map(|c| u32::from(codes[(c - HAN.0) as usize])).collect::<Vec<u32>>(), cost, *class)
            })
            .collect();
        all.sort();
        all
    };
    let nodes = double_array(&coded, by_use.len())?;
    std::fs::write(out.join("zh_trie.bin"), nodes.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>())?;
    std::fs::write(out.join("zh_codes.bin"), codes.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>())?;

    let (given, pairs) = names(dir, &codes, by_use.len())?;
    std::fs::write(out.join("zh_names.bin"), given)?;
    writeln!(
        code,
        "/// Double surnames, and pairs that are no given name, by the numbers of their characters, sorted, with their costs."
    )?;
    writeln!(code, "pub static NAME_PAIRS: &[((u16, u16), u8)] = &{pairs:?};")?;

    let mut simple: Vec<(u16, u16)> = Vec::new();
    for row in rows(&dir.join("traditional.tsv"))? {
        let (Some(a), Some(b)) = (row[0].chars().next(), row.get(1).and_then(|b| b.chars().next())) else {
            return Err("traditional.tsv: two characters expected".into());
        };
        simple.push((u16::try_from(u32::from(a))?, u16::try_from(u32::from(b))?));
    }
    simple.sort_unstable();
    writeln!(code, "/// Traditional characters with their simplified forms, sorted.")?;
    writeln!(code, "pub static SIMPLIFIED: &[(u16, u16)] = &{simple:?};")?;

    let numerals: String = rows(&dir.join("numerals.tsv"))?.concat().concat();
    writeln!(code, "/// The characters of Chinese number words.")?;
    writeln!(code, "pub static NUMERALS: &str = {numerals:?};")?;

    let mut complements: Vec<(String, bool)> = Vec::new();
    for row in rows(&dir.join("complements.tsv"))? {
        let [word, after] = row.as_slice() else { return Err("complements.tsv: two fields expected".into()) };
        complements.push((word.clone(), after == "any"));
    }
    complements.sort();
    writeln!(
        code,
        "/// Complements of verbs, sorted, and whether they stand after verbs of any length (else of one character)."
    )?;
    writeln!(code, "pub static COMPLEMENTS: &[(&str, bool)] = &{complements:?};")?;

    let mut tags = vec![String::from("Other"); Zh::NAMES.len()];
    for row in rows(&dir.join("tags.tsv"))? {
        tags[chinese_class(&row[0], "tags.tsv")? as usize] = row[1].clone();
    }
    writeln!(code, "/// The part of speech of each Chinese class.")?;
    writeln!(
        code,
        "pub static ZH_TAGS: &[Tag] = &[{}];",
        tags.iter().map(|t| format!("Tag::{t}")).collect::<Vec<_>>().join(", ")
    )?;
    Ok(())
}

/// Pairs of characters by their numbers, and their costs.
type Pairs = Vec<((u16, u16), u8)>;

/// What a character of which nothing is known costs in a given name.
const STRANGE: u8 = 120;

/// What characters cost in personal names: rows of bytes by the trie's number for a character, and pairs.
fn names(dir: &Path, codes: &[u16], count: usize) -> Result<(Vec<u8>, Pairs)> {
    let unknown = [given::NEVER, STRANGE, STRANGE, STRANGE, given::NEVER, 0];
    let mut table = unknown.repeat(count + 1);
    let mut pairs = Vec::new();
    for row in rows(&dir.join("names.tsv"))? {
        let [word, costs @ ..] = row.as_slice() else { continue };
        if costs.len() != given::PAIRS {
            return Err(format!("names.tsv: a name and {} costs expected: {row:?}", given::PAIRS).into());
        }
        let mut bytes = [given::NEVER; given::PAIRS];
        for (byte, cost) in bytes.iter_mut().zip(costs).filter(|(_, cost)| *cost != "-") {
            *byte = cost.parse().map_err(|e| format!("names.tsv: {word}: {cost}: {e}"))?;
        }
        let number = |c: char| codes.get((u32::from(c).wrapping_sub(HAN.0)) as usize).copied().unwrap_or(0);
        let mut chars = word.chars().map(number);
        match (chars.next(), chars.next(), chars.next()) {
            (Some(0), ..) | (_, Some(0), _) => {}
            (Some(c), None, _) => {
                let at = usize::from(c) * given::ROW;
                table[at..at + given::PAIRS].copy_from_slice(&bytes);
            }
            (Some(a), Some(b), None) => pairs.push(((a, b), bytes[given::SURNAME])),
            _ => return Err(format!("names.tsv: one or two characters expected: {word}").into()),
        }
    }
    pairs.sort_unstable();
    for ((first, _), _) in &pairs {
        table[usize::from(*first) * given::ROW + given::PAIRS] = 1;
    }
    Ok((table, pairs))
}

/// A trie node put together.
fn pack(base: u32, parent: u32, cost: u32, class: u32) -> u64 {
    u64::from(base)
        | u64::from(parent) << BASE_BITS
        | u64::from(cost) << (2 * BASE_BITS)
        | u64::from(class) << (2 * BASE_BITS + COST_BITS)
}

/// A double array of sorted words: node 1 is the root, the child of `n` by code `c` stands at `base(n) + c` with `n` as parent.
fn double_array(words: &[(Vec<u32>, u32, u8)], codes: usize) -> Result<Vec<u64>> {
    struct Todo {
        node: usize,
        range: std::ops::Range<usize>,
        depth: usize,
    }
    let mut parent: Vec<u32> = vec![0; 1 << 20];
    let mut base: Vec<u32> = vec![0; 1 << 20];
    let mut value: Vec<(u32, u32)> = vec![(0, 0); 1 << 20];
    let mut queue = std::collections::VecDeque::from([Todo { node: 1, range: 0..words.len(), depth: 0 }]);
    parent[1] = 1;
    let mut first_free = 2usize;
    let mut last = codes + 2;
    while let Some(Todo { node, mut range, depth }) = queue.pop_front() {
        if words[range.start].0.len() == depth {
            value[node] = (words[range.start].1, u32::from(words[range.start].2) + 1);
            range.start += 1;
        }
        let mut children: Vec<(u32, std::ops::Range<usize>)> = Vec::new();
        let mut i = range.start;
        while i < range.end {
            let code = words[i].0[depth];
            let from = i;
            while i < range.end && words[i].0[depth] == code {
                i += 1;
            }
            children.push((code, from..i));
        }
        let Some(lowest) = children.first().map(|c| c.0 as usize) else { continue };
        while parent[first_free] != 0 {
            first_free += 1;
        }
        // A crowded start is left behind: wide nodes would test it again and again.
        let mut at = first_free.max(lowest + 1);
        let mut tries = 0usize;
        let found = loop {
            if parent.len() <= at + codes + 2 {
                parent.resize(parent.len() * 2, 0);
                base.resize(parent.len(), 0);
                value.resize(parent.len(), (0, 0));
            }
            if parent[at] == 0 && children.iter().all(|(c, _)| parent[at - lowest + *c as usize] == 0) {
                break at - lowest;
            }
            at += 1;
            tries += 1;
        };
        if tries > 2000 && children.len() < 4 {
            first_free += tries / 2;
        }
        base[node] = found as u32;
        for (code, range) in children {
            let child = found + code as usize;
            parent[child] = node as u32;
            last = last.max(child);
            queue.push_back(Todo { node: child, range, depth: depth + 1 });
        }
    }
    let mut nodes = vec![0; last + codes + 2];
    for (i, node) in nodes.iter_mut().enumerate().take(last + 1) {
        let fields = (base[i], parent[i], value[i].0, value[i].1);
        *node = pack(fields.0, fields.1, fields.2, fields.3);
        if unpack(*node) != fields {
            return Err("the Chinese dictionary outgrew its node format".into());
        }
    }
    Ok(nodes)
}
