//! Finds every form of the lexicon in a text.
//!
//! Comes in: a text. Goes out: all hits, also those inside or across others, in the order of their starts, shorter ones
//! first. One walk down the trie from each place where a form can begin; a walk is as long as the text agrees with some
//! form, so the time is linear in the text.

use super::fold::{fold, is_word, narrow};
use super::known::{Known, Rest, Word};
use super::pack::{FORM, Pack, Section, flag, half, number};
use super::trie::{END, LEAF};
use super::{FormId, Hit, Lexicon};
use crate::document::Lang;
use crate::span::Span;
use crate::word::Key;
use std::sync::atomic::{AtomicU32, Ordering};

/// A name of so many words with no capital but its first letter and no digit is a label as it stands alone, and found small as well.
const ALONE_FROM: usize = 3;

/// The bytes of ASCII letters and digits.
const IN_WORD: [bool; 256] = {
    let (mut is, mut byte) = ([false; 256], 0);
    while byte < 256 {
        is[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    is
};

/// The trie and what leads into it, in a form that is quick to walk; made once for a lexicon.
#[derive(Debug)]
pub(super) struct Walker {
    /// Base and parent of each node.
    nodes: Vec<[u32; 2]>,
    /// The code of each character of the Basic Multilingual Plane.
    codes: Vec<u16>,
    /// The root's child by each ASCII character; 0 for none.
    first: [u32; 128],
    /// Tells the words of this lexicon from those of another where they are remembered.
    number: u32,
}

impl Walker {
    pub fn new(pack: &Pack) -> Walker {
        let pairs = pack.section(Section::Trie).chunks_exact(8);
        let nodes: Vec<[u32; 2]> = pairs.map(|b| [number(b, 0), number(b, 4)]).collect();
        let codes: Vec<u16> = pack.section(Section::Codes).chunks_exact(2).map(|b| half(b, 0)).collect();
        static NUMBERS: AtomicU32 = AtomicU32::new(1);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let mut walker = Walker { nodes, codes, first: [0; 128], number };
        for byte in 0..128 {
            let code = walker.code(byte as u32);
            walker.first[byte] = walker.child(0, walker.base(0), code).unwrap_or(0);
        }
        walker
    }

    #[inline]
    fn base(&self, node: u32) -> u32 {
        self.nodes.get(node as usize).map_or(0, |n| n[0])
    }

    #[inline]
    fn code(&self, c: u32) -> u32 {
        self.codes.get(c as usize).map_or(0, |c| u32::from(*c))
    }

    #[inline]
    fn child(&self, node: u32, base: u32, code: u32) -> Option<u32> {
        let child = (base & !END) + code;
        (code != 0 && self.nodes.get(child as usize).is_some_and(|n| n[1] == node)).then_some(child)
    }
}

/// The character at `at`, which must be a boundary of valid UTF-8 before its end, and its width in bytes.
#[inline]
fn decode(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let tail = |i: usize| u32::from(bytes.get(at + i).copied().unwrap_or(0) & 0x3f);
    let first = u32::from(*bytes.get(at)?);
    Some(match first {
        0..0x80 => (first, 1),
        0x80..0xe0 => ((first & 0x1f) << 6 | tail(1), 2),
        0xe0..0xf0 => ((first & 0x0f) << 12 | tail(1) << 6 | tail(2), 3),
        _ => ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4),
    })
}

/// Whether a character and what it is equal to are as wide in bytes as each other.
#[inline]
fn keeps_width(c: u32) -> bool {
    c < 0x80 || (0x4e00..0xa000).contains(&c)
}

/// One text under scan.
pub(super) struct Scanner<'a> {
    lexicon: &'a Lexicon,
    walker: &'a Walker,
    text: &'a str,
    forms: &'a [u8],
    strings: &'a [u8],
    /// A form must have one of these flags.
    wanted: u16,
    hits: Vec<Hit>,
    /// Hits of forms that shut names out.
    guards: Vec<Hit>,
}

impl<'a> Scanner<'a> {
    pub fn new(lexicon: &'a Lexicon, text: &'a str, lang: Lang) -> Self {
        let words = match lang {
            Lang::En => flag::EN,
            Lang::Zh => flag::ZH,
        };
        Scanner {
            lexicon,
            walker: &lexicon.walker,
            text,
            forms: lexicon.pack.section(Section::Forms),
            strings: lexicon.pack.section(Section::Text),
            wanted: flag::ROW | words,
            hits: Vec::with_capacity(text.len() / 4),
            guards: Vec::new(),
        }
    }

    pub fn run(mut self) -> Vec<Hit> {
        let mut known = Known::take(self.walker.number);
        let bytes = self.text.as_bytes();
        let (mut at, mut in_word) = (0, false);
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphabetic() && !in_word {
                let end = at + 1 + bytes[at + 1..].iter().take_while(|b| IN_WORD[usize::from(**b)]).count();
                self.word(at, end, &mut known);
                (at, in_word) = (end, true);
                continue;
            }
            if byte < 0x80 {
                let word = byte.is_ascii_alphanumeric();
                let node = self.walker.first[byte as usize];
                if node != 0 && !(word && in_word) {
                    self.walk(at, node, at + 1, true);
                }
                in_word = word;
                at += 1;
                continue;
            }
            let Some((c, width)) = decode(bytes, at) else { break };
            let word = !(0x4e00..0xa000).contains(&c) && char::from_u32(c).is_some_and(is_word);
            if !(word && in_word) {
                let code = self.walker.code(c);
                if let Some(node) = self.walker.child(0, self.walker.base(0), code) {
                    self.walk(at, node, at + width, keeps_width(c));
                }
            }
            in_word = word;
            at += width;
        }
        known.keep();
        if !self.guards.is_empty() {
            self.shut_out();
        }
        self.hits
    }

    /// Reports every form that begins with the word of letters and digits at `start..end`.
    #[inline]
    fn word(&mut self, start: usize, end: usize, known: &mut Known) {
        let bytes = self.text.as_bytes();
        let node = self.walker.first[usize::from(bytes[start])];
        if node == 0 {
            return;
        }
        // With the character behind it, which tells whether a form may end there.
        let key = match bytes.get(end) {
            Some(behind) if behind.is_ascii() => {
                Key::of(bytes, Span::new(start, end + 1), 1 + (self.wanted & flag::ZH != 0) as u8)
            }
            _ => None,
        };
        let Some(key) = key else {
            self.walk(start, node, start + 1, true);
            return;
        };
        if let Some(word) = known.get(&key) {
            for hit in word.hits(start) {
                self.hits.push(hit);
            }
            self.go_on(start, end + 1, word.rest);
            return;
        }
        let (hits, guards) = (self.hits.len(), self.guards.len());
        let rest = self.walk_word(start, node, end);
        if guards == self.guards.len()
            && let Some(word) = Word::new(&self.hits[hits..], rest)
        {
            known.put(key, word);
        }
        self.go_on(start, end + 1, rest);
    }

    /// Reports every form that begins and ends in the ASCII word at `start..end`, behind which another ASCII character stands: `node` is where its
    /// first has led. Gives where the trie stands behind that.
    fn walk_word(&mut self, start: usize, mut node: u32, end: usize) -> Rest {
        let bytes = self.text.as_bytes();
        for (at, byte) in (start + 1..).zip(&bytes[start + 1..=end]) {
            let base = self.walker.base(node);
            if base & LEAF != 0 {
                return self.leaf_in_word(base & !LEAF, start, at, end);
            }
            if base & END != 0 {
                let leaf = self.walker.base(base & !END);
                if leaf & LEAF != 0 {
                    self.report(leaf & !LEAF, start, at);
                }
            }
            match self.walker.child(node, base, self.walker.code(u32::from(*byte))) {
                Some(child) => node = child,
                None => return Rest::Nothing,
            }
        }
        Rest::Node(node)
    }

    /// Only this form is left: compares the rest of the word and what stands behind it.
    fn leaf_in_word(&mut self, form: u32, start: usize, at: usize, end: usize) -> Rest {
        let (bytes, written) = (self.text.as_bytes(), self.form_bytes(form));
        let left = |at: usize| u8::try_from(at - start).map_or(Rest::Nothing, |agreed| Rest::Leaf(form, agreed));
        for (at, byte) in (at..).zip(&bytes[at..=end]) {
            match written.get(at - start) {
                None => {
                    self.report(form, start, at);
                    return Rest::Nothing;
                }
                Some(w) if byte.eq_ignore_ascii_case(w) => {}
                Some(w) if w.is_ascii() && fold(char::from(*byte)) != fold(char::from(*w)) => return Rest::Nothing,
                Some(_) => return left(at),
            }
        }
        left(end + 1)
    }

    /// Reports what goes on behind a word and the character behind it, up to `at`.
    #[inline]
    fn go_on(&mut self, start: usize, at: usize, rest: Rest) {
        match rest {
            Rest::Nothing => {}
            Rest::Node(node) => self.walk(start, node, at, true),
            Rest::Leaf(form, agreed) => self.leaf(form, start, start + usize::from(agreed), true),
        }
    }

    /// Follows the trie and reports every form that begins at `start`: `node` is where the text up to `at` has led, `plain`
    /// whether that is as wide as in the forms.
    #[inline]
    fn walk(&mut self, start: usize, mut node: u32, mut at: usize, mut plain: bool) {
        let bytes = self.text.as_bytes();
        loop {
            let base = self.walker.base(node);
            if base & LEAF != 0 {
                return self.leaf(base & !LEAF, start, at, plain);
            }
            if base & END != 0 {
                let leaf = self.walker.base(base & !END);
                if leaf & LEAF != 0 {
                    self.report(leaf & !LEAF, start, at);
                }
            }
            let Some((c, width)) = decode(bytes, at) else { return };
            let Some(child) = self.walker.child(node, base, self.walker.code(c)) else { return };
            node = child;
            plain &= keeps_width(c);
            at += width;
        }
    }

    /// Only this form is left: compares the rest of it.
    #[inline]
    fn leaf(&mut self, form: u32, start: usize, at: usize, plain: bool) {
        let written = self.form_bytes(form);
        if plain {
            let (mut i, text) = (at, self.text.as_bytes());
            loop {
                match (text.get(i), written.get(i - start)) {
                    (_, None) => {
                        self.report(form, start, i);
                        return;
                    }
                    (Some(t), Some(w)) if t == w || (t | w < 0x80 && t.eq_ignore_ascii_case(w)) => i += 1,
                    (None, _) => return,
                    (Some(t), Some(w)) if t | w < 0x80 && fold(char::from(*t)) != fold(char::from(*w)) => return,
                    _ => break,
                }
            }
            // Two Han characters in the same place are equal only where they are the same: U+5000 and on, by their first bytes.
            let begins = |at: &usize| text[*at] & 0xc0 != 0x80;
            let han = |byte: u8| (0xe5..=0xe9).contains(&byte);
            if let Some(at) = (start..=i).rev().find(begins)
                && han(text[at])
                && han(written[at - start])
                && text[start..at] == written[..at - start]
            {
                return;
            }
        }
        self.slow_leaf(form, start);
    }

    /// The same for texts that write the form with other characters than the lexicon.
    #[cold]
    fn slow_leaf(&mut self, form: u32, start: usize) {
        let mut at = start;
        for expected in self.form_text(form).chars() {
            let Some(found) = self.text.get(at..).and_then(|t| t.chars().next()) else { return };
            if found != expected && fold(found) != fold(expected) {
                return;
            }
            at += found.len_utf8();
        }
        self.report(form, start, at);
    }

    #[inline]
    fn form_bytes(&self, form: u32) -> &'a [u8] {
        let at = form as usize * FORM;
        let (offset, length) = (number(self.forms, at) as usize, usize::from(half(self.forms, at + 4)));
        self.strings.get(offset..offset + length).unwrap_or(&[])
    }

    fn form_text(&self, form: u32) -> &'a str {
        std::str::from_utf8(self.form_bytes(form)).unwrap_or("")
    }

    /// Reports those forms of one folded text that agree with `start..end` in case and word boundaries.
    fn report(&mut self, first: u32, start: usize, end: usize) {
        for form in first.. {
            let flags = half(self.forms, form as usize * FORM + 6);
            if flags & self.wanted != 0 && self.ends(flags, end) && self.agrees(form, flags, start, end) {
                let hit = Hit { span: Span::new(start, end), form: FormId(form), name: flags & flag::ROW != 0 };
                if flags & flag::GUARD != 0 {
                    self.guards.push(hit);
                }
                self.hits.push(hit);
            }
            if flags & flag::MORE == 0 {
                return;
            }
        }
    }

    /// Whether a form may end at `end`: not inside a word. One that ends with a stop ("U.S.") must not run into a letter.
    #[inline]
    fn ends(&self, flags: u16, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        if flags & flag::WORD_END == 0 && !(end > 0 && bytes[end - 1] == b'.') {
            return true;
        }
        match bytes.get(end) {
            Some(b) if *b < 0x80 => !b.is_ascii_alphanumeric(),
            _ => !self.text[end..].starts_with(is_word),
        }
    }

    /// Whether the case is one in which the form stands for what it is.
    #[inline]
    fn agrees(&self, form: u32, flags: u16, start: usize, end: usize) -> bool {
        flags & flag::CASED == 0 || self.agrees_in_case(form, flags, &self.text[start..end])
    }

    fn agrees_in_case(&self, form: u32, flags: u16, found: &str) -> bool {
        let bytes = self.form_bytes(form);
        if found.as_bytes() == bytes {
            return true;
        }
        let capitals = |c: char| !c.is_lowercase();
        if flags & flag::CAPITALS != 0 && found.chars().all(capitals) {
            return true;
        }
        // In titles any word, at the begin of a sentence the first may be a capital; and a line may give a long name as it stands alone.
        let written = self.form_text(form);
        let alone = written.matches(' ').count() >= ALONE_FROM - 1
            && !written.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit());
        let mut begins = true;
        let mut first = true;
        found.chars().zip(written.chars()).all(|(f, w)| {
            let same = narrow(f) == narrow(w) || !f.is_alphabetic();
            let fits = same || begins && f.is_uppercase() && w.is_lowercase() || first && alone;
            first = false;
            begins = !f.is_alphanumeric();
            fits
        })
    }

    /// Removes the names that a guard forbids. A name around a guard stays.
    fn shut_out(&mut self) {
        // (a boundary or a whole guard, the guard)
        let mut forbidden: Vec<(Span, Span)> = Vec::new();
        for guard in std::mem::take(&mut self.guards) {
            let lemma = self.lexicon.form(guard.form).words().next().map_or("", |word| word.lemma());
            let (mut at, mut marks) = (guard.span.start, 0);
            let mut text = guard.span.of(self.text).chars();
            for c in lemma.chars() {
                if c == '/' {
                    forbidden.push((Span { start: at, end: at }, guard.span));
                    marks += 1;
                } else {
                    at += text.next().map_or(0, |c| c.len_utf8() as u32);
                }
            }
            if marks == 0 {
                forbidden.push((guard.span, guard.span));
            }
        }
        forbidden.sort();
        let forms = self.forms;
        self.hits.retain(|hit| {
            let flags = half(forms, hit.form.0 as usize * FORM + 6);
            if flags & flag::GUARD != 0 || flags & flag::ROW == 0 {
                return true;
            }
            let name = hit.span;
            // No guard is longer than this.
            let from = forbidden.partition_point(|(g, _)| g.start + 128 < name.start);
            let near = forbidden[from..].iter().take_while(|(g, _)| g.start < name.end);
            !near.into_iter().any(|(at, guard)| {
                let crosses = if at.is_empty() { name.start < at.start } else { at.overlaps(name) };
                crosses && !name.contains(*guard)
            })
        });
    }
}
