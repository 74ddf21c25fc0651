//! Random patterns on random rows: the machine ends where trying every way in order of preference ends.

use super::{Machine, Prefer};
use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::rule::pattern::{Ends, Label, Labels, Lattice, Property, Props};
use crate::rule::syntax::{self, Pattern, Statement, Test};
use crate::text::Tag;
use proptest::prelude::*;

/// Elements that are nouns, verbs or adjectives, with no edges.
#[derive(Debug)]
struct Row(Vec<Props>);

impl Lattice for Row {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn props(&self, at: usize) -> Props {
        self.0[at] | Property::Any.bit()
    }

    fn labels(&self, _: usize) -> Labels {
        Labels::default()
    }

    fn covered(&self, _: usize, _: Label) -> bool {
        false
    }

    fn edges(&self, _: usize, _: Label, _: bool, _: &mut Ends) {}
}

const KINDS: [(&str, Tag); 3] = [("noun", Tag::Noun), ("verb", Tag::Verb), ("adj", Tag::Adjective)];

fn passes(test: &Test, props: Props) -> bool {
    match test {
        Test::Kind(word) => {
            KINDS.iter().any(|(name, tag)| *name == word.text && Property::Tag(*tag).bit() & props != 0)
        }
        Test::Not(of) => !passes(of, props),
        other => panic!("{other:?} is not drawn"),
    }
}

/// The boundaries at which a pattern from `at` may end, the preferred first; by trying every way.
fn ends(pattern: &Pattern, row: &Row, at: usize, backward: bool) -> Vec<usize> {
    let mut found = Vec::new();
    match pattern {
        Pattern::Sequence(parts) => {
            found.push(at);
            let mut step = |part| found = found.iter().flat_map(|&at| ends(part, row, at, backward)).collect();
            if backward { parts.iter().rev().for_each(&mut step) } else { parts.iter().for_each(&mut step) }
        }
        Pattern::Either(parts) => parts.iter().for_each(|part| found.extend(ends(part, row, at, backward))),
        Pattern::Repeat { of, min, max, lazy } => {
            let least = min.saturating_sub(1);
            let more = if *max == 0 { Vec::new() } else { ends(of, row, at, backward) };
            let rest = Pattern::Repeat { of: of.clone(), min: least, max: max.saturating_sub(1), lazy: *lazy };
            let more = more.into_iter().flat_map(|at| ends(&rest, row, at, backward));
            match (*min == 0, *lazy) {
                (true, true) => found.extend(std::iter::once(at).chain(more)),
                (true, false) => found.extend(more.chain([at])),
                (false, _) => found.extend(more),
            }
        }
        Pattern::Named(_, of) => found = ends(of, row, at, backward),
        Pattern::Test(test) => {
            let element = if backward { at.checked_sub(1) } else { Some(at) };
            let element = element.filter(|n| row.0.get(*n).is_some_and(|props| passes(test, *props)));
            found.extend(element.map(|n| if backward { n } else { n + 1 }));
        }
        Pattern::Look { of, behind, negative } => {
            found.extend((ends(of, row, at, *behind).is_empty() == *negative).then_some(at));
        }
        Pattern::Begin => found.extend((at == 0).then_some(at)),
        Pattern::End => found.extend((at == row.len()).then_some(at)),
        Pattern::Macro(name) => panic!("%{} is not drawn", name.text),
    }
    let mut seen = vec![false; row.len() + 1];
    found.retain(|&end| !std::mem::replace(&mut seen[end], true));
    found
}

/// Patterns as they are written.
fn pattern() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec!["noun", "verb", "adj", "!noun", "^", "$"]).prop_map(String::from);
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" "))),
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" | "))),
            4 => (inner.clone(), 0u8..3, 0u8..4, any::<bool>()).prop_map(|(of, min, more, lazy)| {
                format!("({of}){{{min},{}}}{}", (min + more).max(1), if lazy { "?" } else { "" })
            }),
            1 => (inner.clone(), any::<bool>(), any::<bool>()).prop_map(|(of, behind, negative)| {
                format!("{}{}({of})", if negative { "!" } else { "" }, if behind { "<" } else { ">" })
            }),
            1 => inner.prop_map(|of| format!("part:({of})")),
        ]
    })
}

/// Holds a pattern against every way, on both sides of a frame and from every boundary.
fn agrees(pattern: &str, row: &[usize]) -> Result<(), TestCaseError> {
    let text = format!("frame drawn : en\n  left   {pattern}\n  right  {pattern}\n");
    let (items, _) = syntax::parse("drawn", &text);
    let (rules, problems) = Rules::load([("drawn", text.as_str())].into_iter(), &[], Lexicon::embedded());
    // What is too large to run is refused.
    prop_assume!(problems.is_empty());
    let row = Row(row.iter().map(|kind| Property::Tag(KINDS[*kind].1).bit()).collect());
    let mut machine = Machine::default();
    let frame = &rules.frames[0];
    for (statement, _) in &items[0].statements {
        let (side, pattern) = match statement {
            Statement::Left(pattern) => (frame.left[0], pattern),
            Statement::Right(pattern) => (frame.right[0], pattern),
            other => panic!("{other:?} is not written"),
        };
        let program = &rules.sides[side as usize].program;
        for start in 0..=row.len() {
            let all = ends(pattern, &row, start, program.backward);
            let first = machine.run(program, &row, start, Prefer::First);
            prop_assert_eq!(first, all.first().copied(), "first from {} in {}", start, &text);
            let longest = machine.run(program, &row, start, Prefer::Longest);
            let farthest = all.iter().copied().max_by_key(|end| end.abs_diff(start));
            prop_assert_eq!(longest, farthest, "longest from {} in {}", start, &text);
        }
    }
    Ok(())
}

/// The strides of the outer ones need not be multiples of those of the inner.
#[test]
fn repetitions_three_deep_keep_their_rounds_apart() {
    for pattern in
        ["(((^){1,4}){2,4}){0,2}", "(((noun | ^){1,4}){2,4}){0,3}", "((((verb){0,3} adj){1,3} noun){0,2}){1,3}"]
    {
        for row in [&[0; 7][..], &[1, 2, 0, 1, 1, 2, 2, 0], &[]] {
            agrees(pattern, row).unwrap_or_else(|error| panic!("{pattern} on {row:?}: {error}"));
        }
    }
}

proptest! {
    #[test]
    fn the_machine_ends_where_every_way_ends(pattern in pattern(), row in prop::collection::vec(0usize..3, 0..9)) {
        agrees(&pattern, &row)?;
    }
}
