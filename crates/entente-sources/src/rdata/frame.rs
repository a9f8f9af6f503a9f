//! A list of class `data.frame` to named columns of one length.

use super::value::{Attributes, Data, Value};
use super::{NA_INT, RDataError, TextColumn};

/// One `data.frame` or tibble.
///
/// Shape: `rows` by `columns.len()`.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The object's name; empty for an `.rds` file.
    pub name: String,
    /// The number of rows.
    pub rows: usize,
    /// The columns, in the order of the file.
    pub columns: Vec<Named>,
}

/// One column and its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The name as it stands in the file; it need not be unique there.
    pub name: String,
    /// Whether the values are days since 1970-01-01 (class `Date`). Times (class `POSIXct`) are seconds, and not marked.
    pub is_date: bool,
    /// The values.
    pub column: Column,
}

/// The values of one column, by R's type.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Integers. Missing: [`NA_INT`].
    Int(Vec<i32>),
    /// 0 or 1. Missing: [`NA_INT`].
    Logical(Vec<i32>),
    /// Doubles. Missing: NaN, for NA and NaN alike.
    Real(Vec<f64>),
    /// Texts. Missing: [`TextColumn::NA`].
    Text(TextColumn),
    /// A factor. Missing: [`NA_INT`].
    Factor {
        /// For each row its level, counted from 1 as in R.
        codes: Vec<i32>,
        /// The levels. An NA level is empty here, and no code points to it: its rows are missing.
        levels: Vec<String>,
    },
}

impl Column {
    /// The number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Int(values) | Self::Logical(values) | Self::Factor { codes: values, .. } => values.len(),
            Self::Real(values) => values.len(),
            Self::Text(texts) => texts.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A top-level object: a frame, or the name of another and what it is.
pub(super) enum Sorted {
    Frame(Frame),
    Other(String, String),
}

/// Makes a frame of a top-level object, if it is one.
///
/// # Errors
/// If it is a frame with a column that is not a plain vector, or is not as long as the others.
pub(super) fn sort(name: String, value: Value) -> Result<Sorted, RDataError> {
    if !value.inherits("data.frame") {
        return Ok(Sorted::Other(name, value.describe()));
    }
    let attributes = value.attributes.map(|attributes| *attributes).unwrap_or_default();
    let Data::List(members) = value.data else {
        return Err(RDataError::Frame { frame: name, cause: format!("it is a {}, not a list", value.data.kind()) });
    };
    frame(name, attributes, members).map(Sorted::Frame)
}

fn frame(name: String, attributes: Attributes, members: Vec<Value>) -> Result<Frame, RDataError> {
    let names = attributes.names.unwrap_or_default();
    if names.len() != members.len() {
        return Err(RDataError::Frame { cause: format!("{} columns with {} names", members.len(), names.len()), frame: name });
    }
    let rows = attributes.rows.or_else(|| members.first().map(|member| member.data.len())).unwrap_or(0);
    let mut columns = Vec::with_capacity(members.len());
    for (index, member) in members.into_iter().enumerate() {
        let Some(column_name) = names.get(index) else {
            return Err(RDataError::Frame { cause: format!("column {} has no name", index + 1), frame: name });
        };
        let is_date = member.inherits("Date");
        let made = column(member).and_then(|column| match column.len() {
            length if length == rows => Ok(column),
            length => Err(format!("{length} values in a frame of {rows} rows")),
        });
        match made {
            Ok(column) => columns.push(Named { name: column_name.to_owned(), is_date, column }),
            Err(cause) => return Err(RDataError::Column { column: column_name.to_owned(), frame: name, cause }),
        }
    }
    Ok(Frame { name, rows, columns })
}

fn column(value: Value) -> Result<Column, String> {
    if value.inherits("integer64") {
        return Err("64-bit integers (class integer64) are not read; save the column as double".to_owned());
    }
    let is_factor = value.inherits("factor");
    match value.data {
        Data::Integer(codes) if is_factor => factor(codes, value.attributes.and_then(|attributes| attributes.levels)),
        Data::Integer(values) => Ok(Column::Int(values)),
        Data::Logical(values) => Ok(Column::Logical(values)),
        Data::Real(values) => Ok(Column::Real(values)),
        Data::Text(texts) => Ok(Column::Text(texts)),
        _ => Err(format!("a {} is not read as a column", value.describe())),
    }
}

fn factor(mut codes: Vec<i32>, levels: Option<TextColumn>) -> Result<Column, String> {
    let levels = levels.ok_or("a factor without levels")?;
    for code in &mut codes {
        if *code == NA_INT {
            continue;
        }
        let place = usize::try_from(*code).ok().and_then(|code| code.checked_sub(1)).filter(|place| *place < levels.len());
        let place = place.ok_or_else(|| format!("factor code {code} with {} levels", levels.len()))?;
        if levels.codes[place] == TextColumn::NA {
            *code = NA_INT;
        }
    }
    let levels = levels.iter().map(|level| level.unwrap_or_default().to_owned()).collect();
    Ok(Column::Factor { codes, levels })
}
