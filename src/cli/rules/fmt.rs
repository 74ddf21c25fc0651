//! `chancery rules fmt`: lays rule files out anew.

use crate::cli::console::Console;
use crate::cli::{Outcome, output_error, write_to};
use chancery::check::told_in;
use chancery::error::Error;
use chancery::pack::Pack;
use chancery::rule::syntax;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  chancery rules fmt --pack my-pack
  chancery rules fmt --check --pack my-pack
  chancery rules fmt my-pack/data/rules/proposal.rules

Without --pack the folder you are in is the pack. Comments and line breaks inside of statements stay where they are.";

/// Lay rule files out anew: one form for all, nothing lost
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Fmt {
    /// Files; all rules and frames of the pack where none is given
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Write nothing; name the files that would change, exit status 1 where there are any
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub fn run(self, folder: Option<&Path>, console: &Console) -> Result<Outcome, Error> {
        let files = match self.files.as_slice() {
            [] => {
                let pack = Pack::read(folder.unwrap_or(Path::new(".")))?;
                pack.rules.iter().filter(|(file, _)| pack.owns(file)).map(|(file, _)| PathBuf::from(&**file)).collect()
            }
            files => files.to_vec(),
        };
        let (mut changed, mut failures) = (Vec::new(), 0);
        for path in files {
            let name = path.display().to_string();
            let text = fs::read_to_string(&path).map_err(|reason| Error::Stream { from: name.clone(), reason })?;
            match syntax::format(&name, &text) {
                Ok(new) if new == text => {}
                Ok(new) => {
                    if !self.check {
                        replace(&path, &new)?;
                    }
                    changed.push(name);
                }
                Err(problems) => {
                    failures += 1;
                    let told: String = problems.iter().map(|problem| told_in(&text, problem)).collect();
                    console.error(&format!("{name} cannot be read and stays as it is\n{told}"));
                }
            }
        }
        let list: String = changed.iter().map(|name| format!("{name}\n")).collect();
        write_to(None, |out| out.write_all(list.as_bytes()).map_err(output_error))?;
        Ok(Outcome::of(failures + if self.check { changed.len() } else { 0 }))
    }
}

/// The new text takes the file's place whole or not at all.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    write_to(Some(path), |out| out.write_all(text.as_bytes()).map_err(output_error))
}
