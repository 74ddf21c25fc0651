//! The data files of a publication: the whole graph in each format, and Turtle split by class and by document.
//!
//! | file | what |
//! |---|---|
//! | `data/graph.nq` | the whole dataset with its graphs |
//! | `data/graph.rdf`, `data/graph.jsonld` with `data/context.jsonld` | the graph as Turtle exports have it |
//! | `data/class/CLASS.ttl` | things or claims of a class; `CLASS-2.ttl` and so on where there are very many |
//! | `data/doc/ID.ttl` | what one document says: metadata, mentions, evidence, the names and triples that it yields |
//! | `data/links.ttl`, `data/pack.ttl` | decisions about links; ontology and lexicon |

use super::place::Files;
use super::site::Site;
use super::{Folder, PublishError, Texts};
use crate::export::{self, Format, Graphs, Nif};
use crate::store::StoreError;
use crate::triples::Triples;
use crate::vocab::{self, rdf};
use oxigraph::model::{NamedNode, Term, Triple};
use std::collections::BTreeMap;

/// About how many triples a file of a class holds at most.
const SHARD: usize = 100_000;

/// A file that was written, for the description of the dataset.
pub(super) struct Dump {
    pub path: String,
    pub media_type: &'static str,
    pub title: (&'static str, &'static str),
    pub triples: usize,
    /// Whether it holds the graph that the description counts, no more and no less.
    pub graph: bool,
}

/// Which file has a thing: for each class the first IRI of each of its files.
#[derive(Default)]
pub(super) struct Shards(BTreeMap<String, Vec<(String, String)>>);

impl Shards {
    pub(super) fn of(&self, class: &str, iri: &str) -> Option<&str> {
        let files = self.0.get(class)?;
        let after = files.partition_point(|(first, _)| first.as_str() <= iri);
        files.get(after.checked_sub(1)?).map(|(_, file)| file.as_str())
    }
}

/// Writes the files that hold everything.
pub(super) fn whole(folder: &mut Folder, site: &Site<'_>, texts: Texts) -> Result<Vec<Dump>, PublishError> {
    let graphs = if texts == Texts::With { Graphs::All } else { Graphs::WithoutTexts };
    let mut dumps = Vec::new();
    let mut dump = |path: &str, media_type, title, triples| {
        let graph = ["data/graph.rdf", "data/graph.jsonld"].contains(&path);
        dumps.push(Dump { path: path.to_owned(), media_type, title, triples, graph });
    };
    let count = export::export(site.store, Format::NQuads, &graphs, Nif::Without, folder.file("data/graph.nq")?)?;
    dump("data/graph.nq", "application/n-quads", ("The whole dataset", "全部数据集"), count);
    let count =
        export::export(site.store, Format::RdfXml, &Graphs::Standard, Nif::Without, folder.file("data/graph.rdf")?)?;
    dump("data/graph.rdf", "application/rdf+xml", ("The graph", "图谱"), count);
    let (out, context) = (folder.file("data/graph.jsonld")?, folder.file("data/context.jsonld")?);
    let count = export::export_json_ld(site.store, &Graphs::Standard, "context.jsonld", out, context)?;
    dump("data/graph.jsonld", "application/ld+json", ("The graph", "图谱"), count);
    for (name, graph, title) in [
        ("data/links.ttl", site.store.base().links_graph(), ("Links to other graphs", "与其他图谱的链接")),
        ("data/pack.ttl", site.store.base().pack_graph(), ("Ontology and lexicon", "本体与词典")),
    ] {
        let triples = named(site, &graph)?;
        let count = export::write_triples(&triples, site.store.base(), Format::Turtle, folder.file(name)?)?;
        dump(name, "text/turtle", title, count);
    }
    Ok(dumps)
}

/// The triples of one graph.
fn named(site: &Site<'_>, graph: &NamedNode) -> Result<Vec<Triple>, PublishError> {
    let quads = site.store.quads().quads_for_pattern(None, None, None, Some(graph.into()));
    let triples = quads.map(|quad| quad.map(|q| Triple::new(q.subject, q.predicate, q.object)));
    Ok(triples.collect::<Result<_, _>>().map_err(StoreError::from)?)
}

/// What is said of one subject.
type Rows<'d> = &'d [[u32; 3]];

/// Writes a file for each class of things and claims, and one for periods.
pub(super) fn by_class(folder: &mut Folder, site: &Site<'_>) -> Result<Shards, PublishError> {
    let base = site.store.base();
    let of_type = site.data.node(rdf::TYPE);
    let mut classes: BTreeMap<String, Vec<(&str, Rows<'_>)>> = BTreeMap::new();
    for rows in site.data.rows().chunk_by(|a, b| a[0] == b[0]) {
        let Term::NamedNode(subject) = site.data.term(rows[0][0]) else { continue };
        let iri = subject.as_str();
        let class = if base.is_thing(iri) {
            site.thing(iri).map(|thing| thing.class.clone())
        } else if base.is_claim(iri) {
            rows.iter().find_map(|[_, predicate, object]| match site.data.term(*object) {
                Term::NamedNode(class) if Some(*predicate) == of_type => {
                    vocab::local(class.as_str()).map(str::to_owned)
                }
                _ => None,
            })
        } else if base.is_period(iri) {
            Some("Period".to_owned())
        } else {
            None
        };
        if let Some(class) = class {
            classes.entry(class).or_default().push((iri, rows));
        }
    }
    let mut shards = Shards::default();
    let mut places = Files::default();
    for (class, mut subjects) in classes {
        subjects.sort_unstable_by_key(|(iri, _)| *iri);
        let mut files: Vec<(String, String)> = Vec::new();
        let mut rest = subjects.as_slice();
        while let [(first, _), ..] = rest {
            let mut count = 0;
            let full = |(_, rows): &(&str, &[[u32; 3]])| {
                count += rows.len();
                count > SHARD
            };
            let until = rest.iter().position(full).map_or(rest.len(), |at| at.max(1));
            let (these, after) = rest.split_at(until);
            rest = after;
            let number = if files.is_empty() { String::new() } else { format!("-{}", files.len() + 1) };
            let file = places.place(&format!("data/class/{}{number}", super::place::folder(&class)), ".ttl");
            let said = these.iter().flat_map(|(_, rows)| rows.iter()).filter_map(|row| triple(&site.data, row));
            let triples: Vec<Triple> = said.collect();
            export::write_triples(&triples, base, Format::Turtle, folder.file(&file)?)?;
            files.push(((*first).to_owned(), file));
        }
        shards.0.insert(class, files);
    }
    Ok(shards)
}

fn triple(graph: &Triples, [subject, predicate, object]: &[u32; 3]) -> Option<Triple> {
    let Term::NamedNode(property) = graph.term(*predicate) else { return None };
    Some(Triple::new(graph.subject(*subject)?, property.clone(), graph.term(*object).clone()))
}

/// Writes a file for each document; returns their paths in the order of the documents.
pub(super) fn by_document(folder: &mut Folder, site: &Site<'_>) -> Result<Vec<String>, PublishError> {
    let mut places = Files::default();
    let mut files = Vec::new();
    for document in &site.documents {
        let file = places.place(&format!("data/{}", document.folder), ".ttl");
        let triples = named(site, &site.store.base().document_graph(&document.info.id))?;
        export::write_triples(&triples, site.store.base(), Format::Turtle, folder.file(&file)?)?;
        files.push(file);
    }
    Ok(files)
}
