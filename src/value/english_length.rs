//! English lengths of time, alone and moved: "two years and 3 months", "nine months ago", "the past decades".
//!
//! Comes in: a place in a text. Goes out: a length, or the time it leads to from the document's date.

use super::decimal::Exact;
use super::english_number::count;
use super::english_point::point;
use super::number::{Num, Style, number};
use super::reader::Reader;
use super::resolve::days_of;
use super::time::told;
use super::when::{
    Core, Grain, Length, Read, When, first_of, join_lengths, length, midnight, plus_length, plus_months,
};
use super::words::{Cat, lower};
use crate::document::Lang;
use jiff::civil::DateTime;

pub fn pair(x: DateTime, y: DateTime, l: &Length) -> String {
    if l.grain >= Grain::Day {
        format!("({},{},{})", x.date(), y.date(), l.timex)
    } else {
        let t = |d: DateTime| super::resolve::instant_timex(d, Grain::Second);
        format!("({},{},{})", t(x), t(y), l.timex)
    }
}

/// A date moved by a length from now.
pub fn moved(r: &Reader, l: &Length, sign: i64) -> Option<Core> {
    let to = plus_length(r.now?, l, sign)?;
    // "two years ago" tells no day.
    if l.grain >= Grain::Year && l.days == 0 && l.seconds == 0 {
        let begin = first_of(to.year(), to.month());
        let end = begin.and_then(|b| plus_months(b, 1));
        return Some(Core::Days { timex: to.date().to_string(), begin, end, grain: Grain::Month });
    }
    Some(Core::Instant { at: to, grain: if l.seconds != 0 { Grain::Second } else { Grain::Day } })
}

/// A point with the length that follows or surrounds it: "14 Feb from 9:30am for 7 hours", "18 Dec for 10 days".
pub fn with_length(r: &Reader, at: usize, p: &When, l: &Length) -> Option<When> {
    let (first, _, _) = days_of(&p.core, r.now).or(if p.clock.is_some() {
        Some((r.now?.date(), r.now?.date(), Grain::Day))
    } else {
        None
    })?;
    let begin = match &p.clock {
        Some(c) => super::resolve::clock_on(first, c)?.0,
        None => midnight(first),
    };
    let end = plus_length(begin, l, 1)?;
    let day = super::resolve::core_timex(&p.core);
    let timex = match &p.clock {
        Some(c) => format!(
            "({day}{},{day}T{:02}:{:02}:{:02},{})",
            super::resolve::clock_timex(c),
            end.hour(),
            end.minute(),
            end.second(),
            hours(l)
        ),
        None => format!("({},{},{})", first, end.date(), l.timex),
    };
    Some(When::new(at, p.end, Core::Span { timex, begin: Some(begin), end: Some(end), grain: l.grain }))
}

fn hours(l: &Length) -> String {
    let (h, m) = (l.seconds / 3600, l.seconds % 3600 / 60);
    match (h, m) {
        (0, m) => format!("PT{m}M"),
        (h, 0) => format!("PT{h}H"),
        (h, m) => format!("PT{h}H{m}M"),
    }
}

/// A length of time: "two years and 3 months", "half an hour", "an hour and a half", "a few days", "decades".
pub fn span_length(r: &Reader, at: usize) -> Option<Read> {
    let (mut end, mut total, mut numbers) = one_length(r, at)?;
    for _ in 0..5 {
        let b = r.blank(end);
        let mut c = b;
        if r.char_at(c) == Some(',') {
            c = r.blank(c + 1);
        }
        let and = r.word(c, Cat::And);
        if let Some((e, _)) = and {
            c = r.blank(e);
        }
        if c == end {
            break;
        }
        if let Some((e, l, n)) = one_length(r, c).filter(|(_, l, _)| l.grain < total.grain && !total.vague && !l.vague)
        {
            total = join_lengths(&total, &l)?;
            numbers.extend(n);
            end = e;
            continue;
        }
        // "1 hour thirty", "2 hours and 10"
        if total.grain == Grain::Hour
            && total.seconds > 0
            && let Some(n) = number(r, c).filter(|n| {
                n.whole().is_some_and(|w| (10..60).contains(&w)) && !n.ordinal && r.text[n.end..].trim().is_empty()
            })
        {
            total = join_lengths(&total, &length(n.value, "MIN")?)?;
            end = n.end;
        }
        break;
    }
    Some((end, total, numbers))
}

fn one_length(r: &Reader, at: usize) -> Option<Read> {
    if let Some((end, _)) = r.word(at, Cat::Few) {
        let (e, u) = r.next(end, Cat::TimeUnit)?;
        let few = r.word(at, Cat::Few)?.1.num;
        let mut l = length(Exact::int(few), u.arg)?;
        l.vague = !(few == 2 || r.text[at..end].ends_with("few"));
        if matches!(l.grain, Grain::Year | Grain::Decade | Grain::Month | Grain::Century) {
            l.vague = true;
        }
        return Some((e, l, Vec::new()));
    }
    let half_of = |end: usize| {
        let c = r.blank(end);
        let c = match r.word(c, Cat::Of) {
            Some((e, _)) => r.blank(e),
            None => c,
        };
        match r.word(c, Cat::Article) {
            Some((e, _)) => r.blank(e),
            None => c,
        }
    };
    let (n, style, start_unit) = if let Some((e, _)) = r.word(at, Cat::Article).filter(|(e, _)| {
        // "a quarter of a century" is a part.
        let part = r.next(*e, Cat::Denominator).and_then(|(d, _)| r.next(d, Cat::Of)).is_some();
        r.next(*e, Cat::TimeUnit).is_some() && !part || r.latin(r.blank(*e)) == "full"
    }) {
        let b = r.blank(e);
        let (_, u) = r.word(b, Cat::TimeUnit)?;
        if u.arg == "S" || u.arg == "N" {
            return None;
        }
        (Num::new(at, e, Exact::ONE, Style::Single), Style::Single, b)
    } else if r.latin(at).eq_ignore_ascii_case("another") {
        (Num::new(at, at + 7, Exact::ONE, Style::Single), Style::Single, r.blank(at + 7))
    } else {
        let n = number(r, at).filter(|n| !n.ordinal)?;
        let b = if n.style == Style::Fraction { half_of(n.end) } else { r.blank(n.end) };
        (n, n.style, b)
    };
    let mut b = start_unit;
    // "two additional minutes", "more than"
    let word = lower(r.latin(b));
    if matches!(
        word.as_str(),
        "additional"
            | "more"
            | "fewer"
            | "extra"
            | "full"
            | "consecutive"
            | "straight"
            | "successive"
            | "further"
            | "other"
            | "long"
            | "short"
    ) {
        b = r.blank(b + word.len());
    }
    let mut value = n.value;
    // "one and a quarter of hour", "two and quarter hours"
    if matches!(r.char_at(b), Some('-')) {
        b += 1;
    }
    if let Some((e, _)) = r.word(b, Cat::And) {
        let mut c = r.blank(e);
        let mut count = 1;
        if let Some((e, _)) = r.word(c, Cat::Article) {
            c = r.blank(e);
        } else if let Some(m) = number(r, c).filter(|m| m.whole().is_some_and(|w| w < 10) && m.end < r.text.len()) {
            count = m.whole()?;
            c = r.blank(m.end);
        }
        if let Some((e, d)) =
            r.word(c, Cat::Half).or_else(|| r.word(c, Cat::Denominator).filter(|(_, d)| matches!(d.num, 2..=4)))
        {
            value = value.add(Exact::ratio(count as i128, d.num as i128)?)?;
            b = half_of(e);
        }
    }
    if n.style == Style::Fraction {
        b = half_of(n.end);
    }
    let b = if r.word(b, Cat::Of).is_some() { half_of(b) } else { b };
    let hit = r
        .word(b, Cat::TimeUnit)
        .or_else(|| r.word(b, Cat::TightTimeUnit).filter(|_| b == n.end && (n.style == Style::Figures || n.slashed)));
    let (mut end, u) = hit?;
    let tight = r.word(b, Cat::TimeUnit).is_none();
    if tight && u.arg == "Y" || u.arg == "N" && Exact::ONE.less_than(value) && !r.text[b..end].ends_with('s') {
        return None;
    }
    if u.arg == "3M" && style == Style::Single && n.style == Style::Single && !r.text[at..].starts_with("one") {
        // "a quarter" is a fraction or a coin.
        return None;
    }
    if style == Style::Vague || n.style == Style::Vague {
        let mut l = length(Exact::int(2), u.arg)?;
        l.vague = true;
        l.timex = l.timex.replace('2', "X");
        return Some((end, l, Vec::new()));
    }
    // "the 1988 quarter", "the 2030 decade": a year
    if n.plain == Some(4) && n.whole().is_some_and(|y| (1900..=2100).contains(&y)) && !r.text[b..end].ends_with('s') {
        return None;
    }
    // "a second", "second" are ordinals; "90 day old" is an age.
    let c = r.blank(end);
    if r.joined(end, Cat::Age).is_some() || r.latin(c) == "old" {
        return None;
    }
    // "an hour and a half", "one year and a quarter"
    let and =
        r.word(c, Cat::And).map(|(e, _)| r.blank(e)).and_then(|x| r.word(x, Cat::Article).map(|(e, _)| r.blank(e)));
    if let Some((e, d)) =
        and.and_then(|x| r.word(x, Cat::Half).or_else(|| r.word(x, Cat::Denominator).filter(|(_, d)| d.num == 4)))
    {
        value = value.add(Exact::ratio(1, d.num as i128)?)?;
        end = e;
    }
    let l = length(value, u.arg)?;
    // "a year" has no number in it
    let article = r.word(at, Cat::Article).is_some() && n.style == Style::Single;
    Some((end, l, if article { Vec::new() } else { vec![(n.start, n.end, n.value)] }))
}

/// A length, alone or with what moves it: "two years ago", "3 days after tomorrow", "more than 2 weeks before today".
pub fn after_length(r: &Reader, at: usize) -> Option<When> {
    // "the past decades", "the next five years", "last two weeks", "10 previous weeks"
    if let Some(w) = relative_length(r, at) {
        return Some(w);
    }
    let (b, hedge) = match r.word(at, Cat::Before).filter(|(e, _)| r.blank(*e) > *e) {
        Some((e, h)) => (r.blank(e), Some(h.arg)),
        None => (at, None),
    };
    let plain = hedge.and_then(|_| span_length(r, at));
    let (b, hedge) = if plain.is_some() { (at, None) } else { (b, hedge) };
    let (end, l, numbers) = plain.or_else(|| span_length(r, b))?;
    if let Some(w) = from_point(r, at, end, &l, &numbers) {
        if hedge == Some("less-than")
            && let (Core::Instant { at: to, .. }, Some(_)) = (&w.core, r.now)
        {
            let from = super::calendar::plus_days(to.date(), -l.days).map(midnight)?;
            let timex = format!("({},{},{})", from.date(), to.date(), l.timex);
            return Some(When {
                core: Core::Span { timex, begin: Some(from), end: Some(*to), grain: Grain::Day },
                ..w
            });
        }
        return Some(w);
    }
    let c = r.blank(end);
    if let Some((e, a)) = r
        .word(c, Cat::Ago)
        .filter(|_| c > end)
        .or_else(|| r.word(c, Cat::Later).filter(|(e, _)| c > end && &r.text[c..*e] != "on"))
    {
        let (vague, course) = (l.vague, matches!(&r.text[c..e], "later" | "earlier" | "prior"));
        let core = moved(r, &l, a.num).unwrap_or(Core::Length { length: l });
        // "prices higher than a year ago": how prices are, and when.
        let size =
            matches!(lower(r.latin(at)).as_str(), "higher" | "lower" | "greater" | "larger" | "bigger" | "smaller");
        let w = When { numbers, ..When::new(if size { b } else { at }, e, core) };
        // "will have risen two years later": counted from now.
        return Some(When { loose: vague || course && told(r, &w), ..w });
    }
    let mut e = end;
    if let Some((e2, _)) = r.next(end, Cat::Tail) {
        e = e2;
    }
    // A hedge of a plain length is a matter of quantity; the span of the time is the length.
    let over = matches!(lower(r.latin(at)).as_str(), "over" | "under" | "around" | "about");
    let core_start = if over && hedge.is_some() && r.latin(at).eq_ignore_ascii_case("over") { b } else { at };
    let start = b;
    Some(When { core_start, numbers, ..When::new(start, e, Core::Length { length: l }) })
}

/// "3 days after tomorrow", "two weeks from now", "5 days before new year", "2 weeks starting May 20th".
pub fn from_point(r: &Reader, at: usize, end: usize, l: &Length, numbers: &[(usize, usize, Exact)]) -> Option<When> {
    let c = r.blank(end);
    if c == end {
        return None;
    }
    let word = lower(r.latin(c));
    let (sign, mut d) = match word.as_str() {
        "after" | "from" => (1, r.blank(c + word.len())),
        "before" => (-1, r.blank(c + 6)),
        "since" => (1, r.blank(c + 5)),
        "starting" => (2, r.blank(c + 8)),
        _ => return None,
    };
    if sign == 2 && matches!(r.latin(d), "from" | "on") {
        d = r.blank(d + r.latin(d).len());
    }
    if word == "from"
        && let Some((e, _)) = r.word(d, Cat::NowWord)
    {
        let core = moved(r, l, 1)?;
        return Some(When { numbers: numbers.to_vec(), ..When::new(at, e, core) });
    }
    let p = point(r, d, true).filter(|p| !p.latent)?;
    if sign == 2 {
        let w = with_length(r, at, &p, l)?;
        return Some(When { numbers: numbers.to_vec(), ..w });
    }
    let (first, _, grain) = days_of(&p.core, r.now)?;
    if grain > Grain::Year {
        return None;
    }
    let to = plus_length(midnight(first), l, sign)?;
    let grain = if l.seconds != 0 { Grain::Second } else { Grain::Day };
    Some(When { numbers: numbers.to_vec(), ..When::new(at, p.end, Core::Instant { at: to, grain }) })
}

/// "the past decades", "next three years", "the last 2 weeks", "10 previous weeks": counted from now.
fn relative_length(r: &Reader, at: usize) -> Option<When> {
    let the = r.latin(at).eq_ignore_ascii_case("the") || r.latin(at) == "these";
    // "will last two hours"
    if r.latin(at).eq_ignore_ascii_case("last")
        && matches!(
            r.latin_before(at),
            "will" | "to" | "would" | "can" | "could" | "should" | "t" | "may" | "might" | "must" | "not" | "does"
        )
    {
        return None;
    }
    let b = if the { r.blank(at + r.latin(at).len()) } else { at };
    let mut numbers = Vec::new();
    // "2 last minutes", not "rose to 2 million last year".
    let mut count_first = false;
    let (count, sign, d, vague) = if let Some((e, rel)) = r.word(b, Cat::Relative).filter(|(_, x)| x.num != 0) {
        let c = r.blank(e);
        // "past and future", "last few years"
        if let Some((e2, _)) = r.word(c, Cat::Few) {
            (Exact::int(r.word(c, Cat::Few)?.1.num), rel.num, r.blank(e2), true)
        } else if let Some(n) = count(r, c).filter(|n| !n.ordinal) {
            if n.style != Style::Vague {
                numbers.push((n.start, n.end, n.value));
            }
            (
                if n.style == Style::Vague { Exact::int(2) } else { n.value },
                rel.num,
                r.blank(n.end),
                n.style == Style::Vague,
            )
        } else {
            // plural alone: "the past years", "the coming decades"
            let (e2, u) = r.word(c, Cat::TimeUnit)?;
            let plural = r.text[c..e2].ends_with('s') && !r.text[c..e2].ends_with("'s");
            if !plural {
                return None;
            }
            let mut l = length(Exact::int(2), u.arg)?;
            l.vague = true;
            l.timex = l.timex.replacen('2', "X", 1).replacen("X0Y", "XD", 1);
            return Some(When::new(at, e2, Core::Length { length: l }));
        }
    } else {
        count_first = true;
        let n = count(r, b).filter(|n| !n.ordinal && n.style != Style::Vague)?;
        let c = r.blank(n.end);
        let (e, rel) = r.word(c, Cat::Relative).filter(|(_, x)| x.num != 0)?;
        numbers.push((n.start, n.end, n.value));
        (n.value, rel.num, r.blank(e), false)
    };
    // "the past 40-odd years"
    let mut d = r.joined(d, Cat::After).or_else(|| r.word(d, Cat::After)).map_or(d, |(e, _)| r.blank(e));
    let word = r.latin(d);
    if matches!(word, "full" | "consecutive") {
        d = r.blank(d + word.len());
    }
    let (end, u) = r.word(d, Cat::TimeUnit)?;
    let plural = r.text[d..end].ends_with('s');
    if !plural && Exact::ONE.less_than(count) && r.lang == Lang::En && count_first {
        return None;
    }
    let mut l = length(count, u.arg)?;
    // "the next day and 5 hours"
    let mut end = end;
    if let Some((e, _)) = r.next(end, Cat::And)
        && let Some((e2, more, _n)) = one_length(r, r.blank(e)).filter(|(_, m, n)| m.grain < l.grain && !n.is_empty())
    {
        l = join_lengths(&l, &more)?;
        end = e2;
    }
    if r.joined(end, Cat::Age).is_some() {
        return None;
    }
    let (begin, last) = match r.now {
        Some(now) => relative_ends(now, &l, u.arg, count, sign)?,
        None => return Some(When { numbers, core_start: at, ..When::new(at, end, Core::Length { length: l }) }),
    };
    let today = midnight(r.now?.date());
    let timex = match u.arg {
        // MS counts from the day itself.
        "W" | "M" | "Y" if sign < 0 => pair(plus_length(today, &l, -1)?, today, &l),
        "W" | "M" | "Y" => {
            let from = midnight(super::calendar::plus_days(today.date(), 1)?);
            pair(from, plus_length(from, &l, 1)?, &l)
        }
        "3M" => format!("({},{},P{}M)", begin.date(), last.date(), count.mul(Exact::int(3))?),
        _ => pair(begin, last, &l),
    };
    // "in the last 2 weeks of 2021" is another matter: the point grammar reads it.
    let when = When::new(at, end, Core::Span { timex, begin: Some(begin), end: Some(last), grain: l.grain });
    let start = if the && !vague && !numbers.is_empty() { b } else { at };
    Some(When { start, core_start: at, numbers, ..when })
}

fn relative_ends(now: DateTime, l: &Length, code: &str, count: Exact, sign: i64) -> Option<(DateTime, DateTime)> {
    let today = midnight(now.date());
    if l.seconds != 0 {
        let other = plus_length(now, l, sign)?;
        return Some(if sign < 0 { (other, now) } else { (now, other) });
    }
    if code == "3M" {
        let first = super::when::first_of(now.year(), (now.month() - 1) / 3 * 3 + 1)?;
        let n = count.whole()?.checked_mul(3)?;
        return Some(if sign < 0 {
            (midnight(plus_months(first, n.checked_neg()?)?), midnight(first))
        } else {
            let next = plus_months(first, 3)?;
            (midnight(next), midnight(plus_months(next, n)?))
        });
    }
    if code == "BD" {
        let mut day = now.date();
        let mut left = count.whole().filter(|n| *n < 1000)?;
        let mut first = None;
        while left > 0 {
            day = super::calendar::plus_days(day, sign)?;
            if day.weekday().to_monday_one_offset() <= 5 {
                left -= 1;
                first.get_or_insert(day);
            }
        }
        return Some(if sign < 0 {
            (midnight(day), today)
        } else {
            (midnight(super::calendar::plus_days(now.date(), 1)?), midnight(super::calendar::plus_days(day, 1)?))
        });
    }
    // Whole weeks, months and years beside the present one.
    let unit = match code {
        "W" => super::when::monday(now.date()),
        "M" => super::when::first_of(now.year(), now.month()),
        "Y" => super::when::first_of(now.year(), 1),
        _ => None,
    };
    if let (Some(first), Some(_)) = (unit, count.whole()) {
        let next = plus_length(midnight(first), &length(Exact::ONE, code)?, 1)?;
        return Some(if sign < 0 {
            (plus_length(midnight(first), l, -1)?, midnight(first))
        } else {
            (next, plus_length(next, l, 1)?)
        });
    }
    if sign < 0 {
        Some((plus_length(today, l, -1)?, today))
    } else {
        let from = midnight(super::calendar::plus_days(now.date(), 1)?);
        Some((from, plus_length(from, l, 1)?))
    }
}
