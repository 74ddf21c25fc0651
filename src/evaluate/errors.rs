//! What went wrong, each with its sentence and its cause.

use super::extent::{Counted, Extent};
use super::gold::{Claim, Filler, Gold, Mention, said};
use super::looks::Looks;
use super::matching::{ClaimPairs, MentionPairs, kind_right, needed, qualifiers, role_right};
use crate::annotate::{Annotation, ClaimOut, MentionOut};
use crate::explain::{Mark, Sentence};
use crate::extract::Extractor;
use crate::extraction::Extraction;
use crate::text::Text;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::BTreeMap;

/// Why something labelled was not found, or something was found that is not labelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Nothing was found there.
    MissedMention,
    /// Found with its class, longer or shorter.
    WrongBoundary,
    /// Found with another class.
    WrongClass,
    /// Found, and nothing is labelled there.
    SpuriousMention,
    /// Found, and not recognised as something named before.
    SplitEntity,
    /// Found, and taken for something else that was named before.
    MergedEntity,
    /// No rule of this type has words there.
    NoTrigger,
    /// A rule looked; a mention that fills a role was not found.
    MentionMissing,
    /// A rule looked, and all mentions are there; it found no filler or was held back.
    NoFiller,
    /// The claim was found with another filler of a required role.
    Role,
    /// The claim was found; a further role is missing, wrong or too much.
    FurtherRole,
    /// What is labelled as this was found as that.
    Type,
    /// The claim was found; modality, negation, source, polarity, or what is said of its figure is wrong.
    Context,
    /// A claim was found that is like none that is labelled.
    SpuriousClaim,
}

impl Cause {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Cause::MissedMention => "missed mention",
            Cause::WrongBoundary => "wrong boundary",
            Cause::WrongClass => "wrong class",
            Cause::SpuriousMention => "spurious mention",
            Cause::SplitEntity => "split entity",
            Cause::MergedEntity => "merged entity",
            Cause::NoTrigger => "no trigger",
            Cause::MentionMissing => "mention missing",
            Cause::NoFiller => "no filler",
            Cause::Role => "role",
            Cause::FurtherRole => "further role",
            Cause::Type => "type",
            Cause::Context => "context",
            Cause::SpuriousClaim => "spurious claim",
        }
    }
}

/// One error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Error {
    pub cause: Cause,
    pub document: String,
    pub lang: String,
    /// The class or type that is labelled; of what is spurious, the one found.
    pub class: String,
    /// What is labelled, or found, in one line.
    pub said: String,
    /// What was found instead, or what is missing.
    pub note: String,
    /// The rule whose find it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    pub sentence: Sentence,
    /// Within the sentence.
    pub marks: Vec<Mark>,
}

/// The errors of one text while they are gathered.
pub struct Cases<'a> {
    extractor: &'a Extractor,
    gold: &'a Gold,
    found: &'a Extraction<'a>,
    lang: &'static str,
    counted: Counted<'a>,
    sentences: Vec<Extent>,
    pub errors: Vec<Error>,
}

/// A mark to be.
type Marked = (Extent, String);

impl<'a> Cases<'a> {
    pub fn new(extractor: &'a Extractor, gold: &'a Gold, found: &'a Extraction<'a>, lang: &'static str) -> Cases<'a> {
        let counted = Counted::new(&gold.document.text);
        let sentences = found.sentences.iter().map(|(span, _)| counted.extent(*span)).collect();
        Cases { extractor, gold, found, lang, counted, sentences, errors: Vec::new() }
    }

    /// The words of a stretch.
    pub fn text(&self, at: Extent) -> String {
        self.counted.of(at).to_owned()
    }

    fn add(&mut self, cause: Cause, class: &str, said: String, note: String, rule: Option<&str>, marks: Vec<Marked>) {
        let all = marks.iter().map(|(at, _)| *at).reduce(Extent::cover).unwrap_or_default();
        let span = self.found.around(self.counted.span(all).unwrap_or_default());
        let marks = marks.into_iter().map(|(at, label)| Mark { start: at.start, end: at.end, label }).collect();
        self.errors.push(Error {
            cause,
            document: self.gold.document.id.clone(),
            lang: self.lang.to_owned(),
            class: class.to_owned(),
            said,
            note,
            rule: rule.map(str::to_owned),
            sentence: Sentence { start: self.counted.extent(span).start, text: span.of(self.counted.text).to_owned() },
            marks,
        });
    }

    /// What is wrong with the mentions.
    pub fn mentions(&mut self, gold: &[Mention], found: &[MentionOut<'_>], pairs: &MentionPairs) {
        let place = |f: usize| Extent::from(&found[f].stretch);
        let mut left = pairs.exact.clone();
        let all = || 0..gold.len();
        let around = |g: usize| pairs.around(gold[g].at);
        let alike = |g: usize, f: usize| gold[g].class == found[f].class && gold[g].at.overlaps(place(f));
        let classes = left.greedy(all(), around, |g, f| gold[g].at == place(f));
        let boundaries = left.greedy(all(), around, alike);
        let other = left.greedy(all(), around, |g, f| gold[g].at.overlaps(place(f)));
        let mut wrong: Vec<(usize, usize, Cause)> = Vec::new();
        wrong.extend(classes.into_iter().chain(other).map(|(g, f)| (g, f, Cause::WrongClass)));
        wrong.extend(boundaries.into_iter().map(|(g, f)| (g, f, Cause::WrongBoundary)));
        wrong.sort_unstable();
        for (g, f, cause) in wrong {
            let note = format!("got {} \"{}\"", found[f].class, found[f].stretch.text);
            let marks = vec![(gold[g].at, gold[g].class.clone()), (place(f), format!("got {}", found[f].class))];
            self.add(cause, &gold[g].class, self.text(gold[g].at), note, Some(found[f].rule), marks);
        }
        for g in left.missed() {
            let Mention { at, class, .. } = &gold[g];
            self.add(Cause::MissedMention, class, self.text(*at), String::new(), None, vec![(*at, class.clone())]);
        }
        let spurious = pairs.found.iter().filter(|f| left.of_found[**f].is_none());
        for f in spurious.map(|f| &found[*f]) {
            let marks = vec![((&f.stretch).into(), f.class.to_owned())];
            let said = f.stretch.text.to_owned();
            self.add(Cause::SpuriousMention, f.class, said, String::new(), Some(f.rule), marks);
        }
        self.entities(gold, found, pairs);
    }

    /// What is wrong with the identity of mentions that were found: each against those before it.
    fn entities(&mut self, gold: &[Mention], found: &[MentionOut<'_>], pairs: &MentionPairs) {
        let mut known: Vec<(usize, usize)> = pairs.exact.all().collect();
        known.sort_by_key(|(g, _)| gold[*g].at);
        // What each thing was found as, and what each find is; with the first mention.
        let mut found_as: FxHashMap<&str, Vec<(Option<&str>, Extent)>> = FxHashMap::default();
        let mut labelled_as: FxHashMap<&str, Vec<(Option<&str>, Extent)>> = FxHashMap::default();
        for (g, f) in known {
            let (at, class) = (gold[g].at, &gold[g].class);
            let (thing, got) = (gold[g].entity.as_deref(), found[f].entity);
            let differs = |seen: Option<&Vec<(Option<&str>, Extent)>>, this: Option<&str>| {
                let seen = seen.filter(|seen| this.is_none() || seen.iter().all(|(one, _)| *one != this))?;
                seen.first().map(|(_, at)| *at)
            };
            let split = thing.and_then(|thing| differs(found_as.get(thing), got));
            let merged = got.and_then(|got| differs(labelled_as.get(got), thing));
            for (cause, first) in [(Cause::SplitEntity, split), (Cause::MergedEntity, merged)] {
                let Some(first) = first else { continue };
                let is = if cause == Cause::SplitEntity { "not recognised as" } else { "taken for" };
                let note = format!("{is} \"{}\"", self.text(first));
                self.add(cause, class, self.text(at), note, Some(found[f].rule), vec![(at, class.clone())]);
            }
            if let Some(thing) = thing {
                found_as.entry(thing).or_default().push((got, at));
            }
            if let Some(got) = got {
                labelled_as.entry(got).or_default().push((thing, at));
            }
        }
    }

    /// The sentence in which a claim stands: that with most of its fillers, a labelled mention's own place before others of the same thing.
    pub fn home(&self, claim: &Claim) -> Extent {
        let mut votes: BTreeMap<usize, u32> = BTreeMap::new();
        let mut vote = |at: &mut dyn Iterator<Item = Extent>, weight: u32| {
            let mut seen: Vec<usize> = at.map(|at| self.sentences.partition_point(|s| s.end <= at.start)).collect();
            seen.sort_unstable();
            seen.dedup();
            seen.into_iter().for_each(|s| *votes.entry(s).or_default() += weight);
        };
        for filler in claim.roles.values() {
            vote(&mut filler.at.all().iter().copied(), 2);
            match filler.own {
                Some(own) => vote(&mut std::iter::once(own), 1),
                None => vote(&mut filler.at.all().iter().copied(), 1),
            }
        }
        vote(&mut claim.trigger.iter().copied(), 2);
        let most = votes.into_iter().max_by_key(|(sentence, votes)| (*votes, std::cmp::Reverse(*sentence)));
        let sentence = most.and_then(|(sentence, _)| self.sentences.get(sentence).copied());
        sentence.unwrap_or_else(|| claim.place())
    }

    /// What is wrong with the claims.
    pub fn claims(
        &mut self,
        gold: &[Claim],
        annotation: &Annotation<'_>,
        pairs: &ClaimPairs,
        homes: &[Extent],
        looks: &Looks<'_>,
    ) {
        let found = &annotation.claims;
        for (g, f) in pairs.same.all() {
            self.context(&gold[g], &found[f], homes[g]);
        }
        for (g, f) in &pairs.near {
            let (claim, got) = (&gold[*g], &found[*f]);
            let wrong: Vec<&str> = needed(claim).filter(|role| !role_right(claim, got, role)).collect();
            let mut notes: Vec<String> = wrong.iter().map(|role| role_note(claim, got, role)).collect();
            let mut cause = Cause::Role;
            if notes.is_empty() && !kind_right(claim, got) {
                cause = Cause::Type;
                let kind = claim.qualifiers.get("kind").map_or("none", String::as_str);
                notes.push(format!("kind: wanted {kind}, got {}", got.kind.unwrap_or("none")));
            } else if notes.is_empty() {
                notes.extend(got.roles.get("quantity").map(|_| role_note(claim, got, "quantity")));
            }
            let mut marks = marks(claim, homes[*g]);
            let fillers = wrong.iter().filter_map(|role| Some((role, got.roles.get(role)?)));
            let got_marks = fillers.map(|(role, filler)| (Extent::from(&filler.stretch), format!("got {role}")));
            marks.extend(got_marks.filter(|(at, _)| homes[*g].contains(*at)));
            self.add(cause, &claim.class, claim.said(), notes.join("; "), Some(got.rule), marks);
        }
        for (g, f) in &pairs.other {
            let (claim, got) = (&gold[*g], &found[*f]);
            let note = format!("got {}: {}", got.class, found_said(got));
            self.add(Cause::Type, &claim.class, claim.said(), note, Some(got.rule), marks(claim, homes[*g]));
        }
        let paired = |g: usize| pairs.near.iter().chain(&pairs.other).any(|(one, _)| *one == g);
        let missed: Vec<usize> = pairs.same.missed().filter(|g| !paired(*g)).collect();
        if !missed.is_empty() {
            let text = self.extractor.read(&self.gold.document);
            for g in missed {
                self.missed(&gold[g], homes[g], &text, annotation, looks);
            }
        }
        for claim in pairs.spurious.iter().map(|f| &found[*f]) {
            let marks = claim.roles.iter().map(|(role, f)| (Extent::from(&f.stretch), (*role).to_owned())).collect();
            let said = found_said(claim);
            self.add(Cause::SpuriousClaim, claim.class, said, String::new(), Some(claim.rule), marks);
        }
    }

    /// A claim of which nothing was found: why.
    fn missed(&mut self, claim: &Claim, home: Extent, text: &Text<'_>, annotation: &Annotation<'_>, looks: &Looks<'_>) {
        let sentence = self.sentences.partition_point(|s| s.end <= home.start) as u32;
        let words: Vec<Extent> = claim.trigger.iter().copied().filter(|t| home.contains(*t)).collect();
        let seen = looks.at(&claim.class, sentence, &words, text, &self.counted);
        let stands = |at: Extent| annotation.mentions.iter().any(|m| at.filled_by(Extent::from(&m.stretch)));
        let own = |role: &&str| claim.roles.get(*role).and_then(|f| f.own);
        let absent = needed(claim).find(|role| own(role).is_some_and(|at| !stands(at)));
        let (cause, note) = if seen.is_empty() {
            let word = words.first().map(|t| self.text(*t));
            (Cause::NoTrigger, word.map_or_else(String::new, |word| format!("the gold's trigger is \"{word}\"")))
        } else if let Some(role) = absent {
            (Cause::MentionMissing, format!("{role} \"{}\"", claim.roles[role].said))
        } else {
            (Cause::NoFiller, seen.join("; "))
        };
        self.add(cause, &claim.class, claim.said(), note, None, marks(claim, home));
    }

    /// A claim that was found: its qualifiers and further roles.
    fn context(&mut self, claim: &Claim, got: &ClaimOut<'_>, home: Extent) {
        let wrong = qualifiers(claim, got).into_iter().filter(|q| !q.right);
        let wrong: Vec<String> = wrong.map(|q| format!("{}: wanted {}, got {}", q.name, q.wanted, q.got)).collect();
        let mut roles: Vec<&str> = claim.roles.keys().map(String::as_str).chain(got.roles.keys().copied()).collect();
        roles.sort_unstable();
        roles.dedup();
        let roles = roles.into_iter().filter(|role| !role_right(claim, got, role));
        let roles: Vec<String> = roles.map(|role| role_note(claim, got, role)).collect();
        for (cause, notes) in [(Cause::FurtherRole, roles), (Cause::Context, wrong)] {
            if !notes.is_empty() {
                let marks = marks(claim, home);
                self.add(cause, &claim.class, claim.said(), notes.join("; "), Some(got.rule), marks);
            }
        }
    }
}

/// The labelled fillers that stand in the sentence; the sentence itself, unlabelled, where none does.
fn marks(claim: &Claim, home: Extent) -> Vec<Marked> {
    let inside = |filler: &Filler| {
        let around = &filler.at.all()[filler.at.around(home)];
        filler.own.iter().chain(around).copied().find(|at| home.overlaps(*at))
    };
    let marks: Vec<Marked> =
        claim.roles.iter().filter_map(|(role, filler)| Some((inside(filler)?, role.clone()))).collect();
    if marks.is_empty() { vec![(home, claim.class.clone())] } else { marks }
}

fn found_said(claim: &ClaimOut<'_>) -> String {
    said(claim.roles.iter().map(|(name, filler)| (*name, filler.stretch.text)))
}

fn role_note(claim: &Claim, got: &ClaimOut<'_>, role: &str) -> String {
    let words = |words: Option<&str>| words.map_or("nothing".into(), |words| said([("", words)].into_iter()));
    let wanted = words(claim.roles.get(role).map(|f| f.said.as_str()));
    let got = words(got.roles.get(role).map(|f| f.stretch.text));
    format!("{role}: wanted {}, got {}", wanted.trim_start(), got.trim_start())
}
