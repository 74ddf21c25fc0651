//! `chancery explain`: why the graph says so.

use super::console::Console;
use super::{Outcome, StoreArgument, output_error, write_to};
use chancery::error::Error;
use chancery::explain::{Style, Target, explain, render};

const EXAMPLES: &str = "\
Examples:
  chancery explain id/Initiative/belt-and-road-initiative --store graph.db
  chancery explain claim/04f9ef7384e36baccd241971751a715f --store graph.db
  chancery explain id/Initiative/belt-and-road-initiative cy:proposedBy id/Place/china --store graph.db

IRIs may be given in full, with a prefix as exports have it (cy:proposedBy, place:china, claim:…), or as a path under the store's base (id/…, claim/…, doc/…).";

/// Show the sentences from which an entity, a claim or a triple comes, with the spans marked
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Explain {
    /// An IRI, or subject, property and object of a triple
    #[arg(required = true, num_args = 1..=3, value_names = ["IRI", "PROPERTY", "OBJECT"])]
    terms: Vec<String>,
    #[command(flatten)]
    store: StoreArgument,
    /// At most so many sentences
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

impl Explain {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        let store = self.store.open()?;
        let target = Target::parse(&store, &self.terms)?;
        let explanation = explain(&store, &target, self.limit)?;
        let style = if console.colors_output() { Style::Colour } else { Style::Plain };
        write_to(None, |out| out.write_all(render(&explanation, style).as_bytes()).map_err(output_error))?;
        Ok(Outcome::Done)
    }
}
