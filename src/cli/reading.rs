//! The options by which documents are read; shared by every command that takes documents.

use super::console::Console;
use chancery::document::contain::Readers;
use chancery::document::contain::protocol::Limits;
use chancery::document::input::{ReadOptions, gather};
use chancery::document::records::FieldNames;
use chancery::document::{Document, Lang, Metadata, front};
use chancery::error::Error;
use chancery::pipeline;
use clap::Args;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::num::{NonZeroU64, NonZeroUsize};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// How documents are read
#[derive(Args)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// Language of documents that do not name theirs: en, zh, or mixed (found for each passage)
    #[arg(long, value_name = "LANG", value_parser = lang)]
    lang: Option<Choice>,
    /// Date of documents that do not name theirs; "last year" counts from it
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<(String, Option<String>)>,
    /// Publisher of documents that do not name theirs
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// The publisher's country (ISO 3166, two letters), for documents that do not name theirs; it is
    /// 我国 and "our country", and "$5" is in its dollars
    #[arg(long, value_name = "CODE", value_parser = country)]
    country: Option<String>,
    /// Field that holds the text of a record (JSON, JSON Lines, CSV, TSV), a.b for b in a; several are joined [default:
    /// the usual names: text, content, body, 正文, …]
    #[arg(long, value_name = "NAME")]
    text_field: Vec<String>,
    /// Field that holds the id of a record [default: the usual names, else the number of its line]
    #[arg(long, value_name = "NAME")]
    id_field: Option<String>,
    /// Field that holds the date of a record [default: the usual names]
    #[arg(long, value_name = "NAME")]
    date_field: Option<String>,
    /// Field that holds the title of a record [default: the usual names]
    #[arg(long, value_name = "NAME")]
    title_field: Option<String>,
    /// Largest document that is read, in bytes, or with K, M, G; also the largest text that comes out of one
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = size)]
    max_size: u64,
    /// Memory that reading a page, a PDF, a Word document or an archive may take
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = size)]
    max_memory: u64,
    /// Seconds that reading one may take
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    max_time: NonZeroU64,
    /// How many times its size an archive or compressed file may unpack to
    #[arg(long, value_name = "TIMES", default_value = "200")]
    max_ratio: NonZeroU64,
    /// How many archives and compressed files may stand in each other
    #[arg(long, value_name = "N", default_value = "4")]
    max_depth: u32,
}

/// A language, or that there are several.
#[derive(Clone, Copy)]
struct Choice(Option<Lang>);

/// How many documents are read at a time
#[derive(Args)]
pub struct Jobs {
    /// Documents read at a time [default: one a processor]; the result does not depend on it
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

impl Jobs {
    pub fn count(&self) -> NonZeroUsize {
        self.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }
}

impl Reading {
    pub fn options(&self) -> ReadOptions {
        let (date, time) = self.date.clone().map_or((None, None), |(date, time)| (Some(date), time));
        let defaults = Metadata {
            lang: self.lang.and_then(|choice| choice.0),
            date,
            time,
            publisher: self.publisher.clone(),
            country: self.country.clone(),
            ..Metadata::default()
        };
        let fields = FieldNames {
            text: self.text_field.clone(),
            id: self.id_field.clone(),
            title: self.title_field.clone(),
            date: self.date_field.clone(),
        };
        let limits = Limits {
            size: self.max_size,
            memory: self.max_memory,
            time: self.max_time.get(),
            ratio: self.max_ratio.get(),
            depth: self.max_depth,
        };
        ReadOptions { limits, defaults, fields, readers: readers() }
    }
}

/// Processes of this very program, even where its file has been replaced since it was started.
fn readers() -> Readers {
    let itself = Path::new("/proc/self/exe");
    let program = if itself.exists() { Ok(itself.to_owned()) } else { std::env::current_exe() };
    program.map_or(Readers::Here, Readers::apart)
}

/// A stream of lines: a file, or standard input for `-`.
pub fn open(path: &Path) -> Result<Box<dyn BufRead + Send>, Error> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).map_err(|reason| Error::Stream { from: path.display().to_string(), reason })?;
    Ok(Box::new(BufReader::new(file)))
}

/// Works on each document that `paths` lead to, several at a time; results come in the order of the documents. Documents that
/// cannot be read are told. Gives how many those were.
///
/// # Errors
/// A wrong choice of inputs, and what `take` breaks off with.
pub fn each<R: Send>(
    paths: &[PathBuf],
    options: &ReadOptions,
    jobs: NonZeroUsize,
    console: &Console,
    work: impl Fn(&Document) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), Error>,
) -> Result<usize, Error> {
    let id = (paths.len() == 1 && paths[0].as_os_str() == "-").then_some("-");
    let inputs = gather(paths, id)?;
    for (path, reason) in &inputs.failed {
        console.error(&format!("{path}: {reason}"));
    }
    let bar = console.progress(inputs.found.len());
    let (mut failed, mut ended) = (inputs.failed.len(), Ok(()));
    pipeline::run(
        jobs,
        inputs.found.iter().flat_map(|input| input.parts(options)),
        |part| {
            let (origin, document) = part.read(options);
            (origin, document.map(|document| work(&document)))
        },
        |(origin, done)| {
            match done {
                Ok(result) => ended = take(result),
                Err(reason) => {
                    failed += 1;
                    bar.suspend(|| console.error(&format!("{}: {reason}", origin.place)));
                }
            }
            bar.inc(1);
            if ended.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    );
    bar.finish_and_clear();
    ended.map(|()| failed)
}

/// The one document at `path`, or `None` when it cannot be read, which has been said then.
pub fn single(path: &Path, options: &ReadOptions, console: &Console) -> Result<Option<Document>, Error> {
    let mut only = None;
    let take = |document| match only.replace(document) {
        None => Ok(()),
        Some(_) => Err(Error::Usage(format!("'{}' holds more than one document", path.display()))),
    };
    each(&[path.to_owned()], options, NonZeroUsize::MIN, console, Document::clone, take)?;
    Ok(only)
}

fn lang(tag: &str) -> Result<Choice, String> {
    front::lang(tag).map(Choice).map_err(|problem| format!("it {problem}"))
}

fn date(value: &str) -> Result<(String, Option<String>), &'static str> {
    let date = front::date(value).ok_or("write 2024, 2024-03 or 2024-03-05")?;
    Ok((date, front::time(value)))
}

fn country(value: &str) -> Result<String, &'static str> {
    front::country(value).ok_or("write a code of two letters, such as CN")
}

fn size(value: &str) -> Result<u64, &'static str> {
    let digits = value.trim_end_matches(['K', 'M', 'G']);
    let shift = match &value[digits.len()..] {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        _ => return Err("write a number of bytes, or a number with K, M or G"),
    };
    let number: u64 = digits.parse().map_err(|_| "write a number of bytes, or a number with K, M or G")?;
    number.checked_shl(shift).filter(|size| size >> shift == number && number > 0).ok_or("too large, or nothing at all")
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes() {
        assert_eq!((size("10"), size("2K"), size("3G")), (Ok(10), Ok(2048), Ok(3 << 30)));
        for wrong in ["", "K", "1KK", "-1", "0", "1.5M", "99999999999G"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
