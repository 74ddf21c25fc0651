//! Names with what does not tell things apart taken away: case, quotation marks, an article. Shared with `build.rs`.
//!
//! Comes in: a name as a text or the lexicon writes it. Goes out: its normalised form, on which IRIs depend too.

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
    for article in ["the ", "a ", "an ", "this ", "our "] {
        if let Some(rest) = name.strip_prefix(article) {
            name = rest.to_string();
            break;
        }
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
