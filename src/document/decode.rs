//! Bytes to text, or the reason why not.
//!
//! Comes in: the bytes of a file or a stream. Goes out: UTF-8 text without a byte order mark, and the encoding it was in if that
//! is another. UTF-8 is taken as it is, UTF-16 by its byte order mark, GB18030, Big5 and Windows-1252 by detection. Damaged
//! UTF-8 is none of these, nor are bytes that would give control characters: they are refused with the offset of the first
//! byte that does not fit, because a text read in the wrong encoding would put wrong names into the graph.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, WINDOWS_1252};
use thiserror::Error;

/// How many bytes the detector is shown: more of the same changes nothing.
const SHOWN: usize = 1 << 20;

/// Why bytes are not a text.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DecodeError {
    #[error("it is empty")]
    Empty,
    #[error("it is not a text: a NUL byte stands at offset {offset}")]
    Binary { offset: usize },
    #[error(
        "it is neither UTF-8 nor another encoding that is read: the byte 0x{byte:02X} at offset {offset} does not fit (save it as UTF-8)"
    )]
    NotUtf8 { offset: usize, byte: u8 },
    #[error("it does not fit the encoding of what stands before it, {name}")]
    NotAsFound { name: &'static str },
    #[error(
        "it begins with the byte order mark of {name}, and breaks off or has an unpaired surrogate at offset {offset}"
    )]
    NotUtf16 { name: &'static str, offset: usize },
    #[error("it begins with the byte order mark of UTF-32, which is not read (save it as UTF-8)")]
    Utf32,
}

/// A text, and what it was written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    /// The name of the encoding; `None` for UTF-8.
    pub encoding: Option<&'static str>,
}

/// The text of `bytes`. What consists of white space only counts as empty.
///
/// # Errors
/// Every [`DecodeError`] but `NotAsFound`; offsets count bytes of `bytes`.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
    decode_named(bytes, None)
}

/// The text of `bytes` that name their encoding, as pages do. A byte order mark goes before the name, and so does UTF-8
/// where it fits, for it fits nothing else by chance.
///
/// # Errors
/// As [`decode`].
pub fn decode_named(bytes: Vec<u8>, named: Option<&'static Encoding>) -> Result<Decoded, DecodeError> {
    let decoded = match bytes.as_slice() {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Err(DecodeError::Utf32),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, "UTF-16LE", u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, "UTF-16BE", u16::from_be_bytes)?,
        _ => match utf8(bytes) {
            Ok(text) => Decoded { text, encoding: None },
            Err((bytes, error)) => legacy(&bytes, named, error)?,
        },
    };
    match decoded.text.find(|c: char| !c.is_whitespace()) {
        None => Err(DecodeError::Empty),
        Some(_) => Ok(decoded),
    }
}

/// The encoding of a stream that begins with `head`, as [`decode`] would find it.
pub fn encoding(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match std::str::from_utf8(head) {
        Ok(_) => UTF_8,
        // A character that the end cut in two is no fault.
        Err(e) if e.error_len().is_none() => UTF_8,
        Err(_) if is_damaged_utf8(head) => UTF_8,
        Err(_) => candidates(head, None).next().unwrap_or(UTF_8),
    }
}

/// What is wrong with bytes that are not UTF-8.
pub fn not_utf8(bytes: &[u8]) -> DecodeError {
    let offset = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
    DecodeError::NotUtf8 { offset, byte: bytes.get(offset).copied().unwrap_or(0) }
}

/// UTF-8, or the bytes again and what is wrong.
fn utf8(mut bytes: Vec<u8>) -> Result<String, (Vec<u8>, DecodeError)> {
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    bytes.drain(..mark);
    if let Some(offset) = memchr::memchr(0, &bytes) {
        return Err((Vec::new(), DecodeError::Binary { offset: offset + mark }));
    }
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let byte = e.as_bytes().get(at).copied().unwrap_or(0);
        let error = DecodeError::NotUtf8 { offset: at + mark, byte };
        // A text that says it is UTF-8 is no other.
        (if mark > 0 { Vec::new() } else { e.into_bytes() }, error)
    })
}

/// Text in one of the encodings that came before Unicode; `error` where it is in none of them.
fn legacy(bytes: &[u8], named: Option<&'static Encoding>, error: DecodeError) -> Result<Decoded, DecodeError> {
    if bytes.is_empty() || is_damaged_utf8(bytes) {
        return Err(error);
    }
    for encoding in candidates(bytes, named) {
        let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else { continue };
        if !text.contains(is_out_of_place) {
            return Ok(Decoded { text: text.into_owned(), encoding: Some(encoding.name()) });
        }
    }
    Err(error)
}

/// The encodings to try, the likeliest first.
fn candidates(bytes: &[u8], named: Option<&'static Encoding>) -> impl Iterator<Item = &'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let shown = &bytes[..bytes.len().min(SHOWN)];
    detector.feed(shown, shown.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    let wide = |e: &'static Encoding| if e == GBK { GB18030 } else { e };
    let guess = [GB18030, BIG5, WINDOWS_1252].into_iter().find(|e| *e == wide(guess));
    // The detector also knows encodings of other languages, whose letters an English text may have: the Latin one is next.
    named.map(wide).into_iter().chain(guess).chain(guess.is_none().then_some(WINDOWS_1252))
}

/// Whether most of what is not ASCII are characters of UTF-8, which no other encoding has by chance: then some bytes of it are
/// damaged, or it is a mixture.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut fit, mut rest) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        fit += chunk.valid().bytes().filter(|b| !b.is_ascii()).count();
        rest += chunk.invalid().len();
    }
    fit > rest
}

/// Characters that texts do not have, and wrong readings do.
fn is_out_of_place(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0C' | '\x1A')
        || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}')
}

fn utf16(bytes: &[u8], name: &'static str, unit: fn([u8; 2]) -> u16) -> Result<Decoded, DecodeError> {
    let mut text = String::with_capacity(bytes.len());
    let mut offset = 2;
    for c in char::decode_utf16(bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]))) {
        let c = c.map_err(|_| DecodeError::NotUtf16 { name, offset })?;
        if c == '\0' {
            return Err(DecodeError::Binary { offset });
        }
        offset += c.len_utf16() * 2;
        text.push(c);
    }
    if bytes.len() % 2 == 1 {
        return Err(DecodeError::NotUtf16 { name, offset });
    }
    Ok(Decoded { text, encoding: Some(name) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> Result<String, DecodeError> {
        decode(bytes.to_vec()).map(|decoded| decoded.text)
    }

    fn encode16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    #[test]
    fn byte_order_marks_are_dropped() {
        assert_eq!(text(b"\xEF\xBB\xBFa"), Ok("a".into()));
        assert_eq!(text(&encode16("粮食", u16::to_le_bytes)), Ok("粮食".into()));
        assert_eq!(text(&encode16("粮食", u16::to_be_bytes)), Ok("粮食".into()));
    }

    #[test]
    fn offsets_count_the_bytes_of_the_file() {
        assert_eq!(text(b"ab\x81 c"), Err(DecodeError::NotUtf8 { offset: 2, byte: 0x81 }));
        assert_eq!(text(b"\xEF\xBB\xBFab\xFFc"), Err(DecodeError::NotUtf8 { offset: 5, byte: 0xFF }));
        assert_eq!(text(b"ab\0c"), Err(DecodeError::Binary { offset: 2 }));
        assert_eq!(text(b"\xFF\xFEa\0\0\xD8b\0"), Err(DecodeError::NotUtf16 { name: "UTF-16LE", offset: 4 }));
        assert_eq!(text(b"\xFF\xFEa\0b"), Err(DecodeError::NotUtf16 { name: "UTF-16LE", offset: 4 }));
    }

    #[test]
    fn nothing_to_read_is_said() {
        assert_eq!(text(b""), Err(DecodeError::Empty));
        assert_eq!(text(b" \r\n\xE3\x80\x80"), Err(DecodeError::Empty));
        assert_eq!(text(b"\xFF\xFE\0\0a\0\0\0"), Err(DecodeError::Utf32));
    }

    #[test]
    fn texts_of_the_time_before_unicode_are_detected() {
        let chinese = "2021年9月，中国提出全球发展倡议，呼吁国际社会加快落实可持续发展议程。";
        let traditional = "經濟部表示，今年第三季的出口比去年同期增加百分之五，主要是電子產品的需求。";
        let latin = "The ministers\u{2019} communiqué on café prices \u{2013} a year after.";
        for (words, encoding) in [(chinese, GB18030), (traditional, BIG5), (latin, WINDOWS_1252)] {
            let (bytes, _, _) = encoding.encode(words);
            let read = decode(bytes.to_vec()).unwrap();
            assert_eq!((read.text.as_str(), read.encoding), (words, Some(encoding.name())));
        }
        let (bytes, _, _) = GB18030.encode("报告");
        let read = decode_named(bytes.to_vec(), Encoding::for_label(b"gb2312")).unwrap();
        assert_eq!((read.text.as_str(), read.encoding), ("报告", Some("gb18030")));
    }

    #[test]
    fn damaged_utf8_is_no_other_encoding() {
        let mut bytes = "贸易增长，出口增加。".repeat(5).into_bytes();
        bytes[31] = 0xFF;
        assert!(matches!(decode(bytes), Err(DecodeError::NotUtf8 { offset: 30, .. })));
        let marked = [b"\xEF\xBB\xBF".as_slice(), &GB18030.encode("贸易增长").0].concat();
        assert!(matches!(decode(marked), Err(DecodeError::NotUtf8 { .. })));
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_text_or_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(bytes);
        }

        #[test]
        fn text_survives_both_encodings(written in "\\PC{1,40}x") {
            prop_assert_eq!(super::decode(written.clone().into_bytes()).map(|d| d.text), Ok(written.clone()));
            prop_assert_eq!(text(&encode16(&written, u16::to_le_bytes)), Ok(written));
        }
    }
}
