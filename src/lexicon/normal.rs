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
    let mut apart = false;
    for c in text.chars() {
        if c.is_whitespace() {
            apart = true;
            continue;
        }
        if std::mem::take(&mut apart) && !name.is_empty() {
            name.push(' ');
        }
        match c {
            '"' | '“' | '”' => {}
            _ if c.is_ascii() => name.push(c.to_ascii_lowercase()),
            _ => name.extend(c.to_lowercase()),
        }
    }
    if let Some(rest) = ARTICLES.iter().chain(&POINTING).find_map(|word| name.strip_prefix(word)) {
        name.drain(..name.len() - rest.len());
    }
    if name.ends_with("'s") {
        name.truncate(name.len() - 2);
    }
    name
}

/// A Chinese name.
pub fn chinese(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '“' | '”' | '"' | '《' | '》' | '「' | '」' => {}
            '\u{4e00}'..='\u{9fff}' => name.push(c),
            _ if c.is_whitespace() => {}
            _ => name.extend(c.to_lowercase()),
        }
    }
    name
}
