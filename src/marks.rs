//! A sentence with stretches of it marked underneath, for people.
//!
//! Comes in: a text and marks in code points of it. Goes out: its lines, no wider than asked for, under each line a row of carets for each mark.
//! A Han character is two columns wide, a combining mark none.

use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// A stretch of code points, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub start: u32,
    pub end: u32,
    pub label: String,
}

/// The columns of a character; what would break the line counts as a blank.
fn columns(c: char) -> usize {
    if c.is_control() { 1 } else { c.width().unwrap_or(0) }
}

/// The text with its marks, every line `indent` columns in and at most `width` wide.
pub fn under(text: &str, marks: &[Mark], indent: usize, width: usize) -> String {
    let chars: Vec<char> = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let room = width.saturating_sub(indent).max(20);
    let mut out = String::new();
    let mut start = 0;
    while start < chars.len() {
        let end = line(&chars, start, room);
        let shown: String = chars[start..end].iter().collect();
        let _ = writeln!(out, "{:indent$}{}", "", shown.trim_end());
        for mark in marks {
            let (a, b) = ((mark.start as usize).max(start), (mark.end as usize).min(end));
            if a >= b {
                continue;
            }
            let wide = |range: &[char]| range.iter().map(|c| columns(*c)).sum::<usize>();
            let (before, under) = (indent + wide(&chars[start..a]), wide(&chars[a..b]).max(1));
            // A mark that goes on in the next line has its name there.
            let label = if mark.end as usize <= end { mark.label.as_str() } else { "…" };
            let _ = writeln!(out, "{}", format!("{:before$}{:^<under$} {label}", "", "").trim_end());
        }
        start = end;
    }
    out
}

/// The end of a line that begins at a character: behind the last blank that fits, else where the room ends.
fn line(chars: &[char], start: usize, room: usize) -> usize {
    let (mut used, mut blank) = (0, None);
    for (n, c) in chars.iter().enumerate().skip(start) {
        used += columns(*c);
        if used > room && n > start {
            return blank.unwrap_or(n);
        }
        if *c == ' ' {
            blank = Some(n + 1);
        }
    }
    chars.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: u32, end: u32, label: &str) -> Mark {
        Mark { start, end, label: label.into() }
    }

    #[test]
    fn carets_stand_under_what_they_mark() {
        let shown = under("Norland grew.", &[mark(0, 7, "subject"), mark(8, 12, "trigger")], 2, 80);
        assert_eq!(shown, "  Norland grew.\n  ^^^^^^^ subject\n          ^^^^ trigger\n");
    }

    #[test]
    fn han_characters_are_two_columns_wide() {
        let shown = under("北岭cafe\u{301}增长", &[mark(7, 9, "x")], 0, 80);
        assert_eq!(shown, "北岭cafe\u{301}增长\n        ^^^^ x\n");
    }

    #[test]
    fn long_texts_are_broken_at_blanks_and_marks_go_on() {
        let shown = under("one two three four five six", &[mark(8, 23, "y")], 0, 20);
        assert_eq!(shown, "one two three four\n        ^^^^^^^^^^^ …\nfive six\n^^^^ y\n");
        assert_eq!(under(&"北".repeat(12), &[], 0, 20).lines().count(), 2);
    }
}
