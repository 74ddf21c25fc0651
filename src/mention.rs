//! Names, values and entity rules -> mentions, overlaps resolved.
//!
//! Comes in: a text, the lexicon's hits and the values in it, the rules. Goes out: for each sentence its lattice and the mentions that stand.
//! One policy decides where finds overlap: the longest; of equal ones that of the lexicon, then a value, then the rule declared first. An
//! event may stand inside a time that it anchors.

mod cells;
pub mod lattice;
pub mod places;
mod recalled;
mod values;

use crate::document::Lang;
use crate::lexicon::{Hit, Lexicon, Pos, RowId};
use crate::rule::machine::{Find, Machine};
use crate::rule::pattern::{ClassId, Label, Lattice};
use crate::rule::watch::{Contender, Tried, Watch};
use crate::rule::{NOTHING, Rules, compile::IT, watch};
use crate::span::Span;
use crate::text::{Sentence, Tag, Text, Token};
use crate::value::{self, Value, ValueKind};
use lattice::{Edge, TokenLattice};
use places::{Place, Places};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};
use values::{ValueClasses, spans, values};

/// What found a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Lexicon,
    Value,
    /// Into [`Rules::names`].
    Rule(u16),
    /// A short form that the text introduced.
    Alias,
}

/// A mention, its span in the normalised text.
#[derive(Debug, Clone)]
pub struct Found {
    pub span: Span,
    /// Tokens of its sentence.
    pub start: u16,
    pub end: u16,
    pub class: ClassId,
    pub by: By,
    pub row: Option<RowId>,
    pub value: Option<Box<Value>>,
}

impl Found {
    fn contender(&self, sentence: u32) -> Contender {
        let rule = if let By::Rule(rule) = self.by { Some(rule) } else { None };
        Contender { place: watch::Place { sentence, start: self.start, end: self.end }, rule }
    }
}

/// A sentence with what was found in it.
#[derive(Debug)]
pub struct Reading<'t> {
    pub sentence: &'t Sentence,
    pub tokens: TokenLattice<'t>,
    pub found: Vec<Found>,
    /// Tokens in which nothing is to be found.
    pub hidden: Vec<(u16, u16)>,
    kinds: Kinds,
}

/// The classes of values by their kind.
type Kinds = [(ValueKind, ClassId); 4];

/// Finds the mentions of a text, sentence by sentence.
pub fn find<'t, W: Watch>(
    text: &'t Text<'_>,
    lexicon: &Lexicon,
    rules: &Rules,
    context: &value::Context<'_>,
    watch: &mut W,
) -> Vec<Reading<'t>> {
    let id = |name: &str| rules.classes.id(name).unwrap_or(ClassId(0));
    let classes = ValueClasses::new(lexicon, rules);
    let normal: &'t str = &text.normal;
    let mut namer = Namer::new(lexicon, rules);
    let mut readings = Vec::with_capacity(text.sentences.len());
    let mut weak = Vec::new();
    for (n, sentence) in text.sentences.iter().enumerate() {
        let tokens = &text.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize];
        let tokens = TokenLattice::new(normal, tokens, &rules.literals);
        let mut reading = Reading { sentence, tokens, found: Vec::new(), hidden: Vec::new(), kinds: classes.by_kind };
        let hits = &text.hits[sentence.hits.start as usize..sentence.hits.end as usize];
        namer.names(&mut reading, hits, &mut |found| weak.push((n, found)));
        readings.push(reading);
    }
    // Stage by stage: what a stage works with stays near.
    for reading in &mut readings {
        values(reading, &classes, context);
    }
    cells::cells(&mut readings, text, &classes, context);
    if !weak.is_empty() {
        namer.wholes();
    }
    for (n, found) in weak {
        if found.row.is_some_and(|row| namer.strong.contains(&row)) {
            readings[n].push(found);
        }
    }
    let mut machine = Machine::default();
    let mut places = Places::new(rules.strata());
    let nothing = id(NOTHING);
    for (n, reading) in (0..).zip(&mut readings) {
        let anchors = &rules.index[reading.lang() as usize].entities;
        places.begin(&reading.tokens, anchors, W::LOOKS);
        for stratum in 0..rules.strata() {
            places.classes(&reading.tokens, anchors);
            apply(n, reading, places.of(stratum), rules, &mut machine, watch);
        }
        spans(reading, &classes);
        resolve(n, reading, nothing, &classes, watch);
    }
    recalled::keep(&mut readings, lexicon, rules);
    readings
}

/// How many mentions before a token may be inside the one that is asked for.
const NEAR: usize = 4;

impl Reading<'_> {
    fn push(&mut self, found: Found) {
        let (start, end, label) = (found.start, found.end, Label::Class(found.class));
        let source = self.found.len() as u32;
        self.found.push(found);
        self.tokens.add(Edge { label, start, end, source });
    }

    pub fn lang(&self) -> Lang {
        self.sentence.lang
    }

    /// Where pattern relations can begin, into `places`, which is empty: all places, or those at which something may be found.
    pub fn patterns(&self, rules: &Rules, all: bool, places: &mut Vec<Place>) {
        places::of_relations(&self.tokens, &rules.index[self.lang() as usize].patterns, all, places);
    }

    /// Where relations can have their triggers, into `places`, which is empty.
    pub fn triggers(&self, rules: &Rules, places: &mut Vec<Place>) {
        places::of_relations(&self.tokens, &rules.index[self.lang() as usize].triggers, false, places);
    }

    /// The number of the mention of just these tokens; mentions are in order.
    pub fn mention(&self, start: u16, end: u16) -> Option<u32> {
        let from = self.found.partition_point(|f| f.start < start);
        let here = self.found[from..].iter().take_while(|f| f.start == start);
        here.enumerate().find(|(_, f)| f.end == end).map(|(n, _)| (from + n) as u32)
    }

    /// The number of the mention that begins with a token, the longest of several.
    pub fn beginning(&self, at: u16) -> Option<usize> {
        let n = self.found.partition_point(|f| f.start < at);
        self.found.get(n).is_some_and(|f| f.start == at).then_some(n)
    }

    /// The number of a mention that ends before a token; of several inside each other one that is near.
    pub fn ending(&self, at: u16) -> Option<usize> {
        let behind = self.found.partition_point(|f| f.start < at);
        (behind.saturating_sub(NEAR)..behind).rev().find(|n| self.found[*n].end == at)
    }

    /// Adds mentions that overlap none.
    pub fn extend(&mut self, new: Vec<Found>) {
        self.found.extend(new);
        self.settle();
    }

    /// One mention in place of those within it.
    pub fn replace(&mut self, whole: Found) {
        self.found.retain(|f| f.start < whole.start || whole.end < f.end);
        self.found.push(whole);
        self.settle();
    }

    /// Mentions in order, and their edges anew: a figure also as what it is of, so that relations can ask for money or a share.
    fn settle(&mut self) {
        self.found.sort_by(|a, b| a.span.start.cmp(&b.span.start).then(b.span.end.cmp(&a.span.end)));
        self.tokens.clear_classes();
        for (source, found) in self.found.iter().enumerate() {
            let (start, end, label) = (found.start, found.end, Label::Class(found.class));
            self.tokens.add(Edge { label, start, end, source: source as u32 });
            let kind = found.value.as_ref().map(|v| v.kind);
            if let Some((_, class)) = self.kinds.iter().find(|(k, _)| Some(*k) == kind) {
                let label = Label::Class(*class);
                self.tokens.add(Edge { label, start, end, source: source as u32 });
            }
        }
    }
}

/// Finds names; what it learns holds for the whole text.
struct Namer<'a> {
    lexicon: &'a Lexicon,
    rules: &'a Rules,
    /// The classes of the rows met so far; none where the rules have no such class.
    classes: FxHashMap<RowId, Option<ClassId>>,
    /// Rows that the text has by a form that is not weak, and those of which it has a part.
    strong: FxHashSet<RowId>,
    metric: Option<ClassId>,
    person: Option<ClassId>,
    title: Option<Label>,
}

impl<'a> Namer<'a> {
    fn new(lexicon: &'a Lexicon, rules: &'a Rules) -> Namer<'a> {
        Namer {
            lexicon,
            rules,
            classes: FxHashMap::default(),
            strong: FxHashSet::default(),
            metric: rules.classes.id("Metric"),
            person: rules.classes.id("Person"),
            title: lexicon.list_id("title").map(Label::List),
        }
    }

    /// What a text names a part of is known to it: "the Central Committee … the Party".
    fn wholes(&mut self) {
        let mut parts: Vec<RowId> = self.strong.iter().copied().collect();
        while let Some(part) = parts.pop() {
            let whole = self.lexicon.row(part).fact("part-of").and_then(|key| self.lexicon.row_id(key));
            parts.extend(whole.filter(|&whole| self.strong.insert(whole)));
        }
    }

    fn names(&mut self, reading: &mut Reading<'_>, hits: &[Hit], weak: &mut impl FnMut(Found)) {
        let (lexicon, rules) = (self.lexicon, self.rules);
        let mut at = 0;
        for hit in hits {
            let Some((start, end)) = reading.tokens.tokens_on(&mut at, hit.span) else { continue };
            let words = lexicon.form(hit.form).words();
            for word in words {
                if word.lang == Lang::En && !spoken(&reading.tokens.tokens[start as usize..end as usize], word.pos) {
                    continue;
                }
                reading.tokens.add(Edge { label: Label::List(word.list), start, end, source: hit.form.0 });
            }
        }
        at = 0;
        for hit in hits.iter().filter(|h| h.name) {
            let Some((start, end)) = reading.tokens.tokens_on(&mut at, hit.span) else { continue };
            for used in lexicon.form(hit.form).rows() {
                let class_of = || rules.classes.id(&lexicon.row(used.row).class);
                let Some(class) = *self.classes.entry(used.row).or_insert_with(class_of) else { continue };
                // What is measured is a mention only where something is said of its value.
                if Some(class) == self.metric {
                    continue;
                }
                // A title before a name is no part of it.
                let mut start = start;
                if Some(class) == self.person {
                    let starting = reading.tokens.starting(start as usize);
                    let titles = starting.filter(|e| Some(e.label) == self.title && e.end < end);
                    start = titles.map(|e| e.end).max().unwrap_or(start);
                }
                let span = reading.tokens.span(start as usize, end as usize);
                let found = Found { span, start, end, class, by: By::Lexicon, row: Some(used.row), value: None };
                if used.weak {
                    weak(found);
                } else {
                    self.strong.insert(used.row);
                    reading.push(found);
                }
            }
        }
    }
}

/// Whether tokens stand in the sentence as the part of speech that the list gives the word.
fn spoken(tokens: &[Token], pos: Pos) -> bool {
    let verb = |t: &Token| {
        matches!(t.tag, Tag::Verb | Tag::Gerund | Tag::Past | Tag::Participle | Tag::Auxiliary | Tag::Modal)
    };
    match pos {
        Pos::Verb => tokens.iter().any(verb),
        Pos::Noun => !tokens.last().is_some_and(|t| matches!(t.tag, Tag::Verb | Tag::Past | Tag::Participle)),
        _ => true,
    }
}

impl value::Events for Lexicon {
    fn dates(&self, name: &str, lang: Lang) -> Option<(String, String)> {
        let rows = self
            .hits(name, lang)
            .into_iter()
            .flat_map(|hit| self.form(hit.form).rows().map(move |r| (hit.span, self.row(r.row))));
        // "The accession to the WTO" is not when the WTO began: a part of the name has to be an event.
        let dated = rows
            .filter(|(span, row)| (row.class == "Event" || span.len() == name.len()) && row.fact("begin").is_some());
        let (_, row) = dated.max_by_key(|(span, _)| span.len())?;
        let begin = row.fact("begin")?;
        Some((begin.to_owned(), row.fact("end").unwrap_or(begin).to_owned()))
    }
}

fn apply<'p, W: Watch>(
    sentence: u32,
    reading: &mut Reading<'_>,
    places: impl Iterator<Item = &'p Place>,
    rules: &Rules,
    machine: &mut Machine,
    watch: &mut W,
) {
    for place in places {
        let (number, start) = (place.pattern, place.start);
        if !W::LOOKS && place.shut(&rules.entity_gates[number as usize], &reading.tokens) {
            continue;
        }
        let pattern = &rules.entity_patterns[number as usize];
        let Some(end) = place.anchor_end(&reading.tokens, &pattern.pattern.anchor) else { continue };
        watch.begin(Tried::Entity(number), watch::Place { sentence, start, end });
        let Some(find) = pattern.pattern.find(machine, &reading.tokens, start as usize, end as usize) else {
            watch.failed(|| pattern.pattern.far(machine, &reading.tokens, start as usize, end as usize));
            watch.end();
            continue;
        };
        let entity = &rules.entities[pattern.entity as usize];
        for (start, end) in its(&find) {
            if start == end {
                continue;
            }
            let span = reading.tokens.span(start as usize, end as usize);
            let by = By::Rule(entity.rule);
            reading.push(Found { span, start, end, class: entity.class, by, row: None, value: None });
            watch.matched(start, end);
        }
        watch.end();
    }
}

/// The parts named `it`, or the whole find.
fn its(find: &Find) -> SmallVec<[(u16, u16); 2]> {
    let its: SmallVec<[(u16, u16); 2]> = find.parts.iter().filter(|p| p.name == IT).map(|p| (p.start, p.end)).collect();
    if its.is_empty() { smallvec![(find.start as u16, find.end as u16)] } else { its }
}

/// No find.
const NONE: u32 = u32::MAX;

/// Keeps the finds that stand, and their edges.
fn resolve(sentence: u32, reading: &mut Reading<'_>, nothing: ClassId, classes: &ValueClasses, watch: &mut impl Watch) {
    let time = classes.time;
    let mut found = std::mem::take(&mut reading.found);
    found.sort_by(|a, b| {
        let length = |f: &Found| f.span.len();
        length(b).cmp(&length(a)).then(a.by.cmp(&b.by)).then(a.span.cmp(&b.span)).then(a.class.cmp(&b.class))
    });
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    // Those kept over each token, so that only neighbours are compared: one, or a time and the event in it.
    let mut over = vec![[NONE; 2]; if found.is_empty() { 0 } else { reading.tokens.len() }];
    for mut candidate in found {
        let tokens = candidate.start as usize..candidate.end as usize;
        let clashes = |k: &Found| {
            let anchor = |v: &Value| v.time.as_ref()?.anchor.filter(|a| a.overlaps(candidate.span));
            // A time by a rule has no value yet.
            let anchored = match &k.value {
                Some(value) => anchor(value).is_some(),
                None => candidate.class == classes.event && k.span.len() > candidate.span.len(),
            };
            let nested = k.class == time && candidate.class != time && k.span.contains(candidate.span) && anchored;
            k.span.overlaps(candidate.span) && !nested
        };
        let near = over[tokens.clone()].iter().flatten().filter(|n| **n != NONE).map(|&n| n as usize);
        let Some(clash) = near.clone().filter(|&n| clashes(&kept[n])).min() else {
            for [first, second] in &mut over[tokens] {
                *(if *first == NONE { first } else { second }) = kept.len() as u32;
            }
            kept.push(candidate);
            continue;
        };
        // A known thing under a name that a rule found as well stays known.
        let k = &kept[clash];
        watch.lost(candidate.contender(sentence), k.contender(sentence));
        if k.span == candidate.span && k.class == candidate.class && k.row.is_none() && candidate.row.is_some() {
            let same = near.filter(|&n| kept[n].span == candidate.span).min().unwrap_or(clash);
            kept[same].row = candidate.row.take();
        }
    }
    reading.hidden = kept.iter().filter(|k| k.class == nothing).map(|k| (k.start, k.end)).collect();
    kept.retain(|k| k.class != nothing);
    // A rule knows a time by its name only.
    for k in kept.iter_mut().filter(|k| k.class == time && k.value.is_none()) {
        k.value = Some(Box::new(value::named_time(k.span)));
    }
    reading.found = kept;
    reading.settle();
}
