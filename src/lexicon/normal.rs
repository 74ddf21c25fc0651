//! Names with what does not tell things apart taken away: case, quotation marks, an article. Shared with `build.rs`.
//!
//! Comes in: a name as a text or the lexicon writes it. Goes out: its normalised form, on which IRIs depend too.

const ARTICLES: [&str; 3] = ["the ", "a ", "an "];

/// Words that point into a text; they tell names apart as little as articles do, but not phrases: "our energy supply".
const POINTING: [&str; 2] = ["this ", "our "];

/// Whether an English phrase begins with a word that points into its text and is taken away from names.
pub fn points(phrase: &str) -> bool {
    let begins = |word: &&str| phrase.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word));
    POINTING.iter().any(begins)
}

/// An English name.
pub fn english(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !name.is_empty() {
            name.push(' ');
        }
        if word.is_ascii() && !word.contains('"') {
            let from = name.len();
            name.push_str(word);
            name[from..].make_ascii_lowercase();
            continue;
        }
        name.extend(word.chars().flat_map(char::to_lowercase).filter(|c| !matches!(c, '"' | '“' | '”')));
    }
    if let Some(rest) = ARTICLES.iter().chain(&POINTING).find_map(|word| name.strip_prefix(word)) {
        name = rest.to_string();
    }
    if let Some(rest) = name.strip_suffix("'s") {
        name = rest.to_string();
    }
    name
}

/// A Chinese name.
pub fn chinese(text: &str) -> String {
    let tells = |c: &char| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '《' | '》' | '「' | '」');
    text.chars().filter(tells).flat_map(char::to_lowercase).collect()
}
