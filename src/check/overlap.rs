//! Rules against each other: what one takes from the other, and what nothing decides.
//!
//! Comes in: a pack that was read. Goes out: an error for rules that find the same words as different things, so that only the order of files
//! decides, for rules that wait for what is found no earlier and for more rules at one place than a text could bear; a warning for a rule that another of
//! the same class always takes the words from. Patterns are compared as they run, with macros written out.

use super::Checked;
use super::relations::VALUES;
use crate::rule::pattern::Check;
use crate::rule::syntax::{Item, Pattern, Problem, Test, Word, walk};
use crate::rule::{EntityRule, NOTHING, Relation};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The most rules that one word list, literal or class may make the program try at one place.
const AT_ONE_PLACE: usize = 256;

/// The most strata of entity rules.
const STRATA: u16 = 16;

/// Checks all rules against each other.
pub fn check(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
    entities(checked, problems);
    relations(checked, problems);
    order(checked, problems);
    crowds(checked, problems);
}

/// Two rules that have something in common, the second of which is told.
struct Clash {
    first: u16,
    second: u16,
    ambiguous: bool,
}

/// Entity rules that have a pattern in common.
fn entities(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
    let rules = checked.rules;
    // Patterns that differ at most in their anchors, with those by whom each anchor is held.
    let mut holders: FxHashMap<(String, String, String), Vec<usize>> = FxHashMap::default();
    for (n, pattern) in rules.entity_patterns.iter().enumerate() {
        let sides = (format!("{} {:?}", pattern.lang, pattern.pattern.left), format!("{:?}", pattern.pattern.right));
        for anchor in &pattern.pattern.anchor {
            holders.entry((sides.0.clone(), sides.1.clone(), format!("{anchor:?}"))).or_default().push(n);
        }
    }
    let mut told = BTreeMap::new();
    for patterns in holders.values() {
        let rule = |n: &usize| &rules.entities[rules.entity_patterns[*n].entity as usize];
        let first = rule(&patterns[0]);
        for other in patterns[1..].iter().map(rule).filter(|other| other.rule != first.rule) {
            let ambiguous = (other.class, other.refer) != (first.class, first.refer);
            told.entry((first.rule, other.rule)).or_insert(ambiguous);
        }
    }
    let classes = |rule: u16| {
        let of = rules.entities.iter().find(|e| e.rule == rule).map(|e| rules.classes.name(e.class));
        of.unwrap_or(NOTHING)
    };
    for ((first, second), ambiguous) in told {
        let what = if ambiguous {
            format!(
                "finds the same words as {}, once as {}, once as {}",
                rules.names[first as usize],
                classes(first),
                classes(second)
            )
        } else {
            format!("has a pattern that {} has too", rules.names[first as usize])
        };
        tell(checked, &Clash { first, second, ambiguous }, &what, problems);
    }
}

/// Relation rules that have a trigger in common and the same roles.
fn relations(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
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
                tell(checked, &Clash { first: first.rule, second: relation.rule, ambiguous }, &what, problems);
            }
        }
    }
}

fn tell(checked: &Checked<'_>, clash: &Clash, what: &str, problems: &mut Vec<Problem>) {
    let places = checked.places();
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
fn order(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
    let rules = checked.rules;
    let places = checked.places();
    let lexicon = checked.lexicon;
    let named: BTreeSet<&str> = lexicon.rows().map(|row| lexicon.row(row).class.as_str()).collect();
    let given = |class: &str| VALUES.contains(&class) || named.iter().any(|of| checked.ontology.is_a(of, class));
    let waits = |rule: &EntityRule, class: &Word| {
        let Some(id) = rules.classes.id(&class.text).filter(|_| !given(&class.text)) else { return None };
        let finders: Vec<&EntityRule> = rules.entities.iter().filter(|e| e.class == id).collect();
        let before = finders.iter().any(|e| e.stratum < rule.stratum);
        (!before).then(|| finders.iter().map(|e| rules.names[e.rule as usize].as_str()).collect::<Vec<_>>())
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
fn crowds(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
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
    let places = checked.places();
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
