//! Known things and known words: rows of surface forms, one automaton over them, hits in a text.
//!
//! Comes in: the TSV files of a pack (see `data/README.md`), compiled by `build.rs` for the default pack and at run time
//! for others. Goes out: a [`Lexicon`] that finds every name and every list word in a text, and says what each can be.
//!
//! ```
//! use chancery::document::Lang;
//! use chancery::lexicon::Lexicon;
//!
//! let lexicon = Lexicon::embedded();
//! let text = "The World Bank opened an office in Beijing.";
//! let hit = lexicon.hits(text, Lang::En).into_iter().find(|h| h.span.of(text) == "World Bank").unwrap();
//! let row = lexicon.form(hit.form).rows().next().unwrap().row;
//! assert_eq!(lexicon.row(row).label(Lang::Zh), Some("世界银行"));
//! ```

pub mod compile;
pub mod fold;
pub mod inflect;
mod known;
pub mod name;
pub mod normal;
pub mod pack;
mod scan;
pub mod source;
pub mod trie;

use crate::document::Lang;
use crate::span::Span;
pub use inflect::Inflections;
use pack::{ENTRY, FORM, LABEL, Pack, SLICE, Section, WORD, half, number};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
pub use source::{LexiconError, LexiconErrors};
use std::borrow::Cow;
use std::sync::OnceLock;

/// A known thing: one line of `data/lexicon/*.tsv`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

    /// The value of a fact; the first of several.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    /// The identifier in a scheme.
    pub fn id(&self, scheme: &str) -> Option<&str> {
        self.ids.iter().find(|(k, _)| k == scheme).map(|(_, v)| v.as_str())
    }

    /// A row as the block keeps it: a line of TSV whose names have lost their marks.
    fn read(line: &str) -> Row {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or("");
        let names = |f: &str| f.split('|').filter(|n| !n.is_empty()).map(String::from).collect();
        let pairs = |f: &str| source::pairs(f).map(|(k, v)| (k.to_string(), v.to_string())).collect();
        Row {
            key: next().into(),
            class: next().into(),
            en: names(next()),
            zh: names(next()),
            ids: pairs(next()),
            facts: pairs(next()),
            source: next().into(),
        }
    }
}

/// A surface form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormId(pub u32);

/// A known thing. The order of ids is that of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u32);

/// A word list, by name over all its lines. The order of ids is that of the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ListId(pub u16);

/// A form found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub span: Span,
    pub form: FormId,
    /// Whether the form names a thing ([`Form::rows`]).
    pub name: bool,
}

/// What a form names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowUse {
    pub row: RowId,
    /// Counts only where the document has the thing, or a part of it, by a form that is not weak.
    pub weak: bool,
}

/// Part of speech of a list's words, as the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pos {
    Verb,
    Noun,
    Adjective,
    Adverb,
    /// Matched as it is.
    Word,
}

/// What a form is as a word of a list.
#[derive(Debug, Clone, Copy)]
pub struct WordUse<'l> {
    pub list: ListId,
    pub lang: Lang,
    pub pos: Pos,
    /// Which forms of the lemma it can be; [`Inflections::BASE`] for words that do not inflect.
    pub inflections: Inflections,
    pack: &'l Pack,
    /// Offset and length in the text section.
    lemma: (u32, u32),
    facts: (u32, u32),
}

impl<'l> WordUse<'l> {
    /// The word as the list has it, without `*`.
    pub fn lemma(&self) -> &'l str {
        self.pack.text(self.lemma.0, self.lemma.1)
    }

    /// The facts of the list's line: `kind=ACCUSE`.
    pub fn facts(&self) -> impl Iterator<Item = (&'l str, &'l str)> {
        source::pairs(self.pack.text(self.facts.0, self.facts.1))
    }

    /// The value of a fact.
    pub fn fact(&self, name: &str) -> Option<&'l str> {
        self.facts().find(|(k, _)| *k == name).map(|(_, v)| v)
    }
}

/// What is known about a form.
#[derive(Debug, Clone, Copy)]
pub struct Form<'l> {
    lexicon: &'l Lexicon,
    id: u32,
}

impl<'l> Form<'l> {
    /// As the file writes it; words of lists in lower case.
    pub fn text(self) -> &'l str {
        let record = self.lexicon.pack.record(Section::Forms, self.id, FORM);
        self.lexicon.pack.text(number(record, 0), half(record, 4).into())
    }

    /// The things it names, by key.
    pub fn rows(self) -> impl Iterator<Item = RowUse> + 'l {
        let pack = &self.lexicon.pack;
        self.range(8).map(|i| {
            let bits = number(pack.record(Section::Uses, i, 4), 0);
            RowUse { row: RowId(bits >> 1), weak: bits & 1 != 0 }
        })
    }

    /// The lists it is a word of.
    pub fn words(self) -> impl Iterator<Item = WordUse<'l>> + 'l {
        let pack = &self.lexicon.pack;
        self.range(12).map(|i| {
            let word = pack.record(Section::Words, i, WORD);
            let entry = pack.record(Section::Entries, number(word, 0), ENTRY);
            WordUse {
                list: ListId(half(entry, 0)),
                lang: if entry.get(2) == Some(&1) { Lang::Zh } else { Lang::En },
                pos: match entry.get(3) {
                    Some(0) => Pos::Verb,
                    Some(1) => Pos::Noun,
                    Some(2) => Pos::Adjective,
                    Some(3) => Pos::Adverb,
                    _ => Pos::Word,
                },
                inflections: Inflections(word.get(10).copied().unwrap_or(0)),
                pack,
                lemma: (number(word, 4), half(word, 8).into()),
                facts: (number(entry, 4), number(entry, 8)),
            }
        })
    }

    /// From the number at `at` of this form's record to that of the next.
    fn range(self, at: usize) -> std::ops::Range<u32> {
        let start = self.id as usize * FORM;
        let both = self.lexicon.pack.section(Section::Forms).get(start..start + 2 * FORM).unwrap_or(&[]);
        number(both, at)..number(both, FORM + at)
    }
}

/// The heads of the names of a thing, by which a text may refer to it.
type Heads = Box<[(Lang, String)]>;

/// The lexicon of a rule pack.
#[derive(Debug)]
pub struct Lexicon {
    pack: Pack,
    walker: scan::Walker,
    /// The lists by name: readers ask for theirs at each text.
    lists: FxHashMap<Box<str>, ListId>,
    /// Read when first asked for: a text names few of them.
    rows: Vec<OnceLock<Box<Row>>>,
    /// The heads of their names, likewise.
    heads: Vec<OnceLock<Heads>>,
    countries: OnceLock<FxHashMap<String, RowId>>,
    shorts: OnceLock<FxHashMap<String, RowId>>,
    homes: OnceLock<FxHashMap<String, RowId>>,
    demonyms: OnceLock<FxHashMap<String, RowId>>,
}

impl Lexicon {
    /// Compiles `(file name, text)` pairs: the files of `data/lexicon` and `data/words`, in any order. The kind of a file is
    /// told by its header line.
    ///
    /// # Errors
    /// Every malformed place, with file, line and column.
    pub fn load<'s>(files: impl IntoIterator<Item = (&'s str, &'s str)>) -> Result<Lexicon, LexiconErrors> {
        Ok(Lexicon::open(Lexicon::compile(files)?).unwrap_or_default())
    }

    /// Compiles files into the block that [`Lexicon::open`] reads.
    ///
    /// # Errors
    /// As [`Lexicon::load`].
    pub fn compile<'s>(files: impl IntoIterator<Item = (&'s str, &'s str)>) -> Result<Vec<u8>, LexiconErrors> {
        let (block, errors) = compile::compile(files);
        if errors.is_empty() { Ok(block) } else { Err(LexiconErrors(errors)) }
    }

    /// What can be read of files that have errors.
    pub fn readable<'s>(files: impl IntoIterator<Item = (&'s str, &'s str)>) -> Lexicon {
        Lexicon::open(compile::compile(files).0).unwrap_or_default()
    }

    /// The lexicon of the default pack, which was compiled when the program was built.
    pub fn embedded() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));
        LEXICON.get_or_init(|| Lexicon::of(Pack::new(Cow::Borrowed(BYTES)).unwrap_or_default()))
    }

    /// A block that [`Lexicon::compile`] made; `None` where it is none, or of another version.
    pub fn open(block: Vec<u8>) -> Option<Lexicon> {
        Pack::new(Cow::Owned(block)).map(Lexicon::of)
    }

    fn of(pack: Pack) -> Lexicon {
        let count = pack.section(Section::Rows).len() / SLICE;
        let lists = 0..pack.section(Section::Lists).len() / SLICE;
        Lexicon {
            walker: scan::Walker::new(&pack),
            lists: lists.map(|n| (pack.slice(Section::Lists, n as u32).into(), ListId(n as u16))).collect(),
            pack,
            rows: std::iter::repeat_with(OnceLock::new).take(count).collect(),
            heads: std::iter::repeat_with(OnceLock::new).take(count).collect(),
            countries: OnceLock::new(),
            shorts: OnceLock::new(),
            homes: OnceLock::new(),
            demonyms: OnceLock::new(),
        }
    }

    /// Every form in a text, also inside and across others, by start, shorter ones first. Names are found in texts of any
    /// language, words of lists in `lang` only. One span has several hits where forms differ only in case.
    pub fn hits(&self, text: &str, lang: Lang) -> Vec<Hit> {
        scan::Scanner::new(self, text, lang).run()
    }

    /// What is known about a form that was found.
    pub fn form(&self, id: FormId) -> Form<'_> {
        Form { lexicon: self, id: id.0 }
    }

    /// All forms.
    pub fn forms(&self) -> impl Iterator<Item = FormId> + use<> {
        let records = self.pack.section(Section::Forms).len() / FORM;
        (0..records.saturating_sub(1) as u32).map(FormId)
    }

    /// A known thing. An id of another lexicon gives an empty row.
    pub fn row(&self, id: RowId) -> &Row {
        static NONE: OnceLock<Row> = OnceLock::new();
        match self.rows.get(id.0 as usize) {
            Some(row) => row.get_or_init(|| Box::new(Row::read(self.pack.slice(Section::Rows, id.0)))),
            None => NONE.get_or_init(Row::default),
        }
    }

    /// The heads of a known thing's names, as `make` tells them: asked once, and kept for all texts.
    pub fn heads(&self, id: RowId, make: impl FnOnce(&Row) -> Vec<(Lang, String)>) -> &[(Lang, String)] {
        self.heads.get(id.0 as usize).map_or(&[], |heads| heads.get_or_init(|| make(self.row(id)).into()))
    }

    /// All known things.
    pub fn rows(&self) -> impl Iterator<Item = RowId> + use<> {
        (0..self.rows.len() as u32).map(RowId)
    }

    /// The country with an ISO 3166 code of two letters.
    pub fn country(&self, code: &str) -> Option<RowId> {
        let codes = |row: &Row| row.id("iso3166-1-a2").map(String::from).into_iter().collect();
        self.countries.get_or_init(|| self.index("iso3166-1-a2=", codes)).get(code).copied()
    }

    /// The thing for which a character stands by the fact `short`: 中 of 中美.
    pub fn short(&self, character: &str) -> Option<RowId> {
        let characters = |row: &Row| -> Vec<String> {
            row.fact("short").into_iter().flat_map(str::chars).map(String::from).collect()
        };
        self.shorts.get_or_init(|| self.index("short=", characters)).get(character).copied()
    }

    /// The country for which the texts of a language speak where they do not say for which, by the fact `home`: that of
    /// 我国.
    pub fn home(&self, lang: Lang) -> Option<RowId> {
        let languages = |row: &Row| row.fact("home").map(String::from).into_iter().collect();
        self.homes.get_or_init(|| self.index("home=", languages)).get(lang.code()).copied()
    }

    /// The place whose adjective a word is, by the fact `demonym`: "Kenyan".
    pub fn demonym(&self, adjective: &str) -> Option<RowId> {
        let adjectives = |row: &Row| row.fact("demonym").map(String::from).into_iter().collect();
        self.demonyms.get_or_init(|| self.index("demonym=", adjectives)).get(adjective).copied()
    }

    /// The concept, indicator or initiative that has a name, [normalised](normal).
    pub fn named(&self, name: &str, lang: Lang) -> Option<RowId> {
        let label = |index: u32| {
            let record = self.pack.record(Section::Labels, index, LABEL);
            let (offset, row) = (number(record, 0) as usize, number(record, 8));
            let bytes = self.pack.section(Section::Text).get(offset..offset + number(record, 4) as usize);
            ((row & 1, bytes.unwrap_or_default()), RowId(row >> 1))
        };
        let wanted = (lang as u32, name.as_bytes());
        let (mut low, mut high) = (0, (self.pack.section(Section::Labels).len() / LABEL) as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            let (key, row) = label(middle);
            match key.cmp(&wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(row),
            }
        }
        None
    }

    /// The first row of each key; `mark` stands in the lines of those that have one, so that only these are read. The lines lie one behind
    /// another in the text.
    fn index(&self, mark: &str, keys: impl Fn(&Row) -> Vec<String>) -> FxHashMap<String, RowId> {
        let mut index = FxHashMap::default();
        let rows = self.rows.len() as u32;
        let line = |id| self.pack.range(Section::Rows, id);
        let (start, end) = (line(0).start, line(rows.saturating_sub(1)).end);
        let lines = self.pack.section(Section::Text).get(start..end).unwrap_or_default();
        let mut behind = 0;
        for at in memchr::memmem::find_iter(lines, mark) {
            let next = partition(behind, rows, |id| line(id).start <= start + at);
            if next > behind {
                let id = RowId(next - 1);
                keys(self.row(id)).into_iter().for_each(|key| _ = index.entry(key).or_insert(id));
                behind = next;
            }
        }
        index
    }

    /// The thing with a key.
    pub fn row_id(&self, key: &str) -> Option<RowId> {
        let key_of = |id: u32| self.pack.slice(Section::Rows, id).split('\t').next().unwrap_or("");
        find(self.rows.len() as u32, key, key_of).map(RowId)
    }

    /// The list with a name.
    pub fn list_id(&self, name: &str) -> Option<ListId> {
        self.lists.get(name).copied()
    }

    /// The name of a list.
    pub fn list_name(&self, id: ListId) -> &str {
        self.pack.slice(Section::Lists, id.0.into())
    }

    /// How many lists there are; their ids are 0 to this.
    pub fn lists(&self) -> u32 {
        self.lists.len() as u32
    }
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon::of(Pack::default())
    }
}

/// The first of some numbers that is not `before` what is looked for; those that are come first.
fn partition(mut low: u32, mut high: u32, before: impl Fn(u32) -> bool) -> u32 {
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Binary search among `count` sorted texts.
fn find<'a>(count: u32, wanted: &str, text: impl Fn(u32) -> &'a str) -> Option<u32> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        match text(middle).cmp(wanted) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(middle),
        }
    }
    None
}

#[cfg(test)]
mod tests;
