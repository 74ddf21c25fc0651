//! `chancery link review`: candidates as a table for people.

use crate::cli::console::Console;
use crate::cli::{Outcome, StoreArgument, output_error, write_to};
use chancery::error::Error;
use chancery::link::{self, Shown};
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  chancery link review --store graph.db -o links.sssom.tsv
  chancery link review --store graph.db --all | less

Write yes or no into the column decision, in any editor or spreadsheet, and give the file to 'chancery link apply'. A row
left empty stays a candidate. The table is SSSOM (https://mapping-commons.github.io/sssom/).";

/// Write candidates as a table (SSSOM) for people to decide
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Review {
    #[command(flatten)]
    store: StoreArgument,
    /// Links and earlier decisions as well
    #[arg(long)]
    all: bool,
    /// File to write; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Review {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let store = self.store.open()?;
        let table = link::review(&store, if self.all { Shown::All } else { Shown::Candidates })?;
        write_to(self.output.as_deref(), |out| write!(out, "{table}").map_err(output_error))?;
        if let Some(path) = &self.output {
            console.note(&format!("{}: {} rows", path.display(), table.rows.len()));
        }
        Ok(Outcome::Done)
    }
}
