//! Quotations of several sentences.
//!
//! Comes in: the sentences of a text, and its claims. Goes out: with each saying whose words begin or end such a quotation, the quotation as a
//! whole: "…", within one passage. What somebody says there is his in all of its sentences.

use super::Stated;
use crate::mention::Reading;
use crate::rule::Rules;
use crate::span::Span;
use crate::text::Shape;

/// The most sentences of one quotation; a mark that stays open longer is a slip.
const LONGEST: u32 = 24;

/// From a token of one sentence to before the closing mark in a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    begin: (u32, u16),
    end: (u32, u16),
}

impl Quotation {
    /// Whether some tokens of a sentence stand in it.
    pub fn holds(&self, sentence: u32, tokens: (u16, u16)) -> bool {
        self.begin <= (sentence, tokens.0) && (sentence, tokens.1) <= self.end
    }

    /// Whether it begins behind a token of a sentence.
    pub fn is_behind(&self, sentence: u32, token: u16) -> bool {
        self.begin > (sentence, token)
    }

    /// Its words, of the normalised text, without the stop or comma before the closing mark.
    pub fn span(&self, readings: &[Reading<'_>]) -> Option<Span> {
        let token = |(sentence, at): (u32, u16)| readings.get(sentence as usize)?.tokens.tokens.get(usize::from(at));
        let first = token(self.begin)?;
        let closing = token(self.end)?;
        let text = readings.get(self.end.0 as usize)?.tokens.text;
        let begin = first.span.start as usize;
        let inside = text.get(begin..closing.span.start as usize)?;
        let words = inside.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '，' | '。'));
        (!words.is_empty()).then(|| Span::new(begin, begin + words.len()))
    }
}

/// The quotations of more than one sentence, in order.
fn find(readings: &[Reading<'_>]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<(u32, u16)> = None;
    let mut passage = None;
    for (n, reading) in (0..).zip(readings) {
        if passage != Some(reading.sentence.passage) {
            (passage, open) = (Some(reading.sentence.passage), None);
        }
        let tokens = reading.tokens.tokens;
        for (at, token) in (0..).zip(tokens).filter(|(_, token)| token.shape == Shape::Mark) {
            let mark = token.span.of(reading.tokens.text);
            let straight = mark == "\"";
            let outside = at == 0 || token.spaced;
            if mark == "“" || straight && outside {
                let next = at + 1;
                open = Some(if usize::from(next) < tokens.len() { (n, next) } else { (n + 1, 0) });
            } else if (mark == "”" || straight)
                && let Some(begin) = open.take()
                && (begin.0 + 1..=begin.0 + LONGEST).contains(&n)
            {
                found.push(Quotation { begin, end: (n, at) });
            }
        }
    }
    found
}

/// Gives sayings the quotations of which their sentence has the begin or the end.
pub fn whole(claims: &mut [Stated<'_>], readings: &[Reading<'_>], rules: &Rules) {
    let quotations = find(readings);
    if quotations.is_empty() {
        return;
    }
    for claim in claims {
        let relation = &rules.relations[claim.relation as usize];
        let Some((inner, _)) = &relation.attribute else { continue };
        let content = claim.roles.iter().find(|(r, _)| relation.roles[*r as usize].name == *inner);
        let Some(content) = content.map(|(_, fill)| *fill) else { continue };
        let from = quotations.partition_point(|q| q.end.0 < content.sentence);
        let near = quotations[from..].iter().take_while(|q| q.begin.0 <= content.sentence);
        let opens = |q: &Quotation| {
            let first = q.begin.1;
            q.begin.0 == content.sentence && content.start <= first && first <= content.start + 2
        };
        let closes = |q: &Quotation| {
            let last = q.end.1;
            q.end.0 == content.sentence && content.start < last && last <= content.end + 2 && content.end <= last + 1
        };
        claim.quotation = near.into_iter().find(|&q| opens(q) || closes(q)).copied();
    }
}
