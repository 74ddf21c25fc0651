//! The dump of ROR: one JSON array of organisations, in schema 1 (`name`, `labels`, `country`) or 2 (`names`, `locations`).

use super::Reading;
use crate::link::LinkError;
use crate::link::gather::Part;
use serde::de::{DeserializeSeed, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::io::{self, BufRead};

#[derive(Deserialize)]
struct Organisation {
    id: String,
    // Schema 1.
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    acronyms: Vec<String>,
    #[serde(default)]
    labels: Vec<Label>,
    #[serde(default)]
    country: Option<Country>,
    // Schema 2.
    #[serde(default)]
    names: Vec<Name>,
    #[serde(default)]
    locations: Vec<Location>,
    // Both.
    #[serde(default)]
    established: Option<i32>,
    #[serde(default)]
    relationships: Vec<Relationship>,
}

#[derive(Deserialize)]
struct Label {
    label: String,
    #[serde(default)]
    iso639: Option<String>,
}

#[derive(Deserialize)]
struct Country {
    #[serde(default)]
    country_code: Option<String>,
}

#[derive(Deserialize)]
struct Name {
    value: String,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    lang: Option<String>,
}

#[derive(Deserialize)]
struct Location {
    #[serde(default)]
    geonames_details: Option<Country>,
}

#[derive(Deserialize)]
struct Relationship {
    id: String,
}

pub fn read(input: impl BufRead, file: &mut Reading<'_, '_>) -> Result<(), LinkError> {
    let mut json = serde_json::Deserializer::from_reader(input);
    let mut failed = None;
    let done = Organisations { file, failed: &mut failed }.deserialize(&mut json);
    if let Some(error) = failed {
        return Err(error);
    }
    done.map_err(|e| {
        if e.is_io() {
            return file.failed(e.into());
        }
        let what = e.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        LinkError::Json { path: file.path.to_owned(), line: e.line(), column: e.column(), what: what.to_owned() }
    })
}

/// Takes the organisations one by one as they are read.
struct Organisations<'o, 'r, 'g> {
    file: &'o mut Reading<'r, 'g>,
    failed: &'o mut Option<LinkError>,
}

impl<'de> DeserializeSeed<'de> for Organisations<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Organisations<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of organisations")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        while let Some(organisation) = access.next_element::<Organisation>()? {
            if let Err(e) = say(&organisation, self.file) {
                *self.failed = Some(self.file.failed(e));
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

fn say(organisation: &Organisation, file: &mut Reading<'_, '_>) -> io::Result<()> {
    let (id, to) = (organisation.id.as_str(), &mut *file.to);
    if let Some(name) = &organisation.name {
        to.name(id, name, None, Part::Label)?;
    }
    for alias in organisation.aliases.iter().chain(&organisation.acronyms) {
        to.name(id, alias, None, Part::Alias)?;
    }
    for label in &organisation.labels {
        to.name(id, &label.label, label.iso639.as_deref(), Part::Label)?;
    }
    for name in &organisation.names {
        let label = name.types.iter().any(|t| t == "ror_display" || t == "label");
        to.name(id, &name.value, name.lang.as_deref(), if label { Part::Label } else { Part::Alias })?;
    }
    let places = organisation.locations.iter().filter_map(|l| l.geonames_details.as_ref());
    for code in places.chain(&organisation.country).filter_map(|c| c.country_code.as_deref()) {
        to.country(id, code)?;
    }
    if let Some(year) = organisation.established {
        to.begin(id, &year.to_string())?;
    }
    for other in &organisation.relationships {
        to.related(id, &other.id)?;
    }
    to.kind(id, "https://schema.org/Organization")
}
