//! `chancery values`: how numbers, units and times in a text are read.

use super::console::Console;
use super::reading::{Jobs, Reading, open, single};
use super::table::table;
use super::{Outcome, jsonl, output_error, write_to};
use chancery::annotate::values;
use chancery::error::Error;
use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  echo 'Exports rose by more than 5% to 3.2 trillion yuan in 2023.' | chancery values -
  echo '2023年出口增长５％以上，达3.2万亿元。' | chancery values -
  chancery values --format jsonl texts.jsonl > values.jsonl

A line of JSON Lines: {\"id\":…, \"text\":…, \"lang\"?, \"date\"?}
Offsets are Unicode code points into the text, half open.";

/// Show how the numbers, units and times of a text are read
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Values {
    /// A text, or a file of JSON Lines; - for standard input
    #[arg(default_value = "-", value_name = "PATH")]
    path: PathBuf,
    /// table, json: the text of PATH; jsonl: a record a line in, an answer a line out
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    jobs: Jobs,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    Table,
    Json,
    Jsonl,
}

/// The answer to one text.
#[derive(Serialize)]
struct Found {
    values: Vec<Value>,
}

impl Values {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let options = self.reading.options();
        if self.format == Format::Jsonl {
            let input = open(&self.path)?;
            return jsonl::each(
                input,
                &self.path.display().to_string(),
                &options,
                self.jobs.count(),
                |document, id| serde_json::to_vec(&jsonl::Answer { id, result: Found { values: values(document) } }),
            );
        }
        let Some(document) = single(&self.path, &options, console)? else { return Ok(Outcome::SomeFailed) };
        let found = Found { values: values(&document) };
        write_to(None, |out| {
            if self.format == Format::Json {
                serde_json::to_writer_pretty(&mut *out, &found).map_err(|e| output_error(e.into()))?;
                return writeln!(out).map_err(output_error);
            }
            let columns = ["text", "kind", "comparator", "value", "min", "max", "unit", "timex", "status"];
            let cell = |row: &Value, key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            // A table shows each measure as the text has it.
            let written = found.values.iter().filter(|row| row.get("base").is_none());
            let rows = written.map(|row| columns.iter().map(|key| cell(row, key)).collect()).collect();
            out.write_all(table(&columns.map(str::to_owned), rows).as_bytes()).map_err(output_error)
        })?;
        Ok(Outcome::Done)
    }
}
