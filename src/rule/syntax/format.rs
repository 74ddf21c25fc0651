//! Lays a file out anew: one form for all files, so that a change shows what changed.
//!
//! Comes in: the text of a `*.rules` file. Goes out: the same tokens, comments and lines with the spaces that they should have. Statements are
//! indented by two columns and what continues one by six; the keywords, fillers and places of an item's statements stand in columns. Where a
//! statement breaks its lines is left to its author.

use super::lex::{Kind, Lexeme, lex};
use super::{Problem, parse};
use std::fmt::Write;
use std::ops::Range;

/// Columns before a statement.
const STATEMENT: usize = 2;
/// Columns before what continues a statement.
const CONTINUED: usize = 6;
/// A column is no wider than this; what is longer runs over.
const WIDEST: usize = 64;

/// The item that is one pattern.
const DEFINE: &str = "define";

/// What a line of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Head,
    Statement,
    Continued,
    /// A comment alone; with the columns before it.
    Comment(usize),
}

/// A line that is not empty.
struct Line<'a> {
    role: Role,
    tokens: Vec<Lexeme>,
    comment: Option<&'a str>,
    /// An empty line stands before it.
    apart: bool,
    /// What the next line is that is no comment.
    next: Option<Role>,
    below: Below,
}

/// What a line stands before, with nothing but comments of the first column between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Below {
    /// It is this head, or stands before it.
    Head(usize),
    /// Nothing more.
    End,
    /// More of its item.
    Inside,
}

/// Lays a file out.
///
/// # Errors
/// A file that cannot be read, with every problem.
pub fn format(file: &str, text: &str) -> Result<String, Vec<Problem>> {
    let (_, problems) = parse(file, text);
    if !problems.is_empty() {
        return Err(problems);
    }
    let lines = lines(file, text);
    let mut out = String::with_capacity(text.len());
    let (mut start, mut before) = (0, None);
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len() && lines[end].role != Role::Head {
            end += 1;
        }
        item(&lines, start..end, before, text, &mut out);
        before = Some(start).filter(|&n| lines[n].role == Role::Head);
        start = end;
    }
    Ok(out)
}

/// The lines of a file, each with what it is.
fn lines<'a>(file: &str, text: &'a str) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    // The columns before the statement that is open.
    let mut open = None;
    let (mut last, mut begun) = (0, false);
    for lexeme in lex(file, text, &mut Vec::new()) {
        let gap = text.get(last..lexeme.span.start as usize).unwrap_or("");
        last = lexeme.span.end as usize;
        if let Some(indent) = lexeme.indent {
            let role = match (lexeme.kind, open) {
                (Kind::Comment, _) => Role::Comment(indent as usize),
                // The first item may stand behind a mark of the encoding.
                _ if indent == 0 || !begun => {
                    begun = true;
                    // All that follows a macro's first line continues it.
                    open = (lexeme.span.of(text) == DEFINE).then_some(0);
                    Role::Head
                }
                (_, Some(columns)) if indent > columns => Role::Continued,
                _ => {
                    open = Some(indent);
                    Role::Statement
                }
            };
            let apart = !lines.is_empty() && gap.matches('\n').count() > 1;
            let (next, below) = (None, Below::End);
            lines.push(Line { role, tokens: Vec::new(), comment: None, apart, next, below });
        }
        let Some(line) = lines.last_mut() else { continue };
        match lexeme.kind {
            Kind::Comment => line.comment = Some(lexeme.span.of(text).trim_end()),
            _ => line.tokens.push(lexeme),
        }
    }
    let (mut next, mut below) = (None, Below::End);
    for (n, line) in lines.iter_mut().enumerate().rev() {
        below = match line.role {
            Role::Head => Below::Head(n),
            Role::Comment(0) => below,
            _ => Below::Inside,
        };
        (line.next, line.below) = (next, below);
        if !line.tokens.is_empty() {
            next = Some(line.role);
        }
    }
    lines
}

/// Writes one item, or the comments before the first; `before` is the head of the item above.
fn item(lines: &[Line<'_>], range: Range<usize>, before: Option<usize>, text: &str, out: &mut String) {
    let columns = Columns::of(&lines[range.clone()], text);
    let define = |n: usize| lines[n].role == Role::Head && first_word(&lines[n], text) == DEFINE;
    for n in range.clone() {
        let line = &lines[n];
        let above = if n > range.start { Some(range.start) } else { before };
        // Items stand apart, with the comments above them; only macros may follow each other.
        let begins = match line.below {
            Below::Head(head) if n == 0 || lines[n - 1].role != Role::Comment(0) => {
                !(define(head) && above.is_some_and(define))
            }
            _ => false,
        };
        if !out.is_empty() && (line.apart || begins) {
            out.push('\n');
        }
        let (indent, body) = match line.role {
            Role::Head => (0, joined(&line.tokens, text, !define(n))),
            Role::Statement => (STATEMENT, columns.statement(line, text)),
            Role::Continued => (CONTINUED, joined(&line.tokens, text, false)),
            Role::Comment(0) if line.below != Below::Inside => (0, String::new()),
            Role::Comment(_) if line.next == Some(Role::Continued) => (CONTINUED, String::new()),
            Role::Comment(_) => (STATEMENT, String::new()),
        };
        let _ = write!(out, "{:indent$}{body}", "");
        if let Some(comment) = line.comment {
            let gap = if body.is_empty() { "" } else { "  " };
            let _ = write!(out, "{gap}{comment}");
        }
        out.push('\n');
    }
}

fn first_word<'t>(line: &Line<'_>, text: &'t str) -> &'t str {
    line.tokens.first().map_or("", |t| t.span.of(text))
}

/// How wide the columns of an item are.
#[derive(Default)]
struct Columns {
    /// The item has patterns only.
    none: bool,
    keyword: usize,
    fillers: usize,
    places: usize,
}

impl Columns {
    fn of(lines: &[Line<'_>], text: &str) -> Columns {
        let none = lines.first().is_some_and(|l| first_word(l, text) == "phrase");
        let mut columns = Columns { none, ..Columns::default() };
        for line in lines.iter().filter(|l| l.role == Role::Statement) {
            let Some(cells) = columns.cells(line, text) else { continue };
            let wide = |tokens: &[Lexeme]| width(&joined(tokens, text, false)).min(WIDEST);
            columns.keyword = columns.keyword.max(wide(cells.keyword));
            if let Some((fillers, places, _)) = cells.role {
                columns.fillers = columns.fillers.max(wide(fillers));
                columns.places = columns.places.max(wide(places));
            }
        }
        columns
    }

    /// A statement's first line.
    fn statement(&self, line: &Line<'_>, text: &str) -> String {
        let Some(cells) = self.cells(line, text) else {
            // Patterns, tests and descriptions stand in no column.
            return match line.tokens.split_first() {
                Some((first, rest)) if !self.none && matches!(first.span.of(text), "en" | "zh") => {
                    std::format!("{}  {}", first.span.of(text), joined(rest, text, false))
                }
                _ => joined(&line.tokens, text, false),
            };
        };
        let mut out = String::new();
        let mut cell = |tokens: &[Lexeme], columns: usize| {
            let text = joined(tokens, text, false);
            let pad = (columns + 2).saturating_sub(width(&text)).max(2);
            let _ = write!(out, "{text}{:pad$}", "");
        };
        cell(cells.keyword, self.keyword);
        match cells.role {
            Some((fillers, places, arrow)) => {
                cell(fillers, self.fillers);
                if self.places > 0 {
                    cell(places, self.places);
                }
                cell(arrow, 0);
            }
            None => cell(cells.rest, 0),
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// The cells of a statement; `None` for one that stands in no columns.
    fn cells<'l>(&self, line: &'l Line<'_>, text: &str) -> Option<Cells<'l>> {
        let word = |t: &Lexeme| t.span.of(text);
        let first = line.tokens.first().filter(|t| t.kind == Kind::Name && !self.none)?;
        if matches!(word(first), "en" | "zh" | "test" | "reject") {
            return None;
        }
        // `direct ?a …` is no optional role.
        let optional = line.tokens.get(1).is_some_and(|t| word(t) == "?") && word(first) != "direct";
        let (keyword, rest) = line.tokens.split_at(1 + optional as usize);
        let arrow = rest.iter().position(|t| t.kind == Kind::Symbol && word(t) == "->");
        let role = arrow.filter(|_| line.next != Some(Role::Continued)).map(|arrow| {
            let place = |t: &Lexeme| t.kind == Kind::Name && matches!(word(t), "at" | "within" | "each" | "all");
            let places = rest[..arrow].iter().position(place).unwrap_or(arrow);
            (&rest[..places], &rest[places..arrow], &rest[arrow..])
        });
        Some(Cells { keyword, rest, role })
    }
}

/// A statement taken apart.
struct Cells<'l> {
    keyword: &'l [Lexeme],
    rest: &'l [Lexeme],
    /// Fillers, places, and the arrow with the property, of a role on one line.
    role: Option<(&'l [Lexeme], &'l [Lexeme], &'l [Lexeme])>,
}

/// Tokens with the spaces that belong between them. In the head of an item the first colon stands apart.
fn joined(tokens: &[Lexeme], text: &str, head: bool) -> String {
    let mut out = String::new();
    // The roles of `direct ?a cy:p ?b`.
    let variables = tokens.first().is_some_and(|t| t.span.of(text) == "?");
    let (mut braces, mut colons) = (false, 0);
    let mut before = "";
    for token in tokens {
        let symbol = token.kind == Kind::Symbol;
        let this = token.span.of(text);
        let sticks = match before {
            "(" | "!" => true,
            "<" | ">" => this == "(",
            ":" => !(head && colons == 1),
            "?" => variables,
            _ => false,
        };
        colons += (symbol && this == ":") as usize;
        let close = symbol
            && match this {
                ")" | "}" | "," | ";" | "{" | "*" | "+" => true,
                "?" => !variables,
                ":" => !(head && colons == 1),
                _ => false,
            };
        if !(out.is_empty() || braces || sticks || close) {
            out.push(' ');
        }
        braces = symbol && this == "{" || braces && !(symbol && this == "}");
        out.push_str(this);
        before = if symbol { this } else { "" };
    }
    out
}

/// Columns on a screen: characters of East Asian scripts take two.
pub fn width(text: &str) -> usize {
    let wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}');
    text.chars().map(|c| 1 + wide(c) as usize).sum()
}
