//! Pronouns that fill a role -> what they stand for.
//!
//! A pronoun of the list `anaphor` (it, this, they; 其, 它) stands for what the sentence before is about: the filler of its claims that begins
//! first and stands before its trigger, else the name it begins with. Inside a sentence that begins with a name it stands for that name. One that
//! has neither keeps its own words.

use super::Stated;
use super::fill::Fill;
use crate::lexicon::Lexicon;
use crate::mention::Reading;
use crate::mention::lattice::Label;

/// Puts antecedents in the place of pronouns. Claims come in the order of their sentences.
pub fn resolve(claims: &mut [Stated<'_>], readings: &[Reading<'_>], lexicon: &Lexicon) {
    let Some(list) = lexicon.list_id("anaphor").map(Label::List) else { return };
    let pronoun = |fill: &Fill| {
        fill.end == fill.start + 1
            && fill.mention.is_none()
            && readings[fill.sentence as usize]
                .tokens
                .starting(fill.start as usize)
                .any(|e| e.label == list && e.end == fill.end)
    };
    // What each sentence is about, once its pronouns are resolved.
    let names: Vec<Option<Fill>> =
        readings.iter().enumerate().map(|(n, reading)| begins_with(n as u32, reading)).collect();
    let mut topics: Vec<Option<Fill>> = names.clone();
    for sentence in claims.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        let n = sentence[0].sentence as usize;
        let passage = |s: usize| readings[s].sentence.passage;
        let before = n.checked_sub(1).filter(|&b| passage(b) == passage(n)).and_then(|b| topics[b]);
        let mut topic: Option<(u16, Fill)> = None;
        for claim in sentence {
            for (_, fill) in &mut claim.roles {
                let place = fill.start;
                let own = names[n].filter(|name| name.end <= fill.start);
                if let Some(antecedent) = own.or(before).filter(|_| pronoun(fill)) {
                    *fill = antecedent;
                }
                if place < claim.trigger.0 && !pronoun(fill) && topic.is_none_or(|(first, _)| place < first) {
                    topic = Some((place, *fill));
                }
            }
        }
        topics[n] = topic.map(|(_, fill)| fill).or(names[n]);
    }
}

/// How many words may stand before the name that a sentence begins with: "Last week the Ministry …".
const OPENING: u16 = 3;

/// The name that a sentence begins with.
fn begins_with(sentence: u32, reading: &Reading<'_>) -> Option<Fill> {
    let (n, found) = reading.found.iter().enumerate().find(|(_, f)| f.value.is_none())?;
    let (start, end, mention) = (found.start, found.end, Some(n as u32));
    (start <= OPENING).then_some(Fill { sentence, start, end, mention })
}
