//! The store on disk: what it says when it cannot be opened, that it is the same after it was closed, written in another
//! way, or written anew.

use crate::synthetic::{Plan, Sentence, graph, sample};
use chancery::graph::{Base, DocumentGraph};
use chancery::store::{FORMAT, Store, StoreError};
use oxigraph::model::{Literal, NamedNode, Quad};
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
    for (from, at_once) in [(1, 1), (1, 1_000_000), (usize::MAX, 1)] {
        let store = Store::open(&folder.path().join(format!("{from}-{at_once}")), None).unwrap();
        for (first, next) in [(0, 2), (2, 4), (4, 6)] {
            let mut batch = store.batch().unwrap().with_sorted_files(from, at_once).with_threads(2);
            for document in &documents[first..next] {
                batch.put(document.clone()).unwrap();
            }
            if first > 0 {
                batch.remove(&documents[first - 1].id).unwrap();
            }
            batch.commit().unwrap();
        }
        store.quads().validate().unwrap();
        stores.push(store);
    }
    assert!(quads(&stores[0]) == quads(&stores[1]) && quads(&stores[1]) == quads(&stores[2]));
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

/// Bytes of the files in a folder.
fn size(folder: &Path) -> u64 {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

#[test]
fn a_compacted_store_is_smaller_and_the_same() {
    let folder = tempdir().unwrap();
    let (path, never) = (folder.path().join("store"), folder.path().join("never"));
    let documents = archive(40);
    let fill = |path: &Path, documents: &[DocumentGraph]| {
        let store = Store::open(path, None).unwrap();
        let mut batch = store.batch().unwrap();
        documents.iter().for_each(|document| _ = batch.put(document.clone()).unwrap());
        batch.commit().unwrap();
        store.flush().unwrap();
        store
    };
    let store = fill(&path, &documents);
    for document in &documents[2..] {
        assert!(store.remove(&document.id).unwrap());
    }
    let locked = Store::compact(&path).unwrap_err();
    assert!(matches!(locked, StoreError::Locked { .. }), "{locked}");
    drop(store);
    let done = Store::compact(&path).unwrap();
    assert!(done.after < done.before && size(&path) == done.after, "{done:?}");
    // As small as a store that never saw them, but for the room that each file takes whatever is in it.
    drop(fill(&never, &documents[..2]));
    let small = Store::compact(&never).unwrap().after;
    assert!(done.after < small + small / 5, "{done:?}, {small}");
    let (store, never) = (Store::open(&path, None).unwrap(), Store::open(&never, None).unwrap());
    store.quads().validate().unwrap();
    assert!(quads(&store) == quads(&never));
    let graphs = |store: &Store| store.quads().named_graphs().map(|g| g.unwrap().to_string()).collect::<BTreeSet<_>>();
    assert_eq!(graphs(&store), graphs(&never));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

/// A kill while a store is written anew, or while it takes its place.
#[test]
fn a_store_that_was_not_yet_in_its_place_is_put_there() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let store = Store::open(&path("store"), None).unwrap();
    store.put(&archive(1)[0]).unwrap();
    store.flush().unwrap();
    let whole = quads(&store);
    drop(store);
    // Half a copy.
    std::fs::create_dir(path("store.compacted")).unwrap();
    std::fs::write(path("store.compacted/000001.log"), "half").unwrap();
    assert!(quads(&Store::open_existing(&path("store")).unwrap()) == whole);
    assert!(!path("store.compacted").exists());
    // The old one is out of the way, the new one not yet in its place; the new one in its place, the old one still there.
    std::fs::rename(path("store"), path("store.compacted")).unwrap();
    std::fs::create_dir(path("store.before")).unwrap();
    assert!(quads(&Store::open_existing(&path("store")).unwrap()) == whole);
    assert!(!path("store.before").exists() && !path("store.compacted").exists());
}
