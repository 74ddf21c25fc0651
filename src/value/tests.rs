//! What the value layer reads, in sentences of our own, and what must hold for any text: spans slice it, nothing panics,
//! two runs agree, time grows with the text.

use super::{Comparator, Context, Events, Value, ValueKind, json, mentions, read};
use crate::document::Lang;
use proptest::prelude::*;

fn now() -> Context<'static> {
    Context { date: json::date("2024-05-15"), ..Context::default() }
}

/// (text of the span, value or timex) of the values of a kind.
fn found(text: &str, lang: Lang, kind: ValueKind) -> Vec<(String, String)> {
    let of = |v: &Value| v.time.as_ref().map(|t| t.timex.clone()).or(v.number.clone()).unwrap_or_default();
    read(text, lang, &now()).iter().filter(|v| v.kind == kind).map(|v| (v.span.of(text).to_owned(), of(v))).collect()
}

fn marked(text: &str, lang: Lang) -> Vec<String> {
    let values = read(text, lang, &now());
    mentions(text, values).iter().map(|v| v.full.of(text).to_owned()).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
}

#[test]
fn a_year_behind_in_counts_nothing() {
    assert_eq!(marked("In 2021 countries met again.", Lang::En), ["2021"]);
    assert_eq!(marked("Since 2015 farmers have planted trees.", Lang::En), ["2015"]);
    assert_eq!(marked("They visited 2021 countries.", Lang::En), ["2021 countries"]);
}

#[test]
fn years_ago_are_no_year() {
    let time = |text: &str| found(text, Lang::Zh, ValueKind::Time);
    assert_eq!(time("37年前，渔会成立。"), pairs(&[("37年前", "1987-05-15")]));
    assert_eq!(time("三十七年前，渔会成立。"), pairs(&[("三十七年前", "1987-05-15")]));
    assert_eq!(time("17年前三季度渔获增长。"), pairs(&[("17年前三季度", "(2017-01-01,2017-10-01,P9M)")]));
    assert_eq!(time("渔会走过40年历程。"), pairs(&[("40年", "P40Y")]));
}

#[test]
fn numbers_of_both_languages() {
    use ValueKind::Number;
    assert_eq!(
        found("It built twelve thousand three hundred bridges.", Lang::En, Number),
        pairs(&[("twelve thousand three hundred", "12300")])
    );
    assert_eq!(found("two and a half million jobs", Lang::En, Number), pairs(&[("two and a half million", "2500000")]));
    assert_eq!(found("全县有七万二千零五人", Lang::Zh, Number), pairs(&[("七万二千零五", "72005")]));
    assert_eq!(found("新增岗位3.5万亿个", Lang::Zh, Number), pairs(&[("3.5万亿", "3500000000000")]));
    assert_eq!(found("约三分之二的村庄", Lang::Zh, Number), pairs(&[("三分之二", "2/3")]));
}

#[test]
fn money_percentages_and_units() {
    assert_eq!(
        found("a loan of US$ 4.25 billion", Lang::En, ValueKind::Currency),
        pairs(&[("US$ 4.25 billion", "4250000000")])
    );
    assert_eq!(found("投资达3.2万亿元", Lang::Zh, ValueKind::Currency), pairs(&[("3.2万亿元", "3200000000000")]));
    assert_eq!(found("up 7.5 per cent", Lang::En, ValueKind::Percentage), pairs(&[("7.5 per cent", "7.5")]));
    assert_eq!(found("下降百分之十二点五", Lang::Zh, ValueKind::Percentage), pairs(&[("百分之十二点五", "12.5")]));
    assert_eq!(found("装机容量达到12亿千瓦", Lang::Zh, ValueKind::Dimension), pairs(&[("12亿千瓦", "1200000000")]));
}

#[test]
fn hedges_bound_without_inventing_a_value() {
    let text = "Exports rose by more than 6%.";
    let values = read(text, Lang::En, &now());
    let v = values
        .iter()
        .find(|v| v.kind == ValueKind::Percentage)
        .map(|v| (v.comparator, v.min.clone().map(|b| (b.value, b.inclusive)), v.hedged.of(text).to_owned()));
    assert_eq!(v, Some((Comparator::MoreThan, Some(("6".into(), false)), "more than 6%".into())));
}

#[test]
fn times_are_as_precise_as_the_text() {
    use ValueKind::Time;
    assert_eq!(found("It was signed on 3 March 2021.", Lang::En, Time), pairs(&[("3 March 2021", "2021-03-03")]));
    assert_eq!(found("会议于2019年11月举行", Lang::Zh, Time), pairs(&[("2019年11月", "2019-11")]));
    assert_eq!(found("去年粮食丰收", Lang::Zh, Time), pairs(&[("去年", "2023")]));
    assert_eq!(found("within three months", Lang::En, Time).len(), 1);
    assert_eq!(found("“十六五”期间", Lang::Zh, Time), pairs(&[("“十六五”期间", "(2031-01-01,2036-01-01,P5Y)")]));
}

#[test]
fn mentions_are_whole_and_names_are_left_alone() {
    assert_eq!(
        marked("Nearly 40 million farmers joined over the past decades.", Lang::En),
        ["Nearly 40 million farmers", "the past decades"]
    );
    assert_eq!(marked("党的十八大以来，30多个国家加入", Lang::Zh), ["党的十八大以来", "30多个国家"]);
    assert_eq!(
        marked("Since 2021, 130 countries and regions and millions of farmers joined.", Lang::En),
        ["2021", "130 countries and regions", "millions of farmers"]
    );
    assert_eq!(
        marked("Since the pandemic 700 boats and thousands of carts came.", Lang::En)[1..],
        ["700 boats", "thousands of carts"]
    );
    assert_eq!(marked("运量突破1亿吨", Lang::Zh), ["1亿吨"]);
    assert!(marked("The G20 and the 2030 Agenda; COVID-19; Article 5.", Lang::En).is_empty());
    assert!(marked("共建“一带一路”，落实十八大精神", Lang::Zh).is_empty());
    // A day that an act is told of is a time; a vague today is none.
    assert_eq!(marked("今天上午，渔港开工。", Lang::Zh), ["今天上午"]);
    assert_eq!(marked("渔港走到今天，靠的是渔民。", Lang::Zh), Vec::<String>::new());
}

#[test]
fn a_missing_figure_is_said_to_be_missing() {
    for text in ["占全球的约%", "连续年增长", "规模达  亿元"] {
        assert!(read(text, Lang::Zh, &now()).iter().any(|v| v.missing), "{text}");
    }
}

/// Words of the grammars in any order: what random characters never make.
fn pieces() -> impl Strategy<Value = String> {
    let words = [
        "一",
        "两",
        "十",
        "百",
        "千",
        "万",
        "亿",
        "点",
        "分之",
        "百分之",
        "年",
        "月",
        "日",
        "号",
        "个",
        "多",
        "余",
        "几",
        "半",
        "第",
        "前",
        "后",
        "上",
        "下",
        "周",
        "季度",
        "时",
        "元",
        "块",
        "毛",
        "角",
        "至",
        "到",
        "从",
        "近",
        "约",
        "超过",
        "以上",
        "以来",
        "期间",
        "十四五",
        "“",
        "”",
        "农历",
        "初",
        "％",
        "吨",
        "公里",
        " ",
        "  ",
        "-",
        "–",
        "/",
        ":",
        ".",
        ",",
        "，",
        "1",
        "12",
        "2019",
        "0",
        "99",
        "½",
        "$",
        "US$",
        "€",
        "million",
        "hundred",
        "and",
        "a",
        "half",
        "third",
        "of",
        "the",
        "first",
        "last",
        "next",
        "week",
        "Monday",
        "May",
        "March",
        "in",
        "at",
        "from",
        "to",
        "between",
        "more than",
        "percent",
        "years",
        "ago",
        "since",
        "noon",
        "quarter",
        "Q3",
        "pm",
        "point",
        "minus",
        "dozen",
        "°C",
        "km",
        "\n",
        "e5",
        "^",
        "x10^",
        "%",
        "(",
        ")",
        "é",
        "😀",
        "\u{3000}",
        "１",
        "９",
        "．",
        "時",
        "萬",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..14).prop_map(|w| w.concat())
}

fn sound(text: &str) -> Result<(), TestCaseError> {
    for lang in [Lang::En, Lang::Zh] {
        for context in [now(), Context::default(), Context { date: json::date("9999-12-31"), ..Context::default() }] {
            let values = read(text, lang, &context);
            for v in &values {
                for span in [v.span, v.hedged, v.full].into_iter().chain(v.counted) {
                    prop_assert!(text.get(span.range()).is_some_and(|t| !t.is_empty()), "{span:?} in {text:?}");
                }
            }
            mentions(text, values.clone());
            json::rows(text, &values);
            prop_assert_eq!(values, read(text, lang, &context));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,120}") {
        sound(&text)?;
    }

    #[test]
    fn any_mixture_of_its_words_is_read_without_harm(text in pieces()) {
        sound(&text)?;
    }
}

/// Codes, names, labels of a list: figures that count nothing.
#[test]
fn what_is_no_value_is_left_alone() {
    for text in [
        "ministers of the G20 and the G7",
        "during COVID-19",
        "under A/RES/70/1 and E/CN.4/2004/12",
        "write to +44 20 7946 0958 or (020) 7946-0958",
        "call 1-800-555-0142",
        "Directive 2012/27/EU",
        "1.2 Aims and scope",
        "## 3.4 Finance",
        "5G networks",
        "the Five Principles of Coexistence",
        "fax: 66539800",
    ] {
        assert_eq!(read(text, Lang::En, &now()), [], "{text}");
    }
    for text in [
        "国发〔2019〕45号",
        "联大第71/256号决议",
        "热线：010-65951234",
        "手机13912345678",
        "二是扩大内需。",
        "一带一路",
        "2.1 基本原则",
        "6G技术",
    ] {
        assert_eq!(read(text, Lang::Zh, &now()), [], "{text}");
    }
    // What looks like one of these and is none.
    assert_eq!(found("2.5 million people", Lang::En, ValueKind::Number), pairs(&[("2.5 million", "2500000")]));
    assert_eq!(
        found("It ended on 2023-11-09 in Oslo.", Lang::En, ValueKind::Time),
        pairs(&[("2023-11-09", "2023-11-09")])
    );
    assert_eq!(found("$5 and 6G", Lang::En, ValueKind::Currency), pairs(&[("$5", "5")]));
}

#[test]
fn damage_is_found_behind_any_word_that_leads_to_a_figure() {
    for (text, unit) in
        [("约%的居民", "PERCENT"), ("达到%以上", "PERCENT"), ("达  亿元", "CNY"), ("下降个百分点", "percentage-point")]
    {
        let values = read(text, Lang::Zh, &now());
        assert!(values.iter().any(|v| v.missing && v.number.is_none() && v.unit.as_deref() == Some(unit)), "{text}");
    }
    assert!(read("连续年丰收", Lang::Zh, &now()).iter().any(|v| v.missing && v.kind == ValueKind::Time));
}

/// A date without its year is the next one in a plan and the last one in a report.
#[test]
fn the_sentence_tells_whether_a_day_is_ahead() {
    let begin = |text: &str, lang| read(text, lang, &now()).into_iter().find_map(|v| v.time?.begin);
    assert_eq!(begin("The envoys met on Friday in Lagos.", Lang::En).as_deref(), Some("2024-05-10"));
    assert_eq!(begin("The envoys will meet on Friday in Lagos.", Lang::En).as_deref(), Some("2024-05-17"));
    assert_eq!(begin("They signed it in October after long talks.", Lang::En).as_deref(), Some("2023-10-01"));
    assert_eq!(begin("双方10月签署了文件。", Lang::Zh).as_deref(), Some("2023-10-01"));
    assert_eq!(begin("双方将于10月签署文件。", Lang::Zh).as_deref(), Some("2024-10-01"));
    // A quarter that has not begun is that of the year before where it has been.
    assert_eq!(begin("In the fourth quarter, output fell.", Lang::En).as_deref(), Some("2023-10-01"));
    assert_eq!(begin("In the fourth quarter, output will fall.", Lang::En).as_deref(), Some("2024-10-01"));
    assert_eq!(begin("四季度产量增长，出口下降。", Lang::Zh).as_deref(), Some("2023-10-01"));
    assert_eq!(begin("四季度将投产，今年四季度完工。", Lang::Zh).as_deref(), Some("2024-10-01"));
    assert_eq!(begin("In the first quarter, output fell.", Lang::En).as_deref(), Some("2024-01-01"));
}

/// "Five days later" is counted from what was told last, of which the reader of one sentence knows nothing.
#[test]
fn what_the_course_of_a_text_tells_is_loose() {
    let loose = |text: &str, lang| read(text, lang, &now()).into_iter().find_map(|v| Some(v.time?.in_course()));
    for (text, lang, timex) in [
        ("Several years earlier, the envoys had left.", Lang::En, "XXXX"),
        ("Five days later, the envoys left.", Lang::En, "XXXX-XX-XX"),
        ("A few months ago, the envoys left.", Lang::En, "XXXX-XX-XX"),
        ("几年前，代表团离开。", Lang::Zh, "XXXX"),
        ("五天后，代表团离开。", Lang::Zh, "XXXX-XX-XX"),
        ("Two years ago, the envoys left.", Lang::En, "2022-05-15"),
        ("Five days later, the envoys will leave.", Lang::En, "2024-05-20"),
        ("两年后，大桥将建成。", Lang::Zh, "2026-05-15"),
    ] {
        assert_eq!(loose(text, lang).map(|time| time.timex).as_deref(), Some(timex), "{text}");
    }
}

#[test]
fn what_goes_from_one_amount_to_another_is_two() {
    let range = |text| found(text, Lang::En, ValueKind::Range).into_iter().map(|(words, _)| words).next();
    assert_eq!(range("The share rose from 3 percent to 5 percent."), None);
    assert_eq!(range("Shares range from 3 percent to 5 percent.").as_deref(), Some("from 3 percent to 5 percent"));
    let tonnes = found("from 3 tonnes in 2012 to 5 million tonnes", Lang::En, ValueKind::Dimension);
    assert!(tonnes.iter().any(|(words, _)| words == "5 million tonnes"), "{tonnes:?}");
}

#[test]
fn bare_numerals_are_amounts_where_the_words_around_say_so() {
    let said = |text| marked(text, Lang::En).join(" | ");
    assert_eq!(said("The number of locks rose from 12 to 30."), "12 | 30");
    assert_eq!(said("Delays fell by half."), "half");
    assert_eq!(said("Two thirds of the fleet is old."), "Two thirds");
    assert_eq!(said("One in five pilots is a woman."), "One in five pilots");
    assert_eq!(
        said("It was an increase over 2020, but below 2005 levels and over 2000 boats."),
        "2020 | 2005 | over 2000 boats"
    );
    assert_eq!(said("He turned to 30, a third time, and to chapter 12."), "");
}

#[test]
fn what_belongs_to_a_time_leaves_its_mark_outside() {
    let words = |text| found(text, Lang::En, ValueKind::Time).remove(0).0;
    assert_eq!(words("last month’s harvest"), "last month");
    assert_eq!(words("Last year's harvest"), "Last year");
    assert_eq!(words("the harvests of the 1990's"), "1990's");
    assert_eq!(words("since the 18th National Congress of the CPC"), "since the 18th National Congress of the CPC");
}

#[test]
fn times_told_from_events_take_the_dates_of_who_knows_them() {
    struct Known;
    impl Events for Known {
        fn dates(&self, name: &str, _: Lang) -> Option<(String, String)> {
            let (begin, end) = match name {
                "党的十八大" => ("2012-11-08", "2012-11-14"),
                "Cold War" | "end of the Cold War" => ("1947", "1991"),
                "冷战" => ("1947", "1991"),
                "pandemic" => ("2031-01", "2031-01"),
                _ => return None,
            };
            Some((begin.to_owned(), end.to_owned()))
        }
    }
    let context = Context { events: Some(&Known), ..now() };
    let interval = |text: &str, lang| {
        read(text, lang, &context)
            .into_iter()
            .find_map(|v| v.time)
            .map(|t| (t.begin.unwrap_or_default(), t.end_exclusive.unwrap_or_default()))
    };
    let some = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
    assert_eq!(interval("党的十八大以来，经济稳步增长。", Lang::Zh), some("2012-11-08", ""));
    assert_eq!(interval("冷战期间的盟友", Lang::Zh), some("1947-01-01", "1992-01-01"));
    assert_eq!(interval("冷战后的秩序", Lang::Zh), some("1992-01-01", ""));
    assert_eq!(interval("trade since the end of the Cold War", Lang::En), some("1992-01-01", ""));
    // The text was written before that one.
    assert_eq!(interval("prices since the pandemic", Lang::En), some("", ""));
}

#[test]
fn feasts_weekdays_and_ends_of_months() {
    let begin = |text: &str| read(text, Lang::En, &now()).into_iter().find_map(|v| v.time?.begin);
    for (text, day) in [
        ("Passover 2024", "2024-04-22"),
        ("Ramadan 2024", "2024-03-11"),
        ("two Mondays ago", "2024-05-06"),
        ("last Tuesday of July", "2024-07-30"),
        ("third last day of June", "2024-06-28"),
        ("from 14 to 16 June", "2024-06-14"),
        ("by the end of August", "2024-05-15"),
    ] {
        assert_eq!(begin(text).as_deref(), Some(day), "{text}");
    }
    assert_eq!(
        found("three hundred forty-fifths", Lang::En, ValueKind::Number),
        pairs(&[("three hundred forty-fifths", "20/3")])
    );
}

/// Reading twice the text takes about twice the time, for what could make a grammar look far.
#[test]
fn time_grows_with_the_text() {
    for unit in [
        "1,",
        "1 ",
        "十",
        "a ",
        "half ",
        "一百零",
        "from ",
        "近",
        "2019-",
        "$",
        "more than ",
        "年",
        "two hundred and ",
        "1.1",
        "第",
        "分之一",
        "10 yuan ",
        "上",
        "three point five ",
        "5 to ",
        "the first half of ",
        "１",
        "从",
        "kg/",
        "1-",
        "亿",
        "in the last ",
        "May ",
        "电话1",
    ] {
        let lang = if unit.is_ascii() { Lang::En } else { Lang::Zh };
        let time = |n: usize| {
            let text = unit.repeat(n);
            (0..3)
                .map(|_| {
                    let start = std::time::Instant::now();
                    read(&text, lang, &now());
                    start.elapsed()
                })
                .min()
                .unwrap_or_default()
        };
        let (small, large) = (time(500), time(4000));
        assert!(large < small * 60 + std::time::Duration::from_secs(1), "{unit:?}: {small:?}, then {large:?}");
    }
}

#[test]
fn rates_and_counts_among_so_many() {
    assert_eq!(marked("Deaths fell to 210 per 100,000 live births.", Lang::En), ["210 per 100,000 live births"]);
    assert_eq!(marked("There were 12 thefts per 1,000 homes.", Lang::En), ["12 thefts per 1,000 homes"]);
    assert_eq!(marked("死亡率降至15.1/10万", Lang::Zh), ["15.1/10万"]);
    assert_eq!(marked("They spend $8 billion a year on coal.", Lang::En), ["$8 billion a year"]);
    assert_eq!(marked("They spent $8 billion a year earlier.", Lang::En), ["$8 billion", "a year earlier"]);
}

#[test]
fn figures_of_a_list_share_their_percent() {
    assert_eq!(marked("Fees rose by 5.1, 6.2 and 7 percent.", Lang::En), ["5.1", "6.2", "7 percent"]);
    assert_eq!(marked("On pages 5 and 7 fees rose.", Lang::En), Vec::<String>::new());
    assert_eq!(marked("The number of ferries reached 300.", Lang::En), ["300"]);
}
