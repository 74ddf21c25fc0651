//! A number with what it counts: percentage, money, measure, age, or nothing but the number.
//!
//! Comes in: a place in a text. Goes out: an [`Amount`] that starts there, without hedge. The units' names are data
//! (`units.tsv`, `currencies.tsv`); here is how a number and a unit stand together in either language.

use super::ValueKind;
use super::decimal::Exact;
use super::number::{Num, Style, number};
use super::reader::Reader;
use super::words::{Cat, Entry, currency, is_han, unit};
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
    fn new(n: Num, kind: ValueKind, start: usize, end: usize, value: Option<Exact>) -> Amount {
        let number_end = n.end;
        Amount { start, end, kind, value, unit: None, number: n, more: n.open, number_end, measured: None, latent: false }
    }

    fn unit(self, unit: impl Into<String>) -> Amount {
        Amount { unit: Some(unit.into()), ..self }
    }
}

fn value_of(n: &Num) -> Option<Exact> {
    (n.style != Style::Vague).then_some(n.value)
}

/// The amount at `at`.
pub fn amount(r: &Reader, at: usize) -> Option<Amount> {
    if let Some(a) = money_first(r, at) {
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
        let a = with_unit(r, Num { start: at, value: n.value.neg(), ..n }).filter(|a| a.kind == ValueKind::Temperature)?;
        return Some(a);
    }
    if let Some((end, u)) = r.word(at, Cat::Multiple) {
        let n = Num::new(at, end, Exact::int(u.num), Style::Words);
        return Some(Amount::new(n, ValueKind::Number, at, end, Some(n.value)).unit("times")).filter(|_| r.lang == Lang::Zh || u.num > 2);
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
    if r.lang == Lang::Zh && n.whole().is_some() && n.style != Style::Fraction && r.next(n.end, Cat::OrdinalEnd).is_some() {
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
        Some((e, _)) if r.next(e, Cat::Denominator).is_none() => (Num::new(at, e, Exact::ONE, Style::Single), r.blank(e)),
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
    if let Some((e, u)) = r.word(b, Cat::Unit).filter(|(_, u)| !matches!(u.arg, "DEG" | "BIT" | "FT" | "YD" | "LB" | "K" | "TON")) {
        let row = unit(u.num)?;
        let kind = if row.kind == "temperature" { ValueKind::Temperature } else { ValueKind::Dimension };
        let a = Amount { latent: n.style == Style::Single, ..Amount::new(n, kind, at, e, Some(n.value)) };
        return Some(a.unit(row.key)).filter(|a| a.kind == ValueKind::Dimension);
    }
    if let Some((e, m)) = r.word(b, Cat::Money) {
        let a = Amount { latent: true, ..Amount::new(n, ValueKind::Currency, at, e, Some(n.value)) }.unit(currency(m.num)?);
        return Some(minor_part(r, a));
    }
    let (e, u) = r.word(b, Cat::Unit).filter(|(_, u)| u.arg == "LB")?;
    let a = Amount { latent: true, ..Amount::new(n, ValueKind::Dimension, at, e, Some(n.value)) };
    Some(a.unit(u.arg))
}

/// "convert to celsius": a scale of temperature without a figure.
fn bare_unit(r: &Reader, at: usize) -> Option<Amount> {
    let (e, u) = r.word(at, Cat::Unit).filter(|(e, u)| r.lang == Lang::En && matches!(u.arg, "DEG_C" | "DEG_F") && e - at > 3)?;
    let n = Num::new(at, e, Exact::ZERO, Style::Vague);
    Some(Amount { latent: true, ..Amount::new(n, ValueKind::Temperature, at, e, None) }.unit(u.arg))
}

/// "$1.2 billion", "RMB 10 billion", 人民币50元.
fn money_first(r: &Reader, at: usize) -> Option<Amount> {
    let sign = r.word(at, Cat::Sign);
    let (end, e) = match sign {
        Some(hit) => hit,
        None if r.lang == Lang::Zh => r.word(at, Cat::Money).filter(|(end, _)| end - at > 3)?,
        None => return ringgit(r, at),
    };
    let b = r.blank(end);
    // "dollar 20", but not "dollar-denominated" or a code inside a word
    if r.text.as_bytes()[at].is_ascii_alphabetic() && (!r.starts_word(at) || r.in_word(end)) {
        return None;
    }
    let n = number(r, b).filter(|n| !n.ordinal && n.style != Style::Vague && n.style != Style::Single)?;
    let mut n = n;
    // "$5m", "€20m"
    if n.plain.is_some() || n.style == Style::Figures {
        if let Some(b'm') = r.text.as_bytes().get(n.end) {
            if !r.in_word(n.end + 1) {
                n = Num { end: n.end + 1, value: n.value.mul(Exact::int(1_000_000))?, plain: None, ..n };
            }
        }
    }
    let key = currency(e.num)?;
    let mut a = Amount::new(n, ValueKind::Currency, at, n.end, Some(n.value)).unit(key);
    // ￥300元, 人民币50元, "$20 and 43c"
    if let Some((end, again)) = more_then(r, &mut a).and_then(|end| r.next(end, Cat::Money)) {
        if again.arg == key || key == "dollar" || again.arg == "CNY" && sign.is_none() {
            a.end = end;
        }
        if key == "dollar" && again.arg.len() == 3 {
            a.unit = Some(again.arg.to_owned());
        }
    }
    Some(minor_part(r, a))
}

/// "ringgit 42": a currency's name before the figure.
fn ringgit(r: &Reader, at: usize) -> Option<Amount> {
    let (end, e) = r.word(at, Cat::Money).filter(|(end, _)| r.blank(*end) > *end && r.starts_word(at))?;
    let b = r.blank(end);
    if !r.char_at(b).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let n = number(r, b).filter(|n| !n.ordinal)?;
    // A year, a date or another unit after the name: the name belongs to what stands before.
    if n.plain == Some(4) || with_unit(r, n).is_some_and(|a| a.kind != ValueKind::Number) || r.next(n.end, Cat::Month).is_some() {
        return None;
    }
    Some(Amount::new(n, ValueKind::Currency, at, n.end, Some(n.value)).unit(currency(e.num)?))
}

/// Takes 多, 余, 几 after the number into the amount; where the unit may stand.
fn more_then(r: &Reader, a: &mut Amount) -> Option<usize> {
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
    let next_unit = [Cat::Measure, Cat::Unit, Cat::Money, Cat::TimeUnit, Cat::Percent, Cat::Times, Cat::Age, Cat::Noun, Cat::ZScale, Cat::PPoint]
        .iter()
        .any(|c| r.next(end, *c).is_some());
    let round = n.value.trailing_zeros() > 0;
    match word {
        "来" | "來" => next_unit && round,
        "几" | "幾" => round && next_unit,
        _ => round && (next_unit || !r.char_at(end).is_some_and(is_han)) || next_unit && n.style == Style::Figures,
    }
}

fn with_unit(r: &Reader, n: Num) -> Option<Amount> {
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
    if r.lang == Lang::Zh {
        if let Some(t) = tenths(r, &a, end) {
            return Some(t);
        }
    }
    if let Some(m) = money_after(r, &a, end) {
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
        if let Some((e, _)) = r.word(blank, Cat::Measure).filter(|_| blank == end || n.style == Style::Figures) {
            a.measured = Some(e);
            return Some(a);
        }
    }
    Some(a)
}

/// 三成 is 30 %, 八折 and 75折 are 80 and 75 %.
fn tenths(r: &Reader, a: &Amount, end: usize) -> Option<Amount> {
    let b = r.blank(end);
    let v = a.value.or_else(|| None)?;
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
    if r.word(b, Cat::NoTail).is_some() || !v.less_than(Exact::int(100)) || !Exact::ZERO.less_than(v) || v == Exact::int(10) {
        return None;
    }
    let value = if v.less_than(Exact::int(10)) { v.mul(Exact::int(10))? } else { v };
    Some(Amount { end: e, kind: ValueKind::Percentage, value: Some(value), ..a.clone() }.unit("PERCENT"))
}

fn money_after(r: &Reader, a: &Amount, end: usize) -> Option<Amount> {
    let b = r.blank(end);
    // 毫升 is no 毫, 元/吨 no 元.
    if let (Some((u, _)), Lang::Zh) = (r.word(b, Cat::Unit), r.lang) {
        let money = [Cat::Money, Cat::Minor, Cat::TightMoney].iter().filter_map(|c| r.word(b, *c)).map(|(e, _)| e).max();
        if money.is_none_or(|m| m < u) {
            return None;
        }
    }
    let find = |cat: Cat| match r.lang {
        Lang::En => r.joined(end, cat),
        Lang::Zh => r.word(b, cat).or_else(|| {
            // 20个比特币
            let (e, _) = r.word(b, Cat::Measure).filter(|(e, _)| &r.text[b..*e] == "个")?;
            r.word(e, cat).filter(|(_, m)| m.arg == "BTC")
        }),
    };
    if let Some((mut e, m)) = find(Cat::Money).or_else(|| find(Cat::TightMoney).filter(|(e, _)| match r.lang {
        Lang::En => a.number.plain.is_some() || a.number.style != Style::Single,
        // 三块四, but not 三块地
        Lang::Zh => !r.char_at(*e).is_some_and(is_han) || r.word(*e, Cat::ZDigit).is_some() || r.word(*e, Cat::After).is_some(),
    })) {
        if r.word(b, Cat::NoTail).is_some() {
            return None;
        }
        let mut a = Amount { kind: ValueKind::Currency, ..a.clone() }.unit(currency(m.num)?);
        // "75 USD million"
        if let Some((e2, s)) = r.next(e, Cat::Scale).filter(|_| r.lang == Lang::En && r.text.as_bytes()[b].is_ascii_uppercase()) {
            a.value = a.value.and_then(|v| v.mul(Exact::power_of_ten(s.num as i32)?));
            e = e2;
        }
        // "million pounds of cargo" is a weight; nobody can tell without more.
        a.end = e;
        return Some(minor_part(r, a));
    }
    if let Some((mut e, m)) = r.word(b, Cat::Sign).filter(|_| a.number.style != Style::Vague) {
        let letters = r.text[b..e].bytes().all(|c| c.is_ascii_alphabetic());
        let next = r.char_at(r.blank(e));
        if letters && r.in_word(e) || !letters && next.is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        let mut a = Amount { kind: ValueKind::Currency, ..a.clone() }.unit(currency(m.num)?);
        if let Some((e2, s)) = r.next(e, Cat::Scale).filter(|_| letters) {
            a.value = a.value.and_then(|v| v.mul(Exact::power_of_ten(s.num as i32)?));
            e = e2;
        }
        a.end = e;
        return Some(minor_part(r, a));
    }
    if let Some((e, m)) = find(Cat::Minor).or_else(|| r.word(end, Cat::TightMinor).filter(|_| a.number.plain.is_some() && false)) {
        if r.word(b, Cat::NoTail).is_some() || a.number.style == Style::Vague {
            return None;
        }
        let mut a = Amount { kind: ValueKind::Currency, ..a.clone() };
        a.end = e;
        a.latent = m.arg == "fen" || m.arg == "jiao";
        a.unit = Some(m.arg.to_owned());
        if m.arg == "jiao" || m.arg == "fen" {
            // 两角五分, 两毛五
            let parts = Exact::int(100 / m.num.max(1));
            a.value = a.value.and_then(|v| v.mul(parts));
            a.unit = Some("fen".to_owned());
            if m.arg == "jiao" {
                if let Some((n, e)) = small(r, e) {
                    a.value = a.value.and_then(|v| v.add(n));
                    a.end = r.word(e, Cat::Minor).filter(|(_, m)| m.arg == "fen").map_or(e, |(e, _)| e);
                }
            }
        }
        return Some(a);
    }
    None
}

/// One numeral of one place and its end.
fn small(r: &Reader, at: usize) -> Option<(Exact, usize)> {
    if let Some((e, d)) = r.word(at, Cat::ZDigit) {
        let ends = r.word(e, Cat::Minor).is_some() || !r.char_at(e).is_some_and(is_han);
        return ends.then(|| (Exact::int(d.num), e));
    }
    let (e, d) = r.digits(at, 1..=2)?;
    let ends = r.word(e, Cat::Minor).is_some() || !r.char_at(e).is_some_and(|c| c.is_alphanumeric() || c == '.');
    ends.then(|| (Exact::int(d), e))
}

/// "20 dollars and 43 cents", "15 dollars 50", 五元三毛, 三块零四.
fn minor_part(r: &Reader, a: Amount) -> Amount {
    let Some(whole) = a.value.filter(|v| v.whole().is_some()) else { return a };
    // Nobody counts the cents of millions.
    if !whole.less_than(Exact::int(1_000_000)) || a.number.style == Style::Vague {
        return a;
    }
    let add = |n: Exact, parts: i64, end: usize| n.div(Exact::int(parts)).and_then(|part| whole.add(part)).map(|value| Amount { value: Some(value), end, ..a.clone() });
    let b = r.blank(a.end);
    let c = match r.word(b, Cat::And) {
        Some((e, _)) => r.blank(e),
        None => b,
    };
    if r.lang == Lang::Zh {
        let d = match r.char_at(c) {
            Some(z @ ('零' | '〇')) => c + z.len_utf8(),
            _ => c,
        };
        let zero = d > c;
        let Some(n) = number(r, d).filter(|n| n.value.less_than(Exact::int(100)) && n.whole().is_some()) else { return a };
        let mut total = Exact::ZERO;
        let mut end = None;
        let mut n = n;
        for _ in 0..2 {
            let Some((e, m)) = r.next(n.end, Cat::Minor).or_else(|| r.next(n.end, Cat::TightMinor)) else { break };
            let Some(t) = n.value.div(Exact::int(m.num)).and_then(|p| total.add(p)) else { return a };
            (total, end) = (t, Some(e));
            match number(r, e).filter(|n| n.value.less_than(Exact::int(100)) && n.whole().is_some()) {
                // 三个一毫四
                Some(next) if r.word(next.end, Cat::Minor).is_some() => n = next,
                Some(next) if m.num == 10 && next.style == Style::Single && !r.char_at(next.end).is_some_and(is_han) => {
                    let Some(t) = next.value.div(Exact::int(100)).and_then(|p| total.add(p)) else { return a };
                    (total, end) = (t, Some(next.end));
                    break;
                }
                _ => break,
            }
        }
        if let Some(end) = end {
            return whole.add(total).map_or(a.clone(), |value| Amount { value: Some(value), end, ..a });
        }
        // 三块零四, 五块三; 元 has its own decimals
        let single = n.style == Style::Single && !r.char_at(n.end).is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric());
        if single && n.whole().is_some_and(|w| w < 10) && r.text[..a.end].ends_with(['块', '塊', '蚊', '毛']) {
            return add(n.value, if zero { 100 } else { 10 }, n.end).unwrap_or(a);
        }
        return a;
    }
    let Some(n) = number(r, c).filter(|n| !n.ordinal && c > a.end && n.whole().is_some_and(|w| (0..100).contains(&w))) else { return a };
    if let Some((e, m)) = r.next(n.end, Cat::Minor).or_else(|| r.next(n.end, Cat::TightMinor)) {
        return add(n.value, m.num, e).unwrap_or(a);
    }
    // "15 dollars 50", "20 dollar and 43": two digits, and nothing counted after them.
    let two = n.plain == Some(2) || n.style == Style::Words && n.whole().is_some_and(|w| w >= 10) || c > b && n.style == Style::Single;
    let mut tail = r.blank(n.end);
    if r.char_at(tail).is_some_and(|c| c.is_ascii_punctuation()) {
        tail += 1;
    }
    let ends = tail > r.blank(n.end) && !r.char_at(tail).is_some_and(|c| c.is_ascii_digit()) || r.text[n.end..].trim().is_empty() || r.next(n.end, Cat::Also).is_some() || r.latin(r.blank(n.end)) == "more";
    let integer = a.number.plain.is_some() || a.number.style != Style::Figures;
    if two && ends && integer { add(n.value, 100, n.end).unwrap_or(a) } else { a }
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
    if let Some((e, _)) = r.word(a.end, Cat::Half).filter(|(e, _)| r.lang == Lang::Zh && !r.char_at(*e).is_some_and(is_han)) {
        a.value = a.value.and_then(|v| v.add(Exact::HALF));
        a.end = e;
        return Some(a);
    }
    // 三米九
    if let Some((e, d)) = r.word(a.end, Cat::ZDigit).filter(|(e, d)| r.lang == Lang::Zh && d.num > 0 && n.style == Style::Single && !r.char_at(*e).is_some_and(is_han)) {
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
        Lang::Zh => !(r.word(b, Cat::NoTail).is_some() || r.word(*e, Cat::Measure).is_some() && !u.arg.is_ascii()) && (b == end || figures),
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
    let turn = ["rotat", "Rotat", "angle", "turn", "latitud", "longitud", "旋转", "角", "经", "纬"].iter().any(|w| near.contains(w));
    if turn || !r.text[a.number.end..a.end].is_ascii() && r.lang == Lang::En && false { ValueKind::Dimension } else { ValueKind::Temperature }
}

/// "7 feet 10 inches", "2 yards, 7 ft and 10 inches", 六斤八两: the parts add up in the first unit.
fn compound(r: &Reader, a: &mut Amount, base: &str, factor: &str) {
    let Some(mut unit) = parse_factor(factor) else { return };
    for _ in 0..4 {
        let mut c = r.blank(a.end);
        if r.char_at(c) == Some(',') {
            c = r.blank(c + 1);
        }
        if let Some((e, _)) = r.word(c, Cat::And) {
            c = r.blank(e);
        }
        let Some(n) = number(r, c).filter(|n| !n.ordinal && n.style != Style::Vague && n.style != Style::Fraction) else { return };
        if c == a.end && r.lang == Lang::En {
            return;
        }
        let next = Amount::new(n, ValueKind::Dimension, n.start, n.end, Some(n.value));
        let in_word = r.word(r.blank(n.end), Cat::TightUnit).filter(|(_, u)| base == "length" && u.arg == "IN");
        let Some((e, row)) = unit_at(r, &next, n.end).or(in_word).and_then(|(e, u)| Some((e, super::words::unit(u.num)?))) else { return };
        let Some(f) = parse_factor(row.factor).filter(|f| row.base == base && *f != unit) else { return };
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

fn parse_factor(text: &str) -> Option<Exact> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: i128 = format!("{whole}{part}").parse().ok()?;
    Exact::decimal(digits, part.len() as u32)
}

/// "50 meters per millisecond", "50 km/ms", 元/吨.
fn per(r: &Reader, a: &mut Amount) {
    let b = r.blank(a.end);
    let Some((e, p)) = r.word(b, Cat::Per).filter(|_| r.text[b..].starts_with('/') || r.latin(b) == "per" || r.lang == Lang::Zh) else { return };
    let slash = &r.text[b..e] == "/";
    let c = r.blank(e);
    if slash && c > e {
        return;
    }
    let _ = p;
    let unit = r.word(c, Cat::Unit).or_else(|| r.word(c, Cat::TightUnit).filter(|_| slash));
    if let (Some((end, u)), Some(own)) = (unit, &a.unit) {
        a.unit = Some(format!("{own}/{}", u.arg));
        a.end = end;
        return;
    }
    let time = r.word(c, Cat::TimeUnit).or_else(|| r.word(c, Cat::TightTimeUnit).filter(|_| slash));
    if let (Some((end, u)), Some(own)) = (time, &a.unit) {
        a.unit = Some(format!("{own}/{}", u.arg));
        a.end = end;
    }
}
