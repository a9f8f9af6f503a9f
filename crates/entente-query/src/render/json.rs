//! A result as JSON, with where it comes from.

use serde_json::{Map, Value, json};

use super::cells::{Cell, Column, day};
use crate::engine::Rows;

/// Version of this form.
const SCHEMA_VERSION: u32 = 1;

/// The object as text. Rows stand one on a line.
pub(super) fn text(columns: &[Column], rows: &Rows, statement: &str) -> String {
    let head = json!({
        "schema_version": SCHEMA_VERSION,
        "entente_version": env!("CARGO_PKG_VERSION"),
        "statement": statement,
        "tables": rows.origins.iter().map(|(name, origin)| json!({ "name": name, "origin": origin })).collect::<Vec<_>>(),
        "columns": columns.iter().map(|c| json!({ "name": c.name, "type": c.kind })).collect::<Vec<_>>(),
        "is_cut": rows.is_cut,
    });
    let head = head.to_string();
    let mut out = head.strip_suffix('}').unwrap_or(&head).to_owned() + ",\"rows\":[";
    for row in 0..rows.count() {
        let cells = columns.iter().map(|c| (c.name.clone(), value(c.cell(row)))).collect::<Map<_, _>>();
        out += if row == 0 { "\n" } else { ",\n" };
        out += &Value::Object(cells).to_string();
    }
    out + "\n]}\n"
}

fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::None => Value::Null,
        Cell::Truth(t) => t.into(),
        Cell::Whole(x) => x.into(),
        Cell::Real(x) => x.into(),
        Cell::Day(d) => day(d).into(),
        Cell::Text(t) => t.into(),
    }
}
