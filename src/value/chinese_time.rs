//! Chinese times: lengths, what moves them, open and closed ranges, sets and periods around the dates of `chinese_date`.
//!
//! Comes in: a place in a text. Goes out: the longest time expression that starts there. Words are
//! `data/values/zh/time.tsv` and `holidays.tsv`.

use super::calendar::plus_days;
use super::chinese_clock::{clock, part};
use super::chinese_date::date;
use super::chinese_length::{moved_length, relative_length};
use super::chinese_range::range;
use super::decimal::Exact;
use super::number::{Style, number};
use super::reader::Reader;
use super::resolve::days_of;
use super::when::{Clock, Core, Grain, Modifier, When, day_core, length, longest, plan_core};
use super::words::{Cat, is_han};

/// The time at `at`.
pub fn time(r: &Reader, at: usize) -> Option<When> {
    let now = r.word(at, Cat::NowWord).map(|(end, _)| {
        let core = Core::Span { timex: "PRESENT_REF".into(), begin: r.now, end: r.now, grain: Grain::Second };
        When::new(at, end, core)
    });
    longest([
        set(r, at),
        plan(r, at),
        anchored(r, at),
        opened(r, at),
        range(r, at, false),
        point(r, at).map(|w| after(r, w)),
        relative_length(r, at),
        moved_length(r, at),
        now,
    ])
}

/// A date and a clock time, either alone.
pub fn point(r: &Reader, at: usize) -> Option<When> {
    if let Some(d) = date(r, at) {
        return Some(with_clock(r, d));
    }
    // 下午三点, 8:00
    let (end, p, core) = if let Some((e, x)) = r.word(at, Cat::DayPart) {
        let (offset, p) = x.arg.split_at(x.arg.len() - 2);
        let day = r.now.and_then(|n| plus_days(n.date(), offset.parse().unwrap_or(0)));
        (e, Some(if p == "EV" { "EV" } else { "MO" }), day.map_or(Core::None, |d| day_core(Some(d), String::new())))
    } else if let Some((e, p)) = part(r, at) {
        (e, Some(p), Core::None)
    } else {
        (at, None, Core::None)
    };
    let b = if p.is_some() { r.blank(end) } else { at };
    if let Some((e, mut c)) = clock(r, b, p.is_some()) {
        let latent = p.is_none() && c.minute.is_none() && !c.sure && {
            // 三点意见, 两点建议: points of a list
            let next = r.char_at(e);
            next.is_some_and(is_han)
                && [Cat::Ago, Cat::Later, Cat::OpenAfter, Cat::To].iter().all(|x| r.word(e, *x).is_none())
                && !r.text[e..].starts_with(['的', '开', '整', '正'])
        };
        if latent {
            return None;
        }
        afternoon(&mut c, p);
        return Some(When { clock: Some(c), ..When::new(at, e, core) });
    }
    let p = p?;
    // 早 and 晚 alone are other words.
    if end - at <= 3 && core == Core::None {
        return None;
    }
    if p == "NOON" {
        return Some(When {
            clock: Some(Clock { hour: 12, minute: None, second: None, sure: true }),
            ..When::new(at, end, core)
        });
    }
    Some(When { part: Some(if p == "DAWN" { "MO" } else { p }), ..When::new(at, end, core) })
}

fn afternoon(c: &mut Clock, p: Option<&str>) {
    match p {
        Some("AF" | "EV") if c.hour < 12 => c.hour += 12,
        Some("NI") if (6..12).contains(&c.hour) => c.hour += 12,
        Some("NI") if c.hour == 12 => c.hour = 24,
        Some("NOON") if c.hour < 11 && c.hour > 0 => c.hour += 12,
        Some("DAWN" | "MO") if c.hour == 12 && p == Some("DAWN") => c.hour = 0,
        None => return,
        _ => {}
    }
    c.sure = true;
}

fn with_clock(r: &Reader, d: When) -> When {
    if !d.is_day() {
        return d;
    }
    let mut b = r.blank(d.end);
    if matches!(r.char_at(b), Some('，' | ',' | '-' | '的')) {
        b += r.char_at(b).map_or(0, char::len_utf8);
        b = r.blank(b);
    }
    let jump = b > r.blank(d.end);
    let (e, p) = match part(r, b) {
        Some((e, p)) => (e, Some(p)),
        None => (b, None),
    };
    let f = if p.is_some() { r.blank(e) } else { b };
    if let Some((end, mut c)) = clock(r, f, true).filter(|(_, c)| p.is_some() || c.minute.is_some() || !jump) {
        afternoon(&mut c, p);
        return When { end, clock: Some(c), ..d };
    }
    match p.filter(|_| !jump) {
        Some("NOON") => When { end: e, clock: Some(Clock { hour: 12, minute: None, second: None, sure: true }), ..d },
        Some(p) => When { end: e, part: Some(if p == "DAWN" { "MO" } else { p }), ..d },
        None => d,
    }
}

/// What stands after a point: 以来, 之前, 左右, 期间.
fn after(r: &Reader, w: When) -> When {
    let b = r.blank(w.end);
    let Some((end, o)) = r.word(b, Cat::OpenAfter) else { return w };
    let word = &r.text[b..end];
    // 起来, 后来, 前后两, 前进, 后续 are other words; so is 间 in 间接.
    let next = r.char_at(end);
    let other = match word {
        "起" => matches!(next, Some('来' | '步' | '草' | '义' | '到' | '重' | '诉' | '点')),
        "后" | "後" => matches!(next, Some('来' | '续' | '勤' | '台' | '者' | '期' | '的')) && next != Some('的'),
        "前" => matches!(
            next,
            Some(
                '后' | '進'
                    | '进'
                    | '往'
                    | '提'
                    | '景'
                    | '夕'
                    | '沿'
                    | '列'
                    | '三'
                    | '两'
                    | '期'
                    | '置'
                    | '十'
                    | '五'
                    | '六'
                    | '七'
                    | '八'
                    | '九'
                    | '四'
                    | '一'
            )
        ),
        "间" => true,
        "止" | "截止" => false,
        "开始" => false,
        _ => false,
    };
    if other {
        return w;
    }
    let modifier = match o.arg {
        "since" => Modifier::Since,
        "after" => Modifier::After,
        "before" => Modifier::Before,
        _ => w.modifier,
    };
    // 开始, 左右 belong to the sentence for a reader who marks mentions; the reading is the same.
    let mut end = end;
    // 2020年1月以来的5年
    if let Some((e, _)) = r.word(end, Cat::OpenAfter).filter(|(_, x)| x.arg == "period") {
        end = e;
    }
    // "明年6月之前" begins now and ends with it.
    let w = When { end, modifier, ..w };
    if modifier == Modifier::Before
        && let (Some(now), Some((first, last, grain))) = (r.now, days_of(&w.core, r.now))
        && (first > now.date() || last > now.date() && grain > Grain::Day)
    {
        return When { modifier: Modifier::By, ..w };
    }
    w
}

/// 自2018年以来, 从去年9月起, 到2035年.
fn opened(r: &Reader, at: usize) -> Option<When> {
    let (end, _) = r.word(at, Cat::Open)?;
    let b = r.blank(end);
    let word = &r.text[at..end];
    let p = point(r, b)?;
    let w = after(r, p.clone());
    if w.end == p.end {
        return None;
    }
    if !matches!(word, "自" | "从" | "自从" | "截至" | "截止") {
        return None;
    }
    Some(When { start: at, core_start: b, ..w })
}

/// Times that repeat: 每年, 每周一下午八点, 每隔3天; and set phrases such as 近年来.
fn set(r: &Reader, at: usize) -> Option<When> {
    if let Some((end, s)) = r.word(at, Cat::Set) {
        let timex = if s.arg == "PERIOD" { "XXXX".to_owned() } else { s.arg.to_owned() };
        // 近日 is hardly more than "now"
        return Some(When { unmarked: s.arg == "PXD", ..When::new(at, end, Core::Set { timex }) });
    }
    let (end, _) = r.word(at, Cat::Every)?;
    let b = r.blank(end);
    // 每周一, 每星期天
    if let Some((e, d)) = r.word(b, Cat::Weekday) {
        let day = Core::Ymd { y: None, m: None, d: None, wd: Some(d.num as i8) };
        let w = with_clock(r, When::new(b, e, day));
        let mut timex = format!("XXXX-WXX-{}", d.num);
        if let Some(c) = w.clock {
            timex.push_str(&super::resolve::clock_timex(&c));
        }
        return Some(When::new(at, w.end, Core::Set { timex }));
    }
    let (start, count, numbers) = match number(r, b).filter(|n| n.style != Style::Vague && !n.slashed) {
        // 每个百分点
        Some(n) if r.word(n.start, Cat::PPoint).is_some() => return None,
        Some(n) => (r.blank(n.end), n.value, vec![(n.start, n.end, n.value)]),
        None => match r.word(b, Cat::Half) {
            Some((e, _)) => (e, Exact::HALF, Vec::new()),
            None => (b, Exact::ONE, Vec::new()),
        },
    };
    let (e, u) = r.word(start, Cat::TimeUnit)?;
    // 每年秋天, 每年9月到11月
    Some(When { numbers, ..When::new(at, e, Core::Set { timex: length(count, u.arg)?.timex }) })
}

/// 第十四个五年规划期间
fn written_plan(r: &Reader, at: usize) -> Option<When> {
    let (b, _) = r.word(at, Cat::OrdinalHead)?;
    let n = number(r, b).filter(|n| n.whole().is_some_and(|w| (1..=40).contains(&w)))?;
    let name = ["个五年规划", "個五年規劃", "个五年计划"].iter().find(|w| r.text[n.end..].starts_with(**w))?;
    let e = n.end + name.len();
    let tail = ["时期", "時期", "期间", "期間"].iter().find(|t| r.text[e..].starts_with(**t))?;
    Some(When::new(at, e + tail.len(), plan_core(n.whole()?)))
}

/// “十四五”时期, “十五五”规划期间, 十四五期间: a Five-Year Plan's years.
fn plan(r: &Reader, at: usize) -> Option<When> {
    if let Some(w) = written_plan(r, at) {
        return Some(w);
    }
    let quote = matches!(r.char_at(at), Some('“' | '"' | '「'));
    let b = if quote { at + r.char_at(at)?.len_utf8() } else { at };
    let mut end = b;
    let mut n = 0i64;
    // “七五” to “十五五”: the number of the plan, then 五.
    let mut ten = false;
    let mut count = 0;
    for _ in 0..4 {
        if let Some((e, d)) = r.word(end, Cat::ZDigit).filter(|(_, d)| d.num > 0) {
            count += 1;
            if r.text[end..e].starts_with('五') && count > 0 && (ten || n > 0) {
                end = e;
                // 十五 is the tenth plan; 十五五 the fifteenth
                if ten && n % 10 == 0 && r.text[end..].starts_with('五') {
                    n += 5;
                    continue;
                }
                break;
            }
            n += d.num;
            end = e;
        } else if let Some((e, _)) = r.word(end, Cat::ZUnit).filter(|(_, u)| u.num == 10 && !ten) {
            n = n.max(1) * 10;
            ten = true;
            end = e;
        } else {
            break;
        }
    }
    if !r.text[b..end].ends_with('五') || n == 0 || n > 40 || end - b < 6 {
        return None;
    }
    let close = quote && matches!(r.char_at(end), Some('”' | '"' | '」'));
    if quote && !close {
        return None;
    }
    let mut e = if close { end + r.char_at(end)?.len_utf8() } else { end };
    let name_end = e;
    for w in ["规划", "計劃", "计划"] {
        if r.text[e..].starts_with(w) {
            e += w.len();
        }
    }
    let tail =
        ["时期", "時期", "期间", "期間", "末期", "末", "初期", "开局之年", "收官之年", "以来", "前期", "后期", "期末"]
            .iter()
            .find(|t| r.text[e..].starts_with(**t));
    let Some(tail) = tail else {
        // 十五 is a number, 十四五 is none.
        let mut written = r.text[b..end].chars();
        let unreadable = written.next() == Some('十')
            && written.next().is_some_and(|c| "一二三四五六七八九".contains(c))
            && written.next() == Some('五');
        if !close && !unreadable {
            return None;
        }
        // The plan itself is a name; nothing inside it is a value.
        return Some(When { name: true, ..When::new(at, name_end, Core::None) });
    };
    e += tail.len();
    let modifier = match *tail {
        "以来" => Modifier::Since,
        "末期" | "末" | "期末" | "后期" => Modifier::End,
        "初期" | "前期" => Modifier::Start,
        _ => Modifier::None,
    };
    Some(When { modifier, ..When::new(at, e, plan_core(n)) })
}

/// 党的十八大以来, 改革开放以后, 疫情期间: a happening and what of it. When it was, the lexicon knows.
fn anchored(r: &Reader, at: usize) -> Option<When> {
    let (end, _) = r.word(at, Cat::Anchor)?;
    let (e, o) = r.word(end, Cat::OpenAfter)?;
    if o.arg == "around" || matches!(&r.text[end..e], "前" | "间" | "起") {
        return None;
    }
    let modifier = match o.arg {
        "before" => Modifier::Before,
        "after" => Modifier::After,
        "period" => Modifier::None,
        _ => Modifier::Since,
    };
    let core = Core::Days { timex: "XXXX".into(), begin: None, end: None, grain: Grain::Year };
    Some(When { anchor: Some((at, end)), modifier, ..When::new(at, e, core) })
}
