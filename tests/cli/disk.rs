//! A disk that fills up and a folder that may not be written: the store holds whole documents, the message says what to
//! do, and finishing gives the undisturbed result.

use crate::kill::{documents, graphs};
use crate::{chancery, quads, run, whole};
use std::path::Path;
use std::process::{Command, Output};

const DOCUMENTS: usize = 400;

/// Runs a script with `$CHANCERY` as the program.
fn script(shell: &mut Command, script: &str, folder: &Path) -> Output {
    shell.args(["-c", script]).current_dir(folder).env("CHANCERY", chancery().get_program()).output().unwrap()
}

/// A shell that may mount, in a space of its own; `None` where the system does not allow that.
fn with_mounts() -> Option<Command> {
    let shell = || {
        let mut shell = Command::new("unshare");
        shell.args(["--mount", "--user", "--map-root-user", "bash"]);
        shell
    };
    let probe = shell().args(["-c", "mount -t tmpfs -o size=1m none /mnt"]).output();
    let may = probe.is_ok_and(|probe| probe.status.success());
    if !may {
        eprintln!("skipped: this system lets nobody mount");
    }
    may.then(shell)
}

/// Fails unless the store is absent, or holds whole documents only.
fn assert_whole(store: &Path, want: &[String], what: &str) -> usize {
    let (status, _, err) = run(["status", "--store", store.to_str().unwrap()], Path::new("."), "");
    if status != 0 {
        assert!(err.contains("there is no store"), "{what}: {err}");
        return 0;
    }
    let got = quads(store);
    let (held, whole) = (graphs(&got), graphs(want));
    for (graph, size) in &held {
        assert_eq!(whole.get(graph), Some(size), "{what}: {graph} is not whole");
    }
    held.len()
}

#[test]
fn a_full_disk_is_said_and_costs_nothing() {
    let dir = documents(DOCUMENTS);
    let at = |name: &str| dir.path().join(name);
    let extract = |store: &str| run(["extract", "d", "--store", store, "--quiet", "--jobs", "2"], dir.path(), "");
    assert_eq!(extract("whole").0, 0);
    let want = quads(&at("whole"));

    // No file may grow beyond so many KB. Sorted files are made as large as what they hold.
    let (mut full, mut some) = (0, 0);
    for limit in [100, 1_000, 4_000, 8_000, 16_000, 32_000, 64_000] {
        let limited =
            format!("trap '' XFSZ; ulimit -f {limit}; exec \"$CHANCERY\" extract d --store s --quiet --jobs 2");
        let output = script(&mut Command::new("bash"), &limited, dir.path());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            full += 1;
            assert!(told.contains("make room and run this again"), "limit {limit}: {told}");
        }
        let held = assert_whole(&at("s"), &want, &format!("limit {limit}"));
        some += usize::from(held > 0);
    }
    assert!(full > 0 && some > 0, "{full} of the limits were met, {some} left documents");
    assert_eq!(extract("s").0, 0);
    assert!(quads(&at("s")) == want);

    let Some(mut shell) = with_mounts() else { return };
    let size = run(["compact", "--store", "whole"], dir.path(), "").2;
    let filled = "
        mkdir small && mount -t tmpfs -o size=6m none small
        \"$CHANCERY\" extract d --store small/s --quiet --jobs 2; status=$?
        cp -r small/s t; exit $status";
    let output = script(&mut shell, filled, dir.path());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && told.contains("the disk is full"), "{told} ({size})");
    assert_whole(&at("t"), &want, "a disk of 6 MB");
    assert_eq!(extract("t").0, 0);
    assert!(quads(&at("t")) == want);
}

#[test]
fn a_folder_that_may_not_be_written_can_be_asked() {
    let dir = documents(3);
    let (status, _, err) = run(["extract", "d", "--store", "s", "--quiet"], dir.path(), "");
    assert_eq!(status, 0, "{err}");
    let Some(mut shell) = with_mounts() else { return };
    let read_only = "
        mount --bind s s && mount -o remount,bind,ro s
        echo '# 1'; \"$CHANCERY\" status --store s; echo $?
        echo '# 2'; \"$CHANCERY\" query documents --store s --format csv; echo $?
        echo '# 3'; \"$CHANCERY\" export --store s --format nq | wc -l
        echo '# 4'; \"$CHANCERY\" extract d --store s 2>&1; echo $?
        echo '# 5'; \"$CHANCERY\" remove x --store s 2>&1; echo $?
        echo '# 6'; \"$CHANCERY\" compact --store s 2>&1; echo $?";
    let output = script(&mut shell, read_only, dir.path());
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let part = |n: usize| told.split("# ").nth(n).unwrap_or_else(|| panic!("{told}"));
    assert!(part(1).contains("documents  3") && part(1).trim_end().ends_with('0'), "{told}");
    assert!(part(2).contains(".txt") && part(2).trim_end().ends_with('0'), "{told}");
    assert_eq!(part(3).split_whitespace().nth(1), Some(whole(&dir.path().join("s")).len().to_string().as_str()));
    for n in 4..=6 {
        assert!(part(n).contains("cannot be written") && part(n).trim_end().ends_with('1'), "{told}");
    }
}
