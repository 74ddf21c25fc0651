//! Tables with a header: an id, names, and what else is known.
//!
//! Columns are known by their names, in any order; others are left alone. `id` (also `iri`, `qid`): an IRI, or a `Q…` of
//! Wikidata. `label`, `label_en`, …: the name, in a language. `alias`, `aliases`, `alias_en`, …: other names, `|` between.
//! `class` or `type`. `country`: a code of two letters. `begin`, `end`: dates or years. `weight` or `n_sources`: a number.
//! `en_from`, `zh_from`: where it says `alias`, the label in that language is no better than an alias.
//! `related`: IRIs or `Q…`, `|` between. `other_ids`: `k=v` with `;` between, of which `country` and ISO codes are taken.

use super::Reading;
use crate::link::LinkError;
use crate::link::gather::{Part, full};
use oxigraph::model::NamedNode;
use std::io::{self, BufRead};

/// What a column holds.
#[derive(Clone)]
enum Column {
    Id,
    Names(Part, Option<String>),
    Kind,
    Country,
    Begin,
    End,
    Weight,
    Related,
    Others,
    /// How good the label in a language is.
    From(String),
    Ignored,
}

impl Column {
    fn named(name: &str) -> Column {
        let (main, tag) = name.split_once(['_', '@']).map_or((name, None), |(main, tag)| (main, Some(tag.to_owned())));
        match (name, main) {
            ("id" | "iri" | "qid", _) => Column::Id,
            (_, "label" | "name") => Column::Names(Part::Label, tag),
            (_, "alias" | "aliases") => Column::Names(Part::Alias, tag),
            ("class" | "type", _) => Column::Kind,
            ("country", _) => Column::Country,
            ("begin", _) => Column::Begin,
            ("end", _) => Column::End,
            ("weight" | "n_sources", _) => Column::Weight,
            ("related", _) => Column::Related,
            ("other_ids", _) => Column::Others,
            (_, lang) if tag.as_deref() == Some("from") => Column::From(lang.to_owned()),
            _ => Column::Ignored,
        }
    }
}

pub fn read(input: impl BufRead, file: &mut Reading<'_, '_>) -> Result<(), LinkError> {
    let mut columns: Vec<Column> = Vec::new();
    file.lines(input, |file, number, line| {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if columns.is_empty() {
            columns = line.split('\t').map(|name| Column::named(name.trim())).collect();
            let has = |wanted: fn(&Column) -> bool| columns.iter().any(wanted);
            if has(|c| matches!(c, Column::Id)) && has(|c| matches!(c, Column::Names(..))) {
                return Ok(());
            }
            return Err(LinkError::Header { path: file.path.to_owned(), line: number });
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() != columns.len() {
            let what = format!("{} columns where the header has {}; the line is left out", fields.len(), columns.len());
            return file.trouble(number, 1, what);
        }
        let (at, given) = columns
            .iter()
            .zip(&fields)
            .enumerate()
            .find_map(|(i, (c, f))| match c {
                Column::Id => Some((i, f.trim())),
                _ => None,
            })
            .unwrap_or_default();
        let id = full(given);
        if NamedNode::new(&id).is_err() {
            let column = fields[..at].iter().map(|f| f.chars().count() as u64 + 1).sum::<u64>() + 1;
            let what = format!("{given:?} is neither an IRI nor an item of Wikidata (Q…); the line is left out");
            return file.trouble(number, column, what);
        }
        let kinds = columns.iter().zip(&fields).filter(|(c, _)| matches!(c, Column::Kind)).map(|(_, f)| f.trim());
        if !file.to.wants(kinds) {
            return Ok(());
        }
        let poor: Vec<&str> = columns
            .iter()
            .zip(&fields)
            .filter_map(|(column, field)| match column {
                Column::From(lang) if *field == "alias" => Some(lang.as_str()),
                _ => None,
            })
            .collect();
        for (column, field) in columns.iter().zip(&fields) {
            let column = match column {
                Column::Names(_, Some(tag)) if poor.contains(&tag.as_str()) => {
                    &Column::Names(Part::Alias, Some(tag.clone()))
                }
                column => column,
            };
            say(file, &id, column, field).map_err(|e| file.failed(e))?;
        }
        Ok(())
    })
}

fn say(file: &mut Reading<'_, '_>, id: &str, column: &Column, field: &str) -> io::Result<()> {
    let to = &mut *file.to;
    let field = field.trim();
    if field.is_empty() {
        return Ok(());
    }
    match column {
        Column::Names(Part::Label, tag) => to.name(id, field, tag.as_deref(), Part::Label),
        Column::Names(Part::Alias, tag) => {
            field.split('|').try_for_each(|name| to.name(id, name, tag.as_deref(), Part::Alias))
        }
        Column::Kind => field.split('|').try_for_each(|kind| to.kind(id, kind)),
        Column::Country => to.country(id, field),
        Column::Begin => to.begin(id, field),
        Column::End => to.end(id, field),
        Column::Weight => to.weight(id, field.parse().unwrap_or(0)),
        Column::Related => field.split('|').try_for_each(|other| to.related(id, &full(other.trim()))),
        Column::Others => field.split(';').filter_map(|pair| pair.split_once('=')).try_for_each(|(key, value)| {
            match key.trim() {
                "country" | "iso3166_1_a2" | "iso3166-1-a2" => to.country(id, value.trim()),
                // The country stands before the hyphen.
                "iso3166_2" | "iso3166-2" => to.country(id, value.trim().split('-').next().unwrap_or_default()),
                _ => Ok(()),
            }
        }),
        Column::Id | Column::From(_) | Column::Ignored => Ok(()),
    }
}
