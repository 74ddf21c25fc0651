//! A text under the value grammars' eyes: small steps that every grammar takes, and figures, which are the same in both languages.
//!
//! Comes in: a text, its language and the date it was written. Goes out: places in the text (byte offsets at character
//! boundaries) and exact numbers. No step looks further than the figure or form it reads, so that reading stays linear.

use super::decimal::Exact;
use super::memory::{Hit, Memory, Place};
use super::number::Num;
use super::scan::{Context, Events};
use super::tables::fold;
use super::when::{Clock, When};
use super::words::{Cat, Entry, Words, is_space};
use crate::document::Lang;
use jiff::civil::DateTime;
use smallvec::SmallVec;
use std::cell::Cell;

/// A text, its words and what relative times are relative to.
pub struct Reader<'t> {
    pub text: &'t str,
    pub lang: Lang,
    pub words: &'static Words,
    pub now: Option<DateTime>,
    pub events: Option<&'t dyn Events>,
    memory: Memory,
    /// How many expressions stand inside one another at the place that is read: "the end of the first half of …".
    depth: Cell<u8>,
}

/// How deep expressions may nest; what is deeper is read on its own.
const NESTING: u8 = 3;

/// Digits with their separators: `12,345.6`, `１１.92`, `1 234 567`.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    pub end: usize,
    pub value: Exact,
    /// Digits before the decimal point.
    pub digits: usize,
    pub point: bool,
    pub grouped: bool,
}

/// The value of an ASCII or full-width digit.
#[inline]
pub fn digit_value(c: char) -> Option<i128> {
    match c {
        '0'..='9' => Some(c as i128 - '0' as i128),
        '０'..='９' => Some(c as i128 - '０' as i128),
        _ => None,
    }
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str, lang: Lang, context: &Context<'t>) -> Reader<'t> {
        Reader {
            text,
            lang,
            words: Words::of(lang),
            now: context.date,
            events: context.events,
            memory: Memory::new(text.len(), NESTING + 1),
            depth: Cell::new(0),
        }
    }

    /// Runs `read` one level deeper; nothing is found where the nesting has no end, so that reading stays linear.
    pub fn nested<T>(&self, read: impl FnOnce() -> Option<T>) -> Option<T> {
        if self.depth.get() >= NESTING {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let found = read();
        self.depth.set(self.depth.get() - 1);
        found
    }

    /// What `read` gives at `at`, through what is remembered.
    pub fn number(&self, at: usize, read: impl FnOnce() -> Option<Num>) -> Option<Num> {
        self.memory.number(at, read)
    }

    /// The same for clock times; `bare`: where an hour alone is enough.
    pub fn clock(
        &self,
        at: usize,
        bare: bool,
        read: impl FnOnce() -> Option<(usize, Clock)>,
    ) -> Option<(usize, Clock)> {
        self.memory.clock(at, bare, read)
    }

    /// The same for dates.
    pub fn date(&self, at: usize, read: impl FnOnce() -> Option<When>) -> Option<When> {
        self.memory.date(at, self.text.len(), self.depth.get(), read)
    }

    #[inline]
    pub fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|t| t.chars().next())
    }

    #[inline]
    pub fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at).and_then(|t| t.chars().next_back())
    }

    /// The first character before `at` that is not blank.
    pub fn mark_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().rev().take(8).find(|c| !is_space(*c))
    }

    /// The place after the blanks at `at`; at most eight, so that a line of blanks joins nothing.
    #[inline]
    pub fn blank(&self, at: usize) -> usize {
        // No blank or one, mostly; Han characters are told by their first bytes.
        let bytes = self.text.as_bytes();
        let mark = |at: usize| matches!(bytes.get(at), Some(b'!'..=b'~' | 0xe4..=0xe9));
        if mark(at) {
            return at;
        }
        if bytes.get(at) == Some(&b' ') && mark(at + 1) {
            return at + 1;
        }
        let mut end = at;
        for (_, c) in self.text[at..].char_indices().take(8) {
            if !is_space(c) {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    /// A form of `cat` at `at`.
    #[inline(always)]
    pub fn word(&self, at: usize, cat: Cat) -> Option<(usize, Entry)> {
        // Mostly there is none, and that is known.
        if self.memory.mask(at).is_some_and(|mask| mask & cat.bit() == 0) { None } else { self.find(at, cat) }
    }

    #[inline(never)]
    fn find(&self, at: usize, cat: Cat) -> Option<(usize, Entry)> {
        self.look(at, |place| {
            let mut hits = place.hits().iter().rev().map(|hit| (hit.end as usize, self.words.entry(hit.entry)));
            hits.find(|(_, e)| e.cat == cat).map(|(end, e)| (end, *e))
        })
    }

    /// The categories of all forms at `at`, as a set of [`Cat::bit`]s.
    #[inline]
    pub fn mask(&self, at: usize) -> u128 {
        self.memory.mask(at).unwrap_or_else(|| self.look(at, |place| place.mask))
    }

    /// The categories of all forms at `at`, and where the longest ends.
    pub fn reach(&self, at: usize) -> (u128, usize) {
        self.look(at, |place| (place.mask, place.hits().last().map_or(at, |hit| hit.end as usize)))
    }

    /// The categories where one of `wanted` may be among them, else nothing: most words begin no such form, which is told without looking for them.
    #[inline]
    pub fn mask_of(&self, at: usize, wanted: u128) -> u128 {
        let may = match self.char_at(at) {
            Some('a'..='z' | 'A'..='Z') => self.words.latin(self.text, at).1,
            Some(c) => self.words.reach(c),
            None => 0,
        };
        if may & wanted == 0 { 0 } else { self.mask(at) }
    }

    /// The ends of the forms at `at` whose category is in `mask`.
    pub fn ends(&self, at: usize, mask: u128) -> SmallVec<[usize; 4]> {
        self.look(at, |place| {
            let hits = place.hits().iter().filter(|hit| self.words.entry(hit.entry).cat.bit() & mask != 0);
            hits.map(|hit| hit.end as usize).collect()
        })
    }

    /// Looks at a place, through what is remembered of it.
    #[inline]
    fn look<T>(&self, at: usize, see: impl FnOnce(&Place) -> T) -> T {
        let fill = |place: &mut Place| {
            self.words.each(self.text, at, |end, entry, e| place.put(e.cat.bit(), Hit { end: end as u32, entry }));
        };
        self.memory.place(at, fill, see)
    }

    /// A form of `cat` at `at` or after blanks.
    #[inline]
    pub fn next(&self, at: usize, cat: Cat) -> Option<(usize, Entry)> {
        self.word(self.blank(at), cat)
    }

    /// A form of `cat` after blanks or one hyphen.
    pub fn joined(&self, at: usize, cat: Cat) -> Option<(usize, Entry)> {
        let b = self.blank(at);
        if let Some(hit) = self.word(b, cat) {
            return Some(hit);
        }
        match self.char_at(b) {
            Some(c @ ('-' | '‐' | '‑' | '–' | '—')) => self.next(b + c.len_utf8(), cat),
            _ => None,
        }
    }

    /// Whether the folded character at `at` is `c`; its end.
    #[inline]
    pub fn mark(&self, at: usize, c: char) -> Option<usize> {
        self.char_at(at).filter(|x| fold(*x) == c).map(|x| at + x.len_utf8())
    }

    /// Whether a word of the language may start at `at`: not inside a word of Latin letters or digits.
    #[inline]
    pub fn starts_word(&self, at: usize) -> bool {
        !self
            .text
            .as_bytes()
            .get(at.wrapping_sub(1))
            .is_some_and(|b| at > 0 && (b.is_ascii_alphanumeric() || *b == b'_'))
    }

    /// Whether a word of Latin letters goes on at `at`.
    #[inline]
    pub fn in_word(&self, at: usize) -> bool {
        self.text.as_bytes().get(at).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
    }

    /// The Latin word at `at`, as written.
    pub fn latin(&self, at: usize) -> &'t str {
        let rest = self.text.get(at..).unwrap_or("");
        let end = rest.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'\'').count();
        &rest[..end]
    }

    /// The Latin word that ends at `at`.
    pub fn latin_before(&self, at: usize) -> &'t str {
        let head = self.text.get(..at).unwrap_or("");
        let head = head.trim_end_matches(is_space);
        let n = head.bytes().rev().take_while(|b| b.is_ascii_alphabetic()).take(24).count();
        &head[head.len() - n..]
    }

    /// Whether the Latin word that ends at `at` is a form of `cat`.
    pub fn is_behind(&self, at: usize, cat: Cat) -> bool {
        let word = self.latin_before(at);
        let end = self.text[..at].trim_end().len();
        !word.is_empty() && self.word(end - word.len(), cat).is_some_and(|(e, _)| e == end)
    }

    fn run(&self, at: usize) -> (usize, usize, Option<i128>) {
        let (mut end, mut count, mut value) = (at, 0, Some(0i128));
        for c in self.text[at..].chars() {
            let Some(d) = digit_value(c) else { break };
            value = value.and_then(|v| v.checked_mul(10)?.checked_add(d));
            end += c.len_utf8();
            count += 1;
        }
        (end, count, value)
    }

    /// Where the digits that begin at `at` end.
    pub fn digits_end(&self, at: usize) -> usize {
        self.run(at).0
    }

    /// Exactly `n` digits at `at`, and then no other digit.
    pub fn digits(&self, at: usize, n: std::ops::RangeInclusive<usize>) -> Option<(usize, i64)> {
        let (end, count, value) = self.run(at);
        if n.contains(&count) { Some((end, i64::try_from(value?).ok()?)) } else { None }
    }

    /// The figure at `at`.
    pub fn figure(&self, at: usize) -> Option<Figure> {
        let (mut end, digits, value) = self.run(at);
        let leading_zero = digits > 1 && matches!(self.char_at(at), Some('0' | '０'));
        if digits == 0 {
            // .5
            let dot = self.mark(at, '.')?;
            let (end, count, value) = self.run(dot);
            if count == 0 || self.char_before(at).is_some_and(|c| c.is_alphanumeric() || c == '.') {
                return None;
            }
            let value = Exact::decimal(value?, count as u32)?;
            return Some(Figure { end, value, digits: 0, point: true, grouped: false });
        }
        let mut value = value?;
        let mut all = digits;
        let mut grouped = false;
        if digits <= 3 && !leading_zero {
            // The separator of the first group is that of all.
            let first = self.char_at(end);
            if let Some(sep @ (',' | '，' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'')) = first {
                let blank = is_space(sep);
                let wide = sep == '，';
                let list = blank && self.lang == Lang::Zh || wide && !self.wide_digit(at);
                if !list {
                    let mut e = end;
                    let (mut v, mut n) = (value, digits);
                    while self.char_at(e) == Some(sep) {
                        let (next, count, group) = self.run(e + sep.len_utf8());
                        // Indian grouping has pairs before the last three.
                        let pair = sep == ',' && count == 2 && self.char_at(next) == Some(',');
                        if !(count == 3 || pair) {
                            break;
                        }
                        v = v.checked_mul(if pair { 100 } else { 1000 })?.checked_add(group?)?;
                        n += count;
                        e = next;
                    }
                    // Blanks group only whole thousands and never join two lists of digits.
                    let more = blank
                        && self.char_at(e).is_some_and(is_space)
                        && digit_value(self.char_at(self.blank(e)).unwrap_or(' ')).is_some();
                    if e > end && !more {
                        (value, all, end, grouped) = (v, n, e, true);
                    }
                }
            }
            // 1.234.567,89
            if !grouped && first == Some('.') {
                let mut e = end;
                let (mut v, mut n) = (value, digits);
                while self.char_at(e) == Some('.') {
                    let (next, count, group) = self.run(e + 1);
                    if count != 3 {
                        break;
                    }
                    v = v.checked_mul(1000)?.checked_add(group?)?;
                    n += 3;
                    e = next;
                }
                if e > end && self.char_at(e) == Some(',') {
                    let (next, count, part) = self.run(e + 1);
                    if (1..=2).contains(&count) {
                        let value = Exact::decimal(
                            v.checked_mul(10i128.checked_pow(count as u32)?)?.checked_add(part?)?,
                            count as u32,
                        )?;
                        return Some(Figure { end: next, value, digits: n, point: true, grouped: true });
                    }
                }
            }
        }
        if let Some(dot) = self.mark(end, '.') {
            let (next, count, part) = self.run(dot);
            // 3.1.2 is a section or a version.
            if count > 0
                && matches!(self.char_at(next), Some('.'))
                && self.char_at(next + 1).is_some_and(|c| c.is_ascii_digit())
            {
                return None;
            }
            if count > 0 && count <= 20 {
                let value = Exact::decimal(
                    value.checked_mul(10i128.checked_pow(count as u32)?)?.checked_add(part?)?,
                    count as u32,
                )?;
                return Some(Figure { end: next, value, digits: all, point: true, grouped });
            }
        }
        Some(Figure { end, value: Exact::ratio(value, 1)?, digits: all, point: false, grouped })
    }

    fn wide_digit(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(|c| c > '\u{ff00}')
    }

    /// Vulgar fractions in one character.
    pub fn vulgar(&self, at: usize) -> Option<(usize, Exact)> {
        let c = self.char_at(at)?;
        let (n, d) = match c {
            '½' => (1, 2),
            '⅓' => (1, 3),
            '⅔' => (2, 3),
            '¼' => (1, 4),
            '¾' => (3, 4),
            '⅕' => (1, 5),
            '⅖' => (2, 5),
            '⅗' => (3, 5),
            '⅘' => (4, 5),
            '⅙' => (1, 6),
            '⅚' => (5, 6),
            '⅛' => (1, 8),
            '⅜' => (3, 8),
            '⅝' => (5, 8),
            '⅞' => (7, 8),
            _ => return None,
        };
        Some((at + c.len_utf8(), Exact::ratio(n, d)?))
    }

    /// A figure with power, exponent or fraction: `1.1^23`, `1.3x10^6`, `2/3`, `1 3/4`, `2½`; else the figure itself.
    pub fn formula(&self, at: usize) -> Option<(Figure, bool)> {
        let f = self.figure(at)?;
        let with = |end, value| Some((Figure { end, value, ..f }, true));
        if let Some((end, part)) = self.vulgar(f.end) {
            return with(end, f.value.add(part)?);
        }
        let power = |at: usize| {
            let (negative, at) = match self.char_at(at) {
                Some('-') => (true, at + 1),
                Some('+') => (false, at + 1),
                _ => (false, at),
            };
            let (end, e) = self.digits(at, 1..=3)?;
            Some((end, if negative { -(e as i32) } else { e as i32 }))
        };
        let rest = self.text.get(f.end..).unwrap_or("");
        if rest.starts_with('^')
            && let Some((end, value)) = power(f.end + 1).and_then(|(end, e)| Some((end, f.value.pow(e)?)))
        {
            return with(end, value);
        }
        if let Some(after) = ["x10^", "×10^", "*10^"].iter().find(|p| rest.starts_with(**p))
            && let Some((end, e)) = power(f.end + after.len())
        {
            return with(end, f.value.mul(Exact::power_of_ten(e)?)?);
        }
        if rest.starts_with(['e', 'E'])
            && let Some((end, e)) = power(f.end + 1).filter(|(end, _)| !self.in_word(*end))
        {
            return with(end, f.value.mul(Exact::power_of_ten(e)?)?);
        }
        if !f.point {
            if let Some((end, value)) = self.fraction(f) {
                return with(end, value);
            }
            // 1 3/4
            let b = self.blank(f.end);
            if b > f.end
                && !f.grouped
                && let Some(g) = self.figure(b).filter(|g| !g.point && g.digits <= 3)
                && let Some((end, part)) = self.fraction(g)
            {
                return with(end, f.value.add(part)?);
            }
        }
        Some((f, false))
    }

    fn fraction(&self, f: Figure) -> Option<(usize, Exact)> {
        let slash = self.mark(f.end, '/')?;
        let (end, d) = self.digits(slash, 1..=5)?;
        if self.mark(end, '/').is_some() || self.in_word(end) && self.latin(end).len() > 4 {
            return None;
        }
        Some((end, f.value.div(Exact::int(d))?))
    }

    /// A sign directly before the figure at its end: its own start.
    pub fn signed(&self, at: usize) -> Option<(usize, bool)> {
        let c = self.char_at(at)?;
        let next = at + c.len_utf8();
        match c {
            '-' | '−' | '－' | '–' => {
                let before = self.char_before(at);
                let own = before.is_none_or(|b| {
                    b.is_whitespace()
                        || matches!(b, '(' | '（' | '[' | '为' | '到' | '至' | ':' | '：' | '，' | ',' | '"' | '“')
                        // 增长-2%, 同比-3%
                        || matches!(b, '长' | '比' | '速' | '幅' | '率' | '达')
                });
                let digit = self.char_at(next).is_some_and(|c| digit_value(c).is_some() || c == '.');
                // -2020-07-01-
                let date = self
                    .digits(next, 4..=4)
                    .is_some_and(|(e, _)| self.char_at(e) == Some('-') && self.digits(e + 1, 1..=2).is_some());
                if own && digit && date {
                    return None;
                }
                if own && digit {
                    // "2010 -2012" is a range.
                    let list = self.mark_before(at).is_some_and(|c| digit_value(c).is_some());
                    return (!list).then_some((next, true));
                }
                // "- 5": only where nothing else stands before.
                let b = self.blank(next);
                let figure = self.char_at(b).is_some_and(|c| digit_value(c).is_some());
                (b > next && figure && self.text[..at].trim().is_empty()).then_some((b, true))
            }
            '+' if self.char_before(at).is_none_or(|b| b.is_whitespace()) => {
                self.char_at(next).is_some_and(|c| digit_value(c).is_some()).then_some((next, false))
            }
            _ => None,
        }
    }
}
