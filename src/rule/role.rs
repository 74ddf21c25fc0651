//! What takes part in a claim: roles, where their fillers are looked for, and what may be one.

use super::pattern::{Check, ClassId, ClassSet, PartId, PartSet};
use serde::{Deserialize, Serialize};

/// What may fill a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filling {
    Class(ClassId),
    Phrase,
    /// A phrase whose head is in the list `people`.
    People,
    /// A pronoun that stands for nothing named before: I, we, one.
    Pronoun,
    Action,
    Clause,
    /// What a quantity counts: "300 SCHOOLS". The quantity ends before it.
    Counted,
    Trigger,
}

/// The noun phrase behind a preposition.
#[derive(Debug, Serialize, Deserialize)]
pub struct Behind {
    pub check: Check,
}

/// Where a role's filler is looked for.
#[derive(Debug, Serialize, Deserialize)]
pub enum Slot {
    /// What a frame captured under this name.
    Part(PartId),
    Behind(Behind),
    Time,
    Place,
    Near,
    /// What the claim that ends right before is of.
    Before,
    Trigger,
    /// In a table.
    Heading(Heading),
}

/// What a figure in a table is headed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Heading {
    /// The figure itself.
    Cell,
    /// What its row is of.
    Row,
    Column,
    /// The lines over the table.
    Caption,
}

impl Heading {
    /// The names of all, as rules write them.
    pub const NAMES: [&str; 4] = ["cell", "row", "column", "caption"];

    /// That of a name.
    pub fn named(name: &str) -> Option<Heading> {
        let all = [Heading::Cell, Heading::Row, Heading::Column, Heading::Caption];
        Heading::NAMES.iter().position(|own| *own == name).map(|n| all[n])
    }
}

/// What a role is to the program, which reads what fills some in ways of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoleKind {
    Agent,
    Recipient,
    Cause,
    Effect,
    Metric,
    Quantity,
    Subject,
    Measure,
    Rank,
    Scope,
    Time,
    Place,
    Other,
}

impl RoleKind {
    /// That of a role whose fillers a property leads to.
    pub fn of(property: &str) -> RoleKind {
        match property {
            "cy:agent" => RoleKind::Agent,
            "cy:recipient" => RoleKind::Recipient,
            "cy:cause" => RoleKind::Cause,
            "cy:effect" => RoleKind::Effect,
            "cy:metric" => RoleKind::Metric,
            "cy:quantity" => RoleKind::Quantity,
            "cy:subject" => RoleKind::Subject,
            "cy:measure" => RoleKind::Measure,
            "cy:rank" => RoleKind::Rank,
            "cy:scope" => RoleKind::Scope,
            "cy:time" => RoleKind::Time,
            "cy:place" => RoleKind::Place,
            _ => RoleKind::Other,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Role {
    pub name: String,
    pub part: PartId,
    pub property: String,
    pub kind: RoleKind,
    pub optional: bool,
    /// One claim with all coordinated fillers, not one each.
    pub all: bool,
    /// A mention anywhere in the phrase will do, not only at its head.
    pub within: bool,
    pub fillings: Vec<Filling>,
    pub slots: Vec<Slot>,
}

impl Role {
    /// The parts of which a frame must capture one, where the role can be filled from nothing else.
    pub(super) fn parts(&self) -> Option<PartSet> {
        let parts = self.slots.iter().map(|slot| if let Slot::Part(name) = slot { Some(name) } else { None });
        parts.collect::<Option<PartSet>>().filter(|_| !self.optional)
    }

    /// Whether the sentence must have a pronoun, since nothing else can fill the role.
    pub(super) fn is_personal(&self) -> bool {
        !self.optional && !self.is_trigger() && self.fillings == [Filling::Pronoun]
    }

    /// The classes of which a sentence must have a mention, where nothing else can fill the role.
    pub(super) fn classes(&self) -> Option<ClassSet> {
        let classes = self.fillings.iter().map(|f| if let Filling::Class(id) = f { Some(*id) } else { None });
        classes.collect::<Option<ClassSet>>().filter(|_| !self.optional && !self.is_trigger())
    }

    /// Whether mentions of a class may fill the role as what they are.
    pub fn takes_class(&self, class: ClassId) -> bool {
        self.fillings.contains(&Filling::Class(class))
    }

    /// Whether a name of a class may fill the role; without a class, whether words may that are no name.
    pub fn takes(&self, class: Option<ClassId>) -> bool {
        self.fillings.iter().any(|filling| match filling {
            Filling::Class(own) => Some(*own) == class,
            _ => true,
        })
    }

    /// Whether the claim before may fill the role, once all claims of a sentence are known.
    pub fn goes_on(&self) -> bool {
        self.slots.iter().any(|slot| matches!(slot, Slot::Before))
    }

    /// Whether the trigger itself may fill the role.
    fn is_trigger(&self) -> bool {
        self.slots.iter().any(|slot| matches!(slot, Slot::Trigger))
    }
}
