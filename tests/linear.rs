//! Time grows with the text, whatever stands in it: twice the text takes about twice the time.
//!
//! Each text is one line without a stop, of a kind that makes a careless search quadratic. CPU time of this thread is compared, the least of a
//! few runs, and four times the text with the text, so that a busy machine does not decide.

use chancery::document::Document;
use chancery::extract::Extractor;
use std::fs;

/// Four times the text may take this much longer. Linear work takes 4 times, and more where the memory for the longer text first comes from the
/// kernel (7 was seen); quadratic work takes 16 times.
const MOST: f64 = 10.0;
/// Bytes of the smaller text: more than the longest sentence, so that what is bounded by it is seen to be.
const SIZE: usize = 32 * 1024;
/// The least that can be measured: the kernel counts in ticks.
const LEAST: f64 = 0.03;
/// The most bytes that are tried to get there.
const LARGEST: usize = 2 << 20;
/// MB of such text that a second reads at least; what is bounded but slow shows here. Well below what is measured.
const SLOWEST: f64 = 0.04;

/// Nanoseconds that this thread has run (Linux).
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0.0)
}

fn seconds(text: &str) -> f64 {
    let document = Document::from_text("d", text);
    let runs = (0..3).map(|_| {
        let begin = cpu();
        std::hint::black_box(Extractor::embedded().extract(&document));
        (cpu() - begin) / 1e9
    });
    runs.fold(f64::INFINITY, f64::min)
}

fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len() + 1)
}

/// A number in letters, so that each gives another name.
fn letters(mut n: usize) -> String {
    let mut text = String::new();
    loop {
        text.push(char::from(b'a' + (n % 26) as u8));
        n /= 26;
        if n == 0 {
            return text;
        }
    }
}

/// The kinds of text; `{n}` is counted up.
const KINDS: &[&str] = &[
    "promote ",
    "China promote ",
    "said that China will promote ",
    "中国、",
    "中国推动",
    "表示，",
    "(",
    "(WB) ",
    "“",
    "“China” ",
    "《",
    ", ",
    "3 ",
    "3.5% ",
    "rose 3.5%, ",
    "2018年",
    "the Commission ",
    "Mr Person{n} ",
    "New{n} Trade Agency{n}, ",
    "exports of goods{n} rose 3% and ",
    "a",
    "一",
    "\n",
];

#[test]
fn time_grows_with_the_text() {
    Extractor::embedded();
    if cpu() == 0.0 {
        return;
    }
    let mut slow = Vec::new();
    for kind in KINDS {
        let text = |bytes: usize| match kind.contains("{n}") {
            false => repeated(kind, bytes),
            true => (0..bytes / kind.len()).map(|n| kind.replace("{n}", &letters(n))).collect(),
        };
        let mut size = SIZE;
        while size < LARGEST && seconds(&text(size)) < LEAST {
            size *= 2;
        }
        let (first, second) = (seconds(&text(size)), seconds(&text(4 * size)));
        let (times, rate) = (second / first.max(LEAST / 2.0), size as f64 * 4e-6 / second);
        println!("{kind:?}: {times:.2} times, {rate:.2} MB/s");
        if times > MOST || rate < SLOWEST {
            slow.push(format!("{kind:?}: four times the text takes {times:.2} times as long, {rate:.2} MB a second"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
