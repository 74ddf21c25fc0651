//! Which characters count as the same when a name is looked for, and where a word ends.
//!
//! Case, full width, and the many dashes, quotation marks and middle dots that stand for one another are made equal here;
//! whether the case must agree after all is decided by the form that was found. Shared with `build.rs`.

/// The character that stands for all that are equal to `c`.
pub fn fold(c: char) -> char {
    match narrow(c) {
        c if c.is_ascii() => c.to_ascii_lowercase(),
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' => '-',
        '“' | '”' | '„' | '「' | '」' | '『' | '』' | '«' | '»' => '"',
        '‘' | '’' | '‛' | '`' => '\'',
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{3000}' => ' ',
        '•' | '‧' | '・' | '∙' | '⋅' => '·',
        '〔' => '(',
        '〕' => ')',
        c if is_han(c) => c,
        c => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        }
    }
}

/// Full-width letters, digits and marks as their usual selves; line ends and tabs as spaces.
pub fn narrow(c: char) -> char {
    match c {
        '\n' | '\t' | '\r' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Whether `c` is a character of a script that writes words with spaces between: a name that begins or ends with one
/// begins or ends a word. Combining marks belong to the letter before them.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // The marks of Chinese texts, which are many.
    if matches!(c, '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{ff01}'..='\u{ff0f}' | '\u{2010}'..='\u{2027}')
    {
        return false;
    }
    !is_han(c) && (c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')) && !matches!(c, '\u{3040}'..='\u{30ff}')
}

/// Han characters, with 〇 and 々.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇' | '々')
}
