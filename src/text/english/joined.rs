//! Corrects the classes of what is joined to the verbs of an English sentence: a word that may be a noun goes on a list of deeds.
//!
//! Comes in: what each word may be, and a reading. Goes out: the same reading, mended.

use super::super::layout::En;
use super::repair::{REACH, has_object, is_finite, is_infinitive};
use super::tagger::Cell;

/// Reads what is joined to a verb as a verb: "prevent and combat corruption"; in a chain of base forms also after a comma:
/// "to facilitate trade, and support efforts, and step up checks". What is joined to a present form is no past one: "requires effort and trusted
/// leadership".
pub fn joined_verbs(cells: &[Cell], classes: &mut [En]) {
    let mut last = En::Start;
    // A base form after "to" or a modal, since the clause began.
    let mut chain = false;
    for i in 1..classes.len() {
        let before = classes[i - 1];
        let next = classes.get(i + 1).copied();
        // More often a verb than a noun, and what it is done to stands behind.
        let object = matches!(next, Some(En::Preposition | En::Determiner | En::Pronoun | En::Proper));
        let noun = classes[i];
        let rather = |verb: En| object && cells[i].cost(verb) == Some(0) && cells[i].cost(noun).is_none_or(|c| c > 0);
        match classes[i] {
            En::Noun if before == En::Conjunction && i > 1 && classes[i - 2] == En::Verb && cells[i].may(En::Verb) => {
                classes[i] = En::Verb;
            }
            // "gains time and shares the load", "they met and note the rise": no noun stands before a determiner.
            // "supports the accord and PLANS to spend half of it"
            En::Plural
                if before == En::Conjunction
                    && last == En::Third
                    && next == Some(En::To)
                    && cells[i].may(En::Third) =>
            {
                classes[i] = En::Third;
            }
            En::Plural if before == En::Conjunction && next == Some(En::Determiner) && cells[i].may(En::Third) => {
                classes[i] = En::Third;
            }
            // "curbs waste and SPURS trade", "cuts fees, FUELS growth and boosts trade", "…, DRIVES up prices and …"
            En::Plural
                if last == En::Third
                    && matches!(before, En::Conjunction | En::Comma)
                    && cells[i].cost(En::Third).is_some_and(|c| c <= 2)
                    && (before == En::Conjunction || goes_on_third(cells, classes, i))
                    && has_object(cells, classes, i) =>
            {
                classes[i] = En::Third;
                if classes[i + 1] == En::Preposition {
                    classes[i + 1] = En::Particle;
                }
            }
            // "loans support exports and FINANCE new ports", "to connect towns and LOWER transport costs"
            En::Noun | En::Adjective
                if before == En::Conjunction
                    && (chain || last == En::Verb)
                    && i > 2
                    && matches!(classes[i - 2], En::Noun | En::Plural)
                    && joins_base(cells, classes, i) =>
            {
                classes[i] = En::Verb;
            }
            // "we endorse the plan and CALL on all to act"
            En::Noun if before == En::Conjunction && last == En::Verb && rather(En::Verb) => classes[i] = En::Verb,
            En::Plural if before == En::Conjunction && last == En::Third && rather(En::Third) => classes[i] = En::Third,
            En::Noun
                if before == En::Conjunction
                    && next == Some(En::Determiner)
                    && last != En::Start
                    && cells[i].may(En::Verb) =>
            {
                classes[i] = En::Verb;
            }
            // "consolidated and expanded ties", "built roads, and redoubled efforts"
            En::Adjective if before == En::Conjunction && i > 1 && cells[i].may(En::Past) && last == En::Past => {
                let object = matches!(next, Some(En::Noun | En::Plural | En::Proper | En::Determiner | En::Adjective));
                if object && matches!(classes[i - 2], En::Past | En::Comma) {
                    classes[i] = En::Past;
                }
            }
            En::Noun if chain && cells[i].may(En::Verb) => {
                let comma = before == En::Comma || before == En::Conjunction && i > 1 && classes[i - 2] == En::Comma;
                let object = |at: usize| {
                    matches!(
                        classes.get(at),
                        Some(En::Noun | En::Plural | En::Proper | En::Adjective | En::Determiner | En::Gerund)
                    )
                };
                // "…, combat ORGANIZED crime"
                let object = |at: usize| object(at) || classes.get(at) == Some(&En::Participle) && object(at + 1);
                // "…, and ramp up support": nothing but a verb has "up" before what it is done to.
                let up = cells.get(i + 1).is_some_and(|next| next.may(En::Particle)) && object(i + 2);
                // "raise wages and boost spending": what is a verb before all.
                let first = cells[i].cost(En::Verb) == Some(0) && object(i + 1);
                let joined = comma || before == En::Conjunction && (up || first);
                // "…, and ADDRESS and curb the effects"
                let pair = next == Some(En::Conjunction) && classes.get(i + 2) == Some(&En::Verb);
                let pair = pair && (comma || before == En::Conjunction);
                // "…, move faster to mend piers, and work to save reefs"
                let to = |at: usize| classes.get(at) == Some(&En::To);
                let goes_on = to(i + 1) || matches!(next, Some(En::Adverb | En::Adjective)) && to(i + 2);
                let on = goes_on && (comma || before == En::Conjunction);
                let joined = joined || on || pair;
                if joined && (up || on || pair || object(i + 1) && cells[i].cost(En::Verb).is_some_and(|c| c <= 1)) {
                    classes[i] = En::Verb;
                    if up {
                        classes[i + 1] = En::Particle;
                    }
                }
            }
            En::Past if before == En::Conjunction && cells[i].may(En::Participle) => {
                let present = matches!(last, En::Verb | En::Third | En::Modal);
                if present && matches!(next, Some(En::Noun | En::Plural | En::Adjective)) {
                    classes[i] = En::Participle;
                }
            }
            _ => {}
        }
        match classes[i] {
            En::Verb => {
                chain |= matches!(before, En::To | En::Modal)
                    || before == En::Adverb && i > 1 && matches!(classes[i - 2], En::To | En::Modal);
                // "they went on to mend piers and DUG canals"
                if !is_infinitive(classes, i) {
                    last = En::Verb;
                }
            }
            En::Stop => chain = false,
            class if is_finite(class) => {
                last = class;
                chain &= matches!(class, En::Modal);
            }
            _ => {}
        }
    }
}

/// Whether the list that goes on at `i` ends with what is or may be a present form with an object: "…, fuels growth and BOOSTS trade".
fn goes_on_third(cells: &[Cell], classes: &[En], i: usize) -> bool {
    let rest = (i + 1..classes.len().min(i + REACH)).take_while(|k| classes[*k] != En::Stop);
    let joint = rest.clone().find(|k| classes[*k] == En::Conjunction);
    joint.is_some_and(|k| {
        let verb = k + 1 + (classes.get(k + 1) == Some(&En::Adverb)) as usize;
        let third = cells.get(verb).and_then(|cell| cell.cost(En::Third)).is_some_and(|c| c <= 2);
        third && (classes[verb] == En::Third || classes[verb] == En::Plural && has_object(cells, classes, verb))
    })
}

/// Whether the noun or adjective at `i` is rather a base form with an object: a noun that has an adjective behind it, an adjective before a noun where
/// the noun that it is joined to has none.
fn joins_base(cells: &[Cell], classes: &[En], i: usize) -> bool {
    let next = classes.get(i + 1);
    let Some(cost) = cells[i].cost(En::Verb) else { return false };
    if classes[i] == En::Noun {
        return cost == 0 && matches!(next, Some(En::Noun | En::Plural | En::Adjective))
            || cost <= 2 && next == Some(&En::Adjective);
    }
    cost <= 1 && matches!(next, Some(En::Noun | En::Plural)) && !matches!(classes[i - 3], En::Adjective | En::Noun)
}
