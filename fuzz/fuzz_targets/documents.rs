//! Any bytes as a document: decoding, front matter, passages, sentences.
#![no_main]

use chancery::document::decode::decode;
use chancery::document::front;
use chancery::lexicon::Lexicon;
use chancery::text::Text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = decode(bytes.to_vec()) else { return };
    let Ok((_, body)) = front::split(&decoded.text) else { return };
    let read = Text::read(body, None, Lexicon::embedded());
    let mut reached = 0;
    for sentence in &read.sentences {
        let span = read.original(sentence.span);
        assert!(body.get(span.range()).is_some() && reached <= span.start, "{sentence:?}");
        reached = span.end;
        for token in &read.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize] {
            assert!(sentence.span.contains(token.span) && body.get(read.original(token.span).range()).is_some());
        }
    }
});
