//! One number: the logarithm of one side's trade share over the other's. Above zero, the first side leans on the second more than
//! the reverse. It says who is more exposed, not who would suffer more: substitutes are not in it.

use crate::{Card, Error};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "dependence_asymmetry",
    is: "log ratio of the two partners' trade shares",
    unit: "log ratio, any real; antisymmetric",
    missing: "undefined if either total or the common trade is missing or zero",
    formula: "A_ij = ln(s_i / s_j), s_i = T_ij / T_i",
    source: "Barbieri 1996, doi:10.1177/0022343396033001003 (shares); log ratio after Hirschman 1945",
};

/// Shares, salience, symmetry, interdependence and asymmetry of one pair in one year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TradeDependence {
    /// Common trade over the first state's trade, 0 to 1.
    pub share_1: f64,
    /// Common trade over the second state's trade, 0 to 1.
    pub share_2: f64,
    /// Geometric mean of the shares, 0 to 1.
    pub salience: f64,
    /// One less the difference of the shares, 0 to 1.
    pub symmetry: f64,
    /// Salience times symmetry, 0 to 1.
    pub interdependence: f64,
    /// Logarithm of the first share over the second.
    pub asymmetry: f64,
}

/// Dependence from the pair's trade and each state's total trade, all in one unit.
///
/// # Errors
/// A value that is zero, negative or not finite, or common trade above a total.
///
/// # Example
/// ```
/// use entente_measures::dependence::asymmetry::trade_dependence;
/// let d = trade_dependence(104.0, 568.0, 4646.0).unwrap();
/// assert!((d.asymmetry - 2.1016).abs() < 5e-5 && (d.salience - 0.064021).abs() < 5e-7);
/// ```
pub fn trade_dependence(common: f64, total_1: f64, total_2: f64) -> Result<TradeDependence, Error> {
    for value in [common, total_1, total_2] {
        if value <= 0.0 || !value.is_finite() {
            return Err(Error::Domain { measure: CARD.id, value, domain: "trade above zero" });
        }
    }
    let (share_1, share_2) = (common / total_1, common / total_2);
    if let Some(value) = [share_1, share_2].into_iter().find(|share| *share > 1.0) {
        return Err(Error::Domain { measure: CARD.id, value, domain: "shares of a total, 0 to 1" });
    }
    let (salience, symmetry) = ((share_1 * share_2).sqrt(), 1.0 - (share_1 - share_2).abs());
    Ok(TradeDependence { share_1, share_2, salience, symmetry, interdependence: salience * symmetry, asymmetry: (share_1 / share_2).ln() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    /// Approximate 2020 inputs worked by hand: 104 over 568 and over 4,646.
    #[test]
    fn worked_case() {
        let d = trade_dependence(104.0, 568.0, 4646.0).unwrap();
        assert_close(d.share_1, 0.183099, 5e-7); // printed to six decimals
        assert_close(d.share_2, 0.022385, 5e-7);
        assert_close(d.symmetry, 0.839286, 5e-7);
        assert_close(d.interdependence, 0.053732, 5e-7);
    }

    proptest! {
        #[test]
        fn antisymmetric_and_free_of_the_unit(common in 0.1f64..10.0, a in 10.0f64..1e4, b in 10.0f64..1e4, scale in 1e-3f64..1e3) {
            let d = trade_dependence(common, a, b).unwrap();
            let swapped = trade_dependence(common, b, a).unwrap();
            let scaled = trade_dependence(common * scale, a * scale, b * scale).unwrap();
            prop_assert!((d.interdependence - swapped.interdependence).abs() < 1e-15 && (0.0..=1.0).contains(&d.interdependence));
            prop_assert!((d.asymmetry + swapped.asymmetry).abs() < 1e-12);
            prop_assert!((d.asymmetry - scaled.asymmetry).abs() < 1e-9); // rounding of the scaled quotients
        }
    }
}
