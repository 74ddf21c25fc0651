//! Parts of speech of a Chinese sentence: the dictionary's class of each word, and what its neighbours make of it.
//!
//! Comes in: tokens and their dictionary classes. Goes out: the classes as used here, and the public tags.

use super::super::layout::Zh;
use super::super::words::ZH_TAGS;
use super::super::{Shape, Tag, Token};

/// Settles `classes` and sets the tags.
pub fn tag(text: &str, tokens: &mut [Token], classes: &mut [Zh]) {
    for i in 0..classes.len() {
        let word = tokens[i].span.of(text);
        let before = i.checked_sub(1).map(|b| classes[b]);
        let next =
            if i + 1 < classes.len() && tokens[i + 1].shape != Shape::Mark { Some(classes[i + 1]) } else { None };
        let marked = i > 0 && tokens[i - 1].shape == Shape::Mark;
        let before = if marked { None } else { before };
        classes[i] = settle(word, classes[i], before, next, classes, tokens, i);
    }
    for i in 0..classes.len() {
        tokens[i].tag = match tokens[i].shape {
            Shape::Mark => {
                if matches!(tokens[i].span.of(text), "%" | "$" | "€" | "£" | "¥" | "￥" | "‰" | "℃") {
                    Tag::Other
                } else {
                    Tag::Punctuation
                }
            }
            _ if classes[i] == Zh::VerbNoun => Tag::Verb,
            _ => ZH_TAGS.get(classes[i] as usize).copied().unwrap_or(Tag::Other),
        };
    }
}

/// Whether a word of this class can head or fill a noun phrase.
pub fn is_nominal(class: Zh) -> bool {
    matches!(
        class,
        Zh::Noun
            | Zh::Person
            | Zh::Place
            | Zh::Body
            | Zh::Named
            | Zh::Time
            | Zh::Short
            | Zh::Spot
            | Zh::Pronoun
            | Zh::Idiom
            | Zh::Phrase
    )
}

/// Whether a word of this class can be a main verb.
pub fn is_verbal(class: Zh) -> bool {
    matches!(class, Zh::Verb | Zh::VerbNoun | Zh::Be | Zh::Have)
}

fn settle(
    word: &str,
    class: Zh,
    before: Option<Zh>,
    next: Option<Zh>,
    classes: &[Zh],
    tokens: &[Token],
    i: usize,
) -> Zh {
    match class {
        Zh::VerbNoun | Zh::Verb => {
            if class == Zh::VerbNoun && noun_here(before, next, classes, tokens, i) {
                Zh::Noun
            } else {
                class
            }
        }
        // 着 and 了 after a verb, 过 too; else 过 is a verb.
        Zh::Aspect
            if before
                .is_none_or(|b| !(is_verbal(b) || matches!(b, Zh::Adjective | Zh::Noun | Zh::Idiom | Zh::Phrase))) =>
        {
            match word {
                "过" => Zh::Verb,
                _ => class,
            }
        }
        // 土地 is a word; a lone 地 before no verb is a noun.
        Zh::DeAdverb
            if next.is_none_or(|n| !(is_verbal(n) || matches!(n, Zh::Adverb | Zh::Adjective | Zh::Preposition))) =>
        {
            Zh::Noun
        }
        Zh::Modal if word == "将" && object_then_verb(next, classes, tokens, i) => Zh::Ba,
        Zh::Be if word == "为" && object_then_verb(next, classes, tokens, i) => Zh::Preposition,
        Zh::Preposition
            if matches!(word, "在" | "经过" | "通过" | "到" | "比" | "给") && next.is_none_or(|n| n == Zh::Aspect) =>
        {
            Zh::Verb
        }
        Zh::Preposition if word == "通过" && matches!(before, Some(Zh::Modal | Zh::Negation | Zh::Adverb)) => class,
        Zh::Postposition
            if matches!(word, "前" | "后" | "上" | "下")
                && next.is_some_and(|n| matches!(n, Zh::Number | Zh::Measure)) =>
        {
            Zh::Attributive
        }
        _ => class,
    }
}

/// Whether a noun follows, and a verb after it in the same stretch: 将…提高, 为…提供.
fn object_then_verb(next: Option<Zh>, classes: &[Zh], tokens: &[Token], i: usize) -> bool {
    let Some(next) = next else { return false };
    if is_verbal(next) && next != Zh::VerbNoun
        || matches!(next, Zh::Adverb | Zh::Modal | Zh::Negation | Zh::Preposition | Zh::Ba | Zh::Passive)
    {
        return false;
    }
    let mut after_de = false;
    for k in i + 2..classes.len().min(i + 16) {
        if tokens[k].shape == Shape::Mark {
            return false;
        }
        match classes[k] {
            Zh::Verb if !after_de => return classes.get(k + 1) != Some(&Zh::De),
            Zh::VerbNoun if !after_de && k + 1 < classes.len() && tokens[k + 1].shape != Shape::Mark => {
                if classes[k + 1] != Zh::De
                    && (is_nominal(classes[k + 1]) || matches!(classes[k + 1], Zh::VerbNoun | Zh::Aspect))
                {
                    return true;
                }
            }
            _ => {}
        }
        after_de = classes[k] == Zh::De;
    }
    false
}

/// Whether a verb that also is a noun is a noun here.
fn noun_here(before: Option<Zh>, next: Option<Zh>, classes: &[Zh], tokens: &[Token], i: usize) -> bool {
    let object_follows = next.is_some_and(|n| {
        is_nominal(n)
            || matches!(
                n,
                Zh::Attributive
                    | Zh::Adjective
                    | Zh::VerbNoun
                    | Zh::Number
                    | Zh::Demonstrative
                    | Zh::Measure
                    | Zh::Aspect
            )
    });
    match before {
        Some(Zh::De | Zh::Attributive | Zh::Demonstrative | Zh::Measure | Zh::Zhi) => !matches!(next, Some(Zh::Aspect)),
        Some(Zh::Adverb | Zh::Modal | Zh::Negation | Zh::Suo | Zh::DeAdverb) => false,
        Some(Zh::Verb | Zh::VerbNoun | Zh::Have | Zh::Preposition | Zh::Passive) => match next {
            Some(n) if is_nominal(n) => before == Some(Zh::Verb) && !clause_has_verb_after(classes, tokens, i),
            _ => !object_follows || next == Some(Zh::VerbNoun),
        },
        Some(b) if is_nominal(b) || b == Zh::Noun || b == Zh::Adjective => {
            !object_follows || b == Zh::Adjective && next != Some(Zh::Aspect)
        }
        Some(Zh::Conjunction) => !object_follows,
        _ => {
            !object_follows
                && next.is_some_and(|n| {
                    is_verbal(n) || matches!(n, Zh::Adverb | Zh::Modal | Zh::De | Zh::Conjunction | Zh::Postposition)
                })
        }
    }
}

fn clause_has_verb_after(classes: &[Zh], tokens: &[Token], i: usize) -> bool {
    classes[i + 1..]
        .iter()
        .zip(&tokens[i + 1..])
        .take_while(|(_, t)| t.shape != Shape::Mark)
        .any(|(c, _)| *c == Zh::Verb)
}
