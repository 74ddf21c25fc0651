//! What is done for the result that a later clause of a Chinese chain states.
//!
//! Comes in: the elements of a sentence. Goes out: for a place in it the elements of the deed: 修建 码头 for 推动 贸易 in "修建码头，推动贸易". Chains of
//! clauses are how policy texts say what brings about what. Several results in a row are of one deed, so it is the last clause before them that states
//! none; clauses of one length side by side are one deed. 从而 says that the clause before it brings about what follows. What only comments, dates or sets
//! the scene is passed over; only commas hold a chain together. One pass.

use super::elements::Elements;
use super::listed::{Listed, Lists};
use crate::lexicon::Lexicon;
use crate::text::{ChunkKind, Tag, Voice};
use std::ops::Range;

/// How many clauses a chain is followed back, and how many clauses one deed may have.
const CHAIN: usize = 6;
const DEED: usize = 3;

/// By how many bytes clauses side by side may differ that are one deed: three characters.
const SLACK: usize = 9;

/// What the words of a pack say about chains of clauses.
#[derive(Debug)]
pub struct Kinds {
    clause_mark: Listed,
    postposition: Listed,
    circumstance: Listed,
    /// Idioms that look like nouns.
    vague: Listed,
    /// Verbs that state a result, and what is given to that which stands behind 为.
    results: Listed,
    give: Listed,
    /// Verbs that only say what something is or shows.
    comments: Listed,
    /// Verbs behind which stands what is said.
    says: Listed,
    /// Verbs before what ought to be done or is hoped for.
    wishes: Listed,
    /// Prepositions before those with whom something is done, and before what it is done by.
    company: Listed,
    means: Listed,
    /// Verbs that only tell of a figure where it goes.
    going: Listed,
    /// What ties a result to the clause right before it: 从而.
    thereby: Listed,
    /// What something mostly is: 重点, 关键.
    gist: Listed,
}

impl Kinds {
    pub fn new(lexicon: &Lexicon, lists: &mut Lists) -> Kinds {
        let mut list = |names: &[&str]| lists.of(lexicon, names);
        Kinds {
            clause_mark: list(&["clause.mark"]),
            postposition: list(&["postposition"]),
            circumstance: list(&["circumstance"]),
            vague: list(&["vague"]),
            results: list(&["result", "cause", "conducive"]),
            give: list(&["give"]),
            company: list(&["relate"]),
            means: list(&["means"]),
            going: list(&["going"]),
            thereby: list(&["thereby"]),
            gist: list(&["gist"]),
            comments: list(&["be", "comment"]),
            says: list(&["say", "stress", "announce", "demand", "opine", "show"]),
            wishes: list(&["hope", "should", "must", "trust", "will"]),
        }
    }
}

/// What a clause is in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Something is done; from that element on.
    Deed(usize),
    /// What comes of it; from that element on.
    Result(usize),
    /// Passed over: nothing is done, or something is only said of what is done.
    Aside,
    /// Says what is done for: 为 促进 贸易. What follows in a row is more of it.
    Purpose,
    /// Ends the chain.
    Apart,
}

#[derive(Debug, Clone, Copy)]
struct Clause {
    start: usize,
    /// The mark behind it.
    end: usize,
    role: Role,
    /// Whether a comma joins it to the clause before.
    joined: bool,
    /// Whether it says that the clause before brings it about.
    thereby: bool,
}

/// The clauses of a sentence.
#[derive(Debug, Default)]
pub struct Deeds {
    clauses: Vec<Clause>,
    /// For each clause the deed of which it states the result.
    deeds: Vec<Range<usize>>,
}

impl Deeds {
    /// Of the elements of a Chinese sentence, which are of these lists.
    pub fn new(view: &Elements<'_, '_>, told: &[Listed], kinds: &Kinds) -> Deeds {
        let mut clauses = Vec::new();
        let (mut start, mut joined) = (0, false);
        for at in 0..=view.all.len() {
            if told.get(at).is_none_or(|lists| lists.is(kinds.clause_mark)) {
                let role = Reader { view, told, kinds }.role(start, at);
                let thereby = start < at && told[start].is(kinds.thereby);
                clauses.push(Clause { start, end: at, role, joined, thereby });
                joined = at < view.all.len() && matches!(view.word(at), "，" | ",");
                start = at + 1;
            }
        }
        let mut deeds: Vec<Range<usize>> = Vec::new();
        for n in 0..clauses.len() {
            deeds.push(deed(&clauses[..=n], &deeds, view));
        }
        Deeds { clauses, deeds }
    }

    /// The elements of the deed for what is stated at an element; an empty range where there is none.
    pub fn of(&self, at: usize) -> Range<usize> {
        let clause = self.clauses.partition_point(|c| c.start <= at).checked_sub(1);
        clause.map_or(0..0, |n| self.deeds[n].clone())
    }
}

/// The deed of which the last of some clauses states the result; `known` are those of the clauses before.
fn deed(clauses: &[Clause], known: &[Range<usize>], view: &Elements<'_, '_>) -> Range<usize> {
    let mut n = clauses.len() - 1;
    // Where all clauses of a chain state results, they are of the first.
    let mut earliest = None;
    let mut found = None;
    for _ in 0..CHAIN {
        if n == 0 || !clauses[n].joined {
            break;
        }
        n -= 1;
        match clauses[n].role {
            // …，从而 推动 贸易，改善 民生: results of one clause.
            Role::Result(_) if clauses[n].thereby => return known[n].clone(),
            Role::Result(start) if clauses[clauses.len() - 1].thereby => return start..clauses[n].end,
            Role::Deed(start) => {
                found = Some((n, start));
                break;
            }
            Role::Result(start) => earliest = Some((n, start)),
            Role::Aside => {}
            Role::Purpose => {
                earliest = None;
                break;
            }
            Role::Apart => break,
        }
    }
    let Some((mut n, mut start)) = found.or(earliest) else { return 0..0 };
    let end = clauses[n].end;
    let length = |from: usize, to: usize| {
        let span = view.tokens.span(view.all[from].start as usize, view.all[to - 1].end as usize);
        span.of(view.tokens.text).len()
    };
    let mut last = length(start, end);
    for _ in 1..DEED {
        // What has a subject of its own begins something new.
        let own = (clauses[n].start..start).any(|at| view.all[at].kind == ChunkKind::Noun);
        let Some(before) = n.checked_sub(1).filter(|_| clauses[n].joined && !own) else { break };
        let Role::Deed(from) = clauses[before].role else { break };
        // 秉承友好精神，修建渔港: what is done is the last alone, unless they are alike.
        let other = length(from, clauses[before].end);
        if other.abs_diff(last) > SLACK {
            break;
        }
        (n, start, last) = (before, from, other);
    }
    start..end
}

struct Reader<'v, 'r, 't> {
    view: &'v Elements<'r, 't>,
    told: &'v [Listed],
    kinds: &'v Kinds,
}

impl Reader<'_, '_, '_> {
    fn is(&self, at: usize, lists: Listed) -> bool {
        self.told[at].is(lists)
    }

    fn kind(&self, at: usize) -> ChunkKind {
        self.view.all[at].kind
    }

    fn role(&self, start: usize, end: usize) -> Role {
        let kinds = self.kinds;
        let Some(last) = end.checked_sub(1).filter(|last| *last >= start) else { return Role::Aside };
        // 部长 感谢 渔民 并 表示, …; 渔港 建成 后, …
        if self.kind(last) == ChunkKind::Verb && self.is(last, kinds.says) {
            return Role::Apart;
        }
        if self.is(last, kinds.postposition) && !self.puts(start, last) {
            return Role::Aside;
        }
        // Where what is done begins, the preposition whose phrase stands before its verb, and a wish.
        let (mut from, mut phrase, mut wish) = (start, None, None);
        for at in start..end {
            match self.kind(at) {
                ChunkKind::Preposition | ChunkKind::Clause if self.is(at, kinds.circumstance) => return Role::Apart,
                ChunkKind::Preposition if self.is(at, kinds.postposition) => {}
                // 将 before a verb only says when.
                ChunkKind::Preposition if self.view.word(at) == "将" && !self.noun(at + 1, end) => from = at + 1,
                ChunkKind::Preposition if self.is(at, kinds.company) => {
                    (from, phrase) = (self.listed(at + 1, end), None)
                }
                ChunkKind::Preposition => phrase = phrase.or(Some(at)),
                ChunkKind::Verb if self.view.all[at].voice == Voice::Participle => {}
                ChunkKind::Verb if self.is(at, kinds.says) || self.counts(start, at) => {
                    (from, phrase) = (at + 1, None);
                }
                ChunkKind::Verb if self.is(at, kinds.wishes) => (from, phrase, wish) = (at + 1, None, Some(at)),
                ChunkKind::Verb if phrase.is_some_and(|phrase| self.governs(phrase, at, end)) => {}
                ChunkKind::Verb => return self.verb(from, phrase, at, end),
                _ => {}
            }
        }
        if wish.is_none() && phrase.is_some_and(|at| at == start && matches!(self.view.word(at), "为" | "为了")) {
            return Role::Purpose;
        }
        // 通过 修建 码头, …
        if let Some(at) = phrase.filter(|&at| self.is(at, kinds.means) && at + 1 < end) {
            return Role::Deed(at);
        }
        // 共同 努力
        wish.map_or(Role::Aside, Role::Deed)
    }

    /// Whether 是 only numbers what follows, or says that it matters: 一是 修建 码头, 二是 …; 重点 是 修建 码头.
    fn counts(&self, start: usize, verb: usize) -> bool {
        let names = || self.number(start) || self.is(start, self.kinds.gist);
        self.view.word(verb) == "是" && verb == start + 1 && names()
    }

    /// Whether the verb of a clause puts something where its end says: 把 重点 放在 贸易 上.
    fn puts(&self, start: usize, last: usize) -> bool {
        let Some(verb) = (start..last).rev().find(|&n| self.kind(n) == ChunkKind::Verb) else { return false };
        let end = self.view.all[verb].end - 1;
        start < verb && last <= verb + 2 && self.view.tokens.word(end).ends_with(['在', '到', '入'])
    }

    /// Whether an element begins with a number.
    fn number(&self, at: usize) -> bool {
        self.view.tokens.tokens[self.view.all[at].start as usize].tag == Tag::Number
    }

    /// Behind a noun phrase and those in a row with it: 渔民、船东 和 港口.
    fn listed(&self, at: usize, end: usize) -> usize {
        let joint = |n: usize| self.kind(n) == ChunkKind::Conjunction || self.view.word(n) == "、";
        let mut behind = at + 1;
        while behind < end && joint(behind) && self.noun(behind + 1, end) {
            behind += 2;
        }
        behind
    }

    fn noun(&self, at: usize, end: usize) -> bool {
        at < end && self.kind(at) == ChunkKind::Noun
    }

    /// Whether a verb belongs to what stands behind a preposition: 为 修建 码头 提供 贷款; 在 推动 贸易 中.
    fn governs(&self, phrase: usize, verb: usize, end: usize) -> bool {
        let closed = || (verb + 1..end).any(|n| self.is(n, self.kinds.postposition));
        verb == phrase + 1 || self.view.word(phrase) == "在" && closed()
    }

    /// What a clause is whose verb is found.
    fn verb(&self, from: usize, phrase: Option<usize>, verb: usize, end: usize) -> Role {
        let kinds = self.kinds;
        let with = phrase.map_or("", |at| self.view.word(at));
        let word = self.view.word(verb);
        if self.is(verb, kinds.comments) || with == "以" && word.starts_with('为') || with == "从" && word == "出发"
        {
            return Role::Aside;
        }
        let figure = || self.noun(verb + 1, end) && self.number(verb + 1);
        if self.is(verb, kinds.going) && figure() {
            return Role::Apart;
        }
        // Without an object it is nothing without its subject: 船队 扩大.
        let subject = || (from..verb).find(|&n| self.noun(n, end) && !self.is(n, kinds.vague));
        let alone = if verb + 1 == end { subject() } else { None };
        let start = phrase.or(alone).unwrap_or(verb);
        let served = with == "为" && self.is(verb, kinds.give);
        // 通过 修建 码头 提升 收入, …: the means is what is done.
        let means = phrase.is_some_and(|at| self.is(at, kinds.means));
        if served || self.is(verb, kinds.results) && !means { Role::Result(start) } else { Role::Deed(start) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::doers::tests::seen;
    use crate::document::Lang;

    /// The deed for the last clause of each sentence; "-" where there is none.
    fn all_hold<const N: usize>(cases: [(&str, &str); N]) {
        for (sentence, want) in cases {
            let told = seen(sentence, Lang::Zh, |view, lexicon, _| {
                let mut lists = Lists::default();
                let kinds = Kinds::new(lexicon, &mut lists);
                let deeds = Deeds::new(view, &lists.told(view), &kinds);
                let deed = deeds.of(view.all.len() - 2);
                deed.map(|at| view.word(at)).collect::<String>()
            });
            assert_eq!(if told.is_empty() { "-" } else { &told }, want, "{sentence}");
        }
    }

    #[test]
    fn results_in_a_row_are_of_one_deed() {
        all_hold([
            ("修建渔港，推动贸易。", "修建渔港"),
            ("修建渔港，推动贸易，提升渔民收入。", "修建渔港"),
            ("修建渔港，为贸易提供支撑，提升渔民收入。", "修建渔港"),
            ("推动贸易，提升渔民收入，改善民生。", "推动贸易"),
            ("修建渔港，体现了民心，推动贸易。", "修建渔港"),
            ("一是修建渔港，推动贸易。", "修建渔港"),
            ("重点是修建渔港，推动贸易。", "修建渔港"),
            ("把重点放在渔港上，推动贸易。", "把重点放在渔港上"),
            ("修建渔港，推动贸易，从而提升收入，改善民生。", "推动贸易"),
            ("为促进贸易，提升收入，改善民生。", "-"),
            ("为促进贸易，修建渔港，改善民生。", "修建渔港"),
            ("渔民修建渔港，通过改善服务提升收入，推动贸易。", "通过改善服务提升收入"),
            ("通过修建渔港，提升收入，推动贸易。", "通过修建渔港"),
        ]);
    }

    #[test]
    fn clauses_of_one_length_are_one_deed() {
        all_hold([
            ("完善渔业制度，修建大型渔港，推动贸易。", "完善渔业制度，修建大型渔港"),
            ("完善山村渔业银行的贷款制度，修建渔港，推动贸易。", "修建渔港"),
            ("秉承友好精神，修建大型现代化远洋渔港，推动贸易。", "修建大型现代化远洋渔港"),
        ]);
    }

    #[test]
    fn who_does_it_and_what_is_wished_are_no_part_of_it() {
        all_hold([
            ("双方要修建渔港，推动贸易。", "要修建渔港"),
            ("中方愿同日方在相互尊重基础上修建渔港，推动贸易。", "在相互尊重基础上修建渔港"),
            ("渔民同银行、港口及船东修建渔港，推动贸易。", "修建渔港"),
            ("部长表示，希望渔民修建渔港，推动贸易。", "修建渔港"),
            ("中方把渔民和渔港结合起来，推动贸易。", "把渔民和渔港结合起来"),
            ("中方将修建渔港，推动贸易。", "将修建渔港"),
        ]);
    }

    #[test]
    fn only_commas_hold_a_chain_together() {
        all_hold([
            ("修建渔港；推动贸易。", "-"),
            ("部长指出，推动贸易。", "-"),
            ("渔港建成后，推动贸易。", "-"),
            ("贸易增长5%，推动就业。", "-"),
            ("提高捕鱼补贴，推动就业。", "提高捕鱼补贴"),
            ("随着渔港扩大，推动贸易。", "-"),
            ("修建渔港，今年，推动贸易。", "修建渔港"),
            ("修建渔港。", "-"),
        ]);
    }
}
