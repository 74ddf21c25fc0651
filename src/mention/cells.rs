//! Figures and years in tables -> values with the units that stand over them.
//!
//! Comes in: the tables of a text and the values of its sentences. Goes out: each figure of a table as a quantity, with the unit that the heading of its
//! row or column or a line over the table gives ("Exports (billion kroner)", 单位：亿元); years in headings as times.

use super::values::ValueClasses;
use super::{By, Found, Reading, Text};
use crate::document::Lang;
use crate::rule::pattern::ClassId;
use crate::span::Span;
use crate::text::{Cell, Table};
use crate::value::{self, Context, Value, ValueKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::RangeInclusive;

/// Whole numbers that are years where all of a row or column of headings are.
const YEARS: RangeInclusive<u32> = 1900..=2100;

/// How many whole numbers in a row or column show that they only count.
const COUNTING: usize = 3;

/// Adds what the figures and years of tables are.
pub(super) fn cells(readings: &mut [Reading<'_>], text: &Text<'_>, classes: &ValueClasses, context: &Context<'_>) {
    for table in &text.tables {
        let words = |cell: &Cell| span(readings, cell).of(&text.normal);
        let years = years(table, words);
        let counting = counting(table, words);
        let lang = |cell: &Cell| readings[cell.sentence as usize].lang();
        let others = table.rows.iter().flatten().flatten().filter(|c| !years.contains(c) && !counting.contains(c));
        let amounts = others.filter_map(|cell| Some((*cell, amount(words(cell), lang(cell), context)?)));
        let amounts: FxHashMap<Cell, Value> = amounts.collect();
        let Some(layout) = table.layout(|cell| amounts.contains_key(cell)) else { continue };
        let over: Vec<&str> = table.over.iter().map(|n| readings[*n as usize].sentence.span.of(&text.normal)).collect();
        let mut read = Vec::new();
        for row in &table.rows[layout.body..] {
            let label = row[layout.labels];
            for (column, cell) in row.iter().enumerate() {
                let Some(cell) = cell.filter(|_| column != layout.labels) else { continue };
                let Some(own) = amounts.get(&cell) else { continue };
                let near = label.into_iter().chain(table.over_column(layout, column));
                let near: Vec<&str> = near.map(|heading| words(&heading)).collect();
                let units = near.iter().chain(&over).flat_map(|heading| units(heading));
                let value = with_unit(words(&cell), own, lang(&cell), context, units);
                read.push((cell, classes.quantity, value.unwrap_or_else(|| own.clone())));
            }
        }
        let dated = |cell: &Cell| Some((*cell, classes.time, year(words(cell), lang(cell), context)?));
        read.extend(years.iter().filter_map(dated));
        for (cell, class, value) in read {
            put(&mut readings[cell.sentence as usize], cell, class, value);
        }
    }
}

fn span(readings: &[Reading<'_>], cell: &Cell) -> Span {
    readings[cell.sentence as usize].tokens.span(cell.start.into(), cell.end.into())
}

/// The cells that are years: of the first row or the first column, where all their numbers are.
fn years<'t>(table: &Table, words: impl Fn(&Cell) -> &'t str) -> FxHashSet<Cell> {
    let number = |cell: &Cell| words(cell).bytes().all(|b| b.is_ascii_digit());
    let year = |cell: &Cell| words(cell).len() == 4 && words(cell).parse().is_ok_and(|year| YEARS.contains(&year));
    let first_row = table.rows[0].iter().flatten().copied().collect::<Vec<_>>();
    let first_column = table.rows.iter().filter_map(|row| row[0]).collect::<Vec<_>>();
    let mut years = FxHashSet::default();
    for line in [first_row, first_column] {
        let numbers: Vec<Cell> = line.into_iter().filter(number).collect();
        if numbers.iter().all(year) {
            years.extend(numbers);
        }
    }
    years
}

/// The cells of rows and columns that only count: 1, 2, 3.
fn counting<'t>(table: &Table, words: impl Fn(&Cell) -> &'t str) -> FxHashSet<Cell> {
    let columns = (0..table.rows[0].len()).map(|n| table.rows.iter().filter_map(|row| row[n]).collect());
    let rows = table.rows.iter().map(|row| row.iter().flatten().copied().collect());
    let mut counting = FxHashSet::default();
    for line in columns.chain(rows) {
        let line: Vec<Cell> = line;
        let number = |cell: &Cell| Some((*cell, words(cell).parse::<u32>().ok()?));
        let numbers: Vec<(Cell, u32)> = line.iter().filter_map(number).collect();
        if numbers.len() >= COUNTING && numbers.windows(2).all(|pair| pair[0].1 + 1 == pair[1].1) {
            counting.extend(numbers.into_iter().map(|(cell, _)| cell));
        }
    }
    counting
}

/// What a cell comes to that is a number with or without a unit, and nothing else.
fn amount(words: &str, lang: Lang, context: &Context<'_>) -> Option<Value> {
    let digit = words.bytes().any(|b| b.is_ascii_digit());
    if digit { whole(words, words.len(), lang, context) } else { None }
}

/// The amount that stands at the begin of a text and reaches to `end` or farther.
fn whole(text: &str, end: usize, lang: Lang, context: &Context<'_>) -> Option<Value> {
    let read = value::read(text, lang, context).into_iter();
    let amount =
        |v: &Value| v.number.is_some() && !matches!(v.kind, ValueKind::Time | ValueKind::Ordinal | ValueKind::Age);
    read.filter(|v| v.full.start == 0 && v.full.end as usize >= end && amount(v))
        .max_by_key(|v| (v.unit.is_some(), v.full.end))
}

/// What a figure, by itself `own`, comes to with the first unit that can be read behind or around it.
fn with_unit<'h>(
    figure: &str,
    own: &Value,
    lang: Lang,
    context: &Context<'_>,
    mut units: impl Iterator<Item = Unit<'h>>,
) -> Option<Value> {
    let blank = if lang == Lang::En { " " } else { "" };
    // "$48" under "billions" has a unit and is more.
    let more = |v: &Value| match &own.unit {
        Some(unit) => v.unit.as_ref() == Some(unit) && v.number != own.number,
        None => v.unit.is_some() || v.number != own.number,
    };
    units.find_map(|Unit { words, alone }| {
        let read = |text: &str| {
            let end = if alone { text.len() } else { figure.len() + blank.len() + 1 };
            whole(text, end, lang, context).filter(more)
        };
        let behind = |words: &str| read(&format!("{figure}{blank}{words}"));
        // "USD million", "thousands", "millions of dollars"
        let around = || words.split_once(' ').and_then(|(first, rest)| read(&format!("{first} {figure} {rest}")));
        let one = || words.replacen("s of ", " ", 1);
        behind(words).or_else(around).or_else(|| behind(one().trim_end_matches('s')))
    })
}

/// What may be a unit.
struct Unit<'h> {
    words: &'h str,
    /// All of them are, or none.
    alone: bool,
}

/// What may be the unit in a heading: what stands in its brackets, behind a comma or a colon, or all of it.
fn units(heading: &str) -> impl Iterator<Item = Unit<'_>> {
    let in_brackets = heading.split(['(', '（']).skip(1).filter_map(|part| part.split([')', '）']).next());
    let behind = heading.rsplit_once([',', '，', ':', '：']).map(|(_, unit)| unit);
    let part = in_brackets.chain(behind).map(|words| (words, false));
    let units = part.chain([(heading, true)]);
    let bare = |(words, alone): (_, bool)| Unit { words: str::trim(words).trim_start_matches("in "), alone };
    units.map(bare).filter(|unit| !unit.words.is_empty())
}

/// A year that stands alone.
fn year(number: &str, lang: Lang, context: &Context<'_>) -> Option<Value> {
    let text = match lang {
        Lang::En => format!("in {number}"),
        Lang::Zh => format!("{number}年"),
    };
    value::read(&text, lang, context).into_iter().find(|v| v.kind == ValueKind::Time)
}

/// A mention of a cell, or what is found there already with this class and value.
fn put(reading: &mut Reading<'_>, cell: Cell, class: ClassId, value: Value) {
    let span = reading.tokens.span(cell.start.into(), cell.end.into());
    let value = Some(Box::new(Value { span, hedged: span, full: span, counted: None, product: None, ..value }));
    // What is read in a part of it is read better in the whole.
    let inside = |found: &Found| found.by == By::Value && cell.start <= found.start && found.end <= cell.end;
    let found = Found { span, start: cell.start, end: cell.end, class, by: By::Value, row: None, value };
    match reading.found.iter_mut().find(|found| inside(found)) {
        Some(old) => *old = found,
        None => reading.push(found),
    }
}
