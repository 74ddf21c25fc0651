//! Corrects the classes of an English sentence around particular words, which tell what their neighbours are: "not only", "helping", "work to", "by",
//! pronouns and verbs of saying.
//!
//! Comes in: the words, what each may be, and a reading. Goes out: the same reading, mended.

use super::super::Token;
use super::super::layout::En;
use super::repair::{has_object, is_after_noun, is_finite};
use super::tagger::Cell;

/// Reads what stands behind "not only" and "but also" as a verb, where it has an object: "not only CUTS costs but also BOOSTS trade".
pub fn not_only(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    for i in 1..classes.len().saturating_sub(1) {
        let pair = || matches!(tokens[i - 1].span.of(text), "only" | "also");
        let object =
            matches!(classes[i + 1], En::Noun | En::Plural | En::Adjective | En::Determiner | En::Proper | En::Gerund);
        let noun = matches!(classes[i], En::Noun | En::Plural) && object && cells[i].may(En::Third);
        if noun && classes[i - 1] == En::Conjunction && pair() {
            classes[i] = En::Third;
        }
    }
    // "will not only RAISE wages but also CREATE jobs"
    let mut form = None;
    for i in 3..classes.len().saturating_sub(1) {
        let is = |at: usize, word: &str| tokens[at].span.is(text, word);
        if is(i - 2, "not") && is(i - 1, "only") {
            form = match classes[i - 3] {
                En::Modal | En::To => Some(En::Verb),
                En::Have => Some(En::Participle),
                // "the reforms not only RESTORED growth but also CUT fees"
                En::Noun | En::Plural | En::Proper | En::Pronoun
                    if classes[i] == En::Participle && has_object(cells, classes, i) =>
                {
                    Some(En::Past)
                }
                _ => None,
            };
        } else if !is(i - 2, "but") || !is(i - 1, "also") {
            continue;
        }
        if let Some(form) = form.filter(|form| cells[i].may(*form)) {
            classes[i] = form;
        }
    }
}

/// Reads what somebody is going to do as a verb: "they are going to SUPPORT trade".
pub fn going_to(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    for i in 2..classes.len().saturating_sub(1) {
        let going = || tokens[i - 2].span.is(text, "going") && tokens[i - 1].span.is(text, "to");
        if classes[i] == En::Noun && going() && cells[i].may(En::Verb) && has_object(cells, classes, i) {
            (classes[i - 1], classes[i]) = (En::To, En::Verb);
        }
    }
}

/// Reads "both" before an article as what it is before other nouns, no pronoun: "BOTH the port and the railway".
pub fn both(text: &str, tokens: &[Token], classes: &mut [En]) {
    for i in 0..classes.len().saturating_sub(1) {
        let both = classes[i] == En::Pronoun && tokens[i].span.of(text).eq_ignore_ascii_case("both");
        if both && classes[i + 1] == En::Determiner {
            classes[i] = En::Adverb;
        }
    }
}

/// Reads "work" before an infinitive as a verb, where it is no one's: "towns that WORK to keep peace", "Norway and Chad WORK to help farmers".
pub fn working(text: &str, tokens: &[Token], classes: &mut [En]) {
    for i in 1..classes.len().saturating_sub(2) {
        let noun = classes[i] == En::Noun && tokens[i].span.of(text) == "work";
        let doing = classes[i + 1] == En::To && matches!(classes[i + 2], En::Verb | En::Helping);
        if !noun || !doing {
            continue;
        }
        let that = i > 1 && tokens[i - 1].span.of(text) == "that" && is_after_noun(classes, i - 1);
        if that {
            classes[i - 1] = En::Relative;
        }
        if matches!(classes[i - 1], En::Relative | En::Proper | En::Plural) {
            classes[i] = En::Verb;
        }
    }
}

/// Reads what stands behind "by" as what is done, where no deed is done by it: "helps farmers by INCREASING trade", but "caused by rising fees"; and so
/// what somebody aims at.
pub fn by_doing(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    for i in 1..classes.len().saturating_sub(2) {
        let doubtful = match (classes[i + 1], cells[i + 1].cost(En::Gerund)) {
            (En::Noun, Some(_)) => true,
            // Not "by developing countries".
            (En::Adjective, Some(cost)) => cells[i + 1].cost(En::Adjective).is_some_and(|other| cost <= other),
            _ => false,
        };
        let done = matches!(classes[i - 1], En::Participle | En::Past | En::Adjective | En::Adverb | En::Particle);
        let word = |at: usize| tokens[at].span.of(text);
        // "with the aim of INCREASING trade"
        let aim = || matches!(word(i - 1), "aim" | "goal" | "objective" | "purpose" | "view" | "intention");
        let deed = || word(i) == "by" && !done || matches!(word(i), "of" | "to") && aim();
        if doubtful && deed() && has_object(cells, classes, i + 1) {
            classes[i + 1] = En::Gerund;
        }
    }
}

/// Reads what somebody is helping to do as a verb, and what he has done as helped: "helping LOWER fees", "has HELPED lower fees".
pub fn helping_do(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    for i in 0..classes.len().saturating_sub(2) {
        if classes[i] == En::Helping && classes[..i].iter().rev().find(|c| **c != En::Adverb) == Some(&En::Have) {
            classes[i] = En::Participle;
        }
        let doubtful = || matches!(classes[i + 1], En::Adjective | En::Noun);
        let verb = || cells[i + 1].cost(En::Verb).is_some_and(|cost| cost <= 2);
        let helping = classes[i] == En::Gerund && tokens[i].span.of(text).eq_ignore_ascii_case("helping");
        if helping && doubtful() && verb() && has_object(cells, classes, i + 1) {
            classes[i + 1] = En::Verb;
        }
    }
}

/// Reads a past form before "by" as a participle where its clause has a verb, or where another may be that: "this marks the
/// plan put forward by Norway", "the law PROPOSED by the bank RAISED fees". So is what reads as an adjective there: "a crisis, fuelled by war".
pub fn done_by(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    let mut finite = false;
    for i in 1..classes.len().saturating_sub(2) {
        let by = |at: usize| tokens.get(at).is_some_and(|t| t.span.of(text) == "by");
        if classes[i] == En::Adjective && by(i + 1) && tokens[i].span.of(text).ends_with("ed") {
            classes[i] = En::Participle;
        }
        if classes[i] == En::Past && cells[i].may(En::Participle) && is_after_noun(classes, i) {
            let next = i + 1 + (classes[i + 1] == En::Adverb) as usize;
            if by(next) && finite {
                classes[i] = En::Participle;
            } else if by(i + 1)
                && let Some(verb) = raised(cells, classes, i + 2)
            {
                classes[i] = En::Participle;
                classes[verb] = if cells[verb].may(En::Past) { En::Past } else { En::Third };
            }
        }
        finite |= is_finite(classes[i]);
        finite &= !matches!(classes[i], En::Stop | En::Comma | En::Conjunction | En::Relative | En::Subordinator);
    }
}

/// What may be the verb behind the noun phrase that begins at `i`, where that counts nothing and the verb has an object.
fn raised(cells: &[Cell], classes: &[En], i: usize) -> Option<usize> {
    let phrase = |k: &usize| {
        matches!(classes[*k], En::Determiner | En::Adjective | En::Noun | En::Plural | En::Proper | En::Preposition)
    };
    let end = (i..classes.len()).find(|k| !phrase(k) || classes[*k] == En::Plural && cells[*k].may(En::Third))?;
    let verb = match classes[end] {
        En::Participle => cells[end].may(En::Past),
        En::Plural => cells[end].cost(En::Third).is_some_and(|c| c <= 2),
        _ => false,
    };
    (end > i && verb && is_after_noun(classes, end) && has_object(cells, classes, end)).then_some(end)
}

/// Reads "that" behind a noun and before a participle as a relative, and this as its verb: "rules THAT LED to gains", "charts THAT also HELPED trade".
pub fn that_did(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    for i in 1..classes.len().saturating_sub(2) {
        let that = || tokens[i].span.of(text) == "that" && is_after_noun(classes, i);
        let verb = i + 1 + (classes[i + 1] == En::Adverb) as usize;
        // "rules that adversely AFFECT trade"
        let does = matches!(classes[verb], En::Third | En::Past | En::Modal | En::Have);
        if classes[i] == En::Subordinator && verb > i + 1 && does && that() {
            classes[i] = En::Relative;
            continue;
        }
        let opens = matches!(classes[i], En::Subordinator | En::Determiner | En::Relative);
        let goes_on = || {
            let next = classes.get(verb + 1);
            matches!(next, Some(En::Preposition | En::To | En::Determiner | En::Pronoun | En::Particle))
        };
        if opens && classes[verb] == En::Participle && cells[verb].may(En::Past) && goes_on() && that() {
            classes[i] = En::Relative;
            classes[verb] = En::Past;
        }
    }
}

/// Reads "set up to help", "scaled up to meet needs" as what it is set up for, no "up to".
pub fn set_up_to(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    for i in 1..classes.len().saturating_sub(3) {
        let word = |at: usize| tokens[at].span.of(text);
        if tokens[i].span.is(text, "up")
            && word(i + 1) == "to"
            && matches!(
                word(i - 1),
                "set"
                    | "scaled"
                    | "scale"
                    | "stepped"
                    | "step"
                    | "built"
                    | "drawn"
                    | "opened"
                    | "freed"
                    | "ramped"
                    | "speeded"
            )
            && let Some(doing) = [En::Verb, En::Helping].into_iter().find(|class| cells[i + 2].may(*class))
        {
            classes[i] = En::Particle;
            classes[i + 1] = En::To;
            classes[i + 2] = doing;
        }
    }
}

/// Reads a word that may be a noun as a verb where it says something before the clause that it says: "the World Bank estimates that trade rose".
pub fn verbs_of_saying(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    // A finite verb stands in the clause so far.
    let mut finite = false;
    for i in 1..classes.len().saturating_sub(2) {
        let saying = !finite
            && matches!(classes[i], En::Noun | En::Plural)
            && cells[i].may(En::Third)
            && matches!(classes[i - 1], En::Proper | En::Close)
            && tokens[i + 1].span.of(text) == "that"
            && !is_finite(classes[i + 2]);
        if saying {
            classes[i] = En::Third;
        }
        finite |= is_finite(classes[i]);
        finite &= !matches!(classes[i], En::Stop | En::Comma | En::Conjunction);
    }
}

/// Reads what stands behind I, we, they, he, she, who as their verb: "we ADVANCED reform", "women who WORK in ports".
pub fn verbs_of_pronouns(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    for i in 1..classes.len().saturating_sub(1) {
        let doubtful = matches!(classes[i], En::Adjective | En::Noun | En::Plural | En::Participle);
        if !doubtful || is_finite(classes[i + 1]) {
            continue;
        }
        let at = if classes[i - 1] == En::Adverb && i > 1 { i - 2 } else { i - 1 };
        if !matches!(
            tokens[at].span.of(text),
            "I" | "we" | "We" | "they" | "They" | "he" | "He" | "she" | "She" | "who"
        ) {
            continue;
        }
        match [En::Past, En::Verb, En::Third].into_iter().find(|class| cells[i].may(*class)) {
            Some(En::Past) if classes[i] == En::Participle && classes[i + 1] == En::Preposition => {}
            Some(class) => classes[i] = class,
            None => {}
        }
    }
}
