//! Entity and relation rules.

use super::Compiler;
use crate::document::Lang;
use crate::rule::syntax::{Item, Place, RoleStatement, Statement};
use crate::rule::{
    Behind, Condition, EntityPattern, EntityRule, Filling, Heading, Needs, Refer, Relation, RelationPattern, Role,
    RoleKind, Setting, Slot, Value,
};

impl<'a> Compiler<'a> {
    pub(super) fn entity(&mut self, item: &'a Item) {
        let class = self.class_of(item);
        let Some(rule) = self.rule_name(item) else { return };
        let Some(class) = self.rules.classes.id(&class) else { return };
        let mut langs = Vec::new();
        let index = self.rules.entities.len() as u16;
        let mut uses = Vec::new();
        let mut refer = None;
        for (statement, span) in &item.statements {
            match statement {
                Statement::Pattern(Some(lang), pattern) => {
                    langs.push(*lang);
                    self.uses(pattern, &mut uses);
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
                    "named" => refer = Some(Refer::Named),
                    "last" => refer = Some(Refer::Last),
                    "country" => refer = Some(Refer::Country),
                    _ => self.problem(
                        word.span,
                        "mentions do not refer so",
                        "write: refer head, refer named, refer last or refer country",
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

    pub(super) fn relation(&mut self, item: &'a Item) {
        let class = self.class_of(item);
        let Some(rule) = self.rule_name(item) else { return };
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
                Statement::Cells => relation.cells = true,
                Statement::Role(role) => {
                    let role = self.role(role, item.of_cells());
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
                Statement::Attribute { role, to, onward, silent } => {
                    relation.attribute = Some((role.text.clone(), to.text.clone()));
                    relation.onward.clone_from(onward);
                    relation.silent.clone_from(silent);
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
        if relation.triggers.is_empty() && patterns.is_empty() && !relation.cells {
            self.problem(
                item.name.span,
                "this rule has neither a trigger nor a pattern",
                "add: trigger @list, a pattern: en …, or cells",
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

    fn role(&mut self, role: &RoleStatement, of_cells: bool) -> Role {
        let mut fillings = Vec::new();
        for word in &role.fillers {
            fillings.push(match word.text.as_str() {
                "phrase" => Filling::Phrase,
                "people" => Filling::People,
                "pronoun" => Filling::Pronoun,
                "action" => Filling::Action,
                "clause" => Filling::Clause,
                "counted" => Filling::Counted,
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
                    "before" => Slot::Before,
                    "trigger" => Slot::Trigger,
                    name => match Heading::named(name).filter(|_| of_cells) {
                        Some(heading) => Slot::Heading(heading),
                        None => Slot::Part(self.rules.parts.intern(name)),
                    },
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
            kind: RoleKind::of(&role.property.text),
            optional: role.optional,
            all: role.all,
            within: role.within,
            fillings,
            slots,
        }
    }
}
