//! A tree of elements as lines of text: what a reader sees as a line, a paragraph, an item or a row stands on a line.
//!
//! Comes in: an element. Goes out: its text in the form that all readers of documents share: `# ` before headings, `- ` before list
//! items, ` | ` between the cells of a row, an empty line between blocks.

use dom_query::NodeRef;
use std::collections::HashSet;
use std::sync::LazyLock;

/// How much of an element is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    All,
    /// Without what stands around a document: menus, headers, footers, forms, lists of links.
    Document,
}

/// A block that consists of links to more than one part in so many is a menu.
const LINKED: usize = 2;

/// The longest cell of a table of data, in characters: longer ones are the columns of a layout.
const CELL: usize = 400;

static AROUND: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/documents/layout.tsv").lines();
    rows.filter_map(|row| row.strip_prefix("around\t")).flat_map(|words| words.split('|')).collect()
});

pub(super) struct Lines {
    keep: Keep,
    out: String,
    /// The line being written, its white space not yet folded.
    line: String,
    /// What stands before the next line: marks of headings and items.
    mark: String,
    /// Whether an empty line comes before the next.
    gap: bool,
}

impl Lines {
    pub(super) fn of(node: &NodeRef<'_>, keep: Keep) -> String {
        let mut lines = Lines { keep, out: String::new(), line: String::new(), mark: String::new(), gap: false };
        lines.node(node);
        lines.end(true);
        lines.out
    }

    /// Ends the line; a block is followed by an empty one.
    fn end(&mut self, block: bool) {
        let mut words = self.line.split_whitespace();
        if let Some(first) = words.next() {
            if !self.out.is_empty() {
                self.out.push_str(if self.gap { "\n\n" } else { "\n" });
            }
            self.out.push_str(&std::mem::take(&mut self.mark));
            self.out.push_str(first);
            for word in words {
                self.out.push(' ');
                self.out.push_str(word);
            }
            self.gap = false;
        }
        self.line.clear();
        self.gap |= block;
    }

    fn children(&mut self, node: &NodeRef<'_>) {
        for child in node.children_it(false) {
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef<'_>) {
        if node.is_text() {
            self.line.push_str(&node.text());
            return;
        }
        if !node.is_element() {
            return self.children(node);
        }
        let name = node.node_name().unwrap_or_default();
        if self.is_left_out(&name, node) {
            return;
        }
        match name.as_ref() {
            "br" => self.end(false),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end(true);
                let level = usize::from(name.as_bytes()[1] - b'0');
                self.mark = format!("{} ", "#".repeat(level));
                self.line.push_str(&node.text());
                self.end(true);
                self.mark.clear();
            }
            "li" => {
                self.end(false);
                self.mark = "- ".to_owned();
                self.children(node);
                self.end(false);
                self.mark.clear();
                self.gap = false;
            }
            "table" if is_data(node) => self.table(node),
            "pre" => {
                self.end(true);
                for line in node.text().lines() {
                    self.line.push_str(line);
                    self.end(false);
                }
                self.gap = true;
            }
            "sup" if is_reference(node) => {}
            "td" | "th" | "option" | "tr" | "caption" | "dt" | "dd" => {
                self.end(false);
                self.children(node);
                self.end(false);
            }
            name if is_block(name) => {
                self.end(true);
                self.children(node);
                self.end(true);
            }
            _ => {
                if is_placed_apart(node) {
                    self.line.push(' ');
                }
                self.children(node);
            }
        }
    }

    /// A row a line.
    fn table(&mut self, node: &NodeRef<'_>) {
        self.end(true);
        for row in node.descendants_it().filter(|n| n.has_name("tr") || n.has_name("caption")) {
            let cells: Vec<String> = if row.has_name("caption") {
                vec![super::words(&row)]
            } else {
                row.children_it(false)
                    .filter(|c| c.has_name("td") || c.has_name("th"))
                    .map(|c| super::words(&c))
                    .collect()
            };
            if cells.iter().any(|cell| !cell.is_empty()) {
                self.line.push_str(&cells.join(" | "));
                self.end(false);
            }
        }
        self.gap = true;
    }

    fn is_left_out(&self, name: &str, node: &NodeRef<'_>) -> bool {
        if matches!(
            name,
            "head"
                | "script"
                | "style"
                | "noscript"
                | "template"
                | "svg"
                | "math"
                | "iframe"
                | "object"
                | "canvas"
                | "audio"
                | "video"
                | "select"
                | "button"
                | "input"
                | "textarea"
                | "title"
        ) {
            return true;
        }
        if node.has_attr("hidden") || node.attr("aria-hidden").is_some_and(|v| v.as_ref() == "true") {
            return true;
        }
        let style = node.attr("style").map(|s| s.replace(' ', "").to_ascii_lowercase()).unwrap_or_default();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            return true;
        }
        if self.keep == Keep::All {
            return false;
        }
        if matches!(name, "nav" | "footer" | "aside" | "form" | "menu" | "dialog") {
            return true;
        }
        if matches!(name, "body" | "html" | "main" | "article") {
            return false;
        }
        // A header in an article holds its title.
        if name == "header" && !node.ancestors_it(Some(8)).any(|a| a.has_name("article") || a.has_name("main")) {
            return true;
        }
        if !is_block(name) && !matches!(name, "td" | "tr" | "li" | "span") {
            return false;
        }
        let names = ["class", "id", "role"].map(|attribute| node.attr_or(attribute, ""));
        names.iter().any(|name| parts(name).any(|part| AROUND.contains(part.as_str()))) || is_menu(name, node)
    }
}

/// The words of a name: `main-nav`, `mainNav`, `main_nav`.
pub(super) fn parts(name: &str) -> impl Iterator<Item = String> + '_ {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut small = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && small {
            spaced.push(' ');
        }
        small = c.is_ascii_lowercase();
        spaced.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
    }
    spaced.split_whitespace().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// Whether a block of few elements consists of links: what has more in it is looked at block by block.
fn is_menu(name: &str, node: &NodeRef<'_>) -> bool {
    const MOST: usize = 400;
    if !matches!(name, "ul" | "ol" | "div" | "p" | "td" | "section" | "dl") {
        return false;
    }
    let (mut all, mut linked, mut links) = (0, 0, 0);
    for (count, inner) in node.descendants_it().enumerate() {
        if count >= MOST {
            return false;
        }
        if inner.has_name("a") {
            links += 1;
            linked += super::words(&inner).len();
        } else if inner.is_text() {
            all += inner.text().split_whitespace().map(str::len).sum::<usize>();
        }
    }
    links > 2 && linked * LINKED > all
}

/// Whether a table holds data, not the layout of a page.
fn is_data(table: &NodeRef<'_>) -> bool {
    let (mut rows, mut widest) = (0, 0);
    for node in table.descendants_it() {
        if node.has_name("table") {
            return false;
        }
        if node.has_name("tr") {
            rows += 1;
            let cells = node.children_it(false).filter(|c| c.has_name("td") || c.has_name("th"));
            widest = widest.max(cells.count());
        }
        if (node.has_name("td") || node.has_name("th"))
            && (node.text().chars().count() > CELL || node.children_it(false).filter(|c| c.has_name("p")).count() > 3)
        {
            return false;
        }
    }
    rows > 1 && widest > 1
}

/// Whether a piece of a printed line was placed with a gap before it, on pages made from PDF that keep where each piece stood.
fn is_placed_apart(node: &NodeRef<'_>) -> bool {
    let place = |node: &NodeRef<'_>, name: &str| node.attr(name)?.parse::<f32>().ok();
    let (Some(begin), Some(before)) = (place(node, "x0"), node.prev_sibling()) else { return false };
    place(&before, "x1").is_some_and(|end| begin - end > 1.0 || begin < end)
}

/// Whether a raised text points to a note.
fn is_reference(node: &NodeRef<'_>) -> bool {
    let words = super::words(node);
    let bare = words.trim_matches(['[', ']', '(', ')']);
    let linked = node.descendants_it().any(|n| n.has_name("a"));
    (linked || words.starts_with('[')) && bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit() || b == b',')
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "thead"
            | "tfoot"
            | "ul"
    )
}
