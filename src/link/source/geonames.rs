//! The main table of GeoNames: one feature a line, 19 columns without header.
//!
//! The columns are those of the `readme.txt` of the dump: geonameid, name, asciiname, alternatenames (commas between),
//! latitude, longitude, feature class, feature code, country code, cc2, four codes of administrative areas, population, …

use super::Reading;
use crate::link::LinkError;
use crate::link::gather::Part;
use std::io::BufRead;

/// How many columns a line has.
pub const COLUMNS: usize = 19;

pub fn read(input: impl BufRead, file: &mut Reading<'_, '_>) -> Result<(), LinkError> {
    file.lines(input, |file, number, line| {
        if line.is_empty() {
            return Ok(());
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() != COLUMNS {
            let what = format!("{} columns where a line of GeoNames has {COLUMNS}; it is left out", fields.len());
            return file.trouble(number, 1, what);
        }
        if fields[0].is_empty() || !fields[0].bytes().all(|b| b.is_ascii_digit()) {
            return file.trouble(number, 1, format!("{:?} is no number of GeoNames; the line is left out", fields[0]));
        }
        if !file.to.wants([fields[6], fields[7]].into_iter()) {
            return Ok(());
        }
        let id = format!("https://sws.geonames.org/{}/", fields[0]);
        let mut say = || {
            file.to.name(&id, fields[1], None, Part::Label)?;
            file.to.name(&id, fields[2], None, Part::Alias)?;
            for name in fields[3].split(',') {
                file.to.name(&id, name, None, Part::Alias)?;
            }
            file.to.kind(&id, fields[6])?;
            file.to.kind(&id, fields[7])?;
            file.to.country(&id, fields[8])?;
            file.to.weight(&id, fields[14].parse().unwrap_or(0))
        };
        say().map_err(|e| file.failed(e))
    })
}
