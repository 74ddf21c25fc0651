//! What is so much of for each: "60 km per hour", "80 dollars a barrel", 元/吨, 每吨4500元, "3 per 1,000".
//!
//! Comes in: an [`Amount`] with its unit. Goes out: the same with the unit of the rate, and its end.

use super::ValueKind;
use super::amount::Amount;
use super::counted::noun;
use super::number::{Style, number};
use super::reader::Reader;
use super::tables::currency;
use super::words::{Cat, is_han};
use crate::document::Lang;

/// "60 km per hour", "80 dollars a barrel", "0.4 kg of CO2 per kWh", 元/吨, 每吨4500元: what the unit is of each one of.
pub fn per(r: &Reader, a: &mut Amount) {
    let found = match r.lang {
        Lang::En => after_per(r, a.end).or_else(|| {
            // "of CO2 per kWh"
            let (e, _) = r.next(a.end, Cat::Of)?;
            let b = r.blank(e);
            let word = r.text[b..].bytes().take_while(u8::is_ascii_alphanumeric).count();
            after_per(r, b + word)
        }),
        Lang::Zh => after_per(r, a.end).or_else(|| before_per(r, a.start).map(|each| (a.end, each))),
    };
    if let (Some((end, each)), Some(own)) = (found, &a.unit) {
        a.unit = Some(super::tables::per(own, &each));
        a.end = end;
    }
}

/// "per hour", "/kg", "a barrel" at `at`: its end, and the unit there.
fn after_per(r: &Reader, at: usize) -> Option<(usize, String)> {
    let b = r.blank(at);
    let (e, _) = r.word(b, Cat::Per)?;
    let word = &r.text[b..e];
    let slash = word == "/" || word == "／";
    let c = r.blank(e);
    if slash && c > e || !slash && r.lang == Lang::En && b == at {
        return None;
    }
    // 元/万吨, 吨/万元
    let (d, scale) = match r.word(c, Cat::ZScale).filter(|_| slash) {
        Some((d, s)) => (d, format!("1E{}", s.num)),
        None => (c, String::new()),
    };
    let (end, unit) = each(r, d, slash)?;
    // "twelve days a year" and the like are two times; what is so much a year is a rate of flow.
    Some((end, format!("{scale}{unit}")))
}

/// 每吨, 每平方米, 时速, 亩产 before a figure.
fn before_per(r: &Reader, at: usize) -> Option<String> {
    let head = r.text[..at].trim_end_matches(super::words::is_space);
    let starts = head.char_indices().rev().map(|(i, _)| i).take(6);
    { starts }.find_map(|start| {
        let (e, w) = r.word(start, Cat::Per).filter(|(_, w)| w.arg != "0" || r.text[start..].starts_with('每'))?;
        if e == head.len() {
            return (w.arg != "0").then(|| w.arg.to_owned());
        }
        let (end, unit) = each(r, e, false)?;
        (end == head.len()).then_some(unit)
    })
}

/// "per 100,000 live births", /10万 behind a count: where it ends, and the unit of a count among so many.
pub fn among(r: &Reader, end: usize) -> Option<(usize, String)> {
    let b = r.blank(end);
    let (e, _) = r.word(b, Cat::Per)?;
    let mark = matches!(&r.text[b..e], "/" | "／");
    let per = b > end && r.text[b..e].eq_ignore_ascii_case("per");
    if !mark && !per {
        return None;
    }
    let n = number(r, r.blank(e)).filter(|n| n.whole().is_some_and(|w| w >= 100) && n.style != Style::Vague)?;
    // "8/100", 2023/2024: a fraction, or two years
    if mark && !r.text[n.start..n.end].ends_with(is_han) {
        return None;
    }
    let unit = format!("per-{}", n.value);
    let whole = Amount::new(n, ValueKind::Number, n.start, n.end, Some(n.value));
    let of = noun(r, &whole).and_then(|(span, _)| span).map_or(n.end, |span| span.end as usize);
    Some((of, unit))
}

/// What something is so much of for each: a unit, a time, a head, money.
fn each(r: &Reader, at: usize, slash: bool) -> Option<(usize, String)> {
    // "a kilo"; letters only after a stroke
    let tight = |cat: Cat| r.word(at, cat).filter(|(e, _)| slash || e - at > 3);
    if let Some((end, u)) = r.word(at, Cat::Unit).or_else(|| tight(Cat::TightUnit)) {
        return Some((end, u.arg.to_owned()));
    }
    if let Some((end, u)) = r.word(at, Cat::TimeUnit).or_else(|| tight(Cat::TightTimeUnit)) {
        // "5 dollars a year earlier"; but "5 dollars a year on bread"
        let other = |c: &Cat| r.next(end, *c).is_some_and(|(e, _)| r.latin_before(e) != "on");
        if [Cat::Ago, Cat::Later].iter().any(other) {
            return None;
        }
        return Some((end, super::tables::time_unit(u.arg)?.to_owned()));
    }
    if let Some((end, h)) = r.word(at, Cat::Head) {
        return Some((end, h.arg.to_owned()));
    }
    let (end, m) = r.word(at, Cat::Money)?;
    Some((end, currency(m.num)?.to_owned()))
}
