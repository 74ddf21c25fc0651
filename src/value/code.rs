//! Figures that count nothing: telephone and document numbers, codes, the numbers of sections and of a list's points.
//!
//! Comes in: a place where digits stand. Goes out: where the code ends that they belong to. Dates in figures are none of
//! these, whatever signs they have between.

use super::reader::{Reader, digit_value};
use super::words::{Cat, is_han, is_space};
use crate::document::Lang;

/// The end of the code that the digits at `at` begin.
pub fn code(r: &Reader, at: usize) -> Option<usize> {
    telephone(r, at)
        .or_else(|| document(r, at))
        .or_else(|| heading(r, at))
        .or_else(|| generation(r, at))
        .or_else(|| note(r, at))
}

/// The least letters of a word that ends a sentence: "No.5" ends none.
const WORD: usize = 5;

/// The number of a note directly behind what it is of: "(Holm 2018).306 For", "the participants.316 Second", “dear”7.
fn note(r: &Reader, at: usize) -> Option<usize> {
    let end = r.digits_end(at);
    let (before, behind) = r.text.split_at(at);
    let behind = &behind[end - at..];
    let apart = behind.is_empty() || behind.starts_with(is_space);
    let begins = behind.trim_start().starts_with(|c: char| c.is_uppercase() || c == '“');
    let word = |of: &str| of.bytes().rev().take(WORD).filter(u8::is_ascii_lowercase).count() == WORD;
    let closed = |of: &str| of.ends_with([')', ']', '”', '’']) || before.ends_with('.') && begins && word(of);
    let ends = before.ends_with('”') || before.strip_suffix(['.', ',', ';']).is_some_and(closed);
    (r.lang == Lang::En && end - at <= 3 && apart && ends).then_some(end)
}

/// `+86 10 6595 1234`, `(010) 6512-3456`, `1-800-555-0199`, `010-65951234`; also ISBN and the like.
fn telephone(r: &Reader, at: usize) -> Option<usize> {
    let before = r.char_before(at);
    let plus = matches!(before, Some('+' | '＋'));
    let bracket = matches!(before, Some('(' | '（'));
    let (mut end, mut groups, mut digits, mut longest, mut joined) = (at, 0, 0, 0, true);
    loop {
        let next = r.digits_end(end);
        let count = r.text[end..next].chars().count();
        if count == 0 || groups > 6 {
            break;
        }
        (groups, digits, longest, end) = (groups + 1, digits + count, longest.max(count), next);
        let sign = r.char_at(end).filter(|c| {
            matches!(c, '-' | '‐' | '‑') || (plus || bracket) && (is_space(*c) || matches!(c, ')' | '）' | '('))
        });
        let Some(sign) = sign else { break };
        joined &= matches!(sign, '-' | '‐' | '‑');
        let mut after = end + sign.len_utf8();
        if let Some(more @ (' ' | '(' | ')' | '-')) = r.char_at(after).filter(|_| !joined) {
            after += more.len_utf8();
        }
        if r.char_at(after).is_none_or(|c| digit_value(c).is_none()) {
            break;
        }
        end = after;
    }
    let zero = r.char_at(at) == Some('0');
    let number = match (groups, plus || bracket && zero, joined) {
        (2.., true, _) => (9..=16).contains(&digits),
        // More digits than a date has, and not written as one.
        (3.., _, true) => digits >= 9 && r.digits(at, 4..=4).is_none_or(|(e, _)| r.digits(e + 1, 1..=2).is_none()),
        (2, _, true) => zero && longest >= 7,
        (1, ..) => digits >= 7 && labelled(r, at),
        _ => false,
    };
    number.then_some(end)
}

/// Whether the name of what is no amount stands before the digits: 电话：, "fax".
fn labelled(r: &Reader, at: usize) -> bool {
    let head = r.text[..at].trim_end_matches(|c: char| is_space(c) || matches!(c, ':' | '：' | '+'));
    let starts = head.char_indices().rev().map(|(i, _)| i).take(8);
    { starts }.any(|start| {
        let stands = |(end, e): (usize, super::words::Entry)| end == head.len() && e.arg == "code";
        r.word(start, Cat::Label).is_some_and(stands)
    })
}

/// 〔2018〕123号, `[2020] 3号`, 70/1号, `2009/28/EC`.
fn document(r: &Reader, at: usize) -> Option<usize> {
    let end = r.digits_end(at);
    let next = r.char_at(end)?;
    if matches!(r.char_before(at), Some('〔' | '[' | '［' | '(' | '（' | '﹝' | '【'))
        && matches!(next, '〕' | ']' | '］' | ')' | '）' | '﹞' | '】')
    {
        let mut number = r.blank(end + next.len_utf8());
        if r.char_at(number) == Some('第') {
            number += '第'.len_utf8();
        }
        let close = r.digits_end(number);
        let sign = r.blank(close);
        return (close > number && r.char_at(sign) == Some('号')).then(|| sign + '号'.len_utf8());
    }
    if next != '/' {
        return None;
    }
    let second = r.digits_end(end + 1);
    match r.char_at(second)? {
        '号' if second > end + 1 => Some(second + '号'.len_utf8()),
        '/' if second > end + 1 => {
            let letters = r.latin(second + 1);
            (letters.len() >= 2 && letters.bytes().all(|b| b.is_ascii_uppercase())).then(|| second + 1 + letters.len())
        }
        _ => None,
    }
}

/// `4.1 Scope`, `(3) Third` at the beginning of a line.
fn heading(r: &Reader, at: usize) -> Option<usize> {
    let bracket = matches!(r.char_before(at), Some('(' | '（'));
    let head = &r.text[..at - if bracket { r.char_before(at)?.len_utf8() } else { 0 }];
    let line = head.trim_end_matches([' ', '#', '\u{3000}']);
    if !(line.is_empty() || line.ends_with('\n')) || head.len() - line.len() > 16 {
        return None;
    }
    let first = r.digits_end(at);
    if first - at > 2 {
        return None;
    }
    if bracket {
        return matches!(r.char_at(first), Some(')' | '）')).then_some(first);
    }
    let mut end = first;
    for _ in 0..4 {
        if !r.text[end..].starts_with('.') {
            break;
        }
        let part = r.digits_end(end + 1);
        if (2..=3).contains(&(part - end)) {
            end = part;
        }
    }
    let title = r.blank(end);
    let word = |c: char| c.is_ascii_uppercase() || is_han(c);
    // "2.5 million" and 3.5亿 begin a line as well.
    let counts = [Cat::Scale, Cat::Unit, Cat::Money, Cat::ZScale, Cat::Measure, Cat::TimeUnit, Cat::Percent];
    (end > first
        && title > end
        && r.char_at(title).is_some_and(word)
        && counts.iter().all(|c| r.word(title, *c).is_none()))
    .then_some(end)
}

/// 5G, 4G networks: a generation, no thousand million.
fn generation(r: &Reader, at: usize) -> Option<usize> {
    let end = at + 1;
    let one = r.text.as_bytes()[at].is_ascii_digit() && r.text[end..].starts_with('G') && !r.in_word(end + 1);
    let counts = r.lang == Lang::En && r.char_before(at) == Some('$');
    (one && !counts && r.starts_word(at)).then_some(end + 1)
}
