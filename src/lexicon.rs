//! Known things and known words: rows of surface forms, one automaton over them, hits in a text.

use crate::document::Lang;

/// A known thing: one line of `data/lexicon/*.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Unique in the pack: `belt-and-road-initiative`.
    pub key: String,
    /// Local name of an ontology class.
    pub class: String,
    /// Names by language, the preferred one first.
    pub en: Vec<String>,
    pub zh: Vec<String>,
    /// (scheme, value): `wikidata`, `dbpedia`, `geonames`, `iso3166-1-a2`, `m49`, `ror` …
    pub ids: Vec<(String, String)>,
    /// Further facts as `key=value`: `begin=2012-11-08`, `part-of=KEY`, `country=CN`.
    pub facts: Vec<(String, String)>,
    /// The data set it is from, or `curated`.
    pub source: String,
}

impl Row {
    /// The preferred name in a language.
    pub fn label(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::En => self.en.first(),
            Lang::Zh => self.zh.first(),
        }
        .map(String::as_str)
    }
}
