//! A graph in memory, for work that looks at all of it: validation, publication.
//!
//! Comes in: triples, of a store whose graphs are merged or of files. Goes out: answers to "what does this subject say",
//! "which objects", "which subjects", each a slice of a sorted table. A term is kept once, and a triple costs 24 bytes:
//! a store of millions of triples fits where a general graph structure would need gigabytes.

use indexmap::IndexSet;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};
use rustc_hash::FxBuildHasher;

/// A term of one [`Triples`].
pub type Id = u32;

/// Triples being gathered; [`Gathered::finish`] sorts them.
#[derive(Default)]
pub struct Gathered {
    terms: IndexSet<Term, FxBuildHasher>,
    rows: Vec<[Id; 3]>,
}

impl Gathered {
    /// Adds a quad without its graph.
    pub fn add(&mut self, quad: Quad) {
        let subject = self.id(quad.subject.into());
        let predicate = self.id(quad.predicate.into());
        let object = self.id(quad.object);
        self.rows.push([subject, predicate, object]);
    }

    fn id(&mut self, term: Term) -> Id {
        // Fewer terms than 2^32 fit into memory.
        Id::try_from(self.terms.insert_full(term).0).unwrap_or(Id::MAX)
    }

    /// Sorts. A triple that was added twice is there once.
    pub fn finish(self) -> Triples {
        let mut by_subject = self.rows;
        by_subject.sort_unstable();
        by_subject.dedup();
        let mut by_object: Vec<[Id; 3]> = by_subject.iter().map(|[s, p, o]| [*p, *o, *s]).collect();
        by_object.sort_unstable();
        Triples { terms: self.terms, by_subject, by_object }
    }
}

/// Sorted triples. No name of a graph is kept: triples of several graphs are merged.
#[derive(Default)]
pub struct Triples {
    terms: IndexSet<Term, FxBuildHasher>,
    /// Subject, predicate, object.
    by_subject: Vec<[Id; 3]>,
    /// Predicate, object, subject.
    by_object: Vec<[Id; 3]>,
}

impl FromIterator<Quad> for Triples {
    fn from_iter<T: IntoIterator<Item = Quad>>(quads: T) -> Triples {
        let mut gathered = Gathered::default();
        quads.into_iter().for_each(|quad| gathered.add(quad));
        gathered.finish()
    }
}

impl Triples {
    /// How many triples there are.
    pub fn len(&self) -> usize {
        self.by_subject.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_subject.is_empty()
    }

    /// The number of a term; `None` for one that occurs nowhere.
    pub fn id(&self, term: &Term) -> Option<Id> {
        self.terms.get_index_of(term).and_then(|i| Id::try_from(i).ok())
    }

    /// The number of an IRI.
    pub fn node(&self, node: NamedNodeRef<'_>) -> Option<Id> {
        self.id(&node.into_owned().into())
    }

    /// The number of a term, which is given one where it occurs nowhere.
    pub fn intern(&mut self, term: Term) -> Id {
        Id::try_from(self.terms.insert_full(term).0).unwrap_or(Id::MAX)
    }

    /// The term of a number.
    ///
    /// # Panics
    /// For a number that another [`Triples`] gave.
    pub fn term(&self, id: Id) -> &Term {
        &self.terms[id as usize]
    }

    /// The term as the subject of a triple; `None` for a literal.
    pub fn subject(&self, id: Id) -> Option<NamedOrBlankNode> {
        match self.term(id) {
            Term::NamedNode(node) => Some(node.clone().into()),
            Term::BlankNode(node) => Some(node.clone().into()),
            Term::Literal(_) => None,
        }
    }

    /// All triples: subject, predicate, object.
    pub fn rows(&self) -> &[[Id; 3]] {
        &self.by_subject
    }

    /// The triples with a subject.
    pub fn about(&self, subject: Id) -> &[[Id; 3]] {
        range(&self.by_subject, &[subject])
    }

    /// The objects of a subject and property, each once.
    pub fn objects(&self, subject: Id, predicate: Id) -> impl ExactSizeIterator<Item = Id> + '_ {
        range(&self.by_subject, &[subject, predicate]).iter().map(|[_, _, object]| *object)
    }

    /// The subjects of a property and object, each once.
    pub fn subjects(&self, predicate: Id, object: Id) -> impl ExactSizeIterator<Item = Id> + '_ {
        range(&self.by_object, &[predicate, object]).iter().map(|[_, _, subject]| *subject)
    }

    /// The triples with a property, as (object, subject), sorted.
    pub fn with(&self, predicate: Id) -> impl ExactSizeIterator<Item = (Id, Id)> + '_ {
        range(&self.by_object, &[predicate]).iter().map(|[_, object, subject]| (*object, *subject))
    }

    /// Whether there is this triple.
    pub fn contains(&self, subject: Id, predicate: Id, object: Id) -> bool {
        self.by_subject.binary_search(&[subject, predicate, object]).is_ok()
    }
}

/// The rows that begin with some numbers.
fn range<'r>(rows: &'r [[Id; 3]], begin: &[Id]) -> &'r [[Id; 3]] {
    let from = rows.partition_point(|row| &row[..begin.len()] < begin);
    let rest = &rows[from..];
    &rest[..rest.partition_point(|row| &row[..begin.len()] <= begin)]
}
