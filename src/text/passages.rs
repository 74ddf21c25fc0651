//! Cuts a text into passages: headings, paragraphs, list items.
//!
//! Comes in: the text as given. Goes out: byte ranges of it, each with its kind, and the line ends inside them that only
//! wrap a line. A text is hard-wrapped where most of its lines that end open go on in lower case; then a line goes on in the
//! next where that one's first word had no room left. Elsewhere lines are joined only where one plainly carries on the other,
//! and each is a passage else, as in Chinese news.

use super::tables::is_row;
use crate::document::PassageKind;
use std::ops::Range;

/// A passage in the text as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    pub range: Range<usize>,
    pub kind: PassageKind,
}

/// The shortest line that can have been cut by wrapping, in characters (a Han character counts double).
const WRAP_FROM: usize = 50;
/// The longest.
const WRAP_TO: usize = 130;
/// The longest heading without a mark, in bytes.
const HEADING: usize = 120;
/// The shortest line that counts where the column of a wrapped text is looked for.
const COLUMN_FROM: usize = 30;
/// How many line ends must speak for it.
const WRAPS: usize = 5;

/// The passages of `text`. Line ends inside a passage are wraps.
pub fn split(text: &str) -> Vec<Raw> {
    let mut out: Vec<Raw> = Vec::new();
    let mut open: Option<Raw> = None;
    // The line before, without its end, where `open` could go on.
    let mut before = "";
    let begin = front_matter(text);
    let column = column(text, begin);
    for line in lines(text, begin) {
        let body = &text[line.clone()];
        if body.is_empty() {
            out.extend(open.take());
            continue;
        }
        if let Some(passage) = open.as_mut() {
            if goes_on(before, body) || column.is_some_and(|column| wrapped(before, body, column)) {
                passage.range.end = line.end;
                passage.kind = match passage.kind {
                    PassageKind::Heading if text[passage.range.clone()].starts_with('#') => PassageKind::Heading,
                    PassageKind::Heading => PassageKind::Paragraph,
                    kind => kind,
                };
                before = body;
                continue;
            }
            out.extend(open.take());
        }
        if is_rule(body) {
            continue;
        }
        let (kind, skip) = kind_of(body);
        let range = line.start + skip..line.end;
        if range.is_empty() {
            continue;
        }
        open = Some(Raw { range, kind });
        before = body;
    }
    out.extend(open);
    out
}

/// The trimmed lines of `text` from `start`; empty for a blank line.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let rest = &text.as_bytes()[at..];
        let len = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let body = &text[at..at + len];
        let from = at + (body.len() - body.trim_start_matches(is_blank).len());
        let to = at + body.trim_end_matches(is_blank).len();
        at += len + 1;
        // The second half of a CRLF is no line of its own.
        if text.as_bytes().get(at - 1) == Some(&b'\r') && text.as_bytes().get(at) == Some(&b'\n') {
            at += 1;
        }
        Some(from.min(to)..to.max(from))
    })
}

/// White space, and what shows as nothing.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{00ad}' | '\u{2060}')
}

/// Where the text begins after a Markdown front matter (`---` to `---`), else 0.
fn front_matter(text: &str) -> usize {
    let Some(rest) = text.trim_start_matches('\u{feff}').strip_prefix("---") else { return 0 };
    if !rest.starts_with(['\n', '\r']) {
        return 0;
    }
    let base = text.len() - rest.len();
    let mut at = base;
    for (n, line) in rest.split_inclusive('\n').enumerate() {
        at += line.len();
        if n > 0 && matches!(line.trim_end(), "---" | "...") {
            return at;
        }
        if n > 200 {
            break;
        }
    }
    0
}

/// A line of dashes, stars, equal signs: no text.
fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|b| matches!(b, b'-' | b'*' | b'=' | b'_' | b' ' | b'~' | b'|' | b':'))
}

/// Whether `line` carries on the line before it.
fn goes_on(before: &str, line: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), line.chars().next()) else { return false };
    // What tells at once comes first.
    if stops(before) || is_han(first) || is_han(last) {
        return false;
    }
    let width = width(before);
    if !(WRAP_FROM..=WRAP_TO).contains(&width) || begins_anew(before, line) {
        return false;
    }
    first.is_lowercase()
        || matches!(last, ',' | '-' | '–' | '(' | '&')
        || (first.is_alphanumeric() && ends_open(before))
        || (matches!(first, '(' | '"' | '“' | '$' | '[') && last.is_lowercase() && width >= 60)
}

/// The column at which the lines of a text were broken to fit a page: nine of ten that end open are not longer. None where line ends are the text's own.
fn column(text: &str, begin: usize) -> Option<usize> {
    let mut widths = [0usize; WRAP_TO + 1];
    let (mut open, mut lower) = (0, 0);
    let mut before = "";
    for line in lines(text, begin) {
        let body = &text[line];
        let goes_on = !body.is_empty() && !stops(before) && !begins_anew(before, body);
        let width = if goes_on { width(before) } else { 0 };
        if (COLUMN_FROM..=WRAP_TO).contains(&width) {
            widths[width] += 1;
            open += 1;
            lower += usize::from(body.starts_with(char::is_lowercase));
        }
        before = body;
    }
    if open < WRAPS || lower * 2 < open {
        return None;
    }
    let mut seen = 0;
    widths.iter().position(|n| {
        seen += n;
        seen * 10 >= open * 9
    })
}

/// Whether `line` follows `before` only because its first word had no room there. Lines are of letters of different width, hence the play.
fn wrapped(before: &str, line: &str, column: usize) -> bool {
    let first = line.split(' ').next().map_or(0, width);
    let width = width(before);
    width <= WRAP_TO && (width + 1 + first) * 20 > column * 17 && !begins_anew(before, line)
}

/// Whether `line` cannot carry on the line before it: headings, items of a list, rows of a table, Chinese, whose pages are seldom wrapped.
fn begins_anew(before: &str, line: &str) -> bool {
    before.starts_with('#')
        || line.starts_with('#')
        || is_row(before)
        || is_row(line)
        || marker(line).is_some()
        || before.chars().next_back().is_some_and(is_han)
        || line.chars().next().is_some_and(is_han)
}

/// Whether a line ends in a mark that ends a sentence.
fn stops(line: &str) -> bool {
    line.ends_with(['.', '!', '?', ':', ';', '。', '！', '？', '：', '；', '…', '"', '”', '\'', '’'])
}

/// Whether a line ends in a word that cannot end a sentence: an article, a preposition, a conjunction.
fn ends_open(line: &str) -> bool {
    use super::layout::En;
    let word = line.rsplit(' ').next().unwrap_or("");
    matches!(
        super::words::main_class(word.as_bytes()),
        Some(En::Determiner | En::Preposition | En::Conjunction | En::To | En::Subordinator)
    )
}

/// Columns a line takes: two for a Han character.
fn width(line: &str) -> usize {
    if line.len() > 4 * WRAP_TO {
        return usize::MAX;
    }
    if line.is_ascii() {
        return line.len();
    }
    line.chars().map(|c| if is_han(c) { 2 } else { 1 }).sum()
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3000..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x2FFFF)
}

/// The length of a list marker (`- `, `* `, `• `, `(a) `, `1. `, `1) `) with the blanks after it.
fn marker(line: &str) -> Option<usize> {
    let blanks = |from: usize| {
        let rest = &line[from..];
        let skip = rest.len() - rest.trim_start_matches(is_blank).len();
        (skip > 0).then_some(from + skip)
    };
    let first = line.chars().next()?;
    if matches!(first, '-' | '*' | '+' | '•' | '●' | '○' | '■' | '▪' | '·' | '–' | '—' | '◦') {
        let from = first.len_utf8();
        return blanks(from).or((!matches!(first, '-' | '*' | '+' | '–' | '—' | '·')).then_some(from));
    }
    let bytes = line.as_bytes();
    let open = usize::from(bytes[0] == b'(');
    let run = bytes[open..].iter().take(5).take_while(|b| b.is_ascii_alphanumeric()).count();
    let body = &bytes[open..open + run];
    let short = run > 0
        && (body.iter().all(u8::is_ascii_digit) && run <= 3
            || run == 1
            || body.iter().all(|b| matches!(b, b'i' | b'v' | b'x' | b'I' | b'V' | b'X')));
    let close = bytes.get(open + run).copied();
    if short && (close == Some(b')') || (open == 0 && close == Some(b'.') && (run == 1 || body[0].is_ascii_digit()))) {
        return blanks(open + run + 1);
    }
    None
}

/// The kind of a passage that begins with `line`, and how many bytes of it are only its mark.
fn kind_of(line: &str) -> (PassageKind, usize) {
    if line.starts_with('#') {
        let rest = line.trim_start_matches('#');
        if rest.starts_with(is_blank) {
            return (PassageKind::Heading, line.len() - rest.trim_start_matches(is_blank).len());
        }
    }
    if line.starts_with("> ") {
        return (PassageKind::Paragraph, 2);
    }
    let stop = line.chars().next_back().is_some_and(|c| {
        matches!(
            c,
            '.' | '!' | '?' | '。' | '！' | '？' | '；' | ';' | ':' | '：' | ',' | '，' | '、' | '”' | '"' | ')' | '）'
        )
    });
    let short = line.len() <= HEADING && !stop;
    if let Some(skip) = marker(line) {
        let capitals = line.bytes().any(|b| b.is_ascii_uppercase()) && !line.bytes().any(|b| b.is_ascii_lowercase());
        return if capitals && short { (PassageKind::Heading, 0) } else { (PassageKind::ListItem, skip) };
    }
    if short && (chinese_number(line) || !line.contains(['，', '。', ','])) {
        return (PassageKind::Heading, 0);
    }
    (PassageKind::Paragraph, 0)
}

/// 一、 (一) 第一章 at the start of a line.
fn chinese_number(line: &str) -> bool {
    let rest = line.trim_start_matches(['(', '（', '第']);
    let body = rest.trim_start_matches(|c: char| super::words::NUMERALS.contains(c));
    body.len() < rest.len() && body.starts_with(['、', '）', ')', '章', '节', '条', '编', '．', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(PassageKind, &str)> {
        split(text).into_iter().map(|p| (p.kind, &text[p.range])).collect()
    }

    #[test]
    fn headings_lists_and_paragraphs() {
        use PassageKind::*;
        let text = "---\ntitle: x\n---\n# A plan\r\n\r\nThe plan was approved.\n- first item\n(b) second item;\n\n一、总体要求\n要加快发展。\n";
        assert_eq!(
            read(text),
            [
                (Heading, "A plan"),
                (Paragraph, "The plan was approved."),
                (ListItem, "first item"),
                (ListItem, "second item;"),
                (Heading, "一、总体要求"),
                (Paragraph, "要加快发展。"),
            ]
        );
    }

    #[test]
    fn hard_wraps_are_joined_and_lines_are_not() {
        let text = "The ministers of the region met in the capital on Tuesday and agreed\nto open the border in spring.\nThey will meet again.\nTrade";
        let found = read(text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].1.ends_with("in spring."));
    }

    #[test]
    fn a_narrow_column_is_one_passage_for_each_paragraph() {
        let text = "The ministers of the region met on Tuesday in the \nHarbour Hall and agreed to open the border. The \n\
                    Rivers Commission will watch how traffic grows, \nand report in spring to the assembly of the \nmembers \
                    and to the councils of the towns along \nthe river, whose harbours and markets want a road \n\
                    as they asked for it.\nThey will meet again in a year, in the capital of \nNorway, where the fishers \
                    hold their fair.\n- Ferry fees\n- Harbour fees of the towns of the North and of \nthe islands";
        let found = read(text);
        assert_eq!(found.len(), 4, "{found:#?}");
        assert!(found[0].1.ends_with("asked for it."), "{found:#?}");
        assert!(found[1].1.ends_with("their fair."), "{found:#?}");
    }

    #[test]
    fn names_below_each_other_stay_apart() {
        let text = "Ministry of Fisheries and Harbours\nMinistry of Rivers and Lakes\nBank of the Northern Islands\n\
                    Council of Harbour Masters\nAssembly of the Southern Coast\nCourt of the Rivers";
        assert_eq!(read(text).len(), 6);
    }
}
