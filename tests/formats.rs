//! Documents of each format are read as a reader of the file would read them, and broken ones fail alone.
//!
//! `tests/fixtures/formats/` holds small files that `make.py` there makes, and beside each what was read from it, checked by
//! eye against what the file shows. To record anew after a change, look at the difference with
//! `UPDATE_EXPECTED=1 cargo test --release --test formats && git diff tests/fixtures/formats`.

use chancery::document::contain::Readers;
use chancery::document::contain::protocol::Limits;
use chancery::document::front;
use chancery::document::input::{Input, Place, ReadOptions};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const FOLDER: &str = "tests/fixtures/formats";

fn options() -> ReadOptions {
    let readers = Readers::apart(PathBuf::from(env!("CARGO_BIN_EXE_chancery")));
    ReadOptions { readers, ..ReadOptions::default() }
}

/// Every document of a file as `chancery read` shows it, and every failure.
fn read(path: &Path, options: &ReadOptions) -> String {
    let id = path.file_name().unwrap().to_str().unwrap().to_owned();
    let input = Input { id, place: Place::File(path.to_owned()), description: None };
    let mut told = String::new();
    for part in input.parts(options) {
        let (origin, result) = part.read(options);
        match result {
            Ok(document) => {
                assert!(document.id == origin.id && !document.text.trim().is_empty());
                let _ = write!(told, "{}{}\n\n", front::matter(&document), document.text);
            }
            Err(reason) => {
                let reason = reason.to_string();
                assert!(!reason.is_empty() && !reason.contains('\n'), "one line: {reason}");
                let _ = write!(told, "failed: {}: {reason}\n\n", origin.id);
            }
        }
    }
    told
}

fn fixtures() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(FOLDER).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_none_or(|e| e != "expected" && e != "py"));
    files.sort();
    assert!(files.len() > 12);
    files
}

#[test]
fn each_format_is_read_as_it_shows() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = String::new();
    for path in fixtures() {
        let found = read(&path, &options());
        let beside = PathBuf::from(format!("{}.expected", path.display()));
        if update {
            fs::write(&beside, &found).unwrap();
        } else if fs::read_to_string(&beside).unwrap() != found {
            let _ = write!(wrong, "{}:\n{found}", path.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn reading_apart_and_here_is_the_same() {
    for path in fixtures() {
        assert_eq!(read(&path, &options()), read(&path, &ReadOptions::default()), "{}", path.display());
    }
}

/// A small generator: the same sequence on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// Damages bytes in one of the ways that files are damaged.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.roll(4) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.roll(bytes.len());
        let end = (at + 1 + dice.roll(64)).min(bytes.len());
        match dice.roll(7) {
            0 => bytes[at] ^= 1 << dice.roll(8),
            1 => bytes[at] = dice.roll(256) as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let copy = bytes[at..end].to_vec();
                let to = dice.roll(bytes.len());
                bytes.splice(to..to, copy);
            }
            5 => bytes[at..end].fill(0),
            // A digit is a length, an offset or a reference more often than anything else.
            _ => {
                if let Some(digit) = bytes[at..].iter_mut().find(|b| b.is_ascii_digit()) {
                    *digit = b'0' + dice.roll(10) as u8;
                }
            }
        }
    }
}

/// How many damaged files are tried; `DAMAGED=10000` for a long run.
fn trials() -> usize {
    std::env::var("DAMAGED").ok().and_then(|n| n.parse().ok()).unwrap_or(2000)
}

#[test]
fn damaged_files_give_a_text_or_a_line() {
    let limits = Limits { time: 20, memory: 512 << 20, ..Limits::default() };
    let options = ReadOptions { limits, ..options() };
    let folder = tempfile::tempdir().unwrap();
    let files = fixtures();
    let whole: Vec<Vec<u8>> = files.iter().map(|path| fs::read(path).unwrap()).collect();
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for trial in 0..trials() {
        let which = trial % files.len();
        let mut bytes = whole[which].clone();
        damage(&mut bytes, &mut dice);
        let path = folder.path().join(files[which].file_name().unwrap());
        fs::write(&path, &bytes).unwrap();
        // Nothing to compare with: that it comes back, with whole documents or reasons, is the test.
        let told = read(&path, &options);
        assert!(!told.is_empty(), "{} of trial {trial} said nothing", path.display());
        assert!(!told.contains("takes longer than"), "{} of trial {trial}: {told}", path.display());
    }
}
