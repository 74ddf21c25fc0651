//! The documents on which rules are measured.

use crate::cli::console::Console;
use crate::cli::reading::{Jobs, Reading, each};
use chancery::document::Document;
use chancery::error::Error;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct Corpus {
    /// Documents to read: a file, a folder (walked), a glob; may be given several times
    #[arg(long, value_name = "PATH", required = true)]
    corpus: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    jobs: Jobs,
}

/// How much was read.
#[derive(Default)]
pub struct Read {
    pub documents: u64,
    pub bytes: u64,
    pub failed: usize,
}

impl Corpus {
    /// Works on each document, several at a time; results come in the order of the documents. Documents that cannot be read are told.
    pub fn each<R: Send>(
        &self,
        console: &Console,
        work: impl Fn(&Document) -> R + Sync,
        mut take: impl FnMut(R),
    ) -> Result<Read, Error> {
        let mut read = Read::default();
        let work = |document: &Document| (document.text.len() as u64, work(document));
        let count = |(bytes, result)| {
            read.documents += 1;
            read.bytes += bytes;
            take(result);
            Ok(())
        };
        read.failed = each(&self.corpus, &self.reading.options(), self.jobs.count(), console, work, count)?;
        Ok(read)
    }
}
