//! The cells of a result, column by column, in the types that a person meets.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, new_empty_array};
use arrow_schema::DataType;
use datafusion::arrow::compute::{cast, concat};

use crate::engine::Rows;
use crate::error::Error;
use crate::table::type_name;

/// One column.
pub(super) struct Column {
    pub(super) name: String,
    /// The name of its type in a statement.
    pub(super) kind: &'static str,
    pub(super) values: ArrayRef,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'a> {
    None,
    Truth(bool),
    Whole(i64),
    Real(f64),
    Day(i32),
    Text(&'a str),
}

impl Column {
    pub(super) fn cell(&self, row: usize) -> Cell<'_> {
        let values = &self.values;
        if values.is_null(row) {
            return Cell::None;
        }
        match values.data_type() {
            DataType::Boolean => Cell::Truth(values.as_boolean().value(row)),
            DataType::Int64 => Cell::Whole(values.as_primitive::<Int64Type>().value(row)),
            DataType::Float64 => Cell::Real(values.as_primitive::<Float64Type>().value(row)),
            DataType::Date32 => Cell::Day(values.as_primitive::<Date32Type>().value(row)),
            DataType::Utf8View => Cell::Text(values.as_string_view().value(row)),
            _ => Cell::None,
        }
    }

    /// Says whether it holds numbers.
    pub(super) fn is_numeric(&self) -> bool {
        matches!(self.values.data_type(), DataType::Int64 | DataType::Float64)
    }
}

/// The columns of a result.
pub(super) fn columns(rows: &Rows) -> Result<Vec<Column>, Error> {
    let wrong = |e: datafusion::arrow::error::ArrowError| Error::Format(e.to_string());
    let one = |(n, field): (usize, &Arc<arrow_schema::Field>)| {
        let parts: Vec<&dyn Array> = rows.batches.iter().map(|b| b.column(n).as_ref()).collect();
        let whole = if parts.is_empty() { new_empty_array(field.data_type()) } else { concat(&parts).map_err(wrong)? };
        let wanted = match whole.data_type() {
            DataType::Int32 | DataType::UInt64 => DataType::Int64,
            DataType::Boolean | DataType::Int64 | DataType::Float64 | DataType::Date32 | DataType::Null => whole.data_type().clone(),
            // Moments and spans of time are written out.
            _ => DataType::Utf8View,
        };
        let values = match whole.data_type() {
            from if *from == wanted => whole.clone(),
            DataType::Timestamp(..) | DataType::Interval(_) | DataType::Duration(_) => {
                cast(&cast(&whole, &DataType::Utf8).map_err(wrong)?, &wanted).map_err(wrong)?
            }
            _ => cast(&whole, &wanted).map_err(wrong)?,
        };
        Ok(Column { name: field.name().clone(), kind: type_name(field.data_type()), values })
    };
    rows.schema.fields().iter().enumerate().map(one).collect()
}

/// A day as `2026-11-25`; years before 0 and after 9999 have a sign.
pub(super) fn day(days: i32) -> String {
    // From the count of days to the calendar, by eras of 400 years that begin in March.
    let shifted = i64::from(days) + 719_468;
    let (era, in_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * in_year + 2) / 153;
    let day = in_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    if (0..=9999).contains(&year) { format!("{year:04}-{month:02}-{day:02}") } else { format!("{year:+05}-{month:02}-{day:02}") }
}

/// A double in the fewest digits that give it back.
pub(super) fn real(x: f64) -> String {
    let size = x.abs();
    if size != 0.0 && !(1e-5..1e16).contains(&size) { format!("{x:e}") } else { format!("{x}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_doubles() {
        for (days, text) in
            [(0, "1970-01-01"), (-1, "1969-12-31"), (20_782, "2026-11-25"), (11_016, "2000-02-29"), (-719_528, "0000-01-01")]
        {
            assert_eq!(day(days), text);
        }
        for (x, text) in [(0.1, "0.1"), (2.0, "2"), (1e16, "1e16"), (1e-6, "1e-6"), (-1234.5, "-1234.5"), (0.0, "0")] {
            assert_eq!(real(x), text);
            assert_eq!(text.parse::<f64>().unwrap(), x);
        }
    }
}
