//! Cuts a passage into sentences, whatever language it is in: both languages' marks are known everywhere, since they mix.
//!
//! Comes in: a normalised passage. Goes out: ranges of it without blanks at their edges, in order.

use super::layout::Zh;
use super::words::{EN_ABBREVIATIONS, chinese};
use std::ops::Range;

/// The longest remark in brackets that belongs to the sentence before it, in bytes.
const REMARK: usize = 60;

/// The longest title in 《》, in bytes.
const TITLE: usize = 240;
/// How far back an abbreviation may begin.
const WORD: usize = 40;

/// The longest sentence, in bytes. What has no end before that is cut at a blank, else between characters: work that looks at a whole
/// sentence for each of its words stays bounded, and tokens of a sentence can be counted in 16 bits.
const LONGEST: usize = 8192;

/// The bytes with which something begins that may end a sentence, or a title.
const MAY_END: [bool; 256] = {
    let (bytes, mut may, mut at) = (b".!?\n\xE3\xEF\xE2", [false; 256], 0);
    while at < bytes.len() {
        may[bytes[at] as usize] = true;
        at += 1;
    }
    may
};

/// The sentences of `text`, added to `out` as ranges of it.
pub fn split(text: &str, out: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut i = 0;
    // Inside 《》 nothing ends.
    let mut title = false;
    while let Some(next) = bytes[i..].iter().position(|b| MAY_END[usize::from(*b)]) {
        i += next;
        let b = bytes[i];
        let end = match b {
            b'.' => (!title && stop_ends(text, i)).then_some(i + 1),
            b'!' | b'?' => Some(i + 1),
            b'\n' => Some(i),
            0xE3 => {
                match bytes.get(i + 1..i + 3) {
                    Some([0x80, 0x8A]) => {
                        let rest = &bytes[i..bytes.len().min(i + TITLE)];
                        title = memchr::memmem::find(rest, "》".as_bytes()).is_some();
                    }
                    Some([0x80, 0x8B]) => title = false,
                    _ => {}
                }
                (!title && bytes[i..].starts_with("。".as_bytes())).then_some(i + 3)
            }
            0xEF => {
                let mark = bytes[i..].starts_with("！".as_bytes()) || bytes[i..].starts_with("？".as_bytes());
                (!title && mark).then_some(i + 3)
            }
            0xE2 if bytes[i..].starts_with("……".as_bytes()) => {
                let end = i + 6;
                // An ellipsis ends a Chinese sentence where nothing but a closing mark or the end follows.
                let rest = &text[end..];
                (rest.is_empty() || rest.starts_with(['”', '’', '」'])).then_some(end)
            }
            _ => None,
        };
        let Some(end) = end else {
            i += 1;
            continue;
        };
        let end = closing(text, end);
        if b == b'\n' || goes_past(text, i, end) && !said_behind(&text[from..end], &text[end..]) {
            push(text, from, end, out);
            from = end;
        }
        i = end.max(i + 1);
    }
    push(text, from, text.len(), out);
}

fn push(text: &str, from: usize, to: usize, out: &mut Vec<Range<usize>>) {
    let body = &text[from..to];
    let start = from + (body.len() - body.trim_start().len());
    let end = from + body.trim_end().len();
    if start >= end {
        return;
    }
    // A closing mark that was left alone belongs to the sentence before it.
    if !text[start..end].chars().any(char::is_alphanumeric)
        && let Some(last) = out.last_mut()
        && text[last.end..start].trim().is_empty()
        && end - last.start <= LONGEST
    {
        last.end = end;
        return;
    }
    let mut start = start;
    while end - start > LONGEST {
        let most = text.floor_char_boundary(start + LONGEST);
        let blank = text[start..most].rfind(char::is_whitespace).filter(|n| *n > LONGEST / 2);
        let cut = blank.map_or(most, |n| start + n);
        out.push(start..cut);
        start = end - text[cut..end].trim_start().len();
    }
    out.push(start..end);
}

/// The end with further stops and the closing quotes and brackets that belong to it.
fn closing(text: &str, mut end: usize) -> usize {
    while let Some(c) = text[end..].chars().next() {
        let closes = match c {
            '”' | '’' | '」' | '』' | '）' | '】' | '〕' | ')' | ']' | '!' | '?' | '！' | '？' | '。' | '.' | '…'
            | '»' => true,
            // A straight mark closes only where no word follows.
            '"' | '\'' => text[end + 1..].chars().next().is_none_or(|n| !n.is_alphanumeric()),
            // A short remark in brackets: 。（掌声）
            '（' => {
                let rest = &text.as_bytes()[end..text.len().min(end + REMARK)];
                match memchr::memmem::find(rest, "）".as_bytes()) {
                    Some(n) if memchr::memmem::find(&rest[..n], "。".as_bytes()).is_none() => {
                        end += n;
                        continue;
                    }
                    _ => false,
                }
            }
            _ => false,
        };
        if !closes {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// Whether what follows `end` lets a sentence that has a stop at `stop` end there.
fn goes_past(text: &str, stop: usize, end: usize) -> bool {
    let rest = &text[end..];
    let mut chars = rest.chars();
    let Some(next) = chars.next() else { return true };
    let stopped = text[stop..].chars().next().unwrap_or('.');
    let quoted = end > stop + stopped.len_utf8();
    if matches!(stopped, '。' | '！' | '？' | '…') {
        // A stop inside a quotation that the sentence goes on after: “…。”，他说 or “……！”的.
        return !(quoted && !matches!(next, '“' | '「' | '‘' | '（') && !starts_sentence(rest));
    }
    if next == '\n' || (!next.is_whitespace() && is_wide(next)) {
        return !matches!(next, '，' | '、' | '；' | '：' | '。' | '）');
    }
    if !next.is_whitespace() {
        return matches!(stopped, '!' | '?') && (next.is_uppercase() || is_wide(next));
    }
    let word = rest.trim_start();
    let Some(first) = word.chars().next() else { return true };
    // "…!" he said: a word in lower case goes on.
    !first.is_lowercase() || (stopped == '.' && !quoted && lower_start(word))
}

/// Whether a lower-case word after a stop still begins a sentence: list letters and names such as "iPhone" do not.
fn lower_start(word: &str) -> bool {
    let end = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
    word[..end].chars().any(char::is_uppercase)
}

/// How far behind a quotation the verb of saying may stand, in bytes.
const SPEAKER: usize = 120;

/// Whether `rest` names the speaker of the quotation that `before` ends with: “…。”渔民李大山说。
fn said_behind(before: &str, rest: &str) -> bool {
    if !before.ends_with(['”', '」', '』']) {
        return false;
    }
    let near = &rest[..rest.floor_char_boundary(SPEAKER)];
    let Some(at) = near.find(['。', '，', '：', '“', '！', '？', '\n']) else { return false };
    let ends = near[at..].starts_with('。');
    let goes_on = near[at..].starts_with("，“") && before.starts_with(['“', '「', '『']);
    let clause = &near[..at];
    // The longest word that the clause ends with: 学说 is none of saying.
    let words = clause.char_indices().rev().take(4).map(|(n, _)| &clause[n..]);
    let last = words.filter_map(chinese).last();
    (ends || goes_on) && last == Some(Zh::Saying)
}

/// Whether a Chinese sentence may begin with `rest`, after a quotation that ended in a stop.
fn starts_sentence(rest: &str) -> bool {
    let next = rest.chars().next().unwrap_or(' ');
    !matches!(
        next,
        '，' | '、' | '；' | '：' | '。' | '）' | '的' | '是' | '这' | '等' | '和' | '与' | '—' | ',' | ';' | ')'
    )
}

fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF) || c == '“'
}

/// Whether the ASCII stop at `i` can end a sentence.
fn stop_ends(text: &str, i: usize) -> bool {
    let bytes = text.as_bytes();
    let next = bytes.get(i + 1).copied();
    if next.is_some_and(|n| n.is_ascii_alphanumeric() || matches!(n, b'/' | b',' | b';' | b':' | b'-' | b'@' | b'_')) {
        return false;
    }
    // The word before, with its inner stops: "U.S", "No", "J".
    let from = i.saturating_sub(WORD);
    let start = bytes[from..i]
        .iter()
        .rposition(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-') || *b >= 0x80))
        .map_or(from, |n| from + n + 1);
    let word = text.get(start..i).unwrap_or("");
    let word = word.rsplit(|c: char| !c.is_ascii()).next().unwrap_or("").trim_start_matches(['.', '-']);
    let rest = text[i + 1..].trim_start_matches([')', '"', '\'', '”']).trim_start();
    let follows = rest.chars().next();
    if word.is_empty() {
        // "...": ends where a capital follows.
        return follows.is_none_or(|c| !c.is_lowercase());
    }
    let digits = follows.is_some_and(|c| c.is_ascii_digit());
    if let Ok(at) = EN_ABBREVIATIONS.binary_search_by(|(form, _)| (*form).cmp(word)) {
        return match EN_ABBREVIATIONS[at].1 {
            0 => false,
            1 => !digits,
            2 => follows.is_none_or(|c| c.is_uppercase() && begins(rest)),
            _ => true,
        };
    }
    if word.len() == 1 && word.as_bytes()[0].is_ascii_uppercase() {
        // An initial: "John F. Kennedy"; a letter that ends a sentence has no capital after it or a function word.
        return follows.is_none_or(|c| !c.is_uppercase()) || (begins(rest) && !initial_before(&text[..start]));
    }
    let dotted = word.len() >= 3
        && word.bytes().enumerate().all(|(n, b)| if n % 2 == 0 { b.is_ascii_alphabetic() } else { b == b'.' });
    if dotted {
        return follows.is_none_or(|c| c.is_uppercase() && begins(rest));
    }
    // A list number at the start of a passage: "1. Introduction".
    !(start == 0 && word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()) && !rest.is_empty())
}

/// Whether a name stands before an initial.
fn initial_before(text: &str) -> bool {
    text.trim_end().rsplit(' ').next().is_some_and(|w| w.chars().next().is_some_and(char::is_uppercase))
}

/// Whether `rest` begins with a capitalised word that mostly begins sentences: an article, a pronoun, a preposition.
fn begins(rest: &str) -> bool {
    use super::layout::En;
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let mut lower = [0u8; 16];
    let word = &rest.as_bytes()[..end];
    let Some(buffer) = lower.get_mut(..word.len()) else { return false };
    buffer.copy_from_slice(word);
    buffer.make_ascii_lowercase();
    matches!(
        super::words::main_class(buffer),
        Some(
            En::Determiner
                | En::Pronoun
                | En::Preposition
                | En::Subordinator
                | En::Conjunction
                | En::Adverb
                | En::To
                | En::Relative
        )
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        split(text, &mut out);
        out.into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn english_stops() {
        assert_eq!(
            read("Mr. Lee met U.S. officials. They agreed on 3.5 points, e.g. No. 5 of the list."),
            ["Mr. Lee met U.S. officials.", "They agreed on 3.5 points, e.g. No. 5 of the list."]
        );
        assert_eq!(
            read("He works in the U.S. The firm (see J. P. Hall) is old."),
            ["He works in the U.S.", "The firm (see J. P. Hall) is old."]
        );
        assert_eq!(
            read("“We will act.” The minister left. \"Now!\" he said."),
            ["“We will act.”", "The minister left.", "\"Now!\" he said."]
        );
        assert_eq!(read("It is done... The end"), ["It is done...", "The end"]);
    }

    #[test]
    fn chinese_stops() {
        assert_eq!(
            read("增长3.5%。（完）他说：“很好。”会议结束了！"),
            ["增长3.5%。（完）", "他说：“很好。”", "会议结束了！"]
        );
        assert_eq!(read("“要坚持。”，他说。"), ["“要坚持。”，他说。"]);
        assert_eq!(
            read("“河堤修好了。”渔民李大山说。“我们很高兴。”他讲起旧时传说。"),
            ["“河堤修好了。”渔民李大山说。", "“我们很高兴。”", "他讲起旧时传说。"]
        );
        assert_eq!(
            read("“河堤修好了。”老李说，“不怕水了。”会议指出，要修路。"),
            ["“河堤修好了。”老李说，“不怕水了。”", "会议指出，要修路。"]
        );
        assert_eq!(read("他读《为什么？怎么办？》一书。好"), ["他读《为什么？怎么办？》一书。", "好"]);
    }
}
