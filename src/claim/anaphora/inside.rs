//! What a sentence is about, for a pronoun in it or in the next: "the road is long, but IT will raise wages", 公路很长，但｜它｜将提高工资.
//!
//! Comes in: a sentence with its chunks, and a pronoun. Goes out: the noun phrase that the sentence is about, where it is said
//! before the pronoun, with a predicate between them, and in English is one or several as the pronoun is.

use crate::claim::doers::ends_as_several;
use crate::claim::fill::Fill;
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::mention::Reading;
use crate::rule::pattern::Label;
use crate::text::{Chunk, ChunkKind, Tag};
use crate::value::ValueKind;

/// How many words behind "it is" the adjective may be the last of.
const JUDGED: usize = 4;

/// The words of a pack for pronouns that look for their noun inside their sentence, and for nouns of several.
pub struct Inside {
    pronouns: Option<Label>,
    many: Option<Label>,
    plural: Option<Label>,
}

impl Inside {
    pub fn new(lexicon: &Lexicon) -> Inside {
        let list = |name: &str| lexicon.list_id(name).map(Label::List);
        Inside { pronouns: list("anaphor.inside"), many: list("anaphor.many"), plural: list("plural") }
    }

    /// The noun phrase for which the pronoun `fill` stands; `chunks` are those of its sentence.
    pub fn antecedent(&self, reading: &Reading<'_>, chunks: &[Chunk], fill: &Fill) -> Option<Fill> {
        let tokens = &reading.tokens;
        if !self.is_pronoun(reading, fill) {
            return None;
        }
        let first = reading.sentence.tokens.start;
        let before = &chunks[..chunks.partition_point(|c| c.end - first <= u32::from(fill.start))];
        self.subject(reading, before, fill.sentence, tokens.is(fill.start, fill.end, self.many))
    }

    /// What the English sentence before is about, number `sentence`, for the pronoun `fill` of the sentence `here`.
    pub fn topic(
        &self,
        here: &Reading<'_>,
        before: &Reading<'_>,
        chunks: &[Chunk],
        sentence: u32,
        fill: &Fill,
    ) -> Option<Fill> {
        let pronoun = self.is_pronoun(here, fill) && before.sentence.lang == Lang::En;
        let many = here.tokens.is(fill.start, fill.end, self.many);
        pronoun.then(|| self.subject(before, chunks, sentence, many)).flatten()
    }

    /// Whether a filler is a pronoun that stands for something: not "it" in "it is vital to mend roads".
    fn is_pronoun(&self, reading: &Reading<'_>, fill: &Fill) -> bool {
        let tokens = &reading.tokens;
        let behind = &tokens.tokens[fill.end as usize..];
        let tag = |at: usize| behind.get(at).map(|t| t.tag);
        let said = behind.iter().take(JUDGED).position(|t| t.tag == Tag::Adjective).is_some_and(|at| {
            let that = behind.get(at + 1).is_some_and(|t| matches!(t.span.of(tokens.text), "that" | "for"));
            that || tag(at + 1) == Some(Tag::To)
        });
        let judged = reading.sentence.lang == Lang::En && tag(0) == Some(Tag::Auxiliary) && said;
        tokens.is(fill.start, fill.end, self.pronouns) && !judged
    }

    /// The noun phrase that is the first of some chunks of a sentence, with a predicate behind it.
    fn subject(&self, reading: &Reading<'_>, before: &[Chunk], sentence: u32, many: bool) -> Option<Fill> {
        let (tokens, lang) = (&reading.tokens, reading.sentence.lang);
        let first = reading.sentence.tokens.start;
        let named = |noun: &Chunk| {
            let head = (noun.head - first) as u16;
            reading.found.iter().position(|f| f.start <= head && head < f.end)
        };
        let nouns = before.iter().enumerate().filter(|(_, c)| c.kind == ChunkKind::Noun);
        // "Last year the port …", but "The two ports …"
        let value = |n: usize| reading.found[n].value.as_deref();
        let timed = |name: Option<usize>| name.and_then(value).is_some_and(|v| v.kind == ValueKind::Time);
        let (at, name) = nouns.map(|(at, c)| (at, named(c))).find(|(_, name)| !timed(*name))?;
        let name = name.filter(|&n| value(n).is_none());
        let noun = &before[at];
        let head = (noun.head - first) as u16;
        let apart = at.checked_sub(1).is_some_and(|n| before[n].kind == ChunkKind::Preposition);
        let joined = matches!(before.get(at + 1).map(|c| c.kind), Some(ChunkKind::Conjunction | ChunkKind::Mark));
        let said = before[at + 1..].iter().any(|c| matches!(c.kind, ChunkKind::Verb | ChunkKind::Adjective));
        let one = name.is_some() || !self.is_several(reading, head);
        let agrees = lang == Lang::Zh || one != many;
        if apart || joined || !said || !agrees || tokens.tokens[head as usize].tag == Tag::Pronoun {
            return None;
        }
        if let Some(n) = name {
            let found = &reading.found[n];
            return Some(Fill { sentence, start: found.start, end: found.end, mention: Some(n as u32) });
        }
        let start = (noun.start - first) as u16;
        let article = matches!(tokens.word(start), "The" | "the" | "A" | "a" | "An" | "an");
        // "The growth of trade", "Delegates from the islands"
        let of = |c: &Chunk| {
            c.kind == ChunkKind::Preposition && matches!(tokens.word((c.start - first) as u16), "of" | "from")
        };
        let end = match &before[at + 1..] {
            [prep, next, ..] if of(prep) && next.kind == ChunkKind::Noun => next.end,
            _ => noun.end,
        };
        Some(Fill { sentence, start: start + u16::from(article), end: (end - first) as u16, mention: None })
    }

    fn is_several(&self, reading: &Reading<'_>, head: u16) -> bool {
        ends_as_several(reading.tokens.word(head)) || reading.tokens.is(head, head + 1, self.plural)
    }
}
