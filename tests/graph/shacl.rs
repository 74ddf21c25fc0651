//! SHACL Core: each component on cases of our own, whose answers are recorded and compared with pySHACL's; and the test
//! suite of the recommendation, where it is at hand.

use chancery::graph::Base;
use chancery::import;
use chancery::triples::Triples;
use chancery::validate::{Path as ShaclPath, Report, ValidateError, Violation, validate};
use oxigraph::model::{NamedNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The report as lines that can be compared with another processor's.
pub fn lines(report: &Report) -> Vec<String> {
    let mut lines: Vec<String> = report.violations.iter().map(line).collect();
    lines.sort();
    lines
}

fn line(violation: &Violation) -> String {
    [
        term(&violation.focus),
        violation.path.as_ref().map_or("-".to_owned(), path),
        violation.value.as_ref().map_or("-".to_owned(), term),
        local(&violation.component),
        term(&violation.shape),
        local(&violation.severity),
    ]
    .join(" ")
}

fn local(node: &NamedNode) -> String {
    node.as_str().rsplit('#').next().unwrap_or_default().to_owned()
}

fn term(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.to_string(),
        Term::BlankNode(_) => "_:".to_owned(),
        Term::Literal(literal) => match literal.language() {
            Some(tag) => format!("\"{}\"@{}", literal.value(), tag.to_lowercase()),
            None => format!("\"{}\"^^{}", literal.value(), literal.datatype()),
        },
    }
}

fn path(of: &ShaclPath) -> String {
    let all = |paths: &[ShaclPath], mark| format!("({})", paths.iter().map(path).collect::<Vec<_>>().join(mark));
    match of {
        ShaclPath::Property(node, _) => node.to_string(),
        ShaclPath::Inverse(inner) => format!("^{}", path(inner)),
        ShaclPath::Sequence(paths) => all(paths, "/"),
        ShaclPath::Alternative(paths) => all(paths, "|"),
        ShaclPath::ZeroOrMore(inner) => format!("{}*", path(inner)),
        ShaclPath::OneOrMore(inner) => format!("{}+", path(inner)),
        ShaclPath::ZeroOrOne(inner) => format!("{}?", path(inner)),
    }
}

fn read(file: &Path) -> Triples {
    import::read(file).unwrap_or_else(|error| panic!("{error}")).into_iter().collect()
}

fn check(data: &Path, shapes: &Path) -> Result<Report, ValidateError> {
    validate(read(data), &read(shapes), &Base::default())
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new("tests/fixtures/shacl");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "ttl"));
    files.sort();
    assert!(files.len() >= 8);
    files
}

/// What pySHACL reports; `None` where it is not installed.
pub fn pyshacl(data: &[&Path], shapes: &[&Path]) -> Option<Vec<String>> {
    let script = Path::new("tests/graph/pyshacl_report.py");
    let files = |files: &[&Path]| files.iter().map(|f| f.to_str().unwrap().to_owned()).collect::<Vec<_>>();
    let arguments =
        [vec![script.to_str().unwrap().to_owned()], files(data), vec!["--".to_owned()], files(shapes)].concat();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let out = crate::run(&crate::python(), &arguments, "").filter(|out| out.trim() != "MISSING");
    if out.is_none() {
        println!("skipped: pySHACL is not installed (make test installs it in the folder that CHANCERY_VENV names)");
    }
    Some(out?.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// `UPDATE_EXPECTED=1` records anew.
#[test]
fn each_component_finds_what_it_should() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for file in fixtures() {
        let found = lines(&check(&file, &file).unwrap_or_else(|error| panic!("{}: {error}", file.display())));
        let expected = file.with_extension("expected");
        if update {
            fs::write(&expected, found.join("\n") + "\n").unwrap();
        }
        let expected: Vec<String> =
            fs::read_to_string(&expected).unwrap_or_default().lines().map(str::to_owned).collect();
        wrong.extend(differences(&file, &found, &expected));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where pySHACL (0.40) is wrong: it follows the inverse of a sequence forwards.
const PYSHACL_DIFFERS: [&str; 1] = ["inverse-sequence.ttl"];

#[test]
fn pyshacl_finds_the_same() {
    let mut wrong = Vec::new();
    for file in fixtures().into_iter().filter(|file| !PYSHACL_DIFFERS.iter().any(|name| file.ends_with(name))) {
        let Some(expected) = pyshacl(&[&file], &[&file]) else { return };
        wrong.extend(differences(&file, &lines(&check(&file, &file).unwrap()), &expected));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn differences(file: &Path, found: &[String], expected: &[String]) -> Vec<String> {
    let count = |lines: &[String]| {
        let mut counts: BTreeMap<String, i32> = BTreeMap::new();
        lines.iter().for_each(|line| *counts.entry(line.clone()).or_default() += 1);
        counts
    };
    let (found, expected) = (count(found), count(expected));
    let all: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let of = |counts: &BTreeMap<String, i32>, line: &String| counts.get(line).copied().unwrap_or(0);
    all.into_iter()
        .filter(|line| of(&found, line) != of(&expected, line))
        .map(|line| format!("{}: found {}, expected {}: {line}", file.display(), of(&found, line), of(&expected, line)))
        .collect()
}

/// The components that `ontology/README.md` says are supported are just those that the cases show a violation of.
#[test]
fn every_supported_component_has_a_case() {
    let readme = fs::read_to_string("ontology/README.md").unwrap();
    let list = readme.lines().find_map(|line| line.strip_prefix("Components: ")).expect("a line with the components");
    let stated: BTreeSet<String> =
        list.split('`').filter_map(|word| word.strip_prefix("sh:")).map(str::to_lowercase).collect();
    let shown: BTreeSet<String> = fixtures()
        .iter()
        .flat_map(|file| lines(&check(file, file).unwrap()))
        .filter_map(|line| {
            let name = line.split(' ').find_map(|word| word.strip_suffix("ConstraintComponent"))?.to_lowercase();
            Some(name)
        })
        // A violation of a property shape names that shape's components.
        .chain(["property".to_owned()])
        .collect();
    assert_eq!(stated, shown);
}

#[test]
fn what_is_not_supported_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("shapes.ttl");
    let begin = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .\n";
    for (shape, named) in [
        (":S a sh:NodeShape ; sh:sparql [ sh:select \"SELECT $this {}\" ] .", "sh:sparql"),
        (":S a sh:NodeShape ; sh:rule [ a sh:TripleRule ] .", "sh:rule"),
        (":S a sh:NodeShape ; sh:property [ sh:path :p ; sh:singleLine true ] .", "sh:singleLine"),
        (":C a sh:ConstraintComponent ; sh:parameter [ sh:path :max ] .", "<http://example.org/C>"),
        (":S a sh:NodeShape ; sh:property [ sh:minCount 1 ] .", "sh:path"),
        (":S a sh:NodeShape ; sh:minCount 1 .", "sh:path"),
        (":S a sh:NodeShape ; sh:node [ sh:path :p ; sh:minCount 1 ] .", "sh:node"),
        (":S a sh:NodeShape ; sh:property [ sh:path :p ; sh:minCount \"few\" ] .", "minCount"),
        (":S a sh:NodeShape ; sh:property [ sh:path :p ; sh:pattern \"(\" ] .", "sh:pattern"),
        (":S a sh:NodeShape ; sh:not :S .", "asks for itself"),
    ] {
        fs::write(&file, format!("{begin}{shape}")).unwrap();
        match check(&file, &file) {
            Err(ValidateError::Shapes(errors)) => {
                assert!(errors.iter().any(|error| error.to_string().contains(named)), "{shape}: {errors:?}");
            }
            other => panic!("{shape}: {other:?}"),
        }
    }
}

/// The folder of the recommendation's test suite, which the sources of pySHACL have with them.
fn suite() -> Option<PathBuf> {
    let given = std::env::var_os("CHANCERY_SHACL_TESTS").map(PathBuf::from);
    let folder = given.or_else(|| Some(PathBuf::from(std::env::var_os("CHANCERY_VENV")?).join("sht_tests")));
    let folder = folder.filter(|folder| folder.join("core").is_dir());
    if folder.is_none() {
        println!("skipped: no W3C tests (CHANCERY_SHACL_TESTS names the folder with core/)");
    }
    folder
}

/// Each test of the suite: a file with an expected report, of data and shapes in the same or in other files.
#[test]
fn the_recommendations_tests_pass() {
    let Some(folder) = suite() else { return };
    let (mut wrong, mut passed) = (Vec::new(), 0);
    for entry in walkdir::WalkDir::new(folder.join("core")).sort_by_file_name() {
        let entry = entry.unwrap();
        let file = entry.path();
        let is_test = file.extension().is_some_and(|e| e == "ttl") && !file.ends_with("manifest.ttl");
        if !is_test {
            continue;
        }
        let Some(test) = Test::read(&read_quads(file)) else { continue };
        let beside = |iri: &str| match iri.rsplit('/').next() {
            Some(name) if !name.is_empty() => file.with_file_name(name),
            _ => file.to_owned(),
        };
        let found = check(&beside(&test.data), &beside(&test.shapes));
        let found = found.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let differences = differences(file, &lines(&found), &test.results);
        passed += usize::from(differences.is_empty());
        wrong.extend(differences);
    }
    println!("{passed} tests of the recommendation passed");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(passed >= 90, "only {passed} tests were found in {}", folder.display());
}

fn read_quads(file: &Path) -> Vec<Quad> {
    import::read(file).unwrap_or_else(|error| panic!("{error}"))
}

struct Test {
    data: String,
    shapes: String,
    results: Vec<String>,
}

impl Test {
    fn read(quads: &[Quad]) -> Option<Test> {
        let one = |subject: &Term, name: &str| {
            quads.iter().find(|q| Term::from(q.subject.clone()) == *subject && ends(q, name)).map(|q| q.object.clone())
        };
        let action = quads.iter().find(|q| ends(q, "test-manifest#action"))?.object.clone();
        let result = quads.iter().find(|q| ends(q, "test-manifest#result"))?.object.clone();
        let graph = |name: &str| match one(&action, name) {
            Some(Term::NamedNode(node)) => node.into_string(),
            _ => String::new(),
        };
        let results = quads.iter().filter(|q| Term::from(q.subject.clone()) == result && ends(q, "shacl#result"));
        let results = results.map(|q| {
            let get = |name: &str| one(&q.object, &format!("shacl#{name}"));
            let shown = |name: &str| get(name).map_or("-".to_owned(), |t| term(&t));
            let name = |name: &str| get(name).map_or("-".to_owned(), |t| shown_local(&t));
            [
                shown("focusNode"),
                get("resultPath").map_or("-".to_owned(), |node| written_path(quads, &node)),
                shown("value"),
                name("sourceConstraintComponent"),
                shown("sourceShape"),
                name("resultSeverity"),
            ]
            .join(" ")
        });
        Some(Test {
            data: graph("shacl-test#dataGraph"),
            shapes: graph("shacl-test#shapesGraph"),
            results: results.collect(),
        })
    }
}

fn ends(quad: &Quad, name: &str) -> bool {
    quad.predicate.as_str().ends_with(&format!("/{name}")) || quad.predicate.as_str().ends_with(&format!("#{name}"))
}

fn shown_local(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => local(node),
        other => other.to_string(),
    }
}

/// A path of an expected report.
fn written_path(quads: &[Quad], node: &Term) -> String {
    let one = |node: &Term, name: &str| {
        quads.iter().find(|q| Term::from(q.subject.clone()) == *node && ends(q, name)).map(|q| q.object.clone())
    };
    let list = |node: &Term| {
        let (mut members, mut here) = (Vec::new(), node.clone());
        while let Some(first) = one(&here, "first") {
            members.push(written_path(quads, &first));
            here = one(&here, "rest").unwrap();
        }
        members
    };
    if let Term::NamedNode(node) = node {
        return node.to_string();
    }
    if one(node, "first").is_some() {
        return format!("({})", list(node).join("/"));
    }
    for (name, before, after) in
        [("inversePath", "^", ""), ("zeroOrMorePath", "", "*"), ("oneOrMorePath", "", "+"), ("zeroOrOnePath", "", "?")]
    {
        if let Some(inner) = one(node, &format!("shacl#{name}")) {
            return format!("{before}{}{after}", written_path(quads, &inner));
        }
    }
    let inner = one(node, "shacl#alternativePath").expect("a path");
    format!("({})", list(&inner).join("|"))
}
