//! The options by which documents are read; shared by every command that takes documents.

use super::console::Console;
use chancery::document::input::{ReadOptions, gather};
use chancery::document::{Document, Lang, Metadata, front};
use chancery::error::Error;
use clap::Args;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::num::NonZeroUsize;
use std::path::Path;

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
    /// The publisher's country (ISO 3166, two letters), for documents that do not name theirs; 我国 and "our country" are it
    #[arg(long, value_name = "CODE", value_parser = country)]
    country: Option<String>,
    /// Largest document that is read, in bytes, or with K, M, G
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = size)]
    max_size: u64,
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
        ReadOptions { limit: self.max_size, defaults }
    }
}

/// A stream of lines: a file, or standard input for `-`.
pub fn open(path: &Path) -> Result<Box<dyn BufRead + Send>, Error> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).map_err(|reason| Error::Stream { from: path.display().to_string(), reason })?;
    Ok(Box::new(BufReader::new(file)))
}

/// The one document at `path`, or `None` when it cannot be read, which has been said then.
pub fn single(path: &Path, options: &ReadOptions, console: &Console) -> Result<Option<Document>, Error> {
    let id = (path.as_os_str() == "-").then_some("-");
    let inputs = gather(&[path.to_owned()], id)?;
    for (path, reason) in &inputs.failed {
        console.error(&format!("{path}: {reason}"));
    }
    let mut parts = inputs.found.iter().flat_map(|input| input.parts(options));
    let Some(part) = parts.next() else { return Ok(None) };
    if parts.next().is_some() {
        return Err(Error::Usage(format!("'{}' holds more than one document", path.display())));
    }
    match part.read(options) {
        (_, Ok(document)) => Ok(Some(document)),
        (origin, Err(reason)) => {
            console.error(&format!("{}: {reason}", origin.place));
            Ok(None)
        }
    }
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
