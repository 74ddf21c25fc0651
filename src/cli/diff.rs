//! `chancery diff`: what changed between two stores or exports.

use super::console::Console;
use super::{Outcome, output_error, write_json, write_to};
use chancery::changes::{Changes, Side};
use chancery::error::Error;
use chancery::graph::Base;
use chancery::ontology::Ontology;
use chancery::pack::Pack;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  chancery diff last-week.db graph.db
  chancery diff public-2024/ graph.db --limit 100
  chancery diff old.ttl new.ttl --format rdf-patch -o changes.rdfp

OLD and NEW are stores, folders that were published to, or files of RDF. A file without graphs (Turtle, say) is compared
with what such an export of the other would hold.";

/// Show what changed between two stores or exports: documents, things, claims and links
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Diff {
    /// The graph as it was
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The graph as it is
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How to tell it: for people, as JSON, or as RDF Patch
    #[arg(long, value_enum, default_value = "text")]
    format: DiffFormat,
    /// How many changes of a kind the text shows
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// File to write; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum DiffFormat {
    Text,
    Json,
    RdfPatch,
}

impl Diff {
    pub fn run(self, pack: Option<&Path>, console: &Console) -> Result<Outcome, Error> {
        let own = pack.map(Pack::read).transpose()?.map(|pack| pack.ontology());
        let ontology = own.as_ref().map_or(Ontology::embedded(), |own| own.get());
        let (old, new) = (Side::open(&self.old)?, Side::open(&self.new)?);
        let base = match (&new, &old) {
            (Side::Store(store), _) | (_, Side::Store(store)) => store.base().clone(),
            _ => Base::default(),
        };
        let changes = Changes::between(&old, &new)?;
        write_to(self.output.as_deref(), |out| match self.format {
            DiffFormat::Text => {
                out.write_all(changes.told(ontology, &base).text(self.limit).as_bytes()).map_err(output_error)
            }
            DiffFormat::Json => write_json(out, &changes.told(ontology, &base)),
            DiffFormat::RdfPatch => changes.write_patch(out).map_err(output_error),
        })?;
        if self.output.is_some() && changes.is_empty() {
            console.note("the same graph");
        }
        Ok(Outcome::Done)
    }
}
