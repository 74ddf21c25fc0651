//! From an extraction to RDF and back out: graph, store, exports, queries and proof, on made-up extractions.
//!
//! One test program, so that the made-up world is built and linked once.

mod changes;
#[cfg(feature = "disk")]
mod damage;
#[cfg(feature = "disk")]
mod disk;
mod explain;
mod export;
mod ontology;
mod publish;
mod query;
mod shacl;
mod store;
mod synthetic;
mod validate;

use std::io::Write;
use std::process::{Command, Stdio};

/// Runs a program on a text; `None` where the machine does not have the program.
pub fn run(program: &str, arguments: &[&str], input: &str) -> Option<String> {
    let spawned = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(_) => {
            println!("skipped: {program} is not installed");
            return None;
        }
    };
    let mut stdin = child.stdin.take().unwrap();
    let text = input.to_owned();
    let feeder = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The Python that has rdflib and pySHACL: that of the folder that `CHANCERY_VENV` names, which `make test` makes; else the
/// machine's own.
pub fn python() -> String {
    let own = std::env::var_os("CHANCERY_VENV").map(|venv| std::path::PathBuf::from(venv).join("bin/python"));
    own.filter(|path| path.exists()).map_or("python3".to_owned(), |path| path.to_string_lossy().into_owned())
}
