//! Known concepts, indicators and initiatives by name: what a phrase speaks of that is no mention, in either language.
//!
//! Comes in: the lexicon, once. Goes out: for a phrase the thing that has just this name.

use super::normalised;
use crate::document::Lang;
use crate::lexicon::{Lexicon, RowId};
use rustc_hash::FxHashMap;

/// The classes of things that phrases name; of two with one name the first is meant.
const CLASSES: [&str; 3] = ["Concept", "Metric", "Initiative"];

/// How many bytes longer than a name a phrase for it may be: an article, quotation marks.
const MORE: usize = 12;

/// The names of concepts, indicators and initiatives.
#[derive(Debug)]
pub struct Concepts {
    names: FxHashMap<(Lang, String), RowId>,
    /// The bytes of the longest name.
    longest: usize,
}

impl Concepts {
    pub fn new(lexicon: &Lexicon) -> Concepts {
        let mut concepts = Concepts { names: FxHashMap::default(), longest: 0 };
        for id in CLASSES.iter().flat_map(|class| lexicon.rows_of(class)) {
            let row = lexicon.row(id);
            for (lang, names) in [(Lang::En, &row.en), (Lang::Zh, &row.zh)] {
                for name in names {
                    concepts.longest = concepts.longest.max(name.len());
                    concepts.names.entry((lang, normalised(name, lang))).or_insert(id);
                }
            }
        }
        concepts
    }

    /// The thing that a phrase of a text names as a whole.
    pub fn named(&self, phrase: &str, lang: Lang) -> Option<RowId> {
        if phrase.len() > self.longest + MORE {
            return None;
        }
        self.names.get(&(lang, normalised(phrase, lang))).copied()
    }
}
