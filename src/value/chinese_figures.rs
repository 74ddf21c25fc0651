//! Dates in figures in a Chinese text: `2024-03-05`, `2024/3`, `20240305`.
//!
//! Comes in: a place in a text. Goes out: the date that its digits are.

use super::chinese_date::short_year;
use super::reader::Reader;
use super::when::When;
use super::words::is_han;
use jiff::civil::Date;

/// `2024-03-05`, `1/2/2020` (day first), `20240307`, `1999.08`, `6·30`, `2018`.
pub fn figures(r: &Reader, at: usize) -> Option<When> {
    if r.char_before(at).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_')) {
        return None;
    }
    // After a dash only a date that is written with other marks: the end of a range.
    let dashed = r.char_before(at) == Some('-') && r.char_before(at - 1).is_some_and(|c| c.is_ascii_alphanumeric());
    if dashed && !r.digits(at, 1..=4).is_some_and(|(e, _)| matches!(r.char_at(e), Some('/' | '.'))) {
        return None;
    }
    if let Some((e, n)) = r.digits(at, 8..=8) {
        let (y, m, d) = (n / 10_000, n / 100 % 100, n % 100);
        let ok = (1900..2100).contains(&y)
            && Date::new(y as i16, m as i8, d as i8).is_ok()
            && !r.char_at(e).is_some_and(|c| c.is_alphanumeric());
        return ok.then(|| When::ymd(at, e, Some(y as i16), Some(m as i8), Some(d as i8)));
    }
    let (e1, a) = r.digits(at, 1..=4)?;
    let n1 = e1 - at;
    let sep = r.char_at(e1);
    let ends = |e: usize| match r.char_at(e) {
        Some(c) if c.is_ascii_alphabetic() || c == '%' || c == '_' => false,
        Some('.' | ',') => !r.char_at(e + 1).is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    };
    if let Some(s @ ('-' | '/' | '.' | ' ' | '·' | '－')) = sep {
        let b = e1 + s.len_utf8();
        if let Some((e2, c)) = r.digits(b, 1..=2) {
            let s2 = r.char_at(e2);
            if n1 == 4 && (1000..2200).contains(&a) && (1..=12).contains(&c) {
                if let Some(x @ ('-' | '/' | '.' | ' ' | '·' | '－')) = s2.filter(|x| *x == s || matches!(s, '.' | '-'))
                {
                    let third = e2 + x.len_utf8();
                    // 2021-09-0910:09: a clock time may stand directly behind two digits
                    let glued = r
                        .text
                        .get(third..third + 2)
                        .and_then(|t| t.parse::<i64>().ok())
                        .filter(|_| r.digits(third, 4..=4).is_some() && r.text[third + 4..].starts_with(':'));
                    let day = glued.map(|d| (third + 2, d)).or_else(|| r.digits(third, 1..=2));
                    if let Some((e3, d)) = day.filter(|(e, d)| (1..=31).contains(d) && (ends(*e) || glued.is_some()))
                        && (s != ' ' || e2 - b == 2 && e3 - third == 2)
                    {
                        return Some(When::ymd(at, e3, Some(a as i16), Some(c as i8), Some(d as i8)));
                    }
                }
                if matches!(s, '-' | '/' | '.')
                    && e2 - b == 2
                    && ends(e2)
                    && (s != '.' || r.text[at..].len() == e2 - at || r.text[e2..].starts_with(['-', '—', '至']))
                    && s2 != Some('-')
                    || matches!(s, '.' | '-') && e2 - b == 2 && s2 == Some('-') && r.digits(e2 + 1, 4..=4).is_some()
                {
                    return Some(When::ymd(at, e2, Some(a as i16), Some(c as i8), None));
                }
            }
            if n1 <= 2
                && s2 == Some(s)
                && s != ' '
                && let Some((e3, y)) = r.digits(e2 + s.len_utf8(), 2..=4).filter(|(e, _)| ends(*e) && e - e2 != 4)
            {
                let y = if y < 100 { short_year(r, y) } else { y };
                let (m, d) = if c <= 12 { (c, a) } else { (a, c) };
                let ok = (1..=12).contains(&m) && (1..=31).contains(&d) && (1000..2200).contains(&y);
                return ok.then(|| When::ymd(at, e3, Some(y as i16), Some(m as i8), Some(d as i8)));
            }
            if n1 <= 2 && e2 - b <= 2 && matches!(s, '/' | '·' | '-') && ends(e2) && !matches!(s2, Some('/' | '-')) {
                let (m, d) = if a <= 12 { (a, c) } else { (c, a) };
                let ok = (1..=12).contains(&m)
                    && (1..=31).contains(&d)
                    && (s != '-' || n1 == 2 && e2 - b == 2 && r.text[e2..].starts_with(' '));
                return ok.then(|| When { latent: s != '-', ..When::ymd(at, e2, None, Some(m as i8), Some(d as i8)) });
            }
        }
    }
    // a bare year
    let year = n1 == 4 && (1900..2100).contains(&a) && ends(e1) && !matches!(sep, Some('年' | '-' | '/' | ':' | '：'));
    if !year {
        return None;
    }
    let counted = r.char_at(r.blank(e1)).is_some_and(is_han) && r.char_at(e1).is_some_and(is_han);
    let compared = matches!(r.char_before(at), Some('=' | ' ')) && r.text[..at].trim_end().ends_with('=');
    if counted {
        return None;
    }
    Some(When { latent: !compared, ..When::ymd(at, e1, Some(a as i16), None, None) })
}
