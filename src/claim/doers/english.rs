//! Who does what the verbs of an English sentence say.
//!
//! Comes in: the elements of a sentence. Goes out: for each verb group the noun phrase that is its subject, also where that stands far before it: before
//! a relative clause, an apposition, or the first of several verbs. Of an infinitive, a participle and an -ing form it is the noun phrase that does it, or
//! to which it is done. One pass: what was told of the verbs before tells who does the next.

mod hangs;
mod nouns;
mod stands;

use super::{NOBODY, STEPS};
use crate::claim::elements::{Element, Elements};
use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::rule::pattern::Label;
use crate::text::{ChunkKind, Tag, Voice};
use smallvec::SmallVec;

/// What the words of a pack say about who does what in English.
#[derive(Debug, Default)]
pub struct Kinds {
    /// Verbs whose object does what the infinitive behind it says: "urge farmers to plant".
    control: Option<Label>,
    /// Verbs that say what something is.
    copula: Option<Label>,
    /// Verbs whose object does what the -ing form behind it says: "join partners in planting".
    company: Option<Label>,
    /// Prepositions of what is no more than beside a doing: "work with farmers to plant".
    beside: Option<Label>,
    /// Subordinators that are prepositions of time too: "since".
    when: Option<Label>,
    /// Nouns of several that do not end in s.
    plural: Option<Label>,
    /// Nouns of what somebody means to do: he does it, not his "commitment to".
    striving: Option<Label>,
    /// Verbs that say no more of a striving than what one holds of it.
    stance: Option<Label>,
    time: Option<Label>,
    quantity: Option<Label>,
    /// Nouns of what ought to be done.
    need: Option<Label>,
    /// Nouns of those who act, and of what they mean to do: what they do an infinitive for is not what their name does.
    actors: SmallVec<[Label; 8]>,
}

impl Kinds {
    pub fn new(lexicon: &Lexicon, rules: &Rules) -> Kinds {
        let list = |name| lexicon.list_id(name).map(Label::List);
        let class = |name| rules.classes.id(name).map(Label::Class);
        let actors = ["people", "body", "intention"].into_iter().filter_map(list);
        let named = ["Place", "Institution", "Person", "Time", "Quantity"].into_iter().filter_map(class);
        Kinds {
            control: list("control"),
            company: list("control.gerund"),
            beside: list("beside"),
            when: list("when"),
            striving: list("striving"),
            stance: list("stance.noun"),
            time: class("Time"),
            quantity: class("Quantity"),
            plural: list("plural"),
            copula: list("copula"),
            need: list("need.noun"),
            actors: actors.chain(named).collect(),
        }
    }
}

/// For each element, the one that does what it says; [`NOBODY`] for what is no verb group, or has none that is known.
pub fn doers(view: &Elements<'_, '_>, kinds: &Kinds) -> Vec<u16> {
    let mut clauses = Clauses {
        view,
        kinds,
        links: Vec::with_capacity(view.all.len() + 1),
        doers: vec![NOBODY; view.all.len()],
        pending: None,
        outer: SmallVec::new(),
        finite: None,
        verb: None,
        main: None,
        base: None,
        impersonal: false,
        helped: None,
    };
    for at in 0..=view.all.len() {
        clauses.links.push(clauses.link(at));
    }
    for at in 0..view.all.len() {
        clauses.step(at);
    }
    clauses.doers
}

struct Clauses<'v, 'r, 't> {
    view: &'v Elements<'r, 't>,
    kinds: &'v Kinds,
    /// For each element what stands before it.
    links: Vec<Option<usize>>,
    doers: Vec<u16>,
    /// The noun phrase that waits for its verb.
    pending: Option<usize>,
    /// Those that wait while a clause inside is read.
    outer: SmallVec<[usize; 4]>,
    /// The last finite verb group, and the last of any form.
    finite: Option<usize>,
    verb: Option<usize>,
    /// The last that is finite or an infinitive.
    main: Option<usize>,
    /// The last that goes on an infinitive without a "to" of its own.
    base: Option<usize>,
    /// The last infinitive is nobody's.
    impersonal: bool,
    /// The last that is an infinitive without "to": "help them PLANT".
    helped: Option<usize>,
}

impl Clauses<'_, '_, '_> {
    fn element(&self, at: usize) -> &Element {
        &self.view.all[at]
    }

    fn kind(&self, at: usize) -> ChunkKind {
        self.element(at).kind
    }

    fn word(&self, at: usize) -> &str {
        self.view.word(at)
    }

    fn is_finite(&self, at: usize) -> bool {
        matches!(self.element(at).voice, Voice::Active | Voice::Passive)
    }

    /// Whether what begins a clause may as well be a preposition of time.
    fn is_when(&self, at: usize) -> bool {
        self.is_of(at, self.kinds.when)
    }

    /// Whether a clause begins with a relative pronoun, not with a subordinator.
    fn is_relative(&self, at: usize) -> bool {
        self.view.tokens.tokens[self.element(at).head as usize].tag == Tag::Relative
    }

    fn step(&mut self, at: usize) {
        match self.kind(at) {
            ChunkKind::Noun => self.noun(at),
            ChunkKind::Clause => self.outer.extend(self.pending.take()),
            ChunkKind::Mark => match self.word(at) {
                ";" | ":" => {
                    self.pending = None;
                    self.impersonal = false;
                    self.outer.clear();
                }
                // "since the summit, …"
                "," => {
                    let first = self.pending.and_then(|n| self.before(n));
                    if first.is_some_and(|n| self.kind(n) == ChunkKind::Clause && self.is_when(n)) {
                        self.pending = None;
                    }
                }
                _ => {}
            },
            ChunkKind::Verb => {
                let doer = match self.element(at).voice {
                    Voice::Active | Voice::Passive => self.finite(at),
                    Voice::Infinitive => self.infinitive(at),
                    Voice::Gerund => self.gerund(at),
                    Voice::Participle => self.participle(at),
                };
                self.doers[at] = doer.map_or(NOBODY, |n| n as u16);
                self.verb = Some(at);
                if self.element(at).voice == Voice::Infinitive {
                    self.impersonal = doer.is_none();
                }
                let finite = self.is_finite(at) && self.helped != Some(at);
                if finite {
                    self.finite = Some(at);
                }
                if finite || self.element(at).voice == Voice::Infinitive {
                    self.main = Some(at);
                }
            }
            _ => {}
        }
    }

    /// A noun phrase that begins a clause, or may, waits for its verb.
    fn noun(&mut self, at: usize) {
        // "4. Notes that …": what numbers a paragraph does nothing.
        let next = self.view.all.get(at + 1);
        if at == 0
            && next.is_some_and(|e| e.kind == ChunkKind::Mark)
            && self.word(at).bytes().all(|b| b.is_ascii_digit())
        {
            return;
        }
        match self.before(at) {
            None => self.pending = Some(at),
            Some(before) => match self.kind(before) {
                ChunkKind::Clause => self.pending = Some(at),
                // "trade with Norway and Peru" is no subject of two, nor are roads and bridges that somebody builds.
                ChunkKind::Conjunction if self.head(at) == Some(at) && !self.is_object(before) => {
                    self.pending = Some(at);
                }
                ChunkKind::Mark if self.pending.is_none() && !self.is_object(before) => self.pending = Some(at),
                _ => {}
            },
        }
    }

    fn doer(&self, verb: Option<usize>) -> Option<usize> {
        verb.map(|at| self.doers[at]).filter(|&n| n != NOBODY).map(usize::from)
    }

    /// The noun phrase that has waited, also that of a clause outside.
    fn waiting(&mut self) -> Option<usize> {
        self.pending.take().or_else(|| self.outer.pop())
    }

    /// Whether a verb group is one word in its base form, adverbs aside: "to build ships, SELL them and then buy grain".
    fn is_base(&self, at: usize) -> bool {
        let element = self.element(at);
        let tokens = &self.view.tokens.tokens;
        let adverbs = tokens[element.start as usize..element.head as usize].iter().all(|t| t.tag == Tag::Adverb);
        element.voice == Voice::Active
            && adverbs
            && tokens[element.head as usize].tag == Tag::Verb
            && !self.word(at).ends_with('s')
    }

    fn finite(&mut self, at: usize) -> Option<usize> {
        let mut before = self.before(at)?;
        let joined = matches!(self.kind(before), ChunkKind::Mark | ChunkKind::Conjunction);
        // What a comma parts from "help them plant" is the helper's.
        let comma = before.checked_sub(1).is_some_and(|n| self.kind(n) == ChunkKind::Mark);
        let close = self.kind(before) == ChunkKind::Conjunction && !comma;
        let open = |n: usize| {
            let helped = close && self.helped == Some(n);
            self.element(n).voice == Voice::Infinitive || self.base == Some(n) || helped
        };
        if joined
            && self.is_base(at)
            && let Some(verb) = self.verb.filter(|&n| open(n))
        {
            self.base = Some(at);
            return self.doer(Some(verb));
        }
        // "It is vital to know that ports are old, MEND them, …": nobody's, as the infinitive was.
        if self.kind(before) == ChunkKind::Mark && self.is_base(at) && self.impersonal {
            self.base = Some(at);
            return None;
        }
        for _ in 0..STEPS {
            match self.kind(before) {
                ChunkKind::Noun => {
                    let Some(head) = self.head(before) else { return self.waiting() };
                    let Some(link) = self.before(head).filter(|_| !self.is_subject(head)) else {
                        self.pending = None;
                        return Some(head);
                    };
                    // "help them PLANT trees"
                    let helps = self.kind(link) == ChunkKind::Verb && self.is_of(link, self.kinds.control);
                    if helps && self.is_base(at) {
                        self.helped = Some(at);
                        return Some(head);
                    }
                    // "the bonds totalling 3 million ARE …"
                    if self.kind(link) == ChunkKind::Noun && link + 1 == head && self.is_counted(head) {
                        self.pending = None;
                        return self.head(link);
                    }
                    if self.kind(link) != ChunkKind::Verb {
                        self.pending = None;
                        let list = if self.kind(link) == ChunkKind::Conjunction { self.listed(head) } else { None };
                        return list.or(Some(head));
                    }
                    if self.is_finite(link) {
                        // "the plan that helps farmers IS …", "said Norway WOULD …"
                        let relative = self.before(link).is_some_and(|n| self.kind(n) == ChunkKind::Clause);
                        return if relative { self.waiting() } else { Some(head) };
                    }
                    // "the bank said fees WOULD …": a participle on a noun has no object.
                    if self.element(link).voice == Voice::Participle {
                        return Some(head);
                    }
                    // "the plan to build roads IS …", "people living in the hills NEED …"
                    match self.noun_before(link) {
                        Some(noun) => before = noun,
                        None => {
                            // "they left, saying the port WOULD …": no deed that begins a clause.
                            let said = self.before(link).is_some_and(|n| self.kind(n) == ChunkKind::Mark);
                            let fronted = matches!(self.kind(0), ChunkKind::Clause | ChunkKind::Preposition);
                            if said && self.finite.is_some() && !fronted {
                                self.pending = None;
                                return Some(head);
                            }
                            if let Some(deed) = self.deed(link) {
                                self.pending = None;
                                self.doers[deed] = NOBODY;
                                return Some(deed);
                            }
                            return self.waiting().filter(|&n| n < link).or(Some(head));
                        }
                    }
                }
                ChunkKind::Mark => return self.waiting().or_else(|| self.doer(self.finite)),
                ChunkKind::Conjunction => return self.doer(self.finite),
                ChunkKind::Clause if self.is_relative(before) => return self.antecedent(before),
                ChunkKind::Clause => return None,
                // "the plan Norway launched IS …", "helps BUILD …"
                ChunkKind::Verb if self.is_finite(before) && self.outer.is_empty() => return self.doer(Some(before)),
                ChunkKind::Verb if self.is_base(at) => return self.doer(Some(before)),
                // "what Norway lives on IS …"
                _ => return self.waiting(),
            }
        }
        None
    }

    /// The -ing form or infinitive that is the subject of a clause, where `last` is it, or the last of several: "BUILDING roads helps farmers".
    fn deed(&self, last: usize) -> Option<usize> {
        let mut verb = last;
        for _ in 0..STEPS {
            if !matches!(self.element(verb).voice, Voice::Gerund | Voice::Infinitive) {
                return None;
            }
            let Some(before) = self.before(verb) else { return Some(last) };
            match self.kind(before) {
                ChunkKind::Clause => return Some(last),
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

    fn infinitive(&mut self, at: usize) -> Option<usize> {
        let before = self.before(at)?;
        match self.kind(before) {
            ChunkKind::Verb => {
                // "it is necessary to …": nobody.
                let judged = (before + 1..at).any(|n| self.kind(n) == ChunkKind::Adjective);
                let doer = self.doer(Some(before));
                doer.filter(|&n| !(judged && self.is_it(n)))
            }
            ChunkKind::Noun => {
                let head = self.top(before);
                // "the need to …": nobody knows whose.
                if self.is_of(head, self.kinds.need) {
                    return None;
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
                let with = prep.and_then(|n| self.before(n)).filter(|&n| self.kind(n) == ChunkKind::Verb);
                if let (Some(prep), Some(with)) = (prep, with) {
                    let doer = self.doer(Some(with)).or_else(|| self.doer(self.finite));
                    // "the fund set up in the port to plant", "it was built by Norway to plant"
                    let about = matches!(self.word(prep), "on" | "upon" | "to" | "for" | "about");
                    let done = !about && matches!(self.element(with).voice, Voice::Participle | Voice::Passive);
                    // "work with farmers to plant", "persist in its aim to plant"
                    // "go on with trials to plant": the trials do.
                    let thing = self.word(prep) == "with" && !self.acts(head) && !self.is_name(head);
                    let beside = self.is_of(prep, self.kinds.beside) && !thing;
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
            ChunkKind::Conjunction => self.doer(self.verb),
            _ => self.doer(self.finite),
        }
    }

    fn gerund(&mut self, at: usize) -> Option<usize> {
        let before = self.before(at)?;
        match self.kind(before) {
            ChunkKind::Noun => Some(before),
            ChunkKind::Verb => self.doer(Some(before)),
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
            _ => self.doer(self.finite),
        }
    }

    fn participle(&mut self, at: usize) -> Option<usize> {
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
            ChunkKind::Conjunction => self.doer(self.verb),
            ChunkKind::Verb => self.doer(Some(before)),
            _ => None,
        }
    }
}
