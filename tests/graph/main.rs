//! From an extraction to RDF and back out: graph, store, exports, queries and proof, on made-up extractions.
//!
//! One test program, so that the made-up world is built and linked once.

mod export;
mod ontology;
mod store;
mod synthetic;
