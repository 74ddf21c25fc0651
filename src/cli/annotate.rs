//! `chancery annotate`: mentions and claims of a text as JSON, without a store.

use super::console::Console;
use super::reading::{Jobs, Reading, each, open};
use super::{Outcome, jsonl, output_error, write_to};
use chancery::annotate::Annotator;
use chancery::document::Document;
use chancery::error::Error;
use chancery::extract::Extractor;
use chancery::graph::Base;
use clap::ValueEnum;
use serde::Serialize;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  echo 'China proposed the Global Development Initiative in 2021.' | chancery annotate -
  chancery annotate --text report.pdf
  chancery annotate --format jsonl texts.jsonl > found.jsonl

A line of JSON Lines: {\"id\":…, \"text\":…, \"lang\"?, \"date\"?, \"publisher\"?, \"country\"?}
Offsets are Unicode code points into the text, half open; of a page, a PDF or a Word document into the text that was read
from it, which --text shows.";

/// Show what is found in a text, as JSON: mentions and claims
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Annotate {
    /// Documents of any format, folders, globs, or a file of JSON Lines with --format jsonl; - for standard input
    #[arg(default_value = "-", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// json: an answer for each document; jsonl: a record a line in, an answer a line out
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    /// With the text that was read from the document, in which the offsets count
    #[arg(long, conflicts_with = "format")]
    text: bool,
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

/// The answer to one document.
#[derive(Serialize)]
struct Answer<'a, T> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(flatten)]
    result: T,
}

impl Annotate {
    pub fn run(self, extractor: &Extractor, console: &Console) -> Result<Outcome, Error> {
        let base = Base::default();
        let options = self.reading.options();
        match self.format {
            Format::Jsonl => {
                let [path] = self.paths.as_slice() else {
                    return Err(Error::Usage("--format jsonl takes one PATH".to_owned()));
                };
                let input = open(path)?;
                jsonl::each(input, &path.display().to_string(), &options, self.jobs.count(), |document, id| {
                    let found = extractor.extract(document);
                    let annotator = Annotator::new(document, &found, &base);
                    serde_json::to_vec(&jsonl::Answer { id, result: annotator.annotation() })
                })
            }
            Format::Json => {
                let mut failed = 0;
                write_to(None, |out| {
                    let work = |document: &Document| {
                        let found = extractor.extract(document);
                        let annotator = Annotator::new(document, &found, &base);
                        let text = self.text.then_some(document.text.as_str());
                        let answer = Answer { id: &document.id, text, result: annotator.annotation() };
                        serde_json::to_vec_pretty(&answer)
                    };
                    let take = |answer: serde_json::Result<Vec<u8>>| {
                        let mut answer = answer.map_err(|e| output_error(e.into()))?;
                        answer.push(b'\n');
                        out.write_all(&answer).map_err(output_error)
                    };
                    failed = each(&self.paths, &options, self.jobs.count(), console, work, take)?;
                    Ok(())
                })?;
                Ok(Outcome::of(failed))
            }
        }
    }
}
