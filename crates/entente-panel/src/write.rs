//! Writers of a [`Frame`]: Parquet, comma-separated text, and Stata.

pub mod csv;
pub mod parquet;
pub mod stata;

use crate::frame::{Frame, Kind};
use crate::status::Status;

/// What stands beside the values in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Statuses {
    /// Nothing: a value that is not there is empty.
    #[default]
    Hidden,
    /// A column of words for each column outside the key.
    Shown,
}

/// Name of the column that has the status of another.
pub fn status_name(name: &str) -> String {
    format!("{name}_status")
}

/// One column of a file.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    /// Place of the column of the frame.
    pub(crate) column: usize,
    /// True where its status is written and not its values.
    pub(crate) is_status: bool,
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// The columns of a file in order.
pub(crate) fn columns(frame: &dyn Frame, statuses: Statuses) -> Vec<Written> {
    let mut all = Vec::new();
    for (column, field) in frame.fields().iter().enumerate() {
        all.push(Written { column, is_status: false, name: field.name.clone(), kind: field.kind });
        if statuses == Statuses::Shown && !field.is_key {
            all.push(Written { column, is_status: true, name: status_name(&field.name), kind: Kind::Text });
        }
    }
    all
}

/// Says whether the status of a cell means that there is a value.
pub(crate) fn has_value(status: u8) -> bool {
    status <= Status::ZeroByRule as u8
}
