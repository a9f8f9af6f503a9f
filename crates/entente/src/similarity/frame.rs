//! The rows as a table that can be written.

use std::ops::Range;

use entente_measures::similarity::all_pairs::Rows;
use entente_panel::frame::{Chunk, Field, Frame, Kind, Values};

use super::block::Block;
use super::{MEASURES, Similarity};

/// Names of the key.
pub(super) const KEY: [&str; 3] = ["ccode1", "ccode2", "year"];

/// A measure's field.
pub(super) fn field(name: &str, label: &str, unit: &str, tables: &[&str], absence: &str) -> Field {
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        kind: Kind::Real,
        unit: unit.to_owned(),
        codes: Vec::new(),
        from: tables.iter().map(|t| (*t).to_owned()).collect(),
        absence: absence.to_owned(),
        is_key: false,
    }
}

/// The key and the measures.
pub(super) fn fields(measures: Vec<Field>) -> Vec<Field> {
    let labels = ["Correlates of War number of the state with the lower one", "Correlates of War number of the other", "Calendar year"];
    KEY.iter().zip(labels).map(|(name, label)| Field::key(name, label)).chain(measures).collect()
}

impl Similarity<'_> {
    /// Values and codes of one measure in the rows of one year from `skip` on, `count` of them.
    fn copy(&self, year: usize, measure: usize, rows: Range<usize>, values: &mut Vec<f64>, status: &mut Vec<u8>) {
        let held = self.held.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut own = Block::default();
        let block = held.year(year).unwrap_or_else(|| {
            let mut rows: Rows<'_, MEASURES> = own.rows(self.length(year));
            (self.compute)(year, &mut rows);
            &own
        });
        let (of_year, codes) = block.of(measure);
        values.extend_from_slice(&of_year[rows.clone()]);
        status.extend_from_slice(&codes[rows]);
    }
}

impl Frame for Similarity<'_> {
    fn rows(&self) -> usize {
        self.rows()
    }

    fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn prepare(&self, rows: Range<usize>) {
        self.hold(self.years_of(&rows));
    }

    fn chunk(&self, column: usize, rows: Range<usize>) -> Chunk {
        let stretches = self.years_of(&rows).map(|year| {
            let (start, end) = (self.starts[year], self.starts[year + 1]);
            (year, rows.start.max(start) - start..rows.end.min(end) - start)
        });
        let Some(measure) = column.checked_sub(KEY.len()) else {
            let mut key = Vec::with_capacity(rows.len());
            stretches.for_each(|(year, stretch)| self.rosters[year].key(column, stretch, &mut key));
            return Chunk::known(key);
        };
        let (mut values, mut status) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        stretches.for_each(|(year, stretch)| self.copy(year, measure, stretch, &mut values, &mut status));
        match self.fields[column].kind {
            Kind::Int => Chunk { values: Values::Int(values.into_iter().map(|v| v as i32).collect()), status },
            _ => Chunk { values: Values::Real(values), status },
        }
    }
}
