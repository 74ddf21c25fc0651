//! Stands in until the command line is merged: `annotate` and `values` over JSON Lines.
use chancery::annotate::Annotator;
use chancery::document::{Document, Lang};
use chancery::extract::Extractor;
use chancery::graph::Base;
use std::io::{self, BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let values = std::env::args().nth(1).as_deref() == Some("values");
    let base = Base::new(Base::DEFAULT)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let json: serde_json::Value = serde_json::from_str(&line?)?;
        if values {
            writeln!(out, "{}", chancery::value::json::line(&json))?;
            continue;
        }
        let extractor = Extractor::embedded();
        let mut doc = Document::from_text(json["id"].as_str().unwrap_or("x"), json["text"].as_str().unwrap_or_default());
        doc.meta.lang = json["lang"].as_str().and_then(Lang::from_code);
        doc.meta.date = json["date"].as_str().map(str::to_string);
        let found = extractor.extract(&doc);
        let annotator = Annotator::new(&doc, &found, &base);
        let mut v = serde_json::to_value(annotator.annotation())?;
        v["id"] = json["id"].clone();
        writeln!(out, "{v}")?;
    }
    Ok(())
}
