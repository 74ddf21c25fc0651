//! Parts of speech of an English sentence: the cheapest path through the classes its words may have.
//!
//! Comes in: tokens. Goes out: their classes. What a word may be comes from the dictionary, its ending, and how it is
//! written; what may follow what comes from `data/lang/en/transitions.tsv`.

use super::super::layout::En;
use super::super::words::{EN_TRANSITIONS, by_suffix, english};
use super::super::{Shape, Tag, Token};

/// How much less likely the second, third … class of a word is than its first.
const RANK: [u8; 8] = [0, 3, 5, 6, 7, 7, 8, 8];
/// What a capital costs a word that is read as a common one, within a sentence.
const CAPITAL: u8 = 3;

/// At most this many classes of a word are weighed.
const WIDTH: usize = 6;

#[derive(Clone, Copy, Default)]
struct Cell {
    classes: [u8; WIDTH],
    costs: [u8; WIDTH],
    back: [u8; WIDTH],
    count: u8,
}

impl Cell {
    fn add(&mut self, class: u8, cost: u8) {
        let n = self.count as usize;
        if n < WIDTH && !self.classes[..n].contains(&class) {
            self.classes[n] = class;
            self.costs[n] = cost;
            self.count += 1;
        }
    }

    fn one(class: En) -> Cell {
        let mut cell = Cell::default();
        cell.add(class as u8, 0);
        cell
    }
}

/// The memory of one sentence's search.
#[derive(Default)]
pub struct Lattice {
    cells: Vec<Cell>,
}

/// Sets the tag of each token and its class in `classes`.
pub fn tag(text: &str, tokens: &mut [Token], lattice: &mut Lattice, classes: &mut Vec<En>) {
    let cells = &mut lattice.cells;
    cells.clear();
    classes.clear();
    let titled = is_titled(tokens);
    let mut opens = true;
    for i in 0..tokens.len() {
        let cell = candidates(text, tokens, i, opens, titled);
        opens = tokens[i].shape == Shape::Mark
            && (opens || matches!(cell.classes[0], c if c == En::Stop as u8 || c == En::Open as u8));
        cells.push(cell);
    }
    let mut costs = [0u32; WIDTH];
    let mut before = Cell::one(En::Start);
    for cell in cells.iter_mut() {
        let mut next = [u32::MAX; WIDTH];
        for (k, slot) in next.iter_mut().enumerate().take(cell.count as usize) {
            for (j, cost) in costs.iter().enumerate().take(before.count as usize) {
                let step = EN_TRANSITIONS[before.classes[j] as usize][cell.classes[k] as usize];
                let sum = cost + u32::from(step) + u32::from(cell.costs[k]);
                if sum < *slot {
                    *slot = sum;
                    cell.back[k] = j as u8;
                }
            }
        }
        // Kept small: only differences count.
        let least = next[..cell.count as usize].iter().copied().min().unwrap_or(0);
        for (cost, n) in costs.iter_mut().zip(next) {
            *cost = n.saturating_sub(least);
        }
        before = *cell;
    }
    let mut at = (0..before.count as usize).min_by_key(|k| costs[*k]).unwrap_or(0);
    classes.resize(tokens.len(), En::Noun);
    for i in (0..tokens.len()).rev() {
        classes[i] = En::ALL[cells[i].classes[at] as usize];
        at = cells[i].back[at] as usize;
    }
    for (token, class) in tokens.iter_mut().zip(classes.iter()) {
        token.tag = tag_of(*class, token);
    }
}

/// Whether most words have a capital, as in a heading: then a capital says nothing.
fn is_titled(tokens: &[Token]) -> bool {
    let (mut capital, mut lower, mut upper) = (0, 0, 0);
    for t in tokens.iter().filter(|t| t.span.len() > 3) {
        match t.shape {
            Shape::Capital => capital += 1,
            Shape::Lower => lower += 1,
            Shape::Upper => upper += 1,
            _ => {}
        }
    }
    (capital >= 3 && lower * 4 <= capital) || (upper >= 3 && lower + capital < upper)
}

fn candidates(text: &str, tokens: &[Token], i: usize, opens: bool, titled: bool) -> Cell {
    let token = &tokens[i];
    let word = token.span.of(text);
    match token.shape {
        Shape::Mark if token.tag == Tag::Particle => return Cell::one(En::Possessive),
        Shape::Mark => return mark(word),
        Shape::Digits => return Cell::one(En::Number),
        Shape::Han => return Cell::one(En::Proper),
        _ => {}
    }
    let mut lower = [0u8; 40];
    let bytes = word.as_bytes();
    let mut cell = Cell::default();
    let Some(buffer) = lower.get_mut(..bytes.len()) else { return Cell::one(En::Noun) };
    buffer.copy_from_slice(bytes);
    buffer.make_ascii_lowercase();
    let buffer: &[u8] = buffer;
    if token.tag == Tag::Particle && buffer == b"'s" {
        // "it's", "that's": is; "China's": possessive.
        let before = i.checked_sub(1).map_or("", |b| tokens[b].span.of(text));
        let pronoun = english(before.to_ascii_lowercase().as_bytes())
            .is_some_and(|c| [En::Pronoun, En::Relative, En::Subordinator].iter().any(|p| *p as u8 == c[0]));
        return Cell::one(if pronoun { En::Be } else { En::Possessive });
    }
    let known = english(buffer);
    if bytes[0].is_ascii_digit() {
        // "10-year" goes before a noun, "21st" too; "5G" is a thing.
        let last = bytes[bytes.len() - 1];
        let number = bytes.ends_with(b"s") && bytes.len() == 5
            || matches!(&buffer[bytes.len() - 2..], b"st" | b"nd" | b"rd" | b"th");
        if word.contains('-') || number {
            cell.add(En::Adjective as u8, 0);
            cell.add(En::Noun as u8, 3);
        } else if last.is_ascii_lowercase() {
            cell.add(En::Number as u8, 0);
        } else {
            cell.add(En::Proper as u8, 0);
        }
        return cell;
    }
    let (mut name, mut common) = (None, 0u8);
    match token.shape {
        Shape::Capital if titled => name = Some(if known.is_some() { 6 } else { 0 }),
        Shape::Capital if opens => name = Some(if known.is_some() { 5 } else { 0 }),
        Shape::Capital => (name, common) = (Some(0), CAPITAL),
        Shape::Upper if titled => name = Some(if known.is_some() { 5 } else { 0 }),
        Shape::Upper | Shape::Mixed => (name, common) = (Some(0), CAPITAL + 2),
        _ => {}
    }
    let closed = known.is_some_and(|k| k[0] >= En::Determiner as u8 && token.shape != Shape::Upper);
    if closed {
        // A function word is one, whatever its first letter.
        name = name.map(|n| n + 6);
        common = 0;
    }
    if let (Some(cost), None) = (name, known) {
        cell.add(En::Proper as u8, cost);
        if token.shape == Shape::Capital {
            for (rank, class) in by_suffix(buffer).iter().enumerate() {
                cell.add(*class, common + 3 + RANK[rank.min(7)]);
            }
        }
        return cell;
    }
    let set: &[u8] = match known {
        Some(set) => set,
        None => match memchr::memrchr(b'-', buffer) {
            Some(at) => compound(&buffer[at + 1..]),
            None => by_suffix(buffer),
        },
    };
    if let Some(cost) = name.filter(|c| *c == 0) {
        cell.add(En::Proper as u8, cost);
    }
    // Past tense and participle are told apart by what stands around them, not by which is the more frequent.
    let verbal = set.iter().position(|c| *c == En::Past as u8 || *c == En::Participle as u8);
    for (rank, class) in set.iter().enumerate() {
        let rank = match verbal {
            Some(first) if *class == En::Past as u8 || *class == En::Participle as u8 => first,
            _ => rank,
        };
        cell.add(*class, common + RANK[rank.min(7)]);
    }
    if let Some(cost) = name.filter(|c| *c > 0) {
        cell.add(En::Proper as u8, cost);
    }
    cell
}

/// What a hyphenated word is, by its last part.
fn compound(last: &[u8]) -> &'static [u8] {
    const ADJECTIVE: &[u8] = &[En::Adjective as u8];
    const EITHER: &[u8] = &[En::Adjective as u8, En::Noun as u8];
    const NOUN: &[u8] = &[En::Noun as u8, En::Adjective as u8];
    const PLURAL: &[u8] = &[En::Plural as u8];
    let set = english(last).unwrap_or_else(|| by_suffix(last));
    match En::ALL[set[0] as usize] {
        En::Past | En::Participle | En::Adjective => ADJECTIVE,
        En::Plural | En::Third => PLURAL,
        En::Gerund => NOUN,
        _ => EITHER,
    }
}

fn mark(word: &str) -> Cell {
    Cell::one(match word {
        "," => En::Comma,
        "(" | "[" | "“" | "‘" | "{" | "（" | "《" | "「" => En::Open,
        ")" | "]" | "”" | "’" | "}" | "）" | "》" | "」" => En::Close,
        "$" | "€" | "£" | "¥" | "￥" => En::Number,
        "%" | "‰" | "°" | "℃" => En::Plural,
        "&" => En::Conjunction,
        "." | ";" | ":" | "!" | "?" => En::Stop,
        "\"" => En::Open,
        _ => En::Comma,
    })
}

fn tag_of(class: En, token: &Token) -> Tag {
    match class {
        _ if token.shape == Shape::Mark => match class {
            En::Possessive => Tag::Particle,
            En::Conjunction => Tag::Conjunction,
            En::Number | En::Plural => Tag::Other,
            _ => Tag::Punctuation,
        },
        En::Noun | En::Plural => Tag::Noun,
        En::Proper => Tag::Proper,
        En::Verb | En::Third => Tag::Verb,
        En::Gerund => Tag::Gerund,
        En::Past => Tag::Past,
        En::Participle => Tag::Participle,
        En::Adjective => Tag::Adjective,
        En::Adverb => Tag::Adverb,
        En::Determiner => Tag::Determiner,
        En::Pronoun => Tag::Pronoun,
        En::Relative => Tag::Relative,
        En::Preposition => Tag::Preposition,
        En::To => Tag::To,
        En::Conjunction => Tag::Conjunction,
        En::Subordinator => Tag::Subordinator,
        En::Number => Tag::Number,
        En::Possessive => Tag::Particle,
        En::Negation => Tag::Negation,
        En::Modal => Tag::Modal,
        En::Be | En::Have | En::Do => Tag::Auxiliary,
        En::Comma | En::Stop | En::Open | En::Close | En::Start => Tag::Punctuation,
    }
}
