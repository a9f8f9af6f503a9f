//! Workbooks, cell by cell, so that a file which claims a million columns costs nothing and no column moves to the left.
//!
//! A cell that stands twice, that holds a spreadsheet's error or that is a formula without a stored value is refused by its address:
//! readers differ on what such a cell means, and a number must not depend on the reader.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xls, Xlsx};

use crate::error::Error;

/// Most cells of a sheet (chosen: twenty times the largest workbook of the sources).
const CELL_LIMIT: usize = 20_000_000;
/// Longest text in a cell, in bytes.
const TEXT_LIMIT: usize = 32 << 10;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text.
    Text(String),
    /// A number, or a date as the workbook counts it.
    Number(f64),
}

/// One sheet: rows by number, the first being 1; a row that is not there is blank.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Name.
    pub name: String,
    /// Cells by row.
    pub rows: BTreeMap<u32, Vec<Cell>>,
}

/// Reads all sheets.
///
/// # Errors
/// Bytes that are no workbook, and cells that readers do not agree on.
pub fn read(file: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) { read_xls(file, bytes) } else { read_xlsx(file, bytes) }
}

fn wrong(file: &str, e: &dyn std::fmt::Display) -> Error {
    Error::format(file, format!("not a sound workbook ({e}); open it in a spreadsheet program and save it again"))
}

fn address(row: u32, column: u32) -> String {
    let mut letters = String::new();
    let mut n = column + 1;
    while n > 0 {
        letters.insert(0, char::from(b'A' + ((n - 1) % 26) as u8));
        n = (n - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

impl Sheet {
    fn put(&mut self, file: &str, row: u32, column: u32, cell: Cell) -> Result<(), Error> {
        if cell == Cell::Blank {
            return Ok(());
        }
        let place = format!("sheet {:?} cell {}", self.name, address(row, column));
        if column >= 16_384 || row >= 1_048_576 {
            return Err(Error::format(file, format!("{place} lies outside any sheet")));
        }
        if matches!(&cell, Cell::Text(text) if text.len() > TEXT_LIMIT) {
            return Err(Error::format(file, format!("{place} holds a text of more than {TEXT_LIMIT} bytes")));
        }
        let cells = self.rows.entry(row + 1).or_default();
        let column = column as usize;
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Blank);
        }
        if cells[column] != Cell::Blank {
            return Err(Error::format(file, format!("{place} stands twice in the file; save the workbook again in a spreadsheet program")));
        }
        cells[column] = cell;
        Ok(())
    }
}

fn read_xlsx(file: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| wrong(file, &e))?;
    let mut sheets = Vec::new();
    let mut seen = 0;
    for name in book.sheet_names() {
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        let formulas = formula_cells(&mut book, &name).map_err(|e| wrong(file, &e))?;
        let mut cells = book.worksheet_cells_reader(&name).map_err(|e| wrong(file, &e))?;
        let mut valued = std::collections::HashSet::new();
        while let Some(found) = cells.next_cell().map_err(|e| wrong(file, &e))? {
            let (row, column) = found.get_position();
            seen += 1;
            if seen > CELL_LIMIT {
                return Err(Error::format(file, format!("more than {CELL_LIMIT} cells")));
            }
            let place = || format!("sheet {name:?} cell {}", address(row, column));
            let cell = match found.get_value() {
                DataRef::Empty => Cell::Blank,
                DataRef::String(text) => text_cell(text),
                DataRef::SharedString(text) => text_cell(text),
                DataRef::Int(n) => Cell::Number(*n as f64),
                DataRef::Float(n) => Cell::Number(*n),
                DataRef::Bool(b) => Cell::Number(f64::from(u8::from(*b))),
                DataRef::DateTime(t) => Cell::Number(t.as_f64()),
                DataRef::DateTimeIso(t) => text_cell(t),
                DataRef::DurationIso(t) => text_cell(t),
                DataRef::Error(e) => return Err(Error::format(file, format!("{} holds the spreadsheet error {e}", place()))),
                #[allow(unreachable_patterns, reason = "the library may add kinds of cells")]
                other => return Err(Error::format(file, format!("{} holds {other:?}, which is not read", place()))),
            };
            if cell != Cell::Blank {
                valued.insert((row, column));
            }
            sheet.put(file, row, column, cell)?;
        }
        if let Some((row, column)) = formulas.into_iter().find(|at| !valued.contains(at)) {
            let message = format!(
                "sheet {name:?} cell {} is a formula without a stored value; open it in a spreadsheet program and save it",
                address(row, column)
            );
            return Err(Error::format(file, message));
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Places of the cells that are computed.
fn formula_cells<R: std::io::Read + std::io::Seek>(book: &mut Xlsx<R>, sheet: &str) -> Result<Vec<(u32, u32)>, calamine::XlsxError> {
    let mut places = Vec::new();
    let mut cells = book.worksheet_cells_reader(sheet)?;
    while let Some(cell) = cells.next_formula()? {
        if !cell.get_value().is_empty() {
            places.push(cell.get_position());
        }
    }
    Ok(places)
}

fn text_cell(text: &str) -> Cell {
    if text.trim().is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) }
}

fn read_xls(file: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| wrong(file, &e))?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|e| wrong(file, &e))?;
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        for (row, column, data) in range.used_cells() {
            let (row, column) = (first_row + row as u32, first_column + column as u32);
            let cell = match data {
                Data::Empty => Cell::Blank,
                Data::String(text) => text_cell(text),
                Data::Int(n) => Cell::Number(*n as f64),
                Data::Float(n) => Cell::Number(*n),
                Data::Bool(b) => Cell::Number(f64::from(u8::from(*b))),
                Data::DateTime(t) => Cell::Number(t.as_f64()),
                Data::DateTimeIso(t) | Data::DurationIso(t) => text_cell(t),
                Data::Error(e) => {
                    let message = format!("sheet {name:?} cell {} holds the spreadsheet error {e}", address(row, column));
                    return Err(Error::format(file, message));
                }
                #[allow(unreachable_patterns, reason = "the library may add kinds of cells")]
                other => return Err(Error::format(file, format!("cell {} holds {other:?}, which is not read", address(row, column)))),
            };
            sheet.put(file, row, column, cell)?;
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_a_spreadsheet_writes_them() {
        assert_eq!([address(0, 0), address(11, 25), address(0, 26), address(1_048_575, 16_383)], ["A1", "Z12", "AA1", "XFD1048576"]);
    }
}
