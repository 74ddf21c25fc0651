//! `chancery rules show`: a rule and what it comes to; the parsed pack for tools.

use crate::cli::{Format, Outcome, output_error, pack, write_json, write_to};
use chancery::catalogue;
use chancery::error::Error;
use chancery::extract::Extractor;
use chancery::pack::Parsed;
use chancery::rule::compile::nearest;
use clap::Args;
use std::path::Path;

const EXAMPLES: &str = "\
Examples:
  chancery rules show Proposal
  chancery rules show %hang
  chancery rules show --format json --pack my-pack > pack.json";

/// Show a rule, frame, context or macro, and what it comes to: words that trigger it, frames, roles
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Show {
    /// A name; %name for a macro. With --format json everything where it is left out
    #[arg(value_name = "RULE", required_if_eq("format", "text"))]
    rule: Option<String>,
    /// text: for people; json: as parsed, with the places of all parts in bytes
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Show {
    pub fn run(self, folder: Option<&Path>) -> Result<Outcome, Error> {
        let pack = pack(folder)?;
        let items: Vec<Parsed> = pack.items().collect();
        let wanted: Vec<&Parsed> = match &self.rule {
            Some(name) => catalogue::named(&items, name),
            None => items.iter().collect(),
        };
        if let (Some(name), true) = (&self.rule, wanted.is_empty()) {
            let near = nearest(name.trim_start_matches('%'), items.iter().map(|p| p.item.name.text.as_str()));
            return Err(Error::Usage(format!("the pack has no {name:?}; {near}")));
        }
        write_to(None, |out| {
            if self.format == Format::Json {
                return write_json(out, &wanted);
            }
            // A pack with problems can be shown as well.
            let (extractor, _) = Extractor::load(&pack);
            let shown: Vec<String> = wanted.iter().map(|p| catalogue::show(&pack, &extractor, &items, p)).collect();
            out.write_all(shown.join("\n").as_bytes()).map_err(output_error)
        })?;
        Ok(Outcome::Done)
    }
}
