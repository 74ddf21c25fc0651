//! What a pattern runs over: elements in a row with longer edges, and what is said of both.
//!
//! Comes in: numbers of classes, lists, words and parts as the pack gives them. Goes out: sets of them as bits, in which one test tells what need
//! not be looked for.

use crate::lexicon::ListId;
use crate::text::{ChunkKind, Shape, Tag, Voice};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

/// A class of mentions, as the pack numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClassId(pub u16);

/// A set of classes that may hold more than was put in: each sets one of 64 bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassSet(u64);

impl ClassSet {
    /// Whether a class may be in both.
    #[inline]
    pub fn meets(self, other: ClassSet) -> bool {
        self.0 & other.0 != 0
    }
}

impl FromIterator<ClassId> for ClassSet {
    fn from_iter<I: IntoIterator<Item = ClassId>>(classes: I) -> ClassSet {
        ClassSet(classes.into_iter().fold(0, |set, class| set | 1 << (class.0 % 64)))
    }
}

/// A name of a part of a pattern, as the pack numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartId(pub u16);

/// How a verb group or another trigger stands: [`Voice`], or not a verb at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stance {
    Verb(Voice),
    Nominal,
    Adjective,
    Other,
}

/// A set of stances, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stances(u8);

impl Stances {
    /// Every stance.
    pub const ALL: Stances = Stances(u8::MAX);

    #[inline]
    const fn bit(stance: Stance) -> u8 {
        let n = match stance {
            Stance::Verb(voice) => voice as u8,
            Stance::Nominal => 5,
            Stance::Adjective => 6,
            Stance::Other => 7,
        };
        1 << n
    }

    pub fn insert(&mut self, stance: Stance) {
        self.0 |= Stances::bit(stance);
    }

    #[inline]
    pub fn contains(self, stance: Stance) -> bool {
        self.0 & Stances::bit(stance) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn union(self, other: Stances) -> Stances {
        Stances(self.0 | other.0)
    }
}

/// One element's property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Property {
    Tag(Tag),
    Shape(Shape),
    /// Begins with a capital letter.
    Capital,
    /// Consists of so many Han characters, 1 to [`HAN`].
    Han(u8),
    Any,
    /// A noun phrase of one word, its determiner aside.
    Bare,
    /// A Chinese verb group with an aspect or a modal: the verb of its clause.
    Finite,
    /// The noun phrase that does what the trigger's verb says.
    Doer,
    /// Part of what is done for what the trigger says.
    Deed,
    Chunk(ChunkKind),
    Voice(Voice),
}

/// The most Han characters that a pattern can count.
pub const HAN: u8 = 4;

/// A set of properties, one bit each: those an element has, or those of which one is asked for.
pub type Props = u64;

impl Property {
    /// Its bit.
    #[inline(always)]
    pub const fn bit(self) -> Props {
        let n = match self {
            Property::Tag(Tag::Name | Tag::Surnamed | Tag::Sounds) => Tag::Proper as u8,
            Property::Tag(tag) => tag as u8,
            Property::Shape(shape) => 24 + shape as u8,
            Property::Capital => 32,
            Property::Han(n) => 32 + n,
            Property::Any => 40,
            Property::Bare => 41,
            Property::Doer => 42,
            Property::Deed => 43,
            Property::Chunk(kind) => 44 + kind as u8,
            Property::Voice(voice) => 56 + voice as u8,
            Property::Finite => 55,
        };
        1 << n
    }
}

/// Words that a pattern asks for, as [`Literals`](crate::rule::literals::Literals) numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WordsId(pub u16);

/// What an edge says of the elements under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Label {
    List(ListId),
    Class(ClassId),
    Words(WordsId),
}

/// A set of labels that may hold more than was put in: each label sets one of 128 bits. It says what need not be looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels([u64; 2]);

impl Labels {
    /// Every label.
    pub const ALL: Labels = Labels([u64::MAX; 2]);
    /// How many bits the classes have; they come first.
    const CLASSES: u16 = 32;
    /// Every class.
    pub const CLASSED: Labels = Labels([!(u64::MAX << Labels::CLASSES), 0]);

    /// The set of one label.
    #[inline]
    pub const fn of(label: Label) -> Labels {
        let n = match label {
            Label::Class(id) => id.0 % Labels::CLASSES,
            Label::Words(id) => 32 + id.0 % 48,
            Label::List(id) => 80 + id.0 % 48,
        };
        if n < 64 { Labels([1 << n, 0]) } else { Labels([0, 1 << (n - 64)]) }
    }

    #[inline]
    pub fn insert(&mut self, other: Labels) {
        self.0[0] |= other.0[0];
        self.0[1] |= other.0[1];
    }

    /// Takes out all classes.
    #[inline]
    pub fn clear_classes(&mut self) {
        self.0[0] &= !Labels::CLASSED.0[0];
    }

    /// The bits.
    #[inline]
    pub fn bits(self) -> [u64; 2] {
        self.0
    }

    /// Whether a label may be in both.
    #[inline]
    pub fn meets(self, other: Labels) -> bool {
        self.0[0] & other.0[0] | self.0[1] & other.0[1] != 0
    }
}

/// A set of part names that may hold more than was put in: each name sets one of 64 bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartSet(u64);

impl PartSet {
    #[inline]
    pub fn insert(&mut self, name: PartId) {
        self.0 |= 1 << (name.0 % 64);
    }

    /// Whether a name may be in both.
    #[inline]
    pub fn meets(self, other: PartSet) -> bool {
        self.0 & other.0 != 0
    }

    #[inline]
    pub fn union(self, other: PartSet) -> PartSet {
        PartSet(self.0 | other.0)
    }
}

impl<'p> FromIterator<&'p PartId> for PartSet {
    fn from_iter<I: IntoIterator<Item = &'p PartId>>(names: I) -> PartSet {
        let mut set = PartSet::default();
        names.into_iter().for_each(|n| set.insert(*n));
        set
    }
}

/// A row of elements with longer edges.
pub trait Lattice {
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The properties of element `at`.
    fn props(&self, at: usize) -> Props;
    /// The labels that edges over element `at` or from or to within it may have.
    fn labels(&self, at: usize) -> Labels;
    /// The properties and labels of all elements from boundary `at` to the end, or to the begin when `backward`; may be more.
    fn within(&self, _at: usize, _backward: bool) -> (Props, Labels) {
        (Props::MAX, Labels::ALL)
    }
    /// Whether words or a word of a list stand anywhere; for a class it may say so where none does.
    fn stands(&self, _label: Label) -> bool {
        true
    }
    /// Whether element `at` lies in an edge of a list or class, or is these words.
    fn covered(&self, at: usize, label: Label) -> bool;
    /// The other ends of the edges that start at boundary `at`, or end there when `backward`; the longest first.
    fn edges(&self, at: usize, label: Label, backward: bool, ends: &mut Ends);
}

/// Ends of edges.
pub type Ends = SmallVec<[u16; 8]>;
