//! Bodies that are named by a place and by what they are: one name, whatever the order of the words and whatever the language.
//!
//! Comes in: the words of a mention that the lexicon has no row for: "Kenya's foreign ministry", 肯尼亚外交部. Goes out: the name that all of these
//! share, "Ministry of Foreign Affairs of Kenya". What a body is, is told by the list `body.kind`, whose fact `name` is its name in English; the place is one
//! of the lexicon, by a name that only one thing has, or by its fact `demonym`.

use crate::document::Lang;
use crate::lexicon::{Hit, Lexicon, ListId, RowId};

/// A body's place and what it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body<'l> {
    pub place: RowId,
    /// In English, as in "Ministry of Finance".
    pub kind: &'l str,
}

impl Body<'_> {
    /// The body's name, and others that the lexicon may have it by.
    pub fn names(&self, lexicon: &Lexicon) -> Option<[String; 3]> {
        let place = lexicon.row(self.place);
        let label = place.label(Lang::En)?;
        let kind = self.kind;
        let adjective = place.fact("demonym").unwrap_or(label);
        Some([format!("{kind} of {label}"), format!("{kind} of the {label}"), format!("{adjective} {kind}")])
    }
}

/// The kinds of bodies of a lexicon.
#[derive(Debug, Clone, Copy)]
pub struct Kinds<'l> {
    lexicon: &'l Lexicon,
    list: Option<ListId>,
}

impl<'l> Kinds<'l> {
    /// Those of the list `body.kind`.
    pub fn of(lexicon: &'l Lexicon) -> Kinds<'l> {
        Kinds { lexicon, list: lexicon.list_id("body.kind") }
    }

    /// The kind that these words are, by its name in English: "armed forces", 军队.
    pub fn kind(&self, text: &str, lang: Lang) -> Option<&'l str> {
        let hits = self.lexicon.hits(text, lang);
        hits.iter().filter(|hit| hit.span.len() == text.len()).find_map(|hit| self.named(hit))
    }

    /// What a name is put together of; nothing where it has other words too.
    pub fn body(&self, text: &str, lang: Lang) -> Option<Body<'l>> {
        let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
        let hits = self.lexicon.hits(text, lang);
        let kinds = hits.iter().filter_map(|hit| Some((hit.span, self.named(hit)?)));
        let bodies = kinds.filter_map(|(span, kind)| {
            let (start, end) = (span.start as usize, span.end as usize);
            let place = match lang {
                Lang::Zh if end == text.len() => self.place(&text[..start], lang)?,
                Lang::En if end == text.len() => {
                    let owner = text[..start].trim_end();
                    let bare = ["'s", "’s", "'", "’"].iter().find_map(|mark| owner.strip_suffix(mark));
                    self.place(bare.unwrap_or(owner), lang)?
                }
                Lang::En if start == 0 => {
                    let rest = text[end..].strip_prefix(" of ")?;
                    self.place(rest.strip_prefix("the ").unwrap_or(rest), lang)?
                }
                _ => return None,
            };
            Some((end - start, Body { place, kind }))
        });
        // Of 人民政府 and 政府 the longer word.
        bodies.max_by_key(|(length, _)| *length).map(|(_, body)| body)
    }

    /// Whether a Chinese title says of which place its holder is: 挪威首相.
    pub fn placed(&self, title: &str) -> bool {
        title.char_indices().skip(1).any(|(at, _)| self.place(&title[..at], Lang::Zh).is_some())
    }

    fn named(&self, hit: &Hit) -> Option<&'l str> {
        let word = self.lexicon.form(hit.form).words().find(|word| Some(word.list) == self.list)?;
        word.fact("name")
    }

    /// The one place that has this name or adjective.
    fn place(&self, name: &str, lang: Lang) -> Option<RowId> {
        let lexicon = self.lexicon;
        if lang == Lang::En
            && let Some(row) = lexicon.demonym(name)
        {
            return Some(row);
        }
        let hits = lexicon.hits(name, lang);
        let rows = hits.iter().filter(|hit| hit.span.len() == name.len()).flat_map(|hit| lexicon.form(hit.form).rows());
        let mut places = rows.map(|used| used.row).filter(|row| lexicon.row(*row).class == "Place");
        places.next().filter(|first| places.all(|other| other == *first))
    }
}
