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

use super::Outcome;
use super::console::Console;
use chancery::error::Error;
use clap::{Args, Subcommand};
use corpus::Corpus;
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
