//! Words for two sides (双方, the two leaders, they) that act -> the two that they are.
//!
//! A word of the list `anaphor.both` (双方, the two sides; they, where the text has spoken of two) that acts towards nobody stands for the two
//! countries last named; one of `anaphor.pair` (the two leaders), and they, else for the two people. One acts, the other is its partner, and a claim
//! for which no two are found goes. The publisher's own country acts, else the one named first.

use super::Stated;
use super::fill::Fill;
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::mention::{Found, Reading};
use crate::rule::Rules;
use crate::rule::pattern::{ClassId, Label};
use crate::text::{Tag, Token};
use smallvec::SmallVec;

/// How many sentences back the two sides of a meeting may be named.
const BACK: usize = 12;
/// How many sentences back "A and B" may stand for whom "they" stands, and two states rather than what else was named; how many words may be
/// between the two.
const JUST: usize = 2;
const JOINT: usize = 6;

/// A mention: its sentence, and its number there.
type At = (usize, usize);

/// Puts the two in the place of a word for both.
pub fn resolve(claims: &mut Vec<Stated<'_>>, readings: &[Reading<'_>], lexicon: &Lexicon, rules: &Rules) {
    let list = |name: &str| lexicon.list_id(name).map(Label::List);
    let Some(both) = list("anaphor.both") else { return };
    let (place, person) = (rules.classes.id("Place"), rules.classes.id("Person"));
    let text = Said { readings, lexicon, both, place, person };
    let leaders = list("anaphor.pair");
    claims.retain_mut(|claim| {
        let relation = &rules.relations[claim.relation as usize];
        let role = |name: &str| relation.roles.iter().position(|r| r.name == name).map(|n| n as u8);
        let (Some(agent), Some(recipient)) = (role("agent"), role("recipient")) else { return true };
        let acts = claim.roles.iter().find(|(r, fill)| *r == agent && text.is(fill, Some(both)));
        let partner = claim.roles.iter().any(|(r, _)| *r == recipient);
        let Some(fill) = acts.map(|(_, fill)| *fill) else {
            // 局省双方: what sides they are is not told.
            return partner || !claim.roles.iter().any(|(r, fill)| *r == agent && text.ends_in(fill, both));
        };
        if partner {
            return true;
        }
        let here = fill.sentence as usize;
        let pronoun = text.is_pronoun(&fill);
        if pronoun && !(here.saturating_sub(BACK)..here).any(|s| text.speaks_of_two(s, here)) {
            return false;
        }
        let people = || (pronoun || text.is(&fill, leaders)).then(|| text.two(&fill, BACK, Said::is_person));
        let states = text.two(&fill, JUST, Said::is_state);
        let two = states.or_else(|| text.two(&fill, BACK, Said::is_country)).or_else(|| people().flatten());
        let Some((first, second)) = two else { return false };
        claim.roles.iter_mut().filter(|(r, _)| *r == agent).for_each(|(_, fill)| *fill = text.fill(first));
        claim.roles.push((recipient, text.fill(second)));
        true
    });
}

/// What is asked of a text to know who the two are.
struct Said<'a, 't> {
    readings: &'a [Reading<'t>],
    lexicon: &'a Lexicon,
    both: Label,
    place: Option<ClassId>,
    person: Option<ClassId>,
}

impl Said<'_, '_> {
    /// Whether a filler is of a list as a whole.
    fn is(&self, fill: &Fill, list: Option<Label>) -> bool {
        self.readings[fill.sentence as usize].tokens.is(fill.start, fill.end, list)
    }

    /// Whether a longer filler ends in a word of a list.
    fn ends_in(&self, fill: &Fill, list: Label) -> bool {
        let tokens = &self.readings[fill.sentence as usize].tokens;
        let ends = |at: u16| tokens.starting(at as usize).any(|e| e.label == list && e.end == fill.end);
        (fill.start + 1..fill.end).any(ends)
    }

    fn is_pronoun(&self, fill: &Fill) -> bool {
        let tokens = self.readings[fill.sentence as usize].tokens.tokens;
        fill.end == fill.start + 1 && tokens[fill.start as usize].tag == Tag::Pronoun
    }

    fn found(&self, at: At) -> &Found {
        &self.readings[at.0].found[at.1]
    }

    fn words(&self, at: At) -> &str {
        self.found(at).span.of(self.readings[at.0].tokens.text)
    }

    fn fill(&self, at: At) -> Fill {
        let f = self.found(at);
        Fill { sentence: at.0 as u32, start: f.start, end: f.end, mention: Some(at.1 as u32) }
    }

    fn is_country(&self, at: At) -> bool {
        let f = self.found(at);
        // 中方, where the lexicon has no such region (全球南方), and 中.
        let short = || f.row.is_none() && self.words(at).ends_with('方') || self.words(at).chars().nth(1).is_none();
        Some(f.class) == self.place && (self.is_known(f) || short())
    }

    /// Whether a country is no continent (中非) and not only where something is (在葡萄牙).
    fn is_state(&self, at: At) -> bool {
        let f = self.found(at);
        let tokens = &self.readings[at.0].tokens;
        let before = f.start.checked_sub(1).map(|n| tokens.tokens[n as usize]);
        let there = before.is_some_and(|t| t.span.of(tokens.text) == "在");
        self.is_country(at) && (f.row.is_none() || self.is_known(f)) && !there
    }

    fn is_known(&self, f: &Found) -> bool {
        f.row.is_some_and(|row| self.lexicon.row(row).id("iso3166-1-a2").is_some())
    }

    fn is_person(&self, at: At) -> bool {
        Some(self.found(at).class) == self.person
    }

    /// Whether two mentions are of one side: 中方, 中国 and 中; in English what has one row, and who has one last name.
    fn same(&self, a: At, b: At) -> bool {
        let last = |at: At| self.words(at).split(' ').next_back();
        match self.readings[b.0].sentence.lang {
            Lang::En => self.found(a).row.is_some() && self.found(a).row == self.found(b).row || last(a) == last(b),
            Lang::Zh => self.words(a).chars().next() == self.words(b).chars().next(),
        }
    }

    /// Whether a mention is of the country for which Chinese texts speak.
    fn is_own(&self, at: At) -> bool {
        let home = self.lexicon.home(Lang::Zh).map(|row| self.lexicon.row(row));
        let initial = self.words(at).chars().next();
        home.is_some_and(|row| row.zh.iter().any(|name| name.chars().next() == initial))
    }

    /// The two of a kind last named before a filler, who acts first: of two in one word (埃中两国) the one named first.
    fn two(&self, fill: &Fill, back: usize, kind: impl Fn(&Self, At) -> bool) -> Option<(At, At)> {
        let here = fill.sentence as usize;
        let beside =
            |a: At, b: At| a.0 == b.0 && self.found(a).end == self.found(b).start && self.found(b).end == fill.start;
        let mut later: Option<At> = None;
        for s in (here.saturating_sub(back)..=here).rev() {
            for m in (0..self.readings[s].found.len()).rev().map(|m| (s, m)) {
                let before = s < here || self.found(m).end <= fill.start;
                match later {
                    _ if !before || !kind(self, m) => {}
                    None => later = Some(m),
                    Some(later) if !self.same(later, m) && self.is_own(later) && !beside(m, later) => {
                        return Some((later, m));
                    }
                    Some(later) if !self.same(later, m) => return Some((m, later)),
                    Some(_) => {}
                }
            }
        }
        None
    }

    /// Whether a sentence speaks of two sides in one word, or, just before the sentence `here`, joins two ("A and B").
    fn speaks_of_two(&self, s: usize, here: usize) -> bool {
        let tokens = &self.readings[s].tokens;
        let between =
            |a: At, b: At| tokens.tokens.get(self.found(a).end as usize..self.found(b).start as usize).unwrap_or(&[]);
        let mark = |t: &Token| t.tag == Tag::Punctuation;
        let joined = |a: At, b: At| {
            let words = between(a, b);
            words.len() <= JOINT && words.iter().any(|t| t.tag == Tag::Conjunction) && !words.iter().any(mark)
        };
        let mentions = (0..self.readings[s].found.len()).map(|m| (s, m));
        let sides: SmallVec<[At; 8]> = mentions.filter(|&m| self.is_country(m) || self.is_person(m)).collect();
        // The last two of a longer list are not the two.
        let longer = |k: usize| k > 0 && between(sides[k - 1], sides[k]).iter().all(mark);
        let pair = |k: usize| joined(sides[k], sides[k + 1]) && !longer(k);
        let in_a_word = |at: usize| tokens.starting(at).any(|e| e.label == self.both && e.end as usize > at + 1);
        s + JUST >= here && (0..sides.len().saturating_sub(1)).any(pair) || (0..tokens.tokens.len()).any(in_a_word)
    }
}
