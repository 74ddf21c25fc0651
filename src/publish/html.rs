//! Pages: everything that comes from a text, a name or an IRI is escaped here, and nowhere else is HTML written by hand
//! around it.

use super::place::reference;
use std::fmt::Write;

/// A page in the making. Text goes in through [`Page::text`] and [`Page::attribute`], which escape it; [`Page::raw`] takes
/// only what stands in the program itself.
pub(super) struct Page {
    out: String,
    /// `../` for each folder down.
    up: String,
}

/// What stands in the head of a page.
pub(super) struct Head<'h> {
    pub title: &'h str,
    /// The title of the whole publication, which leads to its first page.
    pub site: &'h str,
    /// The page's path in the folder.
    pub path: &'h str,
    /// What the page is about.
    pub iri: Option<&'h str>,
    /// The same as data: paths in the folder, with their media types.
    pub data: &'h [(String, &'static str)],
}

impl Page {
    pub(super) fn new(head: &Head<'_>) -> Page {
        let up = "../".repeat(head.path.matches('/').count());
        let mut page = Page { out: String::with_capacity(4096), up };
        page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        page.text(head.title);
        page.raw("</title>\n<link rel=\"stylesheet\" href=\"");
        page.relative("style.css");
        page.raw("\">\n");
        if let Some(iri) = head.iri.filter(|iri| is_web(iri)) {
            page.raw("<link rel=\"canonical\" href=\"").attribute(iri).raw("\">\n");
        }
        for (path, kind) in head.data {
            page.raw("<link rel=\"alternate\" type=\"").raw(kind).raw("\" href=\"");
            page.relative(path);
            page.raw("\">\n");
        }
        page.raw("</head>\n<body>\n<header><a href=\"");
        page.relative("index.html");
        page.raw("\">").text(head.site).raw("</a> <a href=\"");
        page.relative("ontology/index.html");
        page.raw("\">ontology · 本体</a> <a href=\"");
        page.relative("query/index.html");
        page.raw("\">queries · 查询</a></header>\n<main>\n");
        page
    }

    /// Markup of our own.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Page {
        self.out.push_str(markup);
        self
    }

    /// Text from anywhere.
    pub(super) fn text(&mut self, text: &str) -> &mut Page {
        escape(&mut self.out, text);
        self
    }

    /// A number.
    pub(super) fn number(&mut self, number: usize) -> &mut Page {
        let _ = write!(self.out, "{number}");
        self
    }

    /// Text from anywhere as the value of an attribute, which stands in double quotation marks.
    pub(super) fn attribute(&mut self, text: &str) -> &mut Page {
        self.text(text)
    }

    /// A path of the folder as seen from this page.
    pub(super) fn relative(&mut self, path: &str) -> &mut Page {
        self.out.push_str(&self.up);
        self.out.push_str(&reference(path));
        self
    }

    /// A link to a file of the folder, with an anchor in it where `anchor` is not empty.
    pub(super) fn link(&mut self, path: &str, anchor: &str, words: &str) -> &mut Page {
        self.raw("<a href=\"").relative(path);
        if !anchor.is_empty() {
            self.raw("#");
            self.out.push_str(&reference(anchor));
        }
        self.raw("\">").text(words).raw("</a>")
    }

    /// A link out, where the IRI is one of the web; else the IRI as text.
    pub(super) fn outward(&mut self, iri: &str) -> &mut Page {
        if is_web(iri) {
            self.raw("<a href=\"").attribute(iri).raw("\" rel=\"noreferrer\">").text(iri).raw("</a>")
        } else {
            self.raw("<code>").text(iri).raw("</code>")
        }
    }

    /// Words in a language, marked as such.
    pub(super) fn words(&mut self, text: &str, tag: &str) -> &mut Page {
        self.raw("<span lang=\"").attribute(tag).raw("\">").text(text).raw("</span>")
    }

    pub(super) fn finish(mut self) -> String {
        self.raw("</main>\n</body>\n</html>\n");
        self.out
    }
}

/// Whether an IRI may be followed from a page: no script or file hides behind `http` and `https`.
fn is_web(iri: &str) -> bool {
    iri.starts_with("https://") || iri.starts_with("http://")
}

/// Text for HTML. Control characters have no place there; U+FFFD stands for each.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_comes_from_outside_is_markup() {
        let head =
            Head { title: "<b>\"&'", site: "s", path: "id/a/index.html", iri: Some("javascript:alert(1)"), data: &[] };
        let mut page = Page::new(&head);
        page.text("</main><script>alert(1)</script>\u{0}")
            .outward("javascript:alert(1)")
            .outward("https://e.org/\"><script>");
        page.link("doc/\"><script>/x", "\"x", "<i>").words("<i>", "\"><script>");
        let text = page.finish();
        assert!(!text.contains("<script>") && !text.contains("<i>") && !text.contains("<b>"), "{text}");
        assert!(!text.contains("href=\"javascript"), "{text}");
        assert!(text.contains("<link rel=\"stylesheet\" href=\"../../style.css\">"), "{text}");
        assert!(text.contains("&lt;b&gt;&quot;&amp;&#39;"), "{text}");
    }
}
