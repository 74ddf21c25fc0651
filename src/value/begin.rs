//! Where a value may begin: by the categories of the words there, and of those that follow.
//!
//! Comes in: a place in a text. Goes out: whether it is worth while to read there. Most words begin no value; this keeps the
//! grammars from looking at them.

use super::lost::{lost, stripped};
use super::reader::{Reader, digit_value};
use super::words::{Cat, is_han};
use crate::document::Lang;

/// The signs and figures outside ASCII that a value may begin with.
pub fn may_start(c: char) -> bool {
    matches!(c, '“' | '–' | '％' | '０'..='９' | '－' | '−' | '½'..='¾' | '⅐'..='⅞' | '＜' | '＞' | '≤' | '≥' | '≈')
}

pub const fn set(cats: &[Cat]) -> u128 {
    let (mut mask, mut i) = (0, 0);
    while i < cats.len() {
        mask |= cats[i].bit();
        i += 1;
    }
    mask
}

/// What may be a value, or begin one, whatever follows.
const ALONE: u128 = set(&[
    Cat::Digit,
    Cat::Teen,
    Cat::Ten,
    Cat::Hundred,
    Cat::Scale,
    Cat::Vague,
    Cat::Half,
    Cat::Ordinal,
    Cat::Denominator,
    Cat::Place,
    Cat::Multiple,
    Cat::Sign,
    Cat::ZDigit,
    Cat::ZUnit,
    Cat::ZTens,
    Cat::ZScale,
    Cat::PercentHead,
    Cat::Month,
    Cat::WeakMonth,
    Cat::Weekday,
    Cat::WeakWeekday,
    Cat::DayWord,
    Cat::Part,
    Cat::Season,
    Cat::Clock,
    Cat::NowWord,
    Cat::Set,
    Cat::Holiday,
    Cat::Era,
    Cat::Quarter,
    Cat::HalfYear,
    Cat::Quarters,
    Cat::DayPart,
    Cat::RelYear,
    Cat::RelMonth,
    Cat::RelDay,
    Cat::RelWeek,
    Cat::Never,
    Cat::Weekend,
    Cat::Portion,
    Cat::Fuzzy,
]);

/// What begins a value only where something of a value follows.
const LIGHT: u128 = set(&[
    Cat::Anchor,
    Cat::Article,
    Cat::Before,
    Cat::From,
    Cat::Between,
    Cat::Open,
    Cat::Within,
    Cat::Every,
    Cat::Relative,
    Cat::Lead,
    Cat::Few,
    Cat::Fiscal,
    Cat::Minus,
    Cat::OrdinalHead,
    Cat::Some,
    Cat::TempHead,
    Cat::Lunar,
    Cat::Unit,
    Cat::Percent,
    Cat::PPoint,
    Cat::Period,
    Cat::Money,
    Cat::TimeUnit,
]);

/// What may stand between the first word of a value and the word that makes it one.
const BETWEEN: u128 =
    LIGHT | set(&[Cat::And, Cat::Of, Cat::To, Cat::In, Cat::Over, Cat::TimePrep, Cat::Adjective, Cat::Damage]);

/// What a word that begins values only together with another may lead to, besides what stands alone.
const REACHED: u128 = set(&[
    Cat::Anchor,
    Cat::OpenAfter,
    Cat::TimeUnit,
    Cat::Unit,
    Cat::Percent,
    Cat::PPoint,
    Cat::Money,
    Cat::Period,
    Cat::Dozen,
    Cat::Pair,
    Cat::Weekly,
    Cat::Coin,
]);

/// What may stand first in a value.
pub const BEGIN: u128 = ALONE | LIGHT | Cat::Damage.bit();

/// How many words may stand between the first word of a value and the one that makes it one: "in the course of the".
const LEAD: u8 = 4;

/// Whether it is worth while to read at `at`: a form stands there that begins values, and, where it begins them only
/// together with another, one stands after it.
#[inline]
pub fn starts(r: &Reader, at: usize) -> bool {
    let mask = r.mask(at);
    mask & ALONE != 0
        || mask & LIGHT != 0 && leads(r, at, LEAD)
        || mask & Cat::Damage.bit() != 0 && lost(r, at)
        || mask & Cat::PPoint.bit() != 0 && stripped(r, at)
        || mask & Cat::Unit.bit() != 0 && r.lang == Lang::En
}

/// Whether the words at `at` that only begin values lead to something of a value.
fn leads(r: &Reader, at: usize, left: u8) -> bool {
    let mut ends = r.ends(at, BETWEEN);
    ends.dedup();
    ends.into_iter().any(|end| {
        let next = r.blank(end);
        match r.char_at(next) {
            Some(c) if c.is_ascii_digit() || may_start(c) => true,
            Some('$' | '€' | '£' | '¥' | '%' | '％' | '@' | '-' | '.') => true,
            Some(_) => {
                let mask = r.mask_of(next, ALONE | REACHED | BETWEEN);
                mask & (ALONE | REACHED) != 0 || left > 0 && mask & BETWEEN != 0 && leads(r, next, left - 1)
            }
            None => false,
        }
    })
}

/// What makes a time of what stands around it.
const TIMELY: u128 = set(&[
    Cat::Month,
    Cat::WeakMonth,
    Cat::Weekday,
    Cat::WeakWeekday,
    Cat::TimeUnit,
    Cat::TightTimeUnit,
    Cat::DayWord,
    Cat::Part,
    Cat::Season,
    Cat::Meridiem,
    Cat::Clock,
    Cat::NowWord,
    Cat::Set,
    Cat::Holiday,
    Cat::Era,
    Cat::Plan,
    Cat::Anchor,
    Cat::Quarter,
    Cat::HalfYear,
    Cat::Decade,
    Cat::Century,
    Cat::Weekend,
    Cat::Fuzzy,
    Cat::Span,
    Cat::DayPart,
    Cat::Lunar,
    Cat::YearMark,
    Cat::MonthMark,
    Cat::DayMark,
    Cat::HourMark,
    Cat::MinuteMark,
    Cat::SecondMark,
    Cat::Quarters,
    Cat::Fiscal,
    Cat::Weekly,
    Cat::RelYear,
    Cat::RelMonth,
    Cat::RelDay,
    Cat::RelWeek,
    Cat::Period,
    Cat::Never,
]);

/// The same in Chinese, where numbers are days of a week only behind it, and what is never a value is no time for that.
const TIMELY_CHINESE: u128 = TIMELY & !set(&[Cat::Weekly, Cat::Never]);

/// How many Chinese characters that no value has may stand before the one that makes a time.
const STRANGE: usize = 2;

/// How many words, figures or Chinese characters into a time the one that makes it one stands at the latest.
const TIMELY_WITHIN: usize = 12;

/// In a text as short as this little need tell that it is a time: "at 6", "2'".
const SHORT: usize = 32;

/// Whether something that makes a time stands at `at` or soon after it: most figures count or measure something else, and
/// the grammars of time have much to try.
pub fn timely(r: &Reader, at: usize) -> bool {
    const UNITS: u128 = set(&[Cat::Digit, Cat::Teen]);
    const MINUTES: u128 = set(&[Cat::Teen, Cat::Ten]);
    if r.text.len() <= SHORT {
        return true;
    }
    let bytes = r.text.as_bytes();
    let (mut at, mut left) = (at, TIMELY_WITHIN);
    // Whether the word before is a figure; whether it is one in letters that may be an hour.
    let (mut figure, mut hour) = (false, false);
    let mut strange = 0;
    let makes = if r.lang == Lang::Zh { TIMELY_CHINESE } else { TIMELY };
    // Where what values have ends in Chinese, and how many characters stand outside of it.
    let (mut covered, mut outside) = (at, 0);
    while left > 0
        && let Some(&b) = bytes.get(at)
    {
        if b.is_ascii_digit() {
            let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            if end - at >= 4 || bytes.get(end).is_some_and(u8::is_ascii_alphabetic) || dated(r, at, end) {
                return true;
            }
            (at, left, figure) = (end, left - 1, true);
        } else if b.is_ascii_alphabetic() {
            let (end, reach) = r.words.latin(r.text, at);
            let word = &r.text[at..end];
            let mask = if reach == 0 { 0 } else { r.mask(at) };
            if mask & TIMELY != 0
                || (figure || hour) && word == "past"
                || hour && (mask & MINUTES != 0 || matches!(word, "o" | "oh" | "ou" | "zero"))
            {
                return true;
            }
            // One word that no value has may stand before the one of time ("the new era"), not two.
            strange += u8::from(mask == 0);
            if strange > 1 {
                return false;
            }
            (at, left, figure, hour) = (end, left - 1, false, mask & UNITS != 0);
        } else if b < 0x80 {
            if b == b'\n' || b == b';' || b == b'.' && bytes.get(at + 1) == Some(&b' ') {
                return false;
            }
            at += 1;
        } else {
            let c = r.char_at(at).unwrap_or(' ');
            if matches!(c, '。' | '；') {
                return false;
            }
            let (mask, end) = if r.words.reach(c) == 0 { (0, at) } else { r.reach(at) };
            if digit_value(c).is_some() || mask & makes != 0 {
                return true;
            }
            covered = covered.max(end);
            outside += usize::from(covered <= at && is_han(c));
            if outside > STRANGE {
                return false;
            }
            (at, left, figure) = (at + c.len_utf8(), left - 1, false);
        }
    }
    false
}

/// Whether the digits at `at..end` go on as a date or a clock time does: `3/12`, `10:30`, `“8·22”`.
fn dated(r: &Reader, at: usize, end: usize) -> bool {
    let Some(c) = r.char_at(end) else { return false };
    let digit = |at: usize| r.char_at(at).is_some_and(|c| c.is_ascii_digit());
    let next = end + c.len_utf8();
    match c {
        ':' | '：' | '/' | '-' | '\'' => digit(next),
        '·' => digit(next) && r.char_before(at) == Some('“'),
        // "3.12.2019", "9.30am", not "0.25".
        '.' => {
            let more = next + r.text.as_bytes()[next..].iter().take_while(|b| b.is_ascii_digit()).count();
            more > next && r.char_at(more).is_some_and(|c| c == '.' && digit(more + 1) || c.is_ascii_alphabetic())
        }
        _ => false,
    }
}
