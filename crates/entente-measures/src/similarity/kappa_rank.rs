//! One number: kappa as R's `psych::cohen.kappa` gives it for the pairs of a data set of foreign-policy similarity.
//!
//! Published columns of weighted kappa were made with that function, so a study that is to be compared with them needs it. Weakness, and why
//! it is for comparison alone: the distance is that of the ranks of the categories which this pair happens to show, so defence and
//! non-aggression are three steps apart in one pair and one in the next, and two states' number moves when neither changes a commitment
//! but one of them adds a first treaty of another kind.

use super::joint::{Distance, JointCounts};
use super::kappa::kappa;
use crate::{Card, Error};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "similarity_kappa_rank",
    is: "kappa with squared distances of ranks among the categories that the pair shows, cut at -1; for comparison only",
    unit: "score, -1 to 1; 0 is chance; symmetric",
    missing: "items that either state lacks are left out; undefined if both are constant and equal; votes need 20 shared roll calls",
    formula: "as kappa with d(a, b) = (r(a) - r(b))^2, r(a) the number of categories below a that either state shows; max(-1, k)",
    source: "Cohen 1968, doi:10.1037/h0026256; the ranks are those of cohen.kappa in the R package psych",
};

/// Kappa on ranks of the categories present, of two states.
///
/// # Errors
/// An empty table, or one where chance leaves nothing to disagree about.
///
/// # Example
/// ```
/// use entente_measures::similarity::joint::{Distance, JointCounts};
/// use entente_measures::similarity::{kappa::kappa, kappa_rank::kappa_rank};
/// // Nobody shows category 2, so 1 and 3 are neighbours here.
/// let joint = JointCounts::<4>::from([[6, 1, 0, 0], [0, 2, 0, 1], [0; 4], [0, 0, 0, 2]]);
/// assert!(kappa_rank(&joint).unwrap() > kappa(&joint, Distance::Squared).unwrap());
/// ```
pub fn kappa_rank<const K: usize>(joint: &JointCounts<K>) -> Result<f64, Error> {
    let (first, second) = joint.marginals();
    let mut ranks = [0; K];
    for a in 1..K {
        ranks[a] = ranks[a - 1] + usize::from(first[a - 1] + second[a - 1] > 0.0);
    }
    let ranked = joint.moved(|a| ranks[a]);
    kappa(&ranked, Distance::Squared).map(|k| k.clamp(-1.0, 1.0)).map_err(|error| error.of(CARD.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;
    use crate::similarity::fixtures::{any_table, exchanged, turned};
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    /// By hand: categories 0 1 3 have ranks 0 1 2. Distances 1 + 1 = 2 of 12 items; margins 7 3 2 and 6 3 3, so by chance
    /// (7*3 + 3*6 + 3*3 + 2*3 + 4*(7*3 + 2*6))/144 = 186/144; 1 - (2/12)/(186/144) = 1 - 24/186.
    #[test]
    fn ranks_by_hand() {
        let joint = JointCounts::<4>::from([[6, 1, 0, 0], [0, 2, 0, 1], [0; 4], [0, 0, 0, 2]]);
        assert_close(kappa_rank(&joint).unwrap(), 1.0 - 24.0 / 186.0, 1e-12); // rounding
    }

    #[test]
    fn undefined_has_the_name_of_this_measure() {
        let constant = JointCounts::<4>::from([[0; 4], [0; 4], [0; 4], [0, 0, 0, 5]]);
        assert_eq!(kappa_rank(&constant).unwrap_err(), Error::Undefined { measure: CARD.id, reason: Reason::NoVariation });
        assert_eq!(kappa_rank(&JointCounts::<4>::tally([])).unwrap_err(), Error::TooFew { measure: CARD.id, needed: 1, found: 0 });
    }

    proptest! {
        /// With all categories there the ranks are the categories.
        #[test]
        fn is_kappa_where_all_categories_are_shown(table in any_table()) {
            let table = table.map(|row| row.map(|n| n + 1));
            let joint = JointCounts::from(table);
            prop_assert_eq!(kappa_rank(&joint).unwrap(), kappa(&joint, Distance::Squared).unwrap().clamp(-1.0, 1.0));
        }

        #[test]
        fn symmetric_in_range_and_free_of_direction(table in any_table()) {
            let Ok(value) = kappa_rank(&JointCounts::from(table)) else { return Ok(()) };
            prop_assert!((-1.0..=1.0).contains(&value));
            for other in [exchanged(table), turned(table)] {
                prop_assert!((value - kappa_rank(&JointCounts::from(other)).unwrap()).abs() < 1e-9);
            }
        }
    }
}
