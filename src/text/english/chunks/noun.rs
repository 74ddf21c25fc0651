//! Noun phrases: from a determiner to the head, with owners and coordinated modifiers inside.
//!
//! Comes in: the place of a sentence where one may begin. Goes out: where it ends, and its head.

use super::super::super::layout::En;
use super::{ChunkKind, Found, Reader, Shape, Voice};

/// The longest series of coordinated modifiers.
const SERIES: usize = 12;

impl Reader<'_> {
    /// Determiner to head, with possessives and coordinated modifiers inside.
    pub(super) fn noun_phrase(&self, i: usize) -> Option<Found> {
        let mut j = i;
        let mut head: Option<usize> = None;
        let mut determined = false;
        // The head before a possessive, in case nothing follows it.
        let mut owner = None;
        while let Some(class) = self.class(j) {
            match class {
                En::Determiner if head.is_none() && (j == i || self.classes[j - 1] == En::Determiner) => {
                    determined = true
                }
                // "the partners Norway, Peru and Chad": the list stands beside the noun.
                En::Proper if self.begins_list(j) && head.is_some_and(|h| h + 1 == j && self.is_plural(h)) => break,
                // "gives farmers access to loans": who is given something is no part of it.
                En::Noun | En::Plural
                    if head.is_some_and(|h| h + 1 == j && self.is_plural(h)) && self.is_to_giver(i) =>
                {
                    break;
                }
                En::Noun | En::Plural | En::Proper => head = Some(j),
                En::Number => {
                    // A number after a noun only in names: "Article 5", "Group 20"; "gave the country $20 million" are two.
                    let name = |h: usize| matches!(self.classes[h], En::Proper | En::Noun) && !self.is_sum(j);
                    if head.is_some_and(|h| !name(h)) {
                        break;
                    }
                }
                En::Adjective => {
                    if let Some(h) = head {
                        // "China important": a new phrase, unless a noun follows inside a name.
                        if h + 1 != j || !self.is_nominal(j + 1) || self.classes[h] == En::Plural {
                            break;
                        }
                    }
                }
                // "low- and middle-income towns": what it goes before stands behind.
                _ if j > i && self.is_suspended(j) => head = None,
                // "the “Green Belt” scheme"
                En::Open if head.is_none() && j > i => match self.quoted(j) {
                    Some(close) => {
                        head = Some(close - 1);
                        j = close;
                    }
                    None => break,
                },
                // "AIDS/HIV", "eastern/central Asia", "Peru-Chile trade": one phrase.
                _ if j > i
                    && self.is_tight(j)
                    && (self.is_nominal(j + 1) || self.class(j + 1) == Some(En::Adjective)) => {}
                En::Adverb if head.is_none() => match self.modifier(j) {
                    Some(modifier) => {
                        j = modifier;
                        continue;
                    }
                    None => break,
                },
                En::Participle
                    if head.is_none()
                        && (self.is_nominal(j + 1)
                            || matches!(self.class(j + 1), Some(En::Adjective | En::Gerund))
                            || self.coordinated(j + 1).is_some()) => {}
                En::Gerund if self.inner_ing(i, j, head) => {
                    if !self.is_nominal(j + 1) {
                        head = Some(j);
                    }
                }
                En::Possessive if head == Some(j.wrapping_sub(1)) && self.goes_on(j + 1) => {
                    owner = head.take();
                    determined = true;
                }
                // "In 2023, steel exports fell": a comma behind a number ends the phrase.
                En::Comma if head.is_none() && j > i && self.classes[j - 1] == En::Number => break,
                En::Conjunction | En::Comma if head.is_none() && j > i => match self.coordinated(j) {
                    Some(next) => {
                        j = next;
                        continue;
                    }
                    None => break,
                },
                _ => break,
            }
            j += 1;
        }
        if j == i {
            return None;
        }
        match head.or(owner) {
            Some(head) => Some((ChunkKind::Noun, j, head, Voice::Active)),
            None => {
                let nominal = determined || (i..j).any(|k| self.classes[k] == En::Number);
                nominal.then(|| (ChunkKind::Noun, j, j - 1, Voice::Active))
            }
        }
    }

    /// The modifier that the adverbs at `j` stand before: "very LARGE", "more than 300", "socially and ecologically SOUND".
    fn modifier(&self, mut j: usize) -> Option<usize> {
        for _ in 0..SERIES {
            match self.class(j)? {
                En::Adverb => j += 1,
                En::Adjective | En::Participle | En::Number => return Some(j),
                En::Conjunction if self.class(j + 1) == Some(En::Adverb) => j += 1,
                _ if self.is_comma(j) => {
                    j += 1 + (self.class(j + 1) == Some(En::Conjunction)) as usize;
                    if self.class(j) != Some(En::Adverb) {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        None
    }

    /// Whether the -ing form at `j` is part of the phrase that began at `i`.
    fn inner_ing(&self, i: usize, j: usize, head: Option<usize>) -> bool {
        if j == i {
            return false;
        }
        match self.classes[j - 1] {
            En::Determiner | En::Adjective | En::Possessive | En::Number | En::Adverb => {
                !matches!(self.class(j + 1), Some(En::Determiner | En::Pronoun))
            }
            // "complex and challenging tasks"
            En::Comma | En::Conjunction => self.is_nominal(j + 1),
            En::Noun | En::Proper => head.is_some() && self.is_nominal(j + 1) && self.tokens[j].shape == Shape::Capital,
            _ => false,
        }
    }

    /// Whether a noun phrase goes on after a possessive.
    pub(super) fn goes_on(&self, j: usize) -> bool {
        matches!(
            self.class(j),
            Some(
                En::Noun
                    | En::Plural
                    | En::Proper
                    | En::Adjective
                    | En::Number
                    | En::Gerund
                    | En::Participle
                    | En::Adverb
            )
        )
    }

    /// After modifiers, at a comma or conjunction: where the last modifier of the series begins, if a noun closes it.
    fn coordinated(&self, j: usize) -> Option<usize> {
        let mut k = j;
        let mut joined = false;
        for _ in 0..SERIES {
            // Marks between two modifiers: "," or "and" or ", and".
            let from = k;
            if self.tokens.get(k)?.span.of(self.text) == "," {
                k += 1;
            }
            if self.class(k) == Some(En::Conjunction) {
                // "is weak, but public investment …"
                if k > from && from == j && self.tokens[k].span.of(self.text) == "but" {
                    return None;
                }
                joined = true;
                k += 1;
            }
            if k == from {
                return None;
            }
            let item = k;
            while self.class(k) == Some(En::Adverb) {
                k += 1;
            }
            let modifier = match self.class(k)? {
                En::Adjective | En::Participle => true,
                // "…, and curbing high costs": no modifier has one of its own behind it.
                En::Gerund if self.class(k + 1) == Some(En::Adjective) => false,
                En::Noun | En::Gerund
                    if joined
                        || self.is_comma(k + 1)
                        || self.is_suspended(k + 1)
                        || self.class(k + 1) == Some(En::Conjunction) =>
                {
                    true
                }
                _ => false,
            };
            if !modifier {
                return None;
            }
            k += 1;
            while matches!(self.class(k), Some(En::Adjective)) || self.is_suspended(k) {
                k += 1;
            }
            match self.class(k)? {
                En::Noun | En::Plural | En::Proper => {
                    return Some(item);
                }
                En::Comma | En::Conjunction => {}
                _ => return None,
            }
        }
        None
    }

    /// The closing mark of the quotation mark at `open`, where there stands a name or another noun phrase between them.
    fn quoted(&self, open: usize) -> Option<usize> {
        let quote = |at: usize| matches!(self.tokens[at].span.of(self.text), "“" | "”" | "\"");
        let close = (open + 1..self.tokens.len().min(open + SERIES)).find(|&at| quote(at))?;
        let verbal =
            |c: &En| matches!(c, En::Comma | En::Stop | En::Pronoun | En::Third | En::Past | En::Modal | En::Be);
        (quote(open) && self.is_nominal(close - 1) && !self.classes[open..close].iter().any(verbal)).then_some(close)
    }

    /// Whether a hyphen stands for the rest of a word that comes later: "low- and high-cost".
    fn is_suspended(&self, i: usize) -> bool {
        let Some(token) = self.tokens.get(i) else { return false };
        let joint = matches!(self.class(i + 1), Some(En::Conjunction | En::Comma));
        joint && !token.spaced && token.span.of(self.text) == "-"
    }

    /// Whether a slash stands between two words without a space.
    /// Whether an amount of money or of millions begins: "$20 million", "20 million".
    fn is_sum(&self, i: usize) -> bool {
        let sign = |at: usize| matches!(self.tokens[at].span.of(self.text), "$" | "€" | "£" | "¥");
        // "US $20 million" is one.
        let goes_on = |at: usize| sign(at) || sign(i) && self.tokens[at].shape == Shape::Upper;
        (sign(i) || self.class(i + 1) == Some(En::Number)) && !i.checked_sub(1).is_some_and(goes_on)
    }

    /// Whether a mark joins the words around it without a space: a slash, or a hyphen between names.
    fn is_tight(&self, i: usize) -> bool {
        let tight = |at: usize| self.tokens.get(at).is_some_and(|t| !t.spaced);
        matches!(self.tokens[i].span.of(self.text), "/" | "-") && tight(i) && tight(i + 1)
    }

    /// Whether a name is the first of a list of names.
    fn begins_list(&self, i: usize) -> bool {
        self.class(i + 1) == Some(En::Comma) && self.class(i + 2) == Some(En::Proper)
    }

    /// Whether a word is a plural in small letters.
    fn is_plural(&self, i: usize) -> bool {
        self.classes[i] == En::Plural && self.tokens[i].span.of(self.text).starts_with(|c: char| c.is_lowercase())
    }
}
