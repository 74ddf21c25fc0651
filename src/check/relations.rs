//! Relation rules against the ontology, the frames and the word lists.
//!
//! Comes in: a pack that was read. Goes out: a problem for each property that is not there or cannot hold its role, each role that nothing
//! fills, and each name of a role, frame or qualifier that nothing has.

use super::Checked;
use crate::document::Lang;
use crate::lexicon::ListId;
use crate::ontology::{Ontology, PropertyKind};
use crate::rule::captures::Captures;
use crate::rule::compile::nearest;
use crate::rule::syntax::{Item, ItemKind, Pattern, Place, Problem, RoleStatement, Statement, Test, Word, walk};
use crate::rule::{GOVERNED, Heading};
use crate::vocab;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Qualifiers that rules and contexts may set.
pub const QUALIFIERS: [&str; 9] =
    ["polarity", "kind", "relation", "modality", "change", "figure", "comparator", "negated", "status"];

/// Places that need no frame.
const EVERYWHERE: [&str; 5] = ["time", "place", "near", "before", "trigger"];

/// Values: classes of mentions that are no things.
pub const VALUES: [&str; 9] =
    ["Quantity", "Time", "Number", "Ordinal", "Percentage", "Currency", "Name", "Surnamed", "Sounds"];

/// Checks all relation rules and contexts.
pub fn check(checked: &Checked<'_>, problems: &mut Vec<Problem>) {
    let frames = Captures::new(checked.items().map(|(_, item)| item));
    let lists = lists(checked);
    for (file, item) in checked.items() {
        let mut one = One { checked, frames: &frames, lists: &lists, file, item, problems };
        match item.kind {
            ItemKind::Relation if !item.broken => one.relation(),
            ItemKind::Entity if !item.broken => one.entity(),
            ItemKind::Context => one.context(),
            _ => {}
        }
    }
}

/// What a word list holds: the languages of its words, and the facts of its lines.
#[derive(Default)]
struct ListOf<'l> {
    langs: BTreeSet<Lang>,
    facts: BTreeMap<&'l str, BTreeSet<&'l str>>,
}

fn lists<'p>(checked: &Checked<'p>) -> FxHashMap<ListId, ListOf<'p>> {
    let lexicon = checked.lexicon;
    let mut lists: FxHashMap<ListId, ListOf<'p>> = FxHashMap::default();
    for word in lexicon.forms().flat_map(|form| lexicon.form(form).words()) {
        let list = lists.entry(word.list).or_default();
        list.langs.insert(word.lang);
        for (key, value) in word.facts() {
            list.facts.entry(key).or_default().insert(value);
        }
    }
    lists
}

/// One item under check.
struct One<'c, 'p> {
    checked: &'c Checked<'p>,
    frames: &'c Captures<'p>,
    lists: &'c FxHashMap<ListId, ListOf<'p>>,
    file: &'p str,
    item: &'p Item,
    problems: &'c mut Vec<Problem>,
}

impl<'p> One<'_, 'p> {
    fn error(&mut self, word: &Word, what: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::error(self.file, word.span, what, remedy));
    }

    fn entity(&mut self) {
        for pattern in self.item.patterns() {
            walk(pattern, &mut |part| {
                if let Pattern::Named(name, _) = part
                    && name.text != "it"
                {
                    self.error(name, format!("no part {:?} in an entity rule", name.text), "name the mention it:(…)");
                }
            });
        }
    }

    fn relation(&mut self) {
        let item = self.item;
        let roles: Vec<&RoleStatement> = item
            .statements
            .iter()
            .filter_map(|(s, _)| if let Statement::Role(role) = s { Some(role) } else { None })
            .collect();
        let names: BTreeSet<&str> = roles.iter().map(|r| r.name.text.as_str()).collect();
        let frames: Vec<&Word> = item
            .statements
            .iter()
            .flat_map(|(s, _)| if let Statement::Frames(names) = s { names.as_slice() } else { &[] })
            .collect();
        for frame in frames.iter().filter(|frame| self.frames.frames.iter().all(|f| f.name != frame.text)) {
            let near = nearest(&frame.text, self.frames.frames.iter().map(|f| f.name));
            self.error(frame, format!("no frame {:?}", frame.text), near);
        }
        let frames: Vec<&str> = frames
            .iter()
            .map(|f| f.text.as_str())
            .filter(|f| self.frames.frames.iter().any(|g| g.name == *f))
            .collect();
        let captured: BTreeSet<&str> = self.frames.of_rule(&frames).flat_map(|f| f.parts.iter().copied()).collect();
        let parts = self.frames.parts(item);
        for pattern in item.patterns() {
            walk(pattern, &mut |part| {
                if let Pattern::Named(name, _) = part
                    && !names.contains(name.text.as_str())
                {
                    let near = nearest(&name.text, names.iter().copied());
                    self.error(name, format!("no role {:?}", name.text), near);
                }
            });
        }
        let triggered = item.statements.iter().any(|(s, _)| matches!(s, Statement::Trigger(_)));
        if item.of_cells() && (triggered || item.patterns().next().is_some()) {
            self.error(&item.name, "a rule of cells has no trigger and no patterns", "make two rules of it");
        }
        let mut seen = BTreeSet::new();
        for role in &roles {
            if !seen.insert(role.name.text.as_str()) {
                self.error(&role.name, format!("a second role {:?}", role.name.text), "give it another name");
            }
            self.property(role);
            self.places(role, &captured, &parts, triggered);
        }
        for (statement, _) in &item.statements {
            self.statement(statement, &roles, &names);
        }
        self.languages(&frames, &roles);
    }

    /// The property is there, belongs to claims of this class, and can hold what fills the role.
    fn property(&mut self, role: &RoleStatement) {
        let ontology = self.checked.ontology;
        let Some(property) = ontology.property(&role.property.text) else { return self.no_property(&role.property) };
        let local = |iri: &Option<String>| iri.as_deref().and_then(vocab::local).map(str::to_owned);
        let class = local_name(self.item.of.as_ref());
        if let Some(domain) = local(&property.domain)
            && ontology.classes.contains_key(class)
            && !related(ontology, class, &domain)
        {
            let near = roles_of(ontology, class);
            self.error(
                &role.property,
                format!("{} is of cy:{domain}, not of cy:{class}", role.property.text),
                format!("properties of cy:{class}: {near}"),
            );
        }
        let range = local(&property.range);
        for filler in &role.fillers {
            let reason = match (filler.text.as_str(), property.kind) {
                (_, PropertyKind::Datatype) => continue,
                (value, _) if VALUES.contains(&value) => "which holds things, and this is a value".to_string(),
                (name, _) => {
                    let phrase = name.starts_with(|c: char| c.is_ascii_lowercase());
                    let class = if phrase { property.phrase_class.as_deref().unwrap_or("Concept") } else { name };
                    // A class that is not there has been told.
                    let known = ontology.classes.contains_key(class);
                    match &range {
                        Some(range) if !known || related(ontology, class, range) => continue,
                        Some(range) => format!("which holds cy:{range}, and nothing is both"),
                        None => "which holds nothing of ours".to_string(),
                    }
                }
            };
            let (name, property) = (&filler.text, &role.property.text);
            self.error(
                filler,
                format!("{name} cannot fill {property}, {reason}"),
                "choose another class, or another property",
            );
        }
    }

    fn no_property(&mut self, word: &Word) {
        let all: Vec<String> = self.checked.ontology.properties.keys().map(|p| format!("cy:{p}")).collect();
        let near = nearest(&word.text, all.iter().map(String::as_str));
        self.error(word, format!("the ontology has no property {:?}", word.text), near);
    }

    /// Something can fill the role.
    fn places(&mut self, role: &RoleStatement, captured: &BTreeSet<&str>, parts: &BTreeSet<&str>, triggered: bool) {
        let name = role.name.text.as_str();
        if role.places.is_empty() && !parts.contains(name) {
            let near = if triggered {
                format!("say where it stands: {name} … at subject -> {}", role.property.text)
            } else {
                format!("name it in a pattern: {name}:…, or say where it stands: at …")
            };
            return self.error(&role.name, format!("nothing ever fills role {name:?}"), near);
        }
        for place in &role.places {
            let Place::Slot(word) = place else { continue };
            let slot = word.text.as_str();
            if self.item.of_cells() {
                if !Heading::NAMES.contains(&slot) {
                    let near = nearest(slot, Heading::NAMES.into_iter());
                    self.error(word, format!("a table has no {slot:?}"), near);
                }
                continue;
            }
            // In a rule of patterns a role may stand at the part that has its name, and what is counted at its quantity.
            let counted = role.fillers.iter().any(|filler| filler.text == "counted");
            let part = parts.contains(slot) && (slot == name || counted);
            let known = triggered && captured.contains(slot) || part;
            if known || EVERYWHERE.contains(&word.text.as_str()) {
                continue;
            }
            if triggered {
                let known = captured.iter().copied().chain(EVERYWHERE);
                let near = nearest(&word.text, known);
                self.error(word, format!("no frame of this rule captures {:?}", word.text), near);
            } else {
                let remedy = "use time, place, near or before, or add a trigger";
                self.error(word, format!("without a trigger no frame captures {:?}", word.text), remedy);
            }
        }
    }

    fn statement(&mut self, statement: &Statement, roles: &[&RoleStatement], names: &BTreeSet<&str>) {
        match statement {
            Statement::Set { key, value, when } => {
                self.qualifier(key, value);
                if let Some((key, value)) = when {
                    self.qualifier(key, value);
                }
            }
            Statement::SetFrom { key, fact } => self.fact(key, fact),
            Statement::Require { key, value } | Statement::Forbid { key, value } => {
                if !names.contains(key.text.as_str()) {
                    self.qualifier_or_role(key, value, names);
                } else if value.text != "none" && value.text != "some" {
                    self.error(value, format!("a role is no {:?}", value.text), "a role is none or some");
                }
            }
            Statement::Attribute { role, to, .. } => [role, to].into_iter().for_each(|word| self.role(word, names)),
            Statement::Direct { subject, property, object } => {
                self.role(subject, names);
                self.role(object, names);
                self.direct(subject, property, object, roles);
            }
            Statement::Test { expected, .. } => {
                for name in expected.iter().flatten().filter_map(|e| e.name.as_ref()) {
                    let known = names.contains(name.text.as_str())
                        || name.text == "attributed_to"
                        || QUALIFIERS.contains(&name.text.as_str());
                    if !known {
                        let all = names.iter().copied().chain(QUALIFIERS).chain(["attributed_to"]);
                        let near = nearest(&name.text, all);
                        self.error(name, format!("no role or qualifier {:?}", name.text), near);
                    }
                }
            }
            _ => {}
        }
    }

    fn role(&mut self, word: &Word, names: &BTreeSet<&str>) {
        if !names.contains(word.text.as_str()) {
            let near = nearest(&word.text, names.iter().copied());
            self.error(word, format!("no role {:?}", word.text), near);
        }
    }

    /// The plain triple is one that the ontology allows.
    fn direct(&mut self, subject: &Word, word: &Word, object: &Word, roles: &[&RoleStatement]) {
        let ontology = self.checked.ontology;
        let Some(property) = ontology.property(&word.text) else { return self.no_property(word) };
        for (role, side, of) in [(subject, &property.domain, "begin at"), (object, &property.range, "point to")] {
            let Some(side) = side.as_deref().and_then(vocab::local) else { continue };
            let Some(role) = roles.iter().find(|r| r.name.text == role.text) else { continue };
            let holder = ontology.property(&role.property.text);
            let fits = role.fillers.iter().any(|filler| match filler.text.as_str() {
                name if name.starts_with(|c: char| c.is_ascii_lowercase()) => {
                    let class = holder.and_then(|p| p.phrase_class.as_deref()).unwrap_or("Concept");
                    related(ontology, class, side)
                }
                name => !ontology.classes.contains_key(name) || related(ontology, name, side),
            });
            if !fits {
                let what = format!("{} cannot {of} role {:?}, which is never a cy:{side}", word.text, role.name.text);
                self.error(word, what, "choose another property, or other roles");
            }
        }
    }

    fn qualifier_or_role(&mut self, key: &Word, value: &Word, names: &BTreeSet<&str>) {
        if QUALIFIERS.contains(&key.text.as_str()) {
            return self.value(key, value);
        }
        let near = nearest(&key.text, names.iter().copied().chain(QUALIFIERS));
        self.error(key, format!("no qualifier or role {:?}", key.text), near);
    }

    fn qualifier(&mut self, key: &Word, value: &Word) {
        if self.key(key) {
            self.value(key, value);
        }
    }

    fn key(&mut self, key: &Word) -> bool {
        let known = QUALIFIERS.contains(&key.text.as_str());
        if !known {
            self.error(key, format!("no qualifier {:?}", key.text), nearest(&key.text, QUALIFIERS.into_iter()));
        }
        known
    }

    /// The value of a known qualifier.
    fn value(&mut self, key: &Word, value: &Word) {
        let allowed = allowed(self.checked.ontology, &key.text);
        if self.item.kind == ItemKind::Context && value.text == GOVERNED {
            return;
        }
        if !allowed.contains(value.text.as_str()) {
            let near = nearest(&value.text, allowed.iter().copied());
            let all = allowed.iter().copied().collect::<Vec<_>>().join(", ");
            self.error(
                value,
                format!("{} is never {:?}", key.text, value.text),
                format!("{near} (it is one of {all})"),
            );
        }
    }

    /// `set KEY from @list.fact`: a list of the trigger has the fact, and its values are the qualifier's.
    fn fact(&mut self, key: &Word, word: &Word) {
        if !self.key(key) {
            return;
        }
        let Some((list, fact)) = word.text.rsplit_once('.') else {
            return self.error(word, format!("@{} names no fact", word.text), "write @list.fact");
        };
        let of_trigger = self.item.tests().any(|test| matches!(test, Test::List(l) if l.text == list));
        let Some(id) = self.checked.lexicon.list_id(list).filter(|_| of_trigger) else {
            return self.error(word, format!("@{list} is no list of this rule's trigger"), "add it: trigger @…");
        };
        let facts = self.lists.get(&id).map(|l| &l.facts);
        let Some(values) = facts.and_then(|facts| facts.get(fact)) else {
            let near = nearest(fact, facts.into_iter().flatten().map(|(name, _)| *name));
            return self.error(word, format!("no word of @{list} has a fact {fact:?}"), near);
        };
        let allowed = allowed(self.checked.ontology, &key.text);
        for value in values.iter().filter(|v| !allowed.contains(**v)) {
            let near = nearest(value, allowed.iter().copied());
            self.error(word, format!("a word of @{list} has {fact}={value}, and {} is never that", key.text), near);
        }
    }

    /// Tests in each language in which a trigger of the rule has words and frames can fill what it needs.
    fn languages(&mut self, frames: &[&str], roles: &[&RoleStatement]) {
        let triggers = self.item.statements.iter().filter_map(|(s, _)| match s {
            Statement::Trigger(tests) => Some(tests),
            _ => None,
        });
        let mut spoken: BTreeSet<Lang> = BTreeSet::new();
        for test in triggers.flatten() {
            if let Test::List(list) = test {
                let known = self.checked.lexicon.list_id(&list.text).and_then(|id| self.lists.get(&id));
                spoken.extend(known.into_iter().flat_map(|l| &l.langs));
            }
        }
        for lang in spoken {
            let parts: BTreeSet<&str> =
                self.frames.of_rule(frames).filter(|f| f.lang == Some(lang)).flat_map(|f| &f.parts).copied().collect();
            let fills = |place: &Place| match place {
                Place::Slot(word) => parts.contains(word.text.as_str()) || EVERYWHERE.contains(&word.text.as_str()),
                Place::Behind(_) => true,
            };
            if parts.is_empty() || !roles.iter().all(|role| role.optional || role.places.iter().any(fills)) {
                continue;
            }
            let tested = self.item.statements.iter().any(
                |(s, _)| matches!(s, Statement::Test { lang: l, .. } | Statement::Reject { lang: l, .. } if *l == lang),
            );
            if !tested {
                let name = &self.item.name;
                self.error(
                    name,
                    format!("{} has triggers in {lang} and neither `test {lang}` nor `reject {lang}`", name.text),
                    format!("add both, or use a list that has no words in {lang}"),
                );
            }
        }
    }

    fn context(&mut self) {
        let item = self.item;
        for (statement, _) in &item.statements {
            match statement {
                Statement::Set { key, value, .. } => self.qualifier(key, value),
                Statement::When(words) => {
                    let captured: BTreeSet<&str> =
                        self.frames.frames.iter().flat_map(|f| f.parts.iter().copied()).collect();
                    for word in words.iter().filter(|w| w.text != "no" && !captured.contains(w.text.as_str())) {
                        let near = nearest(&word.text, captured.iter().copied());
                        self.error(word, format!("no frame captures {:?}", word.text), near);
                    }
                }
                _ => {}
            }
        }
    }
}

/// What a qualifier may be.
fn allowed<'o>(ontology: &'o Ontology, key: &str) -> BTreeSet<&'o str> {
    match key {
        "negated" => ["true", "false"].into(),
        "status" => ["missing"].into(),
        _ => {
            let begin = format!("{key}-");
            ontology.individuals.iter().filter_map(|name| name.strip_prefix(&begin)).collect()
        }
    }
}

fn local_name(word: Option<&Word>) -> &str {
    word.map_or("", |w| w.text.strip_prefix("cy:").unwrap_or(&w.text))
}

/// Whether something can be of both classes: one is the other's, or a third is of both.
fn related(ontology: &Ontology, a: &str, b: &str) -> bool {
    ontology.is_a(a, b)
        || ontology.is_a(b, a)
        || ontology.classes.iter().any(|(_, class)| class.supers.contains(a) && class.supers.contains(b))
}

/// The properties that claims of a class have, for people.
fn roles_of(ontology: &Ontology, class: &str) -> String {
    let own = |domain: &Option<String>| {
        domain.as_deref().and_then(vocab::local).is_some_and(|domain| ontology.is_a(class, domain))
    };
    let names = ontology.properties.iter().filter(|(_, p)| own(&p.domain)).map(|(name, _)| format!("cy:{name}"));
    names.collect::<Vec<_>>().join(", ")
}
