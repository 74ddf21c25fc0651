//! Problems as a person reads them, and as a program does.

use crate::pack::Pack;
use crate::rule::syntax::{Level, Problem, width};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write;

/// The most columns of a line of a file that are shown.
const COLUMNS: usize = 110;

/// A problem for tools: lines and columns count from 1, columns in characters, the end excluded.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Told<'p> {
    file: &'p str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    level: Level,
    what: &'p str,
    remedy: &'p str,
}

impl<'p> Told<'p> {
    pub fn new(pack: &Pack, problem: &'p Problem) -> Told<'p> {
        let text = pack.text(&problem.file).unwrap_or_default();
        let (line, column) = problem.line_column(text);
        let within = problem.span.of(text);
        let last = within.rsplit('\n').next().unwrap_or("").chars().count();
        let lines = within.matches('\n').count();
        Told {
            file: &problem.file,
            line,
            column,
            end_line: line + lines,
            end_column: if lines == 0 { column + last } else { last + 1 },
            level: problem.level,
            what: &problem.what,
            remedy: &problem.remedy,
        }
    }
}

/// How many problems are told to people at once.
pub const SHOWN: usize = 20;

/// Problems for people, as [`told_in`] writes each, and how many more there are than `most`. Errors go before warnings, and
/// those of one file do not keep out the first of another.
pub fn told(pack: &Pack, problems: &[Problem], most: usize) -> String {
    let mut of_file: FxHashMap<&str, usize> = FxHashMap::default();
    let mut shown: Vec<(Level, usize, usize)> = problems
        .iter()
        .enumerate()
        .map(|(n, problem)| {
            let before = of_file.entry(&problem.file).or_default();
            *before += 1;
            (problem.level, *before, n)
        })
        .collect();
    shown.sort_unstable();
    let more = shown.len().saturating_sub(most);
    shown.truncate(most);
    shown.sort_unstable_by_key(|(.., n)| *n);
    let shown = shown.into_iter().map(|(.., n)| &problems[n]);
    let told: String = shown.map(|p| told_in(pack.text(&p.file).unwrap_or_default(), p)).collect();
    let more = if more > 0 { format!("and {more} more (chancery rules check --all)\n") } else { String::new() };
    let built_in = |p: &Problem| pack.rules.iter().any(|(name, _)| matches!(name, Cow::Borrowed(_)) && *name == p.file);
    let lacking = if pack.lexicon.is_some() && problems.iter().any(built_in) { LACKING } else { "" };
    told + &more + lacking
}

/// Why rules that are built in have problems, with a pack that brings its own words.
const LACKING: &str = "The words and names of a pack stand in place of those built in, which the rules built in need: copy all of the program's \
data/lexicon and data/words into the pack, and add yours as files of their own there\n";

/// A problem for people: its place, the line, a pointer under what is wrong, and what to do; `text` is the file.
pub fn told_in(text: &str, problem: &Problem) -> String {
    let level = if problem.level == Level::Error { "error" } else { "warning" };
    let (number, column) = problem.line_column(text);
    let line = text.lines().nth(number - 1).unwrap_or_default();
    let begin: usize = line.chars().take(column - 1).map(char::len_utf8).sum();
    let long = problem.span.of(text).lines().next().map_or(0, str::len);
    let (before, this, after) = cut(line, begin, begin + long);
    let blank = " ".repeat(number.to_string().len());
    let (pad, marks) = (width(&before), "^".repeat(width(&this).max(1)));
    let mut out = format!("{}: {level}: {}\n", problem.place(text), problem.what);
    // Writing to a string cannot fail.
    let _ = writeln!(out, " {number} | {before}{this}{after}");
    let _ = writeln!(out, " {blank} | {:pad$}{marks}", "");
    let _ = writeln!(out, " {blank} = {}", problem.remedy);
    out
}

/// A line in three: before, in and after a range of bytes, cut to what can be shown. Tabs are shown as one space, so that the pointer fits.
fn cut(line: &str, begin: usize, end: usize) -> (String, String, String) {
    let part = |range: std::ops::Range<usize>| line.get(range).unwrap_or("").replace(['\t', '\r'], " ");
    let (mut before, mut this, mut after) = (part(0..begin), part(begin..end), part(end..line.len()));
    let room = |used: usize| COLUMNS.saturating_sub(used);
    shorten(&mut this, COLUMNS, false);
    shorten(&mut before, room(width(&this)).max(COLUMNS / 3), true);
    shorten(&mut after, room(width(&this) + width(&before)).max(8), false);
    (before, this, after)
}

/// Takes off the front or the end what is too much for so many columns.
fn shorten(text: &mut String, columns: usize, front: bool) {
    if width(text) <= columns {
        return;
    }
    let mut kept = String::new();
    let mut room = columns - 1;
    let chars: Vec<char> = if front { text.chars().rev().collect() } else { text.chars().collect() };
    for c in chars {
        let Some(left) = room.checked_sub(width(c.encode_utf8(&mut [0; 4]))) else { break };
        room = left;
        kept.push(c);
    }
    *text = if front { format!("…{}", kept.chars().rev().collect::<String>()) } else { format!("{kept}…") };
}
