//! The JSON dump of Wikidata: an array with one item a line, each line but the last ending in a comma.
//!
//! An item has labels and aliases by language, claims by property, and its articles (`sitelinks`), whose number tells how
//! much it is named. What the properties say stands in `data/link/predicates.tsv`. Of the claims the preferred ones count,
//! where there are any, else the normal ones: as in the truthy triples.

use super::Reading;
use super::rdf::wikidata_role;
use crate::link::LinkError;
use crate::link::gather::{Part, WIKIDATA};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufRead};

#[derive(Deserialize)]
struct Item<'j> {
    #[serde(borrow)]
    id: Cow<'j, str>,
    #[serde(default, borrow, deserialize_with = "map")]
    labels: BTreeMap<String, Name<'j>>,
    #[serde(default, borrow, deserialize_with = "map")]
    aliases: BTreeMap<String, Vec<Name<'j>>>,
    #[serde(default, deserialize_with = "map")]
    claims: BTreeMap<String, Claims>,
    #[serde(default, deserialize_with = "map")]
    sitelinks: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct Name<'j> {
    #[serde(borrow)]
    value: Cow<'j, str>,
}

/// The claims of one property; what is of no use is not kept.
#[derive(Deserialize)]
#[serde(transparent)]
struct Claims(Vec<Claim>);

#[derive(Deserialize)]
struct Claim {
    mainsnak: Snak,
    #[serde(default)]
    rank: String,
}

#[derive(Deserialize)]
struct Snak {
    #[serde(default)]
    datavalue: Option<DataValue>,
}

#[derive(Deserialize)]
struct DataValue {
    value: Value,
}

/// A map, or the empty array that Wikidata writes for an empty one.
fn map<'de, D, V>(deserializer: D) -> Result<BTreeMap<String, V>, D::Error>
where
    D: serde::Deserializer<'de>,
    V: Deserialize<'de>,
{
    struct Visitor<V>(std::marker::PhantomData<V>);
    impl<'de, V: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<V> {
        type Value = BTreeMap<String, V>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
            let mut all = BTreeMap::new();
            while let Some((key, value)) = access.next_entry()? {
                all.insert(key, value);
            }
            Ok(all)
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
            while access.next_element::<IgnoredAny>()?.is_some() {}
            Ok(BTreeMap::new())
        }
    }
    deserializer.deserialize_any(Visitor(std::marker::PhantomData))
}

pub fn read(input: impl BufRead, file: &mut Reading<'_, '_>) -> Result<(), LinkError> {
    file.lines(input, |file, number, line| {
        let line = line.trim().trim_end_matches(',');
        if matches!(line, "" | "[" | "]") {
            return Ok(());
        }
        match serde_json::from_str::<Item>(line) {
            Ok(item) => say(&item, file).map_err(|e| file.failed(e)),
            Err(e) => {
                let what = e.to_string();
                let what = what.split(" at line ").next().unwrap_or_default();
                file.trouble(number, e.column() as u64, format!("no item of Wikidata: {what}; the line is left out"))
            }
        }
    })
}

fn say(item: &Item<'_>, file: &mut Reading<'_, '_>) -> io::Result<()> {
    let to = &mut *file.to;
    let number = item.id.strip_prefix('Q').unwrap_or_default();
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        // A property or a lexeme.
        return Ok(());
    }
    let mut facts: Vec<(&str, Cow<'_, str>)> = Vec::new();
    for (property, claims) in &item.claims {
        let Some(role) = wikidata_role(property) else { continue };
        let best = if claims.0.iter().any(|c| c.rank == "preferred") { "preferred" } else { "normal" };
        for claim in claims.0.iter().filter(|c| c.rank == best || c.rank.is_empty()) {
            let value = claim.mainsnak.datavalue.as_ref().map(|d| &d.value);
            let value = value.and_then(|v| match v.get("id").and_then(Value::as_str) {
                Some(id) => Some(Cow::Owned(format!("{WIKIDATA}{id}"))),
                None => v.get("time").and_then(Value::as_str).map(Cow::Borrowed),
            });
            facts.extend(value.map(|value| (role, value)));
        }
    }
    if !to.wants(facts.iter().filter(|(role, _)| *role == "type").map(|(_, value)| value.as_ref())) {
        return Ok(());
    }
    let id = format!("{WIKIDATA}{}", item.id);
    for (tag, name) in &item.labels {
        to.name(&id, &name.value, Some(tag), Part::Label)?;
    }
    for (tag, names) in &item.aliases {
        names.iter().try_for_each(|name| to.name(&id, &name.value, Some(tag), Part::Alias))?;
    }
    for (role, value) in &facts {
        match *role {
            "type" => to.kind(&id, value)?,
            "related" => to.related(&id, value)?,
            "begin" => to.begin(&id, value)?,
            "end" => to.end(&id, value)?,
            _ => {}
        }
    }
    to.weight(&id, item.sitelinks.len() as u64)
}
