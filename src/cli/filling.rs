//! What commands that fill a store have in common: the watching of it, by a person in front of a terminal and by a report
//! for programs, and the stopping of it by Ctrl-C.

use super::Outcome;
use super::console::Console;
use chancery::document::input::Inputs;
use chancery::error::Error;
use chancery::ingest::{Fate, Report, Summary, Told};
use indicatif::ProgressBar;
use std::fs::File;
use std::io::BufWriter;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// What becomes of the documents, as it is told.
pub struct Watch<'c> {
    console: &'c Console,
    bar: ProgressBar,
    /// Bytes of all inputs before each.
    before: Vec<u64>,
    documents: usize,
    failed: usize,
    report: Option<(PathBuf, Report<BufWriter<File>>)>,
    /// The first failure of writing the report.
    broken: Option<Error>,
}

impl<'c> Watch<'c> {
    /// `sizes`: bytes of each input.
    pub fn new(console: &'c Console, sizes: impl Iterator<Item = u64>) -> Watch<'c> {
        let mut sum = 0;
        let before: Vec<u64> = sizes.map(|size| (sum, sum += size).0).collect();
        let bar = console.progress_of_bytes(sum);
        catch_interrupts();
        Watch { console, bar, before, documents: 0, failed: 0, report: None, broken: None }
    }

    /// Writes a report besides.
    pub fn with_report(mut self, path: &Path, inputs: &Inputs) -> Result<Watch<'c>, Error> {
        let failed = |reason| Error::Write { to: path.display().to_string(), reason };
        let file = BufWriter::new(File::create(path).map_err(failed)?);
        self.report = Some((path.to_owned(), Report::new(file, inputs).map_err(failed)?));
        Ok(self)
    }

    /// What to do with each document's fate: to go on, unless somebody has pressed Ctrl-C.
    pub fn tell(&mut self, told: &Told<'_>) -> ControlFlow<()> {
        let (console, bar) = (self.console, &self.bar);
        self.documents += 1;
        match told.fate {
            Fate::Failed(reason) => {
                self.failed += 1;
                bar.suspend(|| console.error(&format!("{}: {reason}", told.origin.place)));
            }
            fate => bar.suspend(|| console.detail(&format!("{}: {}", told.origin.id, word(fate)))),
        }
        bar.set_position(self.before.get(told.input).copied().unwrap_or(0));
        if !bar.is_hidden() {
            let failed = if self.failed > 0 { format!(", {} failed", self.failed) } else { String::new() };
            bar.set_message(format!("{} documents{failed}", self.documents));
        }
        if let Some((path, report)) = &mut self.report
            && let Err(reason) = report.tell(told)
        {
            self.broken = Some(Error::Write { to: path.display().to_string(), reason });
            return ControlFlow::Break(());
        }
        if interrupted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Ends the watching, and says how it went. `failed`: what failed before anything was read.
    pub fn finish(self, summary: Summary, failed: usize, kept: &str) -> Result<Outcome, Error> {
        self.bar.finish_and_clear();
        if let Some(error) = self.broken {
            return Err(error);
        }
        if let Some((path, report)) = self.report {
            report.finish().map_err(|reason| Error::Write { to: path.display().to_string(), reason })?;
        }
        let failed = summary.failed + failed;
        let mut parts = Vec::new();
        for (count, what) in [
            (summary.added, "added"),
            (summary.replaced, "replaced"),
            (summary.skipped, "unchanged and skipped"),
            (summary.written, "written"),
            (failed, "failed"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        if parts.is_empty() {
            parts.push("none found".to_owned());
        }
        self.console.note(&format!("Documents: {}", parts.join(", ")));
        if summary.stopped {
            self.console.note(&format!("Stopped; {kept}"));
        }
        Ok(Outcome::of(failed + usize::from(summary.stopped)))
    }
}

fn word(fate: &Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Replaced => "replaced",
        Fate::Skipped => "unchanged, skipped",
        Fate::Written => "written",
        Fate::Failed(_) => "failed",
    }
}

/// Set by Ctrl-C.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// The first Ctrl-C ends the run after the current document; the second ends the program, which the store survives too.
fn catch_interrupts() {
    let handler = || {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    // Where signals cannot be caught the system's way of ending a program does no harm either.
    let _ = ctrlc::set_handler(handler);
}
