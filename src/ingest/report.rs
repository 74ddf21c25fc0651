//! What is said of each document: to whoever watches, and in a report for programs.
//!
//! Comes in: fates, as they are decided, in the order of the inputs. Goes out: JSON Lines, one a document. No clock and no
//! count of jobs is in them: the same run gives the same report.

use super::Fate;
use crate::document::Document;
use crate::document::input::Inputs;
use crate::document::part::Origin;
use crate::extraction::Extraction;
use serde::Serialize;
use std::io::{self, Write};

/// What is told of a document when its fate is decided.
pub struct Told<'a> {
    pub origin: &'a Origin,
    pub fate: &'a Fate,
    /// Where something was extracted.
    pub found: Option<Found>,
    /// The number of its input; all inputs before are done.
    pub input: usize,
}

/// How much was read and found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Bytes of the text as UTF-8.
    pub bytes: usize,
    pub mentions: usize,
    pub claims: usize,
}

impl Found {
    pub(super) fn of(document: &Document, extraction: &Extraction<'_>) -> Found {
        Found { bytes: document.text.len(), mentions: extraction.mentions.len(), claims: extraction.claims.len() }
    }
}

/// A line of the report. What is not known is left out.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'a str,
    path: &'a str,
    fate: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(flatten)]
    found: Option<&'a Found>,
}

/// A report being written.
pub struct Report<W: Write> {
    out: W,
}

impl<W: Write> Report<W> {
    /// Begins a report with what was named and cannot be read, or was left alone.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(mut out: W, inputs: &Inputs) -> io::Result<Report<W>> {
        for (path, reason) in &inputs.failed {
            let (id, reason) = ("", Some(reason.to_string()));
            line(&mut out, &Line { id, path, fate: "failed", reason, found: None })?;
        }
        for path in &inputs.ignored {
            let path = &path.display().to_string();
            line(&mut out, &Line { id: "", path, fate: "left alone", reason: None, found: None })?;
        }
        Ok(Report { out })
    }

    /// Adds a document.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn tell(&mut self, told: &Told<'_>) -> io::Result<()> {
        let (fate, reason) = match told.fate {
            Fate::Added => ("added", None),
            Fate::Replaced => ("replaced", None),
            Fate::Skipped => ("unchanged", None),
            Fate::Written => ("written", None),
            Fate::Failed(reason) => ("failed", Some(reason.to_string())),
        };
        let Origin { id, place } = told.origin;
        line(&mut self.out, &Line { id, path: place, fate, reason, found: told.found.as_ref() })
    }

    /// Ends it.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn line(out: &mut impl Write, line: &Line<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
