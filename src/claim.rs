//! Triggers, roles, frames and contexts -> claims.
//!
//! Comes in: sentences with their mentions and chunks, the relation rules. Goes out: claims whose spans are of the normalised text. A rule is
//! tried only where its trigger stands; the first frame that fills all required roles gives the claim; where none does, nothing is said.

mod anaphora;
mod attribute;
mod cells;
pub mod counts;
mod deeds;
mod doers;
pub mod elements;
pub mod fill;
mod frames;
mod going_on;
mod joining;
mod lead_in;
mod listed;
mod observed;
mod once;
mod paired;
mod patterns;
mod planned;
mod qualify;
mod quotation;
mod sides;
mod times;
mod triggers;
mod whose;

use crate::document::Lang;
use crate::extraction::Modality;
use crate::lexicon::Lexicon;
use crate::mention::Reading;
use crate::mention::places::Place;
use crate::rule::machine::Part;
use crate::rule::pattern::Ahead;
use crate::rule::watch::{self, Tried, Watch};
use crate::rule::{Filling, Role, RoleKind, Rules};
use crate::span::Span;
use crate::text::{Tag, Text};
use deeds::Deeds;
use doers::Verbs;
use elements::{Elements, Seen, Trigger};
use fill::{Asked, Fill, Filler, Scratch};
use frames::{Frames, Hand, Parts};
use jiff::civil::DateTime;
use joining::Joining;
use listed::Lists;
use qualify::meets;
use quotation::Quotation;
use smallvec::SmallVec;
use std::borrow::Cow;

/// The most claims that one trigger may give by coordination.
const MEMBERS: usize = 24;

/// Qualifiers by key; names of the pack.
pub type Settings<'p> = SmallVec<[(&'p str, &'p str); 4]>;

/// A claim of one sentence; tokens count from its begin.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated<'p> {
    /// Into the sentences.
    pub sentence: u32,
    /// Into [`Rules::relations`].
    pub relation: u16,
    pub trigger: (u16, u16),
    /// (role of the relation, filler).
    pub roles: SmallVec<[(u8, Fill); 4]>,
    /// Qualifiers by key, the first that was set.
    pub settings: Settings<'p>,
    /// The speaker.
    pub attributed: Option<Fill>,
    /// Of a saying, the quotation of several sentences to which its content belongs.
    pub quotation: Option<Quotation>,
}

impl<'p> Stated<'p> {
    pub fn setting(&self, key: &str) -> Option<&'p str> {
        self.settings.iter().find(|(k, _)| *k == key).map(|(_, v)| *v)
    }

    /// The filler of the role of a kind, the first of several.
    pub fn filler(&self, rules: &Rules, kind: RoleKind) -> Option<Fill> {
        let roles = &rules.relations[self.relation as usize].roles;
        let filled = self.roles.iter().find(|(role, _)| roles[usize::from(*role)].kind == kind);
        filled.map(|(_, fill)| *fill)
    }

    pub fn modality(&self) -> Modality {
        match self.setting("modality") {
            Some("predicted") => Modality::Predicted,
            Some("possible") => Modality::Possible,
            Some("needed") => Modality::Needed,
            _ => Modality::Actual,
        }
    }
}

/// What claims ask of a pack by name, looked up once.
#[derive(Debug)]
pub struct Ready {
    asked: Asked,
    joining: Joining,
    doers: doers::Kinds,
    deeds: deeds::Kinds,
    /// Of which lists the elements of a Chinese sentence are to be told.
    lists: Lists,
}

impl Ready {
    pub fn new(lexicon: &Lexicon, rules: &Rules) -> Ready {
        let mut lists = Lists::default();
        let doers = doers::Kinds::new(lexicon, rules, &mut lists);
        let deeds = deeds::Kinds::new(lexicon, &mut lists);
        Ready { asked: Asked::new(lexicon, rules), joining: Joining::new(lexicon, rules), doers, deeds, lists }
    }
}

/// Finds the claims of a text; `written`: its date.
pub fn find<'p>(
    text: &Text<'_>,
    readings: &[Reading<'_>],
    lexicon: &'p Lexicon,
    rules: &'p Rules,
    ready: &Ready,
    written: Option<DateTime>,
    watch: &mut impl Watch,
) -> Vec<Stated<'p>> {
    let asked = &ready.asked;
    let mut finder = Finder {
        lexicon,
        rules,
        ready,
        asked,
        scratch: Scratch::default(),
        claims: Vec::new(),
        places: Vec::new(),
        watch,
        place: 0,
        frames: Frames::new(rules),
        standing: None,
        surrounded: 0,
        holding: SmallVec::new(),
    };
    for table in &text.tables {
        finder.cells(table, text, readings);
    }
    // What says something as the row of a table is no sentence.
    let rows: Vec<u32> = finder.claims.iter().map(|claim| claim.sentence).collect();
    for (n, reading) in readings.iter().enumerate() {
        if rows.binary_search(&(n as u32)).is_ok() {
            continue;
        }
        let sentence = reading.sentence;
        let chunks = &text.chunks[sentence.chunks.start as usize..sentence.chunks.end as usize];
        let all = ready.joining.elements(reading, chunks);
        let base = Elements::new(&reading.tokens, all);
        finder.sentence(n as u32, reading, &base);
    }
    let mut claims = finder.claims;
    if !rows.is_empty() {
        claims.sort_by_key(|claim| claim.sentence);
    }
    lead_in::tell(&mut claims, text, readings, lexicon, rules, ready, written);
    sides::resolve(&mut claims, readings, lexicon, rules);
    anaphora::events(&mut claims, readings, lexicon, rules);
    anaphora::resolve(&mut claims, readings, &text.chunks, lexicon, rules);
    anaphora::unexplained(&mut claims, readings, lexicon, rules);
    times::carry(&mut claims, readings, lexicon, rules, asked);
    whose::tell(&mut claims, readings, lexicon, rules, asked);
    planned::mark(&mut claims, &text.passages, readings, lexicon, rules);
    planned::ahead(&mut claims, readings, rules, written);
    // Nothing stands in two roles of one claim.
    claims.retain(|claim| {
        let fills = claim.roles.iter().enumerate();
        !fills.into_iter().any(|(n, (_, fill))| claim.roles[..n].iter().any(|(_, other)| other == fill))
    });
    quotation::whole(&mut claims, readings, rules);
    attribute::attribute(&mut claims, readings, lexicon, rules);
    // What only tells who is credited has told it.
    claims.retain(|claim| {
        let lang = readings[claim.sentence as usize].sentence.lang;
        !rules.relations[claim.relation as usize].silent.contains(&lang)
    });
    claims
}

/// Ends a quantity before the noun that it counts, where that fills another role.
fn cut(fill: &mut Fill, roles: &[SmallVec<[Fill; 4]>], reading: &Reading<'_>) {
    let value = fill.mention.and_then(|m| reading.found[m as usize].value.as_ref());
    let Some(counted) = value.and_then(|v| v.counted) else { return };
    let starts = |noun: &&Fill| reading.tokens.tokens[noun.start as usize].span.start == counted.start;
    let noun = roles.iter().flatten().find(starts).filter(|noun| fill.start < noun.start);
    let Some(noun) = noun else { return };
    let end = fill.end.min(noun.start);
    // "millions", not "millions of".
    let of = end > fill.start + 1 && reading.tokens.tokens[end as usize - 1].tag == Tag::Preposition;
    fill.end = end - of as u16;
}

/// What is known about one place of a sentence.
struct Surroundings<'v, 'r, 't> {
    reading: &'v Reading<'t>,
    view: &'v Elements<'r, 't>,
    trigger: Trigger,
    /// The same elements with the one that does what the trigger says, and those that tell what is done for it.
    seen: Seen<'v, 'r, 't>,
    /// What stands before the trigger, and what behind it.
    sides: [Ahead; 2],
    doers: &'v [u16],
    /// For each element the verb group that governs it, and that which governs the trigger.
    governors: &'v [u16],
    governor: usize,
    /// Counts the places of a text.
    place: u32,
    /// Whether any frame is for this kind of trigger.
    framed: bool,
}

impl<'v, 'r, 't> Surroundings<'v, 'r, 't> {
    fn new(
        reading: &'v Reading<'t>,
        seen: Seen<'v, 'r, 't>,
        trigger: Trigger,
        doers: &'v [u16],
        (governors, governor): (&'v [u16], usize),
        place: u32,
        framed: bool,
    ) -> Self {
        let sides = [Ahead::of(&seen, trigger.first, true), Ahead::of(&seen, trigger.last, false)];
        Surroundings { reading, view: seen.view, trigger, seen, sides, doers, governors, governor, place, framed }
    }

    /// The boundary of the trigger at which a side of it begins.
    fn from(&self, hand: Hand) -> usize {
        match hand {
            Hand::Left => self.trigger.first,
            Hand::Right => self.trigger.last,
        }
    }
}

struct Finder<'a, 'w, W> {
    lexicon: &'a Lexicon,
    rules: &'a Rules,
    scratch: Scratch,
    ready: &'w Ready,
    asked: &'w Asked,
    claims: Vec<Stated<'a>>,
    /// Room for places, to be reused.
    places: Vec<Place>,
    watch: &'w mut W,
    /// How many places were looked at.
    place: u32,
    frames: Frames<'a>,
    /// The contexts of the pack that may hold in the sentence, once asked for.
    standing: Option<SmallVec<[u16; 16]>>,
    /// The place last asked about, and the contexts of the pack that hold there.
    surrounded: u32,
    holding: SmallVec<[u16; 8]>,
}

impl<'a, W: Watch> Finder<'a, '_, W> {
    fn sentence(&mut self, n: u32, reading: &Reading<'_>, base: &Elements<'_, '_>) {
        let rules = self.rules;
        let begin = self.claims.len();
        self.scratch.turn();
        self.frames.turn();
        self.standing = None;
        let mut own = false;
        let patterns = self.pattern_places(reading);
        let triggers = self.triggers(n, reading);
        let lang = reading.sentence.lang;
        let Ready { doers: kinds, deeds: chains, lists, .. } = self.ready;
        let (mut verbs, mut deeds) = (Verbs::default(), Deeds::default());
        if !triggers.is_empty() || !patterns.is_empty() {
            let told = if lang == Lang::Zh { lists.told(base) } else { Vec::new() };
            verbs = Verbs::new(base, lang, &told, kinds);
            if lang == Lang::Zh {
                deeds = Deeds::new(base, &told, chains);
            }
        }
        self.patterns(n, reading, base, &verbs, &patterns);
        for place in triggers.chunk_by(|a, b| (a.1, a.2) == (b.1, b.2)) {
            // What stands around a place is looked at once, for all rules that have their trigger there.
            let (start, end) = (place[0].1, place[0].2);
            let Some((view, trigger)) = base.around(start, end) else { continue };
            let split = matches!(view, Cow::Owned(_));
            if split || own {
                self.scratch.turn();
                own = split;
            }
            let (doer, governor) = verbs.of(&view, trigger, kinds);
            let deed = deeds.of(trigger.first);
            let seen = Seen { view: &view, doer, deed: (deed.start, deed.end) };
            let framed = rules.framed[lang as usize].contains(trigger.stance);
            self.place += 1;
            // Of a split phrase the elements have other numbers.
            let known = if split { &[] } else { verbs.doers.as_slice() };
            let over = (verbs.governors.as_slice(), governor);
            let surroundings = Surroundings::new(reading, seen, trigger, known, over, self.place, framed);
            for &(relation, ..) in place {
                self.trigger(n, relation as u16, &surroundings);
            }
        }
        self.go_on(begin, reading);
        if self.claims.len() > begin + 1 {
            match reading.sentence.lang {
                Lang::En => self.measured_once(begin),
                Lang::Zh => self.named_in_full(begin),
            }
            self.unify(begin, reading);
            if reading.sentence.lang == Lang::En {
                self.outermost(begin);
            }
            self.nested(begin, reading);
        }
        self.bounded(begin, reading);
        self.reached(begin, reading);
        if reading.sentence.lang == Lang::En {
            self.dated(begin, reading, base);
            self.owned(begin, reading);
        }
    }

    fn trigger(&mut self, n: u32, number: u16, around: &Surroundings<'_, '_, '_>) {
        let rules = self.rules;
        let lang = around.reading.sentence.lang;
        let relation = &rules.relations[number as usize];
        let (start, end) = (around.trigger.start, around.trigger.end);
        self.watch.begin(Tried::Trigger(number), watch::Place { sentence: n, start, end });
        // What did not fill the roles does not fill them where another way or frame captures it again.
        let mut failed: SmallVec<[Parts; 4]> = SmallVec::new();
        let framed = relation.framed[lang as usize].iter();
        let standing = framed.filter(|(_, stances)| stances.contains(around.trigger.stance));
        'frames: for &(f, _) in standing {
            let frame = &rules.frames[f as usize];
            if !W::LOOKS && !self.frames.may(f, around, &relation.parts) {
                continue;
            }
            let all = &around.view.all;
            let tokens = |p: &Part| (p.name, all[p.start as usize].start, all[p.end as usize - 1].end);
            let machine = &mut self.scratch.machine;
            let left = self.frames.capture(f, Hand::Left, around, machine, &mut *self.watch);
            // What only this side can give.
            if relation.parts.iter().any(|p| !p.meets(frame.right_parts) && !p.meets(left)) {
                let captured = self.frames.all(f, Hand::Left);
                self.watch.short(f, captured.filter(|p| p.start < p.end).map(tokens));
                continue;
            }
            let right = self.frames.capture(f, Hand::Right, around, machine, &mut *self.watch);
            if relation.parts.iter().any(|p| !p.meets(left) && !p.meets(right)) {
                let captured = self.frames.all(f, Hand::Left).chain(self.frames.all(f, Hand::Right));
                self.watch.short(f, captured.filter(|p| p.start < p.end).map(tokens));
                continue;
            }
            for l in 0..self.frames.ways(f, Hand::Left) {
                for r in 0..self.frames.ways(f, Hand::Right) {
                    let mut parts = Parts::from_slice(self.frames.way(f, Hand::Left, l));
                    parts.extend_from_slice(self.frames.way(f, Hand::Right, r));
                    if !W::LOOKS && failed.contains(&parts) {
                        continue;
                    }
                    self.watch.frame(f, parts.iter().filter(|p| p.start < p.end).map(tokens));
                    self.watch.ways(self.frames.pattern(f, Hand::Left, l), self.frames.pattern(f, Hand::Right, r));
                    if self.filled(n, number, around, &parts) {
                        break 'frames;
                    }
                    failed.push(parts);
                }
            }
        }
        self.watch.end();
    }

    /// Whether nothing more is to be looked for: the roles are filled, or nobody who could fill one is meant ("we raised wages").
    fn filled(&mut self, n: u32, number: u16, around: &Surroundings<'_, '_, '_>, parts: &[Part]) -> bool {
        let rules = self.rules;
        let relation = &rules.relations[number as usize];
        let (reading, trigger) = (around.reading, around.trigger);
        let filler = Filler::new(rules, self.asked, n, around, parts);
        let mut roles: Vec<SmallVec<[Fill; 4]>> = Vec::new();
        for role in &relation.roles {
            let mut fills = filler.fill(role, &mut self.scratch);
            if let Some([a, b]) = self.scratch.tied.take() {
                self.watch.ambiguous(roles.len(), (a.start, a.end), (b.start, b.end));
            }
            // A quantity ends before the noun that it counts, where that is what is measured.
            fills.iter_mut().for_each(|fill| cut(fill, &roles, reading));
            // Of several quantities only the one that counts it: "15 countries and 90% of goods".
            let counts = |(role, _): &(&Role, &SmallVec<[Fill; 4]>)| role.fillings.contains(&Filling::Counted);
            if role.kind == RoleKind::Quantity
                && let Some((_, nouns)) = relation.roles.iter().zip(&roles).find(counts)
            {
                // "millions OF jobs"
                let of = |at: u16| reading.tokens.tokens[at as usize].tag == Tag::Preposition;
                let before = |f: &Fill, at: u16| f.end == at || f.end + 1 == at && of(f.end);
                fills.retain(|f| nouns.iter().any(|noun| before(f, noun.start)));
            }
            // Nothing fills two roles.
            fills.retain(|f| !roles.iter().flatten().any(|g: &Fill| g.start < f.end && f.start < g.end));
            self.watch.role(roles.len(), fills.iter().map(Fill::place));
            if fills.is_empty() && !role.optional && !role.goes_on() {
                let refuses = filler.refuses(role);
                if refuses {
                    self.watch.stopped();
                }
                return refuses;
            }
            roles.push(fills);
        }
        let settings = self.settings(relation, around, parts);
        let paired = paired::in_step(relation, &roles, around, self.asked);
        if paired {
            paired::widen(&mut roles, reading);
        }
        // A list of indicators is one thing, unless 分别 tells its members apart: 老人、病人的比例.
        if reading.sentence.lang == Lang::Zh && !paired {
            for (role, fills) in relation.roles.iter().zip(&mut roles) {
                if let (true, [first, .., last]) = (role.kind == RoleKind::Metric, fills.as_slice()) {
                    let (start, end) = (first.start.min(last.start), first.end.max(last.end));
                    *fills = SmallVec::from_slice(&[filler.fill_of(start, end)]);
                }
            }
        }
        self.emit(n, number, (trigger.start, trigger.end), roles, settings, paired)
    }

    /// One claim for each combination of coordinated fillers; where they are `paired`, for the first of each list, the second …
    fn emit(
        &mut self,
        sentence: u32,
        number: u16,
        trigger: (u16, u16),
        roles: Vec<SmallVec<[Fill; 4]>>,
        settings: Settings<'a>,
        paired: bool,
    ) -> bool {
        let rules = self.rules;
        let relation = &rules.relations[number as usize];
        let long = roles.iter().map(|fills| fills.len()).max().unwrap_or(0);
        let lists = roles.iter().filter(|fills| fills.len() == long).count();
        if paired && long > 1 && lists > 1 {
            let mut any = false;
            for n in 0..long.min(MEMBERS) {
                let one = |fills: &SmallVec<[Fill; 4]>| match fills.len() == long {
                    true => SmallVec::from_slice(&fills[n..=n]),
                    false => fills.clone(),
                };
                let roles = roles.iter().map(one).collect();
                any |= self.emit(sentence, number, trigger, roles, settings.clone(), false);
            }
            return any;
        }
        let stated = Stated {
            sentence,
            relation: number,
            trigger,
            roles: SmallVec::new(),
            settings,
            attributed: None,
            quotation: None,
        };
        if let Some(failed) = relation.conditions.iter().position(|c| !meets(c, &stated, relation, &roles)) {
            self.watch.refused(failed);
            return false;
        }
        let mut claims: SmallVec<[Stated<'a>; 2]> = SmallVec::new();
        claims.push(stated);
        for (n, fills) in roles.iter().enumerate() {
            if let (true, several @ [_, ..]) | (false, several @ [_]) = (relation.roles[n].all, fills.as_slice()) {
                for claim in &mut claims {
                    claim.roles.extend(several.iter().map(|f| (n as u8, *f)));
                }
            } else if !fills.is_empty() {
                let mut next = SmallVec::new();
                for claim in &claims {
                    for fill in fills.iter().take(MEMBERS) {
                        let mut claim = claim.clone();
                        claim.roles.push((n as u8, *fill));
                        next.push(claim);
                    }
                }
                next.truncate(MEMBERS);
                claims = next;
            }
        }
        self.watch.stated(claims.len());
        self.claims.extend(claims);
        true
    }
}

/// The span of tokens of a reading's sentence.
pub fn span_of(reading: &Reading<'_>, fill: &Fill) -> Span {
    reading.tokens.span(fill.start as usize, fill.end as usize)
}
