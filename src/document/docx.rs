//! Word documents (Office Open XML).
//!
//! Comes in: the bytes of a `.docx`. Goes out: its text, a passage a line, headings and list items marked, tables row by row, notes at
//! the end; deleted text, fields' instructions, page headers and pictures are left out. The dates in the file tell when somebody
//! saved it, not when the document is of, so they are not taken.

use super::Metadata;
use super::decode::DecodeError;
use super::input::ReadError;
use std::io::Cursor;
use undoc::model::{Block, Cell, Document, HeadingLevel, ListType, Paragraph, RevisionType, Table};

/// The text and metadata of a Word document.
///
/// # Errors
/// Where it is damaged, another kind of Office file, or without text.
pub fn read(bytes: Vec<u8>) -> Result<(Metadata, String), ReadError> {
    is_word(&bytes)?;
    let document = undoc::parse_bytes(&bytes).map_err(|e| damaged(&e))?;
    drop(bytes);
    let text = text(&document);
    if text.trim().is_empty() {
        return Err(DecodeError::Empty.into());
    }
    let named = document.metadata.title.as_deref().map(str::trim).filter(|title| is_title(title));
    let title = named.map(str::to_owned).or_else(|| first_heading(&document));
    Ok((Metadata { title, ..Metadata::default() }, text))
}

fn damaged(e: &dyn std::fmt::Display) -> ReadError {
    ReadError::reader(format!("the Word document is damaged: {e}"))
}

/// Looks at the list of parts, by which kinds of Office files differ.
fn is_word(bytes: &[u8]) -> Result<(), ReadError> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    if archive.index_for_name("word/document.xml").is_some() {
        return Ok(());
    }
    let has = |folder: &str| archive.file_names().flatten().any(|name| name.starts_with(folder));
    Err(if has("xl/") {
        ReadError::Kind("a spreadsheet (save its sheets as CSV)")
    } else if has("ppt/") {
        ReadError::Kind("a presentation (save it as PDF)")
    } else if has("word/") {
        damaged(&"it has no word/document.xml")
    } else {
        ReadError::Kind("an Office file of another kind")
    })
}

/// Whether a title was given by a person: programs put their own name or that of the file there.
fn is_title(title: &str) -> bool {
    let file =
        [".doc", ".docx", ".dotx", ".dot", ".pdf", ".rtf"].iter().any(|end| title.to_ascii_lowercase().ends_with(end));
    title.chars().count() > 3 && !file && !title.starts_with("Microsoft Word") && title != "Word Document"
}

fn first_heading(document: &Document) -> Option<String> {
    let blocks = document.sections.iter().flat_map(|section| &section.content);
    let heading = blocks.take(40).find_map(|block| match block {
        Block::Paragraph(paragraph) if is_heading(paragraph) => Some(words(paragraph).join(" ")),
        _ => None,
    });
    heading.filter(|heading| !heading.is_empty())
}

fn is_heading(paragraph: &Paragraph) -> bool {
    paragraph.heading != HeadingLevel::None
        || paragraph.style_name.as_deref().is_some_and(|style| style.eq_ignore_ascii_case("title"))
}

fn text(document: &Document) -> String {
    let mut out = String::new();
    for block in document.sections.iter().flat_map(|section| &section.content) {
        match block {
            Block::Paragraph(paragraph) => self::paragraph(paragraph, &mut out),
            Block::Table(table) => {
                rows(table, &mut out);
                gap(&mut out);
            }
            Block::Note { label, content } => {
                let words: Vec<String> = content.iter().flat_map(words).collect();
                if !words.is_empty() {
                    out.push_str(&format!("[{label}] {}\n\n", words.join(" ")));
                }
            }
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// An empty line after what stands there.
fn gap(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

fn paragraph(paragraph: &Paragraph, out: &mut String) {
    let lines = words(paragraph);
    if lines.is_empty() {
        return;
    }
    let item = paragraph.list_info.as_ref().map(|list| match (&list.list_type, list.number) {
        (ListType::Numbered, Some(number)) => format!("{number}. "),
        (ListType::None, _) => String::new(),
        _ => "- ".to_owned(),
    });
    if item.is_none() || is_heading(paragraph) {
        gap(out);
    }
    if is_heading(paragraph) {
        let level = usize::from(paragraph.heading.level()).max(1);
        out.push_str(&"#".repeat(level));
        out.push(' ');
        out.push_str(&lines.join(" "));
        out.push_str("\n\n");
        return;
    }
    for (number, line) in lines.iter().enumerate() {
        if number == 0 {
            out.push_str(item.as_deref().unwrap_or_default());
        }
        out.push_str(line);
        out.push('\n');
    }
    if item.is_none() {
        out.push('\n');
    }
}

/// The lines of a paragraph, without what was deleted from it.
fn words(paragraph: &Paragraph) -> Vec<String> {
    let mut lines = vec![String::new()];
    for run in paragraph.runs.iter().filter(|run| run.revision != RevisionType::Deleted) {
        if let Some(line) = lines.last_mut() {
            line.push_str(&run.text);
        }
        if run.line_break {
            lines.push(String::new());
        }
    }
    let folded =
        lines.iter().flat_map(|line| line.lines()).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    folded.filter(|line| !line.is_empty()).collect()
}

/// A row a line.
fn rows(table: &Table, out: &mut String) {
    gap(out);
    for row in &table.rows {
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            out.push_str(&cells.join(" | "));
            out.push('\n');
        }
        for inner in row.cells.iter().flat_map(|cell| &cell.nested_tables) {
            rows(inner, out);
        }
    }
}

fn cell(cell: &Cell) -> String {
    cell.content.iter().flat_map(words).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_programs_gave_are_none() {
        assert!(is_title("Ports and Trade"));
        for no in ["Microsoft Word - draft.doc", "draft.docx", "Word Document", "x"] {
            assert!(!is_title(no), "{no}");
        }
    }

    #[test]
    fn what_is_no_word_document_is_named() {
        assert!(read(b"PK\x03\x04 broken".to_vec()).unwrap_err().to_string().contains("damaged"));
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let bytes = archive.finish().unwrap().into_inner();
        assert!(read(bytes).unwrap_err().to_string().contains("spreadsheet"));
    }
}
