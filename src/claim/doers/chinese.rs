//! Who does what the verbs of a Chinese sentence say.
//!
//! Comes in: the elements of a sentence, whose clauses have commas between them. Goes out: for each verb group the noun phrase that is its subject. That
//! stands before it in its clause, behind 由 or 被, or is the object of 使 and 支持; else it is the subject of an earlier clause, which a chain of clauses
//! shares. What stands behind a preposition does nothing, and what describes a noun before 的 is no clause of the chain. One pass.

use super::NOBODY;
use crate::claim::elements::Elements;
use crate::claim::listed::{Listed, Lists};
use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::rule::pattern::Label;
use crate::text::{ChunkKind, Voice};
use smallvec::SmallVec;

/// What the words of a pack say about who does what.
#[derive(Debug)]
pub struct Kinds {
    /// What parts clauses, and what ends a phrase that a preposition begins: 在 …下.
    clause_mark: Listed,
    postposition: Listed,
    /// What begins a clause of circumstances: 随着.
    circumstance: Listed,
    /// What stands before who does it: 由, 被.
    by: Listed,
    /// Idioms that look like nouns and do nothing.
    vague: Listed,
    quantity: Option<Label>,
    /// 是.
    be: Listed,
    /// Pivots whose clause goes on behind a comma: 相信 …, 也 ….
    content: Listed,
    /// Verbs whose object does what the next verb says, or is the subject of a clause.
    pivots: Listed,
    /// Verbs behind whose comma stands what is said.
    says: Listed,
    /// Words of a verb group that demand something: 要, 应.
    demands: SmallVec<[Label; 2]>,
}

impl Kinds {
    pub fn new(lexicon: &Lexicon, rules: &Rules, lists: &mut Lists) -> Kinds {
        let mut list = |names: &[&str]| lists.of(lexicon, names);
        Kinds {
            clause_mark: list(&["clause.mark"]),
            postposition: list(&["postposition"]),
            circumstance: list(&["circumstance"]),
            by: list(&["by"]),
            vague: list(&["vague"]),
            quantity: rules.classes.id("Quantity").map(Label::Class),
            be: list(&["be"]),
            content: list(&["opine", "trust", "show", "say"]),
            pivots: list(&["pivot", "enable", "clause.verb", "opine", "trust", "show"]),
            says: list(&["say", "stress", "announce", "put", "demand", "opine", "trust"]),
            demands: ["should", "must"].iter().filter_map(|name| lexicon.list_id(name)).map(Label::List).collect(),
        }
    }
}

/// The verb group that governs each of a chain: the one before it of the same subject, which is not said again, to the end of a clause that ； ends.
pub fn governors(view: &Elements<'_, '_>, doers: &[u16]) -> Vec<u16> {
    let mut governors = vec![NOBODY; doers.len()];
    let mut last = None;
    for at in 0..doers.len() {
        match view.all[at].kind {
            ChunkKind::Verb => {
                let same = |n: &usize| doers[*n] == doers[at] && usize::from(doers[at]) < *n;
                governors[at] = last.filter(same).map_or(NOBODY, |n| n as u16);
                last = Some(at);
            }
            ChunkKind::Mark if view.word(at) == "；" => last = None,
            _ => {}
        }
    }
    governors
}

/// For each element, the one that does what it says; [`NOBODY`] for what is no verb group, or has none that is known.
pub fn doers(view: &Elements<'_, '_>, told: &[Listed], kinds: &Kinds) -> Vec<u16> {
    let mut chain = Chain {
        view,
        told,
        kinds,
        doers: vec![NOBODY; view.all.len()],
        ahead: Vec::new(),
        topic: None,
        speaker: None,
        clause: Clause::default(),
    };
    chain.ahead = chain.ahead();
    for at in 0..view.all.len() {
        chain.step(at);
    }
    chain.doers
}

/// What is known of the clause that is being read.
#[derive(Default)]
struct Clause {
    /// Its first noun phrase, and the one that may be its subject.
    first: Option<usize>,
    subject: Option<usize>,
    /// Its last verb group that describes no noun, and what stands behind it.
    verb: Option<usize>,
    object: Option<usize>,
    /// Who does what stands behind 使 or 支持.
    inner: Option<usize>,
    /// Whether that is the subject of what is said, believed, shown.
    content: bool,
    /// The last preposition, while what it governs goes on.
    governed: Option<usize>,
    /// Something is said of the subject with an adjective.
    described: bool,
    /// Tells under what circumstances the next clause holds: 随着 …
    circumstance: bool,
}

/// What follows an element in its clause.
#[derive(Clone, Copy, Default)]
struct Ahead {
    /// The next postposition.
    postposition: Option<usize>,
    /// Whether the last noun phrase has 的 before its head, so that what stands before it may describe it.
    described: Option<bool>,
}

struct Chain<'v, 'r, 't> {
    view: &'v Elements<'r, 't>,
    told: &'v [Listed],
    kinds: &'v Kinds,
    doers: Vec<u16>,
    /// For each element what follows it in its clause.
    ahead: Vec<Ahead>,
    /// The subject of the clauses before, which goes on where a clause has none.
    topic: Option<usize>,
    /// Who says this: does what is announced, not what is demanded.
    speaker: Option<usize>,
    clause: Clause,
}

impl Chain<'_, '_, '_> {
    fn is(&self, at: usize, lists: Listed) -> bool {
        self.told[at].is(lists)
    }

    fn ahead(&self) -> Vec<Ahead> {
        let tokens = &self.view.tokens;
        let mut next = Ahead::default();
        let mut ahead = vec![next; self.view.all.len()];
        for (at, element) in self.view.all.iter().enumerate().rev() {
            match element.kind {
                ChunkKind::Mark if self.is(at, self.kinds.clause_mark) => next = Ahead::default(),
                ChunkKind::Preposition if self.is(at, self.kinds.postposition) => next.postposition = Some(at),
                ChunkKind::Noun if next.described.is_none() => {
                    let de = |t: u16| tokens.word(t) == "的";
                    next.described = Some((element.start..element.end).any(de));
                }
                ChunkKind::Verb if element.voice == Voice::Participle => next.described = Some(true),
                _ => {}
            }
            ahead[at] = next;
        }
        ahead
    }

    fn step(&mut self, at: usize) {
        let kinds = self.kinds;
        match self.view.all[at].kind {
            ChunkKind::Noun => self.noun(at),
            ChunkKind::Preposition if self.is(at, kinds.postposition) => self.clause.governed = None,
            ChunkKind::Preposition | ChunkKind::Clause if self.is(at, kinds.circumstance) => {
                self.clause.circumstance = true;
            }
            ChunkKind::Preposition => {
                self.pivot();
                (self.clause.governed, self.clause.object) = (Some(at), None);
            }
            ChunkKind::Adjective => {
                self.clause.described |= self.clause.subject.is_some() && self.clause.verb.is_none();
            }
            ChunkKind::Verb => {
                let doer = self.verb(at);
                self.doers[at] = doer.map_or(NOBODY, |n| n as u16);
            }
            ChunkKind::Mark if self.is(at, kinds.clause_mark) => self.mark(at),
            _ => {}
        }
    }

    fn noun(&mut self, at: usize) {
        if self.is(at, self.kinds.vague) {
            return;
        }
        let counted = self.kinds.quantity.is_some_and(|label| self.view.has(at, label));
        let clause = &mut self.clause;
        if clause.governed.is_none() {
            clause.first = clause.first.or(Some(at));
        }
        if clause.governed.is_some() || clause.verb.is_some() {
            clause.object = Some(at);
        // 产量 6万吨: what is counted is the subject, not its figure.
        } else if !counted || clause.subject.is_none_or(|n| n + 1 != at) {
            clause.subject = Some(at);
        }
    }

    /// Who does what a verb group says.
    fn verb(&mut self, at: usize) -> Option<usize> {
        let kinds = self.kinds;
        let ahead = self.ahead[at];
        let governed = self.clause.governed;
        // 支撑 贸易、改善 民生: one as much as the other.
        let joined = at > 0 && self.view.all[at - 1].kind == ChunkKind::Conjunction;
        if governed.is_some() {
            // 在 渔业 带动 下; 为 修建 码头 提供 资金: what stands behind the preposition has no other subject.
            if ahead.postposition.is_some() || self.clause.object.is_none() || joined {
                return self.clause.object.take().filter(|_| !joined);
            }
        }
        self.clause.governed = None;
        // 中国 提出 的 倡议: the noun behind 的 goes on with the clause.
        if self.view.all[at].voice == Voice::Participle {
            let clause = &mut self.clause;
            let object = clause.object.take();
            return match clause.verb {
                Some(_) => object.or(clause.subject),
                None => clause.subject.take().or(object),
            };
        }
        // 码头 是 推动 贸易 的 平台
        if self.clause.verb.is_some_and(|n| self.is(n, kinds.be)) && ahead.described == Some(true) {
            return None;
        }
        if governed.is_none() && !joined {
            self.pivot();
        }
        self.clause.verb = Some(at);
        let object = self.clause.object.take();
        // 方案 由 商务部 提出
        if object.is_some() && governed.is_some_and(|n| self.is(n, kinds.by)) {
            return object;
        }
        let doer = self.clause.inner.or(self.clause.subject).or(self.topic);
        // 部长 说, 要 修 船: not the minister.
        if doer.is_some() && doer == self.speaker && self.demands(at) {
            (self.topic, self.speaker) = (None, None);
            return None;
        }
        doer
    }

    /// 支持 渔民 修 船; 相信 渔民 修 船, …: the object does what comes next.
    fn pivot(&mut self) {
        let (Some(verb), Some(object)) = (self.clause.verb, self.clause.object) else { return };
        if self.is(verb, self.kinds.pivots) {
            self.clause.inner = Some(object);
            self.clause.content = self.is(verb, self.kinds.content);
        }
    }

    /// Whether a verb group demands what it says.
    fn demands(&self, at: usize) -> bool {
        let element = &self.view.all[at];
        let word =
            |t: u16| self.kinds.demands.iter().any(|&label| self.view.tokens.ends(t as usize, label).next().is_some());
        (element.start..element.end).any(word)
    }

    /// A comma ends a clause; its subject goes on.
    fn mark(&mut self, at: usize) {
        let clause = std::mem::take(&mut self.clause);
        if clause.verb.is_some_and(|n| self.is(n, self.kinds.says)) {
            self.topic = clause.subject.or(self.topic);
            self.speaker = self.topic;
            return;
        }
        if matches!(self.view.word(at), ":" | "：") {
            (self.topic, self.speaker) = (None, None);
            return;
        }
        // Without a verb the clause is a topic: 新码头, 将 …
        let inner = clause.inner.filter(|_| clause.content || clause.subject.is_none() && self.topic.is_none());
        let subject = if inner.is_some() {
            inner
        } else if clause.verb.is_some() || clause.described {
            clause.subject
        } else {
            clause.first
        };
        if subject.is_some() && !clause.circumstance {
            (self.topic, self.speaker) = (subject, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::claim::doers::tests::all_hold;
    use crate::document::Lang;

    #[test]
    fn clauses_share_their_subject() {
        all_hold(
            Lang::Zh,
            [
                ("渔业银行修建码头，推动贸易。", vec!["修建 < 渔业银行", "推动 < 渔业银行"]),
                ("渔业银行修建码头，船队扩大，推动贸易。", vec!["修建 < 渔业银行", "扩大 < 船队", "推动 < 船队"]),
                ("新码头，将推动贸易。", vec!["将推动 < 新码头"]),
                ("修建码头，推动贸易。", vec!["修建 < -", "推动 < -"]),
            ],
        );
    }

    #[test]
    fn what_stands_behind_a_preposition_does_nothing() {
        all_hold(
            Lang::Zh,
            [
                ("挪威为渔民修建码头。", vec!["修建 < 挪威"]),
                ("在渔业带动下，船队扩大。", vec!["带动 < 渔业", "扩大 < 船队"]),
                ("码头由挪威修建。", vec!["修建 < 挪威"]),
                ("挪威为修建码头提供贷款。", vec!["修建 < -", "提供 < 挪威"]),
                ("码头是渔民推动贸易、改善生活的平台。", vec!["是 < 码头", "推动 < -", "改善 < -"]),
            ],
        );
    }

    #[test]
    fn a_clause_inside_has_its_own_subject() {
        all_hold(
            Lang::Zh,
            [
                ("挪威支持渔民修建码头，推动贸易。", vec!["支持 < 挪威", "修建 < 渔民", "推动 < 挪威"]),
                ("挪威提出的倡议推动贸易。", vec!["提出 < 挪威", "推动 < 倡议"]),
                ("挪威支持贸易、改善生活。", vec!["支持 < 挪威", "改善 < 挪威"]),
                ("挪威支持渔民在海港修建码头。", vec!["支持 < 挪威", "修建 < 渔民"]),
                ("部长表示，挪威将推动贸易。", vec!["表示 < 部长", "将推动 < 挪威"]),
                ("相信新码头会拉近距离，也会推动贸易。", vec!["相信 < -", "会拉近 < 新码头", "也会推动 < 新码头"]),
                ("部长表示，要推动贸易。", vec!["表示 < 部长", "要推动 < -"]),
            ],
        );
    }
}
