//! Groups of words in a Chinese sentence: noun phrases with 的, verb groups, and what stands between them.
//!
//! Comes in: tokens and their classes. Goes out: chunks that cover every token once, in order.

use super::super::layout::Zh;
use super::super::words::COMPLEMENTS;
use super::super::{Chunk, ChunkKind, Shape, Token, Voice};
use super::classes::{is_nominal, is_sign, is_verbal};

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

/// How many words may stand between quotation marks before a noun.
const QUOTED: usize = 10;

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
        is_sign(self.word(i))
    }

    fn next(&self, i: usize) -> Found {
        let single = |kind| (kind, i + 1, i, Voice::Active);
        let Some(class) = self.class(i) else {
            if let Some(found) = self.quoted_modifier(i) {
                return found;
            }
            return single(if self.word(i) == "、" { ChunkKind::Conjunction } else { ChunkKind::Mark });
        };
        match class {
            Zh::Preposition | Zh::Passive | Zh::Ba => single(ChunkKind::Preposition),
            Zh::Conjunction => single(ChunkKind::Conjunction),
            Zh::Subordinator => single(ChunkKind::Clause),
            Zh::Postposition => single(ChunkKind::Preposition),
            // A verb with 的 before a noun was left open by the verb group: 提出的倡议.
            Zh::De => single(ChunkKind::Clause),
            Zh::Verb if i > 0 && self.word(i - 1) == "是" => match self.relative_end(i, true) {
                // 是推动发展的力量: what follows 是 is one noun phrase.
                Some(de) => self.noun_phrase(de + 1).map_or_else(|| self.verb_group(i), |f| (f.0, f.1, f.2, f.3)),
                None => self.verb_group(i),
            },
            Zh::Verb
            | Zh::VerbNoun
            | Zh::Saying
            | Zh::Be
            | Zh::Have
            | Zh::Modal
            | Zh::Negation
            | Zh::Suo
            | Zh::Complement => self.verb_group(i),
            Zh::Adverb => self.after_adverbs(i),
            Zh::Aspect | Zh::DeAdverb | Zh::DeResult | Zh::Mood | Zh::Zhi | Zh::Deng => single(ChunkKind::Other),
            // 圆满完成
            Zh::Adjective if self.class(i + 1).is_some_and(is_verbal) => self.verb_group(i),
            Zh::Adjective => self.noun_phrase(i).unwrap_or_else(|| self.adjective(i)),
            Zh::Time if self.is_adverbial(i) => {
                let end = (i..).find(|j| self.class(*j) != Some(Zh::Time)).unwrap_or(i + 1);
                (ChunkKind::Adverb, end, end - 1, Voice::Active)
            }
            _ => self.noun_phrase(i).unwrap_or(single(ChunkKind::Other)),
        }
    }

    /// A noun phrase that begins with something in quotation marks: “渔光互补”模式.
    fn quoted_modifier(&self, i: usize) -> Option<Found> {
        if self.word(i) != "“" {
            return None;
        }
        let within = i + 1..self.tokens.len().min(i + QUOTED);
        let close = within.clone().find(|&k| self.word(k) == "”")?;
        let words = (i + 1..close).all(|k| self.class(k).is_some() || matches!(self.word(k), "、" | "·" | "-" | "+"));
        let follows = self.class(close + 1).is_some_and(|c| c == Zh::Noun);
        let (kind, end, head, voice) = self.noun_phrase(close + 1).filter(|_| words && follows)?;
        Some((kind, end, head, voice))
    }

    fn after_adverbs(&self, i: usize) -> Found {
        let mut j = i;
        while self.class(j) == Some(Zh::Adverb) || j > i && self.class(j) == Some(Zh::DeAdverb) {
            j += 1;
        }
        match self.class(j) {
            _ if self.ends_as_noun(j) => (ChunkKind::Noun, j + 1, j, Voice::Active),
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
                Zh::Adjective
                    if self.class(j + 1).is_some_and(|c| is_verbal(c) || matches!(c, Zh::DeAdverb | Zh::Adverb)) => {}
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
        let one = self.tokens[head].span.len() == 3;
        while match self.class(j) {
            Some(Zh::Aspect | Zh::DeResult | Zh::Complement) => true,
            Some(_) => COMPLEMENTS
                .binary_search_by(|c| c.0.cmp(self.word(j)))
                .is_ok_and(|at| j == head + 1 && (one || COMPLEMENTS[at].1)),
            None => false,
        } {
            j += 1;
        }
        if self.class(j) == Some(Zh::De) && self.class(j + 1).is_some_and(|c| is_nominal(c) || is_modifier(c)) {
            voice = Voice::Participle;
        }
        (ChunkKind::Verb, j, head, voice)
    }

    /// Whether the words from `i` up to `j` are times that open a clause.
    fn is_time(&self, i: usize, j: usize) -> bool {
        let opens = i == 0 || self.class(i - 1).is_none();
        j > i && opens && (i..j).all(|k| self.class(k) == Some(Zh::Time))
    }

    /// Whether the times from `i` stand before a verb or a preposition: 大会｜今天｜在北京开幕.
    fn is_adverbial(&self, i: usize) -> bool {
        let end = (i..).find(|j| self.class(*j) != Some(Zh::Time)).unwrap_or(i);
        match self.class(end) {
            Some(Zh::Verb | Zh::Saying | Zh::Have | Zh::Modal | Zh::Negation | Zh::Adverb) => true,
            Some(Zh::Preposition | Zh::Passive | Zh::Ba) => true,
            None => matches!(self.word(end), "(" | "（"),
            _ => false,
        }
    }

    /// Where the 的 stands that ends a clause which begins with the verb at `i` and modifies a noun; the last one of the
    /// stretch if `last`, else the first.
    fn relative_end(&self, i: usize, last: bool) -> Option<usize> {
        let mut found = None;
        for k in i + 1..self.tokens.len().min(i + 24) {
            match self.class(k) {
                Some(Zh::De) if self.goes_on(k) => {
                    found = Some(k);
                    if !last {
                        break;
                    }
                }
                Some(Zh::Be | Zh::Modal | Zh::Saying) => break,
                None if !matches!(self.word(k), "、" | "“" | "”" | "《" | "》") => break,
                _ => {}
            }
        }
        found
    }

    /// Whether a noun phrase goes on behind a 的.
    fn goes_on(&self, de: usize) -> bool {
        let noun = self.class(de + 1).is_some_and(|c| is_nominal(c) || is_modifier(c));
        noun || self.ends_as_noun(de + 1) || self.ends_as_noun(de + 2)
    }

    /// Whether a verb is the noun that 的 ties to what stands before, at the end of a clause: 渔民的根本保证.
    fn ends_as_noun(&self, i: usize) -> bool {
        let tied = |i: usize| i.checked_sub(1).and_then(|i| self.class(i));
        let attribute = matches!(tied(i), Some(Zh::Adjective | Zh::Adverb)) && tied(i - 1) == Some(Zh::De);
        matches!(self.class(i), Some(Zh::Verb | Zh::VerbNoun))
            && self.class(i + 1).is_none()
            && (tied(i) == Some(Zh::De) || attribute)
    }

    /// Numbers, modifiers, 的 and nouns.
    fn noun_phrase(&self, i: usize) -> Option<Found> {
        let mut j = i;
        let mut head = None;
        let mut counted = None;
        while let Some(class) = self.class(j) {
            match class {
                // A time before the subject is a phrase of its own: 近年来｜双方.
                _ if is_nominal(class) && class != Zh::Time && self.is_time(i, j) => break,
                Zh::Time if head.is_some_and(|h| h + 1 == j && self.classes[h] != Zh::Time) && self.is_adverbial(j) => {
                    break;
                }
                // So is a figure after its noun: 产量｜1.39万亿斤.
                Zh::Number if head.is_some_and(|h| h + 1 == j && self.classes[h] != Zh::Time) => break,
                // 价格｜每吨90元
                Zh::Demonstrative if head.is_some_and(|h| h + 1 == j) && self.word(j) == "每" => break,
                _ if is_nominal(class) || self.is_percent(j) => head = Some(j),
                Zh::Number | Zh::Measure | Zh::Demonstrative => counted = Some(j),
                // 一个具有活力的市场
                Zh::Verb | Zh::Have if head.is_none() && counted == j.checked_sub(1) && counted.is_some() => {
                    match self.relative_end(j, false) {
                        // A day is no count: 6日｜出席在大阪举行的会议.
                        Some(de)
                            if self.classes[j - 1] == Zh::Measure
                                && !matches!(self.word(j - 1), "日" | "月" | "年") =>
                        {
                            j = de + 1;
                            continue;
                        }
                        _ => break,
                    }
                }
                Zh::Attributive => {}
                Zh::Adjective => {
                    // Only before a noun or 的 and a noun; 经济稳定 is a statement.
                    let joins = match self.class(j + 1) {
                        Some(Zh::De) => self.class(j + 2).is_some_and(|c| is_nominal(c) || is_modifier(c)),
                        Some(c) => {
                            let attributive = matches!(c, Zh::Attributive | Zh::Number | Zh::Demonstrative);
                            is_nominal(c) || attributive || self.ends_as_noun(j + 1)
                        }
                        None => false,
                    };
                    if !joins {
                        break;
                    }
                }
                _ if self.ends_as_noun(j) => head = Some(j),
                Zh::Adverb if self.ends_as_noun(j + 1) => {}
                Zh::Other if j > i || self.class(j + 1).is_some_and(is_nominal) => head = Some(j),
                Zh::Other => head = Some(j),
                Zh::De | Zh::Zhi if j > i => {
                    if !self.goes_on(j) {
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
