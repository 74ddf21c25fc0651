//! PDF.
//!
//! Comes in: the bytes of a PDF. Goes out: its text in reading order, a passage a line, headings and list items marked, tables row by row;
//! without running heads and page numbers, words and sentences joined across lines and pages. The dates in the file tell when it was
//! made, which may be years after what it holds was written, so they are not taken.
//!
//! Glyphs, columns and tables are the work of `unpdf`, which is written in Rust and reads Chinese fonts; here its blocks become lines.

use super::Metadata;
use super::decode::DecodeError;
use super::input::ReadError;
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;
use unpdf::model::{Block, Document, InlineContent, ListStyle, Page, Paragraph, Table};
use unpdf::{Error, ParseOptions};

/// On how many pages a line has to stand at the edge to be a running head.
const RUNNING: usize = 3;

/// How many blocks at the top and at the bottom of a page can be running heads.
const EDGE: usize = 2;

/// Words behind a hyphen that belongs where it is.
static SUSPENDED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../data/documents/layout.tsv").lines();
    rows.filter_map(|row| row.strip_prefix("suspended\t")).flat_map(|words| words.split('|')).collect()
});

/// A stretch of text, and how it stands on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    mark: String,
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Heading,
    Paragraph,
    Item,
    Row,
}

/// The text and metadata of a PDF.
///
/// # Errors
/// Where it is damaged, locked by a password, or has no text.
pub fn read(bytes: Vec<u8>) -> Result<(Metadata, String), ReadError> {
    let options = ParseOptions::new().lenient().with_resources(false).sequential();
    let document = unpdf::parse_bytes_with_options(&bytes, options).map_err(|e| match e {
        Error::Encrypted | Error::InvalidPassword => ReadError::Reader("it is locked with a password".to_owned()),
        other => ReadError::reader(format!("the PDF is damaged: {other}")),
    })?;
    drop(bytes);
    let pages: Vec<Vec<Piece>> = document.pages.iter().map(pieces).collect();
    let headline = pages.first().and_then(|page| headline(page));
    let text = whole_words(&joined(without_running_heads(pages)));
    if text.trim().is_empty() {
        // What was scanned has pictures of text.
        return Err(if document.pages.is_empty() { DecodeError::Empty.into() } else { ReadError::NoTextInPdf });
    }
    Ok((Metadata { title: title(&document).or(headline), ..Metadata::default() }, text))
}

/// The one heading on the first page that is above all others there.
fn headline(page: &[Piece]) -> Option<String> {
    let mut highest = page.iter().filter(|piece| piece.mark == "# ");
    let first = highest.next().filter(|piece| piece.text.chars().count() > 3)?;
    highest.next().is_none().then(|| first.text.clone())
}

/// The title in the file's own data, where a person gave it: programs put their own name or that of a file there.
fn title(document: &Document) -> Option<String> {
    let title = document.metadata.title.as_deref()?.split_whitespace().collect::<Vec<_>>().join(" ");
    let small = title.to_ascii_lowercase();
    let file = [".doc", ".docx", ".pdf", ".indd", ".qxd", ".wpd", ".rtf", ".ps"].iter().any(|end| small.ends_with(end));
    let program = ["microsoft", "untitled", "powerpoint", "无标题", "adobe"].iter().any(|word| small.starts_with(word));
    (title.chars().count() > 3 && !file && !program && !title.contains(['\\', '\u{FFFD}'])).then_some(title)
}

fn pieces(page: &Page) -> Vec<Piece> {
    let mut out = Vec::new();
    for block in &page.elements {
        match block {
            Block::Paragraph(paragraph) => out.extend(piece(paragraph)),
            Block::Table(table) => rows(table, &mut out),
            Block::Code { content, .. } => {
                out.extend(content.lines().filter(|l| !l.trim().is_empty()).map(|line| Piece {
                    mark: String::new(),
                    text: line.trim().to_owned(),
                    kind: Kind::Row,
                }))
            }
            _ => {}
        }
    }
    out
}

fn piece(paragraph: &Paragraph) -> Option<Piece> {
    let mut text = words(paragraph);
    let style = &paragraph.style;
    let (mark, kind) = match (style.heading_level, &style.list_info) {
        (Some(level), _) => (format!("{} ", "#".repeat(usize::from(level.clamp(1, 6)))), Kind::Heading),
        (None, Some(list)) => match (&list.style, list.item_number) {
            (ListStyle::Ordered { .. }, Some(number)) => (format!("{number}. "), Kind::Item),
            _ => ("- ".to_owned(), Kind::Item),
        },
        (None, None) => (String::new(), Kind::Paragraph),
    };
    if kind == Kind::Heading {
        text = printed_once(&text);
    }
    (!text.is_empty()).then_some(Piece { mark, text, kind })
}

/// The words of a paragraph on one line, without raised numbers that point to notes.
fn words(paragraph: &Paragraph) -> String {
    let mut out = String::new();
    for part in &paragraph.content {
        match part {
            InlineContent::Text(run) if run.style.superscript && is_number(&run.text) => {}
            InlineContent::Text(run) => out.push_str(&run.text),
            InlineContent::Link { text, .. } => out.push_str(text),
            InlineContent::LineBreak => out.push('\n'),
            _ => {}
        }
    }
    let mut line = String::with_capacity(out.len());
    for next in out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|l| !l.is_empty())
    {
        join(&mut line, &next);
    }
    line
}

/// A heading whose words were printed twice, one over the other, to make them bold; the lines of a long one each.
fn printed_once(heading: &str) -> String {
    /// Shorter words repeat of themselves, unless longer ones were printed twice before them.
    const SHORTEST: usize = 6;
    const NEXT: usize = 3;
    let mut shortest = SHORTEST;
    let mut chars: Vec<char> = heading.chars().collect();
    if chars.len() > 300 {
        return heading.to_owned();
    }
    let mut at = 0;
    while at + 2 * shortest <= chars.len() {
        let longest = (chars.len() - at) / 2;
        let twice = (shortest..=longest).rev().find(|n| chars[at..at + n] == chars[at + n..at + 2 * n]);
        if let Some(length) = twice {
            chars.drain(at + length..at + 2 * length);
            at += length;
            shortest = NEXT;
        } else {
            at += 1;
        }
    }
    chars.into_iter().collect()
}

/// Words that a line's end divided (`ex- ports`) made whole. Whether the hyphen belongs there (`capacity- building`) is told by how
/// the document has the word elsewhere.
fn whole_words(text: &str) -> String {
    if !text.contains("- ") {
        return text.to_owned();
    }
    let is_word = |c: char| c.is_alphabetic() || c == '-';
    let known: HashSet<&str> = text.split(|c: char| !is_word(c)).collect();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices("- ") {
        let (before, after) = (&text[from..at], &text[at + 2..]);
        let first = &before[before
            .rfind(|c: char| !is_word(c))
            .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8))..];
        let second = &after[..after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len())];
        let divided = first.chars().next_back().is_some_and(char::is_lowercase)
            && second.chars().next().is_some_and(char::is_lowercase)
            && !SUSPENDED.contains(second);
        if !divided {
            continue;
        }
        out.push_str(before);
        if known.contains(format!("{first}-{second}").as_str()) {
            out.push('-');
        }
        from = at + 2;
    }
    out.push_str(&text[from..]);
    out
}

fn is_number(text: &str) -> bool {
    !text.trim().is_empty() && text.trim().bytes().all(|b| b.is_ascii_digit() || b == b',')
}

/// Adds a line to what it carries on: a word that was divided is made whole, Chinese needs no blank.
fn join(line: &mut String, next: &str) {
    let Some(last) = line.chars().next_back() else {
        line.push_str(next);
        return;
    };
    let first = next.chars().next().unwrap_or(' ');
    let before = line.chars().rev().nth(1).unwrap_or(' ');
    if matches!(last, '-' | '\u{AD}' | '‐') && before.is_lowercase() && first.is_lowercase() {
        line.pop();
    } else if !(is_han(last) || is_han(first)) {
        line.push(' ');
    }
    line.push_str(next);
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// A row a line.
fn rows(table: &Table, out: &mut Vec<Piece>) {
    for row in &table.rows {
        let cells: Vec<String> =
            row.cells.iter().map(|cell| cell.content.iter().map(words).collect::<Vec<_>>().join(" ")).collect();
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            out.push(Piece { mark: String::new(), text: cells.join(" | "), kind: Kind::Row });
        }
    }
}

/// Leaves out what stands at the edge of many pages, and page numbers.
fn without_running_heads(pages: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    // Running heads differ in the page's number.
    let shape = |piece: &Piece| piece.text.replace(|c: char| c.is_ascii_digit(), "#");
    let edges = |page: &[Piece]| -> Vec<usize> {
        (0..page.len().min(EDGE)).chain(page.len().saturating_sub(EDGE).max(EDGE)..page.len()).collect()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in &pages {
        for at in edges(page) {
            *counts.entry(shape(&page[at])).or_default() += 1;
        }
    }
    let many = RUNNING.max(pages.len() / 4);
    let clean = |page: Vec<Piece>| {
        let edge = edges(&page);
        let keep = |(at, piece): (usize, Piece)| {
            let out = edge.contains(&at)
                && (is_page_number(&piece.text) || counts.get(&shape(&piece)).is_some_and(|n| *n >= many));
            (!out).then_some(piece)
        };
        page.into_iter().enumerate().filter_map(keep).collect()
    };
    pages.into_iter().map(clean).collect()
}

/// `12`, `- 12 -`, `Page 12 of 30`, `第12页`.
fn is_page_number(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '·' | '/'));
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    let rest: String = bare.chars().filter(|c| c.is_alphabetic()).collect();
    digits > 0
        && digits <= 8
        && bare.chars().count() <= 20
        && matches!(rest.as_str(), "" | "Page" | "page" | "Pageof" | "pageof" | "p" | "P" | "第页" | "第页共页")
        && !bare.contains(['.', ',', '%', ':'])
}

/// The pieces as text; a paragraph that the end of a page or a column cut in two is made whole.
fn joined(pages: Vec<Vec<Piece>>) -> String {
    let mut pieces: Vec<Piece> = Vec::new();
    for page in pages {
        for piece in page {
            match pieces.last_mut() {
                Some(last) if goes_on(last, &piece) => join(&mut last.text, &piece.text),
                _ => pieces.push(piece),
            }
        }
    }
    let mut out = String::new();
    let mut before = None;
    for piece in &pieces {
        if let Some(before) = before {
            let close = matches!((before, piece.kind), (Kind::Item, Kind::Item) | (Kind::Row, Kind::Row));
            out.push_str(if close { "\n" } else { "\n\n" });
        }
        out.push_str(&piece.mark);
        out.push_str(&piece.text);
        before = Some(piece.kind);
    }
    out
}

/// Whether a piece begins in the middle of what the one before ends with.
fn goes_on(last: &Piece, first: &Piece) -> bool {
    if matches!(first.kind, Kind::Row | Kind::Item) || matches!(last.kind, Kind::Row | Kind::Heading) {
        return false;
    }
    let (Some(end), Some(begin)) = (last.text.chars().next_back(), first.text.chars().next()) else { return false };
    let open = !matches!(end, '.' | '!' | '?' | ':' | ';' | '。' | '！' | '？' | '：' | '；' | '”' | '"' | ')' | '）');
    // A Chinese heading is told only by how it looks.
    open && (begin.is_lowercase() || first.kind != Kind::Heading && is_han(begin) && is_han(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: Kind, text: &str) -> Piece {
        Piece { mark: String::new(), text: text.to_owned(), kind }
    }

    #[test]
    fn lines_are_joined_as_they_are_read() {
        let join = |a: &str, b: &str| {
            let mut line = a.to_owned();
            super::join(&mut line, b);
            line
        };
        assert_eq!(join("the cost of ex-", "ports"), "the cost of exports");
        assert_eq!(join("the Asia-", "Pacific region"), "the Asia- Pacific region");
        assert_eq!(join("出口增", "长百分之四"), "出口增长百分之四");
        assert_eq!(join("cost of", "trade"), "cost of trade");
    }

    #[test]
    fn divided_words_are_whole_and_hyphens_stay() {
        let text = "raise ex- ports, capacity- building, medium- and long-term plans; capacity-building - a word";
        assert_eq!(
            whole_words(text),
            "raise exports, capacity-building, medium- and long-term plans; capacity-building - a word"
        );
        assert_eq!(printed_once("Ports and TradePorts and Trade: a report"), "Ports and Trade: a report");
        assert_eq!(printed_once("海港贸易年度报告海港贸易年度报告的展望篇的展望篇"), "海港贸易年度报告的展望篇");
    }

    #[test]
    fn running_heads_and_page_numbers_go_and_text_stays() {
        let page = |number: usize, text: &str| {
            vec![
                said(Kind::Paragraph, &format!("Report {number}")),
                said(Kind::Paragraph, text),
                said(Kind::Paragraph, &format!("- {number} -")),
            ]
        };
        let pages = vec![page(1, "Trade grew and"), page(2, "prices fell."), page(3, "It was 1990"), page(4, "Ports")];
        let text = joined(without_running_heads(pages));
        assert_eq!(text, "Trade grew and prices fell.\n\nIt was 1990\n\nPorts");
        for (text, number) in [
            ("12", true),
            ("Page 3 of 9", true),
            ("第12页", true),
            ("- 4 -", true),
            ("4.5%", false),
            ("Annex 3", false),
        ] {
            assert_eq!(is_page_number(text), number, "{text}");
        }
    }

    #[test]
    fn what_goes_on_behind_a_page_is_one_passage_and_a_heading_is_its_own() {
        let pages = vec![
            vec![
                said(Kind::Paragraph, "海港委员会"),
                said(Kind::Heading, "第一章"),
                said(Kind::Paragraph, "贸易增长，渔港"),
            ],
            vec![said(Kind::Paragraph, "扩建。"), said(Kind::Paragraph, "新码头开放。")],
        ];
        assert_eq!(joined(pages), "海港委员会\n\n第一章\n\n贸易增长，渔港扩建。\n\n新码头开放。");
    }

    #[test]
    fn the_only_highest_heading_of_the_first_page_is_the_title() {
        let heading = |mark: &str, text: &str| Piece { mark: mark.to_owned(), ..said(Kind::Heading, text) };
        let page =
            vec![said(Kind::Paragraph, "Harbour Board"), heading("# ", "Ports and trade"), heading("## ", "Summary")];
        assert_eq!(headline(&page).as_deref(), Some("Ports and trade"));
        assert_eq!(headline(&[page.clone(), page].concat()), None);
    }

    #[test]
    fn what_is_no_pdf_is_said() {
        assert!(read(b"%PDF-1.4 nothing".to_vec()).is_err());
    }
}
