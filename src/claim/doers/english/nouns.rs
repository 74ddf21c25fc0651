//! What kind of noun phrase an element is.
//!
//! Comes in: an element of an English sentence. Goes out: whether it is a pronoun, a quantity, one that acts, or what somebody means to do.

use super::Clauses;
use crate::rule::pattern::Label;
use crate::text::Tag;

impl Clauses<'_, '_, '_> {
    /// Whether a noun phrase is a pronoun that is nothing but a subject.
    pub(super) fn is_subject(&self, at: usize) -> bool {
        matches!(self.word(at), "I" | "we" | "they" | "he" | "she")
    }

    pub(super) fn is_it(&self, at: usize) -> bool {
        matches!(self.word(at), "it" | "It" | "there" | "There")
    }

    /// Whether an element points at what is named behind it: "THESE are the voices that lead".
    pub(super) fn points(&self, at: usize) -> bool {
        matches!(self.word(at), "these" | "These" | "those" | "Those")
    }

    /// Whether the head of an element is of a list.
    pub(super) fn is_of(&self, at: usize, list: Option<Label>) -> bool {
        list.is_some_and(|label| self.view.is_of(at, label))
    }

    /// Whether a noun phrase is a quantity.
    pub(super) fn is_counted(&self, at: usize) -> bool {
        self.kinds.quantity.is_some_and(|label| self.view.has(at, label))
    }

    /// Whether a noun phrase is of what somebody means to do, as the verb before it says: "kept ITS PROMISE to", "shares the GOAL of".
    pub(super) fn strives(&self, at: usize, verb: Option<usize>) -> bool {
        let first = self.view.tokens.word(self.element(at).start);
        self.is_of(at, self.kinds.striving)
            && (matches!(first, "its" | "their" | "our" | "his" | "her" | "my")
                || !self.is_indefinite(at) && verb.is_some_and(|n| !self.is_of(n, self.kinds.stance)))
    }

    /// Whether a noun phrase is a figure without what it counts: "three million", "five dollars".
    fn is_amount(&self, at: usize, head: Tag) -> bool {
        let amount = || self.kinds.amounts.iter().any(|&label| self.view.has(at, label));
        self.is_counted(at) && (head == Tag::Number || amount())
    }

    fn head_tag(&self, at: usize) -> Tag {
        self.view.tokens.tokens[self.element(at).head as usize].tag
    }

    pub(super) fn is_pronoun(&self, at: usize) -> bool {
        self.head_tag(at) == Tag::Pronoun
    }

    /// Whether a noun phrase is of those who act, or of what they mean to do or give.
    pub(super) fn acts(&self, at: usize) -> bool {
        let head = self.head_tag(at);
        head == Tag::Pronoun
            || self.is_amount(at, head)
            || self.kinds.actors.iter().any(|&label| match label {
                Label::Class(_) => self.view.has(at, label),
                _ => self.is_of(at, Some(label)),
            })
    }
}
