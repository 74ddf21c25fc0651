//! Who does what the verbs of a sentence say.
//!
//! Comes in: the elements of a sentence. Goes out: for each verb group who does it, by what each language has for telling that, and for the place of a
//! trigger the one that does what it says.

mod chinese;
mod english;
#[cfg(test)]
pub mod tests;

use super::elements::{Elements, Trigger};
use super::listed::{Listed, Lists};
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::text::ChunkKind;

/// No noun phrase.
pub const NOBODY: u16 = u16::MAX;

/// How many steps are made to the left in search of one thing, so that time stays linear: members of a list, adverbs in a row.
const STEPS: usize = 32;

/// Whether an English noun ends as one of several does: "ports", not "press", "bonus", "basis".
pub fn ends_as_several(word: &str) -> bool {
    word.ends_with('s') && !["ss", "us", "is"].iter().any(|other| word.ends_with(other))
}

/// What the words of a pack say about who does what.
#[derive(Debug)]
pub struct Kinds {
    english: english::Kinds,
    chinese: chinese::Kinds,
}

impl Kinds {
    /// `lists` are those that the elements of a Chinese sentence are to be told of.
    pub fn new(lexicon: &Lexicon, rules: &Rules, lists: &mut Lists) -> Kinds {
        Kinds { english: english::Kinds::new(lexicon, rules), chinese: chinese::Kinds::new(lexicon, rules, lists) }
    }
}

/// For each element, the one that does what it says; [`NOBODY`] for what is no verb group, or has none that is known.
/// `told` are the lists of the elements of a Chinese sentence.
pub fn doers(view: &Elements<'_, '_>, lang: Lang, told: &[Listed], kinds: &Kinds) -> Vec<u16> {
    match lang {
        Lang::En => english::doers(view, &kinds.english),
        Lang::Zh => chinese::doers(view, told, &kinds.chinese),
    }
}

/// Who does what a trigger says: who does its verb, or that of which a noun is the object; the number of no element where nobody is known to.
pub fn of(doers: &[u16], view: &Elements<'_, '_>, trigger: Trigger) -> usize {
    let verb = |at: &usize| view.all[*at].kind == ChunkKind::Verb;
    let own = (trigger.first..trigger.last).find(verb);
    // A noun is the object of the verb right before it, or before the rest of its phrase and what is joined to that.
    let light = || {
        let mut at = trigger.first;
        for _ in 0..STEPS {
            at = at.checked_sub(1)?;
            let next = at + 1;
            match view.all[at].kind {
                ChunkKind::Verb => return Some(at),
                ChunkKind::Adverb | ChunkKind::Conjunction => {}
                // "serves AS a foundation"
                ChunkKind::Preposition if view.word(at) == "as" => {}
                // "is especially HELPFUL to farmers"
                ChunkKind::Noun | ChunkKind::Adjective
                    if next == trigger.first || view.all[next].kind == ChunkKind::Conjunction => {}
                _ => return None,
            }
        }
        None
    };
    let doer = own.or_else(light).and_then(|n| doers.get(n)).copied().unwrap_or(NOBODY);
    if usize::from(doer) < trigger.first { usize::from(doer) } else { usize::MAX }
}
