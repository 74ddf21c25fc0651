//! How well times are read in news that others have marked with TIMEX3 (`timex.jsonl` beside the checkout): spans and values.
//!
//! `cargo bench --bench timex [-- --show]`; `--show` prints what was missed, what was marked too much and which values differ.
//! A value agrees where it is the same TIMEX3, or where our interval begins with the same day, month or year in the same grain.

use chancery::document::Lang;
use chancery::span::CodePoints;
use chancery::value::{self, Context, Time, ValueKind};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::{env, fs};

const DATA: &str = "../shared/bench/data/timex.jsonl";

/// Counts of one type of TIMEX3.
#[derive(Default)]
struct Tally {
    gold: usize,
    exact: usize,
    overlap: usize,
    value: usize,
}

/// Whether our time says what `gold` says.
fn agrees(gold: &str, time: &Time) -> bool {
    let quarter =
        |t: &str| t.split_once("-Q").and_then(|(y, q)| Some((y.to_owned(), q.parse::<usize>().ok()? * 3 - 2)));
    let grain = match gold.len() {
        4 => "year",
        7 if gold.contains("-W") || gold.contains("-Q") => "",
        7 => "month",
        10 => "day",
        3 => "decade",
        _ => "",
    };
    let begins = time.begin.as_deref().or(time.end_exclusive.as_deref()).unwrap_or("");
    let same_day = !grain.is_empty() && time.grain == Some(grain) && begins.starts_with(gold);
    let same_quarter =
        quarter(gold).is_some_and(|(y, m)| time.grain == Some("quarter") && begins.starts_with(&format!("{y}-{m:02}")));
    let part = gold.split_once('T').is_some_and(|(day, part)| {
        time.timex.ends_with(&format!("T{part}")) && (begins.starts_with(day) || time.timex.starts_with(day))
    });
    // The set counts "P2Y" backwards from the document too; it keeps the length.
    let length = gold.starts_with('P') && time.timex.trim_end_matches(')').ends_with(gold);
    time.timex == gold || same_day || same_quarter || part || length
}

fn main() {
    let show = env::args().any(|a| a == "--show");
    let Ok(text) = fs::read_to_string(DATA) else {
        println!("no {DATA}: nothing to measure");
        return;
    };
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut extra = 0;
    for line in text.lines() {
        let Ok(record) = serde_json::from_str::<Json>(line) else { continue };
        let string = |key: &str| record.get(key).and_then(Json::as_str).unwrap_or("");
        let text = string("text");
        let points = CodePoints::new(text);
        let context = Context { date: value::json::date(string("reference")), ..Context::default() };
        let read = value::read(text, Lang::En, &context);
        let ours: Vec<_> = read
            .iter()
            .filter(|v| v.kind == ValueKind::Time)
            .filter_map(|v| Some((points.span(v.full), points.span(v.span), v, v.time.as_ref()?)))
            .collect();
        let mut used = vec![false; ours.len()];
        for gold in record.get("timex").and_then(Json::as_array).into_iter().flatten() {
            let place = |key: &str| gold.get(key).and_then(Json::as_u64).unwrap_or(0) as u32;
            let field = |key: &str| gold.get(key).and_then(Json::as_str).unwrap_or("");
            let (start, end) = (place("start"), place("end"));
            let tally = tallies.entry(field("type").to_owned()).or_default();
            tally.gold += 1;
            let exact = ours.iter().position(|o| o.0 == (start, end) || o.1 == (start, end));
            let touch = exact.or_else(|| ours.iter().position(|o| o.0.0 < end && start < o.0.1));
            tally.exact += usize::from(exact.is_some());
            tally.overlap += usize::from(touch.is_some());
            if let Some(at) = touch {
                used[at] = true;
                let time = ours[at].3;
                if agrees(field("value"), time) {
                    tally.value += 1;
                } else if show {
                    println!(
                        "value  {:?} is {} begins {:?}, not {}",
                        field("text"),
                        time.timex,
                        time.begin,
                        field("value")
                    );
                }
            } else if show {
                println!("missed {:?} {}", field("text"), field("value"));
            }
        }
        for (o, _) in ours.iter().zip(&used).filter(|(o, used)| !**used && !o.2.latent) {
            extra += 1;
            if show {
                println!("extra  {:?} {}", o.2.full.of(text), o.3.timex);
            }
        }
    }
    println!("{:10} {:>6} {:>7} {:>8} {:>7}", "TIMEX3", "gold", "exact", "overlap", "value");
    let rate = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    let (mut gold, mut exact, mut overlap, mut right) = (0, 0, 0, 0);
    for (name, t) in &tallies {
        println!(
            "{name:10} {:6} {:7.3} {:8.3} {:7.3}",
            t.gold,
            rate(t.exact, t.gold),
            rate(t.overlap, t.gold),
            rate(t.value, t.gold)
        );
        (gold, exact, overlap, right) = (gold + t.gold, exact + t.exact, overlap + t.overlap, right + t.value);
    }
    let f1 = |hits: usize| 2.0 * hits as f64 / (gold + overlap + extra).max(1) as f64;
    println!(
        "all: F1 of spans exact {:.3}, overlapping {:.3}; right values of those found {:.3}",
        f1(exact),
        f1(overlap),
        rate(right, overlap)
    );
}
