//! Rule files that are laid out anew say the same and stay as they are then.

use chancery::pack::Pack;
use chancery::rule::syntax::{format, parse};
use proptest::prelude::*;
use regex::Regex;
use std::sync::LazyLock;

/// What a file says, without the places at which it says it.
fn said(text: &str) -> Option<String> {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b\d+\.\.\d+\b").unwrap());
    let (items, problems) = parse("x", text);
    problems.is_empty().then(|| PLACE.replace_all(&format!("{items:?}"), "").into_owned())
}

/// The comments of a file, in order.
fn comments(text: &str) -> Vec<&str> {
    let outside = |line: &str| {
        let mut quoted = false;
        line.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            *c == '#' && !quoted
        })
    };
    text.lines().filter_map(|line| outside(line).map(|(at, _)| line[at..].trim_end())).collect()
}

fn holds(text: &str) {
    let Some(before) = said(text) else {
        assert!(format("x", text).is_err(), "{text}");
        return;
    };
    let new = format("x", text).unwrap_or_else(|p| panic!("{p:?}\n{text}"));
    assert_eq!(said(&new).as_ref(), Some(&before), "\n{text}\n----\n{new}");
    assert_eq!(comments(&new), comments(text), "\n{text}\n----\n{new}");
    assert_eq!(format("x", &new).as_ref(), Ok(&new), "\n{text}\n----\n{new}");
}

#[test]
fn the_default_pack_says_the_same() {
    for (_, text) in Pack::embedded().rules {
        holds(&text);
    }
}

/// Statements in pieces, between which a line may break.
const HEADS: &[&str] = &[
    "entity A-b : cy:Event",
    "relation  R:cy:Proposal",
    "frame f : en",
    "context c: zh",
    "phrase en",
    "define X = cap",
];
const STATEMENTS: &[&[&str]] = &[
    &["\"What it is.\""],
    &["en  it:(cap{1,4}", "@list )", "!<(  \"a\" | b)", "!>(c)"],
    &["zh", "\"中文\" (Place|noun)*?", "a&!b", "c : d ?"],
    &["test en \"One # two.\"", "=> agent \"x\" ,", "time \"y\"; kind CONSULT"],
    &["reject zh \"一。\""],
    &["trigger @a|\"b c\"", "| @d"],
    &["agent Place|Person", "at subject,\"with\"", "within -> cy:agent"],
    &["time? Time at time->cy:time"],
    &["direct ?a", "cy:p ?b"],
    &["set kind", "target when modality needed"],
    &["set kind from @list.fact"],
    &["left !<(prep) subject:np", "%hang adv{0,2}? ^"],
    &["voice active", "passive"],
    &["np (\"of\" np)*"],
    &["when no subject"],
];

/// A break between pieces or lines: columns, a comment, empty lines.
fn gap() -> impl Strategy<Value = (usize, bool, usize)> {
    (0usize..9, prop::bool::weighted(0.2), 0usize..3)
}

prop_compose! {
    fn file()(
        items in prop::collection::vec(
            (0..HEADS.len(), gap(), prop::collection::vec((0..STATEMENTS.len(), gap(), prop::collection::vec(gap(), 3)), 0..6)),
            0..5,
        )
    ) -> String {
        let mut text = String::new();
        for (head, (columns, comment, empty), statements) in items {
            if comment {
                text += &format!("{:columns$}# before\n{}", "", "\n".repeat(empty));
            }
            text += HEADS[head];
            text += if columns > 4 { "   # behind\n" } else { "\n" };
            for (statement, (columns, comment, empty), joins) in statements {
                let columns = columns + 1;
                text += &"\n".repeat(empty);
                if comment {
                    text += &format!("{:columns$}# own line\n", "");
                }
                text += &" ".repeat(columns);
                for (piece, (deeper, comment, _)) in STATEMENTS[statement].iter().zip(joins) {
                    text += piece;
                    if comment {
                        text += &format!("  # behind\n{:1$}", "", columns + deeper + 1);
                    } else if deeper > 6 {
                        text += &format!("\n{:1$}", "", columns + deeper);
                    } else {
                        text += &" ".repeat(deeper + 1);
                    }
                }
                text += "\n";
            }
        }
        text
    }
}

proptest! {
    #[test]
    fn any_file_says_the_same(text in file()) {
        holds(&text);
    }
}

#[test]
fn columns_are_set() {
    let text = "relation R : cy:Proposal\n  trigger @a\n  agent Place|Person at subject -> cy:agent # who\n  time? Time -> cy:time\n\
                define A=cap\ndefine B = %A\n# last\n";
    let new = "relation R : cy:Proposal\n  trigger  @a\n  agent    Place | Person  at subject  -> cy:agent  # who\n\
               \x20 time?    Time                        -> cy:time\n\ndefine A = cap\ndefine B = %A\n# last\n";
    assert_eq!(format("x", text).unwrap(), new);
}
