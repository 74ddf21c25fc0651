//! A short word as three numbers, to know it again by.
//!
//! Comes in: a place in a text, and a number that says how the word stands there. Goes out: a key that is the same for the same bytes and number
//! only. Whoever remembers words needs neither their text nor a slow hash.

use crate::span::Span;

/// The longest word that has a key, in bytes.
const LONGEST: usize = 23;

/// For each length the bits of the three numbers that are the word's own.
const OWN: [[u64; 3]; LONGEST + 1] = {
    let (mut own, mut length) = ([[0; 3]; LONGEST + 1], 1);
    while length <= LONGEST {
        let mut byte = 0;
        while byte < length {
            own[length][byte / 8] |= 0xff << (8 * (byte % 8));
            byte += 1;
        }
        length += 1;
    }
    own
};

/// A word and how it stands: its bytes, and the number in the last. No word has the key of [`Default`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Key([u64; 3]);

impl Key {
    /// The key of the word at `span`; `None` where it is too long.
    #[inline]
    pub fn of(text: &[u8], span: Span, stands: u8) -> Option<Key> {
        let (start, length) = (span.start as usize, span.len());
        let own = OWN.get(length)?;
        let part = |n: usize, bytes: &[u8; LONGEST + 1]| {
            let word = bytes[8 * n..8 * n + 8].first_chunk().map_or(0, |part| u64::from_le_bytes(*part));
            word & own[n]
        };
        // Of one known width, which is quicker; what stands behind the word is taken out.
        let wide = match text.get(start..).and_then(|rest| rest.first_chunk()) {
            Some(wide) => *wide,
            None => {
                let mut bytes = [0u8; LONGEST + 1];
                bytes[..length].copy_from_slice(text.get(start..start + length)?);
                bytes
            }
        };
        Some(Key([part(0, &wide), part(1, &wide), part(2, &wide) | u64::from(stands) << 56]))
    }

    /// One of `slots`, a power of two.
    #[inline]
    pub fn slot(&self, slots: usize) -> usize {
        let Key([a, b, c]) = *self;
        let mixed = (a.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b).wrapping_mul(0xff51_afd7_ed55_8ccd) ^ c;
        (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize & (slots - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_by_all_its_bytes_and_how_it_stands() {
        let text = "trade trades internationalisation-wise-so tra";
        let key = |start: usize, end: usize, stands| Key::of(text.as_bytes(), Span::new(start, end), stands);
        assert_eq!(key(0, 5, 0), key(6, 11, 0));
        assert_ne!(key(0, 5, 0), key(6, 12, 0));
        assert_ne!(key(0, 5, 0), key(0, 5, 1));
        assert_eq!(key(0, 3, 2), key(42, 45, 2));
        assert_ne!(key(13, 36, 0), key(13, 35, 0));
        assert_eq!(key(13, 41, 0), None);
    }
}
