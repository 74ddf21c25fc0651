//! Groups of words in a Chinese sentence: noun phrases with 的, verb groups, and what stands between them.
//!
//! Comes in: tokens and their classes. Goes out: chunks that cover every token once, in order.

use super::super::layout::Zh;
use super::super::{Chunk, ChunkKind, Shape, Token, Voice};
use super::tagger::{is_nominal, is_verbal};

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    classes: &'a [Zh],
}

/// Adds the chunks of a sentence whose first token is number `first` of the text.
pub fn chunk(text: &str, tokens: &[Token], classes: &[Zh], first: u32, out: &mut Vec<Chunk>) {
    let r = Reader { text, tokens, classes };
    let mut i = 0;
    while i < classes.len() {
        let (kind, end, head, voice) = r.next(i);
        out.push(Chunk { kind, start: first + i as u32, end: first + end as u32, head: first + head as u32, voice });
        i = end;
    }
}

type Found = (ChunkKind, usize, usize, Voice);

impl Reader<'_> {
    /// The class of a word; marks have none.
    fn class(&self, i: usize) -> Option<Zh> {
        let token = self.tokens.get(i)?;
        (token.shape != Shape::Mark || self.is_percent(i)).then(|| self.classes[i])
    }

    fn word(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.span.of(self.text))
    }

    fn is_percent(&self, i: usize) -> bool {
        matches!(self.word(i), "%" | "‰" | "℃" | "$" | "￥" | "¥" | "€" | "£")
    }

    fn next(&self, i: usize) -> Found {
        let single = |kind| (kind, i + 1, i, Voice::Active);
        let Some(class) = self.class(i) else {
            return single(if self.word(i) == "、" { ChunkKind::Conjunction } else { ChunkKind::Mark });
        };
        match class {
            Zh::Preposition | Zh::Passive | Zh::Ba => single(ChunkKind::Preposition),
            Zh::Conjunction => single(ChunkKind::Conjunction),
            Zh::Subordinator => single(ChunkKind::Clause),
            Zh::Postposition => single(ChunkKind::Preposition),
            // A verb with 的 before a noun was left open by the verb group: 提出的倡议.
            Zh::De => single(ChunkKind::Clause),
            Zh::Verb | Zh::VerbNoun | Zh::Be | Zh::Have | Zh::Modal | Zh::Negation | Zh::Suo => self.verb_group(i),
            Zh::Adverb => self.after_adverbs(i),
            Zh::Aspect | Zh::DeAdverb | Zh::DeResult | Zh::Mood | Zh::Zhi | Zh::Deng => single(ChunkKind::Other),
            Zh::Adjective => self.noun_phrase(i).unwrap_or_else(|| self.adjective(i)),
            _ => self.noun_phrase(i).unwrap_or(single(ChunkKind::Other)),
        }
    }

    fn after_adverbs(&self, i: usize) -> Found {
        let mut j = i;
        while self.class(j) == Some(Zh::Adverb) {
            j += 1;
        }
        match self.class(j) {
            Some(Zh::Verb | Zh::VerbNoun | Zh::Be | Zh::Have | Zh::Modal | Zh::Negation | Zh::Suo) => {
                self.verb_group(i)
            }
            Some(Zh::Adjective) => match self.noun_phrase(j) {
                Some((_, end, head, voice)) => (ChunkKind::Noun, end, head, voice),
                None => {
                    let (kind, end, head, voice) = self.adjective(j);
                    (kind, end, head, voice)
                }
            },
            _ => (ChunkKind::Adverb, j, j - 1, Voice::Active),
        }
    }

    fn adjective(&self, i: usize) -> Found {
        let mut j = i + 1;
        while self.class(j) == Some(Zh::Adjective) {
            j += 1;
        }
        let head = j - 1;
        if self.class(j) == Some(Zh::Aspect) {
            j += 1;
        }
        (ChunkKind::Adjective, j, head, Voice::Active)
    }

    /// Adverbs, modals, negation, the verb, its complement and aspect.
    fn verb_group(&self, i: usize) -> Found {
        let mut j = i;
        let mut voice = Voice::Active;
        let mut head = None;
        while let Some(class) = self.class(j) {
            match class {
                Zh::Adverb | Zh::Modal | Zh::Negation => {}
                Zh::Suo => {}
                Zh::DeAdverb if j > i => {}
                _ if is_verbal(class) => {
                    head = Some(j);
                    j += 1;
                    break;
                }
                Zh::Adjective if matches!(self.class(j + 1), Some(Zh::DeAdverb)) => {}
                _ => break,
            }
            j += 1;
        }
        let Some(head) = head else {
            // Only modals or negation: the last one is the verb (不能, 没有).
            let end = j.max(i + 1);
            let verb = (i..end).rev().find(|k| matches!(self.classes[*k], Zh::Modal | Zh::Negation));
            return match verb {
                Some(verb) => (ChunkKind::Verb, end, verb, voice),
                None => (ChunkKind::Adverb, end, end - 1, voice),
            };
        };
        while matches!(self.class(j), Some(Zh::Aspect | Zh::DeResult)) {
            j += 1;
        }
        if self.class(j) == Some(Zh::De) && self.class(j + 1).is_some_and(|c| is_nominal(c) || is_modifier(c)) {
            voice = Voice::Participle;
        }
        (ChunkKind::Verb, j, head, voice)
    }

    /// Numbers, modifiers, 的 and nouns.
    fn noun_phrase(&self, i: usize) -> Option<Found> {
        let mut j = i;
        let mut head = None;
        let mut counted = None;
        while let Some(class) = self.class(j) {
            match class {
                _ if is_nominal(class) || self.is_percent(j) => head = Some(j),
                Zh::Number | Zh::Measure | Zh::Demonstrative => counted = Some(j),
                Zh::Attributive => {}
                Zh::Adjective => {
                    // Only before a noun or 的 and a noun; 经济稳定 is a statement.
                    let joins = match self.class(j + 1) {
                        Some(Zh::De) => self.class(j + 2).is_some_and(|c| is_nominal(c) || is_modifier(c)),
                        Some(c) => is_nominal(c) || (c == Zh::Attributive),
                        None => false,
                    };
                    if !joins {
                        break;
                    }
                }
                Zh::Other if j > i || self.class(j + 1).is_some_and(is_nominal) => head = Some(j),
                Zh::Other => head = Some(j),
                Zh::De | Zh::Zhi if j > i => {
                    if !self.class(j + 1).is_some_and(|c| is_nominal(c) || is_modifier(c)) {
                        // Nominalised: 最重要的.
                        break;
                    }
                }
                Zh::Deng if j > i => {
                    j += 1;
                    if !self.class(j).is_some_and(|c| is_nominal(c) || is_modifier(c)) {
                        break;
                    }
                    continue;
                }
                _ => break,
            }
            j += 1;
        }
        let head = head.or(counted)?;
        Some((ChunkKind::Noun, j, head, Voice::Active))
    }
}

/// Classes that open a noun phrase without being nouns.
fn is_modifier(class: Zh) -> bool {
    matches!(class, Zh::Adjective | Zh::Attributive | Zh::Number | Zh::Measure | Zh::Demonstrative | Zh::Other)
}
