//! How a claim bounds its figure, and whether it is a level; when and where a figure is from, as English says it right beside the figure or its indicator.
//!
//! Comes in: the claims of a sentence. Goes out: the same, with what a word of the figure says of it (以上: at least); in English with the time that stands
//! right behind a figure or what it counts ("45 million in 2017 and 51 million in 2018"), unless the figure is compared with it; and with the place or body
//! whose indicator it is as scope: "NORWAY'S exports".

use super::elements::Elements;
use super::fill::Fill;
use super::{Finder, Stated};
use crate::lexicon::FormId;
use crate::mention::Reading;
use crate::rule::pattern::{Ends, Label, Lattice};
use crate::rule::watch::Watch;
use crate::rule::{Filling, RoleKind};
use crate::text::Tag;

/// How many words may stand between a figure and what it counts: "of the".
const BETWEEN: u16 = 2;

impl<'a, W: Watch> Finder<'a, '_, W> {
    /// Gives the claims from `begin` on the comparator of a word at an end of their figure, where their rule has none: who measures says 5%以上
    /// of 5 % too, though a bare figure so written is above it.
    pub(super) fn bounded(&mut self, begin: usize, reading: &Reading<'_>) {
        let (Some(bound), lexicon, rules) = (self.asked.bound, self.lexicon, self.rules) else { return };
        let Label::List(list) = bound else { return };
        for claim in self.claims[begin..].iter_mut().filter(|claim| claim.setting("comparator").is_none()) {
            let figure = claim.filler(rules, RoleKind::Quantity).filter(|fill| fill.sentence == claim.sentence);
            let Some(figure) = figure else { continue };
            let words = (figure.start..figure.end).flat_map(|at| reading.tokens.starting(at.into()));
            let mut at_end = words
                .filter(|e| e.label == bound && e.end <= figure.end)
                .filter(|e| e.start == figure.start || e.end == figure.end);
            let told = at_end.find_map(|e| {
                let words = lexicon.form(FormId(e.source)).words();
                words.filter(|w| w.list == list).find_map(|w| w.fact("comparator"))
            });
            if let Some(told) = told {
                claim.settings.push(("comparator", told));
            }
        }
    }

    /// Tells of each figure beside a change of the claims from `begin` on whether it is what was reached or by how much it changed: "rose TO 5 %". A growth
    /// of −2 % is a fall.
    pub(super) fn reached(&mut self, begin: usize, reading: &Reading<'_>) {
        let (Some(level), rules) = (self.asked.level, self.rules) else { return };
        let changed = |claim: &Stated<'_>| matches!(claim.setting("change"), Some("increase" | "decrease"));
        for claim in self.claims[begin..].iter_mut().filter(|claim| changed(claim) && claim.setting("figure").is_none())
        {
            let figure = claim.filler(rules, RoleKind::Quantity).filter(|fill| fill.sentence == claim.sentence);
            let Some(figure) = figure else { continue };
            let mut starts = Ends::new();
            reading.tokens.edges(figure.start.into(), level, true, &mut starts);
            claim.settings.push(("figure", if starts.is_empty() { "difference" } else { "level" }));
            let value = figure.mention.and_then(|n| reading.found[n as usize].value.as_ref());
            let negative = value.and_then(|value| value.number.as_ref()).is_some_and(|number| number.starts_with('-'));
            if negative && starts.is_empty() {
                for (_, change) in claim.settings.iter_mut().filter(|setting| **setting == ("change", "increase")) {
                    *change = "decrease";
                }
            }
        }
    }

    /// Gives each figure of the claims from `begin` on its own time.
    pub(super) fn dated(&mut self, begin: usize, reading: &Reading<'_>, base: &Elements<'_, '_>) {
        let rules = self.rules;
        for n in begin..self.claims.len() {
            let relation = &rules.relations[self.claims[n].relation as usize];
            let role = |kind: RoleKind| relation.roles.iter().position(|role| role.kind == kind);
            let Some(time) = role(RoleKind::Time) else { continue };
            let claim = &self.claims[n];
            let figure = claim.filler(rules, RoleKind::Quantity).filter(|fill| fill.sentence == claim.sentence);
            let Some(figure) = figure else { continue };
            let counted = claim.filler(rules, RoleKind::Metric);
            let counted = counted.filter(|m| (figure.end..=figure.end + BETWEEN).contains(&m.start));
            let ends = [Some(figure.end), counted.map(|m| m.end)];
            let found =
                ends.into_iter().flatten().find_map(|end| self.time_behind(figure.sentence, end, reading, base));
            if let Some(own) = found {
                let claim = &mut self.claims[n];
                claim.roles.retain(|(r, _)| usize::from(*r) != time);
                claim.roles.push((time as u8, own));
                claim.roles.sort_by_key(|(r, _)| *r);
            }
        }
    }

    /// The time right behind a token, with or without a preposition before it, that nothing is compared with.
    fn time_behind(&self, sentence: u32, at: u16, reading: &Reading<'_>, base: &Elements<'_, '_>) -> Option<Fill> {
        let label = self.asked.dating?;
        let mut starts = Ends::new();
        if usize::from(at) < reading.tokens.tokens.len() {
            reading.tokens.edges(at.into(), label, false, &mut starts);
        }
        let is_time = |n: &usize| Some(reading.found[*n].class) == self.asked.time;
        // "in 2018", "last year"
        let mut starts = starts.into_iter().chain([at]);
        let time = starts.find_map(|start| reading.beginning(start).filter(is_time))?;
        let found = &reading.found[time];
        let compared = self.asked.baseline.compares(reading, base, found);
        let fill = Fill { sentence, start: found.start, end: found.end, mention: Some(time as u32) };
        (!compared).then_some(fill)
    }

    /// Gives the claims from `begin` on without a scope whose the indicator is.
    pub(super) fn owned(&mut self, begin: usize, reading: &Reading<'_>) {
        let rules = self.rules;
        for claim in &mut self.claims[begin..] {
            let relation = &rules.relations[claim.relation as usize];
            let role = |kind: RoleKind| relation.roles.iter().position(|role| role.kind == kind);
            let Some(scope) = role(RoleKind::Scope).filter(|_| claim.filler(rules, RoleKind::Scope).is_none()) else {
                continue;
            };
            let metric = claim.filler(rules, RoleKind::Metric).filter(|fill| fill.sentence == claim.sentence);
            let mark = metric.and_then(|fill| fill.start.checked_sub(1));
            let mark = mark.filter(|at| reading.tokens.tokens[usize::from(*at)].tag == Tag::Particle);
            let fits = |n: &usize| relation.roles[scope].fillings.contains(&Filling::Class(reading.found[*n].class));
            if let Some(owner) = mark.and_then(|at| reading.ending(at)).filter(fits) {
                let found = &reading.found[owner];
                let (sentence, mention) = (claim.sentence, Some(owner as u32));
                claim.roles.push((scope as u8, Fill { sentence, start: found.start, end: found.end, mention }));
                claim.roles.sort_by_key(|(r, _)| *r);
            }
        }
    }
}
