//! A shapes graph becomes shapes.
//!
//! All that a shape says is understood or refused: a parameter of SHACL that is not among those of SHACL Core (SPARQL
//! constraints, rules, JavaScript, custom components) is an error that names it, for a constraint passed over in silence
//! would look like one that holds.

use super::path::Path;
use super::shape::{Bound, Constraint, NodeKind, Qualified, Shape, ShapeId, Target};
use super::{Shapes, ShapesError};
use crate::triples::{Id, Triples};
use crate::vocab::{owl, rdf, rdfs, sh};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use regex::RegexBuilder;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

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

    fn constraints(&mut self, id: ShapeId) -> Result<(), ShapesError> {
        let node = self.nodes[id];
        let mut found = Vec::new();
        self.of_values(node, &mut found)?;
        self.of_pairs(node, &mut found)?;
        self.of_shapes(node, &mut found)?;
        self.others(id, node, &mut found)?;
        self.shapes[id].constraints = found;
        Ok(())
    }

    /// Types, counts, ranges, strings.
    fn of_values(&mut self, node: Id, found: &mut Vec<Constraint>) -> Result<(), ShapesError> {
        for class in self.all(node, sh::CLASS) {
            found.push(Constraint::Class(self.term(class)));
        }
        if let Some(datatype) = self.one(node, sh::DATATYPE)? {
            let datatype = self.iri(datatype).ok_or_else(|| self.wrong(node, "sh:datatype needs an IRI"))?;
            found.push(Constraint::Datatype(datatype));
        }
        if let Some(kind) = self.one(node, sh::NODE_KIND)? {
            let name = self.iri(kind).unwrap_or_else(|| sh::NODE_KIND.into_owned());
            let (iri, blank, literal) = match name.as_ref() {
                sh::IRI => (true, false, false),
                sh::BLANK_NODE => (false, true, false),
                sh::LITERAL => (false, false, true),
                sh::BLANK_NODE_OR_IRI => (true, true, false),
                sh::IRI_OR_LITERAL => (true, false, true),
                sh::BLANK_NODE_OR_LITERAL => (false, true, true),
                _ => return Err(self.wrong(node, "there is no such sh:nodeKind")),
            };
            found.push(Constraint::NodeKind(NodeKind { iri, blank, literal }));
        }
        for (property, make) in [
            (sh::MIN_COUNT, Constraint::MinCount as fn(u64) -> Constraint),
            (sh::MAX_COUNT, Constraint::MaxCount),
            (sh::MIN_LENGTH, Constraint::MinLength),
            (sh::MAX_LENGTH, Constraint::MaxLength),
        ] {
            found.extend(self.number(node, property)?.map(make));
        }
        for (property, bound) in [
            (sh::MIN_EXCLUSIVE, Bound::MinExclusive),
            (sh::MIN_INCLUSIVE, Bound::MinInclusive),
            (sh::MAX_EXCLUSIVE, Bound::MaxExclusive),
            (sh::MAX_INCLUSIVE, Bound::MaxInclusive),
        ] {
            if let Some(value) = self.one(node, property)? {
                let value = self.literal(value).ok_or_else(|| self.wrong(node, "a bound has to be a literal"))?;
                found.push(Constraint::Bound(bound, value));
            }
        }
        let flags = self.one(node, sh::FLAGS)?.and_then(|f| self.literal(f));
        for pattern in self.all(node, sh::PATTERN) {
            let Some(pattern) = self.literal(pattern) else {
                return Err(self.wrong(node, "sh:pattern needs a string"));
            };
            let regex = regex(pattern.value(), flags.as_ref().map_or("", |f| f.value()));
            found.push(Constraint::Pattern(regex.map_err(|what| self.wrong(node, &what))?));
        }
        if let Some(list) = self.one(node, sh::LANGUAGE_IN)? {
            let tags = self.list(list)?.into_iter().filter_map(|t| self.literal(t));
            found.push(Constraint::LanguageIn(tags.map(|t| t.value().to_ascii_lowercase()).collect()));
        }
        if self.flag(node, sh::UNIQUE_LANG)? {
            found.push(Constraint::UniqueLang);
        }
        Ok(())
    }

    /// Two properties compared.
    fn of_pairs(&mut self, node: Id, found: &mut Vec<Constraint>) -> Result<(), ShapesError> {
        for (property, make) in [
            (sh::EQUALS, Constraint::Equals as fn(Id) -> Constraint),
            (sh::DISJOINT, Constraint::Disjoint),
            (sh::LESS_THAN, Constraint::LessThan),
            (sh::LESS_THAN_OR_EQUALS, Constraint::LessThanOrEquals),
        ] {
            for other in self.all(node, property) {
                if self.iri(other).is_none() {
                    return Err(self.wrong(node, &format!("{property} needs a property")));
                }
                found.push(make(self.term(other)));
            }
        }
        Ok(())
    }

    /// Shapes inside shapes.
    fn of_shapes(&mut self, node: Id, found: &mut Vec<Constraint>) -> Result<(), ShapesError> {
        for (property, make) in [
            (sh::NOT, Constraint::Not as fn(ShapeId) -> Constraint),
            (sh::NODE, Constraint::Node),
            (sh::PROPERTY, Constraint::Property),
        ] {
            for shape in self.all(node, property) {
                let id = self.shape(shape)?;
                if property == sh::PROPERTY && self.shapes[id].path.is_none() {
                    return Err(self.wrong(shape, "a property shape needs sh:path"));
                }
                if property == sh::NODE && self.shapes[id].path.is_some() {
                    return Err(
                        self.wrong(shape, "sh:node needs a node shape, without sh:path; use sh:property inside one")
                    );
                }
                found.push(make(id));
            }
        }
        for (property, make) in [
            (sh::AND, Constraint::And as fn(Vec<ShapeId>) -> Constraint),
            (sh::OR, Constraint::Or),
            (sh::XONE, Constraint::Xone),
        ] {
            for list in self.all(node, property) {
                let members = self.list(list)?;
                let shapes: Result<Vec<ShapeId>, ShapesError> = members.into_iter().map(|m| self.shape(m)).collect();
                found.push(make(shapes?));
            }
        }
        let (min, max) = (self.number(node, sh::QUALIFIED_MIN_COUNT)?, self.number(node, sh::QUALIFIED_MAX_COUNT)?);
        for shape in self.all(node, sh::QUALIFIED_VALUE_SHAPE) {
            let id = self.shape(shape)?;
            let siblings = self.siblings(node, shape)?;
            for (count, make) in
                [(min, Constraint::QualifiedMin as fn(Qualified) -> Constraint), (max, Constraint::QualifiedMax)]
            {
                found.extend(count.map(|count| make(Qualified { shape: id, count, siblings: siblings.clone() })));
            }
        }
        Ok(())
    }

    /// The qualified shapes of the other property shapes of a node's parents, where values may not conform to several.
    fn siblings(&mut self, node: Id, own: Id) -> Result<Vec<ShapeId>, ShapesError> {
        if !self.flag(node, sh::QUALIFIED_VALUE_SHAPES_DISJOINT)? {
            return Ok(Vec::new());
        }
        let Some(property) = self.graph.node(sh::PROPERTY) else { return Ok(Vec::new()) };
        let parents: Vec<Id> = self.graph.subjects(property, node).collect();
        let mut siblings = BTreeSet::new();
        for parent in parents {
            for child in self.all(parent, sh::PROPERTY) {
                siblings.extend(self.all(child, sh::QUALIFIED_VALUE_SHAPE));
            }
        }
        siblings.remove(&own);
        siblings.into_iter().map(|shape| self.shape(shape)).collect()
    }

    /// Closed shapes and listed values.
    fn others(&mut self, id: ShapeId, node: Id, found: &mut Vec<Constraint>) -> Result<(), ShapesError> {
        if self.flag(node, sh::CLOSED)? {
            let mut allowed = Vec::new();
            for property in self.all(node, sh::PROPERTY) {
                allowed.extend(self.all(property, sh::PATH).into_iter().filter(|path| self.iri(*path).is_some()));
            }
            if let Some(list) = self.one(node, sh::IGNORED_PROPERTIES)? {
                allowed.extend(self.list(list)?);
            }
            let allowed = allowed.into_iter().map(|property| self.term(property)).collect();
            found.push(Constraint::Closed(allowed));
        }
        for value in self.all(node, sh::HAS_VALUE) {
            found.push(Constraint::HasValue(self.term(value)));
        }
        if let Some(list) = self.one(node, sh::IN)? {
            let members = self.list(list)?;
            found.push(Constraint::In(members.into_iter().map(|member| self.term(member)).collect()));
        }
        let counts = found.iter().any(|c| {
            matches!(c, Constraint::MinCount(_) | Constraint::MaxCount(_) | Constraint::UniqueLang)
                || matches!(c, Constraint::QualifiedMin(_) | Constraint::QualifiedMax(_))
                || matches!(c, Constraint::LessThan(_) | Constraint::LessThanOrEquals(_))
        });
        if counts && self.shapes[id].path.is_none() {
            return Err(self.wrong(node, "counts, sh:uniqueLang and sh:lessThan need a property shape (sh:path)"));
        }
        Ok(())
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

/// A pattern with the flags of XPath: `i`, `m`, `s`, `x`; `q` takes it literally.
fn regex(pattern: &str, flags: &str) -> Result<regex::Regex, String> {
    let literal;
    let pattern = if flags.contains('q') {
        literal = regex::escape(pattern);
        &literal
    } else {
        pattern
    };
    let mut builder = RegexBuilder::new(pattern);
    for flag in flags.chars() {
        match flag {
            'i' => _ = builder.case_insensitive(true),
            'm' => _ = builder.multi_line(true),
            's' => _ = builder.dot_matches_new_line(true),
            'x' => _ = builder.ignore_whitespace(true),
            'q' => {}
            other => return Err(format!("there is no flag {other:?} for sh:pattern")),
        }
    }
    builder.build().map_err(|error| format!("sh:pattern: {error}"))
}

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
