//! Graphs out of files.
//!
//! Comes in: files that [`Shards`](super::Shards) wrote, here or elsewhere; nothing in them is taken on trust that a store
//! relies on. Goes out: blocks of lines, taken apart one after another, and of each block its graph, on any thread.

use super::{DOCUMENT, END, HEAD, PACK, QuadsError};
use crate::graph::{Base, DocumentGraph, PackGraph};
use crate::vocab::{dcterms, property};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The first bytes of a zstd frame (RFC 8878, section 3.1.1).
const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

/// A file that has been opened.
pub struct Reading {
    path: PathBuf,
    /// The base under which it was made.
    pub base: Base,
    lines: Box<dyn BufRead + Send>,
}

/// A part of a file that belongs together.
#[derive(Debug)]
pub struct Block {
    /// The pack's hash, or the IRI of the document's graph.
    name: String,
    of: Of,
    lines: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Pack,
    Document,
}

/// What a block holds.
#[derive(Debug)]
pub enum Parts {
    Pack(PackGraph),
    Document(Box<DocumentGraph>),
}

/// Opens a file, compressed or not, and reads its first line.
///
/// # Errors
/// Where it cannot be read or is not ours.
pub fn open(path: &Path) -> Result<Reading, QuadsError> {
    let unread = |reason| QuadsError::Read { path: path.to_owned(), reason };
    let mut file = BufReader::new(File::open(path).map_err(unread)?);
    let packed = file.fill_buf().map_err(unread)?.starts_with(&ZSTD);
    let mut lines: Box<dyn BufRead + Send> = if packed {
        Box::new(BufReader::with_capacity(1 << 17, zstd::stream::read::Decoder::with_buffer(file).map_err(unread)?))
    } else {
        Box::new(file)
    };
    let mut first = Vec::new();
    // A binary file may have no line at all.
    lines.by_ref().take(10_000).read_until(b'\n', &mut first).map_err(|reason| match reason.kind() {
        std::io::ErrorKind::UnexpectedEof => QuadsError::NotBegun { path: path.to_owned() },
        _ => unread(reason),
    })?;
    let head = std::str::from_utf8(&first).ok().and_then(|line| line.strip_prefix(HEAD)?.strip_prefix('<'));
    let base = head.and_then(|rest| Base::new(rest.split_once('>')?.0).ok());
    match base {
        Some(base) => Ok(Reading { path: path.to_owned(), base, lines }),
        None => Err(QuadsError::Foreign { path: path.to_owned() }),
    }
}

/// Opens files that belong in one store, and tells the base of it.
///
/// # Errors
/// As [`open`]; and where two of them were made under different bases.
pub fn open_all(paths: &[PathBuf]) -> Result<(Vec<Reading>, Base), QuadsError> {
    let files = paths.iter().map(|path| open(path)).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = files.first() else { return Ok((files, Base::default())) };
    let base = first.base.clone();
    match files.iter().find(|file| file.base != base) {
        None => Ok((files, base)),
        Some(odd) => Err(QuadsError::OtherBase {
            path: odd.path.clone(),
            found: odd.base.as_str().to_owned(),
            other: first.path.clone(),
            first: base.as_str().to_owned(),
        }),
    }
}

impl Reading {
    /// The file's name, as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its blocks, in their order. A block that is not whole does not come: an error does, and nothing after it.
    pub fn blocks(self) -> impl Iterator<Item = Result<Block, QuadsError>> + Send {
        let mut file = Some(self);
        let (mut begun, mut documents) = (None, 0);
        std::iter::from_fn(move || {
            let next = file.as_mut()?.next(&mut begun, &mut documents).transpose();
            if !matches!(next, Some(Ok(_))) {
                file = None;
            }
            next
        })
    }

    /// The next block. `begun`: the one whose first line has been read.
    fn next(&mut self, begun: &mut Option<Block>, documents: &mut usize) -> Result<Option<Block>, QuadsError> {
        let broken = |documents: usize| QuadsError::BrokenOff { documents };
        loop {
            let mut line = Vec::new();
            let into = match begun {
                Some(block) => &mut block.lines,
                None => &mut line,
            };
            let from = into.len();
            match self.lines.read_until(b'\n', into) {
                Ok(_) if into.ends_with(b"\n") => {}
                Ok(_) => return Err(broken(*documents)),
                Err(reason) if reason.kind() == std::io::ErrorKind::UnexpectedEof => return Err(broken(*documents)),
                Err(reason) => return Err(QuadsError::Read { path: self.path.clone(), reason }),
            }
            if into.get(from) != Some(&b'#') {
                continue;
            }
            let mark = String::from_utf8_lossy(&into[from..]).trim_end().to_owned();
            into.truncate(from);
            let whole = begun.take();
            *documents += usize::from(whole.as_ref().is_some_and(|block| block.of == Of::Document));
            let start = |name: &str, of| Block { name: name.to_owned(), of, lines: Vec::new() };
            if let Some(hash) = mark.strip_prefix(PACK) {
                *begun = Some(start(hash, Of::Pack));
            } else if let Some(name) = mark.strip_prefix(DOCUMENT) {
                *begun = Some(start(name.trim_matches(['<', '>']), Of::Document));
            } else if let Some(said) = mark.strip_prefix(END) {
                if said != documents.to_string() {
                    return Err(QuadsError::Count { found: *documents, said: said.to_owned() });
                }
                // A frame that was cut off may have given all its lines.
                if self.lines.fill_buf().is_err() {
                    return Err(broken(*documents));
                }
                if whole.is_none() {
                    return Ok(None);
                }
                // The end is seen again when the last block has been handed on.
                self.lines = Box::new(std::io::Cursor::new(format!("{mark}\n")));
            }
            if whole.is_some() {
                return Ok(whole);
            }
        }
    }
}

impl Block {
    /// How many bytes its lines take.
    pub fn size(&self) -> usize {
        self.lines.len()
    }

    /// The graph that its lines are.
    ///
    /// # Errors
    /// Where a line is no quad, or stands where a store could not take it back.
    pub fn parse(&self, base: &Base) -> Result<Parts, QuadsError> {
        let damaged = |reason: &str| QuadsError::Damaged { document: self.name.clone(), reason: reason.to_owned() };
        let quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(&self.lines);
        let quads = quads.map(|quad| quad.map_err(|e| damaged(&e.to_string())));
        if self.of == Of::Pack {
            return self.pack(base, quads).map(Parts::Pack);
        }
        let name = NamedNode::new(self.name.as_str()).map_err(|e| damaged(&e.to_string()))?;
        let mut graph = DocumentGraph::new("", name.clone());
        for quad in quads {
            let quad = quad?;
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
                return Err(damaged("it has a blank node"));
            };
            if quad.object.is_blank_node() {
                return Err(damaged("it has a blank node"));
            }
            match &quad.graph_name {
                GraphName::DefaultGraph => graph.share(subject.as_ref(), quad.predicate.as_ref(), &quad.object),
                GraphName::NamedNode(own) if *own == name => {
                    if let (dcterms::IDENTIFIER, Term::Literal(id)) = (quad.predicate.as_ref(), &quad.object)
                        && base.document(id.value()) == *subject
                    {
                        graph.id = id.value().to_owned();
                    }
                    graph.own(subject.as_ref(), quad.predicate.as_ref(), &quad.object);
                }
                _ => return Err(damaged("it has quads of another graph")),
            }
        }
        if base.document_graph(&graph.id) != name {
            return Err(damaged("it does not say its id"));
        }
        Ok(Parts::Document(Box::new(graph.finish())))
    }

    fn pack(
        &self,
        base: &Base,
        quads: impl Iterator<Item = Result<Quad, QuadsError>>,
    ) -> Result<PackGraph, QuadsError> {
        let (name, store) = (base.pack_graph(), NamedOrBlankNode::from(base.store()));
        let mut triples = Vec::new();
        for quad in quads {
            let Quad { subject, predicate, object, graph_name } = quad?;
            if graph_name != GraphName::NamedNode(name.clone()) {
                let document = "the rule pack".to_owned();
                return Err(QuadsError::Damaged { document, reason: "it has quads of another graph".to_owned() });
            }
            // What a store says of itself it says when it is made.
            if subject != store {
                triples.push(Triple::new(subject, predicate, object));
            }
        }
        Ok(PackGraph { name, hash: self.name.clone(), triples })
    }
}

/// What the graph says that it was made from; where a store has the same, nothing is to be done.
pub fn input_hash(graph: &DocumentGraph) -> Option<&str> {
    let stated = graph.own_triples().find(|triple| triple.predicate == property::INPUT_HASH)?;
    match stated.object {
        oxigraph::model::TermRef::Literal(literal) => Some(literal.value()),
        _ => None,
    }
}
