//! How likely it is that a thing is a candidate, by all that is known of both.
//!
//! Comes in: a thing with its company, the records of its candidates. Goes out: a score between 0 and 1 for each; what is
//! missing to 1 in their sum is the score of none of them. Each piece of evidence adds to the logarithm of the odds; the
//! exponentials of the sums, and that of a constant for none, share the whole. So one exact name is much where nobody else
//! has it, and little where two have.
//!
//! The weights were set by hand and tried by `cargo bench --bench link`, on corpora of two languages with identifiers
//! hidden. They are weights of kinds of evidence; no name and no class of things has one of its own.

use super::candidates::{Agreement, Candidate, How, distance};
use super::gather::{Kinds, Part, Tongue};
use super::index::{Index, Record};
use super::normal::key;
use super::things::{Thing, World};

/// A candidate with its score.
#[derive(Debug, Clone)]
pub struct Scored {
    pub record: u32,
    /// To three places, so that every machine says the same.
    pub score: f64,
    pub best: Agreement,
}

/// Logarithms of odds. First what a name is worth by how it agrees,
const EXACT: f64 = 5.0;
const NORMALISED: f64 = 4.6;
const SHORT: f64 = 3.0;
/// with as much less for each letter,
const CLOSE: f64 = 2.6;
const LETTER: f64 = 1.0;
/// less where it is not the label here, or there,
const OUR_ALIAS: f64 = -0.8;
const THEIR_ALIAS: f64 = -1.3;
/// and less where it is so short that many could have it, or one word for a thing that only a rule found: the world has
/// more Carlisles than any index, and surnames still more.
const TINY: f64 = -2.0;
const SMALL: f64 = -0.6;
const ONE_WORD: f64 = -1.0;
const SURNAME: f64 = -2.0;
/// What a name in the other language is worth beside the best one, and a further name.
const OTHER_LANGUAGE: f64 = 0.6;
const FURTHER: f64 = 0.5;
/// At most so much for further names.
const FURTHER_MOST: f64 = 1.5;
/// Labels in a language that both have, and that have nothing in common. Chinese writes foreign names in many ways.
const OTHER_ENGLISH: f64 = -2.6;
const OTHER_CHINESE: f64 = -1.8;
/// The classes agree, or are known and do not.
const SAME_CLASS: f64 = 0.7;
const OTHER_CLASS: f64 = -3.5;
/// The countries agree, or are known and do not.
const SAME_COUNTRY: f64 = 0.8;
const OTHER_COUNTRY: f64 = -1.5;
/// Of a thing whose country is not known: the documents name the candidate's country, or none of them does.
const NAMED_COUNTRY: f64 = 0.5;
const UNNAMED_COUNTRY: f64 = -1.0;
/// A neighbour of the candidate that the documents name too, for at most three.
const NEIGHBOUR: f64 = 0.5;
const NEIGHBOURS: usize = 3;
/// It began in the same year, was at other times, or began after the documents that speak of it.
const SAME_YEAR: f64 = 1.5;
const OTHER_YEAR: f64 = -2.0;
const TOO_LATE: f64 = -3.0;
/// For each halving of how much the candidate is used or named, beside the most used one.
const LESS_USED: f64 = -0.8;
/// None of them: of a thing that the lexicon has; of one that only a rule found.
const NONE_KNOWN: f64 = 2.4;
const NONE_FOUND: f64 = 4.2;

/// Scores the candidates; the best first, of equal ones the first by record.
pub fn score(world: &World, index: &Index, thing: &Thing, candidates: &[Candidate]) -> Vec<Scored> {
    let none = if thing.known { NONE_KNOWN } else { NONE_FOUND };
    let records: Vec<_> = candidates.iter().filter_map(|c| Some((c, index.record(c.record)?))).collect();
    let most_used = records.iter().map(|(_, record)| record.weight).max().unwrap_or_default();
    let mut scored: Vec<Scored> = records
        .iter()
        .filter_map(|(candidate, record)| {
            let best = candidate.agreements.iter().max_by(|a, b| worth(thing, a).total_cmp(&worth(thing, b)))?;
            let less_used = LESS_USED * f64::from(most_used - record.weight) / 8.0;
            let sum = names(thing, record, candidate) + rest(world, thing, record) + less_used;
            Some(Scored { record: candidate.record, score: sum.exp(), best: best.clone() })
        })
        .collect();
    let whole = none.exp() + scored.iter().map(|s| s.score).sum::<f64>();
    for one in &mut scored {
        one.score = rounded(one.score / whole);
    }
    scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.record.cmp(&b.record)));
    scored
}

/// To three places.
pub fn rounded(score: f64) -> f64 {
    (score * 1000.0).round() / 1000.0
}

/// What one name is worth.
fn worth(thing: &Thing, agreement: &Agreement) -> f64 {
    let how = match agreement.how {
        How::Exact => EXACT,
        How::Normalised => NORMALISED,
        How::Short => SHORT,
        How::Close(letters) => CLOSE - LETTER * f64::from(letters),
    };
    let mut alias = 0.0;
    if agreement.ours == Part::Alias {
        alias += OUR_ALIAS;
    }
    if agreement.theirs == Part::Alias {
        alias += THEIR_ALIAS;
    }
    let letters = agreement.key.chars().count();
    let (tiny, small) = if agreement.tongue == Tongue::Chinese { (1, 2) } else { (3, 5) };
    let one_word = agreement.tongue != Tongue::Chinese && !agreement.key.contains(' ');
    let length = match letters {
        n if n <= tiny => TINY,
        _ if one_word && thing.kinds == Kinds::PERSON => SURNAME,
        _ if one_word && !thing.known => ONE_WORD,
        n if n <= small => SMALL,
        _ => 0.0,
    };
    how + alias + length
}

/// What all names are worth together, those that do not agree included.
fn names(thing: &Thing, record: &Record<'_>, candidate: &Candidate) -> f64 {
    let best_of = |chinese: bool| {
        let of = candidate.agreements.iter().filter(|a| (a.tongue == Tongue::Chinese) == chinese);
        of.map(|a| worth(thing, a)).max_by(f64::total_cmp)
    };
    let count = candidate.agreements.len();
    let further = |languages: usize| (FURTHER * (count - languages) as f64).min(FURTHER_MOST);
    let unlike = |chinese: bool, label: &str, weight: f64| {
        let label = key(label);
        let ours = thing.names.iter().filter(|n| (n.tongue == Tongue::Chinese) == chinese);
        let best = ours.map(|name| likeness(&key(&name.text), &label)).max_by(f64::total_cmp);
        best.filter(|_| !label.is_empty()).map_or(0.0, |best| weight * (1.0 - best))
    };
    match (best_of(false), best_of(true)) {
        (Some(a), Some(b)) => a.max(b) + OTHER_LANGUAGE * a.min(b).max(0.0) + further(2),
        (Some(a), None) => a + further(1) + unlike(true, record.chinese, OTHER_CHINESE),
        (None, Some(b)) => b + further(1) + unlike(false, record.english, OTHER_ENGLISH),
        (None, None) => 0.0,
    }
}

/// The share of letters that agree, in order.
fn likeness(a: &str, b: &str) -> f64 {
    let longer = a.chars().count().max(b.chars().count()).max(1);
    1.0 - f64::from(distance(a, b)) / longer as f64
}

/// What class, country, company, years and use are worth.
fn rest(world: &World, thing: &Thing, record: &Record<'_>) -> f64 {
    let mut sum = match thing.kinds.agree(record.kinds) {
        Some(true) => SAME_CLASS,
        Some(false) => OTHER_CLASS,
        None => 0.0,
    };
    let named = |token: &u64| world.company(thing).any(|c| c.tokens.binary_search(token).is_ok());
    let (countries, others): (Vec<u64>, Vec<u64>) =
        record.related.iter().partition(|token| world.countries.binary_search(token).is_ok());
    sum += match (countries.is_empty(), thing.countries.is_empty()) {
        (true, _) => 0.0,
        (false, false) if countries.iter().any(|token| thing.countries.contains(token)) => SAME_COUNTRY,
        (false, false) => OTHER_COUNTRY,
        (false, true) if countries.iter().any(named) => NAMED_COUNTRY,
        (false, true) => UNNAMED_COUNTRY,
    };
    sum += NEIGHBOUR * others.iter().filter(|token| named(token)).take(NEIGHBOURS).count() as f64;
    sum += years(world, thing, record);
    sum
}

/// What the years are worth.
fn years(world: &World, thing: &Thing, record: &Record<'_>) -> f64 {
    let before = |end: Option<i16>, begin: Option<i16>| matches!((end, begin), (Some(end), Some(begin)) if end < begin);
    if before(thing.end, record.begin) || before(record.end, thing.begin) {
        return OTHER_YEAR;
    }
    let Some(begin) = record.begin else { return 0.0 };
    let first = world.company(thing).filter_map(|company| company.year).min();
    match thing.begin {
        Some(year) if year == begin => SAME_YEAR,
        Some(year) if year.abs_diff(begin) > 1 => OTHER_YEAR,
        // Plans are spoken of before they begin.
        _ if first.is_some_and(|year| i32::from(begin) > i32::from(year) + 3) => TOO_LATE,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing() -> Thing {
        Thing {
            iri: oxigraph::model::NamedNode::new_unchecked("https://n.example/id/Institution/x"),
            kinds: Kinds(2),
            names: Vec::new(),
            known: false,
            countries: Vec::new(),
            begin: None,
            end: None,
            identifiers: Vec::new(),
            documents: Vec::new(),
        }
    }

    fn agreement(how: How, key: &str, ours: Part, theirs: Part) -> Agreement {
        Agreement { how, key: key.to_owned(), tongue: Tongue::English, theirs, ours }
    }

    #[test]
    fn better_names_are_worth_more() {
        let (label, alias) = (Part::Label, Part::Alias);
        let order = [
            agreement(How::Exact, "rivermouth council", label, label),
            agreement(How::Normalised, "rivermouth council", label, label),
            agreement(How::Normalised, "rivermouth council", alias, label),
            agreement(How::Short, "rivermouth shipping", label, label),
            agreement(How::Close(1), "rivermouth council", label, label),
            agreement(How::Close(2), "rivermouth council", label, label),
        ];
        assert!(order.windows(2).all(|pair| worth(&thing(), &pair[0]) > worth(&thing(), &pair[1])));
        let short = agreement(How::Exact, "rc", label, label);
        assert!(worth(&thing(), &short) < worth(&thing(), &agreement(How::Exact, "harbor", label, label)));
    }

    #[test]
    fn likeness_is_a_share() {
        assert_eq!(likeness("harbor", "harbor"), 1.0);
        assert_eq!(likeness("abcd", "wxyz"), 0.0);
        assert_eq!(likeness("", ""), 1.0);
    }
}
