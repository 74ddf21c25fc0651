//! Personal names: what characters cost as one, so that a name is weighed against the words that it may be cut into.
//!
//! Comes in: the trie's numbers for the characters from one place on. Goes out: lengths, costs and classes of the names that may begin there.

use super::super::layout::{COST_UNIT, Zh, given};
use super::super::words::{NAME_PAIRS, Node, given as row};
use super::STRANGE;

/// What a name costs beside its characters.
const THREE: u32 = (3.0 * COST_UNIT) as u32;
const TWO: u32 = (5.0 * COST_UNIT) as u32;
const SOUNDS: u32 = (5.0 * COST_UNIT) as u32;
/// The most characters of a foreign name.
const LONGEST: usize = 8;
/// What the characters of a person's name in the dictionary cost at most; it has many words that only look like one.
const LIKELY: u32 = (18.2 * COST_UNIT) as u32;
/// The same for each character of a foreign name.
const LIKELY_SOUND: u32 = (5.8 * COST_UNIT) as u32;

/// By how much a clear name is cheaper than the words that it may be cut into.
const CLEAR: u32 = (8.0 * COST_UNIT) as u32;
const CLEAR_TWO: u32 = (4.5 * COST_UNIT) as u32;
/// The most characters of a Chinese name.
const CHARACTERS: usize = 4;

fn cost(code: u16, place: usize) -> Option<u32> {
    let cost = row(code)[place];
    (cost != given::NEVER).then(|| u32::from(cost) * (COST_UNIT / given::UNIT) as u32)
}

/// The names that begin with the first of some characters: how many they take, what they cost, which kind they are.
#[inline]
pub fn candidates(codes: &[u16], mut found: impl FnMut(usize, u32, Zh)) {
    // Most characters begin none.
    let begins = codes.first().map(|code| row(*code));
    if begins.is_none_or(|row| [row[given::SURNAME], row[given::SOUND]] == [given::NEVER; 2] && row[given::PAIRS] == 0)
    {
        return;
    }
    for surname in 1..=2 {
        let Some(own) = own(codes, surname) else { continue };
        for length in surname + 1..=surname + 2 {
            if let Some(rest) = rest(codes, surname, length) {
                let base = if length == surname + 1 { TWO } else { THREE };
                found(length, base + own + rest, Zh::Name);
            }
        }
    }
    let mut sum = SOUNDS;
    for (at, code) in codes.iter().enumerate().take(LONGEST) {
        let Some(cost) = cost(*code, given::SOUND) else { break };
        sum += cost;
        if at > 0 {
            found(at + 1, sum, Zh::Sound);
        }
    }
}

/// What a surname of one or two characters costs.
fn own(codes: &[u16], length: usize) -> Option<u32> {
    if length == 1 {
        return cost(*codes.first()?, given::SURNAME);
    }
    let cost = pair(*codes.first()?, *codes.get(1)?).filter(|cost| *cost != given::NEVER)?;
    Some(u32::from(cost) * (COST_UNIT / given::UNIT) as u32)
}

/// What the given name behind a surname costs.
fn rest(codes: &[u16], surname: usize, length: usize) -> Option<u32> {
    let first = *codes.get(surname)?;
    if length == surname + 1 {
        return cost(first, given::ONLY);
    }
    let second = *codes.get(surname + 1)?;
    let cost = cost(first, given::MIDDLE)? + cost(second, given::LAST)?;
    pair(first, second).is_none().then_some(cost)
}

/// What a pair of characters costs as a surname, where it is listed: `NEVER` where it is no given name either.
fn pair(a: u16, b: u16) -> Option<u8> {
    if row(a)[given::PAIRS] == 0 {
        return None;
    }
    let at = NAME_PAIRS.binary_search_by_key(&(a, b), |p| p.0).ok()?;
    Some(NAME_PAIRS[at].1)
}

/// Whether a name that won against its words by `cost` did so by far: else its neighbours must say that it is one.
pub fn clear(codes: &[u16], cost: u32) -> bool {
    let mut best = [u32::MAX; CHARACTERS + 1];
    best[0] = 0;
    for at in 0..codes.len().min(CHARACTERS) {
        let here = best[at];
        let mut node = Node::root();
        let mut single = STRANGE;
        for (n, code) in codes[at..].iter().enumerate() {
            let Some((next, word)) = node.step(*code) else { break };
            node = next;
            let Some((cost, _)) = word else { continue };
            if n == 0 {
                single = cost;
            } else if let Some(sum) = best.get_mut(at + n + 1) {
                *sum = (*sum).min(here.saturating_add(cost));
            }
        }
        best[at + 1] = best[at + 1].min(here.saturating_add(single));
    }
    let margin = if codes.len() == 2 { CLEAR_TWO } else { CLEAR };
    best[codes.len().min(CHARACTERS)] >= cost + margin
}

/// What the dictionary takes for a person, or the lexicon for something, is a person's name where its characters say so.
pub fn kind(codes: &[u16]) -> Option<Zh> {
    let name = || Some(own(codes, 1)? + rest(codes, 1, 3)?);
    if codes.len() == 3 && name().is_some_and(|cost| cost <= LIKELY) {
        return Some(Zh::Name);
    }
    let sounds = || codes.iter().map(|c| cost(*c, given::SOUND)).sum::<Option<u32>>();
    let likely = codes.len() >= 3 && sounds().is_some_and(|sum| sum <= LIKELY_SOUND * codes.len() as u32);
    likely.then_some(Zh::Sound)
}
