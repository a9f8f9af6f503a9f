//! One number: how far two portfolios put the other states in the same order. One is the same order, minus one the reverse.
//!
//! The oldest of the measures, kept for comparison. Weakness: it compares orders and not commitments, so two states that are bound to all
//! the same partners with different strength look identical, and the large tie at "none" carries most of the result.

use super::joint::{JointCounts, pairs};
use crate::{Card, Error, Reason};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "similarity_tau_b",
    is: "rank correlation of two portfolios, ties corrected",
    unit: "score, -1 to 1; symmetric",
    missing: "items that either state lacks are left out; undefined if either portfolio is constant; votes need 20 shared roll calls",
    formula: "tau_b = (C - D) / sqrt((n0 - T_x)(n0 - T_y)), n0 = n(n-1)/2, T tied pairs within each",
    source: "Kendall 1945, doi:10.1093/biomet/33.3.239; for foreign policy Bueno de Mesquita 1975, doi:10.1177/002200277501900201",
};

/// Kendall's tau-b of two states.
///
/// # Errors
/// An empty table, or a state that always shows the same category.
///
/// # Example
/// ```
/// use entente_measures::similarity::joint::JointCounts;
/// use entente_measures::similarity::tau_b::tau_b;
/// assert_eq!(tau_b(&JointCounts::<3>::tally([(0, 0), (1, 1), (2, 2)])).unwrap(), 1.0);
/// ```
pub fn tau_b<const K: usize>(joint: &JointCounts<K>) -> Result<f64, Error> {
    if joint.total() <= 0.0 {
        return Err(Error::TooFew { measure: CARD.id, needed: 1, found: 0 });
    }
    let mut balance = 0.0;
    for (a, b) in pairs::<K>() {
        for (c, d) in pairs::<K>().filter(|(c, d)| *c > a && *d != b) {
            balance += joint.cell(a, b) * joint.cell(c, d) * if d > b { 1.0 } else { -1.0 };
        }
    }
    let (first, second) = joint.marginals();
    let untied = untied_pairs(&first) * untied_pairs(&second);
    if untied <= 0.0 {
        return Err(Error::Undefined { measure: CARD.id, reason: Reason::ConstantSide });
    }
    Ok((balance / untied.sqrt()).clamp(-1.0, 1.0))
}

/// Pairs of items in different categories, n0 - T.
fn untied_pairs<const K: usize>(marginal: &[f64; K]) -> f64 {
    pairs::<K>().filter(|(a, b)| a < b).map(|(a, b)| marginal[a] * marginal[b]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::fixtures::{self, any_table, exchanged, turned};
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    #[test]
    fn germany_and_russia_1914() {
        assert_close(tau_b(&fixtures::germany_russia()).unwrap(), 0.030_316_953_1, 5e-11); // printed to ten decimals
    }

    /// Three items 0-0, 0-1, 1-1 by hand: one concordant pair, none discordant; two untied pairs on each side: 1 / 2.
    #[test]
    fn ties_by_hand() {
        assert_close(tau_b(&JointCounts::<2>::tally([(0, 0), (0, 1), (1, 1)])).unwrap(), 0.5, 1e-12); // rounding
    }

    #[test]
    fn agrees_with_the_oracle() {
        for (joint, expected) in fixtures::oracle("tau_b") {
            match (tau_b(&joint), expected) {
                (Ok(found), Some(expected)) => assert_close(found, expected, 1e-12), // rounding
                (Err(error), None) => assert_eq!(error, Error::Undefined { measure: CARD.id, reason: Reason::ConstantSide }),
                (found, expected) => panic!("{joint:?}: {found:?}, oracle {expected:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn symmetric_in_range_and_odd_in_the_order(table in any_table()) {
            let Ok(value) = tau_b(&JointCounts::from(table)) else { return Ok(()) };
            prop_assert!((-1.0..=1.0).contains(&value));
            for other in [exchanged(table), turned(table)] {
                prop_assert!((value - tau_b(&JointCounts::from(other)).unwrap()).abs() < 1e-12);
            }
            let mut one_side_turned = table;
            one_side_turned.reverse();
            prop_assert!((value + tau_b(&JointCounts::from(one_side_turned)).unwrap()).abs() < 1e-12);
        }
    }
}
