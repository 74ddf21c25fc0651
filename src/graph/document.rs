//! What a document's graph says of the document itself: metadata, text, bounds of sentences, and the activity.
//!
//! Comes in: the document, its extraction, and what made it. Goes out: triples with the document or its activity as
//! subject. The text is one literal, compressed and in base64: a store then holds what its proof points into, at about
//! half the text's size, and no file has to stay where it was.

use super::iri::{self, hex};
use super::{Activity, Builder, GraphError, Texts};
use crate::document::{Document, Metadata};
use crate::vocab::{class, dcterms, property, prov, rdf, schema, xsd};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use oxigraph::model::{Literal, LiteralRef, NamedNode, NamedNodeRef, Term};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The zstd level for texts: about 150 MB a second, within a few per cent of the slow levels on texts of this length.
const LEVEL: i32 = 6;

/// The longest text that is unpacked, as a guard against a damaged store: 1 GiB.
const LONGEST: usize = 1 << 30;

impl Builder<'_, '_> {
    /// The document, its text and the activity that made the graph.
    pub(super) fn document(&mut self, activity: &Activity) -> Result<(), GraphError> {
        let source = self.source;
        let document = self.document.clone();
        let meta = &source.meta;
        self.own(&document, rdf::TYPE, class::DOCUMENT);
        self.own(&document, dcterms::IDENTIFIER, LiteralRef::new_simple_literal(&source.id));
        let lang = self.found.lang.or(meta.lang);
        let described: [(NamedNodeRef<'_>, Option<Term>); 6] = [
            (dcterms::TITLE, meta.title.as_deref().map(|t| plain(t, lang.map(|l| super::words(t, l))))),
            (schema::IN_LANGUAGE, lang.map(|l| Literal::from(l.tag()).into())),
            (dcterms::ISSUED, meta.date.as_deref().map(date)),
            (property::PUBLISHER_NAME, meta.publisher.as_deref().map(|p| Literal::from(p).into())),
            (property::COUNTRY, meta.country.as_deref().map(|c| Literal::from(c).into())),
            (dcterms::SOURCE, meta.source.as_deref().map(link_or_words)),
        ];
        for (property, object) in described {
            if let Some(object) = object {
                self.own(&document, property, &object);
            }
        }
        let sha256 = hex(&Sha256::digest(source.text.as_bytes()));
        self.own(&document, schema::SHA256, LiteralRef::new_simple_literal(&sha256));
        if activity.texts == Texts::Kept {
            let text = compress(&source.text)?;
            self.own(&document, property::TEXT, LiteralRef::new_typed_literal(&text, xsd::BASE64_BINARY));
        }
        let bounds = self.sentence_bounds();
        self.own(&document, property::SENTENCES, LiteralRef::new_simple_literal(&bounds));
        self.activity(&document, activity);
        Ok(())
    }

    /// `start,end,lang` of each sentence, in code points.
    fn sentence_bounds(&self) -> String {
        let mut out = String::with_capacity(self.found.sentences.len() * 16);
        for (span, lang) in &self.found.sentences {
            let (start, end) = self.points.span(*span);
            if !out.is_empty() {
                out.push(' ');
            }
            let _ = write!(out, "{start},{end},{}", lang.code());
        }
        out
    }

    /// `Rule=hash` of each rule that found something in the document.
    fn rules(&self, activity: &Activity) -> String {
        let mentions = self.found.mentions.iter().map(|m| m.rule);
        let used: BTreeSet<&str> = mentions.chain(self.found.claims.iter().map(|c| c.rule)).collect();
        let hashed = used.iter().filter_map(|rule| Some(format!("{rule}={}", activity.rules.get(*rule)?)));
        hashed.collect::<Vec<_>>().join(" ")
    }

    /// One activity a document, with nothing in it that differs between two runs on the same input.
    fn activity(&mut self, document: &NamedNode, activity: &Activity) {
        let node = iri::activity(document);
        let graph = self.base.document_graph(&self.source.id);
        self.own(&graph, prov::WAS_GENERATED_BY, &node);
        self.own(&node, rdf::TYPE, prov::ACTIVITY);
        self.own(&node, prov::USED, document);
        self.own(&node, property::PROGRAM_VERSION, LiteralRef::new_simple_literal(&activity.program));
        self.own(&node, property::PACK_HASH, LiteralRef::new_simple_literal(&activity.pack));
        let rules = self.rules(activity);
        if !rules.is_empty() {
            self.own(&node, property::RULE_HASHES, LiteralRef::new_simple_literal(&rules));
        }
        let encoding = self.source.meta.encoding.as_ref().map(|name| format!("encoding={name}"));
        let options = Some(activity.options.clone()).filter(|options| !options.is_empty());
        let left_out = (activity.texts == Texts::LeftOut).then(|| "text=left-out".to_owned());
        let options: Vec<String> = options.into_iter().chain(left_out).chain(encoding).collect();
        if !options.is_empty() {
            self.own(&node, property::OPTIONS, LiteralRef::new_simple_literal(&options.join(" ")));
        }
        let hash = input_hash(self.source, activity);
        self.own(&node, property::INPUT_HASH, LiteralRef::new_simple_literal(&hash));
    }
}

/// The title in the document's language, or without one where it is unknown.
fn plain(text: &str, tagged: Option<Literal>) -> Term {
    tagged.unwrap_or_else(|| Literal::from(text)).into()
}

/// A date as precise as it was given.
fn date(iso: &str) -> Term {
    let datatype = match iso.len() {
        4 => Some(xsd::G_YEAR),
        7 => Some(xsd::G_YEAR_MONTH),
        10 => Some(xsd::DATE),
        _ => None,
    };
    let digits = iso.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    match datatype.filter(|_| digits) {
        Some(datatype) => Literal::new_typed_literal(iso, datatype).into(),
        None => Literal::from(iso).into(),
    }
}

/// A web address as an IRI, anything else (a path) as words.
fn link_or_words(source: &str) -> Term {
    let web = source.starts_with("https://") || source.starts_with("http://");
    match NamedNode::new(source).ok().filter(|_| web) {
        Some(node) => node.into(),
        None => Literal::from(source).into(),
    }
}

/// The SHA-256 of text, metadata, options, pack and program, each with its name and length before it.
pub(super) fn input_hash(document: &Document, activity: &Activity) -> String {
    let Metadata { title, lang, date, time, publisher, country, source, encoding } = &document.meta;
    let lang = lang.map(|l| l.code().to_owned());
    let mut hasher = Sha256::new();
    let mut put = |name: &str, value: Option<&str>| {
        let Some(value) = value else { return };
        hasher.update(format!("{name} {}\n", value.len()).as_bytes());
        hasher.update(value.as_bytes());
    };
    put("id", Some(&document.id));
    put("text", Some(&document.text));
    put("title", title.as_deref());
    put("lang", lang.as_deref());
    put("date", date.as_deref());
    put("time", time.as_deref());
    put("publisher", publisher.as_deref());
    put("country", country.as_deref());
    put("source", source.as_deref());
    put("encoding", encoding.as_deref());
    put("program", Some(&activity.program));
    put("pack", Some(&activity.pack));
    put("options", Some(&activity.options));
    put("texts", (activity.texts == Texts::LeftOut).then_some("left-out"));
    hex(&hasher.finalize())
}

fn compress(text: &str) -> Result<String, GraphError> {
    let packed = zstd::bulk::compress(text.as_bytes(), LEVEL).map_err(GraphError::Compress)?;
    Ok(STANDARD.encode(packed))
}

/// The text of a literal that [`Builder::document`] wrote.
pub(super) fn decompress(literal: &str) -> Result<String, GraphError> {
    let damaged = |e: &dyn std::fmt::Display| GraphError::Decompress(e.to_string());
    let packed = STANDARD.decode(literal).map_err(|e| damaged(&e))?;
    let size = zstd::zstd_safe::get_frame_content_size(&packed).ok().flatten().unwrap_or(0);
    let size = usize::try_from(size).unwrap_or(LONGEST).min(LONGEST);
    let text = zstd::bulk::decompress(&packed, size).map_err(|e| damaged(&e))?;
    String::from_utf8(text).map_err(|e| damaged(&e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_come_back(text in "\\PC{0,300}") {
            prop_assert_eq!(decompress(&compress(&text).unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn damage_is_an_error() {
        assert!(decompress("no base64!").is_err());
        assert!(decompress("aGVsbG8=").is_err());
    }

    #[test]
    fn every_part_of_the_input_counts() {
        let document = Document { id: "a".into(), text: "x".into(), meta: Metadata::default() };
        let activity = Activity::default();
        let plain = input_hash(&document, &activity);
        let mut titled = document.clone();
        titled.meta.title = Some("x".into());
        let mut published = document.clone();
        published.meta.publisher = Some("x".into());
        let packed = Activity { pack: "x".into(), ..Activity::default() };
        let all =
            [plain, input_hash(&titled, &activity), input_hash(&published, &activity), input_hash(&document, &packed)];
        for (i, one) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|other| other != one));
        }
    }
}
