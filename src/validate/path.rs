//! SHACL property paths: read from a shapes graph, followed in a data graph, written into a report.

use super::ShapesError;
use super::read::Reader;
use crate::triples::{Id, Triples};
use crate::vocab::sh;
use oxigraph::model::NamedNode;
use rustc_hash::FxHashSet;

/// A way from a focus node to its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Path {
    Property(NamedNode, Id),
    Inverse(Box<Path>),
    Sequence(Vec<Path>),
    Alternative(Vec<Path>),
    ZeroOrMore(Box<Path>),
    OneOrMore(Box<Path>),
    ZeroOrOne(Box<Path>),
}

impl Path {
    /// Reads a path. `depth` guards against one that contains itself.
    pub(super) fn read(reader: &mut Reader<'_>, node: Id, depth: usize) -> Result<Path, ShapesError> {
        if depth > 50 {
            return Err(reader.wrong(node, "the path contains itself"));
        }
        if let Some(name) = reader.iri(node) {
            let id = reader.data.intern(name.clone().into());
            return Ok(Path::Property(name, id));
        }
        let inner = |reader: &mut Reader<'_>, node| Ok(Box::new(Path::read(reader, node, depth + 1)?));
        let several = |reader: &mut Reader<'_>, list| -> Result<Vec<Path>, ShapesError> {
            let members = reader.list(list)?;
            if members.len() < 2 {
                return Err(reader.wrong(node, "a sequence or alternative of paths needs two members"));
            }
            members.into_iter().map(|member| Path::read(reader, member, depth + 1)).collect()
        };
        if reader.is_list(node) {
            return Ok(Path::Sequence(several(reader, node)?));
        }
        if let Some(path) = reader.one(node, sh::INVERSE_PATH)? {
            return Ok(Path::Inverse(inner(reader, path)?));
        }
        if let Some(list) = reader.one(node, sh::ALTERNATIVE_PATH)? {
            return Ok(Path::Alternative(several(reader, list)?));
        }
        if let Some(path) = reader.one(node, sh::ZERO_OR_MORE_PATH)? {
            return Ok(Path::ZeroOrMore(inner(reader, path)?));
        }
        if let Some(path) = reader.one(node, sh::ONE_OR_MORE_PATH)? {
            return Ok(Path::OneOrMore(inner(reader, path)?));
        }
        if let Some(path) = reader.one(node, sh::ZERO_OR_ONE_PATH)? {
            return Ok(Path::ZeroOrOne(inner(reader, path)?));
        }
        Err(reader.wrong(node, "this is no path: give a property, or a list or node as SHACL has for paths"))
    }

    /// The values of a focus node, each once, in a fixed order.
    pub(super) fn values(&self, data: &Triples, focus: Id) -> Vec<Id> {
        match self {
            Path::Property(_, property) => data.objects(focus, *property).collect(),
            _ => {
                let mut found = Vec::new();
                self.follow(data, focus, false, &mut found);
                found.sort_unstable();
                found.dedup();
                found
            }
        }
    }

    /// Adds what the path leads to, backwards where it is inverted.
    fn follow(&self, data: &Triples, from: Id, back: bool, into: &mut Vec<Id>) {
        match self {
            Path::Property(_, property) if back => into.extend(data.subjects(*property, from)),
            Path::Property(_, property) => into.extend(data.objects(from, *property)),
            Path::Inverse(path) => path.follow(data, from, !back, into),
            Path::Alternative(paths) => paths.iter().for_each(|path| path.follow(data, from, back, into)),
            Path::Sequence(paths) => {
                let mut here = vec![from];
                let mut steps: Vec<&Path> = paths.iter().collect();
                if back {
                    steps.reverse();
                }
                for step in steps {
                    let mut next = Vec::new();
                    here.iter().for_each(|node| step.follow(data, *node, back, &mut next));
                    next.sort_unstable();
                    next.dedup();
                    here = next;
                }
                into.extend(here);
            }
            Path::ZeroOrOne(path) => {
                into.push(from);
                path.follow(data, from, back, into);
            }
            Path::ZeroOrMore(path) => {
                into.push(from);
                path.closure(data, from, back, into);
            }
            Path::OneOrMore(path) => path.closure(data, from, back, into),
        }
    }

    /// Adds what one or more steps lead to.
    fn closure(&self, data: &Triples, from: Id, back: bool, into: &mut Vec<Id>) {
        let mut seen = FxHashSet::default();
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            let mut next = Vec::new();
            self.follow(data, node, back, &mut next);
            open.extend(next.into_iter().filter(|node| seen.insert(*node)));
        }
        into.extend(seen);
    }
}
