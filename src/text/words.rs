//! The compiled dictionaries: English words by hash, Chinese words by trie, read in place from the program's own image.
//!
//! `compile.rs` makes the tables from `data/lang`; nothing is loaded or built when the program starts.

use super::Tag;
use super::layout::{EN_SLOT, En, HAN, PHRASE, Zh, given, hash, unpack};
use crate::document::Lang;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

static EN_TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/en_words.bin"));
static EN_TEXT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/en_text.bin"));
static ZH_TRIE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/zh_trie.bin"));
static ZH_CODES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/zh_codes.bin"));
static ZH_NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/zh_names.bin"));

/// What the dictionary says of an English word.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Classes with their costs, the likeliest first.
    pub classes: &'static [(u8, u8)],
    /// Whether fixed groups begin with the word.
    pub opens: bool,
}

/// An English word in lower case; `None` where it is unknown.
#[inline]
pub fn english(word: &[u8]) -> Option<Entry> {
    let mask = EN_TABLE.len() / EN_SLOT - 1;
    let mut slot = hash(word) as usize & mask;
    loop {
        let bytes: [u8; EN_SLOT] = EN_TABLE[slot * EN_SLOT..(slot + 1) * EN_SLOT].try_into().ok()?;
        let bytes = u64::from_le_bytes(bytes);
        let at = bytes as u32;
        if at == u32::MAX {
            return None;
        }
        if (bytes >> 32) as u16 as usize == word.len() && EN_TEXT[at as usize..].starts_with(word) {
            let set = (bytes >> 48) as u16;
            return EN_SETS.get(usize::from(set & !PHRASE)).map(|classes| Entry { classes, opens: set & PHRASE != 0 });
        }
        slot = (slot + 1) & mask;
    }
}

/// Whether the dictionary has an English word, however it begins: "Trade", but not "Kenya".
pub fn is_common(word: &str) -> bool {
    english(word.to_ascii_lowercase().as_bytes()).is_some()
}

impl En {
    /// Whether its words are those of the grammar.
    pub fn is_closed(self) -> bool {
        (En::Determiner..=En::Do).contains(&self)
    }
}

/// Whether a word as written is most likely one of the grammar, as "the", "and", "is", 的, 和, 是.
pub fn is_function(word: &str, lang: Lang) -> bool {
    match lang {
        Lang::En => main_class(word.as_bytes()).is_some_and(En::is_closed),
        Lang::Zh => chinese(word).is_some_and(|class| {
            let pronoun =
                matches!(class, Zh::Pronoun | Zh::Demonstrative | Zh::Subordinator | Zh::Negation | Zh::Modal);
            pronoun || matches!(class, Zh::Preposition | Zh::Conjunction) || (Zh::De..=Zh::Have).contains(&class)
        }),
    }
}

/// The likeliest class of an English word in lower case.
pub fn main_class(word: &[u8]) -> Option<En> {
    english(word)?.classes.first().map(|c| En::ALL[usize::from(c.0)])
}

/// The classes an unknown lower-case word may have by its ending.
pub fn by_suffix(word: &[u8]) -> &'static [(u8, u8)] {
    const NOUN: &[(u8, u8)] = &[(En::Noun as u8, 0), (En::Adjective as u8, 3), (En::Verb as u8, 5)];
    let last = word.last().map_or(0, |b| b.wrapping_sub(b'a'));
    let ending = EN_SUFFIXES.get(usize::from(last)).copied().unwrap_or(&[]);
    ending
        .iter()
        .find(|(suffix, _)| word.len() > suffix.len() + 1 && word.ends_with(suffix.as_bytes()))
        .map_or(NOUN, |(_, set)| EN_SETS[*set as usize])
}

/// A fixed group: its words, their classes, whether a number must follow.
pub type Phrase = (&'static [&'static str], &'static [u8], bool);

/// The fixed groups that begin with a word.
pub fn phrases(first: &str) -> &'static [Phrase] {
    let from = EN_PHRASES.partition_point(|p| p.0[0] < first);
    let count = EN_PHRASES[from..].iter().take_while(|p| p.0[0] == first).count();
    &EN_PHRASES[from..from + count]
}

/// A place in the Chinese trie.
#[derive(Clone, Copy)]
pub struct Node(u32, u32);

impl Node {
    /// Before any character.
    pub fn root() -> Node {
        let (base, ..) = unpack(node(1));
        Node(1, base)
    }

    /// One character on, and the cost and class of the word that ends there, if one does.
    #[inline]
    pub fn step(self, code: u16) -> Option<(Node, Option<(u32, Zh)>)> {
        if code == 0 {
            return None;
        }
        let child = self.1 + u32::from(code);
        let (base, parent, cost, class) = unpack(node(child));
        if parent != self.0 {
            return None;
        }
        let word = (class > 0).then(|| (cost, Zh::ALL[class as usize - 1]));
        Some((Node(child, base), word))
    }
}

/// The class of a Chinese word that the dictionary has.
pub fn chinese(word: &str) -> Option<Zh> {
    let mut at = (Node::root(), None);
    for c in word.chars() {
        at = at.0.step(code(c))?;
    }
    at.1.map(|(_, class)| class)
}

#[inline]
fn node(at: u32) -> u64 {
    let at = at as usize * 8;
    match ZH_TRIE.get(at..at + 8) {
        Some(bytes) => {
            u64::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
        }
        None => 0,
    }
}

/// The trie's number for a character; 0 for one that no word has.
#[inline]
pub fn code(c: char) -> u16 {
    let at = u32::from(c).wrapping_sub(HAN.0) as usize * 2;
    match ZH_CODES.get(at..at + 2) {
        Some(bytes) => u16::from_le_bytes([bytes[0], bytes[1]]),
        None => 0,
    }
}

/// What a character costs in personal names, by the trie's number for it ([`super::layout::given`]).
#[inline]
pub fn given(code: u16) -> &'static [u8; given::ROW] {
    let at = usize::from(code) * given::ROW;
    match ZH_NAMES.get(at..at + given::ROW).and_then(|row| row.try_into().ok()) {
        Some(row) => row,
        None => &[given::NEVER, given::NEVER, given::NEVER, given::NEVER, given::NEVER, 0],
    }
}

/// The simplified form of a traditional character that has just one.
pub fn simplified(c: char) -> Option<char> {
    let c = u16::try_from(u32::from(c)).ok()?;
    let at = SIMPLIFIED.binary_search_by_key(&c, |p| p.0).ok()?;
    char::from_u32(u32::from(SIMPLIFIED[at].1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_of_both_languages() {
        assert_eq!(main_class(b"policy"), Some(En::Noun));
        assert_eq!(main_class(b"qwxz"), None);
        assert!(english(b"because").is_some_and(|e| e.opens));
        let mut at = Node::root();
        let mut last = None;
        for c in "经济".chars() {
            let (next, word) = at.step(code(c)).expect("a prefix of a word");
            at = next;
            last = word;
        }
        assert_eq!(last.map(|w| w.1), Some(Zh::Noun));
        assert!(Node::root().step(code('x')).is_none());
        assert_eq!(simplified('國'), Some('国'));
        assert_eq!(simplified('国'), None);
    }
}
