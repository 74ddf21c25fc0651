//! A new store begins as a copy of one that holds the default pack and nothing else.
//!
//! To write the pack's 136,000 quads into six indexes takes a second of processor, to copy the files a tenth of that. So the first store
//! that a program makes under a base is kept in the user's cache folder, before any document is in it. Comes in: the folder of a store to
//! be. Goes out: the folder with the kept store in it, or as it was: where anything fails the store is made as if nothing were kept.

use super::{Store, StoreError};
use crate::graph::{Base, PackGraph};
use crate::pack::{EMBEDDED_HASH, cache};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What kept stores are called in the cache folder.
const NAME: &str = "store";

impl Store {
    /// As [`Store::open`], with the pack of that hash in the store; `pack` makes its graph where the store has another or none.
    ///
    /// # Errors
    /// Where the store cannot be opened, made or written.
    pub fn open_with_pack(
        folder: &Path,
        base: Option<Base>,
        hash: &str,
        pack: impl FnOnce(&Base) -> PackGraph,
    ) -> Result<Store, StoreError> {
        let new = is_new(folder);
        let kept = (new && hash == EMBEDDED_HASH)
            .then(|| cache::folder(NAME, base.as_ref().map_or(Base::DEFAULT, Base::as_str)))
            .flatten();
        if let Some(kept) = &kept {
            begin(kept, folder, hash);
        }
        let store = Store::open(folder, base)?;
        if !store.has_pack(hash)? {
            store.put_pack(&pack(store.base()))?;
            if let Some(kept) = kept {
                cache::put_folder(NAME, &kept, |part| keep(&store, part));
            }
        }
        Ok(store)
    }
}

/// Whether a store that is made in the folder would be alone there.
fn is_new(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(e) => e.kind() == io::ErrorKind::NotFound,
    }
}

/// Puts a copy of the kept store into the folder, whole or not at all.
fn begin(kept: &Path, folder: &Path, hash: &str) {
    if !kept.exists() {
        return;
    }
    let Some(part) = beside(folder, ".begun") else { return };
    let _ = fs::remove_dir_all(&part);
    let copied = copy(kept, &part);
    // What is in a cache folder may have been taken away in part.
    let whole = copied.is_ok() && Store::open(&part, None).is_ok_and(|store| store.has_pack(hash).unwrap_or(false));
    if copied.is_ok() && !whole {
        let _ = fs::remove_dir_all(kept);
    }
    if !whole || fs::rename(&part, folder).is_err() {
        let _ = fs::remove_dir_all(&part);
    }
}

/// Writes what an open store holds into the folder `part`. The two have no file in common, so that damage to one is none to the other.
fn keep(store: &Store, part: &Path) -> io::Result<()> {
    let Some(linked) = beside(part, ".linked") else { return Ok(()) };
    let made = store.quads.backup(&linked).map_err(io::Error::other).and_then(|()| copy(&linked, part));
    let _ = fs::remove_dir_all(&linked);
    made
}

/// Copies the files of a folder into a new one. They are on disk then, as RocksDB has to have them.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        fs::copy(entry.path(), &target)?;
        File::open(&target)?.sync_all()?;
    }
    Ok(())
}

/// The folder's path with an ending.
fn beside(folder: &Path, ending: &str) -> Option<PathBuf> {
    let mut name = OsString::from(folder.file_name()?);
    name.push(ending);
    Some(folder.with_file_name(name))
}
