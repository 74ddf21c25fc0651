//! Which language a stretch of text is in, by its script.
//!
//! A Han character carries about as much as a short English word, so it weighs as several letters.

use crate::document::Lang;

/// How many Latin letters a Han character, or a Chinese mark, counts as.
const HAN_WEIGHT: usize = 3;
/// A stretch is plainly in one script when the other has less than this share (one in …).
const PLAIN: usize = 8;

/// The language of `text`: what its script plainly says, else `hint`, else what has more.
pub fn of(text: &str, hint: Option<Lang>) -> Option<Lang> {
    let (han, latin) = weigh(text);
    if han + latin == 0 {
        return hint;
    }
    if han * PLAIN <= latin {
        return Some(Lang::En);
    }
    if latin * PLAIN <= han {
        return Some(Lang::Zh);
    }
    hint.or(Some(if han >= latin { Lang::Zh } else { Lang::En }))
}

/// The weights of both scripts, by the first bytes of characters.
pub fn weigh(text: &str) -> (usize, usize) {
    let (mut han, mut latin) = (0, 0);
    // So many at a time that a byte can count them: that is quick.
    for bytes in text.as_bytes().chunks(255) {
        // U+3000..U+9FFF: Han and its punctuation; U+FF00..: full-width forms.
        let is_han = |b: &u8| u8::from((0xE3..=0xE9).contains(b) || *b == 0xEF);
        // With accents too.
        let is_latin = |b: &u8| u8::from(b.is_ascii_alphabetic() || (0xC0..0xCB).contains(b));
        han += usize::from(bytes.iter().map(is_han).sum::<u8>());
        latin += usize::from(bytes.iter().map(is_latin).sum::<u8>());
    }
    (han * HAN_WEIGHT, latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_decides_and_the_hint_settles_a_mixture() {
        assert_eq!(of("Trade grew.", Some(Lang::Zh)), Some(Lang::En));
        assert_eq!(of("贸易增长。", Some(Lang::En)), Some(Lang::Zh));
        assert_eq!(of("贸易 trade", Some(Lang::En)), Some(Lang::En));
        assert_eq!(of("据WTO统计，贸易增长。", None), Some(Lang::Zh));
        assert_eq!(of("2024", None), None);
    }
}
