//! Whether the list of a store's files has lost its end.
//!
//! RocksDB notes every change of its files at the end of a list, the MANIFEST, and takes a list that was cut off for an
//! older one: the store would open without some indexes, or with one newer than another. Nothing but a bad disk or copy
//! shortens the list, so a note of its length, renewed whenever the store is known to be whole, tells.
//!
//! Comes in: a folder. Goes out: a note beside RocksDB's files, which RocksDB leaves alone, or the error.

use super::StoreError;
use std::fs;
use std::path::Path;

/// The file with the note: the name of the list, and its bytes.
const NOTE: &str = "CHANCERY";

/// The list in use, and its length.
fn list(folder: &Path) -> Option<(String, u64)> {
    let name = fs::read_to_string(folder.join("CURRENT")).ok()?.trim_end().to_owned();
    let length = fs::metadata(folder.join(&name)).ok()?.len();
    Some((name, length))
}

/// Compares the list with the note; before the store is opened. A list of another name was begun after the note.
pub(super) fn check(folder: &Path) -> Result<(), StoreError> {
    let note = fs::read_to_string(folder.join(NOTE)).unwrap_or_default();
    let noted = note.split_once(' ').and_then(|(name, length)| Some((name, length.trim_end().parse::<u64>().ok()?)));
    if let (Some((name, noted)), Some((now, length))) = (noted, list(folder))
        && name == now
        && length < noted
    {
        let what = format!("{name} has {length} bytes of {noted}");
        return Err(StoreError::CutOff { folder: folder.to_owned(), what });
    }
    Ok(())
}

/// Renews the note. Without one the store works as well; so it is no failure where it cannot be written.
pub(super) fn note(folder: &Path) {
    if let Some((name, length)) = list(folder) {
        let part = folder.join(format!("{NOTE}.part"));
        let written = fs::write(&part, format!("{name} {length}\n"));
        let _ = written.and_then(|()| fs::rename(&part, folder.join(NOTE)));
    }
}
