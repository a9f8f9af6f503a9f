//! Stata files: every variable of every observation, missing values set aside, texts trimmed of their padding.

use std::io::Cursor;

use dta::stata::dta::dta_reader::DtaReader;
use dta::stata::dta::value::Value;

use crate::error::Error;
use crate::grid::Value as Cell;

/// Names of the variables, and the observations row by row.
#[derive(Debug)]
pub struct Observations {
    /// Names in order.
    pub names: Vec<String>,
    /// One row for each observation.
    pub rows: Vec<Vec<Cell>>,
}

/// Reads a file of formats 102 to 119.
///
/// # Errors
/// Bytes that are not such a file, and long texts (`strL`), which no source here uses.
pub fn read(file: &str, bytes: &[u8]) -> Result<Observations, Error> {
    let wrong = |e: dta::stata::dta::dta_error::DtaError| Error::format(file, format!("not a sound Stata file ({e}); download it again"));
    let schema = DtaReader::new().from_reader(Cursor::new(bytes)).read_header().map_err(wrong)?;
    let mut characteristics = schema.read_schema().map_err(wrong)?;
    characteristics.skip_to_end().map_err(wrong)?;
    let mut records = characteristics.into_record_reader().map_err(wrong)?;
    let names: Vec<String> = records.schema().variables().iter().map(|v| v.name().to_owned()).collect();
    let mut rows = Vec::new();
    while let Some(record) = records.read_record().map_err(wrong)? {
        let row: Option<Vec<Cell>> = record.values().iter().map(cell).collect();
        let line = rows.len() as u64 + 1;
        rows.push(row.ok_or_else(|| Error::line(file, line, "holds a long text (strL), which is not read; save it as csv"))?);
    }
    Ok(Observations { names, rows })
}

fn cell(value: &Value<'_>) -> Option<Cell> {
    Some(match value {
        Value::Byte(v) => v.present().map_or(Cell::Blank, |v| Cell::Number(f64::from(v))),
        Value::Int(v) => v.present().map_or(Cell::Blank, |v| Cell::Number(f64::from(v))),
        Value::Long(v) => v.present().map_or(Cell::Blank, |v| Cell::Number(f64::from(v))),
        // The shortest decimal of the single-precision number is what its author wrote.
        Value::Float(v) => v.present().map_or(Cell::Blank, |v| Cell::Number(v.to_string().parse().unwrap_or(f64::from(v)))),
        Value::Double(v) => v.present().map_or(Cell::Blank, Cell::Number),
        Value::String(text) if text.trim().is_empty() => Cell::Blank,
        Value::String(text) => Cell::Text(text.trim_end().to_owned()),
        Value::LongStringRef(_) => return None,
    })
}
