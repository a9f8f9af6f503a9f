//! One number: closeness of two portfolios less the closeness that chance would give. Zero is chance, one is two states that split their
//! commitments evenly between the ends of the scale and do so alike; minus one, that do so contrarily.
//!
//! The bounded companion of kappa: it does not divide by expected disagreement, so nearly constant portfolios give values near zero
//! instead of wild ones. Weakness: for the same reason a perfect match of two nearly constant states is near zero too.

use super::joint::{Distance, JointCounts, expected};
use crate::{Card, Error};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "similarity_alignment",
    is: "closeness of two portfolios less the closeness expected by chance",
    unit: "score, -1 to 1; 0 is chance; symmetric",
    missing: "items that either state lacks are left out; votes need 20 shared roll calls",
    formula: "A = S_obs - S_exp = 2 (D_e - D_o) / d_max^p",
    source: "Benati & Capurri 2026, doi:10.1007/s11135-026-02814-x",
};

/// Benati and Capurri's alignment of two states.
///
/// The range holds for absolute and squared distance, where A sums covariances of nested halves of the scale, none above a quarter; with
/// nominal distance and more than two categories it can pass one.
///
/// # Errors
/// An empty table.
///
/// # Example
/// ```
/// use entente_measures::similarity::alignment::alignment;
/// use entente_measures::similarity::joint::{Distance, JointCounts};
/// assert_eq!(alignment(&JointCounts::<2>::from([[5, 0], [0, 5]]), Distance::Absolute).unwrap(), 1.0);
/// ```
pub fn alignment<const K: usize>(joint: &JointCounts<K>, distance: Distance) -> Result<f64, Error> {
    let (first, second) = joint.marginals();
    let observed = joint.observed(distance, CARD.id)?;
    Ok(2.0 * (expected(&first, &second, distance) - observed) / distance.between(0, K - 1))
}

#[cfg(test)]
mod tests {
    use super::Distance::{Absolute, Squared};
    use super::*;
    use crate::similarity::fixtures::{self, any_table, exchanged, turned};
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    #[test]
    fn germany_and_russia_1914() {
        assert_close(alignment(&fixtures::germany_russia(), Absolute).unwrap(), -0.04, 1e-12); // rounding
        assert_close(alignment(&fixtures::germany_russia(), Squared).unwrap(), -0.04, 1e-12);
    }

    #[test]
    fn agrees_with_the_oracle() {
        for (column, distance) in [("a_absolute", Absolute), ("a_squared", Squared)] {
            for (joint, expected) in fixtures::oracle(column) {
                assert_close(alignment(&joint, distance).unwrap(), expected.unwrap(), 1e-12); // rounding
            }
        }
    }

    #[test]
    fn nothing_in_common_is_no_number() {
        assert!(alignment(&JointCounts::<3>::tally([]), Absolute).is_err());
    }

    proptest! {
        #[test]
        fn symmetric_in_range_and_free_of_direction(table in any_table()) {
            for distance in [Absolute, Squared] {
                let value = alignment(&JointCounts::from(table), distance).unwrap();
                prop_assert!((-1.0 - 1e-12..=1.0 + 1e-12).contains(&value));
                for other in [exchanged(table), turned(table)] {
                    prop_assert!((value - alignment(&JointCounts::from(other), distance).unwrap()).abs() < 1e-12);
                }
            }
        }
    }
}
