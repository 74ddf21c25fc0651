//! `chancery rules new`: a file for a new rule, to be filled in.

use crate::cli::console::Console;
use crate::cli::{Outcome, output_error, write_to};
use chancery::catalogue;
use chancery::check;
use chancery::error::Error;
use chancery::pack::Pack;
use chancery::rule::syntax::ItemKind;
use clap::{Args, ValueEnum};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

const EXAMPLES: &str = "\
Examples:
  chancery rules new relation Ratification --pack my-pack
  chancery rules new entity TradeFair --pack my-pack

Without --pack the folder you are in is the pack. A pack that is not there yet is begun.";

/// Write a file for a new rule that has no problems, to be filled in
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct New {
    /// What the rule finds: entities, or relations between them
    #[arg(value_enum)]
    kind: Kind,
    /// The rule's name, such as TradeFair
    name: String,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Kind {
    Entity,
    Relation,
}

impl New {
    pub fn run(self, folder: Option<&Path>, console: &Console) -> Result<Outcome, Error> {
        let kind = if self.kind == Kind::Entity { ItemKind::Entity } else { ItemKind::Relation };
        if !catalogue::is_name(&self.name) {
            let name = &self.name;
            return Err(Error::Usage(format!(
                "{name:?} is no name of a rule; write ASCII letters and digits: TradeFair"
            )));
        }
        let folder = folder.unwrap_or(Path::new("."));
        let rules = folder.join("data/rules");
        let path = rules.join(catalogue::file_name(&self.name));
        if rules.exists() {
            let known = catalogue::list(&Pack::read(folder)?).into_iter().find(|entry| entry.name == self.name);
            if let Some(known) = known {
                let Self { name, .. } = &self;
                return Err(Error::Usage(format!("there is a rule {name} already: {}:{}", known.file, known.line)));
            }
        }
        let failed = |reason| Error::Write { to: path.display().to_string(), reason };
        fs::create_dir_all(&rules).map_err(failed)?;
        // What is there already is not written over.
        let mut file = File::create_new(&path).map_err(failed)?;
        file.write_all(catalogue::template(kind, &self.name).as_bytes()).map_err(failed)?;
        write_to(None, |out| writeln!(out, "{}", path.display()).map_err(output_error))?;
        // A pack with other frames or words may need another example.
        let pack = Pack::read(folder)?;
        let own: Vec<_> = check::problems(&pack).into_iter().filter(|p| Path::new(&p.file) == path.as_path()).collect();
        if !own.is_empty() {
            console.note(&format!(
                "In this pack the example has to be changed first:\n{}",
                check::told(&pack, &own, check::SHOWN)
            ));
        }
        Ok(Outcome::Done)
    }
}
