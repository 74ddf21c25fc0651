//! The compiled lexicon as one block of bytes, used where it lies: nothing is decoded when the program starts.
//!
//! A header names the sections; numbers are little-endian. Written by `compile.rs` (at build time for the default pack),
//! read by everything below. Reading never trusts a number: what lies outside is empty. Shared with `build.rs`.

use std::borrow::Cow;

/// First bytes of a block; the number changes with the layout.
const MAGIC: &[u8; 8] = b"CYLEX\0\0\x02";

/// What the block consists of, in this order.
#[derive(Debug, Clone, Copy)]
pub enum Section {
    /// u16 for each character of the Basic Multilingual Plane: its code in the trie, 0 for none.
    Codes,
    /// Two u32 a node, see `trie.rs`.
    Trie,
    /// A record a form, sorted by folded text, see [`FORM`]; one more record at the end.
    Forms,
    /// u32 a use: row << 1 | weak.
    Uses,
    /// A record a use of a form as a word of a list, see [`WORD`].
    Words,
    /// A record a line of a word list, see [`ENTRY`].
    Entries,
    /// Offset and length in the text section of a list's name, sorted by name.
    Lists,
    /// Offset and length in the text section of a row as a line of TSV, sorted by key.
    Rows,
    /// A record a name of what phrases may name, sorted by language and name, see [`LABEL`].
    Labels,
    /// UTF-8.
    Text,
}

const SECTIONS: usize = Section::Text as usize + 1;

/// Bytes of a form's record: text offset u32, text length u16, flags u16, first use u32, first word u32.
pub const FORM: usize = 16;
/// Bytes of a word's record: entry u32, lemma offset u32, lemma length u16, inflections u8, nothing u8.
pub const WORD: usize = 12;
/// Bytes of an entry's record: list u16, language u8, part of speech u8, offset u32 and length u32 of its facts.
pub const ENTRY: usize = 12;
/// Bytes of a label's record: offset u32 and length u32 of the normalised name, row << 1 | language u32.
pub const LABEL: usize = 12;
/// Bytes of an offset and a length.
pub const SLICE: usize = 8;

/// Flags of a form.
pub mod flag {
    /// Its case counts; otherwise it matches in any case.
    pub const CASED: u16 = 1;
    /// It also matches in capitals.
    pub const CAPITALS: u16 = 2;
    /// The next form has the same folded text.
    pub const MORE: u16 = 4;
    /// It names a thing.
    pub const ROW: u16 = 8;
    /// It is a word of an English list.
    pub const EN: u16 = 16;
    /// It is a word of a Chinese list.
    pub const ZH: u16 = 32;
    /// It begins with a letter or digit of a script with spaces.
    pub const WORD_START: u16 = 64;
    /// It ends with one.
    pub const WORD_END: u16 = 128;
    /// It stands in the list `guard`, whose lemmas mark with `/` where no name may cross; without a mark no name may lie
    /// inside or across an edge.
    pub const GUARD: u16 = 256;
}

/// A block that was checked; by default one with nothing in it.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    bytes: Cow<'static, [u8]>,
    starts: [usize; SECTIONS],
    ends: [usize; SECTIONS],
}

impl Pack {
    /// Writes a block from its sections, in the order of [`Section`].
    pub fn write(sections: &[Vec<u8>]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for section in sections {
            out.extend((section.len() as u32).to_le_bytes());
        }
        for section in sections {
            out.extend(section);
        }
        out
    }

    /// Reads the header of a block; `None` where it is no block of this version.
    pub fn new(bytes: Cow<'static, [u8]>) -> Option<Pack> {
        let mut at = MAGIC.len() + 4 * SECTIONS;
        let header = bytes.get(..at)?;
        if &header[..MAGIC.len()] != MAGIC {
            return None;
        }
        let (mut starts, mut ends) = ([0; SECTIONS], [0; SECTIONS]);
        for (i, length) in header[MAGIC.len()..].chunks_exact(4).enumerate() {
            starts[i] = at;
            at = at.checked_add(number(length, 0) as usize)?;
            ends[i] = at;
        }
        (at == bytes.len()).then_some(Pack { bytes, starts, ends })
    }

    /// The bytes of a section.
    #[inline]
    pub fn section(&self, section: Section) -> &[u8] {
        &self.bytes[self.starts[section as usize]..self.ends[section as usize]]
    }

    /// A stretch of the text section.
    pub fn text(&self, offset: u32, length: u32) -> &str {
        let end = (offset as usize).saturating_add(length as usize);
        self.section(Section::Text).get(offset as usize..end).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }

    /// A record of a section; empty where there is none.
    #[inline]
    pub fn record(&self, section: Section, index: u32, size: usize) -> &[u8] {
        let start = (index as usize).saturating_mul(size);
        self.section(section).get(start..start + size).unwrap_or(&[])
    }

    /// Where in the text section lies what the `index`th offset and length of a section stand for.
    pub fn range(&self, section: Section, index: u32) -> std::ops::Range<usize> {
        let record = self.record(section, index, SLICE);
        let start = number(record, 0) as usize;
        start..start.saturating_add(number(record, 4) as usize)
    }

    /// The text that the `index`th offset and length of a section stand for.
    pub fn slice(&self, section: Section, index: u32) -> &str {
        let record = self.record(section, index, SLICE);
        self.text(number(record, 0), number(record, 4))
    }
}

/// The u32 at `at`; 0 where the bytes end before it.
#[inline]
pub fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// The u16 at `at`; 0 where the bytes end before it.
#[inline]
pub fn half(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}
