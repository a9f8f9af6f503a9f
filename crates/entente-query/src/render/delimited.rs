//! A result as CSV: commas, a header, a line feed after every row. A missing value is nothing between commas, an empty text is `""`. In a
//! result of one column a missing value is `""` as well, since nothing would be an empty line, which readers skip.

use super::cells::{Cell, Column, day, real};

/// The file as text.
pub(super) fn text(columns: &[Column], rows: usize) -> String {
    let mut out = columns.iter().map(|c| quoted(&c.name)).collect::<Vec<_>>().join(",") + "\n";
    for row in 0..rows {
        for (n, column) in columns.iter().enumerate() {
            if n > 0 {
                out.push(',');
            }
            match column.cell(row) {
                Cell::None if columns.len() == 1 => out += "\"\"",
                Cell::None => {}
                Cell::Truth(t) => out += if t { "true" } else { "false" },
                Cell::Whole(x) => out += &x.to_string(),
                Cell::Real(x) => out += &real(x),
                Cell::Day(d) => out += &day(d),
                Cell::Text(t) => out += &quoted(t),
            }
        }
        out.push('\n');
    }
    out
}

fn quoted(text: &str) -> String {
    if text.is_empty() || text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
