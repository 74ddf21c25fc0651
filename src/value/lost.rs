//! Figures that a text has lost: the unit stands there and its number does not.
//!
//! Comes in: a place in a text. Goes out: a [`Value`] with its status missing, where a word stands that a figure must follow
//! (`damage` rows of `hedges.tsv`), or a percent sign behind a word.

use super::begin::set;
use super::quantity::{Reading, comparator};
use super::reader::{Reader, digit_value};
use super::words::{Cat, is_han};
use super::{Comparator, Value, ValueKind};
use crate::document::Lang;
use crate::span::Span;

/// "约%", "达  亿元", "占总数的%", "by percent": the unit stands there and its number does not.
pub fn missing(r: &Reader, at: usize, out: &mut Vec<Value>) -> Option<Reading> {
    let (end, damage) = match r.word(at, Cat::Damage) {
        Some((end, d)) => (end, Some(d)),
        None if stripped(r, at) => (at, None),
        None => return None,
    };
    let b = r.blank(end);
    let no_figure = |c: Option<char>| c.is_none_or(|c| digit_value(c).is_none());
    if !no_figure(r.char_at(b)) {
        return None;
    }
    let (e, kind, key) = match r.lang {
        Lang::En if b > end => share_of(r, b)?,
        Lang::En => return None,
        Lang::Zh => share_of(r, b).or_else(|| lost_unit(r, &r.text[at..end], b, b > end, damage?.arg))?,
    };
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
        stated: false,
        counted: None,
        product: None,
        time: (kind == ValueKind::Time).then(|| super::Time {
            timex: "PXY".to_owned(),
            grain: Some("year"),
            ..Default::default()
        }),
    });
    Some(Reading { end: e, slashed: false, bare: false })
}

/// Whether a percent sign or 个百分点 in a Chinese text stands behind a word where its figure should.
pub fn stripped(r: &Reader, at: usize) -> bool {
    // 战略基点 is no figure's.
    let points = r.word(at, Cat::PPoint).is_some_and(|(_, p)| p.num == 100);
    let unit = points || r.word(at, Cat::Percent).is_some();
    let word = |c: char| {
        is_han(c)
            && !matches!(c, '每' | '各' | '这' | '那' | '干' | '些' | '某' | '哪' | '几' | '数' | '多' | '余' | '个')
    };
    r.lang == Lang::Zh
        && unit
        && r.mark_before(at).is_some_and(|c| {
            let start = r.text[..at].rfind(c).unwrap_or(at);
            word(c) && r.mask(start) & (Cat::ZDigit.bit() | Cat::ZUnit.bit() | Cat::ZScale.bit() | Cat::Half.bit()) == 0
        })
}

/// A share without its figure.
fn share_of(r: &Reader, at: usize) -> Option<(usize, ValueKind, &'static str)> {
    let percent = r.word(at, Cat::Percent).map(|(e, _)| (e, ValueKind::Percentage, "PERCENT"));
    percent.or_else(|| r.word(at, Cat::PPoint).map(|(e, _)| (e, ValueKind::Percentage, "percentage-point")))
}

/// What else stands at `at` without its figure, after the Chinese `word`: years after 连续, money or a measure after a gap,
/// 个 and its like after a word that a count must follow.
fn lost_unit(r: &Reader, word: &str, at: usize, gap: bool, arg: &str) -> Option<(usize, ValueKind, &'static str)> {
    if arg == "length" {
        let (e, _) = r.word(at, Cat::TimeUnit).filter(|(e, _)| r.text[at..*e].contains('年'))?;
        let other = r.char_at(e).is_some_and(|c| matches!(c, '度' | '代' | '初' | '底'));
        return (!other).then_some((e, ValueKind::Time, "YR"));
    }
    let mut e = at;
    while let Some((next, _)) = r.word(e, Cat::ZScale) {
        e = next;
    }
    let scaled = e > at;
    if !gap {
        // 共有个项目; 超过万人 is ten thousand where the text has figures, and has lost one where it has none.
        if arg != "count" {
            return None;
        }
        let (end, _) = r.word(e, Cat::Measure)?;
        let fits = if scaled { !figures_near(r, at) } else { word != "超过" && r.word(end, Cat::Noun).is_some() };
        return fits.then_some((end, ValueKind::Number, ""));
    }
    if let Some((end, m)) = r.word(e, Cat::Money) {
        return Some((end, ValueKind::Currency, super::tables::currency(m.num)?));
    }
    if let Some((end, u)) = r.word(e, Cat::Unit).filter(|_| r.word(e, Cat::NoTail).is_none()) {
        return Some((end, ValueKind::Dimension, u.arg));
    }
    let (end, _) = r.word(e, Cat::Measure).filter(|_| scaled)?;
    Some((end, ValueKind::Number, ""))
}

/// Whether digits stand around `at`.
fn figures_near(r: &Reader, at: usize) -> bool {
    let from = r.text.floor_char_boundary(at.saturating_sub(160));
    let to = r.text.floor_char_boundary(at + 160);
    r.text[from..to].chars().any(|c| digit_value(c).is_some())
}

/// Whether a unit stands after the word at `at` where a figure should.
pub fn lost(r: &Reader, at: usize) -> bool {
    const TIGHT: u128 = set(&[Cat::Percent, Cat::PPoint, Cat::TimeUnit, Cat::Measure, Cat::ZScale]);
    const LOOSE: u128 = set(&[Cat::Unit, Cat::Money]);
    r.ends(at, Cat::Damage.bit()).into_iter().any(|end| {
        let next = r.blank(end);
        let mask = r.mask_of(next, TIGHT | LOOSE);
        mask & TIGHT != 0 || next > end && mask & LOOSE != 0
    })
}
