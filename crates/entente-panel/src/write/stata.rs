//! A frame as a Stata file, format 118: labels, value labels, notes, and for each value that is not there its reason as an extended missing
//! value.
//!
//! The crate that reads such files for us has no way to make a value label or a note, so the layout is written here. It is that of
//! Stata's own description of the format (`help dta`). There is no time stamp: the same frame gives the same bytes.

mod layout;
mod storage;

use std::io::Write;

use rayon::prelude::*;

use crate::frame::{Chunk, Frame, Kind};
use crate::status::Status;
use layout::{Variable, before, label_sets};
use storage::{Storage, storage};

/// Rows that are held at once.
const BATCH_ROWS: usize = 8192;

/// Most letters of a label.
const LONGEST_LABEL: usize = 80;

/// Name of the set of value labels that says what the extended missing values mean, for columns without codes of their own.
const REASONS: &str = "entente_missing";

/// Writes all rows, with a title and notes for whoever opens the file.
///
/// # Errors
/// A text longer than the format holds; or what the disk refuses, as text.
pub fn write(frame: &dyn Frame, title: &str, notes: &[String], to: impl Write) -> Result<(), String> {
    write_in_batches(frame, title, notes, to, BATCH_ROWS)
}

/// The same, holding so many rows at once.
///
/// # Errors
/// As [`write()`].
pub fn write_in_batches(frame: &dyn Frame, title: &str, notes: &[String], mut to: impl Write, batch: usize) -> Result<(), String> {
    let batch = batch.max(1);
    let fields = frame.fields();
    let stretches = || (0..frame.rows()).step_by(batch).map(|start| start..(start + batch).min(frame.rows()));
    // A first pass finds the narrowest type that holds each column.
    let mut stored = vec![Storage::Byte; fields.len()];
    for rows in stretches() {
        frame.prepare(rows.clone());
        let found: Result<Vec<Storage>, String> = (0..fields.len()).into_par_iter().map(|column| storage(&frame.chunk(column, rows.clone()))).collect();
        let found = found.map_err(|message| format!("{message}; write .parquet or .csv"))?;
        stored.iter_mut().zip(found).for_each(|(widest, found)| *widest = (*widest).max(found));
    }
    let variables: Vec<Variable> = fields
        .iter()
        .zip(&stored)
        .map(|(field, storage)| {
            // Whole numbers of any width hold codes; a column that has a text nowhere is a text of one byte.
            let storage = if field.kind == Kind::Text { (*storage).max(Storage::Text(1)) } else { *storage };
            Variable { name: &field.name, label: shortened(&field.label), storage, codes: &field.codes }
        })
        .collect();
    let keys = fields.iter().filter(|f| f.is_key).count();
    let width: usize = variables.iter().map(|v| v.storage.width()).sum();
    let labels = label_sets(&variables);
    let said = |e: std::io::Error| e.to_string();
    to.write_all(&before(&variables, keys, title, notes, frame.rows(), labels.len())?).map_err(said)?;
    to.write_all(b"<data>").map_err(said)?;
    for rows in stretches() {
        frame.prepare(rows.clone());
        let chunks: Vec<Chunk> = (0..fields.len()).into_par_iter().map(|column| frame.chunk(column, rows.clone())).collect();
        let mut bytes = Vec::with_capacity(rows.len() * width);
        for row in 0..rows.len() {
            for (variable, chunk) in variables.iter().zip(&chunks) {
                variable.storage.put(chunk, row, &mut bytes);
            }
        }
        to.write_all(&bytes).map_err(said)?;
    }
    to.write_all(b"</data><strls></strls>").map_err(said)?;
    to.write_all(&labels).map_err(said)?;
    to.write_all(b"</stata_dta>").map_err(said)
}

/// The number by which the extended missing value of a status is written; none where there is a value.
fn missing_number(status: u8) -> Option<u8> {
    Status::from(status).letter().map(|letter| letter as u8 - b'a' + 1)
}

/// The label, cut where it is longer than the format holds.
fn shortened(label: &str) -> String {
    if label.chars().count() <= LONGEST_LABEL {
        return label.to_owned();
    }
    label.chars().take(LONGEST_LABEL - 3).chain("...".chars()).collect()
}
