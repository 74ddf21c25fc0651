//! A document's text as passages, sentences, tokens and chunks, in one shape for every language.
//!
//! Everything below works on [`Text::normal`], the text with variants of one character made equal; spans are spans of
//! that text. [`Text::original`] turns them into spans of the text as given.

mod chinese;
mod chunks;
mod english;
mod language;
mod layout;
mod normal;
mod passages;
mod sentences;
mod tables;
mod words;

use crate::document::{Lang, Passage};
use crate::lexicon::{Hit, Lexicon};
use crate::span::Span;
use std::borrow::Cow;
use std::ops::Range;
pub use tables::{Cell, Layout, Table};
pub use words::{is_common, is_function, simplified};

/// Parts of speech, the coarsest set on which the rules of both languages can speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tag {
    /// Common noun; 名词.
    Noun,
    /// Proper noun, or capitalised and unknown; 专名.
    Proper,
    /// Finite verb or base form; every Chinese verb.
    Verb,
    /// English -ing form.
    Gerund,
    /// English past tense, as its surroundings decide (`launched` in "China launched").
    Past,
    /// English past participle, as its surroundings decide (`launched` in "was launched", "launched by").
    Participle,
    /// be, have, do; 是, 有.
    Auxiliary,
    /// can, will, should; 要, 应, 将, 可.
    Modal,
    Adjective,
    Adverb,
    Determiner,
    Pronoun,
    /// who, which, whose, that as relative.
    Relative,
    /// Prepositions and postpositions; 介词, 方位词.
    Preposition,
    /// The infinitive marker `to`.
    To,
    /// and, or, but; 和, 与, 及.
    Conjunction,
    /// because, while, although, that as complementiser.
    Subordinator,
    /// Digits and number words.
    Number,
    /// 个, 项; no English word.
    Measure,
    /// 的 地 得 了 着 过 之 所; the English possessive 's.
    Particle,
    /// not, no; 不, 没有, 未.
    Negation,
    Punctuation,
    /// Anything else.
    Other,
    /// A Chinese surname with a given name, put together by its characters; for rules a proper noun.
    Name,
    /// The same, where words are nearly as likely; for rules a proper noun.
    Surnamed,
    /// Characters that write the sounds of a foreign name; for rules a proper noun.
    Sounds,
}

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Shape {
    /// `word`
    Lower,
    /// `Word`
    Capital,
    /// `WORD`, two letters or more
    Upper,
    /// `eBay`, `McDonald`, `U.S.`, `G20`, `J-BIRD2`
    Mixed,
    /// `2024`, `3.5`
    Digits,
    /// Han characters
    Han,
    /// One mark of punctuation or one symbol
    Mark,
}

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub tag: Tag,
    pub shape: Shape,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// What a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChunkKind {
    /// A base noun phrase without what hangs on it by preposition: determiner to head. Chinese: modifiers with 的 and head.
    Noun,
    /// A verb group: auxiliaries, negation, adverbs and the verb. One main verb a chunk.
    Verb,
    /// A preposition (one token, or a fixed group such as "in accordance with").
    Preposition,
    /// and, or, 和, 与, 及, 、
    Conjunction,
    /// Relative pronouns and subordinators.
    Clause,
    /// A predicative adjective group.
    Adjective,
    Adverb,
    /// Commas, brackets, quotation marks, dashes, colons, stops: one mark a chunk.
    Mark,
    Other,
}

/// How a verb group stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Voice {
    #[default]
    Active,
    /// be + participle; 被, 由 is a preposition instead.
    Passive,
    /// A past participle without auxiliary: "launched by", "based on".
    Participle,
    /// "promoting"
    Gerund,
    /// "to promote"
    Infinitive,
}

impl Voice {
    /// Whether a verb group that stands so has a subject of its own.
    pub fn is_finite(self) -> bool {
        matches!(self, Voice::Active | Voice::Passive)
    }
}

/// A run of tokens that stands together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    pub kind: ChunkKind,
    /// Into [`Text::tokens`].
    pub start: u32,
    pub end: u32,
    /// The head noun or main verb, into [`Text::tokens`].
    pub head: u32,
    pub voice: Voice,
}

impl Chunk {
    pub fn tokens(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A sentence of one language inside one passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub span: Span,
    pub lang: Lang,
    /// Into [`Text::passages`].
    pub passage: u32,
    /// Into [`Text::tokens`].
    pub tokens: Range<u32>,
    /// Into [`Text::chunks`].
    pub chunks: Range<u32>,
    /// Into [`Text::hits`].
    pub hits: Range<u32>,
}

/// A text made ready for lexicon, values and rules.
#[derive(Debug)]
pub struct Text<'t> {
    /// The text with equal characters made equal (full-width forms, curly apostrophes, soft line ends); borrowed where
    /// nothing had to change.
    pub normal: Cow<'t, str>,
    /// Where `normal` and the original differ in length: (offset in normal, offset in original) at each change, ascending;
    /// two with one normal offset stand before and after something dropped.
    pub shifts: Vec<(u32, u32)>,
    pub passages: Vec<Passage>,
    pub sentences: Vec<Sentence>,
    pub tokens: Vec<Token>,
    pub chunks: Vec<Chunk>,
    /// What the lexicon knows, sentence by sentence, each in the order of [`Lexicon::hits`]; some may end behind their sentence.
    pub hits: Vec<Hit>,
    pub tables: Vec<Table>,
}

/// What a language must do for the text layer. One value reads many sentences, and keeps its memory between them.
trait Language {
    /// Adds the tokens of `text[range]`, a sentence. `known` are names in it, ascending by start.
    fn tokens(&mut self, text: &str, range: Range<usize>, known: &[Span], out: &mut Vec<Token>);

    /// Adds the chunks of the sentence read last; `tokens` are its tokens, the first of which is number `first`.
    fn chunks(&mut self, text: &str, tokens: &[Token], first: u32, out: &mut Vec<Chunk>);
}

impl<'t> Text<'t> {
    /// Reads `text`. `lang` is a hint that a passage plainly in the other script overrides. The lexicon's names count as words in Chinese.
    pub fn read(text: &'t str, lang: Option<Lang>, lexicon: &Lexicon) -> Text<'t> {
        let raw = passages::split(text);
        let made = normal::normalise(text, &raw);
        let normal: &str = &made.text;
        let mut out = Reading::default();
        // About one token for five bytes, one chunk for ten.
        out.tokens.reserve(normal.len() / 4);
        out.chunks.reserve(normal.len() / 8);
        let mut cuts = Vec::new();
        for (passage, range) in raw.iter().zip(made.passages) {
            if range.is_empty() {
                continue;
            }
            out.passages.push(Passage { span: Span::new(range.start, range.end), kind: passage.kind });
            out.passage(normal, range, lang, lexicon, &mut cuts);
        }
        let Reading { passages, sentences, tokens, chunks, hits, .. } = out;
        let tables = tables::find(&made.text, &passages, &sentences, &tokens);
        Text { normal: made.text, shifts: made.shifts, passages, sentences, tokens, chunks, hits, tables }
    }

    /// The span of the text as given that a span of [`Text::normal`] stands for.
    pub fn original(&self, span: Span) -> Span {
        let start = normal::start(&self.shifts, span.start);
        Span { start, end: normal::end(&self.shifts, span.end).max(start) }
    }

    /// The sentence that a byte of [`Text::normal`] stands in, by number; `None` between sentences.
    pub fn sentence_of(&self, offset: u32) -> Option<usize> {
        let at = self.sentences.partition_point(|s| s.span.end <= offset);
        self.sentences.get(at).filter(|s| s.span.start <= offset).map(|_| at)
    }

    /// The tokens that share at least one byte with `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let len = self.tokens[start..].partition_point(|t| t.span.start < span.end);
        start..start + len
    }

    /// The chunk a token stands in.
    pub fn chunk_of(&self, token: u32) -> Option<usize> {
        let at = self.chunks.partition_point(|c| c.end <= token);
        self.chunks.get(at).filter(|c| c.start <= token).map(|_| at)
    }

    /// The clauses of a sentence, as ranges of [`Text::chunks`] that cover it: stretches between marks, relative words and
    /// subordinators that have a verb group of their own.
    pub fn clauses(&self, sentence: &Sentence) -> Vec<Range<usize>> {
        chunks::clauses(self, sentence.chunks.start as usize..sentence.chunks.end as usize)
    }

    /// The words a chunk covers, in [`Text::normal`].
    pub fn chunk_span(&self, chunk: &Chunk) -> Span {
        match self.tokens.get(chunk.tokens()) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }
}

/// A text while it is read.
#[derive(Default)]
struct Reading {
    passages: Vec<Passage>,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    chunks: Vec<Chunk>,
    hits: Vec<Hit>,
    english: english::English,
    chinese: chinese::Chinese,
}

impl Reading {
    fn passage(
        &mut self,
        normal: &str,
        range: Range<usize>,
        hint: Option<Lang>,
        lexicon: &Lexicon,
        cuts: &mut Vec<Range<usize>>,
    ) {
        let body = &normal[range.clone()];
        let lang = language::of(body, hint);
        // Words are looked up once for all sentences of the passage's language.
        let main = lang.unwrap_or(Lang::En);
        let all = lexicon.hits(body, main);
        let mut all = all.as_slice();
        let mut names = Vec::new();
        cuts.clear();
        sentences::split(body, cuts);
        for cut in cuts.iter() {
            let at = range.start + cut.start..range.start + cut.end;
            let piece = &body[cut.clone()];
            let lang = language::of(piece, lang).unwrap_or(Lang::En);
            let (token, chunk, hit) = (self.tokens.len(), self.chunks.len(), self.hits.len());
            let shifted = |h: &Hit, by: usize| Hit {
                span: Span { start: h.span.start + by as u32, end: h.span.end + by as u32 },
                ..*h
            };
            all = &all[all.partition_point(|h| (h.span.start as usize) < cut.start)..];
            let here = all.partition_point(|h| (h.span.start as usize) < cut.end);
            if lang == main {
                self.hits.extend(all[..here].iter().map(|h| shifted(h, range.start)));
            } else {
                self.hits.extend(lexicon.hits(piece, lang).iter().map(|h| shifted(h, at.start)));
            }
            all = &all[here..];
            names.clear();
            match lang {
                Lang::En => english::names(normal, &self.hits[hit..], lexicon, &mut names),
                Lang::Zh => {
                    names.extend(self.hits[hit..].iter().filter(|h| h.name).map(|h| h.span));
                    names.sort_unstable();
                }
            }
            let reader: &mut dyn Language = match lang {
                Lang::En => &mut self.english,
                Lang::Zh => &mut self.chinese,
            };
            reader.tokens(normal, at.clone(), &names, &mut self.tokens);
            reader.chunks(normal, &self.tokens[token..], token as u32, &mut self.chunks);
            self.sentences.push(Sentence {
                span: Span::new(at.start, at.end),
                lang,
                passage: self.passages.len() as u32 - 1,
                tokens: token as u32..self.tokens.len() as u32,
                chunks: chunk as u32..self.chunks.len() as u32,
                hits: hit as u32..self.hits.len() as u32,
            });
        }
    }
}

#[cfg(test)]
mod tests;
