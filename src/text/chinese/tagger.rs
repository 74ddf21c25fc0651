//! Parts of speech of a Chinese sentence: the dictionary's class of each word, and what its clause makes of it.
//!
//! Comes in: tokens and their dictionary classes. Goes out: the classes as used here, and the public tags. The hard part
//! is which verbs are nouns in their place (发展 in 经济发展 and in 发展经济); it is settled by the words around them and by
//! whether the clause has a main verb already or still to come.

mod function_words;

use super::super::layout::Zh;
use super::super::words::ZH_TAGS;
use super::super::{Shape, Tag, Token};
use super::classes::{ends_clause, is_name, is_nominal, is_sign, is_verbal, opens_object};
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

    /// Whether a noun or an adjective is used as a verb: 丰富了生活, 将丰富渔民生活.
    fn takes_object(&self, classes: &[Zh], i: usize) -> bool {
        let next = self.class(classes, i + 1);
        let done = || {
            matches!(classes[i], Zh::Noun | Zh::Adjective)
                && next == Some(Zh::Aspect)
                && self.word(i + 1) == "了"
                && self.class(classes, i + 2).is_some_and(opens_object)
        };
        let led = || match self.before(classes, i) {
            Some(Zh::Modal) => true,
            Some(Zh::Adverb) => matches!(self.word(i - 1), "进一步" | "不断" | "持续" | "已" | "正在" | "极大"),
            _ => false,
        };
        let shall = || {
            classes[i] == Zh::Adjective
                && self.tokens[i].span.len() == 6
                && next.is_some_and(|n| is_nominal(n) && n != Zh::Time)
                && led()
                && !self.verb_ahead(classes, i)
        };
        // 挪威计划召开会议
        let intends = || {
            let name = classes[i] == Zh::Noun
                && next == Some(Zh::Verb)
                && self.before(classes, i).is_some_and(|b| is_name(b) || b == Zh::Named);
            name && self.word(i) == "计划"
        };
        done() || shall() || intends() || self.makes_so(classes, i)
    }

    /// Whether what something is like says that it is made so, at the begin of a clause without another verb: 稳定渔业就业, but not 稳定收入增长很快.
    fn makes_so(&self, classes: &[Zh], i: usize) -> bool {
        let what = |n: Zh| is_nominal(n) && n != Zh::Time || n == Zh::Attributive;
        // Told first, since of most words it is not so.
        if self.tokens[i].span.len() != 6 || !self.class(classes, i + 1).is_some_and(what) {
            return false;
        }
        let word = matches!(
            self.word(i),
            "稳定" | "丰富" | "繁荣" | "方便" | "便利" | "密切" | "活跃" | "充实" | "端正" | "严明"
        );
        let opens = || match self.before(classes, i) {
            None => i == self.range.start || self.word(i - 1) != "、",
            Some(b) => matches!(b, Zh::Adverb | Zh::Modal) || matches!(self.word(i - 1), "努力" | "切实"),
        };
        word && opens() && !self.verb_ahead(classes, i)
    }

    /// A word that is a verb as often as a noun.
    fn either_is_noun(&self, classes: &[Zh], i: usize, main: Option<Zh>) -> bool {
        let next = self.class(classes, i + 1);
        if matches!(next, Some(Zh::Aspect | Zh::Complement)) {
            return false;
        }
        let object = next.is_some_and(opens_object) || next.is_none() && self.opens_quote(i + 1);
        let governed = main.is_some_and(|m| m != Zh::Saying);
        let names = |class| is_name(class) || class == Zh::Named;
        match self.before(classes, i) {
            // 产量各下降8%
            Some(b) if (is_nominal(b) || b == Zh::Demonstrative) && self.changes(classes, i) => false,
            // 产量预计增长8%
            Some(Zh::Verb) if self.changes(classes, i) && matches!(self.word(i - 1), "预计" | "预期" | "力争") => {
                false
            }
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
                // 日本理解并支持秘鲁: 并 joins what is done.
                Some(Zh::Conjunction) if main.is_none() && matches!(self.word(i + 1), "并" | "并且") => false,
                // 把党建设好
                _ if main.is_none() && self.disposes(classes, i) => false,
                None if !object => governed || self.is_listed(i) || self.verb_behind(classes, i),
                // 敦促秘鲁保护鱼群
                _ if object && self.is_asked(i) => false,
                // 挪威日前访问秘鲁, 挪威总统访问秘鲁并会见渔民
                _ if main.is_none() && b == Zh::Time && next.is_some_and(names) => false,
                _ if object && main.is_none() && (names(b) || b == Zh::Time) && self.is_joined(classes, i) => false,
                Some(Zh::VerbNoun) if self.yields(classes, i) => true,
                _ if object => governed || self.verb_ahead(classes, i) || self.in_adjunct(classes, i),
                _ => true,
            },
            Some(Zh::Conjunction) => match classes[..i - 1].last() {
                Some(Zh::Verb) => !object,
                // 因大雾而受阻, 退出谈判并制裁秘鲁: 而 and 并 join no nouns.
                _ => !matches!(self.word(i - 1), "而" | "并" | "并且"),
            },
            _ => match next {
                _ if object && self.is_parallel(classes, i) => false,
                _ if self.is_listed(i) => !object || governed,
                // 培育以渔业为核心的优势
                Some(Zh::Preposition) if self.shapes(classes, i + 1) => false,
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

    /// Whether the clause goes on behind 并 with no verb between: 访问秘鲁｜并会见渔民.
    fn is_joined(&self, classes: &[Zh], i: usize) -> bool {
        let verbal = [Zh::Verb, Zh::Be, Zh::Have, Zh::Saying, Zh::Passive, Zh::Ba, Zh::Modal, Zh::Negation];
        let mut rest = (i + 1..self.range.end.min(i + REACH)).filter_map(|k| Some((k, self.class(classes, k)?)));
        rest.find(|(k, c)| verbal.contains(c) || matches!(self.word(*k), "并" | "并且"))
            .is_some_and(|(_, c)| c == Zh::Conjunction)
    }

    /// Whether a word says what one is asked to do who stands before it: 敦促秘鲁｜保护鱼群.
    fn is_asked(&self, i: usize) -> bool {
        let asks = ["敦促", "建议", "号召", "鼓励", "动员", "督促", "责成", "奉劝", "促使", "欢迎", "邀请"];
        self.range.contains(&i.saturating_sub(2)) && i >= 2 && asks.contains(&self.word(i - 2))
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

    /// Whether what stands behind the 以 at `i` tells of what kind a thing is: 以渔业为核心的优势.
    fn shapes(&self, classes: &[Zh], i: usize) -> bool {
        let until = self.range.end.min(i + REACH);
        let core = (i + 1..until).find(|k| self.word(*k) == "为");
        self.word(i) == "以" && core.is_some_and(|core| (core..until).any(|k| self.class(classes, k) == Some(Zh::De)))
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

    /// Whether a list goes on at word `i` with a deed as long as the one before: 增进互信、｜管控分歧.
    fn is_parallel(&self, classes: &[Zh], i: usize) -> bool {
        let Some(comma) = i.checked_sub(1).filter(|k| self.range.contains(k) && self.word(*k) == "、") else {
            return false;
        };
        let from = self.range.start.max(comma.saturating_sub(REACH));
        let begin = (from..comma).rev().find(|k| self.class(classes, *k).is_none()).map_or(from, |k| k + 1);
        let verb = (begin..comma).rev().find(|k| classes[*k] == Zh::Verb);
        let end = (i..self.range.end).find(|k| self.class(classes, *k).is_none()).unwrap_or(self.range.end);
        let length = |from: usize, to: usize| self.tokens[to - 1].span.end - self.tokens[from].span.start;
        verb.is_some_and(|v| v + 1 < comma && length(v, comma) == length(i, end))
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
            // 科学谋划工作, 努力营造环境, but 基础科学促进…
            let verb = self.class(classes, i + 1) == Some(Zh::Verb);
            let own = |b: Zh| matches!(b, Zh::De | Zh::Attributive | Zh::Adjective);
            let field = |b: Zh| is_nominal(b) && self.word(i) == "科学";
            let led = self.before(classes, i).is_some_and(|b| own(b) || field(b));
            if verb && !led && self.class(classes, i) == Some(Zh::Noun) && matches!(self.word(i), "科学" | "努力") {
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
