//! How things get their IRIs: one place, so that `ontology/README.md` can describe it byte by byte.
//!
//! Comes in: the base of a store, ids, keys and names. Goes out: IRIs that stay the same between runs and machines. No
//! hash covers the base, so that two stores under different bases give one thing the same last part.

use super::GraphError;
use crate::document::Lang;
use oxigraph::model::{NamedNode, Term, Triple};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The IRI under which a store's things get theirs; ends in `/` or `#`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Base(String);

impl Default for Base {
    fn default() -> Base {
        Base(Base::DEFAULT.to_owned())
    }
}

impl Base {
    /// The base of a store that was made without one. Publishing asks for one's own.
    pub const DEFAULT: &str = "https://w3id.org/chancery/";

    /// An absolute IRI that ends in `/` or `#`.
    pub fn new(iri: &str) -> Result<Base, GraphError> {
        let wrong = |reason: &str| GraphError::Base { base: iri.to_owned(), reason: reason.to_owned() };
        NamedNode::new(iri).map_err(|e| wrong(&e.to_string()))?;
        if !iri.ends_with(['/', '#']) {
            return Err(wrong("it must end in / or #"));
        }
        Ok(Base(iri.to_owned()))
    }

    /// The IRI itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn under(&self, path: std::fmt::Arguments<'_>) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{path}", self.0))
    }

    /// The store as a thing.
    pub fn store(&self) -> NamedNode {
        NamedNode::new_unchecked(self.0.clone())
    }

    /// `{base}doc/{id}`.
    pub fn document(&self, id: &str) -> NamedNode {
        self.under(format_args!("doc/{}", encode(id)))
    }

    /// `{base}graph/doc/{id}`: what belongs to one document alone.
    pub fn document_graph(&self, id: &str) -> NamedNode {
        self.under(format_args!("graph/doc/{}", encode(id)))
    }

    /// `{base}graph/links`: decisions about which things are the same as those of other graphs.
    pub fn links_graph(&self) -> NamedNode {
        self.under(format_args!("graph/links"))
    }

    /// A decision about a thing and a thing of another graph, by both and by the index that offered it:
    /// `{base}link/{hash}`.
    pub fn link(&self, thing: &str, target: &str, index: &str) -> NamedNode {
        let thing = thing.strip_prefix(&self.0).unwrap_or(thing);
        self.under(format_args!("link/{}", digest(&[thing, target, index])))
    }

    /// An index of names by which links were found: `{base}index/{name}`.
    pub fn index(&self, name: &str) -> NamedNode {
        self.under(format_args!("index/{}", encode(name)))
    }

    /// `{base}graph/pack`: ontology and lexicon.
    pub fn pack_graph(&self) -> NamedNode {
        self.under(format_args!("graph/pack"))
    }

    /// `{base}graph/with/{name}`: a graph that is asked beside the store's, and is not in it.
    pub fn other_graph(&self, name: &str) -> NamedNode {
        self.under(format_args!("graph/with/{}", encode(name)))
    }

    /// Whether a named graph is that of a document.
    pub fn is_document_graph(&self, graph: &str) -> bool {
        graph.strip_prefix(&self.0).is_some_and(|path| path.starts_with("graph/doc/"))
    }

    /// Whether an IRI is that of a thing (an entity or a phrase).
    pub fn is_thing(&self, iri: &str) -> bool {
        iri.strip_prefix(&self.0).is_some_and(|path| path.starts_with("id/"))
    }

    /// Whether an IRI is that of a claim.
    pub fn is_claim(&self, iri: &str) -> bool {
        iri.strip_prefix(&self.0).is_some_and(|path| path.starts_with("claim/"))
    }

    /// Whether an IRI is that of a period.
    pub fn is_period(&self, iri: &str) -> bool {
        iri.strip_prefix(&self.0).is_some_and(|path| path.starts_with("time/"))
    }

    /// A known thing: `{base}id/{class}/{key}`.
    pub fn known(&self, class: &str, key: &str) -> NamedNode {
        self.under(format_args!("id/{}/{}", encode(class), encode(key)))
    }

    /// An unknown thing: `{base}id/{class}/x-{hash}` of class, scope and normalised name.
    pub fn unknown(&self, class: &str, scope: &str, name: &str) -> NamedNode {
        let hash = digest(&[class, &encode(scope), name]);
        self.under(format_args!("id/{}/x-{hash}", encode(class)))
    }

    /// What a text has only a phrase for: `{base}id/{class}/p-{hash}` of class, scope, language and phrase.
    pub fn phrase(&self, class: &str, scope: &str, lang: Lang, phrase: &str) -> NamedNode {
        let hash = digest(&[class, &encode(scope), lang.tag(), phrase]);
        self.under(format_args!("id/{}/p-{hash}", encode(class)))
    }

    /// A period by its first and last day, either of them open: `{base}time/2012-11-08--`.
    pub fn period(&self, first: &str, last: &str) -> NamedNode {
        self.under(format_args!("time/{}--{}", encode(first), encode(last)))
    }

    /// A claim by the hash of its own triples; see `claim_hash`.
    pub fn claim(&self, hash: &str) -> NamedNode {
        self.under(format_args!("claim/{hash}"))
    }

    /// The hash that names a claim: of its own triples, each as a line `predicate object`, sorted; and of the document's
    /// id where the claim is that document's own.
    ///
    /// `triples` are (predicate, object), without the subject that is being made.
    pub fn claim_hash(&self, triples: &[(NamedNode, Term)], document: Option<&str>) -> String {
        let mut lines: Vec<String> = triples.iter().map(|(p, o)| self.line(p, o)).collect();
        lines.extend(document.map(|id| format!("document {}\n", encode(id))));
        lines.sort_unstable();
        lines.dedup();
        let mut hasher = Sha256::new();
        for line in &lines {
            hasher.update(line.as_bytes());
        }
        hex(&hasher.finalize()[..16])
    }

    /// `<predicate> object` and a line feed, in the canonical form of N-Triples, things and periods without the base.
    fn line(&self, predicate: &NamedNode, object: &Term) -> String {
        let mut line = format!("<{}> ", predicate.as_str());
        match object {
            Term::NamedNode(node) => {
                let iri = node.as_str();
                // The ontology's own terms lie under the default base as well; they are no things of the store.
                let under = if self.is_thing(iri) || self.is_period(iri) { &iri[self.0.len()..] } else { iri };
                let _ = write!(line, "<{under}>");
            }
            Term::BlankNode(_) => {}
            Term::Literal(literal) => {
                line.push('"');
                for c in literal.value().chars() {
                    match c {
                        '"' => line.push_str("\\\""),
                        '\\' => line.push_str("\\\\"),
                        '\n' => line.push_str("\\n"),
                        '\r' => line.push_str("\\r"),
                        c => line.push(c),
                    }
                }
                line.push('"');
                if let Some(tag) = literal.language() {
                    let _ = write!(line, "@{tag}");
                } else if literal.datatype() != crate::vocab::xsd::STRING {
                    let _ = write!(line, "^^<{}>", literal.datatype().as_str());
                }
            }
        }
        line.push('\n');
        line
    }

    /// Computes the hash of a claim again from what a store holds of it.
    pub fn claim_hash_of(&self, triples: &[Triple], document: Option<&str>) -> String {
        let pairs: Vec<_> = triples.iter().map(|t| (t.predicate.clone(), t.object.clone())).collect();
        self.claim_hash(&pairs, document)
    }
}

/// A stretch of a document: `{document}#char={start},{end}` (RFC 5147), in code points.
pub fn mention(document: &NamedNode, start: u32, end: u32) -> NamedNode {
    NamedNode::new_unchecked(format!("{}#char={start},{end}", document.as_str()))
}

/// The evidence for a claim: the stretch, and the first 16 digits of the claim's hash.
pub fn evidence(document: &NamedNode, start: u32, end: u32, claim_hash: &str) -> NamedNode {
    let short = claim_hash.get(..16).unwrap_or(claim_hash);
    NamedNode::new_unchecked(format!("{}#char={start},{end};claim={short}", document.as_str()))
}

/// The run that made a document's graph.
pub fn activity(document: &NamedNode) -> NamedNode {
    NamedNode::new_unchecked(format!("{}#extraction", document.as_str()))
}

/// The start and end (code points) that a mention's or evidence's IRI tells.
pub fn char_range(iri: &str) -> Option<(u32, u32)> {
    let range = iri.rsplit_once("#char=")?.1;
    let range = range.split(';').next()?;
    let (start, end) = range.split_once(',')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

/// Percent-encodes what may not stand in the path of an IRI: all but letters and digits of any script and `-._~/`.
/// A segment that is only dots is encoded too, for a path would lose it. No two texts give the same result.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, segment) in text.split('/').enumerate() {
        if i > 0 {
            out.push('/');
        }
        if segment == "." || segment == ".." {
            out.push_str(&"%2E".repeat(segment.len()));
            continue;
        }
        for c in segment.chars() {
            if c.is_ascii_alphanumeric() || "-._~".contains(c) || (!c.is_ascii() && c.is_alphanumeric()) {
                out.push(c);
            } else {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
    out
}

/// The first 128 bits of the SHA-256 of the parts, with a line feed between them, as 32 hexadecimal digits.
fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            hasher.update(b"\n");
        }
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize()[..16])
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from(b"0123456789abcdef"[usize::from(n)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_become_paths() {
        assert_eq!(encode("en/report 1.txt"), "en/report%201.txt");
        assert_eq!(encode("../报告#1?%"), "%2E%2E/报告%231%3F%25");
    }

    #[test]
    fn bases_are_checked() {
        assert!(Base::new("https://example.org/g/").is_ok());
        assert!(Base::new("https://example.org/g").is_err());
        assert!(Base::new("g/").is_err());
    }

    #[test]
    fn char_ranges_are_read_back() {
        let base = Base::new(Base::DEFAULT).unwrap();
        let doc = base.document("a;b,c#char=9,9");
        assert_eq!(char_range(mention(&doc, 3, 14).as_str()), Some((3, 14)));
        assert_eq!(char_range(evidence(&doc, 3, 14, "00112233445566778899").as_str()), Some((3, 14)));
        assert_eq!(char_range(doc.as_str()), None);
    }

    /// The worked example of `ontology/README.md`.
    #[test]
    fn the_hash_of_a_claim_is_as_documented() {
        use crate::vocab::{class, own, property, qualifier, rdf, xsd};
        use oxigraph::model::Literal;
        for base in [Base::DEFAULT, "http://example.org/g#"] {
            let base = Base::new(base).unwrap();
            let triples: Vec<(NamedNode, Term)> = vec![
                (property::TIME.into_owned(), Literal::new_typed_literal("2020", xsd::G_YEAR).into()),
                (rdf::TYPE.into_owned(), class::PROPOSAL.into()),
                (own("agent"), base.known("Place", "norland").into()),
                (own("initiative"), base.known("Agreement", "green-harbour").into()),
                (own("modality"), qualifier("modality", "actual").into()),
            ];
            assert_eq!(base.claim_hash(&triples, None), "33ca2896c0c8328d73d015dff5785d71");
            assert_ne!(base.claim_hash(&triples, Some("a.txt")), base.claim_hash(&triples, None));
        }
    }

    proptest! {
        #[test]
        fn every_id_gives_a_valid_iri_of_its_own(a in "\\PC{0,20}", b in "\\PC{0,20}") {
            let base = Base::new(Base::DEFAULT).unwrap();
            prop_assert!(NamedNode::new(base.document(&a).as_str()).is_ok());
            prop_assert_eq!(a == b, encode(&a) == encode(&b));
        }
    }
}
