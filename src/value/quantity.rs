//! Amounts with what bounds them: hedges before and after, ranges, counted nouns, and figures that are missing.
//!
//! Comes in: a place in a text. Goes out: finished [`Value`]s for everything that starts there, the outer one first, the
//! parts of a range and bare numbers after it. Hedge words and counted nouns are data.

use super::amount::{Amount, amount};
use super::counted::{labelled, noun, product, stated};
use super::decimal::Exact;
use super::lost::missing;
use super::number::Style;
use super::range::{above_and_below, is_year, opened_range, put_range, range_from, second_bound};
use super::rate::among;
use super::reader::Reader;
use super::words::{Cat, is_han, lower};
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
            if let Some((first, second, end)) = opened_range(r, b, word) {
                return Some(put_range(r, at, at, &first, &second, end, None, out));
            }
        }
    }
    unhedged(r, at, at, None, out)
}

/// An amount or range at `start`, after a hedge that began at `at`.
fn unhedged(r: &Reader, at: usize, start: usize, hedge: Option<Comparator>, out: &mut Vec<Value>) -> Option<Reading> {
    let a = amount(r, start)?;
    if let Some((second, end)) = range_from(r, &a, None) {
        return Some(put_range(r, at, start, &a, &second, end, hedge, out));
    }
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
pub fn hedge(r: &Reader, at: usize) -> Option<(usize, Comparator)> {
    let (end, e) = r.word(at, Cat::Before)?;
    // "built around four pillars": before a small number in words it is a place, no guess.
    if r.lang == Lang::En
        && matches!(lower(&r.text[at..end]).as_str(), "around" | "over" | "under" | "above" | "below")
        && r.word(r.blank(end), Cat::Digit).is_some_and(|(d, _)| {
            r.joined(d, Cat::Scale).is_none()
                && r.joined(d, Cat::Hundred).is_none()
                && r.joined(d, Cat::Unit).is_none()
                && r.next(d, Cat::Percent).is_none()
                && r.next(d, Cat::Money).is_none()
        })
    {
        return None;
    }
    if r.lang == Lang::En && matches!(r.latin_before(at), "How" | "how" | "what" | "What") {
        return None;
    }
    // 过 and 上 alone end other words.
    if r.lang == Lang::Zh
        && at > 0
        && matches!(&r.text[at..end], "过" | "過" | "过了" | "過了" | "上" | "近" | "比" | "超" | "约")
    {
        let before = r.char_before(at)?;
        if &r.text[at..end] == "上"
            && (r.word(end, Cat::ZUnit).is_some_and(|(_, u)| u.num >= 100) || r.word(end, Cat::ZScale).is_some())
            && !matches!(before, '以' | '之' | '向')
        {
            return Some((end, Comparator::About));
        }
        // 度过了7年
        if matches!(&r.text[at..end], "过" | "過" | "过了" | "過了" | "上")
            && is_han(before)
            && !matches!(before, '有' | '达' | '成' | '已' | '比' | '了')
            || matches!(before, '最' | '附' | '公' | '条' | '签' | '契' | '节' | '亲' | '靠' | '邻')
        {
            return None;
        }
    }
    Some((end, comparator(e.arg)))
}

pub fn comparator(name: &str) -> Comparator {
    match name {
        "more-than" => Comparator::MoreThan,
        "at-least" => Comparator::AtLeast,
        "less-than" => Comparator::LessThan,
        "at-most" => Comparator::AtMost,
        "about" => Comparator::About,
        _ => Comparator::Equal,
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
    // "2022/23": a season
    if n.slashed && r.lang == Lang::En && super::english_period::split_year(r, n.start).is_some() {
        return false;
    }
    // 000014349: a code
    if r.text[n.start..].starts_with("00") && r.digits_end(n.start) - n.start > 5 {
        return false;
    }
    // "3D", "5G": figures that go on as a word.
    if n.style == Style::Figures && r.in_word(n.end) {
        return false;
    }
    if r.lang == Lang::En {
        // "3. Expanding domestic demand": a list's number
        let start = r.text[..a.start].chars().next_back().is_none_or(|c| c == '\n');
        if start
            && n.plain.is_some_and(|d| d <= 2)
            && a.end == n.end
            && r.text[n.end..].starts_with(['.', ')'])
            && r.text[n.end + 1..].starts_with(' ')
        {
            return false;
        }
        // "two-way", "four-wheel": an adjective
        if matches!(n.style, Style::Words | Style::Single)
            && a.end == n.end
            && r.char_at(n.end) == Some('-')
            && r.in_word(n.end + 1)
        {
            return false;
        }
        // "the Five Principles of …": a name
        let capital = |at: usize| r.char_at(at).is_some_and(|c| c.is_ascii_uppercase());
        let inside = r.latin_before(a.start).ends_with(|c: char| c.is_ascii_lowercase());
        if n.style == Style::Words && !hedged && capital(n.start) && inside && a.end == n.end && capital(r.blank(n.end))
        {
            return false;
        }
        let before = lower(r.latin_before(a.start));
        // "an increase over 2020", "below 2005 levels": a year
        let compared =
            hedged && is_year(a) && matches!(before.as_str(), "over" | "below" | "above" | "under" | "around");
        let after = lower(r.latin(r.blank(a.end)));
        if compared && (matches!(after.as_str(), "level" | "levels" | "baseline") || noun(r, a).is_none()) {
            return false;
        }
        if n.style == Style::Fraction
            && matches!(before.as_str(), "first" | "second" | "latter" | "other" | "better" | "former")
        {
            return false;
        }
        return n.style != Style::Single || single_english(r, a);
    }
    if let Some(end) = a.measured.filter(|_| matches!(n.style, Style::Single | Style::Words)) {
        // 二期工程: a phase; 二轮, 二级: what is counted is 两.
        let second = matches!(&r.text[n.start..n.end], "二" | "贰");
        if (second || r.text[a.number_end..end].trim() == "期") && !hedged {
            return false;
        }
    }
    // 每千人: for each thousand
    if r.text[..a.start].ends_with('每') && r.char_at(a.start).is_some_and(|c| matches!(c, '十' | '百' | '千' | '万'))
    {
        return false;
    }
    // 高于2019年: a year
    if n.plain == Some(4) && a.end == n.end && r.text[n.end..].starts_with('年') {
        return false;
    }
    // 一、 and （三） number a list.
    if !hedged && matches!(n.style, Style::Single | Style::Words) && a.measured.is_none() {
        let (before, after) = (r.char_before(a.start), r.char_at(a.end));
        if before.is_none_or(|c| c == '\n' || c == '\u{3000}') && matches!(after, Some('、' | '．' | '.'))
            || matches!((before, after), (Some('（' | '('), Some('）' | ')')))
        {
            return false;
        }
    }
    // 一是…；二是…: so are these
    let clause = r.mark_before(a.start).is_none_or(|c| matches!(c, '\n' | '。' | '；' | '：' | '，' | '！'));
    if n.style == Style::Single && !hedged && clause && r.text[a.end..].starts_with('是') {
        return false;
    }
    match n.style {
        Style::Single => hedged || single_chinese(r, a),
        _ => true,
    }
}

/// "one" counts where no determiner stands before it and no verb after it.
fn single_english(r: &Reader, a: &Amount) -> bool {
    let before = lower(r.latin_before(a.start));
    let after = lower(r.latin(r.blank(a.end)));
    // "one policy impedes another"
    let mut next = r.blank(a.end);
    for _ in 0..3 {
        next = r.blank(next + r.latin(next).len());
        if r.latin(next) == "another" {
            return false;
        }
    }
    !matches!(
        before.as_str(),
        "this"
            | "that"
            | "the"
            | "no"
            | "any"
            | "every"
            | "each"
            | "which"
            | "another"
            | "such"
            | "last"
            | "next"
            | "only"
    ) && !matches!(
        after.as_str(),
        "is" | "may" | "can" | "must" | "should" | "you" | "another" | "might" | "could" | "would" | "has" | "knows"
    )
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
    // 三倍, and 三年
    if a.unit.is_some() || r.word(a.end, Cat::TimeUnit).is_some() {
        return true;
    }
    let ok_after = open_after || r.word(a.end, Cat::NumberAfter).is_some();
    let ok_before = open_before
        || (1..=3).any(|n| {
            let start = a.start.checked_sub(3 * n);
            start.is_some_and(|s| {
                r.text.is_char_boundary(s) && r.word(s, Cat::NumberBefore).is_some_and(|(e, _)| e == a.start)
            })
        });
    ok_before && ok_after
}

pub fn bound(value: Exact, inclusive: bool) -> Bound {
    Bound { value: value.to_string(), inclusive }
}

pub fn value(a: &Amount) -> Value {
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
        stated: false,
        counted: None,
        product: None,
        time: None,
    }
}

/// The amount and the bare number inside it, as parts of something larger.
pub fn parts(r: &Reader, a: &Amount, out: &mut Vec<Value>) {
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
    let after = r.next(end, Cat::After).or_else(|| r.next(counted_end, Cat::After)).filter(|(e, _)| {
        a.kind != ValueKind::Ordinal && !(r.text[..*e].ends_with("than") && amount(r, r.blank(*e)).is_some())
    });
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
        (v.min, v.max) = (Some(lo), Some(bound(hi, false)));
        v.comparator = Comparator::Range;
    }
    v.hedged = Span::new(at.min(a.start), hedge_end.max(v.span.end as usize));
    v.full = Span::new(at.min(a.start), end.max(counted_end));
    if a.kind == ValueKind::Number
        && let Some((noun, e)) = noun(r, a)
    {
        v.counted = noun;
        let e = e.max(end).max(hedge_end);
        v.full = Span::new(at.min(a.start), e);
        // 150 countries or more
        if let Some((e, _)) = r.next(e, Cat::After).filter(|_| c == Comparator::Equal) {
            v.full = Span::new(at.min(a.start), e);
        }
    }
    if a.kind == ValueKind::Number
        && a.unit.is_none()
        && let Some((e, each)) = among(r, v.full.end as usize)
    {
        v.full.end = e as u32;
        v.unit = Some(each);
    }
    if a.kind == ValueKind::Dimension {
        v.product = product(r, a.end);
    }
    v.stated = stated(r, a);
    // “六大产业集群”: a name
    v.latent |= r.lang == Lang::Zh
        && a.measured.is_some()
        && a.number.style != Style::Figures
        && r.char_before(a.start) == Some('“')
        && r.char_at(v.full.end as usize) == Some('”');
    // "section 119.3", "Resolution 2254": a label, no amount.
    v.latent |= r.lang == Lang::En && a.kind == ValueKind::Number && hedge.is_none() && labelled(r, a.start);
    let open = a.number.open;
    let reading = Reading {
        end: end.max(a.end),
        slashed: a.number.slashed,
        bare: a.kind == ValueKind::Number && hedge.is_none() && a.end == a.number.end && a.measured.is_none(),
    };
    let range = a.more.then_some((a.start, a.number_end));
    // A few pounds are a weight as often as money.
    let pounds = matches!(lower(r.latin_before(a.end)).as_str(), "pound" | "pounds");
    if a.kind == ValueKind::Currency && pounds && a.value.is_some_and(|x| x.less_than(Exact::int(10_000))) {
        let mut w = v.clone();
        (w.kind, w.unit, w.latent) = (ValueKind::Dimension, Some("LB".to_owned()), true);
        out.push(v);
        out.push(w);
    } else if a.kind == ValueKind::Number && r.latin_before(a.number.end) == "grand" {
        // Ten grand are money, mostly dollars.
        let w = Value { kind: ValueKind::Currency, unit: Some("dollar".to_owned()), latent: true, ..v.clone() };
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
