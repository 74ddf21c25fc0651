//! Words of a clause that are particles, prepositions or something else by what stands beside them.
//!
//! Comes in: a clause with the dictionary's class of each word. Goes out: the classes of its function words as used here.

use super::Clause;
use crate::text::chinese::classes::{is_manner_word, is_nominal, is_verbal, opens_object};
use crate::text::layout::Zh;

impl Clause<'_> {
    /// Settles words that are particles, prepositions or something else by what stands beside them.
    pub(super) fn function_words(&self, classes: &mut [Zh]) {
        for i in self.range.clone() {
            let before = self.before(classes, i);
            let next = self.class(classes, i + 1);
            let word = || self.word(i);
            classes[i] = match classes[i] {
                // 过 after no verb is one itself.
                Zh::Aspect if word() == "过" && !before.is_some_and(|b| is_verbal(b) || b == Zh::Complement) => {
                    Zh::Verb
                }
                // A lone 地 before no verb is a noun.
                Zh::DeAdverb
                    if !next.is_some_and(|n| {
                        is_verbal(n) || matches!(n, Zh::Adverb | Zh::Adjective | Zh::Adverbial | Zh::Preposition)
                    }) =>
                {
                    Zh::Noun
                }
                // 感慨地说, 语重心长地说: what stands before 地 says how.
                Zh::DeAdverb if before.is_some_and(is_manner_word) => {
                    classes[i - 1] = Zh::Adverb;
                    Zh::DeAdverb
                }
                Zh::Modal if word() == "将" && self.object_then_verb(classes, i) => Zh::Ba,
                // 以…为核心
                Zh::Be
                    if word() == "为"
                        && self.has_before(classes, i, |k, c| c == Zh::Preposition && self.word(k) == "以") =>
                {
                    Zh::Be
                }
                // 王毅率代表团出席
                Zh::Noun if word() == "率" && self.leads(i) => Zh::Verb,
                // 三所学校
                Zh::Suo if before == Some(Zh::Number) => Zh::Measure,
                // 三年来
                Zh::Verb if word() == "来" && matches!(before, Some(Zh::Time | Zh::Measure | Zh::Number)) => {
                    Zh::Postposition
                }
                Zh::Be if word() == "为" && self.object_then_verb(classes, i) => Zh::Preposition,
                // 也在不断改善贸易: 在 says that it goes on.
                Zh::Preposition if word() == "在" && self.goes_on(classes, i) => Zh::Adverb,
                // 根据《渔业法》规定, 在“渔业”框架下
                Zh::Preposition if matches!(word(), "在" | "依据" | "根据") && self.opens_quote(i + 1) => {
                    Zh::Preposition
                }
                Zh::Preposition if matches!(word(), "在" | "经过" | "通过" | "比" | "给") => match next {
                    None | Some(Zh::Aspect) => Zh::Verb,
                    // 会议通过决议: after a subject and with nothing but an object behind it.
                    Some(_) if word() == "通过" && before.is_some_and(is_nominal) && !self.verb_ahead(classes, i) => {
                        Zh::Verb
                    }
                    Some(_) => Zh::Preposition,
                },
                Zh::Preposition if word() == "作为" && self.disposes(classes, i) => Zh::Verb,
                // 提供法律依据: nothing stands behind it.
                Zh::Preposition if matches!(word(), "依据" | "根据") && next.is_none_or(|n| n == Zh::Conjunction) => {
                    Zh::Noun
                }
                // 利率与上月持平: what is compared stands behind 与.
                Zh::Conjunction if matches!(word(), "与" | "同" | "和") && self.compares(i) => Zh::Preposition,
                // 巩固和发展渔业
                Zh::Conjunction
                    if word() == "和"
                        && before == Some(Zh::Verb)
                        && next == Some(Zh::VerbNoun)
                        && self.class(classes, i + 2).is_some_and(opens_object) =>
                {
                    Zh::Conjunction
                }
                // 与 without a noun before it: 与各方合作.
                Zh::Conjunction if matches!(word(), "与" | "和" | "跟") && next.is_some_and(opens_object) => {
                    match before {
                        None if i == self.range.start => Zh::Preposition,
                        Some(
                            Zh::Modal
                            | Zh::Adverb
                            | Zh::Verb
                            | Zh::Saying
                            | Zh::Conjunction
                            | Zh::Negation
                            | Zh::Subordinator,
                        ) => Zh::Preposition,
                        _ => Zh::Conjunction,
                    }
                }
                Zh::Postposition if word() == "中" && before.is_some_and(|b| self.is_short_name(i - 1, b)) => {
                    Zh::Short
                }
                // 推动中美合作, 推动中非合作
                Zh::Postposition
                    if word() == "中"
                        && next.is_some_and(|n| self.is_short_name(i + 1, n) || self.word(i + 1) == "非") =>
                {
                    Zh::Short
                }
                // 再上新台阶
                Zh::Postposition
                    if word() == "上"
                        && matches!(before, Some(Zh::Adverb | Zh::Modal))
                        && next.is_some_and(opens_object) =>
                {
                    Zh::Verb
                }
                // 上半场, 中欧: a postposition needs something before it.
                Zh::Postposition
                    if !before.is_some_and(|b| {
                        opens_object(b) || is_verbal(b) || matches!(b, Zh::Measure | Zh::Complement | Zh::Aspect)
                    }) =>
                {
                    if word() == "中" {
                        Zh::Short
                    } else {
                        Zh::Attributive
                    }
                }
                // 中非合作, not 非官方.
                Zh::Negation if word() == "非" && before == Some(Zh::Short) => Zh::Short,
                Zh::Complement if !before.is_some_and(is_verbal) => Zh::Verb,
                class => class,
            };
        }
    }

    /// Whether a word is a name of one character: 欧 in 欧中关系.
    fn is_short_name(&self, i: usize, class: Zh) -> bool {
        self.tokens[i].span.len() == 3 && matches!(class, Zh::Place | Zh::Short | Zh::Person)
    }

    /// Whether the clause goes on to say that one thing is as another.
    fn compares(&self, i: usize) -> bool {
        (i + 2..self.range.end.min(i + 12)).any(|k| matches!(self.word(k), "持平" | "相当" | "相比"))
    }

    /// Whether a delegation stands behind somebody's 率.
    fn leads(&self, i: usize) -> bool {
        let group = |k: usize| self.word(k).ends_with(['团', '队']);
        i > self.range.start && (i + 1..self.range.end.min(i + 6)).any(group)
    }

    /// Whether an adverb stands beside the 在 at `i`, and behind it a verb that no postposition closes: 也在影响, but 在不断改善中.
    fn goes_on(&self, classes: &[Zh], i: usize) -> bool {
        let adverb = |k: usize| matches!(self.class(classes, k), Some(Zh::Adverb | Zh::Adverbial));
        let Some(verb) = (i + 1..self.range.end).find(|k| !adverb(*k)) else { return false };
        let led = verb > i + 1 || i > 0 && adverb(i - 1);
        let closed = || {
            let closes =
                |k: usize| self.class(classes, k) == Some(Zh::Postposition) || matches!(self.word(k), "同时" | "方面");
            (verb..self.range.end).any(closes)
        };
        led && matches!(self.class(classes, verb), Some(Zh::Verb | Zh::VerbNoun)) && !closed()
    }

    /// Whether a noun follows, and a verb after it: 将…提高, 为…提供.
    fn object_then_verb(&self, classes: &[Zh], i: usize) -> bool {
        let Some(next) = self.class(classes, i + 1) else {
            // A quoted or titled object.
            return i + 1 < self.range.end && self.verb_ahead(classes, i + 1);
        };
        let verbal = is_verbal(next) && next != Zh::VerbNoun;
        if verbal && self.word(i) == "为" {
            // 为推进改革
            return true;
        }
        if verbal || matches!(next, Zh::Adverb | Zh::Modal | Zh::Negation | Zh::Preposition | Zh::Ba | Zh::Passive) {
            return false;
        }
        // 将有效改善贸易
        if next == Zh::Adverbial && self.class(classes, i + 2).is_some_and(|n| is_verbal(n) || n == Zh::Adverbial) {
            return false;
        }
        if next == Zh::VerbNoun && self.class(classes, i + 2).is_none_or(|n| opens_object(n) && n != Zh::VerbNoun) {
            return self.word(i) == "为" && self.verb_ahead(classes, i + 1);
        }
        let mut after_de = false;
        for k in i + 2..self.range.end.min(i + 24) {
            let after = self.class(classes, k + 1);
            match self.class(classes, k) {
                Some(Zh::Preposition) if self.word(k) == "作为" => return true,
                Some(Zh::Verb | Zh::Saying) if !after_de => return true,
                Some(Zh::VerbNoun)
                    if !after_de
                        && after.is_some_and(|n| n == Zh::Aspect || n == Zh::Complement || opens_object(n)) =>
                {
                    return true;
                }
                class => after_de = class == Some(Zh::De),
            }
        }
        false
    }
}
