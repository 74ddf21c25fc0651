//! How sure a claim is, which way it points, what kind it is of.
//!
//! Comes in: a rule, and what stands around its trigger. Goes out: the qualifiers that the rule and the contexts set, and whether the rule's
//! conditions are met.

use super::elements::{Element, Trigger};
use super::frames::Hand;
use super::{Finder, Settings, Stated, Surroundings, fill::Fill};
use crate::lexicon::FormId;
use crate::mention::Reading;
use crate::mention::lattice::TokenLattice;
use crate::rule::machine::{Machine, Part, Prefer};
use crate::rule::pattern::{Check, Label, Labels, Lattice, PartId, Program, Stance};
use crate::rule::watch::Watch;
use crate::rule::{Condition, Context, GOVERNED, Needs, Relation, Value};
use crate::text::ChunkKind;
use smallvec::SmallVec;

/// How many verbs that govern each other are asked: as many as a list may have members.
const GOVERNORS: usize = 8;

impl<'a, W: Watch> Finder<'a, '_, W> {
    /// The qualifiers that the rule and the contexts set; the rule's own first, and over both what it sets on a condition.
    pub(super) fn settings(
        &mut self,
        relation: &'a Relation,
        around: &Surroundings<'_, '_, '_>,
        parts: &[Part],
    ) -> Settings<'a> {
        let mut settings = Settings::new();
        for setting in &relation.settings {
            let value = match &setting.value {
                Value::Fixed(value) => Some(value.as_str()),
                Value::Fact(name) => self.fact(relation, around.reading, around.trigger, name),
            };
            if setting.when.is_none() {
                settings.extend(value.map(|v| (setting.key.as_str(), v)));
            }
        }
        self.surround(around);
        let own = settings.len();
        // What is said comes before what is missing, of which only frames can tell.
        self.hold(relation, &mut settings, |context| context.when_no.is_empty());
        settings.retain(|(_, value)| *value != GOVERNED);
        self.governed(around, relation, &mut settings);
        if around.framed {
            let captured = |name: &PartId| parts.iter().any(|p| p.name == *name);
            let missing = |context: &Context| !context.when_no.is_empty() && !context.when_no.iter().any(captured);
            self.hold(relation, &mut settings, missing);
        }
        // A context that says itself of what kind a figure is knows better than its modality.
        let told = settings[own..].iter().any(|(k, _)| *k == "kind");
        for setting in relation.settings.iter().filter(|s| !told || s.key != "kind") {
            let (Some((key, wanted)), Value::Fixed(value)) = (&setting.when, &setting.value) else { continue };
            let got = settings.iter().find(|(k, _)| k == key).map_or(default(key), |(_, v)| v);
            if got == wanted {
                settings.retain(|(k, _)| *k != setting.key);
                settings.push((&setting.key, value));
            }
        }
        settings
    }

    /// Adds the qualifiers of those contexts that hold here and are `meant`.
    fn hold(&mut self, relation: &Relation, settings: &mut Settings<'a>, meant: impl Fn(&Context) -> bool) {
        for at in 0..self.holding.len() {
            let n = self.holding[at];
            if meant(&self.rules.contexts[usize::from(n)]) {
                self.apply(n, relation, settings);
            }
        }
    }

    /// Adds the qualifiers of a context that nothing has set yet.
    fn apply(&mut self, context: u16, relation: &Relation, settings: &mut Settings<'a>) {
        let rules = self.rules;
        let given = &rules.contexts[usize::from(context)].settings;
        // What a figure is (a target, a pledge) is asked only for claims that have such kinds.
        let speaks = |key: &str| key != "kind" || relation.settings.iter().any(|s| s.key == key);
        let before = settings.len();
        for setting in given.iter().filter(|s| speaks(&s.key)) {
            if let (Value::Fixed(value), false) = (&setting.value, is_set(settings, &setting.key)) {
                settings.push((&setting.key, value));
            }
        }
        if settings.len() > before {
            self.watch.context(usize::from(context));
        }
    }

    /// What is said of the verb that governs the trigger's holds for that too where nothing is said of its own, and so on.
    fn governed(&mut self, around: &Surroundings<'_, '_, '_>, relation: &Relation, settings: &mut Settings<'a>) {
        let rules = self.rules;
        let standing = self.standing.take().unwrap_or_default();
        let mut at = around.governor;
        for _ in 0..GOVERNORS {
            let verb = around.view.all.get(at).filter(|_| !is_set(settings, "modality"));
            let Some(&Element { start, end, .. }) = verb else { break };
            let trigger = Trigger { start, end, first: at, last: at + 1, stance: Stance::Other };
            let nobody = (&[][..], usize::MAX);
            let there = Surroundings::new(around.reading, around.seen, trigger, &[], nobody, around.place, false);
            for &n in &standing {
                let context = &rules.contexts[usize::from(n)];
                let unset = || context.settings.iter().any(|s| !is_set(settings, &s.key));
                if context.governs && unset() && holds(context, &there, &mut self.scratch.machine) {
                    self.apply(n, relation, settings);
                }
            }
            settings.retain(|(_, value)| *value != GOVERNED);
            at = around.governors.get(at).map_or(usize::MAX, |n| usize::from(*n));
        }
        self.standing = Some(standing);
    }

    /// Finds the contexts that surround a place, once for all rules.
    fn surround(&mut self, around: &Surroundings<'_, '_, '_>) {
        if std::mem::replace(&mut self.surrounded, around.place) == around.place {
            return;
        }
        self.holding.clear();
        self.watch.share();
        let rules = self.rules;
        let reading = around.reading;
        let may = |(_, context): &(u16, &Context)| context.lang == reading.lang() && stands(context, &reading.tokens);
        let standing = || (0..).zip(&rules.contexts).filter(may).map(|(n, _)| n).collect();
        for &n in self.standing.get_or_insert_with(standing).iter() {
            if holds(&rules.contexts[usize::from(n)], around, &mut self.scratch.machine) {
                self.holding.push(n);
            }
        }
        self.watch.shared();
    }

    /// A fact of the trigger's word in one of the rule's lists.
    fn fact(&self, relation: &Relation, reading: &Reading<'_>, trigger: Trigger, name: &str) -> Option<&'a str> {
        let lexicon = self.lexicon;
        let edges = reading.tokens.starting(trigger.start as usize).filter(|e| e.end == trigger.end);
        edges
            .filter(|e| matches!(e.label, Label::List(id) if relation.triggers.contains(&Check::Edge(Label::List(id)))))
            .flat_map(|e| {
                let Label::List(id) = e.label else { return None };
                lexicon.form(FormId(e.source)).words().filter(|w| w.list == id).find_map(|w| w.fact(name))
            })
            .next()
    }
}

pub(super) fn meets(
    condition: &Condition,
    stated: &Stated<'_>,
    relation: &Relation,
    roles: &[SmallVec<[Fill; 4]>],
) -> bool {
    let role = relation.roles.iter().position(|r| r.name == condition.key);
    let holds = match role {
        Some(n) => roles[n].is_empty() == (condition.value == "none"),
        None => stated.setting(&condition.key).unwrap_or(default(&condition.key)) == condition.value,
    };
    holds == (condition.needs == Needs::Holds)
}

fn is_set(settings: &Settings<'_>, key: &str) -> bool {
    settings.iter().any(|(k, _)| *k == key)
}

/// What a qualifier is where nothing sets it.
fn default(key: &str) -> &'static str {
    match key {
        "modality" => "actual",
        "negated" => "false",
        _ => "",
    }
}

/// Whether a context may hold anywhere in a sentence, by its words.
fn stands(context: &Context, tokens: &TokenLattice<'_>) -> bool {
    context.words.is_empty() || context.words.iter().any(|word| tokens.stands(*word))
}

/// Whether a context surrounds the trigger.
fn holds(context: &Context, around: &Surroundings<'_, '_, '_>, machine: &mut Machine) -> bool {
    if context.group.is_empty() && context.left.is_empty() && context.right.is_empty() {
        return !context.when_no.is_empty();
    }
    let Surroundings { view, trigger, .. } = around;
    let group = |at: usize| {
        let element = &view.all[at];
        context.group.iter().any(|check| {
            let Check::Edge(label) = *check else { return false };
            let within = |end: u16| end <= element.end.max(trigger.end);
            view.labels(at).meets(Labels::of(label))
                && (element.start..element.end).any(|t| view.tokens.ends(t as usize, label).any(within))
        })
    };
    let mut runs = |program: &Program, hand: Hand| {
        let ahead = &around.sides[hand as usize];
        machine.follow(program, *view, ahead, around.from(hand), Prefer::First).is_some()
    };
    (trigger.first..trigger.last).filter(|at| view.all[*at].kind == ChunkKind::Verb).any(group)
        || context.left.iter().any(|p| runs(p, Hand::Left))
        || context.right.iter().any(|p| runs(p, Hand::Right))
}
