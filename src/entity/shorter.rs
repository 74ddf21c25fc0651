//! The shorter names by which a text speaks of what it names in full elsewhere.
//!
//! Comes in: the things of a document as they are found. Goes out: for a name the thing of which it is the short form: a person's last name or
//! surname (彭 after 彭丽媛), the begin of a longer name, what is left without the place it begins with (省委 beside 湖南省委), a resolution by its
//! number, a country by one character; for "the army" or "the President" before anybody was named, the one that the text names later. What
//! speaks against it: two longer names with the same end, two things with the same head.

use super::{Resolver, Thing};
use crate::document::Lang;
use crate::extraction::Scope;
use crate::lexicon::name::{heads, normalised};
use crate::lexicon::{Hit, Lexicon, RowId};
use crate::mention::By;
use crate::rule::pattern::ClassId;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The one thing that a text names by each head, by its row or its name; none where it names several.
pub(super) type Ahead = FxHashMap<(ClassId, Lang, String), Option<(Option<RowId>, String)>>;

/// The fewest characters of a Chinese name without its place.
const SHORT: usize = 2;
/// The same of a building or an event.
const LONG: usize = 4;

impl Resolver<'_, '_> {
    /// The thing of which this name is the short form.
    pub(super) fn longer(&self, class: ClassId, name: &str, lang: Lang) -> Option<u32> {
        let tail = || self.tails.get(&(class, name.to_string())).copied().flatten();
        if self.place == Some(class) {
            return tail();
        }
        if self.person == Some(class) {
            let part = !name.contains([' ', '·']);
            return self.surnames.get(&(lang, name.to_string())).copied().filter(|_| part);
        }
        let begin = match lang {
            Lang::En if name.contains(' ') => format!("{name} "),
            Lang::Zh if name.chars().count() >= 4 => name.to_string(),
            _ => return tail(),
        };
        let from = (class, begin.clone());
        let longer = self.full.range(from..).take_while(|((c, n), _)| *c == class && n.starts_with(&begin));
        let whole = |rest: &str| !rest.is_empty() && !self.names_part(rest, lang);
        let longer = longer.filter(|((_, n), _)| whole(&n[name.len()..]));
        let mut longer: Vec<u32> = longer.map(|(_, &thing)| thing).collect();
        longer.sort_unstable();
        // Of the ministries of two countries "Ministry of Finance" is neither.
        let several = longer.first() != longer.last() && self.kinds.kind(name, lang).is_some();
        longer.last().copied().filter(|_| !several).or_else(tail)
    }

    /// Whether the rest of a name says that it is a part of what the begin names: the opening ceremony of a forum.
    fn names_part(&self, rest: &str, lang: Lang) -> bool {
        let part = self.lexicon.list_id("event.part");
        let ends = |hit: &Hit| hit.span.end as usize == rest.len();
        let hits = self.lexicon.hits(rest, lang);
        hits.iter().filter(|hit| ends(hit)).any(|hit| self.lexicon.form(hit.form).words().any(|w| Some(w.list) == part))
    }

    /// The thing that was called by the short form of this name before.
    pub(super) fn once(&self, class: ClassId, name: &str) -> Option<u32> {
        if self.person == Some(class) {
            return None;
        }
        let called = |tail: String| {
            let key = (class, tail);
            let own = |thing: &Thing| thing.row.is_none() && thing.scope == Scope::Everywhere;
            let thing = self.names.get(&key).copied().filter(|&thing| own(&self.things.all[thing as usize]));
            thing.filter(|_| !self.tails.contains_key(&key))
        };
        self.ends(class, name).into_iter().find_map(called)
    }

    /// Remembers the shorter forms of a name.
    pub(super) fn shorten(&mut self, class: ClassId, name: &str, thing: u32) {
        if self.person == Some(class) {
            return;
        }
        for tail in self.ends(class, name) {
            let known = self.tails.entry((class, tail)).or_insert(Some(thing));
            *known = known.filter(|&other| other == thing);
        }
    }

    fn ends(&self, class: ClassId, name: &str) -> Vec<String> {
        let least = if self.institution == Some(class) { SHORT } else { LONG };
        ends(self.lexicon, name, least)
    }

    /// Remembers by which parts of a person's name the text may go on: in English last names stand alone, and first names where no last name is like
    /// it; in Chinese a surname, the last and the first part of a foreign name and its first character.
    pub(super) fn called(&mut self, name: &str, person: u32) {
        if let Some(character) = name.chars().next().filter(|c| !c.is_ascii()) {
            self.surnames.insert((Lang::Zh, character.to_string()), person);
        }
        if let Some((first, _)) = name.split_once('·') {
            let last = name.rsplit('·').next().unwrap_or_default();
            self.surnames.insert((Lang::Zh, last.to_string()), person);
            self.surnames.entry((Lang::Zh, first.to_string())).or_insert(person);
        } else if let Some((first, _)) = name.split_once(' ') {
            let last = name.rsplit(' ').next().unwrap_or_default();
            self.surnames.insert((Lang::En, last.to_string()), person);
            self.surnames.entry((Lang::En, first.to_string())).or_insert(person);
        }
    }

    /// The country that one character stands for (中美): of those whose names begin so the one that the text names most, else that of the fact `short`.
    pub(super) fn initial(&mut self, class: ClassId, name: &str, lang: Lang) -> Option<u32> {
        if self.place != Some(class) || lang != Lang::Zh || name.chars().nth(1).is_some() {
            return None;
        }
        let lexicon = self.lexicon;
        let begins = |row: &RowId| {
            let row = lexicon.row(*row);
            row.class == "Place" && row.id("iso3166-1-a2").is_some() && row.zh.iter().any(|n| n.starts_with(name))
        };
        let mut counts: BTreeMap<RowId, usize> = BTreeMap::new();
        for row in self.readings.iter().flat_map(|r| &r.found).filter_map(|found| found.row).filter(begins) {
            *counts.entry(row).or_default() += 1;
        }
        let short = lexicon.short(name);
        let most = counts.into_iter().rev().max_by_key(|(row, count)| (*count, Some(*row) == short));
        let row = most.map(|(row, _)| row).or(short)?;
        Some(self.row(row, class))
    }

    /// The known place that a name ends with, where places that hold it stand before it: 四川成都 is 成都.
    pub(super) fn innermost(&mut self, class: ClassId, name: &str, lang: Lang) -> Option<u32> {
        if self.place != Some(class) || lang != Lang::Zh {
            return None;
        }
        let mut rests = ends(self.lexicon, name, SHORT);
        while let Some(rest) = rests.pop() {
            if let Some(row) = self.known(&rest, class, lang) {
                return Some(self.row(row, class));
            }
            rests.extend(ends(self.lexicon, &rest, SHORT));
        }
        None
    }

    /// The one thing with this head that the text names anywhere, for who speaks of it before it is named.
    pub(super) fn later(&mut self, class: ClassId, head: &str, lang: Lang) -> Option<u32> {
        if self.place == Some(class) {
            return None;
        }
        if self.ahead.is_none() {
            self.ahead = Some(self.all_named());
        }
        let (row, name) = self.ahead.as_ref()?.get(&(class, lang, head.to_string()))?.clone()?;
        Some(match row {
            Some(row) => self.row(row, class),
            None => self.named(class, name, lang),
        })
    }

    fn all_named(&self) -> Ahead {
        let mut all = Ahead::default();
        for reading in self.readings {
            let lang = reading.lang();
            for found in reading.found.iter().filter(|f| f.value.is_none() && self.headed.contains(&f.class)) {
                if matches!(found.by, By::Rule(rule) if found.row.is_none() && self.rules.refer(rule).is_some()) {
                    continue;
                }
                let name = normalised(found.span.of(reading.tokens.text), lang);
                let heads: Vec<String> = if self.person == Some(found.class) {
                    self.titles_before(reading, found.start)
                } else {
                    heads(&name, lang, false).into_iter().map(str::to_string).collect()
                };
                for head in heads {
                    let this = (found.row, if found.row.is_some() { String::new() } else { name.clone() });
                    let known = all.entry((found.class, lang, head)).or_insert_with(|| Some(this.clone()));
                    *known = known.take().filter(|other| *other == this);
                }
            }
        }
        all
    }
}

/// What is left of a name behind the place or the number that it begins with; of a numbered act what ends with its number.
fn ends(lexicon: &Lexicon, name: &str, least: usize) -> Vec<String> {
    if name.is_ascii() {
        let numbered = |at: usize| {
            let end = &name[at..];
            let first = end.split(' ').next().unwrap_or_default();
            let act = first.contains('/') || first.bytes().all(|b| b.is_ascii_alphabetic());
            act && end.bytes().any(|b| b.is_ascii_digit())
        };
        let starts = name.match_indices(' ').map(|(at, _)| at + 1);
        return starts.filter(|&at| numbered(at)).map(|at| name[at..].to_string()).collect();
    }
    let place = |row: RowId| lexicon.row(row).class == "Place";
    let mut cuts: Vec<usize> = Vec::new();
    for hit in lexicon.hits(name, Lang::Zh).iter().filter(|hit| hit.span.start == 0) {
        if lexicon.form(hit.form).rows().any(|used| !used.weak && place(used.row)) {
            cuts.push(hit.span.end as usize);
        }
    }
    if name.starts_with('第') {
        let unit = name.char_indices().take(8).find(|(_, c)| matches!(c, '届' | '次' | '轮'));
        cuts.extend(unit.map(|(at, c)| at + c.len_utf8()));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let rests = cuts.into_iter().filter_map(|at| name.get(at..));
    rests.filter(|rest| rest.chars().count() >= least).map(str::to_string).collect()
}
