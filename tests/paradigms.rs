//! Every construction with every kind of filler: what is found of "exports rose by 6 percent" is found of "private investment in ports" too.
//!
//! A file of `tests/fixtures/paradigms` has lists of fillers (`:metric`, then `exports | port fees`) and constructions: a class, a sentence with the
//! names of lists in braces (`{Metric}` begins a sentence), and the roles that its fillers fill (`metric`, or `subject=metric` where the names differ);
//! fields are separated by tabs. Each filler of each list stands in each construction at least twice. A claim of the class must have all the roles,
//! articles and marks at the edges left out. Of a filler with brackets (`Prime Minister [Modi]`) what they hold fills the role.

use chancery::document::{Document, Lang};
use chancery::extract::Extractor;
use chancery::extraction::Claim;
use std::collections::BTreeMap;
use std::fs;

type Lists<'f> = BTreeMap<&'f str, Vec<&'f str>>;

struct Construction<'f> {
    class: &'f str,
    sentence: &'f str,
    /// (role, name of the list that fills it).
    roles: Vec<(&'f str, &'f str)>,
}

fn read(file: &str) -> (Lists<'_>, Vec<Construction<'_>>) {
    let (mut lists, mut constructions) = (Lists::new(), Vec::new());
    for line in file.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        match line.split('\t').collect::<Vec<_>>()[..] {
            [name, fillers] if name.starts_with(':') => {
                lists.insert(&name[1..], fillers.split(" | ").collect());
            }
            [class, sentence, ref roles @ ..] if !roles.is_empty() => {
                let roles = roles.iter().map(|r| r.split_once('=').unwrap_or((r, r))).collect();
                constructions.push(Construction { class, sentence, roles });
            }
            _ => panic!("neither a list nor a construction: {line}"),
        }
    }
    (lists, constructions)
}

fn capitalised(filler: &str) -> String {
    let mut chars = filler.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// The sentences of a construction, each with its fillers by the names of their lists: the n-th takes of each list another filler, by steps of its own.
fn sentences<'f>(lists: &Lists<'f>, construction: &Construction<'f>) -> Vec<(String, BTreeMap<&'f str, &'f str>)> {
    let named = |name: &str| construction.sentence.contains(&format!("{{{name}}}"));
    let used: Vec<_> = lists.iter().filter(|(name, _)| named(name) || named(&capitalised(name))).collect();
    let most = used.iter().map(|(_, fillers)| fillers.len()).max().unwrap_or(0);
    let sentence = |n: usize| {
        let fillers: BTreeMap<_, _> =
            used.iter().enumerate().map(|(k, (name, list))| (**name, list[(n + n / most + k) % list.len()])).collect();
        let filled = fillers.iter().fold(construction.sentence.to_owned(), |sentence, (name, filler)| {
            let filler = filler.replace(['[', ']'], "");
            let sentence = sentence.replace(&format!("{{{name}}}"), &filler);
            sentence.replace(&format!("{{{}}}", capitalised(name)), &capitalised(&filler))
        });
        (filled, fillers)
    };
    (0..2 * most).map(sentence).collect()
}

/// What of a filler fills its role, without articles and marks at the edges, in small letters.
fn plain(filler: &str) -> String {
    let core = filler.split_once('[').and_then(|(_, core)| core.split_once(']')).map_or(filler, |(core, _)| core);
    let small = core.to_lowercase();
    let marks = |c: char| matches!(c, '“' | '”' | '"' | '《' | '》' | ',' | '.' | '。' | '，');
    let words = ["the ", "a ", "an "].iter().find_map(|article| small.strip_prefix(article)).unwrap_or(&small);
    words.trim_matches(marks).to_owned()
}

/// The sentences of a file in which what must be found is not.
fn lost(file: &str, lang: Lang) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let (lists, constructions) = read(&text);
    let mut lost = Vec::new();
    for construction in &constructions {
        for (sentence, fillers) in sentences(&lists, construction) {
            let mut document = Document::from_text("d", &sentence);
            document.meta.lang = Some(lang);
            let found = Extractor::embedded().extract(&document);
            let fills = |claim: &Claim<'_>, role: &str, list: &str| {
                let filled = claim.roles.iter().filter(|r| r.name == role).map(|r| plain(r.filler.span.of(&sentence)));
                filled.into_iter().any(|filler| filler == plain(fillers[list]))
            };
            let holds = |claim: &&Claim<'_>| {
                claim.class == construction.class
                    && construction.roles.iter().all(|(role, list)| fills(claim, role, list))
            };
            if !found.claims.iter().any(|claim| holds(&claim)) {
                let claims = found.claims.iter().filter(|c| c.class == construction.class);
                let told: Vec<_> = claims
                    .map(|c| {
                        c.roles
                            .iter()
                            .map(|r| format!("{} {:?}", r.name, r.filler.span.of(&sentence)))
                            .collect::<Vec<_>>()
                    })
                    .collect();
                lost.push(format!("{} of {sentence}\n    found: {told:?}", construction.class));
            }
        }
    }
    lost
}

fn none_is_lost(name: &str, lang: Lang) {
    let lost = lost(&format!("tests/fixtures/paradigms/{name}"), lang);
    assert!(lost.is_empty(), "{} are lost:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn english_constructions() {
    none_is_lost("en.tsv", Lang::En);
}

#[test]
fn chinese_constructions() {
    none_is_lost("zh.tsv", Lang::Zh);
}
