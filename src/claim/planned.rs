//! What is ahead: figures that are goals by where they stand, and what has a time that had not come.
//!
//! Comes in: the claims of a text, its passages and its date. Goes out: the same; what is observed under a heading that tells of goals and tasks (the list
//! `plan.heading`: 2031年工作任务, "Major Tasks for 2031"), and neither looks back nor says itself what it is, is a target. Such a part ends with the next
//! heading of its rank.

use super::Stated;
use crate::document::{Lang, Passage, PassageKind};
use crate::lexicon::Lexicon;
use crate::mention::Reading;
use crate::rule::pattern::{Label, Lattice};
use crate::rule::{RoleKind, Rules};
use crate::text::Tag;
use jiff::civil::DateTime;

/// The rank of a heading by its number: a part 1, a section of it 2 and so on; of one without a number that of a section.
fn rank(heading: &str) -> u8 {
    let heading = heading.trim_start_matches(['#', ' ', '*']);
    let all = |text: &str, of: &str| !text.is_empty() && text.chars().all(|c| of.contains(c));
    let numbered = heading.split_once(['、', '．', '.']).map_or("", |(number, _)| number);
    match heading.chars().next() {
        Some('第') => 1,
        Some('（' | '(') => 3,
        _ if all(numbered, "一二三四五六七八九十") || all(numbered, "IVX") => 1,
        _ if all(numbered, "0123456789") => 4,
        _ => 2,
    }
}

/// Marks what is planned.
pub fn mark(
    claims: &mut [Stated<'_>],
    passages: &[Passage],
    readings: &[Reading<'_>],
    lexicon: &Lexicon,
    rules: &Rules,
) {
    let list = |name: &str| lexicon.list_id(name).map(Label::List);
    let (Some(plan), review, back) = (list("plan.heading"), list("plan.review"), list("plan.back")) else { return };
    let has = |reading: &Reading<'_>, label: Option<Label>| label.is_some_and(|label| reading.tokens.stands(label));
    // The rank of the part on plans that a sentence stands in.
    let mut part: Option<u8> = None;
    let mut planned = vec![false; readings.len()];
    for (n, reading) in readings.iter().enumerate() {
        let passage = &passages[reading.sentence.passage as usize];
        if passage.kind == PassageKind::Heading {
            let rank = rank(passage.span.of(reading.tokens.text));
            if has(reading, Some(plan)) && !has(reading, review) {
                part = Some(part.map_or(rank, |part| part.min(rank)));
            } else if part.is_some_and(|part| rank <= part) {
                part = None;
            }
        } else {
            planned[n] = part.is_some();
        }
    }
    let past = |reading: &Reading<'_>| match reading.lang() {
        Lang::En => reading.tokens.tokens.iter().any(|token| token.tag == Tag::Past),
        Lang::Zh => has(reading, back),
    };
    for claim in claims.iter_mut().filter(|claim| planned[claim.sentence as usize]) {
        let observed = rules.relations[claim.relation as usize].class == "Observation";
        let told = claim.setting("kind").is_some() || claim.setting("modality").is_some();
        if observed && !told && !past(&readings[claim.sentence as usize]) {
            claim.settings.extend([("kind", "target"), ("modality", "needed")]);
        }
    }
}

/// Marks what is told of a time after the text was written, and not said to be wished, possible or denied, as predicted.
pub fn ahead(claims: &mut [Stated<'_>], readings: &[Reading<'_>], rules: &Rules, written: Option<DateTime>) {
    let Some(today) = written.map(|written| written.date().to_string()) else { return };
    for claim in claims {
        let time = claim.filler(rules, RoleKind::Time);
        let value = time.and_then(|fill| readings[fill.sentence as usize].found[fill.mention? as usize].value.as_ref());
        // Of a time of day its day; "after 2020" has no end.
        let when = value.and_then(|value| value.time.as_ref()).filter(|time| time.end_exclusive.is_some());
        let begin = when.and_then(|time| time.begin.as_ref()?.get(..today.len()));
        let later = begin.is_some_and(|begin| begin > today.as_str());
        if later && claim.setting("modality").is_none() && claim.setting("negated").is_none() {
            claim.settings.push(("modality", "predicted"));
            if rules.relations[claim.relation as usize].class == "Observation" && claim.setting("kind").is_none() {
                claim.settings.push(("kind", "forecast"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::extract::Extractor;

    #[test]
    fn ranks_are_told_by_numbers() {
        for (heading, want) in [
            ("一、工作回顾", 1),
            ("十二、工作任务", 1),
            ("第三章 任务", 1),
            ("（二）扩大贸易", 3),
            ("3. 修建渔港", 4),
            ("II. Tasks", 1),
            ("Inland ports. Tasks", 2),
            ("港口、渔业", 2),
            ("工作任务", 2),
            ("", 2),
        ] {
            assert_eq!(rank(heading), want, "{heading}");
        }
    }

    #[test]
    fn figures_under_goals_are_targets() {
        let kinds = |text: &str| {
            let found = Extractor::embedded().extract(&Document::from_text("a", text));
            let observed = found.claims.iter().filter(|c| c.class == "Observation");
            observed.map(|c| c.qualifiers.kind.unwrap_or("actual").to_owned()).collect::<Vec<_>>()
        };
        let chinese = "一、2030年工作回顾\n\n渔业产量增长5%。\n\n二、2031年工作任务\n\n（一）渔业\n\n渔业产量增长6%。港口吞吐量已增长7%。\n\n\
            三、附件\n\n渔业产量增长8%。\n";
        assert_eq!(kinds(chinese), ["actual", "target", "actual", "actual"]);
        let english = "I. Review\n\nFish output grew by 5 percent.\n\nII. Major Tasks for 2031\n\nGrowth in fish output of 6 percent.\n\n\
            Exports grew by 3 percent.\n\nIII. Annex\n\nGrowth in fish output of 6 percent.\n";
        assert_eq!(kinds(english), ["actual", "target", "actual", "actual"]);
    }

    #[test]
    fn what_has_a_time_that_had_not_come_is_predicted() {
        let kinds = |text: &str| {
            let mut document = Document::from_text("a", text);
            document.meta.date = Some("2031-03-05".into());
            let found = Extractor::embedded().extract(&document);
            let told = found
                .claims
                .iter()
                .map(|c| format!("{} {}", c.qualifiers.modality.name(), c.qualifiers.kind.unwrap_or("-")));
            told.collect::<Vec<_>>()
        };
        assert_eq!(kinds("Fish exports reached 5 million tonnes in 2030."), ["actual -"]);
        assert_eq!(kinds("Fish exports reach 5 million tonnes in 2033."), ["predicted forecast"]);
        assert_eq!(kinds("2033年渔业产量达到5万吨。"), ["predicted forecast"]);
        assert_eq!(kinds("3月5日上午，渔业产量达到5万吨。"), ["actual -"]);
    }
}
