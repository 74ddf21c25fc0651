//! References that stand only behind a name: "the law" where the text has named a law.
//!
//! Comes in: the mentions of a text, sentence by sentence. Goes out: the same without those of rules with `refer named` before which nothing of
//! their class has a name with the same head.

use super::{By, Reading};
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::lexicon::name::{head, heads, heads_of, normalised};
use crate::rule::pattern::ClassId;
use crate::rule::{Refer, Rules};
use rustc_hash::FxHashMap;

/// Keeps those that speak of something named before.
pub(super) fn keep(readings: &mut [Reading<'_>], lexicon: &Lexicon, rules: &Rules) {
    let recalls = |by: By| matches!(by, By::Rule(rule) if rules.refer(rule) == Some(Refer::Named));
    // By class, language and head: whether the text has named one so far.
    let mut named: FxHashMap<(ClassId, Lang, String), bool> = FxHashMap::default();
    for reading in readings.iter() {
        for found in reading.found.iter().filter(|found| recalls(found.by) && found.row.is_none()) {
            let name = normalised(found.span.of(reading.tokens.text), reading.lang());
            named.insert((found.class, reading.lang(), head(&name, reading.lang(), false).to_string()), false);
        }
    }
    if named.is_empty() {
        return;
    }
    let classes: Vec<ClassId> = named.keys().map(|(class, ..)| *class).collect();
    for reading in readings {
        let (text, lang, before) = (reading.tokens.text, reading.lang(), reading.found.len());
        reading.found.retain(|found| {
            if !classes.contains(&found.class) {
                return true;
            }
            let name = normalised(found.span.of(text), lang);
            if recalls(found.by) && found.row.is_none() {
                return named[&(found.class, lang, head(&name, lang, false).to_string())];
            }
            let known = found.row.map_or(&[][..], |row| lexicon.heads(row, |row| heads_of(row, false)));
            let written = heads(&name, lang, false).into_iter().map(|head| (lang, head.to_string()));
            for (lang, head) in written.chain(known.iter().cloned()) {
                if let Some(one) = named.get_mut(&(found.class, lang, head)) {
                    *one = true;
                }
            }
            true
        });
        if reading.found.len() < before {
            reading.settle();
        }
    }
}
