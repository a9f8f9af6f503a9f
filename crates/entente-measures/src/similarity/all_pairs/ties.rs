//! Similarity of what states sign, for all pairs of a year: one row is one pair and eleven measures.
//!
//! A portfolio is complete: it says for every state of the year, itself included, one of four categories, 0 none to 3 the strongest.
//! Binary measures look at none against any. With weights the items count by the third state, as in S by capabilities; the weights are
//! first rounded to whole multiples of a power of two near 2^-50 of their sum, so that their sums are exact and in no order.

mod counts;
mod states;
mod values;

use crate::similarity::s_score;
use crate::{Error, check_count};

use self::counts::{Counts, Sums, count};
pub use self::states::Memory;
use self::states::States;
use self::values::{Lookup, measures};
use super::{LANES, Rows, UNDEFINED, Writer, check_size};

/// The measures, in the order of the rows.
pub const MEASURES: [&str; 11] = [
    "s_abs_valued",
    "s_sq_valued",
    "s_abs_binary",
    "pi_valued",
    "pi_binary",
    "kappa_valued",
    "kappa_rank_valued",
    "kappa_binary",
    "tau_b",
    "a_valued",
    "s_abs_valued_cinc",
];

/// All portfolios of a year.
#[derive(Debug, Clone, Copy)]
pub struct Ties<'a> {
    states: usize,
    valued: &'a [u8],
    weights: Option<&'a [f64]>,
}

impl<'a> Ties<'a> {
    /// Takes the ties of each state to each, and perhaps the weight of each as a third state.
    ///
    /// Shape: states by states, the first state's row after the other's; the tie of a state to itself is as the caller has it.
    ///
    /// # Errors
    /// A length that does not fit, a category above 3, a weight that is negative or not finite, more than [`super::LARGEST`] states.
    pub fn new(states: usize, valued: &'a [u8], weights: Option<&'a [f64]>) -> Result<Self, Error> {
        let id = s_score::CARD.id;
        check_size(id, states)?;
        check_count(id, valued.len(), states * states)?;
        if let Some(weights) = weights {
            check_count(id, weights.len(), states)?;
            if let Some(value) = weights.iter().find(|w| !w.is_finite() || **w < 0.0) {
                return Err(Error::Domain { measure: id, value: *value, domain: "weights of zero or more" });
            }
        }
        match valued.iter().find(|category| **category > 3) {
            Some(category) => Err(Error::Domain { measure: id, value: f64::from(*category), domain: "categories 0 to 3" }),
            None => Ok(Self { states, valued, weights }),
        }
    }

    /// Computes all measures of all pairs but those left out, which stand in order.
    ///
    /// Without weights, or where all are zero, the measure by weights has no value. The memory is only there to be used again.
    ///
    /// # Errors
    /// Rows that are not as many as the pairs.
    pub fn measure(&self, left_out: &[(u16, u16)], memory: &mut Memory, rows: &mut Rows<'_, 11>) -> Result<(), Error> {
        let n = self.states;
        let mut writer = Writer::new(s_score::CARD.id, n, left_out, rows)?;
        let states = States::new(n, &self.valued[..n * n], self.weights, std::mem::take(memory));
        let lookup = Lookup::new(n, states.weight);
        let (mut sums, mut counts, mut values) = (Sums::default(), Counts::default(), [[0.0; LANES]; 11]);
        for first in 0..n {
            let one = states.one(first);
            for from in (first + 1..n).step_by(LANES) {
                let many = states.many(from);
                states.sum(first, from, &mut sums);
                count(&one, &many, &sums, &mut counts);
                measures(&lookup, &one, &many, &sums, &counts, &mut values);
                if states.is_whole {
                    writer.put((first, from), LANES.min(n - from), &values);
                } else {
                    writer.put_some((first, from), LANES.min(n - from), &values, |_, _| UNDEFINED);
                }
            }
        }
        *memory = states.memory();
        Ok(())
    }
}

/// Weights as whole multiples of one power of two, the least for which six times their sum is below 2^53.
///
/// They are scale-free in every measure, so the power itself is of no interest.
pub fn whole_weights(weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return weights.to_vec();
    }
    // In two steps, so that no power overflows.
    let exponent = 49 - sum.log2().floor() as i32;
    let (half, rest) = (exponent / 2, exponent - exponent / 2);
    weights.iter().map(|w| (w * f64::powi(2.0, half) * f64::powi(2.0, rest)).round()).collect()
}
