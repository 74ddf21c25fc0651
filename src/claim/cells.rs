//! What tables say: each figure of a table, with what its row, its column and the lines over the table are headed with.
//!
//! Comes in: a table and the readings of its sentences. Goes out: the claims of the rules that are of `cells`, for each cell with a figure.

use super::Finder;
use super::fill::Fill;
use crate::mention::{Found, Reading};
use crate::rule::watch::{self, Tried, Watch};
use crate::rule::{Filling, Heading, Role, Slot};
use crate::text::{Cell, ChunkKind, Layout, Sentence, Table, Tag, Text};
use smallvec::SmallVec;

/// A figure, and where its headings are.
struct Figure<'f> {
    table: &'f Table,
    layout: Layout,
    row: usize,
    column: usize,
    cell: Cell,
}

impl<W: Watch> Finder<'_, '_, W> {
    /// The claims of a table.
    pub(super) fn cells(&mut self, table: &Table, text: &Text<'_>, readings: &[Reading<'_>]) {
        let quantity = self.asked.quantity;
        let figure = |cell: &Cell| mention(readings, cell).is_some_and(|found| Some(found.class) == quantity);
        let Some(layout) = table.layout(figure) else { return };
        let of_cells = |n: &u16| self.rules.relations[usize::from(*n)].cells;
        let relations: Vec<u16> = (0..self.rules.relations.len() as u16).filter(of_cells).collect();
        for (row, cells) in table.rows.iter().enumerate().skip(layout.body) {
            for (column, cell) in cells.iter().enumerate().filter(|(column, _)| *column != layout.labels) {
                let Some(cell) = cell.filter(|cell| figure(cell)) else { continue };
                if table.over_column(layout, column).any(|heading| self.numbers(&heading, readings)) {
                    continue;
                }
                let figure = Figure { table, layout, row, column, cell };
                for &n in &relations {
                    self.cell(n, &figure, text, readings);
                }
            }
        }
    }

    /// Whether a heading says that what stands under it are mere numbers: "Page", 序号.
    fn numbers(&self, heading: &Cell, readings: &[Reading<'_>]) -> bool {
        let tokens = &readings[heading.sentence as usize].tokens;
        self.asked.numbering.is_some_and(|label| tokens.is(heading.start, heading.end, Some(label)))
    }

    /// What one rule says of one figure.
    fn cell(&mut self, number: u16, figure: &Figure<'_>, text: &Text<'_>, readings: &[Reading<'_>]) {
        let Cell { sentence, start, end } = figure.cell;
        self.watch.begin(Tried::Cell(number), watch::Place { sentence, start, end });
        let relation = &self.rules.relations[number as usize];
        let mut roles: Vec<SmallVec<[Fill; 4]>> = Vec::new();
        let mut complete = true;
        // A number that has no unit, and of whose column nothing is told, may be a page or anything.
        let value = mention(readings, &figure.cell).and_then(|found| found.value.as_deref());
        let mut told = value.is_some_and(|value| value.unit.is_some());
        for role in &relation.roles {
            let headed = role.slots.iter().find_map(|slot| match slot {
                Slot::Heading(at) => Some((*at, self.headed(role, *at, figure, text, readings)?)),
                _ => None,
            });
            let fill = headed.filter(|(_, fill)| !roles.iter().flatten().any(|other| other == fill));
            self.watch.role(roles.len(), fill.iter().map(|(_, fill)| fill.place()));
            complete &= role.optional || fill.is_some();
            told |= fill.is_some_and(|(at, _)| at == Heading::Column);
            roles.push(fill.into_iter().map(|(_, fill)| fill).collect());
        }
        if complete && told {
            let settings = relation.fixed().collect();
            self.emit(sentence, number, (start, end), roles, settings, false);
        }
        self.watch.end();
    }

    /// What fills a role from one of the headings of a figure.
    fn headed(
        &self,
        role: &Role,
        heading: Heading,
        figure: &Figure<'_>,
        text: &Text<'_>,
        readings: &[Reading<'_>],
    ) -> Option<Fill> {
        let Figure { table, layout, row, column, cell } = figure;
        match heading {
            Heading::Cell => self.whole(role, cell, readings),
            Heading::Row => self.whole(role, &table.rows[*row][layout.labels]?, readings),
            Heading::Column => table.over_column(*layout, *column).find_map(|cell| self.whole(role, &cell, readings)),
            Heading::Caption => table.over.iter().find_map(|n| self.over(role, *n, text, &readings[*n as usize])),
        }
    }

    /// A cell as a filler, without the unit in brackets behind it: a mention that it is, or words that are no name.
    fn whole(&self, role: &Role, cell: &Cell, readings: &[Reading<'_>]) -> Option<Fill> {
        let reading = &readings[cell.sentence as usize];
        let tokens = &reading.tokens;
        let opens = |at: &u16| matches!(tokens.word(*at), "(" | "（" | "," | "，" | ":" | "：");
        let end = (cell.start + 1..cell.end).find(opens).unwrap_or(cell.end);
        let mention = reading.mention(cell.start, end).or_else(|| reading.mention(cell.start, cell.end));
        if let Some(n) = mention
            && role.takes_class(reading.found[n as usize].class)
        {
            return Some(Fill {
                sentence: cell.sentence,
                start: cell.start,
                end: reading.found[n as usize].end,
                mention,
            });
        }
        let phrase = role.fillings.contains(&Filling::Phrase);
        phrase.then(|| self.phrase(cell.sentence, cell.start, end, reading)).flatten()
    }

    /// What fills a role from a line over a table: the only mention that may; for words the first noun phrase that is no name.
    fn over(&self, role: &Role, sentence: u32, text: &Text<'_>, reading: &Reading<'_>) -> Option<Fill> {
        let fits = |found: &Found| role.takes_class(found.class);
        let mut found = (0..).zip(&reading.found).filter(|(_, found)| fits(found));
        if let Some((n, first)) = found.next() {
            let same = |other: &Found| other.class == first.class && other.row.is_some() && other.row == first.row;
            let fill = Fill { sentence, start: first.start, end: first.end, mention: Some(n) };
            return found.all(|(_, other)| same(other)).then_some(fill);
        }
        if !role.fillings.contains(&Filling::Phrase) {
            return None;
        }
        let Sentence { chunks, tokens, .. } = reading.sentence;
        let nouns =
            text.chunks[chunks.start as usize..chunks.end as usize].iter().filter(|c| c.kind == ChunkKind::Noun);
        let of_sentence = nouns.map(|c| ((c.start - tokens.start) as u16, (c.end - tokens.start) as u16));
        // "Table 2 Exports of Norway", 挪威对外贸易: neither a number nor whose it is says of what.
        let begins = |start: u16, end: u16| {
            let number = |at: u16| reading.tokens.tokens[at as usize].tag == Tag::Number;
            let at = (start..end).find(|at| !number(*at) && !self.says_nothing(*at, reading)).unwrap_or(start);
            let whose = reading.beginning(at).map(|n| &reading.found[n]);
            whose
                .filter(|found| self.asked.settings.contains(&found.class) && found.end < end)
                .map_or(at, |found| found.end)
        };
        of_sentence.into_iter().find_map(|(start, end)| self.phrase(sentence, begins(start, end), end, reading))
    }

    /// Whether a word says nothing of what something is: "Total", 单位.
    fn says_nothing(&self, at: u16, reading: &Reading<'_>) -> bool {
        reading.tokens.starting(at.into()).any(|edge| Some(edge.label) == self.asked.table_word)
    }

    /// Words that say of what something is: no name, no figure, and no word that says nothing in a table.
    fn phrase(&self, sentence: u32, start: u16, end: u16, reading: &Reading<'_>) -> Option<Fill> {
        let tokens = &reading.tokens;
        let known =
            |found: &Found| self.asked.settings.contains(&found.class) || self.asked.named_kinds.contains(&found.class);
        let noun =
            |at: u16| matches!(tokens.tokens[at as usize].tag, Tag::Noun | Tag::Proper | Tag::Gerund | Tag::Verb);
        let named = reading.found.iter().any(|found| known(found) && found.start <= start && end <= found.end);
        let says = (start..end).any(|at| noun(at) && !self.says_nothing(at, reading));
        // One character is the end of a heading that was divided.
        let long = tokens.span(start.into(), end.into()).of(tokens.text).chars().nth(1).is_some();
        (says && long && !named).then(|| Fill { sentence, start, end, mention: reading.mention(start, end) })
    }
}

/// The mention that a cell is.
fn mention<'r>(readings: &'r [Reading<'_>], cell: &Cell) -> Option<&'r Found> {
    let reading = &readings[cell.sentence as usize];
    reading.mention(cell.start, cell.end).map(|n| &reading.found[n as usize])
}
