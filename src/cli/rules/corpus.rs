//! The documents on which rules are measured.

use crate::cli::console::Console;
use crate::cli::reading::{Jobs, Reading};
use chancery::document::Document;
use chancery::document::input::gather;
use chancery::error::Error;
use chancery::pipeline;
use clap::Args;
use std::ops::ControlFlow;
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
        let inputs = gather(&self.corpus, None)?;
        let options = self.reading.options();
        let mut read = Read { failed: inputs.failed.len(), ..Read::default() };
        for (path, reason) in &inputs.failed {
            console.error(&format!("{path}: {reason}"));
        }
        let bar = console.progress(inputs.found.len());
        pipeline::run(
            self.jobs.count(),
            inputs.found.iter().flat_map(|input| input.parts(&options)),
            |part| {
                let (origin, document) = part.read(&options);
                (origin, document.map(|d| (d.text.len() as u64, work(&d))))
            },
            |(origin, done)| {
                match done {
                    Ok((bytes, result)) => {
                        read.documents += 1;
                        read.bytes += bytes;
                        take(result);
                    }
                    Err(reason) => {
                        read.failed += 1;
                        bar.suspend(|| console.error(&format!("{}: {reason}", origin.place)));
                    }
                }
                bar.inc(1);
                ControlFlow::Continue(())
            },
        );
        bar.finish_and_clear();
        Ok(read)
    }
}
