//! The rows as a table that can be written.

use std::ops::Range;
use std::sync::PoisonError;

use entente_panel::frame::{Chunk, Field, Frame, Kind, Values};

use super::Similarity;
use super::block::Held;

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
        is_computed: true,
    }
}

/// The key and the measures.
pub(super) fn fields(measures: Vec<Field>) -> Vec<Field> {
    let labels = ["Correlates of War number of the state with the lower one", "Correlates of War number of the other", "Calendar year"];
    KEY.iter().zip(labels).map(|(name, label)| Field::key(name, label)).chain(measures).collect()
}

impl Frame for Similarity<'_> {
    fn rows(&self) -> usize {
        self.rows()
    }

    fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn prepare(&self, rows: Range<usize>) {
        self.hold(self.years_of(&rows), &mut self.held.write().unwrap_or_else(PoisonError::into_inner));
    }

    fn chunk(&self, column: usize, rows: Range<usize>) -> Chunk {
        let Some(measure) = column.checked_sub(KEY.len()) else {
            let mut key = Vec::with_capacity(rows.len());
            for year in self.years_of(&rows) {
                let (start, end) = (self.starts[year], self.starts[year + 1]);
                self.rosters[year].key(column, rows.start.max(start) - start..rows.end.min(end) - start, &mut key);
            }
            return Chunk::known(key);
        };
        let mut held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let mut own = Held::default();
        if !held.has(&rows) {
            drop(held);
            self.hold(self.years_of(&rows), &mut own);
            held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        }
        let at_hand = if own.has(&rows) { &own } else { &*held };
        let (values, codes) = at_hand.of(measure, &rows);
        let status = codes.to_vec();
        match self.fields[column].kind {
            Kind::Int => Chunk { values: Values::Int(values.iter().map(|v| *v as i32).collect()), status },
            _ => Chunk { values: Values::Real(values.to_vec()), status },
        }
    }
}
