//! Days that a file gives in pieces, or in an order other than year, month, day.

use jiff::civil::Date;

use crate::error::Error;
use crate::grid::Row;

/// The day in three cells: year, month, day.
///
/// # Errors
/// A cell that is no whole number, or three that are no day.
pub(crate) fn day(row: &Row<'_>, [year, month, day]: [usize; 3]) -> Result<Date, Error> {
    let part = |place: usize| row.int(place)?.ok_or_else(|| row.wrong(place, "is blank, and a part of a day is needed here"));
    let (y, m, d) = (part(year)?, part(month)?, part(day)?);
    let whole = || Date::new(y.try_into().ok()?, m.try_into().ok()?, d.try_into().ok()?).ok();
    whole().ok_or_else(|| row.wrong(day, format!("is no day of {y}-{m:02}")))
}

/// A day in one cell, written day, month, year with a sign between: `31:12:2012`.
///
/// # Errors
/// Anything else.
pub(crate) fn day_first(row: &Row<'_>, place: usize, sign: char) -> Result<Date, Error> {
    let text = row.text(place);
    let read = || {
        let mut parts = text.split(sign);
        let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || y.len() != 4 {
            return None;
        }
        Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()
    };
    read().ok_or_else(|| row.wrong(place, format!("is not a day, written 31{sign}12{sign}2012")))
}
