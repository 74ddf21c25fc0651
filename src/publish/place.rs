//! Where the page or file of an IRI stands in the published folder.
//!
//! A web server decodes the path of a request and looks for a file of that name; so the page of `{base}id/Place/china` is
//! `id/Place/china/index.html`, and that of `{base}doc/a%20b` is `doc/a b/index.html`. Where that would be no safe name of a
//! file (dots only, too long, the name of a page of ours), the page gets a name by hash, and only links lead there.

use crate::graph::iri::hex;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The longest name of a file that every common file system takes, with room for an ending.
const LONGEST: usize = 200;

/// The folder of the page for a path under the base, with `/` between its parts and none at its end.
pub(super) fn folder(path: &str) -> String {
    let decoded = decode(path);
    let safe = decoded.as_deref().is_some_and(|path| path.split('/').all(is_safe));
    match decoded {
        Some(decoded) if safe => decoded,
        _ => {
            let first = path.split('/').next().filter(|first| is_safe(first)).unwrap_or("doc");
            format!("{first}/_/{}", hex(&Sha256::digest(path.as_bytes())[..16]))
        }
    }
}

/// Whether a part of a path can be the name of a folder beside our own pages. `_` is where unsafe names go.
fn is_safe(part: &str) -> bool {
    let odd = |c: char| c.is_control() || c == '\\';
    let page = part.ends_with(".html") && (part == "index.html" || part.starts_with("page-"));
    !part.is_empty()
        && part.len() <= LONGEST
        && part.bytes().any(|b| b != b'.')
        && part != "_"
        && !page
        && !part.contains(odd)
}

/// The path with percent-encoding undone; `None` where that gives no text.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// A path as the reference of a link: every byte but letters, digits and `-._~/` is percent-encoded.
pub(super) fn reference(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A path or a name as part of an IRI: as in [`reference`], with `#` for an anchor left alone.
pub(super) fn reference_iri(path: &str) -> String {
    match path.split_once('#') {
        Some((path, anchor)) => format!("{}#{}", reference(path), reference(anchor)),
        None => reference(path),
    }
}

/// Files of one folder that may not get into each other's way: a file cannot stand where a folder has to be.
#[derive(Default)]
pub(super) struct Files {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Files {
    /// `path` with `ending`, or a name by hash where that is taken by a file or a folder.
    pub(super) fn place(&mut self, path: &str, ending: &str) -> String {
        let wanted = format!("{path}{ending}");
        let parents =
            |file: &str| -> Vec<String> { file.match_indices('/').map(|(i, _)| file[..i].to_owned()).collect() };
        let taken = self.files.contains(&wanted)
            || self.folders.contains(&wanted)
            || parents(&wanted).iter().any(|folder| self.files.contains(folder));
        let place = if taken {
            let top = wanted.split('/').next().unwrap_or_default();
            format!("{top}/_/{}{ending}", hex(&Sha256::digest(wanted.as_bytes())[..16]))
        } else {
            wanted
        };
        self.folders.extend(parents(&place));
        self.files.insert(place.clone());
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stand_where_servers_look() {
        assert_eq!(folder("id/Place/china"), "id/Place/china");
        assert_eq!(folder("doc/reports/harbour%202020.md"), "doc/reports/harbour 2020.md");
        assert_eq!(folder("doc/报告/二.txt"), "doc/报告/二.txt");
    }

    #[test]
    fn no_name_leads_out_of_the_folder_or_onto_a_page() {
        let long = format!("doc/{}", "x".repeat(300));
        for odd in [
            "doc/%2E%2E/%2E%2E/etc",
            "doc/%2E",
            "doc/a//b",
            "doc/a%00b",
            "doc/%FF",
            "doc/a%5Cb",
            "doc/index.html",
            "doc/page-2.html",
            "doc/_/0",
            "doc/",
            &long,
        ] {
            let place = folder(odd);
            assert!(place.starts_with("doc/_/") && place.len() == 38, "{odd} -> {place}");
        }
        assert_ne!(folder("doc/%2E"), folder("doc/%2E%2E"));
        assert_eq!(folder("doc/.hidden"), "doc/.hidden");
    }

    #[test]
    fn references_are_encoded() {
        assert_eq!(reference("doc/a b?#%\"'<二"), "doc/a%20b%3F%23%25%22%27%3C%E4%BA%8C");
    }

    #[test]
    fn files_and_folders_do_not_meet() {
        let mut files = Files::default();
        assert_eq!(files.place("doc/a", ".ttl"), "doc/a.ttl");
        let other = files.place("doc/a.ttl/b", ".ttl");
        assert!(other.starts_with("doc/_/"), "{other}");
        assert_eq!(files.place("doc/c.ttl/d", ".ttl"), "doc/c.ttl/d.ttl");
        assert!(files.place("doc/c", ".ttl").starts_with("doc/_/"));
    }
}
