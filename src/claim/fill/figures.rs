//! Figures, and what they count.
//!
//! Comes in: tokens or elements of a sentence. Goes out: the noun that a figure counts ("300 SCHOOLS"), and whether an element is a figure.

use super::{Fill, Filler, Scratch};
use crate::text::ChunkKind;

impl Filler<'_, '_, '_> {
    /// What the first quantity among some tokens counts, with what hangs on it.
    pub fn counted(&self, a: u16, b: u16, scratch: &mut Scratch) -> Option<Fill> {
        let from = self.reading.found.partition_point(|f| f.start < a);
        let inside = self.reading.found[from..].iter().take_while(|f| f.start < b);
        let noun = inside.filter_map(|f| f.value.as_ref()?.counted).next()?;
        let (first, behind) = self.view.tokens.tokens_of(noun)?;
        let element = self.view.at(behind - 1);
        let last = self.extended(element, element + 1, scratch);
        // 20家企业、30个车间: the second count is of something else.
        let mut end = (element + 1..last).find(|&at| self.is_figure(at)).unwrap_or(last);
        while end > element + 1 && self.view.all[end - 1].kind != ChunkKind::Noun {
            end -= 1;
        }
        self.trimmed_tokens(first, self.view.all[end - 1].end)
    }

    /// Whether the head of an element belongs to a figure.
    pub(super) fn is_figure(&self, at: usize) -> bool {
        let (element, found) = (&self.view.all[at], &self.reading.found);
        let from = found.partition_point(|f| f.start < element.start);
        let inside = found[from..].iter().take_while(|f| f.start < element.end);
        inside.filter(|f| f.value.is_some()).any(|f| f.start <= element.head && element.head < f.end)
    }
}
