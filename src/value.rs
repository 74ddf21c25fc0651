//! Numbers, money, units and times: what was read, and what it means exactly.
//!
//! A [`Value`] is a span of a text with a normalised reading. [`read`] finds all of them, nested ones too, in one pass
//! over the text; [`mentions`] keeps those that a reader would mark. The grammars are common to both languages where the
//! languages agree; their words are data (`data/values`).

mod amount;
mod begin;
mod calendar;
mod chinese_clock;
mod chinese_date;
mod chinese_figures;
mod chinese_length;
mod chinese_number;
mod chinese_period;
mod chinese_range;
mod chinese_time;
mod code;
mod counted;
mod decimal;
mod english_clock;
mod english_date;
mod english_figures;
mod english_length;
mod english_nth;
mod english_number;
mod english_period;
mod english_point;
mod english_range;
mod english_relative;
mod english_time;
mod english_weekday;
mod feast;
pub mod json;
mod lost;
mod memory;
mod mention;
mod money;
mod number;
mod quantity;
mod range;
mod rate;
mod reader;
mod resolve;
mod scan;
mod tables;
#[cfg(test)]
mod test_kinds;
#[cfg(test)]
mod tests;
mod time;
mod when;
mod words;

use crate::span::Span;

pub use json::written;
pub use mention::mentions;
pub use scan::{Context, Events, read};
pub use tables::is_currency;
pub use time::named as named_time;

/// What kind of value was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    Number,
    Ordinal,
    Percentage,
    Range,
    Currency,
    Dimension,
    Temperature,
    Age,
    Time,
}

impl ValueKind {
    /// As in JSON.
    pub fn name(self) -> &'static str {
        match self {
            ValueKind::Number => "number",
            ValueKind::Ordinal => "ordinal",
            ValueKind::Percentage => "percentage",
            ValueKind::Range => "range",
            ValueKind::Currency => "currency",
            ValueKind::Dimension => "dimension",
            ValueKind::Temperature => "temperature",
            ValueKind::Age => "age",
            ValueKind::Time => "time",
        }
    }
}

/// How the number in the text relates to the number that is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Comparator {
    #[default]
    Equal,
    MoreThan,
    AtLeast,
    LessThan,
    AtMost,
    About,
    Range,
}

impl Comparator {
    /// As in JSON and in the graph.
    pub fn name(self) -> &'static str {
        match self {
            Comparator::Equal => "equal",
            Comparator::MoreThan => "more-than",
            Comparator::AtLeast => "at-least",
            Comparator::LessThan => "less-than",
            Comparator::AtMost => "at-most",
            Comparator::About => "about",
            Comparator::Range => "range",
        }
    }
}

/// One end of an open or closed interval of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bound {
    /// A decimal, as short as it is exact: `1000000`, `0.5`.
    pub value: String,
    pub inclusive: bool,
}

/// A time as precise as the text and no preciser.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Time {
    /// TIMEX3: `2024-05`, `P3Y`, `2021-W03`, `XXXX-WXX-1`.
    pub timex: String,
    /// First instant, ISO 8601 (`2024-05-01`, `2024-05-01T09:00:00`); `None`: not resolved or open.
    pub begin: Option<String>,
    /// First instant after it.
    pub end_exclusive: Option<String>,
    /// `year`, `month`, `day`, `hour` …
    pub grain: Option<&'static str>,
    /// The span of the event that anchors it ("since the pandemic", 党的十八大以来).
    pub anchor: Option<Span>,
    /// A length without a number ("several years ago", 几年前), or from what the text has told last ("five days later", 两年后): read by itself it is
    /// counted from the text's date, in the course of a text it names no day.
    pub loose: bool,
}

impl Time {
    /// The same as far as it is known in the course of a text.
    pub fn in_course(self) -> Time {
        if !self.loose {
            return self;
        }
        let timex = if self.grain == Some("day") { "XXXX-XX-XX" } else { "XXXX" };
        Time { timex: timex.into(), begin: None, end_exclusive: None, ..self }
    }
}

/// A value in a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Value {
    /// The number with its unit; without hedge.
    pub span: Span,
    /// With its hedge ("more than 1%", 20多), without counted noun; equals `span` where there is none.
    pub hedged: Span,
    /// With its hedge ("more than 1%") and, for counts, its counted noun ("150 countries"); equals `span` where there is neither.
    pub full: Span,
    pub kind: ValueKind,
    /// A decimal as a string, exact; `None` for ranges, times, and a number that is missing in the text.
    pub number: Option<String>,
    /// A unit as `data/values` names it: ISO 4217 code, QUDT local name, or our own.
    pub unit: Option<String>,
    pub min: Option<Bound>,
    pub max: Option<Bound>,
    pub comparator: Comparator,
    /// The unit or sign stands there but its number does not ("约%", "连续年").
    pub missing: bool,
    /// Read so only where nothing else is meant (`2/15` as a date): no mention.
    pub latent: bool,
    /// Said to be an amount by the words around it, though a bare numeral: "rose to 300", "fell by half", "two thirds".
    pub stated: bool,
    /// The noun that is counted ("countries", 企业), inside `full`.
    pub counted: Option<Span>,
    /// What is measured ("strawberries" in "500 g of strawberries"), behind `full`.
    pub product: Option<Span>,
    pub time: Option<Time>,
}
