//! The documents in an input, one after another.
//!
//! Comes in: an [`Input`]. Goes out: its [`Part`]s in their order, each of which becomes one [`Document`]. Taking the parts
//! apart is the cheap half, done in one place and one order; reading them is the dear half, and many can be read at a time.
//! A part that fails is its own failure: the others come all the same.

use super::Document;
use super::decode::DecodeError;
use super::front::split;
use super::input::{Input, Place, ReadError, ReadOptions};

/// Which document: its id, and where it stands, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The input's id, with `#` and the row's id or the member's path where the input holds several documents.
    pub id: String,
    /// The path, with the line or the member after it.
    pub place: String,
}

/// A document that is not read yet.
#[derive(Debug)]
pub struct Part {
    pub origin: Origin,
    content: Content,
}

/// What a part is read from.
#[derive(Debug)]
enum Content {
    /// All of a file or stream.
    Whole(Place),
}

impl Input {
    /// Its documents, in their order. Nothing fails here: what cannot be read is a part whose reading fails.
    pub fn parts(&self, _options: &ReadOptions) -> impl Iterator<Item = Part> + Send + use<> {
        let origin = Origin { id: self.id.clone(), place: self.place.to_string() };
        std::iter::once(Part { origin, content: Content::Whole(self.place.clone()) })
    }
}

impl Part {
    /// How many bytes reading it takes in; 0 where nobody can say.
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Whole(place) => place.size(),
        }
    }

    /// Reads the document, with what it says about itself as metadata.
    pub fn read(self, options: &ReadOptions) -> (Origin, Result<Document, ReadError>) {
        let result = match &self.content {
            Content::Whole(place) => whole(place, &self.origin.id, options),
        };
        (self.origin, result)
    }
}

fn whole(place: &Place, id: &str, options: &ReadOptions) -> Result<Document, ReadError> {
    let text = place.text(options.limit)?;
    let (mut meta, body) = split(&text)?;
    if body.trim().is_empty() {
        return Err(DecodeError::Empty.into());
    }
    let body = if body.len() == text.len() { text } else { body.to_owned() };
    if meta.title.is_none() && is_markdown(place) {
        meta.title = first_heading(&body);
    }
    if meta.source.is_none() && *place != Place::Stdin {
        meta.source = Some(id.to_owned());
    }
    Ok(Document { id: id.to_owned(), text: body, meta: meta.or(&options.defaults) })
}

fn is_markdown(place: &Place) -> bool {
    let Place::File(path) = place else { return false };
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"))
}

fn first_heading(text: &str) -> Option<String> {
    let heading = text.lines().find_map(|line| line.strip_prefix("# "))?.trim();
    (!heading.is_empty()).then(|| heading.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::Metadata;
    use super::super::input::gather;
    use super::*;

    fn read(input: &Input, options: &ReadOptions) -> Result<Document, ReadError> {
        input.parts(options).next().unwrap().read(options).1
    }

    #[test]
    fn limits_defaults_and_titles() {
        let dir = tempfile::tempdir().unwrap();
        for file in ["a.md", "b.txt"] {
            std::fs::write(dir.path().join(file), "# Harbour\ntext").unwrap();
        }
        let inputs = gather(&[dir.path().to_owned()], None).unwrap();
        let defaults = Metadata { country: Some("CN".into()), source: Some("elsewhere".into()), ..Metadata::default() };
        let options = ReadOptions { limit: 14, defaults };
        let markdown = read(&inputs.found[0], &options).unwrap();
        assert_eq!(markdown.meta.title.as_deref(), Some("Harbour"));
        assert_eq!(markdown.meta.country.as_deref(), Some("CN"));
        assert_eq!(markdown.meta.source.as_deref(), Some("a.md"));
        assert_eq!(read(&inputs.found[1], &options).unwrap().meta.title, None);
        let tight = ReadOptions { limit: 13, ..options };
        assert!(matches!(read(&inputs.found[0], &tight), Err(ReadError::TooLarge { limit: 13 })));
    }
}
