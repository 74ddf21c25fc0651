//! `chancery link`: things of a store and those of other graphs; a file a command.

mod apply;
mod index;
mod review;
mod run;

use super::Outcome;
use super::console::Console;
use chancery::error::Error;
use clap::{Args, Subcommand};

const EXAMPLES: &str = "\
Examples:
  chancery link index build latest-truthy.nt.bz2 --type Q5=Person --type Q6256=Place -o wikidata.idx
  chancery link run --index wikidata.idx --store graph.db
  chancery link review --store graph.db -o links.sssom.tsv
  chancery link apply links.sssom.tsv --store graph.db

Things of the lexicon carry their identifiers already. Names of other things are looked up in files that you bring; what the
program is sure of becomes a link, what it is not sure of is for you to decide. No network is used.";

/// Link things to those of other graphs: Wikidata, GeoNames, ROR, or any file of names
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Link {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Index(index::Index),
    Run(run::Run),
    Review(review::Review),
    Apply(apply::Apply),
}

impl Link {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        match self.command {
            Command::Index(command) => command.run(console),
            Command::Run(command) => command.run(console),
            Command::Review(command) => command.run(console),
            Command::Apply(command) => command.run(console),
        }
    }
}
