//! The lists of a text, and what leads to each.
//!
//! Comes in: a text in its passages. Goes out: for each item the places of its lead-in and of its own first sentence.

use crate::document::{Lang, PassageKind};
use crate::text::{Sentence, Text};
use smallvec::SmallVec;
use std::ops::Range;

/// Places in [`Text::normal`], in order.
type Parts = SmallVec<[Range<usize>; 3]>;

/// An item: what leads to it, and last its own first sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub parts: Parts,
    /// It is a paragraph of a resolution, right behind the body that resolves it.
    pub resolved: bool,
}

/// The longest line that names who resolves what follows ("The General Assembly,"), in bytes.
const BODY: usize = 120;
/// The longest lead-in, in bytes.
const LEAD: usize = 400;

/// What numbers or marks the items of a list, and where a mere mark stands in its line: items that are marked alike are of one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    Number,
    Letter,
    Roman,
    Sign(u8, usize),
}

/// A list that is open: what leads to it, and how its items are marked, once the first is read.
struct List {
    lead: Parts,
    marker: Option<Marker>,
}

/// The English items of a text that stand behind a lead-in.
pub(super) fn items(text: &Text<'_>) -> Vec<Item> {
    let normal: &str = &text.normal;
    let mut items = Vec::new();
    let mut lists: Vec<List> = Vec::new();
    let mut body: Option<Range<usize>> = None;
    for sentences in text.sentences.chunk_by(|a, b| a.passage == b.passage) {
        let [first, ..] = sentences else { continue };
        let passage = &text.passages[first.passage as usize];
        let last = &sentences[sentences.len() - 1];
        if first.lang != Lang::En || last.lang != Lang::En {
            lists.clear();
            continue;
        }
        let own = words(normal, first);
        let mut parts = Parts::new();
        if passage.kind == PassageKind::ListItem {
            let list = enclosing(&mut lists, normal, passage.span.start as usize);
            parts.extend(list.into_iter().flat_map(|list| list.lead.iter().cloned()));
        } else {
            lists.clear();
        }
        if parts.is_empty()
            && let Some(body) = &body
            && resolves(&normal[own.clone()])
        {
            parts.push(body.clone());
        }
        let (led, resolved) = (!parts.is_empty(), parts.len() == 1 && body.as_ref() == parts.first());
        parts.push(own.clone());
        let whole = passage.span.of(normal).trim_end();
        if whole.ends_with(':') && last.span.len() <= LEAD {
            let lead = if sentences.len() == 1 { parts.clone() } else { Parts::from_iter([words(normal, last)]) };
            lists.push(List { lead, marker: None });
        } else if whole.ends_with(',') && whole.len() <= BODY && whole.starts_with("The ") {
            body = Some(own);
            continue;
        }
        if led && !parts.iter().any(Range::is_empty) {
            items.push(Item { parts, resolved });
        }
    }
    items
}

/// The list to which an item belongs that begins at a byte; lists inside it are over.
fn enclosing<'l>(lists: &'l mut Vec<List>, normal: &str, begin: usize) -> Option<&'l List> {
    let line = normal[..begin].rfind('\n').map_or(0, |at| at + 1);
    let before = &normal[line..begin];
    let mark = before.trim();
    let column = before.len() - before.trim_start().len();
    loop {
        let list = lists.last()?;
        let marker = marker(mark, column, list.marker)?;
        match list.marker {
            Some(own) if own != marker => lists.pop(),
            _ => {
                let list = lists.last_mut()?;
                list.marker = Some(marker);
                return lists.last();
            }
        };
    }
}

/// What marks an item, in a list whose items are marked so: "i" is a letter behind "h".
fn marker(mark: &str, column: usize, list: Option<Marker>) -> Option<Marker> {
    let name = mark.trim_matches(['(', ')', '.', ' ']);
    let roman = !name.is_empty() && name.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    match name.as_bytes() {
        [first, ..] if first.is_ascii_digit() => Some(Marker::Number),
        [_, ..] if roman && list != Some(Marker::Letter) => Some(Marker::Roman),
        [letter] if letter.is_ascii_alphabetic() => Some(Marker::Letter),
        _ => mark.bytes().next().map(|sign| Marker::Sign(sign, column)),
    }
}

/// The words of a sentence, without a number before them and marks around them, and without an "and" that leads to the next item.
fn words(normal: &str, sentence: &Sentence) -> Range<usize> {
    let (start, end) = (sentence.span.start as usize, sentence.span.end as usize);
    let text = &normal[start..end];
    let marks = |c: char| !c.is_alphanumeric();
    // "3 million" is no number of an item.
    let numbered = numbered(text);
    let begin = text.trim_start_matches(|c: char| marks(c) || numbered && c.is_ascii_digit());
    let from = start + text.len() - begin.len();
    let mut own = begin.trim_end_matches(|c: char| marks(c) && !matches!(c, ')' | '”' | '"' | '%' | '\''));
    for joint in [" and", " or"] {
        let bare = own.strip_suffix(joint).map(|s| s.trim_end_matches([',', ';', ' ']));
        own = bare.unwrap_or(own);
    }
    from..from + own.len()
}

/// Whether a sentence begins with the number of an item: "3. Urges", "3.Urges".
fn numbered(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    matches!(text.as_bytes().get(digits), Some(b'.' | b')')) && digits <= 3
}

/// Whether a paragraph may begin with what a body does: "Urges", "Also welcomes".
fn resolves(text: &str) -> bool {
    let capital = text.starts_with(|c: char| c.is_ascii_uppercase());
    capital && text.split(' ').take(2).any(|word| word.ends_with('s') && word.len() > 3 && word.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn read(text: &str) -> Vec<Vec<String>> {
        let text = Text::read(text, Some(Lang::En), Lexicon::embedded());
        let words = |item: Item| item.parts.iter().map(|part| text.normal[part.clone()].to_string()).collect();
        items(&text).into_iter().map(words).collect()
    }

    #[test]
    fn items_stand_behind_the_line_that_leads_to_them() {
        let found =
            read("Norway will:\n\n- Cut port fees; and\n- Build 20 piers. They are long.\n\nFishers cheered.\n");
        assert_eq!(found, [["Norway will", "Cut port fees"], ["Norway will", "Build 20 piers"]]);
    }

    #[test]
    fn a_list_in_a_list_ends_where_the_outer_goes_on() {
        let found =
            read("The bank agreed:\n\n(a) To lend by:\n\n(i) Cutting fees;\n\n(ii) Waiving rents;\n\n(b) To wait.\n");
        let lend = |deed| vec!["The bank agreed", "To lend by", deed];
        assert_eq!(found[1..3], [lend("Cutting fees"), lend("Waiving rents")]);
        assert_eq!(found[3], ["The bank agreed", "To wait"]);
    }

    #[test]
    fn a_resolution_is_of_the_body_that_it_begins_with() {
        let found = read(
            "The Harbour Assembly,\n\nRecalling its rules,\n\n1. Welcomes the pact;\n\n2. Also urges Norway to act;\n",
        );
        let body = "The Harbour Assembly";
        assert_eq!(found, [[body, "Welcomes the pact"], [body, "Also urges Norway to act"]]);
    }

    #[test]
    fn what_no_line_leads_to_is_no_item() {
        assert_eq!(read("Fees fell.\n\n- Cut port fees.\n- Build piers.\n"), Vec::<Vec<String>>::new());
    }
}
