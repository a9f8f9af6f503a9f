//! What the files of military exercises have in common: dates of which the day or the month may not be known.

use crate::import::Put;

/// A date as far as it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Date {
    /// Year.
    pub(crate) year: Option<i32>,
    /// Month, 1 to 12.
    pub(crate) month: Option<i32>,
    /// Day of the month, 1 to 31.
    pub(crate) day: Option<i32>,
}

impl Date {
    /// Year, month and day as cells.
    pub(crate) fn cells(self) -> [Put<'static>; 3] {
        [Put::int(self.year), Put::int(self.month), Put::int(self.day)]
    }

    /// Says whether this date is known to lie after the other.
    pub(crate) fn is_after(self, other: Self) -> bool {
        let known = |a: Option<i32>, b: Option<i32>| a.zip(b);
        match (known(self.year, other.year), known(self.month, other.month), known(self.day, other.day)) {
            (Some((a, b)), _, _) if a != b => a > b,
            (Some(_), Some((a, b)), _) if a != b => a > b,
            (Some(_), Some(_), Some((a, b))) => a > b,
            _ => false,
        }
    }
}

/// A part of a date: its number if it lies in the range, none for `xx`, `-9` or a blank.
///
/// # Errors
/// Anything else.
pub(crate) fn part(text: &str, least: i32, most: i32) -> Result<Option<i32>, ()> {
    let text = text.trim();
    if text.is_empty() || text == "-9" || text.bytes().all(|b| b.eq_ignore_ascii_case(&b'x')) {
        return Ok(None);
    }
    match text.parse::<i32>() {
        Ok(n) if (least..=most).contains(&n) => Ok(Some(n)),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_order() {
        assert_eq!(
            (part("xx", 1, 31), part("-9", 1, 31), part("07", 1, 31), part("126", 1, 31)),
            (Ok(None), Ok(None), Ok(Some(7)), Err(()))
        );
        let date = |year, month, day| Date { year: Some(year), month, day };
        assert!(date(2000, Some(4), Some(24)).is_after(date(2000, Some(1), None)));
        assert!(!date(2000, Some(4), None).is_after(date(2000, Some(4), Some(1))));
        assert!(!date(2000, None, None).is_after(date(2000, Some(4), Some(1))));
    }
}
