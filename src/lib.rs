//! Chancery reads policy, diplomatic and economic documents in English and Chinese into a graph.

pub mod span;

pub mod pipeline;

pub mod document;

pub mod lexicon;

pub mod text;

pub mod value;

pub mod rule;

pub mod extraction;

pub mod mention;

pub mod alias;

pub mod entity;

pub mod claim;

pub mod vocab;

pub mod ontology;

pub mod pack;

pub mod extract;

pub mod check;

pub mod marks;

pub mod cost;

pub mod difference;

pub mod why;

pub mod catalogue;

pub mod graph;

pub mod annotate;

pub mod store;

pub mod quads;

pub mod export;

pub mod explain;

pub mod evaluate;

pub mod query;

pub mod ingest;

pub mod error;
