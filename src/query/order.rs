//! ORDER BY, with each term read once.
//!
//! Oxigraph sorts rows of keys into its table of strings, and reads the strings of two rows from disk each time it compares
//! them: millions of reads for 40,000 rows, which take longer than all else. The answer has every term read anyway. So what
//! stands last in most queries, `SELECT … ORDER BY ?a DESC(?b) LIMIT n` by selected variables, is taken out of the parsed
//! query and done here. Any other order is left to Oxigraph.
//!
//! As SPARQL wants it: what is unbound comes first, then blank nodes, IRIs, literals; numbers by value, other literals by
//! their characters. What SPARQL leaves open is settled: numbers before other literals, and those of one text by datatype
//! and language.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{NamedNodeRef, Term};
use oxsdatatypes::Decimal;
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use std::cmp::Ordering;

/// A row of an answer: a term or nothing for each column.
pub(super) type Row = Vec<Option<Term>>;

/// Decimal numbers and all that XML Schema derives from them.
const DECIMALS: [NamedNodeRef<'_>; 14] = [
    xsd::INTEGER,
    xsd::DECIMAL,
    xsd::LONG,
    xsd::INT,
    xsd::SHORT,
    xsd::BYTE,
    xsd::NON_NEGATIVE_INTEGER,
    xsd::POSITIVE_INTEGER,
    xsd::NON_POSITIVE_INTEGER,
    xsd::NEGATIVE_INTEGER,
    xsd::UNSIGNED_LONG,
    xsd::UNSIGNED_INT,
    xsd::UNSIGNED_SHORT,
    xsd::UNSIGNED_BYTE,
];

/// How many more rows than LIMIT asks for are kept before they are sorted and cut.
const SPARE: usize = 4096;

/// What a query says of the order and number of its rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// Columns, the first counts most; `true`: descending.
    by: Vec<(usize, bool)>,
    start: usize,
    length: Option<usize>,
}

impl Order {
    /// Takes ORDER BY, with OFFSET and LIMIT, out of a query that it can stand in for.
    pub(super) fn take(query: &mut Query) -> Option<Order> {
        let Query::Select { pattern, .. } = query else { return None };
        let (start, length) = match pattern {
            GraphPattern::Slice { start, length, .. } => (*start, *length),
            _ => (0, None),
        };
        let by = {
            let selecting = match &mut *pattern {
                GraphPattern::Slice { inner, .. } => &mut **inner,
                other => other,
            };
            let project = match selecting {
                GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => &mut **inner,
                other => other,
            };
            let GraphPattern::Project { inner, variables } = project else { return None };
            let GraphPattern::OrderBy { inner: unordered, expression } = &mut **inner else { return None };
            let mut by = Vec::new();
            for order in expression {
                let (OrderExpression::Asc(e) | OrderExpression::Desc(e)) = &*order;
                match e {
                    Expression::Variable(v) => {
                        let column = variables.iter().position(|selected| selected == v)?;
                        by.push((column, matches!(order, OrderExpression::Desc(_))));
                    }
                    // A parameter that was given a value.
                    Expression::NamedNode(_) | Expression::Literal(_) => {}
                    _ => return None,
                }
            }
            let unordered = std::mem::take(&mut **unordered);
            **inner = unordered;
            by
        };
        if let GraphPattern::Slice { inner, .. } = pattern {
            let whole = std::mem::take(&mut **inner);
            *pattern = whole;
        }
        Some(Order { by, start, length })
    }

    /// The rows in order. No more are held at a time than are asked for, and some to spare.
    pub(super) fn rows<E>(&self, rows: impl Iterator<Item = Result<Row, E>>) -> Result<Vec<Row>, E> {
        let wanted = self.length.map(|length| self.start.saturating_add(length));
        let full = wanted.map_or(usize::MAX, |wanted| wanted.saturating_mul(2).saturating_add(SPARE));
        let mut best: Vec<(Vec<Key>, Row)> = Vec::new();
        for row in rows {
            let row = row?;
            best.push((self.by.iter().map(|(column, _)| key(row.get(*column))).collect(), row));
            if best.len() >= full {
                self.sort(&mut best);
                best.truncate(wanted.unwrap_or(usize::MAX));
            }
        }
        self.sort(&mut best);
        Ok(best.into_iter().map(|(_, row)| row).skip(self.start).take(self.length.unwrap_or(usize::MAX)).collect())
    }

    /// Rows that are equal in all that is asked for stay as they came.
    fn sort(&self, rows: &mut [(Vec<Key>, Row)]) {
        rows.sort_by(|(a, _), (b, _)| {
            let columns = a.iter().zip(b).zip(&self.by);
            let mut orders = columns.map(|((a, b), (_, down))| if *down { b.cmp(a) } else { a.cmp(b) });
            orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        });
    }
}

/// A term as something to compare; in the order of its kinds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Unbound,
    Blank(String),
    Iri(String),
    Number(Number),
    /// Text, datatype, language.
    Other(String, String, String),
}

/// A number; decimals exactly, which sorts them as their rounded values sort and where those are equal.
#[derive(Debug, Clone)]
struct Number(f64, Option<Decimal>);

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        self.0.total_cmp(&other.0).then_with(|| self.1.cmp(&other.1))
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

fn key(term: Option<&Option<Term>>) -> Key {
    match term {
        None | Some(None) => Key::Unbound,
        Some(Some(Term::BlankNode(node))) => Key::Blank(node.as_str().to_owned()),
        Some(Some(Term::NamedNode(node))) => Key::Iri(node.as_str().to_owned()),
        Some(Some(Term::Literal(literal))) => {
            let text = literal.value();
            let datatype = literal.datatype();
            let exact = match datatype {
                xsd::DOUBLE | xsd::FLOAT => Some(None),
                datatype if DECIMALS.contains(&datatype) => Some(text.parse().ok()),
                _ => None,
            };
            // Zero has one sign here.
            let number = exact.and_then(|exact| Some(Number(text.parse::<f64>().ok()? + 0.0, exact)));
            number.map_or_else(
                || {
                    let lang = literal.language().unwrap_or_default();
                    Key::Other(text.to_owned(), datatype.as_str().to_owned(), lang.to_owned())
                },
                Key::Number,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{Literal, NamedNode};
    use oxigraph::sparql::{QueryResults, SparqlEvaluator};
    use oxigraph::store::Store;
    use proptest::prelude::*;
    use spargebra::SparqlParser;

    fn answer(query: Query, order: Option<&Order>) -> Vec<Row> {
        let store = Store::new().unwrap();
        let results = SparqlEvaluator::new().for_query(query).on_store(&store).execute().unwrap();
        let QueryResults::Solutions(solutions) = results else { panic!("a SELECT") };
        let variables = solutions.variables().to_vec();
        let rows = solutions.map(|s| s.map(|s| variables.iter().map(|v| s.get(v).cloned()).collect::<Row>()));
        match order {
            Some(order) => order.rows(rows).unwrap(),
            None => rows.collect::<Result<_, _>>().unwrap(),
        }
    }

    fn term() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("UNDEF".to_owned()),
            (-3i32..4).prop_map(|n| n.to_string()),
            (-30i32..40).prop_map(|n| format!("{:.1}", f64::from(n) / 10.0)),
            (0u32..4).prop_map(|n| format!("<http://example.org/{n}>")),
            "[aAbB中é]{0,2}".prop_map(|s| Literal::from(s).to_string()),
        ]
    }

    /// Numbers and strings are never mixed: SPARQL does not say which of them come first.
    fn column() -> impl Strategy<Value = Vec<String>> {
        proptest::collection::vec(term(), 1..30).prop_map(|mut terms| {
            let numbers = terms.first().is_some_and(|t| !t.starts_with('"'));
            terms.retain(|t| t.starts_with(['U', '<']) || t.starts_with('"') != numbers);
            terms
        })
    }

    proptest! {
        /// The order is Oxigraph's own; where it leaves rows equal, any of them may come first.
        #[test]
        fn it_is_the_order_of_the_engine(terms in column(), down in any::<bool>(), limit in 0usize..40, start in 0usize..3) {
            let by = if down { "DESC(?a)" } else { "?a" };
            let values: String = terms.iter().map(|t| format!("({t})")).collect();
            let text = format!("SELECT ?a WHERE {{ VALUES (?a) {{ {values} }} }} ORDER BY {by} LIMIT {limit} OFFSET {start}");
            let query = SparqlParser::new().parse_query(&text).unwrap();
            let mut taken = query.clone();
            let order = Order::take(&mut taken);
            prop_assert!(order.is_some());
            let keys = |rows: Vec<Row>| rows.iter().map(|row| key(row.first())).collect::<Vec<_>>();
            prop_assert_eq!(keys(answer(taken, order.as_ref())), keys(answer(query, None)));
        }
    }

    #[test]
    fn rows_beyond_the_limit_are_let_go() {
        let order = Order { by: vec![(0, true)], start: 1, length: Some(2) };
        let rows = (0..20_000i64).map(|n| Ok::<_, ()>(vec![Some(Literal::from(n * 7_919 % 20_000).into())]));
        let got = order.rows(rows).unwrap();
        assert_eq!(got, [19_998i64, 19_997].map(|n| vec![Some(Literal::from(n).into())]));
    }

    #[test]
    fn what_it_cannot_do_is_left_alone() {
        for text in [
            "SELECT ?a WHERE { ?a ?b ?c } ORDER BY STR(?a)",
            "SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?c",
            "SELECT ?a WHERE { ?a ?b ?c } LIMIT 3",
            "ASK { ?a ?b ?c }",
        ] {
            let query = SparqlParser::new().parse_query(text).unwrap();
            let mut taken = query.clone();
            assert_eq!(Order::take(&mut taken), None, "{text}");
            assert_eq!(taken, query, "{text}");
        }
    }

    #[test]
    fn kinds_have_an_order() {
        let node = NamedNode::new_unchecked("http://example.org/");
        let terms = [None, Some(node.into()), Some(Literal::from(2).into()), Some(Literal::from("10").into())];
        let keys: Vec<Key> = terms.iter().map(|term| key(Some(term))).collect();
        assert!(keys.is_sorted());
    }
}
