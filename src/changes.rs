//! What changed between two graphs: stores, or exports in any format of RDF.
//!
//! Comes in: two [`Side`]s. Goes out: a [`Changes`]: the quads that were added and removed, and what that means for people:
//! documents, things, claims and links that came, went, or say something else.
//!
//! Where one side keeps no graphs apart (Turtle, say), both are compared as such an export holds them: graphs merged, without
//! the rule pack and the documents' texts. A claim's IRI is the hash of what it says; so a claim that says something else is a
//! new one in the old one's place in the document, and the two are told as one change.

mod told;

pub use told::{Change, Fact, Kind, Told};

use crate::import::{self, ImportError};
use crate::store::{Store, StoreError};
use crate::triples::Id;
use crate::vocab::property;
use indexmap::IndexSet;
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{Dataset, GraphName, Literal, Quad, Term};
use rustc_hash::FxBuildHasher;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// One of the two.
pub enum Side {
    Store(Store),
    File(PathBuf),
}

/// What keeps graphs from being compared.
#[derive(Debug, thiserror::Error)]
pub enum ChangesError {
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Side {
    /// A folder is a store, or a publication, of which the whole dataset is read; everything else is a file of RDF.
    pub fn open(path: &Path) -> Result<Side, ChangesError> {
        let published = path.join("data/graph.nq");
        if published.is_file() {
            return Ok(Side::File(published));
        }
        if path.is_dir() {
            return Ok(Side::Store(Store::open_to_read(path)?));
        }
        Ok(Side::File(path.to_owned()))
    }

    fn has_graphs(&self) -> bool {
        match self {
            Side::Store(_) => true,
            Side::File(path) => import::has_graphs(path),
        }
    }

    /// Calls for each quad, as it is compared.
    fn each(&self, merged: bool, mut take: impl FnMut(Quad)) -> Result<(), ChangesError> {
        let mut pass = |mut quad: Quad| {
            let text = quad.predicate == property::TEXT || quad.predicate == property::SENTENCES;
            let pack =
                matches!(&quad.graph_name, GraphName::NamedNode(graph) if graph.as_str().ends_with("graph/pack"));
            if merged && (text || pack) {
                return;
            }
            if merged {
                quad.graph_name = GraphName::DefaultGraph;
            }
            quad.object = folded(quad.object);
            take(quad);
        };
        match self {
            Side::Store(store) => {
                for quad in store.quads().iter() {
                    pass(quad.map_err(StoreError::from)?);
                }
            }
            Side::File(path) => named_alike(import::read(path)?).into_iter().for_each(&mut pass),
        }
        Ok(())
    }
}

/// Language tags in lower case, as RDF 1.1 compares them.
fn folded(term: Term) -> Term {
    match &term {
        Term::Literal(literal) if literal.language().is_some_and(|tag| tag.bytes().any(|b| b.is_ascii_uppercase())) => {
            let tag = literal.language().unwrap_or_default().to_ascii_lowercase();
            Literal::new_language_tagged_literal_unchecked(literal.value(), tag).into()
        }
        _ => term,
    }
}

/// Blank nodes by canonical labels (RDFC-1.0), so that the same graph has the same ones. Our own graphs have none.
fn named_alike(quads: Vec<Quad>) -> Vec<Quad> {
    let blank =
        |quad: &Quad| quad.subject.is_blank_node() || quad.object.is_blank_node() || quad.graph_name.is_blank_node();
    if !quads.iter().any(blank) {
        return quads;
    }
    let mut dataset: Dataset = quads.into_iter().collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
    dataset.iter().map(|quad| quad.into_owned()).collect()
}

/// The numbers of graph (0: the default graph), subject, predicate and object.
type Row = [Id; 4];

/// Both graphs with their difference.
pub struct Changes {
    terms: IndexSet<Term, FxBuildHasher>,
    old: Vec<Row>,
    new: Vec<Row>,
    /// Rows of one side only, in the order in which they are written.
    removed: Vec<Row>,
    added: Vec<Row>,
}

impl Changes {
    /// Compares two graphs. Linear in both, apart from sorting.
    pub fn between(old: &Side, new: &Side) -> Result<Changes, ChangesError> {
        let merged = !old.has_graphs() || !new.has_graphs();
        let mut terms = IndexSet::default();
        // Number 0 is no term of a triple: it stands for the default graph.
        terms.insert(Term::from(Literal::from("")));
        let mut read = |side: &Side| -> Result<Vec<Row>, ChangesError> {
            let mut rows: Vec<Row> = Vec::new();
            side.each(merged, |quad| {
                let mut id = |term: Term| Id::try_from(terms.insert_full(term).0).unwrap_or(Id::MAX);
                let graph = match quad.graph_name {
                    GraphName::NamedNode(node) => id(node.into()),
                    GraphName::BlankNode(node) => id(node.into()),
                    GraphName::DefaultGraph => 0,
                };
                rows.push([graph, id(quad.subject.into()), id(quad.predicate.into()), id(quad.object)]);
            })?;
            rows.sort_unstable();
            rows.dedup();
            Ok(rows)
        };
        let (old, new) = (read(old)?, read(new)?);
        let missing = |from: &[Row], rows: &[Row]| -> Vec<Row> {
            rows.iter().filter(|row| from.binary_search(row).is_err()).copied().collect()
        };
        let (removed, added) = (missing(&new, &old), missing(&old, &new));
        let mut changes = Changes { terms, old, new, removed: Vec::new(), added: Vec::new() };
        changes.removed = changes.in_order(removed);
        changes.added = changes.in_order(added);
        Ok(changes)
    }

    fn in_order(&self, mut rows: Vec<Row>) -> Vec<Row> {
        rows.sort_by_cached_key(|row| self.written(row));
        rows
    }

    /// Whether the two are the same graph.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty()
    }

    fn term(&self, id: Id) -> &Term {
        &self.terms[id as usize]
    }

    /// `<s> <p> <o>`, and the graph behind where it is not the default graph.
    fn written(&self, [graph, subject, predicate, object]: &Row) -> String {
        let triple = format!("{} {} {}", self.term(*subject), self.term(*predicate), self.term(*object));
        if *graph == 0 { triple } else { format!("{triple} {}", self.term(*graph)) }
    }

    /// Writes what turns the old graph into the new one, as RDF Patch: one transaction, deletions before additions.
    pub fn write_patch(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "TX .")?;
        for (mark, rows) in [("D", &self.removed), ("A", &self.added)] {
            for row in rows {
                writeln!(out, "{mark} {} .", self.written(row))?;
            }
        }
        writeln!(out, "TC .")
    }
}
