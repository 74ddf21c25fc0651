//! `chancery compact`: the disk that removed and replaced documents still hold, given back.

use super::Outcome;
use super::console::Console;
use chancery::error::Error;
use chancery::store::{Compacted, Store};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Example:
  chancery remove old/1998.md --store graph.db
  chancery compact --store graph.db";

/// Give back the disk that removed and replaced documents held
///
/// The store is written anew beside itself and takes its own place when it is whole, so that there must be room for a
/// second one meanwhile. It holds the same as before.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Compact {
    /// The store, as extract made it
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
}

impl Compact {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let Compacted { before, after } = Store::compact(&self.store)?;
        let mb = |bytes: u64| bytes as f64 / 1e6;
        console.note(&format!("{:.1} MB before, {:.1} MB after", mb(before), mb(after)));
        Ok(Outcome::Done)
    }
}
