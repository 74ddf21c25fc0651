//! Tables: rows of cells with a bar between them, as the readers of documents write them, and the short lines over them.
//!
//! Comes in: the passages of a text with their sentences and tokens. Goes out: tables as rows of cells, each row of as many columns.

use super::{Sentence, Token};
use crate::document::Passage;
use std::ops::RangeInclusive;

/// How many columns a table has.
const COLUMNS: RangeInclusive<usize> = 2..=64;
/// How many rows of headings are looked at over a column.
const HEADINGS: usize = 3;
/// The longest line over a table that may be its caption, in bytes.
const CAPTION: usize = 160;
/// How many lines over a table are looked at: its caption, and its units or a note under that.
const OVER: usize = 2;
/// What stands between cells.
const BAR: char = '|';

/// What stands in a row and a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Into [`super::Text::sentences`].
    pub sentence: u32,
    /// Tokens of the sentence.
    pub start: u16,
    pub end: u16,
}

/// Rows of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The sentences of the lines over it, the nearest first.
    pub over: Vec<u32>,
    /// `None`: an empty cell, or one of several sentences.
    pub rows: Vec<Vec<Option<Cell>>>,
}

/// Which of its cells are headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The column that tells what the rows are of.
    pub labels: usize,
    /// The first row that is no heading of columns.
    pub body: usize,
}

impl Table {
    /// How it is laid out, where some cells are figures. Rows over the first with figures are headings; the figures stand behind the first column of
    /// words or times.
    pub fn layout(&self, is_figure: impl Fn(&Cell) -> bool) -> Option<Layout> {
        let figure = |cell: &Option<Cell>| cell.as_ref().is_some_and(&is_figure);
        let body = self.rows.iter().position(|row| row.iter().any(&figure))?;
        let words =
            |column: &usize| self.rows[body..].iter().any(|row| row[*column].is_some() && !figure(&row[*column]));
        let labels = (0..self.rows[body].len()).find(words)?;
        Some(Layout { labels, body })
    }

    /// The headings of a column, the nearest to its figures first. A heading over several columns stands in the first of them.
    pub fn over_column(&self, layout: Layout, column: usize) -> impl Iterator<Item = Cell> + '_ {
        let nearest = move |(n, row): (usize, &Vec<Option<Cell>>)| {
            let first = if n + 1 == layout.body { column } else { layout.labels + 1 };
            row[first.min(column)..=column].iter().rev().find_map(|cell| *cell)
        };
        self.rows[..layout.body].iter().enumerate().rev().take(HEADINGS).filter_map(nearest)
    }
}

/// Whether a line is a row of a table.
pub(super) fn is_row(line: &str) -> bool {
    // Few lines have a bar, and every line is asked.
    memchr::memchr(BAR as u8, line.as_bytes()).is_some()
        && (line.starts_with("| ") || line.contains(" | ") || line.ends_with(" |"))
}

/// The tables of a text.
pub(super) fn find(normal: &str, passages: &[Passage], sentences: &[Sentence], tokens: &[Token]) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    if memchr::memchr(BAR as u8, normal.as_bytes()).is_none() {
        return tables;
    }
    let mut open = Table::default();
    let (mut first, mut end) = (0, 0);
    for of_one in sentences.chunk_by(|a, b| a.passage == b.passage) {
        let last = first + of_one.len();
        let span = passages[of_one[0].passage as usize].span;
        let row = if is_row(span.of(normal)) { cells(normal, first, of_one, tokens) } else { Vec::new() };
        let between = &normal[end..span.start as usize];
        let apart = between.contains("\n\n") || between.contains("\n\r\n");
        if open.rows.first().is_some_and(|before| before.len() != row.len() || apart) {
            close(std::mem::take(&mut open), &mut tables);
        }
        if COLUMNS.contains(&row.len()) {
            if open.rows.is_empty() {
                open.over = over(normal, passages, &sentences[..first]);
            }
            open.rows.push(row);
        }
        (first, end) = (last, span.end as usize);
    }
    close(open, &mut tables);
    tables
}

/// Adds a table of more than one row, without columns at its edges in which nothing stands.
fn close(mut table: Table, tables: &mut Vec<Table>) {
    let empty = |table: &Table, column: usize| table.rows.iter().all(|row| row[column].is_none());
    while table.rows.first().is_some_and(|row| !row.is_empty() && empty(&table, row.len() - 1)) {
        table.rows.iter_mut().for_each(|row| row.truncate(row.len() - 1));
    }
    while table.rows.first().is_some_and(|row| !row.is_empty() && empty(&table, 0)) {
        for row in &mut table.rows {
            row.remove(0);
        }
    }
    if table.rows.len() > 1 && COLUMNS.contains(&table.rows[0].len()) {
        tables.push(table);
    }
}

/// The cells of a row, which is the sentences from `first` on.
fn cells(normal: &str, first: usize, sentences: &[Sentence], tokens: &[Token]) -> Vec<Option<Cell>> {
    let mut row = vec![None];
    // A cell that goes over the end of a sentence.
    let mut broken = false;
    for (sentence, of) in (first as u32..).zip(sentences) {
        for (at, token) in (0u16..).zip(&tokens[of.tokens.start as usize..of.tokens.end as usize]) {
            if token.span.of(normal).starts_with(BAR) {
                row.push(None);
                broken = false;
                continue;
            }
            let Some(last) = row.last_mut() else { continue };
            match last {
                None if !broken => *last = Some(Cell { sentence, start: at, end: at + 1 }),
                Some(cell) if cell.sentence == sentence => cell.end = at + 1,
                _ => (*last, broken) = (None, true),
            }
        }
    }
    row
}

/// The short lines right before a row, the nearest first.
fn over(normal: &str, passages: &[Passage], before: &[Sentence]) -> Vec<u32> {
    let mut out = Vec::new();
    let mut lines = OVER;
    for (n, sentence) in before.iter().enumerate().rev() {
        let line = passages[sentence.passage as usize].span.of(normal);
        if line.len() > CAPTION || line.ends_with(['.', '。', ';', '；']) || is_row(line) {
            break;
        }
        out.push(n as u32);
        let begins = n == 0 || before[n - 1].passage != sentence.passage;
        lines -= begins as usize;
        if lines == 0 {
            break;
        }
    }
    out
}
