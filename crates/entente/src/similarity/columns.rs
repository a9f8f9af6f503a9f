//! All rows at once, as columns: for whoever goes on computing with them.

use entente_panel::frame::{Chunk, Field, Frame, Values};
use rayon::prelude::*;

use super::Similarity;
use super::frame::KEY;

/// One measure of all rows.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name and meaning.
    pub field: Field,
    /// Values; not a number where there is none.
    pub values: Vec<f64>,
    /// Code of the [`Status`](entente_panel::status::Status) of each.
    pub status: Vec<u8>,
}

/// All rows.
#[derive(Debug, Clone)]
pub struct Columns {
    /// Lower code.
    pub ccode1: Vec<i32>,
    /// Higher code.
    pub ccode2: Vec<i32>,
    /// Year.
    pub year: Vec<i32>,
    /// The measures.
    pub measures: Vec<Column>,
}

impl Similarity<'_> {
    /// Computes all rows.
    pub fn columns(&self) -> Columns {
        let all = 0..Frame::rows(self);
        self.prepare(all.clone());
        let [ccode1, ccode2, year] = [0, 1, 2].map(|column| match self.chunk(column, all.clone()).values {
            Values::Int(key) => key,
            _ => Vec::new(),
        });
        let measures = self.fields()[KEY.len()..].par_iter().enumerate().map(|(m, field)| {
            let Chunk { values, status } = self.chunk(KEY.len() + m, all.clone());
            let values = match values {
                Values::Real(values) => values,
                Values::Int(values) => values.into_iter().map(f64::from).collect(),
                Values::Text(_) => Vec::new(),
            };
            Column { field: field.clone(), values, status }
        });
        Columns { ccode1, ccode2, year, measures: measures.collect() }
    }
}
