//! What the program and the process that reads for it say to each other.
//!
//! Each message is a line of JSON; a message that announces bytes is followed by them.

use crate::document::Metadata;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

/// What a document may cost to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of a file, and of the text that comes out of it.
    pub size: u64,
    /// Bytes of memory that its reader may take.
    pub memory: u64,
    /// Seconds that its reader may take.
    pub time: u64,
    /// How many times its own size it may unpack to.
    pub ratio: u64,
    /// How many archives and compressed files may stand in each other.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { size: 256 << 20, memory: 1 << 30, time: 60, ratio: 200, depth: 4 }
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    Html,
    Pdf,
    Docx,
    Unpack,
}

/// Where the bytes are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Source {
    File(PathBuf),
    /// So many bytes follow the message.
    Bytes(u64),
}

/// A request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    pub task: Task,
    pub source: Source,
    /// The file's name, from which an archive's members take theirs.
    pub name: String,
    pub limits: Limits,
}

/// An answer, or a piece of it.
#[derive(Debug, Serialize, Deserialize)]
pub enum Reply {
    /// A document; its text follows, in so many bytes.
    Document { meta: Box<Metadata>, text: u64 },
    /// The next member of an archive begins.
    Member { name: String },
    /// So many bytes of the member follow.
    Chunk { bytes: u64 },
    /// The member is whole.
    MemberEnd,
    /// A member that cannot be read, or not to its end.
    MemberFailed { name: String, reason: String },
    /// All has been answered.
    Done,
    /// It cannot be read, or not further.
    Failed { reason: String },
}

/// The exit status of a process that took too long.
pub const TOO_SLOW: i32 = 124;

/// Sends one message.
pub fn send(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, message)?;
    to.write_all(b"\n")
}

/// The next message; `None` where the other side has closed.
pub fn receive<T: DeserializeOwned>(from: &mut impl BufRead) -> io::Result<Option<T>> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line)?;
    if line.is_empty() { Ok(None) } else { Ok(Some(serde_json::from_slice(&line)?)) }
}
