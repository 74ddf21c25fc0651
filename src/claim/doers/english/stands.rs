//! What a noun phrase or a relative pronoun stands for.
//!
//! Comes in: an element of an English sentence. Goes out: the noun phrase of which another says what it is, and that for which "which" and "that"
//! stand, told by number, article and what hangs on what.

use super::super::ends_as_several;
use super::{Clauses, STEPS};
use crate::rule::pattern::Label;
use crate::text::{ChunkKind, Tag, Voice};

/// Pronouns that verbs treat as several.
const SEVERAL: [&str; 6] = ["I", "we", "they", "you", "these", "those"];

/// How far behind the first member of a list its "and" is looked for.
const LIST: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    One,
    Several,
}

impl Clauses<'_, '_, '_> {
    /// What a noun phrase says something of: "the VISIT is the first step", "the SUMMIT, a meeting".
    pub(super) fn same(&self, noun: usize) -> Option<usize> {
        let before = self.before(noun)?;
        if self.kind(before) == ChunkKind::Verb {
            let copula = self.is_of(before, self.kinds.copula);
            return self.doer(Some(before)).filter(|&n| copula && !self.is_it(n));
        }
        // "trade is a source of wealth and a way to …"
        if self.kind(before) == ChunkKind::Conjunction {
            let copula = self.finite.filter(|&n| self.is_of(n, self.kinds.copula));
            let more = self.is_indefinite(noun) || self.word(before) == "but also";
            return self.doer(copula).filter(|&n| more && !self.is_it(n));
        }
        if !self.is_indefinite(noun) || self.word(before) != "," {
            return None;
        }
        self.head(self.noun_before(before)?)
    }

    /// The noun phrase that a relative pronoun stands for.
    pub(super) fn antecedent(&self, relative: usize) -> Option<usize> {
        let mut before = self.before(relative)?;
        if self.kind(before) == ChunkKind::Mark {
            before = self.before(before)?;
        }
        match self.kind(before) {
            // "they rule in a way that divides the towns": who rules divides them.
            ChunkKind::Noun if self.is_manner(before) => self.doer(self.verb),
            ChunkKind::Noun => {
                let before = self.told_of(before, relative).unwrap_or(before);
                let noun = self.meant(before, relative);
                let noun = self.beyond(noun, relative).unwrap_or(noun);
                let noun = self.many_of(noun).unwrap_or(noun);
                self.same(noun).filter(|&n| !self.points(n)).or(Some(noun))
            }
            // "…, and which": as the clause before.
            ChunkKind::Conjunction => self.doer(self.finite),
            _ => None,
        }
    }

    /// The noun phrase of which a participle tells something with the noun phrase at `at`, where a comma stands before the relative pronoun and one before
    /// the participle: "the PLAN, built around farmers, which …"; or where it is of several and only what is joined would be: "SHIPS crossing the strait
    /// and the bay, which are …".
    fn told_of(&self, at: usize, relative: usize) -> Option<usize> {
        self.before(relative).filter(|&n| self.word(n) == ",")?;
        let governor = self.governor(self.top(at))?;
        let verb = if self.kind(governor) == ChunkKind::Preposition { self.before(governor)? } else { governor };
        let told =
            self.kind(verb) == ChunkKind::Verb && matches!(self.element(verb).voice, Voice::Participle | Voice::Gerund);
        let before = self.before(verb).filter(|_| told)?;
        match self.kind(before) {
            ChunkKind::Mark if self.word(before) == "," => {
                // "towns and reefs, added to storms, which …": none of two.
                let joint = |n: usize| self.before(n).is_some_and(|b| self.kind(b) == ChunkKind::Conjunction);
                self.noun_before(before).filter(|&n| !joint(n))
            }
            ChunkKind::Noun => {
                let several = self.verb_number(relative) == Some(Number::Several);
                let alone = !ends_as_several(self.head_word(at));
                Some(before).filter(|&n| several && alone && ends_as_several(self.head_word(n)))
            }
            _ => None,
        }
    }

    /// The last word of what an element is of.
    pub(super) fn head_word(&self, at: usize) -> &str {
        self.view.tokens.word(self.element(at).head)
    }

    /// What tells how many of a noun phrase there are: "a MULTITUDE of risks".
    fn many_of(&self, noun: usize) -> Option<usize> {
        let of = self.before(noun).filter(|&n| self.word(n) == "of")?;
        self.noun_before(of).filter(|&n| self.is_indefinite(n) && self.is_of(n, self.kinds.several))
    }

    /// Whether a noun phrase says in what way something is done: "in a MANNER that …".
    fn is_manner(&self, at: usize) -> bool {
        let within = self.before(at).is_some_and(|n| self.kind(n) == ChunkKind::Preposition && self.word(n) == "in");
        within && matches!(self.head_word(at), "way" | "ways" | "manner" | "fashion")
    }

    /// Who does the verb of which a noun phrase is the object, where the verb behind a relative pronoun agrees with that one alone: "STEPS to advance
    /// health that help farmers".
    fn beyond(&self, noun: usize, relative: usize) -> Option<usize> {
        let number = self.verb_number(relative).filter(|&n| n != self.number(noun))?;
        let verb = self.governor(self.top(noun)).filter(|&n| self.kind(n) == ChunkKind::Verb && !self.is_finite(n))?;
        self.doer(Some(verb)).filter(|&n| self.number(n) == number)
    }

    /// Which of the noun phrases that hang on each other a relative pronoun stands for, `last` being the one before it: a name, one of the verb's
    /// number, one with "a"; else the one on which the others hang by "of".
    pub(super) fn meant(&self, last: usize, relative: usize) -> usize {
        let number = self.verb_number(relative);
        let fits = |at: usize| number.is_none_or(|n| n == self.number(at));
        let comma = self.before(relative).is_some_and(|n| self.kind(n) == ChunkKind::Mark);
        // "thanks to the people of Norway, WHO …": the nearest of those who are people.
        if self.word(relative) == "who" {
            let prep = |at: usize| self.before(at).filter(|&n| self.kind(n) == ChunkKind::Preposition);
            let outer = |at: &usize| prep(*at).and_then(|n| self.noun_before(n));
            let person = |n: usize| self.kinds.person.is_some_and(|label| self.view.has(n, label));
            let somebody = |n: &usize| self.is_of(*n, self.kinds.people) || person(*n);
            if let Some(people) = std::iter::successors(Some(last), outer).take(STEPS).find(somebody) {
                return people;
            }
        }
        let mut at = last;
        let mut nearest = None;
        for _ in 0..STEPS {
            if fits(at) && self.is_indefinite(at) {
                return at;
            }
            let prep = self.before(at).filter(|&n| self.kind(n) == ChunkKind::Preposition);
            let Some(prep) = prep else { break };
            let named = comma && self.is_name(at);
            if fits(at) && (!matches!(self.word(prep), "of" | "for" | "to") || named) {
                nearest = nearest.or(Some(at));
            }
            let Some(noun) = self.noun_before(prep) else { break };
            at = noun;
        }
        if let Some(nearest) = nearest {
            return nearest;
        }
        if fits(at) { at } else { last }
    }

    /// Whether a noun phrase is of one thing or several; joined to another, of several.
    fn number(&self, at: usize) -> Number {
        let word = self.head_word(at);
        let several = ends_as_several(word) || SEVERAL.iter().any(|other| word.eq_ignore_ascii_case(other));
        let joined = self.before(at).is_some_and(|n| self.kind(n) == ChunkKind::Conjunction);
        let many = self.is_of(at, self.kinds.plural) || self.is_indefinite(at) && self.is_of(at, self.kinds.several);
        if several || joined || many { Number::Several } else { Number::One }
    }

    /// The number that the verb behind a relative pronoun shows.
    fn verb_number(&self, relative: usize) -> Option<Number> {
        let behind = relative + 1..self.view.all.len().min(relative + 4);
        let verb = behind.into_iter().find(|&n| self.kind(n) != ChunkKind::Adverb)?;
        if self.kind(verb) == ChunkKind::Verb { self.shown(verb) } else { None }
    }

    /// The number that a finite verb group shows.
    fn shown(&self, verb: usize) -> Option<Number> {
        if !self.is_finite(verb) {
            return None;
        }
        let first = &self.view.tokens.tokens[self.element(verb).start as usize];
        let word = first.span.of(self.view.tokens.text);
        match (first.tag, word) {
            (_, "are" | "have" | "were" | "do") => Some(Number::Several),
            (Tag::Auxiliary, _) | (Tag::Verb, _) if word.ends_with('s') => Some(Number::One),
            (Tag::Verb, _) => Some(Number::Several),
            _ => None,
        }
    }

    /// Whether a noun phrase is of one thing, and a verb shows that its subject is.
    pub(super) fn is_one_by(&self, noun: usize, verb: usize) -> bool {
        self.shown(verb) == Some(Number::One) && self.number(noun) == Number::One
    }

    /// Whether a noun phrase may be the subject of a verb, and nothing that is joined to it.
    pub(super) fn agrees_alone(&self, noun: usize, verb: usize) -> bool {
        self.shown(verb).is_none_or(|shown| shown == self.number(noun))
    }

    /// Whether a noun phrase may be the subject of a verb by what both show of their number.
    pub(super) fn agrees(&self, noun: usize, verb: usize) -> bool {
        // "Norway and Peru", "ports, ferries and boats"
        let list = self.view.all[noun + 1..].iter().take(LIST);
        let mut list = list.take_while(|e| !matches!(e.kind, ChunkKind::Verb | ChunkKind::Clause));
        let joined = list.any(|e| e.kind == ChunkKind::Conjunction);
        let number = if joined { Number::Several } else { self.number(noun) };
        // The name of one may end in s.
        let either = number == Number::Several && !joined && self.is_name(noun);
        either || self.shown(verb).is_none_or(|shown| shown == number)
    }

    pub(super) fn is_name(&self, at: usize) -> bool {
        self.view.tokens.tokens[self.element(at).head as usize].tag == Tag::Proper
    }

    /// The person or initiative of which a noun phrase tells before the name: "Norway's MINISTER, Berg, spoke".
    pub(super) fn named(&self, noun: usize) -> usize {
        if self.kind(noun) != ChunkKind::Noun || self.is_name(noun) {
            return noun;
        }
        // "the MINISTER of trade of the islands, Berg"
        let all = &self.view.all;
        let hangs = |at: &usize| {
            let next = all.get(at + 1).is_some_and(|e| e.kind == ChunkKind::Noun);
            next && all[*at].kind == ChunkKind::Preposition
        };
        let at = (noun + 1..).step_by(2).take(STEPS).find(|at| !hangs(at)).unwrap_or(noun);
        let comma = |n: usize| n < self.view.all.len() && self.word(n) == ",";
        let is = |n: usize, class: Option<Label>| class.is_some_and(|label| self.view.has(n, label));
        // "trade, the Harbour Plan, and schools" is a list.
        let verb = all.get(at + 3).is_some_and(|e| e.kind == ChunkKind::Verb);
        let named = |n: usize| is(n, self.kinds.person) || verb && is(n, self.kinds.initiative);
        if comma(at) && comma(at + 2) && named(at + 1) { at + 1 } else { noun }
    }

    pub(super) fn is_determined(&self, at: usize) -> bool {
        self.view.tokens.tokens[self.element(at).start as usize].tag == Tag::Determiner
    }

    pub(super) fn is_indefinite(&self, at: usize) -> bool {
        let first = self.view.tokens.tokens[self.element(at).start as usize].span;
        matches!(first.of(self.view.tokens.text), "a" | "an")
    }
}
