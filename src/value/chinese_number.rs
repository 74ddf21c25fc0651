//! Chinese numbers: figures with 万 and 亿, numeral characters, formal ones, fractions, and an unsaid remainder inside.
//!
//! Comes in: a place in a text. Goes out: the longest number that starts there. Characters and their values are
//! `data/values/zh/numerals.tsv`. 万, 亿 and 兆 multiply all that stands before them and is smaller; a last digit after
//! 百, 千 or 万 without 零 counts the next lower place (一万三 is 13000).

use super::decimal::Exact;
use super::number::{Num, Style};
use super::reader::{Reader, digit_value};
use super::words::{Cat, is_han};

/// The number at `at`.
pub fn number(r: &Reader, at: usize) -> Option<Num> {
    if let Some((next, negative)) = r.signed(at) {
        let n = unsigned(r, next)?;
        return Some(Num { start: at, value: if negative { n.value.neg() } else { n.value }, plain: None, ..n });
    }
    if let Some((end, _)) = r.word(at, Cat::Minus) {
        // 税负500亿元, 减负2500亿元: what is borne.
        if r.char_before(at).is_some_and(|c| "税减担债欠降增轻背抱承肩自".contains(c)) {
            return None;
        }
        let n = unsigned(r, r.blank(end))?;
        let style = if n.style == Style::Single { Style::Words } else { n.style };
        return Some(Num { start: at, value: n.value.neg(), style, plain: None, ..n });
    }
    unsigned(r, at)
}

fn unsigned(r: &Reader, at: usize) -> Option<Num> {
    if let Some(n) = vague(r, at) {
        return Some(n);
    }
    if let Some((end, d)) = r.word(at, Cat::Denominator) {
        return Some(Num::new(at, end, Exact::ratio(1, d.num as i128)?, Style::Fraction));
    }
    if let Some((end, _)) = r.word(at, Cat::Half).filter(|(e, _)| {
        (r.word(*e, Cat::Cheng).is_some() || r.word(*e, Cat::Unit).is_some() || r.text[*e..].starts_with(['个', '個']))
            && r.word(*e, Cat::NoTail).is_none()
    }) {
        return Some(Num::new(at, end, Exact::HALF, Style::Words));
    }
    if let Some((end, value)) = r.vulgar(at) {
        return Some(Num::new(at, end, value, Style::Fraction));
    }
    let n = core(r, at)?;
    // 五分之一, 一又二分之一
    if let Some((end, value)) = over(r, &n) {
        return Some(Num { end, value, style: Style::Fraction, plain: None, slashed: false, ..n });
    }
    if let Some((end, _)) = r.next(n.end, Cat::And) {
        let part = core(r, r.blank(end)).and_then(|d| over(r, &d));
        if let Some((end, part)) = part
            && let Some(value) = n.value.add(part)
        {
            return Some(Num { end, value, style: Style::Fraction, plain: None, ..n });
        }
    }
    Some(n)
}

/// The numerator after 分之, and the fraction.
fn over(r: &Reader, d: &Num) -> Option<(usize, Exact)> {
    let (end, _) = r.next(d.end, Cat::OutOf)?;
    let b = r.blank(end);
    let (b, negative) = match r.word(b, Cat::Minus) {
        Some((e, _)) => (e, true),
        None => (b, false),
    };
    let n = core(r, b)?;
    let value = n.value.div(d.value)?;
    Some((n.end, if negative { value.neg() } else { value }))
}

/// 数十, 几百万, 好几千: no value is meant.
fn vague(r: &Reader, at: usize) -> Option<Num> {
    let (end, _) = r.word(at, Cat::Some)?;
    let (end, times) = scales(r, end)?;
    let first = r.word(r.word(at, Cat::Some)?.0, Cat::ZUnit).map_or(Exact::int(10), |(_, u)| Exact::int(u.num));
    // 数十亿: from ten to a hundred times a hundred million.
    let between = times
        .mul(if r.word(r.word(at, Cat::Some)?.0, Cat::ZUnit).is_some() { Exact::int(10) } else { first })
        .map(|hi| (times, hi));
    Some(Num { between, ..Num::new(at, end, Exact::ZERO, Style::Vague) })
}

/// The place words at `at` as one number: 十万 is 100 000.
fn scales(r: &Reader, at: usize) -> Option<(usize, Exact)> {
    let (mut end, mut value) = (at, Exact::ONE);
    loop {
        if let Some((e, u)) = r.word(end, Cat::ZUnit) {
            value = value.mul(Exact::int(u.num))?;
            end = e;
        } else if let Some((e, s)) = r.word(end, Cat::ZScale) {
            value = value.mul(Exact::power_of_ten(s.num as i32)?)?;
            end = e;
        } else {
            break;
        }
    }
    (end > at).then_some((end, value))
}

/// 三四十, 八九亿: two neighbouring digits and a place.
fn either(r: &Reader, at: usize, end: usize, digits: Exact) -> Option<Num> {
    let d = digits.whole()?;
    let (lo, hi) = (d / 10, d % 10);
    if lo + 1 != hi || lo == 0 {
        return None;
    }
    let (end, scale) = scales(r, end)?;
    let between = Exact::int(lo).mul(scale).zip(Exact::int(hi).mul(scale));
    Some(Num { between, ..Num::new(at, end, Exact::ZERO, Style::Vague) })
}

#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Digit,
    Figure,
    Zero,
    Unit,
    Scale,
}

fn core(r: &Reader, at: usize) -> Option<Num> {
    let mut end = at;
    let mut total = Exact::ZERO; // what stands before the last scale
    let mut total_scale = i64::MAX; // and that scale
    let mut section = Exact::ZERO;
    let mut section_unit = i64::MAX;
    let mut pending: Option<Exact> = None;
    let mut last = Last::Nothing;
    let mut implied: Option<Exact> = None; // what a last digit without unit counts
    let (mut open, mut figures, mut run, mut tokens, mut digits_only) = (false, false, 0usize, 0usize, true);
    let mut formal = true;
    let mut plain = None;
    let mut slashed = false;
    loop {
        let b = if tokens == 0 { at } else { r.blank(end) };
        if tokens > 64 {
            break;
        }
        let Some(c) = r.char_at(b) else { break };
        let blank = b > end;
        if digit_value(c).is_some() || (c == '.' && tokens == 0) {
            if matches!(last, Last::Digit | Last::Figure)
                || (blank && last != Last::Unit && last != Last::Scale && tokens > 0)
            {
                break;
            }
            let Some((f, formula)) = r.formula(b) else { break };
            if tokens == 0 {
                plain = (!formula && !f.point && !f.grouped).then_some(f.digits);
                slashed = formula && r.text[b..f.end].contains('/');
                if formula {
                    let style = if slashed { Style::Fraction } else { Style::Figures };
                    return Some(Num { slashed, ..Num::new(at, f.end, f.value, style) });
                }
                if let Some((e, s)) = r
                    .word(f.end, Cat::Suffix)
                    .filter(|(e, _)| !r.text.as_bytes().get(*e).is_some_and(u8::is_ascii_alphanumeric))
                {
                    return Some(Num::new(at, e, f.value.mul(Exact::power_of_ten(s.num as i32)?)?, Style::Figures));
                }
            } else {
                // After a unit only what goes on being a number: 1亿2千万, 1千零1.
                let goes_on = r.next(f.end, Cat::ZUnit).is_some() || r.next(f.end, Cat::ZScale).is_some();
                let last_digit = f.digits == 1 && !blank && !f.point && !more_text(r, f.end);
                if !goes_on && last != Last::Zero && !last_digit {
                    break;
                }
            }
            pending = Some(f.value);
            (last, end, figures, formal) = (Last::Figure, f.end, true, false);
            tokens += 1;
            continue;
        }
        if let Some((e, d)) = r.word(b, Cat::ZDigit) {
            let two = r.text[b..e].starts_with(['两', '兩']);
            if two && tokens > 0 && r.next(e, Cat::ZUnit).is_none() && r.next(e, Cat::ZScale).is_none() {
                break;
            }
            if last == Last::Figure || (blank && tokens > 0 && last == Last::Digit && run > 1) {
                break;
            }
            formal &= r.word(b, Cat::Formal).is_some();
            if last == Last::Digit || (last == Last::Zero && digits_only) {
                // 二零一五, digit by digit; only while no place word has stood.
                if !digits_only || run > 17 {
                    break;
                }
                pending = pending.unwrap_or(Exact::ZERO).mul(Exact::int(10)).and_then(|p| p.add(Exact::int(d.num)));
                run += 1;
                last = Last::Digit;
            } else if d.num == 0 && tokens > 0 {
                // A zero between places.
                if digits_only {
                    pending = Some(Exact::ZERO);
                }
                last = Last::Zero;
                implied = None;
                (end, tokens) = (e, tokens + 1);
                continue;
            } else {
                pending = Some(Exact::int(d.num));
                run = 1;
                last = Last::Digit;
            }
            (end, tokens) = (e, tokens + 1);
            continue;
        }
        if let Some((e, u)) = r.word(b, Cat::ZUnit) {
            if u.num >= section_unit || (run > 1 && digits_only && u.num > 0) {
                // 三四十 is thirty or forty.
                if run == 2
                    && digits_only
                    && total == Exact::ZERO
                    && let Some(n) = pending.and_then(|p| either(r, at, b, p))
                {
                    return Some(n);
                }
                break;
            }
            let ones = match pending {
                // 12千米, 五千克
                Some(_)
                    if matches!(last, Last::Figure | Last::Digit)
                        && tokens == 1
                        && u.num == 1000
                        && r.word(b, Cat::Unit)
                            .is_some_and(|(end, unit)| end > e && (last == Last::Figure || unit.arg != "KiloM")) =>
                {
                    break;
                }
                Some(p) => p,
                // 3.7亿千瓦: the unit begins here
                None if tokens > 0 && r.word(b, Cat::Unit).is_some_and(|(end, _)| end > e) => break,
                // 十五, 百三, 一百零十
                None if tokens == 0 || matches!(last, Last::Zero | Last::Scale) || u.num == 10 => Exact::ONE,
                None => break,
            };
            formal &= r.word(b, Cat::Formal).is_some();
            let unit = Exact::int(u.num);
            section = section.add(ones.mul(unit)?)?;
            (pending, section_unit, digits_only) = (None, u.num, false);
            implied = (u.num > 10).then(|| Exact::int(u.num / 10));
            (last, end, run, tokens) = (Last::Unit, e, 0, tokens + 1);
            continue;
        }
        if let Some((e, t)) = r.word(b, Cat::ZTens).filter(|_| pending.is_none() && section_unit > 10) {
            section = section.add(Exact::int(t.num))?;
            (section_unit, digits_only, last, end, tokens, implied) = (10, false, Last::Unit, e, tokens + 1, None);
            formal = false;
            continue;
        }
        if let Some((e, s)) = r.word(b, Cat::ZScale) {
            // 500兆瓦: the unit begins here
            if tokens > 0 && r.word(b, Cat::Unit).is_some_and(|(end, _)| end > e) {
                break;
            }
            if run == 2
                && digits_only
                && total == Exact::ZERO
                && let Some(n) = pending.and_then(|p| either(r, at, b, p))
            {
                return Some(n);
            }
            let scale = Exact::power_of_ten(s.num as i32)?;
            let here = section.add(pending.unwrap_or(Exact::ZERO))?;
            let empty = pending.is_none() && section == Exact::ZERO;
            if empty && tokens == 0 {
                // 万亿 is a number, 万 alone stands in names and set phrases.
                if r.word(e, Cat::ZScale).is_none() {
                    break;
                }
                total = scale;
            } else if s.num < total_scale && !(empty && last == Last::Scale) {
                total = total.add(here.mul(scale)?)?;
            } else {
                total = total.add(here)?.mul(scale)?;
            }
            formal = false;
            total_scale = s.num;
            (section, section_unit, pending, digits_only) = (Exact::ZERO, i64::MAX, None, false);
            implied = Some(Exact::power_of_ten(s.num as i32 - 1)?);
            (last, end, run, tokens) = (Last::Scale, e, 0, tokens + 1);
            continue;
        }
        if let Some((e, _)) = r.word(b, Cat::More).filter(|_| tokens > 0) {
            let before_scale = r.next(e, Cat::ZScale);
            if before_scale.is_some() && matches!(last, Last::Unit | Last::Figure | Last::Scale) {
                open = true;
                end = e;
                continue;
            }
            break;
        }
        if let Some((e, _)) =
            r.word(b, Cat::Point).filter(|_| matches!(last, Last::Digit | Last::Unit | Last::Scale | Last::Figure))
        {
            let Some((e, part)) = decimals(r, r.blank(e)) else { break };
            // 一千六点五: the last digit still counts its place.
            let units = match (pending, implied) {
                (Some(p), Some(i)) if last == Last::Digit => p.mul(i)?,
                (p, _) => p.unwrap_or(Exact::ZERO),
            };
            let value = total.add(section)?.add(units)?.add(part)?;
            let n = Num::new(at, e, value, if figures { Style::Figures } else { Style::Words });
            // 三点五万
            return Some(match r.next(e, Cat::ZScale) {
                Some((e, s)) => {
                    let mut n = Num { end: e, value: value.mul(Exact::power_of_ten(s.num as i32)?)?, ..n };
                    if let Some((e, s)) = r.word(e, Cat::ZScale) {
                        n = Num { end: e, value: n.value.mul(Exact::power_of_ten(s.num as i32)?)?, ..n };
                    }
                    n
                }
                None => n,
            });
        }
        break;
    }
    if tokens == 0 {
        return None;
    }
    let units = match (pending, implied) {
        (Some(p), Some(i)) if matches!(last, Last::Digit | Last::Figure) => p.mul(i)?,
        (p, _) => p.unwrap_or(Exact::ZERO),
    };
    let mut value = total.add(section)?.add(units)?;
    let style = match () {
        () if figures => Style::Figures,
        () if tokens == 1 => Style::Single,
        () => Style::Words,
    };
    // 壹, 伍 in words and names
    let fraction = r.text[..at].trim_end().ends_with(['之', '圆', '圓', '元', '角', '块']);
    if formal
        && tokens == 1
        && !fraction
        && (r.char_before(at).is_some_and(is_han) || r.char_at(end).is_some_and(is_han))
        && r.word(end, Cat::OutOf).is_none()
        && r.word(end, Cat::Dozen).is_none()
    {
        return None;
    }
    if last == Last::Zero && !digits_only {
        // 一百零 of nothing: the zero does not belong to it.
        return None;
    }
    if let Some((e, d)) = r.next(end, Cat::Dozen) {
        value = value.mul(Exact::int(d.num))?;
        end = e;
        return Some(Num { open, ..Num::new(at, end, value, Style::Words) });
    }
    Some(Num { open, plain: if tokens == 1 { plain } else { None }, slashed, ..Num::new(at, end, value, style) })
}

/// Whether more of a word or number follows directly.
fn more_text(r: &Reader, at: usize) -> bool {
    r.char_at(at).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '/' | ':' | '年' | '月' | '日'))
}

/// The digits after 点; none where they are a number of their own (九点二十).
fn decimals(r: &Reader, at: usize) -> Option<(usize, Exact)> {
    let (mut end, mut value, mut scale) = (at, 0i128, 0u32);
    loop {
        let b = if scale == 0 { at } else { r.blank(end) };
        let d = match (r.word(b, Cat::ZDigit), r.char_at(b).and_then(digit_value)) {
            (Some((e, d)), _) => (e, d.num as i128),
            (None, Some(d)) => (b + r.char_at(b)?.len_utf8(), d),
            _ => break,
        };
        if scale >= 18 {
            return None;
        }
        value = value * 10 + d.1;
        scale += 1;
        end = d.0;
    }
    if scale == 0 || r.word(end, Cat::ZUnit).is_some() {
        return None;
    }
    Some((end, Exact::decimal(value, scale)?))
}
