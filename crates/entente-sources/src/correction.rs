//! Errors of a publisher, mended by an entry of the card. The file itself is never edited.
//!
//! An entry says what it expects to find. If the publisher has mended the error, the entry does nothing and a finding asks to remove
//! it; if something else stands there, the file is refused.

use entente_core::{Finding, Severity};

use crate::audit::line;
use crate::card::Card;
use crate::error::Error;
use crate::table::{Data, NO_INT, NO_TEXT, Table, day_number};

/// Applies the entries for a table.
///
/// # Errors
/// A cell holds neither what the entry expects nor what it puts there.
pub fn apply(file: &str, card: &Card, table: &mut Table, findings: &mut Vec<Finding>) -> Result<(), Error> {
    for entry in card.correction.iter().filter(|c| c.table == table.name) {
        let rows: Vec<usize> = (0..table.rows())
            .filter(|row| entry.rows.iter().all(|(name, value)| table.column(name).is_some_and(|d| d.show(*row).as_ref() == Some(value))))
            .collect();
        for row in rows {
            let at = line(table, row);
            let Some((_, data)) = table.columns.iter_mut().find(|(name, _)| *name == entry.column) else { continue };
            let found = data.show(row).unwrap_or_default();
            if found == entry.value {
                let message = format!("{} is {found:?} already; the publisher has mended it, and the correction can go", entry.column);
                findings.push(Finding::new("correction_mended", Severity::Warning, format!("{file}:{at}"), message));
                continue;
            }
            if found != entry.expect {
                let message = format!("is not {:?}, which the correction of this cell expects ({})", entry.expect, entry.reason);
                return Err(Error::Cell { file: file.to_owned(), line: at, column: entry.column.clone(), value: found, message });
            }
            put(data, row, &entry.value);
            let message = format!("{} {found:?} read as {:?}: {}", entry.column, entry.value, entry.reason);
            findings.push(Finding::new("corrected", Severity::Note, format!("{file}:{at}"), message));
        }
    }
    Ok(())
}

fn put(data: &mut Data, row: usize, value: &str) {
    match data {
        Data::Int(values) => values[row] = value.parse().unwrap_or(NO_INT),
        Data::Date(values) => values[row] = value.parse().map_or(NO_INT, day_number),
        Data::Real(values) => values[row] = value.parse().unwrap_or(f64::NAN),
        Data::Text(texts) => {
            texts.rows[row] = if value.is_empty() {
                NO_TEXT
            } else {
                texts.pool.push(value.to_owned());
                texts.pool.len() as u32 - 1
            };
        }
    }
}
