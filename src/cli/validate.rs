//! `chancery validate`: does a store, or a file of RDF, have the shape that it should have?

use super::console::Console;
use super::{Outcome, locale, write_json, write_to};
use chancery::error::Error;
use chancery::export::{Format, write_triples};
use chancery::graph::Base;
use chancery::import;
use chancery::ontology::Ontology;
use chancery::pack::Pack;
use chancery::store::Store;
use chancery::triples::Triples;
use chancery::validate::{ValidateError, data_of_files, data_of_store, default_shapes, validate};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  chancery validate --store graph.db
  chancery validate graph.ttl --format turtle -o report.ttl
  chancery validate --store graph.db --shapes house-rules.ttl --limit 20
  chancery validate data.ttl --shapes my-shapes.ttl --only

The shapes are ontology/shapes.ttl, and those of --shapes besides. SHACL Core is understood; a shape that uses more is
refused. Exit status: 0 no violations, 1 violations, 2 the shapes cannot be used.";

/// Check a store or files against SHACL shapes
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Validate {
    /// Files of RDF, checked together as one graph
    #[arg(value_name = "FILE", required_unless_present = "store")]
    files: Vec<PathBuf>,
    /// The store, as extract made it, instead of files
    #[arg(long, value_name = "DIR", conflicts_with = "files")]
    store: Option<PathBuf>,
    /// More shapes; may be repeated
    #[arg(long, value_name = "FILE")]
    shapes: Vec<PathBuf>,
    /// Use the shapes of --shapes only
    #[arg(long, requires = "shapes")]
    only: bool,
    /// How to report: text, json, or the SHACL report in a format of RDF
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = formats())]
    format: ReportFormat,
    /// How many violations of a shape the text shows
    #[arg(long, value_name = "N", default_value_t = 5)]
    limit: usize,
    /// File to write; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy)]
enum ReportFormat {
    Text,
    Json,
    Rdf(Format),
}

fn formats() -> impl TypedValueParser<Value = ReportFormat> {
    let names = ["text", "json"].into_iter().chain(Format::ALL.map(Format::name));
    PossibleValuesParser::new(names).try_map(|name| match name.as_str() {
        "text" => Ok(ReportFormat::Text),
        "json" => Ok(ReportFormat::Json),
        other => other.parse::<Format>().map(ReportFormat::Rdf),
    })
}

impl Validate {
    pub fn run(self, pack: Option<&Path>, console: &Console) -> Result<Outcome, Error> {
        let mut shapes = if self.only { Vec::new() } else { default_shapes(pack)? };
        for file in &self.shapes {
            shapes.extend(import::read(file).map_err(ValidateError::from)?);
        }
        let shapes: Triples = shapes.into_iter().collect();
        let pack = pack.map(Pack::read).transpose()?;
        let own = pack.map(|pack| pack.ontology());
        let ontology = own.as_ref().map_or(Ontology::embedded(), |own| own.get());
        let store = self.store.as_deref().map(Store::open_to_read).transpose()?;
        let (data, base) = match &store {
            Some(store) => (data_of_store(store, ontology)?, store.base().clone()),
            None => (data_of_files(&self.files, ontology).map_err(ValidateError::from)?, Base::default()),
        };
        let report = validate(data, &shapes, &base)?;
        write_to(self.output.as_deref(), |out| {
            match self.format {
                ReportFormat::Text => out
                    .write_all(report.text(store.as_ref(), locale(), self.limit).as_bytes())
                    .map_err(super::output_error)?,
                ReportFormat::Json => write_json(out, &report.json())?,
                ReportFormat::Rdf(format) => {
                    write_triples(&report.triples(), &base, format, out)?;
                }
            }
            Ok(())
        })?;
        if self.output.is_some() || !matches!(self.format, ReportFormat::Text) {
            console.note(&format!("{} violations", report.violations.len()));
        }
        Ok(if report.conforms() { Outcome::Done } else { Outcome::SomeFailed })
    }
}
