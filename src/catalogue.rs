//! What a pack has, as people and tools read it: its rules, and what each comes to.
//!
//! Comes in: a pack and the extractor made of it. Goes out: an [`Entry`] a rule, the text of an item with what it compiles to, and the parsed
//! pack as JSON.

use crate::document::Lang;
use crate::extract::Extractor;
use crate::lexicon::{Lexicon, ListId};
use crate::pack::{Pack, Parsed};
use crate::rule::captures::Captures;
use crate::rule::compile::used;
use crate::rule::pattern::{Check, Label};
use crate::rule::syntax::{Item, ItemKind, Statement};
use crate::rule::{Relation, Role, Rules, Slot};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The most words of a list that are shown in a language.
const WORDS: usize = 24;

/// A rule in the list of a pack's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub name: String,
    pub kind: ItemKind,
    pub class: String,
    pub langs: BTreeSet<Lang>,
    pub file: String,
    pub line: usize,
    pub tests: usize,
    pub rejects: usize,
}

/// The rules of a pack, in order of declaration.
pub fn list(pack: &Pack) -> Vec<Entry> {
    let rules = pack.items().filter(|p| p.item.is_rule());
    rules
        .map(|Parsed { file, item }| {
            let text = pack.text(&file).unwrap_or_default();
            let count = |which: fn(&Statement) -> bool| item.statements.iter().filter(|(s, _)| which(s)).count();
            Entry {
                name: item.name.text.clone(),
                kind: item.kind,
                class: item.of.as_ref().map(|w| w.text.clone()).unwrap_or_default(),
                langs: item.statements.iter().filter_map(|(s, _)| lang(s)).collect(),
                line: item.span.line(text),
                tests: count(|s| matches!(s, Statement::Test { .. })),
                rejects: count(|s| matches!(s, Statement::Reject { .. })),
                file,
            }
        })
        .collect()
}

/// The language that a statement of a rule speaks.
fn lang(statement: &Statement) -> Option<Lang> {
    match statement {
        Statement::Pattern(lang, _) => *lang,
        Statement::Test { lang, .. } | Statement::Reject { lang, .. } => Some(*lang),
        _ => None,
    }
}

/// The text of one of a pack's items, and what it comes to.
pub fn show(pack: &Pack, extractor: &Extractor, all: &[Parsed], parsed: &Parsed) -> String {
    let text = pack.text(&parsed.file).unwrap_or_default();
    let item = &parsed.item;
    let mut out = format!("# {}:{}\n{}\n", parsed.file, item.span.line(text), item.span.of(text));
    let shown = Shown { rules: extractor.rules(), lexicon: extractor.lexicon(), item, out: &mut out };
    match item.kind {
        ItemKind::Entity => shown.entity(),
        ItemKind::Relation => shown.relation(&Captures::new(all.iter().map(|p| &p.item))),
        ItemKind::Define => shown.users(all),
        ItemKind::Frame | ItemKind::Phrase | ItemKind::Context => {}
    }
    out
}

struct Shown<'a> {
    rules: &'a Rules,
    lexicon: &'a Lexicon,
    item: &'a Item,
    out: &'a mut String,
}

// Writing to a string cannot fail.
impl Shown<'_> {
    fn number(&self) -> Option<u16> {
        self.rules.names.iter().position(|name| *name == self.item.name.text).map(|n| n as u16)
    }

    fn line(&mut self, title: &str, what: &str) {
        let _ = writeln!(self.out, "{title:<10} {what}");
    }

    fn entity(mut self) {
        let rules = self.rules;
        let Some(rule) = self.number().and_then(|n| rules.entities.iter().find(|e| e.rule == n)) else { return };
        let _ = writeln!(self.out);
        let class = |id| rules.classes.name(id);
        self.line("finds", &format!("cy:{}", class(rule.class)));
        let uses: BTreeSet<&str> = rule.uses.iter().map(|c| class(*c)).collect();
        if !uses.is_empty() {
            let before = rules.entities.iter().filter(|e| e.stratum < rule.stratum && rule.uses.contains(&e.class));
            let names: Vec<&str> = before.map(|e| rules.names[e.rule as usize].as_str()).collect();
            let uses = uses.into_iter().collect::<Vec<_>>().join(", ");
            self.line("uses", &uses);
            if !names.is_empty() {
                self.line("runs after", &names.join(", "));
            }
        }
        let number = rule.rule;
        let own = rules.entity_patterns.iter().filter(|p| rules.entities[p.entity as usize].rule == number);
        let anchors: Vec<(Lang, &Check)> = own.flat_map(|p| p.pattern.anchor.iter().map(|a| (p.lang, a))).collect();
        self.anchors(&anchors);
    }

    fn relation(mut self, captures: &Captures<'_>) {
        let rules = self.rules;
        let Some(number) = self.number() else { return };
        let Some((n, relation)) = rules.relations.iter().enumerate().find(|(_, r)| r.rule == number) else { return };
        let _ = writeln!(self.out);
        self.line("states", &format!("cy:{}", relation.class));
        for check in &relation.triggers {
            self.label("trigger", check, None);
        }
        if relation.cells {
            self.line("tried at", "the figures of tables");
        }
        let own = rules.relation_patterns.iter().filter(|p| p.relation as usize == n);
        let anchors: Vec<(Lang, &Check)> = own.flat_map(|p| p.pattern.anchor.iter().map(|a| (p.lang, a))).collect();
        self.anchors(&anchors);
        if !relation.triggers.is_empty() {
            self.frames(relation, captures);
        }
        for role in &relation.roles {
            let needed = if role.optional { ", optional" } else { "" };
            let several = if role.all { ", all members in one claim" } else { "" };
            let what = format!("{}{needed}{several} -> {}", role.name, role.property);
            self.line("role", &what);
        }
    }

    /// The frames that can fill what the rule needs, with the parts that fill something.
    fn frames(&mut self, relation: &Relation, captures: &Captures<'_>) {
        let at = |slot: &Slot, parts: &BTreeSet<&str>| match slot {
            Slot::Part(part) => parts.iter().any(|name| self.rules.parts.id(name) == Some(*part)),
            _ => true,
        };
        let allowed: Vec<&str> = relation.frames.iter().map(String::as_str).collect();
        let mut lines = Vec::new();
        for frame in captures.of_rule(&allowed) {
            let fills = |role: &Role| role.slots.iter().any(|slot| at(slot, &frame.parts));
            let used = relation.roles.iter().flat_map(|r| &r.slots).filter_map(|slot| match slot {
                Slot::Part(part) => frame.parts.iter().find(|name| self.rules.parts.id(name) == Some(*part)),
                _ => None,
            });
            let used: BTreeSet<&&str> = used.collect();
            if let Some(lang) = frame.lang
                && !used.is_empty()
                && relation.roles.iter().all(|role| role.optional || fills(role))
            {
                let parts = used.into_iter().copied().collect::<Vec<_>>().join(", ");
                lines.push((lang, format!("{}: {parts}", frame.name)));
            }
        }
        lines.sort_by_key(|(lang, _)| *lang);
        for (lang, what) in lines {
            self.line(&format!("frame {lang}"), &what);
        }
    }

    /// Where patterns begin to be tried.
    fn anchors(&mut self, anchors: &[(Lang, &Check)]) {
        let mut told = BTreeSet::new();
        for (lang, check) in anchors {
            if told.insert(format!("{lang} {:?}", check.label())) {
                self.label(&format!("anchor {lang}"), check, Some(*lang));
            }
        }
    }

    /// A list with its words, words as written, or a class.
    fn label(&mut self, title: &str, check: &Check, lang: Option<Lang>) {
        match check.label() {
            Some(Label::List(id)) => {
                let words = words(self.lexicon, id);
                let name = format!("@{}", self.lexicon.list_name(id));
                self.line(title, &name);
                for (of, words) in words.iter().filter(|(of, _)| lang.is_none_or(|lang| lang == **of)) {
                    let more = words.len().saturating_sub(WORDS);
                    let shown: Vec<&str> = words.iter().take(WORDS).map(String::as_str).collect();
                    let more = if more > 0 { format!(" … and {more} more") } else { String::new() };
                    self.line("", &format!("  {of}  {}{more}", shown.join(", ")));
                }
            }
            Some(Label::Words(id)) => {
                let text = self.rules.literals.text(id).to_owned();
                self.line(title, &format!("{text:?}"));
            }
            Some(Label::Class(id)) => {
                let name = self.rules.classes.name(id).to_owned();
                self.line(title, &name);
            }
            None => {}
        }
    }

    /// The items that use a macro.
    fn users(mut self, all: &[Parsed]) {
        let name = self.item.name.text.as_str();
        let users = all.iter().filter(|p| used(std::iter::once(&p.item)).contains(name));
        let names: Vec<&str> = users.map(|p| p.item.name.text.as_str()).collect();
        let _ = writeln!(self.out);
        self.line("used by", &if names.is_empty() { "nothing".to_owned() } else { names.join(", ") });
    }
}

/// The words of a list as its files have them, by language.
fn words(lexicon: &Lexicon, list: ListId) -> BTreeMap<Lang, BTreeSet<String>> {
    let mut found: BTreeMap<Lang, BTreeSet<String>> = BTreeMap::new();
    for word in lexicon.forms().flat_map(|form| lexicon.form(form).words()).filter(|w| w.list == list) {
        found.entry(word.lang).or_default().insert(word.lemma().to_owned());
    }
    found
}

/// The items that a name may mean: rules, frames and the rest; `%name` a macro only.
pub fn named<'i>(items: &'i [Parsed], name: &str) -> Vec<&'i Parsed> {
    let (name, define) = match name.strip_prefix('%') {
        Some(name) => (name, true),
        None => (name, false),
    };
    items.iter().filter(|p| p.item.name.text == name && (!define || p.item.kind == ItemKind::Define)).collect()
}

/// A file for a new rule, which says itself what to fill in. It has no problems as it stands.
pub fn template(kind: ItemKind, name: &str) -> String {
    if kind == ItemKind::Entity {
        format!(include_str!("catalogue/entity.rules"), name = name)
    } else {
        format!(include_str!("catalogue/relation.rules"), name = name)
    }
}

/// The file name for a rule: `TradeFair` is `trade-fair.rules`.
pub fn file_name(rule: &str) -> String {
    let mut name = String::new();
    for (n, c) in rule.chars().enumerate() {
        if c.is_ascii_uppercase() && n > 0 {
            name.push('-');
        }
        name.push(c.to_ascii_lowercase());
    }
    format!("{name}.rules")
}

/// Whether a rule may have this name.
pub fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
