//! Documents into a store: many are read at a time, one writer puts them in.
//!
//! Comes in: [`Inputs`](crate::document::input::Inputs), an extractor, a store. Goes out: the store with these documents,
//! and the fate of each, in the order of the inputs. A transaction holds some whole documents; the store's content does not
//! depend on their order, on how many are read at a time, or on where a run was broken off and begun again.

use crate::document::Document;
use crate::document::input::{Input, ReadError, ReadOptions};
use crate::document::part::{Origin, Part};
use crate::extract::Extractor;
use crate::graph::{self, Activity, DocumentGraph, GraphError, Texts};
use crate::pipeline;
use crate::store::{Batch, Put, Store, StoreError};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

/// A transaction is ended when it holds so many triples: enough that its cost is shared (many new documents are written as
/// sorted files), few enough for little memory and little to do again after a kill.
const TRANSACTION: usize = 60_000;

/// What became of one document.
#[derive(Debug)]
pub enum Fate {
    Added,
    Replaced,
    /// The store had just this, made in just this way.
    Skipped,
    Failed(Failure),
}

/// Why a document is not in the store.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Graph(#[from] GraphError),
}

/// How many documents met which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub added: usize,
    pub replaced: usize,
    pub skipped: usize,
    pub failed: usize,
    /// Whether it was stopped.
    pub stopped: bool,
}

/// What a worker hands to the writer.
enum Made {
    Graph(Box<DocumentGraph>),
    Current,
    Failed(Failure),
}

/// Reads the documents of `inputs` with `jobs` workers, extracts, and puts the graphs into the store. `tell` hears each document's fate as
/// soon as it is decided, and may stop the work; what has been decided by then is kept. Everything is on disk when this
/// returns.
///
/// # Errors
/// Where the store cannot be read or written. It then holds whole documents only, and running again goes on.
pub fn ingest(
    store: &Store,
    extractor: &Extractor,
    inputs: &[Input],
    options: &ReadOptions,
    texts: Texts,
    jobs: NonZeroUsize,
    mut tell: impl FnMut(&Origin, &Fate) -> ControlFlow<()>,
) -> Result<Summary, StoreError> {
    let activity = Activity { texts, ..activity(extractor) };
    let make = |read: Result<Document, ReadError>| -> Result<Made, StoreError> {
        let document = match read {
            Ok(document) => document,
            Err(e) => return Ok(Made::Failed(e.into())),
        };
        if store.is_current(&document.id, &graph::input_hash(&document, &activity))? {
            return Ok(Made::Current);
        }
        let found = extractor.extract(&document);
        let built = graph::build(store.base(), extractor.ontology(), &document, &found, &activity);
        Ok(built.map_or_else(|e| Made::Failed(e.into()), |graph| Made::Graph(Box::new(graph))))
    };
    let mut summary = Summary::default();
    let mut batch: Option<Batch<'_>> = None;
    let (mut held, mut result) = (0, Ok(()));
    pipeline::run(
        jobs,
        inputs.iter().flat_map(|input| input.parts(options)),
        |part: Part| {
            let (origin, read) = part.read(options);
            (origin, make(read))
        },
        |(origin, made)| {
            let decide = || -> Result<Fate, StoreError> {
                let document = match made? {
                    Made::Failed(failure) => return Ok(Fate::Failed(failure)),
                    Made::Current => return Ok(Fate::Skipped),
                    Made::Graph(document) => document,
                };
                held += document.shared.len() + document.own.len();
                // The next transaction begins when this one has ended, for it has to see what this one wrote.
                let mut open = match batch.take() {
                    Some(open) => open,
                    None => store.batch()?,
                };
                let put = open.put(&document)?;
                if held >= TRANSACTION {
                    held = 0;
                    open.commit()?;
                } else {
                    batch = Some(open);
                }
                Ok(match put {
                    Put::Added => Fate::Added,
                    Put::Replaced => Fate::Replaced,
                    Put::Unchanged => Fate::Skipped,
                })
            };
            let fate = match decide() {
                Ok(fate) => fate,
                Err(e) => {
                    result = Err(e);
                    return ControlFlow::Break(());
                }
            };
            match fate {
                Fate::Added => summary.added += 1,
                Fate::Replaced => summary.replaced += 1,
                Fate::Skipped => summary.skipped += 1,
                Fate::Failed(_) => summary.failed += 1,
            }
            let next = tell(&origin, &fate);
            summary.stopped = next.is_break();
            next
        },
    );
    result?;
    if let Some(open) = batch {
        open.commit()?;
    }
    store.flush()?;
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
