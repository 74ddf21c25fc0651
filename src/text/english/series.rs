//! Reads a series of verbs with their objects: what stands at a joint of it and may have the form of the first has it: "helped
//! farmers, PLANTED trees and CREATED jobs", "to cut fees, FOSTER trade and SUPPORT farmers".
//!
//! Comes in: what each word may be, and a reading. Goes out: the same reading, mended.

use super::super::layout::En;
use super::repair::{REACH, has_object, is_infinitive};
use super::tagger::Cell;
use smallvec::SmallVec;

/// What a form costs at most a word that has it more often than not, or as often as another.
const OFTEN: u8 = 2;

/// How many clauses and infinitives inside each other are kept in mind.
const DEEP: usize = 6;

/// A clause or an infinitive that verbs may go on.
struct Open {
    /// The form that its verbs have; none before the first.
    form: Option<En>,
    /// How many verbs it has.
    verbs: usize,
    infinitive: bool,
}

/// Gives the words at the joints of a series the form of its verbs, where they have objects.
pub fn series(cells: &[Cell], classes: &mut [En]) {
    let clause = || Open { form: None, verbs: 0, infinitive: false };
    let mut open: SmallVec<[Open; 6]> = SmallVec::new();
    open.push(clause());
    for i in 0..classes.len().saturating_sub(1) {
        match classes[i] {
            En::Stop => {
                open.clear();
                open.push(clause());
                continue;
            }
            En::Relative | En::Subordinator => {
                open.push(clause());
                continue;
            }
            _ => {}
        }
        if open.len() > DEEP {
            open.remove(0);
        }
        let joint = joint(classes, i);
        let level = joint.and_then(|joint| {
            open.iter().rposition(|o| o.form.is_some_and(|form| goes_on(cells, classes, joint, i, form, o.verbs)))
        });
        if let Some(level) = level {
            open.truncate(level + 1);
            let series = &mut open[level];
            series.verbs += 1;
            classes[i] = series.form.unwrap_or(classes[i]);
            continue;
        }
        let Some(form) = form(classes, i) else { continue };
        if is_infinitive(classes, i) {
            open.push(Open { form: Some(form), verbs: 1, infinitive: true });
            continue;
        }
        while open.len() > 1 && open.last().is_some_and(|o| o.infinitive) {
            open.pop();
        }
        // "those who fish HELPED": the verb of the clause outside.
        if open.len() > 1 && joint.is_none() && open.last().is_some_and(|o| o.verbs > 0) {
            open.pop();
        }
        if let Some(last) = open.last_mut() {
            (last.form, last.verbs) = (Some(form), 1);
        }
    }
}

/// The comma or conjunction right before a word, adverbs aside.
fn joint(classes: &[En], i: usize) -> Option<usize> {
    let before = (i.saturating_sub(3).max(1)..i).rev().find(|k| classes[*k] != En::Adverb)?;
    matches!(classes[before], En::Comma | En::Conjunction).then_some(before)
}

/// The form that what is joined to the verb at `i` has too.
fn form(classes: &[En], i: usize) -> Option<En> {
    match classes[i] {
        form @ (En::Past | En::Third | En::Verb) => Some(form),
        En::Participle => {
            let mut before = classes[..i].iter().rev().take(REACH);
            let auxiliary = before.find(|c| !matches!(c, En::Adverb | En::Negation));
            (auxiliary == Some(&En::Have)).then_some(En::Participle)
        }
        _ => None,
    }
}

/// Whether the word at `i` goes on a series of `verbs` verbs of a form behind the joint.
fn goes_on(cells: &[Cell], classes: &[En], joint: usize, i: usize, form: En, verbs: usize) -> bool {
    if classes[i] == form {
        return true;
    }
    let Some(cost) = cells[i].cost(form) else { return false };
    let doubtful = matches!(classes[i], En::Noun | En::Plural | En::Adjective | En::Participle | En::Past | En::Verb);
    // "between developing and DEVELOPED members"
    let attributes = matches!(classes[joint - 1], En::Adjective | En::Gerund | En::Participle | En::Determiner);
    if !doubtful || attributes || !has_object(cells, classes, i) {
        return false;
    }
    let last = classes[joint] == En::Conjunction;
    let closed = || closes(cells, classes, i, form);
    let compound = || matches!(classes[i + 1], En::Noun | En::Plural);
    match form {
        // "led to better health and IMPROVED schools": no verb.
        En::Past if last => verbs > 1 || !is_described(classes, joint),
        En::Past => closed(),
        En::Participle => last || closed(),
        En::Third => cost <= OFTEN && (last || closed()),
        // "peace, FREE trade and open markets": what is an adjective before all is one.
        _ if classes[i] == En::Adjective => cost == 0 && (last || closed()),
        // "wages, MARKET access and": what is a noun before all stands before another.
        _ if last => cost <= 1 || verbs > 1 && cost <= OFTEN && !compound(),
        _ => (cost <= 1 || cost <= OFTEN && !compound()) && closed(),
    }
}

/// Whether the series that goes on at `i` has a last verb of its form behind a conjunction.
fn closes(cells: &[Cell], classes: &[En], i: usize, form: En) -> bool {
    let ends = |c: En| matches!(c, En::Stop | En::Relative | En::Subordinator | En::Modal | En::Be | En::Have | En::Do);
    let rest = (i + 1..classes.len().min(i + REACH)).take_while(|k| !ends(classes[*k]));
    let mut joints = rest.filter(|k| classes[*k] == En::Conjunction);
    joints.any(|k| {
        let Some(verb) = (k + 1..classes.len()).find(|v| classes[*v] != En::Adverb) else { return false };
        let may = || cells[verb].cost(form).is_some_and(|c| c <= OFTEN) && has_object(cells, classes, verb);
        classes[verb] == form || may()
    })
}

/// Whether what stands before a joint is a noun with an adjective or a participle that hangs on a preposition.
fn is_described(classes: &[En], joint: usize) -> bool {
    let phrase = |c: &En| {
        matches!(c, En::Noun | En::Plural | En::Proper | En::Adjective | En::Participle | En::Number | En::Comma)
    };
    let mut before = classes[..joint].iter().rev().take(REACH);
    let mut described = false;
    for class in before.by_ref() {
        described |= matches!(class, En::Adjective | En::Participle);
        if !phrase(class) {
            return described && matches!(class, En::Preposition | En::To);
        }
    }
    false
}
