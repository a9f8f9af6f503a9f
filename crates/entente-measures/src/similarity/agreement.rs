//! Three shares: how often two states vote alike in the General Assembly. One is always, zero is never.
//!
//! The plain reading of a voting record. Weakness: nobody's votes are independent of the agenda, and a session full of resolutions on
//! which almost all agree lifts every pair; so unanimous votes should be taken out first, and [`kappa`](super::kappa) stands beside it.

use serde::{Deserialize, Serialize};

use super::joint::JointCounts;
use crate::{Card, Error, check_count};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "similarity_agreement",
    is: "share of common roll calls on which two states vote alike",
    unit: "share, 0 to 1; symmetric",
    missing: "a roll call where either was absent or no member is left out; undefined below 20 shared roll calls",
    formula: "agree3 = mean(1 - |x - y|/2), yes 1 abstain 2 no 3; strict = mean(x = y); yes-no = mean(x = y) where both voted yes or no",
    source: "Bailey, Strezhnev & Voeten 2017, doi:10.1177/0022002715595700",
};

/// The rule for votes: twenty shared roll calls.
pub const MINIMUM_SHARED: MinimumShared = MinimumShared(20);

/// The least number of roll calls two states must share.
///
/// Twenty is chosen: the standard error of a share is then at most 0.11. At ten it is 0.16, and nearly no pair is gained (9 of 12,090 in
/// 1985, none in 1950); at forty it is 0.08, and 161 pairs of 1985 and 92 of the 1,653 of 1950 are lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinimumShared(pub usize);

impl Default for MinimumShared {
    fn default() -> Self {
        MINIMUM_SHARED
    }
}

/// A vote cast. Absence is not one: it is None.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vote {
    /// In favour.
    Yes,
    /// Abstained.
    Abstain,
    /// Against.
    No,
}

/// Shares of agreement of two states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Mean closeness on the three-point scale, where an abstention is half-way.
    pub agree3: f64,
    /// Share of identical votes.
    pub agree_strict: f64,
    /// Share of identical votes where both voted yes or no. None if there are fewer of these than the minimum.
    pub agree_yesno: Option<f64>,
    /// Roll calls on which both voted.
    pub n_shared: usize,
    /// Roll calls on which both voted yes or no.
    pub n_yesno: usize,
}

/// The joint counts of two rows of votes, in the order yes, abstain, no.
///
/// Shape: one cell per roll call, the same roll calls in both rows.
///
/// # Errors
/// Rows of different length.
pub fn joint_votes(first: &[Option<Vote>], second: &[Option<Vote>]) -> Result<JointCounts<3>, Error> {
    check_count(CARD.id, first.len().min(second.len()), first.len().max(second.len()))?;
    let shared = first.iter().zip(second).filter_map(|(x, y)| Some(((*x)? as usize, (*y)? as usize)));
    Ok(JointCounts::tally(shared))
}

/// Shares of agreement from joint counts in the order yes, abstain, no.
///
/// # Errors
/// Fewer shared roll calls than the minimum.
///
/// # Example
/// ```
/// use entente_measures::similarity::agreement::{MINIMUM_SHARED, agreement};
/// use entente_measures::similarity::joint::JointCounts;
/// let found = agreement(&JointCounts::from([[20, 4, 0], [0, 0, 0], [4, 0, 2]]), MINIMUM_SHARED).unwrap();
/// assert_eq!((found.agree3, found.agree_strict), (0.8, 22.0 / 30.0));
/// assert_eq!(found.agree_yesno, Some(22.0 / 26.0));
/// ```
pub fn agreement(joint: &JointCounts<3>, minimum: MinimumShared) -> Result<Agreement, Error> {
    let n = joint.total();
    check_count(CARD.id, n as usize, minimum.0.max(1))?;
    let same: f64 = (0..3).map(|a| joint.cell(a, a)).sum();
    let opposed = joint.cell(0, 2) + joint.cell(2, 0);
    let same_yesno = joint.cell(0, 0) + joint.cell(2, 2);
    let yesno = same_yesno + opposed;
    Ok(Agreement {
        agree3: (same + 0.5 * (n - same - opposed)) / n,
        agree_strict: same / n,
        agree_yesno: (yesno as usize >= minimum.0.max(1)).then(|| same_yesno / yesno),
        n_shared: n as usize,
        n_yesno: yesno as usize,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::fixtures;
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    fn votes(row: &[u8]) -> Vec<Option<Vote>> {
        row.iter().map(|code| [Vote::Yes, Vote::Abstain, Vote::No].get(usize::from(*code) - 1).copied()).collect()
    }

    /// By hand: shared 1-1 1-2 2-2 3-1 1-1 2-3 1-1 1-1. Closeness 1 .5 1 0 1 .5 1 1 = 6/8; alike 5/8; of five without abstention 4.
    #[test]
    fn vote_toy() {
        let joint = joint_votes(&votes(&fixtures::TOY[0]), &votes(&fixtures::TOY[1])).unwrap();
        assert_eq!(joint, fixtures::toy());
        let found = agreement(&joint, MinimumShared(1)).unwrap();
        assert_eq!((found.agree3, found.agree_strict, found.agree_yesno), (0.75, 0.625, Some(0.8)));
        assert_eq!((found.n_shared, found.n_yesno), (8, 5));
    }

    #[test]
    fn too_few_shared_votes_have_a_reason() {
        let error = agreement(&fixtures::toy(), MINIMUM_SHARED).unwrap_err();
        assert_eq!(error, Error::TooFew { measure: CARD.id, needed: 20, found: 8 });
        assert!(agreement(&JointCounts::tally([]), MinimumShared(0)).is_err());
        assert_eq!(agreement(&fixtures::toy(), MinimumShared(8)).unwrap().agree_yesno, None);
        assert!(joint_votes(&[None], &[]).is_err());
    }

    proptest! {
        #[test]
        fn symmetric_in_range_and_free_of_order_and_direction(pairs in prop::collection::vec((0u8..4, 0u8..4), 1..80)) {
            let of = |pairs: &[(u8, u8)]| {
                let (first, second): (Vec<u8>, Vec<u8>) = pairs.iter().map(|(x, y)| (x + 1, y + 1)).unzip();
                agreement(&joint_votes(&votes(&first), &votes(&second)).unwrap(), MinimumShared(1)).ok()
            };
            let Some(found) = of(&pairs) else { return Ok(()) };
            for share in [Some(found.agree3), Some(found.agree_strict), found.agree_yesno].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&share));
            }
            prop_assert!(found.agree_strict <= found.agree3);
            let turned = |vote: u8| if vote < 3 { 2 - vote } else { vote };
            for other in [
                pairs.iter().rev().copied().collect::<Vec<_>>(),
                pairs.iter().map(|(x, y)| (*y, *x)).collect(),
                pairs.iter().map(|(x, y)| (turned(*x), turned(*y))).collect(),
            ] {
                prop_assert_eq!(of(&other).unwrap(), found);
            }
        }

        /// The plain reference: the mean over roll calls, as the formula is printed.
        #[test]
        fn equals_the_mean_over_roll_calls(pairs in prop::collection::vec((0u8..3, 0u8..3), 1..80)) {
            let joint = JointCounts::tally(pairs.iter().map(|(x, y)| (usize::from(*x), usize::from(*y))));
            let mean = pairs.iter().map(|(x, y)| 1.0 - f64::from(x.abs_diff(*y)) / 2.0).sum::<f64>() / pairs.len() as f64;
            assert_close(agreement(&joint, MinimumShared(1)).unwrap().agree3, mean, 1e-12); // rounding
        }
    }
}
