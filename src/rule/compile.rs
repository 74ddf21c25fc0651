//! Parsed items -> rules that run.
//!
//! Comes in: the items of a pack's files, its classes and its lexicon's list names. Goes out: [`Rules`], or every problem at once.

use super::pattern::{Anchored, Check, Label, PartId, Program, Property, Step};
use super::syntax::{Item, ItemKind, Pattern, Place, Problem, RoleStatement, Statement, Test, Word};
use super::{
    Behind, ClassIds, Condition, Context, EntityPattern, EntityRule, Filling, Frame, Names, Needs, Phrase, Refer,
    Relation, RelationPattern, Role, RuleTest, Rules, Setting, Slot, Value,
};
use crate::document::Lang;
use crate::lexicon::{Lexicon, ListId};
use crate::rule::pattern::Stance;
use crate::span::Span;
use crate::text::{ChunkKind, Shape, Tag, Voice};
use std::collections::BTreeMap;

/// The most anchored patterns that one written pattern may unfold to.
const UNFOLDED: usize = 24;

/// Items with the file they stand in.
pub type Files = Vec<(String, Vec<Item>)>;

/// Compiles a pack's items. `classes` are the local names of the ontology's classes.
pub fn compile(files: &Files, classes: &[&str], lexicon: &Lexicon) -> (Rules, Vec<Problem>) {
    let mut compiler = Compiler {
        lexicon,
        classes,
        macros: BTreeMap::new(),
        rules: Rules { classes: ClassIds::new(classes), ..Rules::default() },
        problems: Vec::new(),
        file: String::new(),
    };
    for (file, items) in files {
        for item in items.iter().filter(|i| i.kind == ItemKind::Define) {
            if let Some((Statement::Pattern(_, pattern), _)) = item.statements.first()
                && compiler.macros.insert(item.name.text.clone(), pattern.clone()).is_some()
            {
                compiler.file.clone_from(file);
                compiler.problem(
                    item.name.span,
                    format!("a second macro %{}", item.name.text),
                    "give one of them another name",
                );
            }
        }
    }
    for (file, items) in files {
        compiler.file.clone_from(file);
        for item in items {
            compiler.item(item);
        }
    }
    compiler.rules.index();
    (compiler.rules, compiler.problems)
}

struct Compiler<'a> {
    lexicon: &'a Lexicon,
    classes: &'a [&'a str],
    macros: BTreeMap<String, Pattern>,
    rules: Rules,
    problems: Vec<Problem>,
    file: String,
}

/// A pattern opened up to its top level.
#[derive(Clone)]
enum Flat {
    Piece(Pattern),
    Open(Word),
    Close(Word),
}

impl Compiler<'_> {
    fn problem(&mut self, span: Span, what: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem { file: self.file.clone(), span, what: what.into(), remedy: remedy.into() });
    }

    fn item(&mut self, item: &Item) {
        match item.kind {
            ItemKind::Define => {}
            ItemKind::Entity => self.entity(item),
            ItemKind::Relation => self.relation(item),
            ItemKind::Frame => self.frame(item),
            ItemKind::Phrase => {
                let Some(lang) = item.lang() else { return };
                for (statement, _) in &item.statements {
                    if let Statement::Pattern(_, pattern) = statement {
                        let program = self.program(pattern, false);
                        self.rules.phrases.push(Phrase { lang, program });
                    }
                }
            }
            ItemKind::Context => self.context(item),
        }
    }

    fn class_of(&mut self, item: &Item) -> String {
        let word = match &item.of {
            Some(word) => word.clone(),
            None => return String::new(),
        };
        let local = word.text.strip_prefix("cy:").unwrap_or(&word.text).to_string();
        if !self.classes.contains(&local.as_str()) && local != super::NOTHING {
            self.unknown_class(&word, &local);
        }
        local
    }

    fn unknown_class(&mut self, word: &Word, local: &str) {
        let near = nearest(local, self.classes.iter().copied());
        self.problem(word.span, format!("the ontology has no class {local:?}"), near);
    }

    /// Tests and rejects of a rule; a rule needs both in each language it speaks.
    fn tests(&mut self, item: &Item, rule: u16, langs: &[Lang]) {
        for lang in langs {
            let (mut tests, mut rejects) = (0, 0);
            for (statement, span) in &item.statements {
                match statement {
                    Statement::Test { lang: l, text, expected } if l == lang => {
                        tests += 1;
                        let expected = expected
                            .iter()
                            .map(|claim| {
                                claim
                                    .iter()
                                    .map(|e| (e.name.as_ref().map(|n| n.text.clone()), e.value.text.clone()))
                                    .collect()
                            })
                            .collect();
                        let (file, text) = (self.file.clone(), text.text.clone());
                        self.rules.tests.push(RuleTest {
                            rule,
                            lang: *lang,
                            file,
                            span: *span,
                            text,
                            expected: Some(expected),
                        });
                    }
                    Statement::Reject { lang: l, text } if l == lang => {
                        rejects += 1;
                        let (file, text) = (self.file.clone(), text.text.clone());
                        self.rules.tests.push(RuleTest { rule, lang: *lang, file, span: *span, text, expected: None });
                    }
                    _ => {}
                }
            }
            for (count, what) in [(tests, "test"), (rejects, "reject")] {
                if count == 0 {
                    self.problem(
                        item.name.span,
                        format!("{} has no `{what} {lang}`", item.name.text),
                        format!(
                            "add a sentence that must {}match: {what} {lang} \"…\"",
                            if what == "test" { "" } else { "not " }
                        ),
                    );
                }
            }
        }
    }

    fn rule_name(&mut self, item: &Item) -> u16 {
        if self.rules.names.contains(&item.name.text) {
            self.problem(
                item.name.span,
                format!("a second rule named {}", item.name.text),
                "names are unique in a pack",
            );
        }
        self.rules.names.push(item.name.text.clone());
        (self.rules.names.len() - 1) as u16
    }

    fn entity(&mut self, item: &Item) {
        let class = self.class_of(item);
        let rule = self.rule_name(item);
        let Some(class) = self.rules.classes.id(&class) else { return };
        let mut langs = Vec::new();
        let index = self.rules.entities.len() as u16;
        let mut uses = Vec::new();
        let mut refer = None;
        for (statement, span) in &item.statements {
            match statement {
                Statement::Pattern(Some(lang), pattern) => {
                    langs.push(*lang);
                    self.uses(pattern, &mut uses, 0);
                    for anchored in self.anchored(pattern, *span) {
                        self.rules.entity_patterns.push(EntityPattern {
                            entity: index,
                            lang: *lang,
                            pattern: anchored,
                        });
                    }
                }
                Statement::Refer(word) => match word.text.as_str() {
                    "head" => refer = Some(Refer::Head),
                    "last" => refer = Some(Refer::Last),
                    "country" => refer = Some(Refer::Country),
                    _ => self.problem(
                        word.span,
                        "mentions do not refer so",
                        "write: refer head, refer last or refer country",
                    ),
                },
                Statement::Test { .. } | Statement::Reject { .. } => {}
                _ => self.problem(
                    *span,
                    "this statement has no place in an entity rule",
                    "entity rules have en, zh, refer, test and reject",
                ),
            }
        }
        langs.sort();
        langs.dedup();
        self.rules.entities.push(EntityRule { rule, class, uses, stratum: 0, refer });
        self.tests(item, rule, &langs);
    }

    fn relation(&mut self, item: &Item) {
        let class = self.class_of(item);
        let rule = self.rule_name(item);
        let mut relation = Relation { rule, class, ..Relation::default() };
        let mut patterns = Vec::new();
        for (statement, span) in &item.statements {
            match statement {
                Statement::Pattern(Some(lang), pattern) => patterns.push((*lang, pattern, *span)),
                Statement::Trigger(tests) => {
                    for test in tests {
                        let check = self.check(test);
                        relation.triggers.extend(check);
                    }
                }
                Statement::Role(role) => {
                    let role = self.role(role);
                    relation.roles.push(role);
                }
                Statement::Set { key, value, when } => relation.settings.push(Setting {
                    key: key.text.clone(),
                    value: Value::Fixed(value.text.clone()),
                    when: when.as_ref().map(|(k, v)| (k.text.clone(), v.text.clone())),
                }),
                Statement::SetFrom { key, fact } => {
                    let fact = fact.text.rsplit('.').next().unwrap_or_default().to_string();
                    relation.settings.push(Setting { key: key.text.clone(), value: Value::Fact(fact), when: None });
                }
                Statement::Require { key, value } => {
                    relation.conditions.push(Condition {
                        key: key.text.clone(),
                        value: value.text.clone(),
                        needs: Needs::Holds,
                    });
                }
                Statement::Forbid { key, value } => {
                    relation.conditions.push(Condition {
                        key: key.text.clone(),
                        value: value.text.clone(),
                        needs: Needs::Fails,
                    });
                }
                Statement::Attribute { role, to, onward } => {
                    relation.attribute = Some((role.text.clone(), to.text.clone()));
                    relation.onward.clone_from(onward);
                }
                Statement::Direct { subject, property, object } => {
                    relation.direct = Some((subject.text.clone(), property.text.clone(), object.text.clone()));
                }
                Statement::Frames(names) => relation.frames.extend(names.iter().map(|n| n.text.clone())),
                Statement::Test { .. } | Statement::Reject { .. } => {}
                _ => self.problem(
                    *span,
                    "this statement has no place in a relation rule",
                    "see data/README.md, relation rules",
                ),
            }
        }
        if relation.triggers.is_empty() && patterns.is_empty() {
            self.problem(
                item.name.span,
                "this rule has neither a trigger nor a pattern",
                "add: trigger @list, or a pattern: en …",
            );
        }
        let index = self.rules.relations.len() as u16;
        let mut langs: Vec<Lang> = Vec::new();
        for (lang, pattern, span) in patterns {
            langs.push(lang);
            for anchored in self.anchored(pattern, span) {
                self.rules.relation_patterns.push(RelationPattern { relation: index, lang, pattern: anchored });
            }
        }
        for test in &item.statements {
            if let Statement::Test { lang, .. } | Statement::Reject { lang, .. } = &test.0 {
                langs.push(*lang);
            }
        }
        langs.sort();
        langs.dedup();
        self.rules.relations.push(relation);
        self.tests(item, rule, &langs);
    }

    fn role(&mut self, role: &RoleStatement) -> Role {
        let mut fillings = Vec::new();
        for word in &role.fillers {
            fillings.push(match word.text.as_str() {
                "phrase" => Filling::Phrase,
                "pronoun" => Filling::Pronoun,
                "action" => Filling::Action,
                "clause" => Filling::Clause,
                "trigger" => Filling::Trigger,
                class => match self.rules.classes.id(class) {
                    Some(id) => Filling::Class(id),
                    None => {
                        self.unknown_class(word, class);
                        continue;
                    }
                },
            });
        }
        let mut slots = Vec::new();
        for place in &role.places {
            match place {
                Place::Slot(word) => slots.push(match word.text.as_str() {
                    "time" => Slot::Time,
                    "place" => Slot::Place,
                    "near" => Slot::Near,
                    "trigger" => Slot::Trigger,
                    name => Slot::Part(self.rules.parts.intern(name)),
                }),
                Place::Behind(test) => {
                    if let Some(check) = self.check(test) {
                        slots.push(Slot::Behind(Behind { check }));
                    }
                }
            }
        }
        Role {
            name: role.name.text.clone(),
            part: self.rules.parts.intern(&role.name.text),
            property: role.property.text.clone(),
            optional: role.optional,
            all: role.all,
            within: role.within,
            fillings,
            slots,
        }
    }

    fn frame(&mut self, item: &Item) {
        let Some(lang) = item.lang() else { return };
        let mut frame = Frame { name: item.name.text.clone(), lang, ..Frame::default() };
        for (statement, span) in &item.statements {
            match statement {
                Statement::Voices(names) => {
                    for name in names {
                        match stance(&name.text) {
                            Some(stance) => frame.stances.push(stance),
                            None => self.problem(
                                name.span,
                                format!("no voice {:?}", name.text),
                                "voices are active, passive, participle, gerund, infinitive, nominal, adjective, other",
                            ),
                        }
                    }
                }
                Statement::Left(pattern) => frame.left.push(self.program(pattern, true)),
                Statement::Right(pattern) => frame.right.push(self.program(pattern, false)),
                _ => self.problem(*span, "this statement has no place in a frame", "frames have voice, left and right"),
            }
        }
        self.rules.frames.push(frame);
    }

    fn context(&mut self, item: &Item) {
        let Some(lang) = item.lang() else { return };
        let mut context = Context { lang, ..Context::default() };
        for (statement, span) in &item.statements {
            match statement {
                Statement::Set { key, value, when: None } => context.settings.push(Setting {
                    key: key.text.clone(),
                    value: Value::Fixed(value.text.clone()),
                    when: None,
                }),
                Statement::Group(tests) => {
                    for test in tests {
                        let check = self.check(test);
                        context.group.extend(check);
                    }
                }
                Statement::Left(pattern) => context.left.push(self.program(pattern, true)),
                Statement::Right(pattern) => context.right.push(self.program(pattern, false)),
                Statement::When(words) => {
                    context.when_no =
                        words.iter().filter(|w| w.text != "no").map(|w| self.rules.parts.intern(&w.text)).collect();
                }
                _ => self.problem(
                    *span,
                    "this statement has no place in a context",
                    "contexts have set, group, left, right and when",
                ),
            }
        }
        self.rules.contexts.push(context);
    }

    /// The classes that a pattern uses.
    fn uses(&self, pattern: &Pattern, found: &mut Vec<super::pattern::ClassId>, depth: usize) {
        match pattern {
            Pattern::Sequence(parts) | Pattern::Either(parts) => parts.iter().for_each(|p| self.uses(p, found, depth)),
            Pattern::Repeat { of, .. } | Pattern::Named(_, of) | Pattern::Look { of, .. } => {
                self.uses(of, found, depth)
            }
            Pattern::Macro(name) if depth < 8 => {
                if let Some(p) = self.macros.get(&name.text) {
                    self.uses(p, found, depth + 1);
                }
            }
            Pattern::Test(test) => self.test_uses(test, found),
            _ => {}
        }
    }

    fn test_uses(&self, test: &Test, found: &mut Vec<super::pattern::ClassId>) {
        match test {
            Test::Class(word) => found.extend(self.rules.classes.id(&word.text)),
            Test::And(a, b) => {
                self.test_uses(a, found);
                self.test_uses(b, found);
            }
            Test::Not(a) => self.test_uses(a, found),
            _ => {}
        }
    }

    fn check(&mut self, test: &Test) -> Option<Check> {
        Some(match test {
            Test::Literal(word) => {
                let exact = word.text.chars().any(char::is_uppercase);
                Check::Edge(Label::Words(self.rules.literals.intern(&word.text, exact)))
            }
            Test::List(word) => match self.lexicon.list_id(&word.text) {
                Some(id) => Check::Edge(Label::List(id)),
                None => {
                    let near = nearest(
                        &word.text,
                        (0..self.lexicon.lists()).map(|id| self.lexicon.list_name(ListId(id as u16))),
                    );
                    self.problem(word.span, format!("no word list @{}", word.text), near);
                    return None;
                }
            },
            Test::Class(word) => match self.rules.classes.id(&word.text) {
                Some(id) => Check::Edge(Label::Class(id)),
                None => {
                    self.unknown_class(word, &word.text.clone());
                    return None;
                }
            },
            Test::Kind(word) => match property(&word.text) {
                Some(property) => Check::Props(property.bit()),
                None => {
                    let near = nearest(&word.text, PROPERTIES.iter().map(|(n, _)| *n));
                    self.problem(word.span, format!("no part of speech, shape or chunk {:?}", word.text), near);
                    return None;
                }
            },
            Test::And(a, b) => Check::And(Box::new(self.check(a)?), Box::new(self.check(b)?)),
            Test::Not(a) => Check::Not(Box::new(self.check(a)?)),
        })
    }

    fn program(&mut self, pattern: &Pattern, backward: bool) -> Program {
        let mut steps = Vec::new();
        self.emit(pattern, backward, &mut steps, 0);
        steps.push(Step::Match);
        Program::new(steps, backward).seeking()
    }

    fn emit(&mut self, pattern: &Pattern, backward: bool, steps: &mut Vec<Step>, depth: usize) {
        let here = |steps: &Vec<Step>| steps.len() as u16;
        match pattern {
            Pattern::Sequence(parts) if backward => {
                parts.iter().rev().for_each(|p| self.emit(p, backward, steps, depth))
            }
            Pattern::Sequence(parts) => parts.iter().for_each(|p| self.emit(p, backward, steps, depth)),
            Pattern::Either(parts) => {
                // Tests of one element that stand side by side are one question: all of them go on alike.
                let one = |part: &Pattern| matches!(part, Pattern::Test(test) if of_one(test));
                let groups: Vec<&[Pattern]> = parts.chunk_by(|a, b| one(a) && one(b)).collect();
                let mut jumps = Vec::new();
                for (n, group) in groups.iter().enumerate() {
                    let split = here(steps);
                    let last = n + 1 == groups.len();
                    if !last {
                        steps.push(Step::Split(split + 1, 0));
                    }
                    match group {
                        [part] => self.emit(part, backward, steps, depth),
                        several => {
                            let tests =
                                several.iter().filter_map(|p| if let Pattern::Test(t) = p { Some(t) } else { None });
                            let checks: Vec<Check> = tests.filter_map(|test| self.check(test)).collect();
                            steps.push(Step::Check(one_of(checks)));
                        }
                    }
                    if !last {
                        jumps.push(here(steps));
                        steps.push(Step::Jump(0));
                        steps[split as usize] = Step::Split(split + 1, here(steps));
                    }
                }
                for jump in jumps {
                    steps[jump as usize] = Step::Jump(here(steps));
                }
            }
            Pattern::Repeat { of, min, max, lazy } => {
                for _ in 0..*min {
                    self.emit(of, backward, steps, depth);
                }
                let mut splits = Vec::new();
                for _ in *min..*max {
                    splits.push(here(steps));
                    steps.push(Step::Split(0, 0));
                    self.emit(of, backward, steps, depth);
                }
                let end = here(steps);
                for split in splits {
                    steps[split as usize] =
                        if *lazy { Step::Split(end, split + 1) } else { Step::Split(split + 1, end) };
                }
            }
            Pattern::Named(name, of) => {
                let part = self.rules.parts.intern(&name.text);
                steps.push(if backward { Step::Close(part) } else { Step::Open(part) });
                self.emit(of, backward, steps, depth);
                steps.push(if backward { Step::Open(part) } else { Step::Close(part) });
            }
            Pattern::Test(test) => {
                if let Some(check) = self.check(test) {
                    steps.push(Step::Check(check));
                }
            }
            Pattern::Look { of, behind, negative } => {
                let program = Box::new(self.program(of, *behind));
                steps.push(Step::Look { program, negative: *negative });
            }
            Pattern::Begin => steps.push(Step::Begin),
            Pattern::End => steps.push(Step::End),
            Pattern::Macro(name) => match self.macros.get(&name.text).cloned() {
                Some(_) if depth >= 8 => {
                    self.problem(name.span, "macros nested more than 8 deep", "a macro may not use itself")
                }
                Some(body) => self.emit(&body, backward, steps, depth + 1),
                None => {
                    let near = nearest(&name.text, self.macros.keys().map(String::as_str));
                    self.problem(name.span, format!("no macro %{}", name.text), near);
                }
            },
        }
    }

    fn anchored(&mut self, pattern: &Pattern, span: Span) -> Vec<Anchored> {
        let mut open = vec![self.flatten(pattern, 0)];
        let mut done = Vec::new();
        while let Some(flat) = open.pop() {
            if let Some(at) = anchor(&flat) {
                let Flat::Piece(piece) = &flat[at] else { continue };
                let mut checks = Vec::new();
                for test in anchor_tests(piece) {
                    checks.extend(self.check(&test));
                }
                let left = self.half(&flat[..at], true);
                let right = self.half(&flat[at + 1..], false);
                done.push(Anchored { left, anchor: checks, right });
                continue;
            }
            // No anchor at the top: open the first alternatives up.
            let Some((n, parts)) = flat.iter().enumerate().find_map(|(n, f)| match f {
                Flat::Piece(Pattern::Either(parts)) => Some((n, parts.clone())),
                _ => None,
            }) else {
                self.problem(
                    span,
                    "this pattern has no anchor",
                    "let it contain a @list, a \"word\" or a Class that every match has",
                );
                continue;
            };
            if done.len() + open.len() + parts.len() > UNFOLDED {
                self.problem(
                    span,
                    format!("this pattern unfolds to more than {UNFOLDED}"),
                    "write it as several patterns",
                );
                continue;
            }
            for part in parts.iter().rev() {
                let mut next = flat[..n].to_vec();
                next.extend(self.flatten(part, 0));
                next.extend_from_slice(&flat[n + 1..]);
                open.push(next);
            }
        }
        done
    }

    fn half(&mut self, flat: &[Flat], backward: bool) -> Program {
        let mut steps = Vec::new();
        let order: Vec<&Flat> = if backward { flat.iter().rev().collect() } else { flat.iter().collect() };
        for part in order {
            match part {
                Flat::Piece(pattern) => self.emit(pattern, backward, &mut steps, 0),
                Flat::Open(name) => steps.push(Step::Open(self.rules.parts.intern(&name.text))),
                Flat::Close(name) => steps.push(Step::Close(self.rules.parts.intern(&name.text))),
            }
        }
        steps.push(Step::Match);
        Program::new(steps, backward)
    }

    fn flatten(&self, pattern: &Pattern, depth: usize) -> Vec<Flat> {
        match pattern {
            Pattern::Sequence(parts) => parts.iter().flat_map(|p| self.flatten(p, depth)).collect(),
            Pattern::Named(name, of) => {
                let mut flat = vec![Flat::Open(name.clone())];
                flat.extend(self.flatten(of, depth));
                flat.push(Flat::Close(name.clone()));
                flat
            }
            Pattern::Repeat { of, min, max, lazy } if *min >= 1 => {
                let mut flat = self.flatten(of, depth);
                if *max > 1 {
                    flat.push(Flat::Piece(Pattern::Repeat { of: of.clone(), min: min - 1, max: max - 1, lazy: *lazy }));
                }
                flat
            }
            Pattern::Macro(name) if depth < 8 => match self.macros.get(&name.text) {
                Some(body) => self.flatten(body, depth + 1),
                None => vec![Flat::Piece(pattern.clone())],
            },
            other => vec![Flat::Piece(other.clone())],
        }
    }
}

/// Whether a test is of one element only, with no edge to follow.
fn of_one(test: &Test) -> bool {
    match test {
        Test::Kind(_) | Test::Not(_) => true,
        Test::And(a, b) => of_one(a) && of_one(b),
        Test::Literal(_) | Test::List(_) | Test::Class(_) => false,
    }
}

/// A check that passes where one of several does; properties are one set.
fn one_of(checks: Vec<Check>) -> Check {
    let (mut props, mut parts) = (0, Vec::new());
    for check in checks {
        match check {
            Check::Props(some) => props |= some,
            other => parts.push(other),
        }
    }
    if parts.is_empty() {
        return Check::Props(props);
    }
    if props != 0 {
        parts.insert(0, Check::Props(props));
    }
    Check::Or(parts)
}

/// What anchors a piece, if anything: the lists, words or classes of which each match has one.
fn anchor_tests(pattern: &Pattern) -> Vec<Test> {
    fn strong(test: &Test) -> bool {
        match test {
            Test::Literal(_) | Test::List(_) | Test::Class(_) => true,
            Test::And(a, b) => strong(a) || strong(b),
            _ => false,
        }
    }
    match pattern {
        Pattern::Test(test) if strong(test) => vec![test.clone()],
        Pattern::Either(parts) => {
            let tests: Vec<Vec<Test>> = parts.iter().map(anchor_tests).collect();
            if tests.iter().all(|t| !t.is_empty()) && parts.iter().all(|p| matches!(p, Pattern::Test(_))) {
                tests.concat()
            } else {
                Vec::new()
            }
        }
        _ => Vec::new(),
    }
}

/// The place of the anchor: the first list or words; else the first class.
fn anchor(flat: &[Flat]) -> Option<usize> {
    fn has_class(test: &Test) -> bool {
        match test {
            Test::Class(_) => true,
            Test::And(a, b) => has_class(a) || has_class(b),
            _ => false,
        }
    }
    let tests = |f: &Flat| match f {
        Flat::Piece(p) => anchor_tests(p),
        _ => Vec::new(),
    };
    let words = flat.iter().position(|f| {
        let tests = tests(f);
        !tests.is_empty() && !tests.iter().any(has_class)
    });
    words.or_else(|| flat.iter().position(|f| !tests(f).is_empty()))
}

fn stance(name: &str) -> Option<Stance> {
    Some(match name {
        "active" => Stance::Verb(Voice::Active),
        "passive" => Stance::Verb(Voice::Passive),
        "participle" => Stance::Verb(Voice::Participle),
        "gerund" => Stance::Verb(Voice::Gerund),
        "infinitive" => Stance::Verb(Voice::Infinitive),
        "nominal" => Stance::Nominal,
        "adjective" => Stance::Adjective,
        "other" => Stance::Other,
        _ => return None,
    })
}

/// The words of the rule language for what one element is.
const PROPERTIES: &[(&str, Property)] = &[
    ("noun", Property::Tag(Tag::Noun)),
    ("proper", Property::Tag(Tag::Proper)),
    ("verb", Property::Tag(Tag::Verb)),
    ("gerund", Property::Tag(Tag::Gerund)),
    ("past", Property::Tag(Tag::Past)),
    ("participle", Property::Tag(Tag::Participle)),
    ("aux", Property::Tag(Tag::Auxiliary)),
    ("modal", Property::Tag(Tag::Modal)),
    ("adj", Property::Tag(Tag::Adjective)),
    ("adv", Property::Tag(Tag::Adverb)),
    ("det", Property::Tag(Tag::Determiner)),
    ("pron", Property::Tag(Tag::Pronoun)),
    ("rel", Property::Tag(Tag::Relative)),
    ("prep", Property::Tag(Tag::Preposition)),
    ("to", Property::Tag(Tag::To)),
    ("conj", Property::Tag(Tag::Conjunction)),
    ("sub", Property::Tag(Tag::Subordinator)),
    ("num", Property::Tag(Tag::Number)),
    ("measure", Property::Tag(Tag::Measure)),
    ("particle", Property::Tag(Tag::Particle)),
    ("neg", Property::Tag(Tag::Negation)),
    ("punct", Property::Tag(Tag::Punctuation)),
    ("other", Property::Tag(Tag::Other)),
    ("cap", Property::Capital),
    ("upper", Property::Shape(Shape::Upper)),
    ("lower", Property::Shape(Shape::Lower)),
    ("mixed", Property::Shape(Shape::Mixed)),
    ("digits", Property::Shape(Shape::Digits)),
    ("han", Property::Shape(Shape::Han)),
    ("mark", Property::Shape(Shape::Mark)),
    ("han1", Property::Han(1)),
    ("han2", Property::Han(2)),
    ("han3", Property::Han(3)),
    ("han4", Property::Han(4)),
    ("any", Property::Any),
    ("np", Property::Chunk(ChunkKind::Noun)),
    ("vg", Property::Chunk(ChunkKind::Verb)),
    ("vg.active", Property::Voice(Voice::Active)),
    ("vg.passive", Property::Voice(Voice::Passive)),
    ("vg.participle", Property::Voice(Voice::Participle)),
    ("vg.gerund", Property::Voice(Voice::Gerund)),
    ("vg.infinitive", Property::Voice(Voice::Infinitive)),
    ("clause", Property::Chunk(ChunkKind::Clause)),
    ("ap", Property::Chunk(ChunkKind::Adjective)),
];

fn property(name: &str) -> Option<Property> {
    PROPERTIES.iter().find(|(n, _)| *n == name).map(|(_, p)| *p)
}

/// The remedy for an unknown name: the nearest that exists.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let distance = |other: &str| -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (name.chars().collect(), other.chars().collect());
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], i + 1);
            for (j, y) in b.iter().enumerate() {
                let next = (diagonal + (x != y) as usize).min(row[j] + 1).min(row[j + 1] + 1);
                diagonal = std::mem::replace(&mut row[j + 1], next);
            }
        }
        row[b.len()]
    };
    match known.map(|k| (distance(k), k)).min() {
        Some((d, k)) if d <= name.chars().count().div_ceil(2) => format!("did you mean {k:?}?"),
        Some(_) => "no name like it is defined".into(),
        None => "none is defined".into(),
    }
}

/// The part every entity rule may name.
pub const IT: PartId = PartId(0);

impl Names {
    /// Parts, with [`IT`] first.
    pub fn with_it() -> Names {
        let mut names = Names::default();
        names.intern("it");
        names
    }
}
