//! What a bare number counts: "150 COUNTRIES", 20多个国家.
//!
//! Comes in: an amount without unit. Goes out: the noun after it and where the whole ends.

use super::ValueKind;
use super::amount::Amount;
use super::number::Style;
use super::reader::Reader;
use super::words::{Cat, is_han};
use crate::document::Lang;
use crate::span::Span;

/// Whether the word before a figure makes it a label; also that of "Articles 3 and 4".
pub fn labelled(r: &Reader, at: usize) -> bool {
    let head = r.text[..at].trim_end_matches(super::words::is_space);
    let joined = ["and", "or", "to", "–", "-", ","].iter().find_map(|w| head.strip_suffix(w));
    // The figure before it, and what stands before that.
    let first = joined.map(|h| {
        let h = h.trim_end_matches(super::words::is_space);
        h.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
    });
    let figure = first.zip(joined).is_some_and(|(f, j)| f.len() < j.trim_end().len());
    label(r, at) || figure && first.is_some_and(|f| label(r, f.len()))
}

fn label(r: &Reader, at: usize) -> bool {
    let word = r.latin_before(at);
    let head = r.text[..at].trim_end_matches(super::words::is_space);
    let head = head.strip_suffix('.').unwrap_or(head);
    let word = if word.is_empty() { r.latin_before(head.len()) } else { word };
    !word.is_empty()
        && head.len() >= word.len()
        && r.word(head.len() - word.len(), Cat::Label).is_some_and(|(e, _)| e >= head.len())
}

/// What a bare number counts: the noun's span and where the whole ends.
pub fn noun(r: &Reader, a: &Amount) -> Option<(Option<Span>, usize)> {
    if a.kind != ValueKind::Number {
        return None;
    }
    match r.lang {
        Lang::En => english_noun(r, a),
        Lang::Zh => chinese_noun(r, a),
    }
}

/// Up to two adjectives and a plural.
fn english_noun(r: &Reader, a: &Amount) -> Option<(Option<Span>, usize)> {
    let n = &a.number;
    if a.unit.is_some() || r.in_word(n.end) {
        return None;
    }
    let mut at = r.blank(n.end);
    if at == n.end {
        return None;
    }
    // "a third of countries", "millions of farmers"; but "one in five children"
    let inner = |at: usize| r.word(at, Cat::In).is_some() || r.word(at, Cat::OutOf).is_some();
    let ratio = n.style == Style::Fraction && (n.start + 1..n.end).any(|at| r.starts_word(at) && inner(at));
    if matches!(n.style, Style::Fraction | Style::Vague) && !ratio {
        let (e, _) = r.word(at, Cat::Of)?;
        at = r.blank(e);
    }
    let start = at;
    // A noun before the plural makes it an indicator of its own ("over 4,000 infrastructure projects"): counted, but no
    // part of the quantity.
    let mut compound = false;
    for _ in 0..4 {
        let reach = |end: usize| if compound { n.end } else { end };
        if let Some((e, _)) = r.word(at, Cat::Noun) {
            let e = if compound || !r.text[..e].ends_with('s') { e } else { joined(r, e) };
            return Some((Some(Span::new(start, e)), reach(e)));
        }
        let word = r.latin(at);
        let end = at + word.len();
        if word.len() < 3
            || [Cat::NotCounted, Cat::TimeUnit, Cat::Month, Cat::TimePrep, Cat::Of, Cat::And]
                .iter()
                .any(|c| r.word(at, *c).is_some())
        {
            return None;
        }
        if is_plural(word) {
            let end = if compound { end } else { joined(r, end) };
            return Some((Some(Span::new(start, end)), reach(end)));
        }
        let known = r.word(at, Cat::Adjective);
        let adjective = known.is_some()
            || ["al", "ic", "ive", "ous", "ant", "ent", "ible", "able"].iter().any(|s| word.ends_with(s))
                && word.len() > 4;
        compound |= !adjective;
        let next = known.map_or(end, |(e, _)| e.max(end));
        at = r.blank(next);
        if at == next && r.char_at(at) != Some('-') {
            return None;
        }
        if r.char_at(at) == Some('-') {
            at += 1;
        }
    }
    None
}

/// Whether a word is a plural by its form.
fn is_plural(word: &str) -> bool {
    let other = ["ss", "us", "is", "'s"].iter().any(|ending| word.ends_with(ending));
    word.len() > 3 && word.ends_with('s') && !other
}

/// The end of what is counted together with the plural that ends at `end`: "130 countries AND REGIONS".
fn joined(r: &Reader, end: usize) -> usize {
    let second = || {
        let (and, _) = r.next(end, Cat::And)?;
        let at = r.blank(and);
        let word = r.latin(at);
        let counted = [Cat::NotCounted, Cat::TimeUnit, Cat::Vague].iter().all(|c| r.word(at, *c).is_none());
        let plain = word.bytes().all(|b| b.is_ascii_lowercase()) && r.text[end..and].trim_start() == "and";
        (plain && counted && is_plural(word)).then_some(at + word.len())
    };
    second().unwrap_or(end)
}

/// What an English measure is of: "500 g of STRAWBERRIES", "3 tonnes of CRUDE OIL"; three words at most after the adjectives.
pub fn product(r: &Reader, end: usize) -> Option<Span> {
    if r.lang != Lang::En {
        return None;
    }
    let (e, _) = r.next(end, Cat::Of)?;
    let start = r.blank(e);
    let mut at = start;
    while let Some((e, _)) = r.word(at, Cat::Adjective).filter(|(e, _)| at - start < 40 && r.blank(*e) > *e) {
        at = r.blank(e);
    }
    let mut end = None;
    for _ in 0..3 {
        let word = r.latin(at);
        let stop = [
            Cat::NotCounted,
            Cat::TimeUnit,
            Cat::Month,
            Cat::TimePrep,
            Cat::Relative,
            Cat::And,
            Cat::Of,
            Cat::Per,
            Cat::Open,
        ];
        let noun = word.len() > 2
            && word.bytes().all(|b| b.is_ascii_lowercase())
            && !["ly", "ed", "ing"].iter().any(|s| word.ends_with(s))
            && !matches!(
                word,
                "the" | "our" | "these" | "those" | "each" | "all" | "any" | "per" | "had" | "that" | "being"
            )
            && stop.iter().all(|c| r.word(at, *c).is_none());
        if !noun {
            break;
        }
        end = Some(at + word.len());
        at += word.len();
        // "high-speed rail"
        at = if r.char_at(at) == Some('-') { at + 1 } else { r.blank(at) };
    }
    end.map(|end| Span::new(start, end))
}

/// The noun after a measure word: up to a boundary, or a known noun.
fn chinese_noun(r: &Reader, a: &Amount) -> Option<(Option<Span>, usize)> {
    let (start, own) = match a.measured {
        Some(e) => (e, r.word(r.blank(a.number_end), Cat::Measure).is_some()),
        None => (a.number_end, false),
    };
    if a.measured.is_none() {
        let (e, _) = r.word(start, Cat::Noun)?;
        return Some((Some(Span::new(start, e)), e));
    }
    let measure_is_noun = own && self_measure(r, a);
    if measure_is_noun {
        return None;
    }
    let (mut at, mut known) = (start, None);
    // 两次下调利率: how often, of what is done
    if r.text[..start].ends_with('次') {
        return r.word(start, Cat::Noun).map(|(e, _)| (Some(Span::new(start, e)), e));
    }
    for i in 0..9 {
        let Some(c) = r.char_at(at) else {
            return whole(start, at, i).or(known);
        };
        if !is_han(c) {
            return whole(start, at, i).or(known);
        }
        if let Some((e, _)) = r.word(at, Cat::Noun) {
            known = Some((Some(Span::new(start, e)), e));
            at = e;
            continue;
        }
        if let Some((e, _)) = r.word(at, Cat::Stop) {
            // 能 and 会 end a noun or stand in one (4个抽水蓄能电站).
            let inside = e - at == c.len_utf8() && "能会可对中上下内同来到得有不就而要给还应为占".contains(c) && i > 0;
            return match () {
                () if c == '的' => whole(start, at, i).or(known),
                () if inside => known,
                () => known.or_else(|| whole(start, at, i)),
            };
        }
        at += c.len_utf8();
    }
    known
}

fn whole(start: usize, end: usize, count: usize) -> Option<(Option<Span>, usize)> {
    (end > start && count <= 8).then(|| (Some(Span::new(start, end)), end))
}

fn self_measure(r: &Reader, a: &Amount) -> bool {
    let b = r.blank(a.number_end);
    let mut own = false;
    r.words.each(r.text, b, |e, _, w| own |= w.cat == Cat::Measure && w.arg == "self" && Some(e) == a.measured);
    own
}

/// Whether an English numeral without unit is said to be an amount: a share in words, or what something came to or changed by.
pub fn stated(r: &Reader, a: &Amount) -> bool {
    let n = &a.number;
    if r.lang != Lang::En || a.kind != ValueKind::Number || a.unit.is_some() {
        return false;
    }
    let words = r.text[n.start..n.end].split([' ', '-']).count();
    let article = r.word(n.start, Cat::Article).is_some();
    // "two thirds", "one in five"; not "half an hour", "a third time"
    if n.style == Style::Fraction && !n.slashed && words > 1 && !article {
        return true;
    }
    came_to(r, n.start)
}

/// Whether what stands at `at` is what something changed to, from or by: "rose to 300", "fell from 300 to 200", "was cut in half".
fn came_to(r: &Reader, at: usize) -> bool {
    let link = r.latin_before(at);
    let before = r.text[..at].trim_end().len() - link.len();
    let head = r.text[..before].trim_end();
    // "reached 300"
    if r.word(before, Cat::Changed).is_some_and(|(e, w)| w.arg == "directly" && e == before + link.len()) {
        return true;
    }
    match link {
        "to" | "from" | "by" | "in" if r.is_behind(head.len(), Cat::Changed) => true,
        // "from 300 to 200"
        "to" => {
            let first = head.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
            first.len() < head.len() && r.latin_before(first.len()) == "from" && came_to(r, first.len())
        }
        _ => false,
    }
}
