//! What kind of file it is, by its first bytes, and by its name only where these leave it open.
//!
//! Comes in: the head of a file or stream and its name. Goes out: a [`Kind`] that a reader stands for, or the name of a
//! kind that is known and not read, so that a user is told more than "it is not a text".

use super::input::ReadError;

/// How much of a file is looked at, in bytes.
pub const HEAD: usize = 8 << 10;

/// A kind of file that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Kind {
    Text,
    Markdown,
    Html,
    Pdf,
    Docx,
    Json,
    JsonLines,
    Csv,
    Tsv,
    Zip,
    Tar,
    Gzip,
    Zstd,
}

impl Kind {
    /// Whether a file of this kind holds a record a row.
    pub fn is_rows(self) -> bool {
        matches!(self, Kind::Json | Kind::JsonLines | Kind::Csv | Kind::Tsv)
    }
}

/// The name of what is in a compressed file.
pub fn inner_name(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((inner, end)) if ["gz", "zst", "zstd"].iter().any(|known| end.eq_ignore_ascii_case(known)) => inner,
        _ => name,
    }
}

/// The endings of the files that are taken from a folder, and what each says of a text. Compressed files and archives are
/// told by their first bytes.
const ENDINGS: &[(&str, Kind)] = &[
    ("md", Kind::Markdown),
    ("markdown", Kind::Markdown),
    ("txt", Kind::Text),
    ("text", Kind::Text),
    ("html", Kind::Html),
    ("htm", Kind::Html),
    ("xhtml", Kind::Html),
    ("shtml", Kind::Html),
    ("pdf", Kind::Pdf),
    ("docx", Kind::Docx),
    ("docm", Kind::Docx),
    ("json", Kind::Json),
    ("jsonl", Kind::JsonLines),
    ("ndjson", Kind::JsonLines),
    ("csv", Kind::Csv),
    ("tsv", Kind::Tsv),
    ("tab", Kind::Tsv),
    ("zip", Kind::Zip),
    ("tar", Kind::Tar),
    ("tgz", Kind::Gzip),
    ("gz", Kind::Gzip),
    ("zst", Kind::Zstd),
    ("tzst", Kind::Zstd),
];

/// First bytes of what is known and not read, and what to call it.
const UNREAD: &[(&[u8], &str)] = &[
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Office file of the kind before 2007 (save it as .docx)"),
    (b"{\\rtf", "RTF (save it as .docx)"),
    (b"\xFD7zXZ\0", "compressed with xz (use gzip or zstd)"),
    (b"BZh", "compressed with bzip2 (use gzip or zstd)"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive (use zip or tar)"),
    (b"Rar!\x1A\x07", "a RAR archive (use zip or tar)"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"%!PS", "PostScript (save it as PDF)"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7FELF", "a program"),
];

/// The ending of a file's name, in small letters.
fn ending(name: &str) -> Option<String> {
    let file = name.rsplit(['/', '\\']).next()?;
    Some(file.rsplit_once('.')?.1.to_ascii_lowercase())
}

/// What the ending of a name says.
pub fn by_name(name: &str) -> Option<Kind> {
    let ending = ending(name)?;
    ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind)
}

/// What the first bytes say so clearly that a file of any name is taken for it.
pub fn by_content(head: &[u8]) -> Option<Kind> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    match head {
        [0x1F, 0x8B, 8, ..] => return Some(Kind::Gzip),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => return Some(Kind::Zstd),
        // Skippable frames of zstd come before the first.
        [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => return Some(Kind::Zstd),
        _ => {}
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(if is_docx(head) { Kind::Docx } else { Kind::Zip });
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some(Kind::Tar);
    }
    // What mail or a server put before it does no harm.
    if memchr::memmem::find(&head[..head.len().min(1024)], b"%PDF-").is_some_and(|at| at == 0 || !is_markup(head)) {
        return Some(Kind::Pdf);
    }
    is_page(head).then_some(Kind::Html)
}

/// The kind of a file or stream that begins with `head` and has this name (empty for a stream).
///
/// # Errors
/// [`ReadError::Kind`] for what is known and not read.
pub fn kind(head: &[u8], name: &str) -> Result<Kind, ReadError> {
    let named = by_name(name);
    if let Some(kind) = by_content(head) {
        // Text about pages, and pages in Markdown, keep the kind that their name gives them.
        return Ok(match (kind, named) {
            (Kind::Html, Some(Kind::Markdown)) => Kind::Markdown,
            (Kind::Zip, Some(Kind::Docx)) => Kind::Docx,
            _ => kind,
        });
    }
    for (first, what) in UNREAD {
        if head.starts_with(first) {
            return Err(ReadError::Kind(what));
        }
    }
    if matches!(head, [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..]) {
        return Err(ReadError::Kind("a picture"));
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    match named {
        Some(Kind::Pdf | Kind::Docx | Kind::Zip | Kind::Tar | Kind::Gzip | Kind::Zstd) if !text.is_empty() => {
            // A tar of the time before POSIX has no mark.
            if named == Some(Kind::Tar) {
                return Ok(Kind::Tar);
            }
            Ok(unnamed(text))
        }
        Some(Kind::Json) if is_lines(text) => Ok(Kind::JsonLines),
        Some(kind) => Ok(kind),
        None => Ok(unnamed(text)),
    }
}

/// Whether a file in a folder or archive is a document: by its ending, or because it can be nothing else.
pub fn is_taken(name: &str, head: &[u8]) -> bool {
    by_name(name).is_some()
        || match by_content(head) {
            Some(Kind::Docx) => ending(name).is_none(),
            Some(kind) => matches!(kind, Kind::Html | Kind::Pdf),
            None => false,
        }
}

/// The kind of a text whose name says nothing.
fn unnamed(text: &[u8]) -> Kind {
    if is_lines(text) {
        return Kind::JsonLines;
    }
    let mut bytes = text.iter().filter(|b| !b.is_ascii_whitespace());
    match (bytes.next(), bytes.next()) {
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{')) => Kind::Json,
        _ => Kind::Text,
    }
}

/// Whether the first line is a JSON object and more follows.
fn is_lines(text: &[u8]) -> bool {
    let Some(end) = memchr::memchr(b'\n', text) else { return false };
    text.starts_with(b"{")
        && !text[end..].trim_ascii().is_empty()
        && serde_json::from_slice::<serde::de::IgnoredAny>(&text[..end]).is_ok()
}

/// Whether the first members of a zip are those of a Word document.
fn is_docx(head: &[u8]) -> bool {
    let mut names = memchr::memmem::find_iter(head, b"PK\x03\x04").filter_map(|at| {
        let length = usize::from(u16::from_le_bytes([*head.get(at + 26)?, *head.get(at + 27)?]));
        head.get(at + 30..at + 30 + length)
    });
    // Every Office file begins with parts of these names; which kind it is, its reader finds out.
    names.next().is_some_and(|name| {
        name == b"[Content_Types].xml"
            || [&b"_rels/"[..], b"docProps/", b"word/", b"xl/", b"ppt/"].iter().any(|folder| name.starts_with(folder))
    })
}

/// Whether it begins as a page does: with a doctype or an element that only pages begin with, comments and XML
/// declaration apart.
fn is_page(head: &[u8]) -> bool {
    let mut rest = head.trim_ascii_start();
    loop {
        let end = if rest.starts_with(b"<!--") {
            memchr::memmem::find(rest, b"-->").map(|at| at + 3)
        } else if rest.starts_with(b"<?xml") {
            memchr::memmem::find(rest, b"?>").map(|at| at + 2)
        } else {
            break;
        };
        let Some(end) = end else { return false };
        rest = rest[end..].trim_ascii_start();
    }
    let begins = |tag: &[u8]| {
        rest.get(..tag.len()).is_some_and(|first| first.eq_ignore_ascii_case(tag))
            && rest.get(tag.len()).is_none_or(|b| !b.is_ascii_alphanumeric())
    };
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].into_iter().any(begins)
}

fn is_markup(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_goes_before_the_name() {
        for (head, name, want) in [
            (&b"%PDF-1.7\n"[..], "a.txt", Kind::Pdf),
            (b"\n\n%PDF-1.4", "", Kind::Pdf),
            (b"\x1F\x8B\x08\0", "a.md", Kind::Gzip),
            (b"  <!DOCTYPE html>\n", "a", Kind::Html),
            (b"\xEF\xBB\xBF<?xml version='1.0'?><!-- x --><html lang='en'>", "a.txt", Kind::Html),
            (b"<p>A paragraph", "a.md", Kind::Markdown),
            (b"<html>", "a.md", Kind::Markdown),
            (b"<p>A paragraph", "a.html", Kind::Html),
            (b"<htmlish>", "a.txt", Kind::Text),
            (b"{\"text\": 1}\n{\"text\"", "a.json", Kind::JsonLines),
            (b"{\"text\": 1}\n", "a.json", Kind::Json),
            (b"{\n \"text\"", "", Kind::Json),
            (b"{curly} words", "", Kind::Text),
            (b"[1] See above", "notes", Kind::Text),
            (b"Words", "a.pdf", Kind::Text),
            (b"a,b\n", "a.CSV", Kind::Csv),
            (b"", "a.jsonl", Kind::JsonLines),
        ] {
            assert_eq!(kind(head, name).unwrap(), want, "{name} {:?}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn what_is_known_and_not_read_is_named() {
        let told = |head: &[u8]| kind(head, "a.doc").unwrap_err().to_string();
        assert!(told(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest").contains(".docx"));
        assert!(told(b"RIFF\0\0\0\0WEBPVP8").contains("picture"));
    }
}
