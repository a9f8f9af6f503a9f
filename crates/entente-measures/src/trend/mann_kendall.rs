//! One number: how consistently later values are above (or below) earlier ones, as a normal score.
//!
//! Ranks, so one giant year does not decide. [`mann_kendall`] assumes independent years, and a series that is smooth by construction looks
//! surer than it is; [`mann_kendall_serial`] corrects for that. Of the two corrections in use it takes Hamed and Rao's, which keeps the
//! data and changes the variance; pre-whitening changes the data and takes part of the trend with it. Known weakness: only correlation
//! that is itself significant is corrected, and twenty years show none below 0.44.

use super::{phi, sen_slope::sen_slope};
use crate::{Card, Error, Reason, check_count, check_finite};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "trend_mann_kendall",
    is: "Mann-Kendall test of a monotone trend",
    unit: "normal score, any real; above zero is rising",
    missing: "years without a value are left out",
    formula: "S = sum_{i<j} sgn(x_j - x_i); Z = (S -/+ 1) / sqrt(var S), ties corrected; serial: var S times 1 + 2/(n(n-1)(n-2)) sum_k (n-k)(n-k-1)(n-k-2) r_k, r_k significant",
    source: "Mann 1945, doi:10.2307/1907187; Kendall 1975; serial: Hamed & Rao 1998, doi:10.1016/S0022-1694(97)00125-X",
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
    Ok(scored(s, variance))
}

/// Which serial correlations are corrected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SerialCorrection {
    /// Lags looked at, in years. One, the default, is first-order correlation; chosen because correlations at long lags of some twenty
    /// years are noise that can make the variance negative. Zero is no correction; at two, little changes.
    pub lags: usize,
    /// Normal score above which a correlation counts. 1.96 as in the paper; at half, noise is corrected too, and at double nothing is.
    pub significance: f64,
}

impl Default for SerialCorrection {
    fn default() -> Self {
        Self { lags: 1, significance: 1.959_963_984_540_054 }
    }
}

/// Tests values in the order of time, with the variance corrected for serial correlation of the ranks around Sen's slope.
///
/// Positive correlation makes the result less sure, negative correlation more.
///
/// # Errors
/// As [`mann_kendall`]; or [`Error::Undefined`] if negative correlation leaves no variance.
///
/// # Example
/// ```
/// use entente_measures::trend::mann_kendall::{SerialCorrection, mann_kendall, mann_kendall_serial};
/// let slow: Vec<f64> = (0..40).map(|t| f64::from(t) + 8.0 * (f64::from(t) / 4.0).sin()).collect();
/// assert!(mann_kendall_serial(&slow, SerialCorrection::default()).unwrap().z < mann_kendall(&slow).unwrap().z);
/// ```
pub fn mann_kendall_serial(values: &[f64], correction: SerialCorrection) -> Result<MannKendall, Error> {
    let plain = mann_kendall(values)?;
    let times: Vec<f64> = (0..values.len()).map(|i| i as f64).collect();
    let slope = sen_slope(&times, values)?;
    let ranks = mid_ranks(&values.iter().zip(&times).map(|(x, t)| x - slope * t).collect::<Vec<_>>());
    let n = values.len() as f64;
    let bound = correction.significance / n.sqrt();
    let sum: f64 = (1..=correction.lags.min(values.len() - 1))
        .map(|lag| (lag as f64, autocorrelation(&ranks, lag)))
        .filter(|(_, r)| r.abs() > bound)
        .map(|(k, r)| (n - k) * (n - k - 1.0) * (n - k - 2.0) * r)
        .sum();
    let factor = 1.0 + 2.0 / (n * (n - 1.0) * (n - 2.0)) * sum;
    if factor <= 0.0 {
        return Err(Error::Undefined { measure: CARD.id, reason: Reason::NoVariance { factor } });
    }
    Ok(scored(plain.s, plain.variance * factor))
}

fn scored(s: f64, variance: f64) -> MannKendall {
    MannKendall { s, variance, z: (s - s.signum() * f64::from(s != 0.0)) / variance.sqrt() }
}

/// Ranks from one; ties share their mean. Values are ties when they differ by less than a thousand-millionth of the largest: residuals
/// that are equal in exact arithmetic differ in the last bit.
fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let grid = 1e-9 * values.iter().fold(f64::MIN_POSITIVE, |largest, v| largest.max(v.abs()));
    let values: Vec<f64> = values.iter().map(|v| (v / grid).round()).collect();
    let below_and_equal = |x: &f64| (values.iter().filter(|v| *v < x).count() as f64, values.iter().filter(|v| *v == x).count() as f64);
    values.iter().map(below_and_equal).map(|(below, equal)| below + f64::midpoint(equal, 1.0)).collect()
}

/// Correlation with itself some years before; zero for a constant.
fn autocorrelation(values: &[f64], lag: usize) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let deviations: Vec<f64> = values.iter().map(|v| v - mean).collect();
    let variance: f64 = deviations.iter().map(|d| d * d).sum();
    let covariance: f64 = deviations.iter().zip(&deviations[lag..]).map(|(a, b)| a * b).sum();
    if variance > 0.0 { covariance / variance } else { 0.0 }
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

    /// Eight values by hand, slope zero: their ranks are 1.5 3.5 5.5 7.5; deviations -3 -1 1 3 3 1 -1 -3, squares sum
    /// to 40; neighbours' products 3 -1 3 9 3 -1 3 sum to 19; r = .475. Bound set to zero: 1 + 2/336 * 7*6*5 * .475 = 1.59375.
    #[test]
    fn serial_correction_by_hand() {
        let arch = [1.0, 2.0, 3.0, 4.0, 4.0, 3.0, 2.0, 1.0];
        let plain = mann_kendall(&arch).unwrap();
        let always = SerialCorrection { lags: 1, significance: 0.0 };
        assert_close(mann_kendall_serial(&arch, always).unwrap().variance / plain.variance, 1.59375, 1e-12); // rounding
        // 1.96 / sqrt(8) = .693 is above .475.
        assert_eq!(mann_kendall_serial(&arch, SerialCorrection::default()).unwrap(), plain);
    }

    /// `oracle/mann_kendall.csv`, made with pymannkendall; ties in every other row, lags 1, 3 and all.
    #[test]
    fn agrees_with_pymannkendall() {
        let (mut rows, mut undefined) = (0, 0);
        for line in include_str!("../../oracle/mann_kendall.csv").lines().skip(1) {
            let columns: Vec<&str> = line.split(',').collect();
            let values: Vec<f64> = columns[0].split(' ').map(|v| v.parse().unwrap()).collect();
            let expected: Vec<f64> = columns[1..].iter().map(|v| v.parse().unwrap_or(f64::NAN)).collect();
            let plain = mann_kendall(&values).unwrap();
            assert_close(plain.z, expected[0], 1e-12); // rounding
            assert_close(plain.variance, expected[1], 1e-9); // rounding of values in the thousands
            let correction = SerialCorrection { lags: expected[2] as usize, ..SerialCorrection::default() };
            match mann_kendall_serial(&values, correction) {
                Ok(serial) => {
                    assert_close(serial.z, expected[3], 1e-9); // the same, divided
                    assert_close(serial.variance, expected[4], 1e-8);
                }
                Err(error) => {
                    assert!(matches!(error, Error::Undefined { .. }) && expected[4].is_nan(), "{error}");
                    undefined += 1;
                }
            }
            rows += 1;
        }
        assert_eq!((rows, undefined), (60, 3));
    }

    proptest! {
        #[test]
        fn serial_correction_keeps_the_sign_and_scale_does_nothing(values in prop::collection::vec(-1e3f64..1e3, 8..40), scale in 1.0f64..8.0) {
            let correction = SerialCorrection { lags: 1, significance: 1.0 };
            let Ok(serial) = mann_kendall_serial(&values, correction) else { return Ok(()) };
            let plain = mann_kendall(&values).unwrap();
            prop_assert_eq!(serial.s, plain.s);
            prop_assert!(serial.z * plain.z >= 0.0);
            let none = SerialCorrection { lags: 0, significance: 1.0 };
            prop_assert_eq!(mann_kendall_serial(&values, none).unwrap(), plain);
            let power = scale.log2().round().exp2(); // a power of two scales without rounding, so no rank can change
            let scaled: Vec<f64> = values.iter().map(|v| v * power).collect();
            prop_assert!((serial.z - mann_kendall_serial(&scaled, correction).unwrap().z).abs() < 1e-12);
        }

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
