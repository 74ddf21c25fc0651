//! What is published can be served, read, followed and loaded again, and nothing in a text can do harm in it.

use crate::synthetic::{Plan, ROWS, Sentence, graph, sample};
use chancery::export::{Format, Graphs, Nif, export};
use chancery::graph::pack;
use chancery::import;
use chancery::ontology::Ontology;
use chancery::publish::{Options, PublishError, Texts, publish};
use chancery::query::Queries;
use chancery::store::Store;
use chancery::validate::EMBEDDED;
use oxigraph::model::{GraphName, NamedNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Documents with friendly and with hostile names.
fn store() -> Store {
    let store = Store::in_memory(None).unwrap();
    store.put_pack(&pack(store.base(), Ontology::embedded(), ROWS.iter(), "00")).unwrap();
    for id in ["报告/二 a.txt", "<script>alert(1)</script>\"'&.txt", "../up", "index.html", "a", "a.ttl/b"] {
        let sentences = vec![
            Sentence::Proposal { agent: 0, initiative: 3, alias: false, year: Some(2020) },
            Sentence::Influence { cause: 3, effect: 4, positive: true, predicted: true, source: Some(1) },
        ];
        store.put(&graph(store.base(), &Plan { id: id.to_owned(), sentences })).unwrap();
    }
    store.put(&graph(store.base(), &sample())).unwrap();
    let link = |predicate: &str, object: &str| {
        let subject = store.base().known("Place", "norland");
        let graph = GraphName::from(store.base().links_graph());
        let node = |iri: &str| NamedNode::new_unchecked(iri);
        store.quads().insert(&Quad::new(subject, node(predicate), node(object), graph)).unwrap();
    };
    link("http://www.w3.org/2002/07/owl#sameAs", "https://example.org/places/norland?a=1&b='2");
    link("http://www.w3.org/2004/02/skos/core#closeMatch", "javascript:alert(1)");
    store
}

fn published(store: &Store, to: &Path, texts: Texts) {
    let licence = NamedNode::new("https://creativecommons.org/licenses/by/4.0/").unwrap();
    let options = Options { title: "Harbours & <Tides>".to_owned(), licence: Some(licence), texts };
    let queries = Queries::embedded().unwrap();
    let done = publish(store, Ontology::embedded(), EMBEDDED, &queries, &options, to).unwrap();
    assert!(done.things > 10 && done.documents == 7 && done.files > 40, "{done:?}");
}

/// Every file by its path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let path = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    entries.map(|entry| (path(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

/// The start tags of a page with their attributes. Fails on what is not well-formed: tags that do not nest, attributes
/// without quotation marks, stray `<` or `&`.
fn tags(path: &str, page: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let (mut tags, mut open) = (Vec::new(), Vec::new());
    let mut rest = page.strip_prefix("<!DOCTYPE html>\n").unwrap_or_else(|| panic!("{path}"));
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        assert!(!text.contains('>'), "{path}: {text}");
        for reference in text.split('&').skip(1) {
            let name = reference.split(';').next().unwrap();
            assert!(["amp", "lt", "gt", "quot", "#39"].contains(&name), "{path}: &{reference}");
        }
        let end = rest.find('>').unwrap_or_else(|| panic!("{path}: no end of a tag"));
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{path}");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut found = BTreeMap::new();
        let mut left = attributes.trim();
        while !left.is_empty() {
            match left.split_once('=') {
                Some((key, value)) if !key.contains(' ') => {
                    let value = value.strip_prefix('"').unwrap_or_else(|| panic!("{path}: {tag}"));
                    let (value, after) = value.split_once('"').unwrap_or_else(|| panic!("{path}: {tag}"));
                    found.insert(key.to_owned(), value.to_owned());
                    left = after.trim_start();
                }
                _ => {
                    let (key, after) = left.split_once(' ').unwrap_or((left, ""));
                    found.insert(key.to_owned(), String::new());
                    left = after;
                }
            }
        }
        if !["meta", "link", "br", "input"].contains(&name) {
            open.push(name.to_owned());
        }
        tags.push((name.to_owned(), found));
    }
    assert!(open.is_empty(), "{path}: {open:?}");
    tags
}

fn decode(reference: &str) -> String {
    let bytes = reference.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if bytes[at] == b'%' {
            out.push(u8::from_str_radix(&reference[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn pages_are_sound_and_links_lead_somewhere() {
    let (store, dir) = (store(), tempfile::tempdir().unwrap());
    published(&store, &dir.path().join("p"), Texts::Without);
    let files = files(&dir.path().join("p"));
    let pages: BTreeMap<&str, Vec<_>> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), tags(path, std::str::from_utf8(bytes).unwrap())))
        .collect();
    assert!(pages.len() > 20, "{}", pages.len());
    let anchors = |page: &str| -> BTreeSet<String> {
        pages[page].iter().filter_map(|(_, attributes)| attributes.get("id").cloned()).collect()
    };
    let (mut inner, mut outer) = (0, BTreeSet::new());
    for (path, tags) in &pages {
        let scripts: Vec<_> = tags.iter().filter(|(name, _)| name == "script").collect();
        assert_eq!(scripts.len(), usize::from(*path == "index.html"), "{path}");
        for (name, attributes) in tags {
            assert!(attributes.keys().all(|key| !key.starts_with("on") && key != "style"), "{path}: {attributes:?}");
            let Some(target) = attributes.get("href").or(attributes.get("src")) else { continue };
            if target.contains(':') {
                assert!(target.starts_with("https://") || target.starts_with("http://"), "{path}: {target}");
                outer.insert(target.clone());
                continue;
            }
            inner += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let mut at: Vec<&str> = path.split('/').collect();
            at.pop();
            let mut file = decode(file);
            while let Some(above) = file.strip_prefix("../") {
                at.pop().unwrap_or_else(|| panic!("{path}: {target} leaves the folder"));
                file = above.to_owned();
            }
            let file = at.into_iter().map(str::to_owned).chain([file]).collect::<Vec<_>>().join("/");
            assert!(files.contains_key(&file), "{path}: <{name}> leads to {file}");
            assert!(anchor.is_empty() || anchors(&file).contains(&decode(anchor)), "{path}: {target}");
        }
    }
    assert!(inner > 500, "{inner}");
    assert!(outer.contains("https://example.org/places/norland?a=1&amp;b=&#39;2"), "{outer:?}");
}

#[test]
fn a_page_is_where_its_iri_says() {
    let (store, dir) = (store(), tempfile::tempdir().unwrap());
    published(&store, &dir.path().join("p"), Texts::Without);
    let files = files(&dir.path().join("p"));
    let page = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    let norland = page("id/Place/norland/index.html");
    for shown in
        ["Norland", "北国", "Kingdom of Norland", "https://w3id.org/chancery/id/Place/norland", "Green Harbour Accord"]
    {
        assert!(norland.contains(shown), "{shown}: {norland}");
    }
    // A claim with its sentence, its marks, and the document.
    assert!(norland.contains("<mark title=\"agent\">Norland</mark>"), "{norland}");
    assert!(norland.contains("href=\"../../../doc/reports/harbour%202020.md/index.html\""), "{norland}");
    assert!(files.contains_key("doc/报告/二 a.txt/index.html"));
    let hostile = files.keys().find(|path| path.starts_with("doc/<script>")).expect("a page for the hostile document");
    assert!(page(hostile).contains("&lt;script&gt;alert(1)"), "{hostile}");
    // Every thing of the graph has a page, whatever it is called.
    let things: BTreeSet<String> = store
        .quads()
        .quads_for_pattern(None, Some(chancery::vocab::rdf::TYPE), None, Some(GraphName::DefaultGraph.as_ref()))
        .map(|quad| quad.unwrap().subject.to_string())
        .filter_map(|subject| subject.trim_matches(['<', '>']).strip_prefix(store.base().as_str()).map(str::to_owned))
        .filter(|path| path.starts_with("id/"))
        .collect();
    for path in things {
        assert!(files.contains_key(&format!("{path}/index.html")), "{path}");
    }
    let first = page("index.html");
    assert!(first.contains("Harbours &amp; &lt;Tides&gt;") && first.contains("licenses/by/4.0"), "{first}");
    // The search finds a thing by a word of its name.
    let found = String::from_utf8(files["search/67-72.json"].clone()).unwrap();
    let rows: Vec<(String, String, String)> = serde_json::from_str(&found).unwrap();
    let accord = rows.iter().find(|(name, ..)| name == "Green Harbour Accord").unwrap_or_else(|| panic!("{found}"));
    assert!(files.contains_key(&accord.1));
}

#[test]
fn two_runs_give_the_same_bytes_and_old_pages_go() {
    let (store, dir) = (store(), tempfile::tempdir().unwrap());
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    published(&store, &one, Texts::Without);
    published(&store, &two, Texts::Without);
    assert!(files(&one) == files(&two));
    fs::write(one.join("stale.html"), "x").unwrap();
    published(&store, &one, Texts::Without);
    assert!(files(&one) == files(&two));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "nothing is left beside");
    // A folder with something else in it is left alone.
    let other = dir.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("letter.txt"), "dear").unwrap();
    let options = Options { title: String::new(), licence: None, texts: Texts::Without };
    let refused = publish(&store, Ontology::embedded(), EMBEDDED, &Queries::embedded().unwrap(), &options, &other);
    assert!(matches!(refused, Err(PublishError::Occupied(_))), "{refused:?}");
    assert_eq!(files(&other).len(), 1);
}

fn lines(quads: impl IntoIterator<Item = Quad>) -> BTreeSet<String> {
    quads.into_iter().map(|quad| quad.to_string().replace("@zh-Hans", "@zh-hans")).collect()
}

#[test]
fn what_was_published_loads_as_the_same_graph() {
    let (store, dir) = (store(), tempfile::tempdir().unwrap());
    let folder = dir.path().join("p");
    published(&store, &folder, Texts::With);
    let all = lines(store.quads().iter().map(Result::unwrap));
    let fresh = Store::in_memory(None).unwrap();
    for quad in import::read(&folder.join("data/graph.nq")).unwrap() {
        fresh.quads().insert(&quad).unwrap();
    }
    assert!(lines(fresh.quads().iter().map(Result::unwrap)) == all);
    // Each other form holds what a Turtle export holds.
    let mut turtle = Vec::new();
    export(&store, Format::NTriples, &Graphs::Standard, Nif::Without, &mut turtle).unwrap();
    let standard: BTreeSet<String> = String::from_utf8(turtle)
        .unwrap()
        .lines()
        .map(|l| l.trim_end_matches(" .").replace("@zh-Hans", "@zh-hans"))
        .collect();
    for file in ["data/graph.rdf", "data/graph.jsonld"] {
        assert!(lines(import::read(&folder.join(file)).unwrap()) == standard, "{file}");
    }
    // The files by class and by document together are the graph as well.
    let parts = WalkDir::new(folder.join("data")).into_iter().map(Result::unwrap);
    let parts = parts
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "ttl") && !entry.path().ends_with("pack.ttl"));
    let read: Vec<Quad> = parts.flat_map(|entry| import::read(entry.path()).unwrap()).collect();
    let read = lines(read);
    assert_eq!(read.difference(&standard).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(standard.difference(&read).collect::<Vec<_>>(), Vec::<&String>::new());
    // Without texts, everything but these.
    published(&store, &folder, Texts::Without);
    let without = lines(import::read(&folder.join("data/graph.nq")).unwrap());
    assert!(without.is_subset(&all));
    assert!(
        all.difference(&without).all(|line| line.contains("ontology#text>") || line.contains("ontology#sentences>"))
    );
}

#[test]
fn the_description_counts_right() {
    let (store, dir) = (store(), tempfile::tempdir().unwrap());
    published(&store, dir.path().join("p").as_path(), Texts::Without);
    let quads = import::read(&dir.path().join("p/dataset.ttl")).unwrap();
    let value = |subject: &str, property: &str| -> Vec<String> {
        let of =
            |quad: &&Quad| quad.subject.to_string().ends_with(subject) && quad.predicate.as_str().ends_with(property);
        quads
            .iter()
            .filter(of)
            .map(|quad| match &quad.object {
                Term::Literal(literal) => literal.value().to_owned(),
                other => other.to_string(),
            })
            .collect()
    };
    let places = store.status().unwrap().entities["Place"].to_string();
    assert_eq!(value("dataset#class-cy-Place>", "void#entities"), [places]);
    assert_eq!(value("chancery/dataset>", "void#documents"), ["7"]);
    assert_eq!(value("chancery/dataset>", "terms/license"), ["<https://creativecommons.org/licenses/by/4.0/>"]);
    // One that was decided, and those of the lexicon.
    assert_eq!(value("dataset#links-sameAs>", "void#triples"), ["5"]);
    assert_eq!(value("chancery/dataset>", "dcat#distribution").len(), 5);
    for url in value(">", "dcat#downloadURL") {
        let path = url.trim_matches(['<', '>']).strip_prefix(store.base().as_str()).unwrap().to_owned();
        let size = fs::metadata(dir.path().join("p").join(&path)).unwrap().len().to_string();
        assert!(value(">", "dcat#byteSize").contains(&size), "{path}");
    }
    // Queries: the text in the metadata is the one in the file, and is SPARQL.
    let queries = import::read(&dir.path().join("p/query/queries.ttl")).unwrap();
    let texts: Vec<_> = queries.iter().filter(|quad| quad.predicate.as_str().ends_with("shacl#select")).collect();
    assert_eq!(texts.len(), Queries::embedded().unwrap().iter().count());
    for quad in texts {
        let name = quad.subject.to_string();
        let name = name.trim_end_matches('>').rsplit('/').next().unwrap().to_owned();
        let file = fs::read_to_string(dir.path().join(format!("p/query/{name}.rq"))).unwrap();
        assert!(matches!(&quad.object, Term::Literal(text) if text.value() == file), "{name}");
    }
}

/// What the description counts is in the files that it names as those of the graph.
#[test]
fn the_counts_are_those_of_the_files() {
    let (store, dir) = (store(), tempfile::tempdir().unwrap());
    published(&store, dir.path().join("p").as_path(), Texts::Without);
    let description = import::read(&dir.path().join("p/dataset.ttl")).unwrap();
    let of = |subject: &str, property: &str| -> Vec<String> {
        let of = |quad: &&Quad| {
            quad.subject.to_string() == format!("<{subject}>") && quad.predicate.as_str().ends_with(property)
        };
        let value = |quad: &Quad| match &quad.object {
            Term::Literal(literal) => literal.value().to_owned(),
            Term::NamedNode(node) => node.as_str().to_owned(),
            other => other.to_string(),
        };
        description.iter().filter(of).map(value).collect()
    };
    let base = store.base().as_str();
    let dataset = format!("{base}dataset");
    let dumps = of(&dataset, "void#dataDump");
    let dumps: BTreeSet<&str> = dumps.iter().filter_map(|dump| dump.strip_prefix(base)).collect();
    assert_eq!(dumps, BTreeSet::from(["data/graph.jsonld", "data/graph.rdf"]));
    for dump in dumps {
        let graph: BTreeSet<[String; 3]> = import::read(&dir.path().join("p").join(dump))
            .unwrap()
            .iter()
            .map(|quad| [quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string()])
            .collect();
        let distinct = |part: usize| graph.iter().map(|triple| &triple[part]).collect::<BTreeSet<_>>();
        let types: Vec<&[String; 3]> = graph.iter().filter(|t| t[1].ends_with("#type>")).collect();
        for (property, count) in [
            ("void#triples", graph.len()),
            ("void#distinctSubjects", distinct(0).len()),
            ("void#distinctObjects", distinct(2).len()),
            ("void#properties", distinct(1).len()),
            ("void#classes", types.iter().map(|t| &t[2]).collect::<BTreeSet<_>>().len()),
        ] {
            assert_eq!(of(&dataset, property), [count.to_string()], "{dump} {property}");
        }
        let with = |iri: &str| graph.iter().filter(|t| t[1] == format!("<{iri}>")).count().to_string();
        for part in of(&dataset, "void#propertyPartition") {
            assert_eq!(of(&part, "void#triples"), [with(&of(&part, "void#property")[0])], "{dump} {part}");
        }
        for part in of(&dataset, "void#classPartition") {
            let class = format!("<{}>", of(&part, "void#class")[0]);
            let count = types.iter().filter(|t| t[2] == class).count().to_string();
            assert_eq!(of(&part, "void#entities"), [count], "{dump} {part}");
        }
        for part in of(&dataset, "void#subset") {
            assert_eq!(of(&part, "void#triples"), [with(&of(&part, "void#linkPredicate")[0])], "{dump} {part}");
        }
    }
}

/// Reads every file with rdflib and prints how many triples each has.
const RDFLIB: &str = "
import sys
try:
    import rdflib
except ImportError:
    print('MISSING'); sys.exit(0)
for file in sys.stdin.read().splitlines():
    form = {'ttl': 'turtle', 'rdf': 'xml', 'jsonld': 'json-ld', 'nq': 'nquads'}.get(file.rsplit('.', 1)[-1], 'turtle')
    graph = rdflib.Dataset() if form == 'nquads' else rdflib.Graph()
    graph.parse(file, format=form)
    # (The length of a dataset is that of its default graph or of all, by version.)
    print(sum(1 for _ in graph.quads()) if form == 'nquads' else len(graph))
";

/// rdflib and rapper read as many triples from each file as we do.
#[test]
fn others_read_every_file() {
    let (store, dir) = (store(), tempfile::tempdir().unwrap());
    let folder = dir.path().join("p");
    published(&store, &folder, Texts::With);
    let data = |path: &PathBuf| {
        path.is_file()
            && import::is_rdf(path)
            && !path.ends_with("context.jsonld")
            && !path.components().any(|c| c.as_os_str() == "search")
    };
    let entries = WalkDir::new(&folder).sort_by_file_name().into_iter().map(|e| e.unwrap().into_path());
    let files: Vec<PathBuf> = entries.filter(data).collect();
    assert!(files.len() > 20);
    let counts: Vec<String> = files.iter().map(|file| lines(import::read(file).unwrap()).len().to_string()).collect();
    let list = files.iter().map(|file| file.to_str().unwrap()).collect::<Vec<_>>().join("\n");
    match crate::run(&crate::python(), &["-c", RDFLIB], &list).filter(|out| out.trim() != "MISSING") {
        Some(out) => assert_eq!(out.lines().map(str::to_owned).collect::<Vec<_>>(), counts),
        None => println!("skipped: rdflib is not installed"),
    }
    if crate::run("rapper", &["--version"], "").is_some() {
        for file in files.iter().filter(|file| !file.ends_with("graph.jsonld")) {
            let form = match file.extension().and_then(|e| e.to_str()) {
                Some("rdf") => "rdfxml",
                Some("nq") => "nquads",
                _ => "turtle",
            };
            let text = fs::read_to_string(file).unwrap();
            assert!(crate::run("rapper", &["-q", "-c", "-i", form, "-", "http://x/"], &text).is_some());
        }
    }
}
