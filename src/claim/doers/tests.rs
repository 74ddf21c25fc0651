//! Who does what in sentences of our own: the verbs of each with who does them.

use super::*;
use crate::claim::joining::Joining;
use crate::document::Lang;
use crate::mention;
use crate::text::Text;
use crate::value::Context;

/// What a sentence tells, seen as its elements are with the words of the pack.
pub fn seen<T>(sentence: &str, lang: Lang, tell: impl FnOnce(&Elements<'_, '_>, &Lexicon, &Rules) -> T) -> T {
    let lexicon = Lexicon::embedded();
    let (rules, _) = Rules::load([].into_iter(), &["Place", "Institution", "Person", "Event"], lexicon);
    let text = Text::read(sentence, Some(lang), lexicon);
    let readings = mention::find(&text, lexicon, &rules, &Context::default(), &mut ());
    let reading = &readings[0];
    let all = Joining::new(lexicon, &rules).elements(reading, &text.chunks);
    tell(&Elements::new(&reading.tokens, all), lexicon, &rules)
}

/// "verb < doer" for each verb group of a sentence.
fn told(sentence: &str, lang: Lang) -> Vec<String> {
    seen(sentence, lang, |view, lexicon, rules| {
        let mut lists = Lists::default();
        let kinds = Kinds::new(lexicon, rules, &mut lists);
        let Verbs { doers, .. } = Verbs::new(view, lang, &lists.told(view), &kinds);
        let verbs = (0..view.all.len()).filter(|&n| view.all[n].kind == ChunkKind::Verb);
        let doer = |n: usize| if doers[n] == NOBODY { "-" } else { view.word(doers[n].into()) };
        verbs.map(|n| format!("{} < {}", view.word(n), doer(n))).collect()
    })
}

/// "verb < governor" for each verb group of a sentence that has one.
fn governed(sentence: &str, lang: Lang) -> Vec<String> {
    seen(sentence, lang, |view, lexicon, rules| {
        let mut lists = Lists::default();
        let kinds = Kinds::new(lexicon, rules, &mut lists);
        let Verbs { governors, .. } = Verbs::new(view, lang, &lists.told(view), &kinds);
        let known = (0..view.all.len()).filter(|&n| governors[n] != NOBODY);
        known.map(|n| format!("{} < {}", view.word(n), view.word(governors[n].into()))).collect()
    })
}

#[test]
fn verbs_are_governed_by_what_they_go_on() {
    let cases: [(&str, Lang, &[&str]); 9] = [
        ("The port will mend piers, cut fees and help farmers.", Lang::En, &["cut < will mend", "help < cut"]),
        ("They should heed the towns and mend piers.", Lang::En, &["mend < should heed"]),
        ("The port will mend piers, helping farmers.", Lang::En, &["helping < will mend"]),
        ("The port may have a part in helping farmers.", Lang::En, &["helping < may have"]),
        ("The port must continue to help farmers.", Lang::En, &["to help < must continue"]),
        ("The port, which must wait, helps farmers.", Lang::En, &[]),
        ("Mend piers and help farmers.", Lang::En, &[]),
        ("The plan of helping farmers failed.", Lang::En, &[]),
        ("港口将修建码头，帮助农民。", Lang::Zh, &["帮助 < 将修建"]),
    ];
    for (sentence, lang, want) in cases {
        assert_eq!(governed(sentence, lang), want, "{sentence}");
    }
}

pub fn all_hold<const N: usize>(lang: Lang, cases: [(&str, Vec<&str>); N]) {
    for (sentence, want) in cases {
        assert_eq!(told(sentence, lang), want, "{sentence}");
    }
}

#[test]
fn a_subject_is_found_over_what_stands_between() {
    all_hold(
        Lang::En,
        [
            ("The port of Ostrava sells grain.", vec!["sells < The port"]),
            ("The port, a harbour on the coast, sells grain.", vec!["sells < The port"]),
            ("The bank, which owns two ferries, sells grain.", vec!["owns < The bank", "sells < The bank"]),
            ("The ferry that the bank bought sells grain.", vec!["bought < the bank", "sells < The ferry"]),
            ("People living in the hills need roads.", vec!["living < People", "need < People"]),
            ("The plan to build roads helps farmers.", vec!["to build < The plan", "helps < The plan"]),
            ("The bank launched 3 new schemes to mend roads.", vec!["launched < The bank", "to mend < 3 new schemes"]),
            ("The bank paid 3 million euros to mend roads.", vec!["paid < The bank", "to mend < The bank"]),
            ("When prices fell, the port sold grain.", vec!["fell < prices", "sold < the port"]),
            ("Since the fair, the port sells grain.", vec!["sells < the port"]),
            ("Rains in Norway, Peru and Chad help farmers.", vec!["help < Rains"]),
            (
                "The bank backed the mending of piers and roads, and it will help farmers.",
                vec!["backed < The bank", "will help < it"],
            ),
            ("The partners Norway, Peru and Chad help farmers.", vec!["help < The partners"]),
            ("The bank said the levy would fall.", vec!["said < The bank", "would fall < the levy"]),
            (
                "We hold that the port is old, and urge Norway to mend it.",
                vec!["hold < We", "is < the port", "urge < We", "to mend < Norway"],
            ),
            (
                "The bank says that fees are high, and wants a new law.",
                vec!["says < The bank", "are < fees", "wants < The bank"],
            ),
            (
                "They asked how the port can widen streets, cut waste, and build quays.",
                vec!["asked < They", "can widen < the port", "cut < the port", "build < the port"],
            ),
            ("We know that the port is old and needs a quay.", vec!["know < We", "is < the port", "needs < the port"]),
            (
                "The law will help those who fish, mend piers, and cut fees.",
                vec!["will help < The law", "fish < those", "mend < The law", "cut < The law"],
            ),
            (
                "The plan will see that fees are paid, and open the port.",
                vec!["will see < The plan", "are paid < fees", "open < The plan"],
            ),
            ("The law will help farmers, but the port sells grain.", vec!["will help < The law", "sells < the port"]),
            ("The bank itself sells grain.", vec!["sells < The bank"]),
            (
                "Norway has laws that help towns, protect reefs and widen trade.",
                vec!["has < Norway", "help < laws", "protect < laws", "widen < laws"],
            ),
            (
                "The plan calls on towns to protect reefs, cut waste and improve roads.",
                vec!["calls < The plan", "to protect < towns", "cut < towns", "improve < towns"],
            ),
            (
                "The town launched a fund to cut waste, to protect reefs and to mend roads.",
                vec!["launched < The town", "to cut < a fund", "to protect < a fund", "to mend < a fund"],
            ),
            ("The bank sells grain in a way that hurts farmers.", vec!["sells < The bank", "hurts < The bank"]),
        ],
    );
}

#[test]
fn several_verbs_share_their_subject() {
    all_hold(
        Lang::En,
        [
            ("The port sells grain and buys ships.", vec!["sells < The port", "buys < The port"]),
            ("The port sells grain, and the bank buys ships.", vec!["sells < The port", "buys < the bank"]),
            ("The port can sell grain and the bank can buy ships.", vec!["can sell < The port", "can buy < the bank"]),
            (
                "The loans are creating jobs, connecting farmers and improving schools.",
                vec!["are creating < The loans", "connecting < The loans", "improving < The loans"],
            ),
            (
                "The port wants to sell grain, buy ships and help farmers.",
                vec!["wants < The port", "to sell < The port", "buy < The port", "help < The port"],
            ),
            (
                "It is the duty of the port to sell grain, steadily improve roads and help farmers.",
                vec!["is < It", "to sell < -", "steadily improve < -", "help < -"],
            ),
            (
                "The port will sell grain, buy ships to widen trade, and help farmers.",
                vec!["will sell < The port", "buy < The port", "to widen < ships", "help < The port"],
            ),
            (
                "The port will take steps to sell grain, buy ships, and help farmers.",
                vec!["will take < The port", "to sell < steps", "buy < steps", "help < steps"],
            ),
            (
                "The port will take steps to sell grain and buy ships, and help farmers.",
                vec!["will take < The port", "to sell < steps", "buy < steps", "help < The port"],
            ),
            (
                "To sell grain, the town asks how ports can buy ships, mend roads, and help farmers.",
                vec!["To sell < -", "asks < the town", "can buy < ports", "mend < ports", "help < ports"],
            ),
            (
                "Steps to sell grain, buy ships and help farmers are needed.",
                vec!["to sell < Steps", "buy < Steps", "help < Steps", "are needed < Steps"],
            ),
        ],
    );
}

#[test]
fn a_deed_can_be_a_subject() {
    all_hold(
        Lang::En,
        [
            ("Building roads helps farmers.", vec!["Building < -", "helps < Building"]),
            ("They said that building roads helps farmers.", vec!["said < They", "building < -", "helps < building"]),
            ("Building roads, the port helps farmers.", vec!["Building < -", "helps < the port"]),
            ("The port not only sells grain.", vec!["sells < The port"]),
            ("The banks both sold grain.", vec!["sold < The banks"]),
            ("Over the past year the port sold grain.", vec!["sold < the port"]),
            (
                "They said that the port, rebuilt last year, sells grain.",
                vec!["said < They", "rebuilt < the port", "sells < the port"],
            ),
        ],
    );
}

#[test]
fn who_is_with_somebody_or_told_to_act_is_told_apart() {
    all_hold(
        Lang::En,
        [
            ("The envoys met in Norway to found a bank.", vec!["met < The envoys", "to found < The envoys"]),
            ("The rules are in place to protect reefs.", vec!["are < The rules", "to protect < The rules"]),
            (
                "Fees rose, and to cut waste, the town banned bags.",
                vec!["rose < Fees", "to cut < -", "banned < the town"],
            ),
            ("The port works with farmers to plant trees.", vec!["works < The port", "to plant < The port"]),
            ("The bank calls on farmers to plant trees.", vec!["calls < The bank", "to plant < farmers"]),
            ("The bank helped farmers plant trees.", vec!["helped < The bank", "plant < farmers"]),
            ("A fund was put in place to plant trees.", vec!["was put < A fund", "to plant < A fund"]),
            ("The bank supports trade by planting trees.", vec!["supports < The bank", "planting < The bank"]),
            (
                "It is vital to see that ports are old, mend roads and help farmers.",
                vec!["is < It", "to see < -", "are < ports", "mend < -", "help < -"],
            ),
            (
                "The bank will help farmers find work, build roads and mend boats.",
                vec!["will help < The bank", "find < farmers", "build < The bank", "mend < The bank"],
            ),
            ("Crises driven by war, drought, and floods hurt farmers.", vec!["driven < Crises", "hurt < Crises"]),
            (
                "They left early, saying the port should close.",
                vec!["left < They", "saying < They", "should close < the port"],
            ),
            ("Trade was helped by planting trees.", vec!["was helped < Trade", "planting < -"]),
            ("They go on with trials to plant trees.", vec!["go < They", "to plant < trials"]),
            ("They act with bold steps in order to plant trees.", vec!["act < They", "in order to plant < They"]),
            (
                "They have a plan to keep planting trees and mend roads.",
                vec!["have < They", "to keep < a plan", "planting < a plan", "mend < a plan"],
            ),
            ("They held talks with Norway and we plant trees.", vec!["held < They", "plant < we"]),
            (
                "They hail the gifts of farmers and we agree to plant trees.",
                vec!["hail < They", "agree < we", "to plant < we"],
            ),
            ("They hail trade as a way to plant trees.", vec!["hail < They", "to plant < trade"]),
            ("The plan has three aims: planting trees.", vec!["has < The plan", "planting < -"]),
            ("They hail progress on planting trees.", vec!["hail < They", "planting < -"]),
            ("The bank supports farmers in planting trees.", vec!["supports < The bank", "planting < farmers"]),
            ("The bank persists in its resolve to help.", vec!["persists < The bank", "to help < The bank"]),
            ("They share the goal of planting trees.", vec!["share < They", "planting < They"]),
        ],
    );
}

#[test]
fn a_relative_agrees_with_what_it_stands_for() {
    all_hold(
        Lang::En,
        [
            ("They build ships for the port that sells grain.", vec!["build < They", "sells < the port"]),
            ("They sold the ships of the port that carry grain.", vec!["sold < They", "carry < the ships"]),
            ("They want the growth of a port that sells grain.", vec!["want < They", "sells < a port"]),
            (
                "They took steps to advance health that help farmers.",
                vec!["took < They", "to advance < steps", "help < steps"],
            ),
            ("They face a multitude of risks that hurt farmers.", vec!["face < They", "hurt < a multitude"]),
            (
                "The port has a plan, built around farmers, which helps trade.",
                vec!["has < The port", "built < a plan", "helps < a plan"],
            ),
            (
                "They fear ships crossing the strait and the bay, which are hurting trade.",
                vec!["fear < They", "crossing < ships", "are hurting < ships"],
            ),
            ("They thank the people of Norway, who mended the quay.", vec!["thank < They", "mended < the people"]),
        ],
    );
}

#[test]
fn what_a_noun_says_something_of_does_what_the_noun_does() {
    all_hold(
        Lang::En,
        [
            ("The visit is a step that helps trade.", vec!["is < The visit", "helps < The visit"]),
            ("The visit is a sign of peace and a step that helps trade.", vec!["is < The visit", "helps < The visit"]),
            ("These are the steps that help trade.", vec!["are < These", "help < the steps"]),
            ("The bank urged farmers to plant trees.", vec!["urged < The bank", "to plant < farmers"]),
            (
                "The bank urged farmers, in particular the young, to plant trees.",
                vec!["urged < The bank", "to plant < farmers"],
            ),
            ("The bank adopted rules to protect farmers.", vec!["adopted < The bank", "to protect < rules"]),
            (
                "Investing in clean water saves lives and boosts trade.",
                vec!["Investing < -", "saves < Investing", "boosts < Investing"],
            ),
            (
                "A mix of cheap loans, help for farmers and advice on seeds has raised yields.",
                vec!["has raised < A mix"],
            ),
            ("It is necessary to protect farmers.", vec!["is < It", "to protect < -"]),
            ("They stressed the importance of helping farmers.", vec!["stressed < They", "helping < -"]),
        ],
    );
}

#[test]
fn a_subject_is_found_behind_an_opening_and_before_what_is_put_between() {
    all_hold(
        Lang::En,
        [
            ("In Norway, our plan, the Green Coast scheme, sold grain.", vec!["sold < our plan"]),
            ("To mend piers, our plan, a scheme of the port, sells grain.", vec!["To mend < -", "sells < our plan"]),
            (
                "In Norway, Peru and Chad, our plan, which is old, sells grain.",
                vec!["is < our plan", "sells < our plan"],
            ),
            (
                "In Norway, the port, the bank and the plan that we made can sell grain.",
                vec!["made < we", "can sell < the plan"],
            ),
            ("The rules, the bank says, protect reefs.", vec!["says < the bank", "protect < The rules"]),
            ("The rules, said the bank, protect reefs.", vec!["said < the bank", "protect < The rules"]),
            ("The plan, as well as the fees, helps farmers.", vec!["helps < The plan"]),
            ("Our minister, Emmanuel Macron, sold grain.", vec!["sold < Emmanuel Macron"]),
            ("The plan that links farms, mines and ports is old.", vec!["links < The plan", "is < The plan"]),
            ("The growth of farms, mines and ports has helped towns.", vec!["has helped < The growth"]),
            ("Rains in the north, the south and the hills will help towns.", vec!["will help < Rains"]),
            ("Chapters on fishing, trade and health were added.", vec!["were added < Chapters"]),
            ("Experts say the plan, a scheme of ours, sells grain.", vec!["say < Experts", "sells < the plan"]),
            (
                "The plan cuts fees, which many towns want, and helps farmers.",
                vec!["cuts < The plan", "want < many towns", "helps < The plan"],
            ),
            (
                "The plan uses tolls to mend piers while cutting fees.",
                vec!["uses < The plan", "to mend < tolls", "cutting < tolls"],
            ),
            ("The tolls have the effect of helping towns.", vec!["have < The tolls", "helping < The tolls"]),
        ],
    );
}

#[test]
fn a_deed_waits_for_its_verb() {
    all_hold(
        Lang::En,
        [
            ("Building roads, for example, helps farmers.", vec!["Building < -", "helps < Building"]),
            ("Building roads, bridges and ports helps farmers.", vec!["Building < -", "helps < Building"]),
            ("Building roads, if approved, helps farmers.", vec!["Building < -", "approved < -", "helps < Building"]),
            (
                "Keeping the promises made in the accord, the pact, and the treaty is vital.",
                vec!["Keeping < -", "made < the promises", "is < Keeping"],
            ),
            ("Building roads, ports and towns help farmers.", vec!["Building < -", "help < towns"]),
            ("Having built roads, the port, a harbour, sells grain.", vec!["Having built < -", "sells < the port"]),
        ],
    );
}
