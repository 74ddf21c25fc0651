//! Shapes are checked on data: each constraint component of SHACL Core as its section of the recommendation says
//! (<https://www.w3.org/TR/shacl/#core-components>).

use super::report::{Report, Violation};
use super::shape::{Bound, Constraint, NodeKind, Qualified, Shape, ShapeId, Target};
use super::{Shapes, value};
use crate::graph::Base;
use crate::triples::{Id, Triples};
use crate::vocab::{rdf, rdfs};
use oxigraph::model::{Literal, Term};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;

/// Checks every shape that has targets.
pub(super) fn run(data: &Triples, shapes: &Shapes, base: &Base) -> Report {
    let checker = Checker {
        data,
        shapes: &shapes.0,
        of_type: data.node(rdf::TYPE),
        sub_class: data.node(rdfs::SUB_CLASS_OF),
        classes: RefCell::default(),
    };
    let mut found = Vec::new();
    let mut checked = 0;
    for (id, shape) in shapes.0.iter().enumerate() {
        if shape.targets.is_empty() || shape.is_deactivated {
            continue;
        }
        let focus = checker.focus(shape);
        checked += focus.len();
        for node in focus {
            let _ = checker.shape(id, node, &mut |finding| {
                found.push(finding);
                ControlFlow::Continue(())
            });
        }
    }
    let violations = found.into_iter().map(|finding| {
        let shape = &shapes.0[finding.shape];
        Violation {
            focus: data.term(finding.focus).clone(),
            path: finding
                .path
                .map(|predicate| super::Path::Property(predicate.1, predicate.0))
                .or_else(|| shape.path.clone()),
            value: finding.value.map(|value| data.term(value).clone()),
            component: finding.component.into_owned(),
            shape: shape.node.clone(),
            severity: shape.severity.clone(),
            messages: shape.messages.clone(),
            what: finding.what,
        }
    });
    Report::new(violations.collect(), shapes.0.len(), checked, data.len(), base)
}

/// A violation in numbers.
struct Finding {
    focus: Id,
    /// Where it is not the shape's own: the property that a closed shape does not allow.
    path: Option<(Id, oxigraph::model::NamedNode)>,
    value: Option<Id>,
    shape: ShapeId,
    component: oxigraph::model::NamedNodeRef<'static>,
    what: String,
}

type Sink<'s> = dyn FnMut(Finding) -> ControlFlow<()> + 's;

struct Checker<'d> {
    data: &'d Triples,
    shapes: &'d [Shape],
    of_type: Option<Id>,
    sub_class: Option<Id>,
    /// A class and all its subclasses.
    classes: RefCell<FxHashMap<Id, Rc<FxHashSet<Id>>>>,
}

impl Checker<'_> {
    /// The nodes that a shape is about, each once.
    fn focus(&self, shape: &Shape) -> Vec<Id> {
        let mut found = Vec::new();
        for target in &shape.targets {
            match *target {
                Target::Node(node) => found.push(node),
                Target::SubjectsOf(property) => found.extend(self.data.with(property).map(|(_, subject)| subject)),
                Target::ObjectsOf(property) => found.extend(self.data.with(property).map(|(object, _)| object)),
                Target::Class(class) => {
                    let Some(of_type) = self.of_type else { continue };
                    for class in self.below(class).iter() {
                        found.extend(self.data.subjects(of_type, *class));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A class and its subclasses, of any depth.
    fn below(&self, class: Id) -> Rc<FxHashSet<Id>> {
        if let Some(known) = self.classes.borrow().get(&class) {
            return Rc::clone(known);
        }
        let mut found = FxHashSet::from_iter([class]);
        let mut open = vec![class];
        while let (Some(next), Some(sub_class)) = (open.pop(), self.sub_class) {
            open.extend(self.data.subjects(sub_class, next).filter(|below| found.insert(*below)));
        }
        let found = Rc::new(found);
        self.classes.borrow_mut().insert(class, Rc::clone(&found));
        found
    }

    fn is_instance(&self, node: Id, class: Id) -> bool {
        let below = self.below(class);
        self.of_type.is_some_and(|of_type| self.data.objects(node, of_type).any(|t| below.contains(&t)))
    }

    /// Whether a node conforms to a shape.
    fn conforms(&self, shape: ShapeId, node: Id) -> bool {
        self.shape(shape, node, &mut |_| ControlFlow::Break(())).is_continue()
    }

    /// Tells the violations of one focus node.
    fn shape(&self, id: ShapeId, focus: Id, tell: &mut Sink<'_>) -> ControlFlow<()> {
        let shape = &self.shapes[id];
        if shape.is_deactivated {
            return ControlFlow::Continue(());
        }
        let values = match &shape.path {
            Some(path) => path.values(self.data, focus),
            None => vec![focus],
        };
        for constraint in &shape.constraints {
            let mut told = |value: Option<Id>, what: String| {
                tell(Finding { focus, path: None, value, shape: id, component: constraint.component(), what })
            };
            match constraint {
                Constraint::Property(inner) => {
                    for value in &values {
                        self.shape(*inner, *value, tell)?;
                    }
                }
                Constraint::Closed(allowed) => {
                    for value in &values {
                        for [_, predicate, object] in self.data.about(*value) {
                            if !allowed.contains(predicate)
                                && let Term::NamedNode(name) = self.data.term(*predicate)
                            {
                                tell(Finding {
                                    focus,
                                    path: Some((*predicate, name.clone())),
                                    value: Some(*object),
                                    shape: id,
                                    component: constraint.component(),
                                    what: "the shape has no such property".to_owned(),
                                })?;
                            }
                        }
                    }
                }
                Constraint::MinCount(count) if (values.len() as u64) < *count => {
                    told(None, format!("{} of at least {count}", values.len()))?;
                }
                Constraint::MaxCount(count) if values.len() as u64 > *count => {
                    told(None, format!("{} of at most {count}", values.len()))?;
                }
                Constraint::MinCount(_) | Constraint::MaxCount(_) => {}
                Constraint::HasValue(wanted) => {
                    if !values.contains(wanted) {
                        told(None, format!("{} is missing", self.data.term(*wanted)))?;
                    }
                }
                Constraint::UniqueLang => {
                    let mut tags: BTreeMap<String, usize> = BTreeMap::new();
                    for literal in values.iter().filter_map(|value| self.literal(*value)) {
                        if let Some(tag) = literal.language() {
                            *tags.entry(tag.to_ascii_lowercase()).or_default() += 1;
                        }
                    }
                    for (tag, count) in tags.into_iter().filter(|(_, count)| *count > 1) {
                        told(None, format!("{count} values in {tag}"))?;
                    }
                }
                Constraint::QualifiedMin(qualified) => {
                    let count = self.qualified(qualified, &values);
                    if count < qualified.count {
                        told(None, format!("{count} of at least {} conform", qualified.count))?;
                    }
                }
                Constraint::QualifiedMax(qualified) => {
                    let count = self.qualified(qualified, &values);
                    if count > qualified.count {
                        told(None, format!("{count} of at most {} conform", qualified.count))?;
                    }
                }
                Constraint::Equals(other) | Constraint::Disjoint(other) => {
                    let others: Vec<Id> = self.data.objects(focus, *other).collect();
                    let equal = matches!(constraint, Constraint::Equals(_));
                    for value in values.iter().filter(|value| others.contains(value) != equal) {
                        told(Some(*value), format!("{} {}", self.versus(equal), self.data.term(*other)))?;
                    }
                    for value in others.iter().filter(|value| equal && !values.contains(value)) {
                        told(Some(*value), format!("{} {}", self.versus(equal), self.data.term(*other)))?;
                    }
                }
                Constraint::LessThan(other) | Constraint::LessThanOrEquals(other) => {
                    let or_equal = matches!(constraint, Constraint::LessThanOrEquals(_));
                    for value in &values {
                        for above in self.data.objects(focus, *other) {
                            let order = self.compare(*value, above);
                            let holds = order == Some(Ordering::Less) || (or_equal && order == Some(Ordering::Equal));
                            if !holds {
                                let above = self.data.term(above);
                                told(Some(*value), format!("not below {above} ({})", self.data.term(*other)))?;
                            }
                        }
                    }
                }
                of_one_value => {
                    for value in &values {
                        if let Some(what) = self.violated(of_one_value, *value) {
                            told(Some(*value), what)?;
                        }
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn versus(&self, equal: bool) -> &'static str {
        if equal { "not the same values as" } else { "also a value of" }
    }

    /// How many values conform to a qualified shape and to none of its siblings.
    fn qualified(&self, qualified: &Qualified, values: &[Id]) -> u64 {
        let counts = |value: &&Id| {
            self.conforms(qualified.shape, **value) && !qualified.siblings.iter().any(|s| self.conforms(*s, **value))
        };
        values.iter().filter(counts).count() as u64
    }

    fn literal(&self, value: Id) -> Option<&Literal> {
        match self.data.term(value) {
            Term::Literal(literal) => Some(literal),
            _ => None,
        }
    }

    fn compare(&self, a: Id, b: Id) -> Option<Ordering> {
        value::compare(self.literal(a)?, self.literal(b)?)
    }

    /// What is wrong with one value by a constraint that looks at each value alone; `None` where nothing is.
    fn violated(&self, constraint: &Constraint, value: Id) -> Option<String> {
        let term = self.data.term(value);
        let literal = self.literal(value);
        // The string of a literal or IRI, for lengths and patterns; a blank node has none.
        let text = match term {
            Term::NamedNode(node) => Some(node.as_str()),
            Term::Literal(literal) => Some(literal.value()),
            Term::BlankNode(_) => None,
        };
        let wrong = |is_wrong: bool, what: &dyn Fn() -> String| is_wrong.then(what);
        match constraint {
            Constraint::Class(class) => {
                wrong(!self.is_instance(value, *class), &|| format!("no instance of {}", self.data.term(*class)))
            }
            Constraint::Datatype(datatype) => {
                let fits = literal.is_some_and(|l| l.datatype() == datatype.as_ref() && value::is_well_formed(l));
                wrong(!fits, &|| format!("no well-formed {datatype}"))
            }
            Constraint::NodeKind(NodeKind { iri, blank, literal }) => {
                let fits = match term {
                    Term::NamedNode(_) => *iri,
                    Term::BlankNode(_) => *blank,
                    Term::Literal(_) => *literal,
                };
                wrong(!fits, &|| "another kind of node".to_owned())
            }
            Constraint::Bound(bound, limit) => {
                let order = literal.and_then(|literal| value::compare(literal, limit));
                let fits = order.is_some_and(|order| match bound {
                    Bound::MinExclusive => order == Ordering::Greater,
                    Bound::MinInclusive => order != Ordering::Less,
                    Bound::MaxExclusive => order == Ordering::Less,
                    Bound::MaxInclusive => order != Ordering::Greater,
                });
                wrong(!fits, &|| format!("outside the bound {limit}"))
            }
            Constraint::MinLength(length) => {
                let fits = text.is_some_and(|text| text.chars().count() as u64 >= *length);
                wrong(!fits, &|| format!("shorter than {length}"))
            }
            Constraint::MaxLength(length) => {
                let fits = text.is_some_and(|text| text.chars().count() as u64 <= *length);
                wrong(!fits, &|| format!("longer than {length}"))
            }
            Constraint::Pattern(pattern) => {
                wrong(!text.is_some_and(|text| pattern.is_match(text)), &|| format!("does not match {pattern}"))
            }
            Constraint::LanguageIn(ranges) => {
                let tag = literal.and_then(Literal::language).map(str::to_ascii_lowercase);
                let fits = tag.is_some_and(|tag| ranges.iter().any(|range| lang_matches(&tag, range)));
                wrong(!fits, &|| format!("in none of the languages {}", ranges.join(", ")))
            }
            Constraint::In(members) => wrong(!members.contains(&value), &|| "not in the list".to_owned()),
            Constraint::Not(shape) => {
                wrong(self.conforms(*shape, value), &|| format!("conforms to {}", self.name(*shape)))
            }
            Constraint::Node(shape) => {
                wrong(!self.conforms(*shape, value), &|| format!("does not conform to {}", self.name(*shape)))
            }
            Constraint::And(shapes) => {
                wrong(!shapes.iter().all(|s| self.conforms(*s, value)), &|| "does not conform to all".to_owned())
            }
            Constraint::Or(shapes) => {
                wrong(!shapes.iter().any(|s| self.conforms(*s, value)), &|| "conforms to none".to_owned())
            }
            Constraint::Xone(shapes) => {
                let count = shapes.iter().filter(|s| self.conforms(**s, value)).count();
                wrong(count != 1, &|| format!("conforms to {count} of the shapes, not to one"))
            }
            // Those that look at all values together.
            Constraint::MinCount(_)
            | Constraint::MaxCount(_)
            | Constraint::UniqueLang
            | Constraint::Equals(_)
            | Constraint::Disjoint(_)
            | Constraint::LessThan(_)
            | Constraint::LessThanOrEquals(_)
            | Constraint::Property(_)
            | Constraint::QualifiedMin(_)
            | Constraint::QualifiedMax(_)
            | Constraint::Closed(_)
            | Constraint::HasValue(_) => None,
        }
    }

    fn name(&self, shape: ShapeId) -> String {
        self.shapes[shape].node.to_string()
    }
}

/// RFC 4647's basic filtering, as SPARQL's `langMatches`: a range covers what is more special.
fn lang_matches(tag: &str, range: &str) -> bool {
    range == "*" || tag == range || tag.strip_prefix(range).is_some_and(|rest| rest.starts_with('-'))
}
