//! English inflection: a lemma of a word list as all its forms.
//!
//! By rule, with the irregular forms from `data/words/irregular.tsv`. The list says which lemmas inflect; a word the rule
//! gets wrong is corrected by a line there. Shared with `build.rs`.

use super::source::Irregular;
use std::collections::BTreeMap;

/// Which forms of its lemma a word can be, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Inflections(pub u8);

impl Inflections {
    /// The lemma itself, or a word that does not inflect.
    pub const BASE: Inflections = Inflections(1);
    /// "launches"
    pub const THIRD: Inflections = Inflections(2);
    /// "gave"
    pub const PAST: Inflections = Inflections(4);
    /// "given"
    pub const PARTICIPLE: Inflections = Inflections(8);
    /// "giving"
    pub const GERUND: Inflections = Inflections(16);
    /// "treaties"
    pub const PLURAL: Inflections = Inflections(32);

    /// Whether one of `other`'s forms is among these.
    pub fn any(self, other: Inflections) -> bool {
        self.0 & other.0 != 0
    }
}

/// All forms of an English verb. The first word inflects, or the one marked with `*`: `play* a role`.
pub fn verb(lemma: &str, irregular: &BTreeMap<&str, Irregular>) -> Vec<(String, Inflections)> {
    let (before, word, after) = head(lemma, lemma.find(' ').unwrap_or(lemma.len()));
    let none = Irregular::default();
    let special = irregular.get(word).unwrap_or(&none);
    let mut forms = Forms { before, after, found: Vec::new() };
    forms.add(&[], || word.into(), Inflections::BASE);
    forms.add(&special.third, || with_s(word), Inflections::THIRD);
    forms.add(&special.past, || with_ed(word), Inflections::PAST);
    let participle = if special.participle.is_empty() { &special.past } else { &special.participle };
    forms.add(participle, || with_ed(word), Inflections::PARTICIPLE);
    forms.add(&special.gerund, || with_ing(word), Inflections::GERUND);
    forms.found
}

/// Singular and plural of an English noun. The last word before a preposition inflects, or the one marked with `*`.
pub fn noun(lemma: &str, irregular: &BTreeMap<&str, Irregular>) -> Vec<(String, Inflections)> {
    let end =
        [" of ", " for ", " in ", " on ", " to "].iter().filter_map(|p| lemma.find(p)).min().unwrap_or(lemma.len());
    let (before, word, after) = head(lemma, end);
    let none = Irregular::default();
    let special = irregular.get(word).unwrap_or(&none);
    let mut forms = Forms { before, after, found: Vec::new() };
    forms.add(&[], || word.into(), Inflections::BASE);
    forms.add(&special.plural, || with_s(word), Inflections::PLURAL);
    forms.found
}

/// A lemma around the word that inflects: what stands before, the word, what stands after.
fn head(lemma: &str, default_end: usize) -> (&str, &str, &str) {
    let (end, after) = match lemma.find('*') {
        Some(star) => (star, &lemma[star + 1..]),
        None => (default_end, &lemma[default_end..]),
    };
    let start = lemma[..end].rfind(' ').map_or(0, |i| i + 1);
    (&lemma[..start], &lemma[start..end], after)
}

struct Forms<'l> {
    before: &'l str,
    after: &'l str,
    found: Vec<(String, Inflections)>,
}

impl Forms<'_> {
    /// The irregular forms, or the regular one.
    fn add(&mut self, special: &[String], regular: impl Fn() -> String, inflections: Inflections) {
        let regular = if special.is_empty() { vec![regular()] } else { special.to_vec() };
        for word in regular {
            let text = format!("{}{}{}", self.before, word, self.after);
            match self.found.iter_mut().find(|(t, _)| *t == text) {
                Some((_, all)) => all.0 |= inflections.0,
                None => self.found.push((text, inflections)),
            }
        }
    }
}

fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Third person and plural.
fn with_s(word: &str) -> String {
    let b = word.as_bytes();
    match b {
        [.., v, b'y'] if !is_vowel(*v) => format!("{}ies", &word[..word.len() - 1]),
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

fn with_ed(word: &str) -> String {
    match word.as_bytes() {
        [.., b'e'] => format!("{word}d"),
        [.., v, b'y'] if !is_vowel(*v) => format!("{}ied", &word[..word.len() - 1]),
        [.., last] if doubles(word) => format!("{word}{}ed", *last as char),
        [.., b'c'] => format!("{word}ked"),
        _ => format!("{word}ed"),
    }
}

fn with_ing(word: &str) -> String {
    match word.as_bytes() {
        [.., b'i', b'e'] => format!("{}ying", &word[..word.len() - 2]),
        [.., b'e', b'e'] | [.., b'o', b'e'] | [.., b'y', b'e'] => format!("{word}ing"),
        [.., b'e'] => format!("{}ing", &word[..word.len() - 1]),
        [.., last] if doubles(word) => format!("{word}{}ing", *last as char),
        [.., b'c'] => format!("{word}king"),
        _ => format!("{word}ing"),
    }
}

/// Whether the last consonant is doubled: one syllable that ends in one vowel and one consonant ("plan", "quit", not
/// "fix", "show"). Longer words with the stress at the end ("commit") are in the table of irregular forms.
fn doubles(word: &str) -> bool {
    let b = word.as_bytes();
    let [.., before, vowel, last] = b else { return false };
    let single = !is_vowel(*before) || (*before == b'u' && b.len() >= 4 && b[b.len() - 4] == b'q');
    let consonant = !is_vowel(*last) && !matches!(last, b'w' | b'x' | b'y') && last.is_ascii_alphabetic();
    let earlier = &b[..b.len() - 2];
    let one_syllable = !earlier
        .iter()
        .enumerate()
        .any(|(i, &c)| (is_vowel(c) || c == b'y' && i > 0) && !(c == b'u' && i > 0 && earlier[i - 1] == b'q'));
    single && is_vowel(*vowel) && consonant && one_syllable
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(lemma: &str) -> Vec<String> {
        verb(lemma, &BTreeMap::new()).into_iter().map(|(t, _)| t).collect()
    }

    #[test]
    fn regular_verbs() {
        assert_eq!(forms("launch"), ["launch", "launches", "launched", "launching"]);
        assert_eq!(forms("propose"), ["propose", "proposes", "proposed", "proposing"]);
        assert_eq!(forms("plan"), ["plan", "plans", "planned", "planning"]);
        assert_eq!(forms("carry out"), ["carry out", "carries out", "carried out", "carrying out"]);
        assert_eq!(forms("play* a role"), ["play a role", "plays a role", "played a role", "playing a role"]);
        assert_eq!(forms("jointly issue*"), ["jointly issue", "jointly issues", "jointly issued", "jointly issuing"]);
        assert_eq!(forms("visit"), ["visit", "visits", "visited", "visiting"]);
        assert_eq!(forms("equip")[2], "equiped", "left to the table of irregular forms");
    }

    #[test]
    fn nouns() {
        let plural = |n| noun(n, &BTreeMap::new())[1].0.clone();
        assert_eq!(plural("treaty"), "treaties");
        assert_eq!(plural("code of conduct"), "codes of conduct");
        assert_eq!(plural("work plan"), "work plans");
        assert_eq!(plural("address"), "addresses");
    }

    #[test]
    fn irregular_forms_win() {
        let give = Irregular { past: vec!["gave".into()], participle: vec!["given".into()], ..Default::default() };
        let table = BTreeMap::from([("give", give)]);
        let forms = verb("give rise to", &table);
        assert!(forms.contains(&("given rise to".into(), Inflections::PARTICIPLE)));
        assert!(forms.contains(&("gave rise to".into(), Inflections::PAST)));
        assert!(forms.contains(&("giving rise to".into(), Inflections::GERUND)));
    }
}
