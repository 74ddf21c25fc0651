//! What of a pack cannot be judged while some lines of its lexicon cannot be read.
//!
//! Comes in: a pack and its problems so far. Goes out: the items whose words are in doubt, of which only their grammar is told;
//! an error of the lexicon hides no error that has nothing to do with it.

use super::Checked;
use crate::pack::Pack;
use crate::rule::compile::used;
use crate::rule::syntax::{Item, Problem, Test, walk_tests};
use crate::span::Span;
use std::collections::BTreeSet;

/// The words of a pack that could not be read.
pub(super) enum Unread<'p> {
    /// None: nothing is in doubt.
    Nothing,
    /// Lines: of these lists, and perhaps of things.
    Lines(BTreeSet<&'p str>),
    /// Whole files.
    Files,
}

impl<'p> Unread<'p> {
    /// What the problems of a pack that was loaded say of its lexicon.
    pub(super) fn of(pack: &'p Pack, problems: &[Problem]) -> Unread<'p> {
        let mut unread = Unread::Nothing;
        for problem in problems {
            let Some((_, text)) = pack.lexicon.iter().flatten().find(|(name, _)| *name == problem.file) else {
                continue;
            };
            let before = text.get(..problem.span.start as usize).unwrap_or_default();
            let line = text[before.rfind('\n').map_or(0, |at| at + 1)..].lines().next().unwrap_or_default();
            // The first line says what the others are.
            if before.lines().all(|line| line.is_empty() || line.starts_with('#')) {
                return Unread::Files;
            }
            let list = line.split('\t').next().unwrap_or_default();
            match &mut unread {
                Unread::Lines(lists) => _ = lists.insert(list),
                _ => unread = Unread::Lines(BTreeSet::from([list])),
            }
        }
        unread
    }

    /// Where the items stand that ask for such words, themselves or by a macro.
    pub(super) fn items(&self, checked: &Checked<'p>) -> Vec<(&'p str, Span)> {
        let Unread::Lines(lists) = self else { return Vec::new() };
        let asks = |item: &Item| {
            let mut asks = false;
            walk_tests(item, &mut |test| {
                if let Test::List(list) = test {
                    asks |= lists.contains(list.text.as_str());
                }
            });
            asks
        };
        let mut doubtful: BTreeSet<&str> =
            checked.items().filter(|(_, item)| asks(item)).map(|(_, item)| item.name.text.as_str()).collect();
        let of_macro = |item: &Item, doubtful: &BTreeSet<&str>| {
            used(std::iter::once(item)).into_iter().any(|name| doubtful.contains(name))
        };
        // A macro may use another.
        loop {
            let more: Vec<&str> = checked
                .items()
                .map(|(_, item)| item)
                .filter(|item| !doubtful.contains(item.name.text.as_str()) && of_macro(item, &doubtful))
                .map(|item| item.name.text.as_str())
                .collect();
            if more.is_empty() {
                break;
            }
            doubtful.extend(more);
        }
        let doubtful = checked.items().filter(|(_, item)| doubtful.contains(item.name.text.as_str()));
        doubtful.map(|(file, item)| (file, item.span)).collect()
    }
}
