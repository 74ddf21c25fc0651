//! `chancery rules cost`: what each rule finds in a corpus, and what it costs.

use super::Corpus;
use crate::cli::console::Console;
use crate::cli::table::table;
use crate::cli::{self, Format, Outcome, extractor, output_error, write_json, write_to};
use chancery::cost::{Costs, Idle, Kind, MOST, Report, Row};
use chancery::error::Error;
use clap::Args;
use std::path::Path;

const EXAMPLES: &str = "\
Examples:
  chancery rules cost --corpus speeches/
  chancery --pack my-pack rules cost --corpus speeches/ --format json > cost.json

tries: how often a rule was looked at, where its trigger or anchor stands; share: of all mentions that entity rules find, of
all claims; near: an entity rule's finds that gave way to another's, a relation with a role missing or a condition that does
not hold; open: roles that two mentions could fill alike, so that none does; time: while the rule ran, and its share of that
of all rules. Patterns of frames with which no claim was found are told by line.";

/// Measure the rules of a pack on documents: finds, near misses, time; rules that find nothing or too much
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Cost {
    #[command(flatten)]
    corpus: Corpus,
    /// Share of all finds of its kind from which a rule finds too much
    #[arg(long, value_name = "SHARE", default_value_t = MOST)]
    most: f64,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Cost {
    pub fn run(self, pack: Option<&Path>, console: &Console) -> Result<Outcome, Error> {
        let extractor = extractor(pack)?;
        let mut costs = Costs::default();
        let read = self.corpus.each(console, |document| Costs::of(extractor, document), |one| costs.add(&one))?;
        let report = costs.report(extractor.rules(), &cli::pack(pack)?, self.most);
        write_to(None, |out| {
            if self.format == Format::Json {
                let json = serde_json::json!({ "documents": read.documents, "bytes": read.bytes, "report": report });
                return write_json(out, &json);
            }
            out.write_all(told(&report).as_bytes()).map_err(output_error)
        })?;
        Ok(Outcome::of(read.failed))
    }
}

fn told(report: &Report<'_>) -> String {
    let columns = ["rule", "kind", "tries", "finds", "share", "near", "open", "ms", "time"].map(String::from);
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    let row = |r: &Row<'_>| {
        let kind = if r.kind == Kind::Entity { "entity" } else { "relation" };
        let ms = format!("{:.2}", r.seconds * 1e3);
        let (tries, finds, near) = (r.tries.to_string(), r.finds.to_string(), r.near.to_string());
        let open = r.ambiguous.to_string();
        vec![r.rule.to_owned(), kind.to_owned(), tries, finds, percent(r.share), near, open, ms, percent(r.of_time)]
    };
    let mut told = table(&columns, report.rules.iter().map(row).collect());
    let mut list = |what: &str, which: &dyn Fn(&Row<'_>) -> bool| {
        let names: Vec<&str> = report.rules.iter().filter(|r| which(r)).map(|r| r.rule).collect();
        if !names.is_empty() {
            told.push_str(&format!("\n{what} ({}): {}\n", names.len(), names.join(", ")));
        }
    };
    list("Dead: never tried", &|r| r.dead && r.tries == 0);
    list("Dead: tried, and found nothing", &|r| r.dead && r.tries > 0);
    list("Finds too much of all", &|r| r.over);
    if !report.idle.is_empty() {
        told.push_str(&format!("\nPatterns of frames with which no claim was found ({})\n", report.idle.len()));
        for frame in report.idle.chunk_by(|a, b| (&a.file, &a.frame) == (&b.file, &b.frame)) {
            let Idle { file, frame: name, .. } = &frame[0];
            let lines: Vec<String> = frame.iter().map(|idle| idle.line.to_string()).collect();
            told.push_str(&format!("  {file}: {name}: {}\n", lines.join(", ")));
        }
    }
    told
}
