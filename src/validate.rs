//! Validation: does a graph have the shape that it should have (SHACL Core)?
//!
//! Comes in: the triples of a store or of files, and shapes (`ontology/shapes.ttl`, and a user's own). Goes out: a
//! [`Report`] with every violation: the node, the path, the value, the shape and what it says.
//!
//! The constraint components are evaluated directly on the sorted triples of [`crate::triples`]; a focus node costs a few
//! look-ups in them, so that validation is linear in the graph. Which components there are is said in
//! `ontology/README.md`; a shape that uses another one is refused. An own evaluator, because the crates that there are bring
//! an HTTP client with them, and this program has no network access.

mod check;
mod path;
mod read;
mod report;
mod shape;
mod value;

pub use path::Path;

pub use report::{Group, Report, Violation, explained};
pub use shape::{Bound, Constraint, NodeKind, Qualified, Shape, Target};

use crate::graph::Base;
use crate::import;
use crate::ontology::Ontology;
use crate::pack;
use crate::store::{Store, StoreError};
use crate::triples::{Gathered, Triples};
use crate::vocab::property;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use std::path::PathBuf;

/// The shapes that are built in.
pub const EMBEDDED: &str = include_str!("../ontology/shapes.ttl");

/// A shapes graph that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShapesError {
    #[error(
        "{shape} uses {what}, which is no part of SHACL Core as supported here (see ontology/README.md); take it out, or validate with another program"
    )]
    Unsupported { shape: String, what: String },
    #[error("{shape}: {what}")]
    Malformed { shape: String, what: String },
    #[error("{shape} asks for itself, directly or by way of others; SHACL does not say what that means")]
    Recursive { shape: String },
}

/// What keeps a graph from being validated. That it has violations does not.
#[derive(Debug, thiserror::Error)]
pub enum ValidateError {
    #[error("the shapes cannot be used\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Shapes(Vec<ShapesError>),
    #[error("the shapes that are built in are not valid Turtle: {0}")]
    Embedded(String),
    #[error(transparent)]
    Import(#[from] import::ImportError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Shapes, read for one data graph.
#[derive(Debug)]
pub struct Shapes(pub(crate) Vec<Shape>);

/// The shapes of a pack's folder (`ontology/shapes.ttl`), or those that are built in.
pub fn default_shapes(pack: Option<&std::path::Path>) -> Result<Vec<Quad>, ValidateError> {
    let own = pack.map(|folder| folder.join("ontology").join(pack::SHAPES)).filter(|file| file.exists());
    if let Some(file) = own {
        return Ok(import::read(&file)?);
    }
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(EMBEDDED.as_bytes());
    quads.collect::<Result<_, _>>().map_err(|error| ValidateError::Embedded(error.to_string()))
}

/// The triples of a store, all graphs merged, with the ontology's. The texts are left out: no shape looks into them.
pub fn data_of_store(store: &Store, ontology: &Ontology) -> Result<Triples, StoreError> {
    let mut gathered = Gathered::default();
    for quad in store.quads().iter() {
        let quad = quad?;
        if quad.predicate != property::TEXT && quad.predicate != property::SENTENCES {
            gathered.add(quad);
        }
    }
    add_ontology(&mut gathered, ontology);
    Ok(gathered.finish())
}

/// The triples of files, merged, with the ontology's.
pub fn data_of_files(files: &[PathBuf], ontology: &Ontology) -> Result<Triples, import::ImportError> {
    let mut gathered = Gathered::default();
    for file in files {
        import::read(file)?.into_iter().for_each(|quad| gathered.add(quad));
    }
    add_ontology(&mut gathered, ontology);
    Ok(gathered.finish())
}

/// An export says of a thing that it is a `cy:Person`; that a person can be an actor, the ontology says.
fn add_ontology(gathered: &mut Gathered, ontology: &Ontology) {
    for triple in &ontology.triples {
        gathered.add(triple.clone().in_graph(GraphName::DefaultGraph));
    }
}

/// Checks a graph against shapes. `base` shortens the IRIs that a person reads.
///
/// # Errors
/// Everything that is wrong with the shapes.
pub fn validate(mut data: Triples, shapes: &Triples, base: &Base) -> Result<Report, ValidateError> {
    let shapes = read::read(shapes, &mut data).map_err(ValidateError::Shapes)?;
    Ok(check::run(&data, &shapes, base))
}
