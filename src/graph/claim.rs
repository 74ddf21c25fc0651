//! Claims as nodes: type, one property a role, qualifiers; beside them the evidence, and the direct triple where one is due.
//!
//! Comes in: the claims of an extraction. Goes out: triples of the default graph that follow from the claim's IRI and from
//! nothing else, and evidence in the document's graph. Whether two documents can share a claim is decided here: only where
//! both would mean the same fact.

use super::iri;
use super::value::{self, Pair, Said};
use super::{Builder, GraphError, class_of, collapse, words};
use crate::extraction::{Claim, Entity, Filler, Modality, Role, Scope};
use crate::ontology::PropertyKind;
use crate::span::Span;
use crate::value::{Value, ValueKind};
use crate::vocab::{self, class, property, rdf, rdfs, sdmx};
use oxigraph::model::{Literal, LiteralRef, NamedNode, Term};
use std::fmt::Write;

/// A claim in the making.
struct Draft {
    pairs: Vec<Pair>,
    /// What the default graph must say of phrases and periods that the claim points to.
    described: Vec<Said>,
    /// Every filler means the same in every document.
    shared: bool,
    /// A period with both ends is stated.
    timed: bool,
    /// A place or institution is stated that a figure is about.
    scoped: bool,
    /// A number is missing in the text.
    missing: bool,
    /// A figure is stated: a number, bounds, or one that is missing.
    figure: bool,
}

/// A stretch of words that fills a role and is no mention.
struct Phrase<'a> {
    node: NamedNode,
    class: &'a str,
    words: Literal,
    /// The same words mean the same in every document.
    everywhere: bool,
}

impl Builder<'_, '_> {
    /// All claims with their evidence.
    pub(super) fn claims(&mut self) -> Result<(), GraphError> {
        let found = self.found;
        for claim in &found.claims {
            let draft = self.draft(claim)?;
            let own = (!draft.is_one_fact(claim.class)).then_some(self.source.id.as_str());
            let hash = self.base.claim_hash(&draft.pairs, own);
            let node = self.base.claim(&hash);
            for (predicate, object) in &draft.pairs {
                self.share(&node, predicate.as_ref(), object);
            }
            for (thing, predicate, object) in &draft.described {
                self.share(thing, predicate.as_ref(), object);
            }
            self.evidence(claim, &node, &hash);
            self.direct(claim);
        }
        Ok(())
    }

    /// Everything that the claim's identity covers.
    fn draft(&self, claim: &Claim<'_>) -> Result<Draft, GraphError> {
        let mut draft = Draft {
            pairs: vec![(rdf::TYPE.into_owned(), vocab::own(claim.class).into())],
            described: Vec::new(),
            shared: true,
            timed: false,
            scoped: false,
            missing: claim.qualifiers.missing,
            figure: claim.qualifiers.missing,
        };
        for role in &claim.roles {
            self.role(claim, role, &mut draft)?;
        }
        let q = &claim.qualifiers;
        let mut set = |name: &str, value: &str| {
            draft.pairs.push((vocab::own(name), vocab::qualifier(name, value).into()));
        };
        set("modality", q.modality.name());
        let named = [("polarity", q.polarity), ("change", q.change), ("figure", q.figure)];
        for (name, value) in named.into_iter().chain([("kind", q.kind), ("relation", q.relation)]) {
            if let Some(value) = value {
                set(name, value);
            }
        }
        // A hedge without a number ("about millions of people") compares nothing.
        if let Some(comparator) = q.comparator.filter(|_| draft.figure) {
            set("comparator", comparator.name());
        }
        if q.negated {
            draft.pairs.push((property::NEGATED.into_owned(), Literal::from(true).into()));
        }
        if draft.missing {
            draft.pairs.push((sdmx::OBS_STATUS.into_owned(), sdmx::OBS_STATUS_MISSING.into()));
        }
        if let Some(speaker) = &q.attributed_to {
            self.thing_role("cy:attributedTo", speaker, &mut draft);
        }
        Ok(draft)
    }

    /// One role: a figure, a time, words, or a thing.
    fn role(&self, claim: &Claim<'_>, role: &Role<'_>, draft: &mut Draft) -> Result<(), GraphError> {
        let Some(known) = self.ontology.property(role.property) else {
            return Err(GraphError::UnknownProperty {
                rule: claim.rule.to_owned(),
                property: role.property.to_owned(),
            });
        };
        let kind = known.kind;
        let local = role.property.trim_start_matches("cy:");
        let value = self.mention(&role.filler).and_then(|m| m.value.as_ref());
        let figure =
            value.filter(|value| value.missing || value.number.is_some() || value.min.is_some() || value.max.is_some());
        if let (property::QUANTITY, Some(figure)) = (vocab::own(local).as_ref(), figure) {
            draft.figure = true;
            let moved = figure.number.as_ref().and_then(|number| number.strip_prefix('-'));
            let moved = moved.filter(|_| claim.qualifiers.figure == Some("difference"));
            // How far something moved; which way, its change says.
            let figure = match moved {
                Some(number) => &Value { number: Some(number.to_owned()), ..Value::clone(figure) },
                None => figure,
            };
            let counted = figure.counted.map(|span| self.words_at(span));
            draft.pairs.extend(value::figure(figure, claim.qualifiers.comparator, counted));
            draft.missing |= figure.missing;
        } else if let (property::TIME, Some(time)) = (vocab::own(local).as_ref(), value.and_then(|v| v.time.as_ref())) {
            let when = value::when(self.base, time);
            draft.pairs.extend(when.pairs);
            draft.described.extend(when.described);
            draft.timed |= when.known;
            draft.shared &= when.absolute;
            if let Some(event) = time.anchor.and_then(|span| self.event_at(span)) {
                draft.pairs.push((property::TIME_ANCHOR.into_owned(), event.into()));
            }
        } else if kind == PropertyKind::Datatype {
            let words = self.words_at(role.filler.span);
            draft.pairs.push((vocab::own(local), words.into()));
            if let Some(number) = value.filter(|v| v.kind == ValueKind::Ordinal).and_then(|v| v.number.as_deref())
                && local == "rank"
                && let Ok(number) = number.parse::<u32>()
            {
                let number = Literal::new_typed_literal(number.to_string(), vocab::xsd::INTEGER);
                draft.pairs.push((property::RANK_NUMBER.into_owned(), number.into()));
            }
            draft.missing |= value.is_some_and(|v| v.missing);
            // A time that could not be read means another thing in another document.
            draft.shared &= !matches!(local, "time" | "quantity");
        } else {
            draft.scoped |= local == "scope";
            self.thing_role(role.property, &role.filler, draft);
        }
        Ok(())
    }

    /// A role filled by a thing: an entity, or a phrase that becomes a node of its own. An entity of a class that the role
    /// cannot have is not meant as such there ("accounts for 7 per cent of China's"): it is a phrase like any other.
    fn thing_role(&self, prefixed: &str, filler: &Filler, draft: &mut Draft) {
        let predicate = vocab::own(prefixed.trim_start_matches("cy:"));
        if let Some((node, entity)) = self.entity(prefixed, filler) {
            draft.shared &= entity.row.is_some() || entity.scope == Scope::Everywhere;
            draft.pairs.push((predicate, node.into()));
            return;
        }
        let Some(phrase) = self.phrase(prefixed, filler) else {
            draft.shared = false;
            return;
        };
        draft.shared &= phrase.everywhere;
        for name in self.ontology.types(phrase.class) {
            draft.described.push((phrase.node.clone(), rdf::TYPE.into_owned(), vocab::own(name).into()));
        }
        draft.described.push((phrase.node.clone(), rdfs::LABEL.into_owned(), phrase.words.into()));
        draft.pairs.push((predicate, phrase.node.into()));
    }

    /// The mention that a filler is.
    fn mention(&self, filler: &Filler) -> Option<&crate::extraction::Mention<'_>> {
        self.found.mentions.get(filler.mention? as usize)
    }

    /// The thing that a filler's mention refers to, or that its words name, where it is of a class that the property can lead to.
    fn entity(&self, prefixed: &str, filler: &Filler) -> Option<(NamedNode, &Entity<'_>)> {
        let index = self.mention(filler).map_or(filler.known, |m| m.entity)? as usize;
        let entity = self.found.entities.get(index)?;
        let fits = self.ontology.may_lead_to(prefixed.trim_start_matches("cy:"), class_of(entity));
        fits.then_some((self.things.get(index)?.clone(), entity))
    }

    /// The node for a phrase in a role, its class and its words. A concept is the same wherever the words are the same,
    /// unless they point into their text ("this approach"); a phrase for an actor ("our partners") belongs to its
    /// document. `None` for a filler without a letter or digit.
    fn phrase(&self, prefixed: &str, filler: &Filler) -> Option<Phrase<'_>> {
        let span = filler.span;
        let mut text = collapse(span.of(&self.source.text));
        if !text.chars().any(char::is_alphanumeric) {
            return None;
        }
        // "Digital trade will …" speaks of what others call "digital trade".
        if filler.opens
            && let Some(first) = text.get_mut(..1)
        {
            first.make_ascii_lowercase();
        }
        let class = self.ontology.property(prefixed)?.phrase_class.as_deref().unwrap_or("Concept");
        let lang = self.lang_at(span);
        let scope =
            if class == "Concept" && !self.ontology.is_bound(&text, lang) { "" } else { self.source.id.as_str() };
        let node = self.base.phrase(class, scope, lang, &text);
        Some(Phrase { node, class, words: words(&text, lang), everywhere: scope.is_empty() })
    }

    /// The event mentioned at a span.
    fn event_at(&self, span: Span) -> Option<NamedNode> {
        let mentions = &self.found.mentions;
        let from = mentions.partition_point(|m| m.span.start < span.start);
        let at = mentions[from..]
            .iter()
            .take_while(|m| m.span.start == span.start)
            .find(|m| m.span == span && m.entity.is_some())?;
        let index = at.entity? as usize;
        let class = class_of(self.found.entities.get(index)?);
        let anchor = vocab::local(property::TIME_ANCHOR.as_str())?;
        self.ontology.may_lead_to(anchor, class).then(|| self.things.get(index).cloned())?
    }

    /// Where the claim is made, by which rule, and where its trigger and fillers stand.
    fn evidence(&mut self, claim: &Claim<'_>, node: &NamedNode, hash: &str) {
        let (start, end) = self.points.span(claim.span);
        let place = iri::evidence(&self.document, start, end, hash);
        let mut spans: Vec<(&str, Span)> = claim.roles.iter().map(|r| (r.name, r.filler.span)).collect();
        spans.extend(claim.qualifiers.attributed_to.as_ref().map(|f| ("attributedTo", f.span)));
        spans.sort_by(|a, b| a.0.cmp(b.0).then(a.1.cmp(&b.1)));
        let mut text = String::new();
        for (name, span) in std::iter::once(("trigger", claim.trigger)).chain(spans) {
            let (start, end) = self.points.span(span);
            let gap = if text.is_empty() { "" } else { " " };
            let _ = write!(text, "{gap}{name}={start},{end}");
        }
        self.own(&place, rdf::TYPE, class::EVIDENCE);
        self.own(&place, property::SUPPORTS, node);
        self.own(&place, property::RULE, LiteralRef::new_simple_literal(claim.rule));
        self.own(&place, property::SPANS, LiteralRef::new_simple_literal(&text));
    }

    /// The plain triple, for a claim that is actual, not negated and the author's own.
    fn direct(&mut self, claim: &Claim<'_>) {
        let q = &claim.qualifiers;
        if q.negated || q.modality != Modality::Actual || q.attributed_to.is_some() {
            return;
        }
        let Some((subject, predicate, object)) = claim.direct else { return };
        let Some(known) = self.ontology.property(predicate) else { return };
        let role = |name: &str| claim.roles.iter().find(|r| r.name == name);
        let (Some(subject), Some(object)) = (role(subject), role(object)) else { return };
        let Some(Term::NamedNode(subject)) = self.term(subject) else { return };
        let object = match known.kind {
            PropertyKind::Object => match self.term(object) {
                Some(term @ Term::NamedNode(_)) => term,
                _ => return,
            },
            PropertyKind::Datatype => self.words_at(object.filler.span).into(),
        };
        let predicate = vocab::own(predicate.trim_start_matches("cy:"));
        self.share_with_support(&subject, predicate.as_ref(), object.as_ref());
    }

    /// What a role points to: a thing, a phrase, or words.
    fn term(&self, role: &Role<'_>) -> Option<Term> {
        if self.ontology.property(role.property)?.kind == PropertyKind::Datatype {
            return Some(self.words_at(role.filler.span).into());
        }
        match self.entity(role.property, &role.filler) {
            Some((node, _)) => Some(node.into()),
            None => self.phrase(role.property, &role.filler).map(|phrase| phrase.node.into()),
        }
    }
}

impl Draft {
    /// Whether two documents that say this state one fact. Figures, ranks and posts hold only for a time, and a figure only
    /// for a place or body: where the text leaves them open, each document means its own.
    fn is_one_fact(&self, class: &str) -> bool {
        self.shared
            && match class {
                "Observation" => self.timed && self.scoped && !self.missing,
                "Ranking" | "Position" => self.timed && !self.missing,
                _ => !self.missing,
            }
    }
}
