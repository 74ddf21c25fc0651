//! Patterns of frames with which no claim was found.
//!
//! Comes in: the patterns with which claims were found, and the files of the pack. Goes out: the others, with where they stand. Only those of languages in
//! which there was a sentence.

use super::Costs;
use crate::document::Lang;
use crate::pack::{Pack, Parsed};
use crate::rule::syntax::{ItemKind, Statement};
use crate::rule::{Frame, Rules};
use serde::Serialize;

/// A pattern of a frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Idle {
    pub frame: String,
    pub lang: Lang,
    /// Of the pack's folder.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
}

impl Costs {
    /// The patterns of a pack's frames with which no claim was found, in order of file and line.
    pub(super) fn idle(&self, rules: &Rules, pack: &Pack) -> Vec<Idle> {
        let mut idle = Vec::new();
        for Parsed { file, item } in pack.items().filter(|p| p.item.kind == ItemKind::Frame) {
            let Some(lang) = item.lang().filter(|&lang| self.spoken[lang as usize]) else { continue };
            let own = |f: &Frame| f.lang == lang && f.name == item.name.text;
            let Some((n, frame)) = (0..).zip(&rules.frames).find(|(_, f)| own(f)) else { continue };
            let text = pack.text(&file).unwrap_or_default();
            let (mut left, mut right) = (frame.left.iter(), frame.right.iter());
            for (statement, span) in &item.statements {
                let (side, pattern) = match statement {
                    Statement::Left(_) => (0, left.next()),
                    Statement::Right(_) => (1, right.next()),
                    _ => continue,
                };
                if pattern.is_some_and(|&pattern| !self.ways.contains(&(n, side, pattern))) {
                    let (frame, file) = (item.name.text.clone(), file.clone());
                    idle.push(Idle { frame, lang, file, line: span.line(text) });
                }
            }
        }
        idle
    }
}
