//! Inputs of each kind, as the parts they yield.

use super::super::contain::protocol::Limits;
use super::super::input::gather;
use super::*;

fn read(input: &Input, options: &ReadOptions) -> Result<Document, ReadError> {
    input.parts(options).next().unwrap().read(options).1
}

#[test]
fn limits_defaults_and_titles() {
    let dir = tempfile::tempdir().unwrap();
    for file in ["a.md", "b.txt"] {
        std::fs::write(dir.path().join(file), "# Harbour\ntext").unwrap();
    }
    let inputs = gather(&[dir.path().to_owned()], None).unwrap();
    let defaults = Metadata { country: Some("CN".into()), source: Some("elsewhere".into()), ..Metadata::default() };
    let options = ReadOptions { limits: Limits { size: 14, ..Limits::default() }, defaults, ..ReadOptions::default() };
    let markdown = read(&inputs.found[0], &options).unwrap();
    assert_eq!(markdown.meta.title.as_deref(), Some("Harbour"));
    assert_eq!(markdown.meta.country.as_deref(), Some("CN"));
    assert_eq!(markdown.meta.source.as_deref(), Some("a.md"));
    assert_eq!(read(&inputs.found[1], &options).unwrap().meta.title, None);
    let tight = ReadOptions { limits: Limits { size: 13, ..Limits::default() }, ..options };
    assert!(matches!(read(&inputs.found[0], &tight), Err(ReadError::TooLarge { limit: 13 })));
}
