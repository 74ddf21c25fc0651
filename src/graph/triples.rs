//! The graph of one document in little room: each term once, each triple as three numbers.
//!
//! A document's graph names few terms many times over: with texts of its own every triple takes some 500 bytes, 70 times
//! the text that it comes from; so it takes about 50. Comes in: triples, from the modules beside this one or from a file of
//! quads. Goes out: the same triples, each once, as references for the store or as lines of N-Quads.

use hashbrown::HashTable;
use oxigraph::model::{
    GraphNameRef, LiteralRef, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, QuadRef, TermRef, TripleRef,
};
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// All that one document puts into a store.
#[derive(Debug, Clone)]
pub struct DocumentGraph {
    /// The document's id as given.
    pub id: String,
    /// `{base}graph/doc/{id}`.
    pub name: NamedNode,
    terms: Terms,
    shared: Triples,
    own: Triples,
}

impl DocumentGraph {
    /// A graph without triples.
    pub fn new(id: &str, name: NamedNode) -> DocumentGraph {
        let (terms, shared, own) = Default::default();
        DocumentGraph { id: id.to_owned(), name, terms, shared, own }
    }

    /// Adds a triple for the default graph. One with a blank node is left out: the graph has none.
    pub fn share<'t>(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        object: impl Into<TermRef<'t>>,
    ) {
        if let Some(triple) = self.terms.triple(subject, predicate, object.into()) {
            self.shared.add(triple);
        }
    }

    /// Adds a triple for the document's own graph. One with a blank node is left out: the graph has none.
    pub fn own<'t>(&mut self, subject: NamedNodeRef<'_>, predicate: NamedNodeRef<'_>, object: impl Into<TermRef<'t>>) {
        if let Some(triple) = self.terms.triple(subject, predicate, object.into()) {
            self.own.add(triple);
        }
    }

    /// Gives back what only adding needs.
    pub fn finish(mut self) -> DocumentGraph {
        self.terms.index = HashTable::new();
        self.terms.text.shrink_to_fit();
        self.shared.seen = FxHashSet::default();
        self.own.seen = FxHashSet::default();
        self
    }

    /// For the default graph: what several documents may say; each triple once.
    pub fn shared(&self) -> impl ExactSizeIterator<Item = TripleRef<'_>> {
        self.shared.list.iter().map(|triple| self.terms.read(*triple))
    }

    /// For the document's graph; each triple once.
    pub fn own_triples(&self) -> impl ExactSizeIterator<Item = TripleRef<'_>> {
        self.own.list.iter().map(|triple| self.terms.read(*triple))
    }

    /// All of it, each triple in its graph.
    pub fn quads(&self) -> impl Iterator<Item = QuadRef<'_>> {
        let shared = self.shared().map(|triple| triple.in_graph(GraphNameRef::DefaultGraph));
        shared.chain(self.own_triples().map(|triple| triple.in_graph(&self.name)))
    }

    /// How many triples there are.
    pub fn len(&self) -> usize {
        self.shared.list.len() + self.own.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether both say the same of their document.
    pub fn says_the_same(&self, other: &DocumentGraph) -> bool {
        let triples = |graph: &DocumentGraph| graph.own.list.len();
        triples(self) == triples(other) && {
            let ours: FxHashSet<TripleRef<'_>> = self.own_triples().collect();
            other.own_triples().all(|triple| ours.contains(&triple))
        }
    }

    /// Bytes that it takes in memory, about.
    pub fn size(&self) -> usize {
        self.terms.text.len() + self.terms.kept.len() * size_of::<Kept>() + self.len() * size_of::<[TermId; 3]>()
    }

    /// Appends a line of N-Quads for each triple, in the canonical form of RDF 1.1 N-Triples (section 4), those of the
    /// default graph first.
    pub fn write_nquads(&self, out: &mut Vec<u8>) {
        let mut end = b" <".to_vec();
        end.extend(self.name.as_str().bytes());
        end.extend(b"> .\n");
        for (triples, end) in [(&self.shared, &b" .\n"[..]), (&self.own, &end)] {
            for [subject, predicate, object] in &triples.list {
                self.terms.write(*subject, out);
                out.push(b' ');
                self.terms.write(*predicate, out);
                out.push(b' ');
                self.terms.write(*object, out);
                out.extend_from_slice(end);
            }
        }
    }
}

/// Triples, each once, in the order in which they came.
#[derive(Debug, Clone, Default)]
struct Triples {
    list: Vec<[TermId; 3]>,
    seen: FxHashSet<[TermId; 3]>,
}

impl Triples {
    fn add(&mut self, triple: [TermId; 3]) {
        if self.seen.insert(triple) {
            self.list.push(triple);
        }
    }
}

/// The number of a term among those of its graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct TermId(u32);

/// What the text of a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sort {
    /// An IRI.
    Node,
    /// The value of a plain literal; also a language tag.
    Plain,
    /// The value of a literal with that language tag.
    Tagged(TermId),
    /// The value of a literal of that datatype.
    Typed(TermId),
}

#[derive(Debug, Clone, Copy)]
struct Kept {
    start: usize,
    end: usize,
    sort: Sort,
}

/// Terms, their texts one behind the other.
#[derive(Debug, Clone, Default)]
struct Terms {
    text: String,
    kept: Vec<Kept>,
    index: HashTable<TermId>,
}

fn hash(text: &str, sort: Sort) -> u64 {
    let mut hasher = FxHasher::default();
    (text, sort).hash(&mut hasher);
    hasher.finish()
}

impl Terms {
    fn triple(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        object: TermRef<'_>,
    ) -> Option<[TermId; 3]> {
        let object = match object {
            TermRef::NamedNode(node) => self.keep(node.as_str(), Sort::Node),
            TermRef::Literal(literal) => self.literal(literal),
            TermRef::BlankNode(_) => return None,
        };
        Some([self.keep(subject.as_str(), Sort::Node), self.keep(predicate.as_str(), Sort::Node), object])
    }

    fn literal(&mut self, literal: LiteralRef<'_>) -> TermId {
        let sort = if let Some(tag) = literal.language() {
            Sort::Tagged(self.keep(tag, Sort::Plain))
        } else if literal.datatype() == crate::vocab::xsd::STRING {
            Sort::Plain
        } else {
            Sort::Typed(self.keep(literal.datatype().as_str(), Sort::Node))
        };
        self.keep(literal.value(), sort)
    }

    fn keep(&mut self, text: &str, sort: Sort) -> TermId {
        let Terms { text: all, kept, index } = self;
        let hashed = hash(text, sort);
        let same = |id: &TermId| {
            let term = kept[id.0 as usize];
            term.sort == sort && &all[term.start..term.end] == text
        };
        if let Some(id) = index.find(hashed, same) {
            return *id;
        }
        // 2^32 different terms would not fit into memory.
        let id = TermId(u32::try_from(kept.len()).unwrap_or(u32::MAX));
        let start = all.len();
        all.push_str(text);
        kept.push(Kept { start, end: all.len(), sort });
        index.insert_unique(hashed, id, |id| {
            let term = kept[id.0 as usize];
            hash(&all[term.start..term.end], term.sort)
        });
        id
    }

    fn of(&self, id: TermId) -> (&str, Sort) {
        let term = self.kept[id.0 as usize];
        (&self.text[term.start..term.end], term.sort)
    }

    fn node(&self, id: TermId) -> NamedNodeRef<'_> {
        NamedNodeRef::new_unchecked(self.of(id).0)
    }

    fn read(&self, [subject, predicate, object]: [TermId; 3]) -> TripleRef<'_> {
        let (text, sort) = self.of(object);
        let object: TermRef<'_> = match sort {
            Sort::Node => NamedNodeRef::new_unchecked(text).into(),
            Sort::Plain => LiteralRef::new_simple_literal(text).into(),
            Sort::Tagged(tag) => LiteralRef::new_language_tagged_literal_unchecked(text, self.of(tag).0).into(),
            Sort::Typed(datatype) => LiteralRef::new_typed_literal(text, self.node(datatype)).into(),
        };
        TripleRef::new(NamedOrBlankNodeRef::from(self.node(subject)), self.node(predicate), object)
    }

    fn write(&self, id: TermId, out: &mut Vec<u8>) {
        let (text, sort) = self.of(id);
        if sort == Sort::Node {
            out.push(b'<');
            out.extend_from_slice(text.as_bytes());
            out.push(b'>');
            return;
        }
        out.push(b'"');
        escape(text, out);
        out.push(b'"');
        match sort {
            Sort::Node | Sort::Plain => {}
            Sort::Tagged(tag) => {
                out.push(b'@');
                out.extend_from_slice(self.of(tag).0.as_bytes());
            }
            Sort::Typed(datatype) => {
                out.extend_from_slice(b"^^");
                self.write(datatype, out);
            }
        }
    }
}

/// The value of a literal with the escapes of canonical N-Triples. Most have nothing to escape.
fn escape(text: &str, out: &mut Vec<u8>) {
    // U+FFFE and U+FFFF begin with EF as well; the characters beside them are looked at and copied.
    let odd = |b: u8| b < 0x20 || matches!(b, b'"' | b'\\' | 0x7F | 0xEF);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(odd) {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let mut chars = rest[at..].chars();
        match chars.next() {
            Some('\u{8}') => out.extend(b"\\b"),
            Some('\t') => out.extend(b"\\t"),
            Some('\n') => out.extend(b"\\n"),
            Some('\u{C}') => out.extend(b"\\f"),
            Some('\r') => out.extend(b"\\r"),
            Some('"') => out.extend(b"\\\""),
            Some('\\') => out.extend(b"\\\\"),
            Some(c @ ('\0'..='\u{1F}' | '\u{7F}' | '\u{FFFE}' | '\u{FFFF}')) => {
                out.extend(format!("\\u{:04X}", u32::from(c)).bytes());
            }
            Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None => {}
        }
        rest = chars.as_str();
    }
    out.extend_from_slice(rest.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfSerializer};
    use oxigraph::model::{Literal, NamedNode, Term, Triple};
    use proptest::prelude::*;

    fn any_term() -> impl Strategy<Value = Term> {
        let node = |n: u8| NamedNode::new_unchecked(format!("http://example.org/{n}/é"));
        let text = prop_oneof!["\\PC{0,12}", "[\u{0}-\u{20}\"\\\\\u{7f}\u{fffd}-\u{ffff}]{0,6}"];
        (0u8..4, 0u8..4, text).prop_map(move |(sort, n, text)| match sort {
            0 => node(n).into(),
            1 => Literal::from(text).into(),
            2 => Literal::new_language_tagged_literal_unchecked(text, if n < 2 { "en" } else { "zh-hans" }).into(),
            _ => Literal::new_typed_literal(text, node(n)).into(),
        })
    }

    proptest! {
        /// What goes in comes out, once; and the lines are those of Oxigraph's own writer.
        #[test]
        fn triples_come_back(triples in proptest::collection::vec((0u8..3, 0u8..3, any_term(), any::<bool>()), 0..20)) {
            let node = |n: u8| NamedNode::new_unchecked(format!("http://example.org/{n}"));
            let name = node(9);
            let mut graph = DocumentGraph::new("a", name.clone());
            let (mut shared, mut own): (Vec<Triple>, Vec<Triple>) = Default::default();
            for (s, p, object, to_shared) in triples {
                let triple = Triple::new(node(s), node(p), object);
                let (s, p) = (node(s), triple.predicate.as_ref());
                if to_shared {
                    graph.share(s.as_ref(), p, &triple.object);
                } else {
                    graph.own(s.as_ref(), p, &triple.object);
                }
                let list = if to_shared { &mut shared } else { &mut own };
                if !list.contains(&triple) {
                    list.push(triple);
                }
            }
            let graph = graph.finish();
            prop_assert_eq!(graph.shared().map(|t| t.into_owned()).collect::<Vec<_>>(), shared);
            prop_assert_eq!(graph.own_triples().map(|t| t.into_owned()).collect::<Vec<_>>(), own);
            let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
            graph.quads().for_each(|quad| writer.serialize_quad(quad).unwrap());
            let mut lines = Vec::new();
            graph.write_nquads(&mut lines);
            prop_assert_eq!(String::from_utf8(lines), String::from_utf8(writer.finish().unwrap()));
        }
    }
}
