//! How rows of a source are laid on cells, where that is the same in several families.

use std::collections::BTreeMap;

use entente_core::Coverage;
use entente_panel::frame::Values;
use entente_panel::panel::{Cells, Shape};
use entente_panel::status::Status;

use super::gather::{Gather, put_int};

impl Gather<'_> {
    /// Real cells computed pair by pair where the source covers the year and the Correlates of War list has both.
    pub(crate) fn real_pairs(&self, coverage: Coverage, of: impl Fn(u16, u16, i32) -> (f64, Status) + Sync) -> Cells {
        let (values, status) = self.each_pair(|low, high, year| self.if_covered(coverage, (low, high), year, || of(low, high, year)));
        Cells { shape: Shape::Pair, values: Values::Real(values), status }
    }

    /// The same for both directions; the function is given whose the value is, then the other.
    pub(crate) fn real_directions(&self, coverage: Coverage, of: impl Fn(u16, u16, i32) -> (f64, Status) + Sync) -> Cells {
        let (mut values, mut status) =
            self.each_pair(|low, high, year| self.if_covered(coverage, (low, high), year, || of(low, high, year)));
        let back = self.each_pair(|low, high, year| self.if_covered(coverage, (low, high), year, || of(high, low, year)));
        values.extend(back.0);
        status.extend(back.1);
        Cells { shape: Shape::Directed, values: Values::Real(values), status }
    }

    fn if_covered(&self, coverage: Coverage, (low, high): (u16, u16), year: i32, of: impl Fn() -> (f64, Status)) -> (f64, Status) {
        if coverage.years.contains(year) && self.is_known_pair(low, high, year) { of() } else { (f64::NAN, Status::NotCovered) }
    }
}

/// Gives cells of one status another, as where silence is not zero but no question.
pub(crate) fn restate(cells: &mut Cells, from: Status, to: Status) {
    for status in cells.status.iter_mut().filter(|status| **status == from as u8) {
        *status = to as u8;
    }
}

/// Gives a real cell a value or the reason why it has none.
pub(crate) fn put_or(cells: &mut Cells, cell: usize, value: Option<f64>, reason: Status) {
    cells.status[cell] = if value.is_some() { Status::Observed } else { reason } as u8;
    if let Values::Real(values) = &mut cells.values {
        values[cell] = value.unwrap_or(f64::NAN);
    }
}

/// Lays counts on cells; one of zero leaves the cell as silence has it.
pub(crate) fn put_counts(cells: &mut Cells, counts: &BTreeMap<usize, i32>) {
    for (cell, count) in counts.iter().filter(|(_, count)| **count > 0) {
        put_int(cells, *cell, *count);
    }
}
