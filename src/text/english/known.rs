//! What words may be, remembered: a text says most of its words again and again.
//!
//! Comes in: a word as written and where it stands. Goes out: the classes that it had there before. The memory is a thread's and goes from text to
//! text; a word takes the slot of another with the same hash.

use super::tagger::Cell;
use crate::word::Key;
use std::cell::RefCell;

/// How many words are remembered; a power of two.
const WORDS: usize = 2048;

/// The memory.
#[derive(Debug, Default)]
pub struct Known(Vec<(Key, Cell)>);

impl Known {
    /// The classes of a word that is remembered.
    #[inline]
    pub fn get(&self, key: &Key) -> Option<Cell> {
        let (known, cell) = self.0.get(key.slot(WORDS))?;
        (known == key).then_some(*cell)
    }

    /// Remembers a word.
    pub fn put(&mut self, key: Key, cell: Cell) {
        if self.0.is_empty() {
            self.0 = vec![Default::default(); WORDS];
        }
        self.0[key.slot(WORDS)] = (key, cell);
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
