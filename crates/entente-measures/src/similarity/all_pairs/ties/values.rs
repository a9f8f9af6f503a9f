//! From whole numbers to the measures, in the order of operations of the plain functions.

use super::counts::{Counts, Sums};
use super::states::{Many, One};
use crate::similarity::all_pairs::{LANES, Values};

/// What depends on the number of states alone: quotients of every sum of distances that may be.
pub(super) struct Lookup {
    /// n^2.
    total: f64,
    /// Sum of the weights.
    weight: f64,
    /// Mean distance, by the sum.
    observed: Vec<f64>,
    /// S by the sum of |x - y|, of (x - y)^2, and of binary items.
    s: [Vec<f64>; 3],
}

impl Lookup {
    pub(super) fn new(n: usize, weight: f64) -> Self {
        let observed: Vec<f64> = (0..=9 * n).map(|sum| sum as f64 / n as f64).collect();
        let s = |largest: u8| observed[..=usize::from(largest) * n].iter().map(|o| 1.0 - 2.0 * o / f64::from(largest)).collect();
        Self { total: n as f64 * n as f64, weight, s: [s(3), s(9), s(1)], observed }
    }
}

/// Fills the eleven measures of a turn of lanes, in the order of [`super::MEASURES`].
#[inline(never)]
#[allow(clippy::needless_range_loop, reason = "each loop is one instruction over all lanes, and reads so")]
pub(super) fn measures(lookup: &Lookup, one: &One, many: &Many<'_>, sums: &Sums, counts: &Counts, out: &mut [Values; 11]) {
    let mut observed = [[0.0; LANES]; 3];
    for l in 0..LANES {
        let (absolute, square, binary) = (counts.absolute[l] as usize, counts.square[l] as usize, counts.binary[l] as usize);
        out[0][l] = lookup.s[0][absolute];
        out[1][l] = lookup.s[1][square];
        out[2][l] = lookup.s[2][binary];
        observed[0][l] = lookup.observed[square];
        observed[1][l] = lookup.observed[counts.other[l] as usize];
        observed[2][l] = lookup.observed[binary];
    }
    let total = lookup.total;
    for l in 0..LANES {
        out[3][l] = 1.0 - observed[1][l] / (f64::from(counts.common[l]) * 0.25 / total);
    }
    for l in 0..LANES {
        out[4][l] = 1.0 - observed[2][l] / (f64::from(counts.common_binary[l]) * 0.25 / total);
    }
    for l in 0..LANES {
        let expected = f64::from(counts.expected_square[l]) / total;
        out[5][l] = 1.0 - observed[0][l] / expected;
        out[9][l] = 2.0 * (expected - observed[0][l]) / 9.0;
    }
    for l in 0..LANES {
        out[7][l] = 1.0 - observed[2][l] / (f64::from(counts.expected_binary[l]) / total);
    }
    for l in 0..LANES {
        out[8][l] = (f64::from(counts.balance[l]) / (one.untied * many.untied[l]).sqrt()).clamp(-1.0, 1.0);
    }
    for l in 0..LANES {
        let distance = one.weighted + many.weighted[l] - 2.0 * sums.weighted[l];
        out[10][l] = 1.0 - 2.0 * (distance / lookup.weight) / 3.0;
    }
    if (0..LANES).any(|l| is_uneven(one.mask | many.mask[l])) {
        ranks(total, one, many, counts, &mut out[6]);
    } else {
        for l in 0..LANES {
            out[6][l] = out[5][l].clamp(-1.0, 1.0);
        }
    }
}

/// Says whether ranks of these categories are further from one another by other factors than powers of two.
fn is_uneven(mask: u8) -> bool {
    matches!(mask, 0b1001 | 0b1011 | 0b1101)
}

/// Kappa on ranks of the categories present.
///
/// The rank of x is a sum over steps: of those s at which x >= s, each that has its lower category shown. So with c(s, t) the number of
/// items at which x >= s and y >= t, sums of products of ranks are sums of c over pairs of steps that count.
#[inline(never)]
fn ranks(total: f64, one: &One, many: &Many<'_>, counts: &Counts, out: &mut Values) {
    let n = one.n;
    let [[j11, j12, j13], [j21, j22, j23], [j31, j32, j33]] = &counts.joint;
    let [m0, m1, m2, m3] = many.shown;
    let [s0, s1, s2, s3] = one.shown;
    // At least 1, 2, 3, for each state alone.
    let (x3, x2) = (s3, s2 + s3);
    let x1 = s1 + x2;
    let (mut distance, mut expected) = ([0.0_f32; LANES], [0.0_f32; LANES]);
    for l in 0..LANES {
        let counted = |shown: f32| if shown > 0.0 { 1.0_f32 } else { 0.0 };
        let (p, q, r) = (counted(s0 + m0[l]), counted(s1 + m1[l]), counted(s2 + m2[l]));
        let (pq, pr, qr) = (p * q, p * r, q * r);
        let (y3, y2) = (m3[l], m2[l] + m3[l]);
        let y1 = m1[l] + y2;
        let (c33, c32, c23) = (j33[l], j32[l] + j33[l], j23[l] + j33[l]);
        let (c31, c13) = (j31[l] + c32, j13[l] + c23);
        let c22 = j22[l] + j23[l] + c32;
        let (c21, c12) = (j21[l] + j31[l] + c22, j12[l] + j13[l] + c22);
        let c11 = j11[l] + j12[l] + j13[l] + c21;
        let product = p * c11 + q * c22 + r * c33 + pq * (c12 + c21) + pr * (c13 + c31) + qr * (c23 + c32);
        let squares = p * (x1 + y1) + q * (x2 + y2) + r * (x3 + y3) + 2.0 * (pq * (x2 + y2) + (pr + qr) * (x3 + y3));
        let linear = (p * x1 + q * x2 + r * x3) * (p * y1 + q * y2 + r * y3);
        distance[l] = squares - 2.0 * product;
        expected[l] = n * squares - 2.0 * linear;
    }
    for l in 0..LANES {
        let observed = f64::from(distance[l]) / f64::from(n);
        out[l] = (1.0 - observed / (f64::from(expected[l]) / total)).clamp(-1.0, 1.0);
    }
}
