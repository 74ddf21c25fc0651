//! The `chancery` program: parse the command line, run the command, tell by the exit status how it went.

mod cli;

use std::ffi::{c_int, c_long};
use std::process::ExitCode;

/// Many small lists come and go with every sentence.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The number of mimalloc's option `purge_delay`, for which its crate has no name.
const PURGE_DELAY: c_int = 15;

unsafe extern "C" {
    /// Sets an option of mimalloc, unless the environment does (`MIMALLOC_PURGE_DELAY`).
    fn mi_option_set_default(option: c_int, value: c_long);
}

fn main() -> ExitCode {
    // The allocator asks for pages of 2 MB, each of which is held for any byte in it: an archive took 100 MB more, the larger the more.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    // Milliseconds that freed memory is held back for new use. With the allocator's own second, an extraction holds 90 MB more.
    //
    // SAFETY: the function is of the allocator that is linked in, and no other thread is there yet.
    unsafe { mi_option_set_default(PURGE_DELAY, 100) };
    let arguments = cli::Cli::parsed();
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
