//! Front matter: what a document says about itself before its text begins.
//!
//! Comes in: a decoded text. Goes out: its metadata and the text that follows. Front matter is the block between a first
//! line `---` and the next line `---` (or `...`), with one `key: value` a line, as static site generators write it. The keys of
//! this program are read strictly, since a wrong date or country would turn into wrong facts; keys of other programs
//! (`published_time`, `source_url`) fill what is missing if they can be read; all others are left alone.

use super::fields::{self, Facts};
use super::{Document, Lang, Metadata};
use std::borrow::Cow;
use thiserror::Error;

/// A known key whose value cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("front matter, line {line}: {key} '{value}' {problem}")]
pub struct FrontMatterError {
    /// From 1, in the file.
    pub line: usize,
    pub key: &'static str,
    pub value: String,
    pub problem: &'static str,
}

/// The metadata of a text that begins with front matter, and the text after it. A text without front matter comes back
/// whole, with no metadata.
///
/// # Errors
/// Where `lang`, `date` or `country` has a value that is none.
pub fn split(text: &str) -> Result<(Metadata, &str), FrontMatterError> {
    let (mut meta, mut others) = (Metadata::default(), Facts::default());
    let Some((head, body)) = block(text) else { return Ok((meta, text)) };
    let mut lines = head.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        // Nested values and list items are indented or begin with a dash: they belong to keys that are not ours.
        if line.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let mut value = unquote(value);
        // A value may stand in the lines below its key.
        if matches!(value.as_ref(), "|" | "|-" | "|+" | ">" | ">-" | ">+") {
            let below =
                std::iter::from_fn(|| lines.next_if(|(_, line)| line.starts_with([' ', '\t']) || line.is_empty()));
            value = below.map(|(_, line)| line.trim()).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ").into();
        }
        if value.is_empty() {
            continue;
        }
        set(&mut meta, key.trim(), &value).map_err(|(key, problem)| FrontMatterError {
            line: index + 2,
            key,
            value: value.clone().into_owned(),
            problem,
        })?;
        if let Some(fact) = fields::key(key) {
            others.offer(fact, &value);
        }
    }
    Ok((meta.or(&others.metadata()), body))
}

/// What is known about a document as front matter, which [`split`] reads.
pub fn matter(document: &Document) -> String {
    let Metadata { title, lang, date, time, publisher, country, source, encoding } = &document.meta;
    let date = date.as_ref().map(|date| match time {
        Some(time) => format!("{date}T{time}"),
        None => date.clone(),
    });
    let quoted = |words: &String| format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""));
    let rows = [
        ("id", Some(quoted(&document.id))),
        ("title", title.as_ref().map(quoted)),
        ("date", date),
        ("lang", lang.map(|lang| lang.code().to_owned())),
        ("publisher", publisher.as_ref().map(quoted)),
        ("country", country.clone()),
        ("source", source.as_ref().map(quoted)),
        ("encoding", encoding.clone()),
    ];
    let rows: String = rows.iter().filter_map(|(key, value)| Some(format!("{key}: {}\n", value.as_ref()?))).collect();
    format!("---\n{rows}---\n")
}

/// What stands between the fences, and what follows them.
fn block(text: &str) -> Option<(&str, &str)> {
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != "---" || !first.ends_with('\n') {
        return None;
    }
    let mut at = first.len();
    for line in text[first.len()..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&text[first.len()..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// The value without blanks, a comment, or the quotation marks around it, with the escapes that these allow.
fn unquote(value: &str) -> Cow<'_, str> {
    let value = value.trim();
    let inside = |quote| value.strip_prefix(quote)?.rsplit_once(quote).map(|(inside, _)| inside.trim());
    if let Some(inside) = inside('"') {
        return if inside.contains('\\') { Cow::Owned(unescape(inside)) } else { Cow::Borrowed(inside) };
    }
    if let Some(inside) = inside('\'') {
        return if inside.contains("''") { Cow::Owned(inside.replace("''", "'")) } else { Cow::Borrowed(inside) };
    }
    Cow::Borrowed(value.split_once(" #").map_or(value, |(value, _)| value.trim_end()))
}

/// What YAML escapes in double quotes (1.2, section 5.7): characters by their number, white space, and marks.
fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let digits = match chars.next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some('n' | 't' | 'r' | '_' | 'N' | 'L' | 'P') => {
                out.push(' ');
                continue;
            }
            Some(other) => {
                out.push(other);
                continue;
            }
            None => break,
        };
        let code: String = chars.by_ref().take(digits).collect();
        out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
    }
    out
}

/// Sets what a known key says; other keys say nothing.
///
/// # Errors
/// The key, and what to say of its value.
pub fn set(meta: &mut Metadata, key: &str, value: &str) -> Result<(), (&'static str, &'static str)> {
    match key.to_ascii_lowercase().as_str() {
        "title" => meta.title = Some(value.into()),
        "publisher" => meta.publisher = Some(value.into()),
        "source" | "url" => meta.source = Some(value.into()),
        "lang" | "language" => meta.lang = lang(value).map_err(|problem| ("lang", problem))?,
        "date" => {
            meta.date = Some(date(value).ok_or(("date", "is no date (write 2024, 2024-03 or 2024-03-05)"))?);
            meta.time = time(value);
        }
        "country" => meta.country = Some(country(value).ok_or(("country", "is no ISO 3166 code of two letters"))?),
        _ => {}
    }
    Ok(())
}

/// The language of a BCP 47 tag; `None` for a text in several, whose passages are told apart one by one.
///
/// # Errors
/// What to say of a language that the program does not read.
pub fn lang(tag: &str) -> Result<Option<Lang>, &'static str> {
    let tag = tag.to_ascii_lowercase();
    match tag.split(['-', '_']).next().unwrap_or_default() {
        "en" => Ok(Some(Lang::En)),
        "zh" => Ok(Some(Lang::Zh)),
        "mixed" | "mul" => Ok(None),
        _ => Err("is no language that is read (en, zh, or mixed)"),
    }
}

/// The time of day (`16:30:00`) after an ISO 8601 date. An offset from UTC is dropped: it is the time of the place.
pub fn time(value: &str) -> Option<String> {
    let clock = value.split_once(['T', ' '])?.1;
    let clock = clock.split(['Z', '+', '-']).next()?;
    clock.parse::<jiff::civil::Time>().ok().map(|time| time.strftime("%H:%M:%S").to_string())
}

/// An ISO 8601 date as precise as it was given: year, month or day. For a time of day after it see [`time`].
pub fn date(value: &str) -> Option<String> {
    let day = value.split(['T', ' ']).next()?;
    let full = match day.len() {
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_owned(),
    };
    let known: jiff::civil::Date = full.parse().ok()?;
    (known.strftime("%Y-%m-%d").to_string() == full).then(|| day.to_owned())
}

/// An ISO 3166-1 alpha-2 code in capitals.
pub fn country(value: &str) -> Option<String> {
    (value.len() == 2 && value.bytes().all(|b| b.is_ascii_alphabetic())).then(|| value.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_keys_are_read_and_others_left_alone() {
        let text = "---\ntitle: \"Ports: a survey\"\nlang: zh-Hans\ndate: 2023-05 # roughly\ntags:\n  - date: never\ncountry: cn\n---\nText.\n";
        let (meta, body) = split(text).unwrap();
        assert_eq!(body, "Text.\n");
        assert_eq!(meta.title.as_deref(), Some("Ports: a survey"));
        assert_eq!(meta.lang, Some(Lang::Zh));
        assert_eq!(meta.date.as_deref(), Some("2023-05"));
        assert_eq!(meta.country.as_deref(), Some("CN"));
        assert_eq!(meta.publisher, None);
    }

    #[test]
    fn keys_of_other_programs_fill_what_is_missing() {
        let text = "---\npublished_time: 2023-11-17 21:08:27-05:00\nsource_url: https://example.org/a\ntitle: \"Ports\\u2019 day\\_out\"\nsubtitle: >-\n  two\n  lines\ndescription: x\n---\nText.";
        let (meta, body) = split(text).unwrap();
        assert_eq!(body, "Text.");
        assert_eq!(meta.title.as_deref(), Some("Ports’ day out"));
        assert_eq!((meta.date.as_deref(), meta.time.as_deref()), (Some("2023-11-17"), Some("21:08:27")));
        assert_eq!(meta.source.as_deref(), Some("https://example.org/a"));
        assert_eq!(
            split("---\nheadline: |\n  Ports\n  again\ndate: 2024\n---\n").unwrap().0.title.as_deref(),
            Some("Ports again")
        );
    }

    #[test]
    fn carriage_returns_and_a_missing_end() {
        let (meta, body) = split("---\r\ntitle: A\r\n---\r\nB\r\n").unwrap();
        assert_eq!((meta.title.as_deref(), body), (Some("A"), "B\r\n"));
        assert_eq!(split("---\ntitle: A\n").unwrap().1, "---\ntitle: A\n");
        assert_eq!(split("---").unwrap().1, "---");
        assert_eq!(split("Text\n---\n").unwrap().1, "Text\n---\n");
    }

    #[test]
    fn wrong_values_name_their_line() {
        let wrong = |text| {
            let e = split(text).unwrap_err();
            (e.line, e.key)
        };
        assert_eq!(wrong("---\ntitle: A\ndate: 5 March\n---\n"), (3, "date"));
        assert_eq!(wrong("---\ndate: 2023-02-30\n---\n"), (2, "date"));
        assert_eq!(wrong("---\nlang: fr\n---\n"), (2, "lang"));
        assert_eq!(wrong("---\ncountry: China\n---\n"), (2, "country"));
    }

    #[test]
    fn dates_keep_their_precision() {
        for (given, read) in [("2024", "2024"), ("2024-03", "2024-03"), ("2024-03-05T10:00:00Z", "2024-03-05")] {
            assert_eq!(date(given).as_deref(), Some(read));
        }
        for (given, read) in [
            ("2024-03-05T10:07:00Z", Some("10:07:00")),
            ("2024-03-05 22:15", Some("22:15:00")),
            ("2024-03-05T08:30:00-02:00", Some("08:30:00")),
            ("2024-03-05", None),
            ("2024-03-05 noon", None),
        ] {
            assert_eq!(time(given).as_deref(), read, "{given}");
        }
        for wrong in ["24", "2024-3", "20240305", "2024-13", "last year", ""] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_split_or_refused(text in "(---\n)?([a-z]{1,8}: ?\\PC{0,12}\n){0,4}(---\n)?\\PC{0,20}") {
            if let Ok((_, body)) = split(&text) {
                prop_assert!(text.ends_with(body));
            }
        }
    }
}
