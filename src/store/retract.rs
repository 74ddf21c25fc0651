//! Exact retraction: what goes when a document goes, and what stays because another document yields it too.
//!
//! Comes in: a transaction and the document's graph as stored. Goes out: a transaction in which the default graph is again
//! the union of what the remaining documents yield. The three kinds of support and their indexes are told in
//! [`crate::graph`]. The cost is that of the document's own quads: one look into an index for each claim, name, direct
//! triple and thing of the document; the first quad of another document that is found ends the look.

use super::StoreError;
use crate::graph::{Base, DocumentGraph};
use crate::vocab::property;
use oxigraph::model::{
    GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef,
    Triple, TripleRef,
};
use oxigraph::store::Transaction;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Removes a document's graph and all that only it yielded.
pub(super) fn remove(work: &mut Transaction<'_>, base: &Base, name: &NamedNode) -> Result<(), StoreError> {
    let stored = stored(work, name)?;
    let leaving = Leaving::new(base, stored.iter());
    leaving.retract(work, base, name, &FxHashSet::default())?;
    work.remove_named_graph(name)?;
    Ok(())
}

/// Makes the store hold `document` in place of what it holds under the same name. `false` where that is the same.
pub(super) fn replace(work: &mut Transaction<'_>, base: &Base, document: &DocumentGraph) -> Result<bool, StoreError> {
    let stored = stored(work, &document.name)?;
    let coming: FxHashSet<TripleRef<'_>> = document.own_triples().collect();
    let old: FxHashSet<TripleRef<'_>> = stored.iter().map(Triple::as_ref).collect();
    let staying: FxHashSet<TripleRef<'_>> = document.shared().collect();
    let gone: Vec<TripleRef<'_>> = old.difference(&coming).copied().collect();
    let new: Vec<TripleRef<'_>> = coming.difference(&old).copied().collect();
    // The store writes some literals in another, equal form; then this says "changed", which costs time but is right.
    if gone.is_empty() && new.is_empty() {
        return Ok(false);
    }
    // All that was yielded is looked at, not only what goes from the document's graph: types follow from mentions that
    // may have moved.
    Leaving::new(base, stored.iter()).retract(work, base, &document.name, &staying)?;
    for triple in gone {
        work.remove(triple.in_graph(&document.name));
    }
    for triple in new {
        work.insert(triple.in_graph(&document.name));
    }
    for triple in document.shared() {
        work.insert(triple.in_graph(GraphNameRef::DefaultGraph));
    }
    Ok(true)
}

/// The triples of a document's graph.
fn stored(work: &Transaction<'_>, name: &NamedNode) -> Result<Vec<Triple>, StoreError> {
    work.quads_for_pattern(None, None, None, Some(name.into()))
        .map(|quad| Ok(quad.map(|q| Triple::new(q.subject, q.predicate, q.object))?))
        .collect()
}

/// What a document yielded to the default graph, read from its own graph.
struct Leaving {
    claims: BTreeSet<NamedNode>,
    things: BTreeSet<NamedNode>,
    /// Names and direct triples.
    triples: Vec<Triple>,
}

impl Leaving {
    fn new<'t>(base: &Base, stored: impl Iterator<Item = &'t Triple>) -> Leaving {
        let mut leaving = Leaving { claims: BTreeSet::new(), things: BTreeSet::new(), triples: Vec::new() };
        for triple in stored {
            match (triple.predicate.as_ref(), &triple.object) {
                (property::SUPPORTS, Term::NamedNode(claim)) => _ = leaving.claims.insert(claim.clone()),
                (property::REFERS_TO, Term::NamedNode(thing)) => _ = leaving.things.insert(thing.clone()),
                _ if matches!(&triple.subject, NamedOrBlankNode::NamedNode(s) if base.is_thing(s.as_str())) => {
                    leaving.triples.push(triple.clone());
                }
                _ => {}
            }
        }
        leaving
    }

    /// Takes from the default graph what nothing supports any longer. `name`: the graph whose support no longer counts.
    /// `staying`: what the document will yield again; it is left alone.
    fn retract(
        mut self,
        work: &mut Transaction<'_>,
        base: &Base,
        name: &NamedNode,
        staying: &FxHashSet<TripleRef<'_>>,
    ) -> Result<(), StoreError> {
        let kept: FxHashSet<NamedOrBlankNodeRef<'_>> = staying.iter().map(|t| t.subject).collect();
        let mut periods = BTreeSet::new();
        for claim in &self.claims {
            if kept.contains(&claim.into()) || supported(work, base, name, None, property::SUPPORTS, claim.into())? {
                continue;
            }
            for quad in about(work, claim)? {
                if let Term::NamedNode(node) = &quad.object {
                    if base.is_thing(node.as_str()) {
                        self.things.insert(node.clone());
                    } else if base.is_period(node.as_str()) {
                        periods.insert(node.clone());
                    }
                }
                work.remove(&quad);
            }
        }
        for triple in &self.triples {
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
            let object = triple.object.as_ref();
            if !staying.contains(&triple.as_ref())
                && !supported(work, base, name, Some(subject.into()), triple.predicate.as_ref(), object)?
            {
                work.remove(triple.as_ref().in_graph(GraphNameRef::DefaultGraph));
            }
        }
        for thing in &self.things {
            let stays = kept.contains(&thing.into())
                || pointed_to(work, thing)?
                || supported(work, base, name, None, property::REFERS_TO, thing.into())?;
            if !stays {
                for quad in about(work, thing)? {
                    work.remove(&quad);
                }
            }
        }
        for period in &periods {
            if kept.contains(&period.into()) || pointed_to(work, period)? {
                continue;
            }
            for part in ["", "#begin", "#end"] {
                for quad in about(work, &NamedNode::new_unchecked(format!("{}{part}", period.as_str())))? {
                    work.remove(&quad);
                }
            }
        }
        Ok(())
    }
}

/// Whether the graph of another document than `name` has such a quad.
fn supported(
    work: &Transaction<'_>,
    base: &Base,
    name: &NamedNode,
    subject: Option<NamedNodeRef<'_>>,
    predicate: NamedNodeRef<'_>,
    object: TermRef<'_>,
) -> Result<bool, StoreError> {
    for quad in work.quads_for_pattern(subject.map(Into::into), Some(predicate), Some(object), None) {
        if let GraphName::NamedNode(graph) = quad?.graph_name
            && graph != *name
            && base.is_document_graph(graph.as_str())
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether anything in the default graph has the node as its object.
fn pointed_to(work: &Transaction<'_>, node: &NamedNode) -> Result<bool, StoreError> {
    let mut found = work.quads_for_pattern(None, None, Some(node.into()), Some(GraphNameRef::DefaultGraph));
    Ok(found.next().transpose()?.is_some())
}

/// What the default graph says about a node.
fn about(work: &Transaction<'_>, node: &NamedNode) -> Result<Vec<Quad>, StoreError> {
    let found = work.quads_for_pattern(Some(node.into()), None, None, Some(GraphNameRef::DefaultGraph));
    Ok(found.collect::<Result<_, _>>()?)
}
