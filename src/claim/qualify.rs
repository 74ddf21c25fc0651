//! How sure a claim is, which way it points, what kind it is of.
//!
//! Comes in: a rule, and what stands around its trigger. Goes out: the qualifiers that the rule and the contexts set, and whether the rule's
//! conditions are met.

use super::elements::{Element, Elements, Trigger};
use super::{Finder, Settings, Stated, Surroundings, fill::Fill};
use crate::lexicon::FormId;
use crate::mention::Reading;
use crate::rule::machine::{Machine, Part, Prefer};
use crate::rule::pattern::{Check, Label, Labels, Lattice, Program};
use crate::rule::watch::Watch;
use crate::rule::{Condition, Context, Needs, Relation, Value};
use crate::text::ChunkKind;
use smallvec::SmallVec;

impl<'a, W: Watch> Finder<'a, '_, W> {
    /// The qualifiers that the rule and the contexts set; the rule's own first, and over both what it sets on a condition.
    pub(super) fn settings(
        &mut self,
        relation: &'a Relation,
        around: &Surroundings<'_, '_, '_>,
        parts: &[Part],
    ) -> Settings<'a> {
        let rules = self.rules;
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
        // What a figure is (a target, a pledge) is asked only for claims that have such kinds.
        let speaks = |key: &str| key != "kind" || relation.settings.iter().any(|s| s.key == key);
        for at in 0..self.holding.len() {
            let n = usize::from(self.holding[at]);
            let context = &rules.contexts[n];
            let set = |settings: &Settings<'_>, key: &str| settings.iter().any(|(k, _)| *k == key);
            if context.settings.iter().all(|s| set(&settings, &s.key) || !speaks(&s.key)) {
                continue;
            }
            // Only frames can say that something is missing.
            if !context.when_no.is_empty() && !around.framed {
                continue;
            }
            if context.when_no.iter().any(|name| parts.iter().any(|p| p.name == *name)) {
                continue;
            }
            self.watch.context(n);
            for setting in &context.settings {
                if let (Value::Fixed(value), false, true) =
                    (&setting.value, set(&settings, &setting.key), speaks(&setting.key))
                {
                    settings.push((&setting.key, value));
                }
            }
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

    /// Finds the contexts that surround a place, once for all rules.
    fn surround(&mut self, around: &Surroundings<'_, '_, '_>) {
        if std::mem::replace(&mut self.surrounded, around.place) == around.place {
            return;
        }
        self.holding.clear();
        self.watch.share();
        let lang = around.reading.sentence.lang;
        for (n, context) in (0..).zip(&self.rules.contexts).filter(|(_, context)| context.lang == lang) {
            if holds(context, around.view, around.trigger, &mut self.scratch.machine) {
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

/// What a qualifier is where nothing sets it.
fn default(key: &str) -> &'static str {
    match key {
        "modality" => "actual",
        "negated" => "false",
        _ => "",
    }
}

/// Whether a context surrounds the trigger.
fn holds(context: &Context, view: &Elements<'_, '_>, trigger: Trigger, machine: &mut Machine) -> bool {
    if context.group.is_empty() && context.left.is_empty() && context.right.is_empty() {
        return !context.when_no.is_empty();
    }
    let group = |element: &Element| {
        (element.start..element.end).any(|t| {
            let labels = view.tokens.labels(t as usize);
            context.group.iter().any(|check| {
                let Check::Edge(label) = *check else { return false };
                let within = |end: u16| end <= element.end.max(trigger.end);
                labels.meets(Labels::of(label)) && view.tokens.ends(t as usize, label).any(within)
            })
        })
    };
    let mut stands = |p: &Program, at: usize| machine.run(p, view, at, Prefer::First).is_some();
    let verb = |e: &&Element| e.kind == ChunkKind::Verb;
    view.all[trigger.first..trigger.last].iter().filter(verb).any(group)
        || context.left.iter().any(|p| stands(p, trigger.first))
        || context.right.iter().any(|p| stands(p, trigger.last))
}
