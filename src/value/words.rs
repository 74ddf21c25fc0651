//! The words of the value grammars: every form of `data/values`, in one trie a language.
//!
//! Comes in: the data files of `tables`, once, at first use. Goes out: [`Words::each`], the forms that stand at a place of a
//! text. Forms are compared folded: letters without case, full-width characters as
//! ASCII, traditional characters as simplified ones; a form with capitals keeps its case. Parsers speak of categories
//! only; which words belong to them is data.

use super::tables::{CURRENCIES, MINOR, UNITS, files, fold, forms, rows, variants};
use crate::document::Lang;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

macro_rules! categories {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// What a form may stand for; each is the first column of the data files.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Cat { $($variant),* }

        impl Cat {
            /// Its place in a set of categories.
            #[inline]
            pub const fn bit(self) -> u128 {
                1 << self as u32
            }

            fn named(name: &str) -> Option<Cat> {
                match name { $($name => Some(Cat::$variant),)* _ => None }
            }
        }
    };
}

categories! {
    Digit = "digit", Teen = "teen", Ten = "ten", Hundred = "hundred", Scale = "scale", Suffix = "suffix", Dozen = "dozen",
    Pair = "pair", Pairs = "pairs", Vague = "vague", Few = "few", Article = "article", Half = "half", Minus = "minus",
    Point = "point", And = "and", Over = "over", Of = "of", OutOf = "outof", In = "in", Ordinal = "ordinal",
    Denominator = "denominator", UnitOrdinal = "unitordinal", OrdinalEnd = "ordinalend", Place = "place",
    ZDigit = "zdigit", ZUnit = "zunit", ZTens = "ztens", ZScale = "zscale", Formal = "formal",
    PercentHead = "percenthead", More = "more", Some = "some", OrdinalHead = "ordinalhead",
    Percent = "percent", PPoint = "ppoint", Times = "times", Multiple = "multiple", Age = "age", Per = "per",
    Cheng = "cheng", Zhe = "zhe",
    Unit = "unit", TightUnit = "tightunit", Money = "money", TightMoney = "tightmoney", Sign = "sign", Minor = "minor",
    TightMinor = "tightminor", MoneyHead = "moneyhead",
    Before = "before", After = "after", OrEqual = "orequal", From = "from", Between = "between", To = "to",
    BetweenAnd = "betweenand", BetweenEnd = "betweenend", Also = "also", Changed = "changed",
    Noun = "noun", Adjective = "adjective", NotCounted = "notcounted", Measure = "measure", Never = "never",
    Head = "head", NumberAfter = "numberafter", NumberBefore = "numberbefore", NoTail = "notail",
    Month = "month", WeakMonth = "weakmonth", Weekday = "weekday", WeakWeekday = "weakweekday", TimeUnit = "timeunit",
    TightTimeUnit = "tighttimeunit", DayWord = "dayword", Relative = "relative", Part = "part", Season = "season",
    Portion = "portion", Meridiem = "meridiem", Clock = "clock", NowWord = "now", Set = "set", Every = "every",
    Ago = "ago", Later = "later", Open = "open", OpenAfter = "openafter", Within = "within", TimePrep = "timeprep",
    Holiday = "holiday", Era = "era", Plan = "plan", Anchor = "anchor", Quarter = "quarter", HalfYear = "halfyear",
    Decade = "decade", Century = "century", Weekend = "weekend", Fuzzy = "fuzzy", Span = "span", DayPart = "daypart",
    Damage = "damage", Lunar = "lunar", YearMark = "yearmark", MonthMark = "monthmark", DayMark = "daymark",
    HourMark = "hourmark", MinuteMark = "minutemark", SecondMark = "secondmark", Quarters = "quarters", Fiscal = "fiscal",
    Tail = "tail", Weekly = "weekly", TimeZone = "timezone", AgeWord = "ageword", RelYear = "relyear", RelMonth = "relmonth",
    RelDay = "relday", RelWeek = "relweek", Period = "period",
    TempHead = "temphead", Stop = "stop", Coin = "coin", Label = "label", Lead = "lead", Future = "future",
}

/// One form's meaning.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub cat: Cat,
    /// The argument as a number; 0 where it is none.
    pub num: i64,
    /// The argument as written.
    pub arg: &'static str,
    /// The form with its capitals, where it has some.
    pub(super) exact: Option<&'static str>,
}

impl Entry {
    /// The number an argument such as `3D` begins with.
    pub fn leading(&self) -> i64 {
        let digits = self.arg.bytes().take_while(u8::is_ascii_digit).count();
        self.arg[..digits].parse().unwrap_or(1)
    }
}

struct Node {
    edges: std::ops::Range<u32>,
    entries: std::ops::Range<u32>,
}

/// Where the forms with one first character begin.
#[derive(Clone, Copy, Default)]
struct Root {
    node: u32,
    /// The categories of all of these forms.
    reach: u128,
}

/// The forms of one language.
pub struct Words {
    lang: Lang,
    nodes: Vec<Node>,
    edges: Vec<(char, u32)>,
    entries: Vec<Entry>,
    roots: Vec<Root>,
    /// Roots of the characters of [`block`], 0 for none, by the character as written.
    blocks: Vec<u16>,
    /// Roots of all other characters.
    others: FxHashMap<char, u16>,
    /// Where the forms that begin with a word of Latin letters go on behind it, by [`latin_word`].
    latin: FxHashMap<u64, Root>,
}

/// ASCII and the common Chinese characters with their punctuation, as a place in one table.
#[inline]
fn block(c: char) -> Option<usize> {
    match c as u32 {
        c @ 0..0x80 => Some(c as usize),
        c @ 0x3000..0xa000 => Some(c as usize - 0x3000 + 0x80),
        _ => None,
    }
}

const BLOCKS: usize = 0xa000 - 0x3000 + 0x80;

/// The word of Latin letters at `at`: its end, and its letters without case, five bits each, if they fit.
#[inline]
fn latin_word(bytes: &[u8], at: usize) -> (usize, Option<u64>) {
    let (mut end, mut letters) = (at, 0u64);
    while let Some(b) = bytes.get(end).filter(|b| b.is_ascii_alphabetic()) {
        letters = letters << 5 | u64::from(b & 0x1f);
        end += 1;
    }
    (end, (end - at <= 12).then_some(letters))
}

/// A short Latin word without its capitals; nothing where it is too long for a word of the grammars.
pub struct Lower {
    bytes: [u8; 24],
    len: usize,
}

impl Lower {
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or("")
    }
}

impl std::ops::Deref for Lower {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<&str> for Lower {
    fn eq(&self, word: &&str) -> bool {
        self.as_str() == *word
    }
}

/// `word` without capitals.
#[inline]
pub fn lower(word: &str) -> Lower {
    let mut lower = Lower { bytes: [0; 24], len: 0 };
    if let Some(bytes) = lower.bytes.get_mut(..word.len()) {
        bytes.copy_from_slice(word.as_bytes());
        bytes.make_ascii_lowercase();
        lower.len = word.len();
    }
    lower
}

impl Words {
    /// The forms of a language; built once.
    pub fn of(lang: Lang) -> &'static Words {
        static EN: OnceLock<Words> = OnceLock::new();
        static ZH: OnceLock<Words> = OnceLock::new();
        match lang {
            Lang::En => EN.get_or_init(|| Words::build(Lang::En)),
            Lang::Zh => ZH.get_or_init(|| Words::build(Lang::Zh)),
        }
    }

    fn build(lang: Lang) -> Words {
        let mut list: Vec<(Vec<char>, Entry)> = Vec::with_capacity(8192);
        let mut put = |cat: Cat, num: i64, arg: &'static str, form: &'static str| {
            let exact = form.chars().any(|c| c.is_ascii_uppercase()).then_some(form);
            let mut folded = Vec::with_capacity(form.len());
            folded.extend(form.chars().map(fold));
            list.push((folded, Entry { cat, num, arg, exact }));
        };
        for file in files(lang) {
            for mut columns in rows(file) {
                let (Some(cat), arg) = (columns.next().and_then(Cat::named), columns.next().unwrap_or("")) else {
                    continue;
                };
                for form in forms(columns.next()) {
                    put(cat, arg.parse().unwrap_or(0), arg, form);
                }
            }
        }
        for (i, columns) in rows(UNITS).enumerate() {
            let column: Vec<&'static str> = columns.collect();
            let own = if lang == Lang::En { [3, 4, 4] } else { [3, 4, 5] };
            for form in own[..if lang == Lang::En { 2 } else { 3 }].iter().flat_map(|c| forms(column.get(*c).copied()))
            {
                let (form, cat) = tight(form, Cat::Unit, Cat::TightUnit);
                put(cat, i as i64, column.first().copied().unwrap_or(""), form);
            }
        }
        for (i, columns) in rows(CURRENCIES).enumerate() {
            let column: Vec<&'static str> = columns.collect();
            let key = column.first().copied().unwrap_or("");
            for form in forms(column.get(1).copied()) {
                match form.split_once(':') {
                    Some((sign, code)) if code == lang.code() => put(Cat::Sign, i as i64, key, sign),
                    Some(_) => {}
                    None => put(Cat::Sign, i as i64, key, form),
                }
            }
            for form in forms(column.get(if lang == Lang::En { 2 } else { 3 }).copied()) {
                let (form, cat) = tight(form, Cat::Money, Cat::TightMoney);
                put(cat, i as i64, key, form);
            }
        }
        for columns in rows(MINOR) {
            let column: Vec<&'static str> = columns.collect();
            let (key, parts) = (column.first().copied().unwrap_or(""), column.get(1).copied().unwrap_or("100"));
            for form in forms(column.get(if lang == Lang::En { 2 } else { 3 }).copied()) {
                let (form, cat) = tight(form, Cat::Minor, Cat::TightMinor);
                put(cat, parts.parse().unwrap_or(100), key, form);
            }
        }
        list.sort_by(|a, b| a.0.cmp(&b.0));
        let mut words = Words {
            lang,
            nodes: Vec::with_capacity(list.len() * 4),
            edges: Vec::with_capacity(list.len() * 4),
            entries: Vec::with_capacity(list.len()),
            roots: vec![Root::default()],
            blocks: vec![0; BLOCKS],
            others: FxHashMap::default(),
            latin: FxHashMap::default(),
        };
        words.node(&list, 0);
        for forms in list.chunk_by(|a, b| a.0.first() == b.0.first()) {
            if let Some(node) = forms[0].0.first().and_then(|c| words.step(0, *c)) {
                words.root(forms[0].0[0], Root { node, reach: forms.iter().fold(0, |set, f| set | f.1.cat.bit()) });
            }
        }
        for (from, to) in variants() {
            match words.index_of(to) {
                0 => {}
                index => words.begin(from, index),
            }
        }
        for (form, entry) in &list {
            let letters: Vec<u8> = form.iter().map_while(|c| u8::try_from(*c).ok()).collect();
            if let (end @ 1.., Some(word)) = latin_word(&letters, 0) {
                let node = form[..end].iter().try_fold(0, |node, c| words.step(node, *c));
                let root = words.latin.entry(word).or_default();
                *root = Root { node: node.unwrap_or(0), reach: root.reach | entry.cat.bit() };
            }
        }
        words
    }

    /// Enters a root under its character.
    fn root(&mut self, first: char, root: Root) {
        let index = self.roots.len() as u16;
        self.roots.push(root);
        self.begin(first, index);
        if first.is_ascii_lowercase() {
            self.begin(first.to_ascii_uppercase(), index);
        }
    }

    /// Says at which root the forms under `c` begin.
    fn begin(&mut self, c: char, index: u16) {
        match block(c) {
            Some(at) => self.blocks[at] = index,
            None => _ = self.others.insert(c, index),
        }
    }

    #[inline]
    fn index_of(&self, c: char) -> u16 {
        match block(c).or_else(|| block(fold(c))) {
            Some(at) => self.blocks[at],
            None => self.others.get(&fold(c)).copied().unwrap_or(0),
        }
    }

    #[inline]
    fn root_of(&self, c: char) -> &Root {
        &self.roots[self.index_of(c) as usize]
    }

    /// The categories of all forms that begin with this character.
    #[inline]
    pub fn reach(&self, c: char) -> u128 {
        self.root_of(c).reach
    }

    /// The end of the word of Latin letters at `at`, and the categories of all forms that begin with it.
    #[inline]
    pub fn latin(&self, text: &str, at: usize) -> (usize, u128) {
        let (end, root) = self.latin_root(text.as_bytes(), at);
        (end, root.map_or(u128::MAX, |root| root.reach))
    }

    /// Where the forms go on behind the word of Latin letters at `at`; `None`: it has to be read letter by letter.
    #[inline]
    fn latin_root(&self, bytes: &[u8], at: usize) -> (usize, Option<Root>) {
        match latin_word(bytes, at) {
            // A full-width letter may follow.
            (end, Some(word)) if bytes.get(end).is_none_or(u8::is_ascii) => {
                (end, Some(self.latin.get(&word).copied().unwrap_or_default()))
            }
            (end, _) => (end, None),
        }
    }

    /// Makes the node for forms that agree up to `depth`, and what hangs on it.
    fn node(&mut self, list: &[(Vec<char>, Entry)], depth: usize) -> u32 {
        let id = self.nodes.len() as u32;
        let here = list.iter().take_while(|(form, _)| form.len() == depth).count();
        let first = self.entries.len() as u32;
        self.entries.extend(list[..here].iter().map(|(_, e)| *e));
        self.nodes.push(Node { edges: 0..0, entries: first..self.entries.len() as u32 });
        let groups = || list[here..].chunk_by(|a, b| a.0[depth] == b.0[depth]);
        let start = self.edges.len();
        self.edges.extend(groups().map(|g| (g[0].0[depth], 0)));
        self.nodes[id as usize].edges = start as u32..self.edges.len() as u32;
        for (i, group) in groups().enumerate() {
            let child = self.node(group, depth + 1);
            self.edges[start + i].1 = child;
        }
        id
    }

    /// An entry by the number that [`Words::each`] gives.
    #[inline]
    pub fn entry(&self, index: u32) -> &Entry {
        &self.entries[index as usize]
    }

    #[inline]
    fn step(&self, node: u32, c: char) -> Option<u32> {
        let n = &self.nodes[node as usize];
        let edges = &self.edges[n.edges.start as usize..n.edges.end as usize];
        if edges.len() <= 4 {
            return edges.iter().find(|e| e.0 == c).map(|e| e.1);
        }
        edges.binary_search_by_key(&c, |e| e.0).ok().map(|i| edges[i].1)
    }

    /// Calls `found` with the end and the meaning of each form that stands at byte `at`, short ones first.
    #[inline]
    pub fn each(&self, text: &str, at: usize, mut found: impl FnMut(usize, u32, &Entry)) {
        let Some(c) = text.get(at..).and_then(|t| t.chars().next()) else { return };
        let (mut end, Root { mut node, reach }) = match c {
            'a'..='z' | 'A'..='Z' => match self.latin_root(text.as_bytes(), at) {
                (end, Some(root)) => (end, root),
                (_, None) => (at + 1, *self.root_of(c)),
            },
            _ => (at + c.len_utf8(), *self.root_of(c)),
        };
        if reach == 0 {
            return;
        }
        let mut last = c;
        loop {
            let n = &self.nodes[node as usize];
            if !n.entries.is_empty() && self.ends_word(last, text, end) {
                for i in n.entries.start..n.entries.end {
                    let e = &self.entries[i as usize];
                    if e.exact.is_none_or(|form| same_case(form, &text[at..end])) {
                        found(end, i, e);
                    }
                }
            }
            if n.edges.is_empty() {
                return;
            }
            let mut next = text[end..].chars().next();
            if let Some(c) = next.filter(|c| is_space(*c)) {
                // Runs of blanks are one; between Han characters they do not count at all.
                let after = end + text[end..].len() - text[end..].trim_start_matches(is_space).len();
                if let Some(n) = self.step(node, ' ') {
                    (node, end, last) = (n, after, c);
                    continue;
                }
                if self.lang == Lang::Zh && is_han(last) && after - end <= 4 {
                    end = after;
                    next = text[end..].chars().next();
                }
            }
            let Some(c) = next else { return };
            let Some(n) = self.step(node, fold(c)) else { return };
            (node, end, last) = (n, end + c.len_utf8(), c);
        }
    }

    /// Whether a form may end here: not inside a word of Latin letters.
    #[inline]
    fn ends_word(&self, last: char, text: &str, end: usize) -> bool {
        let next = text.as_bytes().get(end).copied().unwrap_or(b' ');
        if last.is_ascii_alphabetic() {
            !next.is_ascii_alphabetic()
        } else if last.is_ascii_digit() {
            !next.is_ascii_alphanumeric()
        } else {
            true
        }
    }
}

fn tight(form: &'static str, loose: Cat, tight: Cat) -> (&'static str, Cat) {
    match form.strip_suffix('!') {
        Some(form) => (form, tight),
        None => (form, loose),
    }
}

fn same_case(form: &str, text: &str) -> bool {
    form.bytes().filter(u8::is_ascii_alphabetic).eq(text.bytes().filter(u8::is_ascii_alphabetic))
}

/// Blanks inside a line.
#[inline]
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}')
}

/// Chinese characters, 〇 among them.
#[inline]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{3007}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_known_category_and_a_form() {
        for lang in [Lang::En, Lang::Zh] {
            for file in files(lang) {
                for mut columns in rows(file) {
                    let cat = columns.next().unwrap_or("");
                    assert!(Cat::named(cat).is_some(), "unknown category {cat:?}");
                    let arg = columns.next();
                    assert!(forms(columns.next()).next().is_some(), "no form: {cat} {arg:?}");
                    assert_eq!(columns.next(), None, "too many columns: {cat} {arg:?}");
                }
            }
        }
    }

    #[test]
    fn a_place_has_room_for_all_forms_that_begin_alike() {
        fn most(words: &Words, node: u32) -> usize {
            let n = &words.nodes[node as usize];
            let edges = &words.edges[n.edges.start as usize..n.edges.end as usize];
            n.entries.len() + edges.iter().map(|(_, to)| most(words, *to)).max().unwrap_or(0)
        }
        for lang in [Lang::En, Lang::Zh] {
            assert!(most(Words::of(lang), 0) <= super::super::memory::FORMS);
        }
    }

    #[test]
    fn finds_the_longest_form_across_case_blanks_and_variants() {
        let en = Words::of(Lang::En);
        let hit = |w: &Words, t: &str, c| {
            let mut best = None;
            w.each(t, 0, |end, _, e| {
                if e.cat == c {
                    best = Some((end, e.arg));
                }
            });
            best
        };
        assert_eq!(hit(en, "More  than 3", Cat::Before), Some((10, "more-than")));
        assert_eq!(hit(en, "MB", Cat::TightUnit), Some((2, "MegaBYTE")));
        assert_eq!(hit(en, "mb", Cat::TightUnit), Some((2, "MegaBIT")));
        assert_eq!(hit(en, "tenor", Cat::Teen), None);
        let zh = Words::of(Lang::Zh);
        assert_eq!(hit(zh, "個 百分點", Cat::PPoint), Some(("個 百分點".len(), "100")));
        assert_eq!(hit(zh, "美圓", Cat::Money), Some(("美圓".len(), "USD")));
    }
}
