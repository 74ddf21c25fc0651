//! One thing under several names in a text: short names that count because the text names the thing's part, "our country" in a text about one country.

use chancery::document::Document;
use chancery::extract::Extractor;
use chancery::graph::{self, Base};
use chancery::ingest;
use std::collections::BTreeSet;

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

/// How many things of a class a text speaks of.
fn things(text: &str, class: &str) -> usize {
    let found = Extractor::embedded().extract(&Document::from_text("d", text));
    let entities = found.mentions.iter().filter(|m| m.class == class).filter_map(|m| m.entity);
    entities.collect::<std::collections::BTreeSet<_>>().len()
}

#[test]
fn a_person_goes_on_by_a_part_of_the_name() {
    assert_eq!(things("谭淑芬走进会场。谭教授介绍了渔业。", "Person"), 1);
    assert_eq!(things("谭淑芬走进会场。陈教授介绍了渔业。", "Person"), 2);
    assert_eq!(known("彭丽媛走进会场。彭教授介绍了渔业。", "彭").as_deref(), Some("peng-liyuan"));
}

#[test]
fn a_name_goes_on_without_its_place() {
    assert_eq!(things("湖南省委召开会议。省委决定增产。", "Institution"), 1);
    // With two that end so it is neither.
    let two = "湖南省委召开会议。浙江省委也召开会议。省委决定增产。";
    assert_eq!(things(two, "Institution"), 3);
    assert_eq!(
        things(
            "The Assembly recalled decision 4/RV.2. In line with decisions 4/RV.2 and 6/RV.3 they met.",
            "Initiative"
        ),
        2
    );
}

#[test]
fn who_is_spoken_of_before_the_name() {
    let text = "The tribunal met. The Rivers Tribunal sits in Norway.";
    assert_eq!(things(text, "Institution"), 1);
    // The committee is no senate.
    let other = "The Senate Fishing Committee met. The Senate agreed.";
    assert_eq!(things(other, "Institution"), 2);
}

#[test]
fn one_character_is_the_country_that_the_text_names() {
    assert_eq!(known("中津关系很好。津巴布韦是内陆国。中津友好。", "津").as_deref(), Some("zimbabwe"));
}

#[test]
fn a_city_named_with_its_country_or_province_is_the_city() {
    assert_eq!(known("渔业大会在日本大阪举行。", "日本大阪").as_deref(), Some("osaka"));
    assert_eq!(known("渔业大会在四川省成都市开幕。", "四川省成都市").as_deref(), Some("chengdu"));
}

/// What fills some roles in the claims of a text, as the graph names it.
fn fillers(text: &str, roles: &[&str]) -> BTreeSet<String> {
    let (extractor, document) = (Extractor::embedded(), Document::from_text("d", text));
    let found = extractor.extract(&document);
    let activity = ingest::activity(extractor);
    let graph = graph::build(&Base::default(), extractor.ontology(), &document, &found, &activity).unwrap();
    let role = |iri: &str| roles.iter().any(|role| iri.ends_with(&format!("#{role}")));
    graph.shared().filter(|t| role(t.predicate.as_str())).map(|t| t.object.to_string()).collect()
}

#[test]
fn a_phrase_with_the_name_of_a_concept_is_it_in_both_languages() {
    let effects = |text: &str| fillers(text, &["effect"]);
    let english = effects("The new port will promote common prosperity.");
    assert_eq!(english.len(), 1);
    assert!(english.iter().all(|e| e.ends_with("id/Concept/common-prosperity>")), "{english:?}");
    assert_eq!(effects("新港口将促进共同富裕。"), english);
    assert_eq!(effects("The new port will promote the “common prosperity”."), english);
    // Nobody knows of it, and it is no part of it.
    let unknown = effects("The new port will promote common prosperity of gulls.");
    assert!(unknown.iter().all(|e| e.contains("/p-")), "{unknown:?}");
}

#[test]
fn a_capital_that_a_sentence_gives_tells_nothing_apart() {
    let concepts = |text: &str| fillers(text, &["cause", "effect"]);
    let (first, last) = (concepts("Wool exports promote employment."), concepts("Employment promotes wool exports."));
    assert_eq!((first.len(), &first), (2, &last));
    // A name keeps its own.
    let named = concepts("Kenyan exports promote employment.");
    assert!(!concepts("Employment promotes kenyan exports.").is_superset(&named));
}

#[test]
fn the_label_of_a_turn_is_of_who_speaks_in_the_text() {
    let text = "PRESIDENT OSEI: We welcome President Mensah.\n\nTHE PRESIDENT: We will invest in ports.\n";
    let found = Extractor::embedded().extract(&Document::from_text("d", text));
    let label = found.mentions.iter().find(|m| m.span.of(text).eq_ignore_ascii_case("the president"));
    let entity = label.and_then(|m| m.entity).map(|e| found.entities[e as usize].name.as_str());
    assert!(entity.is_none_or(|name| name.ends_with("osei")), "{entity:?}");
}

#[test]
fn places_and_institutions_in_words_with_hyphens_are_named() {
    let named = |text: &str| {
        let found = Extractor::embedded().extract(&Document::from_text("d", text));
        let of = |m: &chancery::extraction::Mention<'_>| ["Place", "Institution"].contains(&m.class);
        found.mentions.iter().filter(|m| of(m)).map(|m| m.span.of(text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(named("China-US ties are old."), ["China", "US"]);
    assert_eq!(named("A Kenya-based firm dug wells."), ["Kenya"]);
    assert_eq!(named("They like the UN-centered system."), ["UN"]);
    assert_eq!(named("Farmers of non-EU states came to Oslo."), ["EU", "Oslo"]);
    assert_eq!(named("Hong Kong-Macao ferries run."), ["Hong Kong", "Macao"]);
    // Part of a longer name, of a measure, of another word.
    assert_eq!(named("They met by the EU-Kenya Harbour Lanes."), [""; 0]);
    assert_eq!(named("The US-led coalition met."), ["US-led coalition"]);
    assert_eq!(named("China-US trade rose by 5 percent."), [""; 0]);
    assert_eq!(named("The Trans-Pacific cable broke."), [""; 0]);
}

#[test]
fn a_name_told_by_what_stands_around_it_is_found_again_alone() {
    let text = "They will repeal the FBQ and run a plan called Silver Net. Silver Net is cheap, the FBQ is not.";
    let found = Extractor::embedded().extract(&Document::from_text("d", text));
    let named: Vec<_> = found.mentions.iter().map(|m| (m.span.of(text), m.class, m.entity)).collect();
    let names: Vec<_> = named.iter().map(|(name, class, _)| (*name, *class)).collect();
    let all = ["FBQ", "Silver Net", "Silver Net", "FBQ"].map(|name| (name, "Initiative"));
    assert_eq!(names, all);
    assert_eq!((named[0].2, named[1].2), (named[3].2, named[2].2));
}

#[test]
fn claims_beside_such_names_keep_their_parts() {
    let text = "The China-US hotline and Kenya-based firms helped Norway, the World Bank said.";
    let found = Extractor::embedded().extract(&Document::from_text("d", text));
    for claim in &found.claims {
        let fillers = claim.roles.iter().map(|r| &r.filler).chain(&claim.qualifiers.attributed_to);
        for filler in fillers.filter(|f| f.mention.is_some()) {
            assert_eq!(found.mentions[filler.mention.unwrap() as usize].span, filler.span, "{claim:?}");
        }
    }
    assert!(found.claims.iter().any(|c| c.qualifiers.attributed_to.is_some()), "{:?}", found.claims);
}

/// The address of what a piece of a text, at its last occurrence, refers to in a document.
fn address(document: &str, text: &str, piece: &str) -> String {
    let found = Extractor::embedded().extract(&Document::from_text(document, text));
    let at = text.rfind(piece).unwrap();
    let mention = found.mentions.iter().find(|m| m.span.of(text) == piece && m.span.start as usize == at);
    let entity = mention.and_then(|m| m.entity).unwrap_or_else(|| panic!("no {piece} in {text}"));
    graph::thing_iri(&Base::default(), document, &found.entities[entity as usize]).into_string()
}

#[test]
fn a_name_that_does_not_say_which_is_another_thing_in_another_document() {
    let shared = |text: &str, piece: &str| address("a", text, piece) == address("b", text, piece);
    for (text, piece) in [
        ("The Ministry of Finance answered.", "Ministry of Finance"),
        ("They met at the first session.", "first session"),
        ("They met Mr. Oakfield there.", "Oakfield"),
        ("省委召开会议。", "省委"),
    ] {
        assert!(!shared(text, piece), "{text}");
    }
    for (text, piece) in [
        ("The Ministry of Finance of Kenya answered.", "Ministry of Finance of Kenya"),
        ("The Rivers Tribunal met.", "Rivers Tribunal"),
        ("They met Mr. Volkan Oakfield there.", "Volkan Oakfield"),
        ("湖南省委决定增产。", "湖南省委"),
    ] {
        assert!(shared(text, piece), "{text}");
    }
}

#[test]
fn a_thing_has_its_fullest_name_whatever_comes_first() {
    let full = address("a", "湖南省委决定增产。", "湖南省委");
    assert_eq!(address("b", "省委召开会议。湖南省委决定增产。", "湖南省委"), full);
    let symbol = address("a", "The Assembly recalled decision 4/RV.2.", "decision 4/RV.2");
    assert_eq!(address("b", "The Assembly recalled decisions 3/RV.2 and 4/RV.2.", "4/RV.2"), symbol);
    assert_ne!(address("b", "The Assembly recalled resolution 4/RV.2.", "resolution 4/RV.2"), symbol);
}

#[test]
fn who_is_addressed_is_nobody_that_a_speech_names() {
    let speech = "President Volkan Oakfield sends his greetings. Mr. President, the floods were bad.";
    assert_eq!(things(speech, "Person"), 2);
    let talk = "President Volkan Oakfield: We met today.\n\nQ: Mr. President, who came?";
    assert_eq!(things(talk, "Person"), 1);
}

#[test]
fn a_title_with_a_country_is_of_that_country() {
    let other = "日本首相高桥在会上讲话。习近平会见挪威首相";
    assert_ne!(address("a", other, "挪威首相"), address("a", other, "高桥"));
    let same = "挪威首相高桥在会上讲话。习近平会见挪威首相";
    assert_eq!(address("a", same, "挪威首相"), address("a", same, "高桥"));
}

#[test]
fn one_character_is_the_country_that_the_text_names_most() {
    assert_eq!(known("中国支持中非共和国。中国人民高兴。中挪关系很好。", "中").as_deref(), Some("china"));
}

#[test]
fn the_end_of_a_long_form_is_not_what_is_shortened() {
    let text = "They back Oakfield University Vietnam (OUV). The students of OUV are glad.";
    assert_eq!(known(text, "OUV"), None);
}

#[test]
fn a_name_that_begins_like_a_title_is_known() {
    assert_eq!(known("Sheikh Hasina spoke.", "Sheikh Hasina").as_deref(), Some("sheikh-hasina"));
}

#[test]
fn our_country_is_no_organisation() {
    let text = "The United Nations met. The United Nations thanked our country.";
    assert_eq!(known(text, "our country"), None);
}

#[test]
fn a_meeting_that_is_held_is_the_one_that_is_spoken_of() {
    let text = "渔业委员会召开会议，传达学习江口航运工作会议精神。会议强调，各县要修好河堤。";
    let at = |piece: &str| address("a", text, piece);
    assert_ne!(at("江口航运工作会议"), at("会议"));
}

#[test]
fn of_two_ministries_a_bare_one_is_neither() {
    let one = "The Ministry of Finance of Kenya agreed. The Ministry of Finance paid.";
    assert_eq!(things(one, "Institution"), 1);
    let two = "The Ministry of Finance of Kenya agreed. The Ministry of Finance of Peru refused. The Ministry of Finance paid.";
    assert_eq!(things(two, "Institution"), 3);
}

#[test]
fn a_ceremony_is_not_the_whole_of_a_forum() {
    let forum = |text: &str| address("a", text, "第二届江口渔业论坛");
    let alone = forum("第二届江口渔业论坛讨论了航运。");
    assert_eq!(forum("第二届江口渔业论坛开幕式举行。第二届江口渔业论坛讨论了航运。"), alone);
}
