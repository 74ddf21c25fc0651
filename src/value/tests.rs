//! What the value layer reads, in sentences of our own, and what must hold for any text: spans slice it, nothing panics,
//! two runs agree, time grows with the text.

use super::{Comparator, Context, Value, ValueKind, json, mentions, read};
use crate::document::Lang;
use proptest::prelude::*;

fn now() -> Context<'static> {
    Context { date: json::date("2024-05-15"), events: None }
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
    assert!(marked("The G20 and the 2030 Agenda; COVID-19; Article 5.", Lang::En).is_empty());
    assert!(marked("共建“一带一路”，落实十八大精神", Lang::Zh).is_empty());
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
        for context in [now(), Context::default(), Context { date: json::date("9999-12-31"), events: None }] {
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
