//! What is in each column of a table: rows of each status, first and last year with a value, least and largest value.

use entente_panel::frame::{Chunk, Frame, Values};
use entente_panel::status::Status;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Rows that are looked at together (chosen: a column of them fits the cache of a core).
const BATCH_ROWS: usize = 1 << 16;

/// Rows of one status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StatusCount {
    /// Its word.
    pub status: String,
    /// How many rows.
    pub rows: u64,
}

/// What is in one column.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Summary {
    by_status: [u64; Status::ALL.len()],
    /// First and last year with a value.
    pub(super) years: Option<(i32, i32)>,
    /// Least and largest number.
    pub(super) range: Option<(f64, f64)>,
}

impl Summary {
    /// Rows of each status that occurs.
    pub(super) fn counts(&self) -> Vec<StatusCount> {
        let count = |(status, rows): (Status, u64)| StatusCount { status: status.word().to_owned(), rows };
        Status::ALL.into_iter().zip(self.by_status).filter(|(_, rows)| *rows > 0).map(count).collect()
    }

    fn add(&mut self, chunk: &Chunk, years: Option<&[i32]>) {
        for code in &chunk.status {
            self.by_status[Status::from(*code) as usize] += 1;
        }
        let known = |n: &usize| Status::from(chunk.status[*n]).has_value();
        if let Some(years) = years {
            for year in (0..years.len()).filter(known).map(|n| years[n]) {
                let (first, last) = self.years.get_or_insert((year, year));
                (*first, *last) = ((*first).min(year), (*last).max(year));
            }
        }
        let mut take = |value: f64| {
            if !value.is_nan() {
                let (min, max) = self.range.get_or_insert((value, value));
                (*min, *max) = (min.min(value), max.max(value));
            }
        };
        match &chunk.values {
            Values::Int(values) => (0..values.len()).filter(known).for_each(|n| take(f64::from(values[n]))),
            Values::Real(values) => (0..values.len()).filter(known).for_each(|n| take(values[n])),
            Values::Text(_) => {}
        }
    }
}

/// What is in each column, the columns side by side.
pub(super) fn summaries(frame: &dyn Frame) -> Vec<Summary> {
    let years =
        frame.fields().iter().position(|field| field.is_key && field.name == "year").map(|column| frame.chunk(column, 0..frame.rows()));
    let years = years.as_ref().and_then(|chunk| match &chunk.values {
        Values::Int(years) => Some(years.as_slice()),
        _ => None,
    });
    let of = |column: usize| {
        let mut summary = Summary::default();
        for start in (0..frame.rows()).step_by(BATCH_ROWS) {
            let rows = start..(start + BATCH_ROWS).min(frame.rows());
            summary.add(&frame.chunk(column, rows.clone()), years.map(|years| &years[rows]));
        }
        summary
    };
    (0..frame.fields().len()).into_par_iter().map(of).collect()
}
