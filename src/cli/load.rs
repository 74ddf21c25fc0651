//! `chancery load`: documents that `extract --to` made into files, here or elsewhere, into a store.

use super::Outcome;
use super::console::Console;
use super::filling::Watch;
use super::reading::Jobs;
use chancery::error::Error;
use chancery::ingest::{Told, load};
use chancery::quads;
use chancery::store::Store;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Example:
  chancery extract archive/ --to out/graph.nq.zst --shards 8
  chancery load out/graph-*.nq.zst --store graph.db";

/// Put documents from files of quads into a store, as extract --to wrote them
///
/// The store is then the same as if the documents had been extracted into it. Only whole documents are taken; those that
/// the store has already, unchanged, are skipped, so that a load that was broken off can be run again.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Load {
    /// Files that extract --to wrote
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The store; made where there is none
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    #[command(flatten)]
    jobs: Jobs,
}

impl Load {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let (files, base) = quads::open_all(&self.files)?;
        let store = Store::open(&self.store, Some(base))?;
        let sizes = self.files.iter().map(|file| file.metadata().map_or(0, |about| about.len()));
        let mut watch = Watch::new(console, sizes);
        let summary = load(&store, files, self.jobs.count(), |told: &Told<'_>| watch.tell(told))?;
        watch.finish(summary, 0, "what was done is in the store, and running this again goes on from there")
    }
}
