//! Pages of the web: the document on them, without what stands around it.
//!
//! Comes in: the bytes of a page. Goes out: its text, a passage a line, headings and list items marked as in Markdown, tables row
//! by row; and what it says about itself in its metadata, its labels and its title. What the document is on a page is found as
//! browsers' reading views find it (`dom_smoothie`, after Mozilla's Readability); where that keeps too little of the page, as on pages laid
//! out in tables, it is the page without menus, headers and footers.

mod about;
mod lines;

use super::decode::{DecodeError, decode_named};
use super::input::ReadError;
use super::{Lang, Metadata};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use encoding_rs::Encoding;
use lines::Lines;

/// In how many first bytes a page names its encoding.
const PRESCAN: usize = 1024;

/// The share of the page's own text that its reading view has to keep, as one in so many.
const KEPT: usize = 2;

/// The largest page that is looked at for its reading view, in elements: of larger ones all is kept.
const VIEWED: usize = 100_000;

/// The text and metadata of a page.
///
/// # Errors
/// Where its bytes are no text, or there is no text on it.
pub fn read(bytes: Vec<u8>) -> Result<(Metadata, String), ReadError> {
    let named = encoding(&bytes);
    let decoded = decode_named(bytes, named)?;
    let page = Document::from(decoded.text.as_str());
    let mut meta = about::metadata(&page);
    meta.encoding = decoded.encoding.map(str::to_owned);
    let whole = Lines::of(&page.root(), lines::Keep::Document);
    let view = reading_view(page, meta.title.as_deref());
    let text = match view {
        Some(view) if view.chars().count() * KEPT >= whole.chars().count() => view,
        _ => whole,
    };
    if text.trim().is_empty() {
        return Err(DecodeError::Empty.into());
    }
    meta.lang = meta.lang.filter(|lang| agrees(*lang, &text));
    Ok((meta, text))
}

/// The lines of the article that a reading view shows.
fn reading_view(page: Document, title: Option<&str>) -> Option<String> {
    let config = Config { disable_json_ld: true, max_elements_to_parse: VIEWED, ..Config::default() };
    let article = Readability::with_document(page, None, Some(config)).ok()?.parse().ok()?;
    let content = Document::fragment(article.content);
    let body = Lines::of(&content.root(), lines::Keep::All);
    // The view leaves the title out where it stands above the article.
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).take(2000).collect::<String>();
    match title {
        Some(title) if !bare(&body).contains(&bare(title)) && !body.is_empty() => Some(format!("# {title}\n\n{body}")),
        _ => Some(body),
    }
}

/// The encoding that a page names in its first bytes.
fn encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let after = |mark: &[u8]| memchr::memmem::find(head, mark).map(|at| &head[at + mark.len()..]);
    let label = after(b"charset=").or_else(|| after(b"encoding="))?;
    let label = label.trim_ascii_start();
    let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
    let end = label.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:".contains(b))).unwrap_or(label.len());
    Encoding::for_label(&label[..end])
}

/// Whether a text can be in the language that its page names: templates keep the language they were made in.
fn agrees(lang: Lang, text: &str) -> bool {
    let han = text.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9FFF}')).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    match lang {
        Lang::Zh => han * 4 > latin,
        Lang::En => latin > han * 4,
    }
}

/// The text of an element on one line.
fn words(node: &NodeRef<'_>) -> String {
    node.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_name_their_encoding_in_several_ways() {
        for (page, name) in [
            (&b"<meta charset=gbk>"[..], Some("GBK")),
            (b"<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">", Some("GBK")),
            (b"<?xml version=\"1.0\" encoding='Big5'?>", Some("Big5")),
            (b"<meta charset=\"nonsense\">", None),
            (b"<p>charset</p>", None),
        ] {
            assert_eq!(encoding(page).map(Encoding::name), name);
        }
    }

    #[test]
    fn the_language_of_a_template_is_not_that_of_the_text() {
        assert!(agrees(Lang::Zh, "出口增长 5%") && !agrees(Lang::En, "出口增长，进口下降，贸易 trade"));
    }

    #[test]
    fn layout_tables_are_blocks_and_data_tables_rows() {
        let page =
            "<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table><td><p>One.<p>Two.<p>Three.<p>Four.</table>";
        let (_, text) = read(format!("<body>{page}").into_bytes()).unwrap();
        assert_eq!(text, "a | b\nc | d\n\nOne.\n\nTwo.\n\nThree.\n\nFour.");
    }
}
