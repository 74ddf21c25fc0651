//! Names, values and entity rules -> mentions, overlaps resolved.
//!
//! Comes in: a text, the lexicon's hits and the values in it, the rules. Goes out: for each sentence its lattice and the mentions that stand.
//! One policy decides where finds overlap: the longest; of equal ones that of the lexicon, then a value, then the rule declared first. An
//! event may stand inside a time that it anchors.

pub mod lattice;

use crate::document::Lang;
use crate::lexicon::{Lexicon, Pos, RowId};
use crate::rule::pattern::{Check, ClassId, Find, Lattice, Machine, holds};
use crate::rule::{Index, NOTHING, Rules, compile::IT, first_word};
use crate::span::Span;
use crate::text::{Sentence, Tag, Text, Token};
use crate::value::{self, Value, ValueKind};
use lattice::{Edge, Label, TokenLattice};
use rustc_hash::FxHashSet;

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
    pub value: Option<Value>,
}

/// A sentence with what was found in it.
#[derive(Debug)]
pub struct Reading<'t> {
    pub sentence: &'t Sentence,
    pub tokens: TokenLattice<'t>,
    pub found: Vec<Found>,
    /// Tokens in which nothing is to be found.
    pub hidden: Vec<(u16, u16)>,
    /// All values, also those inside mentions.
    pub values: Vec<Value>,
}

/// The classes that values belong to.
struct ValueClasses {
    quantity: ClassId,
    time: ClassId,
    by_kind: [(ValueKind, ClassId); 4],
}

/// Finds the mentions of a text, sentence by sentence.
pub fn find<'t>(text: &'t Text<'_>, lexicon: &Lexicon, rules: &Rules, context: &value::Context) -> Vec<Reading<'t>> {
    let id = |name: &str| rules.classes.id(name).unwrap_or(ClassId(0));
    let classes = ValueClasses {
        quantity: id("Quantity"),
        time: id("Time"),
        by_kind: [
            (ValueKind::Number, id("Number")),
            (ValueKind::Ordinal, id("Ordinal")),
            (ValueKind::Percentage, id("Percentage")),
            (ValueKind::Currency, id("Currency")),
        ],
    };
    let normal: &'t str = &text.normal;
    let mut strong = FxHashSet::default();
    let mut readings = Vec::with_capacity(text.sentences.len());
    let mut weak = Vec::new();
    for (n, sentence) in text.sentences.iter().enumerate() {
        let tokens = &text.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize];
        let mut reading =
            Reading { sentence, tokens: TokenLattice::new(normal, tokens), found: Vec::new(), hidden: Vec::new(), values: Vec::new() };
        names(&mut reading, lexicon, rules, &mut strong, &mut |found| weak.push((n, found)));
        values(&mut reading, &classes, context);
        readings.push(reading);
    }
    for (n, found) in weak {
        if found.row.is_some_and(|row| strong.contains(&row)) {
            readings[n].push(found);
        }
    }
    let mut machine = Machine::default();
    let nothing = id(NOTHING);
    for reading in &mut readings {
        for index in &rules.entity_index {
            apply(reading, &index[reading.sentence.lang as usize], rules, &mut machine);
        }
        resolve(reading, nothing, classes.time);
    }
    readings
}

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

    /// Adds mentions that overlap none.
    pub fn extend(&mut self, new: Vec<Found>) {
        self.found.extend(new);
        self.settle();
    }

    /// Mentions in order, and their edges anew.
    fn settle(&mut self) {
        self.found.sort_by(|a, b| a.span.start.cmp(&b.span.start).then(b.span.end.cmp(&a.span.end)));
        self.tokens.clear_classes();
        for (source, found) in self.found.iter().enumerate() {
            let (start, end, label) = (found.start, found.end, Label::Class(found.class));
            self.tokens.add(Edge { label, start, end, source: source as u32 });
        }
    }
}

fn names(
    reading: &mut Reading<'_>,
    lexicon: &Lexicon,
    rules: &Rules,
    strong: &mut FxHashSet<RowId>,
    weak: &mut impl FnMut(Found),
) {
    let at = reading.sentence.span.start;
    let piece = reading.sentence.span.of(reading.tokens.text);
    // What is measured is a mention only where something is said of its value.
    let metric = rules.classes.id("Metric").unwrap_or(ClassId(u16::MAX));
    let person = rules.classes.id("Person").unwrap_or(ClassId(u16::MAX));
    let title = lexicon.list_id("title").map(Label::List);
    let hits = lexicon.hits(piece, reading.lang());
    for hit in &hits {
        let span = Span { start: hit.span.start + at, end: hit.span.end + at };
        let Some((start, end)) = reading.tokens.tokens_of(span) else { continue };
        let form = lexicon.form(hit.form);
        for word in form.words() {
            if word.lang == Lang::En && !spoken(&reading.tokens.tokens[start as usize..end as usize], word.pos) {
                continue;
            }
            reading.tokens.add(Edge { label: Label::List(word.list), start, end, source: hit.form.0 });
        }
    }
    for hit in hits {
        let span = Span { start: hit.span.start + at, end: hit.span.end + at };
        let Some((start, end)) = reading.tokens.tokens_of(span) else { continue };
        for used in lexicon.form(hit.form).rows() {
            let Some(class) = rules.classes.id(&lexicon.row(used.row).class) else { continue };
            if class == metric {
                continue;
            }
            // A title before a name is no part of it.
            let mut start = start;
            if class == person {
                let titles = reading.tokens.starting(start as usize).filter(|e| Some(e.label) == title && e.end < end);
                start = titles.map(|e| e.end).max().unwrap_or(start);
            }
            let span = reading.tokens.span(start as usize, end as usize);
            let found = Found { span, start, end, class, by: By::Lexicon, row: Some(used.row), value: None };
            if used.weak {
                weak(found);
            } else {
                strong.insert(used.row);
                reading.push(found);
            }
        }
    }
}

/// Whether tokens stand in the sentence as the part of speech that the list gives the word.
fn spoken(tokens: &[Token], pos: Pos) -> bool {
    let verb = |t: &Token| matches!(t.tag, Tag::Verb | Tag::Gerund | Tag::Past | Tag::Participle | Tag::Auxiliary | Tag::Modal);
    match pos {
        Pos::Verb => tokens.iter().any(verb),
        Pos::Noun => !tokens.last().is_some_and(|t| matches!(t.tag, Tag::Verb | Tag::Past | Tag::Participle)),
        _ => true,
    }
}

fn values(reading: &mut Reading<'_>, classes: &ValueClasses, context: &value::Context) {
    let at = reading.sentence.span.start;
    let shift = |span: Span| Span { start: span.start + at, end: span.end + at };
    let piece = reading.sentence.span.of(reading.tokens.text);
    let read = value::read(piece, reading.lang(), context);
    for value in &read {
        if let Some((_, class)) = classes.by_kind.iter().find(|(kind, _)| *kind == value.kind)
            && let Some((start, end)) = reading.tokens.tokens_of(shift(value.span))
        {
            reading.tokens.add(Edge { label: Label::Class(*class), start, end, source: u32::MAX });
        }
    }
    for value in value::mentions(piece, reading.lang(), &read) {
        let mut value = value.clone();
        let span = shift(value.full);
        let Some((start, end)) = cover(&reading.tokens, span) else { continue };
        let class = if value.kind == ValueKind::Time { classes.time } else { classes.quantity };
        value.span = shift(value.span);
        value.full = span;
        value.counted = value.counted.map(shift);
        if let Some(time) = &mut value.time {
            time.anchor = time.anchor.map(shift);
        }
        reading.push(Found { span, start, end, class, by: By::Value, row: None, value: Some(value) });
    }
    reading.values = read;
}

/// The tokens that a span touches.
fn cover(tokens: &TokenLattice<'_>, span: Span) -> Option<(u16, u16)> {
    let start = tokens.tokens.partition_point(|t| t.span.end <= span.start);
    let end = tokens.tokens.partition_point(|t| t.span.start < span.end);
    (start < end).then_some((start as u16, end as u16))
}

/// Calls `f` with (pattern, first token, token behind the last) wherever a pattern of the index can have its anchor.
pub fn anchors(tokens: &TokenLattice<'_>, index: &Index, mut f: impl FnMut(u32, u16, u16)) {
    for edge in tokens.edges_all() {
        let patterns = match edge.label {
            Label::List(id) => index.lists.get(&id),
            Label::Class(id) => index.classes.get(&id),
        };
        for &pattern in patterns.into_iter().flatten() {
            f(pattern, edge.start, edge.end);
        }
    }
    if index.words.is_empty() {
        return;
    }
    for (at, token) in tokens.tokens.iter().enumerate() {
        let patterns = index.words.get(&first_word(token.span.of(tokens.text)));
        for &pattern in patterns.into_iter().flatten() {
            // Zero length: the words themselves tell how far they reach.
            f(pattern, at as u16, at as u16);
        }
    }
}

/// Whether the anchor stands at `start..end`; where its words begin at `start`, their end.
pub fn anchor_end(tokens: &impl Lattice, checks: &[Check], start: u16, end: u16) -> Option<u16> {
    checks.iter().find_map(|check| {
        let primary = check.primary();
        let mut ends = smallvec::SmallVec::new();
        tokens.edges(start as usize, primary, false, &mut ends);
        let found =
            ends.into_iter().find(|&e| if end > start { e == end } else { matches!(primary, Check::Words { .. }) })?;
        match check {
            Check::And(..) => holds(tokens, start as usize, check).then_some(found),
            _ => Some(found),
        }
    })
}

fn apply(reading: &mut Reading<'_>, index: &Index, rules: &Rules, machine: &mut Machine) {
    let mut places = Vec::new();
    anchors(&reading.tokens, index, |pattern, start, end| places.push((pattern, start, end)));
    for (number, start, end) in places {
        let pattern = &rules.entity_patterns[number as usize];
        let Some(end) = anchor_end(&reading.tokens, &pattern.pattern.anchor, start, end) else { continue };
        let Some(find) = pattern.pattern.find(machine, &reading.tokens, start as usize, end as usize) else { continue };
        let entity = &rules.entities[pattern.entity as usize];
        for (start, end) in its(&find) {
            if start == end {
                continue;
            }
            let span = reading.tokens.span(start as usize, end as usize);
            reading.push(Found {
                span,
                start,
                end,
                class: entity.class,
                by: By::Rule(entity.rule),
                row: None,
                value: None,
            });
        }
    }
}

/// The parts named `it`, or the whole find.
fn its(find: &Find) -> Vec<(u16, u16)> {
    let its: Vec<(u16, u16)> = find.parts.iter().filter(|p| p.name == IT).map(|p| (p.start, p.end)).collect();
    if its.is_empty() { vec![(find.start as u16, find.end as u16)] } else { its }
}

/// Keeps the finds that stand, and their edges.
fn resolve(reading: &mut Reading<'_>, nothing: ClassId, time: ClassId) {
    let mut found = std::mem::take(&mut reading.found);
    found.sort_by(|a, b| {
        let length = |f: &Found| f.span.len();
        length(b).cmp(&length(a)).then(a.by.cmp(&b.by)).then(a.span.cmp(&b.span)).then(a.class.cmp(&b.class))
    });
    let mut kept: Vec<Found> = Vec::new();
    for mut candidate in found {
        let clash = kept.iter().find(|k| {
            let anchors = k.class == time
                && k.span.contains(candidate.span)
                && k.value
                    .as_ref()
                    .and_then(|v| v.time.as_ref())
                    .and_then(|t| t.anchor)
                    .is_some_and(|a| a.overlaps(candidate.span));
            k.span.overlaps(candidate.span) && !anchors
        });
        match clash {
            None => kept.push(candidate),
            // A known thing under a name that a rule found as well stays known.
            Some(k)
                if k.span == candidate.span
                    && k.class == candidate.class
                    && k.row.is_none()
                    && candidate.row.is_some() =>
            {
                let at = kept.iter().position(|x| x.span == candidate.span).unwrap_or(0);
                kept[at].row = candidate.row.take();
            }
            Some(_) => {}
        }
    }
    reading.hidden = kept.iter().filter(|k| k.class == nothing).map(|k| (k.start, k.end)).collect();
    kept.retain(|k| k.class != nothing);
    reading.found = kept;
    reading.settle();
}
