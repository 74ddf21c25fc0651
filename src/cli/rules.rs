//! `chancery rules`: what a rule's author works with; a file a command.

mod check;
mod fmt;
mod list;
mod new;
mod show;

use super::Outcome;
use super::console::Console;
use chancery::error::Error;
use clap::{Args, Subcommand};
use std::path::Path;

/// Check, show and write the rules of a pack
#[derive(Args)]
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
}

impl Rules {
    pub fn run(self, pack: Option<&Path>, console: &Console) -> Result<Outcome, Error> {
        match self.command {
            Command::Check(command) => command.run(pack, console),
            Command::List(command) => command.run(pack),
            Command::Show(command) => command.run(pack),
            Command::New(command) => command.run(pack, console),
            Command::Fmt(command) => command.run(pack, console),
        }
    }
}
