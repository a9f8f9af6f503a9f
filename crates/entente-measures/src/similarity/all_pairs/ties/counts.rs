//! From sums over shared items to the whole numbers that the measures are made of. All are exact.

use super::states::{Many, One};
use crate::similarity::all_pairs::planes::unpack;
use crate::similarity::all_pairs::{LANES, Values, Whole};

/// Sums over the first state's ties.
pub(super) struct Sums {
    /// By the first state's category 1, 2, 3: how often the second shows 1, 2, 3, packed.
    pub(super) packed: [[u32; LANES]; 3],
    /// Sum of w min(x, y).
    pub(super) weighted: Values,
}

impl Default for Sums {
    fn default() -> Self {
        Self { packed: [[0; LANES]; 3], weighted: [0.0; LANES] }
    }
}

/// Whole numbers of each pair.
#[derive(Default)]
pub(super) struct Counts {
    /// The joint table by the first state's category 1, 2, 3 and the second's 1, 2, 3.
    pub(super) joint: [[Whole; 3]; 3],
    /// Sum of |x - y|.
    pub(super) absolute: [u32; LANES],
    /// Sum of (x - y)^2.
    pub(super) square: [u32; LANES],
    /// Items of different category.
    pub(super) other: [u32; LANES],
    /// Items where one has a tie and the other none.
    pub(super) binary: [u32; LANES],
    /// n^2 times the expected square.
    pub(super) expected_square: Whole,
    /// n^2 times the expected share of unlike binary items, each state's own habits.
    pub(super) expected_binary: Whole,
    /// 4 n^2 times the expected share of items of different category, common habits.
    pub(super) common: Whole,
    /// The same of binary items.
    pub(super) common_binary: Whole,
    /// Concordant less discordant pairs of items.
    pub(super) balance: Whole,
}

/// Counts a turn of lanes.
#[inline(never)]
pub(super) fn count(one: &One, many: &Many<'_>, sums: &Sums, out: &mut Counts) {
    for c in 0..3 {
        unpack(&sums.packed[c], &mut out.joint[c]);
    }
    margins(one, many, out);
    balance(one, many, out);
}

/// A whole number from zero to 2^23 as an integer: its bits behind those of 2^23. Plain conversion looks at signs and infinities.
#[inline]
fn integer(whole: f32) -> u32 {
    (whole + 8_388_608.0).to_bits() & 0x7f_ffff
}

#[inline(never)]
fn margins(one: &One, many: &Many<'_>, out: &mut Counts) {
    let n = one.n;
    let some = n - one.shown[0];
    let [[j11, j12, j13], [j21, j22, j23], [j31, j32, j33]] = &out.joint;
    for l in 0..LANES {
        let (a12, a13, a23) = (j12[l] + j21[l], j13[l] + j31[l], j23[l] + j32[l]);
        let second = j22[l] + a23 + j33[l];
        let both = j11[l] + a12 + a13 + second;
        // Sums of min(x, y) and of x y.
        let least = both + second + j33[l];
        let product = j11[l] + 2.0 * a12 + 3.0 * a13 + 4.0 * j22[l] + 6.0 * a23 + 9.0 * j33[l];
        let their_some = n - many.shown[0][l];
        let neither = n - some - their_some + both;
        out.absolute[l] = integer(one.linear + many.linear[l] - 2.0 * least);
        out.square[l] = integer(one.square + many.square[l] - 2.0 * product);
        out.other[l] = integer(n - neither - j11[l] - j22[l] - j33[l]);
        out.binary[l] = integer(some + their_some - 2.0 * both);
    }
    for l in 0..LANES {
        let their_some = n - many.shown[0][l];
        let sum = some + their_some;
        out.expected_square[l] = n * (one.square + many.square[l]) - 2.0 * one.linear * many.linear[l];
        out.expected_binary[l] = n * sum - 2.0 * some * their_some;
        let mut alike = 0.0;
        for c in 0..4 {
            alike += one.shown[c] * many.shown[c][l];
        }
        out.common[l] = 4.0 * n * n - one.same - many.same[l] - 2.0 * alike;
        out.common_binary[l] = 2.0 * sum * (2.0 * n - sum);
    }
}

/// Each cell times what lies below it and to the right, less what lies below it and to the left.
#[inline(never)]
fn balance(one: &One, many: &Many<'_>, out: &mut Counts) {
    let [[j11, j12, j13], [j21, j22, j23], [j31, j32, j33]] = &out.joint;
    let some = one.n - one.shown[0];
    let [_, m1, m2, m3] = many.shown;
    for l in 0..LANES {
        // Sums of the columns over the rows below; first all below the row of none.
        let (s1, s2, s3) = (j11[l] + j21[l] + j31[l], j12[l] + j22[l] + j32[l], j13[l] + j23[l] + j33[l]);
        let s0 = some - s1 - s2 - s3;
        let (j01, j02, j03) = (m1[l] - s1, m2[l] - s2, m3[l] - s3);
        let j00 = one.shown[0] - j01 - j02 - j03;
        let none = j00 * (s1 + s2 + s3) + j01 * (s2 + s3 - s0) + j02 * (s3 - s0 - s1) - j03 * (s0 + s1 + s2);
        let j10 = one.shown[1] - j11[l] - j12[l] - j13[l];
        let j20 = one.shown[2] - j21[l] - j22[l] - j23[l];
        let j30 = one.shown[3] - j31[l] - j32[l] - j33[l];
        let (t0, t1, t2, t3) = (j20 + j30, j21[l] + j31[l], j22[l] + j32[l], j23[l] + j33[l]);
        let first = j10 * (t1 + t2 + t3) + j11[l] * (t2 + t3 - t0) + j12[l] * (t3 - t0 - t1) - j13[l] * (t0 + t1 + t2);
        let (u1, u2, u3) = (j31[l], j32[l], j33[l]);
        let second = j20 * (u1 + u2 + u3) + j21[l] * (u2 + u3 - j30) + j22[l] * (u3 - j30 - u1) - j23[l] * (j30 + u1 + u2);
        out.balance[l] = none + first + second;
    }
}
