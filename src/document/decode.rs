//! Bytes to text, or the reason why not.
//!
//! Comes in: the bytes of a file or a stream. Goes out: UTF-8 text without a byte order mark. UTF-8 is taken as it is,
//! UTF-16 by its byte order mark; anything else is refused with the offset of the first byte that does not fit, because
//! a text read in the wrong encoding would put wrong names into the graph.

use thiserror::Error;

/// Why bytes are not a text.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DecodeError {
    #[error("it is empty")]
    Empty,
    #[error("it is not a text: a NUL byte stands at offset {offset}")]
    Binary { offset: usize },
    #[error(
        "it is not UTF-8: the byte 0x{byte:02X} at offset {offset} does not fit (save it as UTF-8, or UTF-16 with a byte order mark)"
    )]
    NotUtf8 { offset: usize, byte: u8 },
    #[error(
        "it begins with the byte order mark of {name}, and breaks off or has an unpaired surrogate at offset {offset}"
    )]
    NotUtf16 { name: &'static str, offset: usize },
    #[error("it begins with the byte order mark of UTF-32, which is not read (save it as UTF-8)")]
    Utf32,
}

/// The text of `bytes`. What consists of white space only counts as empty.
///
/// # Errors
/// Every [`DecodeError`]; offsets count bytes of `bytes`.
pub fn decode(bytes: Vec<u8>) -> Result<String, DecodeError> {
    let text = match bytes.as_slice() {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Err(DecodeError::Utf32),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, "UTF-16LE", u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, "UTF-16BE", u16::from_be_bytes)?,
        _ => utf8(bytes)?,
    };
    match text.find(|c: char| !c.is_whitespace()) {
        None => Err(DecodeError::Empty),
        Some(_) => Ok(text),
    }
}

fn utf8(mut bytes: Vec<u8>) -> Result<String, DecodeError> {
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    bytes.drain(..mark);
    let text = String::from_utf8(bytes).map_err(|e| {
        let (at, bytes) = (e.utf8_error().valid_up_to(), e.as_bytes());
        // A NUL before the byte that does not fit says more about the file than that byte.
        match memchr::memchr(0, &bytes[..at]) {
            Some(offset) => DecodeError::Binary { offset: offset + mark },
            None => DecodeError::NotUtf8 { offset: at + mark, byte: bytes.get(at).copied().unwrap_or(0) },
        }
    })?;
    match memchr::memchr(0, text.as_bytes()) {
        Some(offset) => Err(DecodeError::Binary { offset: offset + mark }),
        None => Ok(text),
    }
}

fn utf16(bytes: &[u8], name: &'static str, unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
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
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encode16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    #[test]
    fn byte_order_marks_are_dropped() {
        assert_eq!(decode(b"\xEF\xBB\xBFa".to_vec()), Ok("a".into()));
        assert_eq!(decode(encode16("粮食", u16::to_le_bytes)), Ok("粮食".into()));
        assert_eq!(decode(encode16("粮食", u16::to_be_bytes)), Ok("粮食".into()));
    }

    #[test]
    fn offsets_count_the_bytes_of_the_file() {
        assert_eq!(decode(b"ab\xFFc".to_vec()), Err(DecodeError::NotUtf8 { offset: 2, byte: 0xFF }));
        assert_eq!(decode(b"\xEF\xBB\xBFab\xFFc".to_vec()), Err(DecodeError::NotUtf8 { offset: 5, byte: 0xFF }));
        assert_eq!(decode(b"ab\0c".to_vec()), Err(DecodeError::Binary { offset: 2 }));
        assert_eq!(
            decode(b"\xFF\xFEa\0\0\xD8b\0".to_vec()),
            Err(DecodeError::NotUtf16 { name: "UTF-16LE", offset: 4 })
        );
        assert_eq!(decode(b"\xFF\xFEa\0b".to_vec()), Err(DecodeError::NotUtf16 { name: "UTF-16LE", offset: 4 }));
    }

    #[test]
    fn nothing_to_read_is_said() {
        assert_eq!(decode(Vec::new()), Err(DecodeError::Empty));
        assert_eq!(decode(b" \r\n\xE3\x80\x80".to_vec()), Err(DecodeError::Empty));
        assert_eq!(decode(b"\xFF\xFE\0\0a\0\0\0".to_vec()), Err(DecodeError::Utf32));
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_text_or_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(bytes);
        }

        #[test]
        fn text_survives_both_encodings(text in "\\PC{1,40}x") {
            prop_assert_eq!(decode(text.clone().into_bytes()), Ok(text.clone()));
            prop_assert_eq!(decode(encode16(&text, u16::to_le_bytes)), Ok(text));
        }
    }
}
