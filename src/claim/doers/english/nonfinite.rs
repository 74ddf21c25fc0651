//! Who does what a verb without a clause of its own says: an infinitive, an -ing form, a participle.
//!
//! Comes in: a verb group that is none of a clause, and what was told of the verbs before it. Goes out: the noun phrase that does it, or to which it is
//! done.

use super::super::NOBODY;
use super::{Clauses, STEPS};
use crate::text::{ChunkKind, Voice};

impl Clauses<'_, '_, '_> {
    /// The deed that a sentence begins with, where what it is done to hangs on it by prepositions: "INVESTING in the towns of the north".
    pub(super) fn deed_by(&mut self, noun: usize) -> Option<usize> {
        let mut at = noun;
        for _ in 0..STEPS {
            let link = self.before(at)?;
            match self.kind(link) {
                ChunkKind::Preposition | ChunkKind::Noun => at = link,
                ChunkKind::Verb if self.element(link).voice == Voice::Gerund => {
                    let deed = self.deed(link)?;
                    self.doers[deed] = NOBODY;
                    return Some(deed);
                }
                _ => return None,
            }
        }
        None
    }

    /// The -ing form or infinitive that is the subject of a clause, where `last` is it, or the last of several: "BUILDING roads helps farmers".
    pub(super) fn deed(&self, last: usize) -> Option<usize> {
        let mut verb = last;
        for _ in 0..STEPS {
            // "noting that …, the council …"
            let stated = self.is_of(verb, self.kinds.stance) || self.is_of(verb, self.kinds.say);
            if stated || !matches!(self.element(verb).voice, Voice::Gerund | Voice::Infinitive) {
                return None;
            }
            let Some(before) = self.before(verb) else { return Some(last) };
            match self.kind(before) {
                // "when useful to build roads": it hangs on an adjective.
                ChunkKind::Clause => {
                    let hangs = (before + 1..verb).any(|n| self.kind(n) == ChunkKind::Adjective);
                    return (!hangs).then_some(last);
                }
                ChunkKind::Verb if self.is_finite(before) => {
                    return (self.element(verb).voice == Voice::Gerund).then_some(last);
                }
                ChunkKind::Verb => verb = before,
                ChunkKind::Mark | ChunkKind::Conjunction => {
                    let noun = self.member_before(before).and_then(|n| self.head(n));
                    match noun.and_then(|n| self.before(n)) {
                        Some(link) if self.kind(link) == ChunkKind::Verb && !self.is_finite(link) => verb = link,
                        _ => return (self.element(verb).voice == Voice::Gerund).then_some(last),
                    }
                }
                _ => return None,
            }
        }
        None
    }

    /// The deed whose object, or the list that ends in it, a noun phrase before a verb is: "BUILDING roads, ports and quays
    /// helps farmers".
    pub(super) fn deed_with(&mut self, noun: usize, verb: usize) -> Option<usize> {
        let deed = self.deed_before(verb).filter(|&n| n < noun)?;
        // "building roads, the port HELPS farmers", "building roads, ports and quays HELP farmers"
        let link = self.before(noun)?;
        let anew = self.kind(link) == ChunkKind::Mark && self.is_anew(link, noun);
        if anew || self.kind(link) != ChunkKind::Verb && !self.is_one_by(deed, verb) {
            return None;
        }
        self.doers[deed] = NOBODY;
        Some(deed)
    }

    /// The deed that opens a clause, where it has nothing but its object before the element at `at`: "BUILDING roads, …".
    pub(super) fn deed_before(&self, at: usize) -> Option<usize> {
        // What is put between is no part of it: "building roads, paid by the bank, …".
        let comma = |n: usize| self.before(n).is_some_and(|b| self.kind(b) == ChunkKind::Mark);
        let between = |n: usize| self.element(n).voice == Voice::Participle && comma(n) || self.is_put_between(n);
        let verbs = (self.begin..at).rev().take(STEPS).filter(|&n| self.kind(n) == ChunkKind::Verb);
        let verb = verbs.into_iter().find(|&n| !between(n))?;
        let verb = match self.element(verb).voice {
            // "keeping the promises MADE in Norway"
            Voice::Participle => self.noun_before(verb).and_then(|n| self.governor(self.top(n)))?,
            _ => verb,
        };
        let before = self.before(verb).filter(|&n| n >= self.begin);
        let opens = before.is_none_or(|n| self.kind(n) == ChunkKind::Conjunction || self.word(n) == ",");
        // "while building roads, …": no subject.
        let clause = self.begin.checked_sub(1).filter(|&n| self.kind(n) == ChunkKind::Clause);
        let opens = opens && clause.is_none_or(|n| matches!(self.word(n), "that" | "because" | "how" | "whether"));
        let waits = self.pending.is_some_and(|n| n < verb);
        if self.kind(verb) != ChunkKind::Verb || self.word(verb).starts_with("Having") || !opens || waits {
            return None;
        }
        self.deed(verb)
    }

    pub(super) fn infinitive(&mut self, at: usize) -> Option<usize> {
        let before = self.before(at)?;
        match self.kind(before) {
            ChunkKind::Verb => {
                // "it is necessary to …": nobody.
                let judged = (before + 1..at).any(|n| self.kind(n) == ChunkKind::Adjective);
                self.governed_by(before).filter(|&n| !(judged && self.is_it(n)))
            }
            ChunkKind::Noun => {
                let head = self.top(before);
                // "the need to …": nobody knows whose.
                // "the importance of measures to …": the measures do.
                if self.is_of(head, self.kinds.need) {
                    return Some(before).filter(|&n| n != head && !self.acts(n) && !self.is_name(n));
                }
                let governor = self.governor(head);
                let verb = governor.filter(|&n| self.kind(n) == ChunkKind::Verb);
                // "it is an honour to …": nobody.
                let judges = |verb: usize| {
                    self.is_of(verb, self.kinds.copula) && self.doer(Some(verb)).is_some_and(|n| self.is_it(n))
                };
                if verb.is_some_and(judges) {
                    return None;
                }
                let prep = governor.filter(|&n| self.kind(n) == ChunkKind::Preposition);
                // "hail trade as a way to cut waste": what is said to be one.
                if let Some(noun) = prep.filter(|&n| self.word(n) == "as").and_then(|n| self.noun_before(n)) {
                    return Some(self.top(noun));
                }
                let with = prep.and_then(|n| self.before(n)).filter(|&n| self.kind(n) == ChunkKind::Verb);
                if let (Some(prep), Some(with)) = (prep, with) {
                    let doer = self.doer(Some(with)).or_else(|| self.doer(self.finite));
                    // "the fund set up in the port to plant", "it was built by Norway to plant"
                    let about = matches!(self.word(prep), "on" | "upon" | "to" | "for" | "about");
                    let done = !about && matches!(self.element(with).voice, Voice::Participle | Voice::Passive);
                    // "work with farmers to plant", "persist in its aim to plant"
                    // "go on with trials to plant": the trials do.
                    // "work with new boats in order to plant": but then who works.
                    let purpose = self.view.tokens.word(self.element(at).start) == "in";
                    let thing = self.word(prep) == "with" && !purpose && !self.acts(head) && !self.is_name(head);
                    let beside = self.is_of(prep, self.kinds.beside) && !thing;
                    // "they met in Norway to plant", "rules are in place to plant"
                    let named = self.acts(head) && self.is_name(head);
                    let beside = beside || self.word(prep) == "in" && (named || self.word(head) == "place");
                    if done || beside || self.strives(head, Some(with)) {
                        return doer;
                    }
                    // "call on farmers to plant", "wait for farmers to plant", but "go to Norway to plant"
                    let towards = self.word(prep) == "to" && self.is_of(with, self.kinds.control);
                    if towards || matches!(self.word(prep), "on" | "upon" | "for") {
                        return Some(head);
                    }
                    if self.word(prep) == "to" {
                        return doer;
                    }
                }
                if verb.is_some() && self.strives(head, verb) {
                    return self.doer(verb).or_else(|| self.doer(self.finite));
                }
                match verb {
                    // "Norway set up a Harbour Council to widen trade"
                    Some(verb) if self.is_of(verb, self.kinds.found) && self.is_name(head) => Some(head),
                    Some(verb) if !self.is_of(verb, self.kinds.control) && self.acts(head) => {
                        self.doer(Some(verb)).or_else(|| self.doer(self.finite))
                    }
                    Some(_) => self.same(head).or(Some(head)),
                    None if self.finite.is_some() && self.pending != Some(head) && self.acts(head) => {
                        self.doer(self.finite)
                    }
                    None => Some(head),
                }
            }
            ChunkKind::Conjunction if self.opens_next(at) => None,
            ChunkKind::Conjunction => self.verb.and_then(|n| self.governed_by(n)),
            // "set up a fund to cut waste, TO PROTECT rivers"
            ChunkKind::Mark if self.verb.is_some_and(|n| self.element(n).voice == Voice::Infinitive) => {
                self.verb.and_then(|n| self.governed_by(n))
            }
            // "he said that to end hunger, we …": not he.
            ChunkKind::Clause if self.word(before) == "that" => None,
            _ => self.asked(before).or_else(|| self.doer(self.finite)),
        }
    }

    /// Who is asked to do something, where an aside ends at the comma before it: "urges all BOATMEN, in particular those of Norway, to wait".
    fn asked(&self, comma: usize) -> Option<usize> {
        let verb = self.finite.filter(|&n| self.is_of(n, self.kinds.control) && self.word(comma) == ",")?;
        let object = (verb + 1..comma).take(STEPS).find(|&n| self.kind(n) == ChunkKind::Noun)?;
        (object + 1..comma).take(STEPS).any(|n| self.word(n) == ",").then_some(object)
    }

    /// Whether an infinitive behind a joint is what the next clause is for: "…, and TO CUT waste, Norway has banned bags".
    fn opens_next(&self, at: usize) -> bool {
        let comma = |n: usize| self.view.all.get(n).is_some_and(|e| e.kind == ChunkKind::Mark) && self.word(n) == ",";
        let opens = at.checked_sub(2).is_some_and(comma);
        let verb = |n: &usize| self.kind(*n) == ChunkKind::Verb;
        let end = self.view.all.len().min(at + STEPS);
        let close = (at + 1..end).take_while(|n| !verb(n)).find(|&n| comma(n));
        let subject = close.filter(|&n| opens && self.view.all.get(n + 1).is_some_and(|e| e.kind == ChunkKind::Noun));
        let next = subject.and_then(|n| (n + 2..end).take_while(|&n| !comma(n)).find(verb));
        next.is_some_and(|n| self.is_finite(n))
    }

    pub(super) fn gerund(&mut self, at: usize) -> Option<usize> {
        let before = self.before(at)?;
        self.governor = self.over(before);
        match self.kind(before) {
            ChunkKind::Noun => Some(before),
            ChunkKind::Verb => self.doer(Some(before)),
            // "the plan has three aims, including: MENDING piers"
            ChunkKind::Mark if self.word(before) == ":" => None,
            ChunkKind::Mark | ChunkKind::Conjunction => {
                match self.verb.filter(|&n| self.element(n).voice == Voice::Gerund) {
                    Some(same) => self.doer(Some(same)),
                    None if self.kind(before) == ChunkKind::Mark => self.pending.or_else(|| self.doer(self.finite)),
                    None => self.doer(self.finite),
                }
            }
            ChunkKind::Preposition => {
                let noun = self.noun_before(before);
                // "join partners in planting"
                let object = noun.map(|n| self.top(n));
                let governor = object.and_then(|n| self.governor(n));
                let verb = governor.filter(|&n| self.kind(n) == ChunkKind::Verb);
                let means = matches!(self.word(before), "by" | "through" | "after" | "before" | "without");
                let company = |n| self.is_of(n, self.kinds.company) || self.is_of(n, self.kinds.control);
                if !means && verb.is_some_and(company) {
                    return object;
                }
                // "share the goal of planting", "devote their energy to planting"
                if verb.is_some() && object.is_some_and(|n| self.strives(n, verb)) {
                    return self.doer(verb).or_else(|| self.doer(self.finite));
                }
                // "the plan is of great value to planting"
                let is = governor.and_then(|n| self.before(n)).filter(|&n| self.is_of(n, self.kinds.copula));
                if self.word(before) == "to" && is.is_some() {
                    return self.doer(is);
                }
                // "has the effect of planting", "is a way of planting"
                // "serves as a means of planting"
                let serves = governor.filter(|&n| self.word(n) == "as").and_then(|n| self.before(n));
                let bears = verb.filter(|&n| self.is_of(n, self.kinds.copula) || self.is_of(n, self.kinds.have));
                let bears = bears.or(serves.filter(|&n| self.kind(n) == ChunkKind::Verb));
                if bears.is_some() && object.is_some_and(|n| self.is_of(n, self.kinds.bearing)) {
                    return self.doer(bears).filter(|&n| !self.is_it(n));
                }
                match (self.word(before), noun) {
                    ("of" | "for", Some(_)) => None,
                    // "trade was helped by planting": nobody knows whose.
                    ("by", _) if self.main.is_some_and(|n| self.element(n).voice == Voice::Passive) => None,
                    // "meet goals including planting": an example of the goals.
                    ("including" | "such as", Some(noun)) if noun + 1 == before => None,
                    // "hail progress on planting"
                    ("on" | "about", Some(_)) if verb.is_some() && !object.is_some_and(|n| self.acts(n)) => None,
                    // "trade is the key to growing"
                    ("to" | "at" | "towards" | "toward", Some(noun)) => {
                        let top = self.top(noun);
                        let meant = verb.filter(|_| self.acts(top));
                        meant.and_then(|n| self.doer(Some(n))).or_else(|| self.same(top)).or(Some(top))
                    }
                    (_, noun) => self.doer(self.main).or_else(|| noun.and_then(|n| self.head(n))),
                }
            }
            // "the plan uses tolls to mend piers while CUTTING fees": the tolls.
            ChunkKind::Clause => self.doer(self.main),
            _ => self.doer(self.finite),
        }
    }

    pub(super) fn participle(&mut self, at: usize) -> Option<usize> {
        let before = self.before(at)?;
        match self.kind(before) {
            ChunkKind::Noun => {
                // "that the bank bought": no participle but the verb of its clause.
                let head = self.head(before);
                if head.and_then(|n| self.before(n)).is_some_and(|n| self.kind(n) == ChunkKind::Clause) {
                    self.pending = None;
                    return head;
                }
                Some(before)
            }
            ChunkKind::Mark => {
                let noun = self.noun_before(before);
                self.pending.or_else(|| noun.and_then(|n| self.head(n)))
            }
            ChunkKind::Conjunction => self.verb.and_then(|n| self.governed_by(n)),
            ChunkKind::Verb => self.doer(Some(before)),
            _ => None,
        }
    }

    /// What governs an -ing form with `before` before it: "will KEEP cutting", "will cut fees, HELPING farmers", "can play a role in CUTTING fees".
    fn over(&self, before: usize) -> Option<usize> {
        let main = || {
            self.modal
                .filter(|&n| self.main.is_some_and(|main| self.doer(Some(main)) != self.doer(Some(n))))
                .or(self.main)
        };
        match self.kind(before) {
            ChunkKind::Verb => Some(before),
            ChunkKind::Mark | ChunkKind::Conjunction => {
                let same = self.verb.filter(|&n| self.element(n).voice == Voice::Gerund);
                if self.word(before) == ":" { None } else { same.or_else(main) }
            }
            ChunkKind::Preposition => match self.word(before) {
                // "has doubts ABOUT cutting fees", "the plan OF cutting fees", "AFTER cutting fees": no more than named.
                "of" | "for" | "about" | "on" | "after" | "before" | "since" | "without" | "including" | "such as" => {
                    None
                }
                _ => main(),
            },
            ChunkKind::Clause => main(),
            _ => None,
        }
    }
}
