//! The pages of things and documents, and the lists that lead to them.

use super::claim;
use super::html::{Head, Page};
use super::site::{Document, Site, Thing};
use super::{Folder, PublishError, Shards};
use crate::triples::Id;
use crate::vocab::{class, dcterms, owl, property, rdf, skos};
use oxigraph::model::Term;

/// How many claims stand on one page.
const CLAIMS: usize = 100;
/// How many things stand on one page of a list.
const LISTED: usize = 1000;
/// How many documents a thing's page names.
const DOCUMENTS: usize = 50;

/// Writes the page of a thing; more pages where there is much to say. Returns how many were written.
pub(super) fn write(folder: &mut Folder, site: &Site<'_>, thing: &Thing, data: &Shards) -> Result<usize, PublishError> {
    let claims = claims(site, thing.id);
    let pages = claims.len().div_ceil(CLAIMS).max(1);
    for number in 1..=pages {
        let path = page_path(&thing.folder, number);
        let title = site.name(&thing.iri);
        let files: Vec<_> =
            data.of(&thing.class, &thing.iri).map(|file| (file.to_owned(), "text/turtle")).into_iter().collect();
        let head = Head { title: &title, site: &folder.title(), path: &path, iri: Some(&thing.iri), data: &files };
        let mut page = Page::new(&head);
        page.raw("<h1>");
        for (at, (tag, name)) in site.names(&thing.iri).iter().enumerate() {
            page.raw(if at == 0 { "" } else { " · " }).words(name, tag);
        }
        page.raw("</h1>\n");
        if number == 1 {
            about(&mut page, site, thing, &files);
        }
        if !claims.is_empty() {
            page.raw("<h2>What documents say · 文件所述</h2>\n");
            let here = claims.iter().skip((number - 1) * CLAIMS).take(CLAIMS);
            let mut last = "";
            for (kind, claim) in here {
                if *kind != last {
                    page.raw("<h3>").link("ontology/index.html", kind, &site.both(kind)).raw("</h3>\n");
                    last = kind;
                }
                claim::write(&mut page, site, *claim, thing);
            }
        }
        pager(&mut page, &thing.folder, number, pages);
        folder.write(&path, &page.finish())?;
    }
    Ok(pages)
}

/// The claims that have a thing in a role, by kind and IRI.
fn claims<'s>(site: &'s Site<'_>, thing: Id) -> Vec<(&'s str, Id)> {
    let Some(of_type) = site.data.node(rdf::TYPE) else { return Vec::new() };
    let claims = site.roles.iter().flat_map(|(_, role)| site.data.subjects(*role, thing));
    let mut claims: Vec<(&str, &str, Id)> = claims
        .filter_map(|claim| {
            let kind = site.data.objects(claim, of_type).find_map(|kind| match site.data.term(kind) {
                Term::NamedNode(node) => crate::vocab::local(node.as_str()),
                _ => None,
            })?;
            match site.data.term(claim) {
                Term::NamedNode(node) => Some((kind, node.as_str(), claim)),
                _ => None,
            }
        })
        .collect();
    claims.sort_unstable();
    claims.dedup();
    claims.into_iter().map(|(kind, _, claim)| (kind, claim)).collect()
}

/// Class, address, other names, links, facts, documents.
fn about(page: &mut Page, site: &Site<'_>, thing: &Thing, files: &[(String, &'static str)]) {
    page.raw("<dl>\n<dt>class · 类别</dt><dd>");
    page.link("ontology/index.html", &thing.class, &site.both(&thing.class));
    page.raw("</dd>\n<dt>IRI</dt><dd><code>").text(&thing.iri).raw("</code></dd>\n");
    let names = site.other_names(&thing.iri);
    if !names.is_empty() {
        page.raw("<dt>other names · 别名</dt><dd>");
        for (at, (tag, name)) in names.iter().enumerate() {
            page.raw(if at == 0 { "" } else { " · " }).words(name, tag);
        }
        page.raw("</dd>\n");
    }
    for link in [owl::SAME_AS, skos::EXACT_MATCH, skos::CLOSE_MATCH] {
        for term in site.values(&thing.iri, link) {
            if let Term::NamedNode(node) = term {
                page.raw("<dt>").text(link.as_str().rsplit(['#', '/']).next().unwrap_or_default()).raw("</dt><dd>");
                page.outward(node.as_str()).raw("</dd>\n");
            }
        }
    }
    let codes = [property::ISO3166_COUNTRY, property::ISO3166_SUBDIVISION, property::M49];
    for literal in codes.into_iter().chain([property::IDENTIFIER, property::FACT, property::SOURCE, dcterms::REPLACES])
    {
        for term in site.values(&thing.iri, literal) {
            page.raw("<dt>");
            claim::property_name(page, site, literal.as_str());
            page.raw("</dt><dd>");
            claim::value(page, site, &term, None);
            page.raw("</dd>\n");
        }
    }
    for (name, direct) in &site.direct {
        let there: Vec<Id> = site.data.objects(thing.id, *direct).collect();
        let back: Vec<Id> = site.data.subjects(*direct, thing.id).collect();
        related(page, site, name, &there, "");
        related(page, site, name, &back, "← ");
    }
    if let [(file, _), ..] = files {
        page.raw("<dt>data · 数据</dt><dd>").link(file, "", file).raw("</dd>\n");
    }
    page.raw("</dl>\n");
    let mentions = site.mentions(thing.id);
    if !mentions.is_empty() {
        page.raw("<h2>Documents that name it · 提及它的文件</h2>\n<ul>\n");
        for (document, count) in mentions.iter().take(DOCUMENTS) {
            page.raw("<li>");
            page.link(&format!("{}/index.html", document.folder), "", title(document)).raw(" (").number(*count);
            page.raw(")</li>\n");
        }
        if let Some(more) = mentions.len().checked_sub(DOCUMENTS).filter(|more| *more > 0) {
            page.raw("<li>… ").number(more).raw(" more · 另有</li>\n");
        }
        page.raw("</ul>\n");
    }
}

/// What a thing is directly related to, or what is to it. Many are left to the data.
fn related(page: &mut Page, site: &Site<'_>, name: &str, others: &[Id], mark: &'static str) {
    let mut others: Vec<&Term> = others.iter().map(|id| site.data.term(*id)).collect();
    others.sort_by_cached_key(ToString::to_string);
    if others.is_empty() {
        return;
    }
    page.raw("<dt>").raw(mark).link("ontology/index.html", name, &site.both(name)).raw("</dt><dd>");
    for (at, other) in others.iter().take(DOCUMENTS).enumerate() {
        page.raw(if at == 0 { "" } else { "; " });
        claim::value(page, site, other, None);
    }
    if let Some(more) = others.len().checked_sub(DOCUMENTS).filter(|more| *more > 0) {
        page.raw("; … ").number(more).raw(" more · 另有");
    }
    page.raw("</dd>\n");
}

fn title(document: &Document) -> &str {
    document.info.title.as_deref().unwrap_or(&document.info.id)
}

/// The page of a document: what it is, and what it names.
pub(super) fn document(
    folder: &mut Folder,
    site: &Site<'_>,
    document: &Document,
    file: &str,
    named: &[(Id, usize)],
) -> Result<(), PublishError> {
    let info = &document.info;
    let path = page_path(&document.folder, 1);
    let files = [(file.to_owned(), "text/turtle")];
    let head = Head { title: title(document), site: &folder.title(), path: &path, iri: Some(&info.iri), data: &files };
    let mut page = Page::new(&head);
    page.raw("<h1>")
        .text(title(document))
        .raw("</h1>\n<dl>\n<dt>IRI</dt><dd><code>")
        .text(&info.iri)
        .raw("</code></dd>\n");
    let facts = [
        ("identifier · 标识", Some(&info.id)),
        ("date · 日期", info.date.as_ref()),
        ("publisher · 发布者", info.publisher.as_ref()),
        ("language · 语言", info.lang.as_ref()),
        ("SHA-256", info.sha256.as_ref()),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            page.raw("<dt>").raw(name).raw("</dt><dd>").text(value).raw("</dd>\n");
        }
    }
    if let Some(source) = &info.source {
        page.raw("<dt>source · 来源</dt><dd>").outward(source).raw("</dd>\n");
    }
    page.raw("<dt>data · 数据</dt><dd>").link(file, "", file).raw("</dd>\n</dl>\n");
    page.raw("<h2>Things it names · 所提及的事物</h2>\n<ul>\n");
    for (id, count) in named {
        if let Term::NamedNode(node) = site.data.term(*id)
            && let Some(thing) = site.thing(node.as_str())
        {
            page.raw("<li>").link(&format!("{}/index.html", thing.folder), "", &site.name(&thing.iri));
            page.raw(" <small>").text(&site.both(&thing.class)).raw(", ").number(*count).raw("</small></li>\n");
        }
    }
    page.raw("</ul>\n");
    folder.write(&path, &page.finish())
}

/// A list over as many pages as it takes: `id/Place/index.html`, `id/Place/page-2.html`.
/// `entries`: path of the page, name, note.
pub(super) fn list(
    folder: &mut Folder,
    at: &str,
    title: &str,
    entries: &[(String, String, String)],
) -> Result<(), PublishError> {
    let pages = entries.len().div_ceil(LISTED).max(1);
    for number in 1..=pages {
        let path = page_path(at, number);
        let mut page = Page::new(&Head { title, site: &folder.title(), path: &path, iri: None, data: &[] });
        page.raw("<h1>").text(title).raw("</h1>\n<ul>\n");
        for (target, name, note) in entries.iter().skip((number - 1) * LISTED).take(LISTED) {
            page.raw("<li>").link(target, "", name);
            if !note.is_empty() {
                page.raw(" <small>").text(note).raw("</small>");
            }
            page.raw("</li>\n");
        }
        page.raw("</ul>\n");
        pager(&mut page, at, number, pages);
        folder.write(&path, &page.finish())?;
    }
    Ok(())
}

fn page_path(folder: &str, number: usize) -> String {
    if number == 1 { format!("{folder}/index.html") } else { format!("{folder}/page-{number}.html") }
}

fn pager(page: &mut Page, folder: &str, number: usize, pages: usize) {
    if pages == 1 {
        return;
    }
    page.raw("<nav>");
    for (other, words) in [(number.wrapping_sub(1), "← previous · 上一页"), (number + 1, "next · 下一页 →")]
    {
        if (1..=pages).contains(&other) {
            page.link(&page_path(folder, other), "", words).raw(" ");
        }
    }
    page.number(number).raw(" / ").number(pages).raw("</nav>\n");
}

/// For each document the things that it names, by how often and then by IRI.
pub(super) fn named(site: &Site<'_>) -> Vec<Vec<(Id, usize)>> {
    let mut by_document: Vec<std::collections::BTreeMap<Id, usize>> = vec![Default::default(); site.documents.len()];
    let at: std::collections::BTreeMap<&str, usize> =
        site.documents.iter().enumerate().map(|(i, d)| (d.info.iri.as_str(), i)).collect();
    if let Some(refers) = site.data.node(property::REFERS_TO) {
        for (thing, mention) in site.data.with(refers) {
            if let Term::NamedNode(place) = site.data.term(mention)
                && let Some(document) = place.as_str().split("#char=").next().and_then(|iri| at.get(iri))
            {
                *by_document[*document].entry(thing).or_default() += 1;
            }
        }
    }
    let sorted = |counts: std::collections::BTreeMap<Id, usize>| {
        let mut counts: Vec<(Id, usize)> = counts.into_iter().collect();
        counts.sort_by_cached_key(|(id, count)| (usize::MAX - count, site.data.term(*id).to_string()));
        counts
    };
    by_document.into_iter().map(sorted).collect()
}

/// The classes of things that are there, with how many.
pub(super) fn classes(site: &Site<'_>) -> Vec<(String, usize)> {
    let mut counts: std::collections::BTreeMap<&str, usize> = Default::default();
    for thing in &site.things {
        *counts.entry(&thing.class).or_default() += 1;
    }
    counts.into_iter().map(|(class, count)| (class.to_owned(), count)).collect()
}

/// The kinds of claim that are there, with how many.
pub(super) fn claim_kinds(site: &Site<'_>) -> Vec<(String, usize)> {
    let kinds = site.ontology.classes.keys().filter(|name| site.ontology.is_a(name, "Claim"));
    let of_type = site.data.node(rdf::TYPE);
    let count = |name: &String| {
        let class = site.data.id(&crate::vocab::own(name).into())?;
        Some((name.clone(), site.data.subjects(of_type?, class).len()))
    };
    kinds.filter_map(count).filter(|(name, count)| *count > 0 && *name != local(class::CLAIM)).collect()
}

fn local(node: oxigraph::model::NamedNodeRef<'_>) -> &str {
    crate::vocab::local(node.as_str()).unwrap_or_default()
}
