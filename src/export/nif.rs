//! What NIF 2.1 wants said of every mention and stretch of evidence: offsets, anchor text, and the text as context.
//!
//! All of it follows from the IRIs and the stored texts, so it is written here and not stored.

use crate::graph::iri::char_range;
use crate::store::{Store, StoreError};
use crate::vocab::{class, nif, rdf};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad};
use std::collections::BTreeMap;

/// The quads to add, in the documents' graphs.
pub(super) fn quads(store: &Store) -> Result<Vec<Quad>, StoreError> {
    let mut by_document: BTreeMap<String, Vec<NamedNode>> = BTreeMap::new();
    for kind in [class::MENTION, class::EVIDENCE] {
        for quad in store.quads().quads_for_pattern(None, Some(rdf::TYPE), Some(kind.into()), None) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(place), GraphName::NamedNode(_)) = (quad.subject, quad.graph_name)
                && let Some((document, _)) = place.as_str().split_once("#char=")
            {
                by_document.entry(document.to_owned()).or_default().push(place);
            }
        }
    }
    let mut out = Vec::new();
    for info in store.documents()? {
        let document = NamedNode::new_unchecked(info.iri);
        let graph = store.base().document_graph(&info.id);
        let Some(text) = store.text(&document)? else { continue };
        // Byte offset of each code point, and of the end.
        let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        for place in by_document.remove(document.as_str()).unwrap_or_default() {
            let Some((start, end)) = char_range(place.as_str()) else { continue };
            let mut say = |property: oxigraph::model::NamedNodeRef<'_>, object: oxigraph::model::Term| {
                out.push(Quad::new(place.clone(), property, object, graph.clone()));
            };
            say(rdf::TYPE, nif::OFFSET_BASED_STRING.into());
            say(nif::BEGIN_INDEX, Literal::from(start).into());
            say(nif::END_INDEX, Literal::from(end).into());
            say(nif::REFERENCE_CONTEXT, document.clone().into());
            if let (Some(from), Some(to)) = (bytes.get(start as usize), bytes.get(end as usize)) {
                say(nif::ANCHOR_OF, Literal::from(&text[*from..*to]).into());
            }
        }
        out.push(Quad::new(document.clone(), rdf::TYPE, nif::CONTEXT, graph.clone()));
        out.push(Quad::new(document, nif::IS_STRING, Literal::from(text), graph));
    }
    Ok(out)
}
