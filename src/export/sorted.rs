//! Quads in the order in which exports write them.
//!
//! Terms are kept once and sorted once, as text; quads are four ranks each and sort as numbers. That is what a big store
//! needs: most of its memory is the terms.

use crate::graph::iri::char_range;
use crate::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use rustc_hash::FxHashMap;

/// Quads being gathered, then sorted.
#[derive(Default)]
pub(super) struct Sorted {
    terms: Vec<Term>,
    index: FxHashMap<Term, u32>,
    /// Graph (0: the default graph), subject, predicate, object: ranks of terms plus one.
    quads: Vec<[u32; 4]>,
}

impl Sorted {
    /// Adds a quad; into the default graph where the format knows no other.
    pub(super) fn add(&mut self, quad: Quad, with_graph: bool) {
        let graph = match quad.graph_name {
            GraphName::NamedNode(node) if with_graph => self.rank(node.into()),
            GraphName::BlankNode(node) if with_graph => self.rank(node.into()),
            _ => 0,
        };
        let subject = self.rank(quad.subject.into());
        let predicate = self.rank(quad.predicate.into());
        let object = self.rank(spell(quad.object));
        self.quads.push([graph, subject, predicate, object]);
    }

    fn rank(&mut self, term: Term) -> u32 {
        if let Some(rank) = self.index.get(&term) {
            return *rank;
        }
        self.terms.push(term.clone());
        // A store has fewer terms than fit: 2^32 of them would not fit into memory.
        let rank = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.index.insert(term, rank);
        rank
    }

    /// Sorts. `rdf:type` comes before every other predicate, the default graph before every other.
    pub(super) fn finish(mut self) -> Sorted {
        self.index = FxHashMap::default();
        let mut order: Vec<(bool, String, u32)> = self
            .terms
            .iter()
            .zip(0u32..)
            .map(|(term, i)| {
                let first = matches!(term, Term::NamedNode(node) if *node == rdf::TYPE);
                (!first, by_place(term.to_string()), i)
            })
            .collect();
        order.sort_unstable();
        let mut rank = vec![0u32; order.len() + 1];
        for ((_, _, old), new) in order.iter().zip(1u32..) {
            rank[*old as usize + 1] = new;
        }
        let mut terms: Vec<Option<Term>> = self.terms.into_iter().map(Some).collect();
        self.terms = order.iter().filter_map(|(_, _, old)| terms[*old as usize].take()).collect();
        for quad in &mut self.quads {
            *quad = quad.map(|old| rank[old as usize]);
        }
        self.quads.sort_unstable();
        self.quads.dedup();
        self
    }

    /// How many quads there are.
    pub(super) fn len(&self) -> usize {
        self.quads.len()
    }

    /// Every IRI that occurs, datatypes of literals included.
    pub(super) fn iris(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter_map(|term| match term {
            Term::NamedNode(node) => Some(node.as_str()),
            Term::Literal(literal) if literal.language().is_none() => Some(literal.datatype().as_str()),
            _ => None,
        })
    }

    fn term(&self, rank: u32) -> &Term {
        &self.terms[rank as usize - 1]
    }

    /// The quads, each as graph (`None`: the default graph), subject, predicate and object.
    pub(super) fn rows(&self) -> impl Iterator<Item = [Option<&Term>; 4]> {
        self.quads.iter().map(|quad| quad.map(|rank| (rank > 0).then(|| self.term(rank))))
    }

    /// The quads, for a serializer of Oxigraph's.
    pub(super) fn quads(&self) -> impl Iterator<Item = Quad> + '_ {
        self.rows().filter_map(|[graph, subject, predicate, object]| {
            let named = |term: &Term| match term {
                Term::NamedNode(node) => Some(node.clone()),
                _ => None,
            };
            let node = |term: &Term| match term {
                Term::NamedNode(node) => Some(NamedOrBlankNode::from(node.clone())),
                Term::BlankNode(node) => Some(node.clone().into()),
                Term::Literal(_) => None,
            };
            let graph = match graph {
                None => GraphName::DefaultGraph,
                Some(term) => node(term)?.into(),
            };
            let predicate: NamedNode = named(predicate?)?;
            Some(Quad::new(node(subject?)?, predicate, object?.clone(), graph))
        })
    }
}

/// The text that a term is sorted by: places of a document (`#char=9,14`) in the order in which they stand there.
fn by_place(text: String) -> String {
    match (text.split_once("#char="), char_range(text.trim_end_matches('>'))) {
        (Some((document, _)), Some((start, end))) => format!("{document}#char={start:010},{end:010} {text}"),
        _ => text,
    }
}

/// Language tags as BCP 47 writes them (`zh-Hans`); the store keeps them in lower case. To RDF 1.1 both are the same.
fn spell(term: Term) -> Term {
    match &term {
        Term::Literal(literal) if literal.language() == Some("zh-hans") => {
            Literal::new_language_tagged_literal_unchecked(literal.value(), "zh-Hans").into()
        }
        _ => term,
    }
}
