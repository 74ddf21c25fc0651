//! What comes after extraction: quads as text, and into a store, beside Oxigraph's own serialiser and bulk loader on the
//! same quads in the same run.
//!
//! `cargo bench --bench store`, on the corpus beside the checkout, else the samples. Seconds of processor; the least of
//! three where one takes little.

#[path = "../tests/common/mod.rs"]
mod common;

use chancery::document::Document;
use chancery::document::input::{ReadOptions, gather};
use chancery::extract::Extractor;
use chancery::graph::{self, Base, DocumentGraph, Texts};
use chancery::ingest::{Target, activity, ingest};
use chancery::store::Store;
use common::{corpus, cpu, process_cpu};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::Quad;
use std::collections::HashSet;
use std::fs;
use std::hint::black_box;
use std::io::Write;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The least CPU time of three runs, in seconds.
fn least(mut work: impl FnMut()) -> f64 {
    let runs = (0..3).map(|_| {
        let begun = cpu();
        work();
        cpu() - begun
    });
    runs.fold(f64::INFINITY, f64::min)
}

/// Seconds on the clock and of processor.
fn timed(work: impl FnOnce()) -> (f64, f64) {
    let (wall, cpu) = (Instant::now(), process_cpu());
    work();
    (wall.elapsed().as_secs_f64(), process_cpu() - cpu)
}

/// Text to N-Quads, and its parts.
fn serialise(extractor: &Extractor, name: &str, documents: &[Document]) -> Vec<DocumentGraph> {
    let bytes = documents.iter().map(|d| d.text.len()).sum::<usize>() as f64 / 1e6;
    let activity = activity(extractor);
    let founds: Vec<_> = documents.iter().map(|document| extractor.extract(document)).collect();
    let base = Base::default();
    let made =
        |i: usize| graph::build(&base, extractor.ontology(), &documents[i], &founds[i], &activity).expect("a graph");
    let extraction = least(|| documents.iter().for_each(|d| drop(black_box(extractor.extract(d)))));
    let building = least(|| (0..documents.len()).for_each(|i| drop(black_box(made(i)))));
    let graphs: Vec<DocumentGraph> = (0..documents.len()).map(made).collect();
    let quads: usize = graphs.iter().map(DocumentGraph::len).sum();
    let mut lines = Vec::new();
    let ours = least(|| {
        for graph in &graphs {
            lines.clear();
            graph.write_nquads(&mut lines);
            black_box(&lines);
        }
    });
    let all: Vec<Quad> = graphs.iter().flat_map(|graph| graph.quads().map(|quad| quad.into_owned())).collect();
    let bare = least(|| {
        let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
        all.iter().for_each(|quad| writer.serialize_quad(quad).expect("memory"));
        drop(black_box(writer.finish()));
    });
    let rate = |seconds: f64| bytes / seconds;
    let whole = extraction + building + ours;
    println!("{name}: {bytes:.1} MB of text, {quads} quads, {:.0} a MB", quads as f64 / bytes);
    println!(
        "  extraction {:.1}, graph {:.1}, lines {:.1} MB of text a CPU-second",
        rate(extraction),
        rate(building),
        rate(ours)
    );
    println!(
        "  text to N-Quads {:.1}; Oxigraph's serialiser alone {:.1}: {:.2} of it",
        rate(whole),
        rate(bare),
        bare / whole
    );
    println!("  graph and lines {:.1}: {:.2} of it", rate(building + ours), bare / (building + ours));
    graphs
}

fn main() {
    let extractor = Extractor::embedded();
    let folder = tempfile::tempdir().expect("a folder");
    let texts = folder.path().join("texts");
    let mut graphs = Vec::new();
    for (name, lang, documents) in corpus() {
        graphs.extend(serialise(extractor, name, &documents));
        for (n, document) in documents.iter().enumerate() {
            let path = texts.join(lang.code()).join(format!("{n}.txt"));
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, &document.text).expect("a file");
        }
    }
    fill(extractor, folder.path(), &texts, graphs);
}

/// Text to a store, and its parts.
fn fill(extractor: &Extractor, folder: &Path, texts: &Path, graphs: Vec<DocumentGraph>) {
    // The same quads in a file, each once.
    let file = folder.join("quads.nq");
    let quads: HashSet<Quad> = graphs.iter().flat_map(DocumentGraph::quads).map(|quad| quad.into_owned()).collect();
    let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
    quads.iter().for_each(|quad| writer.serialize_quad(quad).expect("memory"));
    fs::File::create(&file).and_then(|mut file| file.write_all(&writer.finish()?)).expect("a file");
    let count = quads.len() as f64;
    drop(quads);
    println!("{count} quads into a store on disk; on the clock and of processor, quads a second");
    let told = |name: &str, (wall, cpu): (f64, f64)| println!("  {name:32} {:9.0} {:9.0}", count / wall, count / cpu);
    let jobs = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    // What each run leaves to be merged in the background must not fall on the next: the store is closed in between.
    for round in 0..3 {
        let path = |name: &str| folder.join(format!("{name}-{round}"));
        let loader = timed(|| {
            let store = oxigraph::store::Store::open(path("loader")).expect("a store");
            let mut loader = store.bulk_loader();
            loader.parallel_load_from_file(RdfParser::from_format(RdfFormat::NQuads), &file).expect("quads");
            loader.commit().expect("room");
            store.flush().expect("room");
        });
        told("Oxigraph's bulk loader, from file", loader);
        let put = timed(|| {
            let store = Store::open(&path("put"), None).expect("a store");
            let mut batch = store.batch().expect("a store").with_threads(jobs.get());
            graphs.iter().for_each(|graph| _ = batch.put(graph.clone()).expect("room"));
            batch.commit().expect("room");
            store.flush().expect("room");
        });
        told("graphs, one transaction", put);
        let inputs = gather(&[texts.to_owned()], None).expect("inputs");
        let ours = timed(|| {
            let store = Store::open(&path("ours"), None).expect("a store");
            let tell = |_: &chancery::ingest::Told<'_>| ControlFlow::Continue(());
            let options = ReadOptions::default();
            ingest(Target::Store(&store), extractor, &inputs.found, &options, Texts::Kept, jobs, tell).expect("room");
        });
        told("text", ours);
        println!("  text by the loader: {:.2} on the clock, {:.2} of processor", loader.0 / ours.0, loader.1 / ours.1);
        for name in ["loader", "put", "ours"] {
            fs::remove_dir_all(path(name)).expect("a folder");
        }
    }
}
