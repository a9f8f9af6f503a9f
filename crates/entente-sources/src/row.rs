//! One row of a file, whatever its format: cells by place, as text or number, and errors that name the cell.

use crate::error::Error;
use crate::rdata::{self, Column};
use crate::workbook;

/// A cell of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Field<'a> {
    /// Nothing, or what the format itself marks as missing.
    Blank,
    /// Text as it stands.
    Text(&'a str),
    /// A number of a binary format.
    Number(f64),
}

/// A cell that owns its text.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Blank,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
}

/// One row.
pub struct Row<'a> {
    /// File, for messages.
    pub file: &'a str,
    /// Line or number of the row.
    pub line: u64,
    /// True where it was two lines, broken inside a cell.
    pub is_joined: bool,
    pub(crate) header: &'a [String],
    pub(crate) cells: Cells<'a>,
}

pub(crate) enum Cells<'a> {
    Text(&'a csv::StringRecord),
    Sheet(&'a [workbook::Cell]),
    Values(&'a [Value]),
    Frame(&'a rdata::Frame, usize),
}

impl<'a> Row<'a> {
    /// The cell at a place of the header. A text without anything but blanks is blank.
    pub fn get(&self, place: usize) -> Field<'_> {
        match &self.cells {
            Cells::Text(record) => record.get(place).map_or(Field::Blank, text),
            Cells::Sheet(cells) => match cells.get(place) {
                None | Some(workbook::Cell::Blank) => Field::Blank,
                Some(workbook::Cell::Text(t)) => text(t),
                Some(workbook::Cell::Number(n)) => Field::Number(*n),
            },
            Cells::Values(values) => match values.get(place) {
                None | Some(Value::Blank) => Field::Blank,
                Some(Value::Text(t)) => text(t),
                Some(Value::Number(n)) => Field::Number(*n),
            },
            Cells::Frame(frame, n) => match &frame.columns[place].column {
                Column::Int(values) | Column::Logical(values) => whole(values[*n]),
                Column::Real(values) if values[*n].is_nan() => Field::Blank,
                Column::Real(values) => Field::Number(values[*n]),
                Column::Text(texts) => texts.pool.get(texts.codes[*n] as usize).map_or(Field::Blank, |t| text(t)),
                Column::Factor { codes, levels } => {
                    usize::try_from(codes[*n]).ok().and_then(|c| levels.get(c.wrapping_sub(1))).map_or(Field::Blank, |t| text(t))
                }
            },
        }
    }

    /// The name of a column.
    pub fn name(&self, place: usize) -> &str {
        self.header.get(place).map_or("", String::as_str)
    }

    /// The cell as text, as it stands or as a number is written.
    pub fn text(&self, place: usize) -> std::borrow::Cow<'_, str> {
        match self.get(place) {
            Field::Blank => "".into(),
            Field::Text(text) => text.into(),
            Field::Number(n) => n.to_string().into(),
        }
    }

    /// An error about a cell of this row.
    pub fn wrong(&self, place: usize, message: impl Into<String>) -> Error {
        Error::Cell {
            file: self.file.to_owned(),
            line: self.line,
            column: self.name(place).to_owned(),
            value: self.text(place).chars().take(60).collect(),
            message: message.into(),
        }
    }

    /// A whole number; none where the cell is blank.
    ///
    /// # Errors
    /// Anything else.
    pub fn int(&self, place: usize) -> Result<Option<i32>, Error> {
        match self.get(place) {
            Field::Blank => Ok(None),
            Field::Text(text) => match text.parse() {
                Ok(n) if n != i32::MIN => Ok(Some(n)),
                _ => Err(self.wrong(place, "is not a whole number")),
            },
            Field::Number(n) if f64::from(n as i32) == n && n.abs() < 2e9 => Ok(Some(n as i32)),
            Field::Number(_) => Err(self.wrong(place, "is not a whole number")),
        }
    }

    /// A real number; none where the cell is blank.
    ///
    /// # Errors
    /// Anything else, `inf` and `nan` among it.
    pub fn real(&self, place: usize) -> Result<Option<f64>, Error> {
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
        match self.get(place) {
            Field::Blank => Ok(None),
            Field::Text(text) if plain(text) => match text.parse::<f64>() {
                Ok(n) if n.is_finite() => Ok(Some(n)),
                _ => Err(self.wrong(place, "is not a number")),
            },
            Field::Text(_) => Err(self.wrong(place, "is not a number")),
            Field::Number(n) if n.is_finite() => Ok(Some(n)),
            Field::Number(_) => Err(self.wrong(place, "is not a number")),
        }
    }
}

fn text(text: &str) -> Field<'_> {
    // Nearly all cells begin and end in a visible ASCII character, so that there is nothing to trim.
    let is_bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let trimmed = if is_bare(text.as_bytes().first()) && is_bare(text.as_bytes().last()) { text } else { text.trim() };
    if trimmed.is_empty() { Field::Blank } else { Field::Text(trimmed) }
}

fn whole(n: i32) -> Field<'static> {
    if n == rdata::NA_INT { Field::Blank } else { Field::Number(f64::from(n)) }
}
