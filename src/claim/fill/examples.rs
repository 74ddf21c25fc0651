//! Names that stand behind a group as its members.
//!
//! Comes in: a noun phrase that fills a role, without a name of its own. Goes out: those who are named behind it: "several states, INCLUDING Norway and
//! Peru", "three donors: Norway, Peru and Malawi".

use super::{Fill, Filler};
use crate::document::Lang;
use crate::rule::{Filling, Role};
use crate::text::ChunkKind;
use smallvec::SmallVec;

impl Filler<'_, '_, '_> {
    /// Whether an English element begins examples of what stands before it.
    pub(super) fn exemplifies(&self, at: usize) -> bool {
        matches!(self.view.word(at), "including" | "such as" | "like" | "namely" | "notably")
    }

    /// Adds to the group that ends before element `end`, and is of `fills` from `group` on, those who are named behind it. It then ends before them.
    /// Who says or brings about something is the group as a whole.
    pub(super) fn examples(&self, role: &Role, end: usize, group: usize, fills: &mut SmallVec<[Fill; 4]>) {
        let whole = role.fillings.contains(&Filling::Phrase);
        if self.lang() != Lang::En || whole || fills[group..].iter().any(|fill| fill.mention.is_some()) {
            return;
        }
        let limit = if end <= self.trigger.first { self.trigger.first } else { self.view.all.len() };
        let all = &self.view.all[..limit];
        let is = |at: usize, kind: ChunkKind| all.get(at).is_some_and(|e| e.kind == kind);
        let word = |at: usize| if at < limit { self.view.word(at) } else { "" };
        let mut at = end;
        while is(at, ChunkKind::Preposition) && is(at + 1, ChunkKind::Noun) && !self.exemplifies(at) {
            at += 2;
        }
        let behind = at;
        at += (word(at) == ",") as usize;
        // A mark alone may open anything: at least two names are a list.
        let (first, least) = match (word(at), word(at + 1)) {
            ("among", "them") => (at + 2, 1),
            (":" | "(" | "–" | "—", _) => (at + 1, 2),
            _ if at < limit && self.exemplifies(at) => (at + 1, 1),
            _ => return,
        };
        at = first;
        let mut names: SmallVec<[Fill; 4]> = SmallVec::new();
        while is(at, ChunkKind::Noun)
            && let Some(name) = self.named(role, at, at + 1)
        {
            names.push(name);
            let joint = |at: usize| word(at) == "," || is(at, ChunkKind::Conjunction);
            at += 1;
            if !joint(at) {
                break;
            }
            at += 1 + joint(at + 1) as usize;
        }
        if names.len() < least {
            return;
        }
        for fill in &mut fills[group..] {
            fill.end = fill.end.min(all[behind].start);
        }
        names.retain(|name| !fills.iter().any(|f| f.start < name.end && name.start < f.end));
        fills.extend(names);
    }
}
