//! A frame as a Stata file, format 118: labels, value labels, notes, and for each value that is not there its reason as an extended missing
//! value.
//!
//! The crate that reads such files for us has no way to make a value label or a note, so the layout is written here. It is that of
//! Stata's own description of the format (`help dta`). There is no time stamp: the same frame gives the same bytes.

mod layout;
mod storage;

use std::io::Write;

use rayon::prelude::*;

use crate::frame::{Chunk, Frame, Kind, Values};
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
        let found: Result<Vec<Storage>, String> =
            (0..fields.len()).into_par_iter().map(|column| storage(&frame.chunk(column, rows.clone()))).collect();
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
    // A program that trusts a false order merges wrongly.
    let keys = if is_in_order(frame, stretches()) { fields.iter().filter(|f| f.is_key).count() } else { 0 };
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

/// Says whether the rows stand in the order of the columns of the key.
fn is_in_order(frame: &dyn Frame, stretches: impl Iterator<Item = std::ops::Range<usize>>) -> bool {
    let keys: Vec<usize> = (0..frame.fields().len()).filter(|column| frame.fields()[*column].is_key).collect();
    let mut last: Vec<i32> = Vec::new();
    for rows in stretches {
        let chunks: Vec<Chunk> = keys.iter().map(|column| frame.chunk(*column, rows.clone())).collect();
        for row in 0..rows.len() {
            let key = chunks.iter().map(|chunk| match &chunk.values {
                Values::Int(values) => Some(values[row]),
                _ => None,
            });
            let Some(key) = key.collect::<Option<Vec<i32>>>() else { return false };
            if key < last {
                return false;
            }
            last = key;
        }
    }
    true
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

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::frame::Field;

    /// Two columns of a key.
    struct Keys {
        fields: Vec<Field>,
        rows: Vec<[i32; 2]>,
    }

    impl Frame for Keys {
        fn rows(&self) -> usize {
            self.rows.len()
        }
        fn fields(&self) -> &[Field] {
            &self.fields
        }
        fn chunk(&self, column: usize, rows: Range<usize>) -> Chunk {
            Chunk::known(self.rows[rows].iter().map(|row| row[column]).collect())
        }
    }

    /// The order of the rows, as the file states it.
    fn stated(rows: Vec<[i32; 2]>) -> Vec<u16> {
        let keys = Keys { fields: vec![Field::key("ccode", ""), Field::key("year", "")], rows };
        let mut bytes = Vec::new();
        write_in_batches(&keys, "", &[], &mut bytes, 2).unwrap();
        let tag = b"<sortlist>";
        let start = bytes.windows(tag.len()).position(|w| w == tag).unwrap() + tag.len();
        bytes[start..start + 6].chunks(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect()
    }

    #[test]
    fn an_order_is_stated_only_where_the_rows_have_it() {
        assert_eq!(stated(vec![[2, 1990], [2, 1991], [20, 1990]]), [1, 2, 0]);
        assert_eq!(stated(vec![[2, 1990], [20, 1990], [2, 1991]]), [0, 0, 0]);
        assert_eq!(stated(vec![]), [1, 2, 0]);
    }
}
