//! What was found, put together as an extraction.
//!
//! Comes in: readings, entities, claims and short forms, in spans of the normalised text. Goes out: an [`Extraction`] in spans of the text as given,
//! its mentions and claims in order; what fills a metric role became a mention of a Metric.

use super::Extractor;
use crate::alias::Alias;
use crate::claim::{self, Stated};
use crate::document::Lang;
use crate::entity::Things;
use crate::extraction::{Claim, Entity, Extraction, Filler, Mention, Qualifiers, Role, Scope};
use crate::lexicon::name::normalised;
use crate::lexicon::{Hit, Lexicon, ListId, RowId, normal};
use crate::mention::{By, Reading};
use crate::rule::Rules;
use crate::span::Span;
use crate::text::{Shape, Tag, Text, is_common};
use crate::value::{self, Comparator};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Where the rules came from that are not of a file.
const LEXICON_RULE: &str = "lexicon";
const VALUE_RULE: &str = "value";
const ALIAS_RULE: &str = "alias";
const METRIC_RULE: &str = "metric";
const METRIC: &str = "Metric";

/// Whether a thing is said to act on itself, or to be part or member of itself: two names of one thing were read as two things (中国 … 中日关系).
fn reflexive(claim: &Claim<'_>, extraction: &Extraction<'_>) -> bool {
    let entity = |name: &str| {
        let role = claim.roles.iter().find(|r| r.name == name)?;
        extraction.mentions[role.filler.mention? as usize].entity
    };
    let pairs = [("agent", "recipient"), ("subject", "object"), ("part", "whole"), ("member", "group")];
    pairs.iter().any(|(one, other)| entity(one).is_some() && entity(one) == entity(other))
}

/// Puts what was found in a document together; `source` is its text as given.
pub(super) fn assemble<'p>(
    extractor: &'p Extractor,
    source: &str,
    text: &Text<'_>,
    readings: Vec<Reading<'_>>,
    things: Things,
    claims: &[Stated<'p>],
    aliases: &[(u32, Alias)],
) -> Extraction<'p> {
    Assembly { extractor, source, text, readings, things, offsets: Vec::new() }.finish(claims, aliases)
}

struct Assembly<'p, 'a, 't> {
    extractor: &'p Extractor,
    source: &'a str,
    text: &'a Text<'t>,
    readings: Vec<Reading<'a>>,
    things: Things,
    /// The first mention of each sentence.
    offsets: Vec<u32>,
}

impl<'p> Assembly<'p, '_, '_> {
    fn finish(mut self, claims: &[Stated<'p>], aliases: &[(u32, Alias)]) -> Extraction<'p> {
        let mut extraction = Extraction { sentences: self.sentences(), ..Extraction::default() };
        extraction.lang = majority(&extraction.sentences);
        let rules: &'p Rules = &self.extractor.rules;
        extraction.entities = self
            .things
            .all
            .iter()
            .map(|thing| Entity {
                class: rules.classes.name(thing.class),
                row: thing.row.map(|r| self.extractor.lexicon().row(r)),
                name: thing.name.clone(),
                scope: thing.scope,
                labels: thing.labels.clone(),
            })
            .collect();
        for n in 0..self.readings.len() {
            self.offsets.push(extraction.mentions.len() as u32);
            for m in 0..self.readings[n].found.len() {
                let value = self.readings[n].found[m].value.take();
                let found = &self.readings[n].found[m];
                extraction.mentions.push(Mention {
                    span: self.text.original(found.span),
                    class: rules.classes.name(found.class),
                    entity: self.things.of[n][m],
                    rule: match found.by {
                        By::Lexicon => LEXICON_RULE,
                        By::Value => VALUE_RULE,
                        By::Alias => ALIAS_RULE,
                        By::Rule(rule) => &rules.names[rule as usize],
                    },
                    value: value.map(|v| self.value(v)),
                });
            }
        }
        for stated in claims {
            let claim = self.claim(stated, &extraction);
            if !reflexive(&claim, &extraction) {
                extraction.claims.push(claim);
            }
        }
        for (n, alias) in aliases {
            let claim = self.alias(*n, alias);
            extraction.claims.push(claim);
        }
        self.metrics(&mut extraction);
        self.known(&mut extraction);
        sort(&mut extraction);
        extraction
    }

    fn sentences(&self) -> Vec<(Span, Lang)> {
        self.text.sentences.iter().map(|s| (self.text.original(s.span), s.lang)).collect()
    }

    /// A value with spans of the text as given.
    fn value(&self, mut value: Box<value::Value>) -> Box<value::Value> {
        value.span = self.text.original(value.span);
        value.hedged = self.text.original(value.hedged);
        value.full = self.text.original(value.full);
        value.counted = value.counted.map(|s| self.text.original(s));
        if let Some(time) = &mut value.time {
            time.anchor = time.anchor.map(|s| self.text.original(s));
        }
        value
    }

    fn filler(&self, fill: &claim::fill::Fill) -> Filler {
        let sentence = fill.sentence;
        let reading = &self.readings[sentence as usize];
        let mention = fill.mention.map(|m| self.offsets[sentence as usize] + m);
        let filler = Filler::new(self.text.original(claim::span_of(reading, fill)), mention);
        Filler { opens: mention.is_none() && opens(reading, fill.start), ..filler }
    }

    fn claim(&self, stated: &Stated<'p>, extraction: &Extraction<'p>) -> Claim<'p> {
        let rules: &'p Rules = &self.extractor.rules;
        let relation = &rules.relations[stated.relation as usize];
        let reading = &self.readings[stated.sentence as usize];
        let mut roles: Vec<Role<'p>> = stated
            .roles
            .iter()
            .map(|(n, fill)| {
                let role = &relation.roles[*n as usize];
                let quotation = stated.quotation.filter(|_| relation.says(&role.name));
                let filler = match quotation.and_then(|quotation| quotation.span(&self.readings)) {
                    Some(span) => Filler::new(self.text.original(span), None),
                    None => self.filler(fill),
                };
                Role { name: &role.name, property: &role.property, filler }
            })
            .collect();
        let trigger = self.text.original(reading.tokens.span(stated.trigger.0 as usize, stated.trigger.1 as usize));
        let quantity = roles
            .iter()
            .find(|r| r.name == "quantity")
            .and_then(|r| r.filler.mention)
            .and_then(|m| extraction.mentions[m as usize].value.as_ref());
        let observation = relation.class == "Observation";
        let comparator = stated.setting("comparator").and_then(comparator).or(quantity.map(|q| q.comparator));
        let qualifiers = Qualifiers {
            negated: stated.setting("negated") == Some("true"),
            modality: stated.modality(),
            polarity: stated.setting("polarity"),
            comparator: if observation { comparator } else { None },
            change: stated.setting("change"),
            figure: stated.setting("figure"),
            kind: stated.setting("kind"),
            relation: stated.setting("relation"),
            missing: stated.setting("status") == Some("missing")
                || roles.iter().any(|r| (!observation || r.name == "quantity") && damaged(r, extraction)),
            attributed_to: stated.attributed.as_ref().map(|fill| self.filler(fill)),
        };
        // What a pronoun stands for lies outside of the statement.
        let own = stated.roles.iter().zip(&roles).filter(|((_, fill), _)| fill.sentence == stated.sentence);
        let span = own.fold(trigger, |span, (_, role)| span.cover(role.filler.span));
        if observation {
            // A time without its number does not date a figure.
            roles.retain(|r| r.name == "quantity" || !damaged(r, extraction));
        }
        let direct = relation.direct.as_ref().map(|(s, p, o)| (s.as_str(), p.as_str(), o.as_str()));
        Claim {
            class: &relation.class,
            span,
            trigger,
            rule: &rules.names[relation.rule as usize],
            roles,
            qualifiers,
            direct,
        }
    }

    /// What fills a metric role is a mention of a Metric unless it is a pronoun, and so is a measure, or what has a rank, whose last word is one of
    /// an indicator.
    fn metrics(&self, extraction: &mut Extraction<'p>) {
        let lexicon = self.extractor.lexicon();
        let (heads, pronouns) = (lexicon.list_id("metric.head"), lexicon.list_id("anaphor"));
        let ends_in = |span: Span, list: Option<ListId>, whole: bool| {
            let text = span.of(self.source);
            let lang = if text.is_ascii() { Lang::En } else { Lang::Zh };
            let last = |h: &Hit| h.span.end as usize == text.len() && (h.span.start == 0 || !whole);
            let words = lexicon.hits(text, lang).into_iter().filter(last).flat_map(|h| lexicon.form(h.form).words());
            words.into_iter().any(|w| Some(w.list) == list)
        };
        let indicator = |class: &str, r: &Role<'_>| match r.property {
            // A pronoun for which nothing stands names no indicator.
            "cy:metric" => !ends_in(r.filler.span, pronouns, true),
            "cy:measure" => ends_in(r.filler.span, heads, false),
            "cy:subject" => class == "Ranking" && ends_in(r.filler.span, heads, false),
            _ => false,
        };
        let open = |class: &str, r: &Role<'_>| r.filler.mention.is_none() && indicator(class, r);
        if !extraction.claims.iter().any(|c| c.roles.iter().any(|r| open(c.class, r))) {
            return;
        }
        let mut known: FxHashMap<Span, usize> = FxHashMap::default();
        let mut metrics: BTreeMap<u32, u32> = BTreeMap::new();
        for (n, mention) in extraction.mentions.iter().enumerate() {
            known.entry(mention.span).or_insert(n);
            if mention.class == METRIC {
                metrics.insert(mention.span.start, mention.span.end);
            }
        }
        let mut named = Metrics::default();
        for (n, entity) in extraction.entities.iter().enumerate().filter(|(_, e)| e.class == METRIC) {
            match entity.row {
                Some(row) => named.entry((Some(row.key.as_str()), String::new())).or_insert(n),
                None => named.entry((None, entity.name.clone())).or_insert(n),
            };
        }
        for c in 0..extraction.claims.len() {
            for r in 0..extraction.claims[c].roles.len() {
                let role = &extraction.claims[c].roles[r];
                if !open(extraction.claims[c].class, role) {
                    continue;
                }
                let span = role.filler.span;
                let mention = known.get(&span).copied().or_else(|| {
                    // Metrics do not overlap each other, so that the last that begins before the end tells.
                    let other = metrics.range(..span.end).next_back().is_some_and(|(_, end)| *end > span.start);
                    (!other).then(|| {
                        metrics.insert(span.start, span.end);
                        let n = self.metric(span, extraction, &mut named);
                        known.insert(span, n);
                        n
                    })
                });
                extraction.claims[c].roles[r].filler.mention = mention.map(|m| m as u32);
            }
        }
    }

    /// What is no mention and has the name of a known concept or indicator, in whichever language, is that: 高质量发展, "high-quality development".
    fn known(&self, extraction: &mut Extraction<'p>) {
        let lexicon: &'p Lexicon = self.extractor.lexicon();
        let mut entities: FxHashMap<RowId, u32> = FxHashMap::default();
        let Extraction { claims, entities: all, sentences, mentions, .. } = extraction;
        // Where mentions begin, in order, and how far one of those up to there goes.
        let mut reach: Vec<(u32, u32)> = mentions.iter().map(|m| (m.span.start, m.span.end)).collect();
        reach.sort_unstable();
        let mut far = 0;
        for (_, end) in &mut reach {
            far = far.max(*end);
            *end = far;
        }
        let covered = |span: Span| {
            let at = reach.partition_point(|(start, _)| *start <= span.start);
            at.checked_sub(1).is_some_and(|at| reach[at].1 >= span.end)
        };
        let fillers = claims.iter_mut().flat_map(|c| c.roles.iter_mut().map(|r| &mut r.filler));
        for filler in fillers.filter(|f| f.mention.is_none()) {
            let (phrase, lang) = (filler.span.of(self.source), lang_at(sentences, filler.span));
            if lang == Lang::En && normal::points(phrase) {
                continue;
            }
            let named = lexicon.named(&normalised(phrase, lang), lang);
            let part = || covered(filler.span).then(|| self.within(phrase, lang))?;
            let Some(row) = named.or_else(part) else { continue };
            let known = entities.entry(row).or_insert_with(|| {
                let row = lexicon.row(row);
                let (name, labels) = (String::new(), Vec::new());
                all.push(Entity { class: &row.class, row: Some(row), name, scope: Scope::Everywhere, labels });
                all.len() as u32 - 1
            });
            filler.known = Some(*known);
        }
    }

    /// The one known thing that a phrase names, which is no mention since it stands in a longer name: the "Kenya" of "floods in Kenya".
    fn within(&self, phrase: &str, lang: Lang) -> Option<RowId> {
        let lexicon = self.extractor.lexicon();
        let whole = |h: &Hit| h.span.start == 0 && h.span.end as usize == phrase.len();
        let uses = lexicon.hits(phrase, lang).into_iter().filter(whole).flat_map(|h| lexicon.form(h.form).rows());
        let mut rows = uses.filter(|named| !named.weak).map(|named| named.row);
        let row = rows.next()?;
        rows.all(|other| other == row).then_some(row)
    }

    fn metric(&self, span: Span, extraction: &mut Extraction<'p>, named: &mut Metrics<'p>) -> usize {
        let lang = lang_at(&extraction.sentences, span);
        let text = span.of(self.source);
        let name = normalised(text, lang);
        let lexicon = self.extractor.lexicon();
        let whole = |h: &Hit| h.span.start == 0 && h.span.end as usize == text.len();
        let rows = lexicon.hits(text, lang).into_iter().filter(whole).flat_map(|h| lexicon.form(h.form).rows());
        // 出口, which is looked for in no text, names the indicator where something is said of its value.
        let named_so = || lexicon.named(&name, lang).map(|row| lexicon.row(row));
        let row = rows.map(|used| lexicon.row(used.row)).find(|row| row.class == METRIC);
        let row = row.or_else(|| named_so().filter(|row| row.class == METRIC));
        let key = (row.map(|r| r.key.as_str()), if row.is_some() { String::new() } else { name.clone() });
        let entity = *named.entry(key).or_insert_with(|| {
            let labels = vec![(lang, text.to_string())];
            extraction.entities.push(Entity { class: METRIC, row, name, scope: Scope::Everywhere, labels });
            extraction.entities.len() - 1
        });
        extraction.mentions.push(Mention {
            span,
            class: METRIC,
            entity: Some(entity as u32),
            rule: METRIC_RULE,
            value: None,
        });
        extraction.mentions.len() - 1
    }

    fn alias(&self, sentence: u32, alias: &Alias) -> Claim<'p> {
        let reading = &self.readings[sentence as usize];
        let role = |name: &'static str, property: &'static str, (a, b): (u16, u16)| {
            let mention = reading.mention(a, b).map(|m| self.offsets[sentence as usize] + m);
            let span = self.text.original(reading.tokens.span(a as usize, b as usize));
            Role { name, property, filler: Filler::new(span, mention) }
        };
        let roles = vec![role("short", "cy:short", alias.short), role("long", "cy:long", alias.long)];
        let trigger = roles[0].filler.span;
        let span = roles[1].filler.span.cover(trigger);
        Claim {
            class: "Alias",
            span,
            trigger,
            rule: ALIAS_RULE,
            roles,
            qualifiers: Qualifiers::default(),
            direct: None,
        }
    }
}

/// The language of the sentence in which a span lies.
fn lang_at(sentences: &[(Span, Lang)], span: Span) -> Lang {
    let at = sentences.partition_point(|(s, _)| s.end < span.end);
    sentences.get(at).filter(|(s, _)| s.contains(span)).map_or(Lang::En, |(_, lang)| *lang)
}

/// Whether the word at a token is a common one that has its capital from the sentence that begins with it.
fn opens(reading: &Reading<'_>, start: u16) -> bool {
    let tokens = &reading.tokens.tokens;
    let token = &tokens[start as usize];
    let first = || tokens[..start as usize].iter().all(|t| t.tag == Tag::Punctuation);
    token.shape == Shape::Capital && token.tag != Tag::Proper && first() && is_common(reading.tokens.word(start))
}

/// Metrics among the entities: by the key of their row, else by name.
type Metrics<'p> = FxHashMap<(Option<&'p str>, String), usize>;

/// Whether a role is filled by a value whose number is missing in the text.
fn damaged(role: &Role<'_>, extraction: &Extraction<'_>) -> bool {
    let value = role.filler.mention.and_then(|m| extraction.mentions[m as usize].value.as_ref());
    value.is_some_and(|v| v.missing)
}

fn comparator(name: &str) -> Option<Comparator> {
    use Comparator::*;
    [Equal, MoreThan, AtLeast, LessThan, AtMost, About, Range].into_iter().find(|c| c.name() == name)
}

fn majority(sentences: &[(Span, Lang)]) -> Option<Lang> {
    let bytes = |lang| sentences.iter().filter(|(_, l)| *l == lang).map(|(s, _)| s.len()).sum::<usize>();
    match (bytes(Lang::En), bytes(Lang::Zh)) {
        (0, 0) => None,
        // A Han character takes three bytes and says what six Latin letters say.
        (en, zh) => Some(if zh * 2 > en { Lang::Zh } else { Lang::En }),
    }
}

/// Mentions by place, claims by place and rule, references along.
fn sort(extraction: &mut Extraction<'_>) {
    let mut order: Vec<u32> = (0..extraction.mentions.len() as u32).collect();
    let key = |m: &Mention<'_>| (m.span.start, std::cmp::Reverse(m.span.end));
    order.sort_by_key(|&m| key(&extraction.mentions[m as usize]));
    let mut place = vec![0u32; order.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old as usize] = new as u32;
    }
    let mut mentions: Vec<Option<Mention<'_>>> =
        std::mem::take(&mut extraction.mentions).into_iter().map(Some).collect();
    extraction.mentions = order.iter().filter_map(|&m| mentions[m as usize].take()).collect();
    for claim in &mut extraction.claims {
        let fillers = claim.roles.iter_mut().map(|r| &mut r.filler).chain(&mut claim.qualifiers.attributed_to);
        for filler in fillers {
            filler.mention = filler.mention.map(|m| place[m as usize]);
        }
    }
    extraction.claims.sort_by(|a, b| {
        (a.trigger, a.class, a.rule).cmp(&(b.trigger, b.class, b.rule)).then_with(|| {
            let pairs = a.roles.iter().zip(&b.roles);
            let first = pairs.map(|(x, y)| (x.name, x.filler.span).cmp(&(y.name, y.filler.span))).find(|o| o.is_ne());
            first.unwrap_or_else(|| a.roles.len().cmp(&b.roles.len()))
        })
    });
}
