//! English: words, numbers and marks, with their parts of speech and chunks.
//!
//! Comes in: a sentence. Goes out: its tokens (this file), tagged (`tagger`), grouped (`chunks`).

mod around;
mod aside;
mod chunks;
mod joined;
mod known;
mod mending;
mod repair;
mod series;
mod tagger;

use super::layout::En;
use super::words::EN_ABBREVIATIONS;
use super::{Chunk, Language, Shape, Tag, Token};
use crate::lexicon::{Hit, Lexicon};
use crate::span::Span;
use std::cell::LazyCell;
use std::ops::Range;

/// The English reader, with the memory it uses again for each sentence.
#[derive(Default)]
pub struct English {
    classes: Vec<En>,
    lattice: tagger::Lattice,
}

impl Language for English {
    fn tokens(&mut self, text: &str, range: Range<usize>, known: &[Span], out: &mut Vec<Token>) {
        let first = out.len();
        scan(text, range, out);
        part(text, known, first, out);
        for name in known {
            let end = out[first..].iter().position(|t| t.span.end == name.end && t.tag == Tag::Particle);
            if let Some(at) = end.filter(|at| *at > 0).map(|at| first + at) {
                let ending = out.remove(at);
                out[at - 1].span.end = ending.span.end;
            }
        }
        tagger::tag(text, &mut out[first..], &mut self.lattice, &mut self.classes);
    }

    fn chunks(&mut self, text: &str, tokens: &[Token], first: u32, out: &mut Vec<Chunk>) {
        chunks::chunk(text, tokens, &self.classes, &self.lattice.groups, first, out);
    }
}

/// Cuts `text[range]` into words, numbers and marks; every character that is not white space is in one of them.
pub fn scan(text: &str, range: Range<usize>, out: &mut Vec<Token>) {
    let bytes = &text.as_bytes()[..range.end];
    let mut i = range.start;
    let mut spaced = false;
    while i < bytes.len() {
        let b = bytes[i];
        if b.is_ascii_whitespace() {
            spaced = true;
            i += 1;
            continue;
        }
        let start = i;
        if let Some((end, shape)) = plain(bytes, i) {
            out.push(Token { span: Span::new(start, end), tag: Tag::Other, shape, spaced });
            (i, spaced) = (end, false);
            continue;
        }
        let mut shape = Shape::Mark;
        if b.is_ascii_digit() {
            (i, shape) = number(bytes, i);
        } else if b.is_ascii_alphabetic() || (b >= 0x80 && letter_at(text, i)) {
            i = word(text, bytes, i);
            if bytes.get(i) == Some(&b'.') && i + 1 < bytes.len() && is_abbreviation(&text[start..i]) {
                i += 1;
            }
            if let Some(cut) = clitic(&bytes[start..i]) {
                // "China's", "don't": the word, then the ending as a token of its own.
                let cut = start + cut;
                out.push(Token {
                    span: Span::new(start, cut),
                    tag: Tag::Other,
                    shape: shape_of(&bytes[start..cut]),
                    spaced,
                });
                out.push(Token { span: Span::new(cut, i), tag: Tag::Particle, shape: Shape::Lower, spaced: false });
                spaced = false;
                continue;
            }
            shape = shape_of(&bytes[start..i]);
        } else {
            let len = text[i..].chars().next().map_or(1, char::len_utf8);
            if b >= 0x80 && text[i..].starts_with(char::is_whitespace) {
                spaced = true;
                i += len;
                continue;
            }
            if b == b'\'' && ends_with_s(bytes, i) {
                out.push(Token { span: Span::new(i, i + 1), tag: Tag::Particle, shape: Shape::Mark, spaced });
                spaced = false;
                i += 1;
                continue;
            }
            i += len;
        }
        out.push(Token { span: Span::new(start, i), tag: Tag::Other, shape, spaced });
        spaced = false;
    }
}

/// Adds the names that decide about words, of all that are known in a sentence: those whose end looks like another word,
/// "McDonald's", and those that a hyphen joins before what two have with each other, "China-Peru ties".
pub fn names(text: &str, hits: &[Hit], lexicon: &Lexicon, names: &mut Vec<Span>) {
    // Most sentences never ask.
    let bond = LazyCell::new(|| lexicon.list_id("bond.noun"));
    let mut bonds = hits.iter().filter(|hit| lexicon.form(hit.form).words().any(|word| Some(word.list) == *bond));
    let mut at = None;
    for name in hits.iter().filter(|hit| hit.name).map(|hit| hit.span) {
        let behind = &text[name.end as usize..];
        let whole = name.of(text);
        if whole.ends_with("'s") || whole.contains('-') || behind.starts_with('-') {
            names.push(name);
        } else if text[..name.start as usize].ends_with('-') {
            while at.is_none_or(|bond: u32| bond < name.end) {
                let Some(next) = bonds.next() else { break };
                at = Some(next.span.start);
            }
            let between = at.and_then(|bond| text.get(name.end as usize..bond as usize));
            let near = |words: &str| {
                words.split(' ').count() <= 3 && words.bytes().all(|b| b == b' ' || b.is_ascii_lowercase())
            };
            if between.is_some_and(near) {
                names.push(name);
            }
        }
    }
}

/// Cuts words in which a hyphen joins two known names.
fn part(text: &str, known: &[Span], first: usize, out: &mut Vec<Token>) {
    if known.is_empty() {
        return;
    }
    let named = |span: Span| {
        let from = known.partition_point(|name| name.start < span.start);
        known[from..].iter().take_while(|name| name.start == span.start).any(|name| name.end == span.end)
    };
    let mut at = first;
    while at < out.len() {
        let whole = out[at];
        at += 1;
        let Some(hyphen) = memchr::memchr(b'-', whole.span.of(text).as_bytes()) else {
            continue;
        };
        let (start, end) = (whole.span.start as usize, whole.span.end as usize);
        let (left, right) = (Span::new(start, start + hyphen), Span::new(start + hyphen + 1, end));
        if named(left) && named(right) && !named(whole.span) {
            let word = |span: Span, spaced| Token { span, shape: shape_of(span.of(text).as_bytes()), spaced, ..whole };
            let mark = Token {
                span: Span::new(left.end as usize, right.start as usize),
                shape: Shape::Mark,
                spaced: false,
                ..whole
            };
            out.splice(at - 1..at, [word(left, whole.spaced), mark, word(right, false)]);
            at += 2;
        }
    }
}

/// Bytes that may carry a word on, or make an abbreviation or a symbol of it.
const GOES_ON: [bool; 256] = {
    let (mut goes, mut b) = ([false; 256], 0);
    while b < 256 {
        let byte = b as u8;
        goes[b] = byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'-' | b'\'' | b'&' | b'.' | b'/');
        b += 1;
    }
    goes
};

/// The end and shape of a word of small letters, perhaps with a capital first, behind which nothing stands that could belong to it: most words.
#[inline]
fn plain(bytes: &[u8], start: usize) -> Option<(usize, Shape)> {
    let capital = bytes[start].is_ascii_uppercase();
    let small = start + capital as usize;
    let end = small + bytes[small..].iter().take_while(|b| b.is_ascii_lowercase()).count();
    let goes_on = bytes.get(end).is_some_and(|b| GOES_ON[usize::from(*b)]);
    (end > small && !goes_on).then_some((end, if capital { Shape::Capital } else { Shape::Lower }))
}

/// Whether a word before a stop within a sentence is an abbreviation: "Mr.", "No."
fn is_abbreviation(word: &str) -> bool {
    EN_ABBREVIATIONS.binary_search_by(|a| a.0.cmp(word)).is_ok()
}

/// Whether the apostrophe at `i` is the possessive of a plural: "workers' rights".
fn ends_with_s(bytes: &[u8], i: usize) -> bool {
    i > 1
        && bytes[i - 1] == b's'
        && bytes[i - 2].is_ascii_alphabetic()
        && bytes.get(i + 1).is_none_or(|b| b.is_ascii_whitespace())
}

/// A letter other than a Han character.
fn letter_at(text: &str, i: usize) -> bool {
    text[i..].chars().next().is_some_and(|c| u32::from(c) < 0x2E80 && c.is_alphabetic())
}

/// The end of a number: `3,000.5`, `21st`, `5G`, `10-year`, `1/CP.13`.
fn number(bytes: &[u8], mut i: usize) -> (usize, Shape) {
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let letter = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_alphabetic);
    let start = i;
    let mut shape = Shape::Digits;
    while i < bytes.len() {
        match bytes[i] {
            b'0'..=b'9' => i += 1,
            b'.' | b',' if digit(i + 1) => i += 2,
            b'-' if letter(i + 1) && letter(i + 2) => {
                // "10-year": the rest is a word.
                i += 2;
                while i < bytes.len() && (bytes[i].is_ascii_alphanumeric() || (bytes[i] == b'-' && letter(i + 1))) {
                    i += 1;
                }
                return (i, Shape::Mixed);
            }
            b'/' if bytes.get(i + 1).is_some_and(u8::is_ascii_uppercase) => {
                return (symbol(bytes, start).unwrap_or(i), Shape::Mixed);
            }
            b if b.is_ascii_alphabetic() => {
                while i < bytes.len() && bytes[i].is_ascii_alphanumeric() {
                    i += 1;
                }
                shape = Shape::Mixed;
            }
            _ => break,
        }
    }
    (i, shape)
}

/// The longest document symbol, in bytes.
const SYMBOL: usize = 64;

/// The end of a document symbol such as `A/RES/70/1` that begins at `i`.
fn symbol(bytes: &[u8], i: usize) -> Option<usize> {
    let mut end = i;
    let mut slashes = 0;
    while let Some(b) = bytes.get(end).filter(|_| end - i < SYMBOL) {
        match b {
            b'A'..=b'Z' | b'0'..=b'9' => {}
            b'/' => slashes += 1,
            b'.' | b'-' if bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric) => {}
            // "Add.1", "Rev.2" after a slash.
            b'a'..=b'z' if slashes > 0 => {}
            _ => break,
        }
        end += 1;
    }
    let body = &bytes[i..end];
    let ends_well = body.last().is_some_and(u8::is_ascii_alphanumeric);
    (slashes > 0 && ends_well && body.iter().any(u8::is_ascii_digit)).then_some(end)
}

/// The end of a word: letters, digits, inner hyphens, apostrophes and the stops of `U.S.`.
fn word(text: &str, bytes: &[u8], start: usize) -> usize {
    if bytes[start].is_ascii_uppercase() {
        let run = bytes[start..].iter().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
        if bytes.get(start + run) == Some(&b'/')
            && let Some(end) = symbol(bytes, start)
        {
            return end;
        }
        if let Some(end) = dotted(bytes, start) {
            return end;
        }
    } else if let Some(end) = dotted(bytes, start) {
        return end;
    }
    let alnum = |i: usize| match bytes.get(i) {
        Some(b) if *b < 0x80 => b.is_ascii_alphanumeric(),
        Some(_) => text.is_char_boundary(i) && letter_at(text, i),
        None => false,
    };
    let mut i = start;
    while i < bytes.len() {
        let b = bytes[i];
        if b.is_ascii_alphanumeric() {
            i += 1;
        } else if b >= 0x80 {
            let Some(c) = text[i..].chars().next() else { break };
            let mark = matches!(c, '\u{300}'..='\u{36f}');
            if !(mark || u32::from(c) < 0x2E80 && c.is_alphanumeric()) {
                break;
            }
            i += c.len_utf8();
        } else if matches!(b, b'-' | b'\'' | b'&') && alnum(i + 1) {
            // "AT&T", "long-term", "O'Brien"
            if b == b'&' && !(i > start && bytes[i - 1].is_ascii_uppercase() && bytes[i + 1].is_ascii_uppercase()) {
                break;
            }
            i += 1;
            // "ASEAN-U.S."
            if b == b'-'
                && bytes.get(i + 2).is_some_and(u8::is_ascii_uppercase)
                && let Some(end) = dotted(bytes, i)
            {
                return end;
            }
        } else {
            break;
        }
    }
    i.min(bytes.len())
}

/// The end of an abbreviation with inner stops: `U.S.`, `e.g.`.
fn dotted(bytes: &[u8], start: usize) -> Option<usize> {
    let mut i = start;
    let mut letters = 0;
    while letters < 12 && bytes.get(i).is_some_and(u8::is_ascii_alphabetic) && bytes.get(i + 1) == Some(&b'.') {
        letters += 1;
        i += 2;
    }
    if letters >= 2 && !bytes.get(i).is_some_and(u8::is_ascii_alphanumeric) {
        return Some(i);
    }
    // An initial.
    (letters == 1
        && bytes[start].is_ascii_uppercase()
        && bytes.get(i) == Some(&b' ')
        && bytes.get(i + 1).is_some_and(u8::is_ascii_uppercase))
    .then_some(i)
}

/// Where the ending of a contracted or possessive word begins.
fn clitic(word: &[u8]) -> Option<usize> {
    let at = memchr::memrchr(b'\'', word)?;
    let ending = &word[at + 1..];
    if at > 1 && ending.eq_ignore_ascii_case(b"t") && word[at - 1].eq_ignore_ascii_case(&b'n') {
        return Some(at - 1);
    }
    let known = [&b"s"[..], b"re", b"ve", b"ll", b"d", b"m"].iter().any(|e| ending.eq_ignore_ascii_case(e));
    (at > 0 && known).then_some(at)
}

fn shape_of(word: &[u8]) -> Shape {
    let (mut upper, mut other) = (0, 0);
    for &b in word {
        match b {
            b'A'..=b'Z' => upper += 1,
            b'a'..=b'z' | b'-' | b'\'' | 0x80.. => other += 1,
            _ => return Shape::Mixed,
        }
    }
    // "Đại", "Örebro": a capital of another alphabet.
    let other_capital = || std::str::from_utf8(word).is_ok_and(|word| word.starts_with(char::is_uppercase));
    let capital = word[0].is_ascii_uppercase() || word[0] >= 0x80 && other_capital();
    match (upper, other) {
        (0, _) if capital => Shape::Capital,
        (0, _) => Shape::Lower,
        (_, 0) if upper > 1 => Shape::Upper,
        (1, _) if capital => Shape::Capital,
        _ if capital && word.split(|b| *b == b'-').all(|p| p.iter().skip(1).all(|b| !b.is_ascii_uppercase())) => {
            Shape::Capital
        }
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        scan(text, 0..text.len(), &mut out);
        out.iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn capitals_of_other_alphabets_are_capitals() {
        assert_eq!(
            ["Đại", "Örebro", "José", "été"].map(|w| shape_of(w.as_bytes())),
            [Shape::Capital, Shape::Capital, Shape::Capital, Shape::Lower]
        );
    }

    #[test]
    fn a_hyphen_between_known_names_is_a_mark() {
        let parted = |text: &str, names: &[&str]| {
            let mut known: Vec<Span> = Vec::new();
            known.extend(names.iter().flat_map(|n| text.match_indices(n).map(|(at, n)| Span::new(at, at + n.len()))));
            known.sort_unstable_by_key(|name| name.start);
            let mut out = Vec::new();
            English::default().tokens(text, 0..text.len(), &known, &mut out);
            out.iter().map(|t| t.span.of(text).to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(parted("Good Norway-Peru trade", &["Norway", "Peru"]), "Good Norway - Peru trade");
        assert_eq!(parted("the ASEAN-U.S. partnership", &["ASEAN", "U.S."]), "the ASEAN - U.S. partnership");
        assert_eq!(parted("the Norway-Peru Forum", &["Norway"]), "the Norway-Peru Forum");
        assert_eq!(parted("a Norway-led mission", &["Norway"]), "a Norway-led mission");
        assert_eq!(
            parted("all Guinea-Bissau ports", &["Guinea", "Guinea-Bissau", "Bissau"]),
            "all Guinea-Bissau ports"
        );
    }

    #[test]
    fn words_numbers_and_marks() {
        assert_eq!(
            words(
                "China's long-term plan (A/RES/70/1) rose 3,000.5% to $10, the U.S. workers' 21st-century O'Brien don't AT&T."
            ),
            [
                "China",
                "'s",
                "long-term",
                "plan",
                "(",
                "A/RES/70/1",
                ")",
                "rose",
                "3,000.5",
                "%",
                "to",
                "$",
                "10",
                ",",
                "the",
                "U.S.",
                "workers",
                "'",
                "21st-century",
                "O'Brien",
                "do",
                "n't",
                "AT&T",
                "."
            ]
        );
        assert_eq!(words("10-year 2021-2025 and/or José"), ["10-year", "2021", "-", "2025", "and", "/", "or", "José"]);
    }
}
