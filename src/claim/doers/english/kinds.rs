//! What the words of a pack say about who does what in English.
//!
//! Comes in: the word lists and classes of a pack. Goes out: the labels by which verbs and nouns are told apart.

use crate::lexicon::Lexicon;
use crate::rule::Rules;
use crate::rule::pattern::Label;
use smallvec::SmallVec;

/// What the words of a pack say about who does what in English.
#[derive(Debug, Default)]
pub struct Kinds {
    /// Verbs whose object does what the infinitive behind it says: "urge farmers to plant".
    pub(super) control: Option<Label>,
    /// Verbs that say what something is.
    pub(super) copula: Option<Label>,
    /// Verbs whose object does what the -ing form behind it says: "join partners in planting".
    pub(super) company: Option<Label>,
    /// Prepositions of what is no more than beside a doing: "work with farmers to plant".
    pub(super) beside: Option<Label>,
    /// Subordinators that are prepositions of time too: "since".
    pub(super) when: Option<Label>,
    /// Nouns of several that do not end in s.
    pub(super) plural: Option<Label>,
    /// Nouns of what somebody means to do: he does it, not his "commitment to".
    pub(super) striving: Option<Label>,
    /// Verbs that say no more of a striving than what one holds of it.
    pub(super) stance: Option<Label>,
    /// Nouns of what something is a means or has the power of: "has the EFFECT of cutting fees".
    pub(super) bearing: Option<Label>,
    /// Verbs of having.
    pub(super) have: Option<Label>,
    pub(super) say: Option<Label>,
    /// Nouns of how many: "a MULTITUDE of risks".
    pub(super) several: Option<Label>,
    pub(super) time: Option<Label>,
    pub(super) person: Option<Label>,
    pub(super) people: Option<Label>,
    pub(super) initiative: Option<Label>,
    pub(super) quantity: Option<Label>,
    /// Quantities that count no things.
    pub(super) amounts: SmallVec<[Label; 2]>,
    /// Nouns of what ought to be done.
    pub(super) need: Option<Label>,
    /// Verbs whose past is their base form: "to build quays, CUT fees".
    pub(super) unchanged: Option<Label>,
    /// Verbs of founding: what is founded does what it is founded for.
    pub(super) found: Option<Label>,
    /// Nouns of those who act, and of what they mean to do: what they do an infinitive for is not what their name does.
    pub(super) actors: SmallVec<[Label; 8]>,
}

impl Kinds {
    pub fn new(lexicon: &Lexicon, rules: &Rules) -> Kinds {
        let list = |name| lexicon.list_id(name).map(Label::List);
        let class = |name| rules.classes.id(name).map(Label::Class);
        let actors = ["people", "body", "intention"].into_iter().filter_map(list);
        let named = ["Place", "Institution", "Person", "Time"].into_iter().filter_map(class);
        Kinds {
            control: list("control"),
            company: list("control.gerund"),
            beside: list("beside"),
            when: list("when"),
            striving: list("striving"),
            stance: list("stance.noun"),
            bearing: list("bearing.noun"),
            have: list("have"),
            say: list("say"),
            initiative: class("Initiative"),
            several: list("several.noun"),
            time: class("Time"),
            person: class("Person"),
            people: list("people"),
            quantity: class("Quantity"),
            amounts: ["Currency", "Percentage"].into_iter().filter_map(class).collect(),
            plural: list("plural"),
            copula: list("copula"),
            need: list("need.noun"),
            unchanged: list("unchanged"),
            found: list("found"),
            actors: actors.chain(named).collect(),
        }
    }
}
