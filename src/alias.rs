//! Short forms that a text introduces: "Long Name (LN)", "LN (Long Name)", “长名称（以下简称“短名”）”.
//!
//! Comes in: one sentence's reading. Goes out: pairs of a short and a long form, in tokens. The English method is that of Schwartz and Hearst (2003, "A
//! simple algorithm for identifying abbreviation definitions in biomedical text"): the short form's letters in order in the words before the
//! bracket, the first at the begin of a word. Words that announce a short form are the list `alias.marker`.

use crate::document::Lang;
use crate::lexicon::{Lexicon, ListId};
use crate::mention::{Found, Reading};
use crate::rule::pattern::Label;
use crate::text::{Shape, Tag, Token};

/// A short form and what it stands for, in tokens of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alias {
    pub short: (u16, u16),
    pub long: (u16, u16),
}

impl Alias {
    /// The mention that the long form is, or ends with: the "Rivers" of "Oakfield University Rivers (OUR)" is not what has the short form; one of
    /// which it is only the end where no more than an owner stands before it: the "Rivers Forum" of "Norway Rivers Forum (RF)" is all of it, that of
    /// "Rules of the Rivers Forum (RF)" is not.
    pub fn named<'r>(&self, reading: &'r Reading<'_>) -> Option<&'r Found> {
        let (start, end) = self.long;
        let small = |t: &Token| t.shape == Shape::Lower || t.tag == Tag::Determiner;
        let rest = |f: &Found| reading.tokens.tokens[start as usize..f.start as usize].iter().all(small);
        let ends = |f: &&Found| f.value.is_none() && f.end == end && f.start >= start && rest(f);
        let owned = |f: &&Found| {
            let before = || &reading.tokens.tokens[f.start as usize..start as usize];
            f.value.is_none() && f.end == end && f.start < start && before().iter().all(|t| t.shape != Shape::Lower)
        };
        let whole = reading.mention(start, end).map(|m| &reading.found[m as usize]);
        whole.or_else(|| reading.found.iter().find(ends)).or_else(|| reading.found.iter().find(owned))
    }

    /// The mention that the long form ends with, whatever stands before it: what has the short form is of its class, if the last word tells that.
    pub fn last<'r>(&self, reading: &'r Reading<'_>) -> Option<&'r Found> {
        let (start, end) = self.long;
        reading.found.iter().find(|f| f.value.is_none() && f.end == end && f.start >= start)
    }
}

/// The pairs of a text, each with the number of its sentence.
pub fn find(readings: &[Reading<'_>], lexicon: &Lexicon) -> Vec<(u32, Alias)> {
    let marker = lexicon.list_id("alias.marker");
    let pairs = (0..)
        .zip(readings)
        .flat_map(|(n, reading)| sentence(reading, lexicon, marker).into_iter().map(move |alias| (n, alias)));
    pairs.collect()
}

/// The pairs of one sentence; `marker` is the list of words that announce a short form.
fn sentence(reading: &Reading<'_>, lexicon: &Lexicon, marker: Option<ListId>) -> Vec<Alias> {
    let tokens = reading.tokens.tokens;
    let mut found = Vec::new();
    let text = reading.tokens.text.as_bytes();
    for open in 0..tokens.len() {
        if !matches!(text[tokens[open].span.start as usize], b'(' | 0xEF) || !is(reading, open, &["(", "（"]) {
            continue;
        }
        let Some(close) = (open + 1..tokens.len().min(open + 24)).find(|&t| is(reading, t, &[")", "）"])) else {
            continue;
        };
        let (mut a, mut b) = (open + 1, close);
        let marked = match marker.and_then(|m| marked(reading, a, b, m)) {
            Some(after) => {
                a = after;
                true
            }
            None => false,
        };
        // (hereinafter referred to as the "Fund")
        let determiner = |t: usize| marked && t + 1 < b && tokens[t].tag == Tag::Determiner;
        while a < b && (quote(&tokens[a], reading) || determiner(a)) {
            a += 1;
        }
        // "(LN; other)" and "(“LN”, other)": the first part; of "(LN and LN II)" too.
        let second = |t: usize| t == a + 1 && tokens[t].tag == Tag::Conjunction && short_form(word(reading, a));
        let ends = |t: usize| quote(&tokens[t], reading) || is(reading, t, &[";", ",", "；", "，"]) || second(t);
        if let Some(end) = (a..b).find(|&t| ends(t)) {
            b = end;
        }
        // No comma, quotation mark or genitive belongs to the long form: "the Audit Office's (AO) report".
        let mut open = open;
        while reading.lang() == Lang::En && open > 1 && is(reading, open - 1, &[",", "'", "’", "'s", "’s"]) {
            open -= 1;
        }
        if a >= b || open == 0 {
            continue;
        }
        let alias = match reading.lang() {
            Lang::En => known(reading, lexicon, open, a, b).or_else(|| english(reading, open, a, b, marked)),
            Lang::Zh => chinese(reading, open, a, b, marked),
        };
        found.extend(alias);
    }
    found
}

fn word<'t>(reading: &Reading<'t>, at: usize) -> &'t str {
    reading.tokens.tokens[at].span.of(reading.tokens.text)
}

fn is(reading: &Reading<'_>, at: usize, marks: &[&str]) -> bool {
    marks.contains(&word(reading, at))
}

fn quote(token: &Token, reading: &Reading<'_>) -> bool {
    matches!(token.span.of(reading.tokens.text), "\"" | "“" | "”" | "'" | "‘" | "’" | "「" | "」" | "《" | "》")
}

/// The token behind a word of `alias.marker` and the punctuation after it, inside `a..b`.
fn marked(reading: &Reading<'_>, a: usize, b: usize, marker: ListId) -> Option<usize> {
    // In Chinese the number of a document may stand before it: （水发〔2031〕20号，以下简称《决定》）.
    let near = if reading.lang() == Lang::Zh { b } else { b.min(a + 3) };
    let edge = (a..near)
        .flat_map(|t| reading.tokens.starting(t))
        .filter(|e| e.label == Label::List(marker) && (e.end as usize) < b)
        .max_by_key(|e| e.end)?;
    let mut after = edge.end as usize;
    while after < b
        && reading.tokens.tokens[after].tag == Tag::Punctuation
        && !quote(&reading.tokens.tokens[after], reading)
    {
        after += 1;
    }
    Some(after)
}

/// The mention that ends right before the bracket.
fn named_before(reading: &Reading<'_>, open: usize) -> Option<(u16, u16)> {
    let mut end = open;
    while end > 0 && quote(&reading.tokens.tokens[end - 1], reading) {
        end -= 1;
    }
    reading.found.iter().find(|f| f.value.is_none() && f.end as usize == end).map(|f| (f.start, f.end))
}

fn capitals(text: &str) -> usize {
    text.chars().filter(|c| c.is_uppercase()).count()
}

/// One word that begins with a capital or has mostly capitals, and is neither a Roman number nor the symbol of a document or body (A/51/265, AC.1).
fn short_form(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let roman = text.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && text != "IV";
    (2..=14).contains(&text.chars().count())
        && (capitals(text) >= 2 || capitals(text) * 2 >= letters)
        && capitals(text) >= 1
        && !text.contains(' ')
        && !roman
        && !(text.contains(['/', '.']) && text.contains(|c: char| c.is_ascii_digit()))
}

/// A long form before the bracket that the lexicon has beside the short one, as "MINURSO" is of a name in English.
fn known(reading: &Reading<'_>, lexicon: &Lexicon, open: usize, a: usize, b: usize) -> Option<Alias> {
    let short = reading.tokens.span(a, b).of(reading.tokens.text);
    if capitals(short) < 2 || short.len() > 24 {
        return None;
    }
    let tokens = reading.tokens.tokens;
    let before = &reading.tokens.text[..tokens[open - 1].span.end as usize];
    let hits = lexicon.hits(short, Lang::En);
    let whole = hits.iter().filter(|hit| hit.span.len() == short.len());
    let rows = whole.flat_map(|hit| lexicon.form(hit.form).rows());
    let names = rows.flat_map(|used| &lexicon.row(used.row).en).filter(|name| name.len() > short.len());
    let ends = |name: &&String| {
        let from = before.len().checked_sub(name.len())?;
        let fits = before.get(from..)?.eq_ignore_ascii_case(name);
        let start = tokens.partition_point(|t| (t.span.start as usize) < from);
        (fits && tokens[start].span.start as usize == from).then_some(start)
    };
    // "Office of the Harbour Master (HM)": of the names that end here that whose words the letters begin.
    let spelt = || initials(reading, open, short, true).or_else(|| initials(reading, open, short, false));
    let starts: Vec<usize> = names.filter_map(|name| ends(&name)).collect();
    let longest = *starts.iter().min()?;
    let start = spelt().filter(|start| starts.contains(start)).unwrap_or(longest);
    Some(Alias { short: (a as u16, b as u16), long: (start as u16, open as u16) })
}

fn english(reading: &Reading<'_>, open: usize, a: usize, b: usize, marked: bool) -> Option<Alias> {
    let inner = reading.tokens.span(a, b).of(reading.tokens.text);
    let bracket = (a as u16, b as u16);
    let named = named_before(reading, open);
    if short_form(inner) || b - a <= 2 && short_form(&inner.replace(' ', "")) {
        if let Some(start) = long_form(reading, open, inner, named) {
            return Some(Alias { short: bracket, long: (start as u16, open as u16) });
        }
        let plain = inner.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '-');
        let begins = |l: &(u16, u16)| word(reading, l.0 as usize).chars().next().is_some_and(|c| inner.contains(c));
        let long = named.filter(|l| l.1 - l.0 > 1 && plain && begins(l));
        if long.is_some() {
            return long.map(|long| Alias { short: bracket, long });
        }
    }
    // "parts per billion (ppb)": in lower case, each letter begins a word.
    let small = (3..=5).contains(&inner.len()) && inner.chars().all(|c| c.is_ascii_lowercase());
    if b - a == 1
        && small
        && let Some(start) = initials(reading, open, inner, true).filter(|start| open - start == inner.len())
    {
        return Some(Alias { short: bracket, long: (start as u16, open as u16) });
    }
    if b - a == 1
        && inner.starts_with(char::is_uppercase)
        && let Some(start) = syllables(reading, open, inner)
    {
        return Some(Alias { short: bracket, long: (start as u16, open as u16) });
    }
    // "United Nations Human Settlements Programme (UN-Habitat)": both are names of one class.
    let class = |span: (u16, u16)| reading.mention(span.0, span.1).map(|m| reading.found[m as usize].class);
    let same = |long: &(u16, u16)| class(bracket).is_some() && class(bracket) == class(*long) && long.1 - long.0 > 1;
    if let Some(long) = named.filter(same).filter(|_| capitals(inner) >= 2 && inner.chars().count() <= 12) {
        return Some(Alias { short: bracket, long });
    }
    if marked {
        return named.map(|long| Alias { short: bracket, long });
    }
    // "LN (Long Name)"
    let before = word(reading, open - 1);
    if short_form(before) && b - a >= 2 {
        let fits = long_form(reading, b, before, None).is_some_and(|start| start == a);
        return fits.then_some(Alias { short: (open as u16 - 1, open as u16), long: bracket });
    }
    None
}

/// Where the long form of `short` begins that ends before token `end`: by the initials of its words, else by letters in order. A mention that
/// ends there says where the name begins; so the words around it are no part of the long form, and its own words are.
fn long_form(reading: &Reading<'_>, end: usize, short: &str, named: Option<(u16, u16)>) -> Option<usize> {
    let single = short.strip_suffix("'s").or(short.strip_suffix('s')).filter(|s| capitals(s) >= 2);
    // "HARBnet", "RIV-plus": what is tacked on in lower case has no word of its own.
    let tail = |c: char| c.is_lowercase() || matches!(c, '-' | '–');
    let bare = Some(short.trim_end_matches(tail)).filter(|s| s.len() + 1 < short.len() && capitals(s) >= 3);
    // "COVID-19": the number stands for no word.
    let number = |form: &(&str, &str)| form.1.bytes().all(|b| b.is_ascii_digit()) && capitals(form.0) >= 3;
    let unnumbered = short.rsplit_once('-').filter(number).map(|(letters, _)| letters);
    let forms = [single, Some(short), bare, unnumbered];
    for form in forms.iter().flatten() {
        if let Some(start) = initials(reading, end, form, true).or_else(|| initials(reading, end, form, false)) {
            return Some(start);
        }
    }
    if let Some(start) = syllables(reading, end, short) {
        return Some(start);
    }
    let start = skipping(reading, end, single.unwrap_or(short));
    let start = start.or_else(|| forms.iter().flatten().find_map(|form| letters(reading, end, form)))?;
    let Some((from, _)) = named.filter(|n| n.1 - n.0 > 1) else { return Some(start) };
    let plain = |at: usize| !word(reading, at).starts_with(char::is_uppercase);
    let from = from as usize;
    // Whose office, group or centre it is stands before the name by its own short form.
    let owner = |at: usize| capitals(word(reading, at)) >= 2 && word(reading, at).chars().all(char::is_uppercase);
    if from + 1 == start && owner(from) {
        return Some(start);
    }
    // "Fourth Meeting of the Rivers Network (RivNet)": what a meeting or a rule is of has the short form.
    let tokens = reading.tokens.tokens;
    let of = (from..start).rev().find(|&at| tokens[at].tag != Tag::Determiner);
    if of.is_some_and(|at| at > from && tokens[at].tag == Tag::Preposition) && !plain(start) {
        return Some(start);
    }
    Some(if from < start || (start..from).all(plain) { from } else { start })
}

/// The begin of capitalised words of which all letters of `short` are initials, in order, the first of the first; up to half of the words may have no letter.
fn skipping(reading: &Reading<'_>, end: usize, short: &str) -> Option<usize> {
    let wanted: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let tokens = reading.tokens.tokens;
    let least = end.saturating_sub(3 * wanted.len());
    let from = (least..end).rev().find(|&at| tokens[at].tag == Tag::Punctuation && word(reading, at) != ",");
    (from.map_or(least, |at| at + 1)..end).rev().find(|&start| {
        let mut left = wanted.iter().peekable();
        let mut strange = 0;
        for (at, token) in (start..end).zip(&tokens[start..end]) {
            let first = word(reading, at).chars().next();
            if left.next_if(|c| first == Some(**c)).is_none() && !minor(token) {
                strange += (token.shape != Shape::Mark) as usize;
            }
            if at == start && left.len() == wanted.len() {
                return false;
            }
        }
        left.next().is_none() && wanted.len() >= 3 && 2 * strange <= wanted.len()
    })
}

fn minor(token: &Token) -> bool {
    matches!(token.tag, Tag::Preposition | Tag::Conjunction | Tag::Determiner | Tag::To)
}

/// The begin of the words whose initials are `short`; words such as "of" may be left out, or (`minors`) counted where they fit.
fn initials(reading: &Reading<'_>, end: usize, short: &str, minors: bool) -> Option<usize> {
    let wanted: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let tokens = reading.tokens.tokens;
    let mut n = wanted.len();
    for at in (end.saturating_sub(2 * n + 4)..end).rev() {
        let text = word(reading, at);
        if tokens[at].tag == Tag::Punctuation {
            if matches!(text, "," | "-" | "&" | "/" | "'") {
                continue;
            }
            return None;
        }
        let lower: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
        if minor(&tokens[at]) {
            n -= (minors && n > 1 && lower[0] == wanted[n - 1]) as usize;
            continue;
        }
        // A number counts whole, any other word by the initials of its parts.
        if lower.iter().all(char::is_ascii_digit) && wanted[..n].ends_with(&lower) {
            n -= lower.len();
        } else {
            for p in (0..lower.len()).rev().filter(|&p| lower[p].is_alphanumeric() && starts_word(&lower, p)) {
                match n > 0 && lower[p] == wanted[n - 1] {
                    true => n -= 1,
                    false if p == 0 => return None,
                    false => {}
                }
            }
        }
        if n == 0 {
            // "… of the LDCs, landlocked developing countries (LLDCs)": another short form is no first word.
            let other = capitals(text) >= 2 && at + 1 < end && is(reading, at + 1, &[","]);
            return (!other).then_some(at);
        }
    }
    None
}

/// The begin of the words of whose first letters `short` is put together, at least two of each: "European Police Office (Europol)".
fn syllables(reading: &Reading<'_>, end: usize, short: &str) -> Option<usize> {
    let wanted: Vec<char> = short.chars().flat_map(char::to_lowercase).collect();
    let mut n = wanted.len();
    if !(5..=12).contains(&n) {
        return None;
    }
    for at in (end.saturating_sub(6)..end).rev() {
        if reading.tokens.tokens[at].tag == Tag::Punctuation {
            return None;
        }
        let lower: Vec<char> = word(reading, at).chars().flat_map(char::to_lowercase).collect();
        let fits = (2..=n.min(lower.len())).rev().find(|&k| wanted[..n].ends_with(&lower[..k]));
        n -= fits.filter(|&k| k < wanted.len()).unwrap_or(0);
        if n == 0 {
            return Some(at);
        }
    }
    None
}

/// Where the long form of `short` begins that ends before token `end`, by letters in order.
fn letters(reading: &Reading<'_>, end: usize, short: &str) -> Option<usize> {
    let wanted: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let words = (wanted.len() + 5).min(wanted.len() * 2);
    let tokens = reading.tokens.tokens;
    let mut n = wanted.len();
    let mut used = 0;
    for at in (0..end).rev() {
        let token = &tokens[at];
        if token.tag == Tag::Punctuation && !matches!(word(reading, at), "," | "-" | "&" | "/" | "'") {
            return None;
        }
        used += (token.shape != Shape::Mark) as usize;
        if used > words {
            return None;
        }
        let lower: Vec<char> = word(reading, at).chars().flat_map(char::to_lowercase).collect();
        // The latest match inside the word; its first letter alone may end the search.
        let mut position = lower.len();
        while n > 0 {
            let Some(p) = lower[..position].iter().rposition(|&c| c == wanted[n - 1]) else { break };
            if n == 1 && (minor(token) || !starts_word(&lower, p)) {
                let first = (0..=p).rev().find(|&q| lower[q] == wanted[0] && starts_word(&lower, q));
                if minor(token) || first.is_none() {
                    break;
                }
            }
            n -= 1;
            position = p;
        }
        if n == 0 {
            let long = reading.tokens.span(at, end).of(reading.tokens.text);
            let longer = long.chars().count() > short.chars().count() && !long.split(' ').any(|w| w == short);
            return longer.then_some(at);
        }
    }
    None
}

fn starts_word(word: &[char], at: usize) -> bool {
    at == 0 || !word[at - 1].is_alphanumeric()
}

fn chinese(reading: &Reading<'_>, open: usize, a: usize, b: usize, marked: bool) -> Option<Alias> {
    let inner = reading.tokens.span(a, b).of(reading.tokens.text);
    let latin = inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ' '))
        && inner.chars().any(|c| c.is_ascii_uppercase());
    // （Oakfield 2031） is where something is written.
    let year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let cited = inner.rsplit_once(' ').is_some_and(|(name, last)| year(last) && capitals(name) == 1);
    let short = (a as u16, b as u16);
    let named = named_before(reading, open);
    named.filter(|long| marked || latin && !cited || same(reading, *long, short)).map(|long| Alias { short, long })
}

/// Whether a Chinese name in brackets is a short one of the name before: both are one thing of the lexicon, or its characters stand in that name in order.
fn same(reading: &Reading<'_>, long: (u16, u16), short: (u16, u16)) -> bool {
    let text = |(a, b): (u16, u16)| reading.tokens.span(a as usize, b as usize).of(reading.tokens.text);
    let row = |(a, b): (u16, u16)| reading.mention(a, b).and_then(|m| reading.found[m as usize].row);
    let (name, inner) = (text(long), text(short));
    if inner.chars().count() < 2 || inner.len() >= name.len() {
        return false;
    }
    let mut left = name.chars();
    row(long).is_some_and(|r| row(short) == Some(r)) || inner.chars().all(|c| left.any(|n| n == c))
}
