//! Sorting more than fits into memory.
//!
//! Comes in: byte strings, one after another. Goes out: the same in ascending order. So many bytes are kept as were
//! allowed; when they are full they are sorted and written to a file without a name (it goes when the program does), and in
//! the end all files are merged. Indexes are made of two such sorts, so that their making needs no memory of its own.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Where an item lies among the kept bytes.
type Slot = (u32, u32);

/// Takes what is to be sorted.
pub struct Sorter {
    bytes: Vec<u8>,
    slots: Vec<Slot>,
    limit: usize,
    folder: PathBuf,
    runs: Vec<File>,
}

impl Sorter {
    /// Keeps at most `limit` bytes (items with their slots) in memory, the rest in files of a folder.
    pub fn new(folder: &Path, limit: usize) -> Sorter {
        let limit = limit.clamp(1 << 10, u32::MAX as usize / 2);
        Sorter { bytes: Vec::new(), slots: Vec::new(), limit, folder: folder.to_owned(), runs: Vec::new() }
    }

    /// Adds one item, given in parts.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn push(&mut self, parts: &[&[u8]]) -> io::Result<()> {
        let start = self.bytes.len() as u32;
        for part in parts {
            self.bytes.extend_from_slice(part);
        }
        self.slots.push((start, self.bytes.len() as u32));
        if self.bytes.len() + self.slots.len() * size_of::<Slot>() >= self.limit {
            self.spill()?;
        }
        Ok(())
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.slots.sort_unstable_by(|a, b| item(bytes, *a).cmp(item(bytes, *b)));
    }

    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let mut out = BufWriter::with_capacity(1 << 16, tempfile::tempfile_in(&self.folder)?);
        for slot in &self.slots {
            let item = item(&self.bytes, *slot);
            out.write_all(&(item.len() as u32).to_le_bytes())?;
            out.write_all(item)?;
        }
        self.runs.push(out.into_inner().map_err(|e| e.into_error())?);
        self.bytes.clear();
        self.slots.clear();
        Ok(())
    }

    /// Ends the taking.
    ///
    /// # Errors
    /// Where a file cannot be written or read.
    pub fn finish(mut self) -> io::Result<Sorted> {
        if self.runs.is_empty() {
            self.sort();
            return Ok(Sorted::Kept { bytes: self.bytes, slots: self.slots, next: 0 });
        }
        self.spill()?;
        let mut merge = Merge { runs: Vec::new(), heap: BinaryHeap::new(), last: Vec::new() };
        for (number, mut run) in std::mem::take(&mut self.runs).into_iter().enumerate() {
            run.rewind()?;
            merge.runs.push(BufReader::with_capacity(1 << 16, run));
            merge.refill(number, Vec::new())?;
        }
        Ok(Sorted::Merged(merge))
    }
}

fn item(bytes: &[u8], slot: Slot) -> &[u8] {
    &bytes[slot.0 as usize..slot.1 as usize]
}

/// Gives the items back in order.
pub enum Sorted {
    /// All of them were few.
    Kept {
        bytes: Vec<u8>,
        slots: Vec<Slot>,
        next: usize,
    },
    Merged(Merge),
}

/// Files that are read side by side.
pub struct Merge {
    runs: Vec<BufReader<File>>,
    /// The next item of each file.
    heap: BinaryHeap<Reverse<(Vec<u8>, usize)>>,
    last: Vec<u8>,
}

impl Merge {
    /// Puts the next item of a file onto the heap, in the room of one that was used.
    fn refill(&mut self, number: usize, mut room: Vec<u8>) -> io::Result<()> {
        let run = &mut self.runs[number];
        let mut length = [0; 4];
        match run.read_exact(&mut length) {
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            other => other?,
        }
        room.resize(u32::from_le_bytes(length) as usize, 0);
        run.read_exact(&mut room)?;
        self.heap.push(Reverse((room, number)));
        Ok(())
    }
}

impl Sorted {
    /// The next item; not an iterator, for the item lives only until the next is asked for.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn next(&mut self) -> io::Result<Option<&[u8]>> {
        match self {
            Sorted::Kept { bytes, slots, next } => {
                *next += 1;
                Ok(slots.get(*next - 1).map(|slot| item(bytes, *slot)))
            }
            Sorted::Merged(merge) => {
                let Some(Reverse((item, number))) = merge.heap.pop() else { return Ok(None) };
                let room = std::mem::replace(&mut merge.last, item);
                merge.refill(number, room)?;
                Ok(Some(&merge.last))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(items: &[Vec<u8>], limit: usize) -> (Vec<Vec<u8>>, usize) {
        let mut sorter = Sorter::new(&std::env::temp_dir(), limit);
        for item in items {
            sorter.push(&[item]).unwrap();
        }
        let files = sorter.runs.len();
        let mut sorted = sorter.finish().unwrap();
        let mut out = Vec::new();
        while let Some(item) = sorted.next().unwrap() {
            out.push(item.to_owned());
        }
        (out, files)
    }

    proptest! {
        #[test]
        fn the_order_does_not_depend_on_the_memory(items in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..9), 0..300)) {
            let mut expected = items.clone();
            expected.sort();
            let (few, files) = sorted(&items, 1 << 10);
            prop_assert_eq!(&few, &expected);
            prop_assert!(items.len() < 200 || files > 0);
            prop_assert_eq!(sorted(&items, 1 << 20).0, expected);
        }
    }
}
