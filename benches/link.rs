//! How right links are, and how fast they are found: on the corpus and the table of identifiers beside the checkout.
//!
//! `cargo bench --bench link [-- --show N]`. The corpus is extracted once into a store under the target folder. Then, ten
//! times over, the identifiers of another tenth of the lexicon's rows are hidden, and links are looked for; a link of a hidden
//! row is right where its target is the hidden item. Recall counts the hidden rows that documents name and the table has.
//! The same with the table's English names taken away, and with its Chinese ones. `--show` prints wrong links, links that were
//! not made, and links of things that no row has, which nothing here can judge. Last: what an index of a million names costs.

use chancery::document::input::{ReadOptions, gather};
use chancery::extract::Extractor;
use chancery::graph::{Texts, is_identifier, pack};
use chancery::ingest::{Target, ingest};
use chancery::link::{self, BuildOptions, Index, Link, Mode, Outcome, Wanted};
use chancery::store::Store;
use chancery::vocab::{dcterms, property, rdf, rdfs, skos};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

/// The corpus and the table of identifiers stand here, unless `CHANCERY_SHARED` says where.
const SHARED: &str = "../shared";
const FOLDS: u64 = 10;
const ITEM: &str = "http://www.wikidata.org/entity/";

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let show =
        arguments.iter().position(|a| a == "--show").map(|at| arguments.get(at + 1).and_then(|n| n.parse().ok()));
    let show: usize = show.map_or(0, |n| n.unwrap_or(20));
    let folder = PathBuf::from(env::var_os("CHANCERY_BENCH_DIR").unwrap_or_else(|| env!("CARGO_TARGET_TMPDIR").into()));
    let shared = PathBuf::from(env::var_os("CHANCERY_SHARED").unwrap_or_else(|| SHARED.into()));
    if let Ok(table) = fs::read_to_string(shared.join("ids/ids.tsv")) {
        let store = corpus(&shared.join("corpus"), &folder.join("link-store"));
        for (title, without) in
            [("all names", None), ("without English names", Some(false)), ("without Chinese names", Some(true))]
        {
            let index = index(&folder, &names(&table, without));
            measure(title, &store, &index, show);
        }
    } else {
        println!("no ids/ids.tsv in {}: nothing to be right about", shared.display());
    }
    million(&folder);
}

/// What links need of the corpus, in memory, so that identifiers can be hidden and shown again.
fn corpus(texts: &Path, folder: &Path) -> Store {
    let extractor = Extractor::embedded();
    let whole = Store::open(folder, None).unwrap();
    let inputs = gather(&["en", "zh", "mixed", "seed"].map(|f| texts.join(f)), None).unwrap();
    let two = NonZeroUsize::new(2).unwrap();
    ingest(Target::Store(&whole), extractor, &inputs.found, &ReadOptions::default(), Texts::Kept, two, |_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    let rows: Vec<_> = extractor.lexicon().rows().map(|id| extractor.lexicon().row(id)).collect();
    whole.put_pack(&pack(whole.base(), extractor.ontology(), rows.iter().copied(), extractor.pack_hash())).unwrap();
    let store = Store::in_memory(None).unwrap();
    let mut work = store.quads().start_transaction().unwrap();
    for predicate in [rdf::TYPE, rdfs::LABEL, skos::ALT_LABEL, property::REFERS_TO, dcterms::ISSUED, property::COUNTRY]
    {
        for quad in whole.quads().quads_for_pattern(None, Some(predicate), None, None) {
            work.insert(&quad.unwrap());
        }
    }
    let graph = whole.base().pack_graph();
    for quad in whole.quads().quads_for_pattern(None, None, None, Some((&graph).into())) {
        work.insert(&quad.unwrap());
    }
    work.commit().unwrap();
    println!("{} documents, {} things with a row in the pack", inputs.found.len(), rows.len());
    store
}

/// The table, without its names in Chinese or in other languages.
fn names(table: &str, without_chinese: Option<bool>) -> String {
    let Some(chinese) = without_chinese else { return table.to_owned() };
    let is_chinese = |name: &str| name.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut out = String::new();
    for (n, line) in table.lines().enumerate() {
        let mut fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        if n > 0 && fields.len() > 4 {
            for field in &mut fields[2..5] {
                let kept: Vec<&str> = field.split('|').filter(|name| is_chinese(name) != chinese).collect();
                *field = kept.join("|");
            }
        }
        let _ = writeln!(out, "{}", fields.join("\t"));
    }
    out
}

fn index(folder: &Path, table: &str) -> Index {
    let (from, to) = (folder.join("ids.tsv"), folder.join("ids.idx"));
    fs::write(&from, table).unwrap();
    let begin = Instant::now();
    build(&from, &to);
    let index = Index::open(&to).unwrap();
    println!(
        "\nindex of {} things, {} names in {:.2} s",
        index.about().things,
        index.about().names,
        begin.elapsed().as_secs_f64()
    );
    index
}

fn build(from: &Path, to: &Path) {
    let options = BuildOptions { name: "bench".into(), format: None, wanted: Wanted::default(), memory: 256_000_000 };
    link::build(&[from.to_owned()], to, &options, &mut |trouble| println!("{trouble}")).unwrap();
}

/// Right, linked and hidden things.
#[derive(Default, Clone, Copy)]
struct Tally {
    hidden: usize,
    linked: usize,
    right: usize,
    offered: usize,
}

impl Tally {
    fn line(&self, what: &str) -> String {
        let share = |a: usize, b: usize| if b == 0 { 1.0 } else { a as f64 / b as f64 };
        format!(
            "{what:<24} {:>6} hidden  precision {:.3}  recall {:.3}  right one among the candidates of others {:.3}",
            self.hidden,
            share(self.right, self.linked),
            share(self.right, self.hidden),
            share(self.offered, self.hidden - self.right)
        )
    }
}

fn measure(title: &str, store: &Store, index: &Index, show: usize) {
    let known: BTreeSet<String> = index.records().map(|r| r.id).collect();
    let mut by_class: BTreeMap<String, Tally> = BTreeMap::new();
    let (mut all, mut wrong, mut missed, mut unknown) = (Tally::default(), Vec::new(), Vec::new(), BTreeMap::new());
    let (mut things, mut seconds) = (0, 0.0);
    for fold in 0..FOLDS {
        let (hidden, gold) = hide(store, fold, &known);
        let begin = Instant::now();
        let mut outcomes = Vec::new();
        link::run(store, index, Mode::Preview, |outcome| outcomes.push(outcome.clone())).unwrap();
        seconds += begin.elapsed().as_secs_f64();
        things += outcomes.len();
        for outcome in &outcomes {
            let (thing, links): (_, &[Link]) = match outcome {
                Outcome::Linked(link) | Outcome::Nothing(link) => (&link.thing, std::slice::from_ref(link)),
                Outcome::Candidates(links) => (&links[0].thing, links),
            };
            let Some(item) = gold.get(thing.as_str()) else {
                if let (Outcome::Linked(link), true) = (outcome, thing.as_str().contains("/x-")) {
                    unknown.insert(thing.as_str().to_owned(), link.clone());
                }
                continue;
            };
            let class = thing.as_str().rsplit('/').nth(1).unwrap_or_default().to_owned();
            let target = |l: &Link| l.target.as_ref().is_some_and(|t| t.as_str() == item);
            for tally in [&mut all, by_class.entry(class).or_default()] {
                tally.hidden += 1;
                match outcome {
                    Outcome::Linked(link) => {
                        tally.linked += 1;
                        tally.right += usize::from(target(link));
                    }
                    _ => tally.offered += usize::from(links.iter().any(target)),
                }
            }
            match outcome {
                Outcome::Linked(link) if !target(link) => wrong.push((item.clone(), links.to_vec())),
                Outcome::Linked(_) => {}
                _ => missed.push((item.clone(), links.to_vec())),
            }
        }
        let mut work = store.quads().start_transaction().unwrap();
        hidden.iter().for_each(|quad| work.insert(quad));
        work.commit().unwrap();
    }
    println!("{}", all.line(title));
    for (class, tally) in &by_class {
        println!("  {}", tally.line(class));
    }
    println!(
        "{things} things in {seconds:.1} s: {:.0} a second; {} links of things without a row",
        things as f64 / seconds,
        unknown.len()
    );
    if show > 0 {
        println!("\nwrong ({})", wrong.len());
        wrong.iter().take(show).for_each(|(item, links)| tell(item, links));
        println!("\nnot linked ({})", missed.len());
        // Not the first ones, which all begin with A.
        missed.iter().step_by((missed.len() / show).max(1)).take(show).for_each(|(item, links)| tell(item, links));
        println!("\nwithout a row ({})", unknown.len());
        let every = (unknown.len() / show).max(1);
        unknown.values().step_by(every).take(show).for_each(|link| tell("?", std::slice::from_ref(link)));
    }
}

fn tell(item: &str, links: &[Link]) {
    let Some(first) = links.first() else { return };
    print!(
        "  {} should be {}:",
        first.thing.as_str().rsplit("id/").next().unwrap_or_default(),
        item.trim_start_matches(ITEM)
    );
    for link in links {
        let target = link.target.as_ref().map_or("nothing", |t| t.as_str().trim_start_matches(ITEM));
        print!(" {target} {} by {:?} {:.3};", link.label, link.matched, link.score.unwrap_or_default());
    }
    println!();
}

/// Takes the identifiers of a tenth of the rows out of the store: these quads, and the items of things that documents name
/// and the index has.
fn hide(store: &Store, fold: u64, known: &BTreeSet<String>) -> (Vec<Quad>, BTreeMap<String, String>) {
    let graph = GraphName::from(store.base().pack_graph());
    let mut hidden = Vec::new();
    let mut gold = BTreeMap::new();
    for quad in store.quads().quads_for_pattern(None, None, None, Some(graph.as_ref())) {
        let quad = quad.unwrap();
        let NamedOrBlankNode::NamedNode(thing) = &quad.subject else { continue };
        if !is_identifier(quad.predicate.as_ref()) || fold_of(thing.as_str()) != fold {
            continue;
        }
        if let Term::NamedNode(item) = &quad.object
            && known.contains(item.as_str())
        {
            gold.insert(thing.as_str().to_owned(), item.as_str().to_owned());
        }
        hidden.push(quad);
    }
    let mut work = store.quads().start_transaction().unwrap();
    hidden.iter().for_each(|quad| work.remove(quad));
    work.commit().unwrap();
    (hidden, gold)
}

fn fold_of(iri: &str) -> u64 {
    iri.bytes().fold(7u64, |hash, byte| hash.wrapping_mul(131).wrapping_add(u64::from(byte))) % FOLDS
}

/// An index of a million made-up names.
fn million(folder: &Path) {
    let (from, to) = (folder.join("million.tsv"), folder.join("million.idx"));
    let mut table = String::from("id\tlabel_en\taliases\tclass\tweight\n");
    for n in 0..400_000u64 {
        let word = |seed: u64| {
            let mut n = n.wrapping_mul(seed) % 100_003 + 97;
            let mut word = String::new();
            while n > 0 {
                word.push(char::from(b'a' + (n % 20) as u8));
                n /= 20;
            }
            word
        };
        let _ = writeln!(
            table,
            "Q{n}\t{} {}\t{} Council of {}|{}\torg\t{}",
            word(7919),
            word(104_729),
            word(1299),
            word(31),
            word(1_299_709),
            n % 40
        );
    }
    fs::write(&from, table).unwrap();
    let begin = Instant::now();
    build(&from, &to);
    let seconds = begin.elapsed().as_secs_f64();
    let index = Index::open(&to).unwrap();
    let size = fs::metadata(&to).unwrap().len() as f64 / 1e6;
    println!(
        "\n{} names in {seconds:.1} s: {:.0} a second, {size:.0} MB",
        index.about().names,
        index.about().names as f64 / seconds
    );
}
