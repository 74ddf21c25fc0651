//! Groups of words in an English sentence: noun phrases, verb groups, and what stands between them.
//!
//! Comes in: tokens and their classes. Goes out: chunks that cover every token once, in order.

mod noun;

use super::super::layout::En;
use super::super::{Chunk, ChunkKind, Shape, Token, Voice};

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    classes: &'a [En],
    /// Fixed groups: first token and how many.
    groups: &'a [(u32, u32)],
    /// The last finite verb group was a perfect one: what is joined to it is a verb too ("has lifted spirits, fostered unity").
    perfect: bool,
}

/// Adds the chunks of a sentence whose first token is number `first` of the text.
pub fn chunk(text: &str, tokens: &[Token], classes: &[En], groups: &[(u32, u32)], first: u32, out: &mut Vec<Chunk>) {
    let mut r = Reader { text, tokens, classes, groups, perfect: false };
    let mut i = 0;
    while i < classes.len() {
        let (kind, end, head, voice) = r.next(i);
        if kind == ChunkKind::Verb && !matches!(voice, Voice::Participle | Voice::Gerund | Voice::Infinitive) {
            let auxiliary = classes[i..head].contains(&En::Have);
            r.perfect = (auxiliary || r.perfect && r.is_joined(i)) && classes[head] == En::Participle;
        }
        out.push(Chunk { kind, start: first + i as u32, end: first + end as u32, head: first + head as u32, voice });
        i = end;
    }
}

type Found = (ChunkKind, usize, usize, Voice);

impl Reader<'_> {
    fn class(&self, i: usize) -> Option<En> {
        self.classes.get(i).copied()
    }

    /// A fixed group that is one chunk: "in accordance with", "as well as".
    fn group(&self, i: usize) -> Option<Found> {
        let at = self.groups.binary_search_by_key(&(i as u32), |g| g.0).ok()?;
        let end = i + self.groups[at].1 as usize;
        let kind = match self.classes[i] {
            En::Preposition => ChunkKind::Preposition,
            En::Conjunction => ChunkKind::Conjunction,
            En::Subordinator => ChunkKind::Clause,
            En::Pronoun => ChunkKind::Noun,
            _ => return None,
        };
        Some((kind, end, end - 1, Voice::Active))
    }

    fn is_nominal(&self, i: usize) -> bool {
        matches!(self.class(i), Some(En::Noun | En::Plural | En::Proper))
    }

    fn next(&self, i: usize) -> Found {
        let single = |kind| (kind, i + 1, i, Voice::Active);
        let shape = self.tokens[i].shape;
        // "each other's ports"
        let owner = (i..self.classes.len()).find(|&k| self.classes[k] != En::Pronoun).unwrap_or(i);
        if owner > i
            && self.class(owner) == Some(En::Possessive)
            && self.goes_on(owner + 1)
            && let Some(found) = self.noun_phrase(owner + 1)
        {
            return found;
        }
        if let Some(found) = self.group(i) {
            return found;
        }
        match self.classes[i] {
            En::Comma | En::Stop | En::Open | En::Close | En::Start => single(ChunkKind::Mark),
            En::Conjunction => single(ChunkKind::Conjunction),
            En::Relative | En::Subordinator => single(ChunkKind::Clause),
            En::Possessive if shape == Shape::Mark => single(ChunkKind::Mark),
            // "all this"
            En::Pronoun => {
                let word = |at: usize| self.tokens.get(at).map_or("", |t| t.span.of(self.text));
                let pointed = matches!(word(i + 1), "this" | "that" | "these" | "those") && !self.goes_on(i + 2);
                let end = i + 1 + (pointed && word(i).eq_ignore_ascii_case("all")) as usize;
                (ChunkKind::Noun, end, end - 1, Voice::Active)
            }
            En::Preposition => (ChunkKind::Preposition, i + 1, i, Voice::Active),
            En::To => self.verb_group(i).unwrap_or(single(ChunkKind::Preposition)),
            En::Modal | En::Be | En::Have | En::Do | En::Verb | En::Third | En::Helping | En::Past | En::Negation => {
                self.verb_group(i).unwrap_or(single(ChunkKind::Adverb))
            }
            En::Gerund => self.verb_group(i).unwrap_or(single(ChunkKind::Other)),
            En::Participle => if self.modifies(i) { self.noun_phrase(i) } else { None }
                .or_else(|| self.verb_group(i))
                .unwrap_or(single(ChunkKind::Other)),
            En::Adverb => self.after_adverbs(i),
            En::Particle => single(ChunkKind::Adverb),
            _ => self.noun_phrase(i).or_else(|| self.adjective(i)).unwrap_or(single(ChunkKind::Other)),
        }
    }

    /// A participle before a noun: "increased trade", unless a noun stands before it ("goods produced").
    fn modifies(&self, i: usize) -> bool {
        if self.perfect && self.is_joined(i) {
            return false;
        }
        // "the mayors also discussed ways": adverbs between do not make it one.
        let before = (0..i).rev().find(|&k| self.classes[k] != En::Adverb);
        let free = before.is_none_or(|k| {
            !self.is_nominal(k) && !matches!(self.classes[k], En::Be | En::Have | En::Pronoun | En::Close)
        });
        free && (self.is_nominal(i + 1) || matches!(self.class(i + 1), Some(En::Adjective)) && self.is_nominal(i + 2))
    }

    /// Whether a comma or conjunction stands before the word at `i`, adverbs aside.
    fn is_joined(&self, i: usize) -> bool {
        let before = self.classes[i.saturating_sub(4)..i].iter().rev().find(|c| **c != En::Adverb);
        matches!(before, Some(En::Comma | En::Conjunction))
    }

    /// Adverbs: before a verb they belong to its group, before an adjective to its phrase.
    fn after_adverbs(&self, i: usize) -> Found {
        let mut j = i;
        while self.class(j) == Some(En::Adverb) {
            j += 1;
        }
        let found = match self.class(j) {
            Some(
                En::Verb | En::Third | En::Past | En::Participle | En::Modal | En::Be | En::Have | En::Do | En::Gerund,
            ) => if self.class(j) == Some(En::Participle) && self.modifies(j) { self.noun_phrase(i) } else { None }
                .or_else(|| self.verb_group(i)),
            Some(En::Adjective | En::Number) => self.noun_phrase(i).or_else(|| self.adjective(i)),
            _ => None,
        };
        found.unwrap_or((ChunkKind::Adverb, j, j - 1, Voice::Active))
    }

    /// A predicative adjective with its adverbs.
    fn adjective(&self, i: usize) -> Option<Found> {
        let mut j = i;
        while self.class(j) == Some(En::Adverb) {
            j += 1;
        }
        let start = j;
        while self.class(j) == Some(En::Adjective) {
            j += 1;
        }
        (j > start).then(|| (ChunkKind::Adjective, j, j - 1, Voice::Active))
    }

    /// Auxiliaries, negation, adverbs and one main verb.
    fn verb_group(&self, i: usize) -> Option<Found> {
        let mut j = i;
        let mut infinitive = false;
        let mut aux: Option<(En, usize)> = None;
        let mut head = None;
        // The end of what surely belongs to the group.
        let mut end = i;
        while let Some(class) = self.class(j) {
            match class {
                // "in order to" is three.
                En::To if j == i || infinitive && aux.is_none() => infinitive = true,
                En::Adverb => {
                    j += 1;
                    continue;
                }
                // "will not only raise wages"
                En::Conjunction if aux.is_some() && self.is_not_only(j) => {
                    j += 2;
                    continue;
                }
                En::Negation if aux.is_some() || infinitive || j == i => end = j + 1,
                En::Modal | En::Be | En::Have | En::Do => {
                    // Two auxiliaries follow each other only as "will be", "have been", "is being".
                    if matches!((aux, class), (Some((En::Do, _)), En::Have | En::Do)) {
                        // "does not have": the main verb.
                        head = Some((j, class));
                        end = j + 1;
                        break;
                    }
                    if let Some((before, _)) = aux
                        && (before == En::Do || (before == En::Be && class != En::Be) || class == En::Modal)
                    {
                        break;
                    }
                    aux = Some((class, j));
                    end = j + 1;
                }
                En::Verb | En::Third | En::Past | En::Helping
                    if aux.is_none_or(|a| matches!(a.0, En::Modal | En::Do)) =>
                {
                    head = Some((j, class));
                    end = j + 1;
                    break;
                }
                En::Participle if aux.is_none_or(|a| matches!(a.0, En::Be | En::Have)) => {
                    head = Some((j, class));
                    end = j + 1;
                    break;
                }
                En::Gerund if aux.is_none_or(|a| a.0 == En::Be) && !infinitive => {
                    head = Some((j, class));
                    end = j + 1;
                    break;
                }
                _ => break,
            }
            j += 1;
        }
        let (head, class) = match (head, aux) {
            (Some(head), _) => head,
            (None, Some((class, at))) => (at, class),
            (None, None) => return None,
        };
        let voice = match (class, aux) {
            (En::Participle, Some((En::Be, _))) => Voice::Passive,
            (En::Participle, None) if self.perfect && self.is_joined(i) => Voice::Active,
            (En::Participle, None) => Voice::Participle,
            (En::Gerund, None) => Voice::Gerund,
            _ if infinitive => Voice::Infinitive,
            (En::Be | En::Have, Some((_, at))) if at == i && self.ends_in_ing(at) => Voice::Gerund,
            _ => Voice::Active,
        };
        Some((ChunkKind::Verb, end, head, voice))
    }

    /// Whether a verb of giving stands right before what begins at `i`.
    fn is_to_giver(&self, i: usize) -> bool {
        let given = |at: usize| {
            matches!(
                self.tokens[at].span.of(self.text),
                "give"
                    | "gives"
                    | "gave"
                    | "given"
                    | "giving"
                    | "offer"
                    | "offers"
                    | "offered"
                    | "offering"
                    | "grant"
                    | "grants"
                    | "granted"
                    | "granting"
                    | "deny"
                    | "denies"
                    | "denied"
                    | "denying"
                    | "cost"
                    | "costs"
                    | "save"
                    | "saves"
                    | "saved"
                    | "saving"
            )
        };
        let verb = |class| matches!(class, En::Verb | En::Third | En::Past | En::Participle | En::Gerund);
        i.checked_sub(1).is_some_and(|at| verb(self.classes[at]) && given(at))
    }

    fn ends_in_ing(&self, i: usize) -> bool {
        self.tokens[i].span.of(self.text).ends_with("ing")
    }

    fn is_not_only(&self, i: usize) -> bool {
        let word = |at: usize| self.tokens.get(at).map_or("", |t| t.span.of(self.text));
        word(i) == "not" && matches!(word(i + 1), "only" | "just" | "merely")
    }

    fn is_comma(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.span.of(self.text) == ",")
    }
}
