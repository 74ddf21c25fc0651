//! What a rule says, as a hash: of its text without its tests, its description and its layout, so that only a change of what it finds counts.

use super::syntax::{Item, ItemKind, Statement};
use sha2::{Digest, Sha256};

/// Bytes of the hash; rules are few.
const LENGTH: usize = 6;

/// The hash of a rule, in hexadecimal; `None` for an item that is no rule. `text` is its file.
pub fn of(item: &Item, text: &str) -> Option<Box<str>> {
    if !matches!(item.kind, ItemKind::Entity | ItemKind::Relation) {
        return None;
    }
    let mut hash = Sha256::new();
    let mut put = |words: &str| {
        for word in words.split_whitespace() {
            hash.update(word);
            hash.update([0]);
        }
        hash.update([1]);
    };
    put(&item.name.text);
    put(item.of.as_ref().map_or("", |word| &word.text));
    for (statement, span) in &item.statements {
        if !matches!(statement, Statement::Test { .. } | Statement::Reject { .. }) {
            put(text.get(span.range()).unwrap_or_default());
        }
    }
    Some(hash.finalize().iter().take(LENGTH).map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::syntax::parse;

    #[test]
    fn only_what_a_rule_finds_counts() {
        let hash = |text: &str| {
            let (items, problems) = parse("a.rules", text);
            assert!(problems.is_empty(), "{problems:?}");
            of(&items[0], text).expect("a rule")
        };
        let rule = |doc: &str, pattern: &str, test: &str| {
            format!("entity Fair : cy:Event\n  \"{doc}\"\n  en  {pattern}\n  test en \"{test}\" => \"x\"\n")
        };
        let first = hash(&rule("A fair.", "cap \"fair\"", "a"));
        assert_eq!(first, hash(&rule("A named fair.", "cap   \"fair\"", "b")));
        assert_ne!(first, hash(&rule("A fair.", "cap{1,2} \"fair\"", "a")));
        let (items, _) = parse("a.rules", "define x = cap\n");
        assert_eq!(of(&items[0], "define x = cap\n"), None);
    }
}
