//! Records one by one, from a stream: lines of JSON, rows of a table, the objects of a JSON file.
//!
//! Comes in: the stream, and its first bytes, which told its kind. Goes out: a part for each record, with the line it stands
//! on. A record that cannot be read is a part that fails. Memory is bounded by the longest record; only a JSON file, which
//! has no lines to cut at, is read whole.

use super::decode::{self, DecodeError};
use super::input::{ReadError, ReadOptions, bounded};
use super::part::{Origin, Part, Parts};
use super::records::{self, FieldNames, Record};
use super::sniff::Kind;
use encoding_rs::{Encoding, UTF_8};
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

type Stream = BufReader<Chain<Cursor<Vec<u8>>, Box<dyn Read + Send>>>;

/// How much of a stream is looked at to find its encoding, in bytes.
const SHOWN: u64 = 1 << 18;

/// The records of a stream of this kind that begins with `head`.
pub(super) fn rows(
    kind: Kind,
    head: Vec<u8>,
    rest: Box<dyn Read + Send>,
    origin: &Origin,
    options: &ReadOptions,
) -> Parts {
    let failed = |reason| -> Parts { Box::new(std::iter::once(Part::failed(origin.clone(), reason))) };
    let result = match kind {
        Kind::Json => whole(Cursor::new(head).chain(rest), origin, options),
        _ => Text::new(head, rest, options).and_then(|text| match kind {
            Kind::Csv | Kind::Tsv => table(text, kind, origin, options),
            _ => Ok(Box::new(Lines { text, line: 0, origin: origin.clone(), names: options.fields.clone() }) as Parts),
        }),
    };
    result.unwrap_or_else(failed)
}

/// The part of a record, with its own id or, where it has none, `number`.
fn part(
    origin: &Origin,
    number: u64,
    place: &str,
    (id, record): (Option<String>, Result<Record, ReadError>),
    encoding: Option<&'static str>,
) -> Part {
    let origin = origin.within(&id.unwrap_or_else(|| number.to_string()), place);
    match record {
        Ok(record) => Part::record(origin, record, encoding),
        Err(reason) => Part::failed(origin, reason),
    }
}

/// A JSON file.
fn whole(reader: impl Read, origin: &Origin, options: &ReadOptions) -> Result<Parts, ReadError> {
    let decoded = decode::decode(bounded(reader, options.limits.size)?)?;
    // One object is the document itself and needs no number.
    let (objects, alone) = records::in_json(&decoded.text, &options.fields)?;
    if let ([object], true) = (objects.as_slice(), alone) {
        let part = match records::of_object(object, &options.fields).1 {
            Ok(record) => Part::record(origin.clone(), record, decoded.encoding),
            Err(reason) => Part::failed(origin.clone(), reason),
        };
        return Ok(Box::new(std::iter::once(part)));
    }
    let (origin, names) = (origin.clone(), options.fields.clone());
    Ok(Box::new(objects.into_iter().zip(1u64..).map(move |(object, number)| {
        part(&origin, number, &format!("item {number}"), records::of_object(&object, &names), decoded.encoding)
    })))
}

/// A stream of text with the encoding that its beginning shows.
struct Text {
    reader: Stream,
    encoding: &'static Encoding,
    limit: u64,
}

impl Text {
    fn new(head: Vec<u8>, mut rest: Box<dyn Read + Send>, options: &ReadOptions) -> Result<Text, ReadError> {
        let limit = options.limits.size;
        let mut shown = head;
        (&mut rest).take(SHOWN).read_to_end(&mut shown)?;
        let encoding = decode::encoding(&shown);
        if encoding.is_ascii_compatible() {
            if shown.starts_with(b"\xEF\xBB\xBF") {
                shown.drain(..3);
            }
            return Ok(Text { reader: stream(shown, rest), encoding, limit });
        }
        // UTF-16 cannot be cut at line ends before it is decoded.
        let decoded = decode::decode(bounded(Cursor::new(shown).chain(rest), limit)?)?;
        Ok(Text { reader: stream(decoded.text.into_bytes(), Box::new(io::empty())), encoding: UTF_8, limit })
    }

    fn name(&self) -> Option<&'static str> {
        (self.encoding != UTF_8).then(|| self.encoding.name())
    }
}

fn stream(begin: Vec<u8>, rest: Box<dyn Read + Send>) -> Stream {
    BufReader::with_capacity(1 << 16, Cursor::new(begin).chain(rest))
}

fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Result<String, ReadError> {
    let text = match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => text.into_owned(),
        None if encoding == UTF_8 => return Err(decode::not_utf8(bytes).into()),
        None => return Err(DecodeError::NotAsFound { name: encoding.name() }.into()),
    };
    match text.find('\0') {
        Some(offset) => Err(DecodeError::Binary { offset }.into()),
        None => Ok(text),
    }
}

/// JSON Lines.
struct Lines {
    text: Text,
    /// From 1.
    line: u64,
    origin: Origin,
    names: FieldNames,
}

impl Iterator for Lines {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            self.line += 1;
            let mut bytes = Vec::new();
            let limit = self.text.limit;
            let place = format!("line {}", self.line);
            let read = (&mut self.text.reader).take(limit + 1).read_until(b'\n', &mut bytes);
            let result = match read {
                Ok(0) => return None,
                Ok(_) if bytes.len() as u64 > limit => {
                    // Passed over, as far as it goes.
                    let passed = bytes.last() == Some(&b'\n') || self.text.reader.skip_until(b'\n').is_ok();
                    self.text.limit = if passed { limit } else { 0 };
                    Err(ReadError::TooLarge { limit })
                }
                Ok(_) if bytes.trim_ascii().is_empty() => continue,
                Ok(_) => decoded(&bytes, self.text.encoding),
                // Nothing more can come.
                Err(e) => {
                    self.text.reader = stream(Vec::new(), Box::new(io::empty()));
                    Err(e.into())
                }
            };
            let record = match result.and_then(|line| records::in_line(&line, &self.names)) {
                Ok(object) => records::of_object(&object, &self.names),
                Err(reason) => (None, Err(reason)),
            };
            return Some(part(&self.origin, self.line, &place, record, self.text.name()));
        }
    }
}

/// A table whose first row names the columns.
fn table(text: Text, kind: Kind, origin: &Origin, options: &ReadOptions) -> Result<Parts, ReadError> {
    let (encoding, name, limit) = (text.encoding, text.name(), text.limit);
    let mut reader = text.reader;
    let first = reader.fill_buf()?;
    let first = &first[..memchr::memchr(b'\n', first).unwrap_or(first.len())];
    let delimiter = if kind == Kind::Tsv { b'\t' } else { delimiter(first) };
    let spent = Arc::new(AtomicU64::new(0));
    let reader = Spending { inner: reader, spent: spent.clone(), limit };
    let mut csv = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(reader);
    let cells = |row: &csv::ByteRecord| row.iter().map(|cell| decoded(cell, encoding)).collect::<Result<Vec<_>, _>>();
    let table = move |e: csv::Error| match e.into_kind() {
        csv::ErrorKind::Io(e) if e.kind() == io::ErrorKind::FileTooLarge => ReadError::TooLarge { limit },
        csv::ErrorKind::Io(e) => e.into(),
        other => ReadError::reader(format!("it is no table: {other:?}")),
    };
    let columns = cells(csv.byte_headers().map_err(table)?)?;
    let columns: Vec<String> = columns.iter().map(|name| name.trim().to_owned()).collect();
    // Where no row can have a text, the file is what fails, once.
    records::has_text(&columns, &options.fields)?;
    let (origin, names) = (origin.clone(), options.fields.clone());
    let mut rows = csv.into_byte_records();
    let mut number = 0u64;
    let mut over = false;
    Ok(Box::new(std::iter::from_fn(move || {
        if over {
            return None;
        }
        spent.store(0, Ordering::Relaxed);
        let row = rows.next()?;
        number += 1;
        let (place, record) = match row {
            Ok(row) => {
                let line = row.position().map_or(0, csv::Position::line);
                let record = match cells(&row) {
                    Ok(row) => records::of_row(&columns, &row, &names),
                    Err(reason) => (None, Err(reason)),
                };
                (format!("line {line}"), record)
            }
            Err(e) => {
                over = true;
                (format!("row {number}"), (None, Err(table(e))))
            }
        };
        Some(part(&origin, number, &place, record, name))
    })))
}

/// What divides the columns: the mark that the first line has most of.
fn delimiter(first: &[u8]) -> u8 {
    let count = |mark: &u8| memchr::memchr_iter(*mark, first).count();
    [b',', b'\t', b';'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// A stream that breaks off when a record takes more than the limit: a quotation mark that is never closed.
struct Spending<R> {
    inner: R,
    /// Bytes since the record began.
    spent: Arc<AtomicU64>,
    limit: u64,
}

impl<R: Read> Read for Spending<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let before = self.spent.fetch_add(read as u64, Ordering::Relaxed);
        if before > self.limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(read) }
    }
}
