//! One statement once, though several rules found it; one indicator for a figure.
//!
//! Comes in: the claims of a sentence. Goes out: those that say most, in their order.

use super::{Finder, Stated, fill::Fill};
use crate::document::Lang;
use crate::mention::Reading;
use crate::rule::watch::{self, Watch};
use crate::rule::{Filling, Role, RoleKind, Rules};
use crate::text::Tag;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// How many claims with the same required fillers are compared with another.
const SAME: usize = 8;

/// Where an indicator begins; by where it ends and by its figure one knows what is told of it.
type Told = (u16, (u16, Option<Fill>));

/// A cause or an effect, and which way the one acts on the other.
type Side<'s> = (Fill, Option<&'s str>);

/// What a claim says to bring something about, and what it brings about.
fn sides(claim: &Stated<'_>, rules: &Rules) -> Option<(Fill, Fill)> {
    Some((claim.filler(rules, RoleKind::Cause)?, claim.filler(rules, RoleKind::Effect)?))
}

impl<'a, W: Watch> Finder<'a, '_, W> {
    /// One statement once: as the rule found it that says most of it, else the first.
    pub(super) fn unify(&mut self, begin: usize, reading: &Reading<'_>) {
        let rules = self.rules;
        let watch = &mut *self.watch;
        let mut same: FxHashMap<_, SmallVec<[usize; 2]>> = FxHashMap::default();
        let claims = &self.claims[begin..];
        let mut kept = vec![true; claims.len()];
        let fills = |claim: &Stated<'a>| -> SmallVec<[Fill; 4]> { claim.roles.iter().map(|(_, fill)| *fill).collect() };
        for (n, claim) in claims.iter().enumerate() {
            let relation = &rules.relations[claim.relation as usize];
            // Where and when are no participants, also where a rule asks for them.
            let setting = |role: &Role| matches!(role.kind, RoleKind::Time | RoleKind::Place);
            let participates = |role: &Role| !role.optional && !setting(role);
            let required = claim.roles.iter().filter(|(role, _)| participates(&relation.roles[*role as usize]));
            let required: SmallVec<[Fill; 4]> = required.map(|(_, fill)| *fill).collect();
            let said = (relation.class.as_str(), claim.setting("kind"), claim.setting("relation"), required);
            let others = same.entry(said).or_default();
            let all = fills(claim);
            let mut repeats = |n: usize, by: usize| {
                let (start, end) = claims[n].trigger;
                let place = watch::Place { sentence: claims[n].sentence, start, end };
                watch.repeated(claims[n].relation, place, claims[by].relation);
                kept[n] = false;
            };
            if let Some(&more) = others.iter().find(|&&o| all.iter().all(|f| fills(&claims[o]).contains(f))) {
                repeats(n, more);
                continue;
            }
            others.retain(|o| {
                let less = fills(&claims[*o]).iter().all(|f| all.contains(f));
                if less {
                    repeats(*o, n);
                }
                !less
            });
            // Only the latest are looked at, so that time stays linear.
            if others.len() == SAME {
                others.remove(0);
            }
            others.push(n);
        }
        // Two statements of one trigger with the same participants are one: the rule that asks for participants of a class knows better what
        // is meant ("Norway supports Chile" is no influence).
        let participants = |claim: &Stated<'a>| {
            let roles = &rules.relations[claim.relation as usize].roles;
            let mut required: SmallVec<[Fill; 4]> =
                claim.roles.iter().filter(|(role, _)| !roles[*role as usize].optional).map(|(_, fill)| *fill).collect();
            required.sort_unstable_by_key(|f| (f.sentence, f.start, f.end));
            (claim.trigger, required)
        };
        let narrow = |claim: &Stated<'a>| {
            let class = |filling: &Filling| matches!(filling, Filling::Class(_));
            rules.relations[claim.relation as usize].roles.iter().any(|r| !r.optional && r.fillings.iter().all(class))
        };
        let mut named: FxHashMap<_, usize> = FxHashMap::default();
        for (n, claim) in claims.iter().enumerate().filter(|(n, claim)| kept[*n] && narrow(claim)) {
            named.entry(participants(claim)).or_insert(n);
        }
        for (n, claim) in claims.iter().enumerate() {
            if let Some(&by) = named.get(&participants(claim)).filter(|_| kept[n] && !narrow(claim)) {
                let (start, end) = claim.trigger;
                let place = watch::Place { sentence: claim.sentence, start, end };
                watch.repeated(claim.relation, place, claims[by].relation);
                kept[n] = false;
            }
        }
        // "works with NORWAY'S fishers": who is only named in what another rule found to be acted on is not acted on himself.
        let act = |claim: &Stated<'a>| {
            Some((claim.filler(rules, RoleKind::Agent)?, claim.filler(rules, RoleKind::Recipient)?))
        };
        let mut whole: FxHashMap<Fill, SmallVec<[(usize, Fill); 2]>> = FxHashMap::default();
        for (n, claim) in claims.iter().enumerate().filter(|(n, _)| kept[*n]) {
            if let Some((agent, recipient)) = act(claim).filter(|(_, recipient)| recipient.mention.is_none()) {
                whole.entry(agent).or_default().push((n, recipient));
            }
        }
        for (n, claim) in claims.iter().enumerate() {
            let Some((agent, part)) = act(claim).filter(|(_, part)| kept[n] && part.mention.is_some()) else {
                continue;
            };
            // "leaders FROM NORWAY" may well be met as Norway.
            let tags =
                |whole: &Fill| reading.tokens.tokens[whole.start as usize..part.start as usize].iter().map(|t| t.tag);
            let within =
                |whole: &Fill| whole.sentence == part.sentence && whole.start <= part.start && part.end < whole.end;
            let holds = |whole: &Fill| within(whole) && tags(whole).all(|tag| tag != Tag::Preposition);
            let latest = whole.get(&agent).into_iter().flat_map(|w| w.iter().rev().take(SAME));
            if let Some(&(by, _)) = latest.into_iter().find(|(_, whole)| holds(whole)) {
                let (start, end) = claim.trigger;
                let place = watch::Place { sentence: claim.sentence, start, end };
                watch.repeated(claim.relation, place, claims[by].relation);
                kept[n] = false;
            }
        }
        let mut kept = kept.into_iter();
        let tail: Vec<Stated<'a>> = self.claims.drain(begin..).collect();
        self.claims.extend(tail.into_iter().filter(|_| kept.next() == Some(true)));
    }

    /// Takes out the claims from `begin` on that another of them tells as well: which one, is in `by`.
    fn leave_out(&mut self, begin: usize, by: Vec<Option<usize>>) {
        let claims = &self.claims[begin..];
        for (claim, by) in claims.iter().zip(&by) {
            if let Some(by) = by {
                let (start, end) = claim.trigger;
                let place = watch::Place { sentence: claim.sentence, start, end };
                self.watch.repeated(claim.relation, place, claims[*by].relation);
            }
        }
        let mut by = by.into_iter();
        let tail: Vec<Stated<'a>> = self.claims.drain(begin..).collect();
        self.claims.extend(tail.into_iter().filter(|_| by.next() == Some(None)));
    }

    /// What a cause brings about is told once: "the law provides | incentives for ports" says no more of it by "incentives".
    pub(super) fn outermost(&mut self, begin: usize) {
        let rules = self.rules;
        let claims = &self.claims[begin..];
        let mut effects: FxHashMap<Fill, SmallVec<[(Fill, usize); 2]>> = FxHashMap::default();
        for (n, claim) in claims.iter().enumerate() {
            if let Some((cause, effect)) = sides(claim, rules).filter(|(_, effect)| effect.sentence == claim.sentence) {
                effects.entry(cause).or_default().push((effect, n));
            }
        }
        // The word that brings it about stands before: "the key to | shipping lies in charts" is told by "key".
        let within = |claim: &Stated<'a>, inner: Fill, (outer, by): (Fill, usize)| {
            let ((start, end), (_, before)) = (claim.trigger, claims[by].trigger);
            before <= outer.start && outer.start <= start && end <= outer.end && inner.end <= outer.end
        };
        let by = |claim: &Stated<'a>| {
            let (cause, effect) = sides(claim, rules)?;
            let latest = effects.get(&cause)?.iter().rev().take(SAME);
            latest.copied().find(|outer| within(claim, effect, *outer)).map(|(_, by)| by)
        };
        let by: Vec<Option<usize>> = claims.iter().map(by).collect();
        self.leave_out(begin, by);
    }

    /// A cause and its effect are told once, though rules took more or less of one of them: all of a cause ("loans and | grants"), and of an effect
    /// what changes, without the verb that says so (推动 | 贸易增长) and in Chinese without what is listed or said behind it.
    pub(super) fn nested(&mut self, begin: usize, reading: &Reading<'_>) {
        let rules = self.rules;
        let claims = &self.claims[begin..];
        let here = |claim: &Stated<'a>| {
            let within = |(cause, effect): &(Fill, Fill)| [cause, effect].iter().all(|f| f.sentence == claim.sentence);
            sides(claim, rules).filter(within)
        };
        let verb = |fill: &Fill| reading.tokens.tokens[fill.start as usize].tag == Tag::Verb;
        // "the key to | safe shipping"
        let less = |outer: &Fill, inner: &Fill| match reading.lang() {
            _ if outer.start < inner.start && verb(outer) => true,
            Lang::En => outer.start < inner.start && reading.tokens.word(inner.start - 1) == "to",
            Lang::Zh => outer.start == inner.start,
        };
        let mut by = vec![None; claims.len()];
        for effects in [true, false] {
            let mut told: FxHashMap<Side<'_>, SmallVec<[(Fill, usize); 2]>> = FxHashMap::default();
            for (n, claim) in claims.iter().enumerate() {
                let Some((cause, effect)) = here(claim) else { continue };
                let (same, other) = if effects { (cause, effect) } else { (effect, cause) };
                let others = told.entry((same, claim.setting("polarity"))).or_default();
                for &(fill, m) in others.iter().rev().take(SAME) {
                    let within = |a: &Fill, b: &Fill| a != b && b.start <= a.start && a.end <= b.end;
                    let ((inner, i), (outer, o)) = match (within(&fill, &other), within(&other, &fill)) {
                        (true, _) => ((fill, m), (other, n)),
                        (_, true) => ((other, n), (fill, m)),
                        _ => continue,
                    };
                    if by[i].is_none() && by[o].is_none() {
                        let (out, stays) = if effects && less(&outer, &inner) { (o, i) } else { (i, o) };
                        by[out] = Some(stays);
                    }
                }
                others.push((other, n));
            }
        }
        self.leave_out(begin, by);
    }

    /// A Chinese indicator of a figure, or of a change without one, is the one that is named in full: 发明专利占比, not
    /// 专利占比 within it. And what it changed by is not what it is: 减少税费500亿元.
    pub(super) fn named_in_full(&mut self, begin: usize) {
        let rules = self.rules;
        let claims = &self.claims[begin..];
        let told: Vec<Option<Told>> = claims
            .iter()
            .map(|claim| {
                let observed = rules.relations[claim.relation as usize].class == "Observation";
                let metric =
                    claim.filler(rules, RoleKind::Metric).filter(|m| observed && m.sentence == claim.sentence)?;
                Some((metric.start, (metric.end, claim.filler(rules, RoleKind::Quantity))))
            })
            .collect();
        let mut full: FxHashMap<(u16, Option<Fill>), usize> = FxHashMap::default();
        let still = |n: usize| claims[n].setting("change").is_none();
        let rank = |n: usize| (told[n].map_or(u16::MAX, |(start, _)| start), still(n));
        for (n, (_, what)) in told.iter().enumerate().filter_map(|(n, t)| Some((n, (*t)?))) {
            let longest = full.entry(what).or_insert(n);
            if rank(n) < rank(*longest) {
                *longest = n;
            }
        }
        let within = |(n, t): (usize, &Option<Told>)| {
            let (_, what) = (*t)?;
            full.get(&what).copied().filter(|&by| by != n && rank(by) < rank(n))
        };
        let by: Vec<Option<usize>> = told.iter().enumerate().map(within).collect();
        self.leave_out(begin, by);
    }

    /// An English figure is of one indicator: of what a verb says, not of what merely stands beside it. And a word inside an indicator that has a
    /// figure of its own states nothing by itself ("the temperature RISE is 2 degrees", "population GROWTH was 3 percent").
    pub(super) fn measured_once(&mut self, begin: usize) {
        let rules = self.rules;
        let observed = |claim: &Stated<'a>| rules.relations[claim.relation as usize].class == "Observation";
        let beside = |claim: &Stated<'a>| rules.relations[claim.relation as usize].triggers.is_empty();
        let claims = &self.claims[begin..];
        // By the word that states it: "reached 300 children" is of children, not of what reached them.
        let mut counted: FxHashMap<((u16, u16), Option<u32>), usize> = FxHashMap::default();
        let counts = |claim: &Stated<'a>| {
            let relation = &rules.relations[claim.relation as usize];
            relation.roles.iter().any(|role| role.fillings.contains(&Filling::Counted))
        };
        let mut stated: FxHashMap<Fill, usize> = FxHashMap::default();
        // By where it begins, the figure that takes in what it counts: "52 MILLION PEOPLE live in poverty" is of poverty and not of people.
        let mut whole: FxHashMap<u16, (u16, usize)> = FxHashMap::default();
        let mut metrics: Vec<(u16, u16, usize)> = Vec::new();
        for (n, claim) in claims.iter().enumerate().filter(|(_, claim)| observed(claim)) {
            let Some(quantity) = claim.filler(rules, RoleKind::Quantity) else { continue };
            if counts(claim) {
                counted.entry((claim.trigger, quantity.mention)).or_insert(n);
            }
            if !beside(claim) {
                stated.entry(quantity).or_insert(n);
            }
            let longest = whole.entry(quantity.start).or_insert((quantity.end, n));
            if longest.0 < quantity.end {
                *longest = (quantity.end, n);
            }
        }
        let counted_in = |claim: &Stated<'a>| {
            let (quantity, metric) = (claim.filler(rules, RoleKind::Quantity)?, claim.filler(rules, RoleKind::Metric)?);
            let within = |(end, _): &&(u16, usize)| quantity.end <= metric.start && metric.start < *end;
            whole.get(&quantity.start).filter(within).map(|(_, n)| *n)
        };
        // Of those that stay.
        for (n, claim) in claims.iter().enumerate().filter(|(_, claim)| observed(claim)) {
            let stays = |quantity: &Fill| !beside(claim) || !stated.contains_key(quantity);
            let metric = claim
                .filler(rules, RoleKind::Quantity)
                .filter(stays)
                .and_then(|_| claim.filler(rules, RoleKind::Metric));
            if let Some(metric) = metric.filter(|metric| metric.sentence == claim.sentence) {
                metrics.push((metric.start, metric.end, n));
            }
        }
        metrics.sort_unstable();
        let inside = |n: usize, (start, end): (u16, u16)| {
            let behind = metrics.partition_point(|m| m.0 <= start);
            let near = metrics[behind.saturating_sub(SAME)..behind].iter();
            near.rev().find(|m| m.2 != n && end <= m.1).map(|m| m.2)
        };
        let said_by = |n: usize, claim: &Stated<'a>| match beside(claim) {
            true => {
                let quantity = claim.filler(rules, RoleKind::Quantity);
                quantity.and_then(|quantity| stated.get(&quantity).copied()).or_else(|| counted_in(claim))
            }
            false => {
                let quantity = claim.filler(rules, RoleKind::Quantity).filter(|_| !counts(claim));
                let other = quantity.and_then(|quantity| counted.get(&(claim.trigger, quantity.mention)).copied());
                other.or_else(|| inside(n, claim.trigger))
            }
        };
        let by: Vec<Option<usize>> = claims
            .iter()
            .enumerate()
            .map(|(n, claim)| if observed(claim) { said_by(n, claim) } else { None })
            .collect();
        self.leave_out(begin, by);
    }
}
