//! Which members a captured Chinese phrase is a list of.
//!
//! Comes in: the elements that a frame captured for one role, 渔业 转型 和 渔民 增收. Goes out: the ranges of its members, where each says enough to stand for
//! itself; none where they share something: an owner before the first (国家 经济建设 和 社会稳定), a noun behind the last (亚太 和 世界 的 未来), a verb.

use super::Filler;
use crate::claim::elements::Element;
use crate::document::Lang;
use crate::text::{ChunkKind, Tag, Voice};
use smallvec::SmallVec;

/// Members of fewer characters are parts of one thing: 速度、广度、深度; 物流畅通、贸易发展.
const CHARACTERS: usize = 5;

/// What a member is; the members of a list are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// 渔业 转型
    Thing,
    /// 修建 渔港
    Deed,
    /// 收入 增加
    Clause,
}

impl Filler<'_, '_, '_> {
    /// The members of a captured range; one where it is no list.
    pub(super) fn several(&self, start: usize, end: usize) -> SmallVec<[(usize, usize); 4]> {
        let whole = SmallVec::from_slice(&[(start, end)]);
        if self.lang() != Lang::Zh || end < start + 3 {
            return whole;
        }
        let mut members: SmallVec<[(usize, usize); 4]> = SmallVec::new();
        let (mut from, mut depth) = (start, 0usize);
        for at in start..end {
            match self.view.word(at) {
                "“" | "《" | "（" | "(" => depth += 1,
                "”" | "》" | "）" | ")" => depth = depth.saturating_sub(1),
                "、" | "和" | "与" | "以及" | "及" if depth == 0 => {
                    members.push((from, at));
                    from = at + 1;
                }
                _ => {}
            }
        }
        members.push((from, end));
        let [first, rest @ ..] = &members[..] else { return whole };
        let Some(shape) = self.shape(*first) else { return whole };
        let alike = rest.iter().all(|&member| self.shape(member) == Some(shape));
        let owned = |member: &(usize, usize)| self.is_owned(*member);
        let tied = |member: &(usize, usize)| self.is_tied(*member);
        // 国家 经济建设 和 社会稳定; 收入 的 增加 和 分配; 渔港 和 山村 的 未来
        let shared = owned(first) && !rest.iter().any(owned) || rest.iter().any(tied) != tied(first);
        if members.len() > 1 && alike && !shared { members } else { whole }
    }

    /// What a member is; nothing where it says too little for itself.
    fn shape(&self, (start, end): (usize, usize)) -> Option<Shape> {
        let all = self.view.all.get(start..end).filter(|all| !all.is_empty())?;
        let tokens = self.view.tokens;
        let span = tokens.span(all[0].start as usize, all[all.len() - 1].end as usize);
        let words: u16 = all.iter().map(|e| e.end - e.start).sum();
        if words < 2 || span.of(tokens.text).chars().count() < CHARACTERS {
            return None;
        }
        let verb = |e: &Element| e.kind == ChunkKind::Verb && e.voice != Voice::Participle;
        let noun = |e: &Element| e.kind == ChunkKind::Noun;
        match all.iter().position(verb) {
            Some(0) => all.iter().any(noun).then_some(Shape::Deed),
            Some(n) => all[..n].iter().any(noun).then_some(Shape::Clause),
            None => all.iter().any(noun).then_some(Shape::Thing),
        }
    }

    /// Whether a member begins with whose it is: a place, people, a pronoun.
    fn is_owned(&self, (start, _): (usize, usize)) -> bool {
        let first = self.view.all[start].start as usize;
        let tokens = self.view.tokens;
        let listed = |label| tokens.ends(first, label).next().is_some();
        let named = self.reading.found.iter().any(|f| f.start as usize == first);
        named
            || matches!(tokens.tokens[first].tag, Tag::Proper | Tag::Pronoun | Tag::Determiner)
            || self.asked.owners.iter().any(|&label| listed(label))
    }

    /// Whether 的 ties a member together.
    fn is_tied(&self, (start, end): (usize, usize)) -> bool {
        let tokens = self.view.tokens;
        let (a, b) = (self.view.all[start].start, self.view.all[end - 1].end);
        (a..b).any(|t| tokens.span(t as usize, t as usize + 1).of(tokens.text) == "的")
    }
}
