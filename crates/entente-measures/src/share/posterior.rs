//! One number: the probability that the share of records with a property lies above a value, given the records counted.
//!
//! A Beta posterior, so that three of three says less than thirty of thirty. It treats records as independent and coded right; coder
//! error is a separate specification.

use statrs::distribution::{Beta, ContinuousCDF};

use crate::{Card, Error};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "share_posterior",
    is: "probability that the share of records with a property is above a value",
    unit: "probability, 0 to 1",
    missing: "records whose property is unknown are left out, or counted against or for as a specification",
    formula: "P(p > c), p ~ Beta(a + k, a + n - k)",
    source: "Gelman et al. 2013, Bayesian Data Analysis, section 2.4 (conjugate binomial)",
};

/// A counted share: `k` of `n` records under a symmetric Beta prior.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Records with the property.
    pub k: f64,
    /// Records counted.
    pub n: f64,
    /// Both parameters of the prior: 1 for uniform, 0.5 for Jeffreys.
    pub prior: f64,
}

impl Share {
    /// Mean of the posterior.
    pub fn mean(self) -> f64 {
        (self.k + self.prior) / (self.n + 2.0 * self.prior)
    }

    /// Probability that the share is above `value`.
    ///
    /// # Errors
    /// Counts or a prior for which there is no posterior.
    ///
    /// # Example
    /// ```
    /// use entente_measures::share::posterior::Share;
    /// // Uniform prior and nothing counted: the posterior is uniform.
    /// assert!((Share { k: 0.0, n: 0.0, prior: 1.0 }.above(0.25).unwrap() - 0.75).abs() < 1e-12);
    /// ```
    pub fn above(self, value: f64) -> Result<f64, Error> {
        if value <= 0.0 {
            return Ok(1.0);
        }
        Ok(if value >= 1.0 { 0.0 } else { self.posterior()?.sf(value) })
    }

    /// Central interval that holds `level` of the posterior.
    ///
    /// # Errors
    /// As [`Share::above`].
    pub fn interval(self, level: f64) -> Result<(f64, f64), Error> {
        let posterior = self.posterior()?;
        let tail = (1.0 - level) / 2.0;
        Ok((posterior.inverse_cdf(tail), posterior.inverse_cdf(1.0 - tail)))
    }

    fn posterior(self) -> Result<Beta, Error> {
        if !(self.k >= 0.0 && self.k <= self.n && self.prior > 0.0) {
            return Err(Error::Domain { measure: CARD.id, value: self.k, domain: "0 to the number of records" });
        }
        Beta::new(self.k + self.prior, self.n - self.k + self.prior).map_err(|_| Error::Domain {
            measure: CARD.id,
            value: self.n,
            domain: "countable records",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    /// Uniform prior, none of two: density 3(1-p)^2, so P(p > c) = (1-c)^3 and the mean is 1/4.
    #[test]
    fn none_of_two_by_hand() {
        let share = Share { k: 0.0, n: 2.0, prior: 1.0 };
        assert_close(share.mean(), 0.25, 1e-12);
        assert_close(share.above(0.5).unwrap(), 0.125, 1e-12);
    }

    #[test]
    fn interval_holds_its_level() {
        let share = Share { k: 7.0, n: 20.0, prior: 0.5 };
        let (low, high) = share.interval(0.9).unwrap();
        assert_close(share.above(low).unwrap() - share.above(high).unwrap(), 0.9, 1e-9); // root finding
    }

    #[test]
    fn refuses_more_hits_than_records() {
        assert!(Share { k: 3.0, n: 2.0, prior: 1.0 }.above(0.5).is_err());
    }
}
