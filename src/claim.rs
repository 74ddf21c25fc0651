//! Triggers, roles, frames and contexts -> claims.
//!
//! Comes in: sentences with their mentions and chunks, the relation rules. Goes out: claims whose spans are of the normalised text. A rule is
//! tried only where its trigger stands; the first frame that fills all required roles gives the claim; where none does, nothing is said.

mod anaphora;
mod attribute;
pub mod elements;
pub mod fill;

use crate::document::Lang;
use crate::extraction::Modality;
use crate::lexicon::{FormId, Lexicon};
use crate::mention::{Place, Reading, anchor_end, anchors, shut};
use crate::rule::machine::{Machine, Part, Prefer, capture};
use crate::rule::pattern::{Check, ClassId, ClassSet, Ends, Label, Labels, Lattice, PartSet, Program, Stance};
use crate::rule::watch::{self, Passed, Tried, Watch};
use crate::rule::{Condition, Context, Filling, Needs, Relation, Rules, Value};
use crate::span::Span;
use crate::text::{ChunkKind, Tag, Text};
use elements::{Element, Elements, Trigger, elements};
use fill::{Fill, Filler, Scratch, allows};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::cmp::Reverse;

/// How many claims with the same required fillers are compared with another.
const SAME: usize = 8;

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
}

impl<'p> Stated<'p> {
    pub fn setting(&self, key: &str) -> Option<&'p str> {
        self.settings.iter().find(|(k, _)| *k == key).map(|(_, v)| *v)
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

/// Finds the claims of a text.
pub fn find<'p>(
    text: &Text<'_>,
    readings: &[Reading<'_>],
    lexicon: &'p Lexicon,
    rules: &'p Rules,
    watch: &mut impl Watch,
) -> Vec<Stated<'p>> {
    let mut finder = Finder {
        lexicon,
        rules,
        scratch: Scratch::default(),
        locative: lexicon.list_id("locative").map(Label::List),
        anaphor: lexicon.list_id("anaphor").map(Label::List),
        respectively: lexicon.list_id("respectively").map(Label::List),
        people: lexicon.list_id("people").map(Label::List),
        claims: Vec::new(),
        places: Vec::new(),
        watch,
        place: 0,
        sides: rules.frames.iter().map(|_| Default::default()).collect(),
        captured: vec![(0, None); rules.sides.len()],
        contexts: vec![(0, false); rules.contexts.len()],
    };
    let time = rules.classes.id("Time").unwrap_or(ClassId(u16::MAX));
    let place = rules.classes.id("Place");
    let person = rules.classes.id("Person");
    let title = lexicon.list_id("title.person").map(Label::List);
    for (n, reading) in readings.iter().enumerate() {
        let sentence = reading.sentence;
        let chunks = &text.chunks[sentence.chunks.start as usize..sentence.chunks.end as usize];
        let mentions: Vec<_> = reading.found.iter().map(|f| (f.start, f.end, f.class)).collect();
        // A Chinese time or place is apart unless a particle ties it to the noun.
        let tokens = reading.tokens.tokens;
        let apart = |class: ClassId, end: u16| {
            let next = tokens.get(end as usize).map(|t| t.tag);
            sentence.lang == Lang::Zh
                && (class == time || Some(class) == place)
                && next.is_some_and(|t| !matches!(t, Tag::Particle | Tag::Preposition))
        };
        let governs = |at: u16| sentence.lang == Lang::En && tokens[at as usize].tag == Tag::Gerund;
        // 习近平主席 is the person.
        let titled = |class: ClassId, from: u16, to: u16| {
            let mut ends = Ends::new();
            if let Some(title) = title
                && sentence.lang == Lang::Zh
                && Some(class) == person
                && from < to
            {
                reading.tokens.edges(from as usize, title, false, &mut ends);
            }
            ends.contains(&to)
        };
        let all = elements(chunks, sentence.tokens.start, &mentions, time, apart, governs, titled);
        let base = Elements::new(&reading.tokens, all);
        finder.sentence(n as u32, reading, &base);
    }
    let mut claims = finder.claims;
    anaphora::sides(&mut claims, readings, lexicon, rules);
    anaphora::events(&mut claims, readings, rules);
    anaphora::resolve(&mut claims, readings, lexicon, rules);
    attribute::attribute(&mut claims, readings, lexicon, rules);
    claims
}

/// What a frame captured.
type Parts = SmallVec<[Part; 8]>;

/// What one side of a frame captures around a place, once asked for.
#[derive(Default)]
struct Side {
    /// The place for which this holds.
    place: u32,
    /// The patterns that match, into [`Rules::sides`]; [`BARE`] alone where none does.
    ways: SmallVec<[u16; 8]>,
    /// The names of all parts that they capture.
    parts: PartSet,
}

/// No pattern.
const BARE: u16 = u16::MAX;

/// For each pattern of a side the place last looked at, and what it captures there.
type Captured = Vec<(u32, Option<Parts>)>;

/// What a way captures.
fn way(captured: &Captured, number: u16) -> &[Part] {
    captured.get(number as usize).and_then(|(_, parts)| parts.as_deref()).unwrap_or(&[])
}

/// What is known about one place of a sentence.
struct Surroundings<'v, 'r, 't> {
    reading: &'v Reading<'t>,
    view: &'v Elements<'r, 't>,
    trigger: Trigger,
    /// Counts the places of a text.
    place: u32,
    /// Whether any frame is for this kind of trigger.
    framed: bool,
}

struct Finder<'a, 'w, W> {
    lexicon: &'a Lexicon,
    rules: &'a Rules,
    scratch: Scratch,
    locative: Option<Label>,
    anaphor: Option<Label>,
    /// Words that pair the members of two lists: 分别.
    respectively: Option<Label>,
    people: Option<Label>,
    claims: Vec<Stated<'a>>,
    /// Room for places, to be reused.
    places: Vec<Place>,
    watch: &'w mut W,
    /// How many places were looked at.
    place: u32,
    /// The left and right side of each frame of the pack.
    sides: Vec<[Side; 2]>,
    captured: Captured,
    /// For each context of the pack the place last asked about, and whether it holds there.
    contexts: Vec<(u32, bool)>,
}

impl<'a, W: Watch> Finder<'a, '_, W> {
    fn sentence(&mut self, n: u32, reading: &Reading<'_>, base: &Elements<'_, '_>) {
        let rules = self.rules;
        let begin = self.claims.len();
        self.scratch.turn();
        self.patterns(n, reading, base);
        let mut own = false;
        let triggers = self.triggers(n, reading);
        for place in triggers.chunk_by(|a, b| (a.1, a.2) == (b.1, b.2)) {
            // What stands around a place is looked at once, for all rules that have their trigger there.
            let (start, end) = (place[0].1, place[0].2);
            let Some((view, trigger)) = base.around(start, end) else { continue };
            let split = matches!(view, Cow::Owned(_));
            if split || own {
                self.scratch.turn();
                own = split;
            }
            let lang = reading.sentence.lang;
            let framed = rules.frames.iter().any(|f| f.lang == lang && allows(&f.stances, trigger.stance));
            self.place += 1;
            let surroundings = Surroundings { reading, view: &view, trigger, place: self.place, framed };
            for &(relation, ..) in place {
                self.trigger(n, relation as u16, &surroundings);
            }
        }
        if self.claims.len() > begin + 1 {
            self.unify(begin);
        }
    }

    /// The triggers of a sentence by place, but none inside a name or a longer trigger of a rule that states the same class.
    fn triggers(&mut self, sentence: u32, reading: &Reading<'_>) -> Vec<Place> {
        let rules = self.rules;
        self.places.clear();
        anchors(&reading.tokens, &rules.trigger_index, |_, _, _| true, &mut self.places);
        if self.places.is_empty() {
            return Vec::new();
        }
        let classes: ClassSet = reading.found.iter().map(|f| f.class).collect();
        let fills = |relation: u32| rules.relations[relation as usize].classes.iter().all(|c| c.meets(classes));
        let watch = &mut *self.watch;
        let mut pass = |(relation, start, end): Place, why| {
            watch.passed(relation as u16, watch::Place { sentence, start, end }, why);
        };
        self.places.retain(|&place| {
            let fills = fills(place.0);
            if !fills {
                pass(place, Passed::NoFiller);
            }
            fills
        });
        let inside_name = names(reading);
        let stands = self.places.iter().filter_map(|&(relation, start, end)| {
            let checks = &rules.relations[relation as usize].triggers;
            anchor_end(&reading.tokens, checks, start, end).map(|end| (relation, start, end))
        });
        let free = |place: &Place| {
            let free = inside_name[place.1 as usize] < place.2;
            if !free {
                pass(*place, Passed::InName);
            }
            free
        };
        let mut triggers: Vec<Place> = stands.filter(free).collect();
        triggers.sort_unstable();
        triggers.dedup();
        let mut longest = Vec::with_capacity(triggers.len());
        for relation in triggers.chunk_by(|a, b| a.0 == b.0) {
            let mut far = 0;
            for same in relation.chunk_by(|a, b| a.1 == b.1) {
                // The last of the same start is the longest.
                for (n, &trigger) in same.iter().enumerate() {
                    if n + 1 == same.len() && trigger.2 > far {
                        longest.push(trigger);
                    } else {
                        pass(trigger, Passed::InLonger);
                    }
                }
                far = far.max(same[same.len() - 1].2);
            }
        }
        // Of rules that state the same class the one with the longer trigger knows better what is meant: "accept" in "accept demands from".
        longest.sort_unstable_by_key(|&(relation, start, end)| (start, Reverse(end), relation));
        let mut widest: SmallVec<[(&str, u16, u16); 8]> = SmallVec::new();
        longest.retain(|&place| {
            let (relation, start, end) = place;
            let class = rules.relations[relation as usize].class.as_str();
            let Some(wide) = widest.iter_mut().find(|(c, ..)| *c == class) else {
                widest.push((class, start, end));
                return true;
            };
            let inside = end <= wide.2 && (start, end) != (wide.1, wide.2);
            if inside {
                pass(place, Passed::InLonger);
            } else {
                *wide = (class, start, end);
            }
            !inside
        });
        longest.sort_unstable_by_key(|&(relation, start, end)| (start, end, relation));
        longest
    }

    /// One statement once: as the rule found it that says most of it, else the first.
    fn unify(&mut self, begin: usize) {
        let rules = self.rules;
        let watch = &mut *self.watch;
        let mut same: FxHashMap<_, SmallVec<[usize; 2]>> = FxHashMap::default();
        let claims = &self.claims[begin..];
        let mut kept = vec![true; claims.len()];
        let fills = |claim: &Stated<'a>| -> SmallVec<[Fill; 4]> { claim.roles.iter().map(|(_, fill)| *fill).collect() };
        for (n, claim) in claims.iter().enumerate() {
            let relation = &rules.relations[claim.relation as usize];
            let required = claim.roles.iter().filter(|(role, _)| !relation.roles[*role as usize].optional);
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
        let mut kept = kept.into_iter();
        let tail: Vec<Stated<'a>> = self.claims.drain(begin..).collect();
        self.claims.extend(tail.into_iter().filter(|_| kept.next() == Some(true)));
    }

    fn trigger(&mut self, n: u32, number: u16, around: &Surroundings<'_, '_, '_>) {
        let rules = self.rules;
        let lang = around.reading.sentence.lang;
        let relation = &rules.relations[number as usize];
        let (start, end) = (around.trigger.start, around.trigger.end);
        self.watch.begin(Tried::Trigger(number), watch::Place { sentence: n, start, end });
        for &f in &relation.framed {
            let frame = &rules.frames[f as usize];
            if frame.lang != lang || !allows(&frame.stances, around.trigger.stance) {
                continue;
            }
            let [mut left, mut right] = std::mem::take(&mut self.sides[f as usize]);
            let all = &around.view.all;
            let tokens = |p: &Part| (p.name, all[p.start as usize].start, all[p.end as usize - 1].end);
            let done = 'done: {
                self.side(&mut left, &frame.left, around, around.trigger.first);
                // What only this side can give.
                if relation.parts.iter().any(|p| !p.meets(frame.right_parts) && !p.meets(left.parts)) {
                    let captured = left.ways.iter().flat_map(|l| way(&self.captured, *l));
                    self.watch.short(f, captured.filter(|p| p.start < p.end).map(tokens));
                    break 'done false;
                }
                self.side(&mut right, &frame.right, around, around.trigger.last);
                let ways = || left.ways.iter().flat_map(|l| right.ways.iter().map(move |r| (*l, *r)));
                if relation.parts.iter().any(|p| !p.meets(left.parts) && !p.meets(right.parts)) {
                    let captured = left.ways.iter().chain(&right.ways).flat_map(|w| way(&self.captured, *w));
                    self.watch.short(f, captured.filter(|p| p.start < p.end).map(tokens));
                    break 'done false;
                }
                let mut parts = Parts::new();
                ways().any(|(l, r)| {
                    parts.clear();
                    parts.extend_from_slice(way(&self.captured, l));
                    parts.extend_from_slice(way(&self.captured, r));
                    self.watch.frame(f, parts.iter().filter(|p| p.start < p.end).map(tokens));
                    self.filled(n, number, around, &parts)
                })
            };
            self.sides[f as usize] = [left, right];
            if done {
                break;
            }
        }
        self.watch.end();
    }

    /// What the patterns of one side capture, each that matches; nothing at all where none does.
    fn side(&mut self, side: &mut Side, patterns: &[u16], around: &Surroundings<'_, '_, '_>, from: usize) {
        if std::mem::replace(&mut side.place, around.place) == around.place {
            return;
        }
        side.ways.clear();
        side.parts = PartSet::default();
        self.watch.share();
        for &n in patterns {
            let (place, captured) = &mut self.captured[n as usize];
            if std::mem::replace(place, around.place) != around.place {
                let program = &self.rules.sides[n as usize];
                let find = match program.may(around.view, from) {
                    true => capture(&mut self.scratch.machine, program, around.view, from),
                    false => None,
                };
                *captured = find.map(|find| find.parts);
            }
            if let Some(parts) = captured {
                side.ways.push(n);
                parts.iter().for_each(|p| side.parts.insert(p.name));
            }
        }
        if side.ways.is_empty() {
            side.ways.push(BARE);
        }
        self.watch.shared();
    }

    /// Whether nothing more is to be looked for: the roles are filled, or nobody who could fill one is meant ("we raised wages").
    fn filled(&mut self, n: u32, number: u16, around: &Surroundings<'_, '_, '_>, parts: &[Part]) -> bool {
        let rules = self.rules;
        let relation = &rules.relations[number as usize];
        let (reading, view, trigger) = (around.reading, around.view, around.trigger);
        let (locative, anaphor, people) = (self.locative, self.anaphor, self.people);
        let filler = Filler { rules, sentence: n, reading, view, trigger, parts, locative, anaphor, people };
        let mut roles: Vec<SmallVec<[Fill; 4]>> = Vec::new();
        for role in &relation.roles {
            let mut fills = filler.fill(role, &mut self.scratch);
            if let Some([a, b]) = self.scratch.tied.take() {
                self.watch.ambiguous(roles.len(), (a.start, a.end), (b.start, b.end));
            }
            // Nothing fills two roles.
            fills.retain(|f| !roles.iter().flatten().any(|g: &Fill| g.start < f.end && f.start < g.end));
            self.watch.role(roles.len(), fills.iter().map(|f| (f.start, f.end)));
            if fills.is_empty() && !role.optional {
                return filler.refuses(role);
            }
            roles.push(fills);
        }
        let settings = self.settings(relation, around, parts);
        let group = view.all[trigger.first].start..trigger.start;
        let pairs = |t: u16| reading.tokens.starting(t as usize).any(|e| Some(e.label) == self.respectively);
        let paired = group.into_iter().any(pairs);
        // A list of indicators is one thing, unless 分别 tells its members apart: 老人、病人的比例.
        if reading.sentence.lang == Lang::Zh && !paired {
            for (role, fills) in relation.roles.iter().zip(&mut roles) {
                if let (true, [first, .., last]) = (role.property == "cy:metric", fills.as_slice()) {
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
        let stated = Stated { sentence, relation: number, trigger, roles: SmallVec::new(), settings, attributed: None };
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

    /// The qualifiers that the rule and the contexts set; the rule's own first, and over both what it sets on a condition.
    fn settings(&mut self, relation: &'a Relation, around: &Surroundings<'_, '_, '_>, parts: &[Part]) -> Settings<'a> {
        let rules = self.rules;
        let mut settings = Settings::new();
        for setting in &relation.settings {
            let value = match &setting.value {
                Value::Fixed(value) => Some(value.as_str()),
                Value::Fact(name) => self.fact(relation, around.reading, around.trigger, name),
            };
            if setting.when.is_none() {
                settings.extend(value.map(|v| (setting.key.as_str(), v)));
            }
        }
        for (n, context) in rules.contexts.iter().enumerate().filter(|(_, c)| c.lang == around.reading.sentence.lang) {
            let set = |settings: &Settings<'_>, key: &str| settings.iter().any(|(k, _)| *k == key);
            if context.settings.iter().all(|s| set(&settings, &s.key)) {
                continue;
            }
            // Only frames can say that something is missing.
            if !context.when_no.is_empty() && !around.framed {
                continue;
            }
            if context.when_no.iter().any(|name| parts.iter().any(|p| p.name == *name)) {
                continue;
            }
            if self.contexts[n].0 != around.place {
                self.watch.share();
                let here = holds(context, around.view, around.trigger, &mut self.scratch.machine);
                self.contexts[n] = (around.place, here);
                self.watch.shared();
            }
            if !self.contexts[n].1 {
                continue;
            }
            self.watch.context(n);
            for setting in &context.settings {
                if let (Value::Fixed(value), false) = (&setting.value, set(&settings, &setting.key)) {
                    settings.push((&setting.key, value));
                }
            }
        }
        for setting in &relation.settings {
            let (Some((key, wanted)), Value::Fixed(value)) = (&setting.when, &setting.value) else { continue };
            let got = settings.iter().find(|(k, _)| k == key).map_or(default(key), |(_, v)| v);
            if got == wanted {
                settings.retain(|(k, _)| *k != setting.key);
                settings.push((&setting.key, value));
            }
        }
        settings
    }

    /// A fact of the trigger's word in one of the rule's lists.
    fn fact(&self, relation: &Relation, reading: &Reading<'_>, trigger: Trigger, name: &str) -> Option<&'a str> {
        let lexicon = self.lexicon;
        let edges = reading.tokens.starting(trigger.start as usize).filter(|e| e.end == trigger.end);
        edges
            .filter(|e| matches!(e.label, Label::List(id) if relation.triggers.contains(&Check::Edge(Label::List(id)))))
            .flat_map(|e| {
                let Label::List(id) = e.label else { return None };
                lexicon.form(FormId(e.source)).words().filter(|w| w.list == id).find_map(|w| w.fact(name))
            })
            .next()
    }

    /// Relations written as patterns over tokens.
    fn patterns(&mut self, n: u32, reading: &Reading<'_>, base: &Elements<'_, '_>) {
        let index = &self.rules.pattern_index[reading.sentence.lang as usize];
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        let gates = &self.rules.pattern_gates;
        let may = |pattern: u32, start, end| W::LOOKS || !shut(&gates[pattern as usize], &reading.tokens, start, end);
        anchors(&reading.tokens, index, may, &mut places);
        places.sort_unstable();
        for &(number, start, end) in &places {
            let pattern = &self.rules.relation_patterns[number as usize];
            let Some(end) = anchor_end(&reading.tokens, &pattern.pattern.anchor, start, end) else { continue };
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
            let (locative, anaphor, people) = (self.locative, self.anaphor, self.people);
            let filler =
                Filler { rules, sentence: n, reading, view: base, trigger, parts: &[], locative, anaphor, people };
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
                if fills.is_empty() && !role.slots.is_empty() {
                    fills = filler.fill(role, &mut self.scratch);
                    fills.retain(|f| !roles.iter().flatten().any(|g: &Fill| g.start < f.end && f.start < g.end));
                }
                self.watch.role(roles.len(), fills.iter().map(|f| (f.start, f.end)));
                complete &= role.optional || !fills.is_empty();
                roles.push(fills);
            }
            if complete {
                self.place += 1;
                let around = Surroundings { reading, view: base, trigger, place: self.place, framed: false };
                let settings = self.settings(relation, &around, &[]);
                self.emit(n, pattern.relation, (start, end), roles, settings, false);
            }
            self.watch.end();
        }
        self.places = places;
    }
}

/// For each token the farthest end of a name, or of what is to be nothing, that begins there or before.
fn names(reading: &Reading<'_>) -> Vec<u16> {
    let mut ends = vec![0; reading.tokens.tokens.len() + 1];
    let named = reading.found.iter().filter(|f| f.value.is_none()).map(|f| (f.start, f.end));
    for (a, b) in named.chain(reading.hidden.iter().copied()) {
        ends[a as usize] = b.max(ends[a as usize]);
    }
    for n in 1..ends.len() {
        ends[n] = ends[n].max(ends[n - 1]);
    }
    ends
}

fn meets(condition: &Condition, stated: &Stated<'_>, relation: &Relation, roles: &[SmallVec<[Fill; 4]>]) -> bool {
    let role = relation.roles.iter().position(|r| r.name == condition.key);
    let holds = match role {
        Some(n) => roles[n].is_empty() == (condition.value == "none"),
        None => stated.setting(&condition.key).unwrap_or(default(&condition.key)) == condition.value,
    };
    holds == (condition.needs == Needs::Holds)
}

/// What a qualifier is where nothing sets it.
fn default(key: &str) -> &'static str {
    match key {
        "modality" => "actual",
        "negated" => "false",
        _ => "",
    }
}

/// Whether a context surrounds the trigger.
fn holds(context: &Context, view: &Elements<'_, '_>, trigger: Trigger, machine: &mut Machine) -> bool {
    if context.group.is_empty() && context.left.is_empty() && context.right.is_empty() {
        return !context.when_no.is_empty();
    }
    let group = |element: &Element| {
        (element.start..element.end).any(|t| {
            let labels = view.tokens.labels(t as usize);
            context.group.iter().any(|check| {
                let Check::Edge(label) = *check else { return false };
                let within = |end: u16| end <= element.end.max(trigger.end);
                labels.meets(Labels::of(label)) && view.tokens.ends(t as usize, label).any(within)
            })
        })
    };
    let mut stands = |p: &Program, at: usize| machine.run(p, view, at, Prefer::First).is_some();
    let verb = |e: &&Element| e.kind == ChunkKind::Verb;
    view.all[trigger.first..trigger.last].iter().filter(verb).any(group)
        || context.left.iter().any(|p| stands(p, trigger.first))
        || context.right.iter().any(|p| stands(p, trigger.last))
}

/// The span of tokens of a reading's sentence.
pub fn span_of(reading: &Reading<'_>, fill: &Fill) -> Span {
    reading.tokens.span(fill.start as usize, fill.end as usize)
}
