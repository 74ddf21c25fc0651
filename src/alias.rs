//! Short forms that a text introduces: "Long Name (LN)", "LN (Long Name)", “长名称（以下简称“短名”）”.
//!
//! Comes in: one sentence's reading. Goes out: pairs of a short and a long form, in tokens. The English method is that of Schwartz and Hearst (2003, "A
//! simple algorithm for identifying abbreviation definitions in biomedical text"): the short form's letters in order in the words before the
//! bracket, the first at the begin of a word. Words that announce a short form are the list `alias.marker`.

use crate::document::Lang;
use crate::lexicon::{Lexicon, ListId};
use crate::mention::Reading;
use crate::rule::pattern::Label;
use crate::text::{Shape, Tag, Token};

/// A short form and what it stands for, in tokens of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alias {
    pub short: (u16, u16),
    pub long: (u16, u16),
}

/// The pairs of one sentence.
pub fn find(reading: &Reading<'_>, lexicon: &Lexicon) -> Vec<Alias> {
    let marker = lexicon.list_id("alias.marker");
    let tokens = reading.tokens.tokens;
    let mut found = Vec::new();
    let text = reading.tokens.text.as_bytes();
    for open in 0..tokens.len() {
        if !matches!(text[tokens[open].span.start as usize], b'(' | 0xEF) || !is(reading, open, &["(", "（"]) {
            continue;
        }
        let Some(close) = (open + 1..tokens.len().min(open + 24)).find(|&t| is(reading, t, &[")", "）"])) else {
            continue;
        };
        let (mut a, mut b) = (open + 1, close);
        let marked = match marker.and_then(|m| marked(reading, a, b, m)) {
            Some(after) => {
                a = after;
                true
            }
            None => false,
        };
        while a < b && quote(&tokens[a], reading) {
            a += 1;
        }
        // "(LN; other)" and "(“LN”, other)": the first part.
        if let Some(end) = (a..b).find(|&t| quote(&tokens[t], reading) || is(reading, t, &[";", ",", "；", "，"])) {
            b = end;
        }
        if a >= b || open == 0 {
            continue;
        }
        let alias = match reading.lang() {
            Lang::En => english(reading, open, a, b, marked),
            Lang::Zh => chinese(reading, open, a, b, marked),
        };
        found.extend(alias);
    }
    found
}

fn word<'t>(reading: &Reading<'t>, at: usize) -> &'t str {
    reading.tokens.tokens[at].span.of(reading.tokens.text)
}

fn is(reading: &Reading<'_>, at: usize, marks: &[&str]) -> bool {
    marks.contains(&word(reading, at))
}

fn quote(token: &Token, reading: &Reading<'_>) -> bool {
    matches!(token.span.of(reading.tokens.text), "\"" | "“" | "”" | "'" | "‘" | "’" | "「" | "」" | "《" | "》")
}

/// The token behind a word of `alias.marker` and the punctuation after it, inside `a..b`.
fn marked(reading: &Reading<'_>, a: usize, b: usize, marker: ListId) -> Option<usize> {
    let edge = (a..b.min(a + 3))
        .flat_map(|t| reading.tokens.starting(t))
        .filter(|e| e.label == Label::List(marker) && (e.end as usize) < b)
        .max_by_key(|e| e.end)?;
    let mut after = edge.end as usize;
    while after < b
        && reading.tokens.tokens[after].tag == Tag::Punctuation
        && !quote(&reading.tokens.tokens[after], reading)
    {
        after += 1;
    }
    Some(after)
}

/// The mention that ends right before the bracket.
fn named_before(reading: &Reading<'_>, open: usize) -> Option<(u16, u16)> {
    let mut end = open;
    while end > 0 && quote(&reading.tokens.tokens[end - 1], reading) {
        end -= 1;
    }
    reading.found.iter().find(|f| f.value.is_none() && f.end as usize == end).map(|f| (f.start, f.end))
}

fn short_form(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    (2..=12).contains(&text.chars().count()) && capitals >= 1 && capitals * 2 >= letters && !text.contains(' ')
}

fn english(reading: &Reading<'_>, open: usize, a: usize, b: usize, marked: bool) -> Option<Alias> {
    let inner = reading.tokens.span(a, b).of(reading.tokens.text);
    let bracket = (a as u16, b as u16);
    if short_form(inner) || b - a <= 2 && short_form(&inner.replace(' ', "")) {
        if let Some(start) = letters(reading, open, inner) {
            return Some(Alias { short: bracket, long: (start as u16, open as u16) });
        }
        return named_before(reading, open)
            .filter(|l| l.1 - l.0 > 1 && inner.chars().all(|c| c.is_uppercase() || !c.is_alphabetic()))
            .map(|long| Alias { short: bracket, long });
    }
    // "Entity for Women (UN-Women)": both are names of one class.
    let class = |span: (u16, u16)| {
        reading.found.iter().find(|f| f.value.is_none() && (f.start, f.end) == span).map(|f| f.class)
    };
    if let Some(long) = named_before(reading, open)
        && class(bracket).is_some()
        && class(bracket) == class(long)
        && long.1 - long.0 > 1
        && inner.chars().filter(|c| c.is_uppercase()).count() >= 2
        && b - a == 1
        && inner.chars().count() <= 12
    {
        return Some(Alias { short: bracket, long });
    }
    if marked {
        return named_before(reading, open).map(|long| Alias { short: bracket, long });
    }
    // "LN (Long Name)"
    let before = word(reading, open - 1);
    if short_form(before) && b - a >= 2 {
        let fits = letters(reading, b, before).is_some_and(|start| start == a);
        return fits.then_some(Alias { short: (open as u16 - 1, open as u16), long: bracket });
    }
    None
}

/// Where the long form of `short` begins that ends before token `end`.
fn letters(reading: &Reading<'_>, end: usize, short: &str) -> Option<usize> {
    let wanted: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let words = (wanted.len() + 5).min(wanted.len() * 2);
    let tokens = reading.tokens.tokens;
    let mut n = wanted.len();
    let mut used = 0;
    for at in (0..end).rev() {
        let token = &tokens[at];
        if token.tag == Tag::Punctuation && !matches!(word(reading, at), "," | "-" | "&" | "/" | "'") {
            return None;
        }
        used += (token.shape != Shape::Mark) as usize;
        if used > words {
            return None;
        }
        let lower: Vec<char> = word(reading, at).chars().flat_map(char::to_lowercase).collect();
        // The latest match inside the word; its first letter alone may end the search.
        let mut position = lower.len();
        while n > 0 {
            let Some(p) = lower[..position].iter().rposition(|&c| c == wanted[n - 1]) else { break };
            if n == 1 && !starts_word(&lower, p) {
                let first = (0..=p).rev().find(|&q| lower[q] == wanted[0] && starts_word(&lower, q));
                if first.is_none() {
                    break;
                }
            }
            n -= 1;
            position = p;
        }
        if n == 0 {
            let long = reading.tokens.span(at, end).of(reading.tokens.text);
            let longer = long.chars().count() > short.chars().count() && !long.split(' ').any(|w| w == short);
            return longer.then_some(at);
        }
    }
    None
}

fn starts_word(word: &[char], at: usize) -> bool {
    at == 0 || !word[at - 1].is_alphanumeric()
}

fn chinese(reading: &Reading<'_>, open: usize, a: usize, b: usize, marked: bool) -> Option<Alias> {
    let inner = reading.tokens.span(a, b).of(reading.tokens.text);
    let latin = inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ' '))
        && inner.chars().any(|c| c.is_ascii_uppercase());
    if !marked && !latin {
        return None;
    }
    named_before(reading, open).map(|long| Alias { short: (a as u16, b as u16), long })
}
