//! Files of quads: the graphs of whole documents, written without a store, for other engines and other machines.
//!
//! Comes in: documents' graphs, or files that were made of them. Goes out: one file or several (shards), or the graphs
//! again. A file is plain N-Quads, so that every engine loads it; comments say where a document begins and where the file
//! ends, so that `chancery load` takes whole documents only and sees where a file was cut off:
//!
//! ```text
//! # chancery quads 1 <https://w3id.org/chancery/> part 1 of 4
//! # pack HASH
//! (quads of the rule pack; in part 1 only)
//! # document <https://w3id.org/chancery/graph/doc/a.txt>
//! (quads of the default graph, then those of the document's own)
//! # end 1
//! ```
//!
//! Which shard a document goes to follows from its id and the number of shards, and within a shard the order is that of the
//! ids: a document that changes changes one file. With `.zst` behind its name a file is compressed, each document as a
//! frame of its own, so that many can be compressed at a time.

mod read;
mod write;

pub use read::{Block, Parts, Reading, input_hash, open, open_all};
pub use write::{Compression, Shards};

use crate::graph::Base;
use oxigraph::model::NamedNode;
use std::io;
use std::path::PathBuf;

/// The first line's beginning, with the version of the layout.
const HEAD: &str = "# chancery quads 1 ";
const PACK: &str = "# pack ";
const DOCUMENT: &str = "# document ";
const END: &str = "# end ";

/// What is wrong with a file of quads.
#[derive(Debug, thiserror::Error)]
pub enum QuadsError {
    #[error("{} cannot be written: {reason}", .path.display())]
    Write { path: PathBuf, reason: io::Error },
    #[error("{} cannot be read: {reason}", .path.display())]
    Read { path: PathBuf, reason: io::Error },
    #[error("{} is named neither .nq nor .nq.zst; what it is named says how it is written", .path.display())]
    Name { path: PathBuf },
    #[error("{} was not written by chancery extract --to: its first line does not say so", .path.display())]
    Foreign { path: PathBuf },
    #[error("{} was made under the base {found}, and {} under {first}; load them into stores of their own", .path.display(), .other.display())]
    OtherBase { path: PathBuf, found: String, other: PathBuf, first: String },
    #[error("{} breaks off before anything of it is whole; get the file again and run this again", .path.display())]
    NotBegun { path: PathBuf },
    /// Of the file that is being read.
    #[error("it breaks off after {documents} whole documents, which are loaded; get the file again and run this again")]
    BrokenOff { documents: usize },
    /// Of the file that is being read.
    #[error("it ends with {found} documents and says that it has {said}; make it again")]
    Count { found: usize, said: String },
    /// Of the file that is being read.
    #[error("what it holds of {document} is damaged: {reason}; make the file again")]
    Damaged { document: String, reason: String },
}

/// The quads by which a store says that it is one; in part 1, so that what another engine loads is a store of ours too.
fn stated(base: &Base) -> String {
    use crate::store::FORMAT;
    use crate::vocab::{class, property, rdf, xsd};
    let (store, graph): (NamedNode, NamedNode) = (base.store(), base.pack_graph());
    format!(
        "{store} {} {} {graph} .\n{store} {} \"{FORMAT}\"^^{} {graph} .\n",
        rdf::TYPE,
        class::STORE,
        property::STORE_FORMAT,
        xsd::INTEGER
    )
}
