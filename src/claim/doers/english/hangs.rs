//! What hangs on what, seen to the left.
//!
//! Comes in: an element of an English sentence. Goes out: what stands before it, the noun phrase on which it hangs, whether it is an object, on what its
//! list hangs. Every walk has its bound, so that time stays linear.

use super::super::ends_as_several;
use super::{Clauses, STEPS};
use crate::text::{ChunkKind, Voice};

/// How far a bracket may reach, in elements.
const BRACKET: usize = 12;

impl Clauses<'_, '_, '_> {
    /// What stands before an element, but for adverbs, predicative adjectives, quotation marks, brackets and "itself".
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        self.links[at]
    }

    /// The same, from what is known of the elements before it.
    pub(super) fn link(&self, at: usize) -> Option<usize> {
        let last = at.checked_sub(1)?;
        let beyond = match self.kind(last) {
            // "over the past year"
            ChunkKind::Adverb if last > 0 && self.is_time(last) && self.kind(last - 1) == ChunkKind::Preposition => {
                last - 1
            }
            ChunkKind::Adverb | ChunkKind::Adjective | ChunkKind::Other => last,
            // "trade not only creates jobs …"
            // "neither creates jobs nor …"
            ChunkKind::Conjunction
                if matches!(self.word(last), "not only" | "not just" | "not merely" | "neither" | "either") =>
            {
                last
            }
            // "the bank itself"
            ChunkKind::Noun if self.is_reflexive(last) && last > 0 && self.kind(last - 1) == ChunkKind::Noun => last,
            // "the banks both agree", "will both help"
            ChunkKind::Noun if last > 0 && self.is_floating(last) => last,
            ChunkKind::Mark => match self.word(last) {
                "“" | "”" | "\"" | "'" | "‘" | "’" => last,
                ")" => (last.saturating_sub(BRACKET)..last).rev().find(|&n| self.word(n) == "(").unwrap_or(at),
                _ => at,
            },
            _ => at,
        };
        if beyond == at { Some(last) } else { self.links[beyond] }
    }

    /// The noun phrase before an element, where nothing else stands between.
    pub(super) fn noun_before(&self, at: usize) -> Option<usize> {
        self.before(at).filter(|&n| self.kind(n) == ChunkKind::Noun)
    }

    /// The member of a list before the comma or conjunction at `link`, or before the comma that this one has before it.
    pub(super) fn member_before(&self, link: usize) -> Option<usize> {
        let before = self.before(link)?;
        let at = if self.kind(before) == ChunkKind::Mark { self.before(before)? } else { before };
        Some(at).filter(|&n| self.kind(n) == ChunkKind::Noun)
    }

    fn is_reflexive(&self, at: usize) -> bool {
        let word = self.word(at);
        self.element(at).end == self.element(at).start + 1 && (word.ends_with("self") || word.ends_with("selves"))
    }

    /// Whether an element is a time.
    fn is_time(&self, at: usize) -> bool {
        self.kinds.time.is_some_and(|label| self.view.has(at, label))
    }

    /// Whether "both", "all", "each" only says how many of those before it do something.
    fn is_floating(&self, at: usize) -> bool {
        let next = self.view.all.get(at + 1).map(|e| e.kind);
        matches!(self.word(at), "both" | "all" | "each")
            && matches!(self.kind(at - 1), ChunkKind::Noun | ChunkKind::Verb)
            && matches!(next, Some(ChunkKind::Verb | ChunkKind::Adverb))
    }

    /// The noun phrase on which the one at `at` hangs by prepositions: "GROWTH of trade and jobs"; none where it hangs on no noun phrase.
    pub(super) fn head(&self, mut at: usize) -> Option<usize> {
        let mut alone = None;
        for _ in 0..STEPS {
            if self.is_subject(at) {
                return Some(at);
            }
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

    /// The first noun phrase of those that hang on each other: the PARTNERS of the port in the bay.
    pub(super) fn top(&self, mut at: usize) -> usize {
        for _ in 0..STEPS {
            let prep = self.before(at).filter(|&n| self.kind(n) == ChunkKind::Preposition);
            // "strengthen trade through a fund to plant": the fund hangs on the verb; "$8 million from the fund to plant" is no thing that plants.
            let prep = prep.filter(|&n| !matches!(self.word(n), "through" | "by" | "via" | "under"));
            let noun = prep.and_then(|n| self.noun_before(n)).filter(|&n| !self.is_counted(n));
            let Some(noun) = noun else { break };
            at = noun;
        }
        at
    }

    /// What a noun phrase, or the list that it ends, is the object of: a verb or a preposition.
    pub(super) fn governor(&self, mut at: usize) -> Option<usize> {
        for _ in 0..STEPS {
            let before = self.before(at)?;
            match self.kind(before) {
                ChunkKind::Verb | ChunkKind::Preposition => return Some(before),
                ChunkKind::Conjunction => at = self.top(self.member_before(before)?),
                ChunkKind::Mark if self.word(before) == "," => at = self.top(self.member_before(before)?),
                _ => return None,
            }
        }
        None
    }

    /// Whether a noun phrase, or the list that it ends, hangs on a preposition before which there is nothing.
    fn is_fronted(&self, mut at: usize) -> bool {
        for _ in 0..STEPS {
            let Some(before) = self.before(at) else { return false };
            at = match self.kind(before) {
                ChunkKind::Preposition => return self.before(before).is_none(),
                ChunkKind::Conjunction | ChunkKind::Mark => match self.member_before(before) {
                    Some(member) => member,
                    None => return false,
                },
                _ => return false,
            };
        }
        false
    }

    /// Whether what stands before is a verb's object, or a list that hangs on a preposition; not of what a clause opens with:
    /// "in May, the PORT and".
    pub(super) fn is_object(&self, at: usize) -> bool {
        let mut next = self.member_before(at);
        let mut anew = false;
        for _ in 0..STEPS {
            let Some((noun, link)) = next.and_then(|noun| Some((noun, self.before(noun)?))) else { return false };
            match self.kind(link) {
                ChunkKind::Verb | ChunkKind::Preposition => {
                    return !(anew && self.pending.is_none() && self.outer.is_empty() && self.is_open());
                }
                ChunkKind::Conjunction => next = self.member_before(link),
                ChunkKind::Mark => {
                    anew |= self.is_unlike(link, noun);
                    next = self.member_before(link);
                }
                _ => return false,
            }
        }
        true
    }

    /// Whether the list that ends in a noun phrase before a verb is of objects in a relative clause, and the verb is of what
    /// waits outside.
    pub(super) fn ends_relative(&self, last: usize, outer: usize, verb: usize) -> bool {
        let within = self.governor(last).filter(|&n| self.kind(n) == ChunkKind::Verb && self.is_finite(n));
        let relative = within.and_then(|n| self.before(n)).is_some_and(|n| self.kind(n) == ChunkKind::Clause);
        relative && !self.is_apart_before(last) && self.agrees(outer, verb)
    }

    /// Whether a comma stands before the joint of the last member of a list.
    fn is_apart_before(&self, last: usize) -> bool {
        let joint = self.before(last).filter(|&n| self.kind(n) == ChunkKind::Conjunction);
        joint.and_then(|n| self.before(n)).is_some_and(|n| self.kind(n) == ChunkKind::Mark)
    }

    /// Whether the joint at `at` has a comma before it and joins no longer list.
    pub(super) fn is_apart(&self, at: usize) -> bool {
        let comma = self.before(at).filter(|&n| self.kind(n) == ChunkKind::Mark);
        let member = comma.and_then(|n| self.noun_before(n)).map(|n| self.top(n));
        let link = member.and_then(|n| self.before(n));
        link.is_some_and(|n| !matches!(self.kind(n), ChunkKind::Mark | ChunkKind::Conjunction))
    }

    /// Whether the noun phrase at `at`, which an opening phrase and a comma stand before, is no member of a list with that:
    /// "in Norway, the PORT, …".
    pub(super) fn is_anew(&self, comma: usize, at: usize) -> bool {
        if self.noun_before(comma).is_none() {
            return false;
        }
        let list = |n: &usize| {
            matches!(self.kind(*n), ChunkKind::Noun | ChunkKind::Preposition | ChunkKind::Adverb)
                || self.word(*n) == ","
        };
        let end = (at + 1..self.view.all.len()).take(STEPS).find(|n| !list(n));
        self.is_unlike(comma, at) || end.is_none_or(|n| self.kind(n) != ChunkKind::Conjunction)
    }

    /// Whether what stands before a comma ends a list, or is a name or has an article where what stands behind it is otherwise.
    fn is_unlike(&self, comma: usize, at: usize) -> bool {
        let Some(member) = self.noun_before(comma) else { return false };
        let joined = self.before(member).is_some_and(|n| self.kind(n) == ChunkKind::Conjunction);
        joined
            || self.is_name(member) != self.is_name(at)
            || self.is_determined(at) && !self.is_determined(self.top(member))
    }

    /// The noun phrase on which a list hangs, by a participle or by its place: "CRISES caused by war, drought and debt", "the PARTNERS Norway, Peru and
    /// Chad".
    pub(super) fn listed(&self, last: usize, verb: usize) -> Option<usize> {
        let mut names = self.is_name(last);
        let mut noun = last;
        for _ in 0..STEPS {
            let link = self.before(noun)?;
            match self.kind(link) {
                ChunkKind::Conjunction | ChunkKind::Mark
                    if self.kind(link) != ChunkKind::Mark || self.word(link) == "," =>
                {
                    noun = self.member_before(link)?;
                    names &= self.is_name(noun);
                }
                ChunkKind::Noun if link + 1 == noun => return self.head(link),
                ChunkKind::Preposition => {
                    let on = self.before(link)?;
                    match self.kind(on) {
                        // "rains in Norway, Peru and Chad"
                        ChunkKind::Noun if names && !self.is_name(on) => return self.head(on),
                        // "rains in the north, the south and the hills": the list is unlike what it hangs on, or the verb is
                        // of one.
                        ChunkKind::Noun => {
                            let head = self.head(on)?;
                            let determined = self.is_determined(last);
                            let alike =
                                self.is_name(noun) == self.is_name(last) && self.is_determined(noun) == determined;
                            // "the plan for farms, the rules of trade and the laws of the port": each has something hang on it.
                            let within =
                                matches!(self.word(link), "in" | "across" | "between" | "among" | "throughout")
                                    && self.noun_before(verb) == Some(last);
                            // "chapters on fishing, trade and health": no two of them, but the chapters, are several.
                            let one = |n: usize| !determined && !ends_as_several(self.head_word(n));
                            let several = one(noun) && one(last) && ends_as_several(self.head_word(on));
                            let apart = within || several || self.is_determined(on) != determined;
                            if self.is_one_by(head, verb) || alike && apart && self.agrees_alone(head, verb) {
                                return Some(head);
                            }
                            noun = on;
                        }
                        // "TOWNS living on trade and fishing …" too.
                        ChunkKind::Verb if matches!(self.element(on).voice, Voice::Participle | Voice::Gerund) => {
                            let noun = self.noun_before(on)?;
                            // "with A recognised as conditions for growth, X and Y …": what hangs on a preposition that opens the sentence.
                            return self.head(noun).filter(|_| !self.is_fronted(noun));
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
