//! Chinese dates and clock times: 2024年3月5日, 去年上半年, 上周三, 农历八月十五, 十九世纪七十年代, 下午三点半.
//!
//! Comes in: a place in a text. Goes out: the date that starts there, as far as it is given, read from the year down.

use super::calendar::{holiday, lunar_day, lunar_month, nth_weekday, plus_days};
use super::number::{Style, number};
use super::reader::Reader;
use super::when::{Clock, Core, Grain, Modifier, When, decade_core, first_of, iso_week, monday, months_core, plus_months, week_of_year};
use super::words::{Cat, is_han};
use jiff::civil::Date;

/// The date at `at`, without a time of day.
pub fn date(r: &Reader, at: usize) -> Option<When> {
    let mut best: Option<When> = None;
    let mut offer = |w: Option<When>| {
        if let Some(w) = w {
            if best.as_ref().is_none_or(|b| w.end > b.end) {
                best = Some(w);
            }
        }
    };
    if r.char_at(at)?.is_ascii_digit() {
        offer(figures(r, at));
    }
    offer(named(r, at));
    offer(week(r, at));
    offer(relative_day(r, at));
    offer(weekday(r, at));
    offer(holiday_at(r, at, None));
    offer(century(r, at));
    best
}

fn years_before(r: &Reader, rel: i64) -> Option<i16> {
    r.now.map(|n| n.year().saturating_add(rel as i16))
}

/// The year that is written at `at`: its end, the year where it is known, and whether 年 closes it.
fn year_part(r: &Reader, at: usize) -> Option<(usize, Option<i16>)> {
    if let Some((end, rel)) = r.word(at, Cat::RelYear) {
        let word = &r.text[at..end];
        if word == "次年" && r.now.is_none() {
            return None;
        }
        return Some((end, years_before(r, rel.num)));
    }
    if let Some((end, era)) = r.word(at, Cat::Era) {
        let b = r.blank(end);
        let (n_end, n) = if r.text[b..].starts_with('元') { (b + 3, 1) } else { number(r, b).and_then(|n| Some((n.end, n.whole()?)))? };
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
        let month = month_part(r, r.blank(end)).is_some() || r.word(end, Cat::Season).is_some() || r.text[end..].starts_with(['第', '前', '上', '下', '底', '初', '末']);
        let length = ["来", "以来", "前", "后", "间", "内", "多", "期", "的", "中"].iter().any(|w| r.text[end..].starts_with(w));
        let alone = r.text[end..].trim().is_empty() && at == 0;
        if !(zero || words && !r.text[at..n_end].contains(['十']) || month && !length || month && r.text[end..].starts_with('前') || alone) {
            return None;
        }
    }
    if !(1..=2999).contains(&y) || r.text[end..].starts_with(['级']) && false {
        return None;
    }
    if r.text[at..n_end].chars().count() == 4 && !(1000..=2199).contains(&y) && !(r.text[at..].starts_with('0')) {
        return None;
    }
    Some((end, Some(y as i16)))
}

/// 98 is 1998 and 24 is 2024: the century that keeps it near the text's own date.
fn short_year(r: &Reader, y: i64) -> i64 {
    let now = r.now.map_or(2024, |n| n.year() as i64);
    let this = now / 100 * 100 + y;
    if this > now + 30 { this - 100 } else if this < now - 70 { this + 100 } else { this }
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
        return Some((end, d as i8, r.text[at..].starts_with('廿') && false));
    }
    if !after_month {
        return None;
    }
    // 十月31, 八月十五
    let next = r.char_at(n_end);
    let ends = !next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '/' | ':' | '：' | '万' | '亿' | '个' | '年' | '月'));
    if han {
        let two = r.text[at..n_end].chars().count() >= 2;
        return (two && (!next.is_some_and(is_han) || part(r, n_end).is_some() || r.word(n_end, Cat::To).is_some())).then_some((n_end, d as i8, true));
    }
    (ends && n_end > at && (!next.is_some_and(is_han) || r.word(n_end, Cat::To).is_some())).then_some((n_end, d as i8, false))
}

/// Dates with 年, 月, 日: from the year down as far as they go.
fn named(r: &Reader, at: usize) -> Option<When> {
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
            let third = p.num_prefix();
            let first = yy.or(r.now.map(|n| n.year())).zip(m).and_then(|(y, m)| first_of(y, m));
            let begin = first.and_then(|f| plus_days(f, (third - 1) * 10));
            let last = if third == 3 { first.and_then(|f| plus_months(f, 1)) } else { begin.and_then(|b| plus_days(b, 10)) };
            let timex = month_timex(yy, m);
            return Some(When::new(at, e, Core::Days { timex, begin, end: last, grain: Grain::Day }));
        }
        if let Some(w) = counted(r, at, d0, yy.or(r.now.map(|n| n.year())), m) {
            return Some(w);
        }
        if let Some((e, d, lunar_day_form)) = day_part(r, r.blank(end), true) {
            let month_is_han = plain && r.char_at(c).is_some_and(is_han);
            let is_lunar = lunar || lunar_day_form && (month_is_han || r.text[r.blank(end)..].starts_with('廿') || r.text[r.blank(end)..].starts_with('初')) && has_lunar_sense(r, at, e);
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
        if let Some((e, d)) = r.word(c, Cat::RelDay).filter(|_| false) {
            let _ = (e, d);
        }
        if let Some((e, f)) = r.word(c, Cat::Fuzzy).filter(|(e, _)| !fuzzy_word(r, c, *e)) {
            return Some(When { modifier: modifier(f.arg), ..year_when(at, e, y) });
        }
        // 1 and 2 digit years before other words: 年级, 年轻 and so on
        let next = r.text[end..].chars().next();
        if r.text[..end].ends_with('年') && matches!(next, Some('级' | '轻' | '龄' | '货' | '画' | '薪' | '代' | '报' | '华' | '会')) && next != Some('代') && !r.digits(at, 4..=4).is_some() {
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
        if !(word.starts_with('年') || month || word.starts_with('岁') || word.starts_with('周')) || r.char_before(at).is_some_and(|c| is_han(c) && matches!(c, '中' | '少' | '成' | '多' | '几' | '两' | '青' | '每')) {
            return None;
        }
        let core = match r.now {
            Some(n) => Core::Ymd { y: Some(n.year()), m: month.then(|| n.month()), d: None, wd: None },
            None => Core::Days { timex: if month { "XXXX-XX".into() } else { "XXXX".into() }, begin: None, end: None, grain: if month { Grain::Month } else { Grain::Year } },
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
    if ["内", "以内", "之内", "前", "后", "以后", "之后", "以来", "左右"].iter().any(|w| r.text[e..].starts_with(w)) && !r.char_before(at).is_some_and(|c| c == '于') {
        return None;
    }
    Some(with_weekday(r, When::ymd(at, e, None, None, Some(d))))
}

trait Prefix {
    fn num_prefix(&self) -> i64;
}

impl Prefix for super::words::Entry {
    /// The number an argument such as `3D` begins with.
    fn num_prefix(&self) -> i64 {
        self.arg.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(1)
    }
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

fn modifier(arg: &str) -> Modifier {
    match arg {
        "START" => Modifier::Start,
        "MID" => Modifier::Mid,
        _ => Modifier::Close,
    }
}

/// 初步, 中国, 底线, 末端: not the beginning, middle or end of a time.
fn fuzzy_word(r: &Reader, at: usize, end: usize) -> bool {
    if end - at > 3 {
        return false;
    }
    match &r.text[at..end] {
        "初" => matches!(r.char_at(end), Some('步' | '心' | '级' | '创' | '次' | '中' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')),
        "底" => matches!(r.char_at(end), Some('线' | '气' | '层' | '部')),
        "末" => matches!(r.char_at(end), Some('端')),
        _ => true,
    }
}

/// After 的 between the parts of a date: 今年的最后三周, 十月的第一个星期一.
fn skip_of(r: &Reader, at: usize, allowed: bool) -> usize {
    let b = r.blank(at);
    if allowed && r.text[b..].starts_with('的') && (r.text[b + 3..].starts_with(['第', '前', '最', '上', '下', '后', '後', '春', '夏', '秋', '冬'])) { b + 3 } else { b }
}

fn has_lunar_sense(r: &Reader, at: usize, end: usize) -> bool {
    let _ = (at, end);
    r.lang == crate::document::Lang::Zh
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

/// 上半年, 第三季度, 前三季度, 春季, 第20周, 第三个月, 前五个月, 最后3周, 上半月.
fn below_year(r: &Reader, at: usize, c: usize, y: Option<i16>) -> Option<When> {
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
        return Some(When::new(at, e, Core::Days { timex: format!("({b},{last},{l})"), begin: Some(b), end: Some(last), grain: Grain::Day }));
    }
    if let Some(w) = quarter(r, at, c, if with_year { y } else { year }) {
        return Some(w);
    }
    if let Some((e, s)) = r.word(c, Cat::Season) {
        let single = e - c <= 3;
        let ok = !single || with_year && !r.char_at(e).is_some_and(|x| is_han(x) && !matches!(x, '，' | '的' | '以' | '、' | '，'));
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
        (_, "SUMMERBREAK" | "WINTERBREAK") => year.map_or("XXXX".into(), |y| format!("{y:04}-{}", if s.starts_with('S') { "SU" } else { "WI" })),
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
        ["季度", "季"].iter().find_map(|w| r.text[b..].starts_with(*w).then(|| b + w.len())).filter(|e| !r.text[*e..].starts_with(['节', '節', '报', '报']))
    };
    let close = |end: usize, core: Core| {
        let mut w = When::new(at, end, core);
        if let Some((e, f)) = r.word(end, Cat::Fuzzy).filter(|(e, _)| !fuzzy_word(r, end, *e)) {
            w.end = e;
            w.modifier = modifier(f.arg);
        }
        Some(w)
    };
    for (word, offset) in [("上一个", -1), ("上个", -1), ("上一", -1), ("上", -1), ("本", 0), ("这个", 0), ("当", 0), ("下一", 1), ("下个", 1), ("下", 1)] {
        if r.text[c..].starts_with(word) {
            if let Some(e) = unit(c + word.len()) {
                let n = r.now?;
                let f = plus_months(first_of(n.year(), (n.month() - 1) / 3 * 3 + 1)?, offset * 3)?;
                return close(e, months_core(Some(f.year()), f.month(), 3, Grain::Quarter));
            }
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
fn counted(r: &Reader, at: usize, c: usize, y: Option<i16>, m: Option<i8>) -> Option<When> {
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
    let day = |timex: String, b: Option<Date>, e: Option<Date>, grain, end| Some(When::new(at, end, Core::Days { timex, begin: b, end: e, grain }));
    let frame = y.and_then(|y| first_of(y, m.unwrap_or(1)));
    let frame_end = frame.and_then(|f| plus_months(f, if m.is_some() { 1 } else { 12 }));
    if let (0, Some((e, d))) = (which, r.word(v, Cat::Weekday)) {
        let m = m?;
        let found = y.and_then(|y| nth_weekday(y, m, d.num, k as i8));
        return day(format!("XXXX-{m:02}-WXX-{}-#{k}", d.num), found, found.and_then(|f| plus_days(f, 1)), Grain::Day, e);
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
                    day(format!("{}-{m:02}-W{k:02}", y.map_or("XXXX".into(), |y| format!("{y:04}"))), Some(b), plus_days(b, 7), Grain::Week, e)
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
                let (b, l) = if s > 0 { (frame?, plus_days(frame?, k)?) } else { (plus_days(frame_end?, -k)?, frame_end?) };
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
fn week(r: &Reader, at: usize) -> Option<When> {
    let (end, rel) = r.word(at, Cat::RelWeek)?;
    let m = r.now.and_then(|n| monday(n.date())).and_then(|m| plus_days(m, rel.num * 7));
    if let Some((e, d)) = r.word(end, Cat::Weekly).filter(|(e, d)| d.num == 8 || !(r.word(*e, Cat::Measure).is_some() && d.num <= 6)) {
        if d.num == 8 {
            let timex = m.map_or("XXXX-WXX-WE".to_owned(), |m| format!("{}-WE", iso_week(m)));
            let core = Core::Days { timex, begin: m.and_then(|m| plus_days(m, 4)), end: m.and_then(|m| plus_days(m, 7)), grain: Grain::Weekend };
            return Some(When::new(at, e, core));
        }
        let mut day = m.and_then(|m| plus_days(m, d.num - 1));
        // 这周一, said on a Tuesday: Duckling reads the one ahead, most readers that of this week.
        if let (Some(n), Some(x)) = (r.now, day) {
            if rel.num == 0 && x < n.date() {
                day = plus_days(x, 7);
            }
        }
        let timex = day.map_or(format!("XXXX-WXX-{}", d.num), |d| d.to_string());
        return Some(When::new(at, e, Core::Days { timex, begin: day, end: day.and_then(|d| plus_days(d, 1)), grain: Grain::Day }));
    }
    if let Some((e, _)) = r.word(end, Cat::Weekend) {
        let timex = m.map_or("XXXX-WXX-WE".to_owned(), |m| format!("{}-WE", iso_week(m)));
        return Some(When::new(at, e, Core::Days { timex, begin: m.and_then(|m| plus_days(m, 4)), end: m.and_then(|m| plus_days(m, 7)), grain: Grain::Weekend }));
    }
    // 上周期, 下周转
    if r.text[end..].starts_with(['期', '转', '边', '岁', '年']) && r.text[..end].ends_with(['周', '週']) {
        return None;
    }
    let timex = m.map_or("XXXX-WXX".to_owned(), iso_week);
    Some(When::new(at, end, Core::Days { timex, begin: m, end: m.and_then(|m| plus_days(m, 7)), grain: Grain::Week }))
}

/// 今天, 昨日, 大后天.
fn relative_day(r: &Reader, at: usize) -> Option<When> {
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
    let timex = day.map_or_else(|| ["PAST_DAY", "PRESENT_DAY", "FUTURE_DAY"][(rel.num.signum() + 1) as usize].to_owned(), |d| d.to_string());
    // 今天（11月15日）
    Some(When { unmarked: rel.num == 0, ..When::new(at, end, Core::Days { timex, begin: day, end: day.and_then(|d| plus_days(d, 1)), grain: Grain::Day }) })
}

fn weekday(r: &Reader, at: usize) -> Option<When> {
    if let Some((end, _)) = r.word(at, Cat::Weekend).filter(|_| !r.char_before(at).is_some_and(|c| c == '一')) {
        let m = r.now.and_then(|n| monday(n.date()));
        let timex = m.map_or("XXXX-WXX-WE".to_owned(), |m| format!("{}-WE", iso_week(m)));
        return Some(When { latent: true, ..When::new(at, end, Core::Days { timex, begin: m.and_then(|m| plus_days(m, 4)), end: m.and_then(|m| plus_days(m, 7)), grain: Grain::Weekend }) });
    }
    let (end, d) = r.word(at, Cat::Weekday)?;
    // 周一鸣, 周五爷: names go on
    if r.text[at..].starts_with(['周', '週']) && r.char_before(at).is_some_and(|c| matches!(c, '一' | '两' | '每' | '四' | '各' | '数' | '几')) {
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

fn holiday_at(r: &Reader, at: usize, year: Option<Option<i16>>) -> Option<When> {
    let (end, h) = r.word(at, Cat::Holiday)?;
    let core = match year {
        Some(Some(y)) => {
            let day = holiday(h.arg, y);
            let timex = day.map_or_else(|| format!("{y:04}"), |d| d.to_string());
            Core::Days { timex, begin: day, end: day.and_then(|d| plus_days(d, 1)), grain: Grain::Day }
        }
        _ => super::english_date::holiday_core(r, h.arg, None, 0, false),
    };
    // 春节期间 is read as the day; 五一口号, 国庆村 are names.
    let latent = end - at <= 6 && !matches!(&r.text[at..end], "春节" | "元旦" | "中秋" | "国庆" | "春節" | "國慶" | "除夕" | "端午") && year.is_none();
    Some(When { latent, ..When::new(at, end, core) })
}

/// 十九世纪七十年代, 上世纪80年代, 21世纪初, 90年代.
fn century(r: &Reader, at: usize) -> Option<When> {
    let mark = |e: usize| ["世纪", "世紀"].iter().find_map(|w| r.text[e..].starts_with(*w).then(|| e + w.len()));
    let (end, c) = if let Some((word, c)) = [("上个", -1), ("上", -1), ("本", 0), ("这个", 0), ("新", 0), ("下个", 1)].iter().find(|(w, _)| r.text[at..].starts_with(*w) && mark(at + w.len()).is_some()) {
        let n = r.now.map_or(21, |n| n.year() as i64 / 100 + 1);
        (mark(at + word.len())?, Some(n + c))
    } else if let Some(n) = number(r, at).filter(|n| mark(n.end).is_some()) {
        // 半个世纪 is a length
        (mark(n.end)?, n.whole().filter(|w| (1..=22).contains(w)))
    } else {
        (at, None)
    };
    let d = r.blank(end);
    let decade = number(r, d).filter(|n| n.whole().is_some_and(|w| w % 10 == 0 && (10..=90).contains(&w)) || n.whole().is_some_and(|w| w % 10 == 0 && (1800..2100).contains(&w) && c.is_none()));
    if let Some(n) = decade {
        if r.text[n.end..].starts_with("年代") {
            let v = n.whole()?;
            let y = match (c, v) {
                (_, 1800..=2099) => v,
                (Some(c), v) => (c - 1) * 100 + v,
                (None, v) => if v < 40 { 2000 + v } else { 1900 + v },
            };
            let e = n.end + 6;
            let mut w = When::new(at, e, decade_core(i16::try_from(y).ok()?));
            if c.is_none() && v < 100 {
                if let Core::Days { timex, .. } = &mut w.core {
                    *timex = format!("(XX{v:02}-01-01,XX{:02}-01-01,P10Y)", (v + 10) % 100);
                }
            }
            if let Some((e, f)) = r.word(e, Cat::Fuzzy).filter(|(x, _)| !fuzzy_word(r, e, *x)) {
                w.end = e;
                w.modifier = modifier(f.arg);
            }
            return Some(w);
        }
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

/// `2024-03-05`, `1/2/2020` (day first), `20240307`, `1999.08`, `6·30`, `2018`.
fn figures(r: &Reader, at: usize) -> Option<When> {
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
        let ok = (1900..2100).contains(&y) && Date::new(y as i16, m as i8, d as i8).is_ok() && !r.char_at(e).is_some_and(|c| c.is_alphanumeric());
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
                if let Some(x @ ('-' | '/' | '.' | ' ' | '·' | '－')) = s2.filter(|x| *x == s || matches!(s, '.' | '-')) {
                    let third = e2 + x.len_utf8();
                    // 2021-09-0910:09: a clock time may stand directly behind two digits
                    let glued = r.text.get(third..third + 2).and_then(|t| t.parse::<i64>().ok()).filter(|_| r.digits(third, 4..=4).is_some() && r.text[third + 4..].starts_with(':'));
                    let day = glued.map(|d| (third + 2, d)).or_else(|| r.digits(third, 1..=2));
                    if let Some((e3, d)) = day.filter(|(e, d)| (1..=31).contains(d) && (ends(*e) || glued.is_some())) {
                        if s != ' ' || e2 - b == 2 && e3 - third == 2 {
                            return Some(When::ymd(at, e3, Some(a as i16), Some(c as i8), Some(d as i8)));
                        }
                    }
                }
                if matches!(s, '-' | '/' | '.') && e2 - b == 2 && ends(e2) && (s != '.' || r.text[at..].len() == e2 - at || r.text[e2..].starts_with(['-', '—', '至'])) && s2 != Some('-') || matches!(s, '.' | '-') && e2 - b == 2 && s2 == Some('-') && r.digits(e2 + 1, 4..=4).is_some() {
                    return Some(When::ymd(at, e2, Some(a as i16), Some(c as i8), None));
                }
            }
            if n1 <= 2 && s2 == Some(s) && s != ' ' {
                if let Some((e3, y)) = r.digits(e2 + s.len_utf8(), 2..=4).filter(|(e, _)| ends(*e) && e - e2 != 4) {
                    let y = if y < 100 { short_year(r, y) } else { y };
                    let (m, d) = if c <= 12 { (c, a) } else { (a, c) };
                    let ok = (1..=12).contains(&m) && (1..=31).contains(&d) && (1000..2200).contains(&y);
                    return ok.then(|| When::ymd(at, e3, Some(y as i16), Some(m as i8), Some(d as i8)));
                }
            }
            if n1 <= 2 && e2 - b <= 2 && matches!(s, '/' | '·' | '-') && ends(e2) && !matches!(s2, Some('/' | '-')) {
                let (m, d) = if a <= 12 { (a, c) } else { (c, a) };
                let ok = (1..=12).contains(&m) && (1..=31).contains(&d) && (s != '-' || n1 == 2 && e2 - b == 2 && r.text[e2..].starts_with(' '));
                return ok.then(|| When { latent: s != '-', ..When::ymd(at, e2, None, Some(m as i8), Some(d as i8)) });
            }
        }
    }
    // a bare year
    let year = n1 == 4 && (1900..2100).contains(&a) && ends(e1) && !matches!(sep, Some('年' | '-' | '/' | ':' | '：'));
    if !year {
        return None;
    }
    let counted = r.char_at(r.blank(e1)).is_some_and(|c| is_han(c)) && r.char_at(e1).is_some_and(is_han);
    let compared = matches!(r.char_before(at), Some('=' | ' ')) && r.text[..at].trim_end().ends_with('=');
    if counted {
        return None;
    }
    let start = if compared { r.text[..at].trim_end().len() - 1 } else { at };
    let _ = start;
    Some(When { latent: !compared, ..When::ymd(at, e1, Some(a as i16), None, None) })
}

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
    if !(0..=24).contains(&hour) && !(hour < 60 && c.is_ascii_digit()) {
        return None;
    }
    // h:mm
    if let Some(s @ (':' | '：')) = r.char_at(n_end) {
        let (mut end, m) = r.digits(n_end + s.len_utf8(), 2..=2).filter(|(_, m)| *m < 60)?;
        if hour > 24 {
            return None;
        }
        let mut k = Clock { hour: hour as i8, minute: Some(m as i8), second: None, sure: hour > 12 };
        if let Some(s @ (':' | '：')) = r.char_at(end) {
            if let Some((e, sec)) = r.digits(end + s.len_utf8(), 2..=2).filter(|(_, s)| *s < 60) {
                k.second = Some(sec as i8);
                end = e;
            }
        }
        let b = r.blank(end);
        for (form, pm) in [("p.m.", true), ("a.m.", false), ("pm", true), ("am", false), ("PM", true), ("AM", false), ("p", true), ("a", false)] {
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
    if mark == "时" && r.text[end..].starts_with(['代', '期', '间', '候', '而', '常', '刻', '速', '任', '下', '段']) || mark == "点" && r.text[end..].starts_with(['击', '评', '名', '燃', '位', '阵', '亮', '子', '滴', '心', '赞', '到', '对', '面']) && !sure {
        return None;
    }
    let mut k = Clock { hour: hour as i8, minute: None, second: None, sure: hour > 12 || hour == 0 };
    let m = r.blank(end);
    if let Some((e, q)) = r.word(m, Cat::Quarters) {
        k.minute = Some(q.num as i8);
        return Some((e, k));
    }
    if let Some((e, _)) = r.word(m, Cat::Half).filter(|(e, _)| !r.text[*e..].starts_with(['数', '年', '天', '个'])) {
        k.minute = Some(30);
        return Some((e, k));
    }
    if let Some((n_end, v)) = minute_words(r, m).filter(|(_, v)| (0..60).contains(v)) {
        if let Some((e, _)) = r.word(r.blank(n_end), Cat::MinuteMark) {
            k.minute = Some(v as i8);
            end = e;
            let s = r.blank(end);
            if let Some((e, v)) = minute_words(r, s).filter(|(_, v)| (0..60).contains(v)) {
                if let Some((e, _)) = r.word(e, Cat::SecondMark) {
                    k.second = Some(v as i8);
                    end = e;
                }
            }
            return Some((end, k));
        }
        // 九点二十, 下午三点十五, 三点零五
        let two = v >= 10 || r.text[m..].starts_with(['零', '〇']);
        if two && !r.char_at(n_end).is_some_and(|c| is_han(c) && r.word(n_end, Cat::To).is_none() || c.is_ascii_alphanumeric() || c == '%') && r.char_at(m).is_some_and(is_han) {
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
    let mut end = at;
    let mut value = 0;
    let mut any = false;
    for _ in 0..3 {
        if let Some((e, d)) = r.word(end, Cat::ZDigit) {
            value += d.num;
            end = e;
            any = true;
            if r.word(end, Cat::ZUnit).is_none_or(|(_, u)| u.num != 10) {
                break;
            }
        } else if let Some((e, _)) = r.word(end, Cat::ZUnit).filter(|(_, u)| u.num == 10) {
            value = if any { value * 10 } else { 10 };
            end = e;
            any = true;
        } else {
            break;
        }
    }
    (any && value <= 24).then_some((end, value))
}

fn minute_words(r: &Reader, at: usize) -> Option<(usize, i64)> {
    if let Some(hit) = r.digits(at, 1..=2) {
        return Some(hit);
    }
    let zero = matches!(r.char_at(at), Some('零' | '〇'));
    let b = if zero { at + 3 } else { at };
    let mut end = b;
    let (mut value, mut any) = (0, false);
    for _ in 0..3 {
        if let Some((e, d)) = r.word(end, Cat::ZDigit).filter(|(_, d)| d.num > 0) {
            value += d.num;
            end = e;
            any = true;
            if r.word(end, Cat::ZUnit).is_none_or(|(_, u)| u.num != 10) {
                break;
            }
        } else if let Some((e, _)) = r.word(end, Cat::ZUnit).filter(|(_, u)| u.num == 10) {
            value = if any { value * 10 } else { 10 };
            end = e;
            any = true;
        } else {
            break;
        }
    }
    any.then_some((end, value))
}
