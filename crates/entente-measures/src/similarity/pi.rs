//! One number: agreement of two portfolios beyond what their common habits would give by chance. One is identity, zero is chance.
//!
//! Like kappa, but chance is reckoned from the mean of both states' habits, so a difference in how often they commit themselves counts as
//! disagreement. Weakness: it assumes that both draw from one distribution, which few pairs do.

use super::joint::{Distance, JointCounts, expected};
use super::kappa::beyond_chance;
use crate::{Card, Error};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "similarity_pi",
    is: "similarity of two portfolios beyond chance, common base rates",
    unit: "score, no lower bound, at most 1; 0 is chance; symmetric",
    missing: "items that either state lacks are left out; undefined if both are constant and equal; votes need 20 shared roll calls",
    formula: "pi = 1 - D_o/D_e; as kappa, with P(a) = (P_x(a) + P_y(a))/2 for both in D_e",
    source: "Scott 1955, doi:10.1086/266577; for foreign policy Haege 2011, doi:10.1093/pan/mpr023",
};

/// Weighted pi of two states; with [`Distance::Nominal`] it is Scott's own.
///
/// # Errors
/// An empty table, or one where both states show one and the same category.
///
/// # Example
/// ```
/// use entente_measures::similarity::joint::{Distance, JointCounts};
/// use entente_measures::similarity::pi::pi;
/// // Half alike, and half would be by chance.
/// assert_eq!(pi(&JointCounts::<2>::from([[5, 5], [5, 5]]), Distance::Nominal).unwrap(), 0.0);
/// ```
pub fn pi<const K: usize>(joint: &JointCounts<K>, distance: Distance) -> Result<f64, Error> {
    let (first, second) = joint.marginals();
    let mean: [f64; K] = std::array::from_fn(|a| f64::midpoint(first[a], second[a]));
    beyond_chance(joint.observed(distance, CARD.id)?, expected(&mean, &mean, distance), CARD.id)
}

#[cfg(test)]
mod tests {
    use super::Distance::{Absolute, Nominal, Squared};
    use super::*;
    use crate::Reason;
    use crate::similarity::fixtures::{self, any_table, exchanged, renamed, turned};
    use crate::similarity::kappa::kappa;
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    #[test]
    fn germany_and_russia_1914() {
        let joint = fixtures::germany_russia();
        for (distance, expected) in [(Absolute, -0.084_337_349_4), (Squared, -0.086_956_521_7), (Nominal, -0.044_776_119_4)] {
            assert_close(pi(&joint, distance).unwrap(), expected, 5e-11); // printed to ten decimals
        }
        assert_close(pi(&fixtures::germany_russia_any(), Nominal).unwrap(), 0.0625, 1e-12); // equal margins, so kappa
    }

    #[test]
    fn agrees_with_the_oracle() {
        for (column, distance) in [("pi_nominal", Nominal), ("pi_absolute", Absolute), ("pi_squared", Squared)] {
            for (joint, expected) in fixtures::oracle(column) {
                match (pi(&joint, distance), expected) {
                    (Ok(found), Some(expected)) => assert_close(found, expected, 1e-12), // rounding
                    (Err(error), None) => assert_eq!(error, Error::Undefined { measure: CARD.id, reason: Reason::NoVariation }),
                    (found, expected) => panic!("{joint:?}: {found:?}, oracle {expected:?}"),
                }
            }
        }
    }

    proptest! {
        #[test]
        fn symmetric_and_never_above_kappa(table in any_table()) {
            let plain = JointCounts::from(table);
            for distance in [Nominal, Absolute, Squared] {
                let Ok(value) = pi(&plain, distance) else { continue };
                prop_assert!(value <= 1.0);
                for other in [JointCounts::from(exchanged(table)), JointCounts::from(turned(table))] {
                    prop_assert!((value - pi(&other, distance).unwrap()).abs() < 1e-9);
                }
                // Chance from the mean of the margins expects at most as much disagreement as chance from each.
                prop_assert!(kappa(&plain, distance).is_ok_and(|k| value <= k + 1e-9));
            }
            if let Ok(value) = pi(&plain, Nominal) {
                prop_assert!((value - pi(&JointCounts::from(renamed(table)), Nominal).unwrap()).abs() < 1e-9);
            }
        }
    }
}
