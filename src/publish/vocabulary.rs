//! The ontology as a page: every class, property and value with its label and comment in both languages.

use super::html::{Head, Page};
use super::{Folder, PublishError};
use crate::export::{self, Format, short_name};
use crate::graph::Base;
use crate::ontology::Ontology;
use crate::vocab::{self, owl, rdf, rdfs, skos};
use oxigraph::model::{Literal, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::BTreeMap;

/// What is said of one term, by property.
type Said<'o> = Vec<(NamedNodeRef<'o>, &'o Term)>;

/// Writes `ontology/index.html`, `ontology/chancery.ttl` and `ontology/shapes.ttl`.
pub(super) fn write(folder: &mut Folder, ontology: &Ontology, shapes: &str, base: &Base) -> Result<(), PublishError> {
    export::write_triples(&ontology.triples, base, Format::Turtle, folder.file("ontology/chancery.ttl")?)?;
    folder.write("ontology/shapes.ttl", shapes)?;
    let mut terms: BTreeMap<&str, Said<'_>> = BTreeMap::new();
    for triple in &ontology.triples {
        if let NamedOrBlankNode::NamedNode(subject) = &triple.subject
            && let Some(local) = vocab::local(subject.as_str())
        {
            terms.entry(local).or_default().push((triple.predicate.as_ref(), &triple.object));
        }
    }
    let title = "Ontology · 本体";
    let data = [("ontology/chancery.ttl".to_owned(), "text/turtle"), ("ontology/shapes.ttl".to_owned(), "text/turtle")];
    let iri = vocab::CY.trim_end_matches('#');
    let mut page =
        Page::new(&Head { title, site: &folder.title(), path: "ontology/index.html", iri: Some(iri), data: &data });
    page.raw("<h1>Ontology · 本体</h1>\n<p><code>").text(vocab::CY).raw("</code> ");
    for (file, _) in &data {
        page.link(file, "", file).raw(" ");
    }
    page.raw("</p>\n");
    let sections: [(&'static str, &[NamedNodeRef<'_>]); 4] = [
        ("Classes · 类", &[owl::CLASS]),
        ("Properties · 属性", &[owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY]),
        ("Values · 取值", &[skos::CONCEPT, skos::CONCEPT_SCHEME, vocab::qudt::UNIT]),
        ("Annotations · 标注", &[owl::ANNOTATION_PROPERTY]),
    ];
    for (heading, kinds) in sections {
        page.raw("<h2>").raw(heading).raw("</h2>\n");
        for (local, said) in &terms {
            let is = |kind: &NamedNodeRef<'_>| said.iter().any(|(p, o)| *p == rdf::TYPE && **o == Term::from(*kind));
            if kinds.iter().any(is) {
                term(&mut page, local, said, base);
            }
        }
    }
    folder.write("ontology/index.html", &page.finish())
}

fn term(page: &mut Page, local: &str, said: &Said<'_>, base: &Base) {
    page.raw("<section id=\"").attribute(local).raw("\">\n<h3>cy:").text(local).raw(" ");
    for label in literals(said, rdfs::LABEL) {
        page.raw("· ").words(label.value(), label.language().unwrap_or_default()).raw(" ");
    }
    page.raw("</h3>\n");
    for comment in literals(said, rdfs::COMMENT) {
        page.raw("<p>").words(comment.value(), comment.language().unwrap_or_default()).raw("</p>\n");
    }
    page.raw("<dl>\n");
    for (predicate, object) in said {
        if [rdfs::LABEL, rdfs::COMMENT].contains(predicate) {
            continue;
        }
        page.raw("<dt>").text(&short_name(predicate.as_str(), base)).raw("</dt><dd>");
        match object {
            Term::NamedNode(node) => match vocab::local(node.as_str()) {
                Some(local) => _ = page.link("ontology/index.html", local, &format!("cy:{local}")),
                None => {
                    let short = short_name(node.as_str(), base);
                    if short == node.as_str() { _ = page.outward(&short) } else { _ = page.text(&short) }
                }
            },
            Term::Literal(literal) => _ = page.words(literal.value(), literal.language().unwrap_or_default()),
            Term::BlankNode(_) => {}
        }
        page.raw("</dd>\n");
    }
    page.raw("</dl>\n</section>\n");
}

fn literals<'o>(said: &'o Said<'_>, property: NamedNodeRef<'_>) -> impl Iterator<Item = &'o Literal> {
    said.iter().filter(move |(p, _)| *p == property).filter_map(|(_, object)| match object {
        Term::Literal(literal) => Some(literal),
        _ => None,
    })
}
