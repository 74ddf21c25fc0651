//! `chancery export`: a store as RDF for others.

use super::console::Console;
use super::publish::Publication;
use super::{Outcome, StoreArgument, write_to};
use chancery::error::Error;
use chancery::export::{Format, Graphs, Nif, export};
use clap::builder::TypedValueParser;
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  chancery export --store graph.db --format turtle -o graph.ttl
  chancery export --store graph.db -o dataset.trig
  chancery export --store graph.db --format nq --graph doc:speeches/2021.md
  chancery export --store graph.db --publish public/ --licence https://creativecommons.org/licenses/by/4.0/

Output is sorted, so that two exports can be compared line by line. TriG and N-Quads hold the whole dataset, the other
formats what a reader of the graph needs: things, claims, direct triples, documents, mentions and evidence.

--publish writes a folder of pages and data. A page stands where its thing's IRI has it: copy the folder to the address that
extract was given with --base. An earlier publication in the folder is replaced as a whole.";

/// Write the graph as Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    #[command(flatten)]
    store: StoreArgument,
    /// Format; by the ending of FILE where it is not given, else turtle
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<Format>,
    /// Only this graph: default, links, pack, all, doc:ID or an IRI; may be repeated
    #[arg(long, value_name = "GRAPH")]
    graph: Vec<String>,
    /// Add what programs that know NIF expect: offsets and anchor texts of mentions
    #[arg(long)]
    nif: bool,
    /// File to write; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    publication: Publication,
}

/// The formats by their names, so that help and completions list them.
fn formats() -> impl TypedValueParser<Value = Format> {
    let named = |format: Format| PossibleValue::new(format.name()).aliases(format.aliases());
    PossibleValuesParser::new(Format::ALL.map(named)).try_map(|name| name.parse::<Format>())
}

impl Export {
    pub fn run(self, pack: Option<&Path>, console: &Console) -> Result<Outcome, Error> {
        let store = self.store.open()?;
        if let Some(to) = self.publication.folder().map(Path::to_owned) {
            self.publication.run(&store, &to, pack, console)?;
            return Ok(Outcome::Done);
        }
        let graphs = Graphs::parse(&store, &self.graph)?;
        let ending = self.output.as_deref().and_then(|path| path.extension()?.to_str());
        let format = self.format.or_else(|| ending.and_then(|ending| ending.parse().ok())).unwrap_or(Format::Turtle);
        let nif = if self.nif { Nif::With } else { Nif::Without };
        let mut written = 0;
        write_to(self.output.as_deref(), |out| {
            written = export(&store, format, &graphs, nif, out)?;
            Ok(())
        })?;
        if let Some(path) = &self.output {
            let what = if format.has_graphs() { "quads" } else { "triples" };
            console.note(&format!("{}: {written} {what}", path.display()));
        }
        Ok(Outcome::Done)
    }
}
