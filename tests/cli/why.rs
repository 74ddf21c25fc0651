//! `chancery rules why | cost | diff`: rules seen and measured.

use crate::{folder, run};
use serde_json::Value;
use std::path::Path;

fn why(arguments: &[&str]) -> (i32, String, String) {
    run(["rules", "why"].into_iter().chain(arguments.iter().copied()), Path::new("."), "")
}

/// The lines under a line of the answer that mark something in it.
fn marks<'o>(out: &'o str, sentence: &str) -> Vec<&'o str> {
    let at = out.lines().position(|line| line.trim() == sentence && line.starts_with(' ')).expect(out);
    out.lines().skip(at + 1).take_while(|line| line.trim_start().starts_with('^')).collect()
}

#[test]
fn a_match_is_told_step_by_step() {
    let sentence = "Germany launched the Quiet Rivers Initiative in 2021.";
    let (status, out, err) = why(&["Proposal", sentence]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.contains("vg.active[launched/past]"), "{out}");
    assert!(out.contains("frame active: subject \"Germany\", object \"the Quiet Rivers Initiative\""), "{out}");
    assert_eq!(
        marks(&out, sentence),
        [
            "              ^^^^^^^^ trigger",
            "      ^^^^^^^ agent",
            "                           ^^^^^^^^^^^^^^^^^^^^^^^ initiative",
            "                                                      ^^^^ time",
        ]
    );
}

#[test]
fn columns_are_right_under_chinese() {
    let sentence = "法国提出静河倡议。";
    let (status, out, err) = why(&["ProposalBy", sentence]);
    assert_eq!((status, err.as_str()), (0, ""));
    let under = ["          ^^^^ trigger", "      ^^^^ agent", "              ^^^^^^^^ initiative"];
    assert_eq!(marks(&out, sentence), under, "{out}");
}

#[test]
fn what_did_not_fit_is_told() {
    let (_, out, _) = why(&["Proposal", "Germany launched the old ferry."]);
    let none = "\"launched\" is not looked at: nothing in the sentence can fill initiative (Initiative | Institution)";
    assert!(out.contains(none) && out.contains("nothing stands"), "{out}");
    let (_, out, _) = why(&["InfluenceWe", "Germany will strengthen the old ferries."]);
    assert!(out.contains("nothing in the sentence can fill cause (pronoun)"), "{out}");
    let (_, out, _) = why(&["Proposal", "Germany launched the old ferry for the World Bank."]);
    assert!(
        out.contains("initiative  nothing: \"the old ferry\" is no mention, not Initiative | Institution"),
        "{out}"
    );
    assert!(out.contains("near miss: nothing is said") && out.contains("nothing stands"), "{out}");
    // A word of the trigger's list as another part of speech.
    let (_, out, _) = why(&["Statement", "The report was long."]);
    assert!(out.contains("\"report\" is in @say as verb, but stands here as noun"), "{out}");
    // An entity rule stops at a word.
    let (_, out, _) = why(&["EventHeadLast", "They saw the Fair."]);
    assert!(out.contains("no match before it: at \"the\", wanted"), "{out}");
    // Overlaps: the shorter find gives way.
    let (_, out, _) = why(&["InitiativeHeadLast", "They joined the Quiet Rivers Initiative of the World Bank."]);
    assert!(
        out.contains("\"Quiet Rivers Initiative\" gives way to \"Quiet Rivers Initiative of the World Bank\""),
        "{out}"
    );
    // Two times, one on each side, equally near.
    let (_, out, _) = why(&["Proposal", "In 2019, with France, Germany launched the Quiet Rivers Initiative in 2020."]);
    assert!(out.contains("stand equally near"), "{out}");
    // A trigger inside a name.
    let (_, out, _) = why(&["ProposalBy", "法国提出静河倡议。"]);
    assert!(out.contains("\"倡议\" is not looked at: it stands inside a name"), "{out}");
    // A rule for another language.
    let (_, out, _) = why(&["Proposal", "法国提出静河倡议。"]);
    assert!(out.contains("has no pattern and no frame for this language (zh)"), "{out}");
}

#[test]
fn without_a_rule_all_that_found_something_are_told() {
    let (status, out, _) = why(&["Germany will launch the Quiet Rivers Initiative.", "--lang", "en"]);
    assert_eq!(status, 0);
    assert!(out.contains("entity InitiativeHeadLast") || out.contains("entity InitiativeNamed"), "{out}");
    assert!(out.contains("context: modality predicted"), "{out}");
    assert!(out.contains("Tried, with nothing found: "), "{out}");
}

#[test]
fn an_unknown_rule_is_named_with_the_nearest() {
    let (status, _, err) = why(&["Propsal", "Germany slept."]);
    assert_eq!(status, 2);
    assert!(err.contains("no rule is named 'Propsal'; did you mean \"Proposal\"?"), "{err}");
    assert_eq!(why(&["Proposal", " "]).0, 2);
}

#[test]
fn cost_counts_finds_near_misses_and_the_dead() {
    let said = "Germany launched the Quiet Rivers Initiative. France launched the old ferry for the World Bank.\n";
    let other = "The World Bank said that the plan had failed.\n";
    let dir = folder(&[("c/a.txt", said), ("c/b.txt", other)]);
    let (status, out, err) = run(["rules", "cost", "--corpus", "c", "--format", "json"], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&json["documents"], &json["bytes"]), (&2.into(), &(said.len() + other.len()).into()), "{out}");
    let rules = json["report"]["rules"].as_array().unwrap();
    let rule = |name: &str| rules.iter().find(|r| r["rule"] == name).expect(name);
    let statement = rule("Statement");
    assert_eq!((&statement["finds"], &statement["dead"]), (&1.into(), &false.into()));
    assert_eq!(rule("Proposal")["near"], 1);
    let dead = rule("Occurrence");
    assert_eq!((&dead["tries"], &dead["finds"], &dead["dead"]), (&0.into(), &0.into(), &true.into()));
    let times: f64 = rules.iter().map(|r| r["of_time"].as_f64().unwrap()).sum();
    assert!((times - 1.0).abs() < 1e-6, "{times}");
    // "Germany launched …" is what the frame is for; nothing here is launched by anybody.
    let idle = json["report"]["idle"].as_array().unwrap();
    let lines = |frame: &str, lang: &str| idle.iter().filter(|i| i["frame"] == frame && i["lang"] == lang).count();
    assert!(lines("passive", "en") > 3 && lines("active", "en") > 3, "{idle:?}");
    assert!(idle.iter().all(|i| i["lang"] == "en"), "no sentence is Chinese");
    let active = include_str!("../../data/frames/en.rules").lines().skip_while(|l| *l != "frame active : en").skip(1);
    let sides =
        active.take_while(|l| !l.starts_with("frame ")).filter(|l| l.starts_with("  left") || l.starts_with("  right"));
    assert!(lines("active", "en") < sides.count(), "one of each side was needed");
    let (status, out, _) = run(["rules", "cost", "--corpus", "c"], dir.path(), "");
    assert_eq!(status, 0);
    assert!(
        out.contains("Patterns of frames with which no claim was found (")
            && out.contains("data/frames/en.rules: passive: "),
        "{out}"
    );
    assert!(out.contains("Dead: never tried (") && out.contains("Occurrence"), "{out}");
    assert!(!out.contains("Finds too much"), "too few finds to say so: {out}");
    let many = said.repeat(30);
    let dir = folder(&[("c.txt", many.as_str())]);
    let (_, out, _) = run(["rules", "cost", "--corpus", "c.txt", "--most", "0.1"], dir.path(), "");
    let named = out.lines().find(|l| l.starts_with("Finds too much of all (")).expect(&out);
    assert!(named.contains("Initiative") || named.contains("Proposal"), "{named}");
}

#[test]
fn a_corpus_that_cannot_be_read_is_told() {
    let dir = folder::<&str>(&[]);
    let (status, _, err) = run(["rules", "cost", "--corpus", "none"], dir.path(), "");
    assert_eq!(status, 1);
    assert!(err.contains("none"), "{err}");
}

const OLD: &str = r#"relation Opening : cy:Proposal
  "Somebody opens something."
  trigger     "opened"
  agent       Institution | Place   at subject  -> cy:agent
  initiative  phrase                at object   -> cy:initiative
  test en "China opened a school." => agent "China", initiative "school"
  reject en "The school was large."
"#;

const NEW: &str = r#"relation Opening : cy:Proposal
  "Somebody opens or closes something."
  trigger     "opened" | "closed"
  agent       Place                 at subject  -> cy:agent
  initiative  phrase                at object   -> cy:initiative
  test en "China opened a school." => agent "China", initiative "school"
  reject en "The school was large."
"#;

#[test]
fn diff_shows_what_is_gained_and_lost() {
    let text = "France opened a new port. The World Bank opened an office. Spain closed the old road.\n";
    let dir = folder(&[("old/data/rules/a.rules", OLD), ("new/data/rules/a.rules", NEW), ("c/a.txt", text)]);
    let (status, out, err) = run(["rules", "diff", "old", "new", "--corpus", "c"], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "- Proposal agent \"World Bank\", initiative \"office\"  (Opening, a.txt:30-57)", "{out}");
    assert_eq!(lines[1], "    The World Bank opened an office.");
    assert_eq!(lines[2], "        ^^^^^^^^^^");
    assert!(lines.iter().any(|l| l.starts_with("+ Proposal agent \"Spain\", initiative \"old road\"")), "{out}");
    assert!(!out.contains("new port"), "both packs find it: {out}");
    let (_, out, _) = run(["rules", "diff", "old", "new", "--corpus", "c", "--format", "json"], dir.path(), "");
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["rules"]["Opening"], serde_json::json!({ "gained": 1, "lost": 1 }), "{out}");
    assert_eq!(json["differences"][1]["sentence"], "Spain closed the old road.", "{out}");
    let (_, out, _) = run(["rules", "diff", "old", "old", "--corpus", "c"], dir.path(), "");
    assert_eq!(out, "no difference in 1 documents\n");
}
