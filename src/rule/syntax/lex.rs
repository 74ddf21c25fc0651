//! Text -> tokens. Comments are tokens too, so that nothing of a file is lost.

use super::Problem;
use crate::span::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Comment,
    Name,
    Text,
    List,
    Macro,
    Number,
    Symbol,
}

/// A token of a file.
#[derive(Debug, Clone, Copy)]
pub struct Lexeme {
    pub kind: Kind,
    pub span: Span,
    /// Columns before it where it is the first of its line.
    pub indent: Option<u32>,
}

fn name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// The tokens of a file.
pub fn lex(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Lexeme> {
    let mut lexemes = Vec::new();
    let mut line_start = 0;
    let mut first = true;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let mut end = at + c.len_utf8();
        let kind = match c {
            '\n' => {
                (line_start, first, at) = (end, true, end);
                continue;
            }
            c if c.is_whitespace() || c == '\u{feff}' => {
                at = end;
                continue;
            }
            '#' => {
                end = text[at..].find('\n').map_or(text.len(), |n| at + n);
                Kind::Comment
            }
            '"' => {
                let mut escaped = false;
                let close = text[end..].char_indices().take_while(|(_, c)| *c != '\n').find(|(_, c)| {
                    let closes = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    closes
                });
                match close {
                    Some((n, _)) => end += n + 1,
                    None => {
                        end = text[at..].find('\n').map_or(text.len(), |n| at + n);
                        problems.push(Problem::error(
                            file,
                            Span::new(at, end),
                            "this quotation mark is never closed",
                            "close it with \" on the same line; a quotation mark inside is written \\\"",
                        ));
                    }
                }
                Kind::Text
            }
            '@' | '%' => {
                end += text[end..].find(|c| !name_char(c)).unwrap_or(text.len() - end);
                if c == '@' { Kind::List } else { Kind::Macro }
            }
            c if c.is_ascii_digit() => {
                end += text[end..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - end);
                Kind::Number
            }
            c if c.is_ascii_alphabetic() => {
                end += text[end..].find(|c| !name_char(c)).unwrap_or(text.len() - end);
                if text[at..end].ends_with('-') && text[end..].starts_with('>') {
                    end -= 1;
                }
                Kind::Name
            }
            _ => {
                if text[at..].starts_with("->") || text[at..].starts_with("=>") {
                    end = at + 2;
                } else if !"()|?*+{},;&!:^$<>=".contains(c) {
                    problems.push(Problem::error(
                        file,
                        Span::new(at, end),
                        format!("{c:?} is not part of the rule language"),
                        "put words of a language in quotation marks",
                    ));
                    at = end;
                    continue;
                }
                Kind::Symbol
            }
        };
        let indent = first.then(|| (at - line_start) as u32);
        first = false;
        lexemes.push(Lexeme { kind, span: Span::new(at, end), indent });
        at = end;
    }
    lexemes
}
