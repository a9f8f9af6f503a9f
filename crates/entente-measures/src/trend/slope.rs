//! One number: the probability that the straight line through a series rises.
//!
//! Read from the t distribution of the least-squares slope under a flat prior. Serial correlation makes it too sure, which is why a
//! claim about a trend also runs the rank test.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::{Card, Error, check_count, check_finite};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "trend_slope",
    is: "probability that the least-squares slope is above zero",
    unit: "probability, 0 to 1",
    missing: "years without a value are left out",
    formula: "P(b > 0), (b - b^)/se ~ t_{n-2}",
    source: "Gelman et al. 2013, Bayesian Data Analysis, section 14.2 (flat prior regression)",
};

/// A fitted line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// Change per unit of time.
    pub slope: f64,
    /// Standard error of the slope; zero for an exact line.
    pub standard_error: f64,
    /// Probability that the true slope is above zero.
    pub rising: f64,
}

/// Least-squares line through values at the given times.
///
/// # Errors
/// Fewer than three values, all at one time, or one that is not finite.
///
/// # Example
/// ```
/// use entente_measures::trend::slope::slope;
/// let line = slope(&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 2.0, 4.0]).unwrap();
/// assert!((line.slope - 0.8).abs() < 1e-12 && line.rising > 0.85);
/// ```
pub fn slope(times: &[f64], values: &[f64]) -> Result<Slope, Error> {
    check_count(CARD.id, values.len().min(times.len()), 3)?;
    check_finite(CARD.id, values)?;
    let n = values.len() as f64;
    let (mean_t, mean_x) = (times.iter().sum::<f64>() / n, values.iter().sum::<f64>() / n);
    let spread: f64 = times.iter().map(|t| (t - mean_t).powi(2)).sum();
    if spread <= 0.0 {
        return Err(Error::Domain { measure: CARD.id, value: mean_t, domain: "at least two different times" });
    }
    let slope = times.iter().zip(values).map(|(t, x)| (t - mean_t) * (x - mean_x)).sum::<f64>() / spread;
    let residual: f64 = times.iter().zip(values).map(|(t, x)| (x - mean_x - slope * (t - mean_t)).powi(2)).sum();
    let standard_error = (residual / (n - 2.0) / spread).sqrt();
    let rising = if standard_error > 0.0 {
        StudentsT::new(0.0, 1.0, n - 2.0).map_or(0.5, |t| t.cdf(slope / standard_error))
    } else {
        0.5 + 0.5 * slope.partial_cmp(&0.0).map_or(0.0, |order| f64::from(order as i8))
    };
    Ok(Slope { slope, standard_error, rising })
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    /// Four points: slope 4/5, residual sum 1.8, so se = sqrt(0.9/5) and t = 1.8856 with two degrees of freedom, where
    /// the distribution is (1 + t/sqrt(2 + t^2))/2 = 0.9.
    #[test]
    fn four_points_by_hand() {
        let line = slope(&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 2.0, 4.0]).unwrap();
        assert_close(line.standard_error, (0.9_f64 / 5.0).sqrt(), 1e-12);
        assert_close(line.rising, 0.9, 1e-9); // series of the t distribution
    }

    #[test]
    fn a_flat_series_is_even_odds() {
        assert_close(slope(&[1.0, 2.0, 3.0], &[5.0, 5.0, 5.0]).unwrap().rising, 0.5, 1e-12);
    }
}
