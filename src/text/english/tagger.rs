//! Parts of speech of an English sentence: the cheapest path through the classes its words may have.
//!
//! Comes in: tokens. Goes out: their classes. What a word may be comes from the dictionary, its ending, and how it is
//! written; what may follow what comes from `data/lang/en/transitions.tsv`.

use super::super::layout::En;
use super::super::words::{EN_GOVERNORS, EN_TRANSITIONS, Entry, by_suffix, english, main_class, phrases};
use super::super::{Shape, Tag, Token};
use super::known::{self, Groups, Known};
use super::mending::{Cues, mend};
use crate::word::Key;

/// What a capital costs a word that is read as a common one, within a sentence.
const CAPITAL: u8 = 3;

/// The longest word that is looked at, in bytes.
const LONGEST: usize = 40;

/// At most this many classes of a word are weighed.
const WIDTH: usize = 6;

/// The classes one word may have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cell {
    classes: [u8; WIDTH],
    costs: [u8; WIDTH],
    back: [u8; WIDTH],
    /// The class that what follows is judged by: an adverb's is that of the word before it.
    carry: [u8; WIDTH],
    count: u8,
    /// What is looked for around the word.
    cues: Cues,
}

impl Cell {
    fn add(&mut self, class: u8, cost: u8) {
        let n = self.count as usize;
        if n < WIDTH && !self.classes[..n].contains(&class) {
            self.classes[n] = class;
            self.costs[n] = cost;
            self.carry[n] = class;
            self.count += 1;
        }
    }

    /// Whether the word may be of a class.
    pub fn may(&self, class: En) -> bool {
        self.cost(class).is_some()
    }

    /// What it costs the word to be of a class; `None` where it cannot be.
    pub fn cost(&self, class: En) -> Option<u8> {
        let at = self.classes[..usize::from(self.count)].iter().position(|c| *c == class as u8)?;
        Some(self.costs[at])
    }

    pub fn one(class: En) -> Cell {
        let mut cell = Cell::default();
        cell.add(class as u8, 0);
        cell
    }
}

/// The memory of one sentence's search.
#[derive(Default)]
pub struct Lattice {
    cells: Vec<Cell>,
    /// Fixed groups of the sentence: first token and how many.
    pub groups: Vec<(u32, u32)>,
}

/// Sets the tag of each token and its class in `classes`.
pub fn tag(text: &str, tokens: &mut [Token], lattice: &mut Lattice, classes: &mut Vec<En>) {
    let Lattice { cells, groups } = lattice;
    cells.clear();
    groups.clear();
    classes.clear();
    let (titled, shouted) = headed(tokens);
    let mut opens = true;
    let mut cues = Cues::default();
    known::with(|known| {
        while cells.len() < tokens.len() {
            let i = cells.len();
            // "US" in a heading with capitals is none of its common words.
            let titled = if tokens[i].shape == Shape::Upper { shouted } else { titled };
            let (cell, group) = candidates(text, tokens, i, opens, titled, known);
            if let Some(group) = group {
                groups.push((i as u32, group.len() as u32));
                for (class, token) in group.iter().zip(&tokens[i..]) {
                    let cell = Cell::one(En::ALL[usize::from(*class)]);
                    cues |= Cues::of(token.span.of(text).to_ascii_lowercase().as_bytes(), &cell);
                    cells.push(cell);
                }
                opens = false;
                continue;
            }
            let cell =
                if i > 0 && tokens[i].span.is(text, "to") { to_behind(tokens[i - 1].span.of(text)) } else { cell };
            let mark = matches!(En::ALL[usize::from(cell.classes[0])], En::Stop | En::Open);
            opens = tokens[i].shape == Shape::Mark && (opens || mark);
            cues |= cell.cues;
            cells.push(cell);
        }
    });
    let mut costs = [0u32; WIDTH];
    let mut before = Cell::one(En::Start);
    for cell in cells.iter_mut() {
        let ways = before.count as usize;
        if ways == 1 && cell.count == 1 {
            // One way only: nothing to weigh, and only differences count.
            let class = cell.classes[0];
            if class == En::Adverb as u8 || class == En::Negation as u8 {
                cell.carry[0] = before.carry[0];
            }
            before = *cell;
            continue;
        }
        let count = cell.count as usize;
        let classes = &cell.classes[..count];
        let mut next = [u32::MAX; WIDTH];
        for (j, cost) in costs.iter().enumerate().take(ways) {
            let mut weigh = |k: usize, step: u8| {
                let sum = cost + u32::from(step);
                if sum < next[k] {
                    (next[k], cell.back[k]) = (sum, j as u8);
                }
            };
            let (class, carry) = (before.classes[j], before.carry[j]);
            let near = &EN_TRANSITIONS[usize::from(class) % EN_TRANSITIONS.len()];
            if class == carry {
                for (k, class) in classes.iter().enumerate() {
                    weigh(k, near[usize::from(*class) % near.len()]);
                }
                continue;
            }
            // An adverb or a negation lets the word before it decide about verbs: "has since grown", "the ministry soon launched".
            let far = &EN_TRANSITIONS[usize::from(carry) % EN_TRANSITIONS.len()];
            for (k, class) in classes.iter().enumerate() {
                let (near, far) = (near[usize::from(*class) % near.len()], far[usize::from(*class) % far.len()]);
                let verbal = *class >= En::Verb as u8 && *class <= En::Participle as u8 || *class == En::Helping as u8;
                weigh(k, if verbal { far } else { near.min(far) });
            }
        }
        let mut least = u32::MAX;
        for (k, cost) in next.iter_mut().enumerate().take(count) {
            *cost = cost.saturating_add(u32::from(cell.costs[k]));
            least = least.min(*cost);
            let class = cell.classes[k];
            if class == En::Adverb as u8 || class == En::Negation as u8 {
                cell.carry[k] = before.carry[usize::from(cell.back[k])];
            }
        }
        // Kept small: only differences count.
        for (cost, n) in costs.iter_mut().zip(&next[..count]) {
            *cost = n - least;
        }
        before = *cell;
    }
    let mut at = (0..before.count as usize).min_by_key(|k| costs[*k]).unwrap_or(0);
    classes.resize(tokens.len(), En::Noun);
    for i in (0..tokens.len()).rev() {
        classes[i] = En::ALL[cells[i].classes[at] as usize];
        at = cells[i].back[at] as usize;
    }
    mend(text, tokens, cells, cues, classes);
    for (token, class) in tokens.iter_mut().zip(classes.iter()) {
        token.tag = tag_of(*class, token);
    }
}

/// What "to" may be behind a word: "a plan TO fund schools", "access TO fund managers".
fn to_behind(word: &str) -> Cell {
    let lower = word.bytes().map(|b| b.to_ascii_lowercase());
    let at = EN_GOVERNORS.binary_search_by(|(governor, _)| governor.bytes().cmp(lower.clone()));
    let (infinitive, preposition) = match at.map(|at| EN_GOVERNORS[at].1) {
        Ok(true) => (3, 0),
        Ok(false) => (0, 2),
        Err(_) => (0, 6),
    };
    let mut cell = Cell::default();
    cell.add(En::To as u8, infinitive);
    cell.add(En::Preposition as u8, preposition);
    cell
}

/// Whether most words have a capital, as in a heading, or are in capitals: then a capital says nothing.
fn headed(tokens: &[Token]) -> (bool, bool) {
    let (mut capital, mut lower, mut upper) = (0, 0, 0);
    for t in tokens.iter().filter(|t| t.span.len() > 3) {
        match t.shape {
            Shape::Capital => capital += 1,
            Shape::Lower => lower += 1,
            Shape::Upper => upper += 1,
            _ => {}
        }
    }
    let shouted = upper >= 3 && lower + capital < upper;
    ((capital >= 3 && lower * 4 <= capital) || shouted, shouted)
}

/// The classes of the fixed group, one of these, that begins at token `i`. Most words begin none.
#[inline(always)]
fn group(text: &str, tokens: &[Token], i: usize, groups: &Groups) -> Option<&'static [u8]> {
    if groups.all.is_empty() { None } else { one_of(text, tokens, i, groups) }
}

fn one_of(text: &str, tokens: &[Token], i: usize, groups: &Groups) -> Option<&'static [u8]> {
    let word = |k: usize| tokens.get(k).map_or("", |t| t.span.of(text));
    let second = word(i + 1);
    if !groups.may(second) {
        return None;
    }
    let found = groups.all.iter().find(|(words, _, number)| {
        let fits = words.get(1).is_none_or(|w| *w == second)
            && words.iter().enumerate().skip(2).all(|(n, w)| *w == word(i + n));
        let after = tokens.get(i + words.len());
        let value = || after.is_some_and(|t| t.shape == Shape::Digits || is_number_word(t.span.of(text)));
        fits && (!number || value())
    });
    found.map(|(_, classes, _)| *classes)
}

fn is_number_word(word: &str) -> bool {
    matches!(word, "$" | "€" | "£" | "¥" | "USD" | "EUR" | "a" | "half")
        || main_class(word.as_bytes()) == Some(En::Number)
}

/// What the token at `i` may be, or the classes of the fixed group it begins; `memory` holds what words may be.
fn candidates(
    text: &str,
    tokens: &[Token],
    i: usize,
    opens: bool,
    titled: bool,
    memory: &mut Known,
) -> (Cell, Option<&'static [u8]>) {
    let token = &tokens[i];
    let word = token.span.of(text);
    let simple = |class| (Cell::one(class), None);
    match token.shape {
        Shape::Mark if token.tag == Tag::Particle => return simple(En::Possessive),
        Shape::Mark => return (mark(word), None),
        Shape::Digits => return simple(En::Number),
        Shape::Han => return simple(En::Proper),
        _ => {}
    }
    let next = tokens.get(i + 1).map(|n| n.shape);
    let start = match next {
        _ if !opens => Start::Inside,
        Some(Shape::Capital | Shape::Upper | Shape::Mixed) => Start::Name,
        _ => Start::Sentence,
    };
    // A lower-case word is the same wherever it stands.
    let place = match token.shape {
        Shape::Lower => 0,
        shape => 1 + (shape as u8 * 2 + titled as u8) * 3 + start as u8,
    };
    let key = (token.tag != Tag::Particle).then(|| Key::of(text.as_bytes(), token.span, place)).flatten();
    if let Some((cell, groups)) = key.as_ref().and_then(|key| memory.get(key)) {
        return (*cell, group(text, tokens, i, groups));
    }
    let mut lower = [0u8; LONGEST];
    let bytes = word.as_bytes();
    let Some(buffer) = lower.get_mut(..bytes.len()) else { return simple(En::Noun) };
    // The endings of words in capitals are cut off as if they were small: "CHINA'S".
    let buffer: &[u8] = if token.shape == Shape::Lower && token.tag != Tag::Particle {
        bytes
    } else {
        buffer.copy_from_slice(bytes);
        buffer.make_ascii_lowercase();
        buffer
    };
    if token.tag == Tag::Particle && buffer == b"'s" {
        // "it's", "that's": is; "China's": possessive.
        let before = i.checked_sub(1).map_or("", |b| tokens[b].span.of(text));
        let class = main_class(before.to_ascii_lowercase().as_bytes());
        let is = matches!(class, Some(En::Pronoun | En::Relative | En::Subordinator));
        return simple(if is { En::Be } else { En::Possessive });
    }
    if bytes[0].is_ascii_digit() {
        return (numbered(word, buffer), None);
    }
    let known = english(buffer);
    let begins = known.is_some_and(|k| k.opens) && (token.shape == Shape::Lower || opens);
    let first = if begins { std::str::from_utf8(buffer).ok() } else { None };
    let groups = first.map(|first| Groups::new(phrases(first))).unwrap_or_default();
    let mut cell = by_form(token.shape, buffer, known, start, titled);
    cell.cues = Cues::of(buffer, &cell);
    if let Some(key) = key {
        memory.put(key, cell, groups);
    }
    (cell, group(text, tokens, i, &groups))
}

/// Where a word stands, which tells what its capital means.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Start {
    /// First in its sentence: nothing.
    Sentence,
    /// First, before another capital: perhaps a name.
    Name,
    /// Further in: a name.
    Inside,
}

/// A word that begins with a digit: "10-year" and "21st" go before a noun, "5G" is a thing.
fn numbered(word: &str, lower: &[u8]) -> Cell {
    let mut cell = Cell::default();
    let decade = lower.ends_with(b"0s");
    let ordinal = [b"st", b"nd", b"rd", b"th"].iter().any(|ending| lower.ends_with(*ending));
    if word.contains('-') || ordinal {
        cell.add(En::Adjective as u8, 0);
        cell.add(En::Noun as u8, 3);
    } else if decade {
        cell.add(En::Plural as u8, 0);
    } else if word.ends_with(|c: char| c.is_ascii_lowercase()) {
        cell.add(En::Number as u8, 0);
    } else {
        cell.add(En::Proper as u8, 0);
    }
    cell
}

/// What a word may be by the dictionary, its ending and its capitals.
fn by_form(shape: Shape, lower: &[u8], known: Option<Entry>, start: Start, titled: bool) -> Cell {
    let mut cell = Cell::default();
    let known = known.map(|k| k.classes);
    if let (Shape::Lower, Some(set)) = (shape, known) {
        set.iter().for_each(|(class, cost)| cell.add(*class, *cost));
        return cell;
    }
    // What it costs to be a name, and to be a common word in spite of a capital.
    let (mut name, mut common) = match shape {
        Shape::Capital if titled => (Some(if known.is_some() { 6 } else { 0 }), 0),
        Shape::Capital if start == Start::Sentence => (Some(if known.is_some() { 5 } else { 0 }), 0),
        // "World Bank research", but not "Invites Parties".
        Shape::Capital if start == Start::Name => {
            let noun = [En::Noun as u8, En::Plural as u8, En::Adjective as u8];
            (Some(known.map_or(0, |k| if k.iter().any(|c| noun.contains(&c.0)) { 2 } else { 6 })), 0)
        }
        Shape::Capital => (Some(0), CAPITAL),
        Shape::Upper if titled => (Some(if known.is_some() { 5 } else { 0 }), 0),
        Shape::Upper | Shape::Mixed => (Some(0), CAPITAL + 2),
        _ => (None, 0),
    };
    if known.is_some_and(|k| En::ALL[usize::from(k[0].0)].is_closed() && shape != Shape::Upper) {
        // A function word is one, whatever its first letter.
        name = name.map(|n| n + 6);
        common = 0;
    }
    let set = match known {
        Some(set) => set,
        None if name.is_some() => {
            cell.add(En::Proper as u8, name.unwrap_or(0));
            if shape == Shape::Capital {
                for (class, cost) in by_suffix(lower) {
                    cell.add(*class, common + 3 + cost);
                }
            }
            return cell;
        }
        None => match memchr::memrchr(b'-', lower) {
            Some(at) => compound(&lower[..at], &lower[at + 1..]),
            None => by_suffix(lower),
        },
    };
    if let Some(0) = name {
        cell.add(En::Proper as u8, 0);
    }
    for (class, cost) in set {
        cell.add(*class, common + cost);
    }
    if let Some(cost) = name {
        cell.add(En::Proper as u8, cost);
    }
    cell
}

/// What a hyphenated word is, by its last part.
fn compound(first: &[u8], last: &[u8]) -> &'static [(u8, u8)] {
    const ADJECTIVE: &[(u8, u8)] = &[(En::Adjective as u8, 0)];
    const EITHER: &[(u8, u8)] = &[(En::Adjective as u8, 0), (En::Noun as u8, 2)];
    // "a high-standards approach"
    const PLURAL: &[(u8, u8)] = &[(En::Plural as u8, 0), (En::Adjective as u8, 1)];
    let set = english(last).map_or_else(|| by_suffix(last), |e| e.classes);
    // "they co-hosted"
    if matches!(first, b"co" | b"re") {
        return set;
    }
    match En::ALL[usize::from(set[0].0)] {
        En::Past | En::Participle | En::Adjective => ADJECTIVE,
        En::Plural | En::Third => PLURAL,
        En::Gerund => EITHER,
        _ => EITHER,
    }
}

fn mark(word: &str) -> Cell {
    if word == "%" {
        // "by 5%", "a 5% increase"
        let mut cell = Cell::one(En::Plural);
        cell.add(En::Adjective as u8, 1);
        return cell;
    }
    if let [byte] = word.as_bytes() {
        let mut cell = Cell::one(match byte {
            b'(' | b'[' | b'{' | b'"' => En::Open,
            b')' | b']' | b'}' => En::Close,
            b'$' => En::Number,
            b'&' => En::Conjunction,
            b'.' | b';' | b':' | b'!' | b'?' => En::Stop,
            _ => En::Comma,
        });
        cell.cues = Cues::of(word.as_bytes(), &cell);
        return cell;
    }
    Cell::one(match word {
        "“" | "‘" | "（" | "《" | "「" => En::Open,
        "”" | "’" | "）" | "》" | "」" => En::Close,
        "€" | "£" | "¥" | "￥" => En::Number,
        "‰" | "°" | "℃" => En::Plural,
        _ => En::Comma,
    })
}

fn tag_of(class: En, token: &Token) -> Tag {
    match class {
        _ if token.shape == Shape::Mark => match class {
            En::Possessive => Tag::Particle,
            En::Conjunction => Tag::Conjunction,
            En::Number | En::Plural | En::Adjective => Tag::Other,
            _ => Tag::Punctuation,
        },
        En::Noun | En::Plural => Tag::Noun,
        En::Proper => Tag::Proper,
        En::Verb | En::Third | En::Helping => Tag::Verb,
        En::Gerund => Tag::Gerund,
        En::Past => Tag::Past,
        En::Participle => Tag::Participle,
        En::Adjective => Tag::Adjective,
        En::Adverb | En::Particle => Tag::Adverb,
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
