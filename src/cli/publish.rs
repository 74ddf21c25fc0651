//! The part of `chancery export` that writes a folder for a web server.

use super::console::Console;
use chancery::error::Error;
use chancery::ontology::Ontology;
use chancery::pack::{self, Pack};
use chancery::publish::{Options, Texts, publish};
use chancery::store::Store;
use chancery::validate::EMBEDDED;
use oxigraph::model::NamedNode;
use std::path::{Path, PathBuf};

/// Options that only publication has.
#[derive(clap::Args)]
pub struct Publication {
    /// Write a folder that any web server can serve: pages, data in all formats, descriptions, queries
    #[arg(long, value_name = "DIR", conflicts_with_all = ["format", "graph", "nif", "output"])]
    publish: Option<PathBuf>,
    /// With --publish: the licence of the data
    #[arg(long, value_name = "IRI", requires = "publish", value_parser = iri)]
    licence: Option<NamedNode>,
    /// With --publish: the title of the publication
    #[arg(long, value_name = "TEXT", requires = "publish", default_value = "Chancery")]
    title: String,
    /// With --publish: put the documents' whole texts into the data as well
    #[arg(long, requires = "publish")]
    texts: bool,
}

fn iri(text: &str) -> Result<NamedNode, String> {
    NamedNode::new(text).map_err(|e| format!("{e}; give an IRI such as https://creativecommons.org/licenses/by/4.0/"))
}

impl Publication {
    /// Where to publish to, where that is asked for.
    pub fn folder(&self) -> Option<&Path> {
        self.publish.as_deref()
    }

    pub fn run(self, store: &Store, to: &Path, folder: Option<&Path>, console: &Console) -> Result<(), Error> {
        let queries = super::query::saved(folder)?;
        let own = folder.map(Pack::read).transpose()?.map(|pack| pack.ontology());
        let ontology = own.as_ref().map_or(Ontology::embedded(), |own| own.get());
        let shapes = folder.map(pack::shapes).transpose()?.flatten();
        let shapes = shapes.as_ref().map_or(EMBEDDED, |(_, text)| text.as_ref());
        let texts = if self.texts { Texts::With } else { Texts::Without };
        if self.licence.is_none() {
            console.note("no licence is stated: nobody knows what they may do with the data (--licence IRI)");
        }
        let options = Options { title: self.title, licence: self.licence, texts };
        let done = publish(store, ontology, shapes, &queries, &options, to)?;
        let (things, documents, files) = (done.things, done.documents, done.files);
        console.note(&format!("{}: {things} things, {documents} documents, {files} files", to.display()));
        Ok(())
    }
}
