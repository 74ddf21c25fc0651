//! The store: whole documents go in and come out again, and nothing of them stays behind.
//!
//! Comes in: [`DocumentGraph`]s. Goes out: an Oxigraph store on disk or in memory, for queries and exports. Work is done in
//! a [`Batch`]: one transaction over any number of whole documents, so that a kill at any moment leaves each of them in or
//! out. How a document is taken back exactly is told in [`crate::graph`] and done in `store/retract.rs`.

mod error;
mod retract;
mod status;

pub use error::StoreError;
pub use status::{DocumentInfo, Status};

use crate::graph::{Base, DocumentGraph, PackGraph};
use crate::vocab::{class, property, rdf};
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedOrBlankNode, QuadRef, Term};
use oxigraph::store::{Store as Quads, Transaction};
use std::path::Path;

/// Megabytes that loading a rule pack may take.
const LOADING: usize = 128;

/// The layout that this program writes and reads.
pub const FORMAT: i64 = 1;

/// A store of documents, open for reading and writing.
#[derive(Clone)]
pub struct Store {
    quads: Quads,
    base: Base,
}

/// What putting a document did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// The store did not have it.
    Added,
    /// The store had it, from another text or made otherwise.
    Replaced,
    /// The store had just this.
    Unchanged,
}

impl Store {
    /// A store that lives as long as the value. `base`: [`Base::DEFAULT`] where `None`.
    pub fn in_memory(base: Option<Base>) -> Result<Store, StoreError> {
        Store::with_base(Quads::new()?, base)
    }

    /// Opens the store in a folder, and makes it where there is none. `base` is fixed when the store is made; for one that
    /// exists it may be left out, and must agree where it is given.
    #[cfg(feature = "disk")]
    pub fn open(folder: &Path, base: Option<Base>) -> Result<Store, StoreError> {
        error::check_folder(folder, true)?;
        let quads = Quads::open(folder).map_err(|e| StoreError::opening(folder, e))?;
        Store::with_base(quads, base)
    }

    /// Opens the store in a folder that must exist already.
    #[cfg(feature = "disk")]
    pub fn open_existing(folder: &Path) -> Result<Store, StoreError> {
        error::check_folder(folder, false)?;
        let quads = Quads::open(folder).map_err(|e| StoreError::opening(folder, e))?;
        Store::with_base(quads, None)
    }

    /// Without the feature `disk` there are stores in memory only.
    #[cfg(not(feature = "disk"))]
    pub fn open(_folder: &Path, _base: Option<Base>) -> Result<Store, StoreError> {
        Err(StoreError::NoDisk)
    }

    /// Without the feature `disk` there are stores in memory only.
    #[cfg(not(feature = "disk"))]
    pub fn open_existing(_folder: &Path) -> Result<Store, StoreError> {
        Err(StoreError::NoDisk)
    }

    /// Reads what the store says of itself; a new one is told its base and format.
    fn with_base(quads: Quads, asked: Option<Base>) -> Result<Store, StoreError> {
        let stated = quads.quads_for_pattern(None, Some(property::STORE_FORMAT), None, None).next().transpose()?;
        let Some(stated) = stated else {
            if !quads.is_empty()? {
                return Err(StoreError::Foreign);
            }
            let base = match asked {
                Some(base) => base,
                None => Base::new(Base::DEFAULT)?,
            };
            let (store, graph) = (base.store(), base.pack_graph());
            let mut batch = quads.start_transaction()?;
            batch.insert(QuadRef::new(&store, rdf::TYPE, class::STORE, &graph));
            batch.insert(QuadRef::new(&store, property::STORE_FORMAT, &Literal::from(FORMAT), &graph));
            batch.commit()?;
            let store = Store { quads, base };
            store.flush()?;
            return Ok(store);
        };
        let found = match &stated.object {
            Term::Literal(literal) => literal.value().parse().unwrap_or(i64::MAX),
            _ => i64::MAX,
        };
        if found != FORMAT {
            return Err(StoreError::Format { found, known: FORMAT });
        }
        let base = match stated.subject {
            NamedOrBlankNode::NamedNode(node) => Base::new(node.as_str())?,
            NamedOrBlankNode::BlankNode(_) => return Err(StoreError::Foreign),
        };
        match asked {
            Some(asked) if asked != base => {
                Err(StoreError::OtherBase { stored: base.as_str().to_owned(), asked: asked.as_str().to_owned() })
            }
            _ => Ok(Store { quads, base }),
        }
    }

    /// The base under which the store's things have their IRIs.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The quads, for queries and exports.
    pub fn quads(&self) -> &Quads {
        &self.quads
    }

    /// Starts a transaction. Nothing is written before [`Batch::commit`].
    pub fn batch(&self) -> Result<Batch<'_>, StoreError> {
        Ok(Batch { store: self, work: self.quads.start_transaction()? })
    }

    /// Writes everything that was committed to disk; only then may success be reported.
    pub fn flush(&self) -> Result<(), StoreError> {
        #[cfg(feature = "disk")]
        self.quads.flush()?;
        Ok(())
    }

    /// Whether the store has just what `hash` ([`crate::graph::input_hash`]) would give, so that nothing need be extracted.
    pub fn is_current(&self, id: &str, hash: &str) -> Result<bool, StoreError> {
        let document = self.base.document(id);
        let activity = crate::graph::iri::activity(&document);
        let graph = self.base.document_graph(id);
        Ok(self.quads.contains(QuadRef::new(&activity, property::INPUT_HASH, &Literal::from(hash), &graph))?)
    }

    /// Whether the store has a document of that id.
    pub fn contains(&self, id: &str) -> Result<bool, StoreError> {
        Ok(self.quads.contains_named_graph(&self.base.document_graph(id))?)
    }

    /// Puts one document: a batch of one, committed.
    pub fn put(&self, document: &DocumentGraph) -> Result<Put, StoreError> {
        let mut batch = self.batch()?;
        let done = batch.put(document)?;
        batch.commit()?;
        Ok(done)
    }

    /// Removes one document: a batch of one, committed. `false` where there was none.
    pub fn remove(&self, id: &str) -> Result<bool, StoreError> {
        let mut batch = self.batch()?;
        let done = batch.remove(id)?;
        batch.commit()?;
        Ok(done)
    }

    /// Whether the graph of the pack is the one of that hash.
    pub fn has_pack(&self, hash: &str) -> Result<bool, StoreError> {
        let graph = self.base.pack_graph();
        Ok(self.quads.contains(QuadRef::new(&graph, property::PACK_HASH, &Literal::from(hash), &graph))?)
    }

    /// Makes `{base}graph/pack` say what the pack says; done once for a store, and again when the pack has changed.
    pub fn put_pack(&self, pack: &PackGraph) -> Result<(), StoreError> {
        if self.has_pack(&pack.hash)? {
            return Ok(());
        }
        let store = NamedOrBlankNode::from(self.base.store());
        let mut former = Vec::new();
        for quad in self.quads.quads_for_pattern(None, None, None, Some((&pack.name).into())) {
            let quad = quad?;
            if quad.subject != store {
                former.push(quad);
            }
        }
        if former.is_empty() {
            // A new store: a tenth of the time of a transaction, and all or nothing as well.
            let mut loader = self.quads.bulk_loader().with_max_memory_size_in_megabytes(LOADING);
            loader.load_quads(pack.triples.iter().map(|triple| triple.clone().in_graph(pack.name.clone())))?;
            return Ok(loader.commit()?);
        }
        let mut batch = self.quads.start_transaction()?;
        for quad in &former {
            batch.remove(quad);
        }
        for triple in &pack.triples {
            batch.insert(triple.as_ref().in_graph(&pack.name));
        }
        Ok(batch.commit()?)
    }
}

/// One transaction over whole documents.
pub struct Batch<'s> {
    store: &'s Store,
    work: Transaction<'s>,
}

impl Batch<'_> {
    /// Puts a document. One that is there already is replaced; one that is there unchanged is left alone.
    pub fn put(&mut self, document: &DocumentGraph) -> Result<Put, StoreError> {
        let graph = GraphNameRef::from(&document.name);
        if !self.work.contains_named_graph(&document.name)? {
            for triple in &document.shared {
                self.work.insert(triple.as_ref().in_graph(GraphNameRef::DefaultGraph));
            }
            for triple in &document.own {
                self.work.insert(triple.as_ref().in_graph(graph));
            }
            return Ok(Put::Added);
        }
        let changed = retract::replace(&mut self.work, &self.store.base, document)?;
        Ok(if changed { Put::Replaced } else { Put::Unchanged })
    }

    /// Removes a document and all that only it yielded. `false` where there was none.
    pub fn remove(&mut self, id: &str) -> Result<bool, StoreError> {
        let name = self.store.base.document_graph(id);
        if !self.work.contains_named_graph(&name)? {
            return Ok(false);
        }
        retract::remove(&mut self.work, &self.store.base, &name)?;
        Ok(true)
    }

    /// Makes it so, all of it or nothing. Not yet on disk for certain: see [`Store::flush`].
    pub fn commit(self) -> Result<(), StoreError> {
        Ok(self.work.commit()?)
    }
}

/// The graph name of the default graph, for patterns.
pub(crate) const DEFAULT: GraphName = GraphName::DefaultGraph;
