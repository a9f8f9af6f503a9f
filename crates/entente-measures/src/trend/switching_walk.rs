//! One number: the probability that a series is higher some years from now if a condition lasts, and if it does not.
//!
//! A random walk whose drift depends on a switch, for instance "sanctions in force". With one pair the drifts rest on few years, so
//! their standard errors are carried into the answer; a projection, never a forecast.

use super::phi;
use crate::{Card, Error, check_count, check_finite};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "trend_switching_walk",
    is: "probability of being higher after some years, given the switch",
    unit: "probability, 0 to 1",
    missing: "a step with a missing year at either end is left out",
    formula: "D_t = D_{t-1} + mu_z + e; P = Phi( h mu_z / sqrt(h sd^2 + h^2 se_z^2) )",
    source: "random walk with switching drift, Hamilton 1989, doi:10.2307/1912559, with the switch observed",
};

/// Drifts and noise of a walk with an observed switch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SwitchingWalk {
    /// Mean step and its standard error while the switch is on.
    pub on: (f64, f64),
    /// Mean step and its standard error while it is off.
    pub off: (f64, f64),
    /// Standard deviation of the steps about their mean.
    pub noise: f64,
}

impl SwitchingWalk {
    /// Estimates the walk from steps and, for each, whether the switch was on.
    ///
    /// # Errors
    /// Fewer than two steps on either side of the switch, or one that is not finite.
    pub fn fit(steps: &[f64], is_on: &[bool]) -> Result<Self, Error> {
        check_finite(CARD.id, steps)?;
        let side = |on: bool| steps.iter().zip(is_on).filter(|(_, z)| **z == on).map(|(s, _)| *s).collect::<Vec<f64>>();
        let (on, off) = (side(true), side(false));
        check_count(CARD.id, on.len().min(off.len()), 2)?;
        let mean = |steps: &[f64]| steps.iter().sum::<f64>() / steps.len() as f64;
        let (mu_on, mu_off) = (mean(&on), mean(&off));
        let squares: f64 = on.iter().map(|s| (s - mu_on).powi(2)).chain(off.iter().map(|s| (s - mu_off).powi(2))).sum();
        let noise = (squares / (steps.len() as f64 - 2.0).max(1.0)).sqrt();
        Ok(Self { on: (mu_on, noise / (on.len() as f64).sqrt()), off: (mu_off, noise / (off.len() as f64).sqrt()), noise })
    }

    /// Probability that the series is higher after `years` with the switch held on or off.
    pub fn rises(self, years: f64, is_on: bool) -> f64 {
        let (drift, error) = if is_on { self.on } else { self.off };
        let spread = (years * self.noise.powi(2) + (years * error).powi(2)).sqrt();
        if spread > 0.0 { phi(years * drift / spread) } else { 0.5 + 0.5 * f64::from(i8::from(drift > 0.0) - i8::from(drift < 0.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    #[test]
    fn fixture_with_and_without_error_of_the_drift() {
        let exact = SwitchingWalk { on: (0.012, 0.0), off: (-0.003, 0.0), noise: 0.02 };
        assert_close(exact.rises(5.0, true), 0.9101, 5e-5); // printed to four decimals
        assert_close(exact.rises(5.0, false), 0.3687, 5e-5);
        let unsure = SwitchingWalk { on: (0.012, 0.006), off: (-0.003, 0.006), noise: 0.02 };
        assert_close(unsure.rises(5.0, true), 0.8674, 5e-5);
        assert_close(unsure.rises(5.0, false), 0.3903, 5e-5);
    }

    /// Steps on: 3, 1 (mean 2); off: 0, 0. Squares 2, two degrees of freedom, so noise 1 and error 1/sqrt 2.
    #[test]
    fn fit_by_hand() {
        let walk = SwitchingWalk::fit(&[0.0, 0.0, 3.0, 1.0], &[false, false, true, true]).unwrap();
        assert_close(walk.on.0, 2.0, 1e-12);
        assert_close(walk.noise, 1.0, 1e-12);
        assert_close(walk.on.1, 0.5_f64.sqrt(), 1e-12);
    }

    #[test]
    fn one_side_without_years_is_refused() {
        assert!(SwitchingWalk::fit(&[0.1, 0.2, 0.3], &[true, true, true]).is_err());
    }
}
