//! Chinese times: lengths, what moves them, open and closed ranges, sets and periods around the dates of `chinese_date`.
//!
//! Comes in: a place in a text. Goes out: the longest time expression that starts there. Words are
//! `data/values/zh/time.tsv` and `holidays.tsv`.

use super::calendar::plus_days;
use super::chinese_date::{clock, date, part};
use super::decimal::Exact;
use super::number::{Style, number};
use super::reader::Reader;
use super::when::{Clock, Core, Grain, Length, Modifier, When, between, days_of, join_lengths, length, midnight, monday, plus_length, plus_months};
use super::words::{Cat, is_han};

/// The time at `at`.
pub fn time(r: &Reader, at: usize) -> Option<When> {
    let mut best: Option<When> = None;
    let mut offer = |w: Option<When>| {
        if let Some(w) = w {
            if best.as_ref().is_none_or(|b| w.end > b.end) {
                best = Some(w);
            }
        }
    };
    offer(set(r, at));
    offer(plan(r, at));
    offer(anchored(r, at));
    offer(opened(r, at));
    offer(range(r, at, false));
    offer(point(r, at).map(|w| after(r, w)));
    offer(relative_length(r, at));
    offer(moved_length(r, at));
    if let Some((end, _)) = r.word(at, Cat::NowWord) {
        let core = Core::Span { timex: "PRESENT_REF".into(), begin: r.now, end: r.now, grain: Grain::Second };
        offer(Some(When::new(at, end, core)));
    }
    best
}

/// A date and a clock time, either alone.
fn point(r: &Reader, at: usize) -> Option<When> {
    if let Some(d) = date(r, at) {
        return Some(with_clock(r, d));
    }
    // 下午三点, 8:00
    let (end, p, core) = if let Some((e, x)) = r.word(at, Cat::DayPart) {
        let (offset, p) = x.arg.split_at(x.arg.len() - 2);
        let day = r.now.and_then(|n| plus_days(n.date(), offset.parse().unwrap_or(0)));
        (e, Some(if p == "EV" { "EV" } else { "MO" }), day.map_or(Core::None, day_core))
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
            next.is_some_and(is_han) && [Cat::Ago, Cat::Later, Cat::OpenAfter, Cat::To].iter().all(|x| r.word(e, *x).is_none()) && !r.text[e..].starts_with(['的', '开', '整', '正'])
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
        return Some(When { clock: Some(Clock { hour: 12, minute: None, second: None, sure: true }), ..When::new(at, end, core) });
    }
    Some(When { part: Some(if p == "DAWN" { "MO" } else { p }), ..When::new(at, end, core) })
}

fn day_core(d: jiff::civil::Date) -> Core {
    Core::Days { timex: d.to_string(), begin: Some(d), end: plus_days(d, 1), grain: Grain::Day }
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
        "前" => matches!(next, Some('后' | '進' | '进' | '往' | '提' | '景' | '夕' | '沿' | '列' | '三' | '两' | '期' | '置' | '十' | '五' | '六' | '七' | '八' | '九' | '四' | '一')),
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
    if modifier == Modifier::Before {
        if let (Some(now), Some((first, last, grain))) = (r.now, days_of(&w.core, r.now)) {
            if first > now.date() || last > now.date() && grain > Grain::Day {
                return When { modifier: Modifier::By, ..w };
            }
        }
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
            timex.push_str(&super::when::clock_timex(&c));
        }
        let first = days_of(&w.core, r.now).and_then(|(f, _, _)| w.clock.map_or(Some(midnight(f)), |c| super::when::clock_on(f, &c).map(|x| x.0)));
        return Some(When::new(at, w.end, Core::Span { timex, begin: first, end: None, grain: Grain::Day })).map(|w| repeated(w, first));
    }
    let (start, count, numbers) = match number(r, b).filter(|n| n.style != Style::Vague && !n.slashed) {
        Some(n) => (r.blank(n.end), n.value, vec![(n.start, n.end, n.value)]),
        None => match r.word(b, Cat::Half) {
            Some((e, _)) => (e, Exact::HALF, Vec::new()),
            None => (b, Exact::ONE, Vec::new()),
        },
    };
    let (e, u) = r.word(start, Cat::TimeUnit)?;
    // 每年秋天, 每年9月到11月
    let _ = count;
    Some(When { numbers, ..When::new(at, e, Core::Set { timex: length(count, u.arg)?.timex }) })
}

fn repeated(w: When, _first: Option<jiff::civil::DateTime>) -> When {
    match w.core {
        Core::Span { timex, .. } => When { core: Core::Set { timex }, ..w },
        _ => w,
    }
}

/// “十四五”时期, “十五五”规划期间, 十四五期间: a Five-Year Plan's years. The first began in 1953; from the sixth (1981) each follows the other.
fn plan(r: &Reader, at: usize) -> Option<When> {
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
        } else if let Some((e, u)) = r.word(end, Cat::ZUnit).filter(|(_, u)| u.num == 10 && !ten) {
            let _ = u;
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
    let tail = ["时期", "時期", "期间", "期間", "末期", "末", "初期", "开局之年", "收官之年", "以来", "前期", "后期", "期末"].iter().find(|t| r.text[e..].starts_with(**t));
    let Some(tail) = tail else {
        // 十五 is a number, 十四五 is none.
        let mut written = r.text[b..end].chars();
        let unreadable = written.next() == Some('十') && written.next().is_some_and(|c| "一二三四五六七八九".contains(c)) && written.next() == Some('五');
        if !close && !unreadable {
            return None;
        }
        // The plan itself is a name; nothing inside it is a value.
        return Some(When { name: true, ..When::new(at, name_end, Core::None) });
    };
    e += tail.len();
    let first = if n <= 2 { 1953 + (n - 1) * 5 } else if n <= 5 { 1966 + (n - 3) * 5 } else { 1981 + (n - 6) * 5 } as i16;
    let begin = super::when::first_of(first, 1);
    let core = Core::Days { timex: format!("({first}-01-01,{}-01-01,P5Y)", first + 5), begin, end: begin.and_then(|b| plus_months(b, 60)), grain: Grain::Year };
    let modifier = match *tail {
        "末期" | "末" | "期末" | "后期" => Modifier::End,
        "初期" | "前期" => Modifier::Start,
        _ => Modifier::None,
    };
    Some(When { modifier, ..When::new(at, e, core) })
}

/// 党的十八大以来, 改革开放以后, 疫情期间: a happening and what of it. When it was, the lexicon knows.
fn anchored(r: &Reader, at: usize) -> Option<When> {
    let (end, _) = r.word(at, Cat::Anchor)?;
    let (e, o) = r.word(end, Cat::OpenAfter)?;
    if o.arg == "around" || matches!(&r.text[end..e], "前" | "间" | "起") {
        return None;
    }
    let modifier = if o.arg == "before" { Modifier::Before } else { Modifier::Since };
    let core = Core::Days { timex: "XXXX".into(), begin: None, end: None, grain: Grain::Year };
    Some(When { anchor: Some((at, end)), modifier, ..When::new(at, e, core) })
}

/// 从一月十日到十二日, 1985到89年9月, 三月和九月之间.
fn range(r: &Reader, at: usize, inner: bool) -> Option<When> {
    let (b, open) = match r.word(at, Cat::From) {
        Some((e, _)) if !inner => (r.blank(e), true),
        _ => (at, false),
    };
    let first = range_end(r, b, open, None)?;
    let mut c = r.blank(first.end);
    // 自2020-05-26起至2020-05-29止
    if let Some(e) = ["起", "开始"].iter().find_map(|w| r.text[c..].starts_with(*w).then(|| c + w.len())) {
        c = r.blank(e);
    }
    let (e, mark) = match r.word(c, Cat::To) {
        Some((e, _)) => (e, &r.text[c..e]),
        None => {
            let (e, _) = r.word(c, Cat::BetweenAnd)?;
            (e, &r.text[c..e])
        }
    };
    let d = r.blank(e);
    let second = range_end(r, d, open, Some(&first))?;
    let (mut a, mut z) = (first, second);
    let mut end = z.end;
    let closed = r.word(r.blank(end), Cat::BetweenEnd);
    if matches!(mark, "和" | "与" | "或") && closed.is_none() {
        return None;
    }
    if let Some((e, _)) = closed {
        end = e;
    }
    if !share(r, &mut a, &mut z) {
        return None;
    }
    let core = match between(&a, &z, r.now) {
        Some(c) => c,
        // 2019年2月29日 does not exist; the text says so all the same.
        None => {
            let t = |w: &When| super::when::core_timex(&w.core);
            if !a.is_day() || !z.is_day() || a.fields().0.is_none() || days_of(&a.core, r.now).is_some() && days_of(&z.core, r.now).is_some() {
                return None;
            }
            Core::Span { timex: format!("({},{},PXD)", t(&a), t(&z)), begin: None, end: None, grain: Grain::Day }
        }
    };
    let mut w = When::new(at, end, core);
    // 期间, 止
    for t in ["期间", "止", "這段时间", "间"] {
        if r.text[w.end..].starts_with(t) {
            w.end += t.len();
            break;
        }
    }
    w.core_start = b;
    Some(w)
}

fn range_end(r: &Reader, at: usize, open: bool, first: Option<&When>) -> Option<When> {
    if let Some(w) = point(r, at).filter(|w| !w.latent || first.is_some() || open || r.digits(at, 4..=4).is_some()) {
        return Some(w);
    }
    if let Some((end, _)) = r.word(at, Cat::NowWord) {
        return Some(When::new(at, end, Core::Instant { at: r.now?, grain: Grain::Second })).filter(|_| first.is_some());
    }
    if first.is_some_and(|f| f.clock.is_some()) {
        let (end, c) = clock(r, at, true)?;
        return Some(When { clock: Some(c), ..When::new(at, end, Core::None) });
    }
    // 2019年4月12-19日, 五到六点, 1985到89年9月
    let n = number(r, at).filter(|n| n.whole().is_some() && !n.slashed && n.style != Style::Vague)?;
    let v = n.whole()?;
    match first {
        Some(f) if f.fields().1.is_some() && f.fields().2.is_some() && (1..=31).contains(&v) => {
            Some(When::ymd(at, n.end, None, None, Some(v as i8)))
        }
        Some(_) => None,
        None => {
            if (1..=31).contains(&v) {
                // What it is, the second end says: 12-19日, 五到六点, 3月至5月.
                return Some(When { latent: true, ..When::ymd(at, n.end, None, None, Some(v as i8)) });
            }
            if (1900..2100).contains(&v) && n.plain == Some(4) {
                return Some(When { latent: true, ..When::ymd(at, n.end, Some(v as i16), None, None) });
            }
            None
        }
    }
}

/// Completes each end of a range from the other.
fn share(_r: &Reader, a: &mut When, z: &mut When) -> bool {
    // 五到六点: the bare number is an hour
    if a.latent && z.clock.is_some() && z.core == Core::None {
        let Some(d) = a.fields().2 else { return false };
        a.core = Core::None;
        let mut hour = d;
        if let Some(c) = z.clock {
            if c.sure && c.hour >= 12 && hour < 12 && hour + 12 <= c.hour {
                hour += 12;
            }
            a.clock = Some(Clock { hour, minute: None, second: None, sure: c.sure });
        }
        return hour <= 24;
    }
    if a.clock.is_some() && z.clock.is_some() {
        if let (Some(x), Some(y)) = (&mut a.clock, &mut z.clock) {
            if x.sure && !y.sure && x.hour >= 12 && y.hour < 12 && y.hour + 12 >= x.hour {
                y.hour += 12;
            }
        }
        if z.core == Core::None {
            z.core = a.core.clone();
        }
        return true;
    }
    if let (Core::Ymd { y: ya, m: ma, d: da, .. }, Core::Ymd { y: yz, m: mz, d: dz, .. }) = (&mut a.core, &mut z.core) {
        if a.latent && ma.is_none() && da.is_some() {
            // 12-19日 or 3至5月 or 3到5年
            if dz.is_some() {
                *ma = *mz;
            } else if mz.is_some() {
                *ma = *da;
                *da = None;
            } else {
                return false;
            }
        }
        if ma.is_none() && da.is_none() && ya.is_some() && yz.is_none() && mz.is_none() {
            return false;
        }
        if mz.is_none() && dz.is_some() {
            *mz = *ma;
        }
        let wraps = ma.zip(*mz).is_some_and(|(x, y)| x > y);
        if yz.is_none() {
            *yz = ya.map(|y| if wraps { y + 1 } else { y });
        } else if ya.is_none() && (ma.is_some() || da.is_some()) {
            *ya = yz.map(|y| if wraps { y - 1 } else { y });
        }
        return true;
    }
    if let (Core::Days { begin: Some(f), grain: Grain::Day, .. }, Core::Ymd { y, m, d, .. }) = (&a.core, &mut z.core) {
        if m.is_none() && d.is_some() {
            *m = Some(f.month());
            *y = y.or(Some(f.year()));
        }
    }
    !a.latent
}

/// A length: 三年, 五个星期3小时, 一年半, 半小时, 30多年, 几十年.
pub fn span_length(r: &Reader, at: usize) -> Option<(usize, Length, Vec<(usize, usize, Exact)>)> {
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
        let Some((e, l, n)) = one_length(r, r.blank(c)).filter(|(_, l, _)| l.grain < total.grain || c > b && l.grain != total.grain) else { break };
        if total.vague || l.vague {
            break;
        }
        total = join_lengths(&total, &l)?;
        numbers.extend(n);
        end = e;
    }
    Some((end, total, numbers))
}

fn one_length(r: &Reader, at: usize) -> Option<(usize, Length, Vec<(usize, usize, Exact)>)> {
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
            let (end, u) = r.word(e, Cat::TimeUnit).filter(|(_, u)| matches!(u.arg, "Y" | "M" | "D" | "W" | "100Y" | "H"))?;
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
        } else if let Some((e2, _)) = r.word(e, Cat::Half).filter(|(e2, _)| r.word(*e2, Cat::TimeUnit).is_some() || r.text[*e2..].starts_with(['钟', '鐘'])) {
            value = value.add(Exact::HALF)?;
            half = true;
            c = e2;
            if r.word(c, Cat::TimeUnit).is_none() {
                let end = c + 3;
                return Some((end, length(value, "H")?, vec![(n.start, n.end, n.value)]));
            }
        }
    }
    let (mut end, mut u) = r.word(c, Cat::TimeUnit)?;
    let word = &r.text[c..end];
    // 2018年 is a year; 98年 is left to the date grammar, 5月 too.
    if word == "年" && n.plain.is_some_and(|d| d == 4 || d == 2 && r.text[n.start..].starts_with('0')) && value.whole().is_some_and(|w| (1000..2200).contains(&w) || w < 10) && !vague {
        return None;
    }
    if word == "年" && n.style == Style::Words && year_written(&r.text[n.start..n.end]) {
        return None;
    }
    if word == "年" && !vague && matches!(r.char_at(end), Some('代' | '级' | '初' | '底' | '末' | '版' | '第')) {
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
    if matches!(word, "分") && !(r.next(end, Cat::Half).is_some() || r.text[end..].trim().is_empty() || after_hours(r, at)) {
        return None;
    }
    if matches!(word, "季度" | "世纪" | "世紀") && !r.text[n.start..n.end].starts_with(['两', '兩']) {
        return None;
    }
    if word == "夜" && !(r.text[end..].trim().is_empty() || true) {
        return None;
    }
    // 20时 after days
    let _ = &mut u;
    let code = u.arg;
    // 一年半, 五分半, 三年半
    if let Some((e, _)) = r.next(end, Cat::Half).filter(|_| matches!(code, "Y" | "D" | "MIN" | "H" | "M")) {
        if r.word(e, Cat::TimeUnit).is_none() {
            value = value.add(Exact::HALF)?;
            end = e;
        }
    } else if let Some((e, _)) = r.word(end, Cat::More).filter(|(e, _)| &r.text[end..*e] == "多" && !r.char_at(*e).is_some_and(|c| matches!(c, '元' | '边' | '样' | '次'))) {
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
fn moved_length(r: &Reader, at: usize) -> Option<When> {
    // 还剩5分钟 (MS): counted from now
    let (end, l, numbers) = span_length(r, at)?;
    let b = r.blank(end);
    let plain = When { numbers: numbers.clone(), ..When::new(at, end, Core::Length { length: l.clone() }) };
    if let Some((e, a)) = r.word(b, Cat::Ago).or_else(|| r.word(b, Cat::Later)) {
        let next = r.char_at(e);
        let word = &r.text[b..e];
        let other = word == "前" && matches!(next, Some('后' | '进' | '提' | '景' | '期')) || matches!(word, "后" | "後") && matches!(next, Some('续' | '勤'));
        if other {
            return Some(plain);
        }
        let Some(now) = r.now else { return Some(When { end: e, ..plain }) };
        let core = displaced(now, &l, a.num).unwrap_or(Core::Length { length: l });
        return Some(When { end: e, core, ..plain });
    }
    if let Some((e, a)) = r.word(b, Cat::Within) {
        let word = &r.text[b..e];
        if word == "内" && r.char_at(e).is_some_and(|c| matches!(c, '部' | '容' | '地' | '蒙' | '外' | '在')) || word == "间" && matches!(r.char_at(e), Some('接' | '隔')) || word == "来" && matches!(r.char_at(e), Some('自' | '到' | '源' | '看' | '说')) {
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
        return Some(Core::Span { timex, begin: Some(to), end: super::when::plus_seconds(to, 60), grain: Grain::Minute });
    }
    let day = to.date();
    let (begin, end, grain) = match l.grain {
        Grain::Year | Grain::Decade | Grain::Century if l.months % 12 == 0 => (super::when::first_of(day.year(), 1)?, super::when::first_of(day.year().checked_add(1)?, 1)?, Grain::Year),
        Grain::Month | Grain::Quarter | Grain::Year => (super::when::first_of(day.year(), day.month())?, plus_months(super::when::first_of(day.year(), day.month())?, 1)?, Grain::Month),
        Grain::Week => (monday(day)?, plus_days(monday(day)?, 7)?, Grain::Week),
        _ => (day, plus_days(day, 1)?, Grain::Day),
    };
    Some(Core::Days { timex: day.to_string(), begin: Some(begin), end: Some(end), grain })
}

/// 过去五年, 未来2个月, 近三年, 前1周, 上两周, 后三天.
fn relative_length(r: &Reader, at: usize) -> Option<When> {
    let (end, rel) = r.word(at, Cat::Relative)?;
    let word = &r.text[at..end];
    // A character before makes another word of it: 目前, 之后, 以上, 最近 is its own.
    let b = r.blank(end);
    let (e, l, numbers) = span_length(r, b)?;
    let before = r.char_before(at);
    if end - at <= 3 && before.is_some_and(|c| matches!(c, '目' | '之' | '以' | '此' | '最' | '先' | '往' | '提' | '然' | '今' | '随' | '向' | '接' | '靠' | '附' | '从' | '会')) {
        return None;
    }
    if word == "这" && !l.vague && l.grain < Grain::Day {
        return None;
    }
    let now = r.now;
    let mut end = e;
    // 近三年来, 过去五年间, 未来一段时间
    let c = r.blank(end);
    if let Some((e2, w)) = r.word(c, Cat::Within).filter(|(_, w)| rel.num < 0 || w.num > 0 || r.text[c..].starts_with('间')) {
        let _ = w;
        if !(matches!(&r.text[c..e2], "来") && matches!(r.char_at(e2), Some('自' | '到' | '源' | '看'))) {
            end = e2;
        }
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
                    let one = length(Exact::ONE, match l.grain {
                        Grain::Week => "W",
                        Grain::Month => "M",
                        _ => "Y",
                    })?;
                    if back { (plus_length(first, &l, -1)?, first) } else { (plus_length(first, &one, 1)?, plus_length(plus_length(first, &one, 1)?, &l, 1)?) }
                }
                (Grain::Day, false) if matches!(word, "过" | "再过" | "過") => {
                    let to = plus_length(today, &l, 1)?;
                    (to, plus_length(to, &length(Exact::ONE, "D")?, 1)?)
                }
                (_, false) if matches!(word, "过" | "再过" | "過") => (plus_length(now, &l, 1)?, plus_length(now, &l, 2)?),
                (Grain::Day, false) if whole => {
                    let from = midnight(plus_days(now.date(), 1)?);
                    (from, plus_length(from, &l, 1)?)
                }
                (_, true) => (plus_length(today, &l, -1)?, today),
                (_, false) => (today, plus_length(today, &l, 1)?),
            };
            let timex = if l.seconds != 0 {
                let t = |d| super::when::instant_timex(d, Grain::Second);
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

