//! What words may be, remembered: a text says most of its words again and again.
//!
//! Comes in: a word as written and where it stands. Goes out: the classes that it had there before, and the fixed groups that begin with it. The memory is a thread's and goes from text to
//! text; a word takes the slot of another with the same hash.

use super::super::words::Phrase;
use super::tagger::Cell;
use crate::word::Key;
use std::cell::RefCell;

/// How many words are remembered; a power of two.
const WORDS: usize = 4096;

/// The fixed groups that begin with a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Groups {
    pub all: &'static [Phrase],
    /// A bit for each second word, by [`bit`]: most words that come next make no group.
    seconds: u64,
}

/// A second word, by its length and first letter.
#[inline]
fn bit(word: &[u8]) -> u64 {
    let first = word.first().copied().unwrap_or(0);
    1 << ((usize::from(first) ^ word.len() << 2) % 64)
}

impl Groups {
    pub fn new(all: &'static [Phrase]) -> Groups {
        // One of a single word goes with any.
        let seconds = all.iter().map(|(words, ..)| words.get(1).map_or(u64::MAX, |word| bit(word.as_bytes())));
        Groups { all, seconds: seconds.fold(0, |all, one| all | one) }
    }

    /// Whether a word may be the second of any.
    #[inline]
    pub fn may(&self, second: &str) -> bool {
        self.seconds & bit(second.as_bytes()) != 0
    }
}

/// The memory.
#[derive(Debug, Default)]
pub struct Known(Vec<(Key, Cell, Groups)>);

impl Known {
    /// What is remembered of a word.
    #[inline]
    pub fn get(&self, key: &Key) -> Option<(&Cell, &Groups)> {
        let (known, cell, groups) = self.0.get(key.slot(WORDS))?;
        (known == key).then_some((cell, groups))
    }

    /// Remembers a word.
    pub fn put(&mut self, key: Key, cell: Cell, groups: Groups) {
        if self.0.is_empty() {
            self.0 = vec![Default::default(); WORDS];
        }
        self.0[key.slot(WORDS)] = (key, cell, groups);
    }
}

/// Gives the thread's memory to `work`; a new one where the thread, at its end, has none.
pub fn with<T>(work: impl FnOnce(&mut Known) -> T) -> T {
    thread_local! {
        static KNOWN: RefCell<Known> = const { RefCell::new(Known(Vec::new())) };
    }
    let mut known = KNOWN.try_with(RefCell::take).unwrap_or_default();
    let done = work(&mut known);
    let _ = KNOWN.try_with(|own| own.replace(known));
    done
}
