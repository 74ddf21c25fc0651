//! Lists whose members belong together one by one: "exports and imports grew by 5 and 6 percent, respectively", 20家企业、30个车间.
//!
//! Comes in: what fills the roles of a claim. Goes out: whether its lists go in step, and the whole row where a role took one time or place of several.

use super::fill::{Asked, Fill};
use super::{MEMBERS, Surroundings};
use crate::document::Lang;
use crate::mention::Reading;
use crate::rule::{Filling, Relation, Role, RoleKind};
use smallvec::SmallVec;

/// What fills each role of a relation.
type Fills = [SmallVec<[Fill; 4]>];

/// Whether the lists of a claim go in step: a word says so (分别 before the trigger, "respectively" behind it), or each count has its own noun.
pub fn in_step(relation: &Relation, roles: &Fills, around: &Surroundings<'_, '_, '_>, asked: &Asked) -> bool {
    let (reading, trigger) = (around.reading, around.trigger);
    let several = |is: &dyn Fn(&Role) -> bool| {
        let of = relation.roles.iter().zip(roles).find(|(role, _)| is(role));
        of.map(|(_, fills)| fills.len()).filter(|&n| n > 1)
    };
    let counted = several(&|role| role.fillings.contains(&Filling::Counted));
    let each = counted.is_some() && counted == several(&|role| role.kind == RoleKind::Quantity);
    let mut told = match reading.sentence.lang {
        Lang::Zh => around.view.all[trigger.first].start..trigger.start,
        // Only where there are lists: the word may stand far behind.
        Lang::En if roles.iter().any(|fills| fills.len() > 1) => trigger.end..reading.tokens.tokens.len() as u16,
        Lang::En => trigger.end..trigger.end,
    };
    each || told.any(|t| reading.tokens.starting(t as usize).any(|e| Some(e.label) == asked.respectively))
}

/// Gives a role that took one of several times or places the whole row, where another role has as many members.
pub fn widen(roles: &mut Fills, reading: &Reading<'_>) {
    let long = roles.iter().map(|fills| fills.len()).max().unwrap_or(0);
    for fills in roles.iter_mut().filter(|_| long > 1) {
        if let [fill] = fills.as_slice() {
            let row = row(*fill, reading);
            if row.len() == long {
                *fills = row;
            }
        }
    }
}

/// The mentions of one class that stand in a list with a mention, itself among them.
fn row(fill: Fill, reading: &Reading<'_>) -> SmallVec<[Fill; 4]> {
    let mut row = SmallVec::from_slice(&[fill]);
    let Some(at) = fill.mention.map(|m| m as usize) else { return row };
    let found = &reading.found;
    let same = |n: usize| found[n].class == found[at].class;
    let member = |n: usize| Fill { start: found[n].start, end: found[n].end, mention: Some(n as u32), ..fill };
    for n in (at.saturating_sub(MEMBERS)..at).rev().filter(|n| same(*n)) {
        if reading.tokens.in_row(found[n].end, row[0].start) {
            row.insert(0, member(n));
        }
    }
    for n in (at + 1..found.len().min(at + MEMBERS)).filter(|n| same(*n)) {
        if row.last().is_some_and(|last| reading.tokens.in_row(last.end, found[n].start)) {
            row.push(member(n));
        }
    }
    row
}
