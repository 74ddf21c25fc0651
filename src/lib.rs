//! Chancery reads policy, diplomatic and economic documents in English and Chinese into a graph.
//!
//! ```
//! use chancery::document::Document;
//! use chancery::export::{Format, write_triples};
//! use chancery::extract::Extractor;
//! use chancery::graph::{self, Base};
//! use chancery::ingest::activity;
//!
//! let extractor = Extractor::embedded();
//! let document = Document::from_text("brief", "China proposed the Belt and Road Initiative in 2013.");
//! let found = extractor.extract(&document);
//! assert_eq!(found.claims[0].class, "Proposal");
//!
//! let base = Base::default();
//! let made = graph::build(&base, extractor.ontology(), &document, &found, &activity(extractor))?;
//! let mut turtle = Vec::new();
//! write_triples(made.shared(), &base, Format::Turtle, &mut turtle)?;
//! assert!(String::from_utf8(turtle)?.contains("cy:proposedBy"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How to read the program
//!
//! The modules below stand in the order of their dependencies: each uses only what stands above it (a test holds them to
//! that), and who reads them from top to bottom has followed a text to its triples.
//!
//! - A **text** comes in: [`document`] knows what it is and where it came from, [`text`] what its passages, sentences, words and
//!   phrases are, in one shape for both languages. Every [`span`] points into the text as it was given.
//! - What is known about the world and the languages is **data**: [`lexicon`] finds names and words in a text in one pass,
//!   [`value`] reads numbers, units and times, [`rule`] is the language in which experts say what to look for.
//! - **Mentions** are made of these by [`mention`]; [`alias`] and [`entity`] tell which of them are one thing; [`claim`] tells
//!   what is said about them, by whom, how sure. [`extract`] puts all of it together: a rule pack made ready, a document in,
//!   an [`extraction`] out. Nothing here reads a file, asks a clock or calls a network.
//! - Rule packs are **checked** like code: [`check`] finds what is wrong with one, [`why`] tells how far a rule came in a sentence, [`cost`]
//!   and [`difference`] what rules do to a corpus, [`evaluate`] how right they are on labelled texts.
//! - An extraction becomes **RDF** in [`graph`], whose terms are those of [`vocab`]; [`store`] keeps it so that every document can be taken out again
//!   without a trace, [`quads`] writes it to files without a store; [`query`], [`explain`] and [`export`] are the ways out, [`link`] tells under
//!   which addresses other graphs have the same things. [`ingest`] does this
//!   for many documents at once.
//!
//! What is found depends on the text, its metadata and the pack, and on nothing else: the same input gives the same bytes.

pub mod span;

pub mod word;

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

pub mod import;

pub mod triples;

pub mod quads;

pub mod export;

pub mod explain;

pub mod evaluate;

pub mod changes;

pub mod validate;

pub mod query;

pub mod publish;

pub mod link;

pub mod ingest;

pub mod error;
