//! Documents into a store or into files of quads: many are read at a time, one writer puts them in.
//!
//! Comes in: [`Inputs`](crate::document::input::Inputs) and an extractor, or files of quads that were made of documents
//! elsewhere; and a [`Target`]. Goes out: the target with these documents, and the fate of each, in the order of the
//! inputs. A transaction holds some whole documents; what a store or file holds does not depend on how many are read at a
//! time, and what a store holds not on their order, or on where a run was broken off and begun again.

mod filling;
mod report;

pub use report::{Found, Report, Told};

use crate::document::Document;
use crate::document::input::{Input, ReadError, ReadOptions};
use crate::document::part::{Origin, Part};
use crate::extract::Extractor;
use crate::graph::{self, Activity, Base, DocumentGraph, GraphError, PackGraph, Texts};
use crate::pipeline;
use crate::quads::{self, Compression, QuadsError, Shards};
use crate::store::{Put, Store, StoreError};
use filling::Filling;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

/// Bytes of documents in flight for each worker. What is found in them takes some twenty times as much, and waits for the writer wherever
/// the store is merging.
const IN_FLIGHT: usize = 512 << 10;

/// What a document weighs however short it is.
const LEAST: usize = 4 << 10;

/// What became of one document.
#[derive(Debug)]
pub enum Fate {
    Added,
    Replaced,
    /// The store had just this, made in just this way.
    Skipped,
    /// It is in a file of quads.
    Written,
    Failed(Failure),
}

/// Why a document is not in the store.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Graph(#[from] GraphError),
    #[error(transparent)]
    Quads(#[from] QuadsError),
}

/// Why the work could not go on.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Quads(#[from] QuadsError),
}

/// How many documents met which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub added: usize,
    pub replaced: usize,
    pub skipped: usize,
    pub written: usize,
    pub failed: usize,
    /// Whether it was stopped.
    pub stopped: bool,
}

impl Summary {
    fn count(&mut self, fate: &Fate) {
        *match fate {
            Fate::Added => &mut self.added,
            Fate::Replaced => &mut self.replaced,
            Fate::Skipped => &mut self.skipped,
            Fate::Written => &mut self.written,
            Fate::Failed(_) => &mut self.failed,
        } += 1;
    }
}

/// Where documents go.
pub enum Target<'t> {
    Store(&'t Store),
    Files { shards: Shards, base: &'t Base },
}

/// What a worker hands to the writer.
enum Made {
    Graph(Box<DocumentGraph>, Option<Found>),
    /// A document's id and its quads, for a file.
    Packed(String, Vec<u8>, Option<Found>),
    /// The rule pack of a file of quads.
    Pack(PackGraph),
    Current,
    Failed(Failure),
}

/// Where the writer puts what was made.
enum Writer<'t> {
    Store(Box<Filling<'t>>),
    Files(Shards),
}

impl Writer<'_> {
    fn put(&mut self, made: Made) -> Result<(Fate, Option<Found>), IngestError> {
        Ok(match (made, self) {
            (Made::Failed(failure), _) => (Fate::Failed(failure), None),
            (Made::Current, _) => (Fate::Skipped, None),
            (Made::Pack(pack), Writer::Store(filling)) => {
                filling.put_pack(&pack)?;
                (Fate::Skipped, None)
            }
            (Made::Graph(graph, found), Writer::Store(filling)) => {
                let fate = match filling.put(*graph)? {
                    Put::Added => Fate::Added,
                    Put::Replaced => Fate::Replaced,
                    Put::Unchanged => Fate::Skipped,
                };
                (fate, found)
            }
            (Made::Packed(id, lines, found), Writer::Files(shards)) => {
                shards.put(&id, &lines)?;
                (Fate::Written, found)
            }
            // A worker packs for files only, and for files always.
            (Made::Graph(..) | Made::Packed(..) | Made::Pack(_), _) => (Fate::Skipped, None),
        })
    }

    fn finish(self, stopped: bool) -> Result<(), IngestError> {
        match self {
            Writer::Store(filling) => filling.finish()?,
            // Files that lack documents must not look whole.
            Writer::Files(_) if stopped => {}
            Writer::Files(shards) => shards.finish()?,
        }
        Ok(())
    }
}

/// Reads the documents of `inputs` with `jobs` workers, extracts, and puts the graphs into the target. `tell` hears each
/// document's fate as soon as it is decided, and may stop the work; what has been decided by then is kept in a store.
/// Everything is on disk when this returns.
///
/// # Errors
/// Where the target cannot be read or written. A store then holds whole documents only, and running again goes on.
pub fn ingest(
    target: Target<'_>,
    extractor: &Extractor,
    inputs: &[Input],
    options: &ReadOptions,
    texts: Texts,
    jobs: NonZeroUsize,
    tell: impl FnMut(&Told<'_>) -> ControlFlow<()>,
) -> Result<Summary, IngestError> {
    let activity = Activity { texts, ..activity(extractor) };
    let (store, base, compression) = match &target {
        Target::Store(store) => (Some(*store), store.base(), Compression::None),
        Target::Files { shards, base } => (None, *base, shards.compression()),
    };
    let make = |read: Result<Document, ReadError>| -> Result<Made, IngestError> {
        let document = match read {
            Ok(document) => document,
            Err(e) => return Ok(Made::Failed(e.into())),
        };
        if let Some(store) = store
            && store.is_current(&document.id, &graph::input_hash(&document, &activity))?
        {
            return Ok(Made::Current);
        }
        let extraction = extractor.extract(&document);
        let found = Some(Found::of(&document, &extraction));
        let graph = match graph::build(base, extractor.ontology(), &document, &extraction, &activity) {
            Ok(graph) => graph,
            Err(e) => return Ok(Made::Failed(e.into())),
        };
        if store.is_some() {
            return Ok(Made::Graph(Box::new(graph), found));
        }
        let packed = compression.pack(&graph);
        Ok(packed.map_or_else(
            |e| Made::Failed(GraphError::Compress(e).into()),
            |lines| Made::Packed(graph.id, lines, found),
        ))
    };
    let writer = match target {
        Target::Store(store) => Writer::Store(Box::new(Filling::new(store, jobs))),
        Target::Files { shards, .. } => Writer::Files(shards),
    };
    let parts = inputs.iter().enumerate().flat_map(|(n, input)| input.parts(options).map(move |part| (n, part)));
    let weigh = |(_, part): &(usize, Part)| usize::try_from(part.size()).unwrap_or(usize::MAX);
    let work = |(input, part): (usize, Part)| {
        let (origin, read) = part.read(options);
        (input, origin, make(read))
    };
    write(writer, jobs, parts, weigh, work, tell)
}

/// Puts the documents of files of quads into a store, with the rule pack that they were made with. `tell` hears each
/// document's fate, as with [`ingest`].
///
/// # Errors
/// Where a file is not ours or the store cannot be read or written. What is wrong further on in a file is the failure of
/// what it concerns.
pub fn load(
    store: &Store,
    files: Vec<quads::Reading>,
    jobs: NonZeroUsize,
    tell: impl FnMut(&Told<'_>) -> ControlFlow<()>,
) -> Result<Summary, IngestError> {
    let blocks = files.into_iter().enumerate().flat_map(|(n, file)| {
        let path = file.path().display().to_string();
        file.blocks().map(move |block| (n, path.clone(), block))
    });
    let weigh = |(_, _, block): &(usize, String, Result<quads::Block, QuadsError>)| {
        // Text is to its quads as 1 to some 20.
        block.as_ref().map_or(0, |block| block.size() / 16)
    };
    let work = |(input, place, block): (usize, String, Result<quads::Block, QuadsError>)| {
        let mut origin = Origin { id: String::new(), place };
        let made = match block.and_then(|block| block.parse(store.base())) {
            Err(e) => Ok(Made::Failed(e.into())),
            Ok(quads::Parts::Pack(pack)) => Ok(Made::Pack(pack)),
            Ok(quads::Parts::Document(graph)) => {
                origin.id.clone_from(&graph.id);
                let current = quads::input_hash(&graph).map(|hash| store.is_current(&graph.id, hash));
                match current.transpose() {
                    Err(e) => Err(e.into()),
                    Ok(Some(true)) => Ok(Made::Current),
                    Ok(_) => Ok(Made::Graph(graph, None)),
                }
            }
        };
        (input, origin, made)
    };
    write(Writer::Store(Box::new(Filling::new(store, jobs))), jobs, blocks, weigh, work, tell)
}

/// Runs `work` on each job and puts what it makes where it belongs, in order.
fn write<J: Send>(
    mut writer: Writer<'_>,
    jobs: NonZeroUsize,
    parts: impl Iterator<Item = J> + Send,
    weigh: impl Fn(&J) -> usize + Sync,
    work: impl Fn(J) -> (usize, Origin, Result<Made, IngestError>) + Sync,
    mut tell: impl FnMut(&Told<'_>) -> ControlFlow<()>,
) -> Result<Summary, IngestError> {
    let mut summary = Summary::default();
    let mut result = Ok(());
    let weigh = |job: &J| weigh(job).max(LEAST);
    pipeline::run_weighed(jobs, jobs.get().saturating_mul(IN_FLIGHT), parts, weigh, work, |(input, origin, made)| {
        let (fate, found) = match made.and_then(|made| writer.put(made)) {
            Ok(done) => done,
            Err(e) => {
                result = Err(e);
                return ControlFlow::Break(());
            }
        };
        // A pack is no document.
        if origin.id.is_empty() && matches!(fate, Fate::Skipped) {
            return ControlFlow::Continue(());
        }
        summary.count(&fate);
        let next = tell(&Told { origin: &origin, fate: &fate, found, input });
        summary.stopped = next.is_break();
        next
    });
    result?;
    writer.finish(summary.stopped)?;
    Ok(summary)
}

/// What makes the result of `extractor` what it is, besides the document.
pub fn activity(extractor: &Extractor) -> Activity {
    Activity {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        pack: extractor.pack_hash().to_owned(),
        options: String::new(),
        texts: Texts::Kept,
        rules: extractor.rules().hashes.iter().map(|(rule, hash)| (rule.clone(), hash.to_string())).collect(),
    }
}
