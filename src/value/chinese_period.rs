//! Chinese periods: 上半年, 第三季度, 前五个月, 上周三, 十九世纪七十年代, and relative days.
//!
//! Comes in: a place in a text. Goes out: the period that starts there.

use super::calendar::{holiday, nth_weekday, plus_days};
use super::chinese_date::{fuzzy_word, modifier, named};
use super::number::number;
use super::reader::Reader;
use super::when::{
    Core, Grain, When, day_core, decade_core, first_of, iso_week, monday, months_core, plus_months, week_core,
    week_of_year, weekend_core,
};
use super::words::{Cat, is_han};
use jiff::civil::Date;

/// 上半年, 第三季度, 前三季度, 春季, 第20周, 第三个月, 前五个月, 最后3周, 上半月.
pub fn below_year(r: &Reader, at: usize, c: usize, y: Option<i16>) -> Option<When> {
    let with_year = c > at;
    let year = y.or(r.now.map(|n| n.year()));
    let done = |end: usize, month: i8, count: i64, grain: Grain| {
        let core = months_core(if with_year { y } else { year }, month, count, grain);
        Some(When::new(at, end, core))
    };
    if let Some((e, h)) = r.word(c, Cat::HalfYear) {
        return done(e, h.num as i8 * 6 - 5, 6, Grain::Half);
    }
    if let Some((e, p)) = r.word(c, Cat::Portion).filter(|_| !with_year) {
        let n = r.now?.date();
        let (b, l, last) = match p.arg {
            "1M" => (first_of(n.year(), n.month())?, "P15D", plus_days(first_of(n.year(), n.month())?, 15)?),
            "2M" => {
                let b = plus_days(first_of(n.year(), n.month())?, 15)?;
                (b, "P15D", plus_months(first_of(n.year(), n.month())?, 1)?)
            }
            "1W" => (monday(n)?, "P3D", plus_days(monday(n)?, 3)?),
            "2W" => (plus_days(monday(n)?, 3)?, "P4D", plus_days(monday(n)?, 7)?),
            _ => return None,
        };
        return Some(When::new(
            at,
            e,
            Core::Days { timex: format!("({b},{last},{l})"), begin: Some(b), end: Some(last), grain: Grain::Day },
        ));
    }
    if let Some(w) = quarter(r, at, c, if with_year { y } else { year }) {
        return Some(w);
    }
    if let Some((e, s)) = r.word(c, Cat::Season) {
        let single = e - c <= 3;
        let ok =
            !single || with_year && !r.char_at(e).is_some_and(|x| is_han(x) && !matches!(x, '，' | '的' | '以' | '、'));
        let long_ok = !single && (with_year || !r.char_before(c).is_some_and(|x| matches!(x, '青' | '暖')));
        if ok && (long_ok || single && with_year) {
            let core = season_core(if with_year { y } else { None }, s.arg, r);
            return Some(When { latent: !with_year && !s.arg.ends_with("BREAK"), ..When::new(at, e, core) });
        }
    }
    if let Some(w) = counted(r, at, c, if with_year { y } else { None }, None).filter(|_| with_year) {
        return Some(w);
    }
    // 第七年
    None
}

/// Where a Chinese season begins: at 立春, 立夏, 立秋, 立冬.
fn season_core(y: Option<i16>, s: &str, r: &Reader) -> Core {
    let year = y.or(r.now.map(|n| n.year()));
    let at = |m, d| year.and_then(|y| Date::new(y, m, d).ok());
    let (begin, end) = match s {
        "SP" => (at(2, 3), at(5, 5)),
        "SU" => (at(5, 5), at(8, 7)),
        "FA" => (at(8, 7), at(11, 7)),
        "WI" => (at(11, 7), at(2, 3).and_then(|d| plus_months(d, 12))),
        "SUMMERBREAK" => (at(7, 1), at(9, 1)),
        _ => (at(1, 15), at(2, 20)),
    };
    let timex = match (y, s) {
        (_, "SUMMERBREAK" | "WINTERBREAK") => {
            year.map_or("XXXX".into(), |y| format!("{y:04}-{}", if s.starts_with('S') { "SU" } else { "WI" }))
        }
        (Some(y), s) => format!("{y:04}-{s}"),
        (None, s) => s.to_owned(),
    };
    Core::Days { timex, begin, end, grain: Grain::Season }
}

/// 第三季度, 四季度初, 前两个季度, 首季度, 上季度末.
fn quarter(r: &Reader, at: usize, c: usize, y: Option<i16>) -> Option<When> {
    let unit = |e: usize| {
        let b = r.blank(e);
        let b = if r.text[b..].starts_with(['个', '個']) { b + 3 } else { b };
        ["季度", "季"]
            .iter()
            .find_map(|w| r.text[b..].starts_with(*w).then(|| b + w.len()))
            .filter(|e| !r.text[*e..].starts_with(['节', '節', '报', '报']))
    };
    let close = |end: usize, core: Core| {
        let mut w = When::new(at, end, core);
        if let Some((e, f)) = r.word(end, Cat::Fuzzy).filter(|(e, _)| !fuzzy_word(r, end, *e)) {
            w.end = e;
            w.modifier = modifier(f.arg);
        }
        Some(w)
    };
    for (word, offset) in [
        ("上一个", -1),
        ("上个", -1),
        ("上一", -1),
        ("上", -1),
        ("本", 0),
        ("这个", 0),
        ("当", 0),
        ("下一", 1),
        ("下个", 1),
        ("下", 1),
    ] {
        if r.text[c..].starts_with(word)
            && let Some(e) = unit(c + word.len())
        {
            let n = r.now?;
            let f = plus_months(first_of(n.year(), (n.month() - 1) / 3 * 3 + 1)?, offset * 3)?;
            return close(e, months_core(Some(f.year()), f.month(), 3, Grain::Quarter));
        }
    }
    if r.text[c..].starts_with('首') {
        let e = unit(c + 3)?;
        return close(e, months_core(y, 1, 3, Grain::Quarter));
    }
    let (b, front) = if r.text[c..].starts_with('前') { (c + 3, true) } else { (c, false) };
    let b = if r.text[b..].starts_with('第') { b + 3 } else { b };
    let n = number(r, b).filter(|n| n.whole().is_some_and(|w| (1..=4).contains(&w)))?;
    let e = unit(n.end)?;
    let nth = n.whole()? as i8;
    if front {
        return close(e, months_core(y, 1, nth as i64 * 3, Grain::Quarter));
    }
    // 三个季度 is a length
    if r.text[n.end..e].contains(['个', '個']) {
        return None;
    }
    // 四季 is all seasons
    if r.text[n.end..e].ends_with('季') && b == c {
        return None;
    }
    close(e, months_core(y, nth * 3 - 2, 3, Grain::Quarter))
}

/// 第一个星期一, 第三周, 前两天, 最后五天, 前七个月, 第三个月 of a month or year.
pub fn counted(r: &Reader, at: usize, c: usize, y: Option<i16>, m: Option<i8>) -> Option<When> {
    let (b, which) = if r.text[c..].starts_with('第') {
        (c + 3, 0)
    } else if r.text[c..].starts_with("最后") || r.text[c..].starts_with("最後") {
        (c + 6, -1)
    } else if r.text[c..].starts_with('前') || r.text[c..].starts_with('头') || r.text[c..].starts_with('首') {
        (c + 3, 1)
    } else if r.text[c..].starts_with('后') || r.text[c..].starts_with('後') {
        (c + 3, -1)
    } else {
        return None;
    };
    let n = number(r, r.blank(b)).filter(|n| n.whole().is_some_and(|w| (1..=400).contains(&w)))?;
    let k = n.whole()?;
    let u = r.blank(n.end);
    let ge = r.text[u..].starts_with(['个', '個']);
    let v = if ge { u + 3 } else { u };
    let day = |timex: String, b: Option<Date>, e: Option<Date>, grain, end| {
        Some(When::new(at, end, Core::Days { timex, begin: b, end: e, grain }))
    };
    let frame = y.and_then(|y| first_of(y, m.unwrap_or(1)));
    let frame_end = frame.and_then(|f| plus_months(f, if m.is_some() { 1 } else { 12 }));
    if let (0, Some((e, d))) = (which, r.word(v, Cat::Weekday)) {
        let m = m?;
        let found = y.and_then(|y| nth_weekday(y, m, d.num, k as i8));
        return day(
            format!("XXXX-{m:02}-WXX-{}-#{k}", d.num),
            found,
            found.and_then(|f| plus_days(f, 1)),
            Grain::Day,
            e,
        );
    }
    if let Some((e, t)) = r.word(u, Cat::TimeUnit).or_else(|| r.word(v, Cat::TimeUnit)) {
        return match (t.arg, which) {
            ("W", 0) => match m {
                // A month's first week is its first whole one.
                Some(m) => {
                    let first = frame?;
                    let mon = monday(first)?;
                    let mon = if mon < first { plus_days(mon, 7)? } else { mon };
                    let b = plus_days(mon, (k - 1) * 7)?;
                    day(
                        format!("{}-{m:02}-W{k:02}", y.map_or("XXXX".into(), |y| format!("{y:04}"))),
                        Some(b),
                        plus_days(b, 7),
                        Grain::Week,
                        e,
                    )
                }
                None => {
                    let b = week_of_year(y?, i8::try_from(k).ok()?)?;
                    day(iso_week(b), Some(b), plus_days(b, 7), Grain::Week, e)
                }
            },
            ("W", s) => {
                let (b, l) = if s > 0 {
                    let b = if m.is_some() { frame? } else { week_of_year(y?, 1)? };
                    (b, plus_days(b, k * 7)?)
                } else {
                    let l = if m.is_some() { frame_end? } else { week_of_year(y? + 1, 1)? };
                    (plus_days(l, -k * 7)?, l)
                };
                day(format!("({b},{l},P{k}W)"), Some(b), Some(l), Grain::Week, e)
            }
            ("D", 0) => {
                let d = plus_days(frame?, k - 1)?;
                day(d.to_string(), Some(d), plus_days(d, 1), Grain::Day, e)
            }
            ("D", s) => {
                let (b, l) =
                    if s > 0 { (frame?, plus_days(frame?, k)?) } else { (plus_days(frame_end?, -k)?, frame_end?) };
                day(format!("({b},{l},P{k}D)"), Some(b), Some(l), Grain::Day, e)
            }
            ("M", s) if m.is_none() && k <= 12 => {
                let y = y?;
                if s == 0 {
                    return Some(When::ymd(at, e, Some(y), Some(k as i8), None));
                }
                Some(When::new(at, e, months_core(Some(y), if s > 0 { 1 } else { 13 - k as i8 }, k, Grain::Month)))
            }
            _ => None,
        };
    }
    None
}

/// 上周三, 下下周, 本周, 这周末.
pub fn week(r: &Reader, at: usize) -> Option<When> {
    let (end, rel) = r.word(at, Cat::RelWeek)?;
    let m = r.now.and_then(|n| monday(n.date())).and_then(|m| plus_days(m, rel.num * 7));
    if let Some((e, d)) =
        r.word(end, Cat::Weekly).filter(|(e, d)| d.num == 8 || !(r.word(*e, Cat::Measure).is_some() && d.num <= 6))
    {
        if d.num == 8 {
            let timex = m.map_or("XXXX-WXX-WE".to_owned(), |m| format!("{}-WE", iso_week(m)));
            let core = Core::Days {
                timex,
                begin: m.and_then(|m| plus_days(m, 4)),
                end: m.and_then(|m| plus_days(m, 7)),
                grain: Grain::Weekend,
            };
            return Some(When::new(at, e, core));
        }
        let mut day = m.and_then(|m| plus_days(m, d.num - 1));
        // 这周一, said on a Tuesday: Duckling reads the one ahead, most readers that of this week.
        if let (Some(n), Some(x)) = (r.now, day)
            && rel.num == 0
            && x < n.date()
        {
            day = plus_days(x, 7);
        }
        let timex = day.map_or(format!("XXXX-WXX-{}", d.num), |d| d.to_string());
        return Some(When::new(
            at,
            e,
            Core::Days { timex, begin: day, end: day.and_then(|d| plus_days(d, 1)), grain: Grain::Day },
        ));
    }
    if let Some((e, _)) = r.word(end, Cat::Weekend) {
        return Some(When::new(at, e, weekend_core(m)));
    }
    // 上周期, 下周转
    if r.text[end..].starts_with(['期', '转', '边', '岁', '年']) && r.text[..end].ends_with(['周', '週']) {
        return None;
    }
    Some(When::new(at, end, week_core(m)))
}

/// 今明两年, 明后两天, 去今两年: neighbours by one character each.
pub fn neighbours(r: &Reader, at: usize) -> Option<When> {
    let place = |c: char| "前去今明后".chars().position(|x| x == c || x == '后' && c == '後').map(|n| n as i64 - 2);
    let first = place(r.char_at(at)?)?;
    let (mut end, mut last) = (at + r.char_at(at)?.len_utf8(), first);
    while let Some(c) = r.char_at(end).filter(|c| place(*c) == Some(last + 1)) {
        (end, last) = (end + c.len_utf8(), last + 1);
    }
    let n = number(r, end).filter(|n| n.whole() == Some(last - first + 1) && last > first)?;
    let (e, u) = r.word(n.end, Cat::TimeUnit).filter(|(_, u)| matches!(u.arg, "Y" | "D"))?;
    let now = r.now?.date();
    let (begin, until, grain) = if u.arg == "Y" {
        let from = first_of(now.year(), 1)?;
        (plus_months(from, first * 12)?, plus_months(from, (last + 1) * 12)?, Grain::Year)
    } else {
        (plus_days(now, first)?, plus_days(now, last + 1)?, Grain::Day)
    };
    let timex = format!("({begin},{until},P{}{})", last - first + 1, u.arg);
    let core = Core::Days { timex, begin: Some(begin), end: Some(until), grain };
    Some(When { numbers: vec![(n.start, n.end, n.value)], ..When::new(at, e, core) })
}

/// 今天, 昨日, 大后天.
pub fn relative_day(r: &Reader, at: usize) -> Option<When> {
    let (end, rel) = r.word(at, Cat::RelDay)?;
    let word = &r.text[at..end];
    if matches!(word, "当天" | "当日" | "次日" | "翌日" | "當天" | "當日") && r.now.is_none() {
        return None;
    }
    // 《明日之后》
    if r.char_before(at) == Some('《') {
        return None;
    }
    let day = r.now.and_then(|n| plus_days(n.date(), rel.num));
    let open = ["PAST_DAY", "PRESENT_DAY", "FUTURE_DAY"][(rel.num.signum() + 1) as usize];
    // 今天（11月15日）, 今天的世界, 走到今天
    // 美好的明天
    let unmarked = r.char_before(at) == Some('的')
        || rel.num == 0 && (r.char_before(at) == Some('到') || matches!(r.char_at(end), Some('（' | '(' | '的')));
    Some(When { unmarked, ..When::new(at, end, day_core(day, open.to_owned())) })
}

pub fn weekday(r: &Reader, at: usize) -> Option<When> {
    if let Some((end, _)) = r.word(at, Cat::Weekend).filter(|_| r.char_before(at).is_none_or(|c| c != '一')) {
        let m = r.now.and_then(|n| monday(n.date()));
        return Some(When { latent: true, ..When::new(at, end, weekend_core(m)) });
    }
    let (end, d) = r.word(at, Cat::Weekday)?;
    // 周一鸣, 周五爷: names go on
    if r.text[at..].starts_with(['周', '週'])
        && r.char_before(at).is_some_and(|c| matches!(c, '一' | '两' | '每' | '四' | '各' | '数' | '几'))
    {
        return None;
    }
    // 礼拜天, 二月十号
    let mut b = r.blank(end);
    if matches!(r.char_at(b), Some('，' | ',')) {
        b = r.blank(b + r.char_at(b)?.len_utf8());
        if let Some(w) = named(r, b).filter(|w| w.fields().2.is_some()) {
            let (y, m, day, _) = w.fields();
            return Some(When::new(at, w.end, Core::Ymd { y, m, d: day, wd: Some(d.num as i8) }));
        }
    }
    Some(When::new(at, end, Core::Ymd { y: None, m: None, d: None, wd: Some(d.num as i8) }))
}

pub fn holiday_at(r: &Reader, at: usize, year: Option<Option<i16>>) -> Option<When> {
    let (end, h) = r.word(at, Cat::Holiday)?;
    let core = match year {
        Some(Some(y)) => {
            let day = holiday(h.arg, y);
            let timex = day.map_or_else(|| format!("{y:04}"), |d| d.to_string());
            Core::Days { timex, begin: day, end: day.and_then(|d| plus_days(d, 1)), grain: Grain::Day }
        }
        _ => super::english_relative::holiday_core(r, h.arg, None, 0, false),
    };
    // 以色列国庆节: not ours
    let text = &r.text[at..end];
    let other = r.char_before(at).is_some_and(|c| is_han(c) && !"年度迎庆祝贺在是的到逢值过为前后和与及至".contains(c));
    if (text.starts_with("国庆") || text.starts_with("國慶")) && other {
        return None;
    }
    // 春节期间 is read as the day; 五一口号, 国庆村 are names.
    let latent = end - at <= 6
        && !matches!(&r.text[at..end], "春节" | "元旦" | "中秋" | "国庆" | "春節" | "國慶" | "除夕" | "端午")
        && year.is_none();
    Some(When { latent, ..When::new(at, end, core) })
}

/// 十九世纪七十年代, 上世纪80年代, 21世纪初, 90年代.
pub fn century(r: &Reader, at: usize) -> Option<When> {
    let mark = |e: usize| ["世纪", "世紀"].iter().find_map(|w| r.text[e..].starts_with(*w).then(|| e + w.len()));
    let (end, c) = if let Some((word, c)) = [("上个", -1), ("上", -1), ("本", 0), ("这个", 0), ("新", 0), ("下个", 1)]
        .iter()
        .find(|(w, _)| r.text[at..].starts_with(*w) && mark(at + w.len()).is_some())
    {
        let n = r.now.map_or(21, |n| n.year() as i64 / 100 + 1);
        (mark(at + word.len())?, Some(n + c))
    } else if let Some(n) = number(r, at).filter(|n| mark(n.end).is_some()) {
        // 半个世纪 is a length
        (mark(n.end)?, n.whole().filter(|w| (1..=22).contains(w)))
    } else {
        (at, None)
    };
    let d = r.blank(end);
    let decade = number(r, d).filter(|n| {
        n.whole().is_some_and(|w| w % 10 == 0 && (10..=90).contains(&w))
            || n.whole().is_some_and(|w| w % 10 == 0 && (1800..2100).contains(&w) && c.is_none())
    });
    if let Some(n) = decade
        && r.text[n.end..].starts_with("年代")
    {
        let v = n.whole()?;
        let y = match (c, v) {
            (_, 1800..=2099) => v,
            (Some(c), v) => (c - 1) * 100 + v,
            (None, v) => {
                if v < 40 {
                    2000 + v
                } else {
                    1900 + v
                }
            }
        };
        let e = n.end + 6;
        let mut w = When::new(at, e, decade_core(i16::try_from(y).ok()?));
        if c.is_none()
            && v < 100
            && let Core::Days { timex, .. } = &mut w.core
        {
            *timex = format!("(XX{v:02}-01-01,XX{:02}-01-01,P10Y)", (v + 10) % 100);
        }
        if let Some((e, f)) = r.word(e, Cat::Fuzzy).filter(|(x, _)| !fuzzy_word(r, e, *x)) {
            w.end = e;
            w.modifier = modifier(f.arg);
        }
        return Some(w);
    }
    let c = c.filter(|_| end > at)?;
    let y = i16::try_from((c - 1) * 100).ok()?;
    let mut w = When::new(at, end, months_core(Some(y.max(1)), 1, 1200, Grain::Century));
    if let Some((e, f)) = r.word(end, Cat::Fuzzy).filter(|(x, _)| !fuzzy_word(r, end, *x)) {
        w.end = e;
        w.modifier = modifier(f.arg);
    }
    Some(w)
}
