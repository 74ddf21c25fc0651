//! How a noun phrase tells of persons: with a post before the name, or by a pronoun.
//!
//! Comes in: a phrase, as a range of elements, or the token where a post begins. Goes out: who is named, and whether somebody is.

use super::{Fill, Filler};
use crate::document::Lang;
use crate::mention::lattice::Edge;
use crate::rule::Role;
use crate::rule::pattern::{Label, Lattice};
use crate::text::Tag;

impl Filler<'_, '_, '_> {
    /// Whether a noun phrase is a pronoun that nothing in the text explains: I, we, one, each other; not "many of us".
    pub(super) fn personal(&self, start: usize, end: usize) -> bool {
        let element = &self.view.all[start];
        let mut words = self.view.tokens.tokens[element.start as usize..element.end as usize].iter();
        end == start + 1
            && (words.len() == 1 || self.lang() == Lang::En)
            && words.all(|t| t.tag == Tag::Pronoun)
            && !(end < self.view.all.len() && self.view.word(end) == "of")
            && !self.asked.anaphor.is_some_and(|label| self.view.covered(start, label))
    }

    /// An English pronoun that stands for something named before, as the object where only names fill a role: "Norway thanked THEM".
    pub(super) fn pronoun(&self, role: &Role, start: usize, end: usize) -> Option<Fill> {
        let element = &self.view.all[start];
        let object = self.lang() == Lang::En && start >= self.trigger.last && end == start + 1;
        let pronoun = element.end == element.start + 1
            && self.view.tokens.tokens[element.start as usize].tag == Tag::Pronoun
            && self.asked.anaphor.is_some_and(|label| self.view.covered(start, label));
        (object && !role.takes(None) && pronoun).then(|| self.fill_of(element.start, element.end))
    }

    /// Whether a Chinese noun phrase is a pronoun that stands for a person: 他.
    pub(super) fn somebody(&self, start: usize, end: usize) -> bool {
        self.lang() == Lang::Zh && end == start + 1 && self.asked.somebody.is_some_and(|l| self.view.covered(start, l))
    }

    /// The persons right behind a title that begins at a token.
    pub(super) fn titled(&self, at: u16) -> impl Iterator<Item = &Edge> {
        let tokens = self.view.tokens;
        let post = self.asked.post.filter(|_| self.lang() == Lang::Zh);
        let ends = self.asked.title.into_iter().chain(post).flat_map(move |label| tokens.ends(at as usize, label));
        let ends = ends.filter(|end| usize::from(*end) < tokens.tokens.len());
        let person = self.asked.person.map(Label::Class);
        ends.filter_map(move |end| tokens.over(end as usize, person?).filter(|edge| edge.start == end))
    }

    /// Whether a title begins at a token and a person stands right behind it, with another token in his name: whose title it is stands before (德国总理默茨).
    pub(super) fn is_titled(&self, at: u16, name: u16) -> bool {
        self.titled(at).any(|person| (person.start..person.end).contains(&name))
    }

    /// Whether a Chinese noun phrase is a post of the person that a later one names: 中央政治局委员｜外长王毅.
    pub(super) fn post_of(&self, start: usize, later: &[(usize, usize)]) -> bool {
        let covered = |at: usize| self.asked.post.is_some_and(|label| self.view.covered(at, label));
        let person = |at: usize| self.asked.person.is_some_and(|class| self.mention(class, at, at + 1).is_some());
        let post = |at: usize| covered(at) && !person(at);
        post(start) && later.iter().find(|member| !post(member.0)).is_some_and(|member| person(member.0))
    }

    /// Whether a conjunction stands between two tokens: 精神｜和｜党中央.
    pub(super) fn joined(&self, start: u16, end: u16) -> bool {
        self.view.tokens.tokens[start as usize..end as usize].iter().any(|t| t.tag == Tag::Conjunction)
    }

    /// Whether a noun phrase is of people without a name.
    pub(super) fn is_people(&self, start: usize) -> bool {
        self.asked.people.is_some_and(|label| self.view.covered(start, label))
    }

    /// Whether an English noun phrase is of those who live somewhere: "the people of Norway".
    pub(super) fn is_folk(&self, start: usize) -> bool {
        self.asked.folk.is_some_and(|label| self.view.covered(start, label))
    }

    /// Whether a noun phrase is of people, of what acts as they do, or a pronoun that stands for somebody.
    pub(super) fn acts(&self, start: usize) -> bool {
        let head = self.view.all[start].head;
        // A name that is no mention may be anybody's.
        let name = || {
            self.view.tokens.tokens[head as usize].tag == Tag::Proper
                && !self.reading.found.iter().any(|f| f.start <= head && head < f.end)
        };
        let listed = [self.asked.people, self.asked.body, self.asked.anaphor];
        listed.into_iter().flatten().any(|label| self.view.covered(start, label)) || name()
    }
}
