//! From joint tables to the whole numbers that the measures are made of. All are exact.

use crate::similarity::all_pairs::{LANES, Whole};

/// Whole numbers of each pair.
#[derive(Default)]
pub(super) struct Counts {
    /// Shared roll calls.
    pub(super) shared: Whole,
    /// Those with the same vote.
    pub(super) same: Whole,
    /// Those where one voted yes and the other no.
    pub(super) opposed: Whole,
    /// Those where both voted yes or no.
    pub(super) yesno: Whole,
    /// n^2 times the expected square, each state's own habits.
    pub(super) expected: Whole,
    /// 4 n^2 times the expected share of unlike votes, common habits.
    pub(super) common: Whole,
    /// Concordant less discordant pairs of roll calls.
    pub(super) balance: Whole,
    /// Pairs of roll calls on which each state did not do the same.
    pub(super) untied: [Whole; 2],
}

/// Counts a turn of lanes.
#[inline(never)]
pub(super) fn count(joint: &[[Whole; 3]; 3], out: &mut Counts) {
    let [[j00, j01, j02], [j10, j11, j12], [j20, j21, j22]] = joint;
    for l in 0..LANES {
        let opposed = j02[l] + j20[l];
        let same = j00[l] + j11[l] + j22[l];
        out.opposed[l] = opposed;
        out.same[l] = same;
        out.yesno[l] = j00[l] + j22[l] + opposed;
        out.shared[l] = same + opposed + j01[l] + j10[l] + j12[l] + j21[l];
    }
    for l in 0..LANES {
        let row = [j00[l] + j01[l] + j02[l], j10[l] + j11[l] + j12[l], j20[l] + j21[l] + j22[l]];
        let column = [j00[l] + j10[l] + j20[l], j01[l] + j11[l] + j21[l], j02[l] + j12[l] + j22[l]];
        let n = out.shared[l];
        let linear = (row[1] + 2.0 * row[2]) * (column[1] + 2.0 * column[2]);
        out.expected[l] = n * (row[1] + column[1] + 4.0 * (row[2] + column[2])) - 2.0 * linear;
        let sum = [row[0] + column[0], row[1] + column[1], row[2] + column[2]];
        out.common[l] = 4.0 * n * n - sum[0] * sum[0] - sum[1] * sum[1] - sum[2] * sum[2];
        out.untied[0][l] = row[0] * (row[1] + row[2]) + row[1] * row[2];
        out.untied[1][l] = column[0] * (column[1] + column[2]) + column[1] * column[2];
    }
    for l in 0..LANES {
        // Sums of the columns over the rows below.
        let (s0, s1, s2) = (j10[l] + j20[l], j11[l] + j21[l], j12[l] + j22[l]);
        let yes = j00[l] * (s1 + s2) + j01[l] * (s2 - s0) - j02[l] * (s0 + s1);
        let abstain = j10[l] * (j21[l] + j22[l]) + j11[l] * (j22[l] - j20[l]) - j12[l] * (j20[l] + j21[l]);
        out.balance[l] = yes + abstain;
    }
}
