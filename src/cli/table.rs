//! Rows as a table for people: columns that hold nothing are left out, wide characters are counted as two, and what is too
//! wide for the terminal is wrapped.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, TableComponent, Width, presets};

/// Columns when nobody says how wide the terminal is.
const WIDTH: u16 = 120;

/// The table, with a line feed at its end.
pub fn table(columns: &[String], rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return "(nothing)\n".to_owned();
    }
    let kept: Vec<usize> = (0..columns.len()).filter(|c| rows.iter().any(|row| !row[*c].is_empty())).collect();
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.remove_style(TableComponent::HorizontalLines).remove_style(TableComponent::MiddleIntersections);
    table.set_width(super::width().unwrap_or(WIDTH));
    table.set_header(kept.iter().map(|c| &columns[*c]));
    for row in &rows {
        // A table is one line a row but for what is wrapped.
        table.add_row(kept.iter().map(|c| row[*c].replace(['\n', '\r'], " ")));
    }
    for column in table.column_iter_mut() {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(8)));
        column.set_padding((0, 1));
    }
    format!("{}\n", table.trim_fmt())
}
