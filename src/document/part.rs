//! The documents in an input, one after another.
//!
//! Comes in: an [`Input`]. Goes out: its [`Part`]s in their order, each of which becomes one [`Document`]. Taking the parts
//! apart is the cheap half, done in one place and one order; reading them is the dear half, and many can be read at a time.
//! A part that fails is its own failure: the others come all the same. Rows and members are taken one by one, so that an
//! input may be larger than memory.

use super::contain::protocol::Task;
use super::contain::{self, Member, Members};
use super::decode::{DecodeError, decode};
use super::fields::{self, Facts};
use super::input::{Input, Place, ReadError, ReadOptions, bounded, size};
use super::records::Record;
use super::rows;
use super::sniff::{self, HEAD, Kind};
use super::{Document, Metadata, dateline, front, markdown};
use rustc_hash::FxHashSet;
use std::fs::File;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

/// Documents of an input.
pub(super) type Parts = Box<dyn Iterator<Item = Part> + Send>;

/// The longest description of a document in a file beside it, in bytes.
const DESCRIPTION: u64 = 1 << 20;

/// Which document: its id, and where it stands, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The input's id, with `#` and the row's id or the member's path where the input holds several documents.
    pub id: String,
    /// The path, with the line or the member after it.
    pub place: String,
}

/// A document that is not read yet.
#[derive(Debug)]
pub struct Part {
    pub origin: Origin,
    content: Content,
    /// What is known about the input from a file beside it.
    described: Option<Arc<Metadata>>,
}

/// What a part is read from.
#[derive(Debug)]
enum Content {
    Failed(ReadError),
    Whole { kind: Kind, content: contain::Content },
    Record { record: Box<Record>, encoding: Option<&'static str> },
}

impl Origin {
    /// What stands in it under `name`, which `place` says to people.
    pub(super) fn within(&self, name: &str, place: &str) -> Origin {
        Origin { id: format!("{}#{name}", self.id), place: format!("{}, {place}", self.place) }
    }
}

impl Input {
    /// Its documents, in their order. Nothing fails here: what cannot be read is a part whose reading fails.
    pub fn parts(&self, options: &ReadOptions) -> impl Iterator<Item = Part> + Send + use<> {
        let origin = Origin { id: self.id.clone(), place: self.place.to_string() };
        let described = self.description.as_deref().map(describe).transpose();
        let parts = described.and_then(|described| Ok((described, self.taken_apart(&origin, options)?)));
        let (described, parts) = match parts {
            Ok((described, parts)) => (described.map(Arc::new), parts),
            Err(reason) => (None, once(Part::failed(origin, reason))),
        };
        parts.map(move |part| Part { described: described.clone(), ..part })
    }

    fn taken_apart(&self, origin: &Origin, options: &ReadOptions) -> Result<Parts, ReadError> {
        let mut reader: Box<dyn Read + Send> = match &self.place {
            Place::File(path) => Box::new(File::open(path)?),
            Place::Stdin => Box::new(io::stdin()),
        };
        let head = head(&mut reader)?;
        let name = self.place.name();
        let kind = sniff::kind(&head, &name)?;
        if kind.is_rows() {
            return Ok(several(origin, rows::rows(kind, head, reader, origin, options)));
        }
        let content = match &self.place {
            Place::File(path) => contain::Content::File(path.clone()),
            Place::Stdin => contain::Content::Bytes(bounded(Cursor::new(head).chain(reader), options.limits.size)?),
        };
        Ok(match kind {
            Kind::Zip | Kind::Tar | Kind::Gzip | Kind::Zstd => {
                let members = options.readers.unpack(content, &name, &options.limits);
                several(origin, unpacked(members, name, origin.clone(), options.clone()))
            }
            kind => once(Part::whole(origin.clone(), kind, content)),
        })
    }
}

fn once(part: Part) -> Parts {
    Box::new(std::iter::once(part))
}

/// What a file beside the document says about it.
fn describe(path: &Path) -> Result<Metadata, ReadError> {
    let wrong = |reason: String| ReadError::Description { path: path.to_owned(), reason };
    let bytes = bounded(File::open(path)?, DESCRIPTION)?;
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|e| wrong(e.to_string()))?;
    let object = value.as_object().ok_or_else(|| wrong("it is no JSON object".to_owned()))?;
    let mut facts = Facts::default();
    for (name, value) in object {
        if let (Some(fact), Some(value)) = (fields::key(name), value.as_str()) {
            facts.offer(fact, value);
        }
    }
    Ok(facts.metadata())
}

/// The members of an archive as documents, those with rows row by row.
fn unpacked(members: Members, archive: String, origin: Origin, options: ReadOptions) -> Parts {
    Box::new(members.flat_map(move |member| -> Parts {
        match member {
            Ok(member) => {
                let origin =
                    if member.name.is_empty() { origin.clone() } else { origin.within(&member.name, &member.name) };
                self::member(member, &archive, &origin, &options)
                    .unwrap_or_else(|reason| once(Part::failed(origin, reason)))
            }
            Err(e) if e.name.is_empty() => once(Part::failed(origin.clone(), e.reason)),
            Err(e) => once(Part::failed(origin.within(&e.name, &e.name), e.reason)),
        }
    }))
}

fn member(mut member: Member, archive: &str, origin: &Origin, options: &ReadOptions) -> Result<Parts, ReadError> {
    let head = head(&mut member)?;
    let name = sniff::inner_name(if member.name.is_empty() { archive } else { &member.name }).to_owned();
    let kind = sniff::kind(&head, &name)?;
    if kind.is_rows() {
        return Ok(rows::rows(kind, head, Box::new(member), origin, options));
    }
    let bytes = bounded(Cursor::new(head).chain(member), options.limits.size)?;
    Ok(once(Part::whole(origin.clone(), kind, contain::Content::Bytes(bytes))))
}

/// The first bytes, by which its kind is told.
fn head(reader: &mut impl Read) -> Result<Vec<u8>, ReadError> {
    let mut head = Vec::new();
    reader.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The parts of an input that may hold several: one of an id that was there before fails, and so does an input that has
/// none at all.
fn several(origin: &Origin, parts: Parts) -> Parts {
    Box::new(Several { parts, origin: Some(origin.clone()), ids: FxHashSet::default() })
}

struct Several {
    parts: Parts,
    /// Until the first part has come.
    origin: Option<Origin>,
    /// Hashes of the ids so far: an input may have millions.
    ids: FxHashSet<u64>,
}

impl Iterator for Several {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        let Some(mut part) = self.parts.next() else {
            return self.origin.take().map(|origin| Part::failed(origin, ReadError::NoDocuments));
        };
        self.origin = None;
        let hash = BuildHasherDefault::<std::hash::DefaultHasher>::default().hash_one(&part.origin.id);
        let failed = matches!(part.content, Content::Failed(_));
        if part.origin.id.chars().any(char::is_control) {
            part.content = Content::Failed(ReadError::BadId);
        } else if !self.ids.insert(hash) && !failed {
            part.content = Content::Failed(ReadError::IdTwice { id: part.origin.id.clone() });
        }
        Some(part)
    }
}

impl Part {
    /// How many bytes reading it takes in; 0 where nobody can say.
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Failed(_) => 0,
            Content::Record { record, .. } => record.text.len() as u64,
            Content::Whole { content: contain::Content::File(path), .. } => size(path),
            Content::Whole { content: contain::Content::Bytes(bytes), .. } => bytes.len() as u64,
        }
    }

    pub(super) fn failed(origin: Origin, reason: ReadError) -> Part {
        Part { origin, content: Content::Failed(reason), described: None }
    }

    pub(super) fn record(origin: Origin, record: Record, encoding: Option<&'static str>) -> Part {
        Part { origin, content: Content::Record { record: Box::new(record), encoding }, described: None }
    }

    fn whole(origin: Origin, kind: Kind, content: contain::Content) -> Part {
        Part { origin, content: Content::Whole { kind, content }, described: None }
    }

    /// Reads the document, with what it says about itself as metadata.
    pub fn read(self, options: &ReadOptions) -> (Origin, Result<Document, ReadError>) {
        let result = match self.content {
            Content::Failed(reason) => Err(reason),
            Content::Record { record, encoding } => {
                let Record { text, mut meta, .. } = *record;
                meta.encoding = encoding.map(str::to_owned);
                Ok((meta, text))
            }
            Content::Whole { kind, content } => whole(kind, content, options),
        };
        let result = result.and_then(|(mut meta, text)| {
            if text.trim().is_empty() {
                return Err(DecodeError::Empty.into());
            }
            if let Some(described) = &self.described {
                meta = meta.or(described);
            }
            if meta.source.is_none() && self.origin.place != Place::Stdin.to_string() {
                meta.source = Some(self.origin.id.clone());
            }
            meta = meta.or(&options.defaults);
            if meta.date.is_none() {
                let (date, time) = dateline::find(meta.title.as_deref(), &text).unzip();
                (meta.date, meta.time) = (date, time.flatten());
            }
            Ok(Document { id: self.origin.id.clone(), text, meta })
        });
        (self.origin, result)
    }
}

fn whole(kind: Kind, content: contain::Content, options: &ReadOptions) -> Result<(Metadata, String), ReadError> {
    let task = match kind {
        Kind::Html => Task::Html,
        Kind::Pdf => Task::Pdf,
        Kind::Docx => Task::Docx,
        _ => return text(kind, content, options),
    };
    options.readers.read(task, &content, &options.limits)
}

fn text(kind: Kind, content: contain::Content, options: &ReadOptions) -> Result<(Metadata, String), ReadError> {
    let bytes = match content {
        contain::Content::File(path) => bounded(File::open(path)?, options.limits.size)?,
        contain::Content::Bytes(bytes) => bytes,
    };
    let decoded = decode(bytes)?;
    let (mut meta, body) = front::split(&decoded.text)?;
    let body = match kind {
        Kind::Markdown => {
            let (title, text) = markdown::read(body);
            meta.title = meta.title.or(title);
            text
        }
        _ if body.len() == decoded.text.len() => decoded.text,
        _ => body.to_owned(),
    };
    meta.encoding = decoded.encoding.map(str::to_owned);
    Ok((meta, body))
}

#[cfg(test)]
mod tests;
