//! Values as RDF: figures as `xsd:decimal` with a QUDT unit, times as XSD literals or OWL-Time intervals.
//!
//! Comes in: a [`Value`] as the text layer read it. Goes out: pairs (property, object) for the claim that it stands in.
//! Nothing is guessed: a bound is no value, a missing number has a status and no value, a time is as precise as the text.

use super::iri::Base;
use crate::value::{self, Bound, Comparator, Time, Value, ValueKind};
use crate::vocab::{self, property, qudt, schema, sdmx, time, unit, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};

/// A pair (property, object) of a claim.
pub(super) type Pair = (NamedNode, Term);

/// What is said of a thing: the thing, a property and an object.
pub(super) type Said = (NamedNode, NamedNode, Term);

/// A decimal literal. Its lexical form is made canonical (no `+`, no idle zeros), as the store would. A fraction is written
/// out, to twelve places where it has no end.
pub(super) fn decimal(number: &str) -> Term {
    let written_out = number.split_once('/').and_then(|(above, below)| quotient(above, below));
    let number = written_out.as_deref().unwrap_or(number);
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && fraction.is_empty() { "" } else { sign };
    let point = if fraction.is_empty() { "" } else { "." };
    Literal::new_typed_literal(format!("{sign}{whole}{point}{fraction}"), xsd::DECIMAL).into()
}

/// A fraction of whole numbers to twelve places.
fn quotient(above: &str, below: &str) -> Option<String> {
    const PLACES: u32 = 12;
    let (sign, above) = match above.strip_prefix('-') {
        Some(above) => ("-", above),
        None => ("", above),
    };
    let (above, below): (u128, u128) = (above.parse().ok()?, below.parse().ok()?);
    let scale = 10u128.pow(PLACES);
    let scaled = above.checked_mul(scale)?.checked_add(below / 2)?.checked_div(below)?;
    Some(format!("{sign}{}.{:0width$}", scaled / scale, scaled % scale, width = PLACES as usize))
}

/// The unit's IRI: `unit:CCY_…` for money by its ISO 4217 code, a unit of ours for a key in lower case, else QUDT's.
pub fn unit_iri(kind: ValueKind, key: &str) -> NamedNode {
    if value::is_currency(key) {
        return NamedNode::new_unchecked(format!("{}CCY_{key}", vocab::UNIT));
    }
    let age = [("year", "YR"), ("month", "MO"), ("week", "WK"), ("day", "DAY")];
    if kind == ValueKind::Age
        && let Some((_, unit)) = age.iter().find(|(name, _)| *name == key)
    {
        return NamedNode::new_unchecked(format!("{}{unit}", vocab::UNIT));
    }
    let path = super::iri::encode(key).replace('/', "%2F");
    if key.starts_with(|c: char| c.is_ascii_lowercase()) {
        return vocab::own(&format!("unit-{path}"));
    }
    NamedNode::new_unchecked(format!("{}{path}", vocab::UNIT))
}

/// What a figure says, as pairs of an Observation. `comparator` overrides the value's own; `counted` is the noun.
pub(super) fn figure(value: &Value, comparator: Option<Comparator>, counted: Option<Literal>) -> Vec<Pair> {
    let number = value.number.as_deref();
    let comparator = match comparator.unwrap_or(value.comparator) {
        // What lies between two numbers is not equal to one.
        Comparator::Equal | Comparator::About if number.is_none() && !value.missing => Comparator::Range,
        other => other,
    };
    let mut pairs = Vec::new();
    // Of a number that is missing, "equal" would say something that the text does not.
    if !value.missing || comparator != Comparator::Equal {
        pairs.push(pair(property::COMPARATOR, vocab::qualifier("comparator", comparator.name())));
    }
    match (&value.unit, &counted) {
        (Some(key), _) => pairs.push(pair(qudt::HAS_UNIT, unit_iri(value.kind, key))),
        (None, Some(_)) => pairs.push(pair(qudt::HAS_UNIT, unit::NUM)),
        (None, None) => {}
    }
    pairs.extend(counted.map(|noun| pair(property::COUNTED, noun)));
    if value.missing {
        pairs.push(pair(sdmx::OBS_STATUS, sdmx::OBS_STATUS_MISSING));
        return pairs;
    }
    let bound = |bound: &Option<Bound>| bound.as_ref().map(|b| (b.value.clone(), b.inclusive));
    let (mut min, mut max) = (bound(&value.min), bound(&value.max));
    match comparator {
        Comparator::Equal | Comparator::About => {
            pairs.extend(number.map(|n| (qudt::NUMERIC_VALUE.into_owned(), decimal(n))));
            // A number needs no bounds beside it.
            (min, max) = (None, None);
        }
        Comparator::MoreThan | Comparator::AtLeast => min = min.or(number.map(|n| (n.to_owned(), true))),
        Comparator::LessThan | Comparator::AtMost => max = max.or(number.map(|n| (n.to_owned(), true))),
        Comparator::Range => {
            let excluded = |b: &Option<(String, bool)>| b.as_ref().is_some_and(|(_, inclusive)| !inclusive);
            if excluded(&min) {
                pairs.push(pair(property::MIN_EXCLUSIVE, Literal::from(true)));
            }
            if excluded(&max) {
                pairs.push(pair(property::MAX_EXCLUSIVE, Literal::from(true)));
            }
        }
    }
    pairs.extend(min.map(|(n, _)| (schema::MIN_VALUE.into_owned(), decimal(&n))));
    pairs.extend(max.map(|(n, _)| (schema::MAX_VALUE.into_owned(), decimal(&n))));
    pairs
}

fn pair(property: NamedNodeRef<'_>, object: impl Into<Term>) -> Pair {
    (property.into_owned(), object.into())
}

/// When something was, as RDF.
#[derive(Debug, Default)]
pub(super) struct When {
    pub pairs: Vec<Pair>,
    /// What the default graph must say of the period that a pair points to.
    pub described: Vec<Said>,
    /// The begin and the end are known: two texts that name it mean the same time.
    pub known: bool,
    /// It means the same in every text (a duration does, "every Monday" does not).
    pub absolute: bool,
}

/// A time as precise as the text: a literal where XSD has the type, an interval where it has not, a duration, or at
/// least the TIMEX3 value.
pub(super) fn when(base: &Base, value: &Time) -> When {
    let half_open = value.begin.is_some() != value.end_exclusive.is_some();
    if let Some(literal) = instant(&value.timex).filter(|_| !half_open) {
        return When { pairs: vec![pair(property::TIME, literal)], known: true, absolute: true, ..When::default() };
    }
    if value.begin.is_some() || value.end_exclusive.is_some() {
        return period(base, value);
    }
    if let Some(literal) = duration(&value.timex) {
        return When { pairs: vec![pair(property::DURATION, literal)], absolute: true, ..When::default() };
    }
    When { pairs: vec![pair(property::TIMEX, Literal::from(value.timex.as_str()))], ..When::default() }
}

/// `2024`, `2024-05`, `2024-05-01`, `2024-05-01T09:30` as an XSD literal.
fn instant(timex: &str) -> Option<Literal> {
    let (date, clock) = match timex.split_once('T') {
        Some((date, clock)) => (date, Some(clock)),
        None => (timex, None),
    };
    let mut parts = date.split('-');
    let number = |part: Option<&str>, digits: usize, low: u32, high: u32| {
        let part = part?;
        let whole = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        let number: u32 = part.parse().ok()?;
        (whole && (low..=high).contains(&number)).then_some(number)
    };
    let year = number(parts.next(), 4, 1, 9999)?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let typed = |datatype| Some(Literal::new_typed_literal(timex, datatype));
    match (month, day, clock) {
        (None, None, None) => typed(xsd::G_YEAR),
        (Some(_), None, None) => number(month, 2, 1, 12).and_then(|_| typed(xsd::G_YEAR_MONTH)),
        (Some(_), Some(_), clock) => {
            let month = number(month, 2, 1, 12)?;
            number(day, 2, 1, days_in(year, month))?;
            let Some(clock) = clock else { return typed(xsd::DATE) };
            let mut parts = clock.split(':');
            number(parts.next(), 2, 0, 23)?;
            number(parts.next(), 2, 0, 59)?;
            let seconds = parts.next();
            if seconds.is_some() {
                number(seconds, 2, 0, 59)?;
            }
            let text = if seconds.is_some() { timex.to_owned() } else { format!("{timex}:00") };
            parts.next().is_none().then(|| Literal::new_typed_literal(text, xsd::DATE_TIME))
        }
        _ => None,
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The first and last day of a time, either of them open; `None` where no day is known.
fn days(value: &Time) -> Option<(Option<String>, Option<String>)> {
    let first = value.begin.as_deref().and_then(day);
    let last = value.end_exclusive.as_deref().and_then(last_day);
    (first.is_some() || last.is_some()).then_some((first, last))
}

/// The IRI of the period that a time is; `None` where no day of it is known.
pub fn period_iri(base: &Base, value: &Time) -> Option<NamedNode> {
    let (first, last) = days(value)?;
    Some(base.period(first.as_deref().unwrap_or(""), last.as_deref().unwrap_or("")))
}

/// An interval between days. Its IRI tells its first and last day, so that it is one node in every document.
fn period(base: &Base, value: &Time) -> When {
    let (Some((first, last)), Some(node)) = (days(value), period_iri(base, value)) else {
        let timex = pair(property::TIMEX, Literal::from(value.timex.as_str()));
        return When { pairs: vec![timex], ..When::default() };
    };
    let say = |of: &NamedNode, property: NamedNodeRef<'_>, object: Term| (of.clone(), property.into_owned(), object);
    let mut described = vec![say(&node, vocab::rdf::TYPE, time::PROPER_INTERVAL.into())];
    for (day, property, part) in [(&first, time::HAS_BEGINNING, "begin"), (&last, time::HAS_END, "end")] {
        let Some(day) = day else { continue };
        let instant = NamedNode::new_unchecked(format!("{}#{part}", node.as_str()));
        described.push(say(&node, property, instant.clone().into()));
        described.push(say(&instant, vocab::rdf::TYPE, time::INSTANT.into()));
        described.push(say(&instant, time::IN_XSD_DATE, Literal::new_typed_literal(day.as_str(), xsd::DATE).into()));
    }
    let known = first.is_some() && last.is_some();
    When { pairs: vec![pair(property::PERIOD, node)], described, known, absolute: true }
}

/// The day of an ISO 8601 date or date and time.
fn day(iso: &str) -> Option<String> {
    let day: jiff::civil::Date = iso.split('T').next()?.parse().ok()?;
    Some(day.to_string())
}

/// The last day before an exclusive end; the day itself where the end lies inside it.
fn last_day(iso: &str) -> Option<String> {
    let day: jiff::civil::Date = iso.split('T').next()?.parse().ok()?;
    let inside = iso.split_once('T').is_some_and(|(_, clock)| clock.bytes().any(|b| (b'1'..=b'9').contains(&b)));
    let last = if inside { day } else { day.yesterday().ok()? };
    Some(last.to_string())
}

/// A TIMEX3 duration (`P3Y`, `P2W`, `PT90M`) as a canonical `xsd:duration`; `None` for one without a number (`PXY`).
fn duration(timex: &str) -> Option<Literal> {
    let body = timex.strip_prefix('P')?;
    let (date, clock) = body.split_once('T').unwrap_or((body, ""));
    let (mut months, mut seconds) = (0u64, 0u64);
    for (part, units) in [(date, DATE_UNITS), (clock, CLOCK_UNITS)] {
        let mut rest = part;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let number: u64 = rest[..digits].parse().ok()?;
            let letter = rest[digits..].chars().next()?;
            let (_, in_months, in_seconds) = *units.iter().find(|(name, _, _)| *name == letter)?;
            months = months.checked_add(number.checked_mul(in_months)?)?;
            seconds = seconds.checked_add(number.checked_mul(in_seconds)?)?;
            rest = &rest[digits + 1..];
        }
    }
    if months == 0 && seconds == 0 {
        return None;
    }
    let part = |number: u64, letter: char| if number > 0 { format!("{number}{letter}") } else { String::new() };
    let clock = seconds % 86_400;
    let text = [
        "P".to_owned(),
        part(months / 12, 'Y'),
        part(months % 12, 'M'),
        part(seconds / 86_400, 'D'),
        if clock > 0 { "T".to_owned() } else { String::new() },
        part(clock / 3600, 'H'),
        part(clock % 3600 / 60, 'M'),
        part(clock % 60, 'S'),
    ]
    .concat();
    Some(Literal::new_typed_literal(text, xsd::DURATION))
}

/// Letters of an ISO 8601 duration with what they are in months and in seconds.
const DATE_UNITS: &[(char, u64, u64)] = &[('Y', 12, 0), ('M', 1, 0), ('W', 0, 604_800), ('D', 0, 86_400)];
const CLOCK_UNITS: &[(char, u64, u64)] = &[('H', 0, 3600), ('M', 0, 60), ('S', 0, 1)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn number(number: &str, comparator: Comparator) -> Value {
        Value {
            span: Span::default(),
            hedged: Span::default(),
            full: Span::default(),
            latent: false,
            kind: ValueKind::Number,
            number: Some(number.to_owned()),
            unit: None,
            min: None,
            max: None,
            comparator,
            missing: false,
            counted: None,
            stated: false,
            product: None,
            time: None,
        }
    }

    fn shown(pairs: &[Pair]) -> Vec<String> {
        pairs.iter().map(|(p, o)| format!("{} {o}", p.as_str().rsplit(['#', '/']).next().unwrap_or(""))).collect()
    }

    #[test]
    fn a_bound_is_no_value() {
        let decimal = |n: &str| format!("\"{n}\"^^<http://www.w3.org/2001/XMLSchema#decimal>");
        let more = shown(&figure(&number("3000", Comparator::MoreThan), None, None));
        assert!(more.contains(&format!("minValue {}", decimal("3000"))), "{more:?}");
        assert!(!more.iter().any(|p| p.starts_with("numericValue")), "{more:?}");
        let about = shown(&figure(&number("03000.50", Comparator::About), None, None));
        assert!(about.contains(&format!("numericValue {}", decimal("3000.5"))), "{about:?}");
    }

    #[test]
    fn fractions_are_written_out() {
        let text = |number: &str| match decimal(number) {
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        };
        assert_eq!(text("3/4"), "0.75");
        assert_eq!(text("-1/3"), "-0.333333333333");
        assert_eq!(text("2/3"), "0.666666666667");
        assert_eq!(text("7/2"), "3.5");
    }

    #[test]
    fn a_number_has_no_bounds_beside_it_and_bounds_are_no_number() {
        let mut value = number("18", Comparator::MoreThan);
        value.min = Some(Bound { value: "18".to_owned(), inclusive: true });
        let equal = shown(&figure(&value, Some(Comparator::Equal), None));
        assert!(equal.iter().all(|p| !p.starts_with("minValue")), "{equal:?}");
        value.number = None;
        value.max = Some(Bound { value: "20".to_owned(), inclusive: true });
        let range = shown(&figure(&value, Some(Comparator::Equal), None));
        assert!(range.iter().any(|p| p.contains("comparator-range")), "{range:?}");
    }

    #[test]
    fn a_missing_number_has_a_status_and_no_value() {
        let mut value = number("0", Comparator::About);
        value.missing = true;
        value.unit = Some("PERCENT".to_owned());
        let pairs = shown(&figure(&value, None, None));
        assert!(pairs.iter().any(|p| p.starts_with("attribute#obsStatus") || p.starts_with("obsStatus")), "{pairs:?}");
        assert!(!pairs.iter().any(|p| p.contains("Value")), "{pairs:?}");
    }

    #[test]
    fn units_have_iris() {
        assert_eq!(unit_iri(ValueKind::Currency, "CNY").as_str(), "http://qudt.org/vocab/unit/CCY_CNY");
        // "between 3 and 4 billion yuan"
        assert_eq!(unit_iri(ValueKind::Range, "CNY").as_str(), "http://qudt.org/vocab/unit/CCY_CNY");
        assert_eq!(unit_iri(ValueKind::Dimension, "BBL").as_str(), "http://qudt.org/vocab/unit/BBL");
        assert_eq!(unit_iri(ValueKind::Dimension, "DAY").as_str(), "http://qudt.org/vocab/unit/DAY");
        assert_eq!(unit_iri(ValueKind::Percentage, "percentage-point"), vocab::own("unit-percentage-point"));
    }

    #[test]
    fn times_are_as_precise_as_the_text() {
        let show =
            |timex: &str| instant(timex).map(|l| l.datatype().as_str().rsplit('#').next().unwrap_or("").to_owned());
        assert_eq!(show("2024").as_deref(), Some("gYear"));
        assert_eq!(show("2024-05").as_deref(), Some("gYearMonth"));
        assert_eq!(show("2024-02-29").as_deref(), Some("date"));
        assert_eq!(show("2024-05-01T09:30").as_deref(), Some("dateTime"));
        for odd in ["2023-02-29", "2024-13", "2024-W03", "XXXX-05", "P3Y", "2024-H1", "199X", "2024-05-01T"] {
            assert_eq!(show(odd), None, "{odd}");
        }
    }

    #[test]
    fn durations_are_canonical() {
        let show = |timex: &str| duration(timex).map(|l| l.value().to_owned());
        assert_eq!(show("P3Y").as_deref(), Some("P3Y"));
        assert_eq!(show("P18M").as_deref(), Some("P1Y6M"));
        assert_eq!(show("P2W").as_deref(), Some("P14D"));
        assert_eq!(show("PT90M").as_deref(), Some("PT1H30M"));
        assert_eq!(show("PXY"), None);
        assert_eq!(show("P99999999999999999999Y"), None);
    }

    #[test]
    fn periods_name_their_days() {
        let base = Base::new(Base::DEFAULT).unwrap();
        let time = Time {
            timex: "2024-H1".to_owned(),
            begin: Some("2024-01-01".to_owned()),
            end_exclusive: Some("2024-07-01".to_owned()),
            ..Time::default()
        };
        let found = when(&base, &time);
        assert!(found.known);
        assert_eq!(shown(&found.pairs), ["period <https://w3id.org/chancery/time/2024-01-01--2024-06-30>"]);
        assert_eq!(found.described.len(), 7);
        let since =
            Time { timex: "2012".to_owned() + "-since", begin: Some("2012-11-08".to_owned()), ..Time::default() };
        assert!(!when(&base, &since).known);
    }
}
