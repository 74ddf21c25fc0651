//! Values of a sentence -> mentions of quantities and times, and edges for the rules.
//!
//! Comes in: a sentence's tokens, the values in it, the names found. Goes out: mentions with their value, with what they count; times that begin or
//! end with what has a name.

use super::lattice::{Edge, TokenLattice};
use super::{By, Found, Kinds, Reading};
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::rule::pattern::{ClassId, Label, Lattice};
use crate::span::Span;
use crate::text::{Tag, Token};
use crate::value::{self, Time, Value, ValueKind};

/// The classes that values belong to.
pub struct ValueClasses {
    pub quantity: ClassId,
    pub time: ClassId,
    /// What may lie in a time.
    pub event: ClassId,
    /// What begins at some time besides events: bodies and plans.
    begun: [ClassId; 2],
    /// Words for beginning, and for the time since or during what was named: 成立 以来, 期间.
    begin: Option<Label>,
    after: Option<Label>,
    /// What is measured in time, and what leads to its figure: "life EXPECTANCY", 缩短至; "rose TO 79 years".
    lasting: Option<Label>,
    lasting_link: Option<Label>,
    /// What follows a time and is not marked with it: 7月1日 起.
    outside: Option<Label>,
    pub by_kind: Kinds,
    /// Names that the reader put together by their characters.
    by_tag: [(Tag, ClassId); 3],
}

impl ValueClasses {
    pub fn new(lexicon: &Lexicon, rules: &Rules) -> ValueClasses {
        let id = |name: &str| rules.classes.id(name).unwrap_or(ClassId(0));
        ValueClasses {
            quantity: id("Quantity"),
            time: id("Time"),
            event: id("Event"),
            begun: [id("Institution"), id("Initiative")],
            begin: lexicon.list_id("span.begun").map(Label::List),
            after: lexicon.list_id("span.after").map(Label::List),
            lasting: lexicon.list_id("lasting").map(Label::List),
            lasting_link: lexicon.list_id("lasting.link").map(Label::List),
            outside: lexicon.list_id("span.outside").map(Label::List),
            by_kind: [
                (ValueKind::Number, id("Number")),
                (ValueKind::Ordinal, id("Ordinal")),
                (ValueKind::Percentage, id("Percentage")),
                (ValueKind::Currency, id("Currency")),
            ],
            by_tag: [(Tag::Name, id("Name")), (Tag::Surnamed, id("Surnamed")), (Tag::Sounds, id("Sounds"))],
        }
    }
}

impl ValueClasses {
    /// Whether a duration is what an indicator comes to, and no time of anything: "life expectancy rose to 79 years", 运行时间缩短至2小时.
    fn measures(&self, reading: &Reading<'_>, value: &Value, start: u16, end: u16) -> bool {
        let (Some(lasting), Some(time)) = (self.lasting, &value.time) else { return false };
        if !time.timex.starts_with('P') || time.anchor.is_some() {
            return false;
        }
        let tokens = &reading.tokens;
        let is = |at: u16, label: Label| tokens.starting(at as usize).any(|e| e.label == label);
        let (reach, linked) = match reading.lang() {
            Lang::En => (8, self.lasting_link.is_some_and(|link| start > 0 && is(start - 1, link))),
            Lang::Zh => (4, true),
        };
        let near = (start.saturating_sub(reach)..start).rev();
        let mut near = near.take_while(|&at| tokens.tokens[at as usize].tag != Tag::Punctuation);
        let behind = reading.lang() == Lang::Zh && (end as usize) < tokens.len() && is(end, lasting);
        linked && (behind || near.any(|at| is(at, lasting)))
    }
}

/// Adds what the values of a sentence are.
pub fn values(reading: &mut Reading<'_>, classes: &ValueClasses, context: &value::Context<'_>) {
    let at = reading.sentence.span.start;
    let shift = |span: Span| Span { start: span.start + at, end: span.end + at };
    let piece = reading.sentence.span.of(reading.tokens.text);
    if reading.lang() == Lang::Zh {
        for (at, token) in (0..).zip(reading.tokens.tokens) {
            if let Some((_, class)) = classes.by_tag.iter().find(|(tag, _)| *tag == token.tag) {
                reading.tokens.add(Edge { label: Label::Class(*class), start: at, end: at + 1, source: u32::MAX });
            }
        }
    }
    let read = value::read(piece, reading.lang(), context);
    for value in &read {
        if let Some((_, class)) = classes.by_kind.iter().find(|(kind, _)| *kind == value.kind)
            && let Some((start, end)) = reading.tokens.tokens_of(shift(value.span))
        {
            reading.tokens.add(Edge { label: Label::Class(*class), start, end, source: u32::MAX });
        }
    }
    for mut value in value::mentions(piece, read) {
        let mut span = shift(value.full);
        let Some((start, mut end)) = cover(&reading.tokens, span) else { continue };
        let time = value.kind == ValueKind::Time && !classes.measures(reading, &value, start, end);
        let class = if time { classes.time } else { classes.quantity };
        value.span = shift(value.span);
        value.hedged = shift(value.hedged);
        value.counted = value.counted.map(shift);
        if let Some(counted) = value.counted.filter(|c| reading.lang() == Lang::Zh && c.end == span.end)
            && let Some(noun) = noun_end(&reading.tokens, counted, end)
        {
            end = noun;
            span.end = reading.tokens.tokens[noun as usize - 1].span.end;
            value.counted = Some(Span { end: span.end, ..counted });
        }
        let last = end - 1;
        if class == classes.time
            && last > start
            && classes.outside.is_some_and(|word| reading.tokens.ends(last as usize, word).any(|at| at == end))
        {
            end = last;
            span.end = reading.tokens.tokens[last as usize - 1].span.end;
        }
        value.full = span;
        value.time = value.time.map(|time| Time { anchor: time.anchor.map(shift), ..time.in_course() });
        reading.push(Found { span, start, end, class, by: By::Value, row: None, value: Some(Box::new(value)) });
    }
}

/// The time since, during or at the begin of what has a name: 博览会期间, 亚投行成立以来. No rule can say so, since rules for names look at times.
pub fn spans(reading: &mut Reading<'_>, classes: &ValueClasses) {
    let (Some(begin), Some(after)) = (classes.begin, classes.after) else { return };
    let tokens = &reading.tokens;
    let end = |at: u16, label| tokens.ends(at as usize, label).max();
    let mut times = Vec::new();
    for found in &reading.found {
        let event = found.class == classes.event;
        if !event && !classes.begun.contains(&found.class) || found.end as usize >= tokens.len() {
            continue;
        }
        let begun = end(found.end, begin);
        let Some(last) = begun
            .or(event.then_some(found.end))
            .filter(|&at| (at as usize) < tokens.len())
            .and_then(|at| end(at, after))
        else {
            continue;
        };
        let span = tokens.span(found.start as usize, last as usize);
        let mut value = value::named_time(span);
        if let Some(time) = value.time.as_mut().filter(|_| event) {
            time.anchor = Some(found.span);
        }
        times.push((span, found.start, last, value));
    }
    for (span, start, end, value) in times {
        reading.push(Found {
            span,
            start,
            end,
            class: classes.time,
            by: By::Value,
            row: None,
            value: Some(Box::new(value)),
        });
    }
}

/// How many words a noun goes on that a figure's own words cut in two.
const CUT: usize = 4;

/// Where what a Chinese figure counts ends: behind its last noun, where it has one. The value's own words cannot tell a verb from a noun
/// (102个成员齐聚一堂), nor a word from its first character (9条公共传输通道).
fn noun_end(tokens: &TokenLattice<'_>, counted: Span, mut end: u16) -> Option<u16> {
    let token = |at: u16| &tokens.tokens[at as usize];
    if token(end - 1).span.end > counted.end {
        let nominal = |t: &&Token| matches!(t.tag, Tag::Noun | Tag::Proper | Tag::Adjective);
        end += tokens.tokens[end as usize..].iter().take(CUT).take_while(nominal).count() as u16;
    }
    let noun = |at: &u16| matches!(token(*at).tag, Tag::Noun | Tag::Proper);
    let ends = |at: &u16| matches!(token(*at).tag, Tag::Modal | Tag::Preposition | Tag::Auxiliary | Tag::Negation);
    let start = tokens.tokens.partition_point(|t| t.span.start < counted.start) as u16;
    let end = (start + 1..end).find(ends).unwrap_or(end);
    (start..end).rev().find(noun).map(|at| at + 1)
}

/// The tokens that a span touches.
fn cover(tokens: &TokenLattice<'_>, span: Span) -> Option<(u16, u16)> {
    let start = tokens.tokens.partition_point(|t| t.span.end <= span.start);
    let end = tokens.tokens.partition_point(|t| t.span.start < span.end);
    (start < end).then_some((start as u16, end as u16))
}
