//! A frame as comma-separated text: UTF-8, a header, `.` for decimals, an empty cell where there is no value.
//!
//! Numbers are written with as many digits as it takes to read the same number again.

use std::io::Write;

use rayon::prelude::*;

use super::{Statuses, columns, has_value};
use crate::frame::{Frame, Values};
use crate::status::Status;

/// Rows that are held at once (chosen: a hundred columns of them are a few megabytes).
const BATCH_ROWS: usize = 8192;

/// Writes all rows.
///
/// # Errors
/// What the disk refuses, as text.
pub fn write(frame: &dyn Frame, statuses: Statuses, to: impl Write) -> Result<(), String> {
    write_in_batches(frame, statuses, to, BATCH_ROWS)
}

/// The same, holding so many rows at once.
///
/// # Errors
/// As [`write()`].
pub fn write_in_batches(frame: &dyn Frame, statuses: Statuses, to: impl Write, batch: usize) -> Result<(), String> {
    let columns = columns(frame, statuses);
    let mut to = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(to);
    to.write_record(columns.iter().map(|c| c.name.as_str())).map_err(|e| e.to_string())?;
    for start in (0..frame.rows()).step_by(batch.max(1)) {
        let rows = start..(start + batch.max(1)).min(frame.rows());
        frame.prepare(rows.clone());
        let chunks: Vec<_> = columns.par_iter().map(|column| frame.chunk(column.column, rows.clone())).collect();
        let mut cell = String::new();
        for row in 0..rows.len() {
            for (column, chunk) in columns.iter().zip(&chunks) {
                cell.clear();
                let status = chunk.status[row];
                if column.is_status {
                    cell.push_str(Status::from(status).word());
                } else if has_value(status) {
                    show(&chunk.values, row, &mut cell);
                }
                to.write_field(&cell).map_err(|e| e.to_string())?;
            }
            to.write_record(None::<&[u8]>).map_err(|e| e.to_string())?;
        }
    }
    to.flush().map_err(|e| e.to_string())
}

fn show(values: &Values, row: usize, cell: &mut String) {
    use std::fmt::Write as _;
    // Writing to a text cannot fail.
    let _ = match values {
        Values::Int(values) => write!(cell, "{}", values[row]),
        Values::Real(values) => write!(cell, "{}", values[row]),
        Values::Text(texts) => write!(cell, "{}", texts.get(row).unwrap_or_default()),
    };
}
