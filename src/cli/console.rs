//! How the program speaks to the person in front of it: notes, errors and progress, all on standard error.

use clap::ColorChoice;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};

/// Where notes and errors go, and in which style.
pub struct Console {
    quiet: bool,
    verbose: bool,
    /// Colours on standard error, on standard output.
    colors: (bool, bool),
    terminal: bool,
}

impl Console {
    pub fn new(quiet: bool, verbose: bool, color: ColorChoice) -> Console {
        // https://no-color.org: set to anything but nothing.
        let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let choose = |terminal: bool| match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && !forbidden,
        };
        let terminal = std::io::stderr().is_terminal();
        Console { quiet, verbose, colors: (choose(terminal), choose(std::io::stdout().is_terminal())), terminal }
    }

    /// Whether results may be coloured.
    pub fn colors_output(&self) -> bool {
        self.colors.1
    }

    /// A failure. Never silent.
    pub fn error(&self, message: &str) {
        self.say("31;1", "error: ", message);
    }

    /// What a user should know.
    pub fn note(&self, message: &str) {
        if !self.quiet {
            self.say("", "", message);
        }
    }

    /// What a user may want to know.
    pub fn detail(&self, message: &str) {
        if self.verbose {
            self.say("2", "", message);
        }
    }

    /// Standard error may be closed; that is no reason to stop the work.
    fn say(&self, style: &str, label: &str, message: &str) {
        let (on, off) = if self.colors.0 && !style.is_empty() {
            (format!("\x1b[{style}m"), "\x1b[0m")
        } else {
            (String::new(), "")
        };
        let line =
            if label.is_empty() { format!("{on}{message}{off}\n") } else { format!("{on}{label}{off}{message}\n") };
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }

    /// A bar for so many bytes of documents; invisible where nobody watches.
    pub fn progress_of_bytes(&self, bytes: u64) -> ProgressBar {
        if self.quiet || !self.terminal {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
        let template = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left; {wide_msg}";
        match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }

    /// A bar for so many documents; invisible where nobody watches.
    pub fn progress(&self, documents: usize) -> ProgressBar {
        if self.quiet || !self.terminal || documents < 2 {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(documents as u64), ProgressDrawTarget::stderr());
        // The template is ours and fixed: were it wrong, the default would do.
        match ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta} {wide_msg}") {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }
}
