//! A rule pack's rules: what they are once they can run.
//!
//! `data/rules` and `data/frames` are read by [`syntax`], made ready by [`compile`], and run by [`pattern`]'s machine over tokens (entity rules,
//! pattern relations) and chunks (frames, contexts). `data/README.md` is the language's reference.

pub mod captures;
pub mod compile;
pub mod order;
pub mod pattern;
pub mod syntax;

use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::span::Span;
use pattern::{Anchored, Check, ClassId, Label, PartId, Program, Stance, WordsId};
use rustc_hash::FxHashMap;
use syntax::Problem;

/// Names numbered in order of first use.
#[derive(Debug, Default)]
pub struct Names {
    numbers: FxHashMap<Box<str>, PartId>,
}

impl Names {
    /// The number of a name, new where it is.
    pub fn intern(&mut self, name: &str) -> PartId {
        let next = PartId(u16::try_from(self.numbers.len()).unwrap_or(u16::MAX));
        *self.numbers.entry(name.into()).or_insert(next)
    }

    /// The number of a known name.
    pub fn id(&self, name: &str) -> Option<PartId> {
        self.numbers.get(name).copied()
    }
}

/// Classes of mentions by number: those of the ontology, and the kinds of value.
#[derive(Debug, Default)]
pub struct ClassIds {
    names: Vec<String>,
}

/// A mention of this class is found only to keep others from being found; it is dropped in the end.
pub const NOTHING: &str = "Nothing";

impl ClassIds {
    fn new(classes: &[&str]) -> ClassIds {
        let mut names: Vec<String> = classes.iter().map(|c| c.to_string()).collect();
        for extra in [NOTHING, "Quantity", "Time", "Number", "Ordinal", "Percentage", "Currency"] {
            if !names.iter().any(|n| n == extra) {
                names.push(extra.to_string());
            }
        }
        ClassIds { names }
    }

    pub fn id(&self, name: &str) -> Option<ClassId> {
        self.names.iter().position(|n| n == name).map(|n| ClassId(n as u16))
    }

    pub fn name(&self, id: ClassId) -> &str {
        &self.names[id.0 as usize]
    }
}

/// An entity rule.
#[derive(Debug)]
pub struct EntityRule {
    /// Into [`Rules::names`].
    pub rule: u16,
    pub class: ClassId,
    pub uses: Vec<ClassId>,
    /// When it runs: after all rules that make what it uses.
    pub stratum: u16,
    /// What its mentions refer to, where they are no names.
    pub refer: Option<Refer>,
}

/// How a mention that is no name refers to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refer {
    /// To the last thing of its class whose name has the same head ("the Commission").
    Head,
    /// To the last thing of its class.
    Last,
    /// To the publisher's country (我国).
    Country,
}

/// One pattern of an entity rule.
#[derive(Debug)]
pub struct EntityPattern {
    /// Into [`Rules::entities`].
    pub entity: u16,
    pub lang: Lang,
    pub pattern: Anchored,
}

/// What may fill a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    Class(ClassId),
    Phrase,
    /// A pronoun that stands for nothing named before: I, we, one.
    Pronoun,
    Action,
    Clause,
    Trigger,
}

/// The noun phrase behind a preposition.
#[derive(Debug)]
pub struct Behind {
    pub check: Check,
}

/// Where a role's filler is looked for.
#[derive(Debug)]
pub enum Slot {
    /// What a frame captured under this name.
    Part(PartId),
    Behind(Behind),
    Time,
    Place,
    Near,
    Trigger,
}

#[derive(Debug)]
pub struct Role {
    pub name: String,
    pub part: PartId,
    pub property: String,
    pub optional: bool,
    /// One claim with all coordinated fillers, not one each.
    pub all: bool,
    /// A mention anywhere in the phrase will do, not only at its head.
    pub within: bool,
    pub fillings: Vec<Filling>,
    pub slots: Vec<Slot>,
}

#[derive(Debug)]
pub enum Value {
    Fixed(String),
    /// The fact of this name of the trigger's word list row.
    Fact(String),
}

#[derive(Debug)]
pub struct Setting {
    pub key: String,
    pub value: Value,
    /// Only where this qualifier has this value.
    pub when: Option<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    Holds,
    Fails,
}

#[derive(Debug)]
pub struct Condition {
    pub key: String,
    pub value: String,
    pub needs: Needs,
}

/// A relation rule.
#[derive(Debug, Default)]
pub struct Relation {
    pub rule: u16,
    pub class: String,
    pub triggers: Vec<Check>,
    pub roles: Vec<Role>,
    pub settings: Vec<Setting>,
    pub conditions: Vec<Condition>,
    pub frames: Vec<String>,
    /// The frames that may give this relation, into [`Rules::frames`], in order.
    pub framed: Vec<u16>,
    pub attribute: Option<(String, String)>,
    /// The languages in which the rest of the passage is credited as well.
    pub onward: Vec<Lang>,
    pub direct: Option<(String, String, String)>,
}

/// One pattern of a relation rule.
#[derive(Debug)]
pub struct RelationPattern {
    /// Into [`Rules::relations`].
    pub relation: u16,
    pub lang: Lang,
    pub pattern: Anchored,
}

/// How a language puts participants around a trigger.
#[derive(Debug)]
pub struct Frame {
    pub name: String,
    pub lang: Lang,
    /// Empty: any.
    pub stances: Vec<Stance>,
    pub left: Vec<Program>,
    pub right: Vec<Program>,
}

/// What hangs on a noun phrase, over chunks from its first.
#[derive(Debug)]
pub struct Phrase {
    pub lang: Lang,
    pub program: Program,
}

/// What surroundings say about a claim.
#[derive(Debug, Default)]
pub struct Context {
    pub lang: Lang,
    pub settings: Vec<Setting>,
    pub group: Vec<Check>,
    pub left: Vec<Program>,
    pub right: Vec<Program>,
    /// Holds only where none of these slots was found.
    pub when_no: Vec<PartId>,
}

/// An expected claim or mention: (role or qualifier, text).
pub type Expected = Vec<(Option<String>, String)>;

/// A sentence of a rule that must match as expected, or must not match.
#[derive(Debug)]
pub struct RuleTest {
    pub rule: u16,
    pub lang: Lang,
    pub file: String,
    pub span: Span,
    pub text: String,
    /// `None`: a reject.
    pub expected: Option<Vec<Expected>>,
}

/// Where patterns can begin to match: for each label the patterns with such an anchor, ascending.
#[derive(Debug, Default)]
pub struct Index {
    lists: Vec<Vec<u32>>,
    classes: Vec<Vec<u32>>,
    words: Vec<Vec<u32>>,
}

impl Index {
    fn add(&mut self, check: &Check, pattern: u32) {
        let (row, n) = match check.label() {
            Some(Label::List(id)) => (&mut self.lists, id.0),
            Some(Label::Class(id)) => (&mut self.classes, id.0),
            Some(Label::Words(id)) => (&mut self.words, id.0),
            None => return,
        };
        let n = n as usize;
        if row.len() <= n {
            row.resize_with(n + 1, Vec::new);
        }
        if row[n].last() != Some(&pattern) {
            row[n].push(pattern);
        }
    }

    /// The patterns that can have their anchor at an edge.
    #[inline]
    pub fn patterns(&self, label: Label) -> &[u32] {
        let found = match label {
            Label::List(id) => self.lists.get(id.0 as usize),
            Label::Class(id) => self.classes.get(id.0 as usize),
            Label::Words(id) => self.words.get(id.0 as usize),
        };
        found.map_or(&[], Vec::as_slice)
    }

    /// Whether any pattern has words as its anchor.
    pub fn has_words(&self) -> bool {
        !self.words.is_empty()
    }
}

/// The words that rules ask for, as written there, each once.
#[derive(Debug, Default)]
pub struct Literals {
    /// With whether they match in this case only.
    all: Vec<(Box<str>, bool)>,
    /// Their numbers by their first byte, letters in lower case.
    first: Vec<Vec<u16>>,
    /// Their numbers: those that match in any case, those that do not.
    numbers: [FxHashMap<Box<str>, u16>; 2],
}

impl Literals {
    /// The number of words, new where they are.
    pub fn intern(&mut self, text: &str, exact: bool) -> WordsId {
        let next = u16::try_from(self.all.len()).unwrap_or(u16::MAX);
        let n = *self.numbers[exact as usize].entry(text.into()).or_insert_with(|| {
            let first = text.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
            self.first.resize_with(256, Vec::new);
            self.first[first as usize].push(next);
            self.all.push((text.into(), exact));
            next
        });
        WordsId(n)
    }

    /// The words of a number, as written.
    pub fn text(&self, id: WordsId) -> &str {
        self.all.get(id.0 as usize).map_or("", |(text, _)| text)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Calls `f` with the number, the length and the length of the first word of each that a text begins with. Words that begin with a
    /// character of more than one byte (Han) have no first word: 0.
    #[inline]
    pub fn at(&self, text: &[u8], mut f: impl FnMut(WordsId, u32, u32)) {
        let Some(first) = text.first().map(u8::to_ascii_lowercase) else { return };
        for &n in self.first.get(first as usize).into_iter().flatten() {
            let (words, exact) = &self.all[n as usize];
            let words = words.as_bytes();
            let Some(piece) = text.get(..words.len()) else { continue };
            if if *exact { piece == words } else { piece.eq_ignore_ascii_case(words) } {
                let word = words.iter().position(|b| *b == b' ').unwrap_or(words.len());
                f(WordsId(n), words.len() as u32, if first < 0x80 { word as u32 } else { 0 });
            }
        }
    }
}

/// All rules of a pack, ready to run.
#[derive(Debug)]
pub struct Rules {
    /// Rule names, in order of declaration.
    pub names: Vec<String>,
    pub classes: ClassIds,
    pub parts: Names,
    pub literals: Literals,
    pub entities: Vec<EntityRule>,
    pub entity_patterns: Vec<EntityPattern>,
    pub relations: Vec<Relation>,
    pub relation_patterns: Vec<RelationPattern>,
    pub frames: Vec<Frame>,
    pub phrases: Vec<Phrase>,
    pub contexts: Vec<Context>,
    pub tests: Vec<RuleTest>,
    /// For each stratum and language, where entity patterns can begin.
    pub entity_index: Vec<[Index; 2]>,
    /// Where pattern relations can begin.
    pub pattern_index: [Index; 2],
    /// Where relations have their triggers.
    pub trigger_index: Index,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            names: Vec::new(),
            classes: ClassIds::default(),
            parts: Names::with_it(),
            literals: Literals::default(),
            entities: Vec::new(),
            entity_patterns: Vec::new(),
            relations: Vec::new(),
            relation_patterns: Vec::new(),
            frames: Vec::new(),
            phrases: Vec::new(),
            contexts: Vec::new(),
            tests: Vec::new(),
            entity_index: Vec::new(),
            pattern_index: Default::default(),
            trigger_index: Index::default(),
        }
    }
}

impl Rules {
    /// Reads and compiles the files of `data/rules` and `data/frames`, given as (name, text) in order of name. Gives every problem, not the first.
    pub fn load<'f>(
        files: impl Iterator<Item = (&'f str, &'f str)>,
        classes: &[&str],
        lexicon: &Lexicon,
    ) -> (Rules, Vec<Problem>) {
        let mut parsed = Vec::new();
        let mut problems = Vec::new();
        for (name, text) in files {
            let (items, mut found) = syntax::parse(name, text);
            problems.append(&mut found);
            parsed.push((name.to_string(), items));
        }
        let (rules, mut found) = compile::compile(&parsed, classes, lexicon);
        problems.append(&mut found);
        // A pattern that unfolds says the same of each of its parts.
        problems.sort_by(|a, b| (&a.file, a.span, &a.what).cmp(&(&b.file, b.span, &b.what)));
        problems.dedup();
        (rules, problems)
    }

    /// Puts the entity rules in order and builds the indexes.
    fn index(&mut self) {
        self.order();
        let strata = self.entities.iter().map(|e| e.stratum).max().map_or(0, |s| s as usize + 1);
        self.entity_index = (0..strata).map(|_| Default::default()).collect();
        for (n, pattern) in self.entity_patterns.iter().enumerate() {
            let stratum = self.entities[pattern.entity as usize].stratum as usize;
            for check in &pattern.pattern.anchor {
                self.entity_index[stratum][pattern.lang as usize].add(check, n as u32);
            }
        }
        for (n, pattern) in self.relation_patterns.iter().enumerate() {
            for check in &pattern.pattern.anchor {
                self.pattern_index[pattern.lang as usize].add(check, n as u32);
            }
        }
        for (n, relation) in self.relations.iter().enumerate() {
            for check in &relation.triggers {
                self.trigger_index.add(check, n as u32);
            }
        }
        for relation in &mut self.relations {
            let allowed = |f: &Frame| relation.frames.is_empty() || relation.frames.contains(&f.name);
            let framed = self.frames.iter().enumerate().filter(|(_, f)| allowed(f)).map(|(n, _)| n as u16);
            relation.framed = framed.collect();
        }
    }

    /// Strata: a rule that uses a class runs after the rules that find it, as far as they do not use what it finds.
    fn order(&mut self) {
        let uses: Vec<order::Uses<'_>> =
            self.entities.iter().map(|e| order::Uses { finds: e.class, uses: &e.uses }).collect();
        let strata = order::strata(&uses);
        for (rule, stratum) in self.entities.iter_mut().zip(strata) {
            rule.stratum = stratum;
        }
    }
}
