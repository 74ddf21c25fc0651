//! What Chinese words of a class can be, and what marks do.

use super::super::layout::Zh;

/// Signs that belong to a number.
pub fn is_sign(mark: &str) -> bool {
    matches!(mark, "%" | "‰" | "℃" | "$" | "￥" | "¥" | "€" | "£")
}

/// Whether a mark ends a clause: not the enumeration comma, quotes, titles and signs.
pub fn ends_clause(mark: &str) -> bool {
    !matches!(mark, "、" | "“" | "”" | "‘" | "’" | "《" | "》" | "\"" | "'" | "·" | "-" | "—" | "/") && !is_sign(mark)
}

/// Whether a word of this class can head or fill a noun phrase.
pub fn is_nominal(class: Zh) -> bool {
    matches!(
        class,
        Zh::Noun
            | Zh::Person
            | Zh::Name
            | Zh::Surnamed
            | Zh::Sound
            | Zh::Place
            | Zh::Body
            | Zh::Named
            | Zh::Time
            | Zh::Short
            | Zh::Spot
            | Zh::Pronoun
            | Zh::Idiom
            | Zh::Phrase
    )
}

/// Whether a word of this class can be a main verb.
pub fn is_verbal(class: Zh) -> bool {
    matches!(class, Zh::Verb | Zh::VerbNoun | Zh::Be | Zh::Have | Zh::Saying)
}

/// Whether 地 makes a word of this class an adverb.
pub fn is_manner_word(class: Zh) -> bool {
    is_verbal(class) || matches!(class, Zh::Noun | Zh::Idiom | Zh::Phrase | Zh::Adjective | Zh::Attributive)
}

/// Whether a word of this class names somebody or some place.
pub fn is_name(class: Zh) -> bool {
    matches!(class, Zh::Person | Zh::Place | Zh::Body)
}

/// Whether an object or what stands before one begins with this class.
pub fn opens_object(class: Zh) -> bool {
    is_nominal(class)
        || matches!(
            class,
            Zh::Attributive | Zh::Adjective | Zh::VerbNoun | Zh::Number | Zh::Demonstrative | Zh::Adverbial | Zh::Other
        )
}
