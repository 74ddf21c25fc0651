//! How patterns, tokens and chunks are written for people: in the words of the rule language.

use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::rule::compile::names::PROPERTIES;
use crate::rule::pattern::{Check, Label, Property, Props};
use crate::text::{Chunk, ChunkKind, Tag, Voice};

/// A list, words or class.
pub fn label(label: Label, rules: &Rules, lexicon: &Lexicon) -> String {
    match label {
        Label::List(id) => format!("@{}", lexicon.list_name(id)),
        Label::Class(id) => rules.classes.name(id).to_owned(),
        Label::Words(id) => format!("\"{}\"", rules.literals.text(id)),
    }
}

/// What one step of a pattern asks.
pub fn check(asked: &Check, rules: &Rules, lexicon: &Lexicon) -> String {
    let join = |parts: Vec<String>, by: &str| parts.join(by);
    match asked {
        Check::Edge(edge) => label(*edge, rules, lexicon),
        Check::Props(some, none) => {
            let named = |props: &Props| -> Vec<&str> {
                PROPERTIES.iter().filter(|(_, p)| p.bit() & props != 0).map(|(name, _)| *name).collect()
            };
            // Where every property will do, only what is forbidden says anything.
            let any = some & Property::Any.bit() != 0;
            let forbidden = named(none).into_iter().map(|name| format!("!{name}"));
            let mut all: Vec<String> = if any { Vec::new() } else { vec![named(some).join(" | ")] };
            all.extend(forbidden);
            if all.is_empty() { "any".into() } else { all.join(" & ") }
        }
        Check::And(a, b) => format!("{} & {}", check(a, rules, lexicon), check(b, rules, lexicon)),
        Check::Not(a) => format!("!{}", check(a, rules, lexicon)),
        Check::Or(parts) => join(parts.iter().map(|p| check(p, rules, lexicon)).collect(), " | "),
    }
}

/// A part of speech.
pub fn tag(tag: Tag) -> &'static str {
    PROPERTIES.iter().find(|(_, p)| p.bit() == Property::Tag(tag).bit()).map_or("", |(name, _)| name)
}

/// The kind of a chunk.
pub fn chunk(chunk: &Chunk) -> &'static str {
    match (chunk.kind, chunk.voice) {
        (ChunkKind::Noun, _) => "np",
        (ChunkKind::Verb, Voice::Active) => "vg.active",
        (ChunkKind::Verb, Voice::Passive) => "vg.passive",
        (ChunkKind::Verb, Voice::Participle) => "vg.participle",
        (ChunkKind::Verb, Voice::Gerund) => "vg.gerund",
        (ChunkKind::Verb, Voice::Infinitive) => "vg.infinitive",
        (ChunkKind::Preposition, _) => "prep",
        (ChunkKind::Conjunction, _) => "conj",
        (ChunkKind::Clause, _) => "clause",
        (ChunkKind::Adjective, _) => "ap",
        (ChunkKind::Adverb, _) => "adv",
        (ChunkKind::Mark, _) => "mark",
        (ChunkKind::Other, _) => "other",
    }
}
