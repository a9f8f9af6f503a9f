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

/// Kappa on ranks of the categories present, from its definition.
#[inline(never)]
fn ranks(total: f64, one: &One, many: &Many<'_>, counts: &Counts, out: &mut Values) {
    const PAIRS: [(usize, usize); 6] = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];
    let n = one.n;
    let (mut distance, mut expected) = ([0.0_f32; LANES], [0.0_f32; LANES]);
    let mut steps = [[0.0_f32; LANES]; 3];
    for c in 0..3 {
        for l in 0..LANES {
            steps[c][l] = if one.shown[c] + many.shown[c][l] > 0.0 { 1.0 } else { 0.0 };
        }
    }
    for (a, b) in PAIRS {
        let (mut forth, mut back) = ([0.0; LANES], [0.0; LANES]);
        cell(one, many, counts, (a, b), &mut forth);
        cell(one, many, counts, (b, a), &mut back);
        for l in 0..LANES {
            let mut step = steps[a][l];
            for between in &steps[a + 1..b] {
                step += between[l];
            }
            distance[l] += step * step * (forth[l] + back[l]);
            expected[l] += step * step * (one.shown[a] * many.shown[b][l] + one.shown[b] * many.shown[a][l]);
        }
    }
    for l in 0..LANES {
        let observed = f64::from(distance[l]) / f64::from(n);
        out[l] = (1.0 - observed / (f64::from(expected[l]) / total)).clamp(-1.0, 1.0);
    }
}

/// One cell of the joint table.
fn cell(one: &One, many: &Many<'_>, counts: &Counts, (a, b): (usize, usize), out: &mut [f32; LANES]) {
    let j = &counts.joint;
    for l in 0..LANES {
        out[l] = match (a, b) {
            (0, b) => many.shown[b][l] - j[0][b - 1][l] - j[1][b - 1][l] - j[2][b - 1][l],
            (a, 0) => one.shown[a] - j[a - 1][0][l] - j[a - 1][1][l] - j[a - 1][2][l],
            (a, b) => j[a - 1][b - 1][l],
        };
    }
}
