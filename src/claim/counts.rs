//! Where the mention of a figure ends: before the noun that it counts where a claim is of that noun, else behind it.
//!
//! Comes in: all claims of a text, and its readings. Goes out: readings in which "300" and "schools" are two mentions where the schools are measured, and
//! 13项针对性政策举措 is one where nothing is said of them; claims along.

use super::Stated;
use crate::document::Lang;
use crate::mention::Reading;
use crate::rule::{Filling, Rules};
use crate::text::Tag;
use crate::value::{Value, ValueKind};

/// How many words the noun behind a measure word may have.
const WORDS: usize = 6;

/// Where a claim is of what a quantity counts, the quantity's mention ends before that noun, for all who speak of the quantity; who speaks of the whole
/// phrase ("300 schools") no longer speaks of a mention.
pub fn part(claims: &mut [Stated<'_>], readings: &mut [Reading<'_>], rules: &Rules) {
    for fill in claims.iter().flat_map(|claim| &claim.roles).map(|(_, fill)| fill) {
        let Some(mention) = fill.mention else { continue };
        let reading = &mut readings[fill.sentence as usize];
        let span = reading.tokens.span(fill.start as usize, fill.end as usize);
        let found = &mut reading.found[mention as usize];
        if fill.end < found.end {
            (found.end, found.span) = (fill.end, span);
        }
    }
    for claim in claims {
        let roles = &rules.relations[claim.relation as usize].roles;
        for (role, fill) in &mut claim.roles {
            let Some(mention) = fill.mention else { continue };
            let found = &readings[fill.sentence as usize].found[mention as usize];
            let named = |filling: &Filling| matches!(filling, Filling::Class(class) if *class == found.class);
            if roles[*role as usize].fillings.iter().any(named) {
                fill.end = found.end;
            } else if fill.end != found.end {
                fill.mention = None;
            }
        }
    }
}

/// A Chinese figure of which no claim is made keeps the noun behind its measure word.
pub fn keep(claims: &[Stated<'_>], readings: &mut [Reading<'_>], rules: &Rules) {
    let Some(quantity) = rules.classes.id("Quantity") else { return };
    let mut fills: Vec<(u32, u16, u16)> =
        claims.iter().flat_map(|c| &c.roles).map(|(_, fill)| (fill.sentence, fill.start, fill.end)).collect();
    fills.sort_unstable();
    let measured = |v: &Value| v.unit.is_none() && v.counted.is_none() && v.full.end > v.hedged.end.max(v.span.end);
    let bare = |v: &Value| v.kind == ValueKind::Number && measured(v);
    for (n, reading) in (0..).zip(readings.iter_mut()).filter(|(_, r)| r.lang() == Lang::Zh) {
        let told = &fills[fills.partition_point(|fill| fill.0 < n)..fills.partition_point(|fill| fill.0 <= n)];
        for m in 0..reading.found.len() {
            let found = &reading.found[m];
            if found.class != quantity || !found.value.as_deref().is_some_and(bare) {
                continue;
            }
            let (start, from) = (found.start, found.end);
            let Some(to) = noun(reading, from) else { continue };
            // Who speaks of the figure, or of a part of the noun, says what belongs together.
            let apart = |&(_, a, b): &(u32, u16, u16)| a < to && start < b && !(a <= start && to <= b);
            let mut others = reading.found[m + 1..].iter().take_while(|f| f.start < to);
            if others.any(|f| from < f.end) || told.iter().any(apart) {
                continue;
            }
            let tokens = &reading.tokens;
            let (span, counted) = (tokens.span(start as usize, to as usize), tokens.span(from as usize, to as usize));
            let found = &mut reading.found[m];
            (found.end, found.span) = (to, span);
            if let Some(value) = &mut found.value {
                (value.counted, value.full.end) = (Some(counted), counted.end);
            }
        }
    }
}

/// The end of the noun that begins at a token.
fn noun(reading: &Reading<'_>, from: u16) -> Option<u16> {
    let nominal = |tag| matches!(tag, Tag::Noun | Tag::Proper | Tag::Adjective);
    let words = reading.tokens.tokens[from as usize..].iter().take(WORDS).take_while(|t| nominal(t.tag));
    let last = words.enumerate().filter(|(_, t)| t.tag != Tag::Adjective).last()?.0;
    Some(from + last as u16 + 1)
}
