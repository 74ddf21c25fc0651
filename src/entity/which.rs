//! Whether a name says which of its kind is meant.
//!
//! Comes in: the things of a document under the names that the text writes. Goes out: each by a name that tells it apart from those of other documents,
//! as "Bureau of Indian Education" does, or known as this document's, where all of its names are as good as "the ministry": "Ministry of Finance", "first
//! session", 省委, 国事访问, a person's last name alone. In English a name without a capital or a number tells nothing apart; in both languages one does not
//! that is put together of words for what a thing is (the lists [`KINDS`]), of its place in an order and of dates.

use super::{Resolver, normalised};
use crate::document::Lang;
use crate::extraction::Scope;
use crate::lexicon::name::symbol;
use crate::lexicon::{Lexicon, ListId};

/// The lists of words for what a thing is, and of what stands before them and names none.
const KINDS: [&str; 17] = [
    "body.kind",
    "def.event",
    "def.initiative",
    "def.institution",
    "event.head",
    "event.kind",
    "event.part",
    "initiative.head",
    "initiative.of",
    "institution.gov",
    "institution.head",
    "institution.local",
    "institution.of",
    "month",
    "name.plain",
    "ordinal",
    "ordinal.session",
];

/// Years, which date a thing and do not name it.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

impl Resolver<'_, '_> {
    /// Calls each thing by a name that says which it is; one that has none is this document's.
    pub(super) fn names(&mut self) {
        let plain = Plain::of(self.lexicon);
        let person = self.person;
        for thing in self.things.all.iter_mut().filter(|t| t.row.is_none() && t.scope == Scope::Everywhere) {
            let says = |(lang, label): &&(Lang, String)| match Some(thing.class) == person {
                true => Plain::names_person(label, *lang),
                false => plain.names(label, *lang),
            };
            // "decision 4/RV.2" is 4/RV.2.
            if let Some(symbol) = symbol(&thing.name) {
                thing.name = symbol.to_owned();
                continue;
            }
            let own = thing.labels.iter().find(|(lang, label)| normalised(label, *lang) == thing.name);
            // What no label says is put together of a place and what it has there.
            if own.is_none_or(|label| says(&label)) {
                continue;
            }
            match thing.labels.iter().find(says) {
                Some((lang, label)) => thing.name = normalised(label, *lang),
                None => thing.scope = Scope::Document,
            }
        }
    }
}

/// What tells nothing apart, of a lexicon.
struct Plain<'l> {
    lexicon: &'l Lexicon,
    lists: Vec<ListId>,
}

impl<'l> Plain<'l> {
    fn of(lexicon: &'l Lexicon) -> Plain<'l> {
        Plain { lexicon, lists: KINDS.iter().filter_map(|name| lexicon.list_id(name)).collect() }
    }

    /// Whether a person's name says who is meant: it has more than one part.
    fn names_person(name: &str, lang: Lang) -> bool {
        match lang {
            Lang::En => name.contains([' ', '.']),
            Lang::Zh => name.chars().nth(1).is_some(),
        }
    }

    /// Whether a name of another thing says which is meant.
    fn names(&self, name: &str, lang: Lang) -> bool {
        match lang {
            Lang::En if !name.contains(|c: char| c.is_uppercase() || c.is_ascii_digit()) => false,
            // A book's title names it, whatever its words are.
            Lang::Zh if name.starts_with(['“', '"', '《']) => true,
            _ => !self.covers(name, lang),
        }
    }

    /// Whether all of a name is words that tell nothing apart.
    fn covers(&self, name: &str, lang: Lang) -> bool {
        let hits = self.lexicon.hits(name, lang);
        let plain = |list: ListId| self.lists.contains(&list);
        let mut reached = vec![false; name.len() + 1];
        reached[0] = true;
        for (at, c) in name.char_indices() {
            if !reached[at] {
                continue;
            }
            let begun = hits.iter().filter(|hit| hit.span.start as usize == at);
            for hit in begun.filter(|hit| self.lexicon.form(hit.form).words().any(|word| plain(word.list))) {
                reached[hit.span.end as usize] = true;
            }
            match lang {
                Lang::En if c.is_alphanumeric() => {
                    let end = name[at..].find(' ').map_or(name.len(), |length| at + length);
                    let word = &name[at..end];
                    // 2031, 9th, but no 2231.
                    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
                    let number = digits.parse().is_ok_and(|n: u32| n < 100 || YEARS.contains(&n));
                    reached[end] |= number || !word.contains(|c: char| c.is_uppercase() || c.is_ascii_digit());
                }
                _ => reached[at + c.len_utf8()] |= !c.is_alphanumeric(),
            }
        }
        reached[name.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;

    #[test]
    fn names_that_say_which() {
        let plain = Plain::of(Extractor::embedded().lexicon());
        for (name, lang, which) in [
            ("Ministry of Finance", Lang::En, false),
            ("Bureau of Indian Education", Lang::En, true),
            ("foreign policy", Lang::En, false),
            ("First Session", Lang::En, false),
            ("2031 Presidential Election", Lang::En, false),
            ("9th plenary meeting", Lang::En, false),
            ("Oakfield Election", Lang::En, true),
            ("Resolution 2231", Lang::En, true),
            ("decision 4/RV.2", Lang::En, true),
            ("Rivers Tribunal", Lang::En, true),
            ("省委", Lang::Zh, false),
            ("江口省委", Lang::Zh, true),
            ("省人民政府", Lang::Zh, false),
            ("国事访问", Lang::Zh, false),
            ("第三次会议", Lang::Zh, false),
            ("第三次江口会议", Lang::Zh, true),
            ("《规划》", Lang::Zh, true),
        ] {
            assert_eq!(plain.names(name, lang), which, "{name}");
        }
        assert!(!Plain::names_person("Oakfield", Lang::En));
        assert!(Plain::names_person("Volkan Oakfield", Lang::En));
    }
}
