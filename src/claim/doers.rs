//! Who does what the verbs of a sentence say.
//!
//! Comes in: the elements of a sentence. Goes out: for each verb group who does it, by what each language has for telling that, and for the place of a
//! trigger the one that does what it says; and which verb governs which.

mod chinese;
mod english;
#[cfg(test)]
pub mod tests;

use super::elements::{Elements, Trigger};
use super::listed::{Listed, Lists};
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::rule::pattern::Label;
use crate::text::ChunkKind;
use smallvec::SmallVec;

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
    /// Verbs that say little beside the noun that is their object: "may PLAY a role".
    light: SmallVec<[Label; 8]>,
}

impl Kinds {
    /// `lists` are those that the elements of a Chinese sentence are to be told of.
    pub fn new(lexicon: &Lexicon, rules: &Rules, lists: &mut Lists) -> Kinds {
        let light = ["light", "light.have", "light.bond", "effecting", "becoming", "act-as"];
        Kinds {
            english: english::Kinds::new(lexicon, rules),
            chinese: chinese::Kinds::new(lexicon, rules, lists),
            light: light.into_iter().filter_map(|name| lexicon.list_id(name)).map(Label::List).collect(),
        }
    }
}

/// What is known of the verb groups of a sentence, by element; [`NOBODY`] for what is none, and where nothing is known.
#[derive(Debug, Default)]
pub struct Verbs {
    /// The element that does what it says.
    pub doers: Vec<u16>,
    /// The verb group that governs it: what is said of that holds for it too ("MUST build ports and CUT fees", "COULD play a role in CUTTING fees",
    /// 将建设港口，降低费用).
    pub governors: Vec<u16>,
}

impl Verbs {
    /// `told` are the lists of the elements of a Chinese sentence.
    pub fn new(view: &Elements<'_, '_>, lang: Lang, told: &[Listed], kinds: &Kinds) -> Verbs {
        match lang {
            Lang::En => english::verbs(view, &kinds.english),
            Lang::Zh => {
                let doers = chinese::doers(view, told, &kinds.chinese);
                Verbs { governors: chinese::governors(view, &doers), doers }
            }
        }
    }

    /// Who does what a trigger says, and the verb group that governs it; each is the number of no element where none is known. A noun is governed by the
    /// verb whose object it is, where that says no more than that it is so.
    pub fn of(&self, view: &Elements<'_, '_>, trigger: Trigger, kinds: &Kinds) -> (usize, usize) {
        let verb = |at: &usize| view.all[*at].kind == ChunkKind::Verb;
        let own = (trigger.first..trigger.last).find(verb);
        let light = if own.is_none() { light(view, trigger) } else { None };
        let before = |n: Option<&u16>| n.map(|n| usize::from(*n)).filter(|n| *n < trigger.first).unwrap_or(usize::MAX);
        let doer = before(own.or(light).and_then(|n| self.doers.get(n)));
        let governor = match light {
            Some(verb) if kinds.light.iter().any(|list| view.is_of(verb, *list)) => verb,
            _ => before(own.and_then(|n| self.governors.get(n))),
        };
        (doer, governor)
    }
}

/// The verb of which a noun is the object: right before it, or before the rest of its phrase and what is joined to that.
fn light(view: &Elements<'_, '_>, trigger: Trigger) -> Option<usize> {
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
}
