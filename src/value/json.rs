//! The rows of `chancery values`, and the date that a document's times are relative to.
//!
//! Comes in: the values of a text. Goes out: a JSON object for each, offsets in code points. A value with a hedge gives two
//! rows: itself, and a `range` over the hedge that says what the bound is.

use super::decimal::Exact;
use super::tables::base_of;
use super::{Bound, Comparator, Value, ValueKind};
use crate::document::Metadata;
use crate::span::{CodePoints, Span};
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value as Json, json};

/// When a document was written.
pub fn written(meta: &Metadata) -> Option<DateTime> {
    let day = meta.date.as_deref()?;
    meta.time.as_ref().and_then(|time| date(&format!("{day}T{time}"))).or_else(|| date(day))
}

/// A document's date: `2024`, `2024-03`, `2024-03-05`, with or without a time after it.
pub fn date(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if let Ok(d) = text.parse::<DateTime>() {
        return Some(d);
    }
    let day = text.get(..10).unwrap_or(text);
    if let Ok(d) = day.parse::<Date>() {
        let clock = text.get(11..19).and_then(|t| t.parse::<jiff::civil::Time>().ok()).unwrap_or_default();
        return Some(d.to_datetime(clock));
    }
    let mut parts = day.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map_or(Some(1), |m| m.parse().ok())?;
    Some(Date::new(year, month, 1).ok()?.to_datetime(jiff::civil::Time::midnight()))
}

/// Values as `chancery values` reports them.
pub fn rows(text: &str, values: &[Value]) -> Vec<Json> {
    let points = CodePoints::new(text);
    let mut out = Vec::with_capacity(values.len());
    for v in values {
        let vague = v.number.is_none() && v.min.is_some();
        let bounded =
            (v.hedged != v.span || vague) && !v.missing && v.kind != ValueKind::Time && v.kind != ValueKind::Range;
        let bounded = bounded && (v.comparator != Comparator::Equal || v.min.is_some() || v.max.is_some());
        let whole = v.kind == ValueKind::Range || v.missing;
        // "500 g of strawberries" as a whole, and then its parts.
        if let Some(product) = v.product {
            let all = Span { end: product.end, ..v.hedged };
            put(text, &points, v, all, if bounded { ValueKind::Range } else { v.kind }, &mut out);
        }
        if bounded {
            put(text, &points, v, v.hedged, ValueKind::Range, &mut out);
        }
        put(
            text,
            &points,
            v,
            if whole || v.unit.as_deref() == Some("times") { v.hedged } else { v.span },
            v.kind,
            &mut out,
        );
    }
    out
}

/// The row of a reading; before that of a measure the same in the unit that others of its kind are told in, so that
/// amounts compare: 六斤八两 is 68 liang and 3400 grams.
fn put(text: &str, points: &CodePoints, v: &Value, span: Span, kind: ValueKind, out: &mut Vec<Json>) {
    if let Some((base, value)) = v.number.as_deref().filter(|_| kind == ValueKind::Dimension).and_then(|n| {
        let (base, factor) = base_of(v.unit.as_deref()?)?;
        Some((base, Exact::read(n)?.mul(Exact::read(factor)?)?))
    }) {
        let mut o = row(text, points, v, span, kind);
        o.insert("value".into(), json!(value.to_string()));
        o.insert("unit".into(), json!(base));
        o.insert("base".into(), json!(true));
        out.push(Json::Object(o));
    }
    out.push(Json::Object(row(text, points, v, span, kind)));
}

fn row(text: &str, points: &CodePoints, v: &Value, span: Span, kind: ValueKind) -> Map<String, Json> {
    let (start, end) = points.span(span);
    let mut o = Map::new();
    o.insert("start".into(), json!(start));
    o.insert("end".into(), json!(end));
    o.insert("text".into(), json!(span.of(text)));
    o.insert("kind".into(), json!(kind.name()));
    let mut put = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            o.insert(key.into(), json!(value));
        }
    };
    put("value", v.number.as_deref());
    put("unit", v.unit.as_deref());
    put("counted", v.counted.or(v.product).map(|noun| noun.of(text)));
    if kind == ValueKind::Range {
        put("min", v.min.as_ref().map(|b| b.value.as_str()));
        put("max", v.max.as_ref().map(|b| b.value.as_str()));
    }
    if v.comparator != Comparator::Equal {
        put("comparator", Some(v.comparator.name()));
    }
    if v.missing {
        put("status", Some("missing"));
    }
    if let Some(t) = &v.time {
        put("timex", Some(&t.timex));
        put("begin", t.begin.as_deref());
        put("end_exclusive", t.end_exclusive.as_deref());
        put("grain", t.grain);
    }
    if kind == ValueKind::Range {
        let flag = |b: &Option<Bound>| b.as_ref().map(|b| b.inclusive);
        if let Some(x) = flag(&v.min) {
            o.insert("min_inclusive".into(), json!(x));
        }
        if let Some(x) = flag(&v.max) {
            o.insert("max_inclusive".into(), json!(x));
        }
    }
    o
}
