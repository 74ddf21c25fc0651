//! Where the rules of a sentence are tried.
//!
//! Comes in: a sentence and the index of triggers. Goes out: the places where triggers stand, without those inside a name or inside a longer trigger
//! of a rule that states the same.

use super::Finder;
use crate::mention::Reading;
use crate::rule::pattern::ClassSet;
use crate::rule::watch::{self, Passed, Watch};
use crate::text::Tag;
use smallvec::SmallVec;
use std::cmp::Reverse;

/// A relation, and the tokens of its trigger.
pub(super) type Standing = (u32, u16, u16);

impl<W: Watch> Finder<'_, '_, W> {
    /// The triggers of a sentence by place, but none inside a name or a longer trigger of a rule that states the same class.
    pub(super) fn triggers(&mut self, sentence: u32, reading: &Reading<'_>) -> Vec<Standing> {
        let rules = self.rules;
        self.places.clear();
        reading.triggers(rules, &mut self.places);
        if self.places.is_empty() {
            return Vec::new();
        }
        let classes: ClassSet = reading.found.iter().map(|f| f.class).collect();
        let personal = reading.tokens.tokens.iter().any(|t| t.tag == Tag::Pronoun);
        let watch = &mut *self.watch;
        let mut pass = |(relation, start, end): Standing, why| {
            watch.passed(relation as u16, watch::Place { sentence, start, end }, why);
        };
        let inside_name = names(reading);
        let mut triggers: Vec<Standing> = Vec::with_capacity(self.places.len());
        for place in &self.places {
            let relation = &rules.relations[place.pattern as usize];
            let fills = (personal || !relation.personal) && relation.classes.iter().all(|c| c.meets(classes));
            if !fills {
                pass((place.pattern, place.start, place.end), Passed::NoFiller);
                continue;
            }
            let Some(end) = place.anchor_end(&reading.tokens, &relation.triggers) else { continue };
            let standing = (place.pattern, place.start, end);
            if inside_name[place.start as usize] < end {
                triggers.push(standing);
            } else {
                pass(standing, Passed::InName);
            }
        }
        triggers.sort_unstable();
        triggers.dedup();
        let mut longest = Vec::with_capacity(triggers.len());
        for relation in triggers.chunk_by(|a, b| a.0 == b.0) {
            let mut far = 0;
            for same in relation.chunk_by(|a, b| a.1 == b.1) {
                // The last of the same start is the longest.
                for (n, &trigger) in same.iter().enumerate() {
                    if n + 1 == same.len() && trigger.2 > far {
                        longest.push(trigger);
                    } else {
                        pass(trigger, Passed::InLonger);
                    }
                }
                far = far.max(same[same.len() - 1].2);
            }
        }
        // Of rules that state the same class the one with the longer trigger knows better what is meant: "accept" in "accept demands from".
        longest.sort_unstable_by_key(|&(relation, start, end)| (start, Reverse(end), relation));
        let mut widest: SmallVec<[(&str, u16, u16); 8]> = SmallVec::new();
        longest.retain(|&place| {
            let (relation, start, end) = place;
            let class = rules.relations[relation as usize].class.as_str();
            let Some(wide) = widest.iter_mut().find(|(c, ..)| *c == class) else {
                widest.push((class, start, end));
                return true;
            };
            let inside = end <= wide.2 && (start, end) != (wide.1, wide.2);
            if inside {
                pass(place, Passed::InLonger);
            } else {
                *wide = (class, start, end);
            }
            !inside
        });
        longest.sort_unstable_by_key(|&(relation, start, end)| (start, end, relation));
        longest
    }
}

/// For each token the farthest end of a name, or of what is to be nothing, that begins there or before.
fn names(reading: &Reading<'_>) -> Vec<u16> {
    let mut ends = vec![0; reading.tokens.tokens.len() + 1];
    let named = reading.found.iter().filter(|f| f.value.is_none()).map(|f| (f.start, f.end));
    for (a, b) in named.chain(reading.hidden.iter().copied()) {
        ends[a as usize] = b.max(ends[a as usize]);
    }
    for n in 1..ends.len() {
        ends[n] = ends[n].max(ends[n - 1]);
    }
    ends
}
