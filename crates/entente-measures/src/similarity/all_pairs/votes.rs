//! Similarity of how states vote, for all pairs of a year: one row is one pair and eleven measures.
//!
//! A roll call counts for a pair if both voted yes, abstained or voted no. Categories are 0 yes, 1 abstain, 2 no; 3 is no vote. A pair
//! with fewer shared roll calls than the minimum has their number and no measure, and one with fewer shared roll calls where both voted
//! yes or no has no share of these.

mod counts;
mod states;
mod values;

use crate::similarity::agreement::{self, MinimumShared};
use crate::{Error, check_count};

use self::counts::{Counts, count};
pub use self::states::Memory;
use self::states::States;
use self::values::measures;
use super::{LANES, Rows, TOO_FEW, UNDEFINED, Writer, check_size};

/// The measures, in the order of the rows.
pub const MEASURES: [&str; 11] =
    ["n_votes", "s_abs", "s_sq", "pi", "kappa", "kappa_rank", "tau_b", "a", "agree3", "agree_strict", "agree_yesno"];

/// Place of the share of those that both voted yes or no.
const YESNO: usize = 10;

/// All votes of a year.
#[derive(Debug, Clone, Copy)]
pub struct Votes<'a> {
    states: usize,
    calls: usize,
    votes: &'a [u8],
    minimum: MinimumShared,
}

impl<'a> Votes<'a> {
    /// Takes what every state did on every roll call.
    ///
    /// Shape: roll calls by states, one roll call after the other.
    ///
    /// # Errors
    /// A length that does not fit, a category above 3, more than [`super::LARGEST`] roll calls.
    pub fn new(states: usize, calls: usize, votes: &'a [u8], minimum: MinimumShared) -> Result<Self, Error> {
        let id = agreement::CARD.id;
        check_size(id, calls)?;
        check_count(id, votes.len(), states * calls)?;
        match votes.iter().find(|category| **category > 3) {
            Some(category) => Err(Error::Domain { measure: id, value: f64::from(*category), domain: "categories 0 to 3" }),
            None => Ok(Self { states, calls, votes, minimum: MinimumShared(minimum.0.max(1)) }),
        }
    }

    /// Computes all measures of all pairs but those left out, which stand in order. The memory is only there to be used again.
    ///
    /// # Errors
    /// Rows that are not as many as the pairs.
    pub fn measure(&self, left_out: &[(u16, u16)], memory: &mut Memory, rows: &mut Rows<'_, 11>) -> Result<(), Error> {
        let n = self.states;
        let mut writer = Writer::new(agreement::CARD.id, n, left_out, rows)?;
        let states = States::new(n, self.calls, &self.votes[..n * self.calls], memory);
        let minimum = self.minimum.0 as f32;
        let (mut joint, mut counts, mut values) = ([[[0.0; LANES]; 3]; 3], Counts::default(), [[0.0; LANES]; 11]);
        for first in 0..n {
            for from in (first + 1..n).step_by(LANES) {
                states.joint(first, from, &mut joint);
                count(&joint, &mut counts);
                measures(minimum, &counts, &mut values);
                let code = |measure: usize, l: usize| {
                    let is_few = counts.shared[l] < minimum || (measure == YESNO && counts.yesno[l] < minimum);
                    if is_few { TOO_FEW } else { UNDEFINED }
                };
                writer.put_some((first, from), LANES.min(n - from), &values, code);
            }
        }
        Ok(())
    }
}
