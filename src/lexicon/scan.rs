//! Finds every form of the lexicon in a text.
//!
//! Comes in: a text. Goes out: all hits, also those inside or across others, in the order of their starts, shorter ones
//! first. One walk down the trie from each place where a form can begin; a walk is as long as the text agrees with some
//! form, so the time is linear in the text.

use super::fold::{fold, is_word, narrow};
use super::pack::{FORM, Section, flag, half, number};
use super::trie::{END, LEAF};
use super::{FormId, Hit, Lexicon};
use crate::document::Lang;
use crate::span::Span;

/// One text under scan.
pub(super) struct Scanner<'a> {
    lexicon: &'a Lexicon,
    text: &'a str,
    forms: &'a [u8],
    codes: &'a [u8],
    trie: &'a [u8],
    strings: &'a [u8],
    /// A form must have one of these flags.
    wanted: u16,
    pub hits: Vec<Hit>,
    /// Hits of forms that shut names out.
    guards: Vec<Hit>,
}

impl<'a> Scanner<'a> {
    pub fn new(lexicon: &'a Lexicon, text: &'a str, lang: Lang) -> Self {
        let pack = &lexicon.pack;
        let words = match lang {
            Lang::En => flag::EN,
            Lang::Zh => flag::ZH,
        };
        Scanner {
            lexicon,
            text,
            forms: pack.section(Section::Forms),
            codes: pack.section(Section::Codes),
            trie: pack.section(Section::Trie),
            strings: pack.section(Section::Text),
            wanted: flag::ROW | words,
            hits: Vec::new(),
            guards: Vec::new(),
        }
    }

    pub fn run(mut self) -> Vec<Hit> {
        let bytes = self.text.as_bytes();
        let (mut at, mut in_word) = (0, false);
        while let Some(&byte) = bytes.get(at) {
            let (width, word) = if byte < 0x80 {
                (1, byte.is_ascii_alphanumeric())
            } else {
                match self.text[at..].chars().next() {
                    Some(c) => (c.len_utf8(), is_word(c)),
                    None => break,
                }
            };
            if !(word && in_word) {
                self.walk(at);
            }
            in_word = word;
            at += width;
        }
        if !self.guards.is_empty() {
            self.shut_out();
        }
        self.hits
    }

    /// The code of the character at `at`, and its width in bytes.
    #[inline]
    fn code(&self, at: usize) -> Option<(u32, usize)> {
        let byte = *self.text.as_bytes().get(at)?;
        let (c, width) = if byte < 0x80 {
            (byte as u32, 1)
        } else {
            let c = self.text[at..].chars().next()?;
            (c as u32, c.len_utf8())
        };
        Some((u32::from(half(self.codes, c as usize * 2)), width))
    }

    /// Follows the trie from `start` and reports every form that ends on the way.
    #[inline]
    fn walk(&mut self, start: usize) {
        let (mut node, mut at, mut depth) = (0u32, start, 0usize);
        loop {
            let base = number(self.trie, node as usize * 8);
            if base & LEAF != 0 {
                return self.leaf(base & !LEAF, start, at, depth);
            }
            if base & END != 0 {
                let leaf = number(self.trie, (base & !END) as usize * 8);
                if leaf & LEAF != 0 {
                    self.report(leaf & !LEAF, start, at);
                }
            }
            let Some((code, width)) = self.code(at) else { return };
            let child = (base & !END) + code;
            if code == 0 || number(self.trie, child as usize * 8 + 4) != node {
                return;
            }
            node = child;
            at += width;
            depth += 1;
        }
    }

    /// Only this form is left: compares the rest of it.
    fn leaf(&mut self, form: u32, start: usize, mut at: usize, depth: usize) {
        for expected in self.form_text(form).chars().skip(depth) {
            let Some(found) = self.text[at..].chars().next() else { return };
            if found != expected && fold(found) != fold(expected) {
                return;
            }
            at += found.len_utf8();
        }
        self.report(form, start, at);
    }

    fn form_text(&self, form: u32) -> &'a str {
        let at = form as usize * FORM;
        let (offset, length) = (number(self.forms, at) as usize, usize::from(half(self.forms, at + 4)));
        self.strings.get(offset..offset + length).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }

    /// Reports those forms of one folded text that agree with `start..end` in case and word boundaries.
    fn report(&mut self, first: u32, start: usize, end: usize) {
        for form in first.. {
            let flags = half(self.forms, form as usize * FORM + 6);
            if flags & self.wanted != 0 && self.ends(flags, end) && self.agrees(form, flags, &self.text[start..end]) {
                let span = Span::new(start, end);
                let hit = Hit { span, form: FormId(form) };
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
    fn ends(&self, flags: u16, end: usize) -> bool {
        let stop = end > 0 && self.text.as_bytes()[end - 1] == b'.';
        (flags & flag::WORD_END == 0 && !stop) || !self.text[end..].starts_with(is_word)
    }

    /// Whether the case is one in which the form stands for what it is.
    fn agrees(&self, form: u32, flags: u16, found: &str) -> bool {
        if flags & flag::CASED == 0 {
            return true;
        }
        let written = self.form_text(form);
        found == written
            || found.chars().zip(written.chars()).all(|(f, w)| narrow(f) == narrow(w) || !f.is_alphabetic())
            || (flags & flag::CAPITALS != 0 && !found.contains(char::is_lowercase))
    }

    /// Removes the names that a guard forbids. A name around a guard stays.
    fn shut_out(&mut self) {
        // (a boundary or a whole guard, the guard)
        let mut forbidden: Vec<(Span, Span)> = Vec::new();
        for guard in std::mem::take(&mut self.guards) {
            let lemma = self.lexicon.form(guard.form).words().next().map_or("", |word| word.lemma);
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
