//! Keys that are nearly one: an automaton that walks an `fst` map with a bounded number of letters changed, put in or left out.
//!
//! The automaton of the `fst` crate is built as a whole for each question, which costs milliseconds and megabytes for a name of
//! thirty letters. This one keeps the few cells of the table of distances (Levenshtein's) that can still come out small
//! enough, and makes each next row when the walk comes to it.

use fst::Automaton;

/// The most letters that may differ.
pub const MOST: usize = 2;
/// Cells of a row: as many as letters may be missing, or too many, and one.
const BAND: usize = 2 * MOST + 1;
/// More than any distance that counts.
const FAR: u8 = MOST as u8 + 1;

/// The keys within a distance of a key.
pub struct Near {
    letters: Vec<char>,
    most: u8,
}

impl Near {
    /// Keys that differ from `key` in at most `most` letters; no more than [`MOST`] count.
    pub fn new(key: &str, most: usize) -> Near {
        Near { letters: key.chars().collect(), most: most.min(MOST) as u8 }
    }

    /// The row of the table after one more letter. The first letter has to agree: hardly any spelling changes it, and the
    /// walk would begin at every key.
    fn next(&self, row: &Row, letter: char) -> Row {
        let mut cells = [FAR; BAND];
        let depth = row.depth + 1;
        if depth == 1 && self.letters.first() != Some(&letter) {
            return Row { depth, cells, bytes: [0; 4], have: 0 };
        }
        for at in 0..BAND {
            // How many letters of the key are used up in this cell.
            let Some(used) = (depth + at).checked_sub(MOST).filter(|used| *used <= self.letters.len()) else {
                continue;
            };
            let left_out = if at > 0 { cells[at - 1] + 1 } else { FAR };
            let put_in = row.cells.get(at + 1).map_or(FAR, |cell| cell + 1);
            let changed = match used.checked_sub(1) {
                None => FAR,
                Some(last) => row.cells[at] + u8::from(self.letters[last] != letter),
            };
            cells[at] = left_out.min(put_in).min(changed).min(FAR);
        }
        Row { depth, cells, bytes: [0; 4], have: 0 }
    }
}

/// A row of the table of distances, and the bytes of a letter that is not complete.
#[derive(Clone, Copy)]
pub struct Row {
    /// Letters of the other key.
    depth: usize,
    /// The distance between what was walked and the key's first `depth - MOST` to `depth + MOST` letters.
    cells: [u8; BAND],
    bytes: [u8; 4],
    have: u8,
}

impl Automaton for Near {
    type State = Row;

    fn start(&self) -> Row {
        let mut cells = [FAR; BAND];
        for (used, cell) in cells[MOST..].iter_mut().enumerate().take(self.letters.len() + 1) {
            *cell = used as u8;
        }
        Row { depth: 0, cells, bytes: [0; 4], have: 0 }
    }

    fn is_match(&self, row: &Row) -> bool {
        let at = (self.letters.len() + MOST).checked_sub(row.depth);
        row.have == 0 && at.and_then(|at| row.cells.get(at)).is_some_and(|cell| *cell <= self.most)
    }

    fn can_match(&self, row: &Row) -> bool {
        row.cells.iter().any(|cell| *cell <= self.most)
    }

    fn accept(&self, row: &Row, byte: u8) -> Row {
        let mut row = *row;
        let dead = Row { cells: [FAR; BAND], ..row };
        let Some(room) = row.bytes.get_mut(usize::from(row.have)) else { return dead };
        *room = byte;
        row.have += 1;
        match std::str::from_utf8(&row.bytes[..usize::from(row.have)]) {
            Ok(letter) => letter.chars().next().map_or(dead, |letter| self.next(&row, letter)),
            // More bytes of the letter are to come.
            Err(e) if e.error_len().is_none() => row,
            Err(_) => dead,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::candidates::distance;
    use super::*;
    use fst::{IntoStreamer, Set, Streamer};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_walk_finds_what_the_table_says(keys in proptest::collection::btree_set("[ab江口]{1,6}", 1..60), key in "[ab江口]{1,6}", most in 0usize..3) {
            let set = Set::from_iter(&keys).unwrap();
            let mut stream = set.search(Near::new(&key, most)).into_stream();
            let mut found = Vec::new();
            while let Some(near) = stream.next() {
                found.push(String::from_utf8(near.to_owned()).unwrap());
            }
            let expected: Vec<String> = keys
                .iter()
                .filter(|k| k.chars().next() == key.chars().next() && usize::from(distance(k, &key)) <= most)
                .cloned()
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
