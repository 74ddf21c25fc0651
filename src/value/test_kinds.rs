//! Kinds of values in sentences of our own: rates, products, open intervals, plans, years in pairs, lost figures.

use super::{Comparator, Context, Value, ValueKind, json, mentions, read};
use crate::document::Lang;
use crate::document::Lang::{En, Zh};

fn values(text: &str, lang: Lang) -> Vec<Value> {
    read(text, lang, &Context { date: json::date("2024-05-15T14:20:00"), ..Context::default() })
}

/// (text, value, unit) of the first value of a kind.
fn amount(text: &str, lang: Lang, kind: ValueKind) -> (String, String, String) {
    let all = values(text, lang);
    let v = all.iter().find(|v| v.kind == kind).unwrap_or_else(|| panic!("none in {text}: {all:?}"));
    (v.span.of(text).to_owned(), v.number.clone().unwrap_or_default(), v.unit.clone().unwrap_or_default())
}

/// Begin and end of the first time.
fn interval(text: &str, lang: Lang) -> (String, String) {
    let time = values(text, lang).into_iter().find_map(|v| v.time).unwrap_or_else(|| panic!("no time in {text}"));
    (time.begin.unwrap_or_default(), time.end_exclusive.unwrap_or_default())
}

#[test]
fn numbers_of_notes_count_nothing() {
    for text in
        ["Nets are dear (Holm).306 For boats too.", "They asked the harbours.316 For boats too.", "“Nets are dear.”12"]
    {
        assert!(values(text, En).is_empty(), "{text}");
    }
    let first = |text: &str| values(text, En).first().and_then(|value| value.number.clone());
    assert_eq!(first("It fell by .5 percent.").as_deref(), Some("0.5"));
    assert_eq!(first("It fell (by 5 percent), 7 percent more.").as_deref(), Some("5"));
}

#[test]
fn chinese_times_are_found_though_what_makes_them_stands_behind_other_words() {
    for (text, time) in [
        ("渔民代表团将于下周三到港口参观访问。", "下周三"),
        ("这座港口在十五年前还是一个小渔村而已。", "十五年前"),
        ("渔船须在三月和五月之间全部返回港口停泊。", "三月和五月之间"),
        ("“十四五”时期渔业总产量稳步增长并提质。", "“十四五”时期"),
        ("二十一世纪三十年代的渔港将会焕然一新。", "二十一世纪三十年代"),
    ] {
        let values = values(text, Zh);
        let found = values.iter().find(|v| v.kind == ValueKind::Time).map(|v| v.full.of(text));
        assert_eq!(found, Some(time), "{text}");
    }
    let counted = values("两国渔民共同修建的港口今后将对所有渔船开放。", Zh);
    assert!(counted.iter().all(|v| v.time.is_none()));
}

#[test]
fn signs_of_figures_are_kept() {
    use ValueKind::{Currency, Percentage};
    for (text, lang, kind, number) in [
        ("The balance was -$5 billion.", En, Currency, "-5000000000"),
        ("The balance was −$5 billion.", En, Currency, "-5000000000"),
        ("出口增长-2%。", Zh, Percentage, "-2"),
        ("出口同比-2.5%。", Zh, Percentage, "-2.5"),
    ] {
        assert_eq!(amount(text, lang, kind).1, number, "{text}");
    }
}

#[test]
fn a_name_that_several_currencies_have_is_that_of_the_country() {
    let unit = |text: &str, lang, country| {
        let values = read(text, lang, &Context { country, ..Context::default() });
        mentions(text, values).into_iter().find_map(|value| value.unit)
    };
    for (text, lang, country, expected) in [
        ("It cost $5 million.", En, None, "USD"),
        ("It cost 5 million dollars.", En, Some("AU"), "AUD"),
        ("It cost HK$5 million.", En, Some("AU"), "HKD"),
        ("It cost $5 million.", En, Some("CN"), "USD"),
        ("Oil sold at $80 a barrel.", En, Some("CA"), "cad-per-bbl"),
        ("投资$5亿。", Zh, None, "USD"),
        ("投资5亿美元。", Zh, None, "USD"),
        ("It cost ¥5 million.", En, None, "JPY"),
        ("It cost ¥5 million.", En, Some("CN"), "CNY"),
        ("It cost 20 pesos.", En, None, "peso"),
        ("It cost 20 pesos.", En, Some("MX"), "MXN"),
    ] {
        assert_eq!(unit(text, lang, country).as_deref(), Some(expected), "{text} {country:?}");
    }
}

#[test]
fn what_is_so_much_of_for_each() {
    use ValueKind::{Currency, Dimension};
    for (text, lang, kind, whole, unit) in [
        ("It sold at 92 dollars per barrel.", En, Currency, "92 dollars per barrel", "usd-per-bbl"),
        ("Trains run at 280 km per hour.", En, Dimension, "280 km per hour", "KiloM-PER-HR"),
        ("fields gave 640 kg per hectare", En, Dimension, "640 kg per hectare", "KiloGM-PER-HA"),
        ("It uses 900 kWh per capita.", En, Dimension, "900 kWh per capita", "kilow-hr-per-person"),
        ("plants emit 0.3 kg of CO2 per kWh", En, Dimension, "0.3 kg of CO2 per kWh", "kilogm-per-kilow-hr"),
        ("能耗降到0.4吨标准煤/万元", Zh, Dimension, "0.4吨标准煤/万元", "tce-per-1e4cny"),
        ("收购价为每吨3200元", Zh, Currency, "3200元", "cny-per-tonne"),
        ("时速280公里的列车", Zh, Dimension, "280公里", "KiloM-PER-HR"),
        ("电价0.6元/千瓦时", Zh, Currency, "0.6元/千瓦时", "cny-per-kilow-hr"),
    ] {
        let (span, _, found) = amount(text, lang, kind);
        assert_eq!((span.as_str(), found.as_str()), (whole, unit), "{text}");
    }
    let (span, ..) = amount("They paid 40 dollars a year earlier.", En, Currency);
    assert_eq!(span, "40 dollars");
}

#[test]
fn what_a_figure_shows_is_not_counted() {
    let counted = |text: &str| mentions(text, values(text, Zh)).iter().any(|v| v.counted.is_some());
    assert!(counted("建成3所学校"));
    assert!(!counted("如表3所示，产量增长"));
}

#[test]
fn what_is_borne_is_no_minus() {
    let value = |text: &str| amount(text, Zh, ValueKind::Currency).1;
    assert_eq!(value("为渔民减负300亿元"), "30000000000");
    assert_eq!(value("渔民税负300亿元"), "30000000000");
    assert_eq!(value("利润为负300亿元"), "-30000000000");
}

#[test]
fn measures_have_their_product_and_a_common_unit() {
    let text = "They shipped 250 kg of crude oil.";
    let rows = json::rows(text, &values(text, En));
    let row =
        |n: usize| ["text", "value", "unit", "counted"].map(|k| rows[n].get(k).and_then(|v| v.as_str()).unwrap_or(""));
    assert_eq!(row(0), ["250 kg of crude oil", "250000", "GM", "crude oil"]);
    assert_eq!(row(1), ["250 kg of crude oil", "250", "KiloGM", "crude oil"]);
    assert_eq!(row(3), ["250 kg", "250", "KiloGM", "crude oil"]);
    let (span, value, unit) = amount("重三斤四两", Zh, ValueKind::Dimension);
    assert_eq!((span.as_str(), value.as_str(), unit.as_str()), ("三斤四两", "34", "liang"));
    // A list is no sum.
    let list = values("It has 900 mu, 70 hectares and 20 square kilometres.", En);
    assert_eq!(list.iter().filter(|v| v.kind == ValueKind::Dimension).count(), 3);
    assert_eq!(amount("新增装机700兆瓦", Zh, ValueKind::Dimension).2, "MegaW");
}

#[test]
fn ranges_with_one_sign_or_unit() {
    let range = |text: &str, lang| {
        let v = values(text, lang).into_iter().find(|v| v.kind == ValueKind::Range).unwrap_or_else(|| panic!("{text}"));
        let value = |b: Option<super::Bound>| b.map(|b| b.value).unwrap_or_default();
        (value(v.min), value(v.max), v.unit.unwrap_or_default())
    };
    let is = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(range("a fund of $3-4 billion", En), is("3000000000", "4000000000", "USD"));
    assert_eq!(range("it takes 6 to 8 weeks", En), is("6", "8", "WK"));
    assert_eq!(range("工期为2至4年", Zh), is("2", "4", "YR"));
    assert_eq!(range("投资3万(含)-8万元", Zh), is("30000", "80000", "CNY"));
    // Two figures of different things are no range.
    assert!(values("高达6.1亿元，超过900公里", Zh).iter().all(|v| v.comparator != Comparator::Range));
}

#[test]
fn lengths_of_time_have_bounds() {
    let bound =
        |text: &str, lang| values(text, lang).into_iter().find(|v| v.kind == ValueKind::Time).map(|v| v.comparator);
    assert_eq!(bound("for more than 25 years", En), Some(Comparator::MoreThan));
    assert_eq!(bound("within up to 45 days", En), Some(Comparator::AtMost));
    assert_eq!(bound("不超过20天", Zh), Some(Comparator::AtMost));
    assert_eq!(bound("over the next two years", En), Some(Comparator::Equal));
}

#[test]
fn open_intervals_have_one_end() {
    for (text, lang, begin, end) in [
        ("before 1949", En, "", "1949-01-01"),
        ("until 2031", En, "", "2032-01-01"),
        ("after June 2021", En, "2021-07-01", ""),
        ("from 2017 onwards", En, "2017-01-01", ""),
        ("on 4 May 2019 or later", En, "2019-05-04", ""),
        ("2016年以来", Zh, "2016-01-01", ""),
        ("“十三五”以来", Zh, "2016-01-01", ""),
    ] {
        assert_eq!(interval(text, lang), (begin.to_owned(), end.to_owned()), "{text}");
    }
}

#[test]
fn years_in_pairs_plans_and_centuries() {
    for (text, lang, begin, end) in [
        ("the plan for 2026-2030", En, "2026-01-01", "2031-01-01"),
        ("a strategy (2018–25)", En, "2018-01-01", "2026-01-01"),
        ("in fiscal year 2021-22", En, "2021-01-01", "2023-01-01"),
        ("the 2019/20 season", En, "2019-01-01", "2021-01-01"),
        ("2022年1—10月", Zh, "2022-01-01", "2022-11-01"),
        ("今明两年", Zh, "2024-01-01", "2026-01-01"),
        ("in about three weeks", En, "2024-06-05", "2024-06-06"),
        ("去年3至5月", Zh, "2023-03-01", "2023-06-01"),
        ("“十四五”末", Zh, "2025-01-01", "2026-01-01"),
        ("met on October 8-12, 2019 in Lima", En, "2019-10-08", "2019-10-13"),
        ("during the 12th Five-Year Plan period", En, "2011-01-01", "2016-01-01"),
        ("第十二个五年规划期间", Zh, "2011-01-01", "2016-01-01"),
        ("neutral by mid-century", En, "2040-01-01", "2060-01-01"),
        ("到本世纪中叶", Zh, "2040-01-01", "2060-01-01"),
        ("over the past decade", En, "2014-05-15", "2024-05-15"),
        ("from 22 to 24 August 2023", En, "2023-08-22", "2023-08-25"),
    ] {
        assert_eq!(interval(text, lang), (begin.to_owned(), end.to_owned()), "{text}");
    }
    let timex = |text: &str, lang| values(text, lang).into_iter().find_map(|v| v.time).map(|t| t.timex);
    assert_eq!(timex("in 206 BC", En).as_deref(), Some("BC0206"));
    assert_eq!(timex("公元前206年", Zh).as_deref(), Some("BC0206"));
    assert_eq!(timex("a quarter of a century", En).as_deref(), Some("P25Y"));
}

#[test]
fn a_report_speaks_of_months_that_have_been() {
    assert_eq!(interval("1—10月，出口增长较快。", Zh).0, "2023-01-01");
    assert_eq!(interval("Exports grew from January to March.", En), ("2024-01-01".to_owned(), "2024-04-01".to_owned()));
    assert_eq!(interval("two hours ago", En).0, "2024-05-15T12:20:00");
}

#[test]
fn figures_that_the_text_has_lost() {
    let missing = |text: &str| {
        let all = values(text, Zh);
        all.iter().filter(|v| v.missing).map(|v| v.full.of(text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(missing("占全省的%"), ["%"]);
    assert_eq!(missing("投资 亿元"), ["亿元"]);
    assert_eq!(missing("面积为  平方公里"), ["平方公里"]);
    assert_eq!(missing("共有个项目开工"), ["个"]);
    assert_eq!(missing("惠及万户"), ["万户"]);
    for whole in ["惠及万户，同比增长6%", "每个百分点", "提高两个百分点", "亿元以上项目20个", "百分之三十"]
    {
        assert!(missing(whole).is_empty(), "{whole}");
    }
}

#[test]
fn names_and_phases_are_no_amounts() {
    let marked = |text: &str, lang| -> Vec<String> {
        mentions(text, values(text, lang)).iter().map(|v| v.full.of(text).to_owned()).collect()
    };
    for text in ["实施“五大工程”", "三期工程开工", "九年义务教育", "每千人口床位", "二轮承包", "索引号000083"]
    {
        assert!(marked(text, Zh).is_empty(), "{text}: {:?}", marked(text, Zh));
    }
    assert!(marked("SDG 13 and COP 29", En).is_empty());
    assert!(marked("Articles 4.1 and 4.2; a grand plan", En).is_empty());
    assert_eq!(marked("以色列国庆日", Zh), [""; 0]);
    assert_eq!(marked("供养14亿人口", Zh), ["14亿人口"]);
    assert_eq!(marked("建成3个抽水蓄能电站", Zh), ["3个"]);
    assert_eq!(marked("两次上调关税", Zh), ["两次"]);
}
