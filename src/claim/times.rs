//! The time of a figure that the sentence before gave.
//!
//! "In 2023 output was 3 million tonnes. Of this, exports took half": what goes on with the figures of the sentence before (it has a word of the list
//! `same-time`, or is compared with another time) and names no time of its own is of theirs. Comes in: the claims of a text, in the order of their
//! sentences. Goes out: the same, with the times that were carried on.

use super::Stated;
use super::fill::{Asked, Fill};
use crate::lexicon::Lexicon;
use crate::mention::Reading;
use crate::rule::pattern::{ClassId, Ends, Label, Lattice};
use crate::rule::{Rules, Slot};

/// Gives claims whose role at `time` is empty the time of the sentence before, in the same passage, where theirs goes on with it.
pub(super) fn carry(
    claims: &mut [Stated<'_>],
    readings: &[Reading<'_>],
    lexicon: &Lexicon,
    rules: &Rules,
    asked: &Asked,
) {
    let Some(time) = rules.classes.id("Time") else { return };
    let continues = lexicon.list_id("same-time").map(Label::List);
    let role = |claim: &Stated<'_>| {
        let roles = &rules.relations[claim.relation as usize].roles;
        roles.iter().position(|r| r.optional && r.slots.iter().any(|slot| matches!(slot, Slot::Time))).map(|n| n as u8)
    };
    // The time of the sentence with claims looked at last, and of what kind of claim.
    let mut before: Option<(usize, &str, Fill)> = None;
    for sentence in claims.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        let n = sentence[0].sentence as usize;
        let next = |s: usize| s + 1 == n && readings[s].sentence.passage == readings[n].sentence.passage;
        let carried =
            before.filter(|(s, ..)| next(*s) && goes_on(&readings[n], time, continues, asked.baseline.before));
        let mut own = None;
        for claim in sentence {
            let Some(role) = role(claim) else { continue };
            let filled = claim.roles.iter().find(|(r, _)| *r == role).map(|(_, fill)| *fill);
            let class = rules.relations[claim.relation as usize].class.as_str();
            if let (None, Some((_, of, fill))) = (filled, carried)
                && of == class
            {
                claim.roles.push((role, fill));
            }
            own = own.or(filled.map(|fill| (n, class, fill)));
        }
        before = own.or(carried.map(|(_, class, fill)| (n, class, fill)));
    }
}

/// Whether a sentence names no time but such as something is compared with, and says that it goes on with what was before.
fn goes_on(reading: &Reading<'_>, time: ClassId, continues: Option<Label>, baseline: Option<Label>) -> bool {
    let tokens = &reading.tokens;
    let compared = |at: u16| {
        let mut starts = Ends::new();
        if let Some(label) = baseline {
            tokens.edges(at as usize, label, true, &mut starts);
        }
        !starts.is_empty()
    };
    let mut times = reading.found.iter().filter(|f| f.class == time).peekable();
    let says = || (0..tokens.tokens.len()).any(|t| tokens.starting(t).any(|e| Some(e.label) == continues));
    (times.peek().is_some() || says()) && times.all(|f| compared(f.start))
}
