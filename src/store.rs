//! The store: whole documents go in and come out again, and nothing of them stays behind.
//!
//! Comes in: [`DocumentGraph`]s. Goes out: an Oxigraph store on disk or in memory, for queries and exports. Work is done in
//! a [`Batch`] of any number of whole documents, so that a kill at any moment leaves each of them in or out. How a document is taken back exactly is told in [`crate::graph`] and done in `store/retract.rs`.

mod error;
mod retract;
mod status;

pub use error::StoreError;
pub use status::{DocumentInfo, Status};

use crate::graph::{Base, DocumentGraph, PackGraph};
use crate::vocab::{class, property, rdf};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, QuadRef, Term};
use oxigraph::store::{Store as Quads, Transaction};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::path::Path;

/// The layout that this program writes and reads.
pub const FORMAT: i64 = 1;

/// A store of documents, open for reading and writing.
#[derive(Clone)]
pub struct Store {
    quads: Quads,
    base: Base,
    on_disk: bool,
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
        Store::on_disk(folder, base)
    }

    /// Opens the store in a folder that must exist already.
    #[cfg(feature = "disk")]
    pub fn open_existing(folder: &Path) -> Result<Store, StoreError> {
        error::check_folder(folder, false)?;
        Store::on_disk(folder, None)
    }

    #[cfg(feature = "disk")]
    fn on_disk(folder: &Path, base: Option<Base>) -> Result<Store, StoreError> {
        let quads = Quads::open(folder).map_err(|e| StoreError::opening(folder, e))?;
        error::sweep(folder);
        Ok(Store { on_disk: true, ..Store::with_base(quads, base)? })
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
            let store = Store { quads, base, on_disk: false };
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
            _ => Ok(Store { quads, base, on_disk: false }),
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

    /// Begins work on some documents. Nothing is written before [`Batch::commit`].
    pub fn batch(&self) -> Result<Batch<'_>, StoreError> {
        Ok(Batch {
            store: self,
            work: None,
            fresh: BTreeMap::new(),
            fresh_quads: 0,
            sorted_files_from: if self.on_disk { SORTED_FILES_FROM } else { usize::MAX },
        })
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
        let mut work = self.quads.start_transaction()?;
        for quad in self.quads.quads_for_pattern(None, None, None, Some((&pack.name).into())) {
            let quad = quad?;
            if quad.subject != store {
                work.remove(&quad);
            }
        }
        // What is written last has the hash: a store that was killed before has no pack, and is given it again.
        let quads = pack.triples.iter().map(|triple| triple.clone().in_graph(pack.name.clone()));
        if self.on_disk && pack.triples.len() >= SORTED_FILES_FROM {
            work.commit()?;
            let mut loader = self.quads.bulk_loader().with_num_threads(1);
            loader.load_quads(quads)?;
            return Ok(loader.commit()?);
        }
        for quad in quads {
            work.insert(&quad);
        }
        Ok(work.commit()?)
    }
}

/// From how many quads on new documents are written as sorted files instead of one by one: four times as fast a quad, but
/// a file for each index has to be made.
const SORTED_FILES_FROM: usize = 4_000;

/// Whole documents that are put and removed together.
///
/// Documents that the store does not have are gathered and written at the end; for many of them that is done with sorted
/// files that RocksDB takes over in one step. Replacing and removing is done in a transaction, which is committed first. A
/// kill between the two leaves some documents out, each of them wholly.
pub struct Batch<'s> {
    store: &'s Store,
    work: Option<Transaction<'s>>,
    fresh: BTreeMap<NamedNode, DocumentGraph>,
    fresh_quads: usize,
    sorted_files_from: usize,
}

impl<'s> Batch<'s> {
    /// Sets from how many quads of new documents on sorted files are used; for measurements and tests.
    pub fn with_sorted_files_from(mut self, quads: usize) -> Self {
        self.sorted_files_from = quads;
        self
    }

    /// The transaction, begun when it is first needed.
    fn work(&mut self) -> Result<&mut Transaction<'s>, StoreError> {
        Ok(match &mut self.work {
            Some(work) => work,
            none => none.insert(self.store.quads.start_transaction()?),
        })
    }

    /// Whether the store has a document's graph, as this batch leaves it.
    fn has(&self, graph: &NamedNode) -> Result<bool, StoreError> {
        Ok(match &self.work {
            Some(work) => work.contains_named_graph(graph)?,
            None => self.store.quads.contains_named_graph(graph)?,
        })
    }

    /// Puts a document. One that is there already is replaced; one that is there unchanged is left alone.
    pub fn put(&mut self, document: &DocumentGraph) -> Result<Put, StoreError> {
        if self.has(&document.name)? {
            let base = &self.store.base;
            let changed = retract::replace(self.work()?, base, document)?;
            return Ok(if changed { Put::Replaced } else { Put::Unchanged });
        }
        self.fresh_quads += document.own.len() + document.shared.len();
        let before = self.fresh.insert(document.name.clone(), document.clone());
        Ok(match before {
            None => Put::Added,
            Some(before) => {
                self.fresh_quads -= before.own.len() + before.shared.len();
                let same = before.own.iter().collect::<FxHashSet<_>>() == document.own.iter().collect();
                if same { Put::Unchanged } else { Put::Replaced }
            }
        })
    }

    /// Removes a document and all that only it yielded. `false` where there was none.
    pub fn remove(&mut self, id: &str) -> Result<bool, StoreError> {
        let name = self.store.base.document_graph(id);
        if let Some(gone) = self.fresh.remove(&name) {
            self.fresh_quads -= gone.own.len() + gone.shared.len();
            return Ok(true);
        }
        if !self.has(&name)? {
            return Ok(false);
        }
        let base = &self.store.base;
        retract::remove(self.work()?, base, &name)?;
        Ok(true)
    }

    /// Makes it so. Not yet on disk for certain: see [`Store::flush`].
    pub fn commit(mut self) -> Result<(), StoreError> {
        let fresh = std::mem::take(&mut self.fresh);
        let quads = fresh.into_values().flat_map(|document| {
            let DocumentGraph { name, shared, own, .. } = document;
            let shared = shared.into_iter().map(|triple| triple.in_graph(GraphName::DefaultGraph));
            shared.chain(own.into_iter().map(move |triple| triple.in_graph(name.clone())))
        });
        if self.fresh_quads >= self.sorted_files_from {
            if let Some(work) = self.work {
                work.commit()?;
            }
            let mut loader = self.store.quads.bulk_loader().with_num_threads(1);
            loader.load_quads(quads)?;
            return Ok(loader.commit()?);
        }
        if self.fresh_quads > 0 {
            let work = self.work()?;
            for quad in quads {
                work.insert(&quad);
            }
        }
        if let Some(work) = self.work {
            work.commit()?;
        }
        Ok(())
    }
}

/// The graph name of the default graph, for patterns.
pub(crate) const DEFAULT: GraphName = GraphName::DefaultGraph;
