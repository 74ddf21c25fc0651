//! Two amounts as one range: "5 to 10 km", `100-200`, 大于10小于20, 1000以上，1500以下.
//!
//! Comes in: a place in a text. Goes out: the range with its bounds, and both amounts as parts of it.

use super::amount::{Amount, amount};
use super::counted::{noun, product};
use super::decimal::Exact;
use super::number::Style;
use super::quantity::{Reading, bound, comparator, hedge, parts, value};
use super::reader::Reader;
use super::words::Cat;
use super::{Comparator, Value, ValueKind};
use crate::document::Lang;
use crate::span::Span;

/// "larger than 10 and smaller than 20", 大于10小于20: one range where the bounds face each other.
pub fn second_bound(r: &Reader, at: usize, b: usize, c: Comparator, out: &mut Vec<Value>) -> Option<Reading> {
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
    let alike = first.unit == second.unit || first.unit.is_none() || second.unit.is_none();
    if !lo.less_than(hi) || !alike || first.measured.is_some() && second.unit.is_some() {
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
pub fn above_and_below(r: &Reader, first: &Amount, hedge: Option<Comparator>, out: &mut Vec<Value>) -> Option<Reading> {
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

/// A range after "between" (true) or "from" (false), where each end may have its hedge.
pub fn opened_range(r: &Reader, at: usize, between: bool) -> Option<(Amount, Amount, usize)> {
    let b = hedge(r, at).map_or(at, |(e, _)| r.blank(e));
    let first = amount(r, b)?;
    let (second, end) = range_from(r, &first, Some(between))?;
    Some((first, second, end))
}

/// A range whose first amount is known: the second amount and its end. "5 to 10 km", `100-200`, 二至三公升.
/// `open`: after "between" (true) or "from" (false).
pub fn range_from(r: &Reader, first: &Amount, open: Option<bool>) -> Option<(Amount, usize)> {
    let b = first.start;
    if first.kind == ValueKind::Ordinal && open.is_none() {
        return None;
    }
    if first.number.slashed || first.number.style == Style::Vague {
        return None;
    }
    let first_end = included(r, first.end);
    let c = r.blank(first_end);
    let between = open == Some(true);
    let (e, mark) = match r
        .word(c, Cat::BetweenAnd)
        .filter(|_| between || r.lang == Lang::Zh || open.is_some() && first.kind == ValueKind::Temperature)
    {
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
    if word && (departs(r, b) || is_year(first) && second.number.plain.is_none()) {
        return None;
    }
    let (x, y) = (first.value?, second.value?);
    if !x.less_than(y) || second.number.slashed {
        return None;
    }
    let mut end = included(r, second.end);
    let closes = r.next(end, Cat::BetweenEnd);
    // 与 and 和 only where 之间 closes them or 在 opens.
    if matches!(mark, "与" | "和" | "或") && closes.is_none() && !between {
        return None;
    }
    if dash {
        let spaced = c > first_end || d > e;
        let figures = first.number.style == Style::Figures && second.number.style == Style::Figures;
        if !figures && mark.is_ascii() && spaced || spaced && (c > first_end) != (d > e) {
            return None;
        }
        // Telephone numbers, dates, document numbers: more dashes, or digits that start with a zero.
        let before = r.char_before(b);
        let after = r.char_at(second.end);
        let leading = r.text[d2..].starts_with('0') && second.number.plain.is_some_and(|n| n > 1);
        if before.is_some_and(|c| matches!(c, '-' | '–' | '/' | '.'))
            || after.is_some_and(|c| matches!(c, '-' | '/'))
            || leading
        {
            return None;
        }
        // 2019-2020, 1995-1998
        if second.number.plain.is_some_and(|n| n == 4 || n == 2)
            && first.end == first.number.end
            && second.kind == ValueKind::Number
            && second.measured.is_none()
            && is_year(first)
            && (is_year(&second) || second.number.plain == Some(2))
        {
            return None;
        }
    }
    if let Some((e, _)) = closes {
        end = e;
    }
    // "$5-7 billion": the sign is said once
    let sign =
        first.kind == ValueKind::Currency && first.start < first.number.start && second.kind == ValueKind::Number;
    if sign && second.unit.is_none() && second.measured.is_none() && (dash || noun(r, &second).is_none()) {
        let second = Amount { kind: first.kind, unit: first.unit.clone(), ..second };
        return Some((second, end));
    }
    let same = first.kind == second.kind || first.kind == ValueKind::Number;
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
    Some((second, end))
}

/// Whether four bare figures can be a year: "in 2012 to 5 million" is no range.
pub fn is_year(a: &Amount) -> bool {
    a.kind == ValueKind::Number
        && a.number.plain == Some(4)
        && a.number.whole().is_some_and(|w| (1800..2150).contains(&w))
}

/// How many words may stand between a verb of change and "from": "raise the share of wind power from 3 to 5 percent".
const CHANGED: usize = 12;

/// Whether something went from the amount at `at` to another, which are two amounts and no range: "rose from 3 to 5 percent".
fn departs(r: &Reader, at: usize) -> bool {
    if r.lang != Lang::En || r.latin_before(at) != "from" {
        return false;
    }
    let mut before = r.text[..at].trim_end().len() - "from".len();
    for _ in 0..CHANGED {
        let word = r.latin_before(before);
        if word.is_empty() {
            return false;
        }
        if r.is_behind(before, Cat::Changed) {
            return true;
        }
        before = r.text[..before].trim_end().len() - word.len();
    }
    false
}

#[allow(clippy::too_many_arguments)]
pub fn put_range(
    r: &Reader,
    at: usize,
    start: usize,
    first: &Amount,
    second: &Amount,
    end: usize,
    hedge: Option<Comparator>,
    out: &mut Vec<Value>,
) -> Reading {
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
    } else if let Some((end, unit)) = lasting(r, &v) {
        // "3 to 5 days", 三至五年
        v.span = Span::new(start, end);
        (v.hedged, v.full, v.unit) = (Span::new(at, end), Span::new(at, end), Some(unit.to_owned()));
    }
    if second.kind == ValueKind::Dimension {
        v.product = product(r, end);
    }
    let full = v.full.end as usize;
    out.push(v);
    parts(r, first, out);
    parts(r, second, out);
    Reading { end: full.max(end), slashed: false, bare: false }
}

/// The place after "(含)", which says that a bound belongs to the range.
fn included(r: &Reader, at: usize) -> usize {
    ["(含)", "（含）", "(含本数)", "（含本数）"]
        .iter()
        .find(|w| r.text[at..].starts_with(**w))
        .map_or(at, |w| at + w.len())
}

/// The end and the unit of time after a range of numbers.
fn lasting(r: &Reader, v: &Value) -> Option<(usize, &'static str)> {
    let end = v.span.end as usize;
    let (e, u) = r.joined(end, Cat::TimeUnit).or_else(|| {
        let (e, _) = r.word(end, Cat::Measure).filter(|_| r.lang == Lang::Zh)?;
        r.word(e, Cat::TimeUnit)
    })?;
    let unit = super::tables::time_unit(u.arg)?;
    // 3至5年前 is a time, 3至5月 months of the year.
    let moved = [Cat::Ago, Cat::Later].iter().any(|c| r.next(e, *c).is_some());
    let dated = r.lang == Lang::Zh && matches!(&r.text[end..e], "月" | "日" | "周" | "星期" | "分");
    (v.unit.is_none() && !moved && !dated).then_some((e, unit))
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
        if first.end != first.number.end
            || a.chars().any(|c| scale_of(c).is_some())
            || first.number_end != first.number.end
        {
            return x;
        }
        let power: i32 = b.chars().rev().map_while(scale_of).sum();
        return Exact::power_of_ten(power)
            .and_then(|p| x.mul(p))
            .filter(|v| second.value.is_some_and(|y| v.less_than(y)))
            .unwrap_or(x);
    }
    let plain = first.number.plain.is_some()
        || r.text[first.number.start..first.number.end].contains('.') && first.number.style == Style::Figures;
    if !plain || second.number.plain.is_some() || second.number.style != Style::Figures || first.end != first.number.end
    {
        return x;
    }
    let Some(figure) = r.figure(second.number.start) else { return x };
    let Some(y) = second.value.map(|_| second.number.value) else { return x };
    match y.div(figure.value).and_then(|s| x.mul(s)) {
        Some(scaled) if scaled.less_than(y) && figure.value != Exact::ZERO => scaled,
        _ => x,
    }
}
