//! How far a filler reaches.
//!
//! Comes in: elements in which a filler begins. Goes out: its tokens: a noun phrase with what hangs on it, a verb with its object, a clause to its end,
//! without the marks at their edges.

use super::{Fill, Filler, REACH, Scratch};
use crate::claim::elements::Element;
use crate::document::Lang;
use crate::rule::machine::Prefer;
use crate::rule::pattern::{Ahead, Label, Lattice};
use crate::text::{ChunkKind, Tag, Voice};

impl Filler<'_, '_, '_> {
    /// A noun phrase with what hangs on it.
    pub(super) fn phrase(&self, start: usize, end: usize, scratch: &mut Scratch) -> Option<Fill> {
        if self.view.all[start].kind == ChunkKind::Verb {
            return None;
        }
        // What hangs on the last of two that are one thing hangs on both.
        let from = if self.view.all[end - 1].kind == ChunkKind::Noun { end - 1 } else { start };
        let last = self.extended(from, end, scratch).max(end);
        self.trimmed(start, last)
    }

    /// Who acts or is acted on: a noun phrase without what he is to do ("we call on all states TO JOIN"), what it is for or on, and at which deed or event.
    pub(super) fn party(&self, start: usize, end: usize, scratch: &mut Scratch) -> Option<Fill> {
        let whole = self.phrase(start, end, scratch)?;
        let rest = end..self.view.at(whole.end - 1) + 1;
        let aim = |n: &usize| {
            let e = &self.view.all[*n];
            let word = self.view.word(*n);
            e.kind == ChunkKind::Verb && e.voice == Voice::Infinitive
                || matches!(word, "for" | "on" | "about" | "over" | "regarding" | "concerning")
                || word == "in" && self.is_done(*n + 1)
        };
        match rest.into_iter().find(aim) {
            Some(aim) if self.lang() == Lang::En => self.trimmed(start, aim),
            _ => Some(whole),
        }
    }

    /// The end of an English noun phrase with what it is of: "the demands of Norway, Peru and Chad", not "the ports in Norway".
    pub(super) fn owned(&self, mut end: usize) -> usize {
        let all = &self.view.all;
        let noun = |at: usize| all.get(at).is_some_and(|e| e.kind == ChunkKind::Noun);
        let of = |at: usize| self.view.word(at) == "of";
        let begin = end;
        while end + 1 < all.len() && of(end) && noun(end + 1) {
            end += 2;
        }
        let name = |at: usize| noun(at) && self.view.tokens.tokens[all[at].head as usize].tag == Tag::Proper;
        let joint = |at: usize| {
            all.get(at).is_some_and(|e| e.kind == ChunkKind::Conjunction) || at < all.len() && self.view.word(at) == ","
        };
        while end > begin && joint(end) {
            let next = end + 1 + joint(end + 1) as usize;
            if !name(next) || next >= self.trigger.first && begin < self.trigger.first {
                break;
            }
            end = next + 1;
        }
        end
    }

    /// Whether an element is something that is done or that happens, not where or in what plight people are: "in THEIR STRUGGLE", "in CLEARING MINES".
    fn is_done(&self, at: usize) -> bool {
        let Some(e) = self.view.all.get(at) else { return false };
        let labels = [self.asked.conduct, self.asked.event.map(Label::Class)];
        e.kind == ChunkKind::Verb
            || self.view.is_whose(e.start)
            || labels.into_iter().flatten().any(|label| self.view.covered(at, label))
    }

    /// The object of a verb group.
    pub(super) fn object(&self, verb: usize) -> Option<usize> {
        let kind = |at: &usize| self.view.all[*at].kind;
        let behind = verb + 1..self.trigger.first.min(verb + REACH);
        behind.into_iter().find(|at| kind(at) != ChunkKind::Adverb).filter(|at| kind(at) == ChunkKind::Noun)
    }

    /// What a deed is done to, also by preposition: "INVESTING in schools helps farmers".
    fn done(&self, verb: usize) -> Option<usize> {
        let all = &self.view.all;
        let next = all.get(verb + 2).filter(|_| verb + 2 < self.trigger.first);
        let by = next.is_some_and(|e| e.kind == ChunkKind::Noun) && all[verb + 1].kind == ChunkKind::Preposition;
        self.object(verb).or(by.then_some(verb + 2))
    }

    /// A verb group with its objects.
    pub(super) fn action(&self, start: usize, end: usize, scratch: &mut Scratch) -> Option<Fill> {
        let mut last = end;
        // A deed that does something stands with its object: "BUILDING ROADS helps farmers".
        let end = if start == self.doer { end.max(self.done(start).map_or(end, |n| n + 1)) } else { end };
        if let Some(noun) = (start..end).rev().find(|&i| self.view.all[i].kind == ChunkKind::Noun) {
            last = last.max(self.extended(noun, noun + 1, scratch));
        }
        // That it ought to be done is no part of what is done: 要加强合作.
        let (mut a, b) = (self.view.all[start].start, self.view.all[last - 1].end);
        let tokens = self.view.tokens.tokens;
        let tag = |at: u16| tokens[at as usize].tag;
        let ought = tag(a) == Tag::Modal;
        // "must also end war"
        while a + 1 < b && (tag(a) == Tag::Modal || ought && self.lang() == Lang::En && tag(a) == Tag::Adverb) {
            a += 1;
        }
        self.trimmed_tokens(a, b)
    }

    /// What is brought about, without the Chinese verb that says no more than that: 有助于推动渔业转型. Several deeds in a row stay what they are.
    pub(super) fn outcome(&self, fill: Fill) -> Fill {
        let tokens = self.view.tokens;
        // 在促进贸易方面
        let aspect = self.lang() == Lang::Zh && fill.mention.is_none() && tokens.word(fill.end - 1) == "方面";
        let fill = if aspect { self.trimmed_tokens(fill.start, fill.end - 1).unwrap_or(fill) } else { fill };
        let Some(rest) = self.behind_words(fill, self.asked.advance) else { return fill };
        let tag = |at: u16| tokens.tokens[at as usize].tag;
        let joint = |at: u16| tag(at) == Tag::Conjunction || tokens.word(at) == "、";
        let deeds = (rest..fill.end - 1).any(|at| joint(at) && tag(at + 1) == Tag::Verb);
        // 推动的: what is said is whose something is.
        let owned = tag(rest) == Tag::Particle;
        if deeds || owned { fill } else { self.trimmed_tokens(rest, fill.end).unwrap_or(fill) }
    }

    /// What is done, without the Chinese word that says that it ought to be, is hoped for or put forward, by what means or when: 需要修建渔港.
    pub(super) fn deed(&self, fill: Fill) -> Fill {
        let rest = self.behind_words(fill, self.asked.before_deed);
        rest.and_then(|rest| self.trimmed_tokens(rest, fill.end)).unwrap_or(fill)
    }

    /// Where a Chinese filler that is no mention goes on behind words of a list with which it begins, adverbs aside.
    fn behind_words(&self, fill: Fill, list: Option<Label>) -> Option<u16> {
        if self.lang() != Lang::Zh || fill.mention.is_some() || fill.sentence != self.sentence {
            return None;
        }
        let tokens = self.view.tokens;
        let first = (fill.start..fill.end).find(|&at| tokens.tokens[at as usize].tag != Tag::Adverb);
        let list = list?;
        let ends = first.into_iter().chain([fill.start]).flat_map(|at| tokens.ends(at as usize, list));
        ends.filter(|&end| end < fill.end).max()
    }

    /// The end of a noun phrase with what its language lets hang on it.
    pub(super) fn reach(&self, start: usize, scratch: &mut Scratch) -> usize {
        if scratch.extents.is_empty() {
            scratch.extents.resize(self.view.all.len(), 0);
        }
        if scratch.extents[start] == 0 {
            let ahead = Ahead::of(self.view, start, false);
            let phrases = self.rules.phrases.iter().filter(|p| p.lang == self.lang());
            let machine = &mut scratch.machine;
            let ends = phrases.filter_map(|p| machine.follow(&p.program, self.view, &ahead, start, Prefer::First));
            scratch.extents[start] = ends.max().unwrap_or(start).max(start + 1) as u16;
        }
        scratch.extents[start] as usize
    }

    /// The same, not past the trigger.
    pub(super) fn extended(&self, start: usize, end: usize, scratch: &mut Scratch) -> usize {
        let mut limit = if start < self.trigger.first { self.trigger.first } else { self.view.all.len() };
        // What the frame captured for another role is not part of this one.
        for part in self.parts.iter().filter(|p| p.start as usize >= end) {
            limit = limit.min(part.start as usize);
        }
        limit = limit.min(self.shared(start).unwrap_or(limit));
        let mut last = end.max(limit.min(self.reach(start, scratch)));
        // Cut short, it does not end in a preposition, nor in a verb that has not got what it is about: "a port that is | vital".
        let bare = |at: usize| match (self.view.all[at].kind, self.view.all[at].voice) {
            // Of "plans for the | implementation", which is the trigger, the article is left.
            (ChunkKind::Noun, _) => {
                let words = self.view.all[at].start as usize..self.view.all[at].end as usize;
                at + 1 == limit && self.view.tokens.tokens[words].iter().all(|t| t.tag == Tag::Determiner)
            }
            (ChunkKind::Verb, Voice::Active | Voice::Passive | Voice::Infinitive) => {
                self.lang() == Lang::En && at + 1 == limit
            }
            (ChunkKind::Verb, _) => false,
            _ => true,
        };
        while last > end && bare(last - 1) {
            last -= 1;
        }
        // "feeds towns in the hills, and 3 million visitors COME": what is joined begins a clause.
        let verb = |at: usize| {
            let past = |e: &Element| self.view.tokens.tokens[e.head as usize].tag == Tag::Past;
            let active = |e: &Element| e.kind == ChunkKind::Verb && e.voice == Voice::Active && !past(e);
            self.view.all.get(at).is_some_and(active)
        };
        if self.lang() == Lang::En && start >= self.trigger.last && last > end + 1 && verb(last) {
            let joint = self.view.all[last - 2].kind == ChunkKind::Conjunction;
            last -= if joint && self.view.all[last - 1].kind == ChunkKind::Noun { 2 } else { 0 };
        }
        // Nor in what the trigger is the noun of: "wars | causing great HARM", "a plan | for the further IMPLEMENTATION".
        let all = &self.view.all;
        let split = last == self.trigger.first && last > end + 1 && all[last - 1].end == self.trigger.start;
        let noun = all.get(self.trigger.first).is_some_and(|e| e.kind == ChunkKind::Noun);
        if split && noun && matches!(all[last - 2].kind, ChunkKind::Verb | ChunkKind::Preposition) {
            last -= 2;
        }
        last
    }

    /// The first of several joined verbs of which the trigger is a later one, where the noun phrase at `start` does them all: it ends before that.
    /// "rules TO PROTECT reefs and improve yields": it is the rules that improve yields.
    fn shared(&self, start: usize) -> Option<usize> {
        let all = &self.view.all;
        let verb = |at: &usize| all[*at].kind == ChunkKind::Verb;
        let later = (self.trigger.first..self.trigger.last).find(verb)?;
        let joint = (start + 1..self.trigger.first).rev().find(|&n| all[n].kind != ChunkKind::Adverb)?;
        let joined = all[joint].kind == ChunkKind::Conjunction || self.view.word(joint) == ",";
        let finite = |at: usize| all[at].voice.is_finite();
        // The second of two infinitives may lack its "to".
        let alike = |at: usize| match all[at].voice {
            Voice::Infinitive => matches!(all[later].voice, Voice::Infinitive | Voice::Active),
            Voice::Active | Voice::Passive => finite(later),
            voice => voice == all[later].voice,
        };
        let same = |at: usize| self.doers.get(at).is_some_and(|&n| usize::from(n) == start);
        // "the plan TO MERGE ports is to cut fees and widen trade": an infinitive with a finite verb of its own behind it is none of those joined.
        let tokens = self.view.tokens.tokens;
        let base = |n: usize| {
            let (begin, head) = (all[n].start as usize, all[n].head as usize);
            let bare = tokens[begin..head].iter().all(|t| t.tag == Tag::Adverb) && tokens[head].tag == Tag::Verb;
            bare && !self.view.word(n).ends_with('s')
                && !matches!(all[n - 1].kind, ChunkKind::Noun | ChunkKind::Preposition)
        };
        let own = |at: usize| {
            all[at].voice == Voice::Infinitive && (at + 1..joint).any(|n| verb(&n) && finite(n) && same(n) && !base(n))
        };
        let first = |n: &usize| verb(n) && same(*n) && alike(*n) && !own(*n);
        (start + 1..joint).filter(|_| joined && self.lang() == Lang::En).find(first)
    }

    /// The owner alone, where the last element is an owner with what describes the noun behind: "NORWAY's great".
    pub(super) fn trimmed(&self, start: usize, end: usize) -> Option<Fill> {
        let last = &self.view.all[end - 1];
        let owned = last.kind == ChunkKind::Noun && self.view.is_possessive(last.head);
        // A short form in brackets is none of its words.
        let bracket = |t: &u16| matches!(self.view.tokens.word(*t), "(" | "（");
        let end = (last.head..last.end).find(bracket).unwrap_or(last.end);
        self.trimmed_tokens(self.view.all[start].start, if owned { last.head } else { end })
    }

    /// Without marks, articles and ties at the edges.
    pub(super) fn trimmed_tokens(&self, mut a: u16, mut b: u16) -> Option<Fill> {
        let tokens = self.view.tokens.tokens;
        let text = self.view.tokens.text;
        let article = |t: u16| {
            let token = &tokens[t as usize];
            token.tag == Tag::Determiner && matches!(token.span.of(text), "the" | "a" | "an" | "The" | "A" | "An")
        };
        let mark = |t: u16| tokens[t as usize].tag == Tag::Punctuation;
        // 的 at an edge ties to what is not there; 其中 says of what it is one.
        let is = |t: u16, word: &str| tokens[t as usize].span.of(text) == word;
        let tie = |t: u16| self.lang() == Lang::Zh && is(t, "的");
        let among = |t: u16| self.lang() == Lang::Zh && is(t, "其中");
        // “渔光互补”模式, 加入《渔业协定》: a mark whose other half stands inside stays.
        let pairs = [("“", "”"), ("\"", "\""), ("《", "》"), ("（", "）"), ("(", ")")];
        let opens =
            |t: u16, end: u16| pairs.iter().any(|&(open, close)| is(t, open) && (t + 1..end - 1).any(|k| is(k, close)));
        let closes =
            |t: u16, begin: u16| pairs.iter().any(|&(open, close)| is(t, close) && (begin + 1..t).any(|k| is(k, open)));
        // "Norway's Green Ports Plan": the ending of an owner that is a name of its own.
        let ending = |t: u16| self.lang() == Lang::En && self.view.is_possessive(t);
        while a < b && !opens(a, b) && (mark(a) || article(a) || ending(a) || tie(a) || among(a) && a + 1 < b) {
            a += 1;
        }
        // It ends at a quotation mark whose other half stands outside: 形成合力｜”“我们.
        let half =
            |t: &u16| is(*t, "”") && !(a..*t).any(|k| is(k, "“")) || is(*t, "“") && !(*t + 1..b).any(|k| is(k, "”"));
        if let Some(half) = (a + 1..b).find(half) {
            b = half;
        }
        // Nor does an attribute whose noun is not there: 经济增长的主要 (动力).
        while b > a + 2 && tie(b - 2) && tokens[b as usize - 1].tag == Tag::Adjective {
            b -= 2;
        }
        let and_so_on = |t: u16| self.lang() == Lang::Zh && is(t, "等");
        while b > a && !closes(b - 1, a) && (mark(b - 1) || tie(b - 1) || and_so_on(b - 1)) {
            b -= 1;
        }
        // Nor does an article whose noun is elsewhere, with what it hangs on: "the drought in the (north)".
        while self.lang() == Lang::En && b > a + 2 && article(b - 1) && tokens[b as usize - 2].tag == Tag::Preposition {
            b -= 2;
        }
        // "THOSE hit by floods": without who they are it is nobody.
        let bare = b == a + 1 && self.lang() == Lang::En && (is(a, "those") || is(a, "Those") || is(a, "ones"));
        (a < b && !bare).then(|| self.fill_of(a, b))
    }

    /// From an element to the end of the sentence or of the quotation that begins there.
    pub(super) fn clause(&self, start: usize) -> Option<Fill> {
        let tokens = self.view.tokens.tokens;
        let text = self.view.tokens.text;
        let mut a = self.view.all.get(start)?.start;
        let mut b = tokens.len() as u16;
        // A clause that begins before the trigger ends at it, or at what the frame captured for another role before it.
        if start < self.trigger.first {
            let others = self.parts.iter().filter(|p| (start + 1..self.trigger.first).contains(&(p.start as usize)));
            let other = others.map(|p| self.view.all[p.start as usize].start).min();
            b = b.min(other.unwrap_or(self.trigger.start));
        } else {
            let others = self.parts.iter().filter(|p| p.start as usize > start);
            b = others.map(|p| self.view.all[p.start as usize].start).fold(b, u16::min);
        }
        // It ends before what the speaker does next: "stressed the need for peace AND met …".
        let known = if self.doer < self.trigger.first { self.doers } else { &[] };
        let next = (start.max(self.trigger.last)..known.len()).find(|&n| {
            let e = &self.view.all[n];
            let verb = e.voice.is_finite() && e.kind == ChunkKind::Verb;
            let aside = n > 0 && matches!(self.view.word(n - 1), "(" | "（");
            verb && !aside && usize::from(known[n]) == self.doer
        });
        if let Some(next) = next {
            let joins = |n: &usize| matches!(self.view.all[*n].kind, ChunkKind::Conjunction | ChunkKind::Mark);
            let adverb = |n: &usize| self.view.all[*n].kind == ChunkKind::Adverb;
            let join = (start + 1..next).rev().find(|n| !adverb(n)).filter(joins);
            let join = join.map(|n| if n > start + 1 && joins(&(n - 1)) { n - 1 } else { n });
            b = join.map_or(b, |n| b.min(self.view.all[n].start));
        }
        let word = |t: u16| tokens[t as usize].span.of(text);
        while a < b && tokens[a as usize].tag == Tag::Punctuation && !matches!(word(a), "“" | "\"" | "「" | "《") {
            a += 1;
        }
        if a < b && matches!(word(a), "“" | "\"" | "「") {
            let close = if word(a) == "\"" {
                "\""
            } else if word(a) == "“" {
                "”"
            } else {
                "」"
            };
            if let Some(end) = (a + 1..b).find(|&t| word(t) == close) {
                // Only what is quoted, where the quotation is the content: also one directly behind the verb that a comma ends.
                let rest = (end + 1..b).any(|t| tokens[t as usize].tag != Tag::Punctuation);
                let ends = matches!(word((end + 1).min(b - 1)), "," | ";" | "，" | "；");
                let direct = a > 0 && ends && tokens[a as usize - 1].tag != Tag::Punctuation && close == "”";
                if !rest || direct || a > 0 && word(a - 1) == ":" {
                    (a, b) = (a + 1, end);
                }
            }
        }
        while b > a
            && tokens[b as usize - 1].tag == Tag::Punctuation
            && !matches!(word(b - 1), "”" | "\"" | "》" | ")" | "）")
        {
            b -= 1;
        }
        (a < b).then(|| self.fill_of(a, b))
    }

    /// A range of tokens, as the mention that it is.
    pub fn fill_of(&self, start: u16, end: u16) -> Fill {
        let mention = self.reading.mention(start, end);
        Fill { sentence: self.sentence, start, end, mention }
    }
}
