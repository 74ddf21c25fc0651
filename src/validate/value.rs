//! Literals as values: whether a lexical form is one of its datatype's, and which of two values is greater.
//!
//! Comparison is that of SPARQL's `<`, with dates, times and parts of dates besides, as SPARQL engines have it. Decimals
//! and integers are compared digit by digit, so that no length of theirs is too much.

use crate::vocab::xsd;
use oxigraph::model::{Literal, vocab};
use oxsdatatypes::{
    Date, DateTime, DayTimeDuration, Double, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time,
    YearMonthDuration,
};
use std::cmp::Ordering;
use std::str::FromStr;

/// Whether a literal's lexical form is one of its datatype; `true` for a datatype that is not known.
pub(super) fn is_well_formed(literal: &Literal) -> bool {
    let text = literal.value();
    let Some(name) = literal.datatype().as_str().strip_prefix(NAMESPACE).map(str::to_owned) else { return true };
    match name.as_str() {
        "decimal" => Decimal::parse(text).is_some(),
        "boolean" => matches!(text, "true" | "false" | "1" | "0"),
        "double" | "float" => Double::from_str(text).is_ok(),
        "dateTime" => DateTime::from_str(text).is_ok(),
        "dateTimeStamp" => DateTime::from_str(text).is_ok_and(|d| d.timezone_offset().is_some()),
        "date" => Date::from_str(text).is_ok(),
        "time" => Time::from_str(text).is_ok(),
        "gYear" => GYear::from_str(text).is_ok(),
        "gYearMonth" => GYearMonth::from_str(text).is_ok(),
        "gMonth" => GMonth::from_str(text).is_ok(),
        "gMonthDay" => GMonthDay::from_str(text).is_ok(),
        "gDay" => GDay::from_str(text).is_ok(),
        "duration" => Duration::from_str(text).is_ok(),
        "yearMonthDuration" => YearMonthDuration::from_str(text).is_ok(),
        "dayTimeDuration" => DayTimeDuration::from_str(text).is_ok(),
        "hexBinary" => text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit()),
        "base64Binary" => is_base64(text),
        "language" => is_language(text),
        integer => match INTEGERS.iter().find(|(name, _, _)| *name == integer) {
            Some((_, low, high)) => Decimal::parse(text).is_some_and(|number| {
                let above = |low: &&str| Decimal::parse(low).is_none_or(|low| number >= low);
                let below = |high: &&str| Decimal::parse(high).is_none_or(|high| number <= high);
                !text.contains('.') && low.as_ref().is_none_or(above) && high.as_ref().is_none_or(below)
            }),
            None => true,
        },
    }
}

const NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema#";

/// The types that XML Schema derives from `xsd:integer`, each with its least and its greatest value.
const INTEGERS: &[(&str, Option<&str>, Option<&str>)] = &[
    ("integer", None, None),
    ("nonNegativeInteger", Some("0"), None),
    ("positiveInteger", Some("1"), None),
    ("nonPositiveInteger", None, Some("0")),
    ("negativeInteger", None, Some("-1")),
    ("long", Some("-9223372036854775808"), Some("9223372036854775807")),
    ("int", Some("-2147483648"), Some("2147483647")),
    ("short", Some("-32768"), Some("32767")),
    ("byte", Some("-128"), Some("127")),
    ("unsignedLong", Some("0"), Some("18446744073709551615")),
    ("unsignedInt", Some("0"), Some("4294967295")),
    ("unsignedShort", Some("0"), Some("65535")),
    ("unsignedByte", Some("0"), Some("255")),
];

fn is_base64(text: &str) -> bool {
    let packed: String = text.split_whitespace().collect();
    let body = packed.trim_end_matches('=');
    let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'+' || b == b'/';
    packed.len().is_multiple_of(4) && packed.len() - body.len() <= 2 && body.bytes().all(letter)
}

fn is_language(text: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let first = text.split('-').next().unwrap_or_default();
    text.split('-').all(part) && first.bytes().all(|b| b.is_ascii_alphabetic())
}

/// A number with any count of digits.
#[derive(Debug, PartialEq, Eq)]
struct Decimal<'t> {
    negative: bool,
    /// Digits before the point, without zeros in front.
    whole: &'t str,
    /// Digits behind the point, without zeros at the end.
    fraction: &'t str,
}

impl<'t> Decimal<'t> {
    fn parse(text: &'t str) -> Option<Decimal<'t>> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        Some(Decimal { negative: negative && !(whole.is_empty() && fraction.is_empty()), whole, fraction })
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let size = (self.whole.len(), self.whole, self.fraction).cmp(&(other.whole.len(), other.whole, other.fraction));
        Some(match (self.negative, other.negative) {
            (false, false) => size,
            (true, true) => size.reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        })
    }
}

/// How two values stand to each other; `None` for what cannot be compared.
pub(super) fn compare(a: &Literal, b: &Literal) -> Option<Ordering> {
    let (kind_a, kind_b) = (a.datatype(), b.datatype());
    let (text_a, text_b) = (a.value(), b.value());
    let exact = |literal: &Literal| {
        let name = literal.datatype().as_str().strip_prefix(NAMESPACE).unwrap_or_default();
        name == "decimal" || INTEGERS.iter().any(|(known, _, _)| *known == name)
    };
    let inexact = |literal: &Literal| [vocab::xsd::DOUBLE, vocab::xsd::FLOAT].contains(&literal.datatype());
    if exact(a) && exact(b) {
        return Decimal::parse(text_a)?.partial_cmp(&Decimal::parse(text_b)?);
    }
    if (exact(a) || inexact(a)) && (exact(b) || inexact(b)) {
        return text_a.parse::<f64>().ok()?.partial_cmp(&text_b.parse::<f64>().ok()?);
    }
    if kind_a != kind_b {
        return None;
    }
    fn values<T: FromStr + PartialOrd>(a: &str, b: &str) -> Option<Ordering> {
        a.parse::<T>().ok()?.partial_cmp(&b.parse::<T>().ok()?)
    }
    match kind_a {
        xsd::STRING => Some(text_a.cmp(text_b)),
        xsd::BOOLEAN => {
            let truth = |text: &str| Some(matches!(text, "true" | "1")).filter(|t| *t || matches!(text, "false" | "0"));
            truth(text_a)?.partial_cmp(&truth(text_b)?)
        }
        xsd::DATE_TIME => values::<DateTime>(text_a, text_b),
        xsd::DATE => values::<Date>(text_a, text_b),
        vocab::xsd::TIME => values::<Time>(text_a, text_b),
        xsd::G_YEAR => values::<GYear>(text_a, text_b),
        xsd::G_YEAR_MONTH => values::<GYearMonth>(text_a, text_b),
        xsd::DURATION => values::<Duration>(text_a, text_b),
        vocab::xsd::DAY_TIME_DURATION => values::<DayTimeDuration>(text_a, text_b),
        vocab::xsd::YEAR_MONTH_DURATION => values::<YearMonthDuration>(text_a, text_b),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::NamedNode;

    fn typed(text: &str, name: &str) -> Literal {
        Literal::new_typed_literal(text, NamedNode::new_unchecked(format!("{NAMESPACE}{name}")))
    }

    #[test]
    fn lexical_forms_are_those_of_the_datatype() {
        let good = [
            ("0", "integer"),
            ("+12", "integer"),
            ("-0.50", "decimal"),
            (".5", "decimal"),
            ("123456789012345678901234567890.5", "decimal"),
            ("1e3", "double"),
            ("INF", "double"),
            ("2024-02-29", "date"),
            ("2024-02-29T10:00:00Z", "dateTime"),
            ("2024", "gYear"),
            ("P1Y6M", "duration"),
            ("127", "byte"),
            ("zh-Hans", "language"),
            ("aGVsbG8=", "base64Binary"),
            ("anything", "string"),
        ];
        let bad = [
            ("", "integer"),
            ("1.0", "integer"),
            ("1e3", "decimal"),
            (".", "decimal"),
            ("yes", "boolean"),
            ("2023-02-29", "date"),
            ("2024-2-1", "date"),
            ("128", "byte"),
            ("-1", "nonNegativeInteger"),
            ("P", "duration"),
            ("zh_Hans", "language"),
            ("abc", "base64Binary"),
            ("abc", "hexBinary"),
        ];
        for (text, name) in good {
            assert!(is_well_formed(&typed(text, name)), "{text} {name}");
        }
        for (text, name) in bad {
            assert!(!is_well_formed(&typed(text, name)), "{text} {name}");
        }
    }

    #[test]
    fn values_are_compared_and_not_their_text() {
        let order = |a: (&str, &str), b: (&str, &str)| compare(&typed(a.0, a.1), &typed(b.0, b.1));
        assert_eq!(order(("9", "integer"), ("10.0", "decimal")), Some(Ordering::Less));
        assert_eq!(order(("-9", "integer"), ("-10", "integer")), Some(Ordering::Greater));
        assert_eq!(order(("1.50", "decimal"), ("1.5", "decimal")), Some(Ordering::Equal));
        assert_eq!(order(("-0", "integer"), ("0", "integer")), Some(Ordering::Equal));
        assert_eq!(order(("0.5", "double"), ("1", "integer")), Some(Ordering::Less));
        assert_eq!(order(("2024-01-31", "date"), ("2024-02-01", "date")), Some(Ordering::Less));
        assert_eq!(order(("2024", "gYear"), ("2023", "gYear")), Some(Ordering::Greater));
        assert_eq!(order(("1", "integer"), ("1", "string")), None);
        assert_eq!(order(("x", "integer"), ("1", "integer")), None);
    }
}
