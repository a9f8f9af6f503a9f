//! One table: how often the first state shows category `a` while the second shows `b`. Categories are 0 to K-1, evenly spaced.
//!
//! All the similarity statistics follow from it, so the pass over the members or the roll calls is made once, by popcount if need be.
//! With weights, cells hold sums of weights instead of counts.
//!
//! | portfolio | K | categories |
//! |---|---|---|
//! | alliances, any obligation | 2 | none, some |
//! | alliances, valued | 4 | none, non-aggression, neutrality or consultation, defence or offence |
//! | votes | 3 | yes, abstain, no |

use super::agreement::MinimumShared;
use crate::{Error, check_count};

/// How far apart two categories are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Distance {
    /// One if they differ, whatever they are.
    Nominal,
    /// The difference, p = 1.
    Absolute,
    /// The square of the difference, p = 2.
    Squared,
}

impl Distance {
    /// The distance of two categories.
    pub fn between(self, a: usize, b: usize) -> f64 {
        let steps = a.abs_diff(b) as f64;
        match self {
            Self::Nominal => f64::from(steps > 0.0),
            Self::Absolute => steps,
            Self::Squared => steps * steps,
        }
    }
}

/// Joint counts, or sums of weights, of two states' categories.
///
/// Shape: K by K, first state's category by second state's.
///
/// # Example
/// ```
/// use entente_measures::similarity::joint::JointCounts;
/// let votes = JointCounts::tally([(0, 0), (0, 2), (1, 1)]);
/// assert_eq!(votes, JointCounts::<3>::from([[1, 0, 1], [0, 1, 0], [0, 0, 0]]));
/// assert_eq!(votes.total(), 3.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JointCounts<const K: usize>([[f64; K]; K]);

impl<const K: usize> From<[[u32; K]; K]> for JointCounts<K> {
    fn from(counts: [[u32; K]; K]) -> Self {
        Self(counts.map(|row| row.map(f64::from)))
    }
}

impl<const K: usize> JointCounts<K> {
    /// Counts pairs of categories.
    ///
    /// # Panics
    /// If a category is K or more.
    pub fn tally(pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut counts = [[0.0; K]; K];
        pairs.into_iter().for_each(|(a, b)| counts[a][b] += 1.0);
        Self(counts)
    }

    /// Takes sums of weights per cell, for instance of capabilities.
    ///
    /// # Errors
    /// A weight that is negative or not finite.
    pub fn from_weights(weights: [[f64; K]; K]) -> Result<Self, Error> {
        match weights.as_flattened().iter().find(|w| !w.is_finite() || **w < 0.0) {
            Some(value) => Err(Error::Domain { measure: "similarity", value: *value, domain: "weights of zero or more" }),
            None => Ok(Self(weights)),
        }
    }

    /// Number of items both states have, or the sum of their weights.
    pub fn total(&self) -> f64 {
        self.0.as_flattened().iter().sum()
    }

    /// The same table, if both states share enough items; for votes that is twenty, the default. Counts, not weights.
    ///
    /// # Errors
    /// Fewer shared items.
    pub fn with_at_least(self, measure: &'static str, minimum: MinimumShared) -> Result<Self, Error> {
        check_count(measure, self.total() as usize, minimum.0).map(|()| self)
    }

    /// The table with the states exchanged.
    pub fn transposed(&self) -> Self {
        Self(std::array::from_fn(|a| std::array::from_fn(|b| self.0[b][a])))
    }

    /// The table with both states' categories moved, several perhaps to one.
    pub(crate) fn moved(&self, to: impl Fn(usize) -> usize) -> Self {
        let mut moved = [[0.0; K]; K];
        pairs::<K>().for_each(|(a, b)| moved[to(a)][to(b)] += self.0[a][b]);
        Self(moved)
    }

    /// One cell.
    pub(crate) fn cell(&self, a: usize, b: usize) -> f64 {
        self.0[a][b]
    }

    /// How often each state shows each category.
    pub(crate) fn marginals(&self) -> ([f64; K], [f64; K]) {
        (self.0.map(|row| row.iter().sum()), std::array::from_fn(|b| self.0.iter().map(|row| row[b]).sum()))
    }

    /// Mean distance of the two states' categories; an error of `measure` if the table is empty.
    pub(crate) fn observed(&self, distance: Distance, measure: &'static str) -> Result<f64, Error> {
        let total = self.total();
        if total <= 0.0 {
            return Err(Error::TooFew { measure, needed: 1, found: 0 });
        }
        Ok(pairs::<K>().map(|(a, b)| self.0[a][b] * distance.between(a, b)).sum::<f64>() / total)
    }
}

/// Mean distance if both states showed their categories independently, given how often each shows each.
pub(crate) fn expected<const K: usize>(first: &[f64; K], second: &[f64; K], distance: Distance) -> f64 {
    let total = first.iter().sum::<f64>() * second.iter().sum::<f64>();
    pairs::<K>().map(|(a, b)| first[a] * second[b] * distance.between(a, b)).sum::<f64>() / total
}

/// All pairs of categories.
pub(crate) fn pairs<const K: usize>() -> impl Iterator<Item = (usize, usize)> {
    (0..K).flat_map(|a| (0..K).map(move |b| (a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_and_transposition() {
        let joint = JointCounts::<2>::from([[3, 1], [0, 2]]);
        assert_eq!(joint.marginals(), ([4.0, 2.0], [3.0, 3.0]));
        assert_eq!(joint.transposed().marginals(), ([3.0, 3.0], [4.0, 2.0]));
    }

    #[test]
    fn refuses_weights_below_zero_and_tables_that_are_too_thin() {
        assert!(JointCounts::<2>::from_weights([[1.0, -1.0], [0.0, 0.0]]).is_err());
        assert!(JointCounts::<2>::from_weights([[f64::INFINITY, 1.0], [0.0, 0.0]]).is_err());
        let joint = JointCounts::<2>::from([[10, 0], [0, 9]]);
        assert_eq!(
            joint.with_at_least("similarity_kappa", MinimumShared::default()),
            Err(Error::TooFew { measure: "similarity_kappa", needed: 20, found: 19 })
        );
        assert!(joint.observed(Distance::Nominal, "similarity_kappa").is_ok());
        assert!(JointCounts::<2>::from([[0, 0], [0, 0]]).observed(Distance::Nominal, "similarity_kappa").is_err());
    }
}
