//! A document: a text, what is known about it from outside, and its passages.
//!
//! Comes in: UTF-8 text (readers of other formats stand in `document/`). Goes out: the text as given, and passages
//! (paragraphs, headings, list items) that the text layer reads one by one.

pub mod archive;
pub mod contain;
mod dateline;
mod dates;
pub mod decode;
pub mod docx;
mod fields;
pub mod front;
pub mod html;
pub mod input;
pub mod markdown;
pub mod part;
pub mod pdf;
pub mod records;
mod rows;
pub mod sniff;

use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The languages the program reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Zh,
}

impl Lang {
    /// The tag used in data files and in JSON: `en`, `zh`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// The BCP 47 tag used for literals in the graph: `en`, `zh-Hans`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh-Hans",
        }
    }

    /// The language of a data-file code.
    pub fn from_code(code: &str) -> Option<Lang> {
        match code {
            "en" => Some(Lang::En),
            "zh" => Some(Lang::Zh),
            _ => None,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What is known about a document from outside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    pub title: Option<String>,
    /// Given by the user; `None`: found for each passage.
    pub lang: Option<Lang>,
    /// ISO 8601, as precise as known: `2024`, `2024-03`, `2024-03-05`. Resolves "last year" and 去年.
    pub date: Option<String>,
    /// The time of day at that date (`16:30:00`), where it was given. Resolves "two hours ago".
    pub time: Option<String>,
    /// Resolves 我国 and "our Government".
    pub publisher: Option<String>,
    /// ISO 3166-1 alpha-2 of the publisher's country.
    pub country: Option<String>,
    /// Where the text came from: a URL or a path relative to the folder that was named.
    pub source: Option<String>,
    /// The encoding that the text was in, by the name of the Encoding Standard; `None`: UTF-8, or a format that has none.
    pub encoding: Option<String>,
}

/// One text with an id that is stable between runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    pub text: String,
    pub meta: Metadata,
}

impl Document {
    /// A text with an id and nothing else known about it.
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Document {
        Document { id: id.into(), text: text.into(), meta: Metadata::default() }
    }
}

/// What kind of passage a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageKind {
    Heading,
    Paragraph,
    ListItem,
}

/// A stretch of a document that sentences do not cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    pub span: Span,
    pub kind: PassageKind,
}
