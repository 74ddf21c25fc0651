//! What a page says about itself.
//!
//! Comes in: the page. Goes out: title, date, publisher, language, address, each from the most telling place that has one: its
//! `<meta>` elements and linked data, labels with a value behind them, the elements named after what they hold, its title.

use super::lines::parts;
use super::words;
use crate::document::fields::{self, Fact, Facts};
use crate::document::{Metadata, dates};
use dom_query::{Document, NodeRef};

/// Ranks after those of the table of names.
const LINKED_DATA: usize = 50;
const LABEL: usize = 100;
const ELEMENT: usize = 200;

/// What divides a page's title from the name of its site.
const DIVIDERS: [&str; 9] = [" — ", " – ", " - ", " | ", "--", "_", "｜", "|", "-"];

/// The longest text that can be a title or the value of a label, in characters.
const SHORT: usize = 200;

/// How many elements are looked at.
const MOST: usize = 200_000;

pub(super) fn metadata(page: &Document) -> Metadata {
    let mut facts = Facts::default();
    for element in page.select("meta").nodes() {
        let name = ["name", "property", "itemprop", "http-equiv"].into_iter().find_map(|name| element.attr(name));
        if let (Some(fact), Some(value)) = (name.and_then(|name| fields::key(&name)), element.attr("content")) {
            facts.offer(fact, &value);
        }
    }
    for link in page.select("link[rel=canonical]").nodes() {
        facts.offer((Fact::Source, 0), &link.attr_or("href", ""));
    }
    if let Some(lang) = page.select("html").nodes().first().and_then(|html| html.attr("lang").or(html.attr("xml:lang")))
    {
        facts.offer((Fact::Lang, 0), &lang);
    }
    linked_data(page, &mut facts);
    elements(page, &mut facts);
    let mut meta = facts.metadata();
    let (title, site) = title(page, meta.title.as_deref());
    meta.title = title.or(meta.title);
    meta.publisher = meta.publisher.or(site);
    meta
}

/// JSON-LD: of each object the fields that are known, and of a publisher its name.
fn linked_data(page: &Document, facts: &mut Facts) {
    for script in page.select("script[type='application/ld+json']").nodes() {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(&script.text()) else { continue };
        let graph = value.get("@graph").and_then(|g| g.as_array()).cloned();
        for item in graph.unwrap_or_else(|| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])) {
            let Some(object) = item.as_object() else { continue };
            // A site and its menus have names and addresses too.
            let kind = object.get("@type").map(ToString::to_string).unwrap_or_default();
            if !(kind.contains("Article") || kind.contains("Report") || kind.contains("Posting")) {
                continue;
            }
            for (name, value) in object {
                let value = value.as_str().or_else(|| value.get("name").and_then(|name| name.as_str()));
                if let (Some((fact, rank)), Some(value)) = (fields::key(name), value)
                    && fact != Fact::Text
                    && fact != Fact::Id
                {
                    facts.offer((fact, rank + LINKED_DATA), value);
                }
            }
        }
    }
}

/// Labels with their values, and elements that are named after what they hold.
fn elements(page: &Document, facts: &mut Facts) {
    let Some(body) = page.select("body").nodes().first().cloned() else { return };
    for node in body.descendants_it().take(MOST) {
        let Some(name) = node.node_name() else { continue };
        match name.as_ref() {
            "time" => {
                let value = node.attr("datetime").map_or_else(|| words(&node), |value| value.to_string());
                facts.offer((Fact::Date, ELEMENT), &value);
            }
            "td" | "th" | "dt" => {
                let label = short(&node);
                let value = node.next_element_sibling().and_then(|next| short(&next));
                if let (Some((fact, rank)), Some(value)) = (label.and_then(|label| fields::label(&label)), value) {
                    facts.offer((fact, LABEL + rank), &value);
                }
            }
            "p" | "span" | "div" | "li" | "em" | "i" => {
                let Some(told) = short(&node) else { continue };
                if let Some((label, value)) = told.split_once(['：', ':'])
                    && let Some((fact, rank)) = fields::label(label)
                {
                    // One line often has the date and the source, one after the other.
                    let first = value.split_whitespace().next().unwrap_or_default();
                    facts.offer((fact, LABEL + rank), if fact == Fact::Publisher { first } else { value });
                }
                let names = ["id", "class"].map(|attribute| node.attr_or(attribute, ""));
                if names.iter().any(|name| parts(name).any(|part| holds_date(&part)))
                    && told.chars().count() < 80
                    && dates::read(&told).is_some_and(|(date, _)| date.len() == 10)
                {
                    facts.offer((Fact::Date, ELEMENT), &told);
                }
            }
            _ => {}
        }
    }
}

/// Whether a word of an element's name tells of a date in it; `times` is a typeface.
fn holds_date(part: &str) -> bool {
    let typeface = part.starts_with("times") && part != "timestamp";
    !typeface && ["date", "time", "publish"].iter().any(|word| part.contains(word))
}

/// The words of an element that has few.
fn short(node: &NodeRef<'_>) -> Option<String> {
    // An element with much in it is not asked for its text: that would take the square of the page's length.
    if node.descendants_it().take(12).count() >= 12 {
        return None;
    }
    let words = words(node);
    (!words.is_empty() && words.len() < 4 * SHORT && words.chars().count() < SHORT).then_some(words)
}

/// The document's title, and what else the page's title has: the name of the site.
fn title(page: &Document, known: Option<&str>) -> (Option<String>, Option<String>) {
    let given = page.select("title").nodes().first().map(words).filter(|title| !title.is_empty());
    let headings: Vec<String> = page
        .select("h1, h2, [class*=title], [id*=title], [id*=Title]")
        .nodes()
        .iter()
        .take(200)
        .filter_map(short)
        .collect();
    let Some(given) = given else {
        let only = page.select("h1").nodes().first().map(words).filter(|h| !h.is_empty());
        return (known.map(str::to_owned).or(only), None);
    };
    for divider in DIVIDERS {
        // The longest part that stands on the page, from either side.
        for (at, _) in given.match_indices(divider).take(8) {
            let (first, rest) = (given[..at].trim(), given[at + divider.len()..].trim());
            for (title, site) in [(first, rest), (rest, first)] {
                if title.chars().count() >= 4 && headings.iter().any(|h| h == title) {
                    let site = (!site.is_empty() && site.chars().count() <= 40).then(|| site.to_owned());
                    return (Some(title.to_owned()), site);
                }
            }
        }
    }
    // A page that says its title apart says it best.
    (Some(known.map_or(given, str::to_owned)), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_named_after_its_date_not_its_typeface() {
        let date = |class: &str| {
            let page = format!("<body><div class={class}>30 March 2031</div><p>Trade grew.</p></body>");
            metadata(&Document::from(page)).date
        };
        assert_eq!(date("pubDate").as_deref(), Some("2031-03-30"));
        assert_eq!(date("article-timestamp").as_deref(), Some("2031-03-30"));
        assert_eq!(date("timesroman_11_0"), None);
    }
}
