//! Rows of years that follow one another, in memory that is used again for the next ones.

use std::collections::VecDeque;
use std::ops::Range;

use entente_measures::similarity::all_pairs::Rows;

use super::MEASURES;

/// Rows of one year: for each measure a stretch of values and one of codes.
#[derive(Debug, Default)]
pub(super) struct Block {
    length: usize,
    values: Vec<f64>,
    codes: Vec<u8>,
}

impl Block {
    /// The stretches, to be written.
    pub(super) fn rows(&mut self, length: usize) -> Rows<'_, MEASURES> {
        self.length = length;
        self.values.resize(MEASURES * length, 0.0);
        self.codes.clear();
        self.codes.resize(MEASURES * length, 0);
        let mut values = self.values.chunks_exact_mut(length.max(1));
        let mut codes = self.codes.chunks_exact_mut(length.max(1));
        Rows {
            values: std::array::from_fn(|_| values.next().unwrap_or_default()),
            codes: std::array::from_fn(|_| codes.next().unwrap_or_default()),
        }
    }

    /// Values and codes of one measure.
    pub(super) fn of(&self, measure: usize) -> (&[f64], &[u8]) {
        let stretch = measure * self.length..(measure + 1) * self.length;
        (&self.values[stretch.clone()], &self.codes[stretch])
    }
}

/// The blocks at hand.
#[derive(Debug, Default)]
pub(super) struct Held {
    first: usize,
    blocks: VecDeque<Block>,
    spare: Vec<Block>,
}

impl Held {
    /// The block of a year, where it is at hand.
    pub(super) fn year(&self, year: usize) -> Option<&Block> {
        self.blocks.get(year.checked_sub(self.first)?)
    }

    /// Lets go of all years before these, and of all if these do not join on. Gives the years that are missing, and a block for each.
    pub(super) fn make_room(&mut self, years: Range<usize>) -> (Range<usize>, Vec<Block>) {
        let held = self.first..self.first + self.blocks.len();
        let is_joined = held.contains(&years.start) || held.end == years.start;
        let gone = if is_joined { years.start - held.start } else { held.len() };
        self.spare.extend(self.blocks.drain(..gone));
        if !is_joined || self.blocks.is_empty() {
            self.first = years.start;
        } else {
            self.first += gone;
        }
        let missing = (self.first + self.blocks.len()).min(years.end)..years.end;
        let blocks = missing.clone().map(|_| self.spare.pop().unwrap_or_default()).collect();
        (missing, blocks)
    }

    /// Adds the blocks of the years that were missing.
    pub(super) fn add(&mut self, blocks: Vec<Block>) {
        self.blocks.extend(blocks);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(held: &mut Held, years: Range<usize>) -> Range<usize> {
        let (missing, blocks) = held.make_room(years.clone());
        assert_eq!(missing.len(), blocks.len());
        held.add(blocks);
        assert!(years.clone().all(|year| held.year(year).is_some()), "{years:?}");
        missing
    }

    #[test]
    fn a_year_is_computed_once_as_long_as_the_years_go_on() {
        let mut held = Held::default();
        assert_eq!(ask(&mut held, 0..3), 0..3);
        assert_eq!(ask(&mut held, 2..5), 3..5);
        assert!(held.year(1).is_none());
        assert_eq!(ask(&mut held, 3..4), 4..4);
        assert_eq!(ask(&mut held, 5..6), 5..6);
        assert_eq!(ask(&mut held, 9..10), 9..10);
        assert_eq!(ask(&mut held, 1..2), 1..2);
        assert!(held.spare.len() <= 4);
    }

    #[test]
    fn a_year_of_no_pair_has_no_rows() {
        let mut block = Block::default();
        assert!(block.rows(0).values.iter().all(|v| v.is_empty()));
        block.rows(2).values[10][1] = 5.0;
        assert_eq!((block.of(10).0, block.of(0).1), (&[0.0, 5.0][..], &[0, 0][..]));
    }
}
