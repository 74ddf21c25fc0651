//! What people decide: candidates out as a table, decisions back in.
//!
//! Comes in: a store; a table that people edited. Goes out: a table of SSSOM with a column `decision` for `yes` and `no`; the
//! graph of links with what they said. A row without a decision changes nothing. Tables of others are understood too: there
//! a row whose justification is manual curation is a decision, and `Not` before the predicate a rejection.

use super::decision::{Decision, Link, Method, Relation, links, replace};
use super::sssom::{Row, Table, TableError};
use super::{LinkError, things};
use crate::store::{Store, StoreError};
use crate::vocab::{CY, dcterms, rdfs, semapv, sssom};
use oxigraph::model::{GraphNameRef, NamedNode, Term};
use std::collections::BTreeMap;

const COLUMNS: [&str; 14] = [
    "subject_id",
    "subject_label",
    "subject_category",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "decision",
    "confidence",
    "mapping_justification",
    "match_string",
    "object_source",
    "object_source_version",
    "comment",
];

/// How many decisions a table had.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Applied {
    pub accepted: usize,
    pub rejected: usize,
    /// Rows without a decision.
    pub open: usize,
}

/// Which decisions are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// What people have to decide.
    Candidates,
    /// Links and earlier decisions as well.
    All,
}

/// The decisions of a store as a table, by thing and falling score.
///
/// # Errors
/// Where the store cannot be read.
pub fn review(store: &Store, shown: Shown) -> Result<Table, StoreError> {
    let base = store.base();
    let mut rows: Vec<Link> = links(store)?
        .into_values()
        .filter(|l| match shown {
            Shown::Candidates => l.decision == Decision::Candidate,
            Shown::All => l.target.is_some() || l.decision.is_human(),
        })
        .collect();
    rows.sort_by(|a, b| {
        let score = |l: &Link| l.score.unwrap_or(1.0);
        a.thing.cmp(&b.thing).then(score(b).total_cmp(&score(a))).then(a.target.cmp(&b.target))
    });
    let mut table = Table { columns: COLUMNS.map(String::from).to_vec(), ..Table::default() };
    let fixed = [
        ("cy", CY.to_owned()),
        ("index", format!("{}index/", base.as_str())),
        ("semapv", "https://w3id.org/semapv/vocab/".to_owned()),
        ("skos", "http://www.w3.org/2004/02/skos/core#".to_owned()),
        ("sssom", "https://w3id.org/sssom/".to_owned()),
        ("thing", format!("{}id/", base.as_str())),
    ];
    table.prefixes.extend(fixed.map(|(prefix, iri)| (prefix.to_owned(), iri)));
    let mut others = 0;
    for target in rows.iter().filter_map(|l| l.target.as_ref()) {
        let iri = target.as_str();
        let body = iri.strip_suffix('/').unwrap_or(iri);
        if let Some(at) = body.rfind(['/', '#'])
            && !table.prefixes.values().any(|known| iri.starts_with(known.as_str()))
        {
            others += 1;
            table.prefixes.insert(format!("ns{others}"), iri[..=at].to_owned());
        }
    }
    table.metadata = vec![
        ("mapping_set_id".into(), base.links_graph().into_string()),
        ("mapping_tool".into(), "chancery".into()),
        ("mapping_tool_version".into(), env!("CARGO_PKG_VERSION").into()),
        ("extension_definitions".into(), format!("\n  - slot_name: decision\n    property: \"{CY}decision\"")),
    ];
    for link in &rows {
        let target = link.target.as_ref().map_or(sssom::NO_TERM_FOUND.as_str(), NamedNode::as_str);
        let decision = match link.decision {
            Decision::Accepted => "yes",
            Decision::Rejected => "no",
            _ => "",
        };
        let modifier = if link.decision == Decision::Rejected { "Not" } else { "" };
        let class = link.thing.as_str().rsplit('/').nth(1).unwrap_or_default();
        table.push([
            table.shorten(link.thing.as_str()),
            label(store, &link.thing)?,
            class.to_owned(),
            table.shorten(link.relation.property().as_str()),
            modifier.to_owned(),
            table.shorten(target),
            link.label.clone(),
            decision.to_owned(),
            link.score.map_or_else(String::new, |score| format!("{score:.3}")),
            table.shorten(link.method.iri().as_str()),
            link.matched.clone(),
            table.shorten(base.index(&link.index).as_str()),
            link.version.clone(),
            documents(store, &link.thing)?,
        ]);
    }
    Ok(table)
}

/// The labels of a thing, in both languages.
fn label(store: &Store, thing: &NamedNode) -> Result<String, StoreError> {
    let found =
        store.quads().quads_for_pattern(Some(thing.into()), Some(rdfs::LABEL), None, Some(GraphNameRef::DefaultGraph));
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for quad in found {
        if let Term::Literal(name) = quad?.object {
            labels.entry(name.language().unwrap_or_default().to_owned()).or_insert_with(|| name.value().to_owned());
        }
    }
    Ok(labels.into_values().collect::<Vec<_>>().join(" · "))
}

/// Documents that name a thing, so that one can look it up: the first three, and how many more.
fn documents(store: &Store, thing: &NamedNode) -> Result<String, StoreError> {
    const SHOWN: usize = 3;
    let all = things::documents_naming(store, thing)?;
    let shown = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    let more = if all.len() > SHOWN { format!(" and {} more", all.len() - SHOWN) } else { String::new() };
    Ok(if all.is_empty() { String::new() } else { format!("in {shown}{more}") })
}

/// Puts the decisions of a table into a store: all of them, or none where anything is wrong.
///
/// # Errors
/// Every problem of the table, with its place; or a store that cannot be written.
pub fn apply(store: &Store, file: &str, text: &str) -> Result<Applied, LinkError> {
    let table = Table::parse(file, text).map_err(LinkError::Table)?;
    let known = links(store)?;
    let mut applied = Applied::default();
    let mut decided: BTreeMap<NamedNode, Link> = BTreeMap::new();
    let mut accepted: BTreeMap<(NamedNode, String), (NamedNode, usize)> = BTreeMap::new();
    let mut errors = Vec::new();
    for row in &table.rows {
        let link = match decision(store, file, &table, row) {
            Ok(Some(link)) => link,
            Ok(None) => {
                applied.open += 1;
                continue;
            }
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let node = link.iri(store.base());
        let wrong =
            |what: String| table.wrong(file, row, "decision", what, "leave one decision, empty the cell of the other");
        if let (Decision::Accepted, Relation::Exact, Some(target)) = (link.decision, link.relation, &link.target) {
            let namespace = target.as_str().rsplit_once(['/', '#']).map_or("", |(n, _)| n).to_owned();
            let entry = accepted.entry((link.thing.clone(), namespace)).or_insert_with(|| (target.clone(), row.line));
            if entry.0 != *target {
                errors.push(wrong(format!("line {} accepts {} as the same thing", entry.1, entry.0.as_str())));
            }
        }
        match link.decision {
            Decision::Accepted => applied.accepted += 1,
            _ => applied.rejected += 1,
        }
        if let Some(other) = decided.insert(node, link.clone())
            && other.decision != link.decision
        {
            errors.push(wrong("it is accepted in one line and rejected in another".to_owned()));
        }
    }
    if !errors.is_empty() {
        return Err(LinkError::Table(errors));
    }
    // A link that the program made for a thing gives way to what a person accepts for it in the same index.
    let gives_way = |l: &&Link| {
        decided.contains_key(&l.iri(store.base()))
            || (!l.decision.is_human()
                && decided
                    .values()
                    .any(|d| d.decision == Decision::Accepted && d.thing == l.thing && d.index == l.index))
    };
    replace(store, known.values().filter(gives_way), decided.values())?;
    Ok(applied)
}

/// The decision of a row; `None` where it has none.
fn decision(store: &Store, file: &str, table: &Table, row: &Row) -> Result<Option<Link>, TableError> {
    let cell = |column: &str| table.cell(row, column);
    let wrong = |column: &str, what: String, remedy| table.wrong(file, row, column, what, remedy);
    let node = |column: &str| {
        let iri = table.expand(cell(column)).and_then(|iri| NamedNode::new(iri).ok());
        iri.ok_or_else(|| {
            wrong(
                column,
                format!("{:?} is no address", cell(column)),
                "write prefix:name with a prefix of curie_map, or an IRI",
            )
        })
    };
    let manual = table.expand(cell("mapping_justification")).is_some_and(|iri| iri == semapv::MANUAL_CURATION.as_str());
    let not = match cell("predicate_modifier") {
        "" => false,
        "Not" => true,
        other => return Err(wrong("predicate_modifier", format!("{other:?} is unknown"), "write Not, or nothing")),
    };
    let decision = match (cell("decision").to_ascii_lowercase().as_str(), manual) {
        ("yes" | "y" | "accept" | "accepted", _) if !not => Decision::Accepted,
        ("no" | "n" | "reject" | "rejected", _) => Decision::Rejected,
        ("yes" | "y" | "accept" | "accepted", _) => {
            return Err(wrong("decision", "yes to a mapping with Not".into(), "write no, or take Not away"));
        }
        ("", true) if not => Decision::Rejected,
        ("", true) => Decision::Accepted,
        ("", false) => return Ok(None),
        (other, _) => {
            return Err(wrong("decision", format!("{other:?} is no decision"), "write yes or no, or leave it empty"));
        }
    };
    let thing = node("subject_id")?;
    if !store.base().is_thing(thing.as_str()) {
        let what = format!("{} is no thing of this store", thing.as_str());
        return Err(wrong("subject_id", what, "give a table that was written from this store"));
    }
    let target = node("object_id")?;
    let target = (target != sssom::NO_TERM_FOUND).then_some(target);
    if target.is_none() && decision == Decision::Rejected {
        return Err(wrong("object_id", "nothing cannot be rejected".into(), "accept another row instead"));
    }
    let relation = match cell("predicate_id") {
        "" => Some(Relation::Exact),
        given => table.expand(given).and_then(|iri| Relation::of(&iri)),
    };
    let Some(mut relation) = relation else {
        let what = format!("{:?} says nothing about links", cell("predicate_id"));
        return Err(wrong(
            "predicate_id",
            what,
            "write skos:exactMatch, closeMatch, broadMatch, narrowMatch or relatedMatch",
        ));
    };
    // The program calls its candidates close; a yes without another word means that it is the same thing.
    if decision == Decision::Accepted && relation == Relation::Close && !manual {
        relation = Relation::Exact;
    }
    let score = match cell("confidence") {
        "" => None,
        given => match given.parse::<f64>() {
            Ok(score) if (0.0..=1.0).contains(&score) => Some(super::score::rounded(score)),
            _ => {
                return Err(wrong(
                    "confidence",
                    format!("{given:?} is no score"),
                    "write a number from 0 to 1, or nothing",
                ));
            }
        },
    };
    let index = table.expand(cell("object_source")).unwrap_or_default();
    let name = index_name(store, &index).map_err(|e| wrong("object_source", e.to_string(), "run it again"))?;
    Ok(Some(Link {
        thing,
        target,
        decision,
        relation,
        method: Method::Manual,
        score,
        label: cell("object_label").to_owned(),
        matched: cell("match_string").to_owned(),
        index: name,
        version: cell("object_source_version").to_owned(),
    }))
}

/// The name of an index by its IRI; `people` where a person names none that the store knows.
fn index_name(store: &Store, iri: &str) -> Result<String, StoreError> {
    let unknown = "people".to_owned();
    let Ok(index) = NamedNode::new(iri) else { return Ok(unknown) };
    let graph = store.base().links_graph();
    let mut titles =
        store.quads().quads_for_pattern(Some((&index).into()), Some(dcterms::TITLE), None, Some((&graph).into()));
    Ok(match titles.next().transpose()?.map(|quad| quad.object) {
        Some(Term::Literal(title)) => title.value().to_owned(),
        _ => unknown,
    })
}
