//! The ontology of a rule pack, read from its Turtle file: which classes and properties there are and what they allow.
//!
//! Comes in: `ontology/chancery.ttl` (of the program or of the pack). Goes out: answers to "is this class one of those",
//! "what may fill this property", and the triples themselves for the store. Only what the program asks for is kept in
//! tables; everything else (labels, comments, alignments) is triples.

use crate::document::Lang;
use crate::vocab::{self, CY, owl, property, rdf, rdfs};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The ontology that is built in.
pub const EMBEDDED: &str = include_str!("../ontology/chancery.ttl");

/// An ontology that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OntologyError {
    /// `line` and `column` count from one; zero where the parser gives no place.
    #[error("the ontology is not valid Turtle: line {line}, column {column}: {message}")]
    Syntax { line: u64, column: u64, message: String },
    #[error("the ontology uses blank nodes; give {0} an IRI, so that the graph is the same at every load")]
    BlankNode(String),
    #[error("in the ontology, class cy:{0} is among its own superclasses")]
    Cycle(String),
}

/// A class of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Class {
    /// Local names of all superclasses of ours, nearest or not.
    pub supers: BTreeSet<String>,
    /// A union of its subclasses: a domain or range, not a type beside a narrower one.
    pub is_abstract: bool,
}

/// Whether a property points to a thing or holds a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyKind {
    Object,
    Datatype,
}

/// A property of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    pub kind: PropertyKind,
    /// Full IRIs.
    pub domain: Option<String>,
    pub range: Option<String>,
    /// Local name of the class given to a filler that is only a phrase.
    pub phrase_class: Option<String>,
}

/// Classes, properties and other terms of ours, by local name.
#[derive(Debug, Default)]
pub struct Ontology {
    pub classes: BTreeMap<String, Class>,
    pub properties: BTreeMap<String, Property>,
    /// SKOS concepts, schemes and units.
    pub individuals: BTreeSet<String>,
    /// (language tag, word): a phrase that begins with one means something else in another text.
    bound: BTreeSet<(String, String)>,
    /// Phrases that say too little, likewise.
    vague: BTreeSet<(String, String)>,
    pub triples: Vec<Triple>,
}

impl Ontology {
    /// The built-in ontology, parsed at first use; a test holds that it parses.
    pub fn embedded() -> &'static Ontology {
        static EMBEDDED_PARSED: OnceLock<Ontology> = OnceLock::new();
        EMBEDDED_PARSED.get_or_init(|| Ontology::parse(EMBEDDED).unwrap_or_default())
    }

    /// Reads Turtle.
    pub fn parse(turtle: &str) -> Result<Ontology, OntologyError> {
        let mut ontology = Ontology::default();
        ontology.add(turtle)?;
        ontology.finish()?;
        Ok(ontology)
    }

    /// Adds the triples of one file; [`Ontology::finish`] makes the tables of all.
    pub fn add(&mut self, turtle: &str) -> Result<(), OntologyError> {
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle.as_bytes()) {
            let quad = quad.map_err(|e| {
                let at = e.location().map(|range| range.start);
                OntologyError::Syntax {
                    line: at.map_or(0, |at| at.line + 1),
                    column: at.map_or(0, |at| at.column + 1),
                    message: e.to_string(),
                }
            })?;
            if matches!(quad.subject, NamedOrBlankNode::BlankNode(_)) || matches!(quad.object, Term::BlankNode(_)) {
                return Err(OntologyError::BlankNode(quad.to_string()));
            }
            self.triples.push(Triple::new(quad.subject, quad.predicate, quad.object));
        }
        Ok(())
    }

    /// Fills the tables from the triples.
    pub fn finish(&mut self) -> Result<(), OntologyError> {
        self.read_terms();
        self.close_superclasses()
    }

    /// Fills the tables from the triples: first what each term is, then what is said of it.
    fn read_terms(&mut self) {
        for triple in &self.triples {
            let (Some(name), Term::NamedNode(kind)) = (own_subject(triple), &triple.object) else { continue };
            if triple.predicate != rdf::TYPE {
                continue;
            }
            let kind = kind.as_ref();
            if kind == owl::CLASS {
                self.classes.entry(name.to_owned()).or_default();
            } else if kind == owl::OBJECT_PROPERTY || kind == owl::DATATYPE_PROPERTY {
                let kind = if kind == owl::OBJECT_PROPERTY { PropertyKind::Object } else { PropertyKind::Datatype };
                self.properties
                    .insert(name.to_owned(), Property { kind, domain: None, range: None, phrase_class: None });
            } else if kind != owl::ANNOTATION_PROPERTY {
                self.individuals.insert(name.to_owned());
            }
        }
        for triple in &self.triples {
            let Some(name) = own_subject(triple) else { continue };
            if let Term::Literal(word) = &triple.object {
                let said = || (word.language().unwrap_or_default().to_owned(), word.value().to_owned());
                match triple.predicate.as_ref() {
                    property::BOUND_BY => _ = self.bound.insert(said()),
                    property::VAGUE => _ = self.vague.insert(said()),
                    _ => {}
                }
            }
            let object = match &triple.object {
                Term::NamedNode(node) => node.as_str(),
                Term::Literal(literal) => literal.value(),
                Term::BlankNode(_) => continue,
            };
            let predicate = triple.predicate.as_ref();
            if let Some(class) = self.classes.get_mut(name) {
                if predicate == rdfs::SUB_CLASS_OF {
                    class.supers.extend(vocab::local(object).map(str::to_owned));
                } else if predicate == property::ABSTRACT {
                    class.is_abstract = object == "true";
                }
            } else if let Some(entry) = self.properties.get_mut(name) {
                if predicate == rdfs::DOMAIN {
                    entry.domain = Some(object.to_owned());
                } else if predicate == rdfs::RANGE {
                    entry.range = Some(object.to_owned());
                } else if predicate == property::PHRASE_CLASS {
                    entry.phrase_class = vocab::local(object).map(str::to_owned);
                }
            }
        }
    }

    /// Makes each class name all its superclasses, not only the nearest.
    fn close_superclasses(&mut self) -> Result<(), OntologyError> {
        let direct: BTreeMap<String, BTreeSet<String>> =
            self.classes.iter().map(|(name, class)| (name.clone(), class.supers.clone())).collect();
        for (name, class) in &mut self.classes {
            let mut open: Vec<&String> = direct[name].iter().collect();
            while let Some(next) = open.pop() {
                if next == name {
                    return Err(OntologyError::Cycle(name.clone()));
                }
                if let Some(above) = direct.get(next) {
                    open.extend(above.iter().filter(|a| class.supers.insert((*a).clone()) || *a == name));
                }
            }
        }
        Ok(())
    }

    /// Whether `class` is `other` or one of its subclasses; both are local names.
    pub fn is_a(&self, class: &str, other: &str) -> bool {
        class == other || self.classes.get(class).is_some_and(|c| c.supers.contains(other))
    }

    /// Whether a property (its local name) may lead to things of a class. A range that is no class of ours allows any.
    pub fn may_lead_to(&self, property: &str, class: &str) -> bool {
        self.allows(property, class, |property| property.range.as_deref())
    }

    /// Whether things of a class may have a property. A domain that is no class of ours allows any.
    pub fn may_have(&self, property: &str, class: &str) -> bool {
        self.allows(property, class, |property| property.domain.as_deref())
    }

    fn allows(&self, property: &str, class: &str, side: impl Fn(&Property) -> Option<&str>) -> bool {
        let wanted = self.properties.get(property).and_then(side).and_then(vocab::local);
        wanted.is_none_or(|wanted| self.is_a(class, wanted))
    }

    /// Whether a phrase means something else in another text: it begins with a word such as "this" or 该, or says too little.
    pub fn is_bound(&self, phrase: &str, lang: Lang) -> bool {
        self.vague.contains(&(tag(lang).to_owned(), phrase.to_lowercase())) || self.points(phrase, lang)
    }

    /// Whether a phrase begins with a word such as "this" or 该, which points into its text.
    fn points(&self, phrase: &str, lang: Lang) -> bool {
        match lang {
            Lang::En => {
                let first = phrase.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                self.bound.contains(&(tag(lang).to_owned(), first.to_lowercase()))
            }
            // No spaces tell where the word ends: any listed beginning counts.
            Lang::Zh => self.bound.iter().any(|(of, word)| of == tag(lang) && phrase.starts_with(word.as_str())),
        }
    }

    /// A property by its prefixed name (`cy:agent`).
    pub fn property(&self, prefixed: &str) -> Option<&Property> {
        self.properties.get(prefixed.strip_prefix("cy:")?)
    }

    /// The classes that a thing of `class` is typed with: the class and those above it that are not abstract.
    pub fn types<'a>(&'a self, class: &'a str) -> impl Iterator<Item = &'a str> {
        let above = self.classes.get(class).into_iter().flat_map(|c| &c.supers);
        std::iter::once(class)
            .chain(above.map(String::as_str).filter(|name| self.classes.get(*name).is_some_and(|c| !c.is_abstract)))
    }
}

/// A language's tag, as the parser of the ontology gives it.
fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh-hans",
    }
}

/// The local name of a subject of ours.
fn own_subject(triple: &Triple) -> Option<&str> {
    match &triple.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().strip_prefix(CY),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_ontology_is_read() {
        let ontology = Ontology::parse(EMBEDDED).expect("the embedded ontology parses");
        assert!(ontology.is_a("Agreement", "Initiative"));
        assert!(ontology.is_a("Agreement", "Group"));
        assert!(ontology.is_a("Place", "Actor"));
        assert!(!ontology.is_a("Event", "Actor"));
        assert_eq!(ontology.types("Agreement").collect::<Vec<_>>(), ["Agreement", "Initiative"]);
        assert_eq!(ontology.types("Actor").collect::<Vec<_>>(), ["Actor"]);
        let cause = ontology.property("cy:cause").expect("cause");
        assert_eq!((cause.kind, cause.phrase_class.as_deref()), (PropertyKind::Object, Some("Concept")));
        assert!(ontology.individuals.contains("kind-CONSULT"));
        assert!(ontology.is_bound("This approach", Lang::En) && ontology.is_bound("该做法", Lang::Zh));
        assert!(!ontology.is_bound("Thistle fields", Lang::En) && !ontology.is_bound("贸易", Lang::Zh));
        assert!(ontology.is_bound("Measures", Lang::En) && ontology.is_bound("措施", Lang::Zh));
        assert!(!ontology.is_bound("trade measures", Lang::En) && !ontology.is_bound("减排措施", Lang::Zh));
    }

    #[test]
    fn errors_say_where() {
        let error = Ontology::parse("@prefix cy: <https://w3id.org/chancery/ontology#> .\ncy:A a cy: B .").unwrap_err();
        assert!(matches!(error, OntologyError::Syntax { line: 2, .. }), "{error}");
        let cycle =
            "@prefix cy: <https://w3id.org/chancery/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            cy:A a owl:Class ; rdfs:subClassOf cy:B . cy:B a owl:Class ; rdfs:subClassOf cy:A .";
        assert!(matches!(Ontology::parse(cycle), Err(OntologyError::Cycle(_))));
    }
}
