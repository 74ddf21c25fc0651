//! Of which lists elements are, for those who ask it of every element of a sentence.
//!
//! Comes in: lists by name, and the elements of a sentence. Goes out: for each element the lists of which it is, a bit each: one look at the edges in an
//! element answers all that is asked of it.

use super::elements::Elements;
use crate::lexicon::Lexicon;
use crate::rule::pattern::Label;

/// A set of lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listed(u64);

impl Listed {
    /// Whether a list is in both.
    #[inline]
    pub fn is(self, other: Listed) -> bool {
        self.0 & other.0 != 0
    }
}

/// The lists that are asked for.
#[derive(Debug, Default)]
pub struct Lists {
    /// By number of the list; 0 for what is not asked for.
    bits: Vec<u64>,
    count: u32,
}

impl Lists {
    /// The set of some lists, as far as the pack has them; to be asked for from now on.
    pub fn of(&mut self, lexicon: &Lexicon, names: &[&str]) -> Listed {
        let ids = names.iter().filter_map(|name| lexicon.list_id(name)).map(|id| usize::from(id.0));
        Listed(ids.fold(0, |set, id| set | self.bit(id)))
    }

    fn bit(&mut self, id: usize) -> u64 {
        if self.bits.len() <= id {
            self.bits.resize(id + 1, 0);
        }
        if self.bits[id] == 0 {
            self.bits[id] = 1u64.checked_shl(self.count).unwrap_or(0);
            self.count += 1;
        }
        self.bits[id]
    }

    /// For each element the lists of which what ends with its head is.
    pub fn told(&self, view: &Elements<'_, '_>) -> Vec<Listed> {
        let bit = |label| if let Label::List(id) = label { self.bits.get(usize::from(id.0)) } else { None };
        let lists = view.all.iter().map(|element| {
            let edges = (element.start..=element.head).flat_map(|t| view.tokens.starting(t.into()));
            let here = edges.filter(|edge| edge.end == element.head + 1).filter_map(|edge| bit(edge.label));
            Listed(here.fold(0, |set, bit| set | bit))
        });
        lists.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::Ready;
    use crate::claim::doers::tests::seen;
    use crate::document::Lang;

    #[test]
    fn an_element_is_of_the_lists_that_end_with_its_head() {
        seen("修建渔港，推动贸易。", Lang::Zh, |view, lexicon, rules| {
            let lists = Ready::new(lexicon, rules).lists;
            assert!(lists.count <= u64::BITS, "a set has no room for {} lists", lists.count);
            let told = lists.told(view);
            let mut lists = lists;
            for name in ["clause.mark", "result", "cause", "say"] {
                let (set, label) = (lists.of(lexicon, &[name]), Label::List(lexicon.list_id(name).unwrap()));
                for (at, listed) in told.iter().enumerate() {
                    assert_eq!(listed.is(set), view.is_of(at, label), "{} of {name}", view.word(at));
                }
            }
        });
    }
}
