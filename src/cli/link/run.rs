//! `chancery link run`: the things of a store against an index.

use crate::cli::console::Console;
use crate::cli::table::table;
use crate::cli::{Format, Outcome, StoreArgument, output_error, write_json, write_to};
use chancery::error::Error;
use chancery::link::{self, Index, Link, Mode, Outcome as Found};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  chancery link run --index wikidata.idx --store graph.db
  chancery link run --index wikidata.idx --store graph.db --dry-run
  chancery link run --index wikidata.idx --store graph.db --dry-run --format json

What is sure becomes skos:exactMatch or skos:closeMatch in the graph of links; of what is not, candidates are kept for
'chancery link review'. Running it again replaces what the program decided, never what people did.";

/// Find links for the things of a store
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Run {
    /// An index, as link index build made it; may be repeated
    #[arg(long, value_name = "FILE", required = true)]
    index: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreArgument,
    /// Print links and candidates, write nothing
    #[arg(long)]
    dry_run: bool,
    /// text: a table; json: all of it for tools
    #[arg(long, value_enum, default_value = "text", requires = "dry_run")]
    format: Format,
}

impl Run {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let indexes = self.index.iter().map(|path| Index::open(path)).collect::<Result<Vec<_>, _>>()?;
        let store = if self.dry_run { self.store.open()? } else { self.store.open_to_change()? };
        let mode = if self.dry_run { Mode::Preview } else { Mode::Write };
        let mut found = Vec::new();
        for index in &indexes {
            let summary = link::run(&store, index, mode, |outcome| {
                if self.dry_run {
                    found.push(outcome.clone());
                }
            })?;
            console.note(&format!(
                "{}: {} linked, {} for people to decide, {} not found; {} had an identifier, {} have a name in one document only",
                index.about().name, summary.linked, summary.undecided, summary.nothing, summary.settled, summary.local
            ));
        }
        if self.dry_run {
            let base = store.base().as_str();
            let short = |link: &Link| link.thing.as_str().strip_prefix(base).unwrap_or(link.thing.as_str()).to_owned();
            write_to(None, |out| {
                if self.format == Format::Json {
                    return write_json(
                        out,
                        &found.iter().flat_map(links).map(|l| record(&short(l), l)).collect::<Vec<_>>(),
                    );
                }
                let columns = ["thing", "decision", "target", "label", "score"].map(String::from);
                let rows = found.iter().flat_map(links).filter(|l| l.target.is_some()).map(|l| {
                    let target = l.target.as_ref().map_or(String::new(), |t| t.as_str().to_owned());
                    let score = l.score.map_or(String::new(), |s| format!("{s:.3}"));
                    vec![short(l), l.decision.name().to_owned(), target, l.label.clone(), score]
                });
                out.write_all(table(&columns, rows.collect()).as_bytes()).map_err(output_error)
            })?;
        }
        Ok(Outcome::Done)
    }
}

fn links(outcome: &Found) -> &[Link] {
    match outcome {
        Found::Linked(link) | Found::Nothing(link) => std::slice::from_ref(link),
        Found::Candidates(links) => links,
    }
}

fn record(thing: &str, link: &Link) -> serde_json::Value {
    json!({
        "thing": thing,
        "decision": link.decision.name(),
        "target": link.target.as_ref().map(|t| t.as_str()),
        "property": link.relation.property().as_str(),
        "label": link.label,
        "matched": link.matched,
        "score": link.score,
        "justification": link.method.iri().as_str(),
        "index": link.index,
        "version": link.version,
    })
}
