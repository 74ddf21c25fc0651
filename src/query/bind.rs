//! Values in the place of variables, in a parsed query.
//!
//! A value becomes part of the algebra as a term. It never passes through text, so no value can end a string, open a
//! graph pattern or call anything. Where a substituted variable is projected or grouped by, it is bound to its value again,
//! so that it shows in the answer.

use super::QueryError;
use oxigraph::model::{Term, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::collections::BTreeMap;

/// The query with each variable that has a value replaced by it.
pub(super) fn bind(query: &Query, values: &BTreeMap<String, Term>) -> Result<Query, QueryError> {
    let binder = Binder { values };
    let mut query = query.clone();
    match &mut query {
        Query::Select { pattern, .. } | Query::Ask { pattern, .. } | Query::Describe { pattern, .. } => {
            binder.pattern(pattern)?;
        }
        Query::Construct { template, pattern, .. } => {
            for triple in template {
                binder.triple(triple)?;
            }
            binder.pattern(pattern)?;
        }
    }
    Ok(query)
}

/// Whether a query mentions a variable.
pub(super) fn mentions(query: &Query, name: &str) -> bool {
    // The algebra written as an S-expression has every variable as `?name`, and literals in quotation marks.
    let text = query.to_sse();
    let end = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text.match_indices(&format!("?{name}")).any(|(i, found)| end(&text[i + found.len()..]))
}

struct Binder<'v> {
    values: &'v BTreeMap<String, Term>,
}

impl Binder<'_> {
    fn value(&self, variable: &Variable) -> Option<&Term> {
        self.values.get(variable.as_str())
    }

    fn misplaced(&self, variable: &Variable, value: &Term, place: &'static str) -> QueryError {
        QueryError::Misplaced { name: variable.as_str().to_owned(), value: value.to_string(), place }
    }

    fn triple(&self, triple: &mut TriplePattern) -> Result<(), QueryError> {
        self.term(&mut triple.subject, "a literal as the subject of a triple")?;
        self.name(&mut triple.predicate, "a literal as the property of a triple")?;
        self.term(&mut triple.object, "")
    }

    /// `place`: what to say of a literal; empty where one may stand.
    fn term(&self, term: &mut TermPattern, place: &'static str) -> Result<(), QueryError> {
        if let TermPattern::Variable(variable) = term
            && let Some(value) = self.value(variable)
        {
            *term = match value {
                Term::NamedNode(node) => TermPattern::NamedNode(node.clone()),
                Term::Literal(literal) if place.is_empty() => TermPattern::Literal(literal.clone()),
                other => return Err(self.misplaced(variable, other, place)),
            };
        }
        Ok(())
    }

    fn name(&self, name: &mut NamedNodePattern, place: &'static str) -> Result<(), QueryError> {
        if let NamedNodePattern::Variable(variable) = name
            && let Some(value) = self.value(variable)
        {
            match value {
                Term::NamedNode(node) => *name = NamedNodePattern::NamedNode(node.clone()),
                other => return Err(self.misplaced(variable, other, place)),
            }
        }
        Ok(())
    }

    /// Binds the variables that have values again, under a pattern that names them.
    fn restore(&self, inner: &mut Box<GraphPattern>, variables: &[Variable]) {
        for variable in variables {
            if let Some(expression) = self.value(variable).and_then(expression)
                && !in_scope(inner, variable)
            {
                let below = std::mem::take(&mut **inner);
                **inner = GraphPattern::Extend { inner: Box::new(below), variable: variable.clone(), expression };
            }
        }
    }

    fn pattern(&self, pattern: &mut GraphPattern) -> Result<(), QueryError> {
        match pattern {
            GraphPattern::Bgp { patterns } => patterns.iter_mut().try_for_each(|triple| self.triple(triple)),
            GraphPattern::Path { subject, object, .. } => {
                self.term(subject, "a literal as the subject of a path")?;
                self.term(object, "")
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right } => {
                self.pattern(left)?;
                self.pattern(right)
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.pattern(left)?;
                self.pattern(right)?;
                expression.iter_mut().try_for_each(|e| self.expression(e))
            }
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr)?;
                self.pattern(inner)
            }
            GraphPattern::Service { name, .. } => Err(QueryError::Service(name.to_string())),
            GraphPattern::Graph { name, inner } => {
                self.name(name, "a literal as the name of a graph")?;
                self.pattern(inner)
            }
            GraphPattern::Extend { inner, variable, expression } => {
                if let Some(value) = self.value(variable) {
                    return Err(self.misplaced(variable, value, "a variable that the query itself binds"));
                }
                self.expression(expression)?;
                self.pattern(inner)
            }
            GraphPattern::Values { variables, .. } => match variables.iter().find(|v| self.value(v).is_some()) {
                Some(variable) => {
                    let value = self.values[variable.as_str()].clone();
                    Err(self.misplaced(variable, &value, "a variable that the query itself binds"))
                }
                None => Ok(()),
            },
            GraphPattern::OrderBy { inner, expression } => {
                for order in expression {
                    let (OrderExpression::Asc(e) | OrderExpression::Desc(e)) = order;
                    self.expression(e)?;
                }
                self.pattern(inner)
            }
            GraphPattern::Project { inner, variables } => {
                self.pattern(inner)?;
                self.restore(inner, variables);
                Ok(())
            }
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } | GraphPattern::Slice { inner, .. } => {
                self.pattern(inner)
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                self.pattern(inner)?;
                self.restore(inner, variables);
                for (_, aggregate) in aggregates {
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr)?;
                    }
                }
                Ok(())
            }
        }
    }

    fn expression(&self, e: &mut Expression) -> Result<(), QueryError> {
        match e {
            Expression::Variable(variable) => {
                if let Some(value) = self.value(variable).and_then(expression) {
                    *e = value;
                }
                Ok(())
            }
            Expression::Bound(variable) => {
                if self.value(variable).is_some() {
                    *e = Expression::Literal(true.into());
                }
                Ok(())
            }
            Expression::NamedNode(_) | Expression::Literal(_) => Ok(()),
            Expression::Or(a, b)
            | Expression::And(a, b)
            | Expression::Equal(a, b)
            | Expression::SameTerm(a, b)
            | Expression::Greater(a, b)
            | Expression::GreaterOrEqual(a, b)
            | Expression::Less(a, b)
            | Expression::LessOrEqual(a, b)
            | Expression::Add(a, b)
            | Expression::Subtract(a, b)
            | Expression::Multiply(a, b)
            | Expression::Divide(a, b) => {
                self.expression(a)?;
                self.expression(b)
            }
            Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => self.expression(a),
            Expression::In(a, list) => {
                self.expression(a)?;
                list.iter_mut().try_for_each(|e| self.expression(e))
            }
            Expression::Exists(inner) => self.pattern(inner),
            Expression::If(a, b, c) => {
                self.expression(a)?;
                self.expression(b)?;
                self.expression(c)
            }
            Expression::Coalesce(list) | Expression::FunctionCall(_, list) => {
                list.iter_mut().try_for_each(|e| self.expression(e))
            }
        }
    }
}

/// Whether a pattern in which values have taken their places binds a variable that has one: where it was restored below.
fn in_scope(pattern: &GraphPattern, variable: &Variable) -> bool {
    match pattern {
        GraphPattern::Extend { inner, variable: bound, .. } => bound == variable || in_scope(inner, variable),
        GraphPattern::Group { variables, .. } | GraphPattern::Project { variables, .. } => variables.contains(variable),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Service { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => in_scope(inner, variable),
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::LeftJoin { left, right, .. } => in_scope(left, variable) || in_scope(right, variable),
        GraphPattern::Minus { left, .. } => in_scope(left, variable),
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => false,
    }
}

/// A value as an expression.
fn expression(value: &Term) -> Option<Expression> {
    match value {
        Term::NamedNode(node) => Some(Expression::NamedNode(node.clone())),
        Term::Literal(literal) => Some(Expression::Literal(literal.clone())),
        Term::BlankNode(_) => None,
    }
}
