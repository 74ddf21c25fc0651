//! Who does what the verbs of an English sentence say.
//!
//! Comes in: the elements of a sentence. Goes out: for each verb group the noun phrase that is its subject, also where that stands far before it: before
//! a relative clause, an apposition, or the first of several verbs. Of an infinitive, a participle and an -ing form it is the noun phrase that does it, or
//! to which it is done. One pass: what was told of the verbs before tells who does the next.

use super::elements::{Element, Elements, Trigger};
use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::rule::pattern::{Label, Labels, Lattice};
use crate::text::{ChunkKind, Tag, Voice};
use smallvec::SmallVec;

/// No noun phrase.
pub const NOBODY: u16 = u16::MAX;

/// How far a bracket may reach, in elements.
const BRACKET: usize = 12;

/// How many steps are made to the left in search of one thing, so that time stays linear: members of a list, adverbs in a row.
const STEPS: usize = 32;

/// What the words of a pack say about who does what.
#[derive(Debug, Default)]
pub struct Kinds {
    /// Verbs whose object does what the infinitive behind it says: "urge farmers to plant".
    control: Option<Label>,
    /// Verbs that say what something is.
    copula: Option<Label>,
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
        doers: vec![NOBODY; view.all.len()],
        pending: None,
        outer: SmallVec::new(),
        finite: None,
        verb: None,
    };
    for at in 0..view.all.len() {
        clauses.step(at);
    }
    clauses.doers
}

/// Who does what a trigger says: who does its verb, or that of which a noun is the object; the number of no element where nobody is known to.
pub fn of(doers: &[u16], view: &Elements<'_, '_>, trigger: Trigger) -> usize {
    let verb = |at: &usize| view.all[*at].kind == ChunkKind::Verb;
    let own = (trigger.first..trigger.last).find(verb);
    // A noun is the object of the verb right before it, or before the rest of its phrase.
    let rest = |n: usize| n + 1 == trigger.first && view.all[n].kind == ChunkKind::Noun;
    let skipped = |n: usize| view.all[n].kind == ChunkKind::Adverb || rest(n);
    let light = || (0..trigger.first).rev().find(|&n| !skipped(n)).filter(verb);
    let doer = own.or_else(light).and_then(|n| doers.get(n)).copied().unwrap_or(NOBODY);
    if usize::from(doer) < trigger.first { usize::from(doer) } else { usize::MAX }
}

struct Clauses<'v, 'r, 't> {
    view: &'v Elements<'r, 't>,
    kinds: &'v Kinds,
    doers: Vec<u16>,
    /// The noun phrase that waits for its verb.
    pending: Option<usize>,
    /// Those that wait while a clause inside is read.
    outer: SmallVec<[usize; 4]>,
    /// The last finite verb group, and the last of any form.
    finite: Option<usize>,
    verb: Option<usize>,
}

impl Clauses<'_, '_, '_> {
    fn element(&self, at: usize) -> &Element {
        &self.view.all[at]
    }

    fn kind(&self, at: usize) -> ChunkKind {
        self.element(at).kind
    }

    fn word(&self, at: usize) -> &str {
        let element = self.element(at);
        self.view.tokens.span(element.start as usize, element.end as usize).of(self.view.tokens.text)
    }

    fn is_finite(&self, at: usize) -> bool {
        matches!(self.element(at).voice, Voice::Active | Voice::Passive)
    }

    /// Whether a clause begins with a relative pronoun, not with a subordinator.
    fn is_relative(&self, at: usize) -> bool {
        self.view.tokens.tokens[self.element(at).head as usize].tag == Tag::Relative
    }

    /// What stands before an element, but for adverbs, predicative adjectives, quotation marks, brackets and "itself".
    fn before(&self, at: usize) -> Option<usize> {
        let mut at = at.checked_sub(1)?;
        for _ in 0..STEPS {
            match self.kind(at) {
                ChunkKind::Adverb | ChunkKind::Adjective | ChunkKind::Other => {}
                // "the bank itself"
                ChunkKind::Noun if self.is_reflexive(at) && at > 0 && self.kind(at - 1) == ChunkKind::Noun => {}
                ChunkKind::Mark => match self.word(at) {
                    "“" | "”" | "\"" | "'" | "‘" | "’" => {}
                    ")" => {
                        let far = at.saturating_sub(BRACKET);
                        let Some(open) = (far..at).rev().find(|&n| self.word(n) == "(") else { return Some(at) };
                        at = open;
                    }
                    _ => return Some(at),
                },
                _ => return Some(at),
            }
            at = at.checked_sub(1)?;
        }
        Some(at)
    }

    fn is_reflexive(&self, at: usize) -> bool {
        let word = self.word(at);
        self.element(at).end == self.element(at).start + 1 && (word.ends_with("self") || word.ends_with("selves"))
    }

    /// The noun phrase on which the one at `at` hangs by prepositions: "GROWTH of trade and jobs"; none where it hangs on no noun phrase.
    fn head(&self, mut at: usize) -> Option<usize> {
        let mut alone = None;
        for _ in 0..STEPS {
            let Some(before) = self.before(at) else { return Some(at) };
            let noun = self.before(before).filter(|&n| self.kind(n) == ChunkKind::Noun);
            match self.kind(before) {
                ChunkKind::Preposition => match noun {
                    Some(noun) => at = noun,
                    None => return alone,
                },
                // "the growth of trade and jobs": both hang on growth.
                ChunkKind::Conjunction => {
                    let hangs = |n: &usize| self.before(*n).is_some_and(|p| self.kind(p) == ChunkKind::Preposition);
                    match noun.filter(hangs) {
                        Some(noun) => (alone, at) = (Some(at), noun),
                        None => return Some(at),
                    }
                }
                _ => return Some(at),
            }
        }
        Some(at)
    }

    fn step(&mut self, at: usize) {
        match self.kind(at) {
            ChunkKind::Noun => self.noun(at),
            ChunkKind::Clause => self.outer.extend(self.pending.take()),
            ChunkKind::Mark => match self.word(at) {
                ";" | ":" => {
                    self.pending = None;
                    self.outer.clear();
                }
                // "since the summit, …"
                "," => {
                    let first = self.pending.and_then(|n| self.before(n));
                    if first.is_some_and(|n| self.kind(n) == ChunkKind::Clause && !self.is_relative(n)) {
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
                if self.is_finite(at) {
                    self.finite = Some(at);
                }
            }
            _ => {}
        }
    }

    /// A noun phrase that begins a clause, or may, waits for its verb.
    fn noun(&mut self, at: usize) {
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

    /// Whether what stands before is a verb's object, or a list that hangs on a preposition.
    fn is_object(&self, at: usize) -> bool {
        let mut next = self.before(at);
        for _ in 0..STEPS {
            let Some(noun) = next.filter(|&n| self.kind(n) == ChunkKind::Noun) else { return false };
            let Some(link) = self.before(noun) else { return false };
            match self.kind(link) {
                ChunkKind::Verb | ChunkKind::Preposition => return true,
                ChunkKind::Conjunction | ChunkKind::Mark => {
                    let behind = self.before(link);
                    let mark = behind.is_some_and(|n| self.kind(n) == ChunkKind::Mark);
                    next = if mark { behind.and_then(|n| self.before(n)) } else { behind };
                }
                _ => return false,
            }
        }
        true
    }

    fn doer(&self, verb: Option<usize>) -> Option<usize> {
        verb.map(|at| self.doers[at]).filter(|&n| n != NOBODY).map(usize::from)
    }

    /// The noun phrase that has waited, also that of a clause outside.
    fn waiting(&mut self) -> Option<usize> {
        self.pending.take().or_else(|| self.outer.pop())
    }

    /// Whether a verb group is one word in its base form: "to build ships, SELL them and buy grain".
    fn is_base(&self, at: usize) -> bool {
        let element = self.element(at);
        let tag = self.view.tokens.tokens[element.head as usize].tag;
        element.voice == Voice::Active
            && element.head == element.start
            && tag == Tag::Verb
            && !self.word(at).ends_with('s')
    }

    /// The noun phrase on which a list hangs, by a participle or by its place: "CRISES caused by war, drought and debt", "the PARTNERS Norway, Peru and
    /// Chad".
    fn listed(&self, last: usize) -> Option<usize> {
        let is_name = |n: usize| self.view.tokens.tokens[self.element(n).head as usize].tag == Tag::Proper;
        let mut names = is_name(last);
        let mut noun = last;
        for _ in 0..STEPS {
            let link = self.before(noun)?;
            match self.kind(link) {
                ChunkKind::Conjunction | ChunkKind::Mark
                    if self.kind(link) != ChunkKind::Mark || self.word(link) == "," =>
                {
                    let mut next = self.before(link)?;
                    if self.kind(next) == ChunkKind::Mark {
                        next = self.before(next)?;
                    }
                    noun = Some(next).filter(|&n| self.kind(n) == ChunkKind::Noun)?;
                    names &= is_name(noun);
                }
                ChunkKind::Noun if link + 1 == noun => return self.head(link),
                ChunkKind::Preposition => {
                    let on = self.before(link)?;
                    match self.kind(on) {
                        // "rains in Norway, Peru and Chad"
                        ChunkKind::Noun if names && !is_name(on) => return self.head(on),
                        ChunkKind::Noun => noun = on,
                        ChunkKind::Verb if self.element(on).voice == Voice::Participle => {
                            let noun = self.before(on).filter(|&n| self.kind(n) == ChunkKind::Noun)?;
                            return self.head(noun);
                        }
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
        None
    }

    fn finite(&mut self, at: usize) -> Option<usize> {
        let mut before = self.before(at)?;
        let joined = matches!(self.kind(before), ChunkKind::Mark | ChunkKind::Conjunction);
        if joined
            && self.is_base(at)
            && let Some(verb) = self.verb.filter(|&n| self.element(n).voice == Voice::Infinitive)
        {
            return self.doer(Some(verb));
        }
        for _ in 0..STEPS {
            match self.kind(before) {
                ChunkKind::Noun => {
                    let Some(head) = self.head(before) else { return self.waiting() };
                    let Some(link) = self.before(head) else {
                        self.pending = None;
                        return Some(head);
                    };
                    if self.kind(link) == ChunkKind::Conjunction
                        && let Some(head) = self.listed(head)
                    {
                        self.pending = None;
                        return Some(head);
                    }
                    if self.kind(link) != ChunkKind::Verb {
                        self.pending = None;
                        return Some(head);
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
                    match self.before(link) {
                        Some(noun) if self.kind(noun) == ChunkKind::Noun => before = noun,
                        // "building roads IS …"
                        _ => return self.waiting().filter(|&n| n < link).or(Some(head)),
                    }
                }
                ChunkKind::Mark => return self.waiting().or_else(|| self.doer(self.finite)),
                ChunkKind::Conjunction => return self.doer(self.finite),
                ChunkKind::Clause if self.is_relative(before) => return self.antecedent(before),
                ChunkKind::Clause => return None,
                // "the plan Norway launched IS …", "helps BUILD …"
                ChunkKind::Verb if self.is_finite(before) && self.outer.is_empty() => return self.doer(Some(before)),
                ChunkKind::Verb if self.is_base(at) => return self.doer(Some(before)),
                ChunkKind::Verb => return self.waiting(),
                // "what Norway lives on IS …"
                _ => return self.waiting(),
            }
        }
        None
    }

    /// What a noun phrase says something of: "the VISIT is the first step", "the SUMMIT, a meeting".
    fn same(&self, noun: usize) -> Option<usize> {
        let before = self.before(noun)?;
        if self.kind(before) == ChunkKind::Verb {
            let copula = self.kinds.copula.is_some_and(|label| self.is_of(before, label));
            return self.doer(Some(before)).filter(|&n| copula && !self.is_it(n));
        }
        let first = self.view.tokens.span(self.element(noun).start as usize, self.element(noun).start as usize + 1);
        if !matches!(first.of(self.view.tokens.text), "a" | "an") {
            return None;
        }
        if self.word(before) != "," {
            return None;
        }
        let named = self.before(before).filter(|&n| self.kind(n) == ChunkKind::Noun)?;
        self.head(named)
    }

    /// The noun phrase that a relative pronoun stands for.
    fn antecedent(&self, relative: usize) -> Option<usize> {
        let mut before = self.before(relative)?;
        if self.kind(before) == ChunkKind::Mark {
            before = self.before(before)?;
        }
        match self.kind(before) {
            ChunkKind::Noun => {
                let noun = self.head(before).unwrap_or(before);
                self.same(noun).or(Some(noun))
            }
            // "…, and which": as the clause before.
            ChunkKind::Conjunction => self.doer(self.finite),
            _ => None,
        }
    }

    fn is_it(&self, at: usize) -> bool {
        matches!(self.word(at), "it" | "It" | "there" | "There")
    }

    /// Whether the head of an element is of a list.
    fn is_of(&self, at: usize, label: Label) -> bool {
        let element = self.element(at);
        self.view.labels(at).meets(Labels::of(label))
            && (element.start..=element.head)
                .any(|t| self.view.tokens.ends(t as usize, label).any(|end| end == element.head + 1))
    }

    /// Whether a noun phrase is of those who act, or of what they mean to do.
    fn acts(&self, at: usize) -> bool {
        let element = self.element(at);
        self.view.tokens.tokens[element.head as usize].tag == Tag::Pronoun
            || self.kinds.actors.iter().any(|&label| match label {
                Label::Class(_) => self.view.tokens.over(element.head as usize, label).is_some(),
                _ => self.is_of(at, label),
            })
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
                let head = self.head(before).unwrap_or(before);
                let verb = self.before(head).filter(|&n| self.kind(n) == ChunkKind::Verb);
                let controls = |n: usize| self.kinds.control.is_some_and(|label| self.is_of(n, label));
                // "the need to …": nobody knows whose.
                if self.kinds.need.is_some_and(|label| self.is_of(head, label)) {
                    return None;
                }
                // "it is an honour to …": nobody.
                let copula = |n: usize| self.kinds.copula.is_some_and(|label| self.is_of(n, label));
                if verb.is_some_and(|verb| copula(verb) && self.doer(Some(verb)).is_some_and(|n| self.is_it(n))) {
                    return None;
                }
                match verb {
                    Some(verb) if !controls(verb) && self.acts(head) => {
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
            ChunkKind::Noun => self.head(before),
            ChunkKind::Verb => self.doer(Some(before)),
            ChunkKind::Mark | ChunkKind::Conjunction => {
                match self.verb.filter(|&n| self.element(n).voice == Voice::Gerund) {
                    Some(same) => self.doer(Some(same)),
                    None if self.kind(before) == ChunkKind::Mark => self.pending.or_else(|| self.doer(self.finite)),
                    None => self.doer(self.finite),
                }
            }
            ChunkKind::Preposition => {
                let noun = self.before(before).filter(|&n| self.kind(n) == ChunkKind::Noun);
                match (self.word(before), noun) {
                    ("of" | "for", Some(_)) => None,
                    ("to" | "at" | "towards", Some(noun)) => self.head(noun),
                    (_, noun) => self.doer(self.finite).or_else(|| noun.and_then(|n| self.head(n))),
                }
            }
            _ => self.doer(self.finite),
        }
    }

    fn participle(&mut self, at: usize) -> Option<usize> {
        let before = self.before(at)?;
        match self.kind(before) {
            ChunkKind::Noun => {
                let head = self.head(before);
                // "that the bank bought": no participle but the verb of its clause.
                if head.and_then(|n| self.before(n)).is_some_and(|n| self.kind(n) == ChunkKind::Clause) {
                    self.pending = None;
                }
                head.or(Some(before))
            }
            ChunkKind::Mark => {
                let noun = self.before(before).filter(|&n| self.kind(n) == ChunkKind::Noun);
                self.pending.or_else(|| noun.and_then(|n| self.head(n)))
            }
            ChunkKind::Conjunction => self.doer(self.verb),
            ChunkKind::Verb => self.doer(Some(before)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::elements::elements;
    use super::*;
    use crate::document::Lang;
    use crate::mention;
    use crate::rule::pattern::ClassId;
    use crate::text::Text;
    use crate::value::Context;

    /// "verb < doer" for each verb group of a sentence.
    fn told(sentence: &str) -> Vec<String> {
        let lexicon = Lexicon::embedded();
        let (rules, _) = Rules::load([].into_iter(), &["Place", "Institution", "Person", "Event"], lexicon);
        let text = Text::read(sentence, Some(Lang::En), lexicon);
        let readings = mention::find(&text, lexicon, &rules, &Context::default(), &mut ());
        let reading = &readings[0];
        let mentions: Vec<_> = reading.found.iter().map(|f| (f.start, f.end, f.class)).collect();
        let time = rules.classes.id("Time").unwrap_or(ClassId(u16::MAX));
        let tokens = reading.tokens.tokens;
        let governs = |at: u16| tokens[at as usize].tag == Tag::Gerund;
        let all = elements(&text.chunks, 0, &mentions, time, |_, _| false, governs, |_, _, _| false);
        let view = Elements::new(&reading.tokens, all);
        let word = |at: usize| {
            let element = &view.all[at];
            view.tokens.span(element.start as usize, element.end as usize).of(view.tokens.text).to_owned()
        };
        let doers = doers(&view, &Kinds::new(lexicon, &rules));
        let verbs = (0..view.all.len()).filter(|&n| view.all[n].kind == ChunkKind::Verb);
        let doer = |n: usize| if doers[n] == NOBODY { "-".to_owned() } else { word(doers[n].into()) };
        verbs.map(|n| format!("{} < {}", word(n), doer(n))).collect()
    }

    #[test]
    fn a_subject_is_found_over_what_stands_between() {
        let cases = [
            ("The port of Ostrava sells grain.", vec!["sells < The port"]),
            ("The port, a harbour on the coast, sells grain.", vec!["sells < The port"]),
            ("The bank, which owns two ferries, sells grain.", vec!["owns < The bank", "sells < The bank"]),
            ("The ferry that the bank bought sells grain.", vec!["bought < the bank", "sells < The ferry"]),
            ("People living in the hills need roads.", vec!["living < People", "need < People"]),
            ("The plan to build roads helps farmers.", vec!["to build < The plan", "helps < The plan"]),
            ("When prices fell, the port sold grain.", vec!["fell < prices", "sold < the port"]),
            ("Since the fair, the port sells grain.", vec!["sells < the port"]),
            ("Rains in Norway, Peru and Chad help farmers.", vec!["help < Rains"]),
            ("The partners Norway, Peru and Chad help farmers.", vec!["help < The partners"]),
            ("The bank said the levy would fall.", vec!["said < The bank", "would fall < the levy"]),
            ("The bank itself sells grain.", vec!["sells < The bank"]),
        ];
        for (sentence, want) in cases {
            assert_eq!(told(sentence), want, "{sentence}");
        }
    }

    #[test]
    fn several_verbs_share_their_subject() {
        let cases = [
            ("The port sells grain and buys ships.", vec!["sells < The port", "buys < The port"]),
            ("The port sells grain, and the bank buys ships.", vec!["sells < The port", "buys < the bank"]),
            (
                "The loans are creating jobs, connecting farmers and improving schools.",
                vec!["are creating < The loans", "connecting < The loans", "improving < The loans"],
            ),
            (
                "The port wants to sell grain, buy ships and help farmers.",
                vec!["wants < The port", "to sell < The port", "buy < The port", "help < The port"],
            ),
        ];
        for (sentence, want) in cases {
            assert_eq!(told(sentence), want, "{sentence}");
        }
    }

    #[test]
    fn what_a_noun_says_something_of_does_what_the_noun_does() {
        let cases = [
            ("The visit is a step that helps trade.", vec!["is < The visit", "helps < The visit"]),
            ("The bank urged farmers to plant trees.", vec!["urged < The bank", "to plant < farmers"]),
            ("The bank adopted rules to protect farmers.", vec!["adopted < The bank", "to protect < rules"]),
            ("It is necessary to protect farmers.", vec!["is < It", "to protect < -"]),
            ("They stressed the importance of helping farmers.", vec!["stressed < They", "helping < -"]),
        ];
        for (sentence, want) in cases {
            assert_eq!(told(sentence), want, "{sentence}");
        }
    }
}
