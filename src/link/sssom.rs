//! Tables of mappings as SSSOM has them: tab-separated, with metadata in lines that begin with `#`.
//!
//! Comes in: text. Goes out: a [`Table`], or every problem with its place; and the other way round. Of the metadata only
//! the prefixes (`curie_map`) are read. Cells hold no tab and no line end; quotation marks around a cell, which spreadsheets
//! add, are taken off.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// A problem in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    pub file: String,
    /// Both from one; columns count characters.
    pub line: usize,
    pub column: usize,
    pub what: String,
    pub remedy: &'static str,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}; {}", self.file, self.line, self.column, self.what, self.remedy)
    }
}

/// A line of a table: its number, and each cell with the column where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: usize,
    cells: Vec<(usize, String)>,
}

/// A table of mappings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Prefix -> namespace.
    pub prefixes: BTreeMap<String, String>,
    /// Other metadata, as (name, value); a value that begins with a line end is written as it is.
    pub metadata: Vec<(String, String)>,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// Every problem that keeps it from being read.
    pub fn parse(file: &str, text: &str) -> Result<Table, Vec<TableError>> {
        let mut table = Table::default();
        let mut errors = Vec::new();
        let mut in_map = false;
        let mut spaced = None;
        let mut last = 0;
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let number = number + 1;
            last = number;
            let wrong =
                |column, what: String, remedy| TableError { file: file.to_owned(), line: number, column, what, remedy };
            if let Some(meta) = line.strip_prefix('#') {
                // Some programs write "# name: value", others "#name: value", all lines of a table alike.
                let spaced = *spaced.get_or_insert(meta.starts_with(' '));
                let inner = meta.strip_prefix(' ').filter(|_| spaced).unwrap_or(meta);
                if !inner.starts_with([' ', '\t']) {
                    in_map = inner.trim_end() == "curie_map:";
                    continue;
                }
                if in_map && let Some((prefix, iri)) = meta.trim().split_once(':') {
                    let bare = |s: &str| s.trim().trim_matches(['"', '\'']).to_owned();
                    table.prefixes.insert(bare(prefix), bare(iri));
                }
            } else if line.trim().is_empty() {
            } else if table.columns.is_empty() {
                table.columns = line.split('\t').map(|c| unquoted(c).trim().to_owned()).collect();
                for needed in ["subject_id", "object_id"] {
                    if !table.columns.iter().any(|c| c == needed) {
                        errors.push(wrong(
                            1,
                            format!("the header has no column {needed}"),
                            "a table of links begins with the columns of SSSOM",
                        ));
                    }
                }
            } else {
                let mut column = 1;
                let mut cells = Vec::with_capacity(table.columns.len());
                for cell in line.split('\t') {
                    cells.push((column, unquoted(cell)));
                    column += cell.chars().count() + 1;
                }
                if cells.len() > table.columns.len() {
                    let what = format!("{} columns where the header has {}", cells.len(), table.columns.len());
                    errors.push(wrong(1, what, "a cell can hold no tab"));
                    continue;
                }
                table.rows.push(Row { line: number, cells });
            }
        }
        if table.columns.is_empty() {
            let what = "there is no header with the names of the columns".to_owned();
            let remedy = "give the file that chancery link review wrote";
            errors.push(TableError { file: file.to_owned(), line: last.max(1), column: 1, what, remedy });
        }
        if errors.is_empty() { Ok(table) } else { Err(errors) }
    }

    /// A cell of a row; empty where the row or the table has none.
    pub fn cell<'t>(&self, row: &'t Row, column: &str) -> &'t str {
        let at = self.columns.iter().position(|c| c == column);
        at.and_then(|at| row.cells.get(at)).map_or("", |(_, cell)| cell.trim())
    }

    /// A problem with a cell.
    pub fn wrong(&self, file: &str, row: &Row, column: &str, what: String, remedy: &'static str) -> TableError {
        let at = self.columns.iter().position(|c| c == column);
        let column = at.and_then(|at| row.cells.get(at)).map_or(1, |(column, _)| *column);
        TableError { file: file.to_owned(), line: row.line, column, what, remedy }
    }

    /// Adds a row; its line is told when the table is read again.
    pub fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        let clean = |cell: String| cell.replace(['\t', '\n', '\r'], " ");
        self.rows.push(Row { line: 0, cells: cells.into_iter().map(|cell| (0, clean(cell))).collect() });
    }

    /// `prefix:rest` in full; an IRI as it is.
    pub fn expand(&self, curie: &str) -> Option<String> {
        if let Some(iri) = curie.strip_prefix('<').and_then(|c| c.strip_suffix('>')) {
            return Some(iri.to_owned());
        }
        let (prefix, rest) = curie.split_once(':')?;
        match self.prefixes.get(prefix) {
            Some(namespace) => Some(format!("{namespace}{rest}")),
            None => rest.starts_with("//").then(|| curie.to_owned()),
        }
    }

    /// An IRI behind its prefix, where one of the table's fits; the longest namespace counts.
    pub fn shorten(&self, iri: &str) -> String {
        let fits = self.prefixes.iter().filter(|(_, namespace)| iri.starts_with(namespace.as_str()));
        match fits.max_by_key(|(_, namespace)| namespace.len()) {
            Some((prefix, namespace)) => format!("{prefix}:{}", &iri[namespace.len()..]),
            None => iri.to_owned(),
        }
    }
}

/// A cell without the quotation marks that a spreadsheet put around it.
fn unquoted(cell: &str) -> String {
    match cell.strip_prefix('"').and_then(|c| c.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("#curie_map:\n")?;
        for (prefix, iri) in &self.prefixes {
            writeln!(f, "#  {prefix}: \"{iri}\"")?;
        }
        for (name, value) in &self.metadata {
            if value.starts_with('\n') {
                writeln!(f, "#{name}:{}", value.replace('\n', "\n#"))?;
            } else {
                writeln!(f, "#{name}: \"{value}\"")?;
            }
        }
        writeln!(f, "{}", self.columns.join("\t"))?;
        for row in &self.rows {
            let mut line = String::new();
            for (i, (_, cell)) in row.cells.iter().enumerate() {
                let quote = cell.starts_with('"');
                let tab = if i > 0 { "\t" } else { "" };
                let _ = if quote {
                    write!(line, "{tab}\"{}\"", cell.replace('"', "\"\""))
                } else {
                    write!(line, "{tab}{cell}")
                };
            }
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TABLE: &str = "#curie_map:\n#  ex: \"https://example.org/\"\n#mapping_set_id: \"https://example.org/set\"\n\
        subject_id\tobject_id\tcomment\nex:a\tex:b\t\"so, \"\"they\"\" say\"\nex:c\thttps://example.net/d\n";

    #[test]
    fn a_table_is_read() {
        let table = Table::parse("t.tsv", TABLE).unwrap();
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.cell(&table.rows[0], "comment"), "so, \"they\" say");
        assert_eq!(table.cell(&table.rows[1], "comment"), "");
        assert_eq!(table.expand("ex:a").as_deref(), Some("https://example.org/a"));
        assert_eq!(table.expand("https://example.net/d").as_deref(), Some("https://example.net/d"));
        assert_eq!(table.expand("other:a"), None);
        assert_eq!(table.shorten("https://example.org/a"), "ex:a");
        // As sssom-py writes it.
        let spaced = TABLE.replace('#', "# ");
        assert_eq!(Table::parse("t.tsv", &spaced).unwrap().prefixes, table.prefixes);
        let problem = table.wrong("t.tsv", &table.rows[1], "object_id", "no".into(), "mend it");
        assert_eq!(problem.to_string(), "t.tsv:6:6: no; mend it");
    }

    #[test]
    fn what_is_no_table_is_told() {
        let told = |text| Table::parse("t.tsv", text).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert!(told("")[0].starts_with("t.tsv:1:1: there is no header"));
        assert_eq!(told("subject\tobject\n").len(), 2);
        assert!(told("subject_id\tobject_id\na\tb\tc\n")[0].starts_with("t.tsv:2:1: 3 columns"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(cells in proptest::collection::vec(proptest::collection::vec("[^\\p{Cc}]{0,8}", 3), 0..6)) {
            let mut table = Table { columns: ["subject_id", "object_id", "comment"].map(String::from).to_vec(), ..Table::default() };
            table.prefixes.insert("ex".into(), "https://example.org/".into());
            for row in &cells {
                // A line that is only white space is no row.
                table.push([format!("s{}", row[0]), row[1].clone(), row[2].clone()]);
            }
            let read = Table::parse("t", &table.to_string()).unwrap();
            prop_assert_eq!(read.rows.len(), cells.len());
            for (row, written) in read.rows.iter().zip(&cells) {
                prop_assert_eq!(read.cell(row, "object_id"), written[1].trim());
                prop_assert_eq!(read.cell(row, "comment"), written[2].trim());
            }
        }
    }
}
