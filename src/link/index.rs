//! An index of names: which things of another graph have a name, and what else is known of them.
//!
//! Comes in: a file that [`super::build()`] made. Goes out: the things that have a key, or one that is nearly the same, and
//! the record of each. The file is mapped into memory and used where it lies. Opening it checks its form and its hash, which
//! is also its version: links say by which version of an index they were found.
//!
//! # The file
//! Numbers are little-endian. A header of 88 bytes: eight bytes that name the format, the lengths of the six sections
//! (u64 each), the SHA-256 of the sections followed by those lengths. Then the sections:
//!
//! | section | what |
//! |---|---|
//! | text | for each record its id without namespace, English label, Chinese label, name to show, with a zero byte between |
//! | records | 20 bytes each, by id: where its text begins (u64) and its neighbours (u32), first and last year (i16), classes, weight, namespace (u8), nothing; and one more at the end |
//! | related | the neighbours of the records, a number each (u64, [`super::gather::token`]) |
//! | keys | an `fst` map from key to postings: number of the first (48 bits), how many (16 bits) |
//! | postings | 8 bytes each: record (u32), hash of the name as written (u16), language and kind of name (u8) |
//! | about | JSON: name, namespaces, counts, files |

use super::LinkError;
use super::gather::{Kinds, Part, Tongue, token};
use super::near::Near;
use fst::{IntoStreamer, Map, Streamer};
use memmap2::Mmap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// First bytes of an index; the number changes with the layout.
pub(super) const MAGIC: [u8; 8] = *b"CYLINK\0\x01";
/// How many sections there are.
pub(super) const SECTIONS: usize = 6;
/// Bytes of the header.
pub(super) const HEADER: usize = 8 + SECTIONS * 8 + 32;
/// Bytes of a record.
pub(super) const RECORD: usize = 20;
/// Bytes of a posting.
pub(super) const POSTING: usize = 8;
/// A flag of a posting: the key lacks the legal form that the name has.
pub(super) const SHORT: u8 = 2;
/// A year that is not known.
pub(super) const NO_YEAR: i16 = i16::MIN;

/// What an index says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// By which links name it.
    pub name: String,
    /// Things, names (language and spelling apart), different keys.
    pub things: u64,
    pub names: u64,
    pub keys: u64,
    /// How many things stand under keys that too many share, and are not found by these.
    pub crowded: u64,
    /// What the ids of things begin with.
    pub namespaces: Vec<String>,
    /// The files it was made of, as (name, format).
    pub files: Vec<(String, String)>,
}

/// The bytes of a section, for as long as anybody needs them.
struct Section {
    bytes: Arc<Mmap>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(self.range.clone()).unwrap_or_default()
    }
}

/// An index that is open.
pub struct Index {
    text: Section,
    records: Section,
    related: Section,
    keys: Map<Section>,
    postings: Section,
    about: About,
    version: String,
}

/// A name of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    pub record: u32,
    /// `spelling` of the name as written.
    pub spelling: u16,
    pub tongue: Tongue,
    pub part: Part,
    /// The key lacks the legal form that the name has.
    pub short: bool,
}

/// What is known of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<'i> {
    pub id: String,
    /// Labels; empty where there is none.
    pub english: &'i str,
    pub chinese: &'i str,
    /// One of them, or any name: for people.
    pub shown: &'i str,
    pub kinds: Kinds,
    /// How much it is used or named, in eighths of a doubling.
    pub weight: u8,
    pub begin: Option<i16>,
    pub end: Option<i16>,
    pub related: Vec<u64>,
}

/// A name as written, as a number: equal spellings have equal numbers, and others hardly ever.
pub fn spelling(name: &str) -> u16 {
    let hash = token(name.trim());
    (hash ^ (hash >> 16) ^ (hash >> 32) ^ (hash >> 48)) as u16
}

impl Index {
    /// Whether a file begins as an index does, of whatever version.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn begins(path: &Path) -> io::Result<bool> {
        let mut head = Vec::new();
        File::open(path)?.take(MAGIC.len() as u64 - 1).read_to_end(&mut head)?;
        Ok(head == MAGIC[..MAGIC.len() - 1])
    }

    /// Opens an index.
    ///
    /// # Errors
    /// Where the file cannot be read, is no index, is one of another version of the program, or is damaged.
    pub fn open(path: &Path) -> Result<Index, LinkError> {
        let failed = |reason| LinkError::Read { path: path.to_owned(), reason };
        let broken = |what: &'static str| LinkError::Index { path: path.to_owned(), what };
        let file = File::open(path).map_err(failed)?;
        if !file.metadata().map_err(failed)?.is_file() {
            return Err(broken("is no file"));
        }
        // SAFETY: The map is only read. Were the file changed meanwhile, its bytes would be others than those that were
        // checked; every number that is read from it is held against the bounds of its section.
        let bytes = Arc::new(unsafe { Mmap::map(&file) }.map_err(failed)?);
        let Some(header) = bytes.get(..HEADER) else { return Err(broken("is too short to be an index")) };
        if header[..7] != MAGIC[..7] {
            return Err(broken("is no index"));
        }
        if header[7] != MAGIC[7] {
            return Err(broken("was made by another version of chancery"));
        }
        let lengths = &header[8..8 + SECTIONS * 8];
        let mut at = HEADER;
        let mut ranges = Vec::with_capacity(SECTIONS);
        for section in 0..SECTIONS {
            let length = usize::try_from(u64_at(lengths, section * 8)).ok();
            let end = length.and_then(|n| at.checked_add(n)).filter(|end| *end <= bytes.len());
            let Some(end) = end else { return Err(broken("is cut off")) };
            ranges.push(at..end);
            at = end;
        }
        if at != bytes.len() {
            return Err(broken("has something behind its end"));
        }
        let mut hash = Sha256::new();
        hash.update(&bytes[HEADER..]);
        hash.update(lengths);
        let hash = hash.finalize();
        if hash[..] != header[HEADER - 32..] {
            return Err(broken("is damaged (its hash is wrong)"));
        }
        let part = |n: usize| Section { bytes: Arc::clone(&bytes), range: ranges[n].clone() };
        let about = serde_json::from_slice(part(5).as_ref()).map_err(|_| broken("does not say what it is"))?;
        let keys = Map::new(part(3)).map_err(|_| broken("has no readable keys"))?;
        keys.as_fst().verify().map_err(|_| broken("has damaged keys"))?;
        Ok(Index {
            text: part(0),
            records: part(1),
            related: part(2),
            keys,
            postings: part(4),
            about,
            version: crate::graph::iri::hex(&hash[..8]),
        })
    }

    /// What the index says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The first 16 hexadecimal digits of its hash.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The names that have just this key.
    pub fn names(&self, key: &str) -> Vec<Posting> {
        self.keys.get(key).map_or_else(Vec::new, |value| self.postings(value))
    }

    /// The names whose key differs in at most `distance` characters, with their keys, by key. At most `most` keys.
    pub fn near(&self, key: &str, distance: usize, most: usize) -> Vec<(String, Vec<Posting>)> {
        let mut stream = self.keys.search(Near::new(key, distance)).into_stream();
        let mut found = Vec::new();
        while let Some((near, value)) = stream.next() {
            if let Ok(near) = std::str::from_utf8(near)
                && near != key
            {
                found.push((near.to_owned(), self.postings(value)));
                if found.len() == most {
                    break;
                }
            }
        }
        found
    }

    fn postings(&self, value: u64) -> Vec<Posting> {
        let (first, count) = ((value >> 16) as usize, (value & 0xffff) as usize);
        let all = self.postings.as_ref();
        let from = first.saturating_mul(POSTING).min(all.len());
        let chunks = all[from..].chunks_exact(POSTING).take(count);
        chunks
            .map(|p| Posting {
                record: u32_at(p, 0),
                spelling: u16_at(p, 4),
                tongue: Tongue::from_byte(p[6]),
                part: if p[7] & 1 == 0 { Part::Label } else { Part::Alias },
                short: p[7] & SHORT != 0,
            })
            .collect()
    }

    /// A thing by its number; `None` for a number that is none.
    pub fn record(&self, number: u32) -> Option<Record<'_>> {
        let at = (number as usize).checked_mul(RECORD)?;
        let record = self.records.as_ref().get(at..at.checked_add(2 * RECORD)?)?;
        let (this, next) = record.split_at(RECORD);
        let range = |at: fn(&[u8]) -> usize| at(this)..at(next);
        let text = self.text.as_ref().get(range(|r| u64_at(r, 0) as usize))?;
        let mut parts = std::str::from_utf8(text).ok()?.splitn(4, '\0');
        let local = parts.next()?;
        let namespace = match this[18] {
            0 => "",
            n => self.about.namespaces.get(usize::from(n) - 1)?,
        };
        let year = |at: usize| Some(u16_at(this, at) as i16).filter(|year| *year != NO_YEAR);
        let related = range(|r| u32_at(r, 8) as usize * 8);
        Some(Record {
            id: format!("{namespace}{local}"),
            english: parts.next()?,
            chinese: parts.next()?,
            shown: parts.next()?,
            kinds: Kinds(this[16]),
            weight: this[17],
            begin: year(12),
            end: year(14),
            related: self.related.as_ref().get(related)?.chunks_exact(8).map(|n| u64_at(n, 0)).collect(),
        })
    }

    /// All things, by id.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        let count = (self.records.as_ref().len() / RECORD).saturating_sub(1);
        (0..count as u32).filter_map(|n| self.record(n))
    }
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}
