//! `chancery status`: what a store holds, and with what it was made.

use super::{Outcome, StoreArgument, output_error, write_to};
use chancery::error::Error;
use chancery::extract::Extractor;
use chancery::ingest::activity;
use std::collections::BTreeMap;
use std::io::{self, Write};

const EXAMPLES: &str = "\
Example:
  chancery status --store graph.db";

/// Show what a store holds: documents, things and claims by class, rule packs
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Status {
    #[command(flatten)]
    store: StoreArgument,
}

impl Status {
    pub fn run(self, extractor: &Extractor) -> Result<Outcome, Error> {
        let status = self.store.open()?.status()?;
        let now = activity(extractor);
        write_to(None, |out| {
            let mut write = || -> io::Result<()> {
                writeln!(out, "base       {}", status.base)?;
                writeln!(out, "documents  {}", status.documents)?;
                for ((pack, program), count) in &status.made_with {
                    let stale =
                        if (pack, program) == (&now.pack, &now.program) { "" } else { ", stale: extract again" };
                    writeln!(out, "  {count} by version {program}, pack {}{stale}", pack.get(..12).unwrap_or(pack))?;
                }
                for ((rule, hash), count) in &status.found_by {
                    let change = match now.rules.get(rule) {
                        None => "is gone",
                        Some(today) if today != hash => "has changed",
                        Some(_) => continue,
                    };
                    writeln!(out, "  rule {rule} {change} since it found something in {count}")?;
                }
                writeln!(out, "mentions   {}", status.mentions)?;
                section(out, "things", &status.entities)?;
                section(out, "claims", &status.claims)?;
                writeln!(out, "quads      {}", status.quads)
            };
            write().map_err(output_error)
        })?;
        Ok(Outcome::Done)
    }
}

/// Classes with their counts; narrower classes are counted in the wider too, so there is no sum.
fn section(out: &mut dyn Write, title: &str, counts: &BTreeMap<String, u64>) -> io::Result<()> {
    writeln!(out, "{title}")?;
    for (class, count) in counts {
        writeln!(out, "  {class:<14} {count:>8}")?;
    }
    Ok(())
}
