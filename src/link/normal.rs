//! When two spellings are one name: case, width, marks, accents, articles, Traditional and Simplified characters, spelling
//! variants and legal forms.
//!
//! Comes in: a name as written. Goes out: the key under which an index has it, and a second, weaker key without the legal
//! form of a company. The same functions make the keys of an index and of a question, so they agree. Which words are
//! articles, variants and legal forms is said in `data/link/forms.tsv`.

use crate::lexicon::fold::{fold, is_han};
use crate::text::simplified;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name longer than this (bytes of its key) is a description; none is looked for.
pub const LONGEST: usize = 240;

#[derive(Default)]
struct Forms {
    articles: FxHashSet<&'static str>,
    same: FxHashMap<&'static str, &'static str>,
    /// Last words of a name in a script with spaces.
    legal_words: FxHashSet<&'static str>,
    /// Endings in Han characters, longest first.
    legal_han: Vec<&'static str>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = Forms::default();
    let lines = include_str!("../../data/link/forms.tsv").lines().filter(|line| !line.starts_with('#'));
    for line in lines.skip(1) {
        let mut fields = line.split('\t');
        let what = fields.next().unwrap_or_default();
        let (form, becomes) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        match what {
            "article" => _ = forms.articles.insert(form),
            "same" => _ = forms.same.insert(form, becomes),
            _ if form.chars().all(is_han) => forms.legal_han.push(form),
            _ => _ = forms.legal_words.insert(form),
        }
    }
    forms.legal_han.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms
});

/// The key of a name; empty for one that has neither letter nor digit, or is too long to be one.
pub fn key(name: &str) -> String {
    let mut words = spaced(name);
    let forms = &*FORMS;
    if words.contains(' ') {
        let mut parts: Vec<&str> = words.split(' ').collect();
        if parts.len() > 1 && forms.articles.contains(parts[0]) {
            parts.remove(0);
        }
        for part in &mut parts {
            if let Some(same) = forms.same.get(part) {
                *part = same;
            }
        }
        words = parts.join(" ");
    }
    if words.len() > LONGEST { String::new() } else { words }
}

/// A key without the legal form at its end, where it has one and something is left.
pub fn without_legal_form(key: &str) -> Option<&str> {
    let forms = &*FORMS;
    let mut rest = key;
    loop {
        let shorter = match rest.rsplit_once(' ') {
            Some((before, last)) if forms.legal_words.contains(last) => before,
            // "co & kg", "company and"
            Some((before, "and")) if rest.len() < key.len() => before,
            _ => forms.legal_han.iter().find_map(|form| rest.strip_suffix(form)).unwrap_or(rest),
        };
        if shorter.len() == rest.len() || shorter.chars().count() < 2 {
            break;
        }
        rest = shorter;
    }
    (rest.len() < key.len()).then_some(rest)
}

/// Whether most letters are Han characters: what tells the language of a name that has no tag.
pub fn is_chinese(name: &str) -> bool {
    let (han, other) = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .fold((0, 0), |(han, other), c| if is_han(c) { (han + 1, other) } else { (han, other + 1) });
    han > other / 3
}

/// Equal characters made equal, marks made spaces, no space beside a Han character.
fn spaced(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    let mut last: Option<char> = None;
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        let c = fold(c);
        let c = simplified(c).unwrap_or(c);
        match c {
            // "U.S.", "People's", "奥巴马·" are one word each; ". " is a gap by its space.
            '\'' | '.' | '·' => continue,
            '&' => {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push('&');
                (gap, last) = (true, Some('&'));
                continue;
            }
            c if !c.is_alphanumeric() => {
                gap = true;
                continue;
            }
            _ => {}
        }
        if gap && last.is_some_and(|before| !is_han(before) && !is_han(c)) {
            out.push(' ');
        }
        out.push(c);
        (gap, last) = (false, Some(c));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (a, b) in [
            ("The Rivermouth Bank", "RIVERMOUTH  BANK"),
            ("Ｒｉｖｅｒｍｏｕｔｈ", "rivermouth"),
            ("São João", "Sao Joao"),
            ("People’s Council", "Peoples Council"),
            ("U.S. Dept. of Ports", "US Department of Ports"),
            ("Research & Development Centre", "research and development center"),
            ("國際貨幣", "国际货币"),
            ("安娜·诺德", "安娜•诺德"),
            ("“绿港” 协定", "绿港协定"),
            ("20国集团", "20 国集团"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_ne!(key("The"), "");
        assert_eq!(key("—"), "");
        assert_eq!(key(&"long ".repeat(80)), "");
    }

    #[test]
    fn legal_forms_are_dropped_from_the_end() {
        for (name, short) in [
            ("Rivermouth Shipping Co., Ltd.", Some("rivermouth shipping")),
            ("Hafen GmbH & Co. KG", Some("hafen")),
            ("江口航运股份有限公司", Some("江口航运")),
            ("江口航运集团有限公司", Some("江口航运")),
            ("Company", None),
            ("公司", None),
            ("Rivermouth Council", None),
        ] {
            assert_eq!(without_legal_form(&key(name)), short, "{name}");
        }
    }

    #[test]
    fn the_language_of_a_name_is_seen() {
        assert!(is_chinese("绿港协定") && is_chinese("G20峰会") && !is_chinese("Rivermouth") && !is_chinese(""));
    }

    #[test]
    fn every_line_of_the_forms_is_read() {
        let forms = &*FORMS;
        let read = forms.articles.len() + forms.same.len() + forms.legal_words.len() + forms.legal_han.len();
        let lines = include_str!("../../data/link/forms.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(read, lines.count() - 1);
        // What is to be made equal must be written as keys are.
        for form in forms.same.keys().chain(&forms.articles).chain(&forms.legal_words) {
            assert_eq!(spaced(form), **form);
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key_and_holds_no_mark(name in "\\PC{0,40}") {
            let made = key(&name);
            prop_assert!(!made.contains('\0') && !made.starts_with(' ') && !made.contains("  "), "{made:?}");
            prop_assert!(!made.ends_with(' '));
            if let Some(short) = without_legal_form(&made) {
                prop_assert!(!short.is_empty() && made.starts_with(short));
            }
        }
    }
}
