//! The words that rules ask for, as a trie over their bytes: looking at a place of a text costs what stands there, not how many words rules hold.

use super::pattern::WordsId;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

/// The words that rules ask for, as written there, each once.
///
/// As a block they are their words alone, in order of number, with whether they match in this case only.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(from = "Vec<(Box<str>, bool)>", into = "Vec<(Box<str>, bool)>")]
pub struct Literals {
    all: Vec<Literal>,
    /// Their numbers: those that match in any case, those that do not.
    numbers: [FxHashMap<Box<str>, WordsId>; 2],
    /// The first is the root. Letters are lower case.
    nodes: Vec<Node>,
    /// The children of the root, by byte; 0 for none.
    first: Vec<u32>,
    /// Their children, by both bytes: most places of a text are left after one look.
    second: Vec<u32>,
}

/// The place of two bytes in [`Literals::second`].
#[inline]
fn pair(a: u8, b: u8) -> usize {
    usize::from(a) << 8 | usize::from(b)
}

impl From<Vec<(Box<str>, bool)>> for Literals {
    fn from(words: Vec<(Box<str>, bool)>) -> Literals {
        let mut literals = Literals::default();
        words.iter().for_each(|(text, exact)| _ = literals.intern(text, *exact));
        literals
    }
}

impl From<Literals> for Vec<(Box<str>, bool)> {
    fn from(literals: Literals) -> Vec<(Box<str>, bool)> {
        literals.all.into_iter().map(|literal| (literal.text, literal.exact)).collect()
    }
}

#[derive(Debug, Clone)]
struct Literal {
    text: Box<str>,
    /// Matches in this case only.
    exact: bool,
    /// The length of the first word; 0 for words that begin with a character of more than one byte (Han).
    word: u32,
}

/// How many children a node may have that are looked through; those of more are in a table.
const FEW: usize = 3;

#[derive(Debug, Default, Clone)]
struct Node {
    children: SmallVec<[(u8, u32); 2]>,
    /// The children of a node with many, by byte; 0 for none.
    table: Option<Box<[u32; 1 << 8]>>,
    /// The words that end here.
    ends: SmallVec<[WordsId; 1]>,
}

impl Node {
    fn put(&mut self, byte: u8, next: u32) {
        self.children.push((byte, next));
        if self.children.len() > FEW {
            let table = self.table.get_or_insert_with(|| Box::new([0; 1 << 8]));
            self.children.iter().for_each(|(byte, next)| table[usize::from(*byte)] = *next);
        }
    }

    /// The child by a byte; 0 for none.
    #[inline]
    fn child(&self, byte: u8) -> u32 {
        match &self.table {
            Some(table) => table[usize::from(byte)],
            None => self.children.iter().find(|(b, _)| *b == byte).map_or(0, |(_, next)| *next),
        }
    }
}

impl Literals {
    /// The number of words, new where they are.
    pub fn intern(&mut self, text: &str, exact: bool) -> WordsId {
        if let Some(known) = self.numbers[exact as usize].get(text) {
            return *known;
        }
        let number = WordsId(u16::try_from(self.all.len()).unwrap_or(u16::MAX));
        self.numbers[exact as usize].insert(text.into(), number);
        let han = text.bytes().next().is_none_or(|b| b >= 0x80);
        let word = if han { 0 } else { text.find(' ').unwrap_or(text.len()) as u32 };
        self.all.push(Literal { text: text.into(), exact, word });
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
            self.first = vec![0; 1 << 8];
            self.second = vec![0; 1 << 16];
        }
        let mut at = 0;
        let bytes = text.as_bytes().to_ascii_lowercase();
        for (n, &byte) in bytes.iter().enumerate() {
            at = match self.child(at, byte) {
                Some(next) => next,
                None => {
                    self.nodes.push(Node::default());
                    let next = self.nodes.len() as u32 - 1;
                    match at {
                        0 => self.first[byte as usize] = next,
                        _ => self.nodes[at as usize].put(byte, next),
                    }
                    if n == 1 {
                        self.second[pair(bytes[0], byte)] = next;
                    }
                    next
                }
            };
        }
        self.nodes[at as usize].ends.push(number);
        number
    }

    /// The words of a number, as written.
    pub fn text(&self, id: WordsId) -> &str {
        self.all.get(id.0 as usize).map_or("", |literal| &literal.text)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    #[inline]
    fn child(&self, node: u32, byte: u8) -> Option<u32> {
        if node == 0 {
            return self.first.get(byte as usize).copied().filter(|next| *next != 0);
        }
        Some(self.nodes[node as usize].child(byte)).filter(|next| *next != 0)
    }

    /// Calls `f` with the number, the length and the length of the first word of each that a text begins with. Words that begin with a
    /// character of more than one byte (Han) have no first word: 0.
    #[inline]
    pub fn at(&self, text: &[u8], mut f: impl FnMut(WordsId, u32, u32)) {
        let Some(&first) = text.first() else { return };
        let first = first.to_ascii_lowercase();
        let Some(&begin) = self.first.get(usize::from(first)).filter(|node| **node != 0) else { return };
        let second = text.get(1).map_or(0, |byte| self.second[pair(first, byte.to_ascii_lowercase())]);
        let (mut at, mut length) = (begin, 1);
        loop {
            let node = &self.nodes[at as usize];
            for &number in &node.ends {
                let literal = &self.all[number.0 as usize];
                if !literal.exact || text[..length] == *literal.text.as_bytes() {
                    f(number, length as u32, literal.word);
                }
            }
            at = match (length, text.get(length)) {
                (_, None) => return,
                (1, _) => second,
                (_, Some(byte)) => node.child(byte.to_ascii_lowercase()),
            };
            if at == 0 {
                return;
            }
            length += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_begin() {
        let mut literals = Literals::default();
        let words = ["by", "By", "by and large", "北", "北方", "bye"];
        let ids: Vec<WordsId> = words.iter().map(|w| literals.intern(w, w.contains('B'))).collect();
        assert_eq!(literals.intern("by", false), ids[0]);
        let found = |text: &str| {
            let mut found = Vec::new();
            literals.at(text.as_bytes(), |id, length, word| found.push((words[id.0 as usize], length, word)));
            found
        };
        assert_eq!(found("by then"), [("by", 2, 2)]);
        assert_eq!(found("By and Large"), [("by", 2, 2), ("By", 2, 2), ("by and large", 12, 2)]);
        assert_eq!(found("北方"), [("北", 3, 0), ("北方", 6, 0)]);
        assert!(found("").is_empty() && found("xby").is_empty());
    }
}
