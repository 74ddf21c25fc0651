//! Graphs into files.
//!
//! Comes in: documents' graphs, in the order of their ids. Goes out: files that take their names when they are whole.

use super::{DOCUMENT, END, HEAD, PACK, QuadsError, stated};
use crate::graph::{Base, DocumentGraph, PackGraph};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The zstd level: quads shrink to a fifteenth, faster than they are made.
const LEVEL: i32 = 3;

/// How files are written; by their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    None,
    Zstd,
}

impl Compression {
    /// By the ending `.nq` or `.nq.zst`.
    ///
    /// # Errors
    /// [`QuadsError::Name`] for any other.
    pub fn of(path: &Path) -> Result<Compression, QuadsError> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match name {
            _ if name.ends_with(".nq") => Ok(Compression::None),
            _ if name.ends_with(".nq.zst") => Ok(Compression::Zstd),
            _ => Err(QuadsError::Name { path: path.to_owned() }),
        }
    }

    /// A document's quads as they stand in a file.
    ///
    /// # Errors
    /// Where there is no memory to compress them.
    pub fn pack(self, document: &DocumentGraph) -> io::Result<Vec<u8>> {
        let mut lines = format!("{DOCUMENT}{}\n", document.name).into_bytes();
        document.write_nquads(&mut lines);
        self.frame(lines)
    }

    fn frame(self, lines: Vec<u8>) -> io::Result<Vec<u8>> {
        match self {
            Compression::None => Ok(lines),
            Compression::Zstd => {
                let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), LEVEL)?;
                encoder.include_checksum(true)?;
                encoder.set_pledged_src_size(Some(lines.len() as u64))?;
                encoder.write_all(&lines)?;
                encoder.finish()
            }
        }
    }
}

/// One file, or as many as were asked for, being written.
#[derive(Debug)]
pub struct Shards {
    files: Vec<Shard>,
    compression: Compression,
}

#[derive(Debug)]
struct Shard {
    path: PathBuf,
    /// What is written to until it is whole.
    part: PathBuf,
    out: BufWriter<File>,
    documents: usize,
}

impl Shards {
    /// Begins the file `path`, or for several shards `name-1-of-N.nq` beside it, with what the pack says.
    ///
    /// # Errors
    /// Where the name has another ending, or a file cannot be made.
    pub fn create(path: &Path, shards: NonZeroUsize, base: &Base, pack: &PackGraph) -> Result<Shards, QuadsError> {
        let compression = Compression::of(path)?;
        let files =
            (1..=shards.get()).map(|n| Shard::create(named(path, n, shards.get()))).collect::<Result<_, _>>()?;
        let mut made = Shards { files, compression };
        let parts = made.files.len();
        for (n, shard) in made.files.iter_mut().enumerate() {
            let mut lines = format!("{HEAD}<{}> part {} of {parts}\n", base.as_str(), n + 1);
            if n == 0 {
                lines.push_str(&format!("{PACK}{}\n{}", pack.hash, stated(base)));
                for triple in &pack.triples {
                    lines.push_str(&format!("{triple} {} .\n", pack.name));
                }
            }
            shard.write(compression, lines.into_bytes())?;
        }
        Ok(made)
    }

    /// How documents are to be packed for [`Shards::put`].
    pub fn compression(&self) -> Compression {
        self.compression
    }

    /// Adds a document, as [`Compression::pack`] made it. They must come in the order of their ids.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn put(&mut self, id: &str, packed: &[u8]) -> Result<(), QuadsError> {
        let hash = Sha256::digest(id.as_bytes());
        let number = hash.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        let at = (number % self.files.len() as u64) as usize;
        let shard = &mut self.files[at];
        shard.documents += 1;
        shard.out.write_all(packed).map_err(|reason| shard.failed(reason))
    }

    /// Ends the files and gives them their names. Without this they are taken away.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn finish(mut self) -> Result<(), QuadsError> {
        for shard in &mut self.files {
            let end = format!("{END}{}\n", shard.documents).into_bytes();
            shard.write(self.compression, end)?;
            shard.out.flush().and_then(|()| shard.out.get_ref().sync_all()).map_err(|reason| shard.failed(reason))?;
        }
        for shard in &self.files {
            std::fs::rename(&shard.part, &shard.path).map_err(|reason| shard.failed(reason))?;
        }
        self.files.clear();
        Ok(())
    }
}

impl Drop for Shards {
    fn drop(&mut self) {
        for shard in &self.files {
            let _ = std::fs::remove_file(&shard.part);
        }
    }
}

impl Shard {
    fn create(path: PathBuf) -> Result<Shard, QuadsError> {
        let mut part = path.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        match File::create(&part) {
            Ok(file) => Ok(Shard { path, part, out: BufWriter::new(file), documents: 0 }),
            Err(reason) => Err(QuadsError::Write { path, reason }),
        }
    }

    fn write(&mut self, compression: Compression, lines: Vec<u8>) -> Result<(), QuadsError> {
        let written = compression.frame(lines).and_then(|bytes| self.out.write_all(&bytes));
        written.map_err(|reason| self.failed(reason))
    }

    fn failed(&self, reason: io::Error) -> QuadsError {
        QuadsError::Write { path: self.path.clone(), reason }
    }
}

/// `graph.nq.zst` for one shard; `graph-03-of-12.nq.zst` for the third of twelve.
fn named(path: &Path, number: usize, of: usize) -> PathBuf {
    if of == 1 {
        return path.to_owned();
    }
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = name.rfind(".nq").map_or(name, |at| &name[..at]);
    let digits = of.to_string().len();
    path.with_file_name(format!("{stem}-{number:0digits$}-of-{of}{}", &name[stem.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_have_names() {
        let name = |path: &str, n, of| named(Path::new(path), n, of).display().to_string();
        assert_eq!(name("out/graph.nq.zst", 1, 1), "out/graph.nq.zst");
        assert_eq!(name("out/graph.nq.zst", 3, 12), "out/graph-03-of-12.nq.zst");
        assert_eq!(name("graph.nq", 2, 4), "graph-2-of-4.nq");
        assert!(Compression::of(Path::new("graph.ttl")).is_err());
    }
}
