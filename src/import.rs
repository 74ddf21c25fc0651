//! RDF that others wrote, or that was exported before: a file becomes quads.
//!
//! The format is told by the file's ending. Nothing is fetched: a JSON-LD file may name a context that stands beside it, and
//! no other; `owl:imports` is not followed.

use oxigraph::io::{JsonLdProfile, LoadedDocument, RdfFormat, RdfParser};
use oxigraph::model::Quad;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

/// A file that cannot be read as RDF.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{0}: its ending names no RDF format; name it .ttl, .nt, .nq, .trig, .rdf or .jsonld")]
    Format(PathBuf),
    #[error("cannot read {path}: {reason}")]
    Read { path: PathBuf, reason: io::Error },
    #[error("{path}:{line}:{column}: {message}")]
    Syntax { path: PathBuf, line: u64, column: u64, message: String },
    #[error("{path}: {message}")]
    Malformed { path: PathBuf, message: String },
}

/// Whether a path ends as a file of RDF does.
pub fn is_rdf(path: &Path) -> bool {
    format(path).is_some()
}

/// Whether a file's format keeps triples apart by graph.
pub fn has_graphs(path: &Path) -> bool {
    format(path).is_some_and(|format| matches!(format, RdfFormat::NQuads | RdfFormat::TriG))
}

fn format(path: &Path) -> Option<RdfFormat> {
    path.extension().and_then(|ending| ending.to_str()).and_then(RdfFormat::from_extension)
}

/// Reads a file. Literals keep the lexical form that the file gives them, blank nodes get labels of their own.
///
/// # Errors
/// The first thing that is wrong with the file, with its place.
pub fn read(path: &Path) -> Result<Vec<Quad>, ImportError> {
    let failed = |reason: io::Error| ImportError::Read { path: path.to_owned(), reason };
    let file = File::open(path).map_err(failed)?;
    let format = format(path).ok_or_else(|| ImportError::Format(path.to_owned()))?;
    let whole = path.canonicalize().map_err(failed)?;
    let mut parser = RdfParser::from_format(format).rename_blank_nodes();
    let base = file_iri(&whole);
    if let Ok(based) = parser.clone().with_base_iri(&base) {
        parser = based;
    }
    let folder = base.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let beside = whole.parent().map(Path::to_owned).unwrap_or_default();
    let quads = parser.for_reader(BufReader::new(file)).with_document_loader(move |iri| {
        let name = iri.strip_prefix(&folder).filter(|name| !name.contains(['/', '%', '?', '#']));
        let name =
            name.ok_or_else(|| format!("the context {iri} does not stand beside the file; nothing is fetched"))?;
        let profile = JsonLdProfile::Context.into();
        let content = std::fs::read(beside.join(name))?;
        Ok(LoadedDocument { url: iri.to_owned(), content, format: RdfFormat::JsonLd { profile } })
    });
    quads.collect::<Result<Vec<Quad>, _>>().map_err(|error| match error {
        oxigraph::io::RdfParseError::Io(reason) => failed(reason),
        oxigraph::io::RdfParseError::Syntax(error) => {
            let message = error.to_string();
            match error.location() {
                Some(at) => ImportError::Syntax {
                    path: path.to_owned(),
                    line: at.start.line + 1,
                    column: at.start.column + 1,
                    message,
                },
                None => ImportError::Malformed { path: path.to_owned(), message },
            }
        }
    })
}

/// The `file:` IRI of a path, against which the file's relative IRIs are read.
fn file_iri(path: &Path) -> String {
    let text = path.to_string_lossy();
    format!("file://{}", crate::graph::iri::encode(&text))
}
