//! How mentions and the chunks of their sentence become one row of elements: what belongs to a mention, and what stands apart from it.
//!
//! Comes in: a sentence with its mentions and chunks. Goes out: its elements ([`elements`]), where titles, times, places and verbs beside a mention are
//! told from the noun phrase that it is part of.

use super::elements::{Element, Outline, elements};
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::mention::{Found, Reading};
use crate::rule::Rules;
use crate::rule::pattern::{ClassId, Ends, Label, Lattice};
use crate::text::{Chunk, ChunkKind, Shape, Tag};

/// What mentions are told apart by; of a pack.
#[derive(Debug)]
pub(super) struct Joining {
    time: ClassId,
    place: Option<ClassId>,
    person: Option<ClassId>,
    event: Option<ClassId>,
    title: Option<Label>,
    plan: Option<Label>,
}

impl Joining {
    pub fn new(lexicon: &Lexicon, rules: &Rules) -> Joining {
        Joining {
            time: rules.classes.id("Time").unwrap_or(ClassId(u16::MAX)),
            place: rules.classes.id("Place"),
            person: rules.classes.id("Person"),
            event: rules.classes.id("Event"),
            title: lexicon.list_id("title.person").map(Label::List),
            plan: lexicon.list_id("plan.noun").map(Label::List),
        }
    }

    /// The elements of a sentence with these chunks.
    pub fn elements(&self, reading: &Reading<'_>, chunks: &[Chunk]) -> Vec<Element> {
        let mentions: Vec<_> = reading.found.iter().map(|f| (self.begin(reading, f), f.end, f.class)).collect();
        let sentence = Sentence { joining: self, reading };
        let mut all = elements(chunks, reading.sentence.tokens.start, &mentions, self.time, &sentence);
        with_short_forms(reading, &mut all);
        all
    }

    /// An English title with "of" in it belongs to the person: "Secretary of State Maria Berg".
    fn begin(&self, reading: &Reading<'_>, found: &Found) -> u16 {
        let mut starts = Ends::new();
        if let Some(title) = self.title
            && reading.lang() == Lang::En
            && Some(found.class) == self.person
        {
            reading.tokens.edges(found.start as usize, title, true, &mut starts);
        }
        starts.iter().copied().min().unwrap_or(found.start)
    }
}

/// A short form in brackets becomes part of the noun phrase before it, so that it parts nothing: "the World Bank (WB), NATO and Norway". Where a noun
/// follows, all of it is one phrase, of which the brackets hang: "the World Bank (WB) office".
fn with_short_forms(reading: &Reading<'_>, all: &mut Vec<Element>) {
    let tokens = &reading.tokens;
    let mark = |e: &Element, marks: [&str; 2]| e.kind == ChunkKind::Mark && marks.contains(&tokens.word(e.start));
    let mut at = 0;
    while at + 3 < all.len() {
        if let [long, open, short, close, rest @ ..] = &all[at..]
            && mark(open, ["(", "（"])
            && long.kind == ChunkKind::Noun
            && short.end == short.start + 1
            && matches!(tokens.tokens[short.start as usize].shape, Shape::Upper | Shape::Mixed)
            && mark(close, [")", "）"])
            && rest.first().is_none_or(|e| e.kind != ChunkKind::Noun)
        {
            all[at].end = close.end;
            all.drain(at + 1..at + 4);
        }
        at += 1;
    }
}

/// What a sentence says of the words around its mentions.
struct Sentence<'a, 't> {
    joining: &'a Joining,
    reading: &'a Reading<'t>,
}

impl Outline for Sentence<'_, '_> {
    /// A Chinese time or place is apart unless a particle ties it to the noun.
    fn apart(&self, class: ClassId, end: u16) -> bool {
        let tokens = self.reading.tokens.tokens;
        let Joining { time, place, .. } = *self.joining;
        match self.reading.lang() {
            Lang::Zh => {
                let next = tokens.get(end as usize).map(|t| t.tag);
                (class == time || Some(class) == place)
                    && next.is_some_and(|t| !matches!(t, Tag::Particle | Tag::Preposition))
            }
            // "In 2023 fish exports fell": a year behind a preposition is no part of the noun phrase.
            Lang::En => {
                let before = end.checked_sub(2).map(|at| tokens[at as usize].tag);
                let token = &tokens[end as usize - 1];
                class == time
                    && before == Some(Tag::Preposition)
                    && token.shape == Shape::Digits
                    && token.span.len() == 4
            }
        }
    }

    /// "China-Peru ties" are one phrase.
    fn tied(&self, end: u16) -> bool {
        self.reading.tokens.is_hyphen(end)
    }

    fn governs(&self, at: u16) -> bool {
        self.reading.lang() == Lang::En && self.reading.tokens.tokens[at as usize].tag == Tag::Gerund
    }

    /// 习近平主席 is the person; so is 王毅 of 王毅等领导人. “丝路渔业”计划 is what stands in the quotation marks.
    fn titled(&self, class: ClassId, from: u16, to: u16) -> bool {
        let tokens = &self.reading.tokens;
        let person = Some(class) == self.joining.person;
        let rest = tokens.tokens.get(from as usize..to as usize).unwrap_or_default();
        // 秘鲁等10国, but not 秘鲁等国领导人, who are others.
        if let [and_so_on, kind @ ..] = rest
            && class != self.joining.time
            && and_so_on.span.of(tokens.text) == "等"
            && !kind.iter().any(|t| t.tag == Tag::Particle)
            && (person || kind.iter().filter(|t| !matches!(t.tag, Tag::Number | Tag::Measure)).count() <= 1)
        {
            return true;
        }
        let zh = self.reading.lang() == Lang::Zh;
        if let [close, _, ..] = rest
            && close.span.of(tokens.text) == "”"
        {
            return zh && class != self.joining.time && tokens.is(from + 1, to, self.joining.plan);
        }
        zh && person && from < to && tokens.is(from, to, self.joining.title)
    }

    /// What happens in English is what stands before the first preposition in its name: "CONFERENCE of the Parties", "WAR in Yemen".
    fn head(&self, class: ClassId, start: u16, end: u16) -> u16 {
        let last = end - 1;
        if self.reading.lang() != Lang::En || Some(class) != self.joining.event {
            return last;
        }
        let joins = |at: &u16| matches!(self.reading.tokens.tokens[*at as usize].tag, Tag::Preposition | Tag::To);
        (start + 1..end).find(joins).map_or(last, |at| at - 1)
    }
}
