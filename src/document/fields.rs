//! What documents call the facts about themselves (`data/documents/fields.tsv`).
//!
//! Comes in: names and values, as they stand in front matter, JSON, tables, and on pages. Goes out: [`Metadata`], from the most
//! telling name that a value could be read for. What cannot be read is left out here: a page's own data is not the user's.

use super::{Metadata, dates, front};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A fact that a document can state about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    Text,
    Title,
    Id,
    Date,
    Lang,
    Publisher,
    Country,
    Source,
}

impl Fact {
    const ALL: [(&str, Fact); 8] = [
        ("text", Fact::Text),
        ("title", Fact::Title),
        ("id", Fact::Id),
        ("date", Fact::Date),
        ("lang", Fact::Lang),
        ("publisher", Fact::Publisher),
        ("country", Fact::Country),
        ("source", Fact::Source),
    ];
}

/// Names in their folded form, with the fact and the rank among its names.
struct Names {
    keys: HashMap<String, (Fact, usize)>,
    labels: HashMap<String, (Fact, usize)>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { keys: HashMap::new(), labels: HashMap::new() };
    let rows = include_str!("../../data/documents/fields.tsv").lines().filter(|l| !l.starts_with('#'));
    for (fact, words) in rows.filter_map(|row| row.split_once('\t')) {
        let (into, fact) = match fact.strip_prefix("label.") {
            Some(fact) => (&mut names.labels, fact),
            None => (&mut names.keys, fact),
        };
        let Some((_, fact)) = Fact::ALL.into_iter().find(|(name, _)| *name == fact) else { continue };
        for (rank, word) in words.split('|').enumerate() {
            into.entry(fold(word)).or_insert((fact, rank));
        }
    }
    names
});

/// A name without what does not tell names apart: `og:title`, `OG_Title` → `ogtitle`.
pub fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The fact that a key, column or `<meta>` of this name states, and its rank among the names of that fact (0: most telling).
pub fn key(name: &str) -> Option<(Fact, usize)> {
    NAMES.keys.get(&fold(name)).copied()
}

/// The fact that words before a colon or in the cell before another state.
pub fn label(words: &str) -> Option<(Fact, usize)> {
    // Longer words are no label.
    if words.len() > 60 {
        return None;
    }
    NAMES.labels.get(&fold(words)).copied()
}

/// The values found so far, each from the most telling name.
#[derive(Debug, Default)]
pub struct Facts {
    found: HashMap<Fact, (usize, String)>,
}

impl Facts {
    /// Takes a value for a fact, unless a more telling name had one, or the value cannot be read.
    pub fn offer(&mut self, (fact, rank): (Fact, usize), value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let web = value.starts_with("http://") || value.starts_with("https://");
        let fact = if fact == Fact::Publisher && web { Fact::Source } else { fact };
        let readable = match fact {
            Fact::Date => dates::read(&value).is_some(),
            Fact::Lang => matches!(front::lang(&value), Ok(Some(_))),
            Fact::Country => front::country(&value).is_some(),
            Fact::Source => web,
            _ => !value.is_empty(),
        };
        if readable && self.found.get(&fact).is_none_or(|(known, _)| *known > rank) {
            self.found.insert(fact, (rank, value));
        }
    }

    /// The value of a fact.
    pub fn get(&self, fact: Fact) -> Option<&str> {
        self.found.get(&fact).map(|(_, value)| value.as_str())
    }

    /// All of them as metadata.
    pub fn metadata(&self) -> Metadata {
        let words = |fact| self.get(fact).map(str::to_owned);
        let (date, time) = self.get(Fact::Date).and_then(dates::read).unzip();
        Metadata {
            title: words(Fact::Title),
            lang: self.get(Fact::Lang).and_then(|tag| front::lang(tag).ok().flatten()),
            date,
            time: time.flatten(),
            publisher: words(Fact::Publisher),
            country: self.get(Fact::Country).and_then(front::country),
            source: words(Fact::Source),
            ..Metadata::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_telling_name_goes_first() {
        let mut facts = Facts::default();
        for (name, value) in [
            ("issued", "2020-01-01"),
            ("Publish_Date", "2021-02-03 10:00"),
            ("published-at", "soon"),
            ("headline", "Ports"),
            ("Content-Language", "zh-CN"),
            ("source", "Harbour News"),
        ] {
            facts.offer(key(name).unwrap(), value);
        }
        let meta = facts.metadata();
        assert_eq!((meta.date.as_deref(), meta.time.as_deref()), (Some("2021-02-03"), Some("10:00:00")));
        assert_eq!(meta.title.as_deref(), Some("Ports"));
        assert_eq!(meta.lang, Some(super::super::Lang::Zh));
        assert_eq!(meta.publisher.as_deref(), Some("Harbour News"));
        assert_eq!(key("colour"), None);
    }

    #[test]
    fn every_row_of_the_table_is_used() {
        for (name, _) in Fact::ALL {
            assert!(NAMES.keys.values().any(|(fact, _)| *fact == key(name).unwrap().0), "{name}");
        }
        assert_eq!(label("发布日期：").map(|(fact, _)| fact), Some(Fact::Date));
        assert_eq!(label("标　　题：").map(|(fact, _)| fact), Some(Fact::Title));
    }
}
