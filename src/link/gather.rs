//! What label sets say about things, brought together.
//!
//! Comes in, from the readers of the formats: single statements (this id has that name, class, year). Goes out: the same,
//! sorted by id, so that all that is said of one thing stands together whatever order, and however many files, it came in.

use super::Trouble;
use super::sort::{Sorted, Sorter};
use crate::vocab::{class, local};
use rustc_hash::{FxHashMap, FxHashSet};
use std::io;
use std::path::Path;
use std::sync::LazyLock;

/// Classes of ours as a set: those that things of other graphs are linked by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(pub u8);

impl Kinds {
    /// Of a type that is none of ours.
    pub const NONE: Kinds = Kinds(128);

    /// Of people only.
    pub const PERSON: Kinds = Kinds(4);

    /// The classes, a bit each.
    const ALL: [oxigraph::model::NamedNodeRef<'static>; 7] = [
        class::PLACE,
        class::INSTITUTION,
        class::PERSON,
        class::EVENT,
        class::INITIATIVE,
        class::METRIC,
        class::CONCEPT,
    ];

    /// The class with a local name; `None` for a class that is not linked.
    pub fn named(name: &str) -> Option<Kinds> {
        if name == "none" {
            return Some(Kinds::NONE);
        }
        let at = Kinds::ALL.iter().position(|class| local(class.as_str()) == Some(name))?;
        Some(Kinds(1 << at))
    }

    /// The local names of classes that can be linked.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Kinds::ALL.iter().filter_map(|class| local(class.as_str()))
    }

    /// Both.
    pub fn with(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Whether they share a class; `None` where one of them is unknown.
    pub fn agree(self, other: Kinds) -> Option<bool> {
        (self.0 != 0 && other.0 != 0).then_some(self.0 & other.0 & !Kinds::NONE.0 != 0)
    }
}

/// The language of a name, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tongue {
    English = 0,
    Chinese = 1,
    /// Not told, and in no Han characters.
    Unknown = 2,
    Other = 3,
}

impl Tongue {
    /// By language tag, else by the characters.
    pub fn of(tag: Option<&str>, text: &str) -> Tongue {
        match tag.map(|tag| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()).as_deref() {
            Some("en") => Tongue::English,
            Some("zh" | "cmn") => Tongue::Chinese,
            None | Some("" | "mul" | "und") => {
                if super::normal::is_chinese(text) {
                    Tongue::Chinese
                } else {
                    Tongue::Unknown
                }
            }
            Some(_) => Tongue::Other,
        }
    }

    pub fn from_byte(byte: u8) -> Tongue {
        [Tongue::English, Tongue::Chinese, Tongue::Unknown]
            .into_iter()
            .find(|t| *t as u8 == byte)
            .unwrap_or(Tongue::Other)
    }
}

/// What a name is to its thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Part {
    /// The name by which the label set shows it.
    Label = 0,
    Alias = 1,
}

/// One statement about a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'p> {
    Name {
        part: Part,
        tongue: Tongue,
        text: &'p str,
    },
    Kind(Kinds),
    /// What it has to do with, as [`token`].
    Related(u64),
    Begin(i16),
    End(i16),
    /// How much it is used or named, in whatever unit the label set counts.
    Weight(u64),
    /// It is of a type that was asked for.
    Wanted,
}

impl Piece<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Piece::Name { part, tongue, text } => {
                out.extend([b'n', *part as u8, *tongue as u8]);
                out.extend(text.as_bytes());
            }
            Piece::Kind(kinds) => out.extend([b'k', kinds.0]),
            Piece::Related(token) => {
                out.push(b'r');
                out.extend(token.to_be_bytes());
            }
            Piece::Begin(year) => {
                out.push(b'b');
                out.extend(year.to_be_bytes());
            }
            Piece::End(year) => {
                out.push(b'e');
                out.extend(year.to_be_bytes());
            }
            Piece::Weight(n) => {
                out.push(b'w');
                out.extend(n.to_be_bytes());
            }
            Piece::Wanted => out.push(b'y'),
        }
    }

    /// Reads what [`Piece::write`] wrote.
    pub fn read(bytes: &[u8]) -> Option<Piece<'_>> {
        let (tag, rest) = bytes.split_first()?;
        Some(match tag {
            b'n' => {
                let part = if *rest.first()? == 0 { Part::Label } else { Part::Alias };
                let text = std::str::from_utf8(rest.get(2..)?).ok()?;
                Piece::Name { part, tongue: Tongue::from_byte(*rest.get(1)?), text }
            }
            b'k' => Piece::Kind(Kinds(*rest.first()?)),
            b'r' => Piece::Related(u64::from_be_bytes(rest.try_into().ok()?)),
            b'b' => Piece::Begin(i16::from_be_bytes(rest.try_into().ok()?)),
            b'e' => Piece::End(i16::from_be_bytes(rest.try_into().ok()?)),
            b'w' => Piece::Weight(u64::from_be_bytes(rest.try_into().ok()?)),
            _ => Piece::Wanted,
        })
    }
}

/// A thing or a country as a number, by which neighbours are compared: FNV-1a of its IRI, or of `country:CN`.
pub fn token(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// [`token`] of a country by its code of two letters.
pub fn country(code: &str) -> u64 {
    token(&format!("country:{}", code.to_ascii_uppercase()))
}

/// Foreign types and our classes.
static CLASSES: LazyLock<FxHashMap<&'static str, Kinds>> = LazyLock::new(|| {
    let lines = include_str!("../../data/link/classes.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split_once('\t')).filter_map(|(t, class)| Some((t, Kinds::named(class)?))).collect()
});

/// The namespace of Wikidata's items; a bare `Q…` stands in it.
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// What of the label sets is taken.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only things of these types, each with the class it is to have, if it is said; all things where there are none.
    pub types: Vec<(String, Option<Kinds>)>,
    /// Names in these languages (the first part of the tag) and those without one; all languages where there are none.
    pub languages: Vec<String>,
}

/// A year is told by the beginning of a date: `1997-07-01`, `-0221`, `+1949-10-01T00:00:00Z`.
fn year(date: &str) -> Option<i16> {
    let digits = date.trim_start_matches(['+', '-']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let year: i16 = digits[..end].parse().ok()?;
    Some(if date.starts_with('-') { -year } else { year })
}

/// Takes statements from the readers.
pub struct Gather<'g> {
    sorter: Sorter,
    wanted: &'g Wanted,
    /// The types asked for, as label sets write them.
    types: FxHashMap<String, Option<Kinds>>,
    languages: FxHashSet<String>,
    tell: &'g mut dyn FnMut(&Trouble),
    /// Troubles of all files, of this file.
    pub troubles: (usize, usize),
    room: Vec<u8>,
}

/// More malformed places than this in one file, and it is not what it seems to be.
const MOST: usize = 1_000;

impl<'g> Gather<'g> {
    pub fn new(folder: &Path, memory: usize, wanted: &'g Wanted, tell: &'g mut dyn FnMut(&Trouble)) -> Gather<'g> {
        let types = wanted.types.iter().map(|(name, kinds)| (full(name), *kinds)).collect();
        let languages = wanted.languages.iter().map(|l| l.to_ascii_lowercase()).collect();
        let sorter = Sorter::new(folder, memory);
        Gather { sorter, wanted, types, languages, tell, troubles: (0, 0), room: Vec::new() }
    }

    /// Tells of a malformed place. `false` where there were so many that the file had better be left.
    pub fn trouble(&mut self, trouble: &Trouble) -> bool {
        (self.tell)(trouble);
        self.troubles.0 += 1;
        self.troubles.1 += 1;
        self.troubles.1 < MOST
    }

    fn say(&mut self, id: &str, piece: Piece<'_>) -> io::Result<()> {
        self.room.clear();
        piece.write(&mut self.room);
        self.sorter.push(&[id.as_bytes(), &[0], &self.room])
    }

    /// A name. `tag`: its language, if that is told.
    pub fn name(&mut self, id: &str, text: &str, tag: Option<&str>, part: Part) -> io::Result<()> {
        let text = text.trim();
        let main = tag.map(|tag| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase());
        let left_out = |main: String| {
            !self.languages.is_empty() && !matches!(&*main, "" | "mul" | "und") && !self.languages.contains(&main)
        };
        if text.is_empty() || text.contains(|c: char| c.is_control()) || main.is_some_and(left_out) {
            return Ok(());
        }
        self.say(id, Piece::Name { part, tongue: Tongue::of(tag, text), text })
    }

    /// A type, as the label set writes it.
    pub fn kind(&mut self, id: &str, foreign: &str) -> io::Result<()> {
        let asked = self.types.get(foreign).copied();
        if asked.is_some() {
            self.say(id, Piece::Wanted)?;
        }
        match asked.flatten().or_else(|| CLASSES.get(foreign).copied()) {
            Some(kinds) => self.say(id, Piece::Kind(kinds)),
            None => Ok(()),
        }
    }

    /// Whether a thing of these types is asked for; for readers that know all of them before anything else.
    pub fn wants<'t>(&self, mut types: impl Iterator<Item = &'t str>) -> bool {
        self.types.is_empty() || types.any(|foreign| self.types.contains_key(foreign))
    }

    /// Something it has to do with: the IRI of a place it lies in, a body it belongs to.
    pub fn related(&mut self, id: &str, to: &str) -> io::Result<()> {
        self.say(id, Piece::Related(token(to)))
    }

    /// Its country, by a code of two letters.
    pub fn country(&mut self, id: &str, code: &str) -> io::Result<()> {
        let letters = code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
        if letters { self.say(id, Piece::Related(country(code))) } else { Ok(()) }
    }

    /// When it began to be.
    pub fn begin(&mut self, id: &str, date: &str) -> io::Result<()> {
        year(date).map_or(Ok(()), |year| self.say(id, Piece::Begin(year)))
    }

    /// When it ended.
    pub fn end(&mut self, id: &str, date: &str) -> io::Result<()> {
        year(date).map_or(Ok(()), |year| self.say(id, Piece::End(year)))
    }

    /// How much it is used or named.
    pub fn weight(&mut self, id: &str, n: u64) -> io::Result<()> {
        self.say(id, Piece::Weight(n))
    }

    /// All that was said, by id; and whether only things marked [`Piece::Wanted`] are to be kept.
    ///
    /// # Errors
    /// Where a file cannot be written or read.
    pub fn finish(self) -> io::Result<(Sorted, bool)> {
        Ok((self.sorter.finish()?, !self.wanted.types.is_empty()))
    }
}

/// `Q5` as Wikidata writes it in full; anything else as it is.
pub fn full(name: &str) -> String {
    let number = name.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if number { format!("{WIKIDATA}{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_back() {
        let name = Piece::Name { part: Part::Alias, tongue: Tongue::Chinese, text: "江口" };
        for piece in [
            name,
            Piece::Kind(Kinds(5)),
            Piece::Related(token("country:XN")),
            Piece::Begin(-221),
            Piece::End(1949),
            Piece::Weight(7),
            Piece::Wanted,
        ] {
            let mut bytes = Vec::new();
            piece.write(&mut bytes);
            assert_eq!(Piece::read(&bytes), Some(piece));
        }
        assert_eq!(Piece::read(b""), None);
        assert_eq!(Piece::read(b"b1"), None);
    }

    #[test]
    fn years_are_the_beginnings_of_dates() {
        for (date, expected) in
            [("1997-07-01", Some(1997)), ("-0221", Some(-221)), ("+1949-10-01T00:00:00Z", Some(1949)), ("soon", None)]
        {
            assert_eq!(year(date), expected, "{date}");
        }
    }

    #[test]
    fn every_type_names_a_class() {
        let lines = include_str!("../../data/link/classes.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(CLASSES.len(), lines.count() - 1);
        for name in Kinds::names() {
            assert_eq!(Kinds::named(name).and_then(|k| k.agree(k)), Some(true), "{name}");
        }
        assert_eq!(Kinds::named("Person"), Some(Kinds::PERSON));
        assert_eq!(Kinds::NONE.agree(Kinds::NONE), Some(false));
        assert_eq!(Kinds::default().agree(Kinds(1)), None);
    }
}
