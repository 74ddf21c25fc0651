//! `chancery extract`: the main job. Documents become graphs in a store, files of quads with `--to`, or Turtle with
//! `--dry-run`.

use super::console::Console;
use super::filling::Watch;
use super::reading::{Jobs, Reading};
use super::{Outcome, write_to};
use chancery::document::input::{Inputs, gather};
use chancery::error::Error;
use chancery::export::{Format, Graphs, Nif, export};
use chancery::extract::Extractor;
use chancery::graph::{self, Base, PackGraph, Texts};
use chancery::ingest::{Target, Told, ingest};
use chancery::quads::{Compression, Shards};
use chancery::store::Store;
use std::num::NonZeroUsize;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  chancery extract speeches/ --store graph.db
  chancery extract archive.zip reports/ dump.jsonl.gz --store graph.db
  chancery extract articles.csv --text-field 正文 --title-field 标题 --store graph.db
  chancery extract 'reports/**/*.md' communique.txt --store graph.db --date 2024 --country CN
  curl -s https://example.org/speech.txt | chancery extract - --id speech --store graph.db
  chancery extract archive/ --to out/graph.nq.zst --shards 8
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
    #[arg(long, value_name = "DIR", required_unless_present_any = ["dry_run", "to"])]
    store: Option<PathBuf>,
    /// Write quads instead of storing, to FILE.nq or FILE.nq.zst; `chancery load` takes them in, and so does any RDF engine
    #[arg(long, value_name = "FILE", conflicts_with_all = ["store", "dry_run"])]
    to: Option<PathBuf>,
    /// Write so many files, FILE-1-of-N.nq.zst and so on, each with whole documents
    #[arg(long, value_name = "N", requires = "to", default_value = "1")]
    shards: NonZeroUsize,
    /// Write what became of each document, as JSON Lines
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
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
        if let Some(path) = &self.to {
            Compression::of(path)?;
        }
        let inputs = gather(&self.paths, self.id.as_deref())?;
        if let Some(path) = &self.to {
            let base = base.unwrap_or_default();
            let shards = Shards::create(path, self.shards, &base, &pack(extractor, &base))?;
            return self.fill(Target::Files { shards, base: &base }, extractor, &inputs, console);
        }
        let store = match &self.store {
            Some(folder) => Store::open_with_pack(folder, base, extractor.pack_hash(), |base| pack(extractor, base))?,
            None => Store::in_memory(base)?,
        };
        let outcome = self.fill(Target::Store(&store), extractor, &inputs, console)?;
        if self.dry_run {
            write_to(None, |out| {
                export(&store, Format::Turtle, &Graphs::Standard, Nif::Without, out)?;
                Ok(())
            })?;
        }
        Ok(outcome)
    }

    fn fill(
        &self,
        target: Target<'_>,
        extractor: &Extractor,
        inputs: &Inputs,
        console: &Console,
    ) -> Result<Outcome, Error> {
        for (path, reason) in &inputs.failed {
            console.error(&format!("{path}: {reason}"));
        }
        let mut watch = Watch::new(console, inputs.found.iter().map(|input| input.place.size()));
        if let Some(path) = &self.report {
            watch = watch.with_report(path, inputs)?;
        }
        let options = self.reading.options();
        let tell = |told: &Told<'_>| watch.tell(told);
        let texts = if self.no_text { Texts::LeftOut } else { Texts::Kept };
        let summary = ingest(target, extractor, &inputs.found, &options, texts, self.jobs.count(), tell)?;
        let kept = match self.to {
            Some(_) => "no file was written",
            None => "what was done is in the store, and running this again goes on from there",
        };
        let outcome = watch.finish(summary, inputs.failed.len(), kept)?;
        if !inputs.ignored.is_empty() {
            console
                .note(&format!("{} files of other kinds were left alone (--verbose names them)", inputs.ignored.len()));
            for path in &inputs.ignored {
                console.detail(&format!("{}: left alone", path.display()));
            }
        }
        Ok(outcome)
    }
}

/// What the extractor's rule pack says, as a graph.
fn pack(extractor: &Extractor, base: &Base) -> PackGraph {
    let lexicon = extractor.lexicon();
    let rows: Vec<_> = lexicon.rows().map(|id| lexicon.row(id)).collect();
    graph::pack(base, extractor.ontology(), rows.iter().copied(), extractor.pack_hash())
}
