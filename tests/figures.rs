//! Figures: of which indicator one is where its own clause does not say so, and whose it is in lists.

use chancery::document::Document;
use chancery::extract::Extractor;

/// The indicators of a text with their figures, in order.
fn figures(text: &str) -> Vec<(String, String)> {
    let found = Extractor::embedded().extract(&Document::from_text("d", text));
    let observed = found.claims.iter().filter(|claim| claim.class == "Observation");
    let mut figures: Vec<(String, String)> = observed
        .filter_map(|claim| {
            let of = |role: &str| Some(claim.role(role)?.span.of(text).to_owned());
            Some((of("metric")?, of("quantity")?))
        })
        .collect();
    figures.sort();
    figures.dedup();
    figures
}

fn told(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(metric, quantity)| (metric.to_string(), quantity.to_string())).collect()
}

#[test]
fn a_clause_goes_on_with_the_indicator_before() {
    let expected = told(&[("schools", "300"), ("schools", "5 percent")]);
    assert_eq!(figures("Norway built 300 schools in 2019, up 5 percent on the year."), expected);
    let found = figures("已建成渔港35座，占全省总量的30%以上。");
    assert_eq!(found, told(&[("渔港", "30%以上"), ("渔港", "35座")]));
    // Nothing stands before.
    assert_eq!(figures("Norway slept, up 5 percent on the year."), told(&[]));
}

#[test]
fn lists_of_indicators_and_figures_go_in_step() {
    let found = figures("渔船数量、渔港数量分别达到300艘、20个。");
    assert_eq!(found, told(&[("渔港数量", "20个"), ("渔船数量", "300艘")]));
}

#[test]
fn people_are_not_measured_beside_what_they_live_in() {
    let found = figures("More than 52 million people live in extreme poverty.");
    assert_eq!(found, told(&[("extreme poverty", "More than 52 million people")]));
    assert_eq!(figures("More than 150 ports have joined the fund."), told(&[("ports", "More than 150")]));
}
