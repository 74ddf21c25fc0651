//! What a shape is once it has been read: targets, a path where it is a property shape, and constraints.

use super::path::Path;
use crate::triples::Id;
use crate::vocab::sh;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use regex::Regex;
use rustc_hash::FxHashSet;

/// The number of a shape in [`super::Shapes`].
pub(super) type ShapeId = usize;

/// A node shape, or a property shape where it has a path.
#[derive(Debug)]
pub struct Shape {
    /// As the shapes graph names it.
    pub node: Term,
    pub path: Option<Path>,
    pub targets: Vec<Target>,
    pub constraints: Vec<Constraint>,
    /// `sh:Violation` unless the shape says otherwise.
    pub severity: NamedNode,
    /// What the shape says of its violations, in one or more languages.
    pub messages: Vec<Literal>,
    pub is_deactivated: bool,
}

/// Which nodes of the data a shape is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Node(Id),
    /// Instances of a class or of its subclasses in the data.
    Class(Id),
    SubjectsOf(Id),
    ObjectsOf(Id),
}

/// Which kinds of node a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeKind {
    pub iri: bool,
    pub blank: bool,
    pub literal: bool,
}

/// A bound of a value, by the component that states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    MinExclusive,
    MinInclusive,
    MaxExclusive,
    MaxInclusive,
}

/// One constraint: a component of SHACL Core with its parameters.
#[derive(Debug)]
pub enum Constraint {
    Class(Id),
    Datatype(NamedNode),
    NodeKind(NodeKind),
    MinCount(u64),
    MaxCount(u64),
    Bound(Bound, Literal),
    MinLength(u64),
    MaxLength(u64),
    Pattern(Regex),
    LanguageIn(Vec<String>),
    UniqueLang,
    Equals(Id),
    Disjoint(Id),
    LessThan(Id),
    LessThanOrEquals(Id),
    Not(ShapeId),
    And(Vec<ShapeId>),
    Or(Vec<ShapeId>),
    Xone(Vec<ShapeId>),
    Node(ShapeId),
    Property(ShapeId),
    QualifiedMin(Qualified),
    QualifiedMax(Qualified),
    Closed(FxHashSet<Id>),
    HasValue(Id),
    In(FxHashSet<Id>),
}

/// How many values have to conform to a shape, and to none of its siblings where they are to be told apart.
#[derive(Debug, Clone)]
pub struct Qualified {
    pub shape: ShapeId,
    pub count: u64,
    pub siblings: Vec<ShapeId>,
}

impl Constraint {
    /// The component that a violation names.
    pub fn component(&self) -> NamedNodeRef<'static> {
        match self {
            Constraint::Class(_) => sh::CLASS_CONSTRAINT_COMPONENT,
            Constraint::Datatype(_) => sh::DATATYPE_CONSTRAINT_COMPONENT,
            Constraint::NodeKind(_) => sh::NODE_KIND_CONSTRAINT_COMPONENT,
            Constraint::MinCount(_) => sh::MIN_COUNT_CONSTRAINT_COMPONENT,
            Constraint::MaxCount(_) => sh::MAX_COUNT_CONSTRAINT_COMPONENT,
            Constraint::Bound(Bound::MinExclusive, _) => sh::MIN_EXCLUSIVE_CONSTRAINT_COMPONENT,
            Constraint::Bound(Bound::MinInclusive, _) => sh::MIN_INCLUSIVE_CONSTRAINT_COMPONENT,
            Constraint::Bound(Bound::MaxExclusive, _) => sh::MAX_EXCLUSIVE_CONSTRAINT_COMPONENT,
            Constraint::Bound(Bound::MaxInclusive, _) => sh::MAX_INCLUSIVE_CONSTRAINT_COMPONENT,
            Constraint::MinLength(_) => sh::MIN_LENGTH_CONSTRAINT_COMPONENT,
            Constraint::MaxLength(_) => sh::MAX_LENGTH_CONSTRAINT_COMPONENT,
            Constraint::Pattern(_) => sh::PATTERN_CONSTRAINT_COMPONENT,
            Constraint::LanguageIn(_) => sh::LANGUAGE_IN_CONSTRAINT_COMPONENT,
            Constraint::UniqueLang => sh::UNIQUE_LANG_CONSTRAINT_COMPONENT,
            Constraint::Equals(_) => sh::EQUALS_CONSTRAINT_COMPONENT,
            Constraint::Disjoint(_) => sh::DISJOINT_CONSTRAINT_COMPONENT,
            Constraint::LessThan(_) => sh::LESS_THAN_CONSTRAINT_COMPONENT,
            Constraint::LessThanOrEquals(_) => sh::LESS_THAN_OR_EQUALS_CONSTRAINT_COMPONENT,
            Constraint::Not(_) => sh::NOT_CONSTRAINT_COMPONENT,
            Constraint::And(_) => sh::AND_CONSTRAINT_COMPONENT,
            Constraint::Or(_) => sh::OR_CONSTRAINT_COMPONENT,
            Constraint::Xone(_) => sh::XONE_CONSTRAINT_COMPONENT,
            Constraint::Node(_) => sh::NODE_CONSTRAINT_COMPONENT,
            Constraint::Property(_) => sh::PROPERTY_CONSTRAINT_COMPONENT,
            Constraint::QualifiedMin(_) => sh::QUALIFIED_MIN_COUNT_CONSTRAINT_COMPONENT,
            Constraint::QualifiedMax(_) => sh::QUALIFIED_MAX_COUNT_CONSTRAINT_COMPONENT,
            Constraint::Closed(_) => sh::CLOSED_CONSTRAINT_COMPONENT,
            Constraint::HasValue(_) => sh::HAS_VALUE_CONSTRAINT_COMPONENT,
            Constraint::In(_) => sh::IN_CONSTRAINT_COMPONENT,
        }
    }

    /// The shapes that it asks nodes to conform to.
    pub(super) fn inner(&self) -> Vec<ShapeId> {
        match self {
            Constraint::Not(one) | Constraint::Node(one) | Constraint::Property(one) => vec![*one],
            Constraint::And(all) | Constraint::Or(all) | Constraint::Xone(all) => all.clone(),
            Constraint::QualifiedMin(q) | Constraint::QualifiedMax(q) => {
                q.siblings.iter().copied().chain([q.shape]).collect()
            }
            _ => Vec::new(),
        }
    }
}
