//! What stands in one sentence and fills a role in another, or in another place of its own: pronouns, lead-ins and their lists, names behind a group.

use chancery::document::Document;
use chancery::extract::Extractor;
use std::collections::BTreeSet;

/// What fills a role in the claims of a class, in the words of the text.
fn fillers<'t>(text: &'t str, class: &str, role: &str) -> BTreeSet<&'t str> {
    let extractor = Extractor::embedded();
    let document = Document::from_text("d", text);
    let found = extractor.extract(&document);
    let of_class = found.claims.iter().filter(|claim| claim.class == class);
    let roles = of_class.flat_map(|claim| &claim.roles).filter(|r| r.name == role);
    roles.map(|r| r.filler.span.of(text)).collect()
}

fn all_hold(cases: &[(&str, &str, &str, &[&str])]) {
    for (text, class, role, wanted) in cases {
        assert_eq!(fillers(text, class, role), wanted.iter().copied().collect(), "{text}");
    }
}

#[test]
fn they_are_all_with_whom_the_sentence_before_begins() {
    let friends = "Norway and Peru share a long history. They said that trade would recover.";
    let talks = "President Emmanuel Macron and Prime Minister Shinzo Abe reviewed the pact. They praised the crew. They said that trade would recover.";
    let guest = "Emmanuel Macron met Shinzo Abe in Lyon. They said that trade would recover.";
    all_hold(&[
        (friends, "Statement", "speaker", &["Norway", "Peru"]),
        (talks, "Statement", "speaker", &["Emmanuel Macron", "Shinzo Abe"]),
        (guest, "Statement", "speaker", &["Emmanuel Macron", "Shinzo Abe"]),
    ]);
}

#[test]
fn what_is_done_to_it_is_done_to_what_was_named() {
    let it = "The World Bank opened an office in Lima. Chile criticised it on Monday.";
    let them = "Norway and Peru share a long history. Chile criticised them on Monday.";
    let tax = "The harbour tax is high. Chile criticised it on Monday.";
    all_hold(&[
        (it, "Interaction", "recipient", &["World Bank"]),
        (them, "Interaction", "recipient", &["Norway", "Peru"]),
        (tax, "Interaction", "recipient", &[]),
    ]);
}

#[test]
fn names_behind_a_group_are_its_members() {
    let including = "Chile was praised by several states, including Norway, Peru and Malawi, for the reform.";
    let such_as = "Partners such as Norway and Peru attended the Rivers Summit.";
    let colon = "Chile will work with three partners: Norway, Peru and Malawi.";
    all_hold(&[
        (including, "Interaction", "agent", &["several states", "Norway", "Peru", "Malawi"]),
        (such_as, "Participation", "participant", &["Partners", "Norway", "Peru"]),
        (colon, "Interaction", "recipient", &["three partners", "Norway", "Peru", "Malawi"]),
    ]);
}

#[test]
fn a_short_form_in_brackets_parts_no_list() {
    let members =
        "Chile criticised the World Bank (WB), the African Union (AU), and the European Commission (EC) on Monday.";
    let wanted: &[&str] = &["World Bank", "African Union", "European Commission"];
    all_hold(&[(members, "Interaction", "recipient", wanted)]);
}

#[test]
fn an_item_goes_on_with_the_line_that_leads_to_it() {
    let will = "The harbour plan will:\n\n- Cut port fees; and\n- Help fish exports.\n\nIt is long.\n";
    let to = "Norway agreed to:\n\n(a) support Malawi;\n(b) criticise Peru.\n";
    let body = "The United Nations General Assembly,\n\nRecalling its rules,\n\n1. Urges Norway to lend boats;\n\n2. Thanks Peru for its gift;\n";
    let alone = "Fees fell.\n\n- Cut port fees.\n";
    all_hold(&[
        (will, "Influence", "cause", &["harbour plan"]),
        (will, "Influence", "effect", &["port fees", "fish exports"]),
        (to, "Interaction", "agent", &["Norway"]),
        (to, "Interaction", "recipient", &["Malawi", "Peru"]),
        (body, "Interaction", "agent", &["United Nations General Assembly"]),
        (body, "Interaction", "recipient", &["Norway", "Peru"]),
        (alone, "Influence", "cause", &[]),
    ]);
}

/// The line that leads to an item may be longer than the item.
#[test]
fn a_pronoun_in_a_lead_in_stands_for_what_was_named() {
    let he = "Emmanuel Macron spoke in Lyon. On Monday, in the great hall of the town by the sea, he will:\n\n- support Malawi;\n- criticise Peru.\n";
    let it =
        "Norway said on Monday, in the great hall of the town, that it will:\n\n- support Malawi;\n- criticise Peru.\n";
    all_hold(&[
        (he, "Interaction", "agent", &["Emmanuel Macron"]),
        (he, "Interaction", "recipient", &["Malawi", "Peru"]),
        (it, "Interaction", "agent", &["Norway"]),
        (it, "Interaction", "recipient", &["Malawi", "Peru"]),
    ]);
}

#[test]
fn a_cause_and_its_effect_are_told_once() {
    let road = "公路是推动山村贸易增长的重要力量。";
    let chart = "The key to safe shipping lies in good charts.";
    all_hold(&[(road, "Influence", "effect", &["山村贸易增长"]), (chart, "Influence", "effect", &["safe shipping"])]);
}
