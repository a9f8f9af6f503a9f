//! What is believed about one number: a distribution, drawn from by its quantiles, so that a draw is a function of one even number.

use serde::{Deserialize, Serialize};
use statrs::distribution::{Beta, ContinuousCDF, Normal};

use super::fault::Fault;

/// What is believed about a number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Distribution {
    /// It is known.
    Fixed {
        /// The number.
        value: f64,
    },
    /// Anything between two bounds, evenly.
    Uniform {
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// Above zero, with a normal logarithm.
    LogNormal {
        /// Median.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// A share between 0 and 1.
    Beta {
        /// First shape, above zero.
        a: f64,
        /// Second shape, above zero.
        b: f64,
    },
}

impl Distribution {
    /// Checks the parameters; `of` names the uncertain number in the error.
    ///
    /// # Errors
    /// Bounds in the wrong order, a spread below zero, a shape of zero or less, or a number that is not finite.
    pub fn check(&self, of: &str) -> Result<(), Fault> {
        let wrong = |quantity, value, domain| Err(Fault::Number { quantity, of: of.to_owned(), value, domain });
        match *self {
            Self::Fixed { value } if !value.is_finite() => wrong("value", value, "a finite number"),
            Self::Uniform { low, .. } if !low.is_finite() => wrong("lower bound", low, "a finite number"),
            Self::Uniform { low, high } if !(high.is_finite() && high >= low) => {
                wrong("upper bound", high, "finite and no less than the lower")
            }
            Self::LogNormal { median, .. } if !(median.is_finite() && median > 0.0) => {
                wrong("median", median, "a finite number above zero")
            }
            Self::LogNormal { sigma, .. } if !(sigma.is_finite() && sigma >= 0.0) => wrong("sigma", sigma, "a finite number, zero or more"),
            Self::Beta { a, .. } if !(a.is_finite() && a > 0.0) => wrong("first shape", a, "a finite number above zero"),
            Self::Beta { b, .. } if !(b.is_finite() && b > 0.0) => wrong("second shape", b, "a finite number above zero"),
            _ => Ok(()),
        }
    }

    /// The number below which a share `u` of the belief lies. The parameters must have been checked.
    pub fn quantile(&self, u: f64) -> f64 {
        match *self {
            Self::Fixed { value } => value,
            Self::Uniform { low, high } => low + u * (high - low),
            Self::LogNormal { median, sigma } => median * (sigma * Normal::standard().inverse_cdf(u)).exp(),
            // Shapes above zero are all that it asks for.
            Self::Beta { a, b } => Beta::new(a, b).map_or(f64::NAN, |beta| beta.inverse_cdf(u)),
        }
    }

    /// The same belief about so many times the number; none for a share between 0 and 1, which would be one no more.
    #[must_use]
    pub fn times(&self, factor: f64) -> Option<Self> {
        match *self {
            Self::Fixed { value } => Some(Self::Fixed { value: value * factor }),
            Self::Uniform { low, high } => Some(Self::Uniform { low: low * factor, high: high * factor }),
            Self::LogNormal { median, sigma } => Some(Self::LogNormal { median: median * factor, sigma }),
            Self::Beta { .. } => None,
        }
    }

    /// The middle of the belief.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The bounds of what is thought possible.
    pub fn support(&self) -> (f64, f64) {
        match *self {
            Self::Fixed { value } => (value, value),
            Self::Uniform { low, high } => (low, high),
            Self::LogNormal { median, sigma: 0.0 } => (median, median),
            Self::LogNormal { .. } => (0.0, f64::INFINITY),
            Self::Beta { .. } => (0.0, 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    /// Quantiles: Beta(6, 2) from its polynomial distribution function 7 x^6 - 6 x^7; the normal from tables.
    #[test]
    fn quantiles() {
        assert_close(Distribution::Uniform { low: 2.0, high: 5.0 }.quantile(0.25), 2.75, 1e-15);
        let known = Distribution::LogNormal { median: 4.0, sigma: 0.5 };
        assert_close(known.quantile(0.975), 4.0 * (0.5 * 1.959_963_984_540_054_f64).exp(), 1e-9); // quantile to ten digits
        let beta = Distribution::Beta { a: 6.0, b: 2.0 };
        for u in [0.001, 0.05, 0.5, 0.9, 0.999] {
            let x = beta.quantile(u);
            assert_close(7.0 * x.powi(6) - 6.0 * x.powi(7), u, 1e-9); // the inverse is iterative
        }
    }

    #[test]
    fn a_factor_moves_every_quantile() {
        let beliefs = [
            Distribution::Fixed { value: 2.0 },
            Distribution::Uniform { low: 0.5, high: 1.5 },
            Distribution::LogNormal { median: 3.0, sigma: 0.7 },
        ];
        for belief in beliefs {
            for u in [0.05, 0.5, 0.9] {
                assert_close(belief.times(2.5).unwrap().quantile(u), 2.5 * belief.quantile(u), 1e-12); // rounding
            }
        }
        assert_eq!(Distribution::Beta { a: 6.0, b: 2.0 }.times(2.0), None);
    }

    #[test]
    fn wrong_parameters_are_named() {
        for (wrong, told) in [
            (Distribution::Uniform { low: 1.0, high: 0.5 }, "upper bound of r is 0.5; it must be finite and no less than the lower"),
            (Distribution::LogNormal { median: 0.0, sigma: 1.0 }, "median of r is 0; it must be a finite number above zero"),
            (Distribution::LogNormal { median: 1.0, sigma: -1.0 }, "sigma of r is -1; it must be a finite number, zero or more"),
            (Distribution::Beta { a: f64::NAN, b: 1.0 }, "first shape of r is NaN; it must be a finite number above zero"),
            (Distribution::Fixed { value: f64::INFINITY }, "value of r is inf; it must be a finite number"),
        ] {
            assert_eq!(wrong.check("r").unwrap_err().to_string(), told);
        }
    }
}
