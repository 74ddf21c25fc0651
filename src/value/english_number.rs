//! English numbers: figures with scale words, and number words ("two and a half million", "one hundred and six").
//!
//! Comes in: a place in a text. Goes out: the longest number that starts there. Words and their values are
//! `data/values/en/numerals.tsv`; here is only how they combine.

use super::decimal::Exact;
use super::number::{Num, Style};
use super::reader::Reader;
use super::words::Cat;

/// The number at `at`.
pub fn number(r: &Reader, at: usize) -> Option<Num> {
    if let Some((next, negative)) = r.signed(at) {
        let n = unsigned(r, next).filter(|n| !n.ordinal)?;
        return Some(Num { start: at, value: if negative { n.value.neg() } else { n.value }, plain: None, ..n });
    }
    if let Some((end, _)) = r.word(at, Cat::Minus) {
        let n = unsigned(r, r.blank(end)).filter(|n| !n.ordinal && r.blank(end) > end)?;
        let style = if n.style == Style::Single { Style::Words } else { n.style };
        return Some(Num { start: at, value: n.value.neg(), style, ..n });
    }
    unsigned(r, at)
}

/// A number that counts what follows: "two quarters" are two, no fraction.
pub fn count(r: &Reader, at: usize) -> Option<Num> {
    let n = number(r, at)?;
    if n.style == Style::Fraction && !n.slashed && r.vulgar(at).is_none() {
        let (end, v) = below_hundred(r, at)?;
        return Some(Num::new(at, end, Exact::int(v), if v == 1 { Style::Single } else { Style::Words }));
    }
    Some(n)
}

fn unsigned(r: &Reader, at: usize) -> Option<Num> {
    let c = r.char_at(at)?;
    let n = if c.is_ascii_digit() || c == '.' || c > '\u{ff00}' {
        figures(r, at)?
    } else if let Some((end, value)) = r.vulgar(at) {
        Num::new(at, end, value, Style::Fraction)
    } else if c.is_ascii_alphabetic() {
        words(r, at)?
    } else {
        return None;
    };
    Some(ratio(r, n))
}

/// "2 in 5", "two out of five hundred", "one over 20".
fn ratio(r: &Reader, n: Num) -> Num {
    if n.ordinal || n.style == Style::Fraction {
        return n;
    }
    let b = r.blank(n.end);
    if b == n.end {
        return n;
    }
    let (end, small) = match (r.word(b, Cat::OutOf), r.word(b, Cat::Over), r.word(b, Cat::In)) {
        (Some((end, _)), ..) => (end, false),
        (_, Some((end, _)), _) if matches!(n.style, Style::Words | Style::Single) => (end, false),
        (.., Some((end, _))) => (end, true),
        _ => return n,
    };
    let c = r.blank(end);
    let Some(d) = r
        .char_at(c)
        .and_then(|c| if c.is_ascii_digit() { Some(()) } else { None })
        .map_or_else(|| words(r, c), |()| figures(r, c))
    else {
        return n;
    };
    let fits = !d.ordinal
        && d.style != Style::Vague
        && n.value.less_than(d.value)
        && d.value.whole().is_some_and(|w| w < 1_000_000);
    let common = !small
        || (n.whole().is_some_and(|w| w <= 9)
            && d.whole().is_some_and(|w| matches!(w, 2..=21 | 25 | 30 | 40 | 50 | 100 | 1000)));
    match n.value.div(d.value) {
        Some(value) if fits && common => Num { end: d.end, value, style: Style::Fraction, plain: None, ..n },
        _ => n,
    }
}

fn figures(r: &Reader, at: usize) -> Option<Num> {
    let (f, formula) = r.formula(at)?;
    let mut n = Num::new(at, f.end, f.value, Style::Figures);
    n.slashed = formula && r.text[at..f.end].contains('/');
    if n.slashed {
        n.style = Style::Fraction;
    }
    // 11th, 22nd
    if !formula
        && !f.point
        && f.digits <= 4
        && let Some((end, _)) = r.word(f.end, Cat::OrdinalEnd)
    {
        n.end = end;
        n.ordinal = true;
        return Some(n);
    }
    if !formula && !f.point && !f.grouped {
        n.plain = Some(f.digits);
    }
    if formula {
        return Some(n);
    }
    // 10k, 5M; "2.33 k"
    let loose = r.blank(f.end);
    if let Some((end, e)) = r
        .word(f.end, Cat::Suffix)
        .or_else(|| r.word(loose, Cat::Suffix).filter(|(_, e)| e.num == 3 && r.latin(loose) == "k"))
    {
        let dotted = r.text[end..].starts_with('.') && r.in_word(end + 1);
        if !dotted && !r.text.as_bytes().get(end).is_some_and(u8::is_ascii_alphanumeric) {
            n.value = f.value.mul(Exact::power_of_ten(e.num as i32)?)?;
            n.end = end;
            n.plain = None;
            return Some(n);
        }
    }
    let mut n = scaled(r, n, f.value)?;
    if !f.point && n.plain.is_some() && n.end == f.end {
        n.plain = Some(f.digits);
    }
    Some(n)
}

/// What scale words, dozens and "and a half" after a number make of it.
fn scaled(r: &Reader, n: Num, first: Exact) -> Option<Num> {
    let mut total = Exact::ZERO;
    let mut part = first;
    let mut end = n.end;
    let mut last_scale = i64::MAX;
    let mut scaled = false;
    let mut unit = Exact::ONE;
    for _ in 0..12 {
        if let Some((e, w)) = r.joined(end, Cat::Hundred).filter(|_| r.blank(end) > end || r.char_at(end) == Some('-'))
        {
            part = part.mul(Exact::power_of_ten(w.num as i32)?)?;
            unit = Exact::int(100);
            end = e;
            scaled = true;
            // "three hundred and two", "3 hundred and 21"
            if let Some((e, v)) = tail(r, end, 99) {
                part = part.add(v)?;
                unit = Exact::ONE;
                end = e;
            }
            continue;
        }
        if let Some((e, w)) = r.joined(end, Cat::Scale).or_else(|| r.word(end, Cat::Scale)) {
            if w.num < last_scale {
                unit = Exact::power_of_ten(w.num as i32)?;
                total = total.add(part.mul(unit)?)?;
                last_scale = w.num;
            } else {
                // "three thousand millions", "three lakh crore"
                unit = Exact::power_of_ten(w.num as i32)?;
                total = total.mul(unit)?;
            }
            part = Exact::ZERO;
            end = e;
            scaled = true;
            // Scale upon scale.
            if r.next(end, Cat::Scale).is_some() {
                continue;
            }
            let Some((e, v)) = tail(r, end, 999) else { break };
            part = v;
            unit = Exact::ONE;
            end = e;
            continue;
        }
        break;
    }
    let mut value = total.add(part)?;
    if let Some((e, _)) = r.next(end, Cat::Dozen).filter(|(_, w)| w.num == 12 && r.blank(end) > end) {
        // "three hundred and two dozens" counts the last part in dozens.
        let rest = value.whole().unwrap_or(0) % 100;
        value = if scaled && rest > 0 && value.whole().is_some_and(|v| v > 100) {
            value.add(Exact::int(rest * 11))?
        } else {
            value.mul(Exact::int(12))?
        };
        end = e;
        scaled = true;
    }
    // "three million and a half" is half a million more, "two and a half" a half.
    if let Some((e, v)) = half_more(r, end) {
        // "two and a half million"
        if let Some((after, w)) = r.next(e, Cat::Scale).filter(|_| !scaled) {
            let value = value.add(v)?.mul(Exact::power_of_ten(w.num as i32)?)?;
            return Some(Num { end: after, value, plain: None, ..n });
        }
        if let Some((after, w)) = r.next(e, Cat::Scale) {
            let value = value.add(v.mul(Exact::power_of_ten(w.num as i32)?)?)?;
            return Some(Num { end: after, value, plain: None, ..n });
        }
        return Some(Num { end: e, value: value.add(v.mul(unit)?)?, plain: None, ..n });
    }
    let plain = if scaled { None } else { n.plain };
    Some(Num { end, value, plain, ..n })
}

/// The rest of a number below `limit`, after a blank, "and" or a comma: "two hundred and SIX", "3 thousand TWO HUNDRED".
fn tail(r: &Reader, at: usize, limit: i64) -> Option<(usize, Exact)> {
    let b = r.blank(at);
    let (b, and) = match r.word(b, Cat::And) {
        Some((e, _)) if b > at => (r.blank(e), true),
        _ => (b, false),
    };
    if b == at && !matches!(r.char_at(at), Some('-')) {
        return None;
    }
    let c = r.char_at(b)?;
    let (end, v) = if c.is_ascii_digit() {
        // "3 hundred and 21", not "2 thousand 15 people"
        if !and {
            return None;
        }
        let f = r.figure(b).filter(|f| !f.point && f.digits <= 3)?;
        if r.in_word(f.end) || matches!(r.char_at(f.end), Some('%' | '/' | ':')) {
            return None;
        }
        (f.end, f.value)
    } else {
        let (end, v) = below_hundred(r, b)?;
        match r.joined(end, Cat::Hundred).filter(|_| limit > 99 && v < 100) {
            Some((e, _)) => {
                let mut value = v * 100;
                let mut end = e;
                if let Some((e, more)) = tail(r, e, 99) {
                    value += more.whole()?;
                    end = e;
                }
                (end, Exact::int(value))
            }
            None => (end, Exact::int(v)),
        }
    };
    // "two thousand and one million": the tail belongs to the next scale; that is the caller's loop.
    v.whole().filter(|w| *w <= limit && *w > 0)?;
    // "one hundred and two thirds" is no 102; thirty fifths are no small part.
    if and
        && v.less_than(Exact::int(10))
        && (r.next(end, Cat::Denominator).is_some() || r.next(end, Cat::Half).is_some())
    {
        return None;
    }
    Some((end, v))
}

/// "and a half", "and three quarters", "and one fourth", "and half": the fraction.
fn half_more(r: &Reader, at: usize) -> Option<(usize, Exact)> {
    let b = r.blank(at);
    let (end, _) = r.word(b, Cat::And).filter(|_| b > at)?;
    let b = r.blank(end);
    let (count, c) = match r.word(b, Cat::Article) {
        Some((e, _)) => (1, r.blank(e)),
        None => match below_hundred(r, b) {
            Some((e, v)) => (v, r.blank(e)),
            None => (1, b),
        },
    };
    let (end, d) = r
        .word(c, Cat::Half)
        .or_else(|| r.word(c, Cat::Denominator))
        .filter(|(_, e)| c > b || matches!(e.num, 2 | 4))?;
    let end = match r.next(end, Cat::Denominator) {
        Some(_) => return None,
        None => end,
    };
    // "and a second" is no fraction; that word is an ordinal and no denominator in the table.
    Some((end, Exact::ratio(count as i128, d.num as i128)?))
}

fn below_hundred(r: &Reader, at: usize) -> Option<(usize, i64)> {
    if let Some((end, e)) = r.word(at, Cat::Teen) {
        return Some((end, e.num));
    }
    if let Some((end, e)) = r.word(at, Cat::Digit) {
        return Some((end, e.num));
    }
    let (end, e) = r.word(at, Cat::Ten)?;
    match r.joined(end, Cat::Digit).filter(|(_, d)| d.num > 0) {
        // "forty - five hundred" is 4500 hundred nowhere.
        Some((end, d)) => Some((end, e.num + d.num)),
        None => Some((end, e.num)),
    }
}

/// "half a million", "quarter million", "a third", "half".
fn fraction_first(r: &Reader, at: usize) -> Option<Num> {
    let (start, article) = match r.word(at, Cat::Article) {
        Some((e, _)) => (r.blank(e), true),
        None => (at, false),
    };
    let (end, d) = r
        .word(start, Cat::Half)
        .or_else(|| r.word(start, Cat::Denominator).filter(|(_, e)| article || e.num == 4 || e.num == 10))?;
    if !article && d.num != 2 && r.next(end, Cat::Scale).is_none() && r.next(end, Cat::Of).is_none() {
        return None;
    }
    let part = Exact::ratio(1, d.num as i128)?;
    let mut c = r.blank(end);
    if let Some((e, _)) = r.word(c, Cat::Of)
        && let Some((e2, _)) = r.next(e, Cat::Article)
        && let Some((e3, s)) = r.next(e2, Cat::Scale)
    {
        return Some(Num::new(at, e3, part.mul(Exact::power_of_ten(s.num as i32)?)?, Style::Words));
    }
    if let Some((e, _)) = r.word(c, Cat::Article) {
        c = r.blank(e);
    }
    if let Some((e, s)) = r.word(c, Cat::Scale) {
        return Some(Num::new(at, e, part.mul(Exact::power_of_ten(s.num as i32)?)?, Style::Words));
    }
    if let Some((e, s)) = r.word(c, Cat::Dozen).filter(|(_, s)| s.num == 12) {
        return Some(Num::new(at, e, part.mul(Exact::int(s.num))?, Style::Words));
    }
    Some(Num::new(at, end, part, Style::Fraction))
}

fn words(r: &Reader, at: usize) -> Option<Num> {
    if let Some(n) = fraction_first(r, at) {
        return Some(n);
    }
    let (start, article) = match r.word(at, Cat::Article) {
        Some((e, _)) => (r.blank(e), true),
        None => (at, false),
    };
    if article {
        // a hundred, a million, a dozen, a pair, a few
        if let Some((end, e)) = r.word(start, Cat::Dozen) {
            return Some(Num::new(at, end, Exact::int(e.num), Style::Words));
        }
        if let Some((end, e)) = r.word(start, Cat::Pair) {
            return Some(Num::new(at, end, Exact::int(e.num), Style::Words));
        }
        if r.word(start, Cat::Hundred).is_none() && r.word(start, Cat::Scale).is_none() {
            return None;
        }
        let n = scaled(r, Num::new(at, at_before_blank(r, start), Exact::ONE, Style::Words), Exact::ONE)?;
        return Some(finish(r, n));
    }
    if let Some((end, _)) = r.word(at, Cat::Vague) {
        return Some(vague(r, at, end));
    }
    if r.word(at, Cat::Hundred).is_some() || r.word(at, Cat::Scale).is_some() {
        // "thousand litres", "million-strong"
        let n = scaled(r, Num::new(at, at, Exact::ONE, Style::Words), Exact::ONE).filter(|n| n.end > at)?;
        return Some(finish(r, n));
    }
    if let Some((end, e)) = r.word(at, Cat::Ordinal).filter(|_| below_hundred(r, at).is_none()) {
        return Some(Num { ordinal: true, ..Num::new(at, end, Exact::int(e.num), Style::Words) });
    }
    let (end, v) = below_hundred(r, at)?;
    let style = if v == 1 { Style::Single } else { Style::Words };
    let n = Num::new(at, end, Exact::int(v), style);
    let n = scaled(r, n, Exact::int(v))?;
    Some(finish(r, n))
}

fn at_before_blank(r: &Reader, start: usize) -> usize {
    // `scaled` looks for scale words after a blank; stand on that blank.
    match r.char_before(start) {
        Some(c) if super::words::is_space(c) => start - c.len_utf8(),
        _ => start,
    }
}

/// Decimals in words, fractions and ordinals that end a number in words.
fn finish(r: &Reader, n: Num) -> Num {
    let n = decimals(r, n).unwrap_or(n);
    let n = if n.style == Style::Single && n.end - n.start > 4 { Num { style: Style::Words, ..n } } else { n };
    if let Some(f) = tens_below(r, &n) {
        return f;
    }
    if let Some((end, d)) = r.joined(n.end, Cat::Denominator).filter(|(_, d)| d.num > 2) {
        let tens = n.whole().unwrap_or(0) % 100;
        let plural = r.text[..end].ends_with('s');
        let one = n.whole() == Some(1);
        // "twenty-fifth" is an ordinal, "two fifths" and "one fifth" are fractions.
        if plural || (one && d.num != 2) {
            if let Some(value) = n.value.div(Exact::int(d.num)) {
                let f = Num { end, value, style: Style::Fraction, ..n };
                return of_a_scale(r, f);
            }
        } else if tens >= 20
            && tens % 10 == 0
            && d.num < 10
            && let Some(value) = n.value.add(Exact::int(d.num))
        {
            return Num { end, value, ordinal: true, ..n };
        }
    }
    let b = r.joined(n.end, Cat::Ordinal);
    if let Some((end, d)) = b {
        let w = n.whole().unwrap_or(0);
        let fits = if d.num >= 1000 {
            w > 0
        } else if d.num < 10 {
            w % 10 == 0 && w % 100 != 10 && w > 10
        } else {
            w >= 100 && w % 100 == 0
        };
        if fits {
            let value = if d.num >= 1000 { n.value.mul(Exact::int(d.num)) } else { n.value.add(Exact::int(d.num)) };
            if let Some(value) = value {
                return Num { end, value, ordinal: true, ..n };
            }
        }
    }
    n
}

/// "one hundred thirty-fifths", "three twenty-firsts": tens and a plural ordinal under the line.
fn tens_below(r: &Reader, n: &Num) -> Option<Num> {
    let below = |at: usize| {
        let (e, d) = r.joined(at, Cat::UnitOrdinal).or_else(|| r.joined(at, Cat::Denominator))?;
        (d.num < 10 && r.text[..e].ends_with('s')).then_some((e, d.num))
    };
    let whole = n.whole().filter(|w| *w > 0)?;
    let (over, tens, (end, unit)) = match r.next(n.end, Cat::Ten).filter(|_| whole < 20) {
        Some((e, t)) => (whole, t.num, below(e)?),
        None => {
            let tens = whole % 100;
            let word = r.latin_before(n.end);
            let and = r.latin_before(n.end - word.len()).eq_ignore_ascii_case("and");
            if whole < 100 || tens < 20 || tens % 10 != 0 || and {
                return None;
            }
            (whole - tens, tens, below(n.end)?)
        }
    };
    let value = Exact::ratio(over as i128, (tens + unit) as i128)?;
    Some(Num { end, value, style: Style::Fraction, ..*n })
}

/// "two thirds of a million"
fn of_a_scale(r: &Reader, n: Num) -> Num {
    let scale = |at| {
        let (e, _) = r.next(at, Cat::Of)?;
        let (e, _) = r.next(e, Cat::Article)?;
        r.next(e, Cat::Scale)
    };
    if let Some((end, s)) = scale(n.end).or_else(|| r.next(n.end, Cat::Scale))
        && let Some(value) = Exact::power_of_ten(s.num as i32).and_then(|p| n.value.mul(p))
    {
        return Num { end, value, style: Style::Words, ..n };
    }
    n
}

/// "two hundred point zero three", "point seventy-one"
fn decimals(r: &Reader, n: Num) -> Option<Num> {
    let (mut end, _) = r.next(n.end, Cat::Point)?;
    let (mut digits, mut scale) = (0i128, 0u32);
    while let Some((e, v)) = below_hundred(r, r.blank(end)).filter(|_| scale < 12 && r.blank(end) > end) {
        let width = if v > 9 { 2 } else { 1 };
        digits = digits * 10i128.pow(width) + v as i128;
        scale += width;
        end = e;
    }
    if scale == 0 {
        return None;
    }
    let value = n.value.add(Exact::decimal(digits, scale)?)?;
    // "two point two million"
    match r.next(end, Cat::Scale) {
        Some((end, s)) => {
            Some(Num { end, value: value.mul(Exact::power_of_ten(s.num as i32)?)?, style: Style::Words, ..n })
        }
        None => Some(Num { end, value, style: Style::Words, ..n }),
    }
}

/// "millions", "tens of thousands", "hundreds of millions"
fn vague(r: &Reader, at: usize, first: usize) -> Num {
    let mut end = first;
    while let Some((e, _)) =
        r.next(end, Cat::Of).and_then(|(e, _)| r.next(e, Cat::Vague).or_else(|| r.next(e, Cat::Scale)))
    {
        end = e;
    }
    Num::new(at, end, Exact::ZERO, Style::Vague)
}
