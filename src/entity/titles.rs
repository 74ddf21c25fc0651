//! The titles of persons, by which a text goes on to speak of them, and to them.
//!
//! Comes in: mentions of persons with the words around them. Goes out: by which titles each is known ("the President" after "President Doe"), who has a
//! turn in a conversation, and who it is that somebody speaks to.

use super::Resolver;
use crate::document::Lang;
use crate::extraction::Scope;
use crate::lexicon::name::normalised;
use crate::mention::lattice::Edge;
use crate::mention::{Found, Reading};
use crate::rule::pattern::ClassId;

/// The most words of a title before a name.
const TITLE: u16 = 4;

impl Resolver<'_, '_> {
    /// Remembers the title before a person's name: "the President" after "President Doe" is she.
    pub(super) fn titled(&mut self, person: u32, reading: &Reading<'_>, start: u16) {
        let class = self.things.all[person as usize].class;
        if !self.headed.contains(&class) {
            return;
        }
        for title in self.titles_before(reading, start) {
            let mut slots = std::mem::take(&mut self.heads[person as usize]);
            self.slot((class, Some((reading.lang(), title))), person, &mut slots);
            self.heads[person as usize] = slots;
        }
    }

    /// The longest title that ends before a token; in Chinese also with the place before it: 总统, 挪威总统.
    pub(super) fn titles_before(&self, reading: &Reading<'_>, start: u16) -> Vec<String> {
        let title = |e: &Edge| Some(e.label) == self.title && e.end == start;
        let mut starts = start.saturating_sub(TITLE)..start;
        let Some(at) = starts.find(|&at| reading.tokens.starting(at as usize).any(title)) else { return Vec::new() };
        let place = |f: &&Found| reading.lang() == Lang::Zh && Some(f.class) == self.place && f.end == at;
        let from = reading.found.iter().find(place).map(|f| f.start);
        let text = |from: u16| reading.tokens.span(from as usize, start as usize).of(reading.tokens.text);
        std::iter::once(at).chain(from).map(|from| normalised(text(from), reading.lang())).collect()
    }

    /// Whether it is somebody who is spoken to: "Mr. President, …".
    pub(super) fn addressed(&self, reading: &Reading<'_>, found: &Found) -> bool {
        let courtesy = |e: &Edge| Some(e.label) == self.honorific && e.end == found.start;
        self.person == Some(found.class)
            && found.start.checked_sub(1).is_some_and(|at| reading.tokens.starting(at as usize).any(courtesy))
    }

    /// Remembers who has a turn in a conversation: "OAKFIELD: …", "THE PRESIDENT: …".
    pub(super) fn turn(&mut self, person: u32, reading: &Reading<'_>, found: &Found) {
        let colon = || reading.tokens.tokens.get(found.end as usize).map(|t| t.span.of(reading.tokens.text));
        if found.start <= 1 && matches!(colon(), Some(":" | "：")) {
            self.turns.insert(person);
        }
    }

    /// Who is spoken to by a title: one of those who speak in this text, else nobody whom it names: a speech to an assembly names presidents of many
    /// countries, and its own speaker is often one.
    pub(super) fn spoken_to(&mut self, class: ClassId, text: &str, lang: Lang) -> u32 {
        let title = normalised(text, lang);
        let here =
            |thing: &u32| self.turns.contains(thing) || self.things.all[*thing as usize].scope == Scope::Document;
        if let Some(thing) = self.before((class, Some((lang, title.clone())))).filter(here) {
            return thing;
        }
        // No later "the President" is the one who is spoken to, where the text names another.
        let named = self.slots.contains_key(&(class, Some((lang, title.clone()))));
        self.own(class, if named { format!("{title} (addressed)") } else { title.clone() }, (lang, title))
    }
}
