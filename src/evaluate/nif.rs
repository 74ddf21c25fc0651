//! Gold in NIF 2.x, as Turtle: mentions, with what they refer to.
//!
//! Comes in: Turtle. Goes out: a text for each resource that has `nif:isString`, and a mention for each stretch of it that has a class
//! (`itsrdf:taClassRef`) or a referent (`itsrdf:taIdentRef`). What `chancery export --nif` writes is read as well: `cy:mentionClass`, `cy:refersTo`
//! with the referent's type.

use super::extent::{Counted, Extent};
use super::gold::{Gold, Mention, Reader, slice_problem};
use crate::document::{Document, Metadata, front};
use crate::ontology::Ontology;
use crate::vocab::{self, itsrdf, nif, property, rdf, rdfs};
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::Term;
use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};

/// Syntax errors after which the rest is not looked at.
const ENOUGH: usize = 20;

/// What is said of one resource.
#[derive(Default)]
struct Node {
    line: usize,
    text: Option<(String, Option<String>)>,
    begin: Option<Term>,
    end: Option<Term>,
    anchor: Option<String>,
    context: Option<String>,
    classes: Vec<String>,
    types: Vec<String>,
    refers: Option<String>,
}

/// Reads Turtle; texts come with their line, in the order of the file.
pub fn read(reader: &mut Reader<'_>, turtle: &str) -> Vec<(usize, Gold)> {
    let nodes = nodes(reader, turtle);
    let mut strings: FxHashMap<&str, Vec<(&str, &Node)>> = FxHashMap::default();
    for (iri, node) in nodes.iter().filter(|(_, n)| !n.classes.is_empty() || n.refers.is_some()) {
        match node.context.as_deref() {
            Some(context) if nodes.get(context).is_some_and(|c| c.text.is_some()) => {
                strings.entry(context).or_default().push((iri, node));
            }
            Some(context) => reader.problem(node.line, format!("{iri}: its context {context} has no nif:isString")),
            None => reader.problem(node.line, format!("{iri} has no nif:referenceContext")),
        }
    }
    let mut all = Vec::new();
    for (iri, node) in &nodes {
        let Some((text, tag)) = &node.text else { continue };
        let counted = Counted::new(text);
        let mut mentions: Vec<Mention> = Vec::new();
        for (name, string) in strings.remove(iri.as_str()).unwrap_or_default() {
            mentions.extend(mention(reader, name, string, &nodes, &counted));
        }
        mentions.sort_by_key(|m| (m.at, m.class.clone()));
        mentions.dedup_by(|a, b| a.at == b.at && a.class == b.class);
        let lang = tag.as_deref().and_then(|tag| front::lang(tag).ok());
        let meta = Metadata { lang: lang.flatten(), ..Metadata::default() };
        let lang = lang.map(|lang| lang.map_or("mixed", |l| l.code()));
        let document = Document { id: iri.clone(), text: text.clone(), meta };
        all.push((node.line, Gold { document, lang, mentions: Some(mentions), claims: None }));
    }
    all.sort_by_key(|(line, _)| *line);
    all
}

/// The resources, by IRI.
fn nodes(reader: &mut Reader<'_>, turtle: &str) -> BTreeMap<String, Node> {
    let at = At::default();
    let lines = Lines { rest: turtle.as_bytes(), at: &at };
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    let mut wrong = 0;
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_reader(lines) {
        let quad = match quad {
            Ok(quad) => quad,
            Err(error) => {
                let place = if let RdfParseError::Syntax(error) = &error { error.location() } else { None };
                let line = place.map_or(at.line.get(), |place| place.start.line as usize + 1);
                reader.problem(line, format!("no Turtle: {error}"));
                wrong += 1;
                if wrong == ENOUGH {
                    break;
                }
                continue;
            }
        };
        at.waiting.set(0);
        let node = nodes.entry(plain(&quad.subject.into())).or_default();
        if node.line == 0 {
            node.line = at.line.get().max(1);
        }
        let predicate = quad.predicate.as_ref();
        if predicate == nif::IS_STRING {
            let tag = if let Term::Literal(l) = &quad.object { l.language().map(str::to_owned) } else { None };
            node.text = Some((plain(&quad.object), tag));
        } else if predicate == nif::BEGIN_INDEX {
            node.begin = Some(quad.object);
        } else if predicate == nif::END_INDEX {
            node.end = Some(quad.object);
        } else if predicate == nif::ANCHOR_OF {
            node.anchor = Some(plain(&quad.object));
        } else if predicate == nif::REFERENCE_CONTEXT {
            node.context = Some(plain(&quad.object));
        } else if predicate == itsrdf::TA_CLASS_REF || predicate == property::MENTION_CLASS {
            node.classes.push(plain(&quad.object));
        } else if predicate == rdf::TYPE {
            node.types.push(plain(&quad.object));
        } else if predicate == itsrdf::TA_IDENT_REF || predicate == property::REFERS_TO {
            node.refers = Some(plain(&quad.object));
        }
    }
    nodes
}

/// An IRI, a blank node's name, or a literal's words.
fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::BlankNode(node) => node.to_string(),
        Term::Literal(literal) => literal.value().to_owned(),
    }
}

fn mention(
    reader: &mut Reader<'_>,
    name: &str,
    node: &Node,
    nodes: &BTreeMap<String, Node>,
    text: &Counted<'_>,
) -> Option<Mention> {
    let number = |term: &Option<Term>| match term {
        Some(Term::Literal(literal)) => literal.value().parse::<u32>().ok(),
        _ => None,
    };
    let named = |iris: &[String]| iris.iter().find_map(|iri| class(reader.ontology, iri));
    let thing = node.refers.as_ref().and_then(|thing| nodes.get(thing));
    let class = named(&node.classes).or_else(|| Some(broadest(reader.ontology, named(&thing?.types)?)));
    match (class.is_none(), node.classes.first()) {
        (true, Some(iri)) => {
            reader.problem(node.line, format!("{name}: {iri} is no class of the ontology, nor above one alone"));
        }
        (true, None) => reader.problem(node.line, format!("{name} has no itsrdf:taClassRef")),
        _ => {}
    }
    let (Some(start), Some(end)) = (number(&node.begin), number(&node.end)) else {
        reader.problem(node.line, format!("{name} has no nif:beginIndex and nif:endIndex that are whole numbers"));
        return None;
    };
    let at = Extent::new(start, end);
    if let Some(problem) = slice_problem(at, node.anchor.as_deref(), text) {
        reader.problem(node.line, format!("{name}: {problem}"));
        return None;
    }
    Some(Mention { at, class: class?.to_owned(), entity: node.refers.clone() })
}

/// The class of ours that an IRI names, or the only one that is declared below it.
fn class<'o>(ontology: &'o Ontology, iri: &str) -> Option<&'o str> {
    if let Some(name) = vocab::local(iri) {
        return ontology.classes.get_key_value(name).map(|(name, _)| name.as_str());
    }
    let mut below = ontology.triples.iter().filter_map(|triple| {
        let above = triple.predicate == rdfs::SUB_CLASS_OF && plain(&triple.object) == iri;
        let name = above.then(|| plain(&triple.subject.clone().into()))?;
        Some(ontology.classes.get_key_value(vocab::local(&name)?)?.0.as_str())
    });
    below.next().filter(|_| below.next().is_none())
}

/// The class that mentions have of a thing that the graph says more exactly: an Initiative of a Programme.
fn broadest<'o>(ontology: &'o Ontology, class: &'o str) -> &'o str {
    let real = |name: &str| ontology.classes.get(name).filter(|c| !c.is_abstract);
    let above = |name: &str| real(name).map_or(0, |c| c.supers.iter().filter(|s| real(s).is_some()).count());
    let supers = real(class).into_iter().flat_map(|c| &c.supers).map(String::as_str);
    supers.filter(|name| real(name).is_some()).min_by_key(|name| above(name)).unwrap_or(class)
}

/// Bytes that go to the parser line by line before it is handed more at once.
const PATIENCE: usize = 1 << 16;

/// Turtle handed over line by line, so that it is known where the parser stands. Where nothing has come out for long, it gets ever more at
/// once, since it looks at a long literal from its beginning each time.
struct Lines<'t, 'l> {
    rest: &'t [u8],
    at: &'l At,
}

/// How far Turtle was handed over.
#[derive(Default)]
struct At {
    line: Cell<usize>,
    /// Bytes since something came out.
    waiting: Cell<usize>,
}

impl Read for Lines<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let waiting = self.at.waiting.get();
        let more = if waiting < PATIENCE { 0 } else { (waiting / 4).min(self.rest.len()) };
        let whole = memchr::memchr(b'\n', &self.rest[more..]).map_or(self.rest.len(), |n| more + n + 1);
        let (now, rest) = self.rest.split_at(whole.min(into.len()));
        into[..now.len()].copy_from_slice(now);
        self.rest = rest;
        self.at.waiting.set(self.at.waiting.get() + now.len());
        let ends = now.iter().filter(|b| **b == b'\n').count();
        self.at.line.set(self.at.line.get() + ends);
        Ok(now.len())
    }
}
