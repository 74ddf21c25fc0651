//! Publication: a store as a folder that any web server can serve.
//!
//! Comes in: a store, its ontology, the saved queries. Goes out: a page for every thing and document where its IRI's path is
//! looked for, a first page with counts and a search, the ontology as a page, the graph in the formats of RDF (whole, by
//! class and by document), and its description (VoID, DCAT).
//!
//! The pages are readable without scripts, link to each other by relative paths, and hold nothing but what the store holds:
//! two publications of one store are equal byte by byte. Everything that comes from texts is escaped. The work is linear in
//! the store; a page holds at most a hundred claims, a Turtle file about a hundred thousand triples.

mod claim;
mod data;
mod describe;
mod html;
mod landing;
mod place;
mod site;
mod thing;
mod vocabulary;

use crate::export::ExportError;
use crate::ontology::Ontology;
use crate::query::Queries;
use crate::store::{Store, StoreError};
use data::Shards;
use oxigraph::model::NamedNode;
use site::Site;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What to publish, and under which name.
#[derive(Debug, Clone)]
pub struct Options {
    /// The title of the publication.
    pub title: String,
    /// The licence of the data.
    pub licence: Option<NamedNode>,
    pub texts: Texts,
}

/// Whether the documents' texts go into the data. The sentences that claims come from are on the pages in any case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Texts {
    #[default]
    Without,
    With,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub things: usize,
    pub documents: usize,
    pub files: usize,
}

/// What keeps a store from being published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error("{0} is not empty and holds no publication; name a folder that is new, empty, or was published to before")]
    Occupied(PathBuf),
    #[error("cannot write {path}: {reason}")]
    Write { path: PathBuf, reason: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// The file by which a folder is known to be a publication of ours, which may be replaced.
const MARK: &str = "dataset.ttl";

/// Publishes a store into a folder. One that holds an earlier publication is replaced when the new one is whole.
///
/// # Errors
/// A folder with other contents; files that cannot be written. The folder is then as it was.
pub fn publish(
    store: &Store,
    ontology: &Ontology,
    shapes: &str,
    queries: &Queries,
    options: &Options,
    to: &Path,
) -> Result<Summary, PublishError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |reason| PublishError::Write { path, reason }
    };
    let is_empty = fs::read_dir(to).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty && !to.join(MARK).is_file() {
        return Err(PublishError::Occupied(to.to_owned()));
    }
    let part = beside(to, "part");
    if part.exists() {
        fs::remove_dir_all(&part).map_err(failed(&part))?;
    }
    let written = write(store, ontology, shapes, queries, options, &part);
    let summary = match written {
        Ok(summary) => summary,
        Err(error) => {
            let _ = fs::remove_dir_all(&part);
            return Err(error);
        }
    };
    let old = beside(to, "old");
    if to.exists() {
        fs::rename(to, &old).map_err(failed(to))?;
    }
    fs::rename(&part, to).map_err(failed(to))?;
    if old.exists() {
        fs::remove_dir_all(&old).map_err(failed(&old))?;
    }
    Ok(summary)
}

/// A folder beside another: its name with an ending.
fn beside(folder: &Path, ending: &str) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{ending}"));
    folder.with_file_name(name)
}

fn write(
    store: &Store,
    ontology: &Ontology,
    shapes: &str,
    queries: &Queries,
    options: &Options,
    to: &Path,
) -> Result<Summary, PublishError> {
    let site = Site::read(store, ontology)?;
    let mut folder = Folder { root: to.to_owned(), title: options.title.as_str().into(), files: 0 };
    let shards = data::by_class(&mut folder, &site)?;
    let files = data::by_document(&mut folder, &site)?;
    let dumps = data::whole(&mut folder, &site, options.texts)?;
    for thing in &site.things {
        thing::write(&mut folder, &site, thing, &shards)?;
    }
    for ((document, file), named) in site.documents.iter().zip(&files).zip(thing::named(&site)) {
        thing::document(&mut folder, &site, document, file, &named)?;
    }
    lists(&mut folder, &site)?;
    vocabulary::write(&mut folder, ontology, shapes, store.base())?;
    describe::queries(&mut folder, &site, queries)?;
    landing::queries(&mut folder, queries)?;
    landing::search(&mut folder, &site)?;
    landing::first(&mut folder, &site, options, &dumps)?;
    folder.write("style.css", include_str!("publish/style.css"))?;
    folder.write("search.js", include_str!("publish/search.js"))?;
    describe::dataset(&mut folder, &site, options, &dumps)?;
    Ok(Summary { things: site.things.len(), documents: site.documents.len(), files: folder.files })
}

/// A list of the things of each class, and one of the documents.
fn lists(folder: &mut Folder, site: &Site<'_>) -> Result<(), PublishError> {
    for things in site.things.chunk_by(|a, b| a.class == b.class) {
        let Some(first) = things.first() else { continue };
        let entry =
            |thing: &site::Thing| (format!("{}/index.html", thing.folder), site.name(&thing.iri), String::new());
        let mut entries: Vec<_> = things.iter().map(entry).collect();
        entries.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        thing::list(folder, &format!("id/{}", place::folder(&first.class)), &site.both(&first.class), &entries)?;
    }
    let entries: Vec<_> = site
        .documents
        .iter()
        .map(|document| {
            let title = document.info.title.clone().unwrap_or_else(|| document.info.id.clone());
            (format!("{}/index.html", document.folder), title, document.info.date.clone().unwrap_or_default())
        })
        .collect();
    thing::list(folder, "doc", &site.both("Document"), &entries)
}

/// The folder that is written to. Paths in it have `/` between their parts on every system.
struct Folder {
    root: PathBuf,
    /// The title of the publication, which every page has in its head.
    title: Rc<str>,
    files: usize,
}

impl Folder {
    fn title(&self) -> Rc<str> {
        Rc::clone(&self.title)
    }

    fn path(&self, path: &str) -> PathBuf {
        path.split('/').fold(self.root.clone(), |folder, part| folder.join(part))
    }

    fn create(&mut self, path: &str) -> Result<File, PublishError> {
        let to = self.path(path);
        self.files += 1;
        let made = to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(&to));
        made.map_err(|reason| PublishError::Write { path: to, reason })
    }

    /// A file to write to.
    fn file(&mut self, path: &str) -> Result<BufWriter<File>, PublishError> {
        Ok(BufWriter::new(self.create(path)?))
    }

    /// Writes a file at once.
    fn write(&mut self, path: &str, text: &str) -> Result<(), PublishError> {
        let mut file = self.create(path)?;
        file.write_all(text.as_bytes()).map_err(|reason| PublishError::Write { path: self.path(path), reason })
    }

    /// The size of a file that was written, in bytes.
    fn size(&self, path: &str) -> Result<u64, PublishError> {
        let of = self.path(path);
        fs::metadata(&of).map(|data| data.len()).map_err(|reason| PublishError::Write { path: of, reason })
    }
}
