//! `chancery annotate`: mentions and claims of a text as JSON, without a store.

use super::console::Console;
use super::reading::{Jobs, Reading, open, single};
use super::{Outcome, jsonl, output_error, write_to};
use chancery::annotate::Annotator;
use chancery::error::Error;
use chancery::extract::Extractor;
use chancery::graph::Base;
use clap::ValueEnum;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  echo 'China proposed the Global Development Initiative in 2021.' | chancery annotate -
  chancery annotate --format jsonl texts.jsonl > found.jsonl

A line of JSON Lines: {\"id\":…, \"text\":…, \"lang\"?, \"date\"?, \"publisher\"?, \"country\"?}
Offsets are Unicode code points into the text, half open.";

/// Show what is found in a text, as JSON: mentions and claims
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Annotate {
    /// A text, or a file of JSON Lines; - for standard input
    #[arg(default_value = "-", value_name = "PATH")]
    path: PathBuf,
    /// json: the text of PATH, one answer; jsonl: a record a line in, an answer a line out
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    jobs: Jobs,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Jsonl,
}

impl Annotate {
    pub fn run(self, extractor: &Extractor, console: &Console) -> Result<Outcome, Error> {
        let base = Base::default();
        let options = self.reading.options();
        match self.format {
            Format::Jsonl => {
                let input = open(&self.path)?;
                jsonl::each(input, &self.path.display().to_string(), &options, self.jobs.count(), |document, id| {
                    let found = extractor.extract(document);
                    let annotator = Annotator::new(document, &found, &base);
                    serde_json::to_vec(&jsonl::Answer { id, result: annotator.annotation() })
                })
            }
            Format::Json => {
                let Some(document) = single(&self.path, &options, console)? else { return Ok(Outcome::SomeFailed) };
                let found = extractor.extract(&document);
                let annotator = Annotator::new(&document, &found, &base);
                write_to(None, |out| {
                    serde_json::to_writer_pretty(&mut *out, &annotator.annotation())
                        .map_err(|e| output_error(e.into()))?;
                    writeln!(out).map_err(output_error)
                })?;
                Ok(Outcome::Done)
            }
        }
    }
}
