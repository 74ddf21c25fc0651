//! The data files of the value grammars, embedded, row by row; units and currencies by number; how characters are folded.
//!
//! Comes in: `data/values`. Goes out: rows of (category, argument, forms) for the words, [`UnitRow`], keys of currencies.

use crate::document::Lang;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A unit of `units.tsv`.
#[derive(Clone, Copy, Debug)]
pub struct UnitRow {
    pub key: &'static str,
    pub kind: &'static str,
    pub base: &'static str,
    pub factor: &'static str,
}

struct Tables {
    fold: FxHashMap<char, char>,
    units: Vec<UnitRow>,
    currencies: Vec<&'static str>,
    shared: Vec<Shared>,
}

/// A name that several currencies have ("dollar"): the currency that is meant by convention, and that of each country.
struct Shared {
    key: &'static str,
    convention: Option<&'static str>,
    countries: Vec<(&'static str, &'static str)>,
}

/// Units of both languages.
pub const UNITS: &str = include_str!("../../data/values/units.tsv");
/// Money by ISO 4217 code.
pub const CURRENCIES: &str = include_str!("../../data/values/currencies.tsv");
/// Parts of money.
pub const MINOR: &str = include_str!("../../data/values/minor.tsv");
const TRADITIONAL: &str = include_str!("../../data/lang/zh/traditional.tsv");
/// Characters that count as others besides.
const FOLD: &str = include_str!("../../data/values/fold.tsv");

/// The files of a language, each `category TAB argument TAB form | form`.
pub fn files(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::En => [
            include_str!("../../data/values/en/numerals.tsv"),
            include_str!("../../data/values/en/money.tsv"),
            include_str!("../../data/values/en/hedges.tsv"),
            include_str!("../../data/values/en/nouns.tsv"),
            include_str!("../../data/values/en/never.tsv"),
            include_str!("../../data/values/en/time.tsv"),
            include_str!("../../data/values/en/holidays.tsv"),
        ],
        Lang::Zh => [
            include_str!("../../data/values/zh/numerals.tsv"),
            include_str!("../../data/values/zh/money.tsv"),
            include_str!("../../data/values/zh/hedges.tsv"),
            include_str!("../../data/values/zh/nouns.tsv"),
            include_str!("../../data/values/zh/never.tsv"),
            include_str!("../../data/values/zh/time.tsv"),
            include_str!("../../data/values/zh/holidays.tsv"),
        ],
    }
}

/// The rows of a data file: lines without comments, as columns.
pub fn rows(file: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    file.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t'))
}

/// The forms of a column.
pub fn forms(column: Option<&'static str>) -> impl Iterator<Item = &'static str> {
    column.unwrap_or("").split(" | ").map(str::trim).filter(|f| !f.is_empty())
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut fold = FxHashMap::default();
        for line in FOLD.lines().filter(|l| !l.starts_with('#')) {
            for pair in line.split_whitespace() {
                let mut chars = pair.chars();
                if let (Some(a), Some(b)) = (chars.next(), chars.next()) {
                    fold.insert(a, b);
                }
            }
        }
        for mut pair in rows(TRADITIONAL) {
            if let (Some(a), Some(b)) = (pair.next(), pair.next())
                && let (Some(a), Some(b)) = (a.chars().next(), b.chars().next())
            {
                fold.entry(a).or_insert(b);
            }
        }
        let units = rows(UNITS)
            .map(|mut c| {
                let (key, kind, base) = (c.next().unwrap_or(""), c.next().unwrap_or(""), c.next().unwrap_or(""));
                let (base, factor) = base.split_once(' ').unwrap_or((base, "1"));
                UnitRow { key, kind, base, factor }
            })
            .collect();
        let currencies = rows(CURRENCIES).map(|mut c| c.next().unwrap_or("")).collect();
        let shared = rows(CURRENCIES).filter_map(|mut c| {
            let (key, meant) = (c.next()?, c.nth(3)?);
            let convention = forms(Some(meant)).find(|code| !code.contains('='));
            let countries = forms(Some(meant)).filter_map(|pair| pair.split_once('=')).collect();
            Some(Shared { key, convention, countries })
        });
        let shared = shared.collect();
        Tables { fold, units, currencies, shared }
    })
}

/// The unit with the number that its entries carry.
pub fn unit(index: i64) -> Option<&'static UnitRow> {
    tables().units.get(usize::try_from(index).ok()?)
}

/// The key of a unit for each of another: that of `units.tsv` where it is there, else our own.
pub fn per(own: &str, each: &str) -> String {
    let key = format!("{own}-PER-{each}");
    if tables().units.iter().any(|row| row.key == key) { key } else { key.to_ascii_lowercase() }
}

/// The key of a unit of time, by its code in `timeunit` rows.
pub fn time_unit(code: &str) -> Option<&'static str> {
    Some(match code {
        "Y" => "YR",
        "M" => "MO",
        "W" => "WK",
        "D" => "DAY",
        "H" => "HR",
        "MIN" => "MIN",
        "S" => "SEC",
        _ => return None,
    })
}

/// The unit that others of its kind are told in, and how many of it one of `key` is; none where `key` is it.
pub fn base_of(key: &str) -> Option<(&'static str, &'static str)> {
    let units = &tables().units;
    let row = units.iter().find(|row| row.key == key && row.factor != "1")?;
    let base = units.iter().find(|other| other.base == row.base && other.factor == "1")?;
    Some((base.key, row.factor))
}

/// The currency key with the number that its entries carry.
pub fn currency(index: i64) -> Option<&'static str> {
    tables().currencies.get(usize::try_from(index).ok()?).copied()
}

/// Whether a key is the code of a currency.
pub fn is_currency(key: &str) -> bool {
    let code = key.len() == 3 && key.bytes().all(|b| b.is_ascii_uppercase());
    code && tables().currencies.contains(&key)
}

/// The unit that is meant in texts of a country by one whose name several currencies have: of "dollar", and of
/// "dollar-per-bbl", that of the country, else by convention the one of the United States. None for other units.
pub fn meant(unit: &str, country: Option<&str>) -> Option<String> {
    let (name, each) = unit.split_once("-per-").map_or((unit, None), |(name, each)| (name, Some(each)));
    let shared = tables().shared.iter().find(|shared| shared.key == name)?;
    let of_country = shared.countries.iter().find(|(of, _)| Some(*of) == country).map(|(_, code)| *code);
    let code = of_country.or(shared.convention)?;
    Some(each.map_or_else(|| code.to_owned(), |each| format!("{code}-per-{each}").to_ascii_lowercase()))
}

/// One character as the tables write it.
#[inline]
pub fn fold(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\0'..='\u{7f}' => c,
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        '\u{3000}' | '\u{a0}' | '\u{202f}' => ' ',
        '\u{3400}'..='\u{9fff}' => *tables().fold.get(&c).unwrap_or(&c),
        _ => c,
    }
}

/// The characters that are read as another, with that.
pub fn variants() -> impl Iterator<Item = (char, char)> {
    tables().fold.iter().map(|(from, to)| (*from, *to))
}
