//! `chancery extract`: the main job. Documents become graphs in a store, or Turtle with `--dry-run`.

use super::console::Console;
use super::reading::{Jobs, Reading};
use super::{Outcome, write_to};
use chancery::document::input::{Inputs, gather};
use chancery::document::part::Origin;
use chancery::error::Error;
use chancery::export::{Format, Graphs, Nif, export};
use chancery::extract::Extractor;
use chancery::graph::{self, Base, Texts};
use chancery::ingest::{Fate, Summary, ingest};
use chancery::store::Store;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

const EXAMPLES: &str = "\
Examples:
  chancery extract speeches/ --store graph.db
  chancery extract archive.zip reports/ dump.jsonl.gz --store graph.db
  chancery extract articles.csv --text-field 正文 --title-field 标题 --store graph.db
  chancery extract 'reports/**/*.md' communique.txt --store graph.db --date 2024 --country CN
  curl -s https://example.org/speech.txt | chancery extract - --id speech --store graph.db
  chancery extract note.md --dry-run";

/// Read documents, extract, put the result into a store
///
/// Reads text, Markdown, HTML, PDF, DOCX, JSON, JSON Lines, CSV and TSV, compressed (gzip, zstd) and in zip and tar archives. What a
/// file is, is told by its content. A document is known by its id: the path relative to the folder that was named, with # and
/// the member's path or the record's id behind it. One that the store holds already, unchanged, is skipped; one that has changed
/// is replaced. Markdown and text may begin with front matter: title, date, lang, publisher, country, source; a file NAME.json
/// beside NAME may say the same.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Extract {
    /// Files, folders, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The store; made where there is none
    #[arg(long, value_name = "DIR", required_unless_present = "dry_run")]
    store: Option<PathBuf>,
    /// Print Turtle instead of storing
    #[arg(long, conflicts_with = "store")]
    dry_run: bool,
    /// Id of the document, where there is only one
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The IRI under which things get theirs; fixed when a store is made [default: https://w3id.org/chancery/]
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// Leave the texts out of the store, which then cannot show the sentences that prove something
    #[arg(long)]
    no_text: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    jobs: Jobs,
}

impl Extract {
    pub fn run(self, extractor: &Extractor, console: &Console) -> Result<Outcome, Error> {
        // What can be wrong with the command line comes before anything is made.
        let base = self.base.as_deref().map(Base::new).transpose().map_err(|e| Error::Usage(e.to_string()))?;
        let inputs = gather(&self.paths, self.id.as_deref())?;
        let store = match &self.store {
            Some(folder) => Store::open(folder, base)?,
            None => Store::in_memory(base)?,
        };
        if self.store.is_some() && !store.has_pack(extractor.pack_hash())? {
            let lexicon = extractor.lexicon();
            let rows: Vec<_> = lexicon.rows().map(|id| lexicon.row(id)).collect();
            store.put_pack(&graph::pack(
                store.base(),
                extractor.ontology(),
                rows.iter().copied(),
                extractor.pack_hash(),
            ))?;
        }
        let summary = self.ingest(&store, extractor, &inputs, console)?;
        if self.dry_run {
            write_to(None, |out| {
                export(&store, Format::Turtle, &Graphs::Standard, Nif::Without, out)?;
                Ok(())
            })?;
        }
        self.report(&inputs, summary, console);
        Ok(Outcome::of(summary.failed + inputs.failed.len() + usize::from(summary.stopped)))
    }

    fn ingest(
        &self,
        store: &Store,
        extractor: &Extractor,
        inputs: &Inputs,
        console: &Console,
    ) -> Result<Summary, Error> {
        for (path, reason) in &inputs.failed {
            console.error(&format!("{path}: {reason}"));
        }
        let bar = console.progress(inputs.found.len());
        let tell = |origin: &Origin, fate: &Fate| {
            bar.inc(1);
            match fate {
                Fate::Failed(reason) => bar.suspend(|| console.error(&format!("{}: {reason}", origin.place))),
                Fate::Added => bar.suspend(|| console.detail(&format!("{}: added", origin.id))),
                Fate::Replaced => bar.suspend(|| console.detail(&format!("{}: replaced", origin.id))),
                Fate::Skipped => bar.suspend(|| console.detail(&format!("{}: unchanged, skipped", origin.id))),
            }
            if interrupted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        catch_interrupts();
        let texts = if self.no_text { Texts::LeftOut } else { Texts::Kept };
        let options = self.reading.options();
        let summary = ingest(store, extractor, &inputs.found, &options, texts, self.jobs.count(), tell);
        bar.finish_and_clear();
        Ok(summary?)
    }

    fn report(&self, inputs: &Inputs, summary: Summary, console: &Console) {
        let failed = summary.failed + inputs.failed.len();
        let mut parts = Vec::new();
        for (count, what) in [
            (summary.added, "added"),
            (summary.replaced, "replaced"),
            (summary.skipped, "unchanged and skipped"),
            (failed, "failed"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        if parts.is_empty() {
            parts.push("none found".to_owned());
        }
        console.note(&format!("Documents: {}", parts.join(", ")));
        if !inputs.ignored.is_empty() {
            console
                .note(&format!("{} files of other kinds were left alone (--verbose names them)", inputs.ignored.len()));
            for path in &inputs.ignored {
                console.detail(&format!("{}: left alone", path.display()));
            }
        }
        if summary.stopped {
            console.note("Stopped; what was done is in the store, and running this again goes on from there");
        }
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
