//! A claim on a page: what kind it is, who fills which role, how it is said, and the sentences it comes from.

use super::html::Page;
use super::site::{Evidence, Site, Thing};
use crate::export::short_name;
use crate::triples::Id;
use crate::vocab::{self, property, rdf};
use oxigraph::model::{NamedNode, Term};

/// How many sentences a claim shows on one page; the data has all.
const SENTENCES: usize = 3;

/// Writes a claim; `about`: the thing on whose page it stands, which needs no link.
pub(super) fn write(page: &mut Page, site: &Site<'_>, claim: Id, about: &Thing) {
    let iri = match site.data.term(claim) {
        Term::NamedNode(node) => node.as_str(),
        _ => return,
    };
    page.raw("<article id=\"claim-").attribute(iri.rsplit('/').next().unwrap_or(iri)).raw("\">\n<dl>\n");
    let mut facts: Vec<(String, &Term)> = site
        .data
        .about(claim)
        .iter()
        .filter_map(|[_, predicate, object]| match site.data.term(*predicate) {
            Term::NamedNode(predicate) if *predicate == rdf::TYPE => None,
            Term::NamedNode(predicate) => Some((predicate.as_str().to_owned(), site.data.term(*object))),
            _ => None,
        })
        .filter(|(predicate, object)| {
            let actual: Term = vocab::qualifier("modality", "actual").into();
            predicate != property::MODALITY.as_str() || **object != actual
        })
        .collect();
    facts.sort_by_cached_key(|(predicate, object)| (predicate.clone(), object.to_string()));
    for (predicate, object) in facts {
        page.raw("<dt>");
        property_name(page, site, &predicate);
        page.raw("</dt><dd>");
        value(page, site, object, Some(about));
        page.raw("</dd>\n");
    }
    page.raw("</dl>\n");
    let places = site.evidence(claim);
    for place in places.iter().take(SENTENCES) {
        sentence(page, place);
    }
    if let Some(more) = places.len().checked_sub(SENTENCES).filter(|more| *more > 0) {
        page.raw("<p>").number(more).raw(" more places · 另有出处</p>\n");
    }
    page.raw("</article>\n");
}

/// The name of a property in both languages, with a link to what the ontology says of it.
pub(super) fn property_name(page: &mut Page, site: &Site<'_>, iri: &str) {
    match vocab::local(iri) {
        Some(local) => _ = page.link("ontology/index.html", local, &site.both(local)),
        None => _ = page.text(&short_name(iri, site.store.base())),
    }
}

/// A thing with a link to its page, a value of a qualifier with its label, a literal as it stands.
pub(super) fn value(page: &mut Page, site: &Site<'_>, term: &Term, about: Option<&Thing>) {
    match term {
        Term::NamedNode(node) => node_value(page, site, node, about),
        Term::BlankNode(_) => {}
        Term::Literal(literal) => match literal.language() {
            Some(tag) => _ = page.words(literal.value(), tag),
            None => _ = page.text(literal.value()),
        },
    }
}

fn node_value(page: &mut Page, site: &Site<'_>, node: &NamedNode, about: Option<&Thing>) {
    let iri = node.as_str();
    if about.is_some_and(|thing| thing.iri == iri) {
        page.raw("<strong>").text(&site.name(iri)).raw("</strong>");
    } else if let Some(thing) = site.thing(iri) {
        page.link(&format!("{}/index.html", thing.folder), "", &site.name(iri));
    } else if let Some(local) = vocab::local(iri) {
        page.link("ontology/index.html", local, &site.both(local));
    } else if site.store.base().is_period(iri) {
        page.text(&iri.rsplit("time/").next().unwrap_or(iri).replace("--", " – "));
    } else {
        match short_name(iri, site.store.base()) {
            short if short != iri => _ = page.text(&short),
            _ => _ = page.outward(iri),
        }
    }
}

/// The sentence of a place with the trigger and the fillers marked, and where it stands.
fn sentence(page: &mut Page, place: &Evidence<'_>) {
    let Some(source) = &place.document.source else { return };
    let sentence = source.sentence(place.start, place.end);
    page.raw("<blockquote>");
    let end = sentence.start + u32::try_from(sentence.text.chars().count()).unwrap_or(u32::MAX - sentence.start);
    let marks = marks(place.spans);
    // Where a mark begins or ends the text is cut; a piece is marked with the innermost stretch that holds it.
    let mut cuts: Vec<u32> = marks.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
    cuts.extend([sentence.start, end]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut rest = sentence.text.chars();
    for piece in cuts.windows(2) {
        let (from, to) = (piece[0], piece[1]);
        if from < sentence.start || to > end {
            continue;
        }
        let text: String = rest.by_ref().take((to - from) as usize).collect();
        let held = marks.iter().filter(|(start, stop, _)| *start <= from && to <= *stop);
        match held.min_by_key(|(start, stop, _)| stop - start) {
            Some((_, _, role)) => page.raw("<mark title=\"").attribute(role).raw("\">").text(&text).raw("</mark>"),
            None => page.text(&text),
        };
    }
    let info = &place.document.info;
    page.raw("\n<footer>");
    let title = info.title.as_deref().unwrap_or(&info.id);
    page.link(&format!("{}/index.html", place.document.folder), "", title);
    if let Some(date) = &info.date {
        page.raw(", ").text(date);
    }
    page.raw(" · ").text(place.rule).raw("</footer></blockquote>\n");
}

/// `trigger=10,15 agent=0,5` as stretches.
fn marks(spans: &str) -> Vec<(u32, u32, &str)> {
    let read = |part| -> Option<(u32, u32, &str)> {
        let (role, range): (&str, &str) = str::split_once(part, '=')?;
        let (from, to) = range.split_once(',')?;
        let (from, to) = (from.parse().ok()?, to.parse().ok()?);
        (from < to).then_some((from, to, role))
    };
    spans.split(' ').filter_map(read).collect()
}
