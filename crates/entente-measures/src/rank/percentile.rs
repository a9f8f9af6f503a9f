//! One number: the share of known values that lie below one value, ties counted half, in hundredths.
//!
//! The mid-rank, so that a value shared by half of all pairs stands in the middle of them and not at their top, and turning the scale
//! round gives one hundred less. Weakness: it knows order only; the step from the first to the second may be a hair or a gulf.

use crate::{Card, Error, check_count, check_finite};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "rank_percentile",
    is: "mid-rank of a value among all known values of the year",
    unit: "percentile, above 0 and below 100 for a value that is among them",
    missing: "unknown values are not ranked and do not count; undefined below 20 known values",
    formula: "100 (n_below + n_equal/2) / n",
    source: "mid-distribution function, Parzen 2004, doi:10.1214/088342304000000387",
};

/// The least number of known values.
///
/// Twenty is chosen: one value more or less then moves a percentile by at most five. At ten it is ten points, and "the highest tenth" is
/// one value; at forty, sources of a few dozen pairs would have no percentile at all.
pub const MINIMUM_KNOWN: usize = 20;

/// A value's place among the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Percentile {
    /// Mid-rank in hundredths, 0 to 100.
    pub percentile: f64,
    /// Known values, the value itself included where it is one of them.
    pub n: usize,
}

/// All known values, in order; made once and asked often.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking(Vec<f64>);

impl Ranking {
    /// Orders the known values, the ones to be ranked among them.
    ///
    /// # Errors
    /// Fewer than [`MINIMUM_KNOWN`], or a value that is not finite.
    ///
    /// # Example
    /// ```
    /// use entente_measures::rank::percentile::Ranking;
    /// let ranking = Ranking::new((0..40).map(f64::from).collect()).unwrap();
    /// assert_eq!(ranking.percentile(39.0).percentile, 98.75);
    /// assert!(Ranking::new(vec![1.0; 19]).is_err());
    /// ```
    pub fn new(mut known: Vec<f64>) -> Result<Self, Error> {
        check_count(CARD.id, known.len(), MINIMUM_KNOWN)?;
        check_finite(CARD.id, &known)?;
        known.sort_by(f64::total_cmp);
        Ok(Self(known))
    }

    /// The place of a value, by bisection.
    pub fn percentile(&self, value: f64) -> Percentile {
        let below = self.0.partition_point(|v| *v < value);
        let up_to = self.0.partition_point(|v| *v <= value);
        let n = self.0.len();
        Percentile { percentile: 100.0 * f64::midpoint(below as f64, up_to as f64) / n as f64, n }
    }
}

/// The place of one value among all known values; None with fewer than [`MINIMUM_KNOWN`] or a value that is not finite.
pub fn percentile(value: f64, known: &[f64]) -> Option<Percentile> {
    let ranking = Ranking::new(known.to_vec()).ok()?;
    value.is_finite().then(|| ranking.percentile(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Twenty values by hand: twelve zeros, five ones, 2, 3, 4. Zero: 100 (0 + 6)/20 = 30; one: 100 (12 + 2.5)/20 = 72.5; four: 97.5.
    #[test]
    fn worked_case() {
        let known = [vec![0.0; 12], vec![1.0; 5], vec![2.0, 3.0, 4.0]].concat();
        let of = |value| percentile(value, &known).unwrap().percentile;
        assert_eq!([of(0.0), of(1.0), of(4.0), of(9.0), of(-1.0)], [30.0, 72.5, 97.5, 100.0, 0.0]);
        assert_eq!(percentile(1.0, &known).unwrap().n, 20);
    }

    #[test]
    fn too_few_known_values_have_a_reason() {
        assert_eq!(percentile(1.0, &[1.0; 19]), None);
        assert_eq!(Ranking::new(vec![1.0; 19]), Err(Error::TooFew { measure: CARD.id, needed: 20, found: 19 }));
        assert_eq!(percentile(f64::NAN, &[1.0; 20]), None);
        assert!(Ranking::new(vec![f64::NAN; 20]).is_err());
        assert_eq!(percentile(-0.0, &[0.0; 20]).unwrap().percentile, 50.0);
    }

    proptest! {
        #[test]
        fn averages_fifty_and_is_free_of_order_scale_and_direction(values in prop::collection::vec(-9i32..9, 20..90)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let all = |values: &[f64]| values.iter().map(|v| percentile(*v, values).unwrap().percentile).collect::<Vec<_>>();
            let plain = all(&values);
            prop_assert!(plain.iter().all(|p| *p > 0.0 && *p < 100.0));
            prop_assert!((plain.iter().sum::<f64>() / plain.len() as f64 - 50.0).abs() < 1e-9);
            // A growing function of the values keeps the ranks; turning the scale round mirrors them.
            prop_assert_eq!(&plain, &all(&values.iter().map(|v| v.powi(3) * 7.0 + 1.0).collect::<Vec<_>>()));
            let turned = all(&values.iter().map(|v| -v).collect::<Vec<_>>());
            prop_assert!(plain.iter().zip(turned).all(|(p, q)| (p + q - 100.0).abs() < 1e-9));
            let mut backwards = values.clone();
            backwards.reverse();
            let mut mirrored = all(&backwards);
            mirrored.reverse();
            prop_assert_eq!(plain, mirrored);
        }
    }
}
