//! Parts of speech of a Chinese sentence: the dictionary's class of each word, and what its clause makes of it.
//!
//! Comes in: tokens and their dictionary classes. Goes out: the classes as used here, and the public tags. The hard part
//! is which verbs are nouns in their place (发展 in 经济发展 and in 发展经济); it is settled by the words around them and by
//! whether the clause has a main verb already or still to come.

use super::super::layout::Zh;
use super::super::words::ZH_TAGS;
use super::super::{Shape, Tag, Token};
use super::classes::{ends_clause, is_manner_word, is_name, is_nominal, is_sign, is_verbal, opens_object};
use std::ops::Range;

/// Settles `classes` and sets the tags.
pub fn tag(text: &str, tokens: &mut [Token], classes: &mut [Zh]) {
    let mut from = 0;
    for i in 0..=tokens.len() {
        let ends = tokens.get(i).is_none_or(|t| t.shape == Shape::Mark && ends_clause(t.span.of(text)));
        if ends {
            let clause = Clause { text, tokens, range: from..i };
            clause.function_words(classes);
            clause.verbs(classes);
            clause.adverbs(classes);
            from = i + 1;
        }
    }
    for i in 0..classes.len() {
        tokens[i].tag = match tokens[i].shape {
            Shape::Mark if is_sign(tokens[i].span.of(text)) => Tag::Other,
            Shape::Mark => Tag::Punctuation,
            _ => ZH_TAGS.get(classes[i] as usize).copied().unwrap_or(Tag::Other),
        };
    }
}

/// How many words a question about a clause looks at in each direction.
const REACH: usize = 40;

/// A stretch between two marks that end clauses.
struct Clause<'a> {
    text: &'a str,
    tokens: &'a [Token],
    range: Range<usize>,
}

impl Clause<'_> {
    fn word(&self, i: usize) -> &str {
        self.tokens[i].span.of(self.text)
    }

    /// The class of a word of this clause; marks have none.
    fn class(&self, classes: &[Zh], i: usize) -> Option<Zh> {
        let inside = self.range.contains(&i) && self.tokens[i].shape != Shape::Mark;
        inside.then(|| classes[i])
    }

    fn before(&self, classes: &[Zh], i: usize) -> Option<Zh> {
        i.checked_sub(1).and_then(|b| self.class(classes, b))
    }

    /// Settles words that are particles, prepositions or something else by what stands beside them.
    fn function_words(&self, classes: &mut [Zh]) {
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

    /// Whether the clause goes on to say that one thing is as another.
    fn compares(&self, i: usize) -> bool {
        (i + 2..self.range.end.min(i + 12)).any(|k| matches!(self.word(k), "持平" | "相当" | "相比"))
    }

    /// Whether a delegation stands behind somebody's 率.
    fn leads(&self, i: usize) -> bool {
        let group = |k: usize| self.word(k).ends_with(['团', '队']);
        i > self.range.start && (i + 1..self.range.end.min(i + 6)).any(group)
    }

    /// Whether a word is a name of one character: 欧 in 欧中关系.
    fn is_short_name(&self, i: usize, class: Zh) -> bool {
        self.tokens[i].span.len() == 3 && matches!(class, Zh::Place | Zh::Short | Zh::Person)
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

    /// Whether a main verb comes after word `i`: one that is not a modifier with 的.
    fn verb_ahead(&self, classes: &[Zh], i: usize) -> bool {
        let mut before = self.class(classes, i);
        for k in i + 1..self.range.end.min(i + REACH) {
            let class = self.class(classes, k);
            let after = self.class(classes, k + 1);
            let found = match class {
                Some(Zh::Verb | Zh::Be | Zh::Have | Zh::Saying | Zh::Passive | Zh::Ba) => {
                    // 矿山开采、存放、运输: of a list that says what is done with one thing.
                    let listed = after.is_none() && self.word(k - 1) == "、";
                    after != Some(Zh::De) && before != Some(Zh::De) && !listed
                }
                Some(Zh::Modal | Zh::Negation) => true,
                Some(Zh::Adverb | Zh::Adverbial) => after == Some(Zh::VerbNoun) && before != Some(Zh::De),
                Some(Zh::VerbNoun) => before != Some(Zh::De) && (after == Some(Zh::Aspect) || self.changes(classes, k)),
                // 工作成效有目共睹
                Some(Zh::Adjective | Zh::Idiom) => {
                    after.is_none() && k + 1 == self.range.end && before.is_some_and(is_nominal)
                }
                _ => false,
            };
            if found {
                return true;
            }
            before = class;
        }
        false
    }

    /// Whether a word that may be a noun has a share right behind it, and so says by how much the noun before it changes: 港口投资增长6%.
    fn changes(&self, classes: &[Zh], i: usize) -> bool {
        let share = |k: usize| self.range.contains(&k) && matches!(self.word(k), "%" | "‰" | "倍" | "成" | "个百分点");
        let figure = || {
            self.class(classes, i + 1) == Some(Zh::Number) && (share(i + 2) || self.word(i + 1).starts_with("百分之"))
        };
        // 上涨%: the figure is lost.
        classes[i] == Zh::VerbNoun && (share(i + 1) || figure())
    }

    /// Settles which verbs are nouns here, from left to right.
    fn verbs(&self, classes: &mut [Zh]) {
        // The last main verb so far.
        let mut main: Option<Zh> = None;
        for i in self.range.clone() {
            let Some(class) = self.class(classes, i) else { continue };
            if main.is_none() && self.takes_object(classes, i) {
                classes[i] = Zh::Verb;
                main = Some(Zh::Verb);
                continue;
            }
            let noun = match class {
                Zh::VerbNoun => self.either_is_noun(classes, i, main),
                Zh::Verb => self.verb_is_noun(classes, i, main),
                Zh::Saying => self.saying_is_noun(classes, i),
                _ => false,
            };
            if noun {
                classes[i] = Zh::Noun;
            } else if is_verbal(class) {
                if class == Zh::VerbNoun {
                    classes[i] = Zh::Verb;
                }
                if self.class(classes, i + 1) != Some(Zh::De) {
                    main = Some(class);
                }
            }
        }
    }

    /// Whether a noun or an adjective is used as a verb: 丰富了生活.
    fn takes_object(&self, classes: &[Zh], i: usize) -> bool {
        matches!(classes[i], Zh::Noun | Zh::Adjective)
            && self.class(classes, i + 1) == Some(Zh::Aspect)
            && self.word(i + 1) == "了"
            && self.class(classes, i + 2).is_some_and(opens_object)
    }

    /// A word that is a verb as often as a noun.
    fn either_is_noun(&self, classes: &[Zh], i: usize, main: Option<Zh>) -> bool {
        let next = self.class(classes, i + 1);
        if matches!(next, Some(Zh::Aspect | Zh::Complement)) {
            return false;
        }
        let object = next.is_some_and(opens_object) || next.is_none() && self.opens_quote(i + 1);
        let governed = main.is_some_and(|m| m != Zh::Saying);
        match self.before(classes, i) {
            // 产量各下降8%
            Some(b) if (is_nominal(b) || b == Zh::Demonstrative) && self.changes(classes, i) => false,
            // 渔业被台风拖累, 渔业投资被…
            Some(b) if is_nominal(b) && next.is_none() && self.is_suffered(classes, i) => false,
            _ if next == Some(Zh::Passive) => true,
            // 人员不足2万人
            _ if next == Some(Zh::Number) && self.word(i) == "不足" => false,
            Some(Zh::De | Zh::Zhi | Zh::Attributive | Zh::Demonstrative | Zh::Adjective | Zh::Deng) => true,
            Some(Zh::Measure | Zh::Number) => !object || governed || self.verb_ahead(classes, i),
            Some(Zh::Adverb | Zh::Modal | Zh::Negation | Zh::Suo | Zh::DeAdverb | Zh::Passive) => false,
            // 数字经济的快速发展促进了…, but 更好的快速推进.
            Some(Zh::Adverbial) if i > 1 && self.before(classes, i - 1) == Some(Zh::De) => {
                (!object || governed || self.verb_ahead(classes, i)) && !self.is_manner(classes, i - 2)
            }
            // 两国务实合作不断深入
            Some(Zh::Adverbial) => {
                let goes_on = matches!(next, Some(Zh::Adverb | Zh::Modal | Zh::Negation));
                !object && (governed || goes_on && i > 1 && self.before(classes, i - 1).is_some_and(is_nominal))
            }
            // 将在今年突破1000个
            Some(Zh::Time) if next == Some(Zh::Number) => governed,
            Some(Zh::Saying) => !object && (next.is_some() || self.verb_ahead(classes, i)),
            Some(b) if is_verbal(b) || matches!(b, Zh::Aspect | Zh::Complement) => true,
            Some(Zh::Preposition | Zh::Ba) => !object || self.verb_ahead(classes, i),
            Some(b) if is_nominal(b) || b == Zh::Other => match next {
                // 党中央决定的, 会议讨论的: who does it stands before it.
                Some(Zh::De) => !matches!(b, Zh::Person | Zh::Body | Zh::Pronoun),
                // 我建议召开会议: a pronoun owns nothing without 的.
                _ if b == Zh::Pronoun && main.is_none() && next.is_some_and(|n| n == Zh::Verb) => false,
                // 伊朗警告以色列不要…: between two names it is what the first does to the second.
                _ if main.is_none() && is_name(b) && next.is_some_and(is_name) => false,
                // 挪威计划召开会议
                _ if main.is_none() && (is_name(b) || b == Zh::Named) && next == Some(Zh::Verb) && self.intends(i) => false,
                // 把党建设好
                _ if main.is_none() && self.disposes(classes, i) => false,
                None if !object => governed || self.is_listed(i) || self.verb_behind(classes, i),
                Some(Zh::VerbNoun) if self.yields(classes, i) => true,
                _ if object => governed || self.verb_ahead(classes, i) || self.in_adjunct(classes, i),
                _ => true,
            },
            Some(Zh::Conjunction) => match classes[..i - 1].last() {
                Some(Zh::Verb) => !object,
                // 因大雾而受阻: 而 joins no nouns.
                _ => self.word(i - 1) != "而",
            },
            _ => match next {
                _ if self.is_listed(i) => !object || governed,
                // 就业比上年增长
                Some(Zh::Preposition) => self.verb_ahead(classes, i),
                None if !object => i > self.range.start && governed,
                _ if object => self.verb_ahead(classes, i) && main.is_none(),
                Some(n) => {
                    is_verbal(n) || matches!(n, Zh::Adverb | Zh::Modal | Zh::De | Zh::Conjunction | Zh::Postposition)
                }
                None => false,
            },
        }
    }

    /// Whether of two words that may be nouns the second is the verb: 以海水养殖｜支撑渔村, 渔业投资｜突破3亿元.
    fn yields(&self, classes: &[Zh], i: usize) -> bool {
        let behind = |n: usize| self.class(classes, i + 2 + n);
        let object = behind(0).is_some_and(|n| opens_object(n) && n != Zh::VerbNoun);
        let figure = (behind(0), behind(1), behind(2)) == (Some(Zh::Number), Some(Zh::Measure), None);
        figure || object && self.preposition(classes, i).is_some()
    }

    /// A word that is a verb nearly always.
    fn verb_is_noun(&self, classes: &[Zh], i: usize, main: Option<Zh>) -> bool {
        let next = self.class(classes, i + 1);
        if self.tokens[i].span.len() != 6 || matches!(next, Some(Zh::Aspect | Zh::Complement)) {
            return false;
        }
        let object = next.is_some_and(opens_object) || next.is_none() && self.opens_quote(i + 1);
        match self.before(classes, i) {
            // 渔业振兴被台风拖累
            Some(b) if is_nominal(b) && next == Some(Zh::Passive) => true,
            // 太阳能的转换效率, but 更好的发挥作用, where 的 stands for 地.
            Some(Zh::De) if next.is_some_and(is_nominal) => main.is_some() || !self.is_manner(classes, i - 1),
            Some(Zh::De | Zh::Zhi | Zh::Attributive) => !object,
            // 作出了突出贡献, 召开了协调会议
            Some(Zh::Aspect) => {
                let ends = self.class(classes, i + 2).is_none_or(|n| n == Zh::Conjunction);
                self.word(i - 1) == "了" && next.is_some_and(|n| n == Zh::Noun || n == Zh::VerbNoun) && ends
            }
            // 提供重要指引: behind a verb and an adjective, with nothing behind it, it is the verb's object.
            Some(Zh::Adjective) => !object && next.is_none() && main.is_some_and(|m| m != Zh::Saying),
            Some(b) if is_nominal(b) => {
                // 定于5月在日内瓦召开: what stands behind a preposition and its noun is the verb.
                let governed = main.is_some_and(|m| m != Zh::Saying) && self.preposition(classes, i).is_none();
                governed && !object && matches!(next, None | Some(Zh::Conjunction | Zh::Postposition))
            }
            _ => false,
        }
    }

    /// A verb that takes a clause is a noun behind 的 where no clause follows: 对文化的了解, 关于预算的重要指示精神.
    fn saying_is_noun(&self, classes: &[Zh], i: usize) -> bool {
        let adjective = self.before(classes, i) == Some(Zh::Adjective);
        let before = self.before(classes, i - adjective as usize);
        let next = self.class(classes, i + 1);
        let no_clause = |n| matches!(n, Zh::Noun | Zh::Conjunction | Zh::Verb);
        before == Some(Zh::De) && next.is_none_or(no_clause) && !self.opens_quote(i + 1)
    }

    /// Whether the 的 at `de` stands behind how something is done: 更好的.
    fn is_manner(&self, classes: &[Zh], de: usize) -> bool {
        let manner = |k: usize| self.class(classes, k);
        match self.before(classes, de) {
            Some(Zh::Adverb | Zh::Adverbial) => true,
            Some(Zh::Adjective) => de.checked_sub(2).is_some_and(|k| manner(k) == Some(Zh::Adverb)),
            _ => false,
        }
    }

    /// Whether a word that may be a noun says that somebody means to do something.
    fn intends(&self, i: usize) -> bool {
        matches!(self.word(i), "计划" | "决定" | "承诺" | "要求" | "建议" | "准备")
    }

    /// Whether only who does it stands between 被 and word `i`.
    fn is_suffered(&self, classes: &[Zh], i: usize) -> bool {
        let doer = |c: Zh| is_nominal(c) || matches!(c, Zh::De | Zh::Adjective | Zh::Attributive);
        let from = self.range.start.max(i.saturating_sub(REACH));
        let before = (from..i).rev().find(|k| !self.class(classes, *k).is_some_and(doer));
        before.is_some_and(|k| self.class(classes, k) == Some(Zh::Passive))
    }

    /// Whether a word of which `test` holds stands before word `i`.
    fn has_before(&self, classes: &[Zh], i: usize, test: impl Fn(usize, Zh) -> bool) -> bool {
        let from = self.range.start.max(i.saturating_sub(REACH));
        (from..i).any(|k| self.class(classes, k).is_some_and(|c| test(k, c)))
    }

    /// Whether 把 or 将 stands before word `i`.
    fn disposes(&self, classes: &[Zh], i: usize) -> bool {
        self.has_before(classes, i, |_, c| c == Zh::Ba)
    }

    /// The preposition between which and word `i` only nouns stand: 根据疫情防控方案.
    fn preposition(&self, classes: &[Zh], i: usize) -> Option<usize> {
        let from = self.range.start.max(i.saturating_sub(REACH));
        let before = (from..i).rev().find(|k| !self.class(classes, *k).is_some_and(is_nominal));
        before.filter(|k| self.class(classes, *k) == Some(Zh::Preposition))
    }

    /// Whether a preposition opens the clause and only nouns stand behind it: 根据疫情防控方案, but 我们以渔业支撑贸易.
    fn in_adjunct(&self, classes: &[Zh], i: usize) -> bool {
        self.preposition(classes, i).is_some_and(|k| k == self.range.start && self.word(k) != "以")
    }

    /// Whether a main verb stands before word `i`.
    fn verb_behind(&self, classes: &[Zh], i: usize) -> bool {
        self.has_before(classes, i, |k, c| {
            matches!(c, Zh::Verb | Zh::Be | Zh::Have) && self.class(classes, k + 1) != Some(Zh::De)
        })
    }

    fn opens_quote(&self, i: usize) -> bool {
        i < self.range.end && matches!(self.word(i), "“" | "《" | "‘" | "\"")
    }

    /// Whether an enumeration comma stands beside word `i`.
    fn is_listed(&self, i: usize) -> bool {
        let comma = |k: usize| self.range.contains(&k) && self.word(k) == "、";
        comma(i + 1) || i > 0 && comma(i - 1)
    }

    /// Settles words that are adverbs before verbs and attributes before nouns.
    fn adverbs(&self, classes: &mut [Zh]) {
        for i in self.range.clone().rev() {
            // 主要包括, 主要针对
            let verbal = |n: Zh| is_verbal(n) || matches!(n, Zh::Adverb | Zh::Preposition);
            if self.class(classes, i) == Some(Zh::Attributive) && self.class(classes, i + 1).is_some_and(verbal) {
                classes[i] = Zh::Adverb;
            }
            if self.class(classes, i) != Some(Zh::Adverbial) {
                continue;
            }
            classes[i] = match self.class(classes, i + 1) {
                Some(n)
                    if is_verbal(n)
                        || matches!(n, Zh::Adverb | Zh::Ba | Zh::DeAdverb | Zh::Preposition | Zh::Modal) =>
                {
                    Zh::Adverb
                }
                // 产量连续8年…
                Some(Zh::Number) => Zh::Adverb,
                Some(n) if is_nominal(n) || n == Zh::Attributive => Zh::Attributive,
                _ => Zh::Adjective,
            };
        }
    }
}
