//! Amounts with what bounds them: hedges before and after, ranges, counted nouns, and figures that are missing.
//!
//! Comes in: a place in a text. Goes out: finished [`Value`]s for everything that starts there, the outer one first, the
//! parts of a range and bare numbers after it. Hedge words and counted nouns are data.

use super::amount::{Amount, amount};
use super::decimal::Exact;
use super::number::Style;
use super::reader::{Reader, digit_value};
use super::words::{Cat, is_han};
use super::{Bound, Comparator, Value, ValueKind};
use crate::document::Lang;
use crate::span::Span;

/// How much was read: up to where, and whether it may be something else (a date) as well.
pub struct Reading {
    pub end: usize,
    pub slashed: bool,
    pub bare: bool,
}

/// Everything that starts at `at`, put into `out`.
pub fn quantity(r: &Reader, at: usize, out: &mut Vec<Value>) -> Option<Reading> {
    if let Some(reading) = hedged(r, at, out) {
        return Some(reading);
    }
    if let Some(reading) = missing(r, at, out) {
        return Some(reading);
    }
    // from 5 to 10, 从5到10, between 5 and 10
    for (cat, word) in [(Cat::Between, true), (Cat::From, false)] {
        if let Some((end, _)) = r.word(at, cat) {
            let b = r.blank(end);
            if r.lang == Lang::En && b == end {
                continue;
            }
            if let Some((first, second, end)) = plain_range(r, b, Some(word)) {
                return Some(put_range(r, at, at, &first, &second, end, None, out));
            }
        }
    }
    unhedged(r, at, at, None, out)
}

/// An amount or range at `start`, after a hedge that began at `at`.
fn unhedged(r: &Reader, at: usize, start: usize, hedge: Option<Comparator>, out: &mut Vec<Value>) -> Option<Reading> {
    if let Some((first, second, end)) = plain_range(r, start, None) {
        return Some(put_range(r, at, start, &first, &second, end, hedge, out));
    }
    let a = amount(r, start)?;
    if !acceptable(r, &a, hedge.is_some()) {
        return None;
    }
    if let Some(both) = above_and_below(r, &a, hedge, out) {
        return Some(both);
    }
    Some(put(r, at, &a, hedge, out))
}

/// "more than 5 %", 不低于30个; also two bounds of one number ("more than 10 and less than 20").
fn hedged(r: &Reader, at: usize, out: &mut Vec<Value>) -> Option<Reading> {
    let (end, comparator) = hedge(r, at)?;
    let mut b = r.blank(end);
    let mut c = comparator;
    if let Some((e, more)) = hedge(r, b).filter(|_| b > end || r.lang == Lang::Zh) {
        // "about more than", 大约不到: the bound says more than the guess.
        c = if c == Comparator::About || c == Comparator::Equal { more } else { c };
        b = r.blank(e);
    }
    if r.lang == Lang::En && b == end && r.text.as_bytes()[end - 1].is_ascii_alphabetic() {
        return None;
    }
    if let Some(second) = second_bound(r, at, b, c, out) {
        return Some(second);
    }
    unhedged(r, at, b, Some(c), out)
}

/// The hedge at `at`.
fn hedge(r: &Reader, at: usize) -> Option<(usize, Comparator)> {
    let (end, e) = r.word(at, Cat::Before)?;
    // "built around four pillars": before a small number in words it is a place, no guess.
    if r.lang == Lang::En && matches!(r.text[at..end].to_ascii_lowercase().as_str(), "around" | "over" | "under" | "above" | "below") && r.word(r.blank(end), Cat::Digit).is_some_and(|(d, _)| r.joined(d, Cat::Scale).is_none() && r.joined(d, Cat::Hundred).is_none() && r.joined(d, Cat::Unit).is_none() && r.next(d, Cat::Percent).is_none() && r.next(d, Cat::Money).is_none()) {
        return None;
    }
    if r.lang == Lang::En && matches!(r.latin_before(at), "How" | "how" | "what" | "What") {
        return None;
    }
    // 过 and 上 alone end other words.
    if r.lang == Lang::Zh && end - at <= 3 && at > 0 && matches!(&r.text[at..end], "过" | "過" | "上" | "近" | "比" | "超" | "约") {
        let before = r.char_before(at)?;
        if &r.text[at..end] == "上" && (r.word(end, Cat::ZUnit).is_some_and(|(_, u)| u.num >= 100) || r.word(end, Cat::ZScale).is_some()) && !matches!(before, '以' | '之' | '向') {
            return Some((end, Comparator::About));
        }
        if matches!(&r.text[at..end], "过" | "過" | "上") && is_han(before) && !matches!(before, '有' | '达' | '成' | '已' | '比' | '了') || matches!(before, '最' | '附' | '公' | '条' | '签' | '契' | '节' | '亲' | '靠' | '邻') {
            return None;
        }
    }
    Some((end, comparator(e.arg)))
}

fn comparator(name: &str) -> Comparator {
    match name {
        "more-than" => Comparator::MoreThan,
        "at-least" => Comparator::AtLeast,
        "less-than" => Comparator::LessThan,
        "at-most" => Comparator::AtMost,
        "about" => Comparator::About,
        _ => Comparator::Equal,
    }
}

/// "larger than 10 and smaller than 20", 大于10小于20: one range where the bounds face each other.
fn second_bound(r: &Reader, at: usize, b: usize, c: Comparator, out: &mut Vec<Value>) -> Option<Reading> {
    let first = amount(r, b)?;
    let low = match c {
        Comparator::MoreThan | Comparator::AtLeast => true,
        Comparator::LessThan | Comparator::AtMost => false,
        _ => return None,
    };
    let mut d = r.blank(first.end);
    if let Some((e, _)) = r.word(d, Cat::Also) {
        d = r.blank(e);
    }
    let (e, other) = hedge(r, d)?;
    let facing = match other {
        Comparator::MoreThan | Comparator::AtLeast => !low,
        Comparator::LessThan | Comparator::AtMost => low,
        _ => false,
    };
    let second = amount(r, r.blank(e)).filter(|_| facing)?;
    let (x, y) = (first.value?, second.value?);
    let ((lo, lc), (hi, hc)) = if low { ((x, c), (y, other)) } else { ((y, other), (x, c)) };
    if !lo.less_than(hi) {
        return None;
    }
    let mut v = value(&first);
    v.kind = ValueKind::Range;
    v.span = Span::new(at, second.end);
    (v.hedged, v.full) = (v.span, v.span);
    v.number = None;
    v.comparator = Comparator::Range;
    v.min = Some(bound(lo, lc == Comparator::AtLeast));
    v.max = Some(bound(hi, hc == Comparator::AtMost));
    v.unit = v.unit.or(second.unit.clone());
    out.push(v);
    parts(r, &first, out);
    parts(r, &second, out);
    Some(Reading { end: second.end, slashed: false, bare: false })
}

/// 1000以上，1500以下: one range.
fn above_and_below(r: &Reader, first: &Amount, hedge: Option<Comparator>, out: &mut Vec<Value>) -> Option<Reading> {
    if hedge.is_some() || r.lang != Lang::Zh {
        return None;
    }
    let side = |a: &Amount| r.next(a.measured.unwrap_or(a.end), Cat::After).map(|(e, w)| (e, comparator(w.arg)));
    let (e, c) = side(first).filter(|(_, c)| matches!(c, Comparator::MoreThan | Comparator::AtLeast))?;
    let (e, _) = r.next(e, Cat::Also)?;
    let second = amount(r, r.blank(e))?;
    let (end, d) = side(&second).filter(|(_, d)| matches!(d, Comparator::LessThan | Comparator::AtMost))?;
    let (lo, hi) = (first.value?, second.value.filter(|y| first.value.is_some_and(|x| x.less_than(*y)))?);
    let mut v = value(first);
    v.kind = ValueKind::Range;
    v.span = Span::new(first.start, end);
    (v.hedged, v.full, v.number, v.comparator) = (v.span, v.span, None, Comparator::Range);
    v.unit = v.unit.or(second.unit.clone());
    v.min = Some(bound(lo, c == Comparator::AtLeast));
    v.max = Some(bound(hi, d == Comparator::AtMost));
    out.push(v);
    parts(r, first, out);
    parts(r, &second, out);
    Some(Reading { end, slashed: false, bare: false })
}

/// Two amounts with a range mark between: "5 to 10 km", `100-200`, 二至三公升. `open`: after "between" (true) or "from" (false).
fn plain_range(r: &Reader, at: usize, open: Option<bool>) -> Option<(Amount, Amount, usize)> {
    let mut b = at;
    if let Some((e, _)) = hedge(r, b).filter(|_| open.is_some()) {
        b = r.blank(e);
    }
    let first = amount(r, b).filter(|a| a.kind != ValueKind::Ordinal || open.is_some())?;
    if first.number.slashed || first.number.style == Style::Vague {
        return None;
    }
    let c = r.blank(first.end);
    let between = open == Some(true);
    let (e, mark) = match r.word(c, Cat::BetweenAnd).filter(|_| between || r.lang == Lang::Zh || open.is_some() && first.kind == ValueKind::Temperature) {
        Some((e, _)) => (e, &r.text[c..e]),
        None => {
            let (e, _) = r.word(c, Cat::To)?;
            (e, &r.text[c..e])
        }
    };
    let d = r.blank(e);
    let dash = !mark.chars().any(|c| c.is_alphabetic());
    let word = mark.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ');
    if word && (d == e || c == first.end) {
        return None;
    }
    let mut d2 = d;
    if let Some((e, _)) = hedge(r, d).filter(|_| open.is_some()) {
        d2 = r.blank(e);
    }
    let second = amount(r, d2).filter(|a| a.kind != ValueKind::Ordinal || open.is_some())?;
    let (x, y) = (first.value?, second.value?);
    if !x.less_than(y) || second.number.slashed {
        return None;
    }
    let mut end = second.end;
    let closes = r.next(end, Cat::BetweenEnd);
    // 与 and 和 only where 之间 closes them or 在 opens.
    if matches!(mark, "与" | "和" | "或") && closes.is_none() && !between {
        return None;
    }
    if dash {
        let spaced = c > first.end || d > e;
        let figures = first.number.style == Style::Figures && second.number.style == Style::Figures;
        if !figures && mark.is_ascii() && spaced || spaced && (c > first.end) != (d > e) {
            return None;
        }
        // Telephone numbers, dates, document numbers: more dashes, or digits that start with a zero.
        let before = r.char_before(b);
        let after = r.char_at(second.end);
        let leading = r.text[d2..].starts_with('0') && second.number.plain.is_some_and(|n| n > 1);
        if before.is_some_and(|c| matches!(c, '-' | '–' | '/' | '.')) || after.is_some_and(|c| matches!(c, '-' | '/')) || leading {
            return None;
        }
        // 2019-2020, 1995-1998
        if first.number.plain == Some(4) && second.number.plain.is_some_and(|n| n == 4 || n == 2) && first.end == first.number.end && second.kind == ValueKind::Number && second.measured.is_none() {
            let year = |a: &Amount| a.number.whole().is_some_and(|w| (1800..2150).contains(&w));
            if year(&first) && (year(&second) || second.number.plain == Some(2)) {
                return None;
            }
        }
    }
    if let Some((e, _)) = closes {
        end = e;
    }
    let same = first.kind == second.kind || first.kind == ValueKind::Number || second.kind == ValueKind::Number && second.measured.is_none() && false;
    if !same || first.kind != ValueKind::Number && first.unit != second.unit && first.kind != ValueKind::Temperature {
        return None;
    }
    // A bare "5 to 10" needs some sign that both are amounts.
    if word && open.is_none() {
        let figures = first.number.style == Style::Figures && second.number.style == Style::Figures;
        let unit = second.kind != ValueKind::Number || noun(r, &second).is_some();
        if !(unit || figures) {
            return None;
        }
    }
    Some((first, second, end))
}

#[allow(clippy::too_many_arguments)]
fn put_range(r: &Reader, at: usize, start: usize, first: &Amount, second: &Amount, end: usize, hedge: Option<Comparator>, out: &mut Vec<Value>) -> Reading {
    let mut v = value(second);
    v.kind = ValueKind::Range;
    v.span = Span::new(start, end);
    v.hedged = Span::new(at, end);
    v.number = None;
    v.comparator = if hedge == Some(Comparator::About) { Comparator::About } else { Comparator::Range };
    v.unit = second.unit.clone().or(first.unit.clone());
    let same_scale = first.value.map(|x| scaled_like(r, first, second, x));
    v.min = same_scale.map(|x| bound(x, true));
    v.max = second.value.map(|x| bound(x, false));
    v.full = v.hedged;
    if let Some((noun, end)) = noun(r, second) {
        v.counted = noun;
        v.full = Span::new(at, end.max(v.hedged.end as usize));
    } else if let Some(end) = second.measured {
        v.full = Span::new(at, end.max(v.hedged.end as usize));
    }
    let full = v.full.end as usize;
    out.push(v);
    parts(r, first, out);
    parts(r, second, out);
    Reading { end: full.max(end), slashed: false, bare: false }
}

/// "5 to 10 million": the scale of the second number is meant for the first, too.
fn scaled_like(r: &Reader, first: &Amount, second: &Amount, x: Exact) -> Exact {
    if r.lang == Lang::Zh {
        // 七千到九千亿元: the last scale is meant for both.
        let (a, b) = (&r.text[first.number.start..first.number.end], &r.text[second.number.start..second.number.end]);
        let scale_of = |c: char| match c {
            '万' | '萬' => Some(4),
            '亿' | '億' => Some(8),
            '兆' => Some(12),
            _ => None,
        };
        if first.end != first.number.end || a.chars().any(|c| scale_of(c).is_some()) || first.number_end != first.number.end {
            return x;
        }
        let power: i32 = b.chars().rev().map_while(scale_of).sum();
        return Exact::power_of_ten(power).and_then(|p| x.mul(p)).filter(|v| second.value.is_some_and(|y| v.less_than(y))).unwrap_or(x);
    }
    let plain = first.number.plain.is_some() || r.text[first.number.start..first.number.end].contains('.') && first.number.style == Style::Figures;
    if !plain || second.number.plain.is_some() || second.number.style != Style::Figures || first.end != first.number.end {
        return x;
    }
    let Some(figure) = r.figure(second.number.start) else { return x };
    let Some(y) = second.value.map(|_| second.number.value) else { return x };
    match y.div(figure.value).and_then(|s| x.mul(s)) {
        Some(scaled) if scaled.less_than(y) && figure.value != Exact::ZERO => scaled,
        _ => x,
    }
}

/// Whether what stands there is a value at all.
fn acceptable(r: &Reader, a: &Amount, hedged: bool) -> bool {
    let n = &a.number;
    // G20, COVID-19, A/RES/70/1
    if let Some(before) = r.char_before(a.start) {
        if before.is_ascii_alphanumeric() || before == '_' {
            return false;
        }
        let digits = r.char_at(a.start).is_some_and(|c| c.is_ascii_digit());
        if digits && matches!(before, '-' | '/' | '–' | '.') {
            let word = r.text[..a.start - before.len_utf8()].chars().next_back();
            if word.is_some_and(|c| c.is_ascii_alphanumeric()) {
                return false;
            }
        }
    }
    if a.kind != ValueKind::Number {
        return true;
    }
    // "3D", "5G": figures that go on as a word.
    if n.style == Style::Figures && r.in_word(n.end) {
        return false;
    }
    if r.lang == Lang::En {
        // "3. Expanding domestic demand": a list's number
        let start = r.text[..a.start].chars().next_back().is_none_or(|c| c == '\n');
        if start && n.plain.is_some_and(|d| d <= 2) && a.end == n.end && r.text[n.end..].starts_with(['.', ')']) && r.text[n.end + 1..].starts_with(' ') {
            return false;
        }
        // "two-way", "four-wheel": an adjective
        if matches!(n.style, Style::Words | Style::Single) && a.end == n.end && r.char_at(n.end) == Some('-') && r.in_word(n.end + 1) {
            return false;
        }
        let before = r.latin_before(a.start).to_ascii_lowercase();
        if n.style == Style::Fraction && matches!(before.as_str(), "first" | "second" | "latter" | "other" | "better" | "former") {
            return false;
        }
        return n.style != Style::Single || single_english(r, a);
    }
    // 一、 and （三） number a list.
    if !hedged && matches!(n.style, Style::Single | Style::Words) && a.measured.is_none() {
        let (before, after) = (r.char_before(a.start), r.char_at(a.end));
        if before.is_none_or(|c| c == '\n' || c == '\u{3000}') && matches!(after, Some('、' | '．' | '.')) || matches!((before, after), (Some('（' | '('), Some('）' | ')'))) {
            return false;
        }
    }
    match n.style {
        Style::Single => hedged || single_chinese(r, a),
        _ => true,
    }
}

/// "one" counts where no determiner stands before it and no verb after it.
fn single_english(r: &Reader, a: &Amount) -> bool {
    let before = r.latin_before(a.start).to_ascii_lowercase();
    let after = r.latin(r.blank(a.end)).to_ascii_lowercase();
    !matches!(before.as_str(), "this" | "that" | "the" | "no" | "any" | "every" | "each" | "which" | "another" | "such" | "last" | "next" | "only")
        && !matches!(after.as_str(), "is" | "may" | "can" | "must" | "should" | "you" | "another" | "might" | "could" | "would" | "has" | "knows")
}

fn single_chinese(r: &Reader, a: &Amount) -> bool {
    let (before, after) = (r.char_before(a.start), r.char_at(a.end));
    let open_before = !before.is_some_and(is_han);
    let open_after = !after.is_some_and(is_han);
    if let Some(end) = a.measured {
        // 一个, 一批 in a sentence are an article; a number only where nothing stands around.
        let alone = open_before && !r.char_at(end).is_some_and(is_han);
        return !r.text[a.number.start..a.end].starts_with('一') || alone;
    }
    if r.word(a.end, Cat::TimeUnit).is_some() {
        return true;
    }
    let ok_after = open_after || r.word(a.end, Cat::NumberAfter).is_some();
    let ok_before = open_before || (1..=3).any(|n| {
        let start = a.start.checked_sub(3 * n);
        start.is_some_and(|s| r.text.is_char_boundary(s) && r.word(s, Cat::NumberBefore).is_some_and(|(e, _)| e == a.start))
    });
    ok_before && ok_after
}

fn bound(value: Exact, inclusive: bool) -> Bound {
    Bound { value: value.to_string(), inclusive }
}

fn value(a: &Amount) -> Value {
    let span = Span::new(a.start, a.end);
    Value {
        span,
        hedged: span,
        full: span,
        kind: a.kind,
        number: a.value.map(|v| v.to_string()),
        unit: a.unit.clone(),
        min: None,
        max: None,
        comparator: Comparator::Equal,
        missing: false,
        latent: a.latent,
        counted: None,
        time: None,
    }
}

/// The amount and the bare number inside it, as parts of something larger.
fn parts(r: &Reader, a: &Amount, out: &mut Vec<Value>) {
    if a.kind != ValueKind::Number || a.value.is_some() {
        let mut v = value(a);
        if a.kind == ValueKind::Number {
            v.span = Span::new(a.number.start, a.number.end);
            (v.hedged, v.full) = (v.span, v.span);
            v.unit = None;
        }
        out.push(v);
    }
    bare(r, a, out);
}

fn bare(r: &Reader, a: &Amount, out: &mut Vec<Value>) {
    // "180ml", "5%" are one word.
    let glued = r.in_word(a.number.end) && a.kind == ValueKind::Dimension;
    let single = a.kind == ValueKind::Percentage && a.number.style == Style::Single;
    if glued || single {
        return;
    }
    if a.kind != ValueKind::Number && a.kind != ValueKind::Ordinal && a.number.style != Style::Vague {
        let span = Span::new(a.number.start, a.number.end);
        let mut v = value(a);
        (v.span, v.hedged, v.full, v.kind, v.unit) = (span, span, span, ValueKind::Number, None);
        v.number = Some(a.number.value.to_string());
        out.push(v);
    }
}

/// An amount with the hedge that began at `at`, and what stands after it.
fn put(r: &Reader, at: usize, a: &Amount, hedge: Option<Comparator>, out: &mut Vec<Value>) -> Reading {
    let mut v = value(a);
    let mut end = a.end;
    let mut c = hedge.unwrap_or(Comparator::Equal);
    if a.kind == ValueKind::Number {
        v.span = Span::new(a.number.start, a.number.end);
        end = a.end.max(a.number_end);
    }
    let mut hedge_end = end;
    if a.more && matches!(c, Comparator::Equal | Comparator::About) {
        c = Comparator::MoreThan;
    }
    // 20万次以上, "5 or more"
    let counted_end = a.measured.unwrap_or(end);
    let after = r.next(end, Cat::After).or_else(|| r.next(counted_end, Cat::After)).filter(|(e, _)| a.kind != ValueKind::Ordinal && !(r.text[..*e].ends_with("than") && amount(r, r.blank(*e)).is_some()));
    if let Some((e, w)) = after.filter(|(_, w)| !(w.arg == "about" && hedge.is_some_and(|h| h != Comparator::About))) {
        let more = comparator(w.arg);
        c = match (c, more) {
            (Comparator::Equal | Comparator::About, m) => m,
            (c, Comparator::About) => c,
            (c, _) => c,
        };
        hedge_end = e;
        end = end.max(e);
    } else if matches!(c, Comparator::MoreThan | Comparator::LessThan) {
        // "less than 5000 or equal"
        if let Some((e, _)) = r.next(end, Cat::OrEqual).filter(|(e, _)| amount(r, r.blank(*e)).is_none()) {
            c = if c == Comparator::MoreThan { Comparator::AtLeast } else { Comparator::AtMost };
            hedge_end = e;
            end = e;
        }
    }
    // "about five hundred or more": the bound is what counts.
    let at = if hedge == Some(Comparator::About) && c != Comparator::About && !a.more { a.start } else { at };
    v.comparator = c;
    if let Some(x) = a.value {
        match c {
            Comparator::MoreThan => v.min = Some(bound(x, false)),
            Comparator::AtLeast => v.min = Some(bound(x, true)),
            Comparator::LessThan => v.max = Some(bound(x, false)),
            Comparator::AtMost => v.max = Some(bound(x, true)),
            Comparator::Equal if hedge.is_some() => (v.min, v.max) = (Some(bound(x, true)), Some(bound(x, true))),
            _ => {}
        }
    }
    if let (None, Some((lo, hi))) = (a.value, a.number.between) {
        let lo = if c == Comparator::MoreThan { bound(lo, false) } else { bound(lo, true) };
        (v.min, v.max) = (Some(lo), Some(bound(hi, a.number.end - a.number.start <= 9 && false)));
        v.comparator = Comparator::Range;
    }
    v.hedged = Span::new(at.min(a.start), hedge_end.max(v.span.end as usize));
    v.full = Span::new(at.min(a.start), end.max(counted_end));
    if a.kind == ValueKind::Number {
        if let Some((noun, e)) = noun(r, a) {
            v.counted = noun;
            let e = e.max(end).max(hedge_end);
            v.full = Span::new(at.min(a.start), e);
            // 150 countries or more
            if let Some((e, _)) = r.next(e, Cat::After).filter(|_| c == Comparator::Equal) {
                v.full = Span::new(at.min(a.start), e);
            }
        }
    }
    // "section 119.3", "Resolution 2254": a label, no amount.
    v.latent |= r.lang == Lang::En && a.kind == ValueKind::Number && hedge.is_none() && labelled(r, a.start);
    let open = a.number.open;
    let reading = Reading {
        end: end.max(a.end),
        slashed: a.number.slashed,
        bare: a.kind == ValueKind::Number && hedge.is_none() && a.end == a.number.end && a.measured.is_none(),
    };
    let range = a.more.then(|| (a.start, a.number_end));
    // A few pounds are a weight as often as money.
    let pounds = matches!(r.latin_before(a.end).to_ascii_lowercase().as_str(), "pound" | "pounds");
    if a.kind == ValueKind::Currency && pounds && a.value.is_some_and(|x| x.less_than(Exact::int(10_000))) {
        let mut w = v.clone();
        (w.kind, w.unit, w.latent) = (ValueKind::Dimension, Some("LB".to_owned()), true);
        out.push(v);
        out.push(w);
    } else {
        out.push(v);
    }
    bare(r, a, out);
    // 十几万: the same characters are a bound as well.
    if let Some((start, end)) = range.filter(|_| open && hedge.is_none()) {
        let span = Span::new(start, end);
        let mut v = value(a);
        (v.span, v.hedged, v.full, v.kind, v.number) = (span, span, span, ValueKind::Range, None);
        v.unit = None;
        v.comparator = Comparator::MoreThan;
        v.min = Some(bound(a.number.value, false));
        out.push(v);
    }
    reading
}

/// Whether the word before a figure makes it a label.
fn labelled(r: &Reader, at: usize) -> bool {
    let word = r.latin_before(at);
    let head = r.text[..at].trim_end_matches(super::words::is_space);
    let head = head.strip_suffix('.').unwrap_or(head);
    let word = if word.is_empty() { r.latin_before(head.len()) } else { word };
    !word.is_empty() && head.len() >= word.len() && r.word(head.len() - word.len(), Cat::Label).is_some_and(|(e, _)| e >= head.len())
}

/// What a bare number counts: the noun's span and where the whole ends.
fn noun(r: &Reader, a: &Amount) -> Option<(Option<Span>, usize)> {
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
    // "a third of countries"
    if n.style == Style::Fraction {
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
            return Some((Some(Span::new(start, e)), reach(e)));
        }
        let word = r.latin(at);
        let end = at + word.len();
        if word.len() < 3 || [Cat::NotCounted, Cat::TimeUnit, Cat::Month, Cat::TimePrep, Cat::Of, Cat::And].iter().any(|c| r.word(at, *c).is_some()) {
            return None;
        }
        let plural = word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is") && word.len() > 3 && !word.ends_with("'s");
        if plural {
            return Some((Some(Span::new(start, end)), reach(end)));
        }
        let known = r.word(at, Cat::Adjective);
        let adjective = known.is_some() || ["al", "ic", "ive", "ous", "ant", "ent", "ible", "able"].iter().any(|s| word.ends_with(s)) && word.len() > 4;
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
        if r.word(at, Cat::Stop).is_some() {
            return if c == '的' { whole(start, at, i).or(known) } else { known.or_else(|| whole(start, at, i)) };
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
    r.words.each(r.text, b, |e, w| own |= w.cat == Cat::Measure && w.arg == "self" && Some(e) == a.measured);
    own
}

/// "约%", "达  亿元", "by percent": the unit stands there and its number does not.
fn missing(r: &Reader, at: usize, out: &mut Vec<Value>) -> Option<Reading> {
    let (end, _) = r.word(at, Cat::Damage)?;
    let b = r.blank(end);
    let gap = b > end;
    let no_figure = |c: Option<char>| !c.is_some_and(|c| digit_value(c).is_some());
    if !no_figure(r.char_at(b)) {
        return None;
    }
    let mut unit = None;
    if let Some((e, _)) = r.word(b, Cat::Percent).filter(|_| r.lang == Lang::Zh || gap) {
        unit = Some((e, ValueKind::Percentage, "PERCENT"));
    } else if let Some((e, _)) = r.word(b, Cat::PPoint).filter(|_| r.lang == Lang::Zh && (&r.text[at..end] != "为" || gap)) {
        unit = Some((e, ValueKind::Percentage, "percentage-point"));
    } else if r.lang == Lang::Zh && &r.text[at..end] == "连续" {
        if let Some((e, u)) = r.word(b, Cat::TimeUnit).filter(|(e, u)| u.arg == "Y" && !r.char_at(*e).is_some_and(|c| matches!(c, '度' | '代' | '初' | '底'))) {
            let _ = u;
            unit = Some((e, ValueKind::Time, "Y"));
        }
    } else if r.lang == Lang::Zh && gap {
        let mut e = b;
        while let Some((e2, _)) = r.word(e, Cat::ZScale) {
            e = e2;
        }
        if e > b {
            if let Some((e2, m)) = r.word(e, Cat::Money) {
                unit = Some((e2, ValueKind::Currency, super::words::currency(m.num).unwrap_or("")));
            } else if let Some((e2, u)) = r.word(e, Cat::Unit) {
                unit = Some((e2, ValueKind::Dimension, u.arg));
            } else if let Some((e2, _)) = r.word(e, Cat::Measure) {
                unit = Some((e2, ValueKind::Number, ""));
            }
        } else if let Some((e2, m)) = r.word(b, Cat::Money) {
            unit = Some((e2, ValueKind::Currency, super::words::currency(m.num).unwrap_or("")));
        }
    }
    let (e, kind, key) = unit?;
    let hedge = r.word(at, Cat::Before).filter(|(h, _)| *h == end);
    let from = if hedge.is_some() || kind == ValueKind::Time { at } else { b };
    let span = Span::new(b, e);
    let full = Span::new(from, e);
    out.push(Value {
        span,
        hedged: full,
        full,
        kind,
        number: None,
        unit: (!key.is_empty()).then(|| key.to_owned()),
        min: None,
        max: None,
        comparator: hedge.map_or(Comparator::Equal, |(_, h)| comparator(h.arg)),
        missing: true,
        latent: false,
        counted: None,
        time: (kind == ValueKind::Time).then(|| super::Time { timex: "PXY".to_owned(), grain: Some("year"), ..Default::default() }),
    });
    Some(Reading { end: e, slashed: false, bare: false })
}
