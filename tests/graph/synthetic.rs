//! Made-up extractions for the tests of graph, store and export: sentences from a small world, with mentions and claims in
//! the places where a real extractor would put them. What goes in is a [`Plan`], which proptest can make and shrink.

use chancery::document::{Document, Lang, Metadata};
use chancery::extraction::{Claim, Entity, Extraction, Filler, Mention, Modality, Qualifiers, Role, Scope};
use chancery::graph::{self, Activity, Base, DocumentGraph};
use chancery::lexicon::Row;
use chancery::ontology::Ontology;
use chancery::span::Span;
use chancery::value::{Comparator, Time, Value, ValueKind};
use proptest::prelude::*;
use std::sync::LazyLock;

/// The lexicon of the small world.
pub static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |key: &str, class: &str, en: &[&str], zh: &[&str]| Row {
        key: key.to_owned(),
        class: class.to_owned(),
        en: en.iter().map(|s| (*s).to_owned()).collect(),
        zh: zh.iter().map(|s| (*s).to_owned()).collect(),
        ids: vec![("wikidata".to_owned(), format!("Q-{key}"))],
        facts: vec![("part-of".to_owned(), "norland".to_owned()), ("begin".to_owned(), "2013".to_owned())],
        source: "curated".to_owned(),
    };
    vec![
        row("norland", "Place", &["Norland", "Kingdom of Norland"], &["北国"]),
        row("southmark", "Place", &["Southmark"], &["南境"]),
        row("harbour-bank", "Institution", &["Harbour Bank", "HB"], &["港湾银行", "港行"]),
        row("green-harbour", "Agreement", &["Green Harbour Accord", "the Accord"], &["绿港协定"]),
        row("tidal-plan", "Initiative", &["Tidal Plan"], &["潮汐计划"]),
        row("rural-incomes", "Concept", &["Rural incomes"], &["农村收入"]),
    ]
});

/// Things that no lexicon has: class, name, scope.
const UNKNOWN: &[(&str, &str, Scope)] = &[
    ("Institution", "Rivermouth Council", Scope::Everywhere),
    ("Institution", "the Committee", Scope::Document),
    ("Event", "Eleventh Lantern Forum", Scope::Everywhere),
];

const PHRASES: &[&str] =
    &["steady trade", "rural incomes", "this approach", "clean  water \"for all\"", "port\ncapacity"];
const METRICS: &[&str] = &["grain output", "port traffic"];

/// A sentence to be written.
#[derive(Clone, Debug)]
pub enum Sentence {
    Proposal { agent: usize, initiative: usize, alias: bool, year: Option<u16> },
    Influence { cause: usize, effect: usize, positive: bool, predicted: bool, source: Option<usize> },
    Observation { metric: usize, number: Option<u32>, more: bool, year: Option<u16>, scope: Option<usize> },
    Chinese { row: usize },
    Since { agent: usize, event: usize },
    Unknown { which: usize },
}

/// A document to be written.
#[derive(Clone, Debug)]
pub struct Plan {
    pub id: String,
    pub sentences: Vec<Sentence>,
}

/// Any sentence of the small world.
pub fn any_sentence() -> impl Strategy<Value = Sentence> {
    let year = proptest::option::of(2019u16..2022);
    prop_oneof![
        (0usize..3, 3usize..5, any::<bool>(), year.clone())
            .prop_map(|(agent, initiative, alias, year)| Sentence::Proposal { agent, initiative, alias, year }),
        (0usize..5, 0usize..5, any::<bool>(), any::<bool>(), proptest::option::of(0usize..3)).prop_map(
            |(cause, effect, positive, predicted, source)| {
                Sentence::Influence { cause, effect, positive, predicted, source }
            }
        ),
        (0usize..2, proptest::option::of(1u32..4), any::<bool>(), year, proptest::option::of(0usize..2)).prop_map(
            |(metric, number, more, year, scope)| Sentence::Observation { metric, number, more, year, scope }
        ),
        (0usize..5).prop_map(|row| Sentence::Chinese { row }),
        (0usize..3, 2usize..3).prop_map(|(agent, event)| Sentence::Since { agent, event }),
        (0usize..3).prop_map(|which| Sentence::Unknown { which }),
    ]
}

/// Any document with one of a few ids, so that replacing happens.
pub fn any_plan() -> impl Strategy<Value = Plan> {
    (0usize..4, proptest::collection::vec(any_sentence(), 0..6))
        .prop_map(|(id, sentences)| Plan { id: format!("folder/doc {id}.txt"), sentences })
}

/// A document and its extraction in the making.
#[derive(Default)]
struct Writer {
    text: String,
    found: Extraction<'static>,
}

impl Writer {
    fn say(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    fn mention(&mut self, class: &'static str, entity: Option<u32>, value: Option<Value>, span: Span) -> Filler {
        let rule = if value.is_some() { "value" } else { "lexicon" };
        self.found.mentions.push(Mention { span, class, entity, rule, value: value.map(Box::new) });
        Filler::new(span, Some(self.found.mentions.len() as u32 - 1))
    }

    /// Adds a name to an entity, making the entity at its first mention.
    fn entity(&mut self, entity: Entity<'static>, lang: Lang, name: &str) -> u32 {
        let same = |e: &Entity<'_>| e.row == entity.row && e.name == entity.name && e.class == entity.class;
        let at = self.found.entities.iter().position(same).unwrap_or_else(|| {
            self.found.entities.push(entity.clone());
            self.found.entities.len() - 1
        });
        let label = (lang, name.to_owned());
        if !self.found.entities[at].labels.contains(&label) {
            self.found.entities[at].labels.push(label);
        }
        at as u32
    }

    fn known(&mut self, row: usize, lang: Lang, alias: bool) -> Filler {
        let row = &ROWS[row];
        let names = if lang == Lang::En { &row.en } else { &row.zh };
        let name = if alias { &names[names.len() - 1] } else { &names[0] };
        let class = row.class.as_str();
        let entity = Entity { class, row: Some(row), name: String::new(), scope: Scope::Everywhere, labels: vec![] };
        let entity = self.entity(entity, lang, name);
        let span = self.say(name);
        self.mention(class, Some(entity), None, span)
    }

    fn unknown(&mut self, class: &'static str, name: &str, scope: Scope) -> Filler {
        let entity = Entity { class, row: None, name: name.to_owned(), scope, labels: vec![] };
        let entity = self.entity(entity, Lang::En, name);
        let span = self.say(name);
        self.mention(class, Some(entity), None, span)
    }

    /// A phrase, which may have the name of a known concept.
    fn phrase(&mut self, phrase: usize) -> Filler {
        let phrase = PHRASES[phrase];
        let named = ROWS.iter().find(|row| row.en[0].eq_ignore_ascii_case(phrase));
        let known = named.map(|row| {
            let (class, name, scope) = (row.class.as_str(), String::new(), Scope::Everywhere);
            self.entity(Entity { class, row: Some(row), name, scope, labels: vec![] }, Lang::En, &row.en[0])
        });
        Filler { known, ..Filler::new(self.say(phrase), None) }
    }

    fn year(&mut self, year: u16) -> Filler {
        let span = self.say(&year.to_string());
        let time = Time {
            timex: year.to_string(),
            begin: Some(format!("{year}-01-01")),
            end_exclusive: Some(format!("{}-01-01", year + 1)),
            grain: Some("year"),
            anchor: None,
            loose: false,
        };
        self.mention("Time", None, Some(Value { time: Some(time), ..plain(span, ValueKind::Time) }), span)
    }

    fn sentence(&mut self, sentence: &Sentence) {
        let start = self.text.len();
        let mut lang = Lang::En;
        match *sentence {
            Sentence::Proposal { agent, initiative, alias, year } => {
                let agent = self.known(agent, Lang::En, false);
                let trigger = self.say(" launched ");
                let initiative = self.known(initiative, Lang::En, alias);
                let mut roles = vec![role("agent", "cy:agent", agent), role("initiative", "cy:initiative", initiative)];
                if let Some(year) = year {
                    self.say(" in ");
                    roles.push(role("time", "cy:time", self.year(year)));
                }
                let direct = Some(("initiative", "cy:proposedBy", "agent"));
                self.claim("Proposal", trigger, roles, Qualifiers::default(), direct);
            }
            Sentence::Influence { cause, effect, positive, predicted, source } => {
                let attributed_to = source.map(|row| {
                    let source = self.known(row, Lang::En, false);
                    self.say(" says that ");
                    source
                });
                let cause = self.phrase(cause);
                let trigger = self.say(if positive { " raises " } else { " lowers " });
                let effect = self.phrase(effect);
                let qualifiers = Qualifiers {
                    polarity: Some(if positive { "positive" } else { "negative" }),
                    modality: if predicted { Modality::Predicted } else { Modality::Actual },
                    attributed_to,
                    ..Qualifiers::default()
                };
                let property = if positive { "cy:promotes" } else { "cy:hinders" };
                let roles = vec![role("cause", "cy:cause", cause), role("effect", "cy:effect", effect)];
                self.claim("Influence", trigger, roles, qualifiers, Some(("cause", property, "effect")));
            }
            Sentence::Observation { metric, number, more, year, scope } => {
                let metric = self.unknown("Metric", METRICS[metric], Scope::Everywhere);
                let trigger = self.say(" rose by ");
                let text = number.map_or("%".to_owned(), |n| format!("{n}%"));
                let span = self.say(&text);
                let value = Value {
                    number: number.map(|n| n.to_string()),
                    missing: number.is_none(),
                    unit: Some("PERCENT".to_owned()),
                    comparator: if more { Comparator::MoreThan } else { Comparator::Equal },
                    ..plain(span, ValueKind::Percentage)
                };
                let quantity = self.mention("Quantity", None, Some(value), span);
                let mut roles = vec![role("metric", "cy:metric", metric), role("quantity", "cy:quantity", quantity)];
                if let Some(year) = year {
                    self.say(" in ");
                    roles.push(role("time", "cy:time", self.year(year)));
                }
                if let Some(scope) = scope {
                    self.say(" in ");
                    roles.push(role("scope", "cy:scope", self.known(scope, Lang::En, false)));
                }
                let qualifiers =
                    Qualifiers { change: Some("increase"), missing: number.is_none(), ..Qualifiers::default() };
                self.claim("Observation", trigger, roles, qualifiers, None);
            }
            Sentence::Chinese { row } => {
                lang = Lang::Zh;
                self.known(row, Lang::Zh, true);
                self.say("举行会议");
            }
            Sentence::Since { agent, event } => {
                let agent = self.known(agent, Lang::En, false);
                let trigger = self.say(" attended ");
                let (class, name, scope) = UNKNOWN[event];
                let event = self.unknown(class, name, scope);
                self.say(" in ");
                let span = self.say("the first half of 2020");
                let time = Time {
                    timex: "2020-H1".to_owned(),
                    begin: Some("2020-01-01".to_owned()),
                    end_exclusive: Some("2020-07-01".to_owned()),
                    grain: Some("half"),
                    anchor: Some(event.span),
                    loose: false,
                };
                let value = Value { time: Some(time), ..plain(span, ValueKind::Time) };
                let time = self.mention("Time", None, Some(value), span);
                let roles = vec![
                    role("participant", "cy:participant", agent),
                    role("event", "cy:event", event),
                    role("time", "cy:time", time),
                ];
                let direct = Some(("participant", "cy:participatedIn", "event"));
                self.claim("Participation", trigger, roles, Qualifiers::default(), direct);
            }
            Sentence::Unknown { which } => {
                let (class, name, scope) = UNKNOWN[which];
                self.unknown(class, name, scope);
                self.say(" met");
            }
        }
        self.say(if lang == Lang::En { ". " } else { "。" });
        self.found.sentences.push((Span::new(start, self.text.len()), lang));
    }

    fn claim(
        &mut self,
        class: &'static str,
        trigger: Span,
        roles: Vec<Role<'static>>,
        qualifiers: Qualifiers<'static>,
        direct: Option<(&'static str, &'static str, &'static str)>,
    ) {
        let span = roles.iter().fold(trigger, |span, role| span.cover(role.filler.span));
        self.found.claims.push(Claim { class, span, trigger, rule: class, roles, qualifiers, direct });
    }
}

fn role(name: &'static str, property: &'static str, filler: Filler) -> Role<'static> {
    Role { name, property, filler }
}

fn plain(span: Span, kind: ValueKind) -> Value {
    Value {
        span,
        hedged: span,
        full: span,
        latent: false,
        stated: false,
        kind,
        number: None,
        unit: None,
        min: None,
        max: None,
        comparator: Comparator::Equal,
        missing: false,
        counted: None,
        product: None,
        time: None,
    }
}

/// Writes a plan out.
pub fn write(plan: &Plan) -> (Document, Extraction<'static>) {
    let mut writer = Writer::default();
    for sentence in &plan.sentences {
        writer.sentence(sentence);
    }
    writer.found.lang = (!plan.sentences.is_empty()).then_some(Lang::En);
    let order = |m: &Mention<'_>| (m.span.start, u32::MAX - m.span.end);
    assert!(writer.found.mentions.is_sorted_by_key(order));
    let meta = Metadata {
        title: Some(format!("On {}", plan.id)),
        date: Some("2024-03".to_owned()),
        time: None,
        publisher: Some("Harbour Press".to_owned()),
        country: Some("XN".to_owned()),
        source: Some("https://example.org/papers/1".to_owned()),
        ..Metadata::default()
    };
    (Document { id: plan.id.clone(), text: writer.text, meta }, writer.found)
}

/// What every test says made the graph.
pub fn activity() -> Activity {
    Activity { program: "0.0.0-test".to_owned(), pack: "00".to_owned(), ..Activity::default() }
}

/// Writes a plan out as triples.
pub fn graph(base: &Base, plan: &Plan) -> DocumentGraph {
    let (document, found) = write(plan);
    graph::build(base, Ontology::embedded(), &document, &found, &activity()).expect("a graph")
}

/// A fixed document with something of everything.
pub fn sample() -> Plan {
    Plan {
        id: "reports/harbour 2020.md".to_owned(),
        sentences: vec![
            Sentence::Proposal { agent: 0, initiative: 3, alias: true, year: Some(2020) },
            Sentence::Influence { cause: 0, effect: 1, positive: true, predicted: false, source: None },
            Sentence::Influence { cause: 2, effect: 3, positive: false, predicted: true, source: Some(2) },
            Sentence::Observation { metric: 0, number: Some(3), more: true, year: Some(2019), scope: Some(1) },
            Sentence::Observation { metric: 1, number: None, more: false, year: None, scope: None },
            Sentence::Chinese { row: 3 },
            Sentence::Since { agent: 2, event: 2 },
            Sentence::Unknown { which: 1 },
        ],
    }
}
