//! Who does what the verbs of a sentence say: here of an English one.
//!
//! Comes in: the elements of a sentence. Goes out: for each verb group the noun phrase that is its subject, also where that stands far before it: before
//! a relative clause, an apposition, or the first of several verbs. Of an infinitive, a participle and an -ing form it is the noun phrase that does it, or
//! to which it is done. One pass: what was told of the verbs before tells who does the next.

mod chinese;
mod hangs;

use super::elements::{Element, Elements, Trigger};
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::rule::pattern::Label;
use crate::text::{ChunkKind, Tag, Voice};
use smallvec::SmallVec;

/// No noun phrase.
pub const NOBODY: u16 = u16::MAX;

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
    chinese: chinese::Kinds,
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
            chinese: chinese::Kinds::new(lexicon, rules),
        }
    }
}

/// For each element, the one that does what it says; [`NOBODY`] for what is no verb group, or has none that is known.
pub fn doers(view: &Elements<'_, '_>, lang: Lang, kinds: &Kinds) -> Vec<u16> {
    if lang == Lang::Zh {
        return chinese::doers(view, &kinds.chinese);
    }
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
        self.view.word(at)
    }

    fn is_finite(&self, at: usize) -> bool {
        matches!(self.element(at).voice, Voice::Active | Voice::Passive)
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
                        // "building roads IS …"
                        None => return self.waiting().filter(|&n| n < link).or(Some(head)),
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

    /// What a noun phrase says something of: "the VISIT is the first step", "the SUMMIT, a meeting".
    fn same(&self, noun: usize) -> Option<usize> {
        let before = self.before(noun)?;
        if self.kind(before) == ChunkKind::Verb {
            let copula = self.is_of(before, self.kinds.copula);
            return self.doer(Some(before)).filter(|&n| copula && !self.is_it(n));
        }
        let first = self.view.tokens.span(self.element(noun).start as usize, self.element(noun).start as usize + 1);
        if !matches!(first.of(self.view.tokens.text), "a" | "an") || self.word(before) != "," {
            return None;
        }
        self.head(self.noun_before(before)?)
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
    fn is_of(&self, at: usize, list: Option<Label>) -> bool {
        list.is_some_and(|label| self.view.is_of(at, label))
    }

    /// Whether a noun phrase is of those who act, or of what they mean to do.
    fn acts(&self, at: usize) -> bool {
        let element = self.element(at);
        self.view.tokens.tokens[element.head as usize].tag == Tag::Pronoun
            || self.kinds.actors.iter().any(|&label| match label {
                Label::Class(_) => self.view.tokens.over(element.head as usize, label).is_some(),
                _ => self.is_of(at, Some(label)),
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
                // "the need to …": nobody knows whose.
                if self.is_of(head, self.kinds.need) {
                    return None;
                }
                // "it is an honour to …": nobody.
                let judges = |verb: usize| {
                    self.is_of(verb, self.kinds.copula) && self.doer(Some(verb)).is_some_and(|n| self.is_it(n))
                };
                if verb.is_some_and(judges) {
                    return None;
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
                let noun = self.noun_before(before);
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
                let noun = self.noun_before(before);
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
    use crate::mention;
    use crate::rule::pattern::ClassId;
    use crate::text::Text;
    use crate::value::Context;

    /// "verb < doer" for each verb group of a sentence.
    fn told(sentence: &str, lang: Lang) -> Vec<String> {
        let lexicon = Lexicon::embedded();
        let (rules, _) = Rules::load([].into_iter(), &["Place", "Institution", "Person", "Event"], lexicon);
        let text = Text::read(sentence, Some(lang), lexicon);
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
        let doers = doers(&view, lang, &Kinds::new(lexicon, &rules));
        let verbs = (0..view.all.len()).filter(|&n| view.all[n].kind == ChunkKind::Verb);
        let doer = |n: usize| if doers[n] == NOBODY { "-".to_owned() } else { word(doers[n].into()) };
        verbs.map(|n| format!("{} < {}", word(n), doer(n))).collect()
    }

    pub fn all_hold<const N: usize>(lang: Lang, cases: [(&str, Vec<&str>); N]) {
        for (sentence, want) in cases {
            assert_eq!(told(sentence, lang), want, "{sentence}");
        }
    }

    #[test]
    fn a_subject_is_found_over_what_stands_between() {
        all_hold(
            Lang::En,
            [
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
            ],
        );
    }

    #[test]
    fn several_verbs_share_their_subject() {
        all_hold(
            Lang::En,
            [
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
            ],
        );
    }

    #[test]
    fn what_a_noun_says_something_of_does_what_the_noun_does() {
        all_hold(
            Lang::En,
            [
                ("The visit is a step that helps trade.", vec!["is < The visit", "helps < The visit"]),
                ("The bank urged farmers to plant trees.", vec!["urged < The bank", "to plant < farmers"]),
                ("The bank adopted rules to protect farmers.", vec!["adopted < The bank", "to protect < rules"]),
                ("It is necessary to protect farmers.", vec!["is < It", "to protect < -"]),
                ("They stressed the importance of helping farmers.", vec!["stressed < They", "helping < -"]),
            ],
        );
    }
}
