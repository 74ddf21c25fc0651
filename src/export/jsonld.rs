//! JSON-LD 1.1: one context with the prefixes, one node object a subject, one line a property.
//!
//! Values keep their datatype and lexical form, so that the text reads back to the same triples.

use super::sorted::Sorted;
use super::{Prefixes, shorten};
use crate::vocab::{rdf, xsd};
use oxigraph::model::Term;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes the context as a document of its own.
pub(super) fn write_context(prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\n\"@context\": ")?;
    prefixes_of(prefixes, out)?;
    out.write_all(b"\n}\n")
}

fn prefixes_of(prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\n")?;
    for (i, (name, iri)) in prefixes.iter().enumerate() {
        let comma = if i + 1 < prefixes.len() { "," } else { "" };
        writeln!(out, "  {}: {}{comma}", json!(name), json!(iri))?;
    }
    out.write_all(b"}")
}

/// Writes sorted quads of one graph. `context`: where the context stands; inside where `None`.
pub(super) fn write(sorted: &Sorted, prefixes: &Prefixes, context: Option<&str>, out: impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    out.write_all(b"{\n\"@context\": ")?;
    match context {
        Some(context) => write!(out, "{}", json!(context))?,
        None => prefixes_of(prefixes, &mut out)?,
    }
    out.write_all(b",\n\"@graph\": [")?;
    let mut last: [Option<&Term>; 2] = [None; 2];
    let mut objects: Vec<Value> = Vec::new();
    for [_, subject, predicate, object] in sorted.rows() {
        let (Some(s), Some(p), Some(o)) = (subject, predicate, object) else { continue };
        if subject != last[0] || predicate != last[1] {
            close(&mut out, &mut objects)?;
            if subject != last[0] {
                let before = if last[0].is_some() { "\n},\n" } else { "\n" };
                write!(out, "{before}{{\n  \"@id\": {}", json!(name(s, prefixes)))?;
            }
            write!(out, ",\n  {}: ", json!(key(p, prefixes)))?;
            last = [subject, predicate];
        }
        let is_type = matches!(p, Term::NamedNode(node) if *node == rdf::TYPE);
        objects.push(if is_type { json!(name(o, prefixes)) } else { value(o, prefixes) });
    }
    close(&mut out, &mut objects)?;
    out.write_all(if last[0].is_some() { b"\n}\n]\n}\n" } else { b"]\n}\n" })?;
    out.flush()
}

/// The objects of one property: one alone, or several in a list.
fn close(out: &mut impl Write, objects: &mut Vec<Value>) -> io::Result<()> {
    match objects.len() {
        0 => Ok(()),
        1 => write!(out, "{}", objects.remove(0)),
        _ => write!(out, "{}", Value::Array(std::mem::take(objects))),
    }
}

fn key(predicate: &Term, prefixes: &Prefixes) -> String {
    match predicate {
        Term::NamedNode(node) if *node == rdf::TYPE => "@type".to_owned(),
        other => name(other, prefixes),
    }
}

/// An IRI, short where it has a prefix; a blank node by its label.
fn name(term: &Term, prefixes: &Prefixes) -> String {
    match term {
        Term::NamedNode(node) => match shorten(node.as_str(), prefixes) {
            Some((prefix, local)) => format!("{prefix}:{local}"),
            None => node.as_str().to_owned(),
        },
        other => other.to_string(),
    }
}

fn value(term: &Term, prefixes: &Prefixes) -> Value {
    let Term::Literal(literal) = term else { return json!({"@id": name(term, prefixes)}) };
    let mut object = Map::new();
    object.insert("@value".to_owned(), json!(literal.value()));
    if let Some(tag) = literal.language() {
        object.insert("@language".to_owned(), json!(tag));
    } else if literal.datatype() != xsd::STRING {
        let datatype = Term::NamedNode(literal.datatype().into_owned());
        object.insert("@type".to_owned(), json!(name(&datatype, prefixes)));
    } else {
        return json!(literal.value());
    }
    Value::Object(object)
}
