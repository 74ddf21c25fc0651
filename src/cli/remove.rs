//! `chancery remove`: a document, and all that only it said.

use super::console::Console;
use super::{Outcome, StoreArgument};
use chancery::error::Error;

const EXAMPLES: &str = "\
Example:
  chancery remove speeches/2021.md --store graph.db";

/// Remove documents and all that only they said
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Remove {
    /// Ids of documents
    #[arg(required = true, value_name = "DOC")]
    documents: Vec<String>,
    #[command(flatten)]
    store: StoreArgument,
}

impl Remove {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let store = self.store.open_to_change()?;
        let mut missing = 0;
        for id in &self.documents {
            if store.remove(id)? {
                console.note(&format!("{id}: removed"));
            } else {
                missing += 1;
                console.error(&format!("{id}: no such document in the store ('chancery query documents' lists them)"));
            }
        }
        store.flush()?;
        Ok(Outcome::of(missing))
    }
}
