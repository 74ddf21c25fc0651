//! What a pack from a folder comes to, kept from one run of the program to the next.
//!
//! Comes in: a pack. Goes out: its compiled lexicon, its compiled rules and the problems that were found in it, from the user's cache folder where
//! they are there; of the default pack, whose lexicon is compiled in, its rules and a folder that a store makes of it.
//! A file's name is the hash of all that its content depends on: the pack's data (for the compiled lexicon: the lexicon's), where the pack
//! stands, and the program (its version, its default pack, and path, size and time of its own file, so that a new build never sees what
//! another made). Nothing is ever looked up by less, so nothing can be stale. Where no folder can be read or written everything is made anew.

use super::{EMBEDDED_HASH, File, Pack, hex};
use crate::lexicon::{Lexicon, LexiconErrors};
use crate::rule::Rules;
use flate2::Crc;
use rustc_hash::FxHasher;
use sha2::{Digest, Sha256};
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, fs, io, process};

/// What is kept of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Its lexicon as one block.
    Lexicon,
    /// Its rules, compiled, as one block.
    Rules,
    /// Its problems, as JSON.
    Checked,
}

/// So many files of a kind are kept, the latest.
const KEPT: usize = 8;

/// So many folders of a name, which are larger.
const FOLDERS_KEPT: usize = 2;

/// The compiled lexicon of a pack.
///
/// # Errors
/// Every malformed place of its files.
pub fn lexicon(pack: &Pack, files: &[File]) -> Result<Lexicon, LexiconErrors> {
    if let Some(known) = get(pack, Kind::Lexicon).and_then(Lexicon::open) {
        return Ok(known);
    }
    let block = Lexicon::compile(files.iter().map(|(name, text)| (name.as_ref(), text.as_ref())))?;
    put(pack, Kind::Lexicon, &block);
    Ok(Lexicon::open(block).unwrap_or_default())
}

/// The compiled rules of a pack, where they were kept: only those of a pack without problems are.
pub fn rules(pack: &Pack) -> Option<Rules> {
    Rules::open(&get(pack, Kind::Rules)?)
}

/// What was kept for a pack under a kind; `None` where it is no longer what was put there.
pub fn get(pack: &Pack, kind: Kind) -> Option<Vec<u8>> {
    let mut content = fs::read(path(pack, kind)?).ok()?;
    let (rest, sum) = content.split_last_chunk()?;
    (checksum(rest) == *sum).then_some(())?;
    content.truncate(content.len() - size_of_val(sum));
    Some(content)
}

/// Keeps something for a pack. It appears whole or not at all, with a checksum at its end: after a power cut a file may be there without what was
/// written to it.
pub fn put(pack: &Pack, kind: Kind, content: &[u8]) {
    let Some(path) = path(pack, kind) else { return };
    let Some(folder) = path.parent() else { return };
    let part = folder.join(format!("{}.part", process::id()));
    let write = || {
        let mut file = fs::File::create(&part)?;
        file.write_all(content)?;
        file.write_all(&checksum(content))
    };
    let written = fs::create_dir_all(folder).and_then(|()| write());
    if written.and_then(|()| fs::rename(&part, &path)).is_err() {
        // Running without is only slower.
        let _ = fs::remove_file(&part);
    }
    forget(folder, kind.name(), KEPT);
}

/// CRC-32.
fn checksum(content: &[u8]) -> [u8; 4] {
    let mut crc = Crc::new();
    crc.update(content);
    crc.sum().to_le_bytes()
}

/// Where a folder with what follows from the default pack and `of` alone is kept, and looked for; `None` where there is no place for it.
pub fn folder(name: &str, of: &str) -> Option<PathBuf> {
    place(name, &[of])
}

/// Keeps a folder, made by `make` under the name that it is given, where [`folder`] told. It appears whole or not at all.
pub fn put_folder(name: &str, kept: &Path, make: impl FnOnce(&Path) -> io::Result<()>) {
    let Some(folder) = kept.parent() else { return };
    let part = folder.join(format!("{}.part", process::id()));
    let made = fs::create_dir_all(folder).and_then(|()| make(&part));
    if made.and_then(|()| fs::rename(&part, kept)).is_err() {
        // Running without is only slower.
        let _ = fs::remove_dir_all(&part);
    }
    forget(folder, name, FOLDERS_KEPT);
}

/// Removes the oldest of a name, but so many.
fn forget(folder: &Path, name: &str, kept: usize) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let begin = format!("{name}-");
    let mut known: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&begin))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    known.sort();
    for (_, path) in known.iter().rev().skip(kept) {
        let _ = fs::remove_file(path).or_else(|_| fs::remove_dir_all(path));
    }
}

/// The file for what is kept of a pack; `None` as for [`place`].
fn path(pack: &Pack, kind: Kind) -> Option<PathBuf> {
    let hash: &str = match kind {
        Kind::Lexicon => &pack.lexicon_hash,
        Kind::Rules | Kind::Checked => &pack.hash,
    };
    // Problems name files as they were given.
    let folder = pack.folder.as_deref().unwrap_or(Path::new("")).to_string_lossy();
    // A pack that was put together in a program has the hash of what it was made from.
    let mut made = FxHasher::default();
    if kind == Kind::Rules {
        (&pack.rules, &pack.classes).hash(&mut made);
    }
    place(kind.name(), &[hash, &folder, &format!("{:x}", made.finish())])
}

/// The path under which the program keeps something of that name that follows from `parts`; `None` where there is no place for it, or the
/// program cannot tell which one it is.
fn place(name: &str, parts: &[&str]) -> Option<PathBuf> {
    let set = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")))?;
    let program = env::current_exe().ok()?;
    let file = fs::metadata(&program).ok()?;
    let time = file.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let mut hash = Sha256::new();
    let program = [
        env!("CARGO_PKG_VERSION"),
        EMBEDDED_HASH,
        &program.to_string_lossy(),
        &file.len().to_string(),
        &time.as_nanos().to_string(),
    ];
    for part in program.iter().chain(parts) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    Some(folder.join("chancery").join(format!("{name}-{}", hex(hash.finalize()))))
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Lexicon => "lexicon",
            Kind::Rules => "rules",
            Kind::Checked => "checked",
        }
    }
}
