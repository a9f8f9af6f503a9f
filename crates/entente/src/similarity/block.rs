//! The rows at hand: those of years that follow one another, in memory that is used again for the next ones.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use entente_measures::similarity::all_pairs::Rows;

use super::MEASURES;

/// Rows of all measures that lie together, each with its code.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// The rows. What lies behind them in the memory means nothing.
    rows: Range<usize>,
    values: [Vec<f64>; MEASURES],
    codes: [Vec<u8>; MEASURES],
}

impl Held {
    /// Says whether it has all these rows.
    pub(super) fn has(&self, rows: &Range<usize>) -> bool {
        self.rows.start <= rows.start && rows.end <= self.rows.end
    }

    /// Values and codes of one measure in some of the rows.
    pub(super) fn of(&self, measure: usize, rows: &Range<usize>) -> (&[f64], &[u8]) {
        let stretch = rows.start - self.rows.start..rows.end - self.rows.start;
        (&self.values[measure][stretch.clone()], &self.codes[measure][stretch])
    }

    /// Moves on to these rows, keeping what it has of their beginning, and gives the row from which on they are missing.
    pub(super) fn move_on(&mut self, rows: Range<usize>) -> usize {
        let kept = if self.rows.contains(&rows.start) { rows.start..self.rows.end.min(rows.end) } else { rows.start..rows.start };
        let old = if kept.is_empty() { 0 } else { kept.start - self.rows.start };
        for values in &mut self.values {
            keep(values, old..old + kept.len(), rows.len());
        }
        for codes in &mut self.codes {
            keep(codes, old..old + kept.len(), rows.len());
            codes[kept.len()..rows.len()].fill(0);
        }
        self.rows = rows;
        kept.end
    }

    /// The rows from one on, in stretches of these lengths, to be written.
    pub(super) fn cut(&mut self, from: usize, lengths: &[usize]) -> Vec<Rows<'_, MEASURES>> {
        let skipped = from - self.rows.start;
        let mut values = self.values.each_mut().map(|v| &mut v[skipped..]);
        let mut codes = self.codes.each_mut().map(|c| &mut c[skipped..]);
        let stretch = |length: &usize| Rows {
            values: values.each_mut().map(|v| v.split_off_mut(..*length).unwrap_or_default()),
            codes: codes.each_mut().map(|c| c.split_off_mut(..*length).unwrap_or_default()),
        };
        lengths.iter().map(stretch).collect()
    }
}

/// Moves a stretch to the beginning, and makes room for so many.
fn keep<T: Copy + Default>(column: &mut Vec<T>, stretch: Range<usize>, room: usize) {
    if column.len() >= room {
        column.copy_within(stretch, 0);
        return;
    }
    // A half more than is needed, as each turn needs a little more than the one before. Fresh memory is zero without being written to.
    let mut larger = vec![T::default(); room + room / 2];
    larger[..stretch.len()].copy_from_slice(&column[stretch]);
    *column = larger;
}

/// Memory that nobody uses now.
#[derive(Debug, Default)]
pub(super) struct Spare<T>(Mutex<Vec<T>>);

impl<T: Default> Spare<T> {
    /// Lends some for as long as the function takes.
    pub(super) fn lend<R>(&self, user: impl FnOnce(&mut T) -> R) -> R {
        let all = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lent = all().pop().unwrap_or_default();
        let result = user(&mut lent);
        all().push(lent);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks for rows and writes into each that is missing its own number.
    fn ask(held: &mut Held, rows: Range<usize>) -> usize {
        let missing = held.move_on(rows.clone());
        let lengths = [(rows.end - missing) / 2, rows.end - missing - (rows.end - missing) / 2];
        let mut next = missing;
        for stretch in held.cut(missing, &lengths) {
            for at in 0..stretch.values[0].len() {
                assert_eq!(stretch.codes[10][at], 0);
                (stretch.values[10][at], stretch.codes[10][at]) = (next as f64, 5);
                next += 1;
            }
        }
        assert!(held.has(&rows) && next == rows.end);
        let (values, codes) = held.of(10, &rows);
        assert!(values.iter().zip(rows.clone()).all(|(value, row)| *value == row as f64) && codes.iter().all(|code| *code == 5));
        missing
    }

    #[test]
    fn a_row_is_computed_once_as_long_as_the_rows_go_on() {
        let mut held = Held::default();
        let asked = [(0..30, 0), (20..50, 30), (30..40, 40), (35..80, 40), (80..90, 80), (10..12, 10), (0..90, 0), (90..90, 90)];
        for (rows, missing) in asked {
            assert_eq!(ask(&mut held, rows.clone()), missing, "{rows:?}");
        }
    }
}
