//! How the identifiers of a lexicon row are written: as links to other graphs, or as codes with a property of their own.
//!
//! Comes in: the class of a row and its (scheme, value) pairs. Goes out: a property and an object for each. Which scheme is
//! written how is said in `data/link/schemes.tsv`. A thing that is a SKOS concept (a metric, a concept) is no individual of
//! the other graph, so that its links are `skos:exactMatch`; those of all other things are `owl:sameAs`.

use crate::ontology::Ontology;
use crate::vocab::{PREFIXES, class, local, owl, property, skos};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use std::sync::LazyLock;

/// One line of `data/link/schemes.tsv`.
struct Scheme {
    name: &'static str,
    property: NamedNode,
    /// What stands before and behind the identifier, and to how many digits it is filled up with zeros.
    value: (&'static str, &'static str),
    digits: usize,
    is_iri: bool,
}

static SCHEMES: LazyLock<Vec<Scheme>> = LazyLock::new(|| {
    include_str!("../../data/link/schemes.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let (name, property, value) = (fields.next()?, fields.next()?, fields.next()?);
            let (prefix, local) = property.split_once(':')?;
            let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
            let iri = value.strip_prefix('<').and_then(|v| v.strip_suffix('>'));
            let (before, rest) = iri.unwrap_or(value).split_once('{')?;
            let (zeros, behind) = rest.split_once('}')?;
            let property = NamedNode::new(format!("{namespace}{local}")).ok()?;
            Some(Scheme { name, property, value: (before, behind), digits: zeros.len(), is_iri: iri.is_some() })
        })
        .collect()
});

/// An identifier of a thing of some class, as property and object. One of an unknown scheme is `cy:identifier`.
pub fn identifier(ontology: &Ontology, kind: &str, scheme: &str, value: &str) -> (NamedNode, Term) {
    let other = || (property::IDENTIFIER.into_owned(), Literal::from(format!("{scheme}:{value}")).into());
    let Some(known) = SCHEMES.iter().find(|s| s.name == scheme) else { return other() };
    let text = format!("{}{value:0>digits$}{}", known.value.0, known.value.1, digits = known.digits);
    if !known.is_iri {
        return (known.property.clone(), Literal::from(text).into());
    }
    let Ok(node) = NamedNode::new(text) else { return other() };
    let concept = [class::METRIC, class::CONCEPT].iter().any(|c| ontology.is_a(kind, local(c.as_str()).unwrap_or("")));
    let same =
        if concept && known.property == owl::SAME_AS { skos::EXACT_MATCH.into_owned() } else { known.property.clone() };
    (same, node.into())
}

/// Whether a property says under what name another graph has a thing. Exports take these from the graph of the pack.
pub fn is_identifier(predicate: NamedNodeRef<'_>) -> bool {
    predicate == skos::EXACT_MATCH || SCHEMES.iter().any(|s| s.property.as_ref() == predicate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_read() {
        let text = include_str!("../../data/link/schemes.tsv");
        let lines = text.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(SCHEMES.len(), lines - 1, "a line of data/link/schemes.tsv is malformed");
    }

    #[test]
    fn identifiers_are_links_or_codes() {
        let of = |class: &str, scheme: &str, value: &str| {
            let (property, object) = identifier(Ontology::embedded(), class, scheme, value);
            format!("{property} {object}")
        };
        let owl = "<http://www.w3.org/2002/07/owl#sameAs>";
        let skos = "<http://www.w3.org/2004/02/skos/core#exactMatch>";
        let cy = "<https://w3id.org/chancery/ontology#";
        assert_eq!(of("Place", "wikidata", "Q1"), format!("{owl} <http://www.wikidata.org/entity/Q1>"));
        assert_eq!(of("Metric", "wikidata", "Q1"), format!("{skos} <http://www.wikidata.org/entity/Q1>"));
        assert_eq!(of("Fund", "dbpedia", "A_(b)"), format!("{owl} <http://dbpedia.org/resource/A_(b)>"));
        assert_eq!(of("Place", "geonames", "12"), format!("{owl} <https://sws.geonames.org/12/>"));
        assert_eq!(of("Place", "iso3166-1-a2", "XN"), format!("{cy}iso3166Country> \"XN\""));
        assert_eq!(of("Place", "m49", "4"), format!("{cy}m49> \"004\""));
        assert_eq!(of("Place", "house-number", "12"), format!("{cy}identifier> \"house-number:12\""));
        assert_eq!(of("Place", "dbpedia", "A b"), format!("{cy}identifier> \"dbpedia:A b\""));
    }
}
