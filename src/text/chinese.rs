//! Chinese: words, numbers and marks, with their parts of speech and chunks.
//!
//! Comes in: a sentence and the known names in it. Goes out: its tokens, as the cheapest way through a lattice of
//! dictionary words, known names, number words, personal names (`names`) and single characters; tagged (`tagger`) and grouped (`chunks`).

mod chunks;
mod classes;
mod names;
mod tagger;

use super::layout::{COST_UNIT, Zh};
use super::words::{NUMERALS, Node, code};
use super::{Chunk, Language, Shape, Tag, Token, english};
use crate::span::Span;
use std::ops::Range;

/// What a known name costs: less than any two words.
const KNOWN: u32 = (5.0 * COST_UNIT) as u32;
/// What it costs more where a longer word lies over its begin: 学习｜总书记, not 学｜习总书记.
const ASTRIDE: u32 = (8.0 * COST_UNIT) as u32;
/// What a run of numerals costs.
const NUMERAL: u32 = (9.0 * COST_UNIT) as u32;
/// What a character costs that no word is.
const STRANGE: u32 = (17.0 * COST_UNIT) as u32;
/// The characters that are read at one go; a longer run is cut.
const RUN: usize = 4096;

/// The Chinese reader, with the memory it uses again for each sentence.
#[derive(Default)]
pub struct Chinese {
    classes: Vec<Zh>,
    codes: Vec<u16>,
    /// Which of the characters are numerals.
    numerals: Vec<bool>,
    best: Vec<Step>,
    path: Vec<(u32, u32, Zh)>,
}

/// The cheapest way to a place: its cost, how many characters the last word has, and its class.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    back: u32,
    class: Zh,
}

impl Language for Chinese {
    fn tokens(&mut self, text: &str, range: Range<usize>, known: &[Span], out: &mut Vec<Token>) {
        let first = out.len();
        self.classes.clear();
        self.scan(text, range, known, out);
        tagger::tag(text, &mut out[first..], &mut self.classes);
    }

    fn chunks(&mut self, text: &str, tokens: &[Token], first: u32, out: &mut Vec<Chunk>) {
        chunks::chunk(text, tokens, &self.classes, first, out);
    }
}

/// The Han character that begins at `i`, if one does (three bytes each: the basic block and 〇).
#[inline]
fn han_at(bytes: &[u8], i: usize) -> Option<char> {
    match bytes.get(i..i + 3)? {
        [a @ 0xE4..=0xE9, b, c] => {
            let c = u32::from(a & 0x0F) << 12 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F);
            char::from_u32(c).filter(|c| u32::from(*c) >= 0x4E00)
        }
        [0xE3, 0x80, 0x87] => Some('〇'),
        _ => None,
    }
}

impl Chinese {
    fn scan(&mut self, text: &str, range: Range<usize>, known: &[Span], out: &mut Vec<Token>) {
        let bytes = &text.as_bytes()[..range.end];
        let mut known = known;
        let mut i = range.start;
        let mut spaced = false;
        while i < bytes.len() {
            if han_at(bytes, i).is_some() {
                let start = i;
                self.codes.clear();
                self.numerals.clear();
                while self.codes.len() < RUN {
                    let Some(c) = han_at(bytes, i) else { break };
                    self.codes.push(code(c));
                    self.numerals.push(is_numeral(c));
                    i += 3;
                }
                while known.first().is_some_and(|k| (k.start as usize) < start) {
                    known = &known[1..];
                }
                self.segment(start, known);
                for &(from, to, class) in self.path.iter().rev() {
                    let span = Span::new(start + 3 * from as usize, start + 3 * to as usize);
                    out.push(Token { span, tag: Tag::Other, shape: Shape::Han, spaced });
                    self.classes.push(class);
                    spaced = false;
                }
                continue;
            }
            let b = bytes[i];
            let c = match text[i..].chars().next() {
                Some(c) => c,
                None => break,
            };
            if c.is_whitespace() {
                spaced = true;
                i += c.len_utf8();
                continue;
            }
            if b.is_ascii_alphanumeric() || (b >= 0x80 && u32::from(c) < 0x2E80 && c.is_alphabetic()) {
                // Latin words and numbers, by the English rules.
                let foreign = |b: &u8| b.is_ascii_whitespace() || *b >= 0xE2;
                let end = bytes[i..].iter().position(foreign).map_or(bytes.len(), |n| i + n);
                let first = out.len();
                english::scan(text, i..end.max(i + c.len_utf8()), out);
                if let Some(token) = out.get_mut(first) {
                    token.spaced = spaced;
                    spaced = false;
                }
                self.classes.extend(out[first..].iter().map(|t| match t.shape {
                    Shape::Digits => Zh::Number,
                    Shape::Mark => Zh::Other,
                    _ => Zh::Named,
                }));
                i = end.max(i + c.len_utf8());
                continue;
            }
            out.push(Token { span: Span::new(i, i + c.len_utf8()), tag: Tag::Other, shape: Shape::Mark, spaced });
            self.classes.push(Zh::Other);
            spaced = false;
            i += c.len_utf8();
        }
    }

    /// Cuts the run of characters whose codes are in `codes` and that begins at byte `start`: `path`, last word first.
    fn segment(&mut self, start: usize, known: &[Span]) {
        let n = self.codes.len();
        self.best.clear();
        self.best.resize(n + 1, Step { cost: u32::MAX, back: 0, class: Zh::Other });
        self.best[0].cost = 0;
        let mut known = known.iter().peekable();
        // The farthest end of a word so far; whether a numeral stands before.
        let (mut far, mut counts) = (0, false);
        for i in 0..n {
            let here = self.best[i].cost;
            let name = if far > i { KNOWN + ASTRIDE } else { KNOWN };
            let best = &mut self.best;
            let mut reach = |to: usize, cost: u32, class: Zh| {
                let sum = here.saturating_add(cost);
                if sum < best[to].cost {
                    best[to] = Step { cost: sum, back: (to - i) as u32, class };
                }
            };
            let mut at = Node::root();
            let mut single = false;
            for (j, code) in self.codes[i..].iter().enumerate() {
                let Some((next, word)) = at.step(*code) else { break };
                at = next;
                if let Some((cost, class)) = word {
                    single |= j == 0;
                    far = far.max(i + j + 1);
                    reach(i + j + 1, cost, class);
                }
            }
            if !single {
                reach(i + 1, STRANGE, Zh::Other);
            }
            let counted = std::mem::replace(&mut counts, self.numerals[i]);
            if counts && !counted {
                let len = self.numerals[i..].iter().take_while(|numeral| **numeral).count();
                if len > 1 {
                    reach(i + len, NUMERAL, Zh::Number);
                }
            }
            names::candidates(&self.codes[i..], |length, cost, class| reach(i + length, cost, class));
            let byte = start + 3 * i;
            while let Some(k) = known.peek() {
                if (k.start as usize) > byte {
                    break;
                }
                let to = (k.end as usize).wrapping_sub(start);
                if k.start as usize == byte && to.is_multiple_of(3) && to / 3 <= n && to / 3 > i {
                    reach(to / 3, name, Zh::Named);
                }
                known.next();
            }
        }
        self.path.clear();
        let mut at = n;
        while at > 0 {
            let step = self.best[at];
            let from = at - (step.back as usize).clamp(1, at);
            let class = match step.class {
                Zh::Name if !names::clear(&self.codes[from..at], step.cost.saturating_sub(self.best[from].cost)) => {
                    Zh::Surnamed
                }
                class @ (Zh::Person | Zh::Named) => names::kind(&self.codes[from..at]).unwrap_or(class),
                class => class,
            };
            self.path.push((from as u32, at as u32, class));
            at = from;
        }
    }
}

/// The numerals, a bit for each character.
static IS_NUMERAL: [u64; 0xA000 / 64] = {
    let (bytes, mut set, mut at) = (NUMERALS.as_bytes(), [0; 0xA000 / 64], 0);
    while at < bytes.len() {
        let c = (bytes[at] as usize & 0xf) << 12 | (bytes[at + 1] as usize & 0x3f) << 6 | bytes[at + 2] as usize & 0x3f;
        set[c / 64] |= 1 << (c % 64);
        at += 3;
    }
    set
};

#[inline]
fn is_numeral(c: char) -> bool {
    IS_NUMERAL.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<'t>(text: &'t str, known: &[Span]) -> Vec<&'t str> {
        let mut out = Vec::new();
        Chinese::default().tokens(text, 0..text.len(), known, &mut out);
        out.iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn words_by_dictionary_numbers_and_names() {
        assert_eq!(
            words("经济增长3.5%，出口二百三十亿元。", &[]),
            ["经济", "增长", "3.5", "%", "，", "出口", "二百三十亿", "元", "。"]
        );
        assert_eq!(words("GDP同比增长", &[]), ["GDP", "同比", "增长"]);
        let text = "白云海试验基金成立";
        assert_eq!(words(text, &[Span::new(0, 21)]), ["白云海试验基金", "成立"]);
        // A name that straddles a longer word is left alone.
        let text = "中国人民";
        assert_eq!(words(text, &[Span::new(3, 9)]).concat(), text);
        assert_ne!(words(text, &[Span::new(3, 9)])[1], "国人");
        let text = "认真学习总书记的话";
        assert_eq!(words(text, &[Span::new(9, 21)])[1..3], ["学习", "总书记"]);
        assert_eq!(words("习总书记的话", &[Span::new(0, 12)])[0], "习总书记");
    }

    #[test]
    fn numerals_are_those_of_the_data() {
        assert!(NUMERALS.chars().all(is_numeral));
        assert!(!['国', '\u{9fff}', '\u{20000}'].into_iter().any(is_numeral));
    }

    #[test]
    fn names_by_their_characters() {
        let names = |text: &'static str| {
            let mut out = Vec::new();
            Chinese::default().tokens(text, 0..text.len(), &[], &mut out);
            out.retain(|t| matches!(t.tag, Tag::Name | Tag::Surnamed | Tag::Sounds));
            out.iter().map(|t| (t.span.of(text), t.tag)).collect::<Vec<_>>()
        };
        assert_eq!(names("谭淑芬和欧阳春燕到会。"), [("谭淑芬", Tag::Name), ("欧阳春燕", Tag::Name)]);
        assert_eq!(names("克伦多夫斯到会。"), [("克伦多夫斯", Tag::Sounds)]);
        // Words, a surname with a title, and what a text of policies is made of.
        assert_eq!(names("吕先生说，高质量发展和安全形势。"), []);
    }
}
