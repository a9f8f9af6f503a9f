//! What differs between two tables of the same kind, row by row.

use std::collections::BTreeMap;

use crate::audit::line;
use crate::card::TableCard;
use crate::table::{Data, Table};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// `added`, `removed` or `changed`.
    pub kind: &'static str,
    /// The row: its key, or all of it where the table has none.
    pub row: String,
    /// Column that changed.
    pub column: Option<String>,
    /// What stood there.
    pub old: Option<String>,
    /// What stands there now.
    pub new: Option<String>,
    /// Line in the old file.
    pub old_line: Option<u64>,
    /// Line in the new file.
    pub new_line: Option<u64>,
}

/// Relative difference of two real numbers that counts as none: single precision, in which some publishers write one of their two files.
const SINGLE: f64 = 1e-6;

/// Lists rows added, removed and changed from the first table to the second, in the order of their keys.
pub fn differences(card: &TableCard, old: &Table, new: &Table) -> Vec<Difference> {
    let names: Vec<&str> = if !card.pair_by.is_empty() {
        card.pair_by.iter().map(String::as_str).collect()
    } else if card.key.is_empty() {
        old.columns.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "source_line" && *name != "source_file").collect()
    } else {
        card.key.iter().map(String::as_str).collect()
    };
    let index = |table: &Table| {
        let columns: Vec<Option<&Data>> = names.iter().map(|name| table.column(name)).collect();
        let mut rows: BTreeMap<Vec<Option<String>>, Vec<usize>> = BTreeMap::new();
        for row in 0..table.rows() {
            rows.entry(columns.iter().map(|data| data.and_then(|d| d.show(row))).collect()).or_default().push(row);
        }
        rows
    };
    let shown = |key: &[Option<String>]| {
        let cells = names.iter().zip(key).map(|(name, cell)| format!("{name} {}", cell.as_deref().unwrap_or("-")));
        cells.collect::<Vec<_>>().join(", ")
    };
    let (before, after) = (index(old), index(new));
    let mut found = Vec::new();
    let one = |kind, key: &[Option<String>], old_line, new_line| Difference {
        kind,
        row: shown(key),
        column: None,
        old: None,
        new: None,
        old_line,
        new_line,
    };
    let is_alike = |a: usize, b: usize| {
        let said = old.columns.iter().filter(|(name, _)| name != "source_line" && name != "source_file");
        said.clone().all(|(name, data)| new.column(name).is_none_or(|other| is_same(data, a, other, b)))
    };
    // Where several rows share what they are paired by, those that say the same are each other's.
    let mut after = after;
    let mut before = before;
    for (key, rows) in before.iter_mut().filter(|(_, rows)| rows.len() > 1) {
        let Some(others) = after.get_mut(key) else { continue };
        rows.retain(|a| match others.iter().position(|b| is_alike(*a, *b)) {
            Some(twin) => {
                others.remove(twin);
                false
            }
            None => true,
        });
    }
    for (key, rows) in &before {
        let others = after.get(key).map_or(&[][..], Vec::as_slice);
        for row in rows.iter().skip(others.len()) {
            found.push(one("removed", key, Some(line(old, *row)), None));
        }
        for (a, b) in rows.iter().zip(others) {
            for (name, data) in old.columns.iter().filter(|(name, _)| name != "source_line" && name != "source_file") {
                let Some(other) = new.column(name) else { continue };
                if !is_same(data, *a, other, *b) {
                    found.push(Difference {
                        column: Some(name.clone()),
                        old: data.show(*a),
                        new: other.show(*b),
                        ..one("changed", key, Some(line(old, *a)), Some(line(new, *b)))
                    });
                }
            }
        }
    }
    for (key, rows) in &after {
        let others = before.get(key).map_or(0, Vec::len);
        for row in rows.iter().skip(others) {
            found.push(one("added", key, None, Some(line(new, *row))));
        }
    }
    found
}

fn is_same(a: &Data, row_a: usize, b: &Data, row_b: usize) -> bool {
    match (a, b) {
        (Data::Real(x), Data::Real(y)) => {
            let (x, y) = (x[row_a], y[row_b]);
            (x.is_nan() && y.is_nan()) || (x - y).abs() <= SINGLE * x.abs().max(y.abs())
        }
        (Data::Int(x), Data::Int(y)) | (Data::Date(x), Data::Date(y)) => x[row_a] == y[row_b],
        _ => a.show(row_a) == b.show(row_b),
    }
}
