//! Exports: a store, or the triples of one document, in the formats that other programs read.
//!
//! Comes in: quads. Goes out: text that is the same at every run and on every machine: sorted by graph, subject, predicate
//! (the type first) and object, one subject a block, with just the prefixes that are used, so that a diff of two exports
//! shows what changed and nothing else.
//!
//! TriG and N-Quads hold the whole dataset. Turtle, N-Triples, RDF/XML and JSON-LD have no graphs, or none that everybody
//! reads; they hold a projection ([`Graphs::Standard`], unless another is asked for), merged.

mod jsonld;
mod nif;
mod sorted;
mod turtle;

use crate::graph::{Base, is_identifier};
use crate::store::{Store, StoreError};
use crate::vocab::{PREFIXES, property, rdf};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, Quad, Term, TripleRef};
use sorted::Sorted;
use std::collections::BTreeSet;
use std::fmt;
use std::io::Write;
use std::str::FromStr;

/// A format to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Turtle,
    TriG,
    NTriples,
    NQuads,
    JsonLd,
    RdfXml,
}

impl Format {
    /// All formats, as `--format` names them.
    pub const ALL: [Format; 6] =
        [Format::Turtle, Format::TriG, Format::NTriples, Format::NQuads, Format::JsonLd, Format::RdfXml];

    /// As `--format` names it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Turtle => "turtle",
            Format::TriG => "trig",
            Format::NTriples => "nt",
            Format::NQuads => "nq",
            Format::JsonLd => "jsonld",
            Format::RdfXml => "rdfxml",
        }
    }

    /// Its other names: endings of files, and what other programs call it.
    pub fn aliases(self) -> &'static [&'static str] {
        match self {
            Format::Turtle => &["ttl"],
            Format::TriG => &[],
            Format::NTriples => &["ntriples", "n-triples"],
            Format::NQuads => &["nquads", "n-quads"],
            Format::JsonLd => &["json", "json-ld"],
            Format::RdfXml => &["rdf", "xml", "rdf-xml"],
        }
    }

    /// Whether the format keeps triples apart by graph.
    pub fn has_graphs(self) -> bool {
        matches!(self, Format::TriG | Format::NQuads)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = ExportError;

    fn from_str(name: &str) -> Result<Format, ExportError> {
        let found = Format::ALL.into_iter().find(|format| format.name() == name || format.aliases().contains(&name));
        found.ok_or_else(|| ExportError::Format(name.to_owned()))
    }
}

/// What cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("there is no format {0:?}; choose one of turtle, trig, nt, nq, jsonld, rdfxml")]
    Format(String),
    #[error("the store has no graph {0}; ask for default, links, pack, all, doc:ID or the IRI of a graph")]
    NoGraph(String),
    #[error("{0} cannot be written as XML")]
    Xml(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the export could not be written")]
    Io(#[from] std::io::Error),
}

/// What to export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Graphs {
    /// The whole dataset where the format has graphs, else what a reader of the graph needs: things, claims, direct
    /// triples, links and identifiers, documents, mentions and evidence, without the documents' texts and the rest of the
    /// rule pack.
    #[default]
    Standard,
    /// Everything.
    All,
    /// Everything but the documents' texts.
    WithoutTexts,
    /// These graphs and no other.
    Named(BTreeSet<GraphKey>),
}

/// One graph of a store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum GraphKey {
    Default,
    Named(NamedNode),
}

impl Graphs {
    /// What `--graph` says: `default`, `links`, `pack`, `all`, `doc:ID` or an IRI; several name several graphs.
    pub fn parse<S: AsRef<str>>(store: &Store, names: &[S]) -> Result<Graphs, ExportError> {
        let base = store.base();
        let mut keys = BTreeSet::new();
        for name in names.iter().map(AsRef::as_ref) {
            let node = match name {
                "all" => return Ok(Graphs::All),
                "default" => {
                    keys.insert(GraphKey::Default);
                    continue;
                }
                "links" => base.links_graph(),
                "pack" => base.pack_graph(),
                other => match other.strip_prefix("doc:") {
                    Some(id) => existing(store, base.document_graph(id), name)?,
                    None => {
                        let node = NamedNode::new(other).map_err(|_| ExportError::NoGraph(name.to_owned()))?;
                        existing(store, node, name)?
                    }
                },
            };
            keys.insert(GraphKey::Named(node));
        }
        Ok(if keys.is_empty() { Graphs::Standard } else { Graphs::Named(keys) })
    }

    /// Whether an export holds a quad of a store.
    pub(crate) fn holds(&self, store: &Store, quad: &Quad, format: Format) -> Result<bool, StoreError> {
        Ok(match self {
            Graphs::All => true,
            Graphs::WithoutTexts => quad.predicate != property::TEXT && quad.predicate != property::SENTENCES,
            Graphs::Standard if format.has_graphs() => true,
            // Of the pack what other graphs call the things that documents name.
            Graphs::Standard if quad.graph_name == store.base().pack_graph().into() => {
                is_identifier(quad.predicate.as_ref()) && {
                    let subject = Some(quad.subject.as_ref());
                    let graph = Some(GraphNameRef::DefaultGraph);
                    store.quads().quads_for_pattern(subject, Some(rdf::TYPE), None, graph).next().transpose()?.is_some()
                }
            }
            Graphs::Standard => quad.predicate != property::TEXT && quad.predicate != property::SENTENCES,
            Graphs::Named(keys) => match &quad.graph_name {
                GraphName::DefaultGraph => keys.contains(&GraphKey::Default),
                GraphName::NamedNode(node) => keys.contains(&GraphKey::Named(node.clone())),
                GraphName::BlankNode(_) => false,
            },
        })
    }
}

fn existing(store: &Store, node: NamedNode, name: &str) -> Result<NamedNode, ExportError> {
    let there = store.quads().contains_named_graph(&node).map_err(StoreError::from)?;
    if there { Ok(node) } else { Err(ExportError::NoGraph(name.to_owned())) }
}

/// Whether to add, for programs that know NIF, what follows from the IRIs of mentions: offsets and anchor texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Nif {
    #[default]
    Without,
    With,
}

/// Writes a store. Returns how many triples or quads were written.
pub fn export(store: &Store, format: Format, graphs: &Graphs, nif: Nif, out: impl Write) -> Result<usize, ExportError> {
    let mut sorted = gather(store, format, graphs)?;
    if nif == Nif::With {
        for quad in nif::quads(store)? {
            sorted.add(quad, format.has_graphs());
        }
    }
    write(sorted, format, store.base(), out)
}

/// Writes a store as JSON-LD whose context is a file of its own, named `context`, beside it.
pub fn export_json_ld(
    store: &Store,
    graphs: &Graphs,
    context: &str,
    out: impl Write,
    mut context_out: impl Write,
) -> Result<usize, ExportError> {
    let sorted = gather(store, Format::JsonLd, graphs)?.finish();
    let prefixes = used_prefixes(&sorted, store.base());
    jsonld::write_context(&prefixes, &mut context_out)?;
    context_out.flush()?;
    jsonld::write(&sorted, &prefixes, Some(context), out)?;
    Ok(sorted.len())
}

/// The quads of a store that an export holds.
fn gather(store: &Store, format: Format, graphs: &Graphs) -> Result<Sorted, ExportError> {
    let mut sorted = Sorted::default();
    for quad in store.quads().iter() {
        let quad = quad.map_err(StoreError::from)?;
        if graphs.holds(store, &quad, format)? {
            sorted.add(quad, format.has_graphs());
        }
    }
    Ok(sorted)
}

/// Writes triples, for example of a document that no store has (`--dry-run`).
pub fn write_triples<'t>(
    triples: impl IntoIterator<Item = impl Into<TripleRef<'t>>>,
    base: &Base,
    format: Format,
    out: impl Write,
) -> Result<usize, ExportError> {
    let mut sorted = Sorted::default();
    for triple in triples {
        let triple: TripleRef<'t> = triple.into();
        if triple.predicate != property::TEXT && triple.predicate != property::SENTENCES {
            sorted.add(triple.into_owned().in_graph(GraphName::DefaultGraph), false);
        }
    }
    write(sorted, format, base, out)
}

fn write(sorted: Sorted, format: Format, base: &Base, mut out: impl Write) -> Result<usize, ExportError> {
    let sorted = sorted.finish();
    let prefixes = used_prefixes(&sorted, base);
    match format {
        Format::Turtle | Format::TriG => turtle::write(&sorted, &prefixes, &mut out)?,
        Format::JsonLd => jsonld::write(&sorted, &prefixes, None, &mut out)?,
        Format::NTriples | Format::NQuads => {
            let kind = if format == Format::NQuads { RdfFormat::NQuads } else { RdfFormat::NTriples };
            let mut writer = RdfSerializer::from_format(kind).for_writer(&mut out);
            for quad in sorted.quads() {
                writer.serialize_quad(&quad)?;
            }
            writer.finish()?;
        }
        Format::RdfXml => {
            let mut serializer = RdfSerializer::from_format(RdfFormat::RdfXml);
            for (name, iri) in &prefixes {
                serializer = serializer.with_prefix(name, iri).map_err(|e| ExportError::Xml(format!("{iri} ({e})")))?;
            }
            let mut writer = serializer.for_writer(&mut out);
            for quad in sorted.quads() {
                writer.serialize_quad(&for_xml(quad))?;
            }
            writer.finish()?;
        }
    }
    out.flush()?;
    Ok(sorted.len())
}

/// XML 1.0 has no way to write most control characters; U+FFFD stands for each. Only texts as given (`--nif`) and odd file
/// names hold any.
fn for_xml(mut quad: Quad) -> Quad {
    let odd = |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if let Term::Literal(literal) = &quad.object
        && literal.value().contains(odd)
    {
        let value = literal.value().replace(odd, "\u{FFFD}");
        quad.object = match literal.language() {
            Some(tag) => Literal::new_language_tagged_literal_unchecked(value, tag).into(),
            None => Literal::new_typed_literal(value, literal.datatype()).into(),
        };
    }
    quad
}

/// Prefix and namespace, in the order in which they are declared.
type Prefixes = Vec<(String, String)>;

/// The prefixes of which at least one term makes use: those of the vocabularies, and one for each class of things of the
/// store (`place:` for `{base}id/Place/`), for claims and for documents.
fn used_prefixes(sorted: &Sorted, base: &Base) -> Prefixes {
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut own: BTreeSet<(String, String)> = BTreeSet::new();
    for iri in sorted.iris() {
        let namespace = PREFIXES.iter().position(|(_, ns)| local(iri, ns).is_some());
        used.extend(namespace);
        if namespace.is_none()
            && let Some(path) = iri.strip_prefix(base.as_str())
            && let Some((folder, name)) = path.rsplit_once('/')
            && safe_local(name)
        {
            let prefix = match folder.strip_prefix("id/") {
                Some(class) if class.bytes().all(|b| b.is_ascii_alphanumeric()) => class.to_ascii_lowercase(),
                None if folder == "claim" || folder == "doc" => folder.to_owned(),
                _ => continue,
            };
            if PREFIXES.iter().all(|(taken, _)| *taken != prefix) {
                own.insert((prefix, format!("{}{folder}/", base.as_str())));
            }
        }
    }
    let foreign = used.into_iter().map(|i| (PREFIXES[i].0.to_owned(), PREFIXES[i].1.to_owned()));
    foreign.chain(own).collect()
}

/// The part of an IRI behind a namespace, where it can stand behind a prefix in every format.
fn local<'i>(iri: &'i str, namespace: &str) -> Option<&'i str> {
    iri.strip_prefix(namespace).filter(|name| safe_local(name))
}

/// ASCII letters, digits, `_` and inner `-` and `.`: no format has to escape it.
fn safe_local(name: &str) -> bool {
    let bytes = name.as_bytes();
    let word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    bytes.first().is_some_and(word)
        && bytes.last().is_some_and(|b| word(b) || *b == b'-')
        && bytes.iter().all(|b| word(b) || *b == b'-' || *b == b'.')
}

/// The IRI behind its prefix, where one is declared for it.
fn shorten<'p>(iri: &str, prefixes: &'p Prefixes) -> Option<(&'p str, String)> {
    prefixes.iter().find_map(|(name, ns)| local(iri, ns).map(|local| (name.as_str(), local.to_owned())))
}

/// An IRI as people read it: behind a prefix of a vocabulary, or by its path under the base.
pub fn short_name(iri: &str, base: &Base) -> String {
    let known = PREFIXES.iter().find_map(|(name, ns)| local(iri, ns).map(|local| format!("{name}:{local}")));
    known.unwrap_or_else(|| iri.strip_prefix(base.as_str()).unwrap_or(iri).to_owned())
}
