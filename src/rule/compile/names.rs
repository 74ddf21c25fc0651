//! The words of the rule language.

use crate::rule::pattern::{Property, Stance};
use crate::text::{ChunkKind, Shape, Tag, Voice};

pub fn stance(name: &str) -> Option<Stance> {
    Some(match name {
        "active" => Stance::Verb(Voice::Active),
        "passive" => Stance::Verb(Voice::Passive),
        "participle" => Stance::Verb(Voice::Participle),
        "gerund" => Stance::Verb(Voice::Gerund),
        "infinitive" => Stance::Verb(Voice::Infinitive),
        "nominal" => Stance::Nominal,
        "adjective" => Stance::Adjective,
        "other" => Stance::Other,
        _ => return None,
    })
}

/// The words of the rule language for what one element is.
pub const PROPERTIES: &[(&str, Property)] = &[
    ("noun", Property::Tag(Tag::Noun)),
    ("proper", Property::Tag(Tag::Proper)),
    ("verb", Property::Tag(Tag::Verb)),
    ("gerund", Property::Tag(Tag::Gerund)),
    ("past", Property::Tag(Tag::Past)),
    ("participle", Property::Tag(Tag::Participle)),
    ("aux", Property::Tag(Tag::Auxiliary)),
    ("modal", Property::Tag(Tag::Modal)),
    ("adj", Property::Tag(Tag::Adjective)),
    ("adv", Property::Tag(Tag::Adverb)),
    ("det", Property::Tag(Tag::Determiner)),
    ("pron", Property::Tag(Tag::Pronoun)),
    ("rel", Property::Tag(Tag::Relative)),
    ("prep", Property::Tag(Tag::Preposition)),
    ("to", Property::Tag(Tag::To)),
    ("conj", Property::Tag(Tag::Conjunction)),
    ("sub", Property::Tag(Tag::Subordinator)),
    ("num", Property::Tag(Tag::Number)),
    ("measure", Property::Tag(Tag::Measure)),
    ("particle", Property::Tag(Tag::Particle)),
    ("neg", Property::Tag(Tag::Negation)),
    ("punct", Property::Tag(Tag::Punctuation)),
    ("other", Property::Tag(Tag::Other)),
    ("cap", Property::Capital),
    ("upper", Property::Shape(Shape::Upper)),
    ("lower", Property::Shape(Shape::Lower)),
    ("mixed", Property::Shape(Shape::Mixed)),
    ("digits", Property::Shape(Shape::Digits)),
    ("han", Property::Shape(Shape::Han)),
    ("mark", Property::Shape(Shape::Mark)),
    ("han1", Property::Han(1)),
    ("han2", Property::Han(2)),
    ("han3", Property::Han(3)),
    ("han4", Property::Han(4)),
    ("any", Property::Any),
    ("np", Property::Chunk(ChunkKind::Noun)),
    ("np.bare", Property::Bare),
    ("np.doer", Property::Doer),
    ("deed", Property::Deed),
    ("vg", Property::Chunk(ChunkKind::Verb)),
    ("vg.finite", Property::Finite),
    ("vg.active", Property::Voice(Voice::Active)),
    ("vg.passive", Property::Voice(Voice::Passive)),
    ("vg.participle", Property::Voice(Voice::Participle)),
    ("vg.gerund", Property::Voice(Voice::Gerund)),
    ("vg.infinitive", Property::Voice(Voice::Infinitive)),
    ("clause", Property::Chunk(ChunkKind::Clause)),
    ("ap", Property::Chunk(ChunkKind::Adjective)),
];

pub fn property(name: &str) -> Option<Property> {
    PROPERTIES.iter().find(|(n, _)| *n == name).map(|(_, p)| *p)
}

/// The remedy for an unknown name: the nearest that exists.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let mut known = known.peekable();
    if known.peek().is_none() {
        return "none is defined".into();
    }
    near(name, known).map_or_else(|| "no name like it is defined".into(), |near| format!("did you mean {near:?}?"))
}

/// The name that an unknown one is most like, if it is like any.
pub fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |other: &str| -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (name.chars().collect(), other.chars().collect());
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], i + 1);
            for (j, y) in b.iter().enumerate() {
                let next = (diagonal + (x != y) as usize).min(row[j] + 1).min(row[j + 1] + 1);
                diagonal = std::mem::replace(&mut row[j + 1], next);
            }
        }
        row[b.len()]
    };
    let (least, near) = known.map(|k| (distance(k), k)).min()?;
    (least <= name.chars().count().div_ceil(3)).then_some(near)
}
