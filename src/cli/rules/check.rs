//! `chancery rules check`: every problem of a pack at once.

use crate::cli::console::Console;
use crate::cli::{Format, Outcome, output_error, pack, write_json, write_to};
use chancery::check::{self, Told};
use chancery::error::Error;
use chancery::pack::Pack;
use chancery::query::{self, Queries, QueryError};
use chancery::rule::syntax::Level;
use clap::Args;
use std::path::Path;

const EXAMPLES: &str = "\
Examples:
  chancery rules check --pack my-pack
  chancery rules check --pack my-pack --format json

Errors keep the pack from running; warnings tell of what is of no use. The exit status is 0 only for a pack with neither.
A pack that has not changed is not checked twice: what was found is kept in the user's cache folder (XDG_CACHE_HOME).";

/// Tell every problem of a pack: syntax, names, what the ontology forbids, rules in each other's way, tests that fail
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// text: for people; json: a list for tools
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Show every problem, also where there are very many; json holds all in any case
    #[arg(long)]
    all: bool,
}

/// What is wrong with a saved query, as [`Told`] has it.
fn as_json(error: &QueryError) -> serde_json::Value {
    match error {
        QueryError::Malformed { file, line, column, message, remedy, .. } => serde_json::json!({
            "file": file, "line": line, "column": column, "endLine": line, "endColumn": column,
            "level": "error", "what": message, "remedy": remedy,
        }),
        other => serde_json::json!({ "level": "error", "what": other.to_string() }),
    }
}

impl Check {
    pub fn run(self, folder: Option<&Path>, console: &Console) -> Result<Outcome, Error> {
        let pack = pack(folder)?;
        let problems = check::problems(&pack);
        // Saved queries are no part of a pack's rules, and are read when they are asked.
        let own = folder.map(Pack::queries).transpose()?.unwrap_or_default();
        let own = || own.iter().map(|(file, text)| (file.as_ref(), text.as_ref()));
        let ontology = pack.ontology();
        let unknown = || own().flat_map(|(file, text)| query::unknown(file, text, ontology.get())).collect();
        let queries = Queries::with(own()).err().unwrap_or_else(unknown);
        write_to(None, |out| {
            if self.format == Format::Json {
                let told: Vec<Told<'_>> = problems.iter().map(|problem| Told::new(&pack, problem)).collect();
                let told = told.iter().map(serde_json::to_value).chain(queries.iter().map(|error| Ok(as_json(error))));
                let told: Vec<_> = told.filter_map(Result::ok).collect();
                return write_json(out, &told);
            }
            let queries: String = queries.iter().map(|error| format!("{error}\n")).collect();
            let told = check::told(&pack, &problems, if self.all { usize::MAX } else { check::SHOWN }) + &queries;
            out.write_all(told.as_bytes()).map_err(output_error)
        })?;
        let errors = problems.iter().filter(|p| p.level == Level::Error).count() + queries.len();
        let problems = problems.len() + queries.len();
        let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        console.note(&match (errors, problems - errors) {
            (0, 0) => "No problems".to_owned(),
            (errors, warnings) => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
        });
        Ok(Outcome::of(problems))
    }
}
