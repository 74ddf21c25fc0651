//! Mentions -> entities of one document: one thing under all its names.
//!
//! Comes in: the mentions of all sentences in order, the aliases that the text introduces. Goes out: for each mention the entity it refers to. Known
//! things are their lexicon row; others are one thing where class and normalised name agree, where one name is the other's short form, or where a
//! rule says that the mention refers back.

use crate::alias::Alias;
use crate::document::{Lang, Metadata};
use crate::extraction::Scope;
use crate::lexicon::{Lexicon, RowId};
use crate::mention::{By, Reading};
use crate::rule::pattern::ClassId;
use crate::rule::{Refer, Rules};
use rustc_hash::FxHashMap;

/// A thing of this document.
#[derive(Debug, Clone)]
pub struct Thing {
    pub class: ClassId,
    pub row: Option<RowId>,
    /// Normalised.
    pub name: String,
    pub scope: Scope,
    /// Names as written, each once.
    pub labels: Vec<(Lang, String)>,
}

/// The entities, and for each sentence and mention the one it refers to.
#[derive(Debug, Default)]
pub struct Things {
    pub all: Vec<Thing>,
    pub of: Vec<Vec<Option<u32>>>,
}

/// A name with what does not tell things apart taken away.
pub fn normalised(text: &str, lang: Lang) -> String {
    let mut name = String::with_capacity(text.len());
    match lang {
        Lang::En => {
            for word in text.split_whitespace() {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.extend(word.chars().flat_map(char::to_lowercase).filter(|c| !matches!(c, '"' | '“' | '”')));
            }
            for article in ["the ", "a ", "an ", "this ", "our "] {
                if let Some(rest) = name.strip_prefix(article) {
                    name = rest.to_string();
                    break;
                }
            }
            if let Some(rest) = name.strip_suffix("'s") {
                name = rest.to_string();
            }
        }
        Lang::Zh => name.extend(
            text.chars()
                .filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '《' | '》' | '「' | '」'))
                .flat_map(char::to_lowercase),
        ),
    }
    name
}

/// Finds out what each mention refers to.
pub fn resolve(
    readings: &[Reading<'_>],
    aliases: &[(u32, Alias)],
    meta: &Metadata,
    lexicon: &Lexicon,
    rules: &Rules,
) -> Things {
    let mut resolver = Resolver {
        readings,
        lexicon,
        rules,
        things: Things::default(),
        rows: FxHashMap::default(),
        names: FxHashMap::default(),
        shorts: FxHashMap::default(),
        refers: FxHashMap::default(),
        country: None,
    };
    for entity in &rules.entities {
        if let Some(refer) = entity.refer {
            resolver.refers.insert(entity.rule, refer);
        }
    }
    resolver.aliases(aliases);
    resolver.run(meta);
    resolver.things
}

struct Resolver<'a, 't> {
    readings: &'a [Reading<'t>],
    lexicon: &'a Lexicon,
    rules: &'a Rules,
    things: Things,
    rows: FxHashMap<RowId, u32>,
    names: FxHashMap<(ClassId, String), u32>,
    /// Normalised short form -> normalised long form, or the row of the long form.
    shorts: FxHashMap<String, (ClassId, String, Option<RowId>)>,
    refers: FxHashMap<u16, Refer>,
    /// The publisher's country, once asked for.
    country: Option<Option<RowId>>,
}

impl Resolver<'_, '_> {
    /// Remembers what each introduced short form stands for.
    fn aliases(&mut self, aliases: &[(u32, Alias)]) {
        for (n, alias) in aliases {
            let reading = &self.readings[*n as usize];
            let long = reading.found.iter().find(|f| (f.start, f.end) == alias.long);
            let Some(long) = long.or_else(|| reading.found.iter().find(|f| f.value.is_none() && f.end == alias.long.1))
            else {
                continue;
            };
            let text = |(a, b): (u16, u16)| reading.tokens.span(a as usize, b as usize).of(reading.tokens.text);
            let short = normalised(text(alias.short), reading.lang());
            let name = normalised(text((long.start, long.end)), reading.lang());
            self.shorts.entry(short).or_insert((long.class, name, long.row));
        }
    }

    fn run(&mut self, meta: &Metadata) {
        for (n, reading) in self.readings.iter().enumerate() {
            let mut of = Vec::with_capacity(reading.found.len());
            for found in &reading.found {
                if found.value.is_some() {
                    of.push(None);
                    continue;
                }
                let lang = reading.lang();
                let text = found.span.of(reading.tokens.text);
                let refer = match found.by {
                    By::Rule(rule) if found.row.is_none() => self.refers.get(&rule).copied(),
                    _ => None,
                };
                let name = normalised(text, lang);
                let thing = match (found.row, refer) {
                    (Some(row), _) => self.row(row, found.class),
                    (None, Some(refer)) => self.referred(refer, found.class, &name, lang, meta),
                    (None, None) => self.named(found.class, name, lang),
                };
                if refer.is_none() {
                    let label = (lang, text.split_whitespace().collect::<Vec<_>>().join(" "));
                    let labels = &mut self.things.all[thing as usize].labels;
                    if !labels.contains(&label) {
                        labels.push(label);
                    }
                }
                of.push(Some(thing));
            }
            debug_assert_eq!(self.things.of.len(), n);
            self.things.of.push(of);
        }
    }

    fn add(&mut self, thing: Thing) -> u32 {
        self.things.all.push(thing);
        self.things.all.len() as u32 - 1
    }

    fn row(&mut self, row: RowId, class: ClassId) -> u32 {
        if let Some(&thing) = self.rows.get(&row) {
            return thing;
        }
        let thing = self.add(Thing {
            class,
            row: Some(row),
            name: String::new(),
            scope: Scope::Everywhere,
            labels: Vec::new(),
        });
        self.rows.insert(row, thing);
        thing
    }

    fn named(&mut self, class: ClassId, name: String, lang: Lang) -> u32 {
        if let Some(&thing) = self.names.get(&(class, name.clone())) {
            return thing;
        }
        if let Some((class, long, row)) = self.shorts.get(&name).cloned()
            && long != name
        {
            let thing = match row {
                Some(row) => self.row(row, class),
                None => self.named(class, long, lang),
            };
            self.names.insert((class, name), thing);
            return thing;
        }
        let thing = match self.longer(class, &name, lang) {
            Some(thing) => thing,
            None => {
                self.add(Thing { class, row: None, name: name.clone(), scope: Scope::Everywhere, labels: Vec::new() })
            }
        };
        self.names.insert((class, name), thing);
        thing
    }

    /// The thing of which this name is the short form: a person's last name, the begin of a longer name.
    fn longer(&self, class: ClassId, name: &str, lang: Lang) -> Option<u32> {
        let person = self.rules.classes.id("Person") == Some(class);
        let place = self.rules.classes.id("Place") == Some(class);
        if place {
            return None;
        }
        let fits = |long: &str| match lang {
            Lang::En if person => !name.contains(' ') && long.rsplit(' ').next() == Some(name) && long.contains(' '),
            Lang::En => name.contains(' ') && long.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')),
            Lang::Zh if person => false,
            Lang::Zh => name.chars().count() >= 4 && long.len() > name.len() && long.starts_with(name),
        };
        let mut found = None;
        for (n, thing) in self.things.all.iter().enumerate().filter(|(_, t)| t.class == class) {
            let known = thing.row.map(|r| self.lexicon.row(r));
            let labels = known.into_iter().flat_map(|r| r.en.iter().chain(&r.zh)).map(|l| normalised(l, lang));
            if fits(&thing.name) || person && labels.into_iter().any(|l| fits(&l)) {
                found = Some(n as u32);
            }
        }
        found
    }

    fn referred(&mut self, refer: Refer, class: ClassId, name: &str, lang: Lang, meta: &Metadata) -> u32 {
        let found = match refer {
            Refer::Country => self.country(class, lang, meta),
            Refer::Last => self.before(|t| t.class == class && t.scope == Scope::Everywhere),
            Refer::Head => {
                let last = |n: &str| match lang {
                    Lang::En => n.rsplit(' ').next().unwrap_or_default().to_string(),
                    Lang::Zh => n.chars().rev().take(2).collect(),
                };
                let head = last(name);
                let lexicon = self.lexicon;
                let named = |t: &Thing| {
                    let known = t.row.map(|r| lexicon.row(r));
                    let labels = known.into_iter().flat_map(|r| r.en.iter().chain(&r.zh)).map(|l| normalised(l, lang));
                    last(&t.name) == head
                        || t.name.split(' ').any(|w| lang == Lang::En && w == head)
                        || labels.into_iter().any(|l| last(&l) == head)
                };
                self.before(|t| t.class == class && named(t))
            }
        };
        match found {
            Some(thing) => thing,
            None => {
                let key = (class, name.to_string());
                if let Some(&thing) = self.names.get(&key) {
                    return thing;
                }
                let thing = self.add(Thing {
                    class,
                    row: None,
                    name: name.to_string(),
                    scope: Scope::Document,
                    labels: vec![(lang, name.to_string())],
                });
                self.names.insert(key, thing);
                thing
            }
        }
    }

    /// The thing last named of those that fit.
    fn before(&self, fits: impl Fn(&Thing) -> bool) -> Option<u32> {
        let done = self.things.of.iter().rev().flat_map(|s| s.iter().rev()).flatten();
        done.copied()
            .find(|&t| fits(&self.things.all[t as usize]))
            .or_else(|| self.things.all.iter().rposition(fits).map(|t| t as u32))
    }

    /// The one country that an English text is about: named at least twice, and as often as all other known places together.
    fn main_country(&self) -> Option<RowId> {
        let mut counts: FxHashMap<RowId, usize> = FxHashMap::default();
        for row in self.readings.iter().flat_map(|r| &r.found).filter_map(|f| f.row) {
            if self.lexicon.row(row).class == "Place" {
                *counts.entry(row).or_default() += 1;
            }
        }
        let all: usize = counts.values().sum();
        let country = |row: &RowId| self.lexicon.row(*row).id("iso3166-1-a2").is_some();
        let (row, most) = counts.into_iter().max_by_key(|&(row, n)| (n, std::cmp::Reverse(row)))?;
        (country(&row) && most >= 2 && 2 * most >= all).then_some(row)
    }

    /// The publisher's country: as given, else what a Chinese text speaks for, else the one that an English text is about.
    fn country(&mut self, class: ClassId, lang: Lang, meta: &Metadata) -> Option<u32> {
        let code = match (&meta.country, lang) {
            (Some(code), _) => code.clone(),
            (None, Lang::Zh) => "CN".to_string(),
            (None, Lang::En) => {
                let row = match self.country {
                    Some(row) => row,
                    None => *self.country.insert(self.main_country()),
                };
                return Some(self.row(row?, class));
            }
        };
        let lexicon = self.lexicon;
        let row = *self
            .country
            .get_or_insert_with(|| lexicon.rows().find(|&r| lexicon.row(r).id("iso3166-1-a2") == Some(&code)));
        Some(self.row(row?, class))
    }
}
