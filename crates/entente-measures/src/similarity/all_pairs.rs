//! All pairs of states of one year at once: the measures of this folder, far faster than pair by pair and with the same numbers.
//!
//! One row is one pair, in the order of the states: (0, 1), (0, 2) and so on. Three things make it fast. A joint table is summed by lanes:
//! for the first state's few ties (or its few votes against the habit of the house) a plane is added that says for thirty-two second
//! states at once which category they show. What belongs to one state alone is computed once a year. And all counts are whole numbers
//! small enough for single precision, so that order never matters; only the last step divides, in double precision and in the order of
//! the plain functions. Hence each number is the same to the last bit as that of the plain function, which the tests ask for.
//!
//! Weakness: the bound on the number of items, [`LARGEST`].

pub mod ties;
pub mod votes;

mod planes;
#[cfg(test)]
mod tests;

use crate::Error;

/// Most states or roll calls of a year. Joint sums reach 18 n^2, and single precision holds whole numbers up to 2^24.
pub const LARGEST: usize = 960;

/// Code of a value that is there.
pub const VALUE: u8 = 0;
/// Code of a value that the formula does not give: a side that is constant, or chance that leaves nothing to disagree about.
pub const UNDEFINED: u8 = 5;
/// Code of a value not computed because the pair shares too few items.
pub const TOO_FEW: u8 = 6;

/// Second states that are done at once. Chosen: half as many take as long.
const LANES: usize = 32;

/// One number for each of the second states at hand, whole and exact.
type Whole = [f32; LANES];
/// One value for each of the second states at hand.
type Values = [f64; LANES];

/// Where the rows of a year go.
///
/// Shape: for each of M measures a slice of values, NaN where there is none, and one of codes which the caller has set to [`VALUE`].
#[derive(Debug)]
pub struct Rows<'a, const M: usize> {
    /// Values by measure.
    pub values: [&'a mut [f64]; M],
    /// [`VALUE`], [`UNDEFINED`] or [`TOO_FEW`], by measure.
    pub codes: [&'a mut [u8]; M],
}

/// Number of rows of so many states.
pub fn pair_count(states: usize) -> usize {
    states * states.saturating_sub(1) / 2
}

/// Puts lanes into rows, leaving out pairs that never were.
struct Writer<'r, 'a, const M: usize> {
    rows: &'r mut Rows<'a, M>,
    left_out: &'r [(u16, u16)],
    at: usize,
}

impl<'r, 'a, const M: usize> Writer<'r, 'a, M> {
    /// Begins, when the rows are as many as the pairs.
    fn new(id: &'static str, states: usize, left_out: &'r [(u16, u16)], rows: &'r mut Rows<'a, M>) -> Result<Self, Error> {
        let needed = pair_count(states).saturating_sub(left_out.len());
        let lengths = rows.values.iter().map(|v| v.len()).chain(rows.codes.iter().map(|c| c.len()));
        match lengths.into_iter().find(|length| *length != needed) {
            Some(found) => Err(Error::TooFew { measure: id, needed, found }),
            None => Ok(Self { rows, left_out, at: 0 }),
        }
    }

    /// Writes the pairs of one first state with `second` and those after it, as many as there are, each with all its values.
    fn put(&mut self, pair: (usize, usize), count: usize, values: &[Values; M]) {
        self.put_if(pair, count, values, |_, _, _| {});
    }

    /// The same where values may be absent; `code` says of a measure and a lane why.
    fn put_some(&mut self, pair: (usize, usize), count: usize, values: &[Values; M], code: impl Fn(usize, usize) -> u8) {
        self.put_if(pair, count, values, |codes, m, lane| {
            let given = &values[m][lane..lane + codes.len()];
            // Codes are not touched where all is well: a page of memory that nobody writes costs nothing.
            if given.iter().fold(false, |found, v| found | v.is_nan()) {
                for (l, _) in given.iter().enumerate().filter(|(_, v)| v.is_nan()) {
                    codes[l] = code(m, lane + l);
                }
            }
        });
    }

    #[inline]
    fn put_if(&mut self, pair: (usize, usize), count: usize, values: &[Values; M], check: impl Fn(&mut [u8], usize, usize)) {
        let (first, from) = pair;
        let mut lane = 0;
        while lane < count {
            // Up to the next pair that is left out, which is rare.
            let next = self.left_out.first().map(|(i, j)| (usize::from(*i), usize::from(*j)));
            let stop = next.filter(|(i, j)| *i == first && *j < from + count).map_or(count, |(_, j)| j - from);
            let end = self.at + stop - lane;
            for (m, of_measure) in values.iter().enumerate() {
                self.rows.values[m][self.at..end].copy_from_slice(&of_measure[lane..stop]);
                check(&mut self.rows.codes[m][self.at..end], m, lane);
            }
            self.at = end;
            lane = stop;
            if stop < count {
                self.left_out = &self.left_out[1..];
                lane += 1;
            }
        }
    }
}

fn check_size(id: &'static str, items: usize) -> Result<(), Error> {
    if items <= LARGEST { Ok(()) } else { Err(Error::Domain { measure: id, value: items as f64, domain: "the sizes up to 960" }) }
}
