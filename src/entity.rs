//! Mentions -> entities of one document: one thing under all its names.
//!
//! Comes in: the mentions of all sentences in order, the aliases that the text introduces. Goes out: for each mention the entity it refers to. Known
//! things are their lexicon row; others are one thing where class and normalised name agree (case, quotation marks, articles and legal forms of
//! companies tell nothing apart; traditional characters and full width are gone before), where one name is the other's short form, or where a
//! rule says that the mention refers back. What speaks against it: another class; for a short form, a place; for a text's own words for a thing
//! ("the Committee") and a name that does not say which ("Ministry of Finance", 省委), another document.

pub mod body;
mod shorter;
mod titles;
mod which;

use crate::alias::Alias;
use crate::document::{Lang, Metadata};
use crate::extraction::Scope;
use crate::lexicon::name::{head, heads, heads_of, normalised};
use crate::lexicon::{Hit, Lexicon, ListId, RowId};
use crate::mention::{By, Found, Reading};
use crate::rule::pattern::{ClassId, Label};
use crate::rule::{Refer, Rules};
use body::{Body, Kinds};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::collections::BTreeMap;

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
        country: None,
        person: rules.classes.id("Person"),
        place: rules.classes.id("Place"),
        institution: rules.classes.id("Institution"),
        legal: lexicon.list_id("company.suffix"),
        kinds: Kinds::of(lexicon),
        title: lexicon.list_id("title.person").map(Label::List),
        honorific: lexicon.list_id("honorific").map(Label::List),
        turns: FxHashSet::default(),
        full: BTreeMap::new(),
        tails: FxHashMap::default(),
        ahead: None,
        surnames: FxHashMap::default(),
        headed: FxHashSet::default(),
        slots: FxHashMap::default(),
        last: Vec::new(),
        heads: Vec::new(),
    };
    for found in readings.iter().flat_map(|r| &r.found) {
        if let By::Rule(rule) = found.by
            && matches!(rules.refer(rule), Some(Refer::Head | Refer::Named))
        {
            resolver.headed.insert(found.class);
        }
    }
    resolver.aliases(aliases);
    resolver.run(meta);
    resolver.names();
    resolver.things
}

/// The things of a slot that may be meant.
struct Latest {
    /// Named in the sentences before.
    named: Option<u32>,
    added: u32,
    first: u32,
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
    /// The publisher's country, once asked for.
    country: Option<Option<RowId>>,
    person: Option<ClassId>,
    place: Option<ClassId>,
    institution: Option<ClassId>,
    /// Legal forms of companies.
    legal: Option<ListId>,
    kinds: Kinds<'a>,
    /// Titles that stand for their holder.
    title: Option<Label>,
    /// Words of courtesy before a title or name.
    honorific: Option<Label>,
    /// Who has a turn in a conversation.
    turns: FxHashSet<u32>,
    /// Things of this document by class and name.
    full: BTreeMap<(ClassId, String), u32>,
    /// By what is left of a name without the place or the body that it begins with: its thing; none where several have it.
    tails: FxHashMap<(ClassId, String), Option<u32>>,
    /// The one thing named in the text by each head: where, once asked for.
    ahead: Option<shorter::Ahead>,
    /// The last person by each last name, as each language writes it.
    surnames: FxHashMap<(Lang, String), u32>,
    /// The classes of which this text refers to any by head.
    headed: FxHashSet<ClassId>,
    /// A number for all of a class, and for those of a class with a head in a language.
    slots: FxHashMap<(ClassId, Option<(Lang, String)>), u32>,
    /// For each slot the thing last named in the sentences before, and the thing last added.
    last: Vec<Latest>,
    /// For each thing its slots.
    heads: Vec<SmallVec<[u32; 4]>>,
}

impl Resolver<'_, '_> {
    /// Remembers what each introduced short form stands for.
    fn aliases(&mut self, aliases: &[(u32, Alias)]) {
        for (n, alias) in aliases {
            let reading = &self.readings[*n as usize];
            let Some(long) = alias.named(reading).filter(|long| self.refers(long).is_none()) else { continue };
            let text = |(a, b): (u16, u16)| reading.tokens.span(a as usize, b as usize).of(reading.tokens.text);
            let short = normalised(text(alias.short), reading.lang());
            let name = normalised(text((long.start, long.end)), reading.lang());
            self.shorts.entry(short).or_insert((long.class, name, long.row));
        }
    }

    /// How a mention refers back, where it does.
    fn refers(&self, found: &Found) -> Option<Refer> {
        match found.by {
            By::Rule(rule) if found.row.is_none() => self.rules.refer(rule),
            _ => None,
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
                let refer = self.refers(found);
                let bare = match (found.row, refer) {
                    (None, None) if self.institution == Some(found.class) => self.without_ending(text, lang),
                    _ => text,
                };
                let shorter = (bare.len() < text.len()).then_some(bare);
                // "Sheikh Oakfield" may be a name or a title with one.
                let full = (self.person == Some(found.class) && refer.is_none()).then_some(text);
                let row = found.row.or_else(|| self.known(shorter.or(full)?, found.class, lang));
                // "The Kenyan government" is a name, though its last word alone is none.
                let body = match row {
                    None if self.institution == Some(found.class) => self.kinds.body(bare, lang),
                    _ => None,
                };
                let thing = match (row, body, refer) {
                    (Some(row), ..) => self.row(row, found.class),
                    (None, Some(body), _) => self.body(body, found.class, normalised(bare, lang), lang),
                    (None, None, Some(_)) if self.addressed(reading, found) => self.spoken_to(found.class, text, lang),
                    (None, None, Some(refer)) => self.referred(refer, found.class, text, lang, meta),
                    (None, None, None) => self.named(found.class, normalised(bare, lang), lang),
                };
                if self.person == Some(found.class) {
                    if refer.is_none() {
                        self.titled(thing, reading, found.start);
                    }
                    self.turn(thing, reading, found);
                }
                let labels = &mut self.things.all[thing as usize].labels;
                if refer.is_none() && !labels.iter().any(|(l, t)| *l == lang && t == text) {
                    let label = (lang, text.split_whitespace().collect::<Vec<_>>().join(" "));
                    if !labels.contains(&label) {
                        labels.push(label);
                    }
                }
                of.push(Some(thing));
            }
            debug_assert_eq!(self.things.of.len(), n);
            for &thing in of.iter().flatten() {
                for &slot in &self.heads[thing as usize] {
                    self.last[slot as usize].named = Some(thing);
                }
            }
            self.things.of.push(of);
        }
    }

    /// Adds a thing, and what it can be found by later.
    fn add(&mut self, thing: Thing) -> u32 {
        let number = self.things.all.len() as u32;
        let class = thing.class;
        let lexicon = self.lexicon;
        let known = thing.row.map(|r| lexicon.row(r));
        let labels = || known.into_iter().flat_map(|r| r.en.iter().chain(&r.zh));
        match known {
            // By a name that is no mention of its own a rule may find it: 党.
            Some(row) => {
                for name in &row.zh {
                    self.names.entry((class, normalised(name, Lang::Zh))).or_insert(number);
                }
            }
            None => {
                self.full.insert((class, thing.name.clone()), number);
                self.shorten(class, &thing.name, number);
            }
        }
        if self.person == Some(class) {
            let names = std::iter::once(thing.name.clone()).chain(labels().map(|l| normalised(l, Lang::En)));
            names.collect::<Vec<_>>().iter().for_each(|name| self.called(name, number));
        }
        let mut slots = SmallVec::new();
        if thing.scope == Scope::Everywhere {
            self.slot((class, None), number, &mut slots);
        }
        if self.headed.contains(&class) {
            let place = self.place == Some(class);
            for lang in [Lang::En, Lang::Zh] {
                for head in heads(&thing.name, lang, place) {
                    self.slot((class, Some((lang, head.to_string()))), number, &mut slots);
                }
                let known = thing.row.map_or(&[][..], |row| lexicon.heads(row, |row| heads_of(row, place)));
                for (_, head) in known.iter().filter(|(l, _)| *l == lang) {
                    self.slot((class, Some((lang, head.clone()))), number, &mut slots);
                }
            }
        }
        self.heads.push(slots);
        self.things.all.push(thing);
        number
    }

    fn slot(&mut self, key: (ClassId, Option<(Lang, String)>), thing: u32, slots: &mut SmallVec<[u32; 4]>) {
        let next = self.last.len() as u32;
        let slot = *self.slots.entry(key).or_insert(next);
        if slot == next {
            self.last.push(Latest { named: None, added: thing, first: thing });
        }
        self.last[slot as usize].added = thing;
        if !slots.contains(&slot) {
            slots.push(slot);
        }
    }

    /// A thing of no other document, by the words of this one.
    fn own(&mut self, class: ClassId, name: String, label: (Lang, String)) -> u32 {
        let key = (class, name);
        if let Some(&thing) = self.names.get(&key) {
            return thing;
        }
        let name = key.1.clone();
        let thing = self.add(Thing { class, row: None, name, scope: Scope::Document, labels: vec![label] });
        self.names.insert(key, thing);
        thing
    }

    /// A company's name without its legal form: "Oakfield Motors Co., Ltd." is Oakfield Motors.
    fn without_ending<'n>(&self, name: &'n str, lang: Lang) -> &'n str {
        let mut bare = name;
        loop {
            let last = match lang {
                Lang::En => bare.rfind(' ').map_or(bare.len(), |at| at + 1),
                Lang::Zh => 0,
            };
            let hits = self.lexicon.hits(&bare[last..], lang);
            let ending = |hit: &Hit| {
                let form = self.lexicon.form(hit.form);
                hit.span.end as usize == bare.len() - last && form.words().any(|word| Some(word.list) == self.legal)
            };
            let Some(start) = hits.iter().filter(|hit| ending(hit)).map(|hit| last + hit.span.start as usize).min()
            else {
                return bare;
            };
            let left = bare[..start].trim_end_matches([' ', ',']);
            if left.is_empty() {
                return bare;
            }
            bare = left;
        }
    }

    /// The one known thing of a class that has exactly this name.
    fn known(&self, name: &str, class: ClassId, lang: Lang) -> Option<RowId> {
        let lexicon = self.lexicon;
        let hits = lexicon.hits(name, lang);
        let whole = hits.iter().filter(|hit| hit.span.len() == name.len());
        let mut rows =
            whole.flat_map(|hit| lexicon.form(hit.form).rows()).filter(|used| !used.weak).map(|used| used.row);
        rows.find(|row| self.rules.classes.id(&lexicon.row(*row).class) == Some(class))
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
        let short = self.longer(class, &name, lang).or_else(|| self.initial(class, &name, lang));
        let short = short.or_else(|| self.innermost(class, &name, lang));
        let thing = match short.or_else(|| self.once(class, &name)) {
            Some(thing) => {
                self.shorten(class, &name, thing);
                thing
            }
            None => {
                self.add(Thing { class, row: None, name: name.clone(), scope: Scope::Everywhere, labels: Vec::new() })
            }
        };
        self.names.insert((class, name), thing);
        thing
    }

    /// A body of a place, under the name that it has in both languages; `said` is what the text calls it, normalised.
    fn body(&mut self, body: Body<'_>, class: ClassId, said: String, lang: Lang) -> u32 {
        if let Some(&thing) = self.names.get(&(class, said.clone())) {
            return thing;
        }
        let names = body.names(self.lexicon);
        let row = names.iter().flatten().find_map(|name| self.known(name, class, Lang::En));
        let thing = match (row, names) {
            (Some(row), _) => self.row(row, class),
            (None, Some([name, ..])) => self.named(class, normalised(&name, Lang::En), Lang::En),
            (None, None) => self.named(class, said.clone(), lang),
        };
        if self.headed.contains(&class) {
            let mut slots = std::mem::take(&mut self.heads[thing as usize]);
            self.slot((class, Some((lang, head(&said, lang, false).to_string()))), thing, &mut slots);
            self.heads[thing as usize] = slots;
        }
        self.names.insert((class, said), thing);
        thing
    }

    fn referred(&mut self, refer: Refer, class: ClassId, text: &str, lang: Lang, meta: &Metadata) -> u32 {
        let name = normalised(text, lang);
        let found = match refer {
            Refer::Country => self.country(class, lang, meta),
            Refer::Last => self.before((class, None)),
            // A title is said in full: no vice president is "the President".
            // The label of a turn is of the speaker whom the text is about, and names first: "THE PRESIDENT: …".
            Refer::Head if self.person == Some(class) && lang == Lang::En && !text.contains(char::is_lowercase) => {
                let slot = self.slots.get(&(class, Some((lang, name.clone()))));
                slot.map(|&slot| self.last[slot as usize].first)
            }
            Refer::Head if self.person == Some(class) && lang == Lang::En => {
                self.before((class, Some((lang, name.clone())))).or_else(|| self.later(class, &name, lang))
            }
            // 挪威首相 is nobody who is called 日本首相.
            Refer::Head if self.person == Some(class) && self.kinds.placed(&name) => {
                self.before((class, Some((lang, name.clone())))).or_else(|| self.later(class, &name, lang))
            }
            // A text is of the region that it names first: 我区, 全省.
            Refer::Head if self.place == Some(class) && lang == Lang::Zh => {
                let slot = self.slots.get(&(class, Some((lang, head(&name, lang, true).to_string()))));
                slot.map(|&slot| self.last[slot as usize].first)
            }
            Refer::Head | Refer::Named => {
                let head = head(&name, lang, false);
                let before = |this: &Self| this.before((class, Some((lang, head.to_string()))));
                let named = self.so_named(class, &name).or_else(|| before(self));
                named.or_else(|| self.later(class, head, lang))
            }
        };
        match found {
            Some(thing) => thing,
            None => {
                // Both languages call the document's own body the same: "the government", 政府.
                let kind = if self.institution == Some(class) { self.kinds.kind(&name, lang) } else { None };
                let own = kind.map_or(name.clone(), |kind| normalised(kind, Lang::En));
                self.own(class, own, (lang, name))
            }
        }
    }

    /// The thing that the text has named by just these words: "Committee" in a list of members, 会议 where one is held.
    fn so_named(&self, class: ClassId, name: &str) -> Option<u32> {
        let named = self.names.get(&(class, name.to_string())).copied();
        named.filter(|&thing| self.things.all[thing as usize].scope == Scope::Everywhere)
    }

    /// The thing last named before this sentence, else the one last added.
    fn before(&self, key: (ClassId, Option<(Lang, String)>)) -> Option<u32> {
        let latest = &self.last[*self.slots.get(&key)? as usize];
        Some(latest.named.unwrap_or(latest.added))
    }

    /// The one country that a text is about: the only one, or it and what is of it are named at least twice, and as often as
    /// all other places and what is of other countries together.
    fn main_country(&self) -> Option<RowId> {
        let lexicon = self.lexicon;
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        let mut all = 0;
        for row in self.readings.iter().flat_map(|r| &r.found).filter_map(|f| f.row).map(|row| lexicon.row(row)) {
            let code = row.id("iso3166-1-a2").or_else(|| row.fact("country"));
            all += (code.is_some() || row.class == "Place") as usize;
            if let Some(code) = code {
                *counts.entry(code).or_default() += 1;
            }
        }
        let (code, most) = counts.into_iter().max_by_key(|&(code, n)| (n, std::cmp::Reverse(code)))?;
        // The United Nations have a code too.
        let country = |row: &RowId| lexicon.row(*row).class == "Place";
        (most == all || most >= 2 && 2 * most >= all).then(|| lexicon.country(code))?.filter(country)
    }

    /// The publisher's country: as given, else the one that texts of the language speak for, else the one that the text is
    /// about.
    fn country(&mut self, class: ClassId, lang: Lang, meta: &Metadata) -> Option<u32> {
        let row = match self.country {
            Some(row) => row,
            None => {
                let row = match &meta.country {
                    Some(code) => self.lexicon.country(code),
                    None => self.lexicon.home(lang).or_else(|| self.main_country()),
                };
                *self.country.insert(row)
            }
        };
        Some(self.row(row?, class))
    }
}
