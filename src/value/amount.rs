//! A number with what it counts: percentage, money, measure, age, or nothing but the number.
//!
//! Comes in: a place in a text. Goes out: an [`Amount`] that starts there, without hedge. The units' names are data
//! (`units.tsv`, `currencies.tsv`); here is how a number and a unit stand together in either language.

use super::ValueKind;
use super::decimal::Exact;
use super::money::{minor_part, money_after, money_first};
use super::number::{Num, Style, number};
use super::rate::per;
use super::reader::Reader;
use super::tables::{currency, unit};
use super::words::{Cat, Entry, is_han};
use crate::document::Lang;

/// A number with its unit.
#[derive(Clone, Debug)]
pub struct Amount {
    pub start: usize,
    pub end: usize,
    pub kind: ValueKind,
    /// In `unit`; `None` for "millions of dollars".
    pub value: Option<Exact>,
    pub unit: Option<String>,
    /// The bare number inside, where the text has one of its own.
    pub number: Num,
    /// 20多个: more than the number, by its own writing.
    pub more: bool,
    /// Where the number's own part of the text ends (多 included): what a range or hedge without unit covers.
    pub number_end: usize,
    /// Whether a measure word of Chinese (个, 家) stands in place of a unit, and where it ends.
    pub measured: Option<usize>,
    /// A reading that only stands alone (`25分`, "a quarter").
    pub latent: bool,
}

impl Amount {
    /// An amount of a number that is not more than it says.
    pub fn new(n: Num, kind: ValueKind, start: usize, end: usize, value: Option<Exact>) -> Amount {
        let number_end = n.end;
        Amount {
            start,
            end,
            kind,
            value,
            unit: None,
            number: n,
            more: n.open,
            number_end,
            measured: None,
            latent: false,
        }
    }

    /// The same in a unit.
    pub fn unit(self, unit: impl Into<String>) -> Amount {
        Amount { unit: Some(unit.into()), ..self }
    }
}

fn value_of(n: &Num) -> Option<Exact> {
    (n.style != Style::Vague).then_some(n.value)
}

/// The amount at `at`.
pub fn amount(r: &Reader, at: usize) -> Option<Amount> {
    if let Some(mut a) = money_first(r, at) {
        per(r, &mut a);
        return Some(a);
    }
    if let Some((end, head)) = r.word(at, Cat::PercentHead) {
        let n = number(r, r.blank(end)).filter(|n| n.style != Style::Vague)?;
        let value = n.value.mul(Exact::ratio(100, head.num as i128)?)?;
        return Some(Amount::new(n, ValueKind::Percentage, at, n.end, Some(value)).unit("PERCENT"));
    }
    // 摄氏37度, 华氏温度100度
    if let Some((end, u)) = r.word(at, Cat::TempHead) {
        let n = number(r, r.blank(end))?;
        let (end, _) = r.next(n.end, Cat::Unit).filter(|(_, e)| e.arg == "DEG")?;
        return Some(Amount::new(n, ValueKind::Temperature, at, end, value_of(&n)).unit(u.arg));
    }
    // "- 20 degrees": a minus that stands apart is one before a temperature.
    if r.lang == Lang::En && r.char_at(at) == Some('-') && r.signed(at).is_none() {
        let b = r.blank(at + 1);
        let n = number(r, b).filter(|n| n.style == Style::Figures && b > at + 1)?;
        let a =
            with_unit(r, Num { start: at, value: n.value.neg(), ..n }).filter(|a| a.kind == ValueKind::Temperature)?;
        return Some(a);
    }
    if let Some((end, u)) = r.word(at, Cat::Multiple) {
        let n = Num::new(at, end, Exact::int(u.num), Style::Words);
        return Some(Amount::new(n, ValueKind::Number, at, end, Some(n.value)).unit("times"))
            .filter(|_| r.lang == Lang::Zh || u.num > 2);
    }
    if let Some((end, _)) = r.word(at, Cat::OrdinalHead) {
        let n = number(r, r.blank(end)).filter(|n| n.style != Style::Vague && n.whole().is_some() && !n.slashed)?;
        return Some(Amount::new(Num { ordinal: true, ..n }, ValueKind::Ordinal, at, n.end, Some(n.value)));
    }
    if let Some(a) = one_of(r, at) {
        return Some(a);
    }
    if let Some(a) = bare_unit(r, at) {
        return Some(a);
    }
    let n = number(r, at)?;
    // 二十届, 75周年: a place in a series
    if r.lang == Lang::Zh
        && n.whole().is_some()
        && n.style != Style::Fraction
        && r.next(n.end, Cat::OrdinalEnd).is_some()
    {
        return Some(Amount::new(Num { ordinal: true, ..n }, ValueKind::Ordinal, at, n.end, Some(n.value)));
    }
    if n.ordinal {
        return Some(Amount::new(n, ValueKind::Ordinal, at, n.end, Some(n.value)));
    }
    with_unit(r, n)
}

/// "a kilometre", "a dollar and 42 cents", "half a gallon", "tenth of a gallon": one, or a part of one.
fn one_of(r: &Reader, at: usize) -> Option<Amount> {
    if r.lang != Lang::En {
        return None;
    }
    let (n, b) = match r.word(at, Cat::Article) {
        Some((e, _)) if r.next(e, Cat::Denominator).is_none() => {
            (Num::new(at, e, Exact::ONE, Style::Single), r.blank(e))
        }
        Some(_) => return None,
        None => {
            let part = match r.word(at, Cat::Half).or_else(|| r.word(at, Cat::Denominator)) {
                Some((e, d)) => Num::new(at, e, Exact::ratio(1, d.num as i128)?, Style::Fraction),
                None => number(r, at).filter(|n| n.style == Style::Fraction)?,
            };
            let mut b = r.blank(part.end);
            if let Some((e, _)) = r.word(b, Cat::Of) {
                b = r.blank(e);
            }
            if let Some((e, _)) = r.word(b, Cat::Article) {
                b = r.blank(e);
            }
            (part, b)
        }
    };
    if b == n.end {
        return None;
    }
    if let Some((e, u)) =
        r.word(b, Cat::Unit).filter(|(_, u)| !matches!(u.arg, "DEG" | "BIT" | "FT" | "YD" | "LB" | "K" | "TON"))
    {
        let row = unit(u.num)?;
        let kind = if row.kind == "temperature" { ValueKind::Temperature } else { ValueKind::Dimension };
        let a = Amount { latent: n.style == Style::Single, ..Amount::new(n, kind, at, e, Some(n.value)) };
        return Some(a.unit(row.key)).filter(|a| a.kind == ValueKind::Dimension);
    }
    if let Some((e, m)) = r.word(b, Cat::Money) {
        let a =
            Amount { latent: true, ..Amount::new(n, ValueKind::Currency, at, e, Some(n.value)) }.unit(currency(m.num)?);
        return Some(minor_part(r, a));
    }
    if let Some((e, c)) = r.word(b, Cat::Coin) {
        let value = n.value.div(Exact::int(c.num));
        let a = Amount { latent: true, ..Amount::new(n, ValueKind::Currency, at, e, value) };
        return Some(a.unit("dollar"));
    }
    let (e, u) = r.word(b, Cat::Unit).filter(|(_, u)| u.arg == "LB")?;
    let a = Amount { latent: true, ..Amount::new(n, ValueKind::Dimension, at, e, Some(n.value)) };
    Some(a.unit(u.arg))
}

/// "convert to celsius": a scale of temperature without a figure.
fn bare_unit(r: &Reader, at: usize) -> Option<Amount> {
    let (e, u) = r
        .word(at, Cat::Unit)
        .filter(|(e, u)| r.lang == Lang::En && matches!(u.arg, "DEG_C" | "DEG_F") && e - at > 3)?;
    let n = Num::new(at, e, Exact::ZERO, Style::Vague);
    Some(Amount { latent: true, ..Amount::new(n, ValueKind::Temperature, at, e, None) }.unit(u.arg))
}

/// Takes 多, 余, 几 after the number into the amount; where the unit may stand.
pub fn more_then(r: &Reader, a: &mut Amount) -> Option<usize> {
    if r.lang != Lang::Zh {
        return Some(a.number.end);
    }
    match r.word(a.number.end, Cat::More).filter(|(end, m)| remainder(r, &a.number, *end, m)) {
        Some((end, _)) => {
            a.more = true;
            a.number_end = end;
            a.end = a.end.max(end);
            Some(end)
        }
        None => Some(a.number.end),
    }
}

/// Whether 多, 余, 几, 来 at `end` is the remainder of the number and no word of its own.
fn remainder(r: &Reader, n: &Num, end: usize, _m: &Entry) -> bool {
    let word = &r.text[n.end..end];
    let next_unit = [
        Cat::Measure,
        Cat::Unit,
        Cat::Money,
        Cat::TimeUnit,
        Cat::Percent,
        Cat::Times,
        Cat::Age,
        Cat::Noun,
        Cat::ZScale,
        Cat::PPoint,
    ]
    .iter()
    .any(|c| r.next(end, *c).is_some());
    let round = n.value.trailing_zeros() > 0;
    match word {
        "来" | "來" => next_unit && round,
        "几" | "幾" => round && next_unit,
        _ => round && (next_unit || !r.char_at(end).is_some_and(is_han)) || next_unit && n.style == Style::Figures,
    }
}

pub fn with_unit(r: &Reader, n: Num) -> Option<Amount> {
    let mut a = Amount::new(n, ValueKind::Number, n.start, n.end, value_of(&n));
    let end = more_then(r, &mut a)?;
    let blank = r.blank(end);
    let hyphen = r.lang == Lang::En;
    let find = |cat: Cat| if hyphen { r.joined(end, cat) } else { r.word(blank, cat) };
    // percent and points
    if let Some((e, u)) = find(Cat::PPoint) {
        let value = value_of(&n).and_then(|v| v.mul(Exact::ratio(100, u.num as i128)?));
        if n.style == Style::Vague {
            return Some(a);
        }
        return Some(Amount { end: e, kind: ValueKind::Percentage, value, ..a }.unit("percentage-point"));
    }
    if let Some((e, u)) = find(Cat::Percent) {
        let value = value_of(&n).and_then(|v| v.mul(Exact::ratio(100, u.num as i128)?));
        return Some(Amount { end: e, kind: ValueKind::Percentage, value, ..a }.unit("PERCENT"));
    }
    if r.lang == Lang::Zh
        && let Some(t) = tenths(r, &a, end)
    {
        return Some(t);
    }
    if let Some(mut m) = money_after(r, &a, end) {
        per(r, &mut m);
        return Some(m);
    }
    if let Some((e, u)) = find(Cat::Age) {
        let kind = ValueKind::Age;
        return Some(Amount { end: e, kind, ..a }.unit(u.arg));
    }
    if let Some(m) = measure(r, &a, end) {
        return Some(m);
    }
    if let Some((e, _)) = r.next(end, Cat::TempHead).filter(|_| r.lang == Lang::En && blank > end) {
        let value = a.value.map(Exact::neg);
        return Some(Amount { end: e, kind: ValueKind::Temperature, value, ..a }.unit("DEG"));
    }
    if let Some((e, c)) = find(Cat::Coin) {
        let value = a.value.and_then(|v| v.div(Exact::int(c.num)));
        return Some(Amount { end: e, kind: ValueKind::Currency, value, latent: true, ..a }.unit("dollar"));
    }
    if let Some((e, _)) = find(Cat::Times).filter(|_| n.style != Style::Single || r.lang == Lang::Zh) {
        return Some(Amount { end: e, ..a }.unit("times"));
    }
    if r.lang == Lang::Zh {
        if let Some((e, d)) = r.word(blank, Cat::Pairs).filter(|(e, _)| !r.char_at(*e).is_some_and(is_han)) {
            let value = a.value.and_then(|v| v.mul(Exact::int(d.num)));
            let number = Num { end: e, value: value.unwrap_or(n.value), ..n };
            return Some(Amount { end: e, number, number_end: e, value, ..a });
        }
        // 14亿人口: the noun is longer than the measure in it
        let noun = r.word(blank, Cat::Noun).map_or(0, |(e, _)| e);
        let counts = (blank == end || n.style == Style::Figures) && r.word(blank, Cat::NoTail).is_none();
        if let Some((e, _)) = r.word(blank, Cat::Measure).filter(|(e, _)| noun <= *e && counts) {
            a.measured = Some(e);
            return Some(a);
        }
    }
    Some(a)
}

/// 三成 is 30 %, 八折 and 75折 are 80 and 75 %.
fn tenths(r: &Reader, a: &Amount, end: usize) -> Option<Amount> {
    let b = r.blank(end);
    let v = a.value.or(None)?;
    if let Some((e, _)) = r.word(b, Cat::Cheng) {
        if r.word(b, Cat::NoTail).is_some() || !v.less_than(Exact::int(11)) || v.is_negative() {
            return None;
        }
        let mut value = v.mul(Exact::int(10))?;
        let mut end = e;
        // 七成六, 六成半
        let c = r.blank(e);
        if let Some((e2, _)) = r.word(c, Cat::Half) {
            (value, end) = (value.add(Exact::int(5))?, e2);
        } else if let Some((e2, d)) = r.word(c, Cat::ZDigit).filter(|(e2, _)| !r.char_at(*e2).is_some_and(is_han)) {
            (value, end) = (value.add(Exact::int(d.num))?, e2);
        }
        return Some(Amount { end, kind: ValueKind::Percentage, value: Some(value), ..a.clone() }.unit("PERCENT"));
    }
    let (e, _) = r.word(b, Cat::Zhe)?;
    if r.word(b, Cat::NoTail).is_some()
        || !v.less_than(Exact::int(100))
        || !Exact::ZERO.less_than(v)
        || v == Exact::int(10)
    {
        return None;
    }
    let value = if v.less_than(Exact::int(10)) { v.mul(Exact::int(10))? } else { v };
    Some(Amount { end: e, kind: ValueKind::Percentage, value: Some(value), ..a.clone() }.unit("PERCENT"))
}

fn measure(r: &Reader, a: &Amount, end: usize) -> Option<Amount> {
    let n = &a.number;
    if n.style == Style::Vague && r.lang == Lang::En {
        return None;
    }
    let (e, u) = unit_at(r, a, end)?;
    let row = unit(u.num)?;
    let mut a = Amount { end: e, ..a.clone() };
    a.kind = match row.kind {
        "temperature" => ValueKind::Temperature,
        "degree" => degrees(r, &a),
        _ => ValueKind::Dimension,
    };
    a.unit = Some(row.key.to_owned());
    // 一吨半
    if let Some((e, _)) =
        r.word(a.end, Cat::Half).filter(|(e, _)| r.lang == Lang::Zh && !r.char_at(*e).is_some_and(is_han))
    {
        a.value = a.value.and_then(|v| v.add(Exact::HALF));
        a.end = e;
        return Some(a);
    }
    // 三米九
    if let Some((e, d)) = r.word(a.end, Cat::ZDigit).filter(|(e, d)| {
        r.lang == Lang::Zh && d.num > 0 && n.style == Style::Single && !r.char_at(*e).is_some_and(is_han)
    }) {
        a.value = a.value.and_then(|v| v.add(Exact::decimal(d.num as i128, 1)?));
        a.end = e;
        return Some(a);
    }
    compound(r, &mut a, row.base, row.factor);
    per(r, &mut a);
    Some(a)
}

fn unit_at(r: &Reader, a: &Amount, end: usize) -> Option<(usize, Entry)> {
    let b = r.blank(end);
    let n = &a.number;
    let found = match r.lang {
        Lang::En => r.joined(end, Cat::Unit),
        Lang::Zh => r.word(b, Cat::Unit),
    };
    let figures = n.style == Style::Figures || n.style == Style::Fraction && n.slashed;
    let tight = r.word(b, Cat::TightUnit).filter(|(e, u)| match r.lang {
        // Letters directly after figures; "in" and "a" are words when they stand apart.
        Lang::En => figures && (b == end || !matches!(u.arg, "IN" | "MI" | "HA" | "A")),
        Lang::Zh => {
            !(r.word(b, Cat::NoTail).is_some() || r.word(*e, Cat::Measure).is_some() && !u.arg.is_ascii())
                && (b == end || figures)
        }
    });
    let bracketed = || {
        // 20 [kg], 20 <kg>
        let (open, close) = match r.char_at(b)? {
            '[' => ('[', ']'),
            '<' => ('<', '>'),
            _ => return None,
        };
        let (e, u) = r.word(b + open.len_utf8(), Cat::Unit)?;
        (r.char_at(e) == Some(close)).then_some((e + 1, u))
    };
    let tight = tight.filter(|(e, _)| !r.text.as_bytes().get(*e).is_some_and(u8::is_ascii_digit));
    let hit = match (found, tight) {
        (Some(f), Some(t)) => Some(if t.0 > f.0 { t } else { f }),
        (f, t) => f.or(t),
    }
    .or_else(bracketed)?;
    if r.lang == Lang::Zh && r.word(b, Cat::NoTail).is_some() {
        return None;
    }
    Some(hit)
}

/// A degree is of temperature where the text speaks of temperature.
fn degrees(r: &Reader, a: &Amount) -> ValueKind {
    let from = a.start.saturating_sub(60);
    let from = (from..=a.start).find(|i| r.text.is_char_boundary(*i)).unwrap_or(a.start);
    let near = &r.text[from..a.start];
    let turn = ["rotat", "Rotat", "angle", "turn", "latitud", "longitud", "旋转", "角", "经", "纬"]
        .iter()
        .any(|w| near.contains(w));
    if turn { ValueKind::Dimension } else { ValueKind::Temperature }
}

/// "7 feet 10 inches", "2 yards, 7 ft and 10 inches", 六斤八两: the parts add up in the first unit.
fn compound(r: &Reader, a: &mut Amount, base: &str, factor: &str) {
    let Some(mut unit) = Exact::read(factor).filter(|_| matches!(base, "length" | "mass" | "volume")) else { return };
    for _ in 0..4 {
        let mut c = r.blank(a.end);
        if r.char_at(c) == Some(',') {
            c = r.blank(c + 1);
        }
        if let Some((e, _)) = r.word(c, Cat::And) {
            c = r.blank(e);
        }
        let Some(n) = number(r, c).filter(|n| !n.ordinal && n.style != Style::Vague && n.style != Style::Fraction)
        else {
            return;
        };
        if c == a.end && r.lang == Lang::En {
            return;
        }
        let next = Amount::new(n, ValueKind::Dimension, n.start, n.end, Some(n.value));
        let in_word = r.word(r.blank(n.end), Cat::TightUnit).filter(|(_, u)| base == "length" && u.arg == "IN");
        let Some((e, row)) =
            unit_at(r, &next, n.end).or(in_word).and_then(|(e, u)| Some((e, super::tables::unit(u.num)?)))
        else {
            return;
        };
        let Some(f) = Exact::read(row.factor).filter(|f| row.base == base && *f != unit) else { return };
        // A part is not much more than what it is part of ("20 km, 800 m", 六斤八两); "5 km, 300 miles" is a list.
        let part = n.value.mul(f).zip(unit.mul(Exact::int(3))).is_some_and(|(part, whole)| part.less_than(whole));
        if !part {
            return;
        }
        // The smaller unit keeps the sum a whole number: 7 feet 10 inches are 94 inches.
        let small = if f.less_than(unit) { f } else { unit };
        let sum = a.value.and_then(|v| v.mul(unit)?.add(n.value.mul(f)?)?.div(small));
        let Some(value) = sum else { return };
        if f.less_than(unit) {
            a.unit = Some(row.key.to_owned());
            unit = f;
        }
        a.value = Some(value);
        a.end = e;
    }
}
