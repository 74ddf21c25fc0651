//! `chancery evaluate`: how good extraction is on texts that people have labelled.

use super::console::Console;
use super::reading::Jobs;
use super::table::table;
use super::{Format, Outcome, output_error, write_json, write_to};
use chancery::document::input::{Place, ReadOptions};
use chancery::error::Error;
use chancery::evaluate::{self, ALL, Cause, Comparison, Figure, Item, Kept, Measure, Report};
use chancery::explain::{Style, marked};
use chancery::extract::Extractor;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  chancery evaluate gold.jsonl
  chancery evaluate gold.jsonl --errors 10
  chancery evaluate gold.jsonl --json before.json
  chancery evaluate gold.jsonl --compare before.json --pack my-pack

A record of gold: {\"id\":…, \"text\":…, \"lang\"?, \"date\"?, \"mentions\": [{\"id\", \"text\", \"nth\", \"class\", \"entity\"}],
\"claims\": [{\"type\", \"roles\": {ROLE: MENTION ID OR WORDS}, \"modality\"?, …}]}; described in data/README.md. Gold may also be NIF in Turtle.

F1 of a language stands in the column of its name; of rules and qualifiers, where nothing can be missed, the share that is right.";

/// Measure extraction on labelled texts: precision, recall and F1 by class, type, role, rule and language; errors with their cause
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Evaluate {
    /// Files of gold: JSON records, one after another, or NIF in Turtle; - for standard input
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// List errors by cause, each in its sentence; at most N of each cause
    #[arg(long, value_name = "N", num_args = 0..=1)]
    errors: Option<Option<usize>>,
    /// Show what differs from an earlier report (see --json): figures, and labelled items won and lost
    #[arg(long, value_name = "OLD")]
    compare: Option<PathBuf>,
    /// Write the whole report to a file as well
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// text: for people; json: the whole report for tools
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    jobs: Jobs,
}

/// A report, and what differs from another.
#[derive(Serialize)]
struct Compared<'r> {
    #[serde(flatten)]
    report: &'r Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<&'r Comparison>,
}

impl Evaluate {
    pub fn run(self, extractor: &Extractor, console: &Console) -> Result<Outcome, Error> {
        // What is wrong with the earlier report is told before the work.
        let before = self.compare.as_deref().map(kept).transpose()?;
        let files = self.gold.iter().map(|path| Ok((path.display().to_string(), text(path)?)));
        let files = files.collect::<Result<Vec<_>, Error>>()?;
        let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let gold = evaluate::read(files, extractor.ontology()).map_err(Error::Gold)?;
        let bar = console.progress(gold.len());
        let report = evaluate::evaluate(extractor, &gold, self.jobs.count(), || bar.inc(1));
        bar.finish_and_clear();
        let comparison = before.as_ref().map(|before| evaluate::compare(before, &report));
        let whole = Compared { report: &report, comparison: comparison.as_ref() };
        if let Some(path) = &self.json {
            write_to(Some(path), |out| write_json(out, &whole))?;
        }
        write_to(None, |out| {
            if self.format == Format::Json {
                return write_json(out, &whole);
            }
            let mut told = comparison.as_ref().map_or_else(|| figures(&report), compared);
            if let Some(most) = self.errors {
                let style = if console.colors_output() { Style::Colour } else { Style::Plain };
                told.push_str(&errors(&report, most.unwrap_or(usize::MAX), style));
            }
            out.write_all(told.as_bytes()).map_err(output_error)
        })?;
        Ok(Outcome::Done)
    }
}

/// The text of a file, or of standard input.
fn text(path: &Path) -> Result<String, Error> {
    let place = if path.as_os_str() == "-" { Place::Stdin } else { Place::File(path.to_owned()) };
    place.text(ReadOptions::default().limits.size).map_err(|reason| Error::Read { place: place.to_string(), reason })
}

/// An earlier report.
fn kept(path: &Path) -> Result<Kept, Error> {
    serde_json::from_str(&text(path)?).map_err(|reason| {
        let path = path.display();
        Error::Usage(format!("{path} is no report of chancery evaluate --json, with which one could compare: {reason}"))
    })
}

/// All figures, a table for each measure.
fn figures(report: &Report) -> String {
    let mut told = format!("{} ({})\n", count(report.documents, "text"), report.languages.join(", "));
    let mut measures: Vec<Measure> = report.figures.iter().map(|f| f.measure).collect();
    measures.dedup();
    for measure in measures {
        let _ = write!(told, "\n{}\n{}", measure.name(), of_measure(report, measure));
    }
    told
}

fn of_measure(report: &Report, measure: Measure) -> String {
    let figures = report.figures.iter().filter(|f| f.measure == measure);
    let value = |of: &str, lang: &str| {
        let figure = figures.clone().find(|f| f.of == of && f.lang == lang);
        figure.map_or_else(String::new, |f| share(f.value()))
    };
    let by_rule = matches!(measure, Measure::MentionRules | Measure::ClaimRules);
    let mut rows: Vec<&Figure> = figures.clone().filter(|f| f.lang == ALL).collect();
    // Rules by how often they are wrong; all else by name, and all together at the end.
    let wrong = |f: &Figure| if by_rule { f.found - f.right } else { 0 };
    rows.sort_by_key(|f| (f.of == ALL, std::cmp::Reverse(wrong(f)), f.of.as_str()));
    let mut columns = ["", "gold", "found", "right", "precision", "recall", "F1"].map(String::from).to_vec();
    let languages = if report.languages.len() > 1 { report.languages.as_slice() } else { &[] };
    columns.extend_from_slice(languages);
    let row = |f: &&Figure| {
        let optional = |x: Option<f64>| x.map_or_else(String::new, share);
        let gold = f.gold.map_or_else(String::new, |n| n.to_string());
        let mut row = vec![f.of.clone(), gold, f.found.to_string(), f.right.to_string()];
        row.extend([share(f.precision), optional(f.recall), optional(f.f1)]);
        row.extend(languages.iter().map(|lang| value(&f.of, lang)));
        row
    };
    table(&columns, rows.iter().map(row).collect())
}

fn share(x: f64) -> String {
    format!("{x:.3}")
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// How many errors have which cause, then at most `most` of each cause.
fn errors(report: &Report, most: usize, style: Style) -> String {
    if report.errors.is_empty() {
        return "\nNo errors\n".into();
    }
    let mut columns = vec!["errors".to_owned(), ALL.to_owned()];
    columns.extend_from_slice(&report.languages);
    let row = |(cause, counts): (&Cause, &BTreeMap<String, usize>)| {
        let of = |lang: &String| counts.get(lang).copied().unwrap_or(0).to_string();
        [cause.name().to_owned()].into_iter().chain(columns[1..].iter().map(of)).collect()
    };
    let mut told = format!("\n{}", table(&columns, report.causes.iter().map(row).collect()));
    for of_cause in report.errors.chunk_by(|a, b| a.cause == b.cause) {
        let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
        of_cause.iter().for_each(|e| *classes.entry(&e.class).or_default() += 1);
        let mut classes: Vec<(&str, usize)> = classes.into_iter().collect();
        classes.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let classes: Vec<String> = classes.iter().map(|(class, n)| format!("{class} {n}")).collect();
        let _ = writeln!(told, "\n{} ({}): {}", of_cause[0].cause.name(), of_cause.len(), classes.join(", "));
        for error in of_cause.iter().take(most) {
            let rule = error.rule.as_deref().map(|rule| format!("  ({rule})")).unwrap_or_default();
            let said: String = error.said.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(told, "\n  {} · {} · {said}{rule}", error.document, error.class);
            if !error.note.is_empty() {
                let _ = writeln!(told, "    {}", error.note);
            }
            let _ = writeln!(told, "    {}", marked(&error.sentence, &error.marks, style));
        }
        if of_cause.len() > most {
            let _ = writeln!(told, "\n  … and {} more", of_cause.len() - most);
        }
    }
    told
}

/// Figures that changed, and the labelled items that were won and lost.
fn compared(comparison: &Comparison) -> String {
    let changed = |d: &&evaluate::Difference| d.before != d.after;
    let rows: Vec<_> = comparison.figures.iter().filter(changed).collect();
    let columns = ["figure", "of", "language", "before", "after", "difference"].map(String::from);
    let value = |x: Option<f64>| x.map_or_else(|| "none".to_owned(), share);
    let row = |d: &&evaluate::Difference| {
        let difference = format!("{:+.3}", d.difference());
        vec![d.measure.name().to_owned(), d.of.clone(), d.lang.clone(), value(d.before), value(d.after), difference]
    };
    let same = comparison.figures.len() - rows.len();
    let mut told = if rows.is_empty() { String::new() } else { table(&columns, rows.iter().map(row).collect()) };
    let _ = writeln!(told, "{} the same", if same == 1 { "1 figure is".into() } else { format!("{same} figures are") });
    for (what, items) in [("won", &comparison.won), ("lost", &comparison.lost)] {
        let _ = writeln!(told, "\n{what} ({})", items.len());
        for Item { document, class, said, .. } in items {
            let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(told, "  {document} · {class} · {said}");
        }
    }
    if comparison.only_before + comparison.only_after > 0 {
        let (before, after) = (comparison.only_before, comparison.only_after);
        let _ = writeln!(told, "\nThe gold differs: {before} labelled items only before, {after} only after");
    }
    told
}
