//! Relations that are written as patterns over tokens.
//!
//! Comes in: a sentence. Goes out: a claim for each pattern that matches and fills its roles.

use super::doers::Verbs;
use super::elements::{Elements, Seen, Trigger};
use super::fill::{Fill, Filler};
use super::{Finder, Surroundings, cut};
use crate::mention::Reading;
use crate::mention::places::Place;
use crate::rule::pattern::Stance;
use crate::rule::watch::{self, Tried, Watch};
use crate::rule::{Filling, RoleKind, Slot};
use smallvec::SmallVec;

impl<W: Watch> Finder<'_, '_, W> {
    /// Where the anchors of relations that are written as patterns stand.
    pub(super) fn pattern_places(&mut self, reading: &Reading<'_>) -> Vec<Place> {
        let mut places = Vec::new();
        reading.patterns(self.rules, W::LOOKS, &mut places);
        places.sort_unstable();
        places
    }

    /// Relations written as patterns over tokens, tried at `places`.
    pub(super) fn patterns(
        &mut self,
        n: u32,
        reading: &Reading<'_>,
        base: &Elements<'_, '_>,
        verbs: &Verbs,
        places: &[Place],
    ) {
        for place in places {
            let (number, start) = (place.pattern, place.start);
            let pattern = &self.rules.relation_patterns[number as usize];
            let Some(end) = place.anchor_end(&reading.tokens, &pattern.pattern.anchor) else { continue };
            self.watch.begin(Tried::Pattern(number), watch::Place { sentence: n, start, end });
            let machine = &mut self.scratch.machine;
            let Some(find) = pattern.pattern.find(machine, &reading.tokens, start as usize, end as usize) else {
                self.watch.failed(|| pattern.pattern.far(machine, &reading.tokens, start as usize, end as usize));
                self.watch.end();
                continue;
            };
            self.watch.matched(find.start as u16, find.end as u16);
            let rules = self.rules;
            let relation = &rules.relations[pattern.relation as usize];
            let first = base.at(find.start as u16);
            let trigger = Trigger {
                start,
                end,
                first: base.at(start),
                last: base.at(end.max(start + 1) - 1) + 1,
                stance: Stance::Other,
            };
            self.place += 1;
            let seen = Seen { view: base, doer: usize::MAX, deed: (0, 0) };
            let (_, governor) = verbs.of(base, trigger, &self.ready.doers);
            let over = (verbs.governors.as_slice(), governor);
            let around = Surroundings::new(reading, seen, trigger, &[], over, self.place, false);
            let filler = Filler::new(rules, self.asked, n, &around, &[]);
            let mut roles: Vec<SmallVec<[Fill; 4]>> = Vec::new();
            let mut complete = first < base.all.len();
            for role in &relation.roles {
                let mut fills: SmallVec<[Fill; 4]> = SmallVec::new();
                for part in find.parts.iter().filter(|p| p.name == role.part && p.start < p.end) {
                    let fill = filler.fill_of(part.start, part.end);
                    let class = fill.mention.map(|m| reading.found[m as usize].class);
                    let fits = role.fillings.iter().any(|f| match f {
                        Filling::Class(c) => class == Some(*c),
                        _ => true,
                    });
                    if fits {
                        fills.push(fill);
                    }
                }
                if role.fillings.contains(&Filling::Counted) {
                    let parts = find
                        .parts
                        .iter()
                        .filter(|p| role.slots.iter().any(|s| matches!(s, Slot::Part(name) if *name == p.name)));
                    let scratch = &mut self.scratch;
                    fills.extend(parts.filter_map(|p| filler.counted(p.start, p.end, scratch)));
                }
                if role.kind == RoleKind::Metric {
                    fills.iter_mut().for_each(|fill| *fill = filler.indicator(*fill));
                }
                fills.iter_mut().for_each(|fill| cut(fill, &roles, reading));
                if fills.is_empty() && !role.slots.is_empty() {
                    fills = filler.fill(role, &mut self.scratch);
                    fills.retain(|f| !roles.iter().flatten().any(|g: &Fill| g.start < f.end && f.start < g.end));
                }
                self.watch.role(roles.len(), fills.iter().map(Fill::place));
                complete &= role.optional || role.goes_on() || !fills.is_empty();
                roles.push(fills);
            }
            if complete {
                let settings = self.settings(relation, &around, &[]);
                // What goes on with the claim before begins with all that the pattern found.
                let start = if relation.goes_on() { find.start as u16 } else { start };
                // A pattern that names as many indicators as figures tells the figure of each.
                let several = |kind: RoleKind| {
                    let of = relation.roles.iter().zip(&roles).find(|(role, _)| role.kind == kind);
                    of.map(|(_, fills)| fills.len()).filter(|&n| n > 1)
                };
                let paired = several(RoleKind::Metric).is_some_and(|n| several(RoleKind::Quantity) == Some(n));
                self.emit(n, pattern.relation, (start, end), roles, settings, paired);
            }
            self.watch.end();
        }
    }
}
