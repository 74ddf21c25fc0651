//! What can go wrong with a store, said so that a user knows what to do.

use crate::graph::GraphError;
use oxigraph::store::StorageError;
use std::path::PathBuf;

/// A store that cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no store in {0}; make one with: chancery extract PATH --store {0}", .folder.display())]
    Missing { folder: PathBuf },
    #[error("{0} holds files but no store; name an empty or new folder", .folder.display())]
    NotAStore { folder: PathBuf },
    #[error("{0} cannot be written: {reason}; choose another folder or change its permissions", .folder.display())]
    NotWritable { folder: PathBuf, reason: std::io::Error },
    #[error("the store in {0} is open in another process; wait until that has ended, or stop it, and run this again (nothing is lost)", .folder.display())]
    Locked { folder: PathBuf },
    #[error("the store in {0} cannot be opened", .folder.display())]
    Opening { folder: PathBuf, source: StorageError },
    #[error("the store in {0} is damaged: {source}; put a copy of it in its place, or move it away and extract the documents into a new one", .folder.display())]
    Damaged { folder: PathBuf, source: StorageError },
    #[error(
        "the store is damaged: {0}; put a copy of it in its place, or move it away and extract the documents into a new one"
    )]
    Corrupt(#[source] StorageError),
    #[error("the store in {0} is damaged: {what}; put a copy of it in its place, or move it away and extract the documents into a new one", .folder.display())]
    CutOff { folder: PathBuf, what: String },
    #[error(
        "the store has format {found} and this program knows {known}; use the version of chancery that wrote it, or extract the documents into a new store"
    )]
    Format { found: i64, known: i64 },
    #[error("the store was made under the base {stored}, not {asked}; leave --base out, or make a new store")]
    OtherBase { stored: String, asked: String },
    #[error("the folder holds an Oxigraph store that chancery did not make; name another folder")]
    Foreign,
    #[error("this build keeps stores in memory only; build it with the feature `disk` to keep them on disk")]
    NoDisk,
    #[error("the disk is full; make room and run this again (the store holds whole documents only)")]
    DiskFull(#[source] StorageError),
    #[error("the store could not be read or written: {0}")]
    Storage(#[source] StorageError),
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl From<StorageError> for StoreError {
    fn from(error: StorageError) -> Self {
        let full = match &error {
            StorageError::Io(io) => io.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        };
        let told = error.to_string();
        // A file that the list of files names is not there.
        let missing = told.contains("No such file") && told.contains(".sst");
        if full || ["No space left on device", "File too large"].iter().any(|full| told.contains(full)) {
            StoreError::DiskFull(error)
        } else if missing || matches!(error, StorageError::Corruption(_)) {
            StoreError::Corrupt(error)
        } else {
            StoreError::Storage(error)
        }
    }
}

#[cfg(feature = "disk")]
mod disk {
    use super::{StorageError, StoreError};
    use std::path::Path;

    /// The file that every RocksDB database has.
    const MARK: &str = "CURRENT";

    /// Whether the folder may be opened as a store; `make`: it may also be new or empty. RocksDB itself would fill any
    /// folder that it is shown.
    pub(in crate::store) fn check_folder(folder: &Path, make: bool) -> Result<(), StoreError> {
        if folder.join(MARK).exists() {
            return Ok(());
        }
        let folder = folder.to_owned();
        let empty = match std::fs::read_dir(&folder) {
            // A process that was killed while it made the store leaves log and lock files behind.
            Ok(entries) => entries.flatten().all(|e| {
                let name = e.file_name();
                ["LOG", "LOCK", "IDENTITY", "CHANCERY.part"].iter().any(|own| name == *own)
                    || name.to_string_lossy().starts_with("MANIFEST-")
                    || name.to_string_lossy().ends_with(".dbtmp")
            }),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => true,
            Err(reason) => return Err(StoreError::NotWritable { folder, reason }),
        };
        if !empty {
            return Err(StoreError::NotAStore { folder });
        }
        if !make {
            return Err(StoreError::Missing { folder });
        }
        std::fs::create_dir_all(&folder).map_err(|reason| StoreError::NotWritable { folder, reason })
    }

    /// Takes away the sorted files of a process that was killed before RocksDB took them over. The store is open, so that
    /// they are nobody's. What cannot be taken away only costs room.
    pub(in crate::store) fn sweep(folder: &Path) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("bulk-") && name.ends_with(".sst") {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    impl StoreError {
        /// Tells a lock and a lack of rights from everything else.
        pub(in crate::store) fn opening(folder: &Path, source: StorageError) -> StoreError {
            let message = source.to_string();
            let folder = folder.to_owned();
            if message.contains("lock hold by current process") || message.contains("While lock file") {
                if message.contains("Permission denied") || message.contains("Read-only") {
                    let reason = std::io::Error::other(message);
                    return StoreError::NotWritable { folder, reason };
                }
                return StoreError::Locked { folder };
            }
            if message.contains("Permission denied") || message.contains("Read-only file system") {
                return StoreError::NotWritable { folder, reason: std::io::Error::other(message) };
            }
            match StoreError::from(source) {
                StoreError::Corrupt(source) => StoreError::Damaged { folder, source },
                // What a store's files say of each other: one is missing, or shorter than it was.
                StoreError::Storage(source) => StoreError::Opening { folder, source },
                other => other,
            }
        }
    }
}

#[cfg(feature = "disk")]
pub(super) use disk::{check_folder, sweep};
