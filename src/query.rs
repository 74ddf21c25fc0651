//! Saved queries: SPARQL that answers one question, with typed parameters that cannot be injected.
//!
//! Comes in: a `.rq` file with a header, values for its parameters, and a store. Goes out: an [`Answer`], to be shown as a
//! table or written in one of the standard result formats.
//!
//! ```text
//! # title: Proposals
//! # title-zh: 提出
//! # question: Who proposed what, and when?
//! # question-zh: 谁在何时提出了什么？
//! # with: countries.ttl  countries with their codes
//! # param lang: lang = "en"  language of the names
//! # param since: date?  not before
//! # param name: text  part of the name
//! SELECT …
//! ```
//!
//! A parameter `name` is the variable `?name`. A value takes the variable's place in the parsed query, wherever it stands:
//! it is never text again, so it can change what is asked for and nothing else. `?` behind the type makes it optional; a
//! variable without a value stays a variable.
//!
//! A query may ask other graphs beside the store's ([`Other`]), which it names in its header; they are there for one question,
//! each as a named graph, and nothing of them is written.
//!
//! Queries may call two functions of ours on a mention or evidence: `cy:words(?place)` is the stretch of text, and
//! `cy:sentence(?place)` the sentence around it. The text is stored compressed; SPARQL alone cannot read it.

mod answer;
mod bind;
mod functions;
mod header;
mod order;
mod terms;
mod value;

pub use answer::{Answer, AnswerFormat, Contents};
pub use header::{Need, Parameter, ParameterType};
pub use terms::unknown;

use crate::import::{self, ImportError};
use crate::rule::compile::near;
use crate::store::{Store, StoreError};
use order::Order;
use oxigraph::model::{NamedNode, Quad, Term};
use oxigraph::sparql::{QueryEvaluationError, SparqlEvaluator};
use spargebra::SparqlParser;
use std::collections::BTreeMap;
use std::path::Path;

include!(concat!(env!("OUT_DIR"), "/queries.rs"));

/// What keeps a query from being read or answered.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// `line` and `column` count from one.
    #[error("{file}:{line}:{column}: {message}\n  {source_line}\n{remedy}")]
    Malformed { file: String, line: usize, column: usize, message: String, source_line: String, remedy: String },
    #[error("there is no saved query {name}{nearest}; see: chancery query --list")]
    Unknown { name: String, nearest: String },
    #[error("query {query} has no parameter {name}; it has: {known}")]
    NoParameter { query: String, name: String, known: String },
    #[error("query {query} needs a value for {name} ({kind}: {description}); give it with --param {name}=VALUE")]
    MissingParameter { query: String, name: String, kind: ParameterType, description: String },
    #[error("parameter {name}: {value:?} is no {kind}: {reason}")]
    BadValue { name: String, value: String, kind: ParameterType, reason: String },
    #[error("parameter {name} stands where {value} cannot: {place}; make it another type in the query's header")]
    Misplaced { name: String, value: String, place: &'static str },
    #[error("query {query} asks another graph beside the store: {file}, {description}; give one with --with FILE")]
    MissingGraph { query: String, file: String, description: String },
    #[error(
        "SERVICE {0} is not asked: this program has no network access; load what you need from there into a file and give it with --with FILE"
    )]
    Service(String),
    #[error("an answer of this kind cannot be written as {format}; choose {instead}")]
    Format { format: AnswerFormat, instead: &'static str },
    #[error("there is no format {0:?}; choose one of table, csv, tsv, json, xml, turtle")]
    UnknownFormat(String),
    #[error("the query could not be answered: {0}")]
    Evaluation(#[from] QueryEvaluationError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Export(#[from] crate::export::ExportError),
    #[error("the answer could not be written")]
    Io(#[from] std::io::Error),
}

/// A query that was read and is known to be SPARQL.
#[derive(Debug, Clone)]
pub struct Query {
    /// The file's name without its ending.
    pub name: String,
    /// By language code: `en`, `zh`. Empty for a query without header.
    pub titles: BTreeMap<String, String>,
    pub questions: BTreeMap<String, String>,
    /// In the order of the header.
    pub parameters: Vec<Parameter>,
    /// The graphs that it asks beside the store.
    pub needs: Vec<Need>,
    text: String,
    parsed: spargebra::Query,
}

/// A graph that is asked beside the store.
#[derive(Debug, Clone)]
pub struct Other {
    /// `{base}graph/with/{file name}`.
    pub name: NamedNode,
    pub quads: Vec<Quad>,
}

impl Other {
    /// Reads a file of RDF; graphs that it keeps apart are merged.
    pub fn read(store: &Store, file: &Path) -> Result<Other, ImportError> {
        let quads = import::read(file)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        Ok(Other { name: store.base().other_graph(&name), quads })
    }
}

/// What kind of answer a query asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Select,
    Ask,
    Construct,
    Describe,
}

impl Query {
    /// Reads a query. `file` is for error messages; the query's name is that of the file.
    pub fn parse(file: &str, text: &str) -> Result<Query, QueryError> {
        let header = header::parse(file, text)?;
        let parser =
            crate::vocab::PREFIXES.iter().try_fold(SparqlParser::new(), |p, (name, iri)| p.with_prefix(*name, *iri));
        let parsed = match parser {
            Ok(parser) => parser.parse_query(text),
            Err(_) => SparqlParser::new().parse_query(text),
        };
        let parsed = parsed.map_err(|error| {
            let changes = SparqlParser::new().parse_update(text).is_ok();
            header::syntax_error(file, text, &error, changes)
        })?;
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let name = name.strip_suffix(".rq").unwrap_or(name).to_owned();
        for parameter in &header.parameters {
            if !bind::mentions(&parsed, &parameter.name) {
                return Err(header::unused(file, text, parameter));
            }
        }
        let header::Header { titles, questions, parameters, needs } = header;
        Ok(Query { name, titles, questions, parameters, needs, text: text.to_owned(), parsed })
    }

    /// The query as it was written, with its header.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What kind of answer it asks for.
    pub fn form(&self) -> Form {
        match self.parsed {
            spargebra::Query::Select { .. } => Form::Select,
            spargebra::Query::Ask { .. } => Form::Ask,
            spargebra::Query::Construct { .. } => Form::Construct,
            spargebra::Query::Describe { .. } => Form::Describe,
        }
    }

    /// The title in a language, else in any.
    pub fn title(&self, lang: &str) -> &str {
        self.titles.get(lang).or_else(|| self.titles.values().next()).map_or(self.name.as_str(), String::as_str)
    }

    /// The question in a language, else in any; empty where the header has none.
    pub fn question(&self, lang: &str) -> &str {
        self.questions.get(lang).or_else(|| self.questions.values().next()).map_or("", String::as_str)
    }

    /// Asks the query of a store. `arguments` are (name, value as typed by a user).
    pub fn run(&self, store: &Store, arguments: &[(String, String)]) -> Result<Answer, QueryError> {
        self.run_with(store, arguments, Vec::new())
    }

    /// Asks the query of a store and of other graphs, each of which is a named graph for this one question.
    pub fn run_with(
        &self,
        store: &Store,
        arguments: &[(String, String)],
        others: Vec<Other>,
    ) -> Result<Answer, QueryError> {
        if let Some(need) = self.needs.get(others.len()) {
            let (file, description) = (need.file.clone(), need.description.clone());
            return Err(QueryError::MissingGraph { query: self.name.clone(), file, description });
        }
        let values = self.values(store, arguments)?;
        let mut bound = bind::bind(&self.parsed, &values)?;
        let order = Order::take(&mut bound);
        let prepared = functions::with_functions(SparqlEvaluator::new(), store).for_query(bound);
        if others.is_empty() {
            return Answer::collect(prepared.on_store(store.quads()).execute()?, order.as_ref(), store.base());
        }
        // What is in a transaction that is never committed is seen by the query and by nobody else.
        let mut work = store.quads().start_transaction().map_err(StoreError::from)?;
        for Other { name, quads } in others {
            for quad in quads {
                work.insert(&Quad { graph_name: name.clone().into(), ..quad });
            }
        }
        Answer::collect(prepared.on_transaction(&work).execute()?, order.as_ref(), store.base())
    }

    /// The value of each parameter that has one.
    fn values(&self, store: &Store, arguments: &[(String, String)]) -> Result<BTreeMap<String, Term>, QueryError> {
        for (name, _) in arguments {
            if !self.parameters.iter().any(|p| p.name == *name) {
                let known: Vec<&str> = self.parameters.iter().map(|p| p.name.as_str()).collect();
                let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                return Err(QueryError::NoParameter { query: self.name.clone(), name: name.clone(), known });
            }
        }
        let mut values = BTreeMap::new();
        for parameter in &self.parameters {
            let given =
                arguments.iter().rev().find(|(name, _)| *name == parameter.name).map(|(_, value)| value.as_str());
            match given.or(parameter.default.as_deref()) {
                Some(text) => {
                    values.insert(parameter.name.clone(), value::read(store, parameter, text)?);
                }
                None if parameter.optional => {}
                None => {
                    return Err(QueryError::MissingParameter {
                        query: self.name.clone(),
                        name: parameter.name.clone(),
                        kind: parameter.kind.clone(),
                        description: parameter.description.clone(),
                    });
                }
            }
        }
        Ok(values)
    }
}

/// The saved queries of a pack, by name.
#[derive(Debug, Clone)]
pub struct Queries(BTreeMap<String, Query>);

impl Queries {
    /// Those that are built in (`queries/*.rq`).
    pub fn embedded() -> Result<Queries, Vec<QueryError>> {
        Queries::with(std::iter::empty())
    }

    /// Those that are built in, and others, which replace them where they have the same name.
    pub fn with<'t>(others: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<Queries, Vec<QueryError>> {
        Queries::read(EMBEDDED.iter().copied().chain(others))
    }

    /// Reads (file name, text) pairs, and tells every error at once.
    pub fn read<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<Queries, Vec<QueryError>> {
        let (mut queries, mut errors) = (BTreeMap::new(), Vec::new());
        for (file, text) in files {
            match Query::parse(file, text) {
                Ok(query) => _ = queries.insert(query.name.clone(), query),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(Queries(queries)) } else { Err(errors) }
    }

    /// All, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Query> {
        self.0.values()
    }

    /// One by its name; the error tells a near one.
    pub fn get(&self, name: &str) -> Result<&Query, QueryError> {
        self.0.get(name).ok_or_else(|| {
            let part = self.0.keys().find(|known| known.contains(name) || name.contains(known.as_str()));
            let near = part.map(String::as_str).or_else(|| near(name, self.0.keys().map(String::as_str)));
            let nearest = near.map(|n| format!(" (is it {n}?)")).unwrap_or_default();
            QueryError::Unknown { name: name.to_owned(), nearest }
        })
    }
}
