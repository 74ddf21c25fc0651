//! `chancery completions SHELL`: what a shell needs to complete commands and options. For packagers, hence hidden.

use super::{Cli, Outcome, output_error};
use chancery::error::Error;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;

/// Write the completions for a shell to standard output
#[derive(clap::Args)]
pub struct Completions {
    shell: Shell,
}

impl Completions {
    pub fn run(self) -> Result<Outcome, Error> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "chancery", &mut script);
        std::io::stdout().write_all(&script).map_err(output_error)?;
        Ok(Outcome::Done)
    }
}
