//! A result as bytes: a table for eyes, CSV, JSON or Parquet.

mod cells;
mod columnar;
mod delimited;
mod json;
mod plain;

use serde::{Deserialize, Serialize};

use crate::engine::Rows;
use crate::error::Error;

/// A form of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Columns side by side, for eyes; long cells are cut.
    Table,
    /// Comma-separated values. A missing value is nothing, an empty text is `""`.
    Csv,
    /// One object with the statement, the tables, the columns and the rows.
    Json,
    /// Parquet.
    Parquet,
}

impl Format {
    /// The form that the ending of a file asks for.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "parquet" => Some(Self::Parquet),
            "txt" => Some(Self::Table),
            _ => None,
        }
    }
}

/// The bytes of a result.
///
/// # Errors
/// Two columns of one name where a form needs names to differ, or a column that the form has no type for.
pub fn render(rows: &Rows, statement: &str, format: Format) -> Result<Vec<u8>, Error> {
    let columns = cells::columns(rows)?;
    if matches!(format, Format::Json | Format::Parquet) {
        for (n, column) in columns.iter().enumerate() {
            if columns[..n].iter().any(|c| c.name == column.name) {
                let name = &column.name;
                return Err(Error::Format(format!("two columns are called {name:?}; give one another name: AS other")));
            }
        }
    }
    match format {
        Format::Table => Ok(plain::text(&columns, rows.count()).into_bytes()),
        Format::Csv => Ok(delimited::text(&columns, rows.count()).into_bytes()),
        Format::Json => Ok(json::text(&columns, rows, statement).into_bytes()),
        Format::Parquet => columnar::bytes(&columns, rows, statement),
    }
}
