//! Macros, and how much a pattern comes to with its macros written out.

use crate::rule::syntax::{Item, ItemKind, Pattern, Problem, Statement, walk};
use std::collections::{BTreeMap, BTreeSet};

/// The deepest that macros may use macros.
const DEPTH: usize = 8;

/// A pattern by the name that it has in a pack.
pub struct Macro<'i> {
    pub file: &'i str,
    pub item: &'i Item,
    /// `None`: it could not be read, or uses itself.
    pub pattern: Option<&'i Pattern>,
    size: Option<Size>,
}

/// What bounds a pattern.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Steps of its program.
    pub steps: usize,
    /// The fewest elements of a match.
    pub least: usize,
}

impl Size {
    fn then(self, other: Size) -> Size {
        Size { steps: self.steps.saturating_add(other.steps), least: self.least.saturating_add(other.least) }
    }
}

/// The macros of a pack.
#[derive(Default)]
pub struct Macros<'i>(BTreeMap<&'i str, Macro<'i>>);

impl<'i> Macros<'i> {
    /// Collects the macros of all files and measures them.
    pub fn new(files: &'i [(String, Vec<Item>)], problems: &mut Vec<Problem>) -> Macros<'i> {
        let mut macros = Macros::default();
        let items = files.iter().flat_map(|(file, items)| items.iter().map(move |item| (file.as_str(), item)));
        for (file, item) in items.filter(|(_, item)| item.kind == ItemKind::Define) {
            let pattern = match item.statements.first() {
                Some((Statement::Pattern(_, pattern), _)) => Some(pattern),
                _ => None,
            };
            let size = pattern.is_none().then(Size::default);
            if macros.0.insert(&item.name.text, Macro { file, item, pattern, size }).is_some() {
                let what = format!("a second macro %{}", item.name.text);
                problems.push(Problem::error(file, item.name.span, what, "give one of them another name"));
            }
        }
        macros.measure();
        for broken in macros.0.values_mut().filter(|m| m.size.is_none()) {
            problems.push(Problem::error(
                broken.file,
                broken.item.name.span,
                format!("%{} uses itself, or macros nested more than {DEPTH} deep", broken.item.name.text),
                "write out what it should match",
            ));
            broken.pattern = None;
        }
        macros
    }

    /// Each round measures what uses only what was measured before.
    fn measure(&mut self) {
        for _ in 0..DEPTH {
            let open = self.0.iter().filter(|(_, m)| m.size.is_none());
            let done: Vec<(&str, Size)> = open.filter_map(|(name, m)| Some((*name, self.known(m.pattern?)?))).collect();
            for (name, size) in done {
                if let Some(found) = self.0.get_mut(name) {
                    found.size = Some(size);
                }
            }
        }
    }

    pub fn get(&self, name: &str) -> Option<&Macro<'i>> {
        self.0.get(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().copied()
    }

    /// The size of a pattern; macros that are not known count nothing.
    pub fn size(&self, pattern: &Pattern) -> Size {
        self.known(pattern).unwrap_or_default()
    }

    /// `None` where a macro is used that was not measured yet.
    fn known(&self, pattern: &Pattern) -> Option<Size> {
        let one = Size { steps: 1, least: 1 };
        let none = Size { steps: 1, least: 0 };
        Some(match pattern {
            Pattern::Sequence(parts) => {
                parts.iter().try_fold(Size::default(), |sum, part| Some(sum.then(self.known(part)?)))?
            }
            Pattern::Either(parts) => {
                let sizes: Vec<Size> = parts.iter().map(|part| self.known(part)).collect::<Option<_>>()?;
                let steps = sizes.iter().fold(0usize, |sum, s| sum.saturating_add(s.steps).saturating_add(2));
                Size { steps, least: sizes.iter().map(|s| s.least).min().unwrap_or(0) }
            }
            Pattern::Repeat { of, min, max, .. } => {
                let size = self.known(of)?;
                let steps = size.steps.saturating_add(1).saturating_mul(*max as usize);
                Size { steps, least: size.least.saturating_mul(*min as usize) }
            }
            Pattern::Named(_, of) => Size { steps: 2, least: 0 }.then(self.known(of)?),
            Pattern::Look { of, .. } => Size { least: 0, ..none.then(self.known(of)?) },
            Pattern::Test(_) => one,
            Pattern::Begin | Pattern::End => none,
            Pattern::Macro(name) => match self.0.get(name.text.as_str()) {
                Some(found) => found.size?,
                None => Size::default(),
            },
        })
    }
}

/// The names of all macros that items use, as written.
pub fn used<'i>(items: impl Iterator<Item = &'i Item>) -> BTreeSet<&'i str> {
    let mut names = BTreeSet::new();
    for pattern in items.flat_map(Item::patterns) {
        walk(pattern, &mut |part| {
            if let Pattern::Macro(name) = part {
                names.insert(name.text.as_str());
            }
        });
    }
    names
}
