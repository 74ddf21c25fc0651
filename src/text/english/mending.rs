//! Mends the reading of an English sentence, one thing after another. Most mendings look for a word, and most sentences do not have it.
//!
//! Comes in: the words, what each may be, which of the words that are looked for are among them, and the cheapest reading. Goes out: the same
//! reading, mended.

use super::super::Token;
use super::super::layout::En;
use super::tagger::Cell;
use super::{around, aside, joined, repair, series};
use std::ops::BitOrAssign;

/// Mends `classes`, in an order in which each finds what it needs.
pub fn mend(text: &str, tokens: &[Token], cells: &[Cell], cues: Cues, classes: &mut [En]) {
    repair::plurals_before_past(cells, classes);
    repair::past_before_figure(text, tokens, cells, classes);
    repair::changing(cells, classes);
    repair::one_finite(cells, classes);
    if cues.have(Cues::BY) {
        around::done_by(text, tokens, cells, classes);
    }
    if cues.have(Cues::ONLY) {
        around::not_only(text, tokens, cells, classes);
    }
    if cues.have(Cues::BOTH) {
        around::both(text, tokens, classes);
    }
    if cues.have(Cues::GOING) {
        around::going_to(text, tokens, cells, classes);
    }
    if cues.have(Cues::WORK) {
        around::working(text, tokens, classes);
    }
    if cues.have(Cues::BY) || cues.have(Cues::AIM) {
        around::by_doing(text, tokens, cells, classes);
    }
    if cues.have(Cues::HELPING) {
        around::helping_do(text, tokens, cells, classes);
    }
    if cues.have(Cues::THAT) {
        around::that_did(text, tokens, cells, classes);
    }
    if cues.have(Cues::UP) {
        around::set_up_to(text, tokens, cells, classes);
    }
    if cues.have(Cues::THAT) {
        around::verbs_of_saying(text, tokens, cells, classes);
    }
    if cues.have(Cues::WHO) {
        around::verbs_of_pronouns(text, tokens, cells, classes);
    }
    if cues.have(Cues::BRACKET) {
        aside::enumerators(text, tokens, classes);
    }
    if cues.have(Cues::THAN) {
        aside::than_expected(text, tokens, classes);
    }
    aside::to_participles(cells, classes);
    aside::behind_relative(text, tokens, cells, classes);
    repair::missing_verb(cells, classes);
    if cues.have(Cues::THAT) {
        repair::settle_that(text, tokens, cells, classes);
        aside::of_relative(text, tokens, cells, classes);
    }
    joined::joined_verbs(cells, classes);
    series::series(cells, classes);
    repair::before_nothing(cells, classes);
}

/// A set of words that mendings look for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cues(u16);

impl Cues {
    pub const ONLY: Cues = Cues(1);
    pub const BOTH: Cues = Cues(1 << 1);
    pub const GOING: Cues = Cues(1 << 2);
    pub const WORK: Cues = Cues(1 << 3);
    pub const BY: Cues = Cues(1 << 4);
    pub const AIM: Cues = Cues(1 << 5);
    pub const HELPING: Cues = Cues(1 << 6);
    pub const THAT: Cues = Cues(1 << 7);
    pub const UP: Cues = Cues(1 << 8);
    pub const WHO: Cues = Cues(1 << 9);
    pub const THAN: Cues = Cues(1 << 10);
    pub const BRACKET: Cues = Cues(1 << 11);

    /// Those of a word in small letters that may be of the classes of `cell`.
    pub fn of(word: &[u8], cell: &Cell) -> Cues {
        let mut cues = match word {
            b"only" | b"also" => Cues::ONLY,
            b"both" => Cues::BOTH,
            b"going" => Cues::GOING,
            b"work" => Cues::WORK,
            b"by" => Cues::BY,
            b"aim" | b"goal" | b"objective" | b"purpose" | b"view" | b"intention" => Cues::AIM,
            b"helping" => Cues::HELPING,
            b"that" => Cues::THAT,
            b"up" => Cues::UP,
            b"i" | b"we" | b"they" | b"he" | b"she" | b"who" => Cues::WHO,
            b"than" => Cues::THAN,
            b"(" => Cues::BRACKET,
            _ => Cues::default(),
        };
        if cell.may(En::Helping) {
            cues |= Cues::HELPING;
        }
        cues
    }

    /// Whether one of `cues` is among them.
    #[inline]
    pub fn have(self, cues: Cues) -> bool {
        self.0 & cues.0 != 0
    }
}

impl BitOrAssign for Cues {
    #[inline]
    fn bitor_assign(&mut self, other: Cues) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_cues_of_what_it_is_and_of_what_it_may_be() {
        let (none, mut helps) = (Cell::default(), Cues::BY);
        helps |= Cues::HELPING;
        assert_eq!(Cues::of(b"trade", &none), Cues::default());
        assert_eq!(Cues::of(b"by", &Cell::one(En::Helping)), helps);
        assert!(helps.have(Cues::BY) && helps.have(Cues::HELPING) && !helps.have(Cues::THAT));
    }
}
