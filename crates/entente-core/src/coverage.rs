//! Which years a source or a coded table speaks about.

use serde::{Deserialize, Serialize};

use crate::cell::Cell;
use crate::year::{Year, YearSpan};

/// The years a table covers, and whether silence inside them means zero.
///
/// # Example
/// ```
/// use entente_core::{Cell, Coverage};
/// let sipri = Coverage { years: "1950..2023".parse().unwrap(), is_exhaustive: true };
/// assert_eq!(sipri.cell(2020, None::<f64>), Cell::ZeroByRule);
/// assert_eq!(sipri.cell(2024, None::<f64>), Cell::NotCovered);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// First and last year the table speaks about.
    pub years: YearSpan,
    /// True where no record inside the years means zero; false where it means "we found none".
    #[serde(default)]
    pub is_exhaustive: bool,
}

impl Coverage {
    /// The cell of a year: the value if there is one, else what its absence means. A value outside the years is refused
    /// by turning it into "not covered", so that no source speaks past its own end.
    pub fn cell<T>(&self, year: Year, value: Option<T>) -> Cell<T> {
        match (self.years.contains(year), value, self.is_exhaustive) {
            (false, _, _) => Cell::NotCovered,
            (true, Some(value), _) => Cell::Observed(value),
            (true, None, true) => Cell::ZeroByRule,
            (true, None, false) => Cell::Missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_value_outside_the_years(first in 1816i32..2000, n in 0i32..50, year in 1800i32..2100, value: Option<u8>, is_exhaustive: bool) {
            let years = YearSpan::new(first, first + n).unwrap();
            let cell = Coverage { years, is_exhaustive }.cell(year, value);
            prop_assert_eq!(matches!(cell, Cell::NotCovered), !years.contains(year));
        }
    }
}
