//! The description of a published dataset: VoID and DCAT, and the saved queries with their metadata.
//!
//! Everything has an IRI under the base: `{base}dataset`, its parts `{base}dataset#…`, queries `{base}query/NAME`. All of it is
//! computed from the graph; no clock and no host gets in.

use super::data::Dump;
use super::site::Site;
use super::{Folder, Options, PublishError};
use crate::export::{self, Format};
use crate::query::{Form, ParameterType, Queries, Query};
use crate::vocab::{self, PREFIXES, dcat, dcterms, foaf, owl, prov, rdf, rdfs, sh, skos, void, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, Triple};
use std::collections::BTreeSet;

/// Triples with subjects under one base.
struct Writer<'s> {
    base: &'s str,
    out: Vec<Triple>,
}

impl Writer<'_> {
    fn iri(&self, path: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{}", self.base, crate::publish::place::reference_iri(path)))
    }

    fn say(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.out.push(Triple::new(subject.clone(), property, object));
    }

    fn both(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, en: &str, zh: &str) {
        self.say(subject, property, words(en, "en"));
        self.say(subject, property, words(zh, "zh-hans"));
    }

    fn count(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, count: usize) {
        let count = Literal::new_typed_literal(count.to_string(), xsd::INTEGER);
        self.say(subject, property, count);
    }
}

fn words(text: &str, tag: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, tag)
}

/// Writes `dataset.ttl`, and the same where VoID is looked for.
pub(super) fn dataset(
    folder: &mut Folder,
    site: &Site<'_>,
    options: &Options,
    dumps: &[Dump],
) -> Result<(), PublishError> {
    let base = site.store.base().as_str();
    let mut w = Writer { base, out: Vec::new() };
    let dataset = w.iri("dataset");
    for class in [dcat::DATASET, void::DATASET] {
        w.say(&dataset, rdf::TYPE, class);
    }
    w.say(&dataset, dcterms::TITLE, Literal::from(options.title.as_str()));
    let documents = site.documents.len();
    w.both(
        &dataset,
        dcterms::DESCRIPTION,
        &format!("What {documents} documents say about initiatives, institutions, events, people, places and metrics, each statement with its proof. Made by chancery {}.", env!("CARGO_PKG_VERSION")),
        &format!("{documents}份文件关于倡议、机构、事件、人物、地点与指标的陈述，每条陈述均附出处。由 chancery {} 生成。", env!("CARGO_PKG_VERSION")),
    );
    if let Some(licence) = &options.licence {
        w.say(&dataset, dcterms::LICENSE, licence.clone());
    }
    let status = site.store.status()?;
    let pack = status.pack.as_deref().unwrap_or_default();
    let version = format!("chancery {}; pack {}", env!("CARGO_PKG_VERSION"), pack.get(..12).unwrap_or(pack));
    w.say(&dataset, dcat::VERSION, Literal::from(version));
    for language in ["en", "zh-Hans"] {
        w.say(&dataset, dcterms::LANGUAGE, Literal::from(language));
    }
    w.say(&dataset, dcat::LANDING_PAGE, NamedNode::new_unchecked(base));
    w.say(&dataset, foaf::HOMEPAGE, NamedNode::new_unchecked(base));
    w.say(&dataset, void::URI_SPACE, Literal::from(base));
    let ontology = NamedNode::new_unchecked(vocab::CY.trim_end_matches('#'));
    w.say(&dataset, dcterms::CONFORMS_TO, ontology);
    w.say(&dataset, dcterms::CONFORMS_TO, NamedNode::new_unchecked(vocab::SHAPES.trim_end_matches('#')));
    for document in &site.documents {
        w.say(&dataset, prov::WAS_DERIVED_FROM, NamedNode::new_unchecked(&document.info.iri));
    }
    w.count(&dataset, void::DOCUMENTS, documents);
    statistics(&mut w, site, &dataset);
    links(&mut w, site, &dataset);
    for dump in dumps {
        let distribution = w.iri(&format!("dataset#{}", dump.path.replace(['/', '.'], "-")));
        let url = w.iri(&dump.path);
        w.say(&dataset, dcat::DISTRIBUTION, distribution.clone());
        if dump.graph {
            w.say(&dataset, void::DATA_DUMP, url.clone());
        }
        w.say(&distribution, rdf::TYPE, dcat::DISTRIBUTION_CLASS);
        w.both(&distribution, dcterms::TITLE, dump.title.0, dump.title.1);
        w.say(&distribution, dcat::DOWNLOAD_URL, url.clone());
        w.say(&distribution, dcat::ACCESS_URL, url);
        let media = format!("https://www.iana.org/assignments/media-types/{}", dump.media_type);
        w.say(&distribution, dcat::MEDIA_TYPE, NamedNode::new_unchecked(media));
        let size = Literal::new_typed_literal(folder.size(&dump.path)?.to_string(), xsd::NON_NEGATIVE_INTEGER);
        w.say(&distribution, dcat::BYTE_SIZE, size);
        if let Some(licence) = &options.licence {
            w.say(&distribution, dcterms::LICENSE, licence.clone());
        }
    }
    for path in ["dataset.ttl", ".well-known/void"] {
        export::write_triples(&w.out, site.store.base(), Format::Turtle, folder.file(path)?)?;
    }
    Ok(())
}

/// Counts of the graph as its files hold it (`data/graph.rdf`): triples, things, classes, properties.
fn statistics(w: &mut Writer<'_>, site: &Site<'_>, dataset: &NamedNode) {
    let data = &site.data;
    w.count(dataset, void::TRIPLES, data.len());
    w.count(dataset, void::ENTITIES, site.things.len());
    w.count(dataset, void::DISTINCT_SUBJECTS, data.rows().chunk_by(|a, b| a[0] == b[0]).count());
    let mut objects: Vec<u32> = data.rows().iter().map(|row| row[2]).collect();
    objects.sort_unstable();
    objects.dedup();
    w.count(dataset, void::DISTINCT_OBJECTS, objects.len());
    let mut properties: Vec<u32> = data.rows().iter().map(|row| row[1]).collect();
    properties.sort_unstable();
    let mut vocabularies: BTreeSet<&str> = BTreeSet::new();
    let mut partition = |w: &mut Writer<'_>, node: &NamedNode, kind: &str| {
        let known = PREFIXES.iter().find(|(_, namespace)| node.as_str().starts_with(namespace));
        let (prefix, namespace) = known.copied()?;
        vocabularies.insert(namespace);
        Some(w.iri(&format!("dataset#{kind}-{prefix}-{}", &node.as_str()[namespace.len()..])))
    };
    let mut count = 0;
    for same in properties.chunk_by(|a, b| a == b) {
        let Term::NamedNode(property) = data.term(same[0]) else { continue };
        count += 1;
        if let Some(part) = partition(w, property, "property") {
            w.say(dataset, void::PROPERTY_PARTITION, part.clone());
            w.say(&part, void::PROPERTY, property.clone());
            w.count(&part, void::TRIPLES, same.len());
        }
    }
    w.count(dataset, void::PROPERTIES, count);
    let mut classes = 0;
    if let Some(of_type) = data.node(rdf::TYPE) {
        let types: Vec<u32> = data.with(of_type).map(|(class, _)| class).collect();
        for same in types.chunk_by(|a, b| a == b) {
            let Term::NamedNode(class) = data.term(same[0]) else { continue };
            classes += 1;
            if let Some(part) = partition(w, class, "class") {
                w.say(dataset, void::CLASS_PARTITION, part.clone());
                w.say(&part, void::CLASS, class.clone());
                w.count(&part, void::ENTITIES, same.len());
            }
        }
    }
    w.count(dataset, void::CLASSES, classes);
    for vocabulary in vocabularies {
        w.say(dataset, void::VOCABULARY, NamedNode::new_unchecked(vocabulary));
    }
}

/// A linkset for each property that leads to other graphs.
fn links(w: &mut Writer<'_>, site: &Site<'_>, dataset: &NamedNode) {
    for (name, predicate) in
        [("sameAs", owl::SAME_AS), ("exactMatch", skos::EXACT_MATCH), ("closeMatch", skos::CLOSE_MATCH)]
    {
        let count = site.data.node(predicate).map_or(0, |predicate| site.data.with(predicate).len());
        if count > 0 {
            let set = w.iri(&format!("dataset#links-{name}"));
            w.say(dataset, void::SUBSET, set.clone());
            w.say(&set, rdf::TYPE, void::LINKSET);
            w.say(&set, void::LINK_PREDICATE, predicate);
            w.say(&set, void::SUBJECTS_TARGET, dataset.clone());
            w.count(&set, void::TRIPLES, count);
        }
    }
}

/// Writes each saved query as `query/NAME.rq`, and `query/queries.ttl`, which says what they ask.
pub(super) fn queries(folder: &mut Folder, site: &Site<'_>, queries: &Queries) -> Result<(), PublishError> {
    let mut w = Writer { base: site.store.base().as_str(), out: Vec::new() };
    for query in queries.iter() {
        let name = super::place::folder(&query.name);
        folder.write(&format!("query/{name}.rq"), query.text())?;
        describe(&mut w, query);
    }
    export::write_triples(&w.out, site.store.base(), Format::Turtle, folder.file("query/queries.ttl")?)?;
    Ok(())
}

fn describe(w: &mut Writer<'_>, query: &Query) {
    let node = w.iri(&format!("query/{}", query.name));
    let (class, property) = match query.form() {
        Form::Select => (sh::SPARQL_SELECT_EXECUTABLE, Some(sh::SELECT)),
        Form::Ask => (sh::SPARQL_ASK_EXECUTABLE, Some(sh::ASK)),
        Form::Construct => (sh::SPARQL_CONSTRUCT_EXECUTABLE, Some(sh::CONSTRUCT)),
        // SHACL has no property for the text of these.
        Form::Describe => (sh::SPARQL_EXECUTABLE, None),
    };
    w.say(&node, rdf::TYPE, sh::SPARQL_EXECUTABLE);
    w.say(&node, rdf::TYPE, class);
    if let Some(property) = property {
        w.say(&node, property, Literal::from(query.text()));
    }
    let url = w.iri(&format!("query/{}.rq", query.name));
    w.say(&node, dcat::DOWNLOAD_URL, url);
    for (lang, tag) in [("en", "en"), ("zh", "zh-hans")] {
        if let Some(title) = query.titles.get(lang) {
            w.say(&node, rdfs::LABEL, words(title, tag));
        }
        if let Some(question) = query.questions.get(lang) {
            w.say(&node, rdfs::COMMENT, words(question, tag));
        }
    }
    for parameter in &query.parameters {
        let path = w.iri(&format!("query/{}#{}", query.name, parameter.name));
        let part = w.iri(&format!("query/{}#parameter-{}", query.name, parameter.name));
        w.say(&node, sh::PARAMETER, part.clone());
        w.say(&part, rdf::TYPE, sh::PARAMETER_CLASS);
        w.say(&part, sh::PATH, path);
        w.say(&part, sh::NAME, Literal::from(parameter.name.as_str()));
        w.say(&part, sh::DESCRIPTION, words(&parameter.description, "en"));
        if parameter.optional || parameter.default.is_some() {
            w.say(&part, sh::OPTIONAL, Literal::from(true));
        }
        match &parameter.kind {
            ParameterType::Iri | ParameterType::Class => w.say(&part, sh::NODE_KIND, sh::IRI),
            ParameterType::Text | ParameterType::OneOf(_) | ParameterType::Lang => {
                w.say(&part, sh::DATATYPE, xsd::STRING)
            }
            ParameterType::Integer => w.say(&part, sh::DATATYPE, xsd::INTEGER),
            ParameterType::Date => w.say(&part, sh::NODE_KIND, sh::LITERAL),
        }
        if let Some(default) = &parameter.default {
            w.say(&part, sh::DEFAULT_VALUE, Literal::from(default.as_str()));
        }
    }
}
