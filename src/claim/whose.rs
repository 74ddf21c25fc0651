//! Whose a Chinese figure is, where the frame of its clause does not say.
//!
//! Comes in: the claims of a text, in the order of their sentences. Goes out: those of an indicator without a scope with the place or body before the
//! indicator (福州机场的 吞吐量, 德国5月份 通胀率), else with that of another claim of the same indicator (我国失业率下降，6月份降至5%), else with that of the
//! figures before in the sentence, or in the one before with which it goes on (其中, 同比), as long as no other place or body is named in between.

use super::Stated;
use super::fill::{Asked, Fill};
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::mention::Reading;
use crate::rule::pattern::{ClassId, Label, Lattice};
use crate::rule::{Filling, Role, RoleKind, Rules};
use crate::text::Tag;

/// How many times and adverbs may stand between a place and its indicator.
const ASIDE: usize = 4;

/// How many words before an indicator the clause may begin that names its place.
const REACH: u16 = 128;

/// Gives figures the place or body that they are of.
pub(super) fn tell(
    claims: &mut [Stated<'_>],
    readings: &[Reading<'_>],
    lexicon: &Lexicon,
    rules: &Rules,
    asked: &Asked,
) {
    let continues = lexicon.list_id("same-time").map(Label::List);
    let says = ["say", "forecast"].map(|name| lexicon.list_id(name).map(Label::List));
    // The sentence with figures looked at last, and of what its first is.
    let mut before: Option<(usize, Fill)> = None;
    for sentence in claims.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        let n = sentence[0].sentence as usize;
        let reading = &readings[n];
        if reading.sentence.lang != Lang::Zh {
            continue;
        }
        let mut order: Vec<(Fill, usize)> =
            (0..sentence.len()).filter_map(|at| Some((indicator(&sentence[at], rules)?, at))).collect();
        order.sort_by_key(|(metric, at)| (metric.start, *at));
        let goes_on = |s: usize| {
            let on = |t: usize| reading.tokens.starting(t).any(|edge| Some(edge.label) == continues);
            let next = s + 1 == n && readings[s].sentence.passage == reading.sentence.passage;
            next && (0..reading.tokens.tokens.len()).any(on)
        };
        // Of what the figures so far are, and up to where no other place or body was named.
        let mut last = before.filter(|(s, _)| goes_on(*s)).map(|(_, fill)| (fill, 0));
        let mut told = None;
        for &(metric, at) in &order {
            let relation = &rules.relations[sentence[at].relation as usize];
            let own = sentence[at].filler(rules, RoleKind::Scope);
            let Some((role, fits)) = scope(&relation.roles).filter(|_| own.is_none()) else {
                if let Some(own) = own {
                    last = Some((own, metric.end));
                    told = told.or(last);
                }
                continue;
            };
            let same = |other: &(Fill, usize)| (other.0.start, other.0.end) == (metric.start, metric.end);
            let first = order.partition_point(|(other, _)| other.start < metric.start);
            let twins = || order[first..].iter().take_while(|other| other.0.start == metric.start);
            let twin = || twins().filter(|o| same(o)).find_map(|(_, o)| sentence[*o].filler(rules, RoleKind::Scope));
            let carried = || last.filter(|(_, from)| !names(reading, *from, metric.start, &fits)).map(|(fill, _)| fill);
            let topic = || topic(reading, metric, &fits, says, asked);
            if let Some(of) = beside(reading, metric, &fits, asked).or_else(twin).or_else(carried).or_else(topic) {
                let taken = sentence[at].roles.iter().any(|(_, fill)| *fill == of);
                if !taken {
                    sentence[at].roles.push((role, of));
                    sentence[at].roles.sort_by_key(|(role, _)| *role);
                }
                last = Some((of, metric.end));
                told = told.or(last);
            }
        }
        before = told.map(|(of, _)| (n, of));
    }
}

/// What an observation of a sentence is of.
fn indicator(claim: &Stated<'_>, rules: &Rules) -> Option<Fill> {
    let observes = rules.relations[claim.relation as usize].class == "Observation";
    claim.filler(rules, RoleKind::Metric).filter(|fill| observes && fill.sentence == claim.sentence)
}

/// The role for the scope among some, and whether a class fills it.
fn scope(roles: &[Role]) -> Option<(u8, impl Fn(ClassId) -> bool + '_)> {
    let at = roles.iter().position(|role| role.kind == RoleKind::Scope && role.optional)?;
    Some((at as u8, move |class| roles[at].fillings.contains(&Filling::Class(class))))
}

/// The place or body right before an indicator, with times and adverbs between; not one with which something is compared or done.
fn beside(reading: &Reading<'_>, metric: Fill, fits: impl Fn(ClassId) -> bool, asked: &Asked) -> Option<Fill> {
    let tag = |at: u16| reading.tokens.tokens[usize::from(at)].tag;
    let mut end = metric.start;
    for _ in 0..ASIDE {
        if let Some(n) = reading.ending(end).filter(|n| fits(reading.found[*n].class)) {
            let found = &reading.found[n];
            let free = found.start.checked_sub(1).is_none_or(|at| {
                let time = reading.ending(at + 1).is_some_and(|n| Some(reading.found[n].class) == asked.time);
                time || matches!(tag(at), Tag::Adverb) || tag(at) == Tag::Punctuation && reading.tokens.word(at) != "、"
            });
            let mention = Some(n as u32);
            return free.then_some(Fill { sentence: metric.sentence, start: found.start, end: found.end, mention });
        }
        let time = reading.ending(end).filter(|n| Some(reading.found[*n].class) == asked.time);
        let before = end.checked_sub(1)?;
        end = match time {
            Some(n) => reading.found[n].start,
            None if matches!(tag(before), Tag::Particle | Tag::Adverb) => before,
            None => return None,
        };
    }
    None
}

/// The place or body with which the last clause before an indicator begins that begins so, and that does something but tell. Where the clause of the
/// indicator begins with its own subject it is a place, and no other place or body is named in between; of a place no more than a part of which acts
/// (全国邮政业共揽收 …) only the figures of its own clause are.
fn topic(
    reading: &Reading<'_>,
    metric: Fill,
    fits: impl Fn(ClassId) -> bool,
    says: [Option<Label>; 2],
    asked: &Asked,
) -> Option<Fill> {
    let tokens = &reading.tokens;
    let tag = |at: u16| tokens.tokens[usize::from(at)].tag;
    let ends_clause = |at: u16| tag(at) == Tag::Punctuation && tokens.word(at) != "、";
    let acts = |at: u16| matches!(tag(at), Tag::Adverb | Tag::Verb | Tag::Modal | Tag::Preposition | Tag::Auxiliary);
    let mut found = None;
    let from = metric.start.saturating_sub(REACH);
    let (mut begins, mut clause, mut at) = (from == 0, from, from);
    while at < metric.start {
        let mention = reading.beginning(at).filter(|_| begins);
        let end = mention.map_or(at + 1, |n| reading.found[n].end);
        if let Some(n) = mention
            && fits(reading.found[n].class)
            && end < metric.start
        {
            let time = reading.beginning(end).is_some_and(|n| Some(reading.found[n].class) == asked.time);
            let newly = tag(end) == Tag::Adjective && tag(end + 1) == Tag::Verb;
            let whole = time || newly || acts(end);
            let part = Some(reading.found[n].class) == asked.place && matches!(tag(end), Tag::Noun | Tag::Proper);
            let tells = says.into_iter().flatten().any(|says| tokens.covered(usize::from(end), says));
            found = ((whole || part) && !tells).then_some((n, whole));
        }
        let aside = mention.is_some_and(|n| Some(reading.found[n].class) == asked.time) || tag(at) == Tag::Adverb;
        begins = begins && aside || ends_clause(at);
        if ends_clause(at) {
            clause = end;
        }
        at = end;
    }
    let (n, whole) = found?;
    let (start, end) = (reading.found[n].start, reading.found[n].end);
    let own_clause = start >= clause;
    let carried = whole && clause < metric.start && acts(clause);
    let elsewhere = Some(reading.found[n].class) == asked.place && whole;
    let alone = || !names(reading, end, metric.start, &fits);
    let fill = Fill { sentence: metric.sentence, start, end, mention: Some(n as u32) };
    (carried || (own_clause || elsewhere) && alone()).then_some(fill)
}

/// Whether some tokens name a place or body.
fn names(reading: &Reading<'_>, from: u16, to: u16, fits: impl Fn(ClassId) -> bool) -> bool {
    let first = reading.found.partition_point(|f| f.start < from);
    reading.found[first..].iter().take_while(|f| f.start < to).any(|f| fits(f.class))
}
