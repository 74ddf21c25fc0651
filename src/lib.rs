//! Chancery reads policy, diplomatic and economic documents in English and Chinese into a graph.

pub mod span;

pub mod document;

pub mod lexicon;

pub mod text;

pub mod value;

pub mod extraction;

pub mod vocab;

pub mod ontology;

pub mod graph;

pub mod store;

pub mod export;
