//! What can be asked of chunks in either language: clauses.
//!
//! Comes in: a sentence's chunks. Goes out: stretches between marks and subordinators that have a verb group of their own.

use super::{Chunk, ChunkKind, Text, Token};
use std::ops::Range;

/// The clauses among `chunks[range]`, as ranges of chunk numbers that cover it.
pub fn clauses(text: &Text<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut from = range.start;
    let mut verb = false;
    for i in range.clone() {
        let chunk = &text.chunks[i];
        let (ends, opens) = (is_boundary(text, chunk), chunk.kind == ChunkKind::Clause);
        if (ends || opens) && verb {
            let end = if ends { i + 1 } else { i };
            if end > from {
                out.push(from..end);
                from = end;
                verb = false;
            }
        }
        verb |= chunk.kind == ChunkKind::Verb;
    }
    if from < range.end {
        // What has no verb of its own belongs to the clause before it.
        match out.last_mut() {
            Some(last) if !verb => last.end = range.end,
            _ => out.push(from..range.end),
        }
    }
    out
}

/// Whether a mark ends a clause.
fn is_boundary(text: &Text<'_>, chunk: &Chunk) -> bool {
    chunk.kind == ChunkKind::Mark
        && text.tokens.get(chunk.start as usize).is_some_and(|t: &Token| {
            matches!(
                t.span.of(&text.normal),
                "," | "，" | ";" | "；" | ":" | "：" | "—" | "–" | "。" | "." | "!" | "！" | "?" | "？"
            )
        })
}
