//! The one error type that a user of the program meets.
//!
//! Each layer has a typed error of its own; here they come together, with what each means for whoever called: a wrong
//! command line (nothing was done), or work that failed.

use crate::changes::ChangesError;
use crate::check::SHOWN;
use crate::document::input::{InputError, ReadError};
use crate::evaluate::Problem;
use crate::explain::ExplainError;
use crate::export::ExportError;
use crate::graph::GraphError;
use crate::import::ImportError;
use crate::ingest::IngestError;
use crate::link::LinkError;
use crate::pack::PackError;
use crate::publish::PublishError;
use crate::quads::QuadsError;
use crate::query::QueryError;
use crate::store::StoreError;
use crate::validate::ValidateError;
use std::io;
use thiserror::Error;

/// What went wrong, and with what.
#[derive(Debug, Error)]
pub enum Error {
    #[error(transparent)]
    Input(#[from] InputError),
    /// A document that could not be read.
    #[error("{place}: {reason}")]
    Read { place: String, reason: ReadError },
    /// Results that could not be written out.
    #[error("cannot write {to}: {reason}")]
    Write { to: String, reason: io::Error },
    /// Input that broke off.
    #[error("cannot read {from}: {reason}")]
    Stream { from: String, reason: io::Error },
    /// Options or arguments that contradict each other or name what is not there.
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Export(ExportError),
    #[error(transparent)]
    Query(QueryError),
    /// Saved queries that cannot be read; every one is named.
    #[error("{}", all(.0))]
    Queries(Vec<QueryError>),
    /// Gold with problems; every one is named.
    #[error("the gold cannot be used\n{}", all(.0))]
    Gold(Vec<Problem>),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Publish(PublishError),
    #[error(transparent)]
    Validate(ValidateError),
    #[error(transparent)]
    Quads(#[from] QuadsError),
    #[error(transparent)]
    Explain(#[from] ExplainError),
    #[error(transparent)]
    Link(LinkError),
    #[error(transparent)]
    PackFolder(#[from] PackError),
    /// A rule pack with problems; every one is told.
    #[error("{0}")]
    Pack(String),
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Error {
        match error {
            ExportError::Io(reason) => Error::Write { to: "the output".to_owned(), reason },
            other => Error::Export(other),
        }
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Error {
        match error {
            QueryError::Io(reason) => Error::Write { to: "the answer".to_owned(), reason },
            QueryError::Export(error) => error.into(),
            QueryError::Store(error) => error.into(),
            other => Error::Query(other),
        }
    }
}

impl From<ChangesError> for Error {
    fn from(error: ChangesError) -> Error {
        match error {
            ChangesError::Store(error) => error.into(),
            ChangesError::Import(error) => error.into(),
        }
    }
}

impl From<PublishError> for Error {
    fn from(error: PublishError) -> Error {
        match error {
            PublishError::Store(error) => error.into(),
            PublishError::Export(error) => error.into(),
            other => Error::Publish(other),
        }
    }
}

impl From<ValidateError> for Error {
    fn from(error: ValidateError) -> Error {
        match error {
            ValidateError::Store(error) => error.into(),
            other => Error::Validate(other),
        }
    }
}

impl From<LinkError> for Error {
    fn from(error: LinkError) -> Error {
        match error {
            LinkError::Store(error) => error.into(),
            other => Error::Link(other),
        }
    }
}

impl From<IngestError> for Error {
    fn from(error: IngestError) -> Error {
        match error {
            IngestError::Store(error) => error.into(),
            IngestError::Quads(error) => error.into(),
        }
    }
}

/// Errors a line each, and how many more there are than people read at once.
fn all(errors: &[impl ToString]) -> String {
    let mut lines: Vec<String> = errors.iter().take(SHOWN).map(ToString::to_string).collect();
    if errors.len() > SHOWN {
        lines.push(format!("and {} more", errors.len() - SHOWN));
    }
    lines.join("\n")
}

impl Error {
    /// Whether the command line is wrong, so that running it again cannot help. Nothing has been read or written then.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Error::Input(_)
                | Error::Usage(_)
                | Error::Quads(QuadsError::Name { .. })
                | Error::Export(ExportError::Format(_) | ExportError::NoGraph(_))
                | Error::Query(
                    QueryError::Malformed { .. }
                        | QueryError::Unknown { .. }
                        | QueryError::NoParameter { .. }
                        | QueryError::MissingParameter { .. }
                        | QueryError::BadValue { .. }
                        | QueryError::Misplaced { .. }
                        | QueryError::MissingGraph { .. }
                        | QueryError::Service(_)
                        | QueryError::Format { .. }
                )
                | Error::Publish(PublishError::Occupied(_))
                | Error::Validate(ValidateError::Shapes(_))
                | Error::Link(LinkError::Format { .. })
                | Error::Explain(ExplainError::NotAnIri(_) | ExplainError::Arity)
                | Error::Store(StoreError::Graph(GraphError::Base { .. }))
        )
    }

    /// Whether the reader of the results has gone (`chancery export … | head`), which is no failure.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Write { reason, .. } if reason.kind() == io::ErrorKind::BrokenPipe)
    }
}
