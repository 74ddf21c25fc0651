//! The store: whole documents go in and come out again, and nothing of them stays behind.
//!
//! Comes in: [`DocumentGraph`]s. Goes out: an Oxigraph store on disk or in memory, for queries and exports. Work is done in
//! a [`Batch`] of any number of whole documents, so that a kill at any moment leaves each of them in or out. How a document
//! is taken back exactly is told in [`crate::graph`] and done in `store/retract.rs`.

#[cfg(feature = "disk")]
mod compact;
mod error;
#[cfg(feature = "disk")]
mod kept;
#[cfg(feature = "disk")]
mod manifest;
mod retract;
mod status;

pub use error::StoreError;
pub use status::{DocumentInfo, Status};

use crate::graph::{Base, DocumentGraph, PackGraph};
use crate::vocab::{class, property, rdf};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, QuadRef, Term, Triple};
use oxigraph::store::{BulkLoader, Store as Quads, Transaction};
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};

/// The layout that this program writes and reads.
pub const FORMAT: i64 = 1;

/// A store of documents, open for reading and writing.
#[derive(Clone)]
pub struct Store {
    quads: Quads,
    base: Base,
    /// Where it is on disk and may be written.
    folder: Option<PathBuf>,
}

/// How many bytes a store took, and takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    pub before: u64,
    pub after: u64,
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
        compact::recover(folder);
        error::check_folder(folder, true)?;
        Store::on_disk(folder, base)
    }

    /// Opens the store in a folder that must exist already.
    #[cfg(feature = "disk")]
    pub fn open_existing(folder: &Path) -> Result<Store, StoreError> {
        compact::recover(folder);
        error::check_folder(folder, false)?;
        Store::on_disk(folder, None)
    }

    /// Opens the store in a folder that must exist already, to read it: also where nothing may be written.
    #[cfg(feature = "disk")]
    pub fn open_to_read(folder: &Path) -> Result<Store, StoreError> {
        match Store::open_existing(folder) {
            Err(StoreError::NotWritable { .. }) => {
                let quads = Quads::open_read_only(folder).map_err(|e| StoreError::opening(folder, e))?;
                Store::with_base(quads, None)
            }
            other => other,
        }
    }

    #[cfg(feature = "disk")]
    fn on_disk(folder: &Path, base: Option<Base>) -> Result<Store, StoreError> {
        manifest::check(folder)?;
        let quads = Quads::open(folder).map_err(|e| StoreError::opening(folder, e))?;
        compact::sweep(folder);
        let store = Store { folder: Some(folder.to_owned()), ..Store::with_base(quads, base)? };
        manifest::note(folder);
        Ok(store)
    }

    /// Without the feature `disk` there are stores in memory only.
    #[cfg(not(feature = "disk"))]
    pub fn open(_folder: &Path, _base: Option<Base>) -> Result<Store, StoreError> {
        Err(StoreError::NoDisk)
    }

    /// Without the feature `disk` there are stores in memory only.
    #[cfg(not(feature = "disk"))]
    pub fn open_with_pack(
        folder: &Path,
        base: Option<Base>,
        _hash: &str,
        _pack: impl FnOnce(&Base) -> PackGraph,
    ) -> Result<Store, StoreError> {
        Store::open(folder, base)
    }

    /// Without the feature `disk` there are stores in memory only.
    #[cfg(not(feature = "disk"))]
    pub fn open_existing(_folder: &Path) -> Result<Store, StoreError> {
        Err(StoreError::NoDisk)
    }

    /// Without the feature `disk` there are stores in memory only.
    #[cfg(not(feature = "disk"))]
    pub fn open_to_read(_folder: &Path) -> Result<Store, StoreError> {
        Err(StoreError::NoDisk)
    }

    /// Without the feature `disk` there are stores in memory only.
    #[cfg(not(feature = "disk"))]
    pub fn compact(_folder: &Path) -> Result<Compacted, StoreError> {
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
            let store = Store { quads, base, folder: None };
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
            _ => Ok(Store { quads, base, folder: None }),
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

    /// Begins work on some documents. Nothing is kept before [`Batch::commit`].
    pub fn batch(&self) -> Result<Batch<'_>, StoreError> {
        Ok(Batch {
            store: self,
            work: None,
            fresh: Vec::new(),
            names: FxHashSet::default(),
            fresh_quads: 0,
            sorted: None,
            threads: 1,
            sorted_files_from: if self.folder.is_some() { SORTED_FILES_FROM } else { usize::MAX },
            sorted_at_once: SORTED_AT_ONCE,
        })
    }

    /// Writes everything that was committed to disk; only then may success be reported.
    pub fn flush(&self) -> Result<(), StoreError> {
        #[cfg(feature = "disk")]
        {
            self.quads.flush()?;
            self.folder.as_deref().into_iter().for_each(manifest::note);
        }
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
        let done = batch.put(document.clone())?;
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

    /// Makes `{base}graph/pack` say what the pack says; done once for a store, and again when the pack has changed. What two packs have in
    /// common is left alone: most changes of a pack are a few rows, or a rule, which the graph does not have.
    pub fn put_pack(&self, pack: &PackGraph) -> Result<(), StoreError> {
        if self.has_pack(&pack.hash)? {
            return Ok(());
        }
        let store = NamedOrBlankNode::from(self.base.store());
        let mut coming: FxHashSet<&Triple> = pack.triples.iter().collect();
        let mut work = self.quads.start_transaction()?;
        for quad in self.quads.quads_for_pattern(None, None, None, Some((&pack.name).into())) {
            let triple = Triple::from(quad?);
            if triple.subject != store && !coming.remove(&triple) {
                work.remove(triple.as_ref().in_graph(&pack.name));
            }
        }
        let sorted = self.folder.is_some() && coming.len() >= SORTED_FILES_FROM;
        // In the order of the pack, so that the same pack gives the same files.
        let new = pack.triples.iter().filter(|triple| coming.remove(*triple));
        let quads = new.map(|triple| triple.clone().in_graph(pack.name.clone()));
        if sorted {
            // The hash went with what the store had, and comes with the rest: a store that was killed between has no pack, and is given it
            // again.
            work.commit()?;
            let mut loader = self.loader(1, SORTED_AT_ONCE);
            loader.load_quads(quads)?;
            return Ok(loader.commit()?);
        }
        for quad in quads {
            work.insert(&quad);
        }
        Ok(work.commit()?)
    }

    /// A loader that makes sets of sorted files, so many at a time, of so many quads each: Oxigraph counts 1,000 quads a MB.
    fn loader(&self, threads: usize, at_once: usize) -> BulkLoader<'_> {
        let size = threads * at_once.div_ceil(1000);
        self.quads.bulk_loader().with_num_threads(threads).with_max_memory_size_in_megabytes(size)
    }
}

/// From how many quads on new documents are written as sorted files instead of one by one: four times as fast a quad, but
/// a file for each index has to be made.
const SORTED_FILES_FROM: usize = 4_000;

/// How many quads one set of sorted files holds at most, unless a single document has more: some 50 MB while they are sorted, and Oxigraph's
/// tables for them would be twice as large from 57,345 on. Much smaller ones would cost more: where twenty lie on one another, RocksDB merges
/// them before it goes on.
const SORTED_AT_ONCE: usize = 57_000;

/// Whole documents that are put and removed together.
///
/// Documents that the store does not have are gathered; for many of them sorted files are written in the background, which
/// RocksDB takes over in one step at the end, so that a batch may be as large as the disk. Replacing and removing is done
/// in a transaction, which is committed before that. A kill between the two leaves some documents out, each of them wholly;
/// a kill before leaves out all.
pub struct Batch<'s> {
    store: &'s Store,
    work: Option<Transaction<'s>>,
    /// New documents that are in no sorted file yet.
    fresh: Vec<DocumentGraph>,
    fresh_quads: usize,
    /// All new documents of the batch.
    names: FxHashSet<NamedNode>,
    sorted: Option<BulkLoader<'s>>,
    threads: usize,
    sorted_files_from: usize,
    sorted_at_once: usize,
}

impl<'s> Batch<'s> {
    /// Sets from how many quads of new documents on sorted files are used, and how many one set of them holds; for
    /// measurements and tests.
    pub fn with_sorted_files(mut self, from: usize, at_once: usize) -> Self {
        (self.sorted_files_from, self.sorted_at_once) = (from, at_once);
        self
    }

    /// Sets how many sets of sorted files are made at a time, each on a thread of its own.
    pub fn with_threads(mut self, threads: usize) -> Self {
        self.threads = threads.max(1);
        self
    }

    /// The transaction, begun when it is first needed. Sorted files are taken over before, for a store in memory lets only one
    /// of both write at a time.
    fn work(&mut self) -> Result<&mut Transaction<'s>, StoreError> {
        if self.work.is_none()
            && let Some(sorted) = self.sorted.take()
        {
            sorted.commit()?;
        }
        Ok(match &mut self.work {
            Some(work) => work,
            none => none.insert(self.store.quads.start_transaction()?),
        })
    }

    /// Whether the store has a document's graph, as this batch leaves it. New documents of the batch are not looked at.
    fn has(&self, graph: &NamedNode) -> Result<bool, StoreError> {
        Ok(match &self.work {
            Some(work) => work.contains_named_graph(graph)?,
            None => self.store.quads.contains_named_graph(graph)?,
        })
    }

    /// Puts a document. One that is there already is replaced; one that is there unchanged is left alone.
    pub fn put(&mut self, document: DocumentGraph) -> Result<Put, StoreError> {
        self.settle(&document.name)?;
        if self.has(&document.name)? {
            let base = &self.store.base;
            let changed = retract::replace(self.work()?, base, &document)?;
            return Ok(if changed { Put::Replaced } else { Put::Unchanged });
        }
        let together = self.fresh_quads + document.len();
        if self.fresh_quads >= self.sorted_files_from && together > self.sorted_at_once {
            self.sort()?;
        }
        self.names.insert(document.name.clone());
        self.fresh_quads += document.len();
        self.fresh.push(document);
        Ok(Put::Added)
    }

    /// Removes a document and all that only it yielded. `false` where there was none.
    pub fn remove(&mut self, id: &str) -> Result<bool, StoreError> {
        let name = self.store.base.document_graph(id);
        self.settle(&name)?;
        if !self.has(&name)? {
            return Ok(false);
        }
        let base = &self.store.base;
        retract::remove(self.work()?, base, &name)?;
        Ok(true)
    }

    /// Commits what the batch holds where it has put that document already: what comes next has to see it in the store.
    fn settle(&mut self, name: &NamedNode) -> Result<(), StoreError> {
        if !self.names.contains(name) {
            return Ok(());
        }
        self.write()
    }

    /// Hands the gathered documents over to be sorted. What the transaction did comes first, for a store in memory lets only
    /// one of both write at a time.
    fn sort(&mut self) -> Result<(), StoreError> {
        if let Some(work) = self.work.take() {
            work.commit()?;
        }
        let (store, threads, at_once) = (self.store, self.threads, self.sorted_at_once);
        let loader = self.sorted.get_or_insert_with(|| store.loader(threads, at_once));
        self.fresh_quads = 0;
        let fresh = std::mem::take(&mut self.fresh);
        Ok(loader.load_quads(fresh.iter().flat_map(DocumentGraph::quads))?)
    }

    /// Writes and commits all that the batch holds.
    fn write(&mut self) -> Result<(), StoreError> {
        if self.sorted.is_some() || self.fresh_quads >= self.sorted_files_from {
            self.sort()?;
        }
        for document in std::mem::take(&mut self.fresh) {
            let work = self.work()?;
            document.quads().for_each(|quad| work.insert(quad));
        }
        if let Some(work) = self.work.take() {
            work.commit()?;
        }
        if let Some(sorted) = self.sorted.take() {
            sorted.commit()?;
        }
        self.fresh_quads = 0;
        self.names.clear();
        Ok(())
    }

    /// Makes it so. Not yet on disk for certain: see [`Store::flush`].
    pub fn commit(mut self) -> Result<(), StoreError> {
        self.write()
    }
}

/// The graph name of the default graph, for patterns.
pub(crate) const DEFAULT: GraphName = GraphName::DefaultGraph;
