//! Gold as people label it: JSON records, one after another, or NIF (see `nif`).
//!
//! Comes in: the text of a file. Goes out: texts with their mentions and claims, in the order of the file, and every problem at once, each
//! with its line. `data/README.md` describes the form.

use super::extent::{Counted, Extent, Places};
use super::nif;
use crate::check::QUALIFIERS;
use crate::document::{Document, Metadata, front};
use crate::ontology::Ontology;
use crate::rule::compile::nearest;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A labelled text.
#[derive(Debug, Clone, PartialEq)]
pub struct Gold {
    pub document: Document,
    /// `en`, `zh` or `mixed`; `None` where it is to be found.
    pub lang: Option<&'static str>,
    /// `None` where mentions are not labelled. No two have one place and class.
    pub mentions: Option<Vec<Mention>>,
    /// `None` where claims are not labelled.
    pub claims: Option<Vec<Claim>>,
}

/// A labelled mention.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    pub at: Extent,
    pub class: String,
    /// What it refers to; the same for all mentions of one thing in the text.
    pub entity: Option<String>,
}

/// What fills a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Filler {
    /// Its words.
    pub said: String,
    /// Where it stands: every mention of the same thing, or everywhere its words stand.
    pub at: Arc<Places>,
    /// Its own place, where it is a labelled mention and not just words.
    pub own: Option<Extent>,
}

impl Filler {
    /// Its own place, or the first where its words stand.
    pub fn place(&self) -> Extent {
        self.own.or_else(|| self.at.all().first().copied()).unwrap_or_default()
    }
}

/// A labelled claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    pub class: String,
    pub roles: BTreeMap<String, Filler>,
    pub qualifiers: BTreeMap<String, String>,
    pub attributed_to: Option<Filler>,
    /// Where the word stands that states it, as far as the gold says so.
    pub trigger: Vec<Extent>,
}

impl Claim {
    /// A qualifier, or what holds where nothing is said.
    pub fn qualifier<'c>(&'c self, name: &str, default: &'c str) -> &'c str {
        self.qualifiers.get(name).map_or(default, String::as_str)
    }

    /// Where its first role's filler stands.
    pub fn place(&self) -> Extent {
        self.roles.values().next().map(Filler::place).unwrap_or_default()
    }

    /// The roles in one line.
    pub fn said(&self) -> String {
        said(self.roles.iter().map(|(name, filler)| (name.as_str(), filler.said.as_str())))
    }
}

/// Roles with their words, in one line.
pub fn said<'a>(roles: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let one =
        |(name, words): (&str, &str)| format!("{name} \"{}\"", words.split_whitespace().collect::<Vec<_>>().join(" "));
    roles.map(one).collect::<Vec<_>>().join(", ")
}

/// What is wrong in a file of gold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub file: String,
    /// From one; of a record that goes over several lines, the first.
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// The roles without which a claim is none; of other types, all that are labelled.
pub const REQUIRED: [(&str, &[&str]); 14] = [
    ("Position", &["person", "title"]),
    ("Membership", &["member", "group"]),
    ("Proposal", &["agent", "initiative"]),
    ("Participation", &["participant", "event"]),
    ("Hosting", &["host", "event"]),
    ("Occurrence", &["event"]),
    ("Observation", &["metric"]),
    ("Ranking", &["subject", "rank"]),
    ("Statement", &["speaker", "content"]),
    ("Influence", &["cause", "effect"]),
    ("Interaction", &["agent", "recipient"]),
    ("Structure", &["part", "whole"]),
    ("Instrument", &["subject", "object"]),
    ("Alias", &["short", "long"]),
];

/// Reads gold from files, given by name and text.
///
/// # Errors
/// Every problem of every file; then nothing is to be measured.
pub fn read<'f>(
    files: impl IntoIterator<Item = (&'f str, &'f str)>,
    ontology: &Ontology,
) -> Result<Vec<Gold>, Vec<Problem>> {
    let (mut all, mut problems) = (Vec::<(usize, Gold)>::new(), Vec::new());
    let mut known: FxHashMap<String, String> = FxHashMap::default();
    for (file, text) in files {
        let begins = text.trim_start().trim_start_matches('[').trim_start();
        let mut reader = Reader { file, ontology, problems: &mut problems };
        let gold = if begins.starts_with('{') { records(&mut reader, text) } else { nif::read(&mut reader, text) };
        if gold.is_empty() && reader.problems.is_empty() {
            reader.problem(1, "no labelled text is in it: neither JSON records nor a nif:Context");
        }
        for (line, one) in &gold {
            if let Some(first) = known.insert(one.document.id.clone(), format!("{file}:{line}")) {
                reader.problem(*line, format!("the id {:?} is taken, by {first}", one.document.id));
            }
        }
        all.extend(gold);
    }
    problems.sort();
    if problems.is_empty() { Ok(all.into_iter().map(|(_, gold)| gold).collect()) } else { Err(problems) }
}

/// One file while it is read.
pub struct Reader<'a> {
    pub file: &'a str,
    pub ontology: &'a Ontology,
    pub problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    pub fn problem(&mut self, line: usize, what: impl Into<String>) {
        self.problems.push(Problem { file: self.file.to_owned(), line, what: what.into() });
    }
}

/// The records of a file, each with its line. What cannot be read is passed over up to the next line that begins a record.
fn records(reader: &mut Reader<'_>, text: &str) -> Vec<(usize, Gold)> {
    let mut all = Vec::new();
    let between = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | ',');
    let (mut at, mut line, mut counted) = (0, 1, 0);
    while let Some(begin) = text[at..].find(|c| !between(c)).map(|n| at + n) {
        line += text[counted..begin].matches('\n').count();
        counted = begin;
        let mut values = serde_json::Deserializer::from_str(&text[begin..]).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => {
                at = begin + values.byte_offset();
                let mut record = Record { reader, line, name: "the text".into() };
                all.extend(record.read(&value).map(|gold| (line, gold)));
            }
            Some(Err(error)) => {
                reader.problem(line + error.line().saturating_sub(1), format!("no JSON: {}", message(&error)));
                let Some(next) = text[begin..].find("\n{") else { break };
                at = begin + next;
            }
            None => break,
        }
    }
    all
}

/// What is wrong, without the place, which counts from the record.
fn message(error: &serde_json::Error) -> String {
    let told = error.to_string();
    told.split(" at line ").next().unwrap_or_default().to_owned()
}

/// One record while it is read.
struct Record<'r, 'a> {
    reader: &'r mut Reader<'a>,
    line: usize,
    /// How problems name it.
    name: String,
}

/// What claims of a text may name.
#[derive(Default)]
struct Names<'v> {
    mentions: Vec<Mention>,
    /// Mentions by id: those that stand, and those with a problem, which has been told.
    ids: FxHashMap<&'v str, Option<usize>>,
    /// Places of what was named, by the mentions' entity, and by words.
    entities: FxHashMap<String, Arc<Places>>,
    words: FxHashMap<String, Arc<Places>>,
}

impl Names<'_> {
    /// All mentions of the thing that a mention is of.
    fn same(&mut self, mention: &Mention) -> Arc<Places> {
        let Some(entity) = &mention.entity else { return Arc::new(Places::from_iter([mention.at])) };
        if let Some(known) = self.entities.get(entity) {
            return Arc::clone(known);
        }
        let same = self.mentions.iter().filter(|m| m.entity.as_ref() == Some(entity)).map(|m| m.at);
        let places = Arc::new(same.collect());
        self.entities.insert(entity.clone(), Arc::clone(&places));
        places
    }

    /// Everywhere that words stand.
    fn places(&mut self, words: &str, text: &Counted<'_>) -> Arc<Places> {
        let places = || Arc::new(text.places(words).collect());
        Arc::clone(self.words.entry(words.to_owned()).or_insert_with(places))
    }
}

impl Record<'_, '_> {
    fn problem(&mut self, what: impl fmt::Display) {
        let what = format!("{}: {what}", self.name);
        self.reader.problem(self.line, what);
    }

    fn read(&mut self, value: &Value) -> Option<Gold> {
        let Some(record) = value.as_object() else {
            self.problem("is no object { … }");
            return None;
        };
        let id = match record.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => {
                self.problem("has no \"id\" that is a string or a number");
                return None;
            }
        };
        self.name = format!("text {id:?}");
        let text = self.string(record, "", "text", true)?;
        let (meta, lang) = self.metadata(record);
        let counted = Counted::new(text);
        let mut names = Names::default();
        let labelled = self.list(record, "mentions").map(|list| self.mentions(list, &counted, &mut names)).is_some();
        let claims = self.list(record, "claims").map(|list| {
            let one = |(n, claim)| self.claim(n, claim, &counted, &mut names);
            list.iter().enumerate().filter_map(one).collect()
        });
        let mentions = labelled.then_some(names.mentions);
        if mentions.is_none() && claims.is_none() {
            self.problem("labels nothing: give \"mentions\", \"claims\" or both");
        }
        Some(Gold { document: Document { id, text: text.to_owned(), meta }, lang, mentions, claims })
    }

    fn metadata(&mut self, record: &Map<String, Value>) -> (Metadata, Option<&'static str>) {
        let (mut meta, mut label) = (Metadata::default(), None);
        for key in ["lang", "date", "publisher", "country"] {
            let Some(value) = self.string(record, "", key, false) else { continue };
            match front::set(&mut meta, key, value) {
                Err((_, problem)) => self.problem(format!("{key} {value:?} {problem}")),
                Ok(()) if key == "lang" => label = Some(meta.lang.map_or("mixed", |l| l.code())),
                Ok(()) => {}
            }
        }
        (meta, label)
    }

    /// The string under a key; null is nothing. `of` names what has it.
    fn string<'v>(&mut self, of: &'v Map<String, Value>, name: &str, key: &str, needed: bool) -> Option<&'v str> {
        match of.get(key) {
            Some(Value::String(string)) => return Some(string),
            None | Some(Value::Null) if !needed => {}
            None | Some(Value::Null) => self.problem(format!("{name}{}has no \"{key}\"", gap(name))),
            Some(_) => self.problem(format!("{name}{}\"{key}\" is no string", gap(name))),
        }
        None
    }

    fn list<'v>(&mut self, record: &'v Map<String, Value>, key: &str) -> Option<&'v Vec<Value>> {
        match record.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::Array(list)) => Some(list),
            Some(_) => {
                self.problem(format!("\"{key}\" is no list [ … ]"));
                None
            }
        }
    }

    fn mentions<'v>(&mut self, list: &'v [Value], text: &Counted<'_>, names: &mut Names<'v>) {
        let mut known: FxHashMap<(Extent, String), usize> = FxHashMap::default();
        for (n, value) in list.iter().enumerate() {
            let id = value.get("id").and_then(Value::as_str);
            let name = id.map_or_else(|| format!("mention {}", n + 1), |id| format!("mention {id}"));
            let index = self.mention(value, &name, text).map(|mention| {
                *known.entry((mention.at, mention.class.clone())).or_insert_with(|| {
                    names.mentions.push(mention);
                    names.mentions.len() - 1
                })
            });
            if let Some(id) = id
                && names.ids.insert(id, index).is_some()
            {
                self.problem(format!("{name}: a second mention has this id"));
            }
        }
    }

    fn mention(&mut self, value: &Value, name: &str, text: &Counted<'_>) -> Option<Mention> {
        let Some(fields) = value.as_object() else {
            self.problem(format!("{name} is no object {{ … }}"));
            return None;
        };
        let class = self.string(fields, name, "class", true);
        let entity = self.string(fields, name, "entity", false);
        let class = class.filter(|class| self.class(name, class));
        let at = self.place(fields, name, text)?;
        Some(Mention { at, class: class?.to_owned(), entity: entity.map(str::to_owned) })
    }

    /// Where a mention stands: by `start` and `end`, or by `text` and `nth`.
    fn place(&mut self, fields: &Map<String, Value>, name: &str, text: &Counted<'_>) -> Option<Extent> {
        let spans = fields.contains_key("start") || fields.contains_key("end");
        let words = self.string(fields, name, "text", !spans);
        let number = |key: &str| fields.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
        if spans {
            let (Some(start), Some(end)) = (number("start"), number("end")) else {
                self.problem(format!("{name}: \"start\" and \"end\" must both be whole numbers"));
                return None;
            };
            let at = Extent::new(start, end);
            return self.slice(name, at, words, text).then_some(at);
        }
        let words = words?;
        let nth = if fields.contains_key("nth") { number("nth").unwrap_or(0) } else { 1 };
        let (mut count, mut found) = (0, None);
        for at in text.places(words).take(nth as usize) {
            (count, found) = (count + 1, Some(at));
        }
        match found {
            Some(at) if count == nth => return Some(at),
            _ if nth == 0 => self.problem(format!("{name}: \"nth\" is a whole number and counts from 1")),
            None => self.problem(format!("{name}: {words:?} stands nowhere in the text")),
            Some(_) => self.problem(format!("{name}: no occurrence {nth} of {words:?} in the text, which has {count}")),
        }
        None
    }

    /// Whether a place lies in the text and has the words that it should.
    fn slice(&mut self, name: &str, at: Extent, words: Option<&str>, text: &Counted<'_>) -> bool {
        match slice_problem(at, words, text) {
            Some(problem) => self.problem(format!("{name}: {problem}")),
            None => return true,
        }
        false
    }

    /// Whether the ontology has a class.
    fn class(&mut self, name: &str, class: &str) -> bool {
        let classes = &self.reader.ontology.classes;
        let known = classes.contains_key(class);
        if !known {
            let near = nearest(class, classes.keys().map(String::as_str));
            self.problem(format!("{name}: the ontology has no class {class:?}; {near}"));
        }
        known
    }

    fn claim(&mut self, n: usize, value: &Value, text: &Counted<'_>, names: &mut Names<'_>) -> Option<Claim> {
        let mut name = format!("claim {}", n + 1);
        let Some(fields) = value.as_object() else {
            self.problem(format!("{name} is no object {{ … }}"));
            return None;
        };
        let class = self.string(fields, &name, "type", true)?;
        name = format!("{name} ({class})");
        let known = self.class(&name, class);
        let Some(given) = fields.get("roles").and_then(Value::as_object) else {
            self.problem(format!("{name} has no \"roles\" {{ … }}"));
            return None;
        };
        let (mut roles, mut qualifiers, mut broken) = (BTreeMap::new(), BTreeMap::new(), !known);
        // What stands among the roles says more than what stands beside them.
        let beside = fields.iter().filter(|(key, _)| *key != "roles" && *key != "type");
        for (key, value) in beside.chain(given) {
            if QUALIFIERS.contains(&key.as_str()) {
                qualifiers.extend(self.qualifier(&name, key, value).map(|value| (key.clone(), value)));
            }
        }
        for (role, _) in given.iter().filter(|(key, _)| !QUALIFIERS.contains(&key.as_str())) {
            let properties = &self.reader.ontology.properties;
            if !properties.contains_key(role) {
                let near = nearest(role, properties.keys().map(String::as_str));
                self.problem(format!("{name}: there is no role {role:?}; {near}"));
            }
            match self.filler(given, &name, role, text, names) {
                Some(filler) => _ = roles.insert(role.clone(), filler),
                None => broken = true,
            }
        }
        let required = REQUIRED.iter().find(|(of, _)| *of == class).map_or(&[][..], |(_, roles)| roles);
        for role in required.iter().filter(|role| !given.contains_key(**role)) {
            self.problem(format!("{name} has no role {role:?}"));
            broken = true;
        }
        let attributed_to = self.filler(fields, &name, "attributed_to", text, names);
        let trigger = self.string(fields, &name, "trigger", false).map(|words| text.places(words).collect());
        let trigger = trigger.unwrap_or_default();
        (!broken).then(|| Claim { class: class.to_owned(), roles, qualifiers, attributed_to, trigger })
    }

    /// The value of a qualifier; null is nothing.
    fn qualifier(&mut self, name: &str, key: &str, value: &Value) -> Option<String> {
        let value = match value {
            Value::Null => return None,
            Value::Bool(yes) if key == "negated" => return yes.then(|| "true".into()),
            Value::String(value) => value,
            _ => {
                self.problem(format!("{name}: {key} is no string"));
                return None;
            }
        };
        // The values that a qualifier may have are terms of the ontology.
        let stem = format!("{key}-");
        let all = self.reader.ontology.individuals.range(stem.clone()..);
        let mut values = all.map_while(|term| term.strip_prefix(stem.as_str())).peekable();
        let wrong = values.peek().is_some() && !values.clone().any(|known| known == value);
        let near = nearest(value, values);
        if wrong {
            self.problem(format!("{name}: {key} cannot be {value:?}; {near}"));
        }
        Some(value.clone())
    }

    /// What fills a role: the id of a mention, or words of the text; null is nothing.
    fn filler(
        &mut self,
        of: &Map<String, Value>,
        name: &str,
        role: &str,
        text: &Counted<'_>,
        names: &mut Names<'_>,
    ) -> Option<Filler> {
        let value = self.string(of, name, role, false)?;
        match names.ids.get(value) {
            Some(None) => None,
            Some(Some(index)) => {
                let mention = names.mentions[*index].clone();
                let said = text.of(mention.at).to_owned();
                Some(Filler { said, at: names.same(&mention), own: Some(mention.at) })
            }
            None => {
                let at = names.places(value, text);
                if at.all().is_empty() {
                    self.problem(format!("{name}: {role} {value:?} is no mention's id and stands nowhere in the text"));
                    return None;
                }
                Some(Filler { said: value.to_owned(), at, own: None })
            }
        }
    }
}

/// What is wrong with a stretch that should have these words.
pub fn slice_problem(at: Extent, words: Option<&str>, text: &Counted<'_>) -> Option<String> {
    let Extent { start, end } = at;
    let found = text.of(at);
    if found.is_empty() {
        let long = text.extent(crate::span::Span::new(0, text.text.len())).end;
        return Some(format!("{start}..{end} is no stretch of the text, which has {long} characters"));
    }
    let words = words.filter(|words| *words != found)?;
    Some(format!("{start}..{end} of the text is {found:?}, not {words:?} (offsets count Unicode code points)"))
}

fn gap(name: &str) -> &'static str {
    if name.is_empty() { "" } else { " " }
}
