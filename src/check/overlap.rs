//! Rules against each other: what one takes from the other, and what nothing decides.
//!
//! Comes in: a pack that was read. Goes out: an error for rules that find the same words as different things, so that only the order of files
//! decides, for rules that wait for what is found no earlier and for more rules at one place than a text could bear; a warning for a rule that another of
//! the same class always takes the words from. Patterns are compared as they run, with macros written out.

use super::relations::VALUES;
use super::{Checked, Places};
use crate::document::Lang;
use crate::lexicon::{Lexicon, ListId};
use crate::rule::pattern::{Check, ClassId, Label};
use crate::rule::syntax::{Item, Pattern, Problem, Test, Word, walk};
use crate::rule::{EntityRule, Relation};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// The most rules that one word list, literal or class may make the program try at one place.
const AT_ONE_PLACE: usize = 256;

/// The most strata of entity rules.
const STRATA: u16 = 16;

/// Checks all rules against each other.
pub fn check(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
    let places = checked.places();
    entities(checked, &places, problems);
    relations(checked, &places, problems);
    order(checked, &places, problems);
    crowds(checked, &places, problems);
}

/// Two rules that have something in common, the second of which is told.
struct Clash {
    first: u16,
    second: u16,
    ambiguous: bool,
}

/// Entity rules that have a pattern in common, or patterns that differ in a word list only and share words of it.
fn entities(checked: &Checked<'_>, places: &Places<'_>, problems: &mut Vec<Problem>) {
    let rules = checked.rules;
    // Patterns that differ at most in their anchors, each with what may be its anchor: the first that has it.
    let mut sides: FxHashMap<(Lang, String, String), FxHashMap<Cow<'_, str>, &EntityRule>> = FxHashMap::default();
    let mut told: BTreeMap<(u16, u16), Option<String>> = BTreeMap::new();
    let words = words(checked.lexicon);
    for pattern in &rules.entity_patterns {
        let rule = &rules.entities[pattern.entity as usize];
        let (left, right) = (format!("{:?}", pattern.pattern.left), format!("{:?}", pattern.pattern.right));
        let holders = sides.entry((pattern.lang, left, right)).or_default();
        for anchor in &pattern.pattern.anchor {
            let whole = std::iter::once(Cow::Owned(format!("{anchor:?}")));
            let list = if let Check::Edge(Label::List(id)) = anchor { words.get(&(*id, pattern.lang)) } else { None };
            for (n, key) in whole.chain(list.into_iter().flatten().map(|word| Cow::Borrowed(*word))).enumerate() {
                let first = *holders.entry(key.clone()).or_insert(rule);
                // Of one class the longer list is a rule of its own right.
                let same = (first.class, first.refer) == (rule.class, rule.refer);
                if first.rule != rule.rule && (n == 0 || !same) {
                    told.entry((first.rule, rule.rule)).or_insert((n > 0).then(|| key.into_owned()));
                }
            }
        }
    }
    let of = |rule: u16| rules.entities.iter().find(|e| e.rule == rule);
    for ((first, second), word) in told {
        let (Some(one), Some(other)) = (of(first), of(second)) else { continue };
        let name = &rules.names[first as usize];
        let ambiguous = (one.class, one.refer) != (other.class, other.refer);
        let what = if ambiguous {
            let word = word.map(|word| format!(" ({word:?} is in both lists)")).unwrap_or_default();
            let (one, other) = (rules.classes.name(one.class), rules.classes.name(other.class));
            format!("finds the same words as {name}, once as {one}, once as {other}{word}")
        } else {
            format!("has a pattern that {name} has too")
        };
        tell(checked, places, &Clash { first, second, ambiguous }, &what, problems);
    }
}

/// The words of each list in each language, as its files have them.
fn words(lexicon: &Lexicon) -> FxHashMap<(ListId, Lang), BTreeSet<&str>> {
    let mut words: FxHashMap<_, BTreeSet<&str>> = FxHashMap::default();
    for word in lexicon.forms().flat_map(|form| lexicon.form(form).words()) {
        words.entry((word.list, word.lang)).or_default().insert(word.lemma());
    }
    words
}

/// Relation rules that have a trigger in common and the same roles.
fn relations(checked: &Checked<'_>, places: &Places<'_>, problems: &mut Vec<Problem>) {
    let rules = checked.rules;
    let shape = |r: &Relation| format!("{} {:?} {:?} {:?}", r.class, r.roles, r.frames, r.conditions);
    let mut alike: BTreeMap<String, Vec<&Relation>> = BTreeMap::new();
    for relation in rules.relations.iter().filter(|r| !r.triggers.is_empty()) {
        alike.entry(shape(relation)).or_default().push(relation);
    }
    for group in alike.values() {
        let mut holders: FxHashMap<String, &Relation> = FxHashMap::default();
        let mut told = BTreeSet::new();
        for relation in group {
            let key = |check: &Check| format!("{check:?}");
            for trigger in &relation.triggers {
                let first = *holders.entry(key(trigger)).or_insert(relation);
                if first.rule == relation.rule || !told.insert((first.rule, relation.rule)) {
                    continue;
                }
                let ambiguous = format!("{:?}", first.settings) != format!("{:?}", relation.settings);
                let name = &rules.names[first.rule as usize];
                let what = if ambiguous {
                    format!("has a trigger and the roles of {name}, and sets other qualifiers")
                } else {
                    format!("has a trigger and the roles of {name}")
                };
                tell(checked, places, &Clash { first: first.rule, second: relation.rule, ambiguous }, &what, problems);
            }
        }
    }
}

fn tell(checked: &Checked<'_>, places: &Places<'_>, clash: &Clash, what: &str, problems: &mut Vec<Problem>) {
    let name = |rule: u16| checked.rules.names[rule as usize].as_str();
    let (Some((file, item)), Some((other, first))) = (places.get(name(clash.second)), places.get(name(clash.first)))
    else {
        return;
    };
    let place = Problem::error(other, first.name.span, "", "").place(checked.pack.text(other).unwrap_or_default());
    let what = format!("{} {what} ({place})", name(clash.second));
    problems.push(if clash.ambiguous {
        let remedy = "say in one of them what sets it apart: a word list, or what must not stand beside it";
        Problem::error(file, item.name.span, format!("{what}: nothing but the order of files decides"), remedy)
    } else {
        let remedy = "that one takes these words always; remove what both say from one of them";
        Problem::warning(file, item.name.span, what, remedy)
    });
}

/// Entity rules that need a class of which nothing can be found before them.
fn order(checked: &Checked<'_>, places: &Places<'_>, problems: &mut Vec<Problem>) {
    let rules = checked.rules;
    let lexicon = checked.lexicon;
    // A lexicon has many rows, and most packs need not ask.
    let named: OnceCell<BTreeSet<&str>> = OnceCell::new();
    let of_rows = || lexicon.rows().map(|row| lexicon.row(row).class.as_str()).collect();
    let given = |class: &str| {
        VALUES.contains(&class) || named.get_or_init(of_rows).iter().any(|of| checked.ontology.is_a(of, class))
    };
    let mut finders: FxHashMap<ClassId, Vec<&EntityRule>> = FxHashMap::default();
    rules.entities.iter().for_each(|e| finders.entry(e.class).or_default().push(e));
    let waits = |rule: &EntityRule, class: &Word| {
        let id = rules.classes.id(&class.text)?;
        let finders = finders.get(&id).map_or(&[][..], Vec::as_slice);
        let known = finders.iter().any(|e| e.stratum < rule.stratum) || given(&class.text);
        (!known).then(|| finders.iter().map(|e| rules.names[e.rule as usize].as_str()).collect::<Vec<_>>())
    };
    for rule in &rules.entities {
        let name = rules.names[rule.rule as usize].as_str();
        let Some((file, item)) = places.get(name) else { continue };
        for class in needed(item) {
            let Some(finders) = waits(rule, class) else { continue };
            problems.push(if finders.is_empty() {
                let what = format!("nothing finds a {}: neither the lexicon nor a rule", class.text);
                Problem::warning(file, class.span, what, "write a rule for it, or remove it here")
            } else {
                let what = format!(
                    "{name} waits for what is found no earlier: only {} would find a {}",
                    finders.join(", "),
                    class.text
                );
                Problem::error(
                    file,
                    class.span,
                    what,
                    "let one of them do without the other; a word list may stand for it",
                )
            });
        }
        if rule.stratum >= STRATA {
            let what = format!("{name} runs after {STRATA} others, each of which needs the one before");
            problems.push(Problem::error(
                file,
                item.name.span,
                what,
                "build it on word lists or on the lexicon instead",
            ));
        }
    }
}

/// The classes that a rule asks for, other than by `!`.
fn needed(item: &Item) -> Vec<&Word> {
    fn each<'t>(test: &'t Test, found: &mut Vec<&'t Word>) {
        match test {
            Test::Class(word) => found.push(word),
            Test::And(a, b) => {
                each(a, found);
                each(b, found);
            }
            Test::Not(_) | Test::Literal(_) | Test::List(_) | Test::Kind(_) => {}
        }
    }
    let mut found = Vec::new();
    for pattern in item.patterns() {
        walk(pattern, &mut |part| {
            if let Pattern::Test(test) = part {
                each(test, &mut found);
            }
        });
    }
    found
}

/// Word lists, literals and classes where too many rules would be tried.
fn crowds(checked: &Checked<'_>, places: &Places<'_>, problems: &mut Vec<Problem>) {
    let rules = checked.rules;
    let mut crowds: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    let entity = rules.entity_patterns.iter().map(|p| (&p.pattern, p.lang, rules.entities[p.entity as usize].rule));
    let relation =
        rules.relation_patterns.iter().map(|p| (&p.pattern, p.lang, rules.relations[p.relation as usize].rule));
    for (pattern, lang, rule) in entity.chain(relation) {
        pattern.anchor.iter().for_each(|a| crowds.entry(format!("{lang} {:?}", a.label())).or_default().push(rule));
    }
    for relation in &rules.relations {
        let of = relation.triggers.iter();
        of.for_each(|t| crowds.entry(format!("trigger {:?}", t.label())).or_default().push(relation.rule));
    }
    for rules_there in crowds.values().filter(|there| there.len() > AT_ONE_PLACE) {
        let last = rules_there[rules_there.len() - 1];
        let Some((file, item)) = places.get(rules.names[last as usize].as_str()) else { continue };
        problems.push(Problem::error(
            file,
            item.name.span,
            format!(
                "with {} {} patterns start from the same list, words or class as this rule's",
                item.name.text,
                rules_there.len()
            ),
            format!("at most {AT_ONE_PLACE} may; one rule with a list in place of a word does for many"),
        ));
    }
}
