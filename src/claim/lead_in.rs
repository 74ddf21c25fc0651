//! Lists that go on with what leads to them: "Norway will:" and the item "Cut port fees" say that Norway will cut port fees. So do the paragraphs of a
//! resolution: "The General Assembly," and "2. Urges Norway to act".
//!
//! Comes in: a text with its readings and claims. Goes out: for the first sentence of each English item what it says behind its lead-in. Both are read as
//! one sentence, and what is found is put where its words stand in the text.

mod lists;

use super::fill::Fill;
use super::{Ready, Stated, find};
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::mention::lattice::TokenLattice;
use crate::mention::{self, Reading};
use crate::rule::{RoleKind, Rules};
use crate::span::Span;
use crate::text::{Tag, Text};
use crate::value;
use jiff::civil::DateTime;
use lists::Item;

/// How many words of a paragraph may stand before what a body does: "Also decides to | keep".
const DECIDES: u16 = 3;

/// Puts what items say behind their lead-ins in the place of what they say alone.
pub(super) fn tell<'p>(
    claims: &mut Vec<Stated<'p>>,
    text: &Text<'_>,
    readings: &[Reading<'_>],
    lexicon: &'p Lexicon,
    rules: &'p Rules,
    ready: &Ready,
    written: Option<DateTime>,
) {
    let items = lists::items(text);
    if items.is_empty() {
        return;
    }
    let mut joined = String::new();
    let lines: Vec<Line<'_>> = items.iter().map(|item| Line::new(item, text, &mut joined)).collect();
    let whole = Text::read(&joined, Some(Lang::En), lexicon);
    // What was made equal is not made equal again, so that places are those of the lines.
    if whole.normal != joined.as_str() {
        return;
    }
    let found = mention::find(&whole, lexicon, rules, &value::Context::default(), &mut ());
    let said = find(&whole, &found, lexicon, rules, ready, written, &mut ());
    let mut told: Vec<Stated<'p>> = Vec::new();
    let mut sentences = Vec::new();
    for of_one in said.chunk_by(|a, b| a.sentence == b.sentence) {
        let reading = &found[of_one[0].sentence as usize];
        let begin = reading.sentence.span.start as usize;
        let Ok(n) = lines.binary_search_by_key(&begin, |line| line.start) else { continue };
        let place = Place { line: &lines[n], from: &found, text, readings, rules };
        let first = reading.tokens.tokens.partition_point(|t| (t.span.start as usize) < place.line.item());
        if !goes_on(&reading.tokens, first, lines[n].item.resolved) {
            continue;
        }
        let claims = of_one.iter().filter_map(|claim| place.of(claim, first as u16));
        let before = told.len();
        told.extend(claims);
        if told.len() > before {
            sentences.push(told[before].sentence);
        }
    }
    claims.retain(|claim| sentences.binary_search(&claim.sentence).is_err());
    claims.extend(told);
    claims.sort_by_key(|claim| claim.sentence);
}

/// Whether an item that begins at a token is the rest of the sentence before it: "will | cut", "is | cutting", "asks the bank | to cut"; of what a body
/// resolves "The Assembly | urges". Not "made these proposals to help the ports | to cut", whose items are the proposals.
fn goes_on(tokens: &TokenLattice<'_>, first: usize, resolved: bool) -> bool {
    let tag = |at: usize| tokens.tokens.get(at).map(|t| t.tag);
    let before = first.checked_sub(1).and_then(tag);
    let finite = || resolved || matches!(before, Some(Tag::Modal | Tag::To));
    let other = |at: u16| tokens.tokens[at as usize].tag == Tag::To || tokens.word(at) == "following";
    match tag(first) {
        Some(Tag::To) => !(0..first as u16).any(other),
        Some(Tag::Verb) => finite(),
        Some(Tag::Adverb) => tag(first + 1) == Some(Tag::Verb) && finite(),
        Some(Tag::Gerund) => matches!(before, Some(Tag::Auxiliary | Tag::Preposition)),
        Some(Tag::Participle | Tag::Past) => before == Some(Tag::Auxiliary),
        _ => false,
    }
}

/// An item behind its lead-in, as one line of a text made of such lines.
struct Line<'i> {
    item: &'i Item,
    start: usize,
}

impl<'i> Line<'i> {
    /// Adds the line to a text.
    fn new(item: &'i Item, text: &Text<'_>, joined: &mut String) -> Line<'i> {
        if !joined.is_empty() {
            joined.push_str(".\n\n");
        }
        let start = joined.len();
        for (n, part) in item.parts.iter().enumerate() {
            let words = &text.normal[part.clone()];
            if n == 0 {
                joined.push_str(words);
                continue;
            }
            joined.push(' ');
            // An item begins with a capital.
            let capital = matches!(words.as_bytes(), [a, b, ..] if a.is_ascii_uppercase() && b.is_ascii_lowercase());
            let (first, rest) = words.split_at(capital as usize);
            joined.push_str(&first.to_ascii_lowercase());
            joined.push_str(rest);
        }
        Line { item, start }
    }

    /// Where its last part, the item, begins in the text of lines.
    fn item(&self) -> usize {
        let lead = &self.item.parts[..self.item.parts.len() - 1];
        self.start + lead.iter().map(|part| part.len() + 1).sum::<usize>()
    }

    /// Where a span of the line stands in the text; none that lies over several parts.
    fn original(&self, span: Span) -> Option<Span> {
        let mut at = self.start;
        let (start, end) = (span.start as usize, span.end as usize);
        for part in &self.item.parts {
            if at <= start && end <= at + part.len() {
                return Some(Span::new(part.start + start - at, part.start + end - at));
            }
            at += part.len() + 1;
        }
        None
    }
}

/// Where what a line says stands in the text.
struct Place<'a, 'i, 'r, 't> {
    line: &'a Line<'i>,
    /// The readings of the lines.
    from: &'a [Reading<'r>],
    text: &'a Text<'t>,
    readings: &'a [Reading<'a>],
    rules: &'a Rules,
}

impl Place<'_, '_, '_, '_> {
    /// A claim of the line whose verb is of the item, which begins with token `first`, in the text.
    fn of<'p>(&self, claim: &Stated<'p>, first: u16) -> Option<Stated<'p>> {
        if claim.trigger.1 <= first {
            return None;
        }
        // A body does itself what its paragraph begins with, not what is told in it: "Notes the progress made in mending piers".
        let cause = claim.filler(self.rules, RoleKind::Cause);
        let body = |fill: Fill| fill.sentence == claim.sentence && fill.start < first;
        if self.line.item.resolved && claim.trigger.0 > first + DECIDES && cause.is_some_and(body) {
            return None;
        }
        let (sentence, start, end) = self.tokens(claim.sentence, claim.trigger.0.max(first), claim.trigger.1)?;
        let fill = |fill: Fill| {
            let (sentence, start, end) = self.tokens(fill.sentence, fill.start, fill.end)?;
            // Of a figure the filler may be a part.
            let mention = match fill.mention {
                Some(m) => {
                    let found = &self.from[fill.sentence as usize].found[m as usize];
                    let (_, a, b) = self.tokens(fill.sentence, found.start, found.end)?;
                    Some(self.readings[sentence as usize].mention(a, b)?)
                }
                None => None,
            };
            Some(Fill { sentence, start, end, mention })
        };
        let roles = claim.roles.iter().map(|&(role, filler)| Some((role, fill(filler)?))).collect::<Option<_>>()?;
        let attributed = match claim.attributed {
            Some(speaker) => Some(fill(speaker)?),
            None => None,
        };
        let settings = claim.settings.clone();
        let relation = claim.relation;
        Some(Stated { sentence, relation, trigger: (start, end), roles, settings, attributed, quotation: None })
    }

    /// The tokens of a sentence of the lines, as a sentence of the text and tokens there.
    fn tokens(&self, sentence: u32, start: u16, end: u16) -> Option<(u32, u16, u16)> {
        let from = &self.from[sentence as usize].tokens;
        let span = self.line.original(from.span(start as usize, end as usize))?;
        let sentence = self.text.sentence_of(span.start)?;
        let tokens = self.readings[sentence].tokens.tokens;
        let first = tokens.partition_point(|t| t.span.start < span.start);
        let last = tokens.partition_point(|t| t.span.end < span.end);
        let fits = tokens.get(first)?.span.start == span.start && tokens.get(last)?.span.end == span.end;
        fits.then_some((sentence as u32, first as u16, last as u16 + 1))
    }
}
