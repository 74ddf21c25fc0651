//! `chancery man DIR`: a man page for the program and for each command. For packagers, hence hidden.

use super::{Cli, Outcome, flowing};
use chancery::error::Error;
use clap::CommandFactory;
use std::path::PathBuf;

/// Write the man pages into a folder
#[derive(clap::Args)]
pub struct Man {
    folder: PathBuf,
}

impl Man {
    pub fn run(self) -> Result<Outcome, Error> {
        let failed = |reason| Error::Write { to: self.folder.display().to_string(), reason };
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        clap_mangen::generate_to(flowing(Cli::command()).disable_help_subcommand(true), &self.folder)
            .map_err(failed)?;
        Ok(Outcome::Done)
    }
}
