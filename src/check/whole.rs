//! The pack as a whole: what is in it and of no use; classes of its lexicon, rows that are one thing twice, names that no text can do without.

use super::Checked;
use crate::document::Lang;
use crate::lexicon::source::{self, LexiconError, RowSource, Strength};
use crate::rule::compile::{nearest, used};
use crate::rule::syntax::{ItemKind, Problem, Test, walk_tests};
use crate::text::is_function;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Word lists that the program itself asks for.
pub const ASKED: &[&str] = &[
    "advance",
    "alias.marker",
    "anaphor",
    "anaphor.both",
    "anaphor.inside",
    "anaphor.many",
    "anaphor.pair",
    "anaphor.person",
    "anaphor.said",
    "anaphor.self",
    "anaphor.thing",
    "anaphor.we",
    "baseline",
    "baseline.after",
    "baseline.figure",
    "bearing.noun",
    "before-deed",
    "beside",
    "body.kind",
    "bond.noun",
    "bound",
    "circumstance",
    "clause.mark",
    "company.suffix",
    "continued",
    "control",
    "control.gerund",
    "dating",
    "event.part",
    "folk",
    "guard",
    "honorific",
    "lasting",
    "lasting.link",
    "level.before",
    "locative",
    "measure.noun",
    "metric.head",
    "name.plain",
    "narrated",
    "owner",
    "people",
    "plan.back",
    "plan.heading",
    "plan.noun",
    "plan.review",
    "plural",
    "postposition",
    "respectively",
    "same-time",
    "setting",
    "several.noun",
    "span.after",
    "span.begun",
    "span.outside",
    "stance.noun",
    "striving",
    "thereby",
    "table.numbering",
    "table.word",
    "title",
    "title.person",
    "topic.noun",
    "unattended",
    "unchanged",
    "when",
];

/// Checks the pack as a whole.
pub fn check(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
    macros(checked, problems);
    lexicon(checked, problems);
}

/// Macros that nothing uses.
fn macros(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
    let used = used(checked.items().map(|(_, item)| item));
    for (file, item) in checked.items().filter(|(_, item)| item.kind == ItemKind::Define) {
        if !used.contains(item.name.text.as_str()) {
            let what = format!("nothing uses %{}", item.name.text);
            problems.push(Problem::warning(file, item.name.span, what, "remove it"));
        }
    }
}

/// Rows of classes that the ontology does not have, and word lists that nothing uses.
fn lexicon(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
    let Some(files) = &checked.pack.lexicon else { return };
    let (sources, _) = source::read(files.iter().map(|(name, text)| (name.as_ref(), text.as_ref())));
    let of_lexicon = |error: LexiconError| {
        let text = checked.pack.text(&error.file).unwrap_or_default();
        Problem::of_lexicon(error, text)
    };
    let classes = &checked.ontology.classes;
    let entity = |class: &str| checked.ontology.is_a(class, "Entity");
    for row in sources.rows.iter().filter(|row| !entity(row.class)) {
        let near = nearest(row.class, classes.keys().map(String::as_str).filter(|class| entity(class)));
        let what = match classes.contains_key(row.class) {
            true => format!("nothing that has a name is of class {:?}", row.class),
            false => format!("the ontology has no class {:?}", row.class),
        };
        // The second column.
        let place = source::Place { column: row.key.chars().count() + 2, ..row.place };
        problems.push(of_lexicon(place.error(what, near)));
    }
    for row in &sources.rows {
        for (names, lang) in [(&row.en, Lang::En), (&row.zh, Lang::Zh)] {
            let strong = names.iter().filter(|name| name.strength == Strength::Strong);
            for name in strong.filter(|name| is_function(name.text, lang)) {
                let what = format!("{:?} is a word of the grammar, and would be found in every text", name.text);
                problems.push(of_lexicon(name.place.error(what, "take it out, or write it as texts do that mean it")));
            }
        }
    }
    twice(&sources.rows, |error| problems.push(of_lexicon(error)));
    let mut lists: BTreeSet<&str> = ASKED.iter().copied().collect();
    for (_, item) in checked.items() {
        walk_tests(item, &mut |test| {
            if let Test::List(list) = test {
                lists.insert(&list.text);
            }
        });
    }
    let mut told = BTreeSet::new();
    for line in sources.words.iter().filter(|line| !lists.contains(line.list)) {
        if let Some(first) = line.words.first()
            && told.insert(line.list)
        {
            let mut place = first.place;
            place.column = 1;
            let problem = of_lexicon(place.error(format!("nothing uses @{}", line.list), "remove it"));
            problems.push(Problem::warning(&problem.file, problem.span, problem.what, problem.remedy));
        }
    }
}

/// Rows that have an identifier of another, or by which a name means two things of one class wherever it stands: texts can tell only one of them.
fn twice<'s>(rows: &[RowSource<'s>], mut tell: impl FnMut(LexiconError)) {
    let mut identified: FxHashMap<(&str, &str), &RowSource<'s>> = FxHashMap::default();
    let mut named: FxHashMap<(&str, &str), &RowSource<'s>> = FxHashMap::default();
    let place = |row: &RowSource<'s>| format!("{} ({}:{})", row.key, row.place.file, row.place.line);
    for row in rows {
        for (scheme, id) in source::pairs(row.ids) {
            let first = *identified.entry((scheme, id)).or_insert(row);
            if first.key != row.key {
                let what = format!("{scheme}={id} is {} already", place(first));
                tell(row.place.error(what, "two rows with one identifier are one thing: make one row of them"));
            }
        }
        for name in row.en.iter().chain(&row.zh).filter(|name| name.strength == Strength::Strong) {
            let first = *named.entry((row.class, name.text)).or_insert(row);
            if first.key != row.key {
                let what = format!("{:?} names {} already", name.text, place(first));
                let remedy = "make one row of them, or write ?NAME in the one that is meant less often";
                tell(name.place.error(what, remedy));
            }
        }
    }
}
