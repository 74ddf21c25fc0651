//! Terms of ours that a query names and the ontology has not: such a query is sound, and answers nothing.

use super::QueryError;
use super::functions;
use super::header;
use crate::ontology::Ontology;
use crate::rule::compile::nearest;

/// What of a query's text begins with `cy:` and is no class, property, individual or function.
pub fn unknown(file: &str, text: &str, ontology: &Ontology) -> Vec<QueryError> {
    let known = || {
        let named = ontology.classes.keys().chain(ontology.properties.keys()).chain(&ontology.individuals);
        named.map(String::as_str).chain(functions::NAMES)
    };
    let mut errors = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        // A comment, but not the end of an IRI.
        let code = if line.trim_start().starts_with('#') { "" } else { line.split(" #").next().unwrap_or(line) };
        for (at, prefix) in code.match_indices("cy:") {
            let name = &code[at + prefix.len()..];
            let end = name.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(name.len());
            let name = name[..end].trim_end_matches('-');
            let inside = code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
            // PREFIX cy: <…>
            if inside || name.is_empty() || known().any(|term| term == name) {
                continue;
            }
            let column = code[..at].chars().count() + 1;
            let remedy = nearest(name, known());
            errors.push(header::at(file, text, number, column, format!("the ontology has no cy:{name}"), &remedy));
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_told_with_its_place() {
        let unknown = |text: &str| {
            let errors = unknown("a.rq", text, Ontology::embedded());
            errors
                .iter()
                .map(|error| error.to_string().lines().next().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
        };
        let query = "# cy:nothing\nPREFIX cy: <https://w3id.org/chancery/ontology#>\n\
            SELECT (cy:words(?e) AS ?w) WHERE { ?c cy:agnet ?a ; cy:kind cy:kind-SUPORT } # cy:more";
        assert_eq!(
            unknown(query),
            ["a.rq:3:40: the ontology has no cy:agnet", "a.rq:3:62: the ontology has no cy:kind-SUPORT"]
        );
        assert!(unknown("ASK { ?c a cy:Interaction ; cy:kind cy:kind-SUPPORT ; cy:agent/cy:memberOf ?x }").is_empty());
    }
}
