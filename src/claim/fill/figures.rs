//! Figures, and what they count.
//!
//! Comes in: tokens or elements of a sentence. Goes out: the noun that a figure counts ("300 SCHOOLS"), an indicator without whose, where and when it is,
//! and whether an element or a phrase is a figure.

use super::{Fill, Filler, Scratch};
use crate::document::Lang;
use crate::mention::lattice::Edge;
use crate::rule::pattern::{ClassId, Label, Lattice};
use crate::rule::{Role, RoleKind};
use crate::text::{ChunkKind, Tag};

/// How many words stand before a single character in the name of an indicator.
const STEM: usize = 3;

/// How many mentions may lie in one another.
const NESTED: usize = 4;

impl Filler<'_, '_, '_> {
    /// What the first quantity among some tokens counts, with what hangs on it.
    pub fn counted(&self, a: u16, b: u16, scratch: &mut Scratch) -> Option<Fill> {
        let from = self.reading.found.partition_point(|f| f.start < a);
        let inside = self.reading.found[from..].iter().take_while(|f| f.start < b);
        let noun = inside.filter_map(|f| f.value.as_ref()?.counted).next()?;
        let (first, behind) = self.view.tokens.tokens_of(noun)?;
        let element = self.view.at(behind - 1);
        // "25 sets of rules", "3 million doses of vaccine": counted are the rules, by the measure.
        let is = |label: Option<Label>| label.is_some_and(|label| self.view.covered(element, label));
        let of = element + 1 < self.view.all.len() && self.view.word(element + 1) == "of";
        // "four pillars", "two points": what is spoken of in its parts is not counted.
        if is(self.asked.measure) && of || is(self.asked.topic) || self.named_by(first) {
            return None;
        }
        let last = self.extended(element, element + 1, scratch);
        // 20家企业、30个车间: the second count is of something else.
        // "19 proposals to the council": whom they go to is not counted.
        let apart = |at: usize| {
            let to = matches!(self.view.word(at), "to" | "from" | "by" | "at" | "on" | "with" | "through");
            self.lang() == Lang::En && to
        };
        let mut end = (element + 1..last).find(|&at| self.is_figure(at) || apart(at)).unwrap_or(last);
        while end > element + 1 && self.view.all[end - 1].kind != ChunkKind::Noun {
            end -= 1;
        }
        // 3400家参展商和39.4万名观众: so is one within the same phrase.
        let next = self.reading.found.iter().skip(from).find(|f| f.start >= behind && f.value.is_some());
        let mut end = self.view.all[end - 1].end.min(next.map_or(u16::MAX, |f| f.start));
        while end > behind && self.view.tokens.tokens[end as usize - 1].tag == Tag::Conjunction {
            end -= 1;
        }
        self.trimmed_tokens(first, end)
    }

    /// Whether the measure before a token is of what is named rather than counted: 两大 布局.
    fn named_by(&self, at: u16) -> bool {
        let Some(topic) = self.asked.topic.filter(|_| self.lang() == Lang::Zh) else { return false };
        at.checked_sub(1)
            .is_some_and(|t| self.view.tokens.starting(t.into()).any(|edge| edge.label == topic && edge.end == at))
    }

    /// Whether the head of an element belongs to a figure.
    pub(super) fn is_figure(&self, at: usize) -> bool {
        let (element, found) = (&self.view.all[at], &self.reading.found);
        let from = found.partition_point(|f| f.start < element.start);
        let inside = found[from..].iter().take_while(|f| f.start < element.end);
        inside.filter(|f| f.value.is_some()).any(|f| f.start <= element.head && element.head < f.end)
    }

    /// What is measured, without whose, where or when: "their SALES", "the INFLATION in Norway", "Norway's FISH EXPORTS", 福州机场的年旅客吞吐量.
    pub fn indicator(&self, fill: Fill) -> Fill {
        if fill.mention.is_some() || fill.sentence != self.sentence {
            return fill;
        }
        let (a, b) = match self.lang() {
            Lang::En => self.without_owner(fill.start, fill.end),
            Lang::Zh => self.without_scope(fill.start, fill.end),
        };
        if (a, b) == (fill.start, fill.end) { fill } else { self.fill_of(a, b) }
    }

    /// The mention of some classes that begins or ends at a token.
    fn bordering(&self, classes: &[ClassId], at: u16, ends: bool) -> Option<(u16, u16)> {
        let found = &self.reading.found;
        let from = found.partition_point(|f| f.start < at);
        let begins = || found[from..].iter().take_while(|f| f.start == at).find(|f| classes.contains(&f.class));
        let closes = || found[..from].iter().rev().take(NESTED).find(|f| f.end == at && classes.contains(&f.class));
        let border = if ends { closes() } else { begins() };
        border.map(|f| (f.start, f.end))
    }

    fn without_owner(&self, mut a: u16, mut b: u16) -> (u16, u16) {
        let tokens = self.view.tokens;
        let is = |at: u16, label: Option<Label>| label.is_some_and(|label| tokens.covered(at as usize, label));
        let tag = |at: u16| tokens.tokens[at as usize].tag;
        if a + 1 < b && is(a, self.asked.owner) {
            a += 1;
        } else if let Some((_, end)) = self.bordering(&self.asked.named_kinds, a, false)
            && end + 1 < b
            && tag(end) == Tag::Particle
        {
            a = end + 1;
        }
        // "crime SUCH AS theft": examples are no part of it.
        let such = |at: &u16| tokens.word(*at) == "such";
        if let Some(such) = (a + 1..b).find(such) {
            b = if tag(such - 1) == Tag::Punctuation { such - 1 } else { such };
        }
        while let Some((start, _)) = self.bordering(&self.asked.settings, b, true) {
            let article = start > a && tag(start - 1) == Tag::Determiner;
            let at = start - u16::from(article);
            if at <= a + 1 || !is(at - 1, self.asked.setting) {
                break;
            }
            b = at - 1;
        }
        (a, b)
    }

    /// The begin of a Chinese indicator that begins in a single character, with the deed or thing that makes it a word: (问题解决)率.
    fn with_stem(&self, a: u16) -> u16 {
        let tokens = self.view.tokens.tokens;
        let single = |at: u16| tokens[at as usize].span.len() == '率'.len_utf8();
        if !single(a) {
            return a;
        }
        let stem = |at: &u16| {
            let tag = tokens[*at as usize].tag;
            matches!(tag, Tag::Noun | Tag::Verb | Tag::Adjective)
                && !self.asked.deeds.iter().any(|&label| self.view.tokens.covered(*at as usize, label))
        };
        (0..a).rev().take(STEM).take_while(stem).last().unwrap_or(a)
    }

    fn without_scope(&self, mut a: u16, b: u16) -> (u16, u16) {
        let text = self.view.tokens.text;
        a = self.with_stem(a);
        // 第一大省贵州今年种植面积: whose it is stands before when.
        let found = &self.reading.found;
        let inside = found[found.partition_point(|f| f.start <= a)..].iter().take_while(|f| f.start < b);
        let when = inside.filter(|f| Some(f.class) == self.asked.time && f.end < b).map(|f| (f.start, f.end)).last();
        if let Some((start, end)) = when
            && !self.view.tokens.tokens[a as usize..start as usize].iter().any(|t| t.span.of(text).starts_with('占'))
        {
            a = end + u16::from(end + 1 < b && self.view.tokens.word(end) == "的");
        }
        while let Some((_, end)) = self.bordering(&self.asked.settings, a, false) {
            let tie = end < b && self.view.tokens.word(end) == "的";
            let next = end + u16::from(tie);
            // 宁波、温州机场能级, 江西与全国水平的差距: what goes on with another name is one.
            let on = |at: u16| {
                let tag = self.view.tokens.tokens[at as usize].tag;
                matches!(tag, Tag::Punctuation | Tag::Conjunction | Tag::Preposition)
            };
            if next >= b || on(next) {
                break;
            }
            a = next;
        }
        // 消费、提升消费质量: what is done next is another matter.
        let tokens = self.view.tokens;
        let next = |at: u16| {
            tokens.tokens[at as usize].span.of(text) == "、"
                && self.asked.deeds.iter().any(|&label| tokens.covered(at as usize + 1, label))
        };
        let end = (a + 1..b.saturating_sub(1)).find(|&at| next(at)).unwrap_or(b);
        (a, end)
    }

    /// The mention of a figure, no time, to which the head of an element belongs.
    fn amount(&self, at: usize) -> Option<&Edge> {
        let head = self.view.all[at].head;
        self.view.tokens.over(head as usize, Label::Class(self.asked.quantity?))
    }

    /// Whether the head of an element belongs to a figure that is no time.
    pub(super) fn is_amount(&self, at: usize) -> bool {
        self.amount(at).is_some()
    }

    /// Whether an English phrase is a figure, which is no indicator; and no effect unless it says of what: "rose 3 percent", "created 300 jobs".
    pub(super) fn is_mere_figure(&self, role: &Role, start: usize, end: usize) -> bool {
        let Some(edge) = self.amount(start).filter(|_| self.lang() == Lang::En) else { return false };
        let value = self.reading.found[edge.source as usize].value.as_ref();
        let of = end < self.view.all.len() && self.view.word(end) == "of";
        role.kind == RoleKind::Metric
            || role.kind == RoleKind::Effect && !of && value.is_none_or(|v| v.counted.is_none())
    }
}
