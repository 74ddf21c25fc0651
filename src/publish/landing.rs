//! The first page, the list of queries, and what the search reads.

use super::data::Dump;
use super::html::{Head, Page};
use super::place::reference;
use super::site::Site;
use super::thing::{claim_kinds, classes};
use super::{Folder, Options, PublishError};
use crate::query::Queries;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Writes `index.html`.
pub(super) fn first(
    folder: &mut Folder,
    site: &Site<'_>,
    options: &Options,
    dumps: &[Dump],
) -> Result<(), PublishError> {
    let base = site.store.base().as_str();
    let data = [("dataset.ttl".to_owned(), "text/turtle")];
    let mut page = Page::new(&Head {
        title: &options.title,
        site: &options.title,
        path: "index.html",
        iri: Some(base),
        data: &data,
    });
    page.raw("<h1>").text(&options.title).raw("</h1>\n<p>What ").number(site.documents.len());
    page.raw(" documents say about initiatives, institutions, events, people, places and metrics; each statement with the sentence it comes from.</p>\n");
    page.raw("<p lang=\"zh-Hans\">").number(site.documents.len());
    page.raw("份文件关于倡议、机构、事件、人物、地点与指标的陈述，每条陈述均附原句。</p>\n");
    page.raw("<section id=\"search\" hidden>\n<form id=\"form\" role=\"search\"><label>Find a thing · 查找 <input id=\"words\" type=\"search\" autocomplete=\"off\"></label> <small id=\"note\"></small></form>\n");
    page.raw("<ol id=\"results\"></ol>\n</section>\n");
    page.raw("<h2>Things · 事物</h2>\n<table>\n");
    for (class, count) in classes(site) {
        page.raw("<tr><td>").link(&format!("id/{}/index.html", super::place::folder(&class)), "", &site.both(&class));
        page.raw("</td><td class=\"number\">").number(count).raw("</td></tr>\n");
    }
    page.raw("<tr><td>").link("doc/index.html", "", &site.both("Document")).raw("</td><td class=\"number\">");
    page.number(site.documents.len()).raw("</td></tr>\n</table>\n<h2>Claims · 陈述</h2>\n<table>\n");
    for (kind, count) in claim_kinds(site) {
        page.raw("<tr><td>").link("ontology/index.html", &kind, &site.both(&kind));
        page.raw("</td><td class=\"number\">").number(count).raw("</td></tr>\n");
    }
    page.raw("</table>\n<h2>Data · 数据</h2>\n<table>\n");
    for dump in dumps {
        page.raw("<tr><td>")
            .link(&dump.path, "", &dump.path)
            .raw("</td><td>")
            .text(dump.title.0)
            .raw(" · ")
            .text(dump.title.1);
        page.raw("</td><td class=\"number\">").number(dump.triples).raw("</td><td class=\"number\">");
        page.number(usize::try_from(folder.size(&dump.path)?).unwrap_or(usize::MAX)).raw(" B</td></tr>\n");
    }
    page.raw("</table>\n<p>Turtle by class in <code>data/class/</code> and by document in <code>data/doc/</code>; ");
    page.link("dataset.ttl", "", "description of the dataset (VoID, DCAT)").raw("; ");
    page.link("ontology/index.html", "", "ontology")
        .raw("; ")
        .link("query/index.html", "", "queries")
        .raw(".</p>\n<p>");
    match &options.licence {
        Some(licence) => _ = page.raw("Licence · 许可: ").outward(licence.as_str()),
        None => _ = page.raw("No licence is stated. · 未声明许可。"),
    }
    page.raw("</p>\n<p><small>IRI <code>").text(base).raw("</code>; chancery ").raw(env!("CARGO_PKG_VERSION"));
    page.raw("</small></p>\n<script src=\"search.js\"></script>\n");
    folder.write("index.html", &page.finish())
}

/// Writes the list of the saved queries, with their text.
pub(super) fn queries(folder: &mut Folder, queries: &Queries) -> Result<(), PublishError> {
    let title = "Queries · 查询";
    let data = [("query/queries.ttl".to_owned(), "text/turtle")];
    let mut page = Page::new(&Head { title, site: &folder.title(), path: "query/index.html", iri: None, data: &data });
    page.raw("<h1>Queries · 查询</h1>\n<p>")
        .link("query/queries.ttl", "", "as RDF (SHACL SPARQLExecutable)")
        .raw("</p>\n");
    for query in queries.iter() {
        page.raw("<section id=\"").attribute(&query.name).raw("\">\n<h2>").text(query.title("en")).raw(" · ");
        page.words(query.title("zh"), "zh-Hans").raw("</h2>\n<p>").text(query.question("en")).raw("<br>");
        page.words(query.question("zh"), "zh-Hans").raw("</p>\n<p>");
        let file = format!("query/{}.rq", super::place::folder(&query.name));
        page.link(&file, "", &file).raw("</p>\n<ul>\n");
        for parameter in &query.parameters {
            page.raw("<li><code>").text(&parameter.name).raw("</code>: ").text(&parameter.kind.to_string());
            if let Some(default) = &parameter.default {
                page.raw(" = <code>").text(default).raw("</code>");
            }
            page.raw(" ").text(&parameter.description).raw("</li>\n");
        }
        page.raw("</ul>\n</section>\n");
    }
    folder.write("query/index.html", &page.finish())
}

/// Writes what the search reads: names with their pages, in files by the first letters of their words.
pub(super) fn search(folder: &mut Folder, site: &Site<'_>) -> Result<(), PublishError> {
    let mut files: BTreeMap<String, BTreeSet<(String, String, String)>> = BTreeMap::new();
    for thing in &site.things {
        let kind = site.both(&thing.class);
        let path = reference(&format!("{}/index.html", thing.folder));
        let names = site.names(&thing.iri).into_iter().chain(site.other_names(&thing.iri));
        for (_, name) in names {
            let folded = fold(&name);
            let words = folded.split(|c: char| !c.is_alphanumeric()).filter_map(key);
            for key in words.collect::<BTreeSet<String>>() {
                files.entry(key).or_default().insert((name.clone(), path.clone(), kind.clone()));
            }
        }
    }
    for (key, rows) in files {
        let rows: Vec<_> = rows.iter().map(|(name, path, kind)| json!([name, path, kind]).to_string()).collect();
        folder.write(&format!("search/{key}.json"), &format!("[{}]\n", rows.join(",\n")))?;
    }
    Ok(())
}

/// Lower case, without accents; as the script of the page does.
fn fold(name: &str) -> String {
    name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The file in which a word is looked for: its first two letters, or one outside the Latin script, as hexadecimal numbers.
fn key(word: &str) -> Option<String> {
    let count = if word.chars().next()? < '\u{250}' { 2 } else { 1 };
    let letters: Vec<String> = word.chars().take(count).map(|c| format!("{:x}", u32::from(c))).collect();
    (letters.len() == count).then(|| letters.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_filed_by_their_first_letters() {
        assert_eq!(key("belt").as_deref(), Some("62-65"));
        assert_eq!(key("一带一路").as_deref(), Some("4e00"));
        assert_eq!(key("b"), None);
        assert_eq!(fold("Élan Ｇ20"), "elan g20");
    }
}
