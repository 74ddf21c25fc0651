//! Turtle, and TriG where there are named graphs: a block a subject, a line a property.
//!
//! Oxigraph has serializers for both; these here leave an empty line between subjects and keep the objects of a property
//! on one line, which is what a person and a diff want.

use super::sorted::Sorted;
use super::{Prefixes, shorten};
use crate::vocab::{rdf, xsd};
use oxigraph::model::{Literal, Term};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes sorted quads.
pub(super) fn write(sorted: &Sorted, prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    for (name, iri) in prefixes {
        writeln!(out, "@prefix {name}: <{iri}> .")?;
    }
    let mut last: [Option<&Term>; 3] = [None; 3];
    let mut open = false;
    let mut line = String::new();
    for [graph, subject, predicate, object] in sorted.rows() {
        line.clear();
        let (Some(s), Some(p), Some(o)) = (subject, predicate, object) else { continue };
        let indent = if graph.is_some() { "  " } else { "" };
        if !open || graph != last[0] {
            line.push_str(match (open, last[0].is_some()) {
                (false, _) => "\n",
                (true, false) => " .\n\n",
                (true, true) => " .\n}\n\n",
            });
            if let Some(graph) = graph {
                term(&mut line, graph, prefixes);
                line.push_str(" {\n");
            }
            start(&mut line, indent, s, p, prefixes);
        } else if subject != last[1] {
            line.push_str(" .\n\n");
            start(&mut line, indent, s, p, prefixes);
        } else if predicate != last[2] {
            let _ = write!(line, " ;\n{indent}  ");
            verb(&mut line, p, prefixes);
            line.push(' ');
        } else {
            line.push_str(" , ");
        }
        term(&mut line, o, prefixes);
        out.write_all(line.as_bytes())?;
        open = true;
        last = [graph, subject, predicate];
    }
    if open {
        out.write_all(if last[0].is_some() { b" .\n}\n" } else { b" .\n" })?;
    }
    out.flush()
}

fn start(line: &mut String, indent: &str, subject: &Term, predicate: &Term, prefixes: &Prefixes) {
    line.push_str(indent);
    term(line, subject, prefixes);
    line.push(' ');
    verb(line, predicate, prefixes);
    line.push(' ');
}

fn verb(line: &mut String, predicate: &Term, prefixes: &Prefixes) {
    match predicate {
        Term::NamedNode(node) if *node == rdf::TYPE => line.push('a'),
        other => term(line, other, prefixes),
    }
}

fn term(line: &mut String, term: &Term, prefixes: &Prefixes) {
    match term {
        Term::NamedNode(node) => iri(line, node.as_str(), prefixes),
        Term::BlankNode(node) => _ = write!(line, "{node}"),
        Term::Literal(value) => literal(line, value, prefixes),
    }
}

fn iri(line: &mut String, iri: &str, prefixes: &Prefixes) {
    match shorten(iri, prefixes) {
        Some((prefix, local)) => _ = write!(line, "{prefix}:{local}"),
        None => _ = write!(line, "<{iri}>"),
    }
}

fn literal(line: &mut String, literal: &Literal, prefixes: &Prefixes) {
    let datatype = literal.datatype();
    let value = literal.value();
    if literal.language().is_none() && (datatype == xsd::BOOLEAN || datatype == xsd::INTEGER) && plain(value) {
        line.push_str(value);
        return;
    }
    line.push('"');
    for c in value.chars() {
        match c {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            c if c.is_control() => _ = write!(line, "\\u{:04X}", u32::from(c)),
            c => line.push(c),
        }
    }
    line.push('"');
    if let Some(tag) = literal.language() {
        let _ = write!(line, "@{tag}");
    } else if datatype != xsd::STRING {
        line.push_str("^^");
        iri(line, datatype.as_str(), prefixes);
    }
}

/// Whether a boolean or an integer may stand without quotation marks.
fn plain(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    matches!(value, "true" | "false") || (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}
