//! Cost grows with what a text has: with its length, whatever stands in it, and with the triggers in it, not with the rules that a pack holds.
//!
//! What rules do is counted, so that growth is exact there. What stands below the rules is compared in CPU time, the least of three runs; for
//! each kind of text so much of it that the kernel's clock tells it.

mod common;

use chancery::document::Document;
use chancery::extract::Extractor;
use chancery::rule::pattern::PartId;
use chancery::rule::watch::{Contender, Passed, Place, Tried, Watch};
use common::{cpu, generated, letters, seconds, text};

/// That of the program: it keeps what was given back, so that of several runs the least is without the kernel's clearing of pages.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Four times the text may take this much longer: linear work takes four times, quadratic work sixteen.
const MOST: f64 = 6.5;
/// How often texts are compared anew that took longer.
const AGAIN: usize = 3;
/// Bytes of the smaller text: more than the longest sentence, so that what is bounded by it is seen to be.
const SIZE: usize = 24 * 1024;
/// The least seconds that are compared.
const LEAST: f64 = 0.04;
/// MB of such text that a second reads at least, of a program built to be fast or not; what is bounded but slow shows here.
const SLOWEST: f64 = 0.03;

/// The kinds of text, each without a stop; `{n}` is counted up.
const KINDS: &[&str] = &[
    "promote ",
    "China promote ",
    "said that China will promote ",
    "中国、",
    "中国推动",
    "表示，",
    "(",
    "((China) ",
    "(WB) ",
    "“",
    "“China” ",
    "“‘中国",
    "《",
    ", ",
    "3 ",
    "3.5% ",
    "rose 3.5%, ",
    "2018年",
    "the Commission ",
    "the Bank of ",
    "Mr Person{n} ",
    "New{n} Trade Agency{n}, ",
    "exports of goods{n} rose 3% and ",
    "a",
    "一",
    "Ab",
    "\n",
];

fn repeated(kind: &str, bytes: usize) -> String {
    match kind.contains("{n}") {
        false => kind.repeat(bytes / kind.len() + 1),
        true => (0..bytes / kind.len()).map(|n| kind.replace("{n}", &letters(n))).collect(),
    }
}

/// Counts what rules do.
#[derive(Default)]
struct Steps(u64);

impl Watch for Steps {
    fn begin(&mut self, _: Tried, _: Place) {
        self.0 += 1;
    }

    fn matched(&mut self, _: u16, _: u16) {
        self.0 += 1;
    }

    fn frame(&mut self, _: u16, parts: impl Iterator<Item = (PartId, u16, u16)>) {
        self.0 += 1 + parts.count() as u64;
    }

    fn role(&mut self, _: usize, fills: impl Iterator<Item = Place>) {
        self.0 += 1 + fills.count() as u64;
    }

    fn stated(&mut self, claims: usize) {
        self.0 += claims as u64;
    }

    fn passed(&mut self, _: u16, _: Place, _: Passed) {
        self.0 += 1;
    }

    fn lost(&mut self, _: Contender, _: Contender) {
        self.0 += 1;
    }
}

fn steps(extractor: &Extractor, text: &str) -> u64 {
    let mut steps = Steps::default();
    extractor.extract_watched(&Document::from_text("d", text), &mut steps);
    steps.0
}

#[test]
fn rules_do_four_times_the_work_on_four_times_the_text() {
    let extractor = Extractor::embedded();
    let mut wrong = Vec::new();
    for kind in KINDS {
        let (first, second) = (steps(extractor, &repeated(kind, SIZE)), steps(extractor, &repeated(kind, 4 * SIZE)));
        // The text ends inside a sentence, which is what the rest is for.
        if second as f64 > 4.4 * first as f64 + 200.0 {
            wrong.push(format!("{kind:?}: {first} steps, {second} on four times the text"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn time_grows_with_the_text() {
    let extractor = Extractor::embedded();
    if cpu() == 0.0 {
        return;
    }
    let of = |text: String| seconds(extractor, &Document::from_text("d", text));
    let mut slow = Vec::new();
    for kind in KINDS {
        let mut size = SIZE;
        let mut first = of(repeated(kind, size));
        while first < LEAST {
            size *= 2;
            first = of(repeated(kind, size));
        }
        let mut second = of(repeated(kind, 4 * size));
        // What a neighbour of this machine did meanwhile does not come again each time; work that grows too fast does.
        for _ in 0..AGAIN {
            if second / first <= MOST {
                break;
            }
            (first, second) = (of(repeated(kind, size)), of(repeated(kind, 4 * size)));
        }
        let (times, rate) = (second / first, size as f64 * 4e-6 / second);
        println!("{kind:?}: {size} bytes, {times:.2} times, {rate:.2} MB/s");
        if times > MOST || rate < SLOWEST {
            slow.push(format!("{kind:?}: four times the text takes {times:.2} times as long, {rate:.2} MB a second"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

#[test]
fn a_sentence_of_a_megabyte_is_read() {
    let extractor = Extractor::embedded();
    for kind in ["China and the Bank promote trade with ", "中国推动贸易增长，"] {
        let long = repeated(kind, 1 << 20);
        let found = extractor.extract(&Document::from_text("d", long.as_str()));
        assert!(found.mentions.len() > 1000, "{kind:?}: {}", found.mentions.len());
        assert!(found.claims.len() > 100, "{kind:?}: {}", found.claims.len());
    }
}

#[test]
fn rules_that_do_not_apply_cost_nothing() {
    let (few, many) = (generated(100, false), generated(10_000, false));
    let mut document = Document::from_text("d", text(2));
    assert_eq!((steps(&few, &document.text), steps(&many, &document.text)), (0, 0));
    if cpu() == 0.0 {
        return;
    }
    // The clock of a thread goes on in steps of some milliseconds.
    let mut parts = 2;
    while seconds(&few, &document) < LEAST {
        parts *= 4;
        document = Document::from_text("d", text(parts));
    }
    let measured = || (seconds(&few, &document), seconds(&many, &document));
    let (few, many) =
        (0..AGAIN).map(|_| measured()).min_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0))).unwrap_or_default();
    println!("100 rules {few:.4} s, 10,000 rules {many:.4} s");
    assert!(many <= 2.0 * few, "10,000 rules take {many:.4} s, 100 take {few:.4} s");
}

#[test]
fn cost_grows_with_the_triggers_met() {
    let text = text(2);
    let (few, many) = (steps(&generated(100, true), &text), steps(&generated(1_000, true), &text));
    assert!(few > 0 && many.abs_diff(10 * few) <= many / 10, "{few} steps, {many} with ten times the triggers");
}
