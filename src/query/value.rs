//! What a user typed for a parameter, as a term of its type, or a reason why not.

use super::{Parameter, ParameterType, QueryError};
use crate::document::Lang;
use crate::ontology::Ontology;
use crate::store::{Store, StoreError};
use crate::vocab::{self, PREFIXES, rdfs, skos, xsd};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term};
use std::collections::BTreeSet;

/// Reads a value.
pub(super) fn read(store: &Store, parameter: &Parameter, text: &str) -> Result<Term, QueryError> {
    let wrong = |reason: String| QueryError::BadValue {
        name: parameter.name.clone(),
        value: text.to_owned(),
        kind: parameter.kind.clone(),
        reason,
    };
    match &parameter.kind {
        ParameterType::Text => Ok(Literal::from(text).into()),
        ParameterType::OneOf(words) => {
            // The query's own default may say that all will do.
            let own = parameter.default.iter().find(|default| *default == text);
            let word = own.or_else(|| words.iter().find(|word| word.eq_ignore_ascii_case(text)));
            let word = word.ok_or_else(|| wrong(format!("write one of {}", words.join(", "))))?;
            Ok(Literal::from(word.as_str()).into())
        }
        ParameterType::Integer => match text.parse::<i64>() {
            Ok(number) => Ok(Literal::from(number).into()),
            Err(_) => Err(wrong("write a whole number".to_owned())),
        },
        ParameterType::Lang => {
            let code = text.to_ascii_lowercase();
            let lang = code.split('-').next().and_then(Lang::from_code);
            let lang = lang.ok_or_else(|| wrong("write en or zh".to_owned()))?;
            Ok(Literal::from(lang.code()).into())
        }
        ParameterType::Date => date(text).ok_or_else(|| wrong("write 2024, 2024-05 or 2024-05-31".to_owned())),
        ParameterType::Class => {
            let name = text.strip_prefix(vocab::CY).or(text.strip_prefix("cy:")).unwrap_or(text);
            let classes = &Ontology::embedded().classes;
            if !classes.contains_key(name) {
                let near = classes.keys().find(|c| c.eq_ignore_ascii_case(name)).map(|c| format!("; is it {c}?"));
                return Err(wrong(format!("the ontology has no such class{}", near.unwrap_or_default())));
            }
            Ok(vocab::own(name).into())
        }
        ParameterType::Iri => match iri(store, text) {
            Some(node) => Ok(node.into()),
            None => named(store, text)?.map_err(wrong).map(Term::from),
        },
    }
}

/// A day, month or year that the calendar has.
fn date(text: &str) -> Option<Term> {
    let (full, datatype) = match text.len() {
        4 => (format!("{text}-01-01"), xsd::G_YEAR),
        7 => (format!("{text}-01"), xsd::G_YEAR_MONTH),
        _ => (text.to_owned(), xsd::DATE),
    };
    full.parse::<jiff::civil::Date>().ok()?;
    Some(Literal::new_typed_literal(text, datatype).into())
}

/// A full IRI, a prefixed name, or a path under the base (`id/Place/china`).
fn iri(store: &Store, text: &str) -> Option<NamedNode> {
    let text = text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(text);
    if let Some((prefix, name)) = text.split_once(':')
        && let Some((_, namespace)) = PREFIXES.iter().find(|(known, _)| *known == prefix)
    {
        return NamedNode::new(format!("{namespace}{name}")).ok();
    }
    let base = store.base().as_str();
    if ["id/", "claim/", "doc/", "time/"].iter().any(|folder| text.starts_with(folder)) {
        return NamedNode::new(format!("{base}{text}")).ok();
    }
    NamedNode::new(text).ok()
}

/// The one thing that has just this name in either language.
fn named(store: &Store, name: &str) -> Result<Result<NamedNode, String>, QueryError> {
    let mut found = BTreeSet::new();
    for tag in ["en", "zh-hans"] {
        let label = Literal::new_language_tagged_literal_unchecked(name, tag);
        for predicate in [rdfs::LABEL, skos::ALT_LABEL] {
            for quad in store.quads().quads_for_pattern(None, Some(predicate), Some((&label).into()), None) {
                let quad = quad.map_err(StoreError::from)?;
                if let NamedOrBlankNode::NamedNode(node) = quad.subject
                    && store.base().is_thing(node.as_str())
                {
                    found.insert(node);
                }
            }
        }
    }
    // A thing of the lexicon before one that only texts name, and that before a phrase of the same words.
    let rank = |node: &NamedNode| match node.as_str().rsplit('/').next() {
        Some(last) if last.starts_with("p-") => 2,
        Some(last) if last.starts_with("x-") => 1,
        _ => 0,
    };
    let best = found.iter().map(rank).min();
    let mut of_best = found.iter().filter(|node| Some(rank(node)) == best);
    Ok(match (of_best.next(), of_best.next()) {
        (Some(node), None) => Ok(node.clone()),
        (None, _) => Err("it is no IRI, and nothing in the store has this name".to_owned()),
        _ => {
            let list: Vec<String> = found.iter().take(5).map(ToString::to_string).collect();
            Err(format!("several things have this name; give the IRI of one: {}", list.join(" ")))
        }
    })
}
