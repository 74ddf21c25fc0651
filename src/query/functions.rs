//! Functions that queries may call: the words of a mention or evidence, and the sentence around them.

use crate::explain::Source;
use crate::store::Store;
use crate::vocab;
use oxigraph::model::{Literal, NamedNode, Term};
use oxigraph::sparql::SparqlEvaluator;
use std::sync::{Arc, Mutex};

/// Their local names.
pub(super) const NAMES: [&str; 2] = ["words", "sentence"];

/// Adds `cy:words` and `cy:sentence`. The document that was read last is kept, for places of one document come together.
pub(super) fn with_functions(evaluator: SparqlEvaluator, store: &Store) -> SparqlEvaluator {
    let last: Arc<Mutex<Option<Source>>> = Arc::default();
    let function = |whole: bool| {
        let (store, last) = (store.clone(), Arc::clone(&last));
        move |arguments: &[Term]| {
            let [Term::NamedNode(place)] = arguments else { return None };
            read(&store, &last, place, whole)
        }
    };
    let [words, sentence] = NAMES.map(vocab::own);
    evaluator.with_custom_function(words, function(false)).with_custom_function(sentence, function(true))
}

fn read(store: &Store, last: &Mutex<Option<Source>>, place: &NamedNode, whole: bool) -> Option<Term> {
    let (document, _) = place.as_str().split_once("#char=")?;
    let mut last = last.lock().ok()?;
    if last.as_ref().is_none_or(|source| source.iri != document) {
        *last = Source::read(store, &NamedNode::new_unchecked(document)).ok()?;
    }
    let source = last.as_ref()?;
    let (start, end) = crate::graph::iri::char_range(place.as_str())?;
    let text = if whole { source.sentence(start, end).text } else { source.words(start, end)?.to_owned() };
    Some(Literal::from(text.split_whitespace().collect::<Vec<_>>().join(" ")).into())
}
