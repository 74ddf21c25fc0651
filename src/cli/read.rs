//! `chancery read`: what is read from documents, before anything is found in them.

use super::console::Console;
use super::reading::{Jobs, Reading, each};
use super::{Outcome, output_error, write_to};
use chancery::document::{Document, front};
use chancery::error::Error;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  chancery read report.pdf
  chancery read archive.zip > archive.md
  chancery read articles.csv --text-field 正文 --title-field 标题";

/// Show what is read from documents: what they say about themselves, and their text
///
/// Each begins with front matter, so that the text of one document can be read again as it is.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Read {
    /// Files, folders, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    jobs: Jobs,
}

impl Read {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let options = self.reading.options();
        let mut failed = 0;
        write_to(None, |out| {
            let work = |document: &Document| format!("{}{}\n\n", front::matter(document), document.text);
            let take = |text: String| out.write_all(text.as_bytes()).map_err(output_error);
            failed = each(&self.paths, &options, self.jobs.count(), console, work, take)?;
            Ok(())
        })?;
        Ok(Outcome::of(failed))
    }
}
