//! Chinese clock times and parts of the day: 三点半, 17点55分23秒, 8:00, 下午.
//!
//! Comes in: a place in a text. Goes out: hour, minute and second as far as given.

use super::reader::Reader;
use super::when::Clock;
use super::words::{Cat, is_han};

/// The part of a day at `at`, as the table's argument.
pub fn part(r: &Reader, at: usize) -> Option<(usize, &'static str)> {
    let (end, p) = r.word(at, Cat::Part)?;
    // 早 and 晚 before other characters are other words, unless a time follows.
    if end - at <= 3 {
        let next = r.char_at(end);
        let time = clock(r, r.blank(end), true).is_some();
        if next.is_some_and(is_han) && !time {
            return None;
        }
    }
    Some((end, p.arg))
}

/// A clock time: 三点半, 17点55分23秒, 8:00, 3:15pm, 九点一刻. `sure`: after a date or a part of the day.
pub fn clock(r: &Reader, at: usize, sure: bool) -> Option<(usize, Clock)> {
    let c = r.char_at(at)?;
    let (n_end, hour) = match r.digits(at, 1..=2) {
        Some(hit) => hit,
        None if c.is_ascii_digit() => return None,
        None => {
            // 九点零九 is no decimal here.
            let (e, h) = hour_words(r, at)?;
            (e, h)
        }
    };
    let minutes = hour < 60 && c.is_ascii_digit();
    if !(0..=24).contains(&hour) && !minutes {
        return None;
    }
    // h:mm
    if let Some(s @ (':' | '：')) = r.char_at(n_end) {
        let (mut end, m) = r.digits(n_end + s.len_utf8(), 2..=2).filter(|(_, m)| *m < 60)?;
        if hour > 24 {
            return None;
        }
        let mut k = Clock { hour: hour as i8, minute: Some(m as i8), second: None, sure: hour > 12 };
        if let Some(s @ (':' | '：')) = r.char_at(end)
            && let Some((e, sec)) = r.digits(end + s.len_utf8(), 2..=2).filter(|(_, s)| *s < 60)
        {
            k.second = Some(sec as i8);
            end = e;
        }
        let b = r.blank(end);
        for (form, pm) in [
            ("p.m.", true),
            ("a.m.", false),
            ("pm", true),
            ("am", false),
            ("PM", true),
            ("AM", false),
            ("p", true),
            ("a", false),
        ] {
            if r.text[b..].starts_with(form) && !r.in_word(b + form.len()) && k.hour <= 12 {
                k.hour = k.hour % 12 + if pm { 12 } else { 0 };
                k.sure = true;
                end = b + form.len();
                break;
            }
        }
        // 11:00时
        if r.text[end..].starts_with('时') {
            end += 3;
        }
        return Some((end, k));
    }
    if hour > 24 {
        return None;
    }
    let b = r.blank(n_end);
    let (mut end, _) = r.word(b, Cat::HourMark)?;
    let mark = &r.text[b..end];
    // 时 in 时代, 时期, 时间; 点 in 点击 and so on
    if mark == "时" && r.text[end..].starts_with(['代', '期', '间', '候', '而', '常', '刻', '速', '任', '下', '段'])
        || mark == "点"
            && r.text[end..]
                .starts_with(['击', '评', '名', '燃', '位', '阵', '亮', '子', '滴', '心', '赞', '到', '对', '面'])
            && !sure
    {
        return None;
    }
    let mut k = Clock { hour: hour as i8, minute: None, second: None, sure: hour > 12 || hour == 0 };
    let m = r.blank(end);
    if let Some((e, q)) = r.word(m, Cat::Quarters) {
        k.minute = Some(q.num as i8);
        return Some((e, k));
    }
    if let Some((e, _)) = r.word(m, Cat::Half).filter(|(e, _)| !r.text[*e..].starts_with(['数', '年', '天', '个']))
    {
        k.minute = Some(30);
        return Some((e, k));
    }
    if let Some((n_end, v)) = minute_words(r, m).filter(|(_, v)| (0..60).contains(v)) {
        if let Some((e, _)) = r.word(r.blank(n_end), Cat::MinuteMark) {
            k.minute = Some(v as i8);
            end = e;
            let s = r.blank(end);
            if let Some((e, v)) = minute_words(r, s).filter(|(_, v)| (0..60).contains(v))
                && let Some((e, _)) = r.word(e, Cat::SecondMark)
            {
                k.second = Some(v as i8);
                end = e;
            }
            return Some((end, k));
        }
        // 九点二十, 下午三点十五, 三点零五
        let two = v >= 10 || r.text[m..].starts_with(['零', '〇']);
        if two
            && !r
                .char_at(n_end)
                .is_some_and(|c| is_han(c) && r.word(n_end, Cat::To).is_none() || c.is_ascii_alphanumeric() || c == '%')
            && r.char_at(m).is_some_and(is_han)
        {
            k.minute = Some(v as i8);
            return Some((n_end, k));
        }
    }
    for w in ["整", "正"] {
        if r.text[end..].starts_with(w) {
            end += w.len();
        }
    }
    Some((end, k))
}

/// An hour in numerals: its end and value, without reading the minutes into it.
fn hour_words(r: &Reader, at: usize) -> Option<(usize, i64)> {
    tens_words(r, at, true).filter(|(_, hour)| *hour <= 24)
}

fn minute_words(r: &Reader, at: usize) -> Option<(usize, i64)> {
    if let Some(hit) = r.digits(at, 1..=2) {
        return Some(hit);
    }
    let zero = matches!(r.char_at(at), Some('零' | '〇'));
    tens_words(r, if zero { at + '零'.len_utf8() } else { at }, false)
}

/// Numerals below a hundred: 八, 十五, 二十三; `zero`: 零 is one of them.
fn tens_words(r: &Reader, at: usize, zero: bool) -> Option<(usize, i64)> {
    let mut end = at;
    let mut value = 0;
    for _ in 0..3 {
        if let Some((e, d)) = r.word(end, Cat::ZDigit).filter(|(_, d)| zero || d.num > 0) {
            value += d.num;
            end = e;
            if r.word(end, Cat::ZUnit).is_none_or(|(_, u)| u.num != 10) {
                break;
            }
        } else if let Some((e, _)) = r.word(end, Cat::ZUnit).filter(|(_, u)| u.num == 10) {
            value = if end > at { value * 10 } else { 10 };
            end = e;
        } else {
            break;
        }
    }
    (end > at).then_some((end, value))
}
