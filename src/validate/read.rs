//! A shapes graph becomes shapes.
//!
//! All that a shape says is understood or refused: a parameter of SHACL that is not among those of SHACL Core (SPARQL
//! constraints, rules, JavaScript, custom components) is an error that names it, for a constraint passed over in silence
//! would look like one that holds.

mod constraints;

use super::path::Path;
use super::shape::{Constraint, Shape, ShapeId, Target};
use super::{Shapes, ShapesError};
use crate::triples::{Id, Triples};
use crate::vocab::{owl, rdf, rdfs, sh};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use rustc_hash::{FxHashMap, FxHashSet};

/// What may be said of a shape besides its constraints: for people, for forms, for the report.
const ABOUT: [NamedNodeRef<'_>; 13] = [
    sh::NAME,
    sh::DESCRIPTION,
    sh::ORDER,
    sh::GROUP,
    sh::DEFAULT_VALUE,
    sh::MESSAGE,
    sh::SEVERITY,
    sh::DEACTIVATED,
    sh::PATH,
    sh::TARGET_CLASS,
    sh::TARGET_NODE,
    sh::TARGET_SUBJECTS_OF,
    sh::TARGET_OBJECTS_OF,
];

/// Parameters that belong to one of another name.
const SECONDARY: [NamedNodeRef<'_>; 5] = [
    sh::FLAGS,
    sh::IGNORED_PROPERTIES,
    sh::QUALIFIED_MIN_COUNT,
    sh::QUALIFIED_MAX_COUNT,
    sh::QUALIFIED_VALUE_SHAPES_DISJOINT,
];

/// Reads one shapes graph for one data graph.
pub(super) struct Reader<'g> {
    graph: &'g Triples,
    /// The terms of the shapes are numbered as those of the data.
    pub data: &'g mut Triples,
    shapes: Vec<Shape>,
    known: FxHashMap<Id, ShapeId>,
    /// Shapes whose constraints are still to be read.
    open: Vec<ShapeId>,
    nodes: Vec<Id>,
}

/// Reads all shapes of a graph.
pub(super) fn read(graph: &Triples, data: &mut Triples) -> Result<Shapes, Vec<ShapesError>> {
    let mut reader =
        Reader { graph, data, shapes: Vec::new(), known: FxHashMap::default(), open: Vec::new(), nodes: Vec::new() };
    let mut errors: Vec<ShapesError> = Vec::new();
    for component in reader.instances(sh::CONSTRAINT_COMPONENT) {
        errors.push(ShapesError::Unsupported { shape: "the shapes graph".to_owned(), what: reader.show(component) });
    }
    for root in reader.roots() {
        if let Err(error) = reader.shape(root) {
            errors.push(error);
        }
    }
    while let Some(id) = reader.open.pop() {
        if let Err(error) = reader.constraints(id) {
            errors.push(error);
        }
    }
    errors.extend(reader.unsupported());
    errors.extend(recursion(&reader.shapes));
    if errors.is_empty() { Ok(Shapes(reader.shapes)) } else { Err(errors) }
}

impl Reader<'_> {
    /// The nodes that are declared or targeted as shapes, in a fixed order.
    fn roots(&self) -> Vec<Id> {
        let mut found: Vec<Id> = self.instances(sh::NODE_SHAPE);
        found.extend(self.instances(sh::PROPERTY_SHAPE));
        for target in [sh::TARGET_CLASS, sh::TARGET_NODE, sh::TARGET_SUBJECTS_OF, sh::TARGET_OBJECTS_OF] {
            if let Some(target) = self.graph.node(target) {
                found.extend(self.graph.with(target).map(|(_, subject)| subject));
            }
        }
        let mut seen = FxHashSet::default();
        found.retain(|node| seen.insert(*node));
        found.sort_by_cached_key(|node| self.graph.term(*node).to_string());
        found
    }

    fn instances(&self, class: NamedNodeRef<'_>) -> Vec<Id> {
        match (self.graph.node(rdf::TYPE), self.graph.node(class)) {
            (Some(of_type), Some(class)) => self.graph.subjects(of_type, class).collect(),
            _ => Vec::new(),
        }
    }

    fn show(&self, node: Id) -> String {
        self.graph.term(node).to_string()
    }

    pub(super) fn wrong(&self, node: Id, what: &str) -> ShapesError {
        ShapesError::Malformed { shape: self.show(node), what: what.to_owned() }
    }

    pub(super) fn iri(&self, node: Id) -> Option<NamedNode> {
        match self.graph.term(node) {
            Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        }
    }

    /// All values of a parameter.
    fn all(&self, node: Id, property: NamedNodeRef<'_>) -> Vec<Id> {
        self.graph.node(property).map(|p| self.graph.objects(node, p).collect()).unwrap_or_default()
    }

    /// The value of a parameter that may have one only.
    pub(super) fn one(&self, node: Id, property: NamedNodeRef<'_>) -> Result<Option<Id>, ShapesError> {
        let found = self.all(node, property);
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            _ => Err(self.wrong(node, &format!("{property} may be given once only"))),
        }
    }

    /// The same term in the data.
    fn term(&mut self, node: Id) -> Id {
        self.data.intern(self.graph.term(node).clone())
    }

    pub(super) fn is_list(&self, node: Id) -> bool {
        *self.graph.term(node) == Term::from(rdf::NIL) || !self.all(node, rdf::FIRST).is_empty()
    }

    /// The members of an RDF list.
    pub(super) fn list(&self, list: Id) -> Result<Vec<Id>, ShapesError> {
        let (mut members, mut here) = (Vec::new(), list);
        while *self.graph.term(here) != Term::from(rdf::NIL) {
            let first = self.one(here, rdf::FIRST)?.ok_or_else(|| self.wrong(here, "this is no list"))?;
            members.push(first);
            here = self.one(here, rdf::REST)?.ok_or_else(|| self.wrong(here, "the list has no end"))?;
            if members.len() > self.graph.len() {
                return Err(self.wrong(list, "the list contains itself"));
            }
        }
        Ok(members)
    }

    /// The number of a shape; its constraints are read later, so that shapes may name each other.
    fn shape(&mut self, node: Id) -> Result<ShapeId, ShapesError> {
        if let Some(known) = self.known.get(&node) {
            return Ok(*known);
        }
        if matches!(self.graph.term(node), Term::Literal(_)) {
            return Err(self.wrong(node, "a literal is no shape"));
        }
        let path = match self.one(node, sh::PATH)? {
            Some(path) => Some(Path::read(self, path, 0)?),
            None => None,
        };
        let severity = self.one(node, sh::SEVERITY)?.and_then(|s| self.iri(s));
        let messages = self.all(node, sh::MESSAGE).into_iter().filter_map(|m| self.literal(m)).collect();
        let is_deactivated = self.flag(node, sh::DEACTIVATED)?;
        let shape = Shape {
            node: self.graph.term(node).clone(),
            path,
            targets: self.targets(node),
            constraints: Vec::new(),
            severity: severity.unwrap_or_else(|| sh::VIOLATION.into_owned()),
            messages,
            is_deactivated,
        };
        let id = self.shapes.len();
        self.shapes.push(shape);
        self.nodes.push(node);
        self.known.insert(node, id);
        self.open.push(id);
        Ok(id)
    }

    fn targets(&mut self, node: Id) -> Vec<Target> {
        let mut targets = Vec::new();
        for (property, make) in [
            (sh::TARGET_NODE, Target::Node as fn(Id) -> Target),
            (sh::TARGET_CLASS, Target::Class),
            (sh::TARGET_SUBJECTS_OF, Target::SubjectsOf),
            (sh::TARGET_OBJECTS_OF, Target::ObjectsOf),
        ] {
            for value in self.all(node, property) {
                targets.push(make(self.term(value)));
            }
        }
        // A shape that is a class has its own instances as targets.
        let types = self.all(node, rdf::TYPE);
        let is_class = types.iter().any(|t| {
            let class = self.graph.term(*t);
            *class == Term::from(rdfs::CLASS) || *class == Term::from(owl::CLASS)
        });
        if is_class {
            targets.push(Target::Class(self.term(node)));
        }
        targets
    }

    fn literal(&self, node: Id) -> Option<Literal> {
        match self.graph.term(node) {
            Term::Literal(literal) => Some(literal.clone()),
            _ => None,
        }
    }

    fn flag(&self, node: Id, property: NamedNodeRef<'_>) -> Result<bool, ShapesError> {
        let value = self.one(node, property)?.and_then(|v| self.literal(v));
        // The recommendation asks for just this literal: "1" does not switch anything on.
        Ok(value.is_some_and(|v| v.value() == "true"))
    }

    fn number(&self, node: Id, property: NamedNodeRef<'_>) -> Result<Option<u64>, ShapesError> {
        let Some(value) = self.one(node, property)? else { return Ok(None) };
        let number = self.literal(value).and_then(|v| v.value().parse().ok());
        number.map(Some).ok_or_else(|| self.wrong(node, &format!("the value of {property} is no count")))
    }

    /// Parameters that no constraint above stands for.
    fn unsupported(&self) -> Vec<ShapesError> {
        let mut errors = Vec::new();
        for node in &self.nodes {
            let mut names: Vec<String> = Vec::new();
            for [_, predicate, _] in self.graph.about(*node) {
                let Some(name) = self.iri(*predicate) else { continue };
                let about = ABOUT.iter().chain(&SECONDARY).chain(&PARAMETERS).any(|known| *known == name.as_ref());
                if name.as_str().starts_with(sh::NAMESPACE) && !about {
                    names.push(format!("sh:{}", &name.as_str()[sh::NAMESPACE.len()..]));
                }
            }
            names.dedup();
            errors.extend(names.into_iter().map(|what| ShapesError::Unsupported { shape: self.show(*node), what }));
        }
        errors
    }
}

/// The parameters that stand for a constraint each.
const PARAMETERS: [NamedNodeRef<'_>; 29] = [
    sh::CLASS,
    sh::DATATYPE,
    sh::NODE_KIND,
    sh::MIN_COUNT,
    sh::MAX_COUNT,
    sh::MIN_LENGTH,
    sh::MAX_LENGTH,
    sh::MIN_EXCLUSIVE,
    sh::MIN_INCLUSIVE,
    sh::MAX_EXCLUSIVE,
    sh::MAX_INCLUSIVE,
    sh::PATTERN,
    sh::LANGUAGE_IN,
    sh::UNIQUE_LANG,
    sh::EQUALS,
    sh::DISJOINT,
    sh::LESS_THAN,
    sh::LESS_THAN_OR_EQUALS,
    sh::NOT,
    sh::AND,
    sh::OR,
    sh::XONE,
    sh::NODE,
    sh::PROPERTY,
    sh::QUALIFIED_VALUE_SHAPE,
    sh::CLOSED,
    sh::HAS_VALUE,
    sh::IN,
    sh::PATH,
];

/// Shapes that ask for themselves: SHACL leaves open what that means.
fn recursion(shapes: &[Shape]) -> Vec<ShapesError> {
    let inner: Vec<Vec<ShapeId>> =
        shapes.iter().map(|shape| shape.constraints.iter().flat_map(Constraint::inner).collect()).collect();
    let mut errors = Vec::new();
    for (id, shape) in shapes.iter().enumerate() {
        let mut seen = FxHashSet::default();
        let mut open: Vec<ShapeId> = inner[id].clone();
        while let Some(next) = open.pop() {
            if next == id {
                errors.push(ShapesError::Recursive { shape: shape.node.to_string() });
                break;
            }
            if seen.insert(next) {
                open.extend(&inner[next]);
            }
        }
    }
    errors
}
