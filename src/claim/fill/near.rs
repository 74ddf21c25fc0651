//! Fillers that no frame captures: behind a preposition, or nearest to the trigger.
//!
//! Comes in: a trigger among its elements. Goes out: the noun phrase behind a word, or the mention of a role's classes that stands nearest.

use super::{Fill, Filler, REACH, Scratch};
use crate::document::Lang;
use crate::mention::Found;
use crate::rule::pattern::{Check, ClassId, Ends, Labels, Lattice, Stance};
use crate::rule::{Filling, Role};
use crate::text::{ChunkKind, Voice};
use smallvec::SmallVec;

impl Filler<'_, '_, '_> {
    /// Where the times of a trigger end: a later Chinese clause has a time of its own, an English one need not.
    pub(super) fn clause_end(&self) -> usize {
        let end = |label| (self.trigger.last..self.view.all.len()).find(|&at| self.view.covered(at, label));
        let mark = self.asked.clause_mark.filter(|_| self.lang() == Lang::Zh);
        mark.and_then(end).unwrap_or(self.view.all.len())
    }

    /// The noun phrase behind a preposition: after the trigger, else before it, inside the clause.
    pub(super) fn behind(&self, check: &Check) -> Option<(usize, usize)> {
        let Check::Edge(label) = *check else { return None };
        let stops = |at: usize| {
            let e = &self.view.all[at];
            e.kind == ChunkKind::Clause
                || e.kind == ChunkKind::Verb && e.voice == Voice::Active
                || e.kind == ChunkKind::Mark && matches!(self.view.word(at), ";" | ":" | "\"" | "“" | "”" | "(" | "—")
        };
        let nominal = self.lang() == Lang::En && self.trigger.stance == Stance::Nominal;
        let noun = |at: usize| self.view.all.get(at).is_some_and(|e| e.kind == ChunkKind::Noun);
        // "its call for relations WITH Norway": it belongs to the other act, which stands before it.
        let acts = |at: usize| self.asked.acts.iter().any(|&act| self.view.covered(at, act));
        let theirs = |at: usize| nominal && at > self.trigger.last && acts(at - 1);
        let fill = |at: usize, before: usize| {
            if !self.view.labels(at).meets(Labels::of(label)) {
                return None;
            }
            let mut ends = Ends::new();
            self.view.edges(at, label, false, &mut ends);
            ends.iter().map(|&end| usize::from(end)).find(|&end| noun(end) && end < before).map(|end| (end, end + 1))
        };
        // The "to" of an infinitive is no preposition.
        let verb = |at: usize| self.view.all[at].kind == ChunkKind::Verb;
        let (first, last) = (self.trigger.first, self.trigger.last);
        let mut after = (last..self.clause_end().min(last + REACH)).take_while(|&at| !stops(at));
        let found = after.find_map(|at| fill(at, usize::MAX).filter(|_| !verb(at) && !theirs(at)));
        if found.is_some() || self.lang() == Lang::En {
            return found;
        }
        let before = (first.saturating_sub(REACH)..first).rev();
        before.take_while(|&at| self.view.all[at].kind != ChunkKind::Mark).find_map(|at| fill(at, first))
    }

    /// The mention of one of the role's classes that stands nearest to the trigger; none where two stand equally near, since either may be meant.
    pub(super) fn nearest(&self, role: &Role, scratch: &mut Scratch, fits: impl Fn(&Found) -> bool) -> Option<Fill> {
        let classes: SmallVec<[ClassId; 4]> =
            role.fillings.iter().filter_map(|f| if let Filling::Class(c) = f { Some(*c) } else { None }).collect();
        let mut best: Option<(u16, Fill)> = None;
        let mut tied = None;
        for (n, found) in self.reading.found.iter().enumerate() {
            if !classes.contains(&found.class) || found.start < self.trigger.end && self.trigger.start < found.end {
                continue;
            }
            let distance = if found.end <= self.trigger.start {
                self.trigger.start - found.end
            } else {
                found.start - self.trigger.end
            };
            if best.is_none_or(|(d, _)| distance <= d) && fits(found) {
                let fill =
                    Fill { sentence: self.sentence, start: found.start, end: found.end, mention: Some(n as u32) };
                tied = best.filter(|(d, _)| *d == distance).map(|(_, other)| [other, fill]);
                best = Some((distance, fill));
            }
        }
        scratch.tied = tied;
        best.filter(|_| tied.is_none()).map(|(_, fill)| fill)
    }
}
