//! The page on the rule language: every example on it works as it says.

use chancery::check;
use chancery::pack::Pack;
use chancery::rule::syntax::{Level, Problem};
use std::fs;

const PAGE: &str = "data/README.md";

/// The page's code blocks of rules, each behind as many empty lines as stand before it, so that problems name lines of the page.
fn blocks(page: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut inside = false;
    for (n, line) in page.lines().enumerate() {
        match line {
            "```rules" => {
                inside = true;
                blocks.push("\n".repeat(n + 1));
            }
            "```" => inside = false,
            line if inside => blocks.last_mut().unwrap().push_str(&format!("{line}\n")),
            _ => {}
        }
    }
    blocks
}

/// The problems of rules that stand beside the frames and the lexicon of the default pack.
fn problems(rules: &str) -> Vec<Problem> {
    let mut pack = Pack::embedded();
    pack.rules.retain(|(file, _)| file.starts_with("data/frames/"));
    pack.rules.push((PAGE.into(), rules.to_owned().into()));
    let (_, mut problems) = check::all(&pack);
    problems.retain(|p| p.file == PAGE || p.level == Level::Error);
    assert!(problems.is_empty(), "{}", check::told(&pack, &problems, check::SHOWN));
    problems
}

#[test]
fn every_block_of_rules_has_no_problem() {
    let page = fs::read_to_string(PAGE).unwrap();
    let blocks = blocks(&page);
    assert!(blocks.len() >= 5, "the page has {} blocks of rules", blocks.len());
    blocks.iter().for_each(|block| assert!(problems(block).is_empty()));
}

/// The cells of the table rows under a heading, without the table's head.
fn rows<'p>(page: &'p str, heading: &str) -> Vec<Vec<&'p str>> {
    let section = page.split(heading).nth(1).unwrap().split("\n### ").next().unwrap();
    let lines: Vec<&str> = section.lines().filter(|l| l.starts_with('|')).collect();
    // `\|` is a bar inside of a cell.
    let cells = |line: &'p str| {
        let mut cells = vec![];
        let mut start = 1;
        for (at, _) in line.match_indices('|').skip(1).filter(|(at, _)| !line[..*at].ends_with('\\')) {
            cells.push(line[start..at].trim());
            start = at + 1;
        }
        cells
    };
    lines.iter().skip(2).map(|line| cells(line)).collect()
}

#[test]
fn every_pattern_matches_as_its_row_says() {
    let page = fs::read_to_string(PAGE).unwrap();
    let rows = rows(&page, "### Patterns");
    assert!(rows.len() >= 18, "the table has {} rows", rows.len());
    for row in rows {
        let (pattern, test) = row[2].rsplit_once("` : ").unwrap_or_else(|| panic!("no example: {row:?}"));
        let pattern = pattern.trim_start_matches('`').replace("\\|", "|");
        let lang = if test.chars().any(|c| ('\u{4e00}'..'\u{a000}').contains(&c)) { "zh" } else { "en" };
        let rule = format!(
            "entity Row : cy:Event\n  {lang}  {pattern}\n  test {lang} {test}\n  reject {lang} \"It rained; 下雨了。\"\n"
        );
        assert!(problems(&rule).is_empty(), "{rule}");
    }
}

#[test]
fn every_statement_is_in_an_example() {
    let page = fs::read_to_string(PAGE).unwrap();
    let blocks = blocks(&page).concat();
    for heading in ["### Entity rules", "### Relation rules"] {
        let rows = rows(&page, heading);
        assert!(rows.len() >= 5, "{heading} has {} rows", rows.len());
        for row in rows {
            let example = row[2].trim_matches('`');
            assert!(example == "above" || blocks.contains(example), "{heading}: no example {example}");
        }
    }
}
