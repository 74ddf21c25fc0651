//! Chinese lengths of time, alone and moved: 三年, 一年半, 5年前, 60日内, 过去五年.
//!
//! Comes in: a place in a text. Goes out: a length, or the time it leads to from the document's date.

use super::calendar::plus_days;
use super::decimal::Exact;
use super::number::{Style, number};
use super::reader::Reader;
use super::time::told;
use super::when::{Core, Grain, Length, Read, When, join_lengths, length, midnight, monday, plus_length, plus_months};
use super::words::{Cat, is_han};

/// A length: 三年, 五个星期3小时, 一年半, 半小时, 30多年, 几十年.
pub fn span_length(r: &Reader, at: usize) -> Option<Read> {
    let (mut end, mut total, mut numbers) = one_length(r, at)?;
    for _ in 0..5 {
        let b = r.blank(end);
        let c = match r.word(b, Cat::And) {
            Some((e, _)) => e,
            None => match r.char_at(b) {
                Some('零' | '〇') => b + 3,
                _ => b,
            },
        };
        let Some((e, l, n)) =
            one_length(r, r.blank(c)).filter(|(_, l, _)| l.grain < total.grain || c > b && l.grain != total.grain)
        else {
            break;
        };
        if total.vague || l.vague {
            break;
        }
        total = join_lengths(&total, &l)?;
        numbers.extend(n);
        end = e;
    }
    Some((end, total, numbers))
}

fn one_length(r: &Reader, at: usize) -> Option<Read> {
    // 半年, 半个月, 大半天
    if let Some((e, _)) = r.word(at, Cat::Half) {
        let (end, u) = r.next(e, Cat::TimeUnit)?;
        if matches!(&r.text[e..end], "分" | "点" | "月") || u.arg == "N" {
            return None;
        }
        return Some((end, length(Exact::HALF, u.arg)?, Vec::new()));
    }
    // 多年, 数月
    let n = match number(r, at) {
        Some(n) if !n.slashed && !n.ordinal => n,
        Some(_) => return None,
        None => {
            let (e, _) = r.word(at, Cat::Some)?;
            let (end, u) =
                r.word(e, Cat::TimeUnit).filter(|(_, u)| matches!(u.arg, "Y" | "M" | "D" | "W" | "100Y" | "H"))?;
            let mut l = length(Exact::int(3), u.arg)?;
            l.vague = true;
            l.timex = l.timex.replacen('3', "X", 1);
            return Some((end, l, Vec::new()));
        }
    };
    let mut value = n.value;
    let mut c = r.blank(n.end);
    let mut vague = n.style == Style::Vague || n.open;
    let mut half = false;
    if let Some((e, _)) = r.word(c, Cat::More).filter(|(e, _)| r.next(*e, Cat::TimeUnit).is_some()) {
        vague = true;
        c = r.blank(e);
    }
    // 十个多月, 一个半小时, 两个半月
    if r.text[c..].starts_with(['个', '個']) {
        let e = c + 3;
        if let Some((e2, _)) = r.word(e, Cat::More).filter(|(e2, _)| r.word(*e2, Cat::TimeUnit).is_some()) {
            vague = true;
            c = e2;
        } else if let Some((e2, _)) = r
            .word(e, Cat::Half)
            .filter(|(e2, _)| r.word(*e2, Cat::TimeUnit).is_some() || r.text[*e2..].starts_with(['钟', '鐘']))
        {
            value = value.add(Exact::HALF)?;
            half = true;
            c = e2;
            if r.word(c, Cat::TimeUnit).is_none() {
                let end = c + 3;
                return Some((end, length(value, "H")?, vec![(n.start, n.end, n.value)]));
            }
        }
    }
    let (mut end, u) = r.word(c, Cat::TimeUnit)?;
    let word = &r.text[c..end];
    // 2018年 is a year; 98年 is left to the date grammar, 5月 too.
    if word == "年"
        && n.plain.is_some_and(|d| d == 4 || d == 2 && r.text[n.start..].starts_with('0'))
        && value.whole().is_some_and(|w| (1000..2200).contains(&w) || w < 10)
        && !vague
    {
        return None;
    }
    if word == "年" && n.style == Style::Words && year_written(&r.text[n.start..n.end]) {
        return None;
    }
    if word == "年" && !vague && matches!(r.char_at(end), Some('代' | '级' | '初' | '底' | '末' | '版' | '第'))
    {
        return None;
    }
    if word == "月" && !(r.text[n.start..n.end].starts_with(['两', '兩', '仨', '数']) || vague || half) {
        return None;
    }
    if word == "周" && matches!(r.char_at(end), Some('年' | '岁' | '期' | '边')) {
        return None;
    }
    if word == "日" && matches!(r.char_at(end), Some('元' | '圆' | '本')) {
        return None;
    }
    if matches!(word, "分")
        && !(r.next(end, Cat::Half).is_some() || r.text[end..].trim().is_empty() || after_hours(r, at))
    {
        return None;
    }
    if matches!(word, "季度" | "世纪" | "世紀") && !r.text[n.start..n.end].starts_with(['两', '兩']) {
        return None;
    }
    // 20时 after days
    let code = u.arg;
    // 一年半, 五分半, 三年半
    if let Some((e, _)) = r.next(end, Cat::Half).filter(|_| matches!(code, "Y" | "D" | "MIN" | "H" | "M")) {
        if r.word(e, Cat::TimeUnit).is_none() {
            value = value.add(Exact::HALF)?;
            end = e;
        }
    } else if let Some((e, _)) = r.word(end, Cat::More).filter(|(e, _)| {
        &r.text[end..*e] == "多" && !r.char_at(*e).is_some_and(|c| matches!(c, '元' | '边' | '样' | '次'))
    }) {
        vague = true;
        end = e;
    }
    let mut l = length(value, code)?;
    if n.style == Style::Vague {
        l = length(Exact::int(20), code)?;
        l.timex = l.timex.replacen("20", "X", 1);
        return Some((end, Length { vague: true, ..l }, Vec::new()));
    }
    l.vague = vague;
    // 一年 is a year: no figure is given
    let article = n.style == Style::Single && r.text[n.start..n.end].starts_with('一');
    Some((end, l, if article { Vec::new() } else { vec![(n.start, n.end, n.value)] }))
}

fn after_hours(r: &Reader, at: usize) -> bool {
    r.text[..at].trim_end().ends_with(['时', '時', '天', '点'])
}

/// 二零一六, 〇八, 九八: digit by digit.
fn year_written(text: &str) -> bool {
    let n = text.chars().count();
    (n == 4 || n == 2) && text.chars().all(|c| "零〇○O一二三四五六七八九".contains(c))
}

/// A length alone or with what moves it: 5年前, 三天后, 20天以后, 60日内, 24年来.
pub fn moved_length(r: &Reader, at: usize) -> Option<When> {
    // 还剩5分钟 (MS): counted from now
    let (end, l, numbers) = span_length(r, at)?;
    let b = r.blank(end);
    let plain = When { numbers: numbers.clone(), ..When::new(at, end, Core::Length { length: l.clone() }) };
    if let Some((e, a)) = r.word(b, Cat::Ago).or_else(|| r.word(b, Cat::Later)) {
        let next = r.char_at(e);
        let word = &r.text[b..e];
        let other = word == "前" && matches!(next, Some('后' | '进' | '提' | '景' | '期'))
            || matches!(word, "后" | "後") && matches!(next, Some('续' | '勤'));
        if other {
            return Some(plain);
        }
        let Some(now) = r.now else { return Some(When { end: e, ..plain }) };
        let (vague, course) = (l.vague, a.num > 0);
        let core = displaced(now, &l, a.num).unwrap_or(Core::Length { length: l });
        let w = When { end: e, core, ..plain };
        return Some(When { loose: vague || course && told(r, &w), ..w });
    }
    if let Some((e, a)) = r.word(b, Cat::Within) {
        let word = &r.text[b..e];
        if word == "内" && r.char_at(e).is_some_and(|c| matches!(c, '部' | '容' | '地' | '蒙' | '外' | '在'))
            || word == "间" && matches!(r.char_at(e), Some('接' | '隔'))
            || word == "来" && matches!(r.char_at(e), Some('自' | '到' | '源' | '看' | '说'))
        {
            return Some(plain);
        }
        let core = match r.now {
            Some(now) => {
                let other = plus_length(now, &l, a.num);
                let (begin, last) = if a.num < 0 { (other, Some(now)) } else { (Some(now), other) };
                Core::Span { timex: l.timex.clone(), begin, end: last, grain: l.grain }
            }
            None => Core::Length { length: l.clone() },
        };
        return Some(When { end: e, core, ..plain });
    }
    Some(plain)
}

/// The instant a length from now, with the grain of the length.
fn displaced(now: jiff::civil::DateTime, l: &Length, sign: i64) -> Option<Core> {
    let to = plus_length(now, l, sign)?;
    if l.seconds != 0 {
        // MS: the day is what counts; hours keep theirs.
        let timex = to.date().to_string();
        return Some(Core::Span {
            timex,
            begin: Some(to),
            end: super::when::plus_seconds(to, 60),
            grain: Grain::Minute,
        });
    }
    let day = to.date();
    let (begin, end, grain) = match l.grain {
        Grain::Year | Grain::Decade | Grain::Century if l.months % 12 == 0 => {
            (super::when::first_of(day.year(), 1)?, super::when::first_of(day.year().checked_add(1)?, 1)?, Grain::Year)
        }
        Grain::Month | Grain::Quarter | Grain::Year => (
            super::when::first_of(day.year(), day.month())?,
            plus_months(super::when::first_of(day.year(), day.month())?, 1)?,
            Grain::Month,
        ),
        Grain::Week => (monday(day)?, plus_days(monday(day)?, 7)?, Grain::Week),
        _ => (day, plus_days(day, 1)?, Grain::Day),
    };
    Some(Core::Days { timex: day.to_string(), begin: Some(begin), end: Some(end), grain })
}

/// 过去五年, 未来2个月, 近三年, 前1周, 上两周, 后三天.
pub fn relative_length(r: &Reader, at: usize) -> Option<When> {
    let (end, rel) = r.word(at, Cat::Relative)?;
    let word = &r.text[at..end];
    // A character before makes another word of it: 目前, 之后, 以上, 最近 is its own.
    let b = r.blank(end);
    let (e, l, numbers) = span_length(r, b)?;
    let before = r.char_before(at);
    if end - at <= 3
        && before.is_some_and(|c| {
            matches!(
                c,
                '目' | '之'
                    | '以'
                    | '此'
                    | '最'
                    | '先'
                    | '往'
                    | '提'
                    | '然'
                    | '今'
                    | '随'
                    | '向'
                    | '接'
                    | '靠'
                    | '附'
                    | '从'
                    | '会'
            )
        })
    {
        return None;
    }
    if word == "这" && !l.vague && l.grain < Grain::Day {
        return None;
    }
    // 走过四十五年
    if matches!(word, "过" | "過") && before.is_some_and(is_han) {
        return None;
    }
    let now = r.now;
    let mut end = e;
    // 近三年来, 过去五年间, 未来一段时间
    let c = r.blank(end);
    if let Some((e2, _)) =
        r.word(c, Cat::Within).filter(|(_, w)| rel.num < 0 || w.num > 0 || r.text[c..].starts_with('间'))
    {
        // 来自, 来到 are other words.
        let other = matches!(&r.text[c..e2], "来") && matches!(r.char_at(e2), Some('自' | '到' | '源' | '看'));
        end = if other { end } else { e2 };
    }
    let core = match now {
        None => Core::Length { length: l },
        Some(now) => {
            let today = midnight(now.date());
            let whole = matches!(word, "前" | "上" | "下" | "后" | "後");
            let (begin, last) = match (l.grain, rel.num < 0) {
                _ if l.seconds != 0 => {
                    let o = plus_length(now, &l, rel.num)?;
                    if rel.num < 0 { (o, now) } else { (now, o) }
                }
                // Whole weeks, months and years beside the present one.
                (Grain::Week | Grain::Month | Grain::Year, back) if whole => {
                    let first = midnight(match l.grain {
                        Grain::Week => monday(now.date())?,
                        Grain::Month => super::when::first_of(now.year(), now.month())?,
                        _ => super::when::first_of(now.year(), 1)?,
                    });
                    let one = length(
                        Exact::ONE,
                        match l.grain {
                            Grain::Week => "W",
                            Grain::Month => "M",
                            _ => "Y",
                        },
                    )?;
                    if back {
                        (plus_length(first, &l, -1)?, first)
                    } else {
                        (plus_length(first, &one, 1)?, plus_length(plus_length(first, &one, 1)?, &l, 1)?)
                    }
                }
                (Grain::Day, false) if matches!(word, "过" | "再过" | "過") => {
                    let to = plus_length(today, &l, 1)?;
                    (to, plus_length(to, &length(Exact::ONE, "D")?, 1)?)
                }
                (_, false) if matches!(word, "过" | "再过" | "過") => {
                    (plus_length(now, &l, 1)?, plus_length(now, &l, 2)?)
                }
                (Grain::Day, false) if whole => {
                    let from = midnight(plus_days(now.date(), 1)?);
                    (from, plus_length(from, &l, 1)?)
                }
                (_, true) => (plus_length(today, &l, -1)?, today),
                (_, false) => (today, plus_length(today, &l, 1)?),
            };
            let timex = if l.seconds != 0 {
                let t = |d| super::resolve::instant_timex(d, Grain::Second);
                format!("({},{},{})", t(begin), t(last), l.timex)
            } else {
                let far = plus_length(today, &l, rel.num)?;
                let next = midnight(plus_days(now.date(), 1)?);
                match (whole, rel.num < 0) {
                    (true, true) => format!("({},{},{})", far.date(), today.date(), l.timex),
                    (true, false) => format!("({},{},{})", next.date(), plus_length(next, &l, 1)?.date(), l.timex),
                    _ => format!("({},{},{})", begin.date(), last.date(), l.timex),
                }
            };
            Core::Span { timex, begin: Some(begin), end: Some(last), grain: l.grain }
        }
    };
    Some(When { numbers, ..When::new(at, end, core) })
}
