//! Indexes: what is put in is found again, and a file that somebody tampered with is refused or read without harm.

use super::gather::{Part, Tongue, Wanted};
use super::index::{HEADER, Index, SECTIONS};
use super::{BuildOptions, Format, LinkError, build, key};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// An index of a table, in a folder that lasts as long as the first part.
fn made(rows: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let (from, to) = (dir.path().join("n.tsv"), dir.path().join("n.idx"));
    fs::write(&from, format!("id\tlabel_en\tlabel_zh\taliases\tclass\tcountry\tbegin\tweight\n{rows}")).unwrap();
    let options =
        BuildOptions { name: "n".into(), format: Some(Format::Tsv), wanted: Wanted::default(), memory: 1 << 12 };
    let mut told = Vec::new();
    build(&[from], &to, &options, &mut |trouble| told.push(trouble.clone())).unwrap();
    assert_eq!(told, []);
    (dir, to)
}

const ROWS: &str = "https://n.example/2/\tRivermouth Shipping Co., Ltd.\t江口航运有限公司\tRSC|R. S. C.\torg\tNO\t1901\t7\n\
    Q5\tThe Rivermouth\t江口\t\tcity\t\t\t1000\n\
    Q4\tRivermouth\t\t\tposition\t\t\t\n";

#[test]
fn what_is_put_in_is_found_again() {
    let (_dir, path) = made(ROWS);
    let index = Index::open(&path).unwrap();
    let found = |name: &str| -> Vec<String> {
        index.names(&key(name)).iter().map(|p| index.record(p.record).unwrap().id).collect()
    };
    // The most used first.
    let item = |n: u32| format!("http://www.wikidata.org/entity/Q{n}");
    assert_eq!(found("rivermouth"), [item(5), item(4)]);
    assert_eq!(found("江口"), [item(5)]);
    assert_eq!(found("rsc"), ["https://n.example/2/"]);
    assert_eq!(found("Rivermouth Shipping"), ["https://n.example/2/"]);
    assert!(index.names(&key("Rivermouth Shipping"))[0].short);
    assert!(found("").is_empty() && found("elsewhere").is_empty());
    let posting = index.names(&key("江口航运有限公司"))[0];
    assert_eq!((posting.tongue, posting.part), (Tongue::Chinese, Part::Label));
    let record = index.record(posting.record).unwrap();
    assert_eq!((record.english, record.begin, record.related.len()), ("Rivermouth Shipping Co., Ltd.", Some(1901), 1));
    // Seven uses, four names: 3.6 doublings.
    assert_eq!(record.weight, 29);
    assert_eq!(index.record(3), None);
    let near = index.near(&key("Rivermuth"), 1, 9);
    assert_eq!(near.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["rivermouth"]);
    assert_eq!(index.about().things, 3);
}

/// The file with its hash set right again.
fn rehashed(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(&bytes[HEADER..]);
    hash.update(&bytes[8..8 + SECTIONS * 8]);
    bytes[HEADER - 32..HEADER].copy_from_slice(&hash.finalize());
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_file_that_was_tampered_with_does_no_harm(at in any::<proptest::sample::Index>(), byte in any::<u8>()) {
        let (_dir, path) = made(ROWS);
        let mut bytes = fs::read(&path).unwrap();
        let at = HEADER + at.index(bytes.len() - HEADER);
        bytes[at] = byte;
        fs::write(&path, rehashed(bytes)).unwrap();
        match Index::open(&path) {
            Err(LinkError::Index { .. }) => {}
            Err(other) => prop_assert!(false, "{other}"),
            Ok(index) => {
                for key in ["rivermouth", "江口", "rivermouth shipping", "rsc"] {
                    for posting in index.names(key).iter().chain(index.near(key, 1, 9).iter().flat_map(|n| &n.1)) {
                        let _ = index.record(posting.record);
                    }
                }
                let _ = index.records().count();
            }
        }
    }
}
