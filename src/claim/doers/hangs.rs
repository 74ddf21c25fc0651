//! What hangs on what, seen to the left.
//!
//! Comes in: an element of an English sentence. Goes out: what stands before it, the noun phrase on which it hangs, whether it is an object, on what its
//! list hangs. Every walk has its bound, so that time stays linear.

use super::{Clauses, STEPS};
use crate::text::{ChunkKind, Tag, Voice};

/// How far a bracket may reach, in elements.
const BRACKET: usize = 12;

impl Clauses<'_, '_, '_> {
    /// What stands before an element, but for adverbs, predicative adjectives, quotation marks, brackets and "itself".
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        let mut at = at.checked_sub(1)?;
        for _ in 0..STEPS {
            match self.kind(at) {
                ChunkKind::Adverb | ChunkKind::Adjective | ChunkKind::Other => {}
                // "the bank itself"
                ChunkKind::Noun if self.is_reflexive(at) && at > 0 && self.kind(at - 1) == ChunkKind::Noun => {}
                ChunkKind::Mark => match self.word(at) {
                    "“" | "”" | "\"" | "'" | "‘" | "’" => {}
                    ")" => {
                        let far = at.saturating_sub(BRACKET);
                        let Some(open) = (far..at).rev().find(|&n| self.word(n) == "(") else { return Some(at) };
                        at = open;
                    }
                    _ => return Some(at),
                },
                _ => return Some(at),
            }
            at = at.checked_sub(1)?;
        }
        Some(at)
    }

    /// The noun phrase before an element, where nothing else stands between.
    pub(super) fn noun_before(&self, at: usize) -> Option<usize> {
        self.before(at).filter(|&n| self.kind(n) == ChunkKind::Noun)
    }

    /// The member of a list before the comma or conjunction at `link`, or before the comma that this one has before it.
    fn member_before(&self, link: usize) -> Option<usize> {
        let before = self.before(link)?;
        let at = if self.kind(before) == ChunkKind::Mark { self.before(before)? } else { before };
        Some(at).filter(|&n| self.kind(n) == ChunkKind::Noun)
    }

    fn is_reflexive(&self, at: usize) -> bool {
        let word = self.word(at);
        self.element(at).end == self.element(at).start + 1 && (word.ends_with("self") || word.ends_with("selves"))
    }

    /// The noun phrase on which the one at `at` hangs by prepositions: "GROWTH of trade and jobs"; none where it hangs on no noun phrase.
    pub(super) fn head(&self, mut at: usize) -> Option<usize> {
        let mut alone = None;
        for _ in 0..STEPS {
            let Some(before) = self.before(at) else { return Some(at) };
            let noun = self.noun_before(before);
            match self.kind(before) {
                ChunkKind::Preposition => match noun {
                    Some(noun) => at = noun,
                    None => return alone,
                },
                // "the growth of trade and jobs": both hang on growth.
                ChunkKind::Conjunction => {
                    let hangs = |n: &usize| self.before(*n).is_some_and(|p| self.kind(p) == ChunkKind::Preposition);
                    match noun.filter(hangs) {
                        Some(noun) => (alone, at) = (Some(at), noun),
                        None => return Some(at),
                    }
                }
                _ => return Some(at),
            }
        }
        Some(at)
    }

    /// Whether what stands before is a verb's object, or a list that hangs on a preposition.
    pub(super) fn is_object(&self, at: usize) -> bool {
        let mut next = self.noun_before(at);
        for _ in 0..STEPS {
            let Some(link) = next.and_then(|noun| self.before(noun)) else { return false };
            match self.kind(link) {
                ChunkKind::Verb | ChunkKind::Preposition => return true,
                ChunkKind::Conjunction | ChunkKind::Mark => next = self.member_before(link),
                _ => return false,
            }
        }
        true
    }

    /// The noun phrase on which a list hangs, by a participle or by its place: "CRISES caused by war, drought and debt", "the PARTNERS Norway, Peru and
    /// Chad".
    pub(super) fn listed(&self, last: usize) -> Option<usize> {
        let is_name = |n: usize| self.view.tokens.tokens[self.element(n).head as usize].tag == Tag::Proper;
        let mut names = is_name(last);
        let mut noun = last;
        for _ in 0..STEPS {
            let link = self.before(noun)?;
            match self.kind(link) {
                ChunkKind::Conjunction | ChunkKind::Mark
                    if self.kind(link) != ChunkKind::Mark || self.word(link) == "," =>
                {
                    noun = self.member_before(link)?;
                    names &= is_name(noun);
                }
                ChunkKind::Noun if link + 1 == noun => return self.head(link),
                ChunkKind::Preposition => {
                    let on = self.before(link)?;
                    match self.kind(on) {
                        // "rains in Norway, Peru and Chad"
                        ChunkKind::Noun if names && !is_name(on) => return self.head(on),
                        ChunkKind::Noun => noun = on,
                        ChunkKind::Verb if self.element(on).voice == Voice::Participle => {
                            let noun = self.noun_before(on)?;
                            return self.head(noun);
                        }
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
        None
    }
}
