//! Which times a figure is compared with.
//!
//! Comes in: the times of a sentence. Goes out: whether one is the time of what a figure is measured against ("than in 2019", "an increase of 5 % over
//! the previous year", "up 3 % from 2018", "below 1990 levels") and so not the time of the figure itself. The words are lists of the pack.

use crate::claim::elements::Elements;
use crate::lexicon::Lexicon;
use crate::mention::{Found, Reading};
use crate::rule::pattern::{ClassId, Ends, Label, Lattice};

/// The words that tell.
#[derive(Debug)]
pub struct Baseline {
    /// Before the time, or running into it: 比上年, "than in", "over the previous".
    pub before: Option<Label>,
    /// Before the time where a figure stands before them: "5 % from".
    behind_figure: Option<Label>,
    /// Behind the time: "levels".
    after: Option<Label>,
    /// The class of figures.
    quantity: Option<ClassId>,
}

/// The longest of the words before a time, in tokens.
const LONGEST: u16 = 4;

impl Baseline {
    pub fn new(lexicon: &Lexicon, quantity: Option<ClassId>) -> Baseline {
        let list = |name| lexicon.list_id(name).map(Label::List);
        let (before, behind_figure, after) = (list("baseline"), list("baseline.figure"), list("baseline.after"));
        Baseline { before, behind_figure, after, quantity }
    }

    /// Whether a figure is compared with what was at this time, or with another that is of it: "up from 3 % in 2018".
    pub fn is_of(&self, reading: &Reading<'_>, view: &Elements<'_, '_>, time: &Found) -> bool {
        let former = |f: &Found| {
            let at = f.start.checked_sub(1).filter(|_| Some(f.class) == self.quantity);
            at.is_some_and(|at| {
                let mut labels = [self.before, self.behind_figure].into_iter().flatten();
                labels.any(|label| ends(reading, at, label).contains(&f.start))
            })
        };
        // "in 2018" and "last year": with a word between the figure and the time, or none.
        let ends = [time.start.checked_sub(1), Some(time.start)];
        let mut before = ends.into_iter().flatten().filter_map(|at| reading.ending(at)).map(|n| &reading.found[n]);
        self.compares(reading, view, time) || before.any(former)
    }

    /// Whether a figure is compared with what was at this time itself.
    pub fn compares(&self, reading: &Reading<'_>, view: &Elements<'_, '_>, time: &Found) -> bool {
        let figure = |at: u16| reading.ending(at).is_some_and(|n| Some(reading.found[n].class) == self.quantity);
        let behind = time.start.checked_sub(1).is_some_and(|at| self.is_behind(reading, time, at) && figure(at));
        behind || self.is_before(reading, view, time) || self.is_after(reading, time)
    }

    fn is_before(&self, reading: &Reading<'_>, view: &Elements<'_, '_>, time: &Found) -> bool {
        let Some(label) = self.before else { return false };
        let mut starts = Ends::new();
        // "than last year's": what the time belongs to begins there as well.
        view.edges(view.at(time.start), label, true, &mut starts);
        let mut from = time.start.saturating_sub(LONGEST)..time.start;
        !starts.is_empty() || from.any(|at| ends(reading, at, label).iter().any(|end| *end >= time.start))
    }

    fn is_behind(&self, reading: &Reading<'_>, time: &Found, at: u16) -> bool {
        self.behind_figure.is_some_and(|label| ends(reading, at, label).contains(&time.start))
    }

    fn is_after(&self, reading: &Reading<'_>, time: &Found) -> bool {
        let Some(label) = self.after else { return false };
        !ends(reading, time.end, label).is_empty()
    }
}

/// Where the words of a list that begin at a token end.
fn ends(reading: &Reading<'_>, at: u16, label: Label) -> Ends {
    let mut ends = Ends::new();
    if usize::from(at) < reading.tokens.tokens.len() {
        reading.tokens.edges(at.into(), label, false, &mut ends);
    }
    ends
}
