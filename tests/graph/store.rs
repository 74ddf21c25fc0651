//! The store keeps its promises: put and remove are exact, order does not matter, and claims say who they are.

use crate::synthetic::{Plan, Sentence, any_plan, graph, sample};
use chancery::graph::{Activity, Base, DocumentGraph};
use chancery::ontology::Ontology;
use chancery::store::{Put, Store};
use oxigraph::model::{Quad, Triple, TripleRef};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn base() -> Base {
    Base::new(Base::DEFAULT).unwrap()
}

/// Every quad of the store as a line.
fn quads(store: &Store) -> BTreeSet<String> {
    store.quads().iter().map(|quad| quad.unwrap().to_string()).collect()
}

fn graphs(store: &Store) -> BTreeSet<String> {
    store.quads().named_graphs().map(|name| name.unwrap().to_string()).collect()
}

/// What the store must hold: what each document yields, and what an empty store says of itself.
fn expected<'d>(documents: impl Iterator<Item = &'d DocumentGraph>) -> BTreeSet<String> {
    let mut all = quads(&Store::in_memory(None).unwrap());
    for document in documents {
        all.extend(document.quads().map(|quad| quad.into_owned().to_string()));
    }
    all
}

#[derive(Clone, Debug)]
enum Step {
    Put(Plan),
    Remove(usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![3 => any_plan().prop_map(Step::Put), 1 => (0usize..4).prop_map(Step::Remove)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// After any history the store holds the union of what its documents yield: nothing lost, nothing left behind.
    #[test]
    fn any_history_leaves_the_union(
        steps in proptest::collection::vec(any_step(), 1..12),
        batches in 1usize..4,
        sorted_files in prop_oneof![Just((1usize, 1usize)), Just((1, 1000)), Just((150, 1)), Just((usize::MAX, 1))],
    ) {
        let store = Store::in_memory(None).unwrap();
        let mut model: BTreeMap<String, DocumentGraph> = BTreeMap::new();
        for chunk in steps.chunks(batches) {
            let mut batch = store.batch().unwrap().with_sorted_files(sorted_files.0, sorted_files.1).with_threads(2);
            for step in chunk {
                match step {
                    Step::Put(plan) => {
                        let document = graph(&base(), plan);
                        let done = batch.put(document.clone()).unwrap();
                        let before = model.insert(document.id.clone(), document.clone());
                        let same = before.as_ref().is_some_and(|b| b.says_the_same(&document));
                        prop_assert_eq!(done, match (before, same) {
                            (None, _) => Put::Added,
                            (Some(_), true) => Put::Unchanged,
                            (Some(_), false) => Put::Replaced,
                        });
                    }
                    Step::Remove(id) => {
                        let id = format!("folder/doc {id}.txt");
                        prop_assert_eq!(batch.remove(&id).unwrap(), model.remove(&id).is_some());
                    }
                }
            }
            batch.commit().unwrap();
            prop_assert_eq!(quads(&store), expected(model.values()));
        }
        prop_assert_eq!(graphs(&store).len(), model.len() + 1);
    }

    /// The order in which documents come does not matter.
    #[test]
    fn order_does_not_matter(a in any_plan(), b in any_plan()) {
        prop_assume!(a.id != b.id);
        let (one, two) = (Store::in_memory(None).unwrap(), Store::in_memory(None).unwrap());
        for (store, plans) in [(&one, [&a, &b]), (&two, [&b, &a])] {
            for plan in plans {
                store.put(&graph(&base(), plan)).unwrap();
            }
        }
        prop_assert_eq!(quads(&one), quads(&two));
    }

    /// A claim's IRI is the hash of what the store says about it, under any base.
    #[test]
    fn claims_are_named_by_their_triples(plan in any_plan()) {
        for base in [base(), Base::new("http://example.org/other#").unwrap()] {
            let document = graph(&base, &plan);
            let mut claims: BTreeMap<String, Vec<Triple>> = BTreeMap::new();
            for triple in document.shared().map(TripleRef::into_owned) {
                let subject = triple.subject.to_string();
                if subject.starts_with(&format!("<{}claim/", base.as_str())) {
                    claims.entry(subject).or_default().push(triple.clone());
                }
            }
            for (claim, triples) in claims {
                let hash = claim.trim_end_matches('>').rsplit('/').next().unwrap().to_owned();
                let shared = base.claim_hash_of(&triples, None);
                let own = base.claim_hash_of(&triples, Some(&plan.id));
                prop_assert!(hash == shared || hash == own, "{claim}");
            }
        }
    }
}

#[test]
fn two_bases_give_the_same_last_parts() {
    let one = graph(&base(), &sample());
    let other = Base::new("http://example.org/g/").unwrap();
    let two = graph(&other, &sample());
    let text = |d: &DocumentGraph| d.shared().map(|t| t.to_string()).collect::<BTreeSet<_>>();
    let own = "https://w3id.org/chancery/ontology#";
    let moved: BTreeSet<String> = text(&one)
        .iter()
        .map(|t| t.replace(own, "CY:").replace(Base::DEFAULT, other.as_str()).replace("CY:", own))
        .collect();
    let missing: Vec<_> = moved.difference(&text(&two)).cloned().collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The store keeps triples in a canonical form; what is written must have it already, or nothing would compare equal.
#[test]
fn what_is_stored_is_what_was_written() {
    let store = Store::in_memory(None).unwrap();
    let document = graph(&base(), &sample());
    assert_eq!(store.put(&document).unwrap(), Put::Added);
    assert_eq!(store.put(&document).unwrap(), Put::Unchanged);
    assert_eq!(quads(&store), expected([&document].into_iter()));
    for quad in store.quads().iter() {
        let Quad { subject, object, .. } = quad.unwrap();
        assert!(!subject.is_blank_node() && !object.is_blank_node());
    }
}

/// The economy that `graph.rs` promises, counted.
#[test]
fn quads_are_counted() {
    let (document, found) = crate::synthetic::write(&sample());
    let made = graph(&base(), &sample());
    let about = |part: &str| made.own_triples().filter(|t| t.subject.to_string().contains(part)).count();
    let evidence = about(";claim=");
    let mentions = about("#char=") - evidence;
    assert_eq!(evidence, 4 * found.claims.len());
    let values = found.mentions.iter().filter(|m| m.value.is_some()).count();
    assert!(mentions <= 3 * (found.mentions.len() - values) + 4 * values, "{mentions}");
    let claims = made.shared().filter(|t| t.subject.to_string().contains("/claim/")).count();
    let roles: usize = found.claims.iter().map(|c| c.roles.len()).sum();
    let qualifiers = 4 * found.claims.len();
    assert!(claims <= 2 * found.claims.len() + roles + qualifiers, "{claims}");
    let described = made.own_triples().filter(|t| t.subject.to_string().contains("/id/")).count();
    let of_mentions = mentions + described;
    // A concept that a phrase names has its names, one a language.
    let known = found.claims.iter().flat_map(|c| &c.roles).filter(|r| r.filler.known.is_some()).count();
    let most = 4 * found.mentions.len() + found.claims.len() + 2 * known;
    assert!(of_mentions <= most, "{of_mentions} for {}", found.mentions.len());
    assert!(document.text.len() > 100);
    println!(
        "{} mentions: {mentions} quads, names and direct triples {described}; {} claims: {claims} shared, {evidence} evidence; \
         all: {} own, {} shared",
        found.mentions.len(),
        found.claims.len(),
        made.own_triples().len(),
        made.shared().len()
    );
}

/// Two documents share a claim only where both state one fact.
#[test]
fn claims_are_shared_where_they_are_one_fact() {
    let shared = |sentence: Sentence| {
        let claims = |id: &str| {
            let plan = Plan { id: id.to_owned(), sentences: vec![sentence.clone()] };
            let of_claims = |t: &Triple| t.subject.to_string().contains("/claim/");
            let made = graph(&base(), &plan);
            made.shared()
                .map(TripleRef::into_owned)
                .filter(of_claims)
                .map(|t| t.subject.to_string())
                .collect::<BTreeSet<_>>()
        };
        let (one, two) = (claims("one.txt"), claims("two.txt"));
        assert_eq!((one.len(), two.len()), (1, 1));
        one == two
    };
    let observation = |number, year, scope| Sentence::Observation { metric: 0, number, more: false, year, scope };
    assert!(shared(observation(Some(5), Some(2020), Some(1))));
    assert!(!shared(observation(Some(5), None, Some(1))), "the period is open");
    assert!(!shared(observation(Some(5), Some(2020), None)), "whose output?");
    assert!(!shared(observation(None, Some(2020), Some(1))), "the number is missing");
    assert!(shared(Sentence::Proposal { agent: 0, initiative: 3, alias: true, year: None }));
    let influence = |cause| Sentence::Influence { cause, effect: 1, positive: true, predicted: false, source: None };
    assert!(shared(influence(0)));
    assert!(!shared(influence(2)), "which approach?");
}

/// A document says by which rules, as they were then, something was found in it; rules that found nothing are not named.
#[test]
fn rules_that_found_something_are_counted_with_their_hash() {
    let store = Store::in_memory(Some(base())).unwrap();
    for (id, hash) in [("a", "11"), ("b", "11"), ("c", "22")] {
        let (document, found) = crate::synthetic::write(&Plan { id: id.to_owned(), ..sample() });
        let rules = [("Influence", hash), ("Hosting", "33")].map(|(rule, hash)| (rule.to_owned(), hash.to_owned()));
        let activity = Activity { rules: rules.into(), ..crate::synthetic::activity() };
        let graph = chancery::graph::build(&base(), Ontology::embedded(), &document, &found, &activity).unwrap();
        store.put(&graph).unwrap();
    }
    let counts = [(("Influence", "11"), 2), (("Influence", "22"), 1)];
    let counts = counts.map(|((rule, hash), count)| ((rule.to_owned(), hash.to_owned()), count));
    assert_eq!(store.status().unwrap().found_by, BTreeMap::from(counts));
}
