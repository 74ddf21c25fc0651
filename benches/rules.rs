//! What rules cost: 10 to 10,000 generated rules on the same text, in CPU time. Cost has to grow with the triggers that a text has, not with the
//! rules that a pack holds.
//!
//! `cargo bench --bench rules`

#[path = "../tests/common/mod.rs"]
mod common;

use chancery::cost::Costs;
use chancery::document::Document;
use common::{generated, seconds, text};
use std::time::Instant;

fn main() {
    let document = Document::from_text("bench", text(8));
    println!("{:>8} {:>9} {:>10} {:>10} {:>12}", "rules", "load ms", "triggers", "text ms", "us a trigger");
    for (what, occur) in [("whose triggers do not occur", false), ("whose triggers occur", true)] {
        println!("rules {what}");
        let mut base = None;
        for count in [10, 100, 1_000, 10_000] {
            let begun = Instant::now();
            let extractor = generated(count, occur);
            let load = begun.elapsed().as_secs_f64() * 1e3;
            let time = seconds(&extractor, &document);
            let tries = Costs::of(&extractor, &document).tries();
            let (first_time, first_tries) = *base.get_or_insert((time, tries));
            let each = match tries - first_tries {
                0 => String::new(),
                more => format!("{:.3}", (time - first_time) * 1e6 / more as f64),
            };
            println!("{count:8} {load:9.1} {tries:10} {:10.1} {each:>12}", time * 1e3);
        }
    }
}
