//! `chancery link apply`: what people decided, back into the store.

use crate::cli::console::Console;
use crate::cli::{Outcome, StoreArgument};
use chancery::document::input::{Place, ReadOptions};
use chancery::error::Error;
use chancery::link;
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Example:
  chancery link apply links.sssom.tsv --store graph.db

Decisions stay when links are found anew, and when documents are extracted again or removed. A file with a mistake changes
nothing; each mistake is named with line and column.";

/// Take back a table of links that people have edited
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Apply {
    /// The edited table; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    store: StoreArgument,
}

impl Apply {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let place = if self.file.as_os_str() == "-" { Place::Stdin } else { Place::File(self.file) };
        let name = place.to_string();
        let text = place
            .text(ReadOptions::default().limits.size)
            .map_err(|reason| Error::Read { place: name.clone(), reason })?;
        let store = self.store.open_to_change()?;
        let applied = link::apply(&store, &name, &text)?;
        console
            .note(&format!("{} accepted, {} rejected, {} left open", applied.accepted, applied.rejected, applied.open));
        Ok(Outcome::Done)
    }
}
