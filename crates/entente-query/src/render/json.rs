//! A result as JSON, with where it comes from.

use serde_json::{Value, json};

use super::cells::{Cell, Column, day};
use crate::engine::Rows;

/// Version of this form.
const SCHEMA_VERSION: u32 = 1;

/// The object as text, its parts and the columns in their order. Rows stand one on a line.
pub(super) fn text(columns: &[Column], rows: &Rows, statement: &str) -> String {
    let tables = rows.origins.iter().map(|(name, origin)| json!({ "name": name, "origin": origin })).collect::<Vec<_>>();
    let about = columns.iter().map(|c| json!({ "name": c.name, "type": c.kind })).collect::<Vec<_>>();
    let parts = [
        ("schema_version", json!(SCHEMA_VERSION)),
        ("entente_version", json!(env!("CARGO_PKG_VERSION"))),
        ("statement", json!(statement)),
        ("tables", json!(tables)),
        ("columns", json!(about)),
        ("is_cut", json!(rows.is_cut)),
    ];
    let mut out = String::from("{");
    parts.iter().for_each(|(name, part)| out += &format!("\n  \"{name}\": {part},"));
    out += "\n  \"rows\": [";
    let names: Vec<String> = columns.iter().map(|c| Value::from(c.name.as_str()).to_string()).collect();
    for row in 0..rows.count() {
        let cells = columns.iter().zip(&names).map(|(column, name)| format!("{name}: {}", value(column.cell(row))));
        out += if row == 0 { "\n    {" } else { ",\n    {" };
        out += &cells.collect::<Vec<_>>().join(", ");
        out.push('}');
    }
    out + if rows.count() == 0 { "]\n}\n" } else { "\n  ]\n}\n" }
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
