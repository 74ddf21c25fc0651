//! `chancery link index`: an index of names from files, and what one is made of.

use crate::cli::console::Console;
use crate::cli::{Outcome, output_error, write_to};
use chancery::error::Error;
use chancery::link::{self, About, BuildOptions, Format, Kinds, Wanted};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  chancery link index build ids.tsv -o ids.idx
  chancery link index show ids.idx";

/// Make an index of names, or show what one holds
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Index {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(Build),
    Show(Show),
}

impl Index {
    pub fn run(self, console: &Console) -> Result<Outcome, Error> {
        match self.command {
            Command::Build(command) => command.run(console),
            Command::Show(command) => command.run(),
        }
    }
}

const BUILD_EXAMPLES: &str = "\
Examples:
  chancery link index build latest-all.json.gz --type Q5=Person --type Q6256=Place -o wikidata.idx
  chancery link index build latest-truthy.nt.bz2 -o wikidata.idx
  chancery link index build thesaurus.ttl -o thesaurus.idx
  chancery link index build allCountries.txt -o geonames.idx
  chancery link index build v1.60-ror-data.json -o ror.idx
  chancery link index build ids.tsv --languages en,zh -o ids.idx

Formats: the JSON dump of Wikidata, GeoNames' main table, the JSON dump of ROR, tables with a header (id, label_en, label_zh,
aliases, class, country, begin, end, related, weight), and RDF with labels: N-Triples, N-Quads, Turtle, RDF/XML. Files may be
packed with gzip, bzip2 or Zstandard. A malformed line is told with its place and left out (exit status 1).";

/// Make an index of the names in files
#[derive(Args)]
#[command(after_help = BUILD_EXAMPLES)]
struct Build {
    /// Files of names
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The index to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Only things of this type (an IRI, a Wikidata item, a word), of one of our classes; may be repeated
    #[arg(long = "type", value_name = "TYPE[=CLASS]", value_parser = type_of)]
    types: Vec<(String, Option<Kinds>)>,
    /// Only names in these languages, and names without one
    #[arg(long, value_name = "TAG,…", value_delimiter = ',', default_value = "en,zh")]
    languages: Vec<String>,
    /// By which links name the index; the name of the file where it is not given
    #[arg(long)]
    name: Option<String>,
    /// Format of all files; else told by each file's name and beginning
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<Format>,
    /// Megabytes of memory to sort in; more are sorted in files beside the index
    #[arg(long, value_name = "MB", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=2047))]
    memory: u32,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::NAMES).try_map(|name| name.parse::<Format>())
}

fn type_of(text: &str) -> Result<(String, Option<Kinds>), String> {
    // An IRI may hold an equals sign, a class cannot.
    match text.rsplit_once('=') {
        Some((name, class)) if class.starts_with(|c: char| c.is_ascii_uppercase()) => match Kinds::named(class) {
            Some(kinds) => Ok((name.to_owned(), Some(kinds))),
            None => Err(format!(
                "{class} is no class of ours; choose one of {}",
                Kinds::names().collect::<Vec<_>>().join(", ")
            )),
        },
        _ => Ok((text.to_owned(), None)),
    }
}

/// So many malformed places are told one by one.
const TOLD: usize = 20;

impl Build {
    fn run(self, console: &Console) -> Result<Outcome, Error> {
        let stem = self.output.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let Some(name) = self.name.or(stem) else {
            return Err(Error::Usage(format!("'{}' names no file", self.output.display())));
        };
        let languages = if self.languages.iter().any(|l| l == "all") { Vec::new() } else { self.languages };
        let options = BuildOptions {
            name,
            format: self.format,
            wanted: Wanted { types: self.types, languages },
            memory: self.memory as usize * 1_000_000,
        };
        let mut told = 0;
        let (about, troubles) = link::build(&self.files, &self.output, &options, &mut |trouble| {
            told += 1;
            if told <= TOLD {
                console.error(&trouble.to_string());
            }
        })?;
        if troubles > TOLD {
            console.error(&format!("… and {} more malformed places", troubles - TOLD));
        }
        let bytes = std::fs::metadata(&self.output).map_or(0, |m| m.len());
        console.note(&format!("{}: {}, {}", self.output.display(), counts(&about), size(bytes)));
        if about.crowded > 0 {
            console
                .detail(&format!("{} names that too many things share find only the most used of them", about.crowded));
        }
        if about.things == 0 {
            console.error("the files have no names that were asked for; see --type and --languages");
        }
        Ok(Outcome::of(troubles + usize::from(about.things == 0)))
    }
}

fn counts(about: &About) -> String {
    format!("{} things, {} names, {} different ones", about.things, about.names, about.keys)
}

fn size(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
}

const SHOW_EXAMPLES: &str = "\
Example:
  chancery link index show wikidata.idx";

/// Show what an index holds, and of which files it was made
#[derive(Args)]
#[command(after_help = SHOW_EXAMPLES)]
struct Show {
    /// An index
    #[arg(value_name = "FILE")]
    index: PathBuf,
}

impl Show {
    fn run(self) -> Result<Outcome, Error> {
        let index = link::Index::open(&self.index)?;
        let about = index.about();
        write_to(None, |out| {
            let mut told =
                format!("name       {}\nversion    {}\nholds      {}\n", about.name, index.version(), counts(about));
            for (file, format) in &about.files {
                told.push_str(&format!("made of    {file} ({format})\n"));
            }
            for namespace in &about.namespaces {
                told.push_str(&format!("namespace  {namespace}\n"));
            }
            out.write_all(told.as_bytes()).map_err(output_error)
        })?;
        Ok(Outcome::Done)
    }
}
