//! What kind of noun phrase an element is.
//!
//! Comes in: an element of an English sentence. Goes out: whether it is a pronoun, a quantity, one that acts, or what somebody means to do.

use super::Clauses;
use crate::rule::pattern::Label;
use crate::text::{ChunkKind, Tag, Voice};

impl Clauses<'_, '_, '_> {
    /// Whether a noun phrase is a pronoun that is nothing but a subject.
    pub(super) fn is_subject(&self, at: usize) -> bool {
        matches!(self.word(at), "I" | "we" | "they" | "he" | "she")
    }

    pub(super) fn is_it(&self, at: usize) -> bool {
        matches!(self.word(at), "it" | "It" | "there" | "There")
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

    /// Whether a noun phrase is of one or of several, as the form of a verb in the present says.
    pub(super) fn agrees(&self, noun: usize, verb: usize) -> bool {
        let token = |at: usize| &self.view.tokens.tokens[self.element(at).head as usize];
        let head = |at: usize| self.view.tokens.word(self.element(at).head);
        let third =
            self.element(verb).voice == Voice::Active && token(verb).tag == Tag::Verb && self.word(verb).ends_with('s');
        match head(noun).to_ascii_lowercase().as_str() {
            "i" | "we" | "they" | "you" | "these" | "those" => return !third,
            "he" | "she" | "it" | "this" | "that" => return !self.is_base(verb),
            _ => {}
        }
        let word = head(noun);
        let ending = word.ends_with('s') && !["ss", "us", "is"].iter().any(|other| word.ends_with(other));
        let several = ending || self.is_of(noun, self.kinds.plural) || self.is_counted(noun);
        // "Norway and Peru", "ports, ferries and boats"
        let list = self.view.all[noun + 1..].iter().take(4);
        let mut joined = list.take_while(|e| !matches!(e.kind, ChunkKind::Verb | ChunkKind::Clause));
        let joined = joined.any(|e| e.kind == ChunkKind::Conjunction);
        // The name of one may end in s.
        if third { !joined && (!several || self.is_name(noun)) } else { !self.is_base(verb) || several || joined }
    }

    /// Whether a noun phrase is a figure without what it counts: "three million", "five dollars".
    fn is_amount(&self, at: usize, head: Tag) -> bool {
        let amount = || self.kinds.amounts.iter().any(|&label| self.view.has(at, label));
        self.is_counted(at) && (head == Tag::Number || amount())
    }

    /// Whether a noun phrase is of those who act, or of what they mean to do or give.
    pub(super) fn acts(&self, at: usize) -> bool {
        let element = self.element(at);
        let head = self.view.tokens.tokens[element.head as usize].tag;
        head == Tag::Pronoun
            || self.is_amount(at, head)
            || self.kinds.actors.iter().any(|&label| match label {
                Label::Class(_) => self.view.has(at, label),
                _ => self.is_of(at, Some(label)),
            })
    }
}
