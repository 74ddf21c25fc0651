//! The extractor: a rule pack made ready. [`Extractor::extract`] is the public heart of the program.
//!
//! ```
//! use chancery::document::Document;
//! use chancery::extract::Extractor;
//!
//! let extractor = Extractor::embedded();
//! let document = Document::from_text("note", "The World Bank is an international organisation.");
//! let found = extractor.extract(&document);
//! assert_eq!(found.mentions[0].class, "Institution");
//! ```

mod assembly;
mod compounds;
mod shorts;

use crate::document::Document;
use crate::extraction::Extraction;
use crate::lexicon::Lexicon;
use crate::ontology::Ontology;
use crate::pack::{OntologyOf, Pack, cache};
use crate::rule::Rules;
use crate::rule::syntax::Problem;
use crate::rule::watch::Watch;
use crate::text::Text;
use crate::{alias, claim, entity, mention, value};
use std::borrow::Cow;
use std::sync::OnceLock;

/// A rule pack made ready to extract with; shared by threads.
#[derive(Debug)]
pub struct Extractor {
    lexicon: Held,
    rules: Rules,
    claims: claim::Ready,
    ontology: OntologyOf,
    hash: Cow<'static, str>,
}

/// The lexicon of the default pack, or one of its own.
#[derive(Debug)]
enum Held {
    Embedded(&'static Lexicon),
    Own(Box<Lexicon>),
}

impl Extractor {
    /// The default pack, made ready when first asked for. Its rules were checked when the program was tested: what has problems is left out.
    pub fn embedded() -> &'static Extractor {
        static EXTRACTOR: OnceLock<Extractor> = OnceLock::new();
        EXTRACTOR.get_or_init(|| Extractor::load(&Pack::embedded()).0)
    }

    /// Makes a pack ready: what of it can run, and every problem in it.
    pub fn load(pack: &Pack) -> (Extractor, Vec<Problem>) {
        let mut problems = pack.problems.clone();
        let lexicon = match &pack.lexicon {
            None => Held::Embedded(Lexicon::embedded()),
            Some(files) => match cache::lexicon(pack, files) {
                Ok(lexicon) => Held::Own(Box::new(lexicon)),
                Err(errors) => {
                    problems.extend(errors.0.into_iter().map(|error| {
                        let text = pack.text(&error.file).unwrap_or_default();
                        Problem::of_lexicon(error, text)
                    }));
                    let files = files.iter().map(|(name, text)| (name.as_ref(), text.as_ref()));
                    Held::Own(Box::new(Lexicon::readable(files)))
                }
            },
        };
        let rules = cache::rules(pack).unwrap_or_else(|| {
            let files = pack.rules.iter().map(|(name, text)| (name.as_ref(), text.as_ref()));
            let classes: Vec<&str> = pack.classes.iter().map(AsRef::as_ref).collect();
            let (rules, found) = Rules::load(files, &classes, lexicon.get());
            problems.extend(found);
            if problems.is_empty()
                && let Some(block) = rules.block()
            {
                cache::put(pack, cache::Kind::Rules, &block);
            }
            rules
        });
        let ontology = pack.ontology();
        let claims = claim::Ready::new(lexicon.get(), &rules);
        (Extractor { lexicon, rules, claims, ontology, hash: pack.hash.clone() }, problems)
    }

    /// SHA-256 of the pack's data, in hexadecimal.
    pub fn pack_hash(&self) -> &str {
        &self.hash
    }

    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon.get()
    }

    /// What the pack's classes and properties are.
    pub fn ontology(&self) -> &Ontology {
        self.ontology.get()
    }

    /// Mentions, entities and claims of a document. Never fails and never panics: a text with nothing to find gives nothing.
    pub fn extract<'p>(&'p self, document: &Document) -> Extraction<'p> {
        self.extract_watched(document, &mut ())
    }

    /// A document's text with its sentences, tokens and chunks, on which the rules run.
    pub fn read<'t>(&self, document: &'t Document) -> Text<'t> {
        Text::read(&document.text, document.meta.lang, self.lexicon())
    }

    /// As [`Extractor::extract`], with somebody who watches the rules.
    pub fn extract_watched<'p>(&'p self, document: &Document, watch: &mut impl Watch) -> Extraction<'p> {
        let lexicon = self.lexicon();
        let text = self.read(document);
        let date = value::written(&document.meta);
        let country = document.meta.country.as_deref();
        let context = value::Context { date, country, events: Some(lexicon) };
        let mut readings = mention::find(&text, lexicon, &self.rules, &context, watch);
        let aliases = alias::find(&readings, lexicon);
        shorts::mark(&mut readings, &aliases, &self.rules);
        let mut claims = claim::find(&text, &readings, lexicon, &self.rules, &self.claims, date, watch);
        claim::counts::part(&mut claims, &mut readings, &self.rules);
        claim::counts::keep(&claims, &mut readings, &self.rules);
        compounds::mark(&mut readings, &mut claims, &text, lexicon, &self.rules);
        let things = entity::resolve(&readings, &aliases, &document.meta, lexicon, &self.rules);
        assembly::assemble(self, &document.text, &text, readings, things, &claims, &aliases)
    }
}

impl Held {
    fn get(&self) -> &Lexicon {
        match self {
            Held::Embedded(lexicon) => lexicon,
            Held::Own(lexicon) => lexicon,
        }
    }
}
