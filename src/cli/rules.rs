//! `chancery rules`: what a rule's author works with; a file a command.

mod check;
mod corpus;
mod cost;
mod diff;
mod fmt;
mod list;
mod new;
mod show;
mod why;

use super::console::Console;
use super::{Outcome, output_error};
use chancery::error::Error;
use clap::{Args, Subcommand, ValueEnum};
use corpus::Corpus;
use serde::Serialize;
use std::io::Write;
use std::path::Path;

const EXAMPLES: &str = "\
Examples:
  chancery rules new relation Ratification --pack my-pack
  chancery rules check --pack my-pack
  chancery rules show Ratification --pack my-pack

The language is described in data/README.md.";

/// Check, show and write the rules of a pack
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Rules {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Check),
    List(list::List),
    Show(show::Show),
    New(new::New),
    Fmt(fmt::Fmt),
    Why(why::Why),
    Cost(cost::Cost),
    Diff(diff::Diff),
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

impl Rules {
    pub fn run(self, pack: Option<&Path>, console: &Console) -> Result<Outcome, Error> {
        match self.command {
            Command::Check(command) => command.run(pack, console),
            Command::List(command) => command.run(pack),
            Command::Show(command) => command.run(pack),
            Command::New(command) => command.run(pack, console),
            Command::Fmt(command) => command.run(pack, console),
            Command::Why(command) => command.run(pack),
            Command::Cost(command) => command.run(pack, console),
            Command::Diff(command) => command.run(console),
        }
    }
}
