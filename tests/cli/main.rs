//! What a user sees: the program through its command line.

mod annotate;
mod disk;
mod evaluate;
mod formats;
mod hostile;
mod input;
mod jsonl;
mod kill;
mod link;
mod open;
mod quads;
mod rules;
mod store;
mod why;

use assert_cmd::Command;
use chancery::store::Store;
use chancery::vocab::property;
use oxigraph::model::{GraphName, GraphNameRef};
use std::path::Path;
use tempfile::TempDir;

/// The program, with nothing of the surroundings that changes what it prints.
pub fn chancery() -> Command {
    let mut command = Command::cargo_bin("chancery").expect("the program is built before its tests");
    command.env_remove("NO_COLOR").env("COLUMNS", "100");
    command
}

/// Runs the program and gives (exit status, standard output, standard error).
pub fn run<'a>(
    arguments: impl IntoIterator<Item = &'a str>,
    folder: &Path,
    input: impl Into<Vec<u8>>,
) -> (i32, String, String) {
    let output = chancery().args(arguments).current_dir(folder).write_stdin(input).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// A folder with these files.
pub fn folder<B: AsRef<[u8]>>(files: &[(&str, B)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    dir
}

/// Every quad of a store, a line each, sorted.
pub fn whole(store: &Path) -> Vec<String> {
    let (status, out, err) = run(["export", "--format", "nq", "--store", store.to_str().unwrap()], Path::new("."), "");
    assert_eq!(status, 0, "{err}");
    let mut lines: Vec<String> = out.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The quads of a store as [`whole`] has them, of its rule pack the hash alone: the pack has as many as hundreds of documents, and
/// reading it takes seconds.
pub fn quads(store: &Path) -> Vec<String> {
    let store = Store::open_to_read(store).unwrap();
    let pack = store.base().pack_graph();
    let named = store.quads().named_graphs().map(Result::unwrap).filter(|graph| *graph != pack.clone().into());
    let graphs: Vec<GraphName> = named.map(GraphName::from).chain([GraphName::DefaultGraph]).collect();
    let of = |predicate, graph| store.quads().quads_for_pattern(None, predicate, None, Some(graph));
    let documents = graphs.iter().flat_map(|graph| of(None, graph.as_ref()));
    let hash = of(Some(property::PACK_HASH), GraphNameRef::from(pack.as_ref()));
    let mut lines: Vec<String> = documents.chain(hash).map(|quad| format!("{} .", quad.unwrap())).collect();
    lines.sort();
    lines
}
