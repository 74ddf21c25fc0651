//! `chancery rules list`: the rules of a pack.

use crate::cli::table::table;
use crate::cli::{Outcome, output_error, pack, write_to};
use chancery::catalogue::{self, Entry};
use chancery::error::Error;
use clap::{Args, ValueEnum};
use std::path::Path;

const EXAMPLES: &str = "\
Examples:
  chancery rules list
  chancery rules list --pack my-pack --format json";

/// List the rules of a pack: name, class, languages, file and line, tests
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct List {
    /// table: for people; json: a list for tools
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    Table,
    Json,
}

impl List {
    pub fn run(self, folder: Option<&Path>) -> Result<Outcome, Error> {
        let entries = catalogue::list(&pack(folder)?);
        write_to(None, |out| {
            if self.format == Format::Json {
                serde_json::to_writer_pretty(&mut *out, &entries).map_err(|e| output_error(e.into()))?;
                return writeln!(out).map_err(output_error);
            }
            let columns = ["rule", "class", "languages", "tests", "rejects", "place"].map(str::to_owned);
            out.write_all(table(&columns, entries.iter().map(row).collect()).as_bytes()).map_err(output_error)
        })?;
        Ok(Outcome::Done)
    }
}

fn row(entry: &Entry) -> Vec<String> {
    vec![
        entry.name.clone(),
        entry.class.clone(),
        entry.langs.iter().map(|l| l.code()).collect::<Vec<_>>().join(" "),
        entry.tests.to_string(),
        entry.rejects.to_string(),
        format!("{}:{}", entry.file, entry.line),
    ]
}
