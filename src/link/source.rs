//! Files of names that users bring, in the formats in which such files are published.
//!
//! Comes in: a path. Goes out, to a [`Gather`]: what the file says about each thing. Files are read from beginning to end
//! and never held in memory; gzip, bzip2 and Zstandard are known by their first bytes. A malformed line is told with its
//! place and left out; where the file itself cannot be read on (a broken archive, JSON that breaks off), the work stops.

mod geonames;
mod rdf;
mod ror;
mod tsv;
mod wikidata;

use super::gather::Gather;
use super::{LinkError, Trouble};
use oxigraph::io::RdfFormat;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::str::FromStr;

/// The format of a file of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A header names the columns; see the reader.
    Tsv,
    /// RDF, with labels.
    Rdf(RdfFormat),
    /// The JSON dump of Wikidata: an array, one item a line.
    Wikidata,
    /// The main table of GeoNames (`allCountries.txt`, `cities500.txt`), without header.
    GeoNames,
    /// The dump of ROR: a JSON array of organisations, of either schema.
    Ror,
}

impl Format {
    /// The formats as `--format` names them.
    pub const NAMES: [&str; 8] = ["tsv", "nt", "nq", "turtle", "rdfxml", "wikidata", "geonames", "ror"];

    /// What a file is, by the end of its name and what it begins with.
    fn of(path: &Path, begin: &[u8]) -> Option<Format> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let name = [".gz", ".bz2", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let text = String::from_utf8_lossy(begin);
        match ending {
            "tsv" => Some(Format::Tsv),
            "json" | "jsonl" | "ndjson" => {
                let ror = text.contains("ror.org/") && !text.contains("\"sitelinks\"");
                Some(if ror { Format::Ror } else { Format::Wikidata })
            }
            "txt" => {
                let columns = text.lines().next()?.split('\t').count();
                Some(if columns == geonames::COLUMNS { Format::GeoNames } else { Format::Tsv })
            }
            other => RdfFormat::from_extension(other).filter(|f| *f != RdfFormat::N3).map(Format::Rdf),
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Format, String> {
        Ok(match name {
            "tsv" => Format::Tsv,
            "nt" => Format::Rdf(RdfFormat::NTriples),
            "nq" => Format::Rdf(RdfFormat::NQuads),
            "turtle" => Format::Rdf(RdfFormat::Turtle),
            "rdfxml" => Format::Rdf(RdfFormat::RdfXml),
            "wikidata" => Format::Wikidata,
            "geonames" => Format::GeoNames,
            "ror" => Format::Ror,
            _ => return Err(format!("there is no format {name:?}; choose one of {}", Format::NAMES.join(", "))),
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Format::Tsv => f.write_str("tsv"),
            Format::Rdf(format) => f.write_str(format.file_extension()),
            Format::Wikidata => f.write_str("wikidata"),
            Format::GeoNames => f.write_str("geonames"),
            Format::Ror => f.write_str("ror"),
        }
    }
}

/// Reads one file of names. `format`: told by the file where it is `None`.
///
/// # Errors
/// A file that cannot be read, whose format cannot be told, or that is malformed beyond sense.
pub fn read(path: &Path, format: Option<Format>, to: &mut Gather<'_>) -> Result<Format, LinkError> {
    let failed = |reason: io::Error| LinkError::Read { path: path.to_owned(), reason };
    let mut input = BufReader::with_capacity(1 << 16, opened(path).map_err(failed)?);
    let begin = input.fill_buf().map_err(failed)?;
    let Some(format) = format.or_else(|| Format::of(path, begin)) else {
        return Err(LinkError::Format { path: path.to_owned() });
    };
    to.troubles.1 = 0;
    let mut file = Reading { path, to };
    match format {
        Format::Tsv => tsv::read(input, &mut file),
        Format::Rdf(rdf) => rdf::read(rdf, input, &mut file),
        Format::Wikidata => wikidata::read(input, &mut file),
        Format::GeoNames => geonames::read(input, &mut file),
        Format::Ror => ror::read(input, &mut file),
    }?;
    Ok(format)
}

/// The bytes of a file, unpacked.
fn opened(path: &Path) -> io::Result<Box<dyn Read>> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let begin = file.fill_buf()?;
    Ok(match begin {
        [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(file)),
        [b'B', b'Z', b'h', ..] => Box::new(bzip2::bufread::MultiBzDecoder::new(file)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::Decoder::with_buffer(file)?),
        _ => Box::new(file),
    })
}

/// A file that is being read, and where what it says goes.
struct Reading<'r, 'g> {
    path: &'r Path,
    to: &'r mut Gather<'g>,
}

impl Reading<'_, '_> {
    fn failed(&self, reason: io::Error) -> LinkError {
        LinkError::Read { path: self.path.to_owned(), reason }
    }

    /// Tells of a malformed place, and goes on.
    fn trouble(&mut self, line: u64, column: u64, what: impl Into<String>) -> Result<(), LinkError> {
        let trouble = Trouble { path: self.path.to_owned(), line, column, what: what.into() };
        if self.to.trouble(&trouble) { Ok(()) } else { Err(LinkError::Hopeless { path: self.path.to_owned() }) }
    }

    /// Gives each line with its number. A line that is not UTF-8 is told and left out.
    fn lines(
        &mut self,
        mut input: impl BufRead,
        mut each: impl FnMut(&mut Self, u64, &str) -> Result<(), LinkError>,
    ) -> Result<(), LinkError> {
        let mut bytes = Vec::new();
        let mut number = 0;
        loop {
            bytes.clear();
            if input.read_until(b'\n', &mut bytes).map_err(|e| self.failed(e))? == 0 {
                return Ok(());
            }
            number += 1;
            match std::str::from_utf8(&bytes) {
                Ok(line) => {
                    let line = line.trim_end_matches(['\n', '\r']);
                    each(self, number, if number == 1 { line.trim_start_matches('\u{feff}') } else { line })?;
                }
                Err(e) => {
                    let column = String::from_utf8_lossy(&bytes[..e.valid_up_to()]).chars().count() as u64 + 1;
                    self.trouble(number, column, "a byte that is not UTF-8; the line is left out")?;
                }
            }
        }
    }
}
