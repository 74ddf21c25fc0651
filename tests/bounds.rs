//! Where mentions begin and end that no rule finds: figures with what they count, times that what is named begins or fills, indicators without
//! whose and where they are. A case is a text, a class, and the mentions of that class.

use chancery::document::Document;
use chancery::extract::Extractor;

/// The mentions of a class, in order.
fn mentions(text: &str, class: &str) -> Vec<String> {
    let extractor = Extractor::embedded();
    let document = Document::from_text("d", text);
    let found = extractor.extract(&document);
    found.mentions.iter().filter(|m| m.class == class).map(|m| m.span.of(text).to_string()).collect()
}

fn all_hold(cases: &[(&str, &str, &[&str])]) {
    let wrong = cases.iter().filter_map(|(text, class, wanted)| {
        let found = mentions(text, class);
        (found != *wanted).then(|| format!("{text}\n    {class}: {found:?}, not {wanted:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn figures_end_with_what_they_count() {
    all_hold(&[
        ("来自各县的102个成员齐聚一堂，共商渔业。", "Quantity", &["102个成员"]),
        ("码头有9条公共传输通道。", "Quantity", &["9条公共传输通道"]),
        ("13项特色渔业举措很好。", "Quantity", &["13项特色渔业举措"]),
        ("县里来了13名中学生。", "Quantity", &["13名中学生"]),
        ("全省渔船达到300艘。", "Quantity", &["300艘"]),
        ("渔业产量高于2019年平均水平。", "Quantity", &[]),
        ("渔业产量高于2019年平均水平。", "Time", &["2019年"]),
        ("We must act for the people.”3 These ports are open.", "Quantity", &[]),
        ("“We must act,” 3 million people said.", "Quantity", &["3 million"]),
    ]);
}

#[test]
fn times_that_what_is_named_begins_or_fills() {
    all_hold(&[
        ("世界银行成立以来，规模不断扩大。", "Time", &["世界银行成立以来"]),
        ("世界银行成立以来，规模不断扩大。", "Institution", &[]),
        ("第三届大阪渔业博览会期间，他参观了港口。", "Time", &["第三届大阪渔业博览会期间"]),
        ("第三届大阪渔业博览会期间，他参观了港口。", "Event", &["第三届大阪渔业博览会"]),
        ("They spoke on December 16: it was late.", "Time", &["December 16"]),
        ("该办法从12月1日起施行，渔船须从2031年开始登记。", "Time", &["12月1日", "2031年"]),
    ]);
}

#[test]
fn indicators_without_whose_and_where() {
    all_hold(&[
        ("There are pressures on job creation and income growth.", "Metric", &["income"]),
        ("Food prices rose to levels not seen in decades.", "Metric", &["Food prices"]),
        ("The fund will mobilise capital for ports to expand and mend piers.", "Metric", &[]),
        ("The plan will drive growth in one of the poorest regions.", "Metric", &[]),
        ("Norway’s fish exports rose by 5 percent.", "Metric", &["fish exports"]),
        ("The unemployment rate in Norway fell to 3 percent.", "Metric", &["unemployment rate"]),
        ("Exports to Norway rose by 5 percent.", "Metric", &["Exports to Norway"]),
        ("大阪的渔业产值增长5%。", "Metric", &["渔业产值"]),
        ("They account for 20 percent of it.", "Metric", &[]),
        ("辣椒第一大省贵州今年种植面积达到570万亩。", "Metric", &["种植面积"]),
        ("渔业出口量居全国第2位。", "Metric", &["渔业出口量"]),
    ]);
}

#[test]
fn titles_are_no_part_of_names() {
    all_hold(&[
        ("渔民给习主席写信。", "Person", &["习"]),
        ("李明大使表示欢迎。", "Person", &["李明"]),
        ("陈局长介绍了情况。", "Person", &["陈"]),
    ]);
}
