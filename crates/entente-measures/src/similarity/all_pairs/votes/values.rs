//! From whole numbers to the measures, in the order of operations of the plain functions.

use super::counts::Counts;
use crate::similarity::all_pairs::{LANES, Values};

/// Fills the eleven measures of a turn of lanes, in the order of [`super::MEASURES`].
#[inline(never)]
pub(super) fn measures(minimum: f32, counts: &Counts, out: &mut [Values; 11]) {
    let mut shared = [0.0; LANES];
    for l in 0..LANES {
        out[0][l] = f64::from(counts.shared[l]);
        // A divisor that is not a number makes all measures of the pair none.
        shared[l] = if counts.shared[l] >= minimum { f64::from(counts.shared[l]) } else { f64::NAN };
    }
    for l in 0..LANES {
        let n = shared[l];
        let (same, opposed) = (counts.same[l], counts.opposed[l]);
        let apart = f64::from(counts.shared[l] - same - opposed);
        let (same, opposed) = (f64::from(same), f64::from(opposed));
        out[1][l] = 1.0 - 2.0 * ((apart + 2.0 * opposed) / n) / 2.0;
        out[8][l] = (same + 0.5 * apart) / n;
        out[9][l] = same / n;
    }
    for l in 0..LANES {
        let apart = f64::from(counts.shared[l] - counts.same[l] - counts.opposed[l]);
        let observed = (apart + 4.0 * f64::from(counts.opposed[l])) / shared[l];
        let expected = f64::from(counts.expected[l]) / (shared[l] * shared[l]);
        let kappa = 1.0 - observed / expected;
        out[2][l] = 1.0 - 2.0 * observed / 4.0;
        out[4][l] = kappa;
        // Three categories are evenly spaced whichever two of them are shown.
        out[5][l] = kappa.clamp(-1.0, 1.0);
        out[7][l] = 2.0 * (expected - observed) / 4.0;
    }
    for l in 0..LANES {
        let observed = f64::from(counts.shared[l] - counts.same[l]) / shared[l];
        out[3][l] = 1.0 - observed / (f64::from(counts.common[l]) * 0.25 / (shared[l] * shared[l]));
    }
    for l in 0..LANES {
        let untied = f64::from(counts.untied[0][l]) * f64::from(counts.untied[1][l]);
        let tau = (f64::from(counts.balance[l]) / untied.sqrt()).clamp(-1.0, 1.0);
        out[6][l] = if shared[l].is_nan() { f64::NAN } else { tau };
    }
    for l in 0..LANES {
        let yesno = if counts.yesno[l] >= minimum { f64::from(counts.yesno[l]) } else { f64::NAN };
        let same = f64::from(counts.yesno[l] - counts.opposed[l]);
        out[10][l] = same / if shared[l].is_nan() { f64::NAN } else { yesno };
    }
}
