//! What is said around a claim and holds for it, in both languages: who says it, whether it is denied, how sure it is. A case is a sentence, a
//! role of the claim with its filler, and what must hold of that claim; what is not named must be as usual.

use chancery::document::Document;
use chancery::extract::Extractor;
use chancery::extraction::Claim;

/// What is wrong with a case; nothing where it holds.
fn wrong((text, class, filler, wanted): &(&str, &str, &str, &str)) -> Option<String> {
    let extractor = Extractor::embedded();
    let document = Document::from_text("d", *text);
    let found = extractor.extract(&document);
    let has = |c: &&Claim<'_>| c.class == *class && c.roles.iter().any(|r| r.filler.span.of(text) == *filler);
    let Some(claim) = found.claims.iter().find(has) else {
        return Some(format!("{text}\n    no {class} with {filler:?}"));
    };
    let q = &claim.qualifiers;
    let mut said: Vec<String> = Vec::new();
    if q.negated {
        said.push("negated".into());
    }
    if q.modality != Default::default() {
        said.push(q.modality.name().into());
    }
    said.extend(q.comparator.filter(|c| *c != Default::default()).map(|c| c.name().into()));
    said.extend(q.attributed_to.as_ref().map(|f| format!("by {}", f.span.of(text))));
    let said = said.join(", ");
    (said != *wanted).then(|| format!("{text}\n    {class} with {filler:?} is {said:?}, not {wanted:?}"))
}

fn all_hold(cases: &[(&str, &str, &str, &str)]) {
    let wrong: Vec<String> = cases.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

const I: &str = "Influence";
const O: &str = "Observation";
const S: &str = "Statement";

#[test]
fn modality() {
    all_hold(&[
        ("The levy has raised prices.", I, "prices", ""),
        ("The levy will raise prices.", I, "prices", "predicted"),
        ("The levy may raise prices.", I, "prices", "possible"),
        ("The levy should raise prices.", I, "prices", "needed"),
        ("The levy must raise prices.", I, "prices", "needed"),
        ("税收促进就业。", I, "就业", ""),
        ("税收将促进就业。", I, "就业", "predicted"),
        ("税收可能促进就业。", I, "就业", "possible"),
        ("税收应促进就业。", I, "就业", "needed"),
        ("税收必须促进就业。", I, "就业", "needed"),
    ]);
}

/// What is said of a verb holds for those that it governs, however many stand between, and for no other.
#[test]
fn modality_of_what_a_verb_governs() {
    all_hold(&[
        ("The levy will pay for piers in the north, cut tolls, and raise prices.", I, "prices", "predicted"),
        ("The levy will continue to mend piers, cut tolls and raise prices.", I, "prices", "predicted"),
        ("The levy continues to mend piers, cut tolls and raise prices.", I, "prices", ""),
        ("The levy will be brought in to mend piers, cut tolls, and raise prices.", I, "prices", "possible"),
        ("The levy will keep to the rules, see that ports are open, and raise prices.", I, "prices", "predicted"),
        ("The levy will pay for piers in the north, helping to raise prices.", I, "prices", "predicted"),
        ("The levy is set to pay for piers while raising prices.", I, "prices", "predicted"),
        ("The levy is likely to raise prices.", I, "prices", "predicted"),
        ("The levy is bound to play a part in raising prices.", I, "prices", "predicted"),
        ("The levy must continue to raise prices.", I, "prices", "needed"),
        ("The levy has to pay for piers and raise prices.", I, "prices", "needed"),
        ("It is vital for the levy to raise prices.", I, "prices", "needed"),
        ("The task of the levy is to raise prices.", I, "prices", "needed"),
        ("Norway told the ports to raise prices.", I, "prices", "needed"),
        ("The levy could play a part in raising prices.", I, "prices", "possible"),
        ("The levy hopes to go on to raise prices.", I, "prices", "possible"),
        ("The levy, which must be renewed, raises prices.", I, "prices", ""),
        ("The levy gives ports the piers they need and raises prices.", I, "prices", ""),
        ("The levy went on to raise prices.", I, "prices", ""),
        ("The levy paid for piers in the north, raising prices.", I, "prices", ""),
        ("税收将用于修建码头，进一步促进就业。", I, "就业", "predicted"),
        ("税收可以降低费用、促进就业。", I, "就业", "possible"),
        ("税收用于修建码头，促进就业。", I, "就业", ""),
    ]);
}

#[test]
fn negation() {
    all_hold(&[
        ("The levy did not raise prices.", I, "prices", "negated"),
        ("The levy does not pay for piers or raise prices.", I, "prices", "negated"),
        ("The levy does not play a part in raising prices.", I, "prices", "negated"),
        ("The levy neither raises prices nor pays for piers.", I, "prices", "negated"),
        ("The levy by no means raises prices.", I, "prices", "negated"),
        ("The levy stopped raising prices.", I, "prices", "negated"),
        ("The levy does not pay for piers but raises prices.", I, "prices", ""),
        ("The levy will not raise prices.", I, "prices", "negated, predicted"),
        ("The levy failed to raise prices.", I, "prices", "negated, possible"),
        ("The levy has no impact on prices.", I, "prices", "negated"),
        ("It is not true that the levy has raised prices.", I, "prices", "negated"),
        ("There is no evidence that the levy has raised prices.", I, "prices", "negated"),
        ("税收没有促进就业。", I, "就业", "negated"),
        ("税收并未促进就业。", I, "就业", "negated"),
        ("没有证据表明税收促进就业。", I, "就业", "negated"),
    ]);
}

#[test]
fn hedges_and_conditions() {
    all_hold(&[
        ("The levy has reportedly raised prices.", I, "prices", "possible"),
        ("Perhaps the levy has raised prices.", I, "prices", "possible"),
        ("If the levy raises prices, shops will close.", I, "prices", "possible"),
        ("The World Bank doubts that the levy has raised prices.", I, "prices", "possible"),
        ("Exports rose by about 4 percent.", O, "Exports", "about"),
        ("Exports rose by more than 4 percent.", O, "Exports", "more-than"),
        ("据传,税收促进了就业。", I, "就业", "possible"),
        ("税收似乎促进了就业。", I, "就业", "possible"),
        ("如果税收促进就业,商店将开业。", I, "就业", "possible"),
        ("世界银行怀疑税收促进就业。", I, "就业", "possible, by 世界银行"),
        ("世界银行希望税收促进就业。", I, "就业", "possible"),
        ("出口增长约4%。", O, "约4%", "about"),
    ]);
}

#[test]
fn attribution_and_quotation() {
    all_hold(&[
        ("The World Bank said that the levy had raised prices.", I, "prices", "by World Bank"),
        ("According to the World Bank, the levy may raise prices.", I, "prices", "possible, by World Bank"),
        ("The levy has raised prices, the World Bank said.", I, "prices", "by World Bank"),
        ("\"The levy has raised prices,\" the World Bank said.", I, "prices", "by World Bank"),
        ("\"The levy has raised prices,\" the World Bank said.", S, "The levy has raised prices", ""),
        ("The minister said: \"The levy will raise prices.\"", I, "prices", "predicted, by minister"),
        ("世界银行表示,税收促进就业。", I, "就业", "by 世界银行"),
        ("据世界银行介绍,税收可能阻碍就业。", I, "就业", "possible, by 世界银行"),
        ("“税收促进就业,”世界银行表示。", I, "就业", "by 世界银行"),
        ("“税收促进就业,”世界银行表示。", S, "税收促进就业", ""),
        ("部长强调:“税收不得阻碍就业。”", I, "就业", "negated, needed, by 部长"),
        // Behind who came it is the writer who goes on.
        ("贝格·汉森表示，港口很旧。新铁路促进了贸易。", I, "贸易", "by 贝格·汉森"),
        ("贝格·汉森表示，港口很旧。两名渔民参加会见。新铁路促进了贸易。", I, "贸易", ""),
        // Not what they use.
        (
            "The two ports use the tools at their disposal to mend piers. They said that the levy had raised prices.",
            I,
            "prices",
            "by two ports",
        ),
    ]);
}

/// "We stress that …" is the author's own, or his within whose words it stands.
#[test]
fn nobody_is_credited_with_his_own_text() {
    all_hold(&[
        ("We stress that the levy raises prices.", I, "prices", ""),
        ("Norway stressed that the levy raises prices.", I, "prices", "by Norway"),
        ("我们强调，税收促进就业。", I, "就业", ""),
    ]);
}

#[test]
fn quotations_of_several_sentences() {
    let before = "“The levy has raised prices. Shops close. We must act,” the World Bank said. The levy hinders trade.";
    let after = "The World Bank said: “The levy has raised prices. Shops close.” The levy hinders trade.";
    all_hold(&[
        (before, S, "The levy has raised prices. Shops close. We must act", ""),
        (before, I, "prices", "by World Bank"),
        (before, I, "trade", ""),
        (after, S, "The levy has raised prices. Shops close", ""),
        (after, I, "prices", "by World Bank"),
        (after, I, "trade", ""),
    ]);
}

#[test]
fn figures_have_their_own_time_and_place() {
    let role = |text: &str, metric: &str, name: &str| {
        let found = Extractor::embedded().extract(&Document::from_text("d", text));
        let filler = |c: &Claim<'_>, name: &str| {
            c.roles.iter().find(|r| r.name == name).map(|r| r.filler.span.of(text).to_string())
        };
        let claim = found.claims.iter().find(|c| c.class == O && filler(c, "metric").as_deref() == Some(metric));
        claim.and_then(|c| filler(c, name))
    };
    let year = |text| role(text, "Timber exports", "time");
    assert_eq!(year("Timber exports rose by 5 percent over the previous year."), None);
    assert_eq!(year("Timber exports were up 5 percent from 2018."), None);
    assert_eq!(year("Timber exports fell by 5 percent in 2019 and grew in 2020.").as_deref(), Some("2019"));
    assert_eq!(
        role("Norway's timber exports rose by 5 percent.", "timber exports", "scope").as_deref(),
        Some("Norway")
    );
    assert_eq!(role("The poverty rate in Norway fell.", "poverty rate", "scope").as_deref(), Some("Norway"));
}

#[test]
fn one_inside_another() {
    all_hold(&[
        ("The World Bank denied that the levy had raised prices.", I, "prices", "negated"),
        // What is denied is that it was said, not what was said.
        ("The report denied that the World Bank had said that the levy had raised prices.", S, "World Bank", "negated"),
        (
            "The report denied that the World Bank had said that the levy had raised prices.",
            I,
            "prices",
            "by World Bank",
        ),
        (
            "The minister said that the World Bank denied that the levy had raised prices.",
            I,
            "prices",
            "negated, by minister",
        ),
        // The innermost speaker counts.
        (
            "The minister said that the World Bank had warned that the levy could raise prices.",
            S,
            "World Bank",
            "by minister",
        ),
        (
            "The minister said that the World Bank had warned that the levy could raise prices.",
            I,
            "prices",
            "possible, by World Bank",
        ),
        (
            "The minister said that, according to the World Bank, the levy had raised prices.",
            I,
            "prices",
            "by World Bank",
        ),
        ("The World Bank said the levy would not raise prices.", I, "prices", "negated, predicted, by World Bank"),
        ("世界银行否认税收促进就业。", I, "就业", "negated"),
        ("报告否认世界银行曾表示,税收促进就业。", S, "世界银行", "negated"),
        ("报告否认世界银行曾表示,税收促进就业。", I, "就业", "by 世界银行"),
        ("部长说,世界银行否认税收促进就业。", I, "就业", "negated, by 部长"),
        ("世界银行表示,税收不会促进就业。", I, "就业", "negated, by 世界银行"),
    ]);
}

/// The time of the only claim with a figure; empty where it has none.
fn time_of(text: &str, figure: &str) -> String {
    let document = Document::from_text("d", text);
    let found = Extractor::embedded().extract(&document);
    let has = |c: &&Claim<'_>| c.roles.iter().any(|r| r.name == "quantity" && r.filler.span.of(text) == figure);
    let claim = found.claims.iter().find(has).unwrap_or_else(|| panic!("{text}: no claim with {figure}"));
    claim.roles.iter().find(|r| r.name == "time").map(|r| r.filler.span.of(text).to_owned()).unwrap_or_default()
}

#[test]
fn a_figure_that_goes_on_with_others_is_of_their_time() {
    let cases = [
        ("2023年，全县渔业产值达到30亿元。其中，港口投资增长6%。", "6%", "2023年"),
        ("2023年，全县渔业产值达到30亿元。港口吞吐量比上年增长6%。船员收入同比增长2%。", "2%", "2023年"),
        ("2023年，全县渔业产值达到30亿元。港口吞吐量增长6%。", "6%", ""),
        ("2023年，全县渔业产值达到30亿元。\n\n港口吞吐量同比增长6%。", "6%", ""),
        ("全县渔业产值达到30亿元，预计2030年首座码头投产。", "30亿元", ""),
        (
            "In 2023 fish exports reached 3 million tonnes. Of this, salmon accounted for 40 percent.",
            "40 percent",
            "2023",
        ),
        ("In 2023 fish exports reached 3 million tonnes. Salmon accounted for 40 percent.", "40 percent", ""),
    ];
    for (text, figure, time) in cases {
        assert_eq!(time_of(text, figure), time, "{text}");
    }
}

#[test]
fn who_spoke_is_credited_with_what_is_near_only() {
    let credited = |between: usize| {
        let quiet = "码头上停着几条旧船。".repeat(between);
        let text = format!("贝格·汉森表示，港口很旧。{quiet}新铁路促进了贸易。");
        let document = Document::from_text("d", &text);
        let found = Extractor::embedded().extract(&document);
        let claim = found.claims.iter().find(|c| c.class == "Influence").expect("an influence");
        claim.qualifiers.attributed_to.is_some()
    };
    assert!(credited(0) && credited(20));
    // A text without line ends goes on long behind him.
    assert!(!credited(120));
}
