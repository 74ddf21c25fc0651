//! Links: which things of a store are which things of other graphs.
//!
//! Known things carry the identifiers of their lexicon row ([`crate::graph::identifier`]). Everything else is matched
//! against names that users bring: [`build()`] makes an [`Index`] of them, [`run()`] finds for each thing of a store what it
//! could be, scores it and decides, `review` hands to people what only they can decide and takes it back. Decisions stand
//! in the graph of links, apart from what documents yield, so that they outlive extraction; each says how it came about, in
//! the words of SSSOM.
//!
//! ```text
//! files of names → source → gather → sort → build → index
//! store → things ─┐                                   │
//!                 └── candidates ← normal ────────────┘ → score → run → decisions → the graph of links
//!                                                                       review → SSSOM table → apply
//! ```

mod build;
mod candidates;
mod decision;
mod gather;
mod index;
mod near;
mod normal;
mod review;
mod run;
mod score;
mod sort;
mod source;
mod sssom;
#[cfg(test)]
mod tests;
mod things;

pub use build::{BuildOptions, build};
pub use decision::{Decision, Link, Method, Relation, links};
pub use gather::{Kinds, Wanted};
pub use index::{About, Index, Posting, Record};
pub use normal::{key, without_legal_form};
pub use review::{Applied, Shown, apply, review};
pub use run::{Mode, Outcome, Summary, run};
pub use source::Format;
pub use sssom::{Table, TableError};

use crate::store::StoreError;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// What keeps links from being made.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    #[error("cannot read {}: {reason}", .path.display())]
    Read { path: PathBuf, reason: io::Error },
    #[error("cannot write {}: {reason}", .path.display())]
    Write { path: PathBuf, reason: io::Error },
    #[error("{}: its format cannot be told from its name; say it with --format", .path.display())]
    Format { path: PathBuf },
    #[error("{}:{line}:1: the header names no column id (iri, qid) or none with names (label, label_en, alias); nothing was made", .path.display())]
    Header { path: PathBuf, line: u64 },
    #[error("{}: too many malformed places, so that it is hardly what it seems to be; name its format with --format, or mend it", .path.display())]
    Hopeless { path: PathBuf },
    #[error("{}:{line}:{column}: {what}; JSON cannot be read on behind an error, nothing was made", .path.display())]
    Json { path: PathBuf, line: usize, column: usize, what: String },
    #[error("{} {what}; make one with: chancery link index build FILE… -o NAME.idx", .path.display())]
    Index { path: PathBuf, what: &'static str },
    #[error("{} is there and is no index, so that it is not written over; nothing was made. Give the index another name with -o", .path.display())]
    Taken { path: PathBuf },
    /// A table of decisions with problems; every one is told, and nothing was applied.
    #[error("nothing was applied\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Table(Vec<TableError>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A malformed place in a file of names. The rest of the file is read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub path: PathBuf,
    /// Both from one; zero where the reader gives none.
    pub line: u64,
    pub column: u64,
    pub what: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.path.display(), self.line, self.column, self.what)
    }
}
