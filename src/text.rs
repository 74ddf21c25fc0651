//! A document's text as passages, sentences, tokens and chunks, in one shape for every language.
//!
//! Everything below works on [`Text::normal`], the text with variants of one character made equal; spans are spans of
//! that text. [`Text::original`] turns them into spans of the text as given.

use crate::document::{Lang, Passage};
use crate::span::Span;
use std::borrow::Cow;
use std::ops::Range;

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
    /// English past tense or past participle (`-ed` forms are not told apart).
    Past,
    /// English past participle only (`given`, `taken`).
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
}

/// A text made ready for lexicon, values and rules.
#[derive(Debug)]
pub struct Text<'t> {
    /// The text with equal characters made equal (full-width forms, curly apostrophes, soft line ends); borrowed where
    /// nothing had to change.
    pub normal: Cow<'t, str>,
    /// Where `normal` and the original differ in length: (offset in normal, offset in original) at each change, ascending.
    pub shifts: Vec<(u32, u32)>,
    pub passages: Vec<Passage>,
    pub sentences: Vec<Sentence>,
    pub tokens: Vec<Token>,
    pub chunks: Vec<Chunk>,
}
