//! One thing under several names in a text: short names that count because the text names the thing's part, "our country" in a text about one country.

use chancery::document::Document;
use chancery::extract::Extractor;

/// The key of the known thing that a piece of the text, at its last occurrence, refers to.
fn known(text: &str, piece: &str) -> Option<String> {
    let document = Document::from_text("d", text);
    let found = Extractor::embedded().extract(&document);
    let at = text.rfind(piece).unwrap();
    let mention = found.mentions.iter().find(|m| m.span.of(text) == piece && m.span.start as usize == at)?;
    found.entities[mention.entity? as usize].row.map(|row| row.key.to_string())
}

#[test]
fn a_short_name_counts_where_a_part_is_named() {
    let part = "The Party Central Committee met in May. The decisions of the Party were read out.";
    assert_eq!(known(part, "Party").as_deref(), Some("communist-party-of-china"));
    let none = "The harbour board met in May. The decisions of the Party were read out.";
    assert_eq!(known(none, "Party"), None);
}

#[test]
fn our_country_is_the_only_one_that_is_named() {
    let one = "Norway has many ports. We are proud of our country.";
    assert_eq!(known(one, "our country").as_deref(), Some("norway"));
    let two = "Norway has many ports, and so has Peru. We are proud of our country.";
    assert_eq!(known(two, "our country"), None);
}

/// The names of the bodies in a text, as the graph knows them.
fn bodies(text: &str) -> Vec<String> {
    let found = Extractor::embedded().extract(&Document::from_text("d", text)).entities;
    found
        .iter()
        .filter(|e| e.class == "Institution")
        .map(|e| e.row.map_or(e.name.clone(), |row| row.key.clone()))
        .collect()
}

#[test]
fn a_body_of_a_place_has_one_name_in_both_languages() {
    let texts = [
        "The Ministry of Finance of Kenya raised its forecast.",
        "The Kenyan Finance Ministry raised its forecast.",
        "Kenya's finance ministry raised its forecast.",
        "肯尼亚财政部上调了预测。",
    ];
    for text in texts {
        assert_eq!(bodies(text), ["ministry of finance of kenya"], "{text}");
    }
    // A known body is its row, and another country's body of the kind is no reference to the one named before.
    assert_eq!(bodies("Japan's government resigned."), ["japanese-government"]);
    let two = "The Government of Kenya agreed. The Zambian government refused.";
    assert_eq!(bodies(two), ["government of kenya", "government of zambia"]);
}

#[test]
fn both_languages_mean_the_same_body_of_a_document() {
    assert_eq!(bodies("The armed forces were called."), ["armed forces"]);
    assert_eq!(bodies("河堤由我军修好。"), ["armed forces"]);
}

#[test]
fn legal_forms_tell_no_companies_apart() {
    let text = "Oakfield Motors Ltd. grew. Oakfield Motors Co., Ltd. fell. Oakfield Motors Inc was sold.";
    let found = Extractor::embedded().extract(&Document::from_text("d", text)).entities;
    let companies = found.iter().filter(|e| e.class == "Institution").count();
    assert_eq!(companies, 1, "{found:?}");
    assert_eq!(known("Shares of Siemens AG rose.", "Siemens AG").as_deref(), Some("siemens"));
}
