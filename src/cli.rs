//! What a user types. Help, completions and man pages all come from these types; each command stands in its own file and
//! does no more than turn arguments into calls of the library and results into text.

mod annotate;
mod compact;
mod completions;
mod console;
mod diff;
mod evaluate;
mod explain;
mod export;
mod extract;
mod filling;
mod jsonl;
mod link;
mod load;
mod man;
mod publish;
mod query;
mod read;
mod reading;
mod remove;
mod rules;
mod status;
mod table;
mod validate;
mod values;

use chancery::check;
use chancery::document::contain::serve::serve;
use chancery::error::Error;
use chancery::extract::Extractor;
use chancery::pack::Pack;
use chancery::rule::syntax::Problem;
use chancery::store::Store;
use clap::{ArgAction, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use console::Console;
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  chancery extract speeches/ --store graph.db
  chancery query --list
  chancery query influences --store graph.db
  chancery export --store graph.db --format turtle -o graph.ttl
  echo 'Exports rose by more than 5% in 2023.' | chancery values -

Exit status: 0 done, 1 some of it failed, 2 wrong use.";

/// Reads policy, diplomatic and economic documents in English and Chinese into an RDF graph in which every triple has its
/// proof.
#[derive(Parser)]
#[command(name = "chancery", version, after_help = EXAMPLES, infer_subcommands = false, max_term_width = 100)]
pub struct Cli {
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    verbose: bool,
    /// When to use colours; NO_COLOR turns them off as well
    #[arg(long, global = true, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
    /// A rule pack to use instead of the one built in: a folder with ontology/ and data/ (see data/README.md)
    #[arg(long, global = true, value_name = "DIR")]
    pack: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Extract(extract::Extract),
    Load(load::Load),
    Status(status::Status),
    Query(query::Ask),
    Explain(explain::Explain),
    Export(export::Export),
    Validate(validate::Validate),
    Diff(diff::Diff),
    Link(link::Link),
    Remove(remove::Remove),
    Compact(compact::Compact),
    Read(read::Read),
    Annotate(annotate::Annotate),
    Evaluate(evaluate::Evaluate),
    Values(values::Values),
    Rules(rules::Rules),
    /// Read documents for another process of this program
    #[command(hide = true)]
    ReadOne,
    #[command(hide = true)]
    Completions(completions::Completions),
    #[command(hide = true)]
    Man(man::Man),
}

/// A command with all below it, and help of which each paragraph is one line: it is broken where the reader's screen ends.
fn flowing(command: clap::Command) -> clap::Command {
    let told = command.get_after_help().map(|help| paragraphs(&help.to_string()));
    let command = command.mut_subcommands(flowing);
    match told {
        Some(told) => command.after_help(told),
        None => command,
    }
}

/// A text with the lines of each paragraph joined; what is indented, and a heading of such lines, stays as it is.
fn paragraphs(text: &str) -> String {
    let mut out = String::new();
    let mut open = false;
    for line in text.lines() {
        let flows = !line.is_empty() && !line.starts_with(' ') && !line.ends_with(':');
        if !out.is_empty() {
            out.push(if open && flows { ' ' } else { '\n' });
        }
        out.push_str(line);
        open = flows;
    }
    out
}

/// How a command that ran to its end went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Some documents or lines failed; each has been named.
    SomeFailed,
}

/// How a command tells what it found: to people, or to tools.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Writes what a command found for tools.
fn write_json(out: &mut dyn Write, found: &impl Serialize) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut *out, found).map_err(|e| output_error(e.into()))?;
    writeln!(out).map_err(output_error)
}

/// The store that a command reads or changes.
#[derive(clap::Args)]
struct StoreArgument {
    /// The store, as extract made it
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
}

impl StoreArgument {
    /// To read it.
    fn open(&self) -> Result<Store, Error> {
        Ok(Store::open_to_read(&self.store)?)
    }

    /// To change it.
    fn open_to_change(&self) -> Result<Store, Error> {
        Ok(Store::open_existing(&self.store)?)
    }
}

impl Outcome {
    fn of(failures: usize) -> Outcome {
        if failures == 0 { Outcome::Done } else { Outcome::SomeFailed }
    }
}

impl Cli {
    /// The command line of this process; a wish for help, or wrong use, ends it.
    pub fn parsed() -> Cli {
        let found = flowing(Cli::command()).get_matches();
        Cli::from_arg_matches(&found).unwrap_or_else(|error| error.exit())
    }

    /// Runs the command to its end.
    ///
    /// # Errors
    /// What made it impossible to go on. Single documents and lines that fail are told on the way.
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let pack = || extractor(self.pack.as_deref());
        match self.command {
            Command::Extract(command) => command.run(pack()?, console),
            Command::Load(command) => command.run(console),
            Command::Status(command) => command.run(pack()?),
            Command::Query(command) => command.run(self.pack.as_deref(), console),
            Command::Explain(command) => command.run(console),
            Command::Export(command) => command.run(self.pack.as_deref(), console),
            Command::Diff(command) => command.run(self.pack.as_deref(), console),
            Command::Validate(command) => command.run(self.pack.as_deref(), console),
            Command::Link(command) => command.run(console),
            Command::Remove(command) => command.run(console),
            Command::Compact(command) => command.run(console),
            Command::Read(command) => command.run(console),
            Command::Annotate(command) => command.run(pack()?, console),
            Command::Evaluate(command) => command.run(pack()?, console),
            Command::Values(command) => command.run(console),
            Command::Rules(command) => command.run(self.pack.as_deref(), console),
            Command::ReadOne => {
                serve().map_err(|reason| Error::Stream { from: "the process that asks".to_owned(), reason })?;
                Ok(Outcome::Done)
            }
            Command::Completions(command) => command.run(),
            Command::Man(command) => command.run(),
        }
    }

    /// How to speak to the user, by the options that every command has.
    pub fn console(&self) -> Console {
        Console::new(self.quiet, self.verbose, self.color)
    }
}

/// The files of the pack in a folder, or of the one built in.
fn pack(folder: Option<&Path>) -> Result<Pack, Error> {
    Ok(folder.map_or_else(|| Ok(Pack::embedded()), Pack::read)?)
}

/// The pack to work with: the one in a folder, or the one built in.
fn extractor(folder: Option<&Path>) -> Result<&'static Extractor, Error> {
    ready(folder, check::load)
}

/// The pack to work with, made ready in one way or another.
fn ready(
    folder: Option<&Path>,
    load: impl FnOnce(&Pack) -> Result<Extractor, Vec<Problem>>,
) -> Result<&'static Extractor, Error> {
    if folder.is_none() {
        return Ok(Extractor::embedded());
    }
    let pack = pack(folder)?;
    match load(&pack) {
        // Used until the program ends.
        Ok(extractor) => Ok(Box::leak(Box::new(extractor))),
        Err(problems) => {
            let told = check::told(&pack, &problems, check::SHOWN);
            Err(Error::Pack(format!("the rule pack does not load\n{told}")))
        }
    }
}

/// Writes results to `to`, or to standard output where that is nothing or `-`, and flushes. A file takes its name only when
/// it is whole.
fn write_to(to: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<(), Error>) -> Result<(), Error> {
    let Some(path) = to.filter(|path| path.as_os_str() != "-") else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        return out.flush().map_err(output_error);
    };
    let failed = |reason| Error::Write { to: path.display().to_string(), reason };
    let mut name =
        path.file_name().ok_or_else(|| Error::Usage(format!("'{}' names no file", path.display())))?.to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let result = (|| {
        let mut out = BufWriter::new(File::create(&part).map_err(failed)?);
        write(&mut out)?;
        out.flush().map_err(failed)?;
        std::fs::rename(&part, path).map_err(failed)
    })();
    if result.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    result
}

/// Standard output could not be written.
fn output_error(reason: io::Error) -> Error {
    Error::Write { to: "the output".to_owned(), reason }
}

/// The language in which to ask back: Chinese where the surroundings are, else English.
fn locale() -> &'static str {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    if set.is_some_and(|value| value.starts_with("zh")) { "zh" } else { "en" }
}

/// The columns of the terminal that results are shown on, or those that the surroundings ask for.
fn width() -> Option<u16> {
    let set = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    set.or_else(|| comfy_table::Table::new().width())
}

/// An error with its causes, on one line.
pub fn told(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let reason = error.to_string();
        // Some errors tell their cause themselves.
        if !told.contains(&reason) {
            told = format!("{told}: {reason}");
        }
        cause = error.source();
    }
    told
}
