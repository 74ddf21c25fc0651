//! Who does what the verbs of an English sentence say.
//!
//! Comes in: the elements of a sentence. Goes out: for each verb group the noun phrase that is its subject, also where that stands far before it: before
//! a relative clause, an apposition, or the first of several verbs. Of an infinitive, a participle and an -ing form it is the noun phrase that does it, or
//! to which it is done. And the verb group that governs it, where it is one of several on one modal, or hangs on another. One pass: what was told of
//! the verbs before tells who does the next.

mod hangs;
mod kinds;
mod nonfinite;
mod nouns;
mod stands;

use super::{NOBODY, STEPS, Verbs};
use crate::claim::elements::{Element, Elements};
use crate::text::{ChunkKind, Tag, Voice};
pub use kinds::Kinds;
use smallvec::SmallVec;

/// Who does what each verb group says, and what governs it.
pub fn verbs(view: &Elements<'_, '_>, kinds: &Kinds) -> Verbs {
    let mut clauses = Clauses {
        view,
        kinds,
        links: Vec::with_capacity(view.all.len() + 1),
        doers: vec![NOBODY; view.all.len()],
        governors: vec![NOBODY; view.all.len()],
        governor: None,
        pending: None,
        front: None,
        begin: 0,
        outer: SmallVec::new(),
        finite: None,
        verb: None,
        main: None,
        base: None,
        closed: false,
        chain: None,
        modal: None,
        aside: None,
        impersonal: false,
        helped: None,
    };
    for at in 0..=view.all.len() {
        clauses.links.push(clauses.link(at));
    }
    for at in 0..view.all.len() {
        clauses.step(at);
    }
    Verbs { doers: clauses.doers, governors: clauses.governors }
}

struct Clauses<'v, 'r, 't> {
    view: &'v Elements<'r, 't>,
    kinds: &'v Kinds,
    /// For each element what stands before it.
    links: Vec<Option<usize>>,
    doers: Vec<u16>,
    governors: Vec<u16>,
    /// What governs the verb group that is being read.
    governor: Option<usize>,
    /// The noun phrase that waits for its verb.
    pending: Option<usize>,
    /// One that may, behind what a clause opens with: "in May, the PLAN, a scheme of ours, …".
    front: Option<usize>,
    /// Where the clause begins.
    begin: usize,
    /// Those that wait while a clause inside is read.
    outer: SmallVec<[usize; 4]>,
    /// The last finite verb group, and the last of any form.
    finite: Option<usize>,
    verb: Option<usize>,
    /// The last that is finite or an infinitive.
    main: Option<usize>,
    /// The last that goes on an infinitive without a "to" of its own.
    base: Option<usize>,
    /// It ends their list: "to mend piers AND CUT fees".
    closed: bool,
    /// The last that a modal began, where base forms have gone on since.
    chain: Option<usize>,
    /// The last of a main clause that a modal began, or that goes on such a one; it goes on behind what stands inside it: "will help those who fish,
    /// MEND piers".
    modal: Option<usize>,
    /// The last relative clause behind a comma, and the verb before it: "cut fees, WHICH many want, and help farmers".
    aside: Option<(usize, usize)>,
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

    /// Whether a verb group is finite: not "having built".
    fn is_finite(&self, at: usize) -> bool {
        let having = matches!(self.word(at).split(' ').next(), Some("having" | "Having" | "being" | "Being"));
        self.element(at).voice.is_finite() && !having
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
            ChunkKind::Clause => self.clause(at),
            ChunkKind::Conjunction if !self.is_open() => {
                // "…, but in Norway, our plan, a scheme of ours, …"
                let opens = self.view.all.get(at + 1).is_some_and(|e| e.kind == ChunkKind::Preposition);
                if opens && self.before(at).is_some_and(|n| self.kind(n) == ChunkKind::Mark) {
                    self.begin = at + 1;
                }
            }
            ChunkKind::Mark => match self.word(at) {
                ";" | ":" => {
                    (self.pending, self.front, self.aside) = (None, None, None);
                    self.begin = at + 1;
                    self.modal = None;
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
                    Voice::Active | Voice::Passive if self.is_finite(at) => self.finite(at).map(|n| self.named(n)),
                    Voice::Infinitive => self.infinitive(at),
                    Voice::Active | Voice::Passive | Voice::Gerund => self.gerund(at),
                    Voice::Participle => self.participle(at),
                };
                self.doers[at] = doer.map_or(NOBODY, |n| n as u16);
                self.governors[at] = self.governor.take().map_or(NOBODY, |n| n as u16);
                self.verb = Some(at);
                if self.element(at).voice == Voice::Infinitive {
                    // "To mend piers, the town asked how ports can grow, DRAW ships, …": the port's.
                    self.impersonal = doer.is_none() && self.finite.is_some();
                }
                let finite = self.is_finite(at) && self.helped != Some(at) && !self.is_put_between(at);
                if finite {
                    self.finite = Some(at);
                    self.front = None;
                    if doer.is_some_and(|n| self.begins(n)) {
                        self.modal = self.chain.filter(|&n| n == at);
                    }
                }
                if finite || self.element(at).voice == Voice::Infinitive {
                    self.main = Some(at);
                }
            }
            _ => {}
        }
    }

    /// The infinitive that an -ing form goes on: "a plan TO KEEP mending piers and cut fees".
    fn begun(&self, verb: usize) -> usize {
        let infinitive = |n: &usize| self.kind(*n) == ChunkKind::Verb && self.element(*n).voice == Voice::Infinitive;
        let gerund = self.element(verb).voice == Voice::Gerund;
        self.before(verb).filter(|_| gerund).filter(infinitive).unwrap_or(verb)
    }

    /// What waits for its verb waits while a clause inside is read.
    fn clause(&mut self, at: usize) {
        let deed = if self.is_open() { self.deed_before(at) } else { None };
        let front = self.front.take();
        let waits = self.pending.take().or(front).or(deed);
        self.outer.extend(waits);
        let comma = self.before(at).is_some_and(|n| self.kind(n) == ChunkKind::Mark);
        // What goes on behind a clause without a joint goes on the clause outside.
        let verb = self.verb.filter(|_| comma && self.is_relative(at));
        self.aside = verb.map(|verb| (at, verb));
        self.begin = at + 1;
    }

    /// Whether the clause has no finite verb yet.
    fn is_open(&self) -> bool {
        self.finite.is_none_or(|n| n < self.begin)
    }

    /// Whether a verb of saying stands with its speaker between two commas: "the rules, the bank SAYS, protect reefs".
    fn is_put_between(&self, at: usize) -> bool {
        let comma = |n: usize| n < self.view.all.len() && self.word(n) == ",";
        let link = self.noun_before(at).and_then(|n| self.before(n));
        self.is_of(at, self.kinds.say) && comma(at + 1) && link.is_some_and(comma)
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
                // "experts say the PLAN, a scheme of ours, …"
                ChunkKind::Verb if self.finite == Some(before) && self.is_of(before, self.kinds.say) => {
                    let between = self.before(before).is_some_and(|n| self.word(n) == ",");
                    // "the RULES, said the bank, protect reefs"
                    if between && self.view.all.get(at + 1).is_some_and(|_| self.word(at + 1) == ",") {
                        self.pending = self.doer(Some(before));
                        self.doers[before] = at as u16;
                        self.finite = None;
                    } else {
                        (self.front, self.begin) = (Some(at), at);
                    }
                }
                // "the plan, as well as the fees, …"
                ChunkKind::Conjunction if self.word(before) == "as well as" => {}
                // "trade with Norway and Peru" is no subject of two, nor are roads and bridges that somebody builds.
                // "hail the work of farmers and WE …": one that is nothing but a subject is one.
                ChunkKind::Conjunction
                    if self.is_subject(at) || self.head(at) == Some(at) && !self.is_object(before) =>
                {
                    self.pending = Some(at);
                }
                // "in May, the PLAN, a scheme of ours": what stands beside it waits for nothing.
                ChunkKind::Mark if self.pending.is_some() || self.front.is_some() => {}
                ChunkKind::Mark if !self.is_object(before) => self.pending = Some(at),
                ChunkKind::Mark if self.is_open() && self.is_anew(before, at) => self.front = Some(at),
                // "boats are cast into storms, and PRICES – made worse by war – are high": a comma before the joint of two begins something new.
                ChunkKind::Conjunction if self.pending.is_none() && self.is_apart(before) => self.pending = Some(at),
                _ => {}
            },
        }
    }

    fn doer(&self, verb: Option<usize>) -> Option<usize> {
        verb.map(|at| self.doers[at]).filter(|&n| n != NOBODY).map(usize::from)
    }

    /// Who does what the verb group says that is being read: who does what the verb says that governs it.
    fn governed_by(&mut self, verb: usize) -> Option<usize> {
        self.governor = Some(verb);
        self.doer(Some(verb))
    }

    /// Who does what a verb says that goes on a clause: who did the last verb, or where that is one and not several, or the other way round, who did one
    /// before: "WE hold that the port is old, and URGE …".
    fn same_doer(&self, at: usize) -> Option<usize> {
        let finite = self.finite?;
        let last = self.doer(Some(finite))?;
        let verbs = (0..=finite).rev().filter(|&n| self.kind(n) == ChunkKind::Verb && self.is_finite(n)).take(STEPS);
        // What goes on a modal or an infinitive has one form for all.
        let mut own = verbs.clone().filter(|&n| self.doer(Some(n)) == Some(last));
        if self.agrees(last, at) || !self.agrees(last, finite) || own.any(|n| self.is_modal(n)) {
            return Some(last);
        }
        let mut others = verbs.filter_map(|n| self.doer(Some(n))).filter(|&n| n != last);
        others.find(|&n| self.agrees(n, at)).or(Some(last))
    }

    /// Whether a noun phrase begins a clause that is no part of another.
    fn begins(&self, at: usize) -> bool {
        self.before(at).is_none_or(|n| matches!(self.kind(n), ChunkKind::Mark | ChunkKind::Conjunction))
    }

    /// The noun phrase that has waited, also that of a clause outside.
    fn waiting(&mut self) -> Option<usize> {
        self.pending.take().or_else(|| self.front.take()).or_else(|| self.outer.pop())
    }

    /// Whether a verb group is a base form with a modal: "will quickly BUILD".
    fn is_modal(&self, at: usize) -> bool {
        let element = self.element(at);
        let group = &self.view.tokens.tokens[element.start as usize..element.end as usize];
        group[0].tag == Tag::Modal && group.iter().all(|t| t.tag != Tag::Auxiliary)
    }

    /// Whether a verb group is one word in its base form, adverbs aside: "to build ships, SELL them and then buy grain".
    fn is_base(&self, at: usize) -> bool {
        let element = self.element(at);
        let tokens = &self.view.tokens.tokens;
        let adverbs = tokens[element.start as usize..element.head as usize].iter().all(|t| t.tag == Tag::Adverb);
        element.voice == Voice::Active
            && adverbs
            && (tokens[element.head as usize].tag == Tag::Verb || self.is_of(at, self.kinds.unchanged))
            && !self.word(at).ends_with('s')
    }

    /// Whether a verb group may go on what `verb` says by its form.
    fn is_like(&self, verb: usize, at: usize) -> bool {
        match self.element(verb).voice {
            Voice::Infinitive => self.is_base(at),
            _ if self.is_modal(verb) => self.is_base(at),
            _ => self.doer(Some(verb)).is_some_and(|n| self.agrees(n, at)),
        }
    }

    /// The verb group that a base form goes on, if it is no command: a modal, an infinitive, one that goes on these, or of somebody.
    fn begun_by(&self, at: usize) -> Option<usize> {
        let known = |n: &usize| {
            let infinitive = self.element(*n).voice == Voice::Infinitive;
            infinitive || self.is_modal(*n) || self.governors[*n] != NOBODY || self.doers[*n] != NOBODY
        };
        self.main.filter(|&n| n >= self.begin && self.is_base(at)).filter(known)
    }

    fn finite(&mut self, at: usize) -> Option<usize> {
        let mut before = self.before(at)?;
        let joined = matches!(self.kind(before), ChunkKind::Mark | ChunkKind::Conjunction);
        // What a comma parts from "help them plant" is the helper's.
        let comma = before.checked_sub(1).is_some_and(|n| self.kind(n) == ChunkKind::Mark);
        let close = self.kind(before) == ChunkKind::Conjunction && !comma;
        // "we will build ports, CUT fees to widen trade, AND HELP farmers": base forms behind a comma go on what a modal began; but those in a list of
        // infinitives go on these ("we will take steps to build ports, CUT fees, and HELP farmers").
        let within = |verb: &usize| self.element(*verb).voice == Voice::Infinitive || self.base == Some(*verb);
        let inner = self.verb.filter(within);
        let listed = match self.kind(before) {
            ChunkKind::Mark => self.word(before) == "," && inner.is_none(),
            // "we will take steps to mend piers and cut fees, and HELP farmers"
            ChunkKind::Conjunction => comma && inner.is_none_or(|n| self.base != Some(n) || self.closed),
            _ => false,
        };
        if let Some(chain) = self.chain.filter(|&n| listed && self.finite == Some(n) && self.is_base(at)) {
            self.chain = Some(at);
            return self.governed_by(chain);
        }
        // So do those behind a clause inside: "will help those WHO fish, MEND piers".
        let inside = |modal: &usize| listed && self.finite != Some(*modal) && self.is_base(at);
        if let Some(modal) = self.modal.filter(inside) {
            (self.chain, self.outer) = (Some(at), SmallVec::new());
            return self.governed_by(modal);
        }
        // "cuts fees, which many want, AND HELPS farmers": the first goes on.
        if let Some((clause, verb)) = self.aside.filter(|_| comma && self.kind(before) == ChunkKind::Conjunction)
            && self.finite.is_some_and(|n| n > clause)
            && self.is_like(verb, at)
        {
            (self.aside, self.pending, self.outer) = (None, None, SmallVec::new());
            self.base = (self.element(verb).voice == Voice::Infinitive).then_some(at);
            self.closed = false;
            return self.governed_by(verb);
        }
        self.chain = self.is_modal(at).then_some(at);
        let open = |n: usize| {
            let helped = close && self.helped == Some(n);
            self.element(n).voice == Voice::Infinitive || self.base == Some(n) || helped
        };
        if joined
            && self.is_base(at)
            && let Some(verb) = self.verb.map(|n| self.begun(n)).filter(|&n| open(n))
        {
            (self.base, self.closed) = (Some(at), close);
            return self.governed_by(verb);
        }
        // "It is vital to know that ports are old, MEND them, …": nobody's, as the infinitive was.
        if self.kind(before) == ChunkKind::Mark && self.is_base(at) && self.impersonal {
            (self.base, self.closed) = (Some(at), false);
            return None;
        }
        for _ in 0..STEPS {
            match self.kind(before) {
                ChunkKind::Noun => {
                    let Some(head) = self.head(before) else {
                        // "INVESTING in water saves lives"
                        return self.waiting().or_else(|| self.deed_by(before));
                    };
                    let Some(link) = self.before(head).filter(|_| !self.is_subject(head)) else {
                        self.pending = None;
                        return Some(head);
                    };
                    // "help them PLANT trees"
                    let helps = self.kind(link) == ChunkKind::Verb && self.is_of(link, self.kinds.control);
                    if helps && self.is_base(at) {
                        (self.helped, self.governor) = (Some(at), Some(link));
                        return Some(head);
                    }
                    // "the bonds totalling 3 million ARE …"
                    if self.kind(link) == ChunkKind::Noun && link + 1 == head && self.is_counted(head) {
                        self.pending = None;
                        return self.head(link);
                    }
                    if self.kind(link) != ChunkKind::Verb {
                        // "the rules, the bank says, PROTECT reefs": what is put between waits for nothing.
                        let comma = |n: usize| n < self.view.all.len() && self.word(n) == ",";
                        if !(comma(link) && comma(at + 1) && self.pending.is_some_and(|n| n < link)) {
                            self.pending = None;
                        }
                        // "the plan that links farms, mines and ports IS …"
                        if let Some(outer) = self.outer.last().copied().filter(|&n| self.ends_relative(head, n, at)) {
                            self.outer.pop();
                            return Some(outer);
                        }
                        // "they improved piers, and IT will …": a pronoun hangs on nothing. "a mix of loans, HELP for farmers and advice": nor do the
                        // last two of a list alone.
                        let two = || (head + 1..at).any(|n| self.kind(n) == ChunkKind::Conjunction);
                        let joint = self.kind(link) == ChunkKind::Conjunction || self.word(link) == "," && two();
                        let hangs = joint && !self.is_pronoun(head);
                        let list = if hangs { self.listed(head, at) } else { None };
                        let head = list.unwrap_or(head);
                        return self.deed_with(head, at).or(Some(head));
                    }
                    // "the plan to build roads and CUT fees IS …"
                    if let Some(doer) = self.doer(Some(link)).filter(|_| self.base == Some(link)) {
                        self.pending = None;
                        return Some(doer);
                    }
                    if self.is_finite(link) {
                        // "the plan that helps farmers IS …"
                        if self.before(link).is_some_and(|n| self.kind(n) == ChunkKind::Clause) {
                            return self.waiting();
                        }
                        // "said growth of trade and jobs WOULD …", but "fairs bring trade of two kinds and ferries CAN …"
                        let said = self.is_of(link, self.kinds.say);
                        return Some(if said { head } else { self.top(before) });
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
                ChunkKind::Mark => {
                    // "Norway has laws that help towns, PROTECT reefs": the laws, not who waits outside.
                    let waits = self.pending.or(self.outer.last().copied()).filter(|&n| !self.agrees(n, at));
                    let same = waits.and_then(|_| self.same_doer(at)).filter(|&n| self.agrees(n, at));
                    let deed = if self.is_open() { self.deed_before(before) } else { None };
                    return same.or_else(|| self.waiting()).or(deed).or_else(|| {
                        self.governor = self.begun_by(at);
                        self.same_doer(at)
                    });
                }
                ChunkKind::Conjunction => {
                    self.governor = self.begun_by(at);
                    return self.same_doer(at);
                }
                ChunkKind::Clause if self.is_relative(before) => return self.antecedent(before),
                ChunkKind::Clause => return None,
                // "the plan Norway launched IS …", "helps BUILD …"
                ChunkKind::Verb if self.is_finite(before) && self.outer.is_empty() || self.is_base(at) => {
                    self.governor = Some(before).filter(|_| self.is_base(at));
                    return self.doer(Some(before));
                }
                // "what Norway lives on IS …"
                _ => return self.waiting(),
            }
        }
        None
    }
}
