//! Which values a reader would mark: the outermost ones, with hedge and counted noun, and no bare numerals.
//!
//! Comes in: what [`super::read`] found. Goes out: the values that become Quantity and Time mentions in `annotate`.

use super::{Value, ValueKind};
use crate::span::Span;

/// The values that are mentions; a mention's span is [`Value::full`].
pub fn mentions(text: &str, mut values: Vec<Value>) -> Vec<Value> {
    share_percent(text, &mut values);
    let mut last: Option<Span> = None;
    values.retain(|v| {
        let kept = !last.is_some_and(|l| l.overlaps(v.full)) && worth(text, v);
        if kept {
            last = Some(v.full);
        }
        kept
    });
    values
}

/// "5.1, 6 and 7 percent", 5、6和7%: the last says what each of them is.
fn share_percent(text: &str, values: &mut [Value]) {
    let mut percent: Option<(usize, Value)> = None;
    for at in (0..values.len()).rev() {
        let v = &values[at];
        let next = percent.as_ref().filter(|(start, _)| {
            let between = text.get(v.span.end as usize..*start).unwrap_or(" ").trim();
            matches!(between, "," | "and" | ", and" | "or" | "、" | "和" | "，")
        });
        if v.kind == ValueKind::Percentage && v.unit.as_deref() == Some("PERCENT") {
            percent = Some((v.hedged.start as usize, v.clone()));
        } else if let (ValueKind::Number, None, None, Some((_, last))) = (v.kind, &v.unit, v.counted, next)
            && v.full == v.span
            && v.number.is_some()
        {
            let alike = Value { kind: last.kind, unit: last.unit.clone(), ..v.clone() };
            percent = Some((v.span.start as usize, alike.clone()));
            values[at] = alike;
        }
    }
}

/// Whether a figure is the number of a note: it follows the mark and the quotation mark that end what is quoted ("…of the people.”3 These").
fn is_note(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    matches!(before.next(), Some('"' | '”' | '’')) && matches!(before.next(), Some('.' | ',' | '!' | '?' | ';'))
}

/// Whether a value says how much or when, beyond being a numeral.
fn worth(text: &str, v: &Value) -> bool {
    if v.latent {
        return false;
    }
    let written = v.span.of(text);
    if matches!(v.kind, ValueKind::Number | ValueKind::Range) && is_note(text, v.span.start as usize) {
        return false;
    }
    match v.kind {
        ValueKind::Ordinal => false,
        ValueKind::Time => v.time.as_ref().is_some_and(|t| !t.timex.starts_with("PRESENT_REF")),
        ValueKind::Number | ValueKind::Range if v.unit.is_none() => {
            let counted = v.counted.is_some() || v.full.end > v.hedged.end.max(v.span.end);
            let hedged = v.hedged != v.span;
            let one = v.number.as_deref() == Some("1") && !written.starts_with('1');
            let large =
                v.number.as_deref().is_some_and(|n| n.len() > 3) && !written.bytes().all(|b| b.is_ascii_digit());
            // 三分之一 is short, and no numeral that stands for itself.
            let part = v.number.as_deref().is_some_and(|n| n.contains('/') || n.starts_with("0."));
            let large = large || part && !written.is_ascii();
            let vague = v.number.is_none() && v.kind == ValueKind::Number;
            !one && (counted || hedged || large || vague || v.stated)
        }
        _ => true,
    }
}
