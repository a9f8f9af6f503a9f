//! One number: how consistently later values are above (or below) earlier ones, as a normal score.
//!
//! Ranks, so one giant year does not decide. It assumes independent years; a series that is smooth by construction looks surer than it is.

use super::phi;
use crate::{Card, Error, check_count, check_finite};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "trend_mann_kendall",
    is: "Mann-Kendall test of a monotone trend",
    unit: "normal score, any real; above zero is rising",
    missing: "years without a value are left out",
    formula: "S = sum_{i<j} sgn(x_j - x_i); Z = (S -/+ 1) / sqrt(var S), ties corrected",
    source: "Mann 1945, doi:10.2307/1907187; Kendall 1975",
};

/// The statistic, its variance and score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// Rising pairs less falling pairs.
    pub s: f64,
    /// Variance of `s` under no trend, ties corrected.
    pub variance: f64,
    /// Normal score with continuity correction; zero where `s` is zero.
    pub z: f64,
}

impl MannKendall {
    /// Probability that the series rises, read from the score.
    pub fn rising(self) -> f64 {
        phi(self.z)
    }
}

/// Tests values in the order of time.
///
/// # Errors
/// Fewer than four values, one that is not finite, or a constant series.
pub fn mann_kendall(values: &[f64]) -> Result<MannKendall, Error> {
    check_count(CARD.id, values.len(), 4)?;
    check_finite(CARD.id, values)?;
    let n = values.len() as f64;
    let pairs = (0..values.len()).flat_map(|i| (i + 1..values.len()).map(move |j| (i, j)));
    let s: f64 = pairs.map(|(i, j)| (values[j] - values[i]).partial_cmp(&0.0).map_or(0.0, |order| f64::from(order as i8))).sum();
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let ties: f64 = sorted.chunk_by(|a, b| a == b).map(|tied| tied.len() as f64).map(|t| t * (t - 1.0) * (2.0 * t + 5.0)).sum();
    let variance = (n * (n - 1.0) * (2.0 * n + 5.0) - ties) / 18.0;
    if variance <= 0.0 {
        return Err(Error::Domain { measure: CARD.id, value: values[0], domain: "series that vary" });
    }
    Ok(MannKendall { s, variance, z: (s - s.signum() * f64::from(s != 0.0)) / variance.sqrt() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::FIXTURE;
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    #[test]
    fn fixture_with_no_ties() {
        let mk = mann_kendall(&FIXTURE).unwrap();
        assert_eq!(mk.s, -100.0);
        assert_close(mk.variance, 1096.6667, 5e-5); // printed to four decimals
        assert_close(mk.z, -2.989495, 5e-7);
        assert_close(mk.rising(), 0.001397, 5e-7);
    }

    /// Four values, two tied: S = 5 pairs up; var = (4*3*13 - 2*1*9)/18 = 138/18.
    #[test]
    fn ties_by_hand() {
        let mk = mann_kendall(&[1.0, 2.0, 2.0, 3.0]).unwrap();
        assert_eq!(mk.s, 5.0);
        assert_close(mk.variance, 138.0 / 18.0, 1e-12);
    }

    proptest! {
        #[test]
        fn reversal_flips_the_sign_and_scale_does_nothing(values in prop::collection::vec(-1e3f64..1e3, 4..30), scale in 0.1f64..10.0) {
            let mut reversed = values.clone();
            reversed.reverse();
            let scaled: Vec<f64> = values.iter().map(|v| v * scale).collect();
            let z = mann_kendall(&values).unwrap().z;
            prop_assert_eq!(z, -mann_kendall(&reversed).unwrap().z);
            prop_assert!((z - mann_kendall(&scaled).unwrap().z).abs() < 1e-12);
        }
    }
}
