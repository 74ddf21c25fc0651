//! From an extraction to RDF and back out: graph, store, exports, queries and proof, on made-up extractions.
//!
//! One test program, so that the made-up world is built and linked once.

#[cfg(feature = "disk")]
mod damage;
#[cfg(feature = "disk")]
mod disk;
mod explain;
mod export;
mod ontology;
mod query;
mod store;
mod synthetic;
