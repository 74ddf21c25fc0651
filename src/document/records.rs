//! Documents that are records: objects of JSON, lines of JSON Lines, rows of a table with named columns.
//!
//! Comes in: text, and the names of the fields that hold text, id, title and date. Goes out: for each record its document, as
//! far as it has one. Where the user names no field, the usual names are tried (`data/documents/fields.tsv`). Of an object only the
//! fields that can matter are kept while it is parsed: a file of numbers takes no memory.

use super::decode::DecodeError;
use super::fields::{self, Fact, Facts};
use super::input::{ReadError, one_line};
use super::{Metadata, dates};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Fields as the user names them; the usual names where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldNames {
    /// Several are joined, a passage each.
    pub text: Vec<String>,
    pub id: Option<String>,
    pub title: Option<String>,
    pub date: Option<String>,
}

/// What a record says.
#[derive(Debug, PartialEq, Eq)]
pub struct Record {
    pub id: Option<String>,
    pub text: String,
    pub meta: Metadata,
}

/// How far below a record's own fields those of an object in it rank.
const NESTED: usize = 100;

/// The deepest object whose fields are looked at.
const DEEPEST: usize = 3;

/// The most records that are taken from one JSON file, which has to be held whole.
const MOST: usize = 1_000_000;

/// A field that can matter.
#[derive(Debug)]
enum Field {
    Words(String),
    Object(Object),
    /// A list of objects.
    Objects(Vec<Object>),
    Other,
}

/// An object of JSON, as far as it matters.
#[derive(Debug, Default)]
pub struct Object {
    /// Its first names, for errors.
    names: Vec<String>,
    fields: Vec<(String, Field)>,
}

impl Object {
    fn get(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, field)| field)
    }

    /// The words at `a.b.c`, or in the field of just that name.
    fn words(&self, path: &str) -> Option<String> {
        if let Some(Field::Words(words)) = self.get(path) {
            return Some(words.clone());
        }
        let (first, rest) = path.split_once('.')?;
        match self.get(first)? {
            Field::Object(inner) => inner.words(rest),
            _ => None,
        }
    }
}

/// What an object of JSON says: its id, and the record or the reason why it is none.
pub fn of_object(object: &Object, names: &FieldNames) -> (Option<String>, Result<Record, ReadError>) {
    let mut fields: Vec<(&str, usize, &str)> = Vec::new();
    for (name, field) in &object.fields {
        match field {
            Field::Words(words) => fields.push((name, 0, words)),
            Field::Object(inner) => fields.extend(inner.fields.iter().filter_map(|(name, field)| match field {
                Field::Words(words) => Some((name.as_str(), NESTED, words.as_str())),
                _ => None,
            })),
            _ => {}
        }
    }
    of_fields(&fields, |name| object.words(name), &object.names, names)
}

/// The object on a line of JSON Lines.
///
/// # Errors
/// Where the line is no JSON. What is JSON and no object has no fields.
pub fn in_line(line: &str, names: &FieldNames) -> Result<Object, ReadError> {
    match parsed(line, names)? {
        Field::Object(object) => Ok(object),
        _ => Ok(Object::default()),
    }
}

/// The records in a JSON file: a list of objects, an object, or the list of objects in an object that has no text of its own.
/// `true` where the object is the document itself.
///
/// # Errors
/// Where the text is no JSON, or has too many records to hold.
pub fn in_json(text: &str, names: &FieldNames) -> Result<(Vec<Object>, bool), ReadError> {
    let objects = match parsed(text, names)? {
        Field::Objects(objects) => (objects, false),
        Field::Object(mut object) => {
            let lists = |(_, field): &(String, Field)| matches!(field, Field::Objects(_));
            let only = object.fields.iter().filter(|f| lists(f)).count() == 1;
            let at = object.fields.iter().position(lists).filter(|_| only);
            match at.filter(|_| of_object(&object, names).1.is_err()).map(|at| object.fields.swap_remove(at).1) {
                Some(Field::Objects(objects)) => (objects, false),
                _ => (vec![object], true),
            }
        }
        _ => (vec![Object::default()], true),
    };
    if objects.0.len() > MOST { Err(ReadError::TooManyRecords { most: MOST }) } else { Ok(objects) }
}

fn parsed(text: &str, names: &FieldNames) -> Result<Field, ReadError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let field = Seed { names, depth: 0 }.deserialize(&mut json).map_err(ReadError::Json)?;
    json.end().map_err(ReadError::Json)?;
    Ok(field)
}

/// Parses a value and keeps what can matter.
#[derive(Clone, Copy)]
struct Seed<'n> {
    names: &'n FieldNames,
    depth: usize,
}

impl Seed<'_> {
    fn inner(self) -> Self {
        Seed { depth: self.depth + 1, ..self }
    }

    /// Whether a field of this name can matter, if only for what is in it.
    fn keeps(&self, name: &str) -> bool {
        let FieldNames { text, id, title, date } = self.names;
        let mut named = text.iter().chain(id).chain(title).chain(date);
        fields::key(name).is_some() || named.any(|path| path == name || path.split('.').any(|part| part == name))
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Field;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Field, D::Error> {
        if self.depth > DEEPEST {
            return from.deserialize_ignored_any(IgnoredAny).map(|_| Field::Other);
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Field, E> {
        Ok(Field::Other)
    }

    fn visit_unit<E>(self) -> Result<Field, E> {
        Ok(Field::Other)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Field, E> {
        Ok(Field::Words(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Field, E> {
        Ok(Field::Words(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Field, E> {
        Ok(Field::Words(number.to_string()))
    }

    fn visit_str<E>(self, words: &str) -> Result<Field, E> {
        Ok(Field::Words(words.to_owned()))
    }

    fn visit_string<E>(self, words: String) -> Result<Field, E> {
        Ok(Field::Words(words))
    }

    /// Lines become one text, objects a list; the first item tells which it is.
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Field, A::Error> {
        let mut list = Field::Other;
        while let Some(item) = items.next_element_seed(self.inner())? {
            match (&mut list, item) {
                (Field::Other, Field::Words(line)) => list = Field::Words(line),
                (Field::Words(lines), Field::Words(line)) => {
                    lines.push_str("\n\n");
                    lines.push_str(&line);
                }
                (Field::Other, Field::Object(object)) => list = Field::Objects(vec![object]),
                (Field::Objects(objects), Field::Object(object)) if objects.len() <= MOST => objects.push(object),
                // An item of a list of objects that is none is a record without fields.
                (Field::Objects(objects), _) if objects.len() <= MOST => objects.push(Object::default()),
                _ => {
                    while items.next_element::<IgnoredAny>()?.is_some() {}
                    break;
                }
            }
        }
        Ok(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Field, A::Error> {
        let mut object = Object::default();
        while let Some(name) = entries.next_key::<String>()? {
            let field = entries.next_value_seed(self.inner())?;
            let kept = match &field {
                Field::Words(_) => self.keeps(&name),
                Field::Object(inner) => !inner.fields.is_empty(),
                Field::Objects(_) => true,
                Field::Other => false,
            };
            if kept && object.get(&name).is_none() {
                object.fields.push((name.clone(), field));
            }
            if object.names.len() <= TOLD {
                object.names.push(name);
            }
        }
        Ok(Field::Object(object))
    }
}

/// Whether a table of these columns has one for the text.
///
/// # Errors
/// What it has instead.
pub fn has_text(columns: &[String], names: &FieldNames) -> Result<(), ReadError> {
    if names.text.is_empty() {
        let known = columns.iter().any(|column| matches!(fields::key(column), Some((Fact::Text, _))));
        return if known { Ok(()) } else { Err(ReadError::NoText { fields: told(columns) }) };
    }
    if names.text.iter().any(|name| columns.contains(name)) {
        return Ok(());
    }
    Err(ReadError::NoField { field: names.text.join(", "), fields: told(columns) })
}

/// What a row of a table says: its id, and the record or the reason why it is none.
pub fn of_row(columns: &[String], row: &[String], names: &FieldNames) -> (Option<String>, Result<Record, ReadError>) {
    let fields: Vec<(&str, usize, &str)> =
        columns.iter().zip(row).map(|(name, value)| (name.as_str(), 0, value.as_str())).collect();
    let named = |name: &str| columns.iter().position(|column| column == name).and_then(|at| row.get(at).cloned());
    of_fields(&fields, named, columns, names)
}

/// The record's id first, which is known even where the rest fails.
fn of_fields(
    fields: &[(&str, usize, &str)],
    named: impl Fn(&str) -> Option<String>,
    all: &[String],
    names: &FieldNames,
) -> (Option<String>, Result<Record, ReadError>) {
    let mut facts = Facts::default();
    for (name, rank, value) in fields {
        match fields::key(name) {
            Some((Fact::Text | Fact::Id, _)) | None => {}
            Some((fact, own)) => facts.offer((fact, own + rank), value),
        }
    }
    let best = |wanted| {
        let ranked = fields.iter().filter_map(|(name, rank, value)| match fields::key(name) {
            Some((fact, own)) if fact == wanted && !value.trim().is_empty() => Some((own + rank, value)),
            _ => None,
        });
        ranked.min_by_key(|(rank, _)| *rank).map(|(_, value)| (*value).to_owned())
    };
    let id = match &names.id {
        Some(name) => named(name),
        None => best(Fact::Id),
    };
    let id = id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
    let text = if names.text.is_empty() {
        let empty = fields.iter().any(|(name, ..)| matches!(fields::key(name), Some((Fact::Text, _))));
        best(Fact::Text).ok_or_else(|| match empty {
            true => DecodeError::Empty.into(),
            false => ReadError::NoText { fields: told(all) },
        })
    } else {
        let parts: Vec<String> = names.text.iter().filter_map(|name| named(name)).collect();
        if parts.is_empty() {
            Err(ReadError::NoField { field: names.text.join(", "), fields: told(all) })
        } else {
            Ok(parts.join("\n\n"))
        }
    };
    let record = text.and_then(|text| {
        let mut meta = facts.metadata();
        if let Some(name) = &names.title {
            meta.title = named(name).filter(|title| !title.trim().is_empty());
        }
        if let Some(name) = &names.date {
            let given = named(name).filter(|date| !date.trim().is_empty());
            let read = given.map(|given| {
                dates::read(&given)
                    .ok_or_else(|| ReadError::NoDate { field: name.clone(), value: one_line(&given, 40) })
            });
            (meta.date, meta.time) = match read.transpose()? {
                Some((date, time)) => (Some(date), time),
                None => (None, None),
            };
        }
        Ok(Record { id: id.clone(), text: in_lines(text), meta })
    });
    (id, record)
}

/// A text whose paragraphs were put on one line with wide gaps between them, as Chinese sites hand them out, with lines again.
fn in_lines(text: String) -> String {
    if text.contains('\n') || !(text.contains("  ") || text.contains(['\u{3000}', '\u{2003}'])) {
        return text;
    }
    let is_gap = |c: char| matches!(c, ' ' | '\u{3000}' | '\u{2003}' | '\u{A0}');
    let is_han = |c: char| matches!(c, '\u{2014}' | '\u{201D}' | '\u{3001}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(is_gap) {
        let (before, from) = rest.split_at(at);
        let after = from.trim_start_matches(is_gap);
        let gap = &from[..from.len() - after.len()];
        out.push_str(before);
        let wide = gap.chars().count() > 1 && out.chars().next_back().is_none_or(is_han);
        out.push_str(if wide { "\n" } else { gap });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// How many names an error tells.
const TOLD: usize = 12;

/// Names for an error, not too many.
fn told(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(TOLD).map(|name| one_line(name, 40)).collect();
    let more = if names.len() > TOLD { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(value: Value, names: &FieldNames) -> (Option<String>, Result<Record, ReadError>) {
        of_object(&in_line(&value.to_string(), names).unwrap(), names)
    }

    #[test]
    fn usual_names_and_named_fields() {
        let value = json!({"_id": 7, "Headline": "Ports", "content": "Trade grew.", "summary": "x",
            "meta": {"publish_date": "2024年3月5日", "url": "https://example.org/7"}});
        let (id, record) = read(value.clone(), &FieldNames { id: Some("_id".into()), ..FieldNames::default() });
        let record = record.unwrap();
        assert_eq!((id.as_deref(), record.text.as_str()), (Some("7"), "Trade grew."));
        assert_eq!(record.meta.title.as_deref(), Some("Ports"));
        assert_eq!(record.meta.date.as_deref(), Some("2024-03-05"));
        assert_eq!(record.meta.source.as_deref(), Some("https://example.org/7"));
        let names = FieldNames {
            text: vec!["summary".into(), "content".into()],
            date: Some("meta.publish_date".into()),
            ..FieldNames::default()
        };
        let record = read(value, &names).1.unwrap();
        assert_eq!((record.text.as_str(), record.meta.date.as_deref()), ("x\n\nTrade grew.", Some("2024-03-05")));
    }

    #[test]
    fn paragraphs_on_one_line_get_lines() {
        let lines = |text: &str| in_lines(text.to_owned());
        assert_eq!(lines("出口增长。　　进口下降。  新年 快乐——  完"), "出口增长。\n进口下降。\n新年 快乐——\n完");
        assert_eq!(lines("出口增长。\u{2003}\u{2003}进口下降。"), "出口增长。\n进口下降。");
        assert_eq!(lines("Trade  grew. 出口"), "Trade  grew. 出口");
    }

    #[test]
    fn what_is_missing_is_named() {
        let value = json!({"a": "x", "when": "soon"});
        let told = |names: FieldNames| read(value.clone(), &names).1.unwrap_err().to_string();
        assert!(told(FieldNames::default()).contains("a, when"));
        assert!(told(FieldNames { text: vec!["b".into()], ..FieldNames::default() }).contains("'b'"));
        let names = FieldNames { text: vec!["a".into()], date: Some("when".into()), ..FieldNames::default() };
        assert!(told(names).contains("'soon'"));
    }

    #[test]
    fn lists_in_a_file() {
        let count = |value: Value| {
            let (objects, alone) = in_json(&value.to_string(), &FieldNames::default()).unwrap();
            (objects.len(), alone)
        };
        assert_eq!(count(json!([{"text": "a"}, 3])), (2, false));
        assert_eq!(count(json!({"total": 2, "items": [{"text": "a"}, {"text": "b"}]})), (2, false));
        assert_eq!(count(json!({"text": "a", "links": [{"url": "x"}]})), (1, true));
        assert_eq!(count(json!([1, 2, 3])), (1, true));
        assert!(in_json("{\"text\": ", &FieldNames::default()).is_err());
    }
}
