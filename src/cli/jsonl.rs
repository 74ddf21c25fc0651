//! JSON Lines in, JSON Lines out: a line for each line, in order. A line that cannot be read gets an error in its place,
//! and the run goes on.

use super::{Outcome, output_error};
use chancery::document::input::ReadOptions;
use chancery::document::{Document, Metadata, front};
use chancery::error::Error;
use chancery::pipeline;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{self, BufRead, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

/// A line as it comes in. Other keys are left alone.
#[derive(Deserialize)]
struct Record {
    id: Value,
    text: String,
    lang: Option<String>,
    date: Option<String>,
    publisher: Option<String>,
    country: Option<String>,
}

/// A line as it goes out: the id as it came in, and what was made of the text.
#[derive(Serialize)]
pub struct Answer<'a, T> {
    pub id: &'a Value,
    #[serde(flatten)]
    pub result: T,
}

/// What stands in the place of an answer.
#[derive(Serialize)]
struct Failure {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    error: String,
    line: usize,
}

/// Reads `input` line by line and writes what `work` makes of each document to standard output, with `jobs` documents at
/// a time. `work` gets the document that its record describes, and the record's id, and gives an [`Answer`] as JSON.
///
/// # Errors
/// Where `input` breaks off or the output cannot be written; bad lines are no error but give [`Outcome::SomeFailed`].
pub fn each(
    input: impl BufRead + Send,
    from: &str,
    options: &ReadOptions,
    jobs: NonZeroUsize,
    work: impl Fn(&Document, &Value) -> serde_json::Result<Vec<u8>> + Sync,
) -> Result<Outcome, Error> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut failures, mut ended) = (0, Ok(()));
    let answer = |(number, line): (usize, io::Result<Line>)| -> Result<(Vec<u8>, bool), io::Error> {
        let (mut bytes, good) = match read(line?, options) {
            Ok((id, document)) => (work(&document, &id)?, true),
            Err((id, error)) => (serde_json::to_vec(&Failure { id, error, line: number })?, false),
        };
        bytes.push(b'\n');
        Ok((bytes, good))
    };
    pipeline::run(jobs, Lines { input, limit: options.limits.size, number: 0, broken: false }, answer, |answer| {
        let written =
            answer.map_err(|reason| Error::Stream { from: from.to_owned(), reason }).and_then(|(bytes, good)| {
                failures += usize::from(!good);
                // Who writes line by line may wait for each answer.
                out.write_all(&bytes).and_then(|()| out.flush()).map_err(output_error)
            });
        ended = written;
        if ended.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    ended?;
    Ok(Outcome::of(failures))
}

/// What may stand before the first line.
const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// A line of input.
enum Line {
    Bytes(Vec<u8>),
    /// Longer than the limit, and passed over.
    TooLong,
}

/// The lines that are not empty, each with its number from 1; memory is bounded by the limit.
struct Lines<R> {
    input: R,
    limit: u64,
    number: usize,
    broken: bool,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = (usize, io::Result<Line>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.broken {
                return None;
            }
            self.number += 1;
            match self.line() {
                Ok(None) => return None,
                Ok(Some(Line::Bytes(bytes))) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(line)) => return Some((self.number, Ok(line))),
                Err(e) => {
                    self.broken = true;
                    return Some((self.number, Err(e)));
                }
            }
        }
    }
}

impl<R: BufRead> Lines<R> {
    fn line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        io::Read::take(&mut self.input, self.limit).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if self.number == 1 && bytes.starts_with(BOM) {
            bytes.drain(..BOM.len());
        }
        if bytes.last() == Some(&b'\n') || (bytes.len() as u64) < self.limit {
            return Ok(Some(Line::Bytes(bytes)));
        }
        self.input.skip_until(b'\n')?;
        Ok(Some(Line::TooLong))
    }
}

/// The document that a line describes, and its id as it was written; or its id, if it has one, and what is wrong.
fn read(line: Line, options: &ReadOptions) -> Result<(Value, Document), (Option<Value>, String)> {
    let Line::Bytes(bytes) = line else {
        return Err((None, format!("the line is longer than {} bytes (see --max-size)", options.limits.size)));
    };
    let record: Record = serde_json::from_slice(&bytes).map_err(|e| match serde_json::from_slice::<Value>(&bytes) {
        Err(_) => (None, format!("it is no JSON, column {}: {}", e.column(), without_place(&e))),
        Ok(value) if !value.is_object() => (None, "it is no object with an id and a text".to_owned()),
        Ok(value) => {
            let id = value.get("id").filter(|id| id.is_string() || id.is_number()).cloned();
            (id, without_place(&e))
        }
    })?;
    let id = match &record.id {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return Err((None, "the id is neither a string nor a number".to_owned())),
    };
    let bad = |key: &str, value: &str, problem: &str| (Some(record.id.clone()), format!("{key} '{value}' {problem}"));
    let mut meta = Metadata::default();
    let said = [&record.lang, &record.date, &record.publisher, &record.country];
    for (key, value) in ["lang", "date", "publisher", "country"].into_iter().zip(said) {
        if let Some(value) = value {
            front::set(&mut meta, key, value).map_err(|(_, problem)| bad(key, value, problem))?;
        }
    }
    Ok((record.id, Document { id, text: record.text, meta: meta.or(&options.defaults) }))
}

/// What a JSON error says without its place, which is that within the one line.
fn without_place(error: &serde_json::Error) -> String {
    let told = error.to_string();
    told.rsplit_once(" at line ").map_or(told.clone(), |(what, _)| what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_bounded() {
        let input: &[u8] = b"{}\n\n  \nabcdefgh\n12345\nxy";
        let lines: Vec<_> = Lines { input, limit: 6, number: 0, broken: false }
            .map(|(number, line)| match line.unwrap() {
                Line::Bytes(bytes) => (number, String::from_utf8(bytes).unwrap()),
                Line::TooLong => (number, "too long".to_owned()),
            })
            .collect();
        let want = [(1, "{}\n"), (4, "too long"), (5, "12345\n"), (6, "xy")];
        assert_eq!(lines, want.map(|(n, s)| (n, s.to_owned())));
    }
}
