//! What a thing could be: the things of an index that have one of its names, or nearly.
//!
//! Comes in: the names of a thing, an index. Goes out: candidates, each with how its names agree. Names that are nearly the
//! same are looked for only where none is the same, for they are many and mostly others' names.

use super::gather::{Part, Tongue};
use super::index::{Index, Posting, spelling};
use super::normal::{key, without_legal_form};
use super::things::Thing;
use std::collections::BTreeMap;

/// How two names agree, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Letter for letter.
    Exact,
    /// But for what [`super::normal`] makes equal.
    Normalised,
    /// But for the legal form of a company, which one of them lacks.
    Short,
    /// But for so many letters.
    Close(u8),
}

/// A name of a thing and one of a candidate that agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    pub how: How,
    /// The key of the name.
    pub key: String,
    /// Of the thing's name.
    pub tongue: Tongue,
    /// Whether it is the label there, and here.
    pub theirs: Part,
    pub ours: Part,
}

/// A thing of the index, and the names by which it was found, by name of ours.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub record: u32,
    pub agreements: Vec<Agreement>,
}

/// Shorter names have too many that are nearly the same.
const CLOSE_FROM: usize = 7;
/// Of Han characters.
const CLOSE_FROM_HAN: usize = 4;
/// Longer ones are descriptions.
const CLOSE_TO: usize = 80;
/// A name with more neighbours than this is no help.
const NEIGHBOURS: usize = 32;

/// The candidates for a thing, by record.
pub fn find(index: &Index, thing: &Thing) -> Vec<Candidate> {
    let mut found: BTreeMap<u32, Vec<Agreement>> = BTreeMap::new();
    let keys: Vec<String> = thing.names.iter().map(|name| key(&name.text)).collect();
    let mut add = |posting: &Posting, agreement: Agreement| {
        let all = found.entry(posting.record).or_default();
        // One name of ours agrees in its best way only.
        match all.iter_mut().find(|a| a.key == agreement.key && a.tongue == agreement.tongue) {
            Some(known) => {
                let rank = |a: &Agreement| (a.how, a.theirs, a.ours);
                if rank(&agreement) < rank(known) {
                    *known = agreement;
                }
            }
            None => all.push(agreement),
        }
    };
    for (name, key) in thing.names.iter().zip(&keys).filter(|(_, key)| !key.is_empty()) {
        let ours = if name.label { Part::Label } else { Part::Alias };
        let agreement = |posting: &Posting, how| Agreement {
            how,
            key: key.clone(),
            tongue: name.tongue,
            theirs: posting.part,
            ours,
        };
        let written = spelling(&name.text);
        for posting in index.names(key).iter().filter(|p| speaks(p.tongue, name.tongue)) {
            let how = match (posting.short, posting.spelling == written) {
                (true, _) => How::Short,
                (false, true) => How::Exact,
                (false, false) => How::Normalised,
            };
            add(posting, agreement(posting, how));
        }
        if let Some(short) = without_legal_form(key) {
            for posting in index.names(short).iter().filter(|p| speaks(p.tongue, name.tongue)) {
                add(posting, agreement(posting, How::Short));
            }
        }
    }
    if found.is_empty() {
        for (name, key) in thing.names.iter().zip(&keys).filter(|(name, _)| name.label) {
            for (near, postings) in near(index, key, name.tongue) {
                let distance = distance(key, &near);
                for posting in postings.iter().filter(|p| speaks(p.tongue, name.tongue)) {
                    let (how, theirs, ours) = (How::Close(distance), posting.part, Part::Label);
                    let agreement = Agreement { how, key: key.clone(), tongue: name.tongue, theirs, ours };
                    found.entry(posting.record).or_default().push(agreement);
                }
            }
        }
    }
    found.into_iter().map(|(record, agreements)| Candidate { record, agreements }).collect()
}

/// Whether names in these languages can be one: a name of no language, or of a third one, may be English too.
fn speaks(theirs: Tongue, ours: Tongue) -> bool {
    (theirs == Tongue::Chinese) == (ours == Tongue::Chinese)
}

/// The keys that nearly agree with one. Figures have to agree: the third summit is not the second.
fn near(index: &Index, key: &str, tongue: Tongue) -> Vec<(String, Vec<Posting>)> {
    let letters = key.chars().count();
    let from = if tongue == Tongue::Chinese { CLOSE_FROM_HAN } else { CLOSE_FROM };
    if letters < from || letters > CLOSE_TO {
        return Vec::new();
    }
    let most = if tongue != Tongue::Chinese && letters >= 2 * CLOSE_FROM { 2 } else { 1 };
    let mut found = index.near(key, most, NEIGHBOURS + 1);
    if found.len() > NEIGHBOURS {
        return Vec::new();
    }
    found.retain(|(near, _)| figures(near).eq(figures(key)));
    found
}

fn figures(key: &str) -> impl Iterator<Item = char> + '_ {
    key.chars().filter(|c| c.is_numeric())
}

/// How many letters have to be put in, taken out or changed to make one of the other (Levenshtein), at most 255.
pub fn distance(a: &str, b: &str) -> u8 {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()].min(255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, n) in
            [("", "", 0), ("abc", "abd", 1), ("江口", "江口市", 1), ("harbor", "habror", 2), ("", "abc", 3)]
        {
            assert_eq!(distance(a, b), n, "{a} {b}");
        }
    }
}
