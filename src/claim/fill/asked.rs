//! What fillers are asked for by name: lists and classes of a pack, looked up once.
//!
//! Comes in: the lexicon and the rules. Goes out: their numbers; none for what a pack does not have.

use super::baseline::Baseline;
use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::rule::pattern::{ClassId, Label};
use smallvec::SmallVec;

/// Lists and classes that fillers are asked for by name.
#[derive(Debug)]
pub struct Asked {
    pub(super) locative: Option<Label>,
    /// What a figure is compared with.
    pub(in crate::claim) baseline: Baseline,
    /// Words between a figure and its time: "in", "by".
    pub(in crate::claim) dating: Option<Label>,
    /// Words of a figure that bound it in a claim: 以上, 近, "millions".
    pub(in crate::claim) bound: Option<Label>,
    /// Words before a figure that is reached: "to", 增至.
    pub(in crate::claim) level: Option<Label>,
    /// Marks that end a clause.
    pub(super) clause_mark: Option<Label>,
    /// Pronouns that stand for something named before.
    pub(super) anaphor: Option<Label>,
    /// Those of them that stand for a person.
    pub(super) somebody: Option<Label>,
    /// Words that pair the members of two lists: 分别.
    pub respectively: Option<Label>,
    /// English nouns that measure what is counted: "sets of", "doses of".
    pub(super) measure: Option<Label>,
    /// English nouns for the parts of what somebody speaks of: "points", "pillars"; a Chinese measure that says so: 两大.
    pub(super) topic: Option<Label>,
    /// English nouns for what somebody does or has: efforts, work, struggle.
    pub(super) conduct: Option<Label>,
    /// English nouns for acts between two: talks, attacks, aid.
    pub(super) acts: SmallVec<[Label; 3]>,
    /// Words for people, and for what acts as they do: boards, economies, member states.
    pub(super) people: Option<Label>,
    pub(super) body: Option<Label>,
    /// English words for the people of a country, who are not their country.
    pub(super) folk: Option<Label>,
    /// Chinese verbs that bring something about: 推动, 实现.
    pub(super) advance: Option<Label>,
    /// Chinese words before what is done that are no part of it: 需要, 希望.
    pub(super) before_deed: Option<Label>,
    /// Nouns of doing something to something: development, protection.
    pub(super) deed: Option<Label>,
    /// Words for whose something is, and before where or when it is: neither is part of an indicator.
    pub(super) owner: Option<Label>,
    pub(super) setting: Option<Label>,
    /// What is done to an indicator.
    pub(super) deeds: SmallVec<[Label; 3]>,
    /// What stands before a person's name: 总理, "Secretary of State".
    pub(super) title: Option<Label>,
    /// All words for posts.
    pub(super) post: Option<Label>,
    pub(super) person: Option<ClassId>,
    pub(super) event: Option<ClassId>,
    /// Classes of what has a name and is no indicator.
    pub(in crate::claim) named_kinds: SmallVec<[ClassId; 3]>,
    /// Classes of where, when and how many, of which an indicator is.
    pub(in crate::claim) settings: SmallVec<[ClassId; 5]>,
    /// Words in and over tables that do not say of what something is: "Total", 单位.
    pub(in crate::claim) table_word: Option<Label>,
    /// Headings of columns in which no figures stand: "Page", 序号.
    pub(in crate::claim) numbering: Option<Label>,
    /// The classes of places, figures and times.
    pub(in crate::claim) place: Option<ClassId>,
    pub(in crate::claim) quantity: Option<ClassId>,
    pub(in crate::claim) time: Option<ClassId>,
}

impl Asked {
    pub fn new(lexicon: &Lexicon, rules: &Rules) -> Asked {
        let list = |name| lexicon.list_id(name).map(Label::List);
        let classes = |names: &[&str]| names.iter().filter_map(|name| rules.classes.id(name)).collect::<Vec<_>>();
        let quantity = rules.classes.id("Quantity");
        Asked {
            locative: list("locative"),
            table_word: list("table.word"),
            numbering: list("table.numbering"),
            baseline: Baseline::new(lexicon, quantity),
            dating: list("dating"),
            bound: list("bound"),
            level: list("level.before"),
            clause_mark: list("clause.mark"),
            anaphor: list("anaphor"),
            somebody: list("anaphor.person"),
            respectively: list("respectively"),
            measure: list("measure.noun"),
            topic: list("topic.noun"),
            conduct: list("act.of"),
            acts: ["act.noun", "act.harm", "act.gift"].into_iter().filter_map(list).collect(),
            people: list("people"),
            body: list("body"),
            folk: list("folk"),
            advance: list("advance"),
            before_deed: list("before-deed"),
            deed: list("deed.noun"),
            owner: list("owner"),
            setting: list("setting"),
            deeds: ["increase", "decrease", "promote"].into_iter().filter_map(list).collect(),
            named_kinds: SmallVec::from_vec(classes(&["Place", "Person", "Institution"])),
            settings: SmallVec::from_vec(classes(&["Place", "Person", "Institution", "Time", "Quantity"])),
            title: list("title.person"),
            post: list("title"),
            person: rules.classes.id("Person"),
            place: rules.classes.id("Place"),
            event: rules.classes.id("Event"),
            quantity,
            time: rules.classes.id("Time"),
        }
    }
}
