//! A store being filled: how much goes into one transaction.
//!
//! Comes in: documents' graphs, one after another. Goes out: the store with them. What is committed survives a kill, but
//! every commit of sorted files makes RocksDB merge them with what is there: so transactions grow with what has been
//! written, and all merging together stays in proportion to it; but none stays open for more than half of the time that the
//! run has taken, or some minutes, so that a kill costs little. Where commits fall changes nothing in what the store holds.

use crate::graph::{DocumentGraph, PackGraph};
use crate::store::{Batch, Put, Store, StoreError};
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

/// The smallest transaction in quads: enough that its cost is shared.
const LEAST: usize = 60_000;

/// How long a transaction is open at most: as a part of the run so far, and within bounds. With one bound for all runs what
/// was merged would grow with the square of what is written.
const PART: u32 = 2;
const BOUNDS: [Duration; 2] = [Duration::from_secs(20), Duration::from_secs(300)];

/// Sets of sorted files made at a time, at most: each takes some 30 MB, and as much again until it is begun.
const THREADS: usize = 4;

pub(super) struct Filling<'s> {
    store: &'s Store,
    batch: Option<Batch<'s>>,
    threads: usize,
    /// Quads in the open transaction, and in those before.
    held: usize,
    committed: usize,
    /// When the run and the open transaction began.
    started: Instant,
    begun: Instant,
}

impl<'s> Filling<'s> {
    pub(super) fn new(store: &'s Store, jobs: NonZeroUsize) -> Filling<'s> {
        // They take less than a third of all work.
        let threads = jobs.get().div_ceil(2).min(THREADS);
        Filling { store, batch: None, threads, held: 0, committed: 0, started: Instant::now(), begun: Instant::now() }
    }

    /// Puts a document, and commits where enough has been gathered.
    pub(super) fn put(&mut self, document: DocumentGraph) -> Result<Put, StoreError> {
        // The next transaction begins when this one has ended, for it has to see what this one wrote.
        let mut batch = match self.batch.take() {
            Some(batch) => batch,
            None => {
                self.begun = Instant::now();
                self.store.batch()?.with_threads(self.threads)
            }
        };
        self.held += document.len();
        let put = batch.put(document)?;
        let longest = (self.started.elapsed() / PART).clamp(BOUNDS[0], BOUNDS[1]);
        if self.held >= self.committed.max(LEAST) || (self.held >= LEAST && self.begun.elapsed() >= longest) {
            batch.commit()?;
            self.committed += self.held;
            self.held = 0;
        } else {
            self.batch = Some(batch);
        }
        Ok(put)
    }

    /// Makes the store say what the pack says.
    pub(super) fn put_pack(&self, pack: &PackGraph) -> Result<(), StoreError> {
        self.store.put_pack(pack)
    }

    /// Commits the rest. Everything is on disk then.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        if let Some(batch) = self.batch {
            batch.commit()?;
        }
        self.store.flush()
    }
}
