//! Linked open data from the command line: validate, publish, compare, ask across graphs.

use crate::{folder, run};
use std::path::Path;

/// A folder with two stores, `old` and `new`, of documents that differ.
fn stores() -> tempfile::TempDir {
    let dir = folder(&[
        ("old-docs/a.txt", "China proposed the Global Development Initiative in 2021."),
        (
            "new-docs/a.txt",
            "China proposed the Global Development Initiative in 2021. China supports the United Nations.",
        ),
    ]);
    for name in ["old", "new"] {
        let docs = format!("{name}-docs");
        let (status, _, err) = run(["extract", &docs, "--store", name], dir.path(), "");
        assert_eq!(status, 0, "{err}");
    }
    dir
}

#[test]
fn a_store_conforms_and_a_spoiled_export_does_not() {
    let dir = stores();
    let (status, out, err) = run(["validate", "--store", "new"], dir.path(), "");
    assert_eq!(status, 0, "{out}{err}");
    assert!(out.starts_with("no violations"), "{out}");
    let (status, _, err) = run(["export", "--store", "new", "-o", "graph.ttl"], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    let text = std::fs::read_to_string(dir.path().join("graph.ttl")).unwrap();
    std::fs::write(dir.path().join("graph.ttl"), text.replace("cy:modality-actual", "cy:modality-certain")).unwrap();
    let (status, out, err) = run(["validate", "graph.ttl"], dir.path(), "");
    assert_eq!(status, 1, "{err}");
    assert!(out.contains("cysh:Claim-modality") && out.contains("A claim has one modality."), "{out}");
    let (status, out, _) = run(["validate", "graph.ttl", "--format", "turtle"], dir.path(), "");
    assert_eq!(status, 1);
    assert!(out.contains("sh:ValidationReport") && out.contains("sh:sourceShape cysh:Claim-modality"), "{out}");
    let (_, out, _) = run(["validate", "graph.ttl", "--format", "json"], dir.path(), "");
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["conforms"], false);
}

#[test]
fn own_shapes_are_added_and_what_they_may_not_use_is_named() {
    let dir = stores();
    let begin = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix cy: <https://w3id.org/chancery/ontology#> .\n";
    let shape = "<http://x/Dated> a sh:NodeShape ; sh:targetClass cy:Proposal ; sh:property [ sh:path cy:place ; sh:minCount 1 ; \
                 sh:message \"Say where.\" ] .";
    std::fs::write(dir.path().join("own.ttl"), format!("{begin}{shape}")).unwrap();
    let (status, out, err) = run(["validate", "--store", "new", "--shapes", "own.ttl"], dir.path(), "");
    assert_eq!(status, 1, "{err}");
    // The claim with its sentence and rule.
    assert!(out.contains("Say where.") && out.contains("[agent China]") && out.contains("rule Proposal"), "{out}");
    std::fs::write(dir.path().join("own.ttl"), format!("{begin}<http://x/S> a sh:NodeShape ; sh:sparql [] .")).unwrap();
    let (status, out, err) = run(["validate", "--store", "new", "--shapes", "own.ttl"], dir.path(), "");
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("http://x/S") && err.contains("sh:sparql"), "{err}");
}

#[test]
fn a_store_is_published_and_compared() {
    let dir = stores();
    let (status, out, err) = run(["export", "--store", "new", "--publish", "public"], dir.path(), "");
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    assert!(dir.path().join("public/id/Place/china/index.html").is_file());
    let (status, out, err) = run(["diff", "old", "new"], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("claims: 1 added") && out.contains("Interaction: agent China"), "{out}");
    let (status, out, _) = run(["diff", "old", "public", "--format", "rdf-patch"], dir.path(), "");
    assert!(status == 0 && out.starts_with("TX .\n") && out.ends_with("TC .\n"), "{out}");
    let (status, out, _) = run(["diff", "old", "new", "--format", "json"], dir.path(), "");
    assert_eq!(status, 0);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(json["claims"].as_array().is_some_and(|claims| claims.len() == 1), "{out}");
    let (status, _, err) = run(["export", "--store", "new", "--publish", "new-docs"], dir.path(), "");
    assert_eq!(status, 2);
    assert!(err.contains("new-docs") && dir.path().join("new-docs/a.txt").is_file(), "{err}");
    let (status, _, err) =
        run(["export", "--store", "new", "--publish", "x", "--licence", "by the sea"], dir.path(), "");
    assert_eq!(status, 2, "{err}");
}

#[test]
fn another_graph_is_asked_once_and_not_kept() {
    let dir = stores();
    let own = "SELECT ?g ?o WHERE { GRAPH ?g { <http://x/s> <http://x/p> ?o } }";
    std::fs::write(dir.path().join("own.rq"), own).unwrap();
    std::fs::write(dir.path().join("open.ttl"), "<http://x/s> <http://x/p> \"here\" .").unwrap();
    let ask = |more: &[&str]| {
        let arguments =
            ["query", "own.rq", "--store", "new", "--format", "csv"].into_iter().chain(more.iter().copied());
        run(arguments, dir.path(), "")
    };
    let (status, out, err) = ask(&["--with", "open.ttl"]);
    assert_eq!((status, out.as_str()), (0, "g,o\r\nhttps://w3id.org/chancery/graph/with/open.ttl,here\r\n"), "{err}");
    assert_eq!(ask(&[]).1, "g,o\r\n", "nothing was kept");
    let (status, _, err) = run(["query", "regions", "--store", "new"], dir.path(), "");
    assert_eq!(status, 2);
    assert!(err.contains("--with") && err.contains("countries.ttl"), "{err}");
    let open = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries/open");
    let files = ["countries.ttl", "regions.ttl"].map(|name| open.join(name).to_str().unwrap().to_owned());
    let arguments = ["query", "regions", "--store", "new", "--format", "csv", "--with", &files[0], "--with", &files[1]];
    let (status, out, err) = run(arguments, dir.path(), "");
    assert_eq!((status, out.as_str()), (0, "name,places,claims\r\nEast Asia,1,2\r\n"), "{err}");
    let (status, _, err) = run(["query", "own.rq", "--store", "new", "--with", "none.ttl"], dir.path(), "");
    assert!(status == 1 && err.contains("none.ttl"), "{status} {err}");
}

#[test]
fn no_other_server_is_asked() {
    let dir = stores();
    for silent in ["", "SILENT "] {
        let text = format!("SELECT * WHERE {{ SERVICE {silent}<https://example.org/sparql> {{ ?s ?p ?o }} }}");
        std::fs::write(dir.path().join("own.rq"), text).unwrap();
        let (status, out, err) = run(["query", "own.rq", "--store", "new"], dir.path(), "");
        assert_eq!((status, out.as_str()), (2, ""), "{err}");
        assert!(err.contains("https://example.org/sparql") && err.contains("--with"), "{err}");
    }
}
