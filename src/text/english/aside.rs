//! Corrects the classes of an English sentence around what is put between: a clause between commas, the numbers of a list.
//!
//! Comes in: the words, what each may be, and a reading. Goes out: the same reading, mended.

use super::super::Token;
use super::super::layout::En;
use super::repair::{REACH, is_after_noun, is_finite, is_infinitive};
use super::tagger::Cell;

/// Reads the participle behind a relative clause between commas as the verb of the sentence, where that has no other: "the floods, which killed many,
/// also RUINED crops".
pub fn behind_relative(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    // Most sentences have none.
    if !classes.contains(&En::Relative) {
        return;
    }
    let verb = |classes: &[En], k: usize| is_finite(classes[k]) && !is_infinitive(classes, k);
    let mut from = 0;
    for end in 0..classes.len() {
        if classes[end] != En::Stop {
            continue;
        }
        let (begin, clause) = (from, from + 1..end);
        from = end + 1;
        let opens = |k: &usize| {
            let relative =
                classes[*k] == En::Relative || classes[*k] == En::Preposition && classes[k + 1] == En::Relative;
            relative && classes[k - 1] == En::Comma && is_after_noun(classes, k - 1)
        };
        let Some(open) = clause.clone().take(REACH).find(opens) else { continue };
        if (begin..open).any(|k| verb(classes, k) || classes[k] == En::Subordinator) {
            continue;
        }
        let inside = (open..end).take(REACH).find(|k| verb(classes, *k));
        let Some(close) = inside.and_then(|k| (k..end).take(REACH).find(|k| classes[*k] == En::Comma)) else {
            continue;
        };
        let Some(done) = (close + 1..end).find(|k| classes[*k] != En::Adverb) else { continue };
        let past = classes[done] == En::Participle && cells[done].may(En::Past);
        if past && tokens[done + 1].span.of(text) != "by" && !(done..end).any(|k| verb(classes, k)) {
            classes[done] = En::Past;
        }
    }
}

/// Reads the verb of a clause behind "that" and its noun where the only other verb is that of the sentence: "arms that FALL into the wrong hands do harm".
pub fn of_relative(text: &str, tokens: &[Token], cells: &[Cell], classes: &mut [En]) {
    let mut finite = false;
    for i in 1..classes.len().saturating_sub(2) {
        if classes[i] == En::Stop {
            finite = false;
            continue;
        }
        finite |= is_finite(classes[i]);
        let that = classes[i] == En::Subordinator && tokens[i].span.of(text) == "that";
        if finite || !that {
            continue;
        }
        let form = match (classes[i - 1], classes[i + 1]) {
            (En::Plural, En::Noun) => En::Verb,
            (En::Noun, En::Plural) => En::Third,
            _ => continue,
        };
        let goes_on = matches!(classes[i + 2], En::Preposition | En::Determiner | En::To);
        let rest = (i + 2..classes.len()).take(REACH).take_while(|k| classes[*k] != En::Stop);
        if goes_on && cells[i + 1].may(form) && rest.filter(|k| is_finite(classes[*k])).count() == 1 {
            (classes[i], classes[i + 1]) = (En::Relative, form);
        }
    }
}

/// Reads "to" before a participle as a preposition: "help TO displaced families".
pub fn to_participles(cells: &[Cell], classes: &mut [En]) {
    for i in 0..classes.len().saturating_sub(1) {
        if classes[i] == En::To && classes[i + 1] == En::Participle && !cells[i + 1].may(En::Verb) {
            classes[i] = En::Preposition;
        }
    }
}

/// Takes the numbers of a list before its verbs for no more than adverbs: "will (i) mend piers, (ii) cut fees".
pub fn enumerators(text: &str, tokens: &[Token], classes: &mut [En]) {
    for i in 0..classes.len().saturating_sub(3) {
        if classes[i] != En::Open || classes[i + 2] != En::Close {
            continue;
        }
        let number = tokens[i + 1].span.of(text);
        let counts = number.len() <= 4
            && (number.len() == 1 && number.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                || number.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')));
        let joined = i == 0
            || matches!(
                classes[i - 1],
                En::Comma | En::Conjunction | En::Modal | En::To | En::Stop | En::Adverb | En::Have | En::Be
            );
        let verb = is_finite(classes[i + 3]) || matches!(classes[i + 3], En::Participle | En::Gerund | En::To);
        if tokens[i].span.of(text) == "(" && counts && joined && verb {
            classes[i..i + 3].fill(En::Adverb);
        }
    }
}

/// Reads what something is said to be "than expected" as one modifier of the noun behind it: "a SHARPER THAN EXPECTED slowdown".
pub fn than_expected(text: &str, tokens: &[Token], classes: &mut [En]) {
    for i in 1..classes.len().saturating_sub(2) {
        if !tokens[i].span.is(text, "than") {
            continue;
        }
        let expected = matches!(
            tokens[i + 1].span.of(text),
            "expected" | "anticipated" | "projected" | "forecast" | "planned" | "usual" | "average" | "normal"
        );
        let noun = matches!(classes[i + 2], En::Noun | En::Plural | En::Adjective);
        let degree = matches!(classes[i - 1], En::Adjective | En::Adverb);
        if expected && noun && degree {
            (classes[i - 1], classes[i], classes[i + 1]) = (En::Adjective, En::Adverb, En::Adjective);
        }
    }
}
