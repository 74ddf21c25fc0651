//! A rule pack as files: what `ontology/` and `data/` hold, read from a folder or embedded in the program.
//!
//! Comes in: a folder laid out as this repository's (`--pack DIR`). Goes out: its files as (name, text), its classes and the hash of all of it,
//! from which [`crate::extract::Extractor`] is made. What a folder leaves out (`ontology`, `data/lexicon` with `data/words`, `data/frames`,
//! `data/rules`) is that of the default pack; saved queries (`queries`) come on top of those that are built in.

pub mod cache;

use crate::ontology::{Ontology, OntologyError};
use crate::rule::syntax::{self, Item, Problem};
use crate::span::Span;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};
use thiserror::Error;
use walkdir::WalkDir;

/// The default pack: rule files, files of the lexicon, class names, hash.
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/pack.rs"));
}

/// The default pack's hash: SHA-256 in hexadecimal.
pub const EMBEDDED_HASH: &str = embedded::HASH;

/// The file beside the ontology that says how to validate a graph; it is no part of the ontology, and changes nothing that
/// is found.
pub const SHAPES: &str = "shapes.ttl";

/// A file of a pack: its name as errors say it, and its text.
pub type File = (Cow<'static, str>, Cow<'static, str>);

/// The files of a pack.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Of `data/frames` and `data/rules`, in order of name.
    pub rules: Vec<File>,
    /// Of `data/lexicon` and `data/words`, in order of name; `None`: those of the default pack, which are compiled already.
    pub lexicon: Option<Vec<File>>,
    /// Its ontology's files; none: that of the default pack.
    pub ontology_files: Vec<File>,
    /// What these files say; `None`: that of the default pack.
    ontology: Option<Arc<Ontology>>,
    /// What is wrong with these files.
    pub problems: Vec<Problem>,
    /// Local names of the ontology's classes.
    pub classes: Vec<Cow<'static, str>>,
    /// SHA-256 of the pack's data, in hexadecimal.
    pub hash: Cow<'static, str>,
    /// SHA-256 of the files of its lexicon.
    pub lexicon_hash: String,
    /// Where it was read from; `None`: the default pack.
    pub folder: Option<PathBuf>,
}

/// An item of a pack's rules, and its file.
#[derive(Debug, Serialize)]
pub struct Parsed {
    pub file: String,
    #[serde(flatten)]
    pub item: Item,
}

/// A folder that cannot be read as a pack.
#[derive(Debug, Error)]
pub enum PackError {
    #[error(
        "'{0}' is no rule pack: it has none of ontology/chancery.ttl, data/lexicon, data/words, data/frames, data/rules"
    )]
    NoPack(PathBuf),
    #[error("cannot read the rule pack at '{path}': {reason}")]
    Read { path: PathBuf, reason: io::Error },
}

impl Pack {
    /// The default pack.
    pub fn embedded() -> Pack {
        Pack {
            rules: embedded_rules("data/"),
            lexicon: None,
            ontology_files: Vec::new(),
            ontology: None,
            problems: Vec::new(),
            classes: embedded::CLASSES.iter().map(|c| Cow::Borrowed(*c)).collect(),
            hash: Cow::Borrowed(embedded::HASH),
            lexicon_hash: String::new(),
            folder: None,
        }
    }

    /// The pack in a folder.
    ///
    /// # Errors
    /// A folder that holds nothing of a pack, or a file that cannot be read (not UTF-8, say).
    pub fn read(folder: &Path) -> Result<Pack, PackError> {
        let [frames, rules] = ["data/frames", "data/rules"].map(|f| files(folder, f, "rules"));
        let [lexicon, words] = ["data/lexicon", "data/words"].map(|f| files(folder, f, "tsv"));
        let (frames, rules, lexicon, words) = (frames?, rules?, lexicon?, words?);
        let mut ontology = files(folder, "ontology", "ttl")?;
        ontology.retain(|(name, _)| !name.ends_with(SHAPES));
        if [&frames, &rules, &lexicon, &words, &ontology].iter().all(|f| f.is_empty()) {
            return Err(PackError::NoPack(folder.to_owned()));
        }
        let or_embedded = |found: Vec<File>, name: &str| if found.is_empty() { embedded_rules(name) } else { found };
        let mut all = or_embedded(frames, "data/frames/");
        all.extend(or_embedded(rules, "data/rules/"));
        let mut known = [lexicon, words].concat();
        known.sort();
        let (own, problems) = read_ontology(&ontology);
        let names = match &own {
            Some(own) => own.classes.keys().cloned().map(Cow::Owned).collect(),
            None => Pack::embedded().classes,
        };
        let lexicon_hash = hash(folder, known.iter());
        let rest = hash(folder, all.iter().chain(&ontology));
        let hash: String = hex(Sha256::digest(format!("{lexicon_hash} {rest}")));
        Ok(Pack {
            rules: all,
            lexicon: (!known.is_empty()).then_some(known),
            ontology_files: ontology,
            ontology: own.map(Arc::new),
            problems,
            classes: names,
            hash: Cow::Owned(hash),
            lexicon_hash,
            folder: Some(folder.to_owned()),
        })
    }

    /// The saved queries of a folder.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn queries(folder: &Path) -> Result<Vec<File>, PackError> {
        files(folder, "queries", "rq")
    }

    /// The pack's ontology, for as long as the program runs.
    pub fn ontology(&self) -> OntologyOf {
        match &self.ontology {
            Some(own) => OntologyOf::Own(Arc::clone(own)),
            None => OntologyOf::Embedded,
        }
    }

    /// Whether a file stands in the pack itself, and is not what it took from the default pack.
    pub fn owns(&self, file: &str) -> bool {
        self.folder.as_deref().is_none_or(|folder| Path::new(file).starts_with(folder))
    }

    /// The items of its rules that can be read, in order of declaration.
    pub fn items(&self) -> impl Iterator<Item = Parsed> {
        let parsed = self.rules.iter().map(|(file, text)| (file, syntax::parse(file, text).0));
        parsed.flat_map(|(file, items)| items.into_iter().map(|item| Parsed { file: file.to_string(), item }))
    }

    /// The text of a file, for showing a line of it.
    pub fn text(&self, file: &str) -> Option<&str> {
        let mut all = self.rules.iter().chain(self.lexicon.iter().flatten()).chain(&self.ontology_files);
        all.find(|(name, _)| name == file).map(|(_, text)| text.as_ref())
    }
}

/// The shapes of a folder (`ontology/shapes.ttl`), where it has any.
///
/// # Errors
/// A file that cannot be read.
pub fn shapes(folder: &Path) -> Result<Option<File>, PackError> {
    let found = files(folder, "ontology", "ttl")?;
    Ok(found.into_iter().find(|(name, _)| name.ends_with(SHAPES)))
}

/// The hash of files with their names. Where the folder stands is no part of what it says.
fn hash<'f>(folder: &Path, files: impl Iterator<Item = &'f File>) -> String {
    let mut hash = Sha256::new();
    for (name, text) in files {
        let name = Path::new(name.as_ref());
        hash.update(name.strip_prefix(folder).unwrap_or(name).to_string_lossy().as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hex(hash.finalize())
}

/// Bytes in hexadecimal digits.
fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|b| format!("{b:02x}")).collect()
}

/// The ontology of the default pack, or one of its own.
#[derive(Debug, Clone)]
pub enum OntologyOf {
    Embedded,
    Own(Arc<Ontology>),
}

impl OntologyOf {
    pub fn get(&self) -> &Ontology {
        match self {
            OntologyOf::Embedded => Ontology::embedded(),
            OntologyOf::Own(own) => own,
        }
    }
}

/// What the files of an ontology say together; `None` where there are none, or they cannot be read.
fn read_ontology(files: &[File]) -> (Option<Ontology>, Vec<Problem>) {
    let mut ontology = Ontology::default();
    let mut problems = Vec::new();
    for (file, text) in files {
        if let Err(error) = ontology.add(text) {
            problems.push(malformed(file, text, &error));
        }
    }
    if let (Err(error), Some((file, text))) = (ontology.finish(), files.first()) {
        problems.push(malformed(file, text, &error));
    }
    ((!ontology.classes.is_empty() && problems.is_empty()).then_some(ontology), problems)
}

fn malformed(file: &str, text: &str, error: &OntologyError) -> Problem {
    let (line, column, what) = match error {
        OntologyError::Syntax { line, column, message } => (*line as usize, *column as usize, message.clone()),
        other => (1, 1, other.to_string()),
    };
    let begin: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(begin..).unwrap_or("");
    let into: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    Problem::error(file, Span::new(begin + into, begin + into), what, "see ontology/README.md for what it may say")
}

fn embedded_rules(begin: &str) -> Vec<File> {
    let wanted = embedded::RULES.iter().filter(|(name, _)| name.starts_with(begin));
    wanted.map(|(name, text)| (Cow::Borrowed(*name), Cow::Borrowed(*text))).collect()
}

/// The files of a part of a pack with an ending, in order of name; none where there is no such part.
fn files(folder: &Path, part: &str, ending: &str) -> Result<Vec<File>, PackError> {
    let part = folder.join(part);
    if !part.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in WalkDir::new(&part).sort_by_file_name() {
        let entry = entry.map_err(|e| PackError::Read { path: part.clone(), reason: e.into() })?;
        let path = entry.path();
        if entry.file_type().is_file() && path.extension().is_some_and(|e| e == ending) {
            let text = fs::read_to_string(path).map_err(|reason| PackError::Read { path: path.to_owned(), reason })?;
            found.push((Cow::Owned(path.display().to_string()), Cow::Owned(text)));
        }
    }
    Ok(found)
}
