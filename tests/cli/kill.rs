//! `kill -9` at random moments of `extract`: the store opens again, holds whole documents only, and running to the end
//! gives the store that was never disturbed.

use crate::{chancery, folder, quads};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// For a longer run than every day's: `CHANCERY_DOCUMENTS=2000 CHANCERY_KILLS=50 cargo test --release --test cli kill`.
const DOCUMENTS: usize = 400;
const KILLS: usize = 10;

fn or_set(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |value| value.parse().expect("a number"))
}

/// Documents that share things, claims and names with one another, and have some of their own.
pub fn documents(count: usize) -> tempfile::TempDir {
    let countries = ["Germany", "Brazil", "Kenya", "Indonesia", "France", "India", "Egypt"];
    let files: Vec<(String, String)> = (0..count)
        .map(|i| {
            let (a, b) = (countries[i % countries.len()], countries[(i / 7 + 1) % countries.len()]);
            let text = format!(
                "China proposed the Global Development Initiative in 2021. {a} supports the Initiative. The exports of {b} rose \
                 by {}.{}% in {}. {a} met with {b} in Beijing. The Harbour {} Fund promotes trade in {b}.\n\n\
                 {}年，中国货物贸易规模增长{}%。世界银行表示，开放促进发展。\n",
                i % 17, i % 10, 2000 + i % 24, i % 90, 2000 + i % 24, i % 13
            )
            .repeat(4);
            (format!("d/{:03}/{i}.txt", i % 20), text)
        })
        .collect();
    folder(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

fn extract(docs: &Path, store: &Path) -> Command {
    let mut command = Command::new(chancery().get_program());
    command.arg("extract").arg(docs).arg("--store").arg(store).args(["--jobs", "3"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn finish(child: Child) {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The graphs of documents in a store: name and number of quads.
pub fn graphs(quads: &[String]) -> std::collections::BTreeMap<&str, usize> {
    let mut graphs = std::collections::BTreeMap::new();
    for quad in quads {
        if let Some((_, graph)) =
            quad.trim_end_matches(" .").rsplit_once(' ').filter(|(_, g)| g.contains("/graph/doc/"))
        {
            *graphs.entry(graph).or_insert(0) += 1;
        }
    }
    graphs
}

#[test]
fn a_killed_run_is_finished_by_the_next() {
    let (count, kills) = (or_set("CHANCERY_DOCUMENTS", DOCUMENTS), or_set("CHANCERY_KILLS", KILLS));
    let dir = documents(count);
    let (docs, whole, broken) = (dir.path().join("d"), dir.path().join("whole"), dir.path().join("broken"));
    finish(extract(&docs, &whole).spawn().unwrap());
    let want = quads(&whole);
    let want_graphs = graphs(&want);
    assert_eq!(want_graphs.len(), count);

    // A store that has some of the documents already.
    let some = dir.path().join("some");
    finish(extract(&documents(count / 4).path().join("d"), &some).spawn().unwrap());
    let copy = |from: &Path, to: &Path| {
        std::fs::create_dir(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    };

    // Moments by a fixed sequence: when so many documents have been told of, however fast the machine is; it adds its own
    // chance. A short run writes behind its last document: every other kill falls there.
    let mut seed = 0x9E37_79B9_u64;
    let mut chance = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    let mut in_the_middle = 0;
    for n in 0..kills {
        // The first of four begins with nothing, the second with some, the others go on.
        if n % 4 < 2 && broken.exists() {
            std::fs::remove_dir_all(&broken).unwrap();
        }
        if n % 4 > 0 && !broken.exists() {
            copy(&some, &broken);
        }
        let (told, pause) = if n % 2 == 0 { (chance() % count, 0) } else { (count, chance() % 1_000) };
        let mut child = extract(&docs, &broken).arg("--verbose").spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        lines.by_ref().take(told).for_each(|line| drop(line.unwrap()));
        std::thread::sleep(Duration::from_millis(pause as u64));
        // `kill` on Unix is SIGKILL.
        child.kill().unwrap();
        let finished = child.wait().unwrap().success();
        // It may have been killed before it had made a store.
        let probe = chancery().args(["status", "--store"]).arg(&broken).output().unwrap();
        if probe.status.success() {
            let got = quads(&broken);
            let got_graphs = graphs(&got);
            in_the_middle += usize::from(!got_graphs.is_empty() && got_graphs.len() < count);
            for (graph, size) in &got_graphs {
                assert_eq!(want_graphs.get(graph), Some(size), "{graph} is not whole");
            }
        }
        if finished {
            std::fs::remove_dir_all(&broken).unwrap();
        }
    }
    println!("{kills} kills, {in_the_middle} of them left some of {count} documents");
    assert!(in_the_middle > 0, "no run was killed in the middle");
    finish(extract(&docs, &broken).spawn().unwrap());
    let got = quads(&broken);
    let differ: Vec<_> = want.iter().filter(|q| got.binary_search(q).is_err()).take(3).collect();
    assert!(got == want, "{} quads instead of {}, missing for instance {differ:?}", got.len(), want.len());
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_so_and_can_go_on() {
    let dir = documents(DOCUMENTS);
    let (docs, store) = (dir.path().join("d"), dir.path().join("s"));
    let mut child = extract(&docs, &store).arg("--verbose").spawn().unwrap();
    // The first document that is told of is in the middle of the run.
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("added"));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let told: Vec<String> = lines.map(Result::unwrap).collect();
    assert_eq!(child.wait().unwrap().code(), Some(1), "{told:?}");
    assert!(told.iter().any(|line| line.contains("Stopped")), "{told:?}");
    let stopped = quads(&store);
    let some = graphs(&stopped).len();
    assert!(some > 0 && some < DOCUMENTS, "{some}");
    finish(extract(&docs, &store).spawn().unwrap());
    assert_eq!(graphs(&quads(&store)).len(), DOCUMENTS);
}
