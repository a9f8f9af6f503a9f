//! One number: agreement of two portfolios beyond what each state's own habits would give by chance. One is identity, zero is chance.
//!
//! Unlike S it is not lifted by the many states with whom neither has anything; unlike pi it lets the two states differ in how often they
//! commit themselves. Weakness: where both are nearly constant, one item decides; and where exactly one of them is constant it is zero
//! whatever the other does, for then chance is all there is.

use super::joint::{Distance, JointCounts, expected};
use crate::{Card, Error, Reason};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "similarity_kappa",
    is: "similarity of two portfolios beyond chance, each state's own base rates",
    unit: "score, no lower bound, at most 1; 0 is chance; symmetric",
    missing: "items that either state lacks are left out; undefined if both are constant and equal; votes need 20 shared roll calls",
    formula: "k = 1 - D_o/D_e; D_o = sum_k w_k d(x_k, y_k) / sum_k w_k; D_e = sum_{a,b} P_x(a) P_y(b) d(a, b); d nominal, |a-b| or (a-b)^2",
    source: "Cohen 1968, doi:10.1037/h0026256; for foreign policy Haege 2011, doi:10.1093/pan/mpr023",
};

/// Weighted kappa of two states.
///
/// # Errors
/// An empty table, or one where chance leaves nothing to disagree about.
///
/// # Example
/// ```
/// use entente_measures::similarity::joint::{Distance, JointCounts};
/// use entente_measures::similarity::kappa::kappa;
/// // 20 of 25 alike; by chance .5 * .52 + .5 * .48 = .5; so (.8 - .5) / .5.
/// let joint = JointCounts::<2>::from([[10, 2], [3, 10]]);
/// assert!((kappa(&joint, Distance::Nominal).unwrap() - 0.6).abs() < 2e-3);
/// ```
pub fn kappa<const K: usize>(joint: &JointCounts<K>, distance: Distance) -> Result<f64, Error> {
    let (first, second) = joint.marginals();
    beyond_chance(joint.observed(distance, CARD.id)?, expected(&first, &second, distance), CARD.id)
}

/// One less observed over expected disagreement.
pub(super) fn beyond_chance(observed: f64, expected: f64, measure: &'static str) -> Result<f64, Error> {
    if expected > 0.0 { Ok(1.0 - observed / expected) } else { Err(Error::Undefined { measure, reason: Reason::NoVariation }) }
}

#[cfg(test)]
mod tests {
    use super::Distance::{Absolute, Nominal, Squared};
    use super::*;
    use crate::similarity::fixtures::{self, any_table, exchanged, renamed, turned};
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    /// By hand, nominal: 13 of 20 alike; marginals 16 0 0 4 and 16 2 0 2, so by chance (16 * 16 + 4 * 2)/400 = .66; 1 - .35/.34.
    #[test]
    fn germany_and_russia_1914() {
        let joint = fixtures::germany_russia();
        for (distance, expected) in [(Absolute, -0.071_428_571_4), (Squared, -0.077_586_206_9), (Nominal, -0.029_411_764_7)] {
            assert_close(kappa(&joint, distance).unwrap(), expected, 5e-11); // printed to ten decimals
        }
        let weighted = fixtures::germany_russia_by_capability();
        assert_close(kappa(&weighted, Absolute).unwrap(), -0.546_173_397_3, 5e-11);
        assert_close(kappa(&weighted, Squared).unwrap(), -0.619_012_055_9, 5e-11);
        assert_close(kappa(&fixtures::germany_russia_any(), Nominal).unwrap(), 0.0625, 1e-12);
        assert_close(kappa(&fixtures::toy(), Absolute).unwrap(), 0.272_727_272_7, 5e-11);
        assert_close(kappa(&fixtures::toy(), Squared).unwrap(), 0.25, 1e-12);
    }

    #[test]
    fn agrees_with_the_oracle() {
        for (column, distance) in [("kappa_nominal", Nominal), ("kappa_absolute", Absolute), ("kappa_squared", Squared)] {
            for (joint, expected) in fixtures::oracle(column) {
                match (kappa(&joint, distance), expected) {
                    (Ok(found), Some(expected)) => assert_close(found, expected, 1e-12), // rounding
                    (Err(error), None) => assert_eq!(error, Error::Undefined { measure: CARD.id, reason: Reason::NoVariation }),
                    (found, expected) => panic!("{joint:?}: {found:?}, oracle {expected:?}"),
                }
            }
        }
    }

    #[test]
    fn one_constant_side_is_chance_and_two_are_undefined() {
        assert_close(kappa(&JointCounts::<2>::from([[7, 3], [0, 0]]), Nominal).unwrap(), 0.0, 1e-12);
        assert!(kappa(&JointCounts::<2>::from([[9, 0], [0, 0]]), Nominal).is_err());
    }

    proptest! {
        #[test]
        fn symmetric_at_most_one_and_free_of_direction_names_and_scale(table in any_table(), times in 2u32..9) {
            let plain = JointCounts::from(table);
            let scaled = JointCounts::from(table.map(|row| row.map(|n| n * times)));
            for distance in [Nominal, Absolute, Squared] {
                let Ok(value) = kappa(&plain, distance) else { continue };
                prop_assert!(value <= 1.0);
                for other in [JointCounts::from(exchanged(table)), JointCounts::from(turned(table)), scaled] {
                    prop_assert!((value - kappa(&other, distance).unwrap()).abs() < 1e-9);
                }
            }
            if let Ok(value) = kappa(&plain, Nominal) {
                prop_assert!((value - kappa(&JointCounts::from(renamed(table)), Nominal).unwrap()).abs() < 1e-9);
            }
        }
    }
}
