//! The short forms by which a text goes on to speak of what it named in full.
//!
//! Comes in: readings with their mentions, and the short forms that brackets and the like introduced. Goes out: mentions wherever one of these, a
//! part of a person's name, or a name that a rule found elsewhere by what stood around it ("repeal the RFA", "a plan called Clean Rivers"), stands
//! and nothing else was found. And the long forms as one mention each, where only parts of them were.

use crate::alias::Alias;
use crate::document::Lang;
use crate::mention::{By, Found, Reading};
use crate::rule::Rules;
use crate::rule::pattern::ClassId;
use crate::text::{Shape, Tag, Token};
use rustc_hash::FxHashMap;

/// The names by which a text may go on to speak of the persons that a sentence names: first and last name; in Chinese the name
/// itself, which is cut otherwise elsewhere, and the last part of a foreign one.
fn persons<'r>(reading: &Reading<'r>, rules: &Rules, shorts: &mut FxHashMap<&'r str, ClassId>) {
    let Some(person) = rules.classes.id("Person") else { return };
    // "the Secretary of the Interior" has no last name.
    let named = |f: &&Found| f.class == person && !matches!(f.by, By::Rule(rule) if rules.refer(rule).is_some());
    for found in reading.found.iter().filter(named) {
        let name = found.span.of(reading.tokens.text);
        if reading.lang() == Lang::Zh {
            // Where the lexicon does not find a name that it has, it is none.
            if found.row.is_some() {
                continue;
            }
            let part = name.rsplit_once('·').map_or(name, |(_, part)| part);
            if part.chars().count() >= 3 {
                shorts.entry(part).or_insert(person);
            }
            continue;
        }
        // "III" and "Jr." are none.
        let whole =
            |word: &&str| word.len() > 2 && word.starts_with(char::is_uppercase) && word.ends_with(char::is_lowercase);
        for end in [found.start as usize + 1, found.end as usize] {
            let word = Some(reading.tokens.span(end - 1, end).of(reading.tokens.text)).filter(whole);
            if let Some(word) = word {
                shorts.entry(word).or_insert(person);
            }
        }
    }
}

/// The English names of things that rules found in a sentence: several words with capitals, or one that is no other word.
fn names<'r>(
    reading: &Reading<'r>,
    rules: &Rules,
    classes: &[Option<ClassId>],
    shorts: &mut FxHashMap<&'r str, ClassId>,
) {
    if reading.lang() != Lang::En {
        return;
    }
    let name = |f: &&Found| {
        matches!(f.by, By::Rule(rule) if rules.refer(rule).is_none())
            && f.row.is_none()
            && classes.contains(&Some(f.class))
    };
    for found in reading.found.iter().filter(name) {
        let tokens = &reading.tokens.tokens[found.start as usize..found.end as usize];
        let capital = |t: &Token| t.span.of(reading.tokens.text).starts_with(char::is_uppercase);
        // A symbol stands only where it is cited: "A/RV/72/PV.11".
        let symbol = found.span.of(reading.tokens.text).contains('/');
        if !symbol
            && tokens.len() <= LONGEST
            && tokens.iter().all(capital)
            && (tokens.len() > 1 || tokens[0].tag == Tag::Proper)
        {
            shorts.entry(found.span.of(reading.tokens.text)).or_insert(found.class);
        }
    }
}

/// A name in full, which the letters of its short form hold together, is one, also where rules found no more than parts of it: "Board of Culture" and
/// then "the Arts".
fn unite(readings: &mut [Reading<'_>], aliases: &[(u32, Alias)], classes: &[Option<ClassId>]) {
    for &(n, Alias { long: (start, end), .. }) in aliases {
        let reading = &mut readings[n as usize];
        let tokens = &reading.tokens.tokens[start as usize..end as usize];
        let capital = |t: &Token| t.shape != Shape::Lower;
        let joins = |t: &Token| matches!(t.tag, Tag::Preposition | Tag::Conjunction | Tag::Determiner);
        let ends = tokens.first().is_some_and(capital) && tokens.last().is_some_and(capital);
        if reading.lang() != Lang::En || !ends || !tokens.iter().all(|t| capital(t) || joins(t)) {
            continue;
        }
        let parts = || reading.found.iter().filter(|f| f.start < end && start < f.end);
        let within = |f: &Found| start <= f.start && f.end <= end && f.value.is_none();
        let named = |f: &&Found| classes.contains(&Some(f.class));
        // "Adviser on the Peace Process (APP)" is none.
        let whole = |f: &Found| tokens[..(f.start - start) as usize].iter().all(|t| t.tag != Tag::Preposition);
        let last = parts().find(|f| f.start >= start && f.end == end && named(f) && whole(f));
        let head = last.or_else(|| parts().find(|f| f.start == start && named(f)));
        let Some(class) = head.map(|f| f.class).filter(|_| parts().all(within)) else { continue };
        if reading.mention(start, end).is_none() {
            let span = reading.tokens.span(start as usize, end as usize);
            reading.replace(Found { span, start, end, class, by: By::Alias, row: None, value: None });
        }
    }
}

/// The most tokens of a short form.
const LONGEST: usize = 4;

/// Marks the short forms that the text introduced wherever they stand and nothing else was found.
pub(super) fn mark(readings: &mut [Reading<'_>], aliases: &[(u32, Alias)], rules: &Rules) {
    let classes = ["Initiative", "Institution", "Event"].map(|name| rules.classes.id(name));
    unite(readings, aliases, &classes);
    let mut shorts: FxHashMap<&str, ClassId> = FxHashMap::default();
    for (n, alias) in aliases {
        let reading = &readings[*n as usize];
        // The "Vietnam" of a university says nothing of its class, the "Initiative" of a trade initiative does.
        let proper = ["Person", "Place"].map(|name| rules.classes.id(name));
        let last = || alias.last(reading).filter(|found| !proper.contains(&Some(found.class)));
        let Some(long) = alias.named(reading).or_else(last) else { continue };
        let short = reading.tokens.span(alias.short.0 as usize, alias.short.1 as usize).of(reading.tokens.text);
        shorts.entry(short).or_insert(long.class);
    }
    for reading in readings.iter() {
        persons(reading, rules, &mut shorts);
        names(reading, rules, &classes, &mut shorts);
    }
    if shorts.is_empty() {
        return;
    }
    // Most tokens begin no short form: told by the bytes of a Han character, or by so many as the shortest form has.
    let least = shorts.keys().map(|short| short.len()).min().unwrap_or(1).min(3);
    let begin = |text: &[u8]| {
        let bytes = text.iter().take(least).fold(0, |all, b| all << 8 | u32::from(*b));
        (bytes.wrapping_mul(0x9e37_79b1) >> 20) as usize
    };
    let mut firsts = [false; 1 << 12];
    shorts.keys().for_each(|s| firsts[begin(s.as_bytes())] = true);
    for reading in readings {
        let mut new = Vec::new();
        let text = reading.tokens.text;
        let tokens = reading.tokens.tokens;
        let mut taken: Vec<bool> = Vec::new();
        for start in 0..tokens.len() {
            if !firsts[begin(&text.as_bytes()[tokens[start].span.start as usize..])] {
                continue;
            }
            for length in 1..=LONGEST.min(tokens.len() - start) {
                let span = reading.tokens.span(start, start + length);
                let Some(&class) = shorts.get(span.of(text)) else { continue };
                // A name alone is no other word: "Will", "Grace".
                let proper = |t: &Token| !matches!(t.tag, Tag::Modal | Tag::Verb | Tag::Adverb | Tag::Preposition);
                if length == 1 && !proper(&tokens[start]) {
                    continue;
                }
                if taken.is_empty() {
                    taken.resize(tokens.len(), false);
                    reading.found.iter().for_each(|f| taken[f.start as usize..f.end as usize].fill(true));
                }
                if !taken[start..start + length].contains(&true) {
                    let (start, end) = (start as u16, (start + length) as u16);
                    new.push(Found { span, start, end, class, by: By::Alias, row: None, value: None });
                }
            }
        }
        if !new.is_empty() {
            reading.extend(new);
        }
    }
}
