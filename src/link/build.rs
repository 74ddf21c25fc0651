//! Files of names -> an index.
//!
//! Comes in: files in any of the formats of [`super::source`]. Goes out: one file that [`super::index`] reads. Two sorts do
//! it: all statements by the id of their thing, then all keys. Both keep no more than a given amount of memory, and what
//! is written does not depend on it, nor on the order of the files' lines.

use super::gather::{Gather, Kinds, Part, Piece, Tongue, Wanted};
use super::index::{About, HEADER, Index, MAGIC, NO_YEAR, SECTIONS, SHORT, spelling};
use super::normal::{key, without_legal_form};
use super::sort::Sorter;
use super::source::{self, Format};
use super::{LinkError, Trouble};
use fst::MapBuilder;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A name that more things have is no help to find one. The most named things are kept.
const CROWD: usize = 256;

/// How an index is to be made.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// By which links will name it.
    pub name: String,
    /// The format of all files; told by each file where it is `None`.
    pub format: Option<Format>,
    pub wanted: Wanted,
    /// Bytes that may be kept in memory for each sort.
    pub memory: usize,
}

/// Reads files of names and writes an index to `to`, which takes its name only when it is whole. `tell` hears of every
/// malformed place; these are left out. Returns what the index says of itself, and how many places were malformed.
///
/// # Errors
/// A file that cannot be read at all, or an index that cannot be written; there is none then.
pub fn build(
    files: &[PathBuf],
    to: &Path,
    options: &BuildOptions,
    tell: &mut dyn FnMut(&Trouble),
) -> Result<(About, usize), LinkError> {
    let failed = |reason| LinkError::Write { path: to.to_owned(), reason };
    // An index is made anew in the place of an old one, but of nothing else: not of the names that it is made from.
    if to.is_file() && !Index::begins(to).map_err(failed)? {
        return Err(LinkError::Taken { path: to.to_owned() });
    }
    let folder = match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut part = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    let mut gather = Gather::new(folder, options.memory, &options.wanted, tell);
    let mut about = About { name: options.name.clone(), ..About::default() };
    for path in files {
        let format = source::read(path, options.format, &mut gather)?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        about.files.push((name, format.to_string()));
    }
    let troubles = gather.troubles.0;
    write(gather, part.as_file_mut(), folder, options.memory, &mut about).map_err(failed)?;
    // Temporary files are for their owner only; an index is as open as any file.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = part.as_file().set_permissions(std::fs::Permissions::from_mode(0o644));
    }
    part.persist(to).map_err(|e| failed(e.error))?;
    Ok((about, troubles))
}

/// A section that is written beside the file, for its place is behind another that is not finished.
struct Aside(BufWriter<File>);

impl Aside {
    fn new(folder: &Path) -> io::Result<Aside> {
        Ok(Aside(BufWriter::with_capacity(1 << 16, tempfile::tempfile_in(folder)?)))
    }

    fn into(self, out: &mut impl Write) -> io::Result<()> {
        let mut file = self.0.into_inner().map_err(|e| e.into_error())?;
        file.rewind()?;
        io::copy(&mut io::BufReader::with_capacity(1 << 16, file), out).map(|_| ())
    }
}

/// The file, its hash, and how much was written.
struct Hashed<'f> {
    out: BufWriter<&'f mut File>,
    hash: Sha256,
    written: u64,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.hash.update(&bytes[..n]);
        self.written += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn write(gather: Gather<'_>, file: &mut File, folder: &Path, memory: usize, about: &mut About) -> io::Result<()> {
    let (mut sorted, only_wanted) = gather.finish()?;
    let mut out = Hashed { out: BufWriter::with_capacity(1 << 18, file), hash: Sha256::new(), written: 0 };
    out.out.write_all(&[0; HEADER])?;
    let mut records = Records {
        text: &mut out,
        records: Aside::new(folder)?,
        related: Aside::new(folder)?,
        names: Sorter::new(folder, memory),
        related_count: 0,
        text_length: 0,
        about,
    };
    let mut id: Vec<u8> = Vec::new();
    let mut thing = Thing::default();
    while let Some(item) = sorted.next()? {
        let at = item.iter().position(|b| *b == 0).unwrap_or(item.len());
        if item[..at] != id {
            records.add(&id, &thing, only_wanted)?;
            id.clear();
            id.extend_from_slice(&item[..at]);
            thing = Thing::default();
        }
        if let Some(piece) = item.get(at + 1..).and_then(Piece::read) {
            thing.take(piece);
        }
    }
    records.add(&id, &thing, only_wanted)?;
    records.mark(&Thing::default(), 0)?;
    let Records { records, related, names, .. } = records;
    let mut lengths = Lengths { begin: 0, all: Vec::new() };
    lengths.end(&out);
    records.into(&mut out)?;
    lengths.end(&out);
    related.into(&mut out)?;
    lengths.end(&out);
    let postings = keys(names, &mut out, folder, about)?;
    lengths.end(&out);
    postings.into(&mut out)?;
    lengths.end(&out);
    serde_json::to_writer(&mut out, about)?;
    lengths.end(&out);
    let Hashed { out, mut hash, .. } = out;
    let file = out.into_inner().map_err(|e| e.into_error())?;
    let lengths: Vec<u8> = lengths.all.iter().flat_map(|n| n.to_le_bytes()).collect();
    debug_assert_eq!(lengths.len(), SECTIONS * 8);
    hash.update(&lengths);
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&MAGIC)?;
    file.write_all(&lengths)?;
    file.write_all(&hash.finalize())?;
    file.sync_all()
}

/// The lengths of the sections so far.
struct Lengths {
    begin: u64,
    all: Vec<u64>,
}

impl Lengths {
    fn end(&mut self, out: &Hashed<'_>) {
        self.all.push(out.written - self.begin);
        self.begin = out.written;
    }
}

/// All that was said of one thing.
#[derive(Default)]
struct Thing {
    names: Vec<(Part, Tongue, String)>,
    kinds: Kinds,
    related: Vec<u64>,
    begin: Option<i16>,
    end: Option<i16>,
    weight: u64,
    wanted: bool,
}

impl Thing {
    /// Statements come sorted, so that equal ones follow each other, and of two years the earlier is the first.
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Name { part, tongue, text } => {
                if self.names.last().is_none_or(|n| (n.0, n.1, n.2.as_str()) != (part, tongue, text)) {
                    self.names.push((part, tongue, text.to_owned()));
                }
            }
            Piece::Kind(kinds) => self.kinds = self.kinds.with(kinds),
            Piece::Related(token) => {
                if self.related.last() != Some(&token) {
                    self.related.push(token);
                }
            }
            Piece::Begin(year) => self.begin = Some(self.begin.map_or(year, |y| y.min(year))),
            Piece::End(year) => self.end = Some(self.end.map_or(year, |y| y.max(year))),
            Piece::Weight(n) => self.weight = self.weight.max(n),
            Piece::Wanted => self.wanted = true,
        }
    }

    /// What is named in more ways is named more, and label sets often say nothing else about that.
    fn weight(&self) -> u8 {
        // The steps are coarse, so that no rounding of the logarithm shows.
        ((self.weight as f64 + self.names.len() as f64 + 1.0).log2() * 8.0).round().min(255.0) as u8
    }

    /// The label in a language.
    fn label(&self, tongues: &[Tongue]) -> Option<&str> {
        let of = |tongue: &Tongue| self.names.iter().find(|n| n.0 == Part::Label && n.1 == *tongue);
        tongues.iter().find_map(of).map(|n| n.2.as_str())
    }
}

/// Writes the records, and hands their names on.
struct Records<'r, 'f> {
    text: &'r mut Hashed<'f>,
    records: Aside,
    related: Aside,
    names: Sorter,
    related_count: u32,
    text_length: u64,
    about: &'r mut About,
}

impl Records<'_, '_> {
    fn add(&mut self, id: &[u8], thing: &Thing, only_wanted: bool) -> io::Result<()> {
        let Ok(id) = std::str::from_utf8(id) else { return Ok(()) };
        if thing.names.is_empty() || (only_wanted && !thing.wanted) {
            return Ok(());
        }
        let record = u32::try_from(self.about.things)
            .ok()
            .filter(|n| *n < u32::MAX)
            .ok_or_else(|| io::Error::other("an index holds at most 4,294,967,294 things; make several"))?;
        let (namespace, local) = self.namespace(id);
        self.mark(thing, namespace)?;
        let english = thing.label(&[Tongue::English, Tongue::Unknown]);
        let chinese = thing.label(&[Tongue::Chinese]);
        let shown = english.or(chinese).unwrap_or_else(|| thing.names.first().map_or("", |n| n.2.as_str()));
        let labels = [english, chinese].map(Option::unwrap_or_default);
        let text = format!("{local}\0{}\0{}\0{shown}", labels[0], labels[1]);
        self.text.write_all(text.as_bytes())?;
        self.text_length += text.len() as u64;
        for token in &thing.related {
            self.related.0.write_all(&token.to_le_bytes())?;
        }
        self.related_count = u32::try_from(thing.related.len())
            .ok()
            .and_then(|n| self.related_count.checked_add(n))
            .ok_or_else(|| io::Error::other("too many neighbours for one index; make several"))?;
        // Of the things with one name the most used come first.
        let rank = [&[255 - thing.weight()][..], &record.to_be_bytes()].concat();
        for name in &thing.names {
            let key = key(&name.2);
            self.name(&key, &rank, name, 0)?;
            if let Some(short) = without_legal_form(&key) {
                self.name(short, &rank, name, SHORT)?;
            }
            self.about.names += 1;
        }
        self.about.things += 1;
        Ok(())
    }

    /// Hands on a name under a key. `flags`: [`SHORT`], or nothing.
    fn name(&mut self, key: &str, rank: &[u8], name: &(Part, Tongue, String), flags: u8) -> io::Result<()> {
        if key.is_empty() {
            return Ok(());
        }
        let [high, low] = spelling(&name.2).to_be_bytes();
        self.names.push(&[key.as_bytes(), &[0], rank, &[name.1 as u8, name.0 as u8 | flags, high, low]])
    }

    /// A record's line of the table; its text and neighbours begin where those of the last one ended.
    fn mark(&mut self, thing: &Thing, namespace: u8) -> io::Result<()> {
        let out = &mut self.records.0;
        out.write_all(&self.text_length.to_le_bytes())?;
        out.write_all(&self.related_count.to_le_bytes())?;
        out.write_all(&thing.begin.unwrap_or(NO_YEAR).to_le_bytes())?;
        out.write_all(&thing.end.unwrap_or(NO_YEAR).to_le_bytes())?;
        out.write_all(&[thing.kinds.0, thing.weight(), namespace, 0])
    }

    /// The number of an id's namespace (0: none), and what is left of the id.
    fn namespace<'i>(&mut self, id: &'i str) -> (u8, &'i str) {
        // GeoNames ends its ids with a slash.
        let body = id.strip_suffix('/').unwrap_or(id);
        let Some(at) = body.rfind(['/', '#']) else { return (0, id) };
        let (namespace, local) = id.split_at(at + 1);
        let known = &mut self.about.namespaces;
        let at = known.iter().position(|n| n == namespace).or_else(|| {
            (known.len() < 255).then(|| {
                known.push(namespace.to_owned());
                known.len() - 1
            })
        });
        at.map_or((0, id), |at| (at as u8 + 1, local))
    }
}

/// Writes the keys; gives back the postings.
fn keys(names: Sorter, out: &mut Hashed<'_>, folder: &Path, about: &mut About) -> io::Result<Aside> {
    let mut postings = Aside::new(folder)?;
    let mut map = MapBuilder::new(out).map_err(io::Error::other)?;
    let mut sorted = names.finish()?;
    let mut group = Group::default();
    while let Some(item) = sorted.next()? {
        let Some(at) = item.len().checked_sub(10) else { continue };
        let (key, tail) = item.split_at(at);
        if group.key != key {
            group.end(&mut map, &mut postings, about)?;
            group.key.clear();
            group.key.extend_from_slice(key);
        }
        group.add(tail);
    }
    group.end(&mut map, &mut postings, about)?;
    map.finish().map_err(io::Error::other)?;
    Ok(postings)
}

/// The names with one key.
#[derive(Default)]
struct Group {
    key: Vec<u8>,
    /// Record, spelling, language, kind.
    postings: Vec<[u8; 8]>,
    crowded: u64,
    /// How many postings stand in front.
    first: u64,
}

impl Group {
    fn add(&mut self, tail: &[u8]) {
        let [_, _, a, b, c, d, tongue, kind, high, low] = *tail else { return };
        let [r0, r1, r2, r3] = u32::from_be_bytes([a, b, c, d]).to_le_bytes();
        // Of names of one thing in one language that differ in spelling only, the first stands for all.
        let same = |p: &[u8; 8]| p[..4] == [r0, r1, r2, r3] && p[6] == tongue;
        if self.postings.last().is_some_and(same) {
            return;
        }
        if self.postings.len() == CROWD {
            self.crowded += 1;
            return;
        }
        let [s0, s1] = u16::from_be_bytes([high, low]).to_le_bytes();
        self.postings.push([r0, r1, r2, r3, s0, s1, tongue, kind]);
    }

    fn end(&mut self, map: &mut MapBuilder<&mut Hashed<'_>>, out: &mut Aside, about: &mut About) -> io::Result<()> {
        if self.postings.is_empty() {
            return Ok(());
        }
        let count = self.postings.len() as u64;
        map.insert(&self.key, self.first << 16 | count).map_err(io::Error::other)?;
        for posting in self.postings.drain(..) {
            out.0.write_all(&posting)?;
        }
        self.first += count;
        about.keys += 1;
        about.crowded += std::mem::take(&mut self.crowded);
        Ok(())
    }
}
