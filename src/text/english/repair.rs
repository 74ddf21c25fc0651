//! Corrects the classes of an English sentence where looking at neighbours alone misled: what needs the whole clause.
//!
//! Comes in: what each word may be, and the cheapest reading. Goes out: the same reading, mended.

use super::super::Token;
use super::super::layout::En;
use super::tagger::Cell;
use std::ops::Range;

/// How many words a question about a clause looks at.
pub(super) const REACH: usize = 60;

/// Sees to it that a clause has one finite verb where neighbours alone misled. Of two past forms without a joint between
/// them the first is a participle ("measures introduced last year drew praise"); what is joined to a past form is one too
/// ("leveraged funds and adopted policies"); a clause without any finite verb has its first participle after a noun as one
/// ("demand coincided with …").
pub fn one_finite(cells: &[Cell], classes: &mut [En]) {
    let may = |i: usize, class: En| cells[i].may(class);
    let mut past: Option<usize> = None;
    // The last finite verb since the clause began was a past form.
    let mut was_past = false;
    let mut finite = false;
    let mut last = En::Start;
    let mut from = 0;
    for i in 0..classes.len() {
        match classes[i] {
            En::Participle if may(i, En::Past) && (was_past && joined(classes, i) || predicate(classes, i, last)) => {
                classes[i] = En::Past;
                past = Some(i);
            }
            En::Conjunction | En::Comma | En::Relative | En::Subordinator | En::Pronoun | En::Open | En::Close => {
                past = None
            }
            class @ (En::Past | En::Third | En::Modal | En::Be | En::Have | En::Do) => {
                // "the drought caused great losses and RAISED prices": what is joined is not the first.
                let joint = i > 1 && matches!(classes[i - 1], En::Conjunction | En::Comma);
                if class == En::Past && !finite && joint {
                    let object = |k: usize| {
                        !matches!(classes[k + 1], En::Preposition | En::To | En::Comma | En::Conjunction | En::Stop)
                    };
                    let verb = |k: usize| classes[k] == En::Participle && may(k, En::Past) && is_after_noun(classes, k);
                    // "the law PLANTED trees, lowered fees and …"
                    let near = |k: usize| classes[i - 1] == En::Conjunction || has_object(cells, classes, k);
                    if let Some(first) = (from + 1..i - 1).find(|k| verb(*k) && object(*k) && near(*k)) {
                        classes[first] = En::Past;
                    }
                }
                if let Some(first) = past.filter(|p| may(*p, En::Participle) && is_after_noun(classes, *p)) {
                    classes[first] = En::Participle;
                }
                past = (class == En::Past).then_some(i);
                was_past = class == En::Past;
                finite = true;
            }
            // An infinitive is no verb of a sentence: "the two sides AGREED to strengthen cooperation".
            En::Verb if is_infinitive(classes, i) => was_past = false,
            En::Helping if from == 0 && i > 0 && classes[i - 1] == En::To => was_past = false,
            En::Verb | En::Helping => {
                finite = true;
                was_past = false;
            }
            _ => {}
        }
        if is_finite(classes[i]) || classes[i] == En::Participle {
            last = classes[i];
        }
        let ends =
            classes[i] == En::Stop || classes[i] == En::Comma && classes.get(i + 1) == Some(&En::Conjunction) && finite;
        if ends {
            if !finite && classes[i] == En::Stop {
                let first = (from + 1..i).find(|k| {
                    // "the plan adversely AFFECTED trade"
                    let done =
                        classes[*k] == En::Participle || classes[*k] == En::Adjective && has_object(cells, classes, *k);
                    done && may(*k, En::Past)
                        && is_after_noun(classes, *k)
                        && (from == 0 || !matches!(classes.get(k + 1), Some(En::Preposition | En::To)))
                });
                // "The rains, coupled with winds, caused losses": the verb behind what is set apart by commas.
                let enclosed = |k: usize| classes[from..k].iter().filter(|c| **c == En::Comma).count() > 1;
                let apart = |k: &usize| {
                    classes[*k] == En::Participle
                        && may(*k, En::Past)
                        && classes[k - 1] == En::Comma
                        && match classes[k + 1] {
                            En::Determiner | En::Pronoun | En::Noun | En::Plural | En::Adjective | En::Proper => true,
                            En::To | En::Preposition => enclosed(*k),
                            _ => false,
                        }
                };
                if let Some(first) = first.or_else(|| (from + 1..i).rev().find(apart)) {
                    classes[first] = En::Past;
                }
            }
            from = i + 1;
            finite = false;
            past = None;
        }
    }
}

/// Reads a plural as one where a past form follows that nothing could be the object of: "timber EXPORTS increased by half", no "exports what was increased".
pub fn plurals_before_past(cells: &[Cell], classes: &mut [En]) {
    for i in 1..classes.len().saturating_sub(2) {
        let named = |at: usize| matches!(classes[at], En::Noun | En::Plural | En::Adjective | En::Proper | En::Gerund);
        if classes[i] != En::Third || !named(i - 1) || cells[i].cost(En::Plural) != Some(0) {
            continue;
        }
        let Some(next) = (i + 1..classes.len() - 1).find(|k| classes[*k] != En::Adverb) else { continue };
        let past = matches!(classes[next], En::Past | En::Participle) && cells[next].may(En::Past);
        let object = matches!(
            classes[next + 1],
            En::Noun | En::Plural | En::Proper | En::Adjective | En::Gerund | En::Determiner | En::Pronoun
        );
        if past && !object {
            classes[i] = En::Plural;
            classes[next] = En::Past;
        }
    }
}

/// From this cost on a class is rarely that of its word: "stood" as a participle.
const RARE: u8 = 6;

/// Reads a participle behind a noun and before a figure as the verb of its clause, where that has no other: "exports
/// INCREASED by 5 percent to reach a peak", "…, and the rate STOOD at 5 percent".
pub fn past_before_figure(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    let bound = |class: En| matches!(class, En::Stop | En::Comma | En::Relative | En::Subordinator | En::Conjunction);
    for i in 1..classes.len().saturating_sub(2) {
        if classes[i] != En::Participle || !cells[i].may(En::Past) || !is_after_noun(classes, i) {
            continue;
        }
        let rare = cells[i].cost(En::Participle).is_some_and(|cost| cost >= RARE);
        let word = tokens[i + 1].span.of(text);
        let joint = word == "by" || matches!(word, "at" | "to") && rare;
        if classes[i + 1 + joint as usize] != En::Number {
            continue;
        }
        let from = classes[..i].iter().rposition(|c| bound(*c)).map_or(0, |b| b + 1);
        let to = classes[i..].iter().position(|c| bound(*c)).map_or(classes.len(), |b| i + b);
        let verb = |k: usize| is_finite(classes[k]) && !(k > 0 && classes[k - 1] == En::To);
        if !(from..to).any(verb) {
            classes[i] = En::Past;
        }
    }
}

/// A word that is as often an adjective as an -ing form says of what follows how it changes ("rising prices"), and what a
/// subject does where nothing follows that it could be said of ("prices are rising").
pub fn changing(cells: &[Cell], classes: &mut [En]) {
    for i in 0..classes.len() {
        if !matches!(classes[i], En::Gerund | En::Adjective)
            || cells[i].cost(En::Gerund) != Some(0)
            || cells[i].cost(En::Adjective) != Some(0)
        {
            continue;
        }
        let noun = matches!(classes.get(i + 1), Some(En::Noun | En::Plural | En::Proper | En::Adjective));
        classes[i] = if noun { En::Adjective } else { En::Gerund };
    }
}

/// A word that is a noun as well as an -ing form is the noun where it ends a compound and has no object: "laws against arms trafficking and theft";
/// one that is an adjective as well as an adverb is the adjective before a noun: "Further steps were taken". So is one that is a noun as well, where it
/// shares its noun with another: "material and cultural gains"; but with nothing behind it, it is what somebody does: "we are working to help".
pub fn before_nothing(cells: &[Cell], classes: &mut [En]) {
    for i in 0..classes.len().saturating_sub(1) {
        let cheap = |class: En, most: u8| cells[i].cost(class).is_some_and(|c| c <= most);
        let next = classes[i + 1];
        match classes[i] {
            En::Gerund if i > 0 => {
                let alone = matches!(next, En::Comma | En::Stop | En::Conjunction | En::Close);
                let compound = match classes[i - 1] {
                    En::Noun => cheap(En::Noun, 1),
                    En::Plural => cheap(En::Noun, 0),
                    _ => false,
                };
                if alone && compound {
                    classes[i] = En::Noun;
                }
            }
            En::Adverb if cheap(En::Adjective, 1) => {
                // "a just and lasting peace"
                let joined = next == En::Conjunction && classes.get(i + 2) == Some(&En::Adjective);
                if joined || matches!(next, En::Noun | En::Plural) {
                    classes[i] = En::Adjective;
                }
            }
            // "In the past, rapid growth …"
            En::Adjective if next == En::Comma && cheap(En::Noun, 2) && i > 1 => {
                let opens = i == 2 || matches!(classes[i - 3], En::Stop | En::Open | En::Conjunction);
                if opens && classes[i - 2..i] == [En::Preposition, En::Determiner] {
                    classes[i] = En::Noun;
                }
            }
            // "the SOUND, fair and orderly growth"
            En::Noun if next == En::Comma && cheap(En::Adjective, 2) && i > 0 && classes[i - 1] == En::Determiner => {
                let rest = &classes[i + 1..];
                let within = |c: &&En| matches!(c, En::Comma | En::Conjunction | En::Adjective);
                let (list, behind) = rest.split_at(rest.iter().take_while(within).count());
                let joined = list.contains(&En::Conjunction) && list.last() == Some(&En::Adjective);
                if joined && matches!(behind.first(), Some(En::Noun | En::Plural)) {
                    classes[i] = En::Adjective;
                }
            }
            En::Noun if next == En::Conjunction && cheap(En::Adjective, 2) => {
                let noun = |at: usize| matches!(classes.get(at), Some(En::Noun | En::Plural | En::Adjective));
                let first = i == 0 || !matches!(classes[i - 1], En::Noun | En::Adjective | En::Participle);
                if first && classes.get(i + 2) == Some(&En::Adjective) && noun(i + 3) {
                    classes[i] = En::Adjective;
                }
            }
            En::Adjective if cheap(En::Gerund, 1) && matches!(next, En::To | En::Preposition | En::Adverb) => {
                let before = classes[..i].iter().rev().find(|c| **c != En::Adverb);
                if before == Some(&En::Be) {
                    classes[i] = En::Gerund;
                }
            }
            _ => {}
        }
    }
}

/// "that" before a noun opens a clause only where a finite verb follows: "ensure that aid arrives", "do that job"; at the begin of a sentence only
/// where two do.
pub fn settle_that(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    for i in 0..classes.len().saturating_sub(1) {
        let open = matches!(classes[i], En::Subordinator | En::Determiner);
        let noun = matches!(classes[i + 1], En::Noun | En::Adjective | En::Plural | En::Proper);
        if !open || !noun || !tokens[i].span.of(text).eq_ignore_ascii_case("that") {
            continue;
        }
        let ends = |k: &usize| {
            matches!(classes[*k], En::Stop | En::Comma | En::Relative | En::Subordinator)
                || tokens[*k].span.of(text) == "that"
        };
        let clause = (i + 1..classes.len()).take(REACH).take_while(|k| !ends(k));
        let mut verbs = clause.filter(|k| is_finite(classes[*k]));
        // "keep that pace and GO on": the first that is joined goes on with what stands before "that".
        let first = verbs.next().filter(|k| classes[k - 1] != En::Conjunction);
        let finite = first.map_or(0, |_| 1 + verbs.count());
        // No plural and no name has "that" as its article.
        let named = |k: &&En| matches!(k, En::Noun | En::Plural | En::Adjective);
        let several = classes[i + 1..].iter().take_while(named).last() == Some(&En::Plural);
        let one = matches!(classes[i + 1], En::Noun | En::Adjective);
        let Some(before) = i.checked_sub(1).map(|b| classes[b]) else {
            if one && finite < 2 {
                classes[i] = En::Determiner;
            }
            continue;
        };
        let verb = matches!(
            before,
            En::Verb | En::Third | En::Past | En::Gerund | En::Participle | En::Helping | En::Particle
        );
        match classes[i] {
            // "standards that respect workers"
            En::Subordinator if one && finite == 0 && is_after_noun(classes, i) && cells[i + 1].may(En::Verb) => {
                classes[i] = En::Relative;
                classes[i + 1] = En::Verb;
            }
            // "measures that step up trade", "a plan that cuts down on waste"
            En::Subordinator
                if classes[i + 1] == En::Plural
                    && finite == 0
                    && is_after_noun(classes, i)
                    && cells[i + 1].may(En::Third) =>
            {
                classes[i] = En::Relative;
                classes[i + 1] = En::Third;
            }
            // "no doubt that trade, including fishing, helps": no article behind a noun.
            En::Subordinator | En::Determiner if one && is_after_noun(classes, i) && goes_on(classes, i) => {
                classes[i] = En::Subordinator;
            }
            En::Subordinator if one && finite == 0 && !(several && verb) => classes[i] = En::Determiner,
            // "they think that tax cuts for ports, ferries and towns help"
            En::Determiner if (finite > 0 || several) && verb => classes[i] = En::Subordinator,
            _ => {}
        }
    }
}

/// Whether a finite verb follows in the sentence of the word at `i`.
fn goes_on(classes: &[En], i: usize) -> bool {
    classes[i + 1..].iter().take(REACH).take_while(|class| **class != En::Stop).any(|class| is_finite(*class))
}

/// Finds the verb of a sentence that reads as having none: a word behind its subject that may be one, "the two ports SHARE a goal", "the plan LIES
/// in ruins".
pub fn missing_verb(cells: &[Cell], classes: &mut [En]) {
    let mut from = 0;
    for end in 0..classes.len() {
        if classes[end] != En::Stop {
            continue;
        }
        let clause = from..end;
        from = end + 1;
        // No noun stands between a plural and a determiner: "APEC Leaders ISSUE the declaration in which …".
        let before = clause.clone().take_while(|i| !is_finite(classes[*i]));
        let verb = before.skip(1).find(|&i| {
            matches!(classes[i], En::Noun)
                && classes[i + 1] == En::Determiner
                && matches!(classes[i - 1], En::Plural | En::Proper)
                && cells[i - 1].may(En::Plural)
                && cells[i].cost(En::Verb).is_some_and(|c| c <= 2)
        });
        if let Some(verb) = verb {
            classes[verb] = En::Verb;
            continue;
        }
        aside_and_verb(cells, classes, clause.clone());
        let Some(inner) = lacks_verb(classes, clause.clone()) else { continue };
        // "rains in the hills RUINED crops that towns need"
        let relative = clause.clone().find(|i| classes[*i] == En::Relative).filter(|i| *i < inner);
        let past = |i: &usize| {
            let done = classes[*i] == En::Participle && cells[*i].may(En::Past);
            done && is_after_noun(classes, *i) && has_object(cells, classes, *i)
        };
        if let Some(past) = relative.and_then(|end| (clause.start + 1..end).find(past)) {
            classes[past] = En::Past;
            continue;
        }
        let mut several = false;
        let mut commas = 0;
        for i in clause.skip(1) {
            several |= classes[i] == En::Conjunction;
            commas += usize::from(classes[i] == En::Comma);
            let cheap = |class: En| cells[i].cost(class).is_some_and(|c| c <= 2);
            let noun = matches!(classes[i], En::Noun | En::Plural);
            let done = |class: En| is_finite(class) || class == En::Participle;
            let subject = match classes[i - 1] {
                _ if i <= inner => false,
                // "the law, which is old, CAUSES floods", "the law that they made CAUSES floods"
                En::Comma if commas > 1 && cheap(En::Third) && has_object(cells, classes, i) => true,
                class if inner > 0 && done(class) => cheap(En::Third) && has_object(cells, classes, i),
                _ if inner > 0 => false,
                En::Plural => cheap(En::Verb),
                En::Noun | En::Proper => cheap(En::Third) || several && cheap(En::Verb),
                En::Close => cheap(En::Third) || cheap(En::Verb),
                // "the pact, signed in May, AIMS at growth"
                En::Comma => commas > 1 && cheap(En::Third) && matches!(classes[i + 1], En::Preposition | En::To),
                _ => false,
            };
            let goes_on = !matches!(classes[i + 1], En::Stop | En::Comma | En::Conjunction | En::Close);
            if noun && subject && goes_on {
                classes[i] = if cheap(En::Third) { En::Third } else { En::Verb };
                break;
            }
        }
    }
}

/// Reads a plural behind what is put between commas as the verb, and what it is done to as a noun: "the law, made in May,
/// CAUSES SOIL erosion".
fn aside_and_verb(cells: &[Cell], classes: &mut [En], clause: Range<usize>) {
    let mut commas = 0;
    for i in clause {
        let verb = commas > 1 && classes[i] == En::Plural && classes[i - 1] == En::Comma;
        if verb
            && classes[i + 1] == En::Verb
            && cells[i].cost(En::Third).is_some_and(|c| c <= 2)
            && cells[i + 1].cost(En::Noun) == Some(0)
        {
            (classes[i], classes[i + 1]) = (En::Third, En::Noun);
        }
        commas += usize::from(classes[i] == En::Comma);
    }
}

/// Where the verb of a relative clause stands (0 where there is none), if a sentence has no other: "the law that they MADE
/// causes floods".
fn lacks_verb(classes: &[En], clause: Range<usize>) -> Option<usize> {
    let (mut relatives, mut inner) = (0, 0);
    for i in clause {
        let begins = classes[i] == En::Relative || classes[i] == En::Subordinator && is_after_noun(classes, i);
        relatives += usize::from(begins);
        // An infinitive is no verb of its own, nor is what an auxiliary stands before.
        if !is_finite(classes[i]) || is_infinitive(classes, i) {
            continue;
        }
        let before = classes[..i].iter().rev().find(|c| !matches!(c, En::Adverb | En::Negation));
        if matches!(before, Some(En::Modal | En::Be | En::Have | En::Do)) {
            inner = i;
            continue;
        }
        relatives = relatives.checked_sub(1)?;
        inner = i;
    }
    Some(inner)
}

/// Whether what may be a verb has an object behind it, also behind "up", "down" and the like.
pub(super) fn has_object(cells: &[Cell], classes: &[En], i: usize) -> bool {
    let named = |at: usize| {
        matches!(
            classes.get(at),
            Some(En::Noun | En::Plural | En::Adjective | En::Proper | En::Gerund | En::Determiner | En::Number)
        )
    };
    // "cut RISING fees", "combat ORGANIZED crime"
    let named = |at: usize| named(at) || classes.get(at) == Some(&En::Participle) && named(at + 1);
    named(i + 1) || cells.get(i + 1).is_some_and(|next| next.may(En::Particle)) && named(i + 2)
}

pub(super) fn is_finite(class: En) -> bool {
    matches!(class, En::Verb | En::Third | En::Past | En::Modal | En::Be | En::Have | En::Do | En::Helping)
}

/// Whether "to" stands before the base form at `i`, adverbs aside.
pub(super) fn is_infinitive(classes: &[En], i: usize) -> bool {
    classes[i] == En::Verb && classes[..i].iter().rev().find(|c| **c != En::Adverb) == Some(&En::To)
}

/// Whether the participle at `i` goes on a sentence as a second predicate: "…, and pledged to act", "and signed the treaty".
/// `last` is the verb before it.
fn predicate(classes: &[En], i: usize, last: En) -> bool {
    let Some(before) = (i.saturating_sub(4)..i).rev().find(|k| classes[*k] != En::Adverb) else { return false };
    if classes[before] != En::Conjunction || last == En::Start {
        return false;
    }
    match classes.get(i + 1) {
        Some(En::Determiner | En::Pronoun) => true,
        Some(En::To | En::Subordinator) => last != En::Participle,
        _ => false,
    }
}

/// Whether the participle at `i` stands right after a conjunction (adverbs aside) and takes an object or goes on as a
/// predicate does; or after a comma, with a past form joined on later.
fn joined(classes: &[En], i: usize) -> bool {
    let Some(before) = (i.saturating_sub(REACH)..i).rev().find(|k| classes[*k] != En::Adverb) else { return false };
    let object = !matches!(classes.get(i + 1), Some(En::Preposition | En::Stop | En::Comma | En::Conjunction));
    match classes[before] {
        En::Conjunction => object,
        En::Comma => {
            let rest = &classes[i + 1..classes.len().min(i + REACH)];
            let until = rest.iter().position(|c| *c == En::Stop).unwrap_or(rest.len());
            rest[..until].windows(2).any(|w| w[0] == En::Conjunction && w[1] == En::Past)
        }
        _ => false,
    }
}

/// Whether a noun stands before the word at `i`, adverbs aside.
pub(super) fn is_after_noun(classes: &[En], i: usize) -> bool {
    let before = classes[..i].iter().rev().take(REACH).find(|c| **c != En::Adverb);
    matches!(before, Some(En::Noun | En::Plural | En::Proper))
}
