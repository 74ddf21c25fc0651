//! What a reader remembers of the places it has looked at: grammars ask for the same forms, numbers and dates many times.
//!
//! Comes in: what was found at a place. Goes out: the same, while no other place has taken its slot. The memory is a
//! thread's and goes from text to text, so that a short text costs no new one; keys count on over the texts.

use super::number::Num;
use super::when::{Clock, When};
use std::cell::{Cell, RefCell};

/// The forms at one place: which categories, and the forms with their ends, short ones first.
#[derive(Clone, Copy, Default)]
pub struct Place {
    key: u64,
    pub mask: u128,
    count: usize,
    hits: [Hit; FORMS],
}

/// A form at a place.
#[derive(Clone, Copy, Default)]
pub struct Hit {
    pub end: u32,
    /// The number of the entry in the words.
    pub entry: u32,
}

/// How many forms are kept at a place; the words' own test sees to it that no place has more.
pub const FORMS: usize = 16;

impl Place {
    /// One more form.
    #[inline]
    pub fn put(&mut self, bit: u128, hit: Hit) {
        self.mask |= bit;
        if let Some(slot) = self.hits.get_mut(self.count) {
            *slot = hit;
            self.count += 1;
        }
    }

    /// The forms, short ones first.
    #[inline]
    pub fn hits(&self) -> &[Hit] {
        &self.hits[..self.count]
    }
}

/// How many places, numbers, dates and clock times are remembered; powers of two.
const PLACES: usize = 64;
const NUMBERS: usize = 16;
const DATES: usize = 8;
const CLOCKS: usize = 16;

#[derive(Default)]
struct Slots {
    places: Vec<Place>,
    numbers: Vec<(u64, Option<Num>)>,
    dates: Vec<(u64, Option<When>)>,
    clocks: Vec<(u64, Option<(usize, Clock)>)>,
}

/// For each slot the key and the categories of its place: most that is asked of a place is whether it has a form of a category, and most have none.
type Masks = Vec<Cell<(u64, u128)>>;

thread_local! {
    /// What no reader uses now, and the first key that was never used.
    static SPARE: (RefCell<Vec<(Masks, Slots)>>, Cell<u64>) = const { (RefCell::new(Vec::new()), Cell::new(1)) };
}

/// The memory for one text.
pub struct Memory {
    /// The key of the text's first place.
    first: u64,
    masks: Masks,
    slots: RefCell<Slots>,
}

impl Memory {
    /// For a text of `len` bytes whose places are asked for at up to `depths` depths.
    pub fn new(len: usize, depths: u8) -> Memory {
        SPARE.with(|(spare, next)| {
            let first = next.get();
            next.set(first + (len as u64 + 1) * u64::from(depths));
            let new = || {
                let slots = Slots {
                    places: vec![Place::default(); PLACES],
                    numbers: vec![(0, None); NUMBERS],
                    dates: vec![(0, None); DATES],
                    clocks: vec![(0, None); CLOCKS],
                };
                (vec![Cell::default(); PLACES], slots)
            };
            let (masks, slots) = spare.borrow_mut().pop().unwrap_or_else(new);
            Memory { first, masks, slots: RefCell::new(slots) }
        })
    }

    /// The categories of the forms at `at`, where they are known.
    #[inline]
    pub fn mask(&self, at: usize) -> Option<u128> {
        let (key, mask) = self.masks[at % PLACES].get();
        (key == self.first + at as u64).then_some(mask)
    }

    /// Looks at what stands at `at`; `fill` finds it where it is not known.
    #[inline]
    pub fn place<T>(&self, at: usize, fill: impl FnOnce(&mut Place), see: impl FnOnce(&Place) -> T) -> T {
        let key = self.first + at as u64;
        let mut slots = self.slots.borrow_mut();
        let place = &mut slots.places[at % PLACES];
        if place.key != key {
            (place.key, place.mask, place.count) = (key, 0, 0);
            fill(place);
            self.masks[at % PLACES].set((key, place.mask));
        }
        see(place)
    }

    /// What `read` gives at `at`.
    pub fn number(&self, at: usize, read: impl FnOnce() -> Option<Num>) -> Option<Num> {
        let (key, slot) = (self.first + at as u64, at % NUMBERS);
        let known = self.slots.borrow().numbers[slot];
        if known.0 == key {
            return known.1;
        }
        let found = read();
        self.slots.borrow_mut().numbers[slot] = (key, found);
        found
    }

    /// What `read` gives at `at`; `bare`: where an hour alone is enough.
    pub fn clock(
        &self,
        at: usize,
        bare: bool,
        read: impl FnOnce() -> Option<(usize, Clock)>,
    ) -> Option<(usize, Clock)> {
        let slot = (at * 2 + usize::from(bare)) % CLOCKS;
        let key = (self.first + at as u64) * 2 + u64::from(bare);
        let known = self.slots.borrow().clocks[slot];
        if known.0 == key {
            return known.1;
        }
        let found = read();
        self.slots.borrow_mut().clocks[slot] = (key, found);
        found
    }

    /// What `read` gives at `at`, `depth` expressions deep in a text of `len` bytes.
    pub fn date(&self, at: usize, len: usize, depth: u8, read: impl FnOnce() -> Option<When>) -> Option<When> {
        let (key, slot) = (self.first + at as u64 + (len as u64 + 1) * u64::from(depth), at % DATES);
        if let (known, date) = &self.slots.borrow().dates[slot]
            && *known == key
        {
            return date.clone();
        }
        let found = read();
        self.slots.borrow_mut().dates[slot] = (key, found.clone());
        found
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let (masks, slots) = (std::mem::take(&mut self.masks), self.slots.take());
        // A thread that ends has no place to keep it.
        let _ = SPARE.try_with(|(spare, _)| spare.borrow_mut().push((masks, slots)));
    }
}
