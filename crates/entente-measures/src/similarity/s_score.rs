//! One number: closeness of two portfolios, from 1 (identical) to -1 (as far apart as the scale allows).
//!
//! Older literature reports it, so we do. Weakness: it has no notion of chance; the many states with whom neither has anything count as
//! agreement, so almost every pair of small states looks like close friends.

use super::joint::{Distance, JointCounts};
use crate::{Card, Error};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "similarity_s",
    is: "closeness of two portfolios on their scale, not corrected for chance",
    unit: "score, -1 to 1; symmetric",
    missing: "items that either state lacks are left out; votes need 20 shared roll calls",
    formula: "S_p = 1 - 2 sum_k w_k |x_k - y_k|^p / (d_max^p sum_k w_k), d_max the largest possible distance",
    source: "Signorino & Ritter 1999, doi:10.1111/0020-8833.00113",
};

/// Signorino and Ritter's S of two states; p is 1 with [`Distance::Absolute`] and 2 with [`Distance::Squared`].
///
/// # Errors
/// An empty table.
///
/// # Example
/// ```
/// use entente_measures::similarity::joint::{Distance, JointCounts};
/// use entente_measures::similarity::s_score::s_score;
/// let joint = JointCounts::<4>::tally([(0, 3), (1, 2), (2, 1), (3, 0)]);
/// assert!((s_score(&joint, Distance::Absolute).unwrap() + 1.0 / 3.0).abs() < 1e-12);
/// ```
pub fn s_score<const K: usize>(joint: &JointCounts<K>, distance: Distance) -> Result<f64, Error> {
    // Between the ends of the scale, and not the largest met: two states must not look alike because nobody is far away.
    let largest = distance.between(0, K - 1);
    Ok(1.0 - 2.0 * joint.observed(distance, CARD.id)? / largest)
}

#[cfg(test)]
mod tests {
    use super::Distance::{Absolute, Nominal, Squared};
    use super::*;
    use crate::similarity::fixtures::{self, any_table, exchanged, turned};
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    /// By hand, p = 1: distances 3 3 3 2 3 3 1 sum to 18; 1 - 2 * 18 / (3 * 20) = .4.
    #[test]
    fn germany_and_russia_1914() {
        let joint = fixtures::germany_russia();
        assert_close(s_score(&joint, Absolute).unwrap(), 0.4, 1e-12); // rounding
        assert_close(s_score(&joint, Squared).unwrap(), 0.444_444_444_4, 5e-11); // printed to ten decimals
        let weighted = fixtures::germany_russia_by_capability();
        assert_close(s_score(&weighted, Absolute).unwrap(), -0.46, 1e-12);
        assert_close(s_score(&weighted, Squared).unwrap(), -0.348_888_888_9, 5e-11);
        assert_close(s_score(&fixtures::germany_russia_any(), Absolute).unwrap(), 0.4, 1e-12);
        assert_close(s_score(&fixtures::toy(), Absolute).unwrap(), 0.5, 1e-12);
    }

    /// Table 5 of Signorino & Ritter.
    #[test]
    fn six_stylised_pairs() {
        let with_ends = |common: usize| [vec![(common, common); 10], vec![(0, 3), (3, 0)]].concat();
        for (pairs, expected) in [
            (vec![(0, 3), (1, 2), (2, 1), (3, 0)], -1.0 / 3.0),
            (vec![(1, 3), (2, 2), (2, 2), (3, 1)], 1.0 / 3.0),
            (vec![(2, 3), (2, 3), (3, 2), (3, 2)], 1.0 / 3.0),
            (vec![(3, 3); 4], 1.0),
            (with_ends(0), 2.0 / 3.0),
            (with_ends(1), 2.0 / 3.0),
        ] {
            assert_close(s_score(&JointCounts::<4>::tally(pairs), Absolute).unwrap(), expected, 1e-12); // rounding
        }
    }

    #[test]
    fn agrees_with_the_oracle() {
        for (column, distance) in [("s_absolute", Absolute), ("s_squared", Squared)] {
            for (joint, expected) in fixtures::oracle(column) {
                assert_close(s_score(&joint, distance).unwrap(), expected.unwrap(), 1e-12); // rounding
            }
        }
    }

    #[test]
    fn nothing_in_common_is_no_number() {
        assert!(s_score(&JointCounts::<3>::tally([]), Absolute).is_err());
    }

    proptest! {
        #[test]
        fn symmetric_in_range_and_free_of_direction(table in any_table()) {
            for distance in [Nominal, Absolute, Squared] {
                let value = s_score(&JointCounts::from(table), distance).unwrap();
                prop_assert!((-1.0..=1.0).contains(&value));
                for other in [exchanged(table), turned(table)] {
                    prop_assert!((value - s_score(&JointCounts::from(other), distance).unwrap()).abs() < 1e-12);
                }
            }
        }
    }
}
