//! What a frame captured -> what fills a role.
//!
//! Comes in: a trigger among its elements, the slots that a frame captured, a role. Goes out: fillers as token ranges, with coordinated members
//! apart, phrases with what hangs on them, clauses to their end.

mod asked;
mod baseline;
mod coordinated;
mod examples;
mod extent;
mod figures;
mod near;
mod persons;

pub use asked::Asked;

use super::Surroundings;
use super::elements::{Elements, Trigger};
use crate::document::Lang;
use crate::mention::{Found, Reading};
use crate::rule::machine::{Machine, Part};
use crate::rule::pattern::{ClassId, Label, Lattice};
use crate::rule::watch::Place;
use crate::rule::{Filling, Role, RoleKind, Rules, Slot};
use crate::text::{ChunkKind, Tag};
use smallvec::SmallVec;

/// A filler: tokens of the sentence, and the mention that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fill {
    /// Into the sentences: that of the trigger, or an earlier one for what a pronoun stands for.
    pub sentence: u32,
    pub start: u16,
    pub end: u16,
    /// Into [`Reading::found`].
    pub mention: Option<u32>,
}

impl Fill {
    /// Where it stands.
    pub fn place(&self) -> Place {
        Place { sentence: self.sentence, start: self.start, end: self.end }
    }
}

/// How far from its trigger a filler behind a preposition may stand, in elements.
const REACH: usize = 12;

/// Room for filling, to be reused.
#[derive(Debug, Default)]
pub struct Scratch {
    pub machine: Machine,
    /// For each element of the view in use, the end of the phrase that begins there, once asked for; 0 before.
    extents: Vec<u16>,
    /// Two mentions that stood equally near where the nearest was asked for last.
    pub tied: Option<[Fill; 2]>,
}

impl Scratch {
    /// To be called before fillers look at another view.
    pub fn turn(&mut self) {
        self.extents.clear();
    }
}

/// Everything that is needed to fill the roles of one trigger.
pub struct Filler<'a, 'r, 't> {
    pub rules: &'a Rules,
    /// Into the sentences.
    pub sentence: u32,
    pub reading: &'a Reading<'t>,
    pub view: &'a Elements<'r, 't>,
    pub trigger: Trigger,
    pub parts: &'a [Part],
    /// For each element who does what it says, where that is known, and who does what the trigger says.
    pub doers: &'a [u16],
    pub doer: usize,
    pub asked: &'a Asked,
}

impl<'a, 'r, 't> Filler<'a, 'r, 't> {
    /// For the place that `around` tells of; `parts` are what was captured there.
    pub(super) fn new(
        rules: &'a Rules,
        asked: &'a Asked,
        sentence: u32,
        around: &Surroundings<'a, 'r, 't>,
        parts: &'a [Part],
    ) -> Self {
        let &Surroundings { reading, view, trigger, seen, doers, .. } = around;
        let doer = seen.doer;
        Filler { rules, sentence, reading, view, trigger, parts, doers, doer, asked }
    }

    fn lang(&self) -> Lang {
        self.reading.sentence.lang
    }

    /// All fillers of a role, from the first place that has any.
    pub fn fill(&self, role: &Role, scratch: &mut Scratch) -> SmallVec<[Fill; 4]> {
        let mut fills = SmallVec::new();
        for slot in &role.slots {
            match slot {
                Slot::Part(name) => {
                    for part in self.parts.iter().filter(|p| p.name == *name && p.start < p.end) {
                        self.range(role, part.start as usize, part.end as usize, scratch, &mut fills);
                    }
                }
                Slot::Behind(behind) => {
                    if let Some((start, end)) = self.behind(&behind.check) {
                        self.range(role, start, end, scratch, &mut fills);
                    }
                }
                Slot::Time => {
                    let clause_end = self.clause_end();
                    let baseline = &self.asked.baseline;
                    let compared = |found: &Found| baseline.is_of(self.reading, self.view, found);
                    let here = |found: &Found| self.view.at(found.start) < clause_end;
                    fills.extend(self.nearest(role, scratch, |found| !compared(found) && here(found)));
                }
                Slot::Place => fills.extend(self.nearest(role, scratch, |found| {
                    let at = self.view.at(found.start);
                    // "in joint NORWAY-Japan efforts": in English the place is the head of what stands behind the preposition.
                    let head = self.view.all[at].head;
                    let stands = self.lang() != Lang::En || (found.start..found.end).contains(&head);
                    stands && self.asked.locative.is_some_and(|label| at > 0 && self.view.covered(at - 1, label))
                })),
                Slot::Near => fills.extend(self.nearest(role, scratch, |_| true)),
                // Told once all claims of the sentence are known.
                Slot::Before => {}
                // Of tables, which have no triggers.
                Slot::Heading(_) => {}
                Slot::Trigger => fills.push(self.fill_of(self.trigger.start, self.trigger.end)),
            }
            if !fills.is_empty() {
                break;
            }
        }
        match role.kind {
            RoleKind::Metric => fills.iter_mut().for_each(|fill| *fill = self.indicator(*fill)),
            RoleKind::Effect => fills.iter_mut().for_each(|fill| *fill = self.outcome(*fill)),
            RoleKind::Cause => fills.iter_mut().for_each(|fill| *fill = self.deed(*fill)),
            _ => {}
        }
        fills
    }

    /// Fillers inside a captured range of elements, its coordinated neighbours included.
    fn range(&self, role: &Role, start: usize, end: usize, scratch: &mut Scratch, fills: &mut SmallVec<[Fill; 4]>) {
        for filling in &role.fillings {
            match filling {
                Filling::Clause => {
                    fills.extend(self.clause(start));
                    return;
                }
                Filling::Trigger => {
                    fills.push(self.fill_of(self.trigger.start, self.trigger.end));
                    return;
                }
                _ => {}
            }
        }
        // Of a Chinese object with all that belongs to it, names in a row are members: 感谢｜埃及、伊朗和秘鲁加入北约.
        let names = |f: &Filling| matches!(f, Filling::Class(_) | Filling::Pronoun);
        let row = self.lang() == Lang::Zh && end > start + 1 && start >= self.trigger.last;
        let row = row && role.fillings.iter().all(names) && self.named(role, start, start + 1).is_some();
        let mut members = match row {
            true => self.coordinated(start, start + 1),
            false => self.coordinated(start, end),
        };
        if members.len() == 1 {
            members = SmallVec::from_slice(&[(start, end)]);
        }
        if let [first, .., last] = members[..] {
            // Each indicator of a list has its own figure.
            let one = role.kind != RoleKind::Metric && self.is_one(&members);
            // 宁波、温州港口能级: whose a Chinese indicator is are no indicators.
            let owned = self.lang() == Lang::Zh && role.kind == RoleKind::Metric && !self.is_named(last.0, last.1);
            let owned = owned && members[..members.len() - 1].iter().all(|&(start, end)| self.is_named(start, end));
            // 铁路、港口等大项目 is one thing, unless its members have names.
            let nameless = || members.iter().all(|&(start, end)| self.named(role, start, end).is_none());
            // 服务和教材帮助…: a Chinese list of things brings something about together, a list of names each for itself.
            let together = matches!(role.kind, RoleKind::Cause | RoleKind::Effect) && self.are_things(&members);
            // "a use of funds, bonds and fees | to …": what hangs on the first with all that are joined is one.
            let whole = self.lang() == Lang::En
                && role.kind == RoleKind::Cause
                && members.len() > 2
                && last.1 <= self.trigger.first
                && self.reach(first.0, scratch) >= last.1;
            if one || owned || together || whole || self.sums_up(last.0) && nameless() {
                members = SmallVec::from_slice(&[(first.0, last.1)]);
            }
        }
        if self.lang() == Lang::En {
            self.share_head(&mut members);
        }
        let members_of_row = row && members.len() > 1;
        let group = fills.len();
        for (n, &(start, end)) in members.iter().enumerate() {
            // Before a Chinese trigger a member ends where the next begins; behind it the list is one thing.
            let apart = self.lang() == Lang::Zh && end <= self.trigger.first && n + 1 < members.len();
            if apart && self.post_of(start, &members[n + 1..]) {
                continue;
            }
            let named = self.named(role, start, end);
            let before = fills.len();
            for filling in &role.fillings {
                let found = match filling {
                    // 应对台风“海燕”: who is named inside a deed does not do it.
                    Filling::Class(_) if self.is_deed(role, start, end) => None,
                    Filling::Class(_) => named.or_else(|| self.pronoun(role, start, end)),
                    Filling::Phrase | Filling::People if self.personal(start, end) => None,
                    Filling::Phrase if role.kind == RoleKind::Metric && self.is_named(start, end) => None,
                    Filling::Phrase if self.is_mere_figure(role, start, end) => None,
                    Filling::Phrase if apart => self.trimmed(start, end),
                    Filling::Phrase => self.phrase(start, end, scratch),
                    Filling::People if (self.acts(start) || self.acts(end - 1)) && !self.sums_up_somebody(start) => {
                        self.party(start, end, scratch)
                    }
                    Filling::Pronoun if self.personal(start, end) || self.somebody(start, end) => {
                        self.trimmed(start, end)
                    }
                    Filling::Action if self.personal(start, end) || self.is_mere_figure(role, start, end) => None,
                    Filling::Action if role.kind == RoleKind::Metric && self.is_named(start, end) => None,
                    Filling::Action => self.action(start, end, scratch),
                    // 两个港口的贸易: the trade is of what is counted.
                    Filling::Counted if role.kind == RoleKind::Effect && self.lang() == Lang::Zh => None,
                    Filling::Counted => self.counted(self.view.all[start].start, self.view.all[end - 1].end, scratch),
                    _ => None,
                };
                if let Some(fill) = found.map(|fill| self.before_next(fill, end, members.get(n + 1))) {
                    if !fills.iter().any(|f| f.start < fill.end && fill.start < f.end) {
                        fills.push(fill);
                    }
                    break;
                }
            }
            // What the last of a row of names has is that of them all: 支持湖南省委、省政府各项部署.
            let of_all = members_of_row && n + 1 == members.len() && fills.len() == before;
            if role.within && (fills.is_empty() || of_all) {
                let last = match self.lang() {
                    Lang::En => self.owned(end),
                    Lang::Zh => self.extended(start, end, scratch),
                };
                // Behind a Chinese verb what a name stands before is his, unless it is people or bodies: 支持世界银行改革, but not 会见联合国官员.
                let behind = self.lang() == Lang::Zh && start >= self.trigger.last;
                let inside = self.within(role, start, last);
                let opens = || inside.first().is_some_and(|f| !self.joined(self.view.all[start].start, f.start));
                // "the PEOPLE of Norway" are not their country.
                let folk = self.lang() == Lang::En && last > end && self.is_folk(start);
                // 同二十国集团成员合作: not with whose members they are.
                let others = || self.lang() == Lang::Zh && role.kind == RoleKind::Recipient && self.acts(start);
                let his = if behind { opens() && !self.acts(start) } else { !self.crowd(start, end) && !others() };
                if (last > end || his) && !folk {
                    fills.extend(inside);
                }
            }
        }
        if let Some(&(_, end)) = members.last() {
            self.examples(role, end, group, fills);
        }
    }

    /// The first mention of one of the role's classes; where another stands right behind it, that one: 印尼 before 总统佐科 says whose he is.
    fn named(&self, role: &Role, start: usize, mut end: usize) -> Option<Fill> {
        // "the UN Secretary-General Maria Berg": a phrase of its own behind whose he is.
        let (last, next) = (&self.view.all[end - 1], self.view.all.get(end));
        if next.is_some_and(|next| next.start == last.end && self.is_titled(last.end, next.head)) {
            end += 1;
        }
        let classes = role.fillings.iter().filter_map(|f| match f {
            Filling::Class(class) => self.mention(*class, start, end),
            _ => None,
        });
        let mut found: SmallVec<[Fill; 4]> = classes.collect();
        found.sort_unstable_by_key(|f| f.start);
        let mut first = *found.first()?;
        for next in &found[1..] {
            if self.view.at(next.start) == self.view.at(first.end - 1) + 1 {
                first = *next;
            }
        }
        // 德国｜总理默茨的支持: he, and not whose 总理 he is.
        let person = role.fillings.iter().any(|f| matches!(f, Filling::Class(c) if Some(*c) == self.asked.person));
        if !person || self.lang() != Lang::Zh {
            return Some(first);
        }
        let edge = self.titled(first.end).next().filter(|e| e.end <= self.view.all[end - 1].end);
        Some(edge.map_or(first, |e| self.fill_of(e.start, e.end)))
    }

    /// The mentions of the role's classes in a phrase: the first, and those that are joined to it in a list.
    fn within(&self, role: &Role, start: usize, end: usize) -> SmallVec<[Fill; 4]> {
        let (a, b) = (self.view.all[start].start, self.view.all[end - 1].end);
        let fits = |class: ClassId| role.fillings.iter().any(|f| matches!(f, Filling::Class(c) if *c == class));
        let from = self.reading.found.partition_point(|f| f.start < a);
        let inside = (from..).zip(&self.reading.found[from..]).take_while(|(_, f)| f.start < b);
        let mut fills: SmallVec<[Fill; 4]> = SmallVec::new();
        for (n, found) in inside.filter(|(n, f)| f.end <= b && fits(f.class) && !self.is_paired(*n)) {
            let mention = Some(n as u32);
            let fill = Fill { sentence: self.sentence, start: found.start, end: found.end, mention };
            if let Some(last) = fills.last_mut()
                && self.is_titled(last.end, found.start)
            {
                *last = fill;
                continue;
            }
            if !fills.last().is_none_or(|last| self.view.tokens.in_row(last.end, found.start)) {
                break;
            }
            fills.push(fill);
        }
        fills
    }

    /// Whether a hyphen joins a mention with another: "China-Peru ties" are no one's alone.
    fn is_paired(&self, n: usize) -> bool {
        let found = &self.reading.found;
        let next = |n: usize| found.get(n + 1).filter(|next| found[n].end + 1 == next.start);
        let joined = |n: usize| next(n).is_some() && self.view.tokens.is_hyphen(found[n].end);
        joined(n) || n.checked_sub(1).is_some_and(joined)
    }

    /// The mention of a class at the head of the first noun phrase of a range.
    fn mention(&self, class: ClassId, start: usize, end: usize) -> Option<Fill> {
        for element in self.view.all[start..end].iter() {
            let edge = self.view.tokens.over(element.head as usize, Label::Class(class));
            if let Some(edge) = edge
                && element.kind != ChunkKind::Verb
            {
                return Some(Fill {
                    sentence: self.sentence,
                    start: edge.start,
                    end: edge.end,
                    mention: Some(edge.source),
                });
            }
        }
        None
    }

    /// Whether a frame captured a noun phrase under another name too, as people whom a name only tells ("NATO allies"), and they are nobody's.
    fn crowd(&self, start: usize, end: usize) -> bool {
        let tokens = &self.view.tokens.tokens[self.view.all[start].start as usize..self.view.all[end - 1].end as usize];
        let captured = self.parts.iter().filter(|p| (p.start as usize, p.end as usize) == (start, end)).count();
        captured > 1 && !tokens.iter().any(|t| t.tag == Tag::Particle)
    }

    /// Whether the head of a phrase is one with a name, which nobody measures; a Chinese phrase has it at its end: 浙江｜治理能力.
    fn is_named(&self, start: usize, end: usize) -> bool {
        let start = if self.lang() == Lang::Zh { end - 1 } else { start };
        self.asked.named_kinds.iter().any(|&class| self.mention(class, start, end).is_some())
    }

    /// Whether a role stands where a pronoun is that it does not take, or a name is that nobody measures.
    pub fn refuses(&self, role: &Role) -> bool {
        let personal = |p: &Part| {
            let (start, end) = (p.start as usize, p.end as usize);
            start < end && (self.personal(start, end) || role.kind == RoleKind::Metric && self.is_named(start, end))
        };
        let there =
            |slot: &Slot| matches!(slot, Slot::Part(name) if self.parts.iter().any(|p| p.name == *name && personal(p)));
        self.lang() == Lang::En && !role.fillings.contains(&Filling::Pronoun) && role.slots.iter().any(there)
    }
}
