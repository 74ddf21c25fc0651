//! Archives and compressed files, taken apart.
//!
//! Comes in: a zip, a tar, or a file compressed with gzip or zstd, and any of these in each other. Goes out: what is in them,
//! member by member, in the archive's order, under the path that leads to it; nothing is written to disk. What would unpack
//! to many times its size, or nests deeper than allowed, ends with a reason.

use super::contain::protocol::Limits;
use super::decode::decode;
use super::input::ReadError;
use super::sniff::{self, HEAD, Kind};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::rc::Rc;

/// What an archive may unpack to whatever its size, in bytes: small files of much the same words shrink far.
const FREE: u64 = 16 << 20;

/// How much is handed on at a time, in bytes.
const CHUNK: usize = 1 << 16;

/// The window that a zstd stream may ask for, as a power of two: 128 MiB.
const WINDOW: u32 = 27;

/// Takes what comes out.
pub trait Sink {
    /// A member begins.
    fn member(&mut self, name: &str) -> io::Result<()>;
    /// More of it.
    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// The member is whole.
    fn end(&mut self) -> io::Result<()>;
    /// A member that cannot be read, or not to its end; the others follow.
    fn failed(&mut self, name: &str, reason: &ReadError) -> io::Result<()>;
}

/// Takes apart a file of this name.
///
/// # Errors
/// Where it is damaged so that nothing more can be found, or passes a limit.
pub fn unpack_file(file: File, name: &str, limits: &Limits, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let size = file.metadata()?.len();
    let mut work = Work::new(size, limits, sink);
    let mut reader = BufReader::with_capacity(CHUNK, file);
    match sniff::kind(reader.fill_buf()?, name)? {
        Kind::Zip => work.zip(reader, &Path::root(name)),
        _ => work.stream(&mut reader, &Path::root(name)),
    }
}

/// Takes apart an archive that is in memory.
///
/// # Errors
/// As [`unpack_file`].
pub fn unpack_bytes(bytes: Vec<u8>, name: &str, limits: &Limits, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let mut work = Work::new(bytes.len() as u64, limits, sink);
    match sniff::kind(&bytes, name)? {
        Kind::Zip => work.zip(Cursor::new(bytes), &Path::root(name)),
        _ => work.stream(&mut Cursor::new(bytes), &Path::root(name)),
    }
}

/// Where something stands in an archive.
struct Path {
    /// The members that lead to it, `/` between; empty for the file itself.
    inside: String,
    /// The name by which its kind is told.
    name: String,
    depth: u32,
}

impl Path {
    fn root(name: &str) -> Path {
        Path { inside: String::new(), name: name.to_owned(), depth: 0 }
    }

    fn member(&self, name: &str) -> Path {
        let inside = if self.inside.is_empty() { name.to_owned() } else { format!("{}/{name}", self.inside) };
        Path { inside, name: name.to_owned(), depth: self.depth + 1 }
    }

    /// What is in a compressed file: it has no name of its own.
    fn content(&self) -> Path {
        let name = sniff::inner_name(&self.name).to_owned();
        Path { inside: self.inside.clone(), name, depth: self.depth + 1 }
    }
}

/// One archive being taken apart.
struct Work<'a> {
    limits: &'a Limits,
    sink: &'a mut dyn Sink,
    /// Bytes that may still be unpacked.
    left: Rc<Cell<u64>>,
}

impl<'a> Work<'a> {
    fn new(size: u64, limits: &'a Limits, sink: &'a mut dyn Sink) -> Work<'a> {
        let most = size.saturating_mul(limits.ratio).max(FREE);
        Work { limits, sink, left: Rc::new(Cell::new(most)) }
    }

    fn metered<R: Read>(&self, inner: R) -> BufReader<Metered<R>> {
        BufReader::with_capacity(CHUNK, Metered { inner, left: self.left.clone() })
    }

    /// The reason why something broke off: a limit, or what `e` says.
    fn reason(&self, e: impl Into<ReadError>) -> ReadError {
        if self.left.get() == 0 { ReadError::Ratio { ratio: self.limits.ratio } } else { e.into() }
    }

    /// Anything that can be read from front to back.
    fn stream(&mut self, reader: &mut dyn BufRead, at: &Path) -> Result<(), ReadError> {
        let mut head = Vec::new();
        (&mut *reader).take(HEAD as u64).read_to_end(&mut head).map_err(|e| self.reason(e))?;
        let kind = match sniff::kind(&head, &at.name) {
            Ok(kind) => kind,
            // In a folder such a file would be left alone; here it is all there is.
            Err(reason) if at.inside.is_empty() => return Err(reason),
            Err(_) => return Ok(()),
        };
        let packed = matches!(kind, Kind::Gzip | Kind::Zstd | Kind::Zip | Kind::Tar);
        if packed && at.depth >= self.limits.depth {
            return Err(ReadError::Depth { depth: self.limits.depth });
        }
        let mut whole = Cursor::new(head).chain(reader);
        match kind {
            Kind::Gzip => {
                let mut inner = self.metered(flate2::bufread::MultiGzDecoder::new(whole));
                self.stream(&mut inner, &at.content())
            }
            Kind::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(whole)?;
                decoder.window_log_max(WINDOW)?;
                let mut inner = self.metered(decoder);
                self.stream(&mut inner, &at.content())
            }
            Kind::Tar => self.tar(&mut whole, at),
            Kind::Zip => {
                let mut bytes = Vec::new();
                whole.take(self.limits.size + 1).read_to_end(&mut bytes).map_err(|e| self.reason(e))?;
                if bytes.len() as u64 > self.limits.size {
                    return Err(ReadError::TooLarge { limit: self.limits.size });
                }
                self.zip(Cursor::new(bytes), at)
            }
            _ => self.leaf(&mut whole, at),
        }
    }

    fn leaf(&mut self, reader: &mut dyn BufRead, at: &Path) -> Result<(), ReadError> {
        self.sink.member(&at.inside)?;
        loop {
            let bytes = reader.fill_buf().map_err(|e| self.reason(e))?;
            if bytes.is_empty() {
                return Ok(self.sink.end()?);
            }
            self.sink.bytes(bytes)?;
            let length = bytes.len();
            reader.consume(length);
        }
    }

    /// A member of an archive: what would be left alone in a folder is here too, and what fails, fails alone.
    fn member(&mut self, reader: &mut dyn Read, at: &Path) -> Result<(), ReadError> {
        let hidden = at.name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        if hidden {
            return Ok(());
        }
        let mut reader = BufReader::with_capacity(CHUNK, reader);
        let result = match reader.fill_buf() {
            Ok(head) if !sniff::is_taken(&at.name, head) => return Ok(()),
            Ok(_) => self.stream(&mut reader, at),
            Err(e) => Err(e.into()),
        };
        match result {
            Err(reason) if self.left.get() > 0 && !is_gone(&reason) => Ok(self.sink.failed(&at.inside, &reason)?),
            Err(reason) => Err(self.reason(reason)),
            Ok(()) => Ok(()),
        }
    }

    fn tar(&mut self, reader: &mut dyn Read, at: &Path) -> Result<(), ReadError> {
        let damaged = |e: io::Error| ReadError::reader(format!("the tar archive is damaged: {e}"));
        let mut archive = tar::Archive::new(reader);
        for entry in archive.entries().map_err(damaged)? {
            let mut entry = entry.map_err(|e| self.reason(damaged(e)))?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let name = name(&entry.path_bytes());
            self.member(&mut entry, &at.member(&name))?;
        }
        Ok(())
    }

    fn zip(&mut self, reader: impl Read + Seek, at: &Path) -> Result<(), ReadError> {
        let damaged = |e: zip::result::ZipError| ReadError::reader(format!("the zip archive is damaged: {e}"));
        let mut archive = zip::ZipArchive::new(reader).map_err(damaged)?;
        for index in 0..archive.len() {
            // Its name is there even where its content is not.
            let known = archive.by_index_raw(index).ok().map(|entry| (name(entry.name_raw()), entry.is_dir()));
            let (name, is_folder) = known.unwrap_or_else(|| (format!("member {index}"), false));
            if is_folder {
                continue;
            }
            let at = at.member(&name);
            match archive.by_index(index) {
                Ok(entry) => {
                    let mut entry = self.metered(entry);
                    self.member(&mut entry, &at)?;
                }
                Err(_) if !sniff::is_taken(&name, &[]) => {}
                Err(e) => self.sink.failed(&at.inside, &ReadError::reader(format!("it cannot be unpacked: {e}")))?,
            }
        }
        Ok(())
    }
}

/// Whether nobody listens any more.
fn is_gone(reason: &ReadError) -> bool {
    matches!(reason, ReadError::Io(e) if e.kind() == io::ErrorKind::BrokenPipe)
}

/// A member's name as text, without what leads out of the archive. Old zips from Chinese Windows have names in GB18030.
fn name(bytes: &[u8]) -> String {
    let text = decode(bytes.to_vec()).map_or_else(|_| String::from_utf8_lossy(bytes).into_owned(), |d| d.text);
    let parts = text.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/").replace(char::is_control, "_")
}

/// Counts what comes out of a decompressor, and stops it.
struct Metered<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.left.get().saturating_sub(read as u64);
        self.left.set(left);
        if left == 0 { Err(io::Error::other("it unpacks to too much")) } else { Ok(read) }
    }
}
