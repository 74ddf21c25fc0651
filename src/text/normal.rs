//! Makes equal characters equal: full-width letters and digits, apostrophes, odd spaces, combining marks, traditional
//! characters, line ends, soft line ends. Drops what only lays text out: tags, targets of links, stars of bold type.
//!
//! Comes in: the text as given and its passages. Goes out: the normalised text, borrowed where nothing had to change,
//! and where the two texts differ in length.

use super::passages::{Raw, is_blank};
use super::words::{SIMPLIFIED, simplified};
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What [`normalise`] made.
pub struct Normal<'t> {
    pub text: Cow<'t, str>,
    /// (offset in the normalised text, offset in the original): both texts run in step from each pair to the next. Two
    /// pairs with one normalised offset stand before and after something dropped.
    pub shifts: Vec<(u32, u32)>,
    /// The passages' ranges in the normalised text.
    pub passages: Vec<std::ops::Range<usize>>,
}

/// Which characters of U+4E00..U+A000 are traditional.
static TRADITIONAL: LazyLock<[u64; 0x5200 / 64]> = LazyLock::new(|| {
    let mut bits = [0u64; 0x5200 / 64];
    for (c, _) in SIMPLIFIED {
        let at = usize::from(*c - 0x4E00);
        bits[at / 64] |= 1 << (at % 64);
    }
    bits
});

struct Writer<'t> {
    given: &'t str,
    out: String,
    /// How much of `given` is in `out`.
    done: usize,
    shifts: Vec<(u32, u32)>,
}

impl Writer<'_> {
    /// Writes `new` for `given[from..to]`.
    fn replace(&mut self, from: usize, to: usize, new: &str) {
        if self.done == 0 && self.out.is_empty() {
            self.out.reserve(self.given.len());
        }
        self.out.push_str(&self.given[self.done..from]);
        let here = self.out.len() as u32;
        self.out.push_str(new);
        self.done = to;
        if new.is_empty() {
            let last = self.shifts.last().copied();
            if last.is_none_or(|l| l.0 != here) {
                self.shifts.push((here, from as u32));
                self.shifts.push((here, to as u32));
            } else if self.shifts.len() > 1 && self.shifts[self.shifts.len() - 2].0 == here {
                let at = self.shifts.len() - 1;
                self.shifts[at].1 = to as u32;
            } else {
                self.shifts.push((here, to as u32));
            }
        } else if new.len() != to - from {
            self.shifts.push((self.out.len() as u32, to as u32));
        }
    }
}

/// Normalises `text`; `raw` are its passages, ascending and apart from each other.
pub fn normalise<'t>(text: &'t str, raw: &[Raw]) -> Normal<'t> {
    let traditional = &*TRADITIONAL;
    let bytes = text.as_bytes();
    let mut w = Writer { given: text, out: String::new(), done: 0, shifts: Vec::new() };
    let mut passages = Vec::with_capacity(raw.len());
    let mut next = raw.iter().peekable();
    let mut i = 0;
    // Where the character before `i` begins.
    let mut before = 0;
    while i < bytes.len() {
        let b = bytes[i];
        if b < 0x80 {
            if b != b'\n' && b != b'\r' {
                if matches!(b, b'<' | b'[' | b']' | b'*')
                    && let Some(len) = layout(&bytes[i..])
                {
                    w.replace(i, i + len, "");
                    i += len;
                    continue;
                }
                i += 1 + plain(&bytes[i + 1..]);
                before = i - 1;
                continue;
            }
            while next.peek().is_some_and(|p| p.range.end <= i) {
                next.next();
            }
            let from = i;
            if next.peek().is_some_and(|p| p.range.start < from) {
                // A soft line end, with the blanks around it.
                let head = text[..from].trim_end_matches(is_blank).len().max(w.done);
                let tail = text.len() - text[from..].trim_start_matches(is_blank).len();
                let hyphen = head > 0 && bytes[head - 1] == b'-' && head > 1 && bytes[head - 2].is_ascii_alphabetic();
                w.replace(head, tail, if hyphen { "" } else { " " });
                i = tail;
            } else if b == b'\r' {
                i += 1;
                w.replace(from, i, if bytes.get(i) == Some(&b'\n') { "" } else { "\n" });
            } else {
                i += 1;
            }
            before = i;
            continue;
        }
        let c = match b {
            0xE4..=0xE9 => {
                let c =
                    u32::from(b & 0x0F) << 12 | u32::from(bytes[i + 1] & 0x3F) << 6 | u32::from(bytes[i + 2] & 0x3F);
                let plain =
                    c < 0x4E00 || traditional[(c as usize - 0x4E00) / 64] >> ((c as usize - 0x4E00) % 64) & 1 == 0;
                if plain {
                    before = i;
                    i += 3;
                    continue;
                }
                char::from_u32(c)
            }
            _ => text[i..].chars().next(),
        };
        let Some(c) = c else { break };
        let to = i + c.len_utf8();
        let mut end = to;
        match c {
            '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
                w.replace(i, to, " ")
            }
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}' => {
                w.replace(i, to, "");
                i = to;
                continue;
            }
            '’' | 'ʼ' | '＇' => {
                if text[..i].chars().next_back().is_some_and(|p| p.is_alphanumeric() && u32::from(p) < 0x2E80) {
                    w.replace(i, to, "'");
                }
            }
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '＄' | '＋' | '－' | '／' | '＆' => {
                w.replace(i, to, half(c).encode_utf8(&mut [0; 4]));
            }
            '．' => {
                let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
                if digit(text[..i].chars().next_back()) && digit(text[to..].chars().next()) {
                    w.replace(i, to, ".");
                }
            }
            '\u{300}'..='\u{36f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{3099}'
            | '\u{309a}' => {
                let marks = text[i..].find(|c| !is_mark(c)).map_or(text.len(), |n| i + n);
                if before >= w.done && before < i {
                    let made: String = text[before..marks].nfc().collect();
                    // Only what becomes one character: offsets inside it then need no answer.
                    if made.chars().count() == 1 {
                        w.replace(before, marks, &made);
                    }
                }
                end = marks;
            }
            _ => {
                if let Some(s) = simplified(c) {
                    w.replace(i, to, s.encode_utf8(&mut [0; 4]));
                }
            }
        }
        before = i;
        i = end;
    }
    let text = if w.done == 0 && w.out.is_empty() {
        Cow::Borrowed(text)
    } else {
        w.out.push_str(&text[w.done..]);
        Cow::Owned(w.out)
    };
    let shifts = w.shifts;
    for p in raw {
        let start = to_normal(&shifts, p.range.start, text.len());
        let end = to_normal(&shifts, p.range.end, text.len()).max(start);
        passages.push(start..end);
    }
    Normal { text, shifts, passages }
}

/// How many bytes from here on are ASCII, no line end and no layout ([`layout`]): most of them in an English text.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    // All is asked of each byte, and of so many at a time, since that can be done at once.
    let ends = |b: &u8| {
        let b = *b;
        (b >= 0x80) | (b == b'\n') | (b == b'\r') | (b == b'<') | (b == b'[') | (b == b']') | (b == b'*')
    };
    let (blocks, rest) = bytes.as_chunks::<16>();
    let any = |block: &[u8; 16]| block.iter().fold(0, |any, b| any | u8::from(ends(b))) != 0;
    let whole = blocks.iter().take_while(|block| !any(block)).count() * 16;
    let last = if whole < blocks.len() * 16 { &bytes[whole..whole + 16] } else { rest };
    whole + last.iter().position(ends).unwrap_or(last.len())
}

/// The longest tag, or link with its target, in bytes.
const LAYOUT: usize = 400;

/// The length of what begins here and is no text: `<u>`, `</td>`, `**`, the bracket before and the target behind the words of a link.
fn layout(bytes: &[u8]) -> Option<usize> {
    let near = &bytes[..bytes.len().min(LAYOUT)];
    let target = |from: usize| near[from..].starts_with(b"](http");
    match near {
        [b'*', b'*', ..] => Some(2 + near[2..].iter().take_while(|b| **b == b'*').count()),
        [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/', ..] => {
            let end = 1 + near[1..].iter().position(|b| matches!(b, b'<' | b'>'))?;
            (near[end] == b'>').then_some(end + 1)
        }
        [b'[', ..] => {
            let end = 1 + near[1..].iter().position(|b| matches!(b, b'[' | b']'))?;
            target(end).then_some(1)
        }
        [b']', ..] if target(0) => Some(1 + near.iter().position(|b| *b == b')')?),
        _ => None,
    }
}

/// The half-width form of a full-width character.
fn half(c: char) -> char {
    char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}')
}

/// The normalised offset of an original one at a passage's edge.
fn to_normal(shifts: &[(u32, u32)], offset: usize, len: usize) -> usize {
    let at = shifts.partition_point(|s| s.1 as usize <= offset);
    let (normal, original) = if at == 0 { (0, 0) } else { shifts[at - 1] };
    let limit = shifts.get(at).map_or(len, |s| s.0 as usize);
    (normal as usize + (offset - original as usize)).min(limit)
}

/// The original offset of a normalised one where something begins.
pub fn start(shifts: &[(u32, u32)], offset: u32) -> u32 {
    match shifts.partition_point(|s| s.0 <= offset) {
        0 => offset,
        at => shifts[at - 1].1 + (offset - shifts[at - 1].0),
    }
}

/// The original offset of a normalised one where something ends: before what was dropped there.
pub fn end(shifts: &[(u32, u32)], offset: u32) -> u32 {
    let at = shifts.partition_point(|s| s.0 < offset);
    match shifts.get(at) {
        Some(&(normal, original)) if normal == offset => original,
        _ if at == 0 => offset,
        _ => shifts[at - 1].1 + (offset - shifts[at - 1].0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passages::split;

    fn of(text: &str) -> Normal<'_> {
        normalise(text, &split(text))
    }

    #[test]
    fn plain_text_is_borrowed() {
        for text in ["Trade grew by 3%.\nIt fell.", "贸易增长。", "naïve café 🙂"] {
            assert!(matches!(of(text).text, Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn equal_characters_become_equal() {
        assert_eq!(
            of("\u{feff}China’s\u{a0}２０２４ e\u{301}lan\r\n國家發展，３．５％").text,
            "China's 2024 élan\n国家发展，3.5%"
        );
    }

    #[test]
    fn layout_is_dropped() {
        let text = "A <u>$40 loan</u> for the **[Harbour Fund](https://example.org/a_b)** [1], a < b, 2*3.";
        let n = of(text);
        assert_eq!(n.text, "A $40 loan for the Harbour Fund [1], a < b, 2*3.");
        let at = n.text.find("Harbour Fund").unwrap() as u32;
        assert_eq!(&text[start(&n.shifts, at) as usize..end(&n.shifts, at + 12) as usize], "Harbour Fund");
    }

    #[test]
    fn offsets_come_back() {
        let text = "\u{feff}China’s\u{a0}２０２４ e\u{301}lan 国\u{200b}家";
        let n = of(text);
        let back = |word: &str| {
            let at = n.text.find(word).unwrap() as u32;
            &text[start(&n.shifts, at) as usize..end(&n.shifts, at + word.len() as u32) as usize]
        };
        assert_eq!(back("China"), "China");
        assert_eq!(back("'s"), "’s");
        assert_eq!(back("2024"), "２０２４");
        assert_eq!(back("02"), "０２");
        assert_eq!(back("élan"), "e\u{301}lan");
        assert_eq!(back("国"), "国");
        assert_eq!(back("家"), "家");
        assert_eq!(back("国家"), "国\u{200b}家");
    }
}
