//! The `chancery` program: parse the command line, run the command, tell by the exit status how it went.

mod cli;

use clap::Parser;
use std::process::ExitCode;

/// Many small lists come and go with every sentence.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = cli::Cli::parse();
    let console = arguments.console();
    match arguments.run(&console) {
        Ok(cli::Outcome::Done) => ExitCode::SUCCESS,
        Ok(cli::Outcome::SomeFailed) => ExitCode::from(1),
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&cli::told(&error));
            ExitCode::from(if error.is_usage() { 2 } else { 1 })
        }
    }
}
