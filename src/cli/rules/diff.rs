//! `chancery rules diff`: what two packs find differently in a corpus.

use super::Corpus;
use crate::cli::console::Console;
use crate::cli::table::table;
use crate::cli::{Format, Outcome, extractor, output_error, width, write_json, write_to};
use chancery::difference::{Change, Difference, by_rule, differences};
use chancery::error::Error;
use chancery::marks::{self, Mark};
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  chancery rules diff old-pack new-pack --corpus speeches/
  chancery rules diff old-pack new-pack --corpus speeches/ --format json > diff.json

A pack is a folder with ontology/ and data/ (see data/README.md). What both find by different rules is no difference.";

/// Show what two packs find differently in documents: mentions and claims gained and lost, each in its sentence
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Diff {
    /// The pack as it was
    #[arg(value_name = "OLDPACK")]
    old: PathBuf,
    /// The pack as it is
    #[arg(value_name = "NEWPACK")]
    new: PathBuf,
    #[command(flatten)]
    corpus: Corpus,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Columns where the terminal does not say.
const WIDTH: u16 = 120;

impl Diff {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let (old, new) = (extractor(Some(&self.old))?, extractor(Some(&self.new))?);
        let mut all = Vec::new();
        let read = self.corpus.each(console, |document| differences(old, new, document), |some| all.extend(some))?;
        let counts = by_rule(&all);
        write_to(None, |out| {
            if self.format == Format::Json {
                let json = serde_json::json!({ "documents": read.documents, "rules": counts, "differences": all });
                return write_json(out, &json);
            }
            for one in &all {
                out.write_all(told(one).as_bytes()).map_err(output_error)?;
            }
            if all.is_empty() {
                return writeln!(out, "no difference in {} documents", read.documents).map_err(output_error);
            }
            let columns = ["rule", "gained", "lost"].map(String::from);
            let row = |rule: &str, c: [u64; 2]| vec![rule.to_owned(), c[0].to_string(), c[1].to_string()];
            let sum = counts.values().fold([0, 0], |s, c| [s[0] + c.gained, s[1] + c.lost]);
            let rows = counts.iter().map(|(rule, c)| row(rule, [c.gained, c.lost]));
            let rows = rows.chain([row("all", sum)]).collect();
            out.write_all(table(&columns, rows).as_bytes()).map_err(output_error)
        })?;
        Ok(Outcome::of(read.failed))
    }
}

fn told(one: &Difference) -> String {
    let sign = if one.change == Change::Gained { '+' } else { '-' };
    let marks: Vec<Mark> = one.marks.iter().map(|&(start, end)| Mark { start, end, label: String::new() }).collect();
    let sentence = marks::under(&one.sentence, &marks, 4, width().unwrap_or(WIDTH).into());
    format!(
        "{sign} {} {}  ({}, {}:{}-{})\n{sentence}\n",
        one.class, one.said, one.rule, one.document, one.start, one.end
    )
}
