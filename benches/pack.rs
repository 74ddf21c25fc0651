//! How long the program takes to start with a pack of 2,000 rules and 100,000 rows: when the pack is new, and when it is known.
//!
//! `cargo bench --bench pack [DIR]`; the pack is written into DIR, to be kept, or into a folder that is removed.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

const RULES: usize = 2_000;
const ROWS: usize = 100_000;

/// A name that no other number has, in letters.
fn name(mut n: usize) -> String {
    let syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu"];
    let mut name = String::new();
    for _ in 0..6 {
        name.push_str(syllables[n % 10]);
        n /= 10;
    }
    name[..1].to_uppercase() + &name[1..]
}

fn main() {
    let scratch = tempfile::tempdir().expect("a folder");
    let given = std::env::args().skip(1).find(|a| !a.starts_with('-')).map(PathBuf::from);
    let folder = given.unwrap_or(scratch.path().to_owned());
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let mut rows = "key\tclass\ten\tzh\tids\tfacts\tsource\n".to_owned();
    for n in 0..ROWS {
        let name = name(n);
        let _ = writeln!(rows, "thing-{n}\tInstitution\t{name} Institute|{name} Office\t\t\t\tcurated");
    }
    write("data/lexicon/things.tsv", &rows);
    write("data/words/words.tsv", "list\tlang\tpos\twords\tfacts\nhead\ten\tword\tFair|Expo\t\n");
    write("data/frames/en.rules", "frame active : en\n  voice  active\n  left   subject:np\n  right  object:np\n");
    let mut rules = String::new();
    for n in 0..RULES / 2 {
        let name = name(n);
        let _ = write!(
            rules,
            "entity E{n} : cy:Event\n  en  it:((cap & !det){{1,4}} \"{name}\" @head)\n  test en \"The Grain {name} Fair opened.\" \
             => \"Grain {name} Fair\"\n  reject en \"It rained.\"\n\nrelation R{n} : cy:Influence\n  trigger  \"{}ed\"\n  cause    \
             phrase  at subject  -> cy:cause\n  effect   phrase  at object   -> cy:effect\n  test en \"The plan {}ed the town.\" => \
             cause \"plan\"\n  reject en \"It rained.\"\n\n",
            name.to_lowercase(),
            name.to_lowercase(),
        );
    }
    write("data/rules/all.rules", &rules);
    for what in ["new", "known", "known"] {
        let start = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_chancery"))
            .args(["annotate", "-", "--pack"])
            .arg(&folder)
            .env("XDG_CACHE_HOME", folder.join("cache"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .expect("the program");
        assert!(status.code() == Some(1), "an empty text is no document: {status}");
        println!("{what}: {:?}", start.elapsed());
    }
}
