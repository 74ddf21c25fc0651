//! What forms begin with a word, remembered: a text says most of its words again and again, and looking for them in the trie is looking far about in memory.
//!
//! Comes in: a word with the character behind it. Goes out: the forms that end in the word, and where the trie stands behind it, so that only what
//! the text goes on with has to be looked for. The memory is a thread's and goes from text to text; a word takes the slot of another with the same
//! hash.

use super::{FormId, Hit};
use crate::span::Span;
use crate::word::Key;
use std::cell::RefCell;

/// How many words are remembered; a power of two.
const WORDS: usize = 4096;

/// The most forms that are remembered with a word.
const FORMS: usize = 3;

/// Where the trie stands behind a word and the character behind that.
#[derive(Clone, Copy, Debug, Default)]
pub enum Rest {
    /// No form goes on there.
    #[default]
    Nothing,
    Node(u32),
    /// One form is left, which agrees with the text for so many bytes.
    Leaf(u32, u8),
}

/// What forms begin with a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    forms: [FormId; FORMS],
    /// How many bytes each takes, and whether it is a name.
    stands: [(u8, bool); FORMS],
    count: u8,
    pub rest: Rest,
}

impl Word {
    /// A word and the hits that were found in it; `None` where they are too many.
    pub fn new(hits: &[Hit], rest: Rest) -> Option<Word> {
        let mut word = Word { rest, ..Word::default() };
        for hit in hits {
            let at = usize::from(word.count);
            *word.forms.get_mut(at)? = hit.form;
            word.stands[at] = (u8::try_from(hit.span.len()).ok()?, hit.name);
            word.count += 1;
        }
        Some(word)
    }

    /// The forms as they stand in the word that begins at `start`.
    #[inline]
    pub fn hits(&self, start: usize) -> impl Iterator<Item = Hit> {
        (0..FORMS.min(usize::from(self.count))).map(move |n| {
            let (length, name) = self.stands[n];
            Hit { span: Span::new(start, start + usize::from(length)), form: self.forms[n], name }
        })
    }
}

/// The memory.
#[derive(Default)]
pub struct Known {
    /// The number of the lexicon whose words they are.
    of: u32,
    words: Vec<(Key, Word)>,
}

thread_local! {
    static KNOWN: RefCell<Known> = const { RefCell::new(Known { of: 0, words: Vec::new() }) };
}

impl Known {
    /// The thread's memory, if it is of this lexicon, else a new one.
    pub fn take(of: u32) -> Known {
        let own = KNOWN.try_with(RefCell::take).ok().filter(|own| own.of == of);
        own.unwrap_or(Known { of, words: Vec::new() })
    }

    /// Gives the memory back to the thread.
    pub fn keep(self) {
        let _ = KNOWN.try_with(|own| own.replace(self));
    }

    /// What is remembered of a word.
    #[inline]
    pub fn get(&self, key: &Key) -> Option<&Word> {
        self.words.get(key.slot(WORDS)).filter(|(known, _)| known == key).map(|(_, word)| word)
    }

    /// Remembers a word.
    pub fn put(&mut self, key: Key, word: Word) {
        if self.words.is_empty() {
            self.words = vec![Default::default(); WORDS];
        }
        self.words[key.slot(WORDS)] = (key, word);
    }
}
