//! How rows of a source are laid on cells, where that is the same in several families.

use std::collections::BTreeMap;

use entente_core::Coverage;
use entente_panel::frame::{Kind, Values};
use entente_panel::panel::{Cells, Shape};
use entente_panel::status::Status;
use rayon::prelude::*;

use super::gather::{Gather, put_int};

impl Gather<'_> {
    /// Real cells computed pair by pair where the source covers the year and the Correlates of War list has both.
    pub(crate) fn real_pairs(&self, coverage: Coverage, of: impl Fn(u16, u16, i32) -> (f64, Status) + Sync) -> Cells {
        let mut cells = Cells::absent(Shape::Pair, Kind::Real, self.spine.cells(), Status::NotCovered);
        if let Values::Real(values) = &mut cells.values {
            self.fill(values, &mut cells.status, coverage, of);
        }
        cells
    }

    /// The same for both directions; the function is given whose the value is, then the other.
    pub(crate) fn real_directions(&self, coverage: Coverage, of: impl Fn(u16, u16, i32) -> (f64, Status) + Sync) -> Cells {
        let count = self.spine.cells();
        let mut cells = Cells::absent(Shape::Directed, Kind::Real, 2 * count, Status::NotCovered);
        if let Values::Real(values) = &mut cells.values {
            let ((there, back), (status, status_back)) = (values.split_at_mut(count), cells.status.split_at_mut(count));
            self.fill(there, status, coverage, &of);
            self.fill(back, status_back, coverage, |low, high, year| of(high, low, year));
        }
        cells
    }

    /// Fills the cells of all pairs, side by side for the states with the lower code.
    fn fill(&self, values: &mut [f64], status: &mut [u8], coverage: Coverage, of: impl Fn(u16, u16, i32) -> (f64, Status) + Sync) {
        let (mut values, mut status) = (values, status);
        let mut parts = Vec::new();
        for runs in self.spine.runs.chunk_by(|a, b| a.low == b.low) {
            let count = runs.iter().map(|run| run.years as usize).sum();
            let (ours, others) = (values.split_at_mut(count), status.split_at_mut(count));
            parts.push((runs, ours.0, others.0));
            (values, status) = (ours.1, others.1);
        }
        parts.into_par_iter().for_each(|(runs, values, status)| {
            let start = runs[0].start;
            for run in runs {
                let first = run.first.max(coverage.years.first());
                for year in first..(run.first + run.years as i32).min(coverage.years.last() + 1) {
                    if self.is_known_pair(run.low, run.high, year) {
                        let cell = run.start - start + (year - run.first) as usize;
                        let (value, why) = of(run.low, run.high, year);
                        (values[cell], status[cell]) = (value, why as u8);
                    }
                }
            }
        });
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
