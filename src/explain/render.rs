//! An explanation as text: facts in a column, then each sentence with its marks in brackets.

use super::{Explanation, Mark, Sentence};
use std::fmt::Write;

/// Whether to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    #[default]
    Plain,
    /// ANSI escape sequences.
    Colour,
}

impl Style {
    fn wrap(self, code: &str, text: &str) -> String {
        match self {
            Style::Plain => text.to_owned(),
            Style::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}

/// Writes an explanation for people.
pub fn render(explanation: &Explanation, style: Style) -> String {
    let mut out = style.wrap("1", &explanation.heading);
    out.push('\n');
    let width = explanation.facts.iter().map(|(what, _)| what.len()).max().unwrap_or(0);
    for (what, value) in &explanation.facts {
        let _ = writeln!(out, "  {what:width$}  {value}");
    }
    for proof in &explanation.proofs {
        let title = proof.title.as_deref().filter(|t| *t != proof.document).map(|t| format!(" · {t}"));
        let _ = writeln!(out, "\n{}{}", style.wrap("36", &proof.document), title.unwrap_or_default());
        let _ = writeln!(out, "  {}", marked(&proof.sentence, &proof.marks, style));
        let mut notes = vec![format!("rule {}", proof.rule)];
        notes.extend(proof.attributed_to.as_ref().map(|who| format!("according to {who}")));
        notes.extend(proof.claim.clone());
        let _ = writeln!(out, "  {}", style.wrap("2", &notes.join(" · ")));
    }
    let left = explanation.total.saturating_sub(explanation.proofs.len());
    if left > 0 {
        let _ = writeln!(out, "\n… and {left} more");
    }
    out
}

/// The sentence on one line, every mark as `[label words]`.
pub fn marked(sentence: &Sentence, marks: &[Mark], style: Style) -> String {
    // Inner marks open later and close earlier than those around them.
    let mut opens: Vec<&Mark> = marks.iter().filter(|m| m.start < m.end).collect();
    opens.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    let mut opens = opens.into_iter().peekable();
    let mut closes: Vec<u32> = Vec::new();
    let mut out = String::new();
    for (c, at) in sentence.text.chars().zip(sentence.start..) {
        close(&mut out, &mut closes, at, style);
        while let Some(mark) = opens.next_if(|m| m.start <= at) {
            out.push_str(&style.wrap("33", &format!("[{} ", mark.label)));
            closes.push(mark.end);
        }
        out.push(if c.is_control() || c.is_whitespace() { ' ' } else { c });
    }
    close(&mut out, &mut closes, u32::MAX, style);
    out.trim().to_owned()
}

fn close(out: &mut String, closes: &mut Vec<u32>, at: u32, style: Style) {
    let before = closes.len();
    closes.retain(|end| *end > at);
    for _ in closes.len()..before {
        out.push_str(&style.wrap("33", "]"));
    }
}
