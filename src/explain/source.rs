//! A document of a store, unpacked: its text by code points, and its sentences.

use crate::store::{Store, StoreError};
use crate::vocab::{dcterms, property};
use oxigraph::model::NamedNode;
use serde::Serialize;

/// A document's text with what is needed to cut sentences out of it.
#[derive(Debug, Clone)]
pub struct Source {
    pub iri: String,
    pub id: String,
    pub title: Option<String>,
    /// Empty where the store has no text for it.
    text: String,
    /// Byte offset of every 64th code point.
    marks: Vec<usize>,
    /// Start and end of each sentence, in code points, ascending.
    sentences: Vec<(u32, u32)>,
}

/// A stretch of whole sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Sentence {
    /// Where it begins, in code points of the document.
    pub start: u32,
    pub text: String,
}

/// Every how many code points a byte offset is kept.
const STRIDE: usize = 64;

impl Source {
    /// Reads a document by its IRI; `None` where the store does not have it.
    pub fn read(store: &Store, document: &NamedNode) -> Result<Option<Source>, StoreError> {
        let Some(id) = store.value(document, dcterms::IDENTIFIER, None)? else { return Ok(None) };
        let text = store.text(document)?.unwrap_or_default();
        let bounds = store.value(document, property::SENTENCES, None)?.unwrap_or_default();
        let sentences = bounds
            .split(' ')
            .filter_map(|sentence| {
                let mut parts = sentence.split(',');
                Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
            })
            .collect();
        Ok(Some(Source {
            iri: document.as_str().to_owned(),
            id,
            title: store.value(document, dcterms::TITLE, None)?,
            marks: text.char_indices().step_by(STRIDE).map(|(byte, _)| byte).collect(),
            text,
            sentences,
        }))
    }

    /// Whether the store has its text (`extract --no-text` leaves it out).
    pub fn has_text(&self) -> bool {
        !self.text.is_empty()
    }

    /// The byte offset of a code point; `None` past the end.
    fn byte(&self, point: u32) -> Option<usize> {
        let point = point as usize;
        let from = self.marks.get(point / STRIDE).copied().unwrap_or(self.text.len());
        let rest = self.text.get(from..)?;
        let ahead =
            if from == self.text.len() { point.checked_sub(self.marks.len() * STRIDE)? } else { point % STRIDE };
        rest.char_indices().map(|(i, _)| i).chain([rest.len()]).nth(ahead).map(|i| from + i)
    }

    /// The words between two code points.
    pub fn words(&self, start: u32, end: u32) -> Option<&str> {
        self.text.get(self.byte(start)?..self.byte(end)?)
    }

    /// The whole sentences that a stretch touches; the stretch itself where no sentence does.
    pub fn sentence(&self, start: u32, end: u32) -> Sentence {
        let first = self.sentences.partition_point(|(_, stop)| *stop <= start);
        let last = self.sentences.partition_point(|(begin, _)| *begin < end.max(start + 1));
        let from = self.sentences.get(first).map_or(start, |(begin, _)| (*begin).min(start));
        let to = last.checked_sub(1).and_then(|i| self.sentences.get(i)).map_or(end, |(_, stop)| (*stop).max(end));
        Sentence { start: from, text: self.words(from, to).unwrap_or_default().to_owned() }
    }
}
