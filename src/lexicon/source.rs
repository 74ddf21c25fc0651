//! Reads the files that people write: `data/lexicon/*.tsv`, `data/words/*.tsv` and the table of irregular forms.
//!
//! Comes in: file names with their texts. Goes out: rows and word lists with every name taken apart, or every malformed
//! place at once. The kind of a file is told by its header line. Shared with `build.rs`, so it needs `std` only.

use std::collections::BTreeMap;
use std::fmt;

/// The header of a file of known things.
pub const ROWS: &str = "key\tclass\ten\tzh\tids\tfacts\tsource";
/// The header of a file of word lists.
pub const WORDS: &str = "list\tlang\tpos\twords\tfacts";
/// The header of the table of irregular English forms.
pub const IRREGULAR: &str = "lemma\tpast\tparticiple\tthird\tgerund\tplural";

/// A malformed place in a lexicon file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError {
    pub file: String,
    /// Both count from 1; columns count characters.
    pub line: usize,
    pub column: usize,
    /// The line as it stands in the file.
    pub text: String,
    pub reason: String,
    pub remedy: String,
}

impl fmt::Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}; {}", self.file, self.line, self.column, self.reason, self.remedy)
    }
}

impl std::error::Error for LexiconError {}

/// Everything that is wrong with a lexicon, in file order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconErrors(pub Vec<LexiconError>);

impl fmt::Display for LexiconErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for LexiconErrors {}

/// Where something stands, to say so in an error that shows only later.
#[derive(Debug, Clone, Copy)]
pub struct Place<'s> {
    pub file: &'s str,
    pub line: usize,
    pub column: usize,
    pub text: &'s str,
}

impl Place<'_> {
    /// An error at this place.
    pub fn error(self, reason: impl Into<String>, remedy: impl Into<String>) -> LexiconError {
        LexiconError {
            file: self.file.into(),
            line: self.line,
            column: self.column,
            text: self.text.into(),
            reason: reason.into(),
            remedy: remedy.into(),
        }
    }
}

/// How much a name counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Names the thing wherever it stands.
    Strong,
    /// `?form`: only in a document that has the thing by a strong name too.
    Weak,
    /// `^form`: shown, never looked for.
    Label,
}

/// One name of a thing.
#[derive(Debug, Clone)]
pub struct Name<'s> {
    pub text: &'s str,
    pub strength: Strength,
    pub place: Place<'s>,
}

/// A line of a file of known things.
#[derive(Debug)]
pub struct RowSource<'s> {
    pub key: &'s str,
    pub class: &'s str,
    pub en: Vec<Name<'s>>,
    pub zh: Vec<Name<'s>>,
    pub ids: &'s str,
    pub facts: &'s str,
    pub source: &'s str,
    pub place: Place<'s>,
}

/// A line of a file of word lists.
#[derive(Debug)]
pub struct WordsSource<'s> {
    pub list: &'s str,
    /// `en` or `zh`.
    pub lang: &'s str,
    /// `verb`, `noun`, `adj`, `adv` or `word`.
    pub pos: &'s str,
    pub words: Vec<Name<'s>>,
    pub facts: &'s str,
}

/// The irregular forms of one lemma; an empty list: as the rule has it.
#[derive(Debug, Default, Clone)]
pub struct Irregular {
    pub past: Vec<String>,
    pub participle: Vec<String>,
    pub third: Vec<String>,
    pub gerund: Vec<String>,
    pub plural: Vec<String>,
}

/// All files of one lexicon, read.
#[derive(Debug, Default)]
pub struct Sources<'s> {
    pub rows: Vec<RowSource<'s>>,
    pub words: Vec<WordsSource<'s>>,
    pub irregular: BTreeMap<&'s str, Irregular>,
}

/// Reads all files; the errors are those of all of them.
pub fn read<'s>(files: impl IntoIterator<Item = (&'s str, &'s str)>) -> (Sources<'s>, Vec<LexiconError>) {
    let mut reader = Reader::default();
    for (file, text) in files {
        reader.file(file, text);
    }
    reader.links();
    (reader.sources, reader.errors)
}

#[derive(Default)]
struct Reader<'s> {
    sources: Sources<'s>,
    keys: BTreeMap<&'s str, Place<'s>>,
    errors: Vec<LexiconError>,
}

impl<'s> Reader<'s> {
    fn file(&mut self, file: &'s str, text: &'s str) {
        let mut header = None;
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let place = Place { file, line: number + 1, column: 1, text: line };
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match header {
                None => {
                    header = Some(line);
                    if ![ROWS, WORDS, IRREGULAR].contains(&line) {
                        self.errors.push(place.error(
                            "the first line is no header that a lexicon file can have",
                            format!("begin with one of {ROWS:?}, {WORDS:?}, {IRREGULAR:?}"),
                        ));
                        return;
                    }
                }
                Some(header) => self.line(header, place),
            }
        }
    }

    fn line(&mut self, header: &str, place: Place<'s>) {
        let names: Vec<&str> = header.split('\t').collect();
        let mut fields: Vec<(&'s str, Place<'s>)> = Vec::with_capacity(names.len());
        let mut column = 1;
        for field in place.text.split('\t') {
            fields.push((field, Place { column, ..place }));
            column += field.chars().count() + 1;
        }
        if fields.len() != names.len() {
            self.errors.push(place.error(
                format!("{} columns where the header has {}", fields.len(), names.len()),
                format!("separate exactly {} with tabs; leave an unused one empty", names.join(", ")),
            ));
            if let (WORDS, Some((list, _))) = (header, fields.first()) {
                // The list is there, whatever is in it.
                self.sources.words.push(WordsSource { list, lang: "en", pos: "word", words: Vec::new(), facts: "" });
            }
            return;
        }
        for (field, at) in &fields {
            if field.trim() != *field {
                self.errors.push(at.error("white space at the edge of a column", "remove it"));
            }
        }
        match header {
            ROWS => self.row(place, &fields),
            WORDS => self.words(&fields),
            _ => self.irregular(&fields),
        }
    }

    fn row(&mut self, place: Place<'s>, fields: &[(&'s str, Place<'s>)]) {
        let [(key, key_at), (class, class_at), en, zh, ids, facts, (source, source_at)] = *fields else { return };
        if !kebab(key) {
            self.errors.push(key_at.error(
                format!("{key:?} is no key"),
                "use lower-case ASCII letters and digits with single hyphens between: belt-and-road-initiative",
            ));
        }
        if let Some(first) = self.keys.insert(key, key_at) {
            self.errors.push(key_at.error(
                format!("the key {key:?} was used before, at {}:{}", first.file, first.line),
                "merge the two rows, or rename the newer one",
            ));
        }
        if !class.starts_with(|c: char| c.is_ascii_uppercase()) || !class.bytes().all(|b| b.is_ascii_alphanumeric()) {
            self.errors.push(class_at.error(
                format!("{class:?} is no class"),
                "write the local name of an ontology class: Institution, Place, Event",
            ));
        }
        if source.is_empty() {
            self.errors.push(source_at.error("no source", "name the data set the row is from, or write curated"));
        }
        let en = self.names(en);
        let zh = self.names(zh);
        if en.is_empty() && zh.is_empty() {
            self.errors.push(place.error("a thing without a name", "give one in the column en or zh"));
        }
        self.pairs(ids, identifies);
        self.pairs(facts, |k, v| match k {
            "begin" | "end" => is_date(v),
            "country" => is_country(v),
            _ => true,
        });
        let date = |name: &str| pairs(facts.0).find(|(k, v)| *k == name && is_date(v)).map(|(_, v)| v);
        if let (Some(begin), Some(end)) = (date("begin"), date("end"))
            && begin[..begin.len().min(end.len())] > end[..begin.len().min(end.len())]
        {
            let what = format!("it ends ({end}) before it begins ({begin})");
            self.errors.push(facts.1.error(what, "correct one of the two dates"));
        }
        self.sources.rows.push(RowSource { key, class, en, zh, ids: ids.0, facts: facts.0, source, place });
    }

    fn words(&mut self, fields: &[(&'s str, Place<'s>)]) {
        let [(list, list_at), (lang, lang_at), (pos, pos_at), words, facts] = *fields else { return };
        if list.is_empty() || list.contains(|c: char| c.is_whitespace() || c == '|') {
            self.errors.push(list_at.error(format!("{list:?} is no name of a list"), "write one word: propose"));
        }
        if !["en", "zh"].contains(&lang) {
            self.errors.push(lang_at.error(format!("{lang:?} is no language that is read"), "write en or zh"));
        }
        if !["verb", "noun", "adj", "adv", "word"].contains(&pos) {
            self.errors.push(
                pos_at.error(format!("{pos:?} is no part of speech"), "write verb, noun, adj, adv or word (as it is)"),
            );
        }
        let words = self.names(words);
        if words.is_empty() {
            self.errors.push(list_at.error("a list row without words", "give words separated by |, or remove the row"));
        }
        for word in words.iter().filter(|w| w.text.matches('*').count() > 1) {
            self.errors.push(word.place.error("more than one * in a word", "mark only the word that inflects"));
        }
        self.pairs(facts, |_, _| true);
        self.sources.words.push(WordsSource { list, lang, pos, words, facts: facts.0 });
    }

    fn irregular(&mut self, fields: &[(&'s str, Place<'s>)]) {
        let [(lemma, at), past, participle, third, gerund, plural] = *fields else { return };
        let forms = |(text, _): (&str, Place)| -> Vec<String> {
            text.split('|').map(str::trim).filter(|w| !w.is_empty()).map(String::from).collect()
        };
        let entry = Irregular {
            past: forms(past),
            participle: forms(participle),
            third: forms(third),
            gerund: forms(gerund),
            plural: forms(plural),
        };
        if self.sources.irregular.insert(lemma, entry).is_some() {
            self.errors.push(at.error(format!("{lemma:?} stands twice"), "merge the two lines; variants stand as a|b"));
        }
    }

    /// `Preferred|alias|?weak|^label`.
    fn names(&mut self, (field, at): (&'s str, Place<'s>)) -> Vec<Name<'s>> {
        let mut names: Vec<Name> = Vec::new();
        let mut column = at.column;
        for part in field.split('|') {
            let place = Place { column, ..at };
            column += part.chars().count() + 1;
            if field.is_empty() {
                break;
            }
            let (text, strength) = match part.as_bytes().first() {
                Some(b'?') => (&part[1..], Strength::Weak),
                Some(b'^') => (&part[1..], Strength::Label),
                _ => (part, Strength::Strong),
            };
            if text.is_empty() || text.trim() != text || text.contains("  ") {
                self.errors.push(place.error(
                    "an empty name, or white space that no text has",
                    "write names as they stand in a text, with | between and no space around",
                ));
            } else if text.chars().any(|c| c.is_control() || c as u32 > 0xffff) {
                self.errors.push(place.error(
                    format!("{text:?} has a character that cannot be looked for"),
                    "use characters of the Basic Multilingual Plane only",
                ));
            } else if names.iter().any(|n| n.text == text) {
                self.errors.push(place.error(format!("the name {text:?} stands twice in this row"), "remove one"));
            } else {
                names.push(Name { text, strength, place });
            }
        }
        names
    }

    /// `k=v;k=v`, each pair tested.
    fn pairs(&mut self, (field, at): (&'s str, Place<'s>), good: impl Fn(&str, &str) -> bool) {
        let mut column = at.column;
        for part in field.split(';').filter(|_| !field.is_empty()) {
            let place = Place { column, ..at };
            column += part.chars().count() + 1;
            let ok =
                part.split_once('=').is_some_and(|(k, v)| kebab(k) && !v.is_empty() && v.trim() == v && good(k, v));
            if !ok {
                self.errors.push(place.error(
                    format!("{part:?} is no pair that is understood"),
                    "write name=value with ; between pairs and no space: begin=2012-11-08;country=CN; a wikidata id is Q and digits, a geonames id digits, a country two capitals, a date a day, month or year that there is",
                ));
            }
        }
    }

    /// Facts that name another row must name one that is there.
    fn links(&mut self) {
        for row in &self.sources.rows {
            for (name, value) in pairs(row.facts) {
                if ["part-of", "seat", "series", "host", "replaces-row"].contains(&name)
                    && !self.keys.contains_key(value)
                {
                    self.errors.push(row.place.error(
                        format!("{name}={value}: there is no row with the key {value:?}"),
                        "correct the key, or add the row",
                    ));
                }
            }
        }
    }
}

/// The pairs of an `ids` or `facts` column that was checked.
pub fn pairs(field: &str) -> impl Iterator<Item = (&str, &str)> {
    field.split(';').filter_map(|part| part.split_once('='))
}

/// Whether an identifier has the form of those of its scheme; of a scheme that is not known here any may be.
fn identifies(scheme: &str, id: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match scheme {
        "wikidata" => id.strip_prefix('Q').is_some_and(digits),
        "geonames" => digits(id),
        "m49" => digits(id) && id.len() <= 3,
        "iso3166-1-a2" => is_country(id),
        "iso3166-2" => id.split_once('-').is_some_and(|(country, rest)| is_country(country) && !rest.is_empty()),
        "ror" => id.len() == 9 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
        "dbpedia" => !id.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')),
        _ => true,
    }
}

/// Whether a code is of the form of ISO 3166's with two letters.
fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether a text is a year, a month or a day (ISO 8601).
fn is_date(text: &str) -> bool {
    let number = |part: &str, digits: usize| {
        let is = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        if is { part.parse::<u32>().ok() } else { None }
    };
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let Some(year) = year.and_then(|year| number(year, 4)) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let month = match month.map(|month| number(month, 2).filter(|m| (1..=12).contains(m))) {
        None => return true,
        Some(None) => return false,
        Some(Some(month)) => month,
    };
    let days = match month {
        2 => 28 + leap as u32,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    parts.next().is_none() && day.is_none_or(|day| number(day, 2).is_some_and(|d| (1..=days).contains(&d)))
}

fn kebab(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}
