//! Which parts frames and patterns capture, with their macros written out.
//!
//! Comes in: the items of a pack. Goes out: for each frame the names of its parts.

use super::syntax::{Item, ItemKind, Pattern, walk};
use crate::document::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// A frame and its parts.
#[derive(Debug)]
pub struct Captured<'i> {
    pub name: &'i str,
    pub lang: Option<Lang>,
    pub parts: BTreeSet<&'i str>,
}

/// The parts that the frames of a pack capture.
#[derive(Debug)]
pub struct Captures<'i> {
    pub frames: Vec<Captured<'i>>,
    macros: BTreeMap<&'i str, &'i Item>,
}

impl<'i> Captures<'i> {
    pub fn new(items: impl Iterator<Item = &'i Item> + Clone) -> Captures<'i> {
        let of = |kind| items.clone().filter(move |item| item.kind == kind);
        let macros = of(ItemKind::Define).map(|item| (item.name.text.as_str(), item)).collect();
        let mut captures = Captures { frames: Vec::new(), macros };
        let frames =
            of(ItemKind::Frame).map(|f| Captured { name: &f.name.text, lang: f.lang(), parts: captures.parts(f) });
        captures.frames = frames.collect();
        captures
    }

    /// The named parts of an item's patterns, those in their macros included.
    pub fn parts(&self, item: &'i Item) -> BTreeSet<&'i str> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<&'i Pattern> = item.patterns().collect();
        while let Some(pattern) = open.pop() {
            walk(pattern, &mut |part| match part {
                Pattern::Named(name, _) => _ = found.insert(name.text.as_str()),
                Pattern::Macro(name) if seen.insert(name.text.as_str()) => {
                    open.extend(self.macros.get(name.text.as_str()).into_iter().flat_map(|item| item.patterns()));
                }
                _ => {}
            });
        }
        found
    }

    /// The frames that a rule with these names may use; all where it names none.
    pub fn of_rule<'s>(&'s self, names: &'s [&str]) -> impl Iterator<Item = &'s Captured<'i>> {
        self.frames.iter().filter(move |f| names.is_empty() || names.contains(&f.name))
    }
}
