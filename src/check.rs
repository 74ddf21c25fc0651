//! Everything that can be wrong with a pack, told at once.
//!
//! Comes in: a pack. Goes out: an extractor and every [`Problem`]. Errors keep a pack from running: what cannot be read, names that are not
//! there, roles that the ontology does not allow or that nothing fills, rules that wait for each other, rules without tests or whose tests
//! fail. Warnings are told by `chancery rules check` only: what is of no use. A pack with neither is clean.
//!
//! | step | where |
//! |---|---|
//! | syntax, names, bounds, anchors, tests that are missing | [`crate::rule`] as it loads |
//! | relation rules against ontology and frames | `relations` |
//! | rules against each other | `overlap` |
//! | the pack as a whole: what is unused, classes of the lexicon | `whole` |
//! | what is left out while lines of the lexicon cannot be read | `unread` |
//! | the rules' own tests | `examples` |

mod examples;
mod overlap;
mod relations;
mod report;
mod unread;
mod whole;

pub use examples::run;
pub use relations::QUALIFIERS;
pub use report::{SHOWN, Told, told, told_in};
pub use whole::ASKED;

use crate::extract::Extractor;
use crate::lexicon::Lexicon;
use crate::ontology::Ontology;
use crate::pack::Pack;
use crate::pack::cache::{self, Kind};
use crate::rule::Rules;
use crate::rule::compile::Files;
use crate::rule::syntax::{self, Item, Level, Problem};
use crate::span::Span;
use rustc_hash::FxHashMap;
use unread::Unread;

/// A pack as the checks see it.
struct Checked<'p> {
    pack: &'p Pack,
    files: &'p Files,
    rules: &'p Rules,
    ontology: &'p Ontology,
    lexicon: &'p Lexicon,
}

/// Rules by name, each with its file.
type Places<'p> = FxHashMap<&'p str, (&'p str, &'p Item)>;

impl<'p> Checked<'p> {
    /// All items, each with its file.
    fn items(&self) -> impl Iterator<Item = (&'p str, &'p Item)> + Clone + use<'p> {
        self.files.iter().flat_map(|(file, items)| items.iter().map(move |item| (file.as_str(), item)))
    }

    /// Where the rules of the pack stand, by name.
    fn places(&self) -> Places<'p> {
        let rules = self.items().filter(|(_, item)| item.is_rule());
        rules.map(|(file, item)| (item.name.text.as_str(), (file, item))).collect()
    }
}

/// Makes a pack ready and tells every problem of it, in the order of files. The tests run in any case, so that all is told at once.
pub fn all(pack: &Pack) -> (Extractor, Vec<Problem>) {
    let (extractor, mut problems) = Extractor::load(pack);
    let parsed = pack.rules.iter().map(|(name, text)| (name.to_string(), syntax::parse(name, text)));
    let (files, grammar): (Files, Vec<_>) = parsed.map(|(name, (items, found))| ((name, items), found)).unzip();
    let unread = Unread::of(pack, &problems);
    if let Unread::Files = unread {
        // Without the pack's words nothing of its rules can be judged but their grammar.
        problems.retain(|p| pack.rules.iter().all(|(name, _)| *name != p.file));
        problems.extend(grammar.into_iter().flatten());
        return (extractor, in_order(problems));
    }
    let checked = Checked {
        pack,
        files: &files,
        rules: extractor.rules(),
        ontology: extractor.ontology(),
        lexicon: extractor.lexicon(),
    };
    relations::check(&checked, &mut problems);
    overlap::check(&checked, &mut problems);
    whole::check(&checked, &mut problems);
    if let Unread::Lines(_) = unread {
        // Nor of those that ask for words that could not be read; tests may fail for any word that is missing.
        let doubtful = unread.items(&checked);
        problems.retain(|p| !doubtful.iter().any(|(file, span)| p.file == *file && span.contains(p.span)));
        problems.extend(grammar.into_iter().flatten());
    }
    let failing = if let Unread::Nothing = unread { run(&extractor) } else { Vec::new() };
    // Of a rule with another error that one is told first: its tests may fail for no other reason.
    let wrong: Vec<(&str, Span)> = checked
        .items()
        .filter(|(file, item)| {
            let inside = |p: &Problem| p.file == *file && item.span.contains(p.span) && p.level == Level::Error;
            problems.iter().any(inside)
        })
        .map(|(file, item)| (file, item.span))
        .collect();
    let of_wrong = |p: &Problem| wrong.iter().any(|(file, span)| p.file == *file && span.contains(p.span));
    let failing: Vec<Problem> = failing.into_iter().filter(|p| !of_wrong(p)).collect();
    problems.extend(failing);
    // What the default pack lends to another is not of that one's making.
    problems.retain(|p| p.level == Level::Error || pack.owns(&p.file));
    (extractor, in_order(problems))
}

/// Problems in the order of files, each once.
fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|a, b| (&a.file, a.span, a.level, &a.what).cmp(&(&b.file, b.span, b.level, &b.what)));
    problems.dedup();
    problems
}

/// The problems of a pack; from the last time, where neither pack nor program has changed since.
pub fn problems(pack: &Pack) -> Vec<Problem> {
    if let Some(known) = cache::get(pack, Kind::Checked).and_then(|known| serde_json::from_slice(&known).ok()) {
        return known;
    }
    let (_, problems) = all(pack);
    remember(pack, &problems);
    problems
}

/// Makes a pack ready that has no errors. A pack that was found so before is not checked again.
///
/// # Errors
/// The errors of the pack, and its warnings.
pub fn load(pack: &Pack) -> Result<Extractor, Vec<Problem>> {
    let known: Option<Vec<Problem>> =
        cache::get(pack, Kind::Checked).and_then(|known| serde_json::from_slice(&known).ok());
    let (extractor, problems) = match known {
        Some(known) if sound(&known) => (Some(Extractor::load(pack).0), known),
        Some(known) => (None, known),
        None => {
            let (extractor, problems) = all(pack);
            remember(pack, &problems);
            (Some(extractor), problems)
        }
    };
    extractor.filter(|_| sound(&problems)).ok_or(problems)
}

/// The same whether or not the rules' own tests pass, for who wants to see why one fails.
///
/// # Errors
/// As [`load`].
pub fn load_untested(pack: &Pack) -> Result<Extractor, Vec<Problem>> {
    let (extractor, problems) = Extractor::load(pack);
    if sound(&problems) { Ok(extractor) } else { Err(problems) }
}

fn sound(problems: &[Problem]) -> bool {
    problems.iter().all(|p| p.level != Level::Error)
}

fn remember(pack: &Pack, problems: &[Problem]) {
    if let Ok(told) = serde_json::to_vec(problems) {
        cache::put(pack, Kind::Checked, &told);
    }
}
