//! The report of a validation: for people by shape, for programs as the validation report that SHACL describes.

use super::path::Path;
use crate::explain::{self, Proof, Target};
use crate::export::short_name;
use crate::graph::Base;
use crate::store::Store;
use crate::vocab::{rdf, sh};
use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// One node or value that is not as its shape asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub focus: Term,
    /// From the focus node to the value; `None` where the node itself is meant.
    pub path: Option<Path>,
    pub value: Option<Term>,
    /// The constraint component.
    pub component: NamedNode,
    pub shape: Term,
    pub severity: NamedNode,
    /// What the shape says, in one or more languages.
    pub messages: Vec<Literal>,
    /// What was found, in English.
    pub what: String,
}

impl Violation {
    /// What the shape says in a language, else in any, else what was found.
    pub fn message(&self, lang: &str) -> &str {
        let of = |literal: &&Literal| literal.language().is_some_and(|tag| tag.split('-').next() == Some(lang));
        let chosen = self.messages.iter().find(of).or_else(|| self.messages.first());
        chosen.map_or(self.what.as_str(), |literal| literal.value())
    }
}

/// All violations, in a fixed order: by shape, then by node.
#[derive(Debug, Clone)]
pub struct Report {
    pub violations: Vec<Violation>,
    /// How many shapes were read.
    pub shapes: usize,
    /// How many times a shape met a node that it is about.
    pub checked: usize,
    /// How many triples the data has, those of the ontology included.
    pub triples: usize,
    base: Base,
}

/// The violations of one shape.
#[derive(Debug)]
pub struct Group<'r> {
    pub shape: &'r Term,
    pub violations: &'r [Violation],
}

impl Report {
    pub(super) fn new(
        mut violations: Vec<Violation>,
        shapes: usize,
        checked: usize,
        triples: usize,
        base: &Base,
    ) -> Report {
        violations.sort_by_cached_key(|v| {
            let value = v.value.as_ref().map(ToString::to_string);
            let path = v.path.as_ref().map(shown_path);
            (v.shape.to_string(), v.focus.to_string(), v.component.as_str().to_owned(), path, value)
        });
        Report { violations, shapes, checked, triples, base: base.clone() }
    }

    /// Whether nothing is wrong.
    pub fn conforms(&self) -> bool {
        self.violations.is_empty()
    }

    /// The violations by shape.
    pub fn groups(&self) -> impl Iterator<Item = Group<'_>> {
        self.violations
            .chunk_by(|a, b| a.shape == b.shape)
            .filter_map(|violations| Some(Group { shape: &violations.first()?.shape, violations }))
    }

    /// For people: at most `limit` violations of each shape, each with the sentence it comes from where a store has it.
    pub fn text(&self, store: Option<&Store>, lang: &str, limit: usize) -> String {
        let mut out = String::new();
        let (triples, checked, shapes) = (self.triples, self.checked, self.shapes);
        if self.conforms() {
            let _ = writeln!(out, "no violations ({triples} triples, {checked} checks by {shapes} shapes)");
            return out;
        }
        for group in self.groups() {
            let Some(first) = group.violations.first() else { continue };
            let _ = writeln!(out, "{}: {}", self.name(group.shape), counted(group.violations.len()));
            let _ = writeln!(out, "  {}", first.message(lang));
            for violation in group.violations.iter().take(limit) {
                let path = violation.path.as_ref().map(|path| self.path(path));
                let parts =
                    [Some(self.name(&violation.focus)), path, violation.value.as_ref().map(|value| self.name(value))];
                let triple = parts.into_iter().flatten().collect::<Vec<_>>().join("  ");
                let _ = writeln!(out, "    {triple}\n      {}", violation.what);
                if let Some(proof) = store.and_then(|store| explained(store, violation)) {
                    let sentence = explain::marked(&proof.sentence, &proof.marks, explain::Style::Plain);
                    let _ = writeln!(out, "      {}: {sentence}\n      rule {}", proof.document, proof.rule);
                }
            }
            let left = group.violations.len().saturating_sub(limit);
            if left > 0 {
                let _ = writeln!(out, "    … and {left} more (--limit shows more)");
            }
            out.push('\n');
        }
        let kinds = self.groups().count();
        let all = counted(self.violations.len());
        let _ = writeln!(out, "{all} of {kinds} shapes ({triples} triples, {checked} checks by {shapes} shapes)");
        out
    }

    /// For tools.
    pub fn json(&self) -> Value {
        let violations = self.violations.iter().map(|violation| {
            let mut row = Map::new();
            let mut set = |name: &str, value: Value| _ = row.insert(name.to_owned(), value);
            set("focus", term_json(&violation.focus));
            if let Some(path) = &violation.path {
                set("path", json!(shown_path(path)));
            }
            if let Some(value) = &violation.value {
                set("value", term_json(value));
            }
            set("shape", term_json(&violation.shape));
            set("component", json!(violation.component.as_str()));
            set("severity", json!(violation.severity.as_str()));
            let messages = violation.messages.iter().map(|m| (m.language().unwrap_or_default(), m.value()));
            set("messages", messages.map(|(tag, text)| (tag.to_owned(), json!(text))).collect::<Map<_, _>>().into());
            set("what", json!(violation.what));
            Value::Object(row)
        });
        json!({
            "conforms": self.conforms(),
            "shapes": self.shapes,
            "checked": self.checked,
            "triples": self.triples,
            "violations": violations.collect::<Vec<_>>(),
        })
    }

    /// As a `sh:ValidationReport`.
    pub fn triples(&self) -> Vec<Triple> {
        let mut out = Vec::new();
        let report = BlankNode::new_unchecked("report");
        out.push(Triple::new(report.clone(), rdf::TYPE, sh::VALIDATION_REPORT));
        out.push(Triple::new(report.clone(), sh::CONFORMS, Literal::from(self.conforms())));
        for (number, violation) in self.violations.iter().enumerate() {
            let name = format!("violation{:06}", number + 1);
            let node = BlankNode::new_unchecked(&name);
            out.push(Triple::new(report.clone(), sh::RESULT, node.clone()));
            let mut say = |property, object: Term| out.push(Triple::new(node.clone(), property, object));
            say(rdf::TYPE, sh::VALIDATION_RESULT.into());
            say(sh::FOCUS_NODE, violation.focus.clone());
            say(sh::SOURCE_SHAPE, violation.shape.clone());
            say(sh::SOURCE_CONSTRAINT_COMPONENT, violation.component.clone().into());
            say(sh::RESULT_SEVERITY, violation.severity.clone().into());
            if let Some(value) = &violation.value {
                say(sh::VALUE, value.clone());
            }
            for message in &violation.messages {
                say(sh::RESULT_MESSAGE, message.clone().into());
            }
            if violation.messages.is_empty() {
                say(sh::RESULT_MESSAGE, Literal::from(violation.what.as_str()).into());
            }
            if let Some(path) = &violation.path {
                let mut writer = PathWriter { name: &name, count: 0, out: Vec::new() };
                let path = writer.write(path);
                say(sh::RESULT_PATH, path);
                out.extend(writer.out);
            }
        }
        out
    }

    fn name(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => short_name(node.as_str(), &self.base),
            Term::BlankNode(node) => node.to_string(),
            Term::Literal(literal) => {
                let mark = match literal.language() {
                    Some(tag) => format!("@{tag}"),
                    None if literal.datatype() == crate::vocab::xsd::STRING => String::new(),
                    None => format!("^^{}", short_name(literal.datatype().as_str(), &self.base)),
                };
                format!("{:?}{mark}", literal.value())
            }
        }
    }

    fn path(&self, path: &Path) -> String {
        path_text(path, &|node| short_name(node.as_str(), &self.base))
    }
}

/// The place in a document from which the node of a violation comes.
pub fn explained(store: &Store, violation: &Violation) -> Option<Proof> {
    let Term::NamedNode(focus) = &violation.focus else { return None };
    let explanation = explain::explain(store, &Target::Node(focus.clone()), 1).ok()?;
    explanation.proofs.into_iter().next()
}

fn counted(count: usize) -> String {
    if count == 1 { "1 violation".to_owned() } else { format!("{count} violations") }
}

fn term_json(term: &Term) -> Value {
    match term {
        Term::NamedNode(node) => json!({"type": "iri", "value": node.as_str()}),
        Term::BlankNode(node) => json!({"type": "bnode", "value": node.as_str()}),
        Term::Literal(literal) => {
            let mut row = json!({"type": "literal", "value": literal.value()});
            match literal.language() {
                Some(tag) => row["language"] = json!(tag),
                None => row["datatype"] = json!(literal.datatype().as_str()),
            }
            row
        }
    }
}

/// A path as SPARQL writes it.
fn shown_path(path: &Path) -> String {
    path_text(path, &ToString::to_string)
}

fn path_text(path: &Path, name: &dyn Fn(&NamedNode) -> String) -> String {
    let inner = |path: &Path| path_text(path, name);
    let several = |paths: &[Path], mark: &str| format!("({})", paths.iter().map(inner).collect::<Vec<_>>().join(mark));
    match path {
        Path::Property(node, _) => name(node),
        Path::Inverse(path) => format!("^{}", inner(path)),
        Path::Sequence(paths) => several(paths, "/"),
        Path::Alternative(paths) => several(paths, "|"),
        Path::ZeroOrMore(path) => format!("{}*", inner(path)),
        Path::OneOrMore(path) => format!("{}+", inner(path)),
        Path::ZeroOrOne(path) => format!("{}?", inner(path)),
    }
}

/// Writes a path as the nodes that SHACL has for it.
struct PathWriter<'n> {
    name: &'n str,
    count: usize,
    out: Vec<Triple>,
}

impl PathWriter<'_> {
    fn node(&mut self) -> NamedOrBlankNode {
        self.count += 1;
        BlankNode::new_unchecked(format!("{}path{}", self.name, self.count)).into()
    }

    fn write(&mut self, path: &Path) -> Term {
        let (property, inner) = match path {
            Path::Property(node, _) => return node.clone().into(),
            Path::Sequence(paths) => return self.list(paths),
            Path::Alternative(paths) => (sh::ALTERNATIVE_PATH, self.list(paths)),
            Path::Inverse(path) => (sh::INVERSE_PATH, self.write(path)),
            Path::ZeroOrMore(path) => (sh::ZERO_OR_MORE_PATH, self.write(path)),
            Path::OneOrMore(path) => (sh::ONE_OR_MORE_PATH, self.write(path)),
            Path::ZeroOrOne(path) => (sh::ZERO_OR_ONE_PATH, self.write(path)),
        };
        let node = self.node();
        self.out.push(Triple::new(node.clone(), property, inner));
        node.into()
    }

    fn list(&mut self, paths: &[Path]) -> Term {
        let mut rest: Term = rdf::NIL.into();
        for path in paths.iter().rev() {
            let first = self.write(path);
            let node = self.node();
            self.out.push(Triple::new(node.clone(), rdf::FIRST, first));
            self.out.push(Triple::new(node.clone(), rdf::REST, rest));
            rest = node.into();
        }
        rest
    }
}
