//! A short word as three numbers, to know it again by.
//!
//! Comes in: a place in a text, and a number that says how the word stands there. Goes out: a key that is the same for the same bytes and number
//! only. Whoever remembers words needs neither their text nor a slow hash.

use crate::span::Span;

/// The longest word that has a key, in bytes.
const LONGEST: usize = 23;

/// A word and how it stands: its bytes, and the number in the last. No word has the key of [`Default`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Key([u64; 3]);

impl Key {
    /// The key of the word at `span`; `None` where it is too long.
    #[inline]
    pub fn of(text: &[u8], span: Span, stands: u8) -> Option<Key> {
        let (start, length) = (span.start as usize, span.len());
        if length > LONGEST {
            return None;
        }
        let mut bytes = [0u8; LONGEST + 1];
        match text.get(start..start + LONGEST) {
            // Of one known width, which is quicker; what stands behind the word is taken out below.
            Some(wide) => bytes[..LONGEST].copy_from_slice(wide),
            None => bytes[..length].copy_from_slice(text.get(start..start + length)?),
        }
        let mut key = [0u64; 3];
        for (n, (part, of)) in key.iter_mut().zip(bytes.chunks_exact(8)).enumerate() {
            let own = length.saturating_sub(8 * n).min(8) as u32;
            let mask = u64::MAX.checked_shr(64 - 8 * own).unwrap_or(0);
            *part = u64::from_le_bytes(of.try_into().ok()?) & mask;
        }
        key[2] |= u64::from(stands) << 56;
        Some(Key(key))
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
