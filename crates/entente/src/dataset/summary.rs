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
        let status = &chunk.status[..];
        for code in 0..Status::ALL.len() {
            self.by_status[code] += count(status, code as u8);
        }
        if let Some(years) = years {
            self.years = match (self.years, range(status, years)) {
                (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
                (a, b) => a.or(b),
            };
        }
        let found = match &chunk.values {
            Values::Int(values) => range(status, values).map(|(min, max)| (f64::from(min), f64::from(max))),
            Values::Real(values) => real_range(status, values),
            Values::Text(_) => None,
        };
        self.range = match (self.range, found) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
    }
}

/// How often a code stands there. Sums of bytes, which are added many at a time.
fn count(status: &[u8], code: u8) -> u64 {
    status.chunks(255).map(|part| u64::from(part.iter().map(|c| u8::from(*c == code)).sum::<u8>())).sum()
}

fn has_value(code: u8) -> bool {
    code <= Status::ZeroByRule as u8
}

/// Least and largest of the whole numbers that are there.
fn range(status: &[u8], values: &[i32]) -> Option<(i32, i32)> {
    let (mut min, mut max) = (i32::MAX, i32::MIN);
    for (code, value) in status.iter().zip(values) {
        let is_there = has_value(*code);
        min = min.min(if is_there { *value } else { i32::MAX });
        max = max.max(if is_there { *value } else { i32::MIN });
    }
    (min <= max).then_some((min, max))
}

/// The same of real numbers.
fn real_range(status: &[u8], values: &[f64]) -> Option<(f64, f64)> {
    let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
    for (_, value) in status.iter().zip(values).filter(|(code, _)| has_value(**code)) {
        min = min.min(*value);
        max = max.max(*value);
    }
    (min <= max).then_some((min, max))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_that_are_there_count() {
        let mut summary = Summary::default();
        let years = [1990, 1991, 1992, 1993];
        summary.add(&Chunk { values: Values::Int(vec![7, i32::MIN, -3, 9]), status: vec![0, 2, 1, 8] }, Some(&years));
        assert_eq!((summary.years, summary.range), (Some((1990, 1992)), Some((-3.0, 7.0))));
        let counts: Vec<(String, u64)> = summary.counts().into_iter().map(|c| (c.status, c.rows)).collect();
        let wanted = ["observed", "zero_by_rule", "missing", "withheld"].map(|word| (word.to_owned(), 1));
        assert_eq!(counts, wanted);
        let mut none = Summary::default();
        none.add(&Chunk { values: Values::Real(vec![f64::NAN; 2]), status: vec![3; 2] }, None);
        assert_eq!((none.years, none.range, none.counts()[0].rows), (None, None, 2));
        none.add(&Chunk { values: Values::Real(vec![0.5; 600]), status: vec![0; 600] }, None);
        assert_eq!((none.range, none.counts()[0].rows), (Some((0.5, 0.5)), 600));
    }
}
