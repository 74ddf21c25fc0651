//! The header of a saved query: comment lines at its top that say what it is for and which values it takes.

use super::QueryError;
use std::collections::BTreeMap;
use std::fmt;

/// What a parameter's value may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterType {
    /// An IRI, a prefixed name, or the full name of one thing of the store.
    Iri,
    /// Any text.
    Text,
    /// One of several words, in any case: written `promotes|hinders`.
    OneOf(Vec<String>),
    /// `en` or `zh`, for `langMatches`.
    Lang,
    /// A year, month or day.
    Date,
    /// The local name of a class: `Institution`.
    Class,
    /// A whole number.
    Integer,
}

impl ParameterType {
    const ALL: [(ParameterType, &str); 6] = [
        (ParameterType::Iri, "iri"),
        (ParameterType::Text, "text"),
        (ParameterType::Lang, "lang"),
        (ParameterType::Date, "date"),
        (ParameterType::Class, "class"),
        (ParameterType::Integer, "integer"),
    ];

    /// The type of a name; `None` where there is none.
    fn of(name: &str) -> Option<ParameterType> {
        if name.contains('|') {
            return Some(ParameterType::OneOf(name.split('|').map(str::to_owned).collect()));
        }
        ParameterType::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }
}

impl fmt::Display for ParameterType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ParameterType::OneOf(words) = self {
            return f.write_str(&words.join("|"));
        }
        let name = ParameterType::ALL.iter().find(|(kind, _)| kind == self).map_or("", |(_, name)| name);
        f.write_str(name)
    }
}

/// One parameter of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub kind: ParameterType,
    pub default: Option<String>,
    pub optional: bool,
    pub description: String,
    /// Line of the header, from one.
    pub(super) line: usize,
}

/// All that a header says.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub titles: BTreeMap<String, String>,
    pub questions: BTreeMap<String, String>,
    pub parameters: Vec<Parameter>,
    pub needs: Vec<Need>,
}

/// Another graph that a query asks beside the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// A file that has what is needed; any other of the same kind will do.
    pub file: String,
    pub description: String,
}

/// Reads the comment lines at the top. Other comments are let be.
pub(super) fn parse(file: &str, text: &str) -> Result<Header, QueryError> {
    let mut header = Header::default();
    let mut ended = false;
    for (line, number) in text.lines().zip(1..) {
        let Some(comment) = line.trim_start().strip_prefix('#') else {
            ended |= !line.trim().is_empty();
            continue;
        };
        let Some((key, value)) = comment.split_once(':') else { continue };
        let (key, value) = (key.trim(), value.trim());
        let (word, rest) = key.split_once(' ').map_or((key, ""), |(word, rest)| (word, rest.trim()));
        if ended {
            if word == "param" && rest.bytes().all(|b| b.is_ascii_alphanumeric()) {
                let message = format!("?{rest} is told behind the begin of the query, where no header is read");
                return Err(at(file, text, number, 1, message, "move the line above PREFIX and the query"));
            }
            continue;
        }
        match (word, rest) {
            ("title", "") => _ = header.titles.insert("en".to_owned(), value.to_owned()),
            ("question", "") => _ = header.questions.insert("en".to_owned(), value.to_owned()),
            ("with", "") => {
                let (file, description) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
                header.needs.push(Need { file: file.to_owned(), description: description.trim().to_owned() });
            }
            ("param", name) => header.parameters.push(parameter(file, text, number, name, value)?),
            (word, "") => {
                if let Some(lang) = word.strip_prefix("title-") {
                    header.titles.insert(lang.to_owned(), value.to_owned());
                } else if let Some(lang) = word.strip_prefix("question-") {
                    header.questions.insert(lang.to_owned(), value.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(header)
}

/// `TYPE`, `TYPE?` or `TYPE = "default"`, then a description.
fn parameter(file: &str, text: &str, line: usize, name: &str, value: &str) -> Result<Parameter, QueryError> {
    let remedy = "write: # param NAME: TYPE = \"default\"  what it is for (TYPE: iri, text, lang, date, class, integer, or words as in yes|no)";
    let wrong = |message: String| at(file, text, line, 1, message, remedy);
    let letters = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !letters(name) || name.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(wrong(format!("{name:?} cannot be the name of a parameter")));
    }
    let (kind, rest) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
    let (kind, optional) = kind.strip_suffix('?').map_or((kind, false), |kind| (kind, true));
    let kind = ParameterType::of(kind).ok_or_else(|| wrong(format!("there is no type {kind:?}")))?;
    let rest = rest.trim_start();
    let (default, description) = match rest.strip_prefix('=') {
        None => (None, rest),
        Some(rest) => {
            let quoted = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
            let (default, description) =
                quoted.ok_or_else(|| wrong("a default stands in quotation marks".to_owned()))?;
            (Some(default.to_owned()), description)
        }
    };
    Ok(Parameter { name: name.to_owned(), kind, default, optional, description: description.trim().to_owned(), line })
}

pub(super) fn at(file: &str, text: &str, line: usize, column: usize, message: String, remedy: &str) -> QueryError {
    QueryError::Malformed {
        file: file.to_owned(),
        line,
        column,
        message,
        source_line: text.lines().nth(line.saturating_sub(1)).unwrap_or_default().to_owned(),
        remedy: remedy.to_owned(),
    }
}

/// A parameter that the query does not use: most likely a slip of the pen in one of the two.
pub(super) fn unused(file: &str, text: &str, parameter: &Parameter) -> QueryError {
    let message = format!("the query does not use ?{}", parameter.name);
    at(file, text, parameter.line, 1, message, "use the variable in the query, or take the parameter out of the header")
}

/// A syntax error of the SPARQL parser; `changes`: the text is an update. With its place, which the parser tells in its message ("error at 3:15: …").
pub(super) fn syntax_error(file: &str, text: &str, error: &spargebra::SparqlSyntaxError, changes: bool) -> QueryError {
    if changes {
        let remedy = "extract, load, remove and link change a store; ask with SELECT, ASK, CONSTRUCT or DESCRIBE";
        return at(file, text, 1, 1, "it changes a graph, and queries only read".to_owned(), remedy);
    }
    let message = error.to_string();
    let place = message.split(|c: char| !c.is_ascii_digit() && c != ':').find_map(|part| {
        let (line, column) = part.trim_end_matches(':').split_once(':')?;
        Some((line.parse().ok()?, column.parse().ok()?))
    });
    let (line, column) = place.unwrap_or((1, 1));
    // What is missing at the end is told at the last line that has something.
    let last = text.trim_end().lines().count().max(1);
    let (line, column) =
        if line > last { (last, text.trim_end().lines().last().map_or(1, |l| l.len() + 1)) } else { (line, column) };
    let what =
        message.strip_prefix("error at ").and_then(|told| told.split_once(": ")).map_or(&*message, |told| told.1);
    at(file, text, line, column, what.to_owned(), "correct the SPARQL")
}
