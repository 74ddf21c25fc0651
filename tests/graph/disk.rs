//! The store on disk: what it says when it cannot be opened, that it is the same after it was closed, and how fast it is.

use crate::synthetic::{Plan, Sentence, graph, sample};
use chancery::graph::{Base, DocumentGraph};
use chancery::store::{FORMAT, Store, StoreError};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::tempdir;

fn quads(store: &Store) -> BTreeSet<String> {
    store.quads().iter().map(|quad| quad.unwrap().to_string()).collect()
}

#[test]
fn a_store_is_the_same_after_it_was_closed() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("new/store");
    let base = Base::new("https://example.org/mine/").unwrap();
    let before = {
        let store = Store::open(&path, Some(base.clone())).unwrap();
        store.put(&graph(&base, &sample())).unwrap();
        store.flush().unwrap();
        quads(&store)
    };
    let store = Store::open_existing(&path).unwrap();
    assert_eq!(store.base(), &base);
    assert_eq!(quads(&store), before);
    assert_eq!(store.documents().unwrap().len(), 1);
    let status = store.status().unwrap();
    assert_eq!((status.documents, status.claims["Influence"], status.entities["Agreement"]), (1, 2, 1));
    store.quads().validate().unwrap();
    assert!(store.remove(&sample().id).unwrap());
    let empty = Store::open(&folder.path().join("empty"), Some(base)).unwrap();
    assert_eq!(quads(&store), quads(&empty));
    assert_eq!(store.quads().named_graphs().count(), empty.quads().named_graphs().count());
}

#[test]
fn what_cannot_be_opened_says_why() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("store");
    assert!(matches!(Store::open_existing(&path), Err(StoreError::Missing { .. })));
    let base = Base::new("https://example.org/mine/").unwrap();
    let store = Store::open(&path, Some(base.clone())).unwrap();
    let locked = Store::open_existing(&path).map(|_| ()).unwrap_err();
    assert!(matches!(locked, StoreError::Locked { .. }), "{locked:?}");
    drop(store);
    let other = Base::new("https://example.org/other/").unwrap();
    assert!(matches!(Store::open(&path, Some(other)), Err(StoreError::OtherBase { .. })));
    assert_eq!(Store::open(&path, None).unwrap().base(), &base);

    let files = folder.path().join("files");
    std::fs::create_dir(&files).unwrap();
    std::fs::write(files.join("report.txt"), "words").unwrap();
    assert!(matches!(Store::open(&files, None), Err(StoreError::NotAStore { .. })));
    assert!(matches!(Store::open(&files.join("report.txt/x"), None), Err(StoreError::NotWritable { .. })));
}

#[test]
fn a_newer_format_is_left_alone() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("store");
    {
        let store = Store::open(&path, None).unwrap();
        let stated = |format: i64| {
            let format_of = NamedNode::new("https://w3id.org/chancery/ontology#storeFormat").unwrap();
            Quad::new(store.base().store(), format_of, Literal::from(format), store.base().pack_graph())
        };
        store.quads().remove(&stated(FORMAT)).unwrap();
        store.quads().insert(&stated(FORMAT + 1)).unwrap();
        store.flush().unwrap();
    }
    let error = Store::open(&path, None).map(|_| ()).unwrap_err();
    assert!(matches!(error, StoreError::Format { found, .. } if found == FORMAT + 1), "{error}");
}

/// A batch may write its new documents as sorted files; the store is the same, also where it takes others out.
#[test]
fn both_ways_of_writing_give_the_same_store() {
    let folder = tempdir().unwrap();
    let documents = archive(6);
    let mut stores = Vec::new();
    for from in [1, usize::MAX] {
        let store = Store::open(&folder.path().join(from.to_string()), None).unwrap();
        for (first, next) in [(0, 2), (2, 4), (4, 6)] {
            let mut batch = store.batch().unwrap().with_sorted_files_from(from);
            for document in &documents[first..next] {
                batch.put(document).unwrap();
            }
            if first > 0 {
                batch.remove(&documents[first - 1].id).unwrap();
            }
            batch.commit().unwrap();
        }
        store.quads().validate().unwrap();
        stores.push(store);
    }
    assert!(quads(&stores[0]) == quads(&stores[1]));
    let memory = Store::in_memory(None).unwrap();
    for i in [0, 2, 4, 5] {
        memory.put(&documents[i]).unwrap();
    }
    assert!(quads(&stores[0]) == quads(&memory));
}

/// Many documents that all name the same few things, each with claims of its own.
fn archive(documents: usize) -> Vec<DocumentGraph> {
    let base = Base::new(Base::DEFAULT).unwrap();
    (0..documents)
        .map(|i| {
            let sentences = (0..40)
                .map(|j| match (i + j) % 5 {
                    0 => Sentence::Proposal {
                        agent: j % 3,
                        initiative: 3 + j % 2,
                        alias: j % 2 == 0,
                        year: Some(1900 + (i % 90) as u16),
                    },
                    1 => Sentence::Influence {
                        cause: j % 5,
                        effect: (j + i) % 5,
                        positive: j % 2 == 0,
                        predicted: j % 3 == 0,
                        source: Some(j % 3),
                    },
                    2 => Sentence::Observation {
                        metric: j % 2,
                        number: Some((i * 40 + j) as u32),
                        more: j % 2 == 0,
                        year: Some(2000),
                        scope: Some(j % 2),
                    },
                    3 => Sentence::Chinese { row: j % 5 },
                    _ => Sentence::Since { agent: j % 3, event: 2 },
                })
                .collect();
            graph(&base, &Plan { id: format!("archive/{i}.txt"), sentences })
        })
        .collect()
}

/// User and system time of this process in seconds, all threads.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    fields.iter().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn timed<T>(name: &str, quads: usize, work: impl FnOnce() -> T) -> T {
    let before = cpu();
    let result = work();
    let seconds = cpu() - before;
    println!("{name}: {quads} quads in {seconds:.2} s of CPU, {:.0} a CPU-second", quads as f64 / seconds.max(0.01));
    result
}

fn put_all(path: &Path, documents: &[DocumentGraph], at_once: usize) -> Store {
    let store = Store::open(path, None).unwrap();
    for chunk in documents.chunks(at_once) {
        let mut batch = store.batch().unwrap();
        for document in chunk {
            batch.put(document).unwrap();
        }
        batch.commit().unwrap();
    }
    store.flush().unwrap();
    store
}

/// `cargo test --release --test graph speed -- --ignored --nocapture`
#[test]
#[ignore = "a measurement, to be read"]
fn speed_of_put_and_remove_beside_the_bulk_loader() {
    let folder = tempdir().unwrap();
    let documents = archive(1000);
    let count = |documents: &[DocumentGraph]| documents.iter().map(|d| d.own.len() + d.shared.len()).sum::<usize>();
    let all = count(&documents);
    let store = timed("put, 100 documents a batch", all, || put_all(&folder.path().join("a"), &documents, 100));
    println!("stored: {} quads", store.quads().len().unwrap());
    for at_once in [10, 30, 300, 1000] {
        let path = folder.path().join(format!("at-once-{at_once}"));
        let _ = timed(&format!("put, {at_once} documents a batch"), all, || put_all(&path, &documents, at_once));
    }
    let _ = timed("put, a document a batch", all, || put_all(&folder.path().join("b"), &documents, 1));
    timed("bulk loader", all, || {
        let raw = oxigraph::store::Store::open(folder.path().join("c")).unwrap();
        let quads = documents.iter().flat_map(|d| {
            let shared = d.shared.iter().map(|t| t.clone().in_graph(GraphName::DefaultGraph));
            shared.chain(d.own.iter().map(|t| t.clone().in_graph(d.name.clone())))
        });
        let mut loader = raw.bulk_loader();
        loader.load_quads(quads).unwrap();
        loader.commit().unwrap();
        raw.flush().unwrap();
    });
    for share in [10, 100] {
        let some = &documents[..share];
        timed(&format!("put again, {share} of 1000 unchanged"), count(some), || {
            let mut batch = store.batch().unwrap();
            for document in some {
                batch.put(document).unwrap();
            }
            batch.commit().unwrap();
        });
        timed(&format!("remove {share} of 1000"), count(some), || {
            let mut batch = store.batch().unwrap();
            for document in some {
                assert!(batch.remove(&document.id).unwrap());
            }
            batch.commit().unwrap();
            store.flush().unwrap();
        });
        put_all(&folder.path().join("a2"), some, 100);
        let mut batch = store.batch().unwrap();
        for document in some {
            batch.put(document).unwrap();
        }
        batch.commit().unwrap();
    }
}
