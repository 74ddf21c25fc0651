//! Answers: as a table for people, or in a standard format for programs.

use super::QueryError;
use super::order::{Order, Row};
use crate::export::{self, Format, short_name};
use crate::graph::Base;
use comfy_table::{ContentArrangement, Table, TableComponent, presets};
use oxigraph::model::{Term, Triple, Variable};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::fmt;
use std::io::Write;
use std::str::FromStr;

/// How to show an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AnswerFormat {
    #[default]
    Table,
    Csv,
    Tsv,
    Json,
    Xml,
    Turtle,
}

impl AnswerFormat {
    /// All formats, as `--format` names them.
    pub const ALL: [AnswerFormat; 6] = [
        AnswerFormat::Table,
        AnswerFormat::Csv,
        AnswerFormat::Tsv,
        AnswerFormat::Json,
        AnswerFormat::Xml,
        AnswerFormat::Turtle,
    ];

    /// As `--format` names it.
    pub fn name(self) -> &'static str {
        match self {
            AnswerFormat::Table => "table",
            AnswerFormat::Csv => "csv",
            AnswerFormat::Tsv => "tsv",
            AnswerFormat::Json => "json",
            AnswerFormat::Xml => "xml",
            AnswerFormat::Turtle => "turtle",
        }
    }
}

impl fmt::Display for AnswerFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AnswerFormat {
    type Err = QueryError;

    fn from_str(name: &str) -> Result<AnswerFormat, QueryError> {
        let found = AnswerFormat::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| QueryError::UnknownFormat(name.to_owned()))
    }
}

/// What a query gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// SELECT: the names of the columns, and rows with a term or nothing for each.
    Rows { columns: Vec<String>, rows: Vec<Vec<Option<Term>>> },
    /// ASK.
    Truth(bool),
    /// CONSTRUCT and DESCRIBE.
    Graph(Vec<Triple>),
}

/// An answer with the base by which it shortens IRIs.
#[derive(Debug, Clone)]
pub struct Answer {
    pub contents: Contents,
    base: Base,
}

impl Answer {
    /// Reads all that a query gives. `order`: how rows that come as they are found are to be put in order.
    pub(super) fn collect(results: QueryResults<'_>, order: Option<&Order>, base: &Base) -> Result<Answer, QueryError> {
        let contents = match results {
            QueryResults::Boolean(truth) => Contents::Truth(truth),
            QueryResults::Graph(triples) => Contents::Graph(triples.collect::<Result<_, _>>()?),
            QueryResults::Solutions(solutions) => {
                let variables: Vec<Variable> = solutions.variables().to_vec();
                let rows = solutions
                    .map(|solution| solution.map(|s| variables.iter().map(|v| s.get(v).cloned()).collect::<Row>()));
                let rows = match order {
                    Some(order) => order.rows(rows)?,
                    None => rows.collect::<Result<_, _>>()?,
                };
                Contents::Rows { columns: variables.into_iter().map(Variable::into_string).collect(), rows }
            }
        };
        Ok(Answer { contents, base: base.clone() })
    }

    /// How many rows or triples there are; 1 for a truth value.
    pub fn len(&self) -> usize {
        match &self.contents {
            Contents::Rows { rows, .. } => rows.len(),
            Contents::Graph(triples) => triples.len(),
            Contents::Truth(_) => 1,
        }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the answer. `width`: the columns of the terminal, where it is shown on one; a table is folded to fit.
    pub fn write(&self, format: AnswerFormat, width: Option<u16>, mut out: impl Write) -> Result<(), QueryError> {
        let standard = match format {
            AnswerFormat::Table => return Ok(writeln!(out, "{}", self.table(width))?),
            AnswerFormat::Turtle => {
                let Contents::Graph(triples) = &self.contents else {
                    return Err(QueryError::Format { format, instead: "table, csv, tsv, json or xml" });
                };
                export::write_triples(triples.iter().map(Triple::as_ref), &self.base, Format::Turtle, out)?;
                return Ok(());
            }
            AnswerFormat::Csv => QueryResultsFormat::Csv,
            AnswerFormat::Tsv => QueryResultsFormat::Tsv,
            AnswerFormat::Json => QueryResultsFormat::Json,
            AnswerFormat::Xml => QueryResultsFormat::Xml,
        };
        let serializer = QueryResultsSerializer::from_format(standard);
        match &self.contents {
            Contents::Truth(truth) => {
                serializer.serialize_boolean_to_writer(&mut out, *truth)?;
            }
            Contents::Rows { columns, rows } => {
                let variables: Vec<Variable> = columns.iter().map(Variable::new_unchecked).collect();
                let mut writer = serializer.serialize_solutions_to_writer(&mut out, variables.clone())?;
                for row in rows {
                    let bound = variables.iter().zip(row).filter_map(|(v, term)| term.as_ref().map(|t| (v, t)));
                    writer.serialize(bound)?;
                }
                writer.finish()?;
            }
            Contents::Graph(_) => return Err(QueryError::Format { format, instead: "turtle or table" }),
        }
        if matches!(format, AnswerFormat::Json | AnswerFormat::Xml) || matches!(self.contents, Contents::Truth(_)) {
            writeln!(out)?;
        }
        Ok(())
    }

    /// A table in which names are short and every cell is one value.
    fn table(&self, width: Option<u16>) -> String {
        let mut table = Table::new();
        table.load_preset(presets::UTF8_HORIZONTAL_ONLY);
        // A line between the rows would double the length of the table.
        table.remove_style(TableComponent::HorizontalLines).remove_style(TableComponent::MiddleIntersections);
        if let Some(width) = width {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        let cell = |term: &Option<Term>| term.as_ref().map_or(String::new(), |term| shown(term, &self.base));
        match &self.contents {
            Contents::Truth(truth) => return if *truth { "yes".to_owned() } else { "no".to_owned() },
            Contents::Rows { columns, rows } => {
                table.set_header(columns);
                for row in rows {
                    table.add_row(row.iter().map(cell));
                }
            }
            Contents::Graph(triples) => {
                table.set_header(["subject", "property", "object"]);
                for t in triples {
                    let terms = [t.subject.clone().into(), t.predicate.clone().into(), t.object.clone()];
                    table.add_row(terms.map(|term| cell(&Some(term))));
                }
            }
        }
        table.trim_fmt()
    }
}

/// A term for people: words without marks, IRIs short.
fn shown(term: &Term, base: &Base) -> String {
    match term {
        Term::NamedNode(node) => short_name(node.as_str(), base),
        Term::BlankNode(node) => node.to_string(),
        Term::Literal(literal) => literal.value().to_owned(),
    }
}
