//! The rows as a table that can be written.

use std::ops::Range;

use entente_panel::frame::{Chunk, Field, Frame, Kind, Values};

use super::{Column, KEY, Similarity};

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
pub(super) fn fields(columns: &[Column]) -> Vec<Field> {
    let labels = ["Correlates of War number of the state with the lower one", "Correlates of War number of the other", "Calendar year"];
    let mut fields: Vec<Field> = KEY.iter().zip(labels).map(|(name, label)| Field::key(name, label)).collect();
    fields.extend(columns.iter().map(|c| c.field.clone()));
    fields
}

impl Frame for Similarity {
    fn rows(&self) -> usize {
        self.year.len()
    }

    fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn chunk(&self, column: usize, rows: Range<usize>) -> Chunk {
        if let Some(key) = [&self.ccode1, &self.ccode2, &self.year].get(column) {
            return Chunk::known(key[rows].to_vec());
        }
        let column = &self.columns[column - KEY.len()];
        Chunk { values: Values::Real(column.values[rows.clone()].to_vec()), status: column.status[rows].to_vec() }
    }
}
