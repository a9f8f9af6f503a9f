//! Two numbers that add up: how much of the growth of exercising between two periods is more exercises, and how much is better ones.

use crate::{Card, Error};

/// What the numbers are and where they come from.
pub const CARD: Card = Card {
    id: "exercise_decomposition",
    is: "growth of frequency and of mean quality, in log points",
    unit: "log points; the share of frequency is any real",
    missing: "a period without exercises has no logarithm and gives an error",
    formula: "d ln(N q) = d ln N + d ln q",
    source: "log decomposition of a product, as Kaya 1990",
};

/// Growth between two periods, split.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decomposition {
    /// Change of the logarithm of the yearly number.
    pub frequency: f64,
    /// Change of the logarithm of the mean quality.
    pub quality: f64,
}

impl Decomposition {
    /// Frequency's part of the whole growth; above one where quality fell, undefined where nothing changed.
    pub fn frequency_share(self) -> Option<f64> {
        let total = self.frequency + self.quality;
        (total.abs() > 1e-12).then_some(self.frequency / total)
    }
}

/// Splits the growth from (number per year, mean quality) before to after.
///
/// # Errors
/// A number or quality that is zero, negative or not finite.
///
/// # Example
/// ```
/// use entente_measures::exercises::decomposition::decompose;
/// let d = decompose((1.5, 0.30), (6.0, 0.36)).unwrap();
/// assert!((d.frequency_share().unwrap() - 0.884).abs() < 5e-4);
/// ```
pub fn decompose(before: (f64, f64), after: (f64, f64)) -> Result<Decomposition, Error> {
    for value in [before.0, before.1, after.0, after.1] {
        if value <= 0.0 || !value.is_finite() {
            return Err(Error::Domain { measure: CARD.id, value, domain: "numbers above zero" });
        }
    }
    Ok(Decomposition { frequency: (after.0 / before.0).ln(), quality: (after.1 / before.1).ln() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    /// ln 4 = 1.3863 and ln 1.2 = 0.1823 add up to ln 4.8 = 1.5686.
    #[test]
    fn worked_case() {
        let d = decompose((1.5, 0.30), (6.0, 0.36)).unwrap();
        assert_close(d.frequency, 1.3863, 5e-5);
        assert_close(d.quality, 0.1823, 5e-5);
        assert_close(d.frequency + d.quality, 1.5686, 5e-5);
    }

    #[test]
    fn no_exercises_is_an_error_and_no_change_has_no_share() {
        assert!(decompose((0.0, 0.3), (6.0, 0.36)).is_err());
        assert_eq!(decompose((2.0, 0.3), (2.0, 0.3)).unwrap().frequency_share(), None);
    }
}
