//! What the build script and the text layer must agree on: names of word classes, and how the compiled dictionaries are
//! laid out.
//!
//! The build script includes this file by path. Comes in: names from `data/lang`; goes out: their numbers, the hash of
//! the English table, the bit fields of the Chinese trie.

/// An enumeration whose variants are named in data files.
macro_rules! classes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($variant),* }

        impl $name {
            /// Every class, by number.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// Their names in data files, by number.
            pub const NAMES: &'static [&'static str] = &[$($text),*];
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($name::NAMES[*self as usize])
            }
        }
    };
}

classes! {
    /// Classes of English words, finer than the public tags: number of nouns, finiteness of verbs.
    En {
        Noun = "N", Plural = "S", Proper = "PN", Verb = "V", Third = "Z", Gerund = "G", Past = "D", Participle = "P",
        Adjective = "J", Adverb = "R", Determiner = "DT", Pronoun = "PR", Relative = "REL", Preposition = "I", To = "TO",
        Conjunction = "CC", Subordinator = "SUB", Number = "CD", Possessive = "POS", Negation = "NEG", Modal = "MD",
        Be = "BE", Have = "HV", Do = "DO", Comma = "COMMA", Stop = "STOP", Open = "OPEN", Close = "CLOSE", Start = "START",
        Helping = "HB",
        Particle = "RP",
    }
}

classes! {
    /// Classes of Chinese words, as in `data/lang/zh/tags.tsv`.
    Zh {
        Noun = "n", Person = "nr", Place = "ns", Body = "nt", Named = "nz", Time = "t", Verb = "v", VerbNoun = "vn",
        Adjective = "a", Attributive = "b", Adverb = "d", Preposition = "p", Conjunction = "c", Number = "m",
        Measure = "q", Pronoun = "r", Demonstrative = "rd", Postposition = "f", Idiom = "i", Phrase = "l", Short = "j",
        Spot = "s", Mood = "y", Other = "x", De = "de", DeAdverb = "dei", DeResult = "deb", Aspect = "asp", Suo = "suo",
        Zhi = "zhi", Be = "be", Have = "have", Modal = "md", Negation = "neg", Subordinator = "sub", Passive = "pass",
        Ba = "ba", Deng = "deng", Adverbial = "ad", Saying = "vs", Complement = "cmp",
        Name = "name", Surnamed = "surnamed", Sound = "sound",
    }
}

/// The place of a word in the English table: FNV-1a, folded.
#[inline]
pub fn hash(word: &[u8]) -> u32 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for &b in word {
        h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    }
    (h ^ (h >> 29)) as u32
}

/// Bytes of a slot of the English table: offset of the word (`u32`, `u32::MAX` where free), length, set of classes.
pub const EN_SLOT: usize = 8;

/// The bit of a set's number that says that fixed groups begin with the word.
pub const PHRASE: u16 = 0x8000;

/// What a character costs in personal names (`zh/names.tsv`), by place in the bytes of its row.
pub mod given {
    pub const SURNAME: usize = 0;
    pub const MIDDLE: usize = 1;
    pub const LAST: usize = 2;
    pub const ONLY: usize = 3;
    pub const SOUND: usize = 4;
    /// Whether listed pairs begin with it.
    pub const PAIRS: usize = 5;
    pub const ROW: usize = 6;
    /// It cannot stand there.
    pub const NEVER: u8 = u8::MAX;
    /// How many of these costs are a natural-log unit.
    pub const UNIT: f64 = 10.0;
}

/// The first and one past the last character that Chinese words are made of.
pub const HAN: (u32, u32) = (0x4E00, 0xA000);

/// A node of the Chinese trie in eight bytes: base, parent, cost and class (0 where no word ends, else class + 1).
pub const BASE_BITS: u32 = 22;
pub const COST_BITS: u32 = 12;
/// How much a natural-log unit of improbability costs.
pub const COST_UNIT: f64 = 200.0;

/// Base, parent, cost and class of a trie node.
#[inline]
pub fn unpack(node: u64) -> (u32, u32, u32, u32) {
    let mask = (1u64 << BASE_BITS) - 1;
    (
        (node & mask) as u32,
        (node >> BASE_BITS & mask) as u32,
        (node >> (2 * BASE_BITS) & ((1 << COST_BITS) - 1)) as u32,
        (node >> (2 * BASE_BITS + COST_BITS)) as u32,
    )
}
