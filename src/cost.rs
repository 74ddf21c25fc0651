//! What each rule costs, and what it gives for it.
//!
//! Comes in: rules at work on documents, watched. Goes out: for each rule how often it was tried and how often it found something, its near
//! misses, its time; which rules are dead or fire too often; and with which patterns of frames no claim was found,
//! or kept from being found.

mod idle;

use crate::document::{Document, Lang};
use crate::extract::Extractor;
use crate::pack::Pack;
use crate::rule::Rules;
use crate::rule::pattern::PartId;
use crate::rule::watch::{Contender, Place, Tried, Watch};
pub use idle::Idle;
use rustc_hash::FxHashSet;
use serde::Serialize;
use std::time::{Duration, Instant};

/// A share of all finds of its kind that is too much for one rule, unless the user says otherwise.
pub const MOST: f64 = 0.25;

/// The fewest finds of a kind from which shares say something.
const FEW: u64 = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Entity,
    Relation,
}

/// What one rule did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// How often its anchor or trigger stood where it was looked at.
    pub tries: u64,
    /// Mentions or claims that stand.
    pub finds: u64,
    /// An entity rule: finds that lost to another's. A relation: a frame captured all that it needs, but not every role found a filler in it,
    /// or a condition did not hold.
    pub near: u64,
    /// How often two mentions could fill a role alike, so that none did.
    pub ambiguous: u64,
    pub time: Duration,
}

/// What each rule did, by number of the rule.
#[derive(Debug, Clone, Default)]
pub struct Costs {
    rules: Vec<Cost>,
    /// Those with which claims were found, or kept from being found.
    ways: FxHashSet<Way>,
    /// For each language whether a sentence was in it.
    spoken: [bool; 2],
}

/// A frame, a side of it (0: left, 1: right), and a pattern of that, as [`Rules`] number them.
type Way = (u16, u8, u16);

impl Costs {
    /// Extracts a document, and measures.
    pub fn of(extractor: &Extractor, document: &Document) -> Costs {
        let rules = extractor.rules();
        let costs = vec![Cost::default(); rules.names.len()];
        let mut meter = Meter { rules, costs, ways: FxHashSet::default(), open: None, common: Common::default() };
        let found = extractor.extract_watched(document, &mut meter);
        let spoken = [Lang::En, Lang::Zh].map(|lang| found.sentences.iter().any(|(_, own)| *own == lang));
        meter.divide();
        Costs { rules: meter.costs, ways: meter.ways, spoken }
    }

    /// How often rules were tried, all together.
    pub fn tries(&self) -> u64 {
        self.rules.iter().map(|cost| cost.tries).sum()
    }

    /// Adds what the rules did on another document.
    pub fn add(&mut self, other: &Costs) {
        self.rules.resize(self.rules.len().max(other.rules.len()), Cost::default());
        for (sum, more) in self.rules.iter_mut().zip(&other.rules) {
            sum.tries += more.tries;
            sum.finds += more.finds;
            sum.near += more.near;
            sum.ambiguous += more.ambiguous;
            sum.time += more.time;
        }
        self.ways.extend(&other.ways);
        self.spoken.iter_mut().zip(other.spoken).for_each(|(any, more)| *any |= more);
    }

    /// All rules of a pack, those that took the most time first. `most` is the share of finds from which a rule fires too often.
    pub fn report<'r>(&self, rules: &'r Rules, pack: &Pack, most: f64) -> Report<'r> {
        let mut rows: Vec<Row<'r>> = Vec::new();
        let heard = self.heard(rules);
        let kinds = rules.entities.iter().map(|e| (e.rule, Kind::Entity));
        for (rule, kind) in kinds.chain(rules.relations.iter().map(|r| (r.rule, Kind::Relation))) {
            let Cost { tries, finds, near, ambiguous, time } =
                self.rules.get(rule as usize).copied().unwrap_or_default();
            let seconds = time.as_secs_f64();
            let heard = heard[rule as usize];
            let rule = &rules.names[rule as usize];
            rows.push(Row {
                rule,
                kind,
                tries,
                finds,
                share: 0.0,
                near,
                ambiguous,
                seconds,
                of_time: 0.0,
                dead: finds == 0 && heard,
                over: false,
            });
        }
        let seconds: f64 = rows.iter().map(|r| r.seconds).sum();
        for kind in [Kind::Entity, Kind::Relation] {
            let finds: u64 = rows.iter().filter(|r| r.kind == kind).map(|r| r.finds).sum();
            for row in rows.iter_mut().filter(|r| r.kind == kind) {
                row.share = row.finds as f64 / finds.max(1) as f64;
                row.of_time = if seconds > 0.0 { row.seconds / seconds } else { 0.0 };
                row.over = finds >= FEW && row.share > most;
            }
        }
        rows.sort_by(|a, b| b.seconds.total_cmp(&a.seconds).then(a.rule.cmp(b.rule)));
        Report { rules: rows, idle: self.idle(rules, pack), seconds }
    }
}

impl Costs {
    /// For each rule whether a sentence was in a language of its.
    fn heard(&self, rules: &Rules) -> Vec<bool> {
        let mut heard = vec![false; rules.names.len()];
        let entities = rules.entity_patterns.iter().map(|p| (rules.entities[p.entity as usize].rule, p.lang));
        let patterns = rules.relation_patterns.iter().map(|p| (rules.relations[p.relation as usize].rule, p.lang));
        let framed = rules.relations.iter().flat_map(|relation| {
            let langs = [Lang::En, Lang::Zh].into_iter().filter(|&lang| !relation.framed[lang as usize].is_empty());
            langs.map(|lang| (relation.rule, lang))
        });
        for (rule, lang) in entities.chain(patterns).chain(framed) {
            heard[rule as usize] |= self.spoken[lang as usize];
        }
        heard
    }
}

/// What the rules of a pack did.
#[derive(Debug, Serialize)]
pub struct Report<'r> {
    /// Time of all rules together.
    pub seconds: f64,
    pub rules: Vec<Row<'r>>,
    /// Patterns of frames with which no claim was found, or kept from being found.
    pub idle: Vec<Idle>,
}

/// What one rule did, and how much of all that is.
#[derive(Debug, Serialize)]
pub struct Row<'r> {
    pub rule: &'r str,
    pub kind: Kind,
    pub tries: u64,
    pub finds: u64,
    /// Of all finds of its kind.
    pub share: f64,
    pub near: u64,
    /// Roles left open, since two mentions could fill them alike.
    pub ambiguous: u64,
    pub seconds: f64,
    /// Of the time of all rules.
    pub of_time: f64,
    /// Found nothing, though there were sentences in a language of its.
    pub dead: bool,
    /// Finds too much of all that is found.
    pub over: bool,
}

/// A try that has begun.
struct Open {
    rule: u16,
    kind: Kind,
    begun: Instant,
    /// Others may have their trigger there too.
    trigger: bool,
    /// How much of the time since then was spent on what all rules of the place use.
    common: Duration,
    /// The frame looked at, and its patterns on both sides.
    frame: u16,
    ways: [Option<u16>; 2],
    /// Whether a role was filled, and whether one was missing, in the frame looked at.
    filled: bool,
    missing: bool,
    near: bool,
    stated: bool,
}

impl Open {
    /// The frame looked at with its patterns.
    fn tried(&self) -> impl Iterator<Item = Way> {
        let frame = self.frame;
        (0..).zip(self.ways).filter_map(move |(side, way)| Some((frame, side, way?)))
    }
}

/// What the rules with their trigger at one place have in common: what frames capture there, and which contexts hold.
#[derive(Default)]
struct Common {
    place: Option<Place>,
    /// The rules tried at the place.
    rules: Vec<u16>,
    begun: Option<Instant>,
    time: Duration,
}

struct Meter<'r> {
    rules: &'r Rules,
    costs: Vec<Cost>,
    ways: FxHashSet<Way>,
    open: Option<Open>,
    common: Common,
}

impl Meter<'_> {
    /// Divides the time of common work among the rules of the place: the first of them does it, but all use it.
    fn divide(&mut self) {
        let Common { rules, time, .. } = std::mem::take(&mut self.common);
        let share = time / (rules.len() as u32).max(1);
        rules.iter().for_each(|rule| self.costs[*rule as usize].time += share);
    }
}

impl Watch for Meter<'_> {
    /// What is measured is what rules cost when nobody looks.
    const LOOKS: bool = false;

    fn begin(&mut self, tried: Tried, place: Place) {
        let rules = self.rules;
        let relation = |n: u16| (rules.relations[n as usize].rule, Kind::Relation);
        let (rule, kind) = match tried {
            Tried::Entity(n) => {
                let entity = rules.entity_patterns[n as usize].entity;
                (rules.entities[entity as usize].rule, Kind::Entity)
            }
            Tried::Pattern(n) => relation(rules.relation_patterns[n as usize].relation),
            Tried::Trigger(n) | Tried::Cell(n) => relation(n),
        };
        self.costs[rule as usize].tries += 1;
        let trigger = matches!(tried, Tried::Trigger(_));
        if trigger {
            if self.common.place != Some(place) {
                self.divide();
                self.common.place = Some(place);
            }
            self.common.rules.push(rule);
        }
        self.open = Some(Open {
            rule,
            kind,
            begun: Instant::now(),
            trigger,
            common: Duration::ZERO,
            frame: 0,
            ways: [None; 2],
            filled: false,
            missing: false,
            near: false,
            stated: false,
        });
    }

    fn share(&mut self) {
        self.common.begun = Some(Instant::now());
    }

    fn shared(&mut self) {
        let time = self.common.begun.take().map_or(Duration::ZERO, |begun| begun.elapsed());
        if let Some(open) = self.open.as_mut().filter(|open| open.trigger) {
            self.common.time += time;
            open.common += time;
        }
    }

    fn end(&mut self) {
        let Some(open) = self.open.take() else { return };
        let cost = &mut self.costs[open.rule as usize];
        cost.time += open.begun.elapsed().saturating_sub(open.common);
        cost.near += u64::from(!open.stated && (open.near || open.filled && open.missing));
    }

    fn matched(&mut self, _: u16, _: u16) {
        // A relation's pattern has yet to fill its roles.
        if let Some(Open { rule, kind: Kind::Entity, .. }) = self.open {
            self.costs[rule as usize].finds += 1;
        }
    }

    fn frame(&mut self, frame: u16, _: impl Iterator<Item = (PartId, u16, u16)>) {
        if let Some(open) = &mut self.open {
            open.near |= open.filled && open.missing;
            (open.filled, open.missing) = (false, false);
            open.frame = frame;
        }
    }

    fn ways(&mut self, left: Option<u16>, right: Option<u16>) {
        if let Some(open) = &mut self.open {
            open.ways = [left, right];
        }
    }

    fn role(&mut self, _: usize, mut fills: impl Iterator<Item = Place>) {
        if let Some(open) = &mut self.open {
            match fills.next() {
                Some(_) => open.filled = true,
                None => open.missing = true,
            }
        }
    }

    fn ambiguous(&mut self, _: usize, _: (u16, u16), _: (u16, u16)) {
        if let Some(open) = &mut self.open {
            self.costs[open.rule as usize].ambiguous += 1;
        }
    }

    fn refused(&mut self, _: usize) {
        if let Some(open) = &mut self.open {
            open.near = true;
            self.ways.extend(open.tried());
        }
    }

    fn stopped(&mut self) {
        self.ways.extend(self.open.iter().flat_map(Open::tried));
    }

    fn stated(&mut self, claims: usize) {
        if let Some(open) = &mut self.open {
            open.stated = true;
            self.ways.extend(open.tried());
            self.costs[open.rule as usize].finds += claims as u64;
        }
    }

    fn repeated(&mut self, relation: u16, _: Place, _: u16) {
        let rule = self.rules.relations[relation as usize].rule;
        self.costs[rule as usize].finds -= 1;
    }

    fn alone(&mut self, relation: u16, _: Place) {
        let cost = &mut self.costs[self.rules.relations[relation as usize].rule as usize];
        cost.finds -= 1;
        cost.near += 1;
    }

    fn lost(&mut self, lost: Contender, kept: Contender) {
        let Some(rule) = lost.rule else { return };
        let cost = &mut self.costs[rule as usize];
        cost.finds -= 1;
        // Another pattern of the same rule may find the same.
        cost.near += u64::from(kept.rule != lost.rule || kept.place != lost.place);
    }
}
