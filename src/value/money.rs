//! Money: signs, names and parts of it: "$1.2 billion", 人民币50元, "20 dollars and 43 cents", 五元三毛.
//!
//! Comes in: a place, or a number that was read. Goes out: the amount of money. Names and codes are `currencies.tsv`.

use super::ValueKind;
use super::amount::{Amount, more_then, with_unit};
use super::decimal::Exact;
use super::number::{Num, Style, number};
use super::reader::Reader;
use super::tables::currency;
use super::words::{Cat, is_han};
use crate::document::Lang;

/// "$1.2 billion", "RMB 10 billion", 人民币50元.
pub fn money_first(r: &Reader, at: usize) -> Option<Amount> {
    // "-$5 billion"
    if let Some(minus) = r.char_at(at).filter(|c| matches!(c, '-' | '−' | '–')) {
        let behind = at + minus.len_utf8();
        let owed = r.starts_word(at) && r.word(behind, Cat::Sign).is_some();
        let amount = if owed { money_first(r, behind)? } else { return None };
        return Some(Amount { start: at, value: amount.value.map(Exact::neg), ..amount });
    }
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
    let mut n = number(r, b).filter(|n| !n.ordinal && n.style != Style::Vague)?;
    // "SDG 16", "COP 28": codes of money and more
    if r.word(at, Cat::Label).is_some() && n.plain.is_some_and(|digits| digits <= 2) {
        return None;
    }
    // 港币三个一毫四
    if r.lang == Lang::Zh && r.text[n.end..].starts_with(['个', '個']) {
        let end = n.end + '个'.len_utf8();
        let a = Amount::new(n, ValueKind::Currency, at, end, Some(n.value)).unit(currency(e.num)?);
        return Some(minor_part(r, a)).filter(|a| a.end > end);
    }
    if n.style == Style::Single {
        return None;
    }
    // "$5m", "€20m"
    if (n.plain.is_some() || n.style == Style::Figures)
        && let Some(b'm') = r.text.as_bytes().get(n.end)
        && !r.in_word(n.end + 1)
    {
        n = Num { end: n.end + 1, value: n.value.mul(Exact::int(1_000_000))?, plain: None, ..n };
    }
    let key = currency(e.num)?;
    let mut a = Amount::new(n, ValueKind::Currency, at, n.end, Some(n.value)).unit(key);
    // ￥300元, 人民币50元, "$20 and 43c"
    if let Some((end, again)) = more_then(r, &mut a).and_then(|end| r.next(end, Cat::Money)) {
        // "$20 US dollars": the sign is that of several currencies.
        let shared = key.starts_with(|c: char| c.is_ascii_lowercase());
        if again.arg == key || shared || again.arg == "CNY" && sign.is_none() {
            a.end = end;
        }
        if shared && again.arg.len() == 3 {
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
    if n.plain == Some(4)
        || with_unit(r, n).is_some_and(|a| a.kind != ValueKind::Number)
        || r.next(n.end, Cat::Month).is_some()
    {
        return None;
    }
    Some(Amount::new(n, ValueKind::Currency, at, n.end, Some(n.value)).unit(currency(e.num)?))
}

pub fn money_after(r: &Reader, a: &Amount, end: usize) -> Option<Amount> {
    let b = r.blank(end);
    // 毫升 is no 毫, 元/吨 no 元.
    if let (Some((u, _)), Lang::Zh) = (r.word(b, Cat::Unit), r.lang) {
        let money =
            [Cat::Money, Cat::Minor, Cat::TightMoney].iter().filter_map(|c| r.word(b, *c)).map(|(e, _)| e).max();
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
    if let Some((mut e, m)) = find(Cat::Money).or_else(|| {
        find(Cat::TightMoney).filter(|(e, _)| match r.lang {
            Lang::En => a.number.plain.is_some() || a.number.style != Style::Single,
            // 三块四, but not 三块地
            Lang::Zh => {
                !r.char_at(*e).is_some_and(is_han)
                    || r.word(*e, Cat::ZDigit).is_some()
                    || r.word(*e, Cat::After).is_some()
            }
        })
    }) {
        if r.word(b, Cat::NoTail).is_some() {
            return None;
        }
        let mut a = Amount { kind: ValueKind::Currency, ..a.clone() }.unit(currency(m.num)?);
        // "75 USD million"
        if let Some((e2, s)) =
            r.next(e, Cat::Scale).filter(|_| r.lang == Lang::En && r.text.as_bytes()[b].is_ascii_uppercase())
        {
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
    if let Some((e, m)) = find(Cat::Minor) {
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
            if m.arg == "jiao"
                && let Some((n, e)) = small(r, e)
            {
                a.value = a.value.and_then(|v| v.add(n));
                a.end = r.word(e, Cat::Minor).filter(|(_, m)| m.arg == "fen").map_or(e, |(e, _)| e);
            }
        }
        return Some(a);
    }
    None
}

/// One numeral of one place and its end.
pub fn small(r: &Reader, at: usize) -> Option<(Exact, usize)> {
    if let Some((e, d)) = r.word(at, Cat::ZDigit) {
        let ends = r.word(e, Cat::Minor).is_some() || !r.char_at(e).is_some_and(is_han);
        return ends.then(|| (Exact::int(d.num), e));
    }
    let (e, d) = r.digits(at, 1..=2)?;
    let ends = r.word(e, Cat::Minor).is_some() || !r.char_at(e).is_some_and(|c| c.is_alphanumeric() || c == '.');
    ends.then(|| (Exact::int(d), e))
}

/// "20 dollars and 43 cents", "15 dollars 50", 五元三毛, 三块零四.
pub fn minor_part(r: &Reader, a: Amount) -> Amount {
    let Some(whole) = a.value.filter(|v| v.whole().is_some()) else { return a };
    // Nobody counts the cents of millions.
    if !whole.less_than(Exact::int(1_000_000)) || a.number.style == Style::Vague {
        return a;
    }
    let add = |n: Exact, parts: i64, end: usize| {
        n.div(Exact::int(parts)).and_then(|part| whole.add(part)).map(|value| Amount {
            value: Some(value),
            end,
            ..a.clone()
        })
    };
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
        let Some(n) = number(r, d).filter(|n| n.value.less_than(Exact::int(100)) && n.whole().is_some()) else {
            return a;
        };
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
                Some(next)
                    if m.num == 10 && next.style == Style::Single && !r.char_at(next.end).is_some_and(is_han) =>
                {
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
        let single =
            n.style == Style::Single && !r.char_at(n.end).is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric());
        if single && n.whole().is_some_and(|w| w < 10) && r.text[..a.end].ends_with(['块', '塊', '蚊', '毛']) {
            return add(n.value, if zero { 100 } else { 10 }, n.end).unwrap_or(a);
        }
        return a;
    }
    let Some(n) = number(r, c).filter(|n| !n.ordinal && c > a.end && n.whole().is_some_and(|w| (0..100).contains(&w)))
    else {
        return a;
    };
    if let Some((e, m)) = r.next(n.end, Cat::Minor).or_else(|| r.next(n.end, Cat::TightMinor)) {
        return add(n.value, m.num, e).unwrap_or(a);
    }
    // "15 dollars 50", "20 dollar and 43": two digits, and nothing counted after them.
    let two = n.plain == Some(2)
        || n.style == Style::Words && n.whole().is_some_and(|w| w >= 10)
        || c > b && n.style == Style::Single;
    let mut tail = r.blank(n.end);
    if r.char_at(tail).is_some_and(|c| c.is_ascii_punctuation()) {
        tail += 1;
    }
    let ends = tail > r.blank(n.end) && !r.char_at(tail).is_some_and(|c| c.is_ascii_digit())
        || r.text[n.end..].trim().is_empty()
        || r.next(n.end, Cat::Also).is_some()
        || r.latin(r.blank(n.end)) == "more";
    let integer = a.number.plain.is_some() || a.number.style != Style::Figures;
    if two && ends && integer { add(n.value, 100, n.end).unwrap_or(a) } else { a }
}
