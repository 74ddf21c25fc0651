//! `chancery query`: a saved question, or one's own.

use super::console::Console;
use super::{Outcome, locale, write_to};
use chancery::error::Error;
use chancery::pack::Pack;
use chancery::query::{self, AnswerFormat, Other, Queries, Query};
use chancery::store::Store;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  chancery query --list
  chancery query figures --param name=exports --store graph.db
  chancery query entity --param thing=一带一路 --param lang=zh --store graph.db
  chancery query regions --with queries/open/countries.ttl --with queries/open/regions.ttl --store graph.db
  chancery query my-question.rq --store graph.db --format csv > answer.csv

Values of parameters are typed and stand in the query as values: they cannot change its meaning. A file of --with is the
graph {base}graph/with/NAME for one question; nothing of it is written. SERVICE is refused: there is no network access.";

/// Ask a saved question, or one in a file of SPARQL 1.1
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Ask {
    /// A saved query, or a file that ends in .rq
    #[arg(value_name = "NAME|FILE.rq", required_unless_present = "list")]
    query: Option<String>,
    /// Value of a parameter; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    param: Vec<(String, String)>,
    /// Ask this file of RDF as well, as a named graph, for this one question; may be repeated
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
    /// The store, as extract made it
    #[arg(long, value_name = "DIR", required_unless_present = "list")]
    store: Option<PathBuf>,
    /// How to show the answer
    #[arg(long, value_name = "FORMAT", default_value = AnswerFormat::Table.name(), value_parser = formats())]
    format: AnswerFormat,
    /// List the saved queries and their parameters
    #[arg(long, conflicts_with_all = ["query", "param", "store", "with"])]
    list: bool,
}

fn formats() -> impl TypedValueParser<Value = AnswerFormat> {
    PossibleValuesParser::new(AnswerFormat::ALL.map(AnswerFormat::name)).try_map(|name| name.parse::<AnswerFormat>())
}

fn parameter(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Ask {
    pub fn run(self, pack: Option<&Path>, console: &Console) -> Result<Outcome, Error> {
        let (Some(name), Some(folder)) = (&self.query, &self.store) else {
            let list = list(&saved(pack)?, locale());
            write_to(None, |out| out.write_all(list.as_bytes()).map_err(super::output_error))?;
            return Ok(Outcome::Done);
        };
        let query =
            if name.ends_with(".rq") { read(Path::new(name), pack, console)? } else { saved(pack)?.get(name)?.clone() };
        let store = Store::open_to_read(folder)?;
        let others = self.with.iter().map(|file| Other::read(&store, file)).collect::<Result<_, _>>()?;
        let answer = query.run_with(&store, &self.param, others)?;
        if self.format == AnswerFormat::Table && !query.question(locale()).is_empty() {
            console.note(query.question(locale()));
        }
        write_to(None, |out| Ok(answer.write(self.format, super::width(), out)?))?;
        Ok(Outcome::Done)
    }
}

/// The queries that are built in, and those of a pack's folder, which may replace them.
pub fn saved(pack: Option<&Path>) -> Result<Queries, Error> {
    let own = pack.map(Pack::queries).transpose()?.unwrap_or_default();
    let own = own.iter().map(|(file, text)| (file.as_ref(), text.as_ref()));
    Queries::with(own).map_err(Error::Queries)
}

/// A query of one's own; what it names that the ontology has not is told.
fn read(path: &Path, pack: Option<&Path>, console: &Console) -> Result<Query, Error> {
    let from = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|reason| Error::Stream { from: from.clone(), reason })?;
    let query = Query::parse(&from, &text)?;
    for slip in query::unknown(&from, &text, super::pack(pack)?.ontology().get()) {
        console.note(&slip.to_string());
    }
    Ok(query)
}

/// Name and question of each query, with its parameters below.
fn list(queries: &Queries, lang: &str) -> String {
    let mut out = String::new();
    let width = queries.iter().map(|query| query.name.len()).max().unwrap_or(0);
    for query in queries.iter() {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{:width$}  {}", query.name, query.question(lang));
        for need in &query.needs {
            let _ = writeln!(out, "{:width$}    --with {}  {}", "", need.file, need.description);
        }
        for p in &query.parameters {
            let value = match &p.default {
                Some(default) => format!(" = {default:?}"),
                None if p.optional => " (optional)".to_owned(),
                None => " (needed)".to_owned(),
            };
            let _ = writeln!(out, "{:width$}    {}: {}{value}  {}", "", p.name, p.kind, p.description);
        }
    }
    out
}
