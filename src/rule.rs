//! A rule pack's rules: what they are once they can run.
//!
//! `data/rules` and `data/frames` are read by [`syntax`], made ready by [`compile`], and run by [`pattern`]'s machine over tokens (entity rules,
//! pattern relations) and chunks (frames, contexts). `data/README.md` is the language's reference.

pub mod captures;
pub mod compile;
pub mod hash;
pub mod index;
pub mod literals;
pub mod machine;
pub mod order;
pub mod pattern;
mod role;
pub mod syntax;
pub mod watch;

use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::span::Span;
use index::{Gate, Index};
use literals::Literals;
use machine::Anchored;
use pattern::{Check, ClassId, ClassSet, Label, PartId, PartSet, Program, Stances};
pub use role::{Behind, Filling, Heading, Role, RoleKind, Slot};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use syntax::Problem;

/// Names numbered in order of first use.
#[derive(Debug, Default, Serialize, Deserialize)]
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

    /// The name of a number; looked for, since only people ask.
    pub fn name(&self, id: PartId) -> &str {
        self.numbers.iter().find(|(_, n)| **n == id).map_or("", |(name, _)| name)
    }
}

/// Classes of mentions by number: those of the ontology, and the kinds of value.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ClassIds {
    names: Vec<String>,
}

/// A mention of this class is found only to keep others from being found; it is dropped in the end.
pub const NOTHING: &str = "Nothing";

impl ClassIds {
    fn new(classes: &[&str]) -> ClassIds {
        let mut names: Vec<String> = classes.iter().map(|c| c.to_string()).collect();
        for extra in
            [NOTHING, "Quantity", "Time", "Number", "Ordinal", "Percentage", "Currency", "Name", "Surnamed", "Sounds"]
        {
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
#[derive(Debug, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refer {
    /// To the last thing of its class whose name has the same head ("the Commission").
    Head,
    /// The same, and there is no mention where the text has named no such thing before ("the law").
    Named,
    /// To the last thing of its class.
    Last,
    /// To the publisher's country (我国).
    Country,
}

/// One pattern of an entity rule.
#[derive(Debug, Serialize, Deserialize)]
pub struct EntityPattern {
    /// Into [`Rules::entities`].
    pub entity: u16,
    pub lang: Lang,
    pub pattern: Anchored,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum Value {
    Fixed(String),
    /// The fact of this name of the trigger's word list row.
    Fact(String),
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Setting {
    pub key: String,
    pub value: Value,
    /// Only where this qualifier has this value.
    pub when: Option<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Needs {
    Holds,
    Fails,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Condition {
    pub key: String,
    pub value: String,
    pub needs: Needs,
}

/// A relation rule.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Relation {
    pub rule: u16,
    pub class: String,
    pub triggers: Vec<Check>,
    /// Whether it is tried at the figures of tables instead.
    pub cells: bool,
    pub roles: Vec<Role>,
    pub settings: Vec<Setting>,
    pub conditions: Vec<Condition>,
    pub frames: Vec<String>,
    /// The frames that may give this relation, into [`Rules::frames`], in order, each with the stances for which it is.
    pub framed: [Vec<(u16, Stances)>; 2],
    /// For each required role that only a frame can fill, the parts of which one will do.
    pub parts: Vec<PartSet>,
    /// For each required role that only mentions can fill, the classes of which one will do.
    pub classes: Vec<ClassSet>,
    /// Whether only a pronoun fills one of the required roles.
    pub personal: bool,
    pub attribute: Option<(String, String)>,
    /// The languages in which the rest of the passage is credited as well.
    pub onward: Vec<Lang>,
    /// The languages in which the rule tells only who is credited, and states nothing.
    pub silent: Vec<Lang>,
    pub direct: Option<(String, String, String)>,
}

impl Relation {
    /// The qualifiers that it always sets, by key.
    pub fn fixed(&self) -> impl Iterator<Item = (&str, &str)> {
        let always = self.settings.iter().filter(|setting| setting.when.is_none());
        always.filter_map(|setting| match &setting.value {
            Value::Fixed(value) => Some((setting.key.as_str(), value.as_str())),
            Value::Fact(_) => None,
        })
    }

    /// Whether its claims may go on with the claim before.
    pub fn goes_on(&self) -> bool {
        self.roles.iter().any(Role::goes_on)
    }

    /// Whether a role is what somebody says.
    pub fn says(&self, role: &str) -> bool {
        self.attribute.as_ref().is_some_and(|(content, _)| content == role)
    }
}

/// One pattern of a relation rule.
#[derive(Debug, Serialize, Deserialize)]
pub struct RelationPattern {
    /// Into [`Rules::relations`].
    pub relation: u16,
    pub lang: Lang,
    pub pattern: Anchored,
}

/// How a language puts participants around a trigger.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Frame {
    pub name: String,
    pub lang: Lang,
    /// For which triggers it is.
    pub stances: Stances,
    /// Into [`Rules::sides`].
    pub left: Vec<u16>,
    pub right: Vec<u16>,
    /// The parts that each side may capture.
    pub left_parts: PartSet,
    pub right_parts: PartSet,
}

/// What stands on a side of a frame.
#[derive(Debug, Serialize, Deserialize)]
pub struct Side {
    pub program: Program,
    /// The parts that it may capture.
    pub parts: PartSet,
}

/// What hangs on a noun phrase, over chunks from its first.
#[derive(Debug, Serialize, Deserialize)]
pub struct Phrase {
    pub lang: Lang,
    pub program: Program,
}

/// The value of a qualifier that a context leaves to the verb that governs: "must CONTINUE to cut fees" is needed as "must cut fees".
pub const GOVERNED: &str = "governed";

/// What surroundings say about a claim.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Context {
    pub lang: Lang,
    pub settings: Vec<Setting>,
    pub group: Vec<Check>,
    pub left: Vec<Program>,
    pub right: Vec<Program>,
    /// Words and lists of which one stands where it holds; none where it may hold without.
    pub words: Vec<Label>,
    /// Holds only where none of these slots was found.
    pub when_no: Vec<PartId>,
    /// Holds for the verbs that the one it holds for governs, where nothing is said of their own.
    pub governs: bool,
}

/// An expected claim or mention: (role or qualifier, text).
pub type Expected = Vec<(Option<String>, String)>;

/// A sentence of a rule that must match as expected, or must not match.
#[derive(Debug, Serialize, Deserialize)]
pub struct RuleTest {
    pub rule: u16,
    pub lang: Lang,
    pub file: String,
    pub span: Span,
    pub text: String,
    /// `None`: a reject.
    pub expected: Option<Vec<Expected>>,
}

/// All rules of a pack, ready to run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rules {
    /// Rule names, in order of declaration.
    pub names: Vec<String>,
    /// The hash of each rule, by its name.
    pub hashes: FxHashMap<String, Box<str>>,
    pub classes: ClassIds,
    pub parts: Names,
    pub literals: Literals,
    pub entities: Vec<EntityRule>,
    /// How the mentions of each rule refer, by number of the rule.
    refers: Vec<Option<Refer>>,
    pub entity_patterns: Vec<EntityPattern>,
    /// What must stand around the anchor of each.
    pub entity_gates: Vec<Gate>,
    pub relations: Vec<Relation>,
    pub relation_patterns: Vec<RelationPattern>,
    pub frames: Vec<Frame>,
    /// What stands on a side of a frame, each once.
    pub sides: Vec<Side>,
    pub phrases: Vec<Phrase>,
    pub contexts: Vec<Context>,
    pub tests: Vec<RuleTest>,
    /// For each language where patterns and relations can begin; relations in those for which they have a frame.
    pub index: [Index; 2],
    /// For each language the stances for which it has frames.
    pub framed: [Stances; 2],
    strata: u16,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            names: Vec::new(),
            hashes: FxHashMap::default(),
            classes: ClassIds::default(),
            parts: Names::with_it(),
            literals: Literals::default(),
            entities: Vec::new(),
            refers: Vec::new(),
            entity_patterns: Vec::new(),
            entity_gates: Vec::new(),
            relations: Vec::new(),
            relation_patterns: Vec::new(),
            frames: Vec::new(),
            sides: Vec::new(),
            phrases: Vec::new(),
            contexts: Vec::new(),
            tests: Vec::new(),
            index: Default::default(),
            framed: Default::default(),
            strata: 0,
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
        let mut hashes = FxHashMap::default();
        for (name, text) in files {
            let (items, mut found) = syntax::parse(name, text);
            problems.append(&mut found);
            hashes.extend(items.iter().filter_map(|item| Some((item.name.text.clone(), hash::of(item, text)?))));
            parsed.push((name.to_string(), items));
        }
        let (mut rules, mut found) = compile::compile(&parsed, classes, lexicon);
        rules.hashes = hashes;
        problems.append(&mut found);
        // A pattern that unfolds says the same of each of its parts.
        problems.sort_by(|a, b| (&a.file, a.span, &a.what).cmp(&(&b.file, b.span, &b.what)));
        problems.dedup();
        (rules, problems)
    }

    /// The rules as one block, for [`Rules::open`] of the same program.
    pub fn block(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(self).ok()
    }

    /// The rules of a [block](Rules::block); `None` where it is none.
    pub fn open(block: &[u8]) -> Option<Rules> {
        postcard::from_bytes(block).ok()
    }

    /// How many strata the entity rules have.
    pub fn strata(&self) -> u16 {
        self.strata
    }

    /// How the mentions of a rule refer to something, where they are no names.
    pub fn refer(&self, rule: u16) -> Option<Refer> {
        self.refers.get(rule as usize).copied().flatten()
    }

    /// Puts the entity rules in order and builds the indexes.
    fn index(&mut self) {
        self.order();
        self.refers = vec![None; self.names.len()];
        for entity in &self.entities {
            self.refers[entity.rule as usize] = entity.refer;
        }
        self.strata = self.entities.iter().map(|e| e.stratum + 1).max().unwrap_or(0);
        for (n, pattern) in (0..).zip(&self.entity_patterns) {
            let stratum = self.entities[pattern.entity as usize].stratum;
            let gate = Gate::new(&pattern.pattern);
            self.index[pattern.lang as usize].entities.add(stratum, n, &pattern.pattern.anchor, gate);
            self.entity_gates.push(gate);
        }
        for (n, pattern) in (0..).zip(&self.relation_patterns) {
            let gate = Gate::new(&pattern.pattern);
            self.index[pattern.lang as usize].patterns.add(0, n, &pattern.pattern.anchor, gate);
        }
        for frame in &mut self.frames {
            let parts = |side: &[u16]| {
                side.iter().map(|&n| self.sides[n as usize].parts).fold(PartSet::default(), PartSet::union)
            };
            (frame.left_parts, frame.right_parts) = (parts(&frame.left), parts(&frame.right));
            let framed = &mut self.framed[frame.lang as usize];
            *framed = framed.union(frame.stances);
        }
        for relation in &mut self.relations {
            let allowed = |f: &Frame| relation.frames.is_empty() || relation.frames.contains(&f.name);
            relation.parts = relation.roles.iter().filter_map(Role::parts).collect();
            relation.classes = relation.roles.iter().filter_map(Role::classes).collect();
            relation.personal = relation.roles.iter().any(Role::is_personal);
            let fills = |f: &Frame| relation.parts.iter().all(|p| p.meets(f.left_parts.union(f.right_parts)));
            for (n, frame) in (0..).zip(&self.frames).filter(|(_, f)| allowed(f) && fills(f)) {
                relation.framed[frame.lang as usize].push((n, frame.stances));
            }
        }
        for (n, relation) in (0..).zip(&self.relations) {
            for (index, _) in self.index.iter_mut().zip(&relation.framed).filter(|(_, framed)| !framed.is_empty()) {
                index.triggers.add(0, n, &relation.triggers, Gate::OPEN);
            }
        }
        self.index.iter_mut().for_each(Index::sort);
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
