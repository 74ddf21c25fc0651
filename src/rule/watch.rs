//! What may watch rules at work: to count them, to time them, to tell why a rule did not match.
//!
//! The places where rules run take a [`Watch`] and tell it what they do. Its methods do nothing unless they are overridden, and what is told
//! is made only where somebody listens, so that `()` costs nothing.

use super::machine::Far;
use super::pattern::PartId;

/// Tokens of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub sentence: u32,
    pub start: u16,
    pub end: u16,
}

/// What is tried where its anchor or trigger stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// Into [`super::Rules::entity_patterns`].
    Entity(u32),
    /// Into [`super::Rules::relation_patterns`].
    Pattern(u32),
    /// Into [`super::Rules::relations`].
    Trigger(u16),
    /// A figure of a table, for a rule of cells; into [`super::Rules::relations`].
    Cell(u16),
}

/// Why a trigger is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Passed {
    /// No mention, or pronoun, of the sentence can fill a required role.
    NoFiller,
    InName,
    /// In a longer trigger of the same rule.
    InLonger,
}

/// A find of an entity rule, as far as overlaps are concerned; without a rule: of the lexicon, or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contender {
    pub place: Place,
    /// Into [`super::Rules::names`].
    pub rule: Option<u16>,
}

/// Watches rules at work on one document. [`Watch::begin`] and [`Watch::end`] stand around each try.
#[allow(unused_variables)]
pub trait Watch {
    /// Whether it wants to hear of tries that are known to be in vain before they begin.
    const LOOKS: bool = true;

    fn begin(&mut self, tried: Tried, place: Place) {}

    fn end(&mut self) {}

    /// Work begins whose result every rule with its trigger at this place uses; [`Watch::shared`] ends it.
    fn share(&mut self) {}

    fn shared(&mut self) {}

    /// A pattern found no match.
    fn failed(&mut self, far: impl FnOnce() -> Option<Far>) {}

    /// A pattern matched, and these tokens are what it finds.
    fn matched(&mut self, start: u16, end: u16) {}

    /// A frame is tried, with what it captured in tokens.
    fn frame(&mut self, frame: u16, parts: impl Iterator<Item = (PartId, u16, u16)>) {}

    /// With which patterns on its left and right side it did, into [`super::Rules::sides`]; none where a side captured nothing.
    fn ways(&mut self, left: Option<u16>, right: Option<u16>) {}

    /// A frame is not tried, since it captured only these tokens: nothing that a required role could take.
    fn short(&mut self, frame: u16, parts: impl Iterator<Item = (PartId, u16, u16)>) {}

    /// Two mentions could fill a role alike, so that none does.
    fn ambiguous(&mut self, role: usize, one: (u16, u16), other: (u16, u16)) {}

    /// What may fill a role of the relation; nothing where no filler was found.
    fn role(&mut self, role: usize, fills: impl Iterator<Item = Place>) {}

    /// Whoever stands where a role is filled from is not one who could, so that nothing more is tried.
    fn stopped(&mut self) {}

    /// All roles are filled, but a condition of the relation does not hold.
    fn refused(&mut self, condition: usize) {}

    /// A context holds and sets what was not yet set.
    fn context(&mut self, context: usize) {}

    /// So many claims come of it.
    fn stated(&mut self, claims: usize) {}

    /// A trigger is not looked at.
    fn passed(&mut self, relation: u16, place: Place, why: Passed) {}

    /// A claim of this relation says what a claim of another of the same sentence says already.
    fn repeated(&mut self, relation: u16, place: Place, by: u16) {}

    /// A claim of this relation would go on with a claim before, and none ends there.
    fn alone(&mut self, relation: u16, place: Place) {}

    /// Of two finds that overlap the first does not stand.
    fn lost(&mut self, lost: Contender, kept: Contender) {}
}

/// Nobody watches.
impl Watch for () {
    const LOOKS: bool = false;
}
