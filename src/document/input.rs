//! What a user names on the command line becomes a list of inputs to read.
//!
//! Comes in: files, folders, globs and `-`. Goes out: [`Input`]s with their ids, in one order on every machine. Ids are
//! known before anything is read, so that two inputs with one id are refused before anything is written. An input holds
//! one document or several: `part.rs` takes them out.

use super::Metadata;
use super::contain::Readers;
use super::contain::protocol::Limits;
use super::decode::{DecodeError, decode};
use super::front::FrontMatterError;
use super::records::FieldNames;
use super::sniff::{self, HEAD};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Where an input is to be read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    File(PathBuf),
    Stdin,
}

/// A file or stream that is not read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The id of its document; where it holds several, their ids begin with it and `#`.
    pub id: String,
    pub place: Place,
    /// A file `NAME.json` beside the file NAME, which says what NAME does not say about itself.
    pub description: Option<PathBuf>,
}

/// What the named paths lead to.
#[derive(Debug, Default)]
pub struct Inputs {
    /// By id.
    pub found: Vec<Input>,
    /// What could not be walked, and why: (path as named, reason).
    pub failed: Vec<(String, ReadError)>,
    /// Files in folders that are no documents by their ending and content.
    pub ignored: Vec<PathBuf>,
}

/// A wrong choice of inputs.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum InputError {
    #[error("'{first}' and '{second}' would both have the id '{id}' (name the folder above them, or give one an --id)")]
    SameId { id: String, first: String, second: String },
    #[error("standard input needs an --id")]
    StdinWithoutId,
    #[error("--id names one document, but the paths lead to {0}")]
    IdForMany(usize),
    #[error("'{pattern}' is no glob: {message}")]
    Glob { pattern: String, message: &'static str },
    #[error("the id '{0}' is empty, or has a control character, or a part '.' or '..'")]
    BadId(String),
}

/// Why one document could not be read.
#[derive(Debug, Error)]
pub enum ReadError {
    #[error("it cannot be read: {0}")]
    Io(#[source] io::Error),
    #[error("it is a pipe or a device; give it as standard input: … | chancery extract - --id NAME")]
    NoFile,
    #[error("nothing is there")]
    NotFound,
    #[error("it is larger than {limit} bytes (see --max-size)")]
    TooLarge { limit: u64 },
    #[error("its name is not Unicode (give it an --id)")]
    Name,
    #[error("it is {0}, which is not read")]
    Kind(&'static str),
    #[error("it holds no document that is read")]
    NoDocuments,
    #[error("its id '{id}' is that of a document before it")]
    IdTwice { id: String },
    #[error("its id has a control character")]
    BadId,
    #[error("no field of it is known to hold text; name one with --text-field (it has: {fields})")]
    NoText { fields: String },
    #[error("it has no text in '{field}' (it has: {fields})")]
    NoField { field: String, fields: String },
    #[error("{field} '{value}' is no date")]
    NoDate { field: String, value: String },
    #[error("no text is in it, perhaps only pictures of text (run a text recognition on it first)")]
    NoTextInPdf,
    #[error("it is no JSON: {0}")]
    Json(serde_json::Error),
    #[error("it has more than {most} records (write them as JSON Lines, one a line)")]
    TooManyRecords { most: usize },
    #[error("its description {path} cannot be used: {reason}", path = path.display())]
    Description { path: PathBuf, reason: String },
    #[error("it unpacks to more than {ratio} times its size (see --max-ratio)")]
    Ratio { ratio: u64 },
    #[error("more than {depth} archives stand in each other (see --max-depth)")]
    Depth { depth: u32 },
    #[error("no process could be started to read it: {0}")]
    Apart(io::Error),
    /// What its reader, or the process that read it, said.
    #[error("{0}")]
    Reader(String),
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error(transparent)]
    FrontMatter(#[from] FrontMatterError),
}

impl From<io::Error> for ReadError {
    /// What a reader said of a member comes out of the member's stream as it was said.
    fn from(error: io::Error) -> ReadError {
        error.downcast().unwrap_or_else(ReadError::Io)
    }
}

impl ReadError {
    /// What a reader said of a file, on one line: such words may have parts of the file in them.
    pub(super) fn reader(told: impl std::fmt::Display) -> ReadError {
        ReadError::Reader(one_line(&told.to_string(), 300))
    }
}

/// Words on one line, so many characters of them.
pub(super) fn one_line(text: &str, most: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").chars().take(most).collect()
}

/// How documents are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    pub limits: Limits,
    /// For what a document does not say about itself.
    pub defaults: Metadata,
    /// The fields of records.
    pub fields: FieldNames,
    /// Where pages, PDF, Word documents and archives are read.
    pub readers: Readers,
}

/// Everything that `paths` lead to. `id` is for a single document.
///
/// # Errors
/// A choice of inputs that cannot be meant: nothing has been read or written then. What is missing or cannot be walked is
/// no error here but stands in [`Inputs::failed`].
pub fn gather(paths: &[PathBuf], id: Option<&str>) -> Result<Inputs, InputError> {
    let mut inputs = Inputs::default();
    for path in paths {
        if path.as_os_str() == "-" {
            let id = id.ok_or(InputError::StdinWithoutId)?;
            inputs.found.push(Input { id: id.to_owned(), place: Place::Stdin, description: None });
        } else if path.is_dir() {
            walk(path, path, &mut inputs);
        } else if path.exists() && !path.is_file() {
            inputs.failed.push((path.display().to_string(), ReadError::NoFile));
        } else if path.exists() {
            add_file(path, path.parent().unwrap_or(Path::new("")), id, &mut inputs);
        } else {
            match path.to_str().filter(|p| p.contains(['*', '?', '['])) {
                Some(pattern) => expand(pattern, id, &mut inputs)?,
                None => inputs.failed.push((path.display().to_string(), ReadError::NotFound)),
            }
        }
    }
    if let Some(id) = id {
        match inputs.found.as_mut_slice() {
            [] => {}
            [one] => one.id = id.to_owned(),
            many => return Err(InputError::IdForMany(many.len())),
        }
    }
    unique(&mut inputs.found)?;
    describe(&mut inputs.found);
    inputs.ignored.sort();
    Ok(inputs)
}

/// Sorts by id, drops what was named twice, and refuses what cannot be told apart.
fn unique(found: &mut Vec<Input>) -> Result<(), InputError> {
    let mut by_id: BTreeMap<String, Input> = BTreeMap::new();
    for input in found.drain(..) {
        check_id(&input.id)?;
        match by_id.get(&input.id) {
            Some(first) if !same(&first.place, &input.place) => {
                return Err(InputError::SameId {
                    id: input.id,
                    first: first.place.to_string(),
                    second: input.place.to_string(),
                });
            }
            Some(_) => {}
            None => {
                by_id.insert(input.id.clone(), input);
            }
        }
    }
    found.extend(by_id.into_values());
    Ok(())
}

fn same(a: &Place, b: &Place) -> bool {
    match (a, b) {
        (Place::File(a), Place::File(b)) => {
            a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
        }
        _ => a == b,
    }
}

/// An id becomes the path of an IRI, which a client would shorten at `.` and `..`.
fn check_id(id: &str) -> Result<(), InputError> {
    let bad =
        id.is_empty() || id.chars().any(char::is_control) || id.split('/').any(|part| matches!(part, "." | ".." | ""));
    if bad { Err(InputError::BadId(id.to_owned())) } else { Ok(()) }
}

fn walk(root: &Path, base: &Path, inputs: &mut Inputs) {
    let hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
    let entries = walkdir::WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| !hidden(entry)) {
        match entry {
            Err(e) => {
                let path = e.path().unwrap_or(root).display().to_string();
                let reason =
                    e.into_io_error().unwrap_or_else(|| io::Error::other("a link leads back to its own folder"));
                inputs.failed.push((path, reason.into()));
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                // A pipe in a folder would be waited for.
                if entry.file_type().is_file() && is_document(entry.path()) {
                    add_file(entry.path(), base, None, inputs);
                } else {
                    inputs.ignored.push(entry.into_path());
                }
            }
        }
    }
}

/// Whether a file in a folder is one to read: most tell by their ending, without being opened.
fn is_document(path: &Path) -> bool {
    let name = path.to_string_lossy();
    if sniff::by_name(&name).is_some() {
        return true;
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
    read.is_ok() && sniff::is_taken(&name, &head)
}

/// Makes of `NAME.json` beside NAME a description of NAME.
fn describe(found: &mut Vec<Input>) {
    let described = |place: &Place| match place {
        Place::File(path) if path.extension().is_some_and(|e| e == "json") => Some(path.with_extension("")),
        _ => None,
    };
    let mut at: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (index, input) in found.iter().enumerate() {
        if let Place::File(path) = &input.place {
            at.insert(path.clone(), index);
        }
    }
    let mut pairs = Vec::new();
    for (index, input) in found.iter().enumerate() {
        if let Some(of) = described(&input.place).and_then(|path| at.get(&path)) {
            pairs.push((*of, index));
        }
    }
    let mut is_description = vec![false; found.len()];
    for (of, index) in pairs {
        if let Place::File(path) = found[index].place.clone() {
            found[of].description = Some(path);
            is_description[index] = true;
        }
    }
    let mut index = 0;
    found.retain(|_| {
        index += 1;
        !is_description[index - 1]
    });
}

fn expand(pattern: &str, id: Option<&str>, inputs: &mut Inputs) -> Result<(), InputError> {
    let bad = |e: glob::PatternError| InputError::Glob { pattern: pattern.to_owned(), message: e.msg };
    // Ids are relative to the folder in front of the first wildcard, as if that folder had been named.
    let literal = &pattern[..pattern.find(['*', '?', '[']).unwrap_or(pattern.len())];
    let base = Path::new(&literal[..literal.rfind('/').map_or(0, |slash| slash + 1)]);
    let mut any = false;
    for entry in glob::glob(pattern).map_err(bad)? {
        any = true;
        match entry {
            Ok(path) if path.is_dir() => walk(&path, base, inputs),
            Ok(path) if path.is_file() => add_file(&path, base, id, inputs),
            Ok(path) => inputs.ignored.push(path),
            Err(e) => inputs.failed.push((e.path().display().to_string(), io::Error::from(e).into())),
        }
    }
    if !any {
        inputs.failed.push((pattern.to_owned(), ReadError::NotFound));
    }
    Ok(())
}

/// A file, with the path relative to `base` as its id. A given `id` stands in for a name that is not Unicode.
fn add_file(path: &Path, base: &Path, id: Option<&str>, inputs: &mut Inputs) {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(base).unwrap_or(path).components().map(|part| part.as_os_str().to_str()).collect();
    match parts.map(|parts| parts.join("/")).or_else(|| id.map(str::to_owned)) {
        Some(id) => inputs.found.push(Input { id, place: Place::File(path.to_owned()), description: None }),
        None => inputs.failed.push((path.display().to_string(), ReadError::Name)),
    }
}

/// Bytes of a file; 0 where nobody can say.
pub(super) fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |about| about.len())
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::File(path) => path.display().fmt(f),
            Place::Stdin => f.write_str("standard input"),
        }
    }
}

impl Place {
    /// Bytes of the file; 0 where nobody can say.
    pub fn size(&self) -> u64 {
        match self {
            Place::File(path) => size(path),
            Place::Stdin => 0,
        }
    }

    /// The file's name, by which its kind is told; empty for a stream.
    pub fn name(&self) -> String {
        match self {
            Place::File(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            Place::Stdin => String::new(),
        }
    }

    /// The text there, of at most so many bytes.
    ///
    /// # Errors
    /// Where it cannot be read, or is no text.
    pub fn text(&self, limit: u64) -> Result<String, ReadError> {
        let bytes = match self {
            Place::File(path) => bounded(File::open(path)?, limit)?,
            Place::Stdin => bounded(io::stdin().lock(), limit)?,
        };
        Ok(decode(bytes)?.text)
    }
}

/// All of a stream, unless it is longer than `limit` bytes (or than spans can count).
pub(super) fn bounded(stream: impl Read, limit: u64) -> Result<Vec<u8>, ReadError> {
    let limit = limit.min(u64::from(u32::MAX) - 1);
    let mut bytes = Vec::new();
    stream.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(bytes) }
}

impl Metadata {
    /// These, and where one is missing, that of `defaults`.
    pub fn or(self, defaults: &Metadata) -> Metadata {
        let or = |own: Option<String>, default: &Option<String>| own.or_else(|| default.clone());
        // The time of day belongs to its date.
        let time = if self.date.is_some() { self.time } else { defaults.time.clone() };
        Metadata {
            title: or(self.title, &defaults.title),
            lang: self.lang.or(defaults.lang),
            date: or(self.date, &defaults.date),
            time,
            publisher: or(self.publisher, &defaults.publisher),
            country: or(self.country, &defaults.country),
            source: or(self.source, &defaults.source),
            encoding: or(self.encoding, &defaults.encoding),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "# Harbour\ntext").unwrap();
        }
        dir
    }

    fn ids(inputs: &Inputs) -> Vec<&str> {
        inputs.found.iter().map(|input| input.id.as_str()).collect()
    }

    #[test]
    fn folders_are_walked_and_ids_are_relative_to_them() {
        let dir = folder(&["b.md", "a/c.txt", "a/d.png", ".git/e.txt", "a/.f.md"]);
        let inputs = gather(&[dir.path().to_owned()], None).unwrap();
        assert_eq!(ids(&inputs), ["a/c.txt", "b.md"]);
        assert_eq!(inputs.ignored.len(), 1);
        let file = gather(&[dir.path().join("a/d.png")], None).unwrap();
        assert_eq!(ids(&file), ["d.png"]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_waits_for_a_pipe() {
        let dir = folder(&["a.txt"]);
        let pipe = dir.path().join("pipe.txt");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let inputs = gather(&[dir.path().to_owned()], None).unwrap();
        assert_eq!((ids(&inputs), inputs.ignored.len()), (vec!["a.txt"], 1));
        let named = gather(&[pipe], None).unwrap();
        assert!(matches!(named.failed.as_slice(), [(_, ReadError::NoFile)]));
    }

    #[test]
    fn globs_count_from_the_folder_before_the_wildcard() {
        let dir = folder(&["x/a.md", "x/y/b.md", "x/c.txt"]);
        let at = |p: &str| dir.path().join(p);
        assert_eq!(ids(&gather(&[at("x/**/*.md")], None).unwrap()), ["a.md", "y/b.md"]);
        let none = gather(&[at("x/*.rst")], None).unwrap();
        assert!(matches!(none.failed.as_slice(), [(_, ReadError::NotFound)]));
    }

    #[test]
    fn one_id_for_two_inputs_is_refused() {
        let dir = folder(&["x/a.md", "y/a.md"]);
        let at = |p: &str| dir.path().join(p);
        assert!(matches!(gather(&[at("x/a.md"), at("y/a.md")], None), Err(InputError::SameId { .. })));
        assert_eq!(ids(&gather(&[at("x/a.md"), at("x/a.md")], None).unwrap()), ["a.md"]);
        assert_eq!(gather(&[at("x"), at("y")], Some("n")).unwrap_err().to_string().matches('2').count(), 1);
        assert_eq!(gather(&["-".into()], None).unwrap_err(), InputError::StdinWithoutId);
        assert_eq!(gather(&["-".into()], Some("../n")).unwrap_err(), InputError::BadId("../n".into()));
    }
}
