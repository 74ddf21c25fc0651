//! Which noun phrases of a sentence are one list.
//!
//! Comes in: a noun phrase. Goes out: the members of its list, as ranges of elements.

use super::{Fill, Filler, REACH};
use crate::claim::elements::Element;
use crate::document::Lang;
use crate::mention::Found;
use crate::rule::pattern::{Lattice, Stance};
use crate::rule::{Filling, Role};
use crate::text::{ChunkKind, Tag, Voice};
use smallvec::SmallVec;
use std::ops::Range;

/// The most noun phrases that are taken for one coordination. Longer lists lose their farther members, so that time stays linear.
const COORDINATED: usize = 64;

impl Filler<'_, '_, '_> {
    /// The range, and the noun phrases coordinated with its one noun phrase.
    pub(super) fn coordinated(&self, start: usize, end: usize) -> SmallVec<[(usize, usize); 4]> {
        let mut ranges: SmallVec<[(usize, usize); 4]> = SmallVec::new();
        ranges.push((start, end));
        let all = &self.view.all;
        if end - start != 1 || all[start].kind != ChunkKind::Noun {
            return ranges;
        }
        // A Chinese comma parts clauses; members of a list have 、 between them.
        let between = if self.lang() == Lang::Zh { "、" } else { "," };
        let word = |at: usize| self.view.word(at);
        let comma = |at: usize| all[at].kind == ChunkKind::Mark && word(at) == between;
        // "but" sets apart what it stands between.
        let joins = |at: usize| all[at].kind == ChunkKind::Conjunction && word(at) != "but";
        let link = |at: usize| joins(at) || comma(at);
        let book = |at: usize| all[at].kind == ChunkKind::Mark && matches!(word(at), "《" | "》");
        // What stands behind it are examples, or what the member is about: no members of their own.
        let lists = |at: usize| self.exemplifies(at) || matches!(word(at), "concerning" | "regarding");
        // What the frame captured for another role begins there.
        let taken = |at: usize| self.parts.iter().any(|p| p.start as usize == at && p.start < p.end);
        // "growing inequality and a climate crisis": an attribute is not of what has a determiner or attribute of its own, nor of what a mere comma
        // adds.
        let attribute = self.lang() == Lang::En
            && self.trigger.last == start
            && matches!(self.trigger.stance, Stance::Nominal | Stance::Adjective);
        let own = |from: usize, next: usize| {
            let first = self.view.tokens.tokens[all[next].start as usize].tag;
            matches!(first, Tag::Determiner | Tag::Participle) || !(from..next).any(joins)
        };
        let mut joined = self.lang() == Lang::Zh;
        let behind = start >= self.trigger.last;
        if behind {
            let named = |at: usize| self.view.tokens.tokens[all[at].head as usize].tag == Tag::Proper;
            let first_tag = |at: usize| self.view.tokens.tokens[all[at].start as usize].tag;
            // A list that is itself a subject has its verb behind it, and so may one behind a preposition: "the key to PEACE AND TRADE is …".
            let before = start.checked_sub(1).map(|n| all[n].kind);
            let object = self.lang() == Lang::En && matches!(before, Some(ChunkKind::Verb | ChunkKind::Adverb));
            let inside = self.lang() == Lang::En && matches!(before, Some(ChunkKind::Preposition | ChunkKind::Mark));
            // The last noun that hangs on a member is a name: what is joined to it is one too ("trade with Norway, Japan and Peru").
            let mut hanging = false;
            // Where members stand that a mere comma adds behind an "and": they are the subject of what follows, if that is a verb.
            let mut apart = None;
            let mut at = end;
            'members: while ranges.len() < COORDINATED {
                // "3 billion in ferries and 2 billion in ports": each amount is of its own thing; a time may stand behind one.
                let amount = self.lang() == Lang::En && self.is_amount(start);
                // What hangs on a member by preposition belongs to it.
                while at + 1 < all.len()
                    && all[at].kind == ChunkKind::Preposition
                    && !lists(at)
                    && matches!(all[at + 1].kind, ChunkKind::Noun | ChunkKind::Adverb)
                    && (amount || !taken(at) && !taken(at + 1))
                {
                    // "the fee at 3 percent and the toll at 5": the figure is of the first alone.
                    if self.lang() == Lang::En && self.is_amount(at + 1) {
                        break 'members;
                    }
                    if amount && all[at + 1].kind == ChunkKind::Noun {
                        break 'members;
                    }
                    hanging = named(at + 1) && !named(start);
                    at += 2;
                }
                let mut next = at;
                let mut links = 0;
                while next < all.len() && (link(next) && links < 2 || book(next)) {
                    links += link(next) as usize;
                    next += 1;
                }
                // "work, school, care and MORE"
                if self.lang() == Lang::En && links > 0 && next < all.len() && word(next) == "more" && joins(next - 1) {
                    joined = true;
                }
                // Titles in book marks may stand side by side.
                if links == 0 && next - at < 2 || next >= all.len() || all[next].kind != ChunkKind::Noun || taken(next)
                {
                    break;
                }
                if self.lang() == Lang::Zh && self.is_figure(next) != self.is_figure(start) {
                    break;
                }
                // A noun phrase with a verb of its own begins a new clause, but for Chinese names: 欢迎埃及、伊朗加入. In English what hangs on it stands
                // between: "…, and the struggle FOR POWER IN THE NORTH goes on".
                let name = self.lang() == Lang::Zh && named(next) && named(start);
                let mut verb = next + 1;
                while object
                    && verb + 1 < all.len()
                    && all[verb].kind == ChunkKind::Preposition
                    && all[verb + 1].kind == ChunkKind::Noun
                {
                    verb += 2;
                }
                let finite = |e: &Element| e.kind == ChunkKind::Verb && e.voice.is_finite();
                let close = inside && links == 1 && joins(at) && first_tag(next) != Tag::Determiner;
                if !name && !close && all.get(verb).is_some_and(finite) {
                    ranges.truncate(apart.unwrap_or(ranges.len()));
                    break;
                }
                // "coal 30 percent and gas 20 percent"
                let other = amount && self.view.tokens.tokens[all[next].start as usize].tag == Tag::Noun;
                if other || attribute && own(at, next) {
                    break;
                }
                // "hurts trade and growth, and prices, rents and fees rise"
                if self.lang() == Lang::En && joined && !(at..next).any(joins) {
                    apart = apart.or(Some(ranges.len()));
                }
                joined |= (at..next).any(joins);
                hanging &= named(next);
                if !hanging {
                    ranges.push((next, next + 1));
                }
                at = next + 1;
            }
        } else {
            // "…, as rents, fees and fares rise"
            let clause = |at: usize| word(at) == "as" && (at == 0 || all[at - 1].kind != ChunkKind::Verb);
            let mut at = start;
            // "rules, tariffs, and loans supporting ports", "the security of towns and reefs vital to trade": of a longer list only the last is told so.
            let told = self.lang() == Lang::En && end == self.trigger.first;
            let verb = all[self.trigger.first..self.trigger.last].iter().find(|e| e.kind == ChunkKind::Verb);
            let finite = verb.is_some_and(|e| e.voice.is_finite());
            let opens = |at: usize| {
                let verb = !all[at].voice.is_finite();
                verb && (at == 0 || matches!(all[at - 1].kind, ChunkKind::Mark | ChunkKind::Clause))
            };
            // "food and export growth", but "jobs in ports and export growth": what stands before the trigger in one noun phrase with it shares
            // that with single nouns.
            let compound = told && self.trigger.stance == Stance::Nominal;
            let relative =
                all[end.min(self.trigger.first)..self.trigger.first].iter().any(|e| e.kind == ChunkKind::Clause);
            let governs = |at: usize| !relative && all[at].voice.is_finite();
            let alone = told && all[end].kind == ChunkKind::Adjective;
            let told = told && all[end].voice == Voice::Gerund;
            let single = |at: usize| all[at].end == all[at].start + 1;
            while at >= 2
                && link(at - 1)
                && ranges.len() < COORDINATED
                && !(alone || told && (comma(at - 1) || comma(at - 2)))
            {
                let mut before = if at >= 3 && link(at - 2) { at - 3 } else { at - 2 };
                if compound && !single(before) {
                    break;
                }
                // What hangs on an English member by preposition belongs to it; a Chinese preposition begins the list: 由｜巴西、秘鲁发起.
                while self.lang() == Lang::En
                    && !compound
                    && before >= 2
                    && all[before].kind == ChunkKind::Noun
                    && all[before - 1].kind == ChunkKind::Preposition
                    && !clause(before - 1)
                    && all[before - 2].kind == ChunkKind::Noun
                {
                    before -= 2;
                }
                let first = before > 0 && all[before - 1].kind == ChunkKind::Preposition;
                // "through fair trade and ports, which …": what is told of a mere noun is told of that to which it is joined.
                let both = first && joins(at - 1) && at == start && single(start);
                let hangs = first && self.lang() == Lang::En && !clause(before - 1) && !both;
                if all[before].kind != ChunkKind::Noun || hangs {
                    break;
                }
                // 产量增长5%、出口…: a figure ends what is said of something else.
                if self.lang() == Lang::Zh && self.is_figure(before) != self.is_figure(start) {
                    break;
                }
                // In Chinese the object of a verb is not coordinated with the subject of the next.
                let noun = |e: &&Element| e.kind == ChunkKind::Noun;
                let verb = all[..before].iter().rev().take(REACH).find(|e| !noun(e));
                if self.lang() == Lang::Zh && verb.is_some_and(|e| e.kind == ChunkKind::Verb) {
                    break;
                }
                // "in Norway and Peru, ports and roads …": a joint that no comma member can have before it ends another list.
                // "to cut fees, ports and towns work": nor is the object of a verb one of those who do what a finite one says.
                let other = match before.checked_sub(1).map(|n| all[n].kind) {
                    Some(ChunkKind::Conjunction) => joins(before - 1) && !(before > 1 && comma(before - 2)),
                    // "fairs bring trade and ferries CAN cut fees": nor that of a finite one.
                    Some(ChunkKind::Verb) => finite && (opens(before - 1) || governs(before - 1)),
                    _ => false,
                };
                let object = before > 0 && all[before - 1].kind == ChunkKind::Verb && governs(before - 1);
                if other && (object || joined && !(before + 1..at).any(joins)) && self.lang() == Lang::En {
                    break;
                }
                joined |= (before + 1..at).any(joins);
                if !joined {
                    break;
                }
                ranges.push((before, before + 1));
                if first {
                    break;
                }
                at = before;
            }
            ranges.reverse();
            // "…, and we" begins a clause; only a longer list has a comma before its "and". So does "and they".
            let subject = start > 0 && matches!(word(start), "we" | "they" | "he" | "she");
            let clause = start >= 2 && joins(start - 1) && comma(start - 2) && ranges.len() == 2 || subject;
            joined &= !(clause && self.lang() == Lang::En);
        }
        // Commas alone join nothing in English: "for that reason, we …".
        if !joined {
            ranges = SmallVec::from_slice(&[(start, end)]);
        }
        ranges
    }

    /// A member of an English list without those behind it, where what hangs on it is told by an article or a name and the next has neither: "floods in
    /// the north, high rates and fees". Else the list may be of what hangs: "trade in fish, grain and timber".
    pub(super) fn before_next(&self, fill: Fill, end: usize, next: Option<&(usize, usize)>) -> Fill {
        let (all, tokens) = (&self.view.all, self.view.tokens.tokens);
        let told = |at: usize| {
            let tag = |t: u16| tokens[t as usize].tag;
            tag(all[at].start) == Tag::Determiner || tag(all[at].head) == Tag::Proper
        };
        let noun = |e: &Element| e.kind == ChunkKind::Noun;
        let comma = |at: usize| self.view.word(at) == ",";
        match next {
            Some(&(next, _)) if self.lang() == Lang::En && fill.end > all[next].start && !told(next) => {
                match (end..next).rev().find(|&at| noun(&all[at])) {
                    Some(hanging) if told(hanging) && comma(hanging + 1) => {
                        Fill { end: all[hanging].end, mention: None, ..fill }
                    }
                    _ => fill,
                }
            }
            _ => fill,
        }
    }

    /// Joins an English member to the one behind it where people are the head of both: "party and state LEADERS". A member that has an article, is of
    /// several, or has a name, is for itself: "the party and state leaders", "ministers and state leaders".
    pub(super) fn share_head(&self, members: &mut SmallVec<[(usize, usize); 4]>) {
        let (all, tokens) = (&self.view.all, &self.view.tokens);
        let words = |at: usize| &tokens.tokens[all[at].start as usize..all[at].end as usize];
        let bare = |at: usize| {
            let head = all[at].head;
            !tokens.word(head).ends_with('s')
                && matches!(tokens.tokens[head as usize].tag, Tag::Noun | Tag::Proper)
                && words(at).iter().all(|t| !matches!(t.tag, Tag::Determiner | Tag::Number | Tag::Particle))
                && !self.asked.body.is_some_and(|label| self.view.covered(at, label))
                && !self.reading.found.iter().any(|f| f.start <= head && head < f.end)
        };
        let compound = |at: usize| matches!(words(at), [first, _] if first.tag == Tag::Noun) && self.is_people(at);
        let mut n = 1;
        while n < members.len() {
            let ((start, end), (next, last)) = (members[n - 1], members[n]);
            let beside = end == start + 1 && next == end + 1 && last == next + 1 && self.view.word(end) == "and";
            if beside && all[start].kind == ChunkKind::Noun && bare(start) && compound(next) {
                members[n - 1].1 = last;
                members.remove(n);
            } else {
                n += 1;
            }
        }
    }

    /// Whether a Chinese noun phrase sums up the list that it ends: 港口等大项目.
    pub(super) fn sums_up(&self, at: usize) -> bool {
        let element = &self.view.all[at];
        self.has_others(element.start + 1..element.head)
    }

    /// Whether a Chinese noun phrase is of those who are named in it, and others: 财政部等有关部门.
    pub(super) fn sums_up_somebody(&self, at: usize) -> bool {
        let element = &self.view.all[at];
        let inside = |f: &Found| element.start <= f.start && f.end <= element.end;
        self.has_others(element.start..element.end)
            && self.reading.found.iter().any(|f| inside(f) && self.asked.named_kinds.contains(&f.class))
    }

    /// Whether 等 is among some tokens.
    fn has_others(&self, mut tokens: Range<u16>) -> bool {
        self.lang() == Lang::Zh && tokens.any(|t| self.view.tokens.word(t) == "等")
    }

    /// Whether the members of a Chinese list are things without a name.
    pub(super) fn are_things(&self, members: &[(usize, usize)]) -> bool {
        let is_named = |&(start, end): &(usize, usize)| {
            let (a, b) = (self.view.all[start].start, self.view.all[end - 1].end);
            self.reading.found.iter().any(|f| a <= f.start && f.end == b)
        };
        self.lang() == Lang::Zh && !members.iter().any(is_named)
    }

    /// Whether a Chinese phrase begins with what is done, where a role may be filled so.
    pub(super) fn is_deed(&self, role: &Role, start: usize, end: usize) -> bool {
        let acts = self.view.all[start].kind == ChunkKind::Verb && end > start + 1;
        self.lang() == Lang::Zh && acts && role.fillings.contains(&Filling::Action)
    }

    /// Whether the members of a list share what stands before the first, so that they are one thing: behind it stand only single nouns ("our
    /// security, growth and stability"), or, where they are two, a compound ("ports and freight vehicles"). Single nouns share too what hangs on the
    /// last. A name, or another noun with an adjective of its own, is for itself, and so are two compounds ("food shortages and price hikes"). Of a Chinese
    /// list, what 的 ties to the first is for all: 渔民的干劲和信心.
    pub(super) fn is_one(&self, members: &[(usize, usize)]) -> bool {
        let [first, rest @ .., last] = members else { return false };
        let all = &self.view.all;
        let plain = |at: usize| {
            let head = all[at].head;
            self.view.tokens.tokens[head as usize].tag == Tag::Noun
                && !self.reading.found.iter().any(|f| f.start <= head && head < f.end)
        };
        if self.lang() == Lang::Zh {
            let tokens = self.view.tokens;
            let is_tie = |t: u16| tokens.word(t) == "的";
            let tied = |member: &(usize, usize)| (all[member.0].start..all[member.1 - 1].end).any(is_tie);
            return plain(first.0)
                && tied(first)
                && rest.iter().chain([last]).all(|member| plain(member.0) && !tied(member));
        }
        let short = |&(start, end): &(usize, usize)| {
            let element = &all[start];
            let words = &self.view.tokens.tokens[element.start as usize..element.end as usize];
            let compound = || rest.is_empty() && matches!(words, [first, _] if first.tag == Tag::Noun);
            end == start + 1 && plain(start) && (words.len() == 1 || compound())
        };
        // "…, and we": a comma before the joint of two begins something new.
        let apart = rest.is_empty() && last.0 > 1 && all[last.0 - 2].kind == ChunkKind::Mark;
        let joined = last.0 > 0 && all[last.0 - 1].kind == ChunkKind::Conjunction;
        // A noun before the first is of it alone, where that is no deed and the last has one too: "food shortages and price hikes", but "port
        // development and harbour repair".
        let words = &self.view.tokens.tokens[all[first.0].start as usize..all[first.0].head as usize];
        let deed = self.asked.deed.is_some_and(|label| self.view.covered(first.0, label));
        let compound = !deed
            && !words.is_empty()
            && words.iter().all(|t| t.tag == Tag::Noun)
            && all[last.0].end > all[last.0].start + 1;
        let shared = || plain(first.0) && !compound && rest.iter().chain([last]).all(short);
        // "unity, order and lasting growth of the towns": what hangs on the last is for all.
        let bare = |&(start, end): &(usize, usize)| {
            let element = &all[start];
            end == start + 1 && element.end == element.start + 1 && plain(start)
        };
        let hangs = all.get(last.1).is_some_and(|e| e.kind == ChunkKind::Preposition)
            && matches!(self.view.word(last.1), "of" | "in" | "between" | "among" | "throughout" | "across");
        let determined = self.view.tokens.tokens[all[last.0].start as usize].tag == Tag::Determiner;
        let tail = || hangs && !determined && plain(last.0) && [first].into_iter().chain(rest).all(bare);
        joined && !apart && (shared() || tail())
    }
}
