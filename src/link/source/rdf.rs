//! Any RDF with labels: Wikidata's truthy N-Triples, Turtle of a library, SKOS of a thesaurus.
//!
//! Which properties are names, types, neighbours and dates is said in `data/link/predicates.tsv`; all other triples are read
//! past. The triples of a thing need not stand together. Blank nodes have no address that one could link to.

use super::Reading;
use crate::link::LinkError;
use crate::link::gather::Part;
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use rustc_hash::FxHashMap;
use std::io::{self, BufRead};
use std::sync::LazyLock;

/// What a property says: the first column of `data/link/predicates.tsv`.
static ROLES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/link/predicates.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split_once('\t')).map(|(role, iri)| (iri, role)).collect()
});

/// The role of a property of Wikidata by its number (`P31`).
pub(super) fn wikidata_role(property: &str) -> Option<&'static str> {
    ROLES.get(format!("http://www.wikidata.org/prop/direct/{property}").as_str()).copied()
}

pub fn read(format: RdfFormat, input: impl BufRead, file: &mut Reading<'_, '_>) -> Result<(), LinkError> {
    // Lenient: what stands in the many triples that nobody asked for need not be checked.
    for quad in RdfParser::from_format(format).lenient().for_reader(input) {
        match quad {
            Ok(quad) => say(&quad, file).map_err(|e| file.failed(e))?,
            Err(RdfParseError::Io(e)) => return Err(file.failed(e)),
            Err(RdfParseError::Syntax(e)) => {
                let at = e.location().map_or((0, 0), |range| (range.start.line + 1, range.start.column + 1));
                file.trouble(at.0, at.1, format!("{}; what stands there is left out", plain(&e.to_string())))?;
            }
        }
    }
    Ok(())
}

/// The parser's message without the place, which stands before it, on one line.
fn plain(message: &str) -> String {
    let message =
        message.split_once(": ").filter(|(head, _)| head.starts_with("Parser error")).map_or(message, |m| m.1);
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn say(quad: &Quad, file: &mut Reading<'_, '_>) -> io::Result<()> {
    let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return Ok(()) };
    let predicate = quad.predicate.as_str();
    // Older data write schema.org with http.
    let role = match predicate.strip_prefix("http://schema.org/") {
        None => ROLES.get(predicate),
        Some(name) => ROLES.get(format!("https://schema.org/{name}").as_str()),
    };
    let Some(role) = role else { return Ok(()) };
    let (id, to) = (subject.as_str(), &mut *file.to);
    match (*role, &quad.object) {
        ("label", Term::Literal(name)) => to.name(id, name.value(), name.language(), Part::Label),
        ("alias", Term::Literal(name)) => to.name(id, name.value(), name.language(), Part::Alias),
        ("type", Term::NamedNode(kind)) => {
            let kind = kind.as_str();
            match kind.strip_prefix("http://schema.org/") {
                None => to.kind(id, kind),
                Some(name) => to.kind(id, &format!("https://schema.org/{name}")),
            }
        }
        ("related", Term::NamedNode(other)) => to.related(id, other.as_str()),
        ("country", Term::Literal(code)) => to.country(id, code.value()),
        ("begin", Term::Literal(date)) => to.begin(id, date.value()),
        ("end", Term::Literal(date)) => to.end(id, date.value()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_has_a_role_that_is_known() {
        let lines = include_str!("../../../data/link/predicates.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(ROLES.len(), lines.count() - 1);
        for (iri, role) in ROLES.iter() {
            assert!(["label", "alias", "type", "related", "country", "begin", "end"].contains(role), "{iri}: {role}");
        }
    }
}
