//! Names as they are compared: what does not tell things apart is taken away, and the word that says what a thing is stands alone.
//!
//! Comes in: a name as a text or the lexicon writes it. Goes out: its normalised form, on which IRIs depend too, and its head.

use super::{Row, normal};
use crate::document::Lang;

/// A name with what does not tell things apart taken away.
pub fn normalised(text: &str, lang: Lang) -> String {
    match lang {
        Lang::En => normal::english(text),
        Lang::Zh => normal::chinese(text),
    }
}

/// The head of a name: the last word; in Chinese the last two characters, of a place the last (全省, 江西省).
pub fn head(name: &str, lang: Lang, place: bool) -> &str {
    match lang {
        Lang::En => name.rsplit(' ').next().unwrap_or_default(),
        Lang::Zh => name.char_indices().rev().take(2 - place as usize).last().map_or("", |(at, _)| &name[at..]),
    }
}

/// Words behind which something else is named: "Framework CONVENTION on Climate CHANGE".
const BEHIND: [&str; 8] = ["of", "for", "on", "to", "against", "between", "in", "and"];

/// The words by which a text may go on to speak of a name: in English the last one, and those before "of" and the like or a number.
pub fn heads(name: &str, lang: Lang, place: bool) -> Vec<&str> {
    let mut heads = vec![head(name, lang, place)];
    if lang == Lang::En {
        let words = name.split(' ').zip(name.split(' ').skip(1));
        let number = |next: &str| next.starts_with(|c: char| c == '(' || c.is_ascii_digit()) || next == "no.";
        heads.extend(words.filter(|(_, next)| BEHIND.contains(next) || number(next)).map(|(word, _)| word));
    }
    heads
}

/// The heads of a known thing's names, in both languages; `place`: it is one.
pub fn heads_of(row: &Row, place: bool) -> Vec<(Lang, String)> {
    let of = |lang| {
        let labels = row.en.iter().chain(&row.zh).map(move |label| normalised(label, lang));
        labels.flat_map(move |label| {
            let heads = heads(&label, lang, place).into_iter();
            heads.map(|head| (lang, head.to_string())).collect::<Vec<_>>()
        })
    };
    of(Lang::En).chain(of(Lang::Zh)).collect()
}

/// The act that goes by its symbol alone.
const DECISION: &str = "decision ";

/// The symbol of a decision by its name or as it stands alone, "4/rv.2" of "decision 4/rv.2": it has a number, a stroke and letters, so that it says whose
/// it is. Resolutions of the same body have the same numbers.
pub fn symbol(name: &str) -> Option<&str> {
    let symbol = name.strip_prefix(DECISION).unwrap_or(name);
    let has = |what: fn(char) -> bool| symbol.contains(what);
    let whole = has(|c| c == '/') && has(|c| c.is_ascii_digit()) && has(|c| c.is_ascii_alphabetic());
    (whole && !symbol.contains(' ')).then_some(symbol)
}
