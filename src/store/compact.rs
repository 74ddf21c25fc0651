//! The store written anew, without what removed documents left behind.
//!
//! RocksDB gives back the room of quads that were removed, but Oxigraph keeps every text that it ever stored, and the
//! longest of them are those of documents. So all quads are copied into a new store beside the old one, which takes its
//! place when it is whole. A kill at any moment leaves one of the two in place, or both beside it: then the next opening
//! puts the new one into its place.

use super::{Compacted, Store, StoreError, error};
use oxigraph::store::{StorageError, Store as Quads};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

impl Store {
    /// Writes the store in a folder anew. There must be room for a second one meanwhile.
    ///
    /// # Errors
    /// Where there is no store, it is open elsewhere, or it cannot be read or written. The store is as it was then.
    pub fn compact(folder: &Path) -> Result<Compacted, StoreError> {
        let old = Store::open_existing(folder)?;
        // Where the folder is a link, it stays one.
        let folder = &fs::canonicalize(folder).map_err(|reason| not_writable(folder, reason))?;
        let Some([new, before]) = beside(folder) else {
            return Err(not_writable(folder, io::Error::other("it is the root of a file system")));
        };
        let size = size(folder);
        copy(&old, &new, folder)?;
        drop(old);
        fs::rename(folder, &before).map_err(|reason| not_writable(folder, reason))?;
        // Somebody may have opened it since it was closed here.
        if let Err(e) = Quads::open(&before) {
            fs::rename(&before, folder).map_err(|reason| not_writable(folder, reason))?;
            return Err(StoreError::opening(folder, e));
        }
        fs::rename(&new, folder).map_err(|reason| not_writable(folder, reason))?;
        let _ = fs::remove_dir_all(&before);
        Ok(Compacted { before: size, after: self::size(folder) })
    }
}

fn copy(old: &Store, new: &Path, folder: &Path) -> Result<(), StoreError> {
    let copied = (|| {
        let copy = Quads::open(new)?;
        let mut loader = copy.bulk_loader().with_num_threads(1).with_max_memory_size_in_megabytes(100);
        loader.load_ok_quads::<_, StorageError>(old.quads.iter())?;
        loader.commit()?;
        copy.optimize()?;
        copy.flush()
    })();
    copied.map_err(|e: StorageError| {
        let _ = fs::remove_dir_all(new);
        match StoreError::from(e) {
            StoreError::Storage(e) => StoreError::opening(folder, e),
            other => other,
        }
    })
}

/// Puts a store into its place that was to take it when its process was killed; before the store is opened.
pub(super) fn recover(folder: &Path) {
    let Some([new, before]) = beside(folder) else { return };
    if !folder.exists() {
        // Only a whole one has the old one beside it.
        if before.exists() {
            let _ = fs::rename(&new, folder).or_else(|_| fs::rename(&before, folder));
        }
    }
}

/// Takes away what a process left that was killed while it wrote a store anew. The store is open, so that it is nobody's.
pub(super) fn sweep(folder: &Path) {
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    error::sweep(&folder);
    for left in beside(&folder).into_iter().flatten() {
        let _ = fs::remove_dir_all(left);
    }
}

/// Where the new store is written, and where the old one goes.
fn beside(folder: &Path) -> Option<[PathBuf; 2]> {
    let name: &OsStr = folder.file_name()?;
    Some([".compacted", ".before"].map(|ending| {
        let mut name = name.to_owned();
        name.push(ending);
        folder.with_file_name(name)
    }))
}

fn not_writable(folder: &Path, reason: io::Error) -> StoreError {
    StoreError::NotWritable { folder: folder.to_owned(), reason }
}

/// Bytes of all files of a folder.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|about| about.len()).sum()
}
