//! Links: from a file of names to decisions that stay.

use crate::{folder, quads, run};
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

/// Made-up things: one that is clear, two of one name, one of another class, one in Chinese.
const NAMES: &str = "id\tlabel_en\tlabel_zh\taliases\tclass\tcountry\n\
    https://names.example/1\tRivermouth Development Bank\t江口开发银行\tRDB\torg\tNO\n\
    https://names.example/2\tLakeside Research Institute\t\t\torg\tNO\n\
    https://names.example/3\tLakeside Research Institute\t\t\torg\tNO\n\
    https://names.example/4\tRivermouth\t江口\t\tcity\tNO\n";

const TEXT: &str = "The Rivermouth Development Bank opened an office in Norway. The Lakeside Research Institute wrote a report \
    for the Rivermouth Development Bank. The Ministry of Tidal Affairs praised the report.";

/// A folder with the store `s` of one document, and the index `names.idx`.
fn world() -> TempDir {
    let dir = folder(&[("a.txt", TEXT), ("names.tsv", NAMES)]);
    ok(&["extract", "a.txt", "--store", "s"], &dir);
    ok(&["link", "index", "build", "names.tsv", "-o", "names.idx"], &dir);
    dir
}

fn ok(arguments: &[&str], dir: &TempDir) -> (String, String) {
    let (status, out, err) = run(arguments.iter().copied(), dir.path(), "");
    assert_eq!(status, 0, "{arguments:?}\n{out}{err}");
    (out, err)
}

/// The quads of the graph of links.
fn links(dir: &TempDir) -> Vec<String> {
    quads(&dir.path().join("s")).into_iter().filter(|q| q.contains("/graph/links>")).collect()
}

const RUN: [&str; 6] = ["link", "run", "--index", "names.idx", "--store", "s"];

#[test]
fn what_is_sure_is_linked_and_the_rest_is_offered() {
    let dir = world();
    let (_, err) = ok(&RUN, &dir);
    assert!(err.contains("names: 1 linked, 1 for people to decide"), "{err}");
    let found = links(&dir);
    let exact = found.iter().filter(|q| q.contains("skos/core#exactMatch> <https://names.example/1>")).count();
    assert_eq!(exact, 1, "{found:#?}");
    for slot in ["confidence", "mapping_justification", "object_source_version", "match_string"] {
        assert!(found.iter().any(|q| q.contains(&format!("sssom/{slot}>"))), "{slot}");
    }
    assert!(found.iter().any(|q| q.contains("sssom/NoTermFound")), "the ministry is in no index");
    // Of two of one name neither is linked.
    assert!(!found.iter().any(|q| q.contains("Match> <https://names.example/2>") && q.contains("/id/")), "{found:#?}");
    ok(&RUN, &dir);
    assert_eq!(links(&dir), found, "a second run changed something");
    let (out, _) = ok(&["link", "run", "--index", "names.idx", "--store", "s", "--dry-run", "--format", "json"], &dir);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(
        told.as_array().unwrap().iter().any(|l| l["decision"] == "linked" && l["target"] == "https://names.example/1")
    );
    let (turtle, _) = ok(&["export", "--store", "s", "--format", "turtle"], &dir);
    assert!(turtle.contains("skos:exactMatch <https://names.example/1>"));
}

#[test]
fn known_things_carry_their_identifiers() {
    let dir = folder(&[("a.txt", "Norway joined the Paris Agreement.")]);
    ok(&["extract", "a.txt", "--store", "s"], &dir);
    let (turtle, _) = ok(&["export", "--store", "s", "--format", "turtle"], &dir);
    let norway = turtle.split("\n\n").find(|block| block.starts_with("place:norway ")).unwrap();
    for said in [
        "owl:sameAs",
        "<http://www.wikidata.org/entity/Q20>",
        "<http://dbpedia.org/resource/Norway>",
        "<https://sws.geonames.org/3144096/>",
        "cy:iso3166Country \"NO\"",
        "cy:m49 \"578\"",
    ] {
        assert!(norway.contains(said), "{said} is not in\n{norway}");
    }
    assert!(!turtle.contains("place:france"), "only what documents name");
    let (out, _) = ok(&["explain", "id/Place/norway", "--store", "s"], &dir);
    assert!(out.contains("http://www.wikidata.org/entity/Q20") && out.contains("cy:iso3166Country NO"), "{out}");
}

/// Writes a decision into the rows of a table that name a target.
fn decide(table: &str, target: &str, decision: &str) -> String {
    let header = table.lines().find(|l| l.starts_with("subject_id")).unwrap();
    let column = |name: &str| header.split('\t').position(|c| c == name).unwrap();
    let edit = |line: &str| {
        let mut cells: Vec<&str> = line.split('\t').collect();
        if !line.starts_with('#') && cells.get(column("object_id")).is_some_and(|c| c.ends_with(target)) {
            cells[column("decision")] = decision;
        }
        cells.join("\t")
    };
    table.lines().map(|line| edit(line) + "\n").collect()
}

#[test]
fn what_people_decide_stays() {
    let dir = world();
    ok(&RUN, &dir);
    ok(&["link", "review", "--store", "s", "-o", "l.sssom.tsv"], &dir);
    let table = std::fs::read_to_string(dir.path().join("l.sssom.tsv")).unwrap();
    assert!(table.starts_with("#curie_map:\n") && table.contains("#mapping_tool: \"chancery\""), "{table}");
    assert!(table.contains("Lakeside Research Institute") && table.contains("in a.txt"), "{table}");
    assert!(!table.contains(":1\t"), "what is linked need not be decided\n{table}");
    let edited = decide(&decide(&table, ":2", "yes"), ":3", "no");
    std::fs::write(dir.path().join("l.sssom.tsv"), edited).unwrap();
    let (_, err) = ok(&["link", "apply", "l.sssom.tsv", "--store", "s"], &dir);
    assert!(err.contains("1 accepted, 1 rejected, 0 left open"), "{err}");
    let decided: Vec<String> =
        links(&dir).into_iter().filter(|q| q.contains("names.example/2") || q.contains("names.example/3")).collect();
    assert!(decided.iter().any(|q| q.contains("exactMatch> <https://names.example/2>")), "{decided:#?}");
    let stays = |when: &str| {
        let now = links(&dir);
        assert!(decided.iter().all(|q| now.contains(q)), "{when}: {now:#?}");
        now
    };
    let (_, err) = ok(&RUN, &dir);
    assert!(err.contains("1 linked, 0 for people to decide"), "{err}");
    let before = stays("another run");
    std::fs::write(dir.path().join("a.txt"), TEXT.replace("an office", "a branch")).unwrap();
    ok(&["extract", "a.txt", "--store", "s"], &dir);
    assert_eq!(stays("extracted again"), before);
    ok(&["remove", "a.txt", "--store", "s"], &dir);
    assert_eq!(stays("removed"), before);
    ok(&RUN, &dir);
    assert_eq!(stays("a run without the document"), before);
    // Minds change: a table of all decisions can be edited and applied again.
    let (all, _) = ok(&["link", "review", "--all", "--store", "s"], &dir);
    std::fs::write(dir.path().join("l.sssom.tsv"), decide(&all, ":2", "no")).unwrap();
    ok(&["link", "apply", "l.sssom.tsv", "--store", "s"], &dir);
    assert!(!links(&dir).iter().any(|q| q.contains("exactMatch> <https://names.example/2>") && q.contains("/id/")));
}

#[test]
fn a_wrong_table_changes_nothing() {
    let dir = world();
    ok(&RUN, &dir);
    let before = links(&dir);
    let (table, _) = ok(&["link", "review", "--store", "s"], &dir);
    for (wrong, told) in [
        (decide(&table, ":2", "perhaps"), "is no decision"),
        (decide(&decide(&table, ":2", "yes"), ":3", "yes"), "accepts https://names.example/2"),
        (decide(&table, ":2", "yes").replace("\nthing:", "\nother:"), "is no address"),
        (decide(&table, ":2", "yes").replace("#  thing: \"https", "#  thing: \"http"), "is no thing of this store"),
        ("no table\n".to_owned(), "no column subject_id"),
        ("#curie_map:\n".to_owned(), "no header"),
    ] {
        std::fs::write(dir.path().join("w.tsv"), &wrong).unwrap();
        let (status, _, err) = run(["link", "apply", "w.tsv", "--store", "s"], dir.path(), "");
        assert_eq!(status, 1, "{err}");
        assert!(err.contains("w.tsv:") && err.contains(told) && err.contains("nothing was applied"), "{told}: {err}");
        assert_eq!(links(&dir), before, "{told}");
    }
}

/// The index made of a file, as `index show` tells it but for its version.
fn shown(file: &str, bytes: &[u8], more: &[&str]) -> (i32, String, String) {
    let dir = folder(&[(file, bytes)]);
    let arguments = ["link", "index", "build", file, "-o", "n.idx"].into_iter().chain(more.iter().copied());
    let (status, _, err) = run(arguments, dir.path(), "");
    let (_, out, _) = run(["link", "index", "show", "n.idx"], dir.path(), "");
    (status, out, err)
}

#[test]
fn every_format_of_names_is_read() {
    let turtle = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<https://n.example/1> skos:altLabel \"RDB\" .\n\
        <https://n.example/2> skos:prefLabel \"Tide\"@en .\n<https://n.example/1> skos:prefLabel \"Rivermouth Bank\"@en, \"Flussbank\"@de .\n";
    let wikidata = "[\n{\"type\":\"item\",\"id\":\"Q91\",\"labels\":{\"en\":{\"language\":\"en\",\"value\":\"Rivermouth\"},\
        \"zh\":{\"language\":\"zh\",\"value\":\"江口\"}},\"aliases\":[],\"claims\":{\"P31\":[{\"mainsnak\":{\"snaktype\":\"value\",\
        \"datavalue\":{\"value\":{\"id\":\"Q6256\"},\"type\":\"wikibase-entityid\"}},\"rank\":\"normal\"}]},\"sitelinks\":{\"enwiki\":{}}},\n\
        {\"type\":\"item\",\"id\":\"Q92\",\"labels\":{\"en\":{\"language\":\"en\",\"value\":\"Anna Nord\"}},\"claims\":{}}\n]\n";
    let geonames = "77\tRivermouth\tRivermouth\tJiangkou,江口\t1.0\t2.0\tP\tPPL\tNO\t\t01\t\t\t\t1200\t\t3\tEurope/Oslo\t2020-01-01\n";
    let ror = "[{\"id\":\"https://ror.org/00aaaaa11\",\"name\":\"Rivermouth University\",\"aliases\":[\"RU\"],\"labels\":[],\
        \"country\":{\"country_code\":\"NO\"},\"established\":1901},\n{\"id\":\"https://ror.org/00bbbbb22\",\"names\":[{\"value\":\"Tide Lab\",\
        \"types\":[\"ror_display\",\"label\"],\"lang\":\"en\"}],\"locations\":[{\"geonames_details\":{\"country_code\":\"NO\"}}],\"established\":null}]";
    for (file, text, holds) in [
        ("n.tsv", NAMES, "4 things, 7 names"),
        ("n.ttl", turtle, "2 things, 3 names"),
        ("n.json", wikidata, "2 things, 3 names"),
        ("n.txt", geonames, "1 things, 3 names"),
        ("ror.json", ror, "2 things, 3 names"),
    ] {
        let (status, out, err) = shown(file, text.as_bytes(), &[]);
        assert_eq!(status, 0, "{file}: {err}");
        assert!(out.contains(holds), "{file}: {out}");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text.as_bytes()).unwrap();
        let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        bzip2.write_all(text.as_bytes()).unwrap();
        let packed = [
            ("gz", gzip.finish().unwrap()),
            ("bz2", bzip2.finish().unwrap()),
            ("zst", zstd::encode_all(text.as_bytes(), 1).unwrap()),
        ];
        for (ending, bytes) in packed {
            let (status, again, err) = shown(&format!("{file}.{ending}"), &bytes, &[]);
            assert_eq!(status, 0, "{file}.{ending}: {err}");
            let version = |out: &str| out.lines().find(|l| l.starts_with("holds")).map(str::to_owned);
            assert_eq!(version(&again), version(&out), "{file}.{ending}");
        }
    }
    let (_, out, _) = shown("n.json", wikidata.as_bytes(), &["--type", "Q6256=Place"]);
    assert!(out.contains("1 things, 2 names"), "{out}");
    let (_, out, _) = shown("n.ttl", turtle.as_bytes(), &["--languages", "all"]);
    assert!(out.contains("2 things, 4 names"), "{out}");
}

#[test]
fn malformed_names_are_told_with_their_place() {
    let rows = format!("{NAMES}just one column\nno address\tX\t\t\t\t\n");
    let (status, out, err) = shown("n.tsv", rows.as_bytes(), &[]);
    assert_eq!(status, 1);
    assert!(out.contains("4 things"), "the rest goes on: {out}");
    assert!(
        err.contains("n.tsv:6:1: 1 columns where the header has 6") && err.contains("n.tsv:7:1: \"no address\""),
        "{err}"
    );
    for (file, bytes, told) in [
        ("n.tsv", &b"name\tid\nX\tQ1\n\xff\tQ2\n"[..], "n.tsv:3:1: a byte that is not UTF-8"),
        ("n.tsv", b"what\tever\n", "n.tsv:1:1: the header names no column id"),
        ("n.ttl", b"<a> <b> .\n", "n.ttl:1:"),
        ("n.json", b"[\n{\"id\": 7},\n]", "n.json:2:"),
        ("n.json", b"[{\"id\":\"https://ror.org/1\",\"name\":\"X\"}", "n.json:1:"),
        ("n.txt", b"1\t2\n", "names no column id"),
        ("n.xyz", b"?", "its format cannot be told"),
        ("n.tsv.gz", b"\x1f\x8bbroken", "cannot read n.tsv.gz"),
        ("n.tsv", b"", "no names that were asked for"),
    ] {
        let (status, _, err) = shown(file, bytes, &[]);
        assert!(status == 1 || status == 2, "{told}: {err}");
        assert!(err.contains(told) && !err.contains("panicked"), "{told}: {err}");
    }
}

#[test]
fn a_damaged_index_is_refused() {
    let dir = world();
    let path = dir.path().join("names.idx");
    let whole = std::fs::read(&path).unwrap();
    let broken = |bytes: &[u8], told: &str| {
        std::fs::write(&path, bytes).unwrap();
        let (status, _, err) = run(RUN, dir.path(), "");
        assert_eq!(status, 1, "{told}: {err}");
        assert!(err.contains(told) && err.contains("names.idx") && !err.contains("panicked"), "{told}: {err}");
    };
    for at in [20, 90, whole.len() / 2, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        broken(&bytes, if at == 20 { "names.idx" } else { "damaged" });
    }
    broken(&whole[..whole.len() - 1], "cut off");
    broken(&whole[..40], "too short");
    broken(b"", "names.idx");
    broken(&[&whole[..], b"x"].concat(), "behind its end");
    broken(&[&b"CYLINK\0\x07"[..], &whole[8..]].concat(), "another version");
    broken(&[0; 200], "is no index");
    assert!(
        run(["link", "run", "--index", "none.idx", "--store", "s"], dir.path(), "").2.contains("cannot read none.idx")
    );
}

#[test]
fn an_index_is_written_over_nothing_but_an_index() {
    let dir = world();
    let build = |to: &str| run(["link", "index", "build", "names.tsv", "-o", to], dir.path(), "");
    let (status, _, err) = build("names.tsv");
    assert!(status == 1 && err.contains("names.tsv is there and is no index"), "{err}");
    assert_eq!(std::fs::read_to_string(dir.path().join("names.tsv")).unwrap(), NAMES);
    assert_eq!(build("names.idx").0, 0);
}

#[test]
fn an_index_does_not_depend_on_memory_or_order() {
    let mut lines: Vec<String> = (0..40_000)
        .map(|n| format!("https://names.example/{n}\tCouncil {} of Rivermouth {}\t\t\torg\tNO", n % 977, n))
        .collect();
    let header = NAMES.lines().next().unwrap();
    let forward = format!("{header}\n{}\n", lines.join("\n"));
    lines.reverse();
    let backward = format!("{header}\n{}\n", lines.join("\n"));
    let (_, one, _) = shown("n.tsv", forward.as_bytes(), &[]);
    let (_, other, _) = shown("n.tsv", backward.as_bytes(), &["--memory", "1"]);
    assert!(one.contains("40000 things"), "{one}");
    assert_eq!(one, other);
}

#[test]
fn every_command_of_link_has_an_example() {
    for command in [
        &["link"][..],
        &["link", "index"],
        &["link", "index", "build"],
        &["link", "index", "show"],
        &["link", "run"],
        &["link", "review"],
        &["link", "apply"],
    ] {
        let (status, help, _) = run(command.iter().copied().chain(["--help"]), Path::new("."), "");
        assert!(status == 0 && help.contains("Example"), "{command:?}: {help}");
    }
}
