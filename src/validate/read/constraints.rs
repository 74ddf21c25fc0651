//! What a shape asks of its values.
//!
//! Comes in: a shape's node. Goes out: its constraints, by the components of SHACL Core: of the values, of pairs of properties, of other shapes.

use super::Reader;
use crate::triples::Id;
use crate::validate::ShapesError;
use crate::validate::shape::{Bound, Constraint, NodeKind, Qualified, ShapeId};
use crate::vocab::sh;
use regex::RegexBuilder;
use std::collections::BTreeSet;

impl Reader<'_> {
    pub(super) fn constraints(&mut self, id: ShapeId) -> Result<(), ShapesError> {
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
}

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
