//! Saved queries: headers, typed values, and that no value can be more than a value.

use crate::synthetic::{graph, sample};
use chancery::query::{Answer, AnswerFormat, Contents, Other, ParameterType, Queries, Query, QueryError};
use chancery::store::Store;
use oxigraph::model::Term;
use proptest::prelude::*;
use std::path::Path;

fn store() -> Store {
    let store = Store::in_memory(None).unwrap();
    store.put(&graph(store.base(), &sample())).unwrap();
    store
}

fn arguments(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn ask(store: &Store, query: &str, pairs: &[(&str, &str)]) -> Result<Answer, QueryError> {
    Query::parse("tests/some.rq", query).unwrap().run(store, &arguments(pairs))
}

fn text(answer: &Answer, format: AnswerFormat) -> String {
    let mut out = Vec::new();
    answer.write(format, Some(100), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const NAMES: &str = r#"# title: Names
# title-zh: 名称
# question: What is it called?
# param lang: lang = "en"  language of the names
# param thing: iri  the thing
# param part: text = ""  part of the name
SELECT ?lang ?name WHERE {
  { SELECT ?name ?lang WHERE { ?thing rdfs:label|skos:altLabel ?name FILTER(LANGMATCHES(LANG(?name), ?lang)) } }
  FILTER(CONTAINS(?name, ?part))
} ORDER BY ?name"#;

#[test]
fn headers_are_read() {
    let query = Query::parse("queries/names.rq", NAMES).unwrap();
    assert_eq!((query.name.as_str(), query.title("zh"), query.question("zh")), ("names", "名称", "What is it called?"));
    let parameters: Vec<_> = query
        .parameters
        .iter()
        .map(|p| (p.name.as_str(), p.kind.clone(), p.default.as_deref(), p.description.as_str()))
        .collect();
    assert_eq!(parameters[0], ("lang", ParameterType::Lang, Some("en"), "language of the names"));
    assert_eq!(parameters[1], ("thing", ParameterType::Iri, None, "the thing"));
    assert_eq!(parameters[2], ("part", ParameterType::Text, Some(""), "part of the name"));
}

#[test]
fn values_take_the_place_of_variables() {
    let store = store();
    let names = |pairs: &[(&str, &str)]| match ask(&store, NAMES, pairs).unwrap().contents {
        Contents::Rows { columns, rows } => {
            assert_eq!(columns, ["lang", "name"]);
            rows.into_iter().map(|row| row.into_iter().map(|t| t.map(value)).collect::<Vec<_>>()).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let row = |lang: &str, name: &str| vec![Some(lang.to_owned()), Some(name.to_owned())];
    // By IRI, by a path under the base, by a name in the other language.
    for thing in ["https://w3id.org/chancery/id/Agreement/green-harbour", "id/Agreement/green-harbour", "绿港协定"]
    {
        assert_eq!(names(&[("thing", thing)]), [row("en", "Green Harbour Accord"), row("en", "the Accord")]);
    }
    assert_eq!(names(&[("thing", "Norland"), ("lang", "zh-Hans")]), [row("zh", "北国")]);
    assert_eq!(names(&[("thing", "Norland"), ("part", "x")]), Vec::<Vec<_>>::new());
}

fn value(term: Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

#[test]
fn optional_values_may_be_left_out() {
    let store = store();
    let query = "# param kind: class?  the class\nSELECT DISTINCT ?kind WHERE { ?x a ?kind FILTER(?kind IN (cy:Place, cy:Event)) }";
    assert_eq!(ask(&store, query, &[]).unwrap().len(), 2);
    assert_eq!(ask(&store, query, &[("kind", "Place")]).unwrap().len(), 1);
    let bound = "# param x: integer?  a number\nSELECT (IF(BOUND(?x), ?x, 0) AS ?y) WHERE {}";
    assert!(text(&ask(&store, bound, &[("x", "7")]).unwrap(), AnswerFormat::Csv).contains('7'));
    assert!(text(&ask(&store, bound, &[]).unwrap(), AnswerFormat::Csv).contains('0'));
}

#[test]
fn values_reach_every_part_of_a_query() {
    let store = store();
    let grouped = "# param lang: lang = \"en\"  x\n# param least: integer = \"1\"  x
        SELECT ?lang (COUNT(?n) AS ?names) WHERE {
          ?thing rdfs:label ?n .
          OPTIONAL { ?thing skos:altLabel ?other FILTER(LANGMATCHES(LANG(?other), ?lang)) }
          FILTER EXISTS { ?thing rdfs:label ?m FILTER(LANGMATCHES(LANG(?m), ?lang)) }
          MINUS { ?thing a cy:Concept . FILTER(?least > 5) }
        } GROUP BY ?lang HAVING (COUNT(?n) >= ?least) ORDER BY ?lang";
    let rows = |pairs| ask(&store, grouped, pairs).unwrap().len();
    assert_eq!((rows(&[]), rows(&[("least", "100000")])), (1, 0));
    let construct = "# param p: iri  x\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }";
    let answer = ask(&store, construct, &[("p", "cy:proposedBy")]).unwrap();
    assert!(text(&answer, AnswerFormat::Turtle).contains("agreement:green-harbour cy:proposedBy place:norland ."));
}

#[test]
fn bad_values_say_what_would_be_good() {
    let store = store();
    let one = |kind: &str, value: &str| {
        let query = format!("# param x: {kind}  x\nSELECT ?x WHERE {{ FILTER(BOUND(?x)) }}");
        ask(&store, &query, &[("x", value)]).map(|_| ())
    };
    for (kind, good, bad) in [
        ("iri", "cy:agent", "no such name"),
        ("lang", "zh-Hans", "klingon"),
        ("date", "2024-02-29", "2023-02-29"),
        ("date", "2024", "24"),
        ("class", "Institution", "Institutes"),
        ("integer", "-3", "3.5"),
        ("text", "anything", ""),
        ("up|down", "Up", "sideways"),
    ] {
        assert!(one(kind, good).is_ok(), "{kind} {good}");
        assert!(kind == "text" || matches!(one(kind, bad), Err(QueryError::BadValue { .. })), "{kind} {bad}");
    }
    assert!(matches!(ask(&store, NAMES, &[]), Err(QueryError::MissingParameter { .. })));
    assert!(matches!(ask(&store, NAMES, &[("nothing", "1")]), Err(QueryError::NoParameter { .. })));
    let subject = "# param x: text  x\nSELECT * WHERE { ?x ?p ?o }";
    assert!(matches!(ask(&store, subject, &[("x", "a")]), Err(QueryError::Misplaced { .. })));
}

#[test]
fn malformed_queries_name_their_place() {
    let place = |text: &str| match Query::parse("q/bad.rq", text) {
        Err(QueryError::Malformed { line, .. }) => line,
        other => panic!("{other:?}"),
    };
    assert_eq!(place("# title: x\n# param a: colour  x\nSELECT * WHERE { ?a ?b ?c }"), 2);
    assert_eq!(place("# title: x\n# param z: text  x\nSELECT * WHERE { ?a ?b ?c }"), 2);
    assert_eq!(place("# title: x\nSELECT *\nWHEER { ?a ?b ?c }\n"), 3);
    let errors =
        Queries::read([("a.rq", "nonsense"), ("b.rq", "SELECT * WHERE { ?a ?b ?c }"), ("c.rq", "# param x: y  z\n")]);
    assert_eq!(errors.unwrap_err().len(), 2);
}

#[test]
fn queries_can_quote_the_text() {
    let store = store();
    let query = "SELECT ?claim (cy:words(?e) AS ?words) (cy:sentence(?e) AS ?sentence)
        WHERE { ?claim a cy:Proposal . GRAPH ?g { ?e cy:supports ?claim } }";
    let shown = text(&ask(&store, query, &[]).unwrap(), AnswerFormat::Csv);
    assert!(shown.contains("Norland launched the Accord in 2020,Norland launched the Accord in 2020."), "{shown}");
}

#[test]
fn answers_come_in_every_format() {
    let store = store();
    let labels = "SELECT ?thing ?name WHERE { ?thing rdfs:label ?name ; a cy:Agreement } ORDER BY ?name";
    let answer = ask(&store, labels, &[]).unwrap();
    let table = text(&answer, AnswerFormat::Table);
    assert!(table.contains("id/Agreement/green-harbour") && table.contains("绿港协定"), "{table}");
    assert!(text(&answer, AnswerFormat::Csv).starts_with("thing,name\r\n"));
    assert!(text(&answer, AnswerFormat::Tsv).starts_with("?thing\t?name\n"));
    let json: serde_json::Value = serde_json::from_str(&text(&answer, AnswerFormat::Json)).unwrap();
    assert_eq!(json["results"]["bindings"].as_array().map(Vec::len), Some(2));
    assert!(text(&answer, AnswerFormat::Xml).contains("<sparql"));
    assert!(matches!(answer.write(AnswerFormat::Turtle, None, Vec::new()), Err(QueryError::Format { .. })));
    let yes = ask(&store, "ASK { ?s a cy:Proposal }", &[]).unwrap();
    assert_eq!(text(&yes, AnswerFormat::Table).trim(), "yes");
    // Each Han character takes two columns: lines of a table end at one column.
    let wide =
        |line: &str| line.chars().map(|c| if ('\u{4e00}'..='\u{9fff}').contains(&c) { 2 } else { 1 }).sum::<usize>();
    let rules: Vec<usize> = table.lines().filter(|l| l.starts_with('─') || l.starts_with('═')).map(wide).collect();
    assert!(table.lines().all(|line| wide(line) <= rules[0]), "{table}");
}

#[test]
fn the_built_in_queries_are_sound() {
    let queries = Queries::embedded().unwrap_or_else(|errors| panic!("{errors:#?}"));
    let store = store();
    for query in queries.iter() {
        let given: Vec<_> = query
            .parameters
            .iter()
            .filter(|p| p.default.is_none() && !p.optional)
            .map(|p| {
                let value = match p.kind {
                    ParameterType::Iri => "Norland",
                    ParameterType::Date => "2020",
                    ParameterType::Class => "Place",
                    ParameterType::Integer => "1",
                    _ => "Norland",
                };
                (p.name.clone(), value.to_owned())
            })
            .collect();
        let others = query.needs.iter().map(|need| Other::read(&store, Path::new(&need.file)).unwrap()).collect();
        assert!(query.run_with(&store, &given, others).is_ok(), "{}", query.name);
    }
}

proptest! {
    /// Whatever stands in a text value, the query asks the same of it: is this the name?
    #[test]
    fn no_value_is_more_than_a_value(hostile in "[\\PC\n\"'\\\\{}<>;.?#]{0,40}") {
        let store = store();
        let query = "# param name: text  x\nSELECT (COUNT(*) AS ?n) ?name WHERE { ?s rdfs:label ?l FILTER(STR(?l) = ?name) } GROUP BY ?name";
        let answer = ask(&store, query, &[("name", &hostile)]).unwrap();
        let Contents::Rows { rows, .. } = answer.contents else { panic!() };
        prop_assert!(rows.is_empty() || ["Norland", "北国"].contains(&hostile.as_str()));
    }
}
