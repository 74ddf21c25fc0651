//! Chinese dates: 2024年3月5日, 去年上半年, 上周三, 农历八月十五, 十九世纪七十年代.
//!
//! Comes in: a place in a text. Goes out: the date that starts there, as far as it is given, read from the year down.

use super::calendar::{lunar_day, lunar_month, plus_days};
use super::chinese_clock::{clock, part};
use super::chinese_figures::figures;
use super::chinese_period::{below_year, century, counted, holiday_at, neighbours, relative_day, week, weekday};
use super::number::{Style, number};
use super::reader::Reader;
use super::when::{Core, Grain, Modifier, When, first_of, longest, plus_months};
use super::words::{Cat, is_han};

/// The date at `at`, without a time of day.
pub fn date(r: &Reader, at: usize) -> Option<When> {
    r.date(at, || any_date(r, at))
}

fn any_date(r: &Reader, at: usize) -> Option<When> {
    let written = if r.char_at(at)?.is_ascii_digit() { figures(r, at) } else { None };
    longest([
        written,
        named(r, at),
        week(r, at),
        relative_day(r, at),
        neighbours(r, at),
        weekday(r, at),
        holiday_at(r, at, None),
        century(r, at),
        before_christ(r, at),
    ])
}

/// 公元前221年: its years have no dates of our calendar.
fn before_christ(r: &Reader, at: usize) -> Option<When> {
    let (end, _) = r.word(at, Cat::Era).filter(|(_, e)| e.arg == "BC")?;
    let n = number(r, r.blank(end)).filter(|n| n.whole().is_some_and(|y| (1..=9999).contains(&y)))?;
    let (end, _) = r.next(n.end, Cat::YearMark)?;
    let core = Core::Days { timex: format!("BC{:04}", n.whole()?), begin: None, end: None, grain: Grain::Year };
    Some(When::new(at, end, core))
}

fn years_before(r: &Reader, rel: i64) -> Option<i16> {
    r.now.map(|n| n.year().saturating_add(rel as i16))
}

/// The year that is written at `at`: its end, the year where it is known, and whether 年 closes it.
pub fn year_part(r: &Reader, at: usize) -> Option<(usize, Option<i16>)> {
    if let Some((end, rel)) = r.word(at, Cat::RelYear) {
        let word = &r.text[at..end];
        if word == "次年" && r.now.is_none() {
            return None;
        }
        return Some((end, years_before(r, rel.num)));
    }
    if let Some((end, era)) = r.word(at, Cat::Era).filter(|(_, era)| era.arg != "BC") {
        let b = r.blank(end);
        let (n_end, n) = if r.text[b..].starts_with('元') {
            (b + 3, 1)
        } else {
            number(r, b).and_then(|n| Some((n.end, n.whole()?)))?
        };
        let (end, _) = r.word(n_end, Cat::YearMark)?;
        return Some((end, i16::try_from(era.num + n).ok()));
    }
    let c = r.char_at(at)?;
    let (n_end, y) = if let Some((e, y)) = r.digits(at, 2..=4) {
        let digits = r.text[at..e].chars().count();
        if digits == 3 {
            return None;
        }
        (e, if digits == 2 { short_year(r, y) } else { y })
    } else {
        // 二零一六, 九八
        let mut end = at;
        let mut value = 0i64;
        let mut count = 0;
        while let Some((e, d)) = r.word(end, Cat::ZDigit).filter(|_| count < 5) {
            if r.text[end..e].starts_with(['两', '兩']) {
                return None;
            }
            value = value * 10 + d.num;
            end = e;
            count += 1;
        }
        match count {
            4 => (end, value),
            2 => (end, short_year(r, value)),
            _ => return None,
        }
    };
    let (end, _) = r.word(r.blank(n_end), Cat::YearMark)?;
    let two = y < 2100 && r.text[at..n_end].chars().count() == 2;
    if two {
        // 24年来 and 50年 are lengths; 08年, 98年4月 are years.
        let zero = c == '0' || c == '零' || c == '〇' || c == '０';
        let words = is_han(c);
        let month = month_part(r, r.blank(end)).is_some()
            || r.word(end, Cat::Season).is_some()
            || r.text[end..].starts_with(['第', '前', '上', '下', '底', '初', '末']);
        let length =
            ["来", "以来", "前", "后", "间", "内", "多", "期", "的", "中"].iter().any(|w| r.text[end..].starts_with(w));
        let alone = r.text[end..].trim().is_empty() && at == 0;
        if !(zero
            || words && !r.text[at..n_end].contains(['十'])
            || month && !length
            || first_part(&r.text[end..])
            || alone)
        {
            return None;
        }
    }
    if !(1..=2999).contains(&y) {
        return None;
    }
    if r.text[at..n_end].chars().count() == 4 && !(1000..=2199).contains(&y) && !(r.text[at..].starts_with('0')) {
        return None;
    }
    Some((end, Some(y as i16)))
}

/// Whether the first months or quarters of a year stand behind it (24年前三季度, 24年前5个月), which are no length from today (24年前).
fn first_part(behind: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c);
    behind.strip_prefix('前').is_some_and(|rest| {
        let unit = rest.trim_start_matches(number);
        rest.starts_with("半年")
            || unit.len() < rest.len() && ["季", "个季", "个月", "月"].iter().any(|u| unit.starts_with(u))
    })
}

/// 98 is 1998 and 24 is 2024: the century that keeps it near the text's own date.
pub fn short_year(r: &Reader, y: i64) -> i64 {
    let now = r.now.map_or(2024, |n| n.year() as i64);
    let this = now / 100 * 100 + y;
    if this > now + 30 {
        this - 100
    } else if this < now - 70 {
        this + 100
    } else {
        this
    }
}

/// A month: its end and number. 月 must close it.
fn month_part(r: &Reader, at: usize) -> Option<(usize, i8, bool)> {
    for (word, m) in [("正月", 1), ("腊月", 12), ("臘月", 12), ("冬月", 11)] {
        if r.text[at..].starts_with(word) {
            return Some((at + word.len(), m, true));
        }
    }
    let (n_end, m) = match r.digits(at, 1..=2) {
        Some(hit) => hit,
        None => {
            let n = number(r, at).filter(|n| matches!(n.style, Style::Single | Style::Words) && !n.open)?;
            if r.text[at..n.end].starts_with(['两', '兩', '仨']) {
                return None;
            }
            (n.end, n.whole()?)
        }
    };
    if !(1..=12).contains(&m) {
        return None;
    }
    let (end, _) = r.word(r.blank(n_end), Cat::MonthMark)?;
    // 一月 but not 一个月
    Some((end, m as i8, false))
}

/// A day: its end, number, and whether it is written as a lunar one (初十, 廿九, 十五 without 日).
fn day_part(r: &Reader, at: usize, after_month: bool) -> Option<(usize, i8, bool)> {
    if r.text[at..].starts_with('初') {
        let n = number(r, at + 3).filter(|n| n.whole().is_some_and(|w| (1..=10).contains(&w)))?;
        return Some((n.end, n.whole()? as i8, true));
    }
    let (n_end, d, han) = match r.digits(at, 1..=2) {
        Some((e, d)) => (e, d, false),
        None => {
            let n = number(r, at).filter(|n| matches!(n.style, Style::Single | Style::Words) && !n.open)?;
            (n.end, n.whole()?, true)
        }
    };
    if !(1..=31).contains(&d) {
        return None;
    }
    if let Some((end, _)) = r.word(r.blank(n_end), Cat::DayMark) {
        if r.text[end..].starts_with(['元', '本']) {
            return None;
        }
        return Some((end, d as i8, false));
    }
    if !after_month {
        return None;
    }
    // 十月31, 八月十五
    let next = r.char_at(n_end);
    let ends = !next.is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '/' | ':' | '：' | '万' | '亿' | '个' | '年' | '月')
    });
    if han {
        let two = r.text[at..n_end].chars().count() >= 2;
        return (two && (!next.is_some_and(is_han) || part(r, n_end).is_some() || r.word(n_end, Cat::To).is_some()))
            .then_some((n_end, d as i8, true));
    }
    (ends && n_end > at && (!next.is_some_and(is_han) || r.word(n_end, Cat::To).is_some()))
        .then_some((n_end, d as i8, false))
}

/// Dates with 年, 月, 日: from the year down as far as they go.
pub fn named(r: &Reader, at: usize) -> Option<When> {
    let (mut b, mut lunar, mut leap) = (at, false, false);
    for _ in 0..2 {
        if let Some((e, l)) = r.word(b, Cat::Lunar) {
            lunar = true;
            leap |= l.num == 1;
            b = r.blank(e);
        }
    }
    if let Some((e, _)) = r.word(b, Cat::TimePrep) {
        b = r.blank(e);
    }
    // 大年初三
    if let Some(rest) = r.text[b..].strip_prefix("大年") {
        let (e, d, _) = day_part(r, b + 6, true).filter(|_| rest.starts_with('初'))?;
        return Some(lunar_when(r, at, e, None, 1, false, Some(d)));
    }
    let year = year_part(r, b);
    let (mut end, y) = match year {
        Some((e, y)) => (e, y),
        None => (b, None),
    };
    let has_year = year.is_some();
    let mut c = skip_of(r, end, has_year);
    // 1991年农历8月23号
    for _ in 0..2 {
        if let Some((e, l)) = r.word(c, Cat::Lunar) {
            lunar = true;
            leap |= l.num == 1;
            c = r.blank(e);
        }
    }
    let month = if let Some((e, rel)) = r.word(c, Cat::RelMonth).filter(|_| !has_year) {
        let first = r.now.and_then(|n| first_of(n.year(), n.month())).and_then(|f| plus_months(f, rel.num));
        Some((e, first.map(|f| (f.year(), f.month())), rel.num, false))
    } else {
        month_part(r, c).map(|(e, m, l)| {
            lunar |= l;
            (e, y.map(|y| (y, m)).or(Some((0, m))), m as i64, true)
        })
    };
    if let Some((e, ym, _, plain)) = month {
        end = e;
        let (yy, m) = match ym {
            Some((y, m)) => (if y == 0 { None } else { Some(y) }, Some(m)),
            None => (None, None),
        };
        let d0 = skip_of(r, end, true);
        // 初, 中旬, 底
        if let Some((e, p)) = r.word(d0, Cat::Portion).filter(|(_, p)| p.arg.ends_with('D')) {
            let third = p.leading();
            let first = yy.or(r.now.map(|n| n.year())).zip(m).and_then(|(y, m)| first_of(y, m));
            let begin = first.and_then(|f| plus_days(f, (third - 1) * 10));
            let last =
                if third == 3 { first.and_then(|f| plus_months(f, 1)) } else { begin.and_then(|b| plus_days(b, 10)) };
            let timex = month_timex(yy, m);
            return Some(When::new(at, e, Core::Days { timex, begin, end: last, grain: Grain::Day }));
        }
        if let Some(w) = counted(r, at, d0, yy.or(r.now.map(|n| n.year())), m) {
            return Some(w);
        }
        if let Some((e, d, lunar_day_form)) = day_part(r, r.blank(end), true) {
            let month_is_han = plain && r.char_at(c).is_some_and(is_han);
            let is_lunar = lunar
                || lunar_day_form
                    && (month_is_han
                        || r.text[r.blank(end)..].starts_with('廿')
                        || r.text[r.blank(end)..].starts_with('初'));
            if is_lunar {
                return Some(lunar_when(r, at, e, yy, m?, leap, Some(d)));
            }
            let mut w = When::ymd(at, e, yy, m, Some(d));
            w.core_start = at;
            return Some(with_weekday(r, w));
        }
        if lunar {
            return Some(lunar_when(r, at, end, yy, m?, leap, None));
        }
        if let Some((e, f)) = r.word(r.blank(end), Cat::Fuzzy).filter(|(e, _)| !fuzzy_word(r, r.blank(end), *e)) {
            return Some(When { modifier: modifier(f.arg), ..When::ymd(at, e, yy, m, None) });
        }
        return Some(When::ymd(at, end, yy, m, None));
    }
    if lunar && !has_year && leap {
        return None;
    }
    if has_year {
        // below the year: halves, quarters, seasons, weeks, days, beginnings
        if let Some(w) = below_year(r, at, c, y) {
            return Some(w);
        }
        if let Some(w) = holiday_at(r, c, Some(y)) {
            return Some(When { start: at, core_start: at, ..w });
        }
        if let Some((e, f)) = r.word(c, Cat::Fuzzy).filter(|(e, _)| !fuzzy_word(r, c, *e)) {
            return Some(When { modifier: modifier(f.arg), ..year_when(at, e, y) });
        }
        // 1 and 2 digit years before other words: 年级, 年轻 and so on
        let next = r.text[end..].chars().next();
        if r.text[..end].ends_with('年')
            && matches!(next, Some('级' | '轻' | '龄' | '货' | '画' | '薪' | '代' | '报' | '华' | '会'))
            && next != Some('代')
            && r.digits(at, 4..=4).is_none()
        {
            return None;
        }
        // 2024年度
        let e = if r.text[end..].starts_with('度') && !r.text[end..].starts_with("度假") { end + 3 } else { end };
        return Some(year_when(at, e, y));
    }
    // no year and no month: 29日, 年底, 上半年, 第三季度, 前三季度
    if let Some(w) = below_year(r, at, at, None) {
        return Some(w);
    }
    if let Some((e, f)) = r.word(at, Cat::Fuzzy).filter(|(e, _)| e - at >= 6) {
        let word = &r.text[at..e];
        let month = word.starts_with('月');
        if !(word.starts_with('年') || month || word.starts_with('岁') || word.starts_with('周'))
            || r.char_before(at)
                .is_some_and(|c| is_han(c) && matches!(c, '中' | '少' | '成' | '多' | '几' | '两' | '青' | '每'))
        {
            return None;
        }
        let core = match r.now {
            Some(n) => Core::Ymd { y: Some(n.year()), m: month.then(|| n.month()), d: None, wd: None },
            None => Core::Days {
                timex: if month { "XXXX-XX".into() } else { "XXXX".into() },
                begin: None,
                end: None,
                grain: if month { Grain::Month } else { Grain::Year },
            },
        };
        return Some(When { modifier: modifier(f.arg), ..When::new(at, e, core) });
    }
    let (e, d, _) = day_part(r, at, false)?;
    let word = &r.text[..e];
    // 12号 alone is a number of something; 30日 may be a length.
    let number_mark = word.ends_with('号') || word.ends_with('號');
    if number_mark && !(part(r, e).is_some() || clock(r, r.blank(e), false).is_some()) {
        return None;
    }
    if r.char_before(at).is_some_and(|c| matches!(c, '第' | '共' | '约' | '近' | '满' | '每')) {
        return None;
    }
    if ["内", "以内", "之内", "前", "后", "以后", "之后", "以来", "左右"].iter().any(|w| r.text[e..].starts_with(w))
        && r.char_before(at).is_none_or(|c| c != '于')
    {
        return None;
    }
    Some(with_weekday(r, When::ymd(at, e, None, None, Some(d))))
}

fn year_when(at: usize, end: usize, y: Option<i16>) -> When {
    match y {
        Some(_) => When::ymd(at, end, y, None, None),
        None => When::new(at, end, Core::Days { timex: "XXXX".into(), begin: None, end: None, grain: Grain::Year }),
    }
}

fn month_timex(y: Option<i16>, m: Option<i8>) -> String {
    let y = y.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
    m.map_or(y.clone(), |m| format!("{y}-{m:02}"))
}

pub fn modifier(arg: &str) -> Modifier {
    match arg {
        "START" => Modifier::Start,
        "MID" => Modifier::Mid,
        _ => Modifier::Close,
    }
}

/// 初步, 中国, 底线, 末端: not the beginning, middle or end of a time.
pub fn fuzzy_word(r: &Reader, at: usize, end: usize) -> bool {
    if end - at > 3 {
        return false;
    }
    match &r.text[at..end] {
        "初" => matches!(
            r.char_at(end),
            Some(
                '步' | '心'
                    | '级'
                    | '创'
                    | '次'
                    | '中'
                    | '一'
                    | '二'
                    | '三'
                    | '四'
                    | '五'
                    | '六'
                    | '七'
                    | '八'
                    | '九'
                    | '十'
            )
        ),
        "底" => matches!(r.char_at(end), Some('线' | '气' | '层' | '部')),
        "末" => matches!(r.char_at(end), Some('端')),
        _ => true,
    }
}

/// After 的 between the parts of a date: 今年的最后三周, 十月的第一个星期一.
fn skip_of(r: &Reader, at: usize, allowed: bool) -> usize {
    let b = r.blank(at);
    if allowed
        && r.text[b..].starts_with('的')
        && (r.text[b + 3..].starts_with(['第', '前', '最', '上', '下', '后', '後', '春', '夏', '秋', '冬']))
    {
        b + 3
    } else {
        b
    }
}

fn lunar_when(r: &Reader, at: usize, end: usize, y: Option<i16>, m: i8, leap: bool, d: Option<i8>) -> When {
    let year = y.or(r.now.map(|n| n.year()));
    let (begin, last, grain) = match (year, d) {
        (Some(y), Some(d)) => {
            let day = lunar_day(y, m, leap, d);
            (day, day.and_then(|d| plus_days(d, 1)), Grain::Day)
        }
        (Some(y), None) => match lunar_month(y, m, leap) {
            Some((b, e)) => (Some(b), Some(e), Grain::Month),
            None => (None, None, Grain::Month),
        },
        _ => (None, None, Grain::Day),
    };
    let timex = match (begin, d) {
        (Some(b), Some(_)) => b.to_string(),
        _ => month_timex(year, Some(m)),
    };
    When::new(at, end, Core::Days { timex, begin, end: last, grain })
}

/// 10月12号，星期一 and 8月15日（星期五）
fn with_weekday(r: &Reader, w: When) -> When {
    let mut b = r.blank(w.end);
    let mut bracket = false;
    match r.char_at(b) {
        Some(c @ ('，' | ',')) => b = r.blank(b + c.len_utf8()),
        Some(c @ ('(' | '（')) => {
            b = r.blank(b + c.len_utf8());
            bracket = true;
        }
        _ => {}
    }
    let Some((mut end, d)) = r.word(b, Cat::Weekday) else { return w };
    if bracket {
        match r.char_at(end) {
            Some(c @ (')' | '）')) => end += c.len_utf8(),
            _ => return w,
        }
    }
    let (y, m, day, _) = w.fields();
    When { end, core: Core::Ymd { y, m, d: day, wd: Some(d.num as i8) }, ..w }
}
